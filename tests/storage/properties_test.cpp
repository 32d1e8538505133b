// Properties in data sets, splits, model files and configurations, and the program that learns them.
#include "rhofield/model/properties.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "rhofield/error.hpp"
#include "rhofield/storage/config.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/model_file.hpp"
#include "rhofield/storage/split.hpp"
#include "support/errors.hpp"
#include "support/program.hpp"
#include "support/ranges.hpp"
#include "support/synthetic_properties.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using rhofield::testing::expect_error;
using rhofield::testing::file_bytes;
using rhofield::testing::range;
using rhofield::testing::TemporaryFolder;

/// Waters in pairs: `curve` 0, 0, 1, 1, ..., and `separation` 0.0, 0.5, 1.0 ...
DataSet curves(int count) {
  DataSet data = rhofield::testing::waters_with_properties(count);
  data.title = "curves";
  for (std::size_t k = 0; k < data.entries.size(); ++k) {
    data.entries[k].properties["curve"] = {.shape = {}, .values = {static_cast<double>(k / 2)}};
    data.entries[k].properties["separation"] = {.shape = {}, .values = {0.5 * static_cast<double>(k)}};
  }
  return data;
}

const std::vector<std::string> arrays{"populations", "shielding"};

// --- data sets

TEST(PropertiesInDataSets, ComeBackByName) {
  const TemporaryFolder folder;
  const DataSet data = curves(3);
  write_dataset(folder / "a.h5", data);
  const DataSet read = read_dataset(folder / "a.h5", arrays);
  ASSERT_EQ(read.size(), 3);
  for (std::size_t k = 0; k < 3; ++k)
    for (const char* name : {"energy", "dipole", "polarizability", "populations", "shielding", "forces", "curve"}) {
      const auto expected = property_of(data.entries[k], name), got = property_of(read.entries[k], name);
      ASSERT_TRUE(expected && got) << name;
      EXPECT_EQ(got->shape, expected->shape) << name;
      EXPECT_EQ(got->values, expected->values) << name;
    }
  EXPECT_TRUE(read.unread_properties.empty());
  write_dataset(folder / "b.h5", read);
  EXPECT_EQ(file_bytes(folder / "a.h5"), file_bytes(folder / "b.h5"));
}

TEST(PropertiesInDataSets, ArraysThatWereNotAskedForAreListed) {
  const TemporaryFolder folder;
  write_dataset(folder / "a.h5", curves(3));
  const DataSet read = read_dataset(folder / "a.h5");
  EXPECT_FALSE(property_of(read.entries[0], "shielding"));
  EXPECT_EQ(property_of(read.entries[0], "curve")->values.front(), 0);  // numbers are read anyway
  EXPECT_EQ(read.unread_properties, (std::set<std::string>{"populations", "shielding"}));
  const std::vector<PropertyOptions> unknown{{.name = "shielding", .kind = PropertyKind::tensor}};
  expect_error<InvalidInput>(
      [&] { (void)train_properties(Device::select("cpu"), read, range(0, 3), unknown, {.environments = 4}, {}); },
      {"shielding", "curve, dipole, energy", "not read, but in the file: populations, shielding"});
}

TEST(PropertiesInDataSets, BadOnesAreRefusedByName) {
  const TemporaryFolder folder;
  DataSet data = curves(2);
  data.entries[1].properties["shielding"].values[4] = std::nan("");
  write_dataset(folder / "nan.h5", data);
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "nan.h5", arrays); },
                             {"nan.h5", "structures/000001/shielding", "value 4"});
  data = curves(2);
  data.entries[0].properties["forces"] = {.shape = {2, 3}, .values = std::vector<double>(6)};
  write_dataset(folder / "forces.h5", data);
  expect_error<InvalidInput>([&] { (void)read_dataset(folder / "forces.h5"); }, {"forces", "[2, 3]", "[3, 3]"});
  data = curves(1);
  data.entries[0].properties["positions"] = {.shape = {1}, .values = {1.0}};
  expect_error<InvalidInput>([&] { write_dataset(folder / "taken.h5", data); }, {"positions", "taken"});
}

// --- splits

std::vector<double> curve_of(int count) {
  std::vector<double> values;
  for (int k = 0; k < count; ++k) values.push_back(k / 2);
  return values;
}

TEST(SplitByGroups, RangesOfValuesTrainAndTest) {
  const auto split = make_split(curve_of(20), {.group = "curve", .train_groups = "0-3,6", .test_groups = "8-9"});
  EXPECT_EQ(split.train, (std::vector<Index>{0, 1, 2, 3, 4, 5, 6, 7, 12, 13}));
  EXPECT_EQ(split.test, range(16, 20));
  const std::vector<double> real{-1.5, 0.25, 2.5, 1e3};
  const auto cut = make_split(real, {.group = "separation", .train_groups = "-2--1,2e2-2e3", .test_groups = "0.2-2.5"});
  EXPECT_EQ(cut.train, (std::vector<Index>{0, 3}));
  EXPECT_EQ(cut.test, (std::vector<Index>{1, 2}));
}

TEST(SplitByGroups, NumbersCountGroupsThatStayTogether) {
  const auto split = make_split(curve_of(20), {.train = 3, .test = 2, .group = "curve"});
  EXPECT_EQ(split.train, range(0, 6));
  EXPECT_EQ(split.test, range(16, 20));
  const auto shuffled = make_split(curve_of(20), {.shuffle = 1, .group = "curve"});
  EXPECT_EQ(shuffled.test.size(), 4U);
  for (std::size_t k = 0; k < shuffled.train.size(); k += 2) EXPECT_EQ(shuffled.train[k] + 1, shuffled.train[k + 1]);
  const auto rest = make_split(curve_of(20), {.group = "curve", .test_groups = "0-1"});
  EXPECT_EQ(rest.train, range(4, 20));
}

TEST(SplitByGroups, MistakesAreNamed) {
  const auto split = [](SplitOptions options) { return [=] { (void)make_split(curve_of(20), options); }; };
  expect_error<InvalidInput>(split({.group = "curve", .train_groups = "0-5", .test_groups = "5-9"}),
                             {"group 5", "both lists"});
  expect_error<InvalidInput>(split({.group = "curve", .test_groups = "40-50"}), {"curve", "40-50", "from 0 to 9"});
  expect_error<InvalidInput>(split({.group = "curve", .test_groups = "4-x"}), {"4-x"});
  expect_error<InvalidInput>(split({.group = "curve", .test_groups = "4-2"}), {"4-2", "backwards"});
  expect_error<InvalidInput>(split({.train = 11, .group = "curve"}), {"11 groups", "only"});
  expect_error<InvalidInput>(split({.test_groups = "4"}), {"need `group`"});
  expect_error<InvalidInput>(split({.train_indices = "0-3", .group = "curve"}), {"exclude each other"});
  expect_error<InvalidInput>(split({.train = 3, .group = "curve", .train_groups = "4"}), {"not both"});
  expect_error<InvalidInput>([] { (void)make_split(20, {.group = "curve"}); }, {"curve", "values"});
}

// --- model files

Model trained_model(bool linear, int committee = 0) {
  const DataSet data = curves(8);
  const std::vector<PropertyOptions> properties{
      property_by_name("energy"),
      property_by_name("dipole"),
      {.name = "shielding", .kind = PropertyKind::tensor, .extent = PropertyExtent::mean, .weight = 2},
      {.name = "populations", .extent = PropertyExtent::atom, .baseline = PropertyBaseline::composition}};
  ModelOptions options{.expansion = {.n_max = 3, .l_max = 2}, .zeta = linear ? 1 : 2, .environments = linear ? 0 : 8};
  return train_properties(Device::select("cpu"), data, range(0, 8), properties, options,
                          {.regularisation = 1e-8, .committee = committee})
      .model;
}

TEST(PropertiesInModelFiles, ComeBackToTheBit) {
  for (const bool linear : {false, true}) {
    const TemporaryFolder folder;
    const Model model = trained_model(linear);
    write_model(folder / "a.h5", model);
    const Model read = read_model(folder / "a.h5");
    write_model(folder / "b.h5", read);
    EXPECT_EQ(file_bytes(folder / "a.h5"), file_bytes(folder / "b.h5"));
    const Device device = Device::select("cpu");
    const auto structures = curves(3).structures();
    const auto before = PropertyPredictor(device, model)(structures),
               after = PropertyPredictor(device, read)(structures);
    ASSERT_EQ(after.size(), 4U);
    for (const auto& [name, property] : before) {
      EXPECT_EQ(after.at(name).values, property.values);
      EXPECT_EQ(after.at(name).options.kind, property.options.kind);
      EXPECT_EQ(after.at(name).options.extent, property.options.extent);
      EXPECT_EQ(after.at(name).options.transform, property.options.transform);
      EXPECT_EQ(after.at(name).options.weight, property.options.weight);
    }
    EXPECT_EQ(read.property("energy").training_summary, model.property("energy").training_summary);
  }
}

TEST(PropertiesInModelFiles, CommitteesComeBackToTheBit) {
  const TemporaryFolder folder;
  const Model model = trained_model(false, 4);
  write_model(folder / "a.h5", model);
  const Model read = read_model(folder / "a.h5");
  write_model(folder / "b.h5", read);
  EXPECT_EQ(file_bytes(folder / "a.h5"), file_bytes(folder / "b.h5"));
  EXPECT_EQ(read.property("shielding").committee.familiar, model.property("shielding").committee.familiar);
  EXPECT_EQ(read.property("energy").species.at(8).blocks[0].committee,
            model.property("energy").species.at(8).blocks[0].committee);
}

TEST(PropertiesInModelFiles, TransformsAreKept) {
  const TemporaryFolder folder;
  DataSet data = curves(6);
  for (LabelledStructure& entry : data.entries) {
    entry.structure.cell = {{{20, 0, 0}, {0, 20, 0}, {0, 0, 20}}};
    entry.structure.periodic = {true, true, true};
    entry.properties["epsilon"] = {.shape = {3, 3}, .values = {1.5, 0.1, 0, 0.1, 1.6, 0, 0, 0, 1.7}};
  }
  const std::vector<PropertyOptions> epsilon{
      {.name = "epsilon", .kind = PropertyKind::symmetric_tensor, .transform = PropertyTransform::clausius_mossotti}};
  const ModelOptions options{.expansion = {.n_max = 3, .l_max = 2}, .environments = 8};
  const Device device = Device::select("cpu");
  const Model model = train_properties(device, data, range(0, 6), epsilon, options, {}).model;
  write_model(folder / "a.h5", model);
  const Model read = read_model(folder / "a.h5");
  EXPECT_EQ(read.property("epsilon").options.transform, PropertyTransform::clausius_mossotti);
  const auto structures = data.structures();
  EXPECT_EQ(PropertyPredictor(device, read)(structures).at("epsilon").values,
            PropertyPredictor(device, model)(structures).at("epsilon").values);
}

TEST(PropertiesInModelFiles, PartsThatDoNotFitAreRefused) {
  const auto refused = [](bool linear, const std::function<void(Model&)>& spoil,
                          std::initializer_list<std::string> parts) {
    const TemporaryFolder folder;
    Model model = trained_model(linear);
    spoil(model);
    write_model(folder / "bad.h5", model);
    expect_error<InvalidInput>([&] { (void)read_model(folder / "bad.h5"); }, parts);
  };
  refused(false, [](Model& m) { m.properties["energy"].species[8].blocks[0].weights.pop_back(); },
          {"weights of block lambda 0 of O for energy"});
  refused(true, [](Model& m) { m.properties["dipole"].species[1].blocks[0].weights.pop_back(); },
          {"weights of block lambda 1 of H for dipole"});
  refused(false, [](Model& m) { m.properties["energy"].species[8].blocks[0].environments[0] = 99; },
          {"environment 99"});
  refused(false, [](Model& m) { m.properties["dipole"].species[8].baseline = {1.0}; }, {"baseline of O for dipole"});
  refused(false, [](Model& m) { m.properties["energy"].species.clear(); }, {"energy knows no elements"});
  refused(false, [](Model& m) { m.properties["energy"].options.weight = -1; }, {"energy", "weight = -1"});
  refused(false, [](Model& m) { m.feature_sets.erase({1, Parity::pseudo}); }, {"lambda 1 (pseudo)", "missing"});
  refused(false, [](Model& m) { m.species_models.erase(1); }, {"H for", "no species model"});
}

// --- configuration

TEST(PropertiesInConfigurations, TablesAreReadAndWrittenBack) {
  const Configuration c = parse_configuration(
      "[data]\ngroup = \"curve\"\ntrain_groups = \"0-3\"\n[[properties]]\nname = \"energy\"\n[[properties]]\n"
      "name = \"stress\"\nkind = \"symmetric_tensor\"\nper = \"structure\"\nintensive = true\nbaseline = \"none\"\n"
      "weight = 2\nregularisation = 1e-9\n[[properties]]\nname = \"shifts\"\nkind = \"tensor\"\nper = \"atom\"\n",
      "text");
  ASSERT_EQ(c.properties.size(), 3U);
  EXPECT_EQ(c.properties[0].baseline, PropertyBaseline::composition);
  EXPECT_EQ(c.properties[1].kind, PropertyKind::symmetric_tensor);
  EXPECT_EQ(c.properties[1].extent, PropertyExtent::mean);
  EXPECT_EQ(c.properties[1].baseline, PropertyBaseline::none);
  EXPECT_EQ(c.properties[1].weight, 2);
  EXPECT_EQ(c.properties[1].regularisation, 1e-9);
  EXPECT_EQ(c.properties[2].extent, PropertyExtent::atom);
  EXPECT_EQ(c.split.group, "curve");
  EXPECT_EQ(configuration_text(parse_configuration(configuration_text(c), "copy")), configuration_text(c));
}

TEST(PropertiesInConfigurations, TheShortFormSaysTheSame) {
  Configuration c;
  add_property(c, "energy", "--property");
  add_property(c, "stress,kind=symmetric_tensor,intensive,weight=2.5,regularisation=1e-9", "--property");
  add_property(c, "shifts,kind=tensor,per=atom,baseline=none", "--property");
  ASSERT_EQ(c.properties.size(), 3U);
  EXPECT_EQ(c.properties[0].baseline, PropertyBaseline::composition);
  EXPECT_EQ(c.properties[1].extent, PropertyExtent::mean);
  EXPECT_EQ(c.properties[1].weight, 2.5);
  EXPECT_EQ(c.properties[1].regularisation, 1e-9);
  EXPECT_EQ(c.properties[2].kind, PropertyKind::tensor);
  EXPECT_EQ(c.properties[2].extent, PropertyExtent::atom);
  EXPECT_EQ(c.properties[2].baseline, PropertyBaseline::none);
}

TEST(PropertiesInConfigurations, TransformedTensorsAddUpOverAtoms) {
  Configuration c;
  add_property(c, "epsilon,transform=clausius_mossotti", "--property");
  add_property(c, "other,kind=symmetric_tensor,intensive,transform=clausius_mossotti", "--property");
  EXPECT_EQ(c.properties[0].transform, PropertyTransform::clausius_mossotti);
  EXPECT_EQ(c.properties[0].kind, PropertyKind::symmetric_tensor);
  EXPECT_EQ(c.properties[0].extent, PropertyExtent::sum);
  EXPECT_EQ(c.properties[1].extent, PropertyExtent::mean);
  const Configuration copy = parse_configuration(configuration_text(c), "copy");
  EXPECT_EQ(configuration_text(copy), configuration_text(c));
  EXPECT_EQ(copy.properties[0].transform, PropertyTransform::clausius_mossotti);
  EXPECT_EQ(copy.properties[1].extent, PropertyExtent::mean);
  expect_error<InvalidInput>([&] { add_property(c, "epsilon,transform=lorentz", "--property"); },
                             {"properties.transform", "lorentz", "clausius_mossotti"});
  expect_error<InvalidInput>([&] { add_property(c, "a,transform=clausius_mossotti", "--property"); },
                             {"clausius_mossotti", "scalar"});
}

TEST(PropertiesInConfigurations, MistakesAreNamed) {
  const auto parse = [](const char* text) { return [text] { (void)parse_configuration(text, "my.toml"); }; };
  expect_error<InvalidInput>(parse("[[properties]]\nkind = \"scalar\"\n"), {"my.toml", "needs a name"});
  expect_error<InvalidInput>(parse("[[properties]]\nname = \"a\"\nknd = 1\n"),
                             {"my.toml:3", "properties.knd", "unknown key", "kind"});
  expect_error<InvalidInput>(parse("[[properties]]\nname = \"a\"\nkind = \"matrix\"\n"),
                             {"properties.kind", "matrix", "symmetric_tensor"});
  expect_error<InvalidInput>(parse("[[properties]]\nname = \"a\"\nper = \"atom\"\nintensive = true\n"),
                             {"properties.intensive"});
  expect_error<InvalidInput>(parse("[[properties]]\nname = \"a\"\nweight = 0\n"), {"weight = 0"});
  expect_error<InvalidInput>(parse("[[properties]]\nname = \"a\"\n[[properties]]\nname = \"a\"\n"), {"twice"});
  expect_error<InvalidInput>(parse("[properties]\nname = \"a\"\n"), {"[[properties]]"});
  expect_error<InvalidInput>(parse("[[properties]]\nname = \"a\"\n[model]\nquantities = \"density\"\n"),
                             {"model of their own", "quantities"});
  expect_error<InvalidInput>(parse("[model]\nenvironments = 0\n"), {"zeta = 2", "environments = 0"});
  Configuration c;
  expect_error<InvalidInput>([&] { add_property(c, "a,kind==x\"", "--property"); }, {"--property"});
}

// --- the program

#ifdef RHOFIELD_PROGRAM
using rhofield::testing::expect_failure;
using rhofield::testing::holds;
using rhofield::testing::put_bytes;
using rhofield::testing::Result;
using rhofield::testing::run;

const std::string small = " --environments 12 --n-max 3 --l-max 2 --device cpu ";

TEST(PropertiesOnTheCommandLine, AreTrainedValidatedPredictedAndInspected) {
  const TemporaryFolder folder;
  write_dataset(folder / "curves.h5", curves(20));
  const Result trained = run(folder,
                             "train curves.h5 --group curve --test-groups 8-9 -o model.h5 --property energy "
                             "--property shielding,kind=tensor --property populations,per=atom" +
                                 small);
  ASSERT_EQ(trained.code, 0) << trained.errors;
  EXPECT_TRUE(holds(trained.output, "energy, shielding, populations")) << trained.output;
  EXPECT_TRUE(holds(trained.output, "lambda 1*")) << trained.output;
  const Result inspected = run(folder, "inspect model.h5");
  EXPECT_TRUE(holds(inspected.output, "shielding") && holds(inspected.output, "weights")) << inspected.output;
  const Result validated = run(folder, "validate model.h5 curves.h5 --group curve --test-groups 8-9 --json");
  ASSERT_EQ(validated.code, 0) << validated.errors;
  EXPECT_TRUE(holds(validated.output, "\"correlation\"")) << validated.output;
  const Result predicted = run(folder, "predict model.h5 curves.h5 -o out.h5 --contributions");
  ASSERT_EQ(predicted.code, 0) << predicted.errors;
  const std::vector<std::string> names{"shielding", "populations", "energy_of_atoms"};
  const DataSet out = read_dataset(folder / "out.h5", names);
  const auto parts = property_of(out.entries[0], "energy_of_atoms");
  ASSERT_TRUE(parts);
  EXPECT_NEAR(parts->values[0] + parts->values[1] + parts->values[2], *out.entries[0].energy, 1e-10);
  EXPECT_EQ(property_of(out.entries[0], "shielding")->shape, (std::vector<Index>{3, 3}));
  EXPECT_EQ(property_of(out.entries[0], "populations")->shape, (std::vector<Index>{3}));
  EXPECT_TRUE(holds(run(folder, "inspect out.h5").output, "energy_of_atoms"));
}

TEST(PropertiesOnTheCommandLine, CommitteesTellUncertainties) {
  const TemporaryFolder folder;
  write_dataset(folder / "curves.h5", curves(20));
  const std::string train =
      "train curves.h5 --test 4 --property energy --property dipole --property populations,per=atom";
  ASSERT_EQ(run(folder, train + " -o plain.h5" + small).code, 0);
  const Result refused = run(folder, "predict plain.h5 curves.h5 -o out.h5 --uncertainty");
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(holds(refused.errors, "--committee 32")) << refused.errors;
  const Result trained = run(folder, train + " --committee 8 -o model.h5" + small);
  ASSERT_EQ(trained.code, 0) << trained.errors;
  const Result validated = run(folder, "validate model.h5 curves.h5 --test 4 --json");
  ASSERT_EQ(validated.code, 0) << validated.errors;
  EXPECT_TRUE(holds(validated.output, "\"standardised\"")) << validated.output;
  const Result predicted = run(folder, "predict model.h5 curves.h5 -o out.h5 --uncertainty");
  ASSERT_EQ(predicted.code, 0) << predicted.errors;
  EXPECT_TRUE(holds(predicted.output, "uncertain energy")) << predicted.output;
  const std::vector<std::string> names{"energy_uncertainty", "dipole_uncertainty", "populations_uncertainty"};
  const DataSet out = read_dataset(folder / "out.h5", names);
  EXPECT_GT(property_of(out.entries[0], "energy_uncertainty")->values[0], 0);
  EXPECT_EQ(property_of(out.entries[0], "dipole_uncertainty")->shape, (std::vector<Index>{3}));
  EXPECT_EQ(property_of(out.entries[0], "populations_uncertainty")->shape, (std::vector<Index>{3}));
}

TEST(PropertiesOnTheCommandLine, LearningCurvesAndCrossValidationAreTables) {
  const TemporaryFolder folder;
  write_dataset(folder / "curves.h5", curves(20));
  const std::string common = "learning-curve curves.h5 --property energy --group curve" + small;
  const Result curve = run(folder, common + "--sizes 8,12 --test-groups 8-9 --regularisations 1e-8,1e-4 -o curve.csv");
  ASSERT_EQ(curve.code, 0) << curve.errors;
  const std::string csv = file_bytes(folder / "curve.csv");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 5) << csv;
  const Result folds = run(folder, common + "--folds 4 --train-groups 0-7 --regularisations 1e-8,1e-4");
  ASSERT_EQ(folds.code, 0) << folds.errors;
  EXPECT_TRUE(holds(folds.output, "4 of 16 structures") && holds(folds.output, "by curve")) << folds.output;
}

TEST(PropertiesOnTheCommandLine, MistakesExitWithTwo) {
  const TemporaryFolder folder;
  DataSet data = curves(20);
  data.entries[3].energy.reset();
  write_dataset(folder / "curves.h5", data);
  const std::string train = "train curves.h5 -o model.h5" + small;
  expect_failure(run(folder, train + "--property enthalpy"), 2, {"enthalpy", "energy", "shielding"});
  expect_failure(run(folder, train + "--property energy"), 2, {"1 of the 16", "structure 3", "--leave-out-missing"});
  EXPECT_EQ(run(folder, train + "--property energy --leave-out-missing").code, 0);
  expect_failure(run(folder, train + "--property energy,knd=x"), 2, {"--property", "knd"});
  expect_failure(run(folder, train + "--property energy --quantities density"), 2, {"model of their own"});
  expect_failure(run(folder, train + "--property energy --follow"), 2, {"--follow"});
  expect_failure(run(folder, train + "--property energy --group curves"), 2, {"curves.h5", "no number curves"});
  expect_failure(run(folder, "learning-curve curves.h5 --folds 3" + small), 2, {"--folds", "--property"});
  expect_failure(run(folder, "predict model.h5 curves.h5 --quantities density"), 2, {"property energy", "density"});
  expect_failure(run(folder, "predict model.h5 curves.h5 --cube"), 2, {"--cube", "not learned"});
}
#endif

}  // namespace
}  // namespace rhofield::storage
