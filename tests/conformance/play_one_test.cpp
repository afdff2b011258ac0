// What is ours is never the target's: exceptions, deadlines of our own, and set-ups that are refused.
#include "harness/conformance/play_one.hpp"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "harness/record/memory.hpp"
#include "tests/scenario/support.hpp"

namespace mailrig::conformance {
namespace {

using std::chrono::milliseconds;

// Greets, and answers every line with its tag and `answer`.
class Server {
 public:
  Server(net::Loop& loop, std::string answer) : answer_(std::move(answer)) {
    listener_ = loop.listen({"127.0.0.1", 0}, nullptr, [this](std::unique_ptr<net::Connection> connection) {
      clients_.push_back(std::make_unique<Client>(*this, std::move(connection)));
    });
  }
  [[nodiscard]] net::Endpoint endpoint() const { return listener_->endpoint(); }

  std::string heard, hangs_up_at;

 private:
  struct Client final : net::Handler {
    Client(Server& owner, std::unique_ptr<net::Connection> made)
        : server(owner), connection(std::move(made)) {
      connection->set_handler(*this);
    }
    void connected() override { connection->write("* OK hi\r\n"); }
    void received(std::string_view bytes) override {
      server.heard.append(bytes);
      if (!server.hangs_up_at.empty() && bytes.find(server.hangs_up_at) != std::string_view::npos) {
        connection->write("* BYE too much\r\n");
        return connection->close();
      }
      const std::string tag(bytes.substr(0, bytes.find(' ')));
      if (!server.answer_.empty()) connection->write(tag + server.answer_);
    }
    void closed(const net::Closing&) override {}
    Server& server;
    std::unique_ptr<net::Connection> connection;
  };

  std::string answer_;
  std::unique_ptr<net::Listener> listener_;
  std::vector<std::unique_ptr<Client>> clients_;
};

// Throws once, at the first judgement that is like `source`.
class Throwing final : public record::Sink {
 public:
  explicit Throwing(record::Sink& sink) : sink_(sink) {}
  void put(const record::Event& event) override {
    const auto* judgement = std::get_if<record::Judgement>(&event);
    if (judgement != nullptr && judgement->source == source && !std::exchange(thrown_, true)) {
      throw std::runtime_error("a mistake in a judge");
    }
    sink_.put(event);
  }
  record::Judgement::Source source = record::Judgement::Source::Expectation;

 private:
  record::Sink& sink_;
  bool thrown_ = false;
};

class PlayOneTest : public testing::Test {
 protected:
  record::ScenarioEnded play(const Server& server, const std::string& dialogue, record::Sink& sink,
                             const std::string& state = "greeted") {
    const scenario::Compiled compiled = scenario::imap(dialogue, "start = { state = \"" + state + "\" }");
    EXPECT_EQ(compiled.mistakes, "");
    target.drive.at(Service::Imap).endpoint = server.endpoint();
    target.drive.at(Service::Imap).offered = true;
    const Stage stage{loop, target, masker, sink, loop.now(), options};
    scenario::Given given;
    given.accounts = {{"ann", "geheim", "ann@example.test"}};
    given.domain = "example.test";
    given.token = "t0k3n";
    masker.add("geheim");
    PlayOne one(stage,
                {std::make_shared<const scenario::Scenario>(compiled.scenarios.at(0)),
                 std::make_shared<const scenario::Program>(compiled.program), 1},
                given, "", [this](PlayOne&) { loop.stop(); });
    one.start();
    loop.run();
    one.conclude();
    not_cleaned_up = one.not_cleaned_up();
    for (const record::Event& event : memory.events()) {
      if (const auto* ended = std::get_if<record::ScenarioEnded>(&event)) return *ended;
    }
    ADD_FAILURE() << "it did not end";
    return {};
  }

  net::Loop loop;
  Target target;
  record::Masker masker;
  record::Memory memory;
  PlayOptions options;
  std::string not_cleaned_up;
};

TEST_F(PlayOneTest, AnExceptionIsOursAndCleaningUpGoesOn) {
  Server server(loop, " OK done\r\n");
  Throwing sink(memory);
  const record::ScenarioEnded ended = play(server, "C: STATUS ${mailbox} (MESSAGES)\nS: NO", sink);
  EXPECT_EQ(ended.verdict, record::Verdict::Broken);
  EXPECT_EQ(ended.reason, "a mistake in a judge");
  EXPECT_NE(server.heard.find("DELETE \"mailrig-t0k3n\""), std::string::npos) << server.heard;
}

TEST_F(PlayOneTest, SaysWhatItCouldNotCleanUp) {
  for (const char* command : {"", "DELETE"}) {
    Server server(loop, " OK done\r\n");
    server.hangs_up_at = command;
    (void)memory.take();
    EXPECT_NE(play(server, "C: NOOP\nS: OK", memory, "selected").verdict, record::Verdict::Blocked);
    const bool told = not_cleaned_up.starts_with("setup.imap: wanted S: OK|NO|BAD: the connection ended");
    EXPECT_EQ(told, *command != '\0') << not_cleaned_up;
    EXPECT_EQ(not_cleaned_up.empty(), *command == '\0');
  }
}

TEST_F(PlayOneTest, NamesTheHelperThatFailed) {
  Server server(loop, " OK done\r\n");
  server.hangs_up_at = "CREATE";
  const record::ScenarioEnded ended = play(server, "C: NOOP\nS: OK", memory, "selected");
  EXPECT_EQ(ended.verdict, record::Verdict::Blocked);
  EXPECT_TRUE(ended.reason.starts_with("set-up: setup.imap: wanted S: OK: the connection ended"))
      << ended.reason;
}

TEST_F(PlayOneTest, AnExceptionInTheSetUpIsOursToo) {
  Server server(loop, " OK done\r\n");
  Throwing sink(memory);
  sink.source = record::Judgement::Source::Setup;
  EXPECT_EQ(play(server, "C: NOOP\nS: OK", sink).verdict, record::Verdict::Broken);
}

// Each reply may take ten seconds, the scenario as a whole less: that is no reply's fault.
TEST_F(PlayOneTest, ADeadlineOfOursProvesNothing) {
  options.deadline = milliseconds(50);
  options.limits.reply = milliseconds(200);
  Server server(loop, "");
  const record::ScenarioEnded ended = play(server, "C: NOOP\nS: OK", memory);
  EXPECT_EQ(ended.verdict, record::Verdict::Blocked);
  EXPECT_NE(ended.reason.find("it did not end within 50 ms"), std::string::npos) << ended.reason;
}

TEST_F(PlayOneTest, ASetUpThatIsRefusedQuotesTheReplyWithoutSecrets) {
  Server server(loop, " NO [AUTHENTICATIONFAILED] geheim is wrong\r\n");
  const record::ScenarioEnded ended = play(server, "C: NOOP\nS: OK", memory, "authenticated");
  EXPECT_EQ(ended.verdict, record::Verdict::Blocked);
  EXPECT_TRUE(
      ended.reason.starts_with("set-up: wanted S: OK, got 'A1 NO [AUTHENTICATIONFAILED] «***» is wrong"))
      << ended.reason;
}

}  // namespace
}  // namespace mailrig::conformance
