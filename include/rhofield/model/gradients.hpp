// Derivatives of predictions with respect to the structures they are made for.
#pragma once

#include <vector>

#include "rhofield/atoms/structure.hpp"

namespace rhofield {

/// Derivatives of one number E with respect to a structure. Forces are -positions; the stress tensor of a cell is
/// strain divided by its volume, for an E that does not change with the orientation a symmetric one. Charges of the
/// atoms stay as they are.
struct StructureGradient {
  std::vector<Vector3> positions;  ///< [atom, xyz], dE/dr, unit of E per bohr
  Matrix3 strain{};                ///< dE/dstrain of a homogeneous strain, r -> (1 + strain) r with the cell alike
};

}  // namespace rhofield
