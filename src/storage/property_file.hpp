// The properties of a model file: /properties/<name> (docs/model_format.md).
#pragma once

#include "rhofield/model/model.hpp"
#include "storage/hdf5.hpp"

namespace rhofield::storage {

/// Nothing for a model without properties.
void write_properties(const hdf5::Group& root, const Model& model);
/// Reads shapes and ranges; whether the parts fit together is for validate(Model) to say.
std::map<std::string, LearnedProperty> read_properties(const hdf5::Group& root);

}  // namespace rhofield::storage
