// Combinations of evaluations.
#include "model/probe_values.hpp"

#include "runtime/backend.hpp"

namespace rhofield {

namespace {

template <class T, class V>
std::vector<double> to_host(const Device& device, V view) {
  std::vector<T> values(static_cast<std::size_t>(view.size()));
  device.backend().memory().download(values.data(), view.data(), sizeof(T) * values.size());
  return {values.begin(), values.end()};
}

}  // namespace

std::span<const ProbeTask::Variant> ProbeTask::variants() const {
  static constexpr Variant without_field[]{{0, 1}}, all_orders[]{{1, 1}, {0, -1}}, odd_orders[]{{1, 0.5}, {-1, -0.5}};
  if (quantity == Quantity::density) return without_field;
  return odd ? std::span<const Variant>(odd_orders) : all_orders;
}

std::vector<Vector3> fields_of(const ProbeTask::Variant& variant, std::vector<Vector3> fields) {
  if (variant.fields == 0) return {Vector3{}};
  for (Vector3& f : fields)
    for (double& x : f) x *= variant.fields;
  return fields;
}

template <class Real>
typename ProbeBatch<Real>::Values ProbeBatch<Real>::run(View<const Real, 1> parameters,
                                                        std::span<const ProbeTask> tasks, bool derivatives) {
  std::vector<Structure> structures;
  std::vector<std::vector<Vector3>> fields;
  for (const ProbeTask& task : tasks) {
    const std::vector<Vector3> at_atoms = task.field.at(task.structure->positions);
    for (const auto& variant : task.variants()) {
      structures.push_back(*task.structure);
      fields.push_back(fields_of(variant, at_atoms));
    }
  }
  atoms_.set_structures(structures, fields, derivatives);
  atoms_.run(parameters);
  HostGroups groups;
  Index number = 0;
  for (const ProbeTask& task : tasks) {
    const std::vector<Vector3> at_points = task.field.at(task.points);
    for (const auto& variant : task.variants())
      groups.add(*task.structure, fields_of(variant, at_points), atoms_.first_atom(number++), task.points,
                 atoms_.options().cutoff);
  }
  probes_.set_probes(groups, derivatives);
  probes_.run(parameters);
  const Device& device = atoms_.device();
  outputs_ = to_host<Real>(device, probes_.outputs());
  envelopes_.clear();
  for (const auto& envelope : probes_.envelopes()) envelopes_.push_back(to_host<Real>(device, envelope));
  const auto heads = static_cast<std::size_t>(probes_.outputs().extent(1));
  Values result;
  std::size_t probe = 0;
  for (const ProbeTask& task : tasks) {
    std::vector<double>& values = result.values.emplace_back(task.points.size(), 0.0);
    std::vector<double>& envelope = result.envelopes.emplace_back(task.points.size(), 1.0);
    for (const auto& variant : task.variants())
      for (std::size_t p = 0; p < task.points.size(); ++p, ++probe) {
        if (!envelopes_.empty()) envelope[p] = envelopes_[task.output][probe];
        values[p] += variant.factor * envelope[p] * outputs_[probe * heads + task.output];
      }
  }
  return result;
}

template <class Real>
void ProbeBatch<Real>::run_backward(View<const Real, 1> parameters, std::span<const ProbeTask> tasks,
                                    std::span<const std::vector<double>> values_bar, View<Real, 1> parameters_bar) {
  const Index probes = probes_.outputs().extent(0);
  const auto heads = static_cast<std::size_t>(probes_.outputs().extent(1));
  std::vector<Real> outputs_bar(outputs_.size(), Real(0));
  std::vector<std::vector<Real>> envelopes_bar(envelopes_.size(),
                                               std::vector<Real>(static_cast<std::size_t>(probes), Real(0)));
  std::size_t probe = 0;
  for (std::size_t t = 0; t < tasks.size(); ++t)
    for (const auto& variant : tasks[t].variants())
      for (std::size_t p = 0; p < tasks[t].points.size(); ++p, ++probe) {
        const std::size_t place = probe * heads + tasks[t].output;
        const double bar = variant.factor * values_bar[t][p];
        outputs_bar[place] = static_cast<Real>(bar * (envelopes_.empty() ? 1.0 : envelopes_[tasks[t].output][probe]));
        if (!envelopes_.empty()) envelopes_bar[tasks[t].output][probe] = static_cast<Real>(bar * outputs_[place]);
      }
  const Device& device = atoms_.device();
  const auto outputs = Tensor<Real, 2>::from_host(device, outputs_bar, {probes, static_cast<Index>(heads)});
  std::vector<Tensor<Real, 1>> kept;
  std::vector<View<const Real, 1>> views;
  for (const auto& bar : envelopes_bar) {
    kept.push_back(Tensor<Real, 1>::from_host(device, bar, {probes}));
    views.push_back(std::as_const(kept.back()).view());
  }
  probes_.run_backward(parameters, outputs.view(), views, atoms_, parameters_bar);
  atoms_.run_backward(parameters, parameters_bar);
}

template <class Real>
std::vector<double> ProbeBatch<Real>::features() const {
  return to_host<Real>(atoms_.device(), View<const Real, 2>(probes_.embedding().rho));
}

template class ProbeBatch<float>;
template class ProbeBatch<double>;

}  // namespace rhofield
