// Derivatives of folded predictions, as matrix products, and of expansions, structure by structure.
#include "model/gradients.hpp"

#include <algorithm>
#include <utility>

#include "runtime/backend.hpp"

namespace rhofield {

void folded_backward(const Device& device, const FoldedFeatures& folded, View<const double, 3> p0,
                     View<const double, 3> p, View<const double, 3> v, View<double, 3> p0_bar, View<double, 3> p_bar) {
  auto& la = device.backend().linear_algebra();
  auto& kernels = device.backend().kernels();
  const Index count = p.extent(0), components = p.extent(1), q = p.extent(2), n = folded.columns;
  if (p.empty()) return;
  if (folded.zeta == 1) {
    la.gemm(Op::none, Op::transpose, 1.0, matrix(v.reshape<2>({count * components, n})),
            ConstMatrixView(folded.z.view().data(), q, n, n), 1.0, matrix(p_bar.reshape<2>({count * components, q})));
    return;
  }
  const Index m = folded.p0.extent(0), q0 = p0.extent(2);
  const ConstMatrixView references = matrix(folded.p0.view().reshape<2>({m, q0}));
  Tensor<double, 2> k0(device, {count, m});
  la.gemm(Op::none, Op::transpose, 1.0, matrix(p0.reshape<2>({count, q0})), references, 0.0, matrix(k0.view()));
  Tensor<double, 2> power = k0.clone(device);  // k0^(zeta-1): one factor is there already
  kernels.scale_similarity(std::as_const(k0).view(), folded.zeta - 2, 1, power.view());
  Tensor<double, 2> g(device, {count, q * n});
  la.gemm(Op::none, Op::none, 1.0, matrix(std::as_const(power).view()), matrix(folded.z.view()), 0.0, matrix(g.view()));
  la.gemm_batched(Op::none, Op::transpose, 1.0, ConstMatrixView(v.data(), components, n, n), components * n,
                  ConstMatrixView(g.view().data(), q, n, n), q * n, 1.0, MatrixView{p_bar.data(), components, q, q},
                  components * q, count);
  // G is no longer needed: G_bar takes its place, and k0_bar that of the power.
  la.gemm_batched(Op::transpose, Op::none, 1.0, ConstMatrixView(p.data(), components, q, q), components * q,
                  ConstMatrixView(v.data(), components, n, n), components * n, 0.0,
                  MatrixView{g.view().data(), q, n, n}, q * n, count);
  la.gemm(Op::none, Op::transpose, folded.zeta - 1.0, matrix(std::as_const(g).view()), matrix(folded.z.view()), 0.0,
          matrix(power.view()));
  kernels.scale_similarity(std::as_const(k0).view(), folded.zeta - 2, 1, power.view());
  la.gemm(Op::none, Op::none, 1.0, matrix(std::as_const(power).view()), references, 1.0,
          matrix(p0_bar.reshape<2>({count, q0})));
}

namespace {

/// From derivatives with respect to the expansions c_bar [atom, lm, channel] of all atoms to those with respect to the
/// structures they belong to.
std::vector<StructureGradient> structure_gradients(const Representation& representation,
                                                   std::span<const Structure> structures, View<const double, 3> c_bar) {
  const Device& device = representation.device();
  Tensor<double, 2> positions(device, {c_bar.extent(0), 3});
  Tensor<double, 3> strain(device, {static_cast<Index>(structures.size()), 3, 3});
  representation.backward(structures, c_bar, positions.view(), strain.view());
  const std::vector<double> of_atoms = positions.to_host(), of_strain = strain.to_host();
  std::vector<StructureGradient> gradients(structures.size());
  std::size_t atom = 0;
  for (std::size_t s = 0; s < structures.size(); ++s) {
    for (Index i = 0; i < structures[s].size(); ++i, ++atom)
      gradients[s].positions.push_back({of_atoms[3 * atom], of_atoms[3 * atom + 1], of_atoms[3 * atom + 2]});
    for (std::size_t a = 0; a < 3; ++a)
      for (std::size_t b = 0; b < 3; ++b) gradients[s].strain[a][b] = of_strain[9 * s + 3 * a + b];
  }
  return gradients;
}

}  // namespace

/// c_bar [atom, lm, channel] += the derivatives with respect to the expansions of the atoms of one species, in their
/// order in `expanded`.
void FoldedGradients::of_species(const Expanded& expanded, int number,
                                 const std::function<void(const AtomCotangent&)>& cotangent,
                                 View<double, 3> c_bar) const {
  const Device& device = representation.device();
  const std::vector<const FoldedFeatures*> orders = folded(number);
  const auto& atoms = expanded.atoms_of.at(number);
  const auto total = static_cast<Index>(atoms.size());
  const Tensor<double, 3> c = representation.gather(expanded, atoms);
  Index step = total;
  for (const FoldedFeatures* order : orders) step = std::min(step, folded_chunk(representation, *order));
  for (Index first = 0; first < total && !orders.empty(); first += step) {
    const Index count = std::min(step, total - first);
    const auto c_chunk = c.view().rows(first, count);
    const auto c_bar_chunk = c_bar.rows(first, count);
    const Tensor<double, 3> p0 = representation.features(invariants, c_chunk);
    auto p0_bar = Tensor<double, 3>::zeros(device, p0.extents());
    for (std::size_t o = 0; o < orders.size(); ++o) {
      const FoldedFeatures& order = *orders[o];
      if (order.empty()) continue;  // predicts nothing
      const Index components = 2 * order.order.lambda + 1, size = components * order.columns;
      std::vector<double> values(static_cast<std::size_t>(count * size), 0.0);
      for (Index i = 0; i < count; ++i)
        cotangent({order, o, atoms[static_cast<std::size_t>(first + i)], values.data() + i * size});
      const auto v = Tensor<double, 3>::from_host(device, values, {count, components, order.columns});
      if (order.order == invariants) {
        folded_backward(device, order, p0.view(), p0.view(), v.view(), p0_bar.view(), p0_bar.view());
        continue;
      }
      const Tensor<double, 3> p = representation.features(order.order, c_chunk);
      auto p_bar = Tensor<double, 3>::zeros(device, p.extents());
      folded_backward(device, order, p0.view(), p.view(), v.view(), p0_bar.view(), p_bar.view());
      representation.features_backward(order.order, c_chunk, std::as_const(p_bar).view(), c_bar_chunk);
    }
    representation.features_backward(invariants, c_chunk, std::as_const(p0_bar).view(), c_bar_chunk);
  }
}

std::vector<StructureGradient> FoldedGradients::operator()(
    std::span<const Structure> structures, const Expanded& expanded,
    const std::function<void(const AtomCotangent&)>& cotangent) const {
  auto by_species = Tensor<double, 3>::zeros(representation.device(), expanded.coefficients.extents());
  std::vector<Index> rank(expanded.numbers.size());  // of each atom among those ordered by species
  Index first = 0;
  for (const auto& [number, atoms] : expanded.atoms_of) {
    of_species(expanded, number, cotangent, by_species.view().rows(first, static_cast<Index>(atoms.size())));
    for (const Index atom : atoms) rank[static_cast<std::size_t>(atom)] = first++;
  }
  const Tensor<double, 3> c_bar = representation.gather(std::as_const(by_species).view(), rank);
  return structure_gradients(representation, structures, c_bar.view());
}

}  // namespace rhofield
