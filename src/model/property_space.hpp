// Matrices of property regression. A row is a component mu of one value, a column a weight:
//   X^lambda [(A mu), D] = sum (or mean) over the atoms i of structure A of Psi^lambda [(i mu), D],
// or the rows of Psi themselves for properties of atoms; Psi = K_NM V w^{-1/2} of a reference space (theory section 5),
// or the features P of a linear model without environments.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "model/lessons.hpp"
#include "rhofield/model/property.hpp"

namespace rhofield {

/// Which matrix: one for sums, one for means, one per element for atoms, whose elements share no weights.
struct DesignKey {
  FeatureOrder order;
  PropertyExtent extent = PropertyExtent::sum;
  int number = 0;  ///< atomic number with PropertyExtent::atom, else 0
  friend auto operator<=>(const DesignKey&, const DesignKey&) = default;
};

/// X of some structures, on the host: what remains of their features is small.
struct PropertyDesign {
  Index columns = 0;
  int components = 1;               ///< 2 lambda + 1
  std::vector<Index> value_offset;  ///< [structure + 1], in values: structures, or atoms of the element
  std::vector<double> x;            ///< [(value mu), column]
  Index values(Index structures) const { return value_offset[static_cast<std::size_t>(structures)]; }
  Index rows(Index structures) const { return values(structures) * components; }
};
using PropertyDesigns = std::map<DesignKey, PropertyDesign>;

/// The weights of one species in one order.
struct PropertyBlock {
  int number = 0;
  FeatureOrder order;
  Index columns = 0;
  const Block* block = nullptr;  ///< of the reference space; null in a linear model without environments
};

class PropertySpace {
 public:
  PropertySpace(const Device& device, const DataSet& data, std::span<const Index> train,
                std::span<const PropertyOptions> properties, const ModelOptions& options,
                const RegressionOptions& regression, Stages& stages);

  const Device& device() const { return representation_->device(); }
  const Representation& representation() const { return *representation_; }
  const std::vector<int>& learned_elements() const { return elements_; }
  /// The matrices of one property: one per order, for atoms one per order and element.
  std::vector<DesignKey> keys(const PropertyOptions& property) const;
  /// All matrices of all properties. Throws InvalidInput where they exceed `memory_limit` bytes.
  PropertyDesigns designs(std::span<const Structure> structures, std::size_t memory_limit, const Stages& stages) const;
  /// The blocks whose columns, one after the other, are those of the matrix.
  std::vector<PropertyBlock> blocks(const DesignKey& key) const;
  /// What a model stores of the weights [column] of one block.
  ModelBlock fold(const PropertyBlock& block, std::span<const double> weights) const;
  /// Everything of a model but what it has learned.
  Model model() const;

 private:
  PropertyDesigns empty_designs(std::span<const Structure> structures, std::size_t memory_limit) const;
  void fill(std::span<const Structure> structures, Index first_structure, PropertyDesigns& designs) const;
  /// Psi [(i mu), column] of atoms with expansions c.
  Tensor<double, 2> psi(const PropertyBlock& block, View<const double, 3> c) const;
  PropertyBlock block_of(int number, FeatureOrder order) const;

  ModelOptions options_;
  std::vector<int> elements_;
  std::set<FeatureOrder> orders_;
  std::set<DesignKey> keys_;
  std::unique_ptr<Representation> representation_;
  std::unique_ptr<ReferenceSpace> space_;  // null in a linear model without environments
};

}  // namespace rhofield
