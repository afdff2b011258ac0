// What the probe asks each protocol. Reads leniently and only what it needs: judging is the scenarios' work.
#pragma once

#include <cstdint>
#include <memory>

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
bool ask_smtp(Interview& interview, Probed& probed);
bool ask_imap(Interview& interview, Probed& probed, std::string& prefix);
bool ask_pop3(Interview& interview, Probed& probed);

// Removes what came into an INBOX from the message with this UID on: mail of ours that was late.
bool sweep_inbox(Interview& interview, std::uint64_t first_uid, bool uidplus);

}  // namespace mailrig::conformance
