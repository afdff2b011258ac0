#include "harness/pop3/listing.hpp"

#include <algorithm>

#include "harness/wire/cursor.hpp"

namespace mailrig::pop3 {

using wire::Cursor;

std::optional<SizeListing> parse_size_listing(std::string_view text) {
  Cursor cursor(text);
  const auto number = cursor.take_number();
  if (!number || !cursor.take(' ')) return std::nullopt;
  const auto octets = cursor.take_number();
  if (!octets || (!cursor.at_end() && cursor.peek() != ' ')) return std::nullopt;
  cursor.take(' ');
  return SizeListing{*number, *octets, cursor.rest()};
}

std::optional<UniqueIdListing> parse_unique_id_listing(std::string_view text) {
  Cursor cursor(text);
  const auto number = cursor.take_number();
  if (!number || !cursor.take(' ')) return std::nullopt;
  const std::string_view id = cursor.rest();
  const bool printable = std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (id.empty() || id.size() > kUniqueIdLimit || !printable) return std::nullopt;
  return UniqueIdListing{*number, id};
}

Capability parse_capability(std::string_view line) {
  Cursor cursor(line);
  Capability capability;
  capability.keyword = cursor.take_until(' ');
  cursor.take(' ');
  capability.parameters = cursor.rest();
  return capability;
}

void append_size_listing(std::string& out, std::uint64_t number, std::uint64_t octets) {
  ((out += std::to_string(number)) += ' ') += std::to_string(octets);
}

void append_unique_id_listing(std::string& out, std::uint64_t number, std::string_view id) {
  ((out += std::to_string(number)) += ' ') += id;
}

bool BlockLines::next(std::string_view& line) {
  if (rest_.empty() || rest_ == ".\r\n") return false;
  const std::size_t end = rest_.find("\r\n");
  line = rest_.substr(0, end);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 2);
  if (line.starts_with('.')) line.remove_prefix(1);
  return true;
}

}  // namespace mailrig::pop3
