// Names, places and first values of parameters.
#include "model/network_layout.hpp"

#include <algorithm>
#include <cmath>

#include "rhofield/atoms/structure.hpp"
#include "runtime/option_range.hpp"
#include "runtime/random.hpp"

namespace rhofield {

namespace {

void check(const NetworkLayers& layers, const char* field) {
  require_option(!layers.widths.empty() && layers.widths.size() <= 16, field, layers.widths.size(), "1 to 16 widths");
  for (const int width : layers.widths)
    require_option(width >= 1 && width <= 4096, field, width, "widths from 1 to 4096");
  require_option(layers.blocks >= 0 && layers.blocks <= 64, field, layers.blocks, "0 to 64 blocks");
}

}  // namespace

void validate(const ProbeNetworkOptions& o) {
  require_option(std::isfinite(o.cutoff) && o.cutoff > 0, "cutoff", o.cutoff, "positive");
  require_option(o.closest >= 0 && o.closest < o.cutoff, "closest", o.closest, "0 or more, and below the cutoff");
  require_option(o.rounds >= 0 && o.rounds <= 16, "rounds", o.rounds, "0 to 16");
  require_option(o.channels >= 1 && o.channels <= 1024, "channels", o.channels, "1 to 1024");
  require_option(o.features >= 1 && o.features <= 4096, "features", o.features, "1 to 4096");
  require_option(std::isfinite(o.field_unit) && o.field_unit > 0, "field_unit", o.field_unit, "positive");
  check(o.output, "output");
  check(o.message, "message");
}

Index ParameterBlock::size() const {
  Index n = 1;
  for (const Index extent : shape) n *= extent;
  return n;
}

ProbeNetworkLayout::ProbeNetworkLayout(const ProbeNetworkOptions& options, const std::vector<int>& numbers, int outputs,
                                       NetworkCentres answered_at)
    : centres(answered_at), elements(numbers) {
  validate(options);
  const auto species = static_cast<Index>(elements.size());
  const Index k = options.channels, m = options.features;
  charge = add("p", {species, k});
  mu = add("mu", {species, k});
  eta = add("eta", {species, k});
  field_orbital = add("e", {k});
  contraction = add("W", {3, k, m});
  for (int t = 0; t < options.rounds; ++t) {
    message.emplace_back();
    for (const int number : elements)
      message.back().push_back(network("message/" + std::to_string(t) + "/" + std::string(element_symbol(number)) + "/",
                                       m, options.message, k, options.layer_norm));
  }
  if (centres == NetworkCentres::atoms) {
    for (const int number : elements)
      output.push_back(network("output/" + std::string(element_symbol(number)) + "/", m, options.output, outputs,
                               options.layer_norm));
    return;
  }
  output.push_back(network("output/", m, options.output, outputs, options.layer_norm));
  for (int q = 0; q < outputs && options.envelope; ++q) {
    const std::string name = "envelope/" + std::to_string(q) + "/";
    envelopes.emplace_back();
    envelopes.back().amplitude = add(name + "amplitude", {species});
    envelopes.back().decay = add(name + "decay", {species});
  }
}

Index ProbeNetworkLayout::add(const std::string& name, std::vector<Index> shape) {
  blocks.push_back({.name = name, .shape = std::move(shape), .offset = size});
  size += blocks.back().size();
  return blocks.back().offset;
}

LinearLayout ProbeNetworkLayout::linear(const std::string& name, Index inputs, Index outputs) {
  LinearLayout layout{.inputs = inputs, .outputs = outputs};
  layout.weight = add(name + "weight", {outputs, inputs});
  layout.bias = add(name + "bias", {outputs});
  return layout;
}

ActivationLayout ProbeNetworkLayout::activation(const std::string& name, Index width, bool norm) {
  ActivationLayout layout{.width = width, .norm = norm};
  layout.alpha = add(name + "alpha", {width});
  layout.beta = add(name + "beta", {width});
  if (norm) layout.gain = add(name + "gain", {width});
  if (norm) layout.shift = add(name + "shift", {width});
  return layout;
}

NetworkLayout ProbeNetworkLayout::network(const std::string& name, Index inputs, const NetworkLayers& layers,
                                          Index outputs, bool norm) {
  NetworkLayout layout;
  const Index first = layers.widths.front();
  layout.in = linear(name + "in/", inputs, first);
  for (int b = 0; b < layers.blocks; ++b) {
    layout.blocks.emplace_back();
    for (std::size_t q = 0; q < layers.widths.size(); ++q) {
      const std::string step = name + "block/" + std::to_string(b) + "/" + std::to_string(q) + "/";
      const Index to = q + 1 < layers.widths.size() ? layers.widths[q + 1] : first;
      const ActivationLayout before = activation(step, layers.widths[q], norm);
      layout.blocks.back().push_back({.activation = before, .linear = linear(step, layers.widths[q], to)});
    }
  }
  layout.last = activation(name + "out/", first, false);
  layout.out = linear(name + "out/", first, outputs);
  return layout;
}

const ParameterBlock& ProbeNetworkLayout::block(const std::string& name) const {
  const auto found =
      std::find_if(blocks.begin(), blocks.end(), [&](const ParameterBlock& block) { return block.name == name; });
  if (found == blocks.end()) throw InvalidInput("the network has no parameters " + name);
  return *found;
}

void check_parameters(std::span<const double> parameters, const ProbeNetworkLayout& layout, const std::string& what) {
  if (static_cast<Index>(parameters.size()) != layout.size)
    throw InvalidInput(what + ": " + std::to_string(parameters.size()) + " parameters where its network has " +
                       std::to_string(layout.size));
  if (!std::all_of(parameters.begin(), parameters.end(), [](double x) { return std::isfinite(x); }))
    throw InvalidInput(what + ": some parameters are not finite numbers");
}

void keep_decaying(std::span<double> parameters, const ProbeNetworkLayout& layout, const ProbeNetworkOptions& options) {
  const auto species = layout.elements.size(), first = static_cast<std::size_t>(layout.eta);
  for (double& eta : parameters.subspan(first, species * static_cast<std::size_t>(options.channels)))
    eta = std::min(eta, -1e-3);
  for (const auto& envelope : layout.envelopes)
    for (double& decay : parameters.subspan(static_cast<std::size_t>(envelope.decay), species))
      decay = std::max(decay, 0.1);
}

std::vector<double> initial_parameters(const ProbeNetworkLayout& layout, const ProbeNetworkOptions& options,
                                       std::uint64_t seed) {
  std::vector<double> values(static_cast<std::size_t>(layout.size), 0.0);
  std::mt19937_64 random(seed);
  const auto symmetric = [&] { return 2 * uniform(random) - 1; };  // in (-1, 1)
  const auto fill = [&](const ParameterBlock& block, const auto& value) {
    for (Index k = 0; k < block.size(); ++k) values[static_cast<std::size_t>(block.offset + k)] = value(k);
  };
  const double spacing = 0.75 * options.cutoff / std::max(1, options.channels);
  for (const ParameterBlock& block : layout.blocks) {
    const auto ends_with = [&](const char* word) { return block.name.ends_with(word); };
    if (block.name == "p")
      fill(block, [&](Index) { return 0.5 + 0.25 * symmetric(); });
    else if (block.name == "mu")
      fill(block, [&](Index k) { return spacing * static_cast<double>(k % options.channels); });
    else if (block.name == "eta")  // neighbours overlap by half
      fill(block, [&](Index) { return -0.35 / (spacing * spacing); });
    else if (block.name == "e")
      fill(block, [&](Index) { return 0.5 * symmetric(); });
    else if (block.name == "W")
      fill(block, [&](Index) { return symmetric() * std::sqrt(3.0 / options.channels); });
    else if (ends_with("weight")) {
      const bool last = ends_with("out/weight");
      const double gain = (last ? 0.3 : 1.0) * std::sqrt(3.0 / static_cast<double>(block.shape[1]));
      fill(block, [&](Index) { return gain * symmetric(); });
    } else if (ends_with("alpha") || ends_with("beta") || ends_with("gain"))
      fill(block, [](Index) { return 1.0; });
    else if (ends_with("amplitude"))
      fill(block, [](Index) { return 1.0; });
    else if (ends_with("decay"))
      fill(block, [](Index) { return 1.6; });
  }
  return values;
}

}  // namespace rhofield
