// Elements, validation of structures and packing into batches.
#include "rhofield/atoms/structure.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <string>

#include "rhofield/error.hpp"
#include "support/random_structures.hpp"

namespace rhofield {
namespace {

/// The message of the InvalidInput that `call` throws, or a note that it did not.
template <class Call>
std::string message(const Call& call) {
  try {
    call();
  } catch (const InvalidInput& error) {
    return error.what();
  }
  return "nothing was thrown";
}

#define EXPECT_SAYS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

Structure water() {
  Structure s;
  s.numbers = {8, 1, 1};
  s.positions = {{0, 0, 0}, {0, 1.4, 1.1}, {0, -1.4, 1.1}};
  return s;
}

Structure salt() {
  Structure s;
  s.numbers = {11, 17};
  s.positions = {{0, 0, 0}, {5.3, 5.3, 5.3}};
  s.cell = {{{10.6, 0, 0}, {0, 10.6, 0}, {0, 0, 10.6}}};
  s.periodic = {true, true, true};
  return s;
}

TEST(Elements, SymbolsAndNumbersAreInverse) {
  for (int z = 1; z <= 118; ++z) EXPECT_EQ(atomic_number(element_symbol(z)), z);
  EXPECT_EQ(atomic_number("H"), 1);
  EXPECT_EQ(element_symbol(79), "Au");
  EXPECT_EQ(element_symbol(118), "Og");
}

TEST(Elements, WhatIsNoElementIsNamed) {
  EXPECT_SAYS(message([] { (void)atomic_number("Xx"); }), "Xx");
  EXPECT_SAYS(message([] { (void)element_symbol(119); }), "119");
  EXPECT_THROW((void)atomic_number(""), InvalidInput);
  EXPECT_THROW((void)element_symbol(0), InvalidInput);
}

TEST(Species, AreAscendingAndOccurOnce) {
  EXPECT_EQ(species_of(std::vector{salt(), water(), water()}), (std::vector<int>{1, 8, 11, 17}));
  EXPECT_TRUE(species_of({}).empty());
}

TEST(Validation, SoundStructuresPass) {
  EXPECT_NO_THROW(validate(water()));
  EXPECT_NO_THROW(validate(salt()));
}

TEST(Validation, MissingAtomsAndUnequalLengthsAreRefused) {
  EXPECT_SAYS(message([] { validate(Structure{}); }), "no atoms");
  auto s = water();
  s.positions.pop_back();
  EXPECT_SAYS(message([&] { validate(s); }), "3 atomic numbers but 2 positions");
}

TEST(Validation, UnknownElementsAreNamedWithTheirAtom) {
  auto s = water();
  s.numbers[1] = 0;
  EXPECT_SAYS(message([&] { validate(s); }), "atom 1 has atomic number 0");
}

TEST(Validation, PositionsThatAreNoNumbersNameTheAtom) {
  auto s = water();
  s.positions[2][1] = std::nan("");
  EXPECT_SAYS(message([&] { validate(s); }), "atom 2 (H)");
  s.positions[2][1] = std::numeric_limits<double>::infinity();
  EXPECT_SAYS(message([&] { validate(s); }), "finite");
}

TEST(Validation, CellsWithoutVolumeAreRefusedAlongPeriodicDirectionsOnly) {
  auto s = salt();
  s.cell[2] = {0, 0, 0};
  EXPECT_SAYS(message([&] { validate(s); }), "cell vector 2");
  s.periodic[2] = false;
  EXPECT_NO_THROW(validate(s));
  s = salt();
  s.cell[1] = {21.2, 0, 0};
  EXPECT_SAYS(message([&] { validate(s); }), "no volume");
  s.cell[1][1] = std::nan("");
  EXPECT_SAYS(message([&] { validate(s); }), "cell vector 1");
}

TEST(Validation, AtomsOnTopOfEachOtherAreRefused) {
  auto s = water();
  s.positions[2] = s.positions[1];
  EXPECT_SAYS(message([&] { validate(s); }), "atom 1 (H) and atom 2 (H) are 0 bohr apart");
  s.positions[2][0] += 0.2;
  EXPECT_NO_THROW(validate(s));
  EXPECT_THROW(validate(s, 0.3), InvalidInput);
}

TEST(Validation, ImagesOnTopOfEachOtherAreRefused) {
  auto s = salt();
  s.positions[1] = {10.6, 10.6, 0.05};
  EXPECT_SAYS(message([&] { validate(s); }), "periodic image");
  s.periodic = {false, false, false};
  EXPECT_NO_THROW(validate(s));
}

TEST(Validation, AtomsTooFarFromTheirCellForShiftsToFitAreRefused) {
  auto s = salt();
  s.positions[0][0] = 1e11;
  EXPECT_SAYS(message([&] { validate(s); }), "cells away");
}

TEST(Validation, TheLabelNamesTheStructure) {
  auto s = water();
  s.label = "monomer 7";
  s.numbers[0] = 200;
  EXPECT_SAYS(message([&] { validate(s); }), "'monomer 7'");
}

TEST(Batch, PacksStructuresBehindOneAnother) {
  const Device device = Device::select("cpu");
  const std::vector<Structure> structures{water(), salt()};
  const auto batch = make_batch(device, structures, species_of(structures));
  EXPECT_EQ(batch.structures(), 2);
  EXPECT_EQ(batch.atoms(), 5);
  EXPECT_EQ(batch.first_atom, (std::vector<Index>{0, 3, 5}));
  EXPECT_EQ(batch.structure_offset.to_host(), batch.first_atom);
  EXPECT_EQ(batch.species_index.to_host(), (std::vector<int>{1, 0, 0, 2, 3}));
  EXPECT_EQ(batch.host_species_index, batch.species_index.to_host());
  EXPECT_EQ(batch.positions.view()(4, 2), 5.3);
  EXPECT_EQ(batch.cells.view()(1, 2, 2), 10.6);
  EXPECT_EQ(batch.periodic.to_host(), (std::vector<unsigned char>{0, 0, 0, 1, 1, 1}));
}

TEST(Batch, CellsAlongDirectionsThatAreNotPeriodicAreZero) {
  auto s = salt();
  s.periodic[1] = false;
  const std::vector<Structure> one{s};
  const auto batch = make_batch(Device::select("cpu"), one, species_of(one));
  EXPECT_EQ(batch.cells.view()(0, 1, 1), 0.0);
  EXPECT_EQ(batch.cells.view()(0, 2, 2), 10.6);
}

TEST(Batch, ErrorsNameTheStructure) {
  const Device device = Device::select("cpu");
  EXPECT_SAYS(message([&] {
                (void)make_batch(device, std::vector{water(), salt()}, std::vector<int>{1, 8});
              }),
              "structure 1: atom 0 (Na) is none of the elements in use: H, O");
  auto s = water();
  s.positions[1] = s.positions[0];
  EXPECT_SAYS(message([&] {
                (void)make_batch(device, std::vector{water(), s}, std::vector<int>{1, 8});
              }),
              "structure 1: atom 0 (O) and atom 1 (H)");
  EXPECT_SAYS(message([&] { (void)make_batch(device, std::vector{water()}, std::vector<int>{8, 1}); }), "ascending");
}

}  // namespace
}  // namespace rhofield
