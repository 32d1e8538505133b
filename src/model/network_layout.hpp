// Where the parameters of a probe network are in the one vector that holds them all.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rhofield/model/probe_network.hpp"

namespace rhofield {

/// y = weight [output, input] x + bias.
struct LinearLayout {
  Index weight = 0, bias = 0, inputs = 0, outputs = 0;
};
/// An activation and, where `norm`, the layer norm after it.
struct ActivationLayout {
  Index alpha = 0, beta = 0, gain = 0, shift = 0, width = 0;
  bool norm = false;
};
struct NetworkLayout {
  struct Step {
    ActivationLayout activation;
    LinearLayout linear;
  };
  LinearLayout in;
  std::vector<std::vector<Step>> blocks;
  ActivationLayout last;
  LinearLayout out;
};

/// Where a network answers: at probes, by one network with envelopes, or at the atoms, by one network for each element.
enum class NetworkCentres { probes, atoms };

struct ProbeNetworkLayout {
  ProbeNetworkLayout(const ProbeNetworkOptions& options, const std::vector<int>& elements, int outputs,
                     NetworkCentres centres = NetworkCentres::probes);

  NetworkCentres centres = NetworkCentres::probes;
  std::vector<int> elements;                        ///< atomic numbers; species s is elements[s]
  Index charge = 0, mu = 0, eta = 0;                ///< p, mu, eta [species, K]
  Index field_orbital = 0;                          ///< e [K]
  Index contraction = 0;                            ///< W [l, K, M]
  std::vector<std::vector<NetworkLayout>> message;  ///< [round][species], M -> K
  std::vector<NetworkLayout> output;                ///< M -> outputs: one, or of atoms [species]
  struct Envelope {
    Index amplitude = 0, decay = 0;  ///< [species]
  };
  std::vector<Envelope> envelopes;     ///< [output]; empty without
  std::vector<ParameterBlock> blocks;  ///< all of them by name
  Index size = 0;

  const ParameterBlock& block(const std::string& name) const;

 private:
  Index add(const std::string& name, std::vector<Index> shape);
  LinearLayout linear(const std::string& name, Index inputs, Index outputs);
  ActivationLayout activation(const std::string& name, Index width, bool norm);
  NetworkLayout network(const std::string& name, Index inputs, const NetworkLayers& layers, Index outputs, bool norm);
};

/// Throws InvalidInput, beginning with `what`, unless there are as many as the layout has, all finite.
void check_parameters(std::span<const double> parameters, const ProbeNetworkLayout& layout, const std::string& what);

/// Radial functions stay decaying ones, whatever a step of the training made of them.
void keep_decaying(std::span<double> parameters, const ProbeNetworkLayout& layout, const ProbeNetworkOptions& options);

/// Values to start a training from, the same for the same seed: radial functions spread over the cutoff, weights of
/// unit gain, outputs near zero.
std::vector<double> initial_parameters(const ProbeNetworkLayout& layout, const ProbeNetworkOptions& options,
                                       std::uint64_t seed);

}  // namespace rhofield
