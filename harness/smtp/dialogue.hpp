// A client's side of an SMTP connection: knows which command each reply answers. No I/O: octets sent
// and octets received are arguments. It follows whatever was sent, right or wrong: partial lines,
// several commands at once, messages, chunks.
//
//   dialogue.sent(bytes);
//   while (dialogue.next(buffer.view(), reply, size) == Dialogue::Next::Unit) {
//     … reply, dialogue.verb_answered(), dialogue.asked() …
//     buffer.consume(size);
//   }
//
// Replies come in the order of the commands, after the greeting (RFC 5321 4.2, RFC 2920 3). What the
// octets behind DATA, AUTH and STARTTLS mean depends on the reply to these, so they are held until it
// has come:
//   DATA      354: a message up to CRLF.CRLF, answered by one reply, whose verb is "."
//   AUTH      334: one line that is an answer to the challenge, whose verb is "AUTH" again
//   STARTTLS  220: thrown away (RFC 3207 4.2)
// anything else: commands.
//
// LMTP (RFC 2033) is the same but for one thing: what ends a message, the final dot or BDAT LAST, gets one
// reply for each RCPT that was answered 2yz in the transaction, in the order of these (4.2, 4.3). BDAT LAST
// gets none where there was none; a server that refuses it all the same (RFC 3030 2) is understood.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/smtp/reply.hpp"

namespace mailrig::smtp {

inline constexpr std::size_t kOutstandingLimit = 100'000;  // ours: commands awaiting their reply
inline constexpr std::size_t kCommandHeadLimit = 64;       // ours: octets looked at to know a command
// Ours: octets held behind DATA, AUTH or STARTTLS. What goes beyond is not looked at.
inline constexpr std::size_t kHeldLimit = 64 * 1024 * 1024;

class Dialogue {
 public:
  enum class Kind : std::uint8_t { Smtp, Lmtp };
  enum class Next : std::uint8_t { NeedMore, Unit, TooLong };

  explicit Dialogue(Kind kind = Kind::Smtp) : kind_(kind) {}

  // Octets that went out (or are about to: order against next() is what counts).
  void sent(std::string_view bytes);

  // Reads one reply from `buffered`, all octets received and not consumed. Unit and TooLong: the caller
  // consumes `size` octets. The views in `reply` point into `buffered`.
  [[nodiscard]] Next next(std::string_view buffered, Reply& reply, std::size_t& size);
  // Of the last TooLong: the limit of ours that was passed. The flaws in `reply` say which bound of the RFC
  // was, too.
  [[nodiscard]] const wire::Limit& passed() const { return passed_; }

  // About the reply that next() gave last:
  // Verb of the command that it answers ("MAIL", upper case, as far as 12 octets; "." for a message);
  // empty: none, as for the greeting.
  [[nodiscard]] std::string_view verb_answered() const { return answered_.view(); }
  // False: nothing was outstanding; the server spoke unasked (421 may).
  [[nodiscard]] bool asked() const { return asked_; }
  // LMTP: the message that it answers gets as many replies more, for the other recipients.
  [[nodiscard]] std::size_t replies_due() const { return due_; }

  // Commands sent (whole lines, messages, chunks) and not yet answered, as far as that is known.
  [[nodiscard]] std::size_t outstanding() const { return commands_.size() - first_; }
  // Verb of the oldest outstanding command; empty if there is none.
  [[nodiscard]] std::string_view awaited() const;
  // The client is within a message: 354 has come, the final dot has not been sent.
  [[nodiscard]] bool in_message() const { return mode_ == Mode::Message; }
  [[nodiscard]] bool greeted() const { return greeted_; }
  void reset();  // a new connection

 private:
  enum class Mode : std::uint8_t { Line, Message, Chunk, Held };
  struct Sent {
    std::array<char, 12> octets{};
    std::uint8_t size = 0;
    bool last = false;  // BDAT LAST
    void set(std::string_view verb);
    [[nodiscard]] std::string_view view() const { return {octets.data(), size}; }
    [[nodiscard]] bool is(std::string_view verb) const { return view() == verb; }
    [[nodiscard]] bool decides() const { return is("DATA") || is("AUTH") || is("STARTTLS"); }
  };

  [[nodiscard]] std::size_t send_line(std::string_view bytes);
  [[nodiscard]] std::size_t send_message(std::string_view bytes);
  [[nodiscard]] std::size_t send_chunk(std::string_view bytes);
  [[nodiscard]] std::size_t hold(std::string_view bytes);
  void end_line();
  void note(std::string_view verb, bool last = false);
  void settle(int code);
  void complete(int code);
  void skip_unanswered(int code);
  [[nodiscard]] bool further_due(int code);
  void follow(const Sent& command, int code);
  void drop_first();
  void decide(const Sent& command, int code);

  Kind kind_;
  ReplyFramer framer_;
  wire::Limit passed_;
  std::vector<Sent> commands_;  // outstanding ones are [first_, end); one that decides is the last
  std::size_t first_ = 0;
  Mode mode_ = Mode::Line;
  std::array<char, kCommandHeadLimit> head_{};  // of the line that is being sent
  std::size_t head_size_ = 0;
  bool sasl_line_ = false;  // the next line answers a challenge
  std::size_t dot_ = 0;     // octets of CRLF.CRLF that have just been sent
  std::uint64_t chunk_left_ = 0;
  std::size_t recipients_ = 0;  // LMTP: taken in this transaction
  std::size_t due_ = 0;         // LMTP: replies still due to the message that is being answered
  std::string held_;
  Sent answered_;
  bool asked_ = true;
  bool greeted_ = false;
};

}  // namespace mailrig::smtp
