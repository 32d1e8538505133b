// The loss of a sample of points, and its slopes.
#pragma once

#include <span>
#include <vector>

#include "model/training_points.hpp"

namespace rhofield {

/// L = sum_p w_p f(d_p) / norm with differences d, weights w that undo the sampling (where that is asked for), and norm
/// the same sum over |value| or value^2, so that every sample counts alike.
class SampleLoss {
 public:
  SampleLoss(const PointSample& sample, const RealSpaceTrainingOptions& options);

  /// `factor` times what the points from `first` on add to L, predicted being scale * values; bar: the derivatives of
  /// it by the values.
  double add(std::size_t first, std::span<const double> values, double scale, double factor,
             std::vector<double>& bar) const;

 private:
  RealSpaceLoss loss_;
  std::vector<double> references_, weights_;  // [point]; weights over norm
  double width_ = 0;                          // where huber turns
};

}  // namespace rhofield
