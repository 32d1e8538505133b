// Long-range expansion coefficients against closed formulas confirmed by featomic 0.6.7 (odd exponents to 1e-12, even
// ones to 4e-10, where featomic's error function is the limit).
#include "rhofield/descriptors/long_range_expansion.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "support/hdf5_reader.hpp"

namespace rhofield {
namespace {

using testing::Hdf5Reader;

Structure structure_of(const Hdf5Reader& file, const std::string& name) {
  Structure structure;
  structure.numbers = file.ints(name + "/numbers").data;
  const auto positions = file.doubles(name + "/positions"), cell = file.doubles(name + "/cell");
  for (std::size_t i = 0; i < structure.numbers.size(); ++i)
    structure.positions.push_back({positions(i, 0), positions(i, 1), positions(i, 2)});
  for (std::size_t v = 0; v < 3; ++v) structure.cell[v] = {cell(v, 0), cell(v, 1), cell(v, 2)};
  structure.periodic = {true, true, true};
  return structure;
}

class LongRangeReference : public ::testing::TestWithParam<std::tuple<const char*, int>> {};

TEST_P(LongRangeReference, CoefficientsAreThoseOfTheClosedFormulas) {
  const auto [system, exponent] = GetParam();
  const std::string name = system, item = name + "/p_" + std::to_string(exponent);
  const Hdf5Reader file(RHOFIELD_TEST_DATA "/lode_expansion.h5");
  if (!file.contains(item)) GTEST_SKIP() << "not among the shipped references";
  const Device device = Device::select("cpu");
  const Structure structure = structure_of(file, name);
  std::vector<int> species;
  for (const double number : file.attributes(name, "species").data) species.push_back(static_cast<int>(number));
  const LongRangeOptions options{.exponent = exponent,
                                 .radius = file.attribute(name, "rc"),
                                 .smearing = file.attribute(name, "sigma"),
                                 .n_max = static_cast<int>(file.attribute(name, "nrad")),
                                 .l_max = static_cast<int>(file.attribute(name, "nang")),
                                 .tolerance = 1e-11};
  const LongRangeExpansion expansion(device, species, options);

  const Tensor<double, 3> coefficients = expansion(std::span(&structure, 1));

  const auto expected = file.doubles(item);  // [centre, species, n, lm]
  const auto actual = coefficients.to_host();
  const View<const double, 3> c(actual.data(), coefficients.extents());
  double largest = 0, difference = 0;
  for (std::size_t i = 0; i < expected.shape[0]; ++i)
    for (std::size_t a = 0; a < expected.shape[1]; ++a)
      for (std::size_t n = 0; n < expected.shape[2]; ++n)
        for (std::size_t lm = 0; lm < expected.shape[3]; ++lm) {
          largest = std::max(largest, std::abs(expected(i, a, n, lm)));
          difference = std::max(difference, std::abs(c(i, lm, a * expected.shape[2] + n) - expected(i, a, n, lm)));
        }
  const LongRangePlan plan = expansion.plan(structure);
  EXPECT_LT(difference, 1e-9 * largest) << "splitting " << plan.splitting << ", cutoff " << plan.cutoff
                                        << ", wave cutoff " << plan.wave_cutoff;
}

INSTANTIATE_TEST_SUITE_P(Systems, LongRangeReference,
                         ::testing::Combine(::testing::Values("nacl", "triclinic", "water_8"), ::testing::Range(0, 7)),
                         [](const auto& tested) {
                           return std::string(std::get<0>(tested.param)) + "_p" +
                                  std::to_string(std::get<1>(tested.param));
                         });

}  // namespace
}  // namespace rhofield
