// From atoms to similarities, how long does each primitive take? Liquid water, cutoff 4 angstrom, 8 radial functions,
// l_max 6, two species: 16 channels and 49 (l, m), 6.3 KB of expansion per atom, about 30 neighbours each.
#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <set>
#include <utility>

#include "model/reference_space.hpp"
#include "rhofield/angular/coupling.hpp"
#include "rhofield/angular/real_spherical_harmonics.hpp"
#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/descriptors/feature_selection.hpp"
#include "rhofield/descriptors/long_range_expansion.hpp"
#include "rhofield/descriptors/spherical_expansion.hpp"
#include "rhofield_bench.hpp"

namespace rhofield::bench {
namespace {

constexpr double cutoff = 4.0 * angstrom;
constexpr int l_max = 6, n_max = 8, species_count = 2, channels = species_count * n_max;
constexpr int components = (l_max + 1) * (l_max + 1);
constexpr double bytes_of_expansion = 8.0 * components * channels;            // per atom
constexpr double bytes_of_pairs = 48.0 * 32;                                  // per atom, an upper bound
constexpr double bytes_of_long_range = 64.0 * 3600 + 3 * bytes_of_expansion;  // per atom: pairs to 20 angstrom
constexpr double bytes_of_waves = 1e8;  // 2048 of them, their products and derivatives
constexpr Index points_per_atom = 32, selected = 400, environments = 100;
const std::vector<int> species{1, 8};

StructureBatch batch_of_water(const Device& device, Index atoms) {
  return make_batch(device, std::vector<Structure>{water(atoms)}, species);
}

Tensor<double, 3> expansion_of_water(const Device& device, Index atoms) {
  return SphericalExpansion(device, species,
                            {.cutoff = cutoff, .n_max = n_max, .l_max = l_max})(batch_of_water(device, atoms));
}

/// A pair of the result: index, shift, vector and length. Per pair 8 flop of the distance alone.
Call neighbours(const Device& device, Index atoms) {
  const auto batch = std::make_shared<StructureBatch>(batch_of_water(device, atoms));
  return [device, batch] {
    const NeighbourList list = neighbour_list(device, *batch, cutoff);
    const auto n = static_cast<double>(batch->atoms()), pairs = static_cast<double>(list.pairs());
    return Work{.atoms = n, .pairs = pairs, .bytes = (24 + 4 + 8 * species_count) * n + 48 * pairs, .flops = 8 * pairs};
  };
}

/// `pairs`: points, 32 an atom; 24 bytes read and 392 written; 4 flop a value (recursion 3, product with x +- iy 1).
Call harmonics(const Device& device, Index atoms) {
  const Index points = atoms * points_per_atom;
  std::vector<double> xyz(static_cast<std::size_t>(3 * points));
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> coordinate(-cutoff, cutoff);
  std::generate(xyz.begin(), xyz.end(), [&] { return coordinate(random); });
  const auto x = std::make_shared<Tensor<double, 2>>(Tensor<double, 2>::from_host(device, xyz, {points, 3}));
  const auto y = std::make_shared<Tensor<double, 2>>(device, std::array<Index, 2>{points, components});
  return [device, x, y, atoms, points] {
    real_spherical_harmonics(device, l_max, x->view(), y->view());
    const auto count = static_cast<double>(points);
    return Work{.atoms = static_cast<double>(atoms),
                .pairs = count,
                .bytes = 8.0 * (3 + components) * count,
                .flops = 4.0 * components * count};
  };
}

/// 32 bytes read a pair, the result written; flops a pair: a polynomial of degree 5 for each (l, n), one multiply-add
/// for each (l, m, n), 4 for each (l, m). The neighbour list is made before.
Call expansion(const Device& device, Index atoms) {
  struct Inputs {
    StructureBatch batch;
    NeighbourList list;
    SphericalExpansion expand;
  };
  StructureBatch batch = batch_of_water(device, atoms);
  NeighbourList list = neighbour_list(device, batch, cutoff);
  const auto inputs = std::make_shared<Inputs>(
      Inputs{std::move(batch), std::move(list),
             SphericalExpansion(device, species, {.cutoff = cutoff, .n_max = n_max, .l_max = l_max})});
  return [inputs] {
    (void)inputs->expand(inputs->batch, inputs->list);
    const auto n = static_cast<double>(inputs->batch.atoms()), pairs = static_cast<double>(inputs->list.pairs());
    return Work{.atoms = n,
                .pairs = pairs,
                .bytes = 32 * pairs + bytes_of_expansion * n,
                .flops = pairs * (2.0 * 5 * (l_max + 1) * n_max + 2.0 * components * n_max + 4.0 * components)};
  };
}

/// Ones as derivatives with respect to c, carried back to atoms and strain: pairs and derivatives read, 24 bytes of
/// each pair written and read twice. Flops a pair: both contractions over n, the polynomials and their slopes, the
/// harmonics and their gradients.
Call expansion_backward(const Device& device, Index atoms) {
  struct Inputs {
    StructureBatch batch;
    NeighbourList list;
    SphericalExpansion expand;
    Tensor<double, 3> c_bar, strain;
    Tensor<double, 2> positions;
  };
  StructureBatch batch = batch_of_water(device, atoms);
  NeighbourList list = neighbour_list(device, batch, cutoff);
  const Index count = batch.atoms(), structures = batch.structures();
  const std::vector<double> ones(static_cast<std::size_t>(count * components * channels), 1.0);
  const auto inputs = std::make_shared<Inputs>(
      Inputs{std::move(batch), std::move(list),
             SphericalExpansion(device, species, {.cutoff = cutoff, .n_max = n_max, .l_max = l_max}),
             Tensor<double, 3>::from_host(device, ones, {count, components, channels}),
             Tensor<double, 3>::zeros(device, {structures, 3, 3}), Tensor<double, 2>::zeros(device, {count, 3})});
  return [inputs] {
    inputs->expand.backward(inputs->batch, inputs->list, std::as_const(inputs->c_bar).view(), inputs->positions.view(),
                            inputs->strain.view());
    const auto n = static_cast<double>(inputs->batch.atoms()), pairs = static_cast<double>(inputs->list.pairs());
    return Work{.atoms = n,
                .pairs = pairs,
                .bytes = (48 + 3 * 24) * pairs + bytes_of_expansion * n,
                .flops = pairs * (4.0 * 5 * (l_max + 1) * n_max + 4.0 * components * n_max + 18.0 * components)};
  };
}

LongRangeExpansion long_range_by(const Device& device, LongRangeMethod method) {
  return {device, species, {.n_max = n_max, .l_max = l_max, .method = method}};
}

/// Of the plan of one structure: pairs as in `expansion`; then either a wave's phases (8 flop an atom) and both
/// products with them, read and written once, or of a mesh each field's spectrum and values, written and read once,
/// with transforms of 2.5 log2(points) flop a point and splines of 2 order^3 flop an atom.
Work long_range_work(const LongRangePlan& plan, double atoms, double pairs) {
  const double width = components * channels, waves = static_cast<double>(plan.waves);
  Work work{.atoms = atoms,
            .pairs = pairs,
            .bytes = 32 * pairs + bytes_of_expansion * atoms,
            .flops = pairs * (2.0 * 5 * (l_max + 1) * n_max + 2.0 * components * n_max + 4.0 * components)};
  if (plan.method == LongRangeMethod::plane_waves) {
    work.bytes += 8 * 2 * waves * (2 * atoms + 2 * width);
    work.flops += waves * atoms * (8 + 4 * species_count + 4 * width);
  }
  if (plan.method == LongRangeMethod::mesh) {
    const double points = static_cast<double>(plan.mesh[0]) * plan.mesh[1] * plan.mesh[2];
    work.bytes += 8 * 4 * points * width;
    work.flops += width * (2.5 * std::log2(points) * points + 2 * std::pow(plan.spline_order, 3) * atoms);
  }
  return work;
}

/// Pairs within the cutoff of a plan; of molecules all.
double long_range_pairs(const Device& device, const Structure& structure, const LongRangePlan& plan) {
  if (plan.cutoff == 0) return 0;
  const StructureBatch batch = make_batch(device, std::vector<Structure>{structure}, species);
  return static_cast<double>(neighbour_list(device, batch, plan.cutoff).pairs());
}

/// Exponent 1, smearing 1 angstrom: from atoms, the list of pairs included.
Call long_range(const Device& device, Index atoms, LongRangeMethod method) {
  struct Inputs {
    std::vector<Structure> structures;
    LongRangeExpansion expand;
    Work work{};
  };
  const auto inputs = std::make_shared<Inputs>(Inputs{{water(atoms)}, long_range_by(device, method)});
  const Structure& structure = inputs->structures[0];
  const LongRangePlan plan = inputs->expand.plan(structure);
  inputs->work =
      long_range_work(plan, static_cast<double>(structure.size()), long_range_pairs(device, structure, plan));
  return [inputs] {
    (void)inputs->expand(inputs->structures);
    return inputs->work;
  };
}

/// Ones as derivatives with respect to c, carried back to atoms and strain by pairs and plane waves: twice the
/// arithmetic of the expansion, since every product goes back to both of its factors.
Call long_range_backward(const Device& device, Index atoms) {
  struct Inputs {
    std::vector<Structure> structures;
    LongRangeExpansion expand;
    Tensor<double, 3> c_bar, strain;
    Tensor<double, 2> positions;
    Work work{};
  };
  const std::vector<double> ones(static_cast<std::size_t>(atoms * components * channels), 1.0);
  const auto inputs =
      std::make_shared<Inputs>(Inputs{{water(atoms)},
                                      long_range_by(device, LongRangeMethod::plane_waves),
                                      Tensor<double, 3>::from_host(device, ones, {atoms, components, channels}),
                                      Tensor<double, 3>::zeros(device, {1, 3, 3}),
                                      Tensor<double, 2>::zeros(device, {atoms, 3})});
  const Structure& structure = inputs->structures[0];
  const LongRangePlan plan = inputs->expand.plan(structure);
  inputs->work =
      long_range_work(plan, static_cast<double>(structure.size()), long_range_pairs(device, structure, plan));
  inputs->work.flops *= 2;
  return [inputs] {
    inputs->expand.backward(inputs->structures, std::as_const(inputs->c_bar).view(), inputs->positions.view(),
                            inputs->strain.view());
    return inputs->work;
  };
}

/// All features of an order, or `most` of them, drawn with a fixed seed.
FeatureSet features(int lambda, Index most) {
  const FeatureSet full = all_features(lambda, l_max, channels);
  if (most >= full.size()) return full;
  std::vector<Index> picks(static_cast<std::size_t>(full.size()));
  std::iota(picks.begin(), picks.end(), Index{0});
  std::mt19937_64 random(2);
  std::shuffle(picks.begin(), picks.end(), random);
  picks.resize(static_cast<std::size_t>(most));
  return select_features(full, picks);
}

/// Flops of all features of an atom: 2 a coupling coefficient and 2 a row (mu, m of the smaller order) of it.
double coupling_flops(const FeatureSet& set) {
  std::map<std::pair<int, int>, double> of_orders;
  double flops = 0;
  for (const Feature& f : set.features) {
    const auto [place, is_new] = of_orders.try_emplace({f.l1, f.l2}, 0.0);
    if (is_new) {
      std::set<std::pair<int, int>> rows;
      const auto& terms = real_coupling(set.lambda, f.l1, f.l2);
      for (const CouplingTerm& t : terms) rows.insert({t.M, f.l1 <= f.l2 ? t.m1 : t.m2});
      place->second = 2.0 * static_cast<double>(terms.size() + rows.size());
    }
    flops += place->second;
  }
  return flops;
}

/// The expansion read once, the features written; flops as above. Without the norm, which is a stage of its own.
Call couple(const Device& device, Index atoms, int lambda, Index most) {
  struct Inputs {
    Tensor<double, 3> c;
    Equivariants equivariants;
    Tensor<double, 3> p;
    double flops;
  };
  FeatureSet set = features(lambda, most);
  const double flops = coupling_flops(set);
  Tensor<double, 3> p(device, {atoms, 2 * lambda + 1, set.size()});
  const auto inputs =
      std::make_shared<Inputs>(Inputs{expansion_of_water(device, atoms),
                                      Equivariants(device, std::move(set), Normalisation::none), std::move(p), flops});
  return [inputs, atoms] {
    inputs->equivariants.compute(std::as_const(inputs->c).view(), inputs->p.view());
    const auto n = static_cast<double>(atoms);
    return Work{.atoms = n,
                .bytes = bytes_of_expansion * n + 8.0 * static_cast<double>(inputs->p.size()),
                .flops = inputs->flops * n};
  };
}

/// Ones as derivatives with respect to the features, carried back to the expansion through coupling and norm: both read
/// once, the result read and written; flops: twice those of the features.
Call couple_backward(const Device& device, Index atoms, int lambda, Index most) {
  struct Inputs {
    Tensor<double, 3> c, c_bar, p_bar;
    Equivariants equivariants;
    double flops;
  };
  FeatureSet set = features(lambda, most);
  const std::vector<double> ones(static_cast<std::size_t>(atoms * (2 * lambda + 1) * set.size()), 1.0);
  auto p_bar = Tensor<double, 3>::from_host(device, ones, {atoms, 2 * lambda + 1, set.size()});
  const double flops = 2 * coupling_flops(set);
  const auto inputs = std::make_shared<Inputs>(
      Inputs{expansion_of_water(device, atoms), Tensor<double, 3>::zeros(device, {atoms, components, channels}),
             std::move(p_bar), Equivariants(device, std::move(set), Normalisation::per_atom), flops});
  return [inputs, atoms] {
    inputs->equivariants.backward(std::as_const(inputs->c).view(), std::as_const(inputs->p_bar).view(),
                                  inputs->c_bar.view());
    const auto n = static_cast<double>(atoms);
    return Work{.atoms = n,
                .bytes = 3 * bytes_of_expansion * n + 8.0 * static_cast<double>(inputs->p_bar.size()),
                .flops = inputs->flops * n};
  };
}

/// The expansion read once; flops: the moments sum_q c_m c_m' of every l, lower triangles. What follows is small.
Call norms(const Device& device, Index atoms, int lambda) {
  const auto c = std::make_shared<Tensor<double, 3>>(expansion_of_water(device, atoms));
  const auto equivariants = std::make_shared<Equivariants>(device, features(lambda, 1), Normalisation::per_atom);
  return [c, equivariants, atoms] {
    (void)equivariants->norms(std::as_const(*c).view());
    double moments = 0;
    for (int l = 0; l <= l_max; ++l) moments += 0.5 * (2 * l + 1) * (2 * l + 2);
    const auto n = static_cast<double>(atoms);
    return Work{.atoms = n, .bytes = (bytes_of_expansion + 8) * n, .flops = 2 * channels * moments * n};
  };
}

/// K = (P P_m^T) k0 (zeta = 2) with 400 features and up to 100 references: P and k0 read, K written by the product,
/// read and written by the power; flops: the product, and one per element. `pairs`: (atom, reference).
Call similarities(const Device& device, Index atoms, int lambda) {
  struct Inputs {
    Tensor<double, 3> p, reference;
    Tensor<double, 2> k0, k;
  };
  const Index references = std::min(atoms, environments), width = 2 * lambda + 1;
  const auto inputs = std::make_shared<Inputs>();
  const Tensor<double, 3> c = expansion_of_water(device, atoms);
  const auto first = c.view().rows(0, references);
  const Equivariants scalar(device, features(0, selected), Normalisation::per_atom);
  const Equivariants own(device, features(lambda, selected), Normalisation::per_atom);
  const Tensor<double, 3> p0 = scalar(c.view()), p0_reference = scalar(first);
  inputs->p = own(c.view());
  inputs->reference = own(first);
  inputs->k0 = Tensor<double, 2>(device, {atoms, references});
  inputs->k = Tensor<double, 2>(device, {atoms * width, references * width});
  similarity(device, p0.view(), p0_reference.view(), inputs->k0.view(), 1, inputs->k0.view());
  return [device, inputs, atoms, references] {
    const auto read = [](const auto& tensor) { return std::as_const(tensor).view(); };
    similarity(device, read(inputs->p), read(inputs->reference), read(inputs->k0), 2, inputs->k.view());
    const auto size = [](const auto& tensor) { return static_cast<double>(tensor.size()); };
    return Work{.atoms = static_cast<double>(atoms),
                .pairs = static_cast<double>(atoms * references),
                .bytes = 8 * (size(inputs->p) + size(inputs->reference) + size(inputs->k0) + 3 * size(inputs->k)),
                .flops = size(inputs->k) * (2.0 * static_cast<double>(inputs->p.extent(2)) + 1)};
  };
}

/// Up to 100 environments out of random points with 400 columns: the points read once, which no algorithm can avoid;
/// flops: products of all points with all picks. `pairs`: (point, pick).
Call farthest(const Device& device, Index atoms) {
  std::vector<double> values(static_cast<std::size_t>(atoms * selected));
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  std::generate(values.begin(), values.end(), [&] { return normal(random); });
  const auto x = std::make_shared<Tensor<double, 2>>(Tensor<double, 2>::from_host(device, values, {atoms, selected}));
  return [device, x, atoms] {
    const Index picks = std::min(atoms, environments);
    (void)farthest_points(device, std::as_const(*x).view(), picks);
    const auto n = static_cast<double>(atoms), pairs = n * static_cast<double>(picks);
    return Work{.atoms = n, .pairs = pairs, .bytes = 8.0 * selected * n, .flops = 2.0 * selected * pairs};
  };
}

}  // namespace

std::vector<Stage> descriptor_stages() {
  const auto per_atom = [](double bytes) { return [bytes](double atoms) { return bytes * atoms; }; };
  std::vector<Stage> stages{
      {"neighbour_list", linear_sizes, per_atom(2 * bytes_of_pairs), neighbours},
      {"harmonics", linear_sizes, per_atom(8.0 * points_per_atom * (3 + components)), harmonics},
      {"spherical_expansion", linear_sizes, per_atom(2 * bytes_of_pairs + bytes_of_expansion), expansion},
      {"expansion_backward", linear_sizes, per_atom(4 * bytes_of_pairs + bytes_of_expansion), expansion_backward},
  };
  const auto long_range_by_method = [](LongRangeMethod method) {
    return [method](const Device& device, Index atoms) { return long_range(device, atoms, method); };
  };
  const auto long_range_memory = [](double atoms) { return bytes_of_long_range * atoms + bytes_of_waves; };
  stages.push_back(
      {"long_range_expansion", linear_sizes, long_range_memory, long_range_by_method(LongRangeMethod::automatic)});
  stages.push_back(
      {"long_range_waves", {3, 96, 768}, long_range_memory, long_range_by_method(LongRangeMethod::plane_waves)});
  stages.push_back(
      {"long_range_mesh", {96, 768, 8748, 96000}, long_range_memory, long_range_by_method(LongRangeMethod::mesh)});
  stages.push_back({"long_range_backward", {3, 96, 768}, long_range_memory, long_range_backward});
  for (const Index most : {Index{1} << 20, selected})
    for (const int lambda : {0, 2}) {
      const double result = 8.0 * (2 * lambda + 1) * static_cast<double>(features(lambda, most).size());
      stages.push_back({(most == selected ? "couple_400_lambda_" : "couple_all_lambda_") + std::to_string(lambda),
                        linear_sizes, per_atom(2 * bytes_of_pairs + bytes_of_expansion + result),
                        [=](const Device& device, Index atoms) { return couple(device, atoms, lambda, most); }});
    }
  for (const int lambda : {0, 2})
    stages.push_back(
        {"couple_backward_400_lambda_" + std::to_string(lambda), linear_sizes,
         per_atom(2 * bytes_of_pairs + 2 * bytes_of_expansion + 8.0 * (2 * lambda + 1) * selected),
         [=](const Device& device, Index atoms) { return couple_backward(device, atoms, lambda, selected); }});
  for (const int lambda : {0, 2})
    stages.push_back({"norms_lambda_" + std::to_string(lambda), linear_sizes,
                      per_atom(2 * bytes_of_pairs + bytes_of_expansion),
                      [=](const Device& device, Index atoms) { return norms(device, atoms, lambda); }});
  for (const int lambda : {0, 2}) {
    const double width = 2 * lambda + 1;
    stages.push_back(
        {"similarity_lambda_" + std::to_string(lambda), linear_sizes,
         per_atom(bytes_of_expansion + 8.0 * selected * (1 + width) + 8.0 * environments * (1 + width * width)),
         [=](const Device& device, Index atoms) { return similarities(device, atoms, lambda); }});
  }
  stages.push_back({"farthest_points", linear_sizes, per_atom(8.0 * selected + 8.0 * 2 * environments), farthest});
  return stages;
}

}  // namespace rhofield::bench
