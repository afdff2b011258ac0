#include "harness/play/render.hpp"

#include <charconv>

#include "harness/sasl/sasl.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/dot.hpp"

namespace mailrig::play {
namespace {

using scenario::Piece;

bool append_sum(std::string& out, std::string_view value, std::int64_t addend) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) return false;
  std::int64_t sum = 0;
  if (__builtin_add_overflow(number, addend, &sum)) return false;
  out += std::to_string(sum);
  return true;
}

void append_percent(std::string& out, std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF", kUnreserved = "-._~";
  for (const char c : value) {
    const char low = wire::to_lower(c);
    const bool plain =
        wire::is_digit(c) || (low >= 'a' && low <= 'z') || kUnreserved.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[octet >> 4U];
    out += kHex[octet & 0xFU];
  }
}

bool append_piece(const Piece& piece, const std::string& value, std::string& out) {
  switch (piece.kind) {
    case Piece::Kind::Text:
      out += piece.text;
      return true;
    case Piece::Kind::Slot:
      out += value;
      return true;
    case Piece::Kind::Plus:
      return append_sum(out, value, piece.addend);
    case Piece::Kind::Size:
      out += std::to_string(value.size());
      return true;
    case Piece::Kind::Base64:
      out += sasl::base64(value);
      return true;
    case Piece::Kind::Quoted:
      append_quoted(out, value);
      return true;
    case Piece::Kind::Upper:
      for (const char c : value) out += wire::to_upper(c);
      return true;
    case Piece::Kind::Percent:
      append_percent(out, value);
      return true;
    case Piece::Kind::Stuffed:
      wire::append_dot_block(out, value);
      return true;
  }
  return false;
}

}  // namespace

void append_quoted(std::string& out, std::string_view value) {
  out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

bool render(const scenario::Template& source, const Bindings& bindings, std::string& out, std::string& why) {
  static const std::string kNone;
  for (const Piece& piece : source.pieces) {
    const bool text = piece.kind == Piece::Kind::Text;
    if (!text && !bindings.bound(piece.slot)) {
      why = "${" + std::string(bindings.name(piece.slot)) + "} has no value yet";
      return false;
    }
    if (!text && bindings.number_state(piece.slot) != MessageNumbers::State::Here) {
      why = bindings.no_number(piece.slot);
      return false;
    }
    if (!append_piece(piece, text ? kNone : bindings.value(piece.slot), out)) {
      why = "${" + std::string(bindings.name(piece.slot)) + "} is no number to compute with";
      return false;
    }
  }
  return true;
}

bool complete(const scenario::Template& source, const Bindings& bindings) {
  for (const Piece& piece : source.pieces) {
    if (piece.kind != Piece::Kind::Text && !bindings.bound(piece.slot)) return false;
  }
  return true;
}

std::string_view rendered(const scenario::Template& source, const Bindings& bindings, std::string& scratch) {
  if (source.pieces.size() == 1) {
    const Piece& piece = source.pieces.front();
    if (piece.kind == Piece::Kind::Text) return piece.text;
    if (piece.kind == Piece::Kind::Slot) {
      return bindings.bound(piece.slot) ? std::string_view(bindings.value(piece.slot)) : std::string_view();
    }
  }
  scratch.clear();
  std::string why;
  if (!render(source, bindings, scratch, why)) return {};
  return scratch;
}

}  // namespace mailrig::play
