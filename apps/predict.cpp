// rhofield predict: densities of new structures and their responses to a field, as coefficients in a data-set file and
// on request as cube files; polarizabilities.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <numeric>

#include "commands.hpp"
#include "common.hpp"
#include "densities.hpp"
#include "files.hpp"
#include "predict_response.hpp"
#include "properties.hpp"
#include "real_space.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/observables/grid.hpp"
#include "rhofield/storage/cube.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/extxyz.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/model_file.hpp"
#include "rhofield/storage/real_space_model_file.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"
#include "uncertainty.hpp"

namespace rhofield::app {

namespace {

struct Options {
  CommonOptions common;
  std::string model, structures, output, quantities, electrons, reference;
  std::optional<std::string> field;
  std::optional<double> charge;
  bool conserve_charge = false, cube = false, polarizability_only = false, contributions = false;
  bool uncertainty = false;
  std::optional<double> given_spacing, given_margin;
  double spacing_angstrom() const { return given_spacing.value_or(0.15); }
  double margin_angstrom() const { return given_margin.value_or(3.0); }
  /// Those given that make sense for responses only.
  std::vector<std::string> of_responses() const {
    std::vector<std::string> given;
    if (field) given.emplace_back("--field");
    if (polarizability_only) given.emplace_back("--polarizability-only");
    return given;
  }
};

std::vector<Structure> read_structures(const std::string& path) {
  const std::string extension = std::filesystem::path(path).extension().string();
  if (extension == ".h5" || extension == ".hdf5") {
    if (!storage::is_grid_data(path)) return storage::read_dataset(path).structures();
    std::vector<Structure> structures;
    for (GridEntry& entry : storage::read_grid_data(path).entries) structures.push_back(std::move(entry.structure));
    return structures;
  }
  return storage::read_extxyz(path);
}

void check_electrons(std::span<const double> electrons, double charge) {
  for (std::size_t a = 0; a < electrons.size(); ++a)
    if (!(electrons[a] > 0) || !std::isfinite(electrons[a]))
      throw InvalidInput(
          fmt::format("structure {} would have {} electrons after taking off a charge of {}; their number "
                      "must be positive: change --electrons or --charge",
                      a, electrons[a], charge));
}

/// Electrons of each structure from "all" (every electron of the neutral atoms), a number, or counts per element
/// ("H=1,O=6"), less the charge.
std::vector<double> electron_numbers(const std::string& text, double charge, std::span<const Structure> structures) {
  std::vector<double> electrons(structures.size(), 0.0);
  double number = 0;
  if (text != "all" && CLI::detail::lexical_cast(text, number)) {
    if (!(number > 0)) throw InvalidInput("--electrons " + text + " must be positive");
    std::fill(electrons.begin(), electrons.end(), number - charge);
    check_electrons(electrons, charge);
    return electrons;
  }
  std::map<int, double> of_element;
  if (text != "all") of_element = parse_by_element("--electrons", text);
  for (std::size_t a = 0; a < structures.size(); ++a) {
    for (const int z : structures[a].numbers) {
      if (text != "all" && !of_element.contains(z))
        throw InvalidInput("--electrons gives no number for " + std::string(element_symbol(z)) + " (structure " +
                           std::to_string(a) + ")");
      electrons[a] += text == "all" ? z : of_element[z];
    }
    electrons[a] -= charge;
  }
  check_electrons(electrons, charge);
  return electrons;
}

/// What is to be done, from the options and the two files; everything that can be refused before the work is.
struct Task {
  Model model;
  std::vector<Structure> structures;
  bool density = false, response = false;
  std::optional<Vector3> field;
  std::string output;
  std::vector<Grid> grids;  // of the cube files
  bool density_cubes() const { return density && !grids.empty(); }
  bool induced_cubes() const { return response && field && !grids.empty(); }
  bool properties() const { return !model.properties.empty(); }
  std::vector<Quantity> quantities() const {
    std::vector<Quantity> asked;
    if (density) asked.push_back(Quantity::density);
    if (response) asked.push_back(Quantity::response);
    return asked;
  }
  bool asks_for(Quantity quantity) const { return quantity == Quantity::density ? density : response; }
};

void choose_quantities(const Options& options, Task& task) {
  const bool any = options.quantities.empty(), both = options.quantities == "both";
  if (options.polarizability_only && !any && options.quantities != "response")
    throw InvalidInput("--polarizability-only and --quantities " + options.quantities + " exclude each other");
  task.response = any ? task.model.learned.contains(Quantity::response) : both || options.quantities == "response";
  task.density = any ? task.model.learned.contains(Quantity::density) : both || options.quantities == "density";
  for (const std::string& option : options.of_responses()) {
    if (!task.model.learned.contains(Quantity::response))
      throw InvalidInput(option + " needs a response, which " + options.model +
                         " has not learned; train with --quantities response or both");
    if (!task.response) throw InvalidInput(option + " needs the response; take it into --quantities");
  }
  if (options.polarizability_only) task.density = false;
  for (const Quantity quantity : {Quantity::density, Quantity::response})
    if (task.asks_for(quantity)) (void)task.model.of(quantity);  // throws where it was not learned
  if (options.contributions && !task.properties())
    throw InvalidInput("--contributions are those of atoms to properties, and " + options.model + " has learned none");
  if (!task.density && (options.conserve_charge || !options.electrons.empty()))
    throw InvalidInput(std::string(options.conserve_charge ? "--conserve-charge" : "--electrons") +
                       " is about a density, and none is predicted; the induced charge of a response is always taken "
                       "out");
  if (task.response && !task.model.basis.is_gaussian())
    throw InvalidInput(
        "the moments of a numerical basis are not known: neither the induced charge of a response nor its "
        "polarizability can be computed; only --quantities density can be predicted");
}

std::string default_output(const Options& options, const Task& task) {
  const char* kind = !task.density && !task.response ? ".properties.h5"
                     : options.polarizability_only   ? ".polarizability.h5"
                     : task.density && task.response ? ".predicted.h5"
                     : task.density                  ? ".density.h5"
                                                     : ".response.h5";
  return stem(options.structures) + kind;
}

/// `kind` is "" for densities or ".induced".
std::string cube_name(const Task& task, std::size_t index, const std::string& kind) {
  std::filesystem::path name(task.output);
  name.replace_extension();
  const std::string number = task.structures.size() == 1 ? "" : fmt::format("_{:06}", index);
  return name.string() + number + kind + ".cube";
}

/// No output replaces an input or another output, and the folder can be written to.
void check_files(const Options& options, const Task& task) {
  std::vector<NamedFile> others{{"the model", options.model}, {"the structures", options.structures}};
  keep_apart(others, {{"the coefficients", task.output}});
  storage::check_writable(task.output);
  others.push_back({"the file of the coefficients", task.output});
  const auto check = [&](std::size_t a, const std::string& kind) {
    const std::string name = cube_name(task, a, kind);
    keep_apart(others, {{"the cube file", name}});
    if (a == 0) storage::check_writable(name);
  };
  for (std::size_t a = 0; a < task.grids.size(); ++a) {
    if (task.density_cubes()) check(a, "");
    if (task.induced_cubes()) check(a, ".induced");
  }
}

/// The grids of the cube files, before any work: a spacing that is too fine is noticed now.
std::vector<Grid> cube_grids(const Options& options, const Task& task) {
  std::vector<Grid> grids;
  if (!options.cube && (options.given_spacing || options.given_margin))
    throw InvalidInput("--spacing and --margin are those of cube files; add --cube");
  if (!options.cube) return grids;
  if (options.polarizability_only)
    throw InvalidInput("--cube draws densities, and --polarizability-only predicts none");
  if (!task.density && !task.response) throw InvalidInput("--cube draws densities, which this model has not learned");
  if (!task.density && !task.field)
    throw InvalidInput("--cube of a response needs a field that induces it: --field 0,0,0.001, say");
  if (!task.model.basis.is_gaussian())
    throw InvalidInput("--cube needs a Gaussian basis; the functions of a numerical basis are not known");
  for (const Structure& structure : task.structures)
    grids.push_back(make_grid(structure, options.spacing_angstrom() * angstrom, options.margin_angstrom() * angstrom));
  return grids;
}

Task make_task(const Options& options) {
  Task task;
  task.model = storage::read_model(options.model);
  choose_quantities(options, task);
  if (options.field) task.field = parse_field(*options.field);
  task.structures = read_structures(options.structures);
  task.output = options.output.empty() ? default_output(options, task) : options.output;
  if (options.uncertainty) check_committees(task.model, options.model, task.quantities(), task.properties());
  task.grids = cube_grids(options, task);
  check_files(options, task);
  return task;
}

struct PredictedDensities {
  std::vector<std::vector<double>> coefficients;  // [structure][function]
  std::vector<double> electrons;                  // [structure], in a Gaussian basis
  double loading_seconds = 0, seconds = 0;
};

PredictedDensities predict_densities(const Device& device, const Task& task, const PredictionOptions& options,
                                     const Progress& progress) {
  PredictedDensities result;
  const Stopwatch loading;
  const Predictor predictor(device, task.model);
  result.loading_seconds = loading.seconds();
  const Stopwatch watch;
  result.coefficients = predictor(task.structures, options, progress);
  result.seconds = watch.seconds();
  if (!task.model.basis.is_gaussian()) return result;
  for (std::size_t a = 0; a < task.structures.size(); ++a) {
    const std::vector<double> moments = charge_moments(task.model.basis, task.structures[a]);
    result.electrons.push_back(std::inner_product(moments.begin(), moments.end(), result.coefficients[a].begin(), 0.0));
  }
  return result;
}

void say_electrons(Reporter& reporter, const PredictedDensities& densities) {
  if (densities.electrons.empty()) return;
  double largest_shift = 0;
  for (const double electrons : densities.electrons)
    largest_shift = std::max(largest_shift, std::abs(electrons - std::round(electrons)));
  reporter.say("electrons {:.6f} in structure 0; at most {:.1e} from a whole number over all structures",
               densities.electrons[0], largest_shift);
}

void write_results(const Task& task, const PredictedDensities& densities, const PredictedResponses& responses,
                   const std::map<std::string, PredictedProperty>& properties, const Uncertainties& uncertainties) {
  const std::string what = !task.response && !task.density  ? "properties"
                           : !task.response                 ? "densities"
                           : task.density                   ? "densities and responses"
                           : responses.coefficients.empty() ? "polarizabilities"
                                                            : "responses";
  DataSet result{.title = what + " predicted by rhofield", .basis = task.model.basis, .entries = {}, .remarks = {}};
  std::string& method = result.remarks["method"] = "predicted";
  for (const auto& [quantity, learned] : task.model.learned)
    if (task.asks_for(quantity)) method += "; " + name_of(quantity) + ": " + learned.training_summary;
  for (const auto& [name, learned] : task.model.properties) method += "; " + name + ": " + learned.training_summary;
  for (std::size_t a = 0; a < task.structures.size(); ++a) {
    LabelledStructure entry;
    entry.structure = task.structures[a];
    if (task.density) entry.coefficients = densities.coefficients[a];
    if (task.response) entry.polarizability = responses.polarizabilities[a];
    if (task.response && !responses.coefficients.empty()) entry.response = responses.coefficients[a];
    add_properties(entry, properties, a);
    add_uncertainties(entry, uncertainties, a);
    result.entries.push_back(std::move(entry));
  }
  storage::write_dataset(task.output, result);
}

/// Writes one cube file; its name goes into `name`. Returns the sum over the grid, e.
double write_one_cube(const Device& device, const Task& task, std::size_t a, const std::vector<double>& coefficients,
                      const std::string& name, const std::string& comment) {
  const Grid& grid = task.grids[a];
  const auto values = density_on_grid(device, task.model.basis, task.structures[a], coefficients, grid);
  storage::write_cube(name, task.structures[a], grid, values, comment);
  return std::accumulate(values.begin(), values.end(), 0.0) * grid.voxel_volume();
}

void write_cubes(Reporter& reporter, const Device& device, const Task& task, const PredictedDensities& densities,
                 const PredictedResponses& responses, Json& list) {
  const Progress progress = reporter.progress();
  double largest_miss = 0.0;
  for (std::size_t a = 0; a < task.grids.size(); ++a) {
    if (!progress("cube files", static_cast<Index>(a), static_cast<Index>(task.grids.size())))
      throw Interrupted("stopped after the cube files of " + std::to_string(a) +
                        " structures; the coefficients are in " + task.output);
    const auto& counts = task.grids[a].counts;
    const auto write = [&](const std::vector<double>& coefficients, const std::string& kind, const char* key,
                           const std::string& comment) {
      const std::string name = cube_name(task, a, kind);
      const double integral = write_one_cube(device, task, a, coefficients, name, comment);
      list[a][key] = name;
      reporter.say("cube      {}: {} x {} x {} points, integral {:.4f} e", name, counts[0], counts[1], counts[2],
                   integral);
      return integral;
    };
    if (task.density_cubes()) {
      const double integral =
          write(densities.coefficients[a], "", "cube", "electron density predicted by rhofield, e/bohr^3");
      largest_miss = std::max(largest_miss, std::abs(integral - densities.electrons[a]));
    }
    if (task.induced_cubes()) {
      const Vector3& field = *task.field;
      write(induced_density(responses.coefficients[a], field), ".induced", "induced_cube",
            fmt::format("electron density induced by the field {:g} {:g} {:g} atomic units, predicted by rhofield, "
                        "e/bohr^3",
                        field[0], field[1], field[2]));
    }
  }
  if (task.grids.empty()) return;
  if (const auto note = note_of_missing(largest_miss, task.grids.front())) reporter.say("note      {}", *note);
}

/// A model of values at points instead of coefficients.
void run_real_space(Reporter& reporter, const Device& device, const Options& options) {
  const std::pair<bool, const char*> others[] = {{options.polarizability_only, "--polarizability-only"},
                                                 {options.contributions, "--contributions"}};
  for (const auto& [given, option] : others)
    if (given)
      throw InvalidInput(std::string(option) + " is for models of coefficients; " + options.model +
                         " is a real-space model");
  RealSpacePrediction prediction{
      .model = options.model,
      .structures = options.structures,
      .output = options.output.empty() ? stem(options.structures) + ".grid.h5" : options.output,
      .reference = options.reference,
      .field = std::nullopt,
      .spacing_angstrom = options.spacing_angstrom(),
      .margin_angstrom = options.margin_angstrom(),
      .cubes = options.cube,
      .uncertainty = options.uncertainty};
  for (const Quantity quantity : {Quantity::density, Quantity::response})
    if (options.quantities == "both" || options.quantities == name_of(quantity))
      prediction.quantities.push_back(quantity);
  if (options.field) prediction.field = parse_field(*options.field);
  keep_apart({{"the model", options.model},
              {"the structures", options.structures},
              {"the reference model", options.reference}},
             {{"the grids", prediction.output}});
  storage::check_writable(prediction.output);
  const std::vector<Structure> structures = read_structures(options.structures);
  if (options.conserve_charge || !options.electrons.empty())
    prediction.electrons =
        electron_numbers(options.electrons.empty() ? "all" : options.electrons, options.charge.value_or(0), structures);
  run_real_space_prediction(reporter, device, prediction, structures);
}

void run(const Options& options) {
  Reporter reporter(options.common);
  if (options.charge && !options.conserve_charge && options.electrons.empty())
    throw InvalidInput("--charge does nothing alone; add --conserve-charge or --electrons");
  const Device device = start(options.common);
  if (storage::is_real_space_model(options.model)) return run_real_space(reporter, device, options);
  if (!options.reference.empty())
    throw InvalidInput("--reference is for real-space models that learned a difference, and " + options.model +
                       " is none");
  const Task task = make_task(options);
  const Index atoms = std::accumulate(task.structures.begin(), task.structures.end(), Index{0},
                                      [](Index sum, const Structure& s) { return sum + s.size(); });
  reporter.say("model     {}", options.model);
  for (const auto& [quantity, learned] : task.model.learned)
    if (task.asks_for(quantity)) reporter.say("{:<9} {}", name_of(quantity), learned.training_summary);
  for (const auto& [name, learned] : task.model.properties) reporter.say("{:<9} {}", name, learned.training_summary);
  reporter.say("input     {}: {}, {} of {}", options.structures, counted(task.structures.size(), "structure"),
               counted(atoms, "atom"), element_list(species_of(task.structures)));
  reporter.say("device    {}", describe(device));
  say_assumptions(reporter, task.model.options, task.structures);

  PredictionOptions prediction;
  prediction.conserve_charge = options.conserve_charge || !options.electrons.empty();
  if (prediction.conserve_charge)
    prediction.electrons = electron_numbers(options.electrons.empty() ? "all" : options.electrons,
                                            options.charge.value_or(0), task.structures);
  const Progress progress = reporter.progress();
  progress("preparing the model", 0, 1);
  PredictedDensities densities;
  PredictedResponses responses;
  if (task.density) densities = predict_densities(device, task, prediction, progress);
  if (task.response)
    responses =
        predict_responses(device, task.model, task.structures, options.polarizability_only, reporter.progress());
  std::map<std::string, PredictedProperty> properties;
  double property_seconds = 0;
  if (task.properties()) {
    const Stopwatch watch;
    properties = PropertyPredictor(device, task.model)(task.structures, options.contributions, reporter.progress());
    property_seconds = watch.seconds();
  }
  Uncertainties uncertainties;
  if (options.uncertainty)
    uncertainties = predict_uncertainties(device, task.model, task.quantities(), task.properties(), task.structures,
                                          reporter.progress());
  if (interrupted()) throw Interrupted("prediction was stopped; nothing was written");
  write_results(task, densities, responses, properties, uncertainties);

  const double seconds = densities.seconds + responses.seconds + property_seconds;
  reporter.say("predicted in {:.3f} s ({:.3f} ms per atom, {:.3f} s to prepare the model)", seconds,
               1e3 * seconds / static_cast<double>(std::max<Index>(atoms, 1)),
               densities.loading_seconds + responses.loading_seconds);
  say_electrons(reporter, densities);
  if (task.response) say_responses(reporter, responses, task.structures, task.field);
  say_properties(reporter, properties, task.structures);
  say_uncertainties(reporter, uncertainties);
  reporter.say("output    {}", task.output);

  Json list = Json::array();
  for (std::size_t a = 0; a < task.structures.size(); ++a) {
    Json item{{"index", a}, {"atoms", task.structures[a].size()}};
    if (!densities.electrons.empty()) item["electrons"] = densities.electrons[a];
    if (task.response) add_response(item, responses, a, task.field);
    add_properties(item, properties, a);
    add_uncertainties(item, uncertainties, a);
    list.push_back(std::move(item));
  }
  write_cubes(reporter, device, task, densities, responses, list);
  Json result{{"model", options.model}, {"output", task.output}, {"seconds", seconds}};
  if (task.field) result["field"] = *task.field;
  if (task.response) result["largest_induced_charge"] = responses.largest_induced_charge();
  result["structures"] = std::move(list);
  reporter.finish(result);
}

}  // namespace

void add_predict(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "predict", "Predict densities of structures, their responses to a field, polarizabilities, properties");
  auto options = std::make_shared<Options>();
  command->add_option("MODEL", options->model, "model file")->type_name("FILE")->required();
  command->add_option("STRUCTURES", options->structures, "extended XYZ (angstrom), or a data set (.h5)")
      ->type_name("FILE")
      ->required();
  command->add_option("-o,--output", options->output,
                      "coefficients, as a data set (default: STRUCTURES' name with .density.h5, .response.h5, for both "
                      ".predicted.h5, of properties .properties.h5)");
  command->add_option("--quantities", options->quantities, "density, response or both (default: what was learned)")
      ->check(CLI::IsMember({"density", "response", "both"}));
  command->add_flag("--polarizability-only", options->polarizability_only,
                    "polarizabilities without the coefficients of the response: much cheaper");
  command->add_flag("--contributions", options->contributions, "properties: also what every atom contributes");
  command->add_flag(
      "--uncertainty", options->uncertainty,
      "standard deviations beside the predictions; the model needs a committee (train --committee 32), or several "
      "networks (real_space.members)");
  command
      ->add_option("--field", options->field,
                   "electric field in atomic units: induced dipoles and, with --cube, the induced density")
      ->type_name("EX,EY,EZ");
  command->add_flag("--cube", options->cube, "also write a cube file for each structure, beside the output");
  // Real-space models always predict on grids; others need --cube for these two (checked once the model is known).
  command->add_option("--spacing", options->given_spacing, "of the cube's grid, in angstrom (default 0.15)")
      ->check(positive_number());
  command->add_option("--margin", options->given_margin, "around a molecule, in angstrom (default 3)")
      ->check(positive_number());
  command
      ->add_option("--reference", options->reference,
                   "real-space models that learned a difference: the model whose density it was taken to")
      ->type_name("FILE");
  command->add_flag("--conserve-charge", options->conserve_charge,
                    "impose the number of electrons by the smallest change of the density (on grids by a factor)");
  command->add_option("--electrons", options->electrons,
                      "that number: all (of the neutral atoms, the default), a number, or by element: H=1,O=6");
  command->add_option("--charge", options->charge, "total charge, taken off that number (default 0)");
  add_common_options(*command, options->common);
  command->callback([options] { run(*options); });
}

}  // namespace rhofield::app
