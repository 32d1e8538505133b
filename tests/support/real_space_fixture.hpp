// A small network, trained for a moment on densities and responses of a known form.
#pragma once

#include <gtest/gtest.h>

#include <optional>

#include "rhofield/error.hpp"
#include "rhofield/model/real_space.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_grids.hpp"

namespace rhofield::testing {

inline RealSpaceTrainingOptions small_options(std::vector<Quantity> quantities, int epochs) {
  RealSpaceTrainingOptions options;
  options.network = {.cutoff = 6.0,
                     .rounds = 1,
                     .channels = 8,
                     .features = 16,
                     .output = {.widths = {24, 24}, .blocks = 1},
                     .message = {.widths = {16}, .blocks = 1}};
  options.quantities = std::move(quantities);
  options.sampling.points = 150;
  options.epochs = epochs;
  options.batch = 600;
  options.learning_rate = 5e-3;
  options.validation_points = 500;
  return options;
}

class RealSpace : public ::testing::Test {
 protected:
  const Device device_ = Device::select("cpu");
  const GridData data_ = synthetic_grids(16);
  TrainedRealSpaceModel train(const RealSpaceTrainingOptions& options, const RealSpaceState* resume = nullptr) const {
    return train_real_space(device_, data_, range(0, 10), range(10, 12), options, resume);
  }
  /// The last checkpoint of a training that is stopped after so many epochs.
  std::optional<RealSpaceState> stopped_after(const RealSpaceTrainingOptions& options, Index epochs) const {
    std::optional<RealSpaceState> kept;
    const auto stop = [&](const std::string& stage, Index done, Index) { return stage != "training" || done < epochs; };
    EXPECT_THROW((void)train_real_space(
                     device_, data_, range(0, 10), range(10, 12), options, nullptr,
                     [&](const RealSpaceState& state) { kept = state; }, stop),
                 Interrupted);
    return kept;
  }
};

}  // namespace rhofield::testing
