// The message of a transaction, however it came: checked, traced, delivered (RFC
// 5321 4.1.1.4, 4.4, 4.5.2, 6.3).
#include "reference-server/session/smtp/deliver.hpp"

#include <algorithm>
#include <vector>

#include "harness/wire/dot.hpp"
#include "reference-server/deviation/lmtp.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/trace.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::size_t kShortLine = 500;
constexpr std::size_t kTraceOctets = 512;  // most traces fit

// RFC 5321 2.3.8: CR and LF stand together or not at all. A message that has one alone may be two
// messages to the next reader.
bool has_bare_end(std::string_view message) {
  for (std::size_t at = message.find_first_of("\r\n"); at != std::string_view::npos;
       at = message.find_first_of("\r\n", at)) {
    if (message.substr(at, 2) != "\r\n") return true;
    at += 2;
  }
  return false;
}

bool has_line_over(std::string_view message, std::size_t limit) {
  while (!message.empty()) {
    const std::size_t end = std::min(message.find("\r\n"), message.size());
    if (end > limit) return true;
    message.remove_prefix(std::min(end + 2, message.size()));
  }
  return false;
}

void trim_lines(std::string& message) {
  std::string trimmed;
  std::string_view rest = message;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find("\r\n"), rest.size());
    std::string_view line = rest.substr(0, end);
    while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    trimmed += line;
    trimmed += rest.substr(end, 2);
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  message.swap(trimmed);
}

bool ends_strictly(std::string_view block) {
  return block == ".\r\n" || block.ends_with("\r\n.\r\n");
}

// The message without its end and the stuffed dots.
void append_content(std::string& out, const Talk& talk, std::string_view block) {
  const std::size_t begin = out.size();
  if (ends_strictly(block)) {
    wire::append_unstuffed(out, block);
  } else {
    out += block.substr(0, block.rfind('.'));
  }
  if (!talk.hit(kDataFirstDotKept)) return;
  const std::size_t dots = block.starts_with("..") ? 0 : block.find("\r\n..");
  if (dots != std::string_view::npos) out.insert(begin + dots + (dots == 0 ? 0 : 2), 1, '.');
}

Answer check(const Talk& talk, std::string_view content, bool lines) {
  if (content.size() > talk.world.limits.message) return {552, {5, 3, 4}, "message too big"};
  if (lines && has_bare_end(content)) return {554, {5, 6, 0}, "CR or LF alone within the message"};
  if (count_hops(content) > kHopLimit) return {554, {5, 4, 6}, "too many hops"};
  if (talk.hit(kDataLineLimitShort) && has_line_over(content, kShortLine))
    return {554, {5, 6, 0}, "line too long"};
  return {};
}

bool deliver(const Talk& talk, const Account& account, const Body& body, std::int64_t now) {
  const std::shared_ptr<Mailbox> inbox = talk.world.store->open(account, "INBOX");
  return inbox != nullptr && inbox->append(body, {}, now, 0, nullptr) != 0;
}

// One copy for each account, however often it is named. As many outcomes as recipients, in their order.
std::vector<bool> deliver_all(const Talk& talk, const Body& body, std::int64_t now) {
  const std::vector<const Account*>& recipients = talk.state.transaction.recipients;
  std::vector<bool> delivered;
  const bool all_lost = talk.hit(kDataLost);
  for (auto each = recipients.begin(); each != recipients.end(); ++each) {
    const auto before = std::find(recipients.begin(), each, *each);
    const bool lost = all_lost || (delivered.size() == 1 && talk.hit(lmtpd::kDataSecondLost));
    const bool done = before != each ? delivered[static_cast<std::size_t>(before - recipients.begin())]
                                     : *each == nullptr || lost || deliver(talk, **each, body, now);
    delivered.push_back(done);
  }
  return delivered;
}

// What the message gets, and each recipient if it is taken. `content`: where it begins behind its trace.
Answer take(Talk& talk, std::string body, std::size_t content, bool lines, std::vector<bool>& delivered) {
  const Answer answer = check(talk, std::string_view(body).substr(content), lines);
  if (answer.code != 0) return answer;
  if (talk.hit(kDataBodyChanged)) trim_lines(body);
  ++talk.state.messages;
  delivered = deliver_all(talk, Body(std::move(body)), talk.world.unix_time());
  return {};
}

void end(Talk& talk) {
  talk.state.mode = Mode::Command;
  talk.state.last_recipients = talk.state.transaction.recipients.size();
  if (!talk.hit(kDataKeepsTransaction)) talk.state.transaction.clear();
}

void say(Talk& talk, const Answer& result, bool delivered) {
  if (result.code != 0) return talk.replies.say(result.code, result.enhanced, result.text);
  if (delivered) return talk.replies.say(250, {2, 0, 0}, "message taken");
  talk.replies.say(452, {4, 3, 1}, "no room for the message");
}

bool named_before(const std::vector<const Account*>& recipients, std::size_t index) {
  const auto each = recipients.begin() + static_cast<std::ptrdiff_t>(index);
  return std::find(recipients.begin(), each, *each) != each;
}

// RFC 2033 4.2: a reply for each RCPT that was taken, in their order.
void say_to_each(Talk& talk, const Answer& result, const std::vector<bool>& delivered) {
  const std::vector<const Account*>& recipients = talk.state.transaction.recipients;
  std::size_t replies = talk.hit(lmtpd::kDataOneReply) ? 1 : recipients.size();
  for (std::size_t i = 0; i < replies; ++i) {
    if (named_before(recipients, i) && talk.hit(lmtpd::kDataReplyPerMailbox)) continue;
    say(talk, result, result.code == 0 && delivered[i]);
  }
  std::size_t too_many = talk.hit(lmtpd::kDataReplyForRefused) ? talk.state.transaction.refused : 0;
  if (talk.hit(lmtpd::kDataCountsOn)) too_many += talk.state.last_recipients;
  for (; too_many > 0; --too_many) talk.replies.say(550, {5, 1, 1}, "no such mailbox here");
}

void answer(Talk& talk, const Answer& result, const std::vector<bool>& delivered) {
  if (talk.state.kind == SmtpKind::Lmtp) return say_to_each(talk, result, delivered);
  say(talk, result, std::find(delivered.begin(), delivered.end(), false) == delivered.end());
}

Effect finish(Talk& talk, std::string body, std::size_t content, bool lines) {
  std::vector<bool> delivered;
  const Answer result = take(talk, std::move(body), content, lines, delivered);
  answer(talk, result, delivered);
  end(talk);
  return talk.hit(kDataClosesAfter) ? Effect::Close : Effect::None;
}

std::string begin_body(const Talk& talk, std::size_t octets) {
  std::string body;
  body.reserve(octets + kTraceOctets);
  append_trace(body, talk, talk.world.unix_time());
  return body;
}

}  // namespace

Effect message(Talk& talk, std::string_view block) {
  std::string body = begin_body(talk, block.size());
  const std::size_t content = body.size();
  append_content(body, talk, block);
  return finish(talk, std::move(body), content, ends_strictly(block));
}

Effect chunked_message(Talk& talk) {
  const Transaction& transaction = talk.state.transaction;
  std::string body = begin_body(talk, transaction.content.size());
  const std::size_t content = body.size();
  body += transaction.content;
  return finish(talk, std::move(body), content, !transaction.binary);
}

Effect refuse_message(Talk& talk, const Answer& refusal) {
  answer(talk, refusal, {});
  end(talk);
  return Effect::None;
}

void message_too_big(Talk& talk) {
  (void)refuse_message(talk, {552, {5, 3, 4}, "message too big"});
}

}  // namespace mailrig::server::smtpd
