// Temporary name + fsync + rename(2), the only way POSIX offers to replace a file in one step.
#include "storage/atomic_write.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include "rhofield/error.hpp"

namespace rhofield::storage {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& path, int code, const std::string& detail = {}) {
  throw Error("cannot write " + path.string() + ": " + std::generic_category().message(code) + detail);
}

/// An open file that is closed, and removed unless kept, when it goes out of scope.
class OutputFile {
 public:
  OutputFile(fs::path path, int flags, mode_t mode, bool temporary)
      : path_(std::move(path)),
        descriptor_(::open(path_.c_str(), flags | O_WRONLY | O_CLOEXEC, mode)),
        remove_(temporary) {}
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() {
    const bool opened = descriptor_ >= 0 || closed_;
    if (descriptor_ >= 0) ::close(descriptor_);
    if (remove_ && opened) ::unlink(path_.c_str());
  }
  int descriptor() const { return descriptor_; }
  bool close() {
    const int result = ::close(descriptor_);
    descriptor_ = -1;
    closed_ = true;
    return result == 0;
  }
  void keep() { remove_ = false; }

 private:
  fs::path path_;
  int descriptor_ = -1;
  bool remove_ = false, closed_ = false;
};

void write_all(int descriptor, std::span<const std::byte> bytes, const fs::path& path) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t n = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (n > 0) {
      done += static_cast<std::size_t>(n);
    } else if (n == 0 || errno != EINTR) {
      fail(path, n == 0 ? ENOSPC : errno,
           " (" + std::to_string(done) + " of " + std::to_string(bytes.size()) + " bytes fitted)");
    }
  }
}

/// Where the bytes go: the end of a symbolic link, and the temporary file beside it.
struct Destination {
  fs::path target, temporary;
  bool device = false;
  mode_t mode = 0666U;
};

Destination destination_of(const fs::path& path) {
  std::error_code ignored;
  Destination d{.target = fs::is_symlink(path, ignored) ? fs::weakly_canonical(path) : path, .temporary = {}};
  struct stat old {};
  const bool exists = ::stat(d.target.c_str(), &old) == 0;
  if (exists && S_ISDIR(old.st_mode)) fail(path, EISDIR);
  d.device = exists && !S_ISREG(old.st_mode);
  if (exists) d.mode = old.st_mode & 0777U;
  std::string name = d.target.filename().string();
  name.insert(0, 1, '.').append(".").append(std::to_string(::getpid())).append(".tmp");
  d.temporary = d.target.parent_path() / name;
  return d;
}

}  // namespace

void check_writable(const fs::path& path) {
  const Destination destination = destination_of(path);
  if (destination.device) return;  // opening one may wait for a reader
  const OutputFile file(destination.temporary, O_CREAT | O_TRUNC, destination.mode, true);
  if (file.descriptor() < 0) fail(path, errno);
}

void write_atomically(const fs::path& path, const std::function<std::string_view()>& next) {
  const auto write_parts = [&](int descriptor) {
    for (std::string_view part = next(); !part.empty(); part = next())
      write_all(descriptor, std::as_bytes(std::span(part.data(), part.size())), path);
  };
  const Destination destination = destination_of(path);
  if (destination.device) {
    OutputFile device(destination.target, 0, 0, false);
    if (device.descriptor() < 0) fail(path, errno);
    write_parts(device.descriptor());
    return;
  }
  OutputFile file(destination.temporary, O_CREAT | O_TRUNC, destination.mode, true);
  if (file.descriptor() < 0) fail(path, errno);
  write_parts(file.descriptor());
  if (::fsync(file.descriptor()) != 0) fail(path, errno);
  if (!file.close()) fail(path, errno);
  if (std::rename(destination.temporary.c_str(), destination.target.c_str()) != 0) fail(path, errno);
  file.keep();
}

void write_atomically(const fs::path& path, std::string_view text) {
  bool written = false;
  write_atomically(path, [&] { return std::exchange(written, true) ? std::string_view{} : text; });
}

void write_atomically(const fs::path& path, std::span<const std::byte> bytes) {
  write_atomically(path, std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

}  // namespace rhofield::storage
