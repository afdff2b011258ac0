#include "reference-server/listen/event_log.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace mailrig::server {
namespace {

class EventLogTest : public testing::Test {
 protected:
  ~EventLogTest() override {
    std::filesystem::remove(file_);
    std::filesystem::remove(file_ + ".1");
  }
  static std::string read(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string file_ =
      testing::TempDir() + "log-" + testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(EventLogTest, WritesALineForEachEvent) {
  EventLog log(file_, [] { return std::int64_t{1'700'000'000'042}; });
  log.write("connected", {{"connection", std::uint64_t{7}}, {"service", "imap"}});
  log.write("stopped", {});
  EXPECT_EQ(read(file_),
            "{\"time\":\"2023-11-14T22:13:20.042Z\",\"event\":\"connected\",\"connection\":7,\"service\":"
            "\"imap\"}\n"
            "{\"time\":\"2023-11-14T22:13:20.042Z\",\"event\":\"stopped\"}\n");
}

TEST_F(EventLogTest, EscapesWhatJsonWantsEscaped) {
  EventLog log(file_, [] { return std::int64_t{0}; });
  log.write("login", {{"user", "a\"b\\c\nd"}});
  EXPECT_EQ(read(file_),
            "{\"time\":\"1970-01-01T00:00:00.000Z\",\"event\":\"login\",\"user\":\"a\\\"b\\\\c\\nd\"}\n");
}

TEST_F(EventLogTest, GoesOnInANewFile) {
  EventLog log(file_, [] { return std::int64_t{0}; });
  log.write("first", {});
  std::filesystem::rename(file_, file_ + ".1");
  log.reopen();
  log.write("second", {});
  EXPECT_NE(read(file_ + ".1").find("first"), std::string::npos);
  EXPECT_EQ(read(file_).find("first"), std::string::npos);
  EXPECT_NE(read(file_).find("second"), std::string::npos);
}

TEST_F(EventLogTest, SaysWhichFileItCannotWrite) {
  EXPECT_THROW(EventLog("/dev/null/log", [] { return std::int64_t{0}; }), std::runtime_error);
}

}  // namespace
}  // namespace mailrig::server
