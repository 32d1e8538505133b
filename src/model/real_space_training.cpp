// Losses and steps of the real-space model.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include "model/point_loss.hpp"
#include "model/probe_values.hpp"
#include "model/real_space_run.hpp"
#include "model/training_points.hpp"
#include "model/training_steps.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr int most_restarts = 8;   // after losses that exploded
constexpr double explosion = 30;   // times the loss of the first epoch
constexpr Index host_slice = 512;  // probes that a thread takes at a time: what they make stays in the caches

std::vector<TrainingItem> items_of(std::span<const Index> indices, std::span<const Quantity> quantities) {
  std::vector<TrainingItem> items;
  for (const Index k : indices)
    for (std::size_t q = 0; q < quantities.size(); ++q) items.push_back({k, q, quantities[q]});
  return items;
}

/// What a run learns from.
struct Inputs {
  const Device& device;
  const GridData& data;
  std::span<const Reference> references;  // [entry]
  std::span<const Index> train, validation;
};

/// Some points of one sample.
struct Slice {
  std::size_t item = 0, first = 0, last = 0;
};

template <class Real>
class Trainer {
 public:
  Trainer(const Inputs& inputs, const RealSpaceTrainingOptions& options);

  /// From the beginning, as the next member of a run, whose problem, atoms, finished members and records go on.
  void begin(RealSpaceState run);
  void resume(const RealSpaceState& state);
  RealSpaceState& state() { return state_; }
  /// Trains one member and adds it to the finished ones.
  void run(const std::function<void(const RealSpaceState&)>& checkpoint, const Progress& progress);
  TrainedRealSpaceModel result();
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  const GridEntry& entry(Index k) const { return data_.entries[static_cast<std::size_t>(k)]; }
  NetworkKernels<Real>& kernels() const { return network_kernels<Real>(device_.backend()); }
  Tensor<Real, 1> on_device(const std::vector<double>& parameters) const;
  ProbeTask task_of(const TrainingItem& item, std::span<const Vector3> positions) const;
  std::vector<std::vector<Slice>> shares_of(std::span<const PointSample> samples,
                                            std::span<const std::size_t> chosen) const;
  std::vector<ProbeTask> tasks_of(std::span<const TrainingItem> items, std::span<const PointSample> samples,
                                  std::span<const Slice> slices) const;
  void set_scale();
  double mean_field() const;
  void draw(int epoch);
  double step(std::span<const std::size_t> chosen, double rate);
  /// Wall time of one member; 0: no limit.
  double member_seconds() const { return 60 * options_.minutes / options_.members; }
  double rate(int epoch, double seconds) const;
  double run_epoch(double learning_rate);
  double validate(std::span<const RealSpaceMember> members);
  void note_validation(double percent);

  Device device_;
  const GridData& data_;
  std::vector<Index> train_;
  RealSpaceTrainingOptions options_;
  ProbeNetworkLayout layout_;
  RealSpaceState state_;
  TrainingPoints points_;
  std::vector<SampleLoss> losses_;  // [item]
  std::vector<TrainingItem> validation_items_;
  std::vector<PointSample> validation_samples_;
  std::vector<std::unique_ptr<ProbeBatch<Real>>> batches_;  // [worker]
  std::vector<Tensor<Real, 1>> gradients_;                  // [share of a step]
  std::vector<std::string> warnings_;
};

template <class Real>
Trainer<Real>::Trainer(const Inputs& inputs, const RealSpaceTrainingOptions& options)
    : device_(inputs.device),
      data_(inputs.data),
      train_(inputs.train.begin(), inputs.train.end()),
      options_(options),
      layout_(options.network, species_of(data_, train_), static_cast<int>(options.quantities.size())),
      points_(data_, inputs.references, items_of(train_, options.quantities), options_),
      validation_items_(items_of(inputs.validation, options.quantities)) {
  const auto reference_of = [&](Index k) { return inputs.references[static_cast<std::size_t>(k)]; };
  SamplingOptions sampling = options_.sampling;
  sampling.points = options_.validation_points > 0 ? options_.validation_points : std::numeric_limits<Index>::max();
  for (const TrainingItem& item : validation_items_) {
    const GridEntry& own = entry(item.index);
    const auto targets = sampling_targets(own.structure, own.grid, own.values(item.quantity), sampling);
    validation_samples_.push_back(
        take_points(own, item.quantity, targets, reference_of(item.index), sampling, options_.seed + 7919));
  }
  for (int w = 0; w < kernels().workers(); ++w)
    batches_.push_back(std::make_unique<ProbeBatch<Real>>(device_, options_.network, layout_));
  state_.parameters = first_parameters(layout_, options_, !reference_of(train_.front()).empty());
  state_.average = state_.best = state_.parameters;
  state_.first_moment.assign(state_.parameters.size(), 0.0);
  state_.second_moment = state_.first_moment;
  draw(0);
  set_scale();
}

template <class Real>
Tensor<Real, 1> Trainer<Real>::on_device(const std::vector<double>& parameters) const {
  const std::vector<Real> rounded(parameters.begin(), parameters.end());
  return Tensor<Real, 1>::from_host(device_, rounded, {layout_.size});
}

template <class Real>
ProbeTask Trainer<Real>::task_of(const TrainingItem& item, std::span<const Vector3> positions) const {
  const GridEntry& own = entry(item.index);
  return {.structure = &own.structure,
          .field = own.field,
          .output = item.output,
          .quantity = item.quantity,
          .odd = options_.odd_response,
          .points = {positions.begin(), positions.end()}};
}

/// Parts of the chosen samples that are worked on side by side: on a GPU all of them at once, on the CPU some hundred
/// probes each, the same ones however many threads work.
template <class Real>
std::vector<std::vector<Slice>> Trainer<Real>::shares_of(std::span<const PointSample> samples,
                                                         std::span<const std::size_t> chosen) const {
  std::vector<std::vector<Slice>> shares(device_.is_host() ? 0 : 1);
  for (const std::size_t k : chosen) {
    const std::size_t probes = samples[k].values.size();
    const std::size_t parts =
        device_.is_host() ? std::max<std::size_t>(1, (probes + host_slice - 1) / std::size_t{host_slice}) : 1;
    for (std::size_t part = 0; part < parts; ++part) {
      const Slice slice{k, probes * part / parts, probes * (part + 1) / parts};
      if (device_.is_host())
        shares.push_back({slice});
      else
        shares.front().push_back(slice);
    }
  }
  return shares;
}

template <class Real>
std::vector<ProbeTask> Trainer<Real>::tasks_of(std::span<const TrainingItem> items,
                                               std::span<const PointSample> samples,
                                               std::span<const Slice> slices) const {
  std::vector<ProbeTask> tasks;
  for (const Slice& slice : slices)
    tasks.push_back(task_of(items[slice.item],
                            std::span(samples[slice.item].positions).subspan(slice.first, slice.last - slice.first)));
  return tasks;
}

template <class Real>
void Trainer<Real>::begin(RealSpaceState run) {
  state_.problem = std::move(run.problem);
  state_.atoms = std::move(run.atoms);
  state_.finished = std::move(run.finished);
  state_.records = std::move(run.records);
}

template <class Real>
void Trainer<Real>::resume(const RealSpaceState& state) {
  const std::size_t size = state_.parameters.size();
  for (const auto* values : {&state.parameters, &state.average, &state.first_moment, &state.second_moment, &state.best})
    if (values->size() != size)
      throw InvalidInput("the run to continue has " + std::to_string(values->size()) +
                         " parameters, these options make " + std::to_string(size) +
                         "; continue with the same options");
  state_ = state;
}

template <class Real>
void Trainer<Real>::draw(int epoch) {
  const bool anew = epoch == 0 || (options_.resample > 0 && epoch % options_.resample == 0);
  if (options_.screening > 0 && anew) state_.screened_with = state_.average;
  if (!points_.draw(epoch, [&](const TrainingItem& item, std::span<const Vector3> positions) {
        const ProbeTask task = task_of(item, positions);
        (void)batches_.front()->run(on_device(state_.screened_with).view(), std::span(&task, 1), false);
        return batches_.front()->features();
      }))
    return;
  losses_.clear();
  for (const PointSample& sample : points_.samples()) losses_.emplace_back(sample, options_);
}

/// So that outputs of size one (of a response: in a field of one unit) make values of the right size: sum |value| over
/// sum of the first envelope; without envelopes the standard deviation of the values.
template <class Real>
void Trainer<Real>::set_scale() {
  const Tensor<Real, 1> parameters = on_device(state_.parameters);
  std::vector<double> sum(options_.quantities.size(), 0.0), of = sum, squares = sum, count = sum;
  for (std::size_t k = 0; k < points_.items().size(); ++k) {
    const PointSample& sample = points_.samples()[k];
    const ProbeTask task = task_of(points_.items()[k], sample.positions);
    const auto found = batches_.front()->run(parameters.view(), std::span(&task, 1), false);
    const std::size_t q = task.output;
    for (std::size_t p = 0; p < sample.values.size(); ++p) {
      const double weight = 1 / sample.points.probability[p], value = sample.values[p];
      sum[q] += weight * std::abs(value);
      of[q] += weight * found.envelopes[0][p];
      squares[q] += value * value;
      count[q] += 1;
    }
  }
  state_.scale.clear();
  for (std::size_t q = 0; q < sum.size(); ++q) {
    double scale = layout_.envelopes.empty() ? std::sqrt(squares[q] / count[q]) : sum[q] / of[q];
    if (options_.quantities[q] == Quantity::response) scale /= mean_field() / options_.network.field_unit;
    state_.scale.push_back(scale > 0 && std::isfinite(scale) ? scale : 1.0);
  }
}

/// Atomic units, over the training structures.
template <class Real>
double Trainer<Real>::mean_field() const {
  double sum = 0;
  for (const Index k : train_) {
    const Vector3& f = entry(k).field;
    sum += std::sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]) / static_cast<double>(train_.size());
  }
  return sum;
}

/// One step down the gradient of some items; returns their loss, NaN where anything is not finite.
template <class Real>
double Trainer<Real>::step(std::span<const std::size_t> chosen, double learning_rate) {
  const Tensor<Real, 1> parameters = on_device(state_.parameters);
  const auto shares = shares_of(points_.samples(), chosen);
  while (gradients_.size() < shares.size()) gradients_.emplace_back(device_, std::array<Index, 1>{layout_.size});
  std::vector<double> losses(shares.size(), 0.0);
  kernels().share(static_cast<Index>(shares.size()), [&](Index s, int worker) {
    const auto& slices = shares[static_cast<std::size_t>(s)];
    ProbeBatch<Real>& batch = *batches_[static_cast<std::size_t>(worker)];
    const std::vector<ProbeTask> tasks = tasks_of(points_.items(), points_.samples(), slices);
    const auto found = batch.run(parameters.view(), tasks, true);
    std::vector<std::vector<double>> bars(tasks.size());
    for (std::size_t t = 0; t < tasks.size(); ++t)
      losses[static_cast<std::size_t>(s)] +=
          losses_[slices[t].item].add(slices[t].first, found.values[t], state_.scale[tasks[t].output],
                                      1 / static_cast<double>(chosen.size()), bars[t]);
    Tensor<Real, 1>& gradient = gradients_[static_cast<std::size_t>(s)];
    gradient.set_zero();
    batch.run_backward(parameters.view(), tasks, bars, gradient.view());
  });
  const double loss = std::accumulate(losses.begin(), losses.end(), 0.0);
  if (!std::isfinite(loss)) return std::nan("");
  std::vector<double> gradient(static_cast<std::size_t>(layout_.size), 0.0);
  for (std::size_t s = 0; s < shares.size(); ++s) {
    const std::vector<Real> host = gradients_[s].to_host();
    for (std::size_t k = 0; k < host.size(); ++k) gradient[k] += host[k];
  }
  const double norm = adam_step(state_, gradient, learning_rate, options_);
  keep_decaying(state_.parameters, layout_, options_.network);
  return std::isfinite(norm) ? loss : std::nan("");
}

template <class Real>
double Trainer<Real>::rate(int epoch, double seconds) const {
  const double limit = member_seconds();
  const double done = std::max(static_cast<double>(epoch) / options_.epochs, limit > 0 ? seconds / limit : 0.0);
  constexpr double warm = 0.01;  // share of the run in which the rate grows
  const double factor = std::min(1.0, (done + 1e-3) / warm) * state_.rate_factor;
  if (options_.schedule == LearningRateSchedule::plateau)
    return std::max(options_.last_learning_rate, factor * options_.learning_rate);
  return factor * cosine_rate(done, options_);
}

/// The mean loss of one pass over the items; NaN where a step was not finite.
template <class Real>
double Trainer<Real>::run_epoch(double learning_rate) {
  draw(state_.epoch);
  const auto order = order_of_epoch(points_.items().size(), options_.seed, state_.epoch);
  double sum = 0;
  int steps = 0;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    for (Index probes = 0; last < order.size() && (last == first || probes < options_.batch); ++last)
      probes += static_cast<Index>(points_.samples()[order[last]].values.size());
    const double loss = step(std::span(order).subspan(first, last - first), learning_rate);
    if (!std::isfinite(loss)) return loss;
    sum += loss, ++steps;
    first = last;
  }
  return sum / steps;
}

/// NMAE of the mean of some networks at the points to validate on.
template <class Real>
double Trainer<Real>::validate(std::span<const RealSpaceMember> members) {
  std::vector<std::size_t> all(validation_items_.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto shares = shares_of(validation_samples_, all);
  std::vector<std::vector<double>> predicted;  // [item][point]
  for (const PointSample& sample : validation_samples_) predicted.emplace_back(sample.values.size(), 0.0);
  for (const RealSpaceMember& member : members) {
    const Tensor<Real, 1> parameters = on_device(member.parameters);
    kernels().share(static_cast<Index>(shares.size()), [&](Index s, int worker) {
      const auto& slices = shares[static_cast<std::size_t>(s)];
      const std::vector<ProbeTask> tasks = tasks_of(validation_items_, validation_samples_, slices);
      const auto found = batches_[static_cast<std::size_t>(worker)]->run(parameters.view(), tasks, false);
      for (std::size_t t = 0; t < tasks.size(); ++t)
        for (std::size_t p = slices[t].first; p < slices[t].last; ++p)
          predicted[slices[t].item][p] += member.scale[tasks[t].output] * found.values[t][p - slices[t].first] /
                                          static_cast<double>(members.size());
    });
  }
  double wrong = 0, of = 0;
  for (std::size_t k = 0; k < predicted.size(); ++k) {
    const PointSample& sample = validation_samples_[k];
    for (std::size_t p = 0; p < sample.values.size(); ++p) {
      wrong += std::abs(predicted[k][p] - sample.values[p]) / sample.points.probability[p];
      of += sample.sizes[p] / sample.points.probability[p];
    }
  }
  return 100 * wrong / of;
}

template <class Real>
void Trainer<Real>::note_validation(double percent) {
  const bool better = state_.best_percent == 0 || percent < state_.best_percent;
  if (better) state_.best = state_.average, state_.best_percent = percent;
  state_.validations_since_best = better ? 0 : state_.validations_since_best + 1;
  if (!better && options_.schedule == LearningRateSchedule::plateau &&
      state_.validations_since_best % options_.patience == 0)
    state_.rate_factor *= 0.5;
}

template <class Real>
void Trainer<Real>::run(const std::function<void(const RealSpaceState&)>& checkpoint, const Progress& progress) {
  const auto begin = std::chrono::steady_clock::now();
  const auto member = static_cast<int>(state_.finished.size());
  const auto first = std::find_if(state_.records.begin(), state_.records.end(),
                                  [&](const EpochRecord& r) { return r.member == member; }) -
                     state_.records.begin();
  const double before = first < std::ssize(state_.records) ? state_.records.back().seconds : 0.0;
  const auto seconds = [&] {
    return before + std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  const auto late = [&] { return options_.minutes > 0 && seconds() > member_seconds(); };
  RealSpaceState good = state_;  // of the last validation
  int restarts = 0;
  while (state_.epoch < options_.epochs && !late()) {
    const int done = member * options_.epochs + state_.epoch, all = options_.members * options_.epochs;
    if (progress && !progress("training", done, all)) {
      if (checkpoint) checkpoint(state_);
      throw Interrupted("training was stopped after " + std::to_string(done) + " of " + std::to_string(all) +
                        " epochs");
    }
    EpochRecord record{.member = member, .epoch = state_.epoch, .learning_rate = rate(state_.epoch, seconds())};
    record.loss = run_epoch(record.learning_rate);
    const double first_loss =
        first < std::ssize(state_.records) ? state_.records[static_cast<std::size_t>(first)].loss : record.loss;
    if (!std::isfinite(record.loss) || record.loss > explosion * first_loss) {
      if (++restarts > most_restarts)
        throw NumericalFailure("the loss exploded " + std::to_string(restarts) + " times, last in epoch " +
                               std::to_string(record.epoch) + " at a learning rate of " + text(record.learning_rate) +
                               "; start with a smaller one");
      good.rate_factor *= 0.5;
      state_ = good;
      warnings_.push_back("the loss exploded in epoch " + std::to_string(record.epoch) + " (" + text(record.loss) +
                          "): went back to epoch " + std::to_string(good.epoch) + " with half the learning rate");
      continue;
    }
    ++state_.epoch;
    const bool due = state_.epoch % options_.validate_every == 0 || state_.epoch == options_.epochs || late();
    if (validation_items_.empty()) {
      state_.best = state_.average;
    } else if (due) {
      const RealSpaceMember averaged{.scale = state_.scale, .parameters = state_.average};
      record.validation_percent = validate(std::span(&averaged, 1));
      note_validation(record.validation_percent);
    }
    record.seconds = seconds();
    state_.records.push_back(record);
    if (!due) continue;
    good = state_;
    if (checkpoint) checkpoint(state_);
    if (options_.stop_after > 0 && state_.validations_since_best >= options_.stop_after) break;
  }
  state_.finished.push_back({.scale = state_.scale, .parameters = state_.best});
}

template <class Real>
TrainedRealSpaceModel Trainer<Real>::result() {
  TrainedRealSpaceModel trained;
  trained.points = points_.count();
  const auto members = state_.finished.size();
  trained.model = {.network = options_.network,
                   .elements = layout_.elements,
                   .quantities = options_.quantities,
                   .members = state_.finished,
                   .odd_response = options_.odd_response,
                   .needs_reference = !entry(train_.front()).reference.empty(),
                   .atoms = state_.atoms,
                   .training_summary = std::to_string(train_.size()) + " training structures, " +
                                       std::to_string(trained.points) + " points an epoch, " +
                                       std::to_string(state_.records.size()) + " epochs, " +
                                       std::to_string(layout_.size) + " parameters" +
                                       (members > 1 ? ", " + std::to_string(members) + " networks" : "")};
  trained.state = state_;
  trained.state.finished.pop_back();  // so that it goes on where this member ended
  trained.warnings = warnings_;
  if (!validation_items_.empty()) trained.validation_percent = validate(state_.finished);
  if (trained.validation_percent > 100)
    trained.warnings.push_back("the error at the points to validate on is " + text(trained.validation_percent) +
                               " %, more than that of zeros: check the units of positions, values and fields");
  for (std::size_t k = 0; k < state_.records.size(); ++k)  // the last record of each member tells its time
    if (k + 1 == state_.records.size() || state_.records[k + 1].member != state_.records[k].member)
      trained.seconds += state_.records[k].seconds;
  trained.screening_residuals = points_.residuals();
  return trained;
}

/// One member after the other, each with points and first weights of its own. `run` holds what they have in common;
/// its members that are finished are not trained again.
template <class Real>
TrainedRealSpaceModel train_members(const Inputs& inputs, const RealSpaceTrainingOptions& options, RealSpaceState run,
                                    const RealSpaceState* resume,
                                    const std::function<void(const RealSpaceState&)>& checkpoint,
                                    const Progress& progress) {
  std::vector<std::string> warnings;
  for (std::size_t member = resume != nullptr ? resume->finished.size() : 0;; ++member) {
    RealSpaceTrainingOptions own = options;
    own.seed += member;
    Trainer<Real> trainer(inputs, own);
    if (resume != nullptr && member == resume->finished.size())
      trainer.resume(*resume);
    else
      trainer.begin(std::move(run));
    trainer.run(checkpoint, progress);
    if (member + 1 == static_cast<std::size_t>(options.members)) {
      TrainedRealSpaceModel trained = trainer.result();
      trained.warnings.insert(trained.warnings.begin(), warnings.begin(), warnings.end());
      return trained;
    }
    run = std::move(trainer.state());
    warnings.insert(warnings.end(), trainer.warnings().begin(), trainer.warnings().end());
  }
}

}  // namespace

TrainedRealSpaceModel train_real_space(const Device& device, const GridData& data, std::span<const Index> train,
                                       std::span<const Index> validation, const RealSpaceTrainingOptions& options,
                                       const RealSpaceState* resume,
                                       const std::function<void(const RealSpaceState&)>& checkpoint,
                                       const Progress& progress) {
  check_real_space_run(data, train, validation, options);
  RealSpaceState run;
  run.problem = problem_of(data, train, validation, options);
  if (resume != nullptr) check_resumed(*resume, run.problem, options);
  std::vector<std::vector<float>> superpositions;
  if (options.superposed_atoms) {
    run.atoms = resume != nullptr ? resume->atoms : fit_spherical_atoms(device, data, train, options.seed, progress);
    std::vector<Index> both(train.begin(), train.end());
    both.insert(both.end(), validation.begin(), validation.end());
    superpositions = superposed(device, *run.atoms, data, both, progress);
  }
  std::vector<Reference> references;
  for (std::size_t k = 0; k < data.entries.size(); ++k)
    references.emplace_back(run.atoms ? superpositions[k] : data.entries[k].reference);
  const Inputs inputs{device, data, references, train, validation};
  return options.single_precision
             ? train_members<float>(inputs, options, std::move(run), resume, checkpoint, progress)
             : train_members<double>(inputs, options, std::move(run), resume, checkpoint, progress);
}

}  // namespace rhofield
