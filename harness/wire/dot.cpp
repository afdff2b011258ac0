#include "harness/wire/dot.hpp"

namespace mailrig::wire {
namespace {

constexpr std::string_view kEnd = ".\r\n";

// Where the next line that begins with a dot begins, from `from` on; npos: none. Lines end in CRLF:
// a dot behind a lone LF is text.
std::size_t next_dot_line(std::string_view text, std::size_t from) {
  if (from == 0 && text.starts_with('.')) return 0;
  std::size_t crlf = text.find("\r\n.", from < 2 ? 0 : from - 2);
  return crlf == std::string_view::npos ? crlf : crlf + 2;
}

}  // namespace

void append_dot_block(std::string& out, std::string_view body) {
  std::size_t done = 0;
  for (std::size_t dot = next_dot_line(body, 0); dot != std::string_view::npos;
       dot = next_dot_line(body, dot + 1)) {
    out += body.substr(done, dot - done);
    out += '.';
    done = dot;
  }
  out += body.substr(done);
  if (!body.empty() && !body.ends_with("\r\n")) out += "\r\n";
  out += kEnd;
}

void append_unstuffed(std::string& out, std::string_view block) {
  if (block.ends_with(kEnd)) block.remove_suffix(kEnd.size());
  std::size_t done = 0;
  for (std::size_t dot = next_dot_line(block, 0); dot != std::string_view::npos;
       dot = next_dot_line(block, dot + 1)) {
    out += block.substr(done, dot - done);
    done = dot + 1;
  }
  out += block.substr(done);
}

}  // namespace mailrig::wire
