#include "harness/pop3/command.hpp"

#include <algorithm>
#include <array>

#include "harness/wire/cursor.hpp"

namespace mailrig::pop3 {
namespace {

using wire::Cursor;

struct Keyword {
  std::string_view name;
  Verb verb;
};

constexpr std::array<Keyword, 17> kKeywords{{{"APOP", Verb::Apop},
                                             {"AUTH", Verb::Auth},
                                             {"CAPA", Verb::Capa},
                                             {"DELE", Verb::Dele},
                                             {"LANG", Verb::Lang},
                                             {"LIST", Verb::List},
                                             {"NOOP", Verb::Noop},
                                             {"PASS", Verb::Pass},
                                             {"QUIT", Verb::Quit},
                                             {"RETR", Verb::Retr},
                                             {"RSET", Verb::Rset},
                                             {"STAT", Verb::Stat},
                                             {"STLS", Verb::Stls},
                                             {"TOP", Verb::Top},
                                             {"UIDL", Verb::Uidl},
                                             {"USER", Verb::User},
                                             {"UTF8", Verb::Utf8}}};

Verb verb_of(std::string_view word) {
  for (const Keyword& keyword : kKeywords) {
    if (wire::iequals(keyword.name, word)) return keyword.verb;
  }
  return Verb::Unknown;
}

constexpr bool is_argument(char c) {
  return wire::is_printable(c) && c != ' ';
}

constexpr bool is_eight_bit(char c) {
  return static_cast<unsigned char>(c) > 0x7F;
}

// What may be UTF-8 where that is taken; the whole line has been looked at.
constexpr bool is_name(char c) {
  return is_argument(c) || is_eight_bit(c);
}

bool may_be_utf8(Verb verb) {
  return verb == Verb::User || verb == Verb::Pass || verb == Verb::Apop;
}

using Refused = std::optional<Refusal>;

Refused refuse(const Cursor& cursor, std::string_view reason) {
  return Refusal{reason, cursor.offset()};
}

Refused take_end(const Cursor& cursor) {
  return cursor.at_end() ? Refused{} : refuse(cursor, "too many arguments");
}

Refused take_space(Cursor& cursor, std::string_view missing) {
  return cursor.take(' ') ? Refused{} : refuse(cursor, missing);
}

Refused take_number(Cursor& cursor, std::uint64_t& number, std::string_view missing) {
  const std::optional<std::uint64_t> taken = cursor.take_number();
  if (!taken || is_argument(cursor.peek())) return refuse(cursor, missing);
  number = *taken;
  return {};
}

Refused take_message(Cursor& cursor, Command& command) {
  constexpr std::string_view kMissing = "message number expected";
  if (Refused refused = take_space(cursor, kMissing)) return refused;
  std::uint64_t number = 0;
  if (Refused refused = take_number(cursor, number, kMissing)) return refused;
  command.message = number;
  return {};
}

// msg
Refused parse_message(Cursor& cursor, Command& command) {
  if (Refused refused = take_message(cursor, command)) return refused;
  return take_end(cursor);
}

// [msg]
Refused parse_optional_message(Cursor& cursor, Command& command) {
  return cursor.at_end() ? Refused{} : parse_message(cursor, command);
}

// msg n
Refused parse_top(Cursor& cursor, Command& command) {
  constexpr std::string_view kMissing = "number of lines expected";
  if (Refused refused = take_message(cursor, command)) return refused;
  if (Refused refused = take_space(cursor, kMissing)) return refused;
  if (Refused refused = take_number(cursor, command.lines, kMissing)) return refused;
  return take_end(cursor);
}

// name
Refused parse_user(Cursor& cursor, Command& command) {
  constexpr std::string_view kMissing = "user name expected";
  if (Refused refused = take_space(cursor, kMissing)) return refused;
  command.argument = cursor.take_while(is_name);
  if (command.argument.empty()) return refuse(cursor, kMissing);
  return take_end(cursor);
}

// name digest
Refused parse_apop(Cursor& cursor, Command& command) {
  constexpr std::string_view kMissing = "user name expected", kNoDigest = "digest expected";
  if (Refused refused = take_space(cursor, kMissing)) return refused;
  command.argument = cursor.take_while(is_name);
  if (command.argument.empty()) return refuse(cursor, kMissing);
  if (Refused refused = take_space(cursor, kNoDigest)) return refused;
  command.digest = cursor.take_while(is_argument);
  if (command.digest.empty()) return refuse(cursor, kNoDigest);
  return take_end(cursor);
}

// [language-range]
Refused parse_lang(Cursor& cursor, Command& command) {
  constexpr std::string_view kMissing = "language range expected";
  if (cursor.at_end()) return {};
  if (Refused refused = take_space(cursor, kMissing)) return refused;
  command.argument = cursor.take_while(is_argument);
  if (command.argument.empty()) return refuse(cursor, kMissing);
  return take_end(cursor);
}

// string, spaces and all
Refused parse_pass(Cursor& cursor, Command& command) {
  constexpr std::string_view kMissing = "password expected";
  if (Refused refused = take_space(cursor, kMissing)) return refused;
  command.argument = cursor.take_octets(cursor.rest().size());
  return command.argument.empty() ? refuse(cursor, kMissing) : Refused{};
}

// mechanism [initial-response]
Refused parse_auth(Cursor& cursor, Command& command) {
  constexpr std::string_view kMissing = "mechanism expected";
  if (Refused refused = take_space(cursor, kMissing)) return refused;
  command.argument = cursor.take_while(is_argument);
  if (command.argument.empty()) return refuse(cursor, kMissing);
  if (cursor.at_end()) return {};
  cursor.skip();
  command.initial_response = cursor.take_while(is_argument);
  if (command.initial_response->empty()) return refuse(cursor, "initial response expected");
  return take_end(cursor);
}

Refused parse_arguments(Cursor& cursor, Command& command) {
  switch (command.verb) {
    case Verb::Unknown:
      return refuse(cursor, "unknown command");
    case Verb::Apop:
      return parse_apop(cursor, command);
    case Verb::Lang:
      return parse_lang(cursor, command);
    case Verb::Auth:
      return parse_auth(cursor, command);
    case Verb::Dele:
    case Verb::Retr:
      return parse_message(cursor, command);
    case Verb::List:
    case Verb::Uidl:
      return parse_optional_message(cursor, command);
    case Verb::Pass:
      return parse_pass(cursor, command);
    case Verb::Top:
      return parse_top(cursor, command);
    case Verb::User:
      return parse_user(cursor, command);
    default:
      return take_end(cursor);
  }
}

}  // namespace

std::string_view name(Verb verb) {
  for (const Keyword& keyword : kKeywords) {
    if (keyword.verb == verb) return keyword.name;
  }
  return {};
}

std::optional<Refusal> parse_command(std::string_view line, Command& command, CommandOptions options) {
  command = Command{};
  const bool crlf = line.ends_with("\r\n");
  if (crlf) line.remove_suffix(2);
  Cursor cursor(line);
  command.name = cursor.take_until(' ');
  command.verb = verb_of(command.name);
  if (!crlf) return Refusal{"a line ends in CRLF", line.size()};
  if (line.size() + 2 > kCommandLimit) return Refusal{"line too long", kCommandLimit};
  const bool utf8 = options.utf8 && may_be_utf8(command.verb);
  const auto bad = std::find_if_not(line.begin(), line.end(), [utf8](char c) {
    return wire::is_printable(c) || (utf8 && is_eight_bit(c));
  });
  if (bad != line.end())
    return Refusal{"printable ASCII expected", static_cast<std::size_t>(bad - line.begin())};
  return parse_arguments(cursor, command);
}

void append_command(std::string& out, const Command& command) {
  out += command.verb == Verb::Unknown ? command.name : name(command.verb);
  if (!command.argument.empty()) (out += ' ') += command.argument;
  if (!command.digest.empty()) (out += ' ') += command.digest;
  if (command.initial_response) (out += ' ') += *command.initial_response;
  if (command.message) (out += ' ') += std::to_string(*command.message);
  if (command.verb == Verb::Top) (out += ' ') += std::to_string(command.lines);
  out += "\r\n";
}

}  // namespace mailrig::pop3
