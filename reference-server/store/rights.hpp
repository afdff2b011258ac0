// Rights of an access control list (RFC 4314 2.1), a set of letters.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig::server {

enum class Right : std::uint8_t {
  Lookup,          // l: it is seen by LIST, SUBSCRIBE
  Read,            // r: SELECT, STATUS
  Seen,            // s: \Seen is kept
  Write,           // w: the other flags, but for \Deleted
  Insert,          // i: APPEND and COPY into it
  Post,            // p: not enforced by IMAP
  Create,          // k: mailboxes below it
  DeleteMailbox,   // x
  DeleteMessages,  // t: \Deleted
  Expunge,         // e
  Administer,      // a: its access control list
};

class Rights {
 public:
  constexpr Rights() = default;
  constexpr Rights(std::initializer_list<Right> rights) {
    for (const Right right : rights) bits_ |= bit(right);
  }
  [[nodiscard]] static constexpr Rights all() { return from(0x7FF); }
  [[nodiscard]] constexpr bool has(Right right) const { return (bits_ & bit(right)) != 0; }
  [[nodiscard]] constexpr bool none() const { return bits_ == 0; }
  [[nodiscard]] constexpr bool any_of(Rights others) const { return (bits_ & others.bits_) != 0; }
  [[nodiscard]] constexpr Rights with(Rights more) const { return from(bits_ | more.bits_); }
  [[nodiscard]] constexpr Rights without(Rights fewer) const { return from(bits_ & ~fewer.bits_); }
  [[nodiscard]] constexpr Rights of(Rights others) const { return from(bits_ & others.bits_); }
  friend constexpr bool operator==(Rights, Rights) = default;

 private:
  [[nodiscard]] static constexpr unsigned bit(Right right) { return 1U << static_cast<unsigned>(right); }
  [[nodiscard]] static constexpr Rights from(unsigned bits) {
    Rights rights;
    rights.bits_ = bits;
    return rights;
  }
  unsigned bits_ = 0;
};

// Letters to rights, the virtual ones of RFC 2086 spread out (2.1.1): "c" is k and x, "d" is e and t.
// Nothing: one of the letters is no right here.
[[nodiscard]] std::optional<Rights> parse_rights(std::string_view letters);

// In the order of 2.1, without the virtual ones.
void append_rights(std::string& out, Rights rights);
// … and behind them "c" where there is k or x, "d" where there is e or t (2.1.1).
void append_rights_told(std::string& out, Rights rights);

}  // namespace mailrig::server
