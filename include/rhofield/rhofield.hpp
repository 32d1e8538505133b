// rhofield: electron densities of molecules and materials and their response to a field, learned from structures. The
// pipeline in order:
#pragma once

// clang-format off
#include "rhofield/error.hpp"
#include "rhofield/progress.hpp"
#include "rhofield/units.hpp"
#include "rhofield/view.hpp"
#include "rhofield/cuda.hpp"
#include "rhofield/device.hpp"
#include "rhofield/tensor.hpp"

#include "rhofield/angular/real_spherical_harmonics.hpp"
#include "rhofield/angular/coupling.hpp"
#include "rhofield/angular/wigner.hpp"

#include "rhofield/atoms/structure.hpp"
#include "rhofield/atoms/neighbours.hpp"

#include "rhofield/basis/gaussian_basis.hpp"
#include "rhofield/basis/two_centre_integrals.hpp"

#include "rhofield/descriptors/spherical_expansion.hpp"
#include "rhofield/descriptors/long_range_expansion.hpp"
#include "rhofield/descriptors/equivariants.hpp"
#include "rhofield/descriptors/feature_selection.hpp"

#include "rhofield/model/target.hpp"
#include "rhofield/model/options.hpp"
#include "rhofield/model/data_set.hpp"
#include "rhofield/model/model.hpp"
#include "rhofield/model/property.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield/model/gradients.hpp"
#include "rhofield/model/properties.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/uncertainty.hpp"

#include "rhofield/observables/grid.hpp"
#include "rhofield/observables/moments.hpp"
#include "rhofield/observables/potential.hpp"
#include "rhofield/observables/partition.hpp"
#include "rhofield/observables/averages.hpp"
#include "rhofield/observables/response.hpp"
#include "rhofield/observables/point_charges.hpp"

#include "rhofield/model/grid_data.hpp"
#include "rhofield/model/probe_sampling.hpp"
#include "rhofield/model/probe_network.hpp"
#include "rhofield/model/real_space.hpp"
#include "rhofield/model/spherical_atoms.hpp"
#include "rhofield/model/electric_field.hpp"
#include "rhofield/model/energy_network.hpp"
// clang-format on
