// How fast are values on a grid written as text, and read again? 200 x 200 x 200 values of a density's kind, as
// Gaussian cube (13 bytes a value) and VASP CHGCAR (18), through a temporary name and fsync, in the folder for
// temporary files; bytes_per_second are those of the file. Bound: the disk; the same bytes written at once are timed
// beside it.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>

#include "rhofield/storage/cube.hpp"
#include "storage/atomic_write.hpp"

namespace {

using namespace rhofield;

struct Sample {
  Structure structure{.numbers = {8, 1}, .positions = {{1, 1, 1}, {2, 2, 2.5}}};
  Grid grid{.origin = {}, .steps = {{{0.1, 0, 0}, {0, 0.1, 0}, {0, 0, 0.1}}}, .counts = {200, 200, 200}};
  std::vector<double> values;
  std::filesystem::path path = std::filesystem::temp_directory_path() / "rhofield_grid_files_bench";

  Sample() {
    for (Index p = 0; p < grid.size(); ++p)
      values.push_back(std::exp(-1e-6 * static_cast<double>(p)) * (1.1 + std::sin(0.01 * static_cast<double>(p))));
  }
  ~Sample() { std::filesystem::remove(path); }
  Sample(const Sample&) = delete;
  Sample& operator=(const Sample&) = delete;
};

template <class Work>
void measure(benchmark::State& state, Sample& sample, Work&& work) {
  work();
  for (auto _ : state) work();
  state.SetBytesProcessed(static_cast<std::int64_t>(std::filesystem::file_size(sample.path)) * state.iterations());
}

void write_cube(benchmark::State& state) {
  Sample sample;
  measure(state, sample,
          [&] { storage::write_cube(sample.path, sample.structure, sample.grid, sample.values, "density"); });
}
void write_bytes(benchmark::State& state) {
  Sample sample;
  const std::string bytes(sample.values.size() * 13, '7');
  measure(state, sample, [&] { storage::write_atomically(sample.path, bytes); });
}

}  // namespace

BENCHMARK(write_bytes)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(write_cube)->Unit(benchmark::kMillisecond)->UseRealTime();
