// Products with matrices stored in single precision, against loops and on both devices.
#include <numeric>

#include "parity/parity.hpp"

namespace rhofield::parity {
namespace {

class SinglePrecisionParity : public ParityTest {
 protected:
  /// One rounding for each term of the longest sum.
  static constexpr double tolerance = 400.0 * epsilon;

  static Tensor<float, 2> rounded(const Device& device, Index rows, Index columns, unsigned seed) {
    const auto x = random_tensor(device, std::array<Index, 2>{rows, columns}, seed);
    Tensor<float, 2> y(device, {rows, columns});
    device.backend().kernels().round_to_single(x.view().reshape<1>({x.size()}), y.view().reshape<1>({y.size()}));
    return y;
  }
};

TEST_F(SinglePrecisionParity, RoundingIsThatOfTheLanguage) {
  const std::vector<double> values = random_values(99, 1);
  for (const Device& device : devices()) {
    const std::vector<float> got = rounded(device, 9, 11, 1).to_host();
    for (std::size_t k = 0; k < values.size(); ++k) EXPECT_EQ(got[k], static_cast<float>(values[k]));
  }
}

TEST_F(SinglePrecisionParity, ProductsOfAnyShapeAgree) {
  for (const Index rows : sizes)
    for (const Index columns : {Index{1}, Index{33}, Index{257}})
      for (const Index count : {1, 5})
        expect_parity(
            [&](const Device& device) {
              const auto w = random_tensor(device, std::array<Index, 2>{count, columns}, 2);
              auto c = poisoned(device, std::array<Index, 2>{rows, count});
              device.backend().kernels().multiply_single(rounded(device, rows, columns, 1).view(), matrix(w.view()),
                                                         matrix(c.view()));
              return c.to_host();
            },
            tolerance, "A W^T, " + std::to_string(rows) + " x " + std::to_string(columns));
}

TEST_F(SinglePrecisionParity, TransposedProductsOfAnyShapeAgree) {
  for (const Index rows : sizes)
    for (const Index columns : {Index{1}, Index{33}, Index{257}})
      for (const Index count : {1, 5})
        expect_parity(
            [&](const Device& device) {
              const auto c = random_tensor(device, std::array<Index, 2>{rows, count}, 2);
              auto w = poisoned(device, std::array<Index, 2>{count, columns});
              device.backend().kernels().multiply_single_transposed(rounded(device, rows, columns, 1).view(),
                                                                    matrix(c.view()), matrix(w.view()));
              return w.to_host();
            },
            tolerance, "C^T A, " + std::to_string(rows) + " x " + std::to_string(columns));
}

TEST_F(SinglePrecisionParity, ProductsAreThoseOfPlainLoops) {
  constexpr Index rows = 7, columns = 70, count = 3;
  const Device device = Device::select("cpu");
  const std::vector<float> a = rounded(device, rows, columns, 1).to_host();
  const std::vector<double> w = random_values(count * columns, 2);
  const auto at = [](Index i, Index j, Index stride) { return static_cast<std::size_t>(i * stride + j); };
  Tensor<double, 2> c(device, {rows, count});
  const auto weights = Tensor<double, 2>::from_host(device, w, {count, columns});
  device.backend().kernels().multiply_single(rounded(device, rows, columns, 1).view(), matrix(weights.view()),
                                             matrix(c.view()));
  Tensor<double, 2> back(device, {count, columns});
  device.backend().kernels().multiply_single_transposed(rounded(device, rows, columns, 1).view(),
                                                        matrix(std::as_const(c).view()), matrix(back.view()));
  for (Index r = 0; r < rows; ++r)
    for (Index n = 0; n < count; ++n) {
      double sum = 0.0;
      for (Index d = 0; d < columns; ++d) sum += double{a[at(r, d, columns)]} * w[at(n, d, columns)];
      EXPECT_NEAR(c.view()(r, n), sum, 1e-13);
    }
  for (Index n = 0; n < count; ++n)
    for (Index d = 0; d < columns; ++d) {
      double sum = 0.0;
      for (Index r = 0; r < rows; ++r) sum += c.view()(r, n) * double{a[at(r, d, columns)]};
      EXPECT_NEAR(back.view()(n, d), sum, 1e-12);
    }
}

}  // namespace
}  // namespace rhofield::parity
