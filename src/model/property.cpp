// Kinds of properties and the one table that takes Cartesian tensors to spherical components and back.
#include "rhofield/model/property.hpp"

#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "rhofield/error.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

/// t[component] += value * T[element]
struct SphericalTerm {
  int component, element;
  double value;
};

/// Elements of a tensor, row-major.
enum : int { xx, xy, xz, yx, yy, yz, zx, zy, zz };

std::vector<SphericalTerm> terms_of(PropertyKind kind) {
  if (kind == PropertyKind::scalar) return {{0, 0, 1.0}};
  if (kind == PropertyKind::vector) return {{0, 1, 1.0}, {1, 2, 1.0}, {2, 0, 1.0}};  // y, z, x
  const double third = 1 / std::sqrt(3.0), half = 1 / std::sqrt(2.0), sixth = 1 / std::sqrt(6.0);
  std::vector<SphericalTerm> terms{{0, xx, third}, {0, yy, third}, {0, zz, third}};
  int first = 1;
  if (kind == PropertyKind::tensor) {
    for (const auto& [component, plus, minus] :
         {std::array{0, +zx, +xz}, std::array{1, +xy, +yx}, std::array{2, +yz, +zy}}) {
      terms.push_back({first + component, plus, half});
      terms.push_back({first + component, minus, -half});
    }
    first += 3;
  }
  for (const auto& [component, one, other] :
       {std::array{0, +xy, +yx}, std::array{1, +yz, +zy}, std::array{3, +xz, +zx}}) {
    terms.push_back({first + component, one, half});
    terms.push_back({first + component, other, half});
  }
  terms.insert(terms.end(), {{first + 2, zz, 2 * sixth}, {first + 2, xx, -sixth}, {first + 2, yy, -sixth}});
  terms.insert(terms.end(), {{first + 4, xx, half}, {first + 4, yy, -half}});
  return terms;
}

template <class Value, std::size_t Count>
Value from_word(std::string_view word, const char* what, const std::array<Value, Count>& values) {
  std::string all;
  for (const Value value : values) {
    if (name_of(value) == word) return value;
    all += (all.empty() ? "" : ", ") + name_of(value);
  }
  throw InvalidInput("'" + std::string(word) + "' is no " + what + " of a property; there are " + all);
}

constexpr std::array kinds{PropertyKind::scalar, PropertyKind::vector, PropertyKind::symmetric_tensor,
                           PropertyKind::tensor};
constexpr std::array extents{PropertyExtent::sum, PropertyExtent::mean, PropertyExtent::atom};
constexpr std::array baselines{PropertyBaseline::none, PropertyBaseline::mean, PropertyBaseline::composition};
constexpr std::array transforms{PropertyTransform::none, PropertyTransform::clausius_mossotti};

}  // namespace

std::string name_of(PropertyKind kind) {
  constexpr std::array words{"scalar", "vector", "symmetric_tensor", "tensor"};
  return words.at(static_cast<std::size_t>(kind));
}

std::string name_of(PropertyExtent extent) {
  constexpr std::array words{"sum", "mean", "atom"};
  return words.at(static_cast<std::size_t>(extent));
}

std::string name_of(PropertyBaseline baseline) {
  constexpr std::array words{"none", "mean", "composition"};
  return words.at(static_cast<std::size_t>(baseline));
}

std::string name_of(PropertyTransform transform) {
  constexpr std::array words{"none", "clausius_mossotti"};
  return words.at(static_cast<std::size_t>(transform));
}

PropertyKind property_kind(std::string_view word) { return from_word(word, "kind", kinds); }
PropertyExtent property_extent(std::string_view word) { return from_word(word, "extent", extents); }
PropertyBaseline property_baseline(std::string_view word) { return from_word(word, "baseline", baselines); }
PropertyTransform property_transform(std::string_view word) { return from_word(word, "transform", transforms); }

PropertyOptions property_by_name(const std::string& name) {
  PropertyOptions options{.name = name};
  if (name == "energy") options.baseline = PropertyBaseline::composition;
  if (name == "dipole") options.kind = PropertyKind::vector;
  if (name == "polarizability" || name == "epsilon") options.kind = PropertyKind::symmetric_tensor;
  if (name == "epsilon") options.extent = PropertyExtent::mean;
  if (name == "forces") {
    options.kind = PropertyKind::vector;
    options.extent = PropertyExtent::atom;
  }
  return options;
}

void validate(const PropertyOptions& o) {
  if (o.name.empty() || o.name.find('/') != std::string::npos)
    throw InvalidInput("'" + o.name + "' is no name of a property; it must be one of the data, without '/'");
  const std::string name = "property " + o.name + ": ";
  if (!(o.weight > 0) || !std::isfinite(o.weight))
    throw InvalidInput(name + "weight = " + text(o.weight) + " is out of range; it must be positive");
  if (!(o.regularisation >= 0) || !std::isfinite(o.regularisation))
    throw InvalidInput(name + "regularisation = " + text(o.regularisation) +
                       " is out of range; it must be 0 (that of the regression) or positive");
  if (o.baseline == PropertyBaseline::composition &&
      (o.kind != PropertyKind::scalar || o.extent == PropertyExtent::mean))
    throw InvalidInput(
        name + "the baseline composition is for scalars that are sums over atoms or belong to them, not for a " +
        name_of(o.kind) + " of extent " + name_of(o.extent) + "; use mean or none");
  if (o.transform == PropertyTransform::clausius_mossotti &&
      (o.kind != PropertyKind::symmetric_tensor || o.extent == PropertyExtent::atom))
    throw InvalidInput(name + "the transform clausius_mossotti is for a symmetric_tensor of extent sum or mean, not " +
                       "for a " + name_of(o.kind) + " of extent " + name_of(o.extent) + "; use none");
}

void validate(std::span<const PropertyOptions> properties) {
  std::set<std::string> names;
  for (const PropertyOptions& options : properties) {
    validate(options);
    if (!names.insert(options.name).second)
      throw InvalidInput("property " + options.name + " is listed twice; list every property once");
  }
}

std::vector<Index> cartesian_shape(PropertyKind kind) {
  if (kind == PropertyKind::scalar) return {};
  if (kind == PropertyKind::vector) return {3};
  return {3, 3};
}

Index cartesian_components(PropertyKind kind) {
  Index count = 1;
  for (const Index extent : cartesian_shape(kind)) count *= extent;
  return count;
}

Index spherical_components(PropertyKind kind) {
  Index count = 0;
  for (const FeatureOrder order : irreps_of(kind)) count += 2 * order.lambda + 1;
  return count;
}

std::vector<FeatureOrder> irreps_of(PropertyKind kind) {
  switch (kind) {
    case PropertyKind::scalar:
      return {{0, Parity::proper}};
    case PropertyKind::vector:
      return {{1, Parity::proper}};
    case PropertyKind::symmetric_tensor:
      return {{0, Parity::proper}, {2, Parity::proper}};
    case PropertyKind::tensor:
      break;
  }
  return {{0, Parity::proper}, {1, Parity::pseudo}, {2, Parity::proper}};
}

std::vector<double> to_spherical(PropertyKind kind, std::span<const double> cartesian) {
  if (static_cast<Index>(cartesian.size()) != cartesian_components(kind))
    throw InvalidInput("a " + name_of(kind) + " has " + std::to_string(cartesian_components(kind)) +
                       " Cartesian components, got " + std::to_string(cartesian.size()));
  std::vector<double> spherical(static_cast<std::size_t>(spherical_components(kind)), 0.0);
  for (const SphericalTerm& t : terms_of(kind))
    spherical[static_cast<std::size_t>(t.component)] += t.value * cartesian[static_cast<std::size_t>(t.element)];
  return spherical;
}

std::vector<double> to_cartesian(PropertyKind kind, std::span<const double> spherical) {
  if (static_cast<Index>(spherical.size()) != spherical_components(kind))
    throw InvalidInput("a " + name_of(kind) + " has " + std::to_string(spherical_components(kind)) +
                       " spherical components, got " + std::to_string(spherical.size()));
  std::vector<double> cartesian(static_cast<std::size_t>(cartesian_components(kind)), 0.0);
  for (const SphericalTerm& t : terms_of(kind))
    cartesian[static_cast<std::size_t>(t.element)] += t.value * spherical[static_cast<std::size_t>(t.component)];
  return cartesian;
}

}  // namespace rhofield
