// Coupling tensors, equivariant features and density kernels against an independent evaluation.
#include "rhofield/descriptors/equivariants.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "model/reference_space.hpp"
#include "rhofield/angular/coupling.hpp"
#include "runtime/backend.hpp"
#include "shared/similarity.hpp"
#include "support/hdf5_reader.hpp"

namespace rhofield {
namespace {

const std::string data = RHOFIELD_TEST_DATA "/equivariants.h5";

constexpr double table_digits = 1e-14;  // the table was summed in double precision
constexpr double tolerance = 1e-11;     // asked for; features are of order one

/// Coefficients [atom, species, n, lm] of the file as [atom, lm, species * n_max + n].
Tensor<double, 3> expansion(const Device& device, const testing::Hdf5Reader& file, const std::string& group) {
  const auto values = file.doubles(group + "/coefficients");
  const Index n_max = static_cast<Index>(values.shape[2]);
  const Index channels = static_cast<Index>(values.shape[1]) * n_max;
  Tensor<double, 3> c(device, {static_cast<Index>(values.shape[0]), static_cast<Index>(values.shape[3]), channels});
  for (Index i = 0; i < c.extent(0); ++i)
    for (Index x = 0; x < c.extent(1); ++x)
      for (Index q = 0; q < channels; ++q) c.view()(i, x, q) = values(i, q / n_max, q % n_max, x);
  return c;
}

int l_max_of(const Tensor<double, 3>& c) { return static_cast<int>(std::lround(std::sqrt(1.0 * c.extent(1)))) - 1; }

double element(int L, int l1, int l2, int M, int m1, int m2) {
  for (const CouplingTerm& t : real_coupling(L, l1, l2))
    if (t.M == M && t.m1 == m1 && t.m2 == m2) return t.value;
  return 0.0;
}

TEST(ReferenceCoupling, TensorsAgreeAndOddOnesUpToTheirSign) {
  const testing::Hdf5Reader file(data);
  const auto orders = file.ints("coupling/orders");
  const auto values = file.doubles("coupling/values");
  std::size_t next = 0;
  for (std::size_t k = 0; k < orders.shape[0]; ++k) {
    const int L = orders(k, 0), l1 = orders(k, 1), l2 = orders(k, 2);
    double same = 0.0, opposite = 0.0;
    for (int M = 0; M <= 2 * L; ++M)
      for (int m1 = 0; m1 <= 2 * l1; ++m1)
        for (int m2 = 0; m2 <= 2 * l2; ++m2, ++next) {
          const double ours = element(L, l1, l2, M, m1, m2);
          same = std::max(same, std::abs(ours - values.data[next]));
          opposite = std::max(opposite, std::abs(ours + values.data[next]));
        }
    const bool even = (L + l1 + l2) % 2 == 0;
    EXPECT_LT(even ? same : std::min(same, opposite), table_digits) << L << " " << l1 << " " << l2;
  }
  EXPECT_EQ(next, values.data.size());
}

TEST(ReferenceFeatures, ProperAndPseudoFeaturesAgree) {
  const Device device = Device::select("cpu");
  const testing::Hdf5Reader file(data);
  const auto c = expansion(device, file, "water_dimer");
  const auto atoms = file.ints("water_dimer/atoms");
  for (int lambda = 0; lambda <= 4; ++lambda)
    for (const Parity parity : {Parity::proper, Parity::pseudo}) {
      if (lambda == 0 && parity == Parity::pseudo) continue;
      const std::string group =
          "water_dimer/lambda_" + std::to_string(lambda) + (parity == Parity::proper ? "/even" : "/odd");
      const auto pairs = file.ints(group + "/pairs");
      const auto expected = file.doubles(group + "/features");
      const FeatureSet set = all_features(lambda, l_max_of(c), static_cast<int>(c.extent(2)), parity);
      const auto p = Equivariants(device, set, Normalisation::none)(c);
      // The sign of an odd coupling tensor is free, but the same for all features of one (l1, l2).
      struct Deviation {
        double same = 0.0, opposite = 0.0;
      };
      std::map<std::size_t, Deviation> by_pair;
      for (std::size_t f = 0; f < set.features.size(); ++f) {
        const Feature& feature = set.features[f];
        std::size_t pair = 0;
        while (pairs(pair, 0) != feature.l1 || pairs(pair, 1) != feature.l2) ++pair;
        const double weight = set.weight(feature);
        auto& [same, opposite] = by_pair[pair];
        for (std::size_t a = 0; a < atoms.data.size(); ++a)
          for (int mu = 0; mu <= 2 * lambda; ++mu) {
            const double ours = p.view()(atoms(a), mu, static_cast<Index>(f)) / weight;
            const double theirs = expected(a, mu, feature.q1, feature.q2, pair);
            same = std::max(same, std::abs(ours - theirs));
            opposite = std::max(opposite, std::abs(ours + theirs));
          }
      }
      for (const auto& [pair, d] : by_pair)
        EXPECT_LT(parity == Parity::proper ? d.same : std::min(d.same, d.opposite), tolerance)
            << group << " l1 " << pairs(pair, 0) << " l2 " << pairs(pair, 1);
    }
}

TEST(ReferenceKernels, NormalisedDensityKernelsAgree) {
  const Device device = Device::select("cpu");
  const testing::Hdf5Reader file(data);
  int compared = 0;
  for (const std::string name : {"water_dimer", "triclinic"}) {
    const auto c = expansion(device, file, name);
    const int l_max = l_max_of(c), channels = static_cast<int>(c.extent(2));
    const auto features = [&](int lambda) {
      return Equivariants(device, all_features(lambda, l_max, channels), Normalisation::per_atom)(c);
    };
    const Index atoms = c.extent(0);
    const auto p0 = features(0);
    Tensor<double, 2> k0(device, {atoms, atoms});
    similarity(device, p0.view(), p0.view(), k0.view(), 1, k0.view());
    for (int lambda = 0; lambda <= 4; ++lambda) {
      const auto p = features(lambda);
      for (int zeta = 1; zeta <= 3; ++zeta) {
        const std::string item = name + "/kernel/lambda_" + std::to_string(lambda) + "/zeta_" + std::to_string(zeta);
        if (!file.contains(item)) continue;
        const auto expected = file.doubles(item);
        const Index components = 2 * lambda + 1;
        Tensor<double, 2> k(device, {atoms * components, atoms * components});
        similarity(device, p.view(), p.view(), std::as_const(k0).view(), zeta, k.view());
        double worst = 0.0;
        for (Index i = 0; i < atoms; ++i)
          for (Index j = 0; j < atoms; ++j)
            for (Index mu = 0; mu < components; ++mu)
              for (Index nu = 0; nu < components; ++nu)
                worst = std::max(worst,
                                 std::abs(k.view()(i * components + mu, j * components + nu) - expected(i, j, mu, nu)));
        EXPECT_LT(worst, tolerance) << item;
        ++compared;
      }
    }
  }
  EXPECT_EQ(compared, 14);
}

TEST(ReferenceCoupling, RecouplingAgreesUpToTheSignOfEachOrder) {
  const testing::Hdf5Reader file(data);
  for (int lambda = 0; lambda <= 4; ++lambda)
    for (int order = lambda == 0 ? 1 : lambda - 1; order <= lambda + 1; ++order) {
      const auto expected = file.doubles("recoupling/" + std::to_string(lambda) + "_" + std::to_string(order));
      std::vector<double> ours(expected.data.size(), 0.0);
      constexpr std::array<int, 3> place{2, 0, 1};  // the file's fields are y, z, x
      for (const RecouplingTerm& t : recoupling(lambda, order))
        ours[static_cast<std::size_t>((3 * t.mu + place[static_cast<std::size_t>(t.field)]) * (2 * order + 1) + t.M)] =
            t.value;
      double same = 0.0, opposite = 0.0;
      for (std::size_t k = 0; k < ours.size(); ++k) {
        same = std::max(same, std::abs(ours[k] - expected.data[k]));
        opposite = std::max(opposite, std::abs(ours[k] + expected.data[k]));
      }
      EXPECT_LT(std::min(same, opposite), table_digits) << lambda << " " << order;
    }
}

/// K(i, j) = k0^(zeta-1) sum_L R k^L R^T / sqrt(N_i N_j) from features of norm 1, their norms and scales, as the model
/// puts it together.
TEST(ReferenceKernels, NormalisedResponseKernelsAgree) {
  const Device device = Device::select("cpu");
  auto& kernels = device.backend().kernels();
  const testing::Hdf5Reader file(data);
  constexpr std::array<Index, 3> place{2, 0, 1};  // the file's fields are y, z, x
  int compared = 0;
  for (const std::string name : {"water_dimer", "triclinic"}) {
    const auto c = expansion(device, file, name);
    const int l_max = l_max_of(c), channels = static_cast<int>(c.extent(2));
    const Index atoms = c.extent(0);
    const Equivariants scalar(device, all_features(0, l_max, channels), Normalisation::per_atom);
    const auto p0 = scalar(c);
    Tensor<double, 2> k0(device, {atoms, atoms});
    similarity(device, p0.view(), p0.view(), k0.view(), 1, k0.view());
    const auto norm0 = scalar.norms(c);
    const auto rows = file.ints(name + "/response/rows");
    for (int lambda = 0; lambda <= 3; ++lambda)
      for (int zeta = 1; zeta <= 3; ++zeta) {
        const std::string group = name + "/response/lambda_" + std::to_string(lambda);
        if (!file.contains(group + "/zeta_" + std::to_string(zeta))) continue;
        const auto expected = file.doubles(group + "/zeta_" + std::to_string(zeta));
        const auto expected_norm = file.doubles(group + "/norm_" + std::to_string(zeta));
        const int first = lambda == 0 ? 1 : lambda - 1;
        const Index orders = lambda + 2 - first;
        Tensor<double, 2> norms(device, {orders, atoms}), squares(device, {orders, atoms}),
            scales(device, {orders, atoms});
        std::vector<Tensor<double, 3>> p;
        for (Index k = 0; k < orders; ++k) {
          const int order = first + static_cast<int>(k);
          const Equivariants features(
              device, all_features(order, l_max, channels, order == lambda ? Parity::pseudo : Parity::proper),
              Normalisation::per_atom);
          p.push_back(features(c));
          const auto norm = features.norms(c);
          for (Index i = 0; i < atoms; ++i) norms.view()(k, i) = norm.view()(i);
          self_similarity(device, p.back().view(), View<double, 1>(&squares.view()(k, 0), {atoms}));
        }
        kernels.field_scales(std::as_const(norms).view(), std::as_const(squares).view(), scales.view());
        const Index width = 3 * (2 * lambda + 1);
        std::vector<double> ours(static_cast<std::size_t>(atoms * atoms * width * width), 0.0);
        for (Index k = 0; k < orders; ++k) {
          const Index components = 2 * (first + k) + 1;
          Tensor<double, 2> similar(device, {atoms * components, atoms * components});
          similarity(device, p[static_cast<std::size_t>(k)].view(), p[static_cast<std::size_t>(k)].view(),
                     std::as_const(k0).view(), zeta, similar.view());
          const auto terms = recoupling(lambda, first + static_cast<int>(k));
          for (Index i = 0; i < atoms; ++i)
            for (Index j = 0; j < atoms; ++j)
              for (const RecouplingTerm& s : terms)
                for (const RecouplingTerm& t : terms) {
                  const Index row = 3 * s.mu + place[static_cast<std::size_t>(s.field)];
                  const Index column = 3 * t.mu + place[static_cast<std::size_t>(t.field)];
                  ours[static_cast<std::size_t>(((i * atoms + j) * width + row) * width + column)] +=
                      s.value * t.value * scales.view()(k, i) * scales.view()(k, j) *
                      similar.view()(i * components + s.M, j * components + t.M);
                }
        }
        double worst = 0.0;
        const auto row_size = static_cast<std::size_t>(atoms * width * width);
        for (std::size_t r = 0; r < rows.data.size(); ++r)
          for (std::size_t k = 0; k < row_size; ++k)
            worst = std::max(worst, std::abs(ours[static_cast<std::size_t>(rows.data[r]) * row_size + k] -
                                             expected.data[r * row_size + k]));
        EXPECT_LT(worst, tolerance) << group << " zeta " << zeta;
        for (Index i = 0; i < atoms; ++i) {  // N_i = (n0^2)^(zeta-1) |sum_L R k^L R^T|
          double total = 0.0;
          for (Index k = 0; k < orders; ++k)
            total += formula::self_similarity(norms.view()(k, i), squares.view()(k, i));
          const double norm = std::sqrt(total) * std::pow(norm0.view()(i), 2 * (zeta - 1));
          EXPECT_NEAR(norm, expected_norm(i), tolerance * expected_norm(i)) << group << " zeta " << zeta;
        }
        ++compared;
      }
  }
  EXPECT_EQ(compared, 10);
}

}  // namespace
}  // namespace rhofield
