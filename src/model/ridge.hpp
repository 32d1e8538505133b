// Ridge regression of one matrix against many right-hand sides, min_w |X w - y|^2 + shift |w|^2 (shift = N eta),
// without squaring the condition number of X: targets that are known to six digits and more need weights as good.
#pragma once

#include <span>
#include <vector>

#include "rhofield/model/options.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield/progress.hpp"

namespace rhofield {

/// X = U diag(s) V^T on the host (LAPACK dgesdd). After it every right-hand side and every shift costs two products:
///   w = V diag(s / (s^2 + shift)) U^T y
class RidgeFactors {
 public:
  /// X [row, column], row-major; it is not kept. Throws NumericalFailure where singular values do not converge.
  RidgeFactors(std::span<const double> x, Index rows, Index columns);
  /// w [column] for y [row]. Directions whose s is rounding error of the largest count as zero.
  std::vector<double> solve(std::span<const double> y, double shift) const;
  /// What the weights may be off by where y has noise of unit variance, (X^T X + shift)^{-1/2} z [column], for z of
  /// unit variance; shift > 0.
  std::vector<double> deviation(std::span<const double> z, double shift) const;
  /// Bytes that the factorisation holds at its peak.
  static std::size_t bytes(Index rows, Index columns);

 private:
  Index rows_, columns_, rank_;
  std::vector<double> u_;       // [value, row]: U^T
  std::vector<double> values_;  // [value], descending
  std::vector<double> v_;       // [value, column]: V^T
};

struct RidgeIterations {
  std::vector<double> weights;
  std::vector<IterationRecord> records;
  bool converged = false;
};

/// The same by conjugate gradients on the normal equations without forming them (CGLS; A. Bjorck, Numerical Methods for
/// Least Squares Problems (1996), section 7.4), on the device of X. Two products with X an iteration; stops as the
/// options say. `values` N of the loss (1/N) |X w - y|^2 + eta |w|^2, which is recorded.
RidgeIterations ridge_by_iteration(const Device& device, View<const double, 2> x, std::span<const double> y,
                                   Index values, double eta, const RegressionOptions& options,
                                   const Progress& progress);

}  // namespace rhofield
