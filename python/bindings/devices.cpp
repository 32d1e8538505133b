// Where work runs.
#include "common.hpp"
#include "rhofield/error.hpp"

namespace rhofield::python {

void bind_devices(nb::module_& m) {
  nb::class_<Device>(
      m, "Device",
      "Where memory lives and work runs: \"auto\", \"cpu\", \"cuda\" or \"cuda:<n>\".\n\n"
      "auto is the first GPU where there is one, else the CPU; the environment variable RHOFIELD_DEVICE\n"
      "replaces it. Raises BackendUnavailable when the device does not exist and InvalidInput when the\n"
      "name means nothing.")
      .def(nb::new_([](const std::string& name) { return Device::select(name); }), nb::arg("name") = "auto")
      .def_prop_ro(
          "name", [](const Device& d) { return d.description().name; }, "As it is selected: \"cpu\", \"cuda:0\".")
      .def_prop_ro(
          "hardware", [](const Device& d) { return d.description().hardware; }, "For people: \"AMD EPYC, 2 threads\".")
      .def_prop_ro(
          "memory_bytes", [](const Device& d) { return d.description().memory_bytes; }, "Its memory; 0 when unknown.")
      .def_prop_ro("memory_high_water", &Device::memory_high_water,
                   "Bytes: the most that arrays of the library took on it at one time.")
      .def("__repr__",
           [](const Device& d) { return "<Device " + d.description().name + ": " + d.description().hardware + ">"; });
  m.def(
      "devices",
      [] {
        std::vector<Device> all;
        for (const DeviceDescription& d : Device::list()) all.push_back(Device::select(d.name));
        return all;
      },
      "All devices that this build can use on this machine, the CPU first.");
  m.def(
      "use_threads",
      [](int count) {
        if (count < 1)
          throw InvalidInput("use_threads(" + std::to_string(count) +
                             "): give 1 or more threads; the environment's choice holds until then");
        Device::use_threads(count);
      },
      nb::arg("count"), "Number of CPU threads for loops and linear algebra, 1 or more.");
  m.def("threads", &Device::threads, "Number of CPU threads in use.");
}

}  // namespace rhofield::python
