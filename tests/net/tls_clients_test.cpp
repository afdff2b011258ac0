// What one connection may want for itself: a version, a certificate that is checked.
#include "harness/net/tls_clients.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "harness/net/tls_alert.hpp"
#include "tests/net/rig.hpp"

namespace mailrig::net {
namespace {

constexpr const char* kVersions[] = {"1.0", "1.1", "1.2", "1.3"};

std::shared_ptr<TlsContext> server(const std::string& min, bool expired = false,
                                   const char* host = "localhost") {
  TlsServerOptions options;
  options.host = host;
  options.min_version = min;
  options.expired = expired;
  return TlsContext::server(options);
}

// Shakes hands and tells how it ended: the version, or what went wrong.
std::string shake(std::shared_ptr<TlsContext> theirs, std::shared_ptr<TlsContext> ours) {
  Rig rig;
  rig.listen(std::move(theirs));
  rig.connect(std::move(ours));
  rig.client.on_connected = [&] { rig.loop.stop(); };
  rig.client.on_closed = [&] { rig.loop.stop(); };
  EXPECT_TRUE(rig.run());
  if (rig.client.closing)
    return std::string(name(rig.client.closing->ending)) + " " + rig.client.closing->detail;
  return rig.client.connection->tls().version;
}

// A file that goes with the test.
class PemFile {
 public:
  explicit PemFile(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("mailrig-tls-" + std::to_string(::getpid()) + ".pem")) {
    std::ofstream(path_) << text;
  }
  PemFile(const PemFile&) = delete;
  PemFile& operator=(const PemFile&) = delete;
  ~PemFile() { std::filesystem::remove(path_); }
  [[nodiscard]] std::string path() const { return path_; }

 private:
  std::filesystem::path path_;
};

TEST(TlsClients, OfferTheVersionThatIsWantedAndNoOther) {
  TlsClients clients({});
  for (const std::string version : kVersions) {
    const std::string agreed = version == "1.0" ? "TLSv1" : "TLSv" + version;
    EXPECT_EQ(shake(server("1.0"), clients.get({version, false}, "localhost")), agreed);
  }
}

TEST(TlsClients, HearTheAlertOfAServerThatRefusesTheVersion) {
  TlsClients clients({});
  for (const std::string version : {"1.0", "1.1"}) {
    EXPECT_EQ(shake(server("1.2"), clients.get({version, false}, "localhost")), "tls-alert protocol_version");
  }
  EXPECT_EQ(shake(server("1.3"), clients.get({"1.2", false}, "localhost")), "tls-alert protocol_version");
}

TEST(TlsClients, CheckCertificateAndName) {
  for (const bool expired : {false, true}) {
    const auto theirs = server("1.2", expired, "mx.example");
    const PemFile authority(theirs->certificate_pem());
    TlsClientOptions options;
    options.ca_file = authority.path();
    TlsClients clients(options);
    const TlsWish verified{"", true};
    EXPECT_EQ(shake(theirs, clients.get({}, "elsewhere.example")), "TLSv1.3");
    EXPECT_EQ(shake(theirs, clients.get(verified, "mx.example")),
              expired ? "tls-failed certificate: certificate has expired" : "TLSv1.3");
    EXPECT_EQ(shake(theirs, clients.get(verified, "127.0.0.1")),
              expired ? "tls-failed certificate: certificate has expired" : "TLSv1.3");
    if (expired) continue;
    EXPECT_EQ(shake(theirs, clients.get(verified, "elsewhere.example")),
              "tls-failed certificate: hostname mismatch");
    EXPECT_EQ(shake(theirs, clients.get(verified, "127.0.0.2")),
              "tls-failed certificate: IP address mismatch");
  }
}

TEST(TlsClients, ShareOneContextForOneWish) {
  TlsClients clients({});
  EXPECT_EQ(clients.get({"1.2", false}, "a"), clients.get({"1.2", false}, "a"));
  EXPECT_NE(clients.get({"1.2", false}, "a"), clients.get({"1.3", false}, "a"));
  EXPECT_THROW((void)clients.get({"0.9", false}, "a"), std::runtime_error);
}

TEST(Alert, HasTheNameThatTheRfcGivesIt) {
  EXPECT_EQ(alert_name(70), "protocol_version");
  EXPECT_EQ(alert_name(48), "unknown_ca");
  EXPECT_EQ(alert_name(255), "unknown");
}

}  // namespace
}  // namespace mailrig::net
