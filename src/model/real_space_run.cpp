// Checks before a real-space training, and what it is recognised by.
#include "model/real_space_run.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <sstream>

#include "model/structure_checks.hpp"
#include "rhofield/error.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

/// Electrons beyond the last noble gas, those of a filled d shell not counted.
double valence_electrons(int number) {
  int core = 0;
  for (const int noble : {2, 10, 18, 36, 54, 86})
    if (number > noble) core = noble;
  const int valence = number - core;
  return valence > 12 && number > 30 ? valence - 10 : valence;
}

constexpr double most_units = 20;  // that a field to learn from may have

void check_entries(const GridData& data, std::span<const Index> indices, const RealSpaceTrainingOptions& options,
                   const char* what) {
  require_indices(indices, data.size());
  for (const Index k : indices) {
    const GridEntry& entry = data.entries[static_cast<std::size_t>(k)];
    validate(entry, "structure " + std::to_string(k));
    for (const Quantity quantity : options.quantities) {
      if (entry.values(quantity).empty())
        throw InvalidInput("structure " + std::to_string(k) + " to " + what + " has no " + name_of(quantity) +
                           "; learn what there is (quantities), or leave the structure out");
      const Vector3& f = entry.field;
      if (quantity == Quantity::response && f[0] == 0 && f[1] == 0 && f[2] == 0)
        throw InvalidInput("structure " + std::to_string(k) + " has a response but no field that makes it");
      const double size = std::hypot(f[0], f[1], f[2]), field_unit = options.network.field_unit;
      if (quantity == Quantity::response && size > most_units * field_unit)
        throw InvalidInput("the field of structure " + std::to_string(k) + " has " + text(size) +
                           " atomic units (1 is 51.4 V/angstrom), " + text(size / field_unit) +
                           " times what the network counts fields in; check its units, or set field_unit to about the "
                           "size of the fields");
    }
  }
}

/// FNV-1a over the bits of numbers.
class Digest {
 public:
  void add(std::uint64_t bits) {
    for (int byte = 0; byte < 8; ++byte, bits >>= 8) sum_ = (sum_ ^ (bits & 0xff)) * 0x100000001b3;
  }
  void add(double x) { add(std::bit_cast<std::uint64_t>(x)); }
  void add(const Vector3& v) {
    for (const double x : v) add(x);
  }
  void add(const std::vector<float>& values) {
    add(static_cast<std::uint64_t>(values.size()));
    for (const float x : values) add(std::uint64_t{std::bit_cast<std::uint32_t>(x)});
  }
  std::uint64_t sum() const { return sum_; }

 private:
  std::uint64_t sum_ = 0xcbf29ce484222325;
};

void add(const GridEntry& entry, Digest& digest) {
  for (const int number : entry.structure.numbers) digest.add(static_cast<std::uint64_t>(number));
  for (const Vector3& x : entry.structure.positions) digest.add(x);
  for (const Vector3& x : entry.structure.cell) digest.add(x);
  for (const bool periodic : entry.structure.periodic) digest.add(std::uint64_t{periodic});
  digest.add(entry.grid.origin);
  for (const Vector3& x : entry.grid.steps) digest.add(x);
  digest.add(entry.field);
  digest.add(entry.density);
  digest.add(entry.response);
  digest.add(entry.reference);
}

void describe(const NetworkLayers& layers, std::ostream& text) {
  for (const int width : layers.widths) text << width << ' ';
  text << "x " << layers.blocks << "; ";
}

}  // namespace

void check_real_space_run(const GridData& data, std::span<const Index> train, std::span<const Index> validation,
                          const RealSpaceTrainingOptions& options) {
  validate(options);
  require_training_sets(train, validation);
  check_entries(data, train, options, "train on");
  check_entries(data, validation, options, "validate on");
  const std::vector<int> known = species_of(data, train);
  for (const Index k : validation)
    require_known_elements(std::span(&data.entries[static_cast<std::size_t>(k)].structure, 1), known, k);
  const bool referenced = !data.entries[static_cast<std::size_t>(train.front())].reference.empty();
  for (const auto& set : {train, validation})
    for (const Index k : set)
      if (data.entries[static_cast<std::size_t>(k)].reference.empty() == referenced)
        throw InvalidInput("some structures have a reference density and others (" + std::to_string(k) + ") have not");
  if (!options.superposed_atoms) return;
  if (referenced)
    throw InvalidInput(
        "the data have reference densities already; learn the difference to them (superposed_atoms = false), or to "
        "superposed atoms without them");
  if (std::find(options.quantities.begin(), options.quantities.end(), Quantity::density) == options.quantities.end())
    throw InvalidInput("superposed_atoms needs the density among what is learned; responses have no such reference");
}

std::string problem_of(const GridData& data, std::span<const Index> train, std::span<const Index> validation,
                       const RealSpaceTrainingOptions& o) {
  std::ostringstream text;
  text.precision(17);
  const ProbeNetworkOptions& n = o.network;
  text << "network " << n.cutoff << ' ' << n.closest << ' ' << n.rounds << ' ' << n.channels << ' ' << n.features << ' '
       << n.layer_norm << ' ' << static_cast<int>(n.activation) << ' ' << n.field_unit << ' ' << n.envelope << "; ";
  describe(n.output, text);
  describe(n.message, text);
  for (const Quantity quantity : o.quantities) text << name_of(quantity) << ' ';
  const SamplingOptions& p = o.sampling;
  text << "points " << p.points << ' ' << p.gradient << ' ' << p.floor << ' ' << p.uniform << ' ' << p.per_voxel << ' '
       << o.resample << ' ' << o.screening << ' ' << o.screening_candidates << ' ' << o.screening_degree << ' '
       << o.pooled_screening << "; steps " << o.odd_response << ' ' << o.importance_weights << ' '
       << static_cast<int>(o.loss) << ' ' << o.huber_width << ' ' << o.batch << ' ' << o.learning_rate << ' '
       << o.last_learning_rate << ' ' << static_cast<int>(o.schedule) << ' ' << o.weight_decay << ' ' << o.average
       << ' ' << o.gradient_limit << ' ' << o.single_precision << ' ' << o.seed << ' ' << o.superposed_atoms
       << "; train";
  const auto add_digest = [&](std::span<const Index> indices) {
    Digest digest;
    for (const Index k : indices) add(data.entries[static_cast<std::size_t>(k)], digest);
    text << ' ' << indices.size() << ' ' << std::hex << digest.sum() << std::dec;
  };
  add_digest(train);
  text << "; validate";
  add_digest(validation);
  return text.str();
}

void check_resumed(const RealSpaceState& run, const std::string& problem, const RealSpaceTrainingOptions& options) {
  if (run.epoch > options.epochs)
    throw InvalidInput("the run to continue has done " + std::to_string(run.epoch) + " epochs and is asked for " +
                       std::to_string(options.epochs) +
                       "; ask for at least as many, or begin a new one (delete its "
                       "checkpoint)");
  if (run.finished.size() >= static_cast<std::size_t>(options.members))
    throw InvalidInput("the run to continue has " + std::to_string(run.finished.size()) +
                       " finished members and is asked for " + std::to_string(options.members) +
                       "; there is nothing left to train");
  if (run.problem != problem || run.atoms.has_value() != options.superposed_atoms)
    throw InvalidInput(
        "the run to continue had other options, structures or values; give the same, or begin a new one (delete its "
        "checkpoint)");
}

std::vector<double> first_parameters(const ProbeNetworkLayout& layout, const RealSpaceTrainingOptions& options,
                                     bool differences) {
  std::vector<double> parameters = initial_parameters(layout, options.network, options.seed);
  for (std::size_t q = 0; q < layout.envelopes.size(); ++q) {
    const bool response = options.quantities[q] == Quantity::response;
    for (std::size_t s = 0; s < layout.elements.size(); ++s) {
      parameters[static_cast<std::size_t>(layout.envelopes[q].amplitude) + s] = valence_electrons(layout.elements[s]);
      parameters[static_cast<std::size_t>(layout.envelopes[q].decay) + s] = response ? 1.2 : 1.6;
    }
    parameters[static_cast<std::size_t>(layout.output.front().out.bias) + q] = response || differences ? 0.0 : 1.0;
  }
  return parameters;
}

}  // namespace rhofield
