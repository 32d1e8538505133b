// Checks before a real-space training, and what it is recognised by.
#include "model/real_space_run.hpp"

#include <bit>
#include <cstdint>
#include <set>
#include <sstream>

#include "rhofield/error.hpp"

namespace rhofield {

namespace {

void check_entries(const GridData& data, std::span<const Index> indices, std::span<const Quantity> quantities,
                   const char* what) {
  for (const Index k : indices) {
    if (k < 0 || k >= data.size())
      throw InvalidInput("structure " + std::to_string(k) + " to " + what + " is not among the " +
                         std::to_string(data.size()) + " of the data");
    const GridEntry& entry = data.entries[static_cast<std::size_t>(k)];
    validate(entry, "structure " + std::to_string(k));
    for (const Quantity quantity : quantities) {
      if (entry.values(quantity).empty())
        throw InvalidInput("structure " + std::to_string(k) + " to " + what + " has no " + name_of(quantity));
      const Vector3& f = entry.field;
      if (quantity == Quantity::response && f[0] == 0 && f[1] == 0 && f[2] == 0)
        throw InvalidInput("structure " + std::to_string(k) + " has a response but no field that makes it");
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

std::uint64_t digest_of(const GridEntry& entry) {
  Digest digest;
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
  return digest.sum();
}

void describe(const NetworkLayers& layers, std::ostream& text) {
  for (const int width : layers.widths) text << width << ' ';
  text << "x " << layers.blocks << "; ";
}

}  // namespace

void check_real_space_run(const GridData& data, std::span<const Index> train, std::span<const Index> validation,
                          const RealSpaceTrainingOptions& options) {
  validate(options);
  if (train.empty()) throw InvalidInput("there are no structures to train on; name at least one");
  check_entries(data, train, options.quantities, "train on");
  check_entries(data, validation, options.quantities, "validate on");
  const std::set<Index> learned(train.begin(), train.end());
  for (const Index k : validation)
    if (learned.contains(k))
      throw InvalidInput("structure " + std::to_string(k) + " is both trained and validated on; choose other sets");
  const bool referenced = !data.entries[static_cast<std::size_t>(train.front())].reference.empty();
  for (const auto& set : {train, validation})
    for (const Index k : set)
      if (data.entries[static_cast<std::size_t>(k)].reference.empty() == referenced)
        throw InvalidInput("some structures have a reference density and others (" + std::to_string(k) + ") have not");
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
       << ' ' << o.gradient_limit << ' ' << o.single_precision << ' ' << o.seed << "; train";
  const auto add = [&](std::span<const Index> indices) {
    for (const Index k : indices) text << ' ' << std::hex << digest_of(data.entries[static_cast<std::size_t>(k)]);
  };
  add(train);
  text << "; validate";
  add(validation);
  return text.str();
}

}  // namespace rhofield
