// The real-space network on both devices, in single and double precision: every primitive, then whole networks against
// an independent program.
#include <algorithm>
#include <atomic>
#include <numeric>
#include <type_traits>
#include <utility>

#include "model/network_layout.hpp"
#include "parity/parity.hpp"
#include "rhofield/model/energy_network.hpp"
#include "runtime/network_kernels.hpp"
#include "shared/dense_network.hpp"
#include "support/fireann_reference.hpp"
#include "support/random_structures.hpp"

namespace rhofield::parity {
namespace {

using formula::tensor_components;

template <class Real, std::size_t Rank>
using RealTensor = Tensor<Real, static_cast<int>(Rank)>;

template <class Real, std::size_t Rank>
RealTensor<Real, Rank> random_reals(const Device& device, const std::array<Index, Rank>& extents, unsigned seed,
                                    double low = -1, double high = 1) {
  std::vector<Real> values;
  for (const double v : random_values(product(extents), seed))
    values.push_back(static_cast<Real>(low + (high - low) * (v + 1) / 2));
  return RealTensor<Real, Rank>::from_host(device, values, extents);
}

template <class Real, std::size_t Rank>
RealTensor<Real, Rank> poisoned_reals(const Device& device, const std::array<Index, Rank>& extents) {
  const std::vector<Real> nan(static_cast<std::size_t>(product(extents)), std::numeric_limits<Real>::quiet_NaN());
  return RealTensor<Real, Rank>::from_host(device, nan, extents);
}

/// Values of one tensor after another.
template <class... Tensors>
std::vector<double> joined(const Tensors&... tensors) {
  std::vector<double> all;
  const auto append = [&](const auto& values) { all.insert(all.end(), values.begin(), values.end()); };
  (append(tensors.to_host()), ...);
  return all;
}

template <class T>
Tensor<T, 1> uploaded(const Device& device, const std::vector<T>& values) {
  return Tensor<T, 1>::from_host(device, values, {static_cast<Index>(values.size())});
}

std::string text(Index n) { return std::to_string(n); }

/// Centres and sources of groups at random in a box in which most pairs count; the first centre of a group is one of
/// its atoms.
struct RandomGroups {
  static constexpr double cutoff = 3.5, closest = 0.3;
  static constexpr Index atoms = 9, species = 3;
  HostGroups host;
  std::vector<int> species_of_atom;

  explicit RandomGroups(const std::vector<std::pair<Index, Index>>& centres_and_sources) {
    std::mt19937_64 generator(11);
    std::uniform_real_distribution<double> uniform(-1.6, 1.6);
    for (Index atom = 0; atom < atoms; ++atom) species_of_atom.push_back(static_cast<int>(atom * atom % species));
    for (const auto& [centres, sources] : centres_and_sources) {
      const int group = static_cast<int>(host.groups());
      host.field.push_back({0.3 * uniform(generator), 0.3 * uniform(generator), 0.3 * uniform(generator)});
      for (Index i = 0; i < centres; ++i) {
        host.group_of_centre.push_back(group);
        for (int x = 0; x < 3; ++x) host.centres.push_back(uniform(generator));
      }
      const std::vector<double> first =
          centres > 0 ? std::vector(host.centres.end() - 3 * centres, host.centres.end()) : std::vector<double>(3, 0.0);
      for (Index j = 0; j < sources; ++j) {
        host.group_of_source.push_back(group);
        host.source_atom.push_back(static_cast<int>((j * 5 + group) % atoms));
        for (std::size_t x = 0; x < 3; ++x) host.sources.push_back(j == 0 ? first[x] : 1.5 * uniform(generator));
      }
      host.centre_offset.push_back(host.centre_offset.back() + centres);
      host.source_offset.push_back(host.source_offset.back() + sources);
    }
  }
};

/// The same on a device, with parameters of K channels.
template <class Real>
struct OnDevice {
  Tensor<int, 1> species;
  DeviceGroups<Real> groups;
  Tensor<Real, 2> mu, eta, charge;
  Tensor<Real, 1> passed, orbital;

  OnDevice(const Device& device, const RandomGroups& host, Index channels, bool with_passed)
      : species(uploaded(device, host.species_of_atom)),
        groups(device, host.host, 1.0, host.species_of_atom, RandomGroups::species, true),
        mu(random_reals<Real, 2>(device, {RandomGroups::species, channels}, 1, 0, 3)),
        eta(random_reals<Real, 2>(device, {RandomGroups::species, channels}, 2, -1.5, -0.2)),
        charge(random_reals<Real, 2>(device, {RandomGroups::atoms, channels}, 3)),
        passed(random_reals<Real, 1>(device,
                                     {with_passed ? tensor_components * RandomGroups::atoms * channels : Index{0}}, 4)),
        orbital(random_reals<Real, 1>(device, {channels}, 5)) {}

  CentreGroups<Real> view() const { return groups.view(species.view(), RandomGroups::cutoff, RandomGroups::closest); }
  EmbeddingParameters<Real> parameters() const {
    return {.mu = mu.view(),
            .eta = eta.view(),
            .charge = charge.view(),
            .passed = passed.view(),
            .field_orbital = orbital.view(),
            .field = groups.field.view()};
  }
};

template <class Real>
class NetworkParity : public ParityTest {
 protected:
  /// Sums over up to 257 terms of a few roundings each; a norm divides by the spread of a row.
  static constexpr double tolerance = 400.0 * std::numeric_limits<Real>::epsilon();
  static constexpr double norm_tolerance = 10 * tolerance;

  static NetworkKernels<Real>& kernels(const Device& device) { return network_kernels<Real>(device.backend()); }

  /// compute(device, groups, K, with_passed) on each number of centres, of sources, of channels, and on several groups,
  /// one without anything, one without sources, one without centres.
  template <class Compute>
  void expect_groups(const Compute& compute) {
    const auto expect = [&](const std::vector<std::pair<Index, Index>>& counts, Index channels, bool with_passed) {
      const RandomGroups groups(counts);
      this->expect_parity(
          [&](const Device& device) {
            return compute(device, groups, OnDevice<Real>(device, groups, channels, with_passed), channels);
          },
          tolerance,
          text(groups.host.groups()) + " groups, " + text(groups.host.centre_count()) + " centres, " +
              text(groups.host.source_count()) + " sources, K = " + text(channels) + (with_passed ? ", passed" : ""));
    };
    for (const bool with_passed : {false, true}) {
      for (const Index n : sizes) {
        expect({{n, 17}}, 5, with_passed);
        expect({{17, n}}, 5, with_passed);
      }
      for (const Index channels : {1, 5, 16, 33})
        expect({{3, 33}, {0, 0}, {5, 0}, {33, 32}, {0, 4}, {1, 1}}, channels, with_passed);
    }
    expect({}, 5, true);
  }

  void expect_layers(Index rows, Index width, formula::Activation activation, bool norm, bool in_place) {
    const auto with_parameters = [&](const Device& device, const auto& work) {
      const auto alpha = random_reals<Real, 1>(device, {width}, 1, 0.5, 1.5);
      const auto beta = random_reals<Real, 1>(device, {width}, 2, 0.5, 1.5);
      const auto gain = random_reals<Real, 1>(device, {norm ? width : Index{0}}, 3, 0.5, 1.5);
      const auto shift = random_reals<Real, 1>(device, {norm ? width : Index{0}}, 4);
      return work(LayerParameters<Real>{.activation = static_cast<int>(activation),
                                        .alpha = alpha.view(),
                                        .beta = beta.view(),
                                        .gain = gain.view(),
                                        .shift = shift.view()});
    };
    const std::string what = text(rows) + " x " + text(width) +
                             (activation == formula::Activation::tanh ? ", tanh" : ", silu") + (norm ? ", norm" : "");
    const double allowed = norm ? norm_tolerance : tolerance;
    this->expect_parity(
        [&](const Device& device) {
          const auto x = random_reals<Real, 2>(device, {rows, width}, 5, -4, 4);
          auto y = poisoned_reals<Real, 2>(device, {rows, width});
          return with_parameters(device, [&](const LayerParameters<Real>& parameters) {
            kernels(device).layer(parameters, x.view(), y.view());
            return joined(y);
          });
        },
        allowed, what);
    for (const bool of_parameters : {false, true})
      this->expect_parity(
          [&](const Device& device) {
            const auto x = random_reals<Real, 2>(device, {rows, width}, 5, -4, 4);
            auto y_bar = random_reals<Real, 2>(device, {rows, width}, 6);
            auto other = poisoned_reals<Real, 2>(device, {rows, width});
            auto& x_bar = in_place ? y_bar : other;
            std::vector<Tensor<Real, 1>> bars;
            for (unsigned q = 0; q < 4; ++q)
              bars.push_back(random_reals<Real, 1>(device, {norm || q < 2 ? width : Index{0}}, 7 + q));
            return with_parameters(device, [&](const LayerParameters<Real>& parameters) {
              kernels(device).layer_backward(
                  parameters, x.view(), y_bar.view(),
                  {.alpha = bars[0].view(), .beta = bars[1].view(), .gain = bars[2].view(), .shift = bars[3].view()},
                  x_bar.view());
              return of_parameters ? joined(bars[0], bars[1], bars[2], bars[3]) : joined(x_bar);
            });
          },
          allowed, what + (in_place ? ", backwards in place" : ", backwards") + (of_parameters ? ", parameters" : ""));
  }
};

using Precisions = ::testing::Types<float, double>;
struct PrecisionNames {
  template <class Real>
  static std::string GetName(int) {
    return std::is_same_v<Real, float> ? "Single" : "Double";
  }
};
TYPED_TEST_SUITE(NetworkParity, Precisions, PrecisionNames);

TYPED_TEST(NetworkParity, ProductsOfAnyShapeAgree) {
  using Real = TypeParam;
  const auto expect = [&](Index m, Index n, Index k, Op op_a, Op op_b, Real beta, Index padding) {
    this->expect_parity(
        [&](const Device& device) {
          const bool flip_a = op_a == Op::transpose, flip_b = op_b == Op::transpose;
          const auto a = random_reals<Real, 2>(device, {flip_a ? k : m, (flip_a ? m : k) + padding}, 1);
          const auto b = random_reals<Real, 2>(device, {flip_b ? n : k, (flip_b ? k : n) + padding}, 2);
          auto c = beta == 0 && padding == 0 ? poisoned_reals<Real, 2>(device, {m, n})
                                             : random_reals<Real, 2>(device, {m, n + padding}, 3);
          const auto rows = [&](auto view) {
            auto all = rows_of(view);
            all.columns -= padding;
            return all;
          };
          this->kernels(device).multiply(op_a, op_b, Real(0.5), rows(a.view()), rows(b.view()), beta, rows(c.view()));
          return joined(c);
        },
        this->tolerance,
        text(m) + " x " + text(n) + " x " + text(k) + (op_a == Op::none ? "" : ", A^T") +
            (op_b == Op::none ? "" : ", B^T") + ", beta " + std::to_string(beta) + ", padding " + text(padding));
  };
  for (const Op op_a : {Op::none, Op::transpose})
    for (const Op op_b : {Op::none, Op::transpose})
      for (const Real beta : {Real(0), Real(1), Real(-0.5)})
        for (const Index padding : {0, 3}) {
          for (const Index n : sizes) {
            expect(n, 5, 33, op_a, op_b, beta, padding);
            expect(33, n, 5, op_a, op_b, beta, padding);
            expect(5, 33, n, op_a, op_b, beta, padding);
          }
          expect(1, 1, 1, op_a, op_b, beta, padding);
        }
}

TYPED_TEST(NetworkParity, SumsOfRowsAndColumnsAgree) {
  using Real = TypeParam;
  for (const Index rows : {0, 1, 31, 32, 33, 257, 1000})
    for (const Index columns : {1, 5, 33}) {
      const std::string what = text(rows) + " x " + text(columns);
      for (const bool with_x : {true, false})
        this->expect_parity(
            [&](const Device& device) {
              const auto x = random_reals<Real, 2>(device, {with_x ? rows : Index{0}, columns}, 1);
              const auto row = random_reals<Real, 1>(device, {columns}, 2);
              auto y = poisoned_reals<Real, 2>(device, {rows, columns});
              this->kernels(device).add_row(with_x ? x.view() : View<const Real, 2>{}, row.view(), y.view());
              return joined(y);
            },
            this->tolerance, what + ", row");
      this->expect_parity(
          [&](const Device& device) {
            const auto x = random_reals<Real, 2>(device, {rows, columns}, 1);
            auto y = random_reals<Real, 1>(device, {columns}, 2);
            this->kernels(device).add_column_sums(x.view(), y.view());
            return joined(y);
          },
          this->tolerance, what + ", column sums");
      this->expect_parity(
          [&](const Device& device) {
            const auto x = random_reals<Real, 1>(device, {rows * columns}, 1);
            auto y = random_reals<Real, 1>(device, {rows * columns}, 2);
            this->kernels(device).add(x.view(), y.view());
            return joined(y);
          },
          this->tolerance, what + ", sum");
    }
}

TYPED_TEST(NetworkParity, GatheredScatteredAndListedRowsAgree) {
  using Real = TypeParam;
  for (const Index rows : sizes)
    for (const Index columns : {1, 5, 33}) {
      std::vector<Index> some, once(static_cast<std::size_t>(rows));
      for (Index k = 0; k < rows; ++k) some.push_back(k * 7 % 41);
      std::iota(once.begin(), once.end(), Index{2});
      std::reverse(once.begin(), once.end());
      const std::string what = text(rows) + " x " + text(columns);
      this->expect_parity(
          [&](const Device& device) {
            const auto x = random_reals<Real, 2>(device, {41, columns}, 1);
            auto y = poisoned_reals<Real, 2>(device, {rows, columns});
            this->kernels(device).gather(x.view(), uploaded(device, some).view(), y.view());
            return joined(y);
          },
          0.0, what + ", gathered");
      this->expect_parity(
          [&](const Device& device) {
            const auto x = random_reals<Real, 2>(device, {rows, columns}, 1);
            auto y = random_reals<Real, 2>(device, {rows + 4, columns}, 2);
            this->kernels(device).scatter_add(x.view(), uploaded(device, once).view(), y.view());
            return joined(y);
          },
          this->tolerance, what + ", scattered");
      // Few long lists and many short ones, some of them empty.
      for (const Index lists : {Index{1}, Index{4}, rows + 3})
        this->expect_parity(
            [&](const Device& device) {
              std::vector<Index> offset{0};
              for (Index s = 1; s <= lists; ++s) offset.push_back(s % 3 == 2 ? offset.back() : rows * s / lists);
              offset.back() = rows;
              const auto x = random_reals<Real, 2>(device, {41, columns}, 1);
              auto y = random_reals<Real, 2>(device, {lists, columns}, 2);
              this->kernels(device).add_listed(x.view(), uploaded(device, offset).view(), uploaded(device, some).view(),
                                               y.view());
              return joined(y);
            },
            this->tolerance, what + ", in " + text(lists) + " lists");
    }
}

TYPED_TEST(NetworkParity, TensorsOfCentresAgree) {
  using Real = TypeParam;
  this->expect_groups([&](const Device& device, const RandomGroups& groups, const OnDevice<Real>& own, Index channels) {
    auto b = poisoned_reals<Real, 1>(device, {tensor_components * groups.host.centre_count() * channels});
    this->kernels(device).embed(own.view(), own.parameters(), b.view());
    return joined(b);
  });
}

TYPED_TEST(NetworkParity, GradientsOfSourcesAgree) {
  using Real = TypeParam;
  for (const bool of_shapes : {false, true})
    this->expect_groups([&](const Device& device, const RandomGroups& groups, const OnDevice<Real>& own,
                            Index channels) {
      const Index sources = groups.host.source_count();
      const auto b_bar = random_reals<Real, 1>(device, {tensor_components * groups.host.centre_count() * channels}, 6);
      auto charge = poisoned_reals<Real, 2>(device, {sources, channels});
      auto mu = poisoned_reals<Real, 2>(device, {sources, channels});
      auto eta = poisoned_reals<Real, 2>(device, {sources, channels});
      auto passed =
          poisoned_reals<Real, 1>(device, {own.passed.size() == 0 ? Index{0} : tensor_components * sources * channels});
      this->kernels(device).embed_backward(
          own.view(), own.parameters(), b_bar.view(),
          {.charge = charge.view(), .passed = passed.view(), .mu = mu.view(), .eta = eta.view()});
      return of_shapes ? joined(mu, eta) : joined(charge, passed);
    });
}

TYPED_TEST(NetworkParity, GradientsOfPositionsAgree) {
  using Real = TypeParam;
  for (const bool of_sources : {false, true})
    this->expect_groups([&](const Device& device, const RandomGroups& groups, const OnDevice<Real>& own,
                            Index channels) {
      const auto b_bar = random_reals<Real, 1>(device, {tensor_components * groups.host.centre_count() * channels}, 6);
      auto bar = poisoned_reals<Real, 2>(
          device, {of_sources ? groups.host.source_count() : groups.host.centre_count(), Index{3}});
      this->kernels(device).embed_positions_backward(own.view(), own.parameters(), b_bar.view(), of_sources,
                                                     bar.view());
      return joined(bar);
    });
}

TYPED_TEST(NetworkParity, SumsOverCentresAgree) {
  using Real = TypeParam;
  this->expect_groups([&](const Device& device, const RandomGroups& groups, const OnDevice<Real>& own, Index channels) {
    const auto x = random_reals<Real, 1>(device, {tensor_components * groups.host.centre_count() * channels}, 6);
    auto sums = poisoned_reals<Real, 3>(device, {groups.host.groups(), Index{tensor_components}, channels});
    this->kernels(device).sum_groups(own.view(), x.view(), sums.view());
    return joined(sums);
  });
}

TYPED_TEST(NetworkParity, EnvelopesAndTheirGradientsAgree) {
  using Real = TypeParam;
  for (const bool backward : {false, true})
    this->expect_groups([&](const Device& device, const RandomGroups& groups, const OnDevice<Real>& own, Index) {
      const auto amplitude = random_reals<Real, 1>(device, {RandomGroups::species}, 6, 0.2, 2);
      const auto decay = random_reals<Real, 1>(device, {RandomGroups::species}, 7, 0.5, 3);
      if (!backward) {
        auto envelope = poisoned_reals<Real, 1>(device, {groups.host.centre_count()});
        this->kernels(device).envelope(own.view(), amplitude.view(), decay.view(), envelope.view());
        return joined(envelope);
      }
      const auto bar = random_reals<Real, 1>(device, {groups.host.centre_count()}, 8);
      auto amplitude_bar = poisoned_reals<Real, 1>(device, {groups.host.source_count()});
      auto decay_bar = poisoned_reals<Real, 1>(device, {groups.host.source_count()});
      this->kernels(device).envelope_backward(own.view(), amplitude.view(), decay.view(), bar.view(),
                                              amplitude_bar.view(), decay_bar.view());
      return joined(amplitude_bar, decay_bar);
    });
}

TYPED_TEST(NetworkParity, SquaresAndTheirGradientsAgree) {
  using Real = TypeParam;
  for (const Index centres : sizes)
    for (const Index width : {1, 5, 16, 33}) {
      this->expect_parity(
          [&](const Device& device) {
            const auto c = random_reals<Real, 1>(device, {tensor_components * centres * width}, 1);
            auto rho = poisoned_reals<Real, 2>(device, {centres, width});
            this->kernels(device).square_components(c.view(), rho.view());
            return joined(rho);
          },
          this->tolerance, text(centres) + " centres, M = " + text(width));
      for (const bool in_place : {false, true})
        this->expect_parity(
            [&](const Device& device) {
              auto c = random_reals<Real, 1>(device, {tensor_components * centres * width}, 1);
              const auto rho_bar = random_reals<Real, 2>(device, {centres, width}, 2);
              auto other = poisoned_reals<Real, 1>(device, {tensor_components * centres * width});
              auto& c_bar = in_place ? c : other;
              this->kernels(device).square_components_backward(c.view(), rho_bar.view(), c_bar.view());
              return joined(c_bar);
            },
            this->tolerance,
            text(centres) + " centres, M = " + text(width) + (in_place ? ", backwards in place" : ", backwards"));
    }
}

TYPED_TEST(NetworkParity, LayersOfAnyShapeAndTheirGradientsAgree) {
  for (const formula::Activation activation : {formula::Activation::silu, formula::Activation::tanh})
    for (const bool norm : {false, true}) {
      for (const Index rows : sizes)
        for (const Index width : {5, 33}) this->expect_layers(rows, width, activation, norm, true);
      for (const Index width : {1, 16, 31, 32, 257}) this->expect_layers(3, width, activation, norm, false);
    }
  this->expect_layers(700, 16, formula::Activation::silu, true, true);
}

TYPED_TEST(NetworkParity, SharedWorkIsDoneOnceAndErrorsReachTheCaller) {
  for (const Device& device : this->devices()) {
    auto& kernels = this->kernels(device);
    for (const Index count : sizes) {
      std::vector<int> done(static_cast<std::size_t>(count), 0);
      std::atomic<bool> known = true;
      kernels.share(count, [&](Index k, int worker) {
        ++done[static_cast<std::size_t>(k)];
        if (worker < 0 || worker >= kernels.workers()) known = false;
      });
      EXPECT_EQ(done, std::vector<int>(done.size(), 1)) << device.description().name;
      EXPECT_TRUE(known) << device.description().name;
    }
    EXPECT_THROW(kernels.share(5,
                               [](Index k, int) {
                                 if (k == 3) throw InvalidInput("three");
                               }),
                 InvalidInput);
  }
}

TYPED_TEST(NetworkParity, WholeNetworksAndAllTheirGradientsAreThoseOfAnIndependentProgram) {
  using Real = TypeParam;
  const testing::Hdf5Reader file(RHOFIELD_TEST_DATA "/fireann.h5");
  for (const Device& device : this->devices())
    for (const char* name : {"crystal_t0", "molecule_t1_field", "crystal_t3"})
      testing::expect_fireann_case<Real>(device, file, name, std::is_same_v<Real, float> ? 2e-4 : 1e-10);
}

class EnergyNetworkParity : public ParityTest {};

TEST_F(EnergyNetworkParity, EnergiesForcesAndDipolesAgree) {
  const Structure structure =
      testing::random_structure(6, 5, {{{5, 0, 0}, {1, 5.5, 0}, {0, 0.3, 6}}}, {true, true, true});
  EnergyNetwork model;
  model.network.cutoff = 5.0;
  model.network.channels = 5;
  model.network.features = 7;
  model.network.envelope = false;
  model.elements = species_of(std::span(&structure, 1));
  model.atom_energy.assign(model.elements.size(), -1.0);
  const ProbeNetworkLayout layout(model.network, model.elements, 1, NetworkCentres::atoms);
  model.parameters = initial_parameters(layout, model.network, 3);
  expect_parity(
      [&](const Device& device) {
        const Structure both[] = {structure, structure};
        std::vector<double> all;
        for (const PredictedEnergy& found : EnergyPredictor(device, model)(both, {0.004, -0.002, 0.01}, true)) {
          all.push_back(found.energy);
          for (const Vector3& f : found.forces) all.insert(all.end(), f.begin(), f.end());
          all.insert(all.end(), found.dipole.begin(), found.dipole.end());
          // differences of dipoles over 2e-3 units: a ten-thousandth of their size keeps the digits that are there
          for (const Vector3& row : found.polarizability)
            for (const double alpha : row) all.push_back(1e-4 * alpha);
        }
        return all;
      },
      20000 * epsilon, "an energy network");
}

}  // namespace
}  // namespace rhofield::parity
