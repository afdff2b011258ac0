#include <gtest/gtest.h>

#include "tests/net/rig.hpp"

namespace mailrig::net {
namespace {

std::shared_ptr<TlsContext> client_tls(const char* version = "") {
  TlsClientOptions options;
  options.server_name = "localhost";
  options.min_version = options.max_version = version;
  return TlsContext::client(options);
}

TEST(Tls, EchoesLargeDataImplicitly) {
  constexpr std::size_t kSize = 3 * 1024 * 1024;
  for (const char* version : {"1.2", "1.3"}) {
    Rig rig;
    rig.prepare = [](End& end) {
      end.on_received = [&end](std::string_view bytes) { end.connection->write(bytes); };
    };
    rig.listen(TlsContext::self_signed("localhost"));
    rig.connect(client_tls(version));
    rig.client.on_connected = [&] { rig.client.connection->write(std::string(kSize, 't')); };
    rig.client.on_received = [&](std::string_view) {
      if (rig.client.octets == kSize) rig.loop.stop();
    };
    ASSERT_TRUE(rig.run());
    EXPECT_EQ(rig.client.connects, 1);
    EXPECT_EQ(rig.accepted[0]->connects, 1);
    const TlsInfo& ours = rig.client.connection->tls();
    const TlsInfo& theirs = rig.accepted[0]->connection->tls();
    EXPECT_EQ(ours.version, std::string("TLSv") + version);
    EXPECT_EQ(ours.channel_binding_exporter.size(), 32U);
    EXPECT_EQ(ours.channel_binding_exporter, theirs.channel_binding_exporter);
    EXPECT_EQ(ours.channel_binding_unique, theirs.channel_binding_unique);
    EXPECT_EQ(ours.channel_binding_unique.empty(), ours.version == "TLSv1.3");
  }
}

TEST(Tls, BeginsOnAConnectionThatTalkedInTheClear) {
  Rig rig;
  const auto server = TlsContext::self_signed("localhost");
  rig.prepare = [&](End& end) {
    end.on_received = [&](std::string_view) {
      if (end.got == "STARTTLS\r\n") {
        end.connection->write("220 go\r\n");
        end.connection->start_tls(server);
      } else if (end.secures == 1) {
        end.connection->write("secret answer");
      }
    };
  };
  rig.listen();
  rig.connect();
  rig.client.connection->write("STARTTLS\r\n");
  rig.client.on_received = [&](std::string_view) {
    if (rig.client.got == "220 go\r\n") {
      EXPECT_FALSE(rig.client.connection->secure());
      rig.client.connection->start_tls(client_tls());
      rig.client.connection->write("secret question");
    } else {
      rig.loop.stop();
    }
  };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.secures, 1);
  EXPECT_TRUE(rig.client.connection->secure());
  EXPECT_EQ(rig.accepted[0]->got, "STARTTLS\r\nsecret question");
  EXPECT_EQ(rig.client.got, "220 go\r\nsecret answer");
}

TEST(Tls, TellsWithAndWithoutCloseNotifyApart) {
  for (const bool notify : {true, false}) {
    Rig rig;
    rig.prepare = [notify](End& end) {
      end.on_connected = [&end, notify] {
        if (notify) {
          end.connection->close();
        } else {
          end.connection.reset();
        }
      };
    };
    rig.listen(TlsContext::self_signed("localhost"));
    rig.connect(client_tls());
    rig.client.on_closed = [&] { rig.loop.stop(); };
    ASSERT_TRUE(rig.run());
    EXPECT_EQ(rig.client.closing->ending, Ending::Fin);
    EXPECT_EQ(rig.client.closing->detail, notify ? "with close_notify" : "without close_notify");
    EXPECT_EQ(rig.client.closing->alert, notify ? "close_notify" : "");
  }
}

TEST(Tls, TellsTheAlertOfThePeer) {
  Rig rig;
  rig.listen(TlsContext::self_signed("localhost"));
  TlsClientOptions options;
  options.verify = true;
  options.server_name = "localhost";
  rig.connect(TlsContext::client(options));
  const auto both = [&] {
    if (rig.client.closing && rig.accepted[0]->closing) rig.loop.stop();
  };
  rig.prepare = [&](End& end) { end.on_closed = both; };
  rig.client.on_closed = both;
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.closing->ending, Ending::TlsFailed);
  EXPECT_EQ(rig.client.closing->detail, "certificate: self-signed certificate");
  EXPECT_EQ(rig.accepted[0]->closing->ending, Ending::TlsAlert);
  EXPECT_EQ(rig.accepted[0]->closing->alert, "unknown_ca");
  EXPECT_EQ(rig.client.connects, 0);
}

TEST(Tls, FailsOnAPeerThatTalksInTheClear) {
  Rig rig;
  rig.prepare = [](End& end) {
    end.on_connected = [&end] { end.connection->write("220 in the clear\r\n"); };
  };
  rig.listen();
  rig.connect(client_tls());
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.closing->ending, Ending::TlsFailed);
  EXPECT_EQ(rig.client.closing->detail, "wrong version number");
}

TEST(Tls, TimesOutOnAPeerThatSaysNothing) {
  Rig rig;
  rig.listen();
  ConnectOptions options;
  options.endpoint = rig.listener->endpoint();
  options.tls = client_tls();
  options.timeout = std::chrono::milliseconds(30);
  rig.client.connection = rig.loop.connect(options, rig.client);
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.closing->ending, Ending::TimedOut);
}

TEST(Tls, ResetAfterTheHandshakeIsAReset) {
  Rig rig;
  rig.prepare = [](End& end) { end.on_connected = [&end] { end.connection->reset(); }; };
  rig.listen(TlsContext::self_signed("localhost"));
  rig.connect(client_tls());
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.closing->ending, Ending::Reset);
}

TEST(Tls, SaysInOneLineWhatIsWrongWithItsFiles) {
  TlsServerOptions server;
  server.certificate_file = "/does/not/exist";
  EXPECT_THROW(TlsContext::server(server), std::runtime_error);
  TlsClientOptions options;
  options.min_version = "4";
  EXPECT_THROW(TlsContext::client(options), std::runtime_error);
}

}  // namespace
}  // namespace mailrig::net
