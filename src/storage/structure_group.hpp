// A structure in a group of an HDF5 file: numbers, positions, cell, pbc, charges, label (docs/data_format.md).
#pragma once

#include <string>

#include "rhofield/atoms/structure.hpp"
#include "storage/hdf5.hpp"

namespace rhofield::storage {

/// Fails naming the item for wrong shapes, what is not finite and everything that validate(Structure) refuses.
Structure read_structure(const hdf5::Group& group);
void write_structure(const hdf5::Group& group, const Structure& structure);

Matrix3 read_matrix3(const hdf5::Group& group, const std::string& item);
Vector3 read_vector3(const hdf5::Group& group, const std::string& item);
void write_matrix3(const hdf5::Group& group, const std::string& item, const Matrix3& m);
void write_vector3(const hdf5::Group& group, const std::string& item, const Vector3& v);

}  // namespace rhofield::storage
