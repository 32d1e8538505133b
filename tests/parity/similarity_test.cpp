// Gathers, similarity powers and the regression's vector operations: CUDA kernels against the CPU's loops.
#include <numeric>

#include "parity/parity.hpp"

namespace rhofield::parity {
namespace {

class SimilarityParity : public ParityTest {};

constexpr Index big = 3001;

std::vector<Index> with_big() {
  std::vector<Index> all(sizes.begin(), sizes.end());
  all.push_back(big);
  return all;
}

TEST_F(SimilarityParity, GatheredRowsAreCopies) {
  for (const Index n : with_big())
    for (const Index width : {Index{1}, Index{33}})
      expect_parity(
          [&](const Device& device) {
            std::vector<Index> rows(static_cast<std::size_t>(n));
            std::iota(rows.rbegin(), rows.rend(), Index{7});  // counted from 7
            const auto x = random_tensor(device, std::array{n, width}, 1);
            const auto list = Tensor<Index, 1>::from_host(device, rows, {n});
            auto y = poisoned(device, std::array{n, width});
            device.backend().kernels().gather_rows(x.view(), list.view(), 7, y.view());
            if (width == 1) return y.to_host();
            auto first = poisoned(device, std::array{n, width - 1});  // of the first columns alone
            device.backend().kernels().gather_rows(x.view(), list.view(), 7, first.view());
            std::vector<double> both = y.to_host();
            const std::vector<double> narrow = first.to_host();
            both.insert(both.end(), narrow.begin(), narrow.end());
            return both;
          },
          0.0, "gather_rows " + std::to_string(n) + " x " + std::to_string(width));
}

TEST_F(SimilarityParity, CombinedRowsAndColumnsAreSums) {
  for (const Index n : with_big())
    for (const Index width : {Index{1}, Index{33}})
      expect_parity(
          [&](const Device& device) {
            std::vector<Index> offset{0}, source;  // 0 to 3 entries a row, counted from 7
            for (Index k = 0; k < n; ++k) {
              for (Index t = 0; t < k % 4; ++t) source.push_back(7 + (5 * k + t) % n);
              offset.push_back(static_cast<Index>(source.size()));
            }
            const auto entries = static_cast<Index>(source.size());
            const auto x = random_tensor(device, std::array{n, width}, 1);
            const auto factors = random_tensor(device, std::array{entries}, 2);
            const auto offsets = Tensor<Index, 1>::from_host(device, offset, {n + 1});
            const auto sources = Tensor<Index, 1>::from_host(device, source, {entries});
            auto y = poisoned(device, std::array{n, width});
            const RowCombination rows{offsets.view(), sources.view(), factors.view()};
            device.backend().kernels().combine_rows(x.view(), rows, 7, y.view());
            auto z = poisoned(device, std::array{width, n});
            device.backend().kernels().combine_columns(x.view().reshape<2>({width, n}), rows, 7, z.view());
            std::vector<double> both = y.to_host();
            const std::vector<double> columns = z.to_host();
            both.insert(both.end(), columns.begin(), columns.end());
            return both;
          },
          4.0 * epsilon, "combine_rows and combine_columns " + std::to_string(n) + " x " + std::to_string(width));
}

TEST_F(SimilarityParity, RowsAreScaledAndSquared) {
  for (const Index n : with_big())
    for (const Index width : {Index{1}, Index{150}}) {
      expect_parity(
          [&](const Device& device) {
            const auto factor = random_tensor(device, std::array{n}, 1);
            auto x = random_tensor(device, std::array{3 * n, width}, 2);
            device.backend().kernels().scale_rows(factor.view(), 3, x.view());
            return x.to_host();
          },
          epsilon, "scale_rows " + std::to_string(n));
      expect_parity(
          [&](const Device& device) {
            const auto x = random_tensor(device, std::array{n, width}, 2);
            auto y = poisoned(device, std::array{n});
            device.backend().kernels().row_squares(x.view(), y.view());
            return y.to_host();
          },
          static_cast<double>(width) * epsilon, "row_squares " + std::to_string(n));
    }
}

TEST_F(SimilarityParity, ScalesOfAVectorFieldAgree) {
  for (const Index n : with_big())
    expect_parity(
        [&](const Device& device) {
          std::vector<double> positive = random_values(3 * n, 1);
          for (double& v : positive) v = v < -0.8 ? 0.0 : v + 0.9;  // some environments lack an order
          for (Index l = 0; l < 3 && n > 5; ++l) positive[static_cast<std::size_t>(l * n + 5)] = 0.0;  // or all
          const auto norms = Tensor<double, 2>::from_host(device, positive, {3, n});
          const auto squares = Tensor<double, 2>::from_host(device, positive, {3, n});
          auto scales = poisoned(device, std::array{Index{3}, n});
          device.backend().kernels().field_scales(norms.view(), squares.view(), scales.view());
          return scales.to_host();
        },
        16.0 * epsilon, "field_scales " + std::to_string(n));
}

TEST_F(SimilarityParity, SimilarityIsScaledByPowersOfTheScalarOne) {
  for (const Index n : sizes)
    for (const int exponent : {0, 1, 2, 5})
      for (const int components : {1, 3, 7})
        expect_parity(
            [&](const Device& device) {
              const Index references = 41;
              const auto k0 = random_tensor(device, std::array{n, references}, 1);
              auto k = random_tensor(device, std::array{n * components, references * components}, 2);
              device.backend().kernels().scale_similarity(k0.view(), exponent, components, k.view());
              return k.to_host();
            },
            8.0 * epsilon, "scale_similarity " + std::to_string(n) + " exponent " + std::to_string(exponent));
}

TEST_F(SimilarityParity, QuotientsAndDiagonalShiftsAgree) {
  for (const Index n : with_big()) {
    expect_parity(
        [&](const Device& device) {
          const auto x = random_tensor(device, std::array{n}, 1);
          const auto d = random_tensor(device, std::array{n}, 2);
          auto y = poisoned(device, std::array{n});
          device.backend().kernels().divide(x.view(), d.view(), y.view());
          return y.to_host();
        },
        epsilon, "divide " + std::to_string(n));
    const Index rows = std::min<Index>(n, 300);
    expect_parity(
        [&](const Device& device) {
          auto a = random_tensor(device, std::array{rows, rows + 2}, 3);
          device.backend().kernels().add_to_diagonal(0.25, {a.view().data(), rows, rows, rows + 2});
          return a.to_host();
        },
        epsilon, "add_to_diagonal " + std::to_string(rows));
  }
}

}  // namespace
}  // namespace rhofield::parity
