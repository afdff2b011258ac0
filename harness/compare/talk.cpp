#include "harness/compare/talk.hpp"

#include <algorithm>
#include <initializer_list>

#include "harness/wire/ascii.hpp"

namespace mailrig::compare {

namespace {

// Whether some line that is sent begins with one of these words.
bool sends(WireSpan wire, std::initializer_list<std::string_view> words) {
  const auto begins = [&](std::string_view line) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      return wire::istarts_with(line, word) && line.size() > word.size() &&
             !wire::is_alnum(line[word.size()]);
    });
  };
  for (const record::Wire* event : wire) {
    if (event->direction != record::Direction::Sent) continue;
    for (std::string_view rest = event->bytes; !rest.empty();) {
      if (begins(rest)) return true;
      rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
    }
  }
  return false;
}

}  // namespace

std::string_view name(Protocol protocol) {
  switch (protocol) {
    case Protocol::Smtp:
      return "smtp";
    case Protocol::Lmtp:
      return "lmtp";
    case Protocol::Imap:
      return "imap";
    case Protocol::Pop3:
      return "pop3";
  }
  return "";
}

Talk read_talk(Protocol protocol, WireSpan wire, const TalkOptions& options) {
  switch (protocol) {
    case Protocol::Smtp:
      return read_smtp(wire, options, false);
    case Protocol::Lmtp:
      return read_smtp(wire, options, true);
    case Protocol::Imap:
      return read_imap(wire, options);
    case Protocol::Pop3:
      return read_pop3(wire, options);
  }
  return {};
}

std::optional<Protocol> protocol_of(WireSpan wire) {
  for (const record::Wire* event : wire) {
    if (event->direction != record::Direction::Received || event->bytes.empty()) continue;
    const char first = event->bytes.front();
    if (wire::is_digit(first)) return sends(wire, {"LHLO"}) ? Protocol::Lmtp : Protocol::Smtp;
    if (first == '*') return Protocol::Imap;
    if (first == '+' || first == '-') return Protocol::Pop3;
    return std::nullopt;
  }
  return std::nullopt;
}

bool delivers(Protocol protocol, WireSpan wire) {
  return (protocol == Protocol::Smtp || protocol == Protocol::Lmtp) && sends(wire, {"DATA", "BDAT"});
}

}  // namespace mailrig::compare
