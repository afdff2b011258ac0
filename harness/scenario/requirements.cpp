#include "harness/scenario/requirements.hpp"

#include <array>

#include "harness/scenario/toml_reader.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::array<std::string_view, 5> kLevels = {"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY"};
constexpr std::array<std::string_view, 3> kRoles = {"server", "client", "other"};
constexpr std::array<Key, 7> kRow = {
    {{"section", Type::String, "Where the RFC says it", true},
     {"level", Type::String, "The RFC's own word", true, kLevels},
     {"role", Type::String, "Who is asked", true, kRoles},
     {"at", Type::Integers, "Lines of the RFC's text that the row accounts for", true},
     {"rule", Type::String, "What is asked, in our own words", true},
     {"observable", Type::Boolean, "false: no dialogue can show it"},
     {"why", Type::String, "Why not"}}};
constexpr std::array<Key, 1> kFile = {
    {{"requirement", Type::Tables, "Each normative statement", true, {}, kRow}}};

class Reader : private TomlReader {
 public:
  using TomlReader::TomlReader;

  std::vector<Requirement> read(const toml::table& table) {
    std::vector<Requirement> rows;
    check_keys(table, kFile, "a file of requirements");
    const toml::node* list = table.get("requirement");
    if (list == nullptr || !list->is_array()) {
      complain(list == nullptr ? static_cast<const toml::node&>(table) : *list,
               "a file of requirements has [[requirement]] tables");
      return rows;
    }
    for (const toml::node& item : *list->as_array()) {
      if (item.is_table()) {
        rows.push_back(row(*item.as_table()));
      } else {
        complain(item, "a requirement is a table");
      }
    }
    return rows;
  }

 private:
  Requirement row(const toml::table& table) {
    Requirement made;
    check_keys(table, kRow, "a requirement");
    made.section = string(table, "section", true);
    made.level = word(table, "level", kLevels);
    made.role = word(table, "role", kRoles);
    made.rule = string(table, "rule", true);
    made.why = string(table, "why", false);
    read_at(table, made);
    if (const toml::node* node = table.get("observable")) {
      made.observable = node->value_exact<bool>().value_or(true);
      if (!node->is_boolean()) complain(*node, "'observable' must be true or false");
    }
    if (!made.observable && made.why.empty())
      complain(table, "'why' is missing: why no dialogue can show it");
    return made;
  }

  std::string word(const toml::table& table, std::string_view key, std::span<const std::string_view> words) {
    std::string value = string(table, key, true);
    if (!value.empty() && std::find(words.begin(), words.end(), value) == words.end()) {
      complain(place_of(table, key),
               "'" + value + "' is no " + std::string(key) + did_you_mean(nearest(value, words)));
    }
    return value;
  }

  void read_at(const toml::table& table, Requirement& made) {
    const toml::node* node = table.get("at");
    const toml::array* lines = node == nullptr ? nullptr : node->as_array();
    bool good = lines != nullptr && !lines->empty();
    for (std::size_t i = 0; good && i < lines->size(); ++i) {
      const auto line = lines->get(i)->value_exact<std::int64_t>();
      good = line && *line > 0 && *line <= UINT32_MAX;
      if (good) made.at.push_back(static_cast<std::uint32_t>(*line));
    }
    if (!good) complain(place_of(table, "at"), "'at' must be a list of lines of the RFC's text");
  }
};

}  // namespace

std::uint16_t rfc_of(const std::filesystem::path& file) {
  const std::string stem = file.stem().string();
  if (!stem.starts_with("rfc")) return 0;
  const auto number = wire::to_number(std::string_view(stem).substr(3));
  return number && *number <= UINT16_MAX ? static_cast<std::uint16_t>(*number) : std::uint16_t{0};
}

std::vector<Requirement> read_requirements(const std::string& file, std::string_view content,
                                           Diagnostics& mistakes) {
  try {
    return Reader(file, mistakes).read(toml::parse(content, file));
  } catch (const toml::parse_error& error) {
    mistakes.push_back(no_toml(file, error));
    return {};
  }
}

std::span<const Key> requirements_keys() {
  return kFile;
}

}  // namespace mailrig::scenario
