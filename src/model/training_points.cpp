// Draws and screening.
#include "model/training_points.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "model/probe_values.hpp"
#include "runtime/parallel.hpp"

namespace rhofield {

PointSample take_points(const GridEntry& entry, Quantity quantity, std::span<const double> targets, Reference reference,
                        const SamplingOptions& options, std::uint64_t seed) {
  PointSample sample{.points = sample_points(targets, options, seed), .positions = {}, .values = {}, .sizes = {}};
  const bool difference = quantity == Quantity::density && !reference.empty();
  for (const Index place : sample.points.index) {
    const auto g = static_cast<std::size_t>(place);
    const double value = entry.values(quantity)[g];
    sample.positions.push_back(point_of(entry.grid, place));
    sample.values.push_back(difference ? value - reference[g] : value);
    sample.sizes.push_back(std::abs(value));
  }
  return sample;
}

TrainingPoints::TrainingPoints(const GridData& data, std::span<const Reference> references,
                               std::vector<TrainingItem> items, const RealSpaceTrainingOptions& options)
    : data_(data), references_(references), items_(std::move(items)), options_(options) {
  for (const TrainingItem& item : items_)
    targets_.push_back(sampling_targets(entry(item).structure, entry(item).grid, entry(item).values(item.quantity),
                                        options_.sampling));
}

Index TrainingPoints::count() const {
  Index sum = 0;
  for (const PointSample& sample : samples_) sum += static_cast<Index>(sample.values.size());
  return sum;
}

bool TrainingPoints::draw(int epoch, const Features& features) {
  const int wanted_draw = options_.resample > 0 ? epoch / options_.resample * options_.resample : 0;
  if (wanted_draw == drawn_) return false;
  drawn_ = wanted_draw;
  samples_.assign(items_.size(), {});
  std::seed_seq sequence{options_.seed, static_cast<std::uint64_t>(drawn_)};
  std::vector<std::uint32_t> seeds(2 * items_.size());
  sequence.generate(seeds.begin(), seeds.end());
  SamplingOptions sampling = options_.sampling;
  if (options_.screening > 0) sampling.points *= options_.screening_candidates;
  const auto nothing = [] { return 0; };
  parallel_for(static_cast<Index>(items_.size()), 1, nothing, [&](Index item, int) {
    const auto k = static_cast<std::size_t>(item);
    const std::uint64_t seed = (static_cast<std::uint64_t>(seeds[2 * k]) << 32u) | seeds[2 * k + 1];
    samples_[k] = take_points(entry(items_[k]), items_[k].quantity, targets_[k],
                              references_[static_cast<std::size_t>(items_[k].index)], sampling, seed);
  });
  if (!(options_.screening > 0)) return true;
  residuals_.clear();
  const std::size_t together = options_.pooled_screening ? items_.size() : 1;
  for (std::size_t k = 0; k < items_.size(); k += together) screen(k, k + together, features);
  return true;
}

std::size_t TrainingPoints::wanted(std::size_t item) const {
  return std::min(samples_[item].values.size(), static_cast<std::size_t>(options_.sampling.points));
}

/// Leaves of a sample the points at these places.
void TrainingPoints::keep(std::size_t item, std::vector<std::size_t> kept) {
  std::sort(kept.begin(), kept.end());
  const PointSample all = std::move(samples_[item]);
  PointSample& left = samples_[item] = {};
  for (const std::size_t p : kept) {
    left.points.index.push_back(all.points.index[p]);
    left.points.probability.push_back(all.points.probability[p]);
    left.points.uniform.push_back(all.points.uniform[p]);
    left.positions.push_back(all.positions[p]);
    left.values.push_back(all.values[p]);
    left.sizes.push_back(all.sizes[p]);
  }
}

/// Of the candidates of some items together keeps as many points as were asked for: an even choice of the uniform
/// share, then those with independent features, then an even choice of the others.
void TrainingPoints::screen(std::size_t first, std::size_t last, const Features& features) {
  std::vector<std::vector<std::size_t>> kept(last - first);
  std::vector<std::pair<std::size_t, std::size_t>> owner;  // of a row of features: item, place in its sample
  std::vector<double> rows;
  std::size_t most = 0;
  for (std::size_t k = first; k < last; ++k) {
    std::vector<Vector3> targeted;
    int seen = 0;  // of the uniform share
    for (std::size_t p = 0; p < samples_[k].values.size(); ++p) {
      if (!samples_[k].points.uniform[p]) {
        owner.emplace_back(k, p);
        targeted.push_back(samples_[k].positions[p]);
      } else if (seen++ % options_.screening_candidates == 0) {
        kept[k - first].push_back(p);
      }
    }
    const std::vector<double> own = features(items_[k], targeted);
    rows.insert(rows.end(), own.begin(), own.end());
    most += wanted(k) - std::min(wanted(k), kept[k - first].size());
  }
  const Screening found = screen_points(rows, static_cast<Index>(owner.size()), options_.screening,
                                        static_cast<Index>(most), options_.screening_degree);
  residuals_.push_back(found.residual);
  std::vector<bool> independent(owner.size(), false);
  for (const Index row : found.kept) independent[static_cast<std::size_t>(row)] = true;
  std::vector<std::vector<std::size_t>> others(last - first);
  for (std::size_t row = 0; row < owner.size(); ++row)
    (independent[row] ? kept : others)[owner[row].first - first].push_back(owner[row].second);
  for (std::size_t k = first; k < last; ++k) {
    std::vector<std::size_t>& own = kept[k - first];
    const std::vector<std::size_t>& rest = others[k - first];
    const std::size_t fill = std::min(rest.size(), wanted(k) - std::min(wanted(k), own.size()));
    for (std::size_t f = 0; f < fill; ++f) own.push_back(rest[f * rest.size() / fill]);
  }
  for (std::size_t k = first; k < last; ++k) keep(k, std::move(kept[k - first]));
}

}  // namespace rhofield
