// Potential and field of a density against PySCF (libcint): numbers printed by tests/data/make/potentials.py.
#include "rhofield/observables/potential.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/gaussian_reference.hpp"

namespace rhofield {
namespace {

struct Reference {
  Vector3 point;
  double potential;
  Vector3 gradient;
};

const std::vector<Reference> references{
    {{0, 0, 0}, -0.2420028087434993, {0.07254161237152976, -0.01137176028813497, 0.01860746263531269}},
    {{1, -2, 0.5}, -0.1469136346005015, {0.02113873961731383, -0.02279911850234233, 0.01408210443369608}},
    {{-3, 1.5, 2}, -0.1986196394093128, {-0.01949820209359823, 0.03445523913180445, 0.04239497684751672}},
    {{6, 0.3, -0.7}, -0.06126861802122002, {0.004362892613968751, 0.001719077118764391, -0.00105208626492188}},
    {{0.2, 14, -9}, -0.036542059239761, {0.0004042573437593715, 0.001906642508548853, -0.001164635403043949}},
    {{-60, 25, 40}, -0.007951425890925923, {-8.228324436675499e-05, 3.534262974810744e-05, 5.81295710432497e-05}},
};

TEST(Potential, AndFieldOfADensityEqualThoseOfLibcint) {
  const testing::Hdf5Reader file(RHOFIELD_TEST_DATA "/gaussian_integrals.h5");
  const auto basis = testing::read_basis(file, "water_dimer/basis");
  const Structure structure = testing::read_structure(file, "water_dimer");
  std::vector<double> coefficients(static_cast<std::size_t>(basis.functions(structure)));
  for (std::size_t f = 0; f < coefficients.size(); ++f)
    coefficients[f] = std::cos(3.0 * static_cast<double>(f) + 1.0) / (static_cast<double>(f) + 1.0);
  std::vector<Vector3> points;
  for (const Reference& reference : references) points.push_back(reference.point);
  const auto values = potential_at_points(Device::select("cpu"), basis, structure, coefficients, points,
                                          {.kind = PotentialKind::hartree, .field = true});
  for (std::size_t p = 0; p < points.size(); ++p) {
    EXPECT_NEAR(values.potential[p], references[p].potential, 1e-13) << "point " << p;  // a hundred functions up to 1
    for (std::size_t x = 0; x < 3; ++x)
      EXPECT_NEAR(values.field[p][x], -references[p].gradient[x], 1e-13) << "point " << p;
  }
}

}  // namespace
}  // namespace rhofield
