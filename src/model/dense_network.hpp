// One element network on many rows, forward and backward (theory section 8):
//   x = A0 rho + b0;  x += [act, norm, linear]... of every block;  y = A act(x) + b.
#pragma once

#include <vector>

#include "model/network_layout.hpp"
#include "runtime/arena.hpp"
#include "runtime/network_kernels.hpp"

namespace rhofield {

/// What backward needs of a forward pass: the inputs of every activation and what it made of them.
template <class Real>
struct NetworkTape {
  View<const Real, 2> input;
  std::vector<View<Real, 2>> before, after;  ///< [activation], the last one included
  View<Real, 2> output;
};

/// Memory comes from the arena and belongs to the tape until the arena is reset.
template <class Real>
void run_network(NetworkKernels<Real>& kernels, Arena& arena, const NetworkLayout& layout, NetworkActivation activation,
                 View<const Real, 1> parameters, View<const Real, 2> input, NetworkTape<Real>& tape);

/// Adds to the gradients of the parameters; input_bar [row, input].
template <class Real>
View<Real, 2> run_network_backward(NetworkKernels<Real>& kernels, Arena& arena, const NetworkLayout& layout,
                                   NetworkActivation activation, View<const Real, 1> parameters,
                                   const NetworkTape<Real>& tape, View<const Real, 2> output_bar,
                                   View<Real, 1> parameters_bar);

}  // namespace rhofield
