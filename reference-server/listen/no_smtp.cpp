// Until session/smtp is there: RFC 5321 3.1, a server that refuses.
#include "reference-server/session/session.hpp"

namespace mailrig::server {
namespace {

class Refusing final : public Session {
 public:
  void greet(std::string& output) override { output += "554 no SMTP service here\r\n"; }
  Effect feed(std::string_view, std::string& output) override {
    output += "503 5.5.1 no SMTP service here\r\n";
    return Effect::Close;
  }
  void secured() override {}
  Effect idle_timeout(std::string&) override { return Effect::Close; }
  [[nodiscard]] std::chrono::seconds idle_limit() const override { return std::chrono::seconds(300); }
};

}  // namespace

std::unique_ptr<Session> make_smtp_session(World&, const Peer&, bool) { return std::make_unique<Refusing>(); }

}  // namespace mailrig::server
