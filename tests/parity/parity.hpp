// Parity of backends: one computation, run twice on the CPU and twice on the GPU into buffers full of NaN. Each backend
// must repeat itself bit for bit; the two must agree within the error that the operation's length allows.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "rhofield/error.hpp"
#include "rhofield/tensor.hpp"
#include "runtime/backend.hpp"

namespace rhofield::parity {

/// Nothing, one, around a warp, beyond a block; each test adds a big size of its own.
inline constexpr std::array<Index, 6> sizes{0, 1, 31, 32, 33, 257};

/// Rounding of one operation in double precision.
inline constexpr double epsilon = std::numeric_limits<double>::epsilon();

inline std::vector<double> random_values(Index count, unsigned seed) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  std::vector<double> values(static_cast<std::size_t>(count));
  for (double& v : values) v = uniform(generator);
  return values;
}

template <std::size_t Rank>
Index product(const std::array<Index, Rank>& extents) {
  Index n = 1;
  for (const Index e : extents) n *= e;
  return n;
}

template <std::size_t Rank>
Tensor<double, static_cast<int>(Rank)> random_tensor(const Device& device, const std::array<Index, Rank>& extents,
                                                     unsigned seed) {
  return Tensor<double, static_cast<int>(Rank)>::from_host(device, random_values(product(extents), seed), extents);
}

/// An output buffer: whatever is not written, or read before it is written, shows up as NaN.
template <std::size_t Rank>
Tensor<double, static_cast<int>(Rank)> poisoned(const Device& device, const std::array<Index, Rank>& extents) {
  const std::vector<double> nan(static_cast<std::size_t>(product(extents)), std::numeric_limits<double>::quiet_NaN());
  return Tensor<double, static_cast<int>(Rank)>::from_host(device, nan, extents);
}

/// Leaves NaN behind in the memory that is handed out next, for results that the computation allocates itself.
inline void poison_free_memory(const Device& device) { (void)poisoned(device, std::array<Index, 1>{1 << 17}); }

/// Base of all parity tests. Without a GPU the CPU half still runs and each test ends as skipped, or as failed when
/// RHOFIELD_REQUIRE_GPU=1.
class ParityTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (cuda().has_value() || !reason().empty()) return;
    try {
      cuda() = Device::select("cuda");
    } catch (const BackendUnavailable& error) {
      reason() = error.what();
    }
  }

  void TearDown() override {
    if (cuda().has_value()) return;
    // NOLINTNEXTLINE(concurrency-mt-unsafe): tests read their environment from one thread
    const char* required = std::getenv("RHOFIELD_REQUIRE_GPU");
    if (required != nullptr && std::string(required) == "1") FAIL() << "RHOFIELD_REQUIRE_GPU=1, but " << reason();
    GTEST_SKIP() << "CPU AND CUDA WERE NOT COMPARED: " << reason();
  }

  /// `compute` maps a device to host values; `tolerance` bounds |cpu - cuda| relative to the largest CPU value.
  template <class Compute>
  void expect_parity(Compute compute, double tolerance, const std::string& what) {
    const std::vector<double> expected = twice(Device::select("cpu"), compute, what + " on the cpu");
    if (!cuda().has_value()) return;
    const std::vector<double> got = twice(*cuda(), compute, what + " on cuda");
    ASSERT_EQ(got.size(), expected.size()) << what;
    double largest = 0.0;
    for (const double v : expected) largest = std::max(largest, std::abs(v));
    for (std::size_t k = 0; k < got.size(); ++k)
      ASSERT_LE(std::abs(got[k] - expected[k]), tolerance * largest)
          << what << ", element " << k << ": cuda " << got[k] << ", cpu " << expected[k];
  }

  static std::vector<Device> devices() {
    std::vector<Device> all{Device::select("cpu")};
    if (cuda().has_value()) all.push_back(*cuda());
    return all;
  }

 private:
  template <class Compute>
  static std::vector<double> twice(const Device& device, Compute compute, const std::string& what) {
    poison_free_memory(device);
    const std::vector<double> first = compute(device);
    poison_free_memory(device);
    const std::vector<double> second = compute(device);
    EXPECT_EQ(first.size(), second.size()) << what;
    for (std::size_t k = 0; k < first.size(); ++k) {
      EXPECT_FALSE(std::isnan(first[k])) << what << ", element " << k << " was not written";
      EXPECT_EQ(first[k], second[k]) << what << ", element " << k << " differs between two runs";
      if (testing::Test::HasFailure()) break;
    }
    return first;
  }

  static std::optional<Device>& cuda() {
    static std::optional<Device> device;
    return device;
  }
  static std::string& reason() {
    static std::string text;
    return text;
  }
};

}  // namespace rhofield::parity
