// Charges of atoms and fragments, and moments, as `analyse` says them: of coefficients and of values on grids.
#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "common.hpp"
#include "files.hpp"
#include "rhofield/observables/partition.hpp"

namespace rhofield::app {

struct ChargeOptions {
  std::vector<std::string> kinds, fragments;
  std::string promolecule, radii;
};
void add_charge_options(CLI::App& command, ChargeOptions& options);
/// The files that they name.
std::vector<NamedFile> inputs_of(const ChargeOptions& options);
/// Throws InvalidInput for options that speak of charges that are not asked for.
void check(const ChargeOptions& options, const std::string& output);

/// With its index in the data set.
struct NumberedStructure {
  Index index = 0;
  const Structure* structure = nullptr;
};
/// Throws InvalidInput for fragments of atoms that some structure does not have.
void check_fragments(const ChargeOptions& options, std::span<const NumberedStructure> structures);

/// Whether such charges need values on a grid.
inline bool of_grid(const std::string& kind) { return kind != "population"; }
/// Those of a grid, by kind. Throws InvalidInput for elements without a free atom or a radius.
std::map<std::string, Partition> partitions_of(const ChargeOptions& options,
                                               std::span<const NumberedStructure> structures);

/// A column of numbers per atom: its charge, or of induced and difference densities the electrons it gains.
struct Column {
  std::string name;
  std::vector<double> values;
};

/// What was not said about cells.
void say_assumptions(Reporter& reporter, const ChargeOptions& options);

/// First line of the table (CSV); `density` names the columns that tell densities apart.
std::string head_of_table(const ChargeOptions& options, const std::string& density);
/// Says charges atom by atom, with the sums of fragments, and adds them to the table, each line beginning with
/// `density`.
void say_charges(Reporter& reporter, const ChargeOptions& options, const std::string& density,
                 const Structure& structure, const std::vector<Column>& columns, Json& item, std::string& csv);

/// What moments are taken about.
Vector3 mean_position(const Structure& structure);
void say_multipoles(Reporter& reporter, const Vector3& dipole, const Matrix3& quadrupole, Json& item);
void say_no_multipoles(Reporter& reporter);

}  // namespace rhofield::app
