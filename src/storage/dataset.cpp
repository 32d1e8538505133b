// Data sets as HDF5, layout in docs/data_format.md. Reading checks every item before it is used, because a wrong shape
// or a NaN found here has a name; found in the regression it has none.
#include "rhofield/storage/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "rhofield/error.hpp"
#include "storage/basis_tables.hpp"
#include "storage/hdf5.hpp"
#include "storage/structure_group.hpp"

namespace rhofield::storage {

namespace {

using hdf5::Group;

/// Largest |M - M^T| a stored metric may have, relative to its largest element: far above rounding, far below a
/// mistake.
constexpr double metric_asymmetry = 1e-6;

/// Number of basis functions of the structure; fails for an element that has no basis.
Index count_functions(const Group& group, const GaussianBasis& basis, const Structure& structure,
                      const std::string& item) {
  for (const int number : structure.numbers) {
    if (basis.contains(number)) continue;
    std::string known;
    for (const auto& [z, shells] : basis.all()) known += (known.empty() ? "" : ", ") + std::string(element_symbol(z));
    group.fail(item, std::string(element_symbol(number)) +
                         " has no basis in this file (elements with one: " + (known.empty() ? "none" : known) +
                         "); an element that is a neighbour only needs an empty list of shells");
  }
  return basis.functions(structure);
}

/// Both numbers in the message when the last extent is not the number of basis functions.
void check_functions(const Group& group, const std::string& item, Index functions) {
  const auto shape = group.shape(item);
  if (!shape.empty() && shape.back() != functions)
    group.fail(item, "has " + std::to_string(shape.back()) + " values per row, but the basis has " +
                         std::to_string(functions) + " functions for these atoms");
}

std::vector<double> read_metric(const Group& group, const std::string& item, Index functions) {
  check_functions(group, item, functions);
  std::vector<double> metric = group.read_finite(item, {functions, functions});
  const View<const double, 2> m(metric.data(), {functions, functions});
  double largest = 0, difference = 0;
  for (Index a = 0; a < functions; ++a)
    for (Index b = 0; b <= a; ++b) {
      largest = std::max(largest, std::abs(m(a, b)));
      difference = std::max(difference, std::abs(m(a, b) - m(b, a)));
    }
  if (difference > metric_asymmetry * largest)
    group.fail(item, "is not symmetric: elements differ by " + std::to_string(difference) + " where the largest is " +
                         std::to_string(largest));
  return metric;
}

/// An array of any shape.
PropertyValue read_property(const Group& group, const std::string& item) {
  PropertyValue property{.shape = group.shape(item), .values = {}};
  property.values = group.read<double>(item, property.shape);
  for (std::size_t k = 0; k < property.values.size(); ++k)
    if (!std::isfinite(property.values[k]))
      group.fail(item,
                 "value " + std::to_string(k) + " is " + std::to_string(property.values[k]) + ", not a finite number");
  return property;
}

bool is_observable(const std::string& name) {
  return name == "energy" || name == "charge" || name == "charges" || name == "dipole" || name == "polarizability";
}

LabelledStructure read_entry(const Group& group, const GaussianBasis& basis, std::span<const std::string> properties) {
  LabelledStructure entry;
  entry.structure = read_structure(group);
  if (group.has("coefficients")) {
    const Index functions = count_functions(group, basis, entry.structure, "coefficients");
    check_functions(group, "coefficients", functions);
    entry.coefficients = group.read_finite("coefficients", {functions});
  }
  if (group.has("response")) {
    const Index functions = count_functions(group, basis, entry.structure, "response");
    check_functions(group, "response", functions);
    entry.response = group.read_finite("response", {3, functions});
  }
  const std::string metric = group.has("metric") ? "metric" : "overlap";
  if (group.has(metric)) {
    entry.metric = read_metric(group, metric, count_functions(group, basis, entry.structure, metric));
  }
  if (group.has("dipole")) {
    const auto d = group.read_finite("dipole", {3});
    entry.dipole = Vector3{d[0], d[1], d[2]};
  }
  if (group.has("polarizability")) entry.polarizability = read_matrix3(group, "polarizability");
  if (group.has_attribute("charge")) entry.charge = group.number("charge");
  if (group.has_attribute("energy")) entry.energy = group.number("energy");
  for (const std::string& name : group.attribute_names())
    if (!is_observable(name) && group.attribute_is_number(name))
      entry.properties[name] = {.shape = {}, .values = {group.number(name)}};
  if (group.has("forces")) {
    entry.properties["forces"] = {.shape = {entry.structure.size(), 3},
                                  .values = group.read_finite("forces", {entry.structure.size(), 3})};
  }
  for (const std::string& name : properties)
    if (!is_observable(name) && !entry.properties.contains(name) && group.has(name))
      entry.properties[name] = read_property(group, name);
  return entry;
}

// --- writing
// -----------------------------------------------------------------------------------------------------------

void write_properties(const Group& group, const LabelledStructure& entry) {
  for (const auto& [name, property] : entry.properties) {
    if (group.has(name) || group.has_attribute(name) || name.empty() || name.find('/') != std::string::npos)
      group.fail(name, "is a property with a name that is taken or that no item can have");
    if (property.shape.empty() && property.values.size() == 1)
      group.set(name, property.values.front());
    else
      group.write<double>(name, property.values, property.shape);
  }
}

void write_entry(const Group& group, const LabelledStructure& entry, const GaussianBasis& basis) {
  const Structure& structure = entry.structure;
  write_structure(group, structure);
  if (entry.energy) group.set("energy", *entry.energy);
  if (entry.charge) group.set("charge", *entry.charge);
  if (!entry.coefficients.empty() || !entry.response.empty() || !entry.metric.empty()) {
    const Index functions = basis.functions(structure);
    const auto fits = [&](const std::string& item, const std::vector<double>& values, Index expected) {
      if (!values.empty() && static_cast<Index>(values.size()) != expected)
        group.fail(item,
                   "has " + std::to_string(values.size()) + " values, but the basis needs " + std::to_string(expected));
      return !values.empty();
    };
    if (fits("coefficients", entry.coefficients, functions))
      group.write("coefficients", entry.coefficients, {functions});
    if (fits("response", entry.response, 3 * functions)) group.write("response", entry.response, {3, functions});
    if (fits("metric", entry.metric, functions * functions))
      group.write("metric", entry.metric, {functions, functions});
  }
  if (entry.dipole) group.write("dipole", std::vector<double>(entry.dipole->begin(), entry.dipole->end()), {3});
  if (entry.polarizability) write_matrix3(group, "polarizability", *entry.polarizability);
  write_properties(group, entry);
}

/// Arrays that are neither in the layout nor were asked for.
void note_unread(const Group& group, const LabelledStructure& entry, std::set<std::string>& unread) {
  static const std::set<std::string> layout{"numbers",  "positions",    "cell",          "charges",
                                            "pbc",      "coefficients", "metric",        "overlap",
                                            "response", "dipole",       "polarizability"};
  for (const std::string& name : group.names())
    if (!layout.contains(name) && !entry.properties.contains(name)) unread.insert(name);
}

std::string entry_name(std::size_t index) {
  std::string digits = std::to_string(index);
  return std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

}  // namespace

DataSet read_dataset(const std::filesystem::path& path, std::span<const std::string> properties) {
  const hdf5::File file = hdf5::File::open(path);
  const Group& root = file.root();
  if (!root.has("structures")) root.fail("structures", "is missing; this is no data set (see docs/data_format.md)");
  DataSet data;
  for (const std::string& name : root.attribute_names()) {
    if (!root.attribute_is_text(name)) continue;
    if (name == "title") {
      data.title = root.text(name);
    } else {
      data.remarks[name] = root.text(name);
    }
  }
  if (root.has("basis")) data.basis = read_basis(root.group("basis"));
  const Group structures = root.group("structures");
  std::vector<std::string> names = structures.names();
  // 1000000 comes after 999999 although it sorts before it as text.
  std::stable_sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  for (const std::string& name : names) {
    const Group group = structures.group(name);
    data.entries.push_back(read_entry(group, data.basis, properties));
    note_unread(group, data.entries.back(), data.unread_properties);
  }
  if (data.entries.empty()) root.fail("structures", "holds no structures");
  return data;
}

void write_dataset(const std::filesystem::path& path, const DataSet& data) {
  hdf5::File file = hdf5::File::create(path);
  const Group& root = file.root();
  root.set("title", data.title);
  for (const auto& [name, text] : data.remarks) root.set(name, text);
  if (!data.remarks.contains("units")) root.set("units", std::string("atomic units: bohr, hartree, e"));
  if (!data.basis.all().empty()) write_basis(root.create_group("basis"), data.basis);
  const Group structures = root.create_group("structures");
  for (std::size_t k = 0; k < data.entries.size(); ++k)
    write_entry(structures.create_group(entry_name(k)), data.entries[k], data.basis);
  file.save();
}

}  // namespace rhofield::storage
