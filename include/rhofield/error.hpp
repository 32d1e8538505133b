// What rhofield throws. Every message carries the offending numbers and the way out.
#pragma once

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
