// What a user of the installed library does first: list the devices and find the neighbours in a crystal.
#include <cstdio>

#include "rhofield/rhofield.hpp"

int main() {
  for (const rhofield::DeviceDescription& device : rhofield::Device::list())
    std::printf("%s: %s\n", device.name.c_str(), device.hardware.c_str());

  // Simple cubic, lattice constant 1 bohr: 6 neighbours at distance 1, 12 at sqrt(2), none up to 1.5 besides.
  const std::vector<rhofield::Structure> crystal{{.numbers = {1},
                                                  .positions = {{0.25, 0.5, 0.75}},
                                                  .cell = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
                                                  .periodic = {true, true, true},
                                                  .label = "simple cubic"}};
  const auto device = rhofield::Device::select("cpu");
  const auto batch = rhofield::make_batch(device, crystal, rhofield::species_of(crystal));
  const auto list = rhofield::neighbour_list(device, batch, 1.5);
  std::printf("%td pairs\n", list.pairs());
  return list.pairs() == 18 ? 0 : 1;
}
