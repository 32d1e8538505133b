// Options and parameters of networks as HDF5.
#include "storage/network_items.hpp"

#include "storage/model_options.hpp"

namespace rhofield::storage {

using hdf5::Group;

namespace {

void write_layers(const Group& group, const std::string& item, const NetworkLayers& layers) {
  group.write(item + "_widths", layers.widths, {static_cast<Index>(layers.widths.size())});
  group.set(item + "_blocks", layers.blocks);
}
NetworkLayers read_layers(const Group& group, const std::string& item) {
  return {.widths = group.read<int>(item + "_widths", {-1}), .blocks = read_int(group, item + "_blocks")};
}

/// Groups on the way to a parameter are made as they are met.
void write_parameter(const Group& group, const std::string& name, const ParameterBlock& block,
                     const std::vector<double>& all) {
  const std::size_t slash = name.find('/');
  if (slash != std::string::npos) {
    const std::string first = name.substr(0, slash);
    return write_parameter(group.has(first) ? group.group(first) : group.create_group(first), name.substr(slash + 1),
                           block, all);
  }
  group.write<double>(
      name, std::span(all).subspan(static_cast<std::size_t>(block.offset), static_cast<std::size_t>(block.size())),
      block.shape);
}

void read_parameter(const Group& group, const std::string& name, const ParameterBlock& block,
                    std::vector<double>& all) {
  const std::size_t slash = name.find('/');
  if (slash != std::string::npos)
    return read_parameter(group.group(name.substr(0, slash)), name.substr(slash + 1), block, all);
  const auto values = group.read<double>(name, block.shape);
  std::copy(values.begin(), values.end(), all.begin() + block.offset);
}

}  // namespace

bool is_of_format(const std::filesystem::path& path, const char* format) {
  return hdf5::File::open(path).root().says("format", format);
}

void check_format(const Group& root, const char* format, const Versions& versions) {
  if (!root.says("format", format)) root.fail("", std::string("is no ") + format);
  if (const int found = read_int(root, "version"); found < versions.oldest || found > versions.newest)
    root.fail("", "version " + std::to_string(found) + ", this program reads version " +
                      std::to_string(versions.oldest) + " to " + std::to_string(versions.newest) +
                      "; train the model again or use the matching release");
}

void write_network_options(const Group& group, const ProbeNetworkOptions& o) {
  group.set("cutoff", o.cutoff);
  group.set("closest", o.closest);
  group.set("rounds", o.rounds);
  group.set("channels", o.channels);
  group.set("features", o.features);
  group.set("layer_norm", o.layer_norm ? 1 : 0);
  group.set("activation", std::string(o.activation == NetworkActivation::silu ? "silu" : "tanh"));
  group.set("field_unit", o.field_unit);
  group.set("envelope", o.envelope ? 1 : 0);
  write_layers(group, "output", o.output);
  write_layers(group, "message", o.message);
}

ProbeNetworkOptions read_network_options(const Group& group) {
  ProbeNetworkOptions o;
  o.cutoff = group.number("cutoff");
  o.closest = group.number("closest");
  o.rounds = read_int(group, "rounds");
  o.channels = read_int(group, "channels");
  o.features = read_int(group, "features");
  o.layer_norm = read_int(group, "layer_norm") != 0;
  const std::string activation = group.text("activation");
  if (activation != "silu" && activation != "tanh") group.fail("activation", activation + " is neither silu nor tanh");
  o.activation = activation == "silu" ? NetworkActivation::silu : NetworkActivation::tanh;
  o.field_unit = group.number("field_unit");
  o.envelope = read_int(group, "envelope") != 0;
  o.output = read_layers(group, "output");
  o.message = read_layers(group, "message");
  return o;
}

void write_parameters(const Group& group, std::span<const ParameterBlock> blocks, const std::vector<double>& values) {
  for (const ParameterBlock& block : blocks) write_parameter(group, block.name, block, values);
}

std::vector<double> read_parameters(const Group& group, std::span<const ParameterBlock> blocks) {
  std::vector<double> values(blocks.empty() ? 0 : static_cast<std::size_t>(blocks.back().offset + blocks.back().size()),
                             0.0);
  for (const ParameterBlock& block : blocks) read_parameter(group, block.name, block, values);
  return values;
}

}  // namespace rhofield::storage
