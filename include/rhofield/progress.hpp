// How long work reports where it is and asks whether to go on.
#pragma once

#include <functional>
#include <string>

#include "rhofield/view.hpp"

namespace rhofield {

/// Called on long work. `done` counts from 0 to `total`; return false to stop (throws Interrupted; training writes its
/// checkpoint first).
using Progress = std::function<bool(const std::string& stage, Index done, Index total)>;

}  // namespace rhofield
