// From derivatives of pairs to those of atoms on CPU threads: every atom collects its own.
#include "shared/pair_gradients.hpp"

#include <algorithm>

#include "cpu_backend.hpp"

namespace rhofield::cpu {

void CpuKernels::gather_pair_gradients(const FullPairsView& pairs, View<const int, 1> species_index,
                                       View<const double, 2> pair_bar, View<double, 2> positions_bar,
                                       View<double, 2> strain_bar) {
#pragma omp parallel for schedule(dynamic, 64)
  for (Index i = 0; i < species_index.size(); ++i) {
    double position[3] = {}, strain[9] = {};
    const Index end = pairs.offset((i + 1) * pairs.species_count);
    for (Index p = pairs.offset(i * pairs.species_count); p < end; ++p)
      formula::add_pair(pairs, species_index, pair_bar, i, p, position, strain);
    for (Index a = 0; a < 3; ++a) positions_bar(i, a) += position[a];
    std::copy_n(strain, 9, &strain_bar(i, 0));
  }
}

void CpuKernels::add_segments(View<const double, 2> x, View<const Index, 1> offset, View<double, 2> y) {
  const Index width = y.extent(1);
#pragma omp parallel for schedule(dynamic, 16)
  for (Index s = 0; s < y.extent(0); ++s)
    for (Index j = 0; j < width; ++j) {
      double sum = 0.0;
      for (Index k = offset(s); k < offset(s + 1); ++k) sum += x.data()[k * width + j];
      y.data()[s * width + j] += sum;
    }
}

}  // namespace rhofield::cpu
