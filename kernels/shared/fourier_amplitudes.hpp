// Fourier transforms of solid-harmonic Gaussians centred at R:
//   int r^l exp(-a r^2) Y_lm(r) exp(-ik.(r+R)) dr = (-i)^l (pi/a)^(3/2) (2a)^-l exp(-k^2/4a) k^l Y_lm(k) exp(-ik.R).
#pragma once

#include "shared/formula.hpp"

namespace rhofield::formula {

struct ComplexNumber {
  double real, imaginary;
};

/// (-i)^l exp(-ix) from cos x and sin x.
RHOFIELD_FORMULA ComplexNumber amplitude_phase(int l, double cosine, double sine) {
  switch (l % 4) {
    case 0:
      return {cosine, -sine};
    case 1:
      return {-sine, -cosine};
    case 2:
      return {-cosine, sine};
    default:
      return {sine, cosine};
  }
}

}  // namespace rhofield::formula
