// Psi, S and their normal equations.
#include "model/regression.hpp"

#include <algorithm>
#include <cmath>

#include "model/committee.hpp"
#include "model/percent.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr Index batch_bytes = Index{256} << 20;  // S Psi in flight: enough rows for full-speed products
constexpr Index s_rows_bytes = Index{64} << 20;  // recoupled rows of one S

View<const double, 2> column(View<const double, 1> x) { return {x.data(), {x.size(), 1}}; }
View<double, 2> column(View<double, 1> x) { return {x.data(), {x.size(), 1}}; }

}  // namespace

DesignOperator::DesignOperator(const ReferenceSpace& space, const Design& design, const Metrics& metrics)
    : space_(&space), design_(&design), metrics_(&metrics) {
  const Device& device = space.representation().device();
  in_blocks_ = Tensor<double, 1>(device, {design.elements()});
  in_structures_ = Tensor<double, 1>(device, {design.elements()});
  weighed_ = Tensor<double, 1>(device, {design.elements()});
}

void DesignOperator::expand(View<const double, 1> w, View<double, 1> c) const {
  auto& backend = space_->representation().device().backend();
  const auto& blocks = space_->blocks();
  std::vector<Product> products;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const auto& psi = design_->psi[b];
    // C [(i mu), n] = Psi [(i mu), D] W [n, D]^T
    const ConstMatrixView weights(w.data() + blocks[b].weight_offset, blocks[b].count(), blocks[b].dimension,
                                  blocks[b].dimension);
    const MatrixView c_block{in_blocks_.view().data() + design_->block_offset[b], psi.extent(0), blocks[b].count(),
                             blocks[b].count()};
    if (!single_psi_.empty()) {
      backend.kernels().multiply_single(single_psi_[b].view(), weights,
                                        {c_block.data, single_psi_[b].extent(0), blocks[b].count(), blocks[b].count()});
      continue;
    }
    products.push_back({.op_b = Op::transpose, .a = matrix(psi.view()), .b = weights, .c = c_block});
  }
  backend.linear_algebra().gemm_grouped(products);
  backend.kernels().combine_rows(column(std::as_const(in_blocks_).view()), design_->to_structure.all(), 0, column(c));
}

void DesignOperator::project(View<const double, 1> c, View<double, 1> w) const {
  auto& backend = space_->representation().device().backend();
  const auto& blocks = space_->blocks();
  backend.kernels().combine_rows(column(c), design_->to_block.all(), 0, column(in_blocks_.view()));
  std::vector<Product> products;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const auto& psi = design_->psi[b];
    // W [n, D] = C [(i mu), n]^T Psi [(i mu), D]
    const MatrixView weights{w.data() + blocks[b].weight_offset, blocks[b].count(), blocks[b].dimension,
                             blocks[b].dimension};
    const ConstMatrixView c_block(in_blocks_.view().data() + design_->block_offset[b], psi.extent(0), blocks[b].count(),
                                  blocks[b].count());
    if (!single_psi_.empty()) {
      backend.kernels().multiply_single_transposed(
          single_psi_[b].view(), {c_block.data, single_psi_[b].extent(0), blocks[b].count(), blocks[b].count()},
          weights);
      continue;
    }
    products.push_back({.op_a = Op::transpose, .a = c_block, .b = matrix(psi.view()), .c = weights});
  }
  backend.linear_algebra().gemm_grouped(products);
}

void DesignOperator::weigh(View<const double, 1> c, View<double, 1> sc) const {
  auto& backend = space_->representation().device().backend();
  std::vector<Product> products;
  const Index fields = design_->fields;
  for (Index a = 0; a < metrics_->size(); ++a) {
    const Index f_begin = design_->function_offset[static_cast<std::size_t>(a)];
    const Index count = design_->function_offset[static_cast<std::size_t>(a) + 1] - f_begin;
    const double* in = c.data() + fields * f_begin;
    double* out = sc.data() + fields * f_begin;
    if (!single_metrics_.empty()) {
      for (Index k = 0; k < fields; ++k)
        backend.kernels().multiply_single(single_metrics_[static_cast<std::size_t>(a)].view(),
                                          ConstMatrixView(in + k * count, 1, count, count),
                                          MatrixView{out + k * count, count, 1, 1});
      continue;
    }
    // All fields at once, C [field, function] S; S is symmetric.
    products.push_back({.a = ConstMatrixView(in, fields, count, count),
                        .b = matrix((*metrics_)(a)),
                        .c = {out, fields, count, count}});
    if (metrics_->holds(a)) continue;
    backend.linear_algebra().gemm_grouped(products);  // before the next metric takes the place of this one
    products.clear();
  }
  backend.linear_algebra().gemm_grouped(products);
}

void DesignOperator::apply(View<const double, 1> w, View<double, 1> y) const {
  expand(w, in_structures_.view());
  weigh(std::as_const(in_structures_).view(), weighed_.view());
  project(std::as_const(weighed_).view(), y);
  space_->representation().device().backend().linear_algebra().scale(1.0 / static_cast<double>(structures()), y);
}

bool DesignOperator::holds_metrics() const {
  if (!single_metrics_.empty()) return true;
  for (Index a = 0; a < metrics_->size(); ++a)
    if (!metrics_->holds(a)) return false;
  return true;
}

void DesignOperator::store_in_single_precision(Design& design) {
  const Device& device = space_->representation().device();
  const auto rounded = [&](View<const double, 2> x) {
    Tensor<float, 2> y(device, x.extents());
    device.backend().kernels().round_to_single(x.reshape<1>({x.size()}), y.view().reshape<1>({x.size()}));
    return y;
  };
  for (Tensor<double, 2>& psi : design.psi) {
    single_psi_.push_back(rounded(std::as_const(psi).view()));
    psi = Tensor<double, 2>(device, {psi.extent(0), 0});
  }
  for (Index a = 0; a < metrics_->size(); ++a) single_metrics_.push_back(rounded((*metrics_)(a)));
  metrics_->forget();
}

NormalEquations::NormalEquations(const Device& device, Index dimension)
    : device_(device),
      b_matrix_(Tensor<double, 2>::zeros(device, {dimension, dimension})),
      b_vector_(Tensor<double, 1>::zeros(device, {dimension})) {}

void NormalEquations::add(const DesignOperator& op, View<const double, 1> target) {
  auto& la = device_.backend().linear_algebra();
  Tensor<double, 1> weighed(device_, {op.elements()});
  Tensor<double, 1> projected(device_, {op.dimension()});
  op.weigh(target, weighed.view());
  op.project(std::as_const(weighed).view(), projected.view());
  la.axpy(1.0, std::as_const(projected).view(), b_vector_.view());
  constant_ += la.dot(target, std::as_const(weighed).view());

  // In batches of structures whose S Psi fits: products with few rows would run at memory speed.
  const auto& offset = op.design().function_offset;
  const Index row_bytes = op.design().fields * op.dimension() * static_cast<Index>(sizeof(double));
  const Index rows_per_batch = std::max<Index>(batch_bytes / (row_bytes + 1), 1);
  for (std::size_t first = 0; first + 1 < offset.size();) {
    std::size_t last = first + 1;
    while (last + 1 < offset.size() && offset[last + 1] - offset[first] <= rows_per_batch) ++last;
    add_products(op, weigh_psi(op, first, last), first, last);
    first = last;
  }
  structures_ += op.structures();
}

Tensor<double, 2> NormalEquations::weigh_psi(const DesignOperator& op, std::size_t first, std::size_t last) const {
  auto& backend = device_.backend();
  const auto& blocks = op.space().blocks();
  const Design& design = op.design();
  const Index fields = design.fields;
  const Index f_first = design.function_offset[first];
  auto s_psi = Tensor<double, 2>::zeros(device_, {fields * (design.function_offset[last] - f_first), op.dimension()});
  for (std::size_t a = first; a < last; ++a) {
    const Index f_begin = design.function_offset[a];
    const Index functions = design.function_offset[a + 1] - f_begin;
    const Index elements = fields * functions;
    const auto s = op.metrics()(static_cast<Index>(a));
    double* out = s_psi.view().rows(fields * (f_begin - f_first), elements).data();
    // (S Psi)[:, (block, n)] = S[:, rows] Psi = S[rows, :]^T Psi, S being symmetric, with S recoupled on both sides to
    // the order (block, n, (i M)): first its rows, then its columns. As many blocks at a time as fit the buffer.
    Index largest = 0;
    for (std::size_t b = 0; b < blocks.size(); ++b)
      largest = std::max(largest, design.row_offset[b][a + 1] - design.row_offset[b][a]);
    const Index row_limit = s_rows_bytes / (elements * static_cast<Index>(sizeof(double)) + 1);
    Tensor<double, 2> s_rows(device_, {std::min(elements, std::max(row_limit, largest)), elements});
    Tensor<double, 2> half(device_, s_rows.extents());
    std::vector<Product> products;
    Index begin = 0, end = 0;  // rows that are in the buffer
    const auto multiply = [&] {
      const Index rows = end - begin;
      const Index first_row = fields * f_begin;
      backend.kernels().combine_rows(s, design.functions_by_structure.rows(fields * (first_row + begin), fields * rows),
                                     f_begin, View<double, 2>(half.view().data(), {fields * rows, functions}));
      backend.kernels().combine_columns(View<const double, 2>(half.view().data(), {rows, elements}),
                                        design.elements_by_structure.rows(first_row, elements), first_row,
                                        View<double, 2>(s_rows.view().data(), {rows, elements}));
      backend.linear_algebra().gemm_grouped(products);
      products.clear();
      begin = end;
    };
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const Block& block = blocks[b];
      const Index row = design.row_offset[b][a];
      const Index rows = design.row_offset[b][a + 1] - row;
      for (Index n = 0; n < block.count() && rows > 0; ++n) {
        if (end - begin + rows > s_rows.extent(0)) multiply();
        if (block.dimension > 0)
          products.push_back(
              {.op_a = Op::transpose,
               .a = ConstMatrixView(s_rows.view().data() + (end - begin) * elements, rows, elements, elements),
               .b = matrix(design.psi[b].view().rows(row, rows)),
               .c = {out + block.weight_offset + n * block.dimension, elements, block.dimension, op.dimension()}});
        end += rows;
      }
    }
    multiply();
  }
  return s_psi;
}

void NormalEquations::add_products(const DesignOperator& op, const Tensor<double, 2>& s_psi, std::size_t first,
                                   std::size_t last) {
  auto& backend = device_.backend();
  const auto& blocks = op.space().blocks();
  const Design& design = op.design();
  const Index dimension = op.dimension();
  const Index origin = design.fields * design.function_offset[first];
  Index most_rows = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b)
    most_rows = std::max(most_rows, design.row_offset[b][last] - design.row_offset[b][first]);
  Tensor<double, 1> buffer(device_, {most_rows * dimension});
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const Block& block = blocks[b];
    const Index begin = design.row_offset[b][first];
    const Index rows = design.row_offset[b][last] - begin;
    if (rows == 0 || block.dimension == 0) continue;
    const Tensor<Index, 2>& places = design.place_by_structure[b];
    for (Index n = 0; n < block.count(); ++n) {
      // B[(block, n), :] += Psi^T (S Psi)[rows of (block, n), :], columns up to the diagonal block only.
      const Index row_first = block.weight_offset + n * block.dimension;
      const Index columns = row_first + block.dimension;
      const View<double, 2> x(buffer.view().data(), {rows, columns});
      backend.kernels().gather_rows(s_psi.view(), {&places.view()(n, begin), {rows}}, origin, x);
      backend.linear_algebra().gemm(
          Op::transpose, Op::none, 1.0, matrix(design.psi[b].view().rows(begin, rows)), matrix(x), 1.0,
          MatrixView{b_matrix_.view().data() + row_first * dimension, block.dimension, columns, dimension});
    }
  }
}

Posterior NormalEquations::solve(double regularisation, bool consume, int members) {
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
                           " are not positive definite at regularisation " + text(regularisation) +
                           "; raise the regularisation or the eigenvalue cut");
  la.cholesky_solve(matrix(std::as_const(factor).view()), matrix(column(w.view())));
  Posterior solution{.weights = std::move(w), .deviations = Tensor<double, 2>(device_, {members, dimension})};
  if (members == 0) return solution;
  // L^-T z has the covariance (L L^T)^-1.
  auto d = Tensor<double, 2>::from_host(device_, normal_deviates(dimension * members), {dimension, members});
  la.triangular_solve(Op::transpose, matrix(std::as_const(factor).view()), matrix(d.view()));
  la.scale(std::sqrt(mean), d.view().reshape<1>({dimension * members}));
  const std::vector<double> by_column = d.to_host();
  std::vector<double> rows(by_column.size());
  for (Index k = 0; k < members; ++k)
    for (Index i = 0; i < dimension; ++i)
      rows[static_cast<std::size_t>(k * dimension + i)] = by_column[static_cast<std::size_t>(i * members + k)];
  solution.deviations = Tensor<double, 2>::from_host(device_, rows, {members, dimension});
  return solution;
}

double NormalEquations::training_percent(View<const double, 1> w, double regularisation) const {
  auto& la = device_.backend().linear_algebra();
  const auto n = static_cast<double>(structures_);
  const double error = constant_ / n - la.dot(w, b_vector_.view()) / n - regularisation * la.dot(w, w);
  return percent(error, constant_ / n);
}

double squared_norm(const DesignOperator& design, View<const double, 1> x) {
  const Device& device = design.space().representation().device();
  Tensor<double, 1> weighed(device, {x.size()});
  design.weigh(x, weighed.view());
  return device.backend().linear_algebra().dot(x, std::as_const(weighed).view());
}

double squared_error(const DesignOperator& design, View<const double, 1> target, View<const double, 1> weights) {
  const Device& device = design.space().representation().device();
  Tensor<double, 1> difference(device, {design.elements()});
  design.expand(weights, difference.view());
  device.backend().linear_algebra().axpy(-1.0, target, difference.view());
  return squared_norm(design, std::as_const(difference).view());
}

}  // namespace rhofield
