// Model files: a model comes back to the bit, and nothing else passes for one.
#include "rhofield/storage/model_file.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <tuple>

#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield/storage/dataset.hpp"
#include "storage/hdf5.hpp"
#include "support/disk_full.hpp"
#include "support/errors.hpp"
#include "support/synthetic_data.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using rhofield::testing::DiskFull;
using rhofield::testing::expect_error;
using rhofield::testing::file_bytes;
using rhofield::testing::put_bytes;
using rhofield::testing::TemporaryFolder;

std::vector<double> random_values(std::size_t count, unsigned seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> value(-1, 1);
  std::vector<double> values(count);
  for (double& v : values) v = value(random);
  return values;
}

/// A made-up model of H and O that uses every field, with values that no decimal text would hold.
Model made_up_model() {
  Model model;
  model.options.expansion = {.cutoff = 7.1 / 3.0,
                             .cutoff_width = 0.1,
                             .smearing = 0.3,
                             .n_max = 2,
                             .l_max = 1,
                             .table_error = 1e-10,
                             .spline_intervals = 80};
  model.options.zeta = 3;
  model.options.environments = 5;
  model.options.environments_by_lambda = {5, 3};
  model.options.features_per_lambda = 2;
  model.options.eigenvalue_cut = 1e-9;
  model.species = {1, 8};
  model.basis = GaussianBasis({{1, {{0, {0.5}, {0.7}}}}, {8, {{0, {2.0, 0.3}, {0.4, 0.6}}, {1, {0.9}, {1.1}}}}});
  model.options.quantities = {Quantity::density, Quantity::response};
  const auto features = [](FeatureOrder order, std::vector<Feature> list) {
    return FeatureSet{.lambda = order.lambda,
                      .parity = order.parity,
                      .l_max = 1,
                      .channels = 4,
                      .symmetric = true,
                      .features = std::move(list)};
  };
  for (const auto& [order, list] :
       std::map<FeatureOrder, std::vector<Feature>>{{{0, Parity::proper}, {{0, 0, 0, 3}, {1, 1, 2, 2}}},
                                                    {{1, Parity::proper}, {{0, 1, 3, 1}}},
                                                    {{1, Parity::pseudo}, {{1, 1, 0, 2}, {1, 1, 1, 3}}},
                                                    {{2, Parity::proper}, {{1, 1, 0, 0}}}})
    model.feature_sets[order] = features(order, list);
  const std::size_t expansion = 4 * 4;
  model.species_models[1] = {.environments = 3, .environment_coefficients = random_values(3 * expansion, 1)};
  model.species_models[8] = {.environments = 2, .environment_coefficients = random_values(2 * expansion, 4)};
  const auto block = [](std::vector<int> environments, int components, unsigned seed) {
    return ModelBlock{.environments = environments,
                      .weights = random_values(environments.size() * static_cast<std::size_t>(components), seed),
                      .count = 1,
                      .dimension = components};
  };
  LearnedQuantity& density = model.learned[Quantity::density];
  density.target = density_target(model.basis);
  density.species[1] = {.baseline = random_values(1, 2), .blocks = {block({0, 2}, 1, 3)}};
  density.species[8] = {.baseline = random_values(1, 5), .blocks = {block({0, 1}, 1, 6), block({1}, 3, 7)}};
  density.training_summary = "2 structures, \"made up\", eta 1e-8, D 7";
  LearnedQuantity& response = model.learned[Quantity::response];
  response.target = response_target(model.basis);
  response.species[1] = {.baseline = {}, .blocks = {block({0, 1}, 3, 8)}};
  response.species[8] = {.baseline = {},
                         .blocks = {block({0, 1}, 3, 9), block({1}, 1, 10), block({1}, 3, 11), block({1}, 5, 12)}};
  response.training_summary = "2 structures, made up";
  return model;
}

void expect_same(const LearnedQuantity& a, const LearnedQuantity& b) {
  EXPECT_EQ(a.training_summary, b.training_summary);
  EXPECT_EQ(a.target.fields, b.target.fields);
  ASSERT_EQ(a.target.irreps.size(), b.target.irreps.size());
  for (const auto& [number, irreps] : a.target.irreps) {
    const auto& others = b.target.irreps.at(number);
    ASSERT_EQ(irreps.size(), others.size());
    for (std::size_t k = 0; k < irreps.size(); ++k) {
      EXPECT_EQ(irreps[k].lambda, others[k].lambda);
      EXPECT_EQ(irreps[k].features(), others[k].features());
      EXPECT_EQ(irreps[k].count, others[k].count);
      EXPECT_EQ(irreps[k].baseline, others[k].baseline);
    }
    const LearnedSpecies& species = a.species.at(number);
    const LearnedSpecies& other = b.species.at(number);
    EXPECT_EQ(species.baseline, other.baseline);
    ASSERT_EQ(species.blocks.size(), other.blocks.size());
    for (std::size_t k = 0; k < species.blocks.size(); ++k) {
      EXPECT_EQ(species.blocks[k].environments, other.blocks[k].environments);
      EXPECT_EQ(species.blocks[k].weights, other.blocks[k].weights);
      EXPECT_EQ(species.blocks[k].count, other.blocks[k].count);
      EXPECT_EQ(species.blocks[k].dimension, other.blocks[k].dimension);
    }
  }
}

void expect_same(const ExpansionOptions& a, const ExpansionOptions& b) {
  EXPECT_EQ(std::tie(a.cutoff, a.cutoff_width, a.smearing, a.n_max, a.l_max, a.table_error, a.spline_intervals),
            std::tie(b.cutoff, b.cutoff_width, b.smearing, b.n_max, b.l_max, b.table_error, b.spline_intervals));
}

void expect_same(const LongRangeOptions& a, const LongRangeOptions& b) {
  EXPECT_EQ(std::tie(a.exponent, a.radius, a.smearing, a.n_max, a.l_max, a.by_species, a.weights, a.element_weights,
                     a.tolerance, a.method),
            std::tie(b.exponent, b.radius, b.smearing, b.n_max, b.l_max, b.by_species, b.weights, b.element_weights,
                     b.tolerance, b.method));
}

void expect_same_densities(const ModelOptions& a, const ModelOptions& b) {
  ASSERT_EQ(a.further_densities.size(), b.further_densities.size());
  for (std::size_t k = 0; k < a.further_densities.size(); ++k) {
    ASSERT_EQ(a.further_densities[k].index(), b.further_densities[k].index());
    if (const auto* density = std::get_if<ExpansionOptions>(&a.further_densities[k]))
      expect_same(*density, std::get<ExpansionOptions>(b.further_densities[k]));
    else
      expect_same(std::get<LongRangeOptions>(a.further_densities[k]),
                  std::get<LongRangeOptions>(b.further_densities[k]));
  }
  ASSERT_EQ(a.descriptors.size(), b.descriptors.size());
  for (std::size_t k = 0; k < a.descriptors.size(); ++k)
    EXPECT_EQ(std::tie(a.descriptors[k].left, a.descriptors[k].right, a.descriptors[k].weight),
              std::tie(b.descriptors[k].left, b.descriptors[k].right, b.descriptors[k].weight));
  EXPECT_EQ(a.descriptor_normalisation, b.descriptor_normalisation);
}

void expect_same(const Model& a, const Model& b) {
  expect_same(a.options.expansion, b.options.expansion);
  expect_same_densities(a.options, b.options);
  EXPECT_EQ(a.options.zeta, b.options.zeta);
  EXPECT_EQ(a.options.environments, b.options.environments);
  EXPECT_EQ(a.options.environments_by_lambda, b.options.environments_by_lambda);
  EXPECT_EQ(a.options.features_per_lambda, b.options.features_per_lambda);
  EXPECT_EQ(a.options.eigenvalue_cut, b.options.eigenvalue_cut);
  EXPECT_EQ(a.species, b.species);
  EXPECT_EQ(a.options.quantities, b.options.quantities);
  ASSERT_EQ(a.feature_sets.size(), b.feature_sets.size());
  for (const auto& [order, set] : a.feature_sets) {
    const FeatureSet& other = b.feature_sets.at(order);
    EXPECT_EQ(set.lambda, other.lambda);
    EXPECT_EQ(set.parity, other.parity);
    EXPECT_EQ(set.l_max, other.l_max);
    EXPECT_EQ(set.channels, other.channels);
    EXPECT_EQ(set.symmetric, other.symmetric);
    ASSERT_EQ(set.features.size(), other.features.size());
    for (std::size_t q = 0; q < set.features.size(); ++q) {
      EXPECT_EQ(set.features[q].l1, other.features[q].l1);
      EXPECT_EQ(set.features[q].l2, other.features[q].l2);
      EXPECT_EQ(set.features[q].q1, other.features[q].q1);
      EXPECT_EQ(set.features[q].q2, other.features[q].q2);
    }
  }
  ASSERT_EQ(a.species_models.size(), b.species_models.size());
  for (const auto& [number, species] : a.species_models) {
    const SpeciesModel& other = b.species_models.at(number);
    EXPECT_EQ(species.environments, other.environments);
    EXPECT_EQ(species.environment_coefficients, other.environment_coefficients);
  }
  ASSERT_EQ(a.learned.size(), b.learned.size());
  for (const auto& [quantity, learned] : a.learned) expect_same(learned, b.learned.at(quantity));
}

TEST(ModelFile, EverythingComesBackToTheBit) {
  const TemporaryFolder folder;
  const Model model = made_up_model();

  write_model(folder / "model.h5", model);

  expect_same(read_model(folder / "model.h5"), model);
  EXPECT_EQ(folder.names(), (std::set<std::string>{"model.h5"}));
}

/// Densities of both kinds beside the first, of 4, 2 and 2 channels; helium without functions is not among them.
Model model_of_several_densities() {
  Model model = made_up_model();
  model.options.further_densities.emplace_back(ExpansionOptions{.cutoff = 5.1 / 3.0, .n_max = 1, .l_max = 1});
  model.options.further_densities.emplace_back(LongRangeOptions{.exponent = 1,
                                                                .radius = 7.0 / 3.0,
                                                                .smearing = 1.0 / 3.0,
                                                                .n_max = 2,
                                                                .l_max = 0,
                                                                .by_species = false,
                                                                .weights = SourceWeights::by_element,
                                                                .element_weights = {{1, 0.1}, {8, -0.2}},
                                                                .tolerance = 1e-6,
                                                                .method = LongRangeMethod::plane_waves});
  model.options.descriptors = {{0, 0, 1.0 / 3.0}, {0, 1, 0.1}, {2, 2, 0.7}};
  model.options.descriptor_normalisation = DescriptorNormalisation::together;
  for (auto& [order, set] : model.feature_sets) {
    set.channels = 8;
    set.densities = channel_ranges(model.options, 2);
    set.descriptors = model.options.descriptors;
  }
  model.feature_sets[{}].features.push_back({0, 0, 6, 7});
  for (auto& [number, species] : model.species_models)
    species.environment_coefficients = random_values(static_cast<std::size_t>(species.environments) * 4 * 8, 13);
  return model;
}

TEST(ModelFile, ACommitteeComesBackToTheBit) {
  const TemporaryFolder folder;
  Model model = made_up_model();
  for (auto& [quantity, learned] : model.learned) {
    learned.committee = {
        .members = 3, .electrons = 0.7, .dipole = 1.0 / 3, .polarizability = 1.1, .familiar = {{1, 0.25}, {8, 1e-3}}};
    for (auto& [number, species] : learned.species)
      for (ModelBlock& block : species.blocks) block.committee = random_values(3 * block.weights.size(), 5);
  }
  write_model(folder / "model.h5", model);
  const Model read = read_model(folder / "model.h5");
  expect_same(read, model);
  for (const auto& [quantity, learned] : model.learned) {
    const LearnedQuantity& other = read.of(quantity);
    EXPECT_EQ(other.committee.members, 3);
    EXPECT_EQ(other.committee.electrons, learned.committee.electrons);
    EXPECT_EQ(other.committee.dipole, learned.committee.dipole);
    EXPECT_EQ(other.committee.polarizability, learned.committee.polarizability);
    EXPECT_EQ(other.committee.familiar, learned.committee.familiar);
    for (const auto& [number, species] : learned.species)
      for (std::size_t b = 0; b < species.blocks.size(); ++b)
        EXPECT_EQ(other.species.at(number).blocks[b].committee, species.blocks[b].committee);
  }
}

TEST(ModelFile, SeveralDensitiesComeBackToTheBit) {
  const TemporaryFolder folder;
  const Model model = model_of_several_densities();
  write_model(folder / "model.h5", model);
  const Model copy = read_model(folder / "model.h5");
  expect_same(copy, model);
  for (const auto& [order, set] : copy.feature_sets) {
    EXPECT_EQ(set.descriptors.size(), 3U);
    EXPECT_EQ(set.density(2).first, 6);
  }
}

TEST(ModelFile, AModelOfTwoDensitiesPredictsTheSameAfterItIsReadAgain) {
  const TemporaryFolder folder;
  const Device device = Device::select("cpu");
  const DataSet data = rhofield::testing::synthetic_waters(10);
  ModelOptions options{.quantities = {Quantity::density, Quantity::response},
                       .expansion = {.n_max = 3, .l_max = 3},
                       .descriptors = {{0, 0, 0.5}, {1, 0, 0.3}, {1, 1, 0.2}},
                       .descriptor_normalisation = DescriptorNormalisation::together,
                       .environments = 12,
                       .features_per_lambda = 20};
  options.further_densities.emplace_back(
      ExpansionOptions{.cutoff = 6.0 * angstrom, .smearing = 0.8 * angstrom, .n_max = 2, .l_max = 2});
  const std::vector<Index> train_set{0, 1, 2, 3, 4, 5, 6, 7};
  const Model model = train(device, data, train_set, options, {.regularisation = 1e-6}).model;
  write_model(folder / "model.h5", model);
  const Model copy = read_model(folder / "model.h5");
  for (const Quantity quantity : options.quantities)
    EXPECT_EQ(Predictor(device, copy, quantity)(data.structures()),
              Predictor(device, model, quantity)(data.structures()));
}

TEST(ModelFile, ElementsWithoutFunctionsComeBack) {
  const TemporaryFolder folder;
  Model model = made_up_model();
  model.basis = GaussianBasis([&] {
    auto shells = model.basis.all();
    shells[2] = {};
    return shells;
  }());
  model.species = {1, 2, 8};
  for (auto& [order, set] : model.feature_sets) set.channels = 6;
  for (auto& [number, species] : model.species_models)
    species.environment_coefficients = random_values(static_cast<std::size_t>(species.environments) * 4 * 6, 13);
  for (auto& [quantity, learned] : model.learned) {
    learned.target.irreps[2] = {};
    learned.species[2] = {};
  }
  write_model(folder / "model.h5", model);
  const Model copy = read_model(folder / "model.h5");
  expect_same(copy, model);
  EXPECT_EQ(copy.basis.functions(2), 0);
}

TEST(ModelFile, VersionTwoIsReadAsOneDensity) {
  expect_same(read_model(RHOFIELD_TEST_DATA "/model_version_2.h5"), made_up_model());
}

TEST(ModelFile, FeaturesOfOtherDensitiesAreRefused) {
  const auto refused = [](auto spoil, std::initializer_list<std::string> parts) {
    Model model = model_of_several_densities();
    spoil(model);
    expect_error<InvalidInput>([&] { validate(model); }, parts);
  };
  EXPECT_NO_THROW(validate(model_of_several_densities()));
  refused([](Model& m) { m.feature_sets[{}].descriptors.pop_back(); }, {"3 densities in 2 descriptors", "3 in 3"});
  refused([](Model& m) { m.feature_sets[{}].descriptors[1].weight = 0.2; }, {"descriptor 1"});
  refused([](Model& m) { m.feature_sets[{}].densities[1].first = 3; }, {"density 1"});
}

TEST(ModelFile, ReadAndWrittenAgainItIsTheSameFile) {
  const TemporaryFolder folder;
  for (const Model& model : {made_up_model(), model_of_several_densities()}) {
    write_model(folder / "a.h5", model);
    write_model(folder / "b.h5", read_model(folder / "a.h5"));
    EXPECT_EQ(file_bytes(folder / "a.h5"), file_bytes(folder / "b.h5"));
  }
}

TEST(ModelFile, OtherVersionsAreRefusedWithBothNumbers) {
  const TemporaryFolder folder;
  hdf5::File file = hdf5::File::create(folder / "future.h5");
  file.root().set("format", std::string("rhofield model"));
  file.root().set("version", model_file_version + 41);
  file.save();
  expect_error<InvalidInput>(
      [&] { (void)read_model(folder / "future.h5"); },
      {"future.h5", "version " + std::to_string(model_file_version + 41),
       "version " + std::to_string(oldest_model_file_version) + " to " + std::to_string(model_file_version)});
}

TEST(ModelFile, DataSetsAndForeignFilesAreNoModels) {
  const TemporaryFolder folder;
  put_bytes(folder / "text.h5", "not a model");
  expect_error<InvalidInput>([] { (void)read_model(RHOFIELD_TEST_DATA "/water_monomers_60.h5"); },
                             {"no rhofield model", "data set"});
  expect_error<InvalidInput>([&] { (void)read_model(folder / "text.h5"); }, {"text.h5", "no HDF5 file"});
  expect_error<InvalidInput>([&] { (void)read_model(folder / "none.h5"); }, {"none.h5", "no such file"});
}

TEST(ModelFile, ModelsAreNoDataSets) {
  const TemporaryFolder folder;
  write_model(folder / "model.h5", made_up_model());
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "model.h5"); }, {"model.h5", "no data set"});
}

TEST(ModelFile, TruncatedFilesAreRefused) {
  const TemporaryFolder folder;
  write_model(folder / "model.h5", made_up_model());
  const std::string bytes = file_bytes(folder / "model.h5");
  put_bytes(folder / "cut.h5", bytes.substr(0, bytes.size() / 2));
  expect_error<InvalidInput>([&] { (void)read_model(folder / "cut.h5"); }, {"cut.h5", "truncated"});
}

TEST(ModelFile, PartsThatDoNotFitTogetherAreRefused) {
  const auto refused = [](const std::function<void(Model&)>& spoil, std::initializer_list<std::string> parts) {
    const TemporaryFolder folder;
    Model model = made_up_model();
    spoil(model);
    write_model(folder / "bad.h5", model);
    expect_error<InvalidInput>([&] { (void)read_model(folder / "bad.h5"); }, {"bad.h5"});
    expect_error<InvalidInput>([&] { (void)read_model(folder / "bad.h5"); }, parts);
  };
  refused([](Model& m) { m.options.zeta = 0; }, {"options", "zeta = 0"});
  refused([](Model& m) { m.options.expansion.cutoff = -1; }, {"options", "cutoff"});
  refused([](Model& m) { m.species = {8, 1}; }, {"ascending"});
  const auto density = [](Model& m) -> LearnedQuantity& { return m.learned.at(Quantity::density); };
  const auto response = [](Model& m) -> LearnedQuantity& { return m.learned.at(Quantity::response); };
  refused([](Model& m) { m.species_models.erase(8); }, {"O has no target or no environments"});
  refused([&](Model& m) { density(m).species.erase(8); }, {"O has learned nothing"});
  refused([&](Model& m) { density(m).target.irreps[8][1].count = 99; }, {"block lambda 1 of O has 1", "target has 99"});
  refused([&](Model& m) { density(m).target.irreps[8].pop_back(); }, {"target of O has 1 functions", "basis has 4"});
  refused([&](Model& m) { density(m).target.fields = 3; }, {"density has 3 fields"});
  refused([&](Model& m) { response(m).target.irreps[8][2].parity = Parity::proper; },
          {"block lambda 1, L 1 of O has the wrong parity"});
  refused([&](Model& m) { response(m).species[8].baseline.push_back(2.0); },
          {"baseline of O has 1 values instead of 0"});
  refused([&](Model& m) { density(m).species[8].baseline.push_back(2.0); },
          {"baseline of O has 2 values instead of 1"});
  refused([&](Model& m) { density(m).species[8].baseline.clear(); }, {"baseline of O has 0 values instead of 1"});
  const FeatureOrder first{1, Parity::proper}, pseudo{1, Parity::pseudo};
  refused([&](Model& m) { m.feature_sets.erase(first); }, {"features of lambda 1 are missing"});
  refused([&](Model& m) { m.feature_sets.erase(pseudo); }, {"features of lambda 1 (pseudo) are missing"});
  refused([&](Model& m) { m.feature_sets[first].features.clear(); }, {"features of lambda 1 are missing"});
  refused([](Model& m) { m.feature_sets[{}].l_max = 2; }, {"lambda 0 have l_max 2", "has 1"});
  refused([&](Model& m) { m.feature_sets[first].channels = 5; }, {"lambda 1 have 5 channels", "has 4"});
}

TEST(ModelFile, FullDiskCostsNeitherTheOldModelNorLeavesDebris) {
  const TemporaryFolder folder;
  write_model(folder / "model.h5", made_up_model());
  const std::string before = file_bytes(folder / "model.h5");
  {
    const DiskFull disk(1000);
    expect_error<Error>([&] { write_model(folder / "model.h5", made_up_model()); }, {"model.h5", "1000 of"});
  }
  EXPECT_EQ(file_bytes(folder / "model.h5"), before);
  EXPECT_EQ(folder.names(), (std::set<std::string>{"model.h5"}));
}

}  // namespace
}  // namespace rhofield::storage
