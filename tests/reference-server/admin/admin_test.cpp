#include "reference-server/admin/admin.hpp"

#include "reference-server/session/smtp/queue.hpp"
#include "tests/reference-server/listen/rig.hpp"

namespace mailrig::server {
namespace {

using testing::HasSubstr;

class AdminTest : public ServerTest {
 protected:
  net::HttpResponse ask(std::string method, std::string target, std::string authorization = "Bearer sesame") {
    return admin_.respond({std::move(method), std::move(target), std::move(authorization), ""});
  }
  Admin admin_{server_, "sesame"};
};

TEST_F(AdminTest, TellsWhatThereIs) {
  EXPECT_THAT(ask("GET", "/").body, HasSubstr("/connections"));
  EXPECT_EQ(ask("GET", "/nothing").status, 404U);
  EXPECT_EQ(ask("POST", "/health").status, 405U);
  EXPECT_EQ(ask("POST", "/health").allow, "GET, PUT, DELETE");
  EXPECT_EQ(ask("PUT", "/health").status, 405U);
  EXPECT_EQ(ask("PUT", "/nothing").status, 404U);
}

TEST_F(AdminTest, ChangesNothingWithoutTheToken) {
  for (const char* wrong :
       {"", "sesame", "Bearer", "Bearer ", "Bearer sesam", "Bearer sesamf", "Basic sesame"}) {
    EXPECT_EQ(ask("PUT", "/pause", wrong).status, 401U) << wrong;
    EXPECT_EQ(ask("DELETE", "/accounts/user1/mailboxes", wrong).status, 401U) << wrong;
  }
  EXPECT_FALSE(server_.paused());
  Admin closed(server_, "");
  EXPECT_EQ(closed.respond({"PUT", "/pause", "Bearer ", ""}).status, 403U);
  EXPECT_EQ(ask("GET", "/health", "").status, 200U);
  EXPECT_EQ(ask("PUT", "/pause", "bearer sesame").status, 204U);
}

TEST_F(AdminTest, SetsAndRemovesDeviations) {
  EXPECT_EQ(ask("PUT", "/deviations/imap.idle.silent").status, 204U);
  EXPECT_EQ(ask("PUT", "/deviations/pop3.noop.refused:3").status, 204U);
  EXPECT_EQ(ask("GET", "/deviations").body, "[\"imap.idle.silent\",\"pop3.noop.refused:3\"]\n");
  const net::HttpResponse wrong = ask("PUT", "/deviations/imap.idle.quiet");
  EXPECT_EQ(wrong.status, 400U);
  EXPECT_THAT(wrong.body, HasSubstr("did you mean 'imap.idle.silent'?"));
  EXPECT_EQ(ask("DELETE", "/deviations/imap.idle.silent").status, 204U);
  EXPECT_EQ(ask("DELETE", "/deviations/imap.idle.silent").status, 404U);
  EXPECT_EQ(ask("DELETE", "/deviations").status, 204U);
  EXPECT_EQ(ask("GET", "/deviations").body, "[]\n");
  EXPECT_EQ(ask("PUT", "/deviations/").status, 400U);
}

TEST_F(AdminTest, PausesAndGoesOn) {
  EXPECT_EQ(ask("GET", "/health").body, "{\"status\":\"ok\",\"connections\":0}\n");
  EXPECT_EQ(ask("PUT", "/pause").status, 204U);
  EXPECT_TRUE(server_.paused());
  EXPECT_EQ(ask("GET", "/health").status, 503U);
  EXPECT_EQ(ask("DELETE", "/pause").status, 204U);
  EXPECT_EQ(ask("GET", "/health").status, 200U);
}

TEST_F(AdminTest, TellsOfEachConnection) {
  const auto imap = connect("imaps");
  const auto pop3 = connect("pop3");
  ASSERT_TRUE(hears(*pop3, "+OK") && hears(*imap, "* OK"));
  imap->connection->write("a LOGIN user1 pass\r\nb IDLE\r\n");
  ASSERT_TRUE(hears(*imap, "\r\n+ "));
  const std::string body = ask("GET", "/connections").body;
  EXPECT_THAT(body, HasSubstr("\"count\":2"));
  EXPECT_THAT(body, HasSubstr("\"service\":\"imaps\""));
  EXPECT_THAT(body, HasSubstr("\"state\":\"idle\",\"user\":\"user1\",\"tls\":\"TLSv1.3\""));
  EXPECT_THAT(body, HasSubstr("\"state\":\"AUTHORIZATION\",\"user\":null,\"tls\":null"));
  EXPECT_THAT(body, HasSubstr("\"memory_octets\":"));
  EXPECT_THAT(body, testing::Not(HasSubstr("pass")));
}

TEST_F(AdminTest, GivesPrometheusItsFigures) {
  const auto imap = connect("imap");
  imap->connection->write("a LOGIN user1 no\r\nb LOGIN user1 pass\r\n");
  ASSERT_TRUE(hears(*imap, "b OK"));
  const net::HttpResponse metrics = ask("GET", "/metrics", "");
  EXPECT_EQ(metrics.type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(metrics.body, HasSubstr("# TYPE mailrig_connections gauge\n"));
  EXPECT_THAT(metrics.body, HasSubstr("mailrig_connections{service=\"imap\"} 1"));
  EXPECT_THAT(metrics.body, HasSubstr("mailrig_connections_accepted_total{service=\"imap\"} 1"));
  EXPECT_THAT(metrics.body, HasSubstr("mailrig_logins_total{result=\"ok\"} 1"));
  EXPECT_THAT(metrics.body, HasSubstr("mailrig_logins_total{result=\"failed\"} 1"));
  EXPECT_THAT(metrics.body, HasSubstr("process_resident_memory_bytes "));
}

TEST_F(AdminTest, ListsAndFlushesTheQueue) {
  EXPECT_EQ(ask("GET", "/queue").body, "{\"count\":0,\"octets\":0,\"messages\":[]}\n");
  EXPECT_EQ(ask("PUT", "/queue/flush").status, 404U);
  smtpd::Queue queue(world_, {{"", {"127.0.0.1", 1}}}, {});
  world_.queue = &queue;
  Relay relay(loop_, world_, queue, "");
  Admin admin(server_, "sesame", &relay);
  EXPECT_EQ(admin.respond({"PUT", "/pause", "Bearer sesame", ""}).status, 204U);
  EXPECT_TRUE(relay.paused());
  smtpd::Envelope envelope;
  envelope.sender = "ann@a.example";
  envelope.arrival = world_.unix_time();
  smtpd::Recipient recipient;
  recipient.relayed = true;
  recipient.address = "bob@b.example";
  queue.add(envelope, {recipient}, std::make_shared<const std::string>("A: b\r\n\r\n"), "");
  smtpd::Handed handed;
  handed.verdicts.push_back({smtpd::Verdict::Kind::Later, {4, 2, 0}, "450 4.2.0 not now"});
  queue.done(queue.run(1).at(0).id, handed);
  EXPECT_EQ(
      ask("GET", "/queue", "").body,
      "{\"count\":1,\"octets\":8,\"messages\":[{\"id\":1,\"sender\":\"ann@a.example\",\"recipients\":"
      "[\"bob@b.example\"],\"next_hop\":\"127.0.0.1:1\",\"octets\":8,\"attempts\":1,\"under_way\":false,"
      "\"next_attempt\":1700001800,\"last_reply\":\"450 4.2.0 not now\"}]}\n");
  EXPECT_EQ(ask("PUT", "/queue/flush", "").status, 401U);
  EXPECT_EQ(queue.next(), 1'700'001'800);
  EXPECT_EQ(ask("PUT", "/queue/flush").status, 204U);
  EXPECT_EQ(queue.next(), 1'700'000'000);
  const std::string metrics = ask("GET", "/metrics", "").body;
  EXPECT_THAT(metrics, HasSubstr("mailrig_queue_messages 1"));
  EXPECT_THAT(metrics, HasSubstr("mailrig_queue_retries_total 1"));
  EXPECT_THAT(metrics, HasSubstr("mailrig_queue_recipients_total{result=\"returned\"} 0"));
  EXPECT_EQ(admin.respond({"DELETE", "/pause", "Bearer sesame", ""}).status, 204U);
  EXPECT_FALSE(relay.paused());
  world_.queue = nullptr;
}

TEST_F(AdminTest, TellsTheLimits) {
  world_.limits.recipients = 321;
  EXPECT_THAT(ask("GET", "/limits").body, HasSubstr("\"recipients\":321"));
}

TEST_F(AdminTest, EmptiesMailboxes) {
  const Account& user = *accounts_.find("user1");
  ASSERT_EQ(store_->create(user, "a b", ""), StoreError::None);
  const auto put = [&](std::string_view name) {
    store_->open(user, name)->append(std::make_shared<const std::string>("x\r\n"), {}, 1, 0, nullptr);
  };
  put("INBOX");
  put("a b");
  const auto left = [&](std::string_view name) { return store_->open(user, name)->messages().size(); };
  EXPECT_EQ(ask("DELETE", "/accounts/user1/mailboxes/a%20b").status, 204U);
  EXPECT_EQ(left("a b"), 0U);
  EXPECT_EQ(left("INBOX"), 1U);
  put("a b");
  EXPECT_EQ(ask("DELETE", "/accounts/user1/mailboxes").status, 204U);
  EXPECT_EQ(left("a b") + left("INBOX"), 0U);
  EXPECT_EQ(ask("DELETE", "/accounts/user1/mailboxes/none").status, 404U);
  EXPECT_EQ(ask("DELETE", "/accounts/nobody/mailboxes").status, 404U);
  EXPECT_EQ(ask("DELETE", "/accounts/user1").status, 404U);
  EXPECT_EQ(ask("DELETE", "/accounts/user1/mailboxes/%zz").status, 404U);
}

TEST_F(AdminTest, WhoIsConnectedIsToldThatItsMailIsGone) {
  const Account& user = *accounts_.find("user1");
  store_->open(user, "INBOX")->append(std::make_shared<const std::string>("x\r\n"), {}, 1, 0, nullptr);
  const auto imap = connect("imap");
  imap->connection->write("a LOGIN user1 pass\r\nb SELECT INBOX\r\nc IDLE\r\n");
  ASSERT_TRUE(hears(*imap, "\r\n+ "));
  EXPECT_EQ(ask("DELETE", "/accounts/user1/mailboxes/INBOX").status, 204U);
  EXPECT_TRUE(hears(*imap, "* 1 EXPUNGE\r\n"));
}

TEST_F(AdminTest, ReadsTheCertificateAgain) {
  const std::string before = server_.certificate_pem();
  EXPECT_EQ(ask("PUT", "/certificate").status, 204U);
  EXPECT_NE(server_.certificate_pem(), before);
}

TEST(PercentDecoded, TakesTwoDigitsOfEitherCase) {
  EXPECT_EQ(percent_decoded("a%20b%C3%a9"), "a b\xC3\xA9");
  EXPECT_EQ(percent_decoded("%"), "");
  EXPECT_EQ(percent_decoded("%4"), "");
  EXPECT_EQ(percent_decoded("%g0"), "");
}

}  // namespace
}  // namespace mailrig::server
