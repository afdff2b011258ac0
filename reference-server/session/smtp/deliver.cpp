// The message of a transaction, however it came: checked, traced, delivered, and told of (RFC
// 5321 4.1.1.4, 4.4, 4.5.2, 6.3; RFC 3461 5.2).
#include "reference-server/session/smtp/deliver.hpp"

#include <algorithm>
#include <vector>

#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/deviation/lmtp.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/content.hpp"
#include "reference-server/session/smtp/local.hpp"
#include "reference-server/session/smtp/queue.hpp"
#include "reference-server/session/smtp/submission.hpp"
#include "reference-server/session/smtp/trace.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::size_t kTraceOctets = 512;  // most traces fit

using Recipients = std::vector<Recipient>;

// What became of the message for one recipient.
enum class Fate : std::uint8_t { NoRoom, Delivered, Queued };
using Fates = std::vector<Fate>;

// A message behind its trace fields.
struct Message {
  std::string octets;
  std::size_t relayed = 0;  // where what another server gets begins: behind Return-Path
  std::size_t content = 0;  // where what the client sent begins
  bool lines = true;        // it is one of lines, each ended by CRLF
};

bool same(const Recipient& one, const Recipient& other) {
  return one.account == other.account && one.relayed == other.relayed &&
         (!one.relayed || one.address == other.address);
}

// The first that is the same; the recipient itself if there is none.
std::size_t first_named(const Recipients& recipients, std::size_t index) {
  const auto each = recipients.begin() + static_cast<std::ptrdiff_t>(index);
  const auto is_same = [&](const Recipient& other) { return same(other, *each); };
  return static_cast<std::size_t>(std::find_if(recipients.begin(), each, is_same) - recipients.begin());
}

bool is_queued(const Talk& talk, const Recipient& recipient) {
  const bool held = talk.state.transaction.envelope.hold_until != 0 && !talk.hit(kFuturereleaseAtOnce);
  return recipient.relayed || held;
}

// For each once, however often it is named.
void enqueue(const Talk& talk, const Message& message) {
  const Transaction& transaction = talk.state.transaction;
  Recipients queued;
  for (std::size_t i = 0; i < transaction.recipients.size(); ++i) {
    if (is_queued(talk, transaction.recipients[i]) && first_named(transaction.recipients, i) == i)
      queued.push_back(transaction.recipients[i]);
  }
  if (queued.empty()) return;
  talk.world.queue->add(transaction.envelope, queued,
                        std::make_shared<const std::string>(message.octets.substr(message.relayed)),
                        talk.state.user);
}

// One copy for each account, however often it is named. As many fates as recipients, in their order.
Fates deliver_all(const Talk& talk, const Body& body) {
  const Recipients& recipients = talk.state.transaction.recipients;
  Fates fates;
  const bool all_lost = talk.hit(kDataLost);
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    const std::size_t before = first_named(recipients, i);
    const bool lost = all_lost || (i == 1 && talk.hit(lmtpd::kDataSecondLost));
    const Account* const account = recipients[i].account;
    if (is_queued(talk, recipients[i])) {
      fates.push_back(Fate::Queued);
    } else if (before != i) {
      fates.push_back(fates[before]);
    } else {
      const bool done = account == nullptr || lost || put_into_inbox(talk.world, *account, body);
      fates.push_back(done ? Fate::Delivered : Fate::NoRoom);
    }
  }
  return fates;
}

bool any_taken(const Fates& fates) {
  return std::any_of(fates.begin(), fates.end(), [](Fate fate) { return fate != Fate::NoRoom; });
}

// SMTP answers for all recipients at once: taken for some of them, it is ours to tell of the others.
// LMTP's client has heard of each by itself.
void report(const Talk& talk, const Fates& fates, std::string_view content) {
  const Transaction& transaction = talk.state.transaction;
  std::vector<Outcome> outcomes;
  const bool of_failures = talk.state.kind != SmtpKind::Lmtp && any_taken(fates);
  for (std::size_t i = 0; i < fates.size(); ++i) {
    const Recipient* const recipient = &transaction.recipients[i];
    if (fates[i] == Fate::Delivered) {
      outcomes.push_back({recipient, Action::Delivered, {2, 0, 0}});
    } else if (fates[i] == Fate::NoRoom && of_failures) {
      outcomes.push_back({recipient, Action::Failed, {5, 2, 0}});
    }
  }
  send_report(talk.world, transaction.envelope, std::move(outcomes), content, message_id(talk));
}

// What the message gets, and each recipient if it is taken.
Answer take(Talk& talk, Message message, Fates& fates) {
  const Answer answer =
      check_content(talk, std::string_view(message.octets).substr(message.content), message.lines);
  if (answer.code != 0) return answer;
  if (talk.hit(kDataBodyChanged)) trim_lines(message.octets);
  remove_what_was_replaced(message.octets, talk, message.content);
  enqueue(talk, message);
  // RFC 5321 4.4: the one of final delivery stands alone.
  if (!talk.hit(kDataReturnPathKept)) remove_fields(message.octets, message.content, "Return-Path");
  const Body body(std::move(message.octets));
  fates = deliver_all(talk, body);
  const Octets octets = body.octets();
  report(talk, fates, std::string_view(*octets).substr(std::min(message.content, octets->size())));
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
void say_to_each(Talk& talk, const Answer& result, const Fates& fates) {
  const Recipients& recipients = talk.state.transaction.recipients;
  std::size_t replies = talk.hit(lmtpd::kDataOneReply) ? 1 : recipients.size();
  for (std::size_t i = 0; i < replies; ++i) {
    if (first_named(recipients, i) != i && talk.hit(lmtpd::kDataReplyPerMailbox)) continue;
    say(talk, result, result.code == 0 && fates[i] != Fate::NoRoom);
  }
  std::size_t too_many = talk.hit(lmtpd::kDataReplyForRefused) ? talk.state.transaction.refused : 0;
  if (talk.hit(lmtpd::kDataCountsOn)) too_many += talk.state.last_recipients;
  for (; too_many > 0; --too_many) talk.replies.say(550, {5, 1, 1}, "no such mailbox here");
}

void answer(Talk& talk, const Answer& result, const Fates& fates) {
  if (talk.state.kind == SmtpKind::Lmtp) return say_to_each(talk, result, fates);
  say(talk, result, fates.empty() || any_taken(fates));
}

Effect finish(Talk& talk, Message message) {
  Fates fates;
  const Answer result = take(talk, std::move(message), fates);
  answer(talk, result, fates);
  end(talk);
  return talk.hit(kDataClosesAfter) ? Effect::Close : Effect::None;
}

// The fields before what the client sends, which comes next; `raw` is that, dots stuffed or not.
Message begin_message(const Talk& talk, std::string_view raw) {
  Message message;
  message.octets.reserve(raw.size() + kTraceOctets);
  append_return_path(message.octets, talk);
  message.relayed = message.octets.size();
  append_received(message.octets, talk);
  if (talk.state.kind == SmtpKind::Submission) append_missing_fields(message.octets, talk, raw);
  message.content = message.octets.size();
  return message;
}

}  // namespace

Effect message(Talk& talk, std::string_view block) {
  Message message = begin_message(talk, block);
  append_content(message.octets, talk, block);
  message.lines = ends_strictly(block);
  return finish(talk, std::move(message));
}

Effect chunked_message(Talk& talk) {
  const Transaction& transaction = talk.state.transaction;
  Message message = begin_message(talk, transaction.content);
  message.octets += transaction.content;
  message.lines = !transaction.envelope.binary;
  return finish(talk, std::move(message));
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
