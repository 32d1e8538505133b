// The inner loops of the neighbour search: cull images against a box, select those within the cutoff of a centre, order
// them, and write a row of the list. Each has a portable form; those that need to pack the lanes that pass a test,
// which no compiler derives from the plain loop, have an AVX-512 form beside it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "rhofield/view.hpp"

#if defined(__AVX512F__) && defined(__AVX512VL__)
#define RHOFIELD_PACKED_LANES
#include <immintrin.h>
#endif

namespace rhofield::cpu {

/// Where an image stands and where it comes from.
struct alignas(32) ImagePosition {
  double x, y, z, unused;  ///< bohr
};
struct alignas(16) ImageOrigin {
  std::int32_t shift[3];  ///< from the atom's given position
  std::int32_t atom;      ///< within the batch
};

/// Images of one structure in the order of their bins, as separate arrays for the distance tests. The key of an image
/// is its place when all images are ordered by species, atom and shift.
struct ImageArrays {
  const double *x, *y, *z;  ///< bohr
  const std::uint32_t* key;
};

/// The axis-parallel box around the centres of a bin.
struct Box {
  double low[3], high[3];  ///< bohr
};

inline constexpr Index lanes = 16;  ///< arrays are padded to multiples of this

/// Images that may be neighbours of the centres of one bin, packed; padded with points at infinity.
struct Candidates {
  std::vector<double> x, y, z;
  std::vector<std::uint32_t> key, image;
  Index size = 0;

  void reserve(Index count) {
    const auto capacity = static_cast<std::size_t>(count + 2 * lanes);
    if (x.size() >= capacity) return;
    for (auto* v : {&x, &y, &z}) v->resize(capacity + capacity / 2);
    for (auto* v : {&key, &image}) v->resize(capacity + capacity / 2);
  }
  void pad() {
    for (Index m = size; m < size + lanes; ++m)
      x[static_cast<std::size_t>(m)] = y[static_cast<std::size_t>(m)] = z[static_cast<std::size_t>(m)] =
          std::numeric_limits<double>::infinity();
  }
};

/// Images found around one centre, then their order.
struct Hits {
  std::vector<std::uint32_t> image, key, rank, spare_image, spare_key;

  void reserve(Index count) {
    const auto capacity = static_cast<std::size_t>(count + 2 * lanes);
    if (image.size() >= capacity) return;
    for (auto* v : {&image, &key, &rank, &spare_image, &spare_key}) v->resize(capacity + capacity / 2);
  }
};

/// A squared cutoff, and the shell around it in which rounding of the images' positions could decide.
struct Limit {
  explicit Limit(double cutoff)
      : squared(cutoff * cutoff), inner(squared * (1 - 1e-11)), outer(squared * (1 + 1e-11)) {}
  double squared, inner, outer;  ///< bohr^2
};

/// Appends the images [begin, end) that are closer than the cutoff to the box.
inline void cull(const ImageArrays& images, Index begin, Index end, const Box& box, const Limit& limit,
                 Candidates& candidates) {
  Index size = candidates.size;
  double* x = candidates.x.data();
  double* y = candidates.y.data();
  double* z = candidates.z.data();
  std::uint32_t* key = candidates.key.data();
  std::uint32_t* image = candidates.image.data();
#if defined(RHOFIELD_PACKED_LANES)
  // The masked forms, since GCC 12 warns about its own definition of the plain maximum.
  const auto larger = [](__m512d u, __m512d v) { return _mm512_maskz_max_pd(0xff, u, v); };
  const auto outside = [&](__m512d u, double low, double high) {
    return larger(larger(_mm512_sub_pd(_mm512_set1_pd(low), u), _mm512_sub_pd(u, _mm512_set1_pd(high))),
                  _mm512_setzero_pd());
  };
  __m256i number =
      _mm256_add_epi32(_mm256_set1_epi32(static_cast<int>(begin)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  for (Index p = begin; p < end; p += 8) {
    const auto live = static_cast<__mmask8>(end - p >= 8 ? 0xff : (1 << (end - p)) - 1);
    const __m512d px = _mm512_maskz_loadu_pd(live, images.x + p);
    const __m512d py = _mm512_maskz_loadu_pd(live, images.y + p);
    const __m512d pz = _mm512_maskz_loadu_pd(live, images.z + p);
    const __m256i pk = _mm256_maskz_loadu_epi32(live, images.key + p);
    const __m512d dx = outside(px, box.low[0], box.high[0]);
    const __m512d dy = outside(py, box.low[1], box.high[1]);
    const __m512d dz = outside(pz, box.low[2], box.high[2]);
    const __m512d d2 = _mm512_fmadd_pd(dx, dx, _mm512_fmadd_pd(dy, dy, _mm512_mul_pd(dz, dz)));
    const __mmask8 near = _mm512_mask_cmp_pd_mask(live, d2, _mm512_set1_pd(limit.outer), _CMP_LT_OQ);
    _mm512_storeu_pd(x + size, _mm512_maskz_compress_pd(near, px));
    _mm512_storeu_pd(y + size, _mm512_maskz_compress_pd(near, py));
    _mm512_storeu_pd(z + size, _mm512_maskz_compress_pd(near, pz));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(key + size), _mm256_maskz_compress_epi32(near, pk));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(image + size), _mm256_maskz_compress_epi32(near, number));
    number = _mm256_add_epi32(number, _mm256_set1_epi32(8));
    size += __builtin_popcount(near);
  }
#else
  for (Index p = begin; p < end; ++p) {
    const double dx = std::max(std::max(box.low[0] - images.x[p], images.x[p] - box.high[0]), 0.0);
    const double dy = std::max(std::max(box.low[1] - images.y[p], images.y[p] - box.high[1]), 0.0);
    const double dz = std::max(std::max(box.low[2] - images.z[p], images.z[p] - box.high[2]), 0.0);
    x[size] = images.x[p];
    y[size] = images.y[p];
    z[size] = images.z[p];
    key[size] = images.key[p];
    image[size] = static_cast<std::uint32_t>(p);
    size += dx * dx + dy * dy + dz * dz < limit.outer ? 1 : 0;
  }
#endif
  candidates.size = size;
}

/// Collects the candidates within the outer limit of the centre, except the centre itself; returns their number and
/// whether some are beyond the inner limit.
inline Index within(const Candidates& candidates, const ImagePosition& centre, std::uint32_t self, const Limit& limit,
                    Hits& hits, bool& doubtful) {
  const double* x = candidates.x.data();
  const double* y = candidates.y.data();
  const double* z = candidates.z.data();
  std::uint32_t* image = hits.image.data();
  std::uint32_t* key = hits.key.data();
  Index n = 0;
#if defined(RHOFIELD_PACKED_LANES)
  const __m512d cx = _mm512_set1_pd(centre.x), cy = _mm512_set1_pd(centre.y), cz = _mm512_set1_pd(centre.z);
  const __m512d inner = _mm512_set1_pd(limit.inner), outer = _mm512_set1_pd(limit.outer);
  __mmask8 in_shell = 0;
  const __m256i itself = _mm256_set1_epi32(static_cast<int>(self));
  for (Index m = 0; m < candidates.size; m += 8) {
    const __m512d dx = _mm512_sub_pd(_mm512_loadu_pd(x + m), cx);
    const __m512d dy = _mm512_sub_pd(_mm512_loadu_pd(y + m), cy);
    const __m512d dz = _mm512_sub_pd(_mm512_loadu_pd(z + m), cz);
    const __m512d d2 = _mm512_fmadd_pd(dx, dx, _mm512_fmadd_pd(dy, dy, _mm512_mul_pd(dz, dz)));
    const __m256i number = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(candidates.image.data() + m));
    const __m256i order = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(candidates.key.data() + m));
    const __mmask8 near = _mm256_mask_cmpneq_epi32_mask(_mm512_cmp_pd_mask(d2, outer, _CMP_LT_OQ), number, itself);
    in_shell |= _mm512_mask_cmp_pd_mask(near, d2, inner, _CMP_GE_OQ);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(image + n), _mm256_maskz_compress_epi32(near, number));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(key + n), _mm256_maskz_compress_epi32(near, order));
    n += __builtin_popcount(near);
  }
  doubtful = in_shell != 0;
#else
  int in_shell = 0;
  for (Index m = 0; m < candidates.size; ++m) {
    const double dx = x[m] - centre.x, dy = y[m] - centre.y, dz = z[m] - centre.z;
    const std::uint32_t number = candidates.image[static_cast<std::size_t>(m)];
    image[n] = number;
    key[n] = candidates.key[static_cast<std::size_t>(m)];
    const double d2 = dx * dx + dy * dy + dz * dz;
    const int near = static_cast<int>(d2 < limit.outer) & static_cast<int>(number != self);
    in_shell |= near & static_cast<int>(d2 >= limit.inner);
    n += near;
  }
  doubtful = in_shell != 0;
#endif
  return n;
}

/// Writes the images in ascending order of their keys, which are all different: the place of each is the number of
/// smaller keys. Quadratic, but a handful of vector instructions for the rows that occur most.
inline void order_by_rank(Hits& hits, Index n, std::uint32_t* ordered) {
  const std::uint32_t* key = hits.key.data();
  std::uint32_t* rank = hits.rank.data();
  for (Index block = 0; block < n; block += lanes) {
    std::array<std::uint32_t, lanes> mine, smaller{};
    std::copy_n(key + block, lanes, mine.begin());
    for (Index k = 0; k < n; ++k)
      for (std::size_t m = 0; m < lanes; ++m) smaller[m] += mine[m] > key[k] ? 1 : 0;
    std::copy_n(smaller.begin(), lanes, rank + block);
  }
  for (Index k = 0; k < n; ++k) ordered[rank[k]] = hits.image[static_cast<std::size_t>(k)];
}

/// The same by counting digits of eight bits, for long rows. `largest` bounds the keys.
inline void order_by_digits(Hits& hits, Index n, std::uint32_t largest, std::uint32_t* ordered) {
  for (int bit = 0; bit < 32 && (largest >> bit) != 0; bit += 8) {
    std::array<std::uint32_t, 256> place{};
    for (Index k = 0; k < n; ++k) ++place[(hits.key[static_cast<std::size_t>(k)] >> bit) & 255u];
    std::uint32_t sum = 0;
    for (std::uint32_t& p : place) {
      const std::uint32_t count = p;
      p = sum;
      sum += count;
    }
    for (std::size_t k = 0; k < static_cast<std::size_t>(n); ++k) {
      const std::uint32_t to = place[(hits.key[k] >> bit) & 255u]++;
      hits.spare_key[to] = hits.key[k];
      hits.spare_image[to] = hits.image[k];
    }
    std::swap(hits.key, hits.spare_key);
    std::swap(hits.image, hits.spare_image);
  }
  std::copy_n(hits.image.begin(), n, ordered);
}

inline void order(Hits& hits, Index n, std::uint32_t largest, std::uint32_t* ordered) {
  // Where counting digits overtakes ranks: measured for 16 and 4 lanes.
#if defined(RHOFIELD_PACKED_LANES)
  constexpr Index longest = 192;
#else
  constexpr Index longest = 48;
#endif
  if (n <= longest)
    order_by_rank(hits, n, ordered);
  else
    order_by_digits(hits, n, largest, ordered);
}

/// Number of hits with keys below `bound`.
inline Index count_below(const Hits& hits, Index n, std::uint32_t bound) {
  std::uint32_t count = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(n); ++k) count += hits.key[k] < bound ? 1 : 0;
  return count;
}

/// One row of the list: neighbours, shifts relative to the given positions, vectors and lengths.
inline void write_row(const std::uint32_t* ordered, Index n, const ImagePosition* position, const ImageOrigin* origin,
                      std::uint32_t centre, int* neighbour, std::int32_t* shift, double* vector) {
  const ImagePosition c = position[centre];
  const ImageOrigin o = origin[centre];
  for (Index k = 0; k < n; ++k) {
    const ImagePosition& p = position[ordered[k]];
    const double dx = p.x - c.x, dy = p.y - c.y, dz = p.z - c.z;
    vector[4 * k] = dx;
    vector[4 * k + 1] = dy;
    vector[4 * k + 2] = dz;
    vector[4 * k + 3] = std::sqrt(dx * dx + dy * dy + dz * dz);
  }
  for (Index k = 0; k < n; ++k) {
    const ImageOrigin& p = origin[ordered[k]];
    neighbour[k] = p.atom;
    for (int d = 0; d < 3; ++d) shift[3 * k + d] = p.shift[d] - o.shift[d];
  }
}

}  // namespace rhofield::cpu
