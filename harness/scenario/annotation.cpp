#include "harness/scenario/annotation.hpp"

#include <algorithm>
#include <array>

#include "harness/scenario/keys.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::uint64_t kTimeLimitMs = 3'600'000;
// What an annotation is, or begins with.
constexpr std::string_view kAfter = "after the line above", kWithin = "within", kNotBefore = "not before";
constexpr std::array<std::string_view, 9> kForms = {kAfter,           kWithin,          kNotBefore,
                                                    kFindingWords[0], kFindingWords[1], kFindingWords[2],
                                                    kLevelWords[0],   kLevelWords[1],   kLevelWords[2]};

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_section(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!wire::is_alnum(c) && c != '.' && c != '-') return false;
  }
  return text.back() != '.';
}

void read_time(std::string_view word, const Text& text, Milliseconds& out, Diagnostics& mistakes) {
  if (const auto time = parse_time(trim(word))) {
    out = *time;
  } else {
    mistakes.push_back({text.at, quote(trim(word)) + " is no time; meant is '500ms', '5s' or '1min'"});
  }
}

void read_clause(const Text& text, Annotations& notes, Diagnostics& mistakes) {
  std::string_view clause = text.text;
  const std::size_t space = clause.rfind(' ');
  if (space != std::string_view::npos) {
    if (const auto level = parse_level(clause.substr(space + 1))) {
      notes.level = level;
      clause = clause.substr(0, space);
    }
  }
  if (!parse_clause(clause, notes.rfc, notes.section)) {
    mistakes.push_back(
        {text.at,
         quote(text.text) + " is no clause; meant is 'rfc9051 6.4.8', with MUST, SHOULD or MAY behind it"});
  }
}

// The form that a word is, or begins with; empty: none.
std::string_view form_of(std::string_view word) {
  for (const std::string_view form : kForms) {
    const bool takes_time = form == kWithin || form == kNotBefore;
    if (takes_time ? word.starts_with(std::string(form) + " ") : word == form) return form;
  }
  return {};
}

void complain_about(const Text& text, Diagnostics& mistakes) {
  const std::string_view near = nearest(text.text, std::span<const std::string_view>(kForms));
  mistakes.push_back({text.at, quote(text.text) + " is no annotation" +
                                   (near.empty() ? "; a remark stands on a line of its own, behind '#'"
                                                 : did_you_mean(near))});
}

void read_one(const Text& text, Annotations& notes, Diagnostics& mistakes) {
  const std::string_view word = text.text;
  if (word.starts_with("rfc")) return read_clause(text, notes, mistakes);
  const std::string_view form = form_of(word);
  if (form.empty()) {
    complain_about(text, mistakes);
  } else if (form == kAfter) {
    notes.after = true;
  } else if (form == kWithin) {
    read_time(word.substr(form.size()), text, notes.within, mistakes);
  } else if (form == kNotBefore) {
    read_time(word.substr(form.size()), text, notes.not_before, mistakes);
  } else if (const auto level = parse_level(form)) {
    notes.level = level;
  } else {
    notes.finding = form;
  }
}

}  // namespace

std::span<const std::string_view> annotation_words() {
  return kForms;
}

std::optional<Level> parse_level(std::string_view word) {
  const auto found = std::find(kLevelWords.begin(), kLevelWords.end(), word);
  if (found == kLevelWords.end()) return std::nullopt;
  return static_cast<Level>(found - kLevelWords.begin());
}

std::optional<Milliseconds> parse_time(std::string_view word) {
  std::size_t digits = 0;
  while (digits < word.size() && wire::is_digit(word[digits])) ++digits;
  const auto number = wire::to_number(word.substr(0, digits));
  const std::string_view unit = word.substr(digits);
  const std::uint64_t factor = unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "min" ? 60'000 : 0;
  if (!number || factor == 0 || *number > kTimeLimitMs / factor) return std::nullopt;
  return Milliseconds(static_cast<std::int64_t>(*number * factor));
}

bool parse_clause(std::string_view text, std::uint16_t& rfc, std::string& section) {
  if (!text.starts_with("rfc")) return false;
  text.remove_prefix(3);
  const std::size_t space = text.find(' ');
  const auto number = wire::to_number(text.substr(0, space));
  if (!number || *number == 0 || *number > 65'535) return false;
  const std::string_view rest = space == std::string_view::npos ? "" : text.substr(space + 1);
  if (space != std::string_view::npos && !is_section(rest)) return false;
  rfc = static_cast<std::uint16_t>(*number);
  section = rest;
  return true;
}

Annotations parse_annotations(const Text& text, Diagnostics& mistakes) {
  Annotations notes;
  std::size_t begin = 0;
  while (begin <= text.text.size()) {
    std::size_t end = text.text.find(';', begin);
    if (end == std::string_view::npos) end = text.text.size();
    std::size_t first = begin;
    while (first < end && text.text[first] == ' ') ++first;
    const std::string_view one = trim(text.text.substr(first, end - first));
    if (one.empty()) {
      mistakes.push_back({text.where(first), "an annotation is missing here"});
    } else {
      read_one(text.from(first, one.size()), notes, mistakes);
    }
    begin = end + 1;
  }
  return notes;
}

}  // namespace mailrig::scenario
