// Ewald's sum: erfc(r/sqrt2 s)/r over pairs, the smooth rest over wave vectors.
//   E = 1/2 sum_i q_i phi_i
//   phi_i = sum_pairs q_j erfc(r/sqrt2 s)/r + sum_k v(k) Re e^{ik.r_i} S(k)* - q_i sqrt(2/pi)/s
#include "rhofield/observables/point_charges.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "descriptors/long_range_waves.hpp"
#include "rhofield/atoms/neighbours.hpp"
#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr double neutral = 1e-9;    // e
constexpr double narrowest = 1e-6;  // bohr: a point, as far as the k = 0 terms of slabs and wires are concerned

/// Width of the smooth part for which both sums are short: some 2000 waves in a cube of any size.
double splitting_width(const Structure& structure) {
  const formula::Lattice lattice = formula::complete_lattice(structure.cell[0].data(), structure.periodic.data());
  double edge = 0;
  for (std::size_t d = 0; d < 3; ++d)
    if (structure.periodic[d]) edge = edge == 0 ? lattice.height[d] : std::min(edge, lattice.height[d]);
  return edge / 8;
}

void add_pairs(const Device& device, const Structure& structure, double width, double cutoff, PointChargeEnergy& sum) {
  const StructureBatch batch = make_batch(device, std::span(&structure, 1), species_of(std::span(&structure, 1)));
  const NeighbourList list = neighbour_list(device, batch, cutoff);
  const std::vector<Index> offset = list.offset.to_host();
  const std::vector<int> neighbour = list.neighbour.to_host();
  const std::vector<double> vector = list.vector.to_host();
  for (std::size_t i = 0; i < structure.numbers.size(); ++i) {
    const auto row = i * static_cast<std::size_t>(list.species_count);
    for (auto p = static_cast<std::size_t>(offset[row]);
         p < static_cast<std::size_t>(offset[row + static_cast<std::size_t>(list.species_count)]); ++p) {
      const double r = vector[4 * p + 3], x = r / (std::numbers::sqrt2 * width);
      const double q = structure.charges[static_cast<std::size_t>(neighbour[p])];
      const double potential = width > 0 ? std::erfc(x) / r : 1 / r;
      const double slope = width > 0 ? potential + std::sqrt(2 / pi) / width * std::exp(-x * x) : potential;
      sum.potentials[i] += q * potential;
      // -d/dr_i with the vector from i to the neighbour.
      for (std::size_t a = 0; a < 3; ++a)
        sum.forces[i][a] -= structure.charges[i] * q * slope * vector[4 * p + a] / (r * r);
    }
  }
}

void add_waves(const Device& device, const Structure& structure, double width, double precision,
               PointChargeEnergy& sum) {
  const WaveCell cell = make_wave_cell(structure, 0, width, precision);
  const double wave_cutoff = std::sqrt(-2 * std::log(precision)) / width;
  const Waves waves = SmoothPotential(cell, 1, narrowest, width, wave_cutoff).waves();
  const auto count = waves.size(), atoms = structure.size();
  const std::vector<double> fractional = fractions_of(cell, structure);
  Tensor<double, 2> phases(device, {atoms, 2 * count});
  device.backend().kernels().wave_phases(Tensor<int, 2>::from_host(device, waves.index, {count, 3}).view(),
                                         Tensor<double, 2>::from_host(device, fractional, {atoms, 3}).view(),
                                         phases.view());
  const std::vector<double> e = phases.to_host();
  const View<const double, 2> phase(e.data(), phases.extents());
  for (Index w = 0; w < count; ++w) {
    double cosine = 0, sine = 0;
    for (Index i = 0; i < atoms; ++i) {
      cosine += structure.charges[static_cast<std::size_t>(i)] * phase(i, w);
      sine += structure.charges[static_cast<std::size_t>(i)] * phase(i, count + w);
    }
    // The factor of the waves is 8 pi / Omega v: 4 pi more than here.
    const double factor = waves.factor[static_cast<std::size_t>(w)] / (4 * pi);
    for (Index i = 0; i < atoms; ++i) {
      const auto at = static_cast<std::size_t>(i);
      sum.potentials[at] += factor * (phase(i, w) * cosine + phase(i, count + w) * sine);
      const double slope = factor * (-phase(i, count + w) * cosine + phase(i, w) * sine);
      for (std::size_t a = 0; a < 3; ++a)
        sum.forces[at][a] -= structure.charges[at] * slope * waves.vector[static_cast<std::size_t>(4 * w) + a];
    }
  }
  for (std::size_t i = 0; i < structure.charges.size(); ++i)
    sum.potentials[i] -= structure.charges[i] * std::sqrt(2 / pi) / width;  // its own cloud
}

}  // namespace

PointChargeEnergy point_charge_energy(const Device& device, const Structure& structure, double precision) {
  validate(structure);
  if (structure.charges.empty())
    throw InvalidInput("point charges: the structure of " + std::to_string(structure.size()) +
                       " atoms has no charges; set Structure::charges");
  if (!(precision >= 1e-15 && precision <= 1e-2))
    throw InvalidInput("point charges: the precision is " + text(precision) + "; use 1e-15 to 1e-2");
  PointChargeEnergy result;
  result.potentials.assign(structure.charges.size(), 0.0);
  result.forces.assign(structure.charges.size(), Vector3{});
  const double total = std::accumulate(structure.charges.begin(), structure.charges.end(), 0.0);
  const bool crystal = structure.periodic[0] && structure.periodic[1] && structure.periodic[2];
  if (structure.any_periodic() && std::abs(total) > neutral) {
    if (!crystal)
      throw InvalidInput("point charges: a slab or wire with a charge of " + text(total) +
                         " e per cell has no finite energy; make it neutral, or periodic in three directions");
    result.notes.push_back("the cell has a charge of " + text(total) + " e: a uniform background neutralises it");
  }
  if (!structure.any_periodic()) {
    double farthest = 1;
    for (const Vector3& a : structure.positions)
      for (const Vector3& b : structure.positions)
        farthest = std::max(farthest, std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]));
    add_pairs(device, structure, 0, 1.01 * farthest, result);
  } else {
    const double width = splitting_width(structure);
    add_pairs(device, structure, width, width * std::sqrt(-2 * std::log(precision)), result);
    add_waves(device, structure, width, precision, result);
  }
  for (std::size_t i = 0; i < structure.charges.size(); ++i)
    result.energy += 0.5 * structure.charges[i] * result.potentials[i];
  return result;
}

}  // namespace rhofield
