// HELP (RFC 5321 4.1.1.8). LMTP has LHLO in the place of EHLO and HELO (RFC 2033 4.1).
#include <algorithm>
#include <array>
#include <string>

#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

struct Topic {
  std::string_view verb, text;
};

constexpr std::array<Topic, 15> kTopics{{
    {"AUTH", "AUTH mechanism [initial-response]"},
    {"BDAT", "BDAT octets [LAST]"},
    {"DATA", "DATA"},
    {"EHLO", "EHLO domain"},
    {"EXPN", "EXPN list"},
    {"HELO", "HELO domain"},
    {"HELP", "HELP [command]"},
    {"LHLO", "LHLO domain"},
    {"MAIL", "MAIL FROM:<reverse-path> [parameters]"},
    {"NOOP", "NOOP"},
    {"QUIT", "QUIT"},
    {"RCPT", "RCPT TO:<forward-path> [parameters]"},
    {"RSET", "RSET"},
    {"STARTTLS", "STARTTLS"},
    {"VRFY", "VRFY user"},
}};

bool is_here(const Talk& talk, const Topic& topic) {
  if (topic.verb == "LHLO") return talk.state.kind == SmtpKind::Lmtp;
  return talk.state.kind != SmtpKind::Lmtp || (topic.verb != "EHLO" && topic.verb != "HELO");
}

std::string commands(const Talk& talk) {
  std::string text = "commands:";
  for (const Topic& topic : kTopics) {
    if (topic.verb == "NOOP") text += "\nand";
    if (is_here(talk, topic)) (text += ' ') += topic.verb;
  }
  return text;
}

}  // namespace

void help(Talk& talk, const smtp::Command& command) {
  if (command.argument.empty()) return talk.replies.say(214, {2, 0, 0}, commands(talk));
  const auto found = std::find_if(kTopics.begin(), kTopics.end(), [&](const Topic& topic) {
    return is_here(talk, topic) && wire::iequals(topic.verb, command.argument);
  });
  if (found == kTopics.end()) return talk.replies.say(504, {5, 5, 4}, "no help on that");
  talk.replies.say(214, {2, 0, 0}, found->text);
}

}  // namespace mailrig::server::smtpd
