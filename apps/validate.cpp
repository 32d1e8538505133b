// rhofield validate: errors of a model on structures of a data set, in coefficients and on request in real space.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <numeric>

#include "commands.hpp"
#include "common.hpp"
#include "properties.hpp"
#include "real_space.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/observables/grid.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/model_file.hpp"
#include "rhofield/storage/real_space_model_file.hpp"
#include "rhofield/units.hpp"
#include "uncertainty.hpp"

namespace rhofield::app {

namespace {

struct Options {
  explicit Options(CLI::App& command) : configuration(command, ConfigurationOptions::Keys::split) {}
  CommonOptions common;
  ConfigurationOptions configuration;
  std::string model, data;
  bool all = false;
  Index grid = 0;
  double spacing_angstrom = 0.1;
};

/// 100 int |rho - rho_ref| / N_e of one structure, by the sum over a regular grid.
double density_error(const Device& device, const DataSet& data, Index k, const std::vector<double>& predicted,
                     double spacing) {
  const LabelledStructure& entry = data.entries[static_cast<std::size_t>(k)];
  std::vector<double> difference = predicted;
  for (std::size_t f = 0; f < difference.size(); ++f) difference[f] -= entry.coefficients[f];
  const std::vector<double> moments = charge_moments(data.basis, entry.structure);
  const double electrons = std::inner_product(moments.begin(), moments.end(), entry.coefficients.begin(), 0.0);
  const Grid grid = make_grid(entry.structure, spacing);
  const std::vector<double> values = density_on_grid(device, data.basis, entry.structure, difference, grid);
  const double sum =
      std::accumulate(values.begin(), values.end(), 0.0, [](double s, double v) { return s + std::abs(v); });
  return 100.0 * sum * grid.voxel_volume() / electrons;
}

Json say_density_errors(Reporter& reporter, const Device& device, const Model& model, const DataSet& data,
                        std::span<const Index> indices, double spacing) {
  std::vector<Structure> structures;
  for (const Index k : indices) structures.push_back(data.entries[static_cast<std::size_t>(k)].structure);
  const Progress progress = reporter.progress();
  const auto predictions = Predictor(device, model)(structures, {}, progress);
  Json json = Json::array();
  double sum = 0;
  for (std::size_t a = 0; a < indices.size(); ++a) {
    if (!progress("density on a grid", static_cast<Index>(a), static_cast<Index>(indices.size())))
      throw Interrupted("validation was stopped after " + std::to_string(a) + " densities");
    const double percent = density_error(device, data, indices[a], predictions[a], spacing);
    sum += percent;
    json.push_back({{"index", indices[a]}, {"percent_of_electrons", percent}});
  }
  reporter.say("  {:10.4f} %  of the electrons: integral of |rho - rho_ref| / N_e, mean over {} on a grid",
               sum / static_cast<double>(indices.size()), counted(indices.size(), "structure"));
  return json;
}

template <class Report>
void say_details(Reporter& reporter, const Report& report) {
  std::map<int, std::string> lines;
  for (const auto& [key, percent] : report.percent_by_block) lines[key.first] += fmt::format(" {:9.4f}", percent);
  if (lines.empty()) return;
  int lambda_max = 0;
  for (const auto& [key, percent] : report.percent_by_block) lambda_max = std::max(lambda_max, key.second);
  std::string head;
  for (int lambda = 0; lambda <= lambda_max; ++lambda) head += fmt::format(" {:>9}", lambda);
  reporter.say("by element and order, % of the coefficients that there are to learn");
  reporter.say("  lambda{}", head);
  for (const auto& [number, line] : lines) reporter.say("  {:<6}{}", element_symbol(number), line);
  const auto worst = std::max_element(report.percent.begin(), report.percent.end()) - report.percent.begin();
  reporter.say("worst structure: {} with {:.4f} %", report.indices[static_cast<std::size_t>(worst)],
               report.percent[static_cast<std::size_t>(worst)]);
}

void run(const Options& options) {
  Reporter reporter(options.common);
  if (const std::string choice = options.configuration.choice_of_structures(); options.all && !choice.empty())
    throw InvalidInput("--all tests all structures, " + choice + " some of them; leave one of the two out");
  const storage::Configuration configuration = options.configuration.read();
  const Device device = start(options.common, configuration.device, configuration.threads);
  if (storage::is_real_space_model(options.model)) {
    if (options.grid > 0)
      throw InvalidInput("--grid is for models of coefficients; a real-space model is tested on the grids of the data");
    return run_real_space_validation(reporter, device, options.model, options.data, configuration, options.all);
  }
  if (std::filesystem::exists(options.data) && storage::is_grid_data(options.data))
    throw InvalidInput(options.data + " holds values on grids, and " + options.model + " is a model of coefficients");
  const Model model = storage::read_model(options.model);
  std::vector<std::string> properties;
  for (const auto& [name, learned] : model.properties) properties.push_back(name);
  const DataSet data = storage::read_dataset(options.data, properties);
  std::vector<Index> indices(static_cast<std::size_t>(data.size()));
  std::iota(indices.begin(), indices.end(), Index{0});
  if (!options.all && data.size() > 1) indices = split_of(options.data, data, configuration).test;
  if (indices.empty()) throw InvalidInput("no structures to test on; use --test, --test-indices or --all");
  if (options.grid > static_cast<Index>(indices.size()))
    throw InvalidInput("--grid asks for " + std::to_string(options.grid) + " structures, but only " +
                       std::to_string(indices.size()) + " are tested");
  if (options.grid > 0 && !data.basis.is_gaussian())
    throw InvalidInput("--grid needs a Gaussian basis; the functions of a numerical basis are not known");
  for (Index k = 0; k < options.grid; ++k)  // a spacing that is too fine is noticed now
    (void)make_grid(data.entries[static_cast<std::size_t>(indices[static_cast<std::size_t>(k)])].structure,
                    options.spacing_angstrom * angstrom);

  std::vector<Quantity> quantities;  // those of the model that the data has too; if there are none, the error says why
  for (const auto& [quantity, learned] : model.learned)
    if ((model.learned.size() == 1 && model.properties.empty()) ||
        !reference_values(data.entries[static_cast<std::size_t>(indices[0])], quantity).empty())
      quantities.push_back(quantity);
  if (quantities.empty() && model.properties.empty())
    throw InvalidInput(options.data + " has neither densities nor responses to compare with");
  if (options.grid > 0 && std::find(quantities.begin(), quantities.end(), Quantity::density) == quantities.end())
    throw InvalidInput("--grid compares densities, but " + options.model + " and " + options.data +
                       " have no density in common");
  reporter.say("model     {}", options.model);
  for (const Quantity quantity : quantities)
    reporter.say("{:<9} {}", name_of(quantity), model.of(quantity).training_summary);
  for (const auto& [name, learned] : model.properties) reporter.say("{:<9} {}", name, learned.training_summary);
  reporter.say("data      {}: {} of {} ({})", options.data, indices.size(), counted(data.size(), "structure"),
               index_list(indices));
  reporter.say("device    {}", describe(device));
  std::vector<Structure> tested;
  for (const Index k : indices) tested.push_back(data.entries[static_cast<std::size_t>(k)].structure);
  say_assumptions(reporter, model.options, tested);
  Json result{{"model", options.model}, {"data", options.data}};
  for (const Quantity quantity : quantities) {
    const Stopwatch watch;
    const auto report_errors = [&](const auto& report) {
      reporter.say("errors    of the {} ({:.2f} s)", name_of(quantity), watch.seconds());
      say_errors(reporter, report);
      result[name_of(quantity)] = to_json(report);
      say_details(reporter, report);
    };
    if (quantity == Quantity::density)
      report_errors(validate(device, model, data, indices, reporter.progress()));
    else
      report_errors(validate_response(device, model, data, indices, reporter.progress()));
    if (model.of(quantity).committee.members > 0)
      result["uncertainty"][name_of(quantity)] = say_standardised_errors(
          reporter, validate_uncertainty(device, model, data, indices, quantity, reporter.progress()), quantity);
  }
  if (!model.properties.empty()) {
    Json errors = run_property_validation(reporter, device, model, data, indices, configuration.leave_out_missing);
    if (errors.empty() && quantities.empty())
      throw InvalidInput(options.data + " has none of the properties that " + options.model + " has learned");
    if (!errors.empty()) result["properties"] = std::move(errors);
  }
  if (options.grid > 0)
    result["density_errors"] = say_density_errors(reporter, device, model, data,
                                                  std::span(indices).first(static_cast<std::size_t>(options.grid)),
                                                  options.spacing_angstrom * angstrom);
  reporter.finish(result);
}

}  // namespace

void add_validate(CLI::App& program) {
  CLI::App* command = program.add_subcommand("validate", "Errors of a model on structures of a data set");
  auto options = std::make_shared<Options>(*command);
  command->add_option("MODEL", options->model, "model file")->type_name("FILE")->required();
  command->add_option("DATA", options->data, "data set; by default its last fifth is used, which `train` holds out")
      ->required();
  command->add_flag("--all", options->all, "all structures, those of the training included");
  CLI::Option* grid = command
                          ->add_option("--grid", options->grid,
                                       "also the error of the density itself, on a grid, for the first so many")
                          ->check(whole_number_from(1));
  command->add_option("--spacing", options->spacing_angstrom, "of that grid, in angstrom (default 0.1)")
      ->check(positive_number())
      ->needs(grid);
  add_common_options(*command, options->common);
  command->callback([options] { run(*options); });
}

}  // namespace rhofield::app
