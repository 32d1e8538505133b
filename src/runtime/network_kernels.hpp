// What the real-space network asks of a device, in single or double precision: products, layers, and sums over the
// atoms near centres. Theory section 8; formulas in kernels/shared/{dense,probe}_network.hpp. Everything is in order on
// the device's stream; on the CPU a call stays on the thread that makes it, and several threads may call at once.
#pragma once

#include <functional>

#include "rhofield/view.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

/// A row-major matrix with a row stride, in elements.
template <class Real>
struct Rows {
  Real* data = nullptr;
  Index rows = 0, columns = 0, stride = 0;
};
template <class Real>
Rows<Real> rows_of(View<Real, 2> v) {
  return {v.data(), v.extent(0), v.extent(1), v.extent(1)};
}

/// Centres (atoms or probes) in groups, one structure or part of one each, and the sources that the centres of a group
/// may see: atoms and their images, in coordinates of the group. A pair counts for closest < r <= cutoff.
template <class Real>
struct CentreGroups {
  Real cutoff = 0, closest = 0;
  View<const Index, 1> centre_offset, source_offset;  ///< [group + 1]
  View<const int, 1> group_of_centre;                 ///< [centre]
  View<const int, 1> group_of_source;                 ///< [source]
  View<const Real, 2> centres;                        ///< [centre, xyz]
  View<const Real, 2> sources;                        ///< [source, xyz]
  View<const int, 1> source_atom;                     ///< [source]
  View<const int, 1> species;                         ///< [atom]
};

/// What the pairs' features are made of; K channels.
template <class Real>
struct EmbeddingParameters {
  View<const Real, 2> mu, eta;        ///< [species, K]
  View<const Real, 2> charge;         ///< [atom, K], c_jk
  View<const Real, 1> passed;         ///< A_jak by rank, [l][atom, component of l, K]; empty: zero
  View<const Real, 1> field_orbital;  ///< [K], e_k
  View<const Real, 2> field;          ///< [group, component], F^(l)_a
};

/// Sums over sources of what they have to do with c, A, mu and eta; to be added up by atom or species.
template <class Real>
struct SourceGradients {
  View<Real, 2> charge;   ///< [source, K]
  View<Real, 1> passed;   ///< by rank, [l][source, component of l, K]; empty where EmbeddingParameters::passed is
  View<Real, 2> mu, eta;  ///< [source, K]
};

/// An activation and, where there are gains, a layer norm after it: y = gain (a - mean) / sqrt(variance + 1e-5) +
/// shift.
template <class Real>
struct LayerParameters {
  int activation = 0;               ///< formula::Activation
  View<const Real, 1> alpha, beta;  ///< [neuron]
  View<const Real, 1> gain, shift;  ///< [neuron] or empty
};
template <class Real>
struct LayerGradients {
  View<Real, 1> alpha, beta, gain, shift;
};

template <class Real>
class NetworkKernels {
 public:
  virtual ~NetworkKernels() = default;

  /// Parts of a batch that are worked on at the same time: threads of the CPU, one on a GPU.
  virtual int workers() const = 0;
  /// work(k, worker), worker < workers(), for every k < count; one call of a worker at a time. Rethrows the first
  /// exception.
  virtual void share(Index count, const std::function<void(Index k, int worker)>& work) = 0;

  /// C = alpha op(A) op(B) + beta C.
  virtual void multiply(Op op_a, Op op_b, Real alpha, Rows<const Real> a, Rows<const Real> b, Real beta,
                        Rows<Real> c) = 0;
  /// y[i, :] = row + x[i, :]; x may be empty.
  virtual void add_row(View<const Real, 2> x, View<const Real, 1> row, View<Real, 2> y) = 0;
  /// y[n] += sum_i x[i, n].
  virtual void add_column_sums(View<const Real, 2> x, View<Real, 1> y) = 0;
  /// y[i] = x[i] + y[i].
  virtual void add(View<const Real, 1> x, View<Real, 1> y) = 0;
  /// y[k, :] = x[index[k], :]
  virtual void gather(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) = 0;
  /// y[index[k], :] += x[k, :]; no index twice.
  virtual void scatter_add(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) = 0;
  /// y[s, :] += sum of x[index[k], :], offset[s] <= k < offset[s + 1].
  virtual void add_listed(View<const Real, 2> x, View<const Index, 1> offset, View<const Index, 1> index,
                          View<Real, 2> y) = 0;

  /// B_iak = F_a e_k + sum_j f c_jk (u_a R_k + A_jak), by rank: [l][centre, component of l, K] in `b`.
  virtual void embed(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                     View<Real, 1> b) = 0;
  /// From b_bar, shaped as b, to what each source has to do with it.
  virtual void embed_backward(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                              View<const Real, 1> b_bar, const SourceGradients<Real>& sources) = 0;
  /// The same for positions: of centres [centre, xyz] or, where `of_sources`, of sources [source, xyz].
  virtual void embed_positions_backward(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                                        View<const Real, 1> b_bar, bool of_sources, View<Real, 2> positions_bar) = 0;
  /// sums[group, component, K] = sum over the centres of each group of x, which is shaped as b.
  virtual void sum_groups(const CentreGroups<Real>& groups, View<const Real, 1> x, View<Real, 3> sums) = 0;
  /// rho[i, m] = sum_a c_iam^2, c by rank as b with M in place of K.
  virtual void square_components(View<const Real, 1> c, View<Real, 2> rho) = 0;
  /// c_bar = 2 c rho_bar; may overwrite c.
  virtual void square_components_backward(View<const Real, 1> c, View<const Real, 2> rho_bar, View<Real, 1> c_bar) = 0;

  /// y[i, n] of x [i, n].
  virtual void layer(const LayerParameters<Real>& parameters, View<const Real, 2> x, View<Real, 2> y) = 0;
  /// x_bar from y_bar (they may be the same memory); parameters' gradients are added.
  virtual void layer_backward(const LayerParameters<Real>& parameters, View<const Real, 2> x, View<const Real, 2> y_bar,
                              const LayerGradients<Real>& gradients, View<Real, 2> x_bar) = 0;

  /// envelope[i] = sum_j amplitude_s exp(-decay_s r) (1 - (r/r_c)^4)^2; `amplitude`, `decay` [species].
  virtual void envelope(const CentreGroups<Real>& groups, View<const Real, 1> amplitude, View<const Real, 1> decay,
                        View<Real, 1> envelope) = 0;
  /// [source]: derivatives of sum_i envelope_bar_i envelope_i by each source's amplitude and decay.
  virtual void envelope_backward(const CentreGroups<Real>& groups, View<const Real, 1> amplitude,
                                 View<const Real, 1> decay, View<const Real, 1> envelope_bar,
                                 View<Real, 1> amplitude_bar, View<Real, 1> decay_bar) = 0;
};

/// Those of a backend in one precision.
template <class Real>
NetworkKernels<Real>& network_kernels(Backend& backend) {
  if constexpr (sizeof(Real) == sizeof(float))
    return backend.single_network();
  else
    return backend.double_network();
}

}  // namespace rhofield
