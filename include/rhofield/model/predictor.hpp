// Prediction with folded weights (theory section 5): neither V nor K_NM is formed.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "rhofield/model/model.hpp"
#include "rhofield/progress.hpp"

namespace rhofield {

struct PredictionOptions {
  /// Move the prediction to the right electron number along S^-1 q (the smallest change in the metric), per structure.
  bool conserve_charge = false;
  /// Electrons of each structure; finite. One per structure with `conserve_charge` (no number is assumed: effective
  /// cores differ), none without; anything else throws InvalidInput.
  std::vector<double> electrons{};
};

class Predictor {
 public:
  Predictor(const Device& device, const Model& model);
  ~Predictor();
  Predictor(Predictor&&) noexcept;
  Predictor& operator=(Predictor&&) noexcept;

  /// Coefficients [function] of each structure, host memory, order of the basis. Throws InvalidInput for elements the
  /// model has not seen (both lists in the message). `progress` is asked before each batch of structures.
  std::vector<std::vector<double>> operator()(std::span<const Structure> structures,
                                              const PredictionOptions& options = {},
                                              const Progress& progress = {}) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rhofield
