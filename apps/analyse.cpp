// rhofield analyse: charges, moments, polarizabilities and Hartree energies of the densities of a data set; charges of
// atoms and of fragments, and what they gain where densities differ.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <numeric>

#include "charges.hpp"
#include "commands.hpp"
#include "common.hpp"
#include "densities.hpp"
#include "files.hpp"
#include "rhofield/error.hpp"
#include "rhofield/observables/partition.hpp"
#include "rhofield/observables/potential.hpp"
#include "rhofield/observables/response.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/split.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::app {

namespace {

struct Options {
  CommonOptions common;
  DensityOptions density;
  ChargeOptions charges;
  std::string output;
  bool energy = false;
};

std::vector<NumberedStructure> structures_of(const ChosenDensities& chosen) {
  std::vector<NumberedStructure> all;
  for (const ChosenDensity& density : chosen.list) all.push_back({density.index, &density.structure()});
  return all;
}

/// What is read once, before the densities are looked at.
struct Shared {
  std::map<std::string, Partition> partitions;  // by kind
  std::vector<PlacedGrid> grids;                // of each density; none where no charges need them
};

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
  for (const std::string& kind : options.charges.kinds) {
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
    return say_no_multipoles(reporter);
  const Vector3 origin = mean_position(density.structure());
  Vector3 dipole{};
  Matrix3 quadrupole{};
  for (const DensityTerm& term : density.terms) {
    const Multipoles moments = multipoles(*term.basis, term.entry->structure, term.coefficients, term.cores, origin);
    for (std::size_t x = 0; x < 3; ++x) {
      dipole[x] += term.sign * moments.dipole[x];
      for (std::size_t y = 0; y < 3; ++y) quadrupole[x][y] += term.sign * moments.quadrupole[x][y];
    }
  }
  say_multipoles(reporter, dipole, quadrupole, item);
  if (!chosen.induced && !chosen.difference && std::abs(cores - electrons) > 0.5)
    reporter.say(
        "note      a charge of {:.2f} e: a valence density needs its --cores, H=1,O=6 say; the dipole of an ion "
        "depends on the origin",
        cores - electrons);
}

void check_output(const Options& options) {
  std::vector<NamedFile> inputs = inputs_of(options.density);
  const std::vector<NamedFile> of_charges = inputs_of(options.charges);
  inputs.insert(inputs.end(), of_charges.begin(), of_charges.end());
  keep_apart(inputs, {{"the table", options.output}});
  storage::check_writable(options.output);
}

void check(const Options& options, const ChosenDensities& chosen) {
  check(options.charges, options.output);
  if (options.density.grid_given() && std::none_of(options.charges.kinds.begin(), options.charges.kinds.end(), of_grid))
    throw InvalidInput(
        "--spacing, --margin and --like are of grids, which hirshfeld's, becke's and voronoi's charges need; add "
        "--charges becke, say");
  check_fragments(options.charges, structures_of(chosen));
  if (options.energy && (chosen.induced || chosen.difference))
    throw InvalidInput("--hartree-energy is that of a whole density; without --field and --minus");
  if (!options.output.empty()) check_output(options);
}

/// Everything that can be refused is, before anything is written or printed.
Shared prepare(const Options& options, const ChosenDensities& chosen) {
  check(options, chosen);
  Shared shared;
  shared.partitions = partitions_of(options.charges, structures_of(chosen));
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
  if (has_density && !options.charges.kinds.empty())
    say_charges(reporter, options.charges, std::to_string(density.index), density.structure(),
                atomic_columns(device, options, shared, chosen, a, reporter), item, csv);
  return item;
}

// --- values on grids ---

/// Options that speak of coefficients, or of another grid.
void check_for_values(const Options& options) {
  const DensityOptions& d = options.density;
  check_for_values(d, "analysed");
  refuse_for_values(d, d.core_width_angstrom.has_value(), "--core-width", "leave it out");
  refuse_for_values(d, options.energy, "--hartree-energy", "that needs coefficients");
  const auto& kinds = options.charges.kinds;
  refuse_for_values(d, std::find(kinds.begin(), kinds.end(), "population") != kinds.end(), "--charges population",
                    "becke, voronoi and hirshfeld divide them");
}

/// The density, or the response, of a data set of grids.
Json analyse_values(Reporter& reporter, const Options& options, const std::map<std::string, Partition>& partitions,
                    const GridEntry& entry, Quantity quantity, Index index, std::string& csv) {
  const bool induced = quantity == Quantity::response;
  const std::vector<double> values(entry.values(quantity).begin(), entry.values(quantity).end());
  Cores cores = cores_of(options.density, entry.structure);
  if (induced) cores.charges.assign(cores.charges.size(), 0.0);
  const double electrons = integrate(entry.grid, values);
  const double all_cores = std::accumulate(cores.charges.begin(), cores.charges.end(), 0.0);
  Json item{{"electrons", electrons}, {"charge", all_cores - electrons}};
  reporter.say("          {}: electrons {:.6f}, charge {:.6f} e", name_of(quantity), electrons, all_cores - electrons);
  if (entry.structure.any_periodic()) {
    say_no_multipoles(reporter);
  } else {
    const Multipoles found = multipoles(entry.grid, values, entry.structure, cores, mean_position(entry.structure));
    say_multipoles(reporter, found.dipole, found.quadrupole, item);
  }
  if (!induced && std::abs(all_cores - electrons) > 0.5)
    reporter.say("note      a charge of {:.2f} e: a valence density needs its --cores, H=1,O=6 say",
                 all_cores - electrons);
  std::vector<Column> columns;
  for (const std::string& kind : options.charges.kinds) {
    AtomicIntegrals found = integrate_by_atom(entry.structure, entry.grid, values, partitions.at(kind));
    constexpr double worth_saying = 0.01;  // e
    if (std::abs(found.unassigned) > worth_saying)
      reporter.say("note      {:.4f} e belong to no atom by {}: there all free atoms are empty", found.unassigned,
                   kind);
    item["unassigned"][kind] = found.unassigned;
    columns.push_back({kind, std::move(found.atoms)});
    if (induced) continue;
    for (std::size_t i = 0; i < cores.charges.size(); ++i)
      columns.back().values[i] = cores.charges[i] - columns.back().values[i];
  }
  if (!columns.empty())
    say_charges(reporter, options.charges, fmt::format("{},{}", index, name_of(quantity)), entry.structure, columns,
                item, csv);
  return item;
}

void run_on_values(const Options& options) {
  Reporter reporter(options.common);
  check_for_values(options);
  check(options.charges, options.output);
  const GridData data = storage::read_grid_data(options.density.data);
  const std::vector<Index> indices = chosen_structures(options.density, data.size());
  std::vector<NumberedStructure> structures;
  for (const Index k : indices) structures.push_back({k, &data.entries[static_cast<std::size_t>(k)].structure});
  check_fragments(options.charges, structures);
  if (!options.output.empty()) check_output(options);
  const auto partitions = partitions_of(options.charges, structures);
  (void)start(options.common);
  reporter.say("input     {}: {} on grids", options.density.data, counted(indices.size(), "structure"));
  if (!options.charges.kinds.empty())
    reporter.say("charges   of atoms, cores minus electrons, e; of responses the electrons gained");
  say_assumptions(reporter, options.charges);
  const Progress progress = reporter.progress();
  std::string csv = head_of_table(options.charges, "structure,quantity");
  Json list = Json::array();
  for (const Index k : indices) {
    if (!progress("structures", static_cast<Index>(list.size()), static_cast<Index>(indices.size())))
      throw Interrupted(fmt::format("stopped after {}; nothing was written", counted(list.size(), "structure")));
    const GridEntry& entry = data.entries[static_cast<std::size_t>(k)];
    reporter.say("structure {}: {}", k, counted(entry.structure.size(), "atom"));
    Json item{{"index", k}};
    for (const Quantity quantity : {Quantity::density, Quantity::response})
      if (!entry.values(quantity).empty())
        item[name_of(quantity)] = analyse_values(reporter, options, partitions, entry, quantity, k, csv);
    list.push_back(std::move(item));
  }
  if (!options.output.empty()) {
    storage::write_atomically(options.output, csv);
    reporter.say("output    {}", options.output);
  }
  reporter.finish({{"data", options.density.data}, {"structures", list}});
}

void run(const Options& options) {
  if (std::filesystem::exists(options.density.data) && storage::is_grid_data(options.density.data))
    return run_on_values(options);
  Reporter reporter(options.common);
  const bool need_coefficients =
      options.density.field || !options.density.minus.empty() || !options.charges.kinds.empty();
  const ChosenDensities chosen = choose_densities(options.density, need_coefficients);
  const Shared shared = prepare(options, chosen);
  const Device device = start(options.common);
  reporter.say("input     {}: {}", options.density.data, counted(chosen.list.size(), "structure"));
  reporter.say("device    {}", describe(device));
  if (!options.charges.kinds.empty())
    reporter.say("charges   of atoms, {}",
                 chosen.induced || chosen.difference ? "electrons gained" : "cores minus electrons, e");
  say_assumptions(reporter, options.charges);
  const Progress progress = reporter.progress();
  std::string csv = head_of_table(options.charges, "structure");
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
  add_charge_options(*command, options->charges);
  command->add_flag("--hartree-energy", options->energy, "1/2 int int rho rho' / |r - r'|");
  command->add_option("-o,--output", options->output, "table of the charges (CSV)")->type_name("FILE");
  add_common_options(*command, options->common);
  command->callback([options] { run(*options); });
}

}  // namespace rhofield::app
