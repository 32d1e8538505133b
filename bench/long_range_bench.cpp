// What does the long-range expansion of one atom cost, by which method, and does the cost grow as N log N? Liquid
// water, exponent 1, radius 4 angstrom, n_max 8, l_max 6, smearing 0.5 and 0.3 angstrom, default tolerance: all methods
// for 96 and 768 atoms, automatic and mesh for more ("expansion"; bench/peers/long_range.py times featomic beside it).
// The curve ("growth") goes from 96 to 96 000 atoms with n_max 6, l_max 4, so that results and fields of a mesh stay
// small. And what do gradients cost, carried backwards from derivatives with respect to c to atoms and strain, in times
// of the expansion ("backward")? Bound of plane waves: 4 x 49 x 16 flop for every atom and wave; of a mesh: the
// transforms, 2.5 log2 M flop for each of the M points of 49 x 16 fields; short-range pairs as in
// spherical_expansion_bench. Each line has its plan and what the cost model expects ("predicted_per_atom").
// RHOFIELD_COEFFICIENTS=FILE writes those of "expansion" as doubles, [atom, lm, species, n].
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "rhofield/descriptors/long_range_expansion.hpp"
#include "water_box.hpp"

namespace {

using namespace rhofield;

struct Setting {
  Device device = Device::select("cpu");
  Structure structure;
  LongRangeExpansion expansion;

  Setting(int cells_per_edge, const LongRangeOptions& options)
      : structure(bench::water_box(cells_per_edge, true)), expansion(device, {1, 8}, options) {}
  std::span<const Structure> structures() const { return {&structure, 1}; }
};

std::string describe(const LongRangePlan& plan) {
  std::ostringstream text;
  if (plan.method == LongRangeMethod::mesh)
    text << "mesh " << plan.mesh[0] << "^3, order " << plan.spline_order;
  else
    text << plan.waves << " waves";
  text.precision(3);
  text << ", width " << plan.splitting / angstrom << ", pairs to " << plan.cutoff / angstrom << " angstrom";
  return text.str();
}

void report(benchmark::State& state, const Setting& setting, const LongRangePlan& plan) {
  using benchmark::Counter;
  const auto atoms = static_cast<double>(setting.structure.size());
  state.counters["atoms"] = atoms;
  state.counters["time_per_atom"] = Counter(atoms, Counter::kIsIterationInvariantRate | Counter::kInvert);
  state.counters["predicted_per_atom"] = plan.predicted_seconds / atoms;
  state.SetLabel(describe(plan));
}

void write(const Tensor<double, 3>& c) {
  const char* path = std::getenv("RHOFIELD_COEFFICIENTS");
  if (path == nullptr) return;
  const std::vector<double> values = c.to_host();
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(8 * values.size()));
}

void measure(benchmark::State& state, const LongRangeOptions& options) {
  const Setting setting(static_cast<int>(state.range(0)), options);
  const LongRangePlan plan = setting.expansion.plan(setting.structure);
  Tensor<double, 3> c = setting.expansion(setting.structures());  // tables are ready from here on
  for (auto _ : state) {
    c = setting.expansion(setting.structures());
    benchmark::DoNotOptimize(c.view().data());
  }
  write(c);
  report(state, setting, plan);
}

double smearing(const benchmark::State& state) { return 0.1 * static_cast<double>(state.range(1)) * angstrom; }

/// Arguments: cells per edge (12 n^3 atoms), smearing in tenths of an angstrom, method (0 automatic, 2 plane waves,
/// 3 mesh). The neighbour list is part of the time.
void expansion(benchmark::State& state) {
  measure(state, {.smearing = smearing(state), .method = static_cast<LongRangeMethod>(state.range(2))});
}

/// Arguments: cells per edge, smearing in tenths of an angstrom.
void growth(benchmark::State& state) { measure(state, {.smearing = smearing(state), .n_max = 6, .l_max = 4}); }

/// Arguments as of growth. Processor time; `forwards`: the same in expansions, which take turns with it.
void backward(benchmark::State& state) {
  const Setting setting(static_cast<int>(state.range(0)), {.smearing = smearing(state)});
  Tensor<double, 3> c_bar(setting.device, {setting.structure.size(), 49, setting.expansion.channels()});
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  std::generate_n(c_bar.view().data(), c_bar.size(), [&] { return normal(random); });
  auto positions = Tensor<double, 2>::zeros(setting.device, {setting.structure.size(), 3});
  auto strain = Tensor<double, 3>::zeros(setting.device, {1, 3, 3});
  const auto seconds = [](const auto& work) {
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  const auto there = [&] { benchmark::DoNotOptimize(setting.expansion(setting.structures()).view().data()); };
  const auto back = [&] {
    setting.expansion.backward(setting.structures(), std::as_const(c_bar).view(), positions.view(), strain.view());
    benchmark::DoNotOptimize(positions.view().data());
  };
  there();
  back();
  double forwards = 0, backwards = 0;
  for (auto _ : state) {
    forwards += seconds(there);
    const double elapsed = seconds(back);
    backwards += elapsed;
    state.SetIterationTime(elapsed);
  }
  report(state, setting, setting.expansion.plan(setting.structure));
  state.counters["forwards"] = backwards / forwards;
}

/// What a set of options costs once: its tables, with the first structure of 12 atoms. Arguments as of growth.
void first_call(benchmark::State& state) {
  for (auto _ : state) {
    const Setting setting(static_cast<int>(state.range(0)), {.smearing = smearing(state)});
    benchmark::DoNotOptimize(setting.expansion(setting.structures()).view().data());
  }
}

}  // namespace

BENCHMARK(expansion)->ArgsProduct({{2, 4}, {5, 3}, {0, 2, 3}})->Unit(benchmark::kMillisecond);
BENCHMARK(expansion)->ArgsProduct({{8}, {5, 3}, {0, 3}})->Unit(benchmark::kMillisecond);
BENCHMARK(growth)->ArgsProduct({{2, 4, 8, 13, 16, 20}, {5}})->Unit(benchmark::kMillisecond);
BENCHMARK(backward)->ArgsProduct({{2, 4}, {5, 3}})->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK(first_call)->Args({1, 5})->Args({1, 3})->Unit(benchmark::kMillisecond);
