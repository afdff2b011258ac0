// A compiled scenario: what the player walks. Flat, immutable after compiling, shared by any number
// of players (and threads). Names are resolved to slots, templates are split, patterns are parsed:
// playing needs no parsing and, for sends and SMTP/POP3 expectations, no allocation.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/scenario/imap_names.hpp"
#include "harness/wire/clause.hpp"

namespace re2 {
class RE2;
}

namespace mailrig::scenario {

enum class Protocol : std::uint8_t { Smtp, Imap, Pop3 };
// Which of the target's addresses a client talks to. Submission speaks SMTP, and so does LMTP but for its
// LHLO and for a reply to each recipient at the end of a message (RFC 2033).
enum class Service : std::uint8_t { Smtp, Submission, Lmtp, Imap, Pop3 };
inline constexpr std::size_t kServiceCount = 5;
[[nodiscard]] constexpr Protocol protocol_of(Service service) {
  return service == Service::Imap   ? Protocol::Imap
         : service == Service::Pop3 ? Protocol::Pop3
                                    : Protocol::Smtp;
}

// How TLS begins on a connection.
enum class TlsStart : std::uint8_t { Default, None, StartTls, Implicit };  // Default: as the run does it
// What one connection wants of TLS other than the run does.
enum class TlsVersion : std::uint8_t { Any, V1_0, V1_1, V1_2, V1_3 };  // one alone is offered
struct TlsChoice {
  TlsVersion version = TlsVersion::Any;
  bool verified = false;  // certificate and name are checked
};
[[nodiscard]] constexpr std::string_view name(TlsVersion version) {
  constexpr std::string_view kNames[] = {"", "1.0", "1.1", "1.2", "1.3"};
  return kNames[static_cast<std::size_t>(version)];
}

// Which IMAP a run is about: RFC 3501 or RFC 9051.
enum class Rev : std::uint8_t { Imap4rev1, Imap4rev2 };

using SlotIndex = std::uint32_t;  // a variable: given by the runner, or bound while playing
using ClientIndex = std::uint32_t;
using Milliseconds = std::chrono::milliseconds;

struct Location {
  std::string file;
  std::uint32_t line = 0, column = 0;
  std::string included_by{};  // in a fragment: where it was included, "x.toml:12:1"
};

// One piece of a template. Text is literal octets.
struct Piece {
  enum class Kind : std::uint8_t {
    Text,     // `text`
    Slot,     // value of `slot`
    Plus,     // value of `slot` as a number, plus `addend` (may be negative)
    Size,     // octets of `slot`
    Base64,   // base64 of `slot`
    Quoted,   // `slot` as an IMAP/SMTP quoted string, with its quotes
    Upper,    // `slot` in upper case (ASCII)
    Percent,  // `slot` as it stands in a URL: other octets than unreserved ones as "%20" (RFC 3986 2.1)
    Stuffed,  // `slot` as a dot-terminated block, terminator included
  } kind = Kind::Text;
  std::string text;
  SlotIndex slot = 0;
  std::int64_t addend = 0;
};
struct Template {
  std::vector<Piece> pieces;
  bool secret = false;  // holds a password or a token: masked wherever it is shown
};

// How one value stands to another. Numbers by value, in 64 bits (a MODSEQ has 63); NotEqual is the
// contrary of what a Word takes.
enum class Relation : std::uint8_t { NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

// What one value must be.
struct Term {
  enum class Kind : std::uint8_t {
    Any,     // ${_}: one value, whatever it is
    Rest,    // ...: any further values; makes a set pattern a "contains" pattern
    Nil,     // NIL
    Word,    // bare: against an atom without regard to case, numbers by value, against a string by its octets
    String,  // "…": a string (quoted, literal or atom where the grammar has astring) of these octets
    Bind,    // ${=name}: any one value; the first time it is seen binds it, from then on it must be equal
    Compare,  // ${>name}: one value that is so related to `value`
    List,     // ( … )
    Regex,    // ~/…/: RE2, must match the whole value
  } kind = Kind::Any;
  Template value;
  Relation relation = Relation::NotEqual;  // of Compare
  SlotIndex slot = 0;                      // of Bind
  bool binds =
      false;  // Rest of SEARCH: `slot` holds the further numbers as a set, "4,7:9"; of none it is empty
  std::vector<Term> items;
  std::shared_ptr<const re2::RE2> regex;
  std::uint32_t column = 0;  // where it stands in its line
};

// One line of a reply of several: of an SMTP reply its text, of a POP3 block all of it.
struct LinePattern {
  enum class Kind : std::uint8_t {
    Words,
    AnyNumber,  // "...": any number of lines
    Message,    // POP3: the whole rest of the block, unstuffed, octet for octet
  } kind = Kind::Words;
  std::vector<Term> words;   // the line's words
  bool more = false;         // further words may follow
  std::optional<Term> text;  // SMTP: ~/…/
  Template message;          // of Message
  Location where;
};

// S: 250 | 2xx | 250|251 [5.1.1 | 5.x.x] [with KEYWORD, "KEYWORD ARGS"] [without KEYWORD] [~/text/]
struct SmtpPattern {
  // A digit, or 'x' for any. "250", "2xx".
  std::vector<std::string> codes;
  std::vector<std::string> enhanced;  // any of these, in every line; "5.1.x"; empty: not looked at
  struct Keyword {
    std::string name;
    std::vector<Term> parameters;  // empty: not looked at
    bool set = false;              // the parameters are one: AUTH
  };
  std::vector<Keyword> with, without;  // EHLO keywords, as a set
  std::optional<Term> text;            // all lines' texts joined by LF
  std::vector<Term> words;             // leading words of the first line's text: ${=domain} greets …
  bool more = true;                    // further words may follow
  std::vector<LinePattern> lines;  // "S: 250-…": all lines, the last one too; then neither text nor words
  bool in_any_order = false;       // the lines are a set, more are allowed
};

// S: +OK | -ERR [ [CODE] ] [terms] and, for a block, its lines
struct Pop3Pattern {
  std::string status;  // "+OK", "-ERR", "+", or "any"
  std::string code;    // response code, without brackets; empty: not looked at
  std::vector<Term> words;
  bool more = true;  // further words may follow
  bool has_block = false;
  std::vector<LinePattern> block;
  bool block_in_any_order = false;  // CAPA: lines as a set, more allowed
};

// S: OK … | S: * … | S: + …
struct ImapPattern {
  enum class Kind : std::uint8_t { Tagged, UntaggedStatus, Data, Continuation } kind = Kind::Data;
  std::string tag;                    // Tagged: explicit tag; empty: that of the last command sent
  std::vector<std::string> statuses;  // Tagged, UntaggedStatus: any of these ("OK", "NO|BAD")
  bool has_code = false;
  std::vector<Term> code;                // its name and arguments
  std::optional<Term> number;            // Data: "* 3 FETCH"
  std::string name;                      // Data: "FETCH", upper case
  std::vector<Term> data;                // what follows; of a Continuation the words of its text
  DataShape shape = DataShape::InOrder;  // of `data`, or of the code's arguments
  bool or_esearch = false;  // SEARCH: the ESEARCH that IMAP4rev2 has in its place (RFC 9051 6.4.4) fits, too
};

using Pattern = std::variant<SmtpPattern, Pop3Pattern, ImapPattern>;

// A rule that an expectation stands on; the scenario's own clause if the line names none.
struct Rule {
  Clause clause;  // section points into Program::texts
  Level level = Level::Must;
  std::string finding;  // "", "exploitable", "hardening", "quirk"
};

struct Expectation {
  std::vector<Pattern> any_of;  // alternatives, equally lawful; the first is the one shown
  bool absent = false;          // "not": none such may come in this group
  bool ordered = false;         // "after the line above"
  Rule rule;
  std::string source;  // the pattern as written, for reports
  Location where;
};

// How a server ends a connection.
enum class CloseKind : std::uint8_t { Any, Fin, Reset, Alert };
struct CloseHow {
  CloseKind kind = CloseKind::Any;
  std::string
      alert;  // as RFC 8446 6 names it; empty: any fatal one. "close_notify": the FIN has it before it
};

struct Send {
  Template bytes;       // whole; a line's CRLF and an IMAP tag are in it (slot "tag" is bumped when tagged)
  bool tagged = false;  // IMAP: takes a new tag before rendering
  bool more = false;    // stays in the output until the next Send without it: one segment
  std::vector<std::uint32_t> cuts;  // octet offsets: written in pieces …
  Milliseconds cut_pause{0};        // … with this pause between
  std::string verb;                 // "MAIL", "UID FETCH": names the command in latency series
};
struct Expect {
  std::vector<Expectation> expectations;  // one group
  Milliseconds within{0};                 // 0: the run's default deadline
  Milliseconds not_before{0};
};
// A TLS handshake, and what is to come of it.
struct Handshake {
  enum class Outcome : std::uint8_t {
    Done,
    OrClosed,  // a server that ends the connection instead ends the dialogue, and nothing broke
    Refused,   // the server must not let it succeed
  } outcome = Outcome::Done;
  TlsChoice choice{};
  CloseHow refusal;     // Refused: how
  bool judged = false;  // an expectation, which stands on `rule`
  Rule rule;
  std::string source;
};
struct Connect {
  Handshake tls;  // of a client whose TLS begins with the first octet
};
struct StartTls {
  Handshake tls;
};
struct Compress {};  // this client's connection is compressed from now on (RFC 4978 3)
struct Close {};
struct HalfClose {};
struct Reset {};
struct Pause {
  Milliseconds time{0};
};
struct ExpectClosed {
  CloseHow how;
  Milliseconds within{0};
  Rule rule;
  std::string source;
};
struct ExpectSilence {
  Milliseconds time{0};
  Rule rule;
  std::string source;
};
// Stop reading, go on reading, or read so many octets at most in each span of time.
struct ReadSlowly {
  bool on = true;
  std::uint32_t octets = 0;
  Milliseconds every{0};
};
// One SASL exchange by name with the client's account.
struct Authenticate {
  std::string mechanism;         // as registered: "SCRAM-SHA-256-PLUS"
  bool initial_response = true;  // where the client speaks first
  bool wrong = false;            // a password or token that is not right
  bool wrong_user = false;       // a user that there is not
  bool cancel = false;           // the first challenge is answered by "*"
  bool other_binding = false;    // another TLS channel than this one (RFC 5802 6)
  Rule rule;                     // of what is wrong in the server's messages
};
struct Set {
  SlotIndex slot = 0;
  Template value;
};
struct ExpectOpen {
  Milliseconds time{0};  // 0: now
  Rule rule;
  std::string source;
};

// One value against another: as numbers where both are, else by their octets.
struct Comparison {
  enum class Operator : std::uint8_t { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };
  Template left, right;
  Operator is = Operator::Equal;
};
struct Check {
  Comparison comparison;
  Rule rule;
  std::string source;
};
struct IsClosed {};  // the client's connection has ended
// Goes on with the next step if the condition holds, with `otherwise` if not. Places are those of the
// phase's steps, and lie ahead.
struct Branch {
  std::variant<Comparison, Pattern, IsClosed> condition;  // a pattern: of the client's last reply
  std::size_t otherwise = 0;
  std::string source;
};
struct Jump {
  std::size_t to = 0;
};
// Each client walks the steps of its own, all at the same time; then the dialogue goes on at `end`.
struct AtOnce {
  struct Thread {
    ClientIndex client = 0;
    std::size_t begin = 0, end = 0;
  };
  std::vector<Thread> threads;
  std::size_t end = 0;
};

using Action =
    std::variant<Send, Expect, Connect, StartTls, Compress, Close, HalfClose, Reset, Pause, ExpectClosed,
                 ExpectSilence, ReadSlowly, Authenticate, Set, ExpectOpen, Check, Branch, Jump, AtOnce>;

enum class Phase : std::uint8_t { Setup, Body, Cleanup };
[[nodiscard]] constexpr std::string_view name(Phase phase) {
  return phase == Phase::Setup ? "setup" : phase == Phase::Body ? "body" : "cleanup";
}

struct Step {
  ClientIndex client = 0;
  Action action;
  Location where;
  Phase phase = Phase::Body;
};

struct Client {
  std::string name;  // "phone"; the only client of a scenario without [clients] is named by its protocol
  Service service = Service::Smtp;
  std::uint32_t account = 1;  // which of the leased accounts (1-based)
  TlsStart tls = TlsStart::Default;
  TlsChoice choice{};
};

struct Slot {
  std::string name;    // "mailbox", "uid.2", "new"
  bool given = false;  // set by the runner before playing; otherwise bound by the dialogue
  bool secret = false;
  std::optional<ClientIndex> number_of;  // a message number, "#n": on whose connection
};

struct Program {
  std::vector<Client> clients;
  std::vector<Slot> slots;
  std::vector<Step> setup, body, cleanup;  // setup's failure: blocked; cleanup always runs
  Rule rule;                               // the scenario's own clause
  Rev rev = Rev::Imap4rev1;
  bool asks_answers = false;   // a Branch looks at a client's last reply
  std::size_t threads = 0;     // of the AtOnce that has most
  bool binds_channel = false;  // some exchange is bound to its TLS channel
  bool bares_secret = false;   // a password crosses the wire because the scenario wants no TLS there
  std::string cannot;          // why it can't be played on this target; empty: it can
  std::shared_ptr<const std::vector<std::string>> texts;  // storage for Clause::section views
  [[nodiscard]] std::optional<SlotIndex> find_slot(std::string_view name) const;
};

}  // namespace mailrig::scenario
