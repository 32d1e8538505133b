// Neighbour lists on the GPU: atoms are wrapped into their cells and sorted into bins; every centre looks through the
// bins around its own, going around the cell where that is periodic; pairs are counted, rows are placed by a scan, and
// filled; a row is put in order by ranking its keys. No atom is copied: an image is an atom and a shift.
#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_scan.cuh>

#include <bit>
#include <string>

#include "cuda/cuda_backend.hpp"
#include "rhofield/error.hpp"
#include "shared/neighbours.hpp"

namespace rhofield::cuda {

namespace {

constexpr double margin = 1.0 + 1e-9;  ///< bins and images reach this much further than the cutoff
constexpr int threads_per_structure = 256;
constexpr double most_images = 1e9;

/// What the kernels know of one structure.
struct Cell {
  formula::Lattice lattice;
  formula::Bins bins[3];
  Index first_atom;
};

/// Arrays of one search; all of them are device memory.
struct Search {
  double cutoff;
  View<const double, 2> positions;
  View<const int, 1> species_index;
  View<const Index, 1> structure_offset;
  View<const double, 3> cells;
  View<const unsigned char, 2> periodic;
  Index species;
  View<Cell, 1> cell;                     ///< [structure]
  View<int, 1> structure;                 ///< [atom]
  View<formula::WrappedAtom, 1> wrapped;  ///< [atom]
  View<std::uint32_t, 1> bin;             ///< [atom], counted through the batch: first atom + bin of the structure
  View<std::uint32_t, 1> bin_start;       ///< [bin + 1], places in `sorted`
  View<std::uint32_t, 1> sorted;          ///< [place], atoms by bin, ascending within a bin
  View<int, 1> crowded;                   ///< [1], 1 + the structure whose cell has too many images, or 0
};

/// One thread per structure; reads its cell, writes the lattice.
__global__ void lattice_kernel(Search search) {
  const Index s = thread_index();
  if (s >= search.cell.size()) return;
  bool periodic[3];
  for (int d = 0; d < 3; ++d) periodic[d] = search.periodic(s, d) != 0;
  Cell& cell = search.cell(s);
  cell.lattice = formula::complete_lattice(&search.cells(s, 0, 0), periodic);
  cell.first_atom = search.structure_offset(s);
}

/// One thread per atom; finds its structure, writes the wrapped atom.
__global__ void wrap_kernel(Search search) {
  const Index i = thread_index();
  if (i >= search.wrapped.size()) return;
  Index first = 0;
  Index last = search.cell.size();
  while (last - first > 1) {
    const Index middle = (first + last) / 2;
    if (search.structure_offset(middle) <= i)
      first = middle;
    else
      last = middle;
  }
  search.structure(i) = static_cast<int>(first);
  search.wrapped(i) = formula::wrap(search.cell(first).lattice, &search.positions(i, 0));
}

/// Smallest value of a block, known to all its threads.
__device__ double block_minimum(double value, double* values) {
  const int thread = static_cast<int>(threadIdx.x);
  values[thread] = value;
  for (int half = threads_per_structure / 2; half > 0; half /= 2) {
    __syncthreads();
    if (thread < half && values[thread + half] < values[thread]) values[thread] = values[thread + half];
  }
  __syncthreads();
  const double smallest = values[0];
  __syncthreads();  // before the next minimum writes
  return smallest;
}

/// One block per structure; reads the wrapped atoms, writes the bins: half a cutoff or more along an edge, and no more
/// of them than atoms.
__global__ void bins_kernel(Search search) {
  double* values = shared_memory<double>();
  const Index s = blockIdx.x;
  Cell& cell = search.cell(s);
  const Index end = search.structure_offset(s + 1);
  if (end == cell.first_atom) return;
  const auto atoms = static_cast<double>(end - cell.first_atom);
  double low[3];
  double extent[3];
  double expected = atoms;
  for (int d = 0; d < 3; ++d) {
    low[d] = 0.0;
    extent[d] = cell.lattice.height[d];
    if (cell.lattice.periodic[d]) {
      expected *= 1.0 + 2.0 * search.cutoff / extent[d];
      continue;
    }
    double smallest = search.wrapped(cell.first_atom).fractional[d];
    double largest = smallest;
    for (Index i = cell.first_atom + threadIdx.x; i < end; i += threads_per_structure) {
      const double f = search.wrapped(i).fractional[d];
      smallest = f < smallest ? f : smallest;
      largest = f > largest ? f : largest;
    }
    low[d] = block_minimum(smallest, values);
    extent[d] = -block_minimum(-largest, values) - low[d];
    if (extent[d] < 1.0) extent[d] = 1.0;
  }
  if (threadIdx.x != 0) return;
  const double safe = search.cutoff * margin;
  double edge = 0.5 * safe;
  for (double bins = 2.0 * atoms; bins > atoms; edge *= 1.25) {
    bins = 1.0;
    for (int d = 0; d < 3; ++d) {
      cell.bins[d] = formula::bins_around(low[d], extent[d], cell.lattice.periodic[d], edge, safe);
      bins *= cell.bins[d].inside;
    }
  }
  bool far = expected > most_images;
  for (int d = 0; d < 3; ++d)
    far = far || cell.bins[d].reach / cell.bins[d].inside + 1 > formula::largest_wrapped_shift;
  if (!far) return;
  atomicMax(&search.crowded(0), static_cast<int>(s) + 1);  // the host throws; until then little is searched
  for (int d = 0; d < 3; ++d) cell.bins[d].reach = 0;
}

/// One thread per atom; writes its bin and its number, to be sorted.
__global__ void bin_kernel(Search search, View<std::uint32_t, 1> atoms) {
  const Index i = thread_index();
  if (i >= atoms.size()) return;
  const Cell& cell = search.cell(search.structure(i));
  Index b = 0;
  for (int d = 0; d < 3; ++d)
    b = b * cell.bins[d].inside + formula::bin_inside(cell.bins[d], search.wrapped(i).fractional[d]);
  search.bin(i) = static_cast<std::uint32_t>(cell.first_atom + b);
  atoms(i) = static_cast<std::uint32_t>(i);
}

/// One thread per place and one more; reads the sorted bins, writes the first place of each bin that starts there.
__global__ void bin_start_kernel(View<const std::uint32_t, 1> bin, View<std::uint32_t, 1> start) {
  const Index p = thread_index();
  if (p > bin.size()) return;
  const Index first = p == 0 ? 0 : Index{bin(p - 1)} + 1;
  const Index last = p == bin.size() ? start.size() - 1 : Index{bin(p)};
  for (Index b = first; b <= last; ++b) start(b) = static_cast<std::uint32_t>(p);
}

/// visit(species, j, shift) for all pairs (i, j, shift) of centre i within the cutoff.
template <class Visit>
__device__ void for_each_pair(const Search& search, Index i, const Visit& visit) {
  const Cell& cell = search.cell(search.structure(i));
  const formula::WrappedAtom home = search.wrapped(i);
  int own[3];
  for (int d = 0; d < 3; ++d) own[d] = formula::bin_inside(cell.bins[d], home.fractional[d]);
  int low[3];
  int high[3];
  for (int d = 0; d < 3; ++d) {
    low[d] = own[d] - cell.bins[d].reach;
    high[d] = own[d] + cell.bins[d].reach;
    if (cell.lattice.periodic[d]) continue;
    low[d] = low[d] < 0 ? 0 : low[d];
    high[d] = high[d] < cell.bins[d].inside ? high[d] : cell.bins[d].inside - 1;
  }
  int shift[3];
  for (int b0 = low[0]; b0 <= high[0]; ++b0) {
    const Index row0 = formula::bin_around(cell.bins[0], b0, &shift[0]);
    for (int b1 = low[1]; b1 <= high[1]; ++b1) {
      const Index row1 = row0 * cell.bins[1].inside + formula::bin_around(cell.bins[1], b1, &shift[1]);
      for (int b2 = low[2]; b2 <= high[2]; ++b2) {
        const Index b = cell.first_atom + row1 * cell.bins[2].inside + formula::bin_around(cell.bins[2], b2, &shift[2]);
        const bool at_home = shift[0] == 0 && shift[1] == 0 && shift[2] == 0;
        for (std::uint32_t p = search.bin_start(b); p < search.bin_start(b + 1); ++p) {
          const Index j = search.sorted(p);
          if (at_home && j == i) continue;
          double separation[3];
          const double square =
              formula::image_separation(cell.lattice, home.position, search.wrapped(j).position, shift, separation);
          if (square < search.cutoff * search.cutoff) visit(search.species_index(j), j, shift);
        }
      }
    }
  }
}

/// One thread per centre, in the order of bins; writes how many neighbours of each species it has.
__global__ void count_kernel(Search search, View<Index, 1> count) {
  const Index place = thread_index();
  if (place >= search.sorted.size()) return;
  const Index i = search.sorted(place);
  Index* row = &count(i * search.species);
  for (Index a = 0; a < search.species; ++a) row[a] = 0;
  for_each_pair(search, i, [&](int species, Index, const int*) { ++row[species]; });
}

/// One thread per centre, in the order of bins; writes the keys of its pairs, in any order.
__global__ void fill_kernel(Search search, View<const Index, 1> offset, View<unsigned long long, 1> keys) {
  const Index place = thread_index();
  if (place >= search.sorted.size()) return;
  const Index i = search.sorted(place);
  const Index first_atom = search.cell(search.structure(i)).first_atom;
  Index next = offset(i * search.species);
  for_each_pair(search, i, [&](int species, Index j, const int* shift) {
    keys(next++) = formula::pair_key(species, static_cast<unsigned long long>(j - first_atom), shift);
  });
}

/// One warp per centre; ranks the keys of its pairs and writes each pair to its place in the row.
__global__ void order_kernel(Search search, View<const Index, 1> offset, View<const unsigned long long, 1> keys,
                             View<int, 1> neighbour, View<std::int32_t, 2> shift, View<double, 2> vector) {
  const Index i = thread_index() / 32;
  if (i >= search.wrapped.size()) return;
  const Index begin = offset(i * search.species);
  const Index end = offset((i + 1) * search.species);
  const Cell& cell = search.cell(search.structure(i));
  const formula::WrappedAtom& home = search.wrapped(i);
  for (Index k = begin + threadIdx.x % 32; k < end; k += 32) {
    const unsigned long long key = keys(k);
    Index place = begin;
    for (Index other = begin; other < end; ++other) place += keys(other) < key ? 1 : 0;
    const Index j = cell.first_atom + static_cast<Index>(formula::neighbour_of_key(key));
    const formula::WrappedAtom& away = search.wrapped(j);
    int wrapped_shift[3];
    formula::shift_of_key(key, wrapped_shift);
    double separation[3];
    const double square =
        formula::image_separation(cell.lattice, home.position, away.position, wrapped_shift, separation);
    neighbour(place) = static_cast<int>(j);
    for (int d = 0; d < 3; ++d) shift(place, d) = wrapped_shift[d] - away.turns[d] + home.turns[d];
    for (int x = 0; x < 3; ++x) vector(place, x) = separation[x];
    vector(place, 3) = sqrt(square);
  }
}

/// Sorts atoms by bin; equal bins keep the order of atoms.
void sort_by_bin(const Context& context, const Device& device, View<const std::uint32_t, 1> bin,
                 View<std::uint32_t, 1> bin_sorted, View<const std::uint32_t, 1> atom, View<std::uint32_t, 1> sorted) {
  const CurrentDevice current(context.index());
  const int bits = std::bit_width(static_cast<std::uint64_t>(bin.size()));
  std::size_t bytes = 0;
  const auto sort = [&](void* work) {
    check(cub::DeviceRadixSort::SortPairs(work, bytes, bin.data(), bin_sorted.data(), atom.data(), sorted.data(),
                                          static_cast<int>(bin.size()), 0, bits, context.stream()));
  };
  sort(nullptr);
  Tensor<unsigned char, 1> work(device, {static_cast<Index>(bytes) + 1});
  sort(work.view().data());
}

/// offset[k] = sum of count over all rows before k; in place.
void scan(const Context& context, const Device& device, View<Index, 1> offset) {
  const CurrentDevice current(context.index());
  std::size_t bytes = 0;
  const auto sum = [&](void* work) {
    check(cub::DeviceScan::ExclusiveSum(work, bytes, offset.data(), offset.data(), offset.size(), context.stream()));
  };
  sum(nullptr);
  Tensor<unsigned char, 1> work(device, {static_cast<Index>(bytes) + 1});
  sum(work.view().data());
}

}  // namespace

NeighbourList CudaKernels::neighbour_list(const Device& device, const StructureBatch& batch, double cutoff) {
  const Index atoms = batch.atoms();
  const auto species = static_cast<Index>(batch.species.size());
  NeighbourList list;
  list.cutoff = cutoff;
  list.species_count = species;
  list.offset = Tensor<Index, 1>::zeros(device, {atoms * species + 1});
  if (atoms == 0) {
    list.neighbour = Tensor<int, 1>(device, {0});
    list.shift = Tensor<std::int32_t, 2>(device, {0, 3});
    list.vector = Tensor<double, 2>(device, {0, 4});
    return list;
  }
  for (Index s = 0; s < batch.structures(); ++s) {
    const Index here =
        batch.first_atom[static_cast<std::size_t>(s) + 1] - batch.first_atom[static_cast<std::size_t>(s)];
    if (here >= Index{1} << formula::neighbour_bits)
      throw InvalidInput("structure " + std::to_string(s) + " of the batch has " + std::to_string(here) +
                         " atoms, a neighbour list on this device takes up to " +
                         std::to_string((Index{1} << formula::neighbour_bits) - 1) + "; use --device cpu");
  }

  Tensor<Cell, 1> cell(device, {batch.structures()});
  Tensor<int, 1> structure(device, {atoms});
  Tensor<formula::WrappedAtom, 1> wrapped(device, {atoms});
  Tensor<std::uint32_t, 1> bin(device, {atoms});
  Tensor<std::uint32_t, 1> bin_sorted(device, {atoms});
  Tensor<std::uint32_t, 1> bin_start(device, {atoms + 1});
  Tensor<std::uint32_t, 1> unsorted(device, {atoms});
  Tensor<std::uint32_t, 1> sorted(device, {atoms});
  auto crowded = Tensor<int, 1>::zeros(device, {1});
  const Search search{cutoff,
                      batch.positions.view(),
                      batch.species_index.view(),
                      batch.structure_offset.view(),
                      batch.cells.view(),
                      batch.periodic.view(),
                      species,
                      cell.view(),
                      structure.view(),
                      wrapped.view(),
                      bin.view(),
                      bin_start.view(),
                      sorted.view(),
                      crowded.view()};
  launch(context_, one_thread_per(batch.structures()), lattice_kernel, search);
  launch(context_, one_thread_per(atoms), wrap_kernel, search);
  launch(context_, one_block_per(batch.structures(), threads_per_structure, sizeof(double) * threads_per_structure),
         bins_kernel, search);
  launch(context_, one_thread_per(atoms), bin_kernel, search, unsorted.view());
  sort_by_bin(context_, device, bin.view(), bin_sorted.view(), unsorted.view(), sorted.view());
  launch(context_, one_thread_per(atoms + 1), bin_start_kernel, bin_sorted.view(), bin_start.view());
  launch(context_, one_thread_per(atoms), count_kernel, search, list.offset.view());
  scan(context_, device, list.offset.view());

  // The search waits here and nowhere else: the list must be as long as it is.
  if (const int found = crowded.to_host().front(); found != 0)
    throw InvalidInput("structure " + std::to_string(found - 1) + " of the batch: a cutoff of " +
                       std::to_string(cutoff) + " bohr reaches over more images of its cell than the " +
                       std::to_string(most_images) + " that are looked through; use a smaller cutoff or check the " +
                       "units of the cell");
  Index pairs = 0;
  device.backend().memory().download(&pairs, &list.offset.view()(atoms * species), sizeof pairs);

  list.neighbour = Tensor<int, 1>(device, {pairs});
  list.shift = Tensor<std::int32_t, 2>(device, {pairs, 3});
  list.vector = Tensor<double, 2>(device, {pairs, 4});
  Tensor<unsigned long long, 1> keys(device, {pairs});
  const View<const Index, 1> offset = list.offset.view();
  launch(context_, one_thread_per(atoms), fill_kernel, search, offset, keys.view());
  launch(context_, one_thread_per(32 * atoms), order_kernel, search, offset, keys.view(), list.neighbour.view(),
         list.shift.view(), list.vector.view());
  return list;
}

}  // namespace rhofield::cuda
