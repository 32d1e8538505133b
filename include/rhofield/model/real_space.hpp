// The real-space model: training on values at grid points, prediction at any points (theory section 8). With y the
// outputs of the network (probe_network.hpp) and env the envelope,
//   rho(r) = reference(r) + scale env(r) y(r; F = 0),   delta rho(r) = scale env(r) [y(r; F) - y(r; -F)] / 2,
// so that a response is odd in the field and vanishes without one; or, of all orders in the field,
//   delta rho(r) = scale env(r) [y(r; F) - y(r; 0)].
// Several networks of different seeds predict their mean.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rhofield/device.hpp"
#include "rhofield/model/electric_field.hpp"
#include "rhofield/model/grid_data.hpp"
#include "rhofield/model/probe_network.hpp"
#include "rhofield/model/probe_sampling.hpp"
#include "rhofield/model/spherical_atoms.hpp"
#include "rhofield/progress.hpp"

namespace rhofield {

/// One network of an ensemble.
struct RealSpaceMember {
  std::vector<double> scale;       ///< [output]
  std::vector<double> parameters;  ///< in the order of `parameter_blocks`
};

struct RealSpaceModel {
  ProbeNetworkOptions network;
  std::vector<int> elements;             ///< atomic numbers, ascending
  std::vector<Quantity> quantities;      ///< [output]
  std::vector<RealSpaceMember> members;  ///< their mean is the prediction
  bool odd_response = true;              ///< responses are odd in the field; otherwise of all orders
  bool needs_reference = false;          ///< the density was learned as the difference to one that callers give
  std::optional<SphericalAtoms> atoms;   ///< ... to the superposition of these, which predictions contain
  std::string training_summary;
};

/// Names, shapes and places of the parameters of each member.
std::vector<ParameterBlock> parameter_blocks(const RealSpaceModel& model);
/// Throws InvalidInput unless its parts fit together.
void validate(const RealSpaceModel& model);

enum class RealSpaceLoss { absolute, squared, huber };
enum class LearningRateSchedule { cosine, plateau };

struct RealSpaceTrainingOptions {
  ProbeNetworkOptions network{};
  std::vector<Quantity> quantities{Quantity::density};
  /// Responses are odd in the field, as first derivatives are; false where the data hold differences to a finite field,
  /// whose even orders are to be learned too.
  bool odd_response = true;
  /// The density is learned as the difference to superposed spherical atoms, which are fitted to the training
  /// structures.
  bool superposed_atoms = false;
  int members = 1;  ///< networks that are trained one after the other, from the seeds `seed`, `seed` + 1, ...
  SamplingOptions sampling{};
  int resample = 1;  ///< new points every so many epochs; 0: the same points throughout
  /// Of `screening_candidates` times as many points those with independent features are kept, until the relative
  /// residual is below this; points of the uniform share are kept whatever their features, and the rest is filled up in
  /// the order of the grid. Features are those of the averaged weights when points are taken. 0: no screening.
  double screening = 0;
  int screening_candidates = 4;
  int screening_degree = 1;        ///< 1: features; 2: their products as well
  bool pooled_screening = false;   ///< of all structures together instead of each for itself
  bool importance_weights = true;  ///< the loss follows the measure of the grid whatever was sampled
  /// Of differences d: |d|; d^2; d^2 near zero, |d| beyond `huber_width` times the mean |value| of a structure's
  /// sample.
  RealSpaceLoss loss = RealSpaceLoss::absolute;
  double huber_width = 0.1;
  int epochs = 400;    ///< passes over the training structures
  double minutes = 0;  ///< wall time of all members after which training ends early; 0: no limit
  Index batch = 1000;  ///< probes of one step, of several structures
  double learning_rate = 2e-3;
  double last_learning_rate = 1e-5;
  LearningRateSchedule schedule = LearningRateSchedule::cosine;
  int patience = 10;   ///< validations without a better one before plateau halves the rate
  int stop_after = 0;  ///< validations without a better one before training stops; 0: never
  double weight_decay = 1e-6;
  double average = 0.999;           ///< of the weights, per step; predictions use the average
  double gradient_limit = 1.0;      ///< norm of the gradient beyond which it is shortened
  int validate_every = 10;          ///< epochs
  Index validation_points = 20000;  ///< of each validation structure, in proportion to the measure; 0: the full grid
  bool single_precision = true;
  std::uint64_t seed = 1;
};

/// Throws InvalidInput naming the field and the allowed range.
void validate(const RealSpaceTrainingOptions& options);

struct EpochRecord {
  int member = 0;
  int epoch = 0;
  double loss = 0;  ///< mean over the epoch
  double learning_rate = 0;
  double validation_percent = 0;  ///< NMAE of the averaged weights; 0 where it was not validated
  double seconds = 0;             ///< since the start of the member
};

/// Everything that a later run needs to go on as if it had not stopped.
struct RealSpaceState {
  /// What a run must have in common with the one that it continues: options but how long and how often, structures and
  /// their values.
  std::string problem;
  std::vector<RealSpaceMember> finished;  ///< members; what follows is of the one that is being trained
  int epoch = 0;
  Index step = 0;
  std::vector<double> parameters, average, first_moment, second_moment, best;
  std::vector<double> screened_with;  ///< averages when points were screened last; empty without screening
  double best_percent = 0;            ///< 0: not validated yet
  int validations_since_best = 0;
  double rate_factor = 1;  ///< of plateaus and of losses that exploded
  std::vector<double> scale;
  std::optional<SphericalAtoms> atoms;  ///< that the density is a difference to
  std::vector<EpochRecord> records;     ///< of all members, one after the other
};

struct TrainedRealSpaceModel {
  RealSpaceModel model;
  RealSpaceState state;  ///< of the last member
  std::vector<std::string> warnings;
  double validation_percent = 0;  ///< NMAE of the mean of the members on the points to validate on; 0: there are none
  Index points = 0;               ///< of one epoch
  double seconds = 0;
  std::vector<std::vector<double>> screening_residuals;  ///< [structure or, pooled, one][pivot]
};

/// Trains on the entries at `train`; `validation`, never trained on, choose the weights that are returned. `resume`
/// continues a run with the same options and data (epochs and members may be more); `checkpoint` is called after every
/// validation. Throws InvalidInput for entries without a quantity, overlapping sets, options out of range and a state
/// of another run; NumericalFailure where the loss explodes again and again although the rate was halved.
TrainedRealSpaceModel train_real_space(const Device& device, const GridData& data, std::span<const Index> train,
                                       std::span<const Index> validation, const RealSpaceTrainingOptions& options,
                                       const RealSpaceState* resume = nullptr,
                                       const std::function<void(const RealSpaceState&)>& checkpoint = {},
                                       const Progress& progress = {});

class RealSpacePredictor {
 public:
  RealSpacePredictor(const Device& device, const RealSpaceModel& model);
  ~RealSpacePredictor();
  RealSpacePredictor(RealSpacePredictor&&) noexcept;
  RealSpacePredictor& operator=(RealSpacePredictor&&) noexcept;

  /// Values at points, e/bohr^3: of the density (without a reference that callers give), or of its response to the
  /// field, which may differ from place to place: the network then sees at every atom and point the field there. Memory
  /// beyond the values does not grow with the points. Throws InvalidInput for elements the model has not seen (both
  /// lists in the message) and quantities that it has not learned.
  std::vector<double> at_points(const Structure& structure, Quantity quantity, std::span<const Vector3> points,
                                const ElectricField& field = {}) const;
  /// Standard deviations [point] of the members around their mean, e/bohr^3. Throws InvalidInput for models of one.
  std::vector<double> deviation_at_points(const Structure& structure, Quantity quantity,
                                          std::span<const Vector3> points, const ElectricField& field = {}) const;
  /// Values on a grid, [n0 n1 n2], and, where they are wanted, the standard deviations of the networks. A response is
  /// projected to zero integral: its mean is taken out in proportion to the envelope; deviations are those before that.
  std::vector<double> on_grid(const Structure& structure, Quantity quantity, const Grid& grid,
                              const ElectricField& field = {}, const Progress& progress = {},
                              std::vector<double>* deviations = nullptr) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Errors on the full grids of structures.
struct RealSpaceErrors {
  Quantity quantity = Quantity::density;
  std::vector<Index> indices;
  std::vector<double> percent;  ///< [structure], NMAE: 100 sum |d| / sum |value|
  double total_percent = 0;     ///< over all of them, 100 sum sum |d| / sum sum |value|
  double mean_percent = 0;      ///< mean over structures
  double vacuum_percent = 0;    ///< the part of total_percent where |value| is below 1e-3 e/bohr^3
  /// [structure], e: integral of the prediction minus that of the reference; of a response, which has none, of the
  /// prediction.
  std::vector<double> charge;
  std::vector<Vector3> dipole, reference_dipole;  ///< [structure], response: -int r delta rho, e bohr
};

/// `normalise` scales densities to the integrals of the grids' own, which are known.
RealSpaceErrors validate_real_space(const Device& device, const RealSpaceModel& model, const GridData& data,
                                    std::span<const Index> indices, Quantity quantity, bool normalise = false,
                                    const Progress& progress = {});

}  // namespace rhofield
