#include "harness/play/match_pop3.hpp"

#include <algorithm>

#include "harness/play/match_lines.hpp"

namespace mailrig::play {
namespace {

using scenario::Pop3Pattern;

bool match_status(const Pop3Pattern& pattern, const pop3::Reply& reply, Match& match) {
  std::string_view got = "none";
  if (reply.status == pop3::Status::Ok) got = "+OK";
  if (reply.status == pop3::Status::Err) got = "-ERR";
  if (reply.status == pop3::Status::Continue) got = "+";
  return pattern.status == "any" || same_letters(pattern.status, got) ||
         match.no("the status is", got, pattern.status);
}

// "SYS" also takes "SYS/TEMP" (RFC 2449 8: codes are hierarchical).
bool match_code(const Pop3Pattern& pattern, const pop3::Reply& reply, Match& match) {
  if (pattern.code.empty()) return true;
  const std::string_view code = reply.code;
  if (same_letters(code.substr(0, pattern.code.size()), pattern.code) &&
      (code.size() == pattern.code.size() || code[pattern.code.size()] == '/')) {
    return true;
  }
  if (code.empty()) return match.no("there is no response code, wanted", pattern.code);
  return match.no("the response code is", code, pattern.code);
}

// The lines of a block as it came, without terminator, CRLF and stuffing.
class BlockLines final : public LineSource {
 public:
  explicit BlockLines(std::string_view block) : block_(block) {}
  std::string_view rest() const override { return block_.substr(at_); }
  std::size_t place() const override { return at_; }
  void go_to(std::size_t place) override { at_ = place; }
  bool next(std::string_view& line) override {
    if (rest().empty() || rest() == ".\r\n") return false;
    const std::size_t end = std::min(block_.find('\n', at_), block_.size() - 1);
    line = block_.substr(at_, end + 1 - at_);
    at_ = end + 1;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (!line.empty() && line.front() == '.') line.remove_prefix(1);
    return true;
  }

 private:
  std::string_view block_;
  std::size_t at_ = 0;
};

bool match_block(const Pop3Pattern& pattern, const pop3::Reply& reply, Match& match) {
  BlockLines lines(reply.block);
  if (!pattern.block_in_any_order) return match_lines(pattern.block, lines, Value::Role::Octets, match);
  return match_lines_as_set(pattern.block, lines, Value::Role::Octets, match);
}

}  // namespace

bool match_pop3(const Pop3Pattern& pattern, const pop3::Reply& reply, Match& match) {
  if (!match_status(pattern, reply, match) || !match_code(pattern, reply, match)) return false;
  if (!match_words(pattern.words, reply.text, pattern.more, match, Value::Role::Octets)) return false;
  if (!pattern.has_block) return true;
  if (!reply.multi_line) return match.no("no block follows");
  return match_block(pattern, reply, match);
}

}  // namespace mailrig::play
