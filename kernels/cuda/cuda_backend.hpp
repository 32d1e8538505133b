// The CUDA backend's classes; each stem's .cu implements its member functions. Every CUDA kernel is the twin of a CPU
// loop over the same formula in kernels/shared.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "cuda/runtime.hpp"
#include "runtime/backend.hpp"
#include "runtime/network_kernels.hpp"

namespace rhofield::cuda {

/// Device memory from a pool of its own, so that allocations inside a loop cost no synchronisation.
class CudaMemory final : public Memory {
 public:
  explicit CudaMemory(const Context& context);
  CudaMemory(const CudaMemory&) = delete;
  CudaMemory& operator=(const CudaMemory&) = delete;
  ~CudaMemory() override;
  void* allocate(std::size_t bytes) override;
  void release(void* data) noexcept override;
  void upload(void* device, const void* host, std::size_t bytes) override;
  void download(void* host, const void* device, std::size_t bytes) override;
  void copy(void* to, const void* from, std::size_t bytes) override;
  void zero(void* data, std::size_t bytes) override;
  void synchronize() override;
  std::size_t high_water() const override;

 private:
  const Context& context_;
  cudaMemPool_t pool_ = nullptr;
};

/// Scratch memory that is kept between calls and only grows; its content does not survive `at_least`.
class Scratch {
 public:
  explicit Scratch(CudaMemory& memory) : memory_(memory) {}
  void* at_least(std::size_t bytes);
  /// Keeps the memory of now from being released when a later call needs more; null when there is none.
  std::shared_ptr<void> hold() const { return data_; }

 private:
  CudaMemory& memory_;
  std::shared_ptr<void> data_;
  std::size_t bytes_ = 0;
};

/// What one call of a function put on the stream, as a CUDA graph: one launch does all of it again.
class CudaRecording final : public Recording {
 public:
  /// Nothing is done yet.
  CudaRecording(const Context& context, const std::function<void()>& work);
  /// What the work refers to lives as long as this.
  void keep(std::vector<std::shared_ptr<void>> kept) { kept_ = std::move(kept); }
  CudaRecording(const CudaRecording&) = delete;
  CudaRecording& operator=(const CudaRecording&) = delete;
  ~CudaRecording() override;
  void replay() override;

 private:
  const Context& context_;
  std::vector<std::shared_ptr<void>> kept_;
  cudaGraphExec_t graph_ = nullptr;
};

class CudaLinearAlgebra final : public LinearAlgebra {
 public:
  CudaLinearAlgebra(const Context& context, CudaMemory& memory);
  ~CudaLinearAlgebra() override;
  void gemm(Op op_a, Op op_b, double alpha, ConstMatrixView a, ConstMatrixView b, double beta, MatrixView c) override;
  void gemm_batched(Op op_a, Op op_b, double alpha, ConstMatrixView a, Index step_a, ConstMatrixView b, Index step_b,
                    double beta, MatrixView c, Index step_c, Index count) override;
  void gemm_grouped(std::span<const Product> products) override;
  void syrk(Op op, double alpha, ConstMatrixView a, double beta, MatrixView c) override;
  bool cholesky(MatrixView a) override;
  void triangular_solve(Op op, ConstMatrixView factor, MatrixView b) override;
  void symmetric_eigen(MatrixView a, View<double, 1> eigenvalues) override;
  double dot(View<const double, 1> x, View<const double, 1> y) override;
  void axpy(double alpha, View<const double, 1> x, View<double, 1> y) override;
  void scale(double alpha, View<double, 1> x) override;
  std::vector<std::shared_ptr<void>> scratch() const {
    return {info_.hold(), work_.hold(), matrix_.hold(), pointers_.hold()};
  }
  /// From now on, until null is given, the host arrays that library calls take are put there: a recording must not read
  /// them after they are gone.
  void keep_arguments(std::vector<std::shared_ptr<void>>* kept) { kept_arguments_ = kept; }

 private:
  struct Libraries;
  /// Work memory of a cuSOLVER routine, asked for once per routine and shape.
  struct WorkBytes {
    std::size_t device = 0, host = 0;
  };
  enum class Routine { potrf, syevd };
  template <class Query>
  WorkBytes work_bytes(Routine routine, Index rows, Index stride, const Query& query);
  /// Waits for the last cuSOLVER routine and returns its info: 0, or how far it came.
  int wait_for_info(const char* routine);

  const Context& context_;
  CudaMemory& memory_;
  std::unique_ptr<Libraries> libraries_;
  Scratch info_, work_, matrix_, pointers_;
  std::map<std::tuple<Routine, Index, Index>, WorkBytes> work_bytes_;  ///< (routine, rows, stride) -> bytes
  std::vector<unsigned char> host_work_;
  std::vector<std::shared_ptr<void>>* kept_arguments_ = nullptr;
};

struct FourierPlans;

class CudaKernels final : public Kernels {
 public:
  CudaKernels(const Context& context, CudaMemory& memory);
  ~CudaKernels() override;
  std::shared_ptr<void> scratch() const { return scratch_.hold(); }

  // --- atoms ---
  NeighbourList neighbour_list(const Device& device, const StructureBatch& batch, double cutoff) override;

  // --- angular ---
  void harmonics(int l_max, bool of_directions, View<const double, 2> points, View<double, 2> values) override;

  // --- descriptors: expansion ---
  void spherical_expansion(const RadialTableView& table, const PairsView& pairs, View<const int, 1> species_index,
                           View<double, 3> coefficients) override;
  void spherical_expansion_backward(const RadialTableView& table, const PairsView& pairs, View<const double, 3> c_bar,
                                    View<double, 2> pair_bar) override;
  void gather_pair_gradients(const FullPairsView& pairs, View<const int, 1> species_index,
                             View<const double, 2> pair_bar, View<double, 2> positions_bar,
                             View<double, 2> strain_bar) override;
  void add_segments(View<const double, 2> x, View<const Index, 1> offset, View<double, 2> y) override;
  void place_channels(View<const double, 3> part, Index first, View<double, 3> c) override;

  // --- descriptors: long range ---
  void wave_phases(View<const int, 2> index, View<const double, 2> fractional, View<double, 2> phases) override;
  void wave_channels(View<const double, 3> g, View<const double, 1> factor, View<const double, 2> structure_factors,
                     View<double, 3> b) override;
  void wave_channels_backward(View<const double, 3> g, View<const double, 1> factor,
                              View<const double, 2> structure_factors, View<const double, 3> b_bar,
                              View<double, 3> g_bar, View<double, 1> g_dot,
                              View<double, 2> structure_factors_bar) override;
  void wave_phases_backward(View<const double, 2> waves, View<const double, 2> phases, View<const double, 2> phases_bar,
                            View<double, 2> positions_bar) override;
  void mesh_spread(const MeshAtoms& atoms, View<const double, 1> weight, View<double, 3> density) override;
  void fourier_forward(View<const double, 3> x, View<double, 4> spectrum) override;
  void fourier_backward(View<double, 5> spectrum, View<double, 4> x) override;
  void mesh_filter(const MeshFilter& filter, int lm, View<const double, 4> density, View<double, 5> fields) override;
  void mesh_gather(const MeshAtoms& atoms, View<const double, 4> fields, int lm, Index first,
                   View<double, 3> c) override;

  // --- descriptors: equivariants ---
  void couple(const EquivariantPlan& plan, View<const double, 3> c, View<const double, 3> c_other,
              View<const double, 2> norm, View<double, 3> p) override;
  void equivariant_norms(const NormPlan& plan, View<const double, 3> c, View<const double, 3> c_other,
                         View<double, 1> norm) override;
  void couple_backward(const EquivariantPlan& plan, const EquivariantBackwardPlan& backward, View<const double, 3> c,
                       View<const double, 3> c_other, View<const double, 2> norm, View<const double, 3> p_bar,
                       View<double, 3> c_bar, View<double, 3> c_other_bar, View<double, 2> along) override;
  void equivariant_norms_backward(const NormPlan& plan, const NormBackwardPlan& backward, View<const double, 3> c,
                                  View<const double, 3> c_other, View<const double, 1> norm,
                                  View<const double, 1> along, View<double, 3> c_bar,
                                  View<double, 3> c_other_bar) override;

  // --- descriptors: selection ---
  void farthest_points(View<const double, 2> x, View<const double, 1> squares, double tie,
                       View<Index, 1> picks) override;

  // --- basis ---
  void two_centre_integrals(const TwoCentreTables& tables, const AtomPairs& pairs, View<double, 2> matrix) override;
  void fourier_amplitudes(const AmplitudeTables& tables, View<const double, 2> waves,
                          View<double, 2> amplitudes) override;
  void mirror_lower_triangle(MatrixView a) override;

  // --- model ---
  void gather_rows(View<const double, 2> x, View<const Index, 1> rows, Index origin, View<double, 2> y) override;
  void combine_rows(View<const double, 2> x, const RowCombination& rows, Index origin, View<double, 2> y) override;
  void combine_columns(View<const double, 2> x, const RowCombination& rows, Index origin, View<double, 2> y) override;
  void scale_rows(View<const double, 1> factor, Index rows_each, View<double, 2> x) override;
  void row_squares(View<const double, 2> x, View<double, 1> y) override;
  void field_scales(View<const double, 2> norms, View<const double, 2> squares, View<double, 2> scales) override;
  void scale_similarity(View<const double, 2> k0, int exponent, int components, View<double, 2> k) override;
  void divide(View<const double, 1> x, View<const double, 1> d, View<double, 1> y) override;
  void add_to_diagonal(double alpha, MatrixView a) override;
  void round_to_single(View<const double, 1> x, View<float, 1> y) override;
  void multiply_single(View<const float, 2> a, ConstMatrixView w, MatrixView c) override;
  void multiply_single_transposed(View<const float, 2> a, ConstMatrixView c, MatrixView w) override;

  // --- observables ---
  void basis_values(const ValueTables& tables, View<const double, 2> points, View<double, 2> values) override;
  void density_on_grid(const DensityTables& tables, const GridGeometry& grid, View<double, 3> density) override;
  void density_at_points(const PointDensityTables& tables, View<const double, 2> points, View<double, 1> density,
                         View<double, 2> gradients) override;
  void potential_at_points(const PotentialTables& tables, View<const double, 2> points,
                           View<double, 2> values) override;

 private:
  const Context& context_;
  Scratch scratch_;
  std::unique_ptr<FourierPlans> fourier_plans_;
};

/// dense_network.cu: rows, and products, which go to cuBLAS with operands exchanged, as in CudaLinearAlgebra.
template <class Real>
class CudaDenseNetwork : public NetworkKernels<Real> {
 public:
  CudaDenseNetwork(const Context& context, CudaMemory& memory);
  ~CudaDenseNetwork() override;
  std::shared_ptr<void> scratch() const { return scratch_.hold(); }

  int workers() const override { return 1; }
  void share(Index count, const std::function<void(Index k, int worker)>& work) override;

  void multiply(Op op_a, Op op_b, Real alpha, Rows<const Real> a, Rows<const Real> b, Real beta, Rows<Real> c) override;
  void add_row(View<const Real, 2> x, View<const Real, 1> row, View<Real, 2> y) override;
  void add_column_sums(View<const Real, 2> x, View<Real, 1> y) override;
  void add(View<const Real, 1> x, View<Real, 1> y) override;
  void gather(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) override;
  void scatter_add(View<const Real, 2> x, View<const Index, 1> index, View<Real, 2> y) override;
  void add_listed(View<const Real, 2> x, View<const Index, 1> offset, View<const Index, 1> index,
                  View<Real, 2> y) override;
  void layer(const LayerParameters<Real>& parameters, View<const Real, 2> x, View<Real, 2> y) override;
  void layer_backward(const LayerParameters<Real>& parameters, View<const Real, 2> x, View<const Real, 2> y_bar,
                      const LayerGradients<Real>& gradients, View<Real, 2> x_bar) override;

 protected:
  const Context& context_;

 private:
  struct Blas;
  std::unique_ptr<Blas> blas_;  ///< from the first product on
  Scratch scratch_;
};

/// probe_network.cu: sums over sources.
template <class Real>
class CudaNetworkKernels final : public CudaDenseNetwork<Real> {
 public:
  using CudaDenseNetwork<Real>::CudaDenseNetwork;
  void embed(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters, View<Real, 1> b) override;
  void embed_backward(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                      View<const Real, 1> b_bar, const SourceGradients<Real>& sources) override;
  void embed_positions_backward(const CentreGroups<Real>& groups, const EmbeddingParameters<Real>& parameters,
                                View<const Real, 1> b_bar, bool of_sources, View<Real, 2> positions_bar) override;
  void sum_groups(const CentreGroups<Real>& groups, View<const Real, 1> x, View<Real, 3> sums) override;
  void square_components(View<const Real, 1> c, View<Real, 2> rho) override;
  void square_components_backward(View<const Real, 1> c, View<const Real, 2> rho_bar, View<Real, 1> c_bar) override;
  void envelope(const CentreGroups<Real>& groups, View<const Real, 1> amplitude, View<const Real, 1> decay,
                View<Real, 1> envelope) override;
  void envelope_backward(const CentreGroups<Real>& groups, View<const Real, 1> amplitude, View<const Real, 1> decay,
                         View<const Real, 1> envelope_bar, View<Real, 1> amplitude_bar,
                         View<Real, 1> decay_bar) override;
};

template <class Real>
std::unique_ptr<CudaNetworkKernels<Real>> make_network_kernels(const Context& context, CudaMemory& memory);

}  // namespace rhofield::cuda
