// Everything a user may choose about a model and its training: what first, how fast last.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/descriptors/long_range_expansion.hpp"
#include "rhofield/descriptors/spherical_expansion.hpp"
#include "rhofield/model/target.hpp"

namespace rhofield {

/// A neighbour density: atoms as Gaussians within a cutoff, or the long-range potential of all of them.
using NeighbourDensity = std::variant<ExpansionOptions, LongRangeOptions>;

/// How the features of one atom and order are scaled: the part of each descriptor to norm 1 before it is weighted; all
/// descriptors together, with their weights, to norm 1; or not at all. Similarities of a response are normalised over
/// all their orders at once (theory section 6), where the orders of each descriptor must keep their proportions:
/// several descriptors need `together` or `none`, of which the latter leaves only the powers of k^0 as they are.
enum class DescriptorNormalisation { each, together, none };

struct ModelOptions {
  std::vector<Quantity> quantities{Quantity::density};  ///< what is learned, each once
  ExpansionOptions expansion;                           ///< the neighbour density 0
  std::vector<NeighbourDensity> further_densities{};    ///< 1, 2, ...
  /// Products of densities that features are made of, each pair once; a density in none of them does not count.
  std::vector<Descriptor> descriptors{{}};
  DescriptorNormalisation descriptor_normalisation = DescriptorNormalisation::each;
  int zeta = 2;            ///< exponent of the similarity, k^lambda (k^0)^(zeta-1)
  int environments = 100;  ///< M, reference environments over all species together
  std::vector<int>
      environments_by_lambda;   ///< optional: M for lambda = 0, 1, ...; the last value holds for all higher ones
  int features_per_lambda = 0;  ///< keep this many farthest features per lambda; 0 keeps all
  /// w_cut: eigenvalues of K_MM at or below it are dropped; absolute, or without normalisation relative to the largest.
  double eigenvalue_cut = 1e-10;
};

enum class Solver { automatic, direct, conjugate_gradients };
enum class Preconditioner { none, diagonal, kronecker };

/// S of the loss. `overlap`: of the Gaussian basis, or the metric stored with the data; the error of the density
/// itself. `coulomb`: the electrostatic self-energy of the error, which counts what acts at a distance (dipoles,
/// polarizabilities) more and ripples less. Errors are always reported in the overlap or the stored metric.
enum class LossMetric { overlap, coulomb };

struct RegressionOptions {
  double regularisation = 1e-8;        ///< eta of the loss (1/N) sum dc^T S dc + eta |W|^2
  double response_regularisation = 0;  ///< eta of the response; 0: the same
  LossMetric metric = LossMetric::overlap;
  Solver solver = Solver::automatic;  ///< automatic: direct while the matrix fits `memory_limit`
  Preconditioner preconditioner = Preconditioner::kronecker;
  int max_iterations = 5000;          ///< of conjugate gradients
  double residual_tolerance = 1e-10;  ///< stop at |b - (B + eta) w| <= tolerance |b|, the true residual
  double loss_tolerance =
      1e-11;  ///< stop when `loss_window` iterations lower the loss by less than this, relatively; 0: never
  int loss_window = 10;
  /// Conjugate gradients hold Psi and S in single precision: half the memory and traffic; vectors and sums stay double.
  /// The solution is that of the rounded matrices.
  bool single_precision_storage = false;
  int checkpoint_interval = 50;        ///< iterations between checkpoints
  std::string checkpoint_file{};       ///< empty: none. Used to restart when it exists and belongs to the same problem
  bool baseline_over_all = false;      ///< baseline over the whole data set, test structures included (published code)
  bool environments_from_all = false;  ///< environments from the whole data set (published code)
  std::vector<Index>
      follow{};  ///< test structures whose error conjugate gradients record at every iteration; never steers anything
  /// Members of the committee whose spread is the uncertainty of predictions (model/uncertainty.hpp); 0: none.
  int committee = 0;
  std::size_t memory_limit = std::size_t{4} << 30;  ///< bytes for matrices that may be held or recomputed
};

/// All neighbour densities, `expansion` first.
std::vector<NeighbourDensity> neighbour_densities(const ModelOptions& options);
/// Where their channels are in the expansion of an atom among so many species.
std::vector<ChannelRange> channel_ranges(const ModelOptions& options, std::size_t species);
/// Extents of that expansion, [lm, channel].
struct ExpansionShape {
  int l_max = 0, channels = 0;
  Index components() const { return Index{l_max + 1} * (l_max + 1); }
};
ExpansionShape expansion_shape(const ModelOptions& options, std::size_t species);

/// What long-range densities assume about the structures, in words: at most three, then how many more.
std::vector<std::string> assumptions(const ModelOptions& options, std::span<const Structure> structures);

/// eta of one quantity.
double regularisation_of(const RegressionOptions& options, Quantity quantity);

/// Throw InvalidInput naming the field, its value and the allowed range.
void validate(const ModelOptions& options);
void validate(const RegressionOptions& options);

}  // namespace rhofield
