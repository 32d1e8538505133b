// Errors of a model against reference coefficients.
#include <algorithm>
#include <cmath>

#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

double percent(double error, double reference) {
  return reference > 0 ? 100.0 * std::sqrt(std::max(0.0, error) / reference) : 0.0;
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

}  // namespace

ValidationReport validate(const Device& device, const Model& model, const DataSet& data, std::span<const Index> indices,
                          const Progress& progress) {
  ValidationReport report;
  report.indices.assign(indices.begin(), indices.end());
  std::vector<Structure> structures;
  for (Index k : indices) {
    if (k < 0 || k >= data.size())
      throw InvalidInput("structure " + std::to_string(k) + " was asked for, but the data set has " +
                         std::to_string(data.size()));
    const auto& entry = data.entries[static_cast<std::size_t>(k)];
    validate(entry, data.basis, "structure " + std::to_string(k));
    for (int number : entry.structure.numbers)
      if (model.basis.contains(number) && model.basis.functions(number) != data.basis.functions(number))
        throw InvalidInput("the model's basis of " + std::string(element_symbol(number)) + " has " +
                           std::to_string(model.basis.functions(number)) + " functions, the data set's has " +
                           std::to_string(data.basis.functions(number)) + "; they must be the same basis");
    structures.push_back(entry.structure);
  }
  const Predictor predictor(device, model);
  const auto predictions = predictor(structures);
  const Metrics metrics(device, data, report.indices, 0);
  double error_sum = 0;
  double spread_sum = 0;
  double norm_sum = 0;
  std::map<std::pair<int, int>, std::pair<double, double>> blocks;
  for (std::size_t a = 0; a < indices.size(); ++a) {
    if (progress && !progress("validation", static_cast<Index>(a), static_cast<Index>(indices.size())))
      throw Interrupted("validation was stopped after " + std::to_string(a) + " structures");
    const auto& entry = data.entries[static_cast<std::size_t>(indices[a])];
    const auto& reference = entry.coefficients;
    std::vector<double> difference(reference.size());
    std::vector<double> centred = reference;
    for (std::size_t f = 0; f < reference.size(); ++f) difference[f] = predictions[a][f] - reference[f];
    std::size_t f = 0;
    for (int number : entry.structure.numbers) {
      const auto& baseline = model.species_models.at(number).baseline;
      for (std::size_t n = 0; n < baseline.size(); ++n) centred[f + n] -= baseline[n];
      for (const Irrep& irrep : model.target.of(number)) {
        auto& [error, spread] = blocks[{number, irrep.lambda}];
        for (int k = 0; k < irrep.count * (2 * irrep.lambda + 1); ++k, ++f) {
          error += difference[f] * difference[f];
          spread += centred[f] * centred[f];
        }
      }
    }
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
  for (const auto& [key, sums] : blocks) report.percent_by_block[key] = percent(sums.first, sums.second);
  return report;
}

}  // namespace rhofield
