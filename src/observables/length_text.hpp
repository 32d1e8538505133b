// Lengths in messages: people give them in angstrom on the command line and in Python, in bohr to the library.
#pragma once

#include <string>

#include "rhofield/units.hpp"
#include "runtime/text.hpp"

namespace rhofield {

/// "1 angstrom (1.88973 bohr)" of a length in bohr.
inline std::string length_text(double length) {
  return text(length / angstrom) + " angstrom (" + text(length) + " bohr)";
}

}  // namespace rhofield
