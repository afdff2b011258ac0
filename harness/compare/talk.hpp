// What one client was told on one side, command by command: its wire read again by the dialogues that pair
// replies with commands.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/compare/unit.hpp"
#include "harness/compare/vocabulary.hpp"

namespace mailrig::compare {

enum class Protocol : std::uint8_t { Smtp, Lmtp, Imap, Pop3 };
[[nodiscard]] std::string_view name(Protocol protocol);

// A command and all that answers it, or what comes without one: "greeting", "closed".
struct Step {
  std::string verb;
  std::string sent;         // octets
  bool body = false;        // of the dialogue itself, not its set-up
  std::vector<Unit> units;  // what answered; none: nothing did
};

struct Talk {
  std::vector<Step> steps;
  // IMAP: what came unasked, a step for each mailbox that was selected, in order. When a server tells what
  // others did is its own choice (RFC 3501 7), so only that it did is compared.
  std::vector<Step> unasked;
};

struct TalkOptions {
  const Vocabulary* vocabulary = nullptr;
  bool delivered = false;  // some message came by SMTP: trace fields are put aside
  std::string client;      // where there are several accounts: whose mailboxes, if its login does not say
};

using WireSpan = std::span<const record::Wire* const>;  // of one client, in order

[[nodiscard]] Talk read_smtp(WireSpan wire, const TalkOptions& options, bool lmtp);
[[nodiscard]] Talk read_pop3(WireSpan wire, const TalkOptions& options);
[[nodiscard]] Talk read_imap(WireSpan wire, const TalkOptions& options);
[[nodiscard]] Talk read_talk(Protocol protocol, WireSpan wire, const TalkOptions& options);

// Told by how the server greets, LMTP by LHLO; nothing if it did not greet.
[[nodiscard]] std::optional<Protocol> protocol_of(WireSpan wire);
// A client that sends DATA or BDAT delivers mail.
[[nodiscard]] bool delivers(Protocol protocol, WireSpan wire);

}  // namespace mailrig::compare
