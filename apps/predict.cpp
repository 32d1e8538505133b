// rhofield predict: densities of new structures, as coefficients in a data-set file and on request as cube files.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <numeric>

#include "commands.hpp"
#include "common.hpp"
#include "files.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/observables/grid.hpp"
#include "rhofield/storage/cube.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/extxyz.hpp"
#include "rhofield/storage/model_file.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::app {

namespace {

struct Options {
  CommonOptions common;
  std::string model, structures, output, electrons;
  std::optional<double> charge;
  bool conserve_charge = false, cube = false;
  double spacing_angstrom = 0.15, margin_angstrom = 3.0;
};

std::vector<Structure> read_structures(const std::string& path) {
  const std::string extension = std::filesystem::path(path).extension().string();
  if (extension == ".h5" || extension == ".hdf5") return storage::read_dataset(path).structures();
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
  if (text != "all") {
    for (const std::string& item : CLI::detail::split(text, ',')) {
      const std::size_t equals = item.find('=');
      if (equals == std::string::npos || !CLI::detail::lexical_cast(item.substr(equals + 1), number))
        throw InvalidInput("--electrons '" + text + "' means nothing; use all, a number, or counts such as H=1,O=6");
      of_element[atomic_number(item.substr(0, equals))] = number;
    }
  }
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

std::string cube_name(const std::string& output, std::size_t index, std::size_t count) {
  std::filesystem::path name(output);
  name.replace_extension();
  return count == 1 ? name.string() + ".cube" : fmt::format("{}_{:06}.cube", name.string(), index);
}

/// Before any work: no output replaces an input or another output, and the folder can be written to.
void check_files(const Options& options, const std::string& output, std::size_t structures) {
  std::vector<NamedFile> others{{"the model", options.model}, {"the structures", options.structures}};
  keep_apart(others, {{"the coefficients", output}});
  storage::check_writable(output);
  if (!options.cube) return;
  others.push_back({"the file of the coefficients", output});
  for (std::size_t a = 0; a < structures; ++a) {
    const std::string name = cube_name(output, a, structures);
    keep_apart(others, {{"the cube file", name}});
    if (a == 0) storage::check_writable(name);
  }
}

/// The grids of the cube files, before any work: a spacing that is too fine is noticed now.
std::vector<Grid> cube_grids(const Options& options, const Model& model, std::span<const Structure> structures) {
  std::vector<Grid> grids;
  if (!options.cube) return grids;
  if (!model.basis.is_gaussian())
    throw InvalidInput("--cube needs a Gaussian basis; the functions of a numerical basis are not known");
  for (const Structure& structure : structures)
    grids.push_back(make_grid(structure, options.spacing_angstrom * angstrom, options.margin_angstrom * angstrom));
  return grids;
}

void run(const Options& options) {
  Reporter reporter(options.common);
  if (options.charge && !options.conserve_charge && options.electrons.empty())
    throw InvalidInput("--charge does nothing alone; add --conserve-charge or --electrons");
  const Device device = start(options.common);
  const std::string output = options.output.empty() ? stem(options.structures) + ".density.h5" : options.output;
  const Model model = storage::read_model(options.model);
  const std::vector<Structure> structures = read_structures(options.structures);
  check_files(options, output, structures.size());
  const std::vector<Grid> grids = cube_grids(options, model, structures);
  const Index atoms = std::accumulate(structures.begin(), structures.end(), Index{0},
                                      [](Index sum, const Structure& s) { return sum + s.size(); });
  reporter.say("model     {}: {}", options.model, model.of(Quantity::density).training_summary);
  reporter.say("input     {}: {} structures, {} atoms of {}", options.structures, structures.size(), atoms,
               element_list(species_of(structures)));
  reporter.say("device    {}", describe(device));

  PredictionOptions prediction;
  prediction.conserve_charge = options.conserve_charge || !options.electrons.empty();
  if (prediction.conserve_charge)
    prediction.electrons =
        electron_numbers(options.electrons.empty() ? "all" : options.electrons, options.charge.value_or(0), structures);
  const Progress progress = reporter.progress();
  progress("preparing the model", 0, 1);
  const Stopwatch loading;
  const Predictor predictor(device, model);
  const double loading_seconds = loading.seconds();
  const Stopwatch watch;
  const auto coefficients = predictor(structures, prediction, progress);
  const double seconds = watch.seconds();
  if (interrupted()) throw Interrupted("prediction was stopped; nothing was written");

  DataSet result{.title = "densities predicted by rhofield", .basis = model.basis, .entries = {}, .remarks = {}};
  result.remarks["method"] = "predicted; " + model.of(Quantity::density).training_summary;
  Json list = Json::array();
  double largest_shift = 0;
  for (std::size_t a = 0; a < structures.size(); ++a) {
    LabelledStructure entry;
    entry.structure = structures[a];
    entry.coefficients = coefficients[a];
    Json item{{"index", a}, {"atoms", structures[a].size()}};
    if (model.basis.is_gaussian()) {
      const std::vector<double> moments = charge_moments(model.basis, structures[a]);
      const double electrons = std::inner_product(moments.begin(), moments.end(), coefficients[a].begin(), 0.0);
      item["electrons"] = electrons;
      const double nearest = std::round(electrons);
      largest_shift = std::max(largest_shift, std::abs(electrons - nearest));
    }
    list.push_back(std::move(item));
    result.entries.push_back(std::move(entry));
  }
  storage::write_dataset(output, result);
  reporter.say("predicted in {:.3f} s ({:.3f} ms per atom, {:.3f} s to prepare the model)", seconds,
               1e3 * seconds / static_cast<double>(std::max<Index>(atoms, 1)), loading_seconds);
  if (model.basis.is_gaussian() && !structures.empty())
    reporter.say("electrons {:.6f} in structure 0; at most {:.1e} from a whole number over all structures",
                 list[0]["electrons"].get<double>(), largest_shift);
  reporter.say("output    {}", output);

  if (options.cube) {
    double largest_miss = 0.0;
    for (std::size_t a = 0; a < structures.size(); ++a) {
      if (!progress("cube files", static_cast<Index>(a), static_cast<Index>(structures.size())))
        throw Interrupted("stopped after " + std::to_string(a) + " cube files; the coefficients are in " + output);
      const Grid& grid = grids[a];
      const auto values = density_on_grid(device, model.basis, structures[a], coefficients[a], grid);
      const std::string name = cube_name(output, a, structures.size());
      storage::write_cube(name, structures[a], grid, values, "electron density predicted by rhofield, e/bohr^3");
      list[a]["cube"] = name;
      const double integral = std::accumulate(values.begin(), values.end(), 0.0) * grid.voxel_volume();
      reporter.say("cube      {}: {} x {} x {} points, integral {:.4f} e", name, grid.counts[0], grid.counts[1],
                   grid.counts[2], integral);
      largest_miss = std::max(largest_miss, std::abs(integral - list[a]["electrons"].get<double>()));
    }
    if (largest_miss > 0.05)
      reporter.say(
          "note      sums over these grids miss up to {:.2f} e: cores are narrower than the spacing of {:g} angstrom."
          " The coefficients hold the exact number; --spacing makes grids finer",
          largest_miss, options.spacing_angstrom);
  }
  reporter.finish({{"model", options.model}, {"output", output}, {"seconds", seconds}, {"structures", list}});
}

}  // namespace

void add_predict(CLI::App& program) {
  CLI::App* command = program.add_subcommand("predict", "Predict the densities of structures");
  auto options = std::make_shared<Options>();
  command->add_option("MODEL", options->model, "model file")->type_name("FILE")->required();
  command->add_option("STRUCTURES", options->structures, "extended XYZ (angstrom), or a data set (.h5)")
      ->type_name("FILE")
      ->required();
  command->add_option("-o,--output", options->output,
                      "coefficients, as a data set (default: STRUCTURES' name with .density.h5)");
  CLI::Option* cube =
      command->add_flag("--cube", options->cube, "also write a cube file for each structure, beside the output");
  command->add_option("--spacing", options->spacing_angstrom, "of the cube's grid, in angstrom (default 0.15)")
      ->check(positive_number())
      ->needs(cube);
  command->add_option("--margin", options->margin_angstrom, "around a molecule, in angstrom (default 3)")
      ->check(positive_number())
      ->needs(cube);
  command->add_flag("--conserve-charge", options->conserve_charge,
                    "impose the number of electrons by the smallest change of the density");
  command->add_option("--electrons", options->electrons,
                      "that number: all (of the neutral atoms, the default), a number, or by element: H=1,O=6");
  command->add_option("--charge", options->charge, "total charge, taken off that number (default 0)");
  add_common_options(*command, options->common);
  command->callback([options] { run(*options); });
}

}  // namespace rhofield::app
