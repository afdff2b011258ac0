#include "harness/scenario/line_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/sasl/sasl.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

constexpr std::string_view kBy = "by", kWithin = "within";
constexpr std::array<std::string_view, 2> kClosedWords = {kBy, kWithin};
constexpr std::array<std::pair<std::string_view, CloseKind>, 3> kEnds = {
    {{"fin", CloseKind::Fin}, {"reset", CloseKind::Reset}, {"alert", CloseKind::Alert}}};
constexpr std::string_view kVerified = "verified", kOr = "or", kRefused = "refused";
constexpr std::array<std::string_view, 3> kHandshakeWords = {kVerified, kOr, kRefused};
constexpr std::string_view kSlowly = "slowly", kOctets = "octets", kEvery = "every";
constexpr std::array<std::string_view, 3> kReadWords = {kSlowly, kOctets, kEvery};

void take_by(Words& words, Line& line) {
  const std::string_view word = words.next();
  const auto end =
      std::find_if(kEnds.begin(), kEnds.end(), [&](const auto& one) { return one.first == word; });
  if (end == kEnds.end()) return words.complain("'by' takes fin, reset or alert");
  line.close.kind = end->second;
  if (line.close.kind != CloseKind::Alert || words.peek().empty() || words.peek() == kWithin) return;
  const std::string_view alert = words.next();
  const auto names = alert_names();
  if (std::find(names.begin(), names.end(), alert) == names.end())
    return words.complain(quote(alert) + " is no alert of TLS" + did_you_mean(nearest(alert, names)));
  line.close.alert = std::string(alert);
}

Milliseconds take_time(Words& words) {
  const std::string_view word = words.next();
  if (const auto time = parse_time(word)) return *time;
  words.complain(word.empty() ? std::string("a time is missing: '500ms', '5s' or '1min'")
                              : quote(word) + " is no time; meant is '500ms', '5s' or '1min'");
  return Milliseconds(0);
}

constexpr std::array<LineFlag, 5> kAuthOptions = {{{"wrong", &Line::wrong},
                                                   {"wrong-user", &Line::wrong_user},
                                                   {"no-initial", &Line::no_initial},
                                                   {"cancel", &Line::cancel},
                                                   {"other-binding", &Line::other_binding}}};

bool take_option(std::string_view word, Line& line) {
  for (const LineFlag& option : kAuthOptions) {
    if (word != option.word) continue;
    line.*option.flag = true;
    return true;
  }
  return false;
}

std::string contradiction_of(const Line& line) {
  const sasl::Traits traits = sasl::traits(line.name);
  if (line.other_binding && !traits.binds_channel)
    return "'other-binding' is for mechanisms that are bound to the TLS channel, such as " + line.name +
           "-PLUS";
  if (line.wrong && !traits.has_secret) return line.name + " has no password that could be wrong";
  if (line.wrong_user && !traits.has_user) return line.name + " names no user that could be wrong";
  return {};
}

// "${mechanism}" of a case.
bool is_variable(std::string_view name) {
  return name.starts_with("${") && name.ends_with('}');
}

}  // namespace

std::optional<std::string> resolve_auth(Line& line) {
  const auto known = sasl::known_mechanism(line.name);
  if (!known) {
    return quote(line.name) + " is no mechanism that can be played" +
           did_you_mean(nearest(line.name, sasl::mechanisms()));
  }
  line.name = *known;
  std::string wrong = contradiction_of(line);
  return wrong.empty() ? std::nullopt : std::optional(std::move(wrong));
}

std::string_view Words::word_at(std::size_t at) const {
  const std::size_t end = std::min(text_.text.find(' ', at), text_.text.size());
  return text_.text.substr(at, end - at);
}

std::size_t Words::behind_spaces() const {
  return std::min(text_.text.find_first_not_of(' ', at_), text_.text.size());
}

std::string_view Words::next() {
  began_ = behind_spaces();
  const std::string_view word = word_at(began_);
  at_ = began_ + word.size();
  return word;
}

std::string_view Words::peek() {
  return word_at(behind_spaces());
}

bool Words::take(std::string_view word) {
  if (peek() != word) return false;
  (void)next();
  return true;
}

void Words::expect_end(std::string_view meant) {
  const std::string_view left = next();
  if (!left.empty()) complain(quote(left) + " is not known here; meant is " + std::string(meant));
}

void parse_handshake(Words& words, Line& line) {
  const std::string verb = line.verb == Verb::StartTls ? "tls" : "connect";
  if (const auto version = parse_tls_version(words.peek())) {
    line.tls.version = *version;
    (void)words.next();
  }
  line.tls.verified = words.take(kVerified);
  if (words.take(kOr)) {
    line.outcome = Handshake::Outcome::OrClosed;
    if (words.next() != "closed")
      return words.complain("behind 'or' comes 'closed': '" + verb + " or closed'");
  } else if (words.take(kRefused)) {
    line.outcome = Handshake::Outcome::Refused;
    if (words.take(kBy)) take_by(words, line);
    if (line.tls.verified)
      return words.complain("'refused' is what the server does; 'verified' is for us to check");
  }
  words.expect_end("'" + verb + " 1.2 verified', '" + verb + " or closed' or '" + verb + " 1.0 refused'");
}

void parse_closed(Words& words, Line& line) {
  line.verb = Verb::Closed;
  for (;;) {
    if (words.take(kWithin)) {
      line.time = take_time(words);
    } else if (words.take(kBy)) {
      take_by(words, line);
    } else {
      return words.expect_end("'closed by fin within 5s'");
    }
  }
}

void parse_read(Words& words, Line& line) {
  line.verb = words.take(kSlowly) ? Verb::ReadSlowly : Verb::Read;
  if (line.verb == Verb::Read || words.peek().empty()) return words.expect_end("'read' or 'read slowly'");
  const std::string_view word = words.next();
  const auto octets = wire::to_number(word);
  if (!octets || *octets == 0 || *octets > kPaceOctetsLimit)
    return words.complain(quote(word) +
                          " is no number of octets from 1 to 1000000: 'read slowly 1000 octets every 100ms'");
  line.octets = static_cast<std::uint32_t>(*octets);
  if (!words.take(kOctets) || !words.take(kEvery))
    return words.complain("meant is 'read slowly 1000 octets every 100ms'");
  line.time = take_time(words);
  if (line.time.count() == 0 || line.time > kPaceTimeLimit)
    return words.complain("'every' takes a time from 1ms to 1min");
  words.expect_end("'read slowly 1000 octets every 100ms'");
}

void parse_auth(Words& words, Line& line) {
  line.verb = Verb::Auth;
  line.name = std::string(words.next());
  line.name_at = words.where();
  if (line.name.empty()) return words.complain("'auth' needs a mechanism: 'auth PLAIN'");
  const bool later = is_variable(line.name);
  if (!later) {
    if (auto wrong = resolve_auth(line)) return words.complain(std::move(*wrong));
  }
  while (!words.peek().empty()) {
    const std::string_view word = words.next();
    if (!take_option(word, line)) {
      return words.complain(
          quote(word) +
          " is not known here; meant is wrong, wrong-user, no-initial, cancel or other-binding");
    }
    if (later) continue;
    if (auto wrong = resolve_auth(line)) return words.complain(std::move(*wrong));
  }
}

std::optional<TlsVersion> parse_tls_version(std::string_view word) {
  for (const TlsVersion version : {TlsVersion::V1_0, TlsVersion::V1_1, TlsVersion::V1_2, TlsVersion::V1_3}) {
    if (name(version) == word) return version;
  }
  return std::nullopt;
}

std::span<const std::string_view> closed_words() {
  return kClosedWords;
}

std::span<const std::string_view> handshake_words() {
  return kHandshakeWords;
}

std::span<const std::string_view> read_words() {
  return kReadWords;
}

std::span<const LineFlag> auth_flags() {
  return kAuthOptions;
}

std::span<const std::string_view> alert_names() {
  static constexpr std::array<std::string_view, 27> kNames = {"close_notify",
                                                              "unexpected_message",
                                                              "bad_record_mac",
                                                              "record_overflow",
                                                              "handshake_failure",
                                                              "bad_certificate",
                                                              "unsupported_certificate",
                                                              "certificate_revoked",
                                                              "certificate_expired",
                                                              "certificate_unknown",
                                                              "illegal_parameter",
                                                              "unknown_ca",
                                                              "access_denied",
                                                              "decode_error",
                                                              "decrypt_error",
                                                              "protocol_version",
                                                              "insufficient_security",
                                                              "internal_error",
                                                              "inappropriate_fallback",
                                                              "user_canceled",
                                                              "missing_extension",
                                                              "unsupported_extension",
                                                              "unrecognized_name",
                                                              "bad_certificate_status_response",
                                                              "unknown_psk_identity",
                                                              "certificate_required",
                                                              "no_application_protocol"};
  return kNames;
}

}  // namespace mailrig::scenario
