// Reports of the library as Python dictionaries, whose keys are the fields of the dataclasses in rhofield/training.py.
#pragma once

#include "common.hpp"
#include "rhofield/model/properties.hpp"
#include "rhofield/model/training.hpp"

namespace rhofield::python {

nb::dict to_dict(const TrainingReport& report);
nb::dict to_dict(const ValidationReport& report);
nb::dict to_dict(const ResponseValidationReport& report);
nb::dict to_dict(const PropertyErrors& errors);
nb::dict to_dict(const PropertyValidationReport& report, std::span<const LabelledStructure> entries);

}  // namespace rhofield::python
