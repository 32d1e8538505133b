// Atoms say how a grid lies around a structure: they are in both, in the same places or all moved alike.
#include "like.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "basis/lattice_images.hpp"
#include "rhofield/error.hpp"
#include "rhofield/storage/cube.hpp"
#include "rhofield/units.hpp"

namespace rhofield::app {

namespace {

constexpr double nearby = 1e-3 * angstrom;  // digits of POSCAR files and of extended XYZ
constexpr double digits = 1e-4;             // of a cell, relative; grids from cube files have few digits

Vector3 minus(const Vector3& a, const Vector3& b) { return {a[0] - b[0], a[1] - b[1], a[2] - b[2]}; }

bool coincide(const LatticeImages& lattice, const Vector3& a, const Vector3& b) {
  bool found = false;
  lattice.for_each(minus(a, b), nearby, [&](const Vector3&) { found = true; });
  return found;
}

/// Whether every atom of `part`, moved by `shift`, is one of `whole`.
bool all_in(const LatticeImages& lattice, const Structure& part, const Vector3& shift, const Structure& whole) {
  for (std::size_t i = 0; i < part.positions.size(); ++i) {
    const Vector3& r = part.positions[i];
    const Vector3 moved{r[0] + shift[0], r[1] + shift[1], r[2] + shift[2]};
    bool found = false;
    for (std::size_t j = 0; j < whole.positions.size() && !found; ++j)
      found = part.numbers[i] == whole.numbers[j] && coincide(lattice, moved, whole.positions[j]);
    if (!found) return false;
  }
  return true;
}

bool same_elements(const Structure& a, const Structure& b) {
  return std::is_permutation(a.numbers.begin(), a.numbers.end(), b.numbers.begin(), b.numbers.end());
}

/// From the structure to the atoms of the file; nothing where they are others.
std::optional<Vector3> shift_between(const Structure& structure, const Structure& file) {
  const LatticeImages lattice(structure);
  const Vector3 none{};
  if (file.numbers.empty() || all_in(lattice, structure, none, file) || all_in(lattice, file, none, structure))
    return none;
  if (!same_elements(structure, file)) return std::nullopt;
  for (std::size_t j = 0; j < file.positions.size(); ++j) {
    if (file.numbers[j] != structure.numbers[0]) continue;
    const Vector3 shift = minus(file.positions[j], structure.positions[0]);
    if (all_in(lattice, structure, shift, file)) return shift;
  }
  return std::nullopt;
}

std::string vector_text(const Vector3& v) {
  return fmt::format("({:.4f}, {:.4f}, {:.4f})", v[0] / angstrom, v[1] / angstrom, v[2] / angstrom);
}

void check_cell(const OtherGrid& other, const Structure& structure, const std::string& name) {
  for (std::size_t k = 0; k < 3; ++k) {
    Vector3 span = other.grid.steps[k];
    for (double& x : span) x *= static_cast<double>(other.grid.counts[k]);
    const Vector3 d = minus(span, structure.cell[k]);
    if (!structure.periodic[k] || std::hypot(d[0], d[1], d[2]) <= digits * std::hypot(span[0], span[1], span[2]))
      continue;
    throw InvalidInput(fmt::format(
        "the grid of {} spans {} angstrom along its vector {}, the cell of {} {}; a periodic structure needs a grid of "
        "its own cell: leave --like out and take --spacing",
        other.path, vector_text(span), "abc"[k], name, vector_text(structure.cell[k])));
  }
}

}  // namespace

bool is_vasp_name(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().string();
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
  return name.find("CHGCAR") != std::string::npos || name.find("LOCPOT") != std::string::npos ||
         name.ends_with(".VASP");
}

OtherGrid read_other_grid(const std::string& path) {
  if (!is_vasp_name(path)) {
    storage::CubeFile cube = storage::read_cube(path);
    return {path, cube.grid, std::move(cube.structure), std::nullopt};
  }
  storage::VaspGridFile file = storage::read_chgcar(path);
  return {path, file.grid, file.structure, std::move(file)};
}

Grid PlacedGrid::in_file() const {
  Grid moved = grid;
  for (std::size_t x = 0; x < 3; ++x) moved.origin[x] += shift[x];
  return moved;
}

Structure PlacedGrid::in_file(const Structure& structure) const {
  Structure moved = structure;
  for (Vector3& r : moved.positions)
    for (std::size_t x = 0; x < 3; ++x) r[x] += shift[x];
  return moved;
}

PlacedGrid place(const OtherGrid& other, const Structure& structure, const std::string& name) {
  check_cell(other, structure, name);
  const std::optional<Vector3> shift = shift_between(structure, other.structure);
  const bool fills_space = structure.periodic[0] && structure.periodic[1] && structure.periodic[2];
  // The axes of a cube file are those of space, whatever its atoms; a CHGCAR's begin at a corner of its box.
  if (!shift && !fills_space && other.vasp)
    throw InvalidInput(fmt::format(
        "{} holds other atoms than {}, or in another arrangement: nothing says how its grid lies around them; take a "
        "file of the same atoms, or --spacing and --margin",
        other.path, name));
  PlacedGrid placed{.grid = other.grid, .shift = shift.value_or(Vector3{})};
  for (std::size_t x = 0; x < 3; ++x) placed.grid.origin[x] -= placed.shift[x];
  return placed;
}

bool same_atoms(const Structure& a, const Structure& b) {
  if (a.numbers != b.numbers) return false;
  const LatticeImages lattice(b);
  for (std::size_t i = 0; i < a.positions.size(); ++i)
    if (!coincide(lattice, a.positions[i], b.positions[i])) return false;
  return true;
}

}  // namespace rhofield::app
