#include "harness/smtp/dialogue.hpp"

#include <algorithm>

#include "harness/wire/cursor.hpp"

namespace mailrig::smtp {
namespace {

constexpr std::string_view kEndOfMessage = "\r\n.\r\n";

// What the head of a command line tells.
struct Head {
  std::string_view verb;
  std::uint64_t chunk = 0;  // of BDAT
  bool last = false;        // of BDAT
};

Head read_head(std::string_view line) {
  wire::Cursor cursor(wire::without_line_end(line));
  Head head;
  head.verb = cursor.take_until(' ');
  if (!wire::iequals(head.verb, "BDAT")) return head;
  cursor.take(' ');
  head.chunk = cursor.take_number().value_or(0);
  head.last = cursor.take_any_case(" LAST");
  return head;
}

}  // namespace

void Dialogue::Sent::set(std::string_view verb) {
  last = false;
  size = static_cast<std::uint8_t>(std::min(verb.size(), octets.size()));
  std::transform(verb.begin(), verb.begin() + size, octets.begin(), wire::to_upper);
}

void Dialogue::sent(std::string_view bytes) {
  while (!bytes.empty()) {
    std::size_t used = 0;
    switch (mode_) {
      case Mode::Line:
        used = send_line(bytes);
        break;
      case Mode::Message:
        used = send_message(bytes);
        break;
      case Mode::Chunk:
        used = send_chunk(bytes);
        break;
      case Mode::Held:
        used = hold(bytes);
        break;
    }
    bytes.remove_prefix(used);
  }
}

std::size_t Dialogue::send_line(std::string_view bytes) {
  const std::size_t lf = bytes.find('\n');
  const std::string_view part = bytes.substr(0, lf == std::string_view::npos ? lf : lf + 1);
  const std::string_view kept = part.substr(0, head_.size() - head_size_);
  std::copy(kept.begin(), kept.end(), head_.data() + head_size_);
  head_size_ += kept.size();
  if (lf != std::string_view::npos) end_line();
  return part.size();
}

// Looks for CRLF.CRLF across cuts; `dot_` says how much of it has been seen.
std::size_t Dialogue::send_message(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (dot_ == 0) {
      const std::size_t cr = bytes.find('\r', at);
      if (cr == std::string_view::npos) return bytes.size();
      at = cr;
    }
    const char c = bytes[at++];
    dot_ = c == kEndOfMessage[dot_] ? dot_ + 1 : (c == '\r' ? 1 : 0);
    if (dot_ < kEndOfMessage.size()) continue;
    mode_ = Mode::Line;
    note(".");
    break;
  }
  return at;
}

std::size_t Dialogue::send_chunk(std::string_view bytes) {
  const std::size_t used = chunk_left_ < bytes.size() ? static_cast<std::size_t>(chunk_left_) : bytes.size();
  chunk_left_ -= used;
  if (chunk_left_ == 0) mode_ = Mode::Line;
  return used;
}

std::size_t Dialogue::hold(std::string_view bytes) {
  held_ += bytes.substr(0, kHeldLimit - held_.size());
  return bytes.size();
}

void Dialogue::end_line() {
  const Head head = read_head({head_.data(), head_size_});
  head_size_ = 0;
  if (sasl_line_) {
    sasl_line_ = false;
    return note("AUTH");
  }
  note(head.verb, head.last);
  if (head.chunk == 0) return;
  chunk_left_ = head.chunk;
  mode_ = Mode::Chunk;
}

void Dialogue::note(std::string_view verb, bool last) {
  if (outstanding() == kOutstandingLimit) return;
  Sent command;
  command.set(verb);
  command.last = last;
  commands_.push_back(command);
  if (command.decides()) mode_ = Mode::Held;
}

Dialogue::Next Dialogue::next(std::string_view buffered, Reply& reply, std::size_t& size) {
  const wire::Frame frame = framer_.feed(buffered);
  size = frame.size;
  if (frame.status == wire::FrameStatus::NeedMore) return Next::NeedMore;
  if (frame.status == wire::FrameStatus::TooLong) {
    passed_ = frame.limit;
    parse_excess(buffered, reply);
    return Next::TooLong;
  }
  parse_reply(buffered.substr(0, frame.size), reply);
  settle(reply.code);
  return Next::Unit;
}

void Dialogue::settle(int code) {
  answered_.size = 0;
  asked_ = true;
  if (!greeted_) {
    greeted_ = true;
  } else if (outstanding() == 0) {
    asked_ = false;
  } else {
    complete(code);
  }
}

void Dialogue::complete(int code) {
  if (kind_ == Kind::Lmtp) skip_unanswered(code);
  if (outstanding() == 0) {
    asked_ = false;
    return;
  }
  answered_ = commands_[first_];
  if (kind_ == Kind::Lmtp && further_due(code)) return;
  drop_first();
  if (kind_ == Kind::Lmtp) follow(answered_, code);
  if (answered_.decides()) decide(answered_, code);
}

void Dialogue::drop_first() {
  if (++first_ == commands_.size()) {
    commands_.clear();
    first_ = 0;
  } else if (first_ > kOutstandingLimit) {
    commands_.erase(commands_.begin(), commands_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

// RFC 2033 4.3: BDAT LAST without a recipient has no reply; a refusal is its all the same.
void Dialogue::skip_unanswered(int code) {
  while (outstanding() > 0 && due_ == 0 && recipients_ == 0 && commands_[first_].last && code < 400)
    drop_first();
}

// Whether the message that `answered_` ended gets more replies than this one. A BDAT that is not
// understood, or out of place, is refused once.
bool Dialogue::further_due(int code) {
  if (!answered_.last && !answered_.is(".")) return false;
  const bool refused_whole = answered_.last && due_ == 0 && code >= 500 && code <= 504;
  if (due_ == 0) due_ = refused_whole ? 1 : std::max<std::size_t>(recipients_, 1);
  return --due_ > 0;
}

// Who is counted: RFC 2033 4.2.
void Dialogue::follow(const Sent& command, int code) {
  const bool done = code / 100 == 2;
  if (command.is("RCPT") && done) ++recipients_;
  const bool begins =
      command.is("MAIL") || command.is("RSET") || command.is("LHLO") || command.is("STARTTLS");
  if (command.last || command.is(".") || (begins && done)) recipients_ = 0;
}

void Dialogue::decide(const Sent& command, int code) {
  mode_ = Mode::Line;
  if (command.is("DATA") && code == 354) {
    mode_ = Mode::Message;
    dot_ = 2;  // the CRLF of the command counts
  }
  sasl_line_ = command.is("AUTH") && code == 334;
  std::string held;
  held.swap(held_);
  if (command.is("STARTTLS") && code == 220) return;
  sent(held);
}

std::string_view Dialogue::awaited() const {
  return outstanding() == 0 ? "" : commands_[first_].view();
}

void Dialogue::reset() {
  framer_.reset();
  commands_.clear();
  held_.clear();
  first_ = head_size_ = dot_ = recipients_ = due_ = 0;
  chunk_left_ = 0;
  mode_ = Mode::Line;
  answered_.size = 0;
  asked_ = true;
  greeted_ = sasl_line_ = false;
}

}  // namespace mailrig::smtp
