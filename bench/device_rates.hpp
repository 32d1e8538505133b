// How fast does a device copy memory and multiply matrices? The two rates that no stage can exceed for long, measured
// on the device itself before anything else: the copy as bytes read plus bytes written, the product in double
// precision. On the CPU all threads copy.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstring>
#include <functional>
#include <memory>
#include <utility>

#include "rhofield/tensor.hpp"
#include "rhofield_bench.hpp"
#include "runtime/backend.hpp"

namespace rhofield::bench {

struct Rates {
  Index copy_size = 0;  ///< doubles copied
  Index gemm_size = 0;  ///< rows and columns of the matrices
  double copy = 0;      ///< bytes/s
  double gemm = 0;      ///< flop/s
};

/// Seconds of one call, the device's work included.
template <class Function>
double seconds(const Device& device, Function&& call) {
  device.synchronize();
  const auto start = std::chrono::steady_clock::now();
  call();
  device.synchronize();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

inline Call copy_call(const Device& device, Index count) {
  const auto from = std::make_shared<Tensor<double, 1>>(Tensor<double, 1>::zeros(device, {count}));
  const auto to = std::make_shared<Tensor<double, 1>>(Tensor<double, 1>::zeros(device, {count}));
  return [device, from, to, count] {
    const double* source = std::as_const(*from).view().data();
    double* target = to->view().data();
    if (device.is_host()) {
      const Index parts = std::max(1, Device::threads());
#pragma omp parallel for schedule(static, 1)
      for (Index part = 0; part < parts; ++part) {
        const Index first = count * part / parts, last = count * (part + 1) / parts;
        std::memcpy(target + first, source + first, sizeof(double) * static_cast<std::size_t>(last - first));
      }
    } else {
      device.backend().memory().copy(target, source, sizeof(double) * static_cast<std::size_t>(count));
    }
    return Work{.bytes = 16.0 * static_cast<double>(count)};
  };
}

inline Call gemm_call(const Device& device, Index n) {
  const std::vector<double> values(static_cast<std::size_t>(n * n), 0.5);
  const auto a = std::make_shared<Tensor<double, 2>>(Tensor<double, 2>::from_host(device, values, {n, n}));
  const auto c = std::make_shared<Tensor<double, 2>>(device, std::array<Index, 2>{n, n});
  return [device, a, c, n] {
    const auto factor = matrix(std::as_const(*a).view());
    device.backend().linear_algebra().gemm(Op::none, Op::none, 1.0, factor, factor, 0.0, matrix(c->view()));
    const auto size = static_cast<double>(n);
    return Work{.bytes = 24 * size * size, .flops = 2 * size * size * size};
  };
}

/// Arrays of 1 GB, or an eighth of `memory` bytes where that is less; matrices that keep the device busy for 10 ms, but
/// no larger than 8192. The best of five calls counts.
inline Rates measure_rates(const Device& device, double memory) {
  const auto fastest = [&](const Call& call) {
    (void)call();
    double best = seconds(device, call);
    for (int repeat = 1; repeat < 5; ++repeat) best = std::min(best, seconds(device, call));
    return best;
  };
  Rates rates;
  rates.copy_size = static_cast<Index>(std::min(1e9, memory / 8) / sizeof(double));
  {
    const Call copy = copy_call(device, rates.copy_size);
    rates.copy = copy().bytes / fastest(copy);
  }
  for (rates.gemm_size = 512;; rates.gemm_size *= 2) {
    const Call gemm = gemm_call(device, rates.gemm_size);
    const double time = fastest(gemm);
    rates.gemm = gemm().flops / time;
    if (time > 0.01 || rates.gemm_size == 8192) return rates;
  }
}

}  // namespace rhofield::bench
