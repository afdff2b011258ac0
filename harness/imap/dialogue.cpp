#include "harness/imap/dialogue.hpp"

#include <algorithm>
#include <utility>

#include "harness/imap/ascii.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kCompactAt = 1024;  // answered commands kept at most before the list is moved up

std::string_view take_word(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

// Is there a group "(SELECTED …"? Of "SELECTED-DELAYED" it is not.
bool names_selected(std::string_view arguments) {
  constexpr std::string_view kGroup = "(selected ";
  for (std::size_t i = 0; i + kGroup.size() <= arguments.size(); ++i) {
    if (same(arguments.substr(i, kGroup.size()), kGroup)) return true;
  }
  return false;
}

}  // namespace

void Dialogue::sent(std::string_view bytes) {
  while (!bytes.empty()) {
    if (literal_ > 0) {
      const std::size_t octets = static_cast<std::size_t>(std::min<std::uint64_t>(literal_, bytes.size()));
      literal_ -= octets;
      bytes.remove_prefix(octets);
      continue;
    }
    take_octet(bytes.front());
    bytes.remove_prefix(1);
  }
}

void Dialogue::take_octet(char octet) {
  if (octet == '\n') return end_line();
  if (octet == '\r') return;
  if (first_line_ && head_.size() < kCommandHeadLimit) head_.push_back(octet);
  mark(octet);
}

// Follows "{" digits ["+"] "}" so that it is known at the line's end.
void Dialogue::mark(char octet) {
  if (octet == '{') {
    mark_ = Mark::Open;
    announced_ = 0;
    plus_ = false;
  } else if (is_digit(octet) && (mark_ == Mark::Open || mark_ == Mark::Digits)) {
    mark_ = Mark::Digits;
    if (announced_ <= kLiteralLimit) announced_ = announced_ * 10 + static_cast<std::uint64_t>(octet - '0');
  } else if (octet == '+' && mark_ == Mark::Digits) {
    mark_ = Mark::Plus;
    plus_ = true;
  } else if (octet == '}' && (mark_ == Mark::Digits || mark_ == Mark::Plus)) {
    mark_ = Mark::Closed;
  } else {
    mark_ = Mark::None;
  }
}

void Dialogue::end_line() {
  const bool literal = mark_ == Mark::Closed;
  mark_ = Mark::None;
  if (first_line_) end_first_line();
  head_.clear();
  first_line_ = !literal;
  if (!literal) return;
  literal_ = announced_;
  if (!plus_) ++owed_;
}

// A line without a space while IDLE or AUTHENTICATE runs is DONE or base64, not a command.
void Dialogue::end_first_line() {
  std::string_view rest = head_;
  const std::string_view tag = take_word(rest);
  if (rest.empty() && (outstanding("IDLE") || outstanding("AUTHENTICATE"))) return;
  if (tag.empty()) return;
  std::string_view verb = take_word(rest);
  if (same(verb, "UID") && !rest.empty()) {
    const std::string_view second = take_word(rest);
    verb = std::string_view(verb.data(), verb.size() + 1 + second.size());
  }
  note(tag, verb);
  if (same(verb, "NOTIFY")) note_notify(rest);
}

// Until it is answered, what was asked for before holds, and what is asked for now. Of a command that is
// longer than what is kept of it nothing is known: all is taken for lawful then.
void Dialogue::note_notify(std::string_view arguments) {
  const bool whole = head_.size() < kCommandHeadLimit && !arguments.ends_with('}');
  notify_sets_ = same(arguments.substr(0, 3), "SET");
  notify_expunges_ = notify_sets_ && (!whole || names_selected(arguments));
  notified_ = notified_ || notify_sets_;
  expunge_any_time_ = expunge_any_time_ || notify_expunges_;
}

// RFC 5465 5.8: an overflow ends it as NOTIFY NONE does.
void Dialogue::look_for_notify(const Response& response) {
  if (response.kind == ResponseKind::Untagged && response.has_code &&
      same(response.code, "NOTIFICATIONOVERFLOW"))
    notified_ = expunge_any_time_ = false;
  if (answered_ != "NOTIFY" || response.status != Status::Ok || outstanding("NOTIFY")) return;
  notified_ = notify_sets_;
  expunge_any_time_ = notify_expunges_;
}

void Dialogue::note(std::string_view tag, std::string_view verb) {
  if (outstanding() >= kOutstandingLimit) return;
  if (first_ == commands_.size() || first_ >= kCompactAt) {
    commands_.erase(commands_.begin(), commands_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
  Sent& command = commands_.emplace_back();
  command.tag = tag;
  command.verb = verb;
  std::transform(command.verb.begin(), command.verb.end(), command.verb.begin(), upper);
  if (command.verb == "IDLE" || command.verb == "AUTHENTICATE") ++owed_;
}

Dialogue::Next Dialogue::next(std::string_view buffered, Response& response, std::size_t& size) {
  const wire::Frame frame = framer_.feed(buffered);
  size = frame.size;
  if (frame.status == wire::FrameStatus::NeedMore) return Next::NeedMore;
  if (frame.status == wire::FrameStatus::TooLong) {
    passed_ = frame.limit;
    response.flaws.clear();  // IMAP bounds neither lines nor literals
    response.bytes = buffered.substr(0, size);
    return Next::TooLong;
  }
  parse_response(buffered.substr(0, size), response, ResponseOptions{utf8_, rev2_});
  answered_.clear();
  asked_ = true;
  if (response.kind == ResponseKind::Tagged) {
    complete(response.tag);
  } else if (response.kind == ResponseKind::Continuation) {
    asked_ = owed_ > 0 || outstanding("AUTHENTICATE");
    if (owed_ > 0) --owed_;
  }
  look_for_revision(response);
  look_for_notify(response);
  return Next::Unit;
}

void Dialogue::complete(std::string_view tag) {
  const auto begin = commands_.begin() + static_cast<std::ptrdiff_t>(first_);
  const auto found =
      std::find_if(begin, commands_.end(), [tag](const Sent& sent) { return sent.tag == tag; });
  asked_ = found != commands_.end();
  if (!asked_) return;
  std::swap(answered_, found->verb);
  // A "+" that this command was owed and did not get, and the literal that it then won't send.
  if (found + 1 == commands_.end()) {
    if (owed_ > 0 && !first_line_ && !plus_ && literal_ == announced_) {
      literal_ = 0;
      first_line_ = true;
    }
    owed_ = 0;
  }
  if (found == begin) {
    ++first_;
  } else {
    commands_.erase(found);
  }
}

std::string_view Dialogue::awaited() const {
  return first_ < commands_.size() ? std::string_view(commands_[first_].verb) : std::string_view();
}

bool Dialogue::outstanding(std::string_view verb) const {
  for (std::size_t i = first_; i < commands_.size(); ++i) {
    if (commands_[i].verb == verb) return true;
  }
  return false;
}

bool Dialogue::idling() const {
  return outstanding("IDLE");
}

void Dialogue::look_for_revision(const Response& response) {
  if (response.kind == ResponseKind::Untagged && same(response.name, "ENABLED")) look_for_enabled(response);
  if (response.kind == ResponseKind::Untagged && same(response.name, "CAPABILITY"))
    look_for_capabilities(response, response.data_begin, response.data_end);
  if (response.has_code && same(response.code, "CAPABILITY"))
    look_for_capabilities(response, response.code_begin, response.code_end);
}

void Dialogue::look_for_capabilities(const Response& response, std::uint32_t begin, std::uint32_t end) {
  bool first = false, second = false;
  for (std::uint32_t i = begin; i < end; i = response.tape.nodes[i].next) {
    first = first || same(response.tape.nodes[i].text, "IMAP4rev1");
    second = second || same(response.tape.nodes[i].text, "IMAP4rev2");
  }
  rev2_alone_ = second && !first;
  if (rev2_alone_) utf8_ = rev2_ = true;
}

void Dialogue::look_for_enabled(const Response& response) {
  for (std::uint32_t i = response.data_begin; i < response.data_end; i = response.tape.nodes[i].next) {
    const std::string_view name = response.tape.nodes[i].text;
    rev2_ = rev2_ || same(name, "IMAP4rev2");
    utf8_ = utf8_ || rev2_ || same(name, "UTF8=ACCEPT");
  }
}

void Dialogue::reset() {
  *this = Dialogue();
}

}  // namespace mailrig::imap
