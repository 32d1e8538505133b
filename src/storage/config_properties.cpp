// Properties as TOML tables: per = "structure" | "atom" and `intensive` stand for the three extents.
#include "storage/config_properties.hpp"

#include "rhofield/error.hpp"
#include "rhofield/storage/config.hpp"
#include "storage/toml_values.hpp"

namespace rhofield::storage {

namespace {

using Place = std::function<std::string(const toml::node&)>;

void set_extent(PropertyOptions& options, bool atoms, bool intensive) {
  if (atoms && intensive) throw InvalidInput("properties of atoms are no sums; leave intensive out");
  options.extent = atoms ? PropertyExtent::atom : intensive ? PropertyExtent::mean : PropertyExtent::sum;
}

void read_key(PropertyOptions& options, std::string_view key, const toml::node& node) {
  const bool atoms = options.extent == PropertyExtent::atom, intensive = options.extent == PropertyExtent::mean;
  if (key == "name") {
    options = property_by_name(text_value(node));
  } else if (key == "kind") {
    options.kind = property_kind(text_value(node));
  } else if (key == "per") {
    const std::string word = text_value(node);
    if (word != "structure" && word != "atom") throw InvalidInput("expected one of \"structure\", \"atom\"");
    set_extent(options, word == "atom", word == "structure" && intensive);
  } else if (key == "intensive") {
    if (!node.is_boolean()) throw InvalidInput("expected true or false");
    set_extent(options, atoms, node.as_boolean()->get());
  } else if (key == "baseline") {
    options.baseline = property_baseline(text_value(node));
  } else if (key == "transform") {
    options.transform = property_transform(text_value(node));
    if (options.transform != PropertyTransform::none && !atoms) set_extent(options, false, false);
  } else if (key == "weight") {
    options.weight = float_value(node);
  } else if (key == "regularisation") {
    options.regularisation = float_value(node);
  } else {
    throw InvalidInput(
        "unknown key; there are name, kind, per, intensive, baseline, transform, weight, regularisation");
  }
}

PropertyOptions read_table(const toml::table& table, const Place& place) {
  const toml::node* name = table.get("name");
  if (name == nullptr) throw InvalidInput(place(table) + "properties: a property needs a name");
  PropertyOptions options;
  const auto read = [&](std::string_view key, const toml::node& node) {
    try {
      read_key(options, key, node);
    } catch (const InvalidInput& error) {
      throw InvalidInput(place(node) + "properties." + std::string(key) + ": " + error.what());
    }
  };
  read("name", *name);                                                              // sets the defaults of the others
  if (const toml::node* per = table.get("per"); per != nullptr) read("per", *per);  // before `intensive`
  // A transformed tensor adds up over atoms unless `intensive` says otherwise.
  if (const toml::node* transform = table.get("transform"); transform != nullptr) read("transform", *transform);
  for (const auto& [key, node] : table)
    if (key.str() != "name" && key.str() != "per" && key.str() != "transform") read(key.str(), node);
  try {
    validate(options);
  } catch (const InvalidInput& error) {
    throw InvalidInput(place(table) + error.what());
  }
  return options;
}

}  // namespace

std::vector<PropertyOptions> read_property_tables(const toml::node& node, const Place& place) {
  const toml::array* array = node.as_array();
  if (array == nullptr) throw InvalidInput(place(node) + "properties are tables; write [[properties]] for each");
  std::vector<PropertyOptions> properties;
  for (const toml::node& item : *array) {
    if (!item.is_table()) throw InvalidInput(place(item) + "properties are tables; write [[properties]] for each");
    properties.push_back(read_table(*item.as_table(), place));
  }
  return properties;
}

void add_property(Configuration& configuration, const std::string& text, const std::string& name) {
  // "name,key=value,flag" becomes the inline table { name = "name", key = value, flag = true }.
  std::string table;
  for (std::string_view rest = text;;) {
    const std::string_view item = rest.substr(0, rest.find(','));
    const std::size_t equals = item.find('=');
    if (table.empty()) {
      table = "name = " + quoted(std::string(item));
    } else if (equals == std::string_view::npos) {
      table += ", " + std::string(item) + " = true";
    } else {
      const std::string_view value = item.substr(equals + 1);
      const bool bare = !value.empty() && (std::string_view("+-.0123456789").find(value.front()) != std::string::npos ||
                                           value == "true" || value == "false");
      table +=
          ", " + std::string(item.substr(0, equals)) + " = " + (bare ? std::string(value) : quoted(std::string(value)));
    }
    if (item.size() == rest.size()) break;
    rest.remove_prefix(item.size() + 1);
  }
  try {
    const toml::table parsed = toml::parse("properties = [{ " + table + " }]");
    const auto properties =
        read_property_tables(*parsed.get("properties"), [&](const toml::node&) { return name + ": "; });
    configuration.properties.insert(configuration.properties.end(), properties.begin(), properties.end());
  } catch (const toml::parse_error&) {
    throw InvalidInput(name + ": '" + text + "' is no property; write its name, or name,key=value,... such as " +
                       "stress,kind=symmetric_tensor,intensive");
  }
}

std::string property_tables_text(const std::vector<PropertyOptions>& properties) {
  if (properties.empty())
    return "\n# Properties of structures, learned instead of a density; one table for each:\n"
           "# [[properties]]\n"
           "# name = \"energy\"                # as in the data; a name alone has sensible defaults\n"
           "# kind = \"scalar\"                # scalar, vector, symmetric_tensor, tensor\n"
           "# per = \"structure\"              # structure or atom\n"
           "# intensive = false               # the mean over atoms instead of their sum\n"
           "# baseline = \"composition\"       # none, mean, composition (a contribution per element)\n"
           "# transform = \"none\"              # none, clausius_mossotti (dielectric tensors, by the polarizability "
           "of the cell)\n"
           "# weight = 1.0                    # in the loss\n"
           "# regularisation = 0.0            # eta; 0: that of [regression]\n";
  std::string text;
  for (const PropertyOptions& o : properties) {
    text += "\n[[properties]]\nname = " + quoted(o.name) + "\nkind = \"" + name_of(o.kind) + "\"\nper = \"" +
            (o.extent == PropertyExtent::atom ? "atom" : "structure") + "\"\n";
    if (o.extent != PropertyExtent::atom)
      text += std::string("intensive = ") + (o.extent == PropertyExtent::mean ? "true" : "false") + "\n";
    text += "baseline = \"" + name_of(o.baseline) + "\"\ntransform = \"" + name_of(o.transform) +
            "\"\nweight = " + float_text(o.weight) + "\nregularisation = " + float_text(o.regularisation) + "\n";
  }
  return text;
}

}  // namespace rhofield::storage
