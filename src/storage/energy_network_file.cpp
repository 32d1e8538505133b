// Energy networks as HDF5.
#include "rhofield/storage/energy_network_file.hpp"

#include "storage/network_items.hpp"

namespace rhofield::storage {

namespace {

constexpr const char* format_name = "rhofield energy network";
constexpr int version_number = 1;

}  // namespace

bool is_energy_network(const std::filesystem::path& path) { return is_of_format(path, format_name); }

void write_energy_network(const std::filesystem::path& path, const EnergyNetwork& model) {
  validate(model);
  hdf5::File file = hdf5::File::create(path);
  const hdf5::Group& root = file.root();
  root.set("format", std::string(format_name));
  root.set("version", version_number);
  root.set("training_summary", model.training_summary);
  root.set("scale", model.scale);
  root.write("elements", model.elements, {static_cast<Index>(model.elements.size())});
  root.write("atom_energy", model.atom_energy, {static_cast<Index>(model.atom_energy.size())});
  write_network_options(root.create_group("network"), model.network);
  write_parameters(root.create_group("parameters"), parameter_blocks(model), model.parameters);
  file.save();
}

EnergyNetwork read_energy_network(const std::filesystem::path& path) {
  return read_format(path, format_name, {version_number, version_number}, [](const hdf5::Group& root) {
    EnergyNetwork model;
    model.network = read_network_options(root.group("network"));
    model.elements = root.read<int>("elements", {-1});
    model.atom_energy = root.read_finite("atom_energy", {-1});
    model.scale = root.number("scale");
    model.training_summary = root.text("training_summary");
    model.parameters = read_parameters(root.group("parameters"), parameter_blocks(model));
    validate(model);
    return model;
  });
}

}  // namespace rhofield::storage
