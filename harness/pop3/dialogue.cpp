#include "harness/pop3/dialogue.hpp"

#include <algorithm>

#include "harness/wire/cursor.hpp"

namespace mailrig::pop3 {
namespace {

using wire::iequals;

struct Head {
  std::string_view verb, first, second;
};

Head split(std::string_view line) {
  wire::Cursor cursor(wire::without_line_end(line));
  Head head;
  head.verb = cursor.take_until(' ');
  cursor.take(' ');
  head.first = cursor.take_until(' ');
  cursor.take(' ');
  head.second = cursor.take_until(' ');
  return head;
}

bool has_block(const Head& head) {
  for (const std::string_view verb : {"RETR", "TOP", "CAPA"}) {
    if (iequals(head.verb, verb)) return true;
  }
  for (const std::string_view verb : {"LIST", "UIDL", "AUTH", "LANG"}) {
    if (iequals(head.verb, verb)) return head.first.empty();
  }
  return false;
}

}  // namespace

bool has_block(std::string_view command_line) {
  return has_block(split(command_line));
}

void Dialogue::Name::set(std::string_view verb) {
  size = static_cast<std::uint8_t>(std::min(verb.size(), octets.size()));
  std::transform(verb.begin(), verb.begin() + size, octets.begin(), wire::to_upper);
}

void Dialogue::sent(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t lf = bytes.find('\n');
    const std::string_view part = bytes.substr(0, lf == std::string_view::npos ? lf : lf + 1);
    const std::string_view kept = part.substr(0, head_.size() - head_size_);
    std::copy(kept.begin(), kept.end(), head_.data() + head_size_);
    head_size_ += kept.size();
    bytes.remove_prefix(part.size());
    if (lf != std::string_view::npos) end_line();
  }
}

void Dialogue::end_line() {
  if (!take_sasl_line()) note({head_.data(), head_size_});
  head_size_ = 0;
}

// Is the line that was sent a response within AUTH rather than a command?
bool Dialogue::take_sasl_line() {
  if (outstanding() == 0 || !commands_.back().sasl) return false;
  if (challenges_ > 0) {
    --challenges_;
    return true;
  }
  if (!commands_.back().presumed) return false;
  commands_.back().presumed = false;
  ++early_lines_;
  return true;
}

void Dialogue::note(std::string_view line) {
  if (outstanding() == kOutstandingLimit) return;
  const Head head = split(line);
  Sent command;
  command.verb.set(head.verb);
  command.argument = !head.first.empty();
  command.number = wire::to_number(head.first).value_or(0);
  command.multi_line = has_block(head);
  command.chooses_utf8 = iequals(head.verb, "UTF8") || (iequals(head.verb, "LANG") && !head.first.empty());
  command.sasl = iequals(head.verb, "AUTH") && !head.first.empty();
  command.presumed = command.sasl && head.second.empty();
  commands_.push_back(command);
}

Dialogue::Next Dialogue::next(std::string_view buffered, Reply& reply, std::size_t& size) {
  const bool multi_line = greeted_ && outstanding() > 0 && commands_[first_].multi_line;
  const wire::Frame frame = framer_.feed(buffered, multi_line);
  size = frame.size;
  if (frame.status == wire::FrameStatus::NeedMore) return Next::NeedMore;
  if (frame.status == wire::FrameStatus::TooLong) {
    passed_ = frame.limit;
    parse_excess(buffered, reply);
    return Next::TooLong;
  }
  const bool chooses = greeted_ && outstanding() > 0 && commands_[first_].chooses_utf8;
  parse_reply(buffered.substr(0, frame.size), multi_line, reply, utf8_ || chooses);
  if (chooses && reply.status == Status::Ok) utf8_ = true;
  settle(reply);
  return Next::Unit;
}

void Dialogue::settle(const Reply& reply) {
  answered_.size = 0;
  number_ = 0;
  argument_ = false;
  asked_ = true;
  if (!greeted_) {
    greeted_ = true;
  } else if (outstanding() == 0) {
    asked_ = false;
  } else if (reply.status == Status::Continue && commands_[first_].sasl) {
    challenged();
  } else {
    asked_ = reply.status != Status::Continue;
    complete(reply);
  }
}

void Dialogue::challenged() {
  commands_[first_].presumed = false;
  if (early_lines_ > 0) {
    --early_lines_;
  } else {
    ++challenges_;
  }
}

void Dialogue::complete(const Reply& reply) {
  const bool sasl = commands_[first_].sasl;
  answered_ = commands_[first_].verb;
  number_ = commands_[first_].number;
  argument_ = commands_[first_].argument;
  if (++first_ == commands_.size() || first_ > kOutstandingLimit) {
    commands_.erase(commands_.begin(), commands_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
  if (!sasl) return;
  // A line that went out in the belief that AUTH would go on was a command to the server.
  if (reply.status == Status::Err && early_lines_ > 0)
    commands_.insert(commands_.begin() + static_cast<std::ptrdiff_t>(first_), Sent{});
  challenges_ = early_lines_ = 0;
}

std::string_view Dialogue::awaited() const {
  return outstanding() == 0 ? "" : commands_[first_].verb.view();
}

void Dialogue::reset() {
  framer_.reset();
  commands_.clear();
  first_ = head_size_ = challenges_ = early_lines_ = 0;
  answered_.size = 0;
  asked_ = true;
  greeted_ = utf8_ = false;
}

}  // namespace mailrig::pop3
