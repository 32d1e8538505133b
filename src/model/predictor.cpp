// Folded-weight prediction (folded_features.hpp). The columns n run over the radial functions of all irreps with the
// same features. Those of a response are recoupled at the end:
//   c^(k)_{i n lambda mu} = sum_L sum_M R^{lambda L}_{(mu k), M} c^L_{i M n} / sqrt(N_i)   (theory section 6)
#include "rhofield/model/predictor.hpp"

#include <algorithm>
#include <cmath>

#include "model/batches.hpp"
#include "model/design.hpp"
#include "model/folded_features.hpp"
#include "model/gradients.hpp"
#include "model/structure_checks.hpp"
#include "rhofield/angular/coupling.hpp"
#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"
#include "shared/similarity.hpp"

namespace rhofield {

namespace {

constexpr Index atoms_per_batch = 4096;  // bounds expansions and predictions in flight

/// Columns of a FoldedOrder that belong to one irrep.
struct FoldedPart {
  int lambda = 0;
  Index count = 0;
  Index column = 0;     // first of its `count` columns
  Index offset = 0;     // first function of lambda within an atom
  std::size_t run = 0;  // irreps with the same lambda: they share the response's normalisation
  std::vector<RecouplingTerm> terms;
};

/// All irreps of one species that need the same features.
struct FoldedOrder : FoldedFeatures {
  std::vector<FoldedPart> parts;
};

struct FoldedSpecies {
  Index functions = 0;
  std::vector<double> baseline;
  std::size_t runs = 0;
  std::vector<FoldedOrder> orders;
};

/// Where the coefficients of the atoms of a batch go.
struct Placement {
  std::vector<Index> element_offset;  // [structure + 1]
  std::vector<Index> first_element;   // [atom], of the first field
  std::vector<Index> field_stride;    // [atom], functions of its structure
};

}  // namespace

struct Predictor::State {
  Device device;
  Representation representation;
  GaussianBasis basis;
  Quantity quantity;
  int fields;
  int zeta;
  std::map<int, FoldedSpecies> species;

  State(const Device& d, const Model& model, Quantity q, int lambda_max)
      : device(d),
        representation(d, model.species, model.options),
        basis(model.basis),
        quantity(q),
        fields(model.of(q).target.fields),
        zeta(model.options.zeta) {
    std::map<FeatureOrder, FeatureSet> used{{invariants, model.feature_sets.at(invariants)}};
    for (const auto& [number, irreps] : model.of(q).target.irreps)
      for (const Irrep& irrep : irreps)
        if (irrep.lambda <= lambda_max) used[irrep.features()] = model.feature_sets.at(irrep.features());
    representation.use_features(std::move(used));
    for (const auto& [number, learned] : model.of(q).species) {
      species[number].functions = basis.functions(number);
      if (species[number].functions == 0) continue;  // a neighbour only
      species[number].baseline = learned.baseline;
      fold(model.of(q).target.of(number), learned, model.species_models.at(number), lambda_max, species[number]);
    }
  }

  void fold(const std::vector<Irrep>& irreps, const LearnedSpecies& learned, const SpeciesModel& environments,
            int lambda_max, FoldedSpecies& folded);
  void predict_species(const Expanded& expanded, int number, std::vector<double>& out,
                       const Placement& placement) const;
  Placement place(std::span<const Structure> structures) const;
};

void Predictor::State::fold(const std::vector<Irrep>& irreps, const LearnedSpecies& learned,
                            const SpeciesModel& environments, int lambda_max, FoldedSpecies& folded) {
  std::map<FeatureOrder, std::vector<FoldedBlock>> blocks_of;
  std::map<FeatureOrder, FoldedOrder> orders;
  Index offset = 0;
  for (std::size_t k = 0; k < irreps.size(); ++k) {
    const Irrep& irrep = irreps[k];
    if (k > 0 && irrep.lambda != irreps[k - 1].lambda) {
      offset += (2 * irreps[k - 1].lambda + 1) * irreps[k - 1].count;
      ++folded.runs;
    }
    if (irrep.lambda > lambda_max) break;
    FoldedOrder& order = orders[irrep.features()];
    order.order = irrep.features();
    order.zeta = zeta;
    order.parts.push_back({.lambda = irrep.lambda,
                           .count = irrep.count,
                           .column = order.columns,
                           .offset = offset,
                           .run = folded.runs,
                           .terms = recoupling_of(irrep, fields)});
    blocks_of[irrep.features()].push_back({&learned.blocks[k], order.columns});
    order.columns += irrep.count;
  }
  ++folded.runs;
  const Index lm = (representation.l_max() + 1) * (representation.l_max() + 1);
  const auto c = Tensor<double, 3>::from_host(device, environments.environment_coefficients,
                                              {environments.environments, lm, representation.channels()});
  for (auto& [features, order] : orders) {
    fold_environments(representation, blocks_of.at(features), c.view(), order);
    folded.orders.push_back(std::move(order));
  }
}

void Predictor::State::predict_species(const Expanded& expanded, int number, std::vector<double>& out,
                                       const Placement& placement) const {
  const FoldedSpecies& folded = species.at(number);
  if (folded.functions == 0) return;
  const auto& atoms = expanded.atoms_of.at(number);
  const auto total = static_cast<Index>(atoms.size());
  const Tensor<double, 3> c = representation.gather(expanded, atoms);
  Index step = total;
  for (const FoldedOrder& order : folded.orders) step = std::min(step, folded_chunk(representation, order));
  for (Index first = 0; first < total; first += step) {
    const Index count = std::min(step, total - first);
    const auto c_chunk = c.view().rows(first, count);
    const Tensor<double, 3> p0 = representation.features(invariants, c_chunk);
    std::vector<std::vector<double>> values, norms;         // per order: [atom, M, column], [atom]
    std::vector<std::vector<double>> squares(folded.runs);  // per run of irreps: N_i^2 [atom]
    for (auto& run : squares) run.assign(static_cast<std::size_t>(fields > 1 ? count : 0), 0.0);
    for (const FoldedOrder& order : folded.orders) {
      Tensor<double, 3> own;
      if (order.order != invariants) own = representation.features(order.order, c_chunk);
      const View<const double, 3> p = order.order == invariants ? p0.view() : std::as_const(own).view();
      // An order without environments predicts nothing, but counts in the normalisation.
      values.push_back(order.empty() ? std::vector<double>{} : predict_folded(device, order, p0.view(), p).to_host());
      norms.emplace_back();
      if (fields == 1) continue;
      norms.back() = representation.norms(order.order, c_chunk).to_host();
      Tensor<double, 1> self(device, {count});
      self_similarity(device, p, self.view());
      const std::vector<double> square = self.to_host();
      for (const FoldedPart& part : order.parts)
        for (std::size_t i = 0; i < square.size(); ++i)
          squares[part.run][i] += formula::self_similarity(norms.back()[i], square[i]);
    }
    for (std::size_t o = 0; o < folded.orders.size(); ++o) {
      const FoldedOrder& order = folded.orders[o];
      if (values[o].empty()) continue;
      const Index components = 2 * order.order.lambda + 1;
      for (const FoldedPart& part : order.parts)
        for (Index i = 0; i < count; ++i) {
          const auto atom = static_cast<std::size_t>(atoms[static_cast<std::size_t>(first + i)]);
          const auto k = static_cast<std::size_t>(i);
          const double scale = fields == 1 ? 1.0 : formula::field_scale(norms[o][k], squares[part.run][k]);
          const double* in = values[o].data() + i * components * order.columns + part.column;
          double* to = out.data() + placement.first_element[atom] + part.offset;
          for (const RecouplingTerm& t : part.terms) {
            const double factor = scale * t.value;
            const double* row = in + t.M * order.columns;
            double* target = to + t.field * placement.field_stride[atom] + t.mu;
            for (Index n = 0; n < part.count; ++n) target[n * (2 * part.lambda + 1)] += factor * row[n];
          }
        }
    }
  }
  for (Index atom : atoms)
    for (std::size_t n = 0; n < folded.baseline.size(); ++n)
      out[static_cast<std::size_t>(placement.first_element[static_cast<std::size_t>(atom)]) + n] += folded.baseline[n];
}

Placement Predictor::State::place(std::span<const Structure> structures) const {
  Placement placement{.element_offset = {0}, .first_element = {}, .field_stride = {}};
  for (const Structure& structure : structures) {
    const Index functions = basis.functions(structure);
    Index element = placement.element_offset.back();
    for (int number : structure.numbers) {
      placement.first_element.push_back(element);
      placement.field_stride.push_back(functions);
      element += species.at(number).functions;
    }
    placement.element_offset.push_back(placement.element_offset.back() + fields * functions);
  }
  return placement;
}

Predictor::Predictor(const Device& device, const Model& model, Quantity quantity, int lambda_max) {
  validate(model);
  if (lambda_max < 0)
    throw InvalidInput("functions up to lambda_max = " + std::to_string(lambda_max) +
                       " were asked for; it must be 0 or more");
  state_ = std::make_unique<State>(device, model, quantity, lambda_max);
}
Predictor::~Predictor() = default;
Predictor::Predictor(Predictor&&) noexcept = default;
Predictor& Predictor::operator=(Predictor&&) noexcept = default;

namespace {

/// c += S^-1 q (N_e - q.c) / (q.S^-1 q): the smallest change in the metric that has the right number of electrons.
void impose_electrons(const Device& device, const GaussianBasis& basis, const Structure& structure, double electrons,
                      std::vector<double>& coefficients) {
  auto& la = device.backend().linear_algebra();
  const std::vector<double> q = charge_moments(basis, structure);
  const auto n = static_cast<Index>(q.size());
  Tensor<double, 2> s = overlap_matrix(device, basis, structure);
  auto x = Tensor<double, 2>::from_host(device, q, {n, 1});
  if (!la.cholesky(matrix(s.view())))
    throw NumericalFailure("the overlap matrix of " + std::to_string(n) +
                           " functions is not positive definite; cannot impose " + text(electrons) +
                           " electrons: use a basis with fewer diffuse functions, or predict without conserve_charge");
  la.cholesky_solve(matrix(std::as_const(s).view()), matrix(x.view()));
  const std::vector<double> direction = x.to_host();
  double present = 0;
  double response = 0;
  for (std::size_t f = 0; f < q.size(); ++f) {
    present += q[f] * coefficients[f];
    response += q[f] * direction[f];
  }
  if (!(response > 0))
    throw InvalidInput("no change of the " + std::to_string(n) + " coefficients can move the electron number from " +
                       text(present) + " to " + text(electrons) + " (q.S^-1 q is " + text(response) +
                       "): the basis of this structure has no s functions; predict it without conserve_charge");
  for (std::size_t f = 0; f < q.size(); ++f) coefficients[f] += direction[f] * (electrons - present) / response;
}

}  // namespace

std::vector<std::vector<double>> Predictor::operator()(std::span<const Structure> structures,
                                                       const PredictionOptions& options,
                                                       const Progress& progress) const {
  require_known_elements(structures, elements_of_keys(state_->species));
  if (options.conserve_charge && state_->quantity != Quantity::density)
    throw InvalidInput("conserve_charge imposes a number of electrons on a density, but this predicts the " +
                       name_of(state_->quantity) + "; use remove_induced_charge on the result");
  if (options.conserve_charge && options.electrons.size() != structures.size())
    throw InvalidInput("conserving the charge of " + std::to_string(structures.size()) +
                       " structures needs as many electron numbers, got " + std::to_string(options.electrons.size()));
  if (!options.conserve_charge && !options.electrons.empty())
    throw InvalidInput(std::to_string(options.electrons.size()) +
                       " electron numbers were given, but conserve_charge is off; switch it on or give none");
  for (std::size_t a = 0; a < options.electrons.size(); ++a)
    if (!std::isfinite(options.electrons[a]))
      throw InvalidInput("the electron number of structure " + std::to_string(a) + " is " + text(options.electrons[a]) +
                         "; it must be finite");
  if (options.conserve_charge && !state_->basis.is_gaussian())
    throw InvalidInput("the electron number cannot be imposed: the integrals of a numerical basis are not known");
  std::vector<std::vector<double>> predictions(structures.size());
  for_each_batch(structures, atoms_per_batch, [&](std::size_t begin, std::size_t end) {
    if (progress && !progress("prediction", static_cast<Index>(begin), static_cast<Index>(structures.size())))
      throw Interrupted("prediction was stopped after " + std::to_string(begin) + " of " +
                        std::to_string(structures.size()) + " structures");
    const auto batch = structures.subspan(begin, end - begin);
    const Expanded expanded = state_->representation.expand(batch);
    const Placement placement = state_->place(batch);
    std::vector<double> all(static_cast<std::size_t>(placement.element_offset.back()), 0.0);
    for (const auto& [number, atoms] : expanded.atoms_of) state_->predict_species(expanded, number, all, placement);
    for (std::size_t a = 0; a < batch.size(); ++a) {
      predictions[begin + a].assign(all.begin() + placement.element_offset[a],
                                    all.begin() + placement.element_offset[a + 1]);
      if (options.conserve_charge)
        impose_electrons(state_->device, state_->basis, batch[a], options.electrons[begin + a], predictions[begin + a]);
    }
  });
  return predictions;
}

std::vector<StructureGradient> Predictor::backward(std::span<const Structure> structures,
                                                   std::span<const std::vector<double>> cotangents,
                                                   const Progress& progress) const {
  require_known_elements(structures, elements_of_keys(state_->species));
  if (state_->quantity != Quantity::density)
    throw InvalidInput("derivatives are known of predicted densities, but this predicts the " +
                       name_of(state_->quantity) + "; difference its predictions");
  if (cotangents.size() != structures.size())
    throw InvalidInput("derivatives for " + std::to_string(structures.size()) +
                       " structures need as many cotangents, got " + std::to_string(cotangents.size()));
  for (std::size_t a = 0; a < structures.size(); ++a)
    if (const Index functions = state_->basis.functions(structures[a]); std::ssize(cotangents[a]) != functions)
      throw InvalidInput("structure " + std::to_string(a) + " has " + std::to_string(functions) +
                         " functions, its cotangent " + std::to_string(cotangents[a].size()) +
                         " numbers; give one for each function");
  std::vector<StructureGradient> gradients(structures.size());
  for_each_batch(structures, atoms_per_batch, [&](std::size_t begin, std::size_t end) {
    if (progress && !progress("gradients", static_cast<Index>(begin), static_cast<Index>(structures.size())))
      throw Interrupted("gradients were stopped after " + std::to_string(begin) + " of " +
                        std::to_string(structures.size()) + " structures");
    const auto batch = structures.subspan(begin, end - begin);
    const Expanded expanded = state_->representation.expand(batch);
    const Placement placement = state_->place(batch);
    std::vector<double> all;
    for (std::size_t a = begin; a < end; ++a) all.insert(all.end(), cotangents[a].begin(), cotangents[a].end());
    // y [mu, column] of an order are coefficients [n, mu] of its irreps: for a density without recoupling.
    const auto cotangent = [&](const AtomCotangent& of) {
      const auto atom = static_cast<std::size_t>(of.atom);
      for (const FoldedPart& part : state_->species.at(expanded.numbers[atom]).orders[of.order].parts) {
        const double* from = all.data() + placement.first_element[atom] + part.offset;
        for (Index mu = 0; mu < 2 * part.lambda + 1; ++mu)
          for (Index n = 0; n < part.count; ++n)
            of.v[mu * of.folded.columns + part.column + n] = from[n * (2 * part.lambda + 1) + mu];
      }
    };
    const FoldedGradients folded{state_->representation, [&](int number) {
                                   std::vector<const FoldedFeatures*> orders;
                                   for (const FoldedOrder& order : state_->species.at(number).orders)
                                     orders.push_back(&order);
                                   return orders;
                                 }};
    auto of_batch = folded(batch, expanded, cotangent);
    std::move(of_batch.begin(), of_batch.end(), gradients.begin() + static_cast<std::ptrdiff_t>(begin));
  });
  return gradients;
}

}  // namespace rhofield
