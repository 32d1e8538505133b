// Groups of centres with the atoms that they may see, from structures to device memory.
#pragma once

#include <span>
#include <vector>

#include "rhofield/atoms/structure.hpp"
#include "runtime/network_kernels.hpp"

namespace rhofield {

/// Many groups on the host; positions are relative to the middle of each group's centres, so that single precision
/// resolves them wherever the group is.
struct HostGroups {
  std::vector<Index> centre_offset{0}, source_offset{0};
  std::vector<int> group_of_centre, group_of_source, source_atom;
  std::vector<double> centres, sources;  // [.., xyz]
  std::vector<Vector3> field;            // [group], atomic units

  Index groups() const { return static_cast<Index>(field.size()); }
  Index centre_count() const { return centre_offset.back(); }
  Index source_count() const { return source_offset.back(); }
  /// Adds the centres with every atom (and image) of the structure within the cutoff of the box around them, as one
  /// group with one field, or, with a field for each, as groups of one. `first_atom` of the structure among those of
  /// the batch.
  void add(const Structure& own, std::span<const Vector3> fields, Index first_atom, std::span<const Vector3> centres,
           double cutoff);
};

/// Rows y[s] that are sums of rows x[index[k]], offset[s] <= k < offset[s + 1].
struct RowLists {
  Tensor<Index, 1> offset, index;
  RowLists() = default;
  /// From the target of every row.
  RowLists(const Device& device, std::span<const int> target, Index targets);
};

/// The same on a device, with the lists that derivatives of sources are added up by.
template <class Real>
struct DeviceGroups {
  Tensor<Index, 1> centre_offset, source_offset;
  Tensor<int, 1> group_of_centre, group_of_source, source_atom;
  Tensor<Real, 2> centres, sources;
  Tensor<Real, 2> field;         // [group, component], in units
  RowLists by_atom, by_species;  // of sources; empty unless derivatives were asked for

  DeviceGroups() = default;
  /// `field_unit` as in the options; `species` of the atoms of the batch.
  DeviceGroups(const Device& device, const HostGroups& host, double field_unit, std::span<const int> species,
               Index species_count, bool derivatives);
  CentreGroups<Real> view(View<const int, 1> species, double cutoff, double closest) const;
};

}  // namespace rhofield
