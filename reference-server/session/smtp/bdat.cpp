// BDAT (RFC 3030 2): a chunk of the message stands right behind the command, counted and as it is. Whatever
// is wrong is said behind the chunk, whose octets are never taken for commands.
#include "harness/wire/dot.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/deliver.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

Answer check(const Talk& talk, const smtp::Command& command) {
  const Transaction& transaction = talk.state.transaction;
  if (talk.hit(kBdatRefused)) return {502, {5, 5, 1}, "not implemented"};
  if (command.last && command.chunk == 0 && talk.hit(kBdatEmptyLastRefused))
    return {501, {5, 5, 4}, "a chunk has octets"};
  if (!transaction.open) return {503, {5, 5, 1}, "MAIL first"};
  if (transaction.recipients.empty()) {
    const bool lmtp = talk.state.kind == SmtpKind::Lmtp;
    return lmtp || transaction.asked == 0 ? Answer{503, {5, 5, 1}, "RCPT first"}
                                          : Answer{554, {5, 5, 1}, "no valid recipients"};
  }
  if (transaction.failed) return {503, {5, 5, 1}, "the transaction has failed: RSET"};
  const std::size_t room = talk.world.limits.message - transaction.content.size();
  return command.chunk > room ? Answer{552, {5, 3, 4}, "message too big"} : Answer{};
}

// Taken for dot-stuffed, as it would be behind DATA.
void unstuff(std::string& content) {
  std::string block = content + (content.ends_with("\r\n") ? ".\r\n" : "\r\n.\r\n");
  content.clear();
  wire::append_unstuffed(content, block);
}

// RFC 2033 4.3: the last chunk is answered for each recipient that was taken, so for none of them not at all.
bool nobody_to_answer(const Talk& talk) {
  const Transaction& transaction = talk.state.transaction;
  return talk.state.kind == SmtpKind::Lmtp && talk.state.chunk.last && transaction.open &&
         transaction.recipients.empty();
}

Effect fail_chunk(Talk& talk, const Answer& answer) {
  Transaction& transaction = talk.state.transaction;
  if (nobody_to_answer(talk)) return transaction.clear(), Effect::None;
  if (talk.state.chunk.last && !transaction.recipients.empty()) return refuse_message(talk, answer);
  transaction.failed = transaction.open;
  std::string().swap(transaction.content);
  talk.replies.say(answer.code, answer.enhanced, answer.text);
  return Effect::None;
}

}  // namespace

void refuse_chunk(Talk& talk, const smtp::Command& command, const Answer& answer) {
  talk.state.chunk = {command.chunk, command.last, answer};
  if (answer.code != 0 && talk.hit(kBdatRefusedAtOnce)) talk.state.chunk.left = 0;
  talk.state.mode = Mode::Chunk;
}

void bdat(Talk& talk, const smtp::Command& command) {
  const Answer answer = check(talk, command);
  if (answer.code == 0) talk.state.transaction.chunked = true;
  refuse_chunk(talk, command, answer);
}

// Where a chunk ends whose size can't be read nobody knows, and its octets are never taken for commands: the
// session is over. 421 may come without a command of its own (RFC 5321 3.8).
Effect refuse_bdat(Talk& talk, const smtp::Command& command, const Answer& answer) {
  if (!command.sized && talk.hit(kBdatSizeGuessed)) return bdat(talk, command), Effect::None;
  if (command.sized) {
    refuse_chunk(talk, command, answer);
    talk.state.chunk.last = false;
    return Effect::None;
  }
  talk.replies.say(answer.code, answer.enhanced, answer.text);
  talk.replies.say(421, {4, 5, 0}, talk.world.host + " closes: where the chunk ends is not known");
  return Effect::Close;
}

void take_chunk(Talk& talk, std::string_view octets) {
  Chunk& chunk = talk.state.chunk;
  if (chunk.refused.code == 0) talk.state.transaction.content += octets;
  chunk.left -= octets.size();
  if (chunk.left > 0 && talk.hit(kBdatReadIsChunk)) chunk.left = 0;
}

Effect end_chunk(Talk& talk) {
  const Chunk& chunk = talk.state.chunk;
  talk.state.mode = Mode::Command;
  if (chunk.refused.code != 0) return fail_chunk(talk, chunk.refused);
  Transaction& transaction = talk.state.transaction;
  if (!chunk.last) {
    if (!talk.hit(kBdatOneReply)) talk.replies.say(250, {2, 0, 0}, "chunk taken");
    return Effect::None;
  }
  if (talk.hit(kBdatUnstuffs)) unstuff(transaction.content);
  return chunked_message(talk);
}

}  // namespace mailrig::server::smtpd
