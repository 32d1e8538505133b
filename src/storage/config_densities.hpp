// The lists of a configuration: [[densities]] and [[descriptors]].
#pragma once

#include <toml++/toml.h>
#include <functional>
#include <string>

#include "rhofield/model/options.hpp"

namespace rhofield::storage {

/// Reads `content` when `name` is one of the lists, which replaces the list that is there; else returns false. `place`
/// begins messages: file and line of a node.
bool read_density_list(ModelOptions& model, const std::string& name, const toml::node& content,
                       const std::function<std::string(const toml::node&)>& place);
/// Both lists as they are read.
std::string density_lists_text(const ModelOptions& model);

}  // namespace rhofield::storage
