#include "harness/play/match_pop3.hpp"

#include "harness/play/render.hpp"
#include "harness/wire/dot.hpp"

namespace mailrig::play {
namespace {

using scenario::Pop3Pattern;
using Line = Pop3Pattern::Line;

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
  return match.no("the response code is", code, pattern.code);
}

// The lines of a block as it came, without terminator, CRLF and stuffing.
class Lines {
 public:
  explicit Lines(std::string_view block) : rest_(block) {}
  [[nodiscard]] std::string_view rest() const { return rest_; }
  bool next(std::string_view& line) {
    if (rest_.empty() || rest_ == ".\r\n") return false;
    std::size_t end = rest_.find('\n');
    if (end == std::string_view::npos) end = rest_.size() - 1;
    line = rest_.substr(0, end + 1);
    rest_.remove_prefix(end + 1);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
    if (!line.empty() && line.front() == '.') line.remove_prefix(1);
    return true;
  }

 private:
  std::string_view rest_;
};

bool match_message(const Line& pattern, std::string_view rest, Match& match) {
  std::string body, buffer;
  wire::append_unstuffed(body, rest);
  const std::string_view wanted = rendered(pattern.message, match.bindings, buffer);
  if (body == wanted) return true;
  if (match.why == nullptr) return false;
  std::size_t at = 0;
  while (at < body.size() && at < wanted.size() && body[at] == wanted[at]) ++at;
  return match.no("the message differs from octet " + std::to_string(at) + " on (" +
                      std::to_string(body.size()) + " octets came, " + std::to_string(wanted.size()) +
                      " were wanted): there is",
                  std::string_view(body).substr(at, 40), wanted.substr(at, 40));
}

// The usual way to match wildcards: on a mismatch go back to the last "..." and let it take a line more.
bool match_in_order(const std::vector<Line>& patterns, std::string_view block, Match& match) {
  Lines lines(block);
  Lines retry = lines;
  std::size_t i = 0, star = patterns.size();
  std::size_t mark = match.bindings.mark();
  for (;;) {
    if (i < patterns.size() && patterns[i].kind == Line::Kind::AnyNumber) {
      star = i++;
      retry = lines;
      mark = match.bindings.mark();
      if (i == patterns.size()) return true;
      continue;
    }
    if (i < patterns.size() && patterns[i].kind == Line::Kind::Message) {
      return match_message(patterns[i], lines.rest(), match);
    }
    std::string_view line;
    const bool more = lines.next(line);
    if (!more && i == patterns.size()) return true;
    Match quiet{match.bindings, match.scratch, star < patterns.size() ? nullptr : match.why};
    if (more && i < patterns.size() &&
        match_words(patterns[i].words, line, false, quiet, Value::Role::Octets)) {
      ++i;
      continue;
    }
    if (!more) return match.no("the block ends before all its lines came");
    if (star == patterns.size())
      return i < patterns.size() ? false : match.no("the block has a further line", line);
    match.bindings.undo(mark);
    if (!retry.next(line)) return match.no("no line of the block fits");
    lines = retry;
    i = star + 1;
  }
}

bool match_as_set(const std::vector<Line>& patterns, std::string_view block, Match& match) {
  for (const Line& pattern : patterns) {
    if (pattern.kind != Line::Kind::Words) continue;
    bool found = false;
    std::string_view line;
    Match quiet{match.bindings, match.scratch, nullptr};
    for (Lines lines(block); !found && lines.next(line);) {
      const std::size_t mark = match.bindings.mark();
      found = match_words(pattern.words, line, false, quiet, Value::Role::Octets);
      if (!found) match.bindings.undo(mark);
    }
    if (!found) {
      return match.why != nullptr &&
             match.no("the block has no such line", {},
                      pattern.words.empty() ? std::string() : shown(pattern.words.front(), match.bindings));
    }
  }
  return true;
}

}  // namespace

bool match_pop3(const Pop3Pattern& pattern, const pop3::Reply& reply, Match& match) {
  if (!match_status(pattern, reply, match) || !match_code(pattern, reply, match)) return false;
  if (!match_words(pattern.words, reply.text, true, match, Value::Role::Octets)) return false;
  if (!pattern.has_block) return true;
  if (!reply.multi_line) return match.no("no block follows");
  return pattern.block_in_any_order ? match_as_set(pattern.block, reply.block, match)
                                    : match_in_order(pattern.block, reply.block, match);
}

}  // namespace mailrig::play
