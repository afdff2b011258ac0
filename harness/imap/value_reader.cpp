#include "harness/imap/value_reader.hpp"

#include "harness/imap/ascii.hpp"
#include "harness/imap/flaws.hpp"
#include "harness/imap/literal.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::imap {
namespace {

constexpr std::size_t kNumberDigitLimit = 19;
constexpr std::uint64_t kNumber64Max = 9'223'372'036'854'775'807;

// Octets that end an atom, or that need a closer look within one.
constexpr std::array<bool, 256> make_plain_atom() {
  std::array<bool, 256> plain{};
  for (std::size_t i = 0x21; i < 0x7f; ++i) plain[i] = true;
  for (const char special : {'(', ')', '{', '"', '[', ']'})
    plain[static_cast<unsigned char>(special)] = false;
  return plain;
}
constexpr std::array<bool, 256> kPlainAtom = make_plain_atom();

bool plain_atom(char octet) {
  return kPlainAtom[static_cast<unsigned char>(octet)];
}

bool plain_quoted(char octet) {
  return octet != '"' && octet != '\\' && octet != '\r' && octet != '\n' && octet != '\0' &&
         !is_eight_bit(octet);
}

bool takes_section(std::string_view name) {
  return same(name, "BODY") || same(name, "BODY.PEEK") || same(name, "BINARY") || same(name, "BINARY.PEEK") ||
         same(name, "BINARY.SIZE");
}

}  // namespace

std::size_t ValueReader::read(Until until) {
  bracket_ends_ = until == Until::Bracket;
  while (position_ < end_) {
    const char octet = unit_[position_];
    if (bracket_ends_ && octet == ']') break;
    if (tape_.nodes.size() >= kNodeLimit) {
      flaws_.add(kTooManyValues, position_);
      position_ = end_;
      break;
    }
    step(octet);
  }
  if (last_ == Last::Space) flaws_.add(kTrailingSpace, position_ - 1);
  close_all();
  return position_;
}

void ValueReader::step(char octet) {
  switch (octet) {
    case ' ':
      return space();
    case '(':
      return open();
    case ')':
      return close();
    case '"':
      return read_quoted();
    case '{':
      if (read_literal(position_, NodeKind::Literal)) return;
      break;
    case '~':
      if (read_literal(position_ + 1, NodeKind::Literal8)) return;
      break;
    case '\r':
    case '\n':
      return stray();
    default:
      break;
  }
  read_atom();
}

void ValueReader::space() {
  if (last_ == Last::Space || last_ == Last::Open || last_ == Last::Start) {
    flaws_.add(kDoubleSpace, position_);
  }
  last_ = Last::Space;
  ++position_;
}

void ValueReader::begin_value() {
  if (last_ == Last::Value || last_ == Last::Close) flaws_.add(kMissingSpace, position_);
}

// Adjacent lists are right in address lists, multiparts and threads, so they are let pass everywhere.
void ValueReader::open() {
  if (last_ == Last::Value) flaws_.add(kMissingSpace, position_);
  if (depth_ == kNestingLimit) {
    if (flattened_++ == 0) flaws_.add(kNesting, position_);
  } else {
    open_[depth_++] = static_cast<std::uint32_t>(tape_.nodes.size());
    add(NodeKind::List, position_, {});
  }
  last_ = Last::Open;
  ++position_;
}

void ValueReader::close() {
  if (last_ == Last::Space) flaws_.add(kTrailingSpace, position_ - 1);
  if (flattened_ > 0) {
    --flattened_;
  } else if (depth_ > 0) {
    tape_.nodes[open_[--depth_]].next = static_cast<std::uint32_t>(tape_.nodes.size());
  } else {
    flaws_.add(kParentheses, position_);
  }
  last_ = Last::Close;
  ++position_;
}

void ValueReader::close_all() {
  if (depth_ > 0) flaws_.add(kParentheses, position_);
  while (depth_ > 0) tape_.nodes[open_[--depth_]].next = static_cast<std::uint32_t>(tape_.nodes.size());
}

void ValueReader::stray() {
  flaws_.add(unit_[position_] == '\r' ? kBareCr : kBareLf, position_);
  ++position_;
}

void ValueReader::read_quoted() {
  begin_value();
  const std::size_t begin = position_++;
  for (; position_ < end_; ++position_) {
    const char octet = unit_[position_];
    if (plain_quoted(octet)) continue;
    if (octet == '\\') return read_quoted_with_escapes(begin);
    if (octet == '"' || octet == '\n') break;
    check_octet(octet);
  }
  add_quoted(begin, unit_.substr(begin + 1, position_ - begin - 1));
  if (position_ < end_ && unit_[position_] == '"') {
    ++position_;
  } else {
    flaws_.add(kQuotedOpen, begin);
  }
}

void ValueReader::read_quoted_with_escapes(std::size_t begin) {
  std::string& out = tape_.unescaped;
  // Views into it must stay: what is still to come can't be longer than what is still to be read.
  if (out.empty()) out.reserve(end_ - begin);
  const std::size_t out_begin = out.size();
  out.append(unit_.substr(begin + 1, position_ - begin - 1));
  bool closed = false;
  while (position_ < end_ && !closed && unit_[position_] != '\n') {
    const char octet = unit_[position_++];
    if (octet == '"') {
      closed = true;
    } else if (octet == '\\' && position_ < end_ && unit_[position_] != '\n') {
      const char quoted = unit_[position_];
      if (quoted != '"' && quoted != '\\') flaws_.add(kOverEscape, position_ - 1);
      check_octet(quoted);
      out.push_back(quoted);
      ++position_;
    } else {
      --position_;
      check_octet(octet);
      ++position_;
      out.push_back(octet);
    }
  }
  if (!closed) flaws_.add(kQuotedOpen, begin);
  add_quoted(begin, std::string_view(out).substr(out_begin));
}

// QUOTED-CHAR = … / UTF8-2 / UTF8-3 / UTF8-4
void ValueReader::add_quoted(std::size_t begin, std::string_view text) {
  if (utf8_ && !wire::valid_utf8(text)) flaws_.add(kNotUtf8, begin);
  add(NodeKind::Quoted, begin, text);
}

bool ValueReader::read_literal(std::size_t brace, NodeKind kind) {
  const auto literal = announced_at(unit_, brace);
  if (!literal || brace + literal->size > end_) return false;
  begin_value();
  if (literal->plus) flaws_.add(kLiteralPlus, brace);
  const std::size_t begin = brace + literal->size;
  if (unit_[begin - 2] != '\r') flaws_.add(kBareLf, begin - 1);
  std::size_t size = end_ - begin;
  if (literal->octets > size) {
    flaws_.add(kLiteralCut, brace);
  } else {
    size = static_cast<std::size_t>(literal->octets);
  }
  const std::string_view octets = unit_.substr(begin, size);
  add(kind, position_, octets);
  if (kind == NodeKind::Literal) {
    const std::size_t nul = octets.find('\0');
    if (nul != std::string_view::npos) flaws_.add(kNul, begin + nul);
  }
  position_ = begin + size;
  return true;
}

// "BODY[HEADER.FIELDS (FROM "To")]" is one atom: on to the "]", over strings and literals.
void ValueReader::skip_section() {
  bool quoted = false;
  while (position_ < end_) {
    const char octet = unit_[position_];
    if (octet == '\n') return;
    if (octet == '\\' && quoted && position_ + 1 < end_) {
      position_ += 2;
      continue;
    }
    if (octet == '"') quoted = !quoted;
    if (octet == ']' && !quoted) return;
    const auto literal = octet == '{' && !quoted ? announced_at(unit_, position_) : std::nullopt;
    if (literal && literal->octets <= end_ - position_) {
      position_ += literal->size + static_cast<std::size_t>(literal->octets);
      if (position_ > end_) position_ = end_;
    } else {
      ++position_;
    }
  }
}

bool ValueReader::atom_ends(char octet) const {
  if (octet == ' ' || octet == '(' || octet == ')' || octet == '"' || octet == '\n') return true;
  if (octet == '\r') return position_ + 1 < unit_.size() && unit_[position_ + 1] == '\n';
  if (octet == ']') return bracket_ends_;
  return octet == '{' && announced_at(unit_, position_).has_value();
}

void ValueReader::read_atom() {
  begin_value();
  const std::size_t begin = position_;
  while (position_ < end_) {
    const char octet = unit_[position_];
    if (!plain_atom(octet)) {
      if (position_ > begin && atom_ends(octet)) break;
      if (octet == '[' && takes_section(unit_.substr(begin, position_ - begin))) {
        skip_section();
        if (position_ == end_) flaws_.add(kShape, begin);
        if (position_ >= end_ || unit_[position_] != ']') break;
      } else if (octet == '{') {
        flaws_.add(kAtomSpecial, position_);
      } else {
        check_octet(octet);
        // RFC 6855 3, RFC 9051 9: an ATOM-CHAR is 7-bit, whatever was enabled.
        if (utf8_ && is_eight_bit(octet)) flaws_.add(kEightBit, position_);
      }
    }
    ++position_;
  }
  add_atom(begin);
}

void ValueReader::add_atom(std::size_t begin) {
  const std::string_view text = unit_.substr(begin, position_ - begin);
  if (!is_digit(text[0])) {
    add(same(text, "NIL") ? NodeKind::Nil : NodeKind::Atom, begin, text);
    return;
  }
  if (!all_digits(text)) {
    add(NodeKind::Atom, begin, text);
    return;
  }
  std::uint64_t number = 0;
  for (const char octet : text.substr(0, kNumberDigitLimit)) {
    number = number * 10 + static_cast<std::uint64_t>(octet - '0');
  }
  if (text.size() > kNumberDigitLimit || number > kNumber64Max) {
    flaws_.add(kNumberRange, begin);
    add(NodeKind::Atom, begin, text);
    return;
  }
  add(NodeKind::Number, begin, text).number = number;
}

void ValueReader::check_octet(char octet) {
  if (octet == '\0') {
    flaws_.add(kNul, position_);
  } else if (octet == '\r') {
    flaws_.add(kBareCr, position_);
  } else if (is_eight_bit(octet) && !utf8_) {
    flaws_.add(kEightBit, position_);
  }
}

Node& ValueReader::add(NodeKind kind, std::size_t offset, std::string_view text) {
  Node& node = tape_.nodes.emplace_back();
  node.kind = kind;
  node.next = static_cast<std::uint32_t>(tape_.nodes.size());
  node.offset = static_cast<std::uint32_t>(offset);
  node.text = text;
  last_ = Last::Value;
  return node;
}

}  // namespace mailrig::imap
