// The lattice of the neighbour search, completed along directions that are not periodic: its reciprocal vectors are the
// duals, those of the periodic directions within their span.
#include "basis/lattice_images.hpp"

#include <algorithm>

#include "shared/neighbours.hpp"

namespace rhofield {

LatticeImages::LatticeImages(const Structure& structure) : periodic_(structure.periodic) {
  const formula::Lattice lattice = formula::complete_lattice(structure.cell[0].data(), periodic_.data());
  for (std::size_t k = 0; k < 3; ++k) {
    std::copy_n(lattice.vectors[k], 3, completed_[k].begin());
    if (!periodic_[k]) continue;
    cell_[k] = structure.cell[k];
    std::copy_n(lattice.reciprocal[k], 3, dual_[k].begin());
    dual_length_[k] = 1 / lattice.height[k];
  }
}

double LatticeImages::half_diagonal() const {
  double most = 0;
  for (const double s1 : {-0.5, 0.5})
    for (const double s2 : {-0.5, 0.5}) {
      Vector3 d{};
      for (std::size_t x = 0; x < 3; ++x) d[x] = 0.5 * cell_[0][x] + s1 * cell_[1][x] + s2 * cell_[2][x];
      most = std::max(most, std::sqrt(formula::dot(d.data(), d.data())));
    }
  return most;
}

}  // namespace rhofield
