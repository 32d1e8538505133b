// Reads numbers, shapes and attributes from the small HDF5 files of the reference tests. Errors are test failures by
// exception: std::runtime_error naming file and item.
//
//   const Hdf5Reader file(RHOFIELD_TEST_DATA "/spherical_harmonics.h5");
//   const auto values = file.doubles("l_max_6/values");      // values.shape, values.data, values(i, j)
//   const double cutoff = file.attribute("l_max_6", "cutoff");
#pragma once

#include <hdf5.h>

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace rhofield::testing {

/// A row-major array of any rank; a scalar has an empty shape and one value.
template <class T>
struct Array {
  std::vector<std::size_t> shape;
  std::vector<T> data;

  template <class... I>
  const T& operator()(I... index) const {
    std::size_t flat = 0, axis = 0;
    ((flat = flat * shape.at(axis) + static_cast<std::size_t>(index), ++axis), ...);
    return data.at(flat);
  }
};

class Hdf5Reader {
 public:
  explicit Hdf5Reader(std::string path) : path_(std::move(path)) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    file_ = H5Fopen(path_.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file_ < 0) throw std::runtime_error("cannot open " + path_ + " as HDF5");
  }
  Hdf5Reader(const Hdf5Reader&) = delete;
  Hdf5Reader& operator=(const Hdf5Reader&) = delete;
  ~Hdf5Reader() { H5Fclose(file_); }

  Array<double> doubles(const std::string& item) const { return read<double>(item); }
  Array<int> ints(const std::string& item) const { return read<int>(item); }
  Array<long long> longs(const std::string& item) const { return read<long long>(item); }

  /// A group, data set or (not followed) anything else at this place.
  bool contains(const std::string& item) const {
    std::size_t end = 0;
    while (end != std::string::npos) {  // every group on the way has to exist before the next one may be asked for
      end = item.find('/', end + 1);
      const std::string part = item.substr(0, end);
      if (!part.empty() && part != "/" && H5Lexists(file_, part.c_str(), H5P_DEFAULT) <= 0) return false;
    }
    return true;
  }

  /// Names in a group, sorted.
  std::vector<std::string> names(const std::string& group = "/") const {
    std::vector<std::string> all;
    const auto append = [](hid_t, const char* name, const H5L_info_t*, void* list) -> herr_t {
      static_cast<std::vector<std::string>*>(list)->emplace_back(name);
      return 0;
    };
    if (H5Literate_by_name(file_, group.c_str(), H5_INDEX_NAME, H5_ITER_INC, nullptr, append, &all, H5P_DEFAULT) < 0)
      fail(group, "is no group");
    return all;
  }

  /// A numerical attribute (the first value of an array); `item` "/" is the file itself.
  double attribute(const std::string& item, const std::string& name) const { return attributes(item, name).data.at(0); }

  Array<double> attributes(const std::string& item, const std::string& name) const {
    const Handle attribute(H5Aopen_by_name(file_, item.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    if (attribute.id < 0) fail(item, "has no attribute " + name);
    Array<double> values = prepare<double>(Handle(H5Aget_space(attribute.id), H5Sclose));
    if (H5Aread(attribute.id, H5T_NATIVE_DOUBLE, values.data.data()) < 0)
      fail(item, "attribute " + name + " is no number");
    return values;
  }

  /// A text attribute of fixed or variable length.
  std::string text(const std::string& item, const std::string& name) const {
    const Handle attribute(H5Aopen_by_name(file_, item.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
    if (attribute.id < 0) fail(item, "has no attribute " + name);
    const Handle type(H5Aget_type(attribute.id), H5Tclose);
    if (H5Tget_class(type.id) != H5T_STRING) fail(item, "attribute " + name + " is no text");
    if (H5Tis_variable_str(type.id) > 0) {
      char* value = nullptr;
      if (H5Aread(attribute.id, type.id, &value) < 0 || value == nullptr)
        fail(item, "attribute " + name + " is unreadable");
      std::string copy(value);
      H5free_memory(value);
      return copy;
    }
    std::string value(H5Tget_size(type.id), '\0');
    if (H5Aread(attribute.id, type.id, value.data()) < 0) fail(item, "attribute " + name + " is unreadable");
    return value.substr(0, value.find('\0'));
  }

 private:
  struct Handle {
    Handle(hid_t i, herr_t (*c)(hid_t)) : id(i), close(c) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
      if (id >= 0) close(id);
    }
    hid_t id;
    herr_t (*close)(hid_t);
  };

  template <class T>
  static Array<T> prepare(const Handle& space) {
    Array<T> values;
    std::array<hsize_t, H5S_MAX_RANK> extents{};
    const int rank = H5Sget_simple_extent_dims(space.id, extents.data(), nullptr);
    for (int axis = 0; axis < rank; ++axis) values.shape.push_back(extents[static_cast<std::size_t>(axis)]);
    values.data.resize(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id)));
    return values;
  }

  template <class T>
  Array<T> read(const std::string& item) const {
    const Handle set(H5Dopen2(file_, item.c_str(), H5P_DEFAULT), H5Dclose);
    if (set.id < 0) fail(item, "is not there");
    Array<T> values = prepare<T>(Handle(H5Dget_space(set.id), H5Sclose));
    hid_t type = H5T_NATIVE_DOUBLE;
    if constexpr (std::is_same_v<T, int>) type = H5T_NATIVE_INT;
    if constexpr (std::is_same_v<T, long long>) type = H5T_NATIVE_LLONG;
    if (H5Dread(set.id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data.data()) < 0) fail(item, "is unreadable");
    return values;
  }

  [[noreturn]] void fail(const std::string& item, const std::string& what) const {
    throw std::runtime_error(path_ + ": " + item + " " + what);
  }

  std::string path_;
  hid_t file_ = -1;
};

}  // namespace rhofield::testing
