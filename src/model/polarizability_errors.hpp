// Polarizabilities of predicted responses against those of the reference coefficients and of the data.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "model/percent.hpp"
#include "rhofield/model/data_set.hpp"
#include "rhofield/observables/response.hpp"

namespace rhofield {

/// Above this an induced charge, e per atomic unit of field, is worth a warning: polarizabilities are of the order of
/// ten, and change by it times a few bohr.
inline constexpr double induced_charge_tolerance = 1e-3;

inline double largest_component(const Vector3& v) { return std::max({std::abs(v[0]), std::abs(v[1]), std::abs(v[2])}); }

class PolarizabilityErrors {
 public:
  /// `response` as predicted, [field xyz, function]; its induced charge is taken out first.
  void add(const DataSet& data, Index k, std::span<const double> response) {
    const LabelledStructure& entry = data.entries[static_cast<std::size_t>(k)];
    std::vector<double> neutral(response.begin(), response.end());
    const Vector3 charge = remove_induced_charge(data.basis, entry.structure, neutral);
    largest_charge = std::max(largest_charge, largest_component(charge));
    predicted.push_back(polarizability(data.basis, entry.structure, neutral));
    fitted.push_back(polarizability(data.basis, entry.structure, entry.response));
    fitted_sum_ += difference_percent(predicted.back(), fitted.back());
    if (entry.polarizability) sum_ += difference_percent(predicted.back(), *entry.polarizability);
    complete_ = complete_ && entry.polarizability.has_value();
  }
  /// Mean over the structures of 100 |predicted - fitted| / |fitted|.
  double fitted_percent() const {
    return predicted.empty() ? 0.0 : fitted_sum_ / static_cast<double>(predicted.size());
  }
  /// The same against the data's own polarizabilities, when all structures have one.
  std::optional<double> percent() const {
    if (!complete_ || predicted.empty()) return std::nullopt;
    return sum_ / static_cast<double>(predicted.size());
  }

  std::vector<Matrix3> predicted, fitted;
  double largest_charge = 0;

 private:
  static double difference_percent(const Matrix3& a, const Matrix3& b) {
    double error = 0, norm = 0;
    for (std::size_t k = 0; k < 3; ++k)
      for (std::size_t c = 0; c < 3; ++c) {
        error += (a[k][c] - b[k][c]) * (a[k][c] - b[k][c]);
        norm += b[k][c] * b[k][c];
      }
    return rhofield::percent(error, norm);
  }
  double sum_ = 0, fitted_sum_ = 0;
  bool complete_ = true;
};

}  // namespace rhofield
