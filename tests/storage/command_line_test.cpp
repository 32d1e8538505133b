// The program as users run it: exit codes, one-line errors, what it writes and what it leaves alone.
#include <gtest/gtest.h>

#include <string>

#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/model_file.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#ifdef RHOFIELD_PROGRAM
namespace rhofield::storage {
namespace {

using rhofield::testing::expect_failure;
using rhofield::testing::file_bytes;
using rhofield::testing::holds;
using rhofield::testing::put_bytes;
using rhofield::testing::Result;
using rhofield::testing::run;
using rhofield::testing::TemporaryFolder;

const std::string sample = RHOFIELD_TEST_DATA "/water_monomers_60.h5";
/// A small model is enough here, and a second's work: 12 structures, 20 environments.
const std::string small = " --train-indices 8-19 --test 4 --environments 20 --n-max 4 --l-max 3 --device cpu";

/// Of conjugate gradients, from the output of `train --json`.
int iterations(const Result& result) {
  const std::string key = "\"iterations\": ";
  const std::size_t at = result.output.find(key);
  return at == std::string::npos ? -1 : std::stoi(result.output.substr(at + key.size()));
}

TEST(CommandLine, BadUsageAndBadInputExitWithTwo) {
  const TemporaryFolder folder;
  put_bytes(folder / "text.h5", "no data\n");
  expect_failure(run(folder, ""), 2, {"subcommand"});
  expect_failure(run(folder, "train --nonsense"), 2, {"--nonsense"});
  expect_failure(run(folder, "train"), 2, {"no training data"});
  expect_failure(run(folder, "train none.h5"), 2, {"none.h5", "no such file"});
  expect_failure(run(folder, "train text.h5"), 2, {"text.h5", "no HDF5 file"});
  expect_failure(run(folder, "train " + sample + " --train 100"), 2, {"100 structures", "only 60"});
  expect_failure(run(folder, "train " + sample + " --cutoff -1"), 2, {"cutoff"});
  expect_failure(run(folder, "train " + sample + " --set model.zta=2"), 2, {"model.zta", "model.zeta"});
  expect_failure(run(folder, "predict " + sample + " " + sample), 2, {"no rhofield model"});
  EXPECT_EQ(folder.names(), (std::set<std::string>{"stderr.txt", "text.h5"}));
}

TEST(CommandLine, UnknownNamesBringTheOneThatWasMeant) {
  const TemporaryFolder folder;
  expect_failure(run(folder, "train a.h5 --enviroments 50"), 2,
                 {"no option --enviroments of train; did you mean --environments?"});
  expect_failure(run(folder, "predict --quantitis=both a.h5"), 2,
                 {"no option --quantitis of predict", "--quantities?"});
  expect_failure(run(folder, "gird x"), 2, {"no command gird; did you mean grid?"});
  expect_failure(run(folder, "xyzzy"), 2, {"no command xyzzy (see --help)"});
  expect_failure(run(folder, "train a.h5 b.h5"), 2, {"argument b.h5 of train"});
}

TEST(CommandLine, UnknownDevicesAreRefused) {
  const TemporaryFolder folder;
  expect_failure(run(folder, "train " + sample + " --device gpu"), 2, {"gpu", "auto"});
  expect_failure(run(folder, "train " + sample + " --device cuda:99"), 3, {"cuda:99"});
}

TEST(CommandLine, HelpAndVersionSucceed) {
  const TemporaryFolder folder;
  EXPECT_TRUE(holds(run(folder, "--help").output, "learning-curve"));
  EXPECT_TRUE(holds(run(folder, "train --help").output, "--regularisation"));
  EXPECT_EQ(run(folder, "--version").code, 0);
  EXPECT_TRUE(holds(run(folder, "devices").output, "cpu"));
}

TEST(CommandLine, ConfigurationIsWrittenCheckedAndUsed) {
  const TemporaryFolder folder;
  EXPECT_EQ(run(folder, "config -o a.toml").code, 0);
  EXPECT_EQ(run(folder, "config a.toml").output, run(folder, "config").output);
  put_bytes(folder / "bad.toml", "[expansion]\nn_mx = 3\n");
  expect_failure(run(folder, "config bad.toml"), 2, {"bad.toml:2", "expansion.n_mx", "expansion.n_max"});
}

TEST(CommandLine, ModelsOfSeveralDensitiesAreTrainedAndDescribed) {
  const TemporaryFolder folder;
  put_bytes(folder / "two.toml",
            "[[densities]]\nkind = \"short_range\"\ncutoff_angstrom = 6.0\nn_max = 2\nl_max = 2\n"
            "[[densities]]\nkind = \"long_range\"\nn_max = 2\nl_max = 1\n"
            "[[descriptors]]\ndensities = [0, 1]\nweight = 0.3\n[[descriptors]]\ndensities = [2, 0]\n");
  const Result trained = run(folder, "train " + sample + small + " --config two.toml -o model.h5");
  ASSERT_EQ(trained.code, 0) << trained.errors;
  const std::string said = run(folder, "inspect model.h5").output;
  EXPECT_TRUE(holds(said, "1: atoms within 6 angstrom") && holds(said, "2: potential 1/r^1 of each species")) << said;
  EXPECT_TRUE(holds(said, "0 x 1 (weight 0.3), 2 x 0 (weight 1); normalised: each")) << said;
  EXPECT_TRUE(holds(run(folder, "inspect model.h5 --json").output, "\"descriptors\""));
}

TEST(CommandLine, TrainValidateAndPredictWorkTogether) {
  const TemporaryFolder folder;
  const Result trained = run(folder, "train " + sample + small + " -o model.h5");
  ASSERT_EQ(trained.code, 0) << trained.errors;
  EXPECT_TRUE(holds(trained.output, "of the spread") && holds(trained.output, "of the norm")) << trained.output;
  EXPECT_FALSE(std::filesystem::exists(folder / "model.h5.checkpoint"));

  const Result validated = run(folder, "validate model.h5 " + sample + " --test 4 --json");
  ASSERT_EQ(validated.code, 0) << validated.errors;
  EXPECT_TRUE(holds(validated.output, "\"percent_of_norm\"")) << validated.output;

  put_bytes(folder / "water.xyz", "3\n\nO 0 0 0.1173\nH 0 0.7572 -0.4692\nH 0 -0.7572 -0.4692\n");
  const Result predicted = run(folder, "predict model.h5 water.xyz --conserve-charge --cube --spacing 0.5");
  ASSERT_EQ(predicted.code, 0) << predicted.errors;
  EXPECT_TRUE(holds(predicted.output, "electrons 10.000000")) << predicted.output;
  const DataSet prediction = read_dataset(folder / "water.density.h5");
  EXPECT_EQ(prediction.entries.at(0).coefficients.size(), 150U);
  EXPECT_TRUE(std::filesystem::exists(folder / "water.density.cube"));

  EXPECT_TRUE(holds(run(folder, "inspect model.h5").output, "12 training structures"));
  EXPECT_TRUE(holds(run(folder, "inspect water.density.h5").output, "predicted"));

  put_bytes(folder / "gold.xyz", "1\n\nAu 0 0 0\n");
  expect_failure(run(folder, "predict model.h5 gold.xyz"), 2, {"Au", "H O"});
  expect_failure(run(folder, "predict model.h5 ."), 2, {"is a folder"});
  put_bytes(folder / "flat.xyz", "1\nLattice=\"4 0 0 0 4 0 4 4 0\"\nO 0 0 0\n");
  expect_failure(run(folder, "predict model.h5 flat.xyz"), 2, {"span no volume"});

  // Nothing replaces the model, the structures or the coefficients, by whatever name.
  const std::string model = file_bytes(folder / "model.h5"), water = file_bytes(folder / "water.xyz");
  std::filesystem::create_symlink("water.xyz", folder / "link.xyz");
  expect_failure(run(folder, "predict model.h5 water.xyz -o model.h5"), 2, {"model.h5", "is the model"});
  expect_failure(run(folder, "predict model.h5 water.xyz -o ./water.xyz"), 2, {"./water.xyz", "is the structures"});
  expect_failure(run(folder, "predict model.h5 link.xyz -o water.xyz"), 2, {"the structures (link.xyz)"});
  expect_failure(run(folder, "predict model.h5 water.xyz -o new.cube --cube"), 2, {"new.cube", "coefficients"});
  expect_failure(run(folder, "predict model.h5 water.xyz -o none/new.h5"), 1, {"cannot write none/new.h5"});
  EXPECT_EQ(file_bytes(folder / "model.h5"), model);
  EXPECT_EQ(file_bytes(folder / "water.xyz"), water);
  EXPECT_FALSE(std::filesystem::exists(folder / "new.cube"));

  // What would be ignored or makes no sense is refused before the work.
  expect_failure(run(folder, "predict model.h5 water.xyz --charge 1"), 2, {"--charge", "--conserve-charge"});
  expect_failure(run(folder, "predict model.h5 water.xyz --spacing 0.3"), 2, {"--spacing", "--cube"});
  expect_failure(run(folder, "predict model.h5 water.xyz --margin 2"), 2, {"--margin", "--cube"});
  expect_failure(run(folder, "predict model.h5 water.xyz --electrons 5 --charge 10"), 2, {"-5 electrons", "positive"});
  expect_failure(run(folder, "predict model.h5 water.xyz --cube --spacing 0"), 2, {"positive number, not 0"});
  expect_failure(run(folder, "predict model.h5 water.xyz -o fine.h5 --cube --spacing 1e-4"), 2,
                 {"0.0001 angstrom", "10000000000", "larger spacing"});
  EXPECT_FALSE(std::filesystem::exists(folder / "fine.h5"));
  expect_failure(run(folder, "validate model.h5 " + sample + " --test 4 --grid 5"), 2, {"5 structures", "only 4"});
  const Result fine = run(folder, "validate model.h5 " + sample + " --test 4 --grid 1 --spacing 1e-4");
  expect_failure(fine, 2, {"0.0001 angstrom", "larger spacing"});
  EXPECT_EQ(fine.output, "");
  expect_failure(run(folder, "validate model.h5 " + sample + " --spacing 0.3"), 2, {"--spacing", "--grid"});
  expect_failure(run(folder, "validate model.h5 " + sample + " --test 5 --all"), 2, {"--all", "--test"});
  const Result one = run(folder, "validate model.h5 " + sample + " --test-indices 5 --json");
  EXPECT_EQ(one.code, 0) << one.errors;
  EXPECT_TRUE(holds(one.output, "\"index\": 5")) << one.output;
}

TEST(CommandLine, OutputsReplaceNoInputs) {
  const TemporaryFolder folder;
  std::filesystem::copy_file(sample, folder / "set.h5");
  std::filesystem::create_hard_link(folder / "set.h5", folder / "twin.h5");
  put_bytes(folder / "my.toml", "[data]\ntest = 4\n");
  put_bytes(folder / "note.txt", "precious");
  const std::string before = file_bytes(folder / "set.h5");

  expect_failure(run(folder, "train set.h5 -o set.h5"), 2, {"model", "set.h5", "data set"});
  expect_failure(run(folder, "train set.h5 -o twin.h5"), 2, {"twin.h5", "the data set (set.h5)"});
  expect_failure(run(folder, "train set.h5 -c my.toml -o my.toml"), 2, {"my.toml", "configuration file"});
  expect_failure(run(folder, "learning-curve set.h5 -o ./set.h5"), 2, {"learning curve", "the data set (set.h5)"});
  const std::string checkpoint = "train set.h5 --solver direct --set regression.checkpoint_file=";
  expect_failure(run(folder, checkpoint + "set.h5"), 2, {"checkpoint", "set.h5", "data set"});
  expect_failure(run(folder, checkpoint + "set.model.h5"), 2, {"checkpoint", "set.model.h5", "the model"});
  expect_failure(run(folder, checkpoint + "note.txt"), 2, {"note.txt", "is no checkpoint"});

  EXPECT_EQ(file_bytes(folder / "set.h5"), before);
  EXPECT_EQ(file_bytes(folder / "note.txt"), "precious");
  EXPECT_EQ(folder.names(), (std::set<std::string>{"set.h5", "twin.h5", "my.toml", "note.txt", "stderr.txt"}));
}

TEST(CommandLine, OutputsThatCannotBeWrittenAreNoticedBeforeTheWork) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "there");
  const auto refused = [&](const std::string& arguments, const std::string& name) {
    const Result result = run(folder, arguments);
    expect_failure(result, 1, {"cannot write " + name});
    EXPECT_EQ(result.output, "");
  };
  refused("train " + sample + " -o none/model.h5", "none/model.h5: No such file");
  refused("train " + sample + " -o there", "there: Is a directory");
  refused("train " + sample + " -o /proc/model.h5", "/proc/model.h5");
  refused("train " + sample + " -o m.h5 --set regression.checkpoint_file=none/c", "none/c");
  refused("learning-curve " + sample + " -o none/curve.csv", "none/curve.csv");
  EXPECT_EQ(folder.names(), (std::set<std::string>{"there", "stderr.txt"}));
}

TEST(CommandLine, WhatDoesNotReachStandardOutputIsAFailure) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
  const TemporaryFolder folder;
  for (const std::string command : {"config", "devices", "--help"})
    expect_failure(run(folder, command + " >/dev/full"), 1, {"cannot write to standard output"});
  expect_failure(run(folder, "inspect " + sample + " --json >/dev/full"), 1, {"cannot write to standard output"});
  // A lost message costs no model.
  expect_failure(run(folder, "train " + sample + small + " -o model.h5 >/dev/full"), 1,
                 {"cannot write to standard output"});
  EXPECT_NO_THROW((void)read_model(folder / "model.h5"));
}

TEST(CommandLine, NumbersOutOfRangeAreRefusedInOneLine) {
  const TemporaryFolder folder;
  expect_failure(run(folder, "devices --threads -1"), 2, {"--threads: must be a whole number, 0 or more, not -1"});
  expect_failure(run(folder, "devices --threads abc"), 2, {"--threads: must be a whole number, 0 or more, not abc"});
  expect_failure(run(folder, "validate a b --grid 0"), 2, {"--grid: must be a whole number, 1 or more, not 0"});
}

TEST(CommandLine, DirectTrainingLeavesACheckpointAlone) {
  const TemporaryFolder folder;
  put_bytes(folder / "model.h5.checkpoint", "rohfckp1 of a long run");
  const Result result = run(folder, "train " + sample + small + " --solver direct -o model.h5");
  EXPECT_EQ(result.code, 0) << result.errors;
  EXPECT_EQ(file_bytes(folder / "model.h5.checkpoint"), "rohfckp1 of a long run");
}

TEST(CommandLine, CtrlCStopsDirectTrainingWithoutAModel) {
  const TemporaryFolder folder;
  const std::string script =
      "(for i in $(seq 600); do sleep 0.05; grep -q expansion stderr.txt && break; done; kill -INT $$) >/dev/null & "
      "exec";
  const Result result =
      run(folder, "train " + sample + " --solver direct --environments 100 --device cpu -o model.h5", script);
  expect_failure(result, 130, {"interrupted", "no model was written"});
  EXPECT_EQ(folder.names(), (std::set<std::string>{"stderr.txt"}));
}

TEST(CommandLine, LearningCurveWritesItsTable) {
  const TemporaryFolder folder;
  const Result result = run(
      folder, "learning-curve " + sample + " --sizes 8,4 --test 4 --environments 12 --n-max 4 --l-max 3 -o curve.csv");
  ASSERT_EQ(result.code, 0) << result.errors;
  const std::string csv = file_bytes(folder / "curve.csv");
  EXPECT_TRUE(holds(csv, "structures,regularisation,weights,percent,percent_of_norm,train_percent,quantity,")) << csv;
  EXPECT_TRUE(holds(csv, "\n4,") && holds(csv, "\n8,")) << csv;
}

TEST(CommandLine, LearningCurvesOfBothQuantitiesHaveTheirOwnRegularisations) {
  const TemporaryFolder folder;
  const Result result = run(folder, "learning-curve " + sample +
                                        " --quantities both --sizes 4 --test 4 --environments 8 --n-max 3 --l-max 3"
                                        " --regularisation 1e-6 --response-regularisation 1e-3 -o curve.csv");
  ASSERT_EQ(result.code, 0) << result.errors;
  const std::string csv = file_bytes(folder / "curve.csv");
  EXPECT_TRUE(holds(csv, "4,1e-06,") && holds(csv, "4,0.001,")) << csv;
  EXPECT_TRUE(holds(csv, ",density,") && holds(csv, ",response,")) << csv;
}

TEST(CommandLine, FullDiskLeavesTheOldModelAlone) {
  const TemporaryFolder folder;
  put_bytes(folder / "model.h5", "precious");
  // Blocks of 512 bytes: enough for the messages, not for a model. The signal of the limit is ignored, as on a full
  // disk.
  const Result result = run(folder, "train " + sample + small + " -o model.h5", "ulimit -f 20; trap '' XFSZ;");
  expect_failure(result, 1, {"cannot write model.h5"});
  EXPECT_EQ(file_bytes(folder / "model.h5"), "precious");
  EXPECT_EQ(folder.names(), (std::set<std::string>{"model.h5", "stderr.txt"}));
}

TEST(CommandLine, CtrlCKeepsACheckpointThatTheNextRunContinuesFrom) {
  const TemporaryFolder folder;
  // Conjugate gradients that never converge by themselves; interrupted a while after the first checkpoint.
  const std::string train = "train " + sample + small + " --solver conjugate_gradients -o model.h5";
  const std::string endless =
      " --set regression.residual_tolerance=0 --set regression.loss_tolerance=0"
      " --set regression.max_iterations=1000000 --set regression.checkpoint_interval=1";
  const std::string script =
      "(for i in $(seq 600); do sleep 0.1; [ -s model.h5.checkpoint ] && { sleep 1; break; }; done; kill -INT $$) "
      ">/dev/null & exec";
  const Result result = run(folder, train + endless, script);

  expect_failure(result, 130, {"interrupted", "model.h5.checkpoint"});
  EXPECT_EQ(result.errors.find("model.h5.checkpoint"), result.errors.rfind("model.h5.checkpoint")) << result.errors;
  EXPECT_FALSE(std::filesystem::exists(folder / "model.h5"));
  ASSERT_TRUE(std::filesystem::exists(folder / "model.h5.checkpoint"));

  const Result resumed = run(folder, train + " --json");
  EXPECT_EQ(resumed.code, 0) << resumed.errors;
  const Result whole = run(folder, train + " --json");  // the checkpoint is gone: from the beginning
  EXPECT_EQ(whole.code, 0) << whole.errors;
  EXPECT_GT(iterations(resumed), 0) << resumed.output;
  EXPECT_LT(iterations(resumed), iterations(whole));
  EXPECT_NO_THROW((void)read_model(folder / "model.h5"));
  EXPECT_FALSE(std::filesystem::exists(folder / "model.h5.checkpoint"));
}

}  // namespace
}  // namespace rhofield::storage
#endif
