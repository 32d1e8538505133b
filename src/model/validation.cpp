// Errors of a model against reference coefficients, of densities and of responses.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <set>
#include <sstream>

#include "model/percent.hpp"
#include "model/polarizability_errors.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

/// Throws unless both bases have the same shells on this element: coefficients of another basis are other numbers.
void check_basis(const GaussianBasis& model, const GaussianBasis& data, int number) {
  const std::string element(element_symbol(number));
  const std::string advice = "; they must be the same basis";
  if (model.functions(number) != data.functions(number))
    throw InvalidInput("the model's basis of " + element + " has " + std::to_string(model.functions(number)) +
                       " functions, the data set's has " + std::to_string(data.functions(number)) + advice);
  const auto& ours = model.shells(number);
  const auto& theirs = data.shells(number);
  const auto differ = [&](std::size_t s, const std::string& what, auto a, auto b) {
    std::ostringstream message;
    message << "shell " << s << " of " << element << " has " << std::setprecision(12) << what << a
            << " in the model's basis and " << b << " in the data set's" << advice;
    throw InvalidInput(message.str());
  };
  const auto same = [&](const std::vector<double>& a, const std::vector<double>& b, std::size_t s, const char* what) {
    if (a.size() != b.size()) differ(s, "primitives: ", a.size(), b.size());
    constexpr double digits = 1e-8;  // relative; published exponents are given with fewer
    for (std::size_t p = 0; p < a.size(); ++p)
      if (std::abs(a[p] - b[p]) > digits * std::max(std::abs(a[p]), std::abs(b[p]))) differ(s, what, a[p], b[p]);
  };
  for (std::size_t s = 0; s < std::min(ours.size(), theirs.size()); ++s) {
    if (ours[s].l != theirs[s].l) differ(s, "l = ", ours[s].l, theirs[s].l);
    same(ours[s].exponents, theirs[s].exponents, s, "exponent ");
    same(ours[s].coefficients, theirs[s].coefficients, s, "coefficient ");
  }
}

/// x^T S x with x on the host.
double quadratic_form(const Device& device, View<const double, 2> s, const std::vector<double>& x) {
  const auto n = static_cast<Index>(x.size());
  auto& la = device.backend().linear_algebra();
  const auto v = Tensor<double, 1>::from_host(device, x, {n});
  Tensor<double, 1> sv(device, {n});
  la.gemm(Op::none, Op::none, 1.0, matrix(s), ConstMatrixView(v.view().data(), n, 1, 1), 0.0,
          MatrixView{sv.view().data(), n, 1, 1});
  return la.dot(v.view(), std::as_const(sv).view());
}

/// The structures at `indices`, checked for this quantity and the model's basis.
std::vector<Structure> structures_to_test(const Model& model, const DataSet& data, std::span<const Index> indices,
                                          Quantity quantity) {
  std::vector<Structure> structures;
  std::set<int> checked;
  for (Index k : indices) {
    if (k < 0 || k >= data.size())
      throw InvalidInput("structure " + std::to_string(k) + " was asked for, but the data set has " +
                         std::to_string(data.size()));
    const auto& entry = data.entries[static_cast<std::size_t>(k)];
    validate(entry, data.basis, "structure " + std::to_string(k), quantity);
    for (int number : entry.structure.numbers)
      if (model.basis.contains(number) && checked.insert(number).second) check_basis(model.basis, data.basis, number);
    structures.push_back(entry.structure);
  }
  return structures;
}

/// Squared errors and norms by (atomic number, lambda).
class BlockErrors {
 public:
  /// Of one structure and field, in the order of the basis.
  void add(const GaussianBasis& basis, const Structure& structure, std::span<const double> difference,
           std::span<const double> reference) {
    std::size_t f = 0;
    for (int number : structure.numbers)
      for (const Shell& shell : basis.shells(number)) {
        auto& [error, norm] = sums_[{number, shell.l}];
        for (int mu = 0; mu <= 2 * shell.l; ++mu, ++f) {
          error += difference[f] * difference[f];
          norm += reference[f] * reference[f];
        }
      }
  }
  std::map<std::pair<int, int>, double> percents() const {
    std::map<std::pair<int, int>, double> result;
    for (const auto& [key, sums] : sums_) result[key] = percent(sums.first, sums.second);
    return result;
  }

 private:
  std::map<std::pair<int, int>, std::pair<double, double>> sums_;
};

void ask(const Progress& progress, std::size_t done, std::size_t total) {
  if (progress && !progress("validation", static_cast<Index>(done), static_cast<Index>(total)))
    throw Interrupted("validation was stopped after " + std::to_string(done) + " structures");
}

}  // namespace

ValidationReport validate(const Device& device, const Model& model, const DataSet& data, std::span<const Index> indices,
                          const Progress& progress) {
  const LearnedQuantity& density = model.of(Quantity::density);
  ValidationReport report;
  report.indices.assign(indices.begin(), indices.end());
  const std::vector<Structure> structures = structures_to_test(model, data, indices, Quantity::density);
  const Predictor predictor(device, model);
  const auto predictions = predictor(structures, {}, progress);
  const Metrics metrics(device, data, report.indices, 0);
  double error_sum = 0;
  double spread_sum = 0;
  double norm_sum = 0;
  BlockErrors blocks;
  for (std::size_t a = 0; a < indices.size(); ++a) {
    ask(progress, a, indices.size());
    const auto& entry = data.entries[static_cast<std::size_t>(indices[a])];
    const auto& reference = entry.coefficients;
    std::vector<double> difference(reference.size());
    std::vector<double> centred = reference;
    for (std::size_t f = 0; f < reference.size(); ++f) difference[f] = predictions[a][f] - reference[f];
    std::size_t first = 0;
    for (int number : entry.structure.numbers) {
      const auto& baseline = density.species.at(number).baseline;
      for (std::size_t n = 0; n < baseline.size(); ++n) centred[first + n] -= baseline[n];
      first += static_cast<std::size_t>(data.basis.functions(number));
    }
    blocks.add(data.basis, entry.structure, difference, centred);
    const auto s = metrics(static_cast<Index>(a));
    const double error = quadratic_form(device, s, difference);
    const double spread = quadratic_form(device, s, centred);
    const double norm = quadratic_form(device, s, reference);
    report.percent.push_back(percent(error, spread));
    report.percent_of_norm.push_back(percent(error, norm));
    error_sum += error;
    spread_sum += spread;
    norm_sum += norm;
    if (data.basis.is_gaussian()) {
      const std::vector<double> q = charge_moments(data.basis, entry.structure);
      double predicted = 0;
      double exact = 0;
      for (std::size_t g = 0; g < q.size(); ++g) {
        predicted += q[g] * predictions[a][g];
        exact += q[g] * reference[g];
      }
      report.predicted_electrons.push_back(predicted);
      report.reference_electrons.push_back(exact);
      report.electron_error += std::abs(predicted - exact) / static_cast<double>(indices.size());
    }
  }
  report.total_percent = percent(error_sum, spread_sum);
  report.total_percent_of_norm = percent(error_sum, norm_sum);
  report.percent_by_block = blocks.percents();
  return report;
}

ResponseValidationReport validate_response(const Device& device, const Model& model, const DataSet& data,
                                           std::span<const Index> indices, const Progress& progress) {
  ResponseValidationReport report;
  report.indices.assign(indices.begin(), indices.end());
  const std::vector<Structure> structures = structures_to_test(model, data, indices, Quantity::response);
  const auto predictions = Predictor(device, model, Quantity::response)(structures, {}, progress);
  const Metrics metrics(device, data, report.indices, 0);
  std::array<double, 3> error_sums{}, norm_sums{};
  BlockErrors blocks;
  PolarizabilityErrors polarizabilities;
  for (std::size_t a = 0; a < indices.size(); ++a) {
    ask(progress, a, indices.size());
    const auto& entry = data.entries[static_cast<std::size_t>(indices[a])];
    const std::size_t functions = entry.response.size() / 3;
    const auto s = metrics(static_cast<Index>(a));
    std::array<double, 3> errors{}, norms{};
    for (std::size_t k = 0; k < 3; ++k) {
      const std::vector<double> reference(entry.response.begin() + static_cast<std::ptrdiff_t>(k * functions),
                                          entry.response.begin() + static_cast<std::ptrdiff_t>((k + 1) * functions));
      std::vector<double> difference(functions);
      for (std::size_t f = 0; f < functions; ++f) difference[f] = predictions[a][k * functions + f] - reference[f];
      errors[k] = quadratic_form(device, s, difference);
      norms[k] = quadratic_form(device, s, reference);
      error_sums[k] += errors[k];
      norm_sums[k] += norms[k];
      blocks.add(data.basis, entry.structure, difference, reference);
    }
    report.percent.push_back(percent(errors[0] + errors[1] + errors[2], norms[0] + norms[1] + norms[2]));
    report.field_percent.push_back(
        {percent(errors[0], norms[0]), percent(errors[1], norms[1]), percent(errors[2], norms[2])});
    if (data.basis.is_gaussian()) polarizabilities.add(data, indices[a], predictions[a]);
  }
  report.total_percent =
      percent(error_sums[0] + error_sums[1] + error_sums[2], norm_sums[0] + norm_sums[1] + norm_sums[2]);
  for (std::size_t k = 0; k < 3; ++k) report.total_field_percent[k] = percent(error_sums[k], norm_sums[k]);
  report.percent_by_block = blocks.percents();
  report.predicted_polarizability = polarizabilities.predicted;
  report.fitted_polarizability = polarizabilities.fitted;
  report.fitted_polarizability_percent = polarizabilities.fitted_percent();
  if (data.basis.is_gaussian()) report.polarizability_percent = polarizabilities.percent();
  report.largest_induced_charge = polarizabilities.largest_charge;
  return report;
}

}  // namespace rhofield
