// Point charges against an independent Ewald sum (two splittings, 1e-14) and the Madelung constants of the literature.
#include "rhofield/observables/point_charges.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/hdf5_reader.hpp"

namespace rhofield {
namespace {

using testing::Hdf5Reader;

/// Lengths as stored, whatever their unit: energies are charge^2 / length.
Structure structure_of(const Hdf5Reader& file, const std::string& name) {
  Structure structure;
  structure.charges = file.doubles(name + "/charges").data;
  structure.numbers.assign(structure.charges.size(), 1);
  const auto positions = file.doubles(name + "/positions"), cell = file.doubles(name + "/cell");
  for (std::size_t i = 0; i < structure.numbers.size(); ++i)
    structure.positions.push_back({positions(i, 0), positions(i, 1), positions(i, 2)});
  for (std::size_t v = 0; v < 3; ++v) structure.cell[v] = {cell(v, 0), cell(v, 1), cell(v, 2)};
  structure.periodic = {true, true, true};
  return structure;
}

class EwaldReference : public ::testing::TestWithParam<const char*> {};

TEST_P(EwaldReference, EnergiesAndForcesAreThoseOfTheIndependentSum) {
  const std::string name = GetParam();
  const Hdf5Reader file(RHOFIELD_TEST_DATA "/ewald.h5");
  const PointChargeEnergy result = point_charge_energy(Device::select("cpu"), structure_of(file, name));
  const double energy = file.doubles(name + "/energy").data[0];
  const auto forces = file.doubles(name + "/forces");
  EXPECT_NEAR(result.energy, energy, 1e-10 * std::abs(energy));
  for (std::size_t i = 0; i < result.forces.size(); ++i)
    for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(result.forces[i][x], forces(i, x), 1e-10);
  if (name.starts_with("crystals/")) {
    EXPECT_NEAR(-result.energy, file.attribute(name, "literature"), 1e-9);  // its ten digits
  }
}

INSTANTIATE_TEST_SUITE_P(Systems, EwaldReference,
                         ::testing::Values("crystals/NaCl", "crystals/CsCl", "crystals/ZnS", "boxes/0", "boxes/4",
                                           "triclinic"),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           for (char& c : name)
                             if (c == '/') c = '_';
                           return name;
                         });

/// Two rows of alternating charges, as a slab or a wire: neutral, without dipole across.
Structure ribbon() {
  Structure s;
  s.numbers = {1, 1, 1, 1};
  s.charges = {1, -1, 1, -1};
  s.positions = {{0.1, 0, 0}, {2, 0.3, 0}, {2.1, 2, 0.2}, {0, 2.2, 0.1}};
  s.cell = {{{4, 0, 0}, {0, 4.4, 0}, {0, 0, 1}}};
  return s;
}

TEST(PointCharges, ForcesAreDerivativesForEveryBoundary) {
  const Device device = Device::select("cpu");
  for (const std::array<bool, 3> periodic :
       {std::array{false, false, false}, {true, false, false}, {true, true, false}}) {
    Structure s = ribbon();
    s.periodic = periodic;
    const PointChargeEnergy at = point_charge_energy(device, s);
    constexpr double h = 1e-3;
    for (std::size_t x = 0; x < 3; ++x) {
      const auto energy = [&](double shift) {
        Structure moved = s;
        moved.positions[2][x] += shift;
        return point_charge_energy(device, moved).energy;
      };
      const double slope = (8 * (energy(h) - energy(-h)) - (energy(2 * h) - energy(-2 * h))) / (12 * h);
      EXPECT_NEAR(at.forces[2][x], -slope, 1e-9);
    }
  }
}

TEST(PointCharges, WiresAndSlabsAreLimitsOfFiniteRows) {
  const Device device = Device::select("cpu");
  Structure wire = ribbon();
  wire.periodic = {true, false, false};
  const double expected = point_charge_energy(device, wire).energy;
  // The potential at the middle copy of a long finite row; the row's ends act as quadrupoles.
  Structure row = wire;
  row.periodic = {false, false, false};
  constexpr int reach = 150;
  for (int copy = -reach; copy <= reach; ++copy) {
    if (copy == 0) continue;
    for (std::size_t i = 0; i < 4; ++i) {
      row.numbers.push_back(1);
      row.charges.push_back(wire.charges[i]);
      row.positions.push_back({wire.positions[i][0] + 4 * copy, wire.positions[i][1], wire.positions[i][2]});
    }
  }
  const PointChargeEnergy finite = point_charge_energy(device, row);
  double energy = 0;
  for (std::size_t i = 0; i < 4; ++i) energy += 0.5 * wire.charges[i] * finite.potentials[i];
  EXPECT_NEAR(energy, expected, 1e-5);
}

TEST(PointCharges, ChargedCellsAreSaidToHaveABackground) {
  const Device device = Device::select("cpu");
  Structure s = ribbon();
  s.charges = {1, 1, 1, 1};
  s.periodic = {true, true, true};
  s.cell[2] = {0, 0, 5};
  EXPECT_EQ(point_charge_energy(device, s).notes.size(), 1U);
  s.periodic = {true, true, false};
  testing::expect_error<InvalidInput>([&] { point_charge_energy(device, s); }, {"charge of 4 e", "neutral"});
  s.charges.clear();
  testing::expect_error<InvalidInput>([&] { point_charge_energy(device, s); }, {"4 atoms has no charges"});
}

}  // namespace
}  // namespace rhofield
