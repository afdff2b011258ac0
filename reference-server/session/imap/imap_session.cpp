#include "reference-server/session/imap/imap_session.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "harness/imap/append.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/acl.hpp"
#include "reference-server/deviation/condstore.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/notify.hpp"
#include "reference-server/deviation/rev2.hpp"
#include "reference-server/deviation/utf8.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/context.hpp"
#include "reference-server/session/imap/dispatch.hpp"
#include "reference-server/session/imap/not_offered.hpp"
#include "reference-server/session/imap/notify.hpp"
#include "reference-server/session/imap/permanent_flags.hpp"
#include "reference-server/session/imap/uid_only.hpp"

namespace mailrig::server {

std::unique_ptr<Session> make_imap_session(World& world, const Peer& peer) {
  return std::make_unique<imapd::ImapSession>(world, peer);
}

namespace imapd {

Connection::Connection(World& the_world, bool is_secure) : world(the_world), secure(is_secure) {}
Connection::~Connection() = default;

// RFC 7162 3.2.4: an aware client is told UIDs, too.
Telling Connection::telling(bool expunge, bool uid) const {
  const bool modseq = condstore && !broken(kCondstoreNotSticky);
  const bool uids = condstore || (rev2 && !broken(kRev2FetchNoUid));  // RFC 9051 7.5.2
  const bool vanished = (qresync || uid_only) && !broken(kExpungeNotVanished);
  return {expunge, uid || uids, modseq, vanished, uid_only};
}

bool Connection::shows_utf8() const {
  if (utf8_names()) return !(utf8 && broken(kUtf8SurrogateAlways));
  return !offers(Cap::Utf8Accept) || broken(kUtf8HeaderAsIs);
}

imap::CommandOptions Connection::command_options() const {
  return {.utf8 = utf8_names() && !(utf8 && broken(kUtf8QuotedRefused))};
}

namespace {

// RFC 3501 7.4.1: no EXPUNGE while responding to these, refusals included. (What SORT and THREAD number: RFC
// 5256 3.)
bool numbers_messages(imap::Verb verb) {
  return verb == imap::Verb::Fetch || verb == imap::Verb::Store || verb == imap::Verb::Search ||
         verb == imap::Verb::Sort || verb == imap::Verb::Thread;
}

// The line without its end. A bare LF ends it too: what a DONE is must not hang the client.
std::string_view without_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

ImapSession::ImapSession(World& world, const Peer& peer)
    : connection_(world, peer.secure), lines_(kSaslLineLimit) {
  connection_.channel = peer.channel;
  connection_.wake = [this] {
    if (wake_up) wake_up();
  };
  connection_.news = [this](News news) {
    if (connection_.notify) connection_.notify->news(news, *connection_.selected);
    const bool told = connection_.idling || (connection_.notify && !connection_.busy);
    if (told) connection_.wake();
  };
  set_limits();
}

void ImapSession::set_limits() {
  const Limits& ours = connection_.world.limits;
  imap::CommandLimits limits;
  limits.line = ours.line;
  limits.literal = connection_.account == nullptr ? ours.literal_before_login : ours.message;
  if (connection_.broken(kLiteralHugeAccepted)) limits.literal = std::numeric_limits<std::uint32_t>::max();
  // RFC 7888 5, 4: LITERAL- takes up to 4096 octets without a "+" of ours.
  if (!connection_.offers(Cap::LiteralPlus))
    limits.non_synchronizing = connection_.offers(Cap::LiteralMinus) ? kLiteralMinusLimit : 0;
  limits.unit = limits.literal + 2 * limits.line;
  framer_.set_limits(limits);
}

void ImapSession::greet(std::string& output) {
  Replies replies(output, connection_.world);
  connection_.code = "CAPABILITY ";
  append_capabilities(connection_.code, connection_);
  connection_.scratch = connection_.world.host + " ready";
  replies.status("OK", connection_.code, connection_.scratch);
}

void ImapSession::secured() {
  connection_.secure = true;
  if (!input_.empty() && wake_up) wake_up();  // kStarttlsInjection: answered at once
}

Effect ImapSession::idle_timeout(std::string& output) {
  Replies(output, connection_.world).status("BYE", {}, "idle for too long");
  return Effect::Close;
}

Effect ImapSession::wake(std::string& output) {
  if (connection_.account == nullptr && !input_.empty()) return feed({}, output);  // see secured()
  if (connection_.notify) {
    Replies replies(output, connection_.world);
    tell_notifications(connection_, replies);
    if (connection_.selected && !output.empty()) tell_what_is_known(replies);
    return Effect::None;
  }
  if (mode_ != Mode::Idle || !connection_.selected || connection_.broken(kIdleSilent)) return Effect::None;
  Replies replies(output, connection_.world);
  if (shut_out()) return say_goodbye(replies);
  tell_news(connection_, replies, connection_.telling(true, false));
  return Effect::None;
}

// RFC 4314 5.1.1: who may no longer read the selected mailbox.
bool ImapSession::shut_out() const {
  if (!connection_.selected || connection_.broken(kSelectUnchecked)) return false;
  return !rights_here(connection_).has(Right::Read);
}

Effect ImapSession::say_goodbye(Replies& replies) {
  replies.status("BYE", {}, "the mailbox may no longer be read");
  return Effect::Close;
}

Effect ImapSession::feed(std::string_view input, std::string& output) {
  input_.append(input);
  Replies replies(output, connection_.world);
  for (;;) {
    const Step done = step(replies);
    if (done.effect != Effect::None) {
      // RFC 3501 6.2.1: what came in the clear behind STARTTLS must not count under TLS.
      const bool kept = done.effect == Effect::StartTls && connection_.broken(kStarttlsInjection);
      if (!kept && done.effect != Effect::Compress) input_.clear();
      framer_.reset();
      return done.effect;
    }
    if (!done.more) return Effect::None;
  }
}

std::string ImapSession::take_rest() {
  std::string rest(input_.view());
  input_.clear();
  return rest;
}

ImapSession::Step ImapSession::step(Replies& replies) {
  return mode_ == Mode::Command ? command_step(replies) : line_step(replies);
}

ImapSession::Step ImapSession::command_step(Replies& replies) {
  const imap::CommandFrame frame = framer_.feed(input_.view());
  switch (frame.step) {
    case imap::CommandStep::NeedMore:
      return {};
    case imap::CommandStep::Skip:
      input_.consume(frame.size);
      return {frame.size > 0};
    case imap::CommandStep::Continue:
      if (connection_.broken(kLiteralNoContinuationText)) {
        replies.status("OK", {}, "go on");
      } else {
        replies.go_on("go on");
      }
      return {true};
    case imap::CommandStep::Refused:
      return refused(frame, replies);
    case imap::CommandStep::Complete:
      break;
  }
  const Effect effect = execute(input_.view().substr(0, frame.size), replies);
  input_.consume(frame.size);
  return {true, effect};
}

ImapSession::Step ImapSession::refused(const imap::CommandFrame& frame, Replies& replies) {
  const bool plus = frame.plus_too_big && !connection_.broken(kLiteralMinusNoToobig);
  replies.tagged(frame.tag, frame.too_big ? "NO" : "BAD", frame.too_big || plus ? "TOOBIG" : "",
                 frame.reason);
  input_.consume(frame.size);
  if (!frame.close) return {true};
  replies.status("BYE", {}, frame.reason);
  return {true, Effect::Close};
}

ImapSession::Step ImapSession::line_step(Replies& replies) {
  const wire::Frame frame = lines_.feed(input_.view());
  if (frame.status == wire::FrameStatus::NeedMore) return {};
  if (frame.status == wire::FrameStatus::TooLong) {
    replies.status("BYE", {}, "line too long");
    return {true, Effect::Close};
  }
  const std::string_view line = without_end(input_.view().substr(0, frame.size));
  const Effect effect = mode_ == Mode::Idle ? idle_line(line, replies) : authenticate_line(line, replies);
  input_.consume(frame.size);
  return {true, effect};
}

// RFC 2177 3: DONE and nothing else.
Effect ImapSession::idle_line(std::string_view line, Replies& replies) {
  mode_ = Mode::Command;
  connection_.idling = false;
  const bool done = wire::iequals(line, "DONE") || connection_.broken(kIdleAnyLineEnds);
  return complete(done ? ok("no longer idle") : bad("DONE expected"), idle_tag_, false, replies);
}

Effect ImapSession::authenticate_line(std::string_view line, Replies& replies) {
  const std::optional<Completion> done = authenticate_.step(connection_, line, replies);
  if (!done) return Effect::None;
  mode_ = Mode::Command;
  return complete(*done, authenticate_.tag(), false, replies);
}

// RFC 2177 3.
std::optional<Completion> ImapSession::begin_idle(Replies& replies) {
  replies.go_on("idling");
  if (connection_.broken(kIdleOkBeforeDone)) return ok("no longer idle");
  idle_tag_.assign(command_.tag);
  mode_ = Mode::Idle;
  connection_.idling = true;
  if (connection_.notify) {
    tell_notifications(connection_, replies);
  } else if (connection_.selected && !connection_.broken(kIdleSilent)) {
    tell_news(connection_, replies, connection_.telling(true, false));
  }
  return std::nullopt;
}

Effect ImapSession::execute(std::string_view unit, Replies& replies) {
  connection_.unit = unit;
  const auto refusal = imap::parse_command(unit, command_, connection_.command_options());
  if (connection_.account == nullptr) ++commands_;
  if (shut_out()) return say_goodbye(replies);
  connection_.busy = true;
  std::optional<Completion> done = refusal ? not_well_formed(*refusal) : perform(unit, replies);
  connection_.busy = false;
  if (!done) return Effect::None;  // a dialogue has begun
  if (done->tell == Tell::All && !command_.uid && numbers_messages(command_.verb))
    done->tell = Tell::NoExpunge;
  const Effect effect = complete(*done, command_.tag, command_.uid, replies);
  if (connection_.account != nullptr || effect != Effect::None || patient()) return effect;
  replies.status("BYE", {}, "too many commands before login");
  return Effect::Close;
}

bool ImapSession::patient() const {
  return refusals_ <= kRefusalLimit && commands_ <= connection_.world.limits.commands_before_login;
}

Facts ImapSession::facts() const {
  Facts facts;
  facts.login_expected = true;
  facts.failed_logins = connection_.failed_logins;
  facts.between_commands = mode_ != Mode::Authenticate && input_.empty();
  facts.octets = sizeof(*this) + input_.capacity() + connection_.code.capacity() +
                 connection_.scratch.capacity() + connection_.messages.capacity() * sizeof(Numbered);
  if (connection_.selected)
    facts.octets += sizeof(Selected) + connection_.selected->uids().capacity() * sizeof(Uid);
  if (connection_.notify) facts.octets += sizeof(Notifier);
  if (connection_.account == nullptr) {
    facts.state = "not authenticated";
    return facts;
  }
  facts.user = connection_.account->user;
  facts.state = mode_ == Mode::Idle ? "idle" : connection_.selected ? "selected" : "authenticated";
  return facts;
}

Completion ImapSession::not_well_formed(const imap::Refusal& refusal) {
  ++refusals_;
  const bool sets_recent =
      command_.verb == imap::Verb::Store && refusal.reason.find("\\Recent") != std::string_view::npos;
  if (sets_recent && connection_.broken(kStoreRecentSettable)) return ok("stored");
  const bool unknown = command_.verb == imap::Verb::Unknown && !command_.name.empty();
  if (command_.verb == imap::Verb::Notify && takes_wrong_notify(refusal.reason)) return ok("as you like");
  if (refusal.reason == imap::kNotUtf8Reason && connection_.broken(kUtf8InvalidTaken)) return ok("done");
  if (connection_.broken(unknown ? kCommandUnknownOk : kCommandMissingArgumentOk)) return ok("done");
  return bad(refusal.reason);
}

// The deviations of what NOTIFY refuses by its grammar.
bool ImapSession::takes_wrong_notify(std::string_view reason) const {
  if (reason.starts_with("MessageNew") || reason.starts_with("FlagChange"))
    return connection_.broken(kNotifyUnpairedTaken);
  if (reason == "the selected mailbox has one event group")
    return connection_.broken(kNotifyTwoSelectedTaken);
  return reason == "the selected mailbox has events of messages alone" &&
         connection_.broken(kNotifySelectedAnyEvent);
}

std::optional<Completion> ImapSession::perform(std::string_view unit, Replies& replies) {
  if (connection_.deviates() && unit.find("+}\r\n") != std::string_view::npos &&
      connection_.broken(kLiteralPlusRefused)) {
    return bad("a literal wants its continuation");
  }
  if (const std::string_view reason = not_offered(connection_.world.offer, command_); !reason.empty())
    return bad(reason);
  if (connection_.uid_only && names_numbers(command_) && !connection_.broken(kUidonlyNumbersTaken))
    return Completion{"BAD", "UIDREQUIRED", "no message numbers here", Tell::Nothing};
  const Entry* entry = entry_of(command_.verb);
  if (entry == nullptr) return bad("no such command");
  if (const std::string_view wrong = wrong_state(connection_, entry->state); !wrong.empty()) {
    const bool login = connection_.account == nullptr;
    return connection_.broken(login ? kStateBeforeLogin : kStateWithoutSelect) ? ok("done") : bad(wrong);
  }
  if (command_.verb == imap::Verb::Idle) return begin_idle(replies);
  if (command_.verb != imap::Verb::Authenticate) return entry->function(connection_, command_, replies);
  std::optional<Completion> done = authenticate_.begin(connection_, command_, replies);
  if (!done) mode_ = Mode::Authenticate;
  return done;
}

// The deviations of tags keep to NOOP and AUTHENTICATE: a session can then still be set up.
std::string_view ImapSession::told_tag(std::string_view tag) {
  const bool apt = command_.verb == imap::Verb::Noop || command_.verb == imap::Verb::Authenticate;
  if (!apt || !connection_.deviates()) return tag;
  if (connection_.broken(kReplyTagMissing)) return {};
  if (!connection_.broken(kReplyTagWrong)) return tag;
  connection_.scratch.assign(tag);
  connection_.scratch += 'X';
  return connection_.scratch;
}

// RFC 7162 3.2: MODSEQs may have been told that are higher than that of an EXPUNGE that is not told yet.
void ImapSession::tell_what_is_known(Replies& replies) {
  const Selected& selected = *connection_.selected;
  if (!connection_.qresync || !selected.knows_expunged()) return;
  std::string code = "HIGHESTMODSEQ ";
  imap::append_number(code, std::max<ModSeq>(selected.modseq_before_expunged(), 1));
  replies.status("OK", code, "what is behind it is still to be told");
}

Effect ImapSession::complete(const Completion& done, std::string_view tag, bool uid, Replies& replies) {
  if (connection_.selected && done.tell != Tell::Nothing) {
    Selected& selected = *connection_.selected;
    const bool early =
        selected.knows_expunged() && done.tell == Tell::NoExpunge && connection_.broken(kExpungeDuringFetch);
    tell_news(connection_, replies, connection_.telling(done.tell == Tell::All || early, uid));
    tell_what_is_known(replies);
  }
  if (connection_.selected) tell_changed_rights(connection_, replies);
  replies.tagged(told_tag(tag), done.status, done.code, done.text);
  if (connection_.account != nullptr) set_limits();
  // What may not stand before the completion of a FETCH may behind it (RFC 5465 6.1.1).
  const bool more = connection_.notify && connection_.selected && connection_.selected->knows_expunged();
  if (more && connection_.notify->expunge_at_once() && connection_.notify->tells_selected())
    connection_.wake();
  return done.effect;
}

}  // namespace imapd
}  // namespace mailrig::server
