// Published basis sets by name, from the Basis Set Exchange where its Python package is installed.
#pragma once

#include <span>
#include <string>

#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield::storage {

/// Runs `python3` with the package basis_set_exchange (its own library of sets, no network), e.g.
/// basis_by_name("cc-pvtz-jkfit", {1, 8}). Functions are taken as spherical. Throws InvalidInput for unknown names and
/// elements, and Error, with the way out, where python3 or the package is missing.
GaussianBasis basis_by_name(const std::string& name, std::span<const int> atomic_numbers);

}  // namespace rhofield::storage
