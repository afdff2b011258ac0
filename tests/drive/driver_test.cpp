#include "harness/drive/driver.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include <gtest/gtest.h>

#include "harness/scenario/compile.hpp"
#include "harness/scenario/given.hpp"
#include "harness/scenario/load_folder.hpp"

namespace mailrig::drive {
namespace {

using std::chrono::seconds;

// An SMTP server whose whole talk is a function of the line, on the test's own loop.
struct Server {
  using Answer = std::function<void(net::Connection&, const std::string& line)>;
  struct Client final : net::Handler {
    explicit Client(Server& owner) : server(owner) {}
    void connected() override { connection->write("220 test ESMTP\r\n"); }
    void received(std::string_view bytes) override {
      in.append(bytes);
      for (std::size_t end = in.find("\r\n"); end != std::string::npos && connection; end = in.find("\r\n")) {
        const std::string line = in.substr(0, end);
        in.erase(0, end + 2);
        server.answer(*connection, line);
      }
    }
    void closed(const net::Closing&) override { connection.reset(); }
    Server& server;
    std::unique_ptr<net::Connection> connection;
    std::string in;
  };

  Server(net::Loop& loop, std::shared_ptr<net::TlsContext> tls, Answer how) : answer(std::move(how)) {
    listener = loop.listen({"127.0.0.1", 0}, std::move(tls), [this](std::unique_ptr<net::Connection> made) {
      clients.push_back(std::make_unique<Client>(*this));
      made->set_handler(*clients.back());
      clients.back()->connection = std::move(made);
    });
  }
  Answer answer;
  std::vector<std::unique_ptr<Client>> clients;
  std::unique_ptr<net::Listener> listener;
};

struct Ears final : Shell, play::Observer {
  explicit Ears(net::Loop& on) : loop(on) {}
  void finished() override {
    ++finishes;
    loop.stop();
  }
  void sent(ClientIndex, std::string_view bytes, bool) override { talk.append(bytes); }
  void received(ClientIndex, std::string_view bytes) override {
    talk.append(bytes);
    got.push_back(bytes.size());
  }
  [[nodiscard]] bool wants_notes() const override { return true; }
  void noted(ClientIndex, Note note, const std::string& text) override { notes.emplace_back(note, text); }
  [[nodiscard]] std::vector<std::string> of(Note wanted) const {
    std::vector<std::string> texts;
    for (const auto& [note, text] : notes) {
      if (note == wanted) texts.push_back(text);
    }
    return texts;
  }
  void judged(const play::Judged& judged) override {
    if (!judged.held) wrong += judged.why + "\n";
  }
  void answered(ClientIndex, std::string_view verb, play::Time, play::Time, bool) override {
    verbs.emplace_back(verb);
  }
  net::Loop& loop;
  int finishes = 0;
  std::string talk, wrong;
  std::vector<std::pair<Note, std::string>> notes;
  std::vector<std::string> verbs;
  std::vector<std::size_t> got;  // sizes of what came
};

class Drive : public testing::Test {
 protected:
  // Compiles the dialogue and plays set-up and body.
  void play(const std::string& dialogue, const std::string& start, const Server& server, net::TlsMode tls) {
    const std::string text =
        "title = \"t\"\nclause = \"rfc5321 3.1\"\ncatches = [\"smtp.data.no-354\"]\nstart = " + start +
        "\ndialogue = '''\n" + dialogue + "'''\n";
    scenario::Diagnostics mistakes;
    const auto read =
        scenario::load_text("smtp/t", "t.toml", text, std::make_shared<const scenario::Library>(), mistakes);
    ASSERT_EQ(scenario::render(mistakes), "");
    scenario::FixtureFacts facts;
    facts.of(scenario::Service::Smtp) = {true, tls == net::TlsMode::StartTls, false};
    program = scenario::compile(read.at(0), facts, scenario::OfferOfAll());
    scenario::Given given;
    given.accounts = {{"user1", "pass", "user1@example.test"}};
    player.emplace(program, scenario::given_values(read.at(0), program, given), play::Limits{}, ears);
    target.tls = net::TlsContext::client({});
    target.tls_clients = std::make_shared<net::TlsClients>(net::TlsClientOptions{});
    const auto implicit = target.at(scenario::Service::Smtp).implicit;
    target.at(scenario::Service::Smtp) = {server.listener->endpoint(), tls, true};
    target.at(scenario::Service::Smtp).implicit = implicit;
    driver.emplace(loop, target, program, *player, ears);
    driver->play(Phase::Setup);
    loop.run_for(seconds(20));
    ASSERT_EQ(ears.finishes, 1);
    ASSERT_FALSE(player->failed()) << ears.wrong;
    driver->play(Phase::Body);
    loop.run_for(seconds(20));
    ASSERT_EQ(ears.finishes, 2);
  }

  net::Loop loop;
  Ears ears{loop};
  Target target;
  scenario::Program program;
  std::optional<play::Player> player;
  std::optional<Driver> driver;
};

void polite(net::Connection& connection, const std::string& line) {
  if (line == "QUIT") {
    connection.write("221 bye\r\n");
    connection.close();
  } else {
    connection.write("250 ok\r\n");
  }
}

TEST_F(Drive, PlaysADialogueAndTellsTheTalk) {
  const Server server(loop, nullptr, polite);
  play("C: NOOP\nS: 250\nC: QUIT\nS: 221\nclosed by fin\n", "{ state = \"hello\" }", server,
       net::TlsMode::None);
  EXPECT_FALSE(player->failed()) << ears.wrong;
  EXPECT_EQ(ears.talk,
            "220 test ESMTP\r\nEHLO mailrig.test\r\n250 ok\r\nNOOP\r\n250 ok\r\nQUIT\r\n221 bye\r\n");
  EXPECT_EQ(ears.verbs, (std::vector<std::string>{"EHLO", "NOOP", "QUIT"}));
  EXPECT_EQ(driver->open_connections(), 0U);
  EXPECT_EQ(driver->traffic().connections, 1U);
  EXPECT_EQ(driver->traffic().bytes_sent, 31U);
  EXPECT_EQ(ears.of(Note::Connected).at(0), net::to_string(server.listener->endpoint()));
  EXPECT_EQ(ears.notes.back(), std::make_pair(Note::Closed, std::string("fin")));
  EXPECT_EQ(ears.of(Note::Phase).size(), 2U);
}

TEST_F(Drive, TellsAResetFromAClose) {
  const Server server(loop, nullptr, [](net::Connection& connection, const std::string& line) {
    if (line == "QUIT") return connection.reset();
    polite(connection, line);
  });
  play("C: QUIT\nclosed by fin\n", "{ state = \"hello\" }", server, net::TlsMode::None);
  EXPECT_TRUE(player->failed());
  EXPECT_EQ(ears.of(Note::Closed).at(0), "reset");
}

TEST_F(Drive, ConnectsUnderImplicitTls) {
  const Server server(loop, net::TlsContext::self_signed("localhost"), polite);
  play("C: NOOP\nS: 250\n", "{ state = \"hello\" }", server, net::TlsMode::Implicit);
  EXPECT_FALSE(player->failed()) << ears.wrong;
  EXPECT_NE(ears.of(Note::Connected).at(0).find(", TLSv1.3 "), std::string::npos);
}

TEST_F(Drive, UpgradesToTls) {
  const auto tls = net::TlsContext::self_signed("localhost");
  const Server server(loop, nullptr, [&](net::Connection& connection, const std::string& line) {
    if (line != "STARTTLS") return polite(connection, line);
    connection.write("220 go\r\n");
    connection.start_tls(tls);
  });
  play("C: NOOP\nS: 250\n", "{ state = \"hello\" }", server, net::TlsMode::StartTls);
  EXPECT_FALSE(player->failed()) << ears.wrong;
  EXPECT_EQ(ears.of(Note::Did), std::vector<std::string>{"start TLS"});
  EXPECT_TRUE(ears.of(Note::Secured).at(0).starts_with("TLSv1.3 "));
}

TEST_F(Drive, OffersTheVersionThatAScenarioWants) {
  net::TlsServerOptions options;
  options.min_version = "1.0";
  const auto tls = net::TlsContext::server(options);
  const Server server(loop, nullptr, [&](net::Connection& connection, const std::string& line) {
    if (line != "STARTTLS") return polite(connection, line);
    connection.write("220 go\r\n");
    connection.start_tls(tls);
  });
  play("C: STARTTLS\nS: 220\ntls 1.1\nC: NOOP\nS: 250\n", "{ state = \"hello\", tls = \"none\" }", server,
       net::TlsMode::None);
  EXPECT_FALSE(player->failed()) << ears.wrong;
  EXPECT_TRUE(ears.of(Note::Secured).at(0).starts_with("TLSv1.1 "));
}

TEST_F(Drive, TakesTheSecondDoorWhereAScenarioWantsIt) {
  const Server server(loop, net::TlsContext::self_signed("localhost"), polite);
  target.at(scenario::Service::Smtp).implicit = server.listener->endpoint();
  play("C: NOOP\nS: 250\n", "{ state = \"hello\", tls = \"implicit\", tls-version = \"1.2\" }", server,
       net::TlsMode::None);
  EXPECT_FALSE(player->failed()) << ears.wrong;
  EXPECT_NE(ears.of(Note::Connected).at(0).find("TLSv1.2 "), std::string::npos);
}

TEST_F(Drive, NamesTheAlertOfARefusal) {
  net::TlsServerOptions options;
  options.min_version = "1.3";
  const Server server(loop, net::TlsContext::server(options), polite);
  target.at(scenario::Service::Smtp).implicit = server.listener->endpoint();
  play("close\nconnect 1.2 refused by alert protocol_version\n", "{ state = \"hello\", tls = \"implicit\" }",
       server, net::TlsMode::None);
  EXPECT_FALSE(player->failed()) << ears.wrong;
  EXPECT_EQ(ears.of(Note::Closed).back(), "tls-alert protocol_version, protocol_version");
}

TEST_F(Drive, ReadsInPortions) {
  const Server server(loop, nullptr, [](net::Connection& connection, const std::string& line) {
    connection.write(line == "HELP" ? "214 " + std::string(400, 'x') + "\r\n" : "250 ok\r\n");
  });
  play("read slowly 100 octets every 5ms\nC: HELP\nS: 214\nread\nC: HELP\nS: 214\n", "{ state = \"hello\" }",
       server, net::TlsMode::None);
  EXPECT_FALSE(player->failed()) << ears.wrong;
  EXPECT_EQ(*std::max_element(ears.got.begin(), ears.got.end()), 406U);
  EXPECT_GE(std::count(ears.got.begin(), ears.got.end(), 100U), 3);
}

TEST(WhyNoTls, SaysWhatCantBeRead) {
  scenario::Program program;
  program.clients.resize(1);
  scenario::Connect connect;
  connect.tls.choice.verified = true;
  program.body.resize(1);
  program.body[0].action = connect;
  Target target;
  net::TlsClientOptions options;
  options.ca_file = "/does/not/exist";
  target.tls_clients = std::make_shared<net::TlsClients>(options);
  EXPECT_NE(why_no_tls(target, program).find("/does/not/exist"), std::string::npos);
  connect.tls.choice.verified = false;
  program.body[0].action = connect;
  EXPECT_EQ(why_no_tls(target, program), "");
}

TEST_F(Drive, WaitsByItsTimer) {
  const Server server(loop, nullptr, polite);
  const net::Time before = loop.now();
  play("pause 30ms\nsilent 20ms\nC: NOOP\nS: 250\n", "{ state = \"hello\" }", server, net::TlsMode::None);
  EXPECT_FALSE(player->failed()) << ears.wrong;
  EXPECT_GE(loop.now() - before, std::chrono::milliseconds(50));
  EXPECT_EQ(ears.of(Note::Timer).size(), 2U);
}

TEST_F(Drive, TellsAboutATargetThatIsNotThere) {
  Server server(loop, nullptr, polite);
  const net::Endpoint gone = server.listener->endpoint();
  play("close\nconnect\nS: 220\n", "{ state = \"hello\" }", server, net::TlsMode::None);
  EXPECT_FALSE(player->failed()) << ears.wrong;
  server.listener.reset();
  driver->play(Phase::Body);
  loop.run_for(seconds(20));
  EXPECT_TRUE(player->failed());
  EXPECT_TRUE(player->connection_lost());
  EXPECT_TRUE(ears.notes.back().second.starts_with("refused, " + net::to_string(gone)));
}

TEST_F(Drive, AbandonsWithoutAWord) {
  const Server server(loop, nullptr, [](net::Connection& connection, const std::string& line) {
    if (line != "NOOP") polite(connection, line);  // never answers
  });
  const auto timer = loop.timer();
  timer->arm(loop.now() + std::chrono::milliseconds(300), [&] {
    driver->abandon();
    loop.post([&] { loop.stop(); });
    ears.finishes = 2;
  });
  play("C: NOOP\nS: 250\n", "{ state = \"hello\" }", server, net::TlsMode::None);
  EXPECT_EQ(driver->open_connections(), 0U);
  EXPECT_FALSE(driver->playing());
}

}  // namespace
}  // namespace mailrig::drive
