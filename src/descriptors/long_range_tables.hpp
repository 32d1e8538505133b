// Where a long-range potential is split, how far each part must be carried for a tolerance, and the tables of both.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "basis/long_range_functions.hpp"
#include "rhofield/descriptors/long_range_expansion.hpp"
#include "rhofield/tensor.hpp"

namespace rhofield {

/// One way of splitting: the smooth part has width `width`, the rest is summed over pairs.
struct Splitting {
  double width = 0;        ///< bohr; the smearing itself: no pairs
  double cutoff = 0;       ///< of the pairs, bohr
  double wave_cutoff = 0;  ///< of the smooth part, 1/bohr
  /// Spacing of a mesh with splines of order 4, 6, ..., 12, bohr.
  std::array<double, 5> mesh_spacing{};
};
inline constexpr int spline_order(std::size_t k) { return 4 + 2 * static_cast<int>(k); }

/// Tables of one set of options; made when first asked for, safe to ask from several threads.
class LongRangeTables {
 public:
  LongRangeTables(const Device& device, const LongRangeOptions& options);

  /// By ascending width; the first is without pairs. p = 0, a potential of short range, has none but pairs: one entry
  /// with width 0.
  const std::vector<Splitting>& splittings() const;
  /// Largest coefficient of one source: what the tolerance is relative to.
  double scale() const { return scale_; }
  /// How far from a centre its radial functions see the potential, to the tolerance; bohr.
  double margin() const { return margin_; }

  /// K_nl of the pairs of a splitting.
  const RadialTable& pairs(const Splitting& splitting) const;
  /// How far the table reaches that serves distances up to `farthest`.
  double whole_reach(double farthest) const;
  /// K_nl of the whole potential for distances up to `farthest` at least.
  const RadialTable& whole(double farthest) const;
  /// J_nl for wave vectors up to this one.
  const RadialTable& transforms(double wave_cutoff) const;

 private:
  Splitting split(double width) const;
  double pair_cutoff(double wide) const;

  Device device_;
  LongRangeOptions options_;
  RadialBasis basis_;
  RadialTransforms transforms_;
  double scale_ = 0, margin_ = 0;
  mutable std::mutex mutex_;
  mutable std::vector<Splitting> splittings_;
  mutable std::map<double, std::unique_ptr<const RadialTable>> pair_tables_, whole_tables_, transform_tables_;
};

}  // namespace rhofield
