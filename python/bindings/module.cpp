// The extension module rhofield._core: the C++ library with numpy arrays, in atomic units. The package rhofield is
// written on top of it, with ase.Atoms and lengths in angstrom.
#include "common.hpp"
#include "rhofield/units.hpp"

NB_MODULE(_core, m) {
  using namespace rhofield::python;
  m.doc() = "The C++ library of rhofield: numpy arrays, atomic units. Use the package rhofield instead.";
  m.attr("ANGSTROM") = rhofield::angstrom;  // in bohr
  m.attr("VERSION") = RHOFIELD_VERSION;
  bind_errors(m);
  bind_devices(m);
  bind_structures(m);
  bind_basis(m);
  bind_data(m);
  bind_configuration(m);
  bind_model(m);
  bind_training(m);
  bind_curves(m);
  bind_observables(m);
  bind_response(m);
  bind_electrostatics(m);
  bind_grid_files(m);
  bind_uncertainty(m);
  bind_real_space(m);
  bind_energy_network(m);
}
