// Ranges of the options, checked once.
#include "rhofield/model/options.hpp"

#include <cmath>
#include <set>
#include <sstream>

#include "rhofield/error.hpp"

namespace rhofield {

namespace {

template <class T>
void require(bool good, const char* field, T value, const char* range) {
  if (good) return;
  std::ostringstream message;
  message << "option " << field << " = " << value << " is out of range; it must be " << range;
  throw InvalidInput(message.str());
}

}  // namespace

double regularisation_of(const RegressionOptions& options, Quantity quantity) {
  const bool own = quantity == Quantity::response && options.response_regularisation > 0;
  return own ? options.response_regularisation : options.regularisation;
}

void validate(const ModelOptions& o) {
  validate(o.expansion);
  const std::set<Quantity> distinct(o.quantities.begin(), o.quantities.end());
  require(!distinct.empty() && distinct.size() == o.quantities.size(), "quantities", o.quantities.size(),
          "the density, the response, or each of them once");
  require(o.zeta >= 1 && o.zeta <= 16, "zeta", o.zeta, "an integer from 1 to 16");
  require(o.environments >= 1, "environments", o.environments, "1 or more");
  for (int m : o.environments_by_lambda)
    require(m >= 1 && m <= o.environments, "environments_by_lambda", m, "between 1 and `environments`");
  require(o.features_per_lambda >= 0, "features_per_lambda", o.features_per_lambda, "0 (all) or more");
  require(std::isfinite(o.eigenvalue_cut) && o.eigenvalue_cut >= 0, "eigenvalue_cut", o.eigenvalue_cut, "0 or more");
}

void validate(const RegressionOptions& o) {
  require(std::isfinite(o.regularisation) && o.regularisation > 0, "regularisation", o.regularisation, "positive");
  require(std::isfinite(o.response_regularisation) && o.response_regularisation >= 0, "response_regularisation",
          o.response_regularisation, "0 (the same as the density's) or positive");
  require(o.max_iterations >= 1, "max_iterations", o.max_iterations, "1 or more");
  require(o.residual_tolerance >= 0, "residual_tolerance", o.residual_tolerance, "0 or more");
  require(o.loss_tolerance >= 0, "loss_tolerance", o.loss_tolerance, "0 (off) or more");
  require(o.loss_window >= 1, "loss_window", o.loss_window, "1 or more");
  require(o.checkpoint_interval >= 1, "checkpoint_interval", o.checkpoint_interval, "1 or more");
  require(o.memory_limit > 0, "memory_limit", o.memory_limit, "positive");
}

}  // namespace rhofield
