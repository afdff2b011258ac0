#include "harness/conformance/interview.hpp"

#include <algorithm>

#include "harness/imap/sequence_set.hpp"
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

bool say_hello(Interview& interview, Probed& probed, std::string_view hello) {
  if (!interview.talk.ask(std::string(hello) + " mailrig.test", smtp_whole)) return false;
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

bool imap_login(Interview& interview) {
  return imap_ok(interview, "LOGIN " + imap_quoted(interview.account->user) + " " +
                                imap_quoted(interview.account->password));
}

bool pop3_ok(Interview& interview, std::string_view command) {
  return interview.talk.ask(command, one_line) && wire::istarts_with(interview.talk.answer(), "+OK");
}

// OR of all that makes a message ours (RFC 3501 6.4.4: OR takes two keys).
std::string search_key(const Ours& ours) {
  std::string key = "TEXT " + imap_quoted(ours.token);
  for (const std::string& path : ours.return_paths) {
    key = "OR HEADER Return-Path " + imap_quoted(path) + " " + key;
  }
  return "UID " + std::to_string(ours.first_uid) + ":4294967295 " + key;
}

// IMAP4rev2: "* ESEARCH (TAG "a") UID ALL 4,7:9" to "4,7:9".
bool found_as_set(std::string_view line, std::string& set, std::size_t& count) {
  const std::size_t all = line.find(" ALL ");
  if (!wire::istarts_with(line, "* ESEARCH ") || all == std::string_view::npos) return false;
  set = line.substr(all + 5, line.find(' ', all + 5) - all - 5);
  imap::SequenceSet ranges;
  if (!imap::parse_sequence_set(set, ranges)) return false;
  for (const imap::SequenceRange& range : ranges)
    count += std::max(range.first, range.last) - std::min(range.first, range.last) + std::size_t{1};
  return true;
}

// "* SEARCH 4 7" to "4,7"
std::string found(std::string_view answer, std::size_t& count) {
  std::string set;
  while (!answer.empty()) {
    std::string_view line = take_line(answer);
    if (found_as_set(line, set, count)) continue;
    if (!wire::istarts_with(line, "* SEARCH ")) continue;
    line.remove_prefix(9);
    while (!line.empty()) {
      const std::size_t end = std::min(line.find(' '), line.size());
      if (end > 0) {
        set += (set.empty() ? "" : ",") + std::string(line.substr(0, end));
        ++count;
      }
      line.remove_prefix(std::min(end + 1, line.size()));
    }
  }
  return set;
}

std::uint64_t messages_there(Interview& interview) {
  if (!pop3_ok(interview, "STAT")) return 0;
  std::string_view rest = interview.talk.answer();
  rest.remove_prefix(std::min<std::size_t>(4, rest.size()));
  return wire::to_number(rest.substr(0, std::min(rest.find_first_of(" \r"), rest.size()))).value_or(0);
}

}  // namespace

bool ask_smtp(Interview& interview, Probed& probed, std::string_view hello) {
  if (!take_greeting(interview, probed, "220") || !say_hello(interview, probed, hello)) return false;
  probed.starttls = probed.offers("STARTTLS");
  if (interview.upgrade && probed.starttls && interview.talk.ask("STARTTLS", smtp_whole) &&
      interview.talk.answer().starts_with("220") && interview.talk.start_tls(interview.tls)) {
    (void)say_hello(interview, probed, hello);
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
    probed.login_accepted = imap_login(interview);
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

// RFC 1939 7: whoever offers APOP says so by this alone, "<1896.697170952@dbc.mtview.ca.us>".
bool has_timestamp(std::string_view greeting) {
  const std::size_t begin = greeting.find('<');
  const std::size_t end = greeting.find('>', std::min(begin, greeting.size()));
  if (end == std::string_view::npos) return false;
  return greeting.substr(begin, end - begin).find('@') != std::string_view::npos;
}

bool ask_pop3(Interview& interview, Probed& probed) {
  if (!take_greeting(interview, probed, "+OK")) return false;
  if (has_timestamp(probed.greeting)) add(probed, "APOP");
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

std::optional<std::size_t> sweep_inbox(Interview& interview, const Ours& ours) {
  Probed ignored;
  if (!take_greeting(interview, ignored, "* ")) return std::nullopt;
  if (interview.upgrade && (!imap_ok(interview, "STARTTLS") || !interview.talk.start_tls(interview.tls)))
    return std::nullopt;
  if (!imap_login(interview) || !imap_ok(interview, "SELECT INBOX") ||
      !imap_ok(interview, "UID SEARCH " + search_key(ours))) {
    return std::nullopt;
  }
  std::size_t count = 0;
  const std::string set = found(interview.talk.answer(), count);
  const bool swept = set.empty() || (imap_ok(interview, "UID STORE " + set + " +FLAGS.SILENT (\\Deleted)") &&
                                     imap_ok(interview, ours.uidplus ? "UID EXPUNGE " + set : "EXPUNGE"));
  (void)imap_ok(interview, "LOGOUT");
  return swept ? std::optional(count) : std::nullopt;
}

std::optional<std::size_t> sweep_maildrop(Interview& interview, const Ours& ours) {
  Probed ignored;
  if (!take_greeting(interview, ignored, "+OK")) return std::nullopt;
  if (interview.upgrade && (!pop3_ok(interview, "STLS") || !interview.talk.start_tls(interview.tls)))
    return std::nullopt;
  if (ours.utf8) (void)pop3_ok(interview, "UTF8");
  if (!pop3_ok(interview, "USER " + interview.account->user) ||
      !pop3_ok(interview, "PASS " + interview.account->password)) {
    return std::nullopt;
  }
  std::size_t count = 0;
  const std::uint64_t last = messages_there(interview);
  for (std::uint64_t n = last > kSweptMessages ? last - kSweptMessages + 1 : 1; n <= last; ++n) {
    const std::string number = std::to_string(n);
    if (!interview.talk.ask(ours.top ? "TOP " + number + " 0" : "RETR " + number, pop3_block))
      return std::nullopt;
    if (interview.talk.answer().find(ours.token) == std::string::npos) continue;
    if (pop3_ok(interview, "DELE " + number)) ++count;
  }
  return pop3_ok(interview, "QUIT") ? std::optional(count) : std::nullopt;
}

}  // namespace mailrig::conformance
