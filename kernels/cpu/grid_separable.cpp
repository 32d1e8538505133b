// Densities on grids of rectangular planes. In coordinates u = (u1, u2, u3) across the plane, along its lines and along
// the points of a line, solid harmonics are polynomials and the Gaussian is a product, so that for one centre
//   rho(u) = sum_e exp(-a_e r^2) sum_lm w_elm S_lm = sum_q D_q(u1, u2) Z_q(u3),     q = (e, power p of u3),
//   Z_q = u3^p exp(-a u3^2),   D_q = exp(-a u2^2) sum_j u2^j [exp(-a u1^2) sum_i c_eijp u1^i] :
// a matrix product [line, q] [q, point of a line] for each plane, computed in tiles of `tile_lines` x 8 points, each
// with those exponents alone that reach it. Exponentials are needed along lines only, not at points. (The idea is that
// of the collocation in CP2K: VandeVondele et al., Comput. Phys. Commun. 167, 103 (2005).)
#include "cpu/grid_separable.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "cpu/unroll.hpp"
#include "cpu/vector8.hpp"
#include "rhofield/basis/gaussian_basis.hpp"
#include "runtime/parallel.hpp"
#include "shared/exponential.hpp"
#include "shared/real_spherical_harmonics.hpp"

namespace rhofield::cpu {

namespace {

using Direction = std::array<double, 3>;

constexpr int most = GaussianBasis::maximum_l;
constexpr int tile_lines = 6;          // 6 accumulators, one factor Z and one D: the registers of AVX2
constexpr Index planes_at_a_time = 4;  // share the factors along u2 and u3

/// Steps of turned cells are at right angles within roundings only.
constexpr double rounding = 4e-15;

double dot(const double* a, const double* b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
double square(double x) { return x * x; }

/// A polynomial in u, up to the order of the largest solid harmonic; the formula of solid harmonics is evaluated on it.
struct Polynomial {
  static constexpr std::size_t side = most + 1;
  std::array<double, side * side * side> c{};  // of u1^i u2^j u3^p at (i side + j) side + p

  friend Polynomial operator*(double factor, Polynomial a) {
    for (double& x : a.c) x *= factor;
    return a;
  }
  friend Polynomial operator+(Polynomial a, const Polynomial& b) {
    for (std::size_t k = 0; k < a.c.size(); ++k) a.c[k] += b.c[k];
    return a;
  }
  friend Polynomial operator-(const Polynomial& a, const Polynomial& b) { return a + (-1.0) * b; }
  /// Powers add, and with them the places: no product has an order above `most`.
  friend Polynomial operator*(const Polynomial& a, const Polynomial& b) {
    Polynomial product;
    for (std::size_t k = 0; k < a.c.size(); ++k) {
      if (a.c[k] == 0) continue;
      for (std::size_t m = 0; m + k < b.c.size(); ++m)
        if (b.c[m] != 0) product.c[k + m] += a.c[k] * b.c[m];
    }
    return product;
  }
};

/// Right-handed unit vectors: across the planes, along their lines, along the points of a line.
struct Frame {
  std::array<Direction, 3> axis{};
  double line_step = 0, point_step = 0;
  bool upright = false;  ///< the first step is across: all planes of a centre share the factors along u2 and u3

  explicit Frame(const GridGeometry& grid) {
    line_step = std::sqrt(dot(grid.steps[1], grid.steps[1]));
    point_step = std::sqrt(dot(grid.steps[2], grid.steps[2]));
    for (std::size_t x = 0; x < 3; ++x) {
      axis[1][x] = grid.steps[1][x] / line_step;
      axis[2][x] = grid.steps[2][x] / point_step;
    }
    for (std::size_t x = 0; x < 3; ++x)
      axis[0][x] = axis[1][(x + 1) % 3] * axis[2][(x + 2) % 3] - axis[1][(x + 2) % 3] * axis[2][(x + 1) % 3];
    const double* across = grid.steps[0];
    const double least = rounding * std::sqrt(dot(across, across));
    upright = std::abs(dot(across, axis[1].data())) <= least && std::abs(dot(across, axis[2].data())) <= least;
  }
};

/// A term of a solid harmonic: value u1^i u2^j u3^p.
struct Term {
  int i = 0, j = 0, p = 0;
  double value = 0;
};

template <int l_max>
std::vector<std::vector<Term>> harmonics_in(const Frame& frame) {
  std::array<Polynomial, 3> r;
  Polynomial one;
  one.c[0] = 1;
  for (std::size_t x = 0; x < 3; ++x) {
    r[x].c[Polynomial::side * Polynomial::side] = frame.axis[0][x];
    r[x].c[Polynomial::side] = frame.axis[1][x];
    r[x].c[1] = frame.axis[2][x];
  }
  std::vector<std::vector<Term>> harmonics((l_max + 1) * (l_max + 1));
  formula::solid_harmonics<l_max>(r[0], r[1], r[2], one, [&](int lm, const Polynomial& value) {
    std::size_t place = 0;
    for (int i = 0; i <= most; ++i)
      for (int j = 0; j <= most; ++j)
        for (int p = 0; p <= most; ++p, ++place)
          if (value.c[place] != 0) harmonics[static_cast<std::size_t>(lm)].push_back({i, j, p, value.c[place]});
  });
  return harmonics;
}

/// c_eijp of every exponent: p = 0 .. order, j = 0 .. order - p, i = 0 .. order - p - j, the last fastest.
struct Monomials {
  std::vector<int> order;         // [exponent]
  std::vector<Index> first;       // [exponent], into c
  std::vector<Index> row_offset;  // [exponent], factors Z (and D) of the exponents before it on its atom
  std::vector<double> c;
};

/// Where (i, j, p) stands among the monomials of an order.
Index place_of(int order, int i, int j, int p) {
  Index place = i;
  for (int k = 0; k < p; ++k) place += (order - k + 1) * (order - k + 2) / 2;
  for (int k = 0; k < j; ++k) place += order - p - k + 1;
  return place;
}

template <int l_max>
Monomials monomials_of(const DensityTables& tables, const Frame& frame) {
  const auto harmonics = harmonics_in<l_max>(frame);
  Monomials result;
  for (Index atom = 0; atom + 1 < tables.exponent_offset.extent(0); ++atom) {
    Index rows = 0;
    for (Index e = tables.exponent_offset(atom); e < tables.exponent_offset(atom + 1); ++e) {
      int order = 0;
      for (int b = tables.block_offset(e); b < tables.block_offset(e + 1); ++b)
        order = std::max(order, tables.blocks(b).l);
      const auto first = static_cast<Index>(result.c.size());
      result.c.resize(result.c.size() + static_cast<std::size_t>((order + 1) * (order + 2) * (order + 3) / 6), 0.0);
      for (int b = tables.block_offset(e); b < tables.block_offset(e + 1); ++b) {
        const ExponentBlock& block = tables.blocks(b);
        for (int m = 0; m < 2 * block.l + 1; ++m)
          for (const Term& term : harmonics[static_cast<std::size_t>(block.l * block.l + m)])
            result.c[static_cast<std::size_t>(first + place_of(order, term.i, term.j, term.p))] +=
                tables.weights(block.first_weight + m) * term.value;
      }
      result.order.push_back(order);
      result.first.push_back(first);
      result.row_offset.push_back(rows);
      rows += order + 1;
    }
  }
  return result;
}

void gaussian(double exponent, const Vector8& u, Vector8& result) {
  const Vector8 argument = -exponent * (u * u);
  std::array<double, lanes> arguments, values;
  store(argument, arguments.data());
#pragma omp simd
  for (std::size_t lane = 0; lane < lanes; ++lane) values[lane] = formula::exponential_of_negative(arguments[lane]);
  load(values.data(), result);
}

/// Points [begin, end) of a line, at first + number * step from a centre.
struct Range {
  Index begin = 0, end = 0;
  double first = 0, step = 0;

  /// Those of `count` points within the square root of reach2; the first a multiple of `alignment`.
  Range(double from, double spacing, Index count, double reach2, Index alignment) : first(from), step(spacing) {
    const double reach = std::sqrt(std::max(0.0, reach2));
    const auto number = [&](double x) { return std::clamp(x, -1.0, static_cast<double>(count)); };
    begin = std::max<Index>(0, static_cast<Index>(std::ceil(number((-reach - first) / step))));
    end = std::min<Index>(count, static_cast<Index>(std::floor(number((reach - first) / step))) + 1);
    begin -= begin % alignment;
    end = std::max(begin, end);
  }
  Index size() const { return end - begin; }
  double at(Index k) const { return first + static_cast<double>(k) * step; }
  void at_lanes(Index k, Vector8& u) const {
    const Vector8 lane_number{0, 1, 2, 3, 4, 5, 6, 7};
    u = at(k) + lane_number * step;
  }
  /// The smallest square over the stretch of `points` that begins at k.
  double nearest2(Index k, Index points) const {
    const double low = at(k), high = at(k + points - 1);
    return low > 0 ? low * low : high < 0 ? high * high : 0.0;
  }
};

/// Memory of a thread; see Centre for the shapes.
struct Scratch {
  std::vector<double> z, line_gaussians, d, plane;
  std::vector<Index> lines_within;
};

/// The work of one centre (an atom or an image) on planes of the grid.
class Centre {
 public:
  Centre(const DensityTables& tables, const Monomials& monomials, Index atom, Scratch& scratch)
      : tables_(tables),
        monomials_(monomials),
        scratch_(scratch),
        first_(tables.exponent_offset(atom)),
        exponents_(tables.exponent_offset(atom + 1) - first_),
        rows_(monomials.row_offset[static_cast<std::size_t>(first_ + exponents_ - 1)] +
              monomials.order[static_cast<std::size_t>(first_ + exponents_ - 1)] + 1),
        reach2_(tables.reach2(first_)) {}

  double reach2() const { return reach2_; }

  /// Z [group of 8 points][row][8] and exp(-a u2^2) [exponent][lines], each as far as its exponent reaches.
  void prepare(const Range& lines, const Range& points) {
    const Index groups = (points.size() + lanes - 1) / lanes;
    scratch_.z.resize(static_cast<std::size_t>(groups * rows_ * lanes));
    for (Index g = 0; g < groups; ++g) {
      const Index k = points.begin + g * lanes;
      const Index within = exponents_within(points.nearest2(k, lanes), exponents_);
      Vector8 u;
      points.at_lanes(k, u);
      double* row = scratch_.z.data() + g * rows_ * lanes;
      for (Index e = 0; e < within; ++e) {
        Vector8 value;
        gaussian(tables_.exponent(first_ + e), u, value);
        const int order = monomials_.order[static_cast<std::size_t>(first_ + e)];
        for (int p = 0; p <= order; ++p, row += lanes) {
          store(value, row);
          value *= u;
        }
      }
    }
    stride_ = (lines.size() + lanes - 1) / lanes * lanes + lanes;
    scratch_.line_gaussians.resize(static_cast<std::size_t>(exponents_ * stride_));
    scratch_.d.resize(static_cast<std::size_t>(rows_ * stride_));
    scratch_.lines_within.resize(static_cast<std::size_t>(stride_ / lanes));
    for (Index j = 0; j < lines.size(); j += lanes) {
      const Index within = exponents_within(lines.nearest2(lines.begin + j, lanes), exponents_);
      scratch_.lines_within[static_cast<std::size_t>(j / lanes)] = within;
      Vector8 u, value;
      lines.at_lanes(lines.begin + j, u);
      for (Index e = 0; e < within; ++e) {
        gaussian(tables_.exponent(first_ + e), u, value);
        store(value, scratch_.line_gaussians.data() + e * stride_ + j);
      }
    }
  }

  /// Adds the centre to the plane at distance u1.
  void add(double u1, const Range& lines, const Range& points, View<double, 2> plane) {
    const Index within = exponents_within(u1 * u1, exponents_);
    fill_plane_factors(u1, within);
    fill_line_factors(within, lines);
    const Range here(lines.first, lines.step, plane.extent(0), reach2_ - u1 * u1, 1);
    for (Index j = std::max(here.begin, lines.begin); j < std::min(here.end, lines.end); j += tile_lines) {
      const Index count = std::min<Index>(tile_lines, std::min(here.end, lines.end) - j);
      const double distance2 = u1 * u1 + lines.nearest2(j, count);
      const Range part(points.first, points.step, plane.extent(1), reach2_ - distance2, lanes);
      Index last = within;
      for (Index k = part.begin; k < part.end; k += lanes) {
        const double nearest2 = distance2 + points.nearest2(k, lanes);
        while (last < within && tables_.reach2(first_ + last) >= nearest2) ++last;
        last = exponents_within(nearest2, last);
        if (last == 0) continue;
        add_tile(rows_before(last), scratch_.d.data() + (j - lines.begin),
                 scratch_.z.data() + (k - points.begin) * rows_, count, std::min<Index>(lanes, plane.extent(1) - k),
                 &plane(j, k), plane.extent(1));
      }
    }
  }

 private:
  /// Of the first `count` exponents, those that reach a distance; their reaches descend.
  Index exponents_within(double distance2, Index count) const {
    while (count > 0 && tables_.reach2(first_ + count - 1) < distance2) --count;
    return count;
  }
  Index rows_before(Index exponent) const {
    return exponent == exponents_ ? rows_ : monomials_.row_offset[static_cast<std::size_t>(first_ + exponent)];
  }

  /// exp(-a u1^2) sum_i c_eijp u1^i: [exponent][p][j].
  void fill_plane_factors(double u1, Index within) {
    scratch_.plane.clear();
    for (Index e = 0; e < within; ++e) {
      const auto place = static_cast<std::size_t>(first_ + e);
      const double factor = formula::exponential_of_negative(-tables_.exponent(first_ + e) * u1 * u1);
      const double* c = monomials_.c.data() + monomials_.first[place];
      const int order = monomials_.order[place];
      for (int p = 0; p <= order; ++p)
        for (int j = 0; j <= order - p; ++j) {
          const int highest = order - p - j;
          double sum = c[highest];
          for (int i = highest - 1; i >= 0; --i) sum = sum * u1 + c[i];
          scratch_.plane.push_back(factor * sum);
          c += highest + 1;
        }
    }
  }

  /// D [row][lines] of the exponents that reach the plane; zero on lines that they do not reach.
  void fill_line_factors(Index within, const Range& lines) {
    for (Index j = 0; j < lines.size(); j += lanes) {
      const Index reaching = std::min(within, scratch_.lines_within[static_cast<std::size_t>(j / lanes)]);
      Vector8 u, gauss;
      lines.at_lanes(lines.begin + j, u);
      const double* plane = scratch_.plane.data();
      double* to = scratch_.d.data() + j;
      for (Index e = 0; e < reaching; ++e) {
        load(scratch_.line_gaussians.data() + e * stride_ + j, gauss);
        const int order = monomials_.order[static_cast<std::size_t>(first_ + e)];
        for (int p = 0; p <= order; ++p, to += stride_) {
          const int highest = order - p;
          Vector8 sum = Vector8{} + plane[highest];
          for (int i = highest - 1; i >= 0; --i) sum = sum * u + plane[i];
          store(sum * gauss, to);
          plane += highest + 1;
        }
      }
      for (Index row = rows_before(reaching); row < rows_before(within); ++row, to += stride_) store(Vector8{}, to);
    }
  }

  /// `lines` x `count` points of a plane += D^T Z over `rows`.
  void add_tile(Index rows, const double* d, const double* z, Index lines, Index count, double* to,
                Index line_stride) const {
    Vector8 sums[tile_lines] = {};
    const Index stride = stride_;
    for (Index row = 0; row < rows; ++row) {
      Vector8 factor;
      load(z + row * lanes, factor);
      for (int line = 0; line < tile_lines; ++line) sums[line] += d[row * stride + line] * factor;
    }
    for (Index line = 0; line < lines; ++line) {
      double* points = to + line * line_stride;
      if (count == lanes) {
        Vector8 before;
        load(points, before);
        store(before + sums[line], points);
      } else {
        for (Index lane = 0; lane < count; ++lane) points[lane] += sums[line][lane];
      }
    }
  }

  const DensityTables& tables_;
  const Monomials& monomials_;
  Scratch& scratch_;
  Index first_, exponents_, rows_;
  double reach2_;
  Index stride_ = 0;
};

/// Adds one centre to planes [begin, end).
void add_centre(const DensityTables& tables, const Monomials& monomials, const Frame& frame, const GridGeometry& grid,
                Index centre, Index begin, Index end, Scratch& scratch, View<double, 3> density) {
  const Index count1 = density.extent(1), count2 = density.extent(2);
  Centre work(tables, monomials, tables.centre_atom(centre), scratch);
  std::optional<Range> lines, points;
  for (Index i = begin; i < end; ++i) {
    Direction d{}, u{};
    for (std::size_t x = 0; x < 3; ++x)
      d[x] = grid.origin[x] + static_cast<double>(i) * grid.steps[0][x] -
             tables.centre_position(centre, static_cast<Index>(x));
    for (std::size_t k = 0; k < 3; ++k) u[k] = dot(d.data(), frame.axis[k].data());
    const double left2 = work.reach2() - square(u[0]);
    if (left2 < 0) continue;
    if (!lines || !frame.upright) {
      // Upright planes share the factors, which then reach as far as any plane may need.
      const double within2 = frame.upright ? work.reach2() : left2;
      lines.emplace(u[1], frame.line_step, count1, within2, 1);
      points.emplace(u[2], frame.point_step, count2, within2, lanes);
      work.prepare(*lines, *points);
    }
    work.add(u[0], *lines, *points, {&density(i, 0, 0), {count1, count2}});
  }
}

template <int l_max>
void density_of_planes(const DensityTables& tables, const GridGeometry& grid, View<double, 3> density) {
  const Frame frame(grid);
  const Monomials monomials = monomials_of<l_max>(tables, frame);
  const Index planes = density.extent(0);
  const Index tasks = (planes + planes_at_a_time - 1) / planes_at_a_time;
  parallel_for(
      tasks, 1, [] { return Scratch{}; },
      [&](Index task, Scratch& scratch) {
        const Index begin = task * planes_at_a_time, end = std::min(planes, begin + planes_at_a_time);
        std::fill_n(&density(begin, 0, 0), (end - begin) * density.extent(1) * density.extent(2), 0.0);
        const int* listed = tables.plane_centre.data();
        std::vector<int> centres(listed + tables.plane_offset(begin), listed + tables.plane_offset(end));
        std::sort(centres.begin(), centres.end());
        centres.erase(std::unique(centres.begin(), centres.end()), centres.end());
        for (const int centre : centres)
          add_centre(tables, monomials, frame, grid, centre, begin, end, scratch, density);
      });
}

}  // namespace

bool has_rectangular_planes(const GridGeometry& grid, View<const double, 3> density) {
  if (density.extent(1) < 2 || density.extent(2) < 2) return false;
  const double lengths2 = dot(grid.steps[1], grid.steps[1]) * dot(grid.steps[2], grid.steps[2]);
  return square(dot(grid.steps[1], grid.steps[2])) <= square(rounding) * lengths2;
}

void density_by_products(const DensityTables& tables, const GridGeometry& grid, View<double, 3> density) {
  unroll_for<GaussianBasis::maximum_l>("density_on_grid", tables.l_max,
                                       [&]<int l>() { density_of_planes<l>(tables, grid, density); });
}

}  // namespace rhofield::cpu
