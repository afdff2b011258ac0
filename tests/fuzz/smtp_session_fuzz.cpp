// A SMTP server session, fed any octets. 0xFE goes behind the login. No crash, what is answered are whole
// lines, and it is the same answer octet by octet (SCRAM's nonces are not).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "harness/wire/ascii.hpp"
#include "reference-server/session/session.hpp"
#include "reference-server/session/smtp/queue.hpp"

namespace {

using namespace mailrig::server;

struct Server {
  Accounts accounts = Accounts::numbered(1, "example.test");
  std::unique_ptr<Store> store = make_memory_store();
  Deviations deviations;
  World world;
  smtpd::Queue queue{world, {{"", {"127.0.0.1", 25}}}, {}};
  std::unique_ptr<Session> session;
  std::string output;

  Server() {
    world.accounts = &accounts;
    world.store = store.get();
    world.deviations = &deviations;
    world.unix_time = [] { return std::int64_t{1'700'000'000}; };
    world.limits.message = 64 * 1024;
    world.queue = &queue;
    const auto inbox = store->open(*accounts.all().front(), "INBOX");
    for (const std::string_view message : {"Subject: a\r\n\r\n.dot\r\n", "x"}) {
      inbox->append(std::make_shared<const std::string>(message), {}, 1'000'000'000, 0, nullptr);
    }
    session = make_smtp_session(world, {"127.0.0.1:1", false}, SmtpKind::Submission);
    session->greet(output);
  }

  // False: the session has ended, or TLS began and what follows was dropped.
  bool say(std::string_view octets) {
    Effect effect = session->feed(octets, output);
    while (effect == Effect::None && session->pending()) effect = session->feed({}, output);
    if (!output.empty() && !output.ends_with("\r\n")) std::abort();
    return effect == Effect::None;
  }
};

std::string talk(std::string_view input, std::size_t step) {
  Server server;
  while (!input.empty()) {
    if (input.front() == '\xFE') {
      if (!server.say("EHLO a\r\nAUTH PLAIN AHVzZXIxAHBhc3M=\r\n")) break;
      input.remove_prefix(1);
      continue;
    }
    const std::string_view said = input.substr(0, std::min(step, input.find('\xFE')));
    if (!server.say(said)) break;
    input.remove_prefix(said.size());
  }
  (void)server.queue.run(8);
  return server.output;
}

bool has_scram(std::string_view input) {
  constexpr std::string_view kName = "SCRAM";
  for (std::size_t at = 0; at + kName.size() <= input.size(); ++at) {
    if (mailrig::wire::iequals(input.substr(at, kName.size()), kName)) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string whole = talk(input, size + 1);
  const std::string octets = talk(input, 1);
  if (whole != octets && !has_scram(input)) std::abort();
  return 0;
}
