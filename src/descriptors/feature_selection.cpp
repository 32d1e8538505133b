// Farthest-point sampling (Gonzalez, Theor. Comput. Sci. 38, 293 (1985)) of features, by their Gram matrix, and of
// environments, which is a primitive.
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
  const Index points = x.extent(0), features = x.extent(1);
  check_count(count, points, "points");
  if (count == 0) return {};
  // Row by row x.x: `points` products of one row with itself.
  auto squares = Tensor<double, 1>::zeros(device, {points});
  if (features > 0)
    device.backend().linear_algebra().gemm_batched(Op::none, Op::transpose, 1.0, {x.data(), 1, features, features},
                                                   features, {x.data(), 1, features, features}, features, 0.0,
                                                   {squares.view().data(), 1, 1, 1}, 1, points);
  const std::vector<double> lengths = squares.to_host();
  for (Index i = 0; i < points; ++i) check_finite(lengths[static_cast<std::size_t>(i)], i, "point");
  const double tie = 1e-12 * *std::max_element(lengths.begin(), lengths.end());
  Tensor<Index, 1> picks(device, {count});
  device.backend().kernels().farthest_points(x, std::as_const(squares).view(), tie, picks.view());
  return picks.to_host();
}

}  // namespace rhofield
