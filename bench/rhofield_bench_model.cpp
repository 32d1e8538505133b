// How long do the solvers take, and whole training and prediction? Training: single distorted molecules, so that 96
// atoms are 32 structures of 139 functions; 100 reference environments (all atoms where there are fewer), all features.
// Prediction: one box of liquid water, by a model trained on 48 molecules with all features or 400 per lambda.
#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <utility>

#include "model/regression.hpp"
#include "rhofield/model/predictor.hpp"
#include "rhofield/model/training.hpp"
#include "rhofield_bench.hpp"
#include "runtime/backend.hpp"
#include "synthetic_waters.hpp"

namespace rhofield::bench {
namespace {

constexpr double regularisation = 1e-6;
constexpr Index most_environments = 100;

std::vector<Index> everything(const DataSet& data) {
  std::vector<Index> indices(static_cast<std::size_t>(data.size()));
  std::iota(indices.begin(), indices.end(), Index{0});
  return indices;
}

ModelOptions options_for(Index atoms) {
  ModelOptions options;
  options.environments = static_cast<int>(std::min(atoms, most_environments));
  return options;
}

/// Psi, S and the target of `atoms` / 3 molecules on a device: where the solvers begin.
struct Problem {
  DataSet data;
  std::vector<Structure> structures;
  Target target;
  Representation representation;
  std::unique_ptr<ReferenceSpace> space;
  Design design;
  Metrics metrics;
  std::unique_ptr<DesignOperator> op;
  Tensor<double, 1> coefficients;

  Problem(const Device& device, Index atoms)
      : data(synthetic_waters(static_cast<int>(atoms / 3))),
        structures(data.structures()),
        target(density_target(data.basis)),
        representation(device, {1, 8}, {}),
        metrics(device, data, everything(data)) {
    representation.use_all_features(target.feature_orders());
    const Expanded expanded = representation.expand(structures);
    const ModelOptions options = options_for(atoms);
    const auto picks = pick_environments(representation, expanded, options.environments);
    space = std::make_unique<ReferenceSpace>(representation, target, options, expanded, picks);
    design = space->design(structures);
    op = std::make_unique<DesignOperator>(*space, design, metrics);
    std::vector<double> values;
    for (const auto& entry : data.entries)
      values.insert(values.end(), entry.coefficients.begin(), entry.coefficients.end());
    coefficients = Tensor<double, 1>::from_host(device, values, {static_cast<Index>(values.size())});
  }

  Problem(const Problem&) = delete;  // its parts point at each other
  Problem& operator=(const Problem&) = delete;

  double atoms() const { return 3.0 * static_cast<double>(data.size()); }
  double psi_elements() const {
    double sum = 0;
    for (const auto& psi : design.psi) sum += static_cast<double>(psi.size());
    return sum;
  }
  /// sum over blocks of rows * D * n: a product of Psi with one vector.
  double psi_products() const {
    double sum = 0;
    for (std::size_t b = 0; b < design.psi.size(); ++b)
      sum += static_cast<double>(design.psi[b].size()) * static_cast<double>(space->blocks()[b].count());
    return sum;
  }
  double metric_elements() const {
    double sum = 0;
    for (Index k = 0; k < metrics.size(); ++k) sum += static_cast<double>(metrics(k).size());
    return sum;
  }
};

/// S and Psi read once, B read and written; flops: S Psi of every structure, then Psi^T (S Psi) up to the diagonal
/// blocks.
Call normal_equations(const Device& device, Index atoms) {
  const auto problem = std::make_shared<Problem>(device, atoms);
  const auto normal = std::make_shared<NormalEquations>(device, problem->space->dimension());
  const double functions = static_cast<double>(problem->metrics(0).extent(0));
  double flops = 2 * functions * problem->psi_products();
  for (std::size_t b = 0; b < problem->design.psi.size(); ++b) {
    const Block& block = problem->space->blocks()[b];
    for (Index n = 0; n < block.count(); ++n)
      flops += 2.0 * static_cast<double>(problem->design.psi[b].size()) *
               static_cast<double>(block.weight_offset + (n + 1) * block.dimension);
  }
  return [problem, normal, flops] {
    normal->add(*problem->op, std::as_const(problem->coefficients).view());
    const auto dimension = static_cast<double>(problem->space->dimension());
    return Work{.atoms = problem->atoms(),
                .bytes = 8 * (problem->metric_elements() + problem->psi_elements() + 2 * dimension * dimension),
                .flops = flops};
  };
}

/// Cholesky and two triangular solutions: D^3 / 3 flop and the matrix read and written, its copy included.
Call direct_solution(const Device& device, Index atoms) {
  const Problem problem(device, atoms);
  const auto normal = std::make_shared<NormalEquations>(device, problem.space->dimension());
  normal->add(*problem.op, std::as_const(problem.coefficients).view());
  const auto dimension = static_cast<double>(problem.space->dimension());
  return [normal, dimension, count = problem.atoms()] {
    (void)normal->solve(regularisation, false);
    return Work{.atoms = count, .bytes = 8 * 4 * dimension * dimension, .flops = dimension * dimension * dimension / 3};
  };
}

/// (B + eta) p and the vectors of an iteration of src/model/conjugate_gradients.cpp; the small rotations of its
/// preconditioner are left out. Psi read twice, S once, 20 vectors of length D; flops: Psi p, S (Psi p), Psi^T (...).
Call cg_iteration(const Device& device, Index atoms) {
  struct Vectors {
    Tensor<double, 1> p, q, r, w;
  };
  const auto problem = std::make_shared<Problem>(device, atoms);
  const auto vectors = std::make_shared<Vectors>();
  const Index dimension = problem->space->dimension();
  const std::vector<double> ones(static_cast<std::size_t>(dimension), 1.0);
  for (auto* vector : {&vectors->p, &vectors->q, &vectors->r, &vectors->w})
    *vector = Tensor<double, 1>::from_host(device, ones, {dimension});
  return [device, problem, vectors] {
    auto& la = device.backend().linear_algebra();
    const auto read = [](const Tensor<double, 1>& x) { return x.view(); };
    auto& [p, q, r, w] = *vectors;
    problem->op->apply(read(p), q.view());
    la.axpy(regularisation, read(p), q.view());
    const double alpha = 1e-9 * std::min(1.0, la.dot(read(p), read(q)));  // small: the vectors stay finite
    la.axpy(alpha, read(p), w.view());
    la.axpy(-alpha, read(q), r.view());
    (void)la.dot(read(r), read(r));
    la.scale(0.5, p.view());
    la.axpy(1.0, read(r), p.view());
    return Work{
        .atoms = problem->atoms(),
        .bytes = 8 * (2 * problem->psi_elements() + problem->metric_elements() + 20 * static_cast<double>(p.size())),
        .flops = 4 * problem->psi_products() + 2 * problem->metric_elements()};
  };
}

/// Data in memory -> model; nothing but the atoms is counted.
Call training(const Device& device, Index atoms, Solver solver, Quantity quantity = Quantity::density) {
  const auto data = std::make_shared<DataSet>(synthetic_waters(static_cast<int>(atoms / 3)));
  ModelOptions options = options_for(atoms);
  options.quantities = {quantity};
  return [device, data, atoms, solver, options, quantity] {
    const TrainedModel trained =
        train(device, *data, everything(*data), options, {.regularisation = regularisation, .solver = solver});
    return Work{.atoms = static_cast<double>(atoms),
                .iterations = static_cast<double>(trained.report.of(quantity).iterations.size())};
  };
}

/// The model of the prediction stages, trained on the CPU once, the same for all devices. 0: all features.
const Model& water_model(int features_per_lambda) {
  static std::map<int, Model> models;
  const auto found = models.find(features_per_lambda);
  if (found != models.end()) return found->second;
  const DataSet data = synthetic_waters(48);
  ModelOptions options = options_for(3 * data.size());
  options.features_per_lambda = features_per_lambda;
  return models[features_per_lambda] = train(Device::select("cpu"), data, everything(data), options,
                                             {.regularisation = regularisation, .solver = Solver::direct})
                                           .model;
}

/// Flops of the products of src/model/predictor.cpp for one atom: k0 once a block, G = k0 Z, and P G.
double prediction_flops(const Model& model, int number) {
  const auto size = [&](FeatureOrder order) { return static_cast<double>(model.feature_sets.at(order).size()); };
  const LearnedQuantity& density = model.of(Quantity::density);
  double flops = 0;
  for (std::size_t k = 0; k < density.species.at(number).blocks.size(); ++k) {
    const ModelBlock& block = density.species.at(number).blocks[k];
    const FeatureOrder order = density.target.of(number)[k].features();
    const auto references = static_cast<double>(block.environments.size());
    flops += 2 * references * size({}) + 2 * (references + 2 * order.lambda + 1) * size(order) * block.count;
  }
  return flops;
}

/// As above, of the response, all features.
const Model& response_model() {
  static const Model model = [] {
    const DataSet data = synthetic_waters(48);
    ModelOptions options = options_for(3 * data.size());
    options.quantities = {Quantity::response};
    return train(Device::select("cpu"), data, everything(data), options,
                 {.regularisation = regularisation, .solver = Solver::direct})
        .model;
  }();
  return model;
}

/// Structure -> response coefficients of functions up to lambda_max on the host; nothing but the atoms is counted.
Call response_prediction(const Device& device, Index atoms, int lambda_max) {
  const auto predictor = std::make_shared<Predictor>(device, response_model(), Quantity::response, lambda_max);
  const std::vector<Structure> structures{water(atoms)};
  return [predictor, structures] {
    (void)(*predictor)(structures);
    return Work{.atoms = static_cast<double>(structures.front().size())};
  };
}

/// Structure -> coefficients on the host, everything included.
Call prediction(const Device& device, Index atoms, int features_per_lambda) {
  const Model& model = water_model(features_per_lambda);
  const auto predictor = std::make_shared<Predictor>(device, model);
  const std::vector<Structure> structures{water(atoms)};
  double flops = 0;
  for (const int number : structures.front().numbers) flops += prediction_flops(model, number);
  return [predictor, structures, flops] {
    (void)(*predictor)(structures);
    return Work{.atoms = static_cast<double>(structures.front().size()), .flops = flops};
  };
}

/// From derivatives with respect to all coefficients to those with respect to atoms and strain; the features and their
/// similarities are made again on the way.
Call prediction_gradients(const Device& device, Index atoms, int features_per_lambda) {
  const Model& model = water_model(features_per_lambda);
  const auto predictor = std::make_shared<Predictor>(device, model);
  const std::vector<Structure> structures{water(atoms)};
  const std::vector<std::vector<double>> ones{
      std::vector<double>(static_cast<std::size_t>(model.basis.functions(structures.front())), 1.0)};
  return [predictor, structures, ones] {
    (void)predictor->backward(structures, ones);
    return Work{.atoms = static_cast<double>(structures.front().size())};
  };
}

}  // namespace

std::vector<Stage> model_stages() {
  // Psi, S, expansion and features of the molecules; then three squares of the at most 4500 weights, S Psi in batches.
  const auto held = [](double atoms) { return 0.15e6 * atoms; };
  const auto solving = [held](double atoms) {
    return held(atoms) + (3 * 8 * 4500.0 * 4500.0 + 0.5e9) * std::min(1.0, atoms / 100);
  };
  std::vector<Stage> stages{
      {"normal_equations", smaller_sizes, solving, normal_equations},
      {"direct_solution", {3, 96, 768}, solving, direct_solution},
      {"cg_iteration", smaller_sizes, held, cg_iteration},
  };
  for (const auto& [name, solver] :
       {std::pair{"train_direct", Solver::direct}, std::pair{"train_cg", Solver::conjugate_gradients}})
    stages.push_back({name, smaller_sizes, solving,
                      [solver](const Device& device, Index atoms) { return training(device, atoms, solver); }});
  // Two copies of the expansion, and chunks of features.
  const auto predicting = [](double atoms) { return 2e4 * atoms + 0.5e9; };
  stages.push_back({"predict", linear_sizes, predicting,
                    [](const Device& device, Index atoms) { return prediction(device, atoms, 0); }});
  stages.push_back({"predict_400", linear_sizes, predicting,
                    [](const Device& device, Index atoms) { return prediction(device, atoms, 400); }});
  stages.push_back({"predict_gradients_400", linear_sizes, [](double atoms) { return 6e4 * atoms + 1e9; },
                    [](const Device& device, Index atoms) { return prediction_gradients(device, atoms, 400); }});
  // Three times the coefficients and two to three times the weights.
  stages.push_back(
      {"train_response", smaller_sizes, [solving](double atoms) { return 8 * solving(atoms); },
       [](const Device& device, Index atoms) { return training(device, atoms, Solver::direct, Quantity::response); }});
  for (const auto& [name, lambda_max] : {std::pair{"predict_response", 99}, std::pair{"predict_polarizability", 1}})
    stages.push_back({name, linear_sizes, predicting, [lambda_max](const Device& device, Index atoms) {
                        return response_prediction(device, atoms, lambda_max);
                      }});
  return stages;
}

}  // namespace rhofield::bench
