// The contract between algorithms (src/) and the code that runs in bulk (kernels/): a device is its memory, its linear
// algebra and its kernels. Views in, views out, in order on the device's stream. A primitive earns its place here by
// measurement or because it cannot be composed from the others. Every CPU version defines what its CUDA twin must give.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "rhofield/atoms/neighbours.hpp"
#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/device.hpp"
#include "rhofield/view.hpp"
#include "runtime/linear_algebra.hpp"

namespace rhofield {

struct TwoCentreTables;  // src/basis/two_centre_tables.hpp
struct AtomPairs;
struct AmplitudeTables;
struct ValueTables;  // src/observables/grid_tables.hpp
struct DensityTables;
struct PointDensityTables;
struct GridGeometry;
struct PotentialTables;  // src/observables/potential_tables.hpp
template <class Real>
class NetworkKernels;  // src/runtime/network_kernels.hpp

/// Raw device memory. Copies are ordered with the kernels of the same device; `download` waits for the result.
class Memory {
 public:
  virtual ~Memory() = default;
  virtual void* allocate(std::size_t bytes) = 0;  ///< aligned to at least 64 bytes; throws OutOfMemory with both sizes
  virtual void release(void* data) noexcept = 0;
  virtual void upload(void* device, const void* host, std::size_t bytes) = 0;
  virtual void download(void* host, const void* device, std::size_t bytes) = 0;
  virtual void copy(void* to, const void* from, std::size_t bytes) = 0;
  virtual void zero(void* data, std::size_t bytes) = 0;
  virtual void synchronize() = 0;
  /// Largest number of bytes that were in use at one time.
  virtual std::size_t high_water() const = 0;
};

/// How the features of one order are coupled (theory section 4); all pointers are device memory. A block is a run of
/// features with common (l1, l2). The smaller of the two orders is `inner`, the other `outer`:
///   P_mu = sum_rows inner[row.inner_m] * sum_factors factor.value * outer[factor.outer_m]
/// with the rows of (block, mu) at row_offset[block * (2 lambda + 1) + mu] up to the next offset.
struct CouplingFactor {
  double value;
  int outer_m;  ///< counted from 0
};
struct CouplingRow {
  int inner_m;  ///< counted from 0
  int first_factor, factor_count;
};
enum class BlockLayout : int {
  listed,         ///< any channel pairs, as listed in q1, q2
  square,         ///< all channel pairs, q1 outer; a rectangle where the densities have different numbers of channels
  upper,          ///< q1 <= q2, q1 outer
  strictly_upper  ///< q1 < q2, q1 outer
};
struct FeatureBlock {
  int l1, l2;
  BlockLayout layout;
  int left, right;  ///< of `densities`: the channels that q1 and q2 run over
  int norm;         ///< of the norms that `couple` is given
  Index first_feature, feature_count;
};
/// A part of one block that fits a warp of a GPU.
struct FeatureGroup {
  static constexpr int largest_count = 32;
  int block, l1, l2, norm, count;
  Index first_feature;
};
struct EquivariantPlan {
  int lambda = 0, l_max = 0, channels = 0;
  View<const ChannelRange, 1> densities;  ///< [density]
  View<const FeatureBlock, 1> blocks;     ///< [block]
  View<const FeatureGroup, 1> groups;     ///< [group], every feature in one of them
  View<const int, 1> row_offset;          ///< [block * (2 lambda + 1) + 1]
  View<const CouplingRow, 1> rows;        ///< [row]
  View<const CouplingFactor, 1> factors;  ///< [factor]
  View<const int, 1> q1, q2;              ///< [feature]
  View<const double, 1> weight;           ///< [feature]
};

/// Tables of |P|^2 = sum_pairs coefficient g^{l1}_L . g^{l2}_L (theory section 4) over all pairs of a channel of `left`
/// with one of `right`; all pointers are device memory.
///   G^l_{mm'} = sum_q c_{q lm} c_{q lm'}, lower triangles of l = 0, 1, ... one after another (moment_index in
///   kernels/shared/equivariants.hpp),  g[k] = sum over factors factor_offset[k] .. [k+1] of value * G[moment].
struct InvariantFactor {
  double value;
  int moment;
};
struct NormPair {
  double coefficient;
  int first, second, length;  ///< g[first + i] g'[second + i], i < length
};
struct NormPlan {
  int l_max = 0;                           ///< the larger one of the two ranges
  ChannelRange left, right;                ///< of c and of c'
  double weight = 1.0;                     ///< of |P|^2 in the square of the norm
  bool accumulate = false;                 ///< add to the square of the norm that is there
  View<const int, 1> factor_offset;        ///< [invariant + 1]
  View<const InvariantFactor, 1> factors;  ///< [factor]
  View<const NormPair, 1> pairs;           ///< [pair]
};

/// The coupling of an EquivariantPlan as its derivatives want it; all pointers are device memory. With d = sum_factors
/// value p_bar[mu] for a pair (m, m') of components, inner_bar[m] += d outer[m'] and outer_bar[m'] += d inner[m].
struct CouplingPair {
  int inner_m, outer_m;  ///< counted from 0
  int first_factor, factor_count;
};
struct CouplingComponent {
  double value;
  int mu;  ///< counted from 0
};
/// A feature as one of its two factors sees it, which has this order and channel.
struct ChannelFeature {
  Index feature;
  int block, norm;             ///< of the norms that P is divided by
  int other_l, other_channel;  ///< of the other factor
  bool first;                  ///< the factor is (l1, q1), else (l2, q2)
  double sign;                 ///< T^{lambda l l'} = sign T^{l lambda l'}, l' the other order
};
struct EquivariantBackwardPlan {
  View<const int, 1> pair_offset;               ///< [block + 1]
  View<const CouplingPair, 1> pairs;            ///< [pair], by inner_m
  View<const CouplingComponent, 1> components;  ///< [factor]
  View<const Index, 1> channel_offset;          ///< [l * channels + q + 1]
  View<const ChannelFeature, 1> of_channel;     ///< [place], by (other_l, feature)
};
/// Derivatives of the square of the norm, the tables of a NormPlan transposed.
///   d/dg[k] = sum coefficient g'[other] of `left` (c) and likewise of `right` (c'),  d/dG[moment] = sum value d/dg[k]
struct NormTerm {
  double coefficient;
  int other;
};
struct MomentFactor {
  double value;
  int invariant;
};
struct NormBackwardPlan {
  View<const int, 1> left_offset, right_offset;  ///< [invariant + 1]
  View<const NormTerm, 1> left, right;           ///< [term]
  View<const int, 1> moment_offset;              ///< [moment + 1]
  View<const MomentFactor, 1> factors;           ///< [factor]
};

/// Tabulated radial integrals of the spherical expansion; see RadialTable (rhofield/basis/radial_basis.hpp).
struct RadialTableView {
  View<const double, 4> coefficients;  ///< [interval, l, power, n_padded], highest power first
  int n_max = 0;
  double cutoff = 0;        ///< end of the last interval, r_c
  double cutoff_width = 0;  ///< width of the shifted-cosine switch below r_c
};

/// What kernels read of a NeighbourList, and how strongly atoms count as sources.
struct PairsView {
  Index species_count = 0;
  View<const Index, 1> offset;     ///< [atom * species + 1]
  View<const double, 2> vector;    ///< [pair, 4]: x, y, z, length
  View<const int, 1> neighbour{};  ///< [pair], only read with `weight`
  View<const double, 1> weight{};  ///< [atom], strength of each source; empty: 1
  bool centre_counts = true;       ///< the centre itself is a source, at distance 0
};

/// What kernels read of a full NeighbourList, in which every pair has its reverse and rows are sorted.
struct FullPairsView {
  Index species_count = 0;
  View<const Index, 1> offset;        ///< [atom * species + 1]
  View<const int, 1> neighbour;       ///< [pair]
  View<const std::int32_t, 2> shift;  ///< [pair, 3]
  View<const double, 2> vector;       ///< [pair, 4]: x, y, z, length
};

/// Atoms on a periodic mesh; all pointers are device memory.
struct MeshAtoms {
  int order = 0;                     ///< of the splines, even
  View<const double, 2> fractional;  ///< [atom, 3], in [0, 1)
  View<const Index, 1> bin_offset;   ///< [point + 1]: atoms whose place begins at this point, in `bin_atom`
  View<const int, 1> bin_atom;       ///< [atom]
};

/// What the filter of a mesh needs: k of the wave (i, j, l) is the sum of its signed multiples times the rows.
struct MeshFilter {
  double reciprocal[3][3];       ///< 2 pi times the reciprocal vectors
  View<const double, 3> factor;  ///< [n0, n1, n2/2+1], zero beyond the wave cutoff
  RadialTableView table;         ///< J_nl k^-l
};

/// A sparse matrix by rows: row k holds factor[t] in column source[t], offset[k] <= t < offset[k + 1]. A slice of
/// `offset` is a slice of the rows.
struct RowCombination {
  View<const Index, 1> offset;   ///< [row + 1]
  View<const Index, 1> source;   ///< [entry]
  View<const double, 1> factor;  ///< [entry]
  Index rows() const { return offset.extent(0) - 1; }
};

/// Physics in bulk. A backend that has no version of a primitive inherits the default, which throws BackendUnavailable
/// with the primitive's name; nothing is silently computed elsewhere.
class Kernels {
 public:
  virtual ~Kernels() = default;

  // --- atoms ---
  /// All pairs within the cutoff; conventions in rhofield/atoms/neighbours.hpp. The batch lives on `device`.
  virtual NeighbourList neighbour_list(const Device& /*device*/, const StructureBatch& /*batch*/, double /*cutoff*/) {
    missing("neighbour_list");
  }

  // --- angular ---
  /// r^l Y_lm of points [point, xyz], or Y_lm of their directions (at the origin only l = 0): values [point, lm].
  virtual void harmonics(int l_max, bool of_directions, View<const double, 2> points, View<double, 2> values) {
    (void)l_max, (void)of_directions, (void)points, (void)values;
    missing("harmonics");
  }

  // --- descriptors: expansion ---
  /// c_{i; a n l m} of theory 2 for all atoms: coefficients [atom, lm, species * n_max]; pairs beyond the cutoff of the
  /// table do not count. Every element is written.
  virtual void spherical_expansion(const RadialTableView& table, const PairsView& pairs,
                                   View<const int, 1> species_index, View<double, 3> coefficients) {
    (void)table, (void)pairs, (void)species_index, (void)coefficients;
    missing("spherical_expansion");
  }

  /// pair_bar [pair, xyz] = derivative of sum c . c_bar with respect to each pair's vector, c_bar [atom, lm, species *
  /// n_max]: what the pair contributes to its centre. Zero beyond the cutoff of the table. Every element is written.
  virtual void spherical_expansion_backward(const RadialTableView& table, const PairsView& pairs,
                                            View<const double, 3> c_bar, View<double, 2> pair_bar) {
    (void)table, (void)pairs, (void)c_bar, (void)pair_bar;
    missing("spherical_expansion_backward");
  }
  /// From pair_bar [pair, xyz], derivatives with respect to the vectors of pairs, to those with respect to atoms:
  /// positions_bar[i, :] += sum over pairs p of centre i of pair_bar[reverse of p] - pair_bar[p] (NaN where a reverse
  /// is missing), strain_bar[i, 3 a + b] = sum pair_bar[p, a] r_p[b].
  virtual void gather_pair_gradients(const FullPairsView& pairs, View<const int, 1> species_index,
                                     View<const double, 2> pair_bar, View<double, 2> positions_bar,
                                     View<double, 2> strain_bar) {
    (void)pairs, (void)species_index, (void)pair_bar, (void)positions_bar, (void)strain_bar;
    missing("gather_pair_gradients");
  }
  /// y[s, :] += sum of x[k, :], offset[s] <= k < offset[s + 1].
  virtual void add_segments(View<const double, 2> /*x*/, View<const Index, 1> /*offset*/, View<double, 2> /*y*/) {
    missing("add_segments");
  }
  // --- descriptors: long range (theory 3) ---
  /// E [atom, 2 waves]: cos, then sin of 2 pi index . f for fractional positions f [atom, 3] and whole multiples index
  /// [wave, 3].
  virtual void wave_phases(View<const int, 2> /*index*/, View<const double, 2> /*fractional*/,
                           View<double, 2> /*phases*/) {
    missing("wave_phases");
  }
  /// B [2 waves, lm, species n] from radial functions times harmonics G [wave, lm, n] and structure factors
  /// S [species, 2 waves], so that c = E B:
  ///   l even: (-1)^{l/2} factor G (S_cos, S_sin), l odd: (-1)^{(l+1)/2} factor G (-S_sin, S_cos).
  virtual void wave_channels(View<const double, 3> /*g*/, View<const double, 1> /*factor*/,
                             View<const double, 2> /*structure_factors*/, View<double, 3> /*b*/) {
    missing("wave_channels");
  }
  /// From b_bar [2 waves, lm, species n] to derivatives with respect to G, times their factors: g_bar [wave, lm, n];
  /// g_dot [wave] = sum of g_bar G; and with respect to the structure factors [species, 2 waves].
  virtual void wave_channels_backward(View<const double, 3> g, View<const double, 1> factor,
                                      View<const double, 2> structure_factors, View<const double, 3> b_bar,
                                      View<double, 3> g_bar, View<double, 1> g_dot,
                                      View<double, 2> structure_factors_bar) {
    (void)g, (void)factor, (void)structure_factors, (void)b_bar, (void)g_bar, (void)g_dot, (void)structure_factors_bar;
    missing("wave_channels_backward");
  }
  /// positions_bar[atom, :] += sum over waves of k (cos phases_bar_sin - sin phases_bar_cos); waves [wave, 4]: k,
  /// length.
  virtual void wave_phases_backward(View<const double, 2> /*waves*/, View<const double, 2> /*phases*/,
                                    View<const double, 2> /*phases_bar*/, View<double, 2> /*positions_bar*/) {
    missing("wave_phases_backward");
  }
  /// density[g] = sum over atoms of weight M(u - g): splines of order `atoms.order` on the mesh [n0, n1, n2].
  virtual void mesh_spread(const MeshAtoms& /*atoms*/, View<const double, 1> /*weight*/, View<double, 3> /*density*/) {
    missing("mesh_spread");
  }
  /// spectrum [n0, n1, n2/2+1, (re, im)] = sum_g x[g] e^{-ik.g}.
  virtual void fourier_forward(View<const double, 3> /*x*/, View<double, 4> /*spectrum*/) {
    missing("fourier_forward");
  }
  /// x[g, field] = sum_k spectrum[k, field] e^{ik.g} over all waves, of which [n0, n1, n2/2+1, field, (re, im)] are
  /// half; the spectrum does not survive.
  virtual void fourier_backward(View<double, 5> /*spectrum*/, View<double, 4> /*x*/) { missing("fourier_backward"); }
  /// fields[k, n, (re, im)] = i^l factor(k) J_nl(k) Y_lm(k) density[k, (re, im)] of one component lm, all n.
  virtual void mesh_filter(const MeshFilter& /*filter*/, int /*lm*/, View<const double, 4> /*density*/,
                           View<double, 5> /*fields*/) {
    missing("mesh_filter");
  }
  /// c[atom, lm, first + n] += sum_g M(u - g) fields[g, n].
  virtual void mesh_gather(const MeshAtoms& /*atoms*/, View<const double, 4> /*fields*/, int /*lm*/, Index /*first*/,
                           View<double, 3> /*c*/) {
    missing("mesh_gather");
  }
  /// c[:, lm, first + q] = part[:, lm, q] of part [atom, lm, q] for orders that it has, zero for higher ones: several
  /// expansions side by side.
  virtual void place_channels(View<const double, 3> /*part*/, Index /*first*/, View<double, 3> /*c*/) {
    missing("place_channels");
  }

  // --- descriptors: equivariants ---
  /// P [atom, mu, feature] = weight / norm * coupling of c and c' [atom, lm, channel]. `norm` [which, atom] may be
  /// empty (no division); where it is zero P is zero. c and c' may be the same memory.
  virtual void couple(const EquivariantPlan&, View<const double, 3> /*c*/, View<const double, 3> /*c_other*/,
                      View<const double, 2> /*norm*/, View<double, 3> /*p*/) {
    missing("couple");
  }
  /// norm [atom] of all features of one order, sqrt(weight |P|^2 [+ norm^2]); |P|^2 is exactly zero where only
  /// round-off is left.
  virtual void equivariant_norms(const NormPlan&, View<const double, 3> /*c*/, View<const double, 3> /*c_other*/,
                                 View<double, 1> /*norm*/) {
    missing("equivariant_norms");
  }

  /// The derivatives of p_bar . P for p_bar [atom, mu, feature] at fixed norm: c_bar, c_other_bar [atom, lm, channel]
  /// += those with respect to c and c'; along [which, atom] = p_bar . P of the features with each norm (one row without
  /// norms). c_other_bar is empty where c' is c: all goes to c_bar.
  virtual void couple_backward(const EquivariantPlan& plan, const EquivariantBackwardPlan& backward,
                               View<const double, 3> c, View<const double, 3> c_other, View<const double, 2> norm,
                               View<const double, 3> p_bar, View<double, 3> c_bar, View<double, 3> c_other_bar,
                               View<double, 2> along) {
    (void)plan, (void)backward, (void)c, (void)c_other, (void)norm, (void)p_bar, (void)c_bar, (void)c_other_bar;
    (void)along;
    missing("couple_backward");
  }
  /// What |P|^2 of the plan adds to them by way of the norm that P is divided by, of which it is all or a part: c_bar
  /// -= along / norm dnorm/dc in the channels of `left`, c_other_bar (or c_bar, where c' is c) likewise in those of
  /// `right`; nothing where the norm is zero.
  virtual void equivariant_norms_backward(const NormPlan& plan, const NormBackwardPlan& backward,
                                          View<const double, 3> c, View<const double, 3> c_other,
                                          View<const double, 1> norm, View<const double, 1> along,
                                          View<double, 3> c_bar, View<double, 3> c_other_bar) {
    (void)plan, (void)backward, (void)c, (void)c_other, (void)norm, (void)along, (void)c_bar, (void)c_other_bar;
    missing("equivariant_norms_backward");
  }

  // --- descriptors: selection ---
  /// Farthest-point sampling of the rows of x [point, feature], |x|^2 in squares [point], from point 0 on: each pick is
  /// the point with the largest distance to those picked before, the first of those within `tie` of it. Squared
  /// distances by |x|^2 + |y|^2 - 2 x.y; picks [pick] are at most as many as points.
  virtual void farthest_points(View<const double, 2> /*x*/, View<const double, 1> /*squares*/, double /*tie*/,
                               View<Index, 1> /*picks*/) {
    missing("farthest_points");
  }

  // --- basis ---
  /// matrix[function, function] = sum over images of the integrals of each pair of atoms, and its mirror; every pair of
  /// atoms must be listed once.
  virtual void two_centre_integrals(const TwoCentreTables&, const AtomPairs&, View<double, 2>) {
    missing("two_centre_integrals");
  }
  /// amplitudes[function, 2 waves]: real, then imaginary parts of the Fourier transforms, times the factor of each wave
  /// vector; waves [wave, 4]: k_x, k_y, k_z, factor.
  virtual void fourier_amplitudes(const AmplitudeTables&, View<const double, 2> /*waves*/,
                                  View<double, 2> /*amplitudes*/) {
    missing("fourier_amplitudes");
  }
  /// A[i, j] = A[j, i] for j > i.
  virtual void mirror_lower_triangle(MatrixView) { missing("mirror_lower_triangle"); }

  // --- model ---
  /// y[k, :] = x[rows[k] - origin, :], as many columns as y has (no more than x).
  virtual void gather_rows(View<const double, 2> /*x*/, View<const Index, 1> /*rows*/, Index /*origin*/,
                           View<double, 2> /*y*/) {
    missing("gather_rows");
  }
  /// y[k, :] = sum over t of row k: factor[t] x[source[t] - origin, :]: between structure order and block order, with
  /// the recoupling of lambda and the field (theory 6).
  virtual void combine_rows(View<const double, 2> /*x*/, const RowCombination&, Index /*origin*/,
                            View<double, 2> /*y*/) {
    missing("combine_rows");
  }
  /// y[i, k] = sum over t of row k: factor[t] x[i, source[t] - origin]: the same from the right, x times its transpose.
  virtual void combine_columns(View<const double, 2> /*x*/, const RowCombination&, Index /*origin*/,
                               View<double, 2> /*y*/) {
    missing("combine_columns");
  }
  /// x[r, :] *= factor[r / rows_each].
  virtual void scale_rows(View<const double, 1> /*factor*/, Index /*rows_each*/, View<double, 2> /*x*/) {
    missing("scale_rows");
  }
  /// y[k] = sum of squares of x[k, :].
  virtual void row_squares(View<const double, 2> /*x*/, View<double, 1> /*y*/) { missing("row_squares"); }
  /// scales[L, i] that turn features of norm 1 into those of the globally normalised similarity of a vector field
  /// (theory 6), from their `norms` [L, i] before and the `squares` |k^L(i, i)|^2 [L, i] after that normalisation.
  virtual void field_scales(View<const double, 2> /*norms*/, View<const double, 2> /*squares*/,
                            View<double, 2> /*scales*/) {
    missing("field_scales");
  }
  /// k[(i mu), (m mu')] *= k0(i, m)^exponent with `components` values of mu: the zeta > 1 similarity (theory 5).
  virtual void scale_similarity(View<const double, 2> /*k0*/, int /*exponent*/, int /*components*/,
                                View<double, 2> /*k*/) {
    missing("scale_similarity");
  }
  /// y[i] = x[i] / d[i].
  virtual void divide(View<const double, 1> /*x*/, View<const double, 1> /*d*/, View<double, 1> /*y*/) {
    missing("divide");
  }
  /// A[i, i] += alpha.
  virtual void add_to_diagonal(double /*alpha*/, MatrixView /*a*/) { missing("add_to_diagonal"); }
  /// y[i] = x[i], rounded to single precision.
  virtual void round_to_single(View<const double, 1> /*x*/, View<float, 1> /*y*/) { missing("round_to_single"); }
  /// C [row, n] = A [row, d] W [n, d]^T: every product and sum in double precision.
  virtual void multiply_single(View<const float, 2> /*a*/, ConstMatrixView /*w*/, MatrixView /*c*/) {
    missing("multiply_single");
  }
  /// W [n, d] = C [row, n]^T A [row, d]: every product and sum in double precision.
  virtual void multiply_single_transposed(View<const float, 2> /*a*/, ConstMatrixView /*c*/, MatrixView /*w*/) {
    missing("multiply_single_transposed");
  }

  // --- observables ---
  /// values[point, function] of all functions at points [point, xyz], images included.
  virtual void basis_values(const ValueTables&, View<const double, 2> /*points*/, View<double, 2> /*values*/) {
    missing("basis_values");
  }
  /// density[i, j, k] at origin + i steps[0] + j steps[1] + k steps[2].
  virtual void density_on_grid(const DensityTables&, const GridGeometry&, View<double, 3> /*density*/) {
    missing("density_on_grid");
  }
  /// density[point] and, unless `gradients` is empty, gradients[point, xyz] at points [point, xyz], images included.
  virtual void density_at_points(const PointDensityTables&, View<const double, 2> /*points*/,
                                 View<double, 1> /*density*/, View<double, 2> /*gradients*/) {
    missing("density_at_points");
  }
  /// values[point, (V, E_x, E_y, E_z)] at points [point, xyz], whole groups of them: sum over centres of int rho(r') /
  /// |r - r'| dr', hartree/e, and E = -grad V where `values` has four columns instead of one.
  virtual void potential_at_points(const PotentialTables&, View<const double, 2> /*points*/,
                                   View<double, 2> /*values*/) {
    missing("potential_at_points");
  }

 protected:
  /// Throws BackendUnavailable: "<primitive> has no version for <device> yet; select --device cpu".
  [[noreturn]] static void missing(const char* primitive);
};

/// Work that can be done again. Must not outlive its backend.
class Recording {
 public:
  virtual ~Recording() = default;
  virtual void replay() = 0;
};

class Backend {
 public:
  virtual ~Backend() = default;
  virtual const DeviceDescription& description() const = 0;
  virtual Memory& memory() = 0;
  virtual LinearAlgebra& linear_algebra() = 0;
  virtual Kernels& kernels() = 0;
  virtual NetworkKernels<float>& single_network() = 0;
  virtual NetworkKernels<double>& double_network() = 0;
  /// Does `work` now, and again with the same bits at every replay: with a call of the function, or where that costs
  /// time with one launch for all it launches. Addresses, shapes and factors stay those of now; `work` copies and
  /// computes on the device only, and allocates, uploads and downloads nothing: DeviceError otherwise. It may be called
  /// more than once.
  virtual std::unique_ptr<Recording> record(std::function<void()> work);
};

/// Factories, one per folder of kernels/. `cuda_devices` is empty (and make_cuda_backend throws) in builds without
/// CUDA.
std::shared_ptr<Backend> make_cpu_backend();
std::vector<DeviceDescription> cuda_devices();
std::shared_ptr<Backend> make_cuda_backend(int index, CUstream_st* stream = nullptr);  // null: a stream of its own

}  // namespace rhofield
