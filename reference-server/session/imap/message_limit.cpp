#include "reference-server/session/imap/message_limit.hpp"

#include "harness/imap/append.hpp"
#include "reference-server/deviation/messagelimit.hpp"

namespace mailrig::server::imapd {
namespace {

std::string code_of(std::size_t limit, Uid lowest) {
  std::string code = "MESSAGELIMIT " + std::to_string(limit);
  if (lowest != 0) code += ' ' + std::to_string(lowest);
  return code;
}

}  // namespace

std::size_t message_limit(const Connection& connection) {
  return connection.world.limits.messages_per_command;
}

std::size_t save_limit(const Connection& connection) {
  const Limits& limits = connection.world.limits;
  return limits.messages_per_command != 0 ? limits.messages_per_command : limits.messages_per_save;
}

Uid keep_latest(Connection& connection, std::size_t limit) {
  std::vector<Numbered>& messages = connection.messages;
  if (limit == 0 || messages.size() <= limit) return 0;
  const Uid asked = messages.front().uid;
  if (connection.broken(kMessagelimitLowestFirst)) {
    messages.resize(limit);
  } else {
    messages.erase(messages.begin(), messages.end() - static_cast<std::ptrdiff_t>(limit));
  }
  return connection.broken(kMessagelimitWrongUid) ? asked : messages.front().uid;
}

Completion beyond_limit(Connection& connection, std::size_t limit, Uid lowest) {
  connection.code = code_of(limit, lowest);
  return no(connection.code, "too many messages for one command");
}

Completion with_limit(Connection& connection, Completion done, Uid lowest, Replies& replies) {
  if (lowest == 0 || connection.broken(kMessagelimitNoCode)) return done;
  std::string code = code_of(message_limit(connection), lowest);
  if (!done.code.empty()) {
    replies.status("NO", code, "the first messages are left");
    return done;
  }
  connection.code = std::move(code);
  done.code = connection.code;
  return done;
}

void append_limit_capability(std::string& out, const Connection& connection) {
  const Limits& limits = connection.world.limits;
  if (limits.messages_per_command != 0) {
    out += " MESSAGELIMIT=";
    imap::append_number(out, limits.messages_per_command);
  } else if (limits.messages_per_save != 0) {
    out += " SAVELIMIT=";
    imap::append_number(out, limits.messages_per_save);
  }
}

}  // namespace mailrig::server::imapd
