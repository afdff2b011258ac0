#include "harness/mail/parameter_sections.hpp"

#include <algorithm>

#include "harness/mail/ascii.hpp"

namespace mailrig::mail {

namespace {

struct Section {
  std::string_view name;
  std::size_t number = 0;
  bool extended = false;
};

// initial-section := "*0"; other-sections := "*" ("1" / … / "9") *DIGIT
std::optional<Section> section_of(std::string_view attribute) {
  Section section;
  section.extended = attribute.ends_with('*');
  if (section.extended) attribute.remove_suffix(1);
  const std::size_t star = attribute.rfind('*');
  if (star == std::string_view::npos || star == 0) return std::nullopt;
  section.name = attribute.substr(0, star);
  const std::string_view digits = attribute.substr(star + 1);
  if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0'))
    return std::nullopt;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    section.number = section.number * 10 + static_cast<std::size_t>(c - '0');
  }
  return section;
}

void append_percent_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    const bool plain =
        is_alpha(c) || is_digit(c) || std::string_view("!#$&+-.^_`{|}~").find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      out.push_back('%');
      out.push_back(kHex[octet(c) >> 4]);
      out.push_back(kHex[octet(c) & 15]);
    }
  }
}

// Where the sections of `name` stand, by their number; empty if they are not 0, 1, 2 … each once.
std::vector<std::size_t> places_of(const Parameters& parameters, std::string_view name) {
  std::vector<std::size_t> places(parameters.size(), parameters.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::optional<Section> section = section_of(parameters[i].first);
    if (!section || !same(section->name, name)) continue;
    if (section->number >= places.size() || places[section->number] != parameters.size()) return {};
    places[section->number] = i;
    ++count;
  }
  places.resize(count);
  const bool gap = std::find(places.begin(), places.end(), parameters.size()) != places.end();
  return gap ? std::vector<std::size_t>() : places;
}

// Nothing: the charset has to be in the first section (4.1), and is not there.
std::optional<std::pair<std::string, std::string>> joined(const Parameters& parameters, std::string_view name,
                                                          const std::vector<std::size_t>& places) {
  const auto extended = [&](std::size_t place) { return parameters[place].first.ends_with('*'); };
  const bool any = std::any_of(places.begin(), places.end(), extended);
  if (any && !extended(places.front())) return std::nullopt;
  std::pair<std::string, std::string> whole{any ? std::string(name) + '*' : std::string(name), {}};
  for (const std::size_t place : places) {
    if (any && !extended(place)) {
      append_percent_encoded(whole.second, parameters[place].second);
    } else {
      whole.second += parameters[place].second;
    }
  }
  return whole;
}

}  // namespace

void join_sections(Parameters& parameters) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::optional<Section> section = section_of(parameters[i].first);
    if (!section) continue;
    const std::vector<std::size_t> places = places_of(parameters, section->name);
    if (places.empty()) continue;
    auto whole = joined(parameters, section->name, places);
    if (!whole) continue;
    parameters[i] = std::move(*whole);
    std::vector<std::size_t> rest = places;
    std::sort(rest.rbegin(), rest.rend());
    for (const std::size_t place : rest) {
      if (place != i) parameters.erase(parameters.begin() + static_cast<std::ptrdiff_t>(place));
    }
  }
}

std::optional<std::string> decode_extended_value(std::string_view value) {
  const std::size_t charset_end = value.find('\'');
  if (charset_end == std::string_view::npos) return std::nullopt;
  const std::size_t language_end = value.find('\'', charset_end + 1);
  if (language_end == std::string_view::npos) return std::nullopt;
  std::string octets;
  for (std::size_t i = language_end + 1; i < value.size(); ++i) {
    const int high = value[i] == '%' && i + 2 < value.size() ? hex_value(value[i + 1]) : -1;
    const int low = high >= 0 ? hex_value(value[i + 2]) : -1;
    if (value[i] == '%' && low < 0) return std::nullopt;
    if (low >= 0) i += 2;
    octets.push_back(low >= 0 ? static_cast<char>(high * 16 + low) : value[i]);
  }
  return to_utf8(octets, charset_end == 0 ? "us-ascii" : value.substr(0, charset_end));
}

}  // namespace mailrig::mail
