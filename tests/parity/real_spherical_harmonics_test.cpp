// Solid and surface harmonics: one formula, vectors of points on the CPU and threads on the GPU.
#include "rhofield/angular/real_spherical_harmonics.hpp"

#include "parity/parity.hpp"

namespace rhofield::parity {
namespace {

class HarmonicsParity : public ParityTest {
 protected:
  /// The recursion has l steps of a few operations each; products and sums may be fused on one side only.
  static constexpr double tolerance = 64.0 * epsilon;
  static constexpr Index big = 20'011;

  void expect_agreement(int l_max, Index count) {
    const Index components = Index{l_max + 1} * (l_max + 1);
    for (const bool of_directions : {false, true})
      expect_parity(
          [&](const Device& device) {
            auto coordinates = random_values(3 * count, 1);
            if (count > 1) std::fill_n(coordinates.begin(), 3, 0.0);  // the origin
            const auto points = Tensor<double, 2>::from_host(device, coordinates, {count, 3});
            auto values = poisoned(device, std::array{count, components});
            (of_directions ? real_spherical_harmonics : solid_harmonics)(device, l_max, points.view(), values.view());
            return values.to_host();
          },
          tolerance, "l_max " + std::to_string(l_max) + ", " + std::to_string(count) + " points");
  }
};

TEST_F(HarmonicsParity, EveryOrderAgrees) {
  for (int l_max = 0; l_max <= 12; ++l_max) expect_agreement(l_max, 33);
}

TEST_F(HarmonicsParity, AnyNumberOfPointsWorks) {
  for (const Index count : sizes) expect_agreement(6, count);
  expect_agreement(6, big);
}

}  // namespace
}  // namespace rhofield::parity
