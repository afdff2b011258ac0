#include "harness/imap/body_form.hpp"

#include "harness/imap/ascii.hpp"

namespace mailrig::imap {
namespace {

// Walks the members of one list; each function takes the next member if it is of that production.
class Members {
 public:
  Members(const Tape& tape, std::uint32_t list) : tape_(tape), at_(list + 1), end_(tape.nodes[list].next) {}

  [[nodiscard]] bool done() const { return at_ >= end_; }
  [[nodiscard]] std::uint32_t index() const { return at_; }
  [[nodiscard]] bool next_is(NodeKind kind) const { return !done() && tape_.nodes[at_].kind == kind; }
  void skip() { at_ = tape_.nodes[at_].next; }

  bool string() { return take(!done() && is_string(tape_.nodes[at_].kind)); }
  bool nil() { return take(next_is(NodeKind::Nil)); }
  bool nstring() { return string() || nil(); }
  bool number() { return take(next_is(NodeKind::Number)); }
  [[nodiscard]] bool word(std::string_view expected) const {
    return !done() && is_string(tape_.nodes[at_].kind) && same(tape_.nodes[at_].text, expected);
  }
  // A list that `holds`, or NIL.
  template <typename Holds>
  bool list_or_nil(Holds holds) {
    if (nil()) return true;
    if (!next_is(NodeKind::List) || !holds(Members(tape_, at_))) return false;
    skip();
    return true;
  }

 private:
  bool take(bool fits) {
    if (fits) skip();
    return fits;
  }

  const Tape& tape_;
  std::uint32_t at_;
  std::uint32_t end_;
};

bool address(Members members) {
  return members.nstring() && members.nstring() && members.nstring() && members.nstring() && members.done();
}

bool addresses(Members members) {
  if (members.done()) return false;
  while (!members.done()) {
    if (members.next_is(NodeKind::Nil) || !members.list_or_nil(address)) return false;
  }
  return true;
}

// string SP string *(SP string SP string)
bool parameters(Members members) {
  do {
    if (!members.string() || !members.string()) return false;
  } while (!members.done());
  return true;
}

bool disposition(Members members) {
  return members.string() && members.list_or_nil(parameters) && members.done();
}

bool languages(Members members) {
  do {
    if (!members.string()) return false;
  } while (!members.done());
  return true;
}

// [SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]]
bool extensions(Members& members) {
  if (members.done()) return true;
  if (!members.list_or_nil(disposition)) return false;
  if (members.done()) return true;
  if (!members.string() && !members.list_or_nil(languages)) return false;
  return members.done() || members.nstring();
}

// body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets
bool fields(Members& members) {
  return members.list_or_nil(parameters) && members.nstring() && members.nstring() && members.string() &&
         members.number();
}

bool multipart(const Tape& tape, Members members, bool extensible) {
  while (members.next_is(NodeKind::List)) {
    if (!body_in_form(tape, members.index(), extensible)) return false;
    members.skip();
  }
  if (!members.string()) return false;
  if (members.done()) return true;
  return extensible && members.list_or_nil(parameters) && extensions(members);
}

bool single_part(const Tape& tape, Members members, bool extensible) {
  const bool text = members.word("TEXT");
  const bool message = members.word("MESSAGE");
  if (!members.string() || !members.string() || !fields(members)) return false;
  if (text && !members.number()) return false;
  if (message && members.next_is(NodeKind::List)) {
    if (!envelope_in_form(tape, members.index())) return false;
    members.skip();
    if (!members.next_is(NodeKind::List) || !body_in_form(tape, members.index(), extensible)) return false;
    members.skip();
    if (!members.number()) return false;
  }
  if (members.done()) return true;
  return extensible && members.nstring() && extensions(members);
}

}  // namespace

bool envelope_in_form(const Tape& tape, std::uint32_t list) {
  Members members(tape, list);
  if (!members.nstring() || !members.nstring()) return false;
  for (int i = 0; i < 6; ++i) {
    if (!members.list_or_nil(addresses)) return false;
  }
  return members.nstring() && members.nstring() && members.done();
}

bool body_in_form(const Tape& tape, std::uint32_t list, bool extensible) {
  const Members members(tape, list);
  return members.next_is(NodeKind::List) ? multipart(tape, members, extensible)
                                         : single_part(tape, members, extensible);
}

}  // namespace mailrig::imap
