// rhofield grid: densities and potentials of a data set on grids, as files other programs read, and their averages
// along an axis.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "basis/lattice_images.hpp"
#include "commands.hpp"
#include "common.hpp"
#include "densities.hpp"
#include "files.hpp"
#include "rhofield/error.hpp"
#include "rhofield/observables/averages.hpp"
#include "rhofield/observables/potential.hpp"
#include "rhofield/storage/cube.hpp"
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
  const std::string number = chosen.list.size() == 1 ? "" : fmt::format("_{:06}", chosen.list[a].index);
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
  region.low *= angstrom;
  region.high *= angstrom;
  return region;
}

void check(const Options& options) {
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
    for (const char axis : {'x', 'y', 'z'})
      fields.push_back({kind + "_field_" + axis, "hartree/(e bohr)", std::vector<double>(size, 0.0)});
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

/// The same elements at the same places, up to lattice vectors.
bool same_atoms(const Structure& a, const Structure& b) {
  if (a.numbers != b.numbers) return false;
  constexpr double nearby = 1e-3 * angstrom;  // digits of POSCAR files and of extended XYZ
  const LatticeImages lattice(b);
  for (std::size_t i = 0; i < a.positions.size(); ++i) {
    Vector3 d{};
    for (std::size_t x = 0; x < 3; ++x) d[x] = a.positions[i][x] - b.positions[i][x];
    bool found = false;
    lattice.for_each(d, nearby, [&](const Vector3&) { found = true; });
    if (!found) return false;
  }
  return true;
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

Json say_profile(Reporter& reporter, const Options& options, const Grid& grid, const Field& field,
                 const std::string& name) {
  const Profile profile = planar_average(grid, field.values, options.profile[0] - 'a');
  std::string csv = "height_angstrom," + options.quantity;
  Profile smooth;
  if (!options.windows_angstrom.empty()) {
    std::vector<double> windows;
    for (const double window : options.windows_angstrom) windows.push_back(window * angstrom);
    smooth = macroscopic_average(profile, windows);
    csv += ",macroscopic";
  }
  csv += "\n";
  for (std::size_t k = 0; k < profile.values.size(); ++k) {
    csv += fmt::format("{:.8g},{:.12g}", profile.height(static_cast<Index>(k)) / angstrom, profile.values[k]);
    if (!smooth.values.empty()) csv += fmt::format(",{:.12g}", smooth.values[k]);
    csv += "\n";
  }
  storage::write_atomically(name, csv);
  reporter.say("profile   {}: {} planes, {}", name, profile.values.size(), field.unit);
  Json json{{"file", name}};
  for (std::size_t r = 0; r + 1 < options.regions.size() || r == 0; ++r) {
    if (options.regions.empty()) break;
    const Region first = parse_region(options.regions[r]);
    const Region second = parse_region(options.regions[std::min(r + 1, options.regions.size() - 1)]);
    const PotentialStep step = potential_step(profile, first, second);
    reporter.say("          {} {:.8g} (flat within {:.1e}), {} {:.8g} ({:.1e}), step {:.8g} {}{}", options.regions[r],
                 step.first, step.first_spread, options.regions[std::min(r + 1, options.regions.size() - 1)],
                 step.second, step.second_spread, step.step, field.unit,
                 options.quantity == "density" ? "" : fmt::format(" = {:.6g} eV", step.step / electronvolt));
    json["steps"].push_back({{"first", step.first}, {"second", step.second}, {"step", step.step}});
  }
  return json;
}

void run(const Options& options) {
  Reporter reporter(options.common);
  check(options);
  const Device device = start(options.common);
  const ChosenDensities chosen = choose_densities(options.density);
  const std::string kind = kind_of(options, chosen), extension = extension_of(options);
  std::vector<Grid> grids;
  const std::optional<OtherGrid> other = read_like(options.density);
  std::optional<storage::VaspGridFile> like;  // whose augmentation occupancies may go into a CHGCAR
  if (options.format == "vasp" && options.quantity == "density" && other && other->vasp) like = other->vasp;
  std::vector<NamedFile> inputs{{"the data set", options.density.data}, {"the file of the grid", options.density.like}};
  for (const std::string& file : options.density.minus) inputs.push_back({"a part", file});
  for (std::size_t a = 0; a < chosen.list.size(); ++a) {
    grids.push_back(grid_of(options.density, other, chosen.list[a].structure()));
    const std::string name = file_name(options, chosen, a, kind, extension);
    keep_apart(inputs, {{"the grid file", name}});
    if (a == 0) storage::check_writable(name);
  }
  reporter.say("input     {}: {} structures", options.density.data, chosen.list.size());
  reporter.say("device    {}", describe(device));
  const Progress progress = reporter.progress();
  std::vector<std::string> notes;
  Json list = Json::array();
  for (std::size_t a = 0; a < chosen.list.size(); ++a) {
    if (!progress("grids", static_cast<Index>(a), static_cast<Index>(chosen.list.size())))
      throw Interrupted(fmt::format("stopped after the grids of {} structures; their files are complete", a));
    const ChosenDensity& density = chosen.list[a];
    const Grid& grid = grids[a];
    std::vector<Field> fields = evaluate(device, options, density, kind, grid, notes);
    Json item{{"index", density.index}, {"points", grid.counts}};
    if (options.quantity == "density") {
      double electrons = 0;
      for (const DensityTerm& term : density.terms) electrons += term.sign * term.electrons();
      const double integral = integrate(grid, fields[0].values);
      reporter.say("structure {}: {} x {} x {} points, integral {:.6f} e, analytic {:.6f} e", density.index,
                   grid.counts[0], grid.counts[1], grid.counts[2], integral, electrons);
      item["integral"] = integral;
      item["electrons"] = electrons;
      if (options.fix_charge) {
        item["factor"] = normalise_charge(grid, fields[0].values, electrons);
        reporter.say("          scaled by {:.8f} to integrate to {:.6f} e", item["factor"].get<double>(), electrons);
      }
    } else {
      reporter.say("structure {}: {} x {} x {} points", density.index, grid.counts[0], grid.counts[1], grid.counts[2]);
    }
    for (const Field& field : fields) {
      const std::string name = file_name(options, chosen, a, field.kind, extension);
      write_field(reporter, options, density.structure(), grid, field, name, like ? &*like : nullptr);
      reporter.say("output    {}", name);
      item["files"].push_back(name);
    }
    if (!options.profile.empty())
      item["profile"] =
          say_profile(reporter, options, grid, fields[0], file_name(options, chosen, a, kind, ".profile.csv"));
    list.push_back(std::move(item));
  }
  for (const std::string& note : notes) reporter.say("note      {}", note);
  reporter.finish({{"data", options.density.data}, {"quantity", kind}, {"notes", notes}, {"structures", list}});
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
