// A client's side of an IMAP connection: pairs the tags of responses with the commands that were
// sent. No I/O: octets sent and octets received are arguments. It follows whatever was sent, right
// or wrong: partial lines, literals, several commands at once, IDLE and DONE, AUTHENTICATE's lines.
//
//   dialogue.sent(bytes);
//   while (dialogue.next(buffer.view(), response, size) == Dialogue::Next::Unit) {
//     … response, dialogue.answered(), dialogue.asked() …
//     buffer.consume(size);
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/response.hpp"

namespace mailrig::imap {

inline constexpr std::size_t kOutstandingLimit = 100'000;  // ours: commands awaiting their tagged response
inline constexpr std::size_t kCommandHeadLimit = 256;      // ours: octets looked at for tag and verb

class Dialogue {
 public:
  enum class Next : std::uint8_t { NeedMore, Unit, TooLong };

  // Octets that went out (or are about to: order against next() is what counts).
  void sent(std::string_view bytes);

  // Reads one response from `buffered`, all octets received and not consumed. Unit and TooLong: the
  // caller consumes `size` octets.
  [[nodiscard]] Next next(std::string_view buffered, Response& response, std::size_t& size);
  // Of the last TooLong: the limit of ours that was passed. The flaws in `response` say which bound of the
  // RFC was, too.
  [[nodiscard]] const wire::Limit& passed() const { return passed_; }

  // About the response that next() gave last:
  // Verb of the command that it completes ("UID FETCH", upper case); empty if it completes none.
  [[nodiscard]] std::string_view answered() const { return answered_; }
  // False: a tag that we did not send, or a continuation that nothing asked for.
  [[nodiscard]] bool asked() const { return asked_; }

  // Commands sent (at least their first line) and not yet answered.
  [[nodiscard]] std::size_t outstanding() const { return commands_.size() - first_; }
  // Verb of the oldest outstanding command; empty if there is none.
  [[nodiscard]] std::string_view awaited() const;
  // The server owes a "+": for a synchronizing literal, IDLE or AUTHENTICATE.
  // All of them, oldest first.
  struct Sent {
    std::string tag, verb;
  };
  [[nodiscard]] std::span<const Sent> commands() const { return std::span(commands_).subspan(first_); }
  [[nodiscard]] bool continuation_owed() const { return owed_ > 0; }
  [[nodiscard]] bool idling() const;                 // IDLE is outstanding
  [[nodiscard]] bool utf8() const { return utf8_; }  // ENABLED said UTF8=ACCEPT, or it is of IMAP4rev2
  // ENABLED said so, or nothing else is offered (RFC 9051 A).
  [[nodiscard]] bool rev2() const { return rev2_; }
  // The server named IMAP4rev2 and not IMAP4rev1: what is only kept for that is not lawful (RFC 9051 9).
  [[nodiscard]] bool rev2_alone() const { return rev2_alone_; }
  // RFC 5465, as lenient as what was asked for allows. NOTIFY SET is in force: news comes at any time.
  [[nodiscard]] bool notified() const { return notified_; }
  // … of the group SELECTED, so that EXPUNGE may come at any time, too (5.3).
  [[nodiscard]] bool expunge_any_time() const { return expunge_any_time_; }
  void reset();  // a new connection

 private:
  enum class Mark : std::uint8_t { None, Open, Digits, Plus, Closed };  // of "{n+}" at a line's end

  void take_octet(char octet);
  void end_line();
  void end_first_line();
  void mark(char octet);
  void note(std::string_view tag, std::string_view verb);
  void complete(std::string_view tag);
  void note_notify(std::string_view arguments);
  void look_for_notify(const Response& response);
  void look_for_revision(const Response& response);
  void look_for_enabled(const Response& response);
  void look_for_capabilities(const Response& response, std::uint32_t begin, std::uint32_t end);
  [[nodiscard]] bool outstanding(std::string_view verb) const;

  ResponseFramer framer_;
  wire::Limit passed_;
  std::vector<Sent> commands_;  // outstanding ones are [first_, end)
  std::size_t first_ = 0;
  std::string answered_;
  std::string head_;             // start of the command that is being sent
  bool first_line_ = true;       // of that command
  std::uint64_t literal_ = 0;    // octets of a literal still to be sent
  std::uint64_t announced_ = 0;  // number in the "{n}" that is being read
  Mark mark_ = Mark::None;
  bool plus_ = false;
  std::size_t owed_ = 0;
  bool asked_ = true;
  bool utf8_ = false, rev2_ = false, rev2_alone_ = false;
  bool notified_ = false, expunge_any_time_ = false;
  bool notify_sets_ = false, notify_expunges_ = false;  // as the NOTIFY that was sent last would have it
};

}  // namespace mailrig::imap
