// What the probe asks each protocol. Reads leniently and only what it needs: judging is the scenarios' work.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/conformance/talk.hpp"
#include "harness/conformance/target.hpp"

namespace mailrig::conformance {

struct Interview {
  Talk& talk;
  std::shared_ptr<net::TlsContext> tls;  // for an upgrade
  bool upgrade = false;                  // if it is offered
  bool may_log_in = false;               // without an upgrade; after one always
  const Account* account = nullptr;
};

// Each fills `probed`; false: the service is there but does not speak its protocol.
// `hello`: EHLO, or LMTP's LHLO.
bool ask_smtp(Interview& interview, Probed& probed, std::string_view hello);
bool ask_imap(Interview& interview, Probed& probed, std::string& prefix);
bool ask_pop3(Interview& interview, Probed& probed);

// How mail of a run is known, and no other's taken for it.
struct Ours {
  std::string token;                      // somewhere in it: what all its senders and mailboxes begin with
  std::vector<std::string> return_paths;  // or sent by one of these, from `first_uid` on
  std::uint64_t first_uid = 1;
  bool uidplus = false;
  bool top = false;
  bool utf8 = false;  // POP3 withholds some messages from who has not said UTF8
};

// Remove ours from an INBOX, or from the last kSweptMessages of a maildrop. How many; nothing: it could
// not be done.
inline constexpr std::uint64_t kSweptMessages = 200;
std::optional<std::size_t> sweep_inbox(Interview& interview, const Ours& ours);
std::optional<std::size_t> sweep_maildrop(Interview& interview, const Ours& ours);

}  // namespace mailrig::conformance
