// What a client's last reply was, for 'if answered'.
#include <algorithm>

#include "harness/play/match_imap.hpp"
#include "harness/play/match_pop3.hpp"
#include "harness/play/match_smtp.hpp"
#include "harness/play/peer.hpp"

namespace mailrig::play {
namespace {

bool fits(const scenario::Pattern& pattern, std::string_view bytes, smtp::Reply& reply, Match& match) {
  const auto* smtp = std::get_if<scenario::SmtpPattern>(&pattern);
  if (smtp == nullptr) return false;
  smtp::parse_reply(bytes, reply);
  return match_smtp(*smtp, reply, match);
}

bool fits(const scenario::Pattern& pattern, std::string_view bytes, imap::Response& reply, Match& match) {
  const auto* imap = std::get_if<scenario::ImapPattern>(&pattern);
  if (imap == nullptr) return false;
  imap::parse_response(bytes, reply);
  return match_imap(*imap, reply, reply.tag, match);
}

bool fits(const scenario::Pattern& pattern, std::string_view bytes, pop3::Reply& reply, Match& match) {
  const auto* pop3 = std::get_if<scenario::Pop3Pattern>(&pattern);
  if (pop3 == nullptr) return false;
  pop3::parse_reply(bytes, false, reply);
  return match_pop3(*pop3, reply, match);
}

// What a reply of its own answers; untagged IMAP data come beside one.
bool wants_a_reply(const scenario::Expectation& expectation) {
  const auto* imap =
      expectation.any_of.empty() ? nullptr : std::get_if<scenario::ImapPattern>(&expectation.any_of.front());
  return !expectation.absent && (imap == nullptr || imap->kind == scenario::ImapPattern::Kind::Tagged ||
                                 imap->kind == scenario::ImapPattern::Kind::Continuation);
}

}  // namespace

void Peer::keep_answer(std::string_view bytes) {
  if (!remembers_) return;
  answer_.assign(bytes);
  has_answer_ = true;
}

void Peer::remember(const ImapSide& side) {
  const imap::ResponseKind kind = side.reply.kind;
  if (kind == imap::ResponseKind::Tagged || kind == imap::ResponseKind::Continuation)
    keep_answer(side.reply.bytes);
}

// A block may be a whole message.
void Peer::remember(const Pop3Side& side) {
  const std::string_view bytes = side.reply.bytes;
  keep_answer(bytes.substr(0, std::min(bytes.find('\n'), bytes.size() - 1) + 1));
}

// A reply that does not come is not the one before.
void Peer::forget_answer(const scenario::Expect& expect) {
  if (std::any_of(expect.expectations.begin(), expect.expectations.end(), wants_a_reply)) has_answer_ = false;
}

bool Peer::answered_so(const scenario::Pattern& pattern, Bindings& bindings) {
  if (!has_answer_) return false;
  Match match{bindings, scratch_, nullptr};
  return std::visit([&](auto& side) { return fits(pattern, answer_, side.reply, match); }, side_);
}

}  // namespace mailrig::play
