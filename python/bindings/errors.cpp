// The exceptions of the library become those of rhofield/errors.py.
#include "common.hpp"

namespace rhofield::python {

namespace {

void set_error(const char* name, const std::exception& error) {
  const nb::object type = nb::module_::import_("rhofield.errors").attr(name);
  PyErr_SetString(type.ptr(), error.what());
}

void translate(const std::exception_ptr& thrown, void*) {
  try {
    std::rethrow_exception(thrown);
  } catch (const OutOfMemory& error) {
    const nb::object type = nb::module_::import_("rhofield.errors").attr("OutOfMemory");
    const nb::object instance = type(error.what(), error.requested_bytes, error.available_bytes);
    PyErr_SetObject(type.ptr(), instance.ptr());
  } catch (const InvalidInput& error) {
    set_error("InvalidInput", error);
  } catch (const BackendUnavailable& error) {
    set_error("BackendUnavailable", error);
  } catch (const NumericalFailure& error) {
    set_error("NumericalFailure", error);
  } catch (const DeviceError& error) {
    set_error("DeviceError", error);
  } catch (const InternalError& error) {
    set_error("InternalError", error);
  } catch (const Interrupted& error) {
    set_error("Interrupted", error);
  } catch (const Error& error) {
    set_error("Error", error);
  }
}

}  // namespace

void bind_errors(nb::module_&) { nb::register_exception_translator(translate); }

}  // namespace rhofield::python
