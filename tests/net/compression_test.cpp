#include <gtest/gtest.h>

#include "harness/net/deflate.hpp"
#include "tests/net/rig.hpp"

namespace mailrig::net {
namespace {

std::string packed(std::string_view bytes) {
  Deflater deflater;
  std::string out;
  deflater.append(bytes, out);
  return out;
}

// The server says OK to the first line and compresses from then on; what comes later it echoes.
void serve_compressed(Rig& rig) {
  rig.prepare = [](End& end) {
    end.on_received = [&end](std::string_view bytes) {
      if (end.got == "COMPRESS\r\n") {
        end.connection->write("OK\r\n");
        end.connection->compress({});
      } else {
        end.connection->write(bytes);
      }
    };
  };
  rig.listen();
  rig.connect();
  rig.client.connection->write("COMPRESS\r\n");
}

TEST(Compression, BeginsOnAConnectionThatTalkedInTheClear) {
  Rig rig;
  serve_compressed(rig);
  rig.client.on_received = [&](std::string_view) {
    if (rig.client.got == "OK\r\n") {
      rig.client.connection->compress({});
      rig.client.connection->write("NOOP\r\n");
    } else {
      rig.loop.stop();
    }
  };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.got, "OK\r\nNOOP\r\n");
}

TEST(Compression, CarriesMoreThanATurnAndAWriteBuffer) {
  constexpr std::size_t kSize = 3 * 1024 * 1024;
  std::string talk;
  for (std::size_t i = 0; talk.size() < kSize; ++i) talk += "* " + std::to_string(i * i) + " FETCH ()\r\n";
  Rig rig;
  serve_compressed(rig);
  rig.client.on_received = [&](std::string_view) {
    if (rig.client.got == "OK\r\n") {
      rig.client.connection->compress({});
      rig.client.connection->write(talk);
    } else if (rig.client.octets == 4 + talk.size()) {
      rig.loop.stop();
    }
  };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.got, "OK\r\n" + talk);
}

TEST(Compression, TakesWhatCameBehindTheAgreementFirst) {
  Rig rig;
  rig.prepare = [](End& end) {
    end.on_connected = [&end] { end.connection->write("OK\r\n" + packed("* 1 EXISTS\r\n")); };
  };
  rig.listen();
  rig.connect();
  rig.client.on_received = [&](std::string_view bytes) {
    if (bytes.starts_with("OK\r\n")) {
      rig.client.got = "OK\r\n";
      rig.client.connection->compress(bytes.substr(4));
    } else {
      rig.loop.stop();
    }
  };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.got, "OK\r\n* 1 EXISTS\r\n");
}

TEST(Compression, StandsAboveTlsWhicheverBeganFirst) {
  for (const bool tls_first : {true, false}) {
    Rig rig;
    const auto server = TlsContext::self_signed("localhost");
    const auto client = TlsContext::client({});
    rig.prepare = [&](End& end) {
      end.on_received = [&](std::string_view bytes) {
        if (bytes == "TLS\r\n") {
          end.connection->write("go\r\n");
          end.connection->start_tls(server);
        } else if (bytes == "COMPRESS\r\n") {
          end.connection->write("go\r\n");
          end.connection->compress({});
        } else {
          end.connection->write(bytes);
        }
      };
    };
    rig.listen();
    rig.connect();
    int turn = 0;
    const auto go_on = [&] {
      const bool tls = tls_first == (turn == 0);
      if (turn++ < 2) {
        rig.client.connection->write(tls ? "TLS\r\n" : "COMPRESS\r\n");
      } else {
        rig.client.connection->write("question");
      }
    };
    rig.client.on_secured = go_on;
    rig.client.on_received = [&](std::string_view bytes) {
      if (bytes != "go\r\n") return rig.loop.stop();
      if (tls_first == (turn == 1)) return rig.client.connection->start_tls(client);
      rig.client.connection->compress({});
      go_on();
    };
    rig.client.on_connected = go_on;
    ASSERT_TRUE(rig.run()) << tls_first;
    EXPECT_EQ(rig.client.got, "go\r\ngo\r\nquestion");
    EXPECT_TRUE(rig.client.connection->secure());
  }
}

TEST(Compression, EndsWithWhatIsNoDeflateStream) {
  Rig rig;
  rig.prepare = [](End& end) {
    end.on_connected = [&end] { end.connection->write("A2 OK in the clear\r\n"); };
  };
  rig.listen();
  rig.connect();
  rig.client.on_connected = [&] { rig.client.connection->compress({}); };
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.closing->ending, Ending::DeflateFailed);
  EXPECT_EQ(rig.client.got, "");
}

// A bomb: what reading was paused for stays in its compressed form.
TEST(Compression, InflatesNothingWhileReadingIsPaused) {
  constexpr std::size_t kBomb = 8 * 1024 * 1024;
  Rig rig;
  rig.prepare = [](End& end) {
    end.on_connected = [&end] {
      end.connection->write(packed(std::string(kBomb, '\0')));
      end.connection->close();
    };
  };
  rig.listen();
  rig.connect();
  rig.client.keep = false;
  std::size_t at_pause = 0;
  rig.client.on_connected = [&] { rig.client.connection->compress({}); };
  rig.client.on_received = [&](std::string_view) {
    if (at_pause != 0) return;
    at_pause = rig.client.octets;
    rig.client.connection->pause_reading(true);
    rig.loop.post([&] {
      EXPECT_EQ(rig.client.octets, at_pause);
      EXPECT_LT(rig.client.connection->octets(), std::size_t{512} * 1024);
      rig.client.connection->pause_reading(false);
    });
  };
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.octets, kBomb);
  EXPECT_EQ(rig.client.closing->ending, Ending::Fin);
}

TEST(Compression, GivesOthersTheirTurnWithinABomb) {
  constexpr std::size_t kBomb = 8 * kInflateTurn;
  Rig rig;
  rig.prepare = [](End& end) {
    end.on_connected = [&end] { end.connection->write(packed(std::string(kBomb, '\0'))); };
  };
  rig.listen();
  rig.connect();
  rig.client.keep = false;
  int turns = 0;
  std::function<void()> count = [&] {
    ++turns;
    if (rig.client.octets < kBomb) rig.loop.post(count);
  };
  rig.client.on_connected = [&] {
    rig.client.connection->compress({});
    rig.loop.post(count);
  };
  rig.client.on_received = [&](std::string_view) {
    if (rig.client.octets == kBomb) rig.loop.stop();
  };
  ASSERT_TRUE(rig.run());
  EXPECT_GE(turns, 7);
}

TEST(Compression, CountsItsMemory) {
  Rig rig;
  rig.listen();
  rig.connect();
  rig.client.on_connected = [&] {
    const std::size_t before = rig.client.connection->octets();
    rig.client.connection->compress({});
    EXPECT_GE(rig.client.connection->octets(), before + kDeflateOctets);
    rig.loop.stop();
  };
  ASSERT_TRUE(rig.run());
}

}  // namespace
}  // namespace mailrig::net
