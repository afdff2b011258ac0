#include <limits>

#include "harness/imap/ascii.hpp"
#include "harness/imap/fetch.hpp"

namespace mailrig::imap {
namespace {

// The list of items; nothing if this is no FETCH response with one.
std::optional<std::uint32_t> items_of(const Response& response) {
  if (!same(response.name, "FETCH") || response.data_begin >= response.data_end) return std::nullopt;
  if (!response.tape.is_list(response.data_begin)) return std::nullopt;
  return response.data_begin;
}

bool take(const Tape& tape, std::string_view item, std::uint32_t value, FetchData& data) {
  const Node& node = tape.nodes[value];
  const bool number = node.kind == NodeKind::Number;
  if (same(item, "UID")) {
    if (!number || node.number > std::numeric_limits<std::uint32_t>::max()) return false;
    data.uid = static_cast<std::uint32_t>(node.number);
  } else if (same(item, "RFC822.SIZE")) {
    if (!number) return false;
    data.size = node.number;
  } else if (same(item, "INTERNALDATE")) {
    if (!is_string(node.kind)) return false;
    data.internal_date = node.text;
  } else if (same(item, "FLAGS")) {
    if (node.kind != NodeKind::List) return false;
    data.flags = value;
  } else if (same(item, "ENVELOPE")) {
    data.envelope = value;
  } else if (same(item, "BODY")) {
    data.body = value;
  } else if (same(item, "BODYSTRUCTURE")) {
    data.body_structure = value;
  }
  return true;
}

}  // namespace

bool read_fetch(const Response& response, FetchData& data) {
  data = {};
  const auto list = items_of(response);
  if (!list || !response.number || *response.number > std::numeric_limits<std::uint32_t>::max()) return false;
  data.number = static_cast<std::uint32_t>(*response.number);
  const auto& nodes = response.tape.nodes;
  bool good = true;
  for (std::uint32_t i = *list + 1; i < nodes[*list].next;) {
    const std::uint32_t value = nodes[i].next;
    if (value >= nodes[*list].next) return false;
    good = take(response.tape, nodes[i].text, value, data) && good;
    i = nodes[value].next;
  }
  return good;
}

std::optional<std::uint32_t> find_item(const Response& response, std::string_view item) {
  const auto list = items_of(response);
  if (!list) return std::nullopt;
  const auto& nodes = response.tape.nodes;
  for (std::uint32_t i = *list + 1; i < nodes[*list].next;) {
    const std::uint32_t value = nodes[i].next;
    if (value >= nodes[*list].next) return std::nullopt;
    if (nodes[i].kind == NodeKind::Atom && same(nodes[i].text, item)) return value;
    i = nodes[value].next;
  }
  return std::nullopt;
}

}  // namespace mailrig::imap
