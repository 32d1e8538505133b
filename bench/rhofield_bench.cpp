// How fast is every stage on every device of this machine, from one water molecule to 10^5 atoms, and how far is it
// from what the device itself can copy and multiply? docs/benchmarks.md says how to run it and how to read it;
// bench/compare.py puts two runs, or two devices of one run, beside each other. This file chooses devices and sizes;
// the stages are in rhofield_bench_descriptors.cpp, rhofield_bench_basis.cpp and rhofield_bench_model.cpp.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <iomanip>
#include <iostream>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "device_rates.hpp"
#include "rhofield/error.hpp"
#include "rhofield_bench.hpp"

namespace rhofield::bench {
namespace {

constexpr double gigabyte = 1e9;

struct Options {
  std::vector<std::string> devices;  ///< empty: all
  Index max_atoms = 96000;
  double memory = 0;  ///< bytes per device; 0: half of what it has
  bool list_only = false;
  std::vector<char*> others;  ///< for Google Benchmark
};

constexpr const char* usage =
    "rhofield_bench [--device NAME]... [--max-atoms N] [--memory-gb X] [options of Google Benchmark]\n"
    "  --device NAME    cpu, cuda:0, ...; may be repeated; all devices when absent\n"
    "  --max-atoms N    leave out larger sizes (96000)\n"
    "  --memory-gb X    leave out, and say so, what needs more device memory than this (half of the device's)\n"
    "  --benchmark_filter=REGEX, --benchmark_out=FILE.json, --benchmark_min_time=SECONDS, --benchmark_list_tests ...\n";

Options parse(int argc, char** argv) {
  Options options;
  options.others.push_back(argv[0]);
  for (int k = 1; k < argc; ++k) {
    const std::string_view argument = argv[k];
    const auto value = [&]() -> std::string {
      if (k + 1 == argc) throw InvalidInput(std::string(argument) + " needs a value\n" + usage);
      return argv[++k];
    };
    const auto number = [&] {
      const std::string text = value();
      std::istringstream stream(text);
      double x = 0;
      if (!(stream >> x) || !stream.eof() || !(x > 0))
        throw InvalidInput(std::string(argument) + " needs a positive number, got '" + text + "'");
      return x;
    };
    if (argument == "--device")
      options.devices.push_back(value());
    else if (argument == "--max-atoms")
      options.max_atoms = static_cast<Index>(number());
    else if (argument == "--memory-gb")
      options.memory = number() * gigabyte;
    else
      options.others.push_back(argv[k]);
    if (argument.starts_with("--benchmark_list_tests") && !argument.ends_with("=false")) options.list_only = true;
  }
  return options;
}

/// Bytes that runs on this device may take.
double memory_bound(const Device& device, const Options& options) {
  if (options.memory > 0) return options.memory;
  return 0.5 * static_cast<double>(device.description().memory_bytes);
}

std::string gigabytes(double bytes) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(1) << bytes / gigabyte << " GB";
  return text.str();
}

/// The inputs of the current run. Google Benchmark enters a run several times; they are made at the first, and dropped
/// when the next run makes its own.
struct Inputs {
  std::string name;
  Call call;
};

/// One benchmark: a stage on a device at a size.
struct Run {
  std::string name;
  Device device;
  Index size;
  std::function<Call(const Device&, Index)> prepare;
  Rates rates;
  std::shared_ptr<Inputs> inputs;  ///< shared by all runs
};

/// `mean`: seconds of one call.
void count(benchmark::State& state, const Work& work, const Rates& rates, double mean) {
  const auto per_second = [&](const char* name, double amount) {
    if (amount > 0) state.counters[name] = benchmark::Counter(amount, benchmark::Counter::kIsIterationInvariantRate);
  };
  per_second("atoms_per_second", work.atoms);
  per_second("pairs_per_second", work.pairs);
  per_second("bytes_per_second", work.bytes);
  per_second("flops_per_second", work.flops);
  if (work.bytes > 0) state.counters["share_of_copy"] = work.bytes / mean / rates.copy;
  if (work.flops > 0) state.counters["share_of_gemm"] = work.flops / mean / rates.gemm;
  if (work.iterations > 0) state.counters["iterations_of_solver"] = work.iterations;
}

void time(benchmark::State& state, const Run& run) {
  Inputs& inputs = *run.inputs;
  try {
    if (inputs.name != run.name) {
      inputs = {};
      inputs.call = run.prepare(run.device, run.size);
      (void)inputs.call();  // memory pools, libraries and caches are ready from here on
      inputs.name = run.name;
    }
    Work work;
    double total = 0;
    for (auto _ : state) {
      const double elapsed = seconds(run.device, [&] { work = inputs.call(); });
      state.SetIterationTime(elapsed);
      total += elapsed;
    }
    count(state, work, run.rates, total / static_cast<double>(state.iterations()));
  } catch (const std::exception& error) {
    inputs = {};
    state.SkipWithError(error.what());
  }
}

void add(const Run& run) {
  benchmark::RegisterBenchmark(run.name.c_str(), [run](benchmark::State& state) { time(state, run); })
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond);
}

void add_skipped(const std::string& name, const std::string& reason) {
  benchmark::RegisterBenchmark(name.c_str(), [reason](benchmark::State& state) {
    state.SkipWithError(reason.c_str());
  })->UseManualTime();
}

void add_stages(const Device& device, const Rates& rates, const Options& options,
                const std::shared_ptr<Inputs>& inputs) {
  const std::string& device_name = device.description().name;
  const auto name = [&](const std::string& stage, Index size) {
    return stage + "/" + device_name + "/" + std::to_string(size);
  };
  add({"copy/" + device_name, device, rates.copy_size, copy_call, rates, inputs});
  add({"gemm/" + device_name, device, rates.gemm_size, gemm_call, rates, inputs});
  const double bound = memory_bound(device, options);
  for (const auto& stages : {descriptor_stages(), basis_stages(), model_stages()})
    for (const Stage& stage : stages)
      for (const Index atoms : stage.sizes) {
        if (atoms > options.max_atoms) continue;
        const double memory = stage.memory(static_cast<double>(atoms));
        if (memory > bound)
          add_skipped(name(stage.name, atoms),
                      "left out: needs " + gigabytes(memory) + ", the bound is " + gigabytes(bound) + " (--memory-gb)");
        else
          add({name(stage.name, atoms), device, atoms, stage.prepare, rates, inputs});
      }
}

int run(int argc, char** argv) {
  Options options = parse(argc, argv);
  if (options.devices.empty())
    for (const DeviceDescription& device : Device::list()) options.devices.push_back(device.name);
  auto other_count = static_cast<int>(options.others.size());
  benchmark::Initialize(&other_count, options.others.data(), [] { std::fputs(usage, stdout); });
  if (benchmark::ReportUnrecognizedArguments(other_count, options.others.data())) return 1;
  const auto inputs = std::make_shared<Inputs>();
  for (const std::string& wish : options.devices) {
    const Device device = Device::select(wish);
    const std::string& name = device.description().name;
    Rates rates;
    if (!options.list_only) {
      rates = measure_rates(device, memory_bound(device, options));
      benchmark::AddCustomContext(name + ".hardware", device.description().hardware);
      benchmark::AddCustomContext(name + ".copy_bytes_per_second", std::to_string(rates.copy));
      benchmark::AddCustomContext(name + ".gemm_flops_per_second", std::to_string(rates.gemm));
      benchmark::AddCustomContext(name + ".copy_size", std::to_string(rates.copy_size));
      benchmark::AddCustomContext(name + ".gemm_size", std::to_string(rates.gemm_size));
      benchmark::AddCustomContext(name + ".memory_bound_bytes", std::to_string(memory_bound(device, options)));
    }
    add_stages(device, rates, options, inputs);
  }
  benchmark::AddCustomContext("threads", std::to_string(Device::threads()));
  benchmark::RunSpecifiedBenchmarks();
  *inputs = {};  // device memory goes before the devices, and these before the end of the program
  benchmark::ClearRegisteredBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace rhofield::bench

int main(int argc, char** argv) {
  try {
    return rhofield::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "rhofield_bench: " << error.what() << '\n';
    return 1;
  }
}
