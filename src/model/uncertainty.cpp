// Members are predicted together, as more radial functions of the same features: a model whose basis has every shell
// once for each of them.
#include "rhofield/model/uncertainty.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/committee.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"

namespace rhofield {

namespace {

constexpr int members_at_once = 8;  // bounds the folded weights

/// The model whose coefficients (l, member, n, m) are the deviations of members [first, first + count).
Model members_as_functions(const Model& model, Quantity quantity, int first, int count) {
  Model all;
  all.options = model.options;
  all.options.quantities = {quantity};
  all.species = model.species;
  all.feature_sets = model.feature_sets;
  all.species_models = model.species_models;
  std::map<int, std::vector<Shell>> shells;
  for (const auto& [number, own] : model.basis.all())
    for (std::size_t begin = 0, end = 0; begin < own.size(); begin = end) {
      while (end < own.size() && own[end].l == own[begin].l) ++end;
      for (int k = 0; k < count; ++k)
        shells[number].insert(shells[number].end(), own.begin() + static_cast<std::ptrdiff_t>(begin),
                              own.begin() + static_cast<std::ptrdiff_t>(end));
    }
  for (const auto& [number, own] : model.basis.all()) shells.try_emplace(number);
  all.basis = GaussianBasis(std::move(shells));
  const LearnedQuantity& learned = model.of(quantity);
  LearnedQuantity& out = all.learned[quantity];
  out.target = learned.target;
  for (auto& [number, irreps] : out.target.irreps)
    for (Irrep& irrep : irreps) {
      irrep.count *= count;
      irrep.baseline = false;
    }
  for (const auto& [number, species] : learned.species)
    for (const ModelBlock& block : species.blocks) {
      ModelBlock& own = out.species[number].blocks.emplace_back();
      own.environments = block.environments;
      own.count = block.count * count;
      own.dimension = block.dimension;
      const auto n = static_cast<std::size_t>(block.count), size = block.weights.size();
      own.weights.resize(size * static_cast<std::size_t>(count));
      for (std::size_t k = 0; k < static_cast<std::size_t>(count); ++k) {
        const double* from = block.committee.data() + (static_cast<std::size_t>(first) + k) * size;
        for (std::size_t e = 0; e < size; ++e)
          own.weights[(e / n * static_cast<std::size_t>(count) + k) * n + e % n] = from[e];
      }
    }
  for (const auto& [number, species] : learned.species) out.species.try_emplace(number);
  return all;
}

/// The root of the mean square, element by element.
class Spread {
 public:
  void add(const std::vector<double>& deviation) {
    squares_.resize(deviation.size(), 0.0);
    for (std::size_t e = 0; e < deviation.size(); ++e) squares_[e] += deviation[e] * deviation[e];
    ++count_;
  }
  std::vector<double> root() const {
    std::vector<double> values;
    for (const double s : squares_) values.push_back(std::sqrt(s / count_));
    return values;
  }

 private:
  std::vector<double> squares_;
  double count_ = 0;
};

}  // namespace

struct UncertaintyPredictor::State {
  GaussianBasis basis;
  Quantity quantity;
  Committee committee;
  int fields;
  std::vector<std::pair<int, Predictor>> predictors;  // members of each

  std::vector<std::vector<double>> split(const Structure& structure, int count, const std::vector<double>& c) const;
};

/// From (field, atom, l, member, n, m) to one vector in the order of the basis for each member.
std::vector<std::vector<double>> UncertaintyPredictor::State::split(const Structure& structure, int count,
                                                                    const std::vector<double>& c) const {
  std::vector<std::vector<double>> members(static_cast<std::size_t>(count));
  const double* from = c.data();
  for (int field = 0; field < fields; ++field)
    for (const int number : structure.numbers) {
      const std::vector<Shell>& shells = basis.shells(number);
      for (std::size_t begin = 0, end = 0; begin < shells.size(); begin = end) {
        while (end < shells.size() && shells[end].l == shells[begin].l) ++end;
        const auto size = static_cast<std::ptrdiff_t>(end - begin) * (2 * shells[begin].l + 1);
        for (std::vector<double>& member : members) {
          member.insert(member.end(), from, from + size);
          from += size;
        }
      }
    }
  return members;
}

UncertaintyPredictor::UncertaintyPredictor(const Device& device, const Model& model, Quantity quantity) {
  validate(model);
  const LearnedQuantity& learned = model.of(quantity);
  if (learned.committee.members == 0)
    throw InvalidInput("the " + name_of(quantity) +
                       " was learned without a committee: nothing is known about its uncertainty; train with "
                       "regression.committee = 32, say");
  state_ = std::make_unique<State>(State{.basis = model.basis,
                                         .quantity = quantity,
                                         .committee = learned.committee,
                                         .fields = learned.target.fields,
                                         .predictors = {}});
  for (int first = 0; first < learned.committee.members; first += members_at_once) {
    const int count = std::min(members_at_once, learned.committee.members - first);
    state_->predictors.emplace_back(count,
                                    Predictor(device, members_as_functions(model, quantity, first, count), quantity));
  }
}
UncertaintyPredictor::~UncertaintyPredictor() = default;
UncertaintyPredictor::UncertaintyPredictor(UncertaintyPredictor&&) noexcept = default;
UncertaintyPredictor& UncertaintyPredictor::operator=(UncertaintyPredictor&&) noexcept = default;

std::vector<std::vector<double>> UncertaintyPredictor::deviations(const Structure& structure) const {
  std::vector<std::vector<double>> all;
  for (const auto& [count, predictor] : state_->predictors) {
    const auto predicted = predictor(std::span(&structure, 1));
    for (std::vector<double>& member : state_->split(structure, count, predicted[0])) all.push_back(std::move(member));
  }
  return all;
}

std::vector<PredictedUncertainty> UncertaintyPredictor::operator()(std::span<const Structure> structures,
                                                                   const Progress& progress) const {
  std::vector<PredictedUncertainty> all;
  for (const Structure& structure : structures) {
    const auto done = static_cast<Index>(all.size()), total = static_cast<Index>(structures.size());
    if (progress && !progress("uncertainty", done, total))
      throw Interrupted("uncertainties were stopped after " + std::to_string(done) + " of " + std::to_string(total) +
                        " structures");
    Spread coefficients, observables;
    for (const std::vector<double>& member : deviations(structure)) {
      coefficients.add(member);
      observables.add(linear_observables(state_->quantity, state_->basis, structure, member));
    }
    PredictedUncertainty& result = all.emplace_back();
    result.coefficients = coefficients.root();
    const std::vector<double> linear = observables.root();
    const Committee& committee = state_->committee;
    if (linear.size() == 9) {
      Matrix3& alpha = result.polarizability.emplace();
      for (std::size_t k = 0; k < 9; ++k) alpha[k / 3][k % 3] = committee.polarizability * linear[k];
    } else if (!linear.empty()) {
      result.electrons = committee.electrons * linear[0];
      if (linear.size() == 4) {
        Vector3& dipole = result.dipole.emplace();
        for (std::size_t x = 0; x < 3; ++x) dipole[x] = committee.dipole * linear[x + 1];
      }
    }
    result.of_atoms = norms_of_atoms(state_->basis, structure, result.coefficients);
    result.strangeness = strangeness_of(committee, structure.numbers, result.of_atoms);
    result.far = is_far(result.strangeness);
  }
  return all;
}

}  // namespace rhofield
