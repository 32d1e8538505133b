// How long does one atom take from its expansion to normalised equivariant features, per order lambda and for
// lambda = 0..5 together: all features, 400 selected ones, or the norm alone?
// Expansion: 16 channels (2 species x 8), l_max 6, 16 atoms, so that the features stay in a cache (0.63 MB per atom for
// all orders), or 96 (a water cell), where writing them to memory is what counts; us_per_atom is the figure to read.
// Peers in the same run: the same numbers by plain loops over the sparse coupling, one feature after another, and a
// plain fill of the result's memory, which no way of computing it can undercut.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>

#include "rhofield/angular/coupling.hpp"
#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/descriptors/feature_selection.hpp"

namespace {

using namespace rhofield;

constexpr int l_max = 6, channels = 16, highest = 5;
constexpr Index most_atoms = 96, selected = 400;

const Device& device() {
  static const Device cpu = Device::select("cpu");
  return cpu;
}

View<const double, 3> expansion(Index atoms) {
  static const auto c = [] {
    Tensor<double, 3> random_c(device(), {most_atoms, (l_max + 1) * (l_max + 1), channels});
    std::mt19937_64 random(1);
    std::normal_distribution<double> normal;
    std::generate_n(random_c.view().data(), random_c.size(), [&] { return normal(random); });
    return random_c;
  }();
  return c.view().rows(0, atoms);
}

FeatureSet features(int lambda, Index count) {
  const FeatureSet full = all_features(lambda, l_max, channels);
  std::vector<Index> picks(static_cast<std::size_t>(full.size()));
  std::iota(picks.begin(), picks.end(), Index{0});
  std::mt19937_64 random(2);
  std::shuffle(picks.begin(), picks.end(), random);
  picks.resize(std::min(picks.size(), static_cast<std::size_t>(count)));
  return select_features(full, picks);
}

void report(benchmark::State& state, Index atoms) {
  state.counters["us_per_atom"] = benchmark::Counter(
      1e-6 * static_cast<double>(atoms), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

/// Orders first..last, `count` features each.
void couple(benchmark::State& state, int first, int last, Index count, Normalisation normalisation) {
  const Index atoms = state.range(0);
  std::vector<Equivariants> equivariants;
  std::vector<Tensor<double, 3>> p;
  for (int lambda = first; lambda <= last; ++lambda) {
    equivariants.emplace_back(device(), features(lambda, count), normalisation);
    p.emplace_back(device(), std::array<Index, 3>{atoms, 2 * lambda + 1, equivariants.back().features().size()});
  }
  for (auto _ : state)
    for (std::size_t k = 0; k < p.size(); ++k) equivariants[k].compute(expansion(atoms), p[k]);
  report(state, atoms);
}

void norm(benchmark::State& state, int first, int last) {
  const Index atoms = state.range(0);
  std::vector<Equivariants> equivariants;
  for (int lambda = first; lambda <= last; ++lambda)
    equivariants.emplace_back(device(), features(lambda, 1), Normalisation::per_atom);
  for (auto _ : state)
    for (const Equivariants& e : equivariants) benchmark::DoNotOptimize(e.norms(expansion(atoms)));
  report(state, atoms);
}

void plain_loops(benchmark::State& state, int first, int last, Index count) {
  const View<const double, 3> c = expansion(1);
  std::vector<FeatureSet> sets;
  for (int lambda = first; lambda <= last; ++lambda) sets.push_back(features(lambda, count));
  for (auto _ : state)
    for (const FeatureSet& set : sets) {
      const int lambda = set.lambda;
      auto p = Tensor<double, 3>::zeros(device(), {1, 2 * lambda + 1, set.size()});
      for (Index f = 0; f < set.size(); ++f) {
        const Feature& x = set.features[static_cast<std::size_t>(f)];
        for (const CouplingTerm& t : real_coupling(lambda, x.l1, x.l2))
          p.view()(0, t.M, f) += t.value * c(0, x.l1 * x.l1 + t.m1, x.q1) * c(0, x.l2 * x.l2 + t.m2, x.q2);
      }
      benchmark::DoNotOptimize(p.view().data());
    }
  report(state, 1);
}

void fill(benchmark::State& state, int first, int last, Index count) {
  const Index atoms = state.range(0);
  std::vector<Tensor<double, 3>> p;
  for (int lambda = first; lambda <= last; ++lambda)
    p.emplace_back(device(), std::array<Index, 3>{atoms, 2 * lambda + 1, features(lambda, count).size()});
  for (auto _ : state)
    for (auto& x : p) {
      std::fill_n(x.view().data(), x.size(), 1.0);
      benchmark::ClobberMemory();
    }
  report(state, atoms);
}

void farthest(benchmark::State& state) {
  const Index points = state.range(0), columns = state.range(1), count = state.range(2);
  Tensor<double, 2> x(device(), {points, columns});
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  std::generate_n(x.view().data(), x.size(), [&] { return normal(random); });
  for (auto _ : state) benchmark::DoNotOptimize(farthest_points(device(), x, count));
}

const int registered = [] {
  constexpr Index all = 1 << 20;
  const auto name = [](const char* what, int first, int last) {
    return std::string(what) + (first == last ? "/lambda_" + std::to_string(first) : std::string("/all_lambda"));
  };
  const auto order = [&](int first, int last) {
    const auto add = [&](const char* what, auto&&... arguments) {
      benchmark::RegisterBenchmark(name(what, first, last).c_str(), arguments...)
          ->Arg(16)
          ->Arg(most_atoms)
          ->Unit(benchmark::kMicrosecond);
    };
    add("full", couple, first, last, all, Normalisation::per_atom);
    add("full_fill", fill, first, last, all);
    benchmark::RegisterBenchmark(name("full_plain_loops", first, last).c_str(), plain_loops, first, last, all)
        ->Unit(benchmark::kMicrosecond);
    add("selected_400", couple, first, last, selected, Normalisation::per_atom);
    add("selected_400_unnormalised", couple, first, last, selected, Normalisation::none);
    add("norm", norm, first, last);
  };
  for (int lambda = 0; lambda <= highest; ++lambda) order(lambda, lambda);
  order(0, highest);
  benchmark::RegisterBenchmark("farthest_points", farthest)
      ->Args({10000, 896, 300})
      ->Args({10000, 896, 1})
      ->Unit(benchmark::kMillisecond);
  return 0;
}();

}  // namespace
