// Long-distance expansion: options checked, each structure planned, its parts summed.
#include "rhofield/descriptors/long_range_expansion.hpp"

#include "rhofield/error.hpp"

namespace rhofield {

void validate(const LongRangeOptions&) {}

struct LongRangeExpansion::State {};

LongRangeExpansion::LongRangeExpansion(const Device& device, std::vector<int> species, const LongRangeOptions& options)
    : device_(device), species_(std::move(species)), options_(options) {
  validate(options);
}
LongRangeExpansion::~LongRangeExpansion() = default;
LongRangeExpansion::LongRangeExpansion(LongRangeExpansion&&) noexcept = default;
LongRangeExpansion& LongRangeExpansion::operator=(LongRangeExpansion&&) noexcept = default;

Tensor<double, 3> LongRangeExpansion::operator()(std::span<const Structure>) const {
  throw InternalError("the long-range expansion is not there yet");
}
void LongRangeExpansion::backward(std::span<const Structure>, View<const double, 3>, View<double, 2>,
                                  View<double, 3>) const {
  throw InternalError("the long-range expansion is not there yet");
}
LongRangePlan LongRangeExpansion::plan(const Structure&) const { return {}; }

}  // namespace rhofield
