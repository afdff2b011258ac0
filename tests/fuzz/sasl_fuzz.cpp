// Base64 is strict and round; any octets as challenges and responses end an exchange or go on with it.
// The first octet chooses the mechanism; the rest are messages with a NUL, then a line feed, between them.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "harness/sasl/sasl.hpp"

namespace {

using namespace mailrig::sasl;

constexpr std::string_view kEnd("\0\n", 2);

void require(bool holds) {
  if (!holds) std::abort();
}

void check_base64(std::string_view input) {
  require(unbase64(base64(input)) == std::string(input));
  if (const auto octets = unbase64(input)) require(base64(*octets) == input);
}

template <typename Peer>
bool play(Peer& peer, std::string_view messages) {
  for (;;) {
    const std::size_t end = messages.find(kEnd);
    const Outcome outcome = peer.step(messages.substr(0, end));
    require(outcome.step == Step::Continue || peer.step("x").step == Step::Failed);
    if (outcome.step != Step::Continue) return outcome.step == Step::Done;
    if (end == std::string_view::npos) return false;
    messages.remove_prefix(end + kEnd.size());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data + 1), size - 1);
  check_base64(input);
  const std::string& mechanism = mechanisms()[data[0] % mechanisms().size()];
  const auto password = [](std::string_view user) {
    return user == "user1" ? std::optional<std::string>("pass") : std::nullopt;
  };
  const ChannelBinding channel{"tls-exporter", std::string(32, 'c')};
  ServerSide side;
  side.service = "imap";
  side.host = "localhost";
  side.password_of = password;
  side.token = "t0ken";
  side.bindings = {channel};
  side.certificate_user = "user1";
  const auto server = make_server(mechanism, side);
  const bool known = play(*server, input);
  require(!known || server->user() == "user1" || mechanism == "ANONYMOUS");
  (void)play(*make_client(mechanism, {"user1", "pass", "", "t0ken", "imap", "localhost", channel}), input);
  return 0;
}
