#include <thread>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/net/rig.hpp"

namespace mailrig::net {
namespace {

void echo(End& end) {
  end.on_received = [&end](std::string_view bytes) { end.connection->write(bytes); };
}

TEST(Connection, EchoesWhatWasWrittenBeforeAndAfterItWasConnected) {
  Rig rig;
  rig.prepare = echo;
  rig.listen();
  rig.connect();
  rig.client.connection->write("early ");
  rig.client.on_connected = [&] { rig.client.connection->write("late"); };
  rig.client.on_received = [&](std::string_view) {
    if (rig.client.got == "early late") rig.loop.stop();
  };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.connects, 1);
  EXPECT_EQ(rig.client.connection->remote_address(), to_string(rig.listener->endpoint()));
  EXPECT_EQ(rig.accepted[0]->connection->remote_address(), rig.client.connection->local_address());
}

TEST(Connection, CarriesALargeTransferToAPeerThatPausesReading) {
  constexpr std::size_t kSize = 8 * 1024 * 1024;
  Rig rig;
  rig.listen();
  rig.connect();
  rig.client.keep = false;
  rig.client.on_connected = [&] {
    rig.client.connection->pause_reading(true);
    rig.loop.post([&] {
      std::string big(kSize, 'x');
      rig.accepted[0]->connection->write(big);
      EXPECT_GT(rig.accepted[0]->connection->unsent(), 0U);
      EXPECT_EQ(rig.client.octets, 0U);
      rig.client.connection->pause_reading(false);
    });
  };
  rig.client.on_received = [&](std::string_view) {
    if (rig.client.octets == kSize) rig.loop.stop();
  };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.accepted[0]->drains, 1);
  EXPECT_EQ(rig.accepted[0]->connection->unsent(), 0U);
}

TEST(Connection, ReadsNoMoreThanItIsAllowed) {
  constexpr std::size_t kSize = 5000;
  constexpr std::size_t kPortion = 700;
  Rig rig;
  rig.prepare = [](End& end) {
    end.on_connected = [&end] { end.connection->write(std::string(kSize, 'x')); };
  };
  rig.listen();
  rig.connect();
  std::vector<std::size_t> portions;
  std::size_t before = 0;
  const auto timer = rig.loop.timer();
  std::function<void()> tick = [&] {
    if (const std::size_t more = rig.client.octets - before; more > 0) portions.push_back(more);
    before = rig.client.octets;
    if (before == kSize) return rig.loop.stop();
    rig.client.connection->read_some(kPortion);
    timer->arm(rig.loop.now() + std::chrono::milliseconds(1), tick);
  };
  rig.client.on_connected = [&] {
    rig.client.connection->pause_reading(true);
    rig.loop.post(tick);
  };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.got, std::string(kSize, 'x'));
  EXPECT_GE(portions.size(), kSize / kPortion + 1);
  for (const std::size_t portion : portions) EXPECT_LE(portion, kPortion);
}

TEST(Connection, KeepsWhatCameBeforeThePause) {
  Rig rig;
  rig.prepare = [](End& end) { end.on_connected = [&end] { end.connection->write("hello"); }; };
  rig.listen();
  rig.connect();
  const auto timer = rig.loop.timer();
  rig.client.on_connected = [&] {
    rig.client.connection->pause_reading(true);
    timer->arm(rig.loop.now() + std::chrono::milliseconds(20), [&] {
      EXPECT_EQ(rig.client.got, "");
      rig.client.connection->pause_reading(false);
    });
  };
  rig.client.on_received = [&](std::string_view) { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.got, "hello");
}

TEST(Connection, TellsFinResetAndLocalApart) {
  const struct {
    void (*act)(Connection&);
    Ending seen;
  } cases[] = {{[](Connection& c) { c.close(); }, Ending::Fin},
               {[](Connection& c) { c.half_close(); }, Ending::Fin},
               {[](Connection& c) { c.reset(); }, Ending::Reset}};
  for (const auto& c : cases) {
    Rig rig;
    rig.prepare = [&c](End& end) { end.on_received = [&](std::string_view) { c.act(*end.connection); }; };
    rig.listen();
    rig.connect();
    rig.client.connection->write("x");
    rig.client.on_closed = [&] { rig.loop.stop(); };
    ASSERT_TRUE(rig.run());
    EXPECT_EQ(rig.client.closing->ending, c.seen) << name(rig.client.closing->ending);
  }
}

TEST(Connection, TellsItsOwnCloseLaterAndOnce) {
  Rig rig;
  rig.listen();
  rig.connect();
  bool inside = false;
  rig.client.on_connected = [&] {
    inside = true;
    rig.client.connection->close();
    rig.client.connection->close();
    inside = false;
  };
  rig.client.on_closed = [&] {
    EXPECT_FALSE(inside);
    rig.loop.stop();
  };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.closing->ending, Ending::Local);
}

TEST(Connection, ServerCloseDeliversItsLastWordsThoughOctetsAreUnread) {
  Rig rig;
  rig.prepare = [](End& end) {
    end.on_connected = [&end] {
      end.connection->write(std::string(3'000'000, 'b'));
      end.connection->write("bye");
      end.connection->close();
      end.connection.reset();
    };
  };
  rig.listen();
  rig.connect();
  rig.client.connection->write(std::string(100'000, 'a'));
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.got.size(), 3'000'003U);
  EXPECT_TRUE(rig.client.got.ends_with("bye"));
  EXPECT_EQ(rig.client.closing->ending, Ending::Fin);
}

TEST(Connection, HalfCloseLeavesTheOtherDirectionOpen) {
  Rig rig;
  rig.prepare = [](End& end) {
    end.on_received = [&end](std::string_view) { end.connection->write(std::string(2'000'000, 'r')); };
  };
  rig.listen();
  rig.connect();
  rig.client.on_connected = [&] {
    rig.client.connection->write("question");
    rig.client.connection->half_close();
  };
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.octets, 2'000'000U);
  EXPECT_EQ(rig.client.closing->ending, Ending::Fin);
  EXPECT_EQ(rig.accepted[0]->closing->ending, Ending::Fin);
}

TEST(Connection, IsRefusedWhereNobodyListens) {
  Rig rig;
  rig.listen();
  const Endpoint gone = rig.listener->endpoint();
  rig.listener.reset();
  ConnectOptions options;
  options.endpoint = gone;
  rig.client.connection = rig.loop.connect(options, rig.client);
  EXPECT_FALSE(rig.client.closing);
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.closing->ending, Ending::Refused);
  EXPECT_EQ(rig.client.connects, 0);
}

// A socket that never accepts and whose backlog is full: the kernel leaves further SYNs unanswered.
struct Deaf {
  int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::vector<int> callers;
  std::uint16_t port = 0;
  Deaf() {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(listening, reinterpret_cast<sockaddr*>(&at), size), 0);
    EXPECT_EQ(::listen(listening, 0), 0);
    EXPECT_EQ(::getsockname(listening, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port = ntohs(at.sin_port);
    for (int i = 0; i < 4; ++i) {
      callers.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      static_cast<void>(::connect(callers.back(), reinterpret_cast<sockaddr*>(&at), sizeof at));
    }
  }
  Deaf(const Deaf&) = delete;
  Deaf& operator=(const Deaf&) = delete;
  ~Deaf() {
    for (const int fd : callers) ::close(fd);
    ::close(listening);
  }
};

TEST(Connection, TimesOutWhereNobodyAnswers) {
  const Deaf deaf;
  Rig rig;
  ConnectOptions options;
  options.endpoint = {"127.0.0.1", deaf.port};
  options.timeout = std::chrono::milliseconds(30);
  rig.client.connection = rig.loop.connect(options, rig.client);
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.closing->ending, Ending::TimedOut);
}

TEST(Connection, ResolvesNamesAndSaysWhenThereIsNone) {
  Rig rig;
  rig.prepare = echo;
  rig.listen();
  ConnectOptions options;
  options.endpoint = {"localhost", rig.listener->endpoint().port};
  rig.client.connection = rig.loop.connect(options, rig.client);
  End nobody;
  options.endpoint.host = "no such host";
  nobody.connection = rig.loop.connect(options, nobody);
  const auto both = [&] {
    if (rig.client.connects == 1 && nobody.closing) rig.loop.stop();
  };
  rig.client.on_connected = both;
  nobody.on_closed = both;
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(nobody.closing->ending, Ending::NoSuchHost);
}

TEST(Connection, EndsWhenThePeerDoesNotRead) {
  Rig rig;
  rig.prepare = [](End& end) { end.connection->pause_reading(true); };
  rig.listen();
  ConnectOptions options;
  options.endpoint = rig.listener->endpoint();
  options.write_limit = 64 * 1024;
  rig.client.connection = rig.loop.connect(options, rig.client);
  rig.client.on_connected = [&] { rig.client.connection->write(std::string(16 * 1024 * 1024, 'x')); };
  rig.client.on_closed = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(rig.client.closing->ending, Ending::Overflow);
}

TEST(Connection, MayBeDestroyedInsideItsCallbacks) {
  for (const int where : {0, 1, 2}) {
    Rig rig;
    rig.prepare = echo;
    rig.listen();
    rig.connect();
    const auto destroy = [&] {
      rig.client.connection.reset();
      rig.loop.stop();
    };
    rig.client.on_connected = [&, where] {
      if (where == 0) return destroy();
      rig.client.connection->write(std::string(100'000, 'x'));
      if (where == 2) rig.accepted[0]->connection->reset();
    };
    rig.client.on_received = [&](std::string_view) { destroy(); };
    rig.client.on_closed = destroy;
    rig.loop.post([] {});
    ASSERT_TRUE(rig.run());
    rig.loop.run_for(std::chrono::milliseconds(1));
    EXPECT_EQ(rig.client.connection, nullptr);
  }
}

TEST(Connection, MayOutliveNothingButTheLoop) {
  Rig rig;
  rig.listen();
  rig.connect();
  rig.client.connection->write("x");
  rig.client.on_connected = [&] { rig.loop.stop(); };
  ASSERT_TRUE(rig.run());  // the rest is for the sanitizers: everything is destroyed while under way
}

TEST(Loop, TakesWorkFromOtherThreads) {
  Rig rig;
  int done = 0;
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) {
      rig.loop.post([&] {
        if (++done == 1000) rig.loop.stop();
      });
    }
  });
  ASSERT_TRUE(rig.run());
  other.join();
  EXPECT_EQ(done, 1000);
}

TEST(Loop, SaysInOneLineWhyItCannotListen) {
  Rig rig;
  rig.listen();
  try {
    const auto second = rig.loop.listen(rig.listener->endpoint(), nullptr, [](auto) {});
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(),
              "cannot listen on " + to_string(rig.listener->endpoint()) + ": Address already in use");
  }
}

TEST(Loop, RingsOnASignal) {
  Rig rig;
  int got = 0;
  rig.loop.on_signal(SIGUSR1, [&](int number) {
    got = number;
    rig.loop.stop();
  });
  ::raise(SIGUSR1);
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(got, SIGUSR1);
}

TEST(Timer, RingsInOrderOfTimeAndNotWhenDisarmed) {
  Rig rig;
  std::string order;
  const Time now = rig.loop.now();
  const auto ms = [&](int n) { return now + std::chrono::milliseconds(n); };
  const auto a = rig.loop.timer(), b = rig.loop.timer(), c = rig.loop.timer(), d = rig.loop.timer();
  a->arm(ms(1), [&] { order += 'x'; });
  a->arm(ms(15), [&] { order += 'a'; });  // moved back
  b->arm(ms(5000), [&] { order += 'x'; });
  b->arm(ms(10), [&] { order += 'b'; });  // moved forward
  c->arm(ms(2), [&] { order += 'x'; });
  c->disarm();
  d->arm(ms(20), [&] {
    order += 'd';
    d->arm(ms(25), [&] { rig.loop.stop(); });  // again, from inside
  });
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(order, "bad");
}

TEST(Timer, MayBeDestroyedWhileItRings) {
  Rig rig;
  auto timer = rig.loop.timer();
  timer->arm(rig.loop.now(), [&] {
    timer.reset();
    rig.loop.stop();
  });
  ASSERT_TRUE(rig.run());
  EXPECT_EQ(timer, nullptr);
}

}  // namespace
}  // namespace mailrig::net
