// Keys of the real-space model.
#include "storage/config_real_space.hpp"

#include "rhofield/units.hpp"
#include "storage/config_network.hpp"

namespace rhofield::storage {

std::vector<Key> real_space_keys() {
  const auto sampling = [](auto& c) -> auto& { return c.real_space.sampling; };
  std::vector<Key> keys = network_keys(
      "network", [](auto& c) -> auto& { return c.real_space.network; });
  const std::vector<Key> others = {
      flag_key(
          "network", "envelope", "times a sum of atomic exponentials, so that vacuum is empty",
          [](auto& c) -> auto& { return c.real_space.network.envelope; }),

      whole_key(
          "sampling", "points", "of each structure", [=](auto& c) -> auto& { return sampling(c).points; }),
      real_key(
          "sampling", "gradient_angstrom", "length that gradients are weighted with beside the values",
          [=](auto& c) -> auto& { return sampling(c).gradient; }, angstrom),
      real_key(
          "sampling", "floor", "e/bohr^3, added to both", [=](auto& c) -> auto& { return sampling(c).floor; }),
      real_key(
          "sampling", "uniform",
          "share of points spread evenly over the grid", [=](auto& c) -> auto& { return sampling(c).uniform; }),
      flag_key(
          "sampling", "per_voxel",
          "published form: gradients per grid step, no periodic wrap, gradient_angstrom counts "
          "bohr of a step of 1",
          [=](auto& c) -> auto& { return sampling(c).per_voxel; }),
      whole_key(
          "sampling", "resample", "new points every so many epochs; 0: the same points throughout",
          [](auto& c) -> auto& { return c.real_space.resample; }),
      real_key(
          "sampling", "screening", "keep points with independent features, relative residual above this; 0: all points",
          [](auto& c) -> auto& { return c.real_space.screening; }),
      whole_key(
          "sampling", "screening_candidates", "times as many points to keep them from",
          [](auto& c) -> auto& { return c.real_space.screening_candidates; }),
      whole_key(
          "sampling", "screening_degree", "1: independent features; 2: their products as well",
          [](auto& c) -> auto& { return c.real_space.screening_degree; }),
      flag_key(
          "sampling", "pooled_screening", "of all structures together instead of each for itself",
          [](auto& c) -> auto& { return c.real_space.pooled_screening; }),
      flag_key(
          "sampling", "importance_weights", "the loss follows the measure of the grid, whatever was sampled",
          [](auto& c) -> auto& { return c.real_space.importance_weights; }),

      text_key(
          "real_space", "validation_indices",
          "structures to choose weights by, never trained on: \"3,8-9\" or a file; \"\": every sixth to train on",
          [](auto& c) -> auto& { return c.validation_indices; }),
      text_key(
          "real_space", "reference",
          "model file of coefficients whose density is taken for granted (delta mode); \"\": "
          "none, or the references of the data",
          [](auto& c) -> auto& { return c.reference_file; }),
      flag_key(
          "real_space", "superposed_atoms",
          "the density is learned as the difference to spherical atoms, fitted to the training structures",
          [](auto& c) -> auto& { return c.real_space.superposed_atoms; }),
      whole_key(
          "real_space", "members", "networks of different seeds, whose mean is the prediction",
          [](auto& c) -> auto& { return c.real_space.members; }),
      flag_key(
          "real_space", "odd_response",
          "responses are odd in the field; false: of all orders, for data of finite fields on one side",
          [](auto& c) -> auto& { return c.real_space.odd_response; }),
      choice_key(
          "real_space", "loss", "absolute, squared or huber", [](auto& c) -> auto& { return c.real_space.loss; },
          std::vector<std::pair<std::string, RealSpaceLoss>>{{"absolute", RealSpaceLoss::absolute},
                                                             {"squared", RealSpaceLoss::squared},
                                                             {"huber", RealSpaceLoss::huber}}),
      real_key(
          "real_space", "huber_width", "where huber turns, over the mean value of a structure's points",
          [](auto& c) -> auto& { return c.real_space.huber_width; }),
      whole_key(
          "real_space", "epochs", "passes over the training structures",
          [](auto& c) -> auto& { return c.real_space.epochs; }),
      real_key(
          "real_space", "minutes",
          "wall time of all members, after which training ends whatever its epochs; 0: no limit",
          [](auto& c) -> auto& { return c.real_space.minutes; }),
      whole_key(
          "real_space", "batch", "points of one step", [](auto& c) -> auto& { return c.real_space.batch; }),
      real_key(
          "real_space", "learning_rate", "first one", [](auto& c) -> auto& { return c.real_space.learning_rate; }),
      real_key(
          "real_space", "last_learning_rate", "last one",
          [](auto& c) -> auto& { return c.real_space.last_learning_rate; }),
      choice_key(
          "real_space", "schedule", "cosine, or plateau: half after `patience` validations without a better one",
          [](auto& c) -> auto& { return c.real_space.schedule; },
          std::vector<std::pair<std::string, LearningRateSchedule>>{{"cosine", LearningRateSchedule::cosine},
                                                                    {"plateau", LearningRateSchedule::plateau}}),
      whole_key(
          "real_space", "patience", "validations", [](auto& c) -> auto& { return c.real_space.patience; }),
      whole_key(
          "real_space", "stop_after", "stop after so many validations without a better one; 0: never",
          [](auto& c) -> auto& { return c.real_space.stop_after; }),
      real_key(
          "real_space", "weight_decay", "of AdamW", [](auto& c) -> auto& { return c.real_space.weight_decay; }),
      real_key(
          "real_space", "average", "moving average of the weights, per step",
          [](auto& c) -> auto& { return c.real_space.average; }),
      real_key(
          "real_space", "gradient_limit", "longer gradients are shortened to it",
          [](auto& c) -> auto& { return c.real_space.gradient_limit; }),
      whole_key(
          "real_space", "validate_every", "epochs", [](auto& c) -> auto& { return c.real_space.validate_every; }),
      whole_key(
          "real_space", "validation_points", "of each structure; 0: the full grid",
          [](auto& c) -> auto& { return c.real_space.validation_points; }),
      flag_key(
          "real_space", "single_precision", "of the network; sums stay double",
          [](auto& c) -> auto& { return c.real_space.single_precision; }),
      whole_key(
          "real_space", "seed", "of first weights and of points", [](auto& c) -> auto& { return c.real_space.seed; }),
  };
  keys.insert(keys.end(), others.begin(), others.end());
  return keys;
}

}  // namespace rhofield::storage
