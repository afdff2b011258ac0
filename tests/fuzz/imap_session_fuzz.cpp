// Two IMAP server sessions on one mailbox, fed any octets. 0xFF changes over to the other session, 0xFE
// goes behind the login. No crash, and what is answered are whole lines.
#include "tests/fuzz/session.hpp"

namespace {

using namespace mailrig::server;

constexpr std::string_view kMessage =
    "Subject: =?utf-8?q?a?=\r\nFrom: a <a@b>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    "--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: b\r\n\r\nc\r\n--x\r\n\r\nd\r\n--x--\r\n";

struct Server : SmallWorld {
  std::unique_ptr<Session> sessions[2];
  std::string output;
  std::size_t at = 0;

  Server() {
    fill({kMessage, "x", kMessage});
    for (auto& session : sessions) session = make_imap_session(world, {"127.0.0.1:1", false});
  }

  // False: the session has ended.
  bool say(std::string_view octets) {
    output.clear();
    const Effect effect = sessions[at]->feed(octets, output);
    if (!output.empty() && !output.ends_with("\r\n")) std::abort();
    if (effect == Effect::StartTls) sessions[at]->secured();
    output.clear();
    static_cast<void>(sessions[1 - at]->wake(output));
    return effect != Effect::Close;
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Server server;
  std::string_view input(reinterpret_cast<const char*>(data), size);  // NOLINT: octets as they come
  while (!input.empty()) {
    const std::size_t end = input.find_first_of("\xFE\xFF");
    const std::string_view said = input.substr(0, end);
    if (!said.empty() && !server.say(said)) break;
    if (end == std::string_view::npos) break;
    if (input[end] == '\xFF') {
      server.at = 1 - server.at;
    } else if (!server.say("l LOGIN user1 pass\r\ns SELECT INBOX\r\n")) {
      break;
    }
    input.remove_prefix(end + 1);
  }
  return 0;
}
