// Basis functions on points and densities on grids: lines of points on the CPU, a thread per point on the GPU.
#include "rhofield/observables/grid.hpp"

#include "parity/parity.hpp"
#include "support/random_structures.hpp"

namespace rhofield::parity {
namespace {

class GridParity : public ParityTest {
 protected:
  /// Sums over shells, atoms and images of a few hundred terms.
  static constexpr double tolerance = 400.0 * epsilon;
  /// What both leave out of the density of one primitive, as a share of the largest value.
  static constexpr double left_out = 1e-10;

  static GaussianBasis basis(int l_max) {
    std::vector<Shell> shells{{0, {4.0, 0.7}, {0.5, 0.3}}};
    for (int l = 1; l <= l_max; ++l) shells.push_back({l, {0.9 + 0.1 * l}, {0.4}});
    return GaussianBasis({{1, {{0, {1.3, 0.4}, {0.3, 0.4}}}}, {6, shells}, {8, shells}});
  }
  static Structure molecule() { return testing::random_structure(5, 7, {{{6, 0, 0}, {0, 6, 0}, {0, 0, 6}}}, {}); }
  static Structure slab() {
    return testing::random_structure(6, 5, {{{5, 0, 0}, {1, 5.5, 0}, {0, 0, 9}}}, {true, true, false});
  }
};

TEST_F(GridParity, BasisFunctionsAgreeOnAnyNumberOfPoints) {
  for (const Index count : sizes)
    for (const Structure& structure : {molecule(), slab()})
      expect_parity(
          [&](const Device& device) {
            auto points = random_tensor(device, std::array<Index, 2>{count, 3}, 1);
            device.backend().linear_algebra().scale(8.0, {points.view().data(), {3 * count}});
            return basis_values(device, basis(3), structure, points.view()).to_host();
          },
          tolerance, "basis functions on " + std::to_string(count) + " points");
}

TEST_F(GridParity, BasisFunctionsOfEveryOrderAgree) {
  for (int l_max = 0; l_max <= GaussianBasis::maximum_l; ++l_max)
    expect_parity(
        [&](const Device& device) {
          const auto points = random_tensor(device, std::array<Index, 2>{33, 3}, 1);
          return basis_values(device, basis(l_max), molecule(), points.view()).to_host();
        },
        tolerance, "basis functions up to l = " + std::to_string(l_max));
}

TEST_F(GridParity, DensitiesAgreeOnGridsOfMoleculesAndCells) {
  for (const Structure& structure : {molecule(), slab()})
    for (const int l_max : {0, 3, 8})
      expect_parity(
          [&](const Device& device) {
            const auto coefficients = random_values(basis(l_max).functions(structure), 3);
            return density_on_grid(device, basis(l_max), structure, coefficients, make_grid(structure, 0.7, 3.0));
          },
          left_out, "density up to l = " + std::to_string(l_max));
}

TEST_F(GridParity, DensitiesAndGradientsAgreeAtAnyNumberOfPoints) {
  std::mt19937_64 random(9);
  std::uniform_real_distribution<double> place(-4, 9);
  std::vector<Vector3> all(257);
  for (Vector3& r : all)
    for (double& x : r) x = place(random);
  for (const Index count : sizes)
    for (const Structure& structure : {molecule(), slab()})
      for (const int l_max : {0, 3, 8})
        for (const bool gradients : {false, true})
          expect_parity(
              [&](const Device& device) {
                const auto coefficients = random_values(basis(l_max).functions(structure), 3);
                const auto found = density_at_points(device, basis(l_max), structure, coefficients,
                                                     std::span(all).first(static_cast<std::size_t>(count)), gradients);
                std::vector<double> values = found.values;
                for (const Vector3& g : found.gradients) values.insert(values.end(), g.begin(), g.end());
                return values;
              },
              left_out, std::to_string(count) + " points, l up to " + std::to_string(l_max));
}

TEST_F(GridParity, GridsOfASinglePointOrLineWork) {
  for (const std::array<Index, 3>& counts : {std::array<Index, 3>{1, 1, 1}, {1, 1, 33}, {33, 1, 1}, {2, 257, 1}})
    expect_parity(
        [&](const Device& device) {
          const Grid grid{
              .origin = {-1, 0, 1}, .steps = {{{0.2, 0, 0}, {0.05, 0.02, 0}, {0.1, 0, 0.3}}}, .counts = counts};
          return density_on_grid(device, basis(2), molecule(), random_values(basis(2).functions(molecule()), 3), grid);
        },
        left_out, "grid of " + std::to_string(product(counts)) + " points");
}

}  // namespace
}  // namespace rhofield::parity
