#include "harness/smtp/command.hpp"

#include "harness/wire/cursor.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::smtp {
namespace {

using wire::Cursor;
using Refused = std::optional<Refusal>;

struct Name {
  std::string_view name;
  Verb verb;
};

constexpr std::array<Name, 15> kNames{{{"AUTH", Verb::Auth},
                                       {"BDAT", Verb::Bdat},
                                       {"DATA", Verb::Data},
                                       {"EHLO", Verb::Ehlo},
                                       {"EXPN", Verb::Expn},
                                       {"HELO", Verb::Helo},
                                       {"HELP", Verb::Help},
                                       {"LHLO", Verb::Lhlo},
                                       {"MAIL", Verb::Mail},
                                       {"NOOP", Verb::Noop},
                                       {"QUIT", Verb::Quit},
                                       {"RCPT", Verb::Rcpt},
                                       {"RSET", Verb::Rset},
                                       {"STARTTLS", Verb::StartTls},
                                       {"VRFY", Verb::Vrfy}}};

constexpr EnhancedCode kInvalidCommand{5, 5, 1};  // RFC 3463 3.6
constexpr EnhancedCode kSyntaxError{5, 5, 2};
constexpr EnhancedCode kInvalidArguments{5, 5, 4};
constexpr EnhancedCode kBadSender{5, 1, 7};  // RFC 3463 3.2
constexpr EnhancedCode kBadRecipient{5, 1, 3};

constexpr bool is_keyword(char c) {
  return wire::is_alnum(c) || c == '-';
}
// RFC 6531 3.3; that the octets are UTF-8 is seen before.
constexpr bool is_value(char c) {
  return (c > ' ' && c <= '~' && c != '=') || !wire::is_ascii({&c, 1});
}
constexpr bool is_word(char c) {
  return c > ' ' && c <= '~';
}
constexpr bool is_mechanism(char c) {
  return wire::is_alnum(c) || c == '-' || c == '_';
}

Verb verb_of(std::string_view word) {
  for (const Name& known : kNames) {
    if (wire::iequals(known.name, word)) return known.verb;
  }
  return Verb::Unknown;
}

std::size_t limit_of(Verb verb) {
  switch (verb) {
    case Verb::Auth:
      return kAuthLimit;
    case Verb::Mail:
      return kCommandLimit + kMailExtra;
    case Verb::Rcpt:
      return kCommandLimit + kRcptExtra;
    default:
      return kCommandLimit;
  }
}

Refused refuse(const Cursor& cursor, std::string_view reason, const EnhancedCode& code = kInvalidArguments) {
  return Refusal{501, code, reason, cursor.offset()};
}

Refused take_end(const Cursor& cursor) {
  return cursor.at_end() ? Refused{} : refuse(cursor, "nothing more expected");
}

Refused parse_domain(Cursor& cursor, Command& command) {
  if (!cursor.take(' ')) return refuse(cursor, "domain expected");
  if (const Reason reason = take_domain(cursor, command.argument)) return refuse(cursor, *reason);
  return take_end(cursor);
}

Refused take_parameter(Cursor& cursor, Command& command) {
  Parameter parameter;
  parameter.keyword = cursor.take_while(is_keyword);
  if (parameter.keyword.empty() || parameter.keyword.front() == '-')
    return refuse(cursor, "parameter expected");
  if (cursor.take('=')) {
    parameter.value = cursor.take_while(is_value);
    if (parameter.value->empty()) return refuse(cursor, "value of parameter expected");
  }
  if (!command.add(parameter)) return refuse(cursor, "too many parameters");
  return {};
}

Refused parse_path(Cursor& cursor, Command& command) {
  const bool mail = command.verb == Verb::Mail;
  if (!cursor.take_any_case(mail ? " FROM:" : " TO:")) {
    return refuse(cursor, mail ? "FROM:<path> expected" : "TO:<path> expected");
  }
  const PathKind kind = mail ? PathKind::Reverse : PathKind::Forward;
  if (const Reason reason = take_path(cursor, kind, command.path)) {
    return refuse(cursor, *reason, mail ? kBadSender : kBadRecipient);
  }
  while (cursor.take(' ')) {
    if (Refused refused = take_parameter(cursor, command)) return refused;
  }
  return take_end(cursor);
}

Refused parse_text(Cursor& cursor, Command& command, bool needed) {
  cursor.take(' ');
  command.argument = cursor.take_octets(cursor.rest().size());
  return needed && command.argument.empty() ? refuse(cursor, "argument expected") : Refused{};
}

Refused parse_auth(Cursor& cursor, Command& command) {
  if (!cursor.take(' ')) return refuse(cursor, "mechanism expected");
  command.argument = cursor.take_while(is_mechanism);
  if (command.argument.empty()) return refuse(cursor, "mechanism expected");
  if (cursor.take(' ')) {
    command.initial_response = cursor.take_while(is_word);
    if (command.initial_response->empty()) return refuse(cursor, "initial response expected");
  }
  return take_end(cursor);
}

Refused parse_bdat(Cursor& cursor, Command& command) {
  if (!cursor.take(' ')) return refuse(cursor, "size of chunk expected");
  const std::optional<std::uint64_t> size = cursor.take_number();
  if (!size) return refuse(cursor, "size of chunk expected");
  command.chunk = *size;
  command.sized = cursor.at_end() || cursor.peek() == ' ' || cursor.peek() == '\t';
  command.last = cursor.take_any_case(" LAST");
  return take_end(cursor);
}

Refused parse_arguments(Cursor& cursor, Command& command) {
  switch (command.verb) {
    case Verb::Unknown:
      return Refusal{500, kInvalidCommand, "command not recognised", 0};
    case Verb::Auth:
      return parse_auth(cursor, command);
    case Verb::Bdat:
      return parse_bdat(cursor, command);
    case Verb::Ehlo:
    case Verb::Helo:
    case Verb::Lhlo:
      return parse_domain(cursor, command);
    case Verb::Mail:
    case Verb::Rcpt:
      return parse_path(cursor, command);
    case Verb::Expn:
    case Verb::Vrfy:
      return parse_text(cursor, command, true);
    case Verb::Help:
    case Verb::Noop:
      return parse_text(cursor, command, false);
    default:
      return take_end(cursor);
  }
}

// RFC 6531 3.2, 3.7.4.2: commands that name mailboxes.
bool may_be_utf8(Verb verb) {
  return verb == Verb::Mail || verb == Verb::Rcpt || verb == Verb::Vrfy || verb == Verb::Expn;
}

// RFC 5321 4.1.2: octets that no command may hold are refused with 501.
Refused check_octets(std::string_view line, bool utf8) {
  std::size_t at = 0;
  while (at < line.size()) {
    const std::size_t size = utf8 ? wire::utf8_sequence(line.substr(at)) : 1;
    if (size == 0) return Refusal{501, kSyntaxError, "UTF-8 expected", at};
    if (size == 1 && !wire::is_printable(line[at]))
      return Refusal{501, kSyntaxError, "printable ASCII expected", at};
    at += size;
  }
  return {};
}

std::string_view without_trailing_space(std::string_view line) {
  while (line.ends_with(' ') || line.ends_with('\t')) line.remove_suffix(1);
  return line;
}

}  // namespace

bool Command::add(const Parameter& parameter) {
  if (count_ == parameters_.size()) return false;
  parameters_[count_++] = parameter;
  return true;
}

std::string_view name(Verb verb) {
  for (const Name& known : kNames) {
    if (known.verb == verb) return known.name;
  }
  return {};
}

std::optional<Refusal> parse_command(std::string_view line, Command& command) {
  command = Command{};
  const std::size_t size = line.size();
  const bool crlf = line.ends_with("\r\n");
  if (crlf) line.remove_suffix(2);
  line = without_trailing_space(line);
  Cursor cursor(line);
  command.name = cursor.take_until(' ');
  command.verb = verb_of(command.name);
  if (!crlf) return Refusal{500, kSyntaxError, "a line ends in CRLF", size};
  if (size > limit_of(command.verb))
    return Refusal{500, kSyntaxError, "line too long", limit_of(command.verb)};
  if (Refused refused = check_octets(line, may_be_utf8(command.verb))) return refused;
  return parse_arguments(cursor, command);
}

void append_command(std::string& out, const Command& command) {
  out += command.verb == Verb::Unknown ? command.name : name(command.verb);
  if (command.verb == Verb::Mail) (out += " FROM:") += command.path.written;
  if (command.verb == Verb::Rcpt) (out += " TO:") += command.path.written;
  if (!command.argument.empty()) (out += ' ') += command.argument;
  if (command.initial_response) (out += ' ') += *command.initial_response;
  if (command.verb == Verb::Bdat) (out += ' ') += std::to_string(command.chunk);
  if (command.last) out += " LAST";
  for (const Parameter& parameter : command.parameters()) {
    (out += ' ') += parameter.keyword;
    if (parameter.value) (out += '=') += *parameter.value;
  }
  out += "\r\n";
}

}  // namespace mailrig::smtp
