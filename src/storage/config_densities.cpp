// One table of keys for each kind of density, and one for descriptors, drives reading and writing.
#include "storage/config_densities.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

#include "rhofield/error.hpp"
#include "rhofield/units.hpp"
#include "storage/option_names.hpp"
#include "storage/toml_values.hpp"

namespace rhofield::storage {

namespace {

/// One key of a table: how to read it into a T, how to write it back.
template <class T>
struct Entry {
  std::string name, comment;
  std::function<void(T&, const toml::node&)> read;
  std::function<std::string(const T&)> write;
};

template <class T>
Entry<T> real(std::string name, std::string comment, double T::*field, double unit = 1.0) {
  return {std::move(name), std::move(comment), [=](T& t, const toml::node& n) { t.*field = float_value(n) * unit; },
          [=](const T& t) { return scaled_text(t.*field, unit); }};
}

template <class T>
Entry<T> whole(std::string name, std::string comment, int T::*field) {
  return {std::move(name), std::move(comment), [=](T& t, const toml::node& n) { t.*field = whole_value<int>(n); },
          [=](const T& t) { return std::to_string(t.*field); }};
}

template <class T>
Entry<T> flag(std::string name, std::string comment, bool T::*field) {
  return {std::move(name), std::move(comment),
          [=](T& t, const toml::node& n) {
            if (!n.is_boolean()) expected("true or false");
            t.*field = n.as_boolean()->get();
          },
          [=](const T& t) { return std::string(t.*field ? "true" : "false"); }};
}

template <class T, class Value, std::size_t N>
Entry<T> choice(std::string name, std::string comment, Value T::*field, const Names<Value, N>& names) {
  return {std::move(name), std::move(comment),
          [=, &names](T& t, const toml::node& n) {
            const std::string found = text_value(n);
            std::string all;
            for (const auto& [word, value] : names) {
              if (found == word) {
                t.*field = value;
                return;
              }
              all += (all.empty() ? "" : ", ") + quoted(word);
            }
            expected("one of " + all);
          },
          [=, &names](const T& t) { return quoted(name_in(names, t.*field)); }};
}

const std::vector<Entry<ExpansionOptions>>& entries(const ExpansionOptions*) {
  using T = ExpansionOptions;
  static const std::vector<Entry<T>> table{
      real("cutoff_angstrom", "r_c, neighbours beyond it are not seen", &T::cutoff, angstrom),
      real("cutoff_width_angstrom", "width of the smooth switch below r_c", &T::cutoff_width, angstrom),
      real("smearing_angstrom", "sigma of the Gaussian on every atom", &T::smearing, angstrom),
      whole("n_max", "radial functions", &T::n_max),
      whole("l_max", "largest angular order", &T::l_max),
      real("table_error", "largest error of the tabulated radial integrals", &T::table_error),
      whole("spline_intervals", "0: exact radial integrals", &T::spline_intervals)};
  return table;
}

/// Strengths by element: { Na = 1.0, Cl = -1.0 }.
Entry<LongRangeOptions> element_weights() {
  return {"element_weights", "for weights = \"by_element\": all that occur",
          [](LongRangeOptions& t, const toml::node& n) {
            if (!n.is_table()) expected("a table of elements, like { Na = 1.0, Cl = -1.0 }");
            t.element_weights.clear();
            for (const auto& [symbol, weight] : *n.as_table())
              t.element_weights[atomic_number(symbol.str())] = float_value(weight);
          },
          [](const LongRangeOptions& t) {
            std::string text;
            for (const auto& [number, weight] : t.element_weights)
              text += (text.empty() ? "" : ", ") + std::string(element_symbol(number)) + " = " + float_text(weight);
            return text.empty() ? "{}" : "{ " + text + " }";
          }};
}

const std::vector<Entry<LongRangeOptions>>& entries(const LongRangeOptions*) {
  using T = LongRangeOptions;
  static const std::vector<Entry<T>> table{
      whole("exponent", "p of 1/r^p: 1 electrostatic ... 6 dispersion; 0 the Gaussian itself", &T::exponent),
      real("radius_angstrom", "r_c of the radial functions; nothing is cut off there", &T::radius, angstrom),
      real("smearing_angstrom", "sigma: below it the potential is smooth", &T::smearing, angstrom),
      whole("n_max", "radial functions", &T::n_max),
      whole("l_max", "largest angular order", &T::l_max),
      flag("by_species", "channels for each neighbour species; false: one potential of all", &T::by_species),
      choice("weights", "of the atoms as sources: unit, by_element, charges (of the data)", &T::weights,
             source_weights),
      element_weights(),
      real("tolerance", "largest error of a coefficient, relative", &T::tolerance),
      choice("method", "automatic, pairs, plane_waves, mesh", &T::method, long_range_methods)};
  return table;
}

const std::vector<Entry<Descriptor>>& entries(const Descriptor*) {
  static const std::vector<Entry<Descriptor>> table{
      {"densities", "a pair: 0 is [expansion], 1 the first of [[densities]], ...",
       [](Descriptor& d, const toml::node& n) {
         const toml::array* pair = n.as_array();
         if (pair == nullptr || pair->size() != 2) expected("two numbers of densities, like [0, 1]");
         d.left = whole_value<int>((*pair)[0]);
         d.right = whole_value<int>((*pair)[1]);
       },
       [](const Descriptor& d) { return "[" + std::to_string(d.left) + ", " + std::to_string(d.right) + "]"; }},
      real("weight", "in the similarity", &Descriptor::weight)};
  return table;
}

using Place = std::function<std::string(const toml::node&)>;

/// The keys of one table of a list, but the one that names the kind of a density.
template <class T>
T read_entries(const toml::table& table, const std::string& list, const Place& place) {
  T result{};
  const auto& known = entries(&result);
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    if (list == "densities" && name == "kind") continue;
    const auto entry = std::find_if(known.begin(), known.end(), [&](const Entry<T>& e) { return e.name == name; });
    if (entry == known.end()) {
      std::string all;
      for (const Entry<T>& e : known) all += (all.empty() ? "" : ", ") + e.name;
      throw InvalidInput(place(node) + "unknown key " + list + "." + name + "; there are " + all);
    }
    try {
      entry->read(result, node);
    } catch (const InvalidInput& error) {
      throw InvalidInput(place(node) + list + "." + name + ": " + error.what());
    }
  }
  return result;
}

NeighbourDensity read_density(const toml::table& table, const Place& place) {
  const toml::node* kind = table.get("kind");
  const std::string name = kind != nullptr && kind->is_string() ? kind->as_string()->get() : "";
  if (name == "short_range") return read_entries<ExpansionOptions>(table, "densities", place);
  if (name == "long_range") return read_entries<LongRangeOptions>(table, "densities", place);
  throw InvalidInput(place(kind == nullptr ? table : *kind) +
                     "densities.kind: expected \"short_range\" or \"long_range\"");
}

/// The tables of a list.
std::vector<const toml::table*> tables_of(const std::string& name, const toml::node& content, const Place& place) {
  const toml::array* list = content.as_array();
  std::vector<const toml::table*> tables;
  const bool good = list != nullptr && std::all_of(list->begin(), list->end(), [&](const toml::node& item) {
                      tables.push_back(item.as_table());
                      return tables.back() != nullptr;
                    });
  if (!good)
    throw InvalidInput(place(content) + name + " is a list of tables; write [[" + name + "]] and its keys below");
  return tables;
}

template <class T>
std::string entries_text(const T& values) {
  std::string text;
  for (const Entry<T>& entry : entries(&values)) {
    std::string line = entry.name + " = " + entry.write(values);
    constexpr std::size_t comment_column = 34;
    line.resize(std::max(line.size() + 2, comment_column), ' ');
    text += line + "# " + entry.comment + "\n";
  }
  return text;
}

}  // namespace

bool read_density_list(ModelOptions& model, const std::string& name, const toml::node& content, const Place& place) {
  if (name == "densities") {
    model.further_densities.clear();
    for (const toml::table* table : tables_of(name, content, place))
      model.further_densities.emplace_back(read_density(*table, place));
    return true;
  }
  if (name == "descriptors") {
    model.descriptors.clear();
    for (const toml::table* table : tables_of(name, content, place)) {
      if (!table->contains("densities"))
        throw InvalidInput(place(*table) + "descriptors: `densities` is missing; write a pair, like [0, 1]");
      model.descriptors.push_back(read_entries<Descriptor>(*table, name, place));
    }
    return true;
  }
  return false;
}

std::string density_lists_text(const ModelOptions& model) {
  std::string text =
      "\n# Neighbour densities beside [expansion]: any number of [[densities]] with kind = \"short_range\" (keys of\n"
      "# [expansion]) or \"long_range\". Features are products of the densities that a descriptor names.\n";
  for (const NeighbourDensity& density : model.further_densities) {
    text += "\n[[densities]]\nkind = ";
    text += std::holds_alternative<ExpansionOptions>(density) ? "\"short_range\"\n" : "\"long_range\"\n";
    text += std::visit([](const auto& kind) { return entries_text(kind); }, density);
  }
  for (const Descriptor& descriptor : model.descriptors) text += "\n[[descriptors]]\n" + entries_text(descriptor);
  return text;
}

}  // namespace rhofield::storage
