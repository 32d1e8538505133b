// What is read off grids along one of their axes: planar and macroscopic averages, potential steps, charges between two
// heights; and differences of grids.
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "rhofield/observables/grid.hpp"

namespace rhofield {

/// A function of the height z along the normal of the planes that the other two steps span, n = step_b x step_c,
/// towards positive steps along `axis`.
struct Profile {
  std::vector<double> values;  ///< [plane]
  double first = 0;            ///< bohr, z of plane 0: its points r have r.n = z
  double spacing = 0;          ///< bohr between planes
  double area = 0;             ///< bohr^2 that one plane of the grid covers
  double height(Index plane) const { return first + static_cast<double>(plane) * spacing; }
  /// Length that the planes stand for, plane by plane half a spacing to either side: the period of a cell.
  double length() const { return static_cast<double>(values.size()) * spacing; }
};

/// f(z) = mean of `values` [n0 n1 n2] over each plane of equal index along `axis` (0, 1, 2).
Profile planar_average(const Grid& grid, std::span<const double> values, int axis);

/// Running means (1/L) int_{z-L/2}^{z+L/2} f dz', one after another for every length L, bohr (Baldereschi, Baroni,
/// Resta, Phys. Rev. Lett. 61, 734 (1988)): what oscillates with a period L is gone, which for an interface takes the
/// layer spacings of both sides. The profile is periodic with its length(); its Fourier series is averaged exactly.
/// Throws InvalidInput for lengths that are not in (0, length()].
Profile macroscopic_average(const Profile& profile, std::span<const double> lengths);

/// Where the profile should be flat.
struct Region {
  double low = 0, high = 0;  ///< bohr, heights
};
struct PotentialStep {
  double first = 0, second = 0;                ///< mean in each region, in units of the profile
  double step = 0;                             ///< second - first
  double first_spread = 0, second_spread = 0;  ///< max - min there: how far the region is from flat
};
/// Means of the planes within two regions. With the electrostatic potential of a slab in a cell they are the vacuum
/// levels: an electron at rest there has the energy -V, a work function is -V - E_F, and the step is that of the
/// surface dipole. Throws InvalidInput for regions without a plane.
PotentialStep potential_step(const Profile& profile, const Region& first, const Region& second);

/// int f dr over the slab low < z < high (infinite: half space) of the cell or box, planes at the rim counting by the
/// part of them inside: the charge between two heights, the charge transfer of a difference density.
double integral_between(const Profile& profile, double low, double high = std::numeric_limits<double>::infinity());

/// Values on a grid.
struct GridValues {
  Grid grid;
  std::vector<double> values;  ///< [n0 n1 n2]
};

/// Throws InvalidInput, saying what differs, unless counts are equal and origin and steps agree so that no point is
/// displaced by more than 1e-6 bohr.
void check_same_grid(const Grid& a, const Grid& b);

/// values - sum of the parts, on one grid: adsorbate and surface minus each of them alone, say.
GridValues difference(const GridValues& whole, std::span<const GridValues> parts);

}  // namespace rhofield
