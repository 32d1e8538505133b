// Sums over sources on the GPU: a thread per result, channels in neighbouring threads, over all of the other side of
// its group.
#include "shared/probe_network.hpp"

#include "cuda/cuda_backend.hpp"

namespace rhofield::cuda {

namespace {

using formula::row_of;
using formula::tensor_components;

/// Distance and direction from a centre to a source.
template <class Real>
struct Pair {
  Real r, u[3];
  bool counts;
  __device__ Pair(const CentreGroups<Real>& groups, Index i, Index j) {
    for (int x = 0; x < 3; ++x) u[x] = groups.sources(j, x) - groups.centres(i, x);
    r = std::sqrt(u[0] * u[0] + u[1] * u[1] + u[2] * u[2]);
    counts = r > groups.closest && r <= groups.cutoff;
    const Real inverse = counts ? 1 / r : Real(0);
    for (Real& x : u) x *= inverse;
  }
};

/// One thread per (centre, k); reads the sources of its group with c, mu, eta and A of channel k, writes the ten
/// components of B.
template <class Real>
__global__ void embed_kernel(CentreGroups<Real> groups, EmbeddingParameters<Real> p, View<Real, 1> b) {
  const Index centres = groups.centres.extent(0), channels = p.mu.extent(1), atoms = p.charge.extent(0);
  const Index at = thread_index();
  if (at >= centres * channels) return;
  const Index i = at / channels, k = at % channels;
  const int group = groups.group_of_centre(i);
  const bool with_passed = !p.passed.empty();
  Real sums[tensor_components];
  unrolled<tensor_components>([&](auto a) { sums[a] = p.field(group, a) * p.field_orbital(k); });
  for (Index j = groups.source_offset(group); j < groups.source_offset(group + 1); ++j) {
    const Pair<Real> pair(groups, i, j);
    if (!pair.counts) continue;
    const Index atom = groups.source_atom(j), species = groups.species(atom);
    const Real d = pair.r - p.mu(species, k);
    const Real weight = formula::cosine_cutoff(pair.r, groups.cutoff).value * p.charge(atom, k);
    const Real radial = weight * formula::exponential_of_negative(p.eta(species, k) * d * d);
    Real t[tensor_components];
    formula::symmetric_tensor(pair.u[0], pair.u[1], pair.u[2], t);
    unrolled<tensor_components>([&](auto a) { sums[a] += radial * t[a]; });
    if (with_passed)
      unrolled<tensor_components>([&](auto a) { sums[a] += weight * p.passed(row_of(atoms, atom, a) * channels + k); });
  }
  unrolled<tensor_components>([&](auto a) { b(row_of(centres, i, a) * channels + k) = sums[a]; });
}

/// One thread per (source, k); reads b_bar of channel k of the centres of its group, writes the source's sums for c,
/// mu, eta and, where it is there, A.
template <class Real>
__global__ void embed_backward_kernel(CentreGroups<Real> groups, EmbeddingParameters<Real> p, View<const Real, 1> b_bar,
                                      SourceGradients<Real> bars) {
  const Index centres = groups.centres.extent(0), channels = p.mu.extent(1), atoms = p.charge.extent(0);
  const Index sources = groups.sources.extent(0), at = thread_index();
  if (at >= sources * channels) return;
  const Index j = at / channels, k = at % channels;
  const int group = groups.group_of_source(j);
  const Index atom = groups.source_atom(j), species = groups.species(atom);
  const bool with_passed = !p.passed.empty();
  const Real mu = p.mu(species, k), eta = p.eta(species, k), c = p.charge(atom, k);
  Real passed[tensor_components] = {}, passed_sum[tensor_components] = {}, c_sum = 0, mu_sum = 0, eta_sum = 0;
  if (with_passed)
    unrolled<tensor_components>([&](auto a) { passed[a] = p.passed(row_of(atoms, atom, a) * channels + k); });
  for (Index i = groups.centre_offset(group); i < groups.centre_offset(group + 1); ++i) {
    const Pair<Real> pair(groups, i, j);
    if (!pair.counts) continue;
    const Real f = formula::cosine_cutoff(pair.r, groups.cutoff).value;
    Real t[tensor_components], g = 0, h = 0;
    formula::symmetric_tensor(pair.u[0], pair.u[1], pair.u[2], t);
    unrolled<tensor_components>([&](auto a) {
      const Real bar = b_bar(row_of(centres, i, a) * channels + k);
      g += bar * t[a];
      h += bar * passed[a];
      passed_sum[a] += f * bar;
    });
    const Real d = pair.r - mu;
    const Real radial = f * g * formula::exponential_of_negative(eta * d * d);
    c_sum += radial + f * h;
    mu_sum += c * radial * d;
    eta_sum += c * radial * d * d;
  }
  bars.charge(j, k) = c_sum;
  bars.mu(j, k) = -2 * eta * mu_sum;
  bars.eta(j, k) = eta_sum;
  if (with_passed)
    unrolled<tensor_components>([&](auto a) { bars.passed(row_of(sources, j, a) * channels + k) = c * passed_sum[a]; });
}

/// One thread per centre (or source); reads all sources (centres) of its group and b_bar, writes its row of
/// positions_bar.
template <class Real>
__global__ void embed_positions_backward_kernel(CentreGroups<Real> groups, EmbeddingParameters<Real> p,
                                                View<const Real, 1> b_bar, bool of_sources,
                                                View<Real, 2> positions_bar) {
  const Index own = thread_index();
  if (own >= positions_bar.extent(0)) return;
  const Index centres = groups.centres.extent(0), channels = p.mu.extent(1), atoms = p.charge.extent(0);
  const int group = of_sources ? groups.group_of_source(own) : groups.group_of_centre(own);
  const View<const Index, 1> offset = of_sources ? groups.centre_offset : groups.source_offset;
  Real total[3] = {};
  for (Index other = offset(group); other < offset(group + 1); ++other) {
    const Index i = of_sources ? other : own, j = of_sources ? own : other;
    const Pair<Real> pair(groups, i, j);
    if (!pair.counts) continue;
    const Index atom = groups.source_atom(j), species = groups.species(atom);
    Real slope[3];
    formula::pair_slope(
        pair.r, pair.u, groups.cutoff, static_cast<int>(channels), &p.mu(species, 0), &p.eta(species, 0),
        &p.charge(atom, 0), [&](int a, int k) { return b_bar(row_of(centres, i, a) * channels + k); },
        !p.passed.empty(), [&](int a, int k) { return p.passed(row_of(atoms, atom, a) * channels + k); }, slope);
    unrolled<3>([&](auto x) { total[x] += of_sources ? slope[x] : -slope[x]; });
  }
  unrolled<3>([&](auto x) { positions_bar(own, x) = total[x]; });
}

/// One thread per (group, component, k); reads x of the group's centres, writes their sum.
template <class Real>
__global__ void sum_groups_kernel(CentreGroups<Real> groups, View<const Real, 1> x, View<Real, 3> sums) {
  const Index at = thread_index(), centres = groups.centres.extent(0), channels = sums.extent(2);
  if (at >= sums.size()) return;
  const Index k = at % channels, group = at / channels / tensor_components;
  const int a = static_cast<int>(at / channels % tensor_components);
  Real total = 0;
  for (Index i = groups.centre_offset(group); i < groups.centre_offset(group + 1); ++i)
    total += x(row_of(centres, i, a) * channels + k);
  sums.data()[at] = total;
}

/// One thread per (centre, m); reads its ten components, writes rho.
template <class Real>
__global__ void square_components_kernel(View<const Real, 1> c, View<Real, 2> rho) {
  const Index at = thread_index(), centres = rho.extent(0), width = rho.extent(1);
  if (at >= rho.size()) return;
  const Index i = at / width, m = at % width;
  Real total = 0;
  unrolled<tensor_components>([&](auto a) {
    const Real one = c(row_of(centres, i, a) * width + m);
    total += one * one;
  });
  rho(i, m) = total;
}

/// One thread per (centre, m); reads rho_bar and its ten components, writes theirs, possibly in their place.
template <class Real>
__global__ void square_components_backward_kernel(View<const Real, 1> c, View<const Real, 2> rho_bar,
                                                  View<Real, 1> c_bar) {
  const Index at = thread_index(), centres = rho_bar.extent(0), width = rho_bar.extent(1);
  if (at >= rho_bar.size()) return;
  const Index i = at / width, m = at % width;
  const Real bar = rho_bar(i, m);
  unrolled<tensor_components>([&](auto a) {
    const Index own = row_of(centres, i, a) * width + m;
    c_bar(own) = 2 * c(own) * bar;
  });
}

/// exp(-decay r) times the switch, and the distance, which ends at the cutoff, where the switch is zero.
template <class Real>
struct EnvelopeTerm {
  Real r, value;
  __device__ EnvelopeTerm(const CentreGroups<Real>& groups, Index i, Index j, Real decay) {
    Real square = 0;
    for (int x = 0; x < 3; ++x) {
      const Real d = groups.sources(j, x) - groups.centres(i, x);
      square += d * d;
    }
    r = std::sqrt(square);
    r = r < groups.cutoff ? r : groups.cutoff;
    value = formula::exponential_of_negative(-decay * r) * formula::envelope_switch(r, groups.cutoff);
  }
};

/// One thread per centre; reads the sources of its group, writes its envelope.
template <class Real>
__global__ void envelope_kernel(CentreGroups<Real> groups, View<const Real, 1> amplitude, View<const Real, 1> decay,
                                View<Real, 1> envelope) {
  const Index i = thread_index();
  if (i >= envelope.size()) return;
  const int group = groups.group_of_centre(i);
  Real total = 0;
  for (Index j = groups.source_offset(group); j < groups.source_offset(group + 1); ++j) {
    const int species = groups.species(groups.source_atom(j));
    total += amplitude(species) * EnvelopeTerm<Real>(groups, i, j, decay(species)).value;
  }
  envelope(i) = total;
}

/// One thread per source; reads envelope_bar of the centres of its group, writes amplitude_bar and decay_bar.
template <class Real>
__global__ void envelope_backward_kernel(CentreGroups<Real> groups, View<const Real, 1> amplitude,
                                         View<const Real, 1> decay, View<const Real, 1> envelope_bar,
                                         View<Real, 1> amplitude_bar, View<Real, 1> decay_bar) {
  const Index j = thread_index();
  if (j >= amplitude_bar.size()) return;
  const int group = groups.group_of_source(j), species = groups.species(groups.source_atom(j));
  Real total = 0, total_along = 0;
  for (Index i = groups.centre_offset(group); i < groups.centre_offset(group + 1); ++i) {
    const EnvelopeTerm<Real> term(groups, i, j, decay(species));
    total += envelope_bar(i) * term.value;
    total_along += envelope_bar(i) * term.value * term.r;
  }
  amplitude_bar(j) = total;
  decay_bar(j) = -amplitude(species) * total_along;
}

}  // namespace

template <class Real>
void CudaNetworkKernels<Real>::embed(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                                     View<Real, 1> b) {
  launch(this->context_, one_thread_per(groups.centres.extent(0) * parameters.mu.extent(1)), embed_kernel<Real>, groups,
         parameters, b);
}

template <class Real>
void CudaNetworkKernels<Real>::embed_backward(const CentreGroups<Real>& groups,
                                              const EmbeddingParameters<Real>& parameters, View<const Real, 1> b_bar,
                                              const SourceGradients<Real>& sources) {
  launch(this->context_, one_thread_per(groups.sources.extent(0) * parameters.mu.extent(1)),
         embed_backward_kernel<Real>, groups, parameters, b_bar, sources);
}

template <class Real>
void CudaNetworkKernels<Real>::embed_positions_backward(const CentreGroups<Real>& groups,
                                                        const EmbeddingParameters<Real>& parameters,
                                                        View<const Real, 1> b_bar, bool of_sources,
                                                        View<Real, 2> positions_bar) {
  launch(this->context_, one_thread_per(positions_bar.extent(0)), embed_positions_backward_kernel<Real>, groups,
         parameters, b_bar, of_sources, positions_bar);
}

template <class Real>
void CudaNetworkKernels<Real>::sum_groups(const CentreGroups<Real>& groups, View<const Real, 1> x, View<Real, 3> sums) {
  launch(this->context_, one_thread_per(sums.size()), sum_groups_kernel<Real>, groups, x, sums);
}

template <class Real>
void CudaNetworkKernels<Real>::square_components(View<const Real, 1> c, View<Real, 2> rho) {
  launch(this->context_, one_thread_per(rho.size()), square_components_kernel<Real>, c, rho);
}

template <class Real>
void CudaNetworkKernels<Real>::square_components_backward(View<const Real, 1> c, View<const Real, 2> rho_bar,
                                                          View<Real, 1> c_bar) {
  launch(this->context_, one_thread_per(rho_bar.size()), square_components_backward_kernel<Real>, c, rho_bar, c_bar);
}

template <class Real>
void CudaNetworkKernels<Real>::envelope(const CentreGroups<Real>& groups, View<const Real, 1> amplitude,
                                        View<const Real, 1> decay, View<Real, 1> envelope) {
  launch(this->context_, one_thread_per(envelope.size()), envelope_kernel<Real>, groups, amplitude, decay, envelope);
}

template <class Real>
void CudaNetworkKernels<Real>::envelope_backward(const CentreGroups<Real>& groups, View<const Real, 1> amplitude,
                                                 View<const Real, 1> decay, View<const Real, 1> envelope_bar,
                                                 View<Real, 1> amplitude_bar, View<Real, 1> decay_bar) {
  launch(this->context_, one_thread_per(groups.sources.extent(0)), envelope_backward_kernel<Real>, groups, amplitude,
         decay, envelope_bar, amplitude_bar, decay_bar);
}

template <class Real>
std::unique_ptr<CudaNetworkKernels<Real>> make_network_kernels(const Context& context, CudaMemory& memory) {
  return std::make_unique<CudaNetworkKernels<Real>>(context, memory);
}

template class CudaNetworkKernels<float>;
template class CudaNetworkKernels<double>;
template std::unique_ptr<CudaNetworkKernels<float>> make_network_kernels<float>(const Context&, CudaMemory&);
template std::unique_ptr<CudaNetworkKernels<double>> make_network_kernels<double>(const Context&, CudaMemory&);

}  // namespace rhofield::cuda
