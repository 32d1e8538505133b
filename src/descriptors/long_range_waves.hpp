// The smooth part of a long-range potential as a sum over wave vectors, for any mix of boundaries.
#pragma once

#include <span>
#include <vector>

#include "rhofield/atoms/structure.hpp"
#include "rhofield/view.hpp"
#include "shared/neighbours.hpp"

namespace rhofield {

/// The cell that carries the waves: lattice vectors of the structure and, where it is not periodic, perpendicular ones
/// so long that images do not meet: within `exact` of each other along such a direction, two points see the potential
/// as if they were alone.
///   v(r) = 1/Gamma(p/2) integral_0^S 2 s^{p-1} e^{-s^2 r^2} ds,  S = 1/(sqrt 2 sigma),
/// is a sum of Gaussians. Along periodic directions their transform is a Gaussian again; along others they are cut off
/// by a window w that is 1 up to `exact` and falls to nothing within `fading`:
///   v(k) = sum_s omega_s (pi/s^2)^{d/2} e^{-k_p^2/4s^2} prod_{others} integral w(x) e^{-s^2 x^2} cos(k x) dx.
struct WaveCell {
  formula::Lattice lattice{};  ///< completed: all three vectors have the lengths of the extended cell
  std::array<bool, 3> periodic{};
  std::array<double, 3> exact{}, fading{};  ///< bohr, along directions that are not periodic
  double precision = 0;                     ///< of the windows

  int periodic_directions() const { return int{periodic[0]} + int{periodic[1]} + int{periodic[2]}; }
};

/// `margin`: how far from the atoms the potential is wanted; `smearing`: sigma of the smooth part; `precision`:
/// relative, of the windows.
WaveCell make_wave_cell(const Structure& structure, double margin, double smearing, double precision);

struct Waves {
  std::vector<int> index;      ///< [wave, 3], whole multiples of the reciprocal vectors; half of space, k = 0 first
  std::vector<double> vector;  ///< [wave, 4], k and its length, 1/bohr
  std::vector<double> factor;  ///< [wave], (8 pi / Omega) v(k), half of it for k = 0
  std::vector<double> slope;   ///< [wave], d factor / dk = slope * (part of k along periodic directions)
  Index size() const { return static_cast<Index>(factor.size()); }
};

/// Values of the smooth part's transform on demand. `narrow` <= `wide`: the smooth part has width `wide`, what it and
/// the short-range part are together has width `narrow` and the k = 0 term of that.
class SmoothPotential {
 public:
  SmoothPotential(const WaveCell& cell, int exponent, double narrow, double wide, double wave_cutoff);
  /// All waves with |k| < wave_cutoff.
  Waves waves() const;
  /// v(k) of the wave with these indices, without factors; at index 0 the k = 0 term of the whole potential.
  double transform(const std::array<int, 3>& index) const;
  double wave_cutoff() const { return wave_cutoff_; }

 private:
  struct Value {
    double transform, slope;
  };
  Value value(const std::array<int, 3>& index, std::vector<double>& gaussians) const;
  Value cell_value(double k) const;

  WaveCell cell_;
  int exponent_;
  double narrow_, wide_, wave_cutoff_;
  bool regular_ = true;            // the k = 0 term along periodic directions exists
  std::vector<double> s_, omega_;  // nodes and weights of the integral over s, with (pi/s^2)^{d/2}
  std::array<std::vector<double>, 3> window_, window_minus_one_;  // [index, node], transforms along open directions
  std::array<std::vector<double>, 3> window_alone_;               // [index]
};

/// Positions as fractions of the cell of the waves, in [0, 1): [atom, 3].
std::vector<double> fractions_of(const WaveCell& cell, const Structure& structure);

/// Wave vector of whole multiples.
Vector3 wave_vector(const formula::Lattice& lattice, const std::array<int, 3>& index);

}  // namespace rhofield
