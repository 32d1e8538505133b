// Atom-centred bases for the density: phi(r) = R_nl(|r - R|) Y_lm(r - R), R_nl(r) = sum_p c_p r^l exp(-a_p r^2).
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rhofield/atoms/structure.hpp"

namespace rhofield {

/// One contracted shell; 2 l + 1 functions. A numerical (non-Gaussian) shell has no primitives.
struct Shell {
  int l = 0;
  std::vector<double> exponents;     ///< [primitive], 1/bohr^2
  std::vector<double> coefficients;  ///< [primitive], of r^l exp(-a r^2), normalisation included
};

/// Scales a contraction so that the integral of R^2 r^2 dr is 1 (theory: density basis).
void normalise(Shell& shell);

/// The shells of each element, sorted by l (stable). Order of functions: atom, l, shell n, m = -l..l. An element may
/// have an entry without shells: its atoms have no functions, and are neighbours of the others.
class GaussianBasis {
 public:
  GaussianBasis() = default;
  /// Keys are atomic numbers. Sorts by l; throws InvalidInput for l outside 0..maximum_l, or exponents <= 0.
  explicit GaussianBasis(std::map<int, std::vector<Shell>> shells);

  static constexpr int maximum_l = 8;

  bool contains(int atomic_number) const { return shells_.contains(atomic_number); }
  const std::vector<Shell>& shells(int atomic_number) const;  ///< throws InvalidInput, listing the known elements
  const std::map<int, std::vector<Shell>>& all() const { return shells_; }
  bool is_gaussian() const;  ///< false when any shell is numerical
  int l_max() const;
  int functions(int atomic_number) const;           ///< number of functions of one atom
  int shell_count(int atomic_number, int l) const;  ///< radial functions n of this l
  /// First function of (l, n) counted from the atom's first function.
  int function_offset(int atomic_number, int l, int n) const;
  Index functions(const Structure& structure) const;

 private:
  std::map<int, std::vector<Shell>> shells_;
};

/// Reads NWChem-format text ("H S\n 13.0 0.02\n ..."), one or several elements, SP shells included; normalises.
GaussianBasis parse_nwchem_basis(std::string_view text);

/// Electrons of one function, q = sqrt(4 pi) int r^2 R_n0 dr, for l = 0 and zero otherwise: [function]. N_e = c . q.
std::vector<double> charge_moments(const GaussianBasis& basis, const Structure& structure);
/// int r_k phi(r) dr, [xyz, function] row-major, e bohr, about the origin.
std::vector<double> dipole_moments(const GaussianBasis& basis, const Structure& structure);

}  // namespace rhofield
