// What rhofield throws. Every message carries the offending numbers and the way out.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace rhofield {

/// Base of everything the library throws.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message) : std::runtime_error(message) {}
};

/// The caller's data or options are wrong: files, shapes, units, unknown elements.
class InvalidInput : public Error {
 public:
  using Error::Error;
};

/// The device or the primitive that was asked for does not exist here.
class BackendUnavailable : public Error {
 public:
  using Error::Error;
};

/// The mathematics failed: a matrix that is not positive definite, an iteration that diverges.
class NumericalFailure : public Error {
 public:
  using Error::Error;
};

/// A device call (CUDA, cuBLAS, cuSOLVER) failed, or memory ran out.
class DeviceError : public Error {
 public:
  using Error::Error;
};

/// Memory ran out; what is computed in batches is tried again in smaller ones before this reaches the caller.
class OutOfMemory : public DeviceError {
 public:
  OutOfMemory(const std::string& reason, std::size_t requested, std::size_t available)
      : OutOfMemory(reason, reason, requested, available) {}
  /// The same shortage with a message that says more.
  OutOfMemory(const std::string& message, const OutOfMemory& first)
      : OutOfMemory(message, first.cause, first.requested_bytes, first.available_bytes) {}

  std::string cause;  ///< what the device said
  std::size_t requested_bytes = 0, available_bytes = 0;

 private:
  OutOfMemory(const std::string& message, const std::string& reason, std::size_t requested, std::size_t available)
      : DeviceError(message), cause(reason), requested_bytes(requested), available_bytes(available) {}
};

/// A broken invariant of the library itself: please report it.
class InternalError : public Error {
 public:
  using Error::Error;
};

/// The user asked to stop (Ctrl-C); what was promised to be kept has been written.
class Interrupted : public Error {
 public:
  using Error::Error;
};

}  // namespace rhofield
