// The commands for real-space models: data are values on grids, predictions too.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common.hpp"
#include "files.hpp"

namespace rhofield::app {

struct RealSpaceRun {
  std::string data_file, output;
  std::vector<NamedFile> inputs;  ///< further files that are read
};

/// Trains on grids and tests on those held out. An interrupted training leaves a checkpoint beside the model, from
/// which the same command goes on.
void run_real_space_training(Reporter& reporter, const Device& device, const storage::Configuration& configuration,
                             const RealSpaceRun& run);

/// Errors of a real-space model on the full grids of a data set.
void run_real_space_validation(Reporter& reporter, const Device& device, const std::string& model,
                               const std::string& data, const storage::Configuration& configuration, bool all);

struct RealSpacePrediction {
  std::string model, structures, output, reference;
  std::optional<Vector3> field;
  double spacing_angstrom = 0.15, margin_angstrom = 3.0;
  bool cubes = false;
  std::vector<Quantity> quantities{};  ///< empty: what was learned, responses where there is a field
  std::vector<double> electrons{};     ///< [structure], densities are scaled to; empty: they are not
  bool uncertainty = false;            ///< standard deviations of the networks around their mean
};
/// Densities and, with a field, responses on grids: a grid data set, and cube files.
void run_real_space_prediction(Reporter& reporter, const Device& device, const RealSpacePrediction& options,
                               std::span<const Structure> structures);

}  // namespace rhofield::app
