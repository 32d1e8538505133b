// Farthest-point sampling (Gonzalez, Theor. Comput. Sci. 38, 293 (1985)) of features and of environments.
// Environments by look-ahead: distances to the picked set only shrink as picks are added. Take the b points that are
// farthest now; while the largest exact distance inside this block exceeds what every point outside had at its start,
// the next pick is inside, and needs only the b x b products. Then one product of all points with the picks made.
#include "rhofield/descriptors/feature_selection.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

constexpr double picked = -std::numeric_limits<double>::infinity();  // distance of a point that is no longer available

void check_count(Index count, Index available, const char* what) {
  if (count < 0 || count > available)
    throw InvalidInput("farthest-point sampling: " + std::to_string(count) + " " + what +
                       " were asked for, but there are " + std::to_string(available) +
                       "; ask for fewer or give more data");
}

void check_finite(double square, Index index, const char* what) {
  if (!std::isfinite(square))
    throw InvalidInput("farthest-point sampling: the squared length of " + std::string(what) + " " +
                       std::to_string(index) + " is " + std::to_string(square) +
                       "; look for NaN or overflow in the features");
}

/// A host view of device memory: the memory itself on a host device, else a copy that lives as long as this object.
class HostCopy {
 public:
  HostCopy(const Device& device, View<const double, 2> x) : view_(x) {
    if (device.is_host()) return;
    copy_.resize(static_cast<std::size_t>(x.size()));
    if (!copy_.empty()) device.backend().memory().download(copy_.data(), x.data(), sizeof(double) * copy_.size());
    view_ = {copy_.data(), x.extents()};
  }
  View<const double, 2> view() const { return view_; }

 private:
  std::vector<double> copy_;
  View<const double, 2> view_;
};

/// Distances of all points to the picked set, and the order in which they are picked.
class FarthestPoints {
 public:
  FarthestPoints(const Device& device, View<const double, 2> x) : device_(device), x_(x) {
    const Index points = x.extent(0), features = x.extent(1);
    Tensor<double, 2> squares(device, {points, 1});
    if (features == 0) squares.set_zero();
    // Row by row x.x: `points` products of one row with itself.
    if (features > 0)
      algebra().gemm_batched(Op::none, Op::transpose, 1.0, {x.data(), 1, features, features}, features,
                             {x.data(), 1, features, features}, features, 0.0, {squares.view().data(), 1, 1, 1}, 1,
                             points);
    squares_ = squares.to_host();
    for (Index i = 0; i < points; ++i) check_finite(squares_[static_cast<std::size_t>(i)], i, "point");
    tie_ = 1e-12 * *std::max_element(squares_.begin(), squares_.end());
    distance_.assign(squares_.size(), std::numeric_limits<double>::infinity());
  }

  std::vector<Index> run(Index count) {
    picks_ = {0};
    update(picks_);
    while (static_cast<Index>(picks_.size()) < count) {
      const std::vector<Index> fresh = look_ahead(count - static_cast<Index>(picks_.size()));
      picks_.insert(picks_.end(), fresh.begin(), fresh.end());
      update(fresh);
    }
    picks_.resize(static_cast<std::size_t>(count));
    return picks_;
  }

 private:
  static constexpr std::size_t block = 64;  // candidates looked at together

  LinearAlgebra& algebra() const { return device_.backend().linear_algebra(); }

  double distance(double product, Index i, Index j) const {
    return squares_[static_cast<std::size_t>(i)] + squares_[static_cast<std::size_t>(j)] - 2.0 * product;
  }

  Tensor<double, 2> rows_of(const std::vector<Index>& points) const {
    const Index features = x_.extent(1);
    Tensor<double, 2> rows(device_, {static_cast<Index>(points.size()), features});
    for (std::size_t k = 0; k < points.size(); ++k)
      if (features > 0)
        device_.backend().memory().copy(rows.view().rows(static_cast<Index>(k), 1).data(), x_.rows(points[k], 1).data(),
                                        sizeof(double) * static_cast<std::size_t>(features));
    return rows;
  }

  Tensor<double, 2> products(View<const double, 2> a, View<const double, 2> b) const {
    Tensor<double, 2> ab(device_, {a.extent(0), b.extent(0)});
    algebra().gemm(Op::none, Op::transpose, 1.0, matrix(a), matrix(b), 0.0, matrix(ab.view()));
    return ab;
  }

  /// Shrinks the distances of all points by those to `fresh`, and takes `fresh` out.
  void update(const std::vector<Index>& fresh) {
    const auto near = products(x_, rows_of(fresh).view());
    const HostCopy host(device_, near.view());
    for (Index i = 0; i < x_.extent(0); ++i)
      for (std::size_t k = 0; k < fresh.size(); ++k) {
        double& d = distance_[static_cast<std::size_t>(i)];
        d = std::min(d, distance(host.view()(i, static_cast<Index>(k)), i, fresh[k]));
      }
    for (const Index p : picks_) distance_[static_cast<std::size_t>(p)] = picked;
    for (const Index p : fresh) distance_[static_cast<std::size_t>(p)] = picked;
  }

  /// The next picks, at least one and at most `wanted`.
  std::vector<Index> look_ahead(Index wanted) const {
    std::vector<Index> order(distance_.size());
    std::iota(order.begin(), order.end(), Index{0});
    const auto farther = [this](Index i, Index j) {
      const double di = distance_[static_cast<std::size_t>(i)], dj = distance_[static_cast<std::size_t>(j)];
      return di != dj ? di > dj : i < j;
    };
    const std::size_t size = std::min(block, order.size());
    std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(size) - 1, order.end(), farther);
    double outside = picked;  // largest distance outside the block
    for (std::size_t k = size; k < order.size(); ++k)
      outside = std::max(outside, distance_[static_cast<std::size_t>(order[k])]);
    // The first pick is known for all points: the lowest index among those tied with the largest distance.
    const double largest = *std::max_element(distance_.begin(), distance_.end());
    Index next = 0;
    while (distance_[static_cast<std::size_t>(next)] < largest - tie_) ++next;
    std::vector<Index> fresh{next};
    std::vector<Index> candidates(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(size));
    if (wanted == 1 || std::find(candidates.begin(), candidates.end(), next) == candidates.end()) return fresh;
    std::sort(candidates.begin(), candidates.end());
    const auto rows = rows_of(candidates);
    const auto near = products(rows.view(), rows.view());
    const HostCopy host(device_, near.view());
    std::vector<double> d(size);
    for (std::size_t k = 0; k < size; ++k) d[k] = distance_[static_cast<std::size_t>(candidates[k])];
    while (static_cast<Index>(fresh.size()) < wanted) {
      const auto last = std::lower_bound(candidates.begin(), candidates.end(), fresh.back()) - candidates.begin();
      for (std::size_t k = 0; k < size; ++k)
        d[k] = std::min(d[k], distance(host.view()(static_cast<Index>(k), last), candidates[k], fresh.back()));
      d[static_cast<std::size_t>(last)] = picked;
      const double inside = *std::max_element(d.begin(), d.end());
      if (!(inside - tie_ > outside)) break;  // a point outside may be as far: look again
      std::size_t k = 0;
      while (d[k] < inside - tie_) ++k;
      fresh.push_back(candidates[k]);
    }
    return fresh;
  }

  Device device_;
  View<const double, 2> x_;
  std::vector<double> squares_;   // |x_i|^2
  std::vector<double> distance_;  // squared distance to the nearest pick
  std::vector<Index> picks_;
  double tie_ = 0.0;
};

}  // namespace

void accumulate_gram(const Device& device, View<const double, 3> p, View<double, 2> gram) {
  const Index rows = p.extent(0) * p.extent(1), features = p.extent(2);
  if (gram.extent(0) != features || gram.extent(1) != features)
    throw InvalidInput("accumulate_gram: " + std::to_string(features) + " features but a Gram matrix of " +
                       std::to_string(gram.extent(0)) + " x " + std::to_string(gram.extent(1)));
  device.backend().linear_algebra().syrk(Op::transpose, 1.0, {p.data(), rows, features, features}, 1.0, matrix(gram));
}

std::vector<Index> farthest_features(const Device& device, View<const double, 2> gram, Index count) {
  const Index features = gram.extent(0);
  if (gram.extent(1) != features)
    throw InvalidInput("farthest_features: the Gram matrix is " + std::to_string(features) + " x " +
                       std::to_string(gram.extent(1)) + ", it must be square");
  check_count(count, features, "features");
  const HostCopy host(device, gram);
  const View<const double, 2> g = host.view();
  for (Index q = 0; q < features; ++q) check_finite(g(q, q), q, "feature");
  std::vector<double> distance(static_cast<std::size_t>(features), std::numeric_limits<double>::infinity());
  std::vector<Index> picks;
  picks.reserve(static_cast<std::size_t>(count));
  for (Index p = 0; static_cast<Index>(picks.size()) < count;) {
    picks.push_back(p);
    for (Index q = 0; q < features; ++q) {
      double& d = distance[static_cast<std::size_t>(q)];
      d = std::min(d, g(p, p) + g(q, q) - 2.0 * (q < p ? g(p, q) : g(q, p)));
    }
    distance[static_cast<std::size_t>(p)] = picked;
    p = std::max_element(distance.begin(), distance.end()) - distance.begin();
  }
  return picks;
}

std::vector<Index> farthest_points(const Device& device, View<const double, 2> x, Index count) {
  check_count(count, x.extent(0), "points");
  if (count == 0) return {};
  return FarthestPoints(device, x).run(count);
}

}  // namespace rhofield
