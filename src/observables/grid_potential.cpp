// Poisson's equation for values on grids, by Fourier transforms.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "basis/lattice_images.hpp"
#include "descriptors/long_range_mesh.hpp"
#include "rhofield/error.hpp"
#include "rhofield/observables/potential.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

double length(const Vector3& v) { return std::sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]); }

/// The longest distance within the box of the grid.
double diagonal(const Grid& grid) {
  double longest = 0;
  for (const double s : {-1.0, 1.0})
    for (const double t : {-1.0, 1.0}) {
      Vector3 d{};
      for (std::size_t x = 0; x < 3; ++x)
        d[x] = static_cast<double>(grid.counts[0]) * grid.steps[0][x] +
               s * static_cast<double>(grid.counts[1]) * grid.steps[1][x] +
               t * static_cast<double>(grid.counts[2]) * grid.steps[2][x];
      longest = std::max(longest, length(d));
    }
  return longest;
}

void check_cell(const Structure& structure, const Grid& grid) {
  for (std::size_t k = 0; k < 3; ++k) {
    Vector3 miss{};
    for (std::size_t x = 0; x < 3; ++x)
      miss[x] = grid.steps[k][x] * static_cast<double>(grid.counts[k]) - structure.cell[k][x];
    if (length(miss) > 1e-6 * length(structure.cell[k]))
      throw InvalidInput(
          "the grid spans " + std::to_string(length(grid.steps[k]) * static_cast<double>(grid.counts[k])) +
          " bohr along lattice vector " + std::to_string(k) + " of " + std::to_string(length(structure.cell[k])) +
          " bohr; a potential in a cell needs a grid that divides it");
  }
}

}  // namespace

std::vector<double> hartree_potential(const Device& device, const Structure& structure, const Grid& grid,
                                      std::span<const double> density) {
  if (static_cast<Index>(density.size()) != grid.size())
    throw InvalidInput(std::to_string(density.size()) + " values for " + std::to_string(grid.size()) + " grid points");
  const bool cell = structure.any_periodic();
  if (cell && !(structure.periodic[0] && structure.periodic[1] && structure.periodic[2]))
    throw InvalidInput("potentials of slabs and wires on grids are not offered; use a cell with vacuum");
  if (cell) check_cell(structure, grid);
  Structure voxels;
  voxels.cell = grid.steps;
  voxels.periodic = {true, true, true};
  const Matrix3 dual = LatticeImages(voxels).dual();
  const double reach = diagonal(grid);
  std::array<Index, 3> n = grid.counts;
  if (!cell)  // so wide that no image of the box is within reach of it
    for (std::size_t k = 0; k < 3; ++k) n[k] = mesh_points(static_cast<double>(n[k]) + reach * length(dual[k]), 1.0);

  std::vector<double> padded(static_cast<std::size_t>(n[0] * n[1] * n[2]), 0.0);
  const auto each_row = [&](auto&& visit) {  // (first of the grid, first of the padded grid)
    for (Index i = 0; i < grid.counts[0]; ++i)
      for (Index j = 0; j < grid.counts[1]; ++j)
        visit((i * grid.counts[1] + j) * grid.counts[2], (i * n[1] + j) * n[2]);
  };
  each_row([&](Index from, Index to) { std::copy_n(density.begin() + from, grid.counts[2], padded.begin() + to); });
  const Index half = n[2] / 2 + 1;
  const auto size = static_cast<double>(padded.size());
  auto values = Tensor<double, 3>::from_host(device, padded, {n[0], n[1], n[2]});
  padded = {};
  auto spectrum = Tensor<double, 4>::zeros(device, {n[0], n[1], half, 2});
  auto& waves = device.backend().kernels();
  waves.fourier_forward(std::as_const(values).view(), spectrum.view());
  std::vector<double> host = spectrum.to_host();
  constexpr double pi = std::numbers::pi;
  const auto fraction = [&](Index m, std::size_t k) {
    return 2 * pi * static_cast<double>(2 * m > n[k] ? m - n[k] : m) / static_cast<double>(n[k]);
  };
  std::size_t place = 0;
  for (Index a = 0; a < n[0]; ++a)
    for (Index b = 0; b < n[1]; ++b)
      for (Index c = 0; c < half; ++c, place += 2) {
        double k2 = 0;
        for (std::size_t x = 0; x < 3; ++x) {
          const double k = fraction(a, 0) * dual[0][x] + fraction(b, 1) * dual[1][x] + fraction(c, 2) * dual[2][x];
          k2 += k * k;
        }
        // 1/r cut at `reach`, beyond which there is nothing: 4 pi (1 - cos k R) / k^2.
        const double coulomb = k2 > 0 ? 4 * pi / k2 * (cell ? 1.0 : 1 - std::cos(std::sqrt(k2) * reach))
                                      : (cell ? 0.0 : 2 * pi * reach * reach);
        for (std::size_t part = 0; part < 2; ++part) host[place + part] *= coulomb / size;
      }
  device.backend().memory().upload(spectrum.view().data(), host.data(), sizeof(double) * host.size());
  host = {};
  waves.fourier_backward(spectrum.view().template reshape<5>({n[0], n[1], half, 1, 2}),
                         values.view().template reshape<4>({n[0], n[1], n[2], 1}));
  padded = values.to_host();
  std::vector<double> potential(density.size());
  each_row([&](Index to, Index from) { std::copy_n(padded.begin() + from, grid.counts[2], potential.begin() + to); });
  return potential;
}

}  // namespace rhofield
