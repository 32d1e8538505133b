// rhofield inspect, config and devices: what a file holds, what can be chosen, what there is to run on.
#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <numeric>

#include "commands.hpp"
#include "common.hpp"
#include "files.hpp"
#include "rhofield/error.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/energy_network_file.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/model_file.hpp"
#include "rhofield/storage/real_space_model_file.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::app {

namespace {

/// "s12 p9 d4": shells of one element by angular momentum.
std::string shell_text(const GaussianBasis& basis, int number) {
  static constexpr std::string_view letters = "spdfghikl";
  std::string text;
  for (int l = 0; l <= basis.l_max(); ++l)
    if (const int count = basis.shell_count(number, l); count > 0)
      text += fmt::format("{}{}{}", text.empty() ? "" : " ", letters.at(static_cast<std::size_t>(l)), count);
  return text;
}

Json say_basis(Reporter& reporter, const GaussianBasis& basis) {
  Json json = Json::object();
  for (const auto& [number, shells] : basis.all()) {
    const bool numerical = !shells.empty() && shells.front().exponents.empty();
    reporter.say("basis     {:<2} {:4} functions: {}{}", element_symbol(number), basis.functions(number),
                 shells.empty() ? "none, a neighbour only" : shell_text(basis, number),
                 numerical ? " (numerical)" : "");
    json[std::string(element_symbol(number))] = {{"functions", basis.functions(number)},
                                                 {"shells", shell_text(basis, number)}};
  }
  return json;
}

Json inspect_dataset(Reporter& reporter, const std::string& file) {
  const DataSet data = storage::read_dataset(file);
  std::map<std::string, Index> having;
  std::map<int, Index> atoms_of;
  Index smallest = std::numeric_limits<Index>::max(), largest = 0;
  for (const LabelledStructure& entry : data.entries) {
    smallest = std::min(smallest, entry.structure.size());
    largest = std::max(largest, entry.structure.size());
    for (const int number : entry.structure.numbers) ++atoms_of[number];
    having["a periodic cell"] += entry.structure.any_periodic() ? 1 : 0;
    having["density coefficients"] += entry.coefficients.empty() ? 0 : 1;
    having["a stored metric"] += entry.metric.empty() ? 0 : 1;
    having["a field response"] += entry.response.empty() ? 0 : 1;
    having["a dipole"] += entry.dipole ? 1 : 0;
    having["a polarizability"] += entry.polarizability ? 1 : 0;
    having["an energy"] += entry.energy ? 1 : 0;
    having["a charge"] += entry.charge ? 1 : 0;
    having["charges of the atoms"] += entry.structure.charges.empty() ? 0 : 1;
    for (const auto& [name, value] : entry.properties) having["the property " + name] += 1;
  }
  reporter.say("data set  {}: {}", file, data.title.empty() ? "(no title)" : data.title);
  for (const auto& [name, text] : data.remarks) reporter.say("          {}: {}", name, text);
  std::string elements;
  for (const auto& [number, count] : atoms_of)
    elements += fmt::format("{}{} {}", elements.empty() ? "" : ", ", count, element_symbol(number));
  reporter.say("contains  {} of {} to {} atoms ({})", counted(data.size(), "structure"), smallest, largest, elements);
  Json with = Json::object();
  for (const auto& [what, count] : having) {
    if (count > 0) reporter.say("          {:>6} with {}", count, what);
    with[what] = count;
  }
  for (const std::string& name : data.unread_properties)
    reporter.say("          the array {}, read when it is asked for", name);
  Json json{{"kind", "data set"},
            {"title", data.title},
            {"remarks", data.remarks},
            {"structures", data.size()},
            {"smallest", smallest},
            {"largest", largest},
            {"with", with},
            {"unread", data.unread_properties}};
  json["basis"] = say_basis(reporter, data.basis);
  return json;
}

/// One line for people.
std::string density_text(const NeighbourDensity& density) {
  if (const auto* d = std::get_if<ExpansionOptions>(&density))
    return fmt::format("atoms within {:.4g} angstrom; n_max {}, l_max {}, smearing {:.4g} angstrom",
                       d->cutoff / angstrom, d->n_max, d->l_max, d->smearing / angstrom);
  const auto& d = std::get<LongRangeOptions>(density);
  const char* const weights = d.weights == SourceWeights::unit         ? "every atom counts 1"
                              : d.weights == SourceWeights::by_element ? "weights by element"
                                                                       : "weighted by charges";
  return fmt::format("potential 1/r^{} {}, {}; radius {:.4g} angstrom, n_max {}, l_max {}, smearing {:.4g} angstrom",
                     d.exponent, d.by_species ? "of each species" : "of all atoms", weights, d.radius / angstrom,
                     d.n_max, d.l_max, d.smearing / angstrom);
}

std::string normalisation_text(DescriptorNormalisation normalisation, std::size_t descriptors) {
  if (normalisation == DescriptorNormalisation::none) return "no";
  if (descriptors == 1) return "yes";
  return normalisation == DescriptorNormalisation::each ? "each" : "together";
}

Json inspect_model(Reporter& reporter, const std::string& file) {
  const Model model = storage::read_model(file);
  const ModelOptions& options = model.options;
  reporter.say("model     {}", file);
  for (const auto& [quantity, learned] : model.learned)
    reporter.say("{:<9} {}", name_of(quantity), learned.training_summary);
  for (const auto& [name, learned] : model.properties) reporter.say("{:<9} {}", name, learned.training_summary);
  reporter.say("sees      {}; zeta {}", element_list(model.species), options.zeta);
  const std::vector<NeighbourDensity> densities = neighbour_densities(options);
  const std::vector<ChannelRange> ranges = channel_ranges(options, model.species.size());
  for (std::size_t k = 0; k < densities.size(); ++k)
    reporter.say("density   {}: {}{}", k, density_text(densities[k]),
                 ranges[k].count == 0 ? " (in no descriptor)" : "");
  Json descriptors = Json::array();
  std::string products;
  for (const Descriptor& d : options.descriptors) {
    products += fmt::format("{}{} x {} (weight {:.4g})", products.empty() ? "" : ", ", d.left, d.right, d.weight);
    descriptors.push_back({{"densities", {d.left, d.right}}, {"weight", d.weight}});
  }
  reporter.say("products  {}; normalised: {}", products,
               normalisation_text(options.descriptor_normalisation, options.descriptors.size()));
  Json json{{"kind", "model"},
            {"cutoff_angstrom", options.expansion.cutoff / angstrom},
            {"n_max", options.expansion.n_max},
            {"l_max", options.expansion.l_max},
            {"descriptors", descriptors},
            {"zeta", options.zeta}};
  for (const NeighbourDensity& density : densities) json["densities"].push_back(density_text(density));
  for (const auto& [number, part] : model.species_models) {
    reporter.say("element   {:<2} {} environments", element_symbol(number), part.environments);
    json["environments"][std::string(element_symbol(number))] = part.environments;
  }
  for (const auto& [quantity, learned] : model.learned) {
    Json& entry = json[name_of(quantity)] = {{"summary", learned.training_summary}, {"weights", learned.dimension()}};
    for (const auto& [number, species] : learned.species) {
      const std::string element(element_symbol(number));
      std::string ranks;
      const std::vector<Irrep>& irreps = learned.target.of(number);
      for (std::size_t k = 0; k < irreps.size(); ++k) {
        const ModelBlock& block = species.blocks[k];
        const bool first = k == 0 || irreps[k - 1].lambda != irreps[k].lambda;
        ranks += fmt::format("{}{}", first ? " " : "+", block.dimension);
        entry["blocks"][element].push_back({{"lambda", irreps[k].lambda},
                                            {"order", irreps[k].order},
                                            {"environments", block.environments.size()},
                                            {"count", block.count},
                                            {"rank", block.dimension}});
      }
      reporter.say("{:<9} {:<2} rank by order lambda:{}", name_of(quantity), element, ranks);
    }
  }
  for (const auto& [name, learned] : model.properties) {
    reporter.say("{:<9} {}, {}, baseline {}, transform {}: {} weights", name, name_of(learned.options.kind),
                 name_of(learned.options.extent), name_of(learned.options.baseline), name_of(learned.options.transform),
                 learned.dimension());
    json["properties"][name] = {{"summary", learned.training_summary},
                                {"kind", name_of(learned.options.kind)},
                                {"extent", name_of(learned.options.extent)},
                                {"baseline", name_of(learned.options.baseline)},
                                {"transform", name_of(learned.options.transform)},
                                {"weights", learned.dimension()}};
  }
  Json features = Json::array();
  std::string counts;
  for (const auto& [order, set] : model.feature_sets) {
    const bool proper = order.parity == Parity::proper;
    counts += fmt::format(" {}{}", set.size(), proper ? "" : "*");
    features.push_back({{"lambda", order.lambda}, {"parity", proper ? "proper" : "pseudo"}, {"features", set.size()}});
  }
  reporter.say("features  by order lambda (*: pseudotensors):{}", counts);
  json["features"] = features;
  json["basis"] = say_basis(reporter, model.basis);
  return json;
}

Json inspect_grid_data(Reporter& reporter, const std::string& file) {
  const GridData data = storage::read_grid_data(file);
  std::vector<Structure> structures;
  Index points = 0, densities = 0, responses = 0, references = 0, smallest = std::numeric_limits<Index>::max(),
        largest = 0;
  for (const GridEntry& entry : data.entries) {
    structures.push_back(entry.structure);
    smallest = std::min(smallest, entry.structure.size());
    largest = std::max(largest, entry.structure.size());
    points += entry.grid.size();
    densities += entry.density.empty() ? 0 : 1;
    responses += entry.response.empty() ? 0 : 1;
    references += entry.reference.empty() ? 0 : 1;
  }
  reporter.say("data set  {}, values on grids: {}", file, data.title.empty() ? "(no title)" : data.title);
  reporter.say("contains  {} of {} to {} atoms ({}); {} points", counted(data.size(), "structure"), smallest, largest,
               element_list(species_of(structures)), points);
  reporter.say("          {:>6} with a density, {} with a response to a field, {} with a reference", densities,
               responses, references);
  return {{"kind", "grid data"},    {"title", data.title},    {"structures", data.size()},
          {"smallest", smallest},   {"largest", largest},     {"points", points},
          {"densities", densities}, {"responses", responses}, {"references", references}};
}

Json inspect_real_space_model(Reporter& reporter, const std::string& file) {
  const RealSpaceModel model = storage::read_real_space_model(file);
  const ProbeNetworkOptions& network = model.network;
  reporter.say("model     {}, in real space: {}{}", file, quantity_list(model.quantities),
               model.atoms             ? ", as the difference to superposed atoms"
               : model.needs_reference ? ", as the difference to a reference"
                                       : "");
  reporter.say("training  {}", model.training_summary);
  reporter.say("sees      {} within {:.4g} angstrom", element_list(model.elements), network.cutoff / angstrom);
  const std::size_t parameters = model.members.front().parameters.size();
  if (std::find(model.quantities.begin(), model.quantities.end(), Quantity::response) != model.quantities.end())
    reporter.say("response  {}, fields in units of {:.4g}",
                 model.odd_response ? "odd in the field" : "of all orders in the field", network.field_unit);
  reporter.say("network   {} rounds of messages, {} channels, {} features; {} parameters{}", network.rounds,
               network.channels, network.features, parameters,
               model.members.size() > 1 ? fmt::format(", {} of them", model.members.size()) : "");
  return {{"kind", "real-space model"},
          {"quantities", quantity_list(model.quantities)},
          {"summary", model.training_summary},
          {"elements", element_list(model.elements)},
          {"cutoff_angstrom", network.cutoff / angstrom},
          {"rounds", network.rounds},
          {"channels", network.channels},
          {"features", network.features},
          {"odd_response", model.odd_response},
          {"parameters", parameters},
          {"members", model.members.size()}};
}

Json inspect_energy_network(Reporter& reporter, const std::string& file) {
  const EnergyNetwork model = storage::read_energy_network(file);
  reporter.say("model     {}, an energy network (Python: rhofield.EnergyNetwork)", file);
  reporter.say("training  {}", model.training_summary);
  reporter.say("sees      {} within {:.4g} angstrom", element_list(model.elements), model.network.cutoff / angstrom);
  return {{"kind", "energy network"},
          {"summary", model.training_summary},
          {"elements", element_list(model.elements)},
          {"cutoff_angstrom", model.network.cutoff / angstrom}};
}

struct InspectOptions {
  CommonOptions common;
  std::string file;
};

void run_inspect(const InspectOptions& options) {
  Reporter reporter(options.common);
  Json result;
  if (storage::is_real_space_model(options.file)) {
    reporter.finish(inspect_real_space_model(reporter, options.file));
    return;
  }
  if (storage::is_energy_network(options.file)) {
    reporter.finish(inspect_energy_network(reporter, options.file));
    return;
  }
  if (storage::is_grid_data(options.file)) {
    reporter.finish(inspect_grid_data(reporter, options.file));
    return;
  }
  try {
    result = inspect_model(reporter, options.file);
  } catch (const InvalidInput& no_model) {
    if (std::string_view(no_model.what()).find("is no rhofield model") == std::string_view::npos) throw;
    result = inspect_dataset(reporter, options.file);
  }
  reporter.finish(result);
}

struct ConfigOptions {
  std::string file, output;
};

void run_config(const ConfigOptions& options) {
  const storage::Configuration configuration =
      options.file.empty() ? storage::Configuration{} : storage::read_configuration(options.file);
  const std::string text = storage::configuration_text(configuration);
  keep_apart({{"the configuration", options.file}}, {{"the new configuration", options.output}});
  if (options.output.empty()) {
    std::fputs(text.c_str(), stdout);
  } else {
    storage::write_atomically(options.output, text);
  }
}

void run_devices(const CommonOptions& options) {
  Reporter reporter(options);
  const std::string chosen = Device::select("auto").description().name;
  Json list = Json::array();
  for (const DeviceDescription& d : Device::list()) {
    constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;
    const std::string memory =
        d.memory_bytes == 0 ? "" : fmt::format(", {:.1f} GiB", static_cast<double>(d.memory_bytes) / gibibyte);
    reporter.say("{:<8} {}{}{}", d.name, d.hardware, memory, d.name == chosen ? "  <- auto" : "");
    list.push_back(
        {{"name", d.name}, {"hardware", d.hardware}, {"memory_bytes", d.memory_bytes}, {"auto", d.name == chosen}});
  }
  reporter.finish({{"devices", list}});
}

}  // namespace

void add_inspect(CLI::App& program) {
  CLI::App* command = program.add_subcommand("inspect", "Say what a data set or a model file holds");
  auto options = std::make_shared<InspectOptions>();
  command->add_option("FILE", options->file, "data set or model (HDF5)")->required();
  add_common_options(*command, options->common);
  command->callback([options] { run_inspect(*options); });
}

void add_config(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("config", "Print a configuration file with every default and what it means");
  auto options = std::make_shared<ConfigOptions>();
  command->add_option("FILE", options->file, "check this file and print it with everything it leaves out");
  command->add_option("-o,--output", options->output, "file to write instead of printing");
  command->callback([options] { run_config(*options); });
}

void add_devices(CLI::App& program) {
  CLI::App* command = program.add_subcommand("devices", "List what there is to run on");
  auto options = std::make_shared<CommonOptions>();
  add_common_options(*command, *options);
  command->callback([options] { run_devices(*options); });
}

}  // namespace rhofield::app
