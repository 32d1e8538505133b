#include "common.hpp"

#include <algorithm>

namespace rhofield::python {

void check_shape(const Array<double, 2>& array, std::size_t rows, std::size_t columns, const std::string& what) {
  if (array.shape(0) == rows && array.shape(1) == columns) return;
  throw InvalidInput(what + " must be an array of " + std::to_string(rows) + " x " + std::to_string(columns) +
                     ", not of " + std::to_string(array.shape(0)) + " x " + std::to_string(array.shape(1)));
}

Vector3 vector3(const Array<double, 1>& array, const std::string& what) {
  if (array.size() != 3) throw InvalidInput(what + " needs 3 numbers, not " + std::to_string(array.size()));
  return {array(0), array(1), array(2)};
}

Matrix3 matrix3(const Array<double, 2>& array, const std::string& what) {
  check_shape(array, 3, 3, what);
  Matrix3 m{};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j) m[i][j] = array(i, j);
  return m;
}

Numpy to_numpy(const Vector3& v) { return to_numpy(std::vector<double>(v.begin(), v.end())); }

Numpy to_numpy(const Matrix3& m) {
  std::vector<double> values;
  for (const Vector3& row : m) values.insert(values.end(), row.begin(), row.end());
  return to_numpy(std::move(values), {3, 3});
}

Numpy to_numpy(const std::vector<Vector3>& rows) {
  std::vector<double> values;
  values.reserve(3 * rows.size());
  for (const Vector3& row : rows) values.insert(values.end(), row.begin(), row.end());
  return to_numpy(std::move(values), {rows.size(), 3});
}

Numpy to_numpy(const std::vector<Matrix3>& matrices) {
  std::vector<double> values;
  values.reserve(9 * matrices.size());
  for (const Matrix3& m : matrices)
    for (const Vector3& row : m) values.insert(values.end(), row.begin(), row.end());
  return to_numpy(std::move(values), {matrices.size(), 3, 3});
}

Numpy shaped(std::vector<double> values, const PropertyOptions& options, Index atoms, bool of_atoms) {
  std::vector<std::size_t> shape;
  if (of_atoms) shape.push_back(static_cast<std::size_t>(atoms));
  for (const Index extent : cartesian_shape(options.kind)) shape.push_back(static_cast<std::size_t>(extent));
  return to_numpy(std::move(values), std::move(shape));
}

Numpy to_numpy(const Device& device, Tensor<double, 2> tensor) {
  const std::vector<std::size_t> shape{static_cast<std::size_t>(tensor.extent(0)),
                                       static_cast<std::size_t>(tensor.extent(1))};
  if (!device.is_host()) return to_numpy(tensor.to_host(), shape);
  device.synchronize();
  auto* kept = new Tensor<double, 2>(std::move(tensor));
  const nb::capsule owner(kept, [](void* p) noexcept { delete static_cast<Tensor<double, 2>*>(p); });
  return {kept->view().data(), 2, shape.data(), owner};
}

Quantity quantity_of(const std::string& word) {
  for (const Quantity quantity : {Quantity::density, Quantity::response})
    if (word == name_of(quantity)) return quantity;
  throw InvalidInput("quantity '" + word + "' is unknown; use density or response");
}

bool PythonProgress::ask(const std::string& stage, Index done, Index total) {
  const nb::gil_scoped_acquire locked;
  try {
    if (PyErr_CheckSignals() != 0) throw nb::python_error();
    if (callback_.is_none()) return true;
    const nb::object answer = callback_(stage, done, total);
    return answer.is_none() || nb::cast<bool>(nb::bool_(answer));
  } catch (...) {
    error_ = std::current_exception();
    return false;
  }
}

}  // namespace rhofield::python
