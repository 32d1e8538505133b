// Layers as products and rows.
#include "model/dense_network.hpp"

namespace rhofield {

namespace {

template <class Real>
View<Real, 1> slice(View<Real, 1> all, Index first, Index count) {
  return all.rows(first, count);
}
template <class Real>
View<Real, 2> weights(View<Real, 1> all, const LinearLayout& layout) {
  return slice(all, layout.weight, layout.outputs * layout.inputs).template reshape<2>({layout.outputs, layout.inputs});
}
template <class Real>
View<const Real, 2> constant(View<Real, 2> v) {
  return v;
}

template <class Real>
LayerParameters<Real> layer_of(const ActivationLayout& layout, NetworkActivation activation,
                               View<const Real, 1> parameters) {
  LayerParameters<Real> p{.activation = static_cast<int>(activation),
                          .alpha = slice(parameters, layout.alpha, layout.width),
                          .beta = slice(parameters, layout.beta, layout.width),
                          .gain = {},
                          .shift = {}};
  if (layout.norm) p.gain = slice(parameters, layout.gain, layout.width);
  if (layout.norm) p.shift = slice(parameters, layout.shift, layout.width);
  return p;
}

template <class Real>
LayerGradients<Real> gradients_of(const ActivationLayout& layout, View<Real, 1> bar) {
  LayerGradients<Real> g{.alpha = slice(bar, layout.alpha, layout.width),
                         .beta = slice(bar, layout.beta, layout.width),
                         .gain = {},
                         .shift = {}};
  if (layout.norm) g.gain = slice(bar, layout.gain, layout.width);
  if (layout.norm) g.shift = slice(bar, layout.shift, layout.width);
  return g;
}

/// y = [x +] input weight^T + bias.
template <class Real>
View<Real, 2> apply(NetworkKernels<Real>& kernels, Arena& arena, const LinearLayout& layout,
                    View<const Real, 1> parameters, View<const Real, 2> input, View<const Real, 2> x = {}) {
  const View<Real, 2> y = arena.take<Real, 2>({input.extent(0), layout.outputs});
  kernels.add_row(x, slice(parameters, layout.bias, layout.outputs), y);
  kernels.multiply(Op::none, Op::transpose, Real(1), rows_of(input), rows_of(weights(parameters, layout)), Real(1),
                   rows_of(y));
  return y;
}

/// Gradients of weight and bias; input_bar = y_bar weight.
template <class Real>
View<Real, 2> apply_backward(NetworkKernels<Real>& kernels, Arena& arena, const LinearLayout& layout,
                             View<const Real, 1> parameters, View<const Real, 2> input, View<const Real, 2> y_bar,
                             View<Real, 1> bar) {
  kernels.add_column_sums(y_bar, slice(bar, layout.bias, layout.outputs));
  kernels.multiply(Op::transpose, Op::none, Real(1), rows_of(y_bar), rows_of(input), Real(1),
                   rows_of(weights(bar, layout)));
  const View<Real, 2> input_bar = arena.take<Real, 2>({input.extent(0), layout.inputs});
  kernels.multiply(Op::none, Op::none, Real(1), rows_of(y_bar), rows_of(weights(parameters, layout)), Real(0),
                   rows_of(input_bar));
  return input_bar;
}

}  // namespace

template <class Real>
void run_network(NetworkKernels<Real>& kernels, Arena& arena, const NetworkLayout& layout, NetworkActivation activation,
                 View<const Real, 1> parameters, View<const Real, 2> input, NetworkTape<Real>& tape) {
  tape.input = input;
  tape.before.clear();
  tape.after.clear();
  const auto activate = [&](const ActivationLayout& own, View<Real, 2> x) {
    const View<Real, 2> y = arena.take<Real, 2>(x.extents());
    kernels.layer(layer_of(own, activation, parameters), x, y);
    tape.before.push_back(x);
    tape.after.push_back(y);
    return y;
  };
  View<Real, 2> x = apply(kernels, arena, layout.in, parameters, input);
  for (const auto& block : layout.blocks) {
    View<Real, 2> z = x;
    for (std::size_t q = 0; q < block.size(); ++q) {
      const View<Real, 2> y = activate(block[q].activation, z);
      const bool last = q + 1 == block.size();
      z = apply(kernels, arena, block[q].linear, parameters, constant(y), last ? constant(x) : View<const Real, 2>{});
    }
    x = z;
  }
  tape.output = apply(kernels, arena, layout.out, parameters, constant(activate(layout.last, x)));
}

template <class Real>
View<Real, 2> run_network_backward(NetworkKernels<Real>& kernels, Arena& arena, const NetworkLayout& layout,
                                   NetworkActivation activation, View<const Real, 1> parameters,
                                   const NetworkTape<Real>& tape, View<const Real, 2> output_bar, View<Real, 1> bar) {
  std::size_t k = tape.before.size();
  const auto activate_backward = [&](const ActivationLayout& own, View<Real, 2> y_bar) {
    --k;
    kernels.layer_backward(layer_of(own, activation, parameters), tape.before[k], y_bar, gradients_of(own, bar), y_bar);
    return y_bar;
  };
  const auto linear_backward = [&](const LinearLayout& own, View<const Real, 2> y_bar) {
    return apply_backward(kernels, arena, own, parameters, constant(tape.after[k - 1]), y_bar, bar);
  };
  View<Real, 2> x_bar = activate_backward(layout.last, linear_backward(layout.out, output_bar));
  for (auto block = layout.blocks.rbegin(); block != layout.blocks.rend(); ++block) {
    View<Real, 2> z_bar = x_bar;
    for (auto step = block->rbegin(); step != block->rend(); ++step)
      z_bar = activate_backward(step->activation, linear_backward(step->linear, z_bar));
    kernels.add(View<const Real, 1>(z_bar.data(), {z_bar.size()}), View<Real, 1>(x_bar.data(), {x_bar.size()}));
  }
  return apply_backward(kernels, arena, layout.in, parameters, tape.input, constant(x_bar), bar);
}

template void run_network(NetworkKernels<float>&, Arena&, const NetworkLayout&, NetworkActivation, View<const float, 1>,
                          View<const float, 2>, NetworkTape<float>&);
template void run_network(NetworkKernels<double>&, Arena&, const NetworkLayout&, NetworkActivation,
                          View<const double, 1>, View<const double, 2>, NetworkTape<double>&);
template View<float, 2> run_network_backward(NetworkKernels<float>&, Arena&, const NetworkLayout&, NetworkActivation,
                                             View<const float, 1>, const NetworkTape<float>&, View<const float, 2>,
                                             View<float, 1>);
template View<double, 2> run_network_backward(NetworkKernels<double>&, Arena&, const NetworkLayout&, NetworkActivation,
                                              View<const double, 1>, const NetworkTape<double>&, View<const double, 2>,
                                              View<double, 1>);

}  // namespace rhofield
