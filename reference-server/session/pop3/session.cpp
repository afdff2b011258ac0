// One POP3 connection: lines out of octets, the state that each verb needs, the verbs.
#include "harness/wire/buffer.hpp"
#include "harness/wire/framer.hpp"
#include "reference-server/session/pop3/replies.hpp"
#include "reference-server/session/pop3/verbs.hpp"

namespace mailrig::server {
namespace pop3d {
namespace {

using pop3::Verb;
using wire::FrameStatus;

constexpr std::size_t kOldCommandLimit = 47;           // RFC 2449 4, before CAPA raised it
constexpr std::size_t kOutputLimit = 8 * 1024 * 1024;  // ours: answers made before they are taken

enum class Where : std::uint8_t { Authorization, Transaction, Anywhere };

Where place_of(Verb verb) {
  switch (verb) {
    case Verb::Apop:
    case Verb::Auth:
    case Verb::Pass:
    case Verb::Stls:
    case Verb::User:
    case Verb::Utf8:
      return Where::Authorization;
    case Verb::Capa:
    case Verb::Lang:
    case Verb::Quit:
    case Verb::Unknown:
      return Where::Anywhere;
    default:
      return Where::Transaction;
  }
}

bool offered(const Connection& connection, Verb verb) {
  switch (verb) {
    case Verb::Apop:
      return connection.offers(Cap::PopApop);
    case Verb::Auth:
      return connection.offers(Cap::PopSasl);
    case Verb::Capa:
      return connection.offers(Cap::PopCapa);
    case Verb::Lang:
      return connection.offers(Cap::PopLang);
    case Verb::Pass:
    case Verb::User:
      return connection.offers(Cap::PopUser);
    case Verb::Stls:
      return connection.offers(Cap::PopStls);
    case Verb::Top:
      return connection.offers(Cap::PopTop);
    case Verb::Uidl:
      return connection.offers(Cap::PopUidl);
    case Verb::Utf8:
      return connection.offers(Cap::PopUtf8);
    default:
      return true;
  }
}

bool in_place(State state, Verb verb) {
  const Where where = place_of(verb);
  if (state == State::Update) return false;
  return where == Where::Anywhere || (where == Where::Transaction) == (state == State::Transaction);
}

Effect run(Connection& connection, const pop3::Command& command, std::string& out) {
  switch (command.verb) {
    case Verb::Apop:
      return apop(connection, command, out);
    case Verb::Auth:
      return auth(connection, command, out);
    case Verb::Capa:
      return capa(connection, command, out);
    case Verb::Dele:
      return dele(connection, command, out);
    case Verb::Lang:
      return lang(connection, command, out);
    case Verb::List:
      return list(connection, command, out);
    case Verb::Noop:
      return noop(connection, command, out);
    case Verb::Pass:
      return pass(connection, command, out);
    case Verb::Quit:
      return quit(connection, command, out);
    case Verb::Retr:
      return retr(connection, command, out);
    case Verb::Rset:
      return rset(connection, command, out);
    case Verb::Stat:
      return stat(connection, command, out);
    case Verb::Stls:
      return stls(connection, command, out);
    case Verb::Top:
      return top(connection, command, out);
    case Verb::Uidl:
      return uidl(connection, command, out);
    case Verb::User:
      return user(connection, command, out);
    case Verb::Utf8:
      return utf8(connection, command, out);
    case Verb::Unknown:
      break;
  }
  return err(connection, out, "unknown command");
}

// A command in the wrong state.
Effect misplaced(Connection& connection, const pop3::Command& command, std::string& out) {
  const bool before = connection.state == State::Authorization;
  const Verb verb = command.verb;
  const bool login = verb == Verb::User || verb == Verb::Pass;
  if (before && connection.broken(kStateIgnored)) return ok(connection, out);
  if (!before && login && connection.broken(kStateLoginTwice)) return ok(connection, out);
  if (!before && verb == Verb::Auth && connection.broken(kAuthTwice)) return ok(connection, out);
  if (!before && verb == Verb::Utf8 && connection.broken(kUtf8AfterLogin)) return ok(connection, out);
  if (!before && verb == Verb::Stls && connection.broken(kStlsAfterLogin))
    return stls(connection, command, out);
  return err(connection, out, before ? "log in first" : "not in this state");
}

// A command that breaks the grammar.
Effect malformed(Connection& connection, const pop3::Command& command, std::string_view reason,
                 std::string& out) {
  const bool unknown = command.verb == Verb::Unknown;
  if (connection.broken(unknown ? kCommandUnknownOk : kCommandSyntaxOk)) return ok(connection, out);
  return err(connection, out, reason);
}

class Pop3Session final : public Session {
 public:
  Pop3Session(World& world, const Peer& peer) : connection_(world, peer) {}
  ~Pop3Session() override {
    const bool cut_off = connection_.state == State::Transaction;
    if (cut_off && connection_.broken(kDeleWithoutQuit)) connection_.maildrop.update();
  }

  void greet(std::string& output) override {
    connection_.timestamp = new_timestamp(connection_);
    const std::string_view space = connection_.timestamp.empty() ? "" : " ";
    ok(connection_, output, std::string("mailrig POP3 server ready").append(space) + connection_.timestamp);
  }
  Effect feed(std::string_view input, std::string& output) override;
  void secured() override { connection_.secure = true; }
  Effect idle_timeout(std::string&) override { return Effect::Close; }
  [[nodiscard]] std::chrono::seconds idle_limit() const override {
    return connection_.world.limits.pop3_idle;
  }
  [[nodiscard]] Facts facts() const override;
  [[nodiscard]] bool pending() const override { return pending_; }

 private:
  Effect take_line(std::string_view line, std::string& out);
  Effect take_command(std::string_view line, std::string& out);
  Effect too_long(std::string& out);
  [[nodiscard]] Effect leave(Effect effect);

  Connection connection_;
  wire::Buffer input_;
  wire::LineFramer command_line_{pop3::kCommandLimit};
  wire::LineFramer sasl_line_{pop3::kSaslLineLimit};
  bool skipping_ = false;  // the rest of a line that is too long
  bool pending_ = false;
};

Effect Pop3Session::feed(std::string_view input, std::string& output) {
  const std::size_t begin = output.size();
  input_.append(input);
  pending_ = false;
  for (;;) {
    wire::LineFramer& framer = connection_.sasl ? sasl_line_ : command_line_;
    const wire::Frame frame = framer.feed(input_.view());
    if (frame.status == FrameStatus::NeedMore) return Effect::None;
    if (frame.status == FrameStatus::TooLong) {
      skipping_ = true;
      input_.consume(frame.size);
      continue;
    }
    const Effect effect =
        skipping_ ? too_long(output) : take_line(input_.view().substr(0, frame.size), output);
    input_.consume(frame.size);
    if (effect != Effect::None) return leave(effect);
    if (!input_.empty() && connection_.broken(kPipeliningDropped)) input_.clear();
    if (output.size() - begin < kOutputLimit) continue;
    pending_ = !input_.empty();
    return Effect::None;
  }
}

Facts Pop3Session::facts() const {
  Facts facts;
  facts.login_expected = true;
  facts.failed_logins = connection_.failures;
  facts.octets =
      sizeof(*this) + input_.capacity() + connection_.scratch.capacity() + connection_.maildrop.octets_held();
  facts.between_commands = connection_.sasl == nullptr && input_.empty();
  if (connection_.account != nullptr) facts.user = connection_.account->user;
  facts.state = connection_.state == State::Authorization ? "AUTHORIZATION"
                : connection_.state == State::Transaction ? "TRANSACTION"
                                                          : "UPDATE";
  return facts;
}

// RFC 2595 4: what came in the clear behind STLS is not to be obeyed.
Effect Pop3Session::leave(Effect effect) {
  const bool kept = effect == Effect::StartTls && !input_.empty() && connection_.broken(kStlsInjection);
  if (!kept) input_.release();
  return effect;
}

Effect Pop3Session::too_long(std::string& out) {
  skipping_ = false;
  connection_.sasl.reset();
  return err(connection_, out, "line too long");
}

Effect Pop3Session::take_line(std::string_view line, std::string& out) {
  if (connection_.sasl) return auth_line(connection_, line, out);
  if (line.size() > kOldCommandLimit && connection_.broken(kCommandLongRefused)) {
    return err(connection_, out, "line too long");
  }
  if (line.ends_with("\r\n") || !connection_.broken(kCommandBareLfTaken)) return take_command(line, out);
  return take_command(std::string(line.substr(0, line.size() - 1)) + "\r\n", out);
}

Effect Pop3Session::take_command(std::string_view line, std::string& out) {
  pop3::Command command;
  auto refused = pop3::parse_command(line, command, {.utf8 = connection_.offers(Cap::PopUtf8)});
  if (!offered(connection_, command.verb)) {
    command.verb = Verb::Unknown;
    refused = pop3::Refusal{"unknown command"};
  }
  const Verb verb = command.verb;
  if (connection_.state == State::Authorization &&
      ++connection_.commands > connection_.world.limits.commands_before_login) {
    err(connection_, out, "too many commands before login");
    return Effect::Close;
  }
  if (verb != Verb::Pass) connection_.user.clear();  // PASS follows USER at once
  const bool lower = verb != Verb::Unknown && command.name != pop3::name(verb);
  if (lower && connection_.broken(kCommandCaseSensitive)) return err(connection_, out, "unknown command");
  const bool no_count = refused && verb == Verb::Top && command.message.has_value();
  const bool taken = !refused || (no_count && connection_.broken(kTopCountOptional));
  if (!taken) return malformed(connection_, command, refused->reason, out);
  return in_place(connection_.state, verb) ? run(connection_, command, out)
                                           : misplaced(connection_, command, out);
}

}  // namespace
}  // namespace pop3d

std::unique_ptr<Session> make_pop3_session(World& world, const Peer& peer) {
  return std::make_unique<pop3d::Pop3Session>(world, peer);
}

}  // namespace mailrig::server
