// Long-distance expansion (LODE; Grisafi, Ceriotti, J. Chem. Phys. 151, 204105 (2019); theory section 3): the potential
// of the atoms of a species,
//   V_a(r) = sum_{j in a, images} q_j v_p(|r - r_j|),   v_p(r) = gamma(p/2, r^2/2 sigma^2) / (Gamma(p/2) r^p),
// projected on the radial functions and harmonics around every atom, c_{i; a n l m} = <R_n Y_lm | V_a(r_i + .)>.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rhofield/atoms/structure.hpp"
#include "rhofield/units.hpp"

namespace rhofield {

/// What the strengths q_j of the sources are: 1 for every atom; a number for each element; or Structure::charges.
enum class SourceWeights { unit, by_element, charges };

/// How the sum over images is done. `pairs`: in real space, molecules only. `plane_waves`: short-range pairs and a sum
/// over wave vectors as matrix products, O(N^2) with a small factor. `mesh`: short-range pairs and a particle mesh with
/// fast Fourier transforms, O(N log N). `automatic`: the cheapest by a cost model.
enum class LongRangeMethod { automatic, pairs, plane_waves, mesh };

struct LongRangeOptions {
  int exponent = 1;                  ///< p: 1 electrostatic ... 6 dispersion; 0 the normalised Gaussian itself
  double radius = 4.0 * angstrom;    ///< r_c of the radial functions, bohr; nothing is cut off there
  double smearing = 1.0 * angstrom;  ///< sigma, bohr: below it the potential is smooth
  int n_max = 8;                     ///< GTO radial functions
  int l_max = 6;                     ///< largest angular order
  bool by_species = true;            ///< channels for each neighbour species; false: one potential of all sources
  SourceWeights weights = SourceWeights::unit;
  std::map<int, double> element_weights{};  ///< by atomic number, for SourceWeights::by_element: all that occur
  /// Largest error of a coefficient, relative to the largest coefficient of its structure, of splitting and summing.
  double tolerance = 1e-7;
  LongRangeMethod method = LongRangeMethod::automatic;  ///< p = 0 has a short range: always pairs, in cells as well
};

/// Throws InvalidInput naming the field when an option is out of range.
void validate(const LongRangeOptions& options);

/// What is assumed about the potential of a structure, in words: k = 0 left out, with the charge that a uniform
/// background neutralises; constants left out of slabs and wires. Empty where nothing is.
std::vector<std::string> assumptions(const LongRangeOptions& options, const Structure& structure);

/// How one structure is treated; for people and benchmarks.
struct LongRangePlan {
  LongRangeMethod method = LongRangeMethod::pairs;
  double splitting = 0;    ///< width that is left to the smooth part, bohr; the smearing itself: no short-range pairs
  double cutoff = 0;       ///< of the short-range pairs, bohr; 0: none
  double pairs = 0;        ///< of the structure within the cutoff, both directions, estimated
  double wave_cutoff = 0;  ///< largest wave vector of the smooth part, 1/bohr; 0: none
  Index waves = 0;         ///< wave vectors of half the space (plane waves), by the volume of their sphere
  std::array<int, 3> mesh{};       ///< points along each vector; 0: no mesh
  int spline_order = 0;            ///< of the mesh
  double predicted_seconds = 0;    ///< by the cost model
  std::vector<std::string> notes;  ///< `assumptions`, and meshes that the memory does not hold
};

/// Holds the tables of one set of options on one device; cheap to call many times. Periodic in any number of
/// directions. k = 0 of periodic cells counts only for p = 0 and p > 3: below, each channel has a uniform neutralising
/// background. In slabs and wires the potential of a charged layer or line, which grows without end, has its constant
/// part left out: only neutral channels mean something there.
class LongRangeExpansion {
 public:
  LongRangeExpansion(const Device& device, std::vector<int> species, const LongRangeOptions& options);
  ~LongRangeExpansion();
  LongRangeExpansion(LongRangeExpansion&&) noexcept;
  LongRangeExpansion& operator=(LongRangeExpansion&&) noexcept;

  /// [atom, l*l+l+m, channel], atoms of all structures one after the other; channel q = species index * n_max + n, or n
  /// for one potential of all sources. Throws InvalidInput for elements that are not among the species and for missing
  /// charges or weights.
  Tensor<double, 3> operator()(std::span<const Structure> structures) const;
  /// Adds the derivatives of sum c . c_bar: positions_bar [atom, xyz] += d/dr, strain_bar [structure, xyz, xyz] += the
  /// derivative with respect to a homogeneous strain, r -> (1 + strain) r with the cell alike. Where a mesh would be
  /// taken, derivatives go through plane waves, whose cost grows as the square of the number of atoms.
  void backward(std::span<const Structure> structures, View<const double, 3> c_bar, View<double, 2> positions_bar,
                View<double, 3> strain_bar) const;
  /// How this structure is treated.
  LongRangePlan plan(const Structure& structure) const;

  const std::vector<int>& species() const { return species_; }
  const LongRangeOptions& options() const { return options_; }
  int channels() const { return (options_.by_species ? static_cast<int>(species_.size()) : 1) * options_.n_max; }

 private:
  struct State;
  struct WaveSum;
  struct WaveBatch;
  void check(std::span<const Structure> structures) const;
  void add_pairs(std::span<const Structure> structures, const LongRangePlan& plan, View<double, 3> c) const;
  void add_waves(const Structure& structure, const LongRangePlan& plan, View<double, 3> c) const;
  template <class Body>
  void with_pairs(std::span<const Structure> structures, const LongRangePlan& plan, const Body& body) const;
  void add_pairs_backward(const Structure& structure, const LongRangePlan& plan, View<const double, 3> c_bar,
                          View<double, 2> positions_bar, View<double, 3> strain_bar) const;
  void add_waves_backward(const Structure& structure, const LongRangePlan& plan, View<const double, 3> c_bar,
                          View<double, 2> positions_bar, View<double, 3> strain_bar) const;
  LongRangePlan plan_with(const Structure& structure, LongRangeMethod method) const;
  LongRangePlan plan_for_derivatives(const Structure& structure) const;
  void add_mesh(const Structure& structure, const LongRangePlan& plan, View<double, 3> c) const;
  Tensor<double, 2> strengths(const Structure& structure) const;  // [source channel, atom]

  Device device_;
  std::vector<int> species_;
  LongRangeOptions options_;
  std::unique_ptr<State> state_;
};

}  // namespace rhofield
