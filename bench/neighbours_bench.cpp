// How long does a neighbour list take per pair, and is its cost linear in the atoms? Periodic boxes of liquid water
// from 96 to 96 000 atoms at 4 and 6 angstrom, and batches of molecules; bench/peers/neighbours.py times vesin beside
// it. Bound: a pair is 48 bytes of output (index, shift, vector and length).
#include <benchmark/benchmark.h>

#include <vector>

#include "rhofield/atoms/neighbours.hpp"
#include "rhofield/units.hpp"
#include "water_box.hpp"

namespace {

using namespace rhofield;

/// The list alone: packing and validating the batch is done before.
void measure(benchmark::State& state, const std::vector<Structure>& structures, double cutoff) {
  const Device device = Device::select("cpu");
  const StructureBatch batch = make_batch(device, structures, species_of(structures));
  Index pairs = 0;
  for (auto _ : state) {
    const NeighbourList list = neighbour_list(device, batch, cutoff);
    benchmark::DoNotOptimize(list.vector.view().data());
    pairs = list.pairs();
  }
  using benchmark::Counter;
  const auto each = [](Index count) {
    return Counter(static_cast<double>(count) * 1e-9, Counter::kIsIterationInvariantRate | Counter::kInvert);
  };
  state.counters["atoms"] = static_cast<double>(batch.atoms());
  state.counters["pairs"] = static_cast<double>(pairs);
  state.counters["ns_per_pair"] = each(pairs);
  state.counters["ns_per_atom"] = each(batch.atoms());
}

/// Arguments: cells per edge of the box (12 atoms each), cutoff in angstrom.
void liquid(benchmark::State& state) {
  measure(state, {bench::water_box(static_cast<int>(state.range(0)), true)},
          static_cast<double>(state.range(1)) * angstrom);
}

/// Arguments: structures, cells per edge of each (molecular clusters), cutoff in angstrom.
void clusters(benchmark::State& state) {
  const std::vector<Structure> structures(static_cast<std::size_t>(state.range(0)),
                                          bench::water_box(static_cast<int>(state.range(1)), false));
  measure(state, structures, static_cast<double>(state.range(2)) * angstrom);
}

/// Arguments: structures, cells per edge of each (periodic, smaller than the sphere), cutoff in angstrom.
void small_cells(benchmark::State& state) {
  const std::vector<Structure> structures(static_cast<std::size_t>(state.range(0)),
                                          bench::water_box(static_cast<int>(state.range(1)), true));
  measure(state, structures, static_cast<double>(state.range(2)) * angstrom);
}

}  // namespace

BENCHMARK(liquid)->ArgsProduct({{2, 4, 9, 20}, {4, 6}})->Unit(benchmark::kMicrosecond);
BENCHMARK(clusters)->Args({10000, 1, 4})->Args({1000, 2, 4})->Unit(benchmark::kMicrosecond);
BENCHMARK(small_cells)->Args({1000, 1, 4})->Args({1000, 1, 6})->Unit(benchmark::kMicrosecond);
