// One evaluation of the probe network and its derivatives (theory section 8). The recursion runs once for the atoms,
//   B^t = E + sum_j f c^t_j (u R + A^t_j),  rho^t = sum_a (B^t W)^2,  c^{t+1} = c^t + NN^t(rho^t),  A^{t+1} = A^t +
//   B^t,
// A^0 = 0; then B of any probe is the same sum with c^T and A^T, and its output NN(rho).
#pragma once

#include <span>
#include <vector>

#include "model/centre_groups.hpp"
#include "model/dense_network.hpp"

namespace rhofield {

/// What one sum over sources made, and what its derivatives need.
template <class Real>
struct Embedding {
  View<Real, 1> b, contracted;  ///< by rank, K and M wide
  View<Real, 2> rho;            ///< [centre, M]
};

/// The recursion over the atoms of a batch of structures.
template <class Real>
class AtomPass {
 public:
  /// Keeps references to both; validates nothing.
  AtomPass(const Device& device, const ProbeNetworkOptions& options, const ProbeNetworkLayout& layout);

  /// `fields` [structure], atomic units. Elements must be among those of the layout.
  void set_structures(std::span<const Structure> structures, std::span<const Vector3> fields, bool derivatives);
  /// `fields` [structure][atom], or of one for all atoms of a structure.
  void set_structures(std::span<const Structure> structures, std::span<const std::vector<Vector3>> fields,
                      bool derivatives);
  void run(View<const Real, 1> parameters);
  /// Adds to the gradients of parameters, from what probes gave to charge_bar and passed_bar. Where they are not empty,
  /// adds to positions_bar [atom, xyz] and field_bar [group, component], groups being structures or, where fields
  /// differ among its atoms, atoms.
  void run_backward(View<const Real, 1> parameters, View<Real, 1> parameters_bar, View<Real, 2> positions_bar = {},
                    View<Real, 2> field_bar = {});

  const Device& device() const { return device_; }
  const ProbeNetworkOptions& options() const { return options_; }
  const ProbeNetworkLayout& layout() const { return layout_; }
  Index atoms() const { return static_cast<Index>(host_species_.size()); }
  Index first_atom(Index structure) const { return first_atom_[static_cast<std::size_t>(structure)]; }
  std::span<const int> host_species() const { return host_species_; }
  View<const int, 1> species() const { return species_.view(); }
  View<const Real, 2> charge() const { return charge_.back(); }  ///< c^T [atom, K]
  View<const Real, 1> passed() const { return passed_; }         ///< A^T by rank; empty for T = 0
  View<Real, 2> charge_bar() const { return charge_bar_; }       ///< zero after run()
  View<Real, 1> passed_bar() const { return passed_bar_; }
  const std::vector<Embedding<Real>>& rounds() const { return rounds_; }
  const std::vector<View<Real, 2>>& charges() const { return charge_; }        ///< c^0 .. c^T
  const DeviceGroups<Real>& groups() const { return groups_; }                 ///< of the atoms as centres
  const std::vector<Tensor<Index, 1>>& atoms_of() const { return atoms_of_; }  ///< [species]

 private:
  Device device_;
  const ProbeNetworkOptions& options_;
  const ProbeNetworkLayout& layout_;
  Arena arena_;
  std::vector<int> host_species_;
  std::vector<Index> first_atom_;
  Tensor<int, 1> species_;
  Tensor<Index, 1> species_rows_;           // species of each atom, as rows of tables
  std::vector<Tensor<Index, 1>> atoms_of_;  // [species]
  RowLists by_species_;                     // of atoms
  DeviceGroups<Real> groups_;
  std::vector<View<Real, 2>> charge_;
  std::vector<View<Real, 1>> passed_before_;  // A^t [round]
  View<Real, 1> passed_;
  View<Real, 2> charge_bar_;
  View<Real, 1> passed_bar_;
  std::vector<Embedding<Real>> rounds_;
  std::vector<std::vector<NetworkTape<Real>>> tapes_;  // [round][species]
};

/// Probes of groups, any number of them after one run of the atoms; its memory is its own, so that several may work on
/// the same atoms at once. In layouts of atoms the centres are these.
template <class Real>
class ProbePass {
 public:
  explicit ProbePass(const AtomPass<Real>& atoms) : atoms_(atoms), arena_(atoms.device()) {}

  void set_probes(const HostGroups& groups, bool derivatives);  ///< not in layouts of atoms
  void run(View<const Real, 1> parameters);
  View<const Real, 2> outputs() const { return outputs_; }  ///< [probe, output]
  /// [output][probe]; empty without envelopes.
  const std::vector<View<Real, 1>>& envelopes() const { return envelopes_; }
  const Embedding<Real>& embedding() const { return embedding_; }
  /// Adds to the gradients of parameters and, in `atoms`, to charge_bar and passed_bar; where it is not empty, to
  /// field_bar [group, component].
  void run_backward(View<const Real, 1> parameters, View<const Real, 2> outputs_bar,
                    std::span<const View<const Real, 1>> envelope_bars, AtomPass<Real>& atoms,
                    View<Real, 1> parameters_bar, View<Real, 2> probes_bar = {}, View<Real, 2> sources_bar = {},
                    View<Real, 2> field_bar = {});
  const DeviceGroups<Real>& groups() const { return of_atoms() ? atoms_.groups() : groups_; }

 private:
  bool of_atoms() const { return atoms_.layout().centres == NetworkCentres::atoms; }

  const AtomPass<Real>& atoms_;
  Arena arena_;
  DeviceGroups<Real> groups_;
  Embedding<Real> embedding_;
  std::vector<NetworkTape<Real>> tapes_;  // of the output networks
  View<const Real, 2> outputs_;
  std::vector<View<Real, 1>> envelopes_;
};

}  // namespace rhofield
