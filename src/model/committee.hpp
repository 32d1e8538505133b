// The committee of a quantity. With noise of variance s^2 in the metric and weights of variance s^2/(N eta), the loss
// of theory section 5 is that of a Gaussian process, and its weights are known up to deviations
//   d ~ N(0, (s^2/N) (B + eta)^-1).
// Members are samples of d: from the Cholesky factor, L^-T z, or as solutions for perturbed references and weights,
// which need no factor (randomise, then optimise):
//   d = w0 + argmin (1/N) |Psi v - (e - Psi w0)|_S^2 + eta |v|^2,   e ~ N(0, S^-1), w0 ~ N(0, 1/(N eta)).
// s is found on structures held out of a training of its own (Musil et al., J. Chem. Theory Comput. 15, 906 (2019), who
// scale the spread of subsampled models in this way).
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "model/lessons.hpp"

namespace rhofield {

/// Independent deviates of unit variance, the same at every call with the same stream.
std::vector<double> normal_deviates(Index count, int stream = 0);

/// One of the fifths of the structures (0 to 4), at random but always the same, to find s with, and the others, which
/// have every element that the fifth has; in the order of `train`. Throws InvalidInput where there are too few.
struct CalibrationSplit {
  std::vector<Index> fitted, held_out;
};
CalibrationSplit split_for_calibration(const DataSet& data, std::span<const Index> train, std::size_t fifth = 0);

/// Samples [member, D] of d by conjugate gradients, a solution for each of `options.committee`; eta is
/// `options.regularisation`.
Tensor<double, 2> deviations_by_iteration(const Metrics& metrics, std::span<const Structure> structures,
                                          const Lesson& lesson, const RegressionOptions& options,
                                          const Progress& progress);
/// The same with the weights, one more solution.
Posterior posterior_by_iteration(const Device& device, const DataSet& data, std::span<const Index> train,
                                 const Lesson& lesson, const RegressionOptions& options, const Progress& progress);

/// Of the largest of a set: below it a variance is roundoff.
inline constexpr double negligible_variance = 1e-14;

struct Calibration {
  double scale = 1;  ///< s
  Committee committee;
};
/// Compares the errors of the structures with what the members expect.
Calibration calibrate(const Device& device, const DataSet& data, std::span<const Index> held_out, const Lesson& lesson,
                      const Posterior& posterior, const RegressionOptions& options);

/// What may be wrong with coefficients [element] of one structure, as numbers that depend on them linearly: of a
/// density the electrons and, of a molecule, the dipole about the mean position; of a response the polarizability
/// without induced charge. None in a numerical basis.
std::vector<double> linear_observables(Quantity quantity, const GaussianBasis& basis, const Structure& structure,
                                       std::span<const double> coefficients);

/// Norm over the functions (and fields) of each atom: [atom].
std::vector<double> norms_of_atoms(const GaussianBasis& basis, const Structure& structure,
                                   std::span<const double> coefficients);

/// [atom], uncertainties of atoms over the largest that held-out structures had for the element; 0 for an element that
/// none of them had, which cannot be judged.
std::vector<double> strangeness_of(const Committee& committee, std::span<const int> numbers,
                                   std::span<const double> of_atoms);
/// Some atom is unlike all of the training set.
bool is_far(std::span<const double> strangeness);

/// Of errors and their expected sizes [structure].
struct UncertaintySummary {
  std::optional<double> standardised;  ///< root of the mean of (error / expected)^2; none where all expect roundoff
  double mean_error = 0;
  double mean_error_of_most_uncertain = 0;  ///< of the tenth (at least one) of which most was expected
};
UncertaintySummary summarise(std::span<const double> errors, std::span<const double> expected);

}  // namespace rhofield
