// Question: how many iterations of conjugate gradients does each preconditioner need to a given test error?
// usage: preconditioner_table DATA.h5 SPLIT_SEED N [ITERATIONS]
// Trains on N random structures, follows the error of the rest, and prints error against iteration (percent of the
// spread) with the iteration from which it stays within 1 % of the direct solution's error. Settings: M 100, eta 1e-6,
// defaults otherwise.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <numeric>
#include <random>

#include "rhofield/error.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield/storage/dataset.hpp"

namespace {

using namespace rhofield;

int run(int argc, char** argv) {
  if (argc < 4) throw InvalidInput("usage: preconditioner_table DATA.h5 SPLIT_SEED N [ITERATIONS]");
  const DataSet data = storage::read_dataset(argv[1]);
  std::vector<Index> order(data.entries.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::mt19937_64 random(std::strtoull(argv[2], nullptr, 10));
  std::shuffle(order.begin(), order.end(), random);
  const auto n = static_cast<std::ptrdiff_t>(std::strtoll(argv[3], nullptr, 10));
  if (n < 1 || n >= static_cast<std::ptrdiff_t>(order.size()))
    throw InvalidInput("N = " + std::to_string(n) + " must leave test structures; the set has " +
                       std::to_string(order.size()));
  const std::vector<Index> train_set(order.begin(), order.begin() + n);
  const std::vector<Index> test_set(order.begin() + n, order.end());

  const Device device = Device::select("auto");
  const ModelOptions model;
  RegressionOptions options{.regularisation = 1e-6, .solver = Solver::direct};
  const auto direct = train(device, data, train_set, model, options);
  const double converged = validate(device, direct.model, data, test_set).total_percent;
  std::printf("%s: N %td, %td weights, direct solution %.4f %%\n", argv[1], n,
              direct.report.of(Quantity::density).dimension, converged);

  options.solver = Solver::conjugate_gradients;
  options.follow = test_set;
  options.max_iterations = argc > 4 ? std::atoi(argv[4]) : 20000;
  const std::vector<int> rows{10, 25, 50, 100, 200, 400, 800, 1600, 3200, 6400};
  std::printf("%-10s", "iteration");
  for (int row : rows) std::printf(" %8d", row);
  std::printf("  within 1 %%   stops at   error\n");
  for (const auto& [kind, name] : {std::pair{Preconditioner::none, "none"},
                                   {Preconditioner::diagonal, "diagonal"},
                                   {Preconditioner::kronecker, "kronecker"}}) {
    options.preconditioner = kind;
    const auto trained = train(device, data, train_set, model, options);
    const auto& records = trained.report.of(Quantity::density).iterations;
    std::printf("%-10s", name);
    for (int row : rows) {
      const auto k = static_cast<std::size_t>(row - 1);
      if (k < records.size())
        std::printf(" %8.4f", records[k].test_percent);
      else
        std::printf(" %8s", "-");
    }
    int within = 0;
    for (const auto& record : records)
      if (std::abs(record.test_percent - converged) > 0.01 * converged) within = record.iteration;
    std::printf(" %11d %10zu %8.4f\n", within + 1, records.size(), records.back().test_percent);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "preconditioner_table: error: %s\n", error.what());
    return 2;
  }
}
