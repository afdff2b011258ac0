#include "harness/compare/message.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "harness/wire/ascii.hpp"
#include "harness/wire/visible.hpp"

namespace mailrig::compare {

namespace {

constexpr std::size_t kLineShown = 60;

// What a server may put in front of a message that it takes, forwards or delivers (RFC 5321 4.4, RFC 5322
// 3.6.7), and what Postfix and others add for their own bookkeeping.
constexpr std::array<std::string_view, 7> kOfTheWay{
    "Return-Path", "Received", "Delivered-To", "X-Original-To", "Envelope-to", "Message-Id", "Date"};

// When a delivery status was made (RFC 3464 2.2.5, 2.3.7, 2.3.9).
constexpr std::array<std::string_view, 3> kTimes{"Arrival-Date", "Last-Attempt-Date", "Will-Retry-Until"};

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end);
  return line;
}

bool is_one_of(std::span<const std::string_view> fields, std::string_view line) {
  const std::string_view name = line.substr(0, line.find(':'));
  return std::any_of(fields.begin(), fields.end(),
                     [&](std::string_view field) { return wire::iequals(field, name); });
}

std::string without_times(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (!is_one_of(kTimes, line)) kept += line;
  }
  return kept;
}

bool is_empty(std::string_view line) {
  return line == "\r\n" || line == "\n";
}

}  // namespace

std::string neutral_message(std::string_view text, bool delivered, const Vocabulary& vocabulary) {
  if (!delivered) return vocabulary.neutral(without_times(text));
  std::string kept;
  bool header = true, leaving_out = false;
  while (!text.empty() && header) {
    const std::string_view line = take_line(text);
    header = !is_empty(line);
    const bool folded = line.front() == ' ' || line.front() == '\t';
    if (!folded) leaving_out = header && is_one_of(kOfTheWay, line);
    if (!leaving_out) kept += line;
  }
  kept += without_times(text);
  return vocabulary.neutral(kept);
}

Lines first_unequal_lines(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const std::string_view from_a = take_line(a), from_b = take_line(b);
    if (from_a != from_b) return {wire::visible(from_a, kLineShown), wire::visible(from_b, kLineShown)};
  }
  const auto rest = [](std::string_view text) {
    return text.empty() ? std::string("its end") : wire::visible(take_line(text), kLineShown);
  };
  return {rest(a), rest(b)};
}

}  // namespace mailrig::compare
