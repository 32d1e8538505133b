// What a real-space training is asked for: whether it makes sense, whether it is the same as another, where it begins.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/network_layout.hpp"
#include "rhofield/model/real_space.hpp"

namespace rhofield {

/// Throws InvalidInput for options out of range, structures that are not there, lack a quantity or a field, are in both
/// sets, or have a reference where others have none.
void check_real_space_run(const GridData& data, std::span<const Index> train, std::span<const Index> validation,
                          const RealSpaceTrainingOptions& options);

/// Equal for runs of which one can continue the other: RealSpaceState::problem.
std::string problem_of(const GridData& data, std::span<const Index> train, std::span<const Index> validation,
                       const RealSpaceTrainingOptions& options);

/// Throws InvalidInput for a run of another problem, and for one that is done.
void check_resumed(const RealSpaceState& run, const std::string& problem, const RealSpaceTrainingOptions& options);

/// Random ones but for the envelopes and the last bias: the density of the first network, where there are envelopes, is
/// that of atoms with the right valence; differences to a reference begin with none.
std::vector<double> first_parameters(const ProbeNetworkLayout& layout, const RealSpaceTrainingOptions& options,
                                     bool differences);

}  // namespace rhofield
