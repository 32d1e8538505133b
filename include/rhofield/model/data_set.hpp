// Structures with what is known about them, and the basis their coefficients refer to.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rhofield/basis/two_centre_integrals.hpp"
#include "rhofield/model/options.hpp"

namespace rhofield {

/// An observable of a structure: numbers with a shape, row-major; no extents for a single number.
struct PropertyValue {
  std::vector<Index> shape;
  std::vector<double> values;
};

/// One reference calculation. Atomic units.
struct LabelledStructure {
  Structure structure;
  std::vector<double> coefficients;       ///< [function], electron density, electrons positive; empty when absent
  std::vector<double> metric;             ///< [function, function]; empty: the overlap of the Gaussian basis
  std::vector<double> response;           ///< [field xyz, function]; empty when absent
  std::optional<double> charge;           ///< total charge, e
  std::optional<double> energy;           ///< hartree
  std::optional<Vector3> dipole;          ///< e bohr, nuclei included
  std::optional<Matrix3> polarizability;  ///< bohr^3
  std::map<std::string, PropertyValue> properties{};  ///< any other observables, by name, in the units of the data
};

/// An observable by name: one of `properties`, or energy, charge, charges (of the atoms), dipole, polarizability.
std::optional<PropertyValue> property_of(const LabelledStructure& entry, const std::string& name);

struct DataSet {
  std::string title;
  GaussianBasis basis;
  std::vector<LabelledStructure> entries;
  std::map<std::string, std::string> remarks;  ///< other texts about the set by name: method, fit, note ...
  std::set<std::string> unread_properties{};   ///< what the file has besides, read when it is asked for by name

  Index size() const { return static_cast<Index>(entries.size()); }
  std::vector<Structure> structures() const;
  std::vector<std::string> property_names() const;  ///< that any structure has, ascending
};

/// The reference values of one quantity: coefficients [function], or the response [field xyz, function].
const std::vector<double>& reference_values(const LabelledStructure& entry, Quantity quantity);

/// Checks one entry for learning a quantity: structure, finite coefficients, their number and that of field directions
/// (both numbers in the message), a stored metric's size, finiteness and symmetry. `name` goes into the message.
void validate(const LabelledStructure& entry, const GaussianBasis& basis, const std::string& name,
              Quantity quantity = Quantity::density);

/// Matrices that errors are measured in, one per structure: stored ones, or integrals that are computed once and held
/// as long as they fit `memory_limit` bytes, else recomputed at each use. Keeps a reference to the data set, which must
/// outlive it.
class Metrics {
 public:
  Metrics(const Device& device, const DataSet& data, std::vector<Index> indices,
          std::size_t memory_limit = std::size_t{4} << 30, LossMetric kind = LossMetric::overlap);
  Metrics(const Device& device, DataSet&& data, std::vector<Index> indices, std::size_t memory_limit = 0,
          LossMetric kind = LossMetric::overlap) = delete;
  Index size() const { return static_cast<Index>(indices_.size()); }
  /// [function, function] of the k-th structure; valid until the next call when it is recomputed.
  View<const double, 2> operator()(Index k) const;
  /// Whether the k-th view, once asked for, stays valid.
  bool holds(Index k) const;
  /// Gives back the memory of all metrics that are held; they are made again when asked for.
  void forget() const;

 private:
  void fill(const LabelledStructure& entry, View<double, 2> metric) const;
  bool stored(const LabelledStructure& entry) const;  // the metric comes with the data

  Device device_;
  const DataSet* data_;
  std::vector<Index> indices_;
  std::size_t memory_limit_;
  LossMetric kind_;
  mutable std::size_t held_bytes_ = 0;
  mutable std::vector<Tensor<double, 2>> held_;
  mutable Tensor<double, 1> scratch_;                    // one metric that is not held, as large as the largest yet
  mutable std::optional<TwoCentreIntegrals> integrals_;  // made for the first metric that is computed
};

}  // namespace rhofield
