// The program as users run it: exit codes, one-line errors, what it writes and what it leaves alone.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/model_file.hpp"
#include "support/temporary_folder.hpp"

#ifdef RHOFIELD_PROGRAM
namespace rhofield::storage {
namespace {

using rhofield::testing::file_bytes;
using rhofield::testing::put_bytes;
using rhofield::testing::TemporaryFolder;

const std::string sample = RHOFIELD_TEST_DATA "/water_monomers_60.h5";
/// A small model is enough here, and a second's work: 12 structures, 20 environments.
const std::string small = " --train-indices 8-19 --test 4 --environments 20 --n-max 4 --l-max 3 --device cpu";

struct Result {
  int code = -1;
  std::string output, errors;
};

/// Runs `rhofield <arguments>` in `folder`; `before` is shell text in front of it (limits, say).
Result run(const TemporaryFolder& folder, const std::string& arguments, const std::string& before = "") {
  const std::string where = (folder / ".").string();
  const std::string command =
      "cd '" + where + "' || exit 99; " + before + " '" RHOFIELD_PROGRAM "' " + arguments + " 2>stderr.txt </dev/null";
  Result result;
  FILE* pipe = ::popen(command.c_str(), "r");
  std::array<char, 4096> buffer{};
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe))
    result.output.append(buffer.data(), n);
  const int status = ::pclose(pipe);
  result.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.errors = file_bytes(folder / "stderr.txt");
  return result;
}

/// The exit code, and one line on stderr that begins as it should and holds all parts.
void expect_failure(const Result& result, int code, std::initializer_list<std::string> parts) {
  EXPECT_EQ(result.code, code) << result.errors;
  const std::size_t begin = result.errors.rfind("rhofield: ");
  ASSERT_NE(begin, std::string::npos) << result.errors;
  const std::string line = result.errors.substr(begin);
  EXPECT_EQ(line.find('\n'), line.size() - 1) << "more than one line: " << line;
  for (const std::string& part : parts)
    EXPECT_NE(line.find(part), std::string::npos) << "'" << part << "' is missing in: " << line;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

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
}

TEST(CommandLine, LearningCurveWritesItsTable) {
  const TemporaryFolder folder;
  const Result result = run(
      folder, "learning-curve " + sample + " --sizes 8,4 --test 4 --environments 12 --n-max 4 --l-max 3 -o curve.csv");
  ASSERT_EQ(result.code, 0) << result.errors;
  const std::string csv = file_bytes(folder / "curve.csv");
  EXPECT_TRUE(holds(csv, "structures,regularisation,weights,percent,percent_of_norm,train_percent\n4,")) << csv;
  EXPECT_TRUE(holds(csv, "\n8,")) << csv;
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
  // Conjugate gradients that never converge by themselves; interrupted after the first checkpoint has been written.
  const std::string train = "train " + sample + small + " --solver conjugate_gradients -o model.h5";
  const std::string endless =
      " --set regression.residual_tolerance=0 --set regression.loss_tolerance=0"
      " --set regression.max_iterations=1000000 --set regression.checkpoint_interval=1";
  const std::string script =
      "(for i in $(seq 600); do sleep 0.1; [ -s model.h5.checkpoint ] && break; done; kill -INT $$) >/dev/null & exec";
  const Result result = run(folder, train + endless, script);

  expect_failure(result, 130, {"interrupted", "model.h5.checkpoint"});
  EXPECT_FALSE(std::filesystem::exists(folder / "model.h5"));
  ASSERT_TRUE(std::filesystem::exists(folder / "model.h5.checkpoint"));

  const Result resumed = run(folder, train);
  EXPECT_EQ(resumed.code, 0) << resumed.errors;
  EXPECT_TRUE(holds(resumed.output, "resume")) << resumed.output;
  EXPECT_NO_THROW((void)read_model(folder / "model.h5"));
  EXPECT_FALSE(std::filesystem::exists(folder / "model.h5.checkpoint"));
}

}  // namespace
}  // namespace rhofield::storage
#endif
