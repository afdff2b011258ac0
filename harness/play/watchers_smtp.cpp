#include "harness/play/watchers_smtp.hpp"

#include <algorithm>
#include <array>

#include "harness/play/watcher_rules_smtp.hpp"
#include "harness/sasl/sasl.hpp"
#include "harness/wire/cursor.hpp"

namespace mailrig::play {
namespace {

using namespace smtp_rules;

constexpr std::array kRules{&kUnasked,  &kGreetingCode,  &kGreetingDomain,  &kReplyForCommand,
                            &kQuit,     &kAfter421,      &kEnhancedMissing, &kEhloDomain,
                            &kEhloSize, &kStartTlsAgain, &kChallenge,       &kAuthAgain};

std::string said(const smtp::Reply& reply) {
  return "the code is " + std::to_string(reply.code);
}

bool is_hello(std::string_view verb) {
  return verb == "EHLO" || verb == "HELO" || verb == "LHLO";
}

}  // namespace

std::span<const WatcherInfo* const> smtp_watcher_infos() {
  return kRules;
}

void SmtpWatcher::reset() {
  *this = SmtpWatcher();
}

void SmtpWatcher::secured() {
  enhanced_ = authenticated_ = false;
  starttls_done_ = true;
}

void SmtpWatcher::reply(const smtp::Reply& reply, const smtp::Dialogue& dialogue, Accuser& accuser) {
  if (reply.code == 0) return;  // the parser says what is wrong with it
  if (!greeted_) {
    greeted_ = true;
    return greeting(reply, accuser);
  }
  if (closing_ && reply.code != 421) accuser.accuse(kAfter421, reply.bytes, "421 had been said before");
  closing_ = closing_ || reply.code == 421;
  if (reply.code == 421) return;  // lawful at any time
  if (!dialogue.asked()) return accuser.accuse(kUnasked, reply.bytes, "every command had been answered");
  const std::string_view verb = dialogue.verb_answered();
  fits_command(reply, verb, accuser);
  if (is_hello(verb)) return hello(reply, verb, accuser);
  if (verb == "AUTH") auth(reply, accuser);
  enhanced(reply, accuser);
}

void SmtpWatcher::greeting(const smtp::Reply& reply, Accuser& accuser) {
  const int code = reply.code;
  closing_ = code == 421;
  if (code != 220 && code != 554 && code != 521 && code != 421) {
    return accuser.accuse(kGreetingCode, reply.bytes, said(reply));
  }
  wire::Cursor cursor(reply.lines.empty() ? std::string_view{} : reply.lines.front());
  if (code == 220 && cursor.take_until(' ').empty()) {
    accuser.accuse(kGreetingDomain, reply.bytes, "there is no name behind 220");
  }
}

void SmtpWatcher::fits_command(const smtp::Reply& reply, std::string_view verb, Accuser& accuser) {
  const int kind = reply.code / 100;
  const bool goes_on = (verb == "DATA" && reply.code == 354) || (verb == "AUTH" && reply.code == 334);
  if (kind == 3 && !goes_on)
    accuser.accuse(kReplyForCommand, reply.bytes, said(reply) + " and the command " + std::string(verb));
  if (kind == 2 && verb == "DATA")
    accuser.accuse(kReplyForCommand, reply.bytes, said(reply) + " where 354 was due");
  if (verb == "QUIT" && reply.code != 221 && kind != 5) accuser.accuse(kQuit, reply.bytes, said(reply));
}

void SmtpWatcher::hello(const smtp::Reply& reply, std::string_view verb, Accuser& accuser) {
  if (reply.code != 250 || reply.lines.empty()) return;
  enhanced_ = false;
  if (verb == "HELO") return;
  wire::Cursor cursor(reply.lines.front());
  if (cursor.take_until(' ').empty()) accuser.accuse(kEhloDomain, reply.bytes, "there is no name behind 250");
  for (std::size_t i = 1; i < reply.lines.size(); ++i) offers(reply, reply.lines[i], accuser);
}

void SmtpWatcher::offers(const smtp::Reply& reply, std::string_view line, Accuser& accuser) {
  wire::Cursor cursor(line);
  const std::string_view keyword = cursor.take_until(' ');
  if (wire::iequals(keyword, "ENHANCEDSTATUSCODES")) enhanced_ = true;
  if (wire::iequals(keyword, "STARTTLS") && starttls_done_) {
    accuser.accuse(kStartTlsAgain, reply.bytes, "STARTTLS is among the keywords");
  }
  if (!wire::iequals(keyword, "SIZE") || !cursor.take(' ')) return;
  const std::string_view digits = cursor.rest();
  const bool number =
      !digits.empty() && digits.size() <= 20 && std::all_of(digits.begin(), digits.end(), wire::is_digit);
  if (!number)
    accuser.accuse(kEhloSize, reply.bytes, "the parameter is \"" + std::string(digits.substr(0, 40)) + '"');
}

void SmtpWatcher::auth(const smtp::Reply& reply, Accuser& accuser) {
  if (authenticated_ && (reply.code == 334 || reply.code == 235)) {
    accuser.accuse(kAuthAgain, reply.bytes, said(reply));
  }
  if (reply.code == 235) authenticated_ = true;
  if (reply.code != 334 || reply.lines.empty()) return;
  if (!sasl::unbase64(reply.lines.front())) accuser.accuse(kChallenge, reply.bytes, "it can't be decoded");
}

void SmtpWatcher::enhanced(const smtp::Reply& reply, Accuser& accuser) {
  const int kind = reply.code / 100;
  if (!enhanced_ || reply.enhanced || (kind != 2 && kind != 4 && kind != 5)) return;
  accuser.accuse(kEnhancedMissing, reply.bytes, said(reply) + " and no enhanced code follows");
}

}  // namespace mailrig::play
