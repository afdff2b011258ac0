#include "reference-server/session/smtp/content.hpp"

#include <algorithm>

#include "harness/wire/dot.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/submission.hpp"
#include "reference-server/session/smtp/trace.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::size_t kShortLine = 500;

// RFC 5321 2.3.8: CR and LF stand together or not at all. A message that has one alone may be two
// messages to the next reader.
bool has_bare_end(std::string_view message) {
  for (std::size_t at = message.find_first_of("\r\n"); at != std::string_view::npos;
       at = message.find_first_of("\r\n", at)) {
    if (message.substr(at, 2) != "\r\n") return true;
    at += 2;
  }
  return false;
}

bool has_line_over(std::string_view message, std::size_t limit) {
  while (!message.empty()) {
    const std::size_t end = std::min(message.find("\r\n"), message.size());
    if (end > limit) return true;
    message.remove_prefix(std::min(end + 2, message.size()));
  }
  return false;
}

}  // namespace

void trim_lines(std::string& message) {
  std::string trimmed;
  std::string_view rest = message;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find("\r\n"), rest.size());
    std::string_view line = rest.substr(0, end);
    while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
    trimmed += line;
    trimmed += rest.substr(end, 2);
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  message.swap(trimmed);
}

bool ends_strictly(std::string_view block) {
  return block == ".\r\n" || block.ends_with("\r\n.\r\n");
}

// The message without its end and the stuffed dots.
void append_content(std::string& out, const Talk& talk, std::string_view block) {
  const std::size_t begin = out.size();
  if (ends_strictly(block)) {
    wire::append_unstuffed(out, block);
  } else {
    out += block.substr(0, block.rfind('.'));
  }
  if (!talk.hit(kDataFirstDotKept)) return;
  const std::size_t dots = block.starts_with("..") ? 0 : block.find("\r\n..");
  if (dots != std::string_view::npos) out.insert(begin + dots + (dots == 0 ? 0 : 2), 1, '.');
}

Answer check_content(const Talk& talk, std::string_view content, bool lines) {
  if (content.size() > talk.world.limits.message) return {552, {5, 3, 4}, "message too big"};
  if (lines && has_bare_end(content)) return {554, {5, 6, 0}, "CR or LF alone within the message"};
  if (names_unqualified(talk, content))
    return {554, {5, 6, 0}, "a domain in the header is not fully qualified"};
  if (has_bad_address(talk, content)) return {554, {5, 6, 0}, "an address in the header is not well formed"};
  if (count_hops(content) > talk.world.limits.hops) return {554, {5, 4, 6}, "too many hops"};
  if (talk.hit(kDataLineLimitShort) && has_line_over(content, kShortLine))
    return {554, {5, 6, 0}, "line too long"};
  return {};
}

}  // namespace mailrig::server::smtpd
