// Derivatives by differences, which know nothing of analytic ones.
#pragma once

namespace rhofield::testing {

/// d f / dx at the present value of `x`, by the five-point stencil: off by h^4/30 of the fifth derivative, and by 1.5/h
/// times the round-off of f. `x` is as before on return.
template <class F>
double derivative(double& x, double h, const F& f) {
  const double here = x;
  const auto at = [&](double step) {
    x = here + step;
    return f();
  };
  const double slope = (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
  x = here;
  return slope;
}

}  // namespace rhofield::testing
