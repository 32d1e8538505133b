// Samples, scales and standard deviations of properties.
#include "model/property_committee.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "model/batches.hpp"
#include "model/committee.hpp"
#include "model/property_lessons.hpp"
#include "model/property_transform.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

constexpr int members_at_once = 8;     // bounds the folded weights
constexpr Index atoms_at_once = 4096;  // bounds the contributions of all members

std::string name_of_member(const std::string& property, int member) {
  return property + " of member " + std::to_string(member);
}

/// Names with a committee, as asked for or all of them.
std::vector<std::string> names_with_committee(const Model& model, std::span<const std::string> names) {
  std::vector<std::string> chosen(names.begin(), names.end());
  if (chosen.empty()) {
    for (const auto& [name, learned] : model.properties)
      if (learned.committee.members > 0) chosen.push_back(name);
    if (chosen.empty())
      throw InvalidInput(
          "no property of this model was learned with a committee: nothing is known about their "
          "uncertainty; train with regression.committee = 32, say");
  }
  for (const std::string& name : chosen)
    if (model.property(name).committee.members == 0)
      throw InvalidInput("the property " + name +
                         " was learned without a committee: nothing is known about its uncertainty; train with "
                         "regression.committee = 32, say");
  return chosen;
}

Model without_properties(const Model& model) {
  return {.options = model.options,
          .species = model.species,
          .basis = {},
          .feature_sets = model.feature_sets,
          .species_models = model.species_models,
          .learned = {},
          .properties = {}};
}

/// The property whose values are what members [first, first + count) add.
void add_members(const LearnedProperty& learned, int first, int count, Model& model) {
  for (int k = first; k < first + count; ++k) {
    LearnedProperty member{.options = learned.options, .species = {}, .committee = {}, .training_summary = {}};
    member.options.name = name_of_member(learned.options.name, k);
    member.options.baseline = PropertyBaseline::none;
    member.options.transform = PropertyTransform::none;
    for (const auto& [number, species] : learned.species) {
      LearnedSpecies& own = member.species[number];
      own.baseline.assign(species.baseline.size(), 0.0);
      for (const ModelBlock& block : species.blocks) {
        const auto size = static_cast<std::ptrdiff_t>(block.weights.size());
        const auto begin = block.committee.begin() + k * size;
        own.blocks.push_back({.environments = block.environments,
                              .weights = {begin, begin + size},
                              .committee = {},
                              .count = 1,
                              .dimension = block.dimension});
      }
    }
    model.properties[member.options.name] = std::move(member);
  }
}

/// Root of the mean square of values, element by element.
std::vector<double> root_mean_square(std::span<const std::vector<double>> members) {
  std::vector<double> all(members.empty() ? 0 : members[0].size(), 0.0);
  for (const auto& member : members)
    for (std::size_t e = 0; e < all.size(); ++e) all[e] += member[e] * member[e] / static_cast<double>(members.size());
  for (double& x : all) x = std::sqrt(x);
  return all;
}

/// Norms over the components of each atom.
std::vector<double> norms(std::span<const double> of_atoms, std::size_t components) {
  std::vector<double> all;
  for (std::size_t first = 0; first < of_atoms.size(); first += components) {
    double sum = 0;
    for (std::size_t c = first; c < first + components; ++c) sum += of_atoms[c] * of_atoms[c];
    all.push_back(std::sqrt(sum));
  }
  return all;
}

/// What Committee::familiar_structure is compared with: before any transform, per atom of a sum.
double uncertainty_of_structure(const PropertyOptions& options, const Structure& structure,
                                std::span<const std::vector<double>> members) {
  if (options.extent == PropertyExtent::atom) return 0;
  double square = 0;
  for (const double x : root_mean_square(members)) square += x * x;
  return std::sqrt(square) / (options.extent == PropertyExtent::sum ? static_cast<double>(structure.size()) : 1.0);
}

/// J d, to first order what a deviation d of the learned values [component] changes in the reported ones.
std::vector<double> transformed(const PropertyOptions& options, const Structure& structure, Index number,
                                std::span<const double> learned, std::span<const double> d) {
  std::vector<double> result;
  for (std::size_t k = 0; k < d.size(); ++k) {
    std::vector<double> v(d.size(), 0.0);
    v[k] = 1;
    const std::vector<double> row = learned_cotangents(options, structure, number, learned, v).learned;
    result.push_back(std::inner_product(row.begin(), row.end(), d.begin(), 0.0));
  }
  return result;
}

}  // namespace

PropertyUncertaintyPredictor::State::State(const Device& device, const Model& model,
                                           const std::vector<std::string>& names) {
  int most = 0;
  Model plain = without_properties(model);
  for (const std::string& name : names) {
    const LearnedProperty& property = model.property(name);
    learned[name] = {
        .options = property.options, .species = {}, .committee = property.committee, .training_summary = {}};
    most = std::max(most, property.committee.members);
    if (property.options.transform == PropertyTransform::none) continue;
    plain.properties[name] = property;
    plain.properties[name].options.transform = PropertyTransform::none;
  }
  if (!plain.properties.empty()) untransformed.emplace(device, plain);
  for (int first = 0; first < most; first += members_at_once) {
    Model some = without_properties(model);
    int largest = 0;
    for (const std::string& name : names) {
      const int count = std::min(members_at_once, model.property(name).committee.members - first);
      if (count > 0) add_members(model.property(name), first, count, some);
      largest = std::max(largest, count);
    }
    members.push_back({.count = largest, .predictor = PropertyPredictor(device, some)});
  }
}

std::map<std::string, std::vector<PredictedProperty>> PropertyUncertaintyPredictor::State::deviations(
    std::span<const Structure> structures, const Progress& progress) const {
  std::map<std::string, std::vector<PredictedProperty>> all;
  int first = 0;
  for (const auto& [count, predictor] : members) {
    auto predicted = predictor(structures, true, progress);
    for (const auto& [name, property] : learned)
      for (int k = first; k < std::min(first + count, property.committee.members); ++k)
        all[name].push_back(std::move(predicted.at(name_of_member(name, k))));
    first += count;
  }
  return all;
}

PropertyUncertaintyPredictor::PropertyUncertaintyPredictor(const Device& device, const Model& model,
                                                           std::span<const std::string> names) {
  validate(model);
  state_ = std::make_unique<State>(device, model, names_with_committee(model, names));
}
PropertyUncertaintyPredictor::~PropertyUncertaintyPredictor() = default;
PropertyUncertaintyPredictor::PropertyUncertaintyPredictor(PropertyUncertaintyPredictor&&) noexcept = default;
PropertyUncertaintyPredictor& PropertyUncertaintyPredictor::operator=(PropertyUncertaintyPredictor&&) noexcept =
    default;

std::map<std::string, std::vector<PropertyUncertainty>> PropertyUncertaintyPredictor::operator()(
    std::span<const Structure> structures, const Progress& progress) const {
  std::map<std::string, std::vector<PropertyUncertainty>> result;
  for (const auto& [name, unused] : state_->learned) result[name].resize(structures.size());
  for_each_batch(structures, atoms_at_once, [&](std::size_t begin, std::size_t end) {
    if (progress && !progress("uncertainty", static_cast<Index>(begin), static_cast<Index>(structures.size())))
      throw Interrupted("uncertainties were stopped after " + std::to_string(begin) + " of " +
                        std::to_string(structures.size()) + " structures");
    const auto batch = structures.subspan(begin, end - begin);
    const auto deviations = state_->deviations(batch, {});
    std::map<std::string, PredictedProperty> plain;
    if (state_->untransformed) plain = (*state_->untransformed)(batch);
    for (const auto& [name, members] : deviations) {
      const LearnedProperty& learned = state_->learned.at(name);
      const auto components = static_cast<std::size_t>(cartesian_components(learned.options.kind));
      for (std::size_t a = begin; a < end; ++a) {
        std::vector<std::vector<double>> values, contributions;
        for (const PredictedProperty& member : members) {
          values.push_back(member.values[a - begin]);
          contributions.push_back(member.contributions[a - begin]);
        }
        const double of_structure = uncertainty_of_structure(learned.options, structures[a], values);
        if (learned.options.transform != PropertyTransform::none)
          for (std::vector<double>& v : values)
            v = transformed(learned.options, structures[a], static_cast<Index>(a), plain.at(name).values[a - begin], v);
        PropertyUncertainty& out = result[name][a];
        out = {.values = root_mean_square(values),
               .of_atoms = norms(root_mean_square(contributions), components),
               .strangeness = {}};
        out.strangeness = strangeness_of(learned.committee, structures[a].numbers, out.of_atoms);
        if (learned.committee.familiar_structure > 0)
          out.strangeness_of_structure = of_structure / learned.committee.familiar_structure;
        out.far = is_far(out.strangeness) || out.strangeness_of_structure > far_from_training;
      }
    }
  });
  return result;
}

// --- samples ---

void PropertyRegression::add_committee(const PropertyOptions& property, PropertySolution& solution) {
  const double eta = solution.report.regularisation;
  const double shift = static_cast<double>(values(property)) * eta;
  int stream = 0;  // members of different matrices are independent
  for (const DesignKey& key : space_.keys(property)) {
    const Problem& part = problem(key);
    auto& members = solution.deviations[key];
    for (int k = 0; k < options_.committee; ++k) {
      if (part.factors) {
        members.push_back(part.factors->deviation(normal_deviates(part.columns, stream++), shift));
        continue;
      }
      // w0 + argmin |X v - (e - X w0)|^2 + shift |v|^2 with e ~ N(0, 1), w0 ~ N(0, 1/shift).
      auto& la = space_.device().backend().linear_algebra();
      const std::vector<double> z = normal_deviates(part.rows + part.columns, stream++);
      std::vector<double> w0(z.begin() + part.rows, z.end());
      for (double& w : w0) w /= std::sqrt(shift);
      auto y = Tensor<double, 1>::from_host(space_.device(), std::span(z).first(static_cast<std::size_t>(part.rows)),
                                            {part.rows});
      const auto prior = Tensor<double, 1>::from_host(space_.device(), w0, {part.columns});
      la.gemm(Op::none, Op::none, -1.0, matrix(part.x.view()), ConstMatrixView(prior.view().data(), part.columns, 1, 1),
              1.0, MatrixView{y.view().data(), part.rows, 1, 1});
      const std::vector<double> found = iterate(property, key, part.x.view(), y.to_host(), eta).weights;
      for (std::size_t d = 0; d < w0.size(); ++d) w0[d] += found[d];
      members.push_back(std::move(w0));
    }
  }
}

// --- scale ---

namespace {

/// Root of the mean of error^2 over expected error^2 of the values of one order; what vanishes by symmetry has roundoff
/// for a variance and is left out.
double scale_of(const PropertyOptions& property, std::size_t offset, std::size_t components,
                const SphericalValues& errors, const std::vector<SphericalValues>& members) {
  const auto each = static_cast<std::size_t>(spherical_components(property.kind));
  std::vector<std::pair<double, double>> pairs;
  double largest = 0;
  for (std::size_t a = 0; a < errors.size(); ++a)
    for (std::size_t first = offset; first < errors[a].size(); first += each) {
      double square = 0, variance = 0;
      for (std::size_t c = first; c < first + components; ++c) {
        square += errors[a][c] * errors[a][c];
        for (const SphericalValues& member : members)
          variance += member[a][c] * member[a][c] / static_cast<double>(members.size());
      }
      pairs.emplace_back(square, variance);
      largest = std::max(largest, variance);
    }
  double sum = 0, count = 0;
  for (const auto& [square, variance] : pairs)
    if (variance > negligible_variance * largest) sum += square / variance, count += 1;
  return sum > 0 ? std::sqrt(sum / count) : 1.0;
}

/// Held-out structures of all fifths: what was wrong, and what the members would have wrong, [structure][component].
struct HeldOut {
  std::vector<const Structure*> structures;
  SphericalValues errors;
  std::vector<SphericalValues> deviations, contributions;  // [member]
};

void append(const DataSet& data, std::span<const Index> indices, const PropertyOptions& property,
            const std::vector<std::vector<double>>& predicted, const std::vector<PredictedProperty>& members,
            HeldOut& all) {
  const SphericalValues references = learned_references(data, indices, property);
  all.deviations.resize(members.size());
  all.contributions.resize(members.size());
  for (std::size_t a = 0; a < indices.size(); ++a) {
    all.structures.push_back(&data.entries[static_cast<std::size_t>(indices[a])].structure);
    std::vector<double>& errors = all.errors.emplace_back(spherical_values(property.kind, predicted[a]));
    for (std::size_t c = 0; c < errors.size(); ++c) errors[c] -= references[a][c];
    for (std::size_t k = 0; k < members.size(); ++k) {
      all.deviations[k].push_back(spherical_values(property.kind, members[k].values[a]));
      all.contributions[k].push_back(spherical_values(property.kind, members[k].contributions[a]));
    }
  }
}

PropertyCalibration calibration_of(const PropertyOptions& property, const HeldOut& held) {
  PropertyCalibration result;
  result.committee.members = static_cast<int>(held.deviations.size());
  const auto each = static_cast<std::size_t>(spherical_components(property.kind));
  std::vector<double> scale_of_component;
  for (const FeatureOrder order : irreps_of(property.kind)) {
    const auto components = static_cast<std::size_t>(2 * order.lambda + 1);
    result.scale.push_back(scale_of(property, scale_of_component.size(), components, held.errors, held.deviations));
    scale_of_component.insert(scale_of_component.end(), components, result.scale.back());
  }
  for (std::size_t a = 0; a < held.structures.size(); ++a) {
    const auto scaled = [&](const std::vector<SphericalValues>& members) {
      std::vector<std::vector<double>> all;
      for (const SphericalValues& member : members) {
        all.push_back(member[a]);
        for (std::size_t c = 0; c < all.back().size(); ++c) all.back()[c] *= scale_of_component[c % each];
      }
      return all;
    };
    const Structure& structure = *held.structures[a];
    const std::vector<double> of_atoms = norms(root_mean_square(scaled(held.contributions)), each);
    for (std::size_t i = 0; i < of_atoms.size(); ++i) {
      double& largest = result.committee.familiar[structure.numbers[i]];
      largest = std::max(largest, of_atoms[i]);
    }
    result.committee.familiar_structure = std::max(
        result.committee.familiar_structure, uncertainty_of_structure(property, structure, scaled(held.deviations)));
  }
  return result;
}

}  // namespace

PropertyCalibrations calibrate_properties(const Device& device, const DataSet& data, std::span<const Index> train,
                                          std::span<const PropertyOptions> properties,
                                          const ModelOptions& model_options, RegressionOptions options,
                                          const Progress& progress) {
  options.environments_from_all = false;
  PropertyCalibrations unscaled;
  std::vector<std::string> names;
  for (const PropertyOptions& property : properties) {
    PropertyCalibration& one = unscaled[property.name];
    one.scale.assign(irreps_of(property.kind).size(), 1.0);
    one.committee.members = options.committee;
    names.push_back(property.name);
  }
  std::map<std::string, HeldOut> held;
  double fitted = 0;
  for (std::size_t fifth = 0; fifth < 5; ++fifth) {
    const CalibrationSplit split = split_for_calibration(data, train, fifth);
    fitted += static_cast<double>(split.fitted.size()) / 5;
    Index atoms = 0;
    for (const Index k : split.fitted) atoms += data.entries[static_cast<std::size_t>(k)].structure.size();
    const auto limit = [&](int& environments) {
      environments = static_cast<int>(std::min<Index>(environments, atoms));
    };
    ModelOptions own = model_options;
    limit(own.environments);
    for (int& environments : own.environments_by_lambda) limit(environments);
    TrainedModel trained =
        train_with_committees(device, data, split.fitted, properties, own, options, unscaled, progress);
    for (auto& [name, learned] : trained.model.properties) learned.options.transform = PropertyTransform::none;
    const std::vector<Structure> structures = structures_at(data, split.held_out);
    const auto predicted = PropertyPredictor(device, trained.model)(structures, false, progress);
    const auto members =
        PropertyUncertaintyPredictor::State(device, trained.model, names).deviations(structures, progress);
    for (const PropertyOptions& property : properties)
      append(data, split.held_out, property, predicted.at(property.name).values, members.at(property.name),
             held[property.name]);
  }
  PropertyCalibrations calibrations;
  for (const PropertyOptions& property : properties) {
    PropertyCalibration& one = calibrations[property.name] = calibration_of(property, held.at(property.name));
    // What the data say nothing about has the variance s^2/(N eta), which must not fall because others are added.
    for (double& scale : one.scale) scale *= std::sqrt(static_cast<double>(train.size()) / fitted);
  }
  return calibrations;
}

// --- validation ---

std::vector<PropertyUncertaintyReport> validate_property_uncertainty(const Device& device, const Model& model,
                                                                     const DataSet& data,
                                                                     std::span<const Index> indices,
                                                                     std::span<const std::string> names,
                                                                     const Progress& progress) {
  const std::vector<std::string> chosen = names_with_committee(model, names);
  const auto errors = validate_properties(device, model, data, indices, chosen, progress);
  const auto uncertain = PropertyUncertaintyPredictor(device, model, chosen)(structures_at(data, indices), progress);
  std::vector<PropertyUncertaintyReport> reports;
  for (const PropertyValidationReport& known : errors) {
    PropertyUncertaintyReport& report = reports.emplace_back();
    report.name = known.options.name;
    report.indices = known.indices;
    for (std::size_t a = 0; a < known.indices.size(); ++a) {
      double square = 0, variance = 0;
      for (std::size_t c = 0; c < known.predicted[a].size(); ++c) {
        const double difference = known.predicted[a][c] - known.reference[a][c];
        const double deviation = uncertain.at(report.name)[a].values[c];
        square += difference * difference;
        variance += deviation * deviation;
      }
      report.error.push_back(std::sqrt(square));
      report.expected.push_back(std::sqrt(variance));
    }
    const UncertaintySummary summary = summarise(report.error, report.expected);
    report.standardised = summary.standardised.value_or(0);
    report.mean_error = summary.mean_error;
    report.mean_error_of_most_uncertain = summary.mean_error_of_most_uncertain;
  }
  return reports;
}

}  // namespace rhofield
