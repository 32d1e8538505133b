// What does the expansion of one atom cost, and is the cost linear in the number of atoms? Liquid water, n_max 8, l_max
// 6, cutoff 4 and 6 angstrom; with the neighbour list made inside the timing ("from_atoms", what other programs report)
// and without. And what do its gradients cost, carried backwards from derivatives with respect to c to atoms and strain
// ("backward"; "gradients_from_atoms" is all: list, expansion and backward)? bench/peers/spherical_expansion.py times
// featomic beside it. Bound: per pair 49 fused multiply-adds of eight channels and 42 of the radial polynomials, about
// 91 cycles of one core with one 512-bit unit; per atom 49 x 16 results, 6.3 KB, written.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>
#include <utility>

#include "rhofield/descriptors/spherical_expansion.hpp"
#include "water_box.hpp"

namespace {

using namespace rhofield;

struct Setting {
  Device device = Device::select("cpu");
  std::vector<int> species{1, 8};
  StructureBatch batch;
  SphericalExpansion expansion;

  Setting(int cells_per_edge, double cutoff)
      : batch(make_batch(device, std::vector<Structure>{bench::water_box(cells_per_edge, true)}, species)),
        expansion(device, species, {.cutoff = cutoff}) {}
};

void report(benchmark::State& state, Index atoms, Index pairs) {
  state.counters["atoms"] = static_cast<double>(atoms);
  state.counters["pairs_per_atom"] = static_cast<double>(pairs) / static_cast<double>(atoms);
  state.counters["time_per_atom"] = benchmark::Counter(
      static_cast<double>(atoms), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Arguments: cells per edge (12 n^3 atoms), cutoff in angstrom.
void expansion(benchmark::State& state) {
  const double cutoff = static_cast<double>(state.range(1)) * angstrom;
  const Setting setting(static_cast<int>(state.range(0)), cutoff);
  const NeighbourList neighbours = neighbour_list(setting.device, setting.batch, cutoff);
  setting.expansion(setting.batch, neighbours);  // the system has the memory ready from here on
  for (auto _ : state) benchmark::DoNotOptimize(setting.expansion(setting.batch, neighbours).view().data());
  report(state, setting.batch.atoms(), neighbours.pairs());
}

void from_atoms(benchmark::State& state) {
  const double cutoff = static_cast<double>(state.range(1)) * angstrom;
  const Setting setting(static_cast<int>(state.range(0)), cutoff);
  setting.expansion(setting.batch);
  for (auto _ : state) benchmark::DoNotOptimize(setting.expansion(setting.batch).view().data());
  report(state, setting.batch.atoms(), neighbour_list(setting.device, setting.batch, cutoff).pairs());
}

/// Random derivatives with respect to c, and room for those with respect to atoms and strain.
struct Cotangent {
  Tensor<double, 3> c_bar;
  Tensor<double, 2> positions;
  Tensor<double, 3> strain;

  explicit Cotangent(const Setting& setting)
      : c_bar(setting.device, {setting.batch.atoms(), 49, setting.expansion.channels()}),
        positions(Tensor<double, 2>::zeros(setting.device, {setting.batch.atoms(), 3})),
        strain(Tensor<double, 3>::zeros(setting.device, {setting.batch.structures(), 3, 3})) {
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal;
    std::generate_n(c_bar.view().data(), c_bar.size(), [&] { return normal(random); });
  }
  void carry_back(const Setting& setting, const NeighbourList& neighbours) {
    setting.expansion.backward(setting.batch, neighbours, std::as_const(c_bar).view(), positions.view(), strain.view());
    benchmark::DoNotOptimize(positions.view().data());
  }
};

void backward(benchmark::State& state) {
  const double cutoff = static_cast<double>(state.range(1)) * angstrom;
  const Setting setting(static_cast<int>(state.range(0)), cutoff);
  const NeighbourList neighbours = neighbour_list(setting.device, setting.batch, cutoff);
  Cotangent cotangent(setting);
  cotangent.carry_back(setting, neighbours);
  for (auto _ : state) cotangent.carry_back(setting, neighbours);
  report(state, setting.batch.atoms(), neighbours.pairs());
}

void gradients_from_atoms(benchmark::State& state) {
  const double cutoff = static_cast<double>(state.range(1)) * angstrom;
  const Setting setting(static_cast<int>(state.range(0)), cutoff);
  Cotangent cotangent(setting);
  Index pairs = 0;
  for (auto _ : state) {
    const NeighbourList neighbours = neighbour_list(setting.device, setting.batch, cutoff);
    benchmark::DoNotOptimize(setting.expansion(setting.batch, neighbours).view().data());
    cotangent.carry_back(setting, neighbours);
    pairs = neighbours.pairs();
  }
  report(state, setting.batch.atoms(), pairs);
}

void table(benchmark::State& state) {
  const Device device = Device::select("cpu");
  for (auto _ : state)
    benchmark::DoNotOptimize(SphericalExpansion(device, {1, 8}, {.cutoff = 4.0 * angstrom}).channels());
}

}  // namespace

BENCHMARK(expansion)->ArgsProduct({{2, 4, 9, 20}, {4, 6}})->Unit(benchmark::kMillisecond);
BENCHMARK(from_atoms)->ArgsProduct({{2, 4, 9, 20}, {4, 6}})->Unit(benchmark::kMillisecond);
BENCHMARK(backward)->ArgsProduct({{2, 4, 9, 20}, {4, 6}})->Unit(benchmark::kMillisecond);
BENCHMARK(gradients_from_atoms)->ArgsProduct({{2, 4, 9, 20}, {4, 6}})->Unit(benchmark::kMillisecond);
BENCHMARK(table)->Unit(benchmark::kMillisecond);
