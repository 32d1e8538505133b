// Properties of energy networks: gradients of the loss are those of its values, forces and dipoles those of the energy,
// everything turns with the structure, and what can be learned is learned.
#include "rhofield/model/energy_network.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "model/energy_loss.hpp"
#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/ranges.hpp"
#include "support/rotations.hpp"
#include "support/synthetic_data.hpp"

namespace rhofield {
namespace {

using testing::expect_error;
using testing::range;

/// Springs between all pairs, charges on the atoms that follow the distances, and polarizable atoms.
double synthetic_energy(const Structure& s, const Vector3& field) {
  double energy = 0;
  for (std::size_t i = 0; i < s.numbers.size(); ++i) {
    double crowded = 0;
    for (std::size_t j = 0; j < s.numbers.size(); ++j) {
      if (i == j) continue;
      double d2 = 0;
      for (std::size_t x = 0; x < 3; ++x) d2 += std::pow(s.positions[i][x] - s.positions[j][x], 2);
      const double stretch = std::sqrt(d2) - (s.numbers[i] == s.numbers[j] ? 2.9 : 1.8);
      energy += 0.1 * stretch * stretch;
      crowded += std::exp(-0.3 * d2);
    }
    energy += s.numbers[i] == 8 ? -75.0 : -0.5;
    const double charge = (s.numbers[i] == 8 ? -0.8 : 0.4) * crowded, alpha = s.numbers[i] == 8 ? 6.0 : 1.5;
    for (std::size_t x = 0; x < 3; ++x)
      energy -= charge * (s.positions[i][x] - s.positions[0][x]) * field[x] + 0.5 * alpha * field[x] * field[x];
    double along = 0;  // bonds are easier to polarise along than across
    for (std::size_t x = 0; x < 3; ++x) along += (s.positions[i][x] - s.positions[0][x]) * field[x];
    energy -= 0.3 * along * along;
  }
  return energy;
}

DataSet synthetic_energies(int count) {
  DataSet data;
  std::mt19937_64 random(5);
  const Vector3 none{};
  for (int k = 0; k < count; ++k) {
    LabelledStructure entry{.structure = testing::random_water(random)};
    Structure& s = entry.structure;
    entry.energy = synthetic_energy(s, none);
    PropertyValue forces{.shape = {s.size(), 3}, .values = {}};
    constexpr double h = 1e-4;
    for (Vector3& position : s.positions)
      for (double& x : position) {
        const double at = x;
        x = at + h;
        const double plus = synthetic_energy(s, none);
        x = at - h;
        forces.values.push_back((synthetic_energy(s, none) - plus) / (2 * h));
        x = at;
      }
    entry.properties["forces"] = forces;
    entry.dipole.emplace();
    entry.polarizability.emplace();
    for (std::size_t x = 0; x < 3; ++x) {
      Vector3 plus{}, minus{};
      plus[x] = h, minus[x] = -h;
      (*entry.dipole)[x] = (synthetic_energy(s, minus) - synthetic_energy(s, plus)) / (2 * h);
      for (std::size_t y = 0; y < 3; ++y) {  // the energy is of second order in the field: differences are exact
        constexpr double f = 0.1;
        const auto at = [&](double a, double b) {
          Vector3 field{};
          field[x] += a, field[y] += b;
          return synthetic_energy(s, field);
        };
        (*entry.polarizability)[x][y] = -(at(f, f) - at(f, -f) - at(-f, f) + at(-f, -f)) / (4 * f * f);
      }
    }
    data.entries.push_back(std::move(entry));
  }
  return data;
}

EnergyNetworkOptions small_options(int epochs) {
  EnergyNetworkOptions options;
  options.network.cutoff = 6.0;
  options.network.channels = 6;
  options.network.features = 12;
  options.network.output = {.widths = {16, 16}, .blocks = 1};
  options.network.message = {.widths = {8}, .blocks = 1};
  options.epochs = epochs;
  options.learning_rate = 1e-2;
  return options;
}

class EnergyNetworks : public ::testing::Test {
 protected:
  const Device device_ = Device::select("cpu");
  const DataSet data_ = synthetic_energies(40);
};

TEST_F(EnergyNetworks, GradientsOfTheLossAreThoseOfItsValues) {
  const auto options = small_options(1);
  const ProbeNetworkLayout layout(options.network, {1, 8}, 1, NetworkCentres::atoms);
  EnergyPass pass(device_, options.network, layout);
  std::vector<double> values = initial_parameters(layout, options.network, 3);
  const LabelledStructure& entry = data_.entries[0];
  const auto parameters = [&] { return Tensor<double, 1>::from_host(device_, values, {layout.size}); };
  for (const int learned : {0, 1, 2, 3, 4}) {  // energy, forces, dipole, polarizability, all
    EnergyReferences references{.structure = entry.structure, .energy = -0.3};
    const auto wanted = [&](int which) { return learned == which || learned == 4; };
    if (wanted(1)) references.forces = std::vector<Vector3>(3, Vector3{0.1, -0.2, 0.05});
    if (wanted(2)) references.dipole = Vector3{0.3, 0.1, -0.4};
    if (wanted(3)) references.polarizability = Matrix3{{{9, 0.5, 0}, {0.5, 8, -1}, {0, -1, 10}}};
    const EnergyWeights weights{.energy = wanted(0) ? 2.0 : 0.0, .forces = 3, .dipole = 1.5, .polarizability = 1e-3};
    const auto loss = [&](View<double, 1> bar) {
      const auto on_device = parameters();
      return energy_loss(pass, on_device.view(), references, weights, 0.7, bar);
    };
    auto bar = Tensor<double, 1>::zeros(device_, {layout.size});
    EXPECT_GT(loss(bar.view()), 0);
    const std::vector<double> gradient = bar.to_host();
    double largest = 0;
    for (const double g : gradient) largest = std::max(largest, std::abs(g));
    for (const ParameterBlock& block : layout.blocks) {
      const auto k = static_cast<std::size_t>(block.offset + block.size() / 2);
      constexpr double h = 1e-5;
      const double at = values[k];
      values[k] = at + h;
      const double plus = loss({});
      values[k] = at - h;
      const double minus = loss({});
      values[k] = at;
      EXPECT_NEAR(gradient[k], (plus - minus) / (2 * h), 2e-5 * largest) << block.name << " of " << learned;
    }
  }
}

TEST_F(EnergyNetworks, ObservablesAreDerivativesOfTheEnergyAndTurnWithTheStructure) {
  const auto model = train_energy_network(device_, data_, range(0, 8), {}, small_options(3)).model;
  const EnergyPredictor predictor(device_, model);
  Structure s = data_.entries[9].structure;
  const Vector3 field{0.004, -0.002, 0.003};
  const auto energy = [&](const Structure& at, const Vector3& f) { return predictor(std::span(&at, 1), f)[0].energy; };
  const PredictedEnergy found = predictor(std::span(&s, 1), field, true)[0];
  for (std::size_t x = 0; x < 3; ++x) {
    for (std::size_t i = 0; i < 3; ++i) {
      constexpr double h = 1e-4;
      Structure plus = s, minus = s;
      plus.positions[i][x] += h, minus.positions[i][x] -= h;
      EXPECT_NEAR(found.forces[i][x], (energy(minus, field) - energy(plus, field)) / (2 * h), 1e-7);
    }
    constexpr double h = 1e-5;
    Vector3 plus = field, minus = field;
    plus[x] += h, minus[x] -= h;
    EXPECT_NEAR(found.dipole[x], (energy(s, minus) - energy(s, plus)) / (2 * h), 1e-6);
    const Vector3 up = predictor(std::span(&s, 1), plus)[0].dipole, down = predictor(std::span(&s, 1), minus)[0].dipole;
    for (std::size_t y = 0; y < 3; ++y)
      EXPECT_NEAR(found.polarizability[x][y], (up[y] - down[y]) / (2 * h),
                  1e-4 + 1e-4 * std::abs(found.polarizability[x][x]));
  }
  const Matrix3 turn = testing::some_rotations().back();
  Structure turned = s;
  for (Vector3& x : turned.positions) x = testing::multiply(turn, x);
  const PredictedEnergy other = predictor(std::span(&turned, 1), testing::multiply(turn, field), true)[0];
  EXPECT_NEAR(other.energy, found.energy, 1e-11);
  for (std::size_t i = 0; i < 3; ++i) {
    const Vector3 expected = testing::multiply(turn, found.forces[i]);
    for (std::size_t x = 0; x < 3; ++x) EXPECT_NEAR(other.forces[i][x], expected[x], 1e-10);
  }
  const Vector3 expected = testing::multiply(turn, found.dipole);
  double largest = 0;
  for (const Vector3& row : found.polarizability)
    for (const double alpha : row) largest = std::max(largest, std::abs(alpha));
  for (std::size_t x = 0; x < 3; ++x) {
    EXPECT_NEAR(other.dipole[x], expected[x], 1e-9);
    for (std::size_t y = 0; y < 3; ++y) {  // alpha' = T alpha T^T
      double turned_alpha = 0;
      for (std::size_t a = 0; a < 3; ++a)
        for (std::size_t b = 0; b < 3; ++b) turned_alpha += turn[x][a] * found.polarizability[a][b] * turn[y][b];
      EXPECT_NEAR(other.polarizability[x][y], turned_alpha, 1e-5 * largest);
    }
  }
}

TEST_F(EnergyNetworks, EnergiesForcesDipolesAndPolarizabilitiesAreLearned) {
  const auto errors_after = [&](int epochs) {
    const auto trained = train_energy_network(device_, data_, range(0, 16), range(16, 20), small_options(epochs));
    return validate_energy_network(device_, trained.model, data_, range(20, 30));
  };
  const EnergyErrors first = errors_after(1), errors = errors_after(70);
  EXPECT_LT(errors.energy, 0.7 * first.energy);
  EXPECT_LT(errors.forces, 0.7 * first.forces);
  EXPECT_LT(errors.dipole, 0.3 * first.dipole);
  EXPECT_LT(errors.polarizability, 0.5);  // of 9
}

TEST_F(EnergyNetworks, BadInputIsRefusedWithTheWayOut) {
  const auto options = small_options(1);
  const auto with = [&](const auto& spoil) {
    DataSet data = data_;
    spoil(data.entries[3]);
    (void)train_energy_network(device_, data, range(0, 10), range(10, 12), options);
  };
  expect_error<InvalidInput>([&] { with([](LabelledStructure& e) { e.energy.reset(); }); }, {"structure 3", "energy"});
  expect_error<InvalidInput>([&] { with([](LabelledStructure& e) { e.charge = 1; }); },
                             {"structure 3", "charge", "origin", "dipole = 0"});
  expect_error<InvalidInput>([&] { with([](LabelledStructure& e) { e.properties["forces"].values.pop_back(); }); },
                             {"8 components", "3 atoms"});
  expect_error<InvalidInput>([&] { (void)train_energy_network(device_, data_, range(0, 10), range(9, 12), options); },
                             {"structure 9", "both"});
  auto wrong = options;
  wrong.forces = -1;
  expect_error<InvalidInput>([&] { (void)train_energy_network(device_, data_, range(0, 3), {}, wrong); },
                             {"forces", "-1", "0 (not learned)"});
  DataSet bare;  // one structure, whose energy its composition explains
  bare.entries.push_back({.structure = data_.entries[0].structure, .energy = -76.0});
  auto nothing = options;
  nothing.energy = 0;
  expect_error<InvalidInput>([&] { (void)train_energy_network(device_, bare, range(0, 1), {}, nothing); },
                             {"nothing is left to learn"});
  const auto alone = train_energy_network(device_, bare, range(0, 1), {}, options);
  EXPECT_LT(alone.records.back().loss, 1e6);
  const auto model = train_energy_network(device_, data_, range(0, 3), {}, options).model;
  Structure other = data_.entries[0].structure;
  other.numbers[0] = 6;
  expect_error<InvalidInput>([&] { (void)EnergyPredictor(device_, model)(std::span(&other, 1)); },
                             {"contains C", "H O"});
  const Index far[] = {1000000};
  expect_error<InvalidInput>([&] { (void)validate_energy_network(device_, model, data_, far); }, {"1000000", "40"});
}

}  // namespace
}  // namespace rhofield
