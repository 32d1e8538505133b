// Where coefficients go, and Psi species by species.
#include "model/design.hpp"

#include <algorithm>
#include <set>

#include "runtime/backend.hpp"

namespace rhofield {

RowCombination Combination::rows(Index first, Index count) const {
  return {View<const Index, 1>(offset.view().data() + first, {count + 1}), source.view(), factor.view()};
}

std::vector<RecouplingTerm> recoupling_of(const Irrep& irrep, int fields) {
  if (fields > 1) return recoupling(irrep.lambda, irrep.order);
  std::vector<RecouplingTerm> terms;
  for (int mu = 0; mu <= 2 * irrep.lambda; ++mu) terms.push_back({.M = mu, .mu = mu, .field = 0, .value = 1.0});
  return terms;
}

namespace {

/// A sparse matrix by rows on its way to the device.
struct CombinationList {
  std::vector<Index> offset{0}, source;
  std::vector<double> factor;
  void add(Index s, double f) {
    source.push_back(s);
    factor.push_back(f);
  }
  void end_row() { offset.push_back(static_cast<Index>(source.size())); }

  CombinationList transposed(Index columns) const {
    CombinationList t;
    t.offset.assign(static_cast<std::size_t>(columns) + 1, 0);
    for (Index s : source) ++t.offset[static_cast<std::size_t>(s) + 1];
    for (std::size_t k = 1; k < t.offset.size(); ++k) t.offset[k] += t.offset[k - 1];
    t.source.resize(source.size());
    t.factor.resize(source.size());
    std::vector<Index> next(t.offset.begin(), t.offset.end() - 1);
    for (std::size_t row = 0; row + 1 < offset.size(); ++row)
      for (Index e = offset[row]; e < offset[row + 1]; ++e) {
        const auto place =
            static_cast<std::size_t>(next[static_cast<std::size_t>(source[static_cast<std::size_t>(e)])]++);
        t.source[place] = static_cast<Index>(row);
        t.factor[place] = factor[static_cast<std::size_t>(e)];
      }
    return t;
  }
  Combination on(const Device& device) const {
    const auto entries = static_cast<Index>(source.size());
    return {.offset = Tensor<Index, 1>::from_host(device, offset, {static_cast<Index>(offset.size())}),
            .source = Tensor<Index, 1>::from_host(device, source, {entries}),
            .factor = Tensor<double, 1>::from_host(device, factor, {entries})};
  }
};

/// An atom among the structures: where its structure's functions begin, how many there are, where its own begin.
struct AtomPlace {
  std::size_t structure;
  Index origin, functions, first;
};

/// Lays out the coefficients of structures for the blocks of a space.
class Layout {
 public:
  Layout(const ReferenceSpace& space, std::span<const Structure> structures, Design& design)
      : space_(space), design_(design) {
    design.fields = space.target().fields;
    design.function_offset.assign(1, 0);
    for (std::size_t a = 0; a < structures.size(); ++a) {
      Index functions = 0;
      for (int number : structures[a].numbers) {
        atoms_[number].push_back({a, design.function_offset.back(), 0, functions});
        functions += functions_of(number);
      }
      design.function_offset.push_back(design.function_offset.back() + functions);
    }
    for (auto& [number, places] : atoms_)
      for (AtomPlace& place : places) place.functions = design.function_offset[place.structure + 1] - place.origin;
  }

  void fill() {
    const Device& device = space_.representation().device();
    CombinationList to_block;
    design_.block_offset.assign(1, 0);
    for (std::size_t b = 0; b < space_.blocks().size(); ++b) {
      add_block(space_.blocks()[b], to_block);
      design_.block_offset.push_back(static_cast<Index>(to_block.offset.size()) - 1);
    }
    order_by_structure();
    design_.to_block = to_block.on(device);
    design_.to_structure = to_block.transposed(design_.elements()).on(device);
  }

 private:
  /// Functions of an atom; throws for species outside the target.
  Index functions_of(int number) {
    Index functions = 0;
    int lambda = -1;
    for (const Irrep& irrep : space_.target().of(number)) {
      if (irrep.lambda != lambda) functions += (2 * irrep.lambda + 1) * irrep.count;
      lambda = irrep.lambda;
    }
    return functions;
  }

  /// First function of order lambda within an atom.
  Index offset_of(int number, int lambda) {
    Index offset = 0;
    int previous = -1;
    for (const Irrep& irrep : space_.target().of(number)) {
      if (irrep.lambda == lambda) break;
      if (irrep.lambda != previous) offset += (2 * irrep.lambda + 1) * irrep.count;
      previous = irrep.lambda;
    }
    return offset;
  }

  void add_block(const Block& block, CombinationList& to_block) {
    const std::vector<AtomPlace>& places = atoms_[block.number];
    const Index offset = offset_of(block.number, block.irrep.lambda);
    const Index width = 2 * block.irrep.lambda + 1;
    const auto terms = terms_by_component(block);
    // Function of an atom, and element of a coefficient vector, that a term refers to.
    const auto function = [&](const AtomPlace& place, Index n, const RecouplingTerm& t) {
      return place.origin + place.first + offset + n * width + t.mu;
    };
    const auto element = [&](const AtomPlace& place, Index n, const RecouplingTerm& t) {
      return function(place, n, t) + (design_.fields - 1) * place.origin + t.field * place.functions;
    };

    std::vector<Index> rows(design_.function_offset.size(), 0);
    std::vector<Index> first;
    for (const AtomPlace& place : places) {
      rows[place.structure + 1] += block.components();
      first.push_back(place.origin + place.first + offset);
      for (const auto& of_component : terms)
        for (Index n = 0; n < block.count(); ++n) {
          for (const RecouplingTerm& t : of_component) to_block.add(element(place, n, t), t.value);
          to_block.end_row();
        }
    }
    for (std::size_t a = 1; a < rows.size(); ++a) rows[a] += rows[a - 1];
    design_.row_offset.push_back(std::move(rows));
    design_.first_function.push_back(std::move(first));
  }

  /// elements_by_structure, functions_by_structure and place_by_structure.
  void order_by_structure() {
    const Device& device = space_.representation().device();
    const auto& blocks = space_.blocks();
    CombinationList elements, functions;
    std::vector<std::size_t> next(blocks.size(), 0);  // the block's first atom that is not done
    std::vector<std::vector<std::vector<RecouplingTerm>>> terms;
    std::vector<std::vector<Index>> places;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      terms.push_back(terms_by_component(blocks[b]));
      places.emplace_back(static_cast<std::size_t>(blocks[b].count() * design_.row_offset[b].back()));
    }
    Index place = 0;
    for (std::size_t a = 0; a + 1 < design_.function_offset.size(); ++a) {
      const Index origin = design_.function_offset[a];
      const Index stride = design_.function_offset[a + 1] - origin;
      for (std::size_t b = 0; b < blocks.size(); ++b) {
        const Index width = 2 * blocks[b].irrep.lambda + 1;
        const Index all_rows = design_.row_offset[b].back();
        const auto atoms = static_cast<std::size_t>((design_.row_offset[b][a + 1] - design_.row_offset[b][a]) /
                                                    blocks[b].components());
        for (Index n = 0; n < blocks[b].count(); ++n) {
          Index row = n * all_rows + design_.row_offset[b][a];
          for (std::size_t i = next[b]; i < next[b] + atoms; ++i)
            for (const auto& of_component : terms[b]) {
              const Index first = design_.first_function[b][i] + n * width;
              for (const RecouplingTerm& t : of_component)
                elements.add((design_.fields - 1) * origin + t.field * stride + first + t.mu, t.value);
              elements.end_row();
              for (int field = 0; field < design_.fields; ++field) {
                for (const RecouplingTerm& t : of_component)
                  if (t.field == field) functions.add(first + t.mu, t.value);
                functions.end_row();
              }
              places[b][static_cast<std::size_t>(row++)] = place++;
            }
        }
        next[b] += atoms;
      }
    }
    design_.elements_by_structure = elements.on(device);
    design_.functions_by_structure = functions.on(device);
    for (std::size_t b = 0; b < blocks.size(); ++b)
      design_.place_by_structure.push_back(
          Tensor<Index, 2>::from_host(device, places[b], {blocks[b].count(), design_.row_offset[b].back()}));
  }

  std::vector<std::vector<RecouplingTerm>> terms_by_component(const Block& block) const {
    std::vector<std::vector<RecouplingTerm>> terms(static_cast<std::size_t>(block.components()));
    for (const RecouplingTerm& t : recoupling_of(block.irrep, design_.fields))
      terms[static_cast<std::size_t>(t.M)].push_back(t);
    return terms;
  }

  const ReferenceSpace& space_;
  Design& design_;
  std::map<int, std::vector<AtomPlace>> atoms_;
};

/// Psi of the atoms of one species in several spaces.
class PsiOfSpecies {
 public:
  PsiOfSpecies(std::span<const ReferenceSpace* const> spaces, const Expanded& expanded, int number,
               std::span<Design> designs)
      : spaces_(spaces),
        designs_(designs),
        references_(spaces.front()->references()),
        representation_(references_.representation()),
        number_(number),
        needs_scales_(false) {
    const auto found = expanded.atoms_of.find(number);
    atoms_ = found == expanded.atoms_of.end() ? 0 : static_cast<Index>(found->second.size());
    std::set<FeatureOrder> orders;
    for (std::size_t s = 0; s < spaces.size(); ++s)
      for (std::size_t b = 0; b < spaces[s]->blocks().size(); ++b) {
        const Block& block = spaces[s]->blocks()[b];
        if (block.number != number) continue;
        orders.insert(block.irrep.features());
        designs[s].psi[b] = Tensor<double, 2>(representation_.device(), {atoms_ * block.components(), block.dimension});
        needs_scales_ = needs_scales_ || spaces[s]->target().fields > 1;
      }
    if (atoms_ == 0 || orders.empty()) return;
    c_ = representation_.gather(expanded, found->second);
    for (const FeatureOrder order : orders) project(order);
    if (needs_scales_) scale();
  }

 private:
  /// Similarities of one order with the references, times the projectors of all blocks of that order.
  void project(FeatureOrder order) {
    const Device& device = representation_.device();
    const References::Group& group = references_.group(number_, order);
    const auto m = static_cast<Index>(group.environments.size());
    const Index components = 2 * order.lambda + 1;
    if (needs_scales_) {
      norms_[order] = representation_.norms(order, c_.view());
      squares_[order] = Tensor<double, 1>(device, {atoms_});
    }
    const Index step = std::min(representation_.chunk(order), representation_.chunk(invariants));
    for (Index first = 0; first < atoms_; first += step) {
      const Index count = std::min(step, atoms_ - first);
      const auto c = c_.view().rows(first, count);
      const Tensor<double, 3> p0 = representation_.features(invariants, c);
      Tensor<double, 2> k0(device, {count, m});
      similarity(device, p0.view(), group.invariants.view(), k0.view(), 1, k0.view());
      Tensor<double, 3> own;
      if (order != invariants) own = representation_.features(order, c);
      const Tensor<double, 3>& p = order == invariants ? p0 : own;
      if (needs_scales_)
        self_similarity(device, p.view(), View<double, 1>(squares_[order].view().data() + first, {count}));
      Tensor<double, 2> k(device, {count * components, group.rows()});
      similarity(device, p.view(), group.features.view(), std::as_const(k0).view(), references_.options().zeta,
                 k.view());
      for (std::size_t s = 0; s < spaces_.size(); ++s)
        for (std::size_t b = 0; b < spaces_[s]->blocks().size(); ++b) {
          const Block& block = spaces_[s]->blocks()[b];
          if (block.number != number_ || block.irrep.features() != order || block.dimension == 0) continue;
          device.backend().linear_algebra().gemm(
              Op::none, Op::none, 1.0, matrix(std::as_const(k).view()), matrix(block.projector.view()), 0.0,
              matrix(designs_[s].psi[b].view().rows(first * components, count * components)));
        }
    }
  }

  /// The global normalisation of vector fields, rows of Psi times norm / sqrt(N_i).
  void scale() {
    const Device& device = representation_.device();
    auto& backend = device.backend();
    const std::size_t bytes = sizeof(double) * static_cast<std::size_t>(atoms_);
    for (std::size_t s = 0; s < spaces_.size(); ++s) {
      const auto& blocks = spaces_[s]->blocks();
      if (spaces_[s]->target().fields == 1) continue;
      for (std::size_t first = 0; first < blocks.size();) {
        std::size_t last = first;
        while (last < blocks.size() && blocks[last].number == blocks[first].number &&
               blocks[last].irrep.lambda == blocks[first].irrep.lambda)
          ++last;
        if (blocks[first].number == number_) {
          const auto orders = static_cast<Index>(last - first);
          Tensor<double, 2> norms(device, {orders, atoms_}), squares(device, {orders, atoms_}),
              scales(device, {orders, atoms_});
          for (Index k = 0; k < orders; ++k) {
            const FeatureOrder order = blocks[first + static_cast<std::size_t>(k)].irrep.features();
            backend.memory().copy(&norms.view()(k, 0), norms_[order].view().data(), bytes);
            backend.memory().copy(&squares.view()(k, 0), squares_[order].view().data(), bytes);
          }
          backend.kernels().field_scales(std::as_const(norms).view(), std::as_const(squares).view(), scales.view());
          for (Index k = 0; k < orders; ++k) {
            const std::size_t b = first + static_cast<std::size_t>(k);
            backend.kernels().scale_rows(View<const double, 1>(&scales.view()(k, 0), {atoms_}), blocks[b].components(),
                                         designs_[s].psi[b].view());
          }
        }
        first = last;
      }
    }
  }

  std::span<const ReferenceSpace* const> spaces_;
  std::span<Design> designs_;
  const References& references_;
  const Representation& representation_;
  int number_;
  bool needs_scales_;
  Index atoms_ = 0;
  Tensor<double, 3> c_;
  std::map<FeatureOrder, Tensor<double, 1>> norms_, squares_;
};

}  // namespace

std::vector<Design> make_designs(std::span<const ReferenceSpace* const> spaces, std::span<const Structure> structures) {
  std::vector<Design> designs(spaces.size());
  std::set<int> numbers;
  for (std::size_t s = 0; s < spaces.size(); ++s) {
    Layout(*spaces[s], structures, designs[s]).fill();
    designs[s].psi.resize(spaces[s]->blocks().size());
    for (const auto& [number, irreps] : spaces[s]->target().irreps) numbers.insert(number);
  }
  const Expanded expanded = spaces.front()->representation().expand(structures);
  for (const int number : numbers) PsiOfSpecies(spaces, expanded, number, designs);
  return designs;
}

Design ReferenceSpace::design(std::span<const Structure> structures) const {
  const ReferenceSpace* const self = this;
  return std::move(make_designs(std::span(&self, 1), structures).front());
}

}  // namespace rhofield
