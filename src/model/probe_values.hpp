// The values that the real-space model gives at probes, from several evaluations of its network at different fields,
// and the way back from their derivatives (rhofield/model/real_space.hpp).
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "model/probe_pass.hpp"
#include "rhofield/model/electric_field.hpp"
#include "rhofield/model/real_space.hpp"

namespace rhofield {

/// One quantity of one structure at some points.
struct ProbeTask {
  const Structure* structure = nullptr;
  ElectricField field{};
  std::size_t output = 0;  ///< of the network
  Quantity quantity = Quantity::density;
  bool odd = true;  ///< responses are odd in the field
  std::vector<Vector3> points;

  /// How often the field is there when the network is evaluated, and what the evaluation counts for.
  struct Variant {
    double fields, factor;
  };
  std::span<const Variant> variants() const;
};

/// Those of a variant from the fields at its centres, one or one for each.
std::vector<Vector3> fields_of(const ProbeTask::Variant& variant, std::vector<Vector3> fields);

/// Tasks that are evaluated together.
template <class Real>
class ProbeBatch {
 public:
  ProbeBatch(const Device& device, const ProbeNetworkOptions& options, const ProbeNetworkLayout& layout)
      : atoms_(device, options, layout), probes_(atoms_) {}

  /// [task][point]: env y, and env alone where envelopes are asked for.
  struct Values {
    std::vector<std::vector<double>> values, envelopes;
  };
  Values run(View<const Real, 1> parameters, std::span<const ProbeTask> tasks, bool derivatives);
  /// Adds the derivatives of sum values_bar . values; after run() with derivatives.
  void run_backward(View<const Real, 1> parameters, std::span<const ProbeTask> tasks,
                    std::span<const std::vector<double>> values_bar, View<Real, 1> parameters_bar);
  /// Features rho [point, M] of the first variant of the first task.
  std::vector<double> features() const;

 private:
  AtomPass<Real> atoms_;
  ProbePass<Real> probes_;
  std::vector<double> outputs_;                 // [probe, output]
  std::vector<std::vector<double>> envelopes_;  // [output][probe]
};

}  // namespace rhofield
