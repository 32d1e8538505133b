// One table of keys drives reading, writing and the search for the nearest known key.
#include "rhofield/storage/config.hpp"

#include <toml++/toml.h>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>

#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "runtime/nearest_word.hpp"
#include "storage/config_densities.hpp"
#include "storage/config_energy_network.hpp"
#include "storage/config_keys.hpp"
#include "storage/config_properties.hpp"
#include "storage/config_real_space.hpp"
#include "storage/option_names.hpp"
#include "storage/toml_values.hpp"

namespace rhofield::storage {

namespace {

Key environments_key() {
  return {"model", "environments", "M, reference environments over all species; \"auto\": 100, or all atoms if fewer",
          [](Configuration& c, const toml::node& n) {
            c.environments_automatic = is_text(n, "auto");
            if (c.environments_automatic) return;
            if (!n.is_integer()) expected("a whole number or \"auto\"");
            c.model.environments = whole_value<int>(n);
          },
          [](const Configuration& c) {
            return c.environments_automatic ? quoted("auto") : std::to_string(c.model.environments);
          }};
}

Key quantities_key() {
  Key key = choice_key(
      "model", "quantities",
      "density, response (to an electric field), or both; \"auto\": density, or the [[properties]] where there are "
      "some",
      [](auto& c) -> auto& { return c.model.quantities; },
      std::vector<std::pair<std::string, std::vector<Quantity>>>{{"density", {Quantity::density}},
                                                                 {"response", {Quantity::response}},
                                                                 {"both", {Quantity::density, Quantity::response}}});
  const auto read = key.read;
  const auto write = key.write;
  key.read = [=](Configuration& c, const toml::node& n) {
    c.quantities_automatic = is_text(n, "auto");
    if (c.quantities_automatic)
      c.model.quantities = {Quantity::density};
    else
      read(c, n);
  };
  key.write = [=](const Configuration& c) { return c.quantities_automatic ? quoted("auto") : write(c); };
  return key;
}

Key memory_key() {
  constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;
  return {"regression", "memory_limit_gib", "memory for matrices that may be held or computed again when needed",
          [](Configuration& c, const toml::node& n) {
            const double value = float_value(n);
            if (value <= 0 || value > 1e9) expected("a positive number");
            c.regression.memory_limit = static_cast<std::size_t>(std::llround(value * gibibyte));
          },
          [](const Configuration& c) { return float_text(static_cast<double>(c.regression.memory_limit) / gibibyte); }};
}

// --- the table
// -----------------------------------------------------------------------------------------------------------

std::vector<Key> regression_keys() {
  return {
      text_key(
          "data", "file", "training data (HDF5), when it is not named on the command line",
          [](auto& c) -> auto& { return c.data_file; }),
      text_key(
          "data", "model", "where the trained model goes; \"\": named after the data",
          [](auto& c) -> auto& { return c.model_file; }),
      optional_key(
          "data", "train", "structures to train on, first ones; \"rest\": all that are not held out", "rest",
          [](auto& c) -> auto& { return c.split.train; }),
      optional_key(
          "data", "test", "structures held out, last ones; \"fifth\": one in five", "fifth",
          [](auto& c) -> auto& { return c.split.test; }),
      text_key(
          "data", "train_indices", "instead of train: \"0-79,90\" (from 0, ends included) or a file, one index a line",
          [](auto& c) -> auto& { return c.split.train_indices; }),
      text_key(
          "data", "test_indices", "instead of test: likewise", [](auto& c) -> auto& { return c.split.test_indices; }),
      optional_key(
          "data", "shuffle", "seed to shuffle the structures with before they are counted; \"no\": order of the file",
          "no", [](auto& c) -> auto& { return c.split.shuffle; }),
      text_key(
          "data", "group", "a number of the structures; those with the same stay together, train and test count groups",
          [](auto& c) -> auto& { return c.split.group; }),
      text_key(
          "data", "train_groups", "instead of train: values of the group, \"0-179,200\" (ends included)",
          [](auto& c) -> auto& { return c.split.train_groups; }),
      text_key(
          "data", "test_groups", "instead of test: likewise", [](auto& c) -> auto& { return c.split.test_groups; }),
      flag_key(
          "data", "leave_out_missing", "leave structures out that lack one of the properties",
          [](auto& c) -> auto& { return c.leave_out_missing; }),

      real_key(
          "expansion", "cutoff_angstrom", "r_c, neighbours beyond it are not seen",
          [](auto& c) -> auto& { return c.model.expansion.cutoff; }, angstrom),
      real_key(
          "expansion", "cutoff_width_angstrom", "width of the smooth switch below r_c",
          [](auto& c) -> auto& { return c.model.expansion.cutoff_width; }, angstrom),
      real_key(
          "expansion", "smearing_angstrom", "sigma of the Gaussian on every atom",
          [](auto& c) -> auto& { return c.model.expansion.smearing; }, angstrom),
      whole_key(
          "expansion", "n_max", "radial functions", [](auto& c) -> auto& { return c.model.expansion.n_max; }),
      whole_key(
          "expansion", "l_max", "largest angular order", [](auto& c) -> auto& { return c.model.expansion.l_max; }),
      real_key(
          "expansion", "table_error", "largest error of the tabulated radial integrals",
          [](auto& c) -> auto& { return c.model.expansion.table_error; }),
      whole_key(
          "expansion", "spline_intervals", "0: exact radial integrals; else splined as in published models (80)",
          [](auto& c) -> auto& { return c.model.expansion.spline_intervals; }),

      quantities_key(),
      choice_key(
          "model", "descriptor_normalisation",
          "norm 1 for each descriptor, for all together with their weights, or none",
          [](auto& c) -> auto& { return c.model.descriptor_normalisation; },
          std::vector<std::pair<std::string, DescriptorNormalisation>>(normalisations.begin(), normalisations.end())),
      whole_key(
          "model", "zeta", "exponent of the similarity", [](auto& c) -> auto& { return c.model.zeta; }),
      environments_key(),
      list_key(
          "model", "environments_by_lambda",
          "M for lambda = 0, 1, ...; the last one holds for all higher orders; []: M for all",
          [](auto& c) -> auto& { return c.model.environments_by_lambda; }),
      whole_key(
          "model", "features_per_lambda", "keep so many features of each order, farthest first; 0: all",
          [](auto& c) -> auto& { return c.model.features_per_lambda; }),
      real_key(
          "model", "eigenvalue_cut", "directions of the reference similarities at or below it are dropped",
          [](auto& c) -> auto& { return c.model.eigenvalue_cut; }),

      real_key(
          "regression", "regularisation", "eta of the loss (1/N) sum dc.S.dc + eta |W|^2",
          [](auto& c) -> auto& { return c.regression.regularisation; }),
      real_key(
          "regression", "response_regularisation", "eta of the response; 0: the same",
          [](auto& c) -> auto& { return c.regression.response_regularisation; }),
      choice_key(
          "regression", "metric", "of the loss: overlap (or as stored), or coulomb, for what acts at a distance",
          [](auto& c) -> auto& { return c.regression.metric; },
          std::vector<std::pair<std::string, LossMetric>>{{"overlap", LossMetric::overlap},
                                                          {"coulomb", LossMetric::coulomb}}),
      choice_key(
          "regression", "solver", "automatic (direct while it fits the memory), direct, conjugate_gradients",
          [](auto& c) -> auto& { return c.regression.solver; },
          std::vector<std::pair<std::string, Solver>>{{"automatic", Solver::automatic},
                                                      {"direct", Solver::direct},
                                                      {"conjugate_gradients", Solver::conjugate_gradients}}),
      choice_key(
          "regression", "preconditioner", "of conjugate gradients: kronecker, diagonal, none",
          [](auto& c) -> auto& { return c.regression.preconditioner; },
          std::vector<std::pair<std::string, Preconditioner>>{{"none", Preconditioner::none},
                                                              {"diagonal", Preconditioner::diagonal},
                                                              {"kronecker", Preconditioner::kronecker}}),
      whole_key(
          "regression", "max_iterations", "of conjugate gradients",
          [](auto& c) -> auto& { return c.regression.max_iterations; }),
      real_key(
          "regression", "residual_tolerance", "stop when the true residual is so much smaller than the right-hand side",
          [](auto& c) -> auto& { return c.regression.residual_tolerance; }),
      real_key(
          "regression", "loss_tolerance",
          "stop when loss_window iterations lower the loss by less, relatively; 0: never",
          [](auto& c) -> auto& { return c.regression.loss_tolerance; }),
      whole_key(
          "regression", "loss_window", "iterations", [](auto& c) -> auto& { return c.regression.loss_window; }),
      flag_key(
          "regression", "single_precision_storage",
          "conjugate gradients hold their matrices in single precision: half the memory; sums stay double",
          [](auto& c) -> auto& { return c.regression.single_precision_storage; }),
      whole_key(
          "regression", "checkpoint_interval", "iterations between checkpoints",
          [](auto& c) -> auto& { return c.regression.checkpoint_interval; }),
      text_key(
          "regression", "checkpoint_file", "\"\": beside the model",
          [](auto& c) -> auto& { return c.regression.checkpoint_file; }),
      flag_key(
          "regression", "baseline_over_all", "species means over the whole file, test structures included",
          [](auto& c) -> auto& { return c.regression.baseline_over_all; }),
      flag_key(
          "regression", "environments_from_all", "reference environments from the whole file",
          [](auto& c) -> auto& { return c.regression.environments_from_all; }),
      whole_key(
          "regression", "committee", "members of the committee that tells uncertainties; 0: none, 32 is a good number",
          [](auto& c) -> auto& { return c.regression.committee; }),
      memory_key(),

  };
}

std::vector<Key> run_keys() {
  return {
      text_key(
          "run", "device", "auto, cpu, cuda or cuda:<n>", [](auto& c) -> auto& { return c.device; }),
      whole_key(
          "run", "threads", "CPU threads; 0: as many as the environment gives",
          [](auto& c) -> auto& { return c.threads; }),
  };
}

/// All of them in the order of the file.
const std::vector<Key>& keys() {
  static const std::vector<Key> table = [] {
    std::vector<Key> all;
    for (std::vector<Key> part : {regression_keys(), real_space_keys(), energy_network_keys(), run_keys()})
      std::move(part.begin(), part.end(), std::back_inserter(all));
    return all;
  }();
  return table;
}

// --- unknown keys
// ----------------------------------------------------------------------------------------------------------

/// The known key nearest to `section.name`: by its own name first, so that a key in the wrong section is found.
std::string nearest_key(const std::string& section, const std::string& name) {
  const auto score = [&](const Key& key) {
    const bool begins = key.name.starts_with(name) || name.starts_with(key.name);
    return 4 * (begins ? 0 : edit_distance(name, key.name)) + edit_distance(section, key.section);
  };
  return std::min_element(keys().begin(), keys().end(), [&](const Key& a, const Key& b) { return score(a) < score(b); })
      ->full();
}

/// `place` begins the message: file and line, or the command-line option.
void read_key(Configuration& configuration, const std::string& section, const std::string& name, const toml::node& node,
              const std::string& place) {
  const auto key =
      std::find_if(keys().begin(), keys().end(), [&](const Key& k) { return k.section == section && k.name == name; });
  const std::string full = section.empty() ? name : section + "." + name;
  if (key == keys().end())
    throw InvalidInput(place + "unknown key " + full + "; did you mean " + nearest_key(section, name) + "?");
  try {
    key->read(configuration, node);
  } catch (const InvalidInput& error) {
    throw InvalidInput(place + full + ": " + error.what());
  }
}

bool is_section(const std::string& name) {
  return std::any_of(keys().begin(), keys().end(), [&](const Key& key) { return key.section == name; });
}

/// "[data], [expansion], ..."
std::string section_list() {
  std::string list;
  const std::string* previous = nullptr;
  for (const Key& key : keys()) {
    if (previous == nullptr || *previous != key.section) list += (list.empty() ? "[" : ", [") + key.section + "]";
    previous = &key.section;
  }
  return list + ", [[densities]], [[descriptors]], [[properties]]";
}

/// auto, cpu, cuda or cuda:<n>: what Device::select understands, whether or not the device is there.
bool names_device(const std::string& text) {
  if (text == "auto" || text == "cpu" || text == "cuda") return true;
  constexpr std::string_view prefix = "cuda:";
  if (!text.starts_with(prefix)) return false;
  int index = -1;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + prefix.size(), end, index);
  return parsed.ec == std::errc{} && parsed.ptr == end && index >= 0;
}

void read_table(Configuration& configuration, const toml::table& table,
                const std::function<std::string(const toml::node&)>& place) {
  for (const auto& [section, content] : table) {
    const std::string section_name(section.str());
    if (read_density_list(configuration.model, section_name, content, place)) continue;
    if (section_name == "properties") {
      configuration.properties = read_property_tables(content, place);
      continue;
    }
    const bool known = is_section(section_name);
    if (!known)
      for (const char* list : {"densities", "descriptors", "properties"})
        if (edit_distance(section_name, list) <= 3)
          throw InvalidInput(place(content) + "unknown section " + section_name + "; did you mean [[" + list + "]]?");
    if (const toml::table* inner = content.as_table(); inner != nullptr) {
      if (!known && inner->empty())
        throw InvalidInput(place(content) + "unknown section [" + section_name + "]; there are " + section_list());
      for (const auto& [key, node] : *inner)
        read_key(configuration, section_name, std::string(key.str()), node, place(node));
    } else if (known) {
      throw InvalidInput(place(content) + section_name + " is a section, not a key; write [" + section_name +
                         "] and its keys below");
    } else {
      read_key(configuration, "", section_name, content, place(content));
    }
  }
}

}  // namespace

void validate(const Configuration& configuration) {
  validate(configuration.model);
  validate(configuration.regression);
  validate(configuration.split);
  validate(configuration.properties);
  validate(configuration.real_space);
  validate(configuration.energy_network);
  if (!configuration.properties.empty() && !configuration.quantities_automatic)
    throw InvalidInput(
        "properties are learned by a model of their own, without quantities; leave model.quantities at \"auto\", or "
        "leave the properties out");
  if (!names_device(configuration.device))
    throw InvalidInput("device '" + configuration.device + "' is unknown; use auto, cpu, cuda or cuda:<n>");
  if (configuration.threads < 0)
    throw InvalidInput("option threads = " + std::to_string(configuration.threads) +
                       " is out of range; it must be 0 or more");
}

Configuration parse_configuration(std::string_view text, const std::string& name, const Configuration& base) {
  Configuration configuration = base;
  try {
    read_table(configuration, toml::parse(text, name),
               [&](const toml::node& node) { return name + ":" + std::to_string(node.source().begin.line) + ": "; });
  } catch (const toml::parse_error& error) {
    throw InvalidInput(name + ":" + std::to_string(error.source().begin.line) + ": " +
                       std::string(error.description()));
  }
  try {
    validate(configuration);
  } catch (const InvalidInput& error) {
    throw InvalidInput(name + ": " + error.what());
  }
  return configuration;
}

void set_key(Configuration& configuration, const std::string& key, const std::string& value, const std::string& name) {
  const auto place = [&](const toml::node&) { return name + ": "; };
  toml::table table;
  const auto known = std::find_if(keys().begin(), keys().end(), [&](const Key& k) { return k.full() == key; });
  const bool text = known != keys().end() && known->text;
  try {
    table = toml::parse(key + " = " + value);
    if (text && !table.at_path(key).is_string()) table = toml::parse(key + " = " + quoted(value));  // 5, true ...
  } catch (const toml::parse_error&) {
    try {
      table = toml::parse(key + " = " + quoted(value));  // a bare word
    } catch (const toml::parse_error& error) {
      throw InvalidInput(name + ": " + key + " = " + value + ": " + std::string(error.description()));
    }
  }
  read_table(configuration, table, place);
}

Configuration read_configuration(const std::filesystem::path& path, const Configuration& base) {
  std::ifstream file(path);
  if (!file || std::filesystem::is_directory(path))
    throw InvalidInput(path.string() + ": there is no such configuration file; `rhofield config` writes one");
  std::ostringstream text;
  text << file.rdbuf();
  return parse_configuration(text.str(), path.string(), base);
}

std::string configuration_text(const Configuration& configuration) {
  std::string text =
      "# Configuration of rhofield. Every key is optional; what is left out keeps the value shown by `rhofield "
      "config`.\n"
      "# Lengths in angstrom.\n";
  const std::string* section = nullptr;
  for (const Key& key : keys()) {
    if (section == nullptr || *section != key.section) text += "\n[" + key.section + "]\n";
    section = &key.section;
    std::string line = key.name + " = " + key.write(configuration);
    constexpr std::size_t comment_column = 34;
    line.resize(std::max(line.size() + 2, comment_column), ' ');
    text += line + "# " + key.comment + "\n";
  }
  return text + density_lists_text(configuration.model) + property_tables_text(configuration.properties);
}

}  // namespace rhofield::storage
