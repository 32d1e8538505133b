// The inner loops of the neighbour search: cull images against a box, select those within the cutoff of a centre, order
// them, and write a row of the list. Each has a portable form; those that need to pack the lanes that pass a test,
// which no compiler derives from the plain loop, have an AVX-512 form beside it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "cpu/buffer.hpp"
#include "rhofield/view.hpp"

#if defined(__AVX512F__) && defined(__AVX512VL__)
#define RHOFIELD_PACKED_LANES
// GCC 12 warns about the undefined operands in its own header.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
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
  double middle(int x) const { return 0.5 * (low[x] + high[x]); }
  double diagonal() const { return std::hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]); }
};

/// Squares of the bounds of the shell around the cutoff in which single precision cannot decide. Points are at most
/// cutoff + diagonal/2 from the middle of the box; each of their coordinates, and of differences, is rounded once: that
/// moves a distance by less than 4e-7 (2 cutoff + diagonal).
struct Limits {
  Limits(double cutoff, const Box& box) {
    const double error = 1e-6 * (2.0 * cutoff + box.diagonal());
    inner = error < cutoff ? (cutoff - error) * (cutoff - error) : 0.0;
    outer = (cutoff + error) * (cutoff + error);
  }
  double inner, outer;  ///< bohr^2
};

inline constexpr Index lanes = 16;  ///< buffers have room for one vector more than their content

/// Images that may be neighbours of the centres of one bin, packed; padded with points at infinity. Single precision,
/// relative to the middle of the box: twice the points per vector; pairs near the cutoff are looked at again.
struct Candidates {
  Buffer<float> x, y, z;  ///< bohr
  Buffer<std::uint32_t> key;
  Index size = 0;

  void reserve(Index count) {
    for (auto* b : {&x, &y, &z}) b->reserve(count);
    key.reserve(count);
  }
  void pad() {
    for (Index m = size; m < size + lanes; ++m) x[m] = y[m] = z[m] = std::numeric_limits<float>::infinity();
  }
};

/// Keys of the images around one centre, and room to order them.
struct Hits {
  Buffer<std::uint32_t> key, of_species, rank, spare;

  void reserve(Index count) {
    for (auto* b : {&key, &of_species, &rank, &spare}) b->reserve(count);
  }
};

/// Appends the images [begin, end) that are closer than the cutoff to the box.
inline void cull(const ImageArrays& images, Index begin, Index end, const Box& box, const Limits& limits,
                 Candidates& candidates) {
  Index size = candidates.size;
  float* x = candidates.x.data();
  float* y = candidates.y.data();
  float* z = candidates.z.data();
  std::uint32_t* key = candidates.key.data();
#if defined(RHOFIELD_PACKED_LANES)
  const auto outside = [](__m512d u, double low, double high) {
    const __m512d below = _mm512_sub_pd(_mm512_set1_pd(low), u), above = _mm512_sub_pd(u, _mm512_set1_pd(high));
    return _mm512_max_pd(_mm512_max_pd(below, above), _mm512_setzero_pd());
  };
  const auto append = [&](float* to, __mmask8 near, __m512d u, double middle) {
    const __m256 relative = _mm512_cvtpd_ps(_mm512_sub_pd(u, _mm512_set1_pd(middle)));
    _mm256_storeu_ps(to + size, _mm256_maskz_compress_ps(near, relative));
  };
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
    const __mmask8 near = _mm512_mask_cmp_pd_mask(live, d2, _mm512_set1_pd(limits.outer), _CMP_LT_OQ);
    append(x, near, px, box.middle(0));
    append(y, near, py, box.middle(1));
    append(z, near, pz, box.middle(2));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(key + size), _mm256_maskz_compress_epi32(near, pk));
    size += __builtin_popcount(near);
  }
#else
  for (Index p = begin; p < end; ++p) {
    const double dx = std::max(std::max(box.low[0] - images.x[p], images.x[p] - box.high[0]), 0.0);
    const double dy = std::max(std::max(box.low[1] - images.y[p], images.y[p] - box.high[1]), 0.0);
    const double dz = std::max(std::max(box.low[2] - images.z[p], images.z[p] - box.high[2]), 0.0);
    x[size] = static_cast<float>(images.x[p] - box.middle(0));
    y[size] = static_cast<float>(images.y[p] - box.middle(1));
    z[size] = static_cast<float>(images.z[p] - box.middle(2));
    key[size] = images.key[p];
    size += dx * dx + dy * dy + dz * dz < limits.outer ? 1 : 0;
  }
#endif
  candidates.size = size;
}

/// Collects the keys of candidates within the outer limit of the centre, except its own; returns their number and
/// whether some are beyond the inner limit.
inline Index within(const Candidates& candidates, const float* centre, std::uint32_t centre_key, const Limits& limits,
                    Hits& hits, bool& doubtful) {
  const float* x = candidates.x.data();
  const float* y = candidates.y.data();
  const float* z = candidates.z.data();
  const std::uint32_t* key = candidates.key.data();
  std::uint32_t* hit = hits.key.data();
  const Index size = candidates.size;
  const auto outer = static_cast<float>(limits.outer);
  Index n = 0;
  float farthest = 0.0F;  // squared, of the hits
#if defined(RHOFIELD_PACKED_LANES)
  const __m512 cx = _mm512_set1_ps(centre[0]), cy = _mm512_set1_ps(centre[1]), cz = _mm512_set1_ps(centre[2]);
  const __m512i itself = _mm512_set1_epi32(static_cast<int>(centre_key));
  __m512 far = _mm512_setzero_ps();
  for (Index m = 0; m < size; m += 16) {
    const __m512 dx = _mm512_sub_ps(_mm512_load_ps(x + m), cx);
    const __m512 dy = _mm512_sub_ps(_mm512_load_ps(y + m), cy);
    const __m512 dz = _mm512_sub_ps(_mm512_load_ps(z + m), cz);
    const __m512 d2 = _mm512_fmadd_ps(dx, dx, _mm512_fmadd_ps(dy, dy, _mm512_mul_ps(dz, dz)));
    const __m512i keys = _mm512_load_si512(key + m);
    const __mmask16 near =
        _mm512_mask_cmpneq_epi32_mask(_mm512_cmp_ps_mask(d2, _mm512_set1_ps(outer), _CMP_LT_OQ), keys, itself);
    far = _mm512_mask_max_ps(far, near, far, d2);
    _mm512_storeu_si512(hit + n, _mm512_maskz_compress_epi32(near, keys));
    n += __builtin_popcount(near);
  }
  farthest = _mm512_reduce_max_ps(far);
#else
  for (Index m = 0; m < size; ++m) {
    const float dx = x[m] - centre[0], dy = y[m] - centre[1], dz = z[m] - centre[2];
    const float d2 = dx * dx + dy * dy + dz * dz;
    hit[n] = key[m];
    const bool near = (d2 < outer) & (key[m] != centre_key);
    farthest = near ? std::max(farthest, d2) : farthest;
    n += near ? 1 : 0;
  }
#endif
  doubtful = farthest >= static_cast<float>(limits.inner);
  return n;
}

/// Collects the keys in [first, last), in their order; returns their number.
inline Index select_keys(const std::uint32_t* key, Index n, std::uint32_t first, std::uint32_t last,
                         std::uint32_t* selected) {
  const std::uint32_t width = last - first;
  Index count = 0;
#if defined(RHOFIELD_PACKED_LANES)
  const __m512i low = _mm512_set1_epi32(static_cast<int>(first)), range = _mm512_set1_epi32(static_cast<int>(width));
  for (Index k = 0; k < n; k += 16) {
    const auto live = static_cast<__mmask16>(n - k >= 16 ? 0xffff : (1 << (n - k)) - 1);
    const __m512i keys = _mm512_load_si512(key + k);
    const __mmask16 inside = _mm512_mask_cmplt_epu32_mask(live, _mm512_sub_epi32(keys, low), range);
    _mm512_storeu_si512(selected + count, _mm512_maskz_compress_epi32(inside, keys));
    count += __builtin_popcount(inside);
  }
#else
  for (Index k = 0; k < n; ++k) {
    selected[count] = key[k];
    count += key[k] - first < width ? 1 : 0;
  }
#endif
  return count;
}

/// Writes the images that have these keys, all different, by ascending key: the place of each is the number of smaller
/// ones. Quadratic, but a handful of vector instructions for the lengths that occur most.
inline void order_by_rank(const std::uint32_t* key, Index n, const std::uint32_t* image_of, std::uint32_t* rank,
                          std::uint32_t* ordered) {
  for (Index block = 0; block < n; block += lanes) {
#if defined(RHOFIELD_PACKED_LANES)
    const __m512i mine = _mm512_load_si512(key + block), one = _mm512_set1_epi32(1);
    __m512i smaller = _mm512_setzero_si512();
    for (Index k = 0; k < n; ++k) {
      const __mmask16 above = _mm512_cmpgt_epu32_mask(mine, _mm512_set1_epi32(static_cast<int>(key[k])));
      smaller = _mm512_mask_add_epi32(smaller, above, smaller, one);
    }
    _mm512_store_si512(rank + block, smaller);
#else
    std::array<std::uint32_t, lanes> mine, smaller{};
    std::copy_n(key + block, lanes, mine.begin());
    for (Index k = 0; k < n; ++k)
      for (std::size_t m = 0; m < lanes; ++m) smaller[m] += mine[m] > key[k] ? 1 : 0;
    std::copy_n(smaller.begin(), lanes, rank + block);
#endif
  }
  for (Index k = 0; k < n; ++k) ordered[rank[k]] = image_of[key[k]];
}

/// The same by counting digits of eight bits, for many keys; `largest` bounds them. `key` and `spare` are overwritten.
inline void order_by_digits(std::uint32_t* key, Index n, std::uint32_t largest, const std::uint32_t* image_of,
                            std::uint32_t* spare, std::uint32_t* ordered) {
  for (int bit = 0; bit < 32 && (largest >> bit) != 0; bit += 8) {
    std::array<std::uint32_t, 256> place{};
    for (Index k = 0; k < n; ++k) ++place[(key[k] >> bit) & 255u];
    std::uint32_t sum = 0;
    for (std::uint32_t& p : place) sum += std::exchange(p, sum);
    for (Index k = 0; k < n; ++k) spare[place[(key[k] >> bit) & 255u]++] = key[k];
    std::swap(key, spare);
  }
  for (Index k = 0; k < n; ++k) ordered[k] = image_of[key[k]];
}

/// Number of keys below `bound`.
inline Index count_below(const std::uint32_t* key, Index n, std::uint32_t bound) {
  std::uint32_t count = 0;
  for (Index k = 0; k < n; ++k) count += key[k] < bound ? 1 : 0;
  return count;
}

/// Keys by species: those of species a are [bound[a], bound[a + 1]).
struct Species {
  const std::uint32_t* bound;
  Index count;
};

/// Orders the images of the n hits; count[a] receives the number of those of species a.
inline void order(Hits& hits, Index n, const Species& species, const std::uint32_t* image_of, std::uint32_t* ordered,
                  Index* count) {
  constexpr Index together = 64;  // few hits are ordered faster at once than species by species
#if defined(RHOFIELD_PACKED_LANES)
  constexpr Index longest = 192;  // up to here ranks are faster than digits
#else
  constexpr Index longest = 48;
#endif
  const auto sort = [&](std::uint32_t* key, Index m) {
    if (m <= longest)
      order_by_rank(key, m, image_of, hits.rank.data(), ordered);
    else
      order_by_digits(key, m, species.bound[species.count], image_of, hits.spare.data(), ordered);
  };
  if (species.count == 1 || n <= together) {
    Index below = 0;
    for (Index a = 0; a + 1 < species.count; ++a) {
      count[a] = count_below(hits.key.data(), n, species.bound[a + 1]) - below;
      below += count[a];
    }
    count[species.count - 1] = n - below;
    return sort(hits.key.data(), n);
  }
  for (Index a = 0; a < species.count; ++a) {
    std::uint32_t* key = hits.of_species.data();
    count[a] = select_keys(hits.key.data(), n, species.bound[a], species.bound[a + 1], key);
    sort(key, count[a]);
    ordered += count[a];
  }
}

/// One row of the list: neighbours, shifts relative to the given positions, vectors and lengths. `place` leads from
/// keys to images.
inline void write_row(const std::uint32_t* ordered, Index n, const ImagePosition* position, const ImageOrigin* origin,
                      std::uint32_t centre, int* neighbour, std::int32_t* shift, double* vector) {
  const ImagePosition c = position[centre];
  const ImageOrigin o = origin[centre];
  Index k = 0;
#if defined(RHOFIELD_PACKED_LANES)
  // Four pairs at a time. The lengths come from horizontal sums; integers (3 shifts and the atom, 4 times) are sorted
  // into 12 shifts and 4 atoms.
  const __m256d here = _mm256_load_pd(&c.x);
  const __m512i home = _mm512_broadcast_i32x4(_mm_setr_epi32(o.shift[0], o.shift[1], o.shift[2], 0));
  const __m512i apart = _mm512_setr_epi32(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15);
  const auto load = [&](const ImageOrigin& q) { return _mm_load_si128(reinterpret_cast<const __m128i*>(&q)); };
  for (; k + 4 <= n; k += 4) {
    const std::uint32_t* q = ordered + k;
    const __m256d v0 = _mm256_sub_pd(_mm256_load_pd(&position[q[0]].x), here);
    const __m256d v1 = _mm256_sub_pd(_mm256_load_pd(&position[q[1]].x), here);
    const __m256d v2 = _mm256_sub_pd(_mm256_load_pd(&position[q[2]].x), here);
    const __m256d v3 = _mm256_sub_pd(_mm256_load_pd(&position[q[3]].x), here);
    const __m256d s01 = _mm256_hadd_pd(_mm256_mul_pd(v0, v0), _mm256_mul_pd(v1, v1));
    const __m256d s23 = _mm256_hadd_pd(_mm256_mul_pd(v2, v2), _mm256_mul_pd(v3, v3));
    const __m256d d =
        _mm256_sqrt_pd(_mm256_add_pd(_mm256_blend_pd(s01, s23, 0b1100), _mm256_permute2f128_pd(s01, s23, 0x21)));
    double* v = vector + 4 * k;
    _mm256_store_pd(v, _mm256_blend_pd(v0, _mm256_permute4x64_pd(d, 0x00), 0b1000));
    _mm256_store_pd(v + 4, _mm256_blend_pd(v1, _mm256_permute4x64_pd(d, 0x55), 0b1000));
    _mm256_store_pd(v + 8, _mm256_blend_pd(v2, _mm256_permute4x64_pd(d, 0xaa), 0b1000));
    _mm256_store_pd(v + 12, _mm256_blend_pd(v3, _mm256_permute4x64_pd(d, 0xff), 0b1000));
    __m512i all = _mm512_castsi128_si512(load(origin[q[0]]));
    all = _mm512_inserti32x4(all, load(origin[q[1]]), 1);
    all = _mm512_inserti32x4(all, load(origin[q[2]]), 2);
    all = _mm512_inserti32x4(all, load(origin[q[3]]), 3);
    all = _mm512_permutexvar_epi32(apart, _mm512_sub_epi32(all, home));
    _mm512_mask_storeu_epi32(shift + 3 * k, 0x0fff, all);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(neighbour + k), _mm512_extracti32x4_epi32(all, 3));
  }
#endif
  for (; k < n; ++k) {
    const ImagePosition& p = position[ordered[k]];
    const double dx = p.x - c.x, dy = p.y - c.y, dz = p.z - c.z;
    vector[4 * k] = dx;
    vector[4 * k + 1] = dy;
    vector[4 * k + 2] = dz;
    vector[4 * k + 3] = std::sqrt((dx * dx + dy * dy) + dz * dz);
    const ImageOrigin& q = origin[ordered[k]];
    neighbour[k] = q.atom;
    for (int d = 0; d < 3; ++d) shift[3 * k + d] = q.shift[d] - o.shift[d];
  }
}

}  // namespace rhofield::cpu
