#include "reference-server/session/smtp/submission.hpp"

#include "harness/mail/message.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/session/smtp/trace.hpp"

namespace mailrig::server::smtpd {
namespace {

bool has_field(std::string_view message, std::string_view name) {
  while (!message.empty() && !message.starts_with("\r\n")) {
    if (wire::istarts_with(message, name)) {
      std::string_view rest = message.substr(name.size());
      while (rest.starts_with(' ') || rest.starts_with('\t')) rest.remove_prefix(1);
      if (rest.starts_with(':')) return true;
    }
    const std::size_t end = message.find("\r\n");
    message.remove_prefix(end == std::string_view::npos ? message.size() : end + 2);
  }
  return false;
}

}  // namespace

void append_missing_fields(std::string& out, const Talk& talk, std::string_view message) {
  if (talk.hit(kSubmissionNothingAdded)) return;
  if (!has_field(message, "Date"))
    ((out += "Date: ") += mail::rfc5322_date(talk.world.unix_time())) += "\r\n";
  if (!has_field(message, "Message-ID"))
    ((((out += "Message-ID: <") += message_id(talk)) += '@') += talk.world.host) += ">\r\n";
}

}  // namespace mailrig::server::smtpd
