// rhofield learning-curve: test error against the number of training structures, as a table and as CSV for plotting.
#include <algorithm>
#include <filesystem>
#include <memory>

#include "commands.hpp"
#include "common.hpp"
#include "files.hpp"
#include "properties.hpp"
#include "rhofield/error.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::app {

namespace {

struct Options {
  explicit Options(CLI::App& command) : configuration(command, ConfigurationOptions::Keys::training) {}
  CommonOptions common;
  ConfigurationOptions configuration;
  std::string data, output;
  std::vector<Index> sizes;
  std::vector<double> regularisations;
  int folds = 0;
};

/// An eighth, a quarter, half and all of the training set.
std::vector<Index> default_sizes(Index largest) {
  std::vector<Index> sizes;
  for (const Index part : {8, 4, 2, 1})
    if (const Index size = largest / part; size > 0 && (sizes.empty() || size > sizes.back())) sizes.push_back(size);
  return sizes;
}

void run(const Options& options) {
  Reporter reporter(options.common);
  storage::Configuration configuration = options.configuration.read();
  const std::string data_file = options.data.empty() ? configuration.data_file : options.data;
  if (data_file.empty()) throw InvalidInput("no data; name an HDF5 file, or set data.file in the configuration");
  keep_apart({{"the data set", data_file},
              {"the configuration file", options.configuration.file()},
              {"the list to train on", configuration.split.train_indices},
              {"the list to test on", configuration.split.test_indices}},
             {{"the learning curve", options.output}});
  if (!options.output.empty()) storage::check_writable(options.output);
  std::vector<Index> sizes = options.sizes;
  std::sort(sizes.begin(), sizes.end());
  // Of groups as many train as there are: sizes count structures.
  if (!sizes.empty() && !configuration.split.train && configuration.split.train_indices.empty() &&
      configuration.split.group.empty())
    configuration.split.train = sizes.back();

  if (std::filesystem::exists(data_file) && storage::is_grid_data(data_file))
    throw InvalidInput(
        data_file +
        " holds values on grids; learning curves are drawn of coefficients and properties. Train on some "
        "of the structures instead: rhofield train " +
        data_file + " --train 20 and so on, each followed by rhofield validate");
  const Device device = start(options.common, configuration.device, configuration.threads);
  const DataSet data = storage::read_dataset(data_file, names_of(configuration.properties));
  const storage::Split split = split_of(data_file, data, configuration);
  const bool folded = options.folds > 0;
  if (folded && configuration.properties.empty())
    throw InvalidInput("--folds cross-validates properties; name one with --property");
  if (folded && !sizes.empty()) throw InvalidInput("--folds uses all training structures; leave --sizes out");
  if (split.test.empty() && !folded)
    throw InvalidInput("no structures are left to test on; use --test or --test-indices");
  if (sizes.empty()) sizes = default_sizes(static_cast<Index>(split.train.size()));
  const std::vector<double>& regularisations = options.regularisations;  // none: each quantity's own
  for (const double eta : regularisations)
    if (!(eta > 0)) throw InvalidInput("regularisation " + std::to_string(eta) + " must be positive");
  check_split(data, split, configuration);
  const auto largest = std::min(static_cast<std::size_t>(sizes.back()), split.train.size());
  storage::choose_environments(configuration, data, std::span(split.train).first(largest));
  reporter.say("data      {}: {} of {}", data_file, counted(data.size(), "structure"),
               element_list(species_of(data.structures())));
  if (folded)
    reporter.say("folds     {} of {} structures ({}){}", options.folds, split.train.size(), index_list(split.train),
                 configuration.split.group.empty() ? "" : ", by " + configuration.split.group);
  else
    reporter.say("test      {} ({}), the same for every point", counted(split.test.size(), "structure"),
                 index_list(split.test));
  reporter.say("device    {}", describe(device));
  std::vector<Structure> used;
  for (const std::vector<Index>* indices : {&split.train, &split.test})
    for (const Index k : *indices) used.push_back(data.entries[static_cast<std::size_t>(k)].structure);
  say_assumptions(reporter, configuration.model, used);

  const Stopwatch watch;
  if (!configuration.properties.empty()) {
    Json result{{"data", data_file}, {"environments", configuration.model.environments}};
    if (!folded) result["test"] = split.test;
    const std::string table =
        run_property_curve(reporter, device, data, configuration, split,
                           {.sizes = sizes, .regularisations = regularisations, .folds = options.folds}, result);
    result["seconds"] = watch.seconds();
    if (!options.output.empty()) {
      storage::write_atomically(options.output, table);
      reporter.say("output    {}", options.output);
    }
    return reporter.finish(result);
  }
  const auto curve = learning_curve(device, data, split.train, sizes, split.test, configuration.model,
                                    configuration.regression, regularisations, reporter.progress());
  reporter.say("{:<9} {:>10} {:>10} {:>8} {:>14} {:>14} {:>14} {:>14} {:>14}", "quantity", "structures", "eta",
               "weights", "% of spread", "% of norm", "% training", "% alpha (fit)", "% alpha (data)");
  std::string csv =
      "structures,regularisation,weights,percent,percent_of_norm,train_percent,quantity,fitted_polarizability_percent,"
      "polarizability_percent\n";
  Json points = Json::array();
  for (const LearningCurvePoint& p : curve) {
    const bool response = p.quantity == Quantity::response;
    const std::string fitted = response ? fmt::format("{:.4f}", p.fitted_polarizability_percent) : "";
    const std::string alpha = p.polarizability_percent ? fmt::format("{:.4f}", *p.polarizability_percent) : "";
    reporter.say("{:<9} {:>10} {:>10.1e} {:>8} {:>14.4f} {:>14.5f} {:>14.4f} {:>14} {:>14}", name_of(p.quantity),
                 p.structures, p.regularisation, p.dimension, p.percent, p.percent_of_norm, p.train_percent, fitted,
                 alpha);
    csv += fmt::format("{},{},{},{},{},{},{},{},{}\n", p.structures, p.regularisation, p.dimension, p.percent,
                       p.percent_of_norm, p.train_percent, name_of(p.quantity), fitted, alpha);
    Json point{{"quantity", name_of(p.quantity)}, {"structures", p.structures}, {"regularisation", p.regularisation},
               {"weights", p.dimension},          {"percent", p.percent},       {"percent_of_norm", p.percent_of_norm},
               {"train_percent", p.train_percent}};
    if (response) point["fitted_polarizability_percent"] = p.fitted_polarizability_percent;
    if (p.polarizability_percent) point["polarizability_percent"] = *p.polarizability_percent;
    points.push_back(std::move(point));
  }
  reporter.say(
      "({:.2f} s; errors of the test structures relative to the spread around the species means, and to the norm)",
      watch.seconds());
  if (!options.output.empty()) {
    storage::write_atomically(options.output, csv);
    reporter.say("output    {}", options.output);
  }
  reporter.finish({{"data", data_file},
                   {"test", split.test},
                   {"environments", configuration.model.environments},
                   {"seconds", watch.seconds()},
                   {"points", points}});
}

}  // namespace

void add_learning_curve(CLI::App& program) {
  CLI::App* command = program.add_subcommand("learning-curve", "Test error against the number of training structures");
  auto options = std::make_shared<Options>(*command);
  command->add_option("DATA", options->data, "data set (HDF5)")->type_name("FILE");
  command->add_option("--sizes", options->sizes, "training structures of each point (default: 1/8, 1/4, 1/2 and all)")
      ->delimiter(',');
  command->add_option("--regularisations", options->regularisations, "several eta, each for every size")
      ->delimiter(',');
  command
      ->add_option("--folds", options->folds,
                   "properties: errors of so many-fold cross-validation on the training set, by --group if given")
      ->check(whole_number_from(2));
  command->add_option("-o,--output", options->output, "CSV file, for scripts/plot_learning_curve.py");
  add_common_options(*command, options->common);
  command->callback([options] { run(*options); });
}

}  // namespace rhofield::app
