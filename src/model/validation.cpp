// Errors of a model against reference coefficients.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <set>
#include <sstream>

#include "model/percent.hpp"
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

}  // namespace

ValidationReport validate(const Device& device, const Model& model, const DataSet& data, std::span<const Index> indices,
                          const Progress& progress) {
  ValidationReport report;
  report.indices.assign(indices.begin(), indices.end());
  std::vector<Structure> structures;
  std::set<int> checked;
  for (Index k : indices) {
    if (k < 0 || k >= data.size())
      throw InvalidInput("structure " + std::to_string(k) + " was asked for, but the data set has " +
                         std::to_string(data.size()));
    const auto& entry = data.entries[static_cast<std::size_t>(k)];
    validate(entry, data.basis, "structure " + std::to_string(k));
    for (int number : entry.structure.numbers)
      if (model.basis.contains(number) && checked.insert(number).second) check_basis(model.basis, data.basis, number);
    structures.push_back(entry.structure);
  }
  const Predictor predictor(device, model);
  const auto predictions = predictor(structures, {}, progress);
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
