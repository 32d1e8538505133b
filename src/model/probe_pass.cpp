// Sums over sources, contractions and networks in turn, and backwards.
#include "model/probe_pass.hpp"

#include <algorithm>
#include <string>

#include "model/structure_checks.hpp"
#include "runtime/backend.hpp"
#include "shared/probe_network.hpp"

namespace rhofield {

namespace {

using formula::first_component;
using formula::tensor_components;
using formula::tensor_ranks;

template <class Real>
View<Real, 1> slice(View<Real, 1> all, Index first, Index count) {
  return all.rows(first, count);
}
template <class Real>
View<Real, 1> flat(View<Real, 2> v) {
  return {v.data(), {v.size()}};
}
template <class Real>
void set_zero(const Device& device, View<Real, 1> v) {
  device.backend().memory().zero(v.data(), sizeof(Real) * static_cast<std::size_t>(v.size()));
}

/// Those of rank l, [centre, width * components].
template <class Real>
View<Real, 2> of_rank(View<Real, 1> by_rank, int l, Index centres, Index width) {
  const Index each = (first_component[l + 1] - first_component[l]) * width;
  return slice(by_rank, centres * first_component[l] * width, centres * each).template reshape<2>({centres, each});
}
/// The same, [centre component, width].
template <class Real>
View<Real, 2> rows_of_rank(View<Real, 1> by_rank, int l, Index centres, Index width) {
  const Index rows = centres * (first_component[l + 1] - first_component[l]);
  return slice(by_rank, centres * first_component[l] * width, rows * width).template reshape<2>({rows, width});
}

template <class Real>
struct Tables {
  View<Real, 2> charge, mu, eta;  // [species, K]
  View<Real, 1> field_orbital;
  View<Real, 3> contraction;
};
template <class Real>
Tables<Real> tables(const ProbeNetworkLayout& layout, const ProbeNetworkOptions& options, View<Real, 1> all) {
  const auto species = static_cast<Index>(layout.elements.size());
  const Index k = options.channels, m = options.features;
  const auto table = [&](Index first) { return slice(all, first, species * k).template reshape<2>({species, k}); };
  return {
      .charge = table(layout.charge),
      .mu = table(layout.mu),
      .eta = table(layout.eta),
      .field_orbital = slice(all, layout.field_orbital, k),
      .contraction = slice(all, layout.contraction, tensor_ranks * k * m).template reshape<3>({tensor_ranks, k, m})};
}

template <class Real>
EmbeddingParameters<Real> parameters_of(const Tables<const Real>& own, View<const Real, 2> charge,
                                        View<const Real, 1> passed, const DeviceGroups<Real>& groups) {
  return {.mu = own.mu,
          .eta = own.eta,
          .charge = charge,
          .passed = passed,
          .field_orbital = own.field_orbital,
          .field = groups.field.view()};
}

/// B, its contraction and its squares.
template <class Real>
Embedding<Real> embed(NetworkKernels<Real>& kernels, Arena& arena, const CentreGroups<Real>& groups,
                      const EmbeddingParameters<Real>& parameters, View<const Real, 3> contraction) {
  const Index centres = groups.centres.extent(0), k = contraction.extent(1), m = contraction.extent(2);
  Embedding<Real> e{.b = arena.take<Real, 1>({tensor_components * centres * k}),
                    .contracted = arena.take<Real, 1>({tensor_components * centres * m}),
                    .rho = arena.take<Real, 2>({centres, m})};
  kernels.embed(groups, parameters, e.b);
  for (int l = 0; l < tensor_ranks; ++l)
    kernels.multiply(Op::none, Op::none, Real(1), rows_of(View<const Real, 2>(rows_of_rank(e.b, l, centres, k))),
                     rows_of(contraction.rows(l, 1).template reshape<2>({k, m})), Real(0),
                     rows_of(rows_of_rank(e.contracted, l, centres, m)));
  kernels.square_components(e.contracted, e.rho);
  return e;
}

/// Adds rho_bar's part to b_bar (beta 1) or writes it (0), and the contraction's gradient.
template <class Real>
void square_backward(NetworkKernels<Real>& kernels, const Embedding<Real>& e, View<const Real, 3> contraction,
                     View<const Real, 2> rho_bar, Real beta, View<Real, 1> b_bar, View<Real, 3> contraction_bar) {
  const Index centres = e.rho.extent(0), k = contraction.extent(1), m = contraction.extent(2);
  kernels.square_components_backward(e.contracted, rho_bar, e.contracted);
  for (int l = 0; l < tensor_ranks; ++l) {
    const auto c_bar = rows_of(View<const Real, 2>(rows_of_rank(e.contracted, l, centres, m)));
    kernels.multiply(Op::transpose, Op::none, Real(1), rows_of(View<const Real, 2>(rows_of_rank(e.b, l, centres, k))),
                     c_bar, Real(1), rows_of(contraction_bar.rows(l, 1).template reshape<2>({k, m})));
    kernels.multiply(Op::none, Op::transpose, Real(1), c_bar,
                     rows_of(contraction.rows(l, 1).template reshape<2>({k, m})), beta,
                     rows_of(rows_of_rank(b_bar, l, centres, k)));
  }
}

/// y[i] += the network of atom i's element of input[i]; `tapes` [species].
template <class Real>
void add_networks_of_elements(NetworkKernels<Real>& kernels, Arena& arena, std::span<const NetworkLayout> networks,
                              NetworkActivation activation, View<const Real, 1> parameters,
                              const std::vector<Tensor<Index, 1>>& atoms_of, View<const Real, 2> input,
                              std::vector<NetworkTape<Real>>& tapes, View<Real, 2> y) {
  for (std::size_t s = 0; s < atoms_of.size(); ++s) {
    if (atoms_of[s].size() == 0) continue;
    const View<Real, 2> own = arena.take<Real, 2>({atoms_of[s].size(), input.extent(1)});
    kernels.gather(input, atoms_of[s].view(), own);
    run_network(kernels, arena, networks[s], activation, parameters, View<const Real, 2>(own), tapes[s]);
    kernels.scatter_add(tapes[s].output, atoms_of[s].view(), y);
  }
}

/// Adds to input_bar and to the gradients of the parameters.
template <class Real>
void add_networks_of_elements_backward(NetworkKernels<Real>& kernels, Arena& arena,
                                       std::span<const NetworkLayout> networks, NetworkActivation activation,
                                       View<const Real, 1> parameters, const std::vector<Tensor<Index, 1>>& atoms_of,
                                       const std::vector<NetworkTape<Real>>& tapes, View<const Real, 2> y_bar,
                                       View<Real, 2> input_bar, View<Real, 1> parameters_bar) {
  for (std::size_t s = 0; s < atoms_of.size(); ++s) {
    if (atoms_of[s].size() == 0) continue;
    const View<Real, 2> own = arena.take<Real, 2>({atoms_of[s].size(), y_bar.extent(1)});
    kernels.gather(y_bar, atoms_of[s].view(), own);
    kernels.scatter_add(run_network_backward(kernels, arena, networks[s], activation, parameters, tapes[s],
                                             View<const Real, 2>(own), parameters_bar),
                        atoms_of[s].view(), input_bar);
  }
}

/// From b_bar to what belongs to species, atoms and fields; all are added to.
template <class Real>
void sources_backward(NetworkKernels<Real>& kernels, Arena& arena, const CentreGroups<Real>& view,
                      const DeviceGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                      View<const Real, 1> b_bar, View<Real, 2> charge_bar, View<Real, 1> passed_bar,
                      const Tables<Real>& bars, View<Real, 2> field_bar) {
  const Index sources = view.sources.extent(0), k = parameters.mu.extent(1), atoms = charge_bar.extent(0);
  const Index group_count = parameters.field.extent(0);
  SourceGradients<Real> own{.charge = arena.take<Real, 2>({sources, k}),
                            .passed = {},
                            .mu = arena.take<Real, 2>({sources, k}),
                            .eta = arena.take<Real, 2>({sources, k})};
  if (!parameters.passed.empty()) own.passed = arena.take<Real, 1>({tensor_components * sources * k});
  kernels.embed_backward(view, parameters, b_bar, own);
  const auto by_atom = [&](View<const Real, 2> x, View<Real, 2> y) {
    kernels.add_listed(x, groups.by_atom.offset.view(), groups.by_atom.index.view(), y);
  };
  by_atom(own.charge, charge_bar);
  if (!parameters.passed.empty())
    for (int l = 0; l < tensor_ranks; ++l)
      by_atom(View<const Real, 2>(of_rank(own.passed, l, sources, k)), of_rank(passed_bar, l, atoms, k));
  const auto by_species = [&](View<const Real, 2> x, View<Real, 2> y) {
    kernels.add_listed(x, groups.by_species.offset.view(), groups.by_species.index.view(), y);
  };
  by_species(own.mu, bars.mu);
  by_species(own.eta, bars.eta);
  // E_ak = F_a e_k
  const View<Real, 3> sums = arena.take<Real, 3>({group_count, tensor_components, k});
  kernels.sum_groups(view, b_bar, sums);
  const auto all_sums = View<const Real, 3>(sums).template reshape<2>({group_count * tensor_components, k});
  const Rows<const Real> fields{parameters.field.data(), 1, group_count * tensor_components,
                                group_count * tensor_components};
  kernels.multiply(Op::none, Op::none, Real(1), fields, rows_of(all_sums), Real(1),
                   Rows<Real>{bars.field_orbital.data(), 1, k, k});
  if (!field_bar.empty())
    kernels.multiply(Op::none, Op::none, Real(1), rows_of(all_sums),
                     Rows<const Real>{parameters.field_orbital.data(), k, 1, 1}, Real(1),
                     Rows<Real>{field_bar.data(), field_bar.size(), 1, 1});
}

}  // namespace

template <class Real>
AtomPass<Real>::AtomPass(const Device& device, const ProbeNetworkOptions& options, const ProbeNetworkLayout& layout)
    : device_(device), options_(options), layout_(layout), arena_(device) {}

template <class Real>
void AtomPass<Real>::set_structures(std::span<const Structure> structures, std::span<const Vector3> fields,
                                    bool derivatives) {
  std::vector<std::vector<Vector3>> uniform;
  for (const Vector3& field : fields) uniform.push_back({field});
  set_structures(structures, uniform, derivatives);
}

template <class Real>
void AtomPass<Real>::set_structures(std::span<const Structure> structures, std::span<const std::vector<Vector3>> fields,
                                    bool derivatives) {
  host_species_.clear();
  first_atom_.assign(1, 0);
  HostGroups groups;
  for (std::size_t s = 0; s < structures.size(); ++s) {
    const Structure& one = structures[s];
    for (const int number : one.numbers) host_species_.push_back(static_cast<int>(place_of(layout_.elements, number)));
    groups.add(one, fields[s], first_atom_.back(), one.positions, options_.cutoff);
    first_atom_.push_back(first_atom_.back() + one.size());
  }
  const auto species_count = static_cast<Index>(layout_.elements.size());
  species_ = Tensor<int, 1>::from_host(device_, host_species_, {atoms()});
  const std::vector<Index> rows(host_species_.begin(), host_species_.end());
  species_rows_ = Tensor<Index, 1>::from_host(device_, rows, {atoms()});
  atoms_of_.clear();
  for (Index s = 0; s < species_count; ++s) {
    std::vector<Index> own;
    for (std::size_t i = 0; i < host_species_.size(); ++i)
      if (host_species_[i] == static_cast<int>(s)) own.push_back(static_cast<Index>(i));
    atoms_of_.push_back(Tensor<Index, 1>::from_host(device_, own, {static_cast<Index>(own.size())}));
  }
  if (derivatives) by_species_ = RowLists(device_, host_species_, species_count);
  groups_ = DeviceGroups<Real>(device_, groups, options_.field_unit, host_species_, species_count, derivatives);
}

template <class Real>
void AtomPass<Real>::run(View<const Real, 1> parameters) {
  arena_.reset();
  rounds_.clear(), tapes_.clear(), charge_.clear(), passed_before_.clear();
  auto& kernels = network_kernels<Real>(device_.backend());
  const Index k = options_.channels, n = atoms();
  const Tables<const Real> own = tables(layout_, options_, parameters);
  const CentreGroups<Real> view = groups_.view(species_.view(), options_.cutoff, options_.closest);
  charge_bar_ = arena_.take<Real, 2>({n, k});
  set_zero(device_, flat(charge_bar_));
  charge_.push_back(arena_.take<Real, 2>({n, k}));
  kernels.gather(own.charge, species_rows_.view(), charge_.back());
  passed_ = passed_bar_ = {};
  if (options_.rounds > 0) {
    passed_bar_ = arena_.take<Real, 1>({tensor_components * n * k});
    set_zero(device_, passed_bar_);
  }
  for (int t = 0; t < options_.rounds; ++t) {
    passed_before_.push_back(passed_);
    const Embedding<Real> e = embed(kernels, arena_, view, parameters_of<Real>(own, charge_.back(), passed_, groups_),
                                    View<const Real, 3>(own.contraction));
    rounds_.push_back(e);
    const View<Real, 2> next = arena_.take<Real, 2>({n, k});
    device_.backend().memory().copy(next.data(), charge_.back().data(), sizeof(Real) * static_cast<std::size_t>(n * k));
    tapes_.emplace_back(atoms_of_.size());
    add_networks_of_elements(kernels, arena_, layout_.message[static_cast<std::size_t>(t)], options_.activation,
                             parameters, atoms_of_, View<const Real, 2>(e.rho), tapes_.back(), next);
    charge_.push_back(next);
    if (passed_.empty()) {
      passed_ = e.b;
      continue;
    }
    const View<Real, 1> sum = arena_.take<Real, 1>({tensor_components * n * k});
    device_.backend().memory().copy(sum.data(), passed_.data(), sizeof(Real) * static_cast<std::size_t>(sum.size()));
    kernels.add(e.b, sum);
    passed_ = sum;
  }
}

template <class Real>
void AtomPass<Real>::run_backward(View<const Real, 1> parameters, View<Real, 1> parameters_bar,
                                  View<Real, 2> positions_bar, View<Real, 2> field_bar) {
  auto& kernels = network_kernels<Real>(device_.backend());
  const Index n = atoms(), k = options_.channels;
  const Tables<const Real> own = tables(layout_, options_, parameters);
  const Tables<Real> bars = tables(layout_, options_, parameters_bar);
  const CentreGroups<Real> view = groups_.view(species_.view(), options_.cutoff, options_.closest);
  for (std::size_t t = rounds_.size(); t-- > 0;) {
    const Embedding<Real>& e = rounds_[t];
    const View<Real, 2> rho_bar = arena_.take<Real, 2>(e.rho.extents());
    set_zero(device_, flat(rho_bar));
    add_networks_of_elements_backward(kernels, arena_, layout_.message[t], options_.activation, parameters, atoms_of_,
                                      tapes_[t], View<const Real, 2>(charge_bar_), rho_bar, parameters_bar);
    // B^t goes on as part of A^{t+1}, whose derivative is that of A^t as well.
    const View<Real, 1> b_bar = arena_.take<Real, 1>({tensor_components * n * k});
    device_.backend().memory().copy(b_bar.data(), passed_bar_.data(),
                                    sizeof(Real) * static_cast<std::size_t>(b_bar.size()));
    square_backward(kernels, e, View<const Real, 3>(own.contraction), View<const Real, 2>(rho_bar), Real(1), b_bar,
                    bars.contraction);
    const auto embedded = parameters_of<Real>(own, charge_[t], passed_before_[t], groups_);
    sources_backward(kernels, arena_, view, groups_, embedded, View<const Real, 1>(b_bar), charge_bar_, passed_bar_,
                     bars, field_bar);
    if (positions_bar.empty()) continue;
    const View<Real, 2> centres_bar = arena_.take<Real, 2>({n, 3});
    const View<Real, 2> sources_bar = arena_.take<Real, 2>({view.sources.extent(0), 3});
    kernels.embed_positions_backward(view, embedded, b_bar, false, centres_bar);
    kernels.embed_positions_backward(view, embedded, b_bar, true, sources_bar);
    kernels.add(flat(View<const Real, 2>(centres_bar)), flat(positions_bar));
    kernels.add_listed(sources_bar, groups_.by_atom.offset.view(), groups_.by_atom.index.view(), positions_bar);
  }
  kernels.add_listed(charge_bar_, by_species_.offset.view(), by_species_.index.view(), bars.charge);
}

template <class Real>
void ProbePass<Real>::set_probes(const HostGroups& groups, bool derivatives) {
  groups_ = DeviceGroups<Real>(atoms_.device(), groups, atoms_.options().field_unit, atoms_.host_species(),
                               static_cast<Index>(atoms_.layout().elements.size()), derivatives);
}

template <class Real>
void ProbePass<Real>::run(View<const Real, 1> parameters) {
  arena_.reset();
  const ProbeNetworkOptions& options = atoms_.options();
  const ProbeNetworkLayout& layout = atoms_.layout();
  auto& kernels = network_kernels<Real>(atoms_.device().backend());
  const Tables<const Real> own = tables(layout, options, parameters);
  const CentreGroups<Real> view = groups().view(atoms_.species(), options.cutoff, options.closest);
  embedding_ = embed(kernels, arena_, view, parameters_of<Real>(own, atoms_.charge(), atoms_.passed(), groups()),
                     View<const Real, 3>(own.contraction));
  tapes_.resize(layout.output.size());
  if (of_atoms()) {
    const View<Real, 2> outputs = arena_.take<Real, 2>({view.centres.extent(0), layout.output.front().out.outputs});
    set_zero(atoms_.device(), flat(outputs));
    add_networks_of_elements(kernels, arena_, layout.output, options.activation, parameters, atoms_.atoms_of(),
                             View<const Real, 2>(embedding_.rho), tapes_, outputs);
    outputs_ = outputs;
  } else {
    run_network(kernels, arena_, layout.output.front(), options.activation, parameters,
                View<const Real, 2>(embedding_.rho), tapes_.front());
    outputs_ = tapes_.front().output;
  }
  envelopes_.clear();
  const auto species = static_cast<Index>(layout.elements.size());
  for (const auto& envelope : layout.envelopes) {
    envelopes_.push_back(arena_.take<Real, 1>({view.centres.extent(0)}));
    kernels.envelope(view, slice(parameters, envelope.amplitude, species), slice(parameters, envelope.decay, species),
                     envelopes_.back());
  }
}

template <class Real>
void ProbePass<Real>::run_backward(View<const Real, 1> parameters, View<const Real, 2> outputs_bar,
                                   std::span<const View<const Real, 1>> envelope_bars, AtomPass<Real>& atoms,
                                   View<Real, 1> parameters_bar, View<Real, 2> probes_bar, View<Real, 2> sources_bar,
                                   View<Real, 2> field_bar) {
  const ProbeNetworkOptions& options = atoms_.options();
  const ProbeNetworkLayout& layout = atoms_.layout();
  auto& kernels = network_kernels<Real>(atoms_.device().backend());
  const Tables<const Real> own = tables(layout, options, parameters);
  const Tables<Real> bars = tables(layout, options, parameters_bar);
  const CentreGroups<Real> view = groups().view(atoms_.species(), options.cutoff, options.closest);
  const auto species = static_cast<Index>(layout.elements.size());
  View<Real, 2> rho_bar;
  if (of_atoms()) {
    rho_bar = arena_.take<Real, 2>(embedding_.rho.extents());
    set_zero(atoms_.device(), flat(rho_bar));
    add_networks_of_elements_backward(kernels, arena_, layout.output, options.activation, parameters, atoms_.atoms_of(),
                                      tapes_, outputs_bar, rho_bar, parameters_bar);
  } else {
    rho_bar = run_network_backward(kernels, arena_, layout.output.front(), options.activation, parameters,
                                   tapes_.front(), outputs_bar, parameters_bar);
  }
  const View<Real, 1> b_bar = arena_.take<Real, 1>(embedding_.b.extents());
  square_backward(kernels, embedding_, View<const Real, 3>(own.contraction), View<const Real, 2>(rho_bar), Real(0),
                  b_bar, bars.contraction);
  const auto embedded = parameters_of<Real>(own, atoms_.charge(), atoms_.passed(), groups());
  sources_backward(kernels, arena_, view, groups(), embedded, View<const Real, 1>(b_bar), atoms.charge_bar(),
                   atoms.passed_bar(), bars, field_bar);
  if (!probes_bar.empty()) kernels.embed_positions_backward(view, embedded, b_bar, false, probes_bar);
  if (!sources_bar.empty()) kernels.embed_positions_backward(view, embedded, b_bar, true, sources_bar);
  const Index sources = view.sources.extent(0);
  const auto by_species = [&](View<const Real, 2> x, Index first) {
    kernels.add_listed(x, groups().by_species.offset.view(), groups().by_species.index.view(),
                       slice(parameters_bar, first, species).template reshape<2>({species, 1}));
  };
  for (std::size_t q = 0; q < envelope_bars.size(); ++q) {
    const auto& envelope = layout.envelopes[q];
    const View<Real, 2> amplitude_bar = arena_.take<Real, 2>({sources, 1});
    const View<Real, 2> decay_bar = arena_.take<Real, 2>({sources, 1});
    kernels.envelope_backward(view, slice(parameters, envelope.amplitude, species),
                              slice(parameters, envelope.decay, species), envelope_bars[q], flat(amplitude_bar),
                              flat(decay_bar));
    by_species(amplitude_bar, envelope.amplitude);
    by_species(decay_bar, envelope.decay);
  }
}

template class AtomPass<float>;
template class AtomPass<double>;
template class ProbePass<float>;
template class ProbePass<double>;

}  // namespace rhofield
