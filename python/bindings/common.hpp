// What all bindings share: numpy arrays in and out, the interpreter's lock, progress and Ctrl-C.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <exception>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "rhofield/error.hpp"
#include "rhofield/model/property.hpp"
#include "rhofield/model/target.hpp"
#include "rhofield/progress.hpp"
#include "rhofield/tensor.hpp"

namespace rhofield::python {

namespace nb = nanobind;

// --- arrays in: any array-like of numbers; contiguous float64 of the CPU is not copied -------------------------------

template <class T, int Rank>
using Array = nb::ndarray<const T, nb::ndim<Rank>, nb::c_contig, nb::device::cpu>;
/// Of any shape.
using AnyArray = nb::ndarray<const double, nb::c_contig, nb::device::cpu>;

template <class A>
auto span_of(const A& array) {
  return std::span(array.data(), array.size());
}
inline std::vector<double> vector_of(const AnyArray& array) { return {array.data(), array.data() + array.size()}; }

/// Throws InvalidInput with both shapes unless the array is [rows, columns].
void check_shape(const Array<double, 2>& array, std::size_t rows, std::size_t columns, const std::string& what);

Vector3 vector3(const Array<double, 1>& array, const std::string& what);
Matrix3 matrix3(const Array<double, 2>& array, const std::string& what);

// --- arrays out ------------------------------------------------------------------------------------------------------

using Numpy = nb::ndarray<nb::numpy, double>;
using ReadOnlyNumpy = nb::ndarray<nb::numpy, const double>;
using NumpyIndices = nb::ndarray<nb::numpy, Index>;

/// The vector becomes the memory of the array; nothing is copied.
template <class T>
nb::ndarray<nb::numpy, T> to_numpy(std::vector<T> values, std::vector<std::size_t> shape) {
  auto* kept = new std::vector<T>(std::move(values));
  const nb::capsule owner(kept, [](void* p) noexcept { delete static_cast<std::vector<T>*>(p); });
  return {kept->data(), shape.size(), shape.data(), owner};
}
template <class T>
nb::ndarray<nb::numpy, T> to_numpy(std::vector<T> values) {
  const std::size_t size = values.size();
  return to_numpy(std::move(values), {size});
}
Numpy to_numpy(const Vector3& v);
Numpy to_numpy(const Matrix3& m);
Numpy to_numpy(const std::vector<Vector3>& rows);      // [row, 3]
Numpy to_numpy(const std::vector<Matrix3>& matrices);  // [matrix, 3, 3]
/// Values of a property of one structure in their shape: [], [3], [3, 3], of atoms with [atom] before it.
Numpy shaped(std::vector<double> values, const PropertyOptions& options, Index atoms, bool of_atoms);

/// A matrix on the CPU becomes the memory of the array; one of a GPU is copied.
Numpy to_numpy(const Device& device, Tensor<double, 2> tensor);

// --- words -----------------------------------------------------------------------------------------------------------

Quantity quantity_of(const std::string& word);  // "density" or "response"

// --- long work -------------------------------------------------------------------------------------------------------

/// Hands progress to a Python callable (stage, done, total) -> bool or None, and lets Python see signals.
class PythonProgress {
 public:
  explicit PythonProgress(nb::object callback) : callback_(std::move(callback)) {}
  PythonProgress(const PythonProgress&) = delete;
  PythonProgress& operator=(const PythonProgress&) = delete;

  Progress function() {
    return [this](const std::string& stage, Index done, Index total) { return ask(stage, done, total); };
  }
  /// Throws on what the callable threw, or Ctrl-C; returns where neither happened.
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  bool ask(const std::string& stage, Index done, Index total);
  nb::object callback_;
  std::exception_ptr error_;
};

/// Runs `work(progress)` without the interpreter's lock. An exception of the callable, KeyboardInterrupt included,
/// comes out as it was; a callable that returns False ends in rhofield.Interrupted.
template <class Work>
auto long_work(const nb::object& callback, Work&& work) {
  PythonProgress progress(callback);
  try {
    const nb::gil_scoped_release unlocked;
    return work(progress.function());
  } catch (const Interrupted&) {
    progress.rethrow();
    throw;
  }
}

// --- one function per area; each adds its part to the module ---------------------------------------------------------

void bind_errors(nb::module_& m);
void bind_devices(nb::module_& m);
void bind_structures(nb::module_& m);
void bind_basis(nb::module_& m);
void bind_data(nb::module_& m);
void bind_configuration(nb::module_& m);
void bind_model(nb::module_& m);
void bind_training(nb::module_& m);
void bind_curves(nb::module_& m);
void bind_observables(nb::module_& m);
void bind_response(nb::module_& m);
void bind_electrostatics(nb::module_& m);
void bind_grid_files(nb::module_& m);
void bind_uncertainty(nb::module_& m);
void bind_real_space(nb::module_& m);
void bind_energy_network(nb::module_& m);

}  // namespace rhofield::python
