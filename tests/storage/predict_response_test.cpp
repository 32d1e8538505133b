// `rhofield predict` of responses to a field as users run it: what is written, what is said, what is refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include "rhofield/observables/response.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/model_file.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#ifdef RHOFIELD_PROGRAM
namespace rhofield::storage {
namespace {

using rhofield::testing::expect_failure;
using rhofield::testing::holds;
using rhofield::testing::put_bytes;
using rhofield::testing::Result;
using rhofield::testing::run;
using rhofield::testing::TemporaryFolder;

const std::string sample = RHOFIELD_TEST_DATA "/water_monomers_60.h5";

/// A tiny model of 12 molecules, one of which is in water.xyz.
void train_tiny(const TemporaryFolder& folder, const std::string& quantities) {
  const Result trained = run(folder, "train " + sample + " --quantities " + quantities +
                                         " --train-indices 8-19 --test 4 --environments 12 --n-max 3 --l-max 2"
                                         " --device cpu --threads 1 -o model.h5");
  ASSERT_EQ(trained.code, 0) << trained.errors;
  put_bytes(folder / "water.xyz", "3\n\nO 0 0 0.1173\nH 0 0.7572 -0.4692\nH 0 -0.7572 -0.4692\n");
}

Result predict(const TemporaryFolder& folder, const std::string& arguments) {
  return run(folder, "predict model.h5 " + arguments + " --threads 1");
}

double largest(const Vector3& v) { return std::max({std::abs(v[0]), std::abs(v[1]), std::abs(v[2])}); }

/// The numbers of the first list in JSON after a key.
Vector3 vector_after(const std::string& json, const std::string& key) {
  Vector3 values{NAN, NAN, NAN};
  const std::size_t at = json.find('[', json.find("\"" + key + "\""));
  if (at == std::string::npos) return values;
  std::istringstream text(json.substr(at + 1));
  char comma = 0;
  text >> values[0] >> comma >> values[1] >> comma >> values[2];
  return values;
}

TEST(PredictResponse, EverythingThatWasLearnedIsPredictedByDefault) {
  const TemporaryFolder folder;
  train_tiny(folder, "both");
  const Result result = predict(folder, "water.xyz");
  ASSERT_EQ(result.code, 0) << result.errors;
  EXPECT_TRUE(holds(result.output, "electrons ") && holds(result.output, "e per atomic unit of field, taken out"))
      << result.output;
  EXPECT_TRUE(holds(result.output, "alpha, bohr^3")) << result.output;

  const DataSet both = read_dataset(folder / "water.predicted.h5");
  const LabelledStructure& water = both.entries.at(0);
  EXPECT_EQ(water.coefficients.size(), 150U);
  ASSERT_EQ(water.response.size(), 450U);
  ASSERT_TRUE(water.polarizability);
  EXPECT_LT(largest(induced_charge(both.basis, water.structure, water.response)), 1e-12);
  const Matrix3 alpha = polarizability(both.basis, water.structure, water.response);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR(alpha[k][k], 9.5, 1.5);  // of a water molecule, bohr^3
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR((*water.polarizability)[k][c], alpha[k][c], 1e-12);
  }

  ASSERT_EQ(predict(folder, "water.xyz --quantities density").code, 0);
  const DataSet density = read_dataset(folder / "water.density.h5");
  EXPECT_EQ(density.entries.at(0).coefficients, water.coefficients);
  EXPECT_TRUE(density.entries.at(0).response.empty());
  EXPECT_FALSE(density.entries.at(0).polarizability);
  ASSERT_EQ(predict(folder, "water.xyz --quantities response").code, 0);
  const DataSet response = read_dataset(folder / "water.response.h5");
  EXPECT_EQ(response.entries.at(0).response, water.response);
  EXPECT_TRUE(response.entries.at(0).coefficients.empty());

  // Polarizabilities need no functions above lambda = 1: the same numbers, and no incomplete coefficients.
  ASSERT_EQ(predict(folder, "water.xyz --polarizability-only").code, 0);
  const DataSet cheap = read_dataset(folder / "water.polarizability.h5");
  EXPECT_TRUE(cheap.entries.at(0).response.empty() && cheap.entries.at(0).coefficients.empty());
  ASSERT_TRUE(cheap.entries.at(0).polarizability);
  for (std::size_t k = 0; k < 3; ++k)
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR((*cheap.entries.at(0).polarizability)[k][c], alpha[k][c], 1e-11);

  const Result many = predict(folder, sample + " --polarizability-only -o many.h5");
  ASSERT_EQ(many.code, 0) << many.errors;
  EXPECT_TRUE(holds(many.output, "in the mean of 60 structures")) << many.output;
}

TEST(PredictResponse, AFieldInducesDipolesAndADensity) {
  const TemporaryFolder folder;
  train_tiny(folder, "response");
  const Result result = predict(folder, "water.xyz --field -0.002,0,0.01 --cube --spacing 0.5 --json");
  ASSERT_EQ(result.code, 0) << result.errors;
  EXPECT_EQ(folder.names(), (std::set<std::string>{"model.h5", "water.xyz", "water.response.h5",
                                                   "water.response.induced.cube", "stderr.txt"}));
  const DataSet predicted = read_dataset(folder / "water.response.h5");
  const LabelledStructure& water = predicted.entries.at(0);
  const Vector3 expected = induced_dipole(water.polarizability.value(), {-0.002, 0, 0.01});
  const Vector3 said = vector_after(result.output, "induced_dipole");
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(said[c], expected[c], 1e-12);
  EXPECT_GT(said[2], 0.05);
  EXPECT_TRUE(holds(result.output, "\"atomic_polarizabilities\"")) << result.output;
  EXPECT_TRUE(holds(result.output, "\"induced_cube\": \"water.response.induced.cube\"")) << result.output;
  EXPECT_TRUE(std::isfinite(largest(vector_after(result.output, "induced_charge"))));
  const std::string text = predict(folder, "water.xyz --polarizability-only --field 0,0,0.01").output;
  EXPECT_TRUE(holds(text, "induced dipole")) << text;

  // A model without a density.
  expect_failure(predict(folder, "water.xyz --conserve-charge"), 2, {"--conserve-charge", "density"});
  expect_failure(predict(folder, "water.xyz --quantities both"), 2, {"learned the response, not the density"});
  expect_failure(predict(folder, "water.xyz --cube"), 2, {"--cube", "--field"});
  std::filesystem::copy_file(folder / "model.h5", folder / "m.induced.cube");
  expect_failure(run(folder, "predict m.induced.cube water.xyz --cube --field 0,0,1 -o m.h5"), 2,
                 {"m.induced.cube", "cube file", "is the model"});
}

TEST(PredictResponse, WhatCannotBeDoneIsRefusedBeforeTheWork) {
  const TemporaryFolder folder;
  train_tiny(folder, "density");
  const auto refused = [&](const std::string& arguments, std::initializer_list<std::string> parts) {
    const Result result = predict(folder, "water.xyz " + arguments);
    expect_failure(result, 2, parts);
    EXPECT_EQ(result.output, "");
  };
  refused("--field 0,0,1", {"--field", "model.h5", "has not learned"});
  refused("--polarizability-only", {"--polarizability-only", "has not learned"});
  refused("--quantities response", {"learned the density, not the response"});
  refused("--quantities energy", {"--quantities", "energy"});

  train_tiny(folder, "both");
  refused("--field 0,1", {"'0,1'", "three numbers"});
  refused("--field 0,0,nan", {"'0,0,nan'", "three numbers"});
  refused("--field 0,0,0", {"0,0,0", "nothing"});
  refused("--field ''", {"three numbers"});
  refused("--field 0,0,1 --quantities density", {"--field", "--quantities"});
  refused("--polarizability-only --quantities both", {"--polarizability-only", "both"});
  refused("--polarizability-only --cube", {"--cube", "--polarizability-only"});
  refused("--polarizability-only --conserve-charge", {"--conserve-charge"});
  refused("--quantities response --electrons 10", {"--electrons"});

  Model numerical = read_model(folder / "model.h5");
  auto shells = numerical.basis.all();
  for (auto& [number, list] : shells)
    for (Shell& shell : list) shell = {.l = shell.l, .exponents = {}, .coefficients = {}};
  numerical.basis = GaussianBasis(shells);
  write_model(folder / "model.h5", numerical);
  refused("", {"numerical basis", "--quantities density"});
  EXPECT_EQ(folder.names(), (std::set<std::string>{"model.h5", "water.xyz", "stderr.txt"}));
  EXPECT_EQ(predict(folder, "water.xyz --quantities density").code, 0);
}

}  // namespace
}  // namespace rhofield::storage
#endif
