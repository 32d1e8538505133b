// Rotations of real spherical harmonics.
#pragma once

#include <vector>

#include "rhofield/atoms/structure.hpp"

namespace rhofield {

/// D^l with Y_l(R r) = D^l Y_l(r), [(2l+1), (2l+1)] row-major, for a proper or improper orthogonal matrix R.
std::vector<double> wigner_d_real(int l, const Matrix3& rotation);

}  // namespace rhofield
