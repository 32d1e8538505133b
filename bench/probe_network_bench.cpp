// How many probes a second does the real-space network answer on one thread, and what does a training step cost? A
// molecule of 14 atoms (C, H, N, O), T = 1, K = 16, M = 48, two layers of 64 and 32 (34 000 parameters), single
// precision; bench/peers/probe_network.py times the same network compiled by JAX. Bound: the products, 46 000
// operations a probe, of 2 * 16 (32) a cycle with 256-bit (512-bit) units.
#include <benchmark/benchmark.h>

#include <cmath>

#include "model/probe_pass.hpp"
#include "runtime/backend.hpp"

namespace {

using namespace rhofield;

/// A chain of heavy atoms with hydrogens, the same in bench/peers/probe_network.py.
Structure chain() {
  Structure s;
  const int heavy[5] = {6, 6, 7, 8, 6};
  for (int k = 0; k < 5; ++k) {
    s.numbers.push_back(heavy[k]);
    s.positions.push_back({2.4 * k, k % 2 == 0 ? 0.0 : 1.4, 0.1 * k});
  }
  for (int k = 0; k < 9; ++k) {
    s.numbers.push_back(1);
    s.positions.push_back({1.1 * k, k % 2 == 0 ? -1.9 : 3.3, k % 3 == 0 ? 1.2 : -1.1});
  }
  return s;
}

std::vector<Vector3> probes_near(const Structure& s, Index count) {
  std::vector<Vector3> all;
  for (Index p = 0; p < count; ++p) {
    const auto t = static_cast<double>(p);
    const Vector3& at = s.positions[static_cast<std::size_t>(p) % s.positions.size()];
    all.push_back(
        {at[0] + 2.5 * std::sin(1.7 * t), at[1] + 2.5 * std::sin(2.3 * t + 1), at[2] + 2.5 * std::sin(3.1 * t + 2)});
  }
  return all;
}

struct Setting {
  Device device = Device::select("cpu");
  ProbeNetworkOptions options;
  Structure structure = chain();
  ProbeNetworkLayout layout{options, {1, 6, 7, 8}, 1};
  Tensor<float, 1> parameters;
  AtomPass<float> atoms{device, options, layout};
  ProbePass<float> probes{atoms};

  Setting(Index count, bool derivatives) {
    const std::vector<double> values = initial_parameters(layout, options, 1);
    const std::vector<float> rounded(values.begin(), values.end());
    parameters = Tensor<float, 1>::from_host(device, rounded, {layout.size});
    const Vector3 none{};
    atoms.set_structures(std::span(&structure, 1), std::span(&none, 1), derivatives);
    HostGroups groups;
    groups.add(structure, std::span(&none, 1), 0, probes_near(structure, count), options.cutoff);
    probes.set_probes(groups, derivatives);
  }
};

void prediction(benchmark::State& state) {
  const Index count = state.range(0);
  Setting setting(count, false);
  setting.atoms.run(setting.parameters.view());
  for (auto _ : state) {
    setting.probes.run(setting.parameters.view());
    benchmark::DoNotOptimize(setting.probes.outputs().data());
  }
  state.counters["parameters"] = static_cast<double>(setting.layout.size);
  state.counters["probes/s"] =
      benchmark::Counter(static_cast<double>(count), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(prediction)->Arg(64)->Arg(256)->Arg(1024)->Arg(4096);

void training_step(benchmark::State& state) {
  const Index count = state.range(0);
  Setting setting(count, true);
  auto bar = Tensor<float, 1>::zeros(setting.device, {setting.layout.size});
  auto output_bar = Tensor<float, 2>::zeros(setting.device, {count, 1});
  const auto envelope_bar = Tensor<float, 1>::zeros(setting.device, {count});
  const View<const float, 1> envelope_bars[] = {envelope_bar.view()};
  for (auto _ : state) {
    setting.atoms.run(setting.parameters.view());
    setting.probes.run(setting.parameters.view());
    setting.probes.run_backward(setting.parameters.view(), output_bar.view(), envelope_bars, setting.atoms, bar.view());
    setting.atoms.run_backward(setting.parameters.view(), bar.view());
  }
  state.counters["probes/s"] =
      benchmark::Counter(static_cast<double>(count), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(training_step)->Arg(256)->Arg(1024)->Arg(4096);

}  // namespace
