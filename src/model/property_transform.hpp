// What is learned of a property in place of its values, and the way back (PropertyTransform):
//   clausius_mossotti: alpha = 3 V/(4 pi) (eps - 1)(eps + 2)^-1 and eps = (1 + 2x)(1 - x)^-1, x = 4 pi alpha/(3 V)
#pragma once

#include <span>
#include <vector>

#include "rhofield/atoms/structure.hpp"
#include "rhofield/model/property.hpp"

namespace rhofield {

/// The Cartesian values that are learned of reported ones (those of the data). `number` of the structure goes into
/// messages: InvalidInput without three periodic directions, where eps + 2 is singular and for |x| >= 1.
std::vector<double> learned_values(const PropertyOptions& options, const Structure& structure, Index number,
                                   std::span<const double> reported);

/// The other way round, of predictions.
std::vector<double> reported_values(const PropertyOptions& options, const Structure& structure, Index number,
                                    std::span<const double> learned);

/// Derivatives of v . reported: with respect to the learned values, and through the volume to a homogeneous strain.
struct LearnedCotangents {
  std::vector<double> learned;
  Matrix3 strain{};
};
LearnedCotangents learned_cotangents(const PropertyOptions& options, const Structure& structure, Index number,
                                     std::span<const double> learned, std::span<const double> v);

}  // namespace rhofield
