// Spherical expansion: the same pairs and the same radial table on both devices.
#include "rhofield/descriptors/spherical_expansion.hpp"

#include "parity/parity.hpp"
#include "support/random_structures.hpp"

namespace rhofield::parity {
namespace {

class ExpansionParity : public ParityTest {
 protected:
  /// Sums over up to about two hundred pairs of products of a radial polynomial and a harmonic.
  static constexpr double tolerance = 400.0 * epsilon;

  void expect_agreement(const std::vector<Structure>& structures, const ExpansionOptions& options,
                        const std::string& what) {
    const std::vector<int> species{1, 6, 8};
    const Device host = Device::select("cpu");
    const NeighbourList pairs = neighbour_list(host, make_batch(host, structures, species), options.cutoff);
    expect_parity(
        [&](const Device& device) {
          const SphericalExpansion expansion(device, species, options);
          const StructureBatch batch = make_batch(device, structures, species);
          const NeighbourList list{.cutoff = pairs.cutoff,
                                   .species_count = pairs.species_count,
                                   .offset = pairs.offset.clone(device),
                                   .neighbour = pairs.neighbour.clone(device),
                                   .shift = pairs.shift.clone(device),
                                   .vector = pairs.vector.clone(device)};
          return expansion(batch, list).to_host();
        },
        tolerance, what);
  }

  static Structure molecule(Index atoms, double edge, std::uint64_t seed = 1) {
    return testing::random_structure(seed, atoms, {{{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}}}, {});
  }
};

TEST_F(ExpansionParity, AnyNumberOfAtomsWorks) {
  expect_agreement({}, {}, "no atoms");
  for (const Index atoms : sizes)
    if (atoms > 0) expect_agreement({molecule(atoms, 3.0 * std::cbrt(atoms))}, {}, std::to_string(atoms) + " atoms");
  expect_agreement({testing::liquid_water(2)}, {}, "liquid water");
}

TEST_F(ExpansionParity, AtomsWithoutNeighboursKeepTheirOwnDensity) {
  Structure far = molecule(1, 1.0);
  far.numbers.push_back(8);
  far.positions.push_back({100.0, 0.0, 0.0});
  expect_agreement({far, molecule(33, 8.0), far}, {}, "isolated atoms between others");
}

TEST_F(ExpansionParity, AnyNumberOfPairsOfACentreWorks) {
  for (Index atoms = 1; atoms <= 10; ++atoms)  // all within the cutoff of each other
    expect_agreement({molecule(atoms, 2.5)}, {}, std::to_string(atoms - 1) + " neighbours");
}

TEST_F(ExpansionParity, OrdersAndRadialFunctionsOfAnyNumberWork) {
  for (const auto& [n_max, l_max] : {std::pair{1, 0},
                                     {3, 1},
                                     {7, 2},
                                     {8, 3},
                                     {8, 4},
                                     {9, 5},
                                     {16, 6},
                                     {5, 7},
                                     {2, 8},
                                     {4, 9},
                                     {8, 10},
                                     {3, 11},
                                     {9, 12}})
    expect_agreement({molecule(33, 8.0)}, {.n_max = n_max, .l_max = l_max, .table_error = 1e-8},
                     "n_max " + std::to_string(n_max) + ", l_max " + std::to_string(l_max));
}

}  // namespace
}  // namespace rhofield::parity
