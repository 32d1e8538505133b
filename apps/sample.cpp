// rhofield sample: the points that real-space training would take of each structure, for other programs and for
// pictures.
#include <memory>

#include "commands.hpp"
#include "common.hpp"
#include "files.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/probe_sampling.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::app {

namespace {

struct Options {
  explicit Options(CLI::App& command) : configuration(command, ConfigurationOptions::Keys::none) {}
  CommonOptions common;
  ConfigurationOptions configuration;
  std::string data, output, quantity = "density";
  std::uint64_t seed = 1;
};

void run(const Options& options) {
  Reporter reporter(options.common);
  const storage::Configuration configuration = options.configuration.read();
  const Quantity quantity = options.quantity == "density" ? Quantity::density : Quantity::response;
  const std::string output = options.output.empty() ? stem(options.data) + ".points.h5" : options.output;
  keep_apart({{"the data set", options.data}, {"the configuration file", options.configuration.file()}},
             {{"the points", output}});
  storage::check_writable(output);
  const GridData data = storage::read_grid_data(options.data);
  std::vector<SampledPoints> samples;
  const Progress progress = reporter.progress();
  Index taken = 0, all = 0;
  for (std::size_t a = 0; a < data.entries.size(); ++a) {
    if (!progress("sampling", static_cast<Index>(a), data.size())) throw Interrupted("stopped; nothing was written");
    const GridEntry& entry = data.entries[a];
    if (entry.values(quantity).empty())
      throw InvalidInput("structure " + std::to_string(a) + " has no " + options.quantity);
    const SamplingOptions& sampling = configuration.real_space.sampling;
    samples.push_back(sample_points(sampling_targets(entry.structure, entry.grid, entry.values(quantity), sampling),
                                    sampling, options.seed + a));
    taken += static_cast<Index>(samples.back().index.size());
    all += entry.grid.size();
  }
  storage::write_samples(output, data, quantity, samples);
  reporter.say("points    {} of {} ({:.3g} %) of {}", taken, all,
               100.0 * static_cast<double>(taken) / static_cast<double>(all), counted(data.size(), "structure"));
  reporter.say("output    {}", output);
  reporter.finish(Json{{"data", options.data}, {"output", output}, {"points", taken}, {"grid_points", all}});
}

}  // namespace

void add_sample(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "sample", "Points that real-space training takes of densities on grids, with probabilities");
  auto options = std::make_shared<Options>(*command);
  command->add_option("DATA", options->data, "data set of values on grids (HDF5, docs/data_format.md)")
      ->type_name("FILE")
      ->required();
  command->add_option("-o,--output", options->output, "HDF5 file of points (default: DATA's name with .points.h5)");
  command->add_option("--quantity", options->quantity, "density (default) or response")
      ->check(CLI::IsMember({"density", "response"}));
  command->add_option("--seed", options->seed, "of the random numbers (default 1)");
  add_common_options(*command, options->common);
  command->callback([options] { run(*options); });
}

}  // namespace rhofield::app
