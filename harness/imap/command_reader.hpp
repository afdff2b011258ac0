// The words of a command's grammar (RFC 9051 9), read strictly. Each function reads one production and
// returns false if it does not stand there; the first failure is kept, with its place.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "harness/imap/command.hpp"

namespace mailrig::imap {

class CommandReader {
 public:
  // `unit` with its CRLF; `unescaped` takes quoted strings that have escapes.
  CommandReader(std::string_view unit, std::string& unescaped, bool utf8);

  [[nodiscard]] bool at_end() const { return position_ == end_; }
  [[nodiscard]] bool at(char octet) const { return position_ < end_ && unit_[position_] == octet; }
  [[nodiscard]] bool at_digit() const;
  bool take(char octet);  // that octet, quietly
  bool expect(char octet, std::string_view reason);
  bool sp() { return expect(' ', "one space expected"); }
  bool end() { return at_end() || fail("end of the command expected"); }

  bool tag(std::string_view& value);
  bool atom(std::string_view& value);
  bool astring(std::string_view& value);
  bool string(std::string_view& value);
  bool nstring(std::optional<std::string_view>& value);
  bool list_mailbox(std::string_view& value);
  bool literal(std::string_view& value);
  bool literal8(std::string_view& value);      // behind its "~"
  bool utf8_literal(std::string_view& value);  // behind its "UTF8"
  bool number(std::uint64_t& value, std::uint64_t most);
  bool nz_number(std::uint32_t& value);
  bool sequence_set(SequenceSet& set);
  bool flag(std::string_view& value);
  bool flag_list(FlagNames& flags);
  bool date(Date& value);
  bool date_time(std::string_view& value);
  // Letters, digits, "." and "-", as keywords are made of; quiet: empty if none.
  std::string_view word();
  // That word, in any case, and no longer one; quiet.
  bool take_word(std::string_view expected);

  bool fail(std::string_view reason);
  [[nodiscard]] std::optional<Refusal> refusal() const { return refusal_; }
  [[nodiscard]] std::size_t position() const { return position_; }
  void back_to(std::size_t position) { position_ = position; }

 private:
  bool quoted(std::string_view& value);
  bool end_quoted(std::size_t begin, std::string_view value);
  bool quoted_with_escapes(std::size_t begin, std::string_view& value);
  bool date_text(Date& value);
  bool digits(int count, int& value);
  bool month(int& value);

  std::string_view unit_;
  std::string& unescaped_;
  std::size_t position_ = 0;
  std::size_t end_ = 0;
  bool utf8_;
  std::optional<Refusal> refusal_;
};

}  // namespace mailrig::imap
