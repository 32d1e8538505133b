// Overlap and Coulomb matrices of molecules and cells: vectors over primitives on the CPU, a thread per shell pair on
// the GPU.
#include "rhofield/basis/two_centre_integrals.hpp"

#include "parity/parity.hpp"
#include "support/random_structures.hpp"

namespace rhofield::parity {
namespace {

class IntegralsParity : public ParityTest {
 protected:
  /// Sums over primitive pairs, n and images of a few hundred terms, with cancellation between even and odd n.
  static constexpr double tolerance = 2000.0 * epsilon;

  /// Contracted and single shells, orders up to 4, several of one order.
  static GaussianBasis basis() {
    return GaussianBasis({{1, {{0, {8.0, 1.5, 0.4}, {0.2, 0.5, 0.4}}, {1, {1.1}, {0.8}}}},
                          {8,
                           {{0, {30.0, 6.0, 1.2}, {0.5, 0.6, 0.3}},
                            {0, {0.5}, {0.4}},
                            {1, {2.0, 0.5}, {0.7, 0.2}},
                            {2, {1.3}, {0.9}},
                            {2, {0.6}, {0.3}},
                            {4, {1.0}, {0.5}}}}});
  }
  static Structure molecule(Index atoms) {
    const double edge = 3.0 * std::cbrt(atoms);
    return testing::random_structure(2, atoms, {{{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}}}, {}, {1, 8}, 0, 1, 1.0);
  }
  static Structure cell(Index atoms) {
    return testing::random_structure(3, atoms, {{{6.0, 0, 0}, {1.0, 7.0, 0}, {0.5, -1.0, 6.5}}}, {true, true, true},
                                     {1, 8}, 0, 1, 1.0);
  }
};

TEST_F(IntegralsParity, OverlapsOfMoleculesAgree) {
  for (const Index atoms : {1, 2, 5, 33})
    expect_parity([&](const Device& device) { return overlap_matrix(device, basis(), molecule(atoms)).to_host(); },
                  tolerance, "overlap of " + std::to_string(atoms) + " atoms");
}

TEST_F(IntegralsParity, CoulombIntegralsOfMoleculesAgree) {
  for (const Index atoms : {1, 2, 33})
    expect_parity([&](const Device& device) { return coulomb_matrix(device, basis(), molecule(atoms)).to_host(); },
                  tolerance, "Coulomb integrals of " + std::to_string(atoms) + " atoms");
}

TEST_F(IntegralsParity, MatricesOfCellsAgreeWithAllTheirImages) {
  for (const Index atoms : {1, 5})
    expect_parity([&](const Device& device) { return overlap_matrix(device, basis(), cell(atoms)).to_host(); },
                  tolerance, "overlap of a cell of " + std::to_string(atoms));
  expect_parity([&](const Device& device) { return coulomb_matrix(device, basis(), cell(3)).to_host(); }, tolerance,
                "Coulomb integrals of a cell");
}

TEST_F(IntegralsParity, MirroredTrianglesAgree) {
  for (const Index n : sizes)
    expect_parity(
        [n](const Device& device) {
          auto a = random_tensor(device, std::array{n, n + 1}, 4);
          device.backend().kernels().mirror_lower_triangle({a.view().data(), n, n, n + 1});
          return a.to_host();
        },
        0.0, "mirror " + std::to_string(n));
}

}  // namespace
}  // namespace rhofield::parity
