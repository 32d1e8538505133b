// Farthest points by look-ahead: distances to the picked set only shrink as picks are added. Take the b points that are
// farthest now; while the largest exact distance inside this block exceeds what every point outside had at its start,
// the next pick is inside, and needs only the b x b products. Then one product of all points with the picks made.
#include <cblas.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <vector>

#include "cpu_backend.hpp"

namespace rhofield::cpu {

namespace {

constexpr double picked = -std::numeric_limits<double>::infinity();  // distance of a point that is no longer available
constexpr std::size_t block = 64;                                    // candidates looked at together

/// Distances of all points to the picked set, and the order in which they are picked.
class FarthestPoints {
 public:
  FarthestPoints(View<const double, 2> x, View<const double, 1> squares, double tie)
      : x_(x),
        squares_(squares),
        tie_(tie),
        distance_(static_cast<std::size_t>(x.extent(0)), std::numeric_limits<double>::infinity()) {}

  std::vector<Index> run(Index count) {
    std::vector<Index> picks{0};
    update(picks);
    while (static_cast<Index>(picks.size()) < count) {
      const std::vector<Index> fresh = look_ahead(count - static_cast<Index>(picks.size()));
      picks.insert(picks.end(), fresh.begin(), fresh.end());
      update(fresh);
    }
    return picks;
  }

 private:
  double& distance(Index i) { return distance_[static_cast<std::size_t>(i)]; }
  double distance(Index i) const { return distance_[static_cast<std::size_t>(i)]; }
  double between(double product, Index i, Index j) const { return squares_(i) + squares_(j) - 2.0 * product; }

  std::vector<double> rows_of(const std::vector<Index>& points) const {
    const auto features = static_cast<std::size_t>(x_.extent(1));
    std::vector<double> rows(points.size() * features);
    for (std::size_t k = 0; k < points.size() && features > 0; ++k)
      std::memcpy(rows.data() + k * features, x_.rows(points[k], 1).data(), sizeof(double) * features);
    return rows;
  }

  /// a [m, feature] times b [n, feature]^T: [m, n].
  std::vector<double> products(const double* a, Index m, const double* b, Index n) const {
    std::vector<double> ab(static_cast<std::size_t>(m * n), 0.0);
    const auto features = static_cast<int>(x_.extent(1));
    if (features > 0)
      cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, static_cast<int>(m), static_cast<int>(n), features, 1.0, a,
                  features, b, features, 0.0, ab.data(), static_cast<int>(n));
    return ab;
  }

  /// Shrinks the distances of all points by those to `fresh`, and takes `fresh` out.
  void update(const std::vector<Index>& fresh) {
    const std::vector<double> rows = rows_of(fresh);
    const auto count = static_cast<Index>(fresh.size());
    const std::vector<double> near = products(x_.data(), x_.extent(0), rows.data(), count);
    for (Index i = 0; i < x_.extent(0); ++i)
      for (Index k = 0; k < count; ++k)
        distance(i) = std::min(
            distance(i), between(near[static_cast<std::size_t>(i * count + k)], i, fresh[static_cast<std::size_t>(k)]));
    for (const Index p : fresh) distance(p) = picked;
  }

  /// The next picks, at least one and at most `wanted`.
  std::vector<Index> look_ahead(Index wanted) const {
    std::vector<Index> order(distance_.size());
    std::iota(order.begin(), order.end(), Index{0});
    const auto farther = [this](Index i, Index j) {
      return distance(i) != distance(j) ? distance(i) > distance(j) : i < j;
    };
    const std::size_t size = std::min(block, order.size());
    std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(size) - 1, order.end(), farther);
    double outside = picked;  // largest distance outside the block
    for (std::size_t k = size; k < order.size(); ++k) outside = std::max(outside, distance(order[k]));
    // The first pick is known for all points: the lowest index among those tied with the largest distance.
    const double largest = *std::max_element(distance_.begin(), distance_.end());
    Index next = 0;
    while (distance(next) < largest - tie_) ++next;
    std::vector<Index> fresh{next};
    std::vector<Index> candidates(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(size));
    if (wanted == 1 || std::find(candidates.begin(), candidates.end(), next) == candidates.end()) return fresh;
    std::sort(candidates.begin(), candidates.end());
    const std::vector<double> rows = rows_of(candidates);
    const std::vector<double> near =
        products(rows.data(), static_cast<Index>(size), rows.data(), static_cast<Index>(size));
    std::vector<double> d(size);
    for (std::size_t k = 0; k < size; ++k) d[k] = distance(candidates[k]);
    while (static_cast<Index>(fresh.size()) < wanted) {
      const auto last = static_cast<std::size_t>(std::lower_bound(candidates.begin(), candidates.end(), fresh.back()) -
                                                 candidates.begin());
      for (std::size_t k = 0; k < size; ++k)
        d[k] = std::min(d[k], between(near[k * size + last], candidates[k], fresh.back()));
      d[last] = picked;
      const double inside = *std::max_element(d.begin(), d.end());
      if (!(inside - tie_ > outside)) break;  // a point outside may be as far: look again
      std::size_t k = 0;
      while (d[k] < inside - tie_) ++k;
      fresh.push_back(candidates[k]);
    }
    return fresh;
  }

  View<const double, 2> x_;
  View<const double, 1> squares_;  // |x_i|^2
  double tie_;
  std::vector<double> distance_;  // squared distance to the nearest pick
};

}  // namespace

void CpuKernels::farthest_points(View<const double, 2> x, View<const double, 1> squares, double tie,
                                 View<Index, 1> picks) {
  if (picks.empty()) return;
  const std::vector<Index> found = FarthestPoints(x, squares, tie).run(picks.size());
  std::copy(found.begin(), found.begin() + picks.size(), picks.data());
}

}  // namespace rhofield::cpu
