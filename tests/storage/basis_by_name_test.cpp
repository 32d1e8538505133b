// Basis sets by name: from the Python package where it is there, with a clear error where it is not.
#include "rhofield/storage/basis_by_name.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "rhofield/error.hpp"
#include "support/errors.hpp"
#include "support/temporary_folder.hpp"

namespace rhofield::storage {
namespace {

using rhofield::testing::expect_error;
using rhofield::testing::put_bytes;
using rhofield::testing::TemporaryFolder;

/// Lets programs be found in one folder only.
class Path {
 public:
  explicit Path(const std::filesystem::path& folder) {
    const char* old = std::getenv("PATH");
    old_ = old == nullptr ? "" : old;
    setenv("PATH", folder.c_str(), 1);
  }
  Path(const Path&) = delete;
  Path& operator=(const Path&) = delete;
  ~Path() { setenv("PATH", old_.c_str(), 1); }

 private:
  std::string old_;
};

/// A python3 that behaves as the script says.
void put_python(const TemporaryFolder& folder, const std::string& body) {
  put_bytes(folder / "python3", "#!/bin/sh\n" + body + "\n");
  std::filesystem::permissions(folder / "python3", std::filesystem::perms::owner_all);
}

const std::vector<int> hydrogen{1};

TEST(BasisByName, ReadsWhatThePackagePrints) {
  const TemporaryFolder folder;
  put_python(folder, "test \"$3\" = 'a name; with $(signs)' && echo 'H S' && echo \" $4.5 1.0\"");
  const Path path(folder / "");
  const GaussianBasis basis = basis_by_name("a name; with $(signs)", hydrogen);
  EXPECT_EQ(basis.shells(1).at(0).exponents, std::vector<double>{1.5});
}

TEST(BasisByName, MissingPythonOrPackageIsSaidWithTheWayOut) {
  const TemporaryFolder folder;
  const Path path(folder / "");
  expect_error<Error>([] { (void)basis_by_name("sto-3g", hydrogen); }, {"python3", "pip install", "NWChem"});
  put_python(folder, "exit 3");
  expect_error<Error>([] { (void)basis_by_name("sto-3g", hydrogen); }, {"basis_set_exchange", "pip install"});
  put_python(folder, "kill -9 $$");
  expect_error<Error>([] { (void)basis_by_name("sto-3g", hydrogen); }, {"sto-3g", "status"});
}

TEST(BasisByName, UnknownNamesAndElementsAreRefused) {
  const TemporaryFolder folder;
  put_python(folder, "echo 'no such set'; exit 4");
  const Path path(folder / "");
  expect_error<InvalidInput>([] { (void)basis_by_name("nonsense", hydrogen); }, {"nonsense", "no such set"});
  EXPECT_THROW((void)basis_by_name("sto-3g", std::vector<int>{0}), InvalidInput);
  EXPECT_THROW((void)basis_by_name("sto-3g", {}), InvalidInput);
  EXPECT_THROW((void)basis_by_name("", hydrogen), InvalidInput);
}

TEST(BasisByName, TheExchangeGivesPublishedSets) {
  if (std::system("python3 -c 'import basis_set_exchange' 2>/dev/null") != 0)
    GTEST_SKIP() << "the Python package basis_set_exchange is not installed";
  const GaussianBasis basis = basis_by_name("cc-pvtz-jkfit", std::vector<int>{8, 1});
  EXPECT_EQ(basis.functions(8) + 2 * basis.functions(1), 139);
  EXPECT_EQ(basis.l_max(), 4);
  expect_error<InvalidInput>([] { (void)basis_by_name("no-such-basis", hydrogen); }, {"no-such-basis"});
}

}  // namespace
}  // namespace rhofield::storage
