// All cases of the reference vectors of the probe network; RHOFIELD_FIREANN names the file (tests/data/make/fireann.py
// all).
#include <cstdlib>

#include "support/fireann_reference.hpp"

namespace rhofield {
namespace {

TEST(ProbeNetworkVectors, AllCasesMatch) {
  const char* path = std::getenv("RHOFIELD_FIREANN");  // NOLINT(concurrency-mt-unsafe)
  if (path == nullptr) GTEST_SKIP() << "RHOFIELD_FIREANN does not name the file of all cases";
  const testing::Hdf5Reader file(path);
  for (const std::string& name : file.names("cases"))
    testing::expect_fireann_case<double>(Device::select("cpu"), file, name, 1e-10);
}

}  // namespace
}  // namespace rhofield
