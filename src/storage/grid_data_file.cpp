// Grids as HDF5, and from cube files.
#include "rhofield/storage/grid_data_file.hpp"

#include <algorithm>
#include <cmath>

#include "rhofield/error.hpp"
#include "rhofield/storage/cube.hpp"
#include "storage/hdf5.hpp"
#include "storage/structure_group.hpp"

namespace rhofield::storage {

namespace {

using hdf5::Group;

/// The first array of values of a structure; empty for what holds none.
std::string values_of(const Group& structures) {
  const auto names = structures.names();
  if (names.empty()) return {};
  const Group first = structures.group(names.front());
  for (const char* item : {"density", "response"})
    if (first.has(item)) return item;
  return {};
}

std::string name_of_entry(std::size_t index) {
  std::string digits = std::to_string(index);
  return digits.insert(0, 6 - std::min<std::size_t>(6, digits.size()), '0');
}

std::vector<float> read_values(const Group& group, const std::string& item, std::array<Index, 3>& counts) {
  if (!group.has(item)) return {};
  const std::vector<Index> shape = group.shape(item);
  if (shape.size() != 3) group.fail(item, "has shape " + hdf5::shape_text(shape) + ", expected [n0, n1, n2]");
  if (counts[0] == 0) counts = {shape[0], shape[1], shape[2]};
  return group.read<float>(item, std::span<const Index>(counts));
}

GridEntry read_entry(const Group& group) {
  GridEntry entry;
  entry.structure = read_structure(group);
  entry.grid.origin = read_vector3(group, "origin");
  entry.grid.steps = read_matrix3(group, "steps");
  entry.density = read_values(group, "density", entry.grid.counts);
  entry.response = read_values(group, "response", entry.grid.counts);
  entry.reference = read_values(group, "reference", entry.grid.counts);
  if (group.has("field")) entry.field = read_vector3(group, "field");
  if (group.has_attribute("electrons")) entry.electrons = group.number("electrons");
  if (entry.grid.counts[0] == 0) group.fail("density", "is missing, and there is no response");
  try {
    validate(entry, "");
  } catch (const InvalidInput& error) {
    const std::string what = error.what();
    group.fail("", what.substr(std::min<std::size_t>(what.size(), what.starts_with(": ") ? 2 : 0)));
  }
  return entry;
}

}  // namespace

bool is_grid_data(const std::filesystem::path& path) {
  const hdf5::File file = hdf5::File::open(path);
  if (!file.root().has("structures")) return false;
  const Group structures = file.root().group("structures");
  return !values_of(structures).empty() && structures.group(structures.names().front()).has("steps");
}

GridData read_grid_data(const std::filesystem::path& path) {
  const hdf5::File file = hdf5::File::open(path);
  const Group& root = file.root();
  GridData data;
  if (root.has_attribute("title")) data.title = root.text("title");
  const Group structures = root.group("structures");
  if (!structures.names().empty() && !structures.group(structures.names().front()).has("steps"))
    root.fail("structures", "hold no values on grids: this is a data set of coefficients or properties");
  for (const std::string& name : structures.names()) data.entries.push_back(read_entry(structures.group(name)));
  if (data.entries.empty()) root.fail("structures", "is empty");
  return data;
}

void write_grid_data(const std::filesystem::path& path, const GridData& data) {
  hdf5::File file = hdf5::File::create(path);
  const Group& root = file.root();
  root.set("title", data.title);
  root.set("units", std::string("bohr, hartree, electron charge"));
  const Group structures = root.create_group("structures");
  for (std::size_t k = 0; k < data.entries.size(); ++k) {
    const GridEntry& entry = data.entries[k];
    const Group group = structures.create_group(name_of_entry(k));
    write_structure(group, entry.structure);
    write_vector3(group, "origin", entry.grid.origin);
    write_matrix3(group, "steps", entry.grid.steps);
    const auto& n = entry.grid.counts;
    const auto write = [&](const char* item, const std::vector<float>& values) {
      if (!values.empty()) group.write(item, values, {n[0], n[1], n[2]});
    };
    write("density", entry.density);
    write("response", entry.response);
    write("reference", entry.reference);
    if (!entry.response.empty()) write_vector3(group, "field", entry.field);
    if (entry.electrons > 0) group.set("electrons", entry.electrons);
  }
  file.save();
}

void write_samples(const std::filesystem::path& path, const GridData& data, Quantity quantity,
                   std::span<const SampledPoints> samples) {
  hdf5::File file = hdf5::File::create(path);
  file.root().set("title", "points sampled of " + (data.title.empty() ? std::string("densities") : data.title));
  const Group structures = file.root().create_group("structures");
  for (std::size_t a = 0; a < samples.size(); ++a) {
    const GridEntry& entry = data.entries.at(a);
    const std::vector<std::int64_t> places(samples[a].index.begin(), samples[a].index.end());
    std::vector<double> positions, values;
    std::vector<std::int8_t> uniform;
    const auto& n = entry.grid.counts;
    for (std::size_t p = 0; p < places.size(); ++p) {
      const Index g = samples[a].index[p];
      const std::array<Index, 3> at{g / (n[1] * n[2]), g / n[2] % n[1], g % n[2]};
      for (std::size_t x = 0; x < 3; ++x) {
        double r = entry.grid.origin[x];
        for (std::size_t axis = 0; axis < 3; ++axis) r += static_cast<double>(at[axis]) * entry.grid.steps[axis][x];
        positions.push_back(r);
      }
      values.push_back(entry.values(quantity).at(static_cast<std::size_t>(g)));
      uniform.push_back(samples[a].uniform[p] ? 1 : 0);
    }
    const Group group = structures.create_group(name_of_entry(a));
    const auto count = static_cast<Index>(places.size());
    group.write("index", places, {count});
    group.write("positions", positions, {count, 3});
    group.write("values", values, {count});
    group.write("probability", samples[a].probability, {count});
    group.write("uniform", uniform, {count});
  }
  file.save();
}

GridEntry read_grid_entry(const std::filesystem::path& cube, double electrons) {
  const CubeFile file = read_cube(cube);
  GridEntry entry{.structure = file.structure, .grid = file.grid, .electrons = electrons};
  entry.structure.cell = {};
  entry.density.assign(file.values.begin(), file.values.end());
  validate(entry, cube.string());
  return entry;
}

}  // namespace rhofield::storage
