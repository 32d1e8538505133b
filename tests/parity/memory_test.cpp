// Device memory: round trips, copies between devices, and what is said when memory runs out.
#include "parity/parity.hpp"

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

}  // namespace
}  // namespace rhofield::parity
