#include "harness/cli/serve_config.hpp"

#include <gtest/gtest.h>

#include "harness/cli/serve_settings.hpp"

namespace mailrig::cli {
namespace {

std::string read(std::string_view text, ServeOptions& options) {
  scenario::Diagnostics mistakes;
  read_serve_config("s.toml", text, options, mistakes);
  return scenario::render(std::move(mistakes));
}

TEST(ServeConfig, SetsWhatItNames) {
  ServeOptions options;
  EXPECT_EQ(
      read("[listen]\nimap = \"127.0.0.1:1143\"\npop3 = [\"127.0.0.1:0\", \"[::1]:0\"]\n"
           "[server]\nhost-name = \"mail.example.test\"\nusers = 3\nwithout = [\"MOVE\", \"smtp:SIZE\"]\n"
           "[login]\nplaintext = false\nmechanisms = [\"CRAM-MD5\"]\n"
           "[smtp]\nvrfy = \"open\"\n"
           "[relay]\nroutes = [\"partner.test=127.0.0.1:25\", \"none.test=.\"]\nretry-after = 5\n"
           "[pop3]\napop = true\nexpire = \"30\"\n"
           "[limits]\nline = 9000\nmessage = \"1MiB\"\nimap-idle = \"45m\"\nconnections-per-address = 5\n"
           "[deviations]\nset = [\"imap.idle.silent:3\"]\n",
           options),
      "");
  EXPECT_EQ(options.addresses[5], std::vector<std::string>{"127.0.0.1:1143"});
  EXPECT_EQ(options.addresses[7].size(), 2U);
  EXPECT_EQ(options.host_name, "mail.example.test");
  EXPECT_EQ(options.users, 3U);
  EXPECT_FALSE(options.plaintext_login);
  EXPECT_EQ(options.without.size(), 2U);
  EXPECT_EQ(options.vrfy, "open");
  EXPECT_EQ(options.relay.size(), 2U);
  EXPECT_EQ(options.retry_after, 5U);
  EXPECT_TRUE(options.apop);
  EXPECT_EQ(options.limits.line, 9000U);
  EXPECT_EQ(options.limits.message, 1024U * 1024);
  EXPECT_EQ(options.limits.imap_idle, std::chrono::minutes(45));
  EXPECT_EQ(options.limits.connections_per_address, 5U);
}

TEST(ServeConfig, TellsEveryMistakeInOneGoAndWhere) {
  ServeOptions options;
  EXPECT_EQ(read("[limit]\n[listen]\nimaps = \"nowhere\"\nimpa = \"127.0.0.1:0\"\n"
                 "[server]\nusers = 0\nhost-name = 3\nhostname = \"x\"\n"
                 "[limits]\nline = \"much\"\nimap-idle = 60\nrecipient = 5\nmessage = true\n"
                 "[deviations]\nset = [\"imap.idle.quiet\", \"imap.idle.silent\", "
                 "\"imap.x\"]\n[login]\nplaintext = \"no\"\n"
                 "[pop3]\nexpire = \"soon\"\n",
                 options),
            "s.toml:1:2: a configuration has no key 'limit'; did you mean 'limits'?\n"
            "s.toml:3:9: 'nowhere' is no address; meant is \"host:port\"\n"
            "s.toml:4:1: [listen] has no key 'impa'; did you mean 'imap'?\n"
            "s.toml:6:9: 'users' must be a number from 1 to 1000000\n"
            "s.toml:7:13: 'host-name' must be a string\n"
            "s.toml:8:1: [server] has no key 'hostname'; did you mean 'host-name'?\n"
            "s.toml:10:8: 'much': from 8192 to 16777216 octets was meant\n"
            "s.toml:11:13: '60': from 1800 to 86400 seconds was meant\n"
            "s.toml:12:1: [limits] has no key 'recipient'; did you mean 'recipients'?\n"
            "s.toml:13:11: 'message' must be a number\n"
            "s.toml:15:8: no deviation is called 'imap.idle.quiet'; did you mean 'imap.idle.silent'?\n"
            "s.toml:15:47: no deviation is called 'imap.x'\n"
            "s.toml:17:13: 'plaintext' must be true or false\n"
            "s.toml:19:10: 'soon': \"never\" or a number of days was meant\n");
}

TEST(ServeConfig, TellsMistakesInWhatIsLeftOutAndHandedOn) {
  ServeOptions options;
  EXPECT_EQ(
      read("[server]\nwithout = [\"MOVF\"]\ncapabilities = [\"IDLE\", \"MOVF\"]\n[smtp]\nvrfy = \"yes\"\n"
           "[relay]\nroutes = [\"partner.test\"]\nothers = \"nowhere\"\nretry-after = 0\n",
           options),
      "s.toml:2:12: no capability is called 'MOVF'; did you mean 'MOVE'?\n"
      "s.toml:3:25: no capability is called 'MOVF'; did you mean 'MOVE'?\n"
      "s.toml:5:8: 'yes': \"closed\" or \"open\" was meant\n"
      "s.toml:7:11: relay partner.test: domain=host:port is expected\n"
      "s.toml:8:10: 'nowhere' is no address; meant is \"host:port\"\n"
      "s.toml:9:15: 'retry-after' must be a number from 1 to 31622400\n");
}

TEST(ServeConfig, ReadsWhatItPrints) {
  ServeOptions options, again;
  options.host_name = "a\"b\\c";
  options.limits.recipients = 123;
  options.mechanisms = {"CRAM-MD5", "DIGEST-MD5"};
  options.apop = true;
  const std::string printed = render_config(options);
  EXPECT_EQ(read(printed, again), "");
  EXPECT_EQ(again.host_name, options.host_name);
  EXPECT_EQ(again.limits.recipients, 123U);
  EXPECT_EQ(again.mechanisms, options.mechanisms);
  EXPECT_EQ(render_config(again), printed);
}

TEST(ServeConfig, FlagsSetLimits) {
  server::Limits limits;
  EXPECT_EQ(set_limit_flag("pop3-idle=20m", limits), "");
  EXPECT_EQ(limits.pop3_idle, std::chrono::minutes(20));
  EXPECT_EQ(set_limit_flag("pop3-idle=1", limits),
            "--limit pop3-idle: '1': from 600 to 86400 seconds was meant");
  EXPECT_EQ(set_limit_flag("pop-idle=1", limits),
            "--limit pop-idle: there is no such limit; did you mean 'pop3-idle'?");
  EXPECT_EQ(set_limit_flag("line", limits), "--limit line: NAME=VALUE was meant");
}

TEST(ServeConfig, SaysWhereItIsNoToml) {
  ServeOptions options;
  EXPECT_EQ(read("[server\n", options).substr(0, 9), "s.toml:1:");
  EXPECT_EQ(read_serve_config("/nonexistent/s.toml", options), "/nonexistent/s.toml: cannot be read\n");
}

}  // namespace
}  // namespace mailrig::cli
