#include "harness/record/capability.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::record {

namespace {

bool is_mechanism_keyword(std::string_view keyword) {
  return wire::iequals(keyword, "AUTH") || wire::iequals(keyword, "SASL");
}

}  // namespace

bool says(std::string_view offered, std::string_view asked) {
  if (wire::iequals(offered, asked)) return true;
  if (asked.ends_with('=')) return wire::istarts_with(offered, asked);
  const std::size_t space = asked.find(' ');
  const std::string_view keyword = asked.substr(0, space);
  if (!wire::istarts_with(offered, keyword)) return false;
  std::string_view arguments = offered.substr(keyword.size());
  if (!arguments.empty() && arguments.front() != ' ') return false;
  if (space == std::string_view::npos) return true;
  const std::string_view wanted = asked.substr(space + 1);
  while (!arguments.empty()) {
    arguments.remove_prefix(1);
    const std::size_t end = std::min(arguments.find(' '), arguments.size());
    if (wire::iequals(arguments.substr(0, end), wanted)) return true;
    arguments.remove_prefix(end);
  }
  return false;
}

bool offers(std::span<const std::string> capabilities, std::string_view asked) {
  const auto any = [&](std::string_view what) {
    return std::any_of(capabilities.begin(), capabilities.end(),
                       [&](const std::string& offered) { return says(offered, what); });
  };
  if (any(asked)) return true;
  const std::string mechanism(mechanism_of(asked));
  return !mechanism.empty() &&
         (any("AUTH=" + mechanism) || any("AUTH " + mechanism) || any("SASL " + mechanism));
}

std::vector<std::string> one_by_one(std::span<const std::string> capabilities) {
  std::vector<std::string> all;
  for (const std::string& capability : capabilities) {
    const std::size_t space = capability.find(' ');
    const std::string keyword = capability.substr(0, space);
    if (space == std::string::npos || !is_mechanism_keyword(keyword)) {
      all.push_back(capability);
      continue;
    }
    for (std::size_t at = space; at != std::string::npos;) {
      const std::size_t end = capability.find(' ', at + 1);
      const std::string name = capability.substr(at + 1, end == std::string::npos ? end : end - at - 1);
      if (!name.empty()) all.push_back(keyword + " " + name);
      at = end;
    }
  }
  return all;
}

std::string_view mechanism_of(std::string_view capability) {
  const std::size_t separator = capability.find_first_of("= ");
  if (separator == std::string_view::npos || !is_mechanism_keyword(capability.substr(0, separator)))
    return {};
  return capability.substr(separator + 1);
}

}  // namespace mailrig::record
