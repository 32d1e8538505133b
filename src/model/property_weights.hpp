// The folded weights of a PropertyPredictor: per species and order of features Z, from which both the predictions and
// their derivatives with respect to P and P^0 follow (folded_features.hpp).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/folded_features.hpp"
#include "rhofield/model/properties.hpp"

namespace rhofield {

struct PropertyPredictor::State {
  /// One property: where its irreps are among the columns of a species' orders.
  struct Part {
    std::string name;
    Index column = 0;  ///< of the order's columns
    Index offset = 0;  ///< of mu = 0 among the property's spherical components
  };
  struct Order {
    FoldedFeatures features;
    std::vector<Part> parts;  ///< [column]
  };
  struct Species {
    std::vector<Order> orders;
    std::map<std::string, double> baseline;  ///< by property, of the lambda = 0 component of each atom
  };

  Device device;
  Representation representation;
  std::map<std::string, PropertyOptions> properties;
  std::map<int, Species> species;  ///< by atomic number

  State(const Device& device, const Model& model, const std::vector<std::string>& names);
  /// Throws InvalidInput for elements the model has not seen.
  void check_elements(std::span<const Structure> structures) const;
  /// Spherical components of every atom, [atom, component] by property; atoms as in `expanded`.
  std::map<std::string, std::vector<double>> atoms(const Expanded& expanded) const;
};

}  // namespace rhofield
