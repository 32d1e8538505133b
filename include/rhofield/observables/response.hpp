// What follows from the response of a density to an electric field, d rho / d E_k (theory section 6).
#pragma once

#include <span>
#include <vector>

#include "rhofield/basis/gaussian_basis.hpp"

namespace rhofield {

// `response` is [field xyz, function] per atomic unit of field, of electrons (positive), in the basis' order. All
// throw InvalidInput when its size is not three times the functions of the structure, or the basis is numerical.

/// int d rho / d E_k dr for each field direction, e per atomic unit of field: zero but for errors.
Vector3 induced_charge(const GaussianBasis& basis, const Structure& structure, std::span<const double> response);

/// Takes the induced charge out and returns what it was: every atom gives the same share of it, as the smallest change
/// of its own s functions in the metric of their overlaps. It costs as much as there are atoms, does not move the
/// polarizability about the mean position of the atoms, and is the same whether or not higher functions were predicted.
Vector3 remove_induced_charge(const GaussianBasis& basis, const Structure& structure, std::span<double> response);

/// alpha_kc = -int r_c d rho / d E_k dr, bohr^3, [field, xyz]: positive on the diagonal. Of molecules: independent of
/// the origin only without induced charge.
///
/// Periodic structures: r_c means nothing there, and the dipole of induced charges q_i depends on the images that the
/// atoms are taken in. By the convention of this library the charges have flowed between neighbours by the shortest
/// ways (least sum J^2 r^8 over the flows J between atoms up to 15 bohr apart; groups farther from all others keep no
/// charge), and alpha is the dipole of that flow and of each atom's own dipole, without the induced charge of the whole
/// cell. It does not depend on images or origin, is extensive in supercells, and is the free formula where a structure
/// is not periodic. What flows through a cell without leaving charge anywhere (along chains of hydrogen bonds, in
/// metals) is not in the density and not in it: for liquid water it lacks a tenth of the Berry-phase polarizability.
Matrix3 polarizability(const GaussianBasis& basis, const Structure& structure, std::span<const double> response);

/// Its parts per atom [atom], which add up to it: each atom's own dipole, and its induced charge at its distance from
/// the mean position of all atoms (molecules) or half of the flow to its neighbours (periodic).
std::vector<Matrix3> atomic_polarizabilities(const GaussianBasis& basis, const Structure& structure,
                                             std::span<const double> response);

/// mu_c = sum_k E_k alpha_kc, e bohr, for a field in atomic units.
Vector3 induced_dipole(const Matrix3& polarizability, const Vector3& field);

/// Coefficients [function] of sum_k E_k d rho / d E_k: the change of the density in a small field, to be evaluated as
/// any density (observables/grid.hpp).
std::vector<double> induced_density(std::span<const double> response, const Vector3& field);

}  // namespace rhofield
