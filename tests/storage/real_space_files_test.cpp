// Grid data, real-space models and their commands.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "rhofield/error.hpp"
#include "rhofield/storage/cube.hpp"
#include "rhofield/storage/energy_network_file.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/real_space_model_file.hpp"
#include "support/errors.hpp"
#include "support/program.hpp"
#include "support/synthetic_grids.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using testing::expect_error;
using testing::file_bytes;
using testing::holds;
using testing::Result;
using testing::run;
using testing::TemporaryFolder;

const std::string small_network =
    " --set network.channels=6 --set network.features=10 --set network.output_widths=[12,12] --set "
    "network.message_widths=[8] --set sampling.points=60 --device cpu";

RealSpaceTrainingOptions tiny_options() {
  RealSpaceTrainingOptions options;
  options.network = {.cutoff = 5.0,
                     .channels = 5,
                     .features = 7,
                     .output = {.widths = {9, 8}, .blocks = 2},
                     .message = {.widths = {6}, .blocks = 1}};
  options.quantities = {Quantity::density, Quantity::response};
  options.sampling.points = 40;
  options.epochs = 2;
  options.validate_every = 1;
  return options;
}

TEST(GridDataFiles, ComeBackToTheBit) {
  const TemporaryFolder folder;
  GridData data = testing::synthetic_grids(3, 1.2);
  data.entries[1].electrons = 8.05;
  data.entries[2].response.clear();
  data.entries[2].reference = data.entries[2].density;
  write_grid_data(folder / "a.h5", data);
  EXPECT_TRUE(is_grid_data(folder / "a.h5"));
  const GridData read = read_grid_data(folder / "a.h5");
  write_grid_data(folder / "b.h5", read);
  EXPECT_EQ(file_bytes(folder / "a.h5"), file_bytes(folder / "b.h5"));
  ASSERT_EQ(read.size(), 3);
  EXPECT_EQ(read.entries[1].density, data.entries[1].density);
  EXPECT_EQ(read.entries[1].field, data.entries[1].field);
  EXPECT_EQ(read.entries[1].grid.counts, data.entries[1].grid.counts);
  EXPECT_EQ(read.entries[2].reference, data.entries[2].reference);
  EXPECT_FALSE(is_grid_data(RHOFIELD_TEST_DATA "/water_monomers_60.h5"));
}

TEST(GridDataFiles, DensitiesInOtherUnitsAreNoticed) {
  const TemporaryFolder folder;
  GridData data = testing::synthetic_grids(2, 0.8);
  for (float& x : data.entries[1].density) x *= 6.748F;  // per cubic angstrom
  data.entries[1].electrons = 8;
  write_grid_data(folder / "a.h5", data);
  expect_error<InvalidInput>([&] { (void)read_grid_data(folder / "a.h5"); },
                             {"structures/000001", "integrates to", "e/bohr^3"});
}

TEST(GridDataFiles, CubesAreEntries) {
  const TemporaryFolder folder;
  const GridEntry entry = testing::synthetic_grids(1, 1.0).entries[0];
  const std::vector<double> values(entry.density.begin(), entry.density.end());
  write_cube(folder / "a.cube", entry.structure, entry.grid, values, "test");
  const GridEntry read = read_grid_entry(folder / "a.cube", 8.0);
  EXPECT_EQ(read.structure.numbers, entry.structure.numbers);
  ASSERT_EQ(read.density.size(), entry.density.size());
  for (std::size_t k = 0; k < read.density.size(); k += 97) EXPECT_NEAR(read.density[k], entry.density[k], 1e-5);
  expect_error<InvalidInput>([&] { (void)read_grid_entry(folder / "a.cube", 80.0); }, {"a.cube", "80"});
}

TEST(RealSpaceModelFiles, ModelsAndTrainingsComeBackToTheBit) {
  const TemporaryFolder folder;
  const GridData data = testing::synthetic_grids(4, 1.2);
  const std::vector<Index> train{0, 1, 2}, validation{3};
  auto options = tiny_options();
  options.members = 2;
  options.odd_response = false;
  options.superposed_atoms = true;
  const auto trained = train_real_space(Device::select("cpu"), data, train, validation, options);
  write_real_space_model(folder / "a.h5", trained.model);
  EXPECT_TRUE(is_real_space_model(folder / "a.h5"));
  const RealSpaceModel model = read_real_space_model(folder / "a.h5");
  write_real_space_model(folder / "b.h5", model);
  EXPECT_EQ(file_bytes(folder / "a.h5"), file_bytes(folder / "b.h5"));
  ASSERT_EQ(model.members.size(), 2U);
  EXPECT_EQ(model.members[1].parameters, trained.model.members[1].parameters);
  EXPECT_EQ(model.members[1].scale, trained.model.members[1].scale);
  EXPECT_FALSE(model.odd_response);
  ASSERT_TRUE(model.atoms);
  EXPECT_EQ(model.atoms->amplitudes, trained.model.atoms->amplitudes);
  EXPECT_EQ(model.quantities, trained.model.quantities);
  write_real_space_state(folder / "s.h5", trained.state);
  const RealSpaceState state = read_real_space_state(folder / "s.h5");
  EXPECT_EQ(state.parameters, trained.state.parameters);
  EXPECT_EQ(state.second_moment, trained.state.second_moment);
  EXPECT_EQ(state.records.size(), 4U);
  ASSERT_TRUE(state.atoms);
  EXPECT_EQ(state.atoms->amplitudes, trained.model.atoms->amplitudes);
  EXPECT_EQ(state.records.back().member, 1);
  EXPECT_EQ(state.finished.at(0).parameters, trained.state.finished.at(0).parameters);
  expect_error<InvalidInput>([&] { (void)read_real_space_model(folder / "s.h5"); }, {"s.h5", "real-space model"});
  expect_error<InvalidInput>([&] { (void)read_real_space_state(folder / "a.h5"); }, {"a.h5", "training"});
}

TEST(EnergyNetworkFiles, ModelsComeBackToTheBit) {
  const TemporaryFolder folder;
  EnergyNetwork model;
  model.network.cutoff = 5.0;
  model.network.channels = 5;
  model.elements = {1, 8};
  model.atom_energy = {-0.5, -75.0};
  model.scale = 0.3;
  model.training_summary = "none";
  for (const ParameterBlock& block : parameter_blocks(model))
    for (Index k = 0; k < block.size(); ++k)
      model.parameters.push_back(std::sin(static_cast<double>(block.offset + k)));
  write_energy_network(folder / "a.h5", model);
  const EnergyNetwork again = read_energy_network(folder / "a.h5");
  EXPECT_EQ(again.parameters, model.parameters);
  EXPECT_EQ(again.atom_energy, model.atom_energy);
  EXPECT_TRUE(holds(run(folder, "inspect a.h5").output, "energy network"));
  write_energy_network(folder / "b.h5", again);
  EXPECT_EQ(file_bytes(folder / "a.h5"), file_bytes(folder / "b.h5"));
  expect_error<InvalidInput>([&] { (void)read_real_space_model(folder / "a.h5"); }, {"a.h5", "real-space model"});
}

TEST(RealSpaceCommands, DensitiesAndResponsesOnGridsAreAnalysed) {
  const TemporaryFolder folder;
  const GridData data = testing::synthetic_grids(2, 0.5);
  write_grid_data(folder / "grids.h5", data);
  const Result done =
      run(folder, "analyse grids.h5 --cores H=1,O=6 --charges becke,voronoi --fragment 1-2 -o table.csv --json");
  ASSERT_EQ(done.code, 0) << done.errors;
  const auto json = nlohmann::json::parse(done.output)["structures"];
  ASSERT_EQ(json.size(), 2U);
  for (std::size_t k = 0; k < 2; ++k) {
    const GridEntry& entry = data.entries[k];
    const auto& density = json[k]["density"];
    const std::vector<double> values(entry.density.begin(), entry.density.end());
    const double electrons = integrate(entry.grid, values);
    EXPECT_NEAR(density["electrons"].get<double>(), electrons, 1e-9);
    EXPECT_NEAR(density["charge"].get<double>(), 8 - electrons, 1e-9);
    for (const char* kind : {"becke", "voronoi"}) {
      const auto charges = density["charges"][kind].get<std::vector<double>>();
      ASSERT_EQ(charges.size(), 3U);
      EXPECT_NEAR(charges[0] + charges[1] + charges[2], 8 - electrons, 1e-6);
      EXPECT_NEAR(density["fragments"][0][kind].get<double>(), charges[1] + charges[2], 1e-12);
    }
    const std::vector<double> induced(entry.response.begin(), entry.response.end());
    const auto& response = json[k]["response"];
    EXPECT_NEAR(response["charge"].get<double>(), -integrate(entry.grid, induced), 1e-12);
    const auto along = response["dipole"].get<std::vector<double>>();
    EXPECT_GT(along[0] * entry.field[0] + along[1] * entry.field[1] + along[2] * entry.field[2], 0);
  }
  const std::string table = file_bytes(folder / "table.csv");
  EXPECT_TRUE(table.starts_with("structure,quantity,atom,element,becke,voronoi\n0,density,0,O,")) << table;
  EXPECT_TRUE(holds(table, "1,response,2,H,"));
  const Result one = run(folder, "analyse grids.h5 --structures 1 --cores H=1,O=6");
  EXPECT_TRUE(holds(one.output, "structure 1: 3 atoms") && !holds(one.output, "structure 0")) << one.output;
}

TEST(RealSpaceCommands, TrainValidateAndPredictWorkTogether) {
  const TemporaryFolder folder;
  write_grid_data(folder / "grids.h5", testing::synthetic_grids(10, 1.0));
  const std::string small = small_network + " --set real_space.epochs=4 --set real_space.validate_every=2";
  const Result trained = run(folder, "train grids.h5 --quantities both -o model.h5" + small);
  ASSERT_EQ(trained.code, 0) << trained.errors;
  EXPECT_TRUE(holds(trained.output, "NMAE") && holds(trained.output, "induced dipole")) << trained.output;
  EXPECT_FALSE(std::filesystem::exists(folder / "model.h5.checkpoint"));
  EXPECT_TRUE(holds(run(folder, "inspect grids.h5").output, "10 with a density, 10 with a response"));
  EXPECT_TRUE(holds(run(folder, "inspect model.h5").output, "6 channels, 10 features"));
  const Result validated = run(folder, "validate model.h5 grids.h5 --test 2 --json");
  ASSERT_EQ(validated.code, 0) << validated.errors;
  EXPECT_TRUE(holds(validated.output, "\"vacuum_percent\"")) << validated.output;
  testing::put_bytes(folder / "w.xyz", "3\n\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n");
  const Result predicted = run(folder, "predict model.h5 w.xyz --cube --field 0,0,0.005 --spacing 0.5 -o w.h5");
  ASSERT_EQ(predicted.code, 0) << predicted.errors;
  const GridData out = read_grid_data(folder / "w.h5");
  ASSERT_EQ(out.size(), 1);
  EXPECT_FALSE(out.entries[0].density.empty() || out.entries[0].response.empty());
  EXPECT_EQ(read_cube(folder / "w.density.cube").grid.counts, out.entries[0].grid.counts);
  EXPECT_TRUE(std::filesystem::exists(folder / "w.induced.cube"));
  const Result grids = run(folder, "grid w.h5 --quantity hartree --profile c --region 1:2 --region 3:4");
  ASSERT_EQ(grids.code, 0) << grids.errors;
  EXPECT_TRUE(holds(grids.output, "step") && std::filesystem::exists(folder / "w.induced_hartree.profile.csv"));
  EXPECT_EQ(read_cube(folder / "w.hartree.cube").grid.counts, out.entries[0].grid.counts);
}

TEST(RealSpaceCommands, PredictionsAreScaledChosenAndTellTheirUncertainty) {
  const TemporaryFolder folder;
  write_grid_data(folder / "grids.h5", testing::synthetic_grids(6, 1.0));
  const std::string small = small_network +
                            " --set real_space.epochs=3 --set real_space.members=2 --set "
                            "real_space.superposed_atoms=true";
  const Result trained = run(folder, "train grids.h5 --quantities both -o model.h5" + small);
  ASSERT_EQ(trained.code, 0) << trained.errors;
  EXPECT_TRUE(holds(trained.output, "superposed atoms") &&
              holds(run(folder, "inspect model.h5").output, "superposed atoms"));
  testing::put_bytes(folder / "w.xyz", "3\n\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n");
  const Result found = run(folder,
                           "predict model.h5 w.xyz --quantities density --electrons H=1,O=6 --uncertainty --cube "
                           "--spacing 0.4 --json");
  ASSERT_EQ(found.code, 0) << found.errors;
  const auto one = nlohmann::json::parse(found.output)["structures"][0];
  const GridData out = read_grid_data(folder / "w.grid.h5");
  const std::vector<double> values(out.entries[0].density.begin(), out.entries[0].density.end());
  EXPECT_NEAR(integrate(out.entries[0].grid, values), 8.0, 1e-5);
  EXPECT_TRUE(out.entries[0].response.empty());
  EXPECT_NE(one["factor"].get<double>(), 1.0);
  const double percent = one["uncertainty_percent"]["density"].get<double>();
  EXPECT_GT(percent, 0);
  const auto deviations = read_cube(folder / "w.grid.density_deviation.cube").values;
  double sum = 0, of = 0;
  for (std::size_t g = 0; g < values.size(); ++g) sum += deviations[g], of += std::abs(values[g]);
  EXPECT_NEAR(100 * sum / of, percent, 1e-3 * percent);
  const Result response = run(folder, "predict model.h5 w.xyz --quantities response --field 0,0,0.01 -o r.grid.h5");
  ASSERT_EQ(response.code, 0) << response.errors;
  EXPECT_TRUE(read_grid_data(folder / "r.grid.h5").entries[0].density.empty());
  EXPECT_TRUE(holds(response.output, "induced dipole")) << response.output;
  const Result strong = run(folder, "predict model.h5 w.xyz --field 0,0,0.1 -o s.grid.h5");
  EXPECT_TRUE(holds(strong.output, "note") && holds(strong.output, "0.1 atomic units")) << strong.output;
  // Structures may come from a file of grids, responses among its values.
  write_grid_data(folder / "two.h5", testing::synthetic_grids(2, 1.5));
  ASSERT_EQ(run(folder, "predict model.h5 two.h5 --spacing 0.6 -o again.h5").code, 0);
  EXPECT_EQ(read_grid_data(folder / "again.h5").size(), 2);
  // The atoms that the model knows divide densities (Hirshfeld).
  const Result charges = run(folder,
                             "analyse grids.h5 --structures 0 --charges hirshfeld --promolecule model.h5 --cores "
                             "H=1,O=6 --json");
  ASSERT_EQ(charges.code, 0) << charges.errors;
  const auto density = nlohmann::json::parse(charges.output)["structures"][0]["density"];
  const auto of_atoms = density["charges"]["hirshfeld"].get<std::vector<double>>();
  EXPECT_NEAR(of_atoms[0] + of_atoms[1] + of_atoms[2],
              density["charge"].get<double>() + density["unassigned"]["hirshfeld"].get<double>(), 1e-6);
  EXPECT_EQ(run(folder, "predict model.h5 w.xyz --quantities response").code, 2);
  EXPECT_EQ(run(folder, "predict model.h5 w.xyz --quantities density --field 0,0,0.01").code, 2);
  EXPECT_EQ(run(folder, "predict model.h5 w.xyz --quantities response --field 0,0,0.01 --electrons 8").code, 2);
}

TEST(RealSpaceCommands, SampledPointsAreWritten) {
  const TemporaryFolder folder;
  write_grid_data(folder / "grids.h5", testing::synthetic_grids(2, 1.0));
  const Result sampled = run(folder, "sample grids.h5 --set sampling.points=70 --quantity response");
  ASSERT_EQ(sampled.code, 0) << sampled.errors;
  EXPECT_TRUE(holds(sampled.output, "140 of")) << sampled.output;
  EXPECT_TRUE(std::filesystem::exists(folder / "grids.points.h5"));
  EXPECT_EQ(run(folder, "sample grids.h5 -o grids.h5").code, 2);
}

TEST(RealSpaceCommands, MistakesExitWithTwo) {
  const TemporaryFolder folder;
  write_grid_data(folder / "grids.h5", testing::synthetic_grids(4, 1.4));
  const auto refused = [&](const std::string& command, std::initializer_list<const char*> parts) {
    const Result result = run(folder, command);
    EXPECT_EQ(result.code, 2) << command << result.output;
    for (const char* part : parts) EXPECT_TRUE(holds(result.errors, part)) << command << ": " << result.errors;
  };
  refused("train grids.h5 --property energy", {"values on grids"});
  refused("train grids.h5 --set real_space.epochs=0", {"epochs", "1 or more"});
  refused("train grids.h5 --set sampling.unifrom=0.1", {"did you mean sampling.uniform"});
  refused("train grids.h5 --test 1 --set real_space.validation_indices=3", {"structure 3", "validated and tested"});
  refused("train grids.h5 -o grids.h5", {"grids.h5"});
  refused("train grids.h5 --set real_space.superposed_atoms=true --set real_space.reference=m.h5",
          {"superposed_atoms", "reference", "exclude"});
  refused("train grids.h5 --cutoff 5", {"--cutoff", "network.cutoff_angstrom"});
  refused("train grids.h5 --set regression.solver=direct", {"regression.solver", "values on grids"});
  refused("grid grids.h5 --spacing 0.2", {"--spacing", "their own grids"});
  refused("grid grids.h5 --quantity potential", {"hartree"});
  refused("analyse grids.h5 --hartree-energy", {"--hartree-energy", "values on grids"});
  refused("analyse grids.h5 --charges population", {"population", "becke"});
  refused("analyse grids.h5 --spacing 0.2", {"--spacing", "their own grids"});
  refused("analyse grids.h5 --charges becke --fragment 0-9", {"--fragment of structure 0", "9"});
  refused("learning-curve grids.h5", {"values on grids", "rhofield train grids.h5"});
  const std::string tiny =
      " --set network.channels=4 --set network.features=4 --set network.output_widths=[4] --set "
      "network.message_widths=[4] "
      "--set real_space.epochs=1 --set sampling.points=10";
  ASSERT_EQ(run(folder, "train grids.h5 -o model.h5" + tiny).code, 0);
  testing::put_bytes(folder / "w.xyz", "1\n\nC 0 0 0\n");
  refused("predict model.h5 w.xyz", {"contains C"});
  refused("predict model.h5 w.xyz --field 0,0,1", {"response", "not learned"});
  refused("predict model.h5 w.xyz --contributions", {"--contributions", "real-space"});
  refused("predict model.h5 w.xyz --uncertainty", {"--uncertainty", "real_space.members"});
  refused("predict model.h5 w.xyz --quantities both", {"response", "not learned"});
  refused("predict model.h5 w.xyz --electrons H=1", {"--electrons", "no number for C"});
  refused("predict model.h5 w.xyz --reference other.h5", {"--reference"});
}

}  // namespace
}  // namespace rhofield::storage
