// A disk that is full, as far as this process can tell: files cannot grow beyond a limit, and writing fails with EFBIG.
#pragma once

#include <signal.h>
#include <sys/resource.h>

#include <cstddef>

namespace rhofield::testing {

class [[nodiscard]] DiskFull {
 public:
  explicit DiskFull(std::size_t bytes_that_fit) {
    getrlimit(RLIMIT_FSIZE, &old_limit_);
    old_action_ = signal(SIGXFSZ, SIG_IGN);
    rlimit limit = old_limit_;
    limit.rlim_cur = bytes_that_fit;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  DiskFull(const DiskFull&) = delete;
  DiskFull& operator=(const DiskFull&) = delete;
  ~DiskFull() {
    setrlimit(RLIMIT_FSIZE, &old_limit_);
    signal(SIGXFSZ, old_action_);
  }

 private:
  rlimit old_limit_{};
  void (*old_action_)(int) = nullptr;
};

}  // namespace rhofield::testing
