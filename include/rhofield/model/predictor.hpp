// Prediction with folded weights (theory section 5): neither V nor K_NM is formed.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "rhofield/model/gradients.hpp"
#include "rhofield/model/model.hpp"
#include "rhofield/progress.hpp"

namespace rhofield {

struct PredictionOptions {
  /// Density: move the prediction to the right electron number along S^-1 q (the smallest change in the metric), per
  /// structure. What a response induces is taken out by `remove_induced_charge` (observables/response.hpp).
  bool conserve_charge = false;
  /// Electrons of each structure; finite. One per structure with `conserve_charge` (no number is assumed: effective
  /// cores differ), none without; anything else throws InvalidInput.
  std::vector<double> electrons{};
};

/// Predicts one quantity of a model.
class Predictor {
 public:
  /// Coefficients of functions above `lambda_max` are not predicted and stay zero: polarizabilities need only
  /// lambda_max = 1, which is much cheaper. Throws InvalidInput when the model has not learned the quantity.
  Predictor(const Device& device, const Model& model, Quantity quantity = Quantity::density,
            int lambda_max = std::numeric_limits<int>::max());
  ~Predictor();
  Predictor(Predictor&&) noexcept;
  Predictor& operator=(Predictor&&) noexcept;

  /// Coefficients of each structure, host memory, order of the basis: the density's [function], or its response
  /// [field xyz, function], per atomic unit of field. Throws InvalidInput for elements the model has not seen (both
  /// lists in the message). `progress` is asked before each batch of structures.
  std::vector<std::vector<double>> operator()(std::span<const Structure> structures,
                                              const PredictionOptions& options = {},
                                              const Progress& progress = {}) const;

  /// Derivatives of sum_f v_f c_f of each structure, c the predicted density coefficients (their charge not conserved)
  /// and v its cotangent, [structure][function]. Throws InvalidInput for models of a response, whose normalisation has
  /// no derivative here, cotangents of another length, and as the prediction does.
  std::vector<StructureGradient> backward(std::span<const Structure> structures,
                                          std::span<const std::vector<double>> cotangents,
                                          const Progress& progress = {}) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rhofield
