// Checkpoints of conjugate gradients: one head, then the weights, as the machine holds them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace rhofield {

/// The head tells whether the weights, in the original basis, belong to this problem.
struct Checkpoint {
  static constexpr std::uint64_t magic = 0x31706b6366686f72;  // "rohfckp1", little endian
  std::uint64_t mark = magic;
  std::int64_t dimension = 0;
  double regularisation = 0, right_hand_side_norm = 0;
};

/// Whether the file is there and begins as a checkpoint does.
bool is_checkpoint(const std::filesystem::path& file);

/// Replaces the file when everything is written; throws Error when it does not fit.
void write_checkpoint(const std::string& file, const Checkpoint& head, const std::vector<double>& weights);

/// Weights of a matching checkpoint, or nothing when there is no file; throws InvalidInput for another problem's file.
std::optional<std::vector<double>> read_checkpoint(const std::string& file, const Checkpoint& expected);

}  // namespace rhofield
