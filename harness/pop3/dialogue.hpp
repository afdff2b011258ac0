// A client's side of a POP3 connection: knows which command each response answers, and from that
// whether a block follows. No I/O: octets sent and octets received are arguments. It follows
// whatever was sent, right or wrong: partial lines, several commands at once, AUTH's lines.
//
//   dialogue.sent(bytes);
//   while (dialogue.next(buffer.view(), reply, size) == Dialogue::Next::Unit) {
//     … reply, dialogue.answered(), dialogue.asked() …
//     buffer.consume(size);
//   }
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "harness/pop3/reply.hpp"

namespace mailrig::pop3 {

inline constexpr std::size_t kOutstandingLimit = 100'000;  // ours: commands awaiting their response
inline constexpr std::size_t kCommandHeadLimit = 64;       // ours: octets looked at to know a command

class Dialogue {
 public:
  enum class Next : std::uint8_t { NeedMore, Unit, TooLong };

  // Octets that went out (or are about to: order against next() is what counts).
  void sent(std::string_view bytes);

  // Reads one response from `buffered`, all octets received and not consumed. Unit and TooLong: the
  // caller consumes `size` octets. The views in `reply` point into `buffered`.
  [[nodiscard]] Next next(std::string_view buffered, Reply& reply, std::size_t& size);
  // Of the last TooLong: the limit of ours that was passed. The flaws in `reply` say which bound of the RFC
  // was, too.
  [[nodiscard]] const wire::Limit& passed() const { return passed_; }

  // About the response that next() gave last:
  // Verb of the command that it answers ("RETR", upper case, as far as 12 octets); empty: none, as
  // for the greeting and for "+ " challenges, which answer nothing yet.
  [[nodiscard]] std::string_view answered() const { return answered_.view(); }
  [[nodiscard]] std::string_view verb_answered() const { return answered(); }
  // Of that command: its first argument as a number (0: none), and whether it had an argument at all.
  [[nodiscard]] std::uint64_t answered_number() const { return number_; }
  [[nodiscard]] bool answered_has_argument() const { return argument_; }
  // False: nothing was outstanding, or a challenge that no AUTH asked for.
  [[nodiscard]] bool asked() const { return asked_; }

  // Commands sent (whole lines) and not yet answered.
  [[nodiscard]] std::size_t outstanding() const { return commands_.size() - first_; }
  // Verb of the oldest outstanding command; empty if there is none.
  [[nodiscard]] std::string_view awaited() const;
  [[nodiscard]] bool greeted() const { return greeted_; }
  void reset();  // a new connection

 private:
  struct Name {
    std::array<char, 12> octets{};
    std::uint8_t size = 0;
    void set(std::string_view verb);
    [[nodiscard]] std::string_view view() const { return {octets.data(), size}; }
  };
  struct Sent {
    Name verb;
    std::uint64_t number = 0;
    bool argument = false;
    bool multi_line = false;
    bool chooses_utf8 = false;
    bool sasl = false;      // AUTH with a mechanism
    bool presumed = false;  // AUTH without initial response: the line behind it is a response
  };

  void end_line();
  bool take_sasl_line();
  void note(std::string_view line);
  void settle(const Reply& reply);
  void challenged();
  void complete(const Reply& reply);

  ReplyFramer framer_;
  wire::Limit passed_;
  std::vector<Sent> commands_;  // outstanding ones are [first_, end)
  std::size_t first_ = 0;
  std::array<char, kCommandHeadLimit> head_{};  // of the line that is being sent
  std::size_t head_size_ = 0;
  std::size_t challenges_ = 0;   // "+ " received and not yet answered by a line
  std::size_t early_lines_ = 0;  // lines sent as SASL responses before their "+ " came
  Name answered_;
  std::uint64_t number_ = 0;
  bool argument_ = false;
  bool asked_ = true;
  bool greeted_ = false;
  bool utf8_ = false;  // LANG or UTF8 was taken: text for people may be UTF-8 (RFC 6856 2.1, 3.2)
};

// Does +OK to this command line begin a block? LIST and UIDL without argument, RETR, TOP, CAPA, LANG
// and AUTH without argument.
[[nodiscard]] bool has_block(std::string_view command_line);

}  // namespace mailrig::pop3
