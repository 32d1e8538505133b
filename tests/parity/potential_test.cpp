// Potentials and fields at points: groups of eight points on the CPU, a thread per point on the GPU.
#include "rhofield/observables/potential.hpp"

#include "parity/parity.hpp"
#include "support/random_structures.hpp"

namespace rhofield::parity {
namespace {

class PotentialParity : public ParityTest {
 protected:
  /// Sums of a few hundred terms that cancel in part.
  static constexpr double tolerance = 2000.0 * epsilon;

  static GaussianBasis basis(int l_max) {
    std::vector<Shell> shells{{0, {400.0, 4.0, 0.7}, {1.0, 0.5, 0.3}}};
    for (int l = 1; l <= l_max; ++l) shells.push_back({l, {0.9 + 0.1 * l}, {0.4}});
    return GaussianBasis({{1, {{0, {1.3, 0.4}, {0.3, 0.4}}}}, {6, shells}, {8, shells}});
  }
  static Structure molecule() { return testing::random_structure(5, 7, {{{6, 0, 0}, {0, 6, 0}, {0, 0, 6}}}, {}); }
  static Structure cell() {
    return testing::random_structure(6, 5, {{{5, 0, 0}, {1, 5.5, 0}, {0, 0.3, 6}}}, {true, true, true});
  }

  static std::vector<double> flattened(const PotentialValues& values) {
    std::vector<double> all = values.potential;
    for (const Vector3& e : values.field) all.insert(all.end(), e.begin(), e.end());
    return all;
  }
  static std::vector<double> at_points(const Device& device, int l_max, const Structure& structure, Index count,
                                       bool field, double core_width) {
    const std::vector<double> x = random_values(3 * count, 1);
    std::vector<Vector3> points;
    for (std::size_t p = 0; p < static_cast<std::size_t>(count); ++p)
      points.push_back({30 * x[3 * p], 8 * x[3 * p + 1], 8 * x[3 * p + 2]});
    const auto coefficients = random_values(basis(l_max).functions(structure), 3);
    return flattened(potential_at_points(device, basis(l_max), structure, coefficients, points,
                                         {.cores = {nuclei(structure).charges, core_width}, .field = field}));
  }
};

TEST_F(PotentialParity, AnyNumberOfPointsAgrees) {
  for (const Index count : sizes)
    for (const Structure& structure : {molecule(), cell()})
      expect_parity([&](const Device& device) { return at_points(device, 3, structure, count, true, 0.0); }, tolerance,
                    "potential at " + std::to_string(count) + " points");
}

TEST_F(PotentialParity, EveryOrderAgreesWithAndWithoutTheField) {
  for (int l_max = 0; l_max <= GaussianBasis::maximum_l; ++l_max)
    for (const bool field : {false, true})
      expect_parity([&](const Device& device) { return at_points(device, l_max, molecule(), 70, field, 0.3); },
                    tolerance, "potential up to l = " + std::to_string(l_max));
}

TEST_F(PotentialParity, GridsOfMoleculesAndCellsAgree) {
  for (const Structure& structure : {molecule(), cell()})
    expect_parity(
        [&](const Device& device) {
          const auto coefficients = random_values(basis(4).functions(structure), 3);
          return flattened(potential_on_grid(device, basis(4), structure, coefficients, make_grid(structure, 0.7, 3.0),
                                             {.cores = {nuclei(structure).charges, 0.2}, .field = true}));
        },
        tolerance, "potential on a grid");
}

TEST_F(PotentialParity, DensitiesKnownOnGridsOnlyAgree) {
  for (const Structure& structure : {molecule(), cell()})
    expect_parity(
        [&](const Device& device) {
          const Grid grid = make_grid(structure, 1.2, 2.0);
          return hartree_potential(device, structure, grid, random_values(grid.size(), 4));
        },
        tolerance, structure.any_periodic() ? "potential of a cell's grid" : "potential of a molecule's grid");
}

}  // namespace
}  // namespace rhofield::parity
