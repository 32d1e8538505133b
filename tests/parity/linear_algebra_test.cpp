// Dense linear algebra: cuBLAS and cuSOLVER against CBLAS and LAPACKE, through the same row-major interface.
#include "parity/parity.hpp"

namespace rhofield::parity {
namespace {

class LinearAlgebraParity : public ParityTest {
 protected:
  static constexpr Index padding = 3;  ///< columns of memory beyond a matrix: row strides must be honoured

  /// An m x n matrix inside wider rows.
  template <class T>
  static auto window(View<T, 2> memory) {
    using Matrix = std::conditional_t<std::is_const_v<T>, ConstMatrixView, MatrixView>;
    return Matrix{memory.data(), memory.extent(0), memory.extent(1) - padding, memory.extent(1)};
  }
  static std::array<Index, 2> padded(Index rows, Index columns) { return {rows, columns + padding}; }

  /// The elements of a padded matrix, row by row; with `triangle` only those at or below the diagonal.
  static std::vector<double> elements(const Tensor<double, 2>& memory, bool triangle = false) {
    const auto all = memory.to_host();
    std::vector<double> kept;
    for (Index i = 0; i < memory.extent(0); ++i)
      for (Index j = 0; j < memory.extent(1) - padding; ++j)
        if (!triangle || j <= i) kept.push_back(all[static_cast<std::size_t>(i * memory.extent(1) + j)]);
    return kept;
  }

  /// Symmetric, eigenvalues between about n - sqrt(n) and n + sqrt(n): safely positive definite. Only the lower
  /// triangle is given; the upper one holds NaN, which no routine may read.
  static Tensor<double, 2> positive_matrix(const Device& device, Index n) {
    auto values = random_values(n * (n + padding), 7);
    for (Index i = 0; i < n; ++i)
      for (Index j = i; j < n + padding; ++j)
        values[static_cast<std::size_t>(i * (n + padding) + j)] =
            i == j ? static_cast<double>(n) : std::numeric_limits<double>::quiet_NaN();
    return Tensor<double, 2>::from_host(device, values, padded(n, n));
  }

  static constexpr std::array<Op, 2> ops{Op::none, Op::transpose};
  static std::string text(Op op) { return op == Op::none ? "N" : "T"; }
  static double sum_tolerance(Index terms) { return 4.0 * epsilon * static_cast<double>(std::max<Index>(terms, 1)); }
};

TEST_F(LinearAlgebraParity, ProductsAgreeForAllTranspositionsAndSizes) {
  std::vector<std::array<Index, 3>> shapes{{300, 700, 500}, {257, 1, 33}, {1, 257, 33},
                                           {33, 32, 0},     {257, 1, 0},  {64, 1, 1000}};
  for (const Index n : sizes) shapes.push_back({n, n + 1, n + 2});
  for (const auto& [m, n, k] : shapes)
    for (const Op op_a : ops)
      for (const Op op_b : ops)
        expect_parity(
            [&, m = m, n = n, k = k](const Device& device) {
              const auto a = random_tensor(device, op_a == Op::none ? padded(m, k) : padded(k, m), 1);
              const auto b = random_tensor(device, op_b == Op::none ? padded(k, n) : padded(n, k), 2);
              auto c = poisoned(device, padded(m, n));
              device.backend().linear_algebra().gemm(op_a, op_b, 1.5, window(a.view()), window(b.view()), 0.0,
                                                     window(c.view()));
              return elements(c);
            },
            sum_tolerance(k),
            "gemm " + text(op_a) + text(op_b) + " " + std::to_string(m) + " " + std::to_string(n) + " " +
                std::to_string(k));
}

TEST_F(LinearAlgebraParity, ProductsAddToWhatIsThereWithBeta) {
  for (const Index n : sizes)
    for (const Index inner : {Index{0}, Index{5}})
      for (const Index width : {Index{1}, n})
        expect_parity(
            [&](const Device& device) {
              const auto a = random_tensor(device, padded(n, inner), 1);
              const auto b = random_tensor(device, padded(inner, width), 2);
              auto c = random_tensor(device, padded(n, width), 3);
              device.backend().linear_algebra().gemm(Op::none, Op::none, -0.5, window(a.view()), window(b.view()), 2.0,
                                                     window(c.view()));
              return elements(c);
            },
            sum_tolerance(inner), "gemm with beta, n = " + std::to_string(n));
}

TEST_F(LinearAlgebraParity, BatchedProductsAgreeAndOneOperandMayBeShared) {
  for (const Index count : {Index{0}, Index{1}, Index{33}, Index{2000}})
    for (const Index columns : {Index{1}, Index{7}})
      for (const Op op : ops)
        expect_parity(
            [&](const Device& device) {
              const Index m = 9, k = 11;
              const auto a =
                  random_tensor(device, op == Op::none ? std::array{count, m, k} : std::array{count, k, m}, 1);
              const auto b = random_tensor(device, std::array{k, columns}, 2);
              auto c = poisoned(device, std::array{count, m, columns});
              const ConstMatrixView first = op == Op::none ? ConstMatrixView{a.view().data(), m, k, k}
                                                           : ConstMatrixView{a.view().data(), k, m, m};
              device.backend().linear_algebra().gemm_batched(op, Op::none, 1.0, first, m * k, matrix(b.view()), 0, 0.0,
                                                             {c.view().data(), m, columns, columns}, m * columns,
                                                             count);
              return c.to_host();
            },
            sum_tolerance(11), "gemm_batched " + text(op) + ", count " + std::to_string(count));
}

TEST_F(LinearAlgebraParity, GroupsOfProductsOfDifferentShapesAgree) {
  // Among them products without elements or terms, with one row or column, and one too large for a group.
  const std::vector<std::array<Index, 3>> shapes{{3, 4, 5},   {0, 4, 5},  {4, 0, 5},     {4, 3, 0},      {1, 33, 7},
                                                 {33, 1, 70}, {1, 1, 1},  {64, 64, 9},   {600, 600, 33}, {31, 32, 33},
                                                 {2, 2, 257}, {17, 5, 1}, {4, 3000, 700}};
  const auto shape = [&](std::size_t k) {  // beyond the list above, small ones
    const auto i = static_cast<Index>(k);
    return k < shapes.size() ? shapes[k] : std::array<Index, 3>{1 + i % 7, 1 + i % 5, 1 + i % 11};
  };
  // Operands and results lie one after another in three arrays, in rows wider than they are.
  const auto memory_of = [](Index rows, Index columns) { return rows * (columns + padding); };
  for (const std::size_t count : {std::size_t{0}, std::size_t{1}, shapes.size(), std::size_t{300}})
    for (const double beta : {0.0, 0.5}) {
      std::vector<Index> first_a{0}, first_b{0}, first_c{0};
      for (std::size_t k = 0; k < count; ++k) {
        const auto [m, n, inner] = shape(k);
        first_a.push_back(first_a.back() + (k % 2 == 0 ? memory_of(m, inner) : memory_of(inner, m)));
        first_b.push_back(first_b.back() + (k / 2 % 2 == 0 ? memory_of(inner, n) : memory_of(n, inner)));
        first_c.push_back(first_c.back() + memory_of(m, n));
      }
      expect_parity(
          [&](const Device& device) {
            const auto a = random_tensor(device, std::array{first_a.back()}, 1);
            const auto b = random_tensor(device, std::array{first_b.back()}, 2);
            auto c = random_tensor(device, std::array{first_c.back()}, 3);
            std::vector<Product> products;
            for (std::size_t k = 0; k < count; ++k) {
              const auto [m, n, inner] = shape(k);
              const Op op_a = ops[k % 2], op_b = ops[k / 2 % 2];
              const auto [a_rows, a_columns] = op_a == Op::none ? std::pair(m, inner) : std::pair(inner, m);
              const auto [b_rows, b_columns] = op_b == Op::none ? std::pair(inner, n) : std::pair(n, inner);
              products.push_back({.op_a = op_a,
                                  .op_b = op_b,
                                  .alpha = 1.0 + static_cast<double>(k % 3),
                                  .a = {a.view().data() + first_a[k], a_rows, a_columns, a_columns + padding},
                                  .b = {b.view().data() + first_b[k], b_rows, b_columns, b_columns + padding},
                                  .beta = beta,
                                  .c = {c.view().data() + first_c[k], m, n, n + padding}});
            }
            device.backend().linear_algebra().gemm_grouped(products);
            return c.to_host();  // what lies beside the results must stay as it was
          },
          sum_tolerance(700), "gemm_grouped, " + std::to_string(count) + " products");
    }
}

TEST_F(LinearAlgebraParity, RankUpdatesAgreeAndLeaveTheUpperTriangleAlone) {
  std::vector<std::array<Index, 2>> shapes{{700, 300}, {33, 0}};
  for (const Index n : sizes) shapes.push_back({n, n + 2});
  for (const auto& [n, k] : shapes)
    for (const Op op : ops) {
      const auto update = [&, n = n, k = k](const Device& device) {
        const auto a = random_tensor(device, op == Op::none ? padded(n, k) : padded(k, n), 1);
        auto c = poisoned(device, padded(n, n));
        device.backend().linear_algebra().syrk(op, 2.0, window(a.view()), 0.0, window(c.view()));
        return c;
      };
      expect_parity([&](const Device& device) { return elements(update(device), true); }, sum_tolerance(k),
                    "syrk " + text(op) + " " + std::to_string(n) + " " + std::to_string(k));
      for (const Device& device : devices()) {
        const auto all = update(device).to_host();
        for (Index i = 0; i < n; ++i)
          for (Index j = i + 1; j < n + padding; ++j)
            ASSERT_TRUE(std::isnan(all[static_cast<std::size_t>(i * (n + padding) + j)])) << i << " " << j;
      }
    }
}

TEST_F(LinearAlgebraParity, FactorsAgreeAndSolveManyRightHandSides) {
  for (const Index n : {Index{0}, Index{1}, Index{31}, Index{32}, Index{33}, Index{257}, Index{600}}) {
    const auto factor = [n](const Device& device) {
      auto a = positive_matrix(device, n);
      EXPECT_TRUE(device.backend().linear_algebra().cholesky(window(a.view())));
      return a;
    };
    // The condition number is about 1: errors are those of sums of n terms.
    expect_parity([&](const Device& device) { return elements(factor(device), true); }, sum_tolerance(n),
                  "cholesky " + std::to_string(n));
    for (const Index columns : {Index{0}, Index{1}, Index{40}})
      expect_parity(
          [&](const Device& device) {
            const auto a = factor(device);
            auto b = random_tensor(device, padded(n, columns), 2);
            device.backend().linear_algebra().cholesky_solve(window(a.view()), window(b.view()));
            return elements(b);
          },
          sum_tolerance(n), "cholesky_solve " + std::to_string(n) + " x " + std::to_string(columns));
    for (const Op op : {Op::none, Op::transpose})
      expect_parity(
          [&](const Device& device) {
            const auto a = factor(device);
            auto b = random_tensor(device, padded(n, 7), 3);
            device.backend().linear_algebra().triangular_solve(op, window(a.view()), window(b.view()));
            return elements(b);
          },
          sum_tolerance(n), "triangular_solve " + std::to_string(n));
  }
}

TEST_F(LinearAlgebraParity, AnIndefiniteMatrixIsReported) {
  for (const Device& device : devices())
    for (const Index n : {Index{1}, Index{33}, Index{257}}) {
      std::vector<double> values(static_cast<std::size_t>(n * n), 0.0);
      for (Index i = 0; i < n; ++i) values[static_cast<std::size_t>(i * n + i)] = i == n - 1 ? -1.0 : 1.0;
      auto a = Tensor<double, 2>::from_host(device, values, {n, n});
      EXPECT_FALSE(device.backend().linear_algebra().cholesky(matrix(a.view()))) << device.description().name;
    }
}

TEST_F(LinearAlgebraParity, EigenvaluesAgreeAndEigenvectorsAreOrthonormalColumns) {
  for (const Index n : {Index{0}, Index{1}, Index{31}, Index{32}, Index{33}, Index{257}, Index{400}}) {
    const double tolerance = 8.0 * sum_tolerance(n);  // a backward-stable method errs by a small multiple of n epsilon
    expect_parity(
        [&](const Device& device) {
          auto a = positive_matrix(device, n);
          auto w = poisoned(device, std::array{n});
          device.backend().linear_algebra().symmetric_eigen(window(a.view()), w.view());
          return w.to_host();
        },
        tolerance, "eigenvalues " + std::to_string(n));
    // Signs of eigenvectors are free: compare A V - V w and V^T V - 1 with zero instead.
    for (const Device& device : devices()) {
      const auto lower = positive_matrix(device, n).to_host();
      auto vectors = positive_matrix(device, n);
      auto w = poisoned(device, std::array{n});
      device.backend().linear_algebra().symmetric_eigen(window(vectors.view()), w.view());
      const auto values = w.to_host();
      const auto v = elements(vectors);
      const auto a = [&](Index i, Index j) {
        return lower[static_cast<std::size_t>(std::max(i, j) * (n + padding) + std::min(i, j))];
      };
      const auto column = [&](Index i, Index k) { return v[static_cast<std::size_t>(i * n + k)]; };
      const Index step = n > 100 ? 16 : 1;
      for (Index k = 0; k < n; k += step) {
        ASSERT_LE(values[static_cast<std::size_t>(std::max<Index>(k - 1, 0))], values[static_cast<std::size_t>(k)]);
        for (Index i = 0; i < n; ++i) {
          double residual = -values[static_cast<std::size_t>(k)] * column(i, k);
          double overlap = i == k ? -1.0 : 0.0;
          for (Index j = 0; j < n; ++j) {
            residual += a(i, j) * column(j, k);
            overlap += column(j, i) * column(j, k);
          }
          ASSERT_LE(std::abs(residual), tolerance * values.back()) << device.description().name;
          ASSERT_LE(std::abs(overlap), tolerance) << device.description().name;
        }
      }
    }
  }
}

TEST_F(LinearAlgebraParity, VectorOperationsAgree) {
  for (const Index n : {Index{0}, Index{1}, Index{31}, Index{32}, Index{33}, Index{257}, Index{100'003}}) {
    const std::string size = " " + std::to_string(n);
    expect_parity(
        [&](const Device& device) {
          const auto x = random_tensor(device, std::array{n}, 1);
          return std::vector<double>{device.backend().linear_algebra().dot(x.view(), x.view())};
        },
        sum_tolerance(n), "dot" + size);
    expect_parity(
        [&](const Device& device) {
          const auto x = random_tensor(device, std::array{n}, 1);
          auto y = random_tensor(device, std::array{n}, 2);
          device.backend().linear_algebra().axpy(-0.75, x.view(), y.view());
          return y.to_host();
        },
        2.0 * epsilon, "axpy" + size);
    expect_parity(
        [&](const Device& device) {
          auto x = random_tensor(device, std::array{n}, 1);
          device.backend().linear_algebra().scale(0.3, x.view());
          return x.to_host();
        },
        2.0 * epsilon, "scale" + size);
  }
}

TEST_F(LinearAlgebraParity, ShapesThatDoNotMatchAreRefused) {
  for (const Device& device : devices()) {
    const auto a = random_tensor(device, std::array<Index, 2>{3, 4}, 1);
    auto c = random_tensor(device, std::array<Index, 2>{3, 3}, 2);
    auto& la = device.backend().linear_algebra();
    EXPECT_THROW(la.gemm(Op::none, Op::none, 1.0, matrix(a.view()), matrix(a.view()), 0.0, matrix(c.view())),
                 InternalError);
    EXPECT_THROW(
        la.gemm_batched(Op::none, Op::none, 1.0, matrix(a.view()), 0, matrix(a.view()), 0, 0.0, matrix(c.view()), 0, 1),
        InternalError);
    EXPECT_THROW(la.syrk(Op::transpose, 1.0, matrix(a.view()), 0.0, matrix(c.view())), InternalError);
  }
}

}  // namespace
}  // namespace rhofield::parity
