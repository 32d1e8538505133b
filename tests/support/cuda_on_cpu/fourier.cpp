// cuFFT on FFTW: plans are numbers, transforms are put on the plan's stream. Z2D leaves nothing of its input, as
// cuFFT may.
#include <cufft.h>
#include <fftw3.h>

#include <map>
#include <vector>

#include "memory.hpp"

using namespace cuda_on_cpu;

namespace {

/// One side of a transform: element (batch, i, j, ...) is batch * distance + ((i * embed[1] + j) * embed[2] ...) *
/// stride.
struct Layout {
  std::vector<int> embed;
  int stride = 1, distance = 0;

  std::size_t elements(int batch) const {
    std::size_t all = 1;
    for (const int n : embed) all *= static_cast<std::size_t>(n);
    return (all - 1) * static_cast<std::size_t>(stride) + 1 +
           static_cast<std::size_t>(batch - 1) * static_cast<std::size_t>(distance);
  }
};

struct Plan {
  std::vector<int> n;
  Layout in, out;
  bool dense = true;  ///< the layouts are the default ones
  cufftType type = CUFFT_Z2Z;
  int batch = 1;
  cudaStream_t stream = nullptr;
};

std::map<cufftHandle, Plan>& plans() {
  static auto* all = new std::map<cufftHandle, Plan>;  // outlives every static object that may destroy its plans late
  return *all;
}

Layout dense(std::vector<int> embed) {
  int elements = 1;
  for (const int n : embed) elements *= n;
  return {std::move(embed), 1, elements};
}

/// n0 x n1 x (n2 / 2 + 1): the half of a real array's transform that is kept.
std::vector<int> half(std::vector<int> n) {
  n.back() = n.back() / 2 + 1;
  return n;
}

cufftResult add(cufftHandle* handle, Plan plan) {
  static int last = 0;
  if (plan.type != CUFFT_Z2Z && plan.type != CUFFT_D2Z && plan.type != CUFFT_Z2D) return CUFFT_INVALID_TYPE;
  for (const int n : plan.n)
    if (n < 1) return CUFFT_INVALID_SIZE;
  if (plan.batch < 1) return CUFFT_INVALID_SIZE;
  if (plan.dense) {
    plan.in = dense(plan.type == CUFFT_Z2D ? half(plan.n) : plan.n);
    plan.out = dense(plan.type == CUFFT_D2Z ? half(plan.n) : plan.n);
  }
  *handle = ++last;
  plans()[*handle] = std::move(plan);
  return CUFFT_SUCCESS;
}

fftw_complex* complex(void* data) { return static_cast<fftw_complex*>(data); }

void run(const Plan& p, void* in, void* out, int direction) {
  constexpr unsigned flags = FFTW_ESTIMATE;  // plans without a trial run
  const int rank = static_cast<int>(p.n.size());
  const int *n = p.n.data(), *in_embed = p.in.embed.data(), *out_embed = p.out.embed.data();
  const auto [s, d] = std::pair(p.in.stride, p.in.distance);
  const auto [os, od] = std::pair(p.out.stride, p.out.distance);
  fftw_plan plan = nullptr;
  if (p.type == CUFFT_D2Z)
    plan = fftw_plan_many_dft_r2c(rank, n, p.batch, static_cast<double*>(in), in_embed, s, d, complex(out), out_embed,
                                  os, od, flags);
  else if (p.type == CUFFT_Z2D)
    plan = fftw_plan_many_dft_c2r(rank, n, p.batch, complex(in), in_embed, s, d, static_cast<double*>(out), out_embed,
                                  os, od, flags);
  else
    plan = fftw_plan_many_dft(rank, n, p.batch, complex(in), in_embed, s, d, complex(out), out_embed, os, od, direction,
                              flags);
  if (plan == nullptr) return fail("a Fourier transform with a layout that cannot be");
  fftw_execute(plan);
  fftw_destroy_plan(plan);
}

/// The sanitizer does not see what FFTW does: the last numbers of both sides are touched here.
void touch(const void* data, std::size_t bytes) {
  (void)static_cast<const volatile char*>(data)[0];
  (void)static_cast<const volatile char*>(data)[bytes - 1];
}

cufftResult execute(cufftHandle handle, cufftType type, void* in, void* out, int direction) {
  const auto found = plans().find(handle);
  if (found == plans().end()) return CUFFT_INVALID_PLAN;
  if (found->second.type != type) return CUFFT_INVALID_TYPE;
  const DeviceMemory& memory = DeviceMemory::instance();
  if (!memory.holds(in) || !memory.holds(out)) return CUFFT_INVALID_VALUE;
  Plan plan = found->second;
  if (in == out && plan.dense) {  // real arrays in place have room for their transform: rows of 2 (n / 2 + 1)
    std::vector<int> padded = half(plan.n);
    padded.back() *= 2;
    if (type == CUFFT_D2Z) plan.in = dense(padded);
    if (type == CUFFT_Z2D) plan.out = dense(padded);
  }
  enqueue(plan.stream, [=] {
    const OpenMemory open;
    const std::size_t in_bytes = plan.in.elements(plan.batch) * (type == CUFFT_D2Z ? 8 : 16);
    const std::size_t out_bytes = plan.out.elements(plan.batch) * (type == CUFFT_Z2D ? 8 : 16);
    touch(in, in_bytes);
    touch(out, out_bytes);
    run(plan, in, out, direction);
    if (type == CUFFT_Z2D && in != out && plan.dense) fill_with_poison(in, in_bytes);
  });
  return CUFFT_SUCCESS;
}

}  // namespace

cufftResult cufftPlan3d(cufftHandle* plan, int nx, int ny, int nz, cufftType type) {
  return add(plan, {.n = {nx, ny, nz}, .in = {}, .out = {}, .type = type});
}

cufftResult cufftPlanMany(cufftHandle* plan, int rank, int* n, int* inembed, int istride, int idist, int* onembed,
                          int ostride, int odist, cufftType type, int batch) {
  if (rank < 1 || rank > 3) return CUFFT_INVALID_SIZE;
  Plan wanted{.n = {n, n + rank}, .in = {}, .out = {}, .type = type, .batch = batch};
  wanted.dense = inembed == nullptr || onembed == nullptr;
  if (!wanted.dense) {
    wanted.in = {{inembed, inembed + rank}, istride, idist};
    wanted.out = {{onembed, onembed + rank}, ostride, odist};
  }
  return add(plan, std::move(wanted));
}

cufftResult cufftSetStream(cufftHandle plan, cudaStream_t stream) {
  const auto found = plans().find(plan);
  if (found == plans().end()) return CUFFT_INVALID_PLAN;
  found->second.stream = stream;
  return CUFFT_SUCCESS;
}

cufftResult cufftExecD2Z(cufftHandle plan, cufftDoubleReal* in, cufftDoubleComplex* out) {
  return execute(plan, CUFFT_D2Z, in, out, CUFFT_FORWARD);
}

cufftResult cufftExecZ2D(cufftHandle plan, cufftDoubleComplex* in, cufftDoubleReal* out) {
  return execute(plan, CUFFT_Z2D, in, out, CUFFT_INVERSE);
}

cufftResult cufftExecZ2Z(cufftHandle plan, cufftDoubleComplex* in, cufftDoubleComplex* out, int direction) {
  return execute(plan, CUFFT_Z2Z, in, out, direction);
}

cufftResult cufftGetSize(cufftHandle plan, size_t* bytes) {
  const auto found = plans().find(plan);
  if (found == plans().end()) return CUFFT_INVALID_PLAN;
  *bytes = 16 * static_cast<size_t>(found->second.batch);
  for (const int n : found->second.n) *bytes *= static_cast<size_t>(n);
  return CUFFT_SUCCESS;
}

cufftResult cufftDestroy(cufftHandle plan) { return plans().erase(plan) == 1 ? CUFFT_SUCCESS : CUFFT_INVALID_PLAN; }
