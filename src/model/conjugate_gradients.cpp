// Preconditioned conjugate gradients on the loss, with the Kronecker preconditioner of theory section 5: the on-site
// part of a (species, lambda) block of B is exactly (Psi^T Psi / N) (x) S^{a lambda}_{nn'}; both factors are
// diagonalised once.
#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>

#include "model/checkpoint.hpp"
#include "model/percent.hpp"
#include "model/regression.hpp"
#include "rhofield/error.hpp"
#include "runtime/backend.hpp"
#include "runtime/text.hpp"

namespace rhofield {

namespace {

constexpr Index onsite_samples = 16;  // structures whose on-site metric blocks are averaged
constexpr int refresh_interval = 50;  // iterations between recomputations of the true residual

/// Mean on-site metric S^{a lambda}_{nn'} of every block, from the metrics of the first structures that contain the
/// species.
std::vector<std::vector<double>> onsite_metrics(const DesignOperator& op) {
  const auto& blocks = op.space().blocks();
  const Design& design = op.design();
  std::vector<std::vector<double>> mean(blocks.size());
  std::vector<Index> samples(blocks.size(), 0);
  for (std::size_t b = 0; b < blocks.size(); ++b)
    mean[b].assign(static_cast<std::size_t>(blocks[b].count() * blocks[b].count()), 0.0);
  for (Index a = 0; a < op.structures(); ++a) {
    const Index f_begin = design.function_offset[static_cast<std::size_t>(a)];
    const Index functions = design.function_offset[static_cast<std::size_t>(a) + 1] - f_begin;
    std::vector<double> s;  // downloaded only when some block still needs samples
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const Index n_max = blocks[b].count();
      const Index width = 2 * blocks[b].irrep.lambda + 1;
      const auto atom = [&](Index row) { return static_cast<std::size_t>(row / blocks[b].components()); };
      const auto& row_offset = design.row_offset[b];
      for (std::size_t i = atom(row_offset[static_cast<std::size_t>(a)]);
           i < atom(row_offset[static_cast<std::size_t>(a) + 1]) && samples[b] < onsite_samples * width; ++i) {
        if (s.empty()) {
          s.resize(static_cast<std::size_t>(functions * functions));
          op.space().representation().device().backend().memory().download(s.data(), op.metrics()(a).data(),
                                                                           sizeof(double) * s.size());
        }
        for (Index mu = 0; mu < width; ++mu, ++samples[b]) {
          const Index first = design.first_function[b][i] - f_begin + mu;  // of n = 0
          for (Index n = 0; n < n_max; ++n)
            for (Index n2 = 0; n2 < n_max; ++n2)
              mean[b][static_cast<std::size_t>(n * n_max + n2)] +=
                  s[static_cast<std::size_t>((first + n * width) * functions + first + n2 * width)];
        }
      }
    }
  }
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (double& x : mean[b]) x /= static_cast<double>(std::max<Index>(samples[b], 1));
  return mean;
}

/// z = M r with M an approximate inverse of B + eta.
class BlockPreconditioner {
 public:
  BlockPreconditioner(const DesignOperator& op, Design& design, Preconditioner kind, double regularisation)
      : op_(&op), device_(op.space().representation().device()), kind_(kind) {
    if (kind == Preconditioner::none) return;
    auto& la = device_.backend().linear_algebra();
    const auto& blocks = op.space().blocks();
    const double mean = 1.0 / static_cast<double>(op.structures());
    const auto onsite = onsite_metrics(op);
    std::vector<double> denominators(static_cast<std::size_t>(op.dimension()));
    rotation_.resize(blocks.size());
    radial_rotation_.resize(blocks.size());
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      const Index dimension = blocks[b].dimension;
      const Index n_max = blocks[b].count();
      if (dimension == 0) continue;
      // (1/N) Psi^T Psi and S_nn': their diagonals, or their eigenvalues after a rotation of Psi and of n.
      auto gram = Tensor<double, 2>::zeros(device_, {dimension, dimension});
      la.syrk(Op::transpose, mean, matrix(std::as_const(design.psi[b]).view()), 0.0, matrix(gram.view()));
      auto metric = Tensor<double, 2>::from_host(device_, onsite[b], {n_max, n_max});
      std::vector<double> gram_values(static_cast<std::size_t>(dimension));
      std::vector<double> metric_values(static_cast<std::size_t>(n_max));
      if (kind == Preconditioner::kronecker) {
        Tensor<double, 1> values(device_, {dimension});
        la.symmetric_eigen(matrix(gram.view()), values.view());
        gram_values = values.to_host();
        Tensor<double, 1> radial(device_, {n_max});
        la.symmetric_eigen(matrix(metric.view()), radial.view());
        metric_values = radial.to_host();
        Tensor<double, 2> rotated(device_, {design.psi[b].extent(0), dimension});
        la.gemm(Op::none, Op::none, 1.0, matrix(std::as_const(design.psi[b]).view()),
                matrix(std::as_const(gram).view()), 0.0, matrix(rotated.view()));
        design.psi[b] = std::move(rotated);
        rotation_[b] = std::move(gram);
        radial_rotation_[b] = std::move(metric);
      } else {
        const auto g = gram.to_host();
        for (Index d = 0; d < dimension; ++d)
          gram_values[static_cast<std::size_t>(d)] = g[static_cast<std::size_t>(d * dimension + d)];
        for (Index n = 0; n < n_max; ++n)
          metric_values[static_cast<std::size_t>(n)] = onsite[b][static_cast<std::size_t>(n * n_max + n)];
      }
      for (Index n = 0; n < n_max; ++n)
        for (Index d = 0; d < dimension; ++d)
          denominators[static_cast<std::size_t>(blocks[b].weight_offset + n * dimension + d)] =
              std::max(0.0, gram_values[static_cast<std::size_t>(d)]) *
                  std::max(0.0, metric_values[static_cast<std::size_t>(n)]) +
              regularisation;
    }
    denominators_ = Tensor<double, 1>::from_host(device_, denominators, {op.dimension()});
    scratch_ = Tensor<double, 1>(device_, {op.dimension()});
  }

  void apply(View<const double, 1> r, View<double, 1> z) const {
    auto& memory = device_.backend().memory();
    const std::size_t bytes = sizeof(double) * static_cast<std::size_t>(r.size());
    if (kind_ == Preconditioner::none) return memory.copy(z.data(), r.data(), bytes);
    if (kind_ == Preconditioner::diagonal) return device_.backend().kernels().divide(r, denominators_.view(), z);
    rotate_radial(Op::transpose, r, scratch_.view());
    device_.backend().kernels().divide(std::as_const(scratch_).view(), denominators_.view(), scratch_.view());
    rotate_radial(Op::none, std::as_const(scratch_).view(), z);
  }

  /// Weights of the original Psi from those of the rotated one, or the other way round.
  Tensor<double, 1> change_basis(View<const double, 1> w, bool to_original) const {
    Tensor<double, 1> result(device_, {w.size()});
    device_.backend().memory().copy(result.view().data(), w.data(),
                                    sizeof(double) * static_cast<std::size_t>(w.size()));
    if (kind_ != Preconditioner::kronecker) return result;
    const auto& blocks = op_->space().blocks();
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      if (blocks[b].dimension == 0) continue;
      // Psi w = (Psi U)(U^T w): W_rotated [n, D] = W U and back with U^T.
      const ConstMatrixView from(w.data() + blocks[b].weight_offset, blocks[b].count(), blocks[b].dimension,
                                 blocks[b].dimension);
      const MatrixView to{result.view().data() + blocks[b].weight_offset, blocks[b].count(), blocks[b].dimension,
                          blocks[b].dimension};
      device_.backend().linear_algebra().gemm(Op::none, to_original ? Op::transpose : Op::none, 1.0, from,
                                              matrix(rotation_[b].view()), 0.0, to);
    }
    return result;
  }

 private:
  void rotate_radial(Op op, View<const double, 1> x, View<double, 1> y) const {
    const auto& blocks = op_->space().blocks();
    std::vector<Product> products;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      if (blocks[b].dimension == 0) continue;
      const ConstMatrixView from(x.data() + blocks[b].weight_offset, blocks[b].count(), blocks[b].dimension,
                                 blocks[b].dimension);
      const MatrixView to{y.data() + blocks[b].weight_offset, blocks[b].count(), blocks[b].dimension,
                          blocks[b].dimension};
      products.push_back({.op_a = op, .a = matrix(radial_rotation_[b].view()), .b = from, .c = to});
    }
    device_.backend().linear_algebra().gemm_grouped(products);
  }

  const DesignOperator* op_;
  Device device_;
  Preconditioner kind_;
  std::vector<Tensor<double, 2>> rotation_;         // U_A [D, D] per block
  std::vector<Tensor<double, 2>> radial_rotation_;  // U_S [n, n] per block
  Tensor<double, 1> denominators_;
  mutable Tensor<double, 1> scratch_;
};

}  // namespace

ConjugateGradientResult conjugate_gradients(const ReferenceSpace& space, Design& design, const Metrics& metrics,
                                            View<const double, 1> target, const RegressionOptions& options,
                                            const Progress& progress, const TestError& test_error) {
  const Device& device = space.representation().device();
  auto& la = device.backend().linear_algebra();
  auto& memory = device.backend().memory();
  DesignOperator op(space, design, metrics);
  const double eta = options.regularisation;
  const auto structures = static_cast<double>(op.structures());

  // Right-hand side and constant of the loss.
  Tensor<double, 1> b(device, {op.dimension()});
  Tensor<double, 1> weighed(device, {op.elements()});
  op.weigh(target, weighed.view());
  const double constant = la.dot(target, std::as_const(weighed).view()) / structures;
  auto vector = [&] { return Tensor<double, 1>::zeros(device, {op.dimension()}); };
  op.project(std::as_const(weighed).view(), b.view());
  la.scale(1.0 / structures, b.view());
  const double b_norm = std::sqrt(la.dot(std::as_const(b).view(), std::as_const(b).view()));
  const Checkpoint head{.dimension = op.dimension(), .regularisation = eta, .right_hand_side_norm = b_norm};

  ConjugateGradientResult result;
  if (b_norm == 0) {  // w = 0 is the solution: nothing to learn, or no weights to learn it with
    result.weights = vector();
    result.converged = true;
    result.training_percent = percent(constant, constant);
    return result;
  }

  const BlockPreconditioner preconditioner(op, design, options.preconditioner, eta);
  op.project(std::as_const(weighed).view(), b.view());  // again: Psi may have been rotated
  la.scale(1.0 / structures, b.view());

  if (options.single_precision_storage) op.store_in_single_precision(design);

  Tensor<double, 1> w = vector(), r = vector(), z = vector(), p = vector(), q = vector();
  if (!options.checkpoint_file.empty())
    if (const auto saved = read_checkpoint(options.checkpoint_file, head)) {
      const auto original = Tensor<double, 1>::from_host(device, *saved, {op.dimension()});
      w = preconditioner.change_basis(original.view(), false);
    }
  auto save = [&] {
    if (!options.checkpoint_file.empty())
      write_checkpoint(options.checkpoint_file, head,
                       preconditioner.change_basis(std::as_const(w).view(), true).to_host());
  };
  auto true_residual = [&] {  // r = b - (B + eta) w
    op.apply(std::as_const(w).view(), q.view());
    la.axpy(eta, std::as_const(w).view(), q.view());
    memory.copy(r.view().data(), b.view().data(), sizeof(double) * static_cast<std::size_t>(op.dimension()));
    la.axpy(-1.0, std::as_const(q).view(), r.view());
  };
  auto dot = [&](const Tensor<double, 1>& x, const Tensor<double, 1>& y) { return la.dot(x.view(), y.view()); };
  auto restart = [&] {  // p = z = M r
    true_residual();
    preconditioner.apply(std::as_const(r).view(), z.view());
    memory.copy(p.view().data(), z.view().data(), sizeof(double) * static_cast<std::size_t>(op.dimension()));
    return dot(r, z);
  };

  // What is the same in every iteration is recorded in the first and replayed from then on.
  std::unique_ptr<Recording> product_of_p, preconditioned_r;
  const auto repeat = [&](std::unique_ptr<Recording>& recording, const std::function<void()>& work) {
    if (recording)
      recording->replay();
    else
      recording = device.backend().record(work);
  };
  const auto apply_to_p = [&] {  // q = (B + eta) p
    op.apply(std::as_const(p).view(), q.view());
    la.axpy(eta, std::as_const(p).view(), q.view());
  };
  const bool same_metrics = op.holds_metrics();

  double rz = restart();
  for (int iteration = 1; iteration <= options.max_iterations; ++iteration) {
    // One product with B: Psi twice (2 * 8 bytes * rows * D), S once; everything else is vectors of length D.
    same_metrics ? repeat(product_of_p, apply_to_p) : apply_to_p();
    const double curvature = dot(p, q);
    if (!(curvature > 0))
      throw NumericalFailure("conjugate gradients: p.(B + eta)p = " + text(curvature) + " at iteration " +
                             std::to_string(iteration) +
                             "; the metric is not positive definite, or the data hold huge numbers");
    const double alpha = rz / curvature;
    la.axpy(alpha, std::as_const(p).view(), w.view());   // w += alpha p
    la.axpy(-alpha, std::as_const(q).view(), r.view());  // r -= alpha q

    IterationRecord record{.iteration = iteration};
    record.relative_residual = std::sqrt(dot(r, r)) / b_norm;
    record.loss = constant - dot(w, b) - dot(w, r);  // l(w) = const - w.(b + r)
    if (test_error) record.test_percent = test_error(preconditioner.change_basis(std::as_const(w).view(), true).view());
    result.iterations.push_back(record);

    const auto window = static_cast<std::size_t>(options.loss_window);
    const bool flat = options.loss_tolerance > 0 && result.iterations.size() > window &&
                      result.iterations[result.iterations.size() - 1 - window].loss - record.loss <
                          options.loss_tolerance * std::abs(record.loss);
    const bool small = record.relative_residual <= options.residual_tolerance;
    if (flat || small || iteration % refresh_interval == 0) {
      // The recursion drifts: stop only on the residual computed from scratch, and go on from it otherwise.
      true_residual();
      record.relative_residual = std::sqrt(dot(r, r)) / b_norm;
      result.iterations.back().relative_residual = record.relative_residual;
      if (flat || record.relative_residual <= options.residual_tolerance) {
        result.converged = true;
        break;
      }
    }
    if (iteration % options.checkpoint_interval == 0) save();
    if (progress && !progress("conjugate gradients", iteration, options.max_iterations)) {
      save();
      throw Interrupted("training was stopped after " + std::to_string(iteration) + " iterations");
    }
    repeat(preconditioned_r, [&] { preconditioner.apply(std::as_const(r).view(), z.view()); });  // z = M r
    const double rz_next = dot(r, z);
    la.scale(rz_next / rz, p.view());  // p = z + beta p
    la.axpy(1.0, std::as_const(z).view(), p.view());
    rz = rz_next;
  }
  try {
    save();
  } catch (const Error& failure) {  // the solution is worth more than its checkpoint
    result.warnings.push_back(std::string(failure.what()) + "; the solution is complete without it");
  }
  if (!result.iterations.empty())
    result.training_percent = percent(result.iterations.back().loss - eta * dot(w, w), constant);
  result.weights = preconditioner.change_basis(std::as_const(w).view(), true);
  return result;
}

}  // namespace rhofield
