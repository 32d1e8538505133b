// Networks and states of trainings as HDF5.
#include "rhofield/storage/real_space_model_file.hpp"

#include <cmath>

#include "rhofield/error.hpp"
#include "storage/hdf5.hpp"
#include "storage/model_options.hpp"
#include "storage/network_items.hpp"

namespace rhofield::storage {

namespace {

using hdf5::Group;

constexpr const char* format_name = "rhofield real-space model";
constexpr const char* state_name = "rhofield real-space training";
constexpr int version_number = 3;  // 2 had no spherical atoms
constexpr Versions versions{2, version_number};

void write_atoms(const Group& root, const SphericalAtoms& atoms) {
  const Group group = root.create_group("atoms");
  const auto species = static_cast<Index>(atoms.elements.size());
  const auto gaussians = static_cast<Index>(atoms.exponents.size());
  group.write("elements", atoms.elements, {species});
  group.write("exponents", atoms.exponents, {gaussians});
  group.write("amplitudes", atoms.amplitudes, {species, gaussians});
}

SphericalAtoms read_atoms(const Group& root) {
  const Group group = root.group("atoms");
  SphericalAtoms atoms;
  atoms.elements = group.read<int>("elements", {-1});
  atoms.exponents = group.read_finite("exponents", {-1});
  atoms.amplitudes = group.read_finite(
      "amplitudes", {static_cast<Index>(atoms.elements.size()), static_cast<Index>(atoms.exponents.size())});
  validate(atoms);
  return atoms;
}

}  // namespace

bool is_real_space_model(const std::filesystem::path& path) { return is_of_format(path, format_name); }

void write_real_space_model(const std::filesystem::path& path, const RealSpaceModel& model) {
  validate(model);
  hdf5::File file = hdf5::File::create(path);
  const Group& root = file.root();
  root.set("format", std::string(format_name));
  root.set("version", version_number);
  root.set("training_summary", model.training_summary);
  root.set("needs_reference", model.needs_reference ? 1 : 0);
  std::string quantities;
  for (const Quantity quantity : model.quantities) quantities += (quantities.empty() ? "" : " ") + name_of(quantity);
  root.set("quantities", quantities);
  root.set("odd_response", model.odd_response ? 1 : 0);
  root.write("elements", model.elements, {static_cast<Index>(model.elements.size())});
  write_network_options(root.create_group("network"), model.network);
  const auto blocks = parameter_blocks(model);
  if (model.atoms) write_atoms(root, *model.atoms);
  const Group members = root.create_group("members");
  for (std::size_t k = 0; k < model.members.size(); ++k) {
    const RealSpaceMember& member = model.members[k];
    const Group own = members.create_group(std::to_string(k));
    own.write("scale", member.scale, {static_cast<Index>(member.scale.size())});
    write_parameters(own.create_group("parameters"), blocks, member.parameters);
  }
  file.save();
}

RealSpaceModel read_real_space_model(const std::filesystem::path& path) {
  return read_format(path, format_name, versions, [](const Group& root) {
    RealSpaceModel model;
    model.network = read_network_options(root.group("network"));
    model.elements = root.read<int>("elements", {-1});
    model.odd_response = read_int(root, "odd_response") != 0;
    model.needs_reference = read_int(root, "needs_reference") != 0;
    model.training_summary = root.text("training_summary");
    const std::string quantities = root.text("quantities");
    for (const Quantity quantity : {Quantity::density, Quantity::response})
      if (quantities.find(name_of(quantity)) != std::string::npos) model.quantities.push_back(quantity);
    if (quantities.starts_with(name_of(Quantity::response)) && model.quantities.size() == 2)
      std::swap(model.quantities[0], model.quantities[1]);
    const auto blocks = parameter_blocks(model);
    if (root.has("atoms")) model.atoms = read_atoms(root);
    const Group members = root.group("members");
    for (std::size_t k = 0; k < members.names().size(); ++k) {
      const Group own = members.group(std::to_string(k));
      RealSpaceMember& member = model.members.emplace_back();
      member.scale = own.read_finite("scale", {-1});
      member.parameters = read_parameters(own.group("parameters"), blocks);
    }
    validate(model);
    return model;
  });
}

void write_real_space_state(const std::filesystem::path& path, const RealSpaceState& state) {
  hdf5::File file = hdf5::File::create(path);
  const Group& root = file.root();
  root.set("format", std::string(state_name));
  root.set("version", version_number);
  root.set("problem", state.problem);
  root.set("epoch", state.epoch);
  root.set("step", static_cast<double>(state.step));
  root.set("best_percent", state.best_percent);
  root.set("validations_since_best", state.validations_since_best);
  root.set("rate_factor", state.rate_factor);
  const auto write = [&](const char* item, const std::vector<double>& values) {
    root.write(item, values, {static_cast<Index>(values.size())});
  };
  write("parameters", state.parameters);
  write("average", state.average);
  write("first_moment", state.first_moment);
  write("second_moment", state.second_moment);
  write("best", state.best);
  write("screened_with", state.screened_with);
  write("scale", state.scale);
  if (state.atoms) write_atoms(root, *state.atoms);
  std::vector<double> table;
  for (const EpochRecord& r : state.records)
    table.insert(table.end(), {static_cast<double>(r.member), static_cast<double>(r.epoch), r.loss, r.learning_rate,
                               r.validation_percent, r.seconds});
  root.write("records", table, {static_cast<Index>(state.records.size()), 6});
  const Group finished = root.create_group("finished");
  for (std::size_t k = 0; k < state.finished.size(); ++k) {
    const RealSpaceMember& member = state.finished[k];
    const Group own = finished.create_group(std::to_string(k));
    own.write("scale", member.scale, {static_cast<Index>(member.scale.size())});
    own.write("parameters", member.parameters, {static_cast<Index>(member.parameters.size())});
  }
  file.save();
}

RealSpaceState read_real_space_state(const std::filesystem::path& path) {
  return read_format(path, state_name, versions, [](const Group& root) {
    RealSpaceState state;
    state.problem = root.text("problem");
    state.epoch = read_int(root, "epoch");
    state.step = static_cast<Index>(root.number("step"));
    state.best_percent = root.number("best_percent");
    state.validations_since_best = read_int(root, "validations_since_best");
    state.rate_factor = root.number("rate_factor");
    state.parameters = root.read_finite("parameters", {-1});
    const auto count = static_cast<Index>(state.parameters.size());
    state.average = root.read_finite("average", {count});
    state.first_moment = root.read_finite("first_moment", {count});
    state.second_moment = root.read_finite("second_moment", {count});
    state.best = root.read_finite("best", {count});
    state.screened_with = root.read_finite("screened_with", {-1});
    state.scale = root.read_finite("scale", {-1});
    if (root.has("atoms")) state.atoms = read_atoms(root);
    const auto table = root.read_finite("records", {-1, 6});
    for (std::size_t k = 0; k < table.size(); k += 6)
      state.records.push_back({.member = static_cast<int>(table[k]),
                               .epoch = static_cast<int>(table[k + 1]),
                               .loss = table[k + 2],
                               .learning_rate = table[k + 3],
                               .validation_percent = table[k + 4],
                               .seconds = table[k + 5]});
    const Group finished = root.group("finished");
    for (std::size_t k = 0; k < finished.names().size(); ++k) {
      const Group own = finished.group(std::to_string(k));
      state.finished.push_back(
          {.scale = own.read_finite("scale", {-1}), .parameters = own.read_finite("parameters", {count})});
    }
    return state;
  });
}

}  // namespace rhofield::storage
