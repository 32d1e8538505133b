// Images near a box of centres.
#include "model/centre_groups.hpp"

#include <algorithm>
#include <cmath>

#include "basis/lattice_images.hpp"
#include "shared/probe_network.hpp"

namespace rhofield {

namespace {

struct Box {
  Vector3 middle{}, half{};
};
Box box_of(std::span<const Vector3> points) {
  if (points.empty()) return {};
  Vector3 low = points.front(), high = low;
  for (const Vector3& p : points)
    for (std::size_t x = 0; x < 3; ++x) low[x] = std::min(low[x], p[x]), high[x] = std::max(high[x], p[x]);
  Box box;
  for (std::size_t x = 0; x < 3; ++x) {
    box.middle[x] = 0.5 * (low[x] + high[x]);
    box.half[x] = 0.5 * (high[x] - low[x]);
  }
  return box;
}

/// How far a place is outside of a box about the origin, squared.
double outside_squared(const Vector3& at, const Vector3& half) {
  double sum = 0;
  for (std::size_t x = 0; x < 3; ++x) {
    const double outside = std::max(0.0, std::abs(at[x]) - half[x]);
    sum += outside * outside;
  }
  return sum;
}

struct Image {
  Vector3 at;  // relative to the middle of a box
  std::size_t atom;
};
/// Atoms, and images in cells, within the cutoff of a box.
std::vector<Image> images_near(const Structure& own, const Box& box, double cutoff) {
  const LatticeImages lattice(own);
  const Matrix3& cell = lattice.cell();
  const Matrix3& dual = lattice.dual();
  std::vector<Image> images;
  for (std::size_t atom = 0; atom < own.positions.size(); ++atom) {
    Vector3 d{};
    for (std::size_t x = 0; x < 3; ++x) d[x] = own.positions[atom][x] - box.middle[x];
    int first[3] = {}, last[3] = {};
    for (std::size_t k = 0; k < 3; ++k) {
      double fraction = 0, reach = 0;
      for (std::size_t x = 0; x < 3; ++x) {
        fraction += dual[k][x] * d[x];
        reach += std::abs(dual[k][x]) * (box.half[x] + cutoff);
      }
      first[k] = static_cast<int>(std::ceil(-reach - fraction));
      last[k] = static_cast<int>(std::floor(reach - fraction));
    }
    for (int i = first[0]; i <= last[0]; ++i)
      for (int j = first[1]; j <= last[1]; ++j)
        for (int k = first[2]; k <= last[2]; ++k) {
          Vector3 at = d;
          for (std::size_t x = 0; x < 3; ++x) at[x] += i * cell[0][x] + j * cell[1][x] + k * cell[2][x];
          if (outside_squared(at, box.half) <= cutoff * cutoff) images.push_back({at, atom});
        }
  }
  return images;
}

}  // namespace

void HostGroups::add(const Structure& own, std::span<const Vector3> fields, Index first_atom,
                     std::span<const Vector3> points, double cutoff) {
  const Box all = box_of(points);
  const std::vector<Image> images = points.empty() ? std::vector<Image>() : images_near(own, all, cutoff);
  const std::size_t each = fields.size() == 1 ? points.size() : 1;  // centres of a group
  for (std::size_t g = 0; g < fields.size(); ++g) {
    const auto members = points.subspan(g * each, each);
    const Box box = fields.size() == 1 ? all : box_of(members);
    const int group = static_cast<int>(groups());
    field.push_back(fields[g]);
    for (const Vector3& p : members) {
      group_of_centre.push_back(group);
      for (std::size_t x = 0; x < 3; ++x) centres.push_back(p[x] - box.middle[x]);
    }
    centre_offset.push_back(centre_offset.back() + static_cast<Index>(each));
    for (const Image& image : images) {
      Vector3 at = image.at;
      for (std::size_t x = 0; x < 3; ++x) at[x] += all.middle[x] - box.middle[x];
      if (outside_squared(at, box.half) > cutoff * cutoff) continue;
      sources.insert(sources.end(), at.begin(), at.end());
      source_atom.push_back(static_cast<int>(first_atom + static_cast<Index>(image.atom)));
      group_of_source.push_back(group);
    }
    source_offset.push_back(static_cast<Index>(source_atom.size()));
  }
}

RowLists::RowLists(const Device& device, std::span<const int> target, Index targets) {
  std::vector<Index> first(static_cast<std::size_t>(targets) + 1, 0), rows(target.size());
  for (const int t : target) ++first[static_cast<std::size_t>(t) + 1];
  for (std::size_t t = 0; t + 1 < first.size(); ++t) first[t + 1] += first[t];
  std::vector<Index> next = first;
  for (std::size_t k = 0; k < target.size(); ++k)
    rows[static_cast<std::size_t>(next[static_cast<std::size_t>(target[k])]++)] = static_cast<Index>(k);
  offset = Tensor<Index, 1>::from_host(device, first, {targets + 1});
  index = Tensor<Index, 1>::from_host(device, rows, {static_cast<Index>(rows.size())});
}

template <class Real>
DeviceGroups<Real>::DeviceGroups(const Device& device, const HostGroups& host, double field_unit,
                                 std::span<const int> species, Index species_count, bool derivatives) {
  const auto upload = [&]<class T>(const std::vector<T>& values) {
    return Tensor<T, 1>::from_host(device, values, {static_cast<Index>(values.size())});
  };
  const auto real = [&](const std::vector<double>& values, Index columns) {
    const std::vector<Real> rounded(values.begin(), values.end());
    return Tensor<Real, 2>::from_host(device, rounded, {static_cast<Index>(values.size()) / columns, columns});
  };
  centre_offset = upload(host.centre_offset);
  source_offset = upload(host.source_offset);
  group_of_centre = upload(host.group_of_centre);
  group_of_source = upload(host.group_of_source);
  source_atom = upload(host.source_atom);
  centres = real(host.centres, 3);
  sources = real(host.sources, 3);
  std::vector<double> tensors;
  for (const Vector3& f : host.field) {
    double t[formula::tensor_components];
    formula::symmetric_tensor(f[0] / field_unit, f[1] / field_unit, f[2] / field_unit, t);
    tensors.insert(tensors.end(), t, t + formula::tensor_components);
  }
  field = real(tensors, formula::tensor_components);
  if (!derivatives) return;
  by_atom = RowLists(device, host.source_atom, static_cast<Index>(species.size()));
  std::vector<int> species_of_source;
  for (const int atom : host.source_atom) species_of_source.push_back(species[static_cast<std::size_t>(atom)]);
  by_species = RowLists(device, species_of_source, species_count);
}

template <class Real>
CentreGroups<Real> DeviceGroups<Real>::view(View<const int, 1> species, double cutoff, double closest) const {
  return {.cutoff = static_cast<Real>(cutoff),
          .closest = static_cast<Real>(closest),
          .centre_offset = centre_offset.view(),
          .source_offset = source_offset.view(),
          .group_of_centre = group_of_centre.view(),
          .group_of_source = group_of_source.view(),
          .centres = centres.view(),
          .sources = sources.view(),
          .source_atom = source_atom.view(),
          .species = species};
}

template struct DeviceGroups<float>;
template struct DeviceGroups<double>;

}  // namespace rhofield
