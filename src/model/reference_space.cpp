// Environments, K_MM and Psi, block by block.
#include "model/reference_space.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "rhofield/descriptors/feature_selection.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

View<const double, 2> flatten(View<const double, 3> p) {
  return p.reshape<2>({p.extent(0) * p.extent(1), p.extent(2)});
}

/// Positions within the species' list of those among the first `limit` picks.
std::vector<Index> environments_within(std::span<const Index> pick_rank, Index limit) {
  std::vector<Index> chosen;
  for (std::size_t m = 0; m < pick_rank.size(); ++m)
    if (pick_rank[m] < limit) chosen.push_back(static_cast<Index>(m));
  return chosen;
}

Index environment_limit(const ModelOptions& options, int lambda) {
  const auto& by_lambda = options.environments_by_lambda;
  if (by_lambda.empty()) return options.environments;
  return by_lambda[std::min(static_cast<std::size_t>(lambda), by_lambda.size() - 1)];
}

/// Every (species, lambda) needs references, but no more than the eigenvalue solver takes: known before any work.
void check_environments(const Device& device, const Target& target, const ModelOptions& options, const Expanded& pool,
                        std::span<const Index> picks) {
  const Index largest = device.backend().linear_algebra().largest_eigenproblem();
  const auto first_picks = [&](int lambda) {
    return picks.first(std::min(picks.size(), static_cast<std::size_t>(environment_limit(options, lambda))));
  };
  const auto count_of = [&](int number, int lambda) {
    Index count = 0;
    for (Index atom : first_picks(lambda)) count += pool.numbers[static_cast<std::size_t>(atom)] == number ? 1 : 0;
    return count;
  };
  for (const auto& [number, irreps] : target.irreps)
    for (const Irrep& irrep : irreps) {
      const std::string symbol(element_symbol(number));
      const Index m = count_of(number, irrep.lambda);
      if (m == 0) {
        std::string counts;
        for (const auto& [z, atoms] : pool.atoms_of)
          counts += (counts.empty() ? "" : ", ") + std::string(element_symbol(z)) + " " +
                    std::to_string(count_of(z, irrep.lambda)) + " (of " + std::to_string(atoms.size()) + " atoms)";
        throw InvalidInput("none of the " + std::to_string(first_picks(irrep.lambda).size()) +
                           " reference environments of lambda " + std::to_string(irrep.lambda) + " is of " + symbol +
                           ", so nothing would be learned about it; there are " + counts +
                           ": raise `environments` (or environments_by_lambda), or train without " + symbol);
      }
      const Index rows = m * (2 * irrep.lambda + 1);
      if (rows > largest)
        throw InvalidInput("the " + std::to_string(m) + " reference environments of " + symbol + " give lambda " +
                           std::to_string(irrep.lambda) + " a similarity matrix of " + std::to_string(rows) +
                           " rows, but the eigenvalue solver takes " + std::to_string(largest) +
                           "; lower `environments`, or environments_by_lambda for high lambda");
    }
}

}  // namespace

void similarity(const Device& device, View<const double, 3> p, View<const double, 3> reference,
                View<const double, 2> k0, int zeta, View<double, 2> k) {
  device.backend().linear_algebra().gemm(Op::none, Op::transpose, 1.0, matrix(flatten(p)), matrix(flatten(reference)),
                                         0.0, matrix(k));
  device.backend().kernels().scale_similarity(k0, zeta - 1, static_cast<int>(p.extent(1)), k);
}

std::vector<Index> pick_environments(const Representation& representation, const Expanded& pool, Index count) {
  const auto atoms = static_cast<Index>(pool.numbers.size());
  if (count > atoms)
    throw InvalidInput("asked for " + std::to_string(count) +
                       " reference environments, but the training structures have only " + std::to_string(atoms) +
                       " atoms; lower `environments` or train on more structures");
  const Index width = representation.feature_sets().at(0).size();
  Tensor<double, 2> p0(representation.device(), {atoms, width});
  const Index step = representation.chunk(0);
  for (Index first = 0; first < atoms; first += step) {
    const Index rows = std::min(step, atoms - first);
    const auto p = representation.features(0, pool.coefficients.view().rows(first, rows));
    representation.device().backend().memory().copy(p0.view().rows(first, rows).data(), p.view().data(),
                                                    sizeof(double) * static_cast<std::size_t>(p.size()));
  }
  return farthest_points(representation.device(), std::as_const(p0).view(), count);
}

ReferenceSpace::ReferenceSpace(const Representation& representation, const Target& target, const ModelOptions& options,
                               const Expanded& pool, std::span<const Index> picks)
    : representation_(&representation), target_(target), zeta_(options.zeta) {
  const Device& device = representation.device();
  check_environments(device, target, options, pool, picks);
  for (const auto& [number, irreps] : target.irreps) {
    // The species' environments in ascending order of atoms, each with the rank of its pick.
    std::vector<std::pair<Index, Index>> chosen;
    for (std::size_t k = 0; k < picks.size(); ++k)
      if (pool.numbers[static_cast<std::size_t>(picks[k])] == number)
        chosen.emplace_back(picks[k], static_cast<Index>(k));
    std::sort(chosen.begin(), chosen.end());
    std::vector<Index> atoms;
    std::vector<Index> rank;
    for (const auto& [atom, pick] : chosen) {
      atoms.push_back(atom);
      rank.push_back(pick);
    }
    const auto m_total = static_cast<Index>(atoms.size());
    auto& c = environments_[number];
    c = representation.gather(pool, atoms);
    Tensor<double, 3> p0 = representation.features(0, c.view());
    for (const Irrep& irrep : irreps) {
      Block block{.number = number,
                  .lambda = irrep.lambda,
                  .count = irrep.count,
                  .baseline = irrep.baseline,
                  .environments = environments_within(rank, environment_limit(options, irrep.lambda)),
                  .reference = {},
                  .projector = {}};
      const auto m = static_cast<Index>(block.environments.size());
      const auto rows = Tensor<Index, 1>::from_host(device, block.environments, {m});
      auto select = [&](const Tensor<double, 3>& p) {
        Tensor<double, 3> chosen_p(device, {m, p.extent(1), p.extent(2)});
        const Index width = p.extent(1) * p.extent(2);
        device.backend().kernels().gather_rows(p.view().reshape<2>({m_total, width}), rows.view(), 0,
                                               chosen_p.view().reshape<2>({m, width}));
        return chosen_p;
      };
      const Tensor<double, 3> p0_block = select(p0);
      block.reference =
          irrep.lambda == 0 ? p0_block.clone(device) : select(representation.features(irrep.lambda, c.view()));
      Tensor<double, 2> k0(device, {m, m});
      similarity(device, p0_block.view(), p0_block.view(), k0.view(), 1, k0.view());
      project_reference(block, std::as_const(k0).view(), options.eigenvalue_cut);
      block.weight_offset = dimension_;
      dimension_ += block.dimension * block.count;
      blocks_.push_back(std::move(block));
    }
  }
}

void ReferenceSpace::project_reference(Block& block, View<const double, 2> k0, double eigenvalue_cut) const {
  const Device& device = representation_->device();
  const Index n = static_cast<Index>(block.environments.size()) * block.components();
  Tensor<double, 2> k_mm(device, {n, n});
  similarity(device, std::as_const(block.reference).view(), std::as_const(block.reference).view(), k0, zeta_,
             k_mm.view());
  Tensor<double, 1> eigenvalues(device, {n});
  device.backend().linear_algebra().symmetric_eigen(matrix(k_mm.view()), eigenvalues.view());
  const std::vector<double> w = eigenvalues.to_host();
  const auto dropped =
      static_cast<Index>(std::count_if(w.begin(), w.end(), [&](double x) { return x <= eigenvalue_cut; }));
  block.dimension = n - dropped;
  // V w^{-1/2} of the kept columns (ascending order: the last ones), scaled on the host: quadratic work.
  std::vector<double> scale;
  for (Index d = dropped; d < n; ++d) scale.push_back(1.0 / std::sqrt(w[static_cast<std::size_t>(d)]));
  const std::vector<double> vectors = k_mm.to_host();
  std::vector<double> projector;
  projector.reserve(static_cast<std::size_t>(n * block.dimension));
  for (Index row = 0; row < n; ++row) {
    const double* kept = vectors.data() + row * n + dropped;
    for (std::size_t d = 0; d < scale.size(); ++d) projector.push_back(kept[d] * scale[d]);
  }
  block.projector = Tensor<double, 2>::from_host(device, projector, {n, block.dimension});
}

void ReferenceSpace::order_coefficients(std::span<const Structure> structures, Design& design) const {
  // Where a block's functions start within an atom, and where its next atom goes in block order.
  std::map<int, std::vector<std::pair<std::size_t, Index>>> blocks_of;  // number -> (block, offset in atom)
  std::map<int, Index> functions_of;
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    Index& functions = functions_of[blocks_[b].number];
    blocks_of[blocks_[b].number].emplace_back(b, functions);
    functions += blocks_[b].components() * blocks_[b].count;
  }
  std::vector<Index> elements(blocks_.size(), 0);
  design.function_offset.assign(1, 0);
  for (const Structure& s : structures) {
    Index functions = 0;
    for (int number : s.numbers) {
      (void)target_.of(number);  // throws for species outside the target
      functions += functions_of.at(number);
      for (const auto& [b, offset] : blocks_of.at(number)) elements[b] += blocks_[b].components() * blocks_[b].count;
    }
    design.function_offset.push_back(design.function_offset.back() + functions);
  }
  design.block_offset.assign(1, 0);
  for (Index count : elements) design.block_offset.push_back(design.block_offset.back() + count);
  const auto total = static_cast<std::size_t>(design.functions());
  design.structure_position.resize(total);
  std::vector<Index> to_structure(total);
  std::vector<Index> next(design.block_offset.begin(), design.block_offset.end() - 1);
  Index atom_first = 0;
  for (const Structure& s : structures)
    for (int number : s.numbers) {
      for (const auto& [b, offset] : blocks_of.at(number)) {
        const Block& block = blocks_[b];
        for (Index mu = 0; mu < block.components(); ++mu)
          for (Index n = 0; n < block.count; ++n) {
            const Index f = atom_first + offset + n * block.components() + mu;
            const Index k = next[b]++;
            design.structure_position[static_cast<std::size_t>(k)] = f;
            to_structure[static_cast<std::size_t>(f)] = k;
          }
      }
      atom_first += functions_of.at(number);
    }
  const Device& device = representation_->device();
  design.to_block = Tensor<Index, 1>::from_host(device, design.structure_position, {design.functions()});
  design.to_structure = Tensor<Index, 1>::from_host(device, to_structure, {design.functions()});
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const Index rows = elements[b] / std::max<Index>(blocks_[b].count, 1);
    std::vector<Index> list;
    for (Index n = 0; n < blocks_[b].count; ++n)
      for (Index row = 0; row < rows; ++row) list.push_back(design.function_of(b, blocks_[b], row, n));
    design.functions_of.push_back(Tensor<Index, 2>::from_host(device, list, {blocks_[b].count, rows}));
  }
}

void ReferenceSpace::fill_psi(const Expanded& expanded, int number, Design& design) const {
  const Device& device = representation_->device();
  auto& la = device.backend().linear_algebra();
  const auto found = expanded.atoms_of.find(number);
  const Index atoms = found == expanded.atoms_of.end() ? 0 : static_cast<Index>(found->second.size());
  for (std::size_t b = 0; b < blocks_.size(); ++b)
    if (blocks_[b].number == number)
      design.psi[b] = Tensor<double, 2>(device, {atoms * blocks_[b].components(), blocks_[b].dimension});
  if (atoms == 0) return;
  const Tensor<double, 3> c = representation_->gather(expanded, found->second);
  // lambda = 0 features of the references by block (environments may differ between lambdas).
  const Tensor<double, 3> p0_reference = representation_->features(0, environments_.at(number).view());
  const Index all = p0_reference.extent(0);
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    const Block& block = blocks_[b];
    if (block.number != number || block.dimension == 0) continue;
    const auto m = static_cast<Index>(block.environments.size());
    const auto rows = Tensor<Index, 1>::from_host(device, block.environments, {m});
    Tensor<double, 3> p0_block(device, {m, 1, p0_reference.extent(2)});
    device.backend().kernels().gather_rows(p0_reference.view().reshape<2>({all, p0_reference.extent(2)}), rows.view(),
                                           0, p0_block.view().reshape<2>({m, p0_reference.extent(2)}));
    const Index step = std::min(representation_->chunk(block.lambda), representation_->chunk(0));
    for (Index first = 0; first < atoms; first += step) {
      const Index count = std::min(step, atoms - first);
      const auto c_chunk = c.view().rows(first, count);
      const Tensor<double, 3> p0 = representation_->features(0, c_chunk);
      Tensor<double, 2> k0(device, {count, m});
      similarity(device, p0.view(), std::as_const(p0_block).view(), k0.view(), 1, k0.view());
      Tensor<double, 2> k(device, {count * block.components(), m * block.components()});
      if (block.lambda == 0) {
        similarity(device, p0.view(), std::as_const(block.reference).view(), std::as_const(k0).view(), zeta_, k.view());
      } else {
        const Tensor<double, 3> p = representation_->features(block.lambda, c_chunk);
        similarity(device, p.view(), std::as_const(block.reference).view(), std::as_const(k0).view(), zeta_, k.view());
      }
      la.gemm(Op::none, Op::none, 1.0, matrix(std::as_const(k).view()), matrix(std::as_const(block.projector).view()),
              0.0, matrix(design.psi[b].view().rows(first * block.components(), count * block.components())));
    }
  }
}

Design ReferenceSpace::design(std::span<const Structure> structures) const {
  Design design;
  order_coefficients(structures, design);
  design.psi.resize(blocks_.size());
  const Expanded expanded = representation_->expand(structures);
  for (const auto& [number, irreps] : target_.irreps) fill_psi(expanded, number, design);
  return design;
}

}  // namespace rhofield
