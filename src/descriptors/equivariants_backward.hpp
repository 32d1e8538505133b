// Tables of the derivatives of equivariant features and their norms, made from those of the features themselves.
#pragma once

#include <vector>

#include "rhofield/tensor.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

/// What an EquivariantPlan points to, in host memory.
struct CouplingTables {
  int lambda = 0, l_max = 0, channels = 0;
  std::vector<FeatureBlock> blocks;
  std::vector<int> row_offset;
  std::vector<CouplingRow> rows;
  std::vector<CouplingFactor> factors;
  std::vector<int> q1, q2;
};
/// What a NormPlan points to, in host memory.
struct NormTables {
  int l_max = 0;
  std::vector<int> factor_offset;
  std::vector<InvariantFactor> factors;
  std::vector<NormPair> pairs;
};

class EquivariantBackwardTables {
 public:
  EquivariantBackwardTables(const Device& device, const CouplingTables& coupling);
  const EquivariantBackwardPlan& plan() const { return plan_; }

 private:
  Tensor<int, 1> pair_offset_;
  Tensor<CouplingPair, 1> pairs_;
  Tensor<CouplingComponent, 1> components_;
  Tensor<Index, 1> channel_offset_;
  Tensor<ChannelFeature, 1> of_channel_;
  EquivariantBackwardPlan plan_;
};

class NormBackwardTables {
 public:
  NormBackwardTables(const Device& device, const NormTables& norm);
  const NormBackwardPlan& plan() const { return plan_; }

 private:
  Tensor<int, 1> left_offset_, right_offset_, moment_offset_;
  Tensor<NormTerm, 1> left_, right_;
  Tensor<MomentFactor, 1> factors_;
  NormBackwardPlan plan_;
};

}  // namespace rhofield
