// The reciprocal part of Coulomb integrals in three-dimensional cells.
#pragma once

#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield {

/// Where the sum is divided: primitives sharper than this are spread to it in reciprocal space.
double coulomb_smooth_exponent(const Structure& cell);

/// Adds to `matrix` (symmetric) the reciprocal sum over the smooth charges, and takes out what the real-space part
/// holds of k = 0.
void add_reciprocal_coulomb(const Device& device, const GaussianBasis& basis, const Structure& cell,
                            double smooth_exponent, double precision, View<double, 2> matrix);

}  // namespace rhofield
