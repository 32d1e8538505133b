// Kinds of keys of the configuration file: how each is read from TOML and written back.
#pragma once

#include <toml++/toml.h>
#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "rhofield/storage/config.hpp"
#include "storage/toml_values.hpp"

namespace rhofield::storage {

/// One key of the file: how to read it into a configuration, how to write it back.
struct Key {
  std::string section, name, comment;
  std::function<void(Configuration&, const toml::node&)> read;
  std::function<std::string(const Configuration&)> write;
  bool text = false;  ///< any text is a value: on a command line no quotes are needed
  std::string full() const { return section + "." + name; }
};

inline bool is_text(const toml::node& node, std::string_view text) {
  return node.is_string() && node.as_string()->get() == text;
}

// --- kinds of keys; `field` finds the place in a configuration
// -----------------------------------------------------------

template <class Field>
Key real_key(std::string section, std::string name, std::string comment, Field field, double unit = 1.0) {
  return {std::move(section), std::move(name), std::move(comment),
          [=](Configuration& c, const toml::node& n) { field(c) = float_value(n) * unit; },
          [=](const Configuration& c) { return scaled_text(field(c), unit); }};
}

template <class Field>
Key whole_key(std::string section, std::string name, std::string comment, Field field) {
  return {std::move(section), std::move(name), std::move(comment),
          [=](Configuration& c, const toml::node& n) { field(c) = whole_value<std::decay_t<decltype(field(c))>>(n); },
          [=](const Configuration& c) { return std::to_string(field(c)); }};
}

/// A whole number, or `word` for none given.
template <class Field>
Key optional_key(std::string section, std::string name, std::string comment, std::string word, Field field) {
  return {std::move(section), std::move(name), std::move(comment),
          [=](Configuration& c, const toml::node& n) {
            using T = typename std::decay_t<decltype(field(c))>::value_type;
            if (is_text(n, word)) {
              field(c).reset();
            } else if (n.is_integer()) {
              field(c) = whole_value<T>(n);
            } else {
              expected("a whole number or \"" + word + "\"");
            }
          },
          [=](const Configuration& c) {
            const auto& value = field(c);
            return value ? std::to_string(*value) : quoted(word);
          }};
}

template <class Field>
Key text_key(std::string section, std::string name, std::string comment, Field field) {
  return {std::move(section),
          std::move(name),
          std::move(comment),
          [=](Configuration& c, const toml::node& n) { field(c) = text_value(n); },
          [=](const Configuration& c) { return quoted(field(c)); },
          true};
}

template <class Field>
Key flag_key(std::string section, std::string name, std::string comment, Field field) {
  return {std::move(section), std::move(name), std::move(comment),
          [=](Configuration& c, const toml::node& n) {
            if (!n.is_boolean()) expected("true or false");
            field(c) = n.as_boolean()->get();
          },
          [=](const Configuration& c) { return std::string(field(c) ? "true" : "false"); }};
}

template <class Field, class Value>
Key choice_key(std::string section, std::string name, std::string comment, Field field,
               std::vector<std::pair<std::string, Value>> choices) {
  return {std::move(section), std::move(name), std::move(comment),
          [=](Configuration& c, const toml::node& n) {
            std::string all;
            for (const auto& [word, value] : choices) {
              if (is_text(n, word)) {
                field(c) = value;
                return;
              }
              all += (all.empty() ? "" : ", ") + quoted(word);
            }
            expected("one of " + all);
          },
          [=](const Configuration& c) {
            const auto same = [&](const auto& choice) { return choice.second == field(c); };
            return quoted(std::find_if(choices.begin(), choices.end(), same)->first);
          }};
}

/// A list of whole numbers.
template <class Field>
Key list_key(std::string section, std::string name, std::string comment, Field field) {
  return {std::move(section), std::move(name), std::move(comment),
          [=](Configuration& c, const toml::node& n) {
            if (!n.is_array()) expected("a list of whole numbers");
            field(c).clear();
            for (const toml::node& item : *n.as_array()) field(c).push_back(whole_value<int>(item));
          },
          [=](const Configuration& c) {
            std::string text = "[";
            for (const int value : field(c)) text += (text.size() > 1 ? ", " : "") + std::to_string(value);
            return text + "]";
          }};
}

}  // namespace rhofield::storage
