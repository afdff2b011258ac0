// A scenario as its author wrote it: the facts of its file, read and checked, and its dialogue as
// lines. compile() makes a Program of it for one target. docs/SCENARIOS.md is the language.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/fragment.hpp"
#include "harness/scenario/line.hpp"
#include "harness/scenario/program.hpp"

namespace mailrig::scenario {

// Messages by name: scenarios/corpus/NAME.eml.
using Corpus = std::map<std::string, std::string, std::less<>>;

// "plain \\Seen", "generated:7:10KiB": one of a list of messages.
struct StartMessage {
  struct Generated {
    std::uint64_t seed = 1;
    std::size_t octets = 1024;
  };
  std::string name;   // in the corpus, or as written
  std::string flags;  // "\Seen \Flagged"; empty: none
  std::optional<Generated> generated{};
};

// Lists of messages by name: scenarios/fixtures.toml.
using Fixtures = std::map<std::string, std::vector<StartMessage>, std::less<>>;

// What all scenarios of a folder share.
struct Library {
  Corpus corpus;
  Fixtures fixtures;
  Fragments fragments;
};
using LibraryPtr = std::shared_ptr<const Library>;

// States a client may start in; which of them a protocol has: see docs/SCENARIOS.md.
enum class State : std::uint8_t {
  None,
  Connected,
  Greeted,
  Hello,
  Authenticated,
  Mail,
  Rcpt,
  Selected,
  Examined,
  Transaction
};
[[nodiscard]] std::string_view name(State state);
[[nodiscard]] std::string_view name(Service service);
[[nodiscard]] std::optional<Service> service_named(std::string_view word);
[[nodiscard]] std::string service_names();  // "smtp, … or pop3"
[[nodiscard]] State default_state(Service service);

// What the target must offer: "MOVE", "imap:MOVE", "!UIDPLUS", "tls", "accounts:2", "smtp".
struct Need {
  enum class Kind : std::uint8_t { Capability, Service, Tls, Accounts } kind = Kind::Capability;
  bool absent = false;
  Service service = Service::Smtp;  // whose capability, or which service
  std::string capability;           // "MOVE", "AUTH=PLAIN", "SASL PLAIN"
  std::uint32_t accounts = 1;
  std::string source;  // as written
};

struct ClientFacts {
  std::string name;
  Service service = Service::Smtp;
  std::uint32_t account = 1;
  State state = State::None;
  bool own_state = false;  // named by the client itself
  Location where;
  TlsStart tls = TlsStart::Default;
  TlsChoice choice{};
};

struct Mailbox {
  std::string name;  // the variable
  std::vector<StartMessage> messages;
};

// Clause with its own storage.
struct ClauseText {
  std::uint16_t rfc = 0;
  std::string section;
};

struct Scenario {
  std::string id;    // "imap/move/copyuid-first", for one case of several "…/copyuid-first/case"
  std::string file;  // where it was read
  std::string title, why;
  std::vector<ClauseText> clauses;  // at least one
  Level level = Level::Must;
  std::string finding;
  Service service = Service::Smtp;  // what the id or `protocol` says; the first client's
  std::vector<Need> needs;
  std::optional<Rev> rev;  // of this revision of IMAP alone
  std::vector<StartMessage> messages;
  bool has_messages = false;  // the key was there, be it an empty list
  std::vector<Mailbox> mailboxes;
  std::vector<std::string> makes;  // further mailboxes that the dialogue creates, as templates
  std::vector<ClientFacts> clients;
  std::vector<std::string> catches, tags;
  std::map<std::string, std::string, std::less<>> constants;  // of its case
  std::vector<Line> lines;
  LibraryPtr library;

  // What it asks of the runner; found by looking at clients and lines.
  std::uint32_t accounts = 1;  // highest account number used
  bool delivers = false;       // sends mail that lands in an INBOX
  [[nodiscard]] bool has(Protocol protocol) const;
};

}  // namespace mailrig::scenario
