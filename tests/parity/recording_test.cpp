// Recorded work: every replay gives the bits that doing it again would give, on all devices.
#include "parity/parity.hpp"

namespace rhofield::parity {
namespace {

class RecordingParity : public ParityTest {
 protected:
  static constexpr Index n = 33, count = 40;

  /// x <- A_k x for `count` pieces of x in one group, then a gather, a copy and a sum: y = x reversed + 0.5 x.
  struct Steps {
    explicit Steps(const Device& d)
        : device(d),
          a(random_tensor(d, std::array{count, n, n}, 1)),
          x(random_tensor(d, std::array{count * n}, 2)),
          y(poisoned(d, std::array{count * n})) {
      std::vector<Index> backwards;
      for (Index k = count * n; k-- > 0;) backwards.push_back(k);
      reversed = Tensor<Index, 1>::from_host(d, backwards, {count * n});
    }
    void operator()() {
      std::vector<Product> products;
      for (Index k = 0; k < count; ++k)
        products.push_back({.alpha = 0.25,
                            .a = ConstMatrixView(a.view().data() + k * n * n, n, n, n),
                            .b = ConstMatrixView(x.view().data() + k * n, n, 1, 1),
                            .c = {y.view().data() + k * n, n, 1, 1}});
      auto& backend = device.backend();
      backend.linear_algebra().gemm_grouped(products);
      backend.memory().copy(x.view().data(), y.view().data(), sizeof(double) * count * n);
      backend.kernels().gather_rows({x.view().data(), {count * n, 1}}, reversed.view(), 0,
                                    {y.view().data(), {count * n, 1}});
      backend.linear_algebra().axpy(0.5, std::as_const(y).view(), x.view());
    }
    Device device;
    Tensor<double, 3> a;
    Tensor<double, 1> x, y;
    Tensor<Index, 1> reversed;
  };
};

TEST_F(RecordingParity, ReplaysRepeatTheWorkBitForBit) {
  constexpr int times = 5;
  // Five steps, each a sum of n products of numbers below 1.
  constexpr double tolerance = 4.0 * epsilon * n * times;
  expect_parity(
      [&](const Device& device) {
        Steps direct(device);
        for (int k = 0; k < times; ++k) direct();
        Steps recorded(device);
        const auto recording = device.backend().record([&] { recorded(); });  // the first time
        for (int k = 1; k < times; ++k) {
          // A larger group in between must not take away what the recording refers to.
          const Index others_count = 300 * k;
          auto results = poisoned(device, std::array{others_count});
          std::vector<Product> others;
          for (Index i = 0; i < others_count; ++i)
            others.push_back({.a = ConstMatrixView(direct.a.view().data(), 1, 2, 2),
                              .b = ConstMatrixView(direct.x.view().data(), 2, 1, 1),
                              .c = {results.view().data() + i, 1, 1, 1}});
          device.backend().linear_algebra().gemm_grouped(others);
          recording->replay();
        }
        EXPECT_EQ(recorded.x.to_host(), direct.x.to_host()) << device.description().name;
        return recorded.x.to_host();
      },
      tolerance, "recorded steps");
}

TEST_F(RecordingParity, WorkThatCannotBeRecordedIsRefusedAndTheDeviceStaysUsable) {
  for (const Device& device : devices()) {
    if (device.is_host()) continue;
    auto x = random_tensor(device, std::array{n}, 1);
    auto& backend = device.backend();
    EXPECT_THROW((void)backend.record([&] { (void)backend.linear_algebra().dot(x.view(), x.view()); }), DeviceError);
    EXPECT_THROW((void)backend.record([&] { (void)x.to_host(); }), DeviceError);
    EXPECT_THROW((void)backend.record([&] { (void)Tensor<double, 1>::zeros(device, {n}); }), DeviceError);
    const auto recording = backend.record([&] { backend.linear_algebra().scale(2.0, x.view()); });
    recording->replay();
    const auto expected = random_values(n, 1);
    const auto got = x.to_host();
    for (std::size_t k = 0; k < got.size(); ++k) EXPECT_EQ(got[k], 4.0 * expected[k]);
  }
}

}  // namespace
}  // namespace rhofield::parity
