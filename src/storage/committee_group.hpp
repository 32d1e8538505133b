// The committee of what a model has learned: group `committee` (docs/model_format.md).
#pragma once

#include <string>

#include "rhofield/model/model.hpp"
#include "storage/hdf5.hpp"

namespace rhofield::storage {

/// Atomic number of the element that a member of a group is named by; the group fails for what is none.
int parse_element(const hdf5::Group& group, const std::string& symbol);

/// Nothing without members.
void write_committee(const hdf5::Group& learned, const Committee& committee);
/// None where there is no such group.
Committee read_committee(const hdf5::Group& learned);
inline constexpr const char* committee_group_name = "committee";

}  // namespace rhofield::storage
