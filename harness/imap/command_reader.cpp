#include "harness/imap/command_reader.hpp"

#include <limits>

#include "harness/imap/ascii.hpp"
#include "harness/imap/literal.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kFlagLimit = 1000;  // ours: flags in one list
constexpr std::string_view kAtomSpecials = "(){%*\"\\]";

bool atom_octet(char octet) {
  return octet > ' ' && octet < 0x7f && kAtomSpecials.find(octet) == std::string_view::npos;
}
bool astring_octet(char octet) {
  return atom_octet(octet) || octet == ']';
}
bool tag_octet(char octet) {
  return astring_octet(octet) && octet != '+';
}
bool list_octet(char octet) {
  return astring_octet(octet) || octet == '%' || octet == '*';
}
bool set_octet(char octet) {
  return is_digit(octet) || octet == ':' || octet == ',' || octet == '*';
}
bool word_octet(char octet) {
  const char big = upper(octet);
  return (big >= 'A' && big <= 'Z') || is_digit(octet) || octet == '.' || octet == '-';
}

template <typename Belongs>
std::string_view run(std::string_view unit, std::size_t& position, std::size_t end, Belongs belongs) {
  const std::size_t begin = position;
  while (position < end && belongs(unit[position])) ++position;
  return unit.substr(begin, position - begin);
}

}  // namespace

CommandReader::CommandReader(std::string_view unit, std::string& unescaped, bool utf8)
    : unit_(unit), unescaped_(unescaped), end_(unit.size()), utf8_(utf8) {
  unescaped_.clear();
  if (unit.ends_with("\r\n")) {
    end_ -= 2;
  } else {
    if (unit.ends_with('\n')) --end_;
    position_ = end_;
    fail("a command ends in CRLF");
    position_ = 0;
  }
}

bool CommandReader::fail(std::string_view reason) {
  if (!refusal_) refusal_ = Refusal{reason, position_};
  return false;
}

bool CommandReader::at_digit() const {
  return position_ < end_ && is_digit(unit_[position_]);
}

bool CommandReader::take(char octet) {
  if (!at(octet)) return false;
  ++position_;
  return true;
}

bool CommandReader::expect(char octet, std::string_view reason) {
  return take(octet) || fail(reason);
}

bool CommandReader::tag(std::string_view& value) {
  const std::string_view read = run(unit_, position_, end_, tag_octet);
  if (read.empty() || read.size() > kTagLimit) return fail("tag expected");
  if (!at(' ') && !at_end()) return fail("tag expected");
  value = read;
  return true;
}

bool CommandReader::atom(std::string_view& value) {
  value = run(unit_, position_, end_, atom_octet);
  return !value.empty() || fail("atom expected");
}

bool CommandReader::astring(std::string_view& value) {
  if (at('"') || at('{')) return string(value);
  value = run(unit_, position_, end_, astring_octet);
  return !value.empty() || fail("astring expected");
}

bool CommandReader::list_mailbox(std::string_view& value) {
  if (at('"') || at('{')) return string(value);
  value = run(unit_, position_, end_, list_octet);
  return !value.empty() || fail("mailbox pattern expected");
}

bool CommandReader::string(std::string_view& value) {
  if (at('"')) return quoted(value);
  if (at('{')) return literal(value);
  return fail("string expected");
}

bool CommandReader::nstring(std::optional<std::string_view>& value) {
  value.reset();
  if (take_word("NIL")) return true;
  std::string_view read;
  if (!string(read)) return false;
  value = read;
  return true;
}

bool CommandReader::quoted(std::string_view& value) {
  const std::size_t begin = ++position_;
  for (; position_ < end_; ++position_) {
    const char octet = unit_[position_];
    if (octet == '"') {
      value = unit_.substr(begin, position_ - begin);
      return end_quoted(begin, value);
    }
    if (octet == '\\') return quoted_with_escapes(begin, value);
    if (octet == '\r' || octet == '\n' || octet == '\0') return fail("octet not allowed in a quoted string");
    if (is_eight_bit(octet) && !utf8_) return fail("8-bit octet in a quoted string");
  }
  return fail("unfinished quoted string");
}

// uQUOTED-CHAR = QUOTED-CHAR / UTF8-2 / UTF8-3 / UTF8-4 (RFC 6855 3)
bool CommandReader::end_quoted(std::size_t begin, std::string_view value) {
  if (!wire::valid_utf8(value)) {
    position_ = begin;
    return fail(kNotUtf8Reason);
  }
  ++position_;
  return true;
}

bool CommandReader::quoted_with_escapes(std::size_t begin, std::string_view& value) {
  // Views into it must stay: what is to come is no longer than what is to be read.
  if (unescaped_.empty()) unescaped_.reserve(end_ - begin);
  const std::size_t out_begin = unescaped_.size();
  unescaped_.append(unit_.substr(begin, position_ - begin));
  for (; position_ < end_; ++position_) {
    char octet = unit_[position_];
    if (octet == '"') {
      value = std::string_view(unescaped_).substr(out_begin);
      return end_quoted(begin, value);
    }
    if (octet == '\r' || octet == '\n' || octet == '\0') return fail("octet not allowed in a quoted string");
    if (is_eight_bit(octet) && !utf8_) return fail("8-bit octet in a quoted string");
    if (octet == '\\') {
      ++position_;
      if (!at('"') && !at('\\')) return fail("only \\\" and \\\\ are escapes");
      octet = unit_[position_];
    }
    unescaped_.push_back(octet);
  }
  return fail("unfinished quoted string");
}

bool CommandReader::literal(std::string_view& value) {
  const std::size_t before = position_;
  if (!literal8(value)) return false;
  if (value.find('\0') == std::string_view::npos) return true;
  position_ = before;
  return fail("NUL in a literal");
}

bool CommandReader::literal8(std::string_view& value) {
  const auto announced = announced_at(unit_, position_);
  if (!announced) return fail("literal expected");
  const std::size_t begin = position_ + announced->size;
  if (begin > end_ || announced->octets > end_ - begin) return fail("literal cut short");
  value = unit_.substr(begin, static_cast<std::size_t>(announced->octets));
  position_ = begin + value.size();
  return true;
}

// utf8-literal = "UTF8" SP "(" literal8 ")" (RFC 6855 4)
bool CommandReader::utf8_literal(std::string_view& value) {
  return sp() && expect('(', "\"(\" expected") && expect('~', "literal8 expected") && literal8(value) &&
         expect(')', "\")\" expected");
}

bool CommandReader::number(std::uint64_t& value, std::uint64_t most) {
  const std::string_view read = run(unit_, position_, end_, is_digit);
  if (read.empty()) return fail("number expected");
  value = 0;
  for (const char octet : read) {
    const auto digit = static_cast<std::uint64_t>(octet - '0');
    if (value > (most - digit) / 10) return fail("number too large");
    value = value * 10 + digit;
  }
  return true;
}

bool CommandReader::nz_number(std::uint32_t& value) {
  if (at('0')) return fail("number that is not 0 expected");
  std::uint64_t wide = 0;
  if (!number(wide, std::numeric_limits<std::uint32_t>::max())) return false;
  value = static_cast<std::uint32_t>(wide);
  return true;
}

bool CommandReader::sequence_set(SequenceSet& set) {
  const std::size_t begin = position_;
  if (take('$')) {
    set.push_back({kStar, kStar, true});
    return true;
  }
  if (parse_sequence_set(run(unit_, position_, end_, set_octet), set)) return true;
  position_ = begin;
  return fail("sequence set expected");
}

// flag = "\" atom / atom; "\Recent" is the server's alone (RFC 3501 2.3.2).
bool CommandReader::flag(std::string_view& value) {
  const std::size_t begin = position_;
  take('\\');
  std::string_view name;
  if (!atom(name)) return false;
  value = unit_.substr(begin, position_ - begin);
  return !same(value, "\\Recent") || fail("\\Recent can't be set by a client");
}

bool CommandReader::flag_list(FlagNames& flags) {
  flags.clear();
  if (!expect('(', "flag list expected")) return false;
  if (take(')')) return true;
  for (;;) {
    if (flags.size() == kFlagLimit) return fail("too many flags");
    if (!flag(flags.emplace_back())) return false;
    if (take(')')) return true;
    if (!sp()) return false;
  }
}

std::string_view CommandReader::word() {
  return run(unit_, position_, end_, word_octet);
}

bool CommandReader::take_word(std::string_view expected) {
  const std::size_t begin = position_;
  if (same(word(), expected)) return true;
  position_ = begin;
  return false;
}

}  // namespace mailrig::imap
