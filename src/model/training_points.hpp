// The points that real-space training takes of its structures: drawn anew as the epochs go, screened where that is
// asked for.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "rhofield/model/real_space.hpp"

namespace rhofield {

/// One quantity of one structure.
struct TrainingItem {
  Index index = 0;         ///< of the entry
  std::size_t output = 0;  ///< of the network
  Quantity quantity = Quantity::density;
};

struct PointSample {
  SampledPoints points;
  std::vector<Vector3> positions;  ///< [point], bohr
  std::vector<double> values;      ///< [point], less the reference
  std::vector<double> sizes;       ///< [point], |value| with it
};

/// Values on the grid that a density is a difference to; empty: none.
using Reference = std::span<const float>;

/// The points and what is known at them; `targets` as sampling_targets gives them.
PointSample take_points(const GridEntry& entry, Quantity quantity, std::span<const double> targets, Reference reference,
                        const SamplingOptions& options, std::uint64_t seed);

class TrainingPoints {
 public:
  /// Features [point, feature] of an item at some points.
  using Features = std::function<std::vector<double>(const TrainingItem&, std::span<const Vector3>)>;

  /// Keeps hold of the data, the options and the references [entry].
  TrainingPoints(const GridData& data, std::span<const Reference> references, std::vector<TrainingItem> items,
                 const RealSpaceTrainingOptions& options);

  const std::vector<TrainingItem>& items() const { return items_; }
  const std::vector<PointSample>& samples() const { return samples_; }  ///< [item]
  Index count() const;                                                  ///< points of all samples
  /// [item or, pooled, one][pivot], of the last screening.
  const std::vector<std::vector<double>>& residuals() const { return residuals_; }

  /// Points of an epoch, which are those of the last multiple of `resample`; false where they are there already.
  /// Screening asks for the features of every candidate.
  bool draw(int epoch, const Features& features);

 private:
  const GridEntry& entry(const TrainingItem& item) const { return data_.entries[static_cast<std::size_t>(item.index)]; }
  std::size_t wanted(std::size_t item) const;
  void screen(std::size_t first, std::size_t last, const Features& features);
  void keep(std::size_t item, std::vector<std::size_t> kept);

  const GridData& data_;
  std::span<const Reference> references_;
  std::vector<TrainingItem> items_;
  const RealSpaceTrainingOptions& options_;
  std::vector<std::vector<double>> targets_;  // [item]
  std::vector<PointSample> samples_;
  std::vector<std::vector<double>> residuals_;
  int drawn_ = -1;  // epoch
};

}  // namespace rhofield
