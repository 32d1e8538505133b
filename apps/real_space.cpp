// Training, testing and prediction of real-space models.
#include "real_space.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>
#include <numeric>

#include "model/structure_checks.hpp"
#include "rhofield/error.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/observables/moments.hpp"
#include "rhofield/storage/cube.hpp"
#include "rhofield/storage/grid_data_file.hpp"
#include "rhofield/storage/model_file.hpp"
#include "rhofield/storage/real_space_model_file.hpp"
#include "rhofield/units.hpp"
#include "storage/atomic_write.hpp"

namespace rhofield::app {

namespace {

/// Those to train on, less those to validate on.
struct Sets {
  std::vector<Index> train, validation, test;
};

Sets sets_of(const GridData& data, const storage::Configuration& configuration) {
  if (!configuration.split.group.empty())
    throw InvalidInput("grid data have no numbers to group by; leave data.group out");
  const storage::Split split = storage::make_split(data.size(), configuration.split);
  Sets sets{.train = {}, .validation = {}, .test = split.test};
  if (!configuration.validation_indices.empty()) {
    sets.validation = storage::read_indices(configuration.validation_indices, data.size());
    for (const Index k : sets.validation)
      if (std::find(split.test.begin(), split.test.end(), k) != split.test.end())
        throw InvalidInput("structure " + std::to_string(k) + " is both validated and tested on; choose other lists");
  } else {
    constexpr std::size_t every = 6;
    for (std::size_t k = every / 2; k < split.train.size(); k += every) sets.validation.push_back(split.train[k]);
  }
  for (const Index k : split.train)
    if (std::find(sets.validation.begin(), sets.validation.end(), k) == sets.validation.end()) sets.train.push_back(k);
  if (sets.train.empty())
    throw InvalidInput("no structures are left to train on: " + std::to_string(split.test.size()) + " of " +
                       std::to_string(data.size()) + " are held out and " + std::to_string(sets.validation.size()) +
                       " validate");
  return sets;
}

/// Delta mode: densities of a regression model on grids.
class ReferenceDensity {
 public:
  ReferenceDensity(const Device& device, const std::string& file)
      : device_(device), model_(storage::read_model(file)), predictor_(device, model_) {
    if (!model_.basis.is_gaussian())
      throw InvalidInput(file + " has a numerical basis, whose functions are not known: it has no density on grids");
  }
  std::vector<double> on_grid(const Structure& structure, const Grid& grid) const {
    return density_on_grid(device_, model_.basis, structure, predictor_(std::span(&structure, 1))[0], grid);
  }

 private:
  Device device_;
  Model model_;
  Predictor predictor_;
};

void add_references(Reporter& reporter, const Device& device, const std::string& file, GridData& data) {
  constexpr double worth_saying = 0.1;
  const ReferenceDensity reference(device, file);
  const Progress progress = reporter.progress();
  bool other_cores = false;
  for (Index k = 0; k < data.size(); ++k) {
    if (!progress("reference densities", k, data.size())) throw Interrupted("stopped at reference densities");
    GridEntry& entry = data.entries[static_cast<std::size_t>(k)];
    const auto values = reference.on_grid(entry.structure, entry.grid);
    entry.reference.assign(values.begin(), values.end());
    if (entry.density.empty() || other_cores) continue;
    const double own = integrate(entry.grid, std::vector<double>(entry.density.begin(), entry.density.end()));
    const double its = integrate(entry.grid, values);
    other_cores = std::abs(its - own) > worth_saying * own;
    if (other_cores)
      reporter.say(
          "note      the reference of structure {} has {:.2f} e on the grid, its density {:.2f} e: is {} of other "
          "cores?",
          k, its, own, file);
  }
}

Json to_json(const RealSpaceErrors& errors) {
  Json json{{"percent", errors.total_percent},
            {"mean_percent", errors.mean_percent},
            {"vacuum_percent", errors.vacuum_percent},
            {"each", errors.percent},
            {"indices", errors.indices},
            {"charge_errors", errors.charge}};
  if (errors.quantity == Quantity::response) {
    json["dipoles"] = errors.dipole;
    json["reference_dipoles"] = errors.reference_dipole;
  }
  return json;
}

/// 100 |mu - mu_ref| / |mu_ref|, mean over structures.
double dipole_percent(const RealSpaceErrors& errors) {
  double sum = 0;
  for (std::size_t a = 0; a < errors.dipole.size(); ++a) {
    double wrong = 0, of = 0;
    for (std::size_t x = 0; x < 3; ++x) {
      wrong += std::pow(errors.dipole[a][x] - errors.reference_dipole[a][x], 2);
      of += std::pow(errors.reference_dipole[a][x], 2);
    }
    sum += 100 * std::sqrt(wrong / of) / static_cast<double>(errors.dipole.size());
  }
  return sum;
}

Json test(Reporter& reporter, const Device& device, const RealSpaceModel& model, const GridData& data,
          std::span<const Index> indices) {
  Json json = Json::object();
  for (const Quantity quantity : model.quantities) {
    const bool known = std::all_of(indices.begin(), indices.end(), [&](Index k) {
      return !data.entries[static_cast<std::size_t>(k)].values(quantity).empty();
    });
    if (!known) continue;
    const RealSpaceErrors errors =
        validate_real_space(device, model, data, indices, quantity, false, reporter.progress());
    reporter.say("errors    of the {} on the full grids of {}", name_of(quantity),
                 counted(indices.size(), "structure"));
    reporter.say("  {:10.4f} %  NMAE, 100 sum |d| / sum |{}| (mean over structures {:.4f} %)", errors.total_percent,
                 name_of(quantity), errors.mean_percent);
    reporter.say("  {:10.4f} %  of it where there is less than 1e-3 e/bohr^3", errors.vacuum_percent);
    double charge = 0;
    for (const double c : errors.charge) charge += std::abs(c) / static_cast<double>(errors.charge.size());
    reporter.say("  {:10.2e} e  mean error of the integral", charge);
    Json& item = json[name_of(quantity)] = to_json(errors);
    if (quantity != Quantity::response) continue;
    item["dipole_percent"] = dipole_percent(errors);
    reporter.say("  {:10.4f} %  mean error of the induced dipole", dipole_percent(errors));
  }
  if (json.empty()) throw InvalidInput("the data have none of what the model has learned to compare with");
  return json;
}

}  // namespace

void run_real_space_training(Reporter& reporter, const Device& device, const storage::Configuration& configuration,
                             const RealSpaceRun& run) {
  if (!configuration.properties.empty())
    throw InvalidInput(run.data_file + " holds values on grids; properties are learned from data sets of coefficients");
  RealSpaceTrainingOptions options = configuration.real_space;
  options.quantities = configuration.model.quantities;
  const std::string checkpoint = run.output + ".checkpoint";
  std::vector<NamedFile> inputs = run.inputs;
  inputs.push_back({"the reference model", configuration.reference_file});
  inputs.push_back({"the list to validate on", configuration.validation_indices});
  keep_apart(inputs, {{"the model", run.output}, {"the checkpoint", checkpoint}});
  storage::check_writable(run.output);
  if (options.superposed_atoms && !configuration.reference_file.empty())
    throw InvalidInput("real_space.superposed_atoms and real_space.reference exclude each other; take one of them");
  GridData data = storage::read_grid_data(run.data_file);
  const Sets sets = sets_of(data, configuration);
  if (!configuration.reference_file.empty()) add_references(reporter, device, configuration.reference_file, data);
  reporter.say("data      {}: {} of {} on grids", run.data_file, counted(data.size(), "structure"),
               element_list(species_of(data, all_indices(data.size()))));
  reporter.say("split     {} to train on ({}), {} validate ({}), {} held out ({})", sets.train.size(),
               index_list(sets.train), sets.validation.size(), index_list(sets.validation), sets.test.size(),
               index_list(sets.test));
  const std::vector<int> known = species_of(data, sets.train);
  for (const Index k : sets.test)
    require_known_elements(std::span(&data.entries[static_cast<std::size_t>(k)].structure, 1), known, k);
  reporter.say("learns    {} in real space{}", quantity_list(options.quantities),
               options.superposed_atoms                 ? ", the density as the difference to superposed atoms"
               : data.entries.front().reference.empty() ? ""
                                                        : ", as the difference to a reference");
  reporter.say("device    {}", describe(device));
  std::optional<RealSpaceState> resume;
  if (std::filesystem::exists(checkpoint)) {
    try {
      resume = storage::read_real_space_state(checkpoint);
    } catch (const InvalidInput& error) {
      throw InvalidInput(std::string(error.what()) + "; delete the file to begin anew");
    }
    reporter.say("resume    from epoch {} in {}", resume->epoch, checkpoint);
  }
  const Stopwatch watch;
  double saved = 0;
  const auto keep = [&](const RealSpaceState& state) {
    constexpr double interval = 30;  // seconds between checkpoints
    if (watch.seconds() - saved < interval && !interrupted()) return;
    saved = watch.seconds();
    storage::write_real_space_state(checkpoint, state);
  };
  TrainedRealSpaceModel trained;
  try {
    trained = train_real_space(device, data, sets.train, sets.validation, options, resume ? &*resume : nullptr, keep,
                               reporter.progress());
  } catch (const Interrupted& error) {
    const bool kept = std::filesystem::exists(checkpoint);
    throw Interrupted(std::string(error.what()) +
                      (kept ? "; the checkpoint is in " + checkpoint + ", the same command continues from it"
                            : "; no model was written"));
  }
  storage::write_real_space_model(run.output, trained.model);
  std::error_code ignored;
  std::filesystem::remove(checkpoint, ignored);
  reporter.say("training  {}: {:.1f} s", trained.model.training_summary, trained.seconds);
  if (trained.validation_percent > 0)
    reporter.say("            {:.3f} % NMAE on the structures to validate on", trained.validation_percent);
  for (const std::string& warning : trained.warnings) reporter.say("warning   {}", warning);
  reporter.say("model     {}", run.output);
  Json result{{"data", run.data_file},    {"model", run.output},
              {"train", sets.train},      {"validation", sets.validation},
              {"test", sets.test},        {"seconds", trained.seconds},
              {"points", trained.points}, {"validation_percent", trained.validation_percent}};
  for (const EpochRecord& r : trained.state.records)
    result["convergence"].push_back(
        {{"member", r.member},
         {"epoch", r.epoch},
         {"loss", r.loss},
         {"learning_rate", r.learning_rate},
         {"validation_percent", r.validation_percent > 0 ? Json(r.validation_percent) : Json()},
         {"seconds", r.seconds}});
  if (!trained.screening_residuals.empty()) {
    reporter.say("screening {} independent points of {}; residuals in --json",
                 std::accumulate(trained.screening_residuals.begin(), trained.screening_residuals.end(), std::size_t{0},
                                 [](std::size_t sum, const auto& curve) { return sum + curve.size(); }),
                 trained.points);
    result["screening_residuals"] = trained.screening_residuals;
  }
  if (!sets.test.empty()) result["errors"] = test(reporter, device, trained.model, data, sets.test);
  reporter.finish(result);
}

void run_real_space_validation(Reporter& reporter, const Device& device, const std::string& file,
                               const std::string& data_file, const storage::Configuration& configuration, bool all) {
  const RealSpaceModel model = storage::read_real_space_model(file);
  GridData data = storage::read_grid_data(data_file);
  if (model.needs_reference) {
    if (!configuration.reference_file.empty())
      add_references(reporter, device, configuration.reference_file, data);
    else if (data.entries.front().reference.empty())
      throw InvalidInput(file +
                         " learned the difference to a reference density; name the model that gives it "
                         "(--set real_space.reference=FILE)");
  }
  const std::vector<Index> indices =
      all || data.size() <= 1 ? all_indices(data.size()) : sets_of(data, configuration).test;
  if (indices.empty()) throw InvalidInput("no structures to test on; use --test, --test-indices or --all");
  reporter.say("model     {}: {}", file, model.training_summary);
  reporter.say("data      {}: {} of {} structures ({})", data_file, indices.size(), data.size(), index_list(indices));
  reporter.say("device    {}", describe(device));
  Json result{{"model", file}, {"data", data_file}};
  result.update(test(reporter, device, model, data, indices));
  reporter.finish(result);
}

namespace {

/// What to predict. Throws InvalidInput for what was not learned, and for responses without a field.
std::vector<Quantity> asked_for(const RealSpacePrediction& options, const RealSpaceModel& model) {
  const auto learned = [&](Quantity quantity) {
    return std::find(model.quantities.begin(), model.quantities.end(), quantity) != model.quantities.end();
  };
  std::vector<Quantity> asked = options.quantities;
  for (const Quantity quantity : asked)
    if (!learned(quantity))
      throw InvalidInput(options.model + " has not learned the " + name_of(quantity) +
                         "; leave it out of --quantities");
  if (options.field && !learned(Quantity::response))
    throw InvalidInput("--field needs a response, which " + options.model + " has not learned");
  if (asked.empty() && learned(Quantity::density)) asked.push_back(Quantity::density);
  if (options.quantities.empty() && options.field) asked.push_back(Quantity::response);
  const bool response = std::find(asked.begin(), asked.end(), Quantity::response) != asked.end();
  if (asked.empty() || (response && !options.field))
    throw InvalidInput("the response is one to a field; name it: --field 0,0,0.001, say");
  if (options.field && !response) throw InvalidInput("--field needs the response; take it into --quantities");
  const bool density = std::find(asked.begin(), asked.end(), Quantity::density) != asked.end();
  if (!options.electrons.empty() && !density)
    throw InvalidInput("--electrons, --conserve-charge and --charge are about densities, and none is predicted");
  if (options.uncertainty && model.members.size() < 2)
    throw InvalidInput("--uncertainty needs several networks, and " + options.model +
                       " has one; train with --set real_space.members=4");
  return asked;
}

/// Values of one structure on its grid, with the standard deviations of the networks where they are wanted.
struct Predicted {
  std::vector<double> values, deviations;
};

/// Says what the grid holds; scales it on request.
void say_density(Reporter& reporter, const RealSpacePrediction& options, std::size_t a, const Grid& grid,
                 Predicted& found, Json& item) {
  constexpr double worth_saying = 0.05;
  const double integral = integrate(grid, found.values);
  item["electrons"] = integral;
  reporter.say("  {:>6}  {} points, integral {:.4f} e", a, grid.size(), integral);
  if (options.electrons.empty()) return;
  const double factor = normalise_charge(grid, found.values, options.electrons[a]);
  for (double& deviation : found.deviations) deviation *= factor;
  item["electrons"] = options.electrons[a];
  item["factor"] = factor;
  reporter.say("          scaled by {:.6f} to integrate to {:.4f} e", factor, options.electrons[a]);
  if (std::abs(factor - 1) > worth_saying)
    reporter.say(
        "note      that is a lot: a larger --margin or a smaller --spacing, where the grid cuts off or misses "
        "electrons; --electrons H=1,C=4,... of valence densities and --charge of ions, where the number is not "
        "theirs; longer training otherwise");
}

void say_response(Reporter& reporter, const Vector3& field, std::size_t a, const GridEntry& entry,
                  const Predicted& found, Json& item) {
  reporter.say("  {:>6}  {} points, response to {:g} {:g} {:g} atomic units", a, entry.grid.size(), field[0], field[1],
               field[2]);
  if (entry.structure.any_periodic()) return;
  const Cores none{.charges = std::vector<double>(entry.structure.numbers.size(), 0.0)};
  const Vector3 dipole = multipoles(entry.grid, found.values, entry.structure, none).dipole;
  item["induced_dipole"] = dipole;
  reporter.say("          induced dipole {:.6f} {:.6f} {:.6f} e bohr", dipole[0], dipole[1], dipole[2]);
}

void say_uncertainty(Reporter& reporter, Quantity quantity, const Predicted& found, Json& item) {
  double wrong = 0, of = 0;
  for (std::size_t g = 0; g < found.values.size(); ++g) wrong += found.deviations[g], of += std::abs(found.values[g]);
  const double percent = of > 0 ? 100 * wrong / of : 0.0;
  item["uncertainty_percent"][name_of(quantity)] = percent;
  reporter.say("          {} uncertain by {:.3f} % (standard deviations of the networks over |values|)",
               name_of(quantity), percent);
}

}  // namespace

void run_real_space_prediction(Reporter& reporter, const Device& device, const RealSpacePrediction& options,
                               std::span<const Structure> structures) {
  const RealSpaceModel model = storage::read_real_space_model(options.model);
  if (model.needs_reference != !options.reference.empty())
    throw InvalidInput(options.model +
                       (model.needs_reference
                            ? " learned the difference to a reference density: name its model with --reference"
                            : " learned whole densities; leave --reference out"));
  std::optional<ReferenceDensity> reference;
  if (!options.reference.empty()) reference.emplace(device, options.reference);
  const std::vector<Quantity> asked = asked_for(options, model);
  const auto wanted = [&](Quantity quantity) { return std::find(asked.begin(), asked.end(), quantity) != asked.end(); };
  std::filesystem::path stem_of_cubes(options.output);
  stem_of_cubes.replace_extension();
  const RealSpacePredictor predictor(device, model);
  reporter.say("model     {}: {}", options.model, model.training_summary);
  if (options.field) {
    const Vector3& f = *options.field;
    const double size = std::hypot(f[0], f[1], f[2]), unit = model.network.field_unit;
    constexpr double far = 5;
    if (size > far * unit)
      reporter.say(
          "note      a field of {:g} atomic units (1 is 51.4 V/angstrom); the model counts them in {:g}, about the "
          "size it was trained with: do not trust what it says of much larger ones",
          size, unit);
  }
  reporter.say("input     {}: {}", options.structures, counted(structures.size(), "structure"));
  reporter.say("device    {}", describe(device));
  GridData result{.title = "densities predicted by rhofield", .entries = {}};
  Json list = Json::array();
  double seconds = 0;
  Index points = 0;
  const auto write_cube = [&](std::size_t a, const Grid& grid, const std::vector<double>& values,
                              const std::string& kind, const std::string& comment, Json& item) {
    if (!options.cubes) return;
    const std::string number = structures.size() == 1 ? "" : fmt::format("_{:06}", a);
    const std::string name = stem_of_cubes.string() + number + kind + ".cube";
    keep_apart({{"the model", options.model}, {"the structures", options.structures}, {"the grids", options.output}},
               {{"the cube file", name}});
    storage::write_cube(name, structures[a], grid, values, comment);
    reporter.say("cube      {}", name);
    item["cube"].push_back(name);
  };
  for (std::size_t a = 0; a < structures.size(); ++a) {
    GridEntry entry{
        .structure = structures[a],
        .grid = make_grid(structures[a], options.spacing_angstrom * angstrom, options.margin_angstrom * angstrom)};
    Json item{{"index", a}, {"atoms", structures[a].size()}, {"points", entry.grid.size()}};
    const auto predict = [&](Quantity quantity, const char* kind, const char* comment) {
      const Stopwatch watch;
      Predicted found;
      found.values = predictor.on_grid(structures[a], quantity, entry.grid, options.field.value_or(Vector3{}),
                                       reporter.progress(), options.uncertainty ? &found.deviations : nullptr);
      if (reference && quantity == Quantity::density) {
        const auto whole = reference->on_grid(structures[a], entry.grid);
        std::transform(whole.begin(), whole.end(), found.values.begin(), found.values.begin(), std::plus<>());
      }
      seconds += watch.seconds();
      points += entry.grid.size();
      if (quantity == Quantity::density)
        say_density(reporter, options, a, entry.grid, found, item);
      else
        say_response(reporter, *options.field, a, entry, found, item);
      write_cube(a, entry.grid, found.values, kind, comment, item);
      if (options.uncertainty) {
        say_uncertainty(reporter, quantity, found, item);
        write_cube(a, entry.grid, found.deviations, std::string(kind) + "_deviation",
                   fmt::format("standard deviations of the {} predicted by rhofield, e/bohr^3", name_of(quantity)),
                   item);
      }
      return std::vector<float>(found.values.begin(), found.values.end());
    };
    if (wanted(Quantity::density))
      entry.density = predict(Quantity::density, ".density", "electron density predicted by rhofield, e/bohr^3");
    if (wanted(Quantity::response)) {
      entry.field = *options.field;
      entry.response = predict(Quantity::response, ".induced",
                               "electron density induced by a field, predicted by rhofield, e/bohr^3");
    }
    result.entries.push_back(std::move(entry));
    list.push_back(std::move(item));
  }
  storage::write_grid_data(options.output, result);
  reporter.say("predicted {} points in {:.2f} s ({:.3g} per second)", points, seconds,
               static_cast<double>(points) / seconds);
  reporter.say("output    {}", options.output);
  reporter.finish(Json{{"model", options.model},
                       {"output", options.output},
                       {"seconds", seconds},
                       {"points", points},
                       {"structures", std::move(list)}});
}

}  // namespace rhofield::app
