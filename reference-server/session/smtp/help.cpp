// HELP (RFC 5321 4.1.1.8).
#include <algorithm>
#include <array>

#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

struct Topic {
  std::string_view verb, text;
};

constexpr std::array<Topic, 14> kTopics{{
    {"AUTH", "AUTH mechanism [initial-response]"},
    {"BDAT", "BDAT octets [LAST]"},
    {"DATA", "DATA"},
    {"EHLO", "EHLO domain"},
    {"EXPN", "EXPN list"},
    {"HELO", "HELO domain"},
    {"HELP", "HELP [command]"},
    {"MAIL", "MAIL FROM:<reverse-path> [parameters]"},
    {"NOOP", "NOOP"},
    {"QUIT", "QUIT"},
    {"RCPT", "RCPT TO:<forward-path> [parameters]"},
    {"RSET", "RSET"},
    {"STARTTLS", "STARTTLS"},
    {"VRFY", "VRFY user"},
}};

}  // namespace

void help(Talk& talk, const smtp::Command& command) {
  if (command.argument.empty()) {
    return talk.replies.say(
        214, {2, 0, 0},
        "commands: AUTH BDAT DATA EHLO EXPN HELO HELP MAIL\nNOOP QUIT RCPT RSET STARTTLS VRFY");
  }
  const auto found = std::find_if(kTopics.begin(), kTopics.end(), [&](const Topic& topic) {
    return wire::iequals(topic.verb, command.argument);
  });
  if (found == kTopics.end()) return talk.replies.say(504, {5, 5, 4}, "no help on that");
  talk.replies.say(214, {2, 0, 0}, found->text);
}

}  // namespace mailrig::server::smtpd
