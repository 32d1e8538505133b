// Units: the library computes in bohr, hartree and elementary charges; angstrom appears at the border only.
#pragma once

namespace rhofield {

/// One angstrom in bohr (CODATA 2018: 1 bohr = 0.529177210903 angstrom); `4.0 * angstrom` reads as it should.
inline constexpr double angstrom = 1.0 / 0.529177210903;

/// One electronvolt in hartree (CODATA 2018).
inline constexpr double electronvolt = 1.0 / 27.211386245988;

inline constexpr double pi = 3.141592653589793238462643383279502884;

}  // namespace rhofield
