// Loops shared among threads whose bodies may throw: no exception leaves a parallel region, the first is rethrown after
// it.
#pragma once

#include <exception>
#include <optional>

#include "rhofield/view.hpp"

namespace rhofield {

/// Runs body(k, scratch) for k in [0, count) in chunks given to the threads in turn; each thread makes its own scratch
/// with make_scratch(). Where that fails the thread's share is left out, which the exception then tells.
template <class MakeScratch, class Body>
void parallel_for(Index count, Index chunk, const MakeScratch& make_scratch, const Body& body) {
  std::exception_ptr failure;
  const auto keep_failure = [&failure] {
#pragma omp critical(rhofield_parallel_failure)
    if (!failure) failure = std::current_exception();
  };
#pragma omp parallel
  {
    std::optional<decltype(make_scratch())> scratch;
    try {
      scratch.emplace(make_scratch());
    } catch (...) {
      keep_failure();
    }
#pragma omp for schedule(dynamic, chunk)
    for (Index k = 0; k < count; ++k) {
      if (!scratch) continue;
      try {
        body(k, *scratch);
      } catch (...) {
        keep_failure();
      }
    }
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace rhofield
