// Values on grids on disk: one HDF5 file, layout in docs/data_format.md.
#pragma once

#include <filesystem>
#include <span>

#include "rhofield/model/grid_data.hpp"
#include "rhofield/model/probe_sampling.hpp"

namespace rhofield::storage {

/// Whether a file is a data set of grids (and not of coefficients). Throws InvalidInput for what is no HDF5 file.
bool is_grid_data(const std::filesystem::path& path);

/// Throws InvalidInput naming file, structure and item for: missing or truncated files, wrong types or shapes, values
/// that are not finite, unknown elements.
GridData read_grid_data(const std::filesystem::path& path);

/// Whole or not at all, as write_dataset.
void write_grid_data(const std::filesystem::path& path, const GridData& data);

/// Points sampled of every entry: /structures/<000000>/ index, positions (bohr), values, probability, uniform.
void write_samples(const std::filesystem::path& path, const GridData& data, Quantity quantity,
                   std::span<const SampledPoints> samples);

/// A cube file as an entry: its density, and the electrons of it where they are known (0: not).
GridEntry read_grid_entry(const std::filesystem::path& cube, double electrons = 0);

}  // namespace rhofield::storage
