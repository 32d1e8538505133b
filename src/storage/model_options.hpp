// The options of a trained model in its file (docs/model_format.md).
#pragma once

#include "rhofield/model/options.hpp"
#include "storage/hdf5.hpp"

namespace rhofield::storage {

/// A whole number in an attribute.
int read_int(const hdf5::Group& group, const std::string& attribute);

/// All but what is learned.
void write_options(const hdf5::Group& group, const ModelOptions& options);
/// Of a file of this version; checked.
ModelOptions read_options(const hdf5::Group& group, int version);

}  // namespace rhofield::storage
