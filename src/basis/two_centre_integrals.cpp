// Overlap and Coulomb matrices: validation, tables of the basis, pairs of atoms with their images, and the primitive.
#include "rhofield/basis/two_centre_integrals.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>

#include "basis/cell_coulomb.hpp"
#include "basis/lattice_images.hpp"
#include "basis/two_centre_builder.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

void require_gaussian(const GaussianBasis& basis) {
  if (!basis.is_gaussian())
    throw InvalidInput(
        "two-centre integrals need a Gaussian basis, but this one holds numerical shells; read the metric from the "
        "data");
}

}  // namespace

struct TwoCentreIntegrals::State {
  State(const Device& d, const GaussianBasis& b, std::vector<int> s, const IntegralOptions& o)
      : device(d), basis(b), species(std::move(s)), options(o) {}

  Device device;
  GaussianBasis basis;
  std::vector<int> species;
  IntegralOptions options;
  std::mutex building;
  std::optional<TwoCentreTableSet> overlap, coulomb;  // made at the first call, kept

  const TwoCentreTableSet& tables(std::optional<TwoCentreTableSet>& kept, TwoCentreRequest request) {
    const std::lock_guard lock(building);
    if (!kept) kept.emplace(device, basis, species, request);
    return *kept;
  }
  std::size_t species_index(int atomic_number) const {
    const auto found = std::lower_bound(species.begin(), species.end(), atomic_number);
    if (found == species.end() || *found != atomic_number) {
      std::string known;
      for (int number : species) known += " " + std::string(element_symbol(number));
      throw InvalidInput("the integrals were prepared for" + known + " but the structure contains " +
                         std::string(element_symbol(atomic_number)) + "; name all elements when making them");
    }
    return static_cast<std::size_t>(found - species.begin());
  }

  Tensor<double, 2> square(const Structure& structure) const {
    const Index functions = basis.functions(structure);
    return {device, {functions, functions}};
  }
  void fill(const TwoCentreTableSet& tables, const Structure& structure, View<double, 2> result) const;
};

void TwoCentreIntegrals::State::fill(const TwoCentreTableSet& tables, const Structure& structure,
                                     View<double, 2> result) const {
  const std::size_t atoms = structure.numbers.size();
  std::vector<int> species_index_of(atoms);
  std::vector<Index> first_function(atoms + 1, 0);
  for (std::size_t i = 0; i < atoms; ++i) {
    species_index_of[i] = static_cast<int>(species_index(structure.numbers[i]));
    first_function[i + 1] = first_function[i] + basis.functions(structure.numbers[i]);
  }
  if (result.extent(0) != first_function.back() || result.extent(1) != first_function.back())
    throw InvalidInput("the structure has " + std::to_string(first_function.back()) +
                       " functions, but memory for a matrix of " + std::to_string(result.extent(0)) + " x " +
                       std::to_string(result.extent(1)) + " was given; give functions x functions");
  const LatticeImages images(structure);
  std::vector<int> pair_atoms;
  std::vector<Index> image_offset{0};
  std::vector<double> image;
  pair_atoms.reserve(atoms * (atoms + 1));
  image_offset.reserve(atoms * (atoms + 1) / 2 + 1);
  for (std::size_t i = 0; i < atoms; ++i)
    for (std::size_t j = i; j < atoms; ++j) {
      const bool swapped = species_index_of[i] > species_index_of[j];
      const std::size_t from = swapped ? j : i, to = swapped ? i : j;
      Vector3 d{};
      for (std::size_t k = 0; k < 3; ++k) d[k] = structure.positions[to][k] - structure.positions[from][k];
      const auto a = static_cast<std::size_t>(species_index_of[i]), b = static_cast<std::size_t>(species_index_of[j]);
      images.for_each(d, tables.reach(a, b),
                      [&image](const Vector3& v) { image.insert(image.end(), v.begin(), v.end()); });
      pair_atoms.insert(pair_atoms.end(), {static_cast<int>(from), static_cast<int>(to)});
      image_offset.push_back(static_cast<Index>(image.size()) / 3);
    }
  const auto pairs = static_cast<Index>(image_offset.size()) - 1;
  const auto device_atoms = Tensor<int, 2>::from_host(device, pair_atoms, {pairs, 2});
  const auto device_species = Tensor<int, 1>::from_host(device, species_index_of, {static_cast<Index>(atoms)});
  const auto device_first =
      Tensor<Index, 1>::from_host(device, std::span(first_function).first(atoms), {static_cast<Index>(atoms)});
  const auto device_offset = Tensor<Index, 1>::from_host(device, image_offset, {pairs + 1});
  const auto device_image = Tensor<double, 2>::from_host(device, image, {image_offset.back(), 3});
  device.backend().kernels().two_centre_integrals(
      tables.view(),
      {device_atoms.view(), device_species.view(), device_first.view(), device_offset.view(), device_image.view()},
      result);
  device.synchronize();  // the pair lists live until here
}

TwoCentreIntegrals::TwoCentreIntegrals(const Device& device, const GaussianBasis& basis, std::span<const int> species,
                                       const IntegralOptions& options) {
  require_gaussian(basis);
  if (!(options.precision > 0) || options.precision > 1e-3)
    throw InvalidInput("precision of the integrals must lie in (0, 1e-3], got " + text(options.precision));
  std::vector<int> sorted(species.begin(), species.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  state_ = std::make_unique<State>(device, basis, std::move(sorted), options);
}

TwoCentreIntegrals::~TwoCentreIntegrals() = default;
TwoCentreIntegrals::TwoCentreIntegrals(TwoCentreIntegrals&&) noexcept = default;
TwoCentreIntegrals& TwoCentreIntegrals::operator=(TwoCentreIntegrals&&) noexcept = default;

Tensor<double, 2> TwoCentreIntegrals::overlap(const Structure& structure) const {
  Tensor<double, 2> matrix = state_->square(structure);
  overlap(structure, matrix.view());
  return matrix;
}

void TwoCentreIntegrals::overlap(const Structure& structure, View<double, 2> matrix) const {
  validate(structure);
  const TwoCentreRequest request{TwoCentreOperator::overlap, state_->options.precision};
  state_->fill(state_->tables(state_->overlap, request), structure, matrix);
}

Tensor<double, 2> TwoCentreIntegrals::coulomb(const Structure& structure) const {
  validate(structure);
  const auto& periodic = structure.periodic;
  const State& state = *state_;
  if (periodic[0] && periodic[1] && periodic[2]) {
    const double smooth = coulomb_smooth_exponent(structure);
    const TwoCentreTableSet tables(state.device, state.basis, state.species,
                                   {TwoCentreOperator::coulomb, state.options.precision, false, smooth});
    Tensor<double, 2> result = state.square(structure);
    state.fill(tables, structure, result.view());
    add_reciprocal_coulomb(state.device, state.basis, structure, smooth, state.options.precision, result);
    return result;
  }
  if (structure.any_periodic())
    throw InvalidInput(
        "Coulomb integrals are available for molecules and three-dimensional cells; this structure has " +
        std::to_string(periodic[0] + periodic[1] + periodic[2]) +
        " periodic direction(s): make it a molecule, or a cell with vacuum around it");
  const TwoCentreRequest request{TwoCentreOperator::coulomb, state.options.precision, true};
  Tensor<double, 2> result = state.square(structure);
  state.fill(state_->tables(state_->coulomb, request), structure, result.view());
  return result;
}

Tensor<double, 2> overlap_matrix(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                 const IntegralOptions& options) {
  return TwoCentreIntegrals(device, basis, structure.numbers, options).overlap(structure);
}

Tensor<double, 2> coulomb_matrix(const Device& device, const GaussianBasis& basis, const Structure& structure,
                                 const IntegralOptions& options) {
  return TwoCentreIntegrals(device, basis, structure.numbers, options).coulomb(structure);
}

}  // namespace rhofield
