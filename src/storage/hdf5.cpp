// The HDF5 C API behind hdf5.hpp. Files are created in memory and written by us: HDF5 1.10 cannot be closed cleanly
// once a write has failed, and a full disk must cost neither the old file nor the program.
#include "storage/hdf5.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <type_traits>

#include "storage/atomic_write.hpp"

namespace rhofield::storage::hdf5 {

namespace fs = std::filesystem;

namespace {

constexpr hsize_t compression_threshold_bytes = 4096;  // below it a filter costs more room than it saves
constexpr unsigned compression_level = 6;
constexpr Index largest_array = Index{1} << 36;  // more values than this is a damaged header

template <class T>
hid_t memory_type() {
  if constexpr (std::is_same_v<T, double>) return H5T_NATIVE_DOUBLE;
  if constexpr (std::is_same_v<T, float>) return H5T_NATIVE_FLOAT;
  if constexpr (std::is_same_v<T, int>) return H5T_NATIVE_INT;
  if constexpr (std::is_same_v<T, std::int64_t>) return H5T_NATIVE_INT64;
  if constexpr (std::is_same_v<T, std::int8_t>) return H5T_NATIVE_INT8;
}

template <class T>
hid_t file_type() {
  if constexpr (std::is_same_v<T, double>) return H5T_IEEE_F64LE;
  if constexpr (std::is_same_v<T, float>) return H5T_IEEE_F32LE;
  if constexpr (std::is_same_v<T, int>) return H5T_STD_I32LE;
  if constexpr (std::is_same_v<T, std::int64_t>) return H5T_STD_I64LE;
  if constexpr (std::is_same_v<T, std::int8_t>) return H5T_STD_I8LE;
}

/// The innermost description on HDF5's error stack.
std::string reason() {
  std::string text;
  const auto keep_first = [](unsigned, const H5E_error2_t* error, void* out) -> herr_t {
    auto& first = *static_cast<std::string*>(out);
    if (first.empty() && error->desc != nullptr) first = error->desc;
    return 0;
  };
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &text);
  return text.empty() ? "unknown HDF5 error" : text;
}

/// For calls that only fail when memory is short or the library is broken.
hid_t sure(hid_t id, const char* what) {
  if (id < 0) throw InternalError(std::string("HDF5 could not ") + what + ": " + reason());
  return id;
}

std::vector<Index> extents_of(hid_t space) {
  std::array<hsize_t, H5S_MAX_RANK> extents{};
  const int rank = H5Sget_simple_extent_dims(space, extents.data(), nullptr);
  std::vector<Index> shape;
  for (int axis = 0; axis < rank; ++axis) shape.push_back(static_cast<Index>(extents[static_cast<std::size_t>(axis)]));
  return shape;
}

std::vector<std::string> sorted(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::string shape_text(std::span<const Index> shape) {
  std::string text = "[";
  for (const Index extent : shape) {
    if (text.size() > 1) text += ", ";
    text += extent < 0 ? "any" : std::to_string(extent);
  }
  return text + "]";
}

// --- Group: reading ------------------------------------------------------------------------------------------------

void Group::fail(const std::string& item, const std::string& what) const {
  const std::string place = name_.empty() || item.empty() ? name_ + item : name_ + "/" + item;
  throw InvalidInput(*file_ + ": " + (place.empty() ? "" : place + ": ") + what);
}

bool Group::has(const std::string& item) const { return H5Lexists(id_.id(), item.c_str(), H5P_DEFAULT) > 0; }

bool Group::has_attribute(const std::string& attribute) const { return H5Aexists(id_.id(), attribute.c_str()) > 0; }

std::vector<std::string> Group::names() const {
  std::vector<std::string> all;
  const auto append = [](hid_t, const char* name, const H5L_info_t*, void* list) -> herr_t {
    static_cast<std::vector<std::string>*>(list)->emplace_back(name);
    return 0;
  };
  if (H5Literate(id_.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, append, &all) < 0) fail("", "unreadable: " + reason());
  return sorted(std::move(all));
}

std::vector<std::string> Group::attribute_names() const {
  std::vector<std::string> all;
  const auto append = [](hid_t, const char* name, const H5A_info_t*, void* list) -> herr_t {
    static_cast<std::vector<std::string>*>(list)->emplace_back(name);
    return 0;
  };
  if (H5Aiterate2(id_.id(), H5_INDEX_NAME, H5_ITER_INC, nullptr, append, &all) < 0) fail("", "unreadable: " + reason());
  return sorted(std::move(all));
}

Group Group::group(const std::string& item) const {
  if (!has(item)) fail(item, "is missing");
  Handle id(H5Gopen2(id_.id(), item.c_str(), H5P_DEFAULT), H5Gclose);
  if (!id) fail(item, "is no readable group: " + reason());
  return Group(std::move(id), file_, name_.empty() ? item : name_ + "/" + item);
}

std::vector<Index> Group::shape(const std::string& item) const {
  if (!has(item)) fail(item, "is missing");
  const Handle set(H5Dopen2(id_.id(), item.c_str(), H5P_DEFAULT), H5Dclose);
  if (!set) fail(item, "is no readable array: " + reason());
  const Handle space(sure(H5Dget_space(set.id()), "read a shape"), H5Sclose);
  return extents_of(space.id());
}

template <class T>
std::vector<T> Group::read(const std::string& item, std::span<const Index> expected) const {
  const std::vector<Index> extents = shape(item);
  bool fits = extents.size() == expected.size();
  Index count = 1;
  for (std::size_t axis = 0; axis < extents.size(); ++axis) {
    fits = fits && (expected[axis] < 0 || expected[axis] == extents[axis]);
    if (extents[axis] > largest_array / std::max<Index>(count, 1))
      fail(item, "impossible shape " + shape_text(extents));
    count *= extents[axis];
  }
  if (!fits) fail(item, "has shape " + shape_text(extents) + ", expected " + shape_text(expected));
  const Handle set(sure(H5Dopen2(id_.id(), item.c_str(), H5P_DEFAULT), "open an array"), H5Dclose);
  const Handle type(sure(H5Dget_type(set.id()), "read a type"), H5Tclose);
  const H5T_class_t kind = H5Tget_class(type.id());
  const bool integral = kind == H5T_INTEGER || kind == H5T_ENUM;
  if (!integral && (kind != H5T_FLOAT || !std::is_floating_point_v<T>))
    fail(item, std::is_floating_point_v<T> ? "does not hold numbers" : "does not hold integers");
  std::vector<T> values(static_cast<std::size_t>(count));
  if (count > 0 && H5Dread(set.id(), memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
    fail(item, "cannot be read, the file is damaged or truncated (" + reason() + ")");
  return values;
}
template std::vector<double> Group::read<double>(const std::string&, std::span<const Index>) const;
template std::vector<float> Group::read<float>(const std::string&, std::span<const Index>) const;
template std::vector<int> Group::read<int>(const std::string&, std::span<const Index>) const;
template std::vector<std::int64_t> Group::read<std::int64_t>(const std::string&, std::span<const Index>) const;
template std::vector<std::int8_t> Group::read<std::int8_t>(const std::string&, std::span<const Index>) const;

std::vector<double> Group::read_finite(const std::string& item, std::initializer_list<Index> expected) const {
  std::vector<double> values = read<double>(item, expected);
  const auto bad = std::find_if_not(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
  if (bad != values.end())
    fail(item,
         "value " + std::to_string(bad - values.begin()) + " is " + std::to_string(*bad) + ", not a finite number");
  return values;
}

double Group::number(const std::string& attribute) const {
  const Handle item(H5Aopen(id_.id(), attribute.c_str(), H5P_DEFAULT), H5Aclose);
  if (!item) fail(attribute, "attribute is missing or unreadable");
  const Handle space(sure(H5Aget_space(item.id()), "read a shape"), H5Sclose);
  const Handle type(sure(H5Aget_type(item.id()), "read a type"), H5Tclose);
  const H5T_class_t kind = H5Tget_class(type.id());
  double value = 0;
  if (H5Sget_simple_extent_npoints(space.id()) != 1 || (kind != H5T_INTEGER && kind != H5T_FLOAT) ||
      H5Aread(item.id(), H5T_NATIVE_DOUBLE, &value) < 0)
    fail(attribute, "attribute is not one number");
  return value;
}

bool Group::attribute_is_number(const std::string& attribute) const {
  const Handle item(H5Aopen(id_.id(), attribute.c_str(), H5P_DEFAULT), H5Aclose);
  if (!item) return false;
  const Handle space(sure(H5Aget_space(item.id()), "read a shape"), H5Sclose);
  const Handle type(sure(H5Aget_type(item.id()), "read a type"), H5Tclose);
  const H5T_class_t kind = H5Tget_class(type.id());
  return (kind == H5T_INTEGER || kind == H5T_FLOAT) && H5Sget_simple_extent_npoints(space.id()) == 1;
}

bool Group::attribute_is_text(const std::string& attribute) const {
  const Handle item(H5Aopen(id_.id(), attribute.c_str(), H5P_DEFAULT), H5Aclose);
  if (!item) return false;
  const Handle space(sure(H5Aget_space(item.id()), "read a shape"), H5Sclose);
  const Handle type(sure(H5Aget_type(item.id()), "read a type"), H5Tclose);
  return H5Tget_class(type.id()) == H5T_STRING && H5Sget_simple_extent_npoints(space.id()) == 1;
}

std::string Group::text(const std::string& attribute) const {
  if (!attribute_is_text(attribute)) fail(attribute, "attribute is missing or is not one text");
  const Handle item(sure(H5Aopen(id_.id(), attribute.c_str(), H5P_DEFAULT), "open an attribute"), H5Aclose);
  const Handle type(sure(H5Aget_type(item.id()), "read a type"), H5Tclose);
  if (H5Tis_variable_str(type.id()) > 0) {
    char* value = nullptr;
    if (H5Aread(item.id(), type.id(), &value) < 0) fail(attribute, "attribute is unreadable: " + reason());
    std::string copy(value == nullptr ? "" : value);
    H5free_memory(value);
    return copy;
  }
  std::string value(H5Tget_size(type.id()), '\0');
  if (H5Aread(item.id(), type.id(), value.data()) < 0) fail(attribute, "attribute is unreadable: " + reason());
  return value.substr(0, value.find('\0'));
}

// --- Group: writing (in memory) --------------------------------------------------------------------------------------

Group Group::create_group(const std::string& item) const {
  Handle id(sure(H5Gcreate2(id_.id(), item.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), "create a group"),
            H5Gclose);
  return Group(std::move(id), file_, name_.empty() ? item : name_ + "/" + item);
}

template <class T>
void Group::write(const std::string& item, std::span<const T> values, std::span<const Index> shape) const {
  std::vector<hsize_t> extents;
  hsize_t count = 1;
  for (const Index extent : shape) count *= extents.emplace_back(static_cast<hsize_t>(extent));
  if (count != values.size())
    throw InternalError(item + ": " + std::to_string(values.size()) + " values for shape " + shape_text(shape));
  const int rank = static_cast<int>(extents.size());
  const Handle space(sure(H5Screate_simple(rank, extents.data(), nullptr), "make a shape"), H5Sclose);
  const Handle properties(sure(H5Pcreate(H5P_DATASET_CREATE), "make properties"), H5Pclose);
  H5Pset_obj_track_times(properties.id(), false);  // equal content, equal bytes
  if (count * sizeof(T) > compression_threshold_bytes && H5Zfilter_avail(H5Z_FILTER_DEFLATE) > 0) {
    // Chunks of at most 2^17 values: whole rows, halved along the first axes that are longer than one.
    std::vector<hsize_t> chunk = extents;
    hsize_t size = count;
    for (auto& extent : chunk)
      while (size > (hsize_t{1} << 17) && extent > 1) {
        size /= extent;
        extent = (extent + 1) / 2;
        size *= extent;
      }
    H5Pset_chunk(properties.id(), rank, chunk.data());
    H5Pset_shuffle(properties.id());
    H5Pset_deflate(properties.id(), compression_level);
  }
  const Handle set(
      sure(H5Dcreate2(id_.id(), item.c_str(), file_type<T>(), space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
           "create an array"),
      H5Dclose);
  if (count > 0)
    sure(H5Dwrite(set.id(), memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "write an array");
}
template void Group::write<double>(const std::string&, std::span<const double>, std::span<const Index>) const;
template void Group::write<float>(const std::string&, std::span<const float>, std::span<const Index>) const;
template void Group::write<int>(const std::string&, std::span<const int>, std::span<const Index>) const;
template void Group::write<std::int64_t>(const std::string&, std::span<const std::int64_t>,
                                         std::span<const Index>) const;
template void Group::write<std::int8_t>(const std::string&, std::span<const std::int8_t>, std::span<const Index>) const;

namespace {

void set_scalar(hid_t group, const std::string& name, hid_t stored, hid_t native, const void* value) {
  const Handle space(sure(H5Screate(H5S_SCALAR), "make a shape"), H5Sclose);
  const Handle attribute(
      sure(H5Acreate2(group, name.c_str(), stored, space.id(), H5P_DEFAULT, H5P_DEFAULT), "create an attribute"),
      H5Aclose);
  sure(H5Awrite(attribute.id(), native, value), "write an attribute");
}

}  // namespace

void Group::set(const std::string& attribute, double value) const {
  set_scalar(id_.id(), attribute, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
}

void Group::set(const std::string& attribute, int value) const {
  set_scalar(id_.id(), attribute, H5T_STD_I32LE, H5T_NATIVE_INT, &value);
}

void Group::set(const std::string& attribute, const std::string& value) const {
  const Handle type(sure(H5Tcopy(H5T_C_S1), "make a type"), H5Tclose);
  H5Tset_size(type.id(), std::max<std::size_t>(value.size(), 1));
  H5Tset_cset(type.id(), H5T_CSET_UTF8);
  H5Tset_strpad(type.id(), H5T_STR_NULLPAD);
  set_scalar(id_.id(), attribute, type.id(), type.id(), value.empty() ? "\0" : value.c_str());
}

// --- File
// -------------------------------------------------------------------------------------------------------------

File File::open(const fs::path& path) {
  File file;
  file.quiet_ = std::make_unique<QuietErrors>();
  file.path_ = path;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) throw InvalidInput(path.string() + ": there is no such file");
  if (fs::is_directory(status)) throw InvalidInput(path.string() + ": is a folder, expected an HDF5 file");
  if (fs::file_size(path, error) == 0 && !error) throw InvalidInput(path.string() + ": the file is empty");
  if (H5Fis_hdf5(path.c_str()) == 0) throw InvalidInput(path.string() + ": is no HDF5 file");
  file.id_ = Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  if (!file.id_) throw InvalidInput(path.string() + ": cannot be opened (" + reason() + ")");
  Handle root(sure(H5Gopen2(file.id_.id(), "/", H5P_DEFAULT), "open the root group"), H5Gclose);
  file.root_ = std::make_unique<Group>(std::move(root), std::make_shared<const std::string>(path.string()), "");
  return file;
}

File File::create(const fs::path& path) {
  File file;
  file.quiet_ = std::make_unique<QuietErrors>();
  file.path_ = path;
  const Handle access(sure(H5Pcreate(H5P_FILE_ACCESS), "make properties"), H5Pclose);
  constexpr std::size_t increment = std::size_t{1} << 20;
  sure(H5Pset_fapl_core(access.id(), increment, false), "choose memory as the medium");
  // The earliest format: images of later ones carry a status flag whose removal spoils their checksum.
  sure(H5Pset_libver_bounds(access.id(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V110), "choose the file format");
  file.id_ = Handle(
      sure(H5Fcreate(path.filename().c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.id()), "create a file in memory"),
      H5Fclose);
  Handle root(sure(H5Gopen2(file.id_.id(), "/", H5P_DEFAULT), "open the root group"), H5Gclose);
  file.root_ = std::make_unique<Group>(std::move(root), std::make_shared<const std::string>(path.string()), "");
  return file;
}

void File::save() {
  sure(H5Fflush(id_.id(), H5F_SCOPE_GLOBAL), "flush a file in memory");
  const auto size = H5Fget_file_image(id_.id(), nullptr, 0);
  if (size < 0) throw InternalError("HDF5 could not measure a file in memory: " + reason());
  std::vector<std::byte> image(static_cast<std::size_t>(size));
  if (H5Fget_file_image(id_.id(), image.data(), image.size()) < 0)
    throw InternalError("HDF5 could not copy a file in memory: " + reason());
  write_atomically(path_, image);
}

}  // namespace rhofield::storage::hdf5
