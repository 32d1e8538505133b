// How long does an overlap or Coulomb integral take, a value of a basis function, a density on a grid? Boxes of 4 and
// 32 water molecules, cc-pVTZ-JKFIT, 556 and 4448 functions, as molecules and as cells; bench/peers/integrals.py times
// PySCF beside it. Bound for the matrices: writing them, 8 bytes an element.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/observables/grid.hpp"
#include "water_box.hpp"

namespace {

using namespace rhofield;

/// items_per_second: elements of the full matrix (values, points); tables are included.
void report(benchmark::State& state, double elements) {
  state.SetItemsProcessed(static_cast<std::int64_t>(elements) * state.iterations());
}

template <class Integrate>
void measure(benchmark::State& state, bool periodic, Integrate&& integrate) {
  const Device device = Device::select("cpu");
  const GaussianBasis basis = parse_nwchem_basis(bench::water_fitting_basis);
  const Structure box = bench::water_box(static_cast<int>(state.range(0)), periodic);
  for (auto _ : state) benchmark::DoNotOptimize(integrate(device, basis, box).view().data());
  const double functions = static_cast<double>(basis.functions(box));
  report(state, functions * functions);
}

void molecule_overlap(benchmark::State& state) {
  measure(state, false, [](const auto& d, const auto& b, const auto& s) { return overlap_matrix(d, b, s); });
}
void molecule_coulomb(benchmark::State& state) {
  measure(state, false, [](const auto& d, const auto& b, const auto& s) { return coulomb_matrix(d, b, s); });
}
void cell_overlap(benchmark::State& state) {
  measure(state, true, [](const auto& d, const auto& b, const auto& s) { return overlap_matrix(d, b, s); });
}

void cell_coulomb(benchmark::State& state) {
  measure(state, true, [](const auto& d, const auto& b, const auto& s) { return coulomb_matrix(d, b, s); });
}

void values_at_points(benchmark::State& state) {
  const Device device = Device::select("cpu");
  const GaussianBasis basis = parse_nwchem_basis(bench::water_fitting_basis);
  const Structure box = bench::water_box(2, false);
  constexpr Index count = 1000;
  std::vector<double> points;  // a line of points through the box
  for (Index k = 0; k < count; ++k)
    for (const double x : {0.018, 0.011, 0.015}) points.push_back(x * static_cast<double>(k));
  const auto device_points = Tensor<double, 2>::from_host(device, points, {count, 3});
  for (auto _ : state) benchmark::DoNotOptimize(basis_values(device, basis, box, device_points).view().data());
  report(state, static_cast<double>(count * basis.functions(box)));
}

void monomer_density(benchmark::State& state) {
  const Device device = Device::select("cpu");
  const GaussianBasis basis = parse_nwchem_basis(bench::water_fitting_basis);
  Structure monomer = bench::water_box(1, false);
  monomer.numbers.resize(3);
  monomer.positions.resize(3);
  const std::vector<double> coefficients(static_cast<std::size_t>(basis.functions(monomer)), 0.1);
  Grid grid = make_grid(monomer, 0.2);
  grid.counts = {80, 80, 80};
  for (auto _ : state) benchmark::DoNotOptimize(density_on_grid(device, basis, monomer, coefficients, grid).data());
  report(state, static_cast<double>(grid.size()));
}

}  // namespace

BENCHMARK(molecule_overlap)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);
BENCHMARK(molecule_coulomb)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);
BENCHMARK(cell_overlap)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);
BENCHMARK(cell_coulomb)->Arg(1)->Unit(benchmark::kMillisecond);
BENCHMARK(values_at_points)->Unit(benchmark::kMillisecond);
BENCHMARK(monomer_density)->Unit(benchmark::kMillisecond);
