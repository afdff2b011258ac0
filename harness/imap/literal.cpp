#include "harness/imap/literal.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kDigitLimit = 18;
constexpr std::uint64_t kHuge = 1'000'000'000'000'000'000;

bool digit(char octet) {
  return octet >= '0' && octet <= '9';
}

// The value of `digits`, which are digits and at least one.
std::uint64_t value_of(std::string_view digits) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  if (digits.size() > kDigitLimit) return kHuge;
  std::uint64_t value = 0;
  for (const char octet : digits) value = value * 10 + static_cast<std::uint64_t>(octet - '0');
  return value;
}

}  // namespace

std::optional<Announced> announced_at_end(std::string_view line) {
  if (line.size() < 3 || line.back() != '}') return std::nullopt;
  std::size_t end = line.size() - 1;
  const bool plus = line[end - 1] == '+';
  if (plus) --end;
  std::size_t begin = end;
  while (begin > 0 && digit(line[begin - 1])) --begin;
  if (begin == end || begin == 0 || line[begin - 1] != '{') return std::nullopt;
  return Announced{value_of(line.substr(begin, end - begin)), line.size() - begin + 1, plus};
}

std::optional<Announced> announced_at(std::string_view unit, std::size_t position) {
  if (position >= unit.size() || unit[position] != '{') return std::nullopt;
  std::size_t end = position + 1;
  while (end < unit.size() && digit(unit[end])) ++end;
  if (end == position + 1) return std::nullopt;
  const std::string_view digits = unit.substr(position + 1, end - position - 1);
  const bool plus = end < unit.size() && unit[end] == '+';
  if (plus) ++end;
  if (end >= unit.size() || unit[end] != '}') return std::nullopt;
  ++end;
  if (end < unit.size() && unit[end] == '\r') ++end;
  if (end >= unit.size() || unit[end] != '\n') return std::nullopt;
  return Announced{value_of(digits), end + 1 - position, plus};
}

}  // namespace mailrig::imap
