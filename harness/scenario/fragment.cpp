#include "harness/scenario/fragment.hpp"

#include "harness/scenario/facts.hpp"
#include "harness/scenario/toml_reader.hpp"

namespace mailrig::scenario {

namespace {

class FragmentReader : private TomlReader {
 public:
  FragmentReader(const std::string& file, Diagnostics& mistakes)
      : TomlReader(file, mistakes), mistakes_(mistakes) {}

  Fragment read(const toml::table& table, std::string_view content) {
    Fragment fragment;
    const std::size_t before = mistakes_.size();
    check_keys(table, fragment_keys(), "a fragment");
    fragment.title = string(table, "title", true);
    strings(table, "parameters", [&](std::string_view name, const Location& where) {
      check_name(name, "a parameter", where, mistakes_);
      const auto& known = fragment.parameters;
      if (std::find(known.begin(), known.end(), name) != known.end())
        complain(where, quote(name) + " is there twice");
      fragment.parameters.emplace_back(name);
    });
    Dialogue found = dialogue(table, content);
    fragment.dialogue = std::move(found.text);
    fragment.at = std::move(found.at);
    fragment.good = mistakes_.size() == before;
    return fragment;
  }

 private:
  Diagnostics& mistakes_;
};

}  // namespace

Fragment read_fragment(const std::string& file, std::string_view content, Diagnostics& mistakes) {
  try {
    const toml::table table = toml::parse(content, file);
    return FragmentReader(file, mistakes).read(table, content);
  } catch (const toml::parse_error& error) {
    mistakes.push_back(no_toml(file, error));
    Fragment broken;
    broken.good = false;
    return broken;
  }
}

}  // namespace mailrig::scenario
