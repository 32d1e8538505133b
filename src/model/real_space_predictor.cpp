// Predictions in tiles, and errors on grids.
#include <algorithm>
#include <cmath>
#include <functional>
#include <mutex>

#include "model/probe_values.hpp"
#include "model/structure_checks.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr Index host_tile = 512;  // probes: what they make stays in the caches
constexpr Index device_tile = 65536;
constexpr Index local_tile = 4096;  // on devices, of probes with fields of their own, which are groups of their own

}  // namespace

struct RealSpacePredictor::State {
  Device device;
  RealSpaceModel model;
  ProbeNetworkLayout layout;
  std::vector<Tensor<float, 1>> parameters;  // [member]

  State(const Device& d, const RealSpaceModel& m)
      : device(d), model(m), layout(m.network, m.elements, static_cast<int>(m.quantities.size())) {
    for (const RealSpaceMember& member : model.members) {
      const std::vector<float> rounded(member.parameters.begin(), member.parameters.end());
      parameters.push_back(Tensor<float, 1>::from_host(device, rounded, {layout.size}));
    }
  }
  /// What predictions are wanted of, and where.
  struct Request {
    const Structure& structure;
    Quantity quantity;
    const ElectricField& field;
    Index count;                       // of points
    std::function<Vector3(Index)> at;  // bohr
    const Progress& progress;
  };
  /// Sums over the members, [point]; what is empty is not wanted.
  struct Sums {
    std::span<double> values, squares;
    std::span<float> envelope;
  };
  std::size_t output_of(Quantity quantity) const;
  void evaluate(const Request& request, const Sums& sums) const;
  void finish(const Sums& sums) const;
  void require_members() const;
  void add_member(std::size_t member, const Request& request, const Sums& sums) const;
};

std::size_t RealSpacePredictor::State::output_of(Quantity quantity) const {
  const auto found = std::find(model.quantities.begin(), model.quantities.end(), quantity);
  if (found == model.quantities.end())
    throw InvalidInput("this real-space model has learned the " + name_of(model.quantities.front()) + ", not the " +
                       name_of(quantity));
  return static_cast<std::size_t>(found - model.quantities.begin());
}

void RealSpacePredictor::State::evaluate(const Request& request, const Sums& sums) const {
  validate(request.structure);
  require_known_elements(std::span(&request.structure, 1), model.elements);
  std::fill(sums.values.begin(), sums.values.end(), 0.0);
  for (std::size_t m = 0; m < model.members.size(); ++m) add_member(m, request, sums);
  finish(sums);
}

void RealSpacePredictor::State::add_member(std::size_t member, const Request& request, const Sums& sums) const {
  const std::size_t output = output_of(request.quantity);
  const double scale = model.members[member].scale[output];
  const View<const float, 1> weights = parameters[member].view();
  ProbeTask whole{.structure = &request.structure,
                  .field = request.field,
                  .output = output,
                  .quantity = request.quantity,
                  .odd = model.odd_response,
                  .points = {}};
  const auto variants = whole.variants();
  const std::vector<Structure> copies(variants.size(), request.structure);
  std::vector<std::vector<Vector3>> fields;
  const std::vector<Vector3> at_atoms = request.field.at(request.structure.positions);
  for (const auto& variant : variants) fields.push_back(fields_of(variant, at_atoms));
  AtomPass<float> atoms(device, model.network, layout);
  atoms.set_structures(copies, fields, false);
  atoms.run(weights);

  auto& kernels = network_kernels<float>(device.backend());
  const Index tile = device.is_host() ? host_tile : request.field.is_uniform() ? device_tile : local_tile;
  const Index tiles = (request.count + tile - 1) / tile, all_tiles = tiles * static_cast<Index>(model.members.size());
  std::vector<std::unique_ptr<ProbePass<float>>> passes(static_cast<std::size_t>(kernels.workers()));
  std::mutex reporting;
  Index done = static_cast<Index>(member) * tiles;
  bool stopped = false;
  kernels.share(tiles, [&](Index t, int worker) {
    if (request.progress) {
      const std::lock_guard lock(reporting);
      stopped = stopped || !request.progress("prediction", done++, all_tiles);
      if (stopped) return;
    }
    auto& pass = passes[static_cast<std::size_t>(worker)];
    if (!pass) pass = std::make_unique<ProbePass<float>>(atoms);
    const Index first = t * tile, own = std::min(tile, request.count - first);
    std::vector<Vector3> points;
    for (Index k = first; k < first + own; ++k) points.push_back(request.at(k));
    HostGroups groups;
    const std::vector<Vector3> at_points = request.field.at(points);
    for (std::size_t v = 0; v < variants.size(); ++v)
      groups.add(request.structure, fields_of(variants[v], at_points), atoms.first_atom(static_cast<Index>(v)), points,
                 model.network.cutoff);
    pass->set_probes(groups, false);
    pass->run(weights);
    const auto download = [&](auto view) {
      std::vector<float> host(static_cast<std::size_t>(view.size()));
      device.backend().memory().download(host.data(), view.data(), sizeof(float) * host.size());
      return host;
    };
    const std::vector<float> y = download(pass->outputs());
    const std::vector<float> env =
        pass->envelopes().empty() ? std::vector<float>() : download(pass->envelopes()[output]);
    const auto heads = static_cast<std::size_t>(pass->outputs().extent(1));
    for (std::size_t k = 0; k < static_cast<std::size_t>(own); ++k) {
      const double e = env.empty() ? 1.0 : env[k];
      double sum = 0;
      for (std::size_t v = 0; v < variants.size(); ++v)
        sum += variants[v].factor * y[(v * static_cast<std::size_t>(own) + k) * heads + output];
      const double value = scale * e * sum;
      const std::size_t point = static_cast<std::size_t>(first) + k;
      sums.values[point] += value;
      if (!sums.squares.empty()) sums.squares[point] += value * value;
      if (!sums.envelope.empty()) sums.envelope[point] += static_cast<float>(e);
    }
  });
  if (stopped) throw Interrupted("prediction was stopped");
}

RealSpacePredictor::RealSpacePredictor(const Device& device, const RealSpaceModel& model) {
  validate(model);
  state_ = std::make_unique<State>(device, model);
}
RealSpacePredictor::~RealSpacePredictor() = default;
RealSpacePredictor::RealSpacePredictor(RealSpacePredictor&&) noexcept = default;
RealSpacePredictor& RealSpacePredictor::operator=(RealSpacePredictor&&) noexcept = default;

std::vector<double> RealSpacePredictor::at_points(const Structure& structure, Quantity quantity,
                                                  std::span<const Vector3> points, const ElectricField& field) const {
  std::vector<double> values(points.size());
  const auto at = [&](Index k) { return points[static_cast<std::size_t>(k)]; };
  state_->evaluate({structure, quantity, field, static_cast<Index>(points.size()), at, {}}, {values, {}, {}});
  if (quantity == Quantity::density && state_->model.atoms)
    add_spherical_atoms(state_->device, *state_->model.atoms, structure, points, values);
  return values;
}

void RealSpacePredictor::State::require_members() const {
  if (model.members.size() < 2)
    throw InvalidInput(
        "this real-space model has one network: nothing is known about its uncertainty; train with real_space.members "
        "= 4, say");
}

/// Standard deviations in place of the sums of squares, means in place of the sums. Throws NumericalFailure for what is
/// not finite.
void RealSpacePredictor::State::finish(const Sums& sums) const {
  const auto members = static_cast<double>(model.members.size());
  for (std::size_t k = 0; k < sums.values.size(); ++k) {
    const double sum = sums.values[k];
    if (!std::isfinite(sum))
      throw NumericalFailure(
          "the prediction is not finite: are points finite, and the field (atomic units, 1 is 51.4 V/angstrom) one as "
          "the model was trained with, of about " +
          text(model.network.field_unit) + "?");
    sums.values[k] = sum / members;
    if (sums.squares.empty()) continue;
    const double variance = (sums.squares[k] - sum * sum / members) / (members - 1);
    sums.squares[k] = std::sqrt(std::max(0.0, variance));
  }
}

std::vector<double> RealSpacePredictor::deviation_at_points(const Structure& structure, Quantity quantity,
                                                            std::span<const Vector3> points,
                                                            const ElectricField& field) const {
  state_->require_members();
  std::vector<double> values(points.size()), squares(points.size());
  const auto at = [&](Index k) { return points[static_cast<std::size_t>(k)]; };
  state_->evaluate({structure, quantity, field, static_cast<Index>(points.size()), at, {}}, {values, squares, {}});
  return squares;
}

std::vector<double> RealSpacePredictor::on_grid(const Structure& structure, Quantity quantity, const Grid& grid,
                                                const ElectricField& field, const Progress& progress,
                                                std::vector<double>* deviations) const {
  std::vector<double> values(static_cast<std::size_t>(grid.size()));
  std::vector<float> envelope(quantity == Quantity::response ? values.size() : 0);
  if (deviations != nullptr) {
    state_->require_members();
    deviations->assign(values.size(), 0.0);
  }
  const std::span<double> squares = deviations != nullptr ? std::span(*deviations) : std::span<double>();
  const auto at = [&](Index k) { return point_of(grid, k); };
  state_->evaluate({structure, quantity, field, grid.size(), at, progress}, {values, squares, envelope});
  if (quantity == Quantity::density) {
    if (state_->model.atoms) add_spherical_atoms(state_->device, *state_->model.atoms, structure, grid, values);
    return values;
  }
  double total = 0, weight = 0;
  for (std::size_t k = 0; k < values.size(); ++k) total += values[k], weight += envelope[k];
  if (weight > 0)
    for (std::size_t k = 0; k < values.size(); ++k) values[k] -= total / weight * envelope[k];
  return values;
}

RealSpaceErrors validate_real_space(const Device& device, const RealSpaceModel& model, const GridData& data,
                                    std::span<const Index> indices, Quantity quantity, bool normalise,
                                    const Progress& progress) {
  constexpr double vacuum = 1e-3;  // e/bohr^3
  require_indices(indices, data.size());
  for (const Index k : indices)
    require_known_elements(std::span(&data.entries[static_cast<std::size_t>(k)].structure, 1), model.elements, k);
  const RealSpacePredictor predictor(device, model);
  RealSpaceErrors errors;
  errors.quantity = quantity;
  double all = 0, all_of = 0, outside = 0;
  for (const Index index : indices) {
    const GridEntry& entry = data.entries[static_cast<std::size_t>(index)];
    const std::vector<float>& known = entry.values(quantity);
    if (known.empty())
      throw InvalidInput("structure " + std::to_string(index) + " has no " + name_of(quantity) + " to compare with");
    std::vector<double> values = predictor.on_grid(entry.structure, quantity, entry.grid, entry.field, progress);
    const bool referenced = quantity == Quantity::density && model.needs_reference;
    if (referenced && entry.reference.empty())
      throw InvalidInput("structure " + std::to_string(index) +
                         " has no reference density, and this model learned the difference to one");
    if (referenced)
      for (std::size_t g = 0; g < values.size(); ++g) values[g] += entry.reference[g];
    const double voxel = std::abs(entry.grid.voxel_volume());
    double integral = 0, known_integral = 0;
    for (std::size_t g = 0; g < values.size(); ++g) integral += values[g] * voxel, known_integral += known[g] * voxel;
    if (normalise && quantity == Quantity::density && integral > 0) {
      for (double& x : values) x *= known_integral / integral;
      integral = known_integral;
    }
    double wrong = 0, of = 0;
    Vector3 dipole{}, known_dipole{};
    for (std::size_t g = 0; g < values.size(); ++g) {
      const double difference = std::abs(values[g] - known[g]), size = std::abs(static_cast<double>(known[g]));
      wrong += difference, of += size;
      if (size < vacuum) outside += difference;
      if (quantity != Quantity::response) continue;
      const Vector3 r = point_of(entry.grid, static_cast<Index>(g));
      for (std::size_t x = 0; x < 3; ++x) {
        dipole[x] -= r[x] * values[g] * voxel;
        known_dipole[x] -= r[x] * known[g] * voxel;
      }
    }
    errors.indices.push_back(index);
    errors.percent.push_back(100 * wrong / of);
    errors.charge.push_back(quantity == Quantity::response ? integral : integral - known_integral);
    errors.dipole.push_back(dipole);
    errors.reference_dipole.push_back(known_dipole);
    all += wrong, all_of += of;
  }
  errors.total_percent = 100 * all / all_of;
  errors.vacuum_percent = 100 * outside / all_of;
  for (const double percent : errors.percent)
    errors.mean_percent += percent / static_cast<double>(errors.percent.size());
  return errors;
}

}  // namespace rhofield
