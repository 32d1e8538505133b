// The real-space model: a field-induced recursively embedded atom network (FIREANN) of grid points and atoms (theory
// section 8). Y. Zhang, B. Jiang, Nat. Commun. 14, 6424 (2023); C. Feng, Y. Zhang, B. Jiang, J. Chem. Theory Comput. 21
// (2025). A grid point is a probe: a ghost centre that sees atoms and is seen by none.
#pragma once

#include <string>
#include <vector>

#include "rhofield/error.hpp"
#include "rhofield/view.hpp"

namespace rhofield {

enum class NetworkActivation : int { silu, tanh };  ///< alpha b/(1 + exp(-b)), alpha z/sqrt(1 + b^2); b = beta z

/// h = A0 x + b0; `blocks` residual blocks through these widths and back to the first; y = A act(h) + b.
struct NetworkLayers {
  std::vector<int> widths{64, 64};
  int blocks = 1;
};

struct ProbeNetworkOptions {
  double cutoff = 9.0;                    ///< bohr, r_c: of probes and of messages between atoms
  double closest = 0.018897261246257704;  ///< bohr (0.01 angstrom): atoms as close to a centre are not seen by it
  int rounds = 1;                         ///< T, message rounds
  int channels = 16;                      ///< K, radial functions
  int features = 48;                      ///< M, embedded densities of a centre
  NetworkLayers output{};                 ///< from the features of a probe to the density
  NetworkLayers message{.widths = {32, 32}, .blocks = 1};  ///< from those of an atom to its charges c, one per element
  bool layer_norm = true;
  NetworkActivation activation = NetworkActivation::silu;
  double field_unit =
      0.01;  ///< atomic units: fields are counted in this unit, so that features of both are of one size
  /// The density is the network's output times sum_j a_s exp(-d_s r) (1 - (r/r_c)^4)^2 with an amplitude and a decay
  /// for each element, so that it vanishes far from the atoms; without it the output times one scale.
  bool envelope = true;
};

/// Throws InvalidInput naming the field and the allowed range.
void validate(const ProbeNetworkOptions& options);

/// One array among all parameters of a network, which are one vector.
struct ParameterBlock {
  std::string name;          ///< "W", "message/0/H/block/0/1/weight", ...
  std::vector<Index> shape;  ///< row-major
  Index offset = 0;          ///< of its first number
  Index size() const;
};

}  // namespace rhofield
