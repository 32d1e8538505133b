// Folded-weight prediction (theory section 5):
//   c_{i mu n} = sum_q P_{i mu q} G_{i q n},  G_{i q n} = sum_m k0(i,m)^(zeta-1) Z_{m q n},
//   Z_{m q n} = sum_mu' P_{m mu' q} (V w^{-1/2} W)_{m mu' n}   (made once, when the model is loaded)
#include "rhofield/model/predictor.hpp"

#include <algorithm>
#include <cmath>

#include "model/batches.hpp"
#include "model/representation.hpp"
#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr Index atoms_per_batch = 4096;          // bounds expansions and predictions in flight
constexpr Index folded_bytes = Index{64} << 20;  // G of one chunk of atoms

struct FoldedBlock {
  int lambda = 0;
  Index count = 0;
  Index offset = 0;      // first function of the block within an atom
  Tensor<double, 3> p0;  // P^0 of the block's environments [m, 1, q0]
  Tensor<double, 2> z;   // Z [m, (q n)]; for zeta = 1 already summed over m: [1, (q n)]
};

struct FoldedSpecies {
  Index functions = 0;
  std::vector<double> baseline;
  std::vector<FoldedBlock> blocks;
};

}  // namespace

struct Predictor::State {
  Device device;
  Representation representation;
  GaussianBasis basis;
  int zeta;
  std::map<int, FoldedSpecies> species;

  State(const Device& d, const Model& model)
      : device(d),
        representation(d, model.species, model.options.expansion),
        basis(model.basis),
        zeta(model.options.zeta) {
    representation.use_features(model.feature_sets);
    for (const auto& [number, irreps] : model.target.irreps) fold(number, irreps, model.species_models.at(number));
  }

  void fold(int number, const std::vector<Irrep>& irreps, const SpeciesModel& model);
  void predict_species(const Expanded& expanded, int number, std::vector<double>& out,
                       std::span<const Index> atom_offset) const;
};

void Predictor::State::fold(int number, const std::vector<Irrep>& irreps, const SpeciesModel& model) {
  auto& la = device.backend().linear_algebra();
  auto& kernels = device.backend().kernels();
  FoldedSpecies& folded = species[number];
  folded.functions = basis.functions(number);
  folded.baseline = model.baseline;
  const Index m_all = model.environments;
  const Index lm = (representation.l_max() + 1) * (representation.l_max() + 1);
  const auto c =
      Tensor<double, 3>::from_host(device, model.environment_coefficients, {m_all, lm, representation.channels()});
  const Tensor<double, 3> p0_all = representation.features(0, c.view());
  const Index q0 = p0_all.extent(2);
  Index offset = 0;
  for (const Irrep& irrep : irreps) {
    const ModelBlock& block = model.blocks.at(irrep.lambda);
    const Index components = 2 * irrep.lambda + 1;
    const auto m = static_cast<Index>(block.environments.size());
    const Index n = irrep.count;
    FoldedBlock out{.lambda = irrep.lambda, .count = n, .offset = offset, .p0 = {}, .z = {}};
    offset += components * n;
    if (m > 0) {
      const std::vector<Index> rows(block.environments.begin(), block.environments.end());
      const auto row_list = Tensor<Index, 1>::from_host(device, rows, {m});
      out.p0 = Tensor<double, 3>(device, {m, 1, q0});
      kernels.gather_rows(p0_all.view().reshape<2>({m_all, q0}), row_list.view(), 0, out.p0.view().reshape<2>({m, q0}));
      const Tensor<double, 3> p_all = representation.features(irrep.lambda, c.view());
      const Index q = p_all.extent(2);
      Tensor<double, 3> p(device, {m, components, q});
      kernels.gather_rows(p_all.view().reshape<2>({m_all, components * q}), row_list.view(), 0,
                          p.view().reshape<2>({m, components * q}));
      const auto a = Tensor<double, 2>::from_host(device, block.weights, {m * components, n});
      if (zeta == 1) {
        // Without k0 the references can be summed at once: Z [q, n] = P^T [q, (m mu')] A [(m mu'), n].
        out.z = Tensor<double, 2>(device, {1, q * n});
        la.gemm(Op::transpose, Op::none, 1.0, matrix(std::as_const(p).view().reshape<2>({m * components, q})),
                matrix(a.view()), 0.0, MatrixView{out.z.view().data(), q, n, n});
      } else {
        out.z = Tensor<double, 2>(device, {m, q * n});
        la.gemm_batched(Op::transpose, Op::none, 1.0, ConstMatrixView(p.view().data(), components, q, q),
                        components * q, ConstMatrixView(a.view().data(), components, n, n), components * n, 0.0,
                        MatrixView{out.z.view().data(), q, n, n}, q * n, m);
      }
    }
    folded.blocks.push_back(std::move(out));
  }
}

void Predictor::State::predict_species(const Expanded& expanded, int number, std::vector<double>& out,
                                       std::span<const Index> atom_offset) const {
  auto& la = device.backend().linear_algebra();
  const FoldedSpecies& folded = species.at(number);
  const auto& atoms = expanded.atoms_of.at(number);
  const auto total = static_cast<Index>(atoms.size());
  const Tensor<double, 3> c = representation.gather(expanded, atoms);
  Index step = 1024;
  for (const FoldedBlock& block : folded.blocks)
    step = std::min({step, representation.chunk(block.lambda),
                     std::max<Index>(8, folded_bytes / (static_cast<Index>(sizeof(double)) *
                                                        std::max<Index>(block.z.extent(1), 1)))});
  for (Index first = 0; first < total; first += step) {
    const Index count = std::min(step, total - first);
    const auto c_chunk = c.view().rows(first, count);
    const Tensor<double, 3> p0 = representation.features(0, c_chunk);
    for (const FoldedBlock& block : folded.blocks) {
      const Index m = block.p0.extent(0);
      if (m == 0) continue;
      const Index components = 2 * block.lambda + 1;
      const Index n = block.count;
      const Index q = block.z.extent(1) / n;
      Tensor<double, 3> p_own;
      if (block.lambda > 0) p_own = representation.features(block.lambda, c_chunk);
      const Tensor<double, 3>& p = block.lambda > 0 ? p_own : p0;
      Tensor<double, 3> prediction(device, {count, components, n});
      if (zeta == 1) {
        la.gemm(Op::none, Op::none, 1.0, matrix(p.view().reshape<2>({count * components, q})),
                ConstMatrixView(block.z.view().data(), q, n, n), 0.0,
                matrix(prediction.view().reshape<2>({count * components, n})));
      } else {
        Tensor<double, 2> k0(device, {count, m});
        la.gemm(Op::none, Op::transpose, 1.0, matrix(p0.view().reshape<2>({count, p0.extent(2)})),
                matrix(block.p0.view().reshape<2>({m, p0.extent(2)})), 0.0, matrix(k0.view()));
        // k0 <- k0^(zeta-1): one factor k0 is there already.
        if (zeta > 2) {
          const Tensor<double, 2> base = k0.clone(device);
          device.backend().kernels().scale_similarity(base.view(), zeta - 2, 1, k0.view());
        }
        Tensor<double, 2> g(device, {count, q * n});
        la.gemm(Op::none, Op::none, 1.0, matrix(std::as_const(k0).view()), matrix(block.z.view()), 0.0,
                matrix(g.view()));
        la.gemm_batched(Op::none, Op::none, 1.0, ConstMatrixView(p.view().data(), components, q, q), components * q,
                        ConstMatrixView(g.view().data(), q, n, n), q * n, 0.0,
                        MatrixView{prediction.view().data(), components, n, n}, components * n, count);
      }
      const std::vector<double> host = prediction.to_host();
      for (Index i = 0; i < count; ++i) {
        const Index base =
            atom_offset[static_cast<std::size_t>(atoms[static_cast<std::size_t>(first + i)])] + block.offset;
        for (Index mu = 0; mu < components; ++mu)
          for (Index k = 0; k < n; ++k)
            out[static_cast<std::size_t>(base + k * components + mu)] =
                host[static_cast<std::size_t>((i * components + mu) * n + k)];
      }
    }
  }
  for (Index atom : atoms)
    for (std::size_t n = 0; n < folded.baseline.size(); ++n)
      out[static_cast<std::size_t>(atom_offset[static_cast<std::size_t>(atom)]) + n] += folded.baseline[n];
}

Predictor::Predictor(const Device& device, const Model& model) {
  validate(model);
  state_ = std::make_unique<State>(device, model);
}
Predictor::~Predictor() = default;
Predictor::Predictor(Predictor&&) noexcept = default;
Predictor& Predictor::operator=(Predictor&&) noexcept = default;

namespace {

void check_elements(std::span<const Structure> structures, const std::map<int, FoldedSpecies>& known) {
  for (std::size_t a = 0; a < structures.size(); ++a)
    for (int number : structures[a].numbers)
      if (!known.contains(number)) {
        std::string list;
        for (const auto& [z, unused] : known) list += " " + std::string(element_symbol(z));
        throw InvalidInput("structure " + std::to_string(a) + " contains " + std::string(element_symbol(number)) +
                           ", but the model was trained on" + list + " only");
      }
}

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
  check_elements(structures, state_->species);
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
    std::vector<Index> atom_offset{0};
    for (int number : expanded.numbers)
      atom_offset.push_back(atom_offset.back() + state_->species.at(number).functions);
    std::vector<double> all(static_cast<std::size_t>(atom_offset.back()), 0.0);
    for (const auto& [number, atoms] : expanded.atoms_of) state_->predict_species(expanded, number, all, atom_offset);
    for (std::size_t a = 0; a < batch.size(); ++a) {
      const auto first = atom_offset[static_cast<std::size_t>(expanded.first_atom[a])];
      const auto last = atom_offset[static_cast<std::size_t>(expanded.first_atom[a + 1])];
      predictions[begin + a].assign(all.begin() + first, all.begin() + last);
      if (options.conserve_charge)
        impose_electrons(state_->device, state_->basis, batch[a], options.electrons[begin + a], predictions[begin + a]);
    }
  });
  return predictions;
}

}  // namespace rhofield
