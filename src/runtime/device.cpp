// The only place where a device is chosen; owns the bridge from public handles to backends.
#include "rhofield/device.hpp"

#include <charconv>
#include <cstdlib>

#include "rhofield/cuda.hpp"
#include "rhofield/error.hpp"
#include "rhofield/tensor.hpp"
#include "runtime/backend.hpp"

namespace rhofield {

namespace {

std::shared_ptr<Backend> make_backend(std::string_view name) {
  if (name == "cpu") return make_cpu_backend();
  if (name == "auto") return cuda_devices().empty() ? make_cpu_backend() : make_cuda_backend(0);
  if (name == "cuda") return make_cuda_backend(0);
  if (name.starts_with("cuda:")) {
    const std::string_view digits = name.substr(5);
    int index = -1;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
    if (error == std::errc{} && end == digits.data() + digits.size() && index >= 0) return make_cuda_backend(index);
  }
  throw InvalidInput("device '" + std::string(name) + "' is unknown; use auto, cpu, cuda or cuda:<n>");
}

}  // namespace

Device Device::select(std::string_view name) {
  if (name == "auto") {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read once, at selection
    if (const char* wish = std::getenv("RHOFIELD_DEVICE"); wish != nullptr && *wish != '\0') name = wish;
  }
  return Device(make_backend(name));
}

std::vector<DeviceDescription> Device::list() {
  std::vector<DeviceDescription> all{make_cpu_backend()->description()};
  for (auto& d : cuda_devices()) all.push_back(std::move(d));
  return all;
}

Device cuda_device(int index, CUstream_st* stream) { return Device(make_cuda_backend(index, stream)); }

const DeviceDescription& Device::description() const { return backend_->description(); }
std::size_t Device::memory_high_water() const { return backend_->memory().high_water(); }
void Device::synchronize() const { backend_->memory().synchronize(); }

void Kernels::missing(const char* primitive) {
  throw BackendUnavailable(std::string(primitive) + " has no version for this device yet; select --device cpu");
}

namespace {

/// Work without a form of its own for repetition: the function is called again.
class CalledAgain final : public Recording {
 public:
  explicit CalledAgain(std::function<void()> work) : work_(std::move(work)) {}
  void replay() override { work_(); }

 private:
  std::function<void()> work_;
};

}  // namespace

std::unique_ptr<Recording> Backend::record(std::function<void()> work) {
  work();
  return std::make_unique<CalledAgain>(std::move(work));
}

namespace detail {

void check_fill(std::size_t values, Index elements) {
  if (static_cast<Index>(values) != elements)
    throw InvalidInput("a tensor of " + std::to_string(elements) + " elements was given " + std::to_string(values) +
                       " values; give as many values as the product of its extents");
}

Buffer::Buffer(const Device& device, std::size_t bytes) : device_(std::make_shared<Device>(device)) {
  data_ = bytes == 0 ? nullptr : device.backend().memory().allocate(bytes);
}

Buffer::Buffer(Buffer&& other) noexcept
    : device_(std::move(other.device_)), data_(std::exchange(other.data_, nullptr)) {}

Buffer& Buffer::operator=(Buffer&& other) noexcept {
  std::swap(device_, other.device_);
  std::swap(data_, other.data_);
  return *this;
}

Buffer::~Buffer() {
  if (data_ != nullptr) device_->backend().memory().release(data_);
}

void Buffer::upload(const void* host, std::size_t bytes) {
  if (bytes != 0) device_->backend().memory().upload(data_, host, bytes);
}

void Buffer::download(void* host, std::size_t bytes) const {
  if (bytes != 0) device_->backend().memory().download(host, data_, bytes);
}

void Buffer::copy_from(const Buffer& other, std::size_t bytes) {
  if (bytes == 0) return;
  if (device_->is_host() == other.device_->is_host()) {
    if (&device_->backend() != &other.device_->backend()) other.device_->synchronize();
    device_->backend().memory().copy(data_, other.data_, bytes);
  } else if (device_->is_host()) {
    other.download(data_, bytes);
  } else {
    upload(other.data_, bytes);
  }
}

void Buffer::zero(std::size_t bytes) {
  if (bytes != 0) device_->backend().memory().zero(data_, bytes);
}

}  // namespace detail
}  // namespace rhofield
