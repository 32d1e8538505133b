// Predictions in tiles, and errors on grids.
#include <algorithm>
#include <cmath>
#include <mutex>
#include <set>

#include "model/probe_values.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

constexpr Index host_tile = 512;  // probes: what they make stays in the caches
constexpr Index device_tile = 65536;

}  // namespace

struct RealSpacePredictor::State {
  Device device;
  RealSpaceModel model;
  ProbeNetworkLayout layout;
  Tensor<float, 1> parameters;

  State(const Device& d, const RealSpaceModel& m)
      : device(d), model(m), layout(m.network, m.elements, static_cast<int>(m.quantities.size())) {
    const std::vector<float> rounded(model.parameters.begin(), model.parameters.end());
    parameters = Tensor<float, 1>::from_host(device, rounded, {layout.size});
  }
  std::size_t output_of(Quantity quantity) const;
  void check_elements(const Structure& structure) const;
  /// values[k] (and envelope[k], unless it is empty) of points at(k), k < count.
  void evaluate(const Structure& structure, Quantity quantity, const Vector3& field, Index count,
                const std::function<Vector3(Index)>& at, std::span<double> values, std::span<float> envelope,
                const Progress& progress) const;
};

std::size_t RealSpacePredictor::State::output_of(Quantity quantity) const {
  const auto found = std::find(model.quantities.begin(), model.quantities.end(), quantity);
  if (found == model.quantities.end())
    throw InvalidInput("this real-space model has learned the " + name_of(model.quantities.front()) + ", not the " +
                       name_of(quantity));
  return static_cast<std::size_t>(found - model.quantities.begin());
}

void RealSpacePredictor::State::check_elements(const Structure& structure) const {
  for (const int number : structure.numbers)
    if (!std::binary_search(model.elements.begin(), model.elements.end(), number)) {
      std::string known;
      for (const int z : model.elements) known += " " + std::string(element_symbol(z));
      throw InvalidInput("the structure contains " + std::string(element_symbol(number)) +
                         ", but the model was trained on" + known + " only");
    }
}

void RealSpacePredictor::State::evaluate(const Structure& structure, Quantity quantity, const Vector3& field,
                                         Index count, const std::function<Vector3(Index)>& at, std::span<double> values,
                                         std::span<float> envelope, const Progress& progress) const {
  validate(structure);
  check_elements(structure);
  const std::size_t output = output_of(quantity);
  const double scale = model.scale[output];
  ProbeTask whole{.structure = &structure, .field = field, .output = output, .quantity = quantity, .points = {}};
  const auto variants = whole.variants();
  std::vector<Structure> copies(variants.size(), structure);
  std::vector<Vector3> fields;
  for (const auto& variant : variants) fields.push_back(variant.field);
  AtomPass<float> atoms(device, model.network, layout);
  atoms.set_structures(copies, fields, false);
  atoms.run(std::as_const(parameters).view());

  auto& kernels = network_kernels<float>(device.backend());
  const Index tile = device.is_host() ? host_tile : device_tile;
  const Index tiles = (count + tile - 1) / tile;
  std::vector<std::unique_ptr<ProbePass<float>>> passes(static_cast<std::size_t>(kernels.workers()));
  std::mutex reporting;
  Index done = 0;
  bool stopped = false;
  kernels.share(tiles, [&](Index t, int worker) {
    if (progress) {
      const std::lock_guard lock(reporting);
      stopped = stopped || !progress("prediction", done++, tiles);
      if (stopped) return;
    }
    auto& pass = passes[static_cast<std::size_t>(worker)];
    if (!pass) pass = std::make_unique<ProbePass<float>>(atoms);
    const Index first = t * tile, own = std::min(tile, count - first);
    std::vector<Vector3> points;
    for (Index k = first; k < first + own; ++k) points.push_back(at(k));
    HostGroups groups;
    for (std::size_t v = 0; v < variants.size(); ++v)
      groups.add(structure, static_cast<Index>(v), atoms.first_atom(static_cast<Index>(v)), points,
                 model.network.cutoff);
    pass->set_probes(groups, false);
    pass->run(std::as_const(parameters).view());
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
      values[static_cast<std::size_t>(first) + k] = scale * e * sum;
      if (!envelope.empty()) envelope[static_cast<std::size_t>(first) + k] = static_cast<float>(e);
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
                                                  std::span<const Vector3> points, const Vector3& field) const {
  std::vector<double> values(points.size());
  state_->evaluate(structure, quantity, field, static_cast<Index>(points.size()),
                   [&](Index k) { return points[static_cast<std::size_t>(k)]; }, values, {}, {});
  return values;
}

std::vector<double> RealSpacePredictor::on_grid(const Structure& structure, Quantity quantity, const Grid& grid,
                                                const Vector3& field, const Progress& progress) const {
  std::vector<double> values(static_cast<std::size_t>(grid.size()));
  std::vector<float> envelope(quantity == Quantity::response ? values.size() : 0);
  state_->evaluate(
      structure, quantity, field, grid.size(), [&](Index k) { return point_of(grid, k); }, values, envelope, progress);
  if (quantity == Quantity::density) return values;
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
    if (quantity == Quantity::density && !entry.reference.empty())
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
