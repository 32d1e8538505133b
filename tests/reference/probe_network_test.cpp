// The probe network against an independent program: T = 0, 1, 3, periodic and not, field zero and not, both
// activations.
#include "support/fireann_reference.hpp"

namespace rhofield {
namespace {

class ProbeNetworkReference : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Cases, ProbeNetworkReference,
                         ::testing::Values("crystal_t0", "molecule_t1_field", "crystal_t3"),
                         [](const auto& one) { return std::string(one.param); });

TEST_P(ProbeNetworkReference, TensorsOutputsLossAndAllGradientsMatch) {
  const testing::Hdf5Reader file(RHOFIELD_TEST_DATA "/fireann.h5");
  testing::expect_fireann_case<double>(Device::select("cpu"), file, GetParam(), 1e-10);
}

TEST_P(ProbeNetworkReference, SinglePrecisionIsWithinItsRounding) {
  const testing::Hdf5Reader file(RHOFIELD_TEST_DATA "/fireann.h5");
  testing::expect_fireann_case<float>(Device::select("cpu"), file, GetParam(), 2e-4);
}

}  // namespace
}  // namespace rhofield
