// Which densities, on which grid: common to the commands `grid` and `analyse`.
#include "densities.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "common.hpp"
#include "predict_response.hpp"
#include "rhofield/error.hpp"
#include "rhofield/observables/response.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/split.hpp"
#include "rhofield/units.hpp"

namespace rhofield::app {

void add_density_options(CLI::App& command, DensityOptions& options) {
  command.add_option("DATA", options.data, "data set with coefficients: of `predict`, or references")
      ->type_name("FILE")
      ->required();
  command.add_option("--structures", options.structures, "these: 0-3,7 (from 0) or a file, one index a line")
      ->type_name("LIST");
  command.add_option("--field", options.field, "the change that this field (atomic units) makes; DATA holds responses")
      ->type_name("EX,EY,EZ");
  command
      .add_option("--minus", options.minus,
                  "take the densities of this data set away (may be repeated): structure by structure, or its only one "
                  "from all")
      ->type_name("FILE");
  command.add_option("--cores", options.cores,
                     "charges of the cores: all (the full nuclei, the default), none, or by element: H=1,O=6");
  command
      .add_option("--core-width", options.core_width_angstrom, "sigma of Gaussian cores, in angstrom (default: points)")
      ->check(positive_number());
  CLI::Option* spacing =
      command.add_option("--spacing", options.spacing_angstrom, "of grids, in angstrom (default 0.15)")
          ->check(positive_number());
  CLI::Option* margin =
      command.add_option("--margin", options.margin_angstrom, "around a molecule, in angstrom (default 3)")
          ->check(positive_number());
  command.add_option("--like", options.like, "the grid of this cube file, CHGCAR or LOCPOT")
      ->type_name("FILE")
      ->excludes(spacing)
      ->excludes(margin);
}

std::vector<NamedFile> inputs_of(const DensityOptions& options) {
  std::vector<NamedFile> inputs{{"the data set", options.data}, {"the file of the grid", options.like}};
  if (std::filesystem::is_regular_file(options.structures))
    inputs.push_back({"the list of structures", options.structures});
  for (const std::string& file : options.minus) inputs.push_back({"a part", file});
  return inputs;
}

double ChosenDensity::electrons() const {
  double sum = 0;
  for (const DensityTerm& term : terms) sum += term.sign * term.electrons();
  return sum;
}

double DensityTerm::electrons() const {
  const std::vector<double> moments = charge_moments(*basis, entry->structure);
  return std::inner_product(moments.begin(), moments.end(), coefficients.begin(), 0.0);
}

std::map<int, double> parse_by_element(const std::string& option, const std::string& text) {
  std::map<int, double> numbers;
  for (const std::string& item : CLI::detail::split(text, ',')) {
    const std::size_t equals = item.find('=');
    double number = 0;
    if (equals == std::string::npos || !CLI::detail::lexical_cast(item.substr(equals + 1), number) ||
        !std::isfinite(number))
      throw InvalidInput(option + " '" + text + "' means nothing; numbers by element look like H=1,O=6");
    numbers[atomic_number(item.substr(0, equals))] = number;
  }
  return numbers;
}

Cores cores_of(const DensityOptions& options, const Structure& structure) {
  Cores cores{.charges = std::vector<double>(structure.numbers.size(), 0.0),
              .width = options.core_width_angstrom.value_or(0) * angstrom};
  if (options.cores == "none" || options.field) return cores;
  if (options.cores.value_or("all") == "all") {
    cores.charges.assign(structure.numbers.begin(), structure.numbers.end());
    return cores;
  }
  const std::map<int, double> charges = parse_by_element("--cores", *options.cores);
  for (std::size_t i = 0; i < structure.numbers.size(); ++i) {
    const auto found = charges.find(structure.numbers[i]);
    if (found == charges.end())
      throw InvalidInput("--cores gives no charge for " + std::string(element_symbol(structure.numbers[i])));
    cores.charges[i] = found->second;
  }
  return cores;
}

namespace {

DensityTerm term_of(const DensityOptions& options, const std::optional<Vector3>& field, double sign,
                    const std::string& file, const DataSet& data, Index index, bool need_coefficients) {
  const LabelledStructure& entry = data.entries[static_cast<std::size_t>(index)];
  DensityTerm term{.sign = sign,
                   .basis = &data.basis,
                   .entry = &entry,
                   .coefficients = {},
                   .cores = cores_of(options, entry.structure)};
  const Quantity quantity = field ? Quantity::response : Quantity::density;
  if (reference_values(entry, quantity).empty()) {
    if (!need_coefficients) return term;
    throw InvalidInput(fmt::format("structure {} of {} has no {}", index, file,
                                   field ? "response to a field"
                                         : "density coefficients; --field asks for what a field "
                                           "induces"));
  }
  validate(entry, data.basis, fmt::format("{}: structure {}", file, index), quantity);
  term.coefficients = field ? induced_density(entry.response, *field) : entry.coefficients;
  return term;
}

}  // namespace

ChosenDensities choose_densities(const DensityOptions& options, bool need_coefficients) {
  ChosenDensities chosen;
  std::optional<Vector3> field;
  if (options.field) field = parse_field(*options.field);
  if (field && options.cores_given())
    throw InvalidInput("a field moves electrons alone: leave --cores and --core-width out with --field");
  chosen.induced = field.has_value();
  chosen.difference = !options.minus.empty();
  const auto read = [&](const std::string& file) {
    chosen.files.push_back(std::make_shared<const DataSet>(storage::read_dataset(file)));
    if (!chosen.files.back()->basis.is_gaussian())
      throw InvalidInput(file +
                         " has a numerical basis; the functions of it are not known, only Gaussian ones can be "
                         "evaluated");
    return chosen.files.back();
  };
  const auto whole = read(options.data);
  for (const Index k : chosen_structures(options, whole->size()))
    chosen.list.push_back(
        {.index = k, .terms = {term_of(options, field, 1.0, options.data, *whole, k, need_coefficients)}});
  for (const std::string& file : options.minus) {
    const auto part = read(file);
    if (part->size() != 1 && part->size() != whole->size())
      throw InvalidInput(fmt::format("{} has {} structures and {} has {}; parts need as many, or one for all", file,
                                     part->size(), options.data, whole->size()));
    for (ChosenDensity& density : chosen.list)
      density.terms.push_back(
          term_of(options, field, -1.0, file, *part, part->size() == 1 ? 0 : density.index, need_coefficients));
  }
  return chosen;
}

void refuse_for_values(const DensityOptions& options, bool given, const std::string& option,
                       const std::string& way_out) {
  if (given) throw InvalidInput(fmt::format("{}: {} holds values on grids; {}", option, options.data, way_out));
}

void check_for_values(const DensityOptions& options, const std::string& done) {
  refuse_for_values(options, options.grid_given(), "--spacing, --margin and --like",
                    "they are " + done + " on their own grids");
  refuse_for_values(options, options.field.has_value(), "--field",
                    "its responses are those to the fields in the file, and are " + done + " without it");
  refuse_for_values(options, !options.minus.empty(), "--minus",
                    "rhofield.difference of the Python package takes grids away");
}

std::vector<Index> chosen_structures(const DensityOptions& options, Index size) {
  return options.structures.empty() ? all_indices(size) : storage::read_indices(options.structures, size);
}

std::optional<OtherGrid> read_like(const DensityOptions& options) {
  if (options.like.empty()) return std::nullopt;
  return read_other_grid(options.like);
}

std::vector<PlacedGrid> grids_of(const DensityOptions& options, const std::optional<OtherGrid>& other,
                                 const ChosenDensities& chosen) {
  constexpr double spacing = 0.15, margin = 3;  // angstrom
  std::vector<PlacedGrid> grids;
  for (const ChosenDensity& density : chosen.list)
    if (other)
      grids.push_back(
          place(*other, density.structure(), fmt::format("structure {} of {}", density.index, options.data)));
    else
      grids.push_back({make_grid(density.structure(), options.spacing_angstrom.value_or(spacing) * angstrom,
                                 options.margin_angstrom.value_or(margin) * angstrom)});
  return grids;
}

std::optional<std::string> note_of_missing(double electrons, const Grid& grid) {
  constexpr double worth_saying = 0.05;  // e
  if (!(electrons > worth_saying)) return std::nullopt;
  double widest = 0;
  for (const Vector3& step : grid.steps) widest = std::max(widest, std::hypot(step[0], step[1], step[2]));
  return fmt::format(
      "sums over these grids miss up to {:.2f} e: cores are narrower than the spacing of {:.4g} angstrom, or the "
      "density reaches beyond the grid. The coefficients hold the exact number; a smaller --spacing makes grids finer, "
      "a larger --margin wider",
      electrons, widest / angstrom);
}

std::vector<double> evaluate(const Device& device, const ChosenDensity& density, const Grid& grid) {
  std::vector<double> sum(static_cast<std::size_t>(grid.size()), 0.0);
  for (const DensityTerm& term : density.terms) {
    const auto values = density_on_grid(device, *term.basis, term.entry->structure, term.coefficients, grid);
    for (std::size_t p = 0; p < sum.size(); ++p) sum[p] += term.sign * values[p];
  }
  return sum;
}

}  // namespace rhofield::app
