// Streams and events of the emulated device. Work waits in its stream until somebody synchronises with it, so that code
// which relies on work being done before it is finished, or on memory that it no longer owns, shows it.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cuda_on_cpu {

struct Event {
  struct Stream* stream = nullptr;  ///< where it was recorded last
  long position = 0;                ///< it is over when the stream has done this many pieces of work
};

/// Work that a stream captured instead of keeping it to do.
struct Graph {
  std::vector<std::function<void()>> work;
};

struct Stream {
  std::deque<std::function<void()>> work;
  long enqueued = 0, done = 0;
  std::shared_ptr<Graph> capture;  ///< null unless work is being captured
  bool capture_broken = false;     ///< something was asked for that a capture cannot hold
};

/// True while the stream captures, which then fails: for calls that need its work to be done, or memory.
bool breaks_capture(Stream* stream);

/// What the host asked for since the program began.
struct Statistics {
  long allocations = 0;        ///< of device memory
  long work_size_queries = 0;  ///< of cuSOLVER's routines
  long graph_launches = 0;
};
Statistics& statistics();

/// Puts work on a stream, or into what the stream captures; a null stream does it at once.
void enqueue(Stream* stream, std::function<void()> work);
/// Does the first `position` pieces of work that the stream ever got.
void run_until(Stream& stream, long position);
/// Does everything that is on the stream. For calls that hand results to the host.
void drain(Stream* stream);
/// The first failure of any work since the last call, or empty. On the GPU it would have ended the program's context.
std::string take_failure();
void fail(const std::string& what);

}  // namespace cuda_on_cpu
