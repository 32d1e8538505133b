// The whole pipeline on both devices: training by both solvers, validation and prediction on the shipped sample.
#include <cstdio>
#include <numeric>

#include "parity/parity.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/properties.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield/storage/dataset.hpp"

namespace rhofield::parity {
namespace {

class PipelineParity : public ParityTest {
 protected:
  /// Errors as programs print them.
  static std::string printed(double percent) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", percent);
    return text;
  }

  void expect_agreement(const ModelOptions& model, const RegressionOptions& regression, Index structures = 8) {
    // 1e-10 of the largest coefficient: rounding, amplified by what the regularisation leaves of the condition number.
    constexpr double tolerance = 1e-10;
    const DataSet data = storage::read_dataset(std::string(RHOFIELD_TEST_DATA) + "/water_monomers_60.h5");
    std::vector<Index> train_set(static_cast<std::size_t>(structures));
    std::iota(train_set.begin(), train_set.end(), Index{0});
    std::vector<Index> test_set(4);
    std::iota(test_set.begin(), test_set.end(), Index{40});
    std::vector<Structure> unseen;
    for (const Index s : test_set) unseen.push_back(data.entries[static_cast<std::size_t>(s)].structure);

    std::vector<std::string> errors;
    expect_parity(
        [&](const Device& device) {
          const TrainedModel trained = train(device, data, train_set, model, regression);
          std::string error;
          std::vector<double> all;
          for (const Quantity quantity : model.quantities) {
            if (quantity == Quantity::density) {
              const ValidationReport report = validate(device, trained.model, data, test_set);
              error += printed(report.total_percent) + " " + printed(report.total_percent_of_norm) + " ";
            } else {
              const ResponseValidationReport report = validate_response(device, trained.model, data, test_set);
              error += printed(report.total_percent) + " " + printed(report.fitted_polarizability_percent) + " ";
            }
            for (const auto& coefficients : Predictor(device, trained.model, quantity)(unseen))
              all.insert(all.end(), coefficients.begin(), coefficients.end());
          }
          errors.push_back(error);
          return all;
        },
        tolerance, "predicted coefficients");
    for (const std::string& error : errors) EXPECT_EQ(error, errors.front()) << "errors as printed";
  }
};

const ModelOptions small_model{.expansion = {.n_max = 3, .l_max = 3}, .environments = 8};

TEST_F(PipelineParity, TrainingDirectlyAndPredictingAgree) {
  expect_agreement(small_model, {.regularisation = 1e-8, .solver = Solver::direct});
}

TEST_F(PipelineParity, TrainingByConjugateGradientsAndPredictingAgree) {
  // Past the default stop rules, down to rounding: where two runs stop must not decide how well they agree.
  expect_agreement(small_model, {.regularisation = 1e-5,
                                 .solver = Solver::conjugate_gradients,
                                 .residual_tolerance = 1e-13,
                                 .loss_tolerance = 0});
}

TEST_F(PipelineParity, TrainingWithMatricesInSinglePrecisionAgrees) {
  // Few structures and iterations: warps that exchange values are slow on a CPU.
  ModelOptions model = small_model;
  model.environments_by_lambda = {6, 4};
  expect_agreement(model,
                   {.regularisation = 1e-1,
                    .solver = Solver::conjugate_gradients,
                    .residual_tolerance = 1e-12,
                    .loss_tolerance = 0,
                    .single_precision_storage = true},
                   3);
}

TEST_F(PipelineParity, DensityAndResponseTogetherAgree) {
  ModelOptions model = small_model;
  model.quantities = {Quantity::density, Quantity::response};
  model.features_per_lambda = 20;
  model.environments_by_lambda = {6, 4};
  expect_agreement(model, {.regularisation = 1e-6, .solver = Solver::direct}, 4);
}

TEST_F(PipelineParity, TheResponseByConjugateGradientsAgrees) {
  ModelOptions model = small_model;
  model.quantities = {Quantity::response};
  model.environments = 4;
  expect_agreement(
      model,
      {.regularisation = 1e-3, .solver = Solver::conjugate_gradients, .residual_tolerance = 1e-13, .loss_tolerance = 0},
      2);
}

TEST_F(PipelineParity, ModelsOfSeveralDensitiesAgree) {
  ModelOptions model = small_model;
  model.further_densities = {
      ExpansionOptions{.cutoff = 5.0 * angstrom, .smearing = 0.6 * angstrom, .n_max = 2, .l_max = 2}};
  model.descriptors = {{0, 0}, {0, 1, 0.5}, {1, 1, 0.25}};
  expect_agreement(model, {.regularisation = 1e-8, .solver = Solver::direct}, 4);
  model.quantities = {Quantity::density, Quantity::response};
  model.descriptor_normalisation = DescriptorNormalisation::together;
  model.features_per_lambda = 30;
  model.environments_by_lambda = {6, 4};
  expect_agreement(model, {.regularisation = 1e-6, .solver = Solver::direct}, 3);
}

TEST_F(PipelineParity, ModelsOfSelectedFeaturesAgree) {
  ModelOptions model = small_model;
  model.features_per_lambda = 20;
  model.environments_by_lambda = {8, 6, 4};
  expect_agreement(model, {.regularisation = 1e-8, .solver = Solver::direct});
}

/// Energies of structures and forces of atoms, made up of the sample's tensors: any numbers will do.
DataSet sample_with_properties() {
  DataSet data = storage::read_dataset(std::string(RHOFIELD_TEST_DATA) + "/water_monomers_60.h5");
  for (LabelledStructure& entry : data.entries) {
    const Matrix3& alpha = entry.polarizability.value();
    entry.properties["anything"] = {.shape = {3, 3}, .values = {}};
    for (const Vector3& row : alpha)
      for (std::size_t k = 0; k < 3; ++k)
        entry.properties["anything"].values.push_back(row[k] * (1.0 + static_cast<double>(k)));
    entry.properties["populations"] = {.shape = {3}, .values = {alpha[0][0], alpha[1][1], alpha[2][2]}};
  }
  return data;
}

TEST_F(PipelineParity, PropertiesAreLearnedAndPredictedAlike) {
  const DataSet data = sample_with_properties();
  const std::vector<PropertyOptions> properties{
      property_by_name("energy"),
      property_by_name("dipole"),
      {.name = "polarizability", .kind = PropertyKind::symmetric_tensor, .extent = PropertyExtent::mean},
      {.name = "anything", .kind = PropertyKind::tensor},
      {.name = "populations", .extent = PropertyExtent::atom, .baseline = PropertyBaseline::composition}};
  const std::vector<Index> train_set{0, 9, 10, 11, 12, 13};
  std::vector<Structure> unseen;
  for (std::size_t s = 40; s < 44; ++s) unseen.push_back(data.entries[s].structure);
  ModelOptions linear{.expansion = {.n_max = 2, .l_max = 2}, .zeta = 1, .environments = 0};
  for (const ModelOptions& model : {small_model, linear})
    for (const Solver solver : {Solver::direct, Solver::conjugate_gradients}) {
      const RegressionOptions regression{
          .regularisation = 1e-3, .solver = solver, .residual_tolerance = 1e-13, .loss_tolerance = 0};
      expect_parity(
          [&](const Device& device) {
            const TrainedModel trained = train_properties(device, data, train_set, properties, model, regression);
            std::vector<double> all;
            for (const auto& [name, property] : PropertyPredictor(device, trained.model)(unseen, true))
              for (const auto* values : {&property.values, &property.contributions})
                for (const auto& of_structure : *values)
                  all.insert(all.end(), of_structure.begin(), of_structure.end());
            return all;
          },
          1e-10, "predicted properties");
    }
}

}  // namespace
}  // namespace rhofield::parity
