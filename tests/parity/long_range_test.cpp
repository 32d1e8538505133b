// Long-range expansion: its primitives, waves and meshes, and the whole with each method and boundary, both ways.
#include <map>
#include <utility>

#include "parity/parity.hpp"
#include "rhofield/descriptors/long_range_expansion.hpp"
#include "shared/long_range.hpp"
#include "shared/real_spherical_harmonics.hpp"
#include "support/random_structures.hpp"

namespace rhofield::parity {
namespace {

class LongRangeParity : public ParityTest {
 protected:
  /// Products of up to four numbers.
  static constexpr double tolerance_of_products = 8.0 * epsilon;
  /// Sums over up to some hundred products whose magnitude the largest result bounds.
  static constexpr double tolerance_of_sums = 200.0 * epsilon;
  /// A phase is 2 pi times a number of turns: three products of a multiple up to 20, each rounded or not, and the
  /// cosine of their sum or products of three cosines: pi 3 20, and some more for these.
  static constexpr double tolerance_of_phases = 250.0 * epsilon;
  /// A step for each of log2(points) < 16 levels, relative to the norm, which is a few times the largest result at
  /// most.
  static constexpr double tolerance_of_transforms = 32.0 * epsilon;

  /// Whole numbers in -most ... most.
  static Tensor<int, 2> multiples(const Device& device, Index waves, int most) {
    std::vector<int> values;
    for (const double x : random_values(3 * waves, 5)) values.push_back(static_cast<int>(std::round(most * x)));
    return Tensor<int, 2>::from_host(device, values, {waves, 3});
  }

  static std::vector<double> fractions(Index atoms) {
    std::vector<double> values = random_values(3 * atoms, 6);
    for (double& x : values) x = 0.5 * (x + 1);  // in [0, 1)
    return values;
  }

  static std::vector<double> joined(std::initializer_list<std::vector<double>> parts) {
    std::vector<double> all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
  }
};

TEST_F(LongRangeParity, PhasesOfAnyNumberOfAtomsAndWavesAgree) {
  for (const Index atoms : sizes)
    for (const Index waves : sizes) {
      if (atoms > 33 && waves > 33) continue;  // thousands of threads show no more
      expect_parity(
          [&](const Device& device) {
            const auto index = multiples(device, waves, 20);
            const auto fractional = Tensor<double, 2>::from_host(device, fractions(atoms), {atoms, 3});
            auto phases = poisoned(device, std::array<Index, 2>{atoms, 2 * waves});
            device.backend().kernels().wave_phases(index.view(), fractional.view(), phases.view());
            return phases.to_host();
          },
          tolerance_of_phases, std::to_string(atoms) + " atoms, " + std::to_string(waves) + " waves");
    }
}

struct ChannelShape {
  Index components, n_max, sources;
};
constexpr std::array<ChannelShape, 3> channel_shapes{{{1, 1, 1}, {25, 3, 2}, {4, 8, 3}}};

TEST_F(LongRangeParity, ChannelsOfWavesAgree) {
  for (const Index waves : sizes)
    for (const ChannelShape& shape : channel_shapes)
      expect_parity(
          [&](const Device& device) {
            const auto g = random_tensor(device, std::array<Index, 3>{waves, shape.components, shape.n_max}, 1);
            const auto factor = random_tensor(device, std::array<Index, 1>{waves}, 2);
            const auto structure_factors = random_tensor(device, std::array<Index, 2>{shape.sources, 2 * waves}, 3);
            auto b = poisoned(device, std::array<Index, 3>{2 * waves, shape.components, shape.sources * shape.n_max});
            device.backend().kernels().wave_channels(g.view(), factor.view(), structure_factors.view(), b.view());
            return b.to_host();
          },
          tolerance_of_products, std::to_string(waves) + " waves, " + std::to_string(shape.components) + " components");
}

TEST_F(LongRangeParity, DerivativesOfChannelsOfWavesAgree) {
  for (const Index waves : sizes)
    for (const ChannelShape& shape : channel_shapes)
      expect_parity(
          [&](const Device& device) {
            const auto g = random_tensor(device, std::array<Index, 3>{waves, shape.components, shape.n_max}, 1);
            const auto factor = random_tensor(device, std::array<Index, 1>{waves}, 2);
            const auto structure_factors = random_tensor(device, std::array<Index, 2>{shape.sources, 2 * waves}, 3);
            const auto b_bar = random_tensor(
                device, std::array<Index, 3>{2 * waves, shape.components, shape.sources * shape.n_max}, 4);
            auto g_bar = poisoned(device, std::array<Index, 3>{waves, shape.components, shape.n_max});
            auto g_dot = poisoned(device, std::array<Index, 1>{waves});
            auto structure_factors_bar = poisoned(device, std::array<Index, 2>{shape.sources, 2 * waves});
            device.backend().kernels().wave_channels_backward(g.view(), factor.view(), structure_factors.view(),
                                                              b_bar.view(), g_bar.view(), g_dot.view(),
                                                              structure_factors_bar.view());
            return joined({g_bar.to_host(), g_dot.to_host(), structure_factors_bar.to_host()});
          },
          tolerance_of_sums, std::to_string(waves) + " waves, " + std::to_string(shape.components) + " components");
}

TEST_F(LongRangeParity, DerivativesOfPhasesOfAnyNumberOfAtomsAndWavesAgree) {
  for (const Index atoms : sizes)
    for (const Index waves : sizes)
      expect_parity(
          [&](const Device& device) {
            const auto vectors = random_tensor(device, std::array<Index, 2>{waves, 4}, 1);
            const auto phases = random_tensor(device, std::array<Index, 2>{atoms, 2 * waves}, 2);
            const auto phases_bar = random_tensor(device, std::array<Index, 2>{atoms, 2 * waves}, 3);
            auto positions_bar = random_tensor(device, std::array<Index, 2>{atoms, 3}, 4);
            device.backend().kernels().wave_phases_backward(vectors.view(), phases.view(), phases_bar.view(),
                                                            positions_bar.view());
            return positions_bar.to_host();
          },
          tolerance_of_sums, std::to_string(atoms) + " atoms, " + std::to_string(waves) + " waves");
}

/// Random atoms on a mesh, listed by the point in front of them.
struct MeshPlaces {
  int order;
  Tensor<double, 2> fractional;
  Tensor<Index, 1> bin_offset;
  Tensor<int, 1> bin_atom;

  MeshPlaces(const Device& device, int spline_order, const std::vector<double>& fractions,
             const std::array<Index, 3>& mesh)
      : order(spline_order) {
    const auto atoms = static_cast<Index>(fractions.size() / 3);
    std::multimap<Index, int> atom_at;
    for (Index i = 0; i < atoms; ++i) {
      Index at = 0;
      for (std::size_t d = 0; d < 3; ++d)
        at = at * mesh[d] +
             static_cast<Index>(fractions[3 * static_cast<std::size_t>(i) + d] * static_cast<double>(mesh[d]));
      atom_at.emplace(at, static_cast<int>(i));
    }
    std::vector<Index> offsets{0};
    for (Index p = 0; p < product(mesh); ++p) offsets.push_back(offsets.back() + static_cast<Index>(atom_at.count(p)));
    std::vector<int> listed;
    for (const auto& [at, atom] : atom_at) listed.push_back(atom);
    fractional = Tensor<double, 2>::from_host(device, fractions, {atoms, 3});
    bin_offset = Tensor<Index, 1>::from_host(device, offsets, {product(mesh) + 1});
    bin_atom = Tensor<int, 1>::from_host(device, listed, {atoms});
  }
  MeshAtoms view() const { return {order, fractional.view(), bin_offset.view(), bin_atom.view()}; }
};

/// Orders of splines with a mesh that just holds them.
struct SplineMesh {
  int order;
  std::array<Index, 3> points;
};
constexpr std::array<SplineMesh, 5> meshes{
    {{4, {5, 4, 6}}, {6, {6, 8, 7}}, {8, {9, 8, 8}}, {10, {10, 11, 12}}, {12, {12, 12, 14}}}};

TEST_F(LongRangeParity, AtomsAreSpreadOnMeshesAlike) {
  for (const SplineMesh& mesh : meshes)
    for (const Index atoms : sizes)
      expect_parity(
          [&](const Device& device) {
            const MeshPlaces places(device, mesh.order, fractions(atoms), mesh.points);
            std::vector<double> weights = random_values(atoms, 2);
            for (std::size_t i = 0; i < weights.size(); i += 3) weights[i] = 0;  // atoms of other species
            const auto weight = Tensor<double, 1>::from_host(device, weights, {atoms});
            auto density = poisoned(device, mesh.points);
            device.backend().kernels().mesh_spread(places.view(), weight.view(), density.view());
            return density.to_host();
          },
          tolerance_of_sums, std::to_string(atoms) + " atoms, order " + std::to_string(mesh.order));
}

TEST_F(LongRangeParity, FieldsOfMeshesAreGatheredAlike) {
  for (const SplineMesh& mesh : meshes)
    for (const Index atoms : sizes)
      for (const Index n_max : {1, 3, 8}) {
        if (mesh.order > 6 && n_max != 3) continue;
        expect_parity(
            [&](const Device& device) {
              const MeshPlaces places(device, mesh.order, fractions(atoms), mesh.points);
              const auto fields =
                  random_tensor(device, std::array<Index, 4>{mesh.points[0], mesh.points[1], mesh.points[2], n_max}, 1);
              auto c = random_tensor(device, std::array<Index, 3>{atoms, 4, 3 * n_max}, 2);
              device.backend().kernels().mesh_gather(places.view(), fields.view(), 2, n_max, c.view());
              return c.to_host();
            },
            tolerance_of_sums,
            std::to_string(atoms) + " atoms, order " + std::to_string(mesh.order) + ", n_max " + std::to_string(n_max));
      }
}

/// Even, odd and mixed lengths; one point; one direction around a warp and beyond a block.
constexpr std::array<std::array<Index, 3>, 7> fourier_meshes{
    {{1, 1, 1}, {2, 1, 3}, {4, 6, 8}, {7, 5, 9}, {1, 1, 31}, {33, 2, 1}, {3, 1, 257}}};

TEST_F(LongRangeParity, FourierTransformsOfMeshesAgree) {
  for (const auto& mesh : fourier_meshes)
    expect_parity(
        [&](const Device& device) {
          const auto x = random_tensor(device, mesh, 1);
          auto spectrum = poisoned(device, std::array<Index, 4>{mesh[0], mesh[1], mesh[2] / 2 + 1, 2});
          device.backend().kernels().fourier_forward(x.view(), spectrum.view());
          EXPECT_EQ(x.to_host(), random_values(product(mesh), 1)) << "the mesh is an input";
          return spectrum.to_host();
        },
        tolerance_of_transforms, std::to_string(mesh[0]) + " x " + std::to_string(mesh[1]) + " x ...");
}

/// Spectra of real fields: those of k and -k are conjugate.
std::vector<double> random_spectrum(const std::array<Index, 3>& mesh, Index fields) {
  const Index half = mesh[2] / 2 + 1;
  std::vector<double> values = random_values(mesh[0] * mesh[1] * half * fields * 2, 3);
  const auto at = [&](Index i, Index j, Index h, Index f) {
    return static_cast<std::size_t>((((i * mesh[1] + j) * half + h) * fields + f) * 2);
  };
  for (Index i = 0; i < mesh[0]; ++i)
    for (Index j = 0; j < mesh[1]; ++j)
      for (Index h = 0; h < half; ++h) {
        if (h != 0 && 2 * h != mesh[2]) continue;  // its opposite is not stored
        for (Index f = 0; f < fields; ++f) {
          const std::size_t here = at(i, j, h, f);
          const std::size_t opposite = at((mesh[0] - i) % mesh[0], (mesh[1] - j) % mesh[1], h, f);
          values[opposite] = values[here];
          values[opposite + 1] = here == opposite ? 0 : -values[here + 1];
        }
      }
  return values;
}

TEST_F(LongRangeParity, FieldsOfSpectraAgree) {
  for (const auto& mesh : fourier_meshes)
    for (const Index fields : {1, 3, 8})
      expect_parity(
          [&](const Device& device) {
            auto spectrum = Tensor<double, 5>::from_host(device, random_spectrum(mesh, fields),
                                                         {mesh[0], mesh[1], mesh[2] / 2 + 1, fields, 2});
            auto x = poisoned(device, std::array<Index, 4>{mesh[0], mesh[1], mesh[2], fields});
            device.backend().kernels().fourier_backward(spectrum.view(), x.view());
            return x.to_host();
          },
          tolerance_of_transforms,
          std::to_string(mesh[0]) + " x " + std::to_string(mesh[1]) + " x ..., " + std::to_string(fields) + " fields");
}

TEST_F(LongRangeParity, FiltersOfAllOrdersAndAnyNumberOfWavesAgree) {
  // 1, 31, 33 and 257 waves along one direction, and a mesh with signs in all. No wave but k = 0, which both find
  // exactly, stands at the end of an interval of the table, whose polynomials do not meet.
  for (const std::array<Index, 3>& mesh :
       {std::array<Index, 3>{1, 1, 1}, {1, 1, 60}, {11, 3, 1}, {1, 1, 512}, {5, 4, 7}})
    for (int l = 0; l <= formula::largest_angular_order; ++l) {
      if (mesh[2] == 512 && l > 3) break;
      constexpr int n_max = 5;
      const Index half = mesh[2] / 2 + 1;
      expect_parity(
          [&](const Device& device) {
            const auto table = random_tensor(device, std::array<Index, 4>{7, l + 1, 6, 8}, 1);
            std::vector<double> factors = random_values(mesh[0] * mesh[1] * half, 2);
            for (std::size_t w = 3; w < factors.size(); w += 4) factors[w] = 0;  // beyond the wave cutoff
            const auto factor = Tensor<double, 3>::from_host(device, factors, {mesh[0], mesh[1], half});
            const double step = mesh[2] == 512 ? 0.0061 : 0.061;  // largest k about 2
            const MeshFilter filter{.reciprocal = {{3 * step, 0.011, 0}, {0, 4 * step, 0.007}, {0.003, 0, step}},
                                    .factor = factor.view(),
                                    .table = {table.view(), n_max, 2.1, 0}};
            const auto density = random_tensor(device, std::array<Index, 4>{mesh[0], mesh[1], half, 2}, 3);
            std::vector<double> all;
            for (int lm = l * l; lm < (l + 1) * (l + 1); ++lm) {
              auto fields = poisoned(device, std::array<Index, 5>{mesh[0], mesh[1], half, n_max, 2});
              device.backend().kernels().mesh_filter(filter, lm, density.view(), fields.view());
              all = joined({all, fields.to_host()});
            }
            return all;
          },
          tolerance_of_sums, std::to_string(mesh[2]) + " points, l = " + std::to_string(l));
    }
}

/// One expansion of each device: their tables take longer than what is tested.
class LongRangeExpansionParity : public ParityTest {
 protected:
  /// Phases agree to some ten roundings, spectra of a mesh to a few; coefficients and derivatives are what is left of
  /// sums over hundreds to thousands of waves, points or pairs, several times larger.
  static constexpr double tolerance = 1000.0 * epsilon;

  static LongRangeOptions options_for(LongRangeMethod method, int exponent = 1) {
    return {.exponent = exponent,
            .radius = 2.0,
            .smearing = 1.5,
            .n_max = 3,
            .l_max = 2,
            .tolerance = 1e-4,
            .method = method};
  }
  static LongRangeOptions of_charges(LongRangeOptions options) {
    options.weights = SourceWeights::charges;
    options.by_species = false;
    return options;
  }

  static Structure atoms_in(Index atoms, double edge, std::array<bool, 3> periodic = {}, std::uint64_t seed = 1) {
    Structure s = testing::random_structure(seed, atoms, {{{edge, 0, 0}, {0.3, edge, 0}, {0, 0, edge}}}, periodic);
    s.charges = random_values(atoms, 11);
    return s;
  }

  void expect_agreement(const std::vector<Structure>& structures, const LongRangeOptions& options,
                        const std::string& what, bool with_derivatives = true) {
    const std::vector<int> species{1, 6, 8};
    std::map<std::string, LongRangeExpansion> expansions;
    for (const Device& device : devices())
      expansions.emplace(device.description().name, LongRangeExpansion(device, species, options));
    const auto on = [&](const Device& device) -> const LongRangeExpansion& {
      return expansions.at(device.description().name);
    };
    expect_parity([&](const Device& device) { return on(device)(structures).to_host(); }, tolerance, what);
    if (!with_derivatives) return;
    Index atoms = 0;
    for (const Structure& s : structures) atoms += s.size();
    const auto count = static_cast<Index>(structures.size());
    for (const bool of_strain : {false, true})
      expect_parity(
          [&](const Device& device) {
            const Index lm = Index{options.l_max + 1} * (options.l_max + 1);
            const auto c_bar = random_tensor(device, std::array<Index, 3>{atoms, lm, on(device).channels()}, 7);
            auto positions = random_tensor(device, std::array<Index, 2>{atoms, 3}, 8);
            auto strain = random_tensor(device, std::array<Index, 3>{count, 3, 3}, 9);
            on(device).backward(structures, c_bar.view(), positions.view(), strain.view());
            return of_strain ? strain.to_host() : positions.to_host();
          },
          tolerance, what + (of_strain ? ", strain" : ", positions"));
  }
};

constexpr std::array<bool, 3> molecule{false, false, false}, wire{false, false, true}, slab{true, true, false},
    cell{true, true, true};

TEST_F(LongRangeExpansionParity, PairsOfMoleculesOfAnyNumberOfAtomsAgree) {
  std::vector<Structure> structures;
  for (const Index atoms : {1, 31, 32, 33}) structures.push_back(atoms_in(atoms, 3.0 * std::cbrt(atoms)));
  expect_agreement({}, options_for(LongRangeMethod::pairs), "no structures");
  expect_agreement(structures, options_for(LongRangeMethod::pairs), "molecules by pairs");
  const std::vector<Structure> two{atoms_in(1, 3.0), atoms_in(9, 6.0)};
  expect_agreement(two, of_charges(options_for(LongRangeMethod::pairs)), "molecules of charges by pairs");
  expect_agreement(two, options_for(LongRangeMethod::pairs, 0), "Gaussians");
}

TEST_F(LongRangeExpansionParity, PlaneWavesOfAllBoundariesAgree) {
  const LongRangeOptions options = options_for(LongRangeMethod::plane_waves);
  expect_agreement({atoms_in(5, 6.0, cell), atoms_in(1, 5.0, cell), atoms_in(33, 9.0, cell)}, options, "cells");
  expect_agreement({atoms_in(4, 5.0, slab)}, options, "slab");
  expect_agreement({atoms_in(3, 5.0, wire)}, options, "wire");
  expect_agreement({atoms_in(3, 4.0, molecule)}, options, "molecule");
}

TEST_F(LongRangeExpansionParity, PlaneWavesOfChargesAndDispersionAgree) {
  const LongRangeOptions charges = of_charges(options_for(LongRangeMethod::plane_waves));
  expect_agreement({atoms_in(5, 6.0, cell)}, charges, "cell of charges");
  expect_agreement({atoms_in(4, 5.0, slab)}, charges, "slab of charges");
  expect_agreement({atoms_in(5, 6.0, cell)}, options_for(LongRangeMethod::plane_waves, 6), "cell, exponent 6");
}

TEST_F(LongRangeExpansionParity, MeshesOfCellsAndSlabsAgree) {
  // Derivatives go through plane waves, above.
  const LongRangeOptions options = options_for(LongRangeMethod::mesh);
  expect_agreement({atoms_in(5, 6.0, cell), atoms_in(33, 9.0, cell)}, options, "cells", false);
  expect_agreement({atoms_in(4, 5.0, slab)}, of_charges(options), "slab of charges", false);
}

TEST_F(LongRangeExpansionParity, PairsAndPlaneWavesMixWithinABatch) {
  expect_agreement({atoms_in(2, 5.0), atoms_in(5, 6.0, cell), atoms_in(3, 5.0)},
                   options_for(LongRangeMethod::automatic), "automatic");
}

}  // namespace
}  // namespace rhofield::parity
