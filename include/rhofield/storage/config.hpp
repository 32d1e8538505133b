// The configuration file: everything a user may choose, as TOML with lengths in angstrom (docs/configuration.md).
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rhofield/model/data_set.hpp"
#include "rhofield/model/energy_network.hpp"
#include "rhofield/model/options.hpp"
#include "rhofield/model/property.hpp"
#include "rhofield/model/real_space.hpp"
#include "rhofield/storage/split.hpp"

namespace rhofield::storage {

struct Configuration {
  ModelOptions model;                       ///< model.environments counts only when `environments_automatic` is false
  bool environments_automatic = true;       ///< min(100, atoms to choose from)
  bool quantities_automatic = true;         ///< the density, or nothing where properties are learned
  std::vector<PropertyOptions> properties;  ///< [[properties]], learned by a model of their own
  RegressionOptions regression;
  RealSpaceTrainingOptions real_space;  ///< where the data are values on grids; its quantities are the model's
  EnergyNetworkOptions energy_network;  ///< of networks of energies
  std::string validation_indices;       ///< of real-space training; empty: every sixth of those to train on
  std::string reference_file;           ///< model whose density is the reference of delta mode
  SplitOptions split;
  bool leave_out_missing = false;  ///< structures without the properties are left out of the split
  std::string data_file;           ///< training data
  std::string model_file;          ///< where the model goes; empty: beside the name of the data
  std::string device = "auto";     ///< auto | cpu | cuda | cuda:<n>
  int threads = 0;                 ///< CPU threads; 0: as many as the environment gives
};

/// `base` with the keys of a TOML text laid over it. Throws InvalidInput "name:line: key: ..." for syntax errors, wrong
/// types, values out of range, and unknown keys (with the nearest known one).
Configuration parse_configuration(std::string_view text, const std::string& name, const Configuration& base = {});
Configuration read_configuration(const std::filesystem::path& path, const Configuration& base = {});

/// Sets one key, "expansion.n_max" say, from text as on a command line: a TOML value or a bare word. `name` begins
/// error messages. Ranges are not checked; call `validate` after the last one.
void set_key(Configuration& configuration, const std::string& key, const std::string& value, const std::string& name);

/// Adds a property from text as on a command line: "epsilon", or "name,key=value,flag" with the keys of [[properties]],
/// e.g. "stress,kind=symmetric_tensor,intensive".
void add_property(Configuration& configuration, const std::string& text, const std::string& name);

/// Throws InvalidInput naming the field, its value and the allowed range.
void validate(const Configuration& configuration);

/// Training and test structures: `split` by number or, where a group is named, by the values that structures have of
/// it; without those that lack one of the properties where `leave_out_missing` says so. Throws InvalidInput naming the
/// first structure without a number to group by, and as make_split does.
Split split_of(const DataSet& data, const Configuration& configuration);

/// Where the number of environments is left open: min(100, atoms to choose from), those of `train` with functions or,
/// with `environments_from_all`, of all entries.
void choose_environments(Configuration& configuration, const DataSet& data, std::span<const Index> train);

/// Every key with its value and a comment; parse_configuration gives back exactly the same configuration.
std::string configuration_text(const Configuration& configuration);

}  // namespace rhofield::storage
