// Points, losses and steps of the real-space model.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <set>

#include "model/adam.hpp"
#include "model/probe_values.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr int most_restarts = 8;    // after losses that exploded
constexpr double explosion = 30;    // times the loss of the first epoch
constexpr Index least_slice = 512;  // probes that one worker takes at a time

/// Electrons beyond the last noble gas, those of a filled d shell not counted.
double valence_electrons(int number) {
  int core = 0;
  for (const int noble : {2, 10, 18, 36, 54, 86})
    if (number > noble) core = noble;
  const int valence = number - core;
  return valence > 12 && number > 30 ? valence - 10 : valence;
}

/// What is sampled of one structure and quantity.
struct Sample {
  SampledPoints points;
  std::vector<double> values;  // less the reference
  double norm = 0;             // of the loss
};

double share_of(const SampledPoints& points, std::size_t k, bool weights) {
  return weights ? 1 / points.probability[k] : 1.0;
}

double target_value(const GridEntry& entry, Quantity quantity, Index place) {
  const auto g = static_cast<std::size_t>(place);
  const double value = entry.values(quantity)[g];
  return quantity == Quantity::density && !entry.reference.empty() ? value - entry.reference[g] : value;
}

template <class Real>
class Trainer {
 public:
  Trainer(const Device& device, const GridData& data, std::span<const Index> train, std::span<const Index> validation,
          const RealSpaceTrainingOptions& options)
      : device_(device),
        data_(data),
        train_(train.begin(), train.end()),
        validation_(validation.begin(), validation.end()),
        options_(options),
        layout_(options.network, elements_of(data, train), static_cast<int>(options.quantities.size())) {}

  void start();
  void resume(const RealSpaceState& state);
  void run(const std::function<void(const RealSpaceState&)>& checkpoint, const Progress& progress);
  TrainedRealSpaceModel result();

 private:
  struct Item {
    Index index;         // of the entry
    std::size_t output;  // quantity
  };
  static std::vector<int> elements_of(const GridData& data, std::span<const Index> train) {
    std::set<int> all;
    for (const Index k : train) {
      const auto& numbers = data.entries[static_cast<std::size_t>(k)].structure.numbers;
      all.insert(numbers.begin(), numbers.end());
    }
    return {all.begin(), all.end()};
  }
  const GridEntry& entry(Index k) const { return data_.entries[static_cast<std::size_t>(k)]; }
  Quantity quantity(const Item& item) const { return options_.quantities[item.output]; }
  std::vector<Item> items_of(std::span<const Index> indices) const;
  Sample draw(const Item& item, const SamplingOptions& sampling, std::uint64_t seed) const;
  void draw_all(int epoch);
  void screen();
  std::size_t points_wanted(std::size_t k) const;
  void set_scale();
  double mean_field() const;
  double step(std::span<const std::size_t> chosen, double rate);
  double loss_of(const Sample& sample, const std::vector<double>& values, double scale, double items,
                 std::vector<double>& bar) const;
  double rate(int epoch, double seconds) const;
  double epoch_of(int epoch, double learning_rate);
  double validate();
  ProbeTask task_of(const Item& item, const Sample& sample) const;

  Device device_;
  const GridData& data_;
  std::vector<Index> train_, validation_;
  RealSpaceTrainingOptions options_;
  ProbeNetworkLayout layout_;
  RealSpaceState state_;
  std::vector<Item> items_, validation_items_;
  std::vector<std::vector<double>> targets_;  // [item], of sampling
  std::vector<Sample> samples_, validation_samples_;
  std::vector<std::unique_ptr<ProbeBatch<Real>>> batches_;  // [worker]
  std::vector<std::string> warnings_;
  std::vector<std::vector<double>> residuals_;
  double seconds_ = 0;
};

template <class Real>
std::vector<typename Trainer<Real>::Item> Trainer<Real>::items_of(std::span<const Index> indices) const {
  std::vector<Item> items;
  for (const Index k : indices)
    for (std::size_t q = 0; q < options_.quantities.size(); ++q) items.push_back({k, q});
  return items;
}

template <class Real>
Sample Trainer<Real>::draw(const Item& item, const SamplingOptions& sampling, std::uint64_t seed) const {
  const GridEntry& own = entry(item.index);
  const auto targets = sampling_targets(own.structure, own.grid, own.values(quantity(item)), sampling);
  Sample sample{.points = sample_points(targets, sampling, seed), .values = {}};
  for (const Index place : sample.points.index) sample.values.push_back(target_value(own, quantity(item), place));
  return sample;
}

template <class Real>
void Trainer<Real>::draw_all(int epoch) {
  samples_.assign(items_.size(), {});
  std::seed_seq sequence{options_.seed, static_cast<std::uint64_t>(epoch)};
  std::vector<std::uint32_t> seeds(2 * items_.size());
  sequence.generate(seeds.begin(), seeds.end());
  SamplingOptions sampling = options_.sampling;
  if (options_.screening > 0) sampling.points *= options_.screening_candidates;
  auto& kernels = network_kernels<Real>(device_.backend());
  kernels.share(static_cast<Index>(items_.size()), [&](Index i, int) {
    const auto k = static_cast<std::size_t>(i);
    const std::uint64_t seed = (static_cast<std::uint64_t>(seeds[2 * k]) << 32u) | seeds[2 * k + 1];
    samples_[k].points = sample_points(targets_[k], sampling, seed);
  });
  if (options_.screening > 0) screen();
  for (std::size_t k = 0; k < items_.size(); ++k) {
    const GridEntry& own = entry(items_[k].index);
    Sample& sample = samples_[k];
    for (std::size_t p = 0; p < sample.points.index.size(); ++p) {
      const Index place = sample.points.index[p];
      sample.values.push_back(target_value(own, quantity(items_[k]), place));
      const double size = own.values(quantity(items_[k]))[static_cast<std::size_t>(place)];
      sample.norm += share_of(sample.points, p, options_.importance_weights) *
                     (options_.loss == RealSpaceLoss::squared ? size * size : std::abs(size));
    }
  }
}

/// Of each sample's candidates keeps as many points as were asked for: an even choice of the uniform share, then those
/// with independent features, then others.
template <class Real>
void Trainer<Real>::screen() {
  residuals_.clear();
  const std::vector<Real> rounded(state_.average.begin(), state_.average.end());
  const auto parameters = Tensor<Real, 1>::from_host(device_, rounded, {layout_.size});
  const auto candidates = static_cast<std::size_t>(options_.screening_candidates);
  std::vector<std::vector<std::size_t>> targeted(items_.size()), kept(items_.size());
  std::vector<std::vector<double>> features(items_.size());
  std::size_t wanted = 0;  // in all, of the targeted ones
  for (std::size_t k = 0; k < items_.size(); ++k) {
    const SampledPoints& points = samples_[k].points;
    std::size_t seen = 0;
    for (std::size_t p = 0; p < points.index.size(); ++p) {
      if (!points.uniform[p])
        targeted[k].push_back(p);
      else if (seen++ % candidates == 0)
        kept[k].push_back(p);
    }
    wanted += points_wanted(k) - std::min(points_wanted(k), kept[k].size());
    const ProbeTask task = task_of(items_[k], samples_[k]);
    (void)batches_.front()->run(parameters.view(), std::span(&task, 1), false);
    const std::vector<double> all = batches_.front()->features();
    const auto width = static_cast<std::ptrdiff_t>(options_.network.features);
    for (const std::size_t p : targeted[k]) {
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(p) * width;
      features[k].insert(features[k].end(), first, first + width);
    }
  }
  const auto chosen = [&](const std::vector<double>& x, std::size_t points, std::size_t most) {
    Screening found = screen_points(x, static_cast<Index>(points), options_.screening, static_cast<Index>(most),
                                    options_.screening_degree);
    residuals_.push_back(found.residual);
    return found.kept;
  };
  if (options_.pooled_screening) {
    std::vector<double> pool;
    std::vector<std::pair<std::size_t, std::size_t>> owner;
    for (std::size_t k = 0; k < items_.size(); ++k) {
      pool.insert(pool.end(), features[k].begin(), features[k].end());
      for (const std::size_t p : targeted[k]) owner.emplace_back(k, p);
    }
    for (const Index row : chosen(pool, owner.size(), wanted)) {
      const auto& [k, p] = owner[static_cast<std::size_t>(row)];
      kept[k].push_back(p);
    }
  } else {
    for (std::size_t k = 0; k < items_.size(); ++k)
      for (const Index row :
           chosen(features[k], targeted[k].size(), points_wanted(k) - std::min(points_wanted(k), kept[k].size())))
        kept[k].push_back(targeted[k][static_cast<std::size_t>(row)]);
  }
  for (std::size_t k = 0; k < items_.size(); ++k) {
    const std::set<std::size_t> own(kept[k].begin(), kept[k].end());
    const std::size_t missing = points_wanted(k) - std::min(points_wanted(k), own.size());
    std::vector<std::size_t> others;
    for (const std::size_t p : targeted[k])
      if (!own.contains(p)) others.push_back(p);
    for (std::size_t j = 0; j < std::min(missing, others.size()); ++j)
      kept[k].push_back(others[j * others.size() / std::min(missing, others.size())]);
    std::sort(kept[k].begin(), kept[k].end());
    SampledPoints screened;
    for (const std::size_t p : kept[k]) {
      screened.index.push_back(samples_[k].points.index[p]);
      screened.probability.push_back(samples_[k].points.probability[p]);
      screened.uniform.push_back(samples_[k].points.uniform[p]);
    }
    samples_[k].points = std::move(screened);
  }
}

template <class Real>
std::size_t Trainer<Real>::points_wanted(std::size_t k) const {
  return std::min(samples_[k].points.index.size(), static_cast<std::size_t>(options_.sampling.points));
}

template <class Real>
ProbeTask Trainer<Real>::task_of(const Item& item, const Sample& sample) const {
  const GridEntry& own = entry(item.index);
  ProbeTask task{
      .structure = &own.structure, .field = own.field, .output = item.output, .quantity = quantity(item), .points = {}};
  for (const Index place : sample.points.index) task.points.push_back(point_of(own.grid, place));
  return task;
}

template <class Real>
void Trainer<Real>::start() {
  items_ = items_of(train_);
  validation_items_ = items_of(validation_);
  SamplingOptions sampling = options_.sampling;
  for (const Item& item : items_) {
    const GridEntry& own = entry(item.index);
    targets_.push_back(sampling_targets(own.structure, own.grid, own.values(quantity(item)), sampling));
  }
  sampling.points = options_.validation_points > 0 ? options_.validation_points : std::numeric_limits<Index>::max();
  for (const Item& item : validation_items_) validation_samples_.push_back(draw(item, sampling, options_.seed + 7919));
  const auto workers = static_cast<std::size_t>(network_kernels<Real>(device_.backend()).workers());
  for (std::size_t w = 0; w < workers; ++w)
    batches_.push_back(std::make_unique<ProbeBatch<Real>>(device_, options_.network, layout_));
  state_.parameters = initial_parameters(layout_, options_.network, options_.seed);
  for (std::size_t q = 0; q < layout_.envelopes.size(); ++q) {
    const bool response = options_.quantities[q] == Quantity::response;
    for (std::size_t s = 0; s < layout_.elements.size(); ++s) {
      state_.parameters[static_cast<std::size_t>(layout_.envelopes[q].amplitude) + s] =
          valence_electrons(layout_.elements[s]);
      state_.parameters[static_cast<std::size_t>(layout_.envelopes[q].decay) + s] = response ? 1.2 : 1.6;
    }
    const bool whole = !response && entry(train_.front()).reference.empty();
    state_.parameters[static_cast<std::size_t>(layout_.output.out.bias) + q] = whole ? 1.0 : 0.0;
  }
  state_.average = state_.best = state_.parameters;
  state_.first_moment.assign(state_.parameters.size(), 0.0);
  state_.second_moment = state_.first_moment;
  draw_all(0);
  set_scale();
}

template <class Real>
void Trainer<Real>::resume(const RealSpaceState& state) {
  if (state.parameters.size() != state_.parameters.size())
    throw InvalidInput("the run to continue has " + std::to_string(state.parameters.size()) +
                       " parameters, these options make " + std::to_string(state_.parameters.size()) +
                       "; continue with the same options");
  state_ = state;
  if (options_.resample == 0) draw_all(0);
}

/// So that outputs of size one (of a response: in a field of one unit) make values of the right size: sum |value| over
/// sum of the first envelope; without envelopes the standard deviation of the values.
template <class Real>
void Trainer<Real>::set_scale() {
  const std::vector<Real> rounded(state_.parameters.begin(), state_.parameters.end());
  const auto parameters = Tensor<Real, 1>::from_host(device_, rounded, {layout_.size});
  std::vector<double> sum(options_.quantities.size(), 0.0), of = sum, squares = sum, count = sum;
  for (std::size_t k = 0; k < items_.size(); ++k) {
    const ProbeTask task = task_of(items_[k], samples_[k]);
    const auto found = batches_.front()->run(parameters.view(), std::span(&task, 1), false);
    const std::size_t q = items_[k].output;
    for (std::size_t p = 0; p < samples_[k].values.size(); ++p) {
      const double weight = share_of(samples_[k].points, p, true), value = samples_[k].values[p];
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

/// The loss of one sample over the number of items of the step; bar = its derivatives by the values.
template <class Real>
double Trainer<Real>::loss_of(const Sample& sample, const std::vector<double>& values, double scale, double items,
                              std::vector<double>& bar) const {
  double loss = 0, weights = 0;
  for (std::size_t p = 0; p < values.size(); ++p) weights += share_of(sample.points, p, options_.importance_weights);
  const double width = options_.huber_width * sample.norm / weights;
  bar.resize(values.size());
  for (std::size_t p = 0; p < values.size(); ++p) {
    const double weight = share_of(sample.points, p, options_.importance_weights) / (sample.norm * items);
    const double d = scale * values[p] - sample.values[p], size = std::abs(d);
    double slope = 0;
    if (options_.loss == RealSpaceLoss::squared) {
      loss += weight * d * d;
      slope = 2 * d;
    } else if (options_.loss == RealSpaceLoss::huber && size < width) {
      loss += weight * 0.5 * d * d / width;
      slope = d / width;
    } else {
      loss += weight * (options_.loss == RealSpaceLoss::huber ? size - 0.5 * width : size);
      slope = d > 0 ? 1.0 : d < 0 ? -1.0 : 0.0;
    }
    bar[p] = weight * slope * scale;
  }
  return loss;
}

template <class Real>
double Trainer<Real>::step(std::span<const std::size_t> chosen, double learning_rate) {
  auto& kernels = network_kernels<Real>(device_.backend());
  const std::vector<Real> rounded(state_.parameters.begin(), state_.parameters.end());
  const auto parameters = Tensor<Real, 1>::from_host(device_, rounded, {layout_.size});
  // Slices of whole items on a GPU, of a few hundred probes on the CPU; the sums are the same however many threads
  // work.
  struct Slice {
    std::size_t item, first, last;  // probes
  };
  std::vector<std::vector<Slice>> slices;
  if (!device_.is_host()) slices.emplace_back();
  for (const std::size_t k : chosen) {
    const std::size_t probes = samples_[k].values.size();
    if (!device_.is_host()) {
      slices.front().push_back({k, 0, probes});
      continue;
    }
    const std::size_t parts =
        std::max<std::size_t>(1, (probes + least_slice - 1) / static_cast<std::size_t>(least_slice));
    for (std::size_t part = 0; part < parts; ++part)
      slices.push_back({{k, probes * part / parts, probes * (part + 1) / parts}});
  }
  std::vector<Tensor<Real, 1>> gradients(slices.size());
  std::vector<double> losses(slices.size(), 0.0);
  kernels.share(static_cast<Index>(slices.size()), [&](Index s, int worker) {
    const auto& slice = slices[static_cast<std::size_t>(s)];
    ProbeBatch<Real>& batch = *batches_[static_cast<std::size_t>(worker)];
    std::vector<ProbeTask> tasks;
    std::vector<Sample> parts;
    for (const Slice& one : slice) {
      const Sample& all = samples_[one.item];
      const auto cut = [&](const auto& list) {
        return std::decay_t<decltype(list)>(list.begin() + static_cast<std::ptrdiff_t>(one.first),
                                            list.begin() + static_cast<std::ptrdiff_t>(one.last));
      };
      parts.push_back(
          {.points = {.index = cut(all.points.index), .probability = cut(all.points.probability), .uniform = {}},
           .values = cut(all.values),
           .norm = all.norm});
      tasks.push_back(task_of(items_[one.item], parts.back()));
    }
    const auto found = batch.run(parameters.view(), tasks, true);
    std::vector<std::vector<double>> bars(tasks.size());
    double loss = 0;
    for (std::size_t t = 0; t < tasks.size(); ++t)
      loss += loss_of(parts[t], found.values[t], state_.scale[tasks[t].output], static_cast<double>(chosen.size()),
                      bars[t]);
    losses[static_cast<std::size_t>(s)] = loss;
    auto& gradient = gradients[static_cast<std::size_t>(s)] = Tensor<Real, 1>::zeros(device_, {layout_.size});
    batch.run_backward(parameters.view(), tasks, bars, gradient.view());
  });
  const double loss = std::accumulate(losses.begin(), losses.end(), 0.0);
  if (!std::isfinite(loss)) return loss;
  std::vector<double> gradient(static_cast<std::size_t>(layout_.size), 0.0);
  for (const auto& part : gradients) {
    const std::vector<Real> host = part.to_host();
    for (std::size_t k = 0; k < host.size(); ++k) gradient[k] += host[k];
  }
  const double norm =
      adam_step({state_.parameters, state_.average, state_.first_moment, state_.second_moment, state_.step}, gradient,
                learning_rate, options_.weight_decay, options_.average, options_.gradient_limit);
  if (!std::isfinite(norm)) return std::nan("");
  // Radial functions stay decaying ones.
  const auto& eta = layout_.block("eta");
  for (Index k = eta.offset; k < eta.offset + eta.size(); ++k) {
    double& value = state_.parameters[static_cast<std::size_t>(k)];
    value = std::min(value, -1e-3);
  }
  for (const auto& envelope : layout_.envelopes)
    for (std::size_t s = 0; s < layout_.elements.size(); ++s) {
      double& decay = state_.parameters[static_cast<std::size_t>(envelope.decay) + s];
      decay = std::max(decay, 0.1);
    }
  return loss;
}

template <class Real>
double Trainer<Real>::rate(int epoch, double seconds) const {
  const double limit = options_.minutes * 60;
  const double done = std::max(static_cast<double>(epoch) / options_.epochs, limit > 0 ? seconds / limit : 0.0);
  constexpr double warm = 0.01;  // share of the run in which the rate grows
  const double factor = std::min(1.0, (done + 1e-3) / warm) * state_.rate_factor;
  if (options_.schedule == LearningRateSchedule::plateau)
    return std::max(options_.last_learning_rate, factor * options_.learning_rate);
  const double between = 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, done)));
  return factor * (options_.last_learning_rate + between * (options_.learning_rate - options_.last_learning_rate));
}

template <class Real>
double Trainer<Real>::epoch_of(int epoch, double learning_rate) {
  if (options_.resample > 0 && epoch > 0 && epoch % options_.resample == 0) draw_all(epoch);
  std::vector<std::size_t> order(items_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::mt19937_64 random(options_.seed * 1000003 + static_cast<std::uint64_t>(epoch));
  for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random() % k]);
  double sum = 0;
  int steps = 0;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    for (Index probes = 0; last < order.size() && (last == first || probes < options_.batch); ++last)
      probes += static_cast<Index>(samples_[order[last]].values.size());
    const double loss = step(std::span(order).subspan(first, last - first), learning_rate);
    if (!std::isfinite(loss)) return loss;
    sum += loss, ++steps;
    first = last;
  }
  return sum / steps;
}

template <class Real>
double Trainer<Real>::validate() {
  const std::vector<Real> rounded(state_.average.begin(), state_.average.end());
  const auto parameters = Tensor<Real, 1>::from_host(device_, rounded, {layout_.size});
  std::vector<double> wrong(validation_items_.size(), 0.0), of = wrong;
  auto& kernels = network_kernels<Real>(device_.backend());
  kernels.share(static_cast<Index>(validation_items_.size()), [&](Index i, int worker) {
    const auto k = static_cast<std::size_t>(i);
    const Sample& sample = validation_samples_[k];
    const ProbeTask task = task_of(validation_items_[k], sample);
    const GridEntry& own = entry(validation_items_[k].index);
    const auto found = batches_[static_cast<std::size_t>(worker)]->run(parameters.view(), std::span(&task, 1), false);
    for (std::size_t p = 0; p < sample.values.size(); ++p) {
      const double weight = share_of(sample.points, p, true);
      wrong[k] += weight * std::abs(state_.scale[task.output] * found.values[0][p] - sample.values[p]);
      of[k] +=
          weight *
          std::abs(static_cast<double>(own.values(task.quantity)[static_cast<std::size_t>(sample.points.index[p])]));
    }
  });
  return 100 * std::accumulate(wrong.begin(), wrong.end(), 0.0) / std::accumulate(of.begin(), of.end(), 0.0);
}

template <class Real>
void Trainer<Real>::run(const std::function<void(const RealSpaceState&)>& checkpoint, const Progress& progress) {
  const auto begin = std::chrono::steady_clock::now();
  const double before = state_.records.empty() ? 0.0 : state_.records.back().seconds;
  const auto seconds = [&] {
    return before + std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  RealSpaceState good = state_;
  int restarts = 0;
  for (; state_.epoch < options_.epochs; ++state_.epoch) {
    if (options_.minutes > 0 && seconds() > 60 * options_.minutes) break;
    if (progress && !progress("training", state_.epoch, options_.epochs)) {
      if (checkpoint) checkpoint(state_);
      throw Interrupted("training was stopped after " + std::to_string(state_.epoch) + " of " +
                        std::to_string(options_.epochs) + " epochs");
    }
    const double learning_rate = rate(state_.epoch, seconds());
    const double loss = epoch_of(state_.epoch, learning_rate);
    const double first = state_.records.empty() ? loss : state_.records.front().loss;
    if (!std::isfinite(loss) || loss > explosion * first) {
      if (++restarts > most_restarts)
        throw NumericalFailure("the loss exploded " + std::to_string(restarts) + " times, last in epoch " +
                               std::to_string(state_.epoch) + " at a learning rate of " + text(learning_rate) +
                               "; start with a smaller one");
      const int at = state_.epoch;
      state_ = good;
      good.rate_factor = state_.rate_factor *= 0.5;
      warnings_.push_back("the loss exploded in epoch " + std::to_string(at) + " (" + text(loss) +
                          "): went back to epoch " + std::to_string(good.epoch) + " with half the learning rate");
      --state_.epoch;
      continue;
    }
    EpochRecord record{.epoch = state_.epoch, .loss = loss, .learning_rate = learning_rate};
    const bool last =
        state_.epoch + 1 == options_.epochs || (options_.minutes > 0 && seconds() > 60 * options_.minutes);
    const bool due = (state_.epoch + 1) % options_.validate_every == 0 || last;
    if (due && !validation_items_.empty()) {
      record.validation_percent = validate();
      const bool better = state_.best_percent == 0 || record.validation_percent < state_.best_percent;
      if (better) state_.best = state_.average, state_.best_percent = record.validation_percent;
      state_.validations_since_best = better ? 0 : state_.validations_since_best + 1;
      if (!better && options_.schedule == LearningRateSchedule::plateau &&
          state_.validations_since_best % options_.patience == 0)
        state_.rate_factor *= 0.5;
    }
    if (validation_items_.empty()) state_.best = state_.average;
    record.seconds = seconds();
    state_.records.push_back(record);
    if (!due) continue;
    good = state_;
    ++good.epoch;
    if (checkpoint) checkpoint(good);
    if (options_.stop_after > 0 && state_.validations_since_best >= options_.stop_after) break;
  }
  seconds_ = seconds();
}

template <class Real>
TrainedRealSpaceModel Trainer<Real>::result() {
  TrainedRealSpaceModel trained;
  trained.model = {.network = options_.network,
                   .elements = layout_.elements,
                   .quantities = options_.quantities,
                   .scale = state_.scale,
                   .parameters = state_.best,
                   .needs_reference = !entry(train_.front()).reference.empty(),
                   .training_summary = {}};
  for (const Sample& sample : samples_) trained.points += static_cast<Index>(sample.values.size());
  trained.model.training_summary =
      std::to_string(train_.size()) + " training structures, " + std::to_string(trained.points) + " points an epoch, " +
      std::to_string(state_.records.size()) + " epochs, " + std::to_string(layout_.size) + " parameters";
  trained.state = state_;
  trained.warnings = warnings_;
  trained.seconds = seconds_;
  trained.screening_residuals = residuals_;
  return trained;
}

void check_entries(const GridData& data, std::span<const Index> indices, std::span<const Quantity> quantities,
                   const char* what) {
  for (const Index k : indices) {
    if (k < 0 || k >= data.size())
      throw InvalidInput("structure " + std::to_string(k) + " to " + what + " is not among the " +
                         std::to_string(data.size()) + " of the data");
    const GridEntry& entry = data.entries[static_cast<std::size_t>(k)];
    validate(entry, "structure " + std::to_string(k));
    for (const Quantity quantity : quantities) {
      if (entry.values(quantity).empty())
        throw InvalidInput("structure " + std::to_string(k) + " to " + what + " has no " + name_of(quantity));
      const Vector3& f = entry.field;
      if (quantity == Quantity::response && f[0] == 0 && f[1] == 0 && f[2] == 0)
        throw InvalidInput("structure " + std::to_string(k) + " has a response but no field that makes it");
    }
  }
}

}  // namespace

TrainedRealSpaceModel train_real_space(const Device& device, const GridData& data, std::span<const Index> train,
                                       std::span<const Index> validation, const RealSpaceTrainingOptions& options,
                                       const RealSpaceState* resume,
                                       const std::function<void(const RealSpaceState&)>& checkpoint,
                                       const Progress& progress) {
  validate(options);
  if (train.empty()) throw InvalidInput("there are no structures to train on; name at least one");
  check_entries(data, train, options.quantities, "train on");
  check_entries(data, validation, options.quantities, "validate on");
  const std::set<Index> learned(train.begin(), train.end());
  for (const Index k : validation)
    if (learned.contains(k))
      throw InvalidInput("structure " + std::to_string(k) + " is both trained and validated on; choose other sets");
  const bool referenced = !data.entries[static_cast<std::size_t>(train.front())].reference.empty();
  for (const auto& set : {train, validation})
    for (const Index k : set)
      if (data.entries[static_cast<std::size_t>(k)].reference.empty() == referenced)
        throw InvalidInput("some structures have a reference density and others (" + std::to_string(k) + ") have not");
  const auto trained = [&](auto&& trainer) {
    trainer.start();
    if (resume != nullptr) trainer.resume(*resume);
    trainer.run(checkpoint, progress);
    return trainer.result();
  };
  if (options.single_precision) return trained(Trainer<float>(device, data, train, validation, options));
  return trained(Trainer<double>(device, data, train, validation, options));
}

}  // namespace rhofield
