// Absolute, squared and Huber losses.
#include "model/point_loss.hpp"

#include <cmath>
#include <numeric>

namespace rhofield {

SampleLoss::SampleLoss(const PointSample& sample, const RealSpaceTrainingOptions& options)
    : loss_(options.loss), references_(sample.values) {
  double norm = 0, sum = 0;
  for (std::size_t p = 0; p < sample.values.size(); ++p) {
    const double size = sample.sizes[p];
    weights_.push_back(options.importance_weights ? 1 / sample.points.probability[p] : 1.0);
    norm += weights_.back() * (loss_ == RealSpaceLoss::squared ? size * size : size);
    sum += weights_.back();
  }
  width_ = options.huber_width * norm / sum;
  for (double& w : weights_) w /= norm;
}

double SampleLoss::add(std::size_t first, std::span<const double> values, double scale, double factor,
                       std::vector<double>& bar) const {
  double loss = 0;
  bar.resize(values.size());
  for (std::size_t p = 0; p < values.size(); ++p) {
    const double weight = factor * weights_[first + p];
    const double d = scale * values[p] - references_[first + p], size = std::abs(d);
    double slope = 0;
    if (loss_ == RealSpaceLoss::squared) {
      loss += weight * d * d;
      slope = 2 * d;
    } else if (loss_ == RealSpaceLoss::huber && size < width_) {
      loss += weight * 0.5 * d * d / width_;
      slope = d / width_;
    } else {
      loss += weight * (loss_ == RealSpaceLoss::huber ? size - 0.5 * width_ : size);
      slope = d > 0 ? 1.0 : d < 0 ? -1.0 : 0.0;
    }
    bar[p] = weight * slope * scale;
  }
  return loss;
}

}  // namespace rhofield
