// Device memory: round trips, copies between devices, and what is said when memory runs out.
#include "model/representation.hpp"
#include "parity/parity.hpp"
#include "support/random_structures.hpp"

namespace rhofield::parity {
namespace {

class MemoryParity : public ParityTest {};

TEST_F(MemoryParity, ValuesSurviveRoundTripsAndCopiesBetweenDevices) {
  for (const Index n : {Index{0}, Index{1}, Index{31}, Index{32}, Index{33}, Index{257}, Index{1'000'003}}) {
    const auto values = random_values(n, 5);
    for (const Device& from : devices())
      for (const Device& to : devices()) {
        const auto original = Tensor<double, 1>::from_host(from, values, {n});
        EXPECT_EQ(original.clone(to).to_host(), values)
            << n << " values from " << from.description().name << " to " << to.description().name;
      }
  }
}

TEST_F(MemoryParity, ZerosAreZeroInUsedMemory) {
  for (const Index n : sizes)
    expect_parity(
        [n](const Device& device) {
          auto t = poisoned(device, std::array{n});
          t.set_zero();
          return t.to_host();
        },
        0.0, "zero " + std::to_string(n));
}

TEST_F(MemoryParity, MemoryIsAlignedToACacheLine) {
  for (const Device& device : devices()) {
    const Tensor<double, 1> a(device, {3});
    const Tensor<double, 1> b(device, {5});
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(a.view().data()) % 64, 0u);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(b.view().data()) % 64, 0u);
  }
}

TEST_F(MemoryParity, AnImpossibleAllocationNamesItsSizeAndLeavesTheDeviceUsable) {
  const Index too_many = Index{1} << 45;  // 256 TiB of doubles
  for (const Device& device : devices()) {
    try {
      const Tensor<double, 1> t(device, {too_many});
      FAIL() << "256 TiB were allocated on " << device.description().name;
    } catch (const DeviceError& error) {
      EXPECT_NE(std::string(error.what()).find("281474976710656 bytes"), std::string::npos) << error.what();
    }
    EXPECT_EQ((Tensor<double, 1>::zeros(device, {2}).to_host()), (std::vector<double>{0.0, 0.0}));
  }
}

TEST_F(MemoryParity, ADeviceThatIsNotThereIsRefusedWithTheWayOut) {
  try {
    (void)Device::select("cuda:999");
    FAIL() << "cuda:999 was selected";
  } catch (const BackendUnavailable& error) {
    EXPECT_NE(std::string(error.what()).find("--device cpu"), std::string::npos) << error.what();
  }
}

TEST_F(MemoryParity, TheMostMemoryInUseIsKnown) {
  for (const Device& device : devices()) {
    const std::size_t before = device.memory_high_water();
    { const Tensor<double, 1> t(device, {1 << 20}); }
    EXPECT_GE(device.memory_high_water(), std::size_t{8} << 20);
    EXPECT_GE(device.memory_high_water(), before);
  }
}

/// A GPU with at most `left` bytes to spare.
std::vector<Tensor<double, 1>> leave_only(const Device& device, std::size_t left) {
  std::vector<Tensor<double, 1>> hogs;
  for (auto bytes = device.description().memory_bytes; bytes > left; bytes /= 2) {
    try {
      for (;;) hogs.emplace_back(device, std::array<Index, 1>{static_cast<Index>(bytes / sizeof(double))});
    } catch (const OutOfMemory&) {  // smaller pieces fill the rest
    }
  }
  return hogs;
}

TEST_F(MemoryParity, BatchesThatDoNotFitAreMadeSmaller) {
  const std::vector<Structure> molecules(300, testing::random_structure(1, 9, {{{9, 0, 0}, {0, 9, 0}, {0, 0, 9}}}, {}));
  const auto expand = [&](const Device& device) {
    return Representation(device, {1, 6, 8}, {.expansion = {.n_max = 4, .l_max = 4}})
        .expand(molecules)
        .coefficients.to_host();
  };
  for (const Device& device : devices()) {
    if (device.is_host()) continue;
    const std::vector<double> expected = expand(device);
    const Index result = static_cast<Index>(expected.size() * sizeof(double));
    // Room for the result and a part of what a single batch takes on top of it.
    const auto hogs = leave_only(device, static_cast<std::size_t>(result + result / 2));
    EXPECT_EQ(expand(device), expected);
  }
}

}  // namespace
}  // namespace rhofield::parity
