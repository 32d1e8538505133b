// Psi, S and their normal equations.
#include "model/regression.hpp"

#include <algorithm>
#include <cmath>

#include "rhofield/error.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

constexpr Index batch_bytes = Index{256} << 20;  // S Psi in flight: enough rows for full-speed products

View<const double, 2> column(View<const double, 1> x) { return {x.data(), {x.size(), 1}}; }
View<double, 2> column(View<double, 1> x) { return {x.data(), {x.size(), 1}}; }

}  // namespace

DesignOperator::DesignOperator(const ReferenceSpace& space, const Design& design, const Metrics& metrics)
    : space_(&space), design_(&design), metrics_(&metrics) {
  const Device& device = space.representation().device();
  in_blocks_ = Tensor<double, 1>(device, {design.functions()});
  in_structures_ = Tensor<double, 1>(device, {design.functions()});
  weighed_ = Tensor<double, 1>(device, {design.functions()});
}

void DesignOperator::expand(View<const double, 1> w, View<double, 1> c) const {
  auto& backend = space_->representation().device().backend();
  const auto& blocks = space_->blocks();
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const auto& psi = design_->psi[b];
    // C [(i mu), n] = Psi [(i mu), D] W [n, D]^T
    const ConstMatrixView weights(w.data() + blocks[b].weight_offset, blocks[b].count, blocks[b].dimension,
                                  blocks[b].dimension);
    const MatrixView c_block{in_blocks_.view().data() + design_->block_offset[b], psi.extent(0), blocks[b].count,
                             blocks[b].count};
    backend.linear_algebra().gemm(Op::none, Op::transpose, 1.0, matrix(psi.view()), weights, 0.0, c_block);
  }
  backend.kernels().gather_rows(column(std::as_const(in_blocks_).view()), design_->to_structure.view(), column(c));
}

void DesignOperator::project(View<const double, 1> c, View<double, 1> w) const {
  auto& backend = space_->representation().device().backend();
  const auto& blocks = space_->blocks();
  backend.kernels().gather_rows(column(c), design_->to_block.view(), column(in_blocks_.view()));
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const auto& psi = design_->psi[b];
    // W [n, D] = C [(i mu), n]^T Psi [(i mu), D]
    const MatrixView weights{w.data() + blocks[b].weight_offset, blocks[b].count, blocks[b].dimension,
                             blocks[b].dimension};
    const ConstMatrixView c_block(in_blocks_.view().data() + design_->block_offset[b], psi.extent(0), blocks[b].count,
                                  blocks[b].count);
    backend.linear_algebra().gemm(Op::transpose, Op::none, 1.0, c_block, matrix(psi.view()), 0.0, weights);
  }
}

void DesignOperator::weigh(View<const double, 1> c, View<double, 1> sc) const {
  auto& la = space_->representation().device().backend().linear_algebra();
  for (Index a = 0; a < metrics_->size(); ++a) {
    const Index first = design_->function_offset[static_cast<std::size_t>(a)];
    const Index count = design_->function_offset[static_cast<std::size_t>(a) + 1] - first;
    la.gemm(Op::none, Op::none, 1.0, matrix((*metrics_)(a)), ConstMatrixView(c.data() + first, count, 1, 1), 0.0,
            MatrixView{sc.data() + first, count, 1, 1});
  }
}

void DesignOperator::apply(View<const double, 1> w, View<double, 1> y) const {
  expand(w, in_structures_.view());
  weigh(std::as_const(in_structures_).view(), weighed_.view());
  project(std::as_const(weighed_).view(), y);
  space_->representation().device().backend().linear_algebra().scale(1.0 / static_cast<double>(structures()), y);
}

NormalEquations::NormalEquations(const Device& device, Index dimension)
    : device_(device),
      b_matrix_(Tensor<double, 2>::zeros(device, {dimension, dimension})),
      b_vector_(Tensor<double, 1>::zeros(device, {dimension})) {}

void NormalEquations::add(const DesignOperator& op, View<const double, 1> target) {
  auto& la = device_.backend().linear_algebra();
  auto& kernels = device_.backend().kernels();
  const auto& blocks = op.space().blocks();
  const Design& design = op.design();
  const Index dimension = op.dimension();

  Tensor<double, 1> weighed(device_, {op.functions()});
  Tensor<double, 1> projected(device_, {dimension});
  op.weigh(target, weighed.view());
  op.project(std::as_const(weighed).view(), projected.view());
  la.axpy(1.0, std::as_const(projected).view(), b_vector_.view());
  constant_ += la.dot(target, std::as_const(weighed).view());

  // Rows of each (block, n) in structure order, ascending in structures: [block][n] -> row list.
  const Index rows_per_batch = std::max<Index>(batch_bytes / (dimension * static_cast<Index>(sizeof(double)) + 1), 1);
  std::vector<Index> row_in_block(blocks.size(), 0);  // rows (i mu) of Psi used so far
  for (Index first = 0; first < op.structures();) {
    // A batch of structures whose S Psi fits.
    const Index f_first = design.function_offset[static_cast<std::size_t>(first)];
    Index last = first + 1;
    while (last < op.structures() &&
           design.function_offset[static_cast<std::size_t>(last) + 1] - f_first <= rows_per_batch)
      ++last;
    const Index f_last = design.function_offset[static_cast<std::size_t>(last)];
    Tensor<double, 2> s_psi(device_, {f_last - f_first, dimension});

    std::vector<Index> batch_begin = row_in_block;
    for (Index a = first; a < last; ++a) {
      const Index f_begin = design.function_offset[static_cast<std::size_t>(a)];
      const Index functions = design.function_offset[static_cast<std::size_t>(a) + 1] - f_begin;
      const auto s = op.metrics()(a);
      const double* x = s_psi.view().data() + (f_begin - f_first) * dimension;
      for (std::size_t b = 0; b < blocks.size(); ++b) {
        const Block& block = blocks[b];
        // Psi rows of this structure: those whose functions lie in [f_begin, f_begin + functions).
        const Index begin = row_in_block[b];
        Index end = begin;
        const Index total_rows = design.psi[b].extent(0);
        auto position = [&](Index row, Index n) {
          return design.structure_position[static_cast<std::size_t>(design.block_offset[b] + row * block.count + n)];
        };
        while (end < total_rows && position(end, 0) < f_begin + functions) ++end;
        row_in_block[b] = end;
        const Index rows = end - begin;
        if (rows == 0 || block.dimension == 0) {
          for (Index n = 0; n < block.count && block.dimension > 0; ++n)
            la.gemm(Op::none, Op::none, 0.0, ConstMatrixView(x, functions, 0, 1),
                    ConstMatrixView(x, 0, block.dimension, 1), 0.0,
                    MatrixView{const_cast<double*>(x) + block.weight_offset + n * block.dimension, functions,
                               block.dimension, dimension});
          continue;
        }
        std::vector<Index> list(static_cast<std::size_t>(rows));
        Tensor<double, 2> s_rows(device_, {rows, functions});
        for (Index n = 0; n < block.count; ++n) {
          for (Index r = 0; r < rows; ++r) list[static_cast<std::size_t>(r)] = position(begin + r, n) - f_begin;
          const auto row_list = Tensor<Index, 1>::from_host(device_, list, {rows});
          kernels.gather_rows(s, row_list.view(), s_rows.view());
          // (S Psi)[:, (block, n)] = S[:, rows] Psi = S[rows, :]^T Psi, S being symmetric.
          la.gemm(Op::transpose, Op::none, 1.0, matrix(std::as_const(s_rows).view()),
                  matrix(design.psi[b].view().rows(begin, rows)), 0.0,
                  MatrixView{const_cast<double*>(x) + block.weight_offset + n * block.dimension, functions,
                             block.dimension, dimension});
        }
      }
    }
    // B[(block, n), :] += Psi^T (S Psi)[rows of (block, n), :], columns up to the diagonal block only.
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const Block& block = blocks[b];
      const Index begin = batch_begin[b];
      const Index rows = row_in_block[b] - begin;
      if (rows == 0 || block.dimension == 0) continue;
      std::vector<Index> list(static_cast<std::size_t>(rows));
      Tensor<double, 2> x_rows(device_, {rows, dimension});
      for (Index n = 0; n < block.count; ++n) {
        for (Index r = 0; r < rows; ++r)
          list[static_cast<std::size_t>(r)] = design.structure_position[static_cast<std::size_t>(
                                                  design.block_offset[b] + (begin + r) * block.count + n)] -
                                              f_first;
        const auto row_list = Tensor<Index, 1>::from_host(device_, list, {rows});
        kernels.gather_rows(std::as_const(s_psi).view(), row_list.view(), x_rows.view());
        const Index row_first = block.weight_offset + n * block.dimension;
        const Index columns = row_first + block.dimension;
        la.gemm(Op::transpose, Op::none, 1.0, matrix(design.psi[b].view().rows(begin, rows)),
                ConstMatrixView(x_rows.view().data(), rows, columns, dimension), 1.0,
                MatrixView{b_matrix_.view().data() + row_first * dimension, block.dimension, columns, dimension});
      }
    }
    first = last;
  }
  structures_ += op.structures();
}

Tensor<double, 1> NormalEquations::solve(double regularisation, bool consume) {
  auto& la = device_.backend().linear_algebra();
  Tensor<double, 2> factor = consume ? std::move(b_matrix_) : b_matrix_.clone(device_);
  Tensor<double, 1> w = b_vector_.clone(device_);
  const Index dimension = w.size();
  const double mean = 1.0 / static_cast<double>(structures_);
  la.scale(mean, factor.view().reshape<1>({dimension * dimension}));
  la.scale(mean, w.view());
  device_.backend().kernels().add_to_diagonal(regularisation, matrix(factor.view()));
  if (!la.cholesky(matrix(factor.view())))
    throw NumericalFailure("the normal equations of dimension " + std::to_string(dimension) +
                           " are not positive definite at regularisation " + std::to_string(regularisation) +
                           "; raise the regularisation or the eigenvalue cut");
  la.cholesky_solve(matrix(std::as_const(factor).view()), matrix(column(w.view())));
  return w;
}

double NormalEquations::training_percent(View<const double, 1> w, double regularisation) const {
  auto& la = device_.backend().linear_algebra();
  const auto n = static_cast<double>(structures_);
  const double error = constant_ / n - la.dot(w, b_vector_.view()) / n - regularisation * la.dot(w, w);
  return 100.0 * std::sqrt(std::max(0.0, error) / (constant_ / n));
}

double squared_norm(const DesignOperator& design, View<const double, 1> x) {
  const Device& device = design.space().representation().device();
  Tensor<double, 1> weighed(device, {x.size()});
  design.weigh(x, weighed.view());
  return device.backend().linear_algebra().dot(x, std::as_const(weighed).view());
}

double squared_error(const DesignOperator& design, View<const double, 1> target, View<const double, 1> weights) {
  const Device& device = design.space().representation().device();
  Tensor<double, 1> difference(device, {design.functions()});
  design.expand(weights, difference.view());
  device.backend().linear_algebra().axpy(-1.0, target, difference.view());
  return squared_norm(design, std::as_const(difference).view());
}

}  // namespace rhofield
