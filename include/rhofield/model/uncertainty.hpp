// How far predictions may be off: the spread of a committee, calibrated on structures that were held out.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rhofield/model/data_set.hpp"
#include "rhofield/model/model.hpp"
#include "rhofield/progress.hpp"

namespace rhofield {

// Members of the committee are samples of the weights given the training data (RegressionOptions::committee of them).
// What they predict differs from the prediction by deviations whose mean square, times a factor that was found on held-
// out structures, is the variance of everything that depends on the coefficients linearly. With K members a standard
// deviation is known to one part in sqrt(2 K).

/// Standard deviations for one structure.
struct PredictedUncertainty {
  std::vector<double> coefficients;       ///< [function], of a response [field xyz, function]
  std::optional<double> electrons;        ///< density: of their number
  std::optional<Vector3> dipole;          ///< density of a molecule, about the mean position of its atoms, e bohr
  std::optional<Matrix3> polarizability;  ///< response: without induced charge, bohr^3, [field, xyz]
  std::vector<double> of_atoms;           ///< [atom], norm of those of the atom's coefficients
  /// [atom], the same over the largest that held-out structures had for that element.
  std::vector<double> strangeness;
  /// Some atom is unlike all of the training set: its strangeness is above `far_from_training`.
  bool far = false;
};
constexpr double far_from_training = 2;

/// Errors of structures beside what was expected of them. Standardised errors are errors over their standard
/// deviation, root mean square: 1 where the uncertainties are right. Those of coefficients, dipoles and
/// polarizabilities are norms over norms, one for each structure.
struct UncertaintyReport {
  std::vector<Index> indices;
  std::vector<double> error;     ///< [structure], sqrt(dc.S.dc)
  std::vector<double> expected;  ///< [structure], the same of the committee's deviations, root mean square
  double standardised = 0;       ///< of the coefficients in the metric
  std::optional<double> standardised_electrons, standardised_dipole, standardised_polarizability;
  double mean_error = 0;
  double mean_error_of_most_uncertain = 0;  ///< of the tenth (at least one) of which most was expected
};

/// Of structures that were not trained on. Throws InvalidInput where there is no committee, and as `validate`.
UncertaintyReport validate_uncertainty(const Device& device, const Model& model, const DataSet& data,
                                       std::span<const Index> indices, Quantity quantity = Quantity::density,
                                       const Progress& progress = {});

class UncertaintyPredictor {
 public:
  /// Throws InvalidInput when the quantity was learned without a committee.
  UncertaintyPredictor(const Device& device, const Model& model, Quantity quantity = Quantity::density);
  ~UncertaintyPredictor();
  UncertaintyPredictor(UncertaintyPredictor&&) noexcept;
  UncertaintyPredictor& operator=(UncertaintyPredictor&&) noexcept;

  /// Costs as many predictions as there are members, features counted once for several of them. Throws as `Predictor`.
  std::vector<PredictedUncertainty> operator()(std::span<const Structure> structures,
                                               const Progress& progress = {}) const;
  /// What the members predict minus the prediction, for one structure: [member][function or field, function].
  std::vector<std::vector<double>> deviations(const Structure& structure) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// --- properties ---

/// Standard deviations of one property of one structure.
struct PropertyUncertainty {
  std::vector<double> values;       ///< as PredictedProperty::values: [component], of atoms [atom, component]
  std::vector<double> of_atoms;     ///< [atom], norm of those of the atom's contribution to what is learned
  std::vector<double> strangeness;  ///< [atom], as PredictedUncertainty::strangeness
  /// Norm of the uncertainty of the value (per atom of a sum) over the largest that held-out structures had; 0 of
  /// values of atoms.
  double strangeness_of_structure = 0;
  bool far = false;  ///< one of these is above `far_from_training`
};

class PropertyUncertaintyPredictor {
 public:
  /// The properties named, or all that were learned with a committee. Throws InvalidInput where one was not, or none.
  PropertyUncertaintyPredictor(const Device& device, const Model& model, std::span<const std::string> names = {});
  ~PropertyUncertaintyPredictor();
  PropertyUncertaintyPredictor(PropertyUncertaintyPredictor&&) noexcept;
  PropertyUncertaintyPredictor& operator=(PropertyUncertaintyPredictor&&) noexcept;

  /// By name, [structure]. Features are counted once for eight members. Throws as PropertyPredictor.
  std::map<std::string, std::vector<PropertyUncertainty>> operator()(std::span<const Structure> structures,
                                                                     const Progress& progress = {}) const;

  struct State;  // src/model/property_committee.hpp

 private:
  std::unique_ptr<State> state_;
};

/// Errors of one property beside what was expected of them; of vectors, tensors and values of atoms norms over each
/// structure.
struct PropertyUncertaintyReport {
  std::string name;
  std::vector<Index> indices;
  std::vector<double> error, expected;  ///< [structure]
  double standardised = 0;              ///< root of the mean of (error / expected)^2
  double mean_error = 0;
  double mean_error_of_most_uncertain = 0;  ///< of the tenth (at least one) of which most was expected
};

/// Of the model's properties with a committee (or those named), on structures that were not trained on and have them.
std::vector<PropertyUncertaintyReport> validate_property_uncertainty(const Device& device, const Model& model,
                                                                     const DataSet& data,
                                                                     std::span<const Index> indices,
                                                                     std::span<const std::string> names = {},
                                                                     const Progress& progress = {});

}  // namespace rhofield
