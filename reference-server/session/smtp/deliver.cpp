// The message of a transaction, however it came: checked, traced, delivered, and told of (RFC
// 5321 4.1.1.4, 4.4, 4.5.2, 6.3; RFC 3461 5.2).
#include "reference-server/session/smtp/deliver.hpp"

#include <algorithm>
#include <vector>

#include "reference-server/deviation/lmtp.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/content.hpp"
#include "reference-server/session/smtp/local.hpp"
#include "reference-server/session/smtp/trace.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::size_t kTraceOctets = 512;  // most traces fit

using Recipients = std::vector<Recipient>;

bool same(const Recipient& one, const Recipient& other) {
  return one.account == other.account;
}

// The first that is the same; the recipient itself if there is none.
std::size_t first_named(const Recipients& recipients, std::size_t index) {
  const auto each = recipients.begin() + static_cast<std::ptrdiff_t>(index);
  const auto is_same = [&](const Recipient& other) { return same(other, *each); };
  return static_cast<std::size_t>(std::find_if(recipients.begin(), each, is_same) - recipients.begin());
}

// One copy for each account, however often it is named. As many outcomes as recipients, in their order.
std::vector<bool> deliver_all(const Talk& talk, const Body& body) {
  const Recipients& recipients = talk.state.transaction.recipients;
  std::vector<bool> delivered;
  const bool all_lost = talk.hit(kDataLost);
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    const std::size_t before = first_named(recipients, i);
    const bool lost = all_lost || (i == 1 && talk.hit(lmtpd::kDataSecondLost));
    const Account* const account = recipients[i].account;
    delivered.push_back(before != i
                            ? delivered[before]
                            : account == nullptr || lost || put_into_inbox(talk.world, *account, body));
  }
  return delivered;
}

bool any(const std::vector<bool>& delivered) {
  return std::find(delivered.begin(), delivered.end(), true) != delivered.end();
}

// SMTP answers for all recipients at once: taken for some of them, it is ours to tell of the others.
// LMTP's client has heard of each by itself.
void report(const Talk& talk, const std::vector<bool>& delivered, std::string_view content) {
  const Transaction& transaction = talk.state.transaction;
  std::vector<Outcome> outcomes;
  const bool of_failures = talk.state.kind != SmtpKind::Lmtp && any(delivered);
  for (std::size_t i = 0; i < delivered.size(); ++i) {
    const Recipient* const recipient = &transaction.recipients[i];
    if (delivered[i]) {
      outcomes.push_back({recipient, Action::Delivered, {2, 0, 0}});
    } else if (of_failures) {
      outcomes.push_back({recipient, Action::Failed, {5, 2, 0}});
    }
  }
  send_report(talk.world, transaction.envelope, std::move(outcomes), content, message_id(talk));
}

// What the message gets, and each recipient if it is taken. `content`: where it begins behind its trace.
Answer take(Talk& talk, std::string body, std::size_t content, bool lines, std::vector<bool>& delivered) {
  const Answer answer = check_content(talk, std::string_view(body).substr(content), lines);
  if (answer.code != 0) return answer;
  if (talk.hit(kDataBodyChanged)) trim_lines(body);
  const Octets octets = std::make_shared<const std::string>(std::move(body));
  delivered = deliver_all(talk, octets);
  report(talk, delivered, std::string_view(*octets).substr(content));
  ++talk.state.messages;
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

// RFC 2033 4.2: a reply for each RCPT that was taken, in their order.
void say_to_each(Talk& talk, const Answer& result, const std::vector<bool>& delivered) {
  const Recipients& recipients = talk.state.transaction.recipients;
  std::size_t replies = talk.hit(lmtpd::kDataOneReply) ? 1 : recipients.size();
  for (std::size_t i = 0; i < replies; ++i) {
    if (first_named(recipients, i) != i && talk.hit(lmtpd::kDataReplyPerMailbox)) continue;
    say(talk, result, result.code == 0 && delivered[i]);
  }
  std::size_t too_many = talk.hit(lmtpd::kDataReplyForRefused) ? talk.state.transaction.refused : 0;
  if (talk.hit(lmtpd::kDataCountsOn)) too_many += talk.state.last_recipients;
  for (; too_many > 0; --too_many) talk.replies.say(550, {5, 1, 1}, "no such mailbox here");
}

void answer(Talk& talk, const Answer& result, const std::vector<bool>& delivered) {
  if (talk.state.kind == SmtpKind::Lmtp) return say_to_each(talk, result, delivered);
  say(talk, result, delivered.empty() || any(delivered));
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
  return finish(talk, std::move(body), content, !transaction.envelope.binary);
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
