#include "harness/conformance/interview.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::conformance {

namespace {

// The next line of `text`, without its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

void add(Probed& probed, std::string_view capability) {
  if (capability.empty()) return;
  const auto same = [&](const std::string& known) { return wire::iequals(known, capability); };
  if (std::none_of(probed.capabilities.begin(), probed.capabilities.end(), same)) {
    probed.capabilities.emplace_back(capability);
  }
}

void add_words(Probed& probed, std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    add(probed, words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

bool one_line(std::string_view answer) {
  return answer.find('\n') != std::string_view::npos;
}

// A last line "250 …" (RFC 5321 4.2.1).
bool smtp_whole(std::string_view answer) {
  while (!answer.empty()) {
    if (answer.find('\n') == std::string_view::npos) return false;
    const std::string_view line = take_line(answer);
    if (line.size() < 4 || line[3] != '-') return true;
  }
  return false;
}

bool ehlo(Interview& interview, Probed& probed) {
  if (!interview.talk.ask("EHLO mailrig.test", smtp_whole)) return false;
  std::string_view answer = interview.talk.answer();
  if (!answer.starts_with("250")) return false;
  (void)take_line(answer);
  while (!answer.empty()) {
    const std::string_view line = take_line(answer);
    if (line.size() > 4) add(probed, line.substr(4));
  }
  return true;
}

bool imap_whole(std::string_view answer) {
  return answer.starts_with("p1 ") ? one_line(answer)
                                   : answer.find("\np1 ") != std::string_view::npos && answer.ends_with('\n');
}

bool imap_ok(Interview& interview, std::string_view command) {
  if (!interview.talk.ask("p1 " + std::string(command), imap_whole)) return false;
  const std::string& answer = interview.talk.answer();
  const std::size_t tagged = answer.starts_with("p1 ") ? 0 : answer.rfind("\np1 ") + 1;
  return wire::istarts_with(std::string_view(answer).substr(tagged), "p1 OK");
}

void capability(Interview& interview, Probed& probed) {
  if (!imap_ok(interview, "CAPABILITY")) return;
  std::string_view answer = interview.talk.answer();
  while (!answer.empty()) {
    const std::string_view line = take_line(answer);
    if (wire::istarts_with(line, "* CAPABILITY ")) add_words(probed, line.substr(13));
  }
}

std::string imap_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

// Personal namespace: * NAMESPACE (("INBOX." ".")) … (RFC 2342 5)
std::string personal_prefix(std::string_view answer) {
  const std::size_t begin = answer.find("NAMESPACE ((\"");
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = answer.substr(begin + 13);
  const std::size_t end = rest.find('"');
  return end == std::string_view::npos || end > 64 ? std::string() : std::string(rest.substr(0, end));
}

bool pop3_block(std::string_view answer) {
  return answer.starts_with("-") ? one_line(answer)
                                 : answer.find("\n.\r\n") != std::string_view::npos ||
                                       answer.find("\n.\n") != std::string_view::npos;
}

void capa(Interview& interview, Probed& probed) {
  (void)interview.talk.ask("CAPA", pop3_block);  // what came without its end is read all the same
  std::string_view answer = interview.talk.answer();
  if (!wire::istarts_with(answer, "+OK")) return;
  add(probed, "CAPA");
  (void)take_line(answer);
  while (!answer.empty()) {
    const std::string_view line = take_line(answer);
    if (line == ".") return;
    add(probed, line);
  }
}

bool take_greeting(Interview& interview, Probed& probed, std::string_view begin) {
  if (!interview.talk.ask("", one_line)) return false;
  std::string_view answer = interview.talk.answer();
  probed.greeting = std::string(take_line(answer));
  return wire::istarts_with(probed.greeting, begin);
}

}  // namespace

bool ask_smtp(Interview& interview, Probed& probed) {
  if (!take_greeting(interview, probed, "220") || !ehlo(interview, probed)) return false;
  probed.starttls = probed.offers("STARTTLS");
  if (interview.upgrade && probed.starttls && interview.talk.ask("STARTTLS", smtp_whole) &&
      interview.talk.answer().starts_with("220") && interview.talk.start_tls(interview.tls)) {
    (void)ehlo(interview, probed);
  }
  (void)interview.talk.ask("QUIT", one_line);
  return true;
}

bool ask_imap(Interview& interview, Probed& probed, std::string& prefix) {
  if (!take_greeting(interview, probed, "* ")) return false;
  capability(interview, probed);
  probed.starttls = probed.offers("STARTTLS");
  if (interview.upgrade && probed.starttls && imap_ok(interview, "STARTTLS") &&
      interview.talk.start_tls(interview.tls)) {
    interview.may_log_in = true;
    capability(interview, probed);
  }
  if (interview.account != nullptr && interview.may_log_in) {
    probed.login_tried = true;
    probed.login_accepted = imap_ok(interview, "LOGIN " + imap_quoted(interview.account->user) + " " +
                                                   imap_quoted(interview.account->password));
    if (probed.login_accepted) {
      capability(interview, probed);
      if (probed.offers("NAMESPACE") && imap_ok(interview, "NAMESPACE")) {
        prefix = personal_prefix(interview.talk.answer());
      }
    }
  }
  (void)imap_ok(interview, "LOGOUT");
  return true;
}

bool sweep_inbox(Interview& interview, std::uint64_t first_uid, bool uidplus) {
  Probed ignored;
  if (!take_greeting(interview, ignored, "* ")) return false;
  if (interview.upgrade && (!imap_ok(interview, "STARTTLS") || !interview.talk.start_tls(interview.tls)))
    return false;
  if (!imap_ok(interview, "LOGIN " + imap_quoted(interview.account->user) + " " +
                              imap_quoted(interview.account->password))) {
    return false;
  }
  const std::string ours = std::to_string(first_uid) + ":4294967295";
  const bool swept = imap_ok(interview, "SELECT INBOX") &&
                     imap_ok(interview, "UID STORE " + ours + " +FLAGS.SILENT (\\Deleted)") &&
                     imap_ok(interview, uidplus ? "UID EXPUNGE " + ours : "EXPUNGE");
  (void)imap_ok(interview, "LOGOUT");
  return swept;
}

bool ask_pop3(Interview& interview, Probed& probed) {
  if (!take_greeting(interview, probed, "+OK")) return false;
  capa(interview, probed);
  probed.starttls = probed.offers("STLS");
  if (interview.upgrade && probed.starttls && interview.talk.ask("STLS", one_line) &&
      wire::istarts_with(interview.talk.answer(), "+OK") && interview.talk.start_tls(interview.tls)) {
    interview.may_log_in = true;
    capa(interview, probed);
  }
  if (interview.account != nullptr && interview.may_log_in) {
    probed.login_tried = true;
    probed.login_accepted = interview.talk.ask("USER " + interview.account->user, one_line) &&
                            interview.talk.ask("PASS " + interview.account->password, one_line) &&
                            wire::istarts_with(interview.talk.answer(), "+OK");
    if (probed.login_accepted) capa(interview, probed);
  }
  (void)interview.talk.ask("QUIT", one_line);
  return true;
}

}  // namespace mailrig::conformance
