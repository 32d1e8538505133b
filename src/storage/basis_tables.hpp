// The basis as it lies in data sets and model files: one group per element with shell_l, primitive_offset, exponent and
// coefficient (docs/data_format.md); numerical functions have shell_l alone.
#pragma once

#include "rhofield/basis/gaussian_basis.hpp"
#include "storage/hdf5.hpp"

namespace rhofield::storage {

GaussianBasis read_basis(const hdf5::Group& group);
void write_basis(const hdf5::Group& group, const GaussianBasis& basis);

}  // namespace rhofield::storage
