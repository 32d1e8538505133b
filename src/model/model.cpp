// Small questions about a trained model.
#include "rhofield/model/model.hpp"

namespace rhofield {

Index Model::dimension() const {
  Index total = 0;
  for (const auto& [number, species_model] : species_models)
    for (const auto& [lambda, block] : species_model.blocks) total += Index{block.dimension} * block.count;
  return total;
}

}  // namespace rhofield
