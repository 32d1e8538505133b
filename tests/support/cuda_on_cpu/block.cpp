// Fibers, barriers and warp collectives (block.hpp), on the context switch of Boost.Context.
#include "block.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <boost/context/detail/fcontext.hpp>
#include <cfenv>
#include <cstring>
#include <map>
#include <numeric>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include "memory.hpp"
#include "sanitizers.hpp"

namespace cuda_on_cpu {

Place place;

namespace {

using boost::context::detail::fcontext_t;
using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

constexpr std::size_t stack_bytes = std::size_t{1} << 18;
constexpr std::size_t guard_bytes = std::size_t{1} << 12;
constexpr unsigned warp_size = 32;

enum class ThreadState : unsigned char { fresh, ready, at_barrier, in_warp, done };

/// One CUDA thread of the current block.
struct Thread {
  ThreadState state = ThreadState::fresh;
  int fiber = -1;  ///< that holds its stack, once started
  bool vote = false;
  std::uint64_t value = 0;
  unsigned mask = 0;
  WarpValues received{};
  std::source_location where;
};

struct Fiber {
  void* memory = nullptr;
  fcontext_t context = nullptr;
  std::size_t thread = 0;
  void* fake_stack = nullptr;  ///< of the address sanitizer
  char* bottom() const { return static_cast<char*>(memory) + guard_bytes; }
};

/// Whether this thread did an invalid operation since the last call. Where there is SSE its flags are asked alone: the
/// library also looks after the x87 unit, which nothing here uses, at many times the cost.
bool take_invalid_operation() {
#if defined(__SSE2__)
  const unsigned flags = _mm_getcsr();
  if ((flags & _MM_EXCEPT_INVALID) == 0) return false;
  _mm_setcsr(flags & ~_MM_EXCEPT_INVALID);
  return true;
#else
  const bool invalid = std::fetestexcept(FE_INVALID) != 0;
  if (invalid) std::feclearexcept(FE_INVALID);
  return invalid;
#endif
}

bool same_place(const std::source_location& a, const std::source_location& b) {
  return a.line() == b.line() && (a.file_name() == b.file_name() || std::strcmp(a.file_name(), b.file_name()) == 0);
}

std::string describe(const std::source_location& where) {
  std::string file = where.file_name();
  if (const auto slash = file.rfind('/'); slash != std::string::npos) file.erase(0, slash + 1);
  return file + ":" + std::to_string(where.line());
}

}  // namespace

struct BlockRunner::State {
  explicit State(std::uint64_t seed) : random(seed) {}

  std::mt19937_64 random;
  std::vector<Fiber> fibers;
  std::vector<int> idle;  ///< fibers without a thread
  std::vector<Thread> threads;
  std::vector<std::size_t> runnable;
  std::size_t arrived = 0, current = 0;
  int running = -1;
  Index3 block_size;
  Body body{};
  std::string failure;
  fcontext_t scheduler = nullptr;
  void* scheduler_fake_stack = nullptr;
  const void* scheduler_stack = nullptr;
  std::size_t scheduler_stack_bytes = 0;
  int vote_count = 0;
  bool invalid = false;  ///< some thread did an invalid floating-point operation

  std::size_t pick() { return static_cast<std::size_t>((random() >> 32) * runnable.size() >> 32); }
  void prepare_block();
  void run_block();
  void resume(std::size_t thread);
  void set_place(std::size_t thread) const;
  int free_fiber();
  void leave_fiber();
  void release_block();
  void release_warp(std::size_t thread);
  std::string standing() const;
};

namespace {

BlockRunner::State* active = nullptr;

/// Runs threads one after another: after each it goes back to the scheduler, which hands it the next.
void fiber_main(transfer_t from) {
  finish_switch(nullptr, &active->scheduler_stack, &active->scheduler_stack_bytes);
  active->scheduler = from.fctx;
  for (;;) {
    (void)take_invalid_operation();
    active->body.run(active->body.context);
    active->threads[active->current].state = ThreadState::done;
    active->idle.push_back(active->running);
    active->leave_fiber();
  }
}

}  // namespace

int BlockRunner::State::free_fiber() {
  if (idle.empty()) {
    Fiber fiber;
    fiber.memory = mmap(nullptr, stack_bytes + guard_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (fiber.memory == MAP_FAILED) throw std::runtime_error("cuda on cpu: no memory for the stack of a thread");
    mprotect(fiber.memory, guard_bytes, PROT_NONE);
    fibers.push_back(fiber);
    idle.push_back(static_cast<int>(fibers.size()) - 1);
  }
  const int index = idle.back();
  idle.pop_back();
  Fiber& fiber = fibers[static_cast<std::size_t>(index)];
  if (fiber.context == nullptr) fiber.context = make_fcontext(fiber.bottom() + stack_bytes, stack_bytes, fiber_main);
  return index;
}

void BlockRunner::State::set_place(std::size_t thread) const {
  const auto t = static_cast<unsigned>(thread);
  place.thread = {t % block_size.x, t / block_size.x % block_size.y, t / block_size.x / block_size.y};
}

void BlockRunner::State::resume(std::size_t thread) {
  Thread& next = threads[thread];
  if (next.state == ThreadState::fresh) next.fiber = free_fiber();
  next.state = ThreadState::ready;
  current = thread;
  running = next.fiber;
  set_place(thread);
  Fiber& fiber = fibers[static_cast<std::size_t>(running)];
  start_switch(&scheduler_fake_stack, fiber.bottom(), stack_bytes);
  const transfer_t back = jump_fcontext(fiber.context, nullptr);
  finish_switch(scheduler_fake_stack, nullptr, nullptr);
  fiber.context = back.fctx;
}

/// From a fiber back to the scheduler; returns when the scheduler resumes this fiber.
void BlockRunner::State::leave_fiber() {
  // The switch keeps floating-point flags with each fiber: they are collected here.
  invalid = take_invalid_operation() || invalid;
  void* fake_stack = nullptr;
  start_switch(&fake_stack, scheduler_stack, scheduler_stack_bytes);
  const transfer_t again = jump_fcontext(scheduler, nullptr);
  finish_switch(fake_stack, &scheduler_stack, &scheduler_stack_bytes);
  scheduler = again.fctx;
}

void BlockRunner::State::prepare_block() {
  const std::size_t count = static_cast<std::size_t>(block_size.x) * block_size.y * block_size.z;
  threads.assign(count, Thread{});
  runnable.resize(count);
  for (std::size_t t = 0; t < count; ++t) runnable[t] = t;
  arrived = 0;
}

void BlockRunner::State::run_block() {
  prepare_block();
  std::size_t done = 0;
  while (failure.empty() && !runnable.empty()) {
    std::swap(runnable[pick()], runnable.back());
    const std::size_t thread = runnable.back();
    runnable.pop_back();
    resume(thread);
    const Thread& now = threads[thread];
    if (now.state == ThreadState::done) ++done;
    if (now.state == ThreadState::at_barrier && ++arrived == threads.size()) release_block();
    if (now.state == ThreadState::in_warp) release_warp(thread);
  }
  if (failure.empty() && done < threads.size())
    failure = "deadlock: " + std::to_string(done) + " of " + std::to_string(threads.size()) +
              " threads of the block have ended, the others wait for ever";
  if (!failure.empty()) {
    failure += standing();
    // Fibers of threads that never ended are given up with what is on their stacks; device code owns nothing.
    for (const Thread& thread : threads)
      if (thread.fiber >= 0 && thread.state != ThreadState::done) {
        Fiber& fiber = fibers[static_cast<std::size_t>(thread.fiber)];
        unpoison(fiber.bottom(), stack_bytes);
        fiber.context = nullptr;
        idle.push_back(thread.fiber);
      }
  }
}

void BlockRunner::State::release_block() {
  const std::source_location& first = threads.front().where;
  vote_count = 0;
  for (std::size_t t = 0; t < threads.size(); ++t) {
    if (!same_place(threads[t].where, first)) {
      failure = "threads of one block wait at different barriers";
      return;
    }
    vote_count += threads[t].vote ? 1 : 0;
    threads[t].state = ThreadState::ready;
    runnable.push_back(t);
  }
  arrived = 0;
}

/// Goes on when all lanes that `thread` waits for are in a collective with the same mask at the same place.
void BlockRunner::State::release_warp(std::size_t thread) {
  const std::size_t first = thread / warp_size * warp_size;
  const std::size_t last = std::min(first + warp_size, threads.size());
  const unsigned mask = threads[thread].mask;
  if ((mask >> (thread - first) & 1U) == 0) {
    failure = "a thread is not in the mask of its own warp collective";
    return;
  }
  WarpValues values{};
  for (std::size_t t = first; t < last; ++t) {
    if ((mask >> (t - first) & 1U) == 0) continue;
    const Thread& other = threads[t];
    if (other.state != ThreadState::in_warp) return;
    if (other.mask != mask || other.where.line() != threads[thread].where.line()) return;
    values.value[t - first] = other.value;
    values.lanes |= 1U << (t - first);
  }
  for (std::size_t t = first; t < last; ++t) {
    if ((mask >> (t - first) & 1U) == 0) continue;
    threads[t].received = values;
    threads[t].state = ThreadState::ready;
    runnable.push_back(t);
  }
}

/// " (block 0,0,0: 12 threads at file:line, ...)".
std::string BlockRunner::State::standing() const {
  std::map<std::string, int> places;
  for (const Thread& thread : threads) {
    if (thread.state == ThreadState::done) ++places["the end"];
    if (thread.state == ThreadState::at_barrier) ++places["the barrier at " + describe(thread.where)];
    if (thread.state == ThreadState::in_warp) ++places["the warp collective at " + describe(thread.where)];
  }
  std::string text = "; block " + std::to_string(place.block.x) + ":";
  for (const auto& [name, count] : places) text += " " + std::to_string(count) + " threads at " + name + ",";
  text.pop_back();
  return text;
}

BlockRunner::BlockRunner(std::uint64_t seed) : state_(std::make_unique<State>(seed)) {}

BlockRunner::~BlockRunner() {
  for (const Fiber& fiber : state_->fibers) munmap(fiber.memory, stack_bytes + guard_bytes);
}

std::string BlockRunner::run_grid(const Body& body, Index3 grid, Index3 block, std::size_t shared_bytes) {
  State& state = *state_;
  state.body = body;
  state.block_size = block;
  state.failure.clear();
  place.block_size = block;
  place.grid_size = grid;
  active = &state;
  const std::size_t blocks = static_cast<std::size_t>(grid.x) * grid.y * grid.z;
  // Any order of blocks is allowed; a random start and stride that shares no factor with their number visit all.
  std::size_t stride = blocks > 1 ? 1 + state.random() % (blocks - 1) : 1;
  while (std::gcd(stride, blocks) != 1) ++stride;
  std::size_t number = state.random() % blocks;
  for (std::size_t b = 0; b < blocks && state.failure.empty(); ++b, number = (number + stride) % blocks) {
    const auto n = static_cast<unsigned>(number);
    place.block = {n % grid.x, n / grid.x % grid.y, n / grid.x / grid.y};
    open_shared_memory(shared_bytes);
    state.invalid = false;
    state.run_block();
    if (state.failure.empty() && state.invalid)
      state.failure = "block " + std::to_string(place.block.x) +
                      " did an invalid floating-point operation, as with memory that was never written";
  }
  return state.failure;
}

int wait_for_block(bool vote, std::source_location where) {
  Thread& thread = active->threads[active->current];
  thread.state = ThreadState::at_barrier;
  thread.vote = vote;
  thread.where = where;
  active->leave_fiber();
  return active->vote_count;
}

WarpValues exchange_in_warp(unsigned mask, std::uint64_t value, std::source_location where) {
  Thread& thread = active->threads[active->current];
  thread.state = ThreadState::in_warp;
  thread.mask = mask;
  thread.value = value;
  thread.where = where;
  active->leave_fiber();
  return active->threads[active->current].received;
}

unsigned lane() { return static_cast<unsigned>(active->current % warp_size); }

}  // namespace cuda_on_cpu
