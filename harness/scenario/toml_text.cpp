#include "harness/scenario/toml_text.hpp"

#include <algorithm>
#include <sstream>

#include <toml++/toml.h>

namespace mailrig::scenario {

// What a plain string would have to escape is left to the library.
std::string toml_string(const std::string& text) {
  const bool plain = std::none_of(text.begin(), text.end(), [](char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (plain) return '"' + text + '"';
  std::ostringstream out;
  // With a newline toml++ writes a multi-line string, which loses one at its beginning: then all is escaped.
  const bool one_line = text.find('\n') == std::string::npos;
  out << toml::toml_formatter(toml::value<std::string>(text),
                              one_line ? toml::toml_formatter::default_flags : toml::format_flags::none);
  return out.str();
}

}  // namespace mailrig::scenario
