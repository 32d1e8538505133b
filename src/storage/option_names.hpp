// Names of options in files: model files and configurations say the same.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "rhofield/model/options.hpp"

namespace rhofield::storage {

/// Values of an enum by name.
template <class Value, std::size_t N>
using Names = std::array<std::pair<const char*, Value>, N>;

inline constexpr Names<DescriptorNormalisation, 3> normalisations{{{"each", DescriptorNormalisation::each},
                                                                   {"together", DescriptorNormalisation::together},
                                                                   {"none", DescriptorNormalisation::none}}};
inline constexpr Names<SourceWeights, 3> source_weights{
    {{"unit", SourceWeights::unit}, {"by_element", SourceWeights::by_element}, {"charges", SourceWeights::charges}}};
inline constexpr Names<LongRangeMethod, 4> long_range_methods{{{"automatic", LongRangeMethod::automatic},
                                                               {"pairs", LongRangeMethod::pairs},
                                                               {"plane_waves", LongRangeMethod::plane_waves},
                                                               {"mesh", LongRangeMethod::mesh}}};

template <class Value, std::size_t N>
std::string name_in(const Names<Value, N>& names, Value value) {
  return std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.second == value; })->first;
}

}  // namespace rhofield::storage
