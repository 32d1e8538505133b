// Fields that callers know.
#include "rhofield/model/electric_field.hpp"

#include <cmath>
#include <string>

#include "rhofield/error.hpp"

namespace rhofield {

std::vector<Vector3> ElectricField::at(std::span<const Vector3> points) const {
  std::vector<Vector3> fields = local_ ? local_(points) : std::vector<Vector3>{uniform_};
  if (local_ && fields.size() != points.size())
    throw InvalidInput(std::to_string(fields.size()) + " electric fields for " + std::to_string(points.size()) +
                       " points; give one for each");
  for (const Vector3& field : fields)
    for (const double x : field)
      if (!std::isfinite(x)) throw InvalidInput("an electric field is not finite; is a point on top of its source?");
  return fields;
}

}  // namespace rhofield
