// Environments, K_MM and Psi, block by block. Features have norm 1 per atom and order; the response's global
// normalisation (theory section 6) is a factor per environment and block, which Psi and projectors take in at the end:
// density and response share features and similarities.
#include "model/reference_space.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "rhofield/descriptors/feature_selection.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

View<const double, 2> flatten(View<const double, 3> p) {
  return p.reshape<2>({p.extent(0) * p.extent(1), p.extent(2)});
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
      const Index rows = m * (2 * irrep.order + 1);
      if (rows > largest)
        throw InvalidInput("the " + std::to_string(m) + " reference environments of " + symbol + " give " +
                           describe(irrep.features()) + " a similarity matrix of " + std::to_string(rows) +
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
  const Index width = representation.feature_sets().at(invariants).size();
  Tensor<double, 2> p0(representation.device(), {atoms, width});
  const Index step = representation.chunk(invariants);
  for (Index first = 0; first < atoms; first += step) {
    const Index rows = std::min(step, atoms - first);
    const auto p = representation.features(invariants, pool.coefficients.view().rows(first, rows));
    representation.device().backend().memory().copy(p0.view().rows(first, rows).data(), p.view().data(),
                                                    sizeof(double) * static_cast<std::size_t>(p.size()));
  }
  return farthest_points(representation.device(), std::as_const(p0).view(), count);
}

void self_similarity(const Device& device, View<const double, 3> p, View<double, 1> squares) {
  const Index atoms = p.extent(0), components = p.extent(1), width = p.extent(2);
  Tensor<double, 3> k(device, {atoms, components, components});
  device.backend().linear_algebra().gemm_batched(
      Op::none, Op::transpose, 1.0, ConstMatrixView(p.data(), components, width, width), components * width,
      ConstMatrixView(p.data(), components, width, width), components * width, 0.0,
      MatrixView{k.view().data(), components, components, components}, components * components, atoms);
  device.backend().kernels().row_squares(std::as_const(k).view().reshape<2>({atoms, components * components}), squares);
}

// --- references

References::References(const Representation& representation, std::span<const Target> targets,
                       const ModelOptions& options, const Expanded& pool, std::span<const Index> picks)
    : representation_(&representation), options_(options) {
  std::map<std::pair<int, FeatureOrder>, int> lambda_of;  // the lambda that asks for most environments
  for (const Target& target : targets) {
    check_environments(representation.device(), target, options, pool, picks);
    for (const auto& [number, irreps] : target.irreps)
      for (const Irrep& irrep : irreps) {
        const auto [found, is_new] = lambda_of.try_emplace({number, irrep.features()}, irrep.lambda);
        if (environment_limit(options, irrep.lambda) > environment_limit(options, found->second))
          found->second = irrep.lambda;
      }
  }
  for (const auto& [key, lambda] : lambda_of) {
    const int number = key.first;
    if (coefficients_.contains(number)) continue;
    // The species' environments in ascending order of atoms, each with the rank of its pick.
    std::vector<std::pair<Index, Index>> chosen;
    for (std::size_t k = 0; k < picks.size(); ++k)
      if (pool.numbers[static_cast<std::size_t>(picks[k])] == number)
        chosen.emplace_back(picks[k], static_cast<Index>(k));
    std::sort(chosen.begin(), chosen.end());
    std::vector<Index> atoms;
    for (const auto& [atom, pick] : chosen) {
      atoms.push_back(atom);
      ranks_[number].push_back(pick);
    }
    coefficients_[number] = representation.gather(pool, atoms);
  }
  for (const auto& [key, lambda] : lambda_of) make_group(key.first, key.second, environments(key.first, lambda));
}

std::vector<Index> References::environments(int number, int lambda) const {
  const auto& ranks = ranks_.at(number);
  const Index limit = environment_limit(options_, lambda);
  std::vector<Index> chosen;
  for (std::size_t m = 0; m < ranks.size(); ++m)
    if (ranks[m] < limit) chosen.push_back(static_cast<Index>(m));
  return chosen;
}

void References::make_group(int number, FeatureOrder order, std::vector<Index> environments) {
  const Tensor<double, 3> c = representation_->gather(coefficients_.at(number).view(), environments);
  Tensor<double, 3> p = representation_->features(order, c.view());
  Tensor<double, 1> squares(representation_->device(), {p.extent(0)});
  self_similarity(representation_->device(), std::as_const(p).view(), squares.view());
  groups_[{number, order}] = {.environments = std::move(environments),
                              .invariants = representation_->features(invariants, c.view()),
                              .features = std::move(p),
                              .norms = representation_->norms(order, c.view()).to_host(),
                              .squares = squares.to_host()};
}

// --- reference space

ReferenceSpace::ReferenceSpace(const Representation& representation, const Target& target, const ModelOptions& options,
                               const Expanded& pool, std::span<const Index> picks)
    : ReferenceSpace(std::make_shared<const References>(representation, std::span(&target, 1), options, pool, picks),
                     target) {}

namespace {

/// The irreps of the same functions, one after the other.
std::span<const Irrep> same_lambda(const std::vector<Irrep>& irreps, std::size_t first) {
  std::size_t last = first;
  while (last < irreps.size() && irreps[last].lambda == irreps[first].lambda) ++last;
  return std::span(irreps).subspan(first, last - first);
}

}  // namespace

ReferenceSpace::ReferenceSpace(std::shared_ptr<const References> references, const Target& target)
    : references_(std::move(references)), target_(target) {
  const Device& device = representation().device();
  for (const auto& [number, irreps] : target.irreps)
    for (std::size_t first = 0; first < irreps.size();) {
      const auto parts = same_lambda(irreps, first);
      const auto orders = static_cast<Index>(parts.size());
      const std::vector<Index> used = references_->environments(number, parts[0].lambda);
      const auto count = static_cast<Index>(used.size());
      std::vector<double> scales(static_cast<std::size_t>(orders * count), 1.0);
      if (target.fields > 1) {
        // Groups may hold more environments than these: found by positions in the species' list.
        std::vector<double> norms, squares;
        for (const Irrep& irrep : parts) {
          const References::Group& group = references_->group(number, irrep.features());
          for (Index environment : used) {
            const auto k = static_cast<std::size_t>(
                std::lower_bound(group.environments.begin(), group.environments.end(), environment) -
                group.environments.begin());
            norms.push_back(group.norms[k]);
            squares.push_back(group.squares[k]);
          }
        }
        Tensor<double, 2> result(device, {orders, count});
        device.backend().kernels().field_scales(Tensor<double, 2>::from_host(device, norms, {orders, count}).view(),
                                                Tensor<double, 2>::from_host(device, squares, {orders, count}).view(),
                                                result.view());
        scales = result.to_host();
      }
      const std::size_t each = scales.size() / parts.size();
      for (std::size_t k = 0; k < parts.size(); ++k)
        add_block(number, parts[k], std::span(scales).subspan(k * each, each));
      first += parts.size();
    }
}

void ReferenceSpace::add_block(int number, const Irrep& irrep, std::span<const double> scales) {
  const Device& device = representation().device();
  auto& kernels = device.backend().kernels();
  const References::Group& group = references_->group(number, irrep.features());
  Block block{.number = number,
              .irrep = irrep,
              .environments = references_->environments(number, irrep.lambda),
              .projector = {}};
  const auto m = static_cast<Index>(block.environments.size());
  const Index components = block.components();
  const Index width = components * group.features.extent(2);
  std::vector<Index> position;  // of each environment within the group
  for (Index environment : block.environments)
    position.push_back(std::lower_bound(group.environments.begin(), group.environments.end(), environment) -
                       group.environments.begin());
  const auto rows = Tensor<Index, 1>::from_host(device, position, {m});
  const auto select = [&](const Tensor<double, 3>& p) {
    Tensor<double, 3> chosen(device, {m, p.extent(1), p.extent(2)});
    const Index row = p.extent(1) * p.extent(2);
    kernels.gather_rows(p.view().reshape<2>({p.extent(0), row}), rows.view(), 0, chosen.view().reshape<2>({m, row}));
    return chosen;
  };
  // K_MM of the scaled references.
  const Tensor<double, 3> p0 = select(group.invariants);
  Tensor<double, 3> p = select(group.features);
  kernels.scale_rows(Tensor<double, 1>::from_host(device, scales, {m}).view(), 1, p.view().reshape<2>({m, width}));
  Tensor<double, 2> k0(device, {m, m});
  similarity(device, p0.view(), p0.view(), k0.view(), 1, k0.view());
  const Index n = m * components;
  Tensor<double, 2> k_mm(device, {n, n});
  similarity(device, std::as_const(p).view(), std::as_const(p).view(), std::as_const(k0).view(),
             references_->options().zeta, k_mm.view());
  Tensor<double, 1> eigenvalues(device, {n});
  device.backend().linear_algebra().symmetric_eigen(matrix(k_mm.view()), eigenvalues.view());
  const std::vector<double> w = eigenvalues.to_host();
  // Features that are not normalised have eigenvalues of any size: the cut is relative to the largest.
  const bool relative = references_->options().descriptor_normalisation == DescriptorNormalisation::none;
  const double cut = references_->options().eigenvalue_cut * (relative && n > 0 ? std::max(w.back(), 0.0) : 1.0);
  const auto dropped = static_cast<Index>(std::count_if(w.begin(), w.end(), [&](double x) { return x <= cut; }));
  block.dimension = n - dropped;
  // V w^{-1/2} of the kept columns (ascending order: the last ones), scaled on the host: quadratic work.
  const std::vector<double> vectors = k_mm.to_host();
  std::vector<double> projector(static_cast<std::size_t>(group.rows() * block.dimension), 0.0);
  for (Index row = 0; row < n; ++row) {
    const auto k = static_cast<std::size_t>(row / components);
    double* out = projector.data() + (position[k] * components + row % components) * block.dimension;
    for (Index d = 0; d < block.dimension; ++d)
      out[d] = scales[k] * vectors[static_cast<std::size_t>(row * n + dropped + d)] /
               std::sqrt(w[static_cast<std::size_t>(dropped + d)]);
  }
  block.projector = Tensor<double, 2>::from_host(device, projector, {group.rows(), block.dimension});
  block.weight_offset = dimension_;
  dimension_ += block.dimension * block.count();
  blocks_.push_back(std::move(block));
}

}  // namespace rhofield
