// Options of charges, and what is said of them.
#include "charges.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "densities.hpp"
#include "rhofield/error.hpp"
#include "rhofield/storage/model_file.hpp"
#include "rhofield/storage/real_space_model_file.hpp"
#include "rhofield/storage/split.hpp"
#include "rhofield/units.hpp"

namespace rhofield::app {

namespace {

std::map<int, AtomDensity> free_atoms(const ChargeOptions& options, std::span<const NumberedStructure> structures) {
  if (options.promolecule.empty())
    throw InvalidInput(
        "--charges hirshfeld compares with free atoms; --promolecule MODEL takes the mean atoms of a model "
        "for them");
  std::map<int, AtomDensity> atoms;
  if (storage::is_real_space_model(options.promolecule)) {
    const RealSpaceModel model = storage::read_real_space_model(options.promolecule);
    if (!model.atoms)
      throw InvalidInput(options.promolecule +
                         " is a real-space model without atoms of its own; --promolecule takes one that was trained "
                         "with real_space.superposed_atoms=true, or a model of coefficients");
    const auto count = static_cast<std::ptrdiff_t>(model.atoms->exponents.size());
    auto first = model.atoms->amplitudes.begin();
    for (const int number : model.atoms->elements) {
      atoms[number] = {.exponents = model.atoms->exponents, .coefficients = {first, first + count}};
      first += count;
    }
  } else {
    const Model model = storage::read_model(options.promolecule);
    std::map<int, std::vector<double>> baseline;
    for (const auto& [number, learned] : model.of(Quantity::density).species) baseline[number] = learned.baseline;
    atoms = promolecule(model.basis, baseline);
  }
  for (const auto& [index, structure] : structures)
    for (const int number : structure->numbers)
      if (!atoms.contains(number))
        throw InvalidInput(fmt::format("{} has no mean atom of {}, which structure {} contains; take a model that does",
                                       options.promolecule, element_symbol(number), index));
  return atoms;
}

/// Becke's, bohr. Throws InvalidInput unless they are positive and there is one for every element.
std::map<int, double> radii_of(const ChargeOptions& options, std::span<const NumberedStructure> structures) {
  std::map<int, double> radii = parse_by_element("--radii", options.radii);
  for (auto& [number, radius] : radii) {
    if (!(radius > 0))
      throw InvalidInput(
          fmt::format("--radii: that of {} is {:g} angstrom; it must be positive", element_symbol(number), radius));
    radius *= angstrom;
  }
  for (const auto& [index, structure] : structures)
    for (const int number : structure->numbers)
      if (!radii.contains(number))
        throw InvalidInput(fmt::format("--radii gives no number for {} (structure {})", element_symbol(number), index));
  return radii;
}

Partition partition_of(const ChargeOptions& options, const std::string& kind,
                       std::span<const NumberedStructure> structures) {
  Partition partition;
  partition.kind = kind == "hirshfeld" ? PartitionKind::hirshfeld
                   : kind == "voronoi" ? PartitionKind::voronoi
                                       : PartitionKind::becke;
  if (partition.kind == PartitionKind::hirshfeld) partition.atoms = free_atoms(options, structures);
  if (!options.radii.empty() && partition.kind == PartitionKind::becke) partition.radii = radii_of(options, structures);
  return partition;
}

/// Sums over fragments "0-2,5" of every column.
Json fragment_sums(Reporter& reporter, const ChargeOptions& options, const std::vector<Column>& columns, Index atoms) {
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

}  // namespace

void add_charge_options(CLI::App& command, ChargeOptions& options) {
  command
      .add_option("--charges", options.kinds,
                  "of atoms: population (of their own functions), hirshfeld, becke, voronoi; several, separated by ','")
      ->delimiter(',')
      ->check(CLI::IsMember({"population", "hirshfeld", "becke", "voronoi"}));
  command
      .add_option(
          "--promolecule", options.promolecule,
          "model whose mean atoms hirshfeld takes for free ones (they hold the mean charges of its training set)")
      ->type_name("MODEL");
  command.add_option("--radii", options.radii, "of becke's cells in angstrom, H=0.35,O=0.6 (default: all equal)");
  command.add_option("--fragment", options.fragments, "atoms 0-2,5: their sum (may be repeated)");
}

std::vector<NamedFile> inputs_of(const ChargeOptions& options) {
  std::vector<NamedFile> inputs{{"the model of the free atoms", options.promolecule}};
  for (const std::string& text : options.fragments)
    if (std::filesystem::is_regular_file(text)) inputs.push_back({"the list of a fragment", text});
  return inputs;
}

void check(const ChargeOptions& options, const std::string& output) {
  if (options.kinds.empty() && (!options.fragments.empty() || !output.empty()))
    throw InvalidInput("--fragment and --output are about charges of atoms; choose some: --charges becke");
  const auto chose = [&](const char* kind) {
    return std::find(options.kinds.begin(), options.kinds.end(), kind) != options.kinds.end();
  };
  if (!options.radii.empty() && !chose("becke"))
    throw InvalidInput("--radii are of Becke's cells; add --charges becke");
  if (!options.promolecule.empty() && !chose("hirshfeld"))
    throw InvalidInput("--promolecule is for Hirshfeld's charges; add --charges hirshfeld");
}

void check_fragments(const ChargeOptions& options, std::span<const NumberedStructure> structures) {
  for (const auto& [index, structure] : structures) try {
      for (const std::string& text : options.fragments) (void)storage::read_indices(text, structure->size());
    } catch (const InvalidInput& error) {
      throw InvalidInput(fmt::format("--fragment of structure {}: {}", index, error.what()));
    }
}

std::map<std::string, Partition> partitions_of(const ChargeOptions& options,
                                               std::span<const NumberedStructure> structures) {
  std::map<std::string, Partition> all;
  for (const std::string& kind : options.kinds)
    if (of_grid(kind)) all[kind] = partition_of(options, kind, structures);
  return all;
}

void say_assumptions(Reporter& reporter, const ChargeOptions& options) {
  const auto& kinds = options.kinds;
  if (std::find(kinds.begin(), kinds.end(), "becke") != kinds.end() && options.radii.empty())
    reporter.say("note      becke's cells have equal radii for all elements; --radii H=0.32,O=0.64 says others");
}

std::string head_of_table(const ChargeOptions& options, const std::string& density) {
  std::string csv = density + ",atom,element";
  for (const std::string& kind : options.kinds) csv += "," + kind;
  return csv + "\n";
}

void say_charges(Reporter& reporter, const ChargeOptions& options, const std::string& density,
                 const Structure& structure, const std::vector<Column>& columns, Json& item, std::string& csv) {
  constexpr Index most = 20;  // lines for people; all are in the table and in --json
  for (Index i = 0; i < structure.size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const std::string_view symbol = element_symbol(structure.numbers[at]);
    csv += fmt::format("{},{},{}", density, i, symbol);
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

Vector3 mean_position(const Structure& structure) {
  Vector3 mean{};
  for (const Vector3& r : structure.positions)
    for (std::size_t x = 0; x < 3; ++x) mean[x] += r[x] / static_cast<double>(structure.positions.size());
  return mean;
}

void say_multipoles(Reporter& reporter, const Vector3& dipole, const Matrix3& quadrupole, Json& item) {
  item["dipole"] = dipole;
  item["quadrupole"] = to_json(quadrupole);
  constexpr double debye = 2.541746473;  // of one e bohr (CODATA 2018)
  const double size = std::sqrt(dipole[0] * dipole[0] + dipole[1] * dipole[1] + dipole[2] * dipole[2]);
  reporter.say("          dipole {:.6f} {:.6f} {:.6f} e bohr ({:.4f} debye) about the mean position", dipole[0],
               dipole[1], dipole[2], size * debye);
  reporter.say("          quadrupole xx {:.5f} yy {:.5f} zz {:.5f} xy {:.5f} xz {:.5f} yz {:.5f} e bohr^2",
               quadrupole[0][0], quadrupole[1][1], quadrupole[2][2], quadrupole[0][1], quadrupole[0][2],
               quadrupole[1][2]);
}

void say_no_multipoles(Reporter& reporter) {
  reporter.say("          no dipole, no quadrupole: in a periodic structure they depend on the choice of its cell");
}

}  // namespace rhofield::app
