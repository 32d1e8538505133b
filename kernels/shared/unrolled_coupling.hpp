// The sparse real coupling of theory section 4 as straight code, written by scripts/unroll_coupling.py:
//   couple(Orders<lambda, l1, l2>, a, b, store) calls store(mu, sum_{m1 m2} T^{lambda l1 l2}_{mu m1 m2} a[m1] b[m2])
// once for every mu. Each product a[m1] b[m2] is used up at once, so that only a, b and the sums stay in registers.
// T^{lambda l2 l1} is the same with a and b exchanged, and the opposite sign when lambda + l1 + l2 is odd: only
// l1 <= l2 is here.
// clang-format off
#pragma once

#include "shared/formula.hpp"

namespace rhofield {

/// What there is code for: every lambda and l up to these, both parities.
inline constexpr int largest_unrolled_lambda = 7, largest_unrolled_l = 6;

/// Chooses one of the functions below.
template <int lambda, int l1, int l2>
struct Orders {};

template <class Store>
RHOFIELD_FORMULA void couple(Orders<0, 0, 0>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 1.0;
  double s[1] = {}, x;
  x = a[0] * b[0]; s[0] += t0 * x;
  store(0, s[0]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<0, 1, 1>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.5773502691896257;
  double s[1] = {}, x;
  x = a[0] * b[0]; s[0] -= t0 * x; x = a[1] * b[1]; s[0] -= t0 * x; x = a[2] * b[2]; s[0] -= t0 * x;
  store(0, s[0]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<0, 2, 2>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.4472135954999579;
  double s[1] = {}, x;
  x = a[0] * b[0]; s[0] += t0 * x; x = a[1] * b[1]; s[0] += t0 * x; x = a[2] * b[2]; s[0] += t0 * x;
  x = a[3] * b[3]; s[0] += t0 * x; x = a[4] * b[4]; s[0] += t0 * x;
  store(0, s[0]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<0, 3, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.37796447300922725;
  double s[1] = {}, x;
  x = a[0] * b[0]; s[0] -= t0 * x; x = a[1] * b[1]; s[0] -= t0 * x; x = a[2] * b[2]; s[0] -= t0 * x;
  x = a[3] * b[3]; s[0] -= t0 * x; x = a[4] * b[4]; s[0] -= t0 * x; x = a[5] * b[5]; s[0] -= t0 * x;
  x = a[6] * b[6]; s[0] -= t0 * x;
  store(0, s[0]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<0, 4, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.3333333333333333;
  double s[1] = {}, x;
  x = a[0] * b[0]; s[0] += t0 * x; x = a[1] * b[1]; s[0] += t0 * x; x = a[2] * b[2]; s[0] += t0 * x;
  x = a[3] * b[3]; s[0] += t0 * x; x = a[4] * b[4]; s[0] += t0 * x; x = a[5] * b[5]; s[0] += t0 * x;
  x = a[6] * b[6]; s[0] += t0 * x; x = a[7] * b[7]; s[0] += t0 * x; x = a[8] * b[8]; s[0] += t0 * x;
  store(0, s[0]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<0, 5, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.30151134457776363;
  double s[1] = {}, x;
  x = a[0] * b[0]; s[0] -= t0 * x; x = a[1] * b[1]; s[0] -= t0 * x; x = a[2] * b[2]; s[0] -= t0 * x;
  x = a[3] * b[3]; s[0] -= t0 * x; x = a[4] * b[4]; s[0] -= t0 * x; x = a[5] * b[5]; s[0] -= t0 * x;
  x = a[6] * b[6]; s[0] -= t0 * x; x = a[7] * b[7]; s[0] -= t0 * x; x = a[8] * b[8]; s[0] -= t0 * x;
  x = a[9] * b[9]; s[0] -= t0 * x; x = a[10] * b[10]; s[0] -= t0 * x;
  store(0, s[0]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<0, 6, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.2773500981126146;
  double s[1] = {}, x;
  x = a[0] * b[0]; s[0] += t0 * x; x = a[1] * b[1]; s[0] += t0 * x; x = a[2] * b[2]; s[0] += t0 * x;
  x = a[3] * b[3]; s[0] += t0 * x; x = a[4] * b[4]; s[0] += t0 * x; x = a[5] * b[5]; s[0] += t0 * x;
  x = a[6] * b[6]; s[0] += t0 * x; x = a[7] * b[7]; s[0] += t0 * x; x = a[8] * b[8]; s[0] += t0 * x;
  x = a[9] * b[9]; s[0] += t0 * x; x = a[10] * b[10]; s[0] += t0 * x; x = a[11] * b[11]; s[0] += t0 * x;
  x = a[12] * b[12]; s[0] += t0 * x;
  store(0, s[0]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 0, 1>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.5773502691896257;
  double s[3] = {}, x;
  x = a[0] * b[0]; s[0] -= t0 * x; x = a[0] * b[1]; s[1] -= t0 * x; x = a[0] * b[2]; s[2] -= t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 1, 1>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.408248290463863;
  double s[3] = {}, x;
  x = a[0] * b[1]; s[2] += t0 * x; x = a[0] * b[2]; s[1] -= t0 * x; x = a[1] * b[0]; s[2] -= t0 * x;
  x = a[1] * b[2]; s[0] += t0 * x; x = a[2] * b[0]; s[1] += t0 * x; x = a[2] * b[1]; s[0] -= t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 1, 2>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.18257418583505536, t1 = 0.31622776601683794, t2 = 0.3651483716701107;
  double s[3] = {}, x;
  x = a[0] * b[0]; s[2] += t1 * x; x = a[0] * b[1]; s[1] += t1 * x; x = a[0] * b[2]; s[0] -= t0 * x;
  x = a[0] * b[4]; s[0] -= t1 * x; x = a[1] * b[1]; s[0] += t1 * x; x = a[1] * b[2]; s[1] += t2 * x;
  x = a[1] * b[3]; s[2] += t1 * x; x = a[2] * b[0]; s[0] += t1 * x; x = a[2] * b[2]; s[2] -= t0 * x;
  x = a[2] * b[3]; s[1] += t1 * x; x = a[2] * b[4]; s[2] += t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 2, 2>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.18257418583505536, t1 = 0.31622776601683794, t2 = 0.3651483716701107;
  double s[3] = {}, x;
  x = a[0] * b[1]; s[0] += t0 * x; x = a[0] * b[3]; s[2] -= t0 * x; x = a[0] * b[4]; s[1] += t2 * x;
  x = a[1] * b[0]; s[0] -= t0 * x; x = a[1] * b[2]; s[2] -= t1 * x; x = a[1] * b[3]; s[1] += t0 * x;
  x = a[1] * b[4]; s[2] -= t0 * x; x = a[2] * b[1]; s[2] += t1 * x; x = a[2] * b[3]; s[0] -= t1 * x;
  x = a[3] * b[0]; s[2] += t0 * x; x = a[3] * b[1]; s[1] -= t0 * x; x = a[3] * b[2]; s[0] += t1 * x;
  x = a[3] * b[4]; s[0] -= t0 * x; x = a[4] * b[0]; s[1] -= t2 * x; x = a[4] * b[1]; s[2] += t0 * x;
  x = a[4] * b[3]; s[0] += t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 2, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.06900655593423542, t1 = 0.1690308509457033, t2 = 0.2182178902359924, t3 = 0.23904572186687872,
  t4 = 0.2672612419124244, t5 = 0.2760262237369417, t6 = 0.29277002188455997;
  double s[3] = {}, x;
  x = a[0] * b[0]; s[2] -= t4 * x; x = a[0] * b[1]; s[1] -= t2 * x; x = a[0] * b[2]; s[2] += t0 * x;
  x = a[0] * b[4]; s[0] += t0 * x; x = a[0] * b[6]; s[0] += t4 * x; x = a[1] * b[1]; s[2] -= t2 * x;
  x = a[1] * b[2]; s[1] -= t5 * x; x = a[1] * b[3]; s[0] += t1 * x; x = a[1] * b[5]; s[0] += t2 * x;
  x = a[2] * b[2]; s[0] -= t3 * x; x = a[2] * b[3]; s[1] -= t6 * x; x = a[2] * b[4]; s[2] -= t3 * x;
  x = a[3] * b[1]; s[0] -= t2 * x; x = a[3] * b[3]; s[2] += t1 * x; x = a[3] * b[4]; s[1] -= t5 * x;
  x = a[3] * b[5]; s[2] -= t2 * x; x = a[4] * b[0]; s[0] -= t4 * x; x = a[4] * b[2]; s[0] -= t0 * x;
  x = a[4] * b[4]; s[2] += t0 * x; x = a[4] * b[5]; s[1] -= t2 * x; x = a[4] * b[6]; s[2] -= t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 3, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.1091089451179962, t1 = 0.1336306209562122, t2 = 0.17251638983558856, t3 = 0.2182178902359924,
  t4 = 0.2672612419124244, t5 = 0.3273268353539886;
  double s[3] = {}, x;
  x = a[0] * b[1]; s[0] -= t1 * x; x = a[0] * b[5]; s[2] += t1 * x; x = a[0] * b[6]; s[1] -= t5 * x;
  x = a[1] * b[0]; s[0] += t1 * x; x = a[1] * b[2]; s[0] -= t2 * x; x = a[1] * b[4]; s[2] += t2 * x;
  x = a[1] * b[5]; s[1] -= t3 * x; x = a[1] * b[6]; s[2] += t1 * x; x = a[2] * b[1]; s[0] += t2 * x;
  x = a[2] * b[3]; s[2] += t4 * x; x = a[2] * b[4]; s[1] -= t0 * x; x = a[2] * b[5]; s[2] += t2 * x;
  x = a[3] * b[2]; s[2] -= t4 * x; x = a[3] * b[4]; s[0] += t4 * x; x = a[4] * b[1]; s[2] -= t2 * x;
  x = a[4] * b[2]; s[1] += t0 * x; x = a[4] * b[3]; s[0] -= t4 * x; x = a[4] * b[5]; s[0] += t2 * x;
  x = a[5] * b[0]; s[2] -= t1 * x; x = a[5] * b[1]; s[1] += t3 * x; x = a[5] * b[2]; s[2] -= t2 * x;
  x = a[5] * b[4]; s[0] -= t2 * x; x = a[5] * b[6]; s[0] += t1 * x; x = a[6] * b[0]; s[1] += t5 * x;
  x = a[6] * b[1]; s[2] -= t1 * x; x = a[6] * b[5]; s[0] -= t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 3, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.0445435403187374, t1 = 0.07715167498104596, t2 = 0.1543033499620919, t3 = 0.16666666666666666,
  t4 = 0.17251638983558856, t5 = 0.19920476822239894, t6 = 0.2041241452319315, t7 = 0.2182178902359924,
  t8 = 0.23570226039551584, t9 = 0.2439750182371333, t10 = 0.25197631533948484;
  double s[3] = {}, x;
  x = a[0] * b[0]; s[2] += t8 * x; x = a[0] * b[1]; s[1] += t3 * x; x = a[0] * b[2]; s[2] -= t0 * x;
  x = a[0] * b[6]; s[0] -= t0 * x; x = a[0] * b[8]; s[0] -= t8 * x; x = a[1] * b[1]; s[2] += t6 * x;
  x = a[1] * b[2]; s[1] += t7 * x; x = a[1] * b[3]; s[2] -= t1 * x; x = a[1] * b[5]; s[0] -= t1 * x;
  x = a[1] * b[7]; s[0] -= t6 * x; x = a[2] * b[2]; s[2] += t4 * x; x = a[2] * b[3]; s[1] += t9 * x;
  x = a[2] * b[4]; s[0] -= t2 * x; x = a[2] * b[6]; s[0] -= t4 * x; x = a[3] * b[3]; s[0] += t5 * x;
  x = a[3] * b[4]; s[1] += t10 * x; x = a[3] * b[5]; s[2] += t5 * x; x = a[4] * b[2]; s[0] += t4 * x;
  x = a[4] * b[4]; s[2] -= t2 * x; x = a[4] * b[5]; s[1] += t9 * x; x = a[4] * b[6]; s[2] += t4 * x;
  x = a[5] * b[1]; s[0] += t6 * x; x = a[5] * b[3]; s[0] += t1 * x; x = a[5] * b[5]; s[2] -= t1 * x;
  x = a[5] * b[6]; s[1] += t7 * x; x = a[5] * b[7]; s[2] += t6 * x; x = a[6] * b[0]; s[0] += t8 * x;
  x = a[6] * b[2]; s[0] += t0 * x; x = a[6] * b[6]; s[2] -= t0 * x; x = a[6] * b[7]; s[1] += t3 * x;
  x = a[6] * b[8]; s[2] += t8 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 4, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.07453559924999299, t1 = 0.10540925533894598, t2 = 0.13944333775567927,
  t3 = 0.14907119849998599, t4 = 0.15811388300841897, t5 = 0.22360679774997896, t6 = 0.23570226039551584,
  t7 = 0.29814239699997197;
  double s[3] = {}, x;
  x = a[0] * b[1]; s[0] += t1 * x; x = a[0] * b[7]; s[2] -= t1 * x; x = a[0] * b[8]; s[1] += t7 * x;
  x = a[1] * b[0]; s[0] -= t1 * x; x = a[1] * b[2]; s[0] += t2 * x; x = a[1] * b[6]; s[2] -= t2 * x;
  x = a[1] * b[7]; s[1] += t5 * x; x = a[1] * b[8]; s[2] -= t1 * x; x = a[2] * b[1]; s[0] -= t2 * x;
  x = a[2] * b[3]; s[0] += t4 * x; x = a[2] * b[5]; s[2] -= t4 * x; x = a[2] * b[6]; s[1] += t3 * x;
  x = a[2] * b[7]; s[2] -= t2 * x; x = a[3] * b[2]; s[0] -= t4 * x; x = a[3] * b[4]; s[2] -= t6 * x;
  x = a[3] * b[5]; s[1] += t0 * x; x = a[3] * b[6]; s[2] -= t4 * x; x = a[4] * b[3]; s[2] += t6 * x;
  x = a[4] * b[5]; s[0] -= t6 * x; x = a[5] * b[2]; s[2] += t4 * x; x = a[5] * b[3]; s[1] -= t0 * x;
  x = a[5] * b[4]; s[0] += t6 * x; x = a[5] * b[6]; s[0] -= t4 * x; x = a[6] * b[1]; s[2] += t2 * x;
  x = a[6] * b[2]; s[1] -= t3 * x; x = a[6] * b[3]; s[2] += t4 * x; x = a[6] * b[5]; s[0] += t4 * x;
  x = a[6] * b[7]; s[0] -= t2 * x; x = a[7] * b[0]; s[2] += t1 * x; x = a[7] * b[1]; s[1] -= t5 * x;
  x = a[7] * b[2]; s[2] += t2 * x; x = a[7] * b[6]; s[0] += t2 * x; x = a[7] * b[8]; s[0] -= t1 * x;
  x = a[8] * b[0]; s[1] -= t7 * x; x = a[8] * b[1]; s[2] += t1 * x; x = a[8] * b[7]; s[0] += t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 4, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03178208630818641, t1 = 0.05504818825631803, t2 = 0.0778498944161523,
  t3 = 0.13483997249264842, t4 = 0.14213381090374028, t5 = 0.14564381625088382, t6 = 0.16817499303650435,
  t7 = 0.17407765595569785, t8 = 0.1797866299901979, t9 = 0.19069251784911848, t10 = 0.20597146021777488,
  t11 = 0.21320071635561044, t12 = 0.2201927530252721, t13 = 0.22473328748774737;
  double s[3] = {}, x;
  x = a[0] * b[0]; s[2] -= t11 * x; x = a[0] * b[1]; s[1] -= t3 * x; x = a[0] * b[2]; s[2] += t0 * x;
  x = a[0] * b[8]; s[0] += t0 * x; x = a[0] * b[10]; s[0] += t11 * x; x = a[1] * b[1]; s[2] -= t9 * x;
  x = a[1] * b[2]; s[1] -= t8 * x; x = a[1] * b[3]; s[2] += t1 * x; x = a[1] * b[7]; s[0] += t1 * x;
  x = a[1] * b[9]; s[0] += t9 * x; x = a[2] * b[2]; s[2] -= t6 * x; x = a[2] * b[3]; s[1] -= t10 * x;
  x = a[2] * b[4]; s[2] += t2 * x; x = a[2] * b[6]; s[0] += t2 * x; x = a[2] * b[8]; s[0] += t6 * x;
  x = a[3] * b[3]; s[2] -= t5 * x; x = a[3] * b[4]; s[1] -= t12 * x; x = a[3] * b[5]; s[0] += t4 * x;
  x = a[3] * b[7]; s[0] += t5 * x; x = a[4] * b[4]; s[0] -= t7 * x; x = a[4] * b[5]; s[1] -= t13 * x;
  x = a[4] * b[6]; s[2] -= t7 * x; x = a[5] * b[3]; s[0] -= t5 * x; x = a[5] * b[5]; s[2] += t4 * x;
  x = a[5] * b[6]; s[1] -= t12 * x; x = a[5] * b[7]; s[2] -= t5 * x; x = a[6] * b[2]; s[0] -= t6 * x;
  x = a[6] * b[4]; s[0] -= t2 * x; x = a[6] * b[6]; s[2] += t2 * x; x = a[6] * b[7]; s[1] -= t10 * x;
  x = a[6] * b[8]; s[2] -= t6 * x; x = a[7] * b[1]; s[0] -= t9 * x; x = a[7] * b[3]; s[0] -= t1 * x;
  x = a[7] * b[7]; s[2] += t1 * x; x = a[7] * b[8]; s[1] -= t8 * x; x = a[7] * b[9]; s[2] -= t9 * x;
  x = a[8] * b[0]; s[0] -= t11 * x; x = a[8] * b[2]; s[0] -= t0 * x; x = a[8] * b[8]; s[2] += t0 * x;
  x = a[8] * b[9]; s[1] -= t3 * x; x = a[8] * b[10]; s[2] -= t11 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 5, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.05504818825631803, t1 = 0.08703882797784893, t2 = 0.11009637651263605,
  t3 = 0.11677484162422845, t4 = 0.13483997249264842, t5 = 0.14564381625088382, t6 = 0.1651445647689541,
  t7 = 0.21320071635561044, t8 = 0.2201927530252721, t9 = 0.27524094128159016;
  double s[3] = {}, x;
  x = a[0] * b[1]; s[0] -= t1 * x; x = a[0] * b[9]; s[2] += t1 * x; x = a[0] * b[10]; s[1] -= t9 * x;
  x = a[1] * b[0]; s[0] += t1 * x; x = a[1] * b[2]; s[0] -= t3 * x; x = a[1] * b[8]; s[2] += t3 * x;
  x = a[1] * b[9]; s[1] -= t8 * x; x = a[1] * b[10]; s[2] += t1 * x; x = a[2] * b[1]; s[0] += t3 * x;
  x = a[2] * b[3]; s[0] -= t4 * x; x = a[2] * b[7]; s[2] += t4 * x; x = a[2] * b[8]; s[1] -= t6 * x;
  x = a[2] * b[9]; s[2] += t3 * x; x = a[3] * b[2]; s[0] += t4 * x; x = a[3] * b[4]; s[0] -= t5 * x;
  x = a[3] * b[6]; s[2] += t5 * x; x = a[3] * b[7]; s[1] -= t2 * x; x = a[3] * b[8]; s[2] += t4 * x;
  x = a[4] * b[3]; s[0] += t5 * x; x = a[4] * b[5]; s[2] += t7 * x; x = a[4] * b[6]; s[1] -= t0 * x;
  x = a[4] * b[7]; s[2] += t5 * x; x = a[5] * b[4]; s[2] -= t7 * x; x = a[5] * b[6]; s[0] += t7 * x;
  x = a[6] * b[3]; s[2] -= t5 * x; x = a[6] * b[4]; s[1] += t0 * x; x = a[6] * b[5]; s[0] -= t7 * x;
  x = a[6] * b[7]; s[0] += t5 * x; x = a[7] * b[2]; s[2] -= t4 * x; x = a[7] * b[3]; s[1] += t2 * x;
  x = a[7] * b[4]; s[2] -= t5 * x; x = a[7] * b[6]; s[0] -= t5 * x; x = a[7] * b[8]; s[0] += t4 * x;
  x = a[8] * b[1]; s[2] -= t3 * x; x = a[8] * b[2]; s[1] += t6 * x; x = a[8] * b[3]; s[2] -= t4 * x;
  x = a[8] * b[7]; s[0] -= t4 * x; x = a[8] * b[9]; s[0] += t3 * x; x = a[9] * b[0]; s[2] -= t1 * x;
  x = a[9] * b[1]; s[1] += t8 * x; x = a[9] * b[2]; s[2] -= t3 * x; x = a[9] * b[8]; s[0] -= t3 * x;
  x = a[9] * b[10]; s[0] += t1 * x; x = a[10] * b[0]; s[1] += t9 * x; x = a[10] * b[1]; s[2] -= t1 * x;
  x = a[10] * b[9]; s[0] -= t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 5, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02414022747926338, t1 = 0.04181210050035454, t2 = 0.05913123959890826,
  t3 = 0.07633810206905742, t4 = 0.11322770341445958, t5 = 0.12773807700531709, t6 = 0.13222147133698628,
  t7 = 0.14484136487558028, t8 = 0.15267620413811483, t9 = 0.15644655469368596, t10 = 0.16193756890782393,
  t11 = 0.17739371879672478, t12 = 0.17902871850985821, t13 = 0.19312181983410703, t14 = 0.19611613513818404,
  t15 = 0.20197163363339118, t16 = 0.20483662259967567;
  double s[3] = {}, x;
  x = a[0] * b[0]; s[2] += t14 * x; x = a[0] * b[1]; s[1] += t4 * x; x = a[0] * b[2]; s[2] -= t0 * x;
  x = a[0] * b[10]; s[0] -= t0 * x; x = a[0] * b[12]; s[0] -= t14 * x; x = a[1] * b[1]; s[2] += t12 * x;
  x = a[1] * b[2]; s[1] += t8 * x; x = a[1] * b[3]; s[2] -= t1 * x; x = a[1] * b[9]; s[0] -= t1 * x;
  x = a[1] * b[11]; s[0] -= t12 * x; x = a[2] * b[2]; s[2] += t10 * x; x = a[2] * b[3]; s[1] += t11 * x;
  x = a[2] * b[4]; s[2] -= t2 * x; x = a[2] * b[8]; s[0] -= t2 * x; x = a[2] * b[10]; s[0] -= t10 * x;
  x = a[3] * b[3]; s[2] += t7 * x; x = a[3] * b[4]; s[1] += t13 * x; x = a[3] * b[5]; s[2] -= t3 * x;
  x = a[3] * b[7]; s[0] -= t3 * x; x = a[3] * b[9]; s[0] -= t7 * x; x = a[4] * b[4]; s[2] += t5 * x;
  x = a[4] * b[5]; s[1] += t15 * x; x = a[4] * b[6]; s[0] -= t6 * x; x = a[4] * b[8]; s[0] -= t5 * x;
  x = a[5] * b[5]; s[0] += t9 * x; x = a[5] * b[6]; s[1] += t16 * x; x = a[5] * b[7]; s[2] += t9 * x;
  x = a[6] * b[4]; s[0] += t5 * x; x = a[6] * b[6]; s[2] -= t6 * x; x = a[6] * b[7]; s[1] += t15 * x;
  x = a[6] * b[8]; s[2] += t5 * x; x = a[7] * b[3]; s[0] += t7 * x; x = a[7] * b[5]; s[0] += t3 * x;
  x = a[7] * b[7]; s[2] -= t3 * x; x = a[7] * b[8]; s[1] += t13 * x; x = a[7] * b[9]; s[2] += t7 * x;
  x = a[8] * b[2]; s[0] += t10 * x; x = a[8] * b[4]; s[0] += t2 * x; x = a[8] * b[8]; s[2] -= t2 * x;
  x = a[8] * b[9]; s[1] += t11 * x; x = a[8] * b[10]; s[2] += t10 * x; x = a[9] * b[1]; s[0] += t12 * x;
  x = a[9] * b[3]; s[0] += t1 * x; x = a[9] * b[9]; s[2] -= t1 * x; x = a[9] * b[10]; s[1] += t8 * x;
  x = a[9] * b[11]; s[2] += t12 * x; x = a[10] * b[0]; s[0] += t14 * x; x = a[10] * b[2]; s[0] += t0 * x;
  x = a[10] * b[10]; s[2] -= t0 * x; x = a[10] * b[11]; s[1] += t4 * x; x = a[10] * b[12]; s[2] += t14 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<1, 6, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.04279604925109129, t1 = 0.07412493166611012, t2 = 0.08559209850218258,
  t3 = 0.10036563193274914, t4 = 0.11720180773462385, t5 = 0.12838814775327387, t6 = 0.13533299049019168,
  t7 = 0.17118419700436516, t8 = 0.19611613513818404, t9 = 0.21398024625545645, t10 = 0.25677629550654774;
  double s[3] = {}, x;
  x = a[0] * b[1]; s[0] += t1 * x; x = a[0] * b[11]; s[2] -= t1 * x; x = a[0] * b[12]; s[1] += t10 * x;
  x = a[1] * b[0]; s[0] -= t1 * x; x = a[1] * b[2]; s[0] += t3 * x; x = a[1] * b[10]; s[2] -= t3 * x;
  x = a[1] * b[11]; s[1] += t9 * x; x = a[1] * b[12]; s[2] -= t1 * x; x = a[2] * b[1]; s[0] -= t3 * x;
  x = a[2] * b[3]; s[0] += t4 * x; x = a[2] * b[9]; s[2] -= t4 * x; x = a[2] * b[10]; s[1] += t7 * x;
  x = a[2] * b[11]; s[2] -= t3 * x; x = a[3] * b[2]; s[0] -= t4 * x; x = a[3] * b[4]; s[0] += t5 * x;
  x = a[3] * b[8]; s[2] -= t5 * x; x = a[3] * b[9]; s[1] += t5 * x; x = a[3] * b[10]; s[2] -= t4 * x;
  x = a[4] * b[3]; s[0] -= t5 * x; x = a[4] * b[5]; s[0] += t6 * x; x = a[4] * b[7]; s[2] -= t6 * x;
  x = a[4] * b[8]; s[1] += t2 * x; x = a[4] * b[9]; s[2] -= t5 * x; x = a[5] * b[4]; s[0] -= t6 * x;
  x = a[5] * b[6]; s[2] -= t8 * x; x = a[5] * b[7]; s[1] += t0 * x; x = a[5] * b[8]; s[2] -= t6 * x;
  x = a[6] * b[5]; s[2] += t8 * x; x = a[6] * b[7]; s[0] -= t8 * x; x = a[7] * b[4]; s[2] += t6 * x;
  x = a[7] * b[5]; s[1] -= t0 * x; x = a[7] * b[6]; s[0] += t8 * x; x = a[7] * b[8]; s[0] -= t6 * x;
  x = a[8] * b[3]; s[2] += t5 * x; x = a[8] * b[4]; s[1] -= t2 * x; x = a[8] * b[5]; s[2] += t6 * x;
  x = a[8] * b[7]; s[0] += t6 * x; x = a[8] * b[9]; s[0] -= t5 * x; x = a[9] * b[2]; s[2] += t4 * x;
  x = a[9] * b[3]; s[1] -= t5 * x; x = a[9] * b[4]; s[2] += t5 * x; x = a[9] * b[8]; s[0] += t5 * x;
  x = a[9] * b[10]; s[0] -= t4 * x; x = a[10] * b[1]; s[2] += t3 * x; x = a[10] * b[2]; s[1] -= t7 * x;
  x = a[10] * b[3]; s[2] += t4 * x; x = a[10] * b[9]; s[0] += t4 * x; x = a[10] * b[11]; s[0] -= t3 * x;
  x = a[11] * b[0]; s[2] += t1 * x; x = a[11] * b[1]; s[1] -= t9 * x; x = a[11] * b[2]; s[2] += t3 * x;
  x = a[11] * b[10]; s[0] += t3 * x; x = a[11] * b[12]; s[0] -= t1 * x; x = a[12] * b[0]; s[1] -= t10 * x;
  x = a[12] * b[1]; s[2] += t1 * x; x = a[12] * b[11]; s[0] += t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 0, 2>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.4472135954999579;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[0] += t0 * x; x = a[0] * b[1]; s[1] += t0 * x; x = a[0] * b[2]; s[2] += t0 * x;
  x = a[0] * b[3]; s[3] += t0 * x; x = a[0] * b[4]; s[4] += t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 1, 1>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.18257418583505536, t1 = 0.31622776601683794, t2 = 0.3651483716701107;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[2] -= t0 * x; s[4] -= t1 * x; x = a[0] * b[1]; s[1] += t1 * x; x = a[0] * b[2]; s[0] += t1 * x;
  x = a[1] * b[0]; s[1] += t1 * x; x = a[1] * b[1]; s[2] += t2 * x; x = a[1] * b[2]; s[3] += t1 * x;
  x = a[2] * b[0]; s[0] += t1 * x; x = a[2] * b[1]; s[3] += t1 * x; x = a[2] * b[2]; s[2] -= t0 * x; s[4] += t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 1, 2>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.18257418583505536, t1 = 0.31622776601683794, t2 = 0.3651483716701107;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[1] += t0 * x; x = a[0] * b[1]; s[0] -= t0 * x; x = a[0] * b[2]; s[3] -= t1 * x;
  x = a[0] * b[3]; s[2] += t1 * x; s[4] -= t0 * x; x = a[0] * b[4]; s[3] += t0 * x; x = a[1] * b[0]; s[4] += t2 * x;
  x = a[1] * b[1]; s[3] += t0 * x; x = a[1] * b[3]; s[1] -= t0 * x; x = a[1] * b[4]; s[0] -= t2 * x;
  x = a[2] * b[0]; s[3] -= t0 * x; x = a[2] * b[1]; s[2] -= t1 * x; s[4] -= t0 * x; x = a[2] * b[2]; s[1] += t1 * x;
  x = a[2] * b[3]; s[0] += t0 * x; x = a[2] * b[4]; s[1] += t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 1, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.06900655593423542, t1 = 0.1690308509457033, t2 = 0.2182178902359924, t3 = 0.23904572186687872,
  t4 = 0.2672612419124244, t5 = 0.2760262237369417, t6 = 0.29277002188455997;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[4] -= t4 * x; x = a[0] * b[1]; s[3] -= t2 * x; x = a[0] * b[2]; s[2] -= t3 * x; s[4] -= t0 * x;
  x = a[0] * b[3]; s[1] += t1 * x; x = a[0] * b[4]; s[0] += t0 * x; x = a[0] * b[5]; s[1] += t2 * x;
  x = a[0] * b[6]; s[0] += t4 * x; x = a[1] * b[1]; s[0] -= t2 * x; x = a[1] * b[2]; s[1] -= t5 * x;
  x = a[1] * b[3]; s[2] -= t6 * x; x = a[1] * b[4]; s[3] -= t5 * x; x = a[1] * b[5]; s[4] -= t2 * x;
  x = a[2] * b[0]; s[0] -= t4 * x; x = a[2] * b[1]; s[1] -= t2 * x; x = a[2] * b[2]; s[0] += t0 * x;
  x = a[2] * b[3]; s[3] += t1 * x; x = a[2] * b[4]; s[2] -= t3 * x; s[4] += t0 * x; x = a[2] * b[5]; s[3] -= t2 * x;
  x = a[2] * b[6]; s[4] -= t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 2, 2>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.11952286093343936, t1 = 0.20701966780270625, t2 = 0.23904572186687872;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[2] += t2 * x; x = a[0] * b[1]; s[3] -= t1 * x; x = a[0] * b[2]; s[0] += t2 * x;
  x = a[0] * b[3]; s[1] -= t1 * x; x = a[1] * b[0]; s[3] -= t1 * x; x = a[1] * b[1]; s[2] -= t0 * x; s[4] += t1 * x;
  x = a[1] * b[2]; s[1] -= t0 * x; x = a[1] * b[3]; s[0] -= t1 * x; x = a[1] * b[4]; s[1] += t1 * x;
  x = a[2] * b[0]; s[0] += t2 * x; x = a[2] * b[1]; s[1] -= t0 * x; x = a[2] * b[2]; s[2] -= t2 * x;
  x = a[2] * b[3]; s[3] -= t0 * x; x = a[2] * b[4]; s[4] += t2 * x; x = a[3] * b[0]; s[1] -= t1 * x;
  x = a[3] * b[1]; s[0] -= t1 * x; x = a[3] * b[2]; s[3] -= t0 * x; x = a[3] * b[3]; s[2] -= t0 * x; s[4] -= t1 * x;
  x = a[3] * b[4]; s[3] -= t1 * x; x = a[4] * b[1]; s[1] += t1 * x; x = a[4] * b[2]; s[4] += t2 * x;
  x = a[4] * b[3]; s[3] -= t1 * x; x = a[4] * b[4]; s[2] += t2 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 2, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.11952286093343936, t1 = 0.14638501094227999, t2 = 0.1690308509457033,
  t3 = 0.18898223650461363, t4 = 0.23904572186687872, t5 = 0.2672612419124244;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[1] -= t3 * x; x = a[0] * b[2]; s[1] -= t1 * x; x = a[0] * b[3]; s[4] -= t0 * x;
  x = a[0] * b[4]; s[3] += t1 * x; x = a[0] * b[5]; s[2] -= t5 * x; x = a[0] * b[6]; s[3] -= t3 * x;
  x = a[1] * b[0]; s[0] += t3 * x; x = a[1] * b[2]; s[0] += t1 * x; x = a[1] * b[3]; s[3] += t4 * x;
  x = a[1] * b[4]; s[2] -= t2 * x; s[4] += t1 * x; x = a[1] * b[6]; s[4] += t3 * x; x = a[2] * b[1]; s[4] -= t5 * x;
  x = a[2] * b[2]; s[3] -= t2 * x; x = a[2] * b[4]; s[1] += t2 * x; x = a[2] * b[5]; s[0] += t5 * x;
  x = a[3] * b[0]; s[4] -= t3 * x; x = a[3] * b[2]; s[2] += t2 * x; s[4] += t1 * x; x = a[3] * b[3]; s[1] -= t4 * x;
  x = a[3] * b[4]; s[0] -= t1 * x; x = a[3] * b[6]; s[0] += t3 * x; x = a[4] * b[0]; s[3] += t3 * x;
  x = a[4] * b[1]; s[2] += t5 * x; x = a[4] * b[2]; s[3] -= t1 * x; x = a[4] * b[3]; s[0] += t0 * x;
  x = a[4] * b[4]; s[1] -= t1 * x; x = a[4] * b[6]; s[1] -= t3 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 2, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03984095364447979, t1 = 0.06299407883487121, t2 = 0.1543033499620919,
  t3 = 0.15936381457791915, t4 = 0.16666666666666666, t5 = 0.1781741612749496, t6 = 0.2182178902359924,
  t7 = 0.23570226039551584, t8 = 0.23904572186687872;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[4] += t7 * x; x = a[0] * b[1]; s[3] += t4 * x; x = a[0] * b[2]; s[2] += t2 * x;
  x = a[0] * b[3]; s[3] -= t1 * x; x = a[0] * b[4]; s[0] += t0 * x; x = a[0] * b[5]; s[1] -= t1 * x;
  x = a[0] * b[7]; s[1] -= t4 * x; x = a[0] * b[8]; s[0] -= t7 * x; x = a[1] * b[1]; s[4] += t4 * x;
  x = a[1] * b[2]; s[3] += t5 * x; x = a[1] * b[3]; s[2] += t6 * x; s[4] += t1 * x; x = a[1] * b[4]; s[1] -= t3 * x;
  x = a[1] * b[5]; s[0] -= t1 * x; x = a[1] * b[6]; s[1] -= t5 * x; x = a[1] * b[7]; s[0] -= t4 * x;
  x = a[2] * b[2]; s[0] += t2 * x; x = a[2] * b[3]; s[1] += t6 * x; x = a[2] * b[4]; s[2] += t8 * x;
  x = a[2] * b[5]; s[3] += t6 * x; x = a[2] * b[6]; s[4] += t2 * x; x = a[3] * b[1]; s[0] += t4 * x;
  x = a[3] * b[2]; s[1] += t5 * x; x = a[3] * b[3]; s[0] -= t1 * x; x = a[3] * b[4]; s[3] -= t3 * x;
  x = a[3] * b[5]; s[2] += t6 * x; s[4] -= t1 * x; x = a[3] * b[6]; s[3] += t5 * x; x = a[3] * b[7]; s[4] += t4 * x;
  x = a[4] * b[0]; s[0] += t7 * x; x = a[4] * b[1]; s[1] += t4 * x; x = a[4] * b[3]; s[1] += t1 * x;
  x = a[4] * b[4]; s[4] += t0 * x; x = a[4] * b[5]; s[3] -= t1 * x; x = a[4] * b[6]; s[2] += t2 * x;
  x = a[4] * b[7]; s[3] += t4 * x; x = a[4] * b[8]; s[4] += t7 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 3, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.06900655593423542, t1 = 0.1091089451179962, t2 = 0.1336306209562122, t3 = 0.14638501094227999,
  t4 = 0.1690308509457033, t5 = 0.17251638983558856, t6 = 0.19518001458970663, t7 = 0.2182178902359924,
  t8 = 0.2439750182371333;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[2] -= t8 * x; x = a[0] * b[1]; s[3] += t5 * x; x = a[0] * b[2]; s[4] -= t1 * x;
  x = a[0] * b[4]; s[0] -= t1 * x; x = a[0] * b[5]; s[1] += t5 * x; x = a[1] * b[0]; s[3] += t5 * x;
  x = a[1] * b[2]; s[3] += t2 * x; x = a[1] * b[3]; s[0] -= t7 * x; x = a[1] * b[4]; s[1] += t2 * x;
  x = a[1] * b[6]; s[1] -= t5 * x; x = a[2] * b[0]; s[4] -= t1 * x; x = a[2] * b[1]; s[3] += t2 * x;
  x = a[2] * b[2]; s[2] += t3 * x; s[4] -= t4 * x; x = a[2] * b[3]; s[1] += t0 * x; x = a[2] * b[4]; s[0] += t4 * x;
  x = a[2] * b[5]; s[1] -= t2 * x; x = a[2] * b[6]; s[0] += t1 * x; x = a[3] * b[1]; s[0] -= t7 * x;
  x = a[3] * b[2]; s[1] += t0 * x; x = a[3] * b[3]; s[2] += t6 * x; x = a[3] * b[4]; s[3] += t0 * x;
  x = a[3] * b[5]; s[4] -= t7 * x; x = a[4] * b[0]; s[0] -= t1 * x; x = a[4] * b[1]; s[1] += t2 * x;
  x = a[4] * b[2]; s[0] += t4 * x; x = a[4] * b[3]; s[3] += t0 * x; x = a[4] * b[4]; s[2] += t3 * x; s[4] += t4 * x;
  x = a[4] * b[5]; s[3] += t2 * x; x = a[4] * b[6]; s[4] -= t1 * x; x = a[5] * b[0]; s[1] += t5 * x;
  x = a[5] * b[2]; s[1] -= t2 * x; x = a[5] * b[3]; s[4] -= t7 * x; x = a[5] * b[4]; s[3] += t2 * x;
  x = a[5] * b[6]; s[3] += t5 * x; x = a[6] * b[1]; s[1] -= t5 * x; x = a[6] * b[2]; s[0] += t1 * x;
  x = a[6] * b[4]; s[4] -= t1 * x; x = a[6] * b[5]; s[3] += t5 * x; x = a[6] * b[6]; s[2] -= t8 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 3, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.0445435403187374, t1 = 0.04879500364742666, t2 = 0.05270462766947299,
  t3 = 0.10350983390135313, t4 = 0.1091089451179962, t5 = 0.12598815766974242, t6 = 0.13944333775567927,
  t7 = 0.14907119849998599, t8 = 0.1543033499620919, t9 = 0.16666666666666666, t10 = 0.18257418583505536,
  t11 = 0.19518001458970663, t12 = 0.19920476822239894, t13 = 0.2182178902359924, t14 = 0.22360679774997896;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[1] += t10 * x; x = a[0] * b[2]; s[1] += t3 * x; x = a[0] * b[3]; s[0] -= t1 * x;
  x = a[0] * b[5]; s[4] += t1 * x; x = a[0] * b[6]; s[3] -= t3 * x; x = a[0] * b[7]; s[2] += t14 * x;
  x = a[0] * b[8]; s[3] += t10 * x; x = a[1] * b[0]; s[0] -= t7 * x; x = a[1] * b[1]; s[1] += t2 * x;
  x = a[1] * b[3]; s[1] += t6 * x; x = a[1] * b[4]; s[4] += t5 * x; x = a[1] * b[5]; s[3] -= t6 * x;
  x = a[1] * b[6]; s[2] += t11 * x; x = a[1] * b[7]; s[3] += t2 * x; x = a[1] * b[8]; s[4] -= t7 * x;
  x = a[2] * b[1]; s[0] -= t9 * x; x = a[2] * b[2]; s[1] -= t0 * x; x = a[2] * b[3]; s[0] -= t5 * x;
  x = a[2] * b[4]; s[3] -= t12 * x; x = a[2] * b[5]; s[2] += t4 * x; s[4] -= t5 * x; x = a[2] * b[6]; s[3] -= t0 * x;
  x = a[2] * b[7]; s[4] -= t9 * x; x = a[3] * b[2]; s[4] += t13 * x; x = a[3] * b[3]; s[3] += t8 * x;
  x = a[3] * b[5]; s[1] -= t8 * x; x = a[3] * b[6]; s[0] -= t13 * x; x = a[4] * b[1]; s[4] += t9 * x;
  x = a[4] * b[2]; s[3] += t0 * x; x = a[4] * b[3]; s[2] -= t4 * x; s[4] -= t5 * x; x = a[4] * b[4]; s[1] += t12 * x;
  x = a[4] * b[5]; s[0] += t5 * x; x = a[4] * b[6]; s[1] -= t0 * x; x = a[4] * b[7]; s[0] -= t9 * x;
  x = a[5] * b[0]; s[4] += t7 * x; x = a[5] * b[1]; s[3] -= t2 * x; x = a[5] * b[2]; s[2] -= t11 * x;
  x = a[5] * b[3]; s[3] += t6 * x; x = a[5] * b[4]; s[0] -= t5 * x; x = a[5] * b[5]; s[1] += t6 * x;
  x = a[5] * b[7]; s[1] += t2 * x; x = a[5] * b[8]; s[0] -= t7 * x; x = a[6] * b[0]; s[3] -= t10 * x;
  x = a[6] * b[1]; s[2] -= t14 * x; x = a[6] * b[2]; s[3] += t3 * x; x = a[6] * b[3]; s[4] -= t1 * x;
  x = a[6] * b[5]; s[0] -= t1 * x; x = a[6] * b[6]; s[1] += t3 * x; x = a[6] * b[8]; s[1] += t10 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 3, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.014712247158412493, t1 = 0.03892494720807615, t2 = 0.046524210519923545,
  t3 = 0.05698028822981897, t4 = 0.07207499701564472, t5 = 0.11009637651263605, t6 = 0.12309149097933274,
  t7 = 0.13483997249264842, t8 = 0.14712247158412492, t9 = 0.15075567228888181, t10 = 0.1556997888323046,
  t11 = 0.1651445647689541, t12 = 0.18609684207969418, t13 = 0.19738550848793068, t14 = 0.20806259464411975,
  t15 = 0.21320071635561044;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[4] -= t15 * x; x = a[0] * b[1]; s[3] -= t7 * x; x = a[0] * b[2]; s[2] -= t5 * x;
  x = a[0] * b[3]; s[3] += t1 * x; x = a[0] * b[4]; s[4] -= t0 * x; x = a[0] * b[6]; s[0] -= t0 * x;
  x = a[0] * b[7]; s[1] += t1 * x; x = a[0] * b[9]; s[1] += t7 * x; x = a[0] * b[10]; s[0] += t15 * x;
  x = a[1] * b[1]; s[4] -= t11 * x; x = a[1] * b[2]; s[3] -= t10 * x; x = a[1] * b[3]; s[2] -= t11 * x;
  x = a[1] * b[4]; s[3] += t4 * x; x = a[1] * b[5]; s[0] -= t2 * x; x = a[1] * b[6]; s[1] += t4 * x;
  x = a[1] * b[8]; s[1] += t10 * x; x = a[1] * b[9]; s[0] += t11 * x; x = a[2] * b[2]; s[4] -= t6 * x;
  x = a[2] * b[3]; s[3] -= t9 * x; x = a[2] * b[4]; s[2] -= t13 * x; s[4] -= t3 * x; x = a[2] * b[5]; s[1] += t8 * x;
  x = a[2] * b[6]; s[0] += t3 * x; x = a[2] * b[7]; s[1] += t9 * x; x = a[2] * b[8]; s[0] += t6 * x;
  x = a[3] * b[3]; s[0] -= t6 * x; x = a[3] * b[4]; s[1] -= t12 * x; x = a[3] * b[5]; s[2] -= t14 * x;
  x = a[3] * b[6]; s[3] -= t12 * x; x = a[3] * b[7]; s[4] -= t6 * x; x = a[4] * b[2]; s[0] -= t6 * x;
  x = a[4] * b[3]; s[1] -= t9 * x; x = a[4] * b[4]; s[0] += t3 * x; x = a[4] * b[5]; s[3] += t8 * x;
  x = a[4] * b[6]; s[2] -= t13 * x; s[4] += t3 * x; x = a[4] * b[7]; s[3] -= t9 * x; x = a[4] * b[8]; s[4] -= t6 * x;
  x = a[5] * b[1]; s[0] -= t11 * x; x = a[5] * b[2]; s[1] -= t10 * x; x = a[5] * b[4]; s[1] -= t4 * x;
  x = a[5] * b[5]; s[4] -= t2 * x; x = a[5] * b[6]; s[3] += t4 * x; x = a[5] * b[7]; s[2] -= t11 * x;
  x = a[5] * b[8]; s[3] -= t10 * x; x = a[5] * b[9]; s[4] -= t11 * x; x = a[6] * b[0]; s[0] -= t15 * x;
  x = a[6] * b[1]; s[1] -= t7 * x; x = a[6] * b[3]; s[1] -= t1 * x; x = a[6] * b[4]; s[0] += t0 * x;
  x = a[6] * b[6]; s[4] -= t0 * x; x = a[6] * b[7]; s[3] += t1 * x; x = a[6] * b[8]; s[2] -= t5 * x;
  x = a[6] * b[9]; s[3] -= t7 * x; x = a[6] * b[10]; s[4] -= t15 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 4, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.046524210519923545, t1 = 0.059458839001056314, t2 = 0.06795295885835008,
  t3 = 0.0778498944161523, t4 = 0.09362816758985389, t5 = 0.11677484162422845, t6 = 0.13762047064079508,
  t7 = 0.14440003757399392, t8 = 0.14564381625088382, t9 = 0.14712247158412492, t10 = 0.1698823971458752,
  t11 = 0.19738550848793068, t12 = 0.23783535600422526;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[2] += t12 * x; x = a[0] * b[1]; s[3] -= t8 * x; x = a[0] * b[2]; s[4] += t3 * x;
  x = a[0] * b[6]; s[0] += t3 * x; x = a[0] * b[7]; s[1] -= t8 * x; x = a[1] * b[0]; s[3] -= t8 * x;
  x = a[1] * b[1]; s[2] += t1 * x; x = a[1] * b[2]; s[3] -= t6 * x; x = a[1] * b[3]; s[4] += t5 * x;
  x = a[1] * b[5]; s[0] += t5 * x; x = a[1] * b[6]; s[1] -= t6 * x; x = a[1] * b[8]; s[1] += t8 * x;
  x = a[2] * b[0]; s[4] += t3 * x; x = a[2] * b[1]; s[3] -= t6 * x; x = a[2] * b[2]; s[2] -= t2 * x;
  x = a[2] * b[3]; s[3] -= t4 * x; x = a[2] * b[4]; s[0] += t11 * x; x = a[2] * b[5]; s[1] -= t4 * x;
  x = a[2] * b[7]; s[1] += t6 * x; x = a[2] * b[8]; s[0] -= t3 * x; x = a[3] * b[1]; s[4] += t5 * x;
  x = a[3] * b[2]; s[3] -= t4 * x; x = a[3] * b[3]; s[2] -= t7 * x; s[4] += t9 * x; x = a[3] * b[4]; s[1] -= t0 * x;
  x = a[3] * b[5]; s[0] -= t9 * x; x = a[3] * b[6]; s[1] += t4 * x; x = a[3] * b[7]; s[0] -= t5 * x;
  x = a[4] * b[2]; s[0] += t11 * x; x = a[4] * b[3]; s[1] -= t0 * x; x = a[4] * b[4]; s[2] -= t10 * x;
  x = a[4] * b[5]; s[3] -= t0 * x; x = a[4] * b[6]; s[4] += t11 * x; x = a[5] * b[1]; s[0] += t5 * x;
  x = a[5] * b[2]; s[1] -= t4 * x; x = a[5] * b[3]; s[0] -= t9 * x; x = a[5] * b[4]; s[3] -= t0 * x;
  x = a[5] * b[5]; s[2] -= t7 * x; s[4] -= t9 * x; x = a[5] * b[6]; s[3] -= t4 * x; x = a[5] * b[7]; s[4] += t5 * x;
  x = a[6] * b[0]; s[0] += t3 * x; x = a[6] * b[1]; s[1] -= t6 * x; x = a[6] * b[3]; s[1] += t4 * x;
  x = a[6] * b[4]; s[4] += t11 * x; x = a[6] * b[5]; s[3] -= t4 * x; x = a[6] * b[6]; s[2] -= t2 * x;
  x = a[6] * b[7]; s[3] -= t6 * x; x = a[6] * b[8]; s[4] += t3 * x; x = a[7] * b[0]; s[1] -= t8 * x;
  x = a[7] * b[2]; s[1] += t6 * x; x = a[7] * b[3]; s[0] -= t5 * x; x = a[7] * b[5]; s[4] += t5 * x;
  x = a[7] * b[6]; s[3] -= t6 * x; x = a[7] * b[7]; s[2] += t1 * x; x = a[7] * b[8]; s[3] -= t8 * x;
  x = a[8] * b[1]; s[1] += t8 * x; x = a[8] * b[2]; s[0] -= t3 * x; x = a[8] * b[6]; s[4] += t3 * x;
  x = a[8] * b[7]; s[3] -= t8 * x; x = a[8] * b[8]; s[2] += t12 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 4, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03178208630818641, t1 = 0.059458839001056314, t2 = 0.0778498944161523,
  t3 = 0.11236664374387369, t4 = 0.12309149097933274, t5 = 0.12712834523274563, t6 = 0.14213381090374028,
  t7 = 0.14564381625088382, t8 = 0.17407765595569785, t9 = 0.18802535827258873, t10 = 0.19069251784911848;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[1] -= t8 * x; x = a[0] * b[2]; s[1] -= t2 * x; x = a[0] * b[3]; s[0] += t0 * x;
  x = a[0] * b[7]; s[4] -= t0 * x; x = a[0] * b[8]; s[3] += t2 * x; x = a[0] * b[9]; s[2] -= t10 * x;
  x = a[0] * b[10]; s[3] -= t8 * x; x = a[1] * b[0]; s[0] += t4 * x; x = a[1] * b[1]; s[1] -= t2 * x;
  x = a[1] * b[3]; s[1] -= t3 * x; x = a[1] * b[4]; s[0] += t1 * x; x = a[1] * b[6]; s[4] -= t1 * x;
  x = a[1] * b[7]; s[3] += t3 * x; x = a[1] * b[8]; s[2] -= t10 * x; x = a[1] * b[9]; s[3] -= t2 * x;
  x = a[1] * b[10]; s[4] += t4 * x; x = a[2] * b[1]; s[0] += t7 * x; x = a[2] * b[4]; s[1] -= t5 * x;
  x = a[2] * b[5]; s[4] -= t4 * x; x = a[2] * b[6]; s[3] += t5 * x; x = a[2] * b[7]; s[2] -= t7 * x;
  x = a[2] * b[9]; s[4] += t7 * x; x = a[3] * b[2]; s[0] += t7 * x; x = a[3] * b[3]; s[1] += t1 * x;
  x = a[3] * b[4]; s[0] += t3 * x; x = a[3] * b[5]; s[3] += t8 * x; x = a[3] * b[6]; s[2] -= t2 * x; s[4] += t3 * x;
  x = a[3] * b[7]; s[3] += t1 * x; x = a[3] * b[8]; s[4] += t7 * x; x = a[4] * b[3]; s[4] -= t9 * x;
  x = a[4] * b[4]; s[3] -= t6 * x; x = a[4] * b[6]; s[1] += t6 * x; x = a[4] * b[7]; s[0] += t9 * x;
  x = a[5] * b[2]; s[4] -= t7 * x; x = a[5] * b[3]; s[3] -= t1 * x; x = a[5] * b[4]; s[2] += t2 * x; s[4] += t3 * x;
  x = a[5] * b[5]; s[1] -= t8 * x; x = a[5] * b[6]; s[0] -= t3 * x; x = a[5] * b[7]; s[1] += t1 * x;
  x = a[5] * b[8]; s[0] += t7 * x; x = a[6] * b[1]; s[4] -= t7 * x; x = a[6] * b[3]; s[2] += t7 * x;
  x = a[6] * b[4]; s[3] -= t5 * x; x = a[6] * b[5]; s[0] += t4 * x; x = a[6] * b[6]; s[1] -= t5 * x;
  x = a[6] * b[9]; s[0] += t7 * x; x = a[7] * b[0]; s[4] -= t4 * x; x = a[7] * b[1]; s[3] += t2 * x;
  x = a[7] * b[2]; s[2] += t10 * x; x = a[7] * b[3]; s[3] -= t3 * x; x = a[7] * b[4]; s[4] += t1 * x;
  x = a[7] * b[6]; s[0] += t1 * x; x = a[7] * b[7]; s[1] -= t3 * x; x = a[7] * b[9]; s[1] -= t2 * x;
  x = a[7] * b[10]; s[0] += t4 * x; x = a[8] * b[0]; s[3] += t8 * x; x = a[8] * b[1]; s[2] += t10 * x;
  x = a[8] * b[2]; s[3] -= t2 * x; x = a[8] * b[3]; s[4] += t0 * x; x = a[8] * b[7]; s[0] += t0 * x;
  x = a[8] * b[8]; s[1] -= t2 * x; x = a[8] * b[10]; s[1] -= t8 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 4, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.008814764755799084, t1 = 0.01971041319963609, t2 = 0.026444294267397254,
  t3 = 0.04828045495852676, t4 = 0.04986383946711772, t5 = 0.05214885156456199, t6 = 0.07374961314478497,
  t7 = 0.08362420100070908, t8 = 0.09894548898363073, t9 = 0.10429770312912398, t10 = 0.11322770341445958,
  t11 = 0.12773807700531709, t12 = 0.12955005512625914, t13 = 0.13192731864484097, t14 = 0.13655774839978377,
  t15 = 0.13993005245628826, t16 = 0.16012815380508713, t17 = 0.16157730690671296, t18 = 0.16490914830605122,
  t19 = 0.18064892093237822, t20 = 0.18698939800169143, t21 = 0.19611613513818404;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[4] += t21 * x; x = a[0] * b[1]; s[3] += t10 * x; x = a[0] * b[2]; s[2] += t7 * x;
  x = a[0] * b[3]; s[3] -= t2 * x; x = a[0] * b[4]; s[4] += t0 * x; x = a[0] * b[8]; s[0] += t0 * x;
  x = a[0] * b[9]; s[1] -= t2 * x; x = a[0] * b[11]; s[1] -= t10 * x; x = a[0] * b[12]; s[0] -= t21 * x;
  x = a[1] * b[1]; s[4] += t16 * x; x = a[1] * b[2]; s[3] += t14 * x; x = a[1] * b[3]; s[2] += t12 * x;
  x = a[1] * b[4]; s[3] -= t4 * x; x = a[1] * b[5]; s[4] += t1 * x; x = a[1] * b[7]; s[0] += t1 * x;
  x = a[1] * b[8]; s[1] -= t4 * x; x = a[1] * b[10]; s[1] -= t14 * x; x = a[1] * b[11]; s[0] -= t16 * x;
  x = a[2] * b[2]; s[4] += t11 * x; x = a[2] * b[3]; s[3] += t15 * x; x = a[2] * b[4]; s[2] += t17 * x;
  x = a[2] * b[5]; s[3] -= t6 * x; x = a[2] * b[6]; s[0] += t3 * x; x = a[2] * b[7]; s[1] -= t6 * x;
  x = a[2] * b[9]; s[1] -= t15 * x; x = a[2] * b[10]; s[0] -= t11 * x; x = a[3] * b[3]; s[4] += t8 * x;
  x = a[3] * b[4]; s[3] += t13 * x; x = a[3] * b[5]; s[2] += t19 * x; s[4] += t5 * x; x = a[3] * b[6]; s[1] -= t14 * x;
  x = a[3] * b[7]; s[0] -= t5 * x; x = a[3] * b[8]; s[1] -= t13 * x; x = a[3] * b[9]; s[0] -= t8 * x;
  x = a[4] * b[4]; s[0] += t9 * x; x = a[4] * b[5]; s[1] += t18 * x; x = a[4] * b[6]; s[2] += t20 * x;
  x = a[4] * b[7]; s[3] += t18 * x; x = a[4] * b[8]; s[4] += t9 * x; x = a[5] * b[3]; s[0] += t8 * x;
  x = a[5] * b[4]; s[1] += t13 * x; x = a[5] * b[5]; s[0] -= t5 * x; x = a[5] * b[6]; s[3] -= t14 * x;
  x = a[5] * b[7]; s[2] += t19 * x; s[4] -= t5 * x; x = a[5] * b[8]; s[3] += t13 * x; x = a[5] * b[9]; s[4] += t8 * x;
  x = a[6] * b[2]; s[0] += t11 * x; x = a[6] * b[3]; s[1] += t15 * x; x = a[6] * b[5]; s[1] += t6 * x;
  x = a[6] * b[6]; s[4] += t3 * x; x = a[6] * b[7]; s[3] -= t6 * x; x = a[6] * b[8]; s[2] += t17 * x;
  x = a[6] * b[9]; s[3] += t15 * x; x = a[6] * b[10]; s[4] += t11 * x; x = a[7] * b[1]; s[0] += t16 * x;
  x = a[7] * b[2]; s[1] += t14 * x; x = a[7] * b[4]; s[1] += t4 * x; x = a[7] * b[5]; s[0] -= t1 * x;
  x = a[7] * b[7]; s[4] += t1 * x; x = a[7] * b[8]; s[3] -= t4 * x; x = a[7] * b[9]; s[2] += t12 * x;
  x = a[7] * b[10]; s[3] += t14 * x; x = a[7] * b[11]; s[4] += t16 * x; x = a[8] * b[0]; s[0] += t21 * x;
  x = a[8] * b[1]; s[1] += t10 * x; x = a[8] * b[3]; s[1] += t2 * x; x = a[8] * b[4]; s[0] -= t0 * x;
  x = a[8] * b[8]; s[4] += t0 * x; x = a[8] * b[9]; s[3] -= t2 * x; x = a[8] * b[10]; s[2] += t7 * x;
  x = a[8] * b[11]; s[3] += t10 * x; x = a[8] * b[12]; s[4] += t21 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 5, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.015267620413811482, t1 = 0.03413943709994594, t2 = 0.05913123959890826,
  t3 = 0.06996502622814413, t4 = 0.0916057224828689, t5 = 0.10795837927188262, t6 = 0.1142524093995967,
  t7 = 0.1254363015010636, t8 = 0.130892578601184, t9 = 0.13222147133698628, t10 = 0.13740858372430334,
  t11 = 0.15267620413811483, t12 = 0.18064892093237822, t13 = 0.22901430620717222;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[2] -= t13 * x; x = a[0] * b[1]; s[3] += t7 * x; x = a[0] * b[2]; s[4] -= t2 * x;
  x = a[0] * b[8]; s[0] -= t2 * x; x = a[0] * b[9]; s[1] += t7 * x; x = a[1] * b[0]; s[3] += t7 * x;
  x = a[1] * b[1]; s[2] -= t4 * x; x = a[1] * b[2]; s[3] += t8 * x; x = a[1] * b[3]; s[4] -= t4 * x;
  x = a[1] * b[7]; s[0] -= t4 * x; x = a[1] * b[8]; s[1] += t8 * x; x = a[1] * b[10]; s[1] -= t7 * x;
  x = a[2] * b[0]; s[4] -= t2 * x; x = a[2] * b[1]; s[3] += t8 * x; x = a[2] * b[2]; s[2] += t0 * x;
  x = a[2] * b[3]; s[3] += t5 * x; x = a[2] * b[4]; s[4] -= t6 * x; x = a[2] * b[6]; s[0] -= t6 * x;
  x = a[2] * b[7]; s[1] += t5 * x; x = a[2] * b[9]; s[1] -= t8 * x; x = a[2] * b[10]; s[0] += t2 * x;
  x = a[3] * b[1]; s[4] -= t4 * x; x = a[3] * b[2]; s[3] += t5 * x; x = a[3] * b[3]; s[2] += t4 * x;
  x = a[3] * b[4]; s[3] += t3 * x; x = a[3] * b[5]; s[0] -= t12 * x; x = a[3] * b[6]; s[1] += t3 * x;
  x = a[3] * b[8]; s[1] -= t5 * x; x = a[3] * b[9]; s[0] += t4 * x; x = a[4] * b[2]; s[4] -= t6 * x;
  x = a[4] * b[3]; s[3] += t3 * x; x = a[4] * b[4]; s[2] += t10 * x; s[4] -= t9 * x; x = a[4] * b[5]; s[1] += t1 * x;
  x = a[4] * b[6]; s[0] += t9 * x; x = a[4] * b[7]; s[1] -= t3 * x; x = a[4] * b[8]; s[0] += t6 * x;
  x = a[5] * b[3]; s[0] -= t12 * x; x = a[5] * b[4]; s[1] += t1 * x; x = a[5] * b[5]; s[2] += t11 * x;
  x = a[5] * b[6]; s[3] += t1 * x; x = a[5] * b[7]; s[4] -= t12 * x; x = a[6] * b[2]; s[0] -= t6 * x;
  x = a[6] * b[3]; s[1] += t3 * x; x = a[6] * b[4]; s[0] += t9 * x; x = a[6] * b[5]; s[3] += t1 * x;
  x = a[6] * b[6]; s[2] += t10 * x; s[4] += t9 * x; x = a[6] * b[7]; s[3] += t3 * x; x = a[6] * b[8]; s[4] -= t6 * x;
  x = a[7] * b[1]; s[0] -= t4 * x; x = a[7] * b[2]; s[1] += t5 * x; x = a[7] * b[4]; s[1] -= t3 * x;
  x = a[7] * b[5]; s[4] -= t12 * x; x = a[7] * b[6]; s[3] += t3 * x; x = a[7] * b[7]; s[2] += t4 * x;
  x = a[7] * b[8]; s[3] += t5 * x; x = a[7] * b[9]; s[4] -= t4 * x; x = a[8] * b[0]; s[0] -= t2 * x;
  x = a[8] * b[1]; s[1] += t8 * x; x = a[8] * b[3]; s[1] -= t5 * x; x = a[8] * b[4]; s[0] += t6 * x;
  x = a[8] * b[6]; s[4] -= t6 * x; x = a[8] * b[7]; s[3] += t5 * x; x = a[8] * b[8]; s[2] += t0 * x;
  x = a[8] * b[9]; s[3] += t8 * x; x = a[8] * b[10]; s[4] -= t2 * x; x = a[9] * b[0]; s[1] += t7 * x;
  x = a[9] * b[2]; s[1] -= t8 * x; x = a[9] * b[3]; s[0] += t4 * x; x = a[9] * b[7]; s[4] -= t4 * x;
  x = a[9] * b[8]; s[3] += t8 * x; x = a[9] * b[9]; s[2] -= t4 * x; x = a[9] * b[10]; s[3] += t7 * x;
  x = a[10] * b[1]; s[1] -= t7 * x; x = a[10] * b[2]; s[0] += t2 * x; x = a[10] * b[8]; s[4] -= t2 * x;
  x = a[10] * b[9]; s[3] += t7 * x; x = a[10] * b[10]; s[2] -= t13 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 5, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02234950781338371, t1 = 0.024482659157056438, t2 = 0.027372445072567947,
  t3 = 0.04240520956441317, t4 = 0.05913123959890826, t5 = 0.06120664789264109, t6 = 0.0632139541241014,
  t7 = 0.06477502756312957, t8 = 0.09078412990032037, t9 = 0.09187795405622853, t10 = 0.10241831129983783,
  t11 = 0.10482848367219183, t12 = 0.10994504121565506, t13 = 0.11308055883843512, t14 = 0.11613144917081457,
  t15 = 0.11826247919781652, t16 = 0.12838814775327387, t17 = 0.12955005512625914, t18 = 0.13222147133698628,
  t19 = 0.13409704688030227, t20 = 0.15580668880290177, t21 = 0.15644655469368596, t22 = 0.16574838603294897,
  t23 = 0.16724840200141816, t24 = 0.17879606250706967;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[1] += t22 * x; x = a[0] * b[2]; s[1] += t5 * x; x = a[0] * b[3]; s[0] -= t0 * x;
  x = a[0] * b[9]; s[4] += t0 * x; x = a[0] * b[10]; s[3] -= t5 * x; x = a[0] * b[11]; s[2] += t22 * x;
  x = a[0] * b[12]; s[3] += t22 * x; x = a[1] * b[0]; s[0] -= t11 * x; x = a[1] * b[1]; s[1] += t8 * x;
  x = a[1] * b[3]; s[1] += t9 * x; x = a[1] * b[4]; s[0] -= t3 * x; x = a[1] * b[8]; s[4] += t3 * x;
  x = a[1] * b[9]; s[3] -= t9 * x; x = a[1] * b[10]; s[2] += t24 * x; x = a[1] * b[11]; s[3] += t8 * x;
  x = a[1] * b[12]; s[4] -= t11 * x; x = a[2] * b[1]; s[0] -= t16 * x; x = a[2] * b[2]; s[1] += t2 * x;
  x = a[2] * b[4]; s[1] += t12 * x; x = a[2] * b[5]; s[0] -= t6 * x; x = a[2] * b[7]; s[4] += t6 * x;
  x = a[2] * b[8]; s[3] -= t12 * x; x = a[2] * b[9]; s[2] += t20 * x; x = a[2] * b[10]; s[3] += t2 * x;
  x = a[2] * b[11]; s[4] -= t16 * x; x = a[3] * b[2]; s[0] -= t19 * x; x = a[3] * b[3]; s[1] -= t1 * x;
  x = a[3] * b[5]; s[1] += t14 * x; x = a[3] * b[6]; s[4] += t15 * x; x = a[3] * b[7]; s[3] -= t14 * x;
  x = a[3] * b[8]; s[2] += t13 * x; x = a[3] * b[9]; s[3] -= t1 * x; x = a[3] * b[10]; s[4] -= t19 * x;
  x = a[4] * b[3]; s[0] -= t17 * x; x = a[4] * b[4]; s[1] -= t7 * x; x = a[4] * b[5]; s[0] -= t10 * x;
  x = a[4] * b[6]; s[3] -= t21 * x; x = a[4] * b[7]; s[2] += t4 * x; s[4] -= t10 * x; x = a[4] * b[8]; s[3] -= t7 * x;
  x = a[4] * b[9]; s[4] -= t17 * x; x = a[5] * b[4]; s[4] += t23 * x; x = a[5] * b[5]; s[3] += t18 * x;
  x = a[5] * b[7]; s[1] -= t18 * x; x = a[5] * b[8]; s[0] -= t23 * x; x = a[6] * b[3]; s[4] += t17 * x;
  x = a[6] * b[4]; s[3] += t7 * x; x = a[6] * b[5]; s[2] -= t4 * x; s[4] -= t10 * x; x = a[6] * b[6]; s[1] += t21 * x;
  x = a[6] * b[7]; s[0] += t10 * x; x = a[6] * b[8]; s[1] -= t7 * x; x = a[6] * b[9]; s[0] -= t17 * x;
  x = a[7] * b[2]; s[4] += t19 * x; x = a[7] * b[3]; s[3] += t1 * x; x = a[7] * b[4]; s[2] -= t13 * x;
  x = a[7] * b[5]; s[3] += t14 * x; x = a[7] * b[6]; s[0] -= t15 * x; x = a[7] * b[7]; s[1] += t14 * x;
  x = a[7] * b[9]; s[1] -= t1 * x; x = a[7] * b[10]; s[0] -= t19 * x; x = a[8] * b[1]; s[4] += t16 * x;
  x = a[8] * b[2]; s[3] -= t2 * x; x = a[8] * b[3]; s[2] -= t20 * x; x = a[8] * b[4]; s[3] += t12 * x;
  x = a[8] * b[5]; s[4] -= t6 * x; x = a[8] * b[7]; s[0] -= t6 * x; x = a[8] * b[8]; s[1] += t12 * x;
  x = a[8] * b[10]; s[1] += t2 * x; x = a[8] * b[11]; s[0] -= t16 * x; x = a[9] * b[0]; s[4] += t11 * x;
  x = a[9] * b[1]; s[3] -= t8 * x; x = a[9] * b[2]; s[2] -= t24 * x; x = a[9] * b[3]; s[3] += t9 * x;
  x = a[9] * b[4]; s[4] -= t3 * x; x = a[9] * b[8]; s[0] -= t3 * x; x = a[9] * b[9]; s[1] += t9 * x;
  x = a[9] * b[11]; s[1] += t8 * x; x = a[9] * b[12]; s[0] -= t11 * x; x = a[10] * b[0]; s[3] -= t22 * x;
  x = a[10] * b[1]; s[2] -= t22 * x; x = a[10] * b[2]; s[3] += t5 * x; x = a[10] * b[3]; s[4] -= t0 * x;
  x = a[10] * b[9]; s[0] -= t0 * x; x = a[10] * b[10]; s[1] += t5 * x; x = a[10] * b[12]; s[1] += t22 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<2, 6, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.019990007493755464, t1 = 0.026444294267397254, t2 = 0.046880723093849545,
  t3 = 0.04997501873438866, t4 = 0.054744890145135894, t5 = 0.07412493166611012, t6 = 0.08655927155716765,
  t7 = 0.09482093118615209, t8 = 0.09995003746877731, t9 = 0.10948978029027179, t10 = 0.10994504121565506,
  t11 = 0.11062441971717744, t12 = 0.1211829801800347, t13 = 0.12179969144117252, t14 = 0.12993504870941053,
  t15 = 0.13993005245628826, t16 = 0.16724840200141816, t17 = 0.2198900824313101;
  double s[5] = {}, x;
  x = a[0] * b[0]; s[2] += t17 * x; x = a[0] * b[1]; s[3] -= t10 * x; x = a[0] * b[2]; s[4] += t2 * x;
  x = a[0] * b[10]; s[0] += t2 * x; x = a[0] * b[11]; s[1] -= t10 * x; x = a[1] * b[0]; s[3] -= t10 * x;
  x = a[1] * b[1]; s[2] += t10 * x; x = a[1] * b[2]; s[3] -= t13 * x; x = a[1] * b[3]; s[4] += t5 * x;
  x = a[1] * b[9]; s[0] += t5 * x; x = a[1] * b[10]; s[1] -= t13 * x; x = a[1] * b[12]; s[1] += t10 * x;
  x = a[2] * b[0]; s[4] += t2 * x; x = a[2] * b[1]; s[3] -= t13 * x; x = a[2] * b[2]; s[2] += t0 * x;
  x = a[2] * b[3]; s[3] -= t11 * x; x = a[2] * b[4]; s[4] += t7 * x; x = a[2] * b[8]; s[0] += t7 * x;
  x = a[2] * b[9]; s[1] -= t11 * x; x = a[2] * b[11]; s[1] += t13 * x; x = a[2] * b[12]; s[0] -= t2 * x;
  x = a[3] * b[1]; s[4] += t5 * x; x = a[3] * b[2]; s[3] -= t11 * x; x = a[3] * b[3]; s[2] -= t3 * x;
  x = a[3] * b[4]; s[3] -= t6 * x; x = a[3] * b[5]; s[4] += t9 * x; x = a[3] * b[7]; s[0] += t9 * x;
  x = a[3] * b[8]; s[1] -= t6 * x; x = a[3] * b[10]; s[1] += t11 * x; x = a[3] * b[11]; s[0] -= t5 * x;
  x = a[4] * b[2]; s[4] += t7 * x; x = a[4] * b[3]; s[3] -= t6 * x; x = a[4] * b[4]; s[2] -= t8 * x;
  x = a[4] * b[5]; s[3] -= t4 * x; x = a[4] * b[6]; s[0] += t16 * x; x = a[4] * b[7]; s[1] -= t4 * x;
  x = a[4] * b[9]; s[1] += t6 * x; x = a[4] * b[10]; s[0] -= t7 * x; x = a[5] * b[3]; s[4] += t9 * x;
  x = a[5] * b[4]; s[3] -= t4 * x; x = a[5] * b[5]; s[2] -= t14 * x; s[4] += t12 * x; x = a[5] * b[6]; s[1] -= t1 * x;
  x = a[5] * b[7]; s[0] -= t12 * x; x = a[5] * b[8]; s[1] += t4 * x; x = a[5] * b[9]; s[0] -= t9 * x;
  x = a[6] * b[4]; s[0] += t16 * x; x = a[6] * b[5]; s[1] -= t1 * x; x = a[6] * b[6]; s[2] -= t15 * x;
  x = a[6] * b[7]; s[3] -= t1 * x; x = a[6] * b[8]; s[4] += t16 * x; x = a[7] * b[3]; s[0] += t9 * x;
  x = a[7] * b[4]; s[1] -= t4 * x; x = a[7] * b[5]; s[0] -= t12 * x; x = a[7] * b[6]; s[3] -= t1 * x;
  x = a[7] * b[7]; s[2] -= t14 * x; s[4] -= t12 * x; x = a[7] * b[8]; s[3] -= t4 * x; x = a[7] * b[9]; s[4] += t9 * x;
  x = a[8] * b[2]; s[0] += t7 * x; x = a[8] * b[3]; s[1] -= t6 * x; x = a[8] * b[5]; s[1] += t4 * x;
  x = a[8] * b[6]; s[4] += t16 * x; x = a[8] * b[7]; s[3] -= t4 * x; x = a[8] * b[8]; s[2] -= t8 * x;
  x = a[8] * b[9]; s[3] -= t6 * x; x = a[8] * b[10]; s[4] += t7 * x; x = a[9] * b[1]; s[0] += t5 * x;
  x = a[9] * b[2]; s[1] -= t11 * x; x = a[9] * b[4]; s[1] += t6 * x; x = a[9] * b[5]; s[0] -= t9 * x;
  x = a[9] * b[7]; s[4] += t9 * x; x = a[9] * b[8]; s[3] -= t6 * x; x = a[9] * b[9]; s[2] -= t3 * x;
  x = a[9] * b[10]; s[3] -= t11 * x; x = a[9] * b[11]; s[4] += t5 * x; x = a[10] * b[0]; s[0] += t2 * x;
  x = a[10] * b[1]; s[1] -= t13 * x; x = a[10] * b[3]; s[1] += t11 * x; x = a[10] * b[4]; s[0] -= t7 * x;
  x = a[10] * b[8]; s[4] += t7 * x; x = a[10] * b[9]; s[3] -= t11 * x; x = a[10] * b[10]; s[2] += t0 * x;
  x = a[10] * b[11]; s[3] -= t13 * x; x = a[10] * b[12]; s[4] += t2 * x; x = a[11] * b[0]; s[1] -= t10 * x;
  x = a[11] * b[2]; s[1] += t13 * x; x = a[11] * b[3]; s[0] -= t5 * x; x = a[11] * b[9]; s[4] += t5 * x;
  x = a[11] * b[10]; s[3] -= t13 * x; x = a[11] * b[11]; s[2] += t10 * x; x = a[11] * b[12]; s[3] -= t10 * x;
  x = a[12] * b[1]; s[1] += t10 * x; x = a[12] * b[2]; s[0] -= t2 * x; x = a[12] * b[10]; s[4] += t2 * x;
  x = a[12] * b[11]; s[3] -= t10 * x; x = a[12] * b[12]; s[2] += t17 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 0, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.37796447300922725;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[0] -= t0 * x; x = a[0] * b[1]; s[1] -= t0 * x; x = a[0] * b[2]; s[2] -= t0 * x;
  x = a[0] * b[3]; s[3] -= t0 * x; x = a[0] * b[4]; s[4] -= t0 * x; x = a[0] * b[5]; s[5] -= t0 * x;
  x = a[0] * b[6]; s[6] -= t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 1, 2>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.06900655593423542, t1 = 0.1690308509457033, t2 = 0.2182178902359924, t3 = 0.23904572186687872,
  t4 = 0.2672612419124244, t5 = 0.2760262237369417, t6 = 0.29277002188455997;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[4] += t0 * x; s[6] += t4 * x; x = a[0] * b[1]; s[3] += t1 * x; s[5] += t2 * x;
  x = a[0] * b[2]; s[2] -= t3 * x; x = a[0] * b[3]; s[1] -= t2 * x; x = a[0] * b[4]; s[0] -= t4 * x; s[2] -= t0 * x;
  x = a[1] * b[0]; s[1] -= t2 * x; x = a[1] * b[1]; s[2] -= t5 * x; x = a[1] * b[2]; s[3] -= t6 * x;
  x = a[1] * b[3]; s[4] -= t5 * x; x = a[1] * b[4]; s[5] -= t2 * x; x = a[2] * b[0]; s[0] -= t4 * x; s[2] += t0 * x;
  x = a[2] * b[1]; s[1] -= t2 * x; x = a[2] * b[2]; s[4] -= t3 * x; x = a[2] * b[3]; s[3] += t1 * x; s[5] -= t2 * x;
  x = a[2] * b[4]; s[4] += t0 * x; s[6] -= t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 1, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.1091089451179962, t1 = 0.1336306209562122, t2 = 0.17251638983558856, t3 = 0.2182178902359924,
  t4 = 0.2672612419124244, t5 = 0.3273268353539886;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[1] -= t1 * x; x = a[0] * b[1]; s[0] += t1 * x; s[2] -= t2 * x; x = a[0] * b[2]; s[1] += t2 * x;
  x = a[0] * b[3]; s[4] += t4 * x; x = a[0] * b[4]; s[3] -= t4 * x; s[5] += t2 * x;
  x = a[0] * b[5]; s[4] -= t2 * x; s[6] += t1 * x; x = a[0] * b[6]; s[5] -= t1 * x; x = a[1] * b[0]; s[6] -= t5 * x;
  x = a[1] * b[1]; s[5] -= t3 * x; x = a[1] * b[2]; s[4] -= t0 * x; x = a[1] * b[4]; s[2] += t0 * x;
  x = a[1] * b[5]; s[1] += t3 * x; x = a[1] * b[6]; s[0] += t5 * x; x = a[2] * b[0]; s[5] += t1 * x;
  x = a[2] * b[1]; s[4] += t2 * x; s[6] += t1 * x; x = a[2] * b[2]; s[3] += t4 * x; s[5] += t2 * x;
  x = a[2] * b[3]; s[2] -= t4 * x; x = a[2] * b[4]; s[1] -= t2 * x; x = a[2] * b[5]; s[0] -= t1 * x; s[2] -= t2 * x;
  x = a[2] * b[6]; s[1] -= t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 1, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.0445435403187374, t1 = 0.07715167498104596, t2 = 0.1543033499620919, t3 = 0.16666666666666666,
  t4 = 0.17251638983558856, t5 = 0.19920476822239894, t6 = 0.2041241452319315, t7 = 0.2182178902359924,
  t8 = 0.23570226039551584, t9 = 0.2439750182371333, t10 = 0.25197631533948484;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[6] += t8 * x; x = a[0] * b[1]; s[5] += t6 * x; x = a[0] * b[2]; s[4] += t4 * x; s[6] += t0 * x;
  x = a[0] * b[3]; s[3] += t5 * x; s[5] += t1 * x; x = a[0] * b[4]; s[2] -= t2 * x; x = a[0] * b[5]; s[1] -= t1 * x;
  x = a[0] * b[6]; s[0] -= t0 * x; s[2] -= t4 * x; x = a[0] * b[7]; s[1] -= t6 * x; x = a[0] * b[8]; s[0] -= t8 * x;
  x = a[1] * b[1]; s[0] += t3 * x; x = a[1] * b[2]; s[1] += t7 * x; x = a[1] * b[3]; s[2] += t9 * x;
  x = a[1] * b[4]; s[3] += t10 * x; x = a[1] * b[5]; s[4] += t9 * x; x = a[1] * b[6]; s[5] += t7 * x;
  x = a[1] * b[7]; s[6] += t3 * x; x = a[2] * b[0]; s[0] += t8 * x; x = a[2] * b[1]; s[1] += t6 * x;
  x = a[2] * b[2]; s[0] -= t0 * x; s[2] += t4 * x; x = a[2] * b[3]; s[1] -= t1 * x; x = a[2] * b[4]; s[4] -= t2 * x;
  x = a[2] * b[5]; s[3] += t5 * x; s[5] -= t1 * x; x = a[2] * b[6]; s[4] += t4 * x; s[6] -= t0 * x;
  x = a[2] * b[7]; s[5] += t6 * x; x = a[2] * b[8]; s[6] += t8 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 2, 2>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.11952286093343936, t1 = 0.14638501094227999, t2 = 0.1690308509457033,
  t3 = 0.18898223650461363, t4 = 0.23904572186687872, t5 = 0.2672612419124244;
  double s[7] = {}, x;
  x = a[0] * b[1]; s[0] += t3 * x; s[2] += t1 * x; x = a[0] * b[2]; s[5] += t5 * x;
  x = a[0] * b[3]; s[4] -= t1 * x; s[6] += t3 * x; x = a[0] * b[4]; s[3] += t0 * x;
  x = a[1] * b[0]; s[0] -= t3 * x; s[2] -= t1 * x; x = a[1] * b[2]; s[4] += t2 * x; x = a[1] * b[3]; s[3] -= t4 * x;
  x = a[1] * b[4]; s[4] -= t1 * x; s[6] -= t3 * x; x = a[2] * b[0]; s[5] -= t5 * x; x = a[2] * b[1]; s[4] -= t2 * x;
  x = a[2] * b[3]; s[2] += t2 * x; x = a[2] * b[4]; s[1] += t5 * x; x = a[3] * b[0]; s[4] += t1 * x; s[6] -= t3 * x;
  x = a[3] * b[1]; s[3] += t4 * x; x = a[3] * b[2]; s[2] -= t2 * x; x = a[3] * b[4]; s[0] += t3 * x; s[2] -= t1 * x;
  x = a[4] * b[0]; s[3] -= t0 * x; x = a[4] * b[1]; s[4] += t1 * x; s[6] += t3 * x; x = a[4] * b[2]; s[1] -= t5 * x;
  x = a[4] * b[3]; s[0] -= t3 * x; s[2] += t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 2, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.06900655593423542, t1 = 0.1091089451179962, t2 = 0.1336306209562122, t3 = 0.14638501094227999,
  t4 = 0.1690308509457033, t5 = 0.17251638983558856, t6 = 0.19518001458970663, t7 = 0.2182178902359924,
  t8 = 0.2439750182371333;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[4] -= t1 * x; x = a[0] * b[1]; s[3] -= t7 * x; x = a[0] * b[2]; s[4] += t4 * x; s[6] += t1 * x;
  x = a[0] * b[3]; s[1] -= t7 * x; x = a[0] * b[4]; s[0] -= t1 * x; s[2] += t4 * x; x = a[0] * b[6]; s[2] += t1 * x;
  x = a[1] * b[0]; s[5] += t5 * x; x = a[1] * b[1]; s[4] += t2 * x; s[6] -= t5 * x;
  x = a[1] * b[2]; s[3] += t0 * x; s[5] -= t2 * x; x = a[1] * b[3]; s[2] += t0 * x; x = a[1] * b[4]; s[1] += t2 * x;
  x = a[1] * b[5]; s[0] += t5 * x; s[2] -= t2 * x; x = a[1] * b[6]; s[1] -= t5 * x; x = a[2] * b[0]; s[0] -= t8 * x;
  x = a[2] * b[2]; s[2] += t3 * x; x = a[2] * b[3]; s[3] += t6 * x; x = a[2] * b[4]; s[4] += t3 * x;
  x = a[2] * b[6]; s[6] -= t8 * x; x = a[3] * b[0]; s[1] += t5 * x; x = a[3] * b[1]; s[0] += t5 * x; s[2] += t2 * x;
  x = a[3] * b[2]; s[1] += t2 * x; x = a[3] * b[3]; s[4] += t0 * x; x = a[3] * b[4]; s[3] += t0 * x; s[5] += t2 * x;
  x = a[3] * b[5]; s[4] += t2 * x; s[6] += t5 * x; x = a[3] * b[6]; s[5] += t5 * x; x = a[4] * b[0]; s[2] -= t1 * x;
  x = a[4] * b[2]; s[0] -= t1 * x; s[2] -= t4 * x; x = a[4] * b[3]; s[5] -= t7 * x;
  x = a[4] * b[4]; s[4] += t4 * x; s[6] -= t1 * x; x = a[4] * b[5]; s[3] -= t7 * x; x = a[4] * b[6]; s[4] -= t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 2, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.0445435403187374, t1 = 0.04879500364742666, t2 = 0.05270462766947299,
  t3 = 0.10350983390135313, t4 = 0.1091089451179962, t5 = 0.12598815766974242, t6 = 0.13944333775567927,
  t7 = 0.14907119849998599, t8 = 0.1543033499620919, t9 = 0.16666666666666666, t10 = 0.18257418583505536,
  t11 = 0.19518001458970663, t12 = 0.19920476822239894, t13 = 0.2182178902359924, t14 = 0.22360679774997896;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[1] += t7 * x; x = a[0] * b[1]; s[2] += t9 * x; x = a[0] * b[3]; s[0] += t1 * x; s[2] += t5 * x;
  x = a[0] * b[4]; s[5] += t5 * x; x = a[0] * b[5]; s[4] -= t5 * x; s[6] += t1 * x; x = a[0] * b[6]; s[3] += t13 * x;
  x = a[0] * b[7]; s[4] += t9 * x; x = a[0] * b[8]; s[5] += t7 * x; x = a[1] * b[0]; s[0] -= t10 * x;
  x = a[1] * b[1]; s[1] -= t2 * x; x = a[1] * b[2]; s[0] -= t3 * x; s[2] += t0 * x; x = a[1] * b[3]; s[1] -= t6 * x;
  x = a[1] * b[4]; s[4] -= t12 * x; x = a[1] * b[5]; s[3] += t8 * x; s[5] -= t6 * x;
  x = a[1] * b[6]; s[4] += t0 * x; s[6] -= t3 * x; x = a[1] * b[7]; s[5] -= t2 * x; x = a[1] * b[8]; s[6] -= t10 * x;
  x = a[2] * b[1]; s[6] += t14 * x; x = a[2] * b[2]; s[5] += t11 * x; x = a[2] * b[3]; s[4] += t4 * x;
  x = a[2] * b[5]; s[2] -= t4 * x; x = a[2] * b[6]; s[1] -= t11 * x; x = a[2] * b[7]; s[0] -= t14 * x;
  x = a[3] * b[0]; s[6] += t10 * x; x = a[3] * b[1]; s[5] += t2 * x; x = a[3] * b[2]; s[4] -= t0 * x; s[6] -= t3 * x;
  x = a[3] * b[3]; s[3] -= t8 * x; s[5] -= t6 * x; x = a[3] * b[4]; s[2] += t12 * x; x = a[3] * b[5]; s[1] += t6 * x;
  x = a[3] * b[6]; s[0] += t3 * x; s[2] += t0 * x; x = a[3] * b[7]; s[1] -= t2 * x; x = a[3] * b[8]; s[0] -= t10 * x;
  x = a[4] * b[0]; s[5] -= t7 * x; x = a[4] * b[1]; s[4] -= t9 * x; x = a[4] * b[2]; s[3] -= t13 * x;
  x = a[4] * b[3]; s[4] += t5 * x; s[6] += t1 * x; x = a[4] * b[4]; s[1] -= t5 * x;
  x = a[4] * b[5]; s[0] -= t1 * x; s[2] += t5 * x; x = a[4] * b[7]; s[2] += t9 * x; x = a[4] * b[8]; s[1] += t7 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 2, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.014712247158412493, t1 = 0.03892494720807615, t2 = 0.046524210519923545,
  t3 = 0.05698028822981897, t4 = 0.07207499701564472, t5 = 0.11009637651263605, t6 = 0.12309149097933274,
  t7 = 0.13483997249264842, t8 = 0.14712247158412492, t9 = 0.15075567228888181, t10 = 0.1556997888323046,
  t11 = 0.1651445647689541, t12 = 0.18609684207969418, t13 = 0.19738550848793068, t14 = 0.20806259464411975,
  t15 = 0.21320071635561044;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[6] -= t15 * x; x = a[0] * b[1]; s[5] -= t11 * x; x = a[0] * b[2]; s[4] -= t6 * x;
  x = a[0] * b[3]; s[3] -= t6 * x; x = a[0] * b[4]; s[4] += t3 * x; s[6] += t0 * x; x = a[0] * b[5]; s[1] -= t2 * x;
  x = a[0] * b[6]; s[0] -= t0 * x; s[2] += t3 * x; x = a[0] * b[8]; s[2] += t6 * x; x = a[0] * b[9]; s[1] += t11 * x;
  x = a[0] * b[10]; s[0] += t15 * x; x = a[1] * b[1]; s[6] -= t7 * x; x = a[1] * b[2]; s[5] -= t10 * x;
  x = a[1] * b[3]; s[4] -= t9 * x; s[6] -= t1 * x; x = a[1] * b[4]; s[3] -= t12 * x; s[5] -= t4 * x;
  x = a[1] * b[5]; s[2] += t8 * x; x = a[1] * b[6]; s[1] += t4 * x; x = a[1] * b[7]; s[0] += t1 * x; s[2] += t9 * x;
  x = a[1] * b[8]; s[1] += t10 * x; x = a[1] * b[9]; s[0] += t7 * x; x = a[2] * b[2]; s[0] -= t5 * x;
  x = a[2] * b[3]; s[1] -= t11 * x; x = a[2] * b[4]; s[2] -= t13 * x; x = a[2] * b[5]; s[3] -= t14 * x;
  x = a[2] * b[6]; s[4] -= t13 * x; x = a[2] * b[7]; s[5] -= t11 * x; x = a[2] * b[8]; s[6] -= t5 * x;
  x = a[3] * b[1]; s[0] -= t7 * x; x = a[3] * b[2]; s[1] -= t10 * x; x = a[3] * b[3]; s[0] += t1 * x; s[2] -= t9 * x;
  x = a[3] * b[4]; s[1] += t4 * x; x = a[3] * b[5]; s[4] += t8 * x; x = a[3] * b[6]; s[3] -= t12 * x; s[5] += t4 * x;
  x = a[3] * b[7]; s[4] -= t9 * x; s[6] += t1 * x; x = a[3] * b[8]; s[5] -= t10 * x; x = a[3] * b[9]; s[6] -= t7 * x;
  x = a[4] * b[0]; s[0] -= t15 * x; x = a[4] * b[1]; s[1] -= t11 * x; x = a[4] * b[2]; s[2] -= t6 * x;
  x = a[4] * b[4]; s[0] -= t0 * x; s[2] -= t3 * x; x = a[4] * b[5]; s[5] -= t2 * x;
  x = a[4] * b[6]; s[4] += t3 * x; s[6] -= t0 * x; x = a[4] * b[7]; s[3] -= t6 * x; x = a[4] * b[8]; s[4] -= t6 * x;
  x = a[4] * b[9]; s[5] -= t11 * x; x = a[4] * b[10]; s[6] -= t15 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 3, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.1543033499620919;
  double s[7] = {}, x;
  x = a[0] * b[1]; s[2] -= t0 * x; x = a[0] * b[2]; s[1] += t0 * x; x = a[0] * b[3]; s[6] += t0 * x;
  x = a[0] * b[4]; s[5] -= t0 * x; x = a[0] * b[5]; s[4] += t0 * x; x = a[0] * b[6]; s[3] -= t0 * x;
  x = a[1] * b[0]; s[2] += t0 * x; x = a[1] * b[2]; s[0] -= t0 * x; x = a[1] * b[3]; s[5] -= t0 * x;
  x = a[1] * b[4]; s[6] -= t0 * x; x = a[1] * b[5]; s[3] += t0 * x; x = a[1] * b[6]; s[4] += t0 * x;
  x = a[2] * b[0]; s[1] -= t0 * x; x = a[2] * b[1]; s[0] += t0 * x; x = a[2] * b[3]; s[4] -= t0 * x;
  x = a[2] * b[4]; s[3] += t0 * x; x = a[2] * b[5]; s[6] += t0 * x; x = a[2] * b[6]; s[5] -= t0 * x;
  x = a[3] * b[0]; s[6] -= t0 * x; x = a[3] * b[1]; s[5] += t0 * x; x = a[3] * b[2]; s[4] += t0 * x;
  x = a[3] * b[4]; s[2] -= t0 * x; x = a[3] * b[5]; s[1] -= t0 * x; x = a[3] * b[6]; s[0] += t0 * x;
  x = a[4] * b[0]; s[5] += t0 * x; x = a[4] * b[1]; s[6] += t0 * x; x = a[4] * b[2]; s[3] -= t0 * x;
  x = a[4] * b[3]; s[2] += t0 * x; x = a[4] * b[5]; s[0] -= t0 * x; x = a[4] * b[6]; s[1] -= t0 * x;
  x = a[5] * b[0]; s[4] -= t0 * x; x = a[5] * b[1]; s[3] -= t0 * x; x = a[5] * b[2]; s[6] -= t0 * x;
  x = a[5] * b[3]; s[1] += t0 * x; x = a[5] * b[4]; s[0] += t0 * x; x = a[5] * b[6]; s[2] += t0 * x;
  x = a[6] * b[0]; s[3] += t0 * x; x = a[6] * b[1]; s[4] -= t0 * x; x = a[6] * b[2]; s[5] += t0 * x;
  x = a[6] * b[3]; s[0] -= t0 * x; x = a[6] * b[4]; s[1] += t0 * x; x = a[6] * b[5]; s[2] -= t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 3, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.026860765467512676, t1 = 0.046524210519923545, t2 = 0.07106690545187014,
  t3 = 0.08058229640253803, t4 = 0.10403129732205987, t5 = 0.1074430618700507, t6 = 0.12012499502607453,
  t7 = 0.12309149097933274, t8 = 0.13957263155977062, t9 = 0.15891043154093204, t10 = 0.16116459280507606,
  t11 = 0.18802535827258873, t12 = 0.21320071635561044;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[4] += t7 * x; x = a[0] * b[1]; s[3] += t12 * x; x = a[0] * b[2]; s[4] -= t8 * x;
  x = a[0] * b[3]; s[5] += t4 * x; x = a[0] * b[4]; s[0] -= t3 * x; x = a[0] * b[5]; s[1] += t4 * x;
  x = a[0] * b[6]; s[2] -= t8 * x; x = a[0] * b[8]; s[2] -= t7 * x; x = a[1] * b[0]; s[5] -= t9 * x;
  x = a[1] * b[1]; s[4] -= t2 * x; x = a[1] * b[2]; s[3] += t1 * x; x = a[1] * b[3]; s[4] -= t5 * x; s[6] -= t4 * x;
  x = a[1] * b[4]; s[1] += t11 * x; x = a[1] * b[5]; s[0] += t4 * x; s[2] -= t5 * x; x = a[1] * b[7]; s[2] += t2 * x;
  x = a[1] * b[8]; s[1] += t9 * x; x = a[2] * b[0]; s[6] += t7 * x; x = a[2] * b[1]; s[5] -= t2 * x;
  x = a[2] * b[2]; s[4] -= t6 * x; s[6] += t8 * x; x = a[2] * b[3]; s[3] -= t4 * x; s[5] += t5 * x;
  x = a[2] * b[4]; s[2] -= t0 * x; x = a[2] * b[5]; s[1] -= t5 * x; x = a[2] * b[6]; s[0] -= t8 * x; s[2] += t6 * x;
  x = a[2] * b[7]; s[1] += t2 * x; x = a[2] * b[8]; s[0] -= t7 * x; x = a[3] * b[1]; s[0] += t12 * x;
  x = a[3] * b[2]; s[1] += t1 * x; x = a[3] * b[3]; s[2] -= t4 * x; x = a[3] * b[4]; s[3] -= t10 * x;
  x = a[3] * b[5]; s[4] -= t4 * x; x = a[3] * b[6]; s[5] += t1 * x; x = a[3] * b[7]; s[6] += t12 * x;
  x = a[4] * b[0]; s[0] += t7 * x; x = a[4] * b[1]; s[1] -= t2 * x; x = a[4] * b[2]; s[0] -= t8 * x; s[2] -= t6 * x;
  x = a[4] * b[3]; s[1] -= t5 * x; x = a[4] * b[4]; s[4] -= t0 * x; x = a[4] * b[5]; s[3] -= t4 * x; s[5] -= t5 * x;
  x = a[4] * b[6]; s[4] -= t6 * x; s[6] -= t8 * x; x = a[4] * b[7]; s[5] -= t2 * x; x = a[4] * b[8]; s[6] += t7 * x;
  x = a[5] * b[0]; s[1] -= t9 * x; x = a[5] * b[1]; s[2] -= t2 * x; x = a[5] * b[3]; s[0] += t4 * x; s[2] += t5 * x;
  x = a[5] * b[4]; s[5] += t11 * x; x = a[5] * b[5]; s[4] -= t5 * x; s[6] += t4 * x; x = a[5] * b[6]; s[3] += t1 * x;
  x = a[5] * b[7]; s[4] -= t2 * x; x = a[5] * b[8]; s[5] -= t9 * x; x = a[6] * b[0]; s[2] += t7 * x;
  x = a[6] * b[2]; s[2] += t8 * x; x = a[6] * b[3]; s[1] -= t4 * x; x = a[6] * b[4]; s[6] -= t3 * x;
  x = a[6] * b[5]; s[5] += t4 * x; x = a[6] * b[6]; s[4] -= t8 * x; x = a[6] * b[7]; s[3] += t12 * x;
  x = a[6] * b[8]; s[4] += t7 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 3, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03289758474798845, t1 = 0.05201564866102994, t2 = 0.08703882797784893,
  t3 = 0.10403129732205987, t4 = 0.12087344460380704, t5 = 0.1315903389919538, t6 = 0.15075567228888181,
  t7 = 0.16448792373994225, t8 = 0.17407765595569785;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[1] -= t6 * x; x = a[0] * b[1]; s[2] -= t6 * x; x = a[0] * b[3]; s[2] -= t2 * x;
  x = a[0] * b[4]; s[1] += t1 * x; x = a[0] * b[5]; s[6] += t0 * x; x = a[0] * b[6]; s[5] -= t1 * x;
  x = a[0] * b[7]; s[4] += t2 * x; x = a[0] * b[8]; s[3] -= t8 * x; x = a[0] * b[9]; s[4] -= t6 * x;
  x = a[0] * b[10]; s[5] -= t6 * x; x = a[1] * b[0]; s[0] += t6 * x; x = a[1] * b[2]; s[2] -= t2 * x;
  x = a[1] * b[4]; s[0] -= t1 * x; s[2] -= t4 * x; x = a[1] * b[5]; s[5] -= t5 * x;
  x = a[1] * b[6]; s[4] += t4 * x; s[6] -= t1 * x; x = a[1] * b[7]; s[3] -= t8 * x; x = a[1] * b[8]; s[4] -= t2 * x;
  x = a[1] * b[10]; s[6] += t6 * x; x = a[2] * b[1]; s[0] += t6 * x; x = a[2] * b[2]; s[1] += t2 * x;
  x = a[2] * b[3]; s[0] += t2 * x; x = a[2] * b[4]; s[1] += t4 * x; x = a[2] * b[5]; s[4] += t7 * x;
  x = a[2] * b[6]; s[3] -= t3 * x; s[5] += t4 * x; x = a[2] * b[7]; s[6] += t2 * x; x = a[2] * b[8]; s[5] += t2 * x;
  x = a[2] * b[9]; s[6] += t6 * x; x = a[3] * b[2]; s[6] -= t8 * x; x = a[3] * b[3]; s[5] -= t8 * x;
  x = a[3] * b[4]; s[4] -= t3 * x; x = a[3] * b[6]; s[2] += t3 * x; x = a[3] * b[7]; s[1] += t8 * x;
  x = a[3] * b[8]; s[0] += t8 * x; x = a[4] * b[1]; s[6] -= t6 * x; x = a[4] * b[2]; s[5] -= t2 * x;
  x = a[4] * b[3]; s[6] += t2 * x; x = a[4] * b[4]; s[3] += t3 * x; s[5] += t4 * x; x = a[4] * b[5]; s[2] -= t7 * x;
  x = a[4] * b[6]; s[1] -= t4 * x; x = a[4] * b[7]; s[0] -= t2 * x; x = a[4] * b[8]; s[1] += t2 * x;
  x = a[4] * b[9]; s[0] += t6 * x; x = a[5] * b[0]; s[6] -= t6 * x; x = a[5] * b[2]; s[4] += t2 * x;
  x = a[5] * b[3]; s[3] += t8 * x; x = a[5] * b[4]; s[4] -= t4 * x; s[6] -= t1 * x; x = a[5] * b[5]; s[1] += t5 * x;
  x = a[5] * b[6]; s[0] += t1 * x; s[2] -= t4 * x; x = a[5] * b[8]; s[2] -= t2 * x; x = a[5] * b[10]; s[0] += t6 * x;
  x = a[6] * b[0]; s[5] += t6 * x; x = a[6] * b[1]; s[4] += t6 * x; x = a[6] * b[2]; s[3] += t8 * x;
  x = a[6] * b[3]; s[4] -= t2 * x; x = a[6] * b[4]; s[5] += t1 * x; x = a[6] * b[5]; s[0] -= t0 * x;
  x = a[6] * b[6]; s[1] += t1 * x; x = a[6] * b[7]; s[2] -= t2 * x; x = a[6] * b[9]; s[2] -= t6 * x;
  x = a[6] * b[10]; s[1] -= t6 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 3, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009124148357522649, t1 = 0.01706971854997297, t2 = 0.03413943709994594,
  t3 = 0.054744890145135894, t4 = 0.06611073566849314, t5 = 0.08362420100070908, t6 = 0.09349469900084571,
  t7 = 0.1254363015010636, t8 = 0.13222147133698628, t9 = 0.13655774839978377, t10 = 0.13686222536283973,
  t11 = 0.1386750490563073, t12 = 0.14484136487558028, t13 = 0.17069718549972973, t14 = 0.18248296715045298,
  t15 = 0.19611613513818404;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[6] += t15 * x; x = a[0] * b[1]; s[5] += t11 * x; x = a[0] * b[2]; s[4] += t6 * x;
  x = a[0] * b[3]; s[3] += t5 * x; x = a[0] * b[4]; s[4] -= t2 * x; x = a[0] * b[5]; s[5] += t1 * x;
  x = a[0] * b[6]; s[0] -= t0 * x; x = a[0] * b[7]; s[1] += t1 * x; x = a[0] * b[8]; s[2] -= t2 * x;
  x = a[0] * b[10]; s[2] -= t6 * x; x = a[0] * b[11]; s[1] -= t11 * x; x = a[0] * b[12]; s[0] -= t15 * x;
  x = a[1] * b[1]; s[6] += t11 * x; x = a[1] * b[2]; s[5] += t12 * x; x = a[1] * b[3]; s[4] += t7 * x;
  x = a[1] * b[4]; s[3] += t9 * x; x = a[1] * b[5]; s[4] -= t4 * x; s[6] -= t1 * x; x = a[1] * b[6]; s[1] += t3 * x;
  x = a[1] * b[7]; s[0] += t1 * x; s[2] -= t4 * x; x = a[1] * b[9]; s[2] -= t7 * x; x = a[1] * b[10]; s[1] -= t12 * x;
  x = a[1] * b[11]; s[0] -= t11 * x; x = a[2] * b[2]; s[6] += t6 * x; x = a[2] * b[3]; s[5] += t7 * x;
  x = a[2] * b[4]; s[4] += t8 * x; s[6] += t2 * x; x = a[2] * b[5]; s[3] += t13 * x; s[5] += t4 * x;
  x = a[2] * b[6]; s[2] -= t10 * x; x = a[2] * b[7]; s[1] -= t4 * x; x = a[2] * b[8]; s[0] -= t2 * x; s[2] -= t8 * x;
  x = a[2] * b[9]; s[1] -= t7 * x; x = a[2] * b[10]; s[0] -= t6 * x; x = a[3] * b[3]; s[0] += t5 * x;
  x = a[3] * b[4]; s[1] += t9 * x; x = a[3] * b[5]; s[2] += t13 * x; x = a[3] * b[6]; s[3] += t14 * x;
  x = a[3] * b[7]; s[4] += t13 * x; x = a[3] * b[8]; s[5] += t9 * x; x = a[3] * b[9]; s[6] += t5 * x;
  x = a[4] * b[2]; s[0] += t6 * x; x = a[4] * b[3]; s[1] += t7 * x; x = a[4] * b[4]; s[0] -= t2 * x; s[2] += t8 * x;
  x = a[4] * b[5]; s[1] -= t4 * x; x = a[4] * b[6]; s[4] -= t10 * x; x = a[4] * b[7]; s[3] += t13 * x; s[5] -= t4 * x;
  x = a[4] * b[8]; s[4] += t8 * x; s[6] -= t2 * x; x = a[4] * b[9]; s[5] += t7 * x; x = a[4] * b[10]; s[6] += t6 * x;
  x = a[5] * b[1]; s[0] += t11 * x; x = a[5] * b[2]; s[1] += t12 * x; x = a[5] * b[3]; s[2] += t7 * x;
  x = a[5] * b[5]; s[0] += t1 * x; s[2] += t4 * x; x = a[5] * b[6]; s[5] += t3 * x;
  x = a[5] * b[7]; s[4] -= t4 * x; s[6] += t1 * x; x = a[5] * b[8]; s[3] += t9 * x; x = a[5] * b[9]; s[4] += t7 * x;
  x = a[5] * b[10]; s[5] += t12 * x; x = a[5] * b[11]; s[6] += t11 * x; x = a[6] * b[0]; s[0] += t15 * x;
  x = a[6] * b[1]; s[1] += t11 * x; x = a[6] * b[2]; s[2] += t6 * x; x = a[6] * b[4]; s[2] += t2 * x;
  x = a[6] * b[5]; s[1] -= t1 * x; x = a[6] * b[6]; s[6] -= t0 * x; x = a[6] * b[7]; s[5] += t1 * x;
  x = a[6] * b[8]; s[4] -= t2 * x; x = a[6] * b[9]; s[3] += t5 * x; x = a[6] * b[10]; s[4] += t6 * x;
  x = a[6] * b[11]; s[5] += t11 * x; x = a[6] * b[12]; s[6] += t15 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 4, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.04161251892882395, t1 = 0.05504818825631803, t2 = 0.07106690545187014,
  t3 = 0.08408749651825217, t4 = 0.10403129732205987, t5 = 0.10811249552346708, t6 = 0.12309149097933274,
  t7 = 0.13430382733756338, t8 = 0.13957263155977062, t9 = 0.14564381625088382, t10 = 0.15616249353389688,
  t11 = 0.15891043154093204, t12 = 0.16817499303650435;
  double s[7] = {}, x;
  x = a[0] * b[1]; s[2] += t9 * x; x = a[0] * b[2]; s[1] -= t6 * x; x = a[0] * b[3]; s[0] += t2 * x;
  x = a[0] * b[5]; s[6] -= t2 * x; x = a[0] * b[6]; s[5] += t6 * x; x = a[0] * b[7]; s[4] -= t9 * x;
  x = a[0] * b[8]; s[3] += t12 * x; x = a[1] * b[0]; s[2] -= t9 * x; x = a[1] * b[2]; s[2] += t1 * x;
  x = a[1] * b[3]; s[1] -= t6 * x; x = a[1] * b[4]; s[6] -= t11 * x; x = a[1] * b[5]; s[5] += t6 * x;
  x = a[1] * b[6]; s[4] -= t1 * x; x = a[1] * b[7]; s[3] -= t3 * x; x = a[1] * b[8]; s[4] -= t9 * x;
  x = a[2] * b[0]; s[1] += t6 * x; x = a[2] * b[1]; s[2] -= t1 * x; x = a[2] * b[3]; s[0] += t7 * x; s[2] -= t0 * x;
  x = a[2] * b[4]; s[5] += t4 * x; x = a[2] * b[5]; s[4] += t0 * x; s[6] += t7 * x; x = a[2] * b[6]; s[3] -= t10 * x;
  x = a[2] * b[7]; s[4] -= t1 * x; x = a[2] * b[8]; s[5] += t6 * x; x = a[3] * b[0]; s[0] -= t2 * x;
  x = a[3] * b[1]; s[1] += t6 * x; x = a[3] * b[2]; s[0] -= t7 * x; s[2] += t0 * x; x = a[3] * b[4]; s[4] += t8 * x;
  x = a[3] * b[5]; s[3] -= t5 * x; x = a[3] * b[6]; s[4] += t0 * x; s[6] -= t7 * x; x = a[3] * b[7]; s[5] += t6 * x;
  x = a[3] * b[8]; s[6] -= t2 * x; x = a[4] * b[1]; s[6] += t11 * x; x = a[4] * b[2]; s[5] -= t4 * x;
  x = a[4] * b[3]; s[4] -= t8 * x; x = a[4] * b[5]; s[2] += t8 * x; x = a[4] * b[6]; s[1] += t4 * x;
  x = a[4] * b[7]; s[0] -= t11 * x; x = a[5] * b[0]; s[6] += t2 * x; x = a[5] * b[1]; s[5] -= t6 * x;
  x = a[5] * b[2]; s[4] -= t0 * x; s[6] -= t7 * x; x = a[5] * b[3]; s[3] += t5 * x; x = a[5] * b[4]; s[2] -= t8 * x;
  x = a[5] * b[6]; s[0] += t7 * x; s[2] += t0 * x; x = a[5] * b[7]; s[1] += t6 * x; x = a[5] * b[8]; s[0] -= t2 * x;
  x = a[6] * b[0]; s[5] -= t6 * x; x = a[6] * b[1]; s[4] += t1 * x; x = a[6] * b[2]; s[3] += t10 * x;
  x = a[6] * b[3]; s[4] -= t0 * x; s[6] += t7 * x; x = a[6] * b[4]; s[1] -= t4 * x;
  x = a[6] * b[5]; s[0] -= t7 * x; s[2] -= t0 * x; x = a[6] * b[7]; s[2] -= t1 * x; x = a[6] * b[8]; s[1] += t6 * x;
  x = a[7] * b[0]; s[4] += t9 * x; x = a[7] * b[1]; s[3] += t3 * x; x = a[7] * b[2]; s[4] += t1 * x;
  x = a[7] * b[3]; s[5] -= t6 * x; x = a[7] * b[4]; s[0] += t11 * x; x = a[7] * b[5]; s[1] -= t6 * x;
  x = a[7] * b[6]; s[2] += t1 * x; x = a[7] * b[8]; s[2] -= t9 * x; x = a[8] * b[0]; s[3] -= t12 * x;
  x = a[8] * b[1]; s[4] += t9 * x; x = a[8] * b[2]; s[5] -= t6 * x; x = a[8] * b[3]; s[6] += t2 * x;
  x = a[8] * b[5]; s[0] += t2 * x; x = a[8] * b[6]; s[1] -= t6 * x; x = a[8] * b[7]; s[2] += t9 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 4, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009124148357522649, t1 = 0.021591675854376526, t2 = 0.02414022747926338,
  t3 = 0.028563102349899176, t4 = 0.03413943709994594, t5 = 0.062329799333897144, t6 = 0.07163086018595707,
  t7 = 0.07374961314478497, t8 = 0.08194819531574027, t9 = 0.09312294922243212, t10 = 0.09349469900084571,
  t11 = 0.09656090991705352, t12 = 0.09677620764234547, t13 = 0.09716254134469436, t14 = 0.09894548898363073,
  t15 = 0.09972767893423544, t16 = 0.10840727259799848, t17 = 0.10964174397241236, t18 = 0.1142524093995967,
  t19 = 0.11543640381423585, t20 = 0.1207011373963169, t21 = 0.1254363015010636, t22 = 0.12773807700531709,
  t23 = 0.1413506985480439, t24 = 0.1428155117494959, t25 = 0.16321772771370957, t26 = 0.18698939800169143,
  t27 = 0.19789097796726146;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[4] -= t22 * x; x = a[0] * b[1]; s[3] -= t27 * x; x = a[0] * b[2]; s[4] += t18 * x;
  x = a[0] * b[3]; s[5] -= t7 * x; x = a[0] * b[4]; s[6] += t4 * x; x = a[0] * b[6]; s[0] += t4 * x;
  x = a[0] * b[7]; s[1] -= t7 * x; x = a[0] * b[8]; s[2] += t18 * x; x = a[0] * b[10]; s[2] += t22 * x;
  x = a[1] * b[0]; s[5] += t24 * x; x = a[1] * b[1]; s[4] += t3 * x; x = a[1] * b[2]; s[3] -= t14 * x;
  x = a[1] * b[3]; s[4] += t19 * x; x = a[1] * b[4]; s[5] -= t16 * x; x = a[1] * b[5]; s[0] += t10 * x;
  x = a[1] * b[6]; s[1] -= t16 * x; x = a[1] * b[7]; s[2] += t19 * x; x = a[1] * b[9]; s[2] -= t3 * x;
  x = a[1] * b[10]; s[1] -= t24 * x; x = a[2] * b[0]; s[6] -= t10 * x; x = a[2] * b[1]; s[5] += t11 * x;
  x = a[2] * b[2]; s[4] += t13 * x; x = a[2] * b[3]; s[3] += t1 * x; x = a[2] * b[4]; s[4] += t6 * x; s[6] += t12 * x;
  x = a[2] * b[5]; s[1] -= t25 * x; x = a[2] * b[6]; s[0] -= t12 * x; s[2] += t6 * x; x = a[2] * b[8]; s[2] -= t13 * x;
  x = a[2] * b[9]; s[1] -= t11 * x; x = a[2] * b[10]; s[0] += t10 * x; x = a[3] * b[1]; s[6] -= t21 * x;
  x = a[3] * b[2]; s[5] += t2 * x; x = a[3] * b[3]; s[4] += t15 * x; s[6] -= t20 * x;
  x = a[3] * b[4]; s[3] += t17 * x; s[5] -= t9 * x; x = a[3] * b[5]; s[2] += t0 * x; x = a[3] * b[6]; s[1] += t9 * x;
  x = a[3] * b[7]; s[0] += t20 * x; s[2] -= t15 * x; x = a[3] * b[8]; s[1] -= t2 * x; x = a[3] * b[9]; s[0] += t21 * x;
  x = a[4] * b[2]; s[0] -= t26 * x; x = a[4] * b[3]; s[1] -= t5 * x; x = a[4] * b[4]; s[2] += t8 * x;
  x = a[4] * b[5]; s[3] += t23 * x; x = a[4] * b[6]; s[4] += t8 * x; x = a[4] * b[7]; s[5] -= t5 * x;
  x = a[4] * b[8]; s[6] -= t26 * x; x = a[5] * b[1]; s[0] -= t21 * x; x = a[5] * b[2]; s[1] += t2 * x;
  x = a[5] * b[3]; s[0] += t20 * x; s[2] += t15 * x; x = a[5] * b[4]; s[1] += t9 * x; x = a[5] * b[5]; s[4] += t0 * x;
  x = a[5] * b[6]; s[3] += t17 * x; s[5] += t9 * x; x = a[5] * b[7]; s[4] += t15 * x; s[6] += t20 * x;
  x = a[5] * b[8]; s[5] += t2 * x; x = a[5] * b[9]; s[6] -= t21 * x; x = a[6] * b[0]; s[0] -= t10 * x;
  x = a[6] * b[1]; s[1] += t11 * x; x = a[6] * b[2]; s[2] += t13 * x; x = a[6] * b[4]; s[0] -= t12 * x; s[2] -= t6 * x;
  x = a[6] * b[5]; s[5] -= t25 * x; x = a[6] * b[6]; s[4] += t6 * x; s[6] -= t12 * x; x = a[6] * b[7]; s[3] += t1 * x;
  x = a[6] * b[8]; s[4] += t13 * x; x = a[6] * b[9]; s[5] += t11 * x; x = a[6] * b[10]; s[6] -= t10 * x;
  x = a[7] * b[0]; s[1] += t24 * x; x = a[7] * b[1]; s[2] += t3 * x; x = a[7] * b[3]; s[2] -= t19 * x;
  x = a[7] * b[4]; s[1] += t16 * x; x = a[7] * b[5]; s[6] += t10 * x; x = a[7] * b[6]; s[5] -= t16 * x;
  x = a[7] * b[7]; s[4] += t19 * x; x = a[7] * b[8]; s[3] -= t14 * x; x = a[7] * b[9]; s[4] += t3 * x;
  x = a[7] * b[10]; s[5] += t24 * x; x = a[8] * b[0]; s[2] -= t22 * x; x = a[8] * b[2]; s[2] -= t18 * x;
  x = a[8] * b[3]; s[1] += t7 * x; x = a[8] * b[4]; s[0] -= t4 * x; x = a[8] * b[6]; s[6] += t4 * x;
  x = a[8] * b[7]; s[5] -= t7 * x; x = a[8] * b[8]; s[4] += t18 * x; x = a[8] * b[9]; s[3] -= t27 * x;
  x = a[8] * b[10]; s[4] -= t22 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 4, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.012903494352312729, t1 = 0.01971041319963609, t2 = 0.03026137663344012,
  t3 = 0.033316679156259105, t4 = 0.04181210050035454, t5 = 0.04828045495852676, t6 = 0.05120915564991892,
  t7 = 0.0632139541241014, t8 = 0.06332360547125385, t9 = 0.07633810206905742, t10 = 0.09349469900084571,
  t11 = 0.09684786719132941, t12 = 0.09855206599818044, t13 = 0.10201107982106848, t14 = 0.10840727259799848,
  t15 = 0.11018455944748856, t16 = 0.1254363015010636, t17 = 0.12773807700531709, t18 = 0.12838814775327387,
  t19 = 0.13533299049019168, t20 = 0.13655774839978377, t21 = 0.1386750490563073, t22 = 0.1413506985480439,
  t23 = 0.1428155117494959, t24 = 0.14484136487558028, t25 = 0.14824986333222023, t26 = 0.1576833055970887,
  t27 = 0.16423467043540768;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[1] += t25 * x; x = a[0] * b[1]; s[2] += t19 * x; x = a[0] * b[3]; s[2] += t7 * x;
  x = a[0] * b[4]; s[1] -= t3 * x; x = a[0] * b[5]; s[0] += t0 * x; x = a[0] * b[7]; s[6] -= t0 * x;
  x = a[0] * b[8]; s[5] += t3 * x; x = a[0] * b[9]; s[4] -= t7 * x; x = a[0] * b[10]; s[3] += t22 * x;
  x = a[0] * b[11]; s[4] += t19 * x; x = a[0] * b[12]; s[5] += t25 * x; x = a[1] * b[0]; s[0] -= t18 * x;
  x = a[1] * b[1]; s[1] += t2 * x; x = a[1] * b[2]; s[2] += t13 * x; x = a[1] * b[4]; s[2] += t11 * x;
  x = a[1] * b[5]; s[1] -= t8 * x; x = a[1] * b[6]; s[6] -= t4 * x; x = a[1] * b[7]; s[5] += t8 * x;
  x = a[1] * b[8]; s[4] -= t11 * x; x = a[1] * b[9]; s[3] += t27 * x; x = a[1] * b[10]; s[4] += t13 * x;
  x = a[1] * b[11]; s[5] += t2 * x; x = a[1] * b[12]; s[6] -= t18 * x; x = a[2] * b[1]; s[0] -= t21 * x;
  x = a[2] * b[2]; s[1] -= t5 * x; x = a[2] * b[3]; s[2] += t4 * x; x = a[2] * b[5]; s[0] += t6 * x; s[2] += t15 * x;
  x = a[2] * b[6]; s[5] += t17 * x; x = a[2] * b[7]; s[4] -= t15 * x; s[6] += t6 * x; x = a[2] * b[8]; s[3] += t20 * x;
  x = a[2] * b[9]; s[4] += t4 * x; x = a[2] * b[10]; s[5] -= t5 * x; x = a[2] * b[11]; s[6] -= t21 * x;
  x = a[3] * b[2]; s[0] -= t16 * x; x = a[3] * b[3]; s[1] -= t10 * x; x = a[3] * b[4]; s[0] -= t9 * x; s[2] -= t1 * x;
  x = a[3] * b[5]; s[1] -= t14 * x; x = a[3] * b[6]; s[4] -= t23 * x; x = a[3] * b[7]; s[3] += t9 * x; s[5] -= t14 * x;
  x = a[3] * b[8]; s[4] -= t1 * x; s[6] -= t9 * x; x = a[3] * b[9]; s[5] -= t10 * x; x = a[3] * b[10]; s[6] -= t16 * x;
  x = a[4] * b[3]; s[6] += t24 * x; x = a[4] * b[4]; s[5] += t26 * x; x = a[4] * b[5]; s[4] += t12 * x;
  x = a[4] * b[7]; s[2] -= t12 * x; x = a[4] * b[8]; s[1] -= t26 * x; x = a[4] * b[9]; s[0] -= t24 * x;
  x = a[5] * b[2]; s[6] += t16 * x; x = a[5] * b[3]; s[5] += t10 * x; x = a[5] * b[4]; s[4] += t1 * x; s[6] -= t9 * x;
  x = a[5] * b[5]; s[3] -= t9 * x; s[5] -= t14 * x; x = a[5] * b[6]; s[2] += t23 * x; x = a[5] * b[7]; s[1] += t14 * x;
  x = a[5] * b[8]; s[0] += t9 * x; s[2] -= t1 * x; x = a[5] * b[9]; s[1] -= t10 * x; x = a[5] * b[10]; s[0] -= t16 * x;
  x = a[6] * b[1]; s[6] += t21 * x; x = a[6] * b[2]; s[5] += t5 * x; x = a[6] * b[3]; s[4] -= t4 * x;
  x = a[6] * b[4]; s[3] -= t20 * x; x = a[6] * b[5]; s[4] += t15 * x; s[6] += t6 * x; x = a[6] * b[6]; s[1] -= t17 * x;
  x = a[6] * b[7]; s[0] -= t6 * x; s[2] += t15 * x; x = a[6] * b[9]; s[2] += t4 * x; x = a[6] * b[10]; s[1] -= t5 * x;
  x = a[6] * b[11]; s[0] -= t21 * x; x = a[7] * b[0]; s[6] += t18 * x; x = a[7] * b[1]; s[5] -= t2 * x;
  x = a[7] * b[2]; s[4] -= t13 * x; x = a[7] * b[3]; s[3] -= t27 * x; x = a[7] * b[4]; s[4] += t11 * x;
  x = a[7] * b[5]; s[5] -= t8 * x; x = a[7] * b[6]; s[0] += t4 * x; x = a[7] * b[7]; s[1] -= t8 * x;
  x = a[7] * b[8]; s[2] += t11 * x; x = a[7] * b[10]; s[2] += t13 * x; x = a[7] * b[11]; s[1] += t2 * x;
  x = a[7] * b[12]; s[0] -= t18 * x; x = a[8] * b[0]; s[5] -= t25 * x; x = a[8] * b[1]; s[4] -= t19 * x;
  x = a[8] * b[2]; s[3] -= t22 * x; x = a[8] * b[3]; s[4] += t7 * x; x = a[8] * b[4]; s[5] -= t3 * x;
  x = a[8] * b[5]; s[6] += t0 * x; x = a[8] * b[7]; s[0] += t0 * x; x = a[8] * b[8]; s[1] -= t3 * x;
  x = a[8] * b[9]; s[2] += t7 * x; x = a[8] * b[11]; s[2] += t19 * x; x = a[8] * b[12]; s[1] += t25 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 5, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.005770618103811177, t1 = 0.03462370862286706, t2 = 0.04997501873438866,
  t3 = 0.05609681940050743, t4 = 0.07633810206905742, t5 = 0.07996002997502186, t6 = 0.08078865345335648,
  t7 = 0.08362420100070908, t8 = 0.09656090991705352, t9 = 0.09995003746877731, t10 = 0.11613144917081457,
  t11 = 0.1207011373963169, t12 = 0.1269535982838459, t13 = 0.12773807700531709, t14 = 0.13272421638765705,
  t15 = 0.13409704688030227, t16 = 0.15267620413811483, t17 = 0.1731185431143353;
  double s[7] = {}, x;
  x = a[0] * b[1]; s[2] -= t15 * x; x = a[0] * b[2]; s[1] += t9 * x; x = a[0] * b[3]; s[0] -= t2 * x;
  x = a[0] * b[7]; s[6] += t2 * x; x = a[0] * b[8]; s[5] -= t9 * x; x = a[0] * b[9]; s[4] += t15 * x;
  x = a[0] * b[10]; s[3] -= t17 * x; x = a[1] * b[0]; s[2] += t15 * x; x = a[1] * b[2]; s[2] -= t5 * x;
  x = a[1] * b[3]; s[1] += t10 * x; x = a[1] * b[4]; s[0] -= t7 * x; x = a[1] * b[6]; s[6] += t7 * x;
  x = a[1] * b[7]; s[5] -= t10 * x; x = a[1] * b[8]; s[4] += t5 * x; x = a[1] * b[9]; s[3] += t1 * x;
  x = a[1] * b[10]; s[4] += t15 * x; x = a[2] * b[0]; s[1] -= t9 * x; x = a[2] * b[1]; s[2] += t5 * x;
  x = a[2] * b[3]; s[2] -= t0 * x; x = a[2] * b[4]; s[1] += t8 * x; x = a[2] * b[5]; s[6] += t16 * x;
  x = a[2] * b[6]; s[5] -= t8 * x; x = a[2] * b[7]; s[4] += t0 * x; x = a[2] * b[8]; s[3] += t12 * x;
  x = a[2] * b[9]; s[4] += t5 * x; x = a[2] * b[10]; s[5] -= t9 * x; x = a[3] * b[0]; s[0] += t2 * x;
  x = a[3] * b[1]; s[1] -= t10 * x; x = a[3] * b[2]; s[2] += t0 * x; x = a[3] * b[4]; s[0] -= t11 * x; s[2] += t3 * x;
  x = a[3] * b[5]; s[5] -= t4 * x; x = a[3] * b[6]; s[4] -= t3 * x; s[6] -= t11 * x; x = a[3] * b[7]; s[3] += t14 * x;
  x = a[3] * b[8]; s[4] += t0 * x; x = a[3] * b[9]; s[5] -= t10 * x; x = a[3] * b[10]; s[6] += t2 * x;
  x = a[4] * b[1]; s[0] += t7 * x; x = a[4] * b[2]; s[1] -= t8 * x; x = a[4] * b[3]; s[0] += t11 * x; s[2] -= t3 * x;
  x = a[4] * b[5]; s[4] -= t13 * x; x = a[4] * b[6]; s[3] += t6 * x; x = a[4] * b[7]; s[4] -= t3 * x; s[6] += t11 * x;
  x = a[4] * b[8]; s[5] -= t8 * x; x = a[4] * b[9]; s[6] += t7 * x; x = a[5] * b[2]; s[6] -= t16 * x;
  x = a[5] * b[3]; s[5] += t4 * x; x = a[5] * b[4]; s[4] += t13 * x; x = a[5] * b[6]; s[2] -= t13 * x;
  x = a[5] * b[7]; s[1] -= t4 * x; x = a[5] * b[8]; s[0] += t16 * x; x = a[6] * b[1]; s[6] -= t7 * x;
  x = a[6] * b[2]; s[5] += t8 * x; x = a[6] * b[3]; s[4] += t3 * x; s[6] += t11 * x; x = a[6] * b[4]; s[3] -= t6 * x;
  x = a[6] * b[5]; s[2] += t13 * x; x = a[6] * b[7]; s[0] -= t11 * x; s[2] -= t3 * x; x = a[6] * b[8]; s[1] -= t8 * x;
  x = a[6] * b[9]; s[0] += t7 * x; x = a[7] * b[0]; s[6] -= t2 * x; x = a[7] * b[1]; s[5] += t10 * x;
  x = a[7] * b[2]; s[4] -= t0 * x; x = a[7] * b[3]; s[3] -= t14 * x; x = a[7] * b[4]; s[4] += t3 * x; s[6] -= t11 * x;
  x = a[7] * b[5]; s[1] += t4 * x; x = a[7] * b[6]; s[0] += t11 * x; s[2] += t3 * x; x = a[7] * b[8]; s[2] += t0 * x;
  x = a[7] * b[9]; s[1] -= t10 * x; x = a[7] * b[10]; s[0] += t2 * x; x = a[8] * b[0]; s[5] += t9 * x;
  x = a[8] * b[1]; s[4] -= t5 * x; x = a[8] * b[2]; s[3] -= t12 * x; x = a[8] * b[3]; s[4] -= t0 * x;
  x = a[8] * b[4]; s[5] += t8 * x; x = a[8] * b[5]; s[0] -= t16 * x; x = a[8] * b[6]; s[1] += t8 * x;
  x = a[8] * b[7]; s[2] -= t0 * x; x = a[8] * b[9]; s[2] += t5 * x; x = a[8] * b[10]; s[1] -= t9 * x;
  x = a[9] * b[0]; s[4] -= t15 * x; x = a[9] * b[1]; s[3] -= t1 * x; x = a[9] * b[2]; s[4] -= t5 * x;
  x = a[9] * b[3]; s[5] += t10 * x; x = a[9] * b[4]; s[6] -= t7 * x; x = a[9] * b[6]; s[0] -= t7 * x;
  x = a[9] * b[7]; s[1] += t10 * x; x = a[9] * b[8]; s[2] -= t5 * x; x = a[9] * b[10]; s[2] += t15 * x;
  x = a[10] * b[0]; s[3] += t17 * x; x = a[10] * b[1]; s[4] -= t15 * x; x = a[10] * b[2]; s[5] += t9 * x;
  x = a[10] * b[3]; s[6] -= t2 * x; x = a[10] * b[7]; s[0] -= t2 * x; x = a[10] * b[8]; s[1] += t9 * x;
  x = a[10] * b[9]; s[2] -= t15 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 5, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02234950781338371, t1 = 0.0316069770620507, t2 = 0.04469901562676742,
  t3 = 0.04997501873438866, t4 = 0.051613977409250916, t5 = 0.054744890145135894, t6 = 0.06827887419989188,
  t7 = 0.07067534927402196, t8 = 0.07412493166611012, t9 = 0.08362420100070908, t10 = 0.08655927155716765,
  t11 = 0.09032446046618911, t12 = 0.09482093118615209, t13 = 0.09656090991705352, t14 = 0.10322795481850183,
  t15 = 0.10482848367219183, t16 = 0.10795837927188262, t17 = 0.10948978029027179, t18 = 0.11826247919781652,
  t19 = 0.12241329578528218, t20 = 0.12773807700531709, t21 = 0.12838814775327387, t22 = 0.14484136487558028,
  t23 = 0.16724840200141816, t24 = 0.18156825980064073;
  double s[7] = {}, x;
  x = a[0] * b[0]; s[4] += t21 * x; x = a[0] * b[1]; s[3] += t24 * x; x = a[0] * b[2]; s[4] -= t12 * x;
  x = a[0] * b[3]; s[5] += t5 * x; x = a[0] * b[4]; s[6] -= t0 * x; x = a[0] * b[8]; s[0] -= t0 * x;
  x = a[0] * b[9]; s[1] += t5 * x; x = a[0] * b[10]; s[2] -= t12 * x; x = a[0] * b[12]; s[2] -= t21 * x;
  x = a[1] * b[0]; s[5] -= t21 * x; x = a[1] * b[2]; s[3] += t19 * x; x = a[1] * b[3]; s[4] -= t17 * x;
  x = a[1] * b[4]; s[5] += t10 * x; x = a[1] * b[5]; s[6] -= t2 * x; x = a[1] * b[7]; s[0] -= t2 * x;
  x = a[1] * b[8]; s[1] += t10 * x; x = a[1] * b[9]; s[2] -= t17 * x; x = a[1] * b[12]; s[1] += t21 * x;
  x = a[2] * b[0]; s[6] += t8 * x; x = a[2] * b[1]; s[5] -= t15 * x; x = a[2] * b[2]; s[4] -= t7 * x;
  x = a[2] * b[3]; s[3] += t1 * x; x = a[2] * b[4]; s[4] -= t11 * x; x = a[2] * b[5]; s[5] += t14 * x;
  x = a[2] * b[6]; s[0] -= t13 * x; x = a[2] * b[7]; s[1] += t14 * x; x = a[2] * b[8]; s[2] -= t11 * x;
  x = a[2] * b[10]; s[2] += t7 * x; x = a[2] * b[11]; s[1] += t15 * x; x = a[2] * b[12]; s[0] -= t8 * x;
  x = a[3] * b[1]; s[6] += t15 * x; x = a[3] * b[2]; s[5] -= t5 * x; x = a[3] * b[3]; s[4] -= t12 * x;
  x = a[3] * b[4]; s[3] -= t4 * x; x = a[3] * b[5]; s[4] -= t3 * x; s[6] -= t11 * x; x = a[3] * b[6]; s[1] += t22 * x;
  x = a[3] * b[7]; s[0] += t11 * x; s[2] -= t3 * x; x = a[3] * b[9]; s[2] += t12 * x; x = a[3] * b[10]; s[1] += t5 * x;
  x = a[3] * b[11]; s[0] -= t15 * x; x = a[4] * b[2]; s[6] += t18 * x; x = a[4] * b[4]; s[4] -= t9 * x; s[6] += t16 * x;
  x = a[4] * b[5]; s[3] -= t16 * x; s[5] += t9 * x; x = a[4] * b[7]; s[1] -= t9 * x;
  x = a[4] * b[8]; s[0] -= t16 * x; s[2] += t9 * x; x = a[4] * b[10]; s[0] -= t18 * x; x = a[5] * b[3]; s[0] += t23 * x;
  x = a[5] * b[4]; s[1] += t6 * x; x = a[5] * b[5]; s[2] -= t6 * x; x = a[5] * b[6]; s[3] -= t20 * x;
  x = a[5] * b[7]; s[4] -= t6 * x; x = a[5] * b[8]; s[5] += t6 * x; x = a[5] * b[9]; s[6] += t23 * x;
  x = a[6] * b[2]; s[0] += t18 * x; x = a[6] * b[4]; s[0] -= t16 * x; s[2] -= t9 * x; x = a[6] * b[5]; s[1] -= t9 * x;
  x = a[6] * b[7]; s[3] -= t16 * x; s[5] -= t9 * x; x = a[6] * b[8]; s[4] -= t9 * x; s[6] -= t16 * x;
  x = a[6] * b[10]; s[6] += t18 * x; x = a[7] * b[1]; s[0] += t15 * x; x = a[7] * b[2]; s[1] -= t5 * x;
  x = a[7] * b[3]; s[2] -= t12 * x; x = a[7] * b[5]; s[0] += t11 * x; s[2] += t3 * x; x = a[7] * b[6]; s[5] += t22 * x;
  x = a[7] * b[7]; s[4] -= t3 * x; s[6] += t11 * x; x = a[7] * b[8]; s[3] -= t4 * x; x = a[7] * b[9]; s[4] -= t12 * x;
  x = a[7] * b[10]; s[5] -= t5 * x; x = a[7] * b[11]; s[6] += t15 * x; x = a[8] * b[0]; s[0] += t8 * x;
  x = a[8] * b[1]; s[1] -= t15 * x; x = a[8] * b[2]; s[2] -= t7 * x; x = a[8] * b[4]; s[2] += t11 * x;
  x = a[8] * b[5]; s[1] -= t14 * x; x = a[8] * b[6]; s[6] -= t13 * x; x = a[8] * b[7]; s[5] += t14 * x;
  x = a[8] * b[8]; s[4] -= t11 * x; x = a[8] * b[9]; s[3] += t1 * x; x = a[8] * b[10]; s[4] -= t7 * x;
  x = a[8] * b[11]; s[5] -= t15 * x; x = a[8] * b[12]; s[6] += t8 * x; x = a[9] * b[0]; s[1] -= t21 * x;
  x = a[9] * b[3]; s[2] += t17 * x; x = a[9] * b[4]; s[1] -= t10 * x; x = a[9] * b[5]; s[0] += t2 * x;
  x = a[9] * b[7]; s[6] -= t2 * x; x = a[9] * b[8]; s[5] += t10 * x; x = a[9] * b[9]; s[4] -= t17 * x;
  x = a[9] * b[10]; s[3] += t19 * x; x = a[9] * b[12]; s[5] -= t21 * x; x = a[10] * b[0]; s[2] += t21 * x;
  x = a[10] * b[2]; s[2] += t12 * x; x = a[10] * b[3]; s[1] -= t5 * x; x = a[10] * b[4]; s[0] += t0 * x;
  x = a[10] * b[8]; s[6] -= t0 * x; x = a[10] * b[9]; s[5] += t5 * x; x = a[10] * b[10]; s[4] -= t12 * x;
  x = a[10] * b[11]; s[3] += t24 * x; x = a[10] * b[12]; s[4] += t21 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<3, 6, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.019355241528469094, t1 = 0.03533767463701098, t2 = 0.03706246583305506,
  t3 = 0.05913123959890826, t4 = 0.06120664789264109, t5 = 0.0632139541241014, t6 = 0.06419407387663693,
  t7 = 0.07742096611387637, t8 = 0.08287419301647449, t9 = 0.08655927155716765, t10 = 0.09078412990032037,
  t11 = 0.09482093118615209, t12 = 0.10057278516022669, t13 = 0.10482848367219183, t14 = 0.11062441971717744,
  t15 = 0.11826247919781652, t16 = 0.1229222929736104, t17 = 0.1264279082482028, t18 = 0.14484136487558028,
  t19 = 0.17383837384127884;
  double s[7] = {}, x;
  x = a[0] * b[1]; s[2] += t16 * x; x = a[0] * b[2]; s[1] -= t8 * x; x = a[0] * b[3]; s[0] += t2 * x;
  x = a[0] * b[9]; s[6] -= t2 * x; x = a[0] * b[10]; s[5] += t8 * x; x = a[0] * b[11]; s[4] -= t16 * x;
  x = a[0] * b[12]; s[3] += t19 * x; x = a[1] * b[0]; s[2] -= t16 * x; x = a[1] * b[2]; s[2] += t10 * x;
  x = a[1] * b[3]; s[1] -= t13 * x; x = a[1] * b[4]; s[0] += t6 * x; x = a[1] * b[8]; s[6] -= t6 * x;
  x = a[1] * b[9]; s[5] += t13 * x; x = a[1] * b[10]; s[4] -= t10 * x; x = a[1] * b[12]; s[4] -= t16 * x;
  x = a[2] * b[0]; s[1] += t8 * x; x = a[2] * b[1]; s[2] -= t10 * x; x = a[2] * b[3]; s[2] += t1 * x;
  x = a[2] * b[4]; s[1] -= t12 * x; x = a[2] * b[5]; s[0] += t9 * x; x = a[2] * b[7]; s[6] -= t9 * x;
  x = a[2] * b[8]; s[5] += t12 * x; x = a[2] * b[9]; s[4] -= t1 * x; x = a[2] * b[10]; s[3] -= t11 * x;
  x = a[2] * b[11]; s[4] -= t10 * x; x = a[2] * b[12]; s[5] += t8 * x; x = a[3] * b[0]; s[0] -= t2 * x;
  x = a[3] * b[1]; s[1] += t13 * x; x = a[3] * b[2]; s[2] -= t1 * x; x = a[3] * b[4]; s[2] -= t0 * x;
  x = a[3] * b[5]; s[1] -= t7 * x; x = a[3] * b[6]; s[6] -= t18 * x; x = a[3] * b[7]; s[5] += t7 * x;
  x = a[3] * b[8]; s[4] += t0 * x; x = a[3] * b[9]; s[3] -= t17 * x; x = a[3] * b[10]; s[4] -= t1 * x;
  x = a[3] * b[11]; s[5] += t13 * x; x = a[3] * b[12]; s[6] -= t2 * x; x = a[4] * b[1]; s[0] -= t6 * x;
  x = a[4] * b[2]; s[1] += t12 * x; x = a[4] * b[3]; s[2] += t0 * x; x = a[4] * b[5]; s[0] += t14 * x; s[2] -= t4 * x;
  x = a[4] * b[6]; s[5] += t3 * x; x = a[4] * b[7]; s[4] += t4 * x; s[6] += t14 * x; x = a[4] * b[8]; s[3] -= t14 * x;
  x = a[4] * b[9]; s[4] += t0 * x; x = a[4] * b[10]; s[5] += t12 * x; x = a[4] * b[11]; s[6] -= t6 * x;
  x = a[5] * b[2]; s[0] -= t9 * x; x = a[5] * b[3]; s[1] += t7 * x; x = a[5] * b[4]; s[0] -= t14 * x; s[2] += t4 * x;
  x = a[5] * b[6]; s[4] += t15 * x; x = a[5] * b[7]; s[3] -= t5 * x; x = a[5] * b[8]; s[4] += t4 * x; s[6] -= t14 * x;
  x = a[5] * b[9]; s[5] += t7 * x; x = a[5] * b[10]; s[6] -= t9 * x; x = a[6] * b[3]; s[6] += t18 * x;
  x = a[6] * b[4]; s[5] -= t3 * x; x = a[6] * b[5]; s[4] -= t15 * x; x = a[6] * b[7]; s[2] += t15 * x;
  x = a[6] * b[8]; s[1] += t3 * x; x = a[6] * b[9]; s[0] -= t18 * x; x = a[7] * b[2]; s[6] += t9 * x;
  x = a[7] * b[3]; s[5] -= t7 * x; x = a[7] * b[4]; s[4] -= t4 * x; s[6] -= t14 * x; x = a[7] * b[5]; s[3] += t5 * x;
  x = a[7] * b[6]; s[2] -= t15 * x; x = a[7] * b[8]; s[0] += t14 * x; s[2] += t4 * x; x = a[7] * b[9]; s[1] += t7 * x;
  x = a[7] * b[10]; s[0] -= t9 * x; x = a[8] * b[1]; s[6] += t6 * x; x = a[8] * b[2]; s[5] -= t12 * x;
  x = a[8] * b[3]; s[4] -= t0 * x; x = a[8] * b[4]; s[3] += t14 * x; x = a[8] * b[5]; s[4] -= t4 * x; s[6] += t14 * x;
  x = a[8] * b[6]; s[1] -= t3 * x; x = a[8] * b[7]; s[0] -= t14 * x; s[2] -= t4 * x; x = a[8] * b[9]; s[2] += t0 * x;
  x = a[8] * b[10]; s[1] += t12 * x; x = a[8] * b[11]; s[0] -= t6 * x; x = a[9] * b[0]; s[6] += t2 * x;
  x = a[9] * b[1]; s[5] -= t13 * x; x = a[9] * b[2]; s[4] += t1 * x; x = a[9] * b[3]; s[3] += t17 * x;
  x = a[9] * b[4]; s[4] -= t0 * x; x = a[9] * b[5]; s[5] -= t7 * x; x = a[9] * b[6]; s[0] += t18 * x;
  x = a[9] * b[7]; s[1] -= t7 * x; x = a[9] * b[8]; s[2] -= t0 * x; x = a[9] * b[10]; s[2] -= t1 * x;
  x = a[9] * b[11]; s[1] += t13 * x; x = a[9] * b[12]; s[0] -= t2 * x; x = a[10] * b[0]; s[5] -= t8 * x;
  x = a[10] * b[1]; s[4] += t10 * x; x = a[10] * b[2]; s[3] += t11 * x; x = a[10] * b[3]; s[4] += t1 * x;
  x = a[10] * b[4]; s[5] -= t12 * x; x = a[10] * b[5]; s[6] += t9 * x; x = a[10] * b[7]; s[0] += t9 * x;
  x = a[10] * b[8]; s[1] -= t12 * x; x = a[10] * b[9]; s[2] += t1 * x; x = a[10] * b[11]; s[2] -= t10 * x;
  x = a[10] * b[12]; s[1] += t8 * x; x = a[11] * b[0]; s[4] += t16 * x; x = a[11] * b[2]; s[4] += t10 * x;
  x = a[11] * b[3]; s[5] -= t13 * x; x = a[11] * b[4]; s[6] += t6 * x; x = a[11] * b[8]; s[0] += t6 * x;
  x = a[11] * b[9]; s[1] -= t13 * x; x = a[11] * b[10]; s[2] += t10 * x; x = a[11] * b[12]; s[2] -= t16 * x;
  x = a[12] * b[0]; s[3] -= t19 * x; x = a[12] * b[1]; s[4] += t16 * x; x = a[12] * b[2]; s[5] -= t8 * x;
  x = a[12] * b[3]; s[6] += t2 * x; x = a[12] * b[9]; s[0] += t2 * x; x = a[12] * b[10]; s[1] -= t8 * x;
  x = a[12] * b[11]; s[2] += t16 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 0, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.3333333333333333;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[0] += t0 * x; x = a[0] * b[1]; s[1] += t0 * x; x = a[0] * b[2]; s[2] += t0 * x;
  x = a[0] * b[3]; s[3] += t0 * x; x = a[0] * b[4]; s[4] += t0 * x; x = a[0] * b[5]; s[5] += t0 * x;
  x = a[0] * b[6]; s[6] += t0 * x; x = a[0] * b[7]; s[7] += t0 * x; x = a[0] * b[8]; s[8] += t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 1, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.0445435403187374, t1 = 0.07715167498104596, t2 = 0.1543033499620919, t3 = 0.16666666666666666,
  t4 = 0.17251638983558856, t5 = 0.19920476822239894, t6 = 0.2041241452319315, t7 = 0.2182178902359924,
  t8 = 0.23570226039551584, t9 = 0.2439750182371333, t10 = 0.25197631533948484;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[6] -= t0 * x; s[8] -= t8 * x; x = a[0] * b[1]; s[5] -= t1 * x; s[7] -= t6 * x;
  x = a[0] * b[2]; s[4] -= t2 * x; s[6] -= t4 * x; x = a[0] * b[3]; s[3] += t5 * x; x = a[0] * b[4]; s[2] += t4 * x;
  x = a[0] * b[5]; s[1] += t6 * x; s[3] += t1 * x; x = a[0] * b[6]; s[0] += t8 * x; s[2] += t0 * x;
  x = a[1] * b[0]; s[1] += t3 * x; x = a[1] * b[1]; s[2] += t7 * x; x = a[1] * b[2]; s[3] += t9 * x;
  x = a[1] * b[3]; s[4] += t10 * x; x = a[1] * b[4]; s[5] += t9 * x; x = a[1] * b[5]; s[6] += t7 * x;
  x = a[1] * b[6]; s[7] += t3 * x; x = a[2] * b[0]; s[0] += t8 * x; s[2] -= t0 * x;
  x = a[2] * b[1]; s[1] += t6 * x; s[3] -= t1 * x; x = a[2] * b[2]; s[2] += t4 * x; x = a[2] * b[3]; s[5] += t5 * x;
  x = a[2] * b[4]; s[4] -= t2 * x; s[6] += t4 * x; x = a[2] * b[5]; s[5] -= t1 * x; s[7] += t6 * x;
  x = a[2] * b[6]; s[6] -= t0 * x; s[8] += t8 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 1, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.07453559924999299, t1 = 0.10540925533894598, t2 = 0.13944333775567927,
  t3 = 0.14907119849998599, t4 = 0.15811388300841897, t5 = 0.22360679774997896, t6 = 0.23570226039551584,
  t7 = 0.29814239699997197;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[1] += t1 * x; x = a[0] * b[1]; s[0] -= t1 * x; s[2] += t2 * x;
  x = a[0] * b[2]; s[1] -= t2 * x; s[3] += t4 * x; x = a[0] * b[3]; s[2] -= t4 * x; x = a[0] * b[4]; s[5] -= t6 * x;
  x = a[0] * b[5]; s[4] += t6 * x; s[6] -= t4 * x; x = a[0] * b[6]; s[5] += t4 * x; s[7] -= t2 * x;
  x = a[0] * b[7]; s[6] += t2 * x; s[8] -= t1 * x; x = a[0] * b[8]; s[7] += t1 * x; x = a[1] * b[0]; s[8] += t7 * x;
  x = a[1] * b[1]; s[7] += t5 * x; x = a[1] * b[2]; s[6] += t3 * x; x = a[1] * b[3]; s[5] += t0 * x;
  x = a[1] * b[5]; s[3] -= t0 * x; x = a[1] * b[6]; s[2] -= t3 * x; x = a[1] * b[7]; s[1] -= t5 * x;
  x = a[1] * b[8]; s[0] -= t7 * x; x = a[2] * b[0]; s[7] -= t1 * x; x = a[2] * b[1]; s[6] -= t2 * x; s[8] -= t1 * x;
  x = a[2] * b[2]; s[5] -= t4 * x; s[7] -= t2 * x; x = a[2] * b[3]; s[4] -= t6 * x; s[6] -= t4 * x;
  x = a[2] * b[4]; s[3] += t6 * x; x = a[2] * b[5]; s[2] += t4 * x; x = a[2] * b[6]; s[1] += t2 * x; s[3] += t4 * x;
  x = a[2] * b[7]; s[0] += t1 * x; s[2] += t2 * x; x = a[2] * b[8]; s[1] += t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 1, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03178208630818641, t1 = 0.05504818825631803, t2 = 0.0778498944161523,
  t3 = 0.13483997249264842, t4 = 0.14213381090374028, t5 = 0.14564381625088382, t6 = 0.16817499303650435,
  t7 = 0.17407765595569785, t8 = 0.1797866299901979, t9 = 0.19069251784911848, t10 = 0.20597146021777488,
  t11 = 0.21320071635561044, t12 = 0.2201927530252721, t13 = 0.22473328748774737;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[8] -= t11 * x; x = a[0] * b[1]; s[7] -= t9 * x; x = a[0] * b[2]; s[6] -= t6 * x; s[8] -= t0 * x;
  x = a[0] * b[3]; s[5] -= t5 * x; s[7] -= t1 * x; x = a[0] * b[4]; s[4] -= t7 * x; s[6] -= t2 * x;
  x = a[0] * b[5]; s[3] += t4 * x; x = a[0] * b[6]; s[2] += t2 * x; x = a[0] * b[7]; s[1] += t1 * x; s[3] += t5 * x;
  x = a[0] * b[8]; s[0] += t0 * x; s[2] += t6 * x; x = a[0] * b[9]; s[1] += t9 * x; x = a[0] * b[10]; s[0] += t11 * x;
  x = a[1] * b[1]; s[0] -= t3 * x; x = a[1] * b[2]; s[1] -= t8 * x; x = a[1] * b[3]; s[2] -= t10 * x;
  x = a[1] * b[4]; s[3] -= t12 * x; x = a[1] * b[5]; s[4] -= t13 * x; x = a[1] * b[6]; s[5] -= t12 * x;
  x = a[1] * b[7]; s[6] -= t10 * x; x = a[1] * b[8]; s[7] -= t8 * x; x = a[1] * b[9]; s[8] -= t3 * x;
  x = a[2] * b[0]; s[0] -= t11 * x; x = a[2] * b[1]; s[1] -= t9 * x; x = a[2] * b[2]; s[0] += t0 * x; s[2] -= t6 * x;
  x = a[2] * b[3]; s[1] += t1 * x; s[3] -= t5 * x; x = a[2] * b[4]; s[2] += t2 * x; x = a[2] * b[5]; s[5] += t4 * x;
  x = a[2] * b[6]; s[4] -= t7 * x; s[6] += t2 * x; x = a[2] * b[7]; s[5] -= t5 * x; s[7] += t1 * x;
  x = a[2] * b[8]; s[6] -= t6 * x; s[8] += t0 * x; x = a[2] * b[9]; s[7] -= t9 * x; x = a[2] * b[10]; s[8] -= t11 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 2, 2>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03984095364447979, t1 = 0.06299407883487121, t2 = 0.1543033499620919,
  t3 = 0.15936381457791915, t4 = 0.16666666666666666, t5 = 0.1781741612749496, t6 = 0.2182178902359924,
  t7 = 0.23570226039551584, t8 = 0.23904572186687872;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[4] += t0 * x; s[8] -= t7 * x; x = a[0] * b[1]; s[5] -= t1 * x; s[7] -= t4 * x;
  x = a[0] * b[2]; s[2] += t2 * x; x = a[0] * b[3]; s[1] += t4 * x; s[3] -= t1 * x; x = a[0] * b[4]; s[0] += t7 * x;
  x = a[1] * b[0]; s[5] -= t1 * x; s[7] -= t4 * x; x = a[1] * b[1]; s[4] -= t3 * x; s[6] -= t5 * x;
  x = a[1] * b[2]; s[3] += t6 * x; x = a[1] * b[3]; s[2] += t5 * x; x = a[1] * b[4]; s[1] += t4 * x; s[3] += t1 * x;
  x = a[2] * b[0]; s[2] += t2 * x; x = a[2] * b[1]; s[3] += t6 * x; x = a[2] * b[2]; s[4] += t8 * x;
  x = a[2] * b[3]; s[5] += t6 * x; x = a[2] * b[4]; s[6] += t2 * x; x = a[3] * b[0]; s[1] += t4 * x; s[3] -= t1 * x;
  x = a[3] * b[1]; s[2] += t5 * x; x = a[3] * b[2]; s[5] += t6 * x; x = a[3] * b[3]; s[4] -= t3 * x; s[6] += t5 * x;
  x = a[3] * b[4]; s[5] -= t1 * x; s[7] += t4 * x; x = a[4] * b[0]; s[0] += t7 * x;
  x = a[4] * b[1]; s[1] += t4 * x; s[3] += t1 * x; x = a[4] * b[2]; s[6] += t2 * x;
  x = a[4] * b[3]; s[5] -= t1 * x; s[7] += t4 * x; x = a[4] * b[4]; s[4] += t0 * x; s[8] += t7 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 2, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.0445435403187374, t1 = 0.04879500364742666, t2 = 0.05270462766947299,
  t3 = 0.10350983390135313, t4 = 0.1091089451179962, t5 = 0.12598815766974242, t6 = 0.13944333775567927,
  t7 = 0.14907119849998599, t8 = 0.1543033499620919, t9 = 0.16666666666666666, t10 = 0.18257418583505536,
  t11 = 0.19518001458970663, t12 = 0.19920476822239894, t13 = 0.2182178902359924, t14 = 0.22360679774997896;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[3] -= t1 * x; x = a[0] * b[1]; s[0] -= t7 * x; x = a[0] * b[2]; s[1] -= t9 * x; s[3] -= t5 * x;
  x = a[0] * b[3]; s[6] -= t13 * x; x = a[0] * b[4]; s[5] += t5 * x; s[7] -= t9 * x;
  x = a[0] * b[5]; s[4] -= t5 * x; s[8] -= t7 * x; x = a[0] * b[6]; s[5] -= t1 * x;
  x = a[1] * b[0]; s[0] += t10 * x; s[2] += t3 * x; x = a[1] * b[1]; s[1] += t2 * x; s[3] += t6 * x;
  x = a[1] * b[2]; s[2] -= t0 * x; x = a[1] * b[3]; s[5] -= t8 * x; x = a[1] * b[4]; s[4] += t12 * x; s[6] -= t0 * x;
  x = a[1] * b[5]; s[5] += t6 * x; s[7] += t2 * x; x = a[1] * b[6]; s[6] += t3 * x; s[8] += t10 * x;
  x = a[2] * b[0]; s[7] += t14 * x; x = a[2] * b[1]; s[6] += t11 * x; x = a[2] * b[2]; s[5] += t4 * x;
  x = a[2] * b[4]; s[3] -= t4 * x; x = a[2] * b[5]; s[2] -= t11 * x; x = a[2] * b[6]; s[1] -= t14 * x;
  x = a[3] * b[0]; s[6] -= t3 * x; s[8] += t10 * x; x = a[3] * b[1]; s[5] -= t6 * x; s[7] += t2 * x;
  x = a[3] * b[2]; s[4] -= t12 * x; s[6] -= t0 * x; x = a[3] * b[3]; s[3] += t8 * x; x = a[3] * b[4]; s[2] += t0 * x;
  x = a[3] * b[5]; s[1] -= t2 * x; s[3] += t6 * x; x = a[3] * b[6]; s[0] -= t10 * x; s[2] += t3 * x;
  x = a[4] * b[0]; s[5] += t1 * x; x = a[4] * b[1]; s[4] += t5 * x; s[8] -= t7 * x;
  x = a[4] * b[2]; s[5] -= t5 * x; s[7] -= t9 * x; x = a[4] * b[3]; s[2] += t13 * x;
  x = a[4] * b[4]; s[1] += t9 * x; s[3] -= t5 * x; x = a[4] * b[5]; s[0] += t7 * x; x = a[4] * b[6]; s[3] -= t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 2, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.046524210519923545, t1 = 0.059458839001056314, t2 = 0.06795295885835008,
  t3 = 0.0778498944161523, t4 = 0.09362816758985389, t5 = 0.11677484162422845, t6 = 0.13762047064079508,
  t7 = 0.14440003757399392, t8 = 0.14564381625088382, t9 = 0.14712247158412492, t10 = 0.1698823971458752,
  t11 = 0.19738550848793068, t12 = 0.23783535600422526;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[6] += t3 * x; x = a[0] * b[1]; s[5] += t5 * x; x = a[0] * b[2]; s[4] += t11 * x; s[8] -= t3 * x;
  x = a[0] * b[3]; s[5] -= t9 * x; s[7] -= t5 * x; x = a[0] * b[4]; s[2] += t11 * x;
  x = a[0] * b[5]; s[1] += t5 * x; s[3] -= t9 * x; x = a[0] * b[6]; s[0] += t3 * x; x = a[0] * b[7]; s[3] -= t5 * x;
  x = a[0] * b[8]; s[2] -= t3 * x; x = a[1] * b[0]; s[7] -= t8 * x; x = a[1] * b[1]; s[6] -= t6 * x; s[8] += t8 * x;
  x = a[1] * b[2]; s[5] -= t4 * x; s[7] += t6 * x; x = a[1] * b[3]; s[4] -= t0 * x; s[6] += t4 * x;
  x = a[1] * b[4]; s[3] -= t0 * x; x = a[1] * b[5]; s[2] -= t4 * x; x = a[1] * b[6]; s[1] -= t6 * x; s[3] += t4 * x;
  x = a[1] * b[7]; s[0] -= t8 * x; s[2] += t6 * x; x = a[1] * b[8]; s[1] += t8 * x; x = a[2] * b[0]; s[0] += t12 * x;
  x = a[2] * b[1]; s[1] += t1 * x; x = a[2] * b[2]; s[2] -= t2 * x; x = a[2] * b[3]; s[3] -= t7 * x;
  x = a[2] * b[4]; s[4] -= t10 * x; x = a[2] * b[5]; s[5] -= t7 * x; x = a[2] * b[6]; s[6] -= t2 * x;
  x = a[2] * b[7]; s[7] += t1 * x; x = a[2] * b[8]; s[8] += t12 * x; x = a[3] * b[0]; s[1] -= t8 * x;
  x = a[3] * b[1]; s[0] -= t8 * x; s[2] -= t6 * x; x = a[3] * b[2]; s[1] -= t6 * x; s[3] -= t4 * x;
  x = a[3] * b[3]; s[2] -= t4 * x; x = a[3] * b[4]; s[5] -= t0 * x; x = a[3] * b[5]; s[4] -= t0 * x; s[6] -= t4 * x;
  x = a[3] * b[6]; s[5] -= t4 * x; s[7] -= t6 * x; x = a[3] * b[7]; s[6] -= t6 * x; s[8] -= t8 * x;
  x = a[3] * b[8]; s[7] -= t8 * x; x = a[4] * b[0]; s[2] += t3 * x; x = a[4] * b[1]; s[3] += t5 * x;
  x = a[4] * b[2]; s[0] += t3 * x; x = a[4] * b[3]; s[1] += t5 * x; s[3] += t9 * x; x = a[4] * b[4]; s[6] += t11 * x;
  x = a[4] * b[5]; s[5] -= t9 * x; s[7] += t5 * x; x = a[4] * b[6]; s[4] += t11 * x; s[8] += t3 * x;
  x = a[4] * b[7]; s[5] += t5 * x; x = a[4] * b[8]; s[6] += t3 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 2, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03178208630818641, t1 = 0.059458839001056314, t2 = 0.0778498944161523,
  t3 = 0.11236664374387369, t4 = 0.12309149097933274, t5 = 0.12712834523274563, t6 = 0.14213381090374028,
  t7 = 0.14564381625088382, t8 = 0.17407765595569785, t9 = 0.18802535827258873, t10 = 0.19069251784911848;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[1] -= t4 * x; x = a[0] * b[1]; s[2] -= t7 * x; x = a[0] * b[2]; s[3] -= t7 * x;
  x = a[0] * b[3]; s[0] -= t0 * x; x = a[0] * b[4]; s[1] -= t1 * x; s[3] -= t3 * x; x = a[0] * b[5]; s[6] -= t4 * x;
  x = a[0] * b[6]; s[5] += t3 * x; s[7] -= t1 * x; x = a[0] * b[7]; s[4] -= t9 * x; s[8] -= t0 * x;
  x = a[0] * b[8]; s[5] -= t7 * x; x = a[0] * b[9]; s[6] -= t7 * x; x = a[0] * b[10]; s[7] -= t4 * x;
  x = a[1] * b[0]; s[0] += t8 * x; x = a[1] * b[1]; s[1] += t2 * x; x = a[1] * b[2]; s[0] += t2 * x;
  x = a[1] * b[3]; s[1] += t3 * x; s[3] -= t1 * x; x = a[1] * b[4]; s[2] += t5 * x; x = a[1] * b[5]; s[5] += t8 * x;
  x = a[1] * b[6]; s[4] -= t6 * x; s[6] += t5 * x; x = a[1] * b[7]; s[5] -= t1 * x; s[7] += t3 * x;
  x = a[1] * b[8]; s[8] += t2 * x; x = a[1] * b[9]; s[7] += t2 * x; x = a[1] * b[10]; s[8] += t8 * x;
  x = a[2] * b[1]; s[8] -= t10 * x; x = a[2] * b[2]; s[7] -= t10 * x; x = a[2] * b[3]; s[6] -= t7 * x;
  x = a[2] * b[4]; s[5] -= t2 * x; x = a[2] * b[6]; s[3] += t2 * x; x = a[2] * b[7]; s[2] += t7 * x;
  x = a[2] * b[8]; s[1] += t10 * x; x = a[2] * b[9]; s[0] += t10 * x; x = a[3] * b[0]; s[8] -= t8 * x;
  x = a[3] * b[1]; s[7] -= t2 * x; x = a[3] * b[2]; s[8] += t2 * x; x = a[3] * b[3]; s[5] += t1 * x; s[7] += t3 * x;
  x = a[3] * b[4]; s[4] += t6 * x; s[6] += t5 * x; x = a[3] * b[5]; s[3] -= t8 * x; x = a[3] * b[6]; s[2] -= t5 * x;
  x = a[3] * b[7]; s[1] -= t3 * x; s[3] -= t1 * x; x = a[3] * b[8]; s[0] -= t2 * x; x = a[3] * b[9]; s[1] += t2 * x;
  x = a[3] * b[10]; s[0] += t8 * x; x = a[4] * b[0]; s[7] += t4 * x; x = a[4] * b[1]; s[6] += t7 * x;
  x = a[4] * b[2]; s[5] += t7 * x; x = a[4] * b[3]; s[4] += t9 * x; s[8] -= t0 * x;
  x = a[4] * b[4]; s[5] -= t3 * x; s[7] -= t1 * x; x = a[4] * b[5]; s[2] += t4 * x;
  x = a[4] * b[6]; s[1] += t1 * x; s[3] -= t3 * x; x = a[4] * b[7]; s[0] += t0 * x; x = a[4] * b[8]; s[3] -= t7 * x;
  x = a[4] * b[9]; s[2] -= t7 * x; x = a[4] * b[10]; s[1] -= t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 2, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.008814764755799084, t1 = 0.01971041319963609, t2 = 0.026444294267397254,
  t3 = 0.04828045495852676, t4 = 0.04986383946711772, t5 = 0.05214885156456199, t6 = 0.07374961314478497,
  t7 = 0.08362420100070908, t8 = 0.09894548898363073, t9 = 0.10429770312912398, t10 = 0.11322770341445958,
  t11 = 0.12773807700531709, t12 = 0.12955005512625914, t13 = 0.13192731864484097, t14 = 0.13655774839978377,
  t15 = 0.13993005245628826, t16 = 0.16012815380508713, t17 = 0.16157730690671296, t18 = 0.16490914830605122,
  t19 = 0.18064892093237822, t20 = 0.18698939800169143, t21 = 0.19611613513818404;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[8] += t21 * x; x = a[0] * b[1]; s[7] += t16 * x; x = a[0] * b[2]; s[6] += t11 * x;
  x = a[0] * b[3]; s[5] += t8 * x; x = a[0] * b[4]; s[4] += t9 * x; s[8] -= t0 * x;
  x = a[0] * b[5]; s[5] -= t5 * x; s[7] -= t1 * x; x = a[0] * b[6]; s[2] += t3 * x;
  x = a[0] * b[7]; s[1] += t1 * x; s[3] -= t5 * x; x = a[0] * b[8]; s[0] += t0 * x; x = a[0] * b[9]; s[3] -= t8 * x;
  x = a[0] * b[10]; s[2] -= t11 * x; x = a[0] * b[11]; s[1] -= t16 * x; x = a[0] * b[12]; s[0] -= t21 * x;
  x = a[1] * b[1]; s[8] += t10 * x; x = a[1] * b[2]; s[7] += t14 * x; x = a[1] * b[3]; s[6] += t15 * x; s[8] += t2 * x;
  x = a[1] * b[4]; s[5] += t13 * x; s[7] += t4 * x; x = a[1] * b[5]; s[4] += t18 * x; s[6] += t6 * x;
  x = a[1] * b[6]; s[3] -= t14 * x; x = a[1] * b[7]; s[2] -= t6 * x; x = a[1] * b[8]; s[1] -= t4 * x; s[3] -= t13 * x;
  x = a[1] * b[9]; s[0] -= t2 * x; s[2] -= t15 * x; x = a[1] * b[10]; s[1] -= t14 * x;
  x = a[1] * b[11]; s[0] -= t10 * x; x = a[2] * b[2]; s[0] += t7 * x; x = a[2] * b[3]; s[1] += t12 * x;
  x = a[2] * b[4]; s[2] += t17 * x; x = a[2] * b[5]; s[3] += t19 * x; x = a[2] * b[6]; s[4] += t20 * x;
  x = a[2] * b[7]; s[5] += t19 * x; x = a[2] * b[8]; s[6] += t17 * x; x = a[2] * b[9]; s[7] += t12 * x;
  x = a[2] * b[10]; s[8] += t7 * x; x = a[3] * b[1]; s[0] += t10 * x; x = a[3] * b[2]; s[1] += t14 * x;
  x = a[3] * b[3]; s[0] -= t2 * x; s[2] += t15 * x; x = a[3] * b[4]; s[1] -= t4 * x; s[3] += t13 * x;
  x = a[3] * b[5]; s[2] -= t6 * x; x = a[3] * b[6]; s[5] -= t14 * x; x = a[3] * b[7]; s[4] += t18 * x; s[6] -= t6 * x;
  x = a[3] * b[8]; s[5] += t13 * x; s[7] -= t4 * x; x = a[3] * b[9]; s[6] += t15 * x; s[8] -= t2 * x;
  x = a[3] * b[10]; s[7] += t14 * x; x = a[3] * b[11]; s[8] += t10 * x; x = a[4] * b[0]; s[0] += t21 * x;
  x = a[4] * b[1]; s[1] += t16 * x; x = a[4] * b[2]; s[2] += t11 * x; x = a[4] * b[3]; s[3] += t8 * x;
  x = a[4] * b[4]; s[0] += t0 * x; x = a[4] * b[5]; s[1] += t1 * x; s[3] += t5 * x; x = a[4] * b[6]; s[6] += t3 * x;
  x = a[4] * b[7]; s[5] -= t5 * x; s[7] += t1 * x; x = a[4] * b[8]; s[4] += t9 * x; s[8] += t0 * x;
  x = a[4] * b[9]; s[5] += t8 * x; x = a[4] * b[10]; s[6] += t11 * x; x = a[4] * b[11]; s[7] += t16 * x;
  x = a[4] * b[12]; s[8] += t21 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 3, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.026860765467512676, t1 = 0.046524210519923545, t2 = 0.07106690545187014,
  t3 = 0.08058229640253803, t4 = 0.10403129732205987, t5 = 0.1074430618700507, t6 = 0.12012499502607453,
  t7 = 0.12309149097933274, t8 = 0.13957263155977062, t9 = 0.15891043154093204, t10 = 0.16116459280507606,
  t11 = 0.18802535827258873, t12 = 0.21320071635561044;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[4] -= t3 * x; x = a[0] * b[1]; s[5] += t4 * x; x = a[0] * b[2]; s[6] -= t8 * x; s[8] -= t7 * x;
  x = a[0] * b[3]; s[1] += t12 * x; x = a[0] * b[4]; s[0] += t7 * x; s[2] -= t8 * x; x = a[0] * b[5]; s[3] += t4 * x;
  x = a[1] * b[0]; s[5] += t4 * x; x = a[1] * b[1]; s[4] += t11 * x; s[8] += t9 * x;
  x = a[1] * b[2]; s[5] -= t5 * x; s[7] += t2 * x; x = a[1] * b[3]; s[2] += t1 * x;
  x = a[1] * b[4]; s[1] -= t2 * x; s[3] -= t5 * x; x = a[1] * b[5]; s[0] -= t9 * x; x = a[1] * b[6]; s[3] -= t4 * x;
  x = a[2] * b[0]; s[6] -= t8 * x; s[8] -= t7 * x; x = a[2] * b[1]; s[5] -= t5 * x; s[7] += t2 * x;
  x = a[2] * b[2]; s[4] -= t0 * x; s[6] += t6 * x; x = a[2] * b[3]; s[3] -= t4 * x; x = a[2] * b[4]; s[2] -= t6 * x;
  x = a[2] * b[5]; s[1] -= t2 * x; s[3] += t5 * x; x = a[2] * b[6]; s[0] += t7 * x; s[2] += t8 * x;
  x = a[3] * b[0]; s[1] += t12 * x; x = a[3] * b[1]; s[2] += t1 * x; x = a[3] * b[2]; s[3] -= t4 * x;
  x = a[3] * b[3]; s[4] -= t10 * x; x = a[3] * b[4]; s[5] -= t4 * x; x = a[3] * b[5]; s[6] += t1 * x;
  x = a[3] * b[6]; s[7] += t12 * x; x = a[4] * b[0]; s[0] += t7 * x; s[2] -= t8 * x;
  x = a[4] * b[1]; s[1] -= t2 * x; s[3] -= t5 * x; x = a[4] * b[2]; s[2] -= t6 * x; x = a[4] * b[3]; s[5] -= t4 * x;
  x = a[4] * b[4]; s[4] -= t0 * x; s[6] -= t6 * x; x = a[4] * b[5]; s[5] -= t5 * x; s[7] -= t2 * x;
  x = a[4] * b[6]; s[6] -= t8 * x; s[8] += t7 * x; x = a[5] * b[0]; s[3] += t4 * x; x = a[5] * b[1]; s[0] -= t9 * x;
  x = a[5] * b[2]; s[1] -= t2 * x; s[3] += t5 * x; x = a[5] * b[3]; s[6] += t1 * x;
  x = a[5] * b[4]; s[5] -= t5 * x; s[7] -= t2 * x; x = a[5] * b[5]; s[4] += t11 * x; s[8] -= t9 * x;
  x = a[5] * b[6]; s[5] += t4 * x; x = a[6] * b[1]; s[3] -= t4 * x; x = a[6] * b[2]; s[0] += t7 * x; s[2] += t8 * x;
  x = a[6] * b[3]; s[7] += t12 * x; x = a[6] * b[4]; s[6] -= t8 * x; s[8] += t7 * x; x = a[6] * b[5]; s[5] += t4 * x;
  x = a[6] * b[6]; s[4] -= t3 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 3, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.04161251892882395, t1 = 0.05504818825631803, t2 = 0.07106690545187014,
  t3 = 0.08408749651825217, t4 = 0.10403129732205987, t5 = 0.10811249552346708, t6 = 0.12309149097933274,
  t7 = 0.13430382733756338, t8 = 0.13957263155977062, t9 = 0.14564381625088382, t10 = 0.15616249353389688,
  t11 = 0.15891043154093204, t12 = 0.16817499303650435;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[3] += t2 * x; x = a[0] * b[2]; s[3] += t7 * x; x = a[0] * b[3]; s[0] -= t2 * x; s[2] -= t7 * x;
  x = a[0] * b[4]; s[7] -= t11 * x; x = a[0] * b[5]; s[6] += t7 * x; s[8] -= t2 * x; x = a[0] * b[6]; s[5] -= t7 * x;
  x = a[0] * b[7]; s[4] += t11 * x; x = a[0] * b[8]; s[5] += t2 * x; x = a[1] * b[0]; s[2] -= t6 * x;
  x = a[1] * b[1]; s[3] -= t6 * x; x = a[1] * b[2]; s[0] += t6 * x; x = a[1] * b[3]; s[1] += t6 * x;
  x = a[1] * b[4]; s[6] += t4 * x; x = a[1] * b[5]; s[7] += t6 * x; x = a[1] * b[6]; s[4] -= t4 * x; s[8] += t6 * x;
  x = a[1] * b[7]; s[5] -= t6 * x; x = a[1] * b[8]; s[6] -= t6 * x; x = a[2] * b[0]; s[1] += t9 * x;
  x = a[2] * b[1]; s[0] -= t9 * x; s[2] += t1 * x; x = a[2] * b[2]; s[1] -= t1 * x; s[3] -= t0 * x;
  x = a[2] * b[3]; s[2] += t0 * x; x = a[2] * b[4]; s[5] += t8 * x; x = a[2] * b[5]; s[4] -= t8 * x; s[6] += t0 * x;
  x = a[2] * b[6]; s[5] -= t0 * x; s[7] -= t1 * x; x = a[2] * b[7]; s[6] += t1 * x; s[8] -= t9 * x;
  x = a[2] * b[8]; s[7] += t9 * x; x = a[3] * b[0]; s[8] += t12 * x; x = a[3] * b[1]; s[7] -= t3 * x;
  x = a[3] * b[2]; s[6] -= t10 * x; x = a[3] * b[3]; s[5] -= t5 * x; x = a[3] * b[5]; s[3] += t5 * x;
  x = a[3] * b[6]; s[2] += t10 * x; x = a[3] * b[7]; s[1] += t3 * x; x = a[3] * b[8]; s[0] -= t12 * x;
  x = a[4] * b[0]; s[7] -= t9 * x; x = a[4] * b[1]; s[6] -= t1 * x; s[8] -= t9 * x;
  x = a[4] * b[2]; s[5] += t0 * x; s[7] -= t1 * x; x = a[4] * b[3]; s[4] += t8 * x; s[6] += t0 * x;
  x = a[4] * b[4]; s[3] -= t8 * x; x = a[4] * b[5]; s[2] -= t0 * x; x = a[4] * b[6]; s[1] += t1 * x; s[3] -= t0 * x;
  x = a[4] * b[7]; s[0] += t9 * x; s[2] += t1 * x; x = a[4] * b[8]; s[1] += t9 * x; x = a[5] * b[0]; s[6] += t6 * x;
  x = a[5] * b[1]; s[5] += t6 * x; x = a[5] * b[2]; s[4] += t4 * x; s[8] += t6 * x; x = a[5] * b[3]; s[7] += t6 * x;
  x = a[5] * b[4]; s[2] -= t4 * x; x = a[5] * b[5]; s[1] -= t6 * x; x = a[5] * b[6]; s[0] -= t6 * x;
  x = a[5] * b[7]; s[3] -= t6 * x; x = a[5] * b[8]; s[2] -= t6 * x; x = a[6] * b[0]; s[5] -= t2 * x;
  x = a[6] * b[1]; s[4] -= t11 * x; x = a[6] * b[2]; s[5] += t7 * x; x = a[6] * b[3]; s[6] -= t7 * x; s[8] -= t2 * x;
  x = a[6] * b[4]; s[1] += t11 * x; x = a[6] * b[5]; s[0] += t2 * x; s[2] -= t7 * x; x = a[6] * b[6]; s[3] += t7 * x;
  x = a[6] * b[8]; s[3] += t2 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 3, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009124148357522649, t1 = 0.021591675854376526, t2 = 0.02414022747926338,
  t3 = 0.028563102349899176, t4 = 0.03413943709994594, t5 = 0.062329799333897144, t6 = 0.07163086018595707,
  t7 = 0.07374961314478497, t8 = 0.08194819531574027, t9 = 0.09312294922243212, t10 = 0.09349469900084571,
  t11 = 0.09656090991705352, t12 = 0.09677620764234547, t13 = 0.09716254134469436, t14 = 0.09894548898363073,
  t15 = 0.09972767893423544, t16 = 0.10840727259799848, t17 = 0.10964174397241236, t18 = 0.1142524093995967,
  t19 = 0.11543640381423585, t20 = 0.1207011373963169, t21 = 0.1254363015010636, t22 = 0.12773807700531709,
  t23 = 0.1413506985480439, t24 = 0.1428155117494959, t25 = 0.16321772771370957, t26 = 0.18698939800169143,
  t27 = 0.19789097796726146;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[6] -= t10 * x; x = a[0] * b[1]; s[5] -= t21 * x; x = a[0] * b[2]; s[4] -= t26 * x;
  x = a[0] * b[3]; s[5] += t20 * x; x = a[0] * b[4]; s[6] -= t12 * x; s[8] -= t4 * x; x = a[0] * b[5]; s[1] += t10 * x;
  x = a[0] * b[6]; s[0] += t4 * x; s[2] -= t12 * x; x = a[0] * b[7]; s[3] += t20 * x; x = a[0] * b[9]; s[3] += t21 * x;
  x = a[0] * b[10]; s[2] += t10 * x; x = a[1] * b[0]; s[7] += t24 * x; x = a[1] * b[1]; s[6] += t11 * x;
  x = a[1] * b[2]; s[5] += t2 * x; x = a[1] * b[3]; s[4] -= t5 * x; s[8] += t7 * x;
  x = a[1] * b[4]; s[5] += t9 * x; s[7] += t16 * x; x = a[1] * b[5]; s[2] -= t25 * x;
  x = a[1] * b[6]; s[1] -= t16 * x; s[3] += t9 * x; x = a[1] * b[7]; s[0] -= t7 * x; x = a[1] * b[8]; s[3] -= t2 * x;
  x = a[1] * b[9]; s[2] -= t11 * x; x = a[1] * b[10]; s[1] -= t24 * x; x = a[2] * b[0]; s[8] -= t22 * x;
  x = a[2] * b[1]; s[7] += t3 * x; x = a[2] * b[2]; s[6] += t13 * x; s[8] -= t18 * x;
  x = a[2] * b[3]; s[5] += t15 * x; s[7] -= t19 * x; x = a[2] * b[4]; s[4] += t8 * x; s[6] -= t6 * x;
  x = a[2] * b[5]; s[3] += t0 * x; x = a[2] * b[6]; s[2] += t6 * x; x = a[2] * b[7]; s[1] += t19 * x; s[3] -= t15 * x;
  x = a[2] * b[8]; s[0] += t18 * x; s[2] -= t13 * x; x = a[2] * b[9]; s[1] -= t3 * x; x = a[2] * b[10]; s[0] += t22 * x;
  x = a[3] * b[1]; s[0] -= t27 * x; x = a[3] * b[2]; s[1] -= t14 * x; x = a[3] * b[3]; s[2] += t1 * x;
  x = a[3] * b[4]; s[3] += t17 * x; x = a[3] * b[5]; s[4] += t23 * x; x = a[3] * b[6]; s[5] += t17 * x;
  x = a[3] * b[7]; s[6] += t1 * x; x = a[3] * b[8]; s[7] -= t14 * x; x = a[3] * b[9]; s[8] -= t27 * x;
  x = a[4] * b[0]; s[0] -= t22 * x; x = a[4] * b[1]; s[1] += t3 * x; x = a[4] * b[2]; s[0] += t18 * x; s[2] += t13 * x;
  x = a[4] * b[3]; s[1] += t19 * x; s[3] += t15 * x; x = a[4] * b[4]; s[2] += t6 * x; x = a[4] * b[5]; s[5] += t0 * x;
  x = a[4] * b[6]; s[4] += t8 * x; s[6] += t6 * x; x = a[4] * b[7]; s[5] += t15 * x; s[7] += t19 * x;
  x = a[4] * b[8]; s[6] += t13 * x; s[8] += t18 * x; x = a[4] * b[9]; s[7] += t3 * x; x = a[4] * b[10]; s[8] -= t22 * x;
  x = a[5] * b[0]; s[1] += t24 * x; x = a[5] * b[1]; s[2] += t11 * x; x = a[5] * b[2]; s[3] += t2 * x;
  x = a[5] * b[3]; s[0] -= t7 * x; x = a[5] * b[4]; s[1] -= t16 * x; s[3] -= t9 * x; x = a[5] * b[5]; s[6] -= t25 * x;
  x = a[5] * b[6]; s[5] += t9 * x; s[7] -= t16 * x; x = a[5] * b[7]; s[4] -= t5 * x; s[8] -= t7 * x;
  x = a[5] * b[8]; s[5] += t2 * x; x = a[5] * b[9]; s[6] += t11 * x; x = a[5] * b[10]; s[7] += t24 * x;
  x = a[6] * b[0]; s[2] -= t10 * x; x = a[6] * b[1]; s[3] -= t21 * x; x = a[6] * b[3]; s[3] -= t20 * x;
  x = a[6] * b[4]; s[0] += t4 * x; s[2] += t12 * x; x = a[6] * b[5]; s[7] += t10 * x;
  x = a[6] * b[6]; s[6] -= t12 * x; s[8] += t4 * x; x = a[6] * b[7]; s[5] += t20 * x; x = a[6] * b[8]; s[4] -= t26 * x;
  x = a[6] * b[9]; s[5] -= t21 * x; x = a[6] * b[10]; s[6] -= t10 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 3, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.012903494352312729, t1 = 0.01971041319963609, t2 = 0.03026137663344012,
  t3 = 0.033316679156259105, t4 = 0.04181210050035454, t5 = 0.04828045495852676, t6 = 0.05120915564991892,
  t7 = 0.0632139541241014, t8 = 0.06332360547125385, t9 = 0.07633810206905742, t10 = 0.09349469900084571,
  t11 = 0.09684786719132941, t12 = 0.09855206599818044, t13 = 0.10201107982106848, t14 = 0.10840727259799848,
  t15 = 0.11018455944748856, t16 = 0.1254363015010636, t17 = 0.12773807700531709, t18 = 0.12838814775327387,
  t19 = 0.13533299049019168, t20 = 0.13655774839978377, t21 = 0.1386750490563073, t22 = 0.1413506985480439,
  t23 = 0.1428155117494959, t24 = 0.14484136487558028, t25 = 0.14824986333222023, t26 = 0.1576833055970887,
  t27 = 0.16423467043540768;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[1] += t18 * x; x = a[0] * b[1]; s[2] += t21 * x; x = a[0] * b[2]; s[3] += t16 * x;
  x = a[0] * b[4]; s[3] += t9 * x; x = a[0] * b[5]; s[0] -= t0 * x; s[2] -= t6 * x; x = a[0] * b[6]; s[7] -= t4 * x;
  x = a[0] * b[7]; s[6] += t6 * x; s[8] -= t0 * x; x = a[0] * b[8]; s[5] -= t9 * x; x = a[0] * b[9]; s[4] += t24 * x;
  x = a[0] * b[10]; s[5] += t16 * x; x = a[0] * b[11]; s[6] += t21 * x; x = a[0] * b[12]; s[7] += t18 * x;
  x = a[1] * b[0]; s[0] -= t25 * x; x = a[1] * b[1]; s[1] -= t2 * x; x = a[1] * b[2]; s[2] += t5 * x;
  x = a[1] * b[3]; s[3] += t10 * x; x = a[1] * b[4]; s[0] += t3 * x; x = a[1] * b[5]; s[1] += t8 * x; s[3] += t14 * x;
  x = a[1] * b[6]; s[6] += t17 * x; x = a[1] * b[7]; s[5] -= t14 * x; s[7] += t8 * x;
  x = a[1] * b[8]; s[4] += t26 * x; s[8] += t3 * x; x = a[1] * b[9]; s[5] += t10 * x; x = a[1] * b[10]; s[6] += t5 * x;
  x = a[1] * b[11]; s[7] -= t2 * x; x = a[1] * b[12]; s[8] -= t25 * x; x = a[2] * b[1]; s[0] -= t19 * x;
  x = a[2] * b[2]; s[1] -= t13 * x; x = a[2] * b[3]; s[0] -= t7 * x; s[2] -= t4 * x;
  x = a[2] * b[4]; s[1] -= t11 * x; s[3] += t1 * x; x = a[2] * b[5]; s[2] -= t15 * x; x = a[2] * b[6]; s[5] -= t23 * x;
  x = a[2] * b[7]; s[4] += t12 * x; s[6] -= t15 * x; x = a[2] * b[8]; s[5] += t1 * x; s[7] -= t11 * x;
  x = a[2] * b[9]; s[6] -= t4 * x; s[8] -= t7 * x; x = a[2] * b[10]; s[7] -= t13 * x; x = a[2] * b[11]; s[8] -= t19 * x;
  x = a[3] * b[2]; s[8] += t22 * x; x = a[3] * b[3]; s[7] += t27 * x; x = a[3] * b[4]; s[6] += t20 * x;
  x = a[3] * b[5]; s[5] += t9 * x; x = a[3] * b[7]; s[3] -= t9 * x; x = a[3] * b[8]; s[2] -= t20 * x;
  x = a[3] * b[9]; s[1] -= t27 * x; x = a[3] * b[10]; s[0] -= t22 * x; x = a[4] * b[1]; s[8] += t19 * x;
  x = a[4] * b[2]; s[7] += t13 * x; x = a[4] * b[3]; s[6] += t4 * x; s[8] -= t7 * x;
  x = a[4] * b[4]; s[5] -= t1 * x; s[7] -= t11 * x; x = a[4] * b[5]; s[4] -= t12 * x; s[6] -= t15 * x;
  x = a[4] * b[6]; s[3] += t23 * x; x = a[4] * b[7]; s[2] += t15 * x; x = a[4] * b[8]; s[1] += t11 * x; s[3] += t1 * x;
  x = a[4] * b[9]; s[0] += t7 * x; s[2] -= t4 * x; x = a[4] * b[10]; s[1] -= t13 * x; x = a[4] * b[11]; s[0] -= t19 * x;
  x = a[5] * b[0]; s[8] += t25 * x; x = a[5] * b[1]; s[7] += t2 * x; x = a[5] * b[2]; s[6] -= t5 * x;
  x = a[5] * b[3]; s[5] -= t10 * x; x = a[5] * b[4]; s[4] -= t26 * x; s[8] += t3 * x;
  x = a[5] * b[5]; s[5] += t14 * x; s[7] += t8 * x; x = a[5] * b[6]; s[2] -= t17 * x;
  x = a[5] * b[7]; s[1] -= t8 * x; s[3] += t14 * x; x = a[5] * b[8]; s[0] -= t3 * x; x = a[5] * b[9]; s[3] += t10 * x;
  x = a[5] * b[10]; s[2] += t5 * x; x = a[5] * b[11]; s[1] -= t2 * x; x = a[5] * b[12]; s[0] -= t25 * x;
  x = a[6] * b[0]; s[7] -= t18 * x; x = a[6] * b[1]; s[6] -= t21 * x; x = a[6] * b[2]; s[5] -= t16 * x;
  x = a[6] * b[3]; s[4] -= t24 * x; x = a[6] * b[4]; s[5] += t9 * x; x = a[6] * b[5]; s[6] -= t6 * x; s[8] -= t0 * x;
  x = a[6] * b[6]; s[1] += t4 * x; x = a[6] * b[7]; s[0] += t0 * x; s[2] -= t6 * x; x = a[6] * b[8]; s[3] += t9 * x;
  x = a[6] * b[10]; s[3] += t16 * x; x = a[6] * b[11]; s[2] += t21 * x; x = a[6] * b[12]; s[1] += t18 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 4, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.04407382377899542, t1 = 0.06704852344015114, t2 = 0.08194819531574027,
  t3 = 0.09995003746877731, t4 = 0.10429770312912398, t5 = 0.11660837704690687, t6 = 0.13222147133698628,
  t7 = 0.13409704688030227, t8 = 0.15644655469368596;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[4] += t4 * x; x = a[0] * b[1]; s[5] -= t5 * x; x = a[0] * b[2]; s[6] += t6 * x;
  x = a[0] * b[3]; s[7] -= t5 * x; x = a[0] * b[4]; s[0] += t4 * x; x = a[0] * b[5]; s[1] -= t5 * x;
  x = a[0] * b[6]; s[2] += t6 * x; x = a[0] * b[7]; s[3] -= t5 * x; x = a[1] * b[0]; s[5] -= t5 * x;
  x = a[1] * b[1]; s[4] -= t8 * x; x = a[1] * b[2]; s[5] += t0 * x; x = a[1] * b[3]; s[6] += t0 * x; s[8] += t5 * x;
  x = a[1] * b[4]; s[1] -= t8 * x; x = a[1] * b[5]; s[0] -= t5 * x; s[2] += t0 * x; x = a[1] * b[6]; s[3] += t0 * x;
  x = a[1] * b[8]; s[3] += t5 * x; x = a[2] * b[0]; s[6] += t6 * x; x = a[2] * b[1]; s[5] += t0 * x;
  x = a[2] * b[2]; s[4] -= t2 * x; s[8] -= t6 * x; x = a[2] * b[3]; s[5] += t3 * x; s[7] -= t0 * x;
  x = a[2] * b[4]; s[2] -= t2 * x; x = a[2] * b[5]; s[1] += t0 * x; s[3] += t3 * x; x = a[2] * b[6]; s[0] += t6 * x;
  x = a[2] * b[7]; s[3] -= t0 * x; x = a[2] * b[8]; s[2] -= t6 * x; x = a[3] * b[0]; s[7] -= t5 * x;
  x = a[3] * b[1]; s[6] += t0 * x; s[8] += t5 * x; x = a[3] * b[2]; s[5] += t3 * x; s[7] -= t0 * x;
  x = a[3] * b[3]; s[4] += t1 * x; s[6] -= t3 * x; x = a[3] * b[4]; s[3] += t1 * x; x = a[3] * b[5]; s[2] += t3 * x;
  x = a[3] * b[6]; s[1] += t0 * x; s[3] -= t3 * x; x = a[3] * b[7]; s[0] -= t5 * x; s[2] -= t0 * x;
  x = a[3] * b[8]; s[1] += t5 * x; x = a[4] * b[0]; s[0] += t4 * x; x = a[4] * b[1]; s[1] -= t8 * x;
  x = a[4] * b[2]; s[2] -= t2 * x; x = a[4] * b[3]; s[3] += t1 * x; x = a[4] * b[4]; s[4] += t7 * x;
  x = a[4] * b[5]; s[5] += t1 * x; x = a[4] * b[6]; s[6] -= t2 * x; x = a[4] * b[7]; s[7] -= t8 * x;
  x = a[4] * b[8]; s[8] += t4 * x; x = a[5] * b[0]; s[1] -= t5 * x; x = a[5] * b[1]; s[0] -= t5 * x; s[2] += t0 * x;
  x = a[5] * b[2]; s[1] += t0 * x; s[3] += t3 * x; x = a[5] * b[3]; s[2] += t3 * x; x = a[5] * b[4]; s[5] += t1 * x;
  x = a[5] * b[5]; s[4] += t1 * x; s[6] += t3 * x; x = a[5] * b[6]; s[5] += t3 * x; s[7] += t0 * x;
  x = a[5] * b[7]; s[6] += t0 * x; s[8] -= t5 * x; x = a[5] * b[8]; s[7] -= t5 * x; x = a[6] * b[0]; s[2] += t6 * x;
  x = a[6] * b[1]; s[3] += t0 * x; x = a[6] * b[2]; s[0] += t6 * x; x = a[6] * b[3]; s[1] += t0 * x; s[3] -= t3 * x;
  x = a[6] * b[4]; s[6] -= t2 * x; x = a[6] * b[5]; s[5] += t3 * x; s[7] += t0 * x;
  x = a[6] * b[6]; s[4] -= t2 * x; s[8] += t6 * x; x = a[6] * b[7]; s[5] += t0 * x; x = a[6] * b[8]; s[6] += t6 * x;
  x = a[7] * b[0]; s[3] -= t5 * x; x = a[7] * b[2]; s[3] -= t0 * x; x = a[7] * b[3]; s[0] -= t5 * x; s[2] -= t0 * x;
  x = a[7] * b[4]; s[7] -= t8 * x; x = a[7] * b[5]; s[6] += t0 * x; s[8] -= t5 * x; x = a[7] * b[6]; s[5] += t0 * x;
  x = a[7] * b[7]; s[4] -= t8 * x; x = a[7] * b[8]; s[5] -= t5 * x; x = a[8] * b[1]; s[3] += t5 * x;
  x = a[8] * b[2]; s[2] -= t6 * x; x = a[8] * b[3]; s[1] += t5 * x; x = a[8] * b[4]; s[8] += t4 * x;
  x = a[8] * b[5]; s[7] -= t5 * x; x = a[8] * b[6]; s[6] += t6 * x; x = a[8] * b[7]; s[5] -= t5 * x;
  x = a[8] * b[8]; s[4] += t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 4, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.027874733666903025, t1 = 0.03816905103452871, t2 = 0.05397918963594131,
  t3 = 0.05574946733380605, t4 = 0.07633810206905742, t5 = 0.08245457415302561, t6 = 0.08362420100070908,
  t7 = 0.09349469900084571, t8 = 0.10098581681669559, t9 = 0.10241831129983783, t10 = 0.10795837927188262,
  t11 = 0.12465959866779429, t12 = 0.1254363015010636, t13 = 0.12773807700531709, t14 = 0.15331103516796665,
  t15 = 0.16724840200141816;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[3] -= t6 * x; x = a[0] * b[2]; s[3] -= t11 * x; x = a[0] * b[3]; s[2] += t10 * x;
  x = a[0] * b[4]; s[1] -= t4 * x; x = a[0] * b[5]; s[8] -= t3 * x; x = a[0] * b[6]; s[7] += t4 * x;
  x = a[0] * b[7]; s[6] -= t10 * x; x = a[0] * b[8]; s[5] += t11 * x; x = a[0] * b[9]; s[4] -= t15 * x;
  x = a[0] * b[10]; s[5] -= t6 * x; x = a[1] * b[0]; s[2] += t12 * x; x = a[1] * b[1]; s[3] += t7 * x;
  x = a[1] * b[3]; s[3] -= t2 * x; x = a[1] * b[4]; s[0] += t4 * x; s[2] += t8 * x; x = a[1] * b[5]; s[7] += t14 * x;
  x = a[1] * b[6]; s[6] -= t8 * x; s[8] += t4 * x; x = a[1] * b[7]; s[5] += t2 * x; x = a[1] * b[8]; s[4] += t0 * x;
  x = a[1] * b[9]; s[5] += t7 * x; x = a[1] * b[10]; s[6] += t12 * x; x = a[2] * b[0]; s[1] -= t12 * x;
  x = a[2] * b[2]; s[3] += t5 * x; x = a[2] * b[3]; s[0] -= t10 * x; x = a[2] * b[4]; s[1] -= t8 * x; s[3] += t1 * x;
  x = a[2] * b[5]; s[6] -= t3 * x; x = a[2] * b[6]; s[5] -= t1 * x; s[7] -= t8 * x;
  x = a[2] * b[7]; s[4] += t13 * x; s[8] -= t10 * x; x = a[2] * b[8]; s[5] += t5 * x; x = a[2] * b[10]; s[7] -= t12 * x;
  x = a[3] * b[0]; s[0] += t6 * x; x = a[3] * b[1]; s[1] -= t7 * x; x = a[3] * b[2]; s[0] += t11 * x; s[2] -= t5 * x;
  x = a[3] * b[3]; s[1] += t2 * x; x = a[3] * b[4]; s[2] -= t1 * x; x = a[3] * b[5]; s[5] -= t12 * x;
  x = a[3] * b[6]; s[4] += t9 * x; s[6] -= t1 * x; x = a[3] * b[7]; s[7] += t2 * x;
  x = a[3] * b[8]; s[6] -= t5 * x; s[8] += t11 * x; x = a[3] * b[9]; s[7] -= t7 * x; x = a[3] * b[10]; s[8] += t6 * x;
  x = a[4] * b[1]; s[8] -= t15 * x; x = a[4] * b[2]; s[7] += t0 * x; x = a[4] * b[3]; s[6] += t13 * x;
  x = a[4] * b[4]; s[5] += t9 * x; x = a[4] * b[6]; s[3] -= t9 * x; x = a[4] * b[7]; s[2] -= t13 * x;
  x = a[4] * b[8]; s[1] -= t0 * x; x = a[4] * b[9]; s[0] += t15 * x; x = a[5] * b[0]; s[8] -= t6 * x;
  x = a[5] * b[1]; s[7] += t7 * x; x = a[5] * b[2]; s[6] += t5 * x; s[8] += t11 * x; x = a[5] * b[3]; s[7] += t2 * x;
  x = a[5] * b[4]; s[4] -= t9 * x; s[6] -= t1 * x; x = a[5] * b[5]; s[3] += t12 * x; x = a[5] * b[6]; s[2] += t1 * x;
  x = a[5] * b[7]; s[1] -= t2 * x; x = a[5] * b[8]; s[0] -= t11 * x; s[2] -= t5 * x; x = a[5] * b[9]; s[1] -= t7 * x;
  x = a[5] * b[10]; s[0] += t6 * x; x = a[6] * b[0]; s[7] += t12 * x; x = a[6] * b[2]; s[5] -= t5 * x;
  x = a[6] * b[3]; s[4] -= t13 * x; s[8] -= t10 * x; x = a[6] * b[4]; s[5] += t1 * x; s[7] -= t8 * x;
  x = a[6] * b[5]; s[2] += t3 * x; x = a[6] * b[6]; s[1] += t8 * x; s[3] += t1 * x; x = a[6] * b[7]; s[0] += t10 * x;
  x = a[6] * b[8]; s[3] += t5 * x; x = a[6] * b[10]; s[1] -= t12 * x; x = a[7] * b[0]; s[6] -= t12 * x;
  x = a[7] * b[1]; s[5] -= t7 * x; x = a[7] * b[2]; s[4] -= t0 * x; x = a[7] * b[3]; s[5] -= t2 * x;
  x = a[7] * b[4]; s[6] += t8 * x; s[8] += t4 * x; x = a[7] * b[5]; s[1] -= t14 * x;
  x = a[7] * b[6]; s[0] -= t4 * x; s[2] += t8 * x; x = a[7] * b[7]; s[3] -= t2 * x; x = a[7] * b[9]; s[3] += t7 * x;
  x = a[7] * b[10]; s[2] += t12 * x; x = a[8] * b[0]; s[5] += t6 * x; x = a[8] * b[1]; s[4] += t15 * x;
  x = a[8] * b[2]; s[5] -= t11 * x; x = a[8] * b[3]; s[6] += t10 * x; x = a[8] * b[4]; s[7] -= t4 * x;
  x = a[8] * b[5]; s[0] += t3 * x; x = a[8] * b[6]; s[1] -= t4 * x; x = a[8] * b[7]; s[2] += t10 * x;
  x = a[8] * b[8]; s[3] -= t11 * x; x = a[8] * b[10]; s[3] -= t6 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 4, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.006232979933389715, t1 = 0.018698939800169144, t2 = 0.02493191973355886,
  t3 = 0.04039432672667824, t4 = 0.06059149009001735, t5 = 0.06201736729460423, t6 = 0.06386903850265854,
  t7 = 0.06827887419989188, t8 = 0.09032446046618911, t9 = 0.09656090991705352, t10 = 0.09894548898363073,
  t11 = 0.09923953268977463, t12 = 0.10127393670836667, t13 = 0.10241831129983783, t14 = 0.10596065886762515,
  t15 = 0.10795837927188262, t16 = 0.12403473458920845, t17 = 0.12465959866779429, t18 = 0.13397282541141672,
  t19 = 0.13712555853457373, t20 = 0.16724840200141816;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[6] += t12 * x; x = a[0] * b[1]; s[5] += t16 * x; x = a[0] * b[2]; s[4] += t20 * x;
  x = a[0] * b[3]; s[5] -= t9 * x; x = a[0] * b[4]; s[6] += t7 * x; x = a[0] * b[5]; s[7] -= t3 * x;
  x = a[0] * b[6]; s[0] += t2 * x; x = a[0] * b[7]; s[1] -= t3 * x; x = a[0] * b[8]; s[2] += t7 * x;
  x = a[0] * b[9]; s[3] -= t9 * x; x = a[0] * b[11]; s[3] -= t16 * x; x = a[0] * b[12]; s[2] -= t12 * x;
  x = a[1] * b[0]; s[7] -= t18 * x; x = a[1] * b[1]; s[6] -= t5 * x; x = a[1] * b[2]; s[5] += t1 * x;
  x = a[1] * b[3]; s[4] += t15 * x; x = a[1] * b[4]; s[5] -= t13 * x; x = a[1] * b[5]; s[6] += t11 * x; s[8] += t3 * x;
  x = a[1] * b[6]; s[1] -= t14 * x; x = a[1] * b[7]; s[0] -= t3 * x; s[2] += t11 * x; x = a[1] * b[8]; s[3] -= t13 * x;
  x = a[1] * b[10]; s[3] -= t1 * x; x = a[1] * b[11]; s[2] += t5 * x; x = a[1] * b[12]; s[1] += t18 * x;
  x = a[2] * b[0]; s[8] += t12 * x; x = a[2] * b[1]; s[7] -= t5 * x; x = a[2] * b[2]; s[6] -= t10 * x;
  x = a[2] * b[3]; s[5] -= t6 * x; x = a[2] * b[4]; s[8] -= t7 * x; x = a[2] * b[5]; s[5] -= t4 * x; s[7] -= t11 * x;
  x = a[2] * b[6]; s[2] += t19 * x; x = a[2] * b[7]; s[1] += t11 * x; s[3] -= t4 * x; x = a[2] * b[8]; s[0] += t7 * x;
  x = a[2] * b[9]; s[3] += t6 * x; x = a[2] * b[10]; s[2] += t10 * x; x = a[2] * b[11]; s[1] += t5 * x;
  x = a[2] * b[12]; s[0] -= t12 * x; x = a[3] * b[1]; s[8] += t16 * x; x = a[3] * b[2]; s[7] += t1 * x;
  x = a[3] * b[3]; s[6] -= t6 * x; s[8] += t9 * x; x = a[3] * b[4]; s[5] -= t8 * x; s[7] += t13 * x;
  x = a[3] * b[5]; s[4] -= t8 * x; s[6] += t4 * x; x = a[3] * b[6]; s[3] += t0 * x; x = a[3] * b[7]; s[2] -= t4 * x;
  x = a[3] * b[8]; s[1] -= t13 * x; s[3] += t8 * x; x = a[3] * b[9]; s[0] -= t9 * x; s[2] += t6 * x;
  x = a[3] * b[10]; s[1] -= t1 * x; x = a[3] * b[11]; s[0] -= t16 * x; x = a[4] * b[2]; s[0] += t20 * x;
  x = a[4] * b[3]; s[1] += t15 * x; x = a[4] * b[5]; s[3] -= t8 * x; x = a[4] * b[6]; s[4] -= t17 * x;
  x = a[4] * b[7]; s[5] -= t8 * x; x = a[4] * b[9]; s[7] += t15 * x; x = a[4] * b[10]; s[8] += t20 * x;
  x = a[5] * b[1]; s[0] += t16 * x; x = a[5] * b[2]; s[1] += t1 * x; x = a[5] * b[3]; s[0] -= t9 * x; s[2] -= t6 * x;
  x = a[5] * b[4]; s[1] -= t13 * x; s[3] -= t8 * x; x = a[5] * b[5]; s[2] -= t4 * x; x = a[5] * b[6]; s[5] += t0 * x;
  x = a[5] * b[7]; s[4] -= t8 * x; s[6] -= t4 * x; x = a[5] * b[8]; s[5] -= t8 * x; s[7] -= t13 * x;
  x = a[5] * b[9]; s[6] -= t6 * x; s[8] -= t9 * x; x = a[5] * b[10]; s[7] += t1 * x; x = a[5] * b[11]; s[8] += t16 * x;
  x = a[6] * b[0]; s[0] += t12 * x; x = a[6] * b[1]; s[1] -= t5 * x; x = a[6] * b[2]; s[2] -= t10 * x;
  x = a[6] * b[3]; s[3] -= t6 * x; x = a[6] * b[4]; s[0] += t7 * x; x = a[6] * b[5]; s[1] += t11 * x; s[3] += t4 * x;
  x = a[6] * b[6]; s[6] += t19 * x; x = a[6] * b[7]; s[5] -= t4 * x; s[7] += t11 * x; x = a[6] * b[8]; s[8] += t7 * x;
  x = a[6] * b[9]; s[5] -= t6 * x; x = a[6] * b[10]; s[6] -= t10 * x; x = a[6] * b[11]; s[7] -= t5 * x;
  x = a[6] * b[12]; s[8] += t12 * x; x = a[7] * b[0]; s[1] -= t18 * x; x = a[7] * b[1]; s[2] -= t5 * x;
  x = a[7] * b[2]; s[3] += t1 * x; x = a[7] * b[4]; s[3] += t13 * x; x = a[7] * b[5]; s[0] -= t3 * x; s[2] -= t11 * x;
  x = a[7] * b[6]; s[7] -= t14 * x; x = a[7] * b[7]; s[6] += t11 * x; s[8] -= t3 * x; x = a[7] * b[8]; s[5] -= t13 * x;
  x = a[7] * b[9]; s[4] += t15 * x; x = a[7] * b[10]; s[5] += t1 * x; x = a[7] * b[11]; s[6] -= t5 * x;
  x = a[7] * b[12]; s[7] -= t18 * x; x = a[8] * b[0]; s[2] += t12 * x; x = a[8] * b[1]; s[3] += t16 * x;
  x = a[8] * b[3]; s[3] += t9 * x; x = a[8] * b[4]; s[2] -= t7 * x; x = a[8] * b[5]; s[1] += t3 * x;
  x = a[8] * b[6]; s[8] += t2 * x; x = a[8] * b[7]; s[7] -= t3 * x; x = a[8] * b[8]; s[6] += t7 * x;
  x = a[8] * b[9]; s[5] -= t9 * x; x = a[8] * b[10]; s[4] += t20 * x; x = a[8] * b[11]; s[5] += t16 * x;
  x = a[8] * b[12]; s[6] += t12 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 5, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.01971041319963609, t1 = 0.031164899666948572, t2 = 0.04828045495852676,
  t3 = 0.07633810206905742, t4 = 0.07884165279854435, t5 = 0.08245457415302561, t6 = 0.08814764755799084,
  t7 = 0.09032446046618911, t8 = 0.10795837927188262, t9 = 0.11660837704690687, t10 = 0.11826247919781652;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[4] -= t10 * x; x = a[0] * b[1]; s[5] += t10 * x; x = a[0] * b[2]; s[6] -= t10 * x;
  x = a[0] * b[3]; s[7] += t7 * x; x = a[0] * b[4]; s[8] -= t2 * x; x = a[0] * b[6]; s[0] -= t2 * x;
  x = a[0] * b[7]; s[1] += t7 * x; x = a[0] * b[8]; s[2] -= t10 * x; x = a[0] * b[9]; s[3] += t10 * x;
  x = a[1] * b[0]; s[5] += t10 * x; x = a[1] * b[1]; s[4] += t10 * x; x = a[1] * b[3]; s[6] -= t3 * x;
  x = a[1] * b[4]; s[7] += t8 * x; x = a[1] * b[5]; s[0] -= t10 * x; x = a[1] * b[6]; s[1] += t8 * x;
  x = a[1] * b[7]; s[2] -= t3 * x; x = a[1] * b[10]; s[3] -= t10 * x; x = a[2] * b[0]; s[6] -= t10 * x;
  x = a[2] * b[2]; s[4] += t10 * x; x = a[2] * b[3]; s[5] -= t3 * x; x = a[2] * b[4]; s[8] -= t8 * x;
  x = a[2] * b[5]; s[1] += t10 * x; x = a[2] * b[6]; s[0] += t8 * x; x = a[2] * b[7]; s[3] -= t3 * x;
  x = a[2] * b[10]; s[2] += t10 * x; x = a[3] * b[0]; s[7] += t7 * x; x = a[3] * b[1]; s[6] -= t3 * x;
  x = a[3] * b[2]; s[5] -= t3 * x; x = a[3] * b[3]; s[4] += t0 * x; s[8] += t9 * x;
  x = a[3] * b[4]; s[5] -= t5 * x; s[7] += t1 * x; x = a[3] * b[5]; s[2] += t7 * x;
  x = a[3] * b[6]; s[1] -= t1 * x; s[3] -= t5 * x; x = a[3] * b[7]; s[0] -= t9 * x; x = a[3] * b[8]; s[3] += t3 * x;
  x = a[3] * b[9]; s[2] += t3 * x; x = a[3] * b[10]; s[1] -= t7 * x; x = a[4] * b[0]; s[8] -= t2 * x;
  x = a[4] * b[1]; s[7] += t8 * x; x = a[4] * b[2]; s[8] -= t8 * x; x = a[4] * b[3]; s[5] -= t5 * x; s[7] += t1 * x;
  x = a[4] * b[4]; s[4] -= t4 * x; s[6] += t6 * x; x = a[4] * b[5]; s[3] -= t2 * x; x = a[4] * b[6]; s[2] -= t6 * x;
  x = a[4] * b[7]; s[1] -= t1 * x; s[3] += t5 * x; x = a[4] * b[8]; s[0] += t8 * x; x = a[4] * b[9]; s[1] -= t8 * x;
  x = a[4] * b[10]; s[0] += t2 * x; x = a[5] * b[1]; s[0] -= t10 * x; x = a[5] * b[2]; s[1] += t10 * x;
  x = a[5] * b[3]; s[2] += t7 * x; x = a[5] * b[4]; s[3] -= t2 * x; x = a[5] * b[5]; s[4] -= t10 * x;
  x = a[5] * b[6]; s[5] -= t2 * x; x = a[5] * b[7]; s[6] += t7 * x; x = a[5] * b[8]; s[7] += t10 * x;
  x = a[5] * b[9]; s[8] -= t10 * x; x = a[6] * b[0]; s[0] -= t2 * x; x = a[6] * b[1]; s[1] += t8 * x;
  x = a[6] * b[2]; s[0] += t8 * x; x = a[6] * b[3]; s[1] -= t1 * x; s[3] -= t5 * x; x = a[6] * b[4]; s[2] -= t6 * x;
  x = a[6] * b[5]; s[5] -= t2 * x; x = a[6] * b[6]; s[4] -= t4 * x; s[6] -= t6 * x;
  x = a[6] * b[7]; s[5] -= t5 * x; s[7] -= t1 * x; x = a[6] * b[8]; s[8] += t8 * x; x = a[6] * b[9]; s[7] += t8 * x;
  x = a[6] * b[10]; s[8] -= t2 * x; x = a[7] * b[0]; s[1] += t7 * x; x = a[7] * b[1]; s[2] -= t3 * x;
  x = a[7] * b[2]; s[3] -= t3 * x; x = a[7] * b[3]; s[0] -= t9 * x; x = a[7] * b[4]; s[1] -= t1 * x; s[3] += t5 * x;
  x = a[7] * b[5]; s[6] += t7 * x; x = a[7] * b[6]; s[5] -= t5 * x; s[7] -= t1 * x;
  x = a[7] * b[7]; s[4] += t0 * x; s[8] -= t9 * x; x = a[7] * b[8]; s[5] -= t3 * x; x = a[7] * b[9]; s[6] -= t3 * x;
  x = a[7] * b[10]; s[7] += t7 * x; x = a[8] * b[0]; s[2] -= t10 * x; x = a[8] * b[3]; s[3] += t3 * x;
  x = a[8] * b[4]; s[0] += t8 * x; x = a[8] * b[5]; s[7] += t10 * x; x = a[8] * b[6]; s[8] += t8 * x;
  x = a[8] * b[7]; s[5] -= t3 * x; x = a[8] * b[8]; s[4] += t10 * x; x = a[8] * b[10]; s[6] -= t10 * x;
  x = a[9] * b[0]; s[3] += t10 * x; x = a[9] * b[3]; s[2] += t3 * x; x = a[9] * b[4]; s[1] -= t8 * x;
  x = a[9] * b[5]; s[8] -= t10 * x; x = a[9] * b[6]; s[7] += t8 * x; x = a[9] * b[7]; s[6] -= t3 * x;
  x = a[9] * b[9]; s[4] += t10 * x; x = a[9] * b[10]; s[5] += t10 * x; x = a[10] * b[1]; s[3] -= t10 * x;
  x = a[10] * b[2]; s[2] += t10 * x; x = a[10] * b[3]; s[1] -= t7 * x; x = a[10] * b[4]; s[0] += t2 * x;
  x = a[10] * b[6]; s[8] -= t2 * x; x = a[10] * b[7]; s[7] += t7 * x; x = a[10] * b[8]; s[6] -= t10 * x;
  x = a[10] * b[9]; s[5] += t10 * x; x = a[10] * b[10]; s[4] -= t10 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 5, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009124148357522649, t1 = 0.01971041319963609, t2 = 0.02234950781338371,
  t3 = 0.02414022747926338, t4 = 0.030535240827622965, t5 = 0.033149677206589796, t6 = 0.035259059023196336,
  t7 = 0.04469901562676742, t8 = 0.04616494483048941, t9 = 0.0518285894676161, t10 = 0.05214885156456199,
  t11 = 0.05397918963594131, t12 = 0.05712620469979835, t13 = 0.06201736729460423, t14 = 0.06629935441317959,
  t15 = 0.06996502622814413, t16 = 0.07344797747116931, t17 = 0.07557086549031783, t18 = 0.07742096611387637,
  t19 = 0.07884165279854435, t20 = 0.08362420100070908, t21 = 0.0863667034175061, t22 = 0.08655927155716765,
  t23 = 0.087261719067456, t24 = 0.08995503372189959, t25 = 0.09078412990032037, t26 = 0.09473309334313418,
  t27 = 0.09656090991705352, t28 = 0.09756156783416059, t29 = 0.10036563193274914, t30 = 0.10127393670836667,
  t31 = 0.10741723110591493, t32 = 0.10795837927188262, t33 = 0.11062441971717744, t34 = 0.11174753906691855,
  t35 = 0.1142524093995967, t36 = 0.11779224879003658, t37 = 0.12179969144117252, t38 = 0.13993005245628826,
  t39 = 0.15644655469368596, t40 = 0.16574838603294897;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[3] += t25 * x; x = a[0] * b[2]; s[3] += t34 * x; x = a[0] * b[3]; s[2] -= t22 * x;
  x = a[0] * b[4]; s[1] += t11 * x; x = a[0] * b[5]; s[0] -= t3 * x; x = a[0] * b[7]; s[8] += t3 * x;
  x = a[0] * b[8]; s[7] -= t11 * x; x = a[0] * b[9]; s[6] += t22 * x; x = a[0] * b[10]; s[5] -= t34 * x;
  x = a[0] * b[11]; s[4] += t40 * x; x = a[0] * b[12]; s[5] += t25 * x; x = a[1] * b[0]; s[2] -= t37 * x;
  x = a[1] * b[1]; s[3] -= t14 * x; x = a[1] * b[3]; s[3] += t18 * x; x = a[1] * b[4]; s[2] -= t29 * x;
  x = a[1] * b[5]; s[1] += t21 * x; x = a[1] * b[6]; s[8] += t15 * x; x = a[1] * b[7]; s[7] -= t21 * x;
  x = a[1] * b[8]; s[6] += t29 * x; x = a[1] * b[9]; s[5] -= t18 * x; x = a[1] * b[10]; s[4] += t2 * x;
  x = a[1] * b[11]; s[5] -= t14 * x; x = a[1] * b[12]; s[6] -= t37 * x; x = a[2] * b[0]; s[1] += t31 * x;
  x = a[2] * b[1]; s[2] -= t5 * x; x = a[2] * b[2]; s[3] -= t24 * x; x = a[2] * b[4]; s[3] += t0 * x;
  x = a[2] * b[5]; s[0] -= t17 * x; s[2] -= t16 * x; x = a[2] * b[6]; s[7] -= t38 * x;
  x = a[2] * b[7]; s[6] += t16 * x; s[8] -= t17 * x; x = a[2] * b[8]; s[5] -= t0 * x; x = a[2] * b[9]; s[4] -= t22 * x;
  x = a[2] * b[10]; s[5] -= t24 * x; x = a[2] * b[11]; s[6] -= t5 * x; x = a[2] * b[12]; s[7] += t31 * x;
  x = a[3] * b[0]; s[0] -= t13 * x; x = a[3] * b[1]; s[1] += t30 * x; x = a[3] * b[2]; s[2] += t8 * x;
  x = a[3] * b[3]; s[3] -= t7 * x; x = a[3] * b[4]; s[0] += t28 * x; x = a[3] * b[5]; s[1] += t23 * x; s[3] -= t9 * x;
  x = a[3] * b[6]; s[6] += t4 * x; x = a[3] * b[7]; s[5] += t9 * x; s[7] += t23 * x;
  x = a[3] * b[8]; s[4] -= t36 * x; s[8] += t28 * x; x = a[3] * b[9]; s[5] -= t7 * x; x = a[3] * b[10]; s[6] += t8 * x;
  x = a[3] * b[11]; s[7] += t30 * x; x = a[3] * b[12]; s[8] -= t13 * x; x = a[4] * b[1]; s[0] -= t26 * x;
  x = a[4] * b[2]; s[1] += t12 * x; x = a[4] * b[3]; s[0] -= t33 * x; s[2] += t20 * x;
  x = a[4] * b[4]; s[1] -= t10 * x; s[3] += t1 * x; x = a[4] * b[5]; s[2] += t6 * x; x = a[4] * b[6]; s[5] += t35 * x;
  x = a[4] * b[7]; s[4] -= t19 * x; s[6] += t6 * x; x = a[4] * b[8]; s[5] += t1 * x; s[7] -= t10 * x;
  x = a[4] * b[9]; s[6] += t20 * x; s[8] -= t33 * x; x = a[4] * b[10]; s[7] += t12 * x;
  x = a[4] * b[11]; s[8] -= t26 * x; x = a[5] * b[2]; s[8] += t39 * x; x = a[5] * b[4]; s[6] -= t32 * x;
  x = a[5] * b[5]; s[5] -= t27 * x; x = a[5] * b[7]; s[3] += t27 * x; x = a[5] * b[8]; s[2] += t32 * x;
  x = a[5] * b[10]; s[0] -= t39 * x; x = a[6] * b[1]; s[8] += t26 * x; x = a[6] * b[2]; s[7] -= t12 * x;
  x = a[6] * b[3]; s[6] -= t20 * x; s[8] -= t33 * x; x = a[6] * b[4]; s[5] -= t1 * x; s[7] -= t10 * x;
  x = a[6] * b[5]; s[4] += t19 * x; s[6] += t6 * x; x = a[6] * b[6]; s[3] -= t35 * x; x = a[6] * b[7]; s[2] -= t6 * x;
  x = a[6] * b[8]; s[1] += t10 * x; s[3] += t1 * x; x = a[6] * b[9]; s[0] += t33 * x; s[2] += t20 * x;
  x = a[6] * b[10]; s[1] += t12 * x; x = a[6] * b[11]; s[0] -= t26 * x; x = a[7] * b[0]; s[8] += t13 * x;
  x = a[7] * b[1]; s[7] -= t30 * x; x = a[7] * b[2]; s[6] -= t8 * x; x = a[7] * b[3]; s[5] += t7 * x;
  x = a[7] * b[4]; s[4] += t36 * x; s[8] += t28 * x; x = a[7] * b[5]; s[5] -= t9 * x; s[7] += t23 * x;
  x = a[7] * b[6]; s[2] -= t4 * x; x = a[7] * b[7]; s[1] -= t23 * x; s[3] -= t9 * x; x = a[7] * b[8]; s[0] -= t28 * x;
  x = a[7] * b[9]; s[3] -= t7 * x; x = a[7] * b[10]; s[2] += t8 * x; x = a[7] * b[11]; s[1] += t30 * x;
  x = a[7] * b[12]; s[0] -= t13 * x; x = a[8] * b[0]; s[7] -= t31 * x; x = a[8] * b[1]; s[6] += t5 * x;
  x = a[8] * b[2]; s[5] += t24 * x; x = a[8] * b[3]; s[4] += t22 * x; x = a[8] * b[4]; s[5] += t0 * x;
  x = a[8] * b[5]; s[6] -= t16 * x; s[8] -= t17 * x; x = a[8] * b[6]; s[1] += t38 * x;
  x = a[8] * b[7]; s[0] += t17 * x; s[2] -= t16 * x; x = a[8] * b[8]; s[3] += t0 * x; x = a[8] * b[10]; s[3] -= t24 * x;
  x = a[8] * b[11]; s[2] -= t5 * x; x = a[8] * b[12]; s[1] += t31 * x; x = a[9] * b[0]; s[6] += t37 * x;
  x = a[9] * b[1]; s[5] += t14 * x; x = a[9] * b[2]; s[4] -= t2 * x; x = a[9] * b[3]; s[5] += t18 * x;
  x = a[9] * b[4]; s[6] -= t29 * x; x = a[9] * b[5]; s[7] += t21 * x; x = a[9] * b[6]; s[0] -= t15 * x;
  x = a[9] * b[7]; s[1] += t21 * x; x = a[9] * b[8]; s[2] -= t29 * x; x = a[9] * b[9]; s[3] += t18 * x;
  x = a[9] * b[11]; s[3] -= t14 * x; x = a[9] * b[12]; s[2] -= t37 * x; x = a[10] * b[0]; s[5] -= t25 * x;
  x = a[10] * b[1]; s[4] -= t40 * x; x = a[10] * b[2]; s[5] += t34 * x; x = a[10] * b[3]; s[6] -= t22 * x;
  x = a[10] * b[4]; s[7] += t11 * x; x = a[10] * b[5]; s[8] -= t3 * x; x = a[10] * b[7]; s[0] -= t3 * x;
  x = a[10] * b[8]; s[1] += t11 * x; x = a[10] * b[9]; s[2] -= t22 * x; x = a[10] * b[10]; s[3] += t34 * x;
  x = a[10] * b[12]; s[3] += t25 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<4, 6, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.014053999551631427, t1 = 0.021682207387093703, t2 = 0.023662155834182737,
  t3 = 0.028425613694305123, t4 = 0.03363363969981562, t5 = 0.035989906280746047, t6 = 0.037029418598812446,
  t7 = 0.04647155152113572, t8 = 0.06140634384863434, t9 = 0.06771472511240596, t10 = 0.06899236143528155,
  t11 = 0.07134772412317411, t12 = 0.07878469563215812, t13 = 0.07999268671723493, t14 = 0.0817687246640374,
  t15 = 0.08432399730978855, t16 = 0.08807354275501537, t17 = 0.09108032686966361, t18 = 0.09257354649703112,
  t19 = 0.09294310304227144, t20 = 0.0961161313666907, t21 = 0.10039002508706064, t22 = 0.10444237376477615,
  t23 = 0.10582037787885168, t24 = 0.10732145112154907, t25 = 0.11546538866394034, t26 = 0.11998903007585239,
  t27 = 0.12265308699605608, t28 = 0.12648599596468285;
  double s[9] = {}, x;
  x = a[0] * b[0]; s[4] += t28 * x; x = a[0] * b[1]; s[5] -= t25 * x; x = a[0] * b[2]; s[6] += t22 * x;
  x = a[0] * b[3]; s[7] -= t11 * x; x = a[0] * b[4]; s[8] += t4 * x; x = a[0] * b[8]; s[0] += t4 * x;
  x = a[0] * b[9]; s[1] -= t11 * x; x = a[0] * b[10]; s[2] += t22 * x; x = a[0] * b[11]; s[3] -= t25 * x;
  x = a[1] * b[0]; s[5] -= t25 * x; x = a[1] * b[1]; s[4] -= t15 * x; x = a[1] * b[2]; s[5] -= t3 * x;
  x = a[1] * b[3]; s[6] += t16 * x; x = a[1] * b[4]; s[7] -= t20 * x; x = a[1] * b[5]; s[8] += t8 * x;
  x = a[1] * b[7]; s[0] += t8 * x; x = a[1] * b[8]; s[1] -= t20 * x; x = a[1] * b[9]; s[2] += t16 * x;
  x = a[1] * b[10]; s[3] -= t3 * x; x = a[1] * b[12]; s[3] += t25 * x; x = a[2] * b[0]; s[6] += t22 * x;
  x = a[2] * b[1]; s[5] -= t3 * x; x = a[2] * b[2]; s[4] -= t27 * x; x = a[2] * b[3]; s[5] += t7 * x;
  x = a[2] * b[4]; s[6] += t5 * x; x = a[2] * b[5]; s[7] -= t18 * x; x = a[2] * b[6]; s[0] += t26 * x;
  x = a[2] * b[7]; s[1] -= t18 * x; x = a[2] * b[8]; s[2] += t5 * x; x = a[2] * b[9]; s[3] += t7 * x;
  x = a[2] * b[11]; s[3] += t3 * x; x = a[2] * b[12]; s[2] -= t22 * x; x = a[3] * b[0]; s[7] -= t11 * x;
  x = a[3] * b[1]; s[6] += t16 * x; x = a[3] * b[2]; s[5] += t7 * x; x = a[3] * b[3]; s[4] -= t10 * x;
  x = a[3] * b[4]; s[5] += t12 * x; x = a[3] * b[5]; s[6] -= t1 * x; s[8] += t21 * x; x = a[3] * b[6]; s[1] -= t19 * x;
  x = a[3] * b[7]; s[0] -= t21 * x; s[2] -= t1 * x; x = a[3] * b[8]; s[3] += t12 * x; x = a[3] * b[10]; s[3] -= t7 * x;
  x = a[3] * b[11]; s[2] -= t16 * x; x = a[3] * b[12]; s[1] += t11 * x; x = a[4] * b[0]; s[8] += t4 * x;
  x = a[4] * b[1]; s[7] -= t20 * x; x = a[4] * b[2]; s[6] += t5 * x; x = a[4] * b[3]; s[5] += t12 * x;
  x = a[4] * b[4]; s[4] += t0 * x; s[8] -= t23 * x; x = a[4] * b[5]; s[5] += t9 * x; s[7] -= t2 * x;
  x = a[4] * b[6]; s[2] -= t17 * x; x = a[4] * b[7]; s[1] += t2 * x; s[3] += t9 * x; x = a[4] * b[8]; s[0] += t23 * x;
  x = a[4] * b[9]; s[3] -= t12 * x; x = a[4] * b[10]; s[2] -= t5 * x; x = a[4] * b[11]; s[1] += t20 * x;
  x = a[4] * b[12]; s[0] -= t4 * x; x = a[5] * b[1]; s[8] += t8 * x; x = a[5] * b[2]; s[7] -= t18 * x;
  x = a[5] * b[3]; s[6] -= t1 * x; s[8] += t21 * x; x = a[5] * b[4]; s[5] += t9 * x; s[7] -= t2 * x;
  x = a[5] * b[5]; s[4] += t14 * x; s[6] -= t13 * x; x = a[5] * b[6]; s[3] += t6 * x; x = a[5] * b[7]; s[2] += t13 * x;
  x = a[5] * b[8]; s[1] += t2 * x; s[3] -= t9 * x; x = a[5] * b[9]; s[0] -= t21 * x; s[2] += t1 * x;
  x = a[5] * b[10]; s[1] += t18 * x; x = a[5] * b[11]; s[0] -= t8 * x; x = a[6] * b[2]; s[0] += t26 * x;
  x = a[6] * b[3]; s[1] -= t19 * x; x = a[6] * b[4]; s[2] -= t17 * x; x = a[6] * b[5]; s[3] += t6 * x;
  x = a[6] * b[6]; s[4] += t24 * x; x = a[6] * b[7]; s[5] += t6 * x; x = a[6] * b[8]; s[6] -= t17 * x;
  x = a[6] * b[9]; s[7] -= t19 * x; x = a[6] * b[10]; s[8] += t26 * x; x = a[7] * b[1]; s[0] += t8 * x;
  x = a[7] * b[2]; s[1] -= t18 * x; x = a[7] * b[3]; s[0] -= t21 * x; s[2] -= t1 * x;
  x = a[7] * b[4]; s[1] += t2 * x; s[3] += t9 * x; x = a[7] * b[5]; s[2] += t13 * x; x = a[7] * b[6]; s[5] += t6 * x;
  x = a[7] * b[7]; s[4] += t14 * x; s[6] += t13 * x; x = a[7] * b[8]; s[5] += t9 * x; s[7] += t2 * x;
  x = a[7] * b[9]; s[6] -= t1 * x; s[8] -= t21 * x; x = a[7] * b[10]; s[7] -= t18 * x; x = a[7] * b[11]; s[8] += t8 * x;
  x = a[8] * b[0]; s[0] += t4 * x; x = a[8] * b[1]; s[1] -= t20 * x; x = a[8] * b[2]; s[2] += t5 * x;
  x = a[8] * b[3]; s[3] += t12 * x; x = a[8] * b[4]; s[0] += t23 * x; x = a[8] * b[5]; s[1] += t2 * x; s[3] -= t9 * x;
  x = a[8] * b[6]; s[6] -= t17 * x; x = a[8] * b[7]; s[5] += t9 * x; s[7] += t2 * x;
  x = a[8] * b[8]; s[4] += t0 * x; s[8] += t23 * x; x = a[8] * b[9]; s[5] += t12 * x; x = a[8] * b[10]; s[6] += t5 * x;
  x = a[8] * b[11]; s[7] -= t20 * x; x = a[8] * b[12]; s[8] += t4 * x; x = a[9] * b[0]; s[1] -= t11 * x;
  x = a[9] * b[1]; s[2] += t16 * x; x = a[9] * b[2]; s[3] += t7 * x; x = a[9] * b[4]; s[3] -= t12 * x;
  x = a[9] * b[5]; s[0] -= t21 * x; s[2] += t1 * x; x = a[9] * b[6]; s[7] -= t19 * x;
  x = a[9] * b[7]; s[6] -= t1 * x; s[8] -= t21 * x; x = a[9] * b[8]; s[5] += t12 * x; x = a[9] * b[9]; s[4] -= t10 * x;
  x = a[9] * b[10]; s[5] += t7 * x; x = a[9] * b[11]; s[6] += t16 * x; x = a[9] * b[12]; s[7] -= t11 * x;
  x = a[10] * b[0]; s[2] += t22 * x; x = a[10] * b[1]; s[3] -= t3 * x; x = a[10] * b[3]; s[3] -= t7 * x;
  x = a[10] * b[4]; s[2] -= t5 * x; x = a[10] * b[5]; s[1] += t18 * x; x = a[10] * b[6]; s[8] += t26 * x;
  x = a[10] * b[7]; s[7] -= t18 * x; x = a[10] * b[8]; s[6] += t5 * x; x = a[10] * b[9]; s[5] += t7 * x;
  x = a[10] * b[10]; s[4] -= t27 * x; x = a[10] * b[11]; s[5] -= t3 * x; x = a[10] * b[12]; s[6] += t22 * x;
  x = a[11] * b[0]; s[3] -= t25 * x; x = a[11] * b[2]; s[3] += t3 * x; x = a[11] * b[3]; s[2] -= t16 * x;
  x = a[11] * b[4]; s[1] += t20 * x; x = a[11] * b[5]; s[0] -= t8 * x; x = a[11] * b[7]; s[8] += t8 * x;
  x = a[11] * b[8]; s[7] -= t20 * x; x = a[11] * b[9]; s[6] += t16 * x; x = a[11] * b[10]; s[5] -= t3 * x;
  x = a[11] * b[11]; s[4] -= t15 * x; x = a[11] * b[12]; s[5] -= t25 * x; x = a[12] * b[1]; s[3] += t25 * x;
  x = a[12] * b[2]; s[2] -= t22 * x; x = a[12] * b[3]; s[1] += t11 * x; x = a[12] * b[4]; s[0] -= t4 * x;
  x = a[12] * b[8]; s[8] += t4 * x; x = a[12] * b[9]; s[7] -= t11 * x; x = a[12] * b[10]; s[6] += t22 * x;
  x = a[12] * b[11]; s[5] -= t25 * x; x = a[12] * b[12]; s[4] += t28 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 0, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.30151134457776363;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[0] -= t0 * x; x = a[0] * b[1]; s[1] -= t0 * x; x = a[0] * b[2]; s[2] -= t0 * x;
  x = a[0] * b[3]; s[3] -= t0 * x; x = a[0] * b[4]; s[4] -= t0 * x; x = a[0] * b[5]; s[5] -= t0 * x;
  x = a[0] * b[6]; s[6] -= t0 * x; x = a[0] * b[7]; s[7] -= t0 * x; x = a[0] * b[8]; s[8] -= t0 * x;
  x = a[0] * b[9]; s[9] -= t0 * x; x = a[0] * b[10]; s[10] -= t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 1, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03178208630818641, t1 = 0.05504818825631803, t2 = 0.0778498944161523,
  t3 = 0.13483997249264842, t4 = 0.14213381090374028, t5 = 0.14564381625088382, t6 = 0.16817499303650435,
  t7 = 0.17407765595569785, t8 = 0.1797866299901979, t9 = 0.19069251784911848, t10 = 0.20597146021777488,
  t11 = 0.21320071635561044, t12 = 0.2201927530252721, t13 = 0.22473328748774737;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[8] += t0 * x; s[10] += t11 * x; x = a[0] * b[1]; s[7] += t1 * x; s[9] += t9 * x;
  x = a[0] * b[2]; s[6] += t2 * x; s[8] += t6 * x; x = a[0] * b[3]; s[5] += t4 * x; s[7] += t5 * x;
  x = a[0] * b[4]; s[4] -= t7 * x; x = a[0] * b[5]; s[3] -= t5 * x; x = a[0] * b[6]; s[2] -= t6 * x; s[4] -= t2 * x;
  x = a[0] * b[7]; s[1] -= t9 * x; s[3] -= t1 * x; x = a[0] * b[8]; s[0] -= t11 * x; s[2] -= t0 * x;
  x = a[1] * b[0]; s[1] -= t3 * x; x = a[1] * b[1]; s[2] -= t8 * x; x = a[1] * b[2]; s[3] -= t10 * x;
  x = a[1] * b[3]; s[4] -= t12 * x; x = a[1] * b[4]; s[5] -= t13 * x; x = a[1] * b[5]; s[6] -= t12 * x;
  x = a[1] * b[6]; s[7] -= t10 * x; x = a[1] * b[7]; s[8] -= t8 * x; x = a[1] * b[8]; s[9] -= t3 * x;
  x = a[2] * b[0]; s[0] -= t11 * x; s[2] += t0 * x; x = a[2] * b[1]; s[1] -= t9 * x; s[3] += t1 * x;
  x = a[2] * b[2]; s[2] -= t6 * x; s[4] += t2 * x; x = a[2] * b[3]; s[3] -= t5 * x; x = a[2] * b[4]; s[6] -= t7 * x;
  x = a[2] * b[5]; s[5] += t4 * x; s[7] -= t5 * x; x = a[2] * b[6]; s[6] += t2 * x; s[8] -= t6 * x;
  x = a[2] * b[7]; s[7] += t1 * x; s[9] -= t9 * x; x = a[2] * b[8]; s[8] += t0 * x; s[10] -= t11 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 1, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.05504818825631803, t1 = 0.08703882797784893, t2 = 0.11009637651263605,
  t3 = 0.11677484162422845, t4 = 0.13483997249264842, t5 = 0.14564381625088382, t6 = 0.1651445647689541,
  t7 = 0.21320071635561044, t8 = 0.2201927530252721, t9 = 0.27524094128159016;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[1] -= t1 * x; x = a[0] * b[1]; s[0] += t1 * x; s[2] -= t3 * x;
  x = a[0] * b[2]; s[1] += t3 * x; s[3] -= t4 * x; x = a[0] * b[3]; s[2] += t4 * x; s[4] -= t5 * x;
  x = a[0] * b[4]; s[3] += t5 * x; x = a[0] * b[5]; s[6] += t7 * x; x = a[0] * b[6]; s[5] -= t7 * x; s[7] += t5 * x;
  x = a[0] * b[7]; s[6] -= t5 * x; s[8] += t4 * x; x = a[0] * b[8]; s[7] -= t4 * x; s[9] += t3 * x;
  x = a[0] * b[9]; s[8] -= t3 * x; s[10] += t1 * x; x = a[0] * b[10]; s[9] -= t1 * x; x = a[1] * b[0]; s[10] -= t9 * x;
  x = a[1] * b[1]; s[9] -= t8 * x; x = a[1] * b[2]; s[8] -= t6 * x; x = a[1] * b[3]; s[7] -= t2 * x;
  x = a[1] * b[4]; s[6] -= t0 * x; x = a[1] * b[6]; s[4] += t0 * x; x = a[1] * b[7]; s[3] += t2 * x;
  x = a[1] * b[8]; s[2] += t6 * x; x = a[1] * b[9]; s[1] += t8 * x; x = a[1] * b[10]; s[0] += t9 * x;
  x = a[2] * b[0]; s[9] += t1 * x; x = a[2] * b[1]; s[8] += t3 * x; s[10] += t1 * x;
  x = a[2] * b[2]; s[7] += t4 * x; s[9] += t3 * x; x = a[2] * b[3]; s[6] += t5 * x; s[8] += t4 * x;
  x = a[2] * b[4]; s[5] += t7 * x; s[7] += t5 * x; x = a[2] * b[5]; s[4] -= t7 * x; x = a[2] * b[6]; s[3] -= t5 * x;
  x = a[2] * b[7]; s[2] -= t4 * x; s[4] -= t5 * x; x = a[2] * b[8]; s[1] -= t3 * x; s[3] -= t4 * x;
  x = a[2] * b[9]; s[0] -= t1 * x; s[2] -= t3 * x; x = a[2] * b[10]; s[1] -= t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 1, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02414022747926338, t1 = 0.04181210050035454, t2 = 0.05913123959890826,
  t3 = 0.07633810206905742, t4 = 0.11322770341445958, t5 = 0.12773807700531709, t6 = 0.13222147133698628,
  t7 = 0.14484136487558028, t8 = 0.15267620413811483, t9 = 0.15644655469368596, t10 = 0.16193756890782393,
  t11 = 0.17739371879672478, t12 = 0.17902871850985821, t13 = 0.19312181983410703, t14 = 0.19611613513818404,
  t15 = 0.20197163363339118, t16 = 0.20483662259967567;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[10] += t14 * x; x = a[0] * b[1]; s[9] += t12 * x;
  x = a[0] * b[2]; s[8] += t10 * x; s[10] += t0 * x; x = a[0] * b[3]; s[7] += t7 * x; s[9] += t1 * x;
  x = a[0] * b[4]; s[6] += t5 * x; s[8] += t2 * x; x = a[0] * b[5]; s[5] += t9 * x; s[7] += t3 * x;
  x = a[0] * b[6]; s[4] -= t6 * x; x = a[0] * b[7]; s[3] -= t3 * x; x = a[0] * b[8]; s[2] -= t2 * x; s[4] -= t5 * x;
  x = a[0] * b[9]; s[1] -= t1 * x; s[3] -= t7 * x; x = a[0] * b[10]; s[0] -= t0 * x; s[2] -= t10 * x;
  x = a[0] * b[11]; s[1] -= t12 * x; x = a[0] * b[12]; s[0] -= t14 * x; x = a[1] * b[1]; s[0] += t4 * x;
  x = a[1] * b[2]; s[1] += t8 * x; x = a[1] * b[3]; s[2] += t11 * x; x = a[1] * b[4]; s[3] += t13 * x;
  x = a[1] * b[5]; s[4] += t15 * x; x = a[1] * b[6]; s[5] += t16 * x; x = a[1] * b[7]; s[6] += t15 * x;
  x = a[1] * b[8]; s[7] += t13 * x; x = a[1] * b[9]; s[8] += t11 * x; x = a[1] * b[10]; s[9] += t8 * x;
  x = a[1] * b[11]; s[10] += t4 * x; x = a[2] * b[0]; s[0] += t14 * x; x = a[2] * b[1]; s[1] += t12 * x;
  x = a[2] * b[2]; s[0] -= t0 * x; s[2] += t10 * x; x = a[2] * b[3]; s[1] -= t1 * x; s[3] += t7 * x;
  x = a[2] * b[4]; s[2] -= t2 * x; s[4] += t5 * x; x = a[2] * b[5]; s[3] -= t3 * x; x = a[2] * b[6]; s[6] -= t6 * x;
  x = a[2] * b[7]; s[5] += t9 * x; s[7] -= t3 * x; x = a[2] * b[8]; s[6] += t5 * x; s[8] -= t2 * x;
  x = a[2] * b[9]; s[7] += t7 * x; s[9] -= t1 * x; x = a[2] * b[10]; s[8] += t10 * x; s[10] -= t0 * x;
  x = a[2] * b[11]; s[9] += t12 * x; x = a[2] * b[12]; s[10] += t14 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 2, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.014712247158412493, t1 = 0.03892494720807615, t2 = 0.046524210519923545,
  t3 = 0.05698028822981897, t4 = 0.07207499701564472, t5 = 0.11009637651263605, t6 = 0.12309149097933274,
  t7 = 0.13483997249264842, t8 = 0.14712247158412492, t9 = 0.15075567228888181, t10 = 0.1556997888323046,
  t11 = 0.1651445647689541, t12 = 0.18609684207969418, t13 = 0.19738550848793068, t14 = 0.20806259464411975,
  t15 = 0.21320071635561044;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[6] -= t0 * x; s[10] += t15 * x; x = a[0] * b[1]; s[5] -= t2 * x; s[9] += t11 * x;
  x = a[0] * b[2]; s[6] += t3 * x; s[8] += t6 * x; x = a[0] * b[3]; s[3] -= t6 * x;
  x = a[0] * b[4]; s[2] -= t6 * x; s[4] += t3 * x; x = a[0] * b[5]; s[1] -= t11 * x;
  x = a[0] * b[6]; s[0] -= t15 * x; s[4] += t0 * x; x = a[1] * b[0]; s[7] += t1 * x; s[9] += t7 * x;
  x = a[1] * b[1]; s[6] += t4 * x; s[8] += t10 * x; x = a[1] * b[2]; s[5] += t8 * x; s[7] += t9 * x;
  x = a[1] * b[3]; s[4] -= t12 * x; x = a[1] * b[4]; s[3] -= t9 * x; x = a[1] * b[5]; s[2] -= t10 * x; s[4] -= t4 * x;
  x = a[1] * b[6]; s[1] -= t7 * x; s[3] -= t1 * x; x = a[2] * b[0]; s[2] -= t5 * x; x = a[2] * b[1]; s[3] -= t11 * x;
  x = a[2] * b[2]; s[4] -= t13 * x; x = a[2] * b[3]; s[5] -= t14 * x; x = a[2] * b[4]; s[6] -= t13 * x;
  x = a[2] * b[5]; s[7] -= t11 * x; x = a[2] * b[6]; s[8] -= t5 * x; x = a[3] * b[0]; s[1] -= t7 * x; s[3] += t1 * x;
  x = a[3] * b[1]; s[2] -= t10 * x; s[4] += t4 * x; x = a[3] * b[2]; s[3] -= t9 * x; x = a[3] * b[3]; s[6] -= t12 * x;
  x = a[3] * b[4]; s[5] += t8 * x; s[7] -= t9 * x; x = a[3] * b[5]; s[6] += t4 * x; s[8] -= t10 * x;
  x = a[3] * b[6]; s[7] += t1 * x; s[9] -= t7 * x; x = a[4] * b[0]; s[0] -= t15 * x; s[4] -= t0 * x;
  x = a[4] * b[1]; s[1] -= t11 * x; x = a[4] * b[2]; s[2] -= t6 * x; s[4] -= t3 * x; x = a[4] * b[3]; s[7] -= t6 * x;
  x = a[4] * b[4]; s[6] += t3 * x; s[8] -= t6 * x; x = a[4] * b[5]; s[5] -= t2 * x; s[9] -= t11 * x;
  x = a[4] * b[6]; s[6] -= t0 * x; s[10] -= t15 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 2, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03178208630818641, t1 = 0.059458839001056314, t2 = 0.0778498944161523,
  t3 = 0.11236664374387369, t4 = 0.12309149097933274, t5 = 0.12712834523274563, t6 = 0.14213381090374028,
  t7 = 0.14564381625088382, t8 = 0.17407765595569785, t9 = 0.18802535827258873, t10 = 0.19069251784911848;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[3] += t0 * x; x = a[0] * b[1]; s[0] += t4 * x; s[4] += t1 * x; x = a[0] * b[2]; s[1] += t7 * x;
  x = a[0] * b[3]; s[2] += t7 * x; s[4] += t3 * x; x = a[0] * b[4]; s[7] += t9 * x;
  x = a[0] * b[5]; s[6] -= t3 * x; s[8] += t7 * x; x = a[0] * b[6]; s[5] += t4 * x; s[9] += t7 * x;
  x = a[0] * b[7]; s[6] += t1 * x; s[10] += t4 * x; x = a[0] * b[8]; s[7] += t0 * x;
  x = a[1] * b[0]; s[0] -= t8 * x; s[2] -= t2 * x; x = a[1] * b[1]; s[1] -= t2 * x; s[3] -= t3 * x;
  x = a[1] * b[2]; s[4] -= t5 * x; x = a[1] * b[3]; s[3] += t1 * x; x = a[1] * b[4]; s[6] += t6 * x;
  x = a[1] * b[5]; s[5] -= t8 * x; s[7] += t1 * x; x = a[1] * b[6]; s[6] -= t5 * x;
  x = a[1] * b[7]; s[7] -= t3 * x; s[9] -= t2 * x; x = a[1] * b[8]; s[8] -= t2 * x; s[10] -= t8 * x;
  x = a[2] * b[0]; s[9] -= t10 * x; x = a[2] * b[1]; s[8] -= t10 * x; x = a[2] * b[2]; s[7] -= t7 * x;
  x = a[2] * b[3]; s[6] -= t2 * x; x = a[2] * b[5]; s[4] += t2 * x; x = a[2] * b[6]; s[3] += t7 * x;
  x = a[2] * b[7]; s[2] += t10 * x; x = a[2] * b[8]; s[1] += t10 * x; x = a[3] * b[0]; s[8] += t2 * x; s[10] -= t8 * x;
  x = a[3] * b[1]; s[7] += t3 * x; s[9] -= t2 * x; x = a[3] * b[2]; s[6] += t5 * x;
  x = a[3] * b[3]; s[5] += t8 * x; s[7] += t1 * x; x = a[3] * b[4]; s[4] -= t6 * x; x = a[3] * b[5]; s[3] -= t1 * x;
  x = a[3] * b[6]; s[4] -= t5 * x; x = a[3] * b[7]; s[1] += t2 * x; s[3] -= t3 * x;
  x = a[3] * b[8]; s[0] += t8 * x; s[2] -= t2 * x; x = a[4] * b[0]; s[7] -= t0 * x;
  x = a[4] * b[1]; s[6] -= t1 * x; s[10] += t4 * x; x = a[4] * b[2]; s[5] -= t4 * x; s[9] += t7 * x;
  x = a[4] * b[3]; s[6] += t3 * x; s[8] += t7 * x; x = a[4] * b[4]; s[3] -= t9 * x;
  x = a[4] * b[5]; s[2] -= t7 * x; s[4] += t3 * x; x = a[4] * b[6]; s[1] -= t7 * x;
  x = a[4] * b[7]; s[0] -= t4 * x; s[4] += t1 * x; x = a[4] * b[8]; s[3] += t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 2, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.015267620413811482, t1 = 0.03413943709994594, t2 = 0.05913123959890826,
  t3 = 0.06996502622814413, t4 = 0.0916057224828689, t5 = 0.10795837927188262, t6 = 0.1142524093995967,
  t7 = 0.1254363015010636, t8 = 0.130892578601184, t9 = 0.13222147133698628, t10 = 0.13740858372430334,
  t11 = 0.15267620413811483, t12 = 0.18064892093237822, t13 = 0.22901430620717222;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[8] -= t2 * x; x = a[0] * b[1]; s[7] -= t4 * x; x = a[0] * b[2]; s[6] -= t6 * x; s[10] += t2 * x;
  x = a[0] * b[3]; s[5] -= t12 * x; s[9] += t4 * x; x = a[0] * b[4]; s[6] += t9 * x; s[8] += t6 * x;
  x = a[0] * b[5]; s[3] -= t12 * x; x = a[0] * b[6]; s[2] -= t6 * x; s[4] += t9 * x; x = a[0] * b[7]; s[1] -= t4 * x;
  x = a[0] * b[8]; s[0] -= t2 * x; s[4] += t6 * x; x = a[0] * b[9]; s[3] += t4 * x; x = a[0] * b[10]; s[2] += t2 * x;
  x = a[1] * b[0]; s[9] += t7 * x; x = a[1] * b[1]; s[8] += t8 * x; s[10] -= t7 * x;
  x = a[1] * b[2]; s[7] += t5 * x; s[9] -= t8 * x; x = a[1] * b[3]; s[6] += t3 * x; s[8] -= t5 * x;
  x = a[1] * b[4]; s[5] += t1 * x; s[7] -= t3 * x; x = a[1] * b[5]; s[4] += t1 * x; x = a[1] * b[6]; s[3] += t3 * x;
  x = a[1] * b[7]; s[2] += t5 * x; s[4] -= t3 * x; x = a[1] * b[8]; s[1] += t8 * x; s[3] -= t5 * x;
  x = a[1] * b[9]; s[0] += t7 * x; s[2] -= t8 * x; x = a[1] * b[10]; s[1] -= t7 * x; x = a[2] * b[0]; s[0] -= t13 * x;
  x = a[2] * b[1]; s[1] -= t4 * x; x = a[2] * b[2]; s[2] += t0 * x; x = a[2] * b[3]; s[3] += t4 * x;
  x = a[2] * b[4]; s[4] += t10 * x; x = a[2] * b[5]; s[5] += t11 * x; x = a[2] * b[6]; s[6] += t10 * x;
  x = a[2] * b[7]; s[7] += t4 * x; x = a[2] * b[8]; s[8] += t0 * x; x = a[2] * b[9]; s[9] -= t4 * x;
  x = a[2] * b[10]; s[10] -= t13 * x; x = a[3] * b[0]; s[1] += t7 * x; x = a[3] * b[1]; s[0] += t7 * x; s[2] += t8 * x;
  x = a[3] * b[2]; s[1] += t8 * x; s[3] += t5 * x; x = a[3] * b[3]; s[2] += t5 * x; s[4] += t3 * x;
  x = a[3] * b[4]; s[3] += t3 * x; x = a[3] * b[5]; s[6] += t1 * x; x = a[3] * b[6]; s[5] += t1 * x; s[7] += t3 * x;
  x = a[3] * b[7]; s[6] += t3 * x; s[8] += t5 * x; x = a[3] * b[8]; s[7] += t5 * x; s[9] += t8 * x;
  x = a[3] * b[9]; s[8] += t8 * x; s[10] += t7 * x; x = a[3] * b[10]; s[9] += t7 * x; x = a[4] * b[0]; s[2] -= t2 * x;
  x = a[4] * b[1]; s[3] -= t4 * x; x = a[4] * b[2]; s[0] -= t2 * x; s[4] -= t6 * x; x = a[4] * b[3]; s[1] -= t4 * x;
  x = a[4] * b[4]; s[2] -= t6 * x; s[4] -= t9 * x; x = a[4] * b[5]; s[7] -= t12 * x;
  x = a[4] * b[6]; s[6] += t9 * x; s[8] -= t6 * x; x = a[4] * b[7]; s[5] -= t12 * x; s[9] -= t4 * x;
  x = a[4] * b[8]; s[6] -= t6 * x; s[10] -= t2 * x; x = a[4] * b[9]; s[7] -= t4 * x; x = a[4] * b[10]; s[8] -= t2 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 2, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02234950781338371, t1 = 0.024482659157056438, t2 = 0.027372445072567947,
  t3 = 0.04240520956441317, t4 = 0.05913123959890826, t5 = 0.06120664789264109, t6 = 0.0632139541241014,
  t7 = 0.06477502756312957, t8 = 0.09078412990032037, t9 = 0.09187795405622853, t10 = 0.10241831129983783,
  t11 = 0.10482848367219183, t12 = 0.10994504121565506, t13 = 0.11308055883843512, t14 = 0.11613144917081457,
  t15 = 0.11826247919781652, t16 = 0.12838814775327387, t17 = 0.12955005512625914, t18 = 0.13222147133698628,
  t19 = 0.13409704688030227, t20 = 0.15580668880290177, t21 = 0.15644655469368596, t22 = 0.16574838603294897,
  t23 = 0.16724840200141816, t24 = 0.17879606250706967;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[1] += t11 * x; x = a[0] * b[1]; s[2] += t16 * x; x = a[0] * b[2]; s[3] += t19 * x;
  x = a[0] * b[3]; s[0] += t0 * x; s[4] += t17 * x; x = a[0] * b[4]; s[1] += t3 * x;
  x = a[0] * b[5]; s[2] += t6 * x; s[4] += t10 * x; x = a[0] * b[6]; s[7] += t15 * x;
  x = a[0] * b[7]; s[6] -= t10 * x; s[8] += t6 * x; x = a[0] * b[8]; s[5] += t23 * x; s[9] += t3 * x;
  x = a[0] * b[9]; s[6] += t17 * x; s[10] += t0 * x; x = a[0] * b[10]; s[7] += t19 * x;
  x = a[0] * b[11]; s[8] += t16 * x; x = a[0] * b[12]; s[9] += t11 * x; x = a[1] * b[0]; s[0] -= t22 * x;
  x = a[1] * b[1]; s[1] -= t8 * x; x = a[1] * b[2]; s[0] -= t5 * x; s[2] -= t2 * x;
  x = a[1] * b[3]; s[1] -= t9 * x; s[3] += t1 * x; x = a[1] * b[4]; s[2] -= t12 * x; s[4] += t7 * x;
  x = a[1] * b[5]; s[3] -= t14 * x; x = a[1] * b[6]; s[6] -= t21 * x; x = a[1] * b[7]; s[5] += t18 * x; s[7] -= t14 * x;
  x = a[1] * b[8]; s[6] += t7 * x; s[8] -= t12 * x; x = a[1] * b[9]; s[7] += t1 * x; s[9] -= t9 * x;
  x = a[1] * b[10]; s[8] -= t2 * x; s[10] -= t5 * x; x = a[1] * b[11]; s[9] -= t8 * x;
  x = a[1] * b[12]; s[10] -= t22 * x; x = a[2] * b[1]; s[10] += t22 * x; x = a[2] * b[2]; s[9] += t24 * x;
  x = a[2] * b[3]; s[8] += t20 * x; x = a[2] * b[4]; s[7] += t13 * x; x = a[2] * b[5]; s[6] += t4 * x;
  x = a[2] * b[7]; s[4] -= t4 * x; x = a[2] * b[8]; s[3] -= t13 * x; x = a[2] * b[9]; s[2] -= t20 * x;
  x = a[2] * b[10]; s[1] -= t24 * x; x = a[2] * b[11]; s[0] -= t22 * x; x = a[3] * b[0]; s[10] += t22 * x;
  x = a[3] * b[1]; s[9] += t8 * x; x = a[3] * b[2]; s[8] += t2 * x; s[10] -= t5 * x;
  x = a[3] * b[3]; s[7] -= t1 * x; s[9] -= t9 * x; x = a[3] * b[4]; s[6] -= t7 * x; s[8] -= t12 * x;
  x = a[3] * b[5]; s[5] -= t18 * x; s[7] -= t14 * x; x = a[3] * b[6]; s[4] += t21 * x; x = a[3] * b[7]; s[3] += t14 * x;
  x = a[3] * b[8]; s[2] += t12 * x; s[4] += t7 * x; x = a[3] * b[9]; s[1] += t9 * x; s[3] += t1 * x;
  x = a[3] * b[10]; s[0] += t5 * x; s[2] -= t2 * x; x = a[3] * b[11]; s[1] -= t8 * x; x = a[3] * b[12]; s[0] -= t22 * x;
  x = a[4] * b[0]; s[9] -= t11 * x; x = a[4] * b[1]; s[8] -= t16 * x; x = a[4] * b[2]; s[7] -= t19 * x;
  x = a[4] * b[3]; s[6] -= t17 * x; s[10] += t0 * x; x = a[4] * b[4]; s[5] -= t23 * x; s[9] += t3 * x;
  x = a[4] * b[5]; s[6] += t10 * x; s[8] += t6 * x; x = a[4] * b[6]; s[3] -= t15 * x;
  x = a[4] * b[7]; s[2] -= t6 * x; s[4] += t10 * x; x = a[4] * b[8]; s[1] -= t3 * x;
  x = a[4] * b[9]; s[0] -= t0 * x; s[4] += t17 * x; x = a[4] * b[10]; s[3] += t19 * x;
  x = a[4] * b[11]; s[2] += t16 * x; x = a[4] * b[12]; s[1] += t11 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 3, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.03289758474798845, t1 = 0.05201564866102994, t2 = 0.08703882797784893,
  t3 = 0.10403129732205987, t4 = 0.12087344460380704, t5 = 0.1315903389919538, t6 = 0.15075567228888181,
  t7 = 0.16448792373994225, t8 = 0.17407765595569785;
  double s[11] = {}, x;
  x = a[0] * b[1]; s[0] += t6 * x; s[4] -= t1 * x; x = a[0] * b[2]; s[1] += t6 * x; s[3] += t2 * x;
  x = a[0] * b[3]; s[8] += t8 * x; x = a[0] * b[4]; s[7] -= t2 * x; s[9] += t6 * x;
  x = a[0] * b[5]; s[6] += t1 * x; s[10] += t6 * x; x = a[0] * b[6]; s[5] -= t0 * x;
  x = a[1] * b[0]; s[0] -= t6 * x; s[4] += t1 * x; x = a[1] * b[2]; s[2] += t2 * x; s[4] += t4 * x;
  x = a[1] * b[3]; s[7] += t8 * x; x = a[1] * b[4]; s[6] -= t4 * x; s[8] += t2 * x; x = a[1] * b[5]; s[5] += t5 * x;
  x = a[1] * b[6]; s[6] += t1 * x; s[10] -= t6 * x; x = a[2] * b[0]; s[1] -= t6 * x; s[3] -= t2 * x;
  x = a[2] * b[1]; s[2] -= t2 * x; s[4] -= t4 * x; x = a[2] * b[3]; s[6] += t3 * x; x = a[2] * b[4]; s[5] -= t7 * x;
  x = a[2] * b[5]; s[6] -= t4 * x; s[8] -= t2 * x; x = a[2] * b[6]; s[7] -= t2 * x; s[9] -= t6 * x;
  x = a[3] * b[0]; s[8] -= t8 * x; x = a[3] * b[1]; s[7] -= t8 * x; x = a[3] * b[2]; s[6] -= t3 * x;
  x = a[3] * b[4]; s[4] += t3 * x; x = a[3] * b[5]; s[3] += t8 * x; x = a[3] * b[6]; s[2] += t8 * x;
  x = a[4] * b[0]; s[7] += t2 * x; s[9] -= t6 * x; x = a[4] * b[1]; s[6] += t4 * x; s[8] -= t2 * x;
  x = a[4] * b[2]; s[5] += t7 * x; x = a[4] * b[3]; s[4] -= t3 * x; x = a[4] * b[5]; s[2] += t2 * x; s[4] -= t4 * x;
  x = a[4] * b[6]; s[1] += t6 * x; s[3] -= t2 * x; x = a[5] * b[0]; s[6] -= t1 * x; s[10] -= t6 * x;
  x = a[5] * b[1]; s[5] -= t5 * x; x = a[5] * b[2]; s[6] += t4 * x; s[8] += t2 * x; x = a[5] * b[3]; s[3] -= t8 * x;
  x = a[5] * b[4]; s[2] -= t2 * x; s[4] += t4 * x; x = a[5] * b[6]; s[0] += t6 * x; s[4] += t1 * x;
  x = a[6] * b[0]; s[5] += t0 * x; x = a[6] * b[1]; s[6] -= t1 * x; s[10] += t6 * x;
  x = a[6] * b[2]; s[7] += t2 * x; s[9] += t6 * x; x = a[6] * b[3]; s[2] -= t8 * x;
  x = a[6] * b[4]; s[1] -= t6 * x; s[3] += t2 * x; x = a[6] * b[5]; s[0] -= t6 * x; s[4] -= t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 3, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009124148357522649, t1 = 0.021591675854376526, t2 = 0.02414022747926338,
  t3 = 0.028563102349899176, t4 = 0.03413943709994594, t5 = 0.062329799333897144, t6 = 0.07163086018595707,
  t7 = 0.07374961314478497, t8 = 0.08194819531574027, t9 = 0.09312294922243212, t10 = 0.09349469900084571,
  t11 = 0.09656090991705352, t12 = 0.09677620764234547, t13 = 0.09716254134469436, t14 = 0.09894548898363073,
  t15 = 0.09972767893423544, t16 = 0.10840727259799848, t17 = 0.10964174397241236, t18 = 0.1142524093995967,
  t19 = 0.11543640381423585, t20 = 0.1207011373963169, t21 = 0.1254363015010636, t22 = 0.12773807700531709,
  t23 = 0.1413506985480439, t24 = 0.1428155117494959, t25 = 0.16321772771370957, t26 = 0.18698939800169143,
  t27 = 0.19789097796726146;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[6] += t4 * x; x = a[0] * b[1]; s[5] += t10 * x; x = a[0] * b[2]; s[6] -= t12 * x; s[10] += t10 * x;
  x = a[0] * b[3]; s[7] += t20 * x; s[9] += t21 * x; x = a[0] * b[4]; s[2] -= t26 * x;
  x = a[0] * b[5]; s[1] -= t21 * x; s[3] += t20 * x; x = a[0] * b[6]; s[0] -= t10 * x; s[4] -= t12 * x;
  x = a[0] * b[8]; s[4] -= t4 * x; x = a[1] * b[0]; s[7] -= t7 * x; x = a[1] * b[1]; s[6] -= t16 * x; s[10] -= t24 * x;
  x = a[1] * b[2]; s[5] -= t25 * x; s[9] -= t11 * x; x = a[1] * b[3]; s[6] += t9 * x; s[8] -= t2 * x;
  x = a[1] * b[4]; s[3] -= t5 * x; x = a[1] * b[5]; s[2] += t2 * x; s[4] += t9 * x; x = a[1] * b[6]; s[1] += t11 * x;
  x = a[1] * b[7]; s[0] += t24 * x; s[4] += t16 * x; x = a[1] * b[8]; s[3] += t7 * x;
  x = a[2] * b[0]; s[8] += t18 * x; s[10] += t22 * x; x = a[2] * b[1]; s[7] += t19 * x; s[9] -= t3 * x;
  x = a[2] * b[2]; s[6] += t6 * x; s[8] -= t13 * x; x = a[2] * b[3]; s[5] += t0 * x; s[7] -= t15 * x;
  x = a[2] * b[4]; s[4] += t8 * x; x = a[2] * b[5]; s[3] += t15 * x; x = a[2] * b[6]; s[2] += t13 * x; s[4] -= t6 * x;
  x = a[2] * b[7]; s[1] += t3 * x; s[3] -= t19 * x; x = a[2] * b[8]; s[0] -= t22 * x; s[2] -= t18 * x;
  x = a[3] * b[0]; s[1] -= t27 * x; x = a[3] * b[1]; s[2] -= t14 * x; x = a[3] * b[2]; s[3] += t1 * x;
  x = a[3] * b[3]; s[4] += t17 * x; x = a[3] * b[4]; s[5] += t23 * x; x = a[3] * b[5]; s[6] += t17 * x;
  x = a[3] * b[6]; s[7] += t1 * x; x = a[3] * b[7]; s[8] -= t14 * x; x = a[3] * b[8]; s[9] -= t27 * x;
  x = a[4] * b[0]; s[0] -= t22 * x; s[2] += t18 * x; x = a[4] * b[1]; s[1] += t3 * x; s[3] += t19 * x;
  x = a[4] * b[2]; s[2] += t13 * x; s[4] += t6 * x; x = a[4] * b[3]; s[3] += t15 * x; x = a[4] * b[4]; s[6] += t8 * x;
  x = a[4] * b[5]; s[5] += t0 * x; s[7] += t15 * x; x = a[4] * b[6]; s[6] += t6 * x; s[8] += t13 * x;
  x = a[4] * b[7]; s[7] += t19 * x; s[9] += t3 * x; x = a[4] * b[8]; s[8] += t18 * x; s[10] -= t22 * x;
  x = a[5] * b[0]; s[3] -= t7 * x; x = a[5] * b[1]; s[0] += t24 * x; s[4] -= t16 * x; x = a[5] * b[2]; s[1] += t11 * x;
  x = a[5] * b[3]; s[2] += t2 * x; s[4] -= t9 * x; x = a[5] * b[4]; s[7] -= t5 * x;
  x = a[5] * b[5]; s[6] += t9 * x; s[8] += t2 * x; x = a[5] * b[6]; s[5] -= t25 * x; s[9] += t11 * x;
  x = a[5] * b[7]; s[6] -= t16 * x; s[10] += t24 * x; x = a[5] * b[8]; s[7] -= t7 * x; x = a[6] * b[0]; s[4] += t4 * x;
  x = a[6] * b[2]; s[0] -= t10 * x; s[4] += t12 * x; x = a[6] * b[3]; s[1] -= t21 * x; s[3] -= t20 * x;
  x = a[6] * b[4]; s[8] -= t26 * x; x = a[6] * b[5]; s[7] += t20 * x; s[9] -= t21 * x;
  x = a[6] * b[6]; s[6] -= t12 * x; s[10] -= t10 * x; x = a[6] * b[7]; s[5] += t10 * x; x = a[6] * b[8]; s[6] += t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 3, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.005770618103811177, t1 = 0.03462370862286706, t2 = 0.04997501873438866,
  t3 = 0.05609681940050743, t4 = 0.07633810206905742, t5 = 0.07996002997502186, t6 = 0.08078865345335648,
  t7 = 0.08362420100070908, t8 = 0.09656090991705352, t9 = 0.09995003746877731, t10 = 0.11613144917081457,
  t11 = 0.1207011373963169, t12 = 0.1269535982838459, t13 = 0.12773807700531709, t14 = 0.13272421638765705,
  t15 = 0.13409704688030227, t16 = 0.15267620413811483, t17 = 0.1731185431143353;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[3] -= t2 * x; x = a[0] * b[1]; s[4] -= t7 * x; x = a[0] * b[3]; s[0] += t2 * x; s[4] -= t11 * x;
  x = a[0] * b[4]; s[1] += t7 * x; s[3] += t11 * x; x = a[0] * b[5]; s[8] += t16 * x;
  x = a[0] * b[6]; s[7] -= t11 * x; s[9] += t7 * x; x = a[0] * b[7]; s[6] += t11 * x; s[10] += t2 * x;
  x = a[0] * b[8]; s[5] -= t16 * x; x = a[0] * b[9]; s[6] -= t7 * x; x = a[0] * b[10]; s[7] -= t2 * x;
  x = a[1] * b[0]; s[2] += t9 * x; x = a[1] * b[1]; s[3] += t10 * x; x = a[1] * b[2]; s[0] -= t9 * x; s[4] += t8 * x;
  x = a[1] * b[3]; s[1] -= t10 * x; x = a[1] * b[4]; s[2] -= t8 * x; x = a[1] * b[5]; s[7] -= t4 * x;
  x = a[1] * b[6]; s[8] -= t8 * x; x = a[1] * b[7]; s[5] += t4 * x; s[9] -= t10 * x;
  x = a[1] * b[8]; s[6] += t8 * x; s[10] -= t9 * x; x = a[1] * b[9]; s[7] += t10 * x; x = a[1] * b[10]; s[8] += t9 * x;
  x = a[2] * b[0]; s[1] -= t15 * x; x = a[2] * b[1]; s[0] += t15 * x; s[2] -= t5 * x;
  x = a[2] * b[2]; s[1] += t5 * x; s[3] -= t0 * x; x = a[2] * b[3]; s[2] += t0 * x; s[4] += t3 * x;
  x = a[2] * b[4]; s[3] -= t3 * x; x = a[2] * b[5]; s[6] -= t13 * x; x = a[2] * b[6]; s[5] += t13 * x; s[7] -= t3 * x;
  x = a[2] * b[7]; s[6] += t3 * x; s[8] += t0 * x; x = a[2] * b[8]; s[7] -= t0 * x; s[9] += t5 * x;
  x = a[2] * b[9]; s[8] -= t5 * x; s[10] += t15 * x; x = a[2] * b[10]; s[9] -= t15 * x;
  x = a[3] * b[0]; s[10] -= t17 * x; x = a[3] * b[1]; s[9] += t1 * x; x = a[3] * b[2]; s[8] += t12 * x;
  x = a[3] * b[3]; s[7] += t14 * x; x = a[3] * b[4]; s[6] += t6 * x; x = a[3] * b[6]; s[4] -= t6 * x;
  x = a[3] * b[7]; s[3] -= t14 * x; x = a[3] * b[8]; s[2] -= t12 * x; x = a[3] * b[9]; s[1] -= t1 * x;
  x = a[3] * b[10]; s[0] += t17 * x; x = a[4] * b[0]; s[9] += t15 * x;
  x = a[4] * b[1]; s[8] += t5 * x; s[10] += t15 * x; x = a[4] * b[2]; s[7] += t0 * x; s[9] += t5 * x;
  x = a[4] * b[3]; s[6] -= t3 * x; s[8] += t0 * x; x = a[4] * b[4]; s[5] -= t13 * x; s[7] -= t3 * x;
  x = a[4] * b[5]; s[4] += t13 * x; x = a[4] * b[6]; s[3] += t3 * x; x = a[4] * b[7]; s[2] -= t0 * x; s[4] += t3 * x;
  x = a[4] * b[8]; s[1] -= t5 * x; s[3] -= t0 * x; x = a[4] * b[9]; s[0] -= t15 * x; s[2] -= t5 * x;
  x = a[4] * b[10]; s[1] -= t15 * x; x = a[5] * b[0]; s[8] -= t9 * x; x = a[5] * b[1]; s[7] -= t10 * x;
  x = a[5] * b[2]; s[6] -= t8 * x; s[10] -= t9 * x; x = a[5] * b[3]; s[5] -= t4 * x; s[9] -= t10 * x;
  x = a[5] * b[4]; s[8] -= t8 * x; x = a[5] * b[5]; s[3] += t4 * x; x = a[5] * b[6]; s[2] += t8 * x;
  x = a[5] * b[7]; s[1] += t10 * x; x = a[5] * b[8]; s[0] += t9 * x; s[4] += t8 * x; x = a[5] * b[9]; s[3] += t10 * x;
  x = a[5] * b[10]; s[2] += t9 * x; x = a[6] * b[0]; s[7] += t2 * x; x = a[6] * b[1]; s[6] += t7 * x;
  x = a[6] * b[2]; s[5] += t16 * x; x = a[6] * b[3]; s[6] -= t11 * x; s[10] += t2 * x;
  x = a[6] * b[4]; s[7] += t11 * x; s[9] += t7 * x; x = a[6] * b[5]; s[2] -= t16 * x;
  x = a[6] * b[6]; s[1] -= t7 * x; s[3] += t11 * x; x = a[6] * b[7]; s[0] -= t2 * x; s[4] -= t11 * x;
  x = a[6] * b[9]; s[4] -= t7 * x; x = a[6] * b[10]; s[3] -= t2 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 3, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02234950781338371, t1 = 0.0316069770620507, t2 = 0.04469901562676742,
  t3 = 0.04997501873438866, t4 = 0.051613977409250916, t5 = 0.054744890145135894, t6 = 0.06827887419989188,
  t7 = 0.07067534927402196, t8 = 0.07412493166611012, t9 = 0.08362420100070908, t10 = 0.08655927155716765,
  t11 = 0.09032446046618911, t12 = 0.09482093118615209, t13 = 0.09656090991705352, t14 = 0.10322795481850183,
  t15 = 0.10482848367219183, t16 = 0.10795837927188262, t17 = 0.10948978029027179, t18 = 0.11826247919781652,
  t19 = 0.12241329578528218, t20 = 0.12773807700531709, t21 = 0.12838814775327387, t22 = 0.14484136487558028,
  t23 = 0.16724840200141816, t24 = 0.18156825980064073;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[8] += t8 * x; x = a[0] * b[1]; s[7] += t15 * x; x = a[0] * b[2]; s[6] += t18 * x;
  x = a[0] * b[3]; s[5] += t23 * x; x = a[0] * b[4]; s[6] -= t16 * x; s[10] += t0 * x;
  x = a[0] * b[5]; s[7] += t11 * x; s[9] += t2 * x; x = a[0] * b[6]; s[2] -= t13 * x;
  x = a[0] * b[7]; s[1] -= t2 * x; s[3] += t11 * x; x = a[0] * b[8]; s[0] -= t0 * x; s[4] -= t16 * x;
  x = a[0] * b[10]; s[4] -= t18 * x; x = a[0] * b[11]; s[3] -= t15 * x; x = a[0] * b[12]; s[2] -= t8 * x;
  x = a[1] * b[0]; s[9] -= t21 * x; x = a[1] * b[1]; s[8] -= t15 * x; x = a[1] * b[2]; s[7] -= t5 * x;
  x = a[1] * b[3]; s[10] -= t5 * x; x = a[1] * b[4]; s[5] += t6 * x; s[9] -= t10 * x;
  x = a[1] * b[5]; s[6] -= t9 * x; s[8] -= t14 * x; x = a[1] * b[6]; s[3] += t22 * x;
  x = a[1] * b[7]; s[2] += t14 * x; s[4] -= t9 * x; x = a[1] * b[8]; s[1] += t10 * x; x = a[1] * b[9]; s[0] += t5 * x;
  x = a[1] * b[10]; s[3] += t5 * x; x = a[1] * b[11]; s[2] += t15 * x; x = a[1] * b[12]; s[1] += t21 * x;
  x = a[2] * b[0]; s[10] += t21 * x; x = a[2] * b[2]; s[8] -= t7 * x; s[10] += t12 * x;
  x = a[2] * b[3]; s[7] -= t12 * x; s[9] += t17 * x; x = a[2] * b[4]; s[6] -= t9 * x; s[8] += t11 * x;
  x = a[2] * b[5]; s[5] -= t6 * x; s[7] += t3 * x; x = a[2] * b[7]; s[3] -= t3 * x;
  x = a[2] * b[8]; s[2] -= t11 * x; s[4] += t9 * x; x = a[2] * b[9]; s[1] -= t17 * x; s[3] += t12 * x;
  x = a[2] * b[10]; s[0] -= t12 * x; s[2] += t7 * x; x = a[2] * b[12]; s[0] -= t21 * x;
  x = a[3] * b[1]; s[0] += t24 * x; x = a[3] * b[2]; s[1] += t19 * x; x = a[3] * b[3]; s[2] += t1 * x;
  x = a[3] * b[4]; s[3] -= t4 * x; x = a[3] * b[5]; s[4] -= t16 * x; x = a[3] * b[6]; s[5] -= t20 * x;
  x = a[3] * b[7]; s[6] -= t16 * x; x = a[3] * b[8]; s[7] -= t4 * x; x = a[3] * b[9]; s[8] += t1 * x;
  x = a[3] * b[10]; s[9] += t19 * x; x = a[3] * b[11]; s[10] += t24 * x; x = a[4] * b[0]; s[0] += t21 * x;
  x = a[4] * b[2]; s[0] -= t12 * x; s[2] -= t7 * x; x = a[4] * b[3]; s[1] -= t17 * x; s[3] -= t12 * x;
  x = a[4] * b[4]; s[2] -= t11 * x; s[4] -= t9 * x; x = a[4] * b[5]; s[3] -= t3 * x;
  x = a[4] * b[7]; s[5] -= t6 * x; s[7] -= t3 * x; x = a[4] * b[8]; s[6] -= t9 * x; s[8] -= t11 * x;
  x = a[4] * b[9]; s[7] -= t12 * x; s[9] -= t17 * x; x = a[4] * b[10]; s[8] -= t7 * x; s[10] -= t12 * x;
  x = a[4] * b[12]; s[10] += t21 * x; x = a[5] * b[0]; s[1] -= t21 * x; x = a[5] * b[1]; s[2] -= t15 * x;
  x = a[5] * b[2]; s[3] -= t5 * x; x = a[5] * b[3]; s[0] += t5 * x; x = a[5] * b[4]; s[1] += t10 * x;
  x = a[5] * b[5]; s[2] += t14 * x; s[4] += t9 * x; x = a[5] * b[6]; s[7] += t22 * x;
  x = a[5] * b[7]; s[6] -= t9 * x; s[8] += t14 * x; x = a[5] * b[8]; s[5] += t6 * x; s[9] += t10 * x;
  x = a[5] * b[9]; s[10] += t5 * x; x = a[5] * b[10]; s[7] -= t5 * x; x = a[5] * b[11]; s[8] -= t15 * x;
  x = a[5] * b[12]; s[9] -= t21 * x; x = a[6] * b[0]; s[2] += t8 * x; x = a[6] * b[1]; s[3] += t15 * x;
  x = a[6] * b[2]; s[4] += t18 * x; x = a[6] * b[4]; s[0] -= t0 * x; s[4] += t16 * x;
  x = a[6] * b[5]; s[1] -= t2 * x; s[3] -= t11 * x; x = a[6] * b[6]; s[8] -= t13 * x;
  x = a[6] * b[7]; s[7] += t11 * x; s[9] -= t2 * x; x = a[6] * b[8]; s[6] -= t16 * x; s[10] -= t0 * x;
  x = a[6] * b[9]; s[5] += t23 * x; x = a[6] * b[10]; s[6] += t18 * x; x = a[6] * b[11]; s[7] += t15 * x;
  x = a[6] * b[12]; s[8] += t8 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 4, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.027874733666903025, t1 = 0.03816905103452871, t2 = 0.05397918963594131,
  t3 = 0.05574946733380605, t4 = 0.07633810206905742, t5 = 0.08245457415302561, t6 = 0.08362420100070908,
  t7 = 0.09349469900084571, t8 = 0.10098581681669559, t9 = 0.10241831129983783, t10 = 0.10795837927188262,
  t11 = 0.12465959866779429, t12 = 0.1254363015010636, t13 = 0.12773807700531709, t14 = 0.15331103516796665,
  t15 = 0.16724840200141816;
  double s[11] = {}, x;
  x = a[0] * b[1]; s[4] += t4 * x; x = a[0] * b[2]; s[3] -= t10 * x; x = a[0] * b[3]; s[0] += t6 * x; s[2] += t11 * x;
  x = a[0] * b[4]; s[9] += t15 * x; x = a[0] * b[5]; s[8] -= t11 * x; s[10] += t6 * x; x = a[0] * b[6]; s[7] += t10 * x;
  x = a[0] * b[7]; s[6] -= t4 * x; x = a[0] * b[8]; s[5] += t3 * x; x = a[1] * b[0]; s[4] -= t4 * x;
  x = a[1] * b[2]; s[0] -= t12 * x; s[4] -= t8 * x; x = a[1] * b[3]; s[1] -= t7 * x; s[3] += t2 * x;
  x = a[1] * b[4]; s[8] -= t0 * x; x = a[1] * b[5]; s[7] -= t2 * x; s[9] -= t7 * x;
  x = a[1] * b[6]; s[6] += t8 * x; s[10] -= t12 * x; x = a[1] * b[7]; s[5] -= t14 * x; x = a[1] * b[8]; s[6] -= t4 * x;
  x = a[2] * b[0]; s[3] += t10 * x; x = a[2] * b[1]; s[0] += t12 * x; s[4] += t8 * x;
  x = a[2] * b[3]; s[2] -= t5 * x; s[4] -= t1 * x; x = a[2] * b[4]; s[7] -= t13 * x;
  x = a[2] * b[5]; s[6] += t1 * x; s[8] -= t5 * x; x = a[2] * b[6]; s[5] += t3 * x;
  x = a[2] * b[7]; s[6] += t8 * x; s[10] += t12 * x; x = a[2] * b[8]; s[7] += t10 * x;
  x = a[3] * b[0]; s[0] -= t6 * x; s[2] -= t11 * x; x = a[3] * b[1]; s[1] += t7 * x; s[3] -= t2 * x;
  x = a[3] * b[2]; s[2] += t5 * x; s[4] += t1 * x; x = a[3] * b[4]; s[6] -= t9 * x; x = a[3] * b[5]; s[5] += t12 * x;
  x = a[3] * b[6]; s[6] += t1 * x; s[8] += t5 * x; x = a[3] * b[7]; s[7] -= t2 * x; s[9] += t7 * x;
  x = a[3] * b[8]; s[8] -= t11 * x; s[10] -= t6 * x; x = a[4] * b[0]; s[9] -= t15 * x; x = a[4] * b[1]; s[8] += t0 * x;
  x = a[4] * b[2]; s[7] += t13 * x; x = a[4] * b[3]; s[6] += t9 * x; x = a[4] * b[5]; s[4] -= t9 * x;
  x = a[4] * b[6]; s[3] -= t13 * x; x = a[4] * b[7]; s[2] -= t0 * x; x = a[4] * b[8]; s[1] += t15 * x;
  x = a[5] * b[0]; s[8] += t11 * x; s[10] -= t6 * x; x = a[5] * b[1]; s[7] += t2 * x; s[9] += t7 * x;
  x = a[5] * b[2]; s[6] -= t1 * x; s[8] += t5 * x; x = a[5] * b[3]; s[5] -= t12 * x; x = a[5] * b[4]; s[4] += t9 * x;
  x = a[5] * b[6]; s[2] -= t5 * x; s[4] += t1 * x; x = a[5] * b[7]; s[1] -= t7 * x; s[3] -= t2 * x;
  x = a[5] * b[8]; s[0] += t6 * x; s[2] -= t11 * x; x = a[6] * b[0]; s[7] -= t10 * x;
  x = a[6] * b[1]; s[6] -= t8 * x; s[10] += t12 * x; x = a[6] * b[2]; s[5] -= t3 * x;
  x = a[6] * b[3]; s[6] -= t1 * x; s[8] -= t5 * x; x = a[6] * b[4]; s[3] += t13 * x;
  x = a[6] * b[5]; s[2] += t5 * x; s[4] -= t1 * x; x = a[6] * b[7]; s[0] -= t12 * x; s[4] += t8 * x;
  x = a[6] * b[8]; s[3] += t10 * x; x = a[7] * b[0]; s[6] += t4 * x; x = a[7] * b[1]; s[5] += t14 * x;
  x = a[7] * b[2]; s[6] -= t8 * x; s[10] -= t12 * x; x = a[7] * b[3]; s[7] += t2 * x; s[9] -= t7 * x;
  x = a[7] * b[4]; s[2] += t0 * x; x = a[7] * b[5]; s[1] += t7 * x; s[3] += t2 * x;
  x = a[7] * b[6]; s[0] += t12 * x; s[4] -= t8 * x; x = a[7] * b[8]; s[4] -= t4 * x; x = a[8] * b[0]; s[5] -= t3 * x;
  x = a[8] * b[1]; s[6] += t4 * x; x = a[8] * b[2]; s[7] -= t10 * x; x = a[8] * b[3]; s[8] += t11 * x; s[10] += t6 * x;
  x = a[8] * b[4]; s[1] -= t15 * x; x = a[8] * b[5]; s[0] -= t6 * x; s[2] += t11 * x; x = a[8] * b[6]; s[3] -= t10 * x;
  x = a[8] * b[7]; s[4] += t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 4, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.01971041319963609, t1 = 0.031164899666948572, t2 = 0.04828045495852676,
  t3 = 0.07633810206905742, t4 = 0.07884165279854435, t5 = 0.08245457415302561, t6 = 0.08814764755799084,
  t7 = 0.09032446046618911, t8 = 0.10795837927188262, t9 = 0.11660837704690687, t10 = 0.11826247919781652;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[6] -= t2 * x; x = a[0] * b[1]; s[5] -= t10 * x; x = a[0] * b[2]; s[6] += t8 * x;
  x = a[0] * b[3]; s[7] -= t9 * x; x = a[0] * b[4]; s[8] += t8 * x; s[10] += t2 * x; x = a[0] * b[5]; s[1] -= t10 * x;
  x = a[0] * b[6]; s[0] -= t2 * x; s[2] += t8 * x; x = a[0] * b[7]; s[3] -= t9 * x; x = a[0] * b[8]; s[4] += t8 * x;
  x = a[0] * b[10]; s[4] += t2 * x; x = a[1] * b[0]; s[7] += t7 * x; x = a[1] * b[1]; s[6] += t8 * x;
  x = a[1] * b[2]; s[5] += t10 * x; x = a[1] * b[3]; s[6] -= t1 * x; s[10] -= t7 * x;
  x = a[1] * b[4]; s[7] -= t1 * x; s[9] -= t8 * x; x = a[1] * b[5]; s[2] += t10 * x;
  x = a[1] * b[6]; s[1] += t8 * x; s[3] -= t1 * x; x = a[1] * b[7]; s[0] += t7 * x; s[4] -= t1 * x;
  x = a[1] * b[9]; s[4] -= t8 * x; x = a[1] * b[10]; s[3] -= t7 * x; x = a[2] * b[0]; s[8] -= t10 * x;
  x = a[2] * b[1]; s[7] -= t3 * x; x = a[2] * b[2]; s[10] += t10 * x; x = a[2] * b[3]; s[5] += t7 * x; s[9] += t3 * x;
  x = a[2] * b[4]; s[6] -= t6 * x; x = a[2] * b[5]; s[3] += t7 * x; x = a[2] * b[6]; s[4] -= t6 * x;
  x = a[2] * b[7]; s[1] -= t3 * x; x = a[2] * b[8]; s[0] -= t10 * x; x = a[2] * b[9]; s[3] += t3 * x;
  x = a[2] * b[10]; s[2] += t10 * x; x = a[3] * b[0]; s[9] += t10 * x; x = a[3] * b[1]; s[10] -= t10 * x;
  x = a[3] * b[2]; s[7] -= t3 * x; x = a[3] * b[3]; s[6] -= t5 * x; s[8] += t3 * x;
  x = a[3] * b[4]; s[5] -= t2 * x; s[7] += t5 * x; x = a[3] * b[5]; s[4] -= t2 * x; x = a[3] * b[6]; s[3] -= t5 * x;
  x = a[3] * b[7]; s[2] -= t3 * x; s[4] += t5 * x; x = a[3] * b[8]; s[3] += t3 * x; x = a[3] * b[9]; s[0] += t10 * x;
  x = a[3] * b[10]; s[1] -= t10 * x; x = a[4] * b[0]; s[0] -= t10 * x; x = a[4] * b[1]; s[1] += t10 * x;
  x = a[4] * b[2]; s[2] += t10 * x; x = a[4] * b[3]; s[3] += t0 * x; x = a[4] * b[4]; s[4] -= t4 * x;
  x = a[4] * b[5]; s[5] -= t10 * x; x = a[4] * b[6]; s[6] -= t4 * x; x = a[4] * b[7]; s[7] += t0 * x;
  x = a[4] * b[8]; s[8] += t10 * x; x = a[4] * b[9]; s[9] += t10 * x; x = a[4] * b[10]; s[10] -= t10 * x;
  x = a[5] * b[0]; s[1] += t10 * x; x = a[5] * b[1]; s[0] += t10 * x; x = a[5] * b[2]; s[3] -= t3 * x;
  x = a[5] * b[3]; s[2] -= t3 * x; s[4] -= t5 * x; x = a[5] * b[4]; s[3] -= t5 * x; x = a[5] * b[5]; s[6] -= t2 * x;
  x = a[5] * b[6]; s[5] -= t2 * x; s[7] -= t5 * x; x = a[5] * b[7]; s[6] -= t5 * x; s[8] -= t3 * x;
  x = a[5] * b[8]; s[7] -= t3 * x; x = a[5] * b[9]; s[10] += t10 * x; x = a[5] * b[10]; s[9] += t10 * x;
  x = a[6] * b[0]; s[2] -= t10 * x; x = a[6] * b[1]; s[3] -= t3 * x; x = a[6] * b[2]; s[0] -= t10 * x;
  x = a[6] * b[3]; s[1] -= t3 * x; x = a[6] * b[4]; s[4] += t6 * x; x = a[6] * b[5]; s[7] += t7 * x;
  x = a[6] * b[6]; s[6] -= t6 * x; x = a[6] * b[7]; s[5] += t7 * x; s[9] -= t3 * x; x = a[6] * b[8]; s[10] -= t10 * x;
  x = a[6] * b[9]; s[7] -= t3 * x; x = a[6] * b[10]; s[8] -= t10 * x; x = a[7] * b[0]; s[3] += t7 * x;
  x = a[7] * b[1]; s[4] += t8 * x; x = a[7] * b[3]; s[0] += t7 * x; s[4] += t1 * x;
  x = a[7] * b[4]; s[1] += t8 * x; s[3] += t1 * x; x = a[7] * b[5]; s[8] += t10 * x;
  x = a[7] * b[6]; s[7] -= t1 * x; s[9] += t8 * x; x = a[7] * b[7]; s[6] -= t1 * x; s[10] += t7 * x;
  x = a[7] * b[8]; s[5] += t10 * x; x = a[7] * b[9]; s[6] += t8 * x; x = a[7] * b[10]; s[7] += t7 * x;
  x = a[8] * b[0]; s[4] -= t2 * x; x = a[8] * b[2]; s[4] -= t8 * x; x = a[8] * b[3]; s[3] += t9 * x;
  x = a[8] * b[4]; s[0] -= t2 * x; s[2] -= t8 * x; x = a[8] * b[5]; s[9] -= t10 * x;
  x = a[8] * b[6]; s[8] += t8 * x; s[10] -= t2 * x; x = a[8] * b[7]; s[7] -= t9 * x; x = a[8] * b[8]; s[6] += t8 * x;
  x = a[8] * b[9]; s[5] -= t10 * x; x = a[8] * b[10]; s[6] -= t2 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 4, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009124148357522649, t1 = 0.01971041319963609, t2 = 0.02234950781338371,
  t3 = 0.02414022747926338, t4 = 0.030535240827622965, t5 = 0.033149677206589796, t6 = 0.035259059023196336,
  t7 = 0.04469901562676742, t8 = 0.04616494483048941, t9 = 0.0518285894676161, t10 = 0.05214885156456199,
  t11 = 0.05397918963594131, t12 = 0.05712620469979835, t13 = 0.06201736729460423, t14 = 0.06629935441317959,
  t15 = 0.06996502622814413, t16 = 0.07344797747116931, t17 = 0.07557086549031783, t18 = 0.07742096611387637,
  t19 = 0.07884165279854435, t20 = 0.08362420100070908, t21 = 0.0863667034175061, t22 = 0.08655927155716765,
  t23 = 0.087261719067456, t24 = 0.08995503372189959, t25 = 0.09078412990032037, t26 = 0.09473309334313418,
  t27 = 0.09656090991705352, t28 = 0.09756156783416059, t29 = 0.10036563193274914, t30 = 0.10127393670836667,
  t31 = 0.10741723110591493, t32 = 0.10795837927188262, t33 = 0.11062441971717744, t34 = 0.11174753906691855,
  t35 = 0.1142524093995967, t36 = 0.11779224879003658, t37 = 0.12179969144117252, t38 = 0.13993005245628826,
  t39 = 0.15644655469368596, t40 = 0.16574838603294897;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[3] += t13 * x; x = a[0] * b[1]; s[4] += t26 * x; x = a[0] * b[3]; s[4] += t33 * x;
  x = a[0] * b[4]; s[3] -= t28 * x; x = a[0] * b[5]; s[0] += t3 * x; s[2] += t17 * x; x = a[0] * b[6]; s[9] += t15 * x;
  x = a[0] * b[7]; s[8] -= t17 * x; s[10] += t3 * x; x = a[0] * b[8]; s[7] += t28 * x; x = a[0] * b[9]; s[6] -= t33 * x;
  x = a[0] * b[10]; s[5] += t39 * x; x = a[0] * b[11]; s[6] += t26 * x; x = a[0] * b[12]; s[7] += t13 * x;
  x = a[1] * b[0]; s[2] -= t31 * x; x = a[1] * b[1]; s[3] -= t30 * x; x = a[1] * b[2]; s[4] -= t12 * x;
  x = a[1] * b[4]; s[0] -= t11 * x; s[4] += t10 * x; x = a[1] * b[5]; s[1] -= t21 * x; s[3] -= t23 * x;
  x = a[1] * b[6]; s[8] -= t38 * x; x = a[1] * b[7]; s[7] += t23 * x; s[9] -= t21 * x;
  x = a[1] * b[8]; s[6] -= t10 * x; s[10] -= t11 * x; x = a[1] * b[10]; s[6] -= t12 * x;
  x = a[1] * b[11]; s[7] -= t30 * x; x = a[1] * b[12]; s[8] -= t31 * x; x = a[2] * b[0]; s[1] += t37 * x;
  x = a[2] * b[1]; s[2] += t5 * x; x = a[2] * b[2]; s[3] -= t8 * x; x = a[2] * b[3]; s[0] += t22 * x; s[4] -= t20 * x;
  x = a[2] * b[4]; s[1] += t29 * x; x = a[2] * b[5]; s[2] += t16 * x; s[4] -= t6 * x; x = a[2] * b[6]; s[7] += t4 * x;
  x = a[2] * b[7]; s[6] += t6 * x; s[8] += t16 * x; x = a[2] * b[8]; s[5] -= t32 * x; s[9] += t29 * x;
  x = a[2] * b[9]; s[6] -= t20 * x; s[10] += t22 * x; x = a[2] * b[10]; s[7] -= t8 * x;
  x = a[2] * b[11]; s[8] += t5 * x; x = a[2] * b[12]; s[9] += t37 * x; x = a[3] * b[0]; s[0] -= t25 * x;
  x = a[3] * b[1]; s[1] += t14 * x; x = a[3] * b[2]; s[0] -= t34 * x; s[2] += t24 * x;
  x = a[3] * b[3]; s[1] -= t18 * x; s[3] += t7 * x; x = a[3] * b[4]; s[2] -= t0 * x; s[4] -= t1 * x;
  x = a[3] * b[5]; s[3] += t9 * x; x = a[3] * b[6]; s[6] += t35 * x; x = a[3] * b[7]; s[5] -= t27 * x; s[7] += t9 * x;
  x = a[3] * b[8]; s[6] -= t1 * x; s[8] -= t0 * x; x = a[3] * b[9]; s[7] += t7 * x; s[9] -= t18 * x;
  x = a[3] * b[10]; s[8] += t24 * x; s[10] -= t34 * x; x = a[3] * b[11]; s[9] += t14 * x;
  x = a[3] * b[12]; s[10] -= t25 * x; x = a[4] * b[1]; s[10] += t40 * x; x = a[4] * b[2]; s[9] += t2 * x;
  x = a[4] * b[3]; s[8] -= t22 * x; x = a[4] * b[4]; s[7] -= t36 * x; x = a[4] * b[5]; s[6] -= t19 * x;
  x = a[4] * b[7]; s[4] += t19 * x; x = a[4] * b[8]; s[3] += t36 * x; x = a[4] * b[9]; s[2] += t22 * x;
  x = a[4] * b[10]; s[1] -= t2 * x; x = a[4] * b[11]; s[0] -= t40 * x; x = a[5] * b[0]; s[10] += t25 * x;
  x = a[5] * b[1]; s[9] -= t14 * x; x = a[5] * b[2]; s[8] -= t24 * x; s[10] -= t34 * x;
  x = a[5] * b[3]; s[7] -= t7 * x; s[9] -= t18 * x; x = a[5] * b[4]; s[6] += t1 * x; s[8] -= t0 * x;
  x = a[5] * b[5]; s[5] += t27 * x; s[7] += t9 * x; x = a[5] * b[6]; s[4] -= t35 * x; x = a[5] * b[7]; s[3] -= t9 * x;
  x = a[5] * b[8]; s[2] += t0 * x; s[4] -= t1 * x; x = a[5] * b[9]; s[1] += t18 * x; s[3] += t7 * x;
  x = a[5] * b[10]; s[0] += t34 * x; s[2] += t24 * x; x = a[5] * b[11]; s[1] += t14 * x;
  x = a[5] * b[12]; s[0] -= t25 * x; x = a[6] * b[0]; s[9] -= t37 * x; x = a[6] * b[1]; s[8] -= t5 * x;
  x = a[6] * b[2]; s[7] += t8 * x; x = a[6] * b[3]; s[6] += t20 * x; s[10] += t22 * x;
  x = a[6] * b[4]; s[5] += t32 * x; s[9] += t29 * x; x = a[6] * b[5]; s[6] -= t6 * x; s[8] += t16 * x;
  x = a[6] * b[6]; s[3] -= t4 * x; x = a[6] * b[7]; s[2] -= t16 * x; s[4] -= t6 * x; x = a[6] * b[8]; s[1] -= t29 * x;
  x = a[6] * b[9]; s[0] -= t22 * x; s[4] -= t20 * x; x = a[6] * b[10]; s[3] -= t8 * x; x = a[6] * b[11]; s[2] += t5 * x;
  x = a[6] * b[12]; s[1] += t37 * x; x = a[7] * b[0]; s[8] += t31 * x; x = a[7] * b[1]; s[7] += t30 * x;
  x = a[7] * b[2]; s[6] += t12 * x; x = a[7] * b[4]; s[6] += t10 * x; s[10] -= t11 * x;
  x = a[7] * b[5]; s[7] -= t23 * x; s[9] -= t21 * x; x = a[7] * b[6]; s[2] += t38 * x;
  x = a[7] * b[7]; s[1] += t21 * x; s[3] -= t23 * x; x = a[7] * b[8]; s[0] += t11 * x; s[4] += t10 * x;
  x = a[7] * b[10]; s[4] -= t12 * x; x = a[7] * b[11]; s[3] -= t30 * x; x = a[7] * b[12]; s[2] -= t31 * x;
  x = a[8] * b[0]; s[7] -= t13 * x; x = a[8] * b[1]; s[6] -= t26 * x; x = a[8] * b[2]; s[5] -= t39 * x;
  x = a[8] * b[3]; s[6] += t33 * x; x = a[8] * b[4]; s[7] -= t28 * x; x = a[8] * b[5]; s[8] += t17 * x; s[10] += t3 * x;
  x = a[8] * b[6]; s[1] -= t15 * x; x = a[8] * b[7]; s[0] -= t3 * x; s[2] += t17 * x; x = a[8] * b[8]; s[3] -= t28 * x;
  x = a[8] * b[9]; s[4] += t33 * x; x = a[8] * b[11]; s[4] += t26 * x; x = a[8] * b[12]; s[3] += t13 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 5, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02414022747926338, t1 = 0.06611073566849314, t2 = 0.07242068243779014,
  t3 = 0.07633810206905742, t4 = 0.08869685939836239, t5 = 0.09656090991705352, t6 = 0.11062441971717744,
  t7 = 0.14484136487558028;
  double s[11] = {}, x;
  x = a[0] * b[1]; s[4] -= t4 * x; x = a[0] * b[2]; s[3] += t6 * x; x = a[0] * b[3]; s[2] -= t6 * x;
  x = a[0] * b[4]; s[1] += t4 * x; x = a[0] * b[5]; s[10] += t2 * x; x = a[0] * b[6]; s[9] -= t4 * x;
  x = a[0] * b[7]; s[8] += t6 * x; x = a[0] * b[8]; s[7] -= t6 * x; x = a[0] * b[9]; s[6] += t4 * x;
  x = a[0] * b[10]; s[5] -= t2 * x; x = a[1] * b[0]; s[4] += t4 * x; x = a[1] * b[2]; s[4] += t1 * x;
  x = a[1] * b[4]; s[0] -= t4 * x; s[2] -= t1 * x; x = a[1] * b[5]; s[9] -= t7 * x;
  x = a[1] * b[6]; s[8] += t1 * x; s[10] -= t4 * x; x = a[1] * b[8]; s[6] -= t1 * x; x = a[1] * b[9]; s[5] += t7 * x;
  x = a[1] * b[10]; s[6] += t4 * x; x = a[2] * b[0]; s[3] -= t6 * x; x = a[2] * b[1]; s[4] -= t1 * x;
  x = a[2] * b[3]; s[0] += t6 * x; s[4] += t3 * x; x = a[2] * b[4]; s[1] += t1 * x; s[3] -= t3 * x;
  x = a[2] * b[5]; s[8] -= t0 * x; x = a[2] * b[6]; s[7] += t3 * x; s[9] += t1 * x;
  x = a[2] * b[7]; s[6] -= t3 * x; s[10] += t6 * x; x = a[2] * b[8]; s[5] += t0 * x; x = a[2] * b[9]; s[6] -= t1 * x;
  x = a[2] * b[10]; s[7] -= t6 * x; x = a[3] * b[0]; s[2] += t6 * x; x = a[3] * b[2]; s[0] -= t6 * x; s[4] -= t3 * x;
  x = a[3] * b[4]; s[2] += t3 * x; x = a[3] * b[5]; s[7] += t5 * x; x = a[3] * b[6]; s[8] += t3 * x;
  x = a[3] * b[7]; s[5] -= t5 * x; x = a[3] * b[8]; s[6] -= t3 * x; s[10] -= t6 * x; x = a[3] * b[10]; s[8] += t6 * x;
  x = a[4] * b[0]; s[1] -= t4 * x; x = a[4] * b[1]; s[0] += t4 * x; s[2] += t1 * x;
  x = a[4] * b[2]; s[1] -= t1 * x; s[3] += t3 * x; x = a[4] * b[3]; s[2] -= t3 * x; x = a[4] * b[5]; s[6] += t5 * x;
  x = a[4] * b[6]; s[5] -= t5 * x; x = a[4] * b[7]; s[8] -= t3 * x; x = a[4] * b[8]; s[7] += t3 * x; s[9] -= t1 * x;
  x = a[4] * b[9]; s[8] += t1 * x; s[10] += t4 * x; x = a[4] * b[10]; s[9] -= t4 * x; x = a[5] * b[0]; s[10] -= t2 * x;
  x = a[5] * b[1]; s[9] += t7 * x; x = a[5] * b[2]; s[8] += t0 * x; x = a[5] * b[3]; s[7] -= t5 * x;
  x = a[5] * b[4]; s[6] -= t5 * x; x = a[5] * b[6]; s[4] += t5 * x; x = a[5] * b[7]; s[3] += t5 * x;
  x = a[5] * b[8]; s[2] -= t0 * x; x = a[5] * b[9]; s[1] -= t7 * x; x = a[5] * b[10]; s[0] += t2 * x;
  x = a[6] * b[0]; s[9] += t4 * x; x = a[6] * b[1]; s[8] -= t1 * x; s[10] += t4 * x;
  x = a[6] * b[2]; s[7] -= t3 * x; s[9] -= t1 * x; x = a[6] * b[3]; s[8] -= t3 * x; x = a[6] * b[4]; s[5] += t5 * x;
  x = a[6] * b[5]; s[4] -= t5 * x; x = a[6] * b[7]; s[2] += t3 * x; x = a[6] * b[8]; s[1] += t1 * x; s[3] += t3 * x;
  x = a[6] * b[9]; s[0] -= t4 * x; s[2] += t1 * x; x = a[6] * b[10]; s[1] -= t4 * x; x = a[7] * b[0]; s[8] -= t6 * x;
  x = a[7] * b[2]; s[6] += t3 * x; s[10] -= t6 * x; x = a[7] * b[3]; s[5] += t5 * x; x = a[7] * b[4]; s[8] += t3 * x;
  x = a[7] * b[5]; s[3] -= t5 * x; x = a[7] * b[6]; s[2] -= t3 * x; x = a[7] * b[8]; s[0] += t6 * x; s[4] -= t3 * x;
  x = a[7] * b[10]; s[2] += t6 * x; x = a[8] * b[0]; s[7] += t6 * x; x = a[8] * b[1]; s[6] += t1 * x;
  x = a[8] * b[2]; s[5] -= t0 * x; x = a[8] * b[3]; s[6] += t3 * x; s[10] += t6 * x;
  x = a[8] * b[4]; s[7] -= t3 * x; s[9] += t1 * x; x = a[8] * b[5]; s[2] += t0 * x;
  x = a[8] * b[6]; s[1] -= t1 * x; s[3] -= t3 * x; x = a[8] * b[7]; s[0] -= t6 * x; s[4] += t3 * x;
  x = a[8] * b[9]; s[4] -= t1 * x; x = a[8] * b[10]; s[3] -= t6 * x; x = a[9] * b[0]; s[6] -= t4 * x;
  x = a[9] * b[1]; s[5] -= t7 * x; x = a[9] * b[2]; s[6] += t1 * x; x = a[9] * b[4]; s[8] -= t1 * x; s[10] -= t4 * x;
  x = a[9] * b[5]; s[1] += t7 * x; x = a[9] * b[6]; s[0] += t4 * x; s[2] -= t1 * x; x = a[9] * b[8]; s[4] += t1 * x;
  x = a[9] * b[10]; s[4] += t4 * x; x = a[10] * b[0]; s[5] += t2 * x; x = a[10] * b[1]; s[6] -= t4 * x;
  x = a[10] * b[2]; s[7] += t6 * x; x = a[10] * b[3]; s[8] -= t6 * x; x = a[10] * b[4]; s[9] += t4 * x;
  x = a[10] * b[5]; s[0] -= t2 * x; x = a[10] * b[6]; s[1] += t4 * x; x = a[10] * b[7]; s[2] -= t6 * x;
  x = a[10] * b[8]; s[3] += t6 * x; x = a[10] * b[9]; s[4] -= t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 5, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009797063280576756, t1 = 0.012420044573135947, t2 = 0.03142050359353865,
  t3 = 0.037029418598812446, t4 = 0.03927562949192332, t5 = 0.039795859172027166, t6 = 0.041688942352121415,
  t7 = 0.043024296465883134, t8 = 0.05691579439112097, t9 = 0.0582551728035463, t10 = 0.061962068694847626,
  t11 = 0.06440351676222644, t12 = 0.06572069842571017, t13 = 0.07025838192242885, t14 = 0.07256254483121258,
  t15 = 0.07588772585482796, t16 = 0.07593288368438508, t17 = 0.08313083857691457, t18 = 0.08484505683463182,
  t19 = 0.093329562518095, t20 = 0.09426151078061597, t21 = 0.09572301670759134, t22 = 0.09747954884712441,
  t23 = 0.10391354822114322, t24 = 0.10473501197846218, t25 = 0.10756074116470783, t26 = 0.1125596875347411,
  t27 = 0.11337897629876965, t28 = 0.1256820143741546, t29 = 0.13026252642972652;
  double s[11] = {}, x;
  x = a[0] * b[0]; s[6] += t9 * x; x = a[0] * b[1]; s[5] += t29 * x; x = a[0] * b[2]; s[6] -= t25 * x;
  x = a[0] * b[3]; s[7] += t23 * x; x = a[0] * b[4]; s[8] -= t18 * x; x = a[0] * b[5]; s[9] += t8 * x;
  x = a[0] * b[6]; s[0] -= t4 * x; x = a[0] * b[7]; s[1] += t8 * x; x = a[0] * b[8]; s[2] -= t18 * x;
  x = a[0] * b[9]; s[3] += t23 * x; x = a[0] * b[10]; s[4] -= t25 * x; x = a[0] * b[12]; s[4] -= t9 * x;
  x = a[1] * b[0]; s[7] -= t22 * x; x = a[1] * b[1]; s[6] -= t21 * x; x = a[1] * b[2]; s[5] -= t13 * x;
  x = a[1] * b[3]; s[6] -= t1 * x; x = a[1] * b[4]; s[7] += t12 * x; x = a[1] * b[5]; s[8] -= t19 * x; s[10] -= t8 * x;
  x = a[1] * b[6]; s[1] += t28 * x; x = a[1] * b[7]; s[0] += t8 * x; s[2] -= t19 * x; x = a[1] * b[8]; s[3] += t12 * x;
  x = a[1] * b[9]; s[4] -= t1 * x; x = a[1] * b[11]; s[4] += t21 * x; x = a[1] * b[12]; s[3] += t22 * x;
  x = a[2] * b[0]; s[8] += t26 * x; x = a[2] * b[1]; s[7] += t5 * x; x = a[2] * b[2]; s[6] -= t6 * x;
  x = a[2] * b[3]; s[5] -= t27 * x; x = a[2] * b[4]; s[6] += t11 * x; s[10] += t18 * x;
  x = a[2] * b[5]; s[7] -= t0 * x; s[9] += t19 * x; x = a[2] * b[6]; s[2] -= t16 * x;
  x = a[2] * b[7]; s[1] -= t19 * x; s[3] -= t0 * x; x = a[2] * b[8]; s[0] -= t18 * x; s[4] += t11 * x;
  x = a[2] * b[10]; s[4] += t6 * x; x = a[2] * b[11]; s[3] -= t5 * x; x = a[2] * b[12]; s[2] -= t26 * x;
  x = a[3] * b[0]; s[9] -= t22 * x; x = a[3] * b[1]; s[8] += t5 * x; x = a[3] * b[2]; s[7] += t17 * x;
  x = a[3] * b[3]; s[6] += t7 * x; s[10] -= t23 * x; x = a[3] * b[4]; s[5] -= t3 * x; s[9] -= t12 * x;
  x = a[3] * b[5]; s[6] += t14 * x; s[8] += t0 * x; x = a[3] * b[6]; s[3] -= t20 * x;
  x = a[3] * b[7]; s[2] -= t0 * x; s[4] += t14 * x; x = a[3] * b[8]; s[1] += t12 * x;
  x = a[3] * b[9]; s[0] += t23 * x; s[4] -= t7 * x; x = a[3] * b[10]; s[3] -= t17 * x; x = a[3] * b[11]; s[2] -= t5 * x;
  x = a[3] * b[12]; s[1] += t22 * x; x = a[4] * b[0]; s[10] += t9 * x; x = a[4] * b[1]; s[9] -= t21 * x;
  x = a[4] * b[2]; s[8] -= t6 * x; s[10] += t25 * x; x = a[4] * b[3]; s[7] += t7 * x; s[9] += t1 * x;
  x = a[4] * b[4]; s[6] += t15 * x; s[8] -= t11 * x; x = a[4] * b[5]; s[5] += t10 * x; s[7] -= t14 * x;
  x = a[4] * b[6]; s[4] += t2 * x; x = a[4] * b[7]; s[3] += t14 * x; x = a[4] * b[8]; s[2] += t11 * x; s[4] -= t15 * x;
  x = a[4] * b[9]; s[1] -= t1 * x; s[3] -= t7 * x; x = a[4] * b[10]; s[0] -= t25 * x; s[2] += t6 * x;
  x = a[4] * b[11]; s[1] += t21 * x; x = a[4] * b[12]; s[0] -= t9 * x; x = a[5] * b[1]; s[0] += t29 * x;
  x = a[5] * b[2]; s[1] -= t13 * x; x = a[5] * b[3]; s[2] -= t27 * x; x = a[5] * b[4]; s[3] -= t3 * x;
  x = a[5] * b[5]; s[4] += t10 * x; x = a[5] * b[6]; s[5] += t24 * x; x = a[5] * b[7]; s[6] += t10 * x;
  x = a[5] * b[8]; s[7] -= t3 * x; x = a[5] * b[9]; s[8] -= t27 * x; x = a[5] * b[10]; s[9] -= t13 * x;
  x = a[5] * b[11]; s[10] += t29 * x; x = a[6] * b[0]; s[0] += t9 * x; x = a[6] * b[1]; s[1] -= t21 * x;
  x = a[6] * b[2]; s[0] -= t25 * x; s[2] -= t6 * x; x = a[6] * b[3]; s[1] -= t1 * x; s[3] += t7 * x;
  x = a[6] * b[4]; s[2] += t11 * x; s[4] += t15 * x; x = a[6] * b[5]; s[3] += t14 * x; x = a[6] * b[6]; s[6] += t2 * x;
  x = a[6] * b[7]; s[5] += t10 * x; s[7] += t14 * x; x = a[6] * b[8]; s[6] += t15 * x; s[8] += t11 * x;
  x = a[6] * b[9]; s[7] += t7 * x; s[9] -= t1 * x; x = a[6] * b[10]; s[8] -= t6 * x; s[10] -= t25 * x;
  x = a[6] * b[11]; s[9] -= t21 * x; x = a[6] * b[12]; s[10] += t9 * x; x = a[7] * b[0]; s[1] -= t22 * x;
  x = a[7] * b[1]; s[2] += t5 * x; x = a[7] * b[2]; s[3] += t17 * x; x = a[7] * b[3]; s[0] += t23 * x; s[4] += t7 * x;
  x = a[7] * b[4]; s[1] += t12 * x; x = a[7] * b[5]; s[2] -= t0 * x; s[4] -= t14 * x; x = a[7] * b[6]; s[7] -= t20 * x;
  x = a[7] * b[7]; s[6] += t14 * x; s[8] -= t0 * x; x = a[7] * b[8]; s[5] -= t3 * x; s[9] += t12 * x;
  x = a[7] * b[9]; s[6] += t7 * x; s[10] += t23 * x; x = a[7] * b[10]; s[7] += t17 * x;
  x = a[7] * b[11]; s[8] += t5 * x; x = a[7] * b[12]; s[9] -= t22 * x; x = a[8] * b[0]; s[2] += t26 * x;
  x = a[8] * b[1]; s[3] += t5 * x; x = a[8] * b[2]; s[4] -= t6 * x; x = a[8] * b[4]; s[0] -= t18 * x; s[4] -= t11 * x;
  x = a[8] * b[5]; s[1] -= t19 * x; s[3] += t0 * x; x = a[8] * b[6]; s[8] -= t16 * x;
  x = a[8] * b[7]; s[7] -= t0 * x; s[9] -= t19 * x; x = a[8] * b[8]; s[6] += t11 * x; s[10] -= t18 * x;
  x = a[8] * b[9]; s[5] -= t27 * x; x = a[8] * b[10]; s[6] -= t6 * x; x = a[8] * b[11]; s[7] += t5 * x;
  x = a[8] * b[12]; s[8] += t26 * x; x = a[9] * b[0]; s[3] -= t22 * x; x = a[9] * b[1]; s[4] -= t21 * x;
  x = a[9] * b[3]; s[4] += t1 * x; x = a[9] * b[4]; s[3] -= t12 * x; x = a[9] * b[5]; s[0] += t8 * x; s[2] += t19 * x;
  x = a[9] * b[6]; s[9] += t28 * x; x = a[9] * b[7]; s[8] -= t19 * x; s[10] += t8 * x; x = a[9] * b[8]; s[7] += t12 * x;
  x = a[9] * b[9]; s[6] -= t1 * x; x = a[9] * b[10]; s[5] -= t13 * x; x = a[9] * b[11]; s[6] -= t21 * x;
  x = a[9] * b[12]; s[7] -= t22 * x; x = a[10] * b[0]; s[4] += t9 * x; x = a[10] * b[2]; s[4] += t25 * x;
  x = a[10] * b[3]; s[3] -= t23 * x; x = a[10] * b[4]; s[2] += t18 * x; x = a[10] * b[5]; s[1] -= t8 * x;
  x = a[10] * b[6]; s[10] -= t4 * x; x = a[10] * b[7]; s[9] += t8 * x; x = a[10] * b[8]; s[8] -= t18 * x;
  x = a[10] * b[9]; s[7] += t23 * x; x = a[10] * b[10]; s[6] -= t25 * x; x = a[10] * b[11]; s[5] += t29 * x;
  x = a[10] * b[12]; s[6] += t9 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<5, 6, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.01877734240734576, t1 = 0.027772063949109336, t2 = 0.03363363969981562,
  t3 = 0.03481412458825872, t4 = 0.04216199865489428, t5 = 0.043024296465883134, t6 = 0.04453437780906138,
  t7 = 0.04647155152113572, t8 = 0.05019501254353032, t9 = 0.06726727939963124, t10 = 0.06899236143528155,
  t11 = 0.07098646750254821, t12 = 0.07452026743881568, t13 = 0.07588772585482796, t14 = 0.07665817937253505,
  t15 = 0.07859800177821467, t16 = 0.08238525545716346, t17 = 0.08432399730978855, t18 = 0.08694031201195163,
  t19 = 0.08898624633166125, t20 = 0.09070318103901573, t21 = 0.0921095157729515, t22 = 0.0942770950595983,
  t23 = 0.09513029883089881, t24 = 0.09965563318429557, t25 = 0.10039002508706064, t26 = 0.10635890745287926,
  t27 = 0.11998903007585239, t28 = 0.12648599596468285;
  double s[11] = {}, x;
  x = a[0] * b[1]; s[4] += t22 * x; x = a[0] * b[2]; s[3] -= t26 * x; x = a[0] * b[3]; s[2] += t23 * x;
  x = a[0] * b[4]; s[1] -= t9 * x; x = a[0] * b[5]; s[0] += t2 * x; x = a[0] * b[7]; s[10] -= t2 * x;
  x = a[0] * b[8]; s[9] += t9 * x; x = a[0] * b[9]; s[8] -= t23 * x; x = a[0] * b[10]; s[7] += t26 * x;
  x = a[0] * b[11]; s[6] -= t22 * x; x = a[0] * b[12]; s[5] += t17 * x; x = a[1] * b[0]; s[4] -= t22 * x;
  x = a[1] * b[2]; s[4] -= t3 * x; x = a[1] * b[3]; s[3] -= t2 * x; x = a[1] * b[4]; s[2] += t16 * x;
  x = a[1] * b[5]; s[1] -= t21 * x; x = a[1] * b[6]; s[10] -= t19 * x; x = a[1] * b[7]; s[9] += t21 * x;
  x = a[1] * b[8]; s[8] -= t16 * x; x = a[1] * b[9]; s[7] += t2 * x; x = a[1] * b[10]; s[6] += t3 * x;
  x = a[1] * b[11]; s[5] -= t28 * x; x = a[1] * b[12]; s[6] -= t22 * x; x = a[2] * b[0]; s[3] += t26 * x;
  x = a[2] * b[1]; s[4] += t3 * x; x = a[2] * b[3]; s[4] -= t15 * x; x = a[2] * b[4]; s[3] += t5 * x;
  x = a[2] * b[5]; s[0] += t18 * x; s[2] += t1 * x; x = a[2] * b[6]; s[9] += t27 * x;
  x = a[2] * b[7]; s[8] -= t1 * x; s[10] += t18 * x; x = a[2] * b[8]; s[7] -= t5 * x; x = a[2] * b[9]; s[6] += t15 * x;
  x = a[2] * b[10]; s[5] -= t10 * x; x = a[2] * b[11]; s[6] += t3 * x; x = a[2] * b[12]; s[7] += t26 * x;
  x = a[3] * b[0]; s[2] -= t23 * x; x = a[3] * b[1]; s[3] += t2 * x; x = a[3] * b[2]; s[4] += t15 * x;
  x = a[3] * b[4]; s[0] -= t25 * x; s[4] -= t6 * x; x = a[3] * b[5]; s[1] -= t8 * x; s[3] += t12 * x;
  x = a[3] * b[6]; s[8] += t7 * x; x = a[3] * b[7]; s[7] -= t12 * x; s[9] -= t8 * x;
  x = a[3] * b[8]; s[6] += t6 * x; s[10] -= t25 * x; x = a[3] * b[9]; s[5] += t4 * x; x = a[3] * b[10]; s[6] += t15 * x;
  x = a[3] * b[11]; s[7] += t2 * x; x = a[3] * b[12]; s[8] -= t23 * x; x = a[4] * b[0]; s[1] += t9 * x;
  x = a[4] * b[1]; s[2] -= t16 * x; x = a[4] * b[2]; s[3] -= t5 * x; x = a[4] * b[3]; s[0] += t25 * x; s[4] += t6 * x;
  x = a[4] * b[5]; s[2] -= t11 * x; s[4] += t0 * x; x = a[4] * b[6]; s[7] -= t13 * x;
  x = a[4] * b[7]; s[6] -= t0 * x; s[8] -= t11 * x; x = a[4] * b[8]; s[5] += t24 * x;
  x = a[4] * b[9]; s[6] += t6 * x; s[10] += t25 * x; x = a[4] * b[10]; s[7] -= t5 * x;
  x = a[4] * b[11]; s[8] -= t16 * x; x = a[4] * b[12]; s[9] += t9 * x; x = a[5] * b[0]; s[0] -= t2 * x;
  x = a[5] * b[1]; s[1] += t21 * x; x = a[5] * b[2]; s[0] -= t18 * x; s[2] -= t1 * x;
  x = a[5] * b[3]; s[1] += t8 * x; s[3] -= t12 * x; x = a[5] * b[4]; s[2] += t11 * x; s[4] -= t0 * x;
  x = a[5] * b[6]; s[6] -= t20 * x; x = a[5] * b[7]; s[5] += t14 * x; x = a[5] * b[8]; s[6] -= t0 * x; s[8] += t11 * x;
  x = a[5] * b[9]; s[7] -= t12 * x; s[9] += t8 * x; x = a[5] * b[10]; s[8] -= t1 * x; s[10] -= t18 * x;
  x = a[5] * b[11]; s[9] += t21 * x; x = a[5] * b[12]; s[10] -= t2 * x; x = a[6] * b[1]; s[10] += t19 * x;
  x = a[6] * b[2]; s[9] -= t27 * x; x = a[6] * b[3]; s[8] -= t7 * x; x = a[6] * b[4]; s[7] += t13 * x;
  x = a[6] * b[5]; s[6] += t20 * x; x = a[6] * b[7]; s[4] -= t20 * x; x = a[6] * b[8]; s[3] -= t13 * x;
  x = a[6] * b[9]; s[2] += t7 * x; x = a[6] * b[10]; s[1] += t27 * x; x = a[6] * b[11]; s[0] -= t19 * x;
  x = a[7] * b[0]; s[10] += t2 * x; x = a[7] * b[1]; s[9] -= t21 * x; x = a[7] * b[2]; s[8] += t1 * x; s[10] -= t18 * x;
  x = a[7] * b[3]; s[7] += t12 * x; s[9] += t8 * x; x = a[7] * b[4]; s[6] += t0 * x; s[8] += t11 * x;
  x = a[7] * b[5]; s[5] -= t14 * x; x = a[7] * b[6]; s[4] += t20 * x; x = a[7] * b[8]; s[2] -= t11 * x; s[4] -= t0 * x;
  x = a[7] * b[9]; s[1] -= t8 * x; s[3] -= t12 * x; x = a[7] * b[10]; s[0] += t18 * x; s[2] -= t1 * x;
  x = a[7] * b[11]; s[1] += t21 * x; x = a[7] * b[12]; s[0] -= t2 * x; x = a[8] * b[0]; s[9] -= t9 * x;
  x = a[8] * b[1]; s[8] += t16 * x; x = a[8] * b[2]; s[7] += t5 * x; x = a[8] * b[3]; s[6] -= t6 * x; s[10] += t25 * x;
  x = a[8] * b[4]; s[5] -= t24 * x; x = a[8] * b[5]; s[6] += t0 * x; s[8] -= t11 * x; x = a[8] * b[6]; s[3] += t13 * x;
  x = a[8] * b[7]; s[2] += t11 * x; s[4] += t0 * x; x = a[8] * b[9]; s[0] -= t25 * x; s[4] += t6 * x;
  x = a[8] * b[10]; s[3] -= t5 * x; x = a[8] * b[11]; s[2] -= t16 * x; x = a[8] * b[12]; s[1] += t9 * x;
  x = a[9] * b[0]; s[8] += t23 * x; x = a[9] * b[1]; s[7] -= t2 * x; x = a[9] * b[2]; s[6] -= t15 * x;
  x = a[9] * b[3]; s[5] -= t4 * x; x = a[9] * b[4]; s[6] -= t6 * x; s[10] -= t25 * x;
  x = a[9] * b[5]; s[7] += t12 * x; s[9] -= t8 * x; x = a[9] * b[6]; s[2] -= t7 * x;
  x = a[9] * b[7]; s[1] += t8 * x; s[3] += t12 * x; x = a[9] * b[8]; s[0] += t25 * x; s[4] -= t6 * x;
  x = a[9] * b[10]; s[4] += t15 * x; x = a[9] * b[11]; s[3] += t2 * x; x = a[9] * b[12]; s[2] -= t23 * x;
  x = a[10] * b[0]; s[7] -= t26 * x; x = a[10] * b[1]; s[6] -= t3 * x; x = a[10] * b[2]; s[5] += t10 * x;
  x = a[10] * b[3]; s[6] -= t15 * x; x = a[10] * b[4]; s[7] += t5 * x;
  x = a[10] * b[5]; s[8] += t1 * x; s[10] += t18 * x; x = a[10] * b[6]; s[1] -= t27 * x;
  x = a[10] * b[7]; s[0] -= t18 * x; s[2] += t1 * x; x = a[10] * b[8]; s[3] += t5 * x;
  x = a[10] * b[9]; s[4] -= t15 * x; x = a[10] * b[11]; s[4] += t3 * x; x = a[10] * b[12]; s[3] += t26 * x;
  x = a[11] * b[0]; s[6] += t22 * x; x = a[11] * b[1]; s[5] += t28 * x; x = a[11] * b[2]; s[6] -= t3 * x;
  x = a[11] * b[3]; s[7] -= t2 * x; x = a[11] * b[4]; s[8] += t16 * x; x = a[11] * b[5]; s[9] -= t21 * x;
  x = a[11] * b[6]; s[0] += t19 * x; x = a[11] * b[7]; s[1] -= t21 * x; x = a[11] * b[8]; s[2] += t16 * x;
  x = a[11] * b[9]; s[3] -= t2 * x; x = a[11] * b[10]; s[4] -= t3 * x; x = a[11] * b[12]; s[4] -= t22 * x;
  x = a[12] * b[0]; s[5] -= t17 * x; x = a[12] * b[1]; s[6] += t22 * x; x = a[12] * b[2]; s[7] -= t26 * x;
  x = a[12] * b[3]; s[8] += t23 * x; x = a[12] * b[4]; s[9] -= t9 * x; x = a[12] * b[5]; s[10] += t2 * x;
  x = a[12] * b[7]; s[0] += t2 * x; x = a[12] * b[8]; s[1] -= t9 * x; x = a[12] * b[9]; s[2] += t23 * x;
  x = a[12] * b[10]; s[3] -= t26 * x; x = a[12] * b[11]; s[4] += t22 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 0, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.2773500981126146;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[0] += t0 * x; x = a[0] * b[1]; s[1] += t0 * x; x = a[0] * b[2]; s[2] += t0 * x;
  x = a[0] * b[3]; s[3] += t0 * x; x = a[0] * b[4]; s[4] += t0 * x; x = a[0] * b[5]; s[5] += t0 * x;
  x = a[0] * b[6]; s[6] += t0 * x; x = a[0] * b[7]; s[7] += t0 * x; x = a[0] * b[8]; s[8] += t0 * x;
  x = a[0] * b[9]; s[9] += t0 * x; x = a[0] * b[10]; s[10] += t0 * x; x = a[0] * b[11]; s[11] += t0 * x;
  x = a[0] * b[12]; s[12] += t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 1, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02414022747926338, t1 = 0.04181210050035454, t2 = 0.05913123959890826,
  t3 = 0.07633810206905742, t4 = 0.11322770341445958, t5 = 0.12773807700531709, t6 = 0.13222147133698628,
  t7 = 0.14484136487558028, t8 = 0.15267620413811483, t9 = 0.15644655469368596, t10 = 0.16193756890782393,
  t11 = 0.17739371879672478, t12 = 0.17902871850985821, t13 = 0.19312181983410703, t14 = 0.19611613513818404,
  t15 = 0.20197163363339118, t16 = 0.20483662259967567;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[10] -= t0 * x; s[12] -= t14 * x; x = a[0] * b[1]; s[9] -= t1 * x; s[11] -= t12 * x;
  x = a[0] * b[2]; s[8] -= t2 * x; s[10] -= t10 * x; x = a[0] * b[3]; s[7] -= t3 * x; s[9] -= t7 * x;
  x = a[0] * b[4]; s[6] -= t6 * x; s[8] -= t5 * x; x = a[0] * b[5]; s[5] += t9 * x; x = a[0] * b[6]; s[4] += t5 * x;
  x = a[0] * b[7]; s[3] += t7 * x; s[5] += t3 * x; x = a[0] * b[8]; s[2] += t10 * x; s[4] += t2 * x;
  x = a[0] * b[9]; s[1] += t12 * x; s[3] += t1 * x; x = a[0] * b[10]; s[0] += t14 * x; s[2] += t0 * x;
  x = a[1] * b[0]; s[1] += t4 * x; x = a[1] * b[1]; s[2] += t8 * x; x = a[1] * b[2]; s[3] += t11 * x;
  x = a[1] * b[3]; s[4] += t13 * x; x = a[1] * b[4]; s[5] += t15 * x; x = a[1] * b[5]; s[6] += t16 * x;
  x = a[1] * b[6]; s[7] += t15 * x; x = a[1] * b[7]; s[8] += t13 * x; x = a[1] * b[8]; s[9] += t11 * x;
  x = a[1] * b[9]; s[10] += t8 * x; x = a[1] * b[10]; s[11] += t4 * x; x = a[2] * b[0]; s[0] += t14 * x; s[2] -= t0 * x;
  x = a[2] * b[1]; s[1] += t12 * x; s[3] -= t1 * x; x = a[2] * b[2]; s[2] += t10 * x; s[4] -= t2 * x;
  x = a[2] * b[3]; s[3] += t7 * x; s[5] -= t3 * x; x = a[2] * b[4]; s[4] += t5 * x; x = a[2] * b[5]; s[7] += t9 * x;
  x = a[2] * b[6]; s[6] -= t6 * x; s[8] += t5 * x; x = a[2] * b[7]; s[7] -= t3 * x; s[9] += t7 * x;
  x = a[2] * b[8]; s[8] -= t2 * x; s[10] += t10 * x; x = a[2] * b[9]; s[9] -= t1 * x; s[11] += t12 * x;
  x = a[2] * b[10]; s[10] -= t0 * x; s[12] += t14 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 1, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.04279604925109129, t1 = 0.07412493166611012, t2 = 0.08559209850218258,
  t3 = 0.10036563193274914, t4 = 0.11720180773462385, t5 = 0.12838814775327387, t6 = 0.13533299049019168,
  t7 = 0.17118419700436516, t8 = 0.19611613513818404, t9 = 0.21398024625545645, t10 = 0.25677629550654774;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[1] += t1 * x; x = a[0] * b[1]; s[0] -= t1 * x; s[2] += t3 * x;
  x = a[0] * b[2]; s[1] -= t3 * x; s[3] += t4 * x; x = a[0] * b[3]; s[2] -= t4 * x; s[4] += t5 * x;
  x = a[0] * b[4]; s[3] -= t5 * x; s[5] += t6 * x; x = a[0] * b[5]; s[4] -= t6 * x; x = a[0] * b[6]; s[7] -= t8 * x;
  x = a[0] * b[7]; s[6] += t8 * x; s[8] -= t6 * x; x = a[0] * b[8]; s[7] += t6 * x; s[9] -= t5 * x;
  x = a[0] * b[9]; s[8] += t5 * x; s[10] -= t4 * x; x = a[0] * b[10]; s[9] += t4 * x; s[11] -= t3 * x;
  x = a[0] * b[11]; s[10] += t3 * x; s[12] -= t1 * x; x = a[0] * b[12]; s[11] += t1 * x;
  x = a[1] * b[0]; s[12] += t10 * x; x = a[1] * b[1]; s[11] += t9 * x; x = a[1] * b[2]; s[10] += t7 * x;
  x = a[1] * b[3]; s[9] += t5 * x; x = a[1] * b[4]; s[8] += t2 * x; x = a[1] * b[5]; s[7] += t0 * x;
  x = a[1] * b[7]; s[5] -= t0 * x; x = a[1] * b[8]; s[4] -= t2 * x; x = a[1] * b[9]; s[3] -= t5 * x;
  x = a[1] * b[10]; s[2] -= t7 * x; x = a[1] * b[11]; s[1] -= t9 * x; x = a[1] * b[12]; s[0] -= t10 * x;
  x = a[2] * b[0]; s[11] -= t1 * x; x = a[2] * b[1]; s[10] -= t3 * x; s[12] -= t1 * x;
  x = a[2] * b[2]; s[9] -= t4 * x; s[11] -= t3 * x; x = a[2] * b[3]; s[8] -= t5 * x; s[10] -= t4 * x;
  x = a[2] * b[4]; s[7] -= t6 * x; s[9] -= t5 * x; x = a[2] * b[5]; s[6] -= t8 * x; s[8] -= t6 * x;
  x = a[2] * b[6]; s[5] += t8 * x; x = a[2] * b[7]; s[4] += t6 * x; x = a[2] * b[8]; s[3] += t5 * x; s[5] += t6 * x;
  x = a[2] * b[9]; s[2] += t4 * x; s[4] += t5 * x; x = a[2] * b[10]; s[1] += t3 * x; s[3] += t4 * x;
  x = a[2] * b[11]; s[0] += t1 * x; s[2] += t3 * x; x = a[2] * b[12]; s[1] += t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 2, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.008814764755799084, t1 = 0.01971041319963609, t2 = 0.026444294267397254,
  t3 = 0.04828045495852676, t4 = 0.04986383946711772, t5 = 0.05214885156456199, t6 = 0.07374961314478497,
  t7 = 0.08362420100070908, t8 = 0.09894548898363073, t9 = 0.10429770312912398, t10 = 0.11322770341445958,
  t11 = 0.12773807700531709, t12 = 0.12955005512625914, t13 = 0.13192731864484097, t14 = 0.13655774839978377,
  t15 = 0.13993005245628826, t16 = 0.16012815380508713, t17 = 0.16157730690671296, t18 = 0.16490914830605122,
  t19 = 0.18064892093237822, t20 = 0.18698939800169143, t21 = 0.19611613513818404;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[8] += t0 * x; s[12] -= t21 * x; x = a[0] * b[1]; s[7] += t1 * x; s[11] -= t16 * x;
  x = a[0] * b[2]; s[6] += t3 * x; s[10] -= t11 * x; x = a[0] * b[3]; s[7] -= t5 * x; s[9] -= t8 * x;
  x = a[0] * b[4]; s[4] += t9 * x; x = a[0] * b[5]; s[3] += t8 * x; s[5] -= t5 * x; x = a[0] * b[6]; s[2] += t11 * x;
  x = a[0] * b[7]; s[1] += t16 * x; s[5] -= t1 * x; x = a[0] * b[8]; s[0] += t21 * x; s[4] -= t0 * x;
  x = a[1] * b[0]; s[9] -= t2 * x; s[11] -= t10 * x; x = a[1] * b[1]; s[8] -= t4 * x; s[10] -= t14 * x;
  x = a[1] * b[2]; s[7] -= t6 * x; s[9] -= t15 * x; x = a[1] * b[3]; s[6] -= t14 * x; s[8] -= t13 * x;
  x = a[1] * b[4]; s[5] += t18 * x; x = a[1] * b[5]; s[4] += t13 * x; x = a[1] * b[6]; s[3] += t15 * x; s[5] += t6 * x;
  x = a[1] * b[7]; s[2] += t14 * x; s[4] += t4 * x; x = a[1] * b[8]; s[1] += t10 * x; s[3] += t2 * x;
  x = a[2] * b[0]; s[2] += t7 * x; x = a[2] * b[1]; s[3] += t12 * x; x = a[2] * b[2]; s[4] += t17 * x;
  x = a[2] * b[3]; s[5] += t19 * x; x = a[2] * b[4]; s[6] += t20 * x; x = a[2] * b[5]; s[7] += t19 * x;
  x = a[2] * b[6]; s[8] += t17 * x; x = a[2] * b[7]; s[9] += t12 * x; x = a[2] * b[8]; s[10] += t7 * x;
  x = a[3] * b[0]; s[1] += t10 * x; s[3] -= t2 * x; x = a[3] * b[1]; s[2] += t14 * x; s[4] -= t4 * x;
  x = a[3] * b[2]; s[3] += t15 * x; s[5] -= t6 * x; x = a[3] * b[3]; s[4] += t13 * x; x = a[3] * b[4]; s[7] += t18 * x;
  x = a[3] * b[5]; s[6] -= t14 * x; s[8] += t13 * x; x = a[3] * b[6]; s[7] -= t6 * x; s[9] += t15 * x;
  x = a[3] * b[7]; s[8] -= t4 * x; s[10] += t14 * x; x = a[3] * b[8]; s[9] -= t2 * x; s[11] += t10 * x;
  x = a[4] * b[0]; s[0] += t21 * x; s[4] += t0 * x; x = a[4] * b[1]; s[1] += t16 * x; s[5] += t1 * x;
  x = a[4] * b[2]; s[2] += t11 * x; x = a[4] * b[3]; s[3] += t8 * x; s[5] += t5 * x; x = a[4] * b[4]; s[8] += t9 * x;
  x = a[4] * b[5]; s[7] -= t5 * x; s[9] += t8 * x; x = a[4] * b[6]; s[6] += t3 * x; s[10] += t11 * x;
  x = a[4] * b[7]; s[7] += t1 * x; s[11] += t16 * x; x = a[4] * b[8]; s[8] += t0 * x; s[12] += t21 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 2, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02234950781338371, t1 = 0.024482659157056438, t2 = 0.027372445072567947,
  t3 = 0.04240520956441317, t4 = 0.05913123959890826, t5 = 0.06120664789264109, t6 = 0.0632139541241014,
  t7 = 0.06477502756312957, t8 = 0.09078412990032037, t9 = 0.09187795405622853, t10 = 0.10241831129983783,
  t11 = 0.10482848367219183, t12 = 0.10994504121565506, t13 = 0.11308055883843512, t14 = 0.11613144917081457,
  t15 = 0.11826247919781652, t16 = 0.12838814775327387, t17 = 0.12955005512625914, t18 = 0.13222147133698628,
  t19 = 0.13409704688030227, t20 = 0.15580668880290177, t21 = 0.15644655469368596, t22 = 0.16574838603294897,
  t23 = 0.16724840200141816, t24 = 0.17879606250706967;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[3] -= t0 * x; x = a[0] * b[1]; s[0] -= t11 * x; s[4] -= t3 * x;
  x = a[0] * b[2]; s[1] -= t16 * x; s[5] -= t6 * x; x = a[0] * b[3]; s[2] -= t19 * x;
  x = a[0] * b[4]; s[3] -= t17 * x; s[5] -= t10 * x; x = a[0] * b[5]; s[8] -= t23 * x;
  x = a[0] * b[6]; s[7] += t10 * x; s[9] -= t17 * x; x = a[0] * b[7]; s[6] -= t15 * x; s[10] -= t19 * x;
  x = a[0] * b[8]; s[7] -= t6 * x; s[11] -= t16 * x; x = a[0] * b[9]; s[8] -= t3 * x; s[12] -= t11 * x;
  x = a[0] * b[10]; s[9] -= t0 * x; x = a[1] * b[0]; s[0] += t22 * x; s[2] += t5 * x;
  x = a[1] * b[1]; s[1] += t8 * x; s[3] += t9 * x; x = a[1] * b[2]; s[2] += t2 * x; s[4] += t12 * x;
  x = a[1] * b[3]; s[3] -= t1 * x; s[5] += t14 * x; x = a[1] * b[4]; s[4] -= t7 * x; x = a[1] * b[5]; s[7] -= t18 * x;
  x = a[1] * b[6]; s[6] += t21 * x; s[8] -= t7 * x; x = a[1] * b[7]; s[7] += t14 * x; s[9] -= t1 * x;
  x = a[1] * b[8]; s[8] += t12 * x; s[10] += t2 * x; x = a[1] * b[9]; s[9] += t9 * x; s[11] += t8 * x;
  x = a[1] * b[10]; s[10] += t5 * x; s[12] += t22 * x; x = a[2] * b[0]; s[11] += t22 * x;
  x = a[2] * b[1]; s[10] += t24 * x; x = a[2] * b[2]; s[9] += t20 * x; x = a[2] * b[3]; s[8] += t13 * x;
  x = a[2] * b[4]; s[7] += t4 * x; x = a[2] * b[6]; s[5] -= t4 * x; x = a[2] * b[7]; s[4] -= t13 * x;
  x = a[2] * b[8]; s[3] -= t20 * x; x = a[2] * b[9]; s[2] -= t24 * x; x = a[2] * b[10]; s[1] -= t22 * x;
  x = a[3] * b[0]; s[10] -= t5 * x; s[12] += t22 * x; x = a[3] * b[1]; s[9] -= t9 * x; s[11] += t8 * x;
  x = a[3] * b[2]; s[8] -= t12 * x; s[10] += t2 * x; x = a[3] * b[3]; s[7] -= t14 * x; s[9] -= t1 * x;
  x = a[3] * b[4]; s[6] -= t21 * x; s[8] -= t7 * x; x = a[3] * b[5]; s[5] += t18 * x; x = a[3] * b[6]; s[4] += t7 * x;
  x = a[3] * b[7]; s[3] += t1 * x; s[5] += t14 * x; x = a[3] * b[8]; s[2] -= t2 * x; s[4] += t12 * x;
  x = a[3] * b[9]; s[1] -= t8 * x; s[3] += t9 * x; x = a[3] * b[10]; s[0] -= t22 * x; s[2] += t5 * x;
  x = a[4] * b[0]; s[9] += t0 * x; x = a[4] * b[1]; s[8] += t3 * x; s[12] -= t11 * x;
  x = a[4] * b[2]; s[7] += t6 * x; s[11] -= t16 * x; x = a[4] * b[3]; s[6] += t15 * x; s[10] -= t19 * x;
  x = a[4] * b[4]; s[7] -= t10 * x; s[9] -= t17 * x; x = a[4] * b[5]; s[4] += t23 * x;
  x = a[4] * b[6]; s[3] += t17 * x; s[5] -= t10 * x; x = a[4] * b[7]; s[2] += t19 * x;
  x = a[4] * b[8]; s[1] += t16 * x; s[5] -= t6 * x; x = a[4] * b[9]; s[0] += t11 * x; s[4] -= t3 * x;
  x = a[4] * b[10]; s[3] -= t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 2, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.019990007493755464, t1 = 0.026444294267397254, t2 = 0.046880723093849545,
  t3 = 0.04997501873438866, t4 = 0.054744890145135894, t5 = 0.07412493166611012, t6 = 0.08655927155716765,
  t7 = 0.09482093118615209, t8 = 0.09995003746877731, t9 = 0.10948978029027179, t10 = 0.10994504121565506,
  t11 = 0.11062441971717744, t12 = 0.1211829801800347, t13 = 0.12179969144117252, t14 = 0.12993504870941053,
  t15 = 0.13993005245628826, t16 = 0.16724840200141816, t17 = 0.2198900824313101;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[10] += t2 * x; x = a[0] * b[1]; s[9] += t5 * x; x = a[0] * b[2]; s[8] += t7 * x; s[12] -= t2 * x;
  x = a[0] * b[3]; s[7] += t9 * x; s[11] -= t5 * x; x = a[0] * b[4]; s[6] += t16 * x; s[10] -= t7 * x;
  x = a[0] * b[5]; s[7] -= t12 * x; s[9] -= t9 * x; x = a[0] * b[6]; s[4] += t16 * x;
  x = a[0] * b[7]; s[3] += t9 * x; s[5] -= t12 * x; x = a[0] * b[8]; s[2] += t7 * x;
  x = a[0] * b[9]; s[1] += t5 * x; s[5] -= t9 * x; x = a[0] * b[10]; s[0] += t2 * x; s[4] -= t7 * x;
  x = a[0] * b[11]; s[3] -= t5 * x; x = a[0] * b[12]; s[2] -= t2 * x; x = a[1] * b[0]; s[11] -= t10 * x;
  x = a[1] * b[1]; s[10] -= t13 * x; s[12] += t10 * x; x = a[1] * b[2]; s[9] -= t11 * x; s[11] += t13 * x;
  x = a[1] * b[3]; s[8] -= t6 * x; s[10] += t11 * x; x = a[1] * b[4]; s[7] -= t4 * x; s[9] += t6 * x;
  x = a[1] * b[5]; s[6] -= t1 * x; s[8] += t4 * x; x = a[1] * b[6]; s[5] -= t1 * x; x = a[1] * b[7]; s[4] -= t4 * x;
  x = a[1] * b[8]; s[3] -= t6 * x; s[5] += t4 * x; x = a[1] * b[9]; s[2] -= t11 * x; s[4] += t6 * x;
  x = a[1] * b[10]; s[1] -= t13 * x; s[3] += t11 * x; x = a[1] * b[11]; s[0] -= t10 * x; s[2] += t13 * x;
  x = a[1] * b[12]; s[1] += t10 * x; x = a[2] * b[0]; s[0] += t17 * x; x = a[2] * b[1]; s[1] += t10 * x;
  x = a[2] * b[2]; s[2] += t0 * x; x = a[2] * b[3]; s[3] -= t3 * x; x = a[2] * b[4]; s[4] -= t8 * x;
  x = a[2] * b[5]; s[5] -= t14 * x; x = a[2] * b[6]; s[6] -= t15 * x; x = a[2] * b[7]; s[7] -= t14 * x;
  x = a[2] * b[8]; s[8] -= t8 * x; x = a[2] * b[9]; s[9] -= t3 * x; x = a[2] * b[10]; s[10] += t0 * x;
  x = a[2] * b[11]; s[11] += t10 * x; x = a[2] * b[12]; s[12] += t17 * x; x = a[3] * b[0]; s[1] -= t10 * x;
  x = a[3] * b[1]; s[0] -= t10 * x; s[2] -= t13 * x; x = a[3] * b[2]; s[1] -= t13 * x; s[3] -= t11 * x;
  x = a[3] * b[3]; s[2] -= t11 * x; s[4] -= t6 * x; x = a[3] * b[4]; s[3] -= t6 * x; s[5] -= t4 * x;
  x = a[3] * b[5]; s[4] -= t4 * x; x = a[3] * b[6]; s[7] -= t1 * x; x = a[3] * b[7]; s[6] -= t1 * x; s[8] -= t4 * x;
  x = a[3] * b[8]; s[7] -= t4 * x; s[9] -= t6 * x; x = a[3] * b[9]; s[8] -= t6 * x; s[10] -= t11 * x;
  x = a[3] * b[10]; s[9] -= t11 * x; s[11] -= t13 * x; x = a[3] * b[11]; s[10] -= t13 * x; s[12] -= t10 * x;
  x = a[3] * b[12]; s[11] -= t10 * x; x = a[4] * b[0]; s[2] += t2 * x; x = a[4] * b[1]; s[3] += t5 * x;
  x = a[4] * b[2]; s[0] += t2 * x; s[4] += t7 * x; x = a[4] * b[3]; s[1] += t5 * x; s[5] += t9 * x;
  x = a[4] * b[4]; s[2] += t7 * x; x = a[4] * b[5]; s[3] += t9 * x; s[5] += t12 * x; x = a[4] * b[6]; s[8] += t16 * x;
  x = a[4] * b[7]; s[7] -= t12 * x; s[9] += t9 * x; x = a[4] * b[8]; s[6] += t16 * x; s[10] += t7 * x;
  x = a[4] * b[9]; s[7] += t9 * x; s[11] += t5 * x; x = a[4] * b[10]; s[8] += t7 * x; s[12] += t2 * x;
  x = a[4] * b[11]; s[9] += t5 * x; x = a[4] * b[12]; s[10] += t2 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 3, 3>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009124148357522649, t1 = 0.01706971854997297, t2 = 0.03413943709994594,
  t3 = 0.054744890145135894, t4 = 0.06611073566849314, t5 = 0.08362420100070908, t6 = 0.09349469900084571,
  t7 = 0.1254363015010636, t8 = 0.13222147133698628, t9 = 0.13655774839978377, t10 = 0.13686222536283973,
  t11 = 0.1386750490563073, t12 = 0.14484136487558028, t13 = 0.17069718549972973, t14 = 0.18248296715045298,
  t15 = 0.19611613513818404;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[6] -= t0 * x; s[12] -= t15 * x; x = a[0] * b[1]; s[7] += t1 * x; s[11] -= t11 * x;
  x = a[0] * b[2]; s[8] -= t2 * x; s[10] -= t6 * x; x = a[0] * b[3]; s[3] += t5 * x;
  x = a[0] * b[4]; s[2] += t6 * x; s[4] -= t2 * x; x = a[0] * b[5]; s[1] += t11 * x; s[5] += t1 * x;
  x = a[0] * b[6]; s[0] += t15 * x; x = a[1] * b[0]; s[7] += t1 * x; s[11] -= t11 * x;
  x = a[1] * b[1]; s[6] += t3 * x; s[10] -= t12 * x; x = a[1] * b[2]; s[7] -= t4 * x; s[9] -= t7 * x;
  x = a[1] * b[3]; s[4] += t9 * x; x = a[1] * b[4]; s[3] += t7 * x; s[5] -= t4 * x; x = a[1] * b[5]; s[2] += t12 * x;
  x = a[1] * b[6]; s[1] += t11 * x; s[5] -= t1 * x; x = a[2] * b[0]; s[8] -= t2 * x; s[10] -= t6 * x;
  x = a[2] * b[1]; s[7] -= t4 * x; s[9] -= t7 * x; x = a[2] * b[2]; s[6] -= t10 * x; s[8] -= t8 * x;
  x = a[2] * b[3]; s[5] += t13 * x; x = a[2] * b[4]; s[4] += t8 * x; x = a[2] * b[5]; s[3] += t7 * x; s[5] += t4 * x;
  x = a[2] * b[6]; s[2] += t6 * x; s[4] += t2 * x; x = a[3] * b[0]; s[3] += t5 * x; x = a[3] * b[1]; s[4] += t9 * x;
  x = a[3] * b[2]; s[5] += t13 * x; x = a[3] * b[3]; s[6] += t14 * x; x = a[3] * b[4]; s[7] += t13 * x;
  x = a[3] * b[5]; s[8] += t9 * x; x = a[3] * b[6]; s[9] += t5 * x; x = a[4] * b[0]; s[2] += t6 * x; s[4] -= t2 * x;
  x = a[4] * b[1]; s[3] += t7 * x; s[5] -= t4 * x; x = a[4] * b[2]; s[4] += t8 * x; x = a[4] * b[3]; s[7] += t13 * x;
  x = a[4] * b[4]; s[6] -= t10 * x; s[8] += t8 * x; x = a[4] * b[5]; s[7] -= t4 * x; s[9] += t7 * x;
  x = a[4] * b[6]; s[8] -= t2 * x; s[10] += t6 * x; x = a[5] * b[0]; s[1] += t11 * x; s[5] += t1 * x;
  x = a[5] * b[1]; s[2] += t12 * x; x = a[5] * b[2]; s[3] += t7 * x; s[5] += t4 * x; x = a[5] * b[3]; s[8] += t9 * x;
  x = a[5] * b[4]; s[7] -= t4 * x; s[9] += t7 * x; x = a[5] * b[5]; s[6] += t3 * x; s[10] += t12 * x;
  x = a[5] * b[6]; s[7] += t1 * x; s[11] += t11 * x; x = a[6] * b[0]; s[0] += t15 * x;
  x = a[6] * b[1]; s[1] += t11 * x; s[5] -= t1 * x; x = a[6] * b[2]; s[2] += t6 * x; s[4] += t2 * x;
  x = a[6] * b[3]; s[9] += t5 * x; x = a[6] * b[4]; s[8] -= t2 * x; s[10] += t6 * x;
  x = a[6] * b[5]; s[7] += t1 * x; s[11] += t11 * x; x = a[6] * b[6]; s[6] -= t0 * x; s[12] += t15 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 3, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.012903494352312729, t1 = 0.01971041319963609, t2 = 0.03026137663344012,
  t3 = 0.033316679156259105, t4 = 0.04181210050035454, t5 = 0.04828045495852676, t6 = 0.05120915564991892,
  t7 = 0.0632139541241014, t8 = 0.06332360547125385, t9 = 0.07633810206905742, t10 = 0.09349469900084571,
  t11 = 0.09684786719132941, t12 = 0.09855206599818044, t13 = 0.10201107982106848, t14 = 0.10840727259799848,
  t15 = 0.11018455944748856, t16 = 0.1254363015010636, t17 = 0.12773807700531709, t18 = 0.12838814775327387,
  t19 = 0.13533299049019168, t20 = 0.13655774839978377, t21 = 0.1386750490563073, t22 = 0.1413506985480439,
  t23 = 0.1428155117494959, t24 = 0.14484136487558028, t25 = 0.14824986333222023, t26 = 0.1576833055970887,
  t27 = 0.16423467043540768;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[5] += t0 * x; x = a[0] * b[1]; s[0] -= t18 * x; x = a[0] * b[2]; s[1] -= t21 * x; s[5] += t6 * x;
  x = a[0] * b[3]; s[2] -= t16 * x; s[4] -= t9 * x; x = a[0] * b[4]; s[9] -= t24 * x;
  x = a[0] * b[5]; s[8] += t9 * x; s[10] -= t16 * x; x = a[0] * b[6]; s[7] -= t6 * x; s[11] -= t21 * x;
  x = a[0] * b[7]; s[6] += t4 * x; s[12] -= t18 * x; x = a[0] * b[8]; s[7] += t0 * x;
  x = a[1] * b[0]; s[0] += t25 * x; s[4] -= t3 * x; x = a[1] * b[1]; s[1] += t2 * x; s[5] -= t8 * x;
  x = a[1] * b[2]; s[2] -= t5 * x; x = a[1] * b[3]; s[3] -= t10 * x; s[5] -= t14 * x; x = a[1] * b[4]; s[8] -= t26 * x;
  x = a[1] * b[5]; s[7] += t14 * x; s[9] -= t10 * x; x = a[1] * b[6]; s[6] -= t17 * x; s[10] -= t5 * x;
  x = a[1] * b[7]; s[7] -= t8 * x; s[11] += t2 * x; x = a[1] * b[8]; s[8] -= t3 * x; s[12] += t25 * x;
  x = a[2] * b[0]; s[1] += t19 * x; s[3] += t7 * x; x = a[2] * b[1]; s[2] += t13 * x; s[4] += t11 * x;
  x = a[2] * b[2]; s[3] += t4 * x; s[5] += t15 * x; x = a[2] * b[3]; s[4] -= t1 * x; x = a[2] * b[4]; s[7] -= t12 * x;
  x = a[2] * b[5]; s[6] += t23 * x; s[8] -= t1 * x; x = a[2] * b[6]; s[7] += t15 * x; s[9] += t4 * x;
  x = a[2] * b[7]; s[8] += t11 * x; s[10] += t13 * x; x = a[2] * b[8]; s[9] += t7 * x; s[11] += t19 * x;
  x = a[3] * b[0]; s[10] += t22 * x; x = a[3] * b[1]; s[9] += t27 * x; x = a[3] * b[2]; s[8] += t20 * x;
  x = a[3] * b[3]; s[7] += t9 * x; x = a[3] * b[5]; s[5] -= t9 * x; x = a[3] * b[6]; s[4] -= t20 * x;
  x = a[3] * b[7]; s[3] -= t27 * x; x = a[3] * b[8]; s[2] -= t22 * x; x = a[4] * b[0]; s[9] -= t7 * x; s[11] += t19 * x;
  x = a[4] * b[1]; s[8] -= t11 * x; s[10] += t13 * x; x = a[4] * b[2]; s[7] -= t15 * x; s[9] += t4 * x;
  x = a[4] * b[3]; s[6] -= t23 * x; s[8] -= t1 * x; x = a[4] * b[4]; s[5] += t12 * x; x = a[4] * b[5]; s[4] += t1 * x;
  x = a[4] * b[6]; s[3] -= t4 * x; s[5] += t15 * x; x = a[4] * b[7]; s[2] -= t13 * x; s[4] += t11 * x;
  x = a[4] * b[8]; s[1] -= t19 * x; s[3] += t7 * x; x = a[5] * b[0]; s[8] += t3 * x; s[12] += t25 * x;
  x = a[5] * b[1]; s[7] += t8 * x; s[11] += t2 * x; x = a[5] * b[2]; s[6] += t17 * x; s[10] -= t5 * x;
  x = a[5] * b[3]; s[7] -= t14 * x; s[9] -= t10 * x; x = a[5] * b[4]; s[4] += t26 * x;
  x = a[5] * b[5]; s[3] += t10 * x; s[5] -= t14 * x; x = a[5] * b[6]; s[2] += t5 * x;
  x = a[5] * b[7]; s[1] -= t2 * x; s[5] -= t8 * x; x = a[5] * b[8]; s[0] -= t25 * x; s[4] -= t3 * x;
  x = a[6] * b[0]; s[7] -= t0 * x; x = a[6] * b[1]; s[6] -= t4 * x; s[12] -= t18 * x;
  x = a[6] * b[2]; s[7] += t6 * x; s[11] -= t21 * x; x = a[6] * b[3]; s[8] -= t9 * x; s[10] -= t16 * x;
  x = a[6] * b[4]; s[3] += t24 * x; x = a[6] * b[5]; s[2] += t16 * x; s[4] -= t9 * x;
  x = a[6] * b[6]; s[1] += t21 * x; s[5] += t6 * x; x = a[6] * b[7]; s[0] += t18 * x; x = a[6] * b[8]; s[5] += t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 3, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.02234950781338371, t1 = 0.0316069770620507, t2 = 0.04469901562676742,
  t3 = 0.04997501873438866, t4 = 0.051613977409250916, t5 = 0.054744890145135894, t6 = 0.06827887419989188,
  t7 = 0.07067534927402196, t8 = 0.07412493166611012, t9 = 0.08362420100070908, t10 = 0.08655927155716765,
  t11 = 0.09032446046618911, t12 = 0.09482093118615209, t13 = 0.09656090991705352, t14 = 0.10322795481850183,
  t15 = 0.10482848367219183, t16 = 0.10795837927188262, t17 = 0.10948978029027179, t18 = 0.11826247919781652,
  t19 = 0.12241329578528218, t20 = 0.12773807700531709, t21 = 0.12838814775327387, t22 = 0.14484136487558028,
  t23 = 0.16724840200141816, t24 = 0.18156825980064073;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[8] -= t0 * x; x = a[0] * b[1]; s[7] -= t2 * x; x = a[0] * b[2]; s[6] -= t13 * x; s[12] -= t8 * x;
  x = a[0] * b[3]; s[7] += t11 * x; s[11] -= t15 * x; x = a[0] * b[4]; s[8] -= t16 * x; s[10] -= t18 * x;
  x = a[0] * b[5]; s[3] += t23 * x; x = a[0] * b[6]; s[2] += t18 * x; s[4] -= t16 * x;
  x = a[0] * b[7]; s[1] += t15 * x; s[5] += t11 * x; x = a[0] * b[8]; s[0] += t8 * x; x = a[0] * b[9]; s[5] += t2 * x;
  x = a[0] * b[10]; s[4] += t0 * x; x = a[1] * b[0]; s[9] += t5 * x; x = a[1] * b[1]; s[8] += t10 * x; s[12] += t21 * x;
  x = a[1] * b[2]; s[7] += t14 * x; s[11] += t15 * x; x = a[1] * b[3]; s[6] += t22 * x; s[10] += t5 * x;
  x = a[1] * b[4]; s[7] -= t9 * x; x = a[1] * b[5]; s[4] += t6 * x; x = a[1] * b[6]; s[5] -= t9 * x;
  x = a[1] * b[7]; s[2] -= t5 * x; x = a[1] * b[8]; s[1] -= t15 * x; s[5] -= t14 * x;
  x = a[1] * b[9]; s[0] -= t21 * x; s[4] -= t10 * x; x = a[1] * b[10]; s[3] -= t5 * x;
  x = a[2] * b[0]; s[10] -= t12 * x; s[12] -= t21 * x; x = a[2] * b[1]; s[9] -= t17 * x;
  x = a[2] * b[2]; s[8] -= t11 * x; s[10] += t7 * x; x = a[2] * b[3]; s[7] -= t3 * x; s[9] += t12 * x;
  x = a[2] * b[4]; s[8] += t9 * x; x = a[2] * b[5]; s[5] -= t6 * x; x = a[2] * b[6]; s[4] -= t9 * x;
  x = a[2] * b[7]; s[3] -= t12 * x; s[5] += t3 * x; x = a[2] * b[8]; s[2] -= t7 * x; s[4] += t11 * x;
  x = a[2] * b[9]; s[3] += t17 * x; x = a[2] * b[10]; s[0] += t21 * x; s[2] += t12 * x;
  x = a[3] * b[0]; s[1] += t24 * x; x = a[3] * b[1]; s[2] += t19 * x; x = a[3] * b[2]; s[3] += t1 * x;
  x = a[3] * b[3]; s[4] -= t4 * x; x = a[3] * b[4]; s[5] -= t16 * x; x = a[3] * b[5]; s[6] -= t20 * x;
  x = a[3] * b[6]; s[7] -= t16 * x; x = a[3] * b[7]; s[8] -= t4 * x; x = a[3] * b[8]; s[9] += t1 * x;
  x = a[3] * b[9]; s[10] += t19 * x; x = a[3] * b[10]; s[11] += t24 * x;
  x = a[4] * b[0]; s[0] += t21 * x; s[2] -= t12 * x; x = a[4] * b[1]; s[3] -= t17 * x;
  x = a[4] * b[2]; s[2] -= t7 * x; s[4] -= t11 * x; x = a[4] * b[3]; s[3] -= t12 * x; s[5] -= t3 * x;
  x = a[4] * b[4]; s[4] -= t9 * x; x = a[4] * b[5]; s[7] -= t6 * x; x = a[4] * b[6]; s[8] -= t9 * x;
  x = a[4] * b[7]; s[7] -= t3 * x; s[9] -= t12 * x; x = a[4] * b[8]; s[8] -= t11 * x; s[10] -= t7 * x;
  x = a[4] * b[9]; s[9] -= t17 * x; x = a[4] * b[10]; s[10] -= t12 * x; s[12] += t21 * x;
  x = a[5] * b[0]; s[3] += t5 * x; x = a[5] * b[1]; s[0] -= t21 * x; s[4] += t10 * x;
  x = a[5] * b[2]; s[1] -= t15 * x; s[5] += t14 * x; x = a[5] * b[3]; s[2] -= t5 * x; x = a[5] * b[4]; s[5] += t9 * x;
  x = a[5] * b[5]; s[8] += t6 * x; x = a[5] * b[6]; s[7] -= t9 * x; x = a[5] * b[7]; s[6] += t22 * x; s[10] -= t5 * x;
  x = a[5] * b[8]; s[7] += t14 * x; s[11] -= t15 * x; x = a[5] * b[9]; s[8] += t10 * x; s[12] -= t21 * x;
  x = a[5] * b[10]; s[9] += t5 * x; x = a[6] * b[0]; s[4] -= t0 * x; x = a[6] * b[1]; s[5] -= t2 * x;
  x = a[6] * b[2]; s[0] += t8 * x; x = a[6] * b[3]; s[1] += t15 * x; s[5] -= t11 * x;
  x = a[6] * b[4]; s[2] += t18 * x; s[4] += t16 * x; x = a[6] * b[5]; s[9] += t23 * x;
  x = a[6] * b[6]; s[8] -= t16 * x; s[10] += t18 * x; x = a[6] * b[7]; s[7] += t11 * x; s[11] += t15 * x;
  x = a[6] * b[8]; s[6] -= t13 * x; s[12] += t8 * x; x = a[6] * b[9]; s[7] -= t2 * x; x = a[6] * b[10]; s[8] -= t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 3, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.019355241528469094, t1 = 0.03533767463701098, t2 = 0.03706246583305506,
  t3 = 0.05913123959890826, t4 = 0.06120664789264109, t5 = 0.0632139541241014, t6 = 0.06419407387663693,
  t7 = 0.07742096611387637, t8 = 0.08287419301647449, t9 = 0.08655927155716765, t10 = 0.09078412990032037,
  t11 = 0.09482093118615209, t12 = 0.10057278516022669, t13 = 0.10482848367219183, t14 = 0.11062441971717744,
  t15 = 0.11826247919781652, t16 = 0.1229222929736104, t17 = 0.1264279082482028, t18 = 0.14484136487558028,
  t19 = 0.17383837384127884;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[3] += t2 * x; x = a[0] * b[1]; s[4] += t6 * x; x = a[0] * b[2]; s[5] += t9 * x;
  x = a[0] * b[3]; s[0] -= t2 * x; x = a[0] * b[4]; s[1] -= t6 * x; s[5] += t14 * x;
  x = a[0] * b[5]; s[2] -= t9 * x; s[4] -= t14 * x; x = a[0] * b[6]; s[9] -= t18 * x;
  x = a[0] * b[7]; s[8] += t14 * x; s[10] -= t9 * x; x = a[0] * b[8]; s[7] -= t14 * x; s[11] -= t6 * x;
  x = a[0] * b[9]; s[6] += t18 * x; s[12] -= t2 * x; x = a[0] * b[10]; s[7] += t9 * x; x = a[0] * b[11]; s[8] += t6 * x;
  x = a[0] * b[12]; s[9] += t2 * x; x = a[1] * b[0]; s[2] -= t8 * x; x = a[1] * b[1]; s[3] -= t13 * x;
  x = a[1] * b[2]; s[0] += t8 * x; s[4] -= t12 * x; x = a[1] * b[3]; s[1] += t13 * x; s[5] -= t7 * x;
  x = a[1] * b[4]; s[2] += t12 * x; x = a[1] * b[5]; s[3] += t7 * x; x = a[1] * b[6]; s[8] += t3 * x;
  x = a[1] * b[7]; s[9] += t7 * x; x = a[1] * b[8]; s[6] -= t3 * x; s[10] += t12 * x;
  x = a[1] * b[9]; s[7] -= t7 * x; s[11] += t13 * x; x = a[1] * b[10]; s[8] -= t12 * x; s[12] += t8 * x;
  x = a[1] * b[11]; s[9] -= t13 * x; x = a[1] * b[12]; s[10] -= t8 * x; x = a[2] * b[0]; s[1] += t16 * x;
  x = a[2] * b[1]; s[0] -= t16 * x; s[2] += t10 * x; x = a[2] * b[2]; s[1] -= t10 * x; s[3] += t1 * x;
  x = a[2] * b[3]; s[2] -= t1 * x; s[4] -= t0 * x; x = a[2] * b[4]; s[3] += t0 * x; s[5] -= t4 * x;
  x = a[2] * b[5]; s[4] += t4 * x; x = a[2] * b[6]; s[7] += t15 * x; x = a[2] * b[7]; s[6] -= t15 * x; s[8] += t4 * x;
  x = a[2] * b[8]; s[7] -= t4 * x; s[9] += t0 * x; x = a[2] * b[9]; s[8] -= t0 * x; s[10] -= t1 * x;
  x = a[2] * b[10]; s[9] += t1 * x; s[11] -= t10 * x; x = a[2] * b[11]; s[10] += t10 * x; s[12] -= t16 * x;
  x = a[2] * b[12]; s[11] += t16 * x; x = a[3] * b[0]; s[12] += t19 * x; x = a[3] * b[2]; s[10] -= t11 * x;
  x = a[3] * b[3]; s[9] -= t17 * x; x = a[3] * b[4]; s[8] -= t14 * x; x = a[3] * b[5]; s[7] -= t5 * x;
  x = a[3] * b[7]; s[5] += t5 * x; x = a[3] * b[8]; s[4] += t14 * x; x = a[3] * b[9]; s[3] += t17 * x;
  x = a[3] * b[10]; s[2] += t11 * x; x = a[3] * b[12]; s[0] -= t19 * x; x = a[4] * b[0]; s[11] -= t16 * x;
  x = a[4] * b[1]; s[10] -= t10 * x; s[12] -= t16 * x; x = a[4] * b[2]; s[9] -= t1 * x; s[11] -= t10 * x;
  x = a[4] * b[3]; s[8] += t0 * x; s[10] -= t1 * x; x = a[4] * b[4]; s[7] += t4 * x; s[9] += t0 * x;
  x = a[4] * b[5]; s[6] += t15 * x; s[8] += t4 * x; x = a[4] * b[6]; s[5] -= t15 * x; x = a[4] * b[7]; s[4] -= t4 * x;
  x = a[4] * b[8]; s[3] -= t0 * x; s[5] -= t4 * x; x = a[4] * b[9]; s[2] += t1 * x; s[4] -= t0 * x;
  x = a[4] * b[10]; s[1] += t10 * x; s[3] += t1 * x; x = a[4] * b[11]; s[0] += t16 * x; s[2] += t10 * x;
  x = a[4] * b[12]; s[1] += t16 * x; x = a[5] * b[0]; s[10] += t8 * x; x = a[5] * b[1]; s[9] += t13 * x;
  x = a[5] * b[2]; s[8] += t12 * x; s[12] += t8 * x; x = a[5] * b[3]; s[7] += t7 * x; s[11] += t13 * x;
  x = a[5] * b[4]; s[6] += t3 * x; s[10] += t12 * x; x = a[5] * b[5]; s[9] += t7 * x; x = a[5] * b[6]; s[4] -= t3 * x;
  x = a[5] * b[7]; s[3] -= t7 * x; x = a[5] * b[8]; s[2] -= t12 * x; x = a[5] * b[9]; s[1] -= t13 * x; s[5] -= t7 * x;
  x = a[5] * b[10]; s[0] -= t8 * x; s[4] -= t12 * x; x = a[5] * b[11]; s[3] -= t13 * x;
  x = a[5] * b[12]; s[2] -= t8 * x; x = a[6] * b[0]; s[9] -= t2 * x; x = a[6] * b[1]; s[8] -= t6 * x;
  x = a[6] * b[2]; s[7] -= t9 * x; x = a[6] * b[3]; s[6] -= t18 * x; s[12] -= t2 * x;
  x = a[6] * b[4]; s[7] += t14 * x; s[11] -= t6 * x; x = a[6] * b[5]; s[8] -= t14 * x; s[10] -= t9 * x;
  x = a[6] * b[6]; s[3] += t18 * x; x = a[6] * b[7]; s[2] += t9 * x; s[4] -= t14 * x;
  x = a[6] * b[8]; s[1] += t6 * x; s[5] += t14 * x; x = a[6] * b[9]; s[0] += t2 * x; x = a[6] * b[10]; s[5] += t9 * x;
  x = a[6] * b[11]; s[4] += t6 * x; x = a[6] * b[12]; s[3] += t2 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 4, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.006232979933389715, t1 = 0.018698939800169144, t2 = 0.02493191973355886,
  t3 = 0.04039432672667824, t4 = 0.06059149009001735, t5 = 0.06201736729460423, t6 = 0.06386903850265854,
  t7 = 0.06827887419989188, t8 = 0.09032446046618911, t9 = 0.09656090991705352, t10 = 0.09894548898363073,
  t11 = 0.09923953268977463, t12 = 0.10127393670836667, t13 = 0.10241831129983783, t14 = 0.10596065886762515,
  t15 = 0.10795837927188262, t16 = 0.12403473458920845, t17 = 0.12465959866779429, t18 = 0.13397282541141672,
  t19 = 0.13712555853457373, t20 = 0.16724840200141816;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[6] += t2 * x; x = a[0] * b[1]; s[7] -= t3 * x; x = a[0] * b[2]; s[8] += t7 * x; s[12] -= t12 * x;
  x = a[0] * b[3]; s[9] -= t9 * x; s[11] -= t16 * x; x = a[0] * b[4]; s[2] += t20 * x;
  x = a[0] * b[5]; s[1] += t16 * x; s[3] -= t9 * x; x = a[0] * b[6]; s[0] += t12 * x; s[4] += t7 * x;
  x = a[0] * b[7]; s[5] -= t3 * x; x = a[1] * b[0]; s[7] -= t3 * x; x = a[1] * b[1]; s[6] -= t14 * x; s[12] += t18 * x;
  x = a[1] * b[2]; s[7] += t11 * x; s[11] += t5 * x; x = a[1] * b[3]; s[8] -= t13 * x; s[10] -= t1 * x;
  x = a[1] * b[4]; s[3] += t15 * x; x = a[1] * b[5]; s[2] += t1 * x; s[4] -= t13 * x;
  x = a[1] * b[6]; s[1] -= t5 * x; s[5] += t11 * x; x = a[1] * b[7]; s[0] -= t18 * x; x = a[1] * b[8]; s[5] += t3 * x;
  x = a[2] * b[0]; s[8] += t7 * x; s[12] -= t12 * x; x = a[2] * b[1]; s[7] += t11 * x; s[11] += t5 * x;
  x = a[2] * b[2]; s[6] += t19 * x; s[10] += t10 * x; x = a[2] * b[3]; s[7] -= t4 * x; s[9] += t6 * x;
  x = a[2] * b[5]; s[3] -= t6 * x; s[5] -= t4 * x; x = a[2] * b[6]; s[2] -= t10 * x;
  x = a[2] * b[7]; s[1] -= t5 * x; s[5] -= t11 * x; x = a[2] * b[8]; s[0] += t12 * x; s[4] -= t7 * x;
  x = a[3] * b[0]; s[9] -= t9 * x; s[11] -= t16 * x; x = a[3] * b[1]; s[8] -= t13 * x; s[10] -= t1 * x;
  x = a[3] * b[2]; s[7] -= t4 * x; s[9] += t6 * x; x = a[3] * b[3]; s[6] += t0 * x; s[8] += t8 * x;
  x = a[3] * b[4]; s[5] -= t8 * x; x = a[3] * b[5]; s[4] -= t8 * x; x = a[3] * b[6]; s[3] -= t6 * x; s[5] += t4 * x;
  x = a[3] * b[7]; s[2] += t1 * x; s[4] += t13 * x; x = a[3] * b[8]; s[1] += t16 * x; s[3] += t9 * x;
  x = a[4] * b[0]; s[2] += t20 * x; x = a[4] * b[1]; s[3] += t15 * x; x = a[4] * b[3]; s[5] -= t8 * x;
  x = a[4] * b[4]; s[6] -= t17 * x; x = a[4] * b[5]; s[7] -= t8 * x; x = a[4] * b[7]; s[9] += t15 * x;
  x = a[4] * b[8]; s[10] += t20 * x; x = a[5] * b[0]; s[1] += t16 * x; s[3] -= t9 * x;
  x = a[5] * b[1]; s[2] += t1 * x; s[4] -= t13 * x; x = a[5] * b[2]; s[3] -= t6 * x; s[5] -= t4 * x;
  x = a[5] * b[3]; s[4] -= t8 * x; x = a[5] * b[4]; s[7] -= t8 * x; x = a[5] * b[5]; s[6] += t0 * x; s[8] -= t8 * x;
  x = a[5] * b[6]; s[7] -= t4 * x; s[9] -= t6 * x; x = a[5] * b[7]; s[8] -= t13 * x; s[10] += t1 * x;
  x = a[5] * b[8]; s[9] -= t9 * x; s[11] += t16 * x; x = a[6] * b[0]; s[0] += t12 * x; s[4] += t7 * x;
  x = a[6] * b[1]; s[1] -= t5 * x; s[5] += t11 * x; x = a[6] * b[2]; s[2] -= t10 * x;
  x = a[6] * b[3]; s[3] -= t6 * x; s[5] += t4 * x; x = a[6] * b[5]; s[7] -= t4 * x; s[9] -= t6 * x;
  x = a[6] * b[6]; s[6] += t19 * x; s[10] -= t10 * x; x = a[6] * b[7]; s[7] += t11 * x; s[11] -= t5 * x;
  x = a[6] * b[8]; s[8] += t7 * x; s[12] += t12 * x; x = a[7] * b[0]; s[5] -= t3 * x; x = a[7] * b[1]; s[0] -= t18 * x;
  x = a[7] * b[2]; s[1] -= t5 * x; s[5] -= t11 * x; x = a[7] * b[3]; s[2] += t1 * x; s[4] += t13 * x;
  x = a[7] * b[4]; s[9] += t15 * x; x = a[7] * b[5]; s[8] -= t13 * x; s[10] += t1 * x;
  x = a[7] * b[6]; s[7] += t11 * x; s[11] -= t5 * x; x = a[7] * b[7]; s[6] -= t14 * x; s[12] -= t18 * x;
  x = a[7] * b[8]; s[7] -= t3 * x; x = a[8] * b[1]; s[5] += t3 * x; x = a[8] * b[2]; s[0] += t12 * x; s[4] -= t7 * x;
  x = a[8] * b[3]; s[1] += t16 * x; s[3] += t9 * x; x = a[8] * b[4]; s[10] += t20 * x;
  x = a[8] * b[5]; s[9] -= t9 * x; s[11] += t16 * x; x = a[8] * b[6]; s[8] += t7 * x; s[12] += t12 * x;
  x = a[8] * b[7]; s[7] -= t3 * x; x = a[8] * b[8]; s[6] += t2 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 4, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009124148357522649, t1 = 0.01971041319963609, t2 = 0.02234950781338371,
  t3 = 0.02414022747926338, t4 = 0.030535240827622965, t5 = 0.033149677206589796, t6 = 0.035259059023196336,
  t7 = 0.04469901562676742, t8 = 0.04616494483048941, t9 = 0.0518285894676161, t10 = 0.05214885156456199,
  t11 = 0.05397918963594131, t12 = 0.05712620469979835, t13 = 0.06201736729460423, t14 = 0.06629935441317959,
  t15 = 0.06996502622814413, t16 = 0.07344797747116931, t17 = 0.07557086549031783, t18 = 0.07742096611387637,
  t19 = 0.07884165279854435, t20 = 0.08362420100070908, t21 = 0.0863667034175061, t22 = 0.08655927155716765,
  t23 = 0.087261719067456, t24 = 0.08995503372189959, t25 = 0.09078412990032037, t26 = 0.09473309334313418,
  t27 = 0.09656090991705352, t28 = 0.09756156783416059, t29 = 0.10036563193274914, t30 = 0.10127393670836667,
  t31 = 0.10741723110591493, t32 = 0.10795837927188262, t33 = 0.11062441971717744, t34 = 0.11174753906691855,
  t35 = 0.1142524093995967, t36 = 0.11779224879003658, t37 = 0.12179969144117252, t38 = 0.13993005245628826,
  t39 = 0.15644655469368596, t40 = 0.16574838603294897;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[5] -= t3 * x; x = a[0] * b[2]; s[5] -= t17 * x; x = a[0] * b[3]; s[0] -= t13 * x; s[4] += t28 * x;
  x = a[0] * b[4]; s[1] -= t26 * x; s[3] -= t33 * x; x = a[0] * b[5]; s[10] -= t39 * x;
  x = a[0] * b[6]; s[9] += t33 * x; s[11] -= t26 * x; x = a[0] * b[7]; s[8] -= t28 * x; s[12] -= t13 * x;
  x = a[0] * b[8]; s[7] += t17 * x; x = a[0] * b[9]; s[6] -= t15 * x; x = a[0] * b[10]; s[7] -= t3 * x;
  x = a[1] * b[0]; s[4] += t11 * x; x = a[1] * b[1]; s[5] += t21 * x; x = a[1] * b[2]; s[0] += t31 * x;
  x = a[1] * b[3]; s[1] += t30 * x; s[5] += t23 * x; x = a[1] * b[4]; s[2] += t12 * x; s[4] -= t10 * x;
  x = a[1] * b[6]; s[8] += t10 * x; s[10] += t12 * x; x = a[1] * b[7]; s[7] -= t23 * x; s[11] += t30 * x;
  x = a[1] * b[8]; s[6] += t38 * x; s[12] += t31 * x; x = a[1] * b[9]; s[7] += t21 * x;
  x = a[1] * b[10]; s[8] += t11 * x; x = a[2] * b[0]; s[3] -= t22 * x;
  x = a[2] * b[1]; s[0] -= t37 * x; s[4] -= t29 * x; x = a[2] * b[2]; s[1] -= t5 * x; s[5] -= t16 * x;
  x = a[2] * b[3]; s[2] += t8 * x; x = a[2] * b[4]; s[3] += t20 * x; s[5] += t6 * x; x = a[2] * b[5]; s[8] += t32 * x;
  x = a[2] * b[6]; s[7] -= t6 * x; s[9] += t20 * x; x = a[2] * b[7]; s[6] -= t4 * x; s[10] += t8 * x;
  x = a[2] * b[8]; s[7] -= t16 * x; s[11] -= t5 * x; x = a[2] * b[9]; s[8] -= t29 * x; s[12] -= t37 * x;
  x = a[2] * b[10]; s[9] -= t22 * x; x = a[3] * b[0]; s[0] += t25 * x; s[2] += t34 * x;
  x = a[3] * b[1]; s[1] -= t14 * x; s[3] += t18 * x; x = a[3] * b[2]; s[2] -= t24 * x; s[4] += t0 * x;
  x = a[3] * b[3]; s[3] -= t7 * x; s[5] -= t9 * x; x = a[3] * b[4]; s[4] += t1 * x; x = a[3] * b[5]; s[7] += t27 * x;
  x = a[3] * b[6]; s[6] -= t35 * x; s[8] += t1 * x; x = a[3] * b[7]; s[7] -= t9 * x; s[9] -= t7 * x;
  x = a[3] * b[8]; s[8] += t0 * x; s[10] -= t24 * x; x = a[3] * b[9]; s[9] += t18 * x; s[11] -= t14 * x;
  x = a[3] * b[10]; s[10] += t34 * x; s[12] += t25 * x; x = a[4] * b[0]; s[11] += t40 * x;
  x = a[4] * b[1]; s[10] += t2 * x; x = a[4] * b[2]; s[9] -= t22 * x; x = a[4] * b[3]; s[8] -= t36 * x;
  x = a[4] * b[4]; s[7] -= t19 * x; x = a[4] * b[6]; s[5] += t19 * x; x = a[4] * b[7]; s[4] += t36 * x;
  x = a[4] * b[8]; s[3] += t22 * x; x = a[4] * b[9]; s[2] -= t2 * x; x = a[4] * b[10]; s[1] -= t40 * x;
  x = a[5] * b[0]; s[10] -= t34 * x; s[12] += t25 * x; x = a[5] * b[1]; s[9] -= t18 * x; s[11] -= t14 * x;
  x = a[5] * b[2]; s[8] -= t0 * x; s[10] -= t24 * x; x = a[5] * b[3]; s[7] += t9 * x; s[9] -= t7 * x;
  x = a[5] * b[4]; s[6] += t35 * x; s[8] += t1 * x; x = a[5] * b[5]; s[5] -= t27 * x; x = a[5] * b[6]; s[4] -= t1 * x;
  x = a[5] * b[7]; s[3] += t7 * x; s[5] -= t9 * x; x = a[5] * b[8]; s[2] += t24 * x; s[4] += t0 * x;
  x = a[5] * b[9]; s[1] += t14 * x; s[3] += t18 * x; x = a[5] * b[10]; s[0] -= t25 * x; s[2] += t34 * x;
  x = a[6] * b[0]; s[9] += t22 * x; x = a[6] * b[1]; s[8] += t29 * x; s[12] -= t37 * x;
  x = a[6] * b[2]; s[7] += t16 * x; s[11] -= t5 * x; x = a[6] * b[3]; s[6] += t4 * x; s[10] += t8 * x;
  x = a[6] * b[4]; s[7] += t6 * x; s[9] += t20 * x; x = a[6] * b[5]; s[4] -= t32 * x;
  x = a[6] * b[6]; s[3] -= t20 * x; s[5] += t6 * x; x = a[6] * b[7]; s[2] -= t8 * x;
  x = a[6] * b[8]; s[1] += t5 * x; s[5] -= t16 * x; x = a[6] * b[9]; s[0] += t37 * x; s[4] -= t29 * x;
  x = a[6] * b[10]; s[3] -= t22 * x; x = a[7] * b[0]; s[8] -= t11 * x; x = a[7] * b[1]; s[7] -= t21 * x;
  x = a[7] * b[2]; s[6] -= t38 * x; s[12] += t31 * x; x = a[7] * b[3]; s[7] += t23 * x; s[11] += t30 * x;
  x = a[7] * b[4]; s[8] -= t10 * x; s[10] += t12 * x; x = a[7] * b[6]; s[2] -= t12 * x; s[4] -= t10 * x;
  x = a[7] * b[7]; s[1] -= t30 * x; s[5] += t23 * x; x = a[7] * b[8]; s[0] -= t31 * x; x = a[7] * b[9]; s[5] += t21 * x;
  x = a[7] * b[10]; s[4] += t11 * x; x = a[8] * b[0]; s[7] += t3 * x; x = a[8] * b[1]; s[6] += t15 * x;
  x = a[8] * b[2]; s[7] -= t17 * x; x = a[8] * b[3]; s[8] += t28 * x; s[12] -= t13 * x;
  x = a[8] * b[4]; s[9] -= t33 * x; s[11] -= t26 * x; x = a[8] * b[5]; s[2] += t39 * x;
  x = a[8] * b[6]; s[1] += t26 * x; s[3] -= t33 * x; x = a[8] * b[7]; s[0] += t13 * x; s[4] += t28 * x;
  x = a[8] * b[8]; s[5] -= t17 * x; x = a[8] * b[10]; s[5] -= t3 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 4, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.014053999551631427, t1 = 0.021682207387093703, t2 = 0.023662155834182737,
  t3 = 0.028425613694305123, t4 = 0.03363363969981562, t5 = 0.035989906280746047, t6 = 0.037029418598812446,
  t7 = 0.04647155152113572, t8 = 0.06140634384863434, t9 = 0.06771472511240596, t10 = 0.06899236143528155,
  t11 = 0.07134772412317411, t12 = 0.07878469563215812, t13 = 0.07999268671723493, t14 = 0.0817687246640374,
  t15 = 0.08432399730978855, t16 = 0.08807354275501537, t17 = 0.09108032686966361, t18 = 0.09257354649703112,
  t19 = 0.09294310304227144, t20 = 0.0961161313666907, t21 = 0.10039002508706064, t22 = 0.10444237376477615,
  t23 = 0.10582037787885168, t24 = 0.10732145112154907, t25 = 0.11546538866394034, t26 = 0.11998903007585239,
  t27 = 0.12265308699605608, t28 = 0.12648599596468285;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[8] += t4 * x; x = a[0] * b[1]; s[7] += t8 * x; x = a[0] * b[2]; s[6] += t26 * x;
  x = a[0] * b[3]; s[7] -= t21 * x; x = a[0] * b[4]; s[8] += t23 * x; s[12] -= t4 * x;
  x = a[0] * b[5]; s[9] -= t21 * x; s[11] -= t8 * x; x = a[0] * b[6]; s[2] += t26 * x;
  x = a[0] * b[7]; s[1] += t8 * x; s[3] -= t21 * x; x = a[0] * b[8]; s[0] += t4 * x; s[4] += t23 * x;
  x = a[0] * b[9]; s[5] -= t21 * x; x = a[0] * b[11]; s[5] -= t8 * x; x = a[0] * b[12]; s[4] -= t4 * x;
  x = a[1] * b[0]; s[9] -= t11 * x; x = a[1] * b[1]; s[8] -= t20 * x; x = a[1] * b[2]; s[7] -= t18 * x;
  x = a[1] * b[3]; s[6] -= t19 * x; s[12] += t11 * x; x = a[1] * b[4]; s[7] += t2 * x; s[11] += t20 * x;
  x = a[1] * b[5]; s[8] += t2 * x; s[10] += t18 * x; x = a[1] * b[6]; s[3] -= t19 * x;
  x = a[1] * b[7]; s[2] -= t18 * x; s[4] += t2 * x; x = a[1] * b[8]; s[1] -= t20 * x; s[5] += t2 * x;
  x = a[1] * b[9]; s[0] -= t11 * x; x = a[1] * b[10]; s[5] += t18 * x; x = a[1] * b[11]; s[4] += t20 * x;
  x = a[1] * b[12]; s[3] += t11 * x; x = a[2] * b[0]; s[10] += t22 * x; x = a[2] * b[1]; s[9] += t16 * x;
  x = a[2] * b[2]; s[8] += t5 * x; s[12] -= t22 * x; x = a[2] * b[3]; s[7] -= t1 * x; s[11] -= t16 * x;
  x = a[2] * b[4]; s[6] -= t17 * x; s[10] -= t5 * x; x = a[2] * b[5]; s[7] += t13 * x; s[9] += t1 * x;
  x = a[2] * b[6]; s[4] -= t17 * x; x = a[2] * b[7]; s[3] -= t1 * x; s[5] += t13 * x; x = a[2] * b[8]; s[2] += t5 * x;
  x = a[2] * b[9]; s[1] += t16 * x; s[5] += t1 * x; x = a[2] * b[10]; s[0] += t22 * x; s[4] -= t5 * x;
  x = a[2] * b[11]; s[3] -= t16 * x; x = a[2] * b[12]; s[2] -= t22 * x; x = a[3] * b[0]; s[11] -= t25 * x;
  x = a[3] * b[1]; s[10] -= t3 * x; s[12] += t25 * x; x = a[3] * b[2]; s[9] += t7 * x; s[11] += t3 * x;
  x = a[3] * b[3]; s[8] += t12 * x; s[10] -= t7 * x; x = a[3] * b[4]; s[7] += t9 * x; s[9] -= t12 * x;
  x = a[3] * b[5]; s[6] += t6 * x; s[8] -= t9 * x; x = a[3] * b[6]; s[5] += t6 * x; x = a[3] * b[7]; s[4] += t9 * x;
  x = a[3] * b[8]; s[3] += t12 * x; s[5] -= t9 * x; x = a[3] * b[9]; s[2] += t7 * x; s[4] -= t12 * x;
  x = a[3] * b[10]; s[1] -= t3 * x; s[3] -= t7 * x; x = a[3] * b[11]; s[0] -= t25 * x; s[2] += t3 * x;
  x = a[3] * b[12]; s[1] += t25 * x; x = a[4] * b[0]; s[0] += t28 * x; x = a[4] * b[1]; s[1] -= t15 * x;
  x = a[4] * b[2]; s[2] -= t27 * x; x = a[4] * b[3]; s[3] -= t10 * x; x = a[4] * b[4]; s[4] += t0 * x;
  x = a[4] * b[5]; s[5] += t14 * x; x = a[4] * b[6]; s[6] += t24 * x; x = a[4] * b[7]; s[7] += t14 * x;
  x = a[4] * b[8]; s[8] += t0 * x; x = a[4] * b[9]; s[9] -= t10 * x; x = a[4] * b[10]; s[10] -= t27 * x;
  x = a[4] * b[11]; s[11] -= t15 * x; x = a[4] * b[12]; s[12] += t28 * x; x = a[5] * b[0]; s[1] -= t25 * x;
  x = a[5] * b[1]; s[0] -= t25 * x; s[2] -= t3 * x; x = a[5] * b[2]; s[1] -= t3 * x; s[3] += t7 * x;
  x = a[5] * b[3]; s[2] += t7 * x; s[4] += t12 * x; x = a[5] * b[4]; s[3] += t12 * x; s[5] += t9 * x;
  x = a[5] * b[5]; s[4] += t9 * x; x = a[5] * b[6]; s[7] += t6 * x; x = a[5] * b[7]; s[6] += t6 * x; s[8] += t9 * x;
  x = a[5] * b[8]; s[7] += t9 * x; s[9] += t12 * x; x = a[5] * b[9]; s[8] += t12 * x; s[10] += t7 * x;
  x = a[5] * b[10]; s[9] += t7 * x; s[11] -= t3 * x; x = a[5] * b[11]; s[10] -= t3 * x; s[12] -= t25 * x;
  x = a[5] * b[12]; s[11] -= t25 * x; x = a[6] * b[0]; s[2] += t22 * x; x = a[6] * b[1]; s[3] += t16 * x;
  x = a[6] * b[2]; s[0] += t22 * x; s[4] += t5 * x; x = a[6] * b[3]; s[1] += t16 * x; s[5] -= t1 * x;
  x = a[6] * b[4]; s[2] += t5 * x; x = a[6] * b[5]; s[3] -= t1 * x; s[5] -= t13 * x; x = a[6] * b[6]; s[8] -= t17 * x;
  x = a[6] * b[7]; s[7] += t13 * x; s[9] -= t1 * x; x = a[6] * b[8]; s[6] -= t17 * x; s[10] += t5 * x;
  x = a[6] * b[9]; s[7] -= t1 * x; s[11] += t16 * x; x = a[6] * b[10]; s[8] += t5 * x; s[12] += t22 * x;
  x = a[6] * b[11]; s[9] += t16 * x; x = a[6] * b[12]; s[10] += t22 * x; x = a[7] * b[0]; s[3] -= t11 * x;
  x = a[7] * b[1]; s[4] -= t20 * x; x = a[7] * b[2]; s[5] -= t18 * x; x = a[7] * b[3]; s[0] -= t11 * x;
  x = a[7] * b[4]; s[1] -= t20 * x; s[5] -= t2 * x; x = a[7] * b[5]; s[2] -= t18 * x; s[4] -= t2 * x;
  x = a[7] * b[6]; s[9] -= t19 * x; x = a[7] * b[7]; s[8] += t2 * x; s[10] -= t18 * x;
  x = a[7] * b[8]; s[7] += t2 * x; s[11] -= t20 * x; x = a[7] * b[9]; s[6] -= t19 * x; s[12] -= t11 * x;
  x = a[7] * b[10]; s[7] -= t18 * x; x = a[7] * b[11]; s[8] -= t20 * x; x = a[7] * b[12]; s[9] -= t11 * x;
  x = a[8] * b[0]; s[4] += t4 * x; x = a[8] * b[1]; s[5] += t8 * x; x = a[8] * b[3]; s[5] += t21 * x;
  x = a[8] * b[4]; s[0] += t4 * x; s[4] -= t23 * x; x = a[8] * b[5]; s[1] += t8 * x; s[3] += t21 * x;
  x = a[8] * b[6]; s[10] += t26 * x; x = a[8] * b[7]; s[9] -= t21 * x; s[11] += t8 * x;
  x = a[8] * b[8]; s[8] += t23 * x; s[12] += t4 * x; x = a[8] * b[9]; s[7] -= t21 * x;
  x = a[8] * b[10]; s[6] += t26 * x; x = a[8] * b[11]; s[7] += t8 * x; x = a[8] * b[12]; s[8] += t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 5, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.009797063280576756, t1 = 0.012420044573135947, t2 = 0.03142050359353865,
  t3 = 0.037029418598812446, t4 = 0.03927562949192332, t5 = 0.039795859172027166, t6 = 0.041688942352121415,
  t7 = 0.043024296465883134, t8 = 0.05691579439112097, t9 = 0.0582551728035463, t10 = 0.061962068694847626,
  t11 = 0.06440351676222644, t12 = 0.06572069842571017, t13 = 0.07025838192242885, t14 = 0.07256254483121258,
  t15 = 0.07588772585482796, t16 = 0.07593288368438508, t17 = 0.08313083857691457, t18 = 0.08484505683463182,
  t19 = 0.093329562518095, t20 = 0.09426151078061597, t21 = 0.09572301670759134, t22 = 0.09747954884712441,
  t23 = 0.10391354822114322, t24 = 0.10473501197846218, t25 = 0.10756074116470783, t26 = 0.1125596875347411,
  t27 = 0.11337897629876965, t28 = 0.1256820143741546, t29 = 0.13026252642972652;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[6] -= t4 * x; x = a[0] * b[1]; s[7] += t8 * x; x = a[0] * b[2]; s[8] -= t18 * x;
  x = a[0] * b[3]; s[9] += t23 * x; x = a[0] * b[4]; s[10] -= t25 * x; s[12] -= t9 * x;
  x = a[0] * b[5]; s[1] += t29 * x; x = a[0] * b[6]; s[0] += t9 * x; s[2] -= t25 * x; x = a[0] * b[7]; s[3] += t23 * x;
  x = a[0] * b[8]; s[4] -= t18 * x; x = a[0] * b[9]; s[5] += t8 * x; x = a[1] * b[0]; s[7] += t8 * x;
  x = a[1] * b[1]; s[6] += t28 * x; x = a[1] * b[2]; s[7] -= t19 * x;
  x = a[1] * b[3]; s[8] += t12 * x; s[12] += t22 * x; x = a[1] * b[4]; s[9] -= t1 * x; s[11] += t21 * x;
  x = a[1] * b[5]; s[2] -= t13 * x; x = a[1] * b[6]; s[1] -= t21 * x; s[3] -= t1 * x;
  x = a[1] * b[7]; s[0] -= t22 * x; s[4] += t12 * x; x = a[1] * b[8]; s[5] -= t19 * x; x = a[1] * b[10]; s[5] -= t8 * x;
  x = a[2] * b[0]; s[8] -= t18 * x; x = a[2] * b[1]; s[7] -= t19 * x;
  x = a[2] * b[2]; s[6] -= t16 * x; s[12] -= t26 * x; x = a[2] * b[3]; s[7] -= t0 * x; s[11] -= t5 * x;
  x = a[2] * b[4]; s[8] += t11 * x; s[10] += t6 * x; x = a[2] * b[5]; s[3] -= t27 * x;
  x = a[2] * b[6]; s[2] -= t6 * x; s[4] += t11 * x; x = a[2] * b[7]; s[1] += t5 * x; s[5] -= t0 * x;
  x = a[2] * b[8]; s[0] += t26 * x; x = a[2] * b[9]; s[5] += t19 * x; x = a[2] * b[10]; s[4] += t18 * x;
  x = a[3] * b[0]; s[9] += t23 * x; x = a[3] * b[1]; s[8] += t12 * x; s[12] += t22 * x;
  x = a[3] * b[2]; s[7] -= t0 * x; s[11] -= t5 * x; x = a[3] * b[3]; s[6] -= t20 * x; s[10] -= t17 * x;
  x = a[3] * b[4]; s[7] += t14 * x; s[9] -= t7 * x; x = a[3] * b[5]; s[4] -= t3 * x;
  x = a[3] * b[6]; s[3] += t7 * x; s[5] += t14 * x; x = a[3] * b[7]; s[2] += t17 * x;
  x = a[3] * b[8]; s[1] += t5 * x; s[5] += t0 * x; x = a[3] * b[9]; s[0] -= t22 * x; s[4] -= t12 * x;
  x = a[3] * b[10]; s[3] -= t23 * x; x = a[4] * b[0]; s[10] -= t25 * x; s[12] -= t9 * x;
  x = a[4] * b[1]; s[9] -= t1 * x; s[11] += t21 * x; x = a[4] * b[2]; s[8] += t11 * x; s[10] += t6 * x;
  x = a[4] * b[3]; s[7] += t14 * x; s[9] -= t7 * x; x = a[4] * b[4]; s[6] += t2 * x; s[8] -= t15 * x;
  x = a[4] * b[5]; s[5] += t10 * x; x = a[4] * b[6]; s[4] += t15 * x; x = a[4] * b[7]; s[3] += t7 * x; s[5] -= t14 * x;
  x = a[4] * b[8]; s[2] -= t6 * x; s[4] -= t11 * x; x = a[4] * b[9]; s[1] -= t21 * x; s[3] += t1 * x;
  x = a[4] * b[10]; s[0] += t9 * x; s[2] += t25 * x; x = a[5] * b[0]; s[1] += t29 * x; x = a[5] * b[1]; s[2] -= t13 * x;
  x = a[5] * b[2]; s[3] -= t27 * x; x = a[5] * b[3]; s[4] -= t3 * x; x = a[5] * b[4]; s[5] += t10 * x;
  x = a[5] * b[5]; s[6] += t24 * x; x = a[5] * b[6]; s[7] += t10 * x; x = a[5] * b[7]; s[8] -= t3 * x;
  x = a[5] * b[8]; s[9] -= t27 * x; x = a[5] * b[9]; s[10] -= t13 * x; x = a[5] * b[10]; s[11] += t29 * x;
  x = a[6] * b[0]; s[0] += t9 * x; s[2] -= t25 * x; x = a[6] * b[1]; s[1] -= t21 * x; s[3] -= t1 * x;
  x = a[6] * b[2]; s[2] -= t6 * x; s[4] += t11 * x; x = a[6] * b[3]; s[3] += t7 * x; s[5] += t14 * x;
  x = a[6] * b[4]; s[4] += t15 * x; x = a[6] * b[5]; s[7] += t10 * x; x = a[6] * b[6]; s[6] += t2 * x; s[8] += t15 * x;
  x = a[6] * b[7]; s[7] += t14 * x; s[9] += t7 * x; x = a[6] * b[8]; s[8] += t11 * x; s[10] -= t6 * x;
  x = a[6] * b[9]; s[9] -= t1 * x; s[11] -= t21 * x; x = a[6] * b[10]; s[10] -= t25 * x; s[12] += t9 * x;
  x = a[7] * b[0]; s[3] += t23 * x; x = a[7] * b[1]; s[0] -= t22 * x; s[4] += t12 * x;
  x = a[7] * b[2]; s[1] += t5 * x; s[5] -= t0 * x; x = a[7] * b[3]; s[2] += t17 * x;
  x = a[7] * b[4]; s[3] += t7 * x; s[5] -= t14 * x; x = a[7] * b[5]; s[8] -= t3 * x;
  x = a[7] * b[6]; s[7] += t14 * x; s[9] += t7 * x; x = a[7] * b[7]; s[6] -= t20 * x; s[10] += t17 * x;
  x = a[7] * b[8]; s[7] -= t0 * x; s[11] += t5 * x; x = a[7] * b[9]; s[8] += t12 * x; s[12] -= t22 * x;
  x = a[7] * b[10]; s[9] += t23 * x; x = a[8] * b[0]; s[4] -= t18 * x; x = a[8] * b[1]; s[5] -= t19 * x;
  x = a[8] * b[2]; s[0] += t26 * x; x = a[8] * b[3]; s[1] += t5 * x; s[5] += t0 * x;
  x = a[8] * b[4]; s[2] -= t6 * x; s[4] -= t11 * x; x = a[8] * b[5]; s[9] -= t27 * x;
  x = a[8] * b[6]; s[8] += t11 * x; s[10] -= t6 * x; x = a[8] * b[7]; s[7] -= t0 * x; s[11] += t5 * x;
  x = a[8] * b[8]; s[6] -= t16 * x; s[12] += t26 * x; x = a[8] * b[9]; s[7] -= t19 * x;
  x = a[8] * b[10]; s[8] -= t18 * x; x = a[9] * b[0]; s[5] += t8 * x; x = a[9] * b[2]; s[5] += t19 * x;
  x = a[9] * b[3]; s[0] -= t22 * x; s[4] -= t12 * x; x = a[9] * b[4]; s[1] -= t21 * x; s[3] += t1 * x;
  x = a[9] * b[5]; s[10] -= t13 * x; x = a[9] * b[6]; s[9] -= t1 * x; s[11] -= t21 * x;
  x = a[9] * b[7]; s[8] += t12 * x; s[12] -= t22 * x; x = a[9] * b[8]; s[7] -= t19 * x;
  x = a[9] * b[9]; s[6] += t28 * x; x = a[9] * b[10]; s[7] += t8 * x; x = a[10] * b[1]; s[5] -= t8 * x;
  x = a[10] * b[2]; s[4] += t18 * x; x = a[10] * b[3]; s[3] -= t23 * x;
  x = a[10] * b[4]; s[0] += t9 * x; s[2] += t25 * x; x = a[10] * b[5]; s[11] += t29 * x;
  x = a[10] * b[6]; s[10] -= t25 * x; s[12] += t9 * x; x = a[10] * b[7]; s[9] += t23 * x;
  x = a[10] * b[8]; s[8] -= t18 * x; x = a[10] * b[9]; s[7] += t8 * x; x = a[10] * b[10]; s[6] -= t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 5, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.01877734240734576, t1 = 0.027772063949109336, t2 = 0.03363363969981562,
  t3 = 0.03481412458825872, t4 = 0.04216199865489428, t5 = 0.043024296465883134, t6 = 0.04453437780906138,
  t7 = 0.04647155152113572, t8 = 0.05019501254353032, t9 = 0.06726727939963124, t10 = 0.06899236143528155,
  t11 = 0.07098646750254821, t12 = 0.07452026743881568, t13 = 0.07588772585482796, t14 = 0.07665817937253505,
  t15 = 0.07859800177821467, t16 = 0.08238525545716346, t17 = 0.08432399730978855, t18 = 0.08694031201195163,
  t19 = 0.08898624633166125, t20 = 0.09070318103901573, t21 = 0.0921095157729515, t22 = 0.0942770950595983,
  t23 = 0.09513029883089881, t24 = 0.09965563318429557, t25 = 0.10039002508706064, t26 = 0.10635890745287926,
  t27 = 0.11998903007585239, t28 = 0.12648599596468285;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[5] += t2 * x; x = a[0] * b[2]; s[5] += t18 * x; x = a[0] * b[3]; s[4] -= t25 * x;
  x = a[0] * b[4]; s[3] += t25 * x; x = a[0] * b[5]; s[0] -= t2 * x; s[2] -= t18 * x; x = a[0] * b[6]; s[11] -= t19 * x;
  x = a[0] * b[7]; s[10] += t18 * x; s[12] -= t2 * x; x = a[0] * b[8]; s[9] -= t25 * x;
  x = a[0] * b[9]; s[8] += t25 * x; x = a[0] * b[10]; s[7] -= t18 * x; x = a[0] * b[11]; s[6] += t19 * x;
  x = a[0] * b[12]; s[7] += t2 * x; x = a[1] * b[0]; s[4] -= t9 * x; x = a[1] * b[1]; s[5] -= t21 * x;
  x = a[1] * b[3]; s[5] -= t8 * x; x = a[1] * b[4]; s[0] += t9 * x; x = a[1] * b[5]; s[1] += t21 * x; s[3] += t8 * x;
  x = a[1] * b[6]; s[10] += t27 * x; x = a[1] * b[7]; s[9] -= t8 * x; s[11] += t21 * x;
  x = a[1] * b[8]; s[12] += t9 * x; x = a[1] * b[9]; s[7] += t8 * x; x = a[1] * b[10]; s[6] -= t27 * x;
  x = a[1] * b[11]; s[7] -= t21 * x; x = a[1] * b[12]; s[8] -= t9 * x; x = a[2] * b[0]; s[3] += t23 * x;
  x = a[2] * b[1]; s[4] += t16 * x; x = a[2] * b[2]; s[5] += t1 * x; x = a[2] * b[3]; s[0] -= t23 * x;
  x = a[2] * b[4]; s[1] -= t16 * x; s[5] -= t11 * x; x = a[2] * b[5]; s[2] -= t1 * x; s[4] += t11 * x;
  x = a[2] * b[6]; s[9] += t7 * x; x = a[2] * b[7]; s[8] -= t11 * x; s[10] -= t1 * x;
  x = a[2] * b[8]; s[7] += t11 * x; s[11] -= t16 * x; x = a[2] * b[9]; s[6] -= t7 * x; s[12] -= t23 * x;
  x = a[2] * b[10]; s[7] += t1 * x; x = a[2] * b[11]; s[8] += t16 * x; x = a[2] * b[12]; s[9] += t23 * x;
  x = a[3] * b[0]; s[2] -= t26 * x; x = a[3] * b[1]; s[3] -= t2 * x; x = a[3] * b[2]; s[0] += t26 * x; s[4] += t5 * x;
  x = a[3] * b[3]; s[1] += t2 * x; s[5] += t12 * x; x = a[3] * b[4]; s[2] -= t5 * x; x = a[3] * b[5]; s[3] -= t12 * x;
  x = a[3] * b[6]; s[8] -= t13 * x; x = a[3] * b[7]; s[9] -= t12 * x; x = a[3] * b[8]; s[6] += t13 * x; s[10] -= t5 * x;
  x = a[3] * b[9]; s[7] += t12 * x; s[11] += t2 * x; x = a[3] * b[10]; s[8] += t5 * x; s[12] += t26 * x;
  x = a[3] * b[11]; s[9] -= t2 * x; x = a[3] * b[12]; s[10] -= t26 * x; x = a[4] * b[0]; s[1] += t22 * x;
  x = a[4] * b[1]; s[0] -= t22 * x; s[2] -= t3 * x; x = a[4] * b[2]; s[1] += t3 * x; s[3] -= t15 * x;
  x = a[4] * b[3]; s[2] += t15 * x; s[4] -= t6 * x; x = a[4] * b[4]; s[3] += t6 * x; s[5] += t0 * x;
  x = a[4] * b[5]; s[4] -= t0 * x; x = a[4] * b[6]; s[7] -= t20 * x; x = a[4] * b[7]; s[6] += t20 * x; s[8] -= t0 * x;
  x = a[4] * b[8]; s[7] += t0 * x; s[9] += t6 * x; x = a[4] * b[9]; s[8] -= t6 * x; s[10] += t15 * x;
  x = a[4] * b[10]; s[9] -= t15 * x; s[11] += t3 * x; x = a[4] * b[11]; s[10] -= t3 * x; s[12] -= t22 * x;
  x = a[4] * b[12]; s[11] += t22 * x; x = a[5] * b[0]; s[12] += t17 * x; x = a[5] * b[1]; s[11] -= t28 * x;
  x = a[5] * b[2]; s[10] -= t10 * x; x = a[5] * b[3]; s[9] += t4 * x; x = a[5] * b[4]; s[8] += t24 * x;
  x = a[5] * b[5]; s[7] += t14 * x; x = a[5] * b[7]; s[5] -= t14 * x; x = a[5] * b[8]; s[4] -= t24 * x;
  x = a[5] * b[9]; s[3] -= t4 * x; x = a[5] * b[10]; s[2] += t10 * x; x = a[5] * b[11]; s[1] += t28 * x;
  x = a[5] * b[12]; s[0] -= t17 * x; x = a[6] * b[0]; s[11] -= t22 * x;
  x = a[6] * b[1]; s[10] += t3 * x; s[12] -= t22 * x; x = a[6] * b[2]; s[9] += t15 * x; s[11] += t3 * x;
  x = a[6] * b[3]; s[8] += t6 * x; s[10] += t15 * x; x = a[6] * b[4]; s[7] -= t0 * x; s[9] += t6 * x;
  x = a[6] * b[5]; s[6] -= t20 * x; s[8] -= t0 * x; x = a[6] * b[6]; s[5] += t20 * x; x = a[6] * b[7]; s[4] += t0 * x;
  x = a[6] * b[8]; s[3] -= t6 * x; s[5] += t0 * x; x = a[6] * b[9]; s[2] -= t15 * x; s[4] -= t6 * x;
  x = a[6] * b[10]; s[1] -= t3 * x; s[3] -= t15 * x; x = a[6] * b[11]; s[0] += t22 * x; s[2] -= t3 * x;
  x = a[6] * b[12]; s[1] += t22 * x; x = a[7] * b[0]; s[10] += t26 * x; x = a[7] * b[1]; s[9] += t2 * x;
  x = a[7] * b[2]; s[8] -= t5 * x; s[12] += t26 * x; x = a[7] * b[3]; s[7] -= t12 * x; s[11] += t2 * x;
  x = a[7] * b[4]; s[6] -= t13 * x; s[10] -= t5 * x; x = a[7] * b[5]; s[9] -= t12 * x; x = a[7] * b[6]; s[4] += t13 * x;
  x = a[7] * b[7]; s[3] += t12 * x; x = a[7] * b[8]; s[2] += t5 * x; x = a[7] * b[9]; s[1] -= t2 * x; s[5] += t12 * x;
  x = a[7] * b[10]; s[0] -= t26 * x; s[4] += t5 * x; x = a[7] * b[11]; s[3] -= t2 * x;
  x = a[7] * b[12]; s[2] -= t26 * x; x = a[8] * b[0]; s[9] -= t23 * x; x = a[8] * b[1]; s[8] -= t16 * x;
  x = a[8] * b[2]; s[7] -= t1 * x; x = a[8] * b[3]; s[6] += t7 * x; s[12] -= t23 * x;
  x = a[8] * b[4]; s[7] -= t11 * x; s[11] -= t16 * x; x = a[8] * b[5]; s[8] += t11 * x; s[10] -= t1 * x;
  x = a[8] * b[6]; s[3] -= t7 * x; x = a[8] * b[7]; s[2] += t1 * x; s[4] += t11 * x;
  x = a[8] * b[8]; s[1] += t16 * x; s[5] -= t11 * x; x = a[8] * b[9]; s[0] += t23 * x; x = a[8] * b[10]; s[5] += t1 * x;
  x = a[8] * b[11]; s[4] += t16 * x; x = a[8] * b[12]; s[3] += t23 * x; x = a[9] * b[0]; s[8] += t9 * x;
  x = a[9] * b[1]; s[7] += t21 * x; x = a[9] * b[2]; s[6] += t27 * x; x = a[9] * b[3]; s[7] -= t8 * x;
  x = a[9] * b[4]; s[12] += t9 * x; x = a[9] * b[5]; s[9] += t8 * x; s[11] += t21 * x; x = a[9] * b[6]; s[2] -= t27 * x;
  x = a[9] * b[7]; s[1] -= t21 * x; s[3] += t8 * x; x = a[9] * b[8]; s[0] -= t9 * x; x = a[9] * b[9]; s[5] -= t8 * x;
  x = a[9] * b[11]; s[5] -= t21 * x; x = a[9] * b[12]; s[4] -= t9 * x; x = a[10] * b[0]; s[7] -= t2 * x;
  x = a[10] * b[1]; s[6] -= t19 * x; x = a[10] * b[2]; s[7] += t18 * x; x = a[10] * b[3]; s[8] -= t25 * x;
  x = a[10] * b[4]; s[9] += t25 * x; x = a[10] * b[5]; s[10] -= t18 * x; s[12] -= t2 * x;
  x = a[10] * b[6]; s[1] += t19 * x; x = a[10] * b[7]; s[0] += t2 * x; s[2] -= t18 * x;
  x = a[10] * b[8]; s[3] += t25 * x; x = a[10] * b[9]; s[4] -= t25 * x; x = a[10] * b[10]; s[5] += t18 * x;
  x = a[10] * b[12]; s[5] += t2 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<6, 6, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.01861190004225815, t1 = 0.028870950682028385, t2 = 0.031983915288974915,
  t3 = 0.046529750105645376, t4 = 0.04866197744751646, t5 = 0.051182725116209915, t6 = 0.0674280138686955,
  t7 = 0.06770838104003546, t8 = 0.07386368840731142, t9 = 0.07500893016613273, t10 = 0.0912979623696014,
  t11 = 0.09305950021129075, t12 = 0.10001190688817699, t13 = 0.10003896272713755, t14 = 0.1279568127905248;
  double s[13] = {}, x;
  x = a[0] * b[0]; s[6] += t5 * x; x = a[0] * b[1]; s[7] -= t7 * x; x = a[0] * b[2]; s[8] += t10 * x;
  x = a[0] * b[3]; s[9] -= t12 * x; x = a[0] * b[4]; s[10] += t10 * x; x = a[0] * b[5]; s[11] -= t7 * x;
  x = a[0] * b[6]; s[0] += t5 * x; x = a[0] * b[7]; s[1] -= t7 * x; x = a[0] * b[8]; s[2] += t10 * x;
  x = a[0] * b[9]; s[3] -= t12 * x; x = a[0] * b[10]; s[4] += t10 * x; x = a[0] * b[11]; s[5] -= t7 * x;
  x = a[1] * b[0]; s[7] -= t7 * x; x = a[1] * b[1]; s[6] -= t14 * x; x = a[1] * b[2]; s[7] += t9 * x;
  x = a[1] * b[3]; s[8] -= t1 * x; x = a[1] * b[4]; s[9] -= t1 * x; x = a[1] * b[5]; s[10] += t9 * x; s[12] += t7 * x;
  x = a[1] * b[6]; s[1] -= t14 * x; x = a[1] * b[7]; s[0] -= t7 * x; s[2] += t9 * x; x = a[1] * b[8]; s[3] -= t1 * x;
  x = a[1] * b[9]; s[4] -= t1 * x; x = a[1] * b[10]; s[5] += t9 * x; x = a[1] * b[12]; s[5] += t7 * x;
  x = a[2] * b[0]; s[8] += t10 * x; x = a[2] * b[1]; s[7] += t9 * x; x = a[2] * b[2]; s[6] += t0 * x;
  x = a[2] * b[3]; s[7] += t4 * x; x = a[2] * b[4]; s[8] -= t8 * x; s[12] -= t10 * x;
  x = a[2] * b[5]; s[9] += t4 * x; s[11] -= t9 * x; x = a[2] * b[6]; s[2] += t0 * x;
  x = a[2] * b[7]; s[1] += t9 * x; s[3] += t4 * x; x = a[2] * b[8]; s[0] += t10 * x; s[4] -= t8 * x;
  x = a[2] * b[9]; s[5] += t4 * x; x = a[2] * b[11]; s[5] -= t9 * x; x = a[2] * b[12]; s[4] -= t10 * x;
  x = a[3] * b[0]; s[9] -= t12 * x; x = a[3] * b[1]; s[8] -= t1 * x; x = a[3] * b[2]; s[7] += t4 * x;
  x = a[3] * b[3]; s[6] += t13 * x; s[12] += t12 * x; x = a[3] * b[4]; s[7] -= t2 * x; s[11] += t1 * x;
  x = a[3] * b[5]; s[8] -= t2 * x; s[10] -= t4 * x; x = a[3] * b[6]; s[3] += t13 * x;
  x = a[3] * b[7]; s[2] += t4 * x; s[4] -= t2 * x; x = a[3] * b[8]; s[1] -= t1 * x; s[5] -= t2 * x;
  x = a[3] * b[9]; s[0] -= t12 * x; x = a[3] * b[10]; s[5] -= t4 * x; x = a[3] * b[11]; s[4] += t1 * x;
  x = a[3] * b[12]; s[3] += t12 * x; x = a[4] * b[0]; s[10] += t10 * x; x = a[4] * b[1]; s[9] -= t1 * x;
  x = a[4] * b[2]; s[8] -= t8 * x; s[12] -= t10 * x; x = a[4] * b[3]; s[7] -= t2 * x; s[11] += t1 * x;
  x = a[4] * b[4]; s[6] += t5 * x; s[10] += t8 * x; x = a[4] * b[5]; s[7] -= t6 * x; s[9] += t2 * x;
  x = a[4] * b[6]; s[4] += t5 * x; x = a[4] * b[7]; s[3] -= t2 * x; s[5] -= t6 * x; x = a[4] * b[8]; s[2] -= t8 * x;
  x = a[4] * b[9]; s[1] -= t1 * x; s[5] += t2 * x; x = a[4] * b[10]; s[0] += t10 * x; s[4] += t8 * x;
  x = a[4] * b[11]; s[3] += t1 * x; x = a[4] * b[12]; s[2] -= t10 * x; x = a[5] * b[0]; s[11] -= t7 * x;
  x = a[5] * b[1]; s[10] += t9 * x; s[12] += t7 * x; x = a[5] * b[2]; s[9] += t4 * x; s[11] -= t9 * x;
  x = a[5] * b[3]; s[8] -= t2 * x; s[10] -= t4 * x; x = a[5] * b[4]; s[7] -= t6 * x; s[9] += t2 * x;
  x = a[5] * b[5]; s[6] -= t3 * x; s[8] += t6 * x; x = a[5] * b[6]; s[5] -= t3 * x; x = a[5] * b[7]; s[4] -= t6 * x;
  x = a[5] * b[8]; s[3] -= t2 * x; s[5] += t6 * x; x = a[5] * b[9]; s[2] += t4 * x; s[4] += t2 * x;
  x = a[5] * b[10]; s[1] += t9 * x; s[3] -= t4 * x; x = a[5] * b[11]; s[0] -= t7 * x; s[2] -= t9 * x;
  x = a[5] * b[12]; s[1] += t7 * x; x = a[6] * b[0]; s[0] += t5 * x; x = a[6] * b[1]; s[1] -= t14 * x;
  x = a[6] * b[2]; s[2] += t0 * x; x = a[6] * b[3]; s[3] += t13 * x; x = a[6] * b[4]; s[4] += t5 * x;
  x = a[6] * b[5]; s[5] -= t3 * x; x = a[6] * b[6]; s[6] -= t11 * x; x = a[6] * b[7]; s[7] -= t3 * x;
  x = a[6] * b[8]; s[8] += t5 * x; x = a[6] * b[9]; s[9] += t13 * x; x = a[6] * b[10]; s[10] += t0 * x;
  x = a[6] * b[11]; s[11] -= t14 * x; x = a[6] * b[12]; s[12] += t5 * x; x = a[7] * b[0]; s[1] -= t7 * x;
  x = a[7] * b[1]; s[0] -= t7 * x; s[2] += t9 * x; x = a[7] * b[2]; s[1] += t9 * x; s[3] += t4 * x;
  x = a[7] * b[3]; s[2] += t4 * x; s[4] -= t2 * x; x = a[7] * b[4]; s[3] -= t2 * x; s[5] -= t6 * x;
  x = a[7] * b[5]; s[4] -= t6 * x; x = a[7] * b[6]; s[7] -= t3 * x; x = a[7] * b[7]; s[6] -= t3 * x; s[8] -= t6 * x;
  x = a[7] * b[8]; s[7] -= t6 * x; s[9] -= t2 * x; x = a[7] * b[9]; s[8] -= t2 * x; s[10] += t4 * x;
  x = a[7] * b[10]; s[9] += t4 * x; s[11] += t9 * x; x = a[7] * b[11]; s[10] += t9 * x; s[12] -= t7 * x;
  x = a[7] * b[12]; s[11] -= t7 * x; x = a[8] * b[0]; s[2] += t10 * x; x = a[8] * b[1]; s[3] -= t1 * x;
  x = a[8] * b[2]; s[0] += t10 * x; s[4] -= t8 * x; x = a[8] * b[3]; s[1] -= t1 * x; s[5] -= t2 * x;
  x = a[8] * b[4]; s[2] -= t8 * x; x = a[8] * b[5]; s[3] -= t2 * x; s[5] += t6 * x; x = a[8] * b[6]; s[8] += t5 * x;
  x = a[8] * b[7]; s[7] -= t6 * x; s[9] -= t2 * x; x = a[8] * b[8]; s[6] += t5 * x; s[10] -= t8 * x;
  x = a[8] * b[9]; s[7] -= t2 * x; s[11] -= t1 * x; x = a[8] * b[10]; s[8] -= t8 * x; s[12] += t10 * x;
  x = a[8] * b[11]; s[9] -= t1 * x; x = a[8] * b[12]; s[10] += t10 * x; x = a[9] * b[0]; s[3] -= t12 * x;
  x = a[9] * b[1]; s[4] -= t1 * x; x = a[9] * b[2]; s[5] += t4 * x; x = a[9] * b[3]; s[0] -= t12 * x;
  x = a[9] * b[4]; s[1] -= t1 * x; s[5] += t2 * x; x = a[9] * b[5]; s[2] += t4 * x; s[4] += t2 * x;
  x = a[9] * b[6]; s[9] += t13 * x; x = a[9] * b[7]; s[8] -= t2 * x; s[10] += t4 * x;
  x = a[9] * b[8]; s[7] -= t2 * x; s[11] -= t1 * x; x = a[9] * b[9]; s[6] += t13 * x; s[12] -= t12 * x;
  x = a[9] * b[10]; s[7] += t4 * x; x = a[9] * b[11]; s[8] -= t1 * x; x = a[9] * b[12]; s[9] -= t12 * x;
  x = a[10] * b[0]; s[4] += t10 * x; x = a[10] * b[1]; s[5] += t9 * x; x = a[10] * b[3]; s[5] -= t4 * x;
  x = a[10] * b[4]; s[0] += t10 * x; s[4] += t8 * x; x = a[10] * b[5]; s[1] += t9 * x; s[3] -= t4 * x;
  x = a[10] * b[6]; s[10] += t0 * x; x = a[10] * b[7]; s[9] += t4 * x; s[11] += t9 * x;
  x = a[10] * b[8]; s[8] -= t8 * x; s[12] += t10 * x; x = a[10] * b[9]; s[7] += t4 * x;
  x = a[10] * b[10]; s[6] += t0 * x; x = a[10] * b[11]; s[7] += t9 * x; x = a[10] * b[12]; s[8] += t10 * x;
  x = a[11] * b[0]; s[5] -= t7 * x; x = a[11] * b[2]; s[5] -= t9 * x; x = a[11] * b[3]; s[4] += t1 * x;
  x = a[11] * b[4]; s[3] += t1 * x; x = a[11] * b[5]; s[0] -= t7 * x; s[2] -= t9 * x;
  x = a[11] * b[6]; s[11] -= t14 * x; x = a[11] * b[7]; s[10] += t9 * x; s[12] -= t7 * x;
  x = a[11] * b[8]; s[9] -= t1 * x; x = a[11] * b[9]; s[8] -= t1 * x; x = a[11] * b[10]; s[7] += t9 * x;
  x = a[11] * b[11]; s[6] -= t14 * x; x = a[11] * b[12]; s[7] -= t7 * x; x = a[12] * b[1]; s[5] += t7 * x;
  x = a[12] * b[2]; s[4] -= t10 * x; x = a[12] * b[3]; s[3] += t12 * x; x = a[12] * b[4]; s[2] -= t10 * x;
  x = a[12] * b[5]; s[1] += t7 * x; x = a[12] * b[6]; s[12] += t5 * x; x = a[12] * b[7]; s[11] -= t7 * x;
  x = a[12] * b[8]; s[10] += t10 * x; x = a[12] * b[9]; s[9] -= t12 * x; x = a[12] * b[10]; s[8] += t10 * x;
  x = a[12] * b[11]; s[7] -= t7 * x; x = a[12] * b[12]; s[6] += t5 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 1, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.019138975058773818, t1 = 0.033149677206589796, t2 = 0.046880723093849545,
  t3 = 0.06052275326688024, t4 = 0.07412493166611012, t5 = 0.09759000729485331, t6 = 0.11483385035264292,
  t7 = 0.12403473458920845, t8 = 0.12838814775327387, t9 = 0.13259870882635919, t10 = 0.14193843787544003,
  t11 = 0.14322297480788657, t12 = 0.15548576840284828, t13 = 0.1690308509457033, t14 = 0.17118419700436516,
  t15 = 0.18156825980064073, t16 = 0.18257418583505536, t17 = 0.18752289237539818, t18 = 0.18946618668626836;
  double s[15] = {}, x;
  x = a[0] * b[0]; s[12] += t0 * x; s[14] += t16 * x; x = a[0] * b[1]; s[11] += t1 * x; s[13] += t13 * x;
  x = a[0] * b[2]; s[10] += t2 * x; s[12] += t12 * x; x = a[0] * b[3]; s[9] += t3 * x; s[11] += t10 * x;
  x = a[0] * b[4]; s[8] += t4 * x; s[10] += t8 * x; x = a[0] * b[5]; s[7] += t7 * x; s[9] += t6 * x;
  x = a[0] * b[6]; s[6] -= t11 * x; x = a[0] * b[7]; s[5] -= t6 * x; x = a[0] * b[8]; s[4] -= t8 * x; s[6] -= t4 * x;
  x = a[0] * b[9]; s[3] -= t10 * x; s[5] -= t3 * x; x = a[0] * b[10]; s[2] -= t12 * x; s[4] -= t2 * x;
  x = a[0] * b[11]; s[1] -= t13 * x; s[3] -= t1 * x; x = a[0] * b[12]; s[0] -= t16 * x; s[2] -= t0 * x;
  x = a[1] * b[0]; s[1] -= t5 * x; x = a[1] * b[1]; s[2] -= t9 * x; x = a[1] * b[2]; s[3] -= t12 * x;
  x = a[1] * b[3]; s[4] -= t14 * x; x = a[1] * b[4]; s[5] -= t15 * x; x = a[1] * b[5]; s[6] -= t17 * x;
  x = a[1] * b[6]; s[7] -= t18 * x; x = a[1] * b[7]; s[8] -= t17 * x; x = a[1] * b[8]; s[9] -= t15 * x;
  x = a[1] * b[9]; s[10] -= t14 * x; x = a[1] * b[10]; s[11] -= t12 * x; x = a[1] * b[11]; s[12] -= t9 * x;
  x = a[1] * b[12]; s[13] -= t5 * x; x = a[2] * b[0]; s[0] -= t16 * x; s[2] += t0 * x;
  x = a[2] * b[1]; s[1] -= t13 * x; s[3] += t1 * x; x = a[2] * b[2]; s[2] -= t12 * x; s[4] += t2 * x;
  x = a[2] * b[3]; s[3] -= t10 * x; s[5] += t3 * x; x = a[2] * b[4]; s[4] -= t8 * x; s[6] += t4 * x;
  x = a[2] * b[5]; s[5] -= t6 * x; x = a[2] * b[6]; s[8] -= t11 * x; x = a[2] * b[7]; s[7] += t7 * x; s[9] -= t6 * x;
  x = a[2] * b[8]; s[8] += t4 * x; s[10] -= t8 * x; x = a[2] * b[9]; s[9] += t3 * x; s[11] -= t10 * x;
  x = a[2] * b[10]; s[10] += t2 * x; s[12] -= t12 * x; x = a[2] * b[11]; s[11] += t1 * x; s[13] -= t13 * x;
  x = a[2] * b[12]; s[12] += t0 * x; s[14] -= t16 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 2, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.005770618103811177, t1 = 0.012903494352312729, t2 = 0.019138975058773818,
  t3 = 0.02234950781338371, t4 = 0.036496593430090596, t5 = 0.04828045495852676, t6 = 0.054744890145135894,
  t7 = 0.06629935441317959, t8 = 0.07299318686018119, t9 = 0.08362420100070908, t10 = 0.0916057224828689,
  t11 = 0.09759000729485331, t12 = 0.10482848367219183, t13 = 0.11826247919781652, t14 = 0.12104550653376048,
  t15 = 0.1264279082482028, t16 = 0.12773807700531709, t17 = 0.12838814775327387, t18 = 0.13409704688030227,
  t19 = 0.14959151840135315, t20 = 0.1543033499620919, t21 = 0.15484193222775275, t22 = 0.16724840200141816,
  t23 = 0.17137861409939506, t24 = 0.18257418583505536;
  double s[15] = {}, x;
  x = a[0] * b[0]; s[10] -= t0 * x; s[14] += t24 * x; x = a[0] * b[1]; s[9] -= t1 * x; s[13] += t20 * x;
  x = a[0] * b[2]; s[8] -= t3 * x; s[12] += t17 * x; x = a[0] * b[3]; s[7] -= t5 * x; s[11] += t12 * x;
  x = a[0] * b[4]; s[8] += t5 * x; s[10] += t9 * x; x = a[0] * b[5]; s[5] -= t10 * x;
  x = a[0] * b[6]; s[4] -= t9 * x; s[6] += t5 * x; x = a[0] * b[7]; s[3] -= t12 * x;
  x = a[0] * b[8]; s[2] -= t17 * x; s[6] += t3 * x; x = a[0] * b[9]; s[1] -= t20 * x; s[5] += t1 * x;
  x = a[0] * b[10]; s[0] -= t24 * x; s[4] += t0 * x; x = a[1] * b[0]; s[11] += t2 * x; s[13] += t11 * x;
  x = a[1] * b[1]; s[10] += t4 * x; s[12] += t14 * x; x = a[1] * b[2]; s[9] += t6 * x; s[11] += t17 * x;
  x = a[1] * b[3]; s[8] += t8 * x; s[10] += t15 * x; x = a[1] * b[4]; s[7] += t16 * x; s[9] += t13 * x;
  x = a[1] * b[5]; s[6] -= t19 * x; x = a[1] * b[6]; s[5] -= t13 * x; x = a[1] * b[7]; s[4] -= t15 * x; s[6] -= t8 * x;
  x = a[1] * b[8]; s[3] -= t17 * x; s[5] -= t6 * x; x = a[1] * b[9]; s[2] -= t14 * x; s[4] -= t4 * x;
  x = a[1] * b[10]; s[1] -= t11 * x; s[3] -= t2 * x; x = a[2] * b[0]; s[2] -= t7 * x; x = a[2] * b[1]; s[3] -= t12 * x;
  x = a[2] * b[2]; s[4] -= t18 * x; x = a[2] * b[3]; s[5] -= t21 * x; x = a[2] * b[4]; s[6] -= t22 * x;
  x = a[2] * b[5]; s[7] -= t23 * x; x = a[2] * b[6]; s[8] -= t22 * x; x = a[2] * b[7]; s[9] -= t21 * x;
  x = a[2] * b[8]; s[10] -= t18 * x; x = a[2] * b[9]; s[11] -= t12 * x; x = a[2] * b[10]; s[12] -= t7 * x;
  x = a[3] * b[0]; s[1] -= t11 * x; s[3] += t2 * x; x = a[3] * b[1]; s[2] -= t14 * x; s[4] += t4 * x;
  x = a[3] * b[2]; s[3] -= t17 * x; s[5] += t6 * x; x = a[3] * b[3]; s[4] -= t15 * x; s[6] += t8 * x;
  x = a[3] * b[4]; s[5] -= t13 * x; x = a[3] * b[5]; s[8] -= t19 * x; x = a[3] * b[6]; s[7] += t16 * x; s[9] -= t13 * x;
  x = a[3] * b[7]; s[8] += t8 * x; s[10] -= t15 * x; x = a[3] * b[8]; s[9] += t6 * x; s[11] -= t17 * x;
  x = a[3] * b[9]; s[10] += t4 * x; s[12] -= t14 * x; x = a[3] * b[10]; s[11] += t2 * x; s[13] -= t11 * x;
  x = a[4] * b[0]; s[0] -= t24 * x; s[4] -= t0 * x; x = a[4] * b[1]; s[1] -= t20 * x; s[5] -= t1 * x;
  x = a[4] * b[2]; s[2] -= t17 * x; s[6] -= t3 * x; x = a[4] * b[3]; s[3] -= t12 * x;
  x = a[4] * b[4]; s[4] -= t9 * x; s[6] -= t5 * x; x = a[4] * b[5]; s[9] -= t10 * x;
  x = a[4] * b[6]; s[8] += t5 * x; s[10] -= t9 * x; x = a[4] * b[7]; s[7] -= t5 * x; s[11] -= t12 * x;
  x = a[4] * b[8]; s[8] -= t3 * x; s[12] -= t17 * x; x = a[4] * b[9]; s[9] -= t1 * x; s[13] -= t20 * x;
  x = a[4] * b[10]; s[10] -= t0 * x; s[14] -= t24 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 2, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.016574838603294898, t1 = 0.03173839957096147, t2 = 0.03706246583305506,
  t3 = 0.04488487512127014, t4 = 0.046880723093849545, t5 = 0.04784743764693455, t6 = 0.04972451580988469,
  t7 = 0.06419407387663693, t8 = 0.06629935441317959, t9 = 0.07655590023509527, t10 = 0.09078412990032037,
  t11 = 0.09128709291752768, t12 = 0.09473309334313418, t13 = 0.09759000729485331, t14 = 0.10482848367219183,
  t15 = 0.10699012312772822, t16 = 0.11322770341445958, t17 = 0.11443442705426586, t18 = 0.11720180773462385,
  t19 = 0.1229222929736104, t20 = 0.12403473458920845, t21 = 0.12838814775327387, t22 = 0.14322297480788657,
  t23 = 0.14638501094227999, t24 = 0.15191090506255, t25 = 0.15548576840284828, t26 = 0.15811388300841897,
  t27 = 0.16574838603294897;
  double s[15] = {}, x;
  x = a[0] * b[0]; s[3] += t0 * x; x = a[0] * b[1]; s[0] += t11 * x; s[4] += t1 * x;
  x = a[0] * b[2]; s[1] += t17 * x; s[5] += t5 * x; x = a[0] * b[3]; s[2] += t19 * x; s[6] += t7 * x;
  x = a[0] * b[4]; s[3] += t19 * x; x = a[0] * b[5]; s[4] += t18 * x; s[6] += t12 * x; x = a[0] * b[6]; s[9] += t24 * x;
  x = a[0] * b[7]; s[8] -= t12 * x; s[10] += t18 * x; x = a[0] * b[8]; s[7] += t16 * x; s[11] += t19 * x;
  x = a[0] * b[9]; s[8] += t7 * x; s[12] += t19 * x; x = a[0] * b[10]; s[9] += t5 * x; s[13] += t17 * x;
  x = a[0] * b[11]; s[10] += t1 * x; s[14] += t11 * x; x = a[0] * b[12]; s[11] += t0 * x;
  x = a[1] * b[0]; s[0] -= t26 * x; s[2] -= t6 * x; x = a[1] * b[1]; s[1] -= t13 * x; s[3] -= t9 * x;
  x = a[1] * b[2]; s[2] -= t3 * x; s[4] -= t12 * x; x = a[1] * b[3]; s[5] -= t14 * x;
  x = a[1] * b[4]; s[4] += t2 * x; s[6] -= t15 * x; x = a[1] * b[5]; s[5] += t8 * x; x = a[1] * b[6]; s[8] += t20 * x;
  x = a[1] * b[7]; s[7] -= t22 * x; s[9] += t8 * x; x = a[1] * b[8]; s[8] -= t15 * x; s[10] += t2 * x;
  x = a[1] * b[9]; s[9] -= t14 * x; x = a[1] * b[10]; s[10] -= t12 * x; s[12] -= t3 * x;
  x = a[1] * b[11]; s[11] -= t9 * x; s[13] -= t13 * x; x = a[1] * b[12]; s[12] -= t6 * x; s[14] -= t26 * x;
  x = a[2] * b[0]; s[13] -= t23 * x; x = a[2] * b[1]; s[12] -= t27 * x; x = a[2] * b[2]; s[11] -= t25 * x;
  x = a[2] * b[3]; s[10] -= t21 * x; x = a[2] * b[4]; s[9] -= t10 * x; x = a[2] * b[5]; s[8] -= t4 * x;
  x = a[2] * b[7]; s[6] += t4 * x; x = a[2] * b[8]; s[5] += t10 * x; x = a[2] * b[9]; s[4] += t21 * x;
  x = a[2] * b[10]; s[3] += t25 * x; x = a[2] * b[11]; s[2] += t27 * x; x = a[2] * b[12]; s[1] += t23 * x;
  x = a[3] * b[0]; s[12] += t6 * x; s[14] -= t26 * x; x = a[3] * b[1]; s[11] += t9 * x; s[13] -= t13 * x;
  x = a[3] * b[2]; s[10] += t12 * x; s[12] -= t3 * x; x = a[3] * b[3]; s[9] += t14 * x;
  x = a[3] * b[4]; s[8] += t15 * x; s[10] += t2 * x; x = a[3] * b[5]; s[7] += t22 * x; s[9] += t8 * x;
  x = a[3] * b[6]; s[6] -= t20 * x; x = a[3] * b[7]; s[5] -= t8 * x; x = a[3] * b[8]; s[4] -= t2 * x; s[6] -= t15 * x;
  x = a[3] * b[9]; s[5] -= t14 * x; x = a[3] * b[10]; s[2] += t3 * x; s[4] -= t12 * x;
  x = a[3] * b[11]; s[1] += t13 * x; s[3] -= t9 * x; x = a[3] * b[12]; s[0] += t26 * x; s[2] -= t6 * x;
  x = a[4] * b[0]; s[11] -= t0 * x; x = a[4] * b[1]; s[10] -= t1 * x; s[14] += t11 * x;
  x = a[4] * b[2]; s[9] -= t5 * x; s[13] += t17 * x; x = a[4] * b[3]; s[8] -= t7 * x; s[12] += t19 * x;
  x = a[4] * b[4]; s[7] -= t16 * x; s[11] += t19 * x; x = a[4] * b[5]; s[8] += t12 * x; s[10] += t18 * x;
  x = a[4] * b[6]; s[5] -= t24 * x; x = a[4] * b[7]; s[4] -= t18 * x; s[6] += t12 * x; x = a[4] * b[8]; s[3] -= t19 * x;
  x = a[4] * b[9]; s[2] -= t19 * x; s[6] += t7 * x; x = a[4] * b[10]; s[1] -= t17 * x; s[5] += t5 * x;
  x = a[4] * b[11]; s[0] -= t11 * x; s[4] += t1 * x; x = a[4] * b[12]; s[3] += t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 3, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.0033316679156259106, t1 = 0.009995003746877732, t2 = 0.01246595986677943,
  t3 = 0.017629529511598168, t4 = 0.02234950781338371, t5 = 0.023082472415244706, t6 = 0.030535240827622965,
  t7 = 0.04469901562676742, t8 = 0.05712620469979835, t9 = 0.06052275326688024, t10 = 0.06107048165524593,
  t11 = 0.06827887419989188, t12 = 0.07161148740394328, t13 = 0.07412493166611012, t14 = 0.10127393670836667,
  t15 = 0.10322795481850183, t16 = 0.10482848367219183, t17 = 0.10577717706958902, t18 = 0.11826247919781652,
  t19 = 0.11952286093343936, t20 = 0.12403473458920845, t21 = 0.12773807700531709, t22 = 0.13259870882635919,
  t23 = 0.13655774839978377, t24 = 0.13801311186847084, t25 = 0.15267620413811483, t26 = 0.1576833055970887,
  t27 = 0.16490914830605122, t28 = 0.18257418583505536;
  double s[15] = {}, x;
  x = a[0] * b[0]; s[8] += t0 * x; s[14] += t28 * x; x = a[0] * b[1]; s[7] += t2 * x; s[13] += t24 * x;
  x = a[0] * b[2]; s[8] -= t3 * x; s[12] += t14 * x; x = a[0] * b[3]; s[9] += t6 * x; s[11] += t12 * x;
  x = a[0] * b[4]; s[4] -= t11 * x; x = a[0] * b[5]; s[3] -= t12 * x; s[5] += t6 * x;
  x = a[0] * b[6]; s[2] -= t14 * x; s[6] -= t3 * x; x = a[0] * b[7]; s[1] -= t24 * x;
  x = a[0] * b[8]; s[0] -= t28 * x; s[6] -= t0 * x; x = a[1] * b[0]; s[9] -= t1 * x; s[13] += t19 * x;
  x = a[1] * b[1]; s[8] -= t5 * x; s[12] += t22 * x; x = a[1] * b[2]; s[7] -= t8 * x; s[11] += t20 * x;
  x = a[1] * b[3]; s[8] += t10 * x; s[10] += t17 * x; x = a[1] * b[4]; s[5] -= t18 * x;
  x = a[1] * b[5]; s[4] -= t17 * x; s[6] += t10 * x; x = a[1] * b[6]; s[3] -= t20 * x;
  x = a[1] * b[7]; s[2] -= t22 * x; s[6] += t5 * x; x = a[1] * b[8]; s[1] -= t19 * x; s[5] += t1 * x;
  x = a[2] * b[0]; s[10] += t4 * x; s[12] += t13 * x; x = a[2] * b[1]; s[9] += t7 * x; s[11] += t16 * x;
  x = a[2] * b[2]; s[8] += t11 * x; s[10] += t18 * x; x = a[2] * b[3]; s[7] += t21 * x; s[9] += t18 * x;
  x = a[2] * b[4]; s[6] -= t25 * x; x = a[2] * b[5]; s[5] -= t18 * x; x = a[2] * b[6]; s[4] -= t18 * x; s[6] -= t11 * x;
  x = a[2] * b[7]; s[3] -= t16 * x; s[5] -= t7 * x; x = a[2] * b[8]; s[2] -= t13 * x; s[4] -= t4 * x;
  x = a[3] * b[0]; s[3] -= t9 * x; x = a[3] * b[1]; s[4] -= t15 * x; x = a[3] * b[2]; s[5] -= t23 * x;
  x = a[3] * b[3]; s[6] -= t26 * x; x = a[3] * b[4]; s[7] -= t27 * x; x = a[3] * b[5]; s[8] -= t26 * x;
  x = a[3] * b[6]; s[9] -= t23 * x; x = a[3] * b[7]; s[10] -= t15 * x; x = a[3] * b[8]; s[11] -= t9 * x;
  x = a[4] * b[0]; s[2] -= t13 * x; s[4] += t4 * x; x = a[4] * b[1]; s[3] -= t16 * x; s[5] += t7 * x;
  x = a[4] * b[2]; s[4] -= t18 * x; s[6] += t11 * x; x = a[4] * b[3]; s[5] -= t18 * x; x = a[4] * b[4]; s[8] -= t25 * x;
  x = a[4] * b[5]; s[7] += t21 * x; s[9] -= t18 * x; x = a[4] * b[6]; s[8] += t11 * x; s[10] -= t18 * x;
  x = a[4] * b[7]; s[9] += t7 * x; s[11] -= t16 * x; x = a[4] * b[8]; s[10] += t4 * x; s[12] -= t13 * x;
  x = a[5] * b[0]; s[1] -= t19 * x; s[5] -= t1 * x; x = a[5] * b[1]; s[2] -= t22 * x; s[6] -= t5 * x;
  x = a[5] * b[2]; s[3] -= t20 * x; x = a[5] * b[3]; s[4] -= t17 * x; s[6] -= t10 * x; x = a[5] * b[4]; s[9] -= t18 * x;
  x = a[5] * b[5]; s[8] += t10 * x; s[10] -= t17 * x; x = a[5] * b[6]; s[7] -= t8 * x; s[11] -= t20 * x;
  x = a[5] * b[7]; s[8] -= t5 * x; s[12] -= t22 * x; x = a[5] * b[8]; s[9] -= t1 * x; s[13] -= t19 * x;
  x = a[6] * b[0]; s[0] -= t28 * x; s[6] += t0 * x; x = a[6] * b[1]; s[1] -= t24 * x;
  x = a[6] * b[2]; s[2] -= t14 * x; s[6] += t3 * x; x = a[6] * b[3]; s[3] -= t12 * x; s[5] -= t6 * x;
  x = a[6] * b[4]; s[10] -= t11 * x; x = a[6] * b[5]; s[9] += t6 * x; s[11] -= t12 * x;
  x = a[6] * b[6]; s[8] -= t3 * x; s[12] -= t14 * x; x = a[6] * b[7]; s[7] += t2 * x; s[13] -= t24 * x;
  x = a[6] * b[8]; s[8] += t0 * x; s[14] -= t28 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 3, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.007901744265512675, t1 = 0.01580348853102535, t2 = 0.018361994367792327,
  t3 = 0.020299948573528754, t4 = 0.022810370893806622, t5 = 0.02956561979945413, t6 = 0.04488487512127014,
  t7 = 0.04580286124143445, t8 = 0.04784743764693455, t9 = 0.04879500364742666, t10 = 0.049472744491815365,
  t11 = 0.05913123959890826, t12 = 0.06419407387663693, t13 = 0.06629935441317959, t14 = 0.06714158181032086,
  t15 = 0.06870429186215167, t16 = 0.07755526103894252, t17 = 0.09255502993589039, t18 = 0.09349469900084571,
  t19 = 0.09580355775398781, t20 = 0.09923953268977463, t21 = 0.10036563193274914, t22 = 0.10591481821704042,
  t23 = 0.10741723110591493, t24 = 0.10948978029027179, t25 = 0.11180339887498948, t26 = 0.11720180773462385,
  t27 = 0.12179969144117252, t28 = 0.12198750911856665, t29 = 0.12214096331049186, t30 = 0.1254363015010636,
  t31 = 0.1267731382092775, t32 = 0.12773807700531709, t33 = 0.14223139677922814, t34 = 0.14433756729740643,
  t35 = 0.14484136487558028, t36 = 0.14824986333222023;
  double s[15] = {}, x;
  x = a[0] * b[0]; s[5] -= t0 * x; x = a[0] * b[1]; s[0] += t25 * x; s[6] -= t2 * x; x = a[0] * b[2]; s[1] += t31 * x;
  x = a[0] * b[3]; s[2] += t27 * x; s[6] -= t10 * x; x = a[0] * b[4]; s[3] += t23 * x; s[5] += t15 * x;
  x = a[0] * b[5]; s[10] += t30 * x; x = a[0] * b[6]; s[9] -= t15 * x; s[11] += t23 * x;
  x = a[0] * b[7]; s[8] += t10 * x; s[12] += t27 * x; x = a[0] * b[8]; s[7] -= t7 * x; s[13] += t31 * x;
  x = a[0] * b[9]; s[8] -= t2 * x; s[14] += t25 * x; x = a[0] * b[10]; s[9] -= t0 * x;
  x = a[1] * b[0]; s[0] -= t34 * x; s[4] += t4 * x; x = a[1] * b[1]; s[1] -= t9 * x; s[5] += t6 * x;
  x = a[1] * b[2]; s[2] += t3 * x; s[6] += t14 * x; x = a[1] * b[3]; s[3] += t13 * x;
  x = a[1] * b[4]; s[4] += t17 * x; s[6] += t20 * x; x = a[1] * b[5]; s[9] += t35 * x;
  x = a[1] * b[6]; s[8] -= t20 * x; s[10] += t17 * x; x = a[1] * b[7]; s[7] += t29 * x; s[11] += t13 * x;
  x = a[1] * b[8]; s[8] += t14 * x; s[12] += t3 * x; x = a[1] * b[9]; s[9] += t6 * x; s[13] -= t9 * x;
  x = a[1] * b[10]; s[10] += t4 * x; s[14] -= t34 * x; x = a[2] * b[0]; s[1] -= t28 * x; s[3] -= t8 * x;
  x = a[2] * b[1]; s[2] -= t22 * x; s[4] -= t16 * x; x = a[2] * b[2]; s[3] -= t12 * x; s[5] -= t19 * x;
  x = a[2] * b[3]; s[4] -= t1 * x; s[6] -= t21 * x; x = a[2] * b[4]; s[5] += t5 * x; x = a[2] * b[5]; s[8] += t18 * x;
  x = a[2] * b[6]; s[7] -= t32 * x; s[9] += t5 * x; x = a[2] * b[7]; s[8] -= t21 * x; s[10] -= t1 * x;
  x = a[2] * b[8]; s[9] -= t19 * x; s[11] -= t12 * x; x = a[2] * b[9]; s[10] -= t16 * x; s[12] -= t22 * x;
  x = a[2] * b[10]; s[11] -= t8 * x; s[13] -= t28 * x; x = a[3] * b[0]; s[12] -= t26 * x;
  x = a[3] * b[1]; s[11] -= t36 * x; x = a[3] * b[2]; s[10] -= t33 * x; x = a[3] * b[3]; s[9] -= t24 * x;
  x = a[3] * b[4]; s[8] -= t11 * x; x = a[3] * b[6]; s[6] += t11 * x; x = a[3] * b[7]; s[5] += t24 * x;
  x = a[3] * b[8]; s[4] += t33 * x; x = a[3] * b[9]; s[3] += t36 * x; x = a[3] * b[10]; s[2] += t26 * x;
  x = a[4] * b[0]; s[11] += t8 * x; s[13] -= t28 * x; x = a[4] * b[1]; s[10] += t16 * x; s[12] -= t22 * x;
  x = a[4] * b[2]; s[9] += t19 * x; s[11] -= t12 * x; x = a[4] * b[3]; s[8] += t21 * x; s[10] -= t1 * x;
  x = a[4] * b[4]; s[7] += t32 * x; s[9] += t5 * x; x = a[4] * b[5]; s[6] -= t18 * x; x = a[4] * b[6]; s[5] -= t5 * x;
  x = a[4] * b[7]; s[4] += t1 * x; s[6] -= t21 * x; x = a[4] * b[8]; s[3] += t12 * x; s[5] -= t19 * x;
  x = a[4] * b[9]; s[2] += t22 * x; s[4] -= t16 * x; x = a[4] * b[10]; s[1] += t28 * x; s[3] -= t8 * x;
  x = a[5] * b[0]; s[10] -= t4 * x; s[14] -= t34 * x; x = a[5] * b[1]; s[9] -= t6 * x; s[13] -= t9 * x;
  x = a[5] * b[2]; s[8] -= t14 * x; s[12] += t3 * x; x = a[5] * b[3]; s[7] -= t29 * x; s[11] += t13 * x;
  x = a[5] * b[4]; s[8] += t20 * x; s[10] += t17 * x; x = a[5] * b[5]; s[5] -= t35 * x;
  x = a[5] * b[6]; s[4] -= t17 * x; s[6] += t20 * x; x = a[5] * b[7]; s[3] -= t13 * x;
  x = a[5] * b[8]; s[2] -= t3 * x; s[6] += t14 * x; x = a[5] * b[9]; s[1] += t9 * x; s[5] += t6 * x;
  x = a[5] * b[10]; s[0] += t34 * x; s[4] += t4 * x; x = a[6] * b[0]; s[9] += t0 * x;
  x = a[6] * b[1]; s[8] += t2 * x; s[14] += t25 * x; x = a[6] * b[2]; s[7] += t7 * x; s[13] += t31 * x;
  x = a[6] * b[3]; s[8] -= t10 * x; s[12] += t27 * x; x = a[6] * b[4]; s[9] += t15 * x; s[11] += t23 * x;
  x = a[6] * b[5]; s[4] -= t30 * x; x = a[6] * b[6]; s[3] -= t23 * x; s[5] += t15 * x;
  x = a[6] * b[7]; s[2] -= t27 * x; s[6] -= t10 * x; x = a[6] * b[8]; s[1] -= t31 * x;
  x = a[6] * b[9]; s[0] -= t25 * x; s[6] -= t2 * x; x = a[6] * b[10]; s[5] -= t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 3, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.005236750598923109, t1 = 0.0066387930744479596, t2 = 0.013551379616933564,
  t3 = 0.015569349831298674, t4 = 0.01962534233140023, t5 = 0.028425613694305123, t6 = 0.03178080226130759,
  t7 = 0.035989906280746047, t8 = 0.04216199865489428, t9 = 0.047593453583033386, t10 = 0.049790948058359694,
  t11 = 0.05895706767536022, t12 = 0.06063390625908324, t13 = 0.06431982144842349, t14 = 0.06572069842571017,
  t15 = 0.06972488801438717, t16 = 0.07025838192242885, t17 = 0.07090881591959493, t18 = 0.0710640342357628,
  t19 = 0.07151226218918968, t20 = 0.07667414816332853, t21 = 0.07999676787265286, t22 = 0.08090071484586969,
  t23 = 0.08484505683463182, t24 = 0.08672882954837481, t25 = 0.08851724099263947, t26 = 0.08875895031209079,
  t27 = 0.09451184623923026, t28 = 0.09620525158181865, t29 = 0.09649115191963299, t30 = 0.09858104763856525,
  t31 = 0.1000700035087483, t32 = 0.10423821268254767, t33 = 0.10444237376477615, t34 = 0.10585122480499264,
  t35 = 0.11009192844376922, t36 = 0.116105091003206, t37 = 0.11756475936692108, t38 = 0.12718675476729208,
  t39 = 0.13091876497307772, t40 = 0.13198793308343762, t41 = 0.15211385893403187, t42 = 0.16652655174768613;
  double s[15] = {}, x;
  x = a[0] * b[0]; s[10] += t3 * x; x = a[0] * b[1]; s[9] += t6 * x; x = a[0] * b[2]; s[8] += t10 * x; s[14] += t12 * x;
  x = a[0] * b[3]; s[7] += t28 * x; s[13] += t26 * x; x = a[0] * b[4]; s[8] -= t23 * x; s[12] += t33 * x;
  x = a[0] * b[5]; s[9] += t30 * x; s[11] += t35 * x; x = a[0] * b[6]; s[4] -= t41 * x;
  x = a[0] * b[7]; s[3] -= t35 * x; s[5] += t30 * x; x = a[0] * b[8]; s[2] -= t33 * x; s[6] -= t23 * x;
  x = a[0] * b[9]; s[1] -= t26 * x; x = a[0] * b[10]; s[0] -= t12 * x; s[6] -= t10 * x;
  x = a[0] * b[11]; s[5] -= t6 * x; x = a[0] * b[12]; s[4] -= t3 * x; x = a[1] * b[0]; s[11] -= t8 * x;
  x = a[1] * b[1]; s[10] -= t15 * x; s[14] -= t36 * x; x = a[1] * b[2]; s[9] -= t25 * x; s[13] -= t34 * x;
  x = a[1] * b[3]; s[8] -= t29 * x; s[12] -= t18 * x; x = a[1] * b[4]; s[7] -= t39 * x; s[11] -= t5 * x;
  x = a[1] * b[5]; s[8] += t20 * x; s[10] += t2 * x; x = a[1] * b[6]; s[5] -= t16 * x;
  x = a[1] * b[7]; s[4] -= t2 * x; s[6] += t20 * x; x = a[1] * b[8]; s[3] += t5 * x;
  x = a[1] * b[9]; s[2] += t18 * x; s[6] += t29 * x; x = a[1] * b[10]; s[1] += t34 * x; s[5] += t25 * x;
  x = a[1] * b[11]; s[0] += t36 * x; s[4] += t15 * x; x = a[1] * b[12]; s[3] += t8 * x;
  x = a[2] * b[0]; s[12] += t21 * x; s[14] += t38 * x; x = a[2] * b[1]; s[11] += t31 * x; s[13] += t4 * x;
  x = a[2] * b[2]; s[10] += t27 * x; s[12] -= t9 * x; x = a[2] * b[3]; s[9] += t17 * x; s[11] -= t22 * x;
  x = a[2] * b[4]; s[8] += t7 * x; s[10] -= t24 * x; x = a[2] * b[5]; s[7] -= t0 * x; s[9] -= t19 * x;
  x = a[2] * b[6]; s[6] += t11 * x; x = a[2] * b[7]; s[5] += t19 * x; x = a[2] * b[8]; s[4] += t24 * x; s[6] -= t7 * x;
  x = a[2] * b[9]; s[3] += t22 * x; s[5] -= t17 * x; x = a[2] * b[10]; s[2] += t9 * x; s[4] -= t27 * x;
  x = a[2] * b[11]; s[1] -= t4 * x; s[3] -= t31 * x; x = a[2] * b[12]; s[0] -= t38 * x; s[2] -= t21 * x;
  x = a[3] * b[0]; s[1] -= t42 * x; x = a[3] * b[1]; s[2] -= t40 * x; x = a[3] * b[2]; s[3] -= t13 * x;
  x = a[3] * b[3]; s[4] += t1 * x; x = a[3] * b[4]; s[5] += t14 * x; x = a[3] * b[5]; s[6] += t32 * x;
  x = a[3] * b[6]; s[7] += t37 * x; x = a[3] * b[7]; s[8] += t32 * x; x = a[3] * b[8]; s[9] += t14 * x;
  x = a[3] * b[9]; s[10] += t1 * x; x = a[3] * b[10]; s[11] -= t13 * x; x = a[3] * b[11]; s[12] -= t40 * x;
  x = a[3] * b[12]; s[13] -= t42 * x; x = a[4] * b[0]; s[0] -= t38 * x; s[2] += t21 * x;
  x = a[4] * b[1]; s[1] -= t4 * x; s[3] += t31 * x; x = a[4] * b[2]; s[2] += t9 * x; s[4] += t27 * x;
  x = a[4] * b[3]; s[3] += t22 * x; s[5] += t17 * x; x = a[4] * b[4]; s[4] += t24 * x; s[6] += t7 * x;
  x = a[4] * b[5]; s[5] += t19 * x; x = a[4] * b[6]; s[8] += t11 * x; x = a[4] * b[7]; s[7] -= t0 * x; s[9] += t19 * x;
  x = a[4] * b[8]; s[8] += t7 * x; s[10] += t24 * x; x = a[4] * b[9]; s[9] += t17 * x; s[11] += t22 * x;
  x = a[4] * b[10]; s[10] += t27 * x; s[12] += t9 * x; x = a[4] * b[11]; s[11] += t31 * x; s[13] -= t4 * x;
  x = a[4] * b[12]; s[12] += t21 * x; s[14] -= t38 * x; x = a[5] * b[0]; s[3] -= t8 * x;
  x = a[5] * b[1]; s[0] += t36 * x; s[4] -= t15 * x; x = a[5] * b[2]; s[1] += t34 * x; s[5] -= t25 * x;
  x = a[5] * b[3]; s[2] += t18 * x; s[6] -= t29 * x; x = a[5] * b[4]; s[3] += t5 * x;
  x = a[5] * b[5]; s[4] -= t2 * x; s[6] -= t20 * x; x = a[5] * b[6]; s[9] -= t16 * x;
  x = a[5] * b[7]; s[8] += t20 * x; s[10] -= t2 * x; x = a[5] * b[8]; s[7] -= t39 * x; s[11] += t5 * x;
  x = a[5] * b[9]; s[8] -= t29 * x; s[12] += t18 * x; x = a[5] * b[10]; s[9] -= t25 * x; s[13] += t34 * x;
  x = a[5] * b[11]; s[10] -= t15 * x; s[14] += t36 * x; x = a[5] * b[12]; s[11] -= t8 * x;
  x = a[6] * b[0]; s[4] += t3 * x; x = a[6] * b[1]; s[5] += t6 * x; x = a[6] * b[2]; s[0] -= t12 * x; s[6] += t10 * x;
  x = a[6] * b[3]; s[1] -= t26 * x; x = a[6] * b[4]; s[2] -= t33 * x; s[6] += t23 * x;
  x = a[6] * b[5]; s[3] -= t35 * x; s[5] -= t30 * x; x = a[6] * b[6]; s[10] -= t41 * x;
  x = a[6] * b[7]; s[9] += t30 * x; s[11] -= t35 * x; x = a[6] * b[8]; s[8] -= t23 * x; s[12] -= t33 * x;
  x = a[6] * b[9]; s[7] += t28 * x; s[13] -= t26 * x; x = a[6] * b[10]; s[8] += t10 * x; s[14] -= t12 * x;
  x = a[6] * b[11]; s[9] += t6 * x; x = a[6] * b[12]; s[10] += t3 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 4, 4>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.008814764755799084, t1 = 0.016490914830605122, t2 = 0.032387513781564785,
  t3 = 0.05288858853479451, t4 = 0.05397918963594131, t5 = 0.05712620469979835, t6 = 0.062329799333897144,
  t7 = 0.07161148740394328, t8 = 0.07374961314478497, t9 = 0.0863667034175061, t10 = 0.09894548898363073,
  t11 = 0.10127393670836667, t12 = 0.10741723110591493, t13 = 0.11322770341445958, t14 = 0.12340670658118719,
  t15 = 0.12773807700531709, t16 = 0.12909944487358058, t17 = 0.14484136487558028;
  double s[15] = {}, x;
  x = a[0] * b[1]; s[0] += t16 * x; s[6] += t1 * x; x = a[0] * b[2]; s[1] += t16 * x; s[5] -= t2 * x;
  x = a[0] * b[3]; s[2] += t12 * x; s[4] += t4 * x; x = a[0] * b[4]; s[11] += t13 * x;
  x = a[0] * b[5]; s[10] -= t4 * x; s[12] += t12 * x; x = a[0] * b[6]; s[9] += t2 * x; s[13] += t16 * x;
  x = a[0] * b[7]; s[8] -= t1 * x; s[14] += t16 * x; x = a[0] * b[8]; s[7] += t0 * x;
  x = a[1] * b[0]; s[0] -= t16 * x; s[6] -= t1 * x; x = a[1] * b[2]; s[2] += t7 * x; s[6] -= t6 * x;
  x = a[1] * b[3]; s[3] += t11 * x; s[5] += t9 * x; x = a[1] * b[4]; s[10] += t17 * x;
  x = a[1] * b[5]; s[9] -= t9 * x; s[11] += t11 * x; x = a[1] * b[6]; s[8] += t6 * x; s[12] += t7 * x;
  x = a[1] * b[7]; s[7] -= t3 * x; x = a[1] * b[8]; s[8] -= t1 * x; s[14] -= t16 * x;
  x = a[2] * b[0]; s[1] -= t16 * x; s[5] += t2 * x; x = a[2] * b[1]; s[2] -= t7 * x; s[6] += t6 * x;
  x = a[2] * b[3]; s[4] += t5 * x; s[6] += t10 * x; x = a[2] * b[4]; s[9] += t15 * x;
  x = a[2] * b[5]; s[8] -= t10 * x; s[10] += t5 * x; x = a[2] * b[6]; s[7] += t14 * x;
  x = a[2] * b[7]; s[8] += t6 * x; s[12] -= t7 * x; x = a[2] * b[8]; s[9] += t2 * x; s[13] -= t16 * x;
  x = a[3] * b[0]; s[2] -= t12 * x; s[4] -= t4 * x; x = a[3] * b[1]; s[3] -= t11 * x; s[5] -= t9 * x;
  x = a[3] * b[2]; s[4] -= t5 * x; s[6] -= t10 * x; x = a[3] * b[4]; s[8] += t8 * x; x = a[3] * b[5]; s[7] -= t14 * x;
  x = a[3] * b[6]; s[8] -= t10 * x; s[10] -= t5 * x; x = a[3] * b[7]; s[9] -= t9 * x; s[11] -= t11 * x;
  x = a[3] * b[8]; s[10] -= t4 * x; s[12] -= t12 * x; x = a[4] * b[0]; s[11] -= t13 * x;
  x = a[4] * b[1]; s[10] -= t17 * x; x = a[4] * b[2]; s[9] -= t15 * x; x = a[4] * b[3]; s[8] -= t8 * x;
  x = a[4] * b[5]; s[6] += t8 * x; x = a[4] * b[6]; s[5] += t15 * x; x = a[4] * b[7]; s[4] += t17 * x;
  x = a[4] * b[8]; s[3] += t13 * x; x = a[5] * b[0]; s[10] += t4 * x; s[12] -= t12 * x;
  x = a[5] * b[1]; s[9] += t9 * x; s[11] -= t11 * x; x = a[5] * b[2]; s[8] += t10 * x; s[10] -= t5 * x;
  x = a[5] * b[3]; s[7] += t14 * x; x = a[5] * b[4]; s[6] -= t8 * x; x = a[5] * b[6]; s[4] += t5 * x; s[6] -= t10 * x;
  x = a[5] * b[7]; s[3] += t11 * x; s[5] -= t9 * x; x = a[5] * b[8]; s[2] += t12 * x; s[4] -= t4 * x;
  x = a[6] * b[0]; s[9] -= t2 * x; s[13] -= t16 * x; x = a[6] * b[1]; s[8] -= t6 * x; s[12] -= t7 * x;
  x = a[6] * b[2]; s[7] -= t14 * x; x = a[6] * b[3]; s[8] += t10 * x; s[10] += t5 * x; x = a[6] * b[4]; s[5] -= t15 * x;
  x = a[6] * b[5]; s[4] -= t5 * x; s[6] += t10 * x; x = a[6] * b[7]; s[2] += t7 * x; s[6] += t6 * x;
  x = a[6] * b[8]; s[1] += t16 * x; s[5] += t2 * x; x = a[7] * b[0]; s[8] += t1 * x; s[14] -= t16 * x;
  x = a[7] * b[1]; s[7] += t3 * x; x = a[7] * b[2]; s[8] -= t6 * x; s[12] += t7 * x;
  x = a[7] * b[3]; s[9] += t9 * x; s[11] += t11 * x; x = a[7] * b[4]; s[4] -= t17 * x;
  x = a[7] * b[5]; s[3] -= t11 * x; s[5] += t9 * x; x = a[7] * b[6]; s[2] -= t7 * x; s[6] -= t6 * x;
  x = a[7] * b[8]; s[0] += t16 * x; s[6] -= t1 * x; x = a[8] * b[0]; s[7] -= t0 * x;
  x = a[8] * b[1]; s[8] += t1 * x; s[14] += t16 * x; x = a[8] * b[2]; s[9] -= t2 * x; s[13] += t16 * x;
  x = a[8] * b[3]; s[10] += t4 * x; s[12] += t12 * x; x = a[8] * b[4]; s[3] -= t13 * x;
  x = a[8] * b[5]; s[2] -= t12 * x; s[4] += t4 * x; x = a[8] * b[6]; s[1] -= t16 * x; s[5] -= t2 * x;
  x = a[8] * b[7]; s[0] -= t16 * x; s[6] += t1 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 4, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.01014092392893546, t1 = 0.011709730320404808, t2 = 0.013855139762819095,
  t3 = 0.015041420939904671, t4 = 0.02634689322091082, t5 = 0.03017224130982422, t6 = 0.03066327174901402,
  t7 = 0.03393802273385273, t8 = 0.035503580124836315, t9 = 0.039795859172027166, t10 = 0.040575766448255925,
  t11 = 0.041688942352121415, t12 = 0.04232815115154067, t13 = 0.04431114643937591, t14 = 0.049790948058359694,
  t15 = 0.05089741357076769, t16 = 0.052154329097434046, t17 = 0.053692656968278046, t18 = 0.06349222672731102,
  t19 = 0.07370754704659505, t20 = 0.07774708345517185, t21 = 0.07784674915649337, t22 = 0.07827803638564369,
  t23 = 0.08016188005631049, t24 = 0.08017104298484888, t25 = 0.08039977681052936, t26 = 0.08065670647641117,
  t27 = 0.08284168695795141, t28 = 0.08484505683463182, t29 = 0.08698113930692308, t30 = 0.09108032686966361,
  t31 = 0.09164313548115441, t32 = 0.09284865422536197, t33 = 0.093329562518095, t34 = 0.09649115191963299,
  t35 = 0.10502100630210073, t36 = 0.10747040532386698, t37 = 0.10843362021598334, t38 = 0.10846522890932808,
  t39 = 0.1125596875347411, t40 = 0.11312674244617577, t41 = 0.11849413951619983, t42 = 0.1190826279056167,
  t43 = 0.1242625304369271, t44 = 0.12455479865038939, t45 = 0.14531393175878762, t46 = 0.14770382146458635;
  double s[15] = {}, x;
  x = a[0] * b[0]; s[8] -= t0 * x; x = a[0] * b[1]; s[7] -= t7 * x; x = a[0] * b[2]; s[8] += t12 * x; s[14] += t27 * x;
  x = a[0] * b[3]; s[9] -= t18 * x; s[13] += t38 * x; x = a[0] * b[4]; s[10] += t28 * x; s[12] += t39 * x;
  x = a[0] * b[5]; s[3] -= t45 * x; x = a[0] * b[6]; s[2] -= t39 * x; s[4] += t28 * x;
  x = a[0] * b[7]; s[1] -= t38 * x; s[5] -= t18 * x; x = a[0] * b[8]; s[0] -= t27 * x; s[6] += t12 * x;
  x = a[0] * b[10]; s[6] += t0 * x; x = a[1] * b[0]; s[9] += t4 * x; x = a[1] * b[1]; s[8] += t16 * x; s[14] -= t43 * x;
  x = a[1] * b[2]; s[7] += t36 * x; s[13] -= t22 * x; x = a[1] * b[3]; s[8] -= t31 * x; s[12] -= t3 * x;
  x = a[1] * b[4]; s[9] += t33 * x; s[11] += t9 * x; x = a[1] * b[5]; s[4] -= t37 * x;
  x = a[1] * b[6]; s[3] -= t9 * x; s[5] += t33 * x; x = a[1] * b[7]; s[2] += t3 * x; s[6] -= t31 * x;
  x = a[1] * b[8]; s[1] += t22 * x; x = a[1] * b[9]; s[0] += t43 * x; s[6] -= t16 * x; x = a[1] * b[10]; s[5] -= t4 * x;
  x = a[2] * b[0]; s[10] -= t14 * x; s[14] += t35 * x; x = a[2] * b[1]; s[9] -= t23 * x; s[13] -= t8 * x;
  x = a[2] * b[2]; s[8] -= t32 * x; s[12] -= t29 * x; x = a[2] * b[3]; s[7] -= t41 * x; s[11] -= t25 * x;
  x = a[2] * b[4]; s[8] += t17 * x; s[10] -= t11 * x; x = a[2] * b[5]; s[5] -= t1 * x;
  x = a[2] * b[6]; s[4] += t11 * x; s[6] += t17 * x; x = a[2] * b[7]; s[3] += t25 * x;
  x = a[2] * b[8]; s[2] += t29 * x; s[6] += t32 * x; x = a[2] * b[9]; s[1] += t8 * x; s[5] += t23 * x;
  x = a[2] * b[10]; s[0] -= t35 * x; s[4] += t14 * x; x = a[3] * b[0]; s[11] += t21 * x; s[13] += t42 * x;
  x = a[3] * b[1]; s[10] += t34 * x; s[12] += t13 * x; x = a[3] * b[2]; s[9] += t26 * x; s[11] -= t5 * x;
  x = a[3] * b[3]; s[8] += t10 * x; s[10] -= t19 * x; x = a[3] * b[4]; s[7] -= t2 * x; s[9] -= t24 * x;
  x = a[3] * b[5]; s[6] += t20 * x; x = a[3] * b[6]; s[5] += t24 * x; x = a[3] * b[7]; s[4] += t19 * x; s[6] -= t10 * x;
  x = a[3] * b[8]; s[3] += t5 * x; s[5] -= t26 * x; x = a[3] * b[9]; s[2] -= t13 * x; s[4] -= t34 * x;
  x = a[3] * b[10]; s[1] -= t42 * x; s[3] -= t21 * x; x = a[4] * b[0]; s[2] -= t46 * x;
  x = a[4] * b[1]; s[3] -= t44 * x; x = a[4] * b[2]; s[4] -= t15 * x; x = a[4] * b[3]; s[5] += t6 * x;
  x = a[4] * b[4]; s[6] += t30 * x; x = a[4] * b[5]; s[7] += t40 * x; x = a[4] * b[6]; s[8] += t30 * x;
  x = a[4] * b[7]; s[9] += t6 * x; x = a[4] * b[8]; s[10] -= t15 * x; x = a[4] * b[9]; s[11] -= t44 * x;
  x = a[4] * b[10]; s[12] -= t46 * x; x = a[5] * b[0]; s[1] -= t42 * x; s[3] += t21 * x;
  x = a[5] * b[1]; s[2] -= t13 * x; s[4] += t34 * x; x = a[5] * b[2]; s[3] += t5 * x; s[5] += t26 * x;
  x = a[5] * b[3]; s[4] += t19 * x; s[6] += t10 * x; x = a[5] * b[4]; s[5] += t24 * x; x = a[5] * b[5]; s[8] += t20 * x;
  x = a[5] * b[6]; s[7] -= t2 * x; s[9] += t24 * x; x = a[5] * b[7]; s[8] += t10 * x; s[10] += t19 * x;
  x = a[5] * b[8]; s[9] += t26 * x; s[11] += t5 * x; x = a[5] * b[9]; s[10] += t34 * x; s[12] -= t13 * x;
  x = a[5] * b[10]; s[11] += t21 * x; s[13] -= t42 * x; x = a[6] * b[0]; s[0] -= t35 * x; s[4] -= t14 * x;
  x = a[6] * b[1]; s[1] += t8 * x; s[5] -= t23 * x; x = a[6] * b[2]; s[2] += t29 * x; s[6] -= t32 * x;
  x = a[6] * b[3]; s[3] += t25 * x; x = a[6] * b[4]; s[4] += t11 * x; s[6] -= t17 * x; x = a[6] * b[5]; s[9] -= t1 * x;
  x = a[6] * b[6]; s[8] += t17 * x; s[10] += t11 * x; x = a[6] * b[7]; s[7] -= t41 * x; s[11] += t25 * x;
  x = a[6] * b[8]; s[8] -= t32 * x; s[12] += t29 * x; x = a[6] * b[9]; s[9] -= t23 * x; s[13] += t8 * x;
  x = a[6] * b[10]; s[10] -= t14 * x; s[14] -= t35 * x; x = a[7] * b[0]; s[5] += t4 * x;
  x = a[7] * b[1]; s[0] += t43 * x; s[6] += t16 * x; x = a[7] * b[2]; s[1] += t22 * x;
  x = a[7] * b[3]; s[2] += t3 * x; s[6] += t31 * x; x = a[7] * b[4]; s[3] -= t9 * x; s[5] -= t33 * x;
  x = a[7] * b[5]; s[10] -= t37 * x; x = a[7] * b[6]; s[9] += t33 * x; s[11] -= t9 * x;
  x = a[7] * b[7]; s[8] -= t31 * x; s[12] += t3 * x; x = a[7] * b[8]; s[7] += t36 * x; s[13] += t22 * x;
  x = a[7] * b[9]; s[8] += t16 * x; s[14] += t43 * x; x = a[7] * b[10]; s[9] += t4 * x; x = a[8] * b[0]; s[6] -= t0 * x;
  x = a[8] * b[2]; s[0] -= t27 * x; s[6] -= t12 * x; x = a[8] * b[3]; s[1] -= t38 * x; s[5] += t18 * x;
  x = a[8] * b[4]; s[2] -= t39 * x; s[4] -= t28 * x; x = a[8] * b[5]; s[11] -= t45 * x;
  x = a[8] * b[6]; s[10] += t28 * x; s[12] -= t39 * x; x = a[8] * b[7]; s[9] -= t18 * x; s[13] -= t38 * x;
  x = a[8] * b[8]; s[8] += t12 * x; s[14] -= t27 * x; x = a[8] * b[9]; s[7] -= t7 * x; x = a[8] * b[10]; s[8] -= t0 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 4, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.015141472842905183, t1 = 0.015490517173711906, t2 = 0.015710251796769326,
  t3 = 0.015855049805149804, t4 = 0.016107847760106236, t5 = 0.019393155847915847, t6 = 0.02981303515725384,
  t7 = 0.032860349212855085, t8 = 0.03363363969981562, t9 = 0.03872629293427977, t10 = 0.03963762451287451,
  t11 = 0.04388359953471512, t12 = 0.04641883278434496, t13 = 0.047828670265295956, t14 = 0.05019501254353032,
  t15 = 0.05292561240249632, t16 = 0.05393607979097434, t17 = 0.05443090621107502, t18 = 0.0566830089804798,
  t19 = 0.06253635012747126, t20 = 0.062981121089422, t21 = 0.06565981772859898, t22 = 0.06796436827080402,
  t23 = 0.07026999775815714, t24 = 0.07331450838492352, t25 = 0.07445123521701548, t26 = 0.07588772585482796,
  t27 = 0.07669649888473705, t28 = 0.07776177905750614, t29 = 0.07859800177821467, t30 = 0.08409137894300749,
  t31 = 0.08440381180688973, t32 = 0.08606281936700141, t33 = 0.0861978533959514, t34 = 0.08979156814303074,
  t35 = 0.09126831536041913, t36 = 0.09174327370314102, t37 = 0.09261982170436855, t38 = 0.09367784256323847,
  t39 = 0.09479940983242018, t40 = 0.09513029883089881, t41 = 0.09937678385751281, t42 = 0.09942645983355075,
  t43 = 0.10039002508706064, t44 = 0.10093326950717116, t45 = 0.10299048508869509, t46 = 0.10538757288364328,
  t47 = 0.116105091003206, t48 = 0.12736182264749782, t49 = 0.14531393175878762, t50 = 0.16024024913124457;
  double s[15] = {}, x;
  x = a[0] * b[0]; s[5] += t3 * x; x = a[0] * b[1]; s[6] += t8 * x; x = a[0] * b[3]; s[0] += t13 * x; s[6] += t24 * x;
  x = a[0] * b[4]; s[1] += t27 * x; s[5] -= t34 * x; x = a[0] * b[5]; s[2] += t40 * x; s[4] += t43 * x;
  x = a[0] * b[6]; s[11] += t49 * x; x = a[0] * b[7]; s[10] -= t43 * x; s[12] += t40 * x;
  x = a[0] * b[8]; s[9] += t34 * x; s[13] += t27 * x; x = a[0] * b[9]; s[8] -= t24 * x; s[14] += t13 * x;
  x = a[0] * b[10]; s[7] += t26 * x; x = a[0] * b[11]; s[8] += t8 * x; x = a[0] * b[12]; s[9] += t3 * x;
  x = a[1] * b[0]; s[4] -= t10 * x; x = a[1] * b[1]; s[5] -= t22 * x; x = a[1] * b[2]; s[0] -= t37 * x; s[6] -= t33 * x;
  x = a[1] * b[3]; s[1] -= t42 * x; x = a[1] * b[4]; s[2] -= t25 * x; s[6] -= t28 * x;
  x = a[1] * b[5]; s[3] -= t8 * x; s[5] += t14 * x; x = a[1] * b[6]; s[10] += t1 * x;
  x = a[1] * b[7]; s[9] -= t14 * x; s[11] -= t8 * x; x = a[1] * b[8]; s[8] += t28 * x; s[12] -= t25 * x;
  x = a[1] * b[9]; s[7] -= t48 * x; s[13] -= t42 * x; x = a[1] * b[10]; s[8] -= t33 * x; s[14] -= t37 * x;
  x = a[1] * b[11]; s[9] -= t22 * x; x = a[1] * b[12]; s[10] -= t10 * x; x = a[2] * b[0]; s[3] += t23 * x;
  x = a[2] * b[1]; s[0] += t47 * x; s[4] += t36 * x; x = a[2] * b[2]; s[1] += t15 * x; s[5] += t30 * x;
  x = a[2] * b[3]; s[2] -= t4 * x; s[6] += t16 * x; x = a[2] * b[4]; s[3] -= t19 * x;
  x = a[2] * b[5]; s[4] -= t29 * x; s[6] -= t7 * x; x = a[2] * b[6]; s[9] -= t38 * x;
  x = a[2] * b[7]; s[8] += t7 * x; s[10] -= t29 * x; x = a[2] * b[8]; s[7] += t2 * x; s[11] -= t19 * x;
  x = a[2] * b[9]; s[8] += t16 * x; s[12] -= t4 * x; x = a[2] * b[10]; s[9] += t30 * x; s[13] += t15 * x;
  x = a[2] * b[11]; s[10] += t36 * x; s[14] += t47 * x; x = a[2] * b[12]; s[11] += t23 * x;
  x = a[3] * b[0]; s[0] -= t39 * x; s[2] -= t41 * x; x = a[3] * b[1]; s[1] += t11 * x; s[3] -= t32 * x;
  x = a[3] * b[2]; s[2] += t31 * x; s[4] -= t9 * x; x = a[3] * b[3]; s[3] += t21 * x; s[5] += t0 * x;
  x = a[3] * b[4]; s[4] += t5 * x; s[6] += t18 * x; x = a[3] * b[5]; s[5] -= t6 * x; x = a[3] * b[6]; s[8] -= t35 * x;
  x = a[3] * b[7]; s[7] += t46 * x; s[9] -= t6 * x; x = a[3] * b[8]; s[8] += t18 * x; s[10] += t5 * x;
  x = a[3] * b[9]; s[9] += t0 * x; s[11] += t21 * x; x = a[3] * b[10]; s[10] -= t9 * x; s[12] += t31 * x;
  x = a[3] * b[11]; s[11] -= t32 * x; s[13] += t11 * x; x = a[3] * b[12]; s[12] -= t41 * x; s[14] -= t39 * x;
  x = a[4] * b[0]; s[13] -= t50 * x; x = a[4] * b[1]; s[12] -= t17 * x; x = a[4] * b[2]; s[11] += t12 * x;
  x = a[4] * b[3]; s[10] += t44 * x; x = a[4] * b[4]; s[9] += t45 * x; x = a[4] * b[5]; s[8] += t20 * x;
  x = a[4] * b[7]; s[6] -= t20 * x; x = a[4] * b[8]; s[5] -= t45 * x; x = a[4] * b[9]; s[4] -= t44 * x;
  x = a[4] * b[10]; s[3] -= t12 * x; x = a[4] * b[11]; s[2] += t17 * x; x = a[4] * b[12]; s[1] += t50 * x;
  x = a[5] * b[0]; s[12] += t41 * x; s[14] -= t39 * x; x = a[5] * b[1]; s[11] += t32 * x; s[13] += t11 * x;
  x = a[5] * b[2]; s[10] += t9 * x; s[12] += t31 * x; x = a[5] * b[3]; s[9] -= t0 * x; s[11] += t21 * x;
  x = a[5] * b[4]; s[8] -= t18 * x; s[10] += t5 * x; x = a[5] * b[5]; s[7] -= t46 * x; s[9] -= t6 * x;
  x = a[5] * b[6]; s[6] += t35 * x; x = a[5] * b[7]; s[5] += t6 * x; x = a[5] * b[8]; s[4] -= t5 * x; s[6] += t18 * x;
  x = a[5] * b[9]; s[3] -= t21 * x; s[5] += t0 * x; x = a[5] * b[10]; s[2] -= t31 * x; s[4] -= t9 * x;
  x = a[5] * b[11]; s[1] -= t11 * x; s[3] -= t32 * x; x = a[5] * b[12]; s[0] += t39 * x; s[2] -= t41 * x;
  x = a[6] * b[0]; s[11] -= t23 * x; x = a[6] * b[1]; s[10] -= t36 * x; s[14] += t47 * x;
  x = a[6] * b[2]; s[9] -= t30 * x; s[13] += t15 * x; x = a[6] * b[3]; s[8] -= t16 * x; s[12] -= t4 * x;
  x = a[6] * b[4]; s[7] -= t2 * x; s[11] -= t19 * x; x = a[6] * b[5]; s[8] -= t7 * x; s[10] -= t29 * x;
  x = a[6] * b[6]; s[5] += t38 * x; x = a[6] * b[7]; s[4] += t29 * x; s[6] -= t7 * x; x = a[6] * b[8]; s[3] += t19 * x;
  x = a[6] * b[9]; s[2] += t4 * x; s[6] += t16 * x; x = a[6] * b[10]; s[1] -= t15 * x; s[5] += t30 * x;
  x = a[6] * b[11]; s[0] -= t47 * x; s[4] += t36 * x; x = a[6] * b[12]; s[3] += t23 * x;
  x = a[7] * b[0]; s[10] += t10 * x; x = a[7] * b[1]; s[9] += t22 * x;
  x = a[7] * b[2]; s[8] += t33 * x; s[14] -= t37 * x; x = a[7] * b[3]; s[7] += t48 * x; s[13] -= t42 * x;
  x = a[7] * b[4]; s[8] -= t28 * x; s[12] -= t25 * x; x = a[7] * b[5]; s[9] += t14 * x; s[11] -= t8 * x;
  x = a[7] * b[6]; s[4] -= t1 * x; x = a[7] * b[7]; s[3] += t8 * x; s[5] += t14 * x;
  x = a[7] * b[8]; s[2] += t25 * x; s[6] -= t28 * x; x = a[7] * b[9]; s[1] += t42 * x;
  x = a[7] * b[10]; s[0] += t37 * x; s[6] -= t33 * x; x = a[7] * b[11]; s[5] -= t22 * x;
  x = a[7] * b[12]; s[4] -= t10 * x; x = a[8] * b[0]; s[9] -= t3 * x; x = a[8] * b[1]; s[8] -= t8 * x;
  x = a[8] * b[2]; s[7] -= t26 * x; x = a[8] * b[3]; s[8] += t24 * x; s[14] += t13 * x;
  x = a[8] * b[4]; s[9] -= t34 * x; s[13] += t27 * x; x = a[8] * b[5]; s[10] += t43 * x; s[12] += t40 * x;
  x = a[8] * b[6]; s[3] -= t49 * x; x = a[8] * b[7]; s[2] -= t40 * x; s[4] += t43 * x;
  x = a[8] * b[8]; s[1] -= t27 * x; s[5] -= t34 * x; x = a[8] * b[9]; s[0] -= t13 * x; s[6] += t24 * x;
  x = a[8] * b[11]; s[6] += t8 * x; x = a[8] * b[12]; s[5] += t3 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 5, 5>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.0074058837197624895, t1 = 0.011108825579643733, t2 = 0.018514709299406223,
  t3 = 0.024562537539453734, t4 = 0.030981034347423813, t5 = 0.047565149415449405, t6 = 0.04813824417845618,
  t7 = 0.05366072556077454, t8 = 0.05772315094909119, t9 = 0.059994515037926195, t10 = 0.06084554357361275,
  t11 = 0.06892845001680697, t12 = 0.07001400420140048, t13 = 0.07405883719762489, t14 = 0.07588772585482796,
  t15 = 0.07745258586855953, t16 = 0.07815751585783592, t17 = 0.08284168695795141, t18 = 0.08313083857691457,
  t19 = 0.08516766277726863, t20 = 0.09005840845832412, t21 = 0.09709195467257717, t22 = 0.09901475429766743,
  t23 = 0.10368237207667484, t24 = 0.10538757288364328, t25 = 0.10846522890932808, t26 = 0.12219708137608107,
  t27 = 0.1504142093990467;
  double s[15] = {}, x;
  x = a[0] * b[1]; s[6] -= t4 * x; x = a[0] * b[2]; s[5] += t7 * x; x = a[0] * b[3]; s[0] += t12 * x; s[4] -= t15 * x;
  x = a[0] * b[4]; s[1] += t22 * x; s[3] += t21 * x; x = a[0] * b[5]; s[12] += t27 * x;
  x = a[0] * b[6]; s[11] -= t21 * x; s[13] += t22 * x; x = a[0] * b[7]; s[10] += t15 * x; s[14] += t12 * x;
  x = a[0] * b[8]; s[9] -= t7 * x; x = a[0] * b[9]; s[8] += t4 * x; x = a[0] * b[10]; s[7] -= t2 * x;
  x = a[1] * b[0]; s[6] += t4 * x; x = a[1] * b[2]; s[0] -= t25 * x; s[6] += t18 * x;
  x = a[1] * b[3]; s[1] -= t17 * x; s[5] -= t20 * x; x = a[1] * b[4]; s[2] -= t3 * x; s[4] += t13 * x;
  x = a[1] * b[5]; s[11] += t5 * x; x = a[1] * b[6]; s[10] -= t13 * x; s[12] -= t3 * x;
  x = a[1] * b[7]; s[9] += t20 * x; s[13] -= t17 * x; x = a[1] * b[8]; s[8] -= t18 * x; s[14] -= t25 * x;
  x = a[1] * b[9]; s[7] += t19 * x; x = a[1] * b[10]; s[8] += t4 * x; x = a[2] * b[0]; s[5] -= t7 * x;
  x = a[2] * b[1]; s[0] += t25 * x; s[6] -= t18 * x; x = a[2] * b[3]; s[2] -= t11 * x; s[6] -= t9 * x;
  x = a[2] * b[4]; s[3] -= t16 * x; s[5] += t1 * x; x = a[2] * b[5]; s[10] -= t10 * x;
  x = a[2] * b[6]; s[9] -= t1 * x; s[11] -= t16 * x; x = a[2] * b[7]; s[8] += t9 * x; s[12] -= t11 * x;
  x = a[2] * b[8]; s[7] -= t26 * x; x = a[2] * b[9]; s[8] -= t18 * x; s[14] += t25 * x;
  x = a[2] * b[10]; s[9] -= t7 * x; x = a[3] * b[0]; s[0] -= t12 * x; s[4] += t15 * x;
  x = a[3] * b[1]; s[1] += t17 * x; s[5] += t20 * x; x = a[3] * b[2]; s[2] += t11 * x; s[6] += t9 * x;
  x = a[3] * b[4]; s[4] -= t8 * x; s[6] -= t6 * x; x = a[3] * b[5]; s[9] -= t24 * x;
  x = a[3] * b[6]; s[8] += t6 * x; s[10] -= t8 * x; x = a[3] * b[7]; s[7] += t0 * x;
  x = a[3] * b[8]; s[8] += t9 * x; s[12] += t11 * x; x = a[3] * b[9]; s[9] += t20 * x; s[13] += t17 * x;
  x = a[3] * b[10]; s[10] += t15 * x; s[14] -= t12 * x; x = a[4] * b[0]; s[1] -= t22 * x; s[3] -= t21 * x;
  x = a[4] * b[1]; s[2] += t3 * x; s[4] -= t13 * x; x = a[4] * b[2]; s[3] += t16 * x; s[5] -= t1 * x;
  x = a[4] * b[3]; s[4] += t8 * x; s[6] += t6 * x; x = a[4] * b[5]; s[8] -= t14 * x; x = a[4] * b[6]; s[7] += t23 * x;
  x = a[4] * b[7]; s[8] += t6 * x; s[10] += t8 * x; x = a[4] * b[8]; s[9] -= t1 * x; s[11] += t16 * x;
  x = a[4] * b[9]; s[10] -= t13 * x; s[12] += t3 * x; x = a[4] * b[10]; s[11] -= t21 * x; s[13] -= t22 * x;
  x = a[5] * b[0]; s[12] -= t27 * x; x = a[5] * b[1]; s[11] -= t5 * x; x = a[5] * b[2]; s[10] += t10 * x;
  x = a[5] * b[3]; s[9] += t24 * x; x = a[5] * b[4]; s[8] += t14 * x; x = a[5] * b[6]; s[6] -= t14 * x;
  x = a[5] * b[7]; s[5] -= t24 * x; x = a[5] * b[8]; s[4] -= t10 * x; x = a[5] * b[9]; s[3] += t5 * x;
  x = a[5] * b[10]; s[2] += t27 * x; x = a[6] * b[0]; s[11] += t21 * x; s[13] -= t22 * x;
  x = a[6] * b[1]; s[10] += t13 * x; s[12] += t3 * x; x = a[6] * b[2]; s[9] += t1 * x; s[11] += t16 * x;
  x = a[6] * b[3]; s[8] -= t6 * x; s[10] += t8 * x; x = a[6] * b[4]; s[7] -= t23 * x; x = a[6] * b[5]; s[6] += t14 * x;
  x = a[6] * b[7]; s[4] -= t8 * x; s[6] += t6 * x; x = a[6] * b[8]; s[3] -= t16 * x; s[5] -= t1 * x;
  x = a[6] * b[9]; s[2] -= t3 * x; s[4] -= t13 * x; x = a[6] * b[10]; s[1] += t22 * x; s[3] -= t21 * x;
  x = a[7] * b[0]; s[10] -= t15 * x; s[14] -= t12 * x; x = a[7] * b[1]; s[9] -= t20 * x; s[13] += t17 * x;
  x = a[7] * b[2]; s[8] -= t9 * x; s[12] += t11 * x; x = a[7] * b[3]; s[7] -= t0 * x;
  x = a[7] * b[4]; s[8] -= t6 * x; s[10] -= t8 * x; x = a[7] * b[5]; s[5] += t24 * x;
  x = a[7] * b[6]; s[4] += t8 * x; s[6] -= t6 * x; x = a[7] * b[8]; s[2] -= t11 * x; s[6] += t9 * x;
  x = a[7] * b[9]; s[1] -= t17 * x; s[5] += t20 * x; x = a[7] * b[10]; s[0] += t12 * x; s[4] += t15 * x;
  x = a[8] * b[0]; s[9] += t7 * x; x = a[8] * b[1]; s[8] += t18 * x; s[14] += t25 * x; x = a[8] * b[2]; s[7] += t26 * x;
  x = a[8] * b[3]; s[8] -= t9 * x; s[12] -= t11 * x; x = a[8] * b[4]; s[9] += t1 * x; s[11] -= t16 * x;
  x = a[8] * b[5]; s[4] += t10 * x; x = a[8] * b[6]; s[3] += t16 * x; s[5] += t1 * x;
  x = a[8] * b[7]; s[2] += t11 * x; s[6] -= t9 * x; x = a[8] * b[9]; s[0] -= t25 * x; s[6] -= t18 * x;
  x = a[8] * b[10]; s[5] -= t7 * x; x = a[9] * b[0]; s[8] -= t4 * x; x = a[9] * b[1]; s[7] -= t19 * x;
  x = a[9] * b[2]; s[8] += t18 * x; s[14] -= t25 * x; x = a[9] * b[3]; s[9] -= t20 * x; s[13] -= t17 * x;
  x = a[9] * b[4]; s[10] += t13 * x; s[12] -= t3 * x; x = a[9] * b[5]; s[3] -= t5 * x;
  x = a[9] * b[6]; s[2] += t3 * x; s[4] += t13 * x; x = a[9] * b[7]; s[1] += t17 * x; s[5] -= t20 * x;
  x = a[9] * b[8]; s[0] += t25 * x; s[6] += t18 * x; x = a[9] * b[10]; s[6] += t4 * x; x = a[10] * b[0]; s[7] += t2 * x;
  x = a[10] * b[1]; s[8] -= t4 * x; x = a[10] * b[2]; s[9] += t7 * x;
  x = a[10] * b[3]; s[10] -= t15 * x; s[14] += t12 * x; x = a[10] * b[4]; s[11] += t21 * x; s[13] += t22 * x;
  x = a[10] * b[5]; s[2] -= t27 * x; x = a[10] * b[6]; s[1] -= t22 * x; s[3] += t21 * x;
  x = a[10] * b[7]; s[0] -= t12 * x; s[4] -= t15 * x; x = a[10] * b[8]; s[5] += t7 * x;
  x = a[10] * b[9]; s[6] -= t4 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 5, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.004569130755567845, t1 = 0.00553349214000509, t2 = 0.005976854619341832,
  t3 = 0.011357771260606367, t4 = 0.014566115789722152, t5 = 0.017253693116921324, t6 = 0.018804774624174264,
  t7 = 0.02093838754754042, t8 = 0.0214911709990563, t9 = 0.02754375185769369, t10 = 0.02930820278713141,
  t11 = 0.030587528681296057, t12 = 0.0329992776791011, t13 = 0.03948832972810045, t14 = 0.040093959661445897,
  t15 = 0.0408296900131293, t16 = 0.042496888734536595, t17 = 0.045232086779460515, t18 = 0.04954926850428345,
  t19 = 0.051182725116209915, t20 = 0.05271090315055369, t21 = 0.05641432387252279, t22 = 0.05670142152245657,
  t23 = 0.05756016760934804, t24 = 0.0588682561057034, t25 = 0.05891924069002678, t26 = 0.059465918698527506,
  t27 = 0.060952196667862356, t28 = 0.06230015737430997, t29 = 0.06524542853160246, t30 = 0.06581671118460992,
  t31 = 0.06588109837882833, t32 = 0.06682326610240984, t33 = 0.06685218766450941, t34 = 0.06715223351519153,
  t35 = 0.06921167664090387, t36 = 0.06930173741633582, t37 = 0.07076117974022303, t38 = 0.07127815050923715,
  t39 = 0.07183285265343593, t40 = 0.07408319465172784, t41 = 0.07875197433674525, t42 = 0.0796946290876209,
  t43 = 0.07978190193262999, t44 = 0.0805407055371081, t45 = 0.0806321771231318, t46 = 0.08239839400368781,
  t47 = 0.08729754927846599, t48 = 0.09047913002319763, t49 = 0.09215161895388385, t50 = 0.09338270844946671,
  t51 = 0.09402387312087132, t52 = 0.09535761169699032, t53 = 0.09861307006839752, t54 = 0.09966403833196659,
  t55 = 0.10259369009265373, t56 = 0.10409569305544537, t57 = 0.1043405284224016, t58 = 0.10445902991252017,
  t59 = 0.12082812442501634, t60 = 0.12911481660011878, t61 = 0.13507086940257557;
  double s[15] = {}, x;
  x = a[0] * b[0]; s[8] += t5 * x; x = a[0] * b[1]; s[7] += t20 * x; x = a[0] * b[2]; s[8] -= t26 * x;
  x = a[0] * b[3]; s[9] += t43 * x; x = a[0] * b[4]; s[10] -= t51 * x; s[14] += t16 * x;
  x = a[0] * b[5]; s[11] += t53 * x; s[13] += t39 * x; x = a[0] * b[6]; s[2] -= t60 * x;
  x = a[0] * b[7]; s[1] -= t39 * x; s[3] += t53 * x; x = a[0] * b[8]; s[0] -= t16 * x; s[4] -= t51 * x;
  x = a[0] * b[9]; s[5] += t43 * x; x = a[0] * b[10]; s[6] -= t26 * x; x = a[0] * b[12]; s[6] -= t5 * x;
  x = a[1] * b[0]; s[9] -= t14 * x; x = a[1] * b[1]; s[8] -= t36 * x; x = a[1] * b[2]; s[7] -= t59 * x;
  x = a[1] * b[3]; s[8] += t46 * x; s[14] -= t45 * x; x = a[1] * b[4]; s[9] -= t24 * x; s[13] -= t50 * x;
  x = a[1] * b[5]; s[10] += t6 * x; s[12] -= t38 * x; x = a[1] * b[6]; s[3] += t15 * x;
  x = a[1] * b[7]; s[2] += t38 * x; s[4] += t6 * x; x = a[1] * b[8]; s[1] += t50 * x; s[5] -= t24 * x;
  x = a[1] * b[9]; s[0] += t45 * x; s[6] += t46 * x; x = a[1] * b[11]; s[6] += t36 * x;
  x = a[1] * b[12]; s[5] += t14 * x; x = a[2] * b[0]; s[10] += t32 * x; x = a[2] * b[1]; s[9] += t47 * x;
  x = a[2] * b[2]; s[8] += t40 * x; s[14] += t56 * x; x = a[2] * b[3]; s[7] += t18 * x; s[13] += t27 * x;
  x = a[2] * b[4]; s[8] += t4 * x; s[12] -= t2 * x; x = a[2] * b[5]; s[9] -= t21 * x; s[11] -= t22 * x;
  x = a[2] * b[6]; s[4] += t58 * x; x = a[2] * b[7]; s[3] += t22 * x; s[5] -= t21 * x;
  x = a[2] * b[8]; s[2] += t2 * x; s[6] += t4 * x; x = a[2] * b[9]; s[1] -= t27 * x;
  x = a[2] * b[10]; s[0] -= t56 * x; s[6] -= t40 * x; x = a[2] * b[11]; s[5] -= t47 * x;
  x = a[2] * b[12]; s[4] -= t32 * x; x = a[3] * b[0]; s[11] -= t48 * x;
  x = a[3] * b[1]; s[10] -= t41 * x; s[14] -= t54 * x; x = a[3] * b[2]; s[9] -= t9 * x; s[13] += t3 * x;
  x = a[3] * b[3]; s[8] += t10 * x; s[12] += t37 * x; x = a[3] * b[4]; s[7] += t49 * x; s[11] += t31 * x;
  x = a[3] * b[5]; s[8] -= t30 * x; s[10] += t7 * x; x = a[3] * b[6]; s[5] += t17 * x;
  x = a[3] * b[7]; s[4] -= t7 * x; s[6] -= t30 * x; x = a[3] * b[8]; s[3] -= t31 * x;
  x = a[3] * b[9]; s[2] -= t37 * x; s[6] -= t10 * x; x = a[3] * b[10]; s[1] -= t3 * x; s[5] += t9 * x;
  x = a[3] * b[11]; s[0] += t54 * x; s[4] += t41 * x; x = a[3] * b[12]; s[3] += t48 * x;
  x = a[4] * b[0]; s[12] += t55 * x; s[14] += t29 * x; x = a[4] * b[1]; s[11] += t13 * x; s[13] -= t44 * x;
  x = a[4] * b[2]; s[10] -= t12 * x; s[12] -= t28 * x; x = a[4] * b[3]; s[9] -= t35 * x; s[11] += t1 * x;
  x = a[4] * b[4]; s[8] -= t25 * x; s[10] += t23 * x; x = a[4] * b[5]; s[7] -= t8 * x; s[9] += t34 * x;
  x = a[4] * b[6]; s[6] -= t19 * x; x = a[4] * b[7]; s[5] -= t34 * x; x = a[4] * b[8]; s[4] -= t23 * x; s[6] += t25 * x;
  x = a[4] * b[9]; s[3] -= t1 * x; s[5] += t35 * x; x = a[4] * b[10]; s[2] += t28 * x; s[4] += t12 * x;
  x = a[4] * b[11]; s[1] += t44 * x; s[3] -= t13 * x; x = a[4] * b[12]; s[0] -= t29 * x; s[2] -= t55 * x;
  x = a[5] * b[0]; s[1] -= t61 * x; x = a[5] * b[1]; s[2] += t11 * x; x = a[5] * b[2]; s[3] += t57 * x;
  x = a[5] * b[3]; s[4] += t42 * x; x = a[5] * b[4]; s[5] += t0 * x; x = a[5] * b[5]; s[6] -= t33 * x;
  x = a[5] * b[6]; s[7] -= t52 * x; x = a[5] * b[7]; s[8] -= t33 * x; x = a[5] * b[8]; s[9] += t0 * x;
  x = a[5] * b[9]; s[10] += t42 * x; x = a[5] * b[10]; s[11] += t57 * x; x = a[5] * b[11]; s[12] += t11 * x;
  x = a[5] * b[12]; s[13] -= t61 * x; x = a[6] * b[0]; s[0] -= t29 * x; s[2] += t55 * x;
  x = a[6] * b[1]; s[1] += t44 * x; s[3] += t13 * x; x = a[6] * b[2]; s[2] += t28 * x; s[4] -= t12 * x;
  x = a[6] * b[3]; s[3] -= t1 * x; s[5] -= t35 * x; x = a[6] * b[4]; s[4] -= t23 * x; s[6] -= t25 * x;
  x = a[6] * b[5]; s[5] -= t34 * x; x = a[6] * b[6]; s[8] -= t19 * x; x = a[6] * b[7]; s[7] -= t8 * x; s[9] -= t34 * x;
  x = a[6] * b[8]; s[8] -= t25 * x; s[10] -= t23 * x; x = a[6] * b[9]; s[9] -= t35 * x; s[11] -= t1 * x;
  x = a[6] * b[10]; s[10] -= t12 * x; s[12] += t28 * x; x = a[6] * b[11]; s[11] += t13 * x; s[13] += t44 * x;
  x = a[6] * b[12]; s[12] += t55 * x; s[14] -= t29 * x; x = a[7] * b[0]; s[3] -= t48 * x;
  x = a[7] * b[1]; s[0] += t54 * x; s[4] -= t41 * x; x = a[7] * b[2]; s[1] -= t3 * x; s[5] -= t9 * x;
  x = a[7] * b[3]; s[2] -= t37 * x; s[6] += t10 * x; x = a[7] * b[4]; s[3] -= t31 * x;
  x = a[7] * b[5]; s[4] -= t7 * x; s[6] += t30 * x; x = a[7] * b[6]; s[9] += t17 * x;
  x = a[7] * b[7]; s[8] -= t30 * x; s[10] -= t7 * x; x = a[7] * b[8]; s[7] += t49 * x; s[11] -= t31 * x;
  x = a[7] * b[9]; s[8] += t10 * x; s[12] -= t37 * x; x = a[7] * b[10]; s[9] -= t9 * x; s[13] -= t3 * x;
  x = a[7] * b[11]; s[10] -= t41 * x; s[14] += t54 * x; x = a[7] * b[12]; s[11] -= t48 * x;
  x = a[8] * b[0]; s[4] += t32 * x; x = a[8] * b[1]; s[5] += t47 * x; x = a[8] * b[2]; s[0] -= t56 * x; s[6] += t40 * x;
  x = a[8] * b[3]; s[1] -= t27 * x; x = a[8] * b[4]; s[2] += t2 * x; s[6] -= t4 * x;
  x = a[8] * b[5]; s[3] += t22 * x; s[5] += t21 * x; x = a[8] * b[6]; s[10] += t58 * x;
  x = a[8] * b[7]; s[9] -= t21 * x; s[11] += t22 * x; x = a[8] * b[8]; s[8] += t4 * x; s[12] += t2 * x;
  x = a[8] * b[9]; s[7] += t18 * x; s[13] -= t27 * x; x = a[8] * b[10]; s[8] += t40 * x; s[14] -= t56 * x;
  x = a[8] * b[11]; s[9] += t47 * x; x = a[8] * b[12]; s[10] += t32 * x; x = a[9] * b[0]; s[5] -= t14 * x;
  x = a[9] * b[1]; s[6] -= t36 * x; x = a[9] * b[3]; s[0] += t45 * x; s[6] -= t46 * x;
  x = a[9] * b[4]; s[1] += t50 * x; s[5] += t24 * x; x = a[9] * b[5]; s[2] += t38 * x; s[4] -= t6 * x;
  x = a[9] * b[6]; s[11] += t15 * x; x = a[9] * b[7]; s[10] += t6 * x; s[12] += t38 * x;
  x = a[9] * b[8]; s[9] -= t24 * x; s[13] += t50 * x; x = a[9] * b[9]; s[8] += t46 * x; s[14] += t45 * x;
  x = a[9] * b[10]; s[7] -= t59 * x; x = a[9] * b[11]; s[8] -= t36 * x; x = a[9] * b[12]; s[9] -= t14 * x;
  x = a[10] * b[0]; s[6] += t5 * x; x = a[10] * b[2]; s[6] += t26 * x; x = a[10] * b[3]; s[5] -= t43 * x;
  x = a[10] * b[4]; s[0] -= t16 * x; s[4] += t51 * x; x = a[10] * b[5]; s[1] -= t39 * x; s[3] -= t53 * x;
  x = a[10] * b[6]; s[12] -= t60 * x; x = a[10] * b[7]; s[11] += t53 * x; s[13] -= t39 * x;
  x = a[10] * b[8]; s[10] -= t51 * x; s[14] -= t16 * x; x = a[10] * b[9]; s[9] += t43 * x;
  x = a[10] * b[10]; s[8] -= t26 * x; x = a[10] * b[11]; s[7] += t20 * x; x = a[10] * b[12]; s[8] += t5 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}
template <class Store>
RHOFIELD_FORMULA void couple(Orders<7, 6, 6>, const double* a, const double* b, const Store& store) {
  constexpr double t0 = 0.007454447412044774, t1 = 0.012310614734551903, t2 = 0.016118378249292225,
  t3 = 0.017482228811114893, t4 = 0.017768841827208285, t5 = 0.028033933100734394, t6 = 0.033337302296058996,
  t7 = 0.040206299359520456, t8 = 0.04126483221471982, t9 = 0.04282254015381448, t10 = 0.0435245957968834,
  t11 = 0.05521835307720411, t12 = 0.05539776630548356, t13 = 0.060099676407042044, t14 = 0.06124453501969395,
  t15 = 0.0637134843198509, t16 = 0.06455740830005939, t17 = 0.06709002670840296, t18 = 0.0674280138686955,
  t19 = 0.06967561433098535, t20 = 0.07071909756002753, t21 = 0.07356999464614983, t22 = 0.07533893145222635,
  t23 = 0.08296138314370975, t24 = 0.0843374450408859, t25 = 0.08495131242646786, t26 = 0.08548060921353214,
  t27 = 0.08661285204608515, t28 = 0.0874998517992619, t29 = 0.08914222584896882, t30 = 0.09084032559118632,
  t31 = 0.09155844210682496, t32 = 0.09575411075314348, t33 = 0.09637388493048533, t34 = 0.10107778324762505,
  t35 = 0.10279108803602612;
  double s[15] = {}, x;
  x = a[0] * b[1]; s[6] += t9 * x; x = a[0] * b[2]; s[5] -= t17 * x; x = a[0] * b[3]; s[4] += t27 * x;
  x = a[0] * b[4]; s[3] -= t32 * x; x = a[0] * b[5]; s[0] += t8 * x; s[2] += t30 * x; x = a[0] * b[6]; s[13] += t34 * x;
  x = a[0] * b[7]; s[12] -= t30 * x; s[14] += t8 * x; x = a[0] * b[8]; s[11] += t32 * x;
  x = a[0] * b[9]; s[10] -= t27 * x; x = a[0] * b[10]; s[9] += t17 * x; x = a[0] * b[11]; s[8] -= t9 * x;
  x = a[0] * b[12]; s[7] += t5 * x; x = a[1] * b[0]; s[6] -= t9 * x; x = a[1] * b[2]; s[6] -= t24 * x;
  x = a[1] * b[3]; s[5] += t20 * x; x = a[1] * b[4]; s[0] -= t22 * x; s[4] -= t6 * x;
  x = a[1] * b[5]; s[1] -= t29 * x; s[3] -= t3 * x; x = a[1] * b[6]; s[12] -= t31 * x;
  x = a[1] * b[7]; s[11] += t3 * x; s[13] -= t29 * x; x = a[1] * b[8]; s[10] += t6 * x; s[14] -= t22 * x;
  x = a[1] * b[9]; s[9] -= t20 * x; x = a[1] * b[10]; s[8] += t24 * x; x = a[1] * b[11]; s[7] -= t35 * x;
  x = a[1] * b[12]; s[8] -= t9 * x; x = a[2] * b[0]; s[5] += t17 * x; x = a[2] * b[1]; s[6] += t24 * x;
  x = a[2] * b[3]; s[0] += t33 * x; s[6] += t1 * x; x = a[2] * b[4]; s[1] += t13 * x; s[5] += t7 * x;
  x = a[2] * b[5]; s[2] -= t0 * x; s[4] -= t19 * x; x = a[2] * b[6]; s[11] -= t23 * x;
  x = a[2] * b[7]; s[10] += t19 * x; s[12] -= t0 * x; x = a[2] * b[8]; s[9] -= t7 * x; s[13] += t13 * x;
  x = a[2] * b[9]; s[8] -= t1 * x; s[14] += t33 * x; x = a[2] * b[10]; s[7] += t28 * x;
  x = a[2] * b[11]; s[8] += t24 * x; x = a[2] * b[12]; s[9] += t17 * x; x = a[3] * b[0]; s[4] -= t27 * x;
  x = a[3] * b[1]; s[5] -= t20 * x; x = a[3] * b[2]; s[0] -= t33 * x; s[6] -= t1 * x;
  x = a[3] * b[4]; s[2] += t16 * x; s[6] += t18 * x; x = a[3] * b[5]; s[3] += t14 * x; s[5] -= t10 * x;
  x = a[3] * b[6]; s[10] += t2 * x; x = a[3] * b[7]; s[9] += t10 * x; s[11] += t14 * x;
  x = a[3] * b[8]; s[8] -= t18 * x; s[12] += t16 * x; x = a[3] * b[9]; s[7] += t15 * x;
  x = a[3] * b[10]; s[8] -= t1 * x; s[14] -= t33 * x; x = a[3] * b[11]; s[9] -= t20 * x;
  x = a[3] * b[12]; s[10] -= t27 * x; x = a[4] * b[0]; s[3] += t32 * x;
  x = a[4] * b[1]; s[0] += t22 * x; s[4] += t6 * x; x = a[4] * b[2]; s[1] -= t13 * x; s[5] -= t7 * x;
  x = a[4] * b[3]; s[2] -= t16 * x; s[6] -= t18 * x; x = a[4] * b[5]; s[4] += t12 * x; s[6] += t4 * x;
  x = a[4] * b[6]; s[9] += t26 * x; x = a[4] * b[7]; s[8] -= t4 * x; s[10] += t12 * x; x = a[4] * b[8]; s[7] -= t11 * x;
  x = a[4] * b[9]; s[8] -= t18 * x; s[12] -= t16 * x; x = a[4] * b[10]; s[9] -= t7 * x; s[13] -= t13 * x;
  x = a[4] * b[11]; s[10] += t6 * x; s[14] += t22 * x; x = a[4] * b[12]; s[11] += t32 * x;
  x = a[5] * b[0]; s[0] -= t8 * x; s[2] -= t30 * x; x = a[5] * b[1]; s[1] += t29 * x; s[3] += t3 * x;
  x = a[5] * b[2]; s[2] += t0 * x; s[4] += t19 * x; x = a[5] * b[3]; s[3] -= t14 * x; s[5] += t10 * x;
  x = a[5] * b[4]; s[4] -= t12 * x; s[6] -= t4 * x; x = a[5] * b[6]; s[8] += t21 * x; x = a[5] * b[7]; s[7] -= t25 * x;
  x = a[5] * b[8]; s[8] -= t4 * x; s[10] -= t12 * x; x = a[5] * b[9]; s[9] += t10 * x; s[11] -= t14 * x;
  x = a[5] * b[10]; s[10] += t19 * x; s[12] += t0 * x; x = a[5] * b[11]; s[11] += t3 * x; s[13] += t29 * x;
  x = a[5] * b[12]; s[12] -= t30 * x; s[14] -= t8 * x; x = a[6] * b[0]; s[13] -= t34 * x;
  x = a[6] * b[1]; s[12] += t31 * x; x = a[6] * b[2]; s[11] += t23 * x; x = a[6] * b[3]; s[10] -= t2 * x;
  x = a[6] * b[4]; s[9] -= t26 * x; x = a[6] * b[5]; s[8] -= t21 * x; x = a[6] * b[7]; s[6] += t21 * x;
  x = a[6] * b[8]; s[5] += t26 * x; x = a[6] * b[9]; s[4] += t2 * x; x = a[6] * b[10]; s[3] -= t23 * x;
  x = a[6] * b[11]; s[2] -= t31 * x; x = a[6] * b[12]; s[1] += t34 * x;
  x = a[7] * b[0]; s[12] += t30 * x; s[14] -= t8 * x; x = a[7] * b[1]; s[11] -= t3 * x; s[13] += t29 * x;
  x = a[7] * b[2]; s[10] -= t19 * x; s[12] += t0 * x; x = a[7] * b[3]; s[9] -= t10 * x; s[11] -= t14 * x;
  x = a[7] * b[4]; s[8] += t4 * x; s[10] -= t12 * x; x = a[7] * b[5]; s[7] += t25 * x; x = a[7] * b[6]; s[6] -= t21 * x;
  x = a[7] * b[8]; s[4] += t12 * x; s[6] -= t4 * x; x = a[7] * b[9]; s[3] += t14 * x; s[5] += t10 * x;
  x = a[7] * b[10]; s[2] -= t0 * x; s[4] += t19 * x; x = a[7] * b[11]; s[1] -= t29 * x; s[3] += t3 * x;
  x = a[7] * b[12]; s[0] += t8 * x; s[2] -= t30 * x; x = a[8] * b[0]; s[11] -= t32 * x;
  x = a[8] * b[1]; s[10] -= t6 * x; s[14] += t22 * x; x = a[8] * b[2]; s[9] += t7 * x; s[13] -= t13 * x;
  x = a[8] * b[3]; s[8] += t18 * x; s[12] -= t16 * x; x = a[8] * b[4]; s[7] += t11 * x;
  x = a[8] * b[5]; s[8] += t4 * x; s[10] += t12 * x; x = a[8] * b[6]; s[5] -= t26 * x;
  x = a[8] * b[7]; s[4] -= t12 * x; s[6] += t4 * x; x = a[8] * b[9]; s[2] += t16 * x; s[6] -= t18 * x;
  x = a[8] * b[10]; s[1] += t13 * x; s[5] -= t7 * x; x = a[8] * b[11]; s[0] -= t22 * x; s[4] += t6 * x;
  x = a[8] * b[12]; s[3] += t32 * x; x = a[9] * b[0]; s[10] += t27 * x; x = a[9] * b[1]; s[9] += t20 * x;
  x = a[9] * b[2]; s[8] += t1 * x; s[14] -= t33 * x; x = a[9] * b[3]; s[7] -= t15 * x;
  x = a[9] * b[4]; s[8] += t18 * x; s[12] += t16 * x; x = a[9] * b[5]; s[9] -= t10 * x; s[11] += t14 * x;
  x = a[9] * b[6]; s[4] -= t2 * x; x = a[9] * b[7]; s[3] -= t14 * x; s[5] -= t10 * x;
  x = a[9] * b[8]; s[2] -= t16 * x; s[6] += t18 * x; x = a[9] * b[10]; s[0] += t33 * x; s[6] -= t1 * x;
  x = a[9] * b[11]; s[5] -= t20 * x; x = a[9] * b[12]; s[4] -= t27 * x; x = a[10] * b[0]; s[9] -= t17 * x;
  x = a[10] * b[1]; s[8] -= t24 * x; x = a[10] * b[2]; s[7] -= t28 * x;
  x = a[10] * b[3]; s[8] += t1 * x; s[14] += t33 * x; x = a[10] * b[4]; s[9] += t7 * x; s[13] += t13 * x;
  x = a[10] * b[5]; s[10] -= t19 * x; s[12] -= t0 * x; x = a[10] * b[6]; s[3] += t23 * x;
  x = a[10] * b[7]; s[2] += t0 * x; s[4] -= t19 * x; x = a[10] * b[8]; s[1] -= t13 * x; s[5] += t7 * x;
  x = a[10] * b[9]; s[0] -= t33 * x; s[6] += t1 * x; x = a[10] * b[11]; s[6] += t24 * x;
  x = a[10] * b[12]; s[5] += t17 * x; x = a[11] * b[0]; s[8] += t9 * x; x = a[11] * b[1]; s[7] += t35 * x;
  x = a[11] * b[2]; s[8] -= t24 * x; x = a[11] * b[3]; s[9] += t20 * x;
  x = a[11] * b[4]; s[10] -= t6 * x; s[14] -= t22 * x; x = a[11] * b[5]; s[11] -= t3 * x; s[13] -= t29 * x;
  x = a[11] * b[6]; s[2] += t31 * x; x = a[11] * b[7]; s[1] += t29 * x; s[3] -= t3 * x;
  x = a[11] * b[8]; s[0] += t22 * x; s[4] -= t6 * x; x = a[11] * b[9]; s[5] += t20 * x;
  x = a[11] * b[10]; s[6] -= t24 * x; x = a[11] * b[12]; s[6] -= t9 * x; x = a[12] * b[0]; s[7] -= t5 * x;
  x = a[12] * b[1]; s[8] += t9 * x; x = a[12] * b[2]; s[9] -= t17 * x; x = a[12] * b[3]; s[10] += t27 * x;
  x = a[12] * b[4]; s[11] -= t32 * x; x = a[12] * b[5]; s[12] += t30 * x; s[14] += t8 * x;
  x = a[12] * b[6]; s[1] -= t34 * x; x = a[12] * b[7]; s[0] -= t8 * x; s[2] += t30 * x;
  x = a[12] * b[8]; s[3] -= t32 * x; x = a[12] * b[9]; s[4] += t27 * x; x = a[12] * b[10]; s[5] -= t17 * x;
  x = a[12] * b[11]; s[6] += t9 * x;
  store(0, s[0]); store(1, s[1]); store(2, s[2]); store(3, s[3]); store(4, s[4]); store(5, s[5]); store(6, s[6]);
  store(7, s[7]); store(8, s[8]); store(9, s[9]); store(10, s[10]); store(11, s[11]); store(12, s[12]);
  store(13, s[13]); store(14, s[14]);
}

}  // namespace rhofield
