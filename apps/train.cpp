// rhofield train: a data set in, a model file and its errors on held-out structures out.
#include <algorithm>
#include <filesystem>
#include <memory>

#include "commands.hpp"
#include "common.hpp"
#include "files.hpp"
#include "model/checkpoint.hpp"
#include "properties.hpp"
#include "real_space.hpp"
#include "rhofield/error.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/model_file.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::app {

namespace {

struct Options {
  explicit Options(CLI::App& command) : configuration(command, ConfigurationOptions::Keys::training) {}
  CommonOptions common;
  ConfigurationOptions configuration;
  std::string data, output;
  bool follow = false;
};

std::string solver_name(Solver solver) { return solver == Solver::direct ? "direct" : "conjugate gradients"; }

bool used_iterations(const TrainingReport& report) {
  return std::any_of(report.solutions.begin(), report.solutions.end(),
                     [](const auto& entry) { return entry.second.solver == Solver::conjugate_gradients; });
}

Json solution_json(const SolutionReport& solution, bool followed) {
  Json json{{"weights", solution.dimension},
            {"regularisation", solution.regularisation},
            {"solver", solver_name(solution.solver)},
            {"iterations", solution.iterations.size()}};
  for (const IterationRecord& i : solution.iterations) {
    Json record{{"iteration", i.iteration}, {"relative_residual", i.relative_residual}, {"loss", i.loss}};
    if (followed) record["test_percent"] = i.test_percent;
    json["convergence"].push_back(std::move(record));
  }
  return json;
}

/// Trains; an interruption says where a checkpoint lies, if there is one.
TrainedModel train_with_checkpoint(const Device& device, const DataSet& data, std::span<const Index> indices,
                                   const storage::Configuration& configuration, Reporter& reporter) {
  const std::vector<std::string> checkpoints = checkpoint_files(configuration.model, configuration.regression);
  for (const std::string& checkpoint : checkpoints)
    if (std::filesystem::exists(checkpoint))
      reporter.say("resume    from {}, if it comes to conjugate gradients", checkpoint);
  try {
    return train(device, data, indices, configuration.model, configuration.regression, reporter.progress());
  } catch (const Interrupted& error) {
    std::string kept;
    for (const std::string& checkpoint : checkpoints)
      if (std::filesystem::exists(checkpoint)) kept += (kept.empty() ? "" : " and ") + checkpoint;
    throw Interrupted(std::string(error.what()) +
                      (kept.empty() ? "; no model was written"
                                    : "; the checkpoint is in " + kept + ", the same command continues from it"));
  }
}

/// Before any work: the outputs replace no input and can be written, and what lies at the checkpoint's name is one.
void check_files(const Options& options, const storage::Configuration& configuration, const std::string& data_file,
                 const std::string& output) {
  std::vector<NamedFile> written{{"the model", output}};
  for (const std::string& checkpoint : checkpoint_files(configuration.model, configuration.regression))
    written.push_back({"the checkpoint", checkpoint});
  keep_apart({{"the data set", data_file},
              {"the configuration file", options.configuration.file()},
              {"the list to train on", configuration.split.train_indices},
              {"the list to test on", configuration.split.test_indices}},
             written);
  storage::check_writable(output);
  for (const std::string& checkpoint : checkpoint_files(configuration.model, configuration.regression)) {
    if (std::filesystem::exists(checkpoint) && !is_checkpoint(checkpoint))
      throw InvalidInput(checkpoint + " exists and is no checkpoint; choose another regression.checkpoint_file");
    if (configuration.regression.solver != Solver::direct) storage::check_writable(checkpoint);
  }
}

void run(const Options& options) {
  Reporter reporter(options.common);
  storage::Configuration configuration = options.configuration.read();
  const std::string choices = storage::configuration_text(configuration);
  const std::string data_file = options.data.empty() ? configuration.data_file : options.data;
  if (data_file.empty())
    throw InvalidInput("no training data; name an HDF5 file, or set data.file in the configuration");
  std::string output = options.output.empty() ? configuration.model_file : options.output;
  if (output.empty()) output = stem(data_file) + ".model.h5";
  if (std::filesystem::exists(data_file) && storage::is_grid_data(data_file)) {
    options.configuration.refuse_keys_of_coefficients(data_file);
    if (options.follow) throw InvalidInput("--follow records conjugate gradients, which a real-space model has not");
    const Device device = start(options.common, configuration.device, configuration.threads);
    return run_real_space_training(reporter, device, configuration,
                                   {data_file,
                                    output,
                                    {{"the data set", data_file},
                                     {"the configuration file", options.configuration.file()},
                                     {"the list to train on", configuration.split.train_indices},
                                     {"the list to test on", configuration.split.test_indices}}});
  }
  if (configuration.regression.checkpoint_file.empty() && configuration.properties.empty())
    configuration.regression.checkpoint_file = output + ".checkpoint";
  const bool of_properties = !configuration.properties.empty();
  if (of_properties && options.follow)
    throw InvalidInput("--follow records errors of densities and responses; properties have a learning-curve");
  check_files(options, configuration, data_file, output);

  const Device device = start(options.common, configuration.device, configuration.threads);
  const DataSet data = storage::read_dataset(data_file, names_of(configuration.properties));
  const storage::Split split = split_of(data_file, data, configuration);
  storage::choose_environments(configuration, data, split.train);
  check_split(data, split, configuration);
  if (options.follow) configuration.regression.follow = split.test;
  reporter.say("data      {}: {} of {}", data_file, counted(data.size(), "structure"),
               element_list(species_of(data.structures())));
  reporter.say("split     {} to train on ({}), {} held out ({})", split.train.size(), index_list(split.train),
               split.test.size(), index_list(split.test));
  reporter.say("learns    {}", of_properties ? fmt::format("{}", fmt::join(names_of(configuration.properties), ", "))
                                             : quantity_list(configuration.model.quantities));
  reporter.say("device    {}", describe(device));
  if (of_properties)
    return run_property_training(reporter, device, data, configuration, split, {data_file, output, choices});

  const Stopwatch watch;
  const TrainedModel trained = train_with_checkpoint(device, data, split.train, configuration, reporter);
  const double training_seconds = watch.seconds();
  storage::write_model(output, trained.model);
  std::error_code ignored;
  for (const std::string& name : checkpoint_files(configuration.model, configuration.regression))
    if (used_iterations(trained.report) && is_checkpoint(name))
      std::filesystem::remove(name, ignored);  // its work is done

  const TrainingReport& report = trained.report;
  reporter.say("training  {} environments, {} atoms: {:.2f} s", configuration.model.environments, report.atoms,
               training_seconds);
  for (const auto& [quantity, solution] : report.solutions)
    reporter.say("{:<9} {} weights, eta {:g}, {}{}", name_of(quantity), solution.dimension, solution.regularisation,
                 solver_name(solution.solver),
                 solution.iterations.empty() ? "" : fmt::format(" ({} iterations)", solution.iterations.size()));
  for (const auto& [stage, seconds] : report.seconds) reporter.say("            {:<28} {:8.2f} s", stage, seconds);
  for (const std::string& note : report.notes) reporter.say("note      {}", note);
  for (const std::string& warning : report.warnings) reporter.say("warning   {}", warning);
  reporter.say("model     {}", output);

  Json result{
      {"data", data_file},           {"model", output},         {"device", device.description().name},
      {"train", split.train},        {"test", split.test},      {"environments", configuration.model.environments},
      {"seconds", training_seconds}, {"configuration", choices}};
  for (const auto& [stage, seconds] : report.seconds)
    result["seconds_by_stage"].push_back({{"stage", stage}, {"seconds", seconds}});
  for (const auto& [quantity, solution] : report.solutions)
    result[name_of(quantity)] = solution_json(solution, options.follow);
  if (!split.test.empty()) {
    for (const Quantity quantity : configuration.model.quantities) {
      reporter.say("errors    of the {} on the {}", name_of(quantity),
                   counted(split.test.size(), "held-out structure"));
      const auto report_errors = [&](const auto& errors) {
        say_errors(reporter, errors);
        result[name_of(quantity)]["errors"] = to_json(errors);
      };
      if (quantity == Quantity::density)
        report_errors(validate(device, trained.model, data, split.test, reporter.progress()));
      else
        report_errors(validate_response(device, trained.model, data, split.test, reporter.progress()));
    }
  }
  reporter.finish(result);
}

}  // namespace

void add_train(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "train",
      "Train a model of the density, its response to a field, or of properties, and test it on held-out structures");
  auto options = std::make_shared<Options>(*command);
  command->add_option("DATA", options->data, "data set (HDF5, docs/data_format.md)")->type_name("FILE");
  command->add_option("-o,--output", options->output, "model file to write (default: DATA's name with .model.h5)");
  command->add_flag("--follow", options->follow,
                    "conjugate gradients: record the error on the held-out structures at every iteration (see --json)");
  add_common_options(*command, options->common);
  command->callback([options] { run(*options); });
}

}  // namespace rhofield::app
