// The storage library as users have it: structures survive a file, and a data set that is not there is refused.
#include <cstdio>
#include <filesystem>
#include <vector>

#include "rhofield/rhofield.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/extxyz.hpp"

int main() {
  const std::vector<rhofield::Structure> structures{
      {.numbers = {8, 1, 1}, .positions = {{0, 0, 0}, {1.43, 1.1, 0}, {-1.43, 1.1, 0}}, .label = "water"}};
  const std::filesystem::path path = "package_test.xyz";
  rhofield::storage::write_extxyz(path, structures);
  const auto back = rhofield::storage::read_extxyz(path);
  std::filesystem::remove(path);
  if (back.size() != 1 || back[0].numbers != structures[0].numbers) return 1;
  try {
    (void)rhofield::storage::read_dataset("no_such_file.h5");
  } catch (const rhofield::Error& error) {
    std::printf("%s\n", error.what());
    return 0;
  }
  return 1;
}
