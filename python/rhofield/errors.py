"""What rhofield raises. Every message carries the offending numbers and the way out."""

from __future__ import annotations


class Error(Exception):
    """Base of everything the library raises."""


class InvalidInput(Error, ValueError):
    """The caller's data or options are wrong: files, shapes, units, unknown elements."""


class MissingFile(InvalidInput, FileNotFoundError):
    """A file or folder that was named is not there."""


class BackendUnavailable(Error, RuntimeError):
    """The device or the operation that was asked for does not exist here."""


class NumericalFailure(Error, ArithmeticError):
    """The mathematics failed: a matrix that is not positive definite, an iteration that diverges."""


class DeviceError(Error, RuntimeError):
    """A device call (CUDA, cuBLAS, cuSOLVER) failed."""


class OutOfMemory(DeviceError, MemoryError):
    """Memory ran out; `requested_bytes` and `available_bytes` say how much was asked for and there."""

    def __init__(self, message: str, requested_bytes: int = 0, available_bytes: int = 0):
        super().__init__(message)
        self.requested_bytes = requested_bytes
        self.available_bytes = available_bytes


class InternalError(Error):
    """A broken invariant of the library itself: please report it."""


class Interrupted(Error):
    """A progress callback asked to stop; what was promised to be kept has been written."""
