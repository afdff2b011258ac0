#include "harness/transcribe/draft.hpp"

#include <algorithm>

#include <fmt/core.h>

namespace mailrig::transcribe {

namespace {

bool printable(char c) {
  return c >= ' ' && c <= '~';
}

// Reads as it stands: no value, no annotation, no end of the TOML string, no space that would be lost.
bool stands(std::string_view text) {
  return std::all_of(text.begin(), text.end(), printable) && text.find("${") == std::string_view::npos &&
         text.find('#') == std::string_view::npos && text.find("'''") == std::string_view::npos &&
         !text.ends_with(' ') && !text.ends_with('$') && !text.ends_with('\'');
}

std::string array_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += text.empty() ? "\"" : ", \"";
    for (const char c : word) text += c == '\\' || c == '"' ? std::string{'\\', c} : std::string{c};
    text += '"';
  }
  return "[" + text + "]";
}

std::string start_of(const Draft& draft) {
  std::string start = "start     = { state = \"connected\"";
  if (!draft.tls.empty()) start += fmt::format(", tls = \"{}\"", draft.tls);
  if (!draft.messages.empty()) start += ", messages = " + array_of(draft.messages);
  return start + " }\n";
}

std::string mailboxes_of(const Draft& draft) {
  std::string text;
  for (const auto& [name, messages] : draft.mailboxes) {
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, array_of(messages));
  }
  return text.empty() ? text : fmt::format("mailboxes = {{ {} }}\n", text);
}

}  // namespace

std::string quoted(std::string_view octets) {
  std::string text = "\"";
  for (const char c : octets) {
    if (c == '\r') {
      text += "\\r";
    } else if (c == '\n') {
      text += "\\n";
    } else if (c == '"' || c == '\\') {
      text += {'\\', c};
    } else if (!printable(c) || c == '$' || c == '\'' || c == '#') {
      text += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
    } else {
      text += c;
    }
  }
  return text + '"';
}

std::string Draft::keep(std::string_view octets) {
  for (const auto& [known, bytes] : corpus) {
    if (bytes == octets) return known;
  }
  std::string made = fmt::format("{}-{}", name, corpus.size() + 1);
  corpus.emplace(made, octets);
  return made;
}

std::string Draft::plain(std::string_view text) {
  if (stands(text)) return std::string(text);
  const std::string variable = fmt::format("text{}", ++texts_);
  say(fmt::format("set {} = {}", variable, quoted(text)));
  return "${" + variable + "}";
}

std::string to_toml(const Draft& draft) {
  std::string text;
  for (const std::string& remark : draft.remarks) text += "# " + remark + "\n";
  text += fmt::format("title     = \"{}\"\n", draft.title);
  text += fmt::format("clause    = \"{}\"\n", draft.clause);
  text += fmt::format("protocol  = \"{}\"\n", draft.protocol);
  if (!draft.needs.empty())
    text += "needs     = " + array_of({draft.needs.begin(), draft.needs.end()}) + "\n";
  text += start_of(draft) + mailboxes_of(draft);
  if (!draft.makes.empty()) text += "makes     = " + array_of(draft.makes) + "\n";
  text += "tags      = [\"recorded\"]\n\ndialogue = '''\n";
  for (const std::string& line : draft.lines) text += line + "\n";
  return text + "'''\n";
}

}  // namespace mailrig::transcribe
