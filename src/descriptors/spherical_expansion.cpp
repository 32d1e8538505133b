// Validates options and shapes, keeps the radial table on the device and calls the primitive.
#include "rhofield/descriptors/spherical_expansion.hpp"

#include <array>
#include <cmath>
#include <sstream>
#include <string>
#include <utility>

#include "rhofield/basis/radial_basis.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "shared/real_spherical_harmonics.hpp"

namespace rhofield {

namespace {

void require(bool holds, const char* field, double value, const std::string& rule) {
  if (holds) return;
  std::ostringstream message;
  message << "spherical expansion: " << field << " is " << value << "; " << rule;
  throw InvalidInput(message.str());
}

std::string listed(const std::vector<int>& species) {
  std::string text;
  for (const int number : species) text += (text.empty() ? "" : " ") + std::to_string(number);
  return "[" + text + "]";
}

template <std::size_t rank>
void require_shape(const char* name, const std::array<Index, rank>& shape, const std::array<Index, rank>& expected) {
  if (shape == expected) return;
  const auto text = [](const std::array<Index, rank>& extents) {
    std::string list;
    for (const Index extent : extents) list += (list.empty() ? "" : ", ") + std::to_string(extent);
    return "[" + list + "]";
  };
  throw InvalidInput(std::string("spherical expansion: ") + name + " has shape " + text(shape) + ", expected " +
                     text(expected) + "; make it for this batch");
}

RadialTable make_table(const Device& device, const ExpansionOptions& options) {
  const RadialBasis basis(options.cutoff, options.n_max);
  return {device, RadialIntegrals(basis, options.smearing, options.l_max, options.spline_intervals), options.cutoff,
          options.table_error};
}

}  // namespace

void validate(const ExpansionOptions& options) {
  require(options.cutoff > 0 && std::isfinite(options.cutoff), "cutoff", options.cutoff,
          "it must be positive and finite");
  require(options.cutoff_width >= 0 && options.cutoff_width <= options.cutoff, "cutoff_width", options.cutoff_width,
          "it must be from 0 to the cutoff");
  require(options.smearing > 0 && std::isfinite(options.smearing), "smearing", options.smearing,
          "it must be positive and finite");
  require(options.n_max >= 1 && options.n_max <= RadialBasis::largest_n_max, "n_max", options.n_max,
          "use 1 to " + std::to_string(RadialBasis::largest_n_max));
  require(options.l_max >= 0 && options.l_max <= formula::largest_angular_order, "l_max", options.l_max,
          "use 0 to " + std::to_string(formula::largest_angular_order));
  require(options.spline_intervals >= 0 && options.spline_intervals <= 4096, "spline_intervals",
          options.spline_intervals, "use 0 (exact) to 4096");
  require(options.table_error > 0 && std::isfinite(options.table_error), "table_error", options.table_error,
          "it must be positive and finite, for example 1e-11");
}

SphericalExpansion::SphericalExpansion(const Device& device, std::vector<int> species, const ExpansionOptions& options)
    : device_(device), species_(std::move(species)), options_(options) {
  validate(options);
  if (species_.empty())
    throw InvalidInput("spherical expansion: the list of species is empty; name at least one element");
  table_ = std::make_unique<RadialTable>(make_table(device, options));
}

SphericalExpansion::~SphericalExpansion() = default;
SphericalExpansion::SphericalExpansion(SphericalExpansion&&) noexcept = default;
SphericalExpansion& SphericalExpansion::operator=(SphericalExpansion&&) noexcept = default;

void SphericalExpansion::check(const StructureBatch& batch, const NeighbourList& neighbours) const {
  if (batch.species != species_)
    throw InvalidInput("spherical expansion: the batch has species " + listed(batch.species) + ", the expansion " +
                       listed(species_) + "; make the batch with species()");
  const auto species_count = static_cast<Index>(species_.size());
  if (neighbours.species_count != species_count || neighbours.offset.extent(0) != batch.atoms() * species_count + 1)
    throw InvalidInput("spherical expansion: the neighbour list has " + std::to_string(neighbours.offset.extent(0)) +
                       " offsets for " + std::to_string(neighbours.species_count) + " species, the batch " +
                       std::to_string(batch.atoms()) + " atoms of " + std::to_string(species_count) +
                       " species; make the list from this batch");
  require(neighbours.cutoff >= options_.cutoff, "the cutoff of the neighbour list", neighbours.cutoff,
          "it must not be below the cutoff of the expansion");
}

Tensor<double, 3> SphericalExpansion::operator()(const StructureBatch& batch, const NeighbourList& neighbours) const {
  check(batch, neighbours);
  const Index components = (options_.l_max + 1) * (options_.l_max + 1);
  Tensor<double, 3> coefficients(device_, {batch.atoms(), components, Index{channels()}});
  const RadialTableView table{table_->coefficients(), options_.n_max, options_.cutoff, options_.cutoff_width};
  const PairsView pairs{neighbours.species_count, neighbours.offset.view(), neighbours.vector.view()};
  device_.backend().kernels().spherical_expansion(table, pairs, batch.species_index.view(), coefficients.view());
  return coefficients;
}

Tensor<double, 3> SphericalExpansion::operator()(const StructureBatch& batch) const {
  return (*this)(batch, neighbour_list(device_, batch, options_.cutoff));
}

void SphericalExpansion::backward(const StructureBatch& batch, const NeighbourList& neighbours,
                                  View<const double, 3> c_bar, View<double, 2> positions_bar,
                                  View<double, 3> strain_bar) const {
  check(batch, neighbours);
  const Index atoms = batch.atoms(), components = (options_.l_max + 1) * (options_.l_max + 1);
  require_shape("c_bar", c_bar.extents(), {atoms, components, Index{channels()}});
  require_shape("positions_bar", positions_bar.extents(), {atoms, 3});
  require_shape("strain_bar", strain_bar.extents(), {batch.structures(), 3, 3});
  Kernels& kernels = device_.backend().kernels();
  Tensor<double, 2> pair_bar(device_, {neighbours.pairs(), 3}), strain_of_atom(device_, {atoms, 9});
  const RadialTableView table{table_->coefficients(), options_.n_max, options_.cutoff, options_.cutoff_width};
  const PairsView pairs{neighbours.species_count, neighbours.offset.view(), neighbours.vector.view()};
  const FullPairsView full{neighbours.species_count, neighbours.offset.view(), neighbours.neighbour.view(),
                           neighbours.shift.view(), neighbours.vector.view()};
  kernels.spherical_expansion_backward(table, pairs, c_bar, pair_bar.view());
  kernels.gather_pair_gradients(full, batch.species_index.view(), pair_bar.view(), positions_bar,
                                strain_of_atom.view());
  kernels.add_segments(strain_of_atom.view(), batch.structure_offset.view(),
                       strain_bar.reshape<2>({batch.structures(), 9}));
}

}  // namespace rhofield
