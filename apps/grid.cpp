// rhofield grid: densities and potentials of a data set on grids, as files other programs read, and their averages
// along an axis.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "commands.hpp"
#include "common.hpp"
#include "densities.hpp"
#include "files.hpp"
#include "rhofield/error.hpp"
#include "rhofield/observables/averages.hpp"
#include "rhofield/observables/potential.hpp"
#include "rhofield/storage/cube.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/split.hpp"
#include "rhofield/storage/vasp_grid.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::app {

namespace {

struct Options {
  CommonOptions common;
  DensityOptions density;
  std::string output, quantity = "density", format = "cube", profile;
  std::vector<double> windows_angstrom;
  std::vector<std::string> regions;
  bool fix_charge = false, electric_field = false;
};

constexpr std::array<const char*, 3> field_axes{"_field_x", "_field_y", "_field_z"};  // of names

/// One function on the grid and the file it goes into.
struct Field {
  std::string kind;  ///< of the file's name: "density", "potential", "field_x" ...
  std::string unit;
  std::vector<double> values;
};

std::string file_name(const Options& options, const ChosenDensities& chosen, std::size_t a, const std::string& kind,
                      const std::string& extension) {
  std::string prefix = options.output;
  if (prefix.empty()) prefix = stem(options.density.data);
  const std::string number = chosen.files.front()->size() == 1 ? "" : fmt::format("_{:06}", chosen.list[a].index);
  return prefix + number + "." + kind + extension;
}

std::string kind_of(const Options& options, const ChosenDensities& chosen) {
  return std::string(chosen.induced ? "induced_" : "") + (chosen.difference ? "difference_" : "") + options.quantity;
}

std::string extension_of(const Options& options) {
  if (options.format == "cube") return ".cube";
  return options.quantity == "density" ? ".CHGCAR" : ".LOCPOT";
}

Region parse_region(const std::string& text) {
  const std::size_t colon = text.find(':');
  Region region;
  if (colon == std::string::npos || !CLI::detail::lexical_cast(text.substr(0, colon), region.low) ||
      !CLI::detail::lexical_cast(text.substr(colon + 1), region.high))
    throw InvalidInput("--region '" + text + "' means nothing; two heights in angstrom look like 12.5:15");
  if (!(region.low < region.high))
    throw InvalidInput("--region '" + text + "' runs backwards; the lower height comes first: " +
                       fmt::format("{:g}:{:g}", region.high, region.low));
  region.low *= angstrom;
  region.high *= angstrom;
  return region;
}

int axis_of(const Options& options) { return options.profile[0] - 'a'; }

void check(const Options& options) {
  if (options.quantity != "potential" && options.density.cores_given())
    throw InvalidInput(
        "--cores and --core-width are of the potential of cores and electrons; add --quantity potential");
  if (options.fix_charge && (options.quantity != "density" || options.density.field || !options.density.minus.empty()))
    throw InvalidInput(
        "--fix-charge scales a density to its electrons; potentials, induced and difference densities have "
        "none to be scaled to");
  if (options.electric_field && options.quantity == "density")
    throw InvalidInput("--electric-field goes with --quantity potential or hartree");
  if (options.electric_field && options.format == "vasp")
    throw InvalidInput("--electric-field writes cube files; VASP has no file for it");
  for (const std::string& region : options.regions) (void)parse_region(region);
  if (options.profile.empty() && (!options.windows_angstrom.empty() || !options.regions.empty()))
    throw InvalidInput("--window and --region are about averages along an axis; add --profile a, b or c");
}

std::vector<Field> evaluate(const Device& device, const Options& options, const ChosenDensity& density,
                            const std::string& kind, const Grid& grid, std::vector<std::string>& notes) {
  if (options.quantity == "density") return {{kind, "e/bohr^3", evaluate(device, density, grid)}};
  const bool hartree = options.quantity == "hartree";
  const auto size = static_cast<std::size_t>(grid.size());
  std::vector<Field> fields{{kind, "hartree/e", std::vector<double>(size, 0.0)}};
  if (options.electric_field)
    for (const char* axis : field_axes)
      fields.push_back({kind + axis, "hartree/(e bohr)", std::vector<double>(size, 0.0)});
  for (const DensityTerm& term : density.terms) {
    const PotentialOptions how{.kind = hartree ? PotentialKind::hartree : PotentialKind::electrostatic,
                               .cores = hartree ? Cores{} : term.cores,
                               .field = options.electric_field};
    const PotentialValues values =
        potential_on_grid(device, *term.basis, term.entry->structure, term.coefficients, grid, how);
    for (std::size_t p = 0; p < size; ++p) fields[0].values[p] += term.sign * values.potential[p];
    for (std::size_t x = 1; x < fields.size(); ++x)
      for (std::size_t p = 0; p < size; ++p) fields[x].values[p] += term.sign * values.field[p][x - 1];
    for (const std::string& note : values.notes)
      if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
  }
  return fields;
}

void write_field(Reporter& reporter, const Options& options, const Structure& structure, const Grid& grid,
                 const Field& field, const std::string& name, const storage::VaspGridFile* like) {
  const std::string comment = field.kind + " of rhofield, " + field.unit;
  if (options.format == "cube") return storage::write_cube(name, structure, grid, field.values, comment);
  storage::VaspGridFile file{.comment = comment, .structure = structure, .grid = grid, .blocks = {field.values}};
  if (options.quantity != "density") {
    if (options.quantity == "potential")  // VASP's is that of an electron
      for (double& value : file.blocks[0]) value = -value;
    return storage::write_locpot(name, file);
  }
  if (like != nullptr && !like->behind.empty() && !like->behind.front().empty()) {
    if (same_atoms(structure, like->structure)) {
      file.behind = {like->behind.front()};
      reporter.say("          with the augmentation occupancies of {}", options.density.like);
    } else {
      reporter.say("note      without augmentation occupancies: {} has other atoms, or in another order",
                   options.density.like);
    }
  }
  storage::write_chgcar(name, file);
}

std::vector<double> windows_of(const Options& options) {
  std::vector<double> windows;
  for (const double window : options.windows_angstrom) windows.push_back(window * angstrom);
  return windows;
}

Json say_steps(Reporter& reporter, const Options& options, const Profile& profile, const Field& field) {
  Json steps = Json::array();
  for (std::size_t r = 0; r + 1 < options.regions.size() || r == 0; ++r) {
    const std::string &one = options.regions[r], &other = options.regions[std::min(r + 1, options.regions.size() - 1)];
    const PotentialStep step = potential_step(profile, parse_region(one), parse_region(other));
    if (options.regions.size() == 1) {
      reporter.say("          {} {:.8g} {} (flat within {:.1e})", one, step.first, field.unit, step.first_spread);
      steps.push_back({{"first", step.first}});
      continue;
    }
    reporter.say("          {} {:.8g} (flat within {:.1e}), {} {:.8g} ({:.1e}), step {:.8g} {}{}", one, step.first,
                 step.first_spread, other, step.second, step.second_spread, step.step, field.unit,
                 options.quantity == "density" ? "" : fmt::format(" = {:.6g} eV", step.step / electronvolt));
    steps.push_back({{"first", step.first}, {"second", step.second}, {"step", step.step}});
  }
  return steps;
}

Json say_profile(Reporter& reporter, const Options& options, const Grid& grid, const Field& field,
                 const std::string& name) {
  const Profile profile = planar_average(grid, field.values, axis_of(options));
  std::string csv = "height_angstrom," + options.quantity;
  Profile smooth;
  if (!options.windows_angstrom.empty()) {
    smooth = macroscopic_average(profile, windows_of(options));
    csv += ",macroscopic";
  }
  csv += "\n";
  for (std::size_t k = 0; k < profile.values.size(); ++k) {
    csv += fmt::format("{:.8g},{:.12g}", profile.height(static_cast<Index>(k)) / angstrom, profile.values[k]);
    if (!smooth.values.empty()) csv += fmt::format(",{:.12g}", smooth.values[k]);
    csv += "\n";
  }
  storage::write_atomically(name, csv);
  reporter.say("profile   {}: {}, {}", name, counted(profile.values.size(), "plane"), field.unit);
  Json json{{"file", name}};
  if (!options.regions.empty()) json["steps"] = say_steps(reporter, options, profile, field);
  return json;
}

/// Regions without a plane, and windows longer than the profile, before any work.
void check_profile(const Options& options, const Grid& grid, Index structure) {
  if (options.profile.empty()) return;
  Grid line = grid;  // of one point in every plane: the same heights
  for (std::size_t k = 0; k < 3; ++k)
    if (static_cast<int>(k) != axis_of(options)) line.counts[k] = 1;
  const std::vector<double> zeros(static_cast<std::size_t>(line.size()), 0.0);
  const Profile profile = planar_average(line, zeros, axis_of(options));
  try {
    if (!options.windows_angstrom.empty()) (void)macroscopic_average(profile, windows_of(options));
    for (const std::string& region : options.regions)
      (void)potential_step(profile, parse_region(region), parse_region(region));
  } catch (const InvalidInput& error) {
    throw InvalidInput(fmt::format("profile of structure {}: {}", structure, error.what()));
  }
}

/// What is to be done, checked before any of the work is.
struct Task {
  ChosenDensities chosen;
  std::optional<OtherGrid> other;
  std::vector<PlacedGrid> grids;
  std::string kind, extension;  ///< of the files' names
  /// Whose augmentation occupancies may go into a CHGCAR.
  const storage::VaspGridFile* occupancies(const Options& options) const {
    return options.format == "vasp" && options.quantity == "density" && other && other->vasp ? &*other->vasp : nullptr;
  }
};

/// Every file of a density: its own, those of the field, the profile.
std::vector<NamedFile> outputs_of(const Options& options, const Task& task, std::size_t a) {
  const auto name = [&](const std::string& kind, const std::string& extension) {
    return file_name(options, task.chosen, a, kind, extension);
  };
  std::vector<NamedFile> files{{"the grid file", name(task.kind, task.extension)}};
  if (options.electric_field)
    for (const char* axis : field_axes)
      files.push_back({"the file of the field", name(task.kind + axis, task.extension)});
  if (!options.profile.empty()) files.push_back({"the profile", name(task.kind, ".profile.csv")});
  return files;
}

Task make_task(const Options& options) {
  check(options);
  Task task{.chosen = choose_densities(options.density),
            .other = read_like(options.density),
            .grids = {},
            .kind = {},
            .extension = extension_of(options)};
  task.kind = kind_of(options, task.chosen);
  task.grids = grids_of(options.density, task.other, task.chosen);
  for (std::size_t a = 0; a < task.chosen.list.size(); ++a) {
    check_profile(options, task.grids[a].in_file(), task.chosen.list[a].index);
    const std::vector<NamedFile> outputs = outputs_of(options, task, a);
    keep_apart(inputs_of(options.density), outputs);
    if (a == 0)
      for (const NamedFile& file : outputs) storage::check_writable(file.path);
  }
  return task;
}

/// What sums over the grids miss, over all structures.
struct Missing {
  double electrons = 0;  ///< where nothing was scaled
  double scale = 0;      ///< largest |factor - 1|
};

/// Says what the grid holds beside what the coefficients do; scales it on request.
void say_integral(Reporter& reporter, const Options& options, const ChosenDensity& density, const Grid& grid,
                  std::vector<double>& values, Json& item, Missing& missing) {
  const double electrons = density.electrons(), integral = integrate(grid, values);
  reporter.say("structure {}: {} x {} x {} points, integral {:.6f} e, analytic {:.6f} e", density.index, grid.counts[0],
               grid.counts[1], grid.counts[2], integral, electrons);
  item["integral"] = integral;
  item["electrons"] = electrons;
  if (!options.fix_charge) {
    missing.electrons = std::max(missing.electrons, std::abs(integral - electrons));
    return;
  }
  const double factor = normalise_charge(grid, values, electrons);
  item["factor"] = factor;
  missing.scale = std::max(missing.scale, std::abs(factor - 1));
  reporter.say("          scaled by {:.8f} to integrate to {:.6f} e", factor, electrons);
}

void add_notes(const Missing& missing, const Grid& grid, std::vector<std::string>& notes) {
  constexpr double worth_saying = 0.02;
  if (const auto note = note_of_missing(missing.electrons, grid)) notes.push_back(*note);
  if (missing.scale > worth_saying)
    notes.push_back(fmt::format(
        "--fix-charge changed the whole density by up to {:.1f} %, bonds included, because the grids do not "
        "resolve the cores or end inside the density; a smaller --spacing or a larger --margin needs less",
        100 * missing.scale));
}

// --- values on grids ---

/// Options that speak of coefficients, or of another grid.
void check_for_values(const Options& options) {
  const DensityOptions& d = options.density;
  check_for_values(d, "written");
  refuse_for_values(d, options.quantity == "potential", "--quantity potential", "--quantity hartree needs no cores");
  refuse_for_values(d, options.electric_field, "--electric-field", "only potentials are offered of them");
  refuse_for_values(d, options.fix_charge, "--fix-charge", "Grid.normalise_charge of the Python package scales them");
}

/// Cube files, CHGCARs, LOCPOTs and profiles of a data set of grids, of what `predict` makes with a real-space model.
void run_on_values(const Options& options) {
  Reporter reporter(options.common);
  check(options);
  check_for_values(options);
  const GridData data = storage::read_grid_data(options.density.data);
  const std::vector<Index> indices = chosen_structures(options.density, data.size());
  const Device device = start(options.common);
  reporter.say("input     {}: {} on grids", options.density.data, counted(indices.size(), "structure"));
  const std::string prefix = options.output.empty() ? stem(options.density.data) : options.output;
  const Progress progress = reporter.progress();
  Json list = Json::array();
  for (std::size_t a = 0; a < indices.size(); ++a) {
    if (!progress("grids", static_cast<Index>(a), static_cast<Index>(indices.size())))
      throw Interrupted(fmt::format("stopped after {}; their files are complete", counted(a, "structure")));
    const GridEntry& entry = data.entries[static_cast<std::size_t>(indices[a])];
    const std::string begin = prefix + (data.size() == 1 ? "" : fmt::format("_{:06}", indices[a]));
    Json item{{"index", indices[a]}, {"points", entry.grid.counts}};
    for (const Quantity quantity : {Quantity::density, Quantity::response}) {
      if (entry.values(quantity).empty()) continue;
      Field field{.kind = (quantity == Quantity::response ? "induced_" : "") + options.quantity,
                  .unit = options.quantity == "density" ? "e/bohr^3" : "hartree/e",
                  .values = {entry.values(quantity).begin(), entry.values(quantity).end()}};
      reporter.say("structure {}: {} x {} x {} points, {} integrates to {:.6f} e", indices[a], entry.grid.counts[0],
                   entry.grid.counts[1], entry.grid.counts[2], name_of(quantity), integrate(entry.grid, field.values));
      if (options.quantity == "hartree")
        field.values = hartree_potential(device, entry.structure, entry.grid, field.values);
      const std::string name = begin + "." + field.kind + extension_of(options);
      const std::string profile = begin + "." + field.kind + ".profile.csv";
      keep_apart(inputs_of(options.density), {{"the grid file", name}, {"the profile", profile}});
      write_field(reporter, options, entry.structure, entry.grid, field, name, nullptr);
      reporter.say("output    {}", name);
      item["files"].push_back(name);
      if (!options.profile.empty())
        item["profiles"].push_back(say_profile(reporter, options, entry.grid, field, profile));
    }
    list.push_back(std::move(item));
  }
  reporter.finish({{"data", options.density.data}, {"quantity", options.quantity}, {"structures", list}});
}

void run(const Options& options) {
  if (std::filesystem::exists(options.density.data) && storage::is_grid_data(options.density.data))
    return run_on_values(options);
  Reporter reporter(options.common);
  const Task task = make_task(options);
  const ChosenDensities& chosen = task.chosen;
  const Device device = start(options.common);
  reporter.say("input     {}: {}", options.density.data, counted(chosen.list.size(), "structure"));
  reporter.say("device    {}", describe(device));
  const Progress progress = reporter.progress();
  std::vector<std::string> notes;
  Missing missing;
  Json list = Json::array();
  for (std::size_t a = 0; a < chosen.list.size(); ++a) {
    if (!progress("grids", static_cast<Index>(a), static_cast<Index>(chosen.list.size())))
      throw Interrupted(
          fmt::format("stopped after the grids of {}; their files are complete", counted(a, "structure")));
    const ChosenDensity& density = chosen.list[a];
    const Grid& grid = task.grids[a].grid;
    std::vector<Field> fields = evaluate(device, options, density, task.kind, grid, notes);
    Json item{{"index", density.index}, {"points", grid.counts}};
    if (options.quantity == "density")
      say_integral(reporter, options, density, grid, fields[0].values, item, missing);
    else
      reporter.say("structure {}: {} x {} x {} points", density.index, grid.counts[0], grid.counts[1], grid.counts[2]);
    const Structure structure = task.grids[a].in_file(density.structure());
    const Grid in_file = task.grids[a].in_file();
    for (const Field& field : fields) {
      const std::string name = file_name(options, chosen, a, field.kind, task.extension);
      write_field(reporter, options, structure, in_file, field, name, task.occupancies(options));
      reporter.say("output    {}", name);
      item["files"].push_back(name);
    }
    if (!options.profile.empty())
      item["profile"] =
          say_profile(reporter, options, in_file, fields[0], file_name(options, chosen, a, task.kind, ".profile.csv"));
    list.push_back(std::move(item));
  }
  add_notes(missing, task.grids.front().grid, notes);
  for (const std::string& note : notes) reporter.say("note      {}", note);
  reporter.finish({{"data", options.density.data}, {"quantity", task.kind}, {"notes", notes}, {"structures", list}});
}

}  // namespace

void add_grid(CLI::App& program) {
  CLI::App* command =
      program.add_subcommand("grid", "Densities and potentials on grids: cube, CHGCAR and LOCPOT files, averages");
  auto options = std::make_shared<Options>();
  add_density_options(*command, options->density);
  command->add_option("-o,--output", options->output, "beginning of the names of the files (default: DATA's name)");
  command
      ->add_option(
          "--quantity", options->quantity,
          "density (default); potential: electrostatic, of cores and electrons; hartree: of the electrons alone, "
          "as an electron feels it")
      ->check(CLI::IsMember({"density", "potential", "hartree"}));
  command->add_option("--format", options->format, "cube (default), or vasp: CHGCAR of densities, LOCPOT of potentials")
      ->check(CLI::IsMember({"cube", "vasp"}));
  command->add_flag("--fix-charge", options->fix_charge,
                    "scale the density so that the grid holds the electrons of the coefficients");
  command->add_flag("--electric-field", options->electric_field, "also -grad of the potential, three files");
  command->add_option("--profile", options->profile, "average over the planes across this step of the grid: a, b or c")
      ->check(CLI::IsMember({"a", "b", "c"}));
  command
      ->add_option("--window", options->windows_angstrom,
                   "macroscopic average: over this period in angstrom as well (may be repeated)")
      ->check(positive_number());
  command->add_option("--region", options->regions,
                      "LOW:HIGH in angstrom (may be repeated): means of the profile there, and steps between them");
  add_common_options(*command, options->common);
  command->callback([options] { run(*options); });
}

}  // namespace rhofield::app
