// Configuration files: defaults round-trip, mistakes are named with the line and the nearest known key.
#include "rhofield/storage/config.hpp"

#include <gtest/gtest.h>

#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "support/errors.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using rhofield::testing::expect_error;
using rhofield::testing::put_bytes;
using rhofield::testing::TemporaryFolder;

TEST(ConfigurationFile, DefaultsRoundTripToTheBit) {
  const Configuration defaults;
  const std::string text = configuration_text(defaults);
  const Configuration copy = parse_configuration(text, "defaults");

  EXPECT_EQ(copy.model.expansion.cutoff, defaults.model.expansion.cutoff);
  EXPECT_EQ(copy.model.expansion.cutoff_width, defaults.model.expansion.cutoff_width);
  EXPECT_EQ(copy.model.expansion.smearing, defaults.model.expansion.smearing);
  EXPECT_EQ(copy.regression.regularisation, defaults.regression.regularisation);
  EXPECT_EQ(copy.regression.memory_limit, defaults.regression.memory_limit);
  EXPECT_TRUE(copy.environments_automatic);
  EXPECT_FALSE(copy.split.train || copy.split.test || copy.split.shuffle);
  EXPECT_EQ(configuration_text(copy), text);
}

TEST(ConfigurationFile, LengthsAreWrittenAsPeopleSayThem) {
  const std::string text = configuration_text({});
  EXPECT_NE(text.find("cutoff_angstrom = 4.0 "), std::string::npos) << text;
  EXPECT_NE(text.find("smearing_angstrom = 0.3 "), std::string::npos) << text;
}

TEST(ConfigurationFile, ValuesArriveInTheLibrarysUnits) {
  const Configuration c = parse_configuration(
      "[expansion]\ncutoff_angstrom = 5\nn_max = 6\n[model]\nenvironments = 40\nenvironments_by_lambda = [40, 20]\n"
      "[regression]\nsolver = \"direct\"\npreconditioner = \"none\"\nregularisation = 1e-6\nbaseline_over_all = true\n"
      "memory_limit_gib = 0.5\n[data]\ntrain = 40\ntest = 20\nshuffle = 7\n[run]\nthreads = 2\ndevice = \"cpu\"\n",
      "text");

  EXPECT_EQ(c.model.expansion.cutoff, 5.0 * angstrom);
  EXPECT_EQ(c.model.expansion.n_max, 6);
  EXPECT_FALSE(c.environments_automatic);
  EXPECT_EQ(c.model.environments, 40);
  EXPECT_EQ(c.model.environments_by_lambda, (std::vector<int>{40, 20}));
  EXPECT_EQ(c.regression.solver, Solver::direct);
  EXPECT_EQ(c.regression.preconditioner, Preconditioner::none);
  EXPECT_EQ(c.regression.regularisation, 1e-6);
  EXPECT_TRUE(c.regression.baseline_over_all);
  EXPECT_EQ(c.regression.memory_limit, std::size_t{1} << 29);
  EXPECT_EQ(c.split.train, 40);
  EXPECT_EQ(c.split.test, 20);
  EXPECT_EQ(c.split.shuffle, 7U);
  EXPECT_EQ(c.threads, 2);
  EXPECT_EQ(c.device, "cpu");
}

TEST(ConfigurationFile, ChangedValuesRoundTrip) {
  Configuration c;
  c.model.expansion.cutoff = 7.123456789;
  c.model.environments_by_lambda = {100, 50};
  c.environments_automatic = false;
  c.regression.solver = Solver::conjugate_gradients;
  c.split.train_indices = "0-3,7";
  c.data_file = "a \"quoted\" name.h5";
  const Configuration copy = parse_configuration(configuration_text(c), "text");
  EXPECT_EQ(copy.model.expansion.cutoff, c.model.expansion.cutoff);
  EXPECT_EQ(copy.data_file, c.data_file);
  EXPECT_EQ(configuration_text(copy), configuration_text(c));
}

const char* const several_densities =
    "[[densities]]\nkind = \"short_range\"\ncutoff_angstrom = 6\nsmearing_angstrom = 0.8\nn_max = 4\n"
    "[[densities]]\nkind = \"long_range\"\nexponent = 6\nradius_angstrom = 5.0\nsmearing_angstrom = 1.5\nl_max = 2\n"
    "by_species = false\nweights = \"by_element\"\nelement_weights = { Na = 1.0, Cl = -0.5 }\nmethod = \"mesh\"\n"
    "[[descriptors]]\ndensities = [0, 0]\n"
    "[[descriptors]]\ndensities = [1, 2]\nweight = 0.3\n"
    "[model]\ndescriptor_normalisation = \"together\"\n";

TEST(ConfigurationFile, DensitiesAndDescriptorsAreListsOfTables) {
  const Configuration c = parse_configuration(several_densities, "text");
  ASSERT_EQ(c.model.further_densities.size(), 2U);
  const auto& smooth = std::get<ExpansionOptions>(c.model.further_densities[0]);
  EXPECT_EQ(smooth.cutoff, 6.0 * angstrom);
  EXPECT_EQ(smooth.smearing, 0.8 * angstrom);
  EXPECT_EQ(smooth.n_max, 4);
  EXPECT_EQ(smooth.l_max, ExpansionOptions{}.l_max);
  const auto& potential = std::get<LongRangeOptions>(c.model.further_densities[1]);
  EXPECT_EQ(potential.exponent, 6);
  EXPECT_EQ(potential.radius, 5.0 * angstrom);
  EXPECT_EQ(potential.smearing, 1.5 * angstrom);
  EXPECT_EQ(potential.l_max, 2);
  EXPECT_FALSE(potential.by_species);
  EXPECT_EQ(potential.weights, SourceWeights::by_element);
  EXPECT_EQ(potential.element_weights, (std::map<int, double>{{11, 1.0}, {17, -0.5}}));
  EXPECT_EQ(potential.method, LongRangeMethod::mesh);
  ASSERT_EQ(c.model.descriptors.size(), 2U);
  EXPECT_EQ(c.model.descriptors[1].left, 1);
  EXPECT_EQ(c.model.descriptors[1].right, 2);
  EXPECT_EQ(c.model.descriptors[1].weight, 0.3);
  EXPECT_EQ(c.model.descriptors[0].weight, 1.0);
  EXPECT_EQ(c.model.descriptor_normalisation, DescriptorNormalisation::together);

  const std::string text = configuration_text(c);
  EXPECT_EQ(configuration_text(parse_configuration(text, "text")), text);
  // A list replaces the one that was there.
  EXPECT_EQ(parse_configuration("densities = []\n[[descriptors]]\ndensities = [0, 0]", "text", c)
                .model.further_densities.size(),
            0U);
}

TEST(ConfigurationFile, MistakesInListsAreNamedWithTheirLine) {
  const auto parse = [](std::string text) {
    return [text = std::move(text)] { (void)parse_configuration(text, "my.toml"); };
  };
  const std::string kind = "[[densities]]\nkind = \"short_range\"\n";
  expect_error<InvalidInput>(parse("[densities]\nn_max = 3"), {"my.toml:1", "[[densities]]"});
  expect_error<InvalidInput>(parse("[[densities]]\nn_max = 3"), {"my.toml:1", "densities.kind", "\"long_range\""});
  expect_error<InvalidInput>(parse(kind + "exponent = 1"), {"my.toml:3", "unknown key densities.exponent", "smearing"});
  expect_error<InvalidInput>(parse(kind + "n_max = 1.5"), {"my.toml:3", "densities.n_max", "whole number"});
  expect_error<InvalidInput>(parse(kind + "n_max = 0"), {"my.toml", "density 1", "n_max is 0"});
  expect_error<InvalidInput>(parse(kind), {"my.toml", "density 1", "none of the 1 descriptors"});
  expect_error<InvalidInput>(parse("[[densities]]\nkind = \"long_range\"\nweights = \"mass\""),
                             {"densities.weights", "\"charges\""});
  expect_error<InvalidInput>(parse("[[densities]]\nkind = \"long_range\"\nelement_weights = { Xx = 1.0 }"),
                             {"element_weights", "'Xx'"});
  expect_error<InvalidInput>(parse("[[descriptors]]\nweight = 1.0"), {"my.toml:1", "`densities` is missing"});
  expect_error<InvalidInput>(parse("[[descriptors]]\ndensities = [0]"), {"my.toml:2", "two numbers"});
  expect_error<InvalidInput>(parse("[[descriptors]]\ndensities = [0, 1]"), {"no density 1", "0 to 0"});
  expect_error<InvalidInput>(parse("[[descriptors]]\ndensities = [0, 0]\nkind = 1"), {"unknown key descriptors.kind"});
  expect_error<InvalidInput>(parse("[model]\ndescriptor_normalisation = \"all\""), {"\"together\""});
}

TEST(ConfigurationFile, KeysThatAreLeftOutKeepTheBase) {
  Configuration base;
  base.model.zeta = 3;
  const Configuration c = parse_configuration("expansion.n_max = 5", "text", base);
  EXPECT_EQ(c.model.zeta, 3);
  EXPECT_EQ(c.model.expansion.n_max, 5);
}

TEST(ConfigurationFile, UnknownKeysNameTheNearestKnownOne) {
  const auto parse = [](const char* text) { return [text] { (void)parse_configuration(text, "my.toml"); }; };
  expect_error<InvalidInput>(
      parse("[expansion]\nn_max = 4\ncutof_angstrom = 4"),
      {"my.toml:3", "unknown key expansion.cutof_angstrom", "did you mean expansion.cutoff_angstrom"});
  expect_error<InvalidInput>(parse("[expansion]\ncutoff = 4"), {"expansion.cutoff;", "expansion.cutoff_angstrom"});
  expect_error<InvalidInput>(parse("[model]\nregularisation = 1"), {"did you mean regression.regularisation"});
  expect_error<InvalidInput>(parse("zeta = 2"), {"unknown key zeta", "did you mean model.zeta"});
  expect_error<InvalidInput>(parse("[expandsion]\nl_max = 2"), {"did you mean expansion.l_max"});
}

TEST(ConfigurationFile, SectionsAreKnownAndTables) {
  const auto parse = [](const char* text) { return [text] { (void)parse_configuration(text, "my.toml"); }; };
  expect_error<InvalidInput>(parse("[data]\n[nosuch]\n"), {"my.toml:2", "unknown section [nosuch]", "[expansion]"});
  expect_error<InvalidInput>(parse("expansion = 3"), {"my.toml:1", "expansion is a section", "[expansion]"});
}

TEST(ConfigurationFile, DevicesAndSplitsAreChecked) {
  const auto parse = [](const char* text) { return [text] { (void)parse_configuration(text, "my.toml"); }; };
  expect_error<InvalidInput>(parse("[run]\ndevice = \"gpu\""), {"my.toml", "'gpu'", "cuda:<n>"});
  expect_error<InvalidInput>(parse("[run]\ndevice = \"cuda:x\""), {"my.toml", "'cuda:x'"});
  EXPECT_EQ(parse_configuration("[run]\ndevice = \"cuda:3\"", "my.toml").device, "cuda:3");
  expect_error<InvalidInput>(parse("[data]\ntrain = 0"), {"my.toml", "train = 0"});
  expect_error<InvalidInput>(parse("[data]\ntest = -1"), {"my.toml", "test = -1"});
  expect_error<InvalidInput>(parse("[data]\ntest = 3\ntest_indices = \"1-3\""), {"my.toml", "not both"});
}

TEST(ConfigurationFile, WrongTypesSayWhatWasExpected) {
  const auto parse = [](const char* text) { return [text] { (void)parse_configuration(text, "my.toml"); }; };
  expect_error<InvalidInput>(parse("[expansion]\nn_max = 4.5"), {"my.toml:2", "expansion.n_max", "whole number"});
  expect_error<InvalidInput>(parse("[expansion]\nn_max = 99999999999"), {"expansion.n_max", "whole number"});
  expect_error<InvalidInput>(parse("[expansion]\ncutoff_angstrom = \"4\""),
                             {"expansion.cutoff_angstrom", "finite number"});
  expect_error<InvalidInput>(parse("[expansion]\ncutoff_angstrom = nan"),
                             {"expansion.cutoff_angstrom", "finite number"});
  expect_error<InvalidInput>(parse("[expansion]\ncutoff_angstrom = true"),
                             {"expansion.cutoff_angstrom", "finite number"});
  expect_error<InvalidInput>(parse("[regression]\nsolver = \"magic\""), {"regression.solver", "conjugate_gradients"});
  expect_error<InvalidInput>(parse("[model]\nenvironments = \"many\""), {"model.environments", "auto"});
  expect_error<InvalidInput>(parse("[data]\ntrain = -1.0"), {"data.train", "whole number", "rest"});
  expect_error<InvalidInput>(parse("[expansion\n"), {"my.toml:"});
}

TEST(ConfigurationFile, ValuesOutOfRangeAreRefused) {
  const auto parse = [](const char* text) { return [text] { (void)parse_configuration(text, "my.toml"); }; };
  expect_error<InvalidInput>(parse("[expansion]\ncutoff_angstrom = -4.0"), {"my.toml", "cutoff"});
  expect_error<InvalidInput>(parse("[expansion]\ncutoff_angstrom = 0"), {"my.toml", "cutoff"});
  expect_error<InvalidInput>(parse("[regression]\nregularisation = 0"), {"my.toml", "regularisation"});
  expect_error<InvalidInput>(parse("[regression]\nmemory_limit_gib = 0"), {"memory_limit_gib", "positive"});
  expect_error<InvalidInput>(parse("[run]\nthreads = -1"), {"threads", "-1"});
}

TEST(ConfigurationFile, SingleKeysAreSetAsOnACommandLine) {
  Configuration c;
  set_key(c, "expansion.cutoff_angstrom", "5", "--cutoff");
  set_key(c, "regression.solver", "direct", "--solver");
  set_key(c, "data.train_indices", "0-3,5", "--train-indices");
  EXPECT_EQ(c.model.expansion.cutoff, 5.0 * angstrom);
  EXPECT_EQ(c.regression.solver, Solver::direct);
  EXPECT_EQ(c.split.train_indices, "0-3,5");
  // Texts need no quotes, whatever they look like; with quotes they are read as in a file.
  for (const std::string text : {"5", "true", "1_000", "2024-01-01", "3.5"}) {
    set_key(c, "data.test_indices", text, "--test-indices");
    EXPECT_EQ(c.split.test_indices, text);
  }
  set_key(c, "data.file", "\"my set.h5\"", "--set");
  EXPECT_EQ(c.data_file, "my set.h5");
  expect_error<InvalidInput>([&] { set_key(c, "model.zeta", "two", "--zeta"); },
                             {"--zeta: model.zeta", "whole number"});
  expect_error<InvalidInput>([&] { set_key(c, "model.zta", "2", "--set"); },
                             {"--set: unknown key model.zta", "model.zeta"});
}

TEST(ConfigurationFile, MissingFilesAreNamed) {
  const TemporaryFolder folder;
  expect_error<InvalidInput>([&] { (void)read_configuration(folder / "none.toml"); }, {"none.toml", "no such"});
  put_bytes(folder / "some.toml", "model.zeta = 4");
  EXPECT_EQ(read_configuration(folder / "some.toml").model.zeta, 4);
}

}  // namespace
}  // namespace rhofield::storage
