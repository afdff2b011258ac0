#include "harness/smtp/ehlo.hpp"

#include <algorithm>

#include "harness/smtp/flaws.hpp"
#include "harness/wire/cursor.hpp"

namespace mailrig::smtp {
namespace {

constexpr bool is_keyword(char c) {
  return wire::is_alnum(c) || c == '-';
}

bool well_formed(std::string_view line, const Keyword& keyword) {
  if (keyword.name.empty() || keyword.name.front() == '-') return false;
  if (!std::all_of(keyword.name.begin(), keyword.name.end(), is_keyword)) return false;
  const std::string_view words = keyword.parameters;
  return std::all_of(words.begin(), words.end(), wire::is_printable) && !words.starts_with(' ') &&
         !line.ends_with(' ') && words.find("  ") == std::string_view::npos;
}

Keyword read_keyword(std::string_view line) {
  wire::Cursor cursor(line);
  Keyword keyword;
  keyword.name = cursor.take_until(' ');
  cursor.take(' ');
  keyword.parameters = cursor.rest();
  return keyword;
}

}  // namespace

const Keyword* Ehlo::find(std::string_view name) const {
  for (const Keyword& keyword : keywords) {
    if (wire::iequals(keyword.name, name)) return &keyword;
  }
  return nullptr;
}

bool Ehlo::has(std::string_view name, std::string_view parameter) const {
  const Keyword* const keyword = find(name);
  if (keyword == nullptr) return false;
  wire::Cursor cursor(keyword->parameters);
  while (!cursor.at_end()) {
    if (wire::iequals(cursor.take_until(' '), parameter)) return true;
    cursor.take(' ');
  }
  return false;
}

void parse_ehlo(Reply& reply, Ehlo& ehlo) {
  ehlo.domain = {};
  ehlo.keywords.clear();
  if (reply.lines.empty()) return;
  ehlo.domain = wire::Cursor(reply.lines.front()).take_until(' ');
  for (std::size_t i = 1; i < reply.lines.size() && i <= kKeywordLimit; ++i) {
    const std::string_view line = reply.lines[i];
    ehlo.keywords.push_back(read_keyword(line));
    if (well_formed(line, ehlo.keywords.back())) continue;
    reply.flaws.add(kEhloKeyword, static_cast<std::size_t>(line.data() - reply.bytes.data()));
  }
}

void append_ehlo(std::string& out, std::string_view domain, const std::vector<std::string>& keywords) {
  std::string text(domain);
  for (const std::string& keyword : keywords) (text += '\n') += keyword;
  append_reply(out, 250, text);
}

}  // namespace mailrig::smtp
