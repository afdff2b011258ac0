// VRFY and EXPN (RFC 5321 3.5, 4.1.1.6, 4.1.1.7; RFC 6531 3.7.4.2): unless the owner will have it otherwise
// no one is told who has a mailbox here (7.3).
#include "harness/wire/cursor.hpp"
#include "harness/wire/utf8.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/local.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::string_view kUtf8 = " SMTPUTF8";

struct Question {
  std::string_view name;
  bool utf8 = false;  // the answer may be
};

// "user1", "user1@example.test", "<user1@example.test>"
Question question_of(std::string_view argument) {
  Question question{argument};
  if (argument.size() > kUtf8.size() &&
      wire::iequals(argument.substr(argument.size() - kUtf8.size()), kUtf8)) {
    question.utf8 = true;
    question.name.remove_suffix(kUtf8.size());
  }
  if (question.name.starts_with('<') && question.name.ends_with('>')) {
    question.name.remove_prefix(1);
    question.name.remove_suffix(1);
  }
  return question;
}

// RFC 5321 4.5.1: there is a postmaster, whatever the accounts are called.
const Account* find(const World& world, std::string_view name) {
  if (name.find('@') != std::string_view::npos) return account_of(world, name);
  const Account* const account = world.accounts->find(name);
  return account == nullptr ? world.accounts->resolve(name, "") : account;
}

}  // namespace

void vrfy(Talk& talk, const smtp::Command& command) {
  if (talk.hit(kVrfyUnlistedCode)) return talk.replies.say(200, {2, 0, 0}, "perhaps");
  if (!talk.world.smtp.tells_mailboxes)
    return talk.replies.say(252, {2, 0, 0}, "not told; mail will be tried");
  const Question question = question_of(command.argument);
  const Account* const account = find(talk.world, question.name);
  if (account == nullptr || account->addresses.empty())
    return talk.replies.say(550, {5, 1, 1}, "no such mailbox here");
  const std::string& address = account->addresses.front();
  if (!wire::is_ascii(address) && !question.utf8)
    return talk.replies.say(252, {2, 6, 8}, "there is one; its name is not ASCII");
  talk.replies.say(250, {2, 1, 5}, "<" + address + ">");
}

void expn(Talk& talk) {
  if (talk.world.smtp.tells_mailboxes) return talk.replies.say(550, {5, 1, 1}, "no such list here");
  talk.replies.say(502, {5, 5, 1}, "no lists here");
}

}  // namespace mailrig::server::smtpd
