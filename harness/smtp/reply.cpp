#include "harness/smtp/reply.hpp"

#include <algorithm>

#include "harness/smtp/flaws.hpp"
#include "harness/wire/cursor.hpp"
#include "harness/wire/line.hpp"

namespace mailrig::smtp {
namespace {

using wire::Cursor;
using wire::Frame;
using wire::FrameStatus;

constexpr std::size_t kCodeSize = 3;

bool has_code(std::string_view line) {
  return line.size() >= kCodeSize && std::all_of(line.begin(), line.begin() + kCodeSize, wire::is_digit);
}

bool ends_reply(std::string_view line, bool first) {
  return has_code(line) ? line.size() == kCodeSize || line[kCodeSize] != '-' : first;
}

int read_code(std::string_view line) {
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

// One sub-code: 1*3digit.
bool take_part(Cursor& cursor, std::uint16_t& part, bool& zeros) {
  const std::string_view digits = cursor.take_while(wire::is_digit);
  if (digits.empty() || digits.size() > kCodeSize) return false;
  zeros = zeros || (digits.size() > 1 && digits.front() == '0');
  part = 0;
  for (const char c : digits) part = static_cast<std::uint16_t>(part * 10 + (c - '0'));
  return true;
}

std::optional<EnhancedCode> read_enhanced(std::string_view text, bool& zeros) {
  Cursor cursor(text);
  EnhancedCode code;
  if (!take_part(cursor, code.klass, zeros) || !cursor.take('.')) return std::nullopt;
  if (code.klass != 2 && code.klass != 4 && code.klass != 5) return std::nullopt;
  if (!take_part(cursor, code.subject, zeros) || !cursor.take('.')) return std::nullopt;
  if (!take_part(cursor, code.detail, zeros)) return std::nullopt;
  if (!cursor.at_end() && cursor.peek() != ' ') return std::nullopt;
  return code;
}

// What stands behind code and separator; its offset in the line is left in `begin`.
std::string_view take_code(std::string_view line, std::size_t offset, Reply& reply, std::size_t& begin) {
  begin = 0;
  if (!has_code(line)) {
    reply.flaws.add(kNoCode, offset);
    return line;
  }
  const int code = read_code(line);
  if (line[0] < '2' || line[0] > '5' || line[1] > '5') reply.flaws.add(kCodeRange, offset);
  if (reply.code != 0 && reply.code != code) reply.flaws.add(kCodeChanged, offset);
  reply.code = code;
  begin = kCodeSize;
  if (line.size() == kCodeSize) return {};
  if (line[kCodeSize] == ' ' || line[kCodeSize] == '-') {
    ++begin;
  } else {
    reply.flaws.add(kNoSeparator, offset + kCodeSize);
  }
  return line.substr(begin);
}

void check_text(std::string_view text, std::size_t offset, wire::Flaws& flaws) {
  bool eight_bit = false;
  bool control = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (wire::is_printable(c) || c == '\t' || c == '\r' || c == '\0') continue;  // CR, NUL: check_line
    bool& seen = static_cast<unsigned char>(c) >= 0x80 ? eight_bit : control;
    if (!seen) flaws.add(&seen == &eight_bit ? kEightBit : kControl, offset + i);
    seen = true;
  }
}

void check_enhanced(std::string_view text, std::size_t offset, bool first, Reply& reply) {
  bool zeros = false;
  const std::optional<EnhancedCode> code = read_enhanced(text, zeros);
  if (code && zeros) reply.flaws.add(kEnhancedZeros, offset);
  if (code && code->klass != reply.code / 100) reply.flaws.add(kEnhancedClass, offset);
  if (!first && code != reply.enhanced) reply.flaws.add(kEnhancedChanged, offset);
  reply.enhanced = code;
}

void parse_line(std::string_view line, std::size_t offset, Reply& reply) {
  wire::check_line(line, offset, reply.flaws);
  if (line.size() > kReplyLineLimit) reply.flaws.add(kLineTooLong, offset + kReplyLineLimit);
  std::size_t begin = 0;
  const std::string_view text = take_code(wire::without_line_end(line), offset, reply, begin);
  check_text(text, offset + begin, reply.flaws);
  check_enhanced(text, offset + begin, reply.lines.empty(), reply);
  reply.lines.push_back(text);
}

void append_code(std::string& out, int code, char separator) {
  out += static_cast<char>('0' + code / 100 % 10);
  out += static_cast<char>('0' + code / 10 % 10);
  out += static_cast<char>('0' + code % 10);
  out += separator;
}

void append_enhanced(std::string& out, const EnhancedCode& code) {
  out += std::to_string(code.klass);
  out += '.';
  out += std::to_string(code.subject);
  out += '.';
  out += std::to_string(code.detail);
  out += ' ';
}

void append_lines(std::string& out, int code, const EnhancedCode* enhanced, std::string_view text) {
  for (;;) {
    const std::size_t end = text.find('\n');
    const bool last = end == std::string_view::npos;
    append_code(out, code, last ? ' ' : '-');
    if (enhanced != nullptr) append_enhanced(out, *enhanced);
    out += text.substr(0, end);
    out += "\r\n";
    if (last) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::optional<EnhancedCode> enhanced_code(std::string_view text) {
  bool zeros = false;
  return read_enhanced(text, zeros);
}

Frame ReplyFramer::feed(std::string_view buffered) {
  const std::string_view window = buffered.substr(0, kReplyLimit);
  for (;;) {
    const std::string_view rest = window.substr(std::min(done_, window.size()));
    const Frame line = line_.feed(rest);
    if (line.status != FrameStatus::Complete) break;
    const bool first = done_ == 0;
    done_ += line.size;
    if (!ends_reply(wire::without_line_end(rest.substr(0, line.size)), first)) continue;
    const std::size_t size = done_;
    reset();
    return {FrameStatus::Complete, size};
  }
  if (window.size() < kReplyLimit) return {};
  reset();
  return {FrameStatus::TooLong, kReplyLimit, {"reply", kReplyLimit}};
}

void ReplyFramer::reset() {
  line_.reset();
  done_ = 0;
}

void parse_reply(std::string_view unit, Reply& reply) {
  reply.code = 0;
  reply.enhanced.reset();
  reply.lines.clear();
  reply.flaws.clear();
  reply.bytes = unit;
  std::size_t at = 0;
  while (at < unit.size()) {
    const std::size_t lf = unit.find('\n', at);
    const std::size_t end = lf == std::string_view::npos ? unit.size() : lf + 1;
    parse_line(unit.substr(at, end - at), at, reply);
    at = end;
  }
  // Asked of the last line alone: between the lines of a list an empty text is common. 334 with an
  // empty challenge has none (RFC 4954 8).
  if (reply.code != 0 && reply.code != 334 && reply.lines.back().empty())
    reply.flaws.add(kBareCode, unit.size());
}

void parse_excess(std::string_view buffered, Reply& reply) {
  reply.code = 0;
  reply.enhanced.reset();
  reply.lines.clear();
  reply.flaws.clear();
  reply.bytes = buffered.substr(0, kReplyLimit);
  for (std::size_t at = 0; at < reply.bytes.size();) {
    const std::size_t end = std::min(reply.bytes.find('\n', at), reply.bytes.size() - 1) + 1;
    if (end - at > kReplyLineLimit) return reply.flaws.add(kLineTooLong, at + kReplyLineLimit);
    at = end;
  }
}

void append_reply(std::string& out, int code, std::string_view text) {
  append_lines(out, code, nullptr, text);
}

void append_reply(std::string& out, int code, const EnhancedCode& enhanced, std::string_view text) {
  append_lines(out, code, &enhanced, text);
}

}  // namespace mailrig::smtp
