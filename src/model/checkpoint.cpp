// Checkpoints are written to a temporary name and renamed, so that a crash leaves the one before.
#include "model/checkpoint.hpp"

#include <cmath>
#include <fstream>

#include "rhofield/error.hpp"

namespace rhofield {

bool is_checkpoint(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::uint64_t mark = 0;
  return in.read(reinterpret_cast<char*>(&mark), sizeof mark) && mark == Checkpoint::magic;
}

void write_checkpoint(const std::string& file, const Checkpoint& head, const std::vector<double>& weights) {
  const std::string temporary = file + ".tmp";
  {
    std::ofstream out(temporary, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&head), sizeof head);
    out.write(reinterpret_cast<const char*>(weights.data()),
              static_cast<std::streamsize>(sizeof(double) * weights.size()));
    out.flush();
    if (!out) {
      std::error_code ignored;
      std::filesystem::remove(temporary, ignored);
      throw Error("could not write the checkpoint " + file + " (" + std::to_string(sizeof(double) * weights.size()) +
                  " bytes); free space or choose another checkpoint_file");
    }
  }
  std::error_code failure;
  std::filesystem::rename(temporary, file, failure);
  if (failure) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw Error("could not put the checkpoint " + file + " in place (" + failure.message() +
                "); choose another checkpoint_file");
  }
}

std::optional<std::vector<double>> read_checkpoint(const std::string& file, const Checkpoint& expected) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  Checkpoint head;
  in.read(reinterpret_cast<char*>(&head), sizeof head);
  std::vector<double> weights;
  const bool same_kind = in && head.mark == Checkpoint::magic;
  const bool same_problem = same_kind && head.dimension == expected.dimension &&
                            std::abs(head.right_hand_side_norm - expected.right_hand_side_norm) <=
                                1e-8 * std::abs(expected.right_hand_side_norm);
  if (same_problem) {
    weights.resize(static_cast<std::size_t>(head.dimension));
    in.read(reinterpret_cast<char*>(weights.data()), static_cast<std::streamsize>(sizeof(double) * weights.size()));
  }
  if (!same_problem || !in)
    throw InvalidInput("checkpoint " + file + " does not belong to this training (" +
                       std::to_string(expected.dimension) + " weights expected, file has " +
                       std::to_string(same_kind ? head.dimension : 0) +
                       "); delete it or choose another checkpoint_file");
  return weights;
}

}  // namespace rhofield
