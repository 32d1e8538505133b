// Neighbour lists on the CPU, linear in atoms. Each structure's atoms are wrapped into the cell, their images within
// the cutoff of the cell are made (so that no modulo is needed later), and all are sorted into bins of a few atoms. The
// centres of a bin share one packed set of candidates. A first sweep finds and orders each centre's neighbours, which
// gives the lengths of the rows; a second writes the rows. Rows depend on the input alone, not on threads.
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <exception>
#include <iterator>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "cpu/cpu_backend.hpp"
#include "cpu/neighbour_loops.hpp"
#include "rhofield/error.hpp"
#include "shared/neighbours.hpp"

namespace rhofield::cpu {

namespace {

constexpr double atoms_per_bin = 6.0;   ///< measured optimum for liquids; flat between 4 and 10
constexpr Index alone = 48;             ///< molecules up to this size are one bin: every pair is tested
constexpr Index large = 4096;           ///< atoms of a structure from which its own setup is shared among threads
constexpr double margin = 1.0 + 1e-10;  ///< on the cutoff where bins and images are chosen, against rounding

/// Memory that is written before it is read, from the device so that large arrays stand on large pages.
template <class T>
class Array {
 public:
  Array() = default;
  Array(const Device& device, Index count) : memory_(device, {count}), data_(memory_.view().data()) {}
  T& operator[](Index k) const { return data_[k]; }
  T* data() const { return data_; }

 private:
  Tensor<T, 1> memory_;
  T* data_ = nullptr;
};

/// Runs body(k, worker) for k in [0, count), shared among threads when asked for; workers count from 0. The first
/// exception is rethrown.
template <class Body>
void for_each(Index count, bool share, Index chunk, const Body& body) {
  if (!share || count <= chunk) {
    for (Index k = 0; k < count; ++k) body(k, 0);
    return;
  }
  std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic, chunk)
  for (Index k = 0; k < count; ++k) {
    try {
      body(k, omp_get_thread_num());
    } catch (...) {
#pragma omp critical(rhofield_neighbours_failure)
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

/// What is known of one structure before its images are made.
struct Plan {
  formula::Lattice lattice{};
  formula::Bins bins[3]{};
  double reach[3]{};  ///< cutoff in units of the heights along periodic directions
  Index first_atom = 0, atoms = 0;
  Index first_image = 0, images = 0;
  Index first_bin = 0;

  Index bin_count() const { return Index{bins[0].count()} * bins[1].count() * bins[2].count(); }
  Index bin(Index b0, Index b1, Index b2) const { return (b0 * bins[1].count() + b1) * bins[2].count() + b2; }
};

/// A run of bins along the third direction: the unit of work of the sweeps.
struct Task {
  Index structure;
  int b0, b1, begin, end;
};
constexpr int bins_per_task = 16;

class Search {
 public:
  Search(const Device& device, const StructureBatch& batch, double cutoff)
      : device_(device), batch_(batch), cutoff_(cutoff), species_(static_cast<Index>(batch.species.size())) {
    const Index atoms = batch.atoms();
    wrapped_ = Array<formula::WrappedAtom>(device_, atoms);
    image_count_ = Array<std::uint32_t>(device_, atoms);
    first_key_ = Array<std::uint32_t>(device_, atoms);
    centre_ = Array<std::uint32_t>(device_, atoms);
    row_ = Array<const std::uint32_t*>(device_, atoms);
    plans_.resize(static_cast<std::size_t>(batch.structures()));
    bound_.resize(static_cast<std::size_t>(batch.structures() * (species_ + 1)));
    for_each(batch.structures(), shared_batch(), 16, [&](Index s, int) { plan(s); });
    place_plans();
    for_each(batch.structures(), shared_batch(), 16, [&](Index s, int) { make_images(s); });
    make_tasks();
  }

  /// First sweep: orders the neighbours of every centre; count[i * species + a] receives the length of its rows.
  void find(Index* count);
  /// Second sweep: writes every row to its place.
  void write(const Index* offset, int* neighbour, std::int32_t* shift, double* vector) const;

 private:
  bool shared_batch() const { return plans_.size() > 1; }
  bool shared_atoms(const Plan& plan) const { return !shared_batch() && plan.atoms >= large; }

  void plan(Index s);
  void choose_bins(Plan& plan) const;
  void place_plans();
  void make_images(Index s);
  void make_tasks();
  Index keep_closer(const Plan& plan, Index centre, Hits& hits, Index n) const;
  template <class Visit>
  void for_each_image(const Plan& plan, Index i, const Visit& visit) const;
  template <class Visit>
  void for_each_bin(const Task& task, const Visit& visit) const;

  const Device& device_;
  const StructureBatch& batch_;
  double cutoff_;
  Index species_;
  std::vector<Plan> plans_;
  std::vector<Task> tasks_;
  Array<formula::WrappedAtom> wrapped_;       ///< [atom]
  Array<std::uint32_t> image_count_;          ///< [atom]
  Array<std::uint32_t> first_key_;            ///< [atom], within its structure
  Array<std::uint32_t> centre_;               ///< [atom], its image without shift
  std::vector<std::uint32_t> bound_;          ///< [structure, species + 1], first key of each species
  Array<double> x_, y_, z_;                   ///< [image], in the order of bins
  Array<std::uint32_t> key_;                  ///< [image]
  Array<std::uint32_t> image_of_;             ///< [key] of each structure, counted through the batch
  Array<ImagePosition> position_;             ///< [image]
  Array<ImageOrigin> origin_;                 ///< [image]
  Array<std::uint32_t> bin_start_;            ///< [bin + 1] of each structure, within its images
  Array<const std::uint32_t*> row_;           ///< [atom], the images around it in order
  std::vector<Array<std::uint32_t>> chunks_;  ///< what row_ points into
};

/// Visits the images of atom i by ascending shift: visit(k, shift).
template <class Visit>
void Search::for_each_image(const Plan& plan, Index i, const Visit& visit) const {
  constexpr int none[3] = {0, 0, 0};
  if (image_count_[i] == 1) return visit(0u, none);  // most atoms of a large cell
  formula::ShiftRange range[3] = {{0, 0}, {0, 0}, {0, 0}};
  for (int d = 0; d < 3; ++d)
    if (plan.lattice.periodic[d]) range[d] = formula::shift_range(wrapped_[i].fractional[d], plan.reach[d]);
  std::uint32_t k = 0;
  int shift[3];
  for (shift[0] = range[0].first; shift[0] <= range[0].last; ++shift[0])
    for (shift[1] = range[1].first; shift[1] <= range[1].last; ++shift[1])
      for (shift[2] = range[2].first; shift[2] <= range[2].last; ++shift[2]) visit(k++, shift);
}

void Search::plan(Index s) {
  Plan& plan = plans_[static_cast<std::size_t>(s)];
  plan.first_atom = batch_.first_atom[static_cast<std::size_t>(s)];
  plan.atoms = batch_.first_atom[static_cast<std::size_t>(s) + 1] - plan.first_atom;
  const unsigned char* periodic = batch_.periodic.view().data() + 3 * s;
  const bool flags[3] = {periodic[0] != 0, periodic[1] != 0, periodic[2] != 0};
  plan.lattice = formula::complete_lattice(batch_.cells.view().data() + 9 * s, flags);

  double expected = static_cast<double>(plan.atoms);
  for (int d = 0; d < 3; ++d) {
    plan.reach[d] = flags[d] ? cutoff_ * margin / plan.lattice.height[d] : 0.0;
    expected *= 1.0 + 2.0 * plan.reach[d];
  }
  if (expected > 1e9)
    throw InvalidInput("structure " + std::to_string(s) + " of the batch: a cutoff of " + std::to_string(cutoff_) +
                       " bohr needs about " + std::to_string(expected) + " periodic images of its " +
                       std::to_string(plan.atoms) + " atoms; use a smaller cutoff or check the units of the cell");

  const double* positions = batch_.positions.view().data();
  for_each(plan.atoms, shared_atoms(plan), 512, [&](Index a, int) {
    const Index i = plan.first_atom + a;
    wrapped_[i] = formula::wrap(plan.lattice, positions + 3 * i);
    std::uint32_t images = 1;
    for (int d = 0; d < 3; ++d) {
      if (!flags[d]) continue;
      const auto range = formula::shift_range(wrapped_[i].fractional[d], plan.reach[d]);
      images *= static_cast<std::uint32_t>(range.last - range.first + 1);
    }
    image_count_[i] = images;
  });
  for (Index i = plan.first_atom; i < plan.first_atom + plan.atoms; ++i) plan.images += image_count_[i];
  choose_bins(plan);
}

/// Bins of about `atoms_per_bin`, fitted to the cutoff when they are smaller than it.
void Search::choose_bins(Plan& plan) const {
  double low[3] = {0, 0, 0}, extent[3];
  double volume = 1.0;
  for (int d = 0; d < 3; ++d) {
    extent[d] = plan.lattice.height[d];
    if (plan.lattice.periodic[d]) continue;
    double high = low[d] = wrapped_[plan.first_atom].fractional[d];
    for (Index i = plan.first_atom; i < plan.first_atom + plan.atoms; ++i) {
      low[d] = std::min(low[d], wrapped_[i].fractional[d]);
      high = std::max(high, wrapped_[i].fractional[d]);
    }
    extent[d] = std::max(high - low[d], 1.0);
    volume *= extent[d];
  }
  volume *= plan.lattice.volume;

  const double safe = cutoff_ * margin;
  double edge = std::cbrt(volume * atoms_per_bin / static_cast<double>(plan.atoms));
  if (edge < safe) edge = safe / std::round(safe / edge);
  if (plan.images <= alone) edge = std::numeric_limits<double>::infinity();
  const auto along = [&](int d) { return std::max(std::floor(extent[d] / edge), 1.0); };
  while (along(0) * along(1) * along(2) > static_cast<double>(plan.atoms)) edge *= 1.25;  // long or flat structures
  for (int d = 0; d < 3; ++d) {
    formula::Bins& bins = plan.bins[d];
    bins.inside = static_cast<int>(along(d));
    bins.origin = low[d];
    bins.scale = bins.inside / (plan.lattice.periodic[d] ? 1.0 : extent[d]);
    const double reach = std::ceil(safe * bins.inside / extent[d] * (1.0 - 1e-12));
    bins.reach = static_cast<int>(plan.lattice.periodic[d] ? reach : std::min(reach, bins.inside - 1.0));
    bins.padding = plan.lattice.periodic[d] ? bins.reach : 0;
  }
}

void Search::place_plans() {
  Index images = 0, bins = 0;
  for (Plan& plan : plans_) {
    plan.first_image = images;
    plan.first_bin = bins;
    images += plan.images;
    bins += plan.bin_count() + 1;
  }
  if (images > std::numeric_limits<std::uint32_t>::max())
    throw InvalidInput("this batch has " + std::to_string(images) + " periodic images within a cutoff of " +
                       std::to_string(cutoff_) + " bohr, more than can be numbered; split it");
  x_ = Array<double>(device_, images);
  y_ = Array<double>(device_, images);
  z_ = Array<double>(device_, images);
  key_ = Array<std::uint32_t>(device_, images);
  image_of_ = Array<std::uint32_t>(device_, images);
  position_ = Array<ImagePosition>(device_, images);
  origin_ = Array<ImageOrigin>(device_, images);
  bin_start_ = Array<std::uint32_t>(device_, bins);
}

void Search::make_images(Index s) {
  const Plan& plan = plans_[static_cast<std::size_t>(s)];
  const auto first = static_cast<std::size_t>(plan.first_atom);

  // Keys: species by species, atom by atom.
  std::uint32_t key = 0;
  std::uint32_t* bound = bound_.data() + s * (species_ + 1);
  for (int a = 0; a < species_; ++a) {
    bound[a] = key;
    for (std::size_t i = first; i < first + static_cast<std::size_t>(plan.atoms); ++i)
      if (batch_.host_species_index[i] == a) {
        first_key_[i] = key;
        key += image_count_[i];
      }
  }
  bound[species_] = key;

  // Bins by counting; within a bin the keys ascend.
  std::uint32_t* slot = image_of_.data() + plan.first_image;  // of a key: first its bin, then its place
  for_each(plan.atoms, shared_atoms(plan), 512, [&](Index atom, int) {
    const Index i = plan.first_atom + atom;
    const double* f = wrapped_[i].fractional;
    for_each_image(plan, i, [&](std::uint32_t k, const int* shift) {
      int b[3];
      for (int d = 0; d < 3; ++d)
        b[d] = shift[d] == 0 ? formula::bin_inside(plan.bins[d], f[d]) : formula::bin_of(plan.bins[d], f[d] + shift[d]);
      slot[first_key_[i] + k] = static_cast<std::uint32_t>(plan.bin(b[0], b[1], b[2]));
    });
  });
  std::uint32_t* start = bin_start_.data() + plan.first_bin;
  const Index bins = plan.bin_count();
  std::fill_n(start, bins + 1, 0u);
  for (Index k = 0; k < plan.images; ++k) ++start[slot[k] + 1];
  std::partial_sum(start, start + bins + 1, start);
  for (Index k = 0; k < plan.images; ++k) {
    std::uint32_t& place = slot[k];
    place = static_cast<std::uint32_t>(plan.first_image) + start[place]++;
  }
  std::copy_backward(start, start + bins, start + bins + 1);
  start[0] = 0;

  for_each(plan.atoms, shared_atoms(plan), 512, [&](Index atom, int) {
    const Index i = plan.first_atom + atom;
    const formula::WrappedAtom& home = wrapped_[i];
    for_each_image(plan, i, [&](std::uint32_t k, const int* shift) {
      const std::uint32_t key_here = first_key_[i] + k;
      const std::uint32_t p = slot[key_here];
      if (shift[0] == 0 && shift[1] == 0 && shift[2] == 0) centre_[i] = p;
      double r[3];
      for (int x = 0; x < 3; ++x) {
        r[x] = home.position[x];
        for (int d = 0; d < 3; ++d) r[x] += shift[d] * plan.lattice.vectors[d][x];
      }
      x_[p] = r[0];
      y_[p] = r[1];
      z_[p] = r[2];
      key_[p] = key_here;
      position_[p] = {r[0], r[1], r[2], 0.0};
      origin_[p] = {{shift[0] - home.turns[0], shift[1] - home.turns[1], shift[2] - home.turns[2]},
                    static_cast<std::int32_t>(i)};
    });
  });
}

void Search::make_tasks() {
  for (Index s = 0; s < static_cast<Index>(plans_.size()); ++s) {
    const auto& bins = plans_[static_cast<std::size_t>(s)].bins;
    const auto end = [](const formula::Bins& b) { return b.padding + b.inside; };
    for (int b0 = bins[0].padding; b0 < end(bins[0]); ++b0)
      for (int b1 = bins[1].padding; b1 < end(bins[1]); ++b1)
        for (int b2 = bins[2].padding; b2 < end(bins[2]); b2 += bins_per_task)
          tasks_.push_back({s, b0, b1, b2, std::min(b2 + bins_per_task, end(bins[2]))});
  }
}

/// visit(b2, begin, end) for the bins of a task that hold centres; begin and end count within the structure's images.
template <class Visit>
void Search::for_each_bin(const Task& task, const Visit& visit) const {
  const Plan& plan = plans_[static_cast<std::size_t>(task.structure)];
  const std::uint32_t* start = bin_start_.data() + plan.first_bin + plan.bin(task.b0, task.b1, 0);
  for (int b2 = task.begin; b2 < task.end; ++b2)
    if (start[b2] != start[b2 + 1]) visit(b2, start[b2], start[b2 + 1]);
}

/// One thread's memory for the first sweep.
struct Scratch {
  Candidates candidates;
  Hits hits;
  std::vector<Array<std::uint32_t>> chunks;
  std::uint32_t* free = nullptr;
  Index room = 0, next = 0;

  /// Space for a row of `count` images, from chunks that grow with what was needed so far.
  void reserve(const Device& device, Index count) {
    constexpr Index smallest = Index{1} << 13, largest = Index{1} << 21;
    if (room >= count) return;
    next = std::clamp(4 * next, smallest, largest);
    room = std::max(next, count);
    chunks.emplace_back(device, room);
    free = chunks.back().data();
  }
};

void Search::find(Index* count) {
  std::vector<Scratch> scratch(static_cast<std::size_t>(omp_get_max_threads()));

  for_each(static_cast<Index>(tasks_.size()), true, 4, [&](Index t, int worker) {
    const Task& task = tasks_[static_cast<std::size_t>(t)];
    const Plan& plan = plans_[static_cast<std::size_t>(task.structure)];
    Scratch& own = scratch[static_cast<std::size_t>(worker)];
    const Index first = plan.first_image;
    const ImageArrays images{x_.data() + first, y_.data() + first, z_.data() + first, key_.data() + first};
    const Species species{bound_.data() + task.structure * (species_ + 1), species_};
    const std::uint32_t* image_of = image_of_.data() + first;
    const auto low = [&](int d, int b) { return std::max(b - plan.bins[d].reach, 0); };
    const auto high = [&](int d, int b) { return std::min(b + plan.bins[d].reach, plan.bins[d].count() - 1); };

    for_each_bin(task, [&](int b2, std::uint32_t begin, std::uint32_t end) {
      Box box{{images.x[begin], images.y[begin], images.z[begin]}, {images.x[begin], images.y[begin], images.z[begin]}};
      for (std::uint32_t p = begin + 1; p < end; ++p) {
        const double r[3] = {images.x[p], images.y[p], images.z[p]};
        for (int x = 0; x < 3; ++x) {
          box.low[x] = std::min(box.low[x], r[x]);
          box.high[x] = std::max(box.high[x], r[x]);
        }
      }
      const Limits limits(cutoff_, box);
      own.candidates.size = 0;
      for (int c0 = low(0, task.b0); c0 <= high(0, task.b0); ++c0)
        for (int c1 = low(1, task.b1); c1 <= high(1, task.b1); ++c1) {
          const std::uint32_t* start = bin_start_.data() + plan.first_bin + plan.bin(c0, c1, 0);
          const std::uint32_t from = start[low(2, b2)], to = start[high(2, b2) + 1];
          own.candidates.reserve(own.candidates.size + (to - from));
          cull(images, from, to, box, limits, own.candidates);
        }
      own.candidates.pad();
      own.hits.reserve(own.candidates.size);
      for (std::uint32_t p = begin; p < end; ++p) {
        const auto i = origin_[first + p].atom;
        const float centre[3] = {static_cast<float>(images.x[p] - box.middle(0)),
                                 static_cast<float>(images.y[p] - box.middle(1)),
                                 static_cast<float>(images.z[p] - box.middle(2))};
        bool doubtful = false;
        Index n = within(own.candidates, centre, images.key[p], limits, own.hits, doubtful);
        if (doubtful) n = keep_closer(plan, i, own.hits, n);
        own.reserve(device_, n);
        row_[i] = own.free;
        order(own.hits, n, species, image_of, own.free, count + i * species_);
        own.free += n;
        own.room -= n;
      }
    });
  });
  for (Scratch& own : scratch) std::move(own.chunks.begin(), own.chunks.end(), std::back_inserter(chunks_));
}

/// Drops hits that are not closer than the cutoff when the vector is summed as (r_j - r_i) + S.cell, which has the same
/// length in both directions to the last bit: a pair at the cutoff is listed twice or not at all.
Index Search::keep_closer(const Plan& plan, Index centre, Hits& hits, Index n) const {
  const std::uint32_t* image_of = image_of_.data() + plan.first_image;
  const formula::WrappedAtom& home = wrapped_[centre];
  Index kept = 0;
  for (Index k = 0; k < n; ++k) {
    const ImageOrigin& o = origin_[image_of[hits.key[k]]];
    const formula::WrappedAtom& other = wrapped_[o.atom];
    int wrapped_shift[3];
    double separation[3];
    for (int d = 0; d < 3; ++d) wrapped_shift[d] = o.shift[d] + other.turns[d];
    const double d2 = formula::image_separation(plan.lattice, home.position, other.position, wrapped_shift, separation);
    hits.key[kept] = hits.key[k];
    kept += d2 < cutoff_ * cutoff_ ? 1 : 0;
  }
  return kept;
}

void Search::write(const Index* offset, int* neighbour, std::int32_t* shift, double* vector) const {
  for_each(batch_.atoms(), true, 256, [&](Index i, int) {
    const Index row = offset[i * species_], n = offset[(i + 1) * species_] - row;
    write_row(row_[i], n, position_.data(), origin_.data(), centre_[i], neighbour + row, shift + 3 * row,
              vector + 4 * row);
  });
}

}  // namespace

NeighbourList CpuKernels::neighbour_list(const Device& device, const StructureBatch& batch, double cutoff) {
  NeighbourList list;
  list.cutoff = cutoff;
  list.species_count = static_cast<Index>(batch.species.size());
  list.offset = Tensor<Index, 1>(device, {batch.atoms() * list.species_count + 1});
  Index* offset = list.offset.view().data();
  offset[0] = 0;

  Search search(device, batch, cutoff);
  search.find(offset + 1);
  std::partial_sum(offset, offset + list.offset.size(), offset);

  const Index pairs = offset[list.offset.size() - 1];
  list.neighbour = Tensor<int, 1>(device, {pairs});
  list.shift = Tensor<std::int32_t, 2>(device, {pairs, 3});
  list.vector = Tensor<double, 2>(device, {pairs, 4});
  search.write(offset, list.neighbour.view().data(), list.shift.view().data(), list.vector.view().data());
  return list;
}

}  // namespace rhofield::cpu
