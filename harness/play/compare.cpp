#include "harness/play/compare.hpp"

#include <algorithm>
#include <array>

namespace mailrig::play {
namespace {

using Operator = scenario::Comparison::Operator;

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_zeros(std::string_view text) {
  while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
  return text;
}

}  // namespace

std::optional<std::strong_ordering> compare_numbers(std::string_view a, std::string_view b) {
  if (!is_number(a) || !is_number(b)) return std::nullopt;
  a = without_zeros(a);
  b = without_zeros(b);
  return a.size() != b.size() ? a.size() <=> b.size() : a.compare(b) <=> 0;
}

bool holds(Operator is, std::string_view left, std::string_view right) {
  const auto order = compare_numbers(left, right);
  switch (is) {
    case Operator::Equal:
      return order ? std::is_eq(*order) : left == right;
    case Operator::NotEqual:
      return order ? std::is_neq(*order) : left != right;
    case Operator::Less:
      return order && std::is_lt(*order);
    case Operator::LessOrEqual:
      return order && std::is_lteq(*order);
    case Operator::Greater:
      return order && std::is_gt(*order);
    case Operator::GreaterOrEqual:
      return order && std::is_gteq(*order);
  }
  return false;
}

std::string_view sign(Operator is) {
  static constexpr std::array<std::string_view, 6> kSigns = {"=", "!=", "<", "<=", ">", ">="};
  return kSigns[static_cast<std::size_t>(is)];
}

}  // namespace mailrig::play
