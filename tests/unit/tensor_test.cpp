// Tensors take as many values as they have elements.
#include "rhofield/tensor.hpp"

#include <gtest/gtest.h>

#include "rhofield/error.hpp"
#include "support/errors.hpp"

namespace rhofield {
namespace {

TEST(Tensor, TakesExactlyAsManyValuesAsItHasElements) {
  const Device device = Device::select("cpu");
  const std::vector<double> values{1, 2, 3, 4, 5, 6};
  EXPECT_EQ((Tensor<double, 2>::from_host(device, values, {2, 3}).to_host()), values);
  EXPECT_EQ((Tensor<double, 2>::from_host(device, {}, {0, 3}).size()), 0);
  for (const Index columns : {2, 4})
    testing::expect_error<InvalidInput>(
        [&] {
          (void)Tensor<double, 2>::from_host(device, values, {2, columns});
        },
        {std::to_string(2 * columns) + " elements", "6 values"});
}

}  // namespace
}  // namespace rhofield
