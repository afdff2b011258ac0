#include "harness/imap/shape.hpp"

#include <array>
#include <limits>
#include <string>

#include "harness/imap/acl.hpp"
#include "harness/imap/ascii.hpp"
#include "harness/imap/body_form.hpp"
#include "harness/imap/flaws.hpp"

namespace mailrig::imap {
namespace {

constexpr std::uint64_t kNumber32Max = std::numeric_limits<std::uint32_t>::max();

// One kind of response: what its data must look like.
struct Kind {
  std::string_view name;
  bool numbered;  // "* 3 NAME"
  bool nz;        // … and the number is an nz-number
  bool (*data_ok)(Response& response);
};

class Data {
 public:
  explicit Data(const Response& response)
      : nodes_(response.tape.nodes), at_(response.data_begin), end_(response.data_end) {}
  [[nodiscard]] bool done() const { return at_ >= end_; }
  [[nodiscard]] const Node& peek() const { return nodes_[at_]; }
  const Node& take() {
    const Node& node = nodes_[at_];
    at_ = node.next;
    return node;
  }
  [[nodiscard]] bool next_is(NodeKind kind) const { return !done() && peek().kind == kind; }
  bool take_astring() {
    if (done() || peek().kind == NodeKind::List) return false;
    take();
    return true;
  }
  bool take_rights() {
    if (done() || peek().kind == NodeKind::List) return false;
    return is_rights(take().text);
  }
  // The inside of the list that comes next.
  bool take_list(std::uint32_t& begin, std::uint32_t& end) {
    if (!next_is(NodeKind::List)) return false;
    begin = at_ + 1;
    end = take().next;
    return true;
  }

 private:
  const std::vector<Node>& nodes_;
  std::uint32_t at_;
  std::uint32_t end_;
};

bool nothing(Response& response) {
  return response.data_begin == response.data_end;
}

bool all_of_kind(const Response& response, std::uint32_t begin, std::uint32_t end, NodeKind a, NodeKind b) {
  const auto& nodes = response.tape.nodes;
  for (std::uint32_t i = begin; i < end; i = nodes[i].next) {
    if (nodes[i].kind != a && nodes[i].kind != b) return false;
  }
  return true;
}

bool flags(Response& response) {
  Data data(response);
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  return data.take_list(begin, end) && data.done() &&
         all_of_kind(response, begin, end, NodeKind::Atom, NodeKind::Number);
}

// mbox-list-extended (RFC 5258 6, RFC 9051 9): pairs. What CHILDINFO says is always quoted, what OLDNAME says
// is one mailbox.
bool list_extended(const Response& response, std::uint32_t begin, std::uint32_t end) {
  const auto& nodes = response.tape.nodes;
  for (std::uint32_t i = begin; i < end; i = nodes[i].next) {
    const Node& tag = nodes[i];
    i = tag.next;
    if (tag.kind == NodeKind::List || i >= end) return false;
    const bool childinfo = same(tag.text, "CHILDINFO");
    if (!childinfo && !same(tag.text, "OLDNAME")) continue;
    const std::uint32_t first = i + 1, last = nodes[i].next;
    if (nodes[i].kind != NodeKind::List || first >= last) return false;
    if (childinfo && !all_of_kind(response, first, last, NodeKind::Quoted, NodeKind::Quoted)) return false;
    if (!childinfo && (nodes[first].kind == NodeKind::List || nodes[first].next != last)) return false;
  }
  return true;
}

bool list(Response& response) {
  Data data(response);
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  if (!data.take_list(begin, end) || !all_of_kind(response, begin, end, NodeKind::Atom, NodeKind::Atom)) {
    return false;
  }
  if (data.done()) return false;
  const Node& delimiter = data.take();
  const bool delimiter_ok =
      delimiter.kind == NodeKind::Nil || (delimiter.kind == NodeKind::Quoted && delimiter.text.size() == 1);
  if (!delimiter_ok || !data.take_astring()) return false;
  if (data.take_list(begin, end) && !list_extended(response, begin, end)) return false;
  return data.done();
}

// Each nz-number of `node` that is one: UIDs and message numbers.
void check_nz(Response& response, const Node& node) {
  if (node.kind != NodeKind::Number) return;
  if (node.number == 0 || node.text.front() == '0') response.flaws.add(kNumberZero, node.offset);
  if (node.number > kNumber32Max) response.flaws.add(kNumberRange, node.offset);
}

bool search(Response& response) {
  const auto& nodes = response.tape.nodes;
  for (std::uint32_t i = response.data_begin; i < response.data_end; i = nodes[i].next) {
    if (nodes[i].kind == NodeKind::List) continue;  // (MODSEQ n), RFC 7162 3.1.5
    if (nodes[i].kind != NodeKind::Number) return false;
    check_nz(response, nodes[i]);
  }
  return true;
}

bool status(Response& response) {
  Data data(response);
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  if (!data.take_astring() || !data.take_list(begin, end) || !data.done()) return false;
  const auto& nodes = response.tape.nodes;
  for (std::uint32_t i = begin; i < end; i = nodes[i].next) {
    if (nodes[i].kind != NodeKind::Atom) return false;
    const std::string_view item = nodes[i].text;
    i = nodes[i].next;
    if (i >= end) return false;
    if (same(item, "UIDVALIDITY") || same(item, "UIDNEXT")) check_nz(response, nodes[i]);
    const bool value = nodes[i].kind == NodeKind::Number || nodes[i].kind == NodeKind::List ||
                       nodes[i].kind == NodeKind::Nil;
    if (!value) return false;
  }
  return true;
}

// Lists that were flattened for their depth can't be judged.
void check_envelope(Response& response, std::uint32_t index) {
  if (response.flaws.has(kNesting) || envelope_in_form(response.tape, index)) return;
  response.flaws.add(kEnvelope, response.tape.nodes[index].offset);
}

void check_body(Response& response, std::uint32_t index, bool extensible) {
  if (response.flaws.has(kNesting) || body_in_form(response.tape, index, extensible)) return;
  response.flaws.add(kBodyStructure, response.tape.nodes[index].offset);
}

bool fetch_value(Response& response, std::string_view item, std::uint32_t index) {
  const Node& value = response.tape.nodes[index];
  const auto is = [&](NodeKind kind) { return value.kind == kind; };
  const bool nstring = is(NodeKind::Nil) || is_string(value.kind);
  if (same(item, "UID")) {
    check_nz(response, value);
    return is(NodeKind::Number);
  }
  if (same(item, "RFC822.SIZE")) return is(NodeKind::Number);
  if (same(item, "INTERNALDATE")) return is(NodeKind::Quoted);
  if (same(item, "SAVEDATE")) return is(NodeKind::Quoted) || is(NodeKind::Nil);
  if (same(item, "EMAILID")) return is(NodeKind::List);
  if (same(item, "THREADID")) return is(NodeKind::List) || is(NodeKind::Nil);
  if (same(item, "PREVIEW")) return nstring;
  if (same(item, "FLAGS")) return is(NodeKind::List);
  if (same(item, "ENVELOPE")) {
    if (is(NodeKind::List)) check_envelope(response, index);
    return is(NodeKind::List);
  }
  if (same(item, "BODY") || same(item, "BODYSTRUCTURE")) {
    if (is(NodeKind::List)) check_body(response, index, same(item, "BODYSTRUCTURE"));
    return is(NodeKind::List);
  }
  const std::string_view head = item.substr(0, 5);
  if (same(head, "BODY[") || same(item, "RFC822") || same(item, "RFC822.HEADER") ||
      same(item, "RFC822.TEXT")) {
    return nstring;
  }
  return true;
}

bool fetch(Response& response) {
  Data data(response);
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  if (!data.take_list(begin, end) || !data.done() || begin == end) return false;
  const auto& nodes = response.tape.nodes;
  for (std::uint32_t i = begin; i < end; i = nodes[i].next) {
    if (nodes[i].kind != NodeKind::Atom) return false;
    const std::string_view item = nodes[i].text;
    i = nodes[i].next;
    if (i >= end || !fetch_value(response, item, i)) return false;
  }
  return true;
}

bool atoms(Response& response) {
  const auto& nodes = response.tape.nodes;
  for (std::uint32_t i = response.data_begin; i < response.data_end; i = nodes[i].next) {
    if (nodes[i].kind == NodeKind::List || is_string(nodes[i].kind)) return false;
  }
  return true;
}

bool capability(Response& response) {
  return !nothing(response) && atoms(response);
}

bool id(Response& response) {
  Data data(response);
  if (!data.next_is(NodeKind::List) && !data.next_is(NodeKind::Nil)) return false;
  data.take();
  return data.done();
}

bool name_space(Response& response) {
  Data data(response);
  for (int i = 0; i < 3; ++i) {
    if (!data.next_is(NodeKind::List) && !data.next_is(NodeKind::Nil)) return false;
    data.take();
  }
  return data.done();
}

// mailbox SP ("(" entry SP value *(SP …) ")" / entry *(SP entry)), RFC 5464 5
bool metadata(Response& response) {
  Data data(response);
  if (!data.take_astring() || data.done()) return false;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  if (!data.take_list(begin, end)) {
    while (data.take_astring()) {
    }
    return data.done();
  }
  const std::uint32_t members = response.tape.count(begin, end);
  return data.done() && members > 0 && members % 2 == 0;
}

// quota-root-name SP "(" [resource SP usage SP limit *(SP …)] ")", RFC 9208 7
bool quota(Response& response) {
  Data data(response);
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  if (!data.take_astring() || !data.take_list(begin, end) || !data.done()) return false;
  const auto& nodes = response.tape.nodes;
  std::uint32_t place = 0;
  for (std::uint32_t i = begin; i < end; i = nodes[i].next, ++place) {
    if (nodes[i].kind != (place % 3 == 0 ? NodeKind::Atom : NodeKind::Number)) return false;
  }
  return place % 3 == 0;
}

bool quota_root(Response& response) {
  Data data(response);
  if (!data.take_astring()) return false;
  while (data.take_astring()) {
  }
  return data.done();
}

// mailbox *(SP identifier SP rights), RFC 4314 7
bool acl(Response& response) {
  Data data(response);
  if (!data.take_astring()) return false;
  while (!data.done()) {
    if (!data.take_astring() || !data.take_rights()) return false;
  }
  return true;
}

// mailbox SP identifier SP rights *(SP rights), RFC 4314 7
bool list_rights(Response& response) {
  Data data(response);
  if (!data.take_astring() || !data.take_astring() || data.done()) return false;
  std::string seen;
  while (!data.done()) {
    const Node& rights = data.peek();
    if (!data.take_rights()) return false;
    for (const char right : rights.text) {
      if (seen.find(right) != std::string::npos) response.flaws.add(kRightTwice, rights.offset);
      seen += right;
    }
  }
  return true;
}

// mailbox SP rights, RFC 4314 7
bool my_rights(Response& response) {
  Data data(response);
  return data.take_astring() && data.take_rights() && data.done();
}

// 1*(SP url-full)
bool gen_url_auth(Response& response) {
  Data data(response);
  do {
    if (!data.take_astring()) return false;
  } while (!data.done());
  return true;
}

// 1*(SP url-full SP nstring); lists behind a URL are RFC 5524's.
bool url_fetch(Response& response) {
  Data data(response);
  do {
    if (!data.take_astring() || data.done()) return false;
    const NodeKind kind = data.take().kind;
    while (kind == NodeKind::List && data.next_is(NodeKind::List)) data.take();
    if (!is_string(kind) && kind != NodeKind::Nil && kind != NodeKind::List) return false;
  } while (!data.done());
  return true;
}

constexpr std::array<Kind, 22> kKinds{{
    {"FETCH", true, true, fetch},
    {"EXISTS", true, false, nothing},
    {"EXPUNGE", true, true, nothing},
    {"RECENT", true, false, nothing},
    {"FLAGS", false, false, flags},
    {"SEARCH", false, false, search},
    {"LIST", false, false, list},
    {"LSUB", false, false, list},
    {"STATUS", false, false, status},
    {"CAPABILITY", false, false, capability},
    {"ENABLED", false, false, atoms},
    {"ID", false, false, id},
    {"NAMESPACE", false, false, name_space},
    {"METADATA", false, false, metadata},
    {"QUOTA", false, false, quota},
    {"QUOTAROOT", false, false, quota_root},
    {"UIDFETCH", true, true, fetch},
    {"ACL", false, false, acl},
    {"LISTRIGHTS", false, false, list_rights},
    {"MYRIGHTS", false, false, my_rights},
    {"GENURLAUTH", false, false, gen_url_auth},
    {"URLFETCH", false, false, url_fetch},
}};

}  // namespace

void check_shape(Response& response) {
  if (response.name.empty()) {
    response.flaws.add(kShape, 0);
    return;
  }
  for (const Kind& kind : kKinds) {
    if (!same(kind.name, response.name)) continue;
    if (response.number.has_value() != kind.numbered || !kind.data_ok(response))
      response.flaws.add(kShape, 0);
    if (!response.number) return;
    const std::size_t number_begin = 2;
    if (*response.number > kNumber32Max) response.flaws.add(kNumberRange, number_begin);
    if (kind.nz && (*response.number == 0 || response.bytes[number_begin] == '0')) {
      response.flaws.add(kNumberZero, number_begin);
    }
    return;
  }
}

}  // namespace mailrig::imap
