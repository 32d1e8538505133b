// Folding weights into features, and prediction from them.
#include "model/folded_features.hpp"

#include <algorithm>

#include "runtime/backend.hpp"

namespace rhofield {

namespace {

constexpr Index folded_bytes = Index{64} << 20;  // G of one chunk of atoms
constexpr Index largest_chunk = 1024;            // atoms

}  // namespace

void fold_environments(const Representation& representation, std::span<const FoldedBlock> blocks,
                       View<const double, 3> c, FoldedFeatures& folded) {
  const Device& device = representation.device();
  auto& la = device.backend().linear_algebra();
  std::vector<Index> used;
  for (const auto& [block, column] : blocks)
    used.insert(used.end(), block->environments.begin(), block->environments.end());
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  const auto m = static_cast<Index>(used.size());
  if (m == 0) return;
  const Tensor<double, 3> c_used = representation.gather(c, used);
  folded.p0 = representation.features(invariants, c_used.view());
  const Tensor<double, 3> p = representation.features(folded.order, c_used.view());
  const Index components = p.extent(1), q = p.extent(2), n = folded.columns;
  std::vector<double> weights(static_cast<std::size_t>(m * components * n), 0.0);  // A [(m M'), column]
  for (const auto& [block, column] : blocks)
    for (std::size_t e = 0; e < block->environments.size(); ++e) {
      const Index row = std::lower_bound(used.begin(), used.end(), Index{block->environments[e]}) - used.begin();
      for (Index component = 0; component < components; ++component)
        std::copy_n(block->weights.begin() + (static_cast<Index>(e) * components + component) * block->count,
                    block->count, weights.begin() + (row * components + component) * n + column);
    }
  const auto a = Tensor<double, 2>::from_host(device, weights, {m * components, n});
  if (folded.zeta == 1) {
    // Without k0 the references can be summed at once: Z [q, n] = P^T [q, (m M')] A [(m M'), n].
    folded.z = Tensor<double, 2>(device, {1, q * n});
    la.gemm(Op::transpose, Op::none, 1.0, matrix(p.view().reshape<2>({m * components, q})), matrix(a.view()), 0.0,
            MatrixView{folded.z.view().data(), q, n, n});
    return;
  }
  folded.z = Tensor<double, 2>(device, {m, q * n});
  la.gemm_batched(Op::transpose, Op::none, 1.0, ConstMatrixView(p.view().data(), components, q, q), components * q,
                  ConstMatrixView(a.view().data(), components, n, n), components * n, 0.0,
                  MatrixView{folded.z.view().data(), q, n, n}, q * n, m);
}

void fold_features(const Representation& representation, std::span<const FoldedBlock> blocks, FoldedFeatures& folded) {
  const Index q = representation.feature_sets().at(folded.order).size(), n = folded.columns;
  std::vector<double> z(static_cast<std::size_t>(q * n), 0.0);
  for (const auto& [block, column] : blocks)
    for (Index feature = 0; feature < q; ++feature)
      for (Index k = 0; k < block->count; ++k)
        z[static_cast<std::size_t>(feature * n + column + k)] =
            block->weights[static_cast<std::size_t>(feature * block->count + k)];
  folded.z = Tensor<double, 2>::from_host(representation.device(), z, {1, q * n});
}

Tensor<double, 3> predict_folded(const Device& device, const FoldedFeatures& folded, View<const double, 3> p0,
                                 View<const double, 3> p) {
  auto& la = device.backend().linear_algebra();
  const Index count = p.extent(0), components = p.extent(1), q = p.extent(2), n = folded.columns;
  const Index m = folded.p0.extent(0);
  Tensor<double, 3> prediction(device, {count, components, n});
  if (folded.zeta == 1) {
    la.gemm(Op::none, Op::none, 1.0, matrix(p.reshape<2>({count * components, q})),
            ConstMatrixView(folded.z.view().data(), q, n, n), 0.0,
            matrix(prediction.view().reshape<2>({count * components, n})));
    return prediction;
  }
  Tensor<double, 2> k0(device, {count, m});
  la.gemm(Op::none, Op::transpose, 1.0, matrix(p0.reshape<2>({count, p0.extent(2)})),
          matrix(folded.p0.view().reshape<2>({m, p0.extent(2)})), 0.0, matrix(k0.view()));
  // k0 <- k0^(zeta-1): one factor k0 is there already.
  if (folded.zeta > 2) {
    const Tensor<double, 2> base = k0.clone(device);
    device.backend().kernels().scale_similarity(base.view(), folded.zeta - 2, 1, k0.view());
  }
  Tensor<double, 2> g(device, {count, q * n});
  la.gemm(Op::none, Op::none, 1.0, matrix(std::as_const(k0).view()), matrix(folded.z.view()), 0.0, matrix(g.view()));
  la.gemm_batched(Op::none, Op::none, 1.0, ConstMatrixView(p.data(), components, q, q), components * q,
                  ConstMatrixView(g.view().data(), q, n, n), q * n, 0.0,
                  MatrixView{prediction.view().data(), components, n, n}, components * n, count);
  return prediction;
}

Index folded_chunk(const Representation& representation, const FoldedFeatures& folded) {
  return std::min({largest_chunk, representation.chunk(folded.order),
                   std::max<Index>(8, folded_bytes / (static_cast<Index>(sizeof(double)) *
                                                      std::max<Index>(folded.z.extent(1), 1)))});
}

}  // namespace rhofield
