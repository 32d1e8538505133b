// What a real-space training is asked for: whether it makes sense, and whether it is the same as another.
#pragma once

#include <span>
#include <string>

#include "rhofield/model/real_space.hpp"

namespace rhofield {

/// Throws InvalidInput for options out of range, structures that are not there, lack a quantity or a field, are in both
/// sets, or have a reference where others have none.
void check_real_space_run(const GridData& data, std::span<const Index> train, std::span<const Index> validation,
                          const RealSpaceTrainingOptions& options);

/// Equal for runs of which one can continue the other: RealSpaceState::problem.
std::string problem_of(const GridData& data, std::span<const Index> train, std::span<const Index> validation,
                       const RealSpaceTrainingOptions& options);

}  // namespace rhofield
