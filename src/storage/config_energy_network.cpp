// Keys of energy networks.
#include "storage/config_energy_network.hpp"

#include "storage/config_network.hpp"

namespace rhofield::storage {

std::vector<Key> energy_network_keys() {
  const char* const section = "energy_network";
  std::vector<Key> keys = network_keys(
      section, [](auto& c) -> auto& { return c.energy_network.network; });
  const std::vector<Key> training = {
      real_key(
          section, "energy", "share of energies in the loss; 0: not learned",
          [](auto& c) -> auto& { return c.energy_network.energy; }),
      real_key(
          section, "forces", "share of forces", [](auto& c) -> auto& { return c.energy_network.forces; }),
      real_key(
          section, "dipole", "share of dipoles", [](auto& c) -> auto& { return c.energy_network.dipole; }),
      real_key(
          section, "polarizability", "share of polarizabilities",
          [](auto& c) -> auto& { return c.energy_network.polarizability; }),
      whole_key(
          section, "epochs", "passes over the training structures",
          [](auto& c) -> auto& { return c.energy_network.epochs; }),
      whole_key(
          section, "batch", "structures of one step", [](auto& c) -> auto& { return c.energy_network.batch; }),
      real_key(
          section, "learning_rate", "first one", [](auto& c) -> auto& { return c.energy_network.learning_rate; }),
      real_key(
          section, "last_learning_rate", "last one, along a cosine",
          [](auto& c) -> auto& { return c.energy_network.last_learning_rate; }),
      real_key(
          section, "weight_decay", "of AdamW", [](auto& c) -> auto& { return c.energy_network.weight_decay; }),
      real_key(
          section, "average", "moving average of the weights, per step",
          [](auto& c) -> auto& { return c.energy_network.average; }),
      real_key(
          section, "gradient_limit", "longer gradients are shortened to it",
          [](auto& c) -> auto& { return c.energy_network.gradient_limit; }),
      whole_key(
          section, "validate_every", "epochs", [](auto& c) -> auto& { return c.energy_network.validate_every; }),
      whole_key(
          section, "seed", "of first weights and of the order", [](auto& c) -> auto& { return c.energy_network.seed; }),
  };
  keys.insert(keys.end(), training.begin(), training.end());
  return keys;
}

}  // namespace rhofield::storage
