// The table [energy_network] of the configuration file.
#pragma once

#include <vector>

#include "storage/config_keys.hpp"

namespace rhofield::storage {

std::vector<Key> energy_network_keys();

}  // namespace rhofield::storage
