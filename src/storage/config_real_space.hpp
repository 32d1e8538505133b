// The tables [network], [sampling] and [real_space] of the configuration file.
#pragma once

#include <vector>

#include "storage/config_keys.hpp"

namespace rhofield::storage {

std::vector<Key> real_space_keys();

}  // namespace rhofield::storage
