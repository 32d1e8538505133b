// Expansion coefficients against featomic 0.6.7 (analytic radial integrals).
#include "rhofield/descriptors/spherical_expansion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/brute_force_neighbours.hpp"
#include "support/hdf5_reader.hpp"

namespace rhofield {
namespace {

using testing::Hdf5Reader;

// The reference itself was confirmed by closed formulas to 7e-12 of coefficients of order one.
constexpr double tolerance = 1e-9;
constexpr int reach = 4;  // lattice shifts that a cutoff of 5 can touch in the smallest cell, generously

Structure structure_of(const Hdf5Reader& file, const std::string& name) {
  Structure structure;
  structure.label = name;
  structure.numbers = file.ints(name + "/numbers").data;
  const auto positions = file.doubles(name + "/positions");
  for (std::size_t i = 0; i < structure.numbers.size(); ++i)
    structure.positions.push_back({positions(i, 0), positions(i, 1), positions(i, 2)});
  if (file.contains(name + "/cell")) {
    const auto cell = file.doubles(name + "/cell");
    const auto periodic = file.ints(name + "/pbc");
    for (std::size_t v = 0; v < 3; ++v) {
      structure.periodic[v] = periodic(v) != 0;
      structure.cell[v] = {cell(v, 0), cell(v, 1), cell(v, 2)};
    }
  }
  return structure;
}

class SphericalExpansionReference : public ::testing::TestWithParam<const char*> {};

TEST_P(SphericalExpansionReference, CoefficientsAreThoseOfFeatomic) {
  const Device device = Device::select("cpu");
  const Hdf5Reader file(RHOFIELD_TEST_DATA "/soap_expansion.h5");
  const std::string name = GetParam();
  const std::vector<Structure> structures{structure_of(file, name)};
  const auto attribute = [&](const char* key) { return file.attribute(name, key); };
  const ExpansionOptions options{.cutoff = attribute("rc"),
                                 .cutoff_width = attribute("cutoff_width"),
                                 .smearing = attribute("sigma"),
                                 .n_max = static_cast<int>(attribute("nrad")),
                                 .l_max = static_cast<int>(attribute("nang"))};
  std::vector<int> species;
  for (const double number : file.attributes(name, "species").data) species.push_back(static_cast<int>(number));
  const auto expected = file.doubles(name + "/coefficients");  // [centre, species, n, lm]
  const StructureBatch batch = make_batch(device, structures, species);
  const NeighbourList pairs = testing::brute_force_neighbours(device, batch, structures, options.cutoff, reach);
  const SphericalExpansion expansion(device, species, options);

  const Tensor<double, 3> coefficients = expansion(batch, pairs);

  const auto actual = coefficients.to_host();
  const View<const double, 3> c(actual.data(), coefficients.extents());
  double largest = 0, difference = 0;
  for (std::size_t i = 0; i < expected.shape[0]; ++i)
    for (std::size_t a = 0; a < expected.shape[1]; ++a)
      for (std::size_t n = 0; n < expected.shape[2]; ++n)
        for (std::size_t lm = 0; lm < expected.shape[3]; ++lm) {
          largest = std::max(largest, std::abs(expected(i, a, n, lm)));
          difference = std::max(difference, std::abs(c(i, lm, a * expected.shape[2] + n) - expected(i, a, n, lm)));
        }
  EXPECT_LT(difference, tolerance * largest);
  RecordProperty("difference", std::to_string(difference / largest * 1e12) + "e-12");
}

INSTANTIATE_TEST_SUITE_P(Systems, SphericalExpansionReference,
                         ::testing::Values("water_dimer", "formamide", "nacl", "triclinic"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace rhofield
