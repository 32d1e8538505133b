// rhofield analyse: charges, moments, polarizabilities and Hartree energies of the densities of a data set; charges of
// atoms and of fragments, and what they gain where densities differ.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <numeric>

#include "commands.hpp"
#include "common.hpp"
#include "densities.hpp"
#include "files.hpp"
#include "rhofield/error.hpp"
#include "rhofield/observables/partition.hpp"
#include "rhofield/observables/potential.hpp"
#include "rhofield/observables/response.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/model_file.hpp"
#include "rhofield/storage/split.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::app {

namespace {

struct Options {
  CommonOptions common;
  DensityOptions density;
  std::string output, promolecule, radii;
  std::vector<std::string> charges, fragments;
  bool energy = false;
};

/// A column of numbers per atom: its charge, or of induced and difference densities the electrons it gains.
struct Column {
  std::string name;
  std::vector<double> values;
};

bool of_grid(const std::string& kind) { return kind != "population"; }

std::map<int, AtomDensity> free_atoms(const Options& options, const ChosenDensities& chosen) {
  if (options.promolecule.empty())
    throw InvalidInput(
        "--charges hirshfeld compares with free atoms; --promolecule MODEL takes the mean atoms of a model "
        "for them");
  const Model model = storage::read_model(options.promolecule);
  std::map<int, std::vector<double>> baseline;
  for (const auto& [number, learned] : model.of(Quantity::density).species) baseline[number] = learned.baseline;
  for (const ChosenDensity& density : chosen.list)
    for (const int number : density.structure().numbers)
      if (!baseline.contains(number))
        throw InvalidInput(fmt::format("{} has no mean atom of {}, which structure {} contains; take a model that does",
                                       options.promolecule, element_symbol(number), density.index));
  return promolecule(model.basis, baseline);
}

/// What is read once, before the densities are looked at.
struct Shared {
  std::map<std::string, Partition> partitions;  // by kind
  std::vector<PlacedGrid> grids;                // of each density; none where no charges need them
};

/// Becke's, bohr. Throws InvalidInput unless they are positive and there is one for every element.
std::map<int, double> radii_of(const Options& options, const ChosenDensities& chosen) {
  std::map<int, double> radii = parse_by_element("--radii", options.radii);
  for (auto& [number, radius] : radii) {
    if (!(radius > 0))
      throw InvalidInput(
          fmt::format("--radii: that of {} is {:g} angstrom; it must be positive", element_symbol(number), radius));
    radius *= angstrom;
  }
  check_complete("--radii", radii, chosen);
  return radii;
}

Partition partition_of(const Options& options, const std::string& kind, const ChosenDensities& chosen) {
  Partition partition;
  partition.kind = kind == "hirshfeld" ? PartitionKind::hirshfeld
                   : kind == "voronoi" ? PartitionKind::voronoi
                                       : PartitionKind::becke;
  if (partition.kind == PartitionKind::hirshfeld) partition.atoms = free_atoms(options, chosen);
  if (!options.radii.empty() && partition.kind == PartitionKind::becke) partition.radii = radii_of(options, chosen);
  return partition;
}

std::vector<double> populations(const ChosenDensity& density) {
  std::vector<double> sum;
  for (const DensityTerm& term : density.terms) {
    const auto own = atomic_populations(*term.basis, term.entry->structure, term.coefficients);
    if (sum.empty())
      sum = own;
    else if (term.entry->structure.numbers != density.structure().numbers)
      throw InvalidInput(
          fmt::format("populations belong to atoms, but a part has {} of them and the whole {}, or other "
                      "elements; divide space instead: --charges becke",
                      own.size(), sum.size()));
    else
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] -= own[i];
  }
  return sum;
}

/// Electrons of the atoms of the whole; the parts are divided among the same atoms, wherever their own are.
std::vector<double> electrons_of_atoms(const Device& device, const ChosenDensity& density, const Grid& grid,
                                       const Partition& partition) {
  if (density.terms.size() > 1)
    return integrate_by_atom(density.structure(), grid, evaluate(device, density, grid), partition).atoms;
  const DensityTerm& whole = density.terms[0];
  return electrons_by_atom(device, *whole.basis, density.structure(), whole.coefficients, grid, partition).atoms;
}

std::vector<Column> atomic_columns(const Device& device, const Options& options, const Shared& shared,
                                   const ChosenDensities& chosen, std::size_t a, Reporter& reporter) {
  constexpr double worth_saying = 0.01;  // e
  const ChosenDensity& density = chosen.list[a];
  std::vector<Column> columns;
  const double analytic = density.electrons();
  for (const std::string& kind : options.charges) {
    std::vector<double> electrons;
    if (of_grid(kind)) {
      electrons = electrons_of_atoms(device, density, shared.grids[a].grid, shared.partitions.at(kind));
      const double sum = std::accumulate(electrons.begin(), electrons.end(), 0.0);
      if (std::abs(sum - analytic) > worth_saying)
        reporter.say(
            "note      the atoms of structure {} have {:.4f} e by {}, the density {:.4f} e; a smaller --spacing or a "
            "larger --margin brings them together",
            density.index, sum, kind, analytic);
    } else {
      electrons = populations(density);
    }
    const std::vector<double>& cores = density.terms[0].cores.charges;
    if (!chosen.induced && !chosen.difference)
      for (std::size_t i = 0; i < electrons.size(); ++i) electrons[i] = cores[i] - electrons[i];
    columns.push_back({kind, std::move(electrons)});
  }
  return columns;
}

void say_moments(Reporter& reporter, const ChosenDensities& chosen, const ChosenDensity& density, Json& item) {
  const double electrons = density.electrons();
  double cores = 0;
  for (const DensityTerm& term : density.terms)
    cores += term.sign * std::accumulate(term.cores.charges.begin(), term.cores.charges.end(), 0.0);
  item["electrons"] = electrons;
  item["charge"] = cores - electrons;
  reporter.say("          electrons {:.6f}, charge {:.6f} e", electrons, cores - electrons);
  if (std::any_of(density.terms.begin(), density.terms.end(),
                  [](const DensityTerm& term) { return term.entry->structure.any_periodic(); }))
    return reporter.say(
        "          no dipole, no quadrupole: in a periodic structure they depend on the choice of its cell");
  Vector3 origin{};
  const auto& positions = density.structure().positions;
  for (const Vector3& r : positions)
    for (std::size_t x = 0; x < 3; ++x) origin[x] += r[x] / static_cast<double>(positions.size());
  Vector3 dipole{};
  Matrix3 quadrupole{};
  for (const DensityTerm& term : density.terms) {
    const Multipoles moments = multipoles(*term.basis, term.entry->structure, term.coefficients, term.cores, origin);
    for (std::size_t x = 0; x < 3; ++x) {
      dipole[x] += term.sign * moments.dipole[x];
      for (std::size_t y = 0; y < 3; ++y) quadrupole[x][y] += term.sign * moments.quadrupole[x][y];
    }
  }
  item["dipole"] = dipole;
  item["quadrupole"] = to_json(quadrupole);
  constexpr double debye = 2.541746473;  // of one e bohr (CODATA 2018)
  const double size = std::sqrt(dipole[0] * dipole[0] + dipole[1] * dipole[1] + dipole[2] * dipole[2]);
  reporter.say("          dipole {:.6f} {:.6f} {:.6f} e bohr ({:.4f} debye) about the mean position", dipole[0],
               dipole[1], dipole[2], size * debye);
  reporter.say("          quadrupole xx {:.5f} yy {:.5f} zz {:.5f} xy {:.5f} xz {:.5f} yz {:.5f} e bohr^2",
               quadrupole[0][0], quadrupole[1][1], quadrupole[2][2], quadrupole[0][1], quadrupole[0][2],
               quadrupole[1][2]);
  if (!chosen.induced && !chosen.difference && std::abs(cores - electrons) > 0.5)
    reporter.say(
        "note      a charge of {:.2f} e: a valence density needs its --cores, H=1,O=6 say; the dipole of an ion "
        "depends on the origin",
        cores - electrons);
}

/// Sums over fragments "0-2,5" of every column.
Json fragment_sums(Reporter& reporter, const Options& options, const std::vector<Column>& columns, Index atoms) {
  Json list = Json::array();
  for (const std::string& text : options.fragments) {
    const std::vector<Index> members = storage::read_indices(text, atoms);
    Json item{{"atoms", text}};
    std::string line;
    for (const Column& column : columns) {
      double sum = 0;
      for (const Index i : members) sum += column.values[static_cast<std::size_t>(i)];
      item[column.name] = sum;
      line += fmt::format("  {} {:.5f}", column.name, sum);
    }
    reporter.say("          fragment {}:{}", text, line);
    list.push_back(std::move(item));
  }
  return list;
}

void check_fragments(const Options& options, const ChosenDensity& density) {
  try {
    for (const std::string& text : options.fragments) (void)storage::read_indices(text, density.structure().size());
  } catch (const InvalidInput& error) {
    throw InvalidInput(fmt::format("--fragment of structure {}: {}", density.index, error.what()));
  }
}

void check_output(const Options& options) {
  std::vector<NamedFile> inputs = inputs_of(options.density);
  inputs.push_back({"the model of the free atoms", options.promolecule});
  for (const std::string& text : options.fragments)
    if (std::filesystem::is_regular_file(text)) inputs.push_back({"the list of a fragment", text});
  keep_apart(inputs, {{"the table", options.output}});
  storage::check_writable(options.output);
}

void check(const Options& options, const ChosenDensities& chosen) {
  if (options.charges.empty() && (!options.fragments.empty() || !options.output.empty()))
    throw InvalidInput("--fragment and --output are about charges of atoms; choose some: --charges becke");
  const auto chose = [&](const char* kind) {
    return std::find(options.charges.begin(), options.charges.end(), kind) != options.charges.end();
  };
  if (!options.radii.empty() && !chose("becke"))
    throw InvalidInput("--radii are of Becke's cells; add --charges becke");
  if (!options.promolecule.empty() && !chose("hirshfeld"))
    throw InvalidInput("--promolecule is for Hirshfeld's charges; add --charges hirshfeld");
  if (options.density.grid_given() && std::none_of(options.charges.begin(), options.charges.end(), of_grid))
    throw InvalidInput(
        "--spacing, --margin and --like are of grids, which hirshfeld's, becke's and voronoi's charges need; add "
        "--charges becke, say");
  for (const ChosenDensity& density : chosen.list) check_fragments(options, density);
  if (options.energy && (chosen.induced || chosen.difference))
    throw InvalidInput("--hartree-energy is that of a whole density; without --field and --minus");
  if (!options.output.empty()) check_output(options);
}

/// Everything that can be refused is, before anything is written or printed.
Shared prepare(const Options& options, const ChosenDensities& chosen) {
  check(options, chosen);
  Shared shared;
  for (const std::string& kind : options.charges)
    if (of_grid(kind)) shared.partitions[kind] = partition_of(options, kind, chosen);
  if (!shared.partitions.empty()) shared.grids = grids_of(options.density, read_like(options.density), chosen);
  return shared;
}

void say_polarizability(Reporter& reporter, const ChosenDensity& density, Json& item) {
  std::vector<double> response = density.entry().response;
  (void)remove_induced_charge(*density.terms[0].basis, density.structure(), response);
  const Matrix3 alpha = polarizability(*density.terms[0].basis, density.structure(), response);
  item["polarizability"] = to_json(alpha);
  reporter.say(
      "          polarizability {:.4f} bohr^3 (mean), xx {:.4f} yy {:.4f} zz {:.4f} xy {:.4f} xz {:.4f} yz {:.4f}",
      (alpha[0][0] + alpha[1][1] + alpha[2][2]) / 3, alpha[0][0], alpha[1][1], alpha[2][2], alpha[0][1], alpha[0][2],
      alpha[1][2]);
}

/// Says charges atom by atom and adds them to the table.
void say_charges(Reporter& reporter, const Options& options, const ChosenDensity& density,
                 const std::vector<Column>& columns, Json& item, std::string& csv) {
  constexpr Index most = 20;  // lines for people; all are in the table and in --json
  const Structure& structure = density.structure();
  for (Index i = 0; i < structure.size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const std::string_view symbol = element_symbol(structure.numbers[at]);
    csv += fmt::format("{},{},{}", density.index, i, symbol);
    std::string line;
    for (const Column& column : columns) {
      csv += fmt::format(",{:.10g}", column.values[at]);
      line += fmt::format("  {} {:9.5f}", column.name, column.values[at]);
    }
    csv += "\n";
    if (i < most) reporter.say("          {:>5} {:<2}{}", i, symbol, line);
  }
  if (structure.size() > most) reporter.say("          ... and {} more atoms", structure.size() - most);
  for (const Column& column : columns) item["charges"][column.name] = column.values;
  if (!options.fragments.empty()) item["fragments"] = fragment_sums(reporter, options, columns, structure.size());
}

/// Everything about one density; its charges go into the table as well.
Json analyse(Reporter& reporter, const Device& device, const Options& options, const Shared& shared,
             const ChosenDensities& chosen, std::size_t a, std::string& csv) {
  const ChosenDensity& density = chosen.list[a];
  const DensityTerm& whole = density.terms[0];
  Json item{{"index", density.index}};
  reporter.say("structure {}: {}", density.index, counted(density.structure().size(), "atom"));
  const bool has_density = !whole.coefficients.empty();
  const bool has_response = !chosen.induced && !chosen.difference && !density.entry().response.empty();
  if (!has_density && !has_response)
    throw InvalidInput(fmt::format("structure {} of {} has neither density coefficients nor a response", density.index,
                                   options.density.data));
  if (has_density) say_moments(reporter, chosen, density, item);
  if (has_density && options.energy) {
    const double energy = hartree_energy(device, *whole.basis, density.structure(), whole.coefficients);
    item["hartree_energy"] = energy;
    reporter.say("          Hartree energy {:.8f} hartree{}", energy,
                 density.structure().any_periodic() ? ", without k = 0" : "");
  }
  if (has_response) say_polarizability(reporter, density, item);
  if (has_density && !options.charges.empty())
    say_charges(reporter, options, density, atomic_columns(device, options, shared, chosen, a, reporter), item, csv);
  return item;
}

void run(const Options& options) {
  if (std::filesystem::exists(options.density.data) && storage::is_grid_data(options.density.data))
    throw InvalidInput(
        options.density.data +
        " holds values on grids; `rhofield grid` writes and averages them, and rhofield.partition_charges of "
        "the Python package divides them among atoms");
  Reporter reporter(options.common);
  const bool need_coefficients = options.density.field || !options.density.minus.empty() || !options.charges.empty();
  const ChosenDensities chosen = choose_densities(options.density, need_coefficients);
  const Shared shared = prepare(options, chosen);
  const Device device = start(options.common);
  reporter.say("input     {}: {}", options.density.data, counted(chosen.list.size(), "structure"));
  reporter.say("device    {}", describe(device));
  if (!options.charges.empty())
    reporter.say("charges   of atoms, {}",
                 chosen.induced || chosen.difference ? "electrons gained" : "cores minus electrons, e");
  if (shared.partitions.contains("becke") && options.radii.empty())
    reporter.say("note      becke's cells have equal radii for all elements; --radii H=0.32,O=0.64 says others");
  const Progress progress = reporter.progress();
  std::string csv = "structure,atom,element";
  for (const std::string& kind : options.charges) csv += "," + kind;
  csv += "\n";
  Json list = Json::array();
  for (std::size_t a = 0; a < chosen.list.size(); ++a) {
    if (!progress("structures", static_cast<Index>(a), static_cast<Index>(chosen.list.size())))
      throw Interrupted(fmt::format("stopped after {}; nothing was written", counted(a, "structure")));
    list.push_back(analyse(reporter, device, options, shared, chosen, a, csv));
  }
  if (!options.output.empty()) {
    storage::write_atomically(options.output, csv);
    reporter.say("output    {}", options.output);
  }
  reporter.finish({{"data", options.density.data}, {"structures", list}});
}

}  // namespace

void add_analyse(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "analyse",
      "Charges of atoms, dipoles, quadrupoles, polarizabilities, Hartree energies of a data set's densities");
  auto options = std::make_shared<Options>();
  add_density_options(*command, options->density);
  command
      ->add_option(
          "--charges", options->charges,
          "of atoms: population (of their own functions), hirshfeld, becke, voronoi; several, separated by ','")
      ->delimiter(',')
      ->check(CLI::IsMember({"population", "hirshfeld", "becke", "voronoi"}));
  command
      ->add_option(
          "--promolecule", options->promolecule,
          "model whose mean atoms hirshfeld takes for free ones (they hold the mean charges of its training set)")
      ->type_name("MODEL");
  command->add_option("--radii", options->radii, "of becke's cells in angstrom, H=0.35,O=0.6 (default: all equal)");
  command->add_option("--fragment", options->fragments, "atoms 0-2,5: their sum (may be repeated)");
  command->add_flag("--hartree-energy", options->energy, "1/2 int int rho rho' / |r - r'|");
  command->add_option("-o,--output", options->output, "table of the charges (CSV)")->type_name("FILE");
  add_common_options(*command, options->common);
  command->callback([options] { run(*options); });
}

}  // namespace rhofield::app
