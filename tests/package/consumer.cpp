// What a user of the installed library does first: list the devices and send values to one and back.
#include <cstdio>

#include "rhofield/rhofield.hpp"

int main() {
  for (const rhofield::DeviceDescription& device : rhofield::Device::list())
    std::printf("%s: %s\n", device.name.c_str(), device.hardware.c_str());
  const std::vector<double> values{1, 2, 3, 4, 5, 6};
  const auto tensor = rhofield::Tensor<double, 2>::from_host(rhofield::Device::select("cpu"), values, {2, 3});
  return tensor.to_host() == values ? 0 : 1;
}
