// Scalar and tensor properties of structures: what they are, and their spherical components (theory section 7).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rhofield/descriptors/equivariants.hpp"

namespace rhofield {

/// A number (energy); a vector (dipole); a symmetric tensor of rank 2 (polarizability); any tensor of rank 2, whose
/// antisymmetric part is a pseudovector.
enum class PropertyKind { scalar, vector, symmetric_tensor, tensor };

/// Of a structure, as the sum over its atoms (energy) or their mean (dielectric tensor); or of every atom.
enum class PropertyExtent { sum, mean, atom };

/// What is subtracted before learning, of the lambda = 0 part. `mean`: over the training structures, per atom for sums.
/// `composition`: one contribution per element by least squares, of scalars that are sums or belong to atoms.
enum class PropertyBaseline { none, mean, composition };

/// What is learned in place of the values themselves; predictions and errors are those of the values again.
/// `clausius_mossotti`, of the dielectric tensor eps of a cell of volume V, periodic in three directions: its
/// polarizability alpha = 3 V/(4 pi) (eps - 1)(eps + 2)^-1 (bohr^3), eps = (1 + 2x)(1 - x)^-1 with x = 4 pi alpha/(3
/// V), |x| < 1. The polarizability is local and adds up over atoms (extent `sum`); the local-field factor that makes a
/// dielectric constant of it is not local, but known exactly from the cell.
enum class PropertyTransform { none, clausius_mossotti };

struct PropertyOptions {
  std::string name;  ///< "energy", "dipole", "polarizability", or any other array or attribute of the data by its name
  PropertyKind kind = PropertyKind::scalar;
  PropertyExtent extent = PropertyExtent::sum;
  PropertyBaseline baseline = PropertyBaseline::mean;
  PropertyTransform transform = PropertyTransform::none;  ///< clausius_mossotti: of symmetric tensors, sum or mean
  double weight = 1.0;          ///< of this property in the loss, weight / N sum |y - y_ref|^2 + eta |W|^2
  double regularisation = 0.0;  ///< eta; 0: that of the regression
};

/// Throws InvalidInput naming the property, the field and the allowed range.
void validate(const PropertyOptions& options);
/// The same, and every name at most once.
void validate(std::span<const PropertyOptions> properties);

/// The kind, extent and baseline that a name usually stands for: energy: a scalar with `composition`, dipole: a vector,
/// polarizability: a symmetric tensor, epsilon: a symmetric tensor with `mean` extent, forces: a vector of atoms;
/// anything else: a scalar with the mean.
PropertyOptions property_by_name(const std::string& name);

/// Words as in files: "scalar", "vector", "symmetric_tensor", "tensor"; "sum", "mean", "atom"; "none", "mean",
/// "composition"; "none", "clausius_mossotti". Back: InvalidInput lists the words.
std::string name_of(PropertyKind kind);
std::string name_of(PropertyExtent extent);
std::string name_of(PropertyBaseline baseline);
std::string name_of(PropertyTransform transform);
PropertyKind property_kind(std::string_view word);
PropertyExtent property_extent(std::string_view word);
PropertyBaseline property_baseline(std::string_view word);
PropertyTransform property_transform(std::string_view word);

/// Shape of one value: {}, {3} or {3, 3}.
std::vector<Index> cartesian_shape(PropertyKind kind);
Index cartesian_components(PropertyKind kind);  ///< 1, 3, 9, 9
Index spherical_components(PropertyKind kind);  ///< 1, 3, 6, 9
/// Orders of the spherical components, one after the other: (0), (1), (0, 2), (0, 1 pseudo, 2).
std::vector<FeatureOrder> irreps_of(PropertyKind kind);

/// Orthonormal spherical components of a Cartesian value, mu = -lambda .. lambda as in Y_lambda mu: t = sum_ij B_ij
/// T_ij
///   lambda 0: trace / sqrt(3);  1 of a vector: (y, z, x);  1 of a tensor: (zx - xz, xy - yx, yz - zy) / sqrt(2)
///   lambda 2: (xy + yx, yz + zy, (2 zz - xx - yy) / sqrt(3), xz + zx, xx - yy) / sqrt(2)
/// The Frobenius norm is that of the components; of a symmetric tensor the antisymmetric part is left out.
std::vector<double> to_spherical(PropertyKind kind, std::span<const double> cartesian);
/// The transpose: [component] -> Cartesian, row-major.
std::vector<double> to_cartesian(PropertyKind kind, std::span<const double> spherical);

}  // namespace rhofield
