// Densities that commands evaluate: those of a data set, what a field induces in them, or what is left of them when
// parts (an adsorbate and its surface, say) are taken away.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "files.hpp"
#include "like.hpp"
#include "rhofield/model/data_set.hpp"
#include "rhofield/observables/grid.hpp"
#include "rhofield/observables/moments.hpp"

namespace rhofield::app {

struct DensityOptions {
  std::string data, structures, like;
  std::optional<std::string> field, cores;  ///< cores: absent are all, the full nuclei
  std::vector<std::string> minus;
  std::optional<double> core_width_angstrom, spacing_angstrom, margin_angstrom;
  bool cores_given() const { return cores || core_width_angstrom; }
  bool grid_given() const { return spacing_angstrom || margin_angstrom || !like.empty(); }
};
void add_density_options(CLI::App& command, DensityOptions& options);
/// The files that they name.
std::vector<NamedFile> inputs_of(const DensityOptions& options);

/// sign times the density of a structure in a basis, with the cores that belong to it.
struct DensityTerm {
  double sign = 1;
  const GaussianBasis* basis = nullptr;
  const LabelledStructure* entry = nullptr;
  std::vector<double> coefficients;
  Cores cores;
  double electrons() const;
};

struct ChosenDensity {
  Index index = 0;                 ///< in the data set
  std::vector<DensityTerm> terms;  ///< the whole, then the parts
  const LabelledStructure& entry() const { return *terms.front().entry; }
  const Structure& structure() const { return entry().structure; }
  double electrons() const;  ///< of the coefficients
};

/// What the options name. The parts of structure k are structures k of the other files, or their only ones.
struct ChosenDensities {
  std::vector<std::shared_ptr<const DataSet>> files;  // what the terms refer to
  std::vector<ChosenDensity> list;
  bool induced = false, difference = false;
};
/// `need_coefficients`: throws InvalidInput where there are none; otherwise `coefficients` stay empty there.
ChosenDensities choose_densities(const DensityOptions& options, bool need_coefficients = true);

std::optional<OtherGrid> read_like(const DensityOptions& options);
/// Spacing and margin, or the grid of another file, for each density.
std::vector<PlacedGrid> grids_of(const DensityOptions& options, const std::optional<OtherGrid>& other,
                                 const ChosenDensities& chosen);

/// Values on grids have no such option. Throws InvalidInput, with the way out, where it is given.
void refuse_for_values(const DensityOptions& options, bool given, const std::string& option,
                       const std::string& way_out);
/// The same of all options of densities that speak of coefficients or of another grid; `done`: "written", say.
void check_for_values(const DensityOptions& options, const std::string& done);
/// Those that --structures names, or all.
std::vector<Index> chosen_structures(const DensityOptions& options, Index size);

/// What to say where sums over grids miss so many electrons of the coefficients; nothing where they hardly do.
std::optional<std::string> note_of_missing(double electrons, const Grid& grid);

/// The sum of the terms on the grid, e/bohr^3.
std::vector<double> evaluate(const Device& device, const ChosenDensity& density, const Grid& grid);

/// A number for each element: "H=1,O=6". Throws InvalidInput naming `option` for anything else.
std::map<int, double> parse_by_element(const std::string& option, const std::string& text);
/// A density whose cores are not named has full nuclei, unless that cannot be.
Cores cores_of(const DensityOptions& options, const Structure& structure);

}  // namespace rhofield::app
