// Handshakes that must and must not succeed, and SASL exchanges with a server that is our own SASL's other
// side.
#include "harness/sasl/sasl.hpp"
#include "tests/play/support.hpp"

namespace mailrig::play {
namespace {

constexpr const char* kConnected = "start = { state = \"connected\", tls = \"none\" }";

struct Row {
  const char* line;
  std::optional<Ended> ended;  // nothing: the handshake succeeds
  const char* alert;
  const char* summary;
};

TEST(TlsStep, JudgesWhatComesOfAHandshake) {
  static const Row kRows[] = {
      {"tls 1.0 refused", Ended::TlsAlert, "protocol_version", "+ + + +"},
      {"tls 1.0 refused", Ended::Fin, "", "+ + + +"},
      {"tls 1.0 refused", Ended::Reset, "", "+ + + +"},
      {"tls 1.0 refused", Ended::Local, "", "+ + + -"},  // our own side could not
      {"tls 1.0 refused", std::nullopt, "", "+ + + -"},
      {"tls 1.0 refused by alert", Ended::Fin, "", "+ + + -"},
      {"tls 1.0 refused by alert", Ended::TlsAlert, "handshake_failure", "+ + + +"},
      {"tls 1.0 refused by alert protocol_version", Ended::TlsAlert, "handshake_failure", "+ + + -"},
      {"tls 1.0 refused by alert protocol_version", Ended::TlsAlert, "protocol_version", "+ + + +"},
      {"tls 1.2", std::nullopt, "", "+ + + +"},
      {"tls 1.2", Ended::TlsAlert, "protocol_version", "+ + + -"},
      {"tls 1.2 or closed", Ended::TlsAlert, "protocol_version", "+ + +"},
      {"tls verified", Ended::TlsFailed, "", "+ + + -"},
      {"tls", std::nullopt, "", "+ + +"},
  };
  for (const Row& row : kRows) {
    const auto program = scenario::smtp(std::string("connect\nS: 220\nC: STARTTLS\nS: 220\n") + row.line,
                                        "clients = { a = { service = \"smtp\", start = \"none\" } }");
    ASSERT_EQ(program.mistakes, "");
    Stage stage(program);
    stage.tls_ends = row.ended;
    stage.tls_alert = row.alert;
    (void)stage.play_script({"220 mx hi\r\n", "220 go\r\n"});
    EXPECT_EQ("+ " + stage.ear.summary(), row.summary) << row.line;
  }
}

TEST(TlsStep, TellsHowItWasRefused) {
  const auto program = scenario::smtp("S: 220\nC: STARTTLS\nS: 220\ntls 1.2", kConnected);
  Stage stage(program);
  stage.tls_ends = Ended::TlsAlert;
  stage.tls_alert = "protocol_version";
  EXPECT_FALSE(stage.play_script({"220 mx hi\r\n", "220 go\r\n"}));
  EXPECT_EQ(stage.ear.broken().at(0).wanted, "tls 1.2");
  EXPECT_EQ(stage.ear.broken().at(0).why, "the connection ended with a TLS alert: protocol_version");
}

TEST(TlsStep, AServerThatSaysNothingRefusesNothing) {
  const auto program = scenario::smtp("S: 220\nC: STARTTLS\nS: 220\ntls 1.0 refused", kConnected);
  Stage stage(program);
  stage.tls_silent = true;
  EXPECT_FALSE(stage.play_script({"220 mx hi\r\n", "220 go\r\n"}));
}

// What can't go on after a SHOULD that was not met does not become a MUST that was not met.
TEST(TlsStep, EndsTheDialogueAtAShould) {
  const auto program = scenario::smtp(
      "S: 220\nC: STARTTLS\nS: 220\ntls 1.3   # rfc9325 3.1.1 SHOULD\nC: NOOP\nS: 250", kConnected);
  Stage stage(program);
  stage.tls_ends = Ended::TlsAlert;
  EXPECT_TRUE(stage.play_script({"220 mx hi\r\n", "220 go\r\n"}));
  EXPECT_EQ(stage.ear.broken().size(), 1U);
}

TEST(ClosedStep, KnowsTheAlert) {
  for (const auto& [line, ended, alert, holds] :
       {std::tuple{"closed by alert", Ended::TlsAlert, "internal_error", true},
        {"closed by alert internal_error", Ended::TlsAlert, "internal_error", true},
        {"closed by alert internal_error", Ended::TlsAlert, "decode_error", false},
        {"closed by alert close_notify", Ended::Fin, "close_notify", true},
        {"closed by alert close_notify", Ended::Fin, "", false},
        {"closed by alert", Ended::Fin, "close_notify", false},
        {"closed by fin", Ended::Fin, "close_notify", true}}) {
    const auto program = scenario::smtp(std::string("S: 220\n") + line, kConnected);
    Stage stage(program);
    const Ended how = ended;
    const std::string_view name = alert;
    stage.on_wait = [&] { stage.player.closed(0, how, name, stage.now, name); };
    EXPECT_EQ(stage.play_script({"220 mx hi\r\n"}), holds) << line << ' ' << alert;
  }
}

// A server of our own SASL side, by IMAP.
class SaslServer {
 public:
  explicit SaslServer(std::string mechanism, sasl::Faults faults = {}) : mechanism_(std::move(mechanism)) {
    sasl::ServerSide side;
    side.service = "imap";
    side.host = "mx.example.test";
    side.password_of = [](std::string_view user) {
      return user == "ann" ? std::optional<std::string>("secret") : std::nullopt;
    };
    side.token = "t0ken";
    side.bindings = {{"tls-exporter", "the channel"}};
    side.certificate_user = "ann";
    side.faults = faults;
    server_ = sasl::make_server(mechanism_, std::move(side));
  }

  std::string operator()(ClientIndex, std::string_view bytes) {
    if (bytes == "connect") return "* OK hi\r\n";
    bytes.remove_suffix(2);
    heard.emplace_back(bytes);
    if (bytes.find("STARTTLS") != std::string_view::npos)
      return std::string(bytes.substr(0, 2)) + " OK go\r\n";
    if (bytes == "*") return tag_ + " BAD cancelled\r\n";
    const std::size_t at = bytes.find(" AUTHENTICATE ");
    if (at == std::string_view::npos) return answer(*sasl::unbase64(bytes));
    tag_ = bytes.substr(0, at);
    const std::size_t initial = bytes.find(' ', at + 14);
    if (initial != std::string_view::npos) {
      const std::string_view text = bytes.substr(initial + 1);
      return answer(text == "=" ? "" : *sasl::unbase64(text));
    }
    return server_->client_first() ? "+ \r\n" : answer("");
  }

  std::vector<std::string> heard;

 private:
  std::string answer(std::string_view response) {
    const sasl::Outcome outcome = server_->step(response);
    if (outcome.step == sasl::Step::Continue) return "+ " + sasl::base64(outcome.message) + "\r\n";
    return tag_ + (outcome.step == sasl::Step::Done ? " OK in\r\n" : " NO no\r\n");
  }

  std::string mechanism_, tag_;
  std::unique_ptr<sasl::Server> server_;
};

// Plays "auth MECHANISM options" behind STARTTLS, and expects `status`.
bool plays(const std::string& mechanism, const std::string& options, const std::string& status,
           sasl::Faults faults = {}, Ear* ear = nullptr) {
  const auto program = scenario::imap(
      "S: * OK\nC: STARTTLS\nS: OK\ntls\nauth " + mechanism + " " + options + "\nS: " + status, kConnected);
  EXPECT_EQ(program.mistakes, "");
  Stage stage(program);
  SaslServer server(mechanism, faults);
  const Server talk = [&](ClientIndex client, std::string_view bytes) { return server(client, bytes); };
  const bool good = stage.play(scenario::Phase::Setup, talk) && stage.play(scenario::Phase::Body, talk);
  if (ear != nullptr) *ear = stage.ear;
  return good;
}

TEST(AuthStep, PlaysEveryMechanism) {
  for (const std::string& mechanism : sasl::mechanisms()) {
    if (mechanism == "ANONYMOUS") continue;  // our server's side knows nobody by it
    EXPECT_TRUE(plays(mechanism, "", "OK")) << mechanism;
    const sasl::Traits traits = sasl::traits(mechanism);
    if (traits.client_first) {
      EXPECT_TRUE(plays(mechanism, "no-initial", "OK")) << mechanism;
    }
    if (traits.has_secret) {
      EXPECT_TRUE(plays(mechanism, "wrong", "NO")) << mechanism;
    }
    if (traits.has_user) {
      EXPECT_TRUE(plays(mechanism, "wrong-user", "NO")) << mechanism;
    }
    if (traits.binds_channel) {
      EXPECT_TRUE(plays(mechanism, "other-binding", "NO")) << mechanism;
    }
    EXPECT_TRUE(plays(mechanism, "cancel", "BAD")) << mechanism;
  }
}

TEST(AuthStep, SaysThatTheServersProofIsWrong) {
  sasl::Faults faults;
  faults.signature_wrong = true;
  Ear ear;
  EXPECT_FALSE(plays("SCRAM-SHA-256", "", "OK", faults, &ear));
  EXPECT_NE(ear.broken().at(0).why, "");
  EXPECT_EQ(ear.broken().at(0).source, Judged::Source::Expectation);
}

TEST(AuthStep, LeavesAChallengeBehindACancellationToTheExpectation) {
  const auto program = scenario::smtp("S: 220\nauth PLAIN cancel\nS: 501", kConnected);
  Stage stage(program);
  EXPECT_FALSE(stage.play_script({"220 hi\r\n", "334 \r\n", "334 \r\n"}));
  EXPECT_EQ(stage.written, "AUTH PLAIN\r\n*\r\n");
  EXPECT_EQ(stage.ear.broken().at(0).got, "334 \\r\\n");
}

TEST(AuthStep, OauthIsToldItsToken) {
  const auto program = scenario::smtp("S: 220\nauth XOAUTH2\nS: 235", kConnected);
  Stage stage(program);
  EXPECT_TRUE(stage.play_script({"220 hi\r\n", "235 in\r\n"}));
  EXPECT_EQ(stage.written, "AUTH XOAUTH2 " +
                               sasl::base64("user=ann\x01"
                                            "auth=Bearer t0ken\x01\x01") +
                               "\r\n");
}

}  // namespace
}  // namespace mailrig::play
