// COMPRESS (RFC 4978) over loopback sockets.
#include "harness/net/deflate.hpp"
#include "tests/reference-server/listen/rig.hpp"

namespace mailrig::server {
namespace {

using testing::EndsWith;

class CompressTest : public ServerTest {
 protected:
  // Says `talk` in the clear, and compresses once the server has agreed.
  std::unique_ptr<Peering> compressed(
      std::string_view talk = "a LOGIN user1 pass\r\nb COMPRESS DEFLATE\r\n") {
    auto peer = connect("imap");
    peer->connection->write(talk);
    constexpr std::string_view kAgreed = "b OK compressing\r\n";
    EXPECT_TRUE(hears(*peer, kAgreed));
    const std::string behind = peer->got.substr(peer->got.find(kAgreed) + kAgreed.size());
    peer->got.clear();
    peer->connection->compress(behind);
    return peer;
  }
};

TEST_F(CompressTest, GoesOnCompressed) {
  const auto peer = compressed();
  peer->connection->write("c SELECT INBOX\r\nd NOOP\r\n");
  ASSERT_TRUE(hears(*peer, "d OK"));
  peer->connection->write("e LOGOUT\r\n");
  ASSERT_TRUE(sees_end(*peer));
  EXPECT_THAT(peer->got, EndsWith("e OK good day\r\n"));
  EXPECT_EQ(peer->ending, net::Ending::Fin);
}

TEST_F(CompressTest, TellsWhoIdles) {
  const auto peer = compressed();
  peer->connection->write("c SELECT INBOX\r\nd IDLE\r\n");
  ASSERT_TRUE(hears(*peer, "\r\n+ "));
  store_->open(*accounts_.find("user1"), "INBOX")
      ->append(std::make_shared<const std::string>("Subject: x\r\n\r\n"), {}, 1, 0, nullptr);
  EXPECT_TRUE(hears(*peer, "* 1 EXISTS\r\n"));
}

TEST_F(CompressTest, UnderstandsWhoDidNotWaitForItsOk) {
  net::Deflater deflater;
  std::string talk = "a LOGIN user1 pass\r\nb COMPRESS DEFLATE\r\n";
  deflater.append("c NOOP\r\n", talk);
  const auto peer = compressed(talk);
  EXPECT_TRUE(hears(*peer, "c OK"));
}

// A header that came with the OK would be read in the clear by a client that has not begun to inflate.
TEST_F(CompressTest, KeepsTheDeviationsHeaderForTheFirstAnswer) {
  ASSERT_EQ(deviations_.add("imap.compress.zlib-header"), "");
  const auto peer = connect("imap");
  peer->connection->write("a LOGIN user1 pass\r\nb COMPRESS DEFLATE\r\n");
  ASSERT_TRUE(hears(*peer, "b OK compressing\r\n"));
  EXPECT_THAT(peer->got, EndsWith("b OK compressing\r\n"));
  net::Deflater deflater;
  std::string packed;
  deflater.append("c NOOP\r\n", packed);
  peer->got.clear();
  peer->connection->write(packed);
  ASSERT_TRUE(until([&] { return peer->got.size() > 2; }));
  EXPECT_EQ(peer->got[0] & 0x0F, 8);  // CM (RFC 1950 2.2)
}

TEST_F(CompressTest, EndsWhoGoesOnInTheClear) {
  const auto peer = connect("imap");
  peer->connection->write("a LOGIN user1 pass\r\nb COMPRESS DEFLATE\r\nc NOOP\r\n");
  EXPECT_TRUE(sees_end(*peer));
  EXPECT_THAT(peer->got, EndsWith("b OK compressing\r\n"));
  EXPECT_TRUE(until([&] { return server_.connections() == 0; }));
}

TEST_F(CompressTest, CountsItsMemory) {
  std::size_t before = 0, after = 0;
  const auto octets = [&] {
    std::size_t sum = 0;
    for (const Client* client : server_.clients()) sum += client->octets();
    return sum;
  };
  const auto peer = connect("imap");
  peer->connection->write("a LOGIN user1 pass\r\n");
  ASSERT_TRUE(hears(*peer, "a OK"));
  before = octets();
  peer->connection->write("b COMPRESS DEFLATE\r\n");
  ASSERT_TRUE(hears(*peer, "b OK"));
  after = octets();
  EXPECT_GE(after, before + net::kDeflateOctets);
}

}  // namespace
}  // namespace mailrig::server
