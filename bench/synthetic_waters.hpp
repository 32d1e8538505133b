// Training data without a file or random numbers: distorted water molecules whose coefficients follow the geometry
// equivariantly, c_{i n l m} = a_n sum_j Z_j exp(-0.3 r_ij^2) r_ij^l Y_lm(r_ij) with a_n = 1 / (1 + exponent); in the
// response to a field along k s functions follow the sum of l = 1, m = k, p functions along k that of l = 0.
#pragma once

#include <array>
#include <cmath>

#include "rhofield/angular/real_spherical_harmonics.hpp"
#include "rhofield/model/data_set.hpp"
#include "water_box.hpp"

namespace rhofield::bench {

/// Molecule number k: bond lengths, angle and orientation vary with k, bohr.
inline Structure distorted_water(int k) {
  const double r1 = 1.81 + 0.12 * std::sin(1.7 * k), r2 = 1.81 + 0.12 * std::sin(2.9 * k + 1);
  const double angle = 1.82 + 0.18 * std::sin(0.8 * k + 2), u = 2.4 * k, v = 1.1 * k;
  Structure water;
  water.numbers = {8, 1, 1};
  const std::array<Vector3, 3> body{{{0, 0, 0}, {r1, 0, 0}, {r2 * std::cos(angle), r2 * std::sin(angle), 0}}};
  for (const Vector3& r : body) {  // turned by u about z, then by v about x
    const double x = std::cos(u) * r[0] - std::sin(u) * r[1], y = std::sin(u) * r[0] + std::cos(u) * r[1];
    water.positions.push_back({x, std::cos(v) * y, std::sin(v) * y});
  }
  return water;
}

inline LabelledStructure labelled_water(int k, const GaussianBasis& basis) {
  LabelledStructure entry;
  entry.structure = distorted_water(k);
  static const Device host = Device::select("cpu");
  const int l_max = basis.l_max();
  const auto& x = entry.structure.positions;
  const auto functions = static_cast<std::size_t>(basis.functions(entry.structure));
  entry.response.resize(3 * functions);
  constexpr std::array<std::size_t, 3> order{2, 0, 1};  // of x, y, z among m = -1, 0, 1
  for (std::size_t i = 0; i < x.size(); ++i) {
    std::vector<double> moments(static_cast<std::size_t>((l_max + 1) * (l_max + 1)), 0.0);
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (j == i) continue;
      const std::array<double, 3> d{x[j][0] - x[i][0], x[j][1] - x[i][1], x[j][2] - x[i][2]};
      std::vector<double> y(moments.size());
      solid_harmonics(host, l_max, {d.data(), {1, 3}}, {y.data(), {1, static_cast<Index>(y.size())}});
      const double weight = entry.structure.numbers[j] * std::exp(-0.3 * (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]));
      for (std::size_t lm = 0; lm < y.size(); ++lm) moments[lm] += weight * y[lm];
    }
    for (const Shell& shell : basis.shells(entry.structure.numbers[i])) {
      for (std::size_t c = 0; c < 3 && shell.l < 2; ++c)
        entry.response[c * functions + entry.coefficients.size() + (shell.l == 1 ? order[c] : 0)] =
            moments[shell.l == 1 ? 0 : 1 + order[c]] / (1 + shell.exponents[0]);
      for (int lm = shell.l * shell.l; lm < (shell.l + 1) * (shell.l + 1); ++lm)
        entry.coefficients.push_back(moments[static_cast<std::size_t>(lm)] / (1 + shell.exponents[0]));
    }
  }
  return entry;
}

inline DataSet synthetic_waters(int count) {
  DataSet data;
  data.title = "synthetic waters";
  data.basis = parse_nwchem_basis(water_fitting_basis);
  for (int k = 0; k < count; ++k) data.entries.push_back(labelled_water(k, data.basis));
  return data;
}

}  // namespace rhofield::bench
