// The loss of theory section 5, l = (1/N) sum_A dc_A^T S_A dc_A + eta |W|^2, and its two solutions on the same
// operator; a response has three vectors c_A, one per field direction, which share S_A:
//   (B + eta) w = b,  B = (1/N) sum_A Psi_A^T S_A Psi_A,  b = (1/N) sum_A Psi_A^T S_A (c_A^ref - baseline)
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/design.hpp"
#include "rhofield/model/data_set.hpp"
#include "rhofield/model/training.hpp"

namespace rhofield {

/// Products with Psi and S of one set of structures, in device memory.
class DesignOperator {
 public:
  /// Keeps references: the arguments must outlive it.
  DesignOperator(const ReferenceSpace& space, const Design& design, const Metrics& metrics);

  Index dimension() const { return space_->dimension(); }
  Index elements() const { return design_->elements(); }
  Index structures() const { return metrics_->size(); }
  void expand(View<const double, 1> w, View<double, 1> c) const;   ///< c = Psi w, structure order [element]
  void project(View<const double, 1> c, View<double, 1> w) const;  ///< w = Psi^T c
  void weigh(View<const double, 1> c, View<double, 1> sc) const;   ///< sc = S c
  /// y = (1/N) Psi^T S Psi w. Reads Psi twice and S once; vectors are negligible beside them.
  void apply(View<const double, 1> w, View<double, 1> y) const;
  /// Whether products leave every metric where it is, so that they can be recorded: false where some are computed anew.
  bool holds_metrics() const;

  /// From now on products read Psi and S rounded to single precision; `design` (this operator's) gives up its Psi.
  void store_in_single_precision(Design& design);

  const ReferenceSpace& space() const { return *space_; }
  const Design& design() const { return *design_; }
  const Metrics& metrics() const { return *metrics_; }

 private:
  const ReferenceSpace* space_;
  const Design* design_;
  const Metrics* metrics_;
  std::vector<Tensor<float, 2>> single_psi_, single_metrics_;  // empty in double precision
  mutable Tensor<double, 1> in_blocks_, in_structures_, weighed_;
};

/// Weights, and samples of how far they may be off.
struct Posterior {
  Tensor<double, 1> weights;     ///< [D]
  Tensor<double, 2> deviations;  ///< [member, D]
};

/// Accumulates N B (lower triangle), N b and N times the constant of the loss over sets of structures; solves by
/// Cholesky.
class NormalEquations {
 public:
  NormalEquations(const Device& device, Index dimension);
  /// `target`: c^ref - baseline of the operator's structures, structure order.
  void add(const DesignOperator& design, View<const double, 1> target);
  /// Solution for one regularisation, and `members` samples of how far it may be off: d ~ N(0, (B + eta)^-1 / N), as
  /// rows [member, D] (committee.hpp). `consume` factorises in place and leaves this object empty (half the memory).
  /// Throws NumericalFailure when B + eta is not positive definite.
  Posterior solve(double regularisation, bool consume, int members = 0);
  /// 100 sqrt(training error / spread) of a solution w, from the loss: dc.S.dc / N = const - w.b - eta |w|^2.
  double training_percent(View<const double, 1> w, double regularisation) const;
  static std::size_t bytes(Index dimension) { return sizeof(double) * static_cast<std::size_t>(dimension * dimension); }

 private:
  /// S Psi [element, D] of structures [first, last), elements in the order of `place_by_structure`.
  Tensor<double, 2> weigh_psi(const DesignOperator& op, std::size_t first, std::size_t last) const;
  /// B += Psi^T (S Psi) of structures [first, last).
  void add_products(const DesignOperator& op, const Tensor<double, 2>& s_psi, std::size_t first, std::size_t last);

  Device device_;
  Tensor<double, 2> b_matrix_;
  Tensor<double, 1> b_vector_;
  double constant_ = 0;  // sum of t^T S t
  Index structures_ = 0;
};

struct ConjugateGradientResult {
  Tensor<double, 1> weights;
  std::vector<IterationRecord> iterations;
  double training_percent = 0;
  bool converged = false;
  std::vector<std::string> warnings;  // what went wrong without harm to the weights
};

/// Optional look at the iterate, for tables of error against iteration: returns the test error in percent.
using TestError = std::function<double(View<const double, 1> weights)>;

/// Preconditioned conjugate gradients. With the Kronecker preconditioner Psi is rotated in place (the ridge solution is
/// unchanged) and the weights are returned in the original basis.
ConjugateGradientResult conjugate_gradients(const ReferenceSpace& space, Design& design, const Metrics& metrics,
                                            View<const double, 1> target, const RegressionOptions& options,
                                            const Progress& progress, const TestError& test_error = {});

/// dc^T S dc of weights against a target (both around the baseline).
double squared_error(const DesignOperator& design, View<const double, 1> target, View<const double, 1> weights);
/// x^T S x over all structures.
double squared_norm(const DesignOperator& design, View<const double, 1> x);

}  // namespace rhofield
