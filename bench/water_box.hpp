// A box of water at liquid density for benchmarks, without random numbers: bench/peers/water_box.py makes the same one.
#pragma once

#include <cmath>

#include "rhofield/atoms/structure.hpp"
#include "rhofield/units.hpp"

namespace rhofield::bench {

/// 4 n^3 molecules on a face-centred lattice, molecule number k turned by 2.4 k about z and 1.1 k about x (radians).
inline Structure water_box(int cells_per_edge, bool periodic) {
  constexpr double lattice = 9.67446 / 2;  // angstrom, of 4 molecules
  constexpr double sites[4][3] = {{0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}};
  constexpr double body[3][3] = {{0, 0, 0}, {0.7572, 0.5859, 0}, {-0.7572, 0.5859, 0}};  // O, H, H, angstrom
  constexpr int numbers[3] = {8, 1, 1};
  Structure box;
  int molecule = 0;
  for (int a = 0; a < cells_per_edge; ++a)
    for (int b = 0; b < cells_per_edge; ++b)
      for (int c = 0; c < cells_per_edge; ++c)
        for (const auto& site : sites) {
          const double u = 2.4 * molecule, v = 1.1 * molecule;
          for (int atom = 0; atom < 3; ++atom) {
            const double x = std::cos(u) * body[atom][0] - std::sin(u) * body[atom][1];
            const double y = std::sin(u) * body[atom][0] + std::cos(u) * body[atom][1];
            box.numbers.push_back(numbers[atom]);
            box.positions.push_back({angstrom * (lattice * (a + site[0]) + x),
                                     angstrom * (lattice * (b + site[1]) + std::cos(v) * y),
                                     angstrom * (lattice * (c + site[2]) + std::sin(v) * y)});
          }
          ++molecule;
        }
  for (std::size_t k = 0; k < 3; ++k) {
    box.cell[k][k] = angstrom * lattice * cells_per_edge;
    box.periodic[k] = periodic;
  }
  return box;
}

/// The cc-pVTZ-JKFIT fitting basis of H and O (F. Weigend, Phys. Chem. Chem. Phys. 4, 4285 (2002)), in NWChem format.
inline constexpr const char* water_fitting_basis = R"(
H S
 9.5302493327 1.0
H S
 1.9174506246 1.0
H S
 0.68424049142 1.0
H S
 0.28413255710 1.0
H P
 2.9133232035 1.0
H P
 1.2621205398 1.0
H P
 0.50199775874 1.0
H D
 2.3135329149 1.0
H D
 0.71290724024 1.0
H F
 1.6565726132 1.0
O S
 1517.8667506 1.0
O S
 489.67952008 1.0
O S
 176.72118665 1.0
O S
 63.792233137 1.0
O S
 25.366499130 1.0
O S
 9.9135491200 1.0
O S
 4.4645306584 1.0
O S
 1.8017743661 1.0
O S
 0.80789710965 1.0
O S
 0.33864326862 1.0
O P
 120.16030921 1.0
O P
 34.409622474 1.0
O P
 12.581148610 1.0
O P
 5.0663824249 1.0
O P
 2.0346927092 1.0
O P
 0.86092967212 1.0
O P
 0.36681356726 1.0
O D
 19.043062805 1.0
O D
 5.8060381104 1.0
O D
 2.1891841580 1.0
O D
 0.87794613558 1.0
O D
 0.35623646700 1.0
O F
 2.493914788135 1.0
O F
 0.824914788135 1.0
O G
 1.607914788135 1.0
)";

}  // namespace rhofield::bench
