// Structures: elements, validation, and packing into batches.
#include "rhofield/atoms/structure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <string>

#include "rhofield/atoms/neighbours.hpp"
#include "rhofield/error.hpp"
#include "runtime/text.hpp"
#include "shared/neighbours.hpp"

namespace rhofield {

namespace {

constexpr std::array<std::string_view, 119> symbols = {
    "",   "H",  "He", "Li", "Be", "B",  "C",  "N",  "O",  "F",  "Ne", "Na", "Mg", "Al", "Si", "P",  "S",
    "Cl", "Ar", "K",  "Ca", "Sc", "Ti", "V",  "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As",
    "Se", "Br", "Kr", "Rb", "Sr", "Y",  "Zr", "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn",
    "Sb", "Te", "I",  "Xe", "Cs", "Ba", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho",
    "Er", "Tm", "Yb", "Lu", "Hf", "Ta", "W",  "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po",
    "At", "Rn", "Fr", "Ra", "Ac", "Th", "Pa", "U",  "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm", "Md",
    "No", "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg", "Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og"};

constexpr double default_closest = 0.1;  ///< bohr, as in the declaration of `validate`
constexpr double flattest = 1e-6;        ///< smallest volume of a cell relative to the product of its edges
constexpr double farthest = 1 << 29;     ///< cells an atom may be away from its own, so that shifts fit

using rhofield::text;
std::string text(const Vector3& v) {
  std::ostringstream out;
  out.precision(10);
  out << '(' << v[0] << ", " << v[1] << ", " << v[2] << ')';
  return out.str();
}

std::string list(std::span<const int> numbers) {
  std::string all;
  for (int z : numbers) all += (all.empty() ? "" : ", ") + std::string(element_symbol(z));
  return all.empty() ? "none" : all;
}

/// How an error names structure `index` of several; a negative index is a structure on its own.
std::string name(const Structure& structure, Index index) {
  std::string s = index < 0 ? "structure" : "structure " + std::to_string(index);
  if (!structure.label.empty()) s += " '" + structure.label + "'";
  return s + ": ";
}

std::string atom_name(const Structure& structure, Index i) {
  return "atom " + std::to_string(i) + " (" +
         std::string(element_symbol(structure.numbers[static_cast<std::size_t>(i)])) + ")";
}

formula::Lattice lattice_of(const Structure& structure) {
  return formula::complete_lattice(structure.cell[0].data(), structure.periodic.data());
}

void check_cell(const Structure& structure, Index index, double closest) {
  double edges = 1.0;
  for (std::size_t d = 0; d < 3; ++d) {
    if (!structure.periodic[d]) continue;
    const Vector3& a = structure.cell[d];
    const double length = std::hypot(a[0], a[1], a[2]);
    if (!std::isfinite(length))
      throw InvalidInput(name(structure, index) + "cell vector " + std::to_string(d) + " is " + text(a) +
                         "; it must be finite");
    if (length <= std::max(closest, 0.0))
      throw InvalidInput(name(structure, index) + "cell vector " + std::to_string(d) + " is " + text(a) +
                         " bohr although the structure is periodic along it; give the cell, or mark the direction as "
                         "not periodic");
    edges *= length;
  }
  if (!structure.any_periodic()) return;
  const double volume = lattice_of(structure).volume;
  if (!(volume > flattest * edges))
    throw InvalidInput(name(structure, index) + "the periodic cell vectors span no volume: " + text(structure.cell[0]) +
                       ", " + text(structure.cell[1]) + ", " + text(structure.cell[2]) + " bohr");
}

/// Everything but distances between atoms.
void check_content(const Structure& structure, Index index, double closest) {
  const auto atoms = structure.numbers.size();
  if (structure.positions.size() != atoms)
    throw InvalidInput(name(structure, index) + std::to_string(atoms) + " atomic numbers but " +
                       std::to_string(structure.positions.size()) + " positions");
  if (atoms == 0) throw InvalidInput(name(structure, index) + "it has no atoms");
  if (!structure.charges.empty() && structure.charges.size() != atoms)
    throw InvalidInput(name(structure, index) + std::to_string(atoms) + " atoms but " +
                       std::to_string(structure.charges.size()) + " charges; give one for each atom, or none");
  for (std::size_t i = 0; i < structure.charges.size(); ++i)
    if (!std::isfinite(structure.charges[i]))
      throw InvalidInput(name(structure, index) + atom_name(structure, static_cast<Index>(i)) + " has charge " +
                         std::to_string(structure.charges[i]) + "; charges must be finite");
  for (std::size_t i = 0; i < atoms; ++i) {
    if (structure.numbers[i] < 1 || structure.numbers[i] > 118)
      throw InvalidInput(name(structure, index) + "atom " + std::to_string(i) + " has atomic number " +
                         std::to_string(structure.numbers[i]) + "; elements are 1 to 118");
    for (double x : structure.positions[i])
      if (!std::isfinite(x))
        throw InvalidInput(name(structure, index) + atom_name(structure, static_cast<Index>(i)) + " is at " +
                           text(structure.positions[i]) + "; positions must be finite");
  }
  check_cell(structure, index, closest);
  const formula::Lattice lattice = lattice_of(structure);
  for (std::size_t i = 0; i < atoms; ++i)
    for (std::size_t d = 0; d < 3; ++d)
      if (structure.periodic[d] &&
          !(std::abs(formula::dot(structure.positions[i].data(), lattice.reciprocal[d])) < farthest))
        throw InvalidInput(name(structure, index) + atom_name(structure, static_cast<Index>(i)) + " at " +
                           text(structure.positions[i]) + " bohr is too many cells away from its own; wrap it");
}

/// `batch` holds the structures on the CPU.
void check_distances(const Device& host, const StructureBatch& batch, std::span<const Structure> structures,
                     double closest, bool numbered) {
  if (closest <= 0.0) return;
  const NeighbourList near = neighbour_list(host, batch, closest);
  if (near.pairs() == 0) return;
  const auto offset = near.offset.view();
  const Index row = std::upper_bound(offset.data(), offset.data() + offset.size(), Index{0}) - offset.data() - 1;
  const Index atom = row / near.species_count;
  const Index s =
      std::upper_bound(batch.first_atom.begin(), batch.first_atom.end(), atom) - batch.first_atom.begin() - 1;
  const Structure& structure = structures[static_cast<std::size_t>(s)];
  const Index first = batch.first_atom[static_cast<std::size_t>(s)];
  const auto shift = near.shift.view();
  const bool image = shift(0, 0) != 0 || shift(0, 1) != 0 || shift(0, 2) != 0;
  throw InvalidInput(name(structure, numbered ? s : -1) + atom_name(structure, atom - first) + " and " +
                     (image ? "a periodic image of " : "") + atom_name(structure, near.neighbour.view()(0) - first) +
                     " are " + text(near.vector.view()(0, 3)) + " bohr apart, less than " + text(closest) +
                     "; check units, cell and duplicated atoms");
}

StructureBatch pack(const Device& device, std::span<const Structure> structures, std::span<const int> species) {
  StructureBatch batch;
  batch.species.assign(species.begin(), species.end());
  batch.first_atom.reserve(structures.size() + 1);
  batch.first_atom.push_back(0);
  for (const Structure& s : structures) batch.first_atom.push_back(batch.first_atom.back() + s.size());

  std::vector<double> positions, cells(9 * structures.size(), 0.0);
  std::vector<unsigned char> periodic(3 * structures.size());
  positions.reserve(static_cast<std::size_t>(3 * batch.atoms()));
  batch.host_species_index.reserve(static_cast<std::size_t>(batch.atoms()));
  for (std::size_t s = 0; s < structures.size(); ++s) {
    const Structure& structure = structures[s];
    for (std::size_t i = 0; i < structure.numbers.size(); ++i) {
      const auto at = std::lower_bound(species.begin(), species.end(), structure.numbers[i]);
      if (at == species.end() || *at != structure.numbers[i])
        throw InvalidInput(name(structure, static_cast<Index>(s)) + atom_name(structure, static_cast<Index>(i)) +
                           " is none of the elements in use: " + list(species));
      batch.host_species_index.push_back(static_cast<int>(at - species.begin()));
      positions.insert(positions.end(), structure.positions[i].begin(), structure.positions[i].end());
    }
    for (std::size_t d = 0; d < 3; ++d) {
      periodic[3 * s + d] = structure.periodic[d] ? 1 : 0;
      if (structure.periodic[d])
        std::copy(structure.cell[d].begin(), structure.cell[d].end(),
                  cells.begin() + static_cast<Index>(9 * s + 3 * d));
    }
  }
  const auto count = static_cast<Index>(structures.size());
  batch.positions = Tensor<double, 2>::from_host(device, positions, {batch.atoms(), 3});
  batch.species_index = Tensor<int, 1>::from_host(device, batch.host_species_index, {batch.atoms()});
  batch.structure_offset = Tensor<Index, 1>::from_host(device, batch.first_atom, {count + 1});
  batch.cells = Tensor<double, 3>::from_host(device, cells, {count, 3, 3});
  batch.periodic = Tensor<unsigned char, 2>::from_host(device, periodic, {count, 3});
  return batch;
}

}  // namespace

void validate(const Structure& structure, double closest) {
  check_content(structure, -1, closest);
  const std::span<const Structure> one(&structure, 1);
  const Device host = Device::select("cpu");
  check_distances(host, pack(host, one, species_of(one)), one, closest, false);
}

int atomic_number(std::string_view symbol) {
  const auto at = std::find(symbols.begin() + 1, symbols.end(), symbol);
  if (at == symbols.end())
    throw InvalidInput("'" + std::string(symbol) + "' is no element; symbols look like H, He, Li ... Og");
  return static_cast<int>(at - symbols.begin());
}

std::string_view element_symbol(int atomic_number) {
  if (atomic_number < 1 || atomic_number > 118)
    throw InvalidInput("there is no element with atomic number " + std::to_string(atomic_number) +
                       "; elements are 1 to 118");
  return symbols[static_cast<std::size_t>(atomic_number)];
}

std::vector<int> species_of(std::span<const Structure> structures) {
  std::vector<int> species;
  for (const Structure& s : structures) {
    species.insert(species.end(), s.numbers.begin(), s.numbers.end());
    std::sort(species.begin(), species.end());
    species.erase(std::unique(species.begin(), species.end()), species.end());
  }
  return species;
}

StructureBatch make_batch(const Device& device, std::span<const Structure> structures, std::span<const int> species) {
  for (std::size_t a = 0; a < species.size(); ++a)
    if (species[a] < 1 || species[a] > 118 || (a > 0 && species[a] <= species[a - 1]))
      throw InvalidInput("species must be atomic numbers (1 to 118) in ascending order; number " + std::to_string(a) +
                         " of them is " + std::to_string(species[a]));
  for (std::size_t s = 0; s < structures.size(); ++s)
    check_content(structures[s], static_cast<Index>(s), default_closest);
  StructureBatch batch = pack(device, structures, species);
  if (device.is_host()) {
    check_distances(device, batch, structures, default_closest, true);
  } else {
    const Device host = Device::select("cpu");
    check_distances(host, pack(host, structures, species), structures, default_closest, true);
  }
  return batch;
}

}  // namespace rhofield
