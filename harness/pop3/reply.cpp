#include "harness/pop3/reply.hpp"

#include <algorithm>

#include "harness/pop3/flaws.hpp"
#include "harness/wire/cursor.hpp"
#include "harness/wire/line.hpp"

namespace mailrig::pop3 {
namespace {

using wire::Cursor;
using wire::FrameStatus;

constexpr bool is_base64(char c) {
  return wire::is_alnum(c) || c == '+' || c == '/' || c == '=';
}
// rchar of RFC 2449 3, and the "/" between levels.
constexpr bool is_code(char c) {
  return c > ' ' && c <= '~' && c != ']';
}

bool is_ok(std::string_view line) {
  return wire::istarts_with(line, "+OK");
}

bool well_formed_code(std::string_view code) {
  return !code.empty() && std::all_of(code.begin(), code.end(), is_code) && !code.starts_with('/') &&
         !code.ends_with('/') && code.find("//") == std::string_view::npos;
}

void parse_challenge(Cursor& cursor, Reply& reply) {
  reply.status = Status::Continue;
  if (!cursor.take(' ')) reply.flaws.add(kContinuationNoSpace, cursor.offset());
  reply.text = cursor.rest();
  const auto bad = std::find_if_not(reply.text.begin(), reply.text.end(), is_base64);
  if (bad != reply.text.end()) {
    reply.flaws.add(kContinuationText, cursor.offset() + static_cast<std::size_t>(bad - reply.text.begin()));
  }
}

bool take_status(Cursor& cursor, Reply& reply) {
  const std::string_view line = cursor.rest();
  if (cursor.take_any_case("+OK")) {
    reply.status = Status::Ok;
  } else if (cursor.take_any_case("-ERR")) {
    reply.status = Status::Err;
  } else {
    return false;
  }
  if (!line.starts_with("+OK") && !line.starts_with("-ERR")) reply.flaws.add(kStatusCase, 0);
  return true;
}

void parse_code(Cursor& cursor, Reply& reply) {
  if (cursor.peek() != '[') return;
  const std::size_t begin = cursor.offset();
  cursor.skip();
  const std::string_view code = cursor.take_until(']');
  if (cursor.at_end() || !well_formed_code(code)) {
    reply.flaws.add(kBadCode, begin);
    cursor.seek(begin);
    return;
  }
  reply.code = code;
  cursor.skip();
  cursor.take(' ');
}

void parse_line(std::string_view line, Reply& reply) {
  Cursor cursor(wire::without_line_end(line));
  if (take_status(cursor, reply)) {
    if (!cursor.at_end() && !cursor.take(' ')) reply.flaws.add(kNoSpace, cursor.offset());
    parse_code(cursor, reply);
    reply.text = cursor.rest();
  } else if (cursor.take('+')) {
    parse_challenge(cursor, reply);
  } else {
    reply.flaws.add(kNoStatus, 0);
    reply.text = cursor.rest();
  }
}

void check_status_line(std::string_view line, Reply& reply, bool utf8) {
  wire::check_line(line, 0, reply.flaws);
  if (line.size() > kReplyLineLimit && reply.status != Status::Continue) {
    reply.flaws.add(kLineTooLong, kReplyLineLimit);
  }
  const auto bad =
      std::find_if(line.begin(), line.end(), [utf8](char c) { return (c < 0 && !utf8) || c == '\x7F'; });
  if (bad != line.end()) reply.flaws.add(kNotAscii, static_cast<std::size_t>(bad - line.begin()));
}

// A dot before anything but a dot was never stuffed; the terminator is no such line.
void check_block(std::string_view block, std::size_t offset, wire::Flaws& flaws) {
  if (block.ends_with(".\r\n")) block.remove_suffix(3);
  bool bare_lf = false;
  bool unstuffed = block.starts_with('.') && !block.starts_with("..");
  if (unstuffed) flaws.add(kNotStuffed, offset);
  for (std::size_t lf = block.find('\n'); lf != std::string_view::npos && !(bare_lf && unstuffed);
       lf = block.find('\n', lf + 1)) {
    const bool crlf = lf > 0 && block[lf - 1] == '\r';
    if (!crlf && !bare_lf) {
      bare_lf = true;
      flaws.add(kBlockBareLf, offset + lf);
    }
    const std::string_view next = block.substr(lf + 1, 2);
    if (crlf && !unstuffed && next.starts_with('.') && next != "..") {
      unstuffed = true;
      flaws.add(kNotStuffed, offset + lf + 1);
    }
  }
}

}  // namespace

wire::Frame ReplyFramer::feed(std::string_view buffered, bool multi_line) {
  if (status_line_ == 0) {
    const wire::Frame line = line_.feed(buffered);
    if (line.status != FrameStatus::Complete || !multi_line || !is_ok(buffered)) return line;
    status_line_ = line.size;
  }
  return feed_block(buffered);
}

wire::Frame ReplyFramer::feed_block(std::string_view buffered) {
  wire::Frame frame = block_.feed(buffered.substr(std::min(status_line_, buffered.size())));
  if (frame.status == FrameStatus::NeedMore) return frame;
  frame.size += status_line_;
  reset();
  return frame;
}

void ReplyFramer::reset() {
  line_.reset();
  block_.reset();
  status_line_ = 0;
}

void parse_reply(std::string_view unit, bool multi_line, Reply& reply, bool utf8) {
  reply.status = Status::None;
  reply.code = reply.block = {};
  reply.flaws.clear();
  reply.bytes = unit;
  const std::size_t lf = unit.find('\n');
  const std::string_view line = unit.substr(0, lf == std::string_view::npos ? lf : lf + 1);
  parse_line(line, reply);
  check_status_line(line, reply, utf8);
  reply.multi_line = multi_line && reply.status == Status::Ok;
  if (!reply.multi_line) return;
  reply.block = unit.substr(line.size());
  check_block(reply.block, line.size(), reply.flaws);
}

void parse_excess(std::string_view buffered, Reply& reply) {
  reply = {};
  reply.bytes = buffered.substr(0, kLineLimit);
  const std::size_t line_end = std::min(reply.bytes.find('\n'), reply.bytes.size());
  if (line_end >= kReplyLineLimit && !reply.bytes.starts_with("+ "))
    reply.flaws.add(kLineTooLong, kReplyLineLimit);
}

void append_ok(std::string& out, std::string_view text) {
  out += "+OK";
  if (!text.empty()) out += ' ';
  out += text;
  out += "\r\n";
}

void append_err(std::string& out, std::string_view text, std::string_view code) {
  out += "-ERR ";
  if (!code.empty()) {
    out += '[';
    out += code;
    out += "] ";
  }
  out += text;
  out += "\r\n";
}

}  // namespace mailrig::pop3
