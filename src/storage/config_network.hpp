// Keys of a probe network, in whichever table.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rhofield/model/probe_network.hpp"
#include "rhofield/units.hpp"
#include "storage/config_keys.hpp"

namespace rhofield::storage {

/// `network` finds the ProbeNetworkOptions in a configuration.
template <class Field>
std::vector<Key> network_keys(const std::string& section, Field network) {
  return {
      real_key(
          section, "cutoff_angstrom", "r_c", [=](auto& c) -> auto& { return network(c).cutoff; }, angstrom),
      whole_key(
          section, "rounds", "T, message rounds", [=](auto& c) -> auto& { return network(c).rounds; }),
      whole_key(
          section, "channels", "K, radial functions", [=](auto& c) -> auto& { return network(c).channels; }),
      whole_key(
          section, "features", "M, embedded densities", [=](auto& c) -> auto& { return network(c).features; }),
      list_key(
          section, "output_widths", "of the layers of one block, from features to the output",
          [=](auto& c) -> auto& { return network(c).output.widths; }),
      whole_key(
          section, "output_blocks", "residual blocks", [=](auto& c) -> auto& { return network(c).output.blocks; }),
      list_key(
          section, "message_widths", "of the layers of the message networks, one network for each element",
          [=](auto& c) -> auto& { return network(c).message.widths; }),
      whole_key(
          section, "message_blocks",
          "their residual blocks", [=](auto& c) -> auto& { return network(c).message.blocks; }),
      flag_key(
          section, "layer_norm",
          "layer norms after activations", [=](auto& c) -> auto& { return network(c).layer_norm; }),
      choice_key(
          section, "activation",
          "silu or tanh (x / sqrt(1 + x^2))", [=](auto& c) -> auto& { return network(c).activation; },
          std::vector<std::pair<std::string, NetworkActivation>>{{"silu", NetworkActivation::silu},
                                                                 {"tanh", NetworkActivation::tanh}}),
      real_key(
          section, "field_unit", "atomic units, about the size of the fields of the data",
          [=](auto& c) -> auto& { return network(c).field_unit; }),
  };
}

}  // namespace rhofield::storage
