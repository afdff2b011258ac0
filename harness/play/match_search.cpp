// A pattern of SEARCH against the ESEARCH that IMAP4rev2 has in its place (RFC 9051 6.4.4): ALL is written
// out as SEARCH would have it.
#include <array>

#include "harness/play/match_nodes.hpp"
#include "harness/play/number_set.hpp"

namespace mailrig::play {
namespace {

using imap::Node;
using imap::NodeKind;

constexpr std::uint64_t kWrittenOut = 1000;  // ours: numbers; an octet of ALL may stand for very many

Node number_node(std::uint64_t number, std::uint32_t index) {
  Node node;
  node.kind = NodeKind::Number;
  node.next = index + 1;
  node.number = number;
  return node;
}

class WrittenOut {
 public:
  // False: there are too many.
  [[nodiscard]] bool read(Nodes nodes) {
    if (!nodes.empty() && nodes.front().kind == NodeKind::List) nodes = nodes.rest();  // the correlator
    if (!nodes.empty() && same_letters(nodes.front().text, "UID")) nodes = nodes.rest();
    std::string_view modseq;
    while (!nodes.empty() && !nodes.rest().empty()) {
      const Nodes value = nodes.rest();
      if (same_letters(nodes.front().text, "ALL") && !write(value.front().text)) return false;
      if (same_letters(nodes.front().text, "MODSEQ")) modseq = value.front().text;
      nodes = value.rest();
    }
    name_numbers();
    if (!modseq.empty()) add_modseq(modseq);
    return true;
  }
  [[nodiscard]] Nodes nodes() const { return {&tape_, 0, static_cast<std::uint32_t>(tape_.nodes.size())}; }
  [[nodiscard]] std::size_t size() const { return tape_.nodes.size(); }

 private:
  [[nodiscard]] bool write(std::string_view set) {
    NumberSet all;
    if (!all.parse(set)) return true;
    all.settle();
    for (const NumberSet::Range& range : all.ranges()) {
      if (range.last - range.first >= kWrittenOut - tape_.nodes.size()) return false;
      for (std::uint64_t number = range.first; number <= range.last; ++number)
        tape_.nodes.push_back(number_node(number, static_cast<std::uint32_t>(tape_.nodes.size())));
    }
    return true;
  }

  // When all are there: their texts lie in one string.
  void name_numbers() {
    std::vector<std::size_t> ends;
    for (const Node& node : tape_.nodes) {
      tape_.unescaped += std::to_string(node.number);
      ends.push_back(tape_.unescaped.size());
    }
    std::size_t begin = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      tape_.nodes[i].text = std::string_view(tape_.unescaped).substr(begin, ends[i] - begin);
      begin = ends[i];
    }
  }

  void add_modseq(std::string_view modseq) {
    const auto list = static_cast<std::uint32_t>(tape_.nodes.size());
    const std::array<std::pair<NodeKind, std::string_view>, 3> made{
        {{NodeKind::List, {}}, {NodeKind::Atom, "MODSEQ"}, {NodeKind::Number, modseq}}};
    for (const auto& [kind, text] : made) {
      Node node;
      node.kind = kind;
      node.next = static_cast<std::uint32_t>(tape_.nodes.size()) + 1;
      node.text = text;
      tape_.nodes.push_back(node);
    }
    tape_.nodes[list].next = list + 3;
  }

  imap::Tape tape_;
};

}  // namespace

bool match_search_in_esearch(Terms terms, Nodes nodes, Match& match) {
  WrittenOut written;
  const bool whole = written.read(nodes);
  if (match.work != nullptr) match.work->steps += written.size();
  if (!whole) return match.no("ALL names more numbers than are compared one by one");
  return match_set(terms, written.nodes(), SetOf::Numbers, match);
}

}  // namespace mailrig::play
