#include "harness/conformance/shape.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "harness/scenario/scenario.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

using record::Judgement;
using Source = Judgement::Source;

bool digits(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view first_word(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  const std::size_t end = std::min(text.find_first_of(" \\["), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

// A keyword, in upper case; what is none could be anything.
std::string keyword(std::string_view word) {
  const bool fits =
      !word.empty() && word.size() <= kAnswerWord && std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      });
  if (!fits) return "other";
  std::string upper;
  for (const char c : word) upper += wire::to_upper(c);
  return upper;
}

bool is_status(const std::string& word) {
  return word == "OK" || word == "NO" || word == "BAD";
}

// A client that is called by its protocol is the only one of its scenario.
bool goes_without_saying(const std::string& client) {
  return client.empty() || scenario::service_named(client).has_value();
}

std::string clause(const record::Reference& of) {
  std::string text;
  if (of.rfc != 0) text = fmt::format("rfc{} ", of.rfc);
  if (!of.section.empty()) text += of.section + " ";
  return fmt::format(" ({}{})", text, name(of.level));
}

std::string ending(const Judgement& judgement) {
  using Mismatch = Judgement::Mismatch;
  std::string text = judgement.mismatch == Mismatch::None ? "" : ": " + std::string(name(judgement.mismatch));
  const bool came = judgement.mismatch == Mismatch::Differs || judgement.mismatch == Mismatch::Unwanted;
  if (came && !judgement.got.empty()) text += ", " + answer_kind(judgement.got);
  return text;
}

constexpr std::string_view kShould = " SHOULD)";

bool is_should(const std::string& line) {
  const std::size_t should = line.rfind(kShould), must = line.rfind(" MUST)");
  return should != std::string::npos && (must == std::string::npos || should > must);
}

void append_lines(std::string& text, std::string_view label, const Shape& lines) {
  for (const std::string& line : lines) text += fmt::format("{}{} {}", text.empty() ? "" : "; ", label, line);
}

}  // namespace

std::string answer_kind(std::string_view got) {
  const std::string_view code = got.substr(0, 3);
  if (got.size() > 3 && digits(code) && (got[3] == ' ' || got[3] == '-' || got[3] == '\\')) {
    return std::string(code);
  }
  if (got.starts_with("+OK")) return "+OK";
  if (got.starts_with("-ERR")) return "-ERR";
  if (got.starts_with("+")) return "+";
  std::string_view rest = got;
  const std::string_view tag = first_word(rest);
  std::string_view word = first_word(rest);
  if (tag == "*") {
    if (digits(word)) word = first_word(rest);
    return "* " + keyword(word);
  }
  const std::string status = keyword(word);
  return is_status(status) ? status : "other";
}

std::string trait(const Judgement& judgement, bool blocked) {
  if (judgement.held || judgement.source == Source::Cleanup || judgement.clause.level == Level::May)
    return {};
  const std::string who = goes_without_saying(judgement.client) ? "" : judgement.client + " ";
  switch (judgement.source) {
    case Source::Watcher:
    case Source::Flaw:
      return fmt::format("{}{} {}{}", who, name(judgement.source), judgement.rule, clause(judgement.clause));
    case Source::Setup:
      if (!blocked) return {};
      return fmt::format("set-up: {}{}{}", judgement.wanted, clause(judgement.clause), ending(judgement));
    default:
      return fmt::format("{}{}{}{}", who, judgement.wanted, clause(judgement.clause), ending(judgement));
  }
}

void settle(Shape& shape) {
  std::sort(shape.begin(), shape.end());
  shape.erase(std::unique(shape.begin(), shape.end()), shape.end());
}

Shape musts(const Shape& shape) {
  Shape kept;
  std::remove_copy_if(shape.begin(), shape.end(), std::back_inserter(kept), is_should);
  return kept;
}

std::string difference(const Shape& before, const Shape& now) {
  Shape fresh, missing;
  std::set_difference(now.begin(), now.end(), before.begin(), before.end(), std::back_inserter(fresh));
  std::set_difference(before.begin(), before.end(), now.begin(), now.end(), std::back_inserter(missing));
  std::string text;
  append_lines(text, "new:", fresh);
  append_lines(text, "no longer:", missing);
  return text;
}

}  // namespace mailrig::conformance
