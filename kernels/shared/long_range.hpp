// Reciprocal-space part of long-range expansions (theory 3): which structure factor goes with the cosine and which with
// the sine of an atom's phase.
#pragma once

#include "shared/formula.hpp"

namespace rhofield::formula {

struct WavePair {
  double of_cosine, of_sine;
};

/// l even: (-1)^{l/2} Re, l odd: (-1)^{(l+1)/2} Im of e^{ik.r} (S_cos - i S_sin), as factors of cos k.r and sin k.r.
RHOFIELD_FORMULA WavePair wave_pair(int l, double structure_cosine, double structure_sine) {
  switch (l % 4) {
    case 0:
      return {structure_cosine, structure_sine};
    case 1:
      return {structure_sine, -structure_cosine};
    case 2:
      return {-structure_cosine, -structure_sine};
    default:
      return {-structure_sine, structure_cosine};
  }
}

/// The order of a component lm = l^2 + l + m.
RHOFIELD_FORMULA int order_of_component(int lm) {
  int l = 0;
  while ((l + 1) * (l + 1) <= lm) ++l;
  return l;
}

}  // namespace rhofield::formula
