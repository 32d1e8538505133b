// A thin, owning layer over the HDF5 C API: groups, arrays of numbers, attributes. Everything that goes wrong is an
// exception that names the file, the item in it and the reason; HDF5 itself prints nothing.
#pragma once

#include <hdf5.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "rhofield/error.hpp"
#include "rhofield/view.hpp"

namespace rhofield::storage::hdf5 {

/// Owns one HDF5 identifier.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  hid_t id() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }

 private:
  hid_t id_ = -1;
  Close close_ = nullptr;
};

/// Keeps HDF5 from printing its error stack as long as it lives.
class [[nodiscard]] QuietErrors {
 public:
  QuietErrors() {
    H5Eget_auto2(H5E_DEFAULT, &print_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  ~QuietErrors() { H5Eset_auto2(H5E_DEFAULT, print_, data_); }

 private:
  H5E_auto2_t print_ = nullptr;
  void* data_ = nullptr;
};

/// "[3, 150]" for messages.
std::string shape_text(std::span<const Index> shape);

/// A group of a file; keeps the file's name and its own for messages. Valid as long as the File lives.
class Group {
 public:
  Group(Handle id, std::shared_ptr<const std::string> file, std::string name)
      : id_(std::move(id)), file_(std::move(file)), name_(std::move(name)) {}

  const std::string& name() const { return name_; }  ///< within the file, "" for its root
  bool has(const std::string& item) const;
  bool has_attribute(const std::string& attribute) const;
  std::vector<std::string> names() const;            ///< of the items, ascending
  std::vector<std::string> attribute_names() const;  ///< ascending
  Group group(const std::string& item) const;

  std::vector<Index> shape(const std::string& item) const;
  /// Reads an array whose shape must be `expected`, where -1 stands for any extent. T: double, float, int,
  /// std::int64_t, std::int8_t.
  template <class T>
  std::vector<T> read(const std::string& item, std::span<const Index> expected) const;
  template <class T>
  std::vector<T> read(const std::string& item, std::initializer_list<Index> expected) const {
    return read<T>(item, std::span<const Index>(expected.begin(), expected.size()));
  }
  /// The same for doubles, all of which must be finite.
  std::vector<double> read_finite(const std::string& item, std::initializer_list<Index> expected) const;
  double number(const std::string& attribute) const;     ///< of a scalar attribute
  std::string text(const std::string& attribute) const;  ///< of fixed or variable length
  bool attribute_is_text(const std::string& attribute) const;
  /// Whether the attribute is there and is this text.
  bool says(const std::string& attribute, const std::string& value) const {
    return has_attribute(attribute) && attribute_is_text(attribute) && text(attribute) == value;
  }
  bool attribute_is_number(const std::string& attribute) const;

  Group create_group(const std::string& item) const;
  /// Writes `values` row-major; arrays above 4 KiB are compressed (byte shuffle + deflate).
  template <class T>
  void write(const std::string& item, std::span<const T> values, std::span<const Index> shape) const;
  template <class T>
  void write(const std::string& item, const std::vector<T>& values, std::initializer_list<Index> shape) const {
    write<T>(item, std::span<const T>(values), std::span<const Index>(shape.begin(), shape.size()));
  }
  void set(const std::string& attribute, double value) const;
  void set(const std::string& attribute, int value) const;
  void set(const std::string& attribute, const std::string& value) const;

  /// Throws InvalidInput "file: group/item: what".
  [[noreturn]] void fail(const std::string& item, const std::string& what) const;

 private:
  Handle id_;
  std::shared_ptr<const std::string> file_;
  std::string name_;
};

/// A file being read, or one being put together in memory and saved in one step.
class File {
 public:
  /// Throws InvalidInput saying which: there is no such file, it is a folder, no HDF5 file, or truncated.
  static File open(const std::filesystem::path& path);
  static File create(const std::filesystem::path& path);

  const Group& root() const { return *root_; }
  /// Writes what was created to its path, whole or not at all (atomic_write.hpp).
  void save();

 private:
  File() = default;
  std::unique_ptr<QuietErrors> quiet_;  // first in, last out: closing must not print either
  std::filesystem::path path_;
  Handle id_;
  std::unique_ptr<Group> root_;
};

}  // namespace rhofield::storage::hdf5
