// Atoms and cells as arrays.
#include "storage/structure_group.hpp"

#include "rhofield/error.hpp"

namespace rhofield::storage {

using hdf5::Group;

Matrix3 read_matrix3(const Group& group, const std::string& item) {
  const auto v = group.read_finite(item, {3, 3});
  return {{{v[0], v[1], v[2]}, {v[3], v[4], v[5]}, {v[6], v[7], v[8]}}};
}

Vector3 read_vector3(const Group& group, const std::string& item) {
  const auto v = group.read_finite(item, {3});
  return {v[0], v[1], v[2]};
}

void write_matrix3(const Group& group, const std::string& item, const Matrix3& m) {
  std::vector<double> values;
  for (const Vector3& row : m) values.insert(values.end(), row.begin(), row.end());
  group.write(item, values, {3, 3});
}

void write_vector3(const Group& group, const std::string& item, const Vector3& v) {
  group.write(item, std::vector<double>(v.begin(), v.end()), {3});
}

Structure read_structure(const Group& group) {
  Structure structure;
  structure.numbers = group.read<int>("numbers", {-1});
  const auto atoms = static_cast<Index>(structure.numbers.size());
  const std::vector<double> positions = group.read_finite("positions", {atoms, 3});
  for (std::size_t i = 0; i < structure.numbers.size(); ++i)
    structure.positions.push_back({positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]});
  if (group.has("cell") != group.has("pbc"))
    group.fail(group.has("cell") ? "pbc" : "cell", "is missing; cell and pbc come together");
  if (group.has("cell")) {
    structure.cell = read_matrix3(group, "cell");
    const auto pbc = group.read<std::int8_t>("pbc", {3});
    for (std::size_t k = 0; k < 3; ++k) structure.periodic[k] = pbc[k] != 0;
  }
  if (group.has("charges")) structure.charges = group.read_finite("charges", {atoms});
  if (group.has_attribute("label")) structure.label = group.text("label");
  try {
    validate(structure);
  } catch (const InvalidInput& error) {
    group.fail("", error.what());
  }
  return structure;
}

void write_structure(const Group& group, const Structure& structure) {
  const Index atoms = structure.size();
  if (!structure.label.empty()) group.set("label", structure.label);
  group.write("numbers", structure.numbers, {atoms});
  std::vector<double> positions;
  for (const Vector3& r : structure.positions) positions.insert(positions.end(), r.begin(), r.end());
  group.write("positions", positions, {atoms, 3});
  if (!structure.charges.empty()) {
    if (static_cast<Index>(structure.charges.size()) != atoms)
      group.fail("charges",
                 "has " + std::to_string(structure.charges.size()) + " values for " + std::to_string(atoms) + " atoms");
    group.write("charges", structure.charges, {atoms});
  }
  if (!structure.any_periodic()) return;
  write_matrix3(group, "cell", structure.cell);
  std::vector<std::int8_t> pbc;
  for (const bool periodic : structure.periodic) pbc.push_back(periodic ? 1 : 0);
  group.write("pbc", pbc, {3});
}

}  // namespace rhofield::storage
