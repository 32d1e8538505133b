// How long does an overlap or Coulomb integral take? Boxes of 32 water molecules, cc-pVTZ-JKFIT, 4448 functions, as a
// molecule and as a cell; bench/peers/integrals.py times PySCF beside it. Bound: writing the matrix, 8 bytes an integral.
#include <benchmark/benchmark.h>

#include "rhofield/basis/two_centre_integrals.hpp"
#include "water_box.hpp"

namespace {

using namespace rhofield;

/// Time per integral of the full matrix, tables included.
void report(benchmark::State& state, Index functions) {
  const double integrals = static_cast<double>(functions) * static_cast<double>(functions);
  state.counters["functions"] = static_cast<double>(functions);
  state.counters["ns_per_integral"] = benchmark::Counter(integrals * 1e-9, benchmark::Counter::kIsIterationInvariantRate |
                                                                               benchmark::Counter::kInvert);
}

template <class Integrate>
void measure(benchmark::State& state, bool periodic, Integrate&& integrate) {
  const Device device = Device::select("cpu");
  const GaussianBasis basis = parse_nwchem_basis(bench::water_fitting_basis);
  const Structure box = bench::water_box(static_cast<int>(state.range(0)), periodic);
  for (auto _ : state) benchmark::DoNotOptimize(integrate(device, basis, box).view().data());
  report(state, basis.functions(box));
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

}  // namespace

BENCHMARK(molecule_overlap)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);
BENCHMARK(molecule_coulomb)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);
BENCHMARK(cell_overlap)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);
