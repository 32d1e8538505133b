// Cases of tests/data/make/fireann.py, run through the network of this project, element for element.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "model/probe_pass.hpp"
#include "shared/probe_network.hpp"
#include "support/hdf5_reader.hpp"

namespace rhofield::testing {

struct FireannCase {
  ProbeNetworkOptions options;
  Structure structure;
  std::vector<Vector3> probes;
  std::vector<double> target, parameters, gradient;  // parameters and gradient by name, as in `names`
  std::vector<std::string> names;
  Vector3 field{};
  double scale = 1;
  std::vector<int> elements;
};

inline std::vector<Vector3> rows_of_three(const std::vector<double>& values) {
  std::vector<Vector3> rows;
  for (std::size_t k = 0; k + 2 < values.size(); k += 3) rows.push_back({values[k], values[k + 1], values[k + 2]});
  return rows;
}

inline FireannCase read_fireann_case(const Hdf5Reader& file, const std::string& name) {
  const std::string group = "cases/" + name, of_structure = "structures/" + file.text(group, "structure");
  const auto number = [&](const char* key) { return static_cast<int>(file.attribute(group, key)); };
  const auto widths = [&](const char* key) {
    const auto values = file.attributes(group, key).data;
    return std::vector<int>(values.begin(), values.end());
  };
  FireannCase one;
  one.options = {
      .cutoff = file.attribute(group, "cutoff"),
      .closest = file.attribute("/", "r_min"),
      .rounds = number("T"),
      .channels = number("K"),
      .features = number("M"),
      .output = {.widths = widths("widths"), .blocks = number("blocks")},
      .message = {.widths = widths("message_widths"), .blocks = number("message_blocks")},
      .layer_norm = number("norm") != 0,
      .activation = file.text(group, "activation") == "tanh" ? NetworkActivation::tanh : NetworkActivation::silu,
      .field_unit = 1.0,
      .envelope = false};
  const auto numbers = file.longs(of_structure + "/numbers").data;
  one.structure.numbers.assign(numbers.begin(), numbers.end());
  one.structure.positions = rows_of_three(file.doubles(of_structure + "/positions").data);
  if (file.contains(of_structure + "/cell")) {
    const auto cell = rows_of_three(file.doubles(of_structure + "/cell").data);
    const auto pbc = file.longs(of_structure + "/pbc").data;
    for (std::size_t k = 0; k < 3; ++k) one.structure.cell[k] = cell[k], one.structure.periodic[k] = pbc[k] != 0;
  }
  one.probes = rows_of_three(file.doubles(of_structure + "/probes").data);
  one.target = file.doubles(of_structure + "/target").data;
  one.field = rows_of_three(file.doubles(group + "/field").data)[0];
  one.scale = file.doubles(group + "/scale").data[0];
  one.elements = one.structure.numbers;
  std::sort(one.elements.begin(), one.elements.end());
  one.elements.erase(std::unique(one.elements.begin(), one.elements.end()), one.elements.end());
  one.parameters = file.doubles(group + "/parameters").data;
  one.gradient = file.doubles(group + "/gradient").data;
  std::istringstream list(file.text(group, "names"));
  for (std::string line; std::getline(list, line);) one.names.push_back(line);
  return one;
}

/// From the file's order of parameters to that of the layout.
inline std::vector<double> in_layout(const FireannCase& one, const ProbeNetworkLayout& layout,
                                     const std::vector<double>& values) {
  std::vector<double> all(static_cast<std::size_t>(layout.size), std::nan(""));
  std::size_t from = 0;
  for (const std::string& name : one.names) {
    const ParameterBlock& block = layout.block(name);
    const bool by_species = name == "p" || name == "mu" || name == "eta";
    const Index rows = by_species ? block.shape[0] : 1, each = block.size() / rows;
    std::vector<Index> order(static_cast<std::size_t>(rows));  // the file's elements are in the order of their symbols
    std::iota(order.begin(), order.end(), Index{0});
    if (by_species)
      std::sort(order.begin(), order.end(), [&](Index a, Index b) {
        return element_symbol(layout.elements[static_cast<std::size_t>(a)]) <
               element_symbol(layout.elements[static_cast<std::size_t>(b)]);
      });
    for (const Index row : order)
      for (Index k = 0; k < each; ++k) all[static_cast<std::size_t>(block.offset + row * each + k)] = values.at(from++);
  }
  return all;
}

inline void expect_close(const std::vector<double>& got, const std::vector<double>& expected, double tolerance,
                         const std::string& what) {
  ASSERT_EQ(got.size(), expected.size()) << what;
  double largest = 0;
  for (const double x : expected) largest = std::max(largest, std::abs(x));
  for (std::size_t k = 0; k < got.size(); ++k)
    ASSERT_NEAR(got[k], expected[k], tolerance * std::max(largest, 1e-3)) << what << ", element " << k;
}

template <class T, int Rank>
std::vector<double> on_host(const Device& device, View<T, Rank> view) {
  using Value = std::remove_const_t<T>;
  std::vector<Value> values(static_cast<std::size_t>(view.size()));
  device.backend().memory().download(values.data(), view.data(), sizeof(Value) * values.size());
  return {values.begin(), values.end()};
}

/// [centre, 13, K] with full Cartesian components from tensors by rank.
inline std::vector<double> full_components(const std::vector<double>& by_rank, Index centres, Index width) {
  constexpr int place[13] = {0, 1, 2, 3, 4, 7, 8, 7, 5, 9, 8, 9, 6};
  std::vector<double> all;
  for (Index i = 0; i < centres; ++i)
    for (const int a : place)
      for (Index k = 0; k < width; ++k)
        all.push_back(by_rank[static_cast<std::size_t>(formula::row_of(centres, i, a) * width + k)] /
                      (a >= 7 ? std::sqrt(2.0) : 1.0));
  return all;
}

/// Tensors, charges, outputs, the loss and all its derivatives within `tolerance` of the largest of each.
template <class Real>
void expect_fireann_case(const Device& device, const Hdf5Reader& file, const std::string& name, double tolerance) {
  const FireannCase one = read_fireann_case(file, name);
  const std::string group = "cases/" + name + "/";
  const ProbeNetworkLayout layout(one.options, one.elements, 1);
  const std::vector<double> host = in_layout(one, layout, one.parameters);
  const std::vector<Real> rounded(host.begin(), host.end());
  const auto parameters = Tensor<Real, 1>::from_host(device, rounded, {layout.size});
  AtomPass<Real> atoms(device, one.options, layout);
  atoms.set_structures(std::span(&one.structure, 1), std::span(&one.field, 1), true);
  atoms.run(parameters.view());
  ProbePass<Real> probes(atoms);
  HostGroups groups;
  groups.add(one.structure, std::span(&one.field, 1), 0, one.probes, one.options.cutoff);
  probes.set_probes(groups, true);
  probes.run(parameters.view());
  const auto count = static_cast<Index>(one.probes.size());
  const auto charges = file.doubles(group + "atom_c");
  const Index k = one.options.channels, n = one.structure.size();
  for (int t = 0; t <= one.options.rounds; ++t)
    expect_close(on_host(device, atoms.charges()[static_cast<std::size_t>(t)]),
                 {charges.data.begin() + t * n * k, charges.data.begin() + (t + 1) * n * k}, tolerance,
                 name + ": charges");
  if (one.options.rounds > 0)
    expect_close(full_components(on_host(device, atoms.passed()), n, k), file.doubles(group + "atom_A").data, tolerance,
                 name + ": A");
  expect_close(full_components(on_host(device, probes.embedding().b), count, k), file.doubles(group + "probe_B").data,
               tolerance, name + ": B of the probes");
  const std::vector<double> output = on_host(device, probes.outputs());
  expect_close(output, file.doubles(group + "output").data, tolerance, name + ": output");

  double loss = 0;
  std::vector<Real> bar;
  for (std::size_t p = 0; p < output.size(); ++p) {
    const double difference = output[p] - one.target[p] / one.scale;
    loss += difference * difference;
    bar.push_back(static_cast<Real>(2 * difference));
  }
  expect_close({loss}, file.doubles(group + "loss").data, tolerance, name + ": loss");
  const auto output_bar = Tensor<Real, 2>::from_host(device, bar, {count, 1});
  auto parameters_bar = Tensor<Real, 1>::zeros(device, {layout.size});
  auto probes_bar = Tensor<Real, 2>::zeros(device, {count, 3});
  auto sources_bar = Tensor<Real, 2>::zeros(device, {groups.source_count(), 3});
  auto positions_bar = Tensor<Real, 2>::zeros(device, {n, 3});
  auto field_bar = Tensor<Real, 2>::zeros(device, {1, formula::tensor_components});
  probes.run_backward(parameters.view(), output_bar.view(), {}, atoms, parameters_bar.view(), probes_bar.view(),
                      sources_bar.view(), field_bar.view());
  atoms.run_backward(parameters.view(), parameters_bar.view(), positions_bar.view(), field_bar.view());
  const std::vector<double> got = on_host(device, parameters_bar.view());
  const std::vector<double> expected = in_layout(one, layout, one.gradient);
  for (const ParameterBlock& block : layout.blocks)
    expect_close({got.begin() + block.offset, got.begin() + block.offset + block.size()},
                 {expected.begin() + block.offset, expected.begin() + block.offset + block.size()}, tolerance,
                 name + ": gradient of " + block.name);
  expect_close(on_host(device, probes_bar.view()), file.doubles(group + "loss_probes").data, tolerance,
               name + ": gradient of the probes");
  std::vector<double> positions = on_host(device, positions_bar.view());
  const std::vector<double> sources = on_host(device, sources_bar.view());
  for (std::size_t j = 0; j < groups.source_atom.size(); ++j)
    for (std::size_t x = 0; x < 3; ++x)
      positions[static_cast<std::size_t>(groups.source_atom[j]) * 3 + x] += sources[3 * j + x];
  expect_close(positions, file.doubles(group + "loss_positions").data, tolerance, name + ": gradient of the atoms");
  const std::vector<double> tensor_bar = on_host(device, field_bar.view());
  std::vector<double> of_field(3);
  formula::symmetric_tensor_backward(one.field[0], one.field[1], one.field[2], tensor_bar.data(), of_field.data());
  expect_close(of_field, file.doubles(group + "loss_field").data, tolerance, name + ": gradient of the field");
}

}  // namespace rhofield::testing
