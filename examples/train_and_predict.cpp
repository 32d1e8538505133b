// The library in forty lines: read a data set, train on most of it, test on the rest, predict a new molecule.
#include <cstdio>
#include <numeric>

#include "rhofield/rhofield.hpp"
#include "rhofield/storage/dataset.hpp"
#include "rhofield/storage/extxyz.hpp"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s DATA.h5 STRUCTURES.xyz\n", argv[0]);
    return 2;
  }
  try {
    const rhofield::Device device = rhofield::Device::select("auto");
    const rhofield::DataSet data = rhofield::storage::read_dataset(argv[1]);

    // The first four fifths train, the rest tests.
    std::vector<rhofield::Index> train(static_cast<std::size_t>(4 * data.size() / 5));
    std::vector<rhofield::Index> test(static_cast<std::size_t>(data.size()) - train.size());
    std::iota(train.begin(), train.end(), rhofield::Index{0});
    std::iota(test.begin(), test.end(), static_cast<rhofield::Index>(train.size()));

    rhofield::ModelOptions options;
    options.expansion.cutoff = 4.0 * rhofield::angstrom;
    options.environments = 60;
    const auto trained = rhofield::train(device, data, train, options, {.regularisation = 1e-8});
    const auto errors = rhofield::validate(device, trained.model, data, test);
    std::printf("%td weights, %.4f %% of the spread, %.4f %% of the norm\n",
                trained.report.of(rhofield::Quantity::density).dimension, errors.total_percent,
                errors.total_percent_of_norm);

    const auto structures = rhofield::storage::read_extxyz(argv[2]);
    const rhofield::Predictor predictor(device, trained.model);
    const auto coefficients = predictor(structures);
    const auto moments = rhofield::charge_moments(data.basis, structures[0]);
    std::printf("the first new structure has %.6f electrons\n",
                std::inner_product(moments.begin(), moments.end(), coefficients[0].begin(), 0.0));
  } catch (const rhofield::Error& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
