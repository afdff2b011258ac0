#include "reference-server/session/smtp/session.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"
#include "harness/wire/cursor.hpp"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/deviation/lmtp.hpp"
#include "reference-server/deviation/smtp.hpp"

namespace mailrig::server::smtpd {
namespace {

using smtp::Verb;
using wire::FrameStatus;

constexpr std::size_t kShortCommand = 100;

// Stuffed dots do not count against the size (RFC 1870 5): at worst one for each three octets.
std::size_t stuffed_limit(std::size_t octets) {
  return octets + octets / 3 + 16;
}

bool has_lower(std::string_view text) {
  return text.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos;
}

bool taken_all_the_same(const Talk& talk, const smtp::Command& command) {
  return (command.verb == Verb::Unknown && talk.hit(kCommandUnknownOk)) ||
         (command.verb == Verb::Mail && talk.hit(kMailSyntaxOk)) ||
         (command.verb == Verb::Rcpt && talk.hit(kRcptSyntaxOk));
}

// LHLO is LMTP's alone, and has HELO's and EHLO's place there (RFC 2033 4.1).
bool of_other_protocol(const Talk& talk, Verb verb) {
  if (talk.state.kind != SmtpKind::Lmtp) return verb == Verb::Lhlo;
  return (verb == Verb::Helo || verb == Verb::Ehlo) && !talk.hit(lmtpd::kHelloTaken);
}

bool offered(const Talk& talk, Verb verb) {
  if (verb == Verb::Auth) return talk.offers(Cap::SmtpAuth);
  if (verb == Verb::Bdat) return talk.offers(Cap::SmtpChunking);
  if (verb == Verb::StartTls) return talk.offers(Cap::SmtpStartTls);
  return true;
}

Effect refuse(Talk& talk, const smtp::Command& command, const smtp::Refusal& refusal) {
  if ((command.verb == Verb::Ehlo || command.verb == Verb::Lhlo) && talk.hit(kEhloArgumentOptional)) {
    ehlo(talk, command);
  } else if (command.verb == Verb::StartTls && talk.hit(kStarttlsArgumentOk)) {
    return starttls(talk);
  } else if (taken_all_the_same(talk, command)) {
    talk.replies.say(250, {2, 0, 0}, "ok");
  } else if (command.verb == Verb::Bdat) {
    return refuse_bdat(talk, command, {refusal.code, refusal.enhanced, refusal.reason});
  } else {
    Transaction& transaction = talk.state.transaction;
    if (command.verb == Verb::Mail) ++talk.state.mails;
    if (command.verb == Verb::Rcpt && transaction.open) {
      ++transaction.asked;
      ++transaction.refused;
    }
    talk.replies.say(refusal.code, refusal.enhanced, refusal.reason);
    if (command.verb == Verb::Unknown && talk.hit(kCommandUnknownCloses)) return Effect::Close;
  }
  return Effect::None;
}

// RFC 4954 6, RFC 6409 4.3: what the submission port does for those who have logged in only.
bool needs_login(const Talk& talk, Verb verb) {
  if (talk.state.kind != SmtpKind::Submission || !talk.state.user.empty()) return false;
  if (!talk.offers(Cap::SmtpAuth)) return false;  // there would be no way in
  switch (verb) {
    case Verb::Mail:
    case Verb::Rcpt:
    case Verb::Data:
    case Verb::Bdat:
    case Verb::Vrfy:
    case Verb::Expn:
      return !talk.hit(kSubmissionNoLoginNeeded);
    default:
      return false;
  }
}

Effect dispatch(Talk& talk, const smtp::Command& command) {
  if (needs_login(talk, command.verb)) {
    if (command.verb == Verb::Bdat)
      return refuse_chunk(talk, command, {530, {5, 7, 0}, "authentication required"}), Effect::None;
    talk.replies.say(530, {5, 7, 0}, "authentication required");
    return Effect::None;
  }
  switch (command.verb) {
    case Verb::Auth:
      return auth(talk, command), Effect::None;
    case Verb::Bdat:
      return bdat(talk, command), Effect::None;
    case Verb::Data:
      return data(talk), Effect::None;
    case Verb::Ehlo:
    case Verb::Lhlo:
      return ehlo(talk, command), Effect::None;
    case Verb::Expn:
      return expn(talk), Effect::None;
    case Verb::Helo:
      return helo(talk, command), Effect::None;
    case Verb::Help:
      return help(talk, command), Effect::None;
    case Verb::Mail:
      return mail(talk, command), Effect::None;
    case Verb::Noop:
      return noop(talk), Effect::None;
    case Verb::Quit:
      return quit(talk);
    case Verb::Rcpt:
      return rcpt(talk, command), Effect::None;
    case Verb::Rset:
      return rset(talk), Effect::None;
    case Verb::StartTls:
      return starttls(talk);
    case Verb::Vrfy:
      return vrfy(talk, command), Effect::None;
    case Verb::Unknown:
      break;
  }
  talk.replies.say(502, {5, 5, 1}, "not implemented");
  return Effect::None;
}

}  // namespace

SmtpSession::SmtpSession(World& world, const Peer& peer, SmtpKind kind)
    : world_(world), lines_(smtp::kAuthLimit), messages_(stuffed_limit(world.limits.message)) {
  state_.peer = peer;
  state_.kind = kind;
}

// RFC 5321 4.1.1.10: what had no end when the connection went is no message.
void SmtpSession::lost() {
  if (state_.mode != Mode::Message || buffer_.empty() || !hit(kDataCutIsDelivered)) return;
  buffer_.append(buffer_.view().ends_with("\r\n") ? ".\r\n" : "\r\n.\r\n");
  std::string output;
  Talk talk{world_, state_, replies(output)};
  (void)message(talk, buffer_.view());
}

bool SmtpSession::hit(const Deviation& deviation) const {
  return world_.deviations != nullptr && world_.deviations->hit(deviation);
}

Replies SmtpSession::replies(std::string& output) const {
  return {output, world_.deviations, offers(world_, state_.kind, Cap::SmtpEnhancedStatusCodes)};
}

void SmtpSession::greet(std::string& output) {
  if (hit(kGreetingNone)) return;
  const std::string text =
      hit(kGreetingMissingDomain)
          ? ""
          : world_.host + (state_.kind == SmtpKind::Lmtp ? " LMTP mailrig" : " ESMTP mailrig");
  replies(output).say(220, text);
}

Effect SmtpSession::feed(std::string_view input, std::string& output) {
  output += withheld_;
  withheld_.clear();
  buffer_.append(input);
  if (state_.mode == Mode::Command && !input.ends_with('\n') && hit(kCommandReadIsCommand))
    buffer_.append("\r\n");
  return work(output);
}

Effect SmtpSession::work(std::string& output) {
  Talk talk{world_, state_, replies(output)};
  Effect effect = Effect::None;
  std::size_t units = 0;
  std::size_t before = output.size();
  while (effect == Effect::None) {
    const std::size_t size = output.size();
    if (!next(talk, effect)) break;
    before = size;
    ++units;
    if (state_.mode == Mode::Command && hit(kPipeliningDropsInput)) buffer_.clear();
  }
  if (effect == Effect::None) {
    withhold(units, before, output);
  } else if (effect != Effect::StartTls || !hit(kStarttlsInjection)) {
    buffer_.clear();
  }
  return effect;
}

// Keeps back the reply to the last of several commands.
void SmtpSession::withhold(std::size_t units, std::size_t before, std::string& output) {
  if (units < 2 || !hit(kPipeliningWithholds)) return;
  withheld_ = output.substr(before);
  output.resize(before);
}

bool SmtpSession::next(Talk& talk, Effect& effect) {
  if (state_.mode == Mode::Chunk) return next_chunk(talk, effect);
  return state_.mode == Mode::Message ? next_message(talk, effect) : next_line(talk, effect);
}

bool SmtpSession::next_line(Talk& talk, Effect& effect) {
  const wire::Frame frame = lines_.feed(buffer_.view());
  if (frame.status == FrameStatus::NeedMore) return false;
  if (frame.status == FrameStatus::TooLong) {
    if (begins_chunk()) effect = refuse_bdat(talk, {}, {500, {5, 5, 2}, "line too long"});
    skipping_ = true;
  } else if (skipping_) {
    skipping_ = false;
    const bool within_auth = state_.mode == Mode::Auth;  // RFC 4954 4
    state_.mode = Mode::Command;
    state_.sasl.reset();
    talk.replies.say(500, {5, 5, static_cast<std::uint16_t>(within_auth ? 6 : 2)}, "line too long");
  } else {
    effect = line(talk, buffer_.view().substr(0, frame.size));
    if (state_.mode == Mode::Message) messages_.begin(world_.deviations);
  }
  buffer_.consume(frame.size);
  return true;
}

// However long its line is, the octets behind it are no commands.
bool SmtpSession::begins_chunk() const {
  return !skipping_ && state_.mode == Mode::Command && offers(world_, state_.kind, Cap::SmtpChunking) &&
         wire::istarts_with(buffer_.view(), "BDAT ");
}

bool SmtpSession::next_message(Talk& talk, Effect& effect) {
  const wire::Frame frame = messages_.feed(buffer_.view());
  if (frame.status == FrameStatus::NeedMore) return false;
  if (frame.status == FrameStatus::TooLong) {
    skipping_ = true;
  } else if (skipping_) {
    skipping_ = false;
    message_too_big(talk);
  } else {
    effect = message(talk, buffer_.view().substr(0, frame.size));
  }
  buffer_.consume(frame.size);
  return true;
}

bool SmtpSession::next_chunk(Talk& talk, Effect& effect) {
  const Chunk& chunk = state_.chunk;
  const std::string_view octets =
      buffer_.view().substr(0, std::min<std::uint64_t>(chunk.left, buffer_.size()));
  if (octets.empty() && chunk.left > 0) return false;
  take_chunk(talk, octets);
  buffer_.consume(octets.size());
  if (chunk.left > 0) return false;
  effect = end_chunk(talk);
  return true;
}

Effect SmtpSession::line(Talk& talk, std::string_view line) {
  const std::size_t failed = state_.failed_logins;
  const Effect effect = answered(talk, line);
  return state_.failed_logins > failed && hit(kAuthDropsEarly) ? Effect::Close : effect;
}

Effect SmtpSession::answered(Talk& talk, std::string_view line) {
  if (state_.mode == Mode::Auth) return auth_line(talk, line), Effect::None;
  if (line.size() > smtp::kCommandLimit && hit(kCommandOverlongSplit)) return split_line(talk, line);
  return command_line(talk, line);
}

Effect SmtpSession::split_line(Talk& talk, std::string_view line) {
  Effect effect = Effect::None;
  while (!line.empty() && effect == Effect::None) {
    std::string piece(wire::without_line_end(line.substr(0, smtp::kCommandLimit - 2)));
    effect = command_line(talk, piece += "\r\n");
    line.remove_prefix(std::min(line.size(), smtp::kCommandLimit - 2));
  }
  return effect;
}

Effect SmtpSession::command_line(Talk& talk, std::string_view line) {
  if (login_expected() && state_.user.empty() && ++commands_ > world_.limits.commands_before_login) {
    talk.replies.say(421, {4, 7, 0}, world_.host + " closes: too many commands before login");
    return Effect::Close;
  }
  smtp::Command command;
  std::optional<smtp::Refusal> refused = smtp::parse_command(line, command);
  if (line.size() > kShortCommand && hit(kCommandLineLimitShort))
    refused = smtp::Refusal{500, {5, 5, 2}, "line too long", kShortCommand};
  const bool of_path = command.verb == Verb::Mail || command.verb == Verb::Rcpt;
  if (of_path && line.size() > smtp::kCommandLimit && hit(kDsnLinesShort))
    refused = smtp::Refusal{500, {5, 5, 2}, "line too long", smtp::kCommandLimit};
  const bool unknown = of_other_protocol(talk, command.verb) || !offered(talk, command.verb);
  if (unknown) command.verb = Verb::Unknown;
  if (unknown || (has_lower(command.name) && hit(kCommandCaseSensitive)))
    refused = smtp::Refusal{500, {5, 5, 1}, "command not recognised", 0};
  return refused ? refuse(talk, command, *refused) : dispatch(talk, command);
}

// RFC 3207 4.2: what was learned in the clear is forgotten.
void SmtpSession::secured() {
  state_.peer.secure = true;
  lines_.reset();
  if (!hit(kStarttlsKeepsState)) {
    state_.client.clear();
    state_.extended = false;
    state_.user.clear();
    state_.transaction.clear();
  }
  if (!buffer_.empty() && wake_up) wake_up();
}

Effect SmtpSession::wake(std::string& output) {
  return work(output);
}

Effect SmtpSession::idle_timeout(std::string& output) {
  replies(output).say(421, {4, 4, 2}, world_.host + " closes: nothing came");
  return Effect::Close;
}

std::chrono::seconds SmtpSession::idle_limit() const {
  return world_.limits.smtp_idle;
}

bool SmtpSession::login_expected() const {
  return state_.kind == SmtpKind::Submission && offers(world_, state_.kind, Cap::SmtpAuth);
}

Facts SmtpSession::facts() const {
  Facts facts;
  facts.login_expected = login_expected();
  facts.octets = sizeof(*this) + buffer_.capacity() + state_.transaction.content.capacity();
  facts.failed_logins = state_.failed_logins;
  facts.between_commands = state_.mode == Mode::Command && buffer_.empty();
  facts.user = state_.user;
  facts.state = state_.mode == Mode::Message || state_.mode == Mode::Chunk ? "message"
                : state_.transaction.open                                  ? "transaction"
                : state_.client.empty()                                    ? "connected"
                                                                           : "ready";
  return facts;
}

}  // namespace mailrig::server::smtpd

namespace mailrig::server {

std::unique_ptr<Session> make_smtp_session(World& world, const Peer& peer, SmtpKind kind) {
  return std::make_unique<smtpd::SmtpSession>(world, peer, kind);
}

}  // namespace mailrig::server
