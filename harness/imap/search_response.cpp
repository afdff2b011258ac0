#include <limits>

#include "harness/imap/ascii.hpp"
#include "harness/imap/search.hpp"

namespace mailrig::imap {
namespace {

bool take(const Node& item, const Node& value, EsearchData& data) {
  if (same(item.text, "ALL")) {
    data.all = value.text;
    return value.kind == NodeKind::Number || value.kind == NodeKind::Atom;
  }
  const bool min = same(item.text, "MIN");
  const bool max = same(item.text, "MAX");
  if (!min && !max && !same(item.text, "COUNT")) return true;  // MODSEQ and what may come
  if (value.kind != NodeKind::Number) return false;
  (min ? data.min : max ? data.max : data.count) = value.number;
  return true;
}

// search-correlator = SP "(" "TAG" SP string ")"
bool read_correlator(const Tape& tape, std::uint32_t list, EsearchData& data) {
  if (tape.count(list + 1, tape.nodes[list].next) != 2) return false;
  const Node& name = tape.nodes[list + 1];
  if (!same(name.text, "TAG")) return false;
  data.tag = tape.nodes[name.next].text;
  return true;
}

}  // namespace

bool read_search(const Response& response, std::vector<std::uint32_t>& numbers) {
  if (!same(response.name, "SEARCH")) return false;
  for (std::uint32_t i = response.data_begin; i < response.data_end; i = response.tape.nodes[i].next) {
    const Node& node = response.tape.nodes[i];
    if (node.kind == NodeKind::List) continue;  // (MODSEQ n)
    if (node.kind != NodeKind::Number || node.number > std::numeric_limits<std::uint32_t>::max())
      return false;
    numbers.push_back(static_cast<std::uint32_t>(node.number));
  }
  return true;
}

bool read_esearch(const Response& response, EsearchData& data) {
  data = {};
  if (!same(response.name, "ESEARCH")) return false;
  const auto& nodes = response.tape.nodes;
  std::uint32_t i = response.data_begin;
  if (i < response.data_end && response.tape.is_list(i)) {
    if (!read_correlator(response.tape, i, data)) return false;
    i = nodes[i].next;
  }
  if (i < response.data_end && same(nodes[i].text, "UID")) {
    data.uid = true;
    i = nodes[i].next;
  }
  while (i < response.data_end) {
    const std::uint32_t value = nodes[i].next;
    if (value >= response.data_end || !take(nodes[i], nodes[value], data)) return false;
    i = nodes[value].next;
  }
  return true;
}

}  // namespace mailrig::imap
