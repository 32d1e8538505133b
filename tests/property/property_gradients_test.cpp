// Derivatives of predicted properties - forces and stresses of energies among them - against differences of
// predictions.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "rhofield/error.hpp"
#include "rhofield/model/properties.hpp"
#include "support/differences.hpp"
#include "support/errors.hpp"
#include "support/strained.hpp"
#include "support/synthetic_properties.hpp"

namespace rhofield {
namespace {

constexpr double step = 4e-3;  // bohr, as in predictor_gradients_test.cpp
/// Relative to the largest derivative: the radial table is 1e-13 off at steps of 5e-3 bohr, which many pairs add to.
constexpr double tolerance = 1e-7;

const std::vector<PropertyOptions>& properties() {
  static const std::vector<PropertyOptions> all{
      property_by_name("energy"),
      property_by_name("dipole"),
      property_by_name("polarizability"),
      {.name = "shielding", .kind = PropertyKind::tensor},
      {.name = "populations", .extent = PropertyExtent::atom, .baseline = PropertyBaseline::composition}};
  return all;
}

/// With reference environments, or (none) with weights of the features themselves.
Model trained(int environments) {
  const DataSet data = testing::waters_with_properties(12);
  std::vector<Index> all(data.entries.size());
  std::iota(all.begin(), all.end(), Index{0});
  ModelOptions options;
  options.expansion = {
      .cutoff = 6.0, .cutoff_width = 2.0, .smearing = 0.6, .n_max = 3, .l_max = 3, .table_error = 1e-13};
  options.environments = environments;
  options.zeta = environments == 0 ? 1 : 2;
  return train_properties(Device::select("cpu"), data, all, properties(), options, {.regularisation = 1e-6}).model;
}

std::vector<Structure> some_structures() {
  std::mt19937_64 random(31);
  Structure alone = testing::random_water(random), cell = testing::random_water(random);
  cell.cell = {{{5.3, 0.2, -0.3}, {0.4, 5.1, 0.1}, {-0.2, 0.3, 5.6}}};
  cell.periodic = {true, true, true};
  return {alone, cell};
}

double energy(const PropertyPredictor& predictor, const std::string& name, const std::vector<Structure>& structures,
              const std::vector<std::vector<double>>& cotangents) {
  const auto values = predictor(structures).at(name).values;
  double sum = 0.0;
  for (std::size_t a = 0; a < values.size(); ++a)
    sum = std::inner_product(values[a].begin(), values[a].end(), cotangents[a].begin(), sum);
  return sum;
}

void expect_gradients(const PropertyPredictor& predictor, const std::string& name,
                      std::vector<Structure> structures = some_structures()) {
  std::vector<std::vector<double>> cotangents = predictor(structures).at(name).values;
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal;
  for (auto& values : cotangents)
    for (double& v : values) v = normal(random);
  const auto gradients = predictor.backward(name, structures, cotangents);
  ASSERT_EQ(gradients.size(), structures.size());
  for (std::size_t a = 0; a < structures.size(); ++a) {
    double largest = 0.0;
    for (const Vector3& g : gradients[a].positions)
      for (const double value : g) largest = std::max(largest, std::abs(value));
    EXPECT_GT(largest, 1e-6) << name;
    for (std::size_t i = 0; i < gradients[a].positions.size(); ++i)
      for (std::size_t x = 0; x < 3; ++x)
        EXPECT_NEAR(gradients[a].positions[i][x],
                    testing::derivative(structures[a].positions[i][x], step,
                                        [&] { return energy(predictor, name, structures, cotangents); }),
                    tolerance * largest)
            << name << ", structure " << a << ", atom " << i << ", direction " << x;
    for (std::size_t k = 0; k < 9; ++k) {
      Matrix3 strain{};
      std::vector<Structure> moved = structures;
      const double expected = testing::derivative(strain[k / 3][k % 3], step / 8.0, [&] {
        moved[a] = testing::strained(structures[a], strain);
        return energy(predictor, name, moved, cotangents);
      });
      EXPECT_NEAR(gradients[a].strain[k / 3][k % 3], expected, 10.0 * tolerance * largest)
          << name << ", structure " << a << ", strain " << k / 3 << k % 3;
    }
  }
}

TEST(PropertyGradients, ThoseOfEveryKindOfProperty) {
  for (const int environments : {10, 0}) {
    const Model model = trained(environments);
    const PropertyPredictor predictor(Device::select("cpu"), model);
    for (const PropertyOptions& property : properties()) expect_gradients(predictor, property.name);
  }
}

TEST(PropertyGradients, ThoseOfTransformedTensorsKnowTheVolume) {
  DataSet data = testing::waters_with_properties(12);
  for (LabelledStructure& entry : data.entries) {
    entry.structure.cell = {{{9.3, 0.2, -0.3}, {0.4, 9.1, 0.1}, {-0.2, 0.3, 9.6}}};
    entry.structure.periodic = {true, true, true};
    entry.properties["epsilon"] = {.shape = {3, 3}, .values = testing::flat(*entry.polarizability)};
  }
  ModelOptions options{.environments = 10};
  options.expansion = {
      .cutoff = 6.0, .cutoff_width = 2.0, .smearing = 0.6, .n_max = 3, .l_max = 3, .table_error = 1e-13};
  std::vector<Structure> structures{data.entries[2].structure, data.entries[7].structure};
  structures[1].cell = {{{9.3, 0.2, -0.3}, {0.4, 10.1, 0.1}, {-0.2, 0.3, 11.6}}};
  for (const PropertyExtent extent : {PropertyExtent::sum, PropertyExtent::mean}) {
    const std::vector<PropertyOptions> epsilon{{.name = "epsilon",
                                                .kind = PropertyKind::symmetric_tensor,
                                                .extent = extent,
                                                .transform = PropertyTransform::clausius_mossotti}};
    const Model model = train_properties(Device::select("cpu"), data,
                                         structures_with(data, std::vector<Index>{0, 1, 2, 3, 4, 5}, epsilon), epsilon,
                                         options, {.regularisation = 1e-6})
                            .model;
    expect_gradients(PropertyPredictor(Device::select("cpu"), model), "epsilon", structures);
  }
}

TEST(PropertyGradients, ForcesOfAnEnergyAddUpToNothingAndTheStressIsSymmetric) {
  const Model model = trained(10);
  const PropertyPredictor predictor(Device::select("cpu"), model);
  for (const StructureGradient& gradient : predictor.backward("energy", some_structures())) {
    double largest = 0.0;
    for (const Vector3& row : gradient.strain)
      for (const double value : row) largest = std::max(largest, std::abs(value));
    EXPECT_GT(largest, 1e-6);
    constexpr double rounding = 1e-11;  // of the table, which is not exactly a function of the distance's square
    for (std::size_t a = 0; a < 3; ++a) {
      double force = 0.0;
      for (const Vector3& g : gradient.positions) force += g[a];
      EXPECT_NEAR(force, 0.0, rounding * largest);
      for (std::size_t b = 0; b < a; ++b) EXPECT_NEAR(gradient.strain[a][b], gradient.strain[b][a], rounding * largest);
    }
  }
}

TEST(PropertyGradients, CotangentsThatDoNotFitAreRefused) {
  const Model model = trained(10);
  const PropertyPredictor predictor(Device::select("cpu"), model);
  const std::vector<Structure> structures = some_structures();
  testing::expect_error<InvalidInput>([&] { (void)predictor.backward("dipole", structures); },
                                      {"\"dipole\"", "need cotangents"});
  testing::expect_error<InvalidInput>([&] { (void)predictor.backward("quadrupole", structures); },
                                      {"\"quadrupole\"", "energy"});
  const std::vector<std::vector<double>> two{{1.0, 2.0}, {1.0, 2.0}}, one{{1.0}};
  testing::expect_error<InvalidInput>([&] { (void)predictor.backward("dipole", structures, two); },
                                      {"structure 0 has 3 values", "its cotangent 2"});
  testing::expect_error<InvalidInput>([&] { (void)predictor.backward("energy", structures, one); },
                                      {"2 structures", "got 1"});
}

}  // namespace
}  // namespace rhofield
