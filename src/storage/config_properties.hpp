// [[properties]] of the configuration file.
#pragma once

#include <toml++/toml.h>
#include <functional>
#include <string>
#include <vector>

#include "rhofield/model/property.hpp"

namespace rhofield::storage {

/// The tables of an array of tables; `place` begins messages. A name alone means property_by_name(name). Throws
/// InvalidInput for what is no array of tables, unknown keys (listing the known ones), wrong types and words.
std::vector<PropertyOptions> read_property_tables(const toml::node& node,
                                                  const std::function<std::string(const toml::node&)>& place);

/// The same as text; with no properties a commented example.
std::string property_tables_text(const std::vector<PropertyOptions>& properties);

}  // namespace rhofield::storage
