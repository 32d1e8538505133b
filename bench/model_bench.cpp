// Question: how long do training and prediction of a density model take, in all and per atom?
// Peers (speed table of the published pipeline, one process): training on 80 monomers about 56 CPU-seconds.
// Data: salted_water_pyscf.h5 in the folder named by RHOFIELD_DATA, else the shipped water sample.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <numeric>

#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield/storage/dataset.hpp"

namespace rhofield {
namespace {

const DataSet& data() {
  static const DataSet set = [] {
    const char* folder = std::getenv("RHOFIELD_DATA");
    const auto published = std::filesystem::path(folder != nullptr ? folder : "") / "salted_water_pyscf.h5";
    return storage::read_dataset(
        folder != nullptr && std::filesystem::exists(published) ? published : std::filesystem::path(RHOFIELD_SAMPLE));
  }();
  return set;
}

std::vector<Index> first(Index count) {
  std::vector<Index> indices(static_cast<std::size_t>(std::min<Index>(count, data().size())));
  std::iota(indices.begin(), indices.end(), Index{0});
  return indices;
}

RegressionOptions regression(Solver solver) { return {.regularisation = 1e-6, .solver = solver}; }

/// Data in memory -> model, everything included (expansion, environments, K_MM, Psi, overlap integrals, solution).
void train_80(benchmark::State& state, Solver solver) {
  const Device device = Device::select("auto");
  const auto indices = first(80);
  TrainingReport report;
  for (auto unused : state) report = train(device, data(), indices, {}, regression(solver)).report;
  state.counters["structures"] = static_cast<double>(report.structures);
  state.counters["weights"] = static_cast<double>(report.of(Quantity::density).dimension);
  state.counters["iterations"] = static_cast<double>(report.of(Quantity::density).iterations.size());
  for (const auto& [stage, seconds] : report.seconds) state.counters["s: " + stage] = seconds;
}
BENCHMARK_CAPTURE(train_80, direct, Solver::direct)->Unit(benchmark::kSecond)->Iterations(1);
BENCHMARK_CAPTURE(train_80, conjugate_gradients, Solver::conjugate_gradients)->Unit(benchmark::kSecond)->Iterations(1);

/// Structures -> coefficients with M = 100; the argument is features per lambda (0: all).
void predict(benchmark::State& state) {
  const Device device = Device::select("auto");
  ModelOptions options;
  options.features_per_lambda = static_cast<int>(state.range(0));
  const Model model = train(device, data(), first(80), options, regression(Solver::direct)).model;
  const Predictor predictor(device, model);
  std::vector<Structure> structures;
  for (int copy = 0; copy < 4; ++copy)
    for (const auto& entry : data().entries) structures.push_back(entry.structure);
  Index atoms = 0;
  for (const auto& s : structures) atoms += s.size();
  (void)predictor(structures);
  for (auto unused : state) benchmark::DoNotOptimize(predictor(structures));
  state.counters["ms_per_atom"] = benchmark::Counter(
      static_cast<double>(atoms) * 1e-3, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(predict)->Arg(0)->Arg(400)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rhofield
