// The flow from potentials: a graph Laplacian, solved by conjugate gradients with its diagonal as preconditioner.
#include "observables/charge_flow.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "rhofield/atoms/neighbours.hpp"
#include "rhofield/error.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr double range = 15.0;  // bohr
constexpr double residual_digits = 1e-13;
constexpr int most_iterations = 10000;

double weight(double r) {
  const double x = r / range;
  const double switch_off = (1.0 - x * x) * (1.0 - x * x);
  return switch_off / std::pow(r, 8);
}

double dot(const std::vector<double>& x, const std::vector<double>& y) {
  return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

}  // namespace

ChargeFlow::ChargeFlow(const Structure& structure) : atoms_(structure.size()) {
  const Device device = Device::select("cpu");
  const std::vector<int> species = species_of(std::span(&structure, 1));
  const NeighbourList pairs = neighbour_list(device, make_batch(device, std::span(&structure, 1), species), range);
  const auto rows = static_cast<Index>(species.size());
  for (Index i = 0; i <= atoms_; ++i) offset_.push_back(pairs.offset.view()(i * rows));
  diagonal_.assign(static_cast<std::size_t>(atoms_), 0.0);
  for (Index i = 0; i < atoms_; ++i)
    for (Index p = offset_[static_cast<std::size_t>(i)]; p < offset_[static_cast<std::size_t>(i) + 1]; ++p) {
      const auto v = pairs.vector.view().rows(p, 1);
      neighbour_.push_back(pairs.neighbour.view()(p));
      vector_.push_back({v(0, 0), v(0, 1), v(0, 2)});
      weight_.push_back(weight(v(0, 3)));
      // An atom's own images carry nothing: their potentials are equal.
      if (neighbour_.back() != i) diagonal_[static_cast<std::size_t>(i)] += weight_.back();
    }
  // Connected groups, by walking along pairs.
  group_.assign(static_cast<std::size_t>(atoms_), -1);
  for (Index first = 0; first < atoms_; ++first) {
    if (group_[static_cast<std::size_t>(first)] >= 0) continue;
    std::vector<Index> open{first};
    group_[static_cast<std::size_t>(first)] = groups_;
    while (!open.empty()) {
      const auto i = static_cast<std::size_t>(open.back());
      open.pop_back();
      for (Index p = offset_[i]; p < offset_[i + 1]; ++p) {
        const int j = neighbour_[static_cast<std::size_t>(p)];
        if (group_[static_cast<std::size_t>(j)] >= 0) continue;
        group_[static_cast<std::size_t>(j)] = groups_;
        open.push_back(j);
      }
    }
    ++groups_;
  }
}

std::vector<double> ChargeFlow::potentials(const std::vector<double>& charges) const {
  const std::size_t n = charges.size();
  std::vector<double> sum(static_cast<std::size_t>(groups_), 0.0), count(sum.size(), 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    sum[static_cast<std::size_t>(group_[i])] += charges[i];
    count[static_cast<std::size_t>(group_[i])] += 1.0;
  }
  std::vector<double> u(n, 0.0), r(n), z(n), p(n), q(n);
  for (std::size_t i = 0; i < n; ++i)
    r[i] = charges[i] - sum[static_cast<std::size_t>(group_[i])] / count[static_cast<std::size_t>(group_[i])];
  const double target = residual_digits * residual_digits * dot(charges, charges);
  const auto precondition = [&] {
    for (std::size_t i = 0; i < n; ++i) z[i] = diagonal_[i] > 0 ? r[i] / diagonal_[i] : 0.0;
  };
  precondition();
  p = z;
  double rz = dot(r, z);
  for (int iteration = 0; !(dot(r, r) <= target); ++iteration) {  // NaN goes on, and fails
    if (iteration == most_iterations || !(rz > 0))
      throw NumericalFailure("the flow of induced charge between " + std::to_string(n) +
                             " atoms did not converge: after " + std::to_string(iteration) + " iterations " +
                             text(std::sqrt(dot(r, r))) + " e of " + text(std::sqrt(dot(charges, charges))) +
                             " are left; check the response for huge numbers, and the structure for groups of atoms "
                             "just within 15 bohr of the rest");
    for (std::size_t i = 0; i < n; ++i) {  // q = Laplacian p
      q[i] = 0;
      for (Index k = offset_[i]; k < offset_[i + 1]; ++k) {
        const auto at = static_cast<std::size_t>(k);
        q[i] += weight_[at] * (p[i] - p[static_cast<std::size_t>(neighbour_[at])]);
      }
    }
    const double alpha = rz / dot(p, q);
    for (std::size_t i = 0; i < n; ++i) {
      u[i] += alpha * p[i];
      r[i] -= alpha * q[i];
    }
    precondition();
    const double next = dot(r, z);
    for (std::size_t i = 0; i < n; ++i) p[i] = z[i] + next / rz * p[i];
    rz = next;
  }
  return u;
}

std::vector<Vector3> ChargeFlow::dipoles(const std::vector<double>& charges) const {
  const std::vector<double> u = potentials(charges);
  std::vector<Vector3> parts(charges.size(), Vector3{});
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (Index k = offset_[i]; k < offset_[i + 1]; ++k) {
      const auto at = static_cast<std::size_t>(k);
      const double flow = weight_[at] * (u[static_cast<std::size_t>(neighbour_[at])] - u[i]);
      for (std::size_t c = 0; c < 3; ++c) parts[i][c] += 0.5 * flow * vector_[at][c];
    }
  return parts;
}

}  // namespace rhofield
