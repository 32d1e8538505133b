// What validate() of options says.
#pragma once

#include <sstream>

#include "rhofield/error.hpp"

namespace rhofield {

/// Throws InvalidInput "option <field> = <value> is out of range; it must be <range>" unless `good`.
template <class T>
void require_option(bool good, const char* field, T value, const char* range) {
  if (good) return;
  std::ostringstream message;
  message << "option " << field << " = " << value << " is out of range; it must be " << range;
  throw InvalidInput(message.str());
}

}  // namespace rhofield
