// Which points of a grid to learn from (theory section 8; Feng, Zhang, Jiang, J. Chem. Theory Comput. 21 (2025)).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rhofield/observables/grid.hpp"

namespace rhofield {

/// Points are taken without replacement, point g with a probability in proportion to
///   (1 - uniform) t_g / sum t + uniform / n,  t_g = |rho_g| + gradient |grad rho|_g + floor
struct SamplingOptions {
  Index points = 1000;     ///< of each structure
  double gradient = 0.4;   ///< bohr
  double floor = 2e-5;     ///< e/bohr^3
  double uniform = 0.2;    ///< share that is spread over the whole grid, so that vacuum is learned rather than guessed
  bool per_voxel = false;  ///< the published form: `gradient` counts steps of the grid, and nothing wraps around cells
};

/// Throws InvalidInput naming the field and the allowed range.
void validate(const SamplingOptions& options);

struct SampledPoints {
  std::vector<Index> index;         ///< [point], places in the grid, ascending
  std::vector<double> probability;  ///< [point], that it is among those taken: sums over points of x / probability are
                                    ///< unbiased estimates of sums over the grid
  std::vector<bool> uniform;        ///< [point], it belongs to the uniform share
};

/// t_g of every point, [n0 n1 n2]. Gradients by central differences, around the cell where the grid spans it, one-sided
/// at other edges.
std::vector<double> sampling_targets(const Structure& structure, const Grid& grid, std::span<const float> values,
                                     const SamplingOptions& options);

/// Systematic sampling of inclusion probabilities min(1, c p): exact probabilities, and points spread evenly over the
/// order of the grid. All points where there are no more than asked for. The same for the same seed.
SampledPoints sample_points(std::span<const double> targets, const SamplingOptions& options, std::uint64_t seed);

/// Points whose features are linearly independent: pivoted Cholesky decomposition of K_ij = (x_i . x_j)^degree, rows of
/// X [point, feature] with columns scaled to unit root mean square; for degree 1 the same pivots as QR of X^T with
/// column pivoting, whose rank is no more than the number of features (of degree 2: of their products).
struct Screening {
  std::vector<Index> kept;       ///< in the order of the pivots
  std::vector<double> residual;  ///< after each pivot, largest diagonal left over the largest at first
};
/// Stops at `most` points (0: all) or where the relative residual falls below `tolerance`. Costs points times kept^2.
Screening screen_points(std::span<const double> features, Index points, double tolerance, Index most = 0,
                        int degree = 1);

}  // namespace rhofield
