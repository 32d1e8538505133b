// How long does a density on a grid take, and at arbitrary points? A box of 32 water molecules, cc-pVTZ-JKFIT (4448
// functions), alone and as a cell, 100^3 points; bench/peers/grid.py times PySCF beside it. `time_per_pair` divides by
// the pairs (primitive shell of an atom or image, point within its reach), the unit of CP2K's collocation; reach is
// where the primitive's density falls below 1e-13 e/bohr^3, `time_per_pair_10` that of 1e-10, which CP2K takes by
// default. Bound: one fused multiply-add for every (power of z, exponent, point), 16 a cycle with 512-bit vectors.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>

#include "rhofield/observables/grid.hpp"
#include "rhofield/units.hpp"
#include "water_box.hpp"

namespace {

using namespace rhofield;

/// Smooth, of both signs, and the same in bench/peers/grid.py.
std::vector<double> some_coefficients(Index count) {
  std::vector<double> coefficients;
  for (Index f = 0; f < count; ++f) coefficients.push_back(0.5 + std::sin(0.7 * static_cast<double>(f)));
  return coefficients;
}

/// 100^3 points that fill the cell of a box.
Grid cell_grid(const Structure& box) {
  Grid grid{.origin = {}, .steps = box.cell, .counts = {100, 100, 100}};
  for (auto& step : grid.steps)
    for (double& x : step) x /= 100;
  return grid;
}

/// Pairs of (primitive shell, point) in a cell, images included: spheres over the volume of a point.
double pairs(const GaussianBasis& basis, const Structure& box, const std::vector<double>& c, const Grid& grid,
             double precision) {
  double volume = 0;
  std::size_t f = 0;
  for (const int number : box.numbers)
    for (const Shell& shell : basis.shells(number)) {
      double norm2 = 0;
      for (int m = 0; m < 2 * shell.l + 1; ++m)
        norm2 += c[f + static_cast<std::size_t>(m)] * c[f + static_cast<std::size_t>(m)];
      f += static_cast<std::size_t>(2 * shell.l + 1);
      for (std::size_t p = 0; p < shell.exponents.size(); ++p) {
        const double a = shell.exponents[p];
        const double size = std::abs(shell.coefficients[p]) * std::sqrt(norm2 * (2 * shell.l + 1) / (4 * pi));
        double r2 = 40 / a;
        for (int k = 0; k < 60; ++k)
          r2 = std::max(0.5 * shell.l / a, (std::log(size / precision) + 0.5 * shell.l * std::log(r2)) / a);
        volume += 4 * pi / 3 * r2 * std::sqrt(r2);
      }
    }
  return volume / grid.voxel_volume();
}

void box_density(benchmark::State& state, bool periodic) {
  const Device device = Device::select("cpu");
  const GaussianBasis basis = parse_nwchem_basis(bench::water_fitting_basis);
  const Structure box = bench::water_box(2, periodic);
  const std::vector<double> coefficients = some_coefficients(basis.functions(box));
  const Grid grid = cell_grid(box);
  for (auto _ : state) benchmark::DoNotOptimize(density_on_grid(device, basis, box, coefficients, grid).data());
  state.SetItemsProcessed(grid.size() * state.iterations());
  if (!periodic) return;
  using benchmark::Counter;
  const auto time_per = [](double count) {
    return Counter(count, Counter::kIsIterationInvariantRate | Counter::kInvert);
  };
  state.counters["time_per_pair"] = time_per(pairs(basis, box, coefficients, grid, 1e-13));
  state.counters["time_per_pair_10"] = time_per(pairs(basis, box, coefficients, grid, 1e-10));
}
void molecule_density(benchmark::State& state) { box_density(state, false); }
void cell_density(benchmark::State& state) { box_density(state, true); }

/// items_per_second: points, scattered through the cell.
void at_points(benchmark::State& state, bool gradients) {
  const Device device = Device::select("cpu");
  const GaussianBasis basis = parse_nwchem_basis(bench::water_fitting_basis);
  const Structure box = bench::water_box(2, true);
  const std::vector<double> coefficients = some_coefficients(basis.functions(box));
  std::vector<Vector3> points;
  for (int p = 0; p < 10000; ++p) points.push_back({0.37 * (p % 50), 0.41 * (p / 50 % 40), 3.1 * (p / 2000)});
  for (auto _ : state)
    benchmark::DoNotOptimize(density_at_points(device, basis, box, coefficients, points, gradients).values.data());
  state.SetItemsProcessed(static_cast<std::int64_t>(points.size()) * state.iterations());
}
void values_at_points(benchmark::State& state) { at_points(state, false); }
void gradients_at_points(benchmark::State& state) { at_points(state, true); }

}  // namespace

BENCHMARK(values_at_points)->Unit(benchmark::kMillisecond);
BENCHMARK(gradients_at_points)->Unit(benchmark::kMillisecond);
BENCHMARK(molecule_density)->Unit(benchmark::kMillisecond);
BENCHMARK(cell_density)->Unit(benchmark::kMillisecond);
