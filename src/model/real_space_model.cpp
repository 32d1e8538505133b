// Options and models: what fits together.
#include <algorithm>
#include <cmath>

#include "model/network_layout.hpp"
#include "model/training_steps.hpp"
#include "rhofield/model/real_space.hpp"
#include "runtime/option_range.hpp"

namespace rhofield {

std::vector<ParameterBlock> parameter_blocks(const RealSpaceModel& model) {
  return ProbeNetworkLayout(model.network, model.elements, static_cast<int>(model.quantities.size())).blocks;
}

void validate(const RealSpaceModel& model) {
  const std::string misfit = "this real-space model does not fit together";
  const auto require = [&](bool holds, const std::string& what) {
    if (!holds) throw InvalidInput(misfit + ": " + what);
  };
  validate(model.network);
  require(!model.elements.empty() && std::is_sorted(model.elements.begin(), model.elements.end()),
          "it knows no elements, or not in ascending order");
  require(!model.quantities.empty(), "it has learned no quantity");
  require(!model.members.empty(), "it has no network");
  if (model.atoms) {
    validate(*model.atoms);
    require(model.atoms->elements == model.elements && !model.needs_reference,
            "its spherical atoms are of other elements, or it needs another reference beside them");
  }
  const ProbeNetworkLayout layout(model.network, model.elements, static_cast<int>(model.quantities.size()));
  for (const RealSpaceMember& member : model.members) {
    require(
        model.quantities.size() == member.scale.size(),
        std::to_string(model.quantities.size()) + " quantities and " + std::to_string(member.scale.size()) + " scales");
    check_parameters(member.parameters, layout, misfit);
  }
}

void validate(const RealSpaceTrainingOptions& o) {
  validate(o.network);
  validate(o.sampling);
  require_option(!o.quantities.empty() && o.quantities.size() <= 2, "quantities", o.quantities.size(),
                 "the density, the response, or each of them once");
  require_option(o.quantities.size() < 2 || o.quantities[0] != o.quantities[1], "quantities", 2, "each of them once");
  require_option(o.members >= 1 && o.members <= 64, "members", o.members, "1 to 64");
  require_option(o.resample >= 0, "resample", o.resample, "0 (never) or more epochs");
  require_option(o.screening >= 0 && o.screening < 1, "screening", o.screening, "0 (off), or a residual below 1");
  require_option(o.screening_candidates >= 1 && o.screening_candidates <= 1000, "screening_candidates",
                 o.screening_candidates, "1 to 1000 times the points");
  require_option(o.screening_degree >= 1 && o.screening_degree <= 4, "screening_degree", o.screening_degree, "1 to 4");
  check_step_options(o);
  require_option(o.huber_width > 0, "huber_width", o.huber_width, "positive");
  require_option(o.minutes >= 0, "minutes", o.minutes, "0 (no limit) or more");
  require_option(o.patience >= 1, "patience", o.patience, "1 or more");
  require_option(o.stop_after >= 0, "stop_after", o.stop_after, "0 (never) or more");
  require_option(o.validation_points >= 0, "validation_points", static_cast<double>(o.validation_points),
                 "0 (all) or more");
}

}  // namespace rhofield
