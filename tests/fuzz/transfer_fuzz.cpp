// The relay's client, fed any octets of a next hop. The first octet says what is handed on, and how; 0xFE
// stands where TLS comes up. No crash; what is said are whole lines, and the same octet by octet (but for
// nonces); the password is said under TLS only, unless that is allowed; each recipient has its verdict.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "harness/wire/ascii.hpp"
#include "reference-server/session/smtp/transfer.hpp"

namespace {

using namespace mailrig::server::smtpd;

constexpr char kTlsIsUp = '\xFE';
constexpr std::string_view kSecret = "c2VjcmV0";  // "secret", where base64 begins a group with it

bool bit(std::uint8_t flags, unsigned which) {
  return ((flags >> which) & 1U) != 0;
}

Consignment consignment(std::uint8_t flags) {
  Consignment one;
  one.hop = {"next.example", 25};
  one.envelope.sender = "ann@a.example";
  one.envelope.binary = bit(flags, 4);
  one.envelope.require_tls = bit(flags, 5);
  one.envelope.utf8 = bit(flags, 6);
  if (bit(flags, 7)) one.envelope.by = DeliverBy{1'700'000'100, true, false, false};
  for (const char* address : {"bob@b.example", "bill@b.example"}) {
    Recipient recipient;
    recipient.address = address;
    recipient.notify = kSuccess;
    one.recipients.push_back(recipient);
  }
  one.message = std::make_shared<const std::string>("A: b\r\n\r\n.dot\r\n");
  return one;
}

Terms terms(std::uint8_t flags) {
  Terms terms;
  terms.tls = static_cast<HopTls>(flags % 4 % 3);
  terms.in_the_clear_ok = bit(flags, 3);
  if (bit(flags, 2)) terms.user = "rigs", terms.password = "secret";
  return terms;
}

class Play {
 public:
  explicit Play(std::uint8_t flags)
      : terms_(terms(flags)),
        transfer_(
            consignment(flags), "us.example", [] { return std::int64_t{1'700'000'000}; }, terms_),
        secure_(terms_.tls == HopTls::Implicit) {}

  void play(std::string_view input, std::size_t step) {
    while (!input.empty() && wish_ != Wish::Close) {
      const std::string_view piece = input.substr(0, std::min(step, input.find(kTlsIsUp)));
      if (piece.empty()) {
        tls();
      } else if (wish_ != Wish::StartTls) {  // else it was sent before TLS, and is gone
        wish_ = transfer_.feed(piece, said_);
      }
      input.remove_prefix(std::max<std::size_t>(piece.size(), 1));
      check();
    }
    if (wish_ != Wish::Close) transfer_.lost("gone");
    check();
  }

  [[nodiscard]] std::string all() const {
    std::string all = said_;
    for (const Verdict& verdict : transfer_.result().verdicts)
      all += std::to_string(static_cast<int>(verdict.kind)) + verdict.reply + '\n';
    return all;
  }

 private:
  void tls() {
    if (wish_ != Wish::StartTls) return;
    secure_ = true;
    wish_ = transfer_.secured(said_);
  }

  void check() const {
    if (!said_.empty() && !said_.ends_with("\r\n")) std::abort();
    if (!secure_ && !terms_.in_the_clear_ok && said_.find(kSecret) != std::string::npos) std::abort();
    if (transfer_.result().verdicts.size() != 2) std::abort();
  }

  Terms terms_;
  Transfer transfer_;
  bool secure_;
  Wish wish_ = Wish::Input;
  std::string said_;
};

std::string talk(std::uint8_t flags, std::string_view input, std::size_t step) {
  Play play(flags);
  play.play(input, step);
  return play.all();
}

// With a nonce of the client's: that talk is another one each time. What we say names the mechanism.
bool has_nonce(std::string_view talk) {
  for (const std::string_view name : {"SCRAM", "DIGEST"}) {
    for (std::size_t at = 0; at + name.size() <= talk.size(); ++at) {
      if (mailrig::wire::iequals(talk.substr(at, name.size()), name)) return true;
    }
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = talk(data[0], input, size);
  const std::string octets = talk(data[0], input, 1);
  if (whole != octets && !has_nonce(whole)) std::abort();
  return 0;
}
