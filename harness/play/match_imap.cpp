#include "harness/play/match_imap.hpp"

#include "harness/play/match_nodes.hpp"
#include "harness/play/number_set.hpp"
#include "harness/play/render.hpp"

namespace mailrig::play {
namespace {

using imap::ResponseKind;
using imap::Status;
using scenario::DataShape;
using scenario::ImapPattern;
using Role = Value::Role;

bool match_status(const ImapPattern& pattern, const imap::Response& response, Match& match) {
  const std::string_view got = name(response.status);
  for (const std::string& wanted : pattern.statuses) {
    if (same_letters(wanted, got)) return true;
  }
  return match.no("the status is", got,
                  pattern.statuses.empty() ? std::string_view{} : pattern.statuses.front());
}

// The mailbox, then what follows.
bool match_mailbox(Terms& terms, Nodes& nodes, Match& match) {
  if (terms.empty() || is_rest(terms.front())) return true;
  if (nodes.empty()) return match.no("the mailbox is missing");
  if (!match_node(terms.front(), nodes, match, Role::Mailbox)) return false;
  terms = terms.subspan(1);
  nodes = nodes.rest();
  return true;
}

bool match_in_mailbox(Terms terms, Nodes nodes, Match& match) {
  return match_mailbox(terms, nodes, match) && match_in_order(terms, nodes, match);
}

bool match_status_data(Terms terms, Nodes nodes, Match& match) {
  if (!match_mailbox(terms, nodes, match)) return false;
  if (terms.size() != 1 || is_rest(terms.front())) return match_in_order(terms, nodes, match);
  return match_status_items(terms.front(), nodes, match);
}

bool match_fetch(Terms terms, Nodes nodes, Match& match) {
  if (terms.size() != 1 || is_rest(terms.front())) return match_in_order(terms, nodes, match);
  return match_fetch_items(terms.front(), nodes, match);
}

// mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox …
bool match_list(Terms terms, Nodes nodes, Match& match) {
  for (int place = 0; place < 2 && !terms.empty(); ++place) {
    if (is_rest(terms.front())) return true;
    if (nodes.empty()) return nothing_for(terms.front(), match);
    const bool good = place == 0 ? match_set_list(terms.front(), nodes, SetOf::Flags, match)
                                 : match_node(terms.front(), nodes, match);
    if (!good) return false;
    terms = terms.subspan(1);
    nodes = nodes.rest();
  }
  return match_in_mailbox(terms, nodes, match);
}

bool match_flags(Terms terms, Nodes nodes, Match& match) {
  if (terms.size() != 1 || is_rest(terms.front()) || nodes.empty())
    return match_in_order(terms, nodes, match);
  if (!match_set_list(terms.front(), nodes, SetOf::Flags, match)) return false;
  return nodes.rest().empty() || match.no("there is more than was wanted:", nodes.rest().front().text);
}

// Values in order, the last `sets` of `count` sets of numbers.
bool match_with_sets(Terms terms, Nodes nodes, std::size_t count, std::size_t sets, Match& match) {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (is_rest(terms[i])) return true;
    if (nodes.empty()) return nothing_for(terms[i], match);
    const Role role = i + sets >= count ? Role::Numbers : Role::Plain;
    if (!match_node(terms[i], nodes, match, role)) return false;
    nodes = nodes.rest();
  }
  return nodes.empty() || match.no("there is more than was wanted:", nodes.front().text);
}

// expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids
bool match_vanished(Terms terms, Nodes nodes, Match& match) {
  const bool earlier = !terms.empty() && terms.front().kind == scenario::Term::Kind::List;
  return match_with_sets(terms, nodes, earlier ? 2 : 1, 1, match);
}

// The text that a term names, if it is known by now.
std::string_view known_text(const scenario::Term& term, const Match& match, std::string& scratch) {
  if (term.kind == scenario::Term::Kind::Bind)
    return match.bindings.bound(term.slot) ? std::string_view(match.bindings.value(term.slot))
                                           : std::string_view();
  if (term.kind != scenario::Term::Kind::Word) return {};
  return rendered(term.value, match.bindings, scratch);
}

// resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set. Where the pattern names both sets they say
// which message became which, and that is compared; else each set by its members.
bool match_copyuid(Terms terms, Nodes nodes, Match& match) {
  if (terms.size() == 3 && nodes.tape->count(nodes.begin, nodes.end) == 3) {
    std::string first, second;
    const std::string_view source = known_text(terms[1], match, first);
    const std::string_view target = known_text(terms[2], match, second);
    if (corresponds(source, target)) {
      if (!match_node(terms.front(), nodes, match)) return false;
      const Nodes from = nodes.rest();
      const Nodes to = from.rest();
      if (same_mapping(source, target, from.front().text, to.front().text)) return true;
      return match.why != nullptr &&
             match.no("the messages and what became of them are",
                      std::string(from.front().text) + ' ' + std::string(to.front().text),
                      std::string(source) + ' ' + std::string(target));
    }
  }
  return match_with_sets(terms, nodes, 3, 2, match);
}

bool match_shape(DataShape shape, Terms terms, Nodes nodes, Match& match) {
  switch (shape) {
    case DataShape::InOrder:
    case DataShape::Nothing:
    case DataShape::Number:
      return match_in_order(terms, nodes, match);
    case DataShape::Members:
      return match_set(terms, nodes, SetOf::Words, match);
    case DataShape::Numbers:
      return match_set(terms, nodes, SetOf::Numbers, match);
    case DataShape::Flags:
      return match_flags(terms, nodes, match);
    case DataShape::List:
      return match_list(terms, nodes, match);
    case DataShape::Mailbox:
      return match_in_mailbox(terms, nodes, match);
    case DataShape::Status:
      return match_status_data(terms, nodes, match);
    case DataShape::Fetch:
      return match_fetch(terms, nodes, match);
    case DataShape::Esearch:
      return match_esearch(terms, nodes, match);
    case DataShape::Vanished:
      return match_vanished(terms, nodes, match);
    case DataShape::UidSet:
      return match_with_sets(terms, nodes, 1, 1, match);
    case DataShape::AppendUid:
      return match_with_sets(terms, nodes, 2, 1, match);
    case DataShape::CopyUid:
      return match_copyuid(terms, nodes, match);
  }
  return false;
}

bool match_code(const ImapPattern& pattern, const imap::Response& response, Match& match) {
  if (!pattern.has_code || pattern.code.empty()) return true;
  if (!response.has_code) return match.no("there is no response code");
  if (!match_value(pattern.code.front(), Value{.text = response.code, .key = {}}, match)) return false;
  return match_shape(pattern.shape, Terms(pattern.code).subspan(1),
                     Nodes{&response.tape, response.code_begin, response.code_end}, match);
}

// By its name.
bool is_named(const ImapPattern& pattern, const imap::Response& response) {
  return same_letters(pattern.name, response.name) ||
         (pattern.or_esearch && same_letters(response.name, "ESEARCH"));
}

bool match_data(const ImapPattern& pattern, const imap::Response& response, Match& match) {
  const Nodes data{&response.tape, response.data_begin, response.data_end};
  if (pattern.or_esearch && same_letters(response.name, "ESEARCH"))
    return match_search_in_esearch(pattern.data, data, match);
  if (!same_letters(pattern.name, response.name))
    return match.no("the response is", response.name, pattern.name);
  if (pattern.number) {
    if (!response.number) return match.no("there is no number before", response.name);
    const std::string number = std::to_string(*response.number);
    if (!match_value(*pattern.number, Value{.text = number, .key = {}}, match)) return false;
  }
  return match_shape(pattern.shape, pattern.data, data, match);
}

}  // namespace

bool resembles(const ImapPattern& pattern, const imap::Response& response) {
  switch (pattern.kind) {
    case ImapPattern::Kind::Tagged:
      return response.kind == ResponseKind::Tagged;
    case ImapPattern::Kind::Continuation:
      return response.kind == ResponseKind::Continuation;
    case ImapPattern::Kind::UntaggedStatus:
      return response.kind == ResponseKind::Untagged && response.status != Status::None;
    case ImapPattern::Kind::Data:
      return response.kind == ResponseKind::Untagged && response.status == Status::None &&
             is_named(pattern, response);
  }
  return false;
}

bool match_imap(const ImapPattern& pattern, const imap::Response& response, std::string_view tag,
                Match& match) {
  if (!resembles(pattern, response)) return match.no("the response is of another kind");
  switch (pattern.kind) {
    case ImapPattern::Kind::Continuation:
      return pattern.data.empty() || match_words(pattern.data, response.text, false, match);
    case ImapPattern::Kind::Tagged: {
      const std::string_view wanted = pattern.tag.empty() ? tag : std::string_view(pattern.tag);
      if (response.tag != wanted) return match.no("the tag is", response.tag, wanted);
      return match_status(pattern, response, match) && match_code(pattern, response, match);
    }
    case ImapPattern::Kind::UntaggedStatus:
      return match_status(pattern, response, match) && match_code(pattern, response, match);
    case ImapPattern::Kind::Data:
      return match_data(pattern, response, match);
  }
  return false;
}

}  // namespace mailrig::play
