// The verbs, one file each: a command and the state in, replies and an effect out.
#pragma once

#include <string>
#include <string_view>

#include "harness/smtp/command.hpp"
#include "reference-server/session/smtp/replies.hpp"
#include "reference-server/session/smtp/state.hpp"

namespace mailrig::server::smtpd {

struct Talk {
  World& world;
  State& state;
  Replies replies;
  [[nodiscard]] bool hit(const Deviation& deviation) const { return replies.hit(deviation); }
  [[nodiscard]] bool offers(Cap cap) const { return smtpd::offers(world, state.kind, cap); }
};

// A path's mailbox without brackets and source route, which is ignored (RFC 5321 3.3, C).
[[nodiscard]] inline std::string address_of(const smtp::Path& path) {
  std::string address(path.mailbox.local_part);
  if (!path.mailbox.domain.empty()) (address += '@') += path.mailbox.domain;
  return address;
}

void ehlo(Talk& talk, const smtp::Command& command);
void helo(Talk& talk, const smtp::Command& command);
void mail(Talk& talk, const smtp::Command& command);
void rcpt(Talk& talk, const smtp::Command& command);
void data(Talk& talk);
// Begins a chunk; what follows of it is handed to take_chunk(), then comes end_chunk().
void bdat(Talk& talk, const smtp::Command& command);
// As bdat(), but the octets are thrown away and `answer` is all that is said.
void refuse_chunk(Talk& talk, const smtp::Command& command, const Answer& answer);
// The command is not well formed.
[[nodiscard]] Effect refuse_bdat(Talk& talk, const smtp::Command& command, const Answer& answer);
void take_chunk(Talk& talk, std::string_view octets);
[[nodiscard]] Effect end_chunk(Talk& talk);
void rset(Talk& talk);
void noop(Talk& talk);
void help(Talk& talk, const smtp::Command& command);
void vrfy(Talk& talk, const smtp::Command& command);
void expn(Talk& talk);
[[nodiscard]] Effect quit(Talk& talk);
[[nodiscard]] Effect starttls(Talk& talk);

void auth(Talk& talk, const smtp::Command& command);
// A line within AUTH, its end counted in.
void auth_line(Talk& talk, std::string_view line);

// A whole message as it came, dot-stuffed, its end counted in.
[[nodiscard]] Effect message(Talk& talk, std::string_view block);
// It was too big and has been thrown away.
void message_too_big(Talk& talk);

}  // namespace mailrig::server::smtpd
