// One block of CUDA threads as fibers on one processor thread. A fiber runs until its thread waits at a barrier, in a
// warp collective, or ends; which fiber goes on is drawn at random, so that code that depends on an order shows it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <source_location>
#include <string>

namespace cuda_on_cpu {

struct Index3 {
  unsigned x = 1, y = 1, z = 1;
};

/// What the device functions of the current thread read (threadIdx, blockIdx, blockDim, gridDim).
struct Place {
  Index3 thread, block, block_size, grid_size;
};
extern Place place;

/// The threads of a launch: `run` is the body of the kernel, called once per thread.
struct Body {
  void (*run)(void* context);
  void* context;
};

/// Waits until all threads of the block are here. Returns the number of threads that came with `vote` true.
int wait_for_block(bool vote, std::source_location where);

/// Values that the lanes of a warp brought to the same collective.
struct WarpValues {
  std::uint64_t value[32];
  unsigned lanes;  ///< bit k: lane k took part
};
/// Waits until all lanes of `mask` are here and returns what they brought.
WarpValues exchange_in_warp(unsigned mask, std::uint64_t value, std::source_location where);

/// Lane of the current thread in its warp.
unsigned lane();

/// Runs one block after another on the fibers it owns.
class BlockRunner {
 public:
  explicit BlockRunner(std::uint64_t seed);
  BlockRunner(const BlockRunner&) = delete;
  BlockRunner& operator=(const BlockRunner&) = delete;
  ~BlockRunner();

  /// Empty when every thread of every block ended; otherwise what went wrong, and where the threads stood.
  std::string run_grid(const Body& body, Index3 grid, Index3 block, std::size_t shared_bytes);

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace cuda_on_cpu
