// Potentials and fields at points, on the GPU.
#include "shared/potential.hpp"

#include "cuda/cuda_backend.hpp"
#include "observables/potential_tables.hpp"
#include "rhofield/basis/gaussian_basis.hpp"
#include "shared/exponential.hpp"
#include "shared/solid_harmonic_gradients.hpp"

namespace rhofield::cuda {

namespace {

/// Potential and its negative gradient.
struct Sums {
  double potential = 0.0;
  double field[3] = {};
};

/// Adds every value of the harmonics to the sums of one centre.
template <int l_max, bool with_field>
struct Contract {
  const double* u;      // of S_lm
  const double* slope;  // of -d S_lm in the gradient
  double potential = 0.0, inward = 0.0, x = 0.0, y = 0.0, z = 0.0;

  struct Factor {
    const double* u;
    template <class Place>
    RHOFIELD_FORMULA double operator()(Place) const {
      return u[Place::value];
    }
  };
  template <class Place>
  RHOFIELD_FORMULA void operator()(Place, double value) {
    potential += u[Place::value] * value;
    if constexpr (with_field) {
      inward += slope[Place::value] * value;
      formula::add_solid_gradient<l_max, Place::value>(value, Factor{u}, x, y, z);
    }
  }
};

/// Adds what one centre gives at displacement d from it.
template <int l_max, bool with_field>
__device__ void add_centre(const PotentialTables& tables, Index atom, const double* d, Sums& sums) {
  constexpr int components = (l_max + 1) * (l_max + 1);
  const double r2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
  double u[components] = {}, slope[with_field ? components : 1] = {};
  double boys[GaussianBasis::maximum_l + 2];
  const Index first = tables.exponent_offset(atom), last = tables.exponent_offset(atom + 1);
  const auto orders = static_cast<int>(tables.boys.extent(1));
  Index e = first;
  for (; e < last; ++e) {
    const double exponent = tables.exponent(e), argument = exponent * r2;
    if (argument >= formula::multipole_from) break;
    const int begin = tables.block_offset(e), end = tables.block_offset(e + 1);
    const int lowest = tables.blocks(begin).l, highest = tables.blocks(end - 1).l + (with_field ? 1 : 0);
    boys[highest] = formula::boys_function(highest, argument, tables.boys.data(), orders);
    const double exponential = lowest < highest ? formula::exponential_of_negative(-argument) : 0.0;
    for (int order = highest - 1; order >= lowest; --order)
      formula::boys_below(order, argument, exponential, boys[order + 1], boys[order]);
    for (int b = begin; b < end; ++b) {
      const ExponentBlock block = tables.blocks(b);
      for (int m = 0; m < 2 * block.l + 1; ++m) {
        const double weight = tables.weights(block.first_weight + m);
        u[block.l * block.l + m] += weight * boys[block.l];
        if constexpr (with_field) slope[block.l * block.l + m] += weight * 2 * exponent * boys[block.l + 1];
      }
    }
  }
  if (e == first && tables.screened && first < last) return;
  const double* tail = &tables.tails(e + atom, 0);
  if (e < last || tail[0] != 0) {
    const double inverse2 = 1.0 / r2;
    double radial = sqrt(inverse2);
    const int highest = e < last ? l_max : 0;  // points have no higher moments
    for (int l = 0; l <= highest; ++l, radial *= inverse2)
      for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) {
        u[lm] += tail[lm] * radial;
        if constexpr (with_field) slope[lm] += (2 * l + 1) * tail[lm] * (radial * inverse2);
      }
  }
  Contract<l_max, with_field> contract{u, slope};
  formula::solid_harmonics<l_max>(d[0], d[1], d[2], 1.0, contract);
  sums.potential += contract.potential;
  if constexpr (with_field) {
    sums.field[0] += contract.inward * d[0] - contract.x;
    sums.field[1] += contract.inward * d[1] - contract.y;
    sums.field[2] += contract.inward * d[2] - contract.z;
  }
}

/// One thread per point; reads the centres of its group, writes the potential and, where asked for, the field.
template <int l_max, bool with_field>
__global__ void potential_kernel(PotentialTables tables, View<const double, 2> points, View<double, 2> values) {
  const Index point = thread_index();
  if (point >= points.extent(0)) return;
  const Index group = point / PotentialTables::group_size;
  Sums sums;
  for (Index c = tables.group_centres(group, 0); c < tables.group_centres(group, 1); ++c) {
    double d[3];
    for (int x = 0; x < 3; ++x) d[x] = points(point, x) - tables.centre_position(c, x);
    add_centre<l_max, with_field>(tables, tables.centre_atom(c), d, sums);
  }
  values(point, 0) = sums.potential;
  if constexpr (with_field)
    for (int x = 0; x < 3; ++x) values(point, 1 + x) = sums.field[x];
}

}  // namespace

void CudaKernels::potential_at_points(const PotentialTables& tables, View<const double, 2> points,
                                      View<double, 2> values) {
  unroll_for<GaussianBasis::maximum_l>(tables.l_max, [&]<int l_max>() {
    const auto grid = one_thread_per(points.extent(0));
    if (values.extent(1) == 4)
      launch(context_, grid, potential_kernel<l_max, true>, tables, points, values);
    else
      launch(context_, grid, potential_kernel<l_max, false>, tables, points, values);
  });
}

}  // namespace rhofield::cuda
