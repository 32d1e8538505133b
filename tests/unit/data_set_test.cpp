// Checks of stored metrics, and metrics that are read, computed, held or computed again.
#include "rhofield/model/data_set.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>

#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/synthetic_data.hpp"

namespace rhofield {
namespace {

using testing::expect_error;

/// Waters of which the first has a stored metric: its overlap, doubled.
DataSet partly_stored(int count) {
  DataSet data = testing::synthetic_waters(count);
  data.entries[0].metric = overlap_matrix(Device::select("cpu"), data.basis, data.entries[0].structure, {}).to_host();
  for (double& x : data.entries[0].metric) x *= 2;
  return data;
}

TEST(LabelledStructure, StoredMetricsMustBeFiniteAndSymmetric) {
  const DataSet data = partly_stored(1);
  const auto check = [&](const LabelledStructure& entry) { validate(entry, data.basis, "structure 0"); };
  const auto functions = static_cast<std::size_t>(data.basis.functions(data.entries[0].structure));
  EXPECT_NO_THROW(check(data.entries[0]));
  LabelledStructure entry = data.entries[0];
  entry.metric[2 * functions + 1] = std::nan("");
  expect_error<InvalidInput>([&] { check(entry); }, {"structure 0", "(2, 1)", "nan"});
  entry.metric[2 * functions + 1] = 0.25;
  entry.metric[1 * functions + 2] = 0.5;
  expect_error<InvalidInput>([&] { check(entry); }, {"(2, 1) is 0.25", "(1, 2) is 0.5", "not symmetric"});
  entry.metric[1 * functions + 2] = 0.25 * (1 + 1e-12);  // round-off of whoever made it
  EXPECT_NO_THROW(check(entry));
}

TEST(LabelledStructure, CoefficientsThatAreNotFiniteAreNamedWithTheirValue) {
  DataSet data = testing::synthetic_waters(1);
  data.entries[0].coefficients[3] = -INFINITY;
  expect_error<InvalidInput>([&] { validate(data.entries[0], data.basis, "structure 0"); },
                             {"coefficient 3 is -inf", "leave the structure out"});
}

TEST(Metrics, AreTheSameHeldAndComputedAgain) {
  const Device device = Device::select("cpu");
  const DataSet data = partly_stored(4);
  const Metrics held(device, data, {0, 1, 3}), fresh(device, data, {0, 1, 3}, 0);
  for (int pass = 0; pass < 2; ++pass)
    for (Index k = 0; k < 3; ++k) {
      const auto& structure = data.entries[k == 2 ? 3 : static_cast<std::size_t>(k)].structure;
      const auto expected = overlap_matrix(device, data.basis, structure).to_host();
      for (const Metrics* metrics : {&held, &fresh}) {
        const auto found = (*metrics)(k);
        ASSERT_EQ(found.size(), static_cast<Index>(expected.size()));
        for (std::size_t f = 0; f < expected.size(); ++f)
          EXPECT_NEAR(found.data()[f], (k == 0 ? 2 : 1) * expected[f], 1e-14);
      }
    }
}

TEST(Metrics, TakeNoMemoryForEachUse) {
  const Device device = Device::select("cpu");
  const DataSet data = testing::synthetic_waters(3);
  const Metrics metrics(device, data, {0, 1, 2}, 0);
  const double* first = metrics(0).data();
  EXPECT_EQ(metrics(1).data(), first);
  EXPECT_EQ(metrics(2).data(), first);
}

TEST(Metrics, RefuseADataSetThatWouldNotOutliveThem) {
  static_assert(std::is_constructible_v<Metrics, const Device&, const DataSet&, std::vector<Index>>);
  static_assert(!std::is_constructible_v<Metrics, const Device&, DataSet, std::vector<Index>>);
}

}  // namespace
}  // namespace rhofield
