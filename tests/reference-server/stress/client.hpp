// One client of the server under stress: its connection, and what it has been told of the mailbox that it
// has selected. Everything that it hears is held against the truth.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/fetch.hpp"
#include "harness/imap/response.hpp"
#include "reference-server/session/session.hpp"
#include "tests/reference-server/stress/truth.hpp"

namespace mailrig::stress {

using Random = std::mt19937_64;

// Responses to one command: those before its tagged one, and that one.
struct Answer {
  std::string octets;
  std::deque<imap::Response> untagged;  // its views stay where they point
  imap::Response tagged;
  [[nodiscard]] bool ok() const { return tagged.status == imap::Status::Ok; }
};

// What a client that knows QRESYNC keeps of a mailbox between sessions (RFC 7162 3.2.5).
struct Kept {
  MailboxPtr mailbox;
  ModSeq modseq = 0;
  std::map<Uid, FlagSet> flags;
  std::vector<Uid> uids;  // by sequence number - 1, as they were
};

class Client {
 public:
  Client(server::World& world, int number);
  Client(Client&&) = default;

  // The command line(s), without the last CRLF, in segments of any size; `{n}` waits are written as `{n+}`.
  // With `then_noop` a NOOP goes in the same write; its answer is heard after this command's.
  [[nodiscard]] Answer say(std::string_view command, Random& random);
  // What came without being asked for, while in IDLE.
  void overhear();
  void begin_idle(Random& random);
  void end_idle();

  // Everything untagged that any command may carry. `expunge`: EXPUNGE and VANISHED may be among it.
  // True: it was of that sort.
  bool hear(const imap::Response& response, bool expunge);
  void hear_all(const Answer& answer, bool expunge);

  void selected(MailboxPtr mailbox, bool read_only);
  void left();  // CLOSE, UNSELECT, a lost connection
  // With all news told: the view is the truth.
  void must_know_all() const;

  [[nodiscard]] bool knows(Uid uid) const;
  [[nodiscard]] const std::string& log() const { return log_; }

  int number;
  MailboxPtr mailbox;     // null: none selected
  bool fetching = false;  // a FETCH, which says itself what it wants to be told
  bool read_only = false, condstore = false, qresync = false, idle = false, closed = false;
  std::vector<Uid> uids;        // by sequence number - 1
  std::map<Uid, FlagSet> told;  // flags, of messages whose flags it was told
  std::set<Uid> answered;       // messages that FETCH responses of the last answer were about
  std::vector<Uid> saved;       // what "$" stands for (RFC 5182), ascending
  std::optional<Kept> kept;
  ModSeq synchronised = 0;  // up to which MODSEQ it knows the mailbox

 private:
  void heard_exists(std::uint64_t number);
  void heard_expunge(std::uint64_t number);
  void heard_vanished(const imap::Response& response);
  void heard_fetch(const imap::Response& response);
  void heard_items(const imap::Response& response, const imap::FetchData& data, Message& message);
  static void check_texts(const imap::Response& response, const Message& message);
  void read(std::string_view output, Answer& answer);
  void note(std::string_view who, std::string_view octets);

  std::unique_ptr<server::Session> session_;
  bool woken_ = false;
  Uid seen_up_to_ = 0;  // every message with this UID or a lower one was in view at some time
  std::string log_;     // the last exchanges
  std::uint64_t last_tag_ = 0;
  std::string tag_;
};

// Of "1:3,7"; a Difference if it is no such set.
[[nodiscard]] std::vector<Uid> members_of(std::string_view set);
[[nodiscard]] FlagSet flags_in(const imap::Tape& tape, std::uint32_t list);
// The list as a command has it: "(\Seen Junk)".
[[nodiscard]] std::string flag_list(FlagSet flags);

}  // namespace mailrig::stress
