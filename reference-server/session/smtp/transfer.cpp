#include "reference-server/session/smtp/transfer.hpp"

#include <algorithm>

#include "harness/smtp/ehlo.hpp"
#include "harness/smtp/xtext.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/dot.hpp"
#include "harness/wire/utf8.hpp"

namespace mailrig::server::smtpd {
namespace {

using Kind = Verdict::Kind;

constexpr smtp::EnhancedCode kNoSecurity{4, 7, 4};  // RFC 3463 3.8: security features not supported
constexpr smtp::EnhancedCode kTlsFailed{4, 7, 5};   // … cryptographic failure
constexpr smtp::EnhancedCode kNoLogin{4, 7, 8};     // RFC 4954 6

// "550 5.1.1 no such user", lines joined by "\n"; what is not printable ASCII is "?".
std::string text_of(const smtp::Reply& reply) {
  std::string text;
  for (std::size_t i = 0; i < reply.lines.size(); ++i) {
    if (i > 0) text += '\n';
    text += std::to_string(reply.code);
    text += i + 1 < reply.lines.size() ? '-' : ' ';
    for (const char c : reply.lines[i]) text += wire::is_printable(c) ? c : '?';
  }
  return text;
}

Verdict verdict_of(const smtp::Reply& reply) {
  const int klass = reply.code / 100;
  Verdict verdict;
  verdict.kind = klass == 2 ? Kind::Taken : klass == 5 ? Kind::Never : Kind::Later;
  const auto digit = static_cast<std::uint16_t>(verdict.kind == Kind::Taken   ? 2
                                                : verdict.kind == Kind::Never ? 5
                                                                              : 4);
  verdict.status =
      reply.enhanced && reply.enhanced->klass == digit ? *reply.enhanced : smtp::EnhancedCode{digit, 0, 0};
  verdict.reply = text_of(reply);
  return verdict;
}

// RFC 5321 4.5.3.1.10: 552 was once the code of too many recipients, which those who get it later are not.
// With an enhanced code of its own it says what it says.
Verdict recipient_verdict(const smtp::Reply& reply) {
  Verdict verdict = verdict_of(reply);
  const smtp::EnhancedCode too_many{5, 5, 3};
  if (reply.code == 552 && reply.enhanced.value_or(too_many) == too_many) {
    verdict.kind = Kind::Later;
    verdict.status = {4, 5, 3};
  }
  return verdict;
}

void parameter(std::string& line, std::string_view keyword, std::string_view value) {
  (((line += ' ') += keyword) += '=') += value;
}

std::string notify_text(std::uint8_t notify) {
  if (notify == kNever) return "NEVER";
  std::string text;
  const auto add = [&](Notify bit, std::string_view word) {
    if ((notify & bit) != 0) (text += text.empty() ? "" : ",") += word;
  };
  add(kSuccess, "SUCCESS");
  add(kFailure, "FAILURE");
  add(kDelay, "DELAY");
  return text;
}

}  // namespace

Transfer::Transfer(const Consignment& consignment, std::string host, std::function<std::int64_t()> unix_time,
                   Terms terms)
    : consignment_(consignment),
      terms_(std::move(terms)),
      login_(terms_, consignment.hop.host),
      host_(std::move(host)),
      unix_time_(std::move(unix_time)),
      secure_(terms_.tls == HopTls::Implicit) {
  open_.assign(consignment_.recipients.size(), true);
  handed_.verdicts.assign(consignment_.recipients.size(), {Kind::Later, {4, 4, 2}, ""});
}

Wish Transfer::feed(std::string_view input, std::string& output) {
  buffer_.append(input);
  while (true) {
    const wire::Frame frame = framer_.feed(buffer_.view());
    if (frame.status == wire::FrameStatus::NeedMore) return Wish::Input;
    if (frame.status == wire::FrameStatus::TooLong) return lost("a reply had no end"), Wish::Close;
    smtp::Reply reply_read;
    smtp::parse_reply(buffer_.view().substr(0, frame.size), reply_read);
    const Wish wish = reply(reply_read, output);
    buffer_.consume(frame.size);
    if (wish == Wish::StartTls) buffer_.consume(buffer_.size());  // RFC 3207 4.2
    if (wish != Wish::Input) return wish;
  }
}

Wish Transfer::reply(smtp::Reply& reply, std::string& output) {
  switch (step_) {
    case Step::Greeting:
      return greeted(reply, output);
    case Step::Ehlo:
    case Step::Helo:
    case Step::EhloAgain:
      return said_hello(reply, output);
    case Step::StartTls:
      return reply.code == 220 ? Wish::StartTls : begin(output);
    case Step::Auth:
    case Step::AuthCancelled:
      return auth_answered(reply, output);
    case Step::Mail:
      return mail_answered(reply, output);
    case Step::Rcpt:
      return rcpt_answered(reply, output);
    case Step::Data:
      return data_answered(reply, output);
    case Step::Message:
      return message_answered(reply, output);
    case Step::Quit:
      break;
  }
  return Wish::Close;
}

Wish Transfer::ask(Step step, std::string_view line, std::string& output) {
  step_ = step;
  (output += line) += "\r\n";
  return Wish::Input;
}

Wish Transfer::greeted(const smtp::Reply& reply, std::string& output) {
  return reply.code == 220 ? ask(Step::Ehlo, "EHLO " + host_, output) : settle(reply, output);
}

Wish Transfer::said_hello(smtp::Reply& reply, std::string& output) {
  keywords_.clear();
  if (reply.code != 250) {
    // RFC 5321 3.2: whoever doesn't know EHLO is greeted by HELO.
    if (step_ == Step::Ehlo && reply.code / 100 == 5) return ask(Step::Helo, "HELO " + host_, output);
    return settle(reply, output);
  }
  if (step_ != Step::Helo) {
    smtp::Ehlo ehlo;
    smtp::parse_ehlo(reply, ehlo);
    for (const smtp::Keyword& keyword : ehlo.keywords)
      keywords_[wire::upper(keyword.name)] = keyword.parameters;
  }
  const bool without_tls = consignment_.in_the_clear && terms_.tls == HopTls::Offered;
  if (!secure_ && offers("STARTTLS") && !without_tls) return ask(Step::StartTls, "STARTTLS", output);
  return begin(output);
}

Wish Transfer::secured(std::string& output) {
  secure_ = true;
  framer_.reset();
  return ask(Step::EhloAgain, "EHLO " + host_, output);
}

// What the message needs and the next hop lacks. Kind::Taken: nothing.
Verdict Transfer::missing() const {
  const Envelope& envelope = consignment_.envelope;
  if (envelope.require_tls && !envelope.sender.empty()) {  // RFC 8689 4.2.1
    if (!secure_) return {Kind::Never, {5, 7, 10}};
    if (!offers("REQUIRETLS")) return {Kind::Never, {5, 7, 30}};
  }
  if (envelope.binary && !(offers("BINARYMIME") && offers("CHUNKING"))) return {Kind::Never, {5, 6, 1}};
  const std::string_view message = *consignment_.message;
  const bool ascii = wire::is_ascii(message);
  const bool utf8 =
      envelope.utf8 && (!wire::is_ascii(envelope.reverse_path) || !ascii ||
                        std::any_of(consignment_.recipients.begin(), consignment_.recipients.end(),
                                    [](const Recipient& one) { return !wire::is_ascii(one.address); }));
  if (utf8 && !offers("SMTPUTF8")) return {Kind::Never, {5, 6, 7}};                        // RFC 6531 3.2
  if (!ascii && !envelope.binary && !offers("8BITMIME")) return {Kind::Never, {5, 6, 3}};  // RFC 6152 3
  if (envelope.by && envelope.by->returns) {                                               // RFC 2852 4.1.4.1
    const auto deliverby = keywords_.find("DELIVERBY");
    if (deliverby == keywords_.end()) return {Kind::Never, {5, 3, 3}};
    const std::string_view least = std::string_view(deliverby->second).substr(0, deliverby->second.find(','));
    const std::int64_t left = envelope.by->deadline - unix_time_();
    if (left < static_cast<std::int64_t>(wire::to_number(least).value_or(1))) return {Kind::Never, {5, 4, 7}};
  }
  return {Kind::Taken, {}};
}

// What we were told to insist on and the next hop does not do: that may be mended, so it is tried again.
Verdict Transfer::unmet() const {
  if (terms_.tls != HopTls::Offered && !secure_)
    return {Kind::Later, kNoSecurity, "TLS is demanded, and the next hop does not begin it"};
  if (terms_.login() && !secure_ && !terms_.in_the_clear_ok)
    return {Kind::Later, kNoSecurity, "no password goes to the next hop in the clear"};
  return {Kind::Taken, {}};
}

Wish Transfer::begin(std::string& output) {
  handed_.dsn = offers("DSN");
  handed_.deliverby = offers("DELIVERBY");
  for (const Verdict& verdict : {missing(), unmet()}) {
    if (verdict.kind != Kind::Taken) return settle(verdict, output);
  }
  return terms_.login() ? log_in(output) : ask(Step::Mail, mail_line(), output);
}

Wish Transfer::log_in(std::string& output) {
  const auto offered = keywords_.find("AUTH");
  std::optional<std::string> line;
  if (offered != keywords_.end()) line = login_.begin(offered->second);
  if (line) return ask(Step::Auth, *line, output);
  return settle({Kind::Later, kNoSecurity, "the next hop offers no way to log in that will do"}, output);
}

// The text of these replies is told to nobody: whatever is in it, no secret gets out.
Wish Transfer::auth_answered(const smtp::Reply& reply, std::string& output) {
  const std::string code = " (" + std::to_string(reply.code) + ")";
  if (step_ == Step::Auth && reply.code == 334) {
    const auto answer = login_.answer(reply.lines.empty() ? "" : reply.lines.back());
    return ask(answer ? Step::Auth : Step::AuthCancelled, answer.value_or("*"), output);
  }
  if (step_ == Step::AuthCancelled || (reply.code == 235 && !login_.done()))
    return settle({Kind::Later, kNoLogin, "the next hop did not prove itself at login" + code}, output);
  if (reply.code == 235) return ask(Step::Mail, mail_line(), output);
  return settle({Kind::Later, kNoLogin, "the next hop refuses our login" + code}, output);
}

std::string Transfer::mail_line() const {
  const Envelope& envelope = consignment_.envelope;
  std::string line = "MAIL FROM:<" + envelope.sender + ">";
  if (offers("SIZE")) parameter(line, "SIZE", std::to_string(consignment_.message->size()));
  if (envelope.binary) {
    parameter(line, "BODY", "BINARYMIME");
  } else if (offers("8BITMIME") && (envelope.eight_bit || !wire::is_ascii(*consignment_.message))) {
    parameter(line, "BODY", "8BITMIME");
  }
  if (envelope.utf8 && offers("SMTPUTF8")) line += " SMTPUTF8";
  if (envelope.require_tls && offers("REQUIRETLS")) line += " REQUIRETLS";
  if (envelope.priority && offers("MT-PRIORITY"))
    parameter(line, "MT-PRIORITY", std::to_string(*envelope.priority));
  if (!envelope.submitter.empty() && offers("AUTH")) {
    std::string xtext;
    smtp::append_xtext(xtext, envelope.submitter);
    parameter(line, "AUTH", xtext);
  }
  if (handed_.dsn && envelope.ret != Return::Unsaid)
    parameter(line, "RET", envelope.ret == Return::Full ? "FULL" : "HDRS");
  if (handed_.dsn && envelope.envid) parameter(line, "ENVID", *envelope.envid);
  if (envelope.by && handed_.deliverby) {
    parameter(line, "BY",
              std::to_string(envelope.by->deadline - unix_time_()) + (envelope.by->returns ? ";R" : ";N") +
                  (envelope.by->trace ? "T" : ""));
  }
  return line;
}

std::string Transfer::rcpt_line(const Recipient& recipient) const {
  std::string line = "RCPT TO:<" + recipient.address + ">";
  if (!handed_.dsn) return line;
  std::uint8_t notify = recipient.notify;
  const auto& by = consignment_.envelope.by;
  if (by && by->tells_in_time(unix_time_()) && !handed_.deliverby && notify != kNever)  // RFC 2852 4.1.4.2
    notify = static_cast<std::uint8_t>(notify == 0 ? kFailure | kDelay : notify | kDelay);
  if (notify != 0) parameter(line, "NOTIFY", notify_text(notify));
  if (!recipient.orcpt.empty()) parameter(line, "ORCPT", recipient.orcpt);
  return line;
}

Wish Transfer::mail_answered(const smtp::Reply& reply, std::string& output) {
  if (reply.code / 100 != 2) return settle(reply, output);
  return next_rcpt(output);
}

Wish Transfer::next_rcpt(std::string& output) {
  if (at_ < consignment_.recipients.size())
    return ask(Step::Rcpt, rcpt_line(consignment_.recipients[at_]), output);
  if (!any_ok_) return quit(output);
  return send_data(output);
}

Wish Transfer::rcpt_answered(const smtp::Reply& reply, std::string& output) {
  if (reply.code / 100 == 2) {
    any_ok_ = true;
  } else {
    handed_.verdicts[at_] = recipient_verdict(reply);
    open_[at_] = false;
  }
  ++at_;
  return next_rcpt(output);
}

Wish Transfer::send_data(std::string& output) {
  if (!consignment_.envelope.binary) return ask(Step::Data, "DATA", output);
  const std::string& message = *consignment_.message;
  ask(Step::Message, "BDAT " + std::to_string(message.size()) + " LAST", output);
  output += message;
  return Wish::Input;
}

Wish Transfer::data_answered(const smtp::Reply& reply, std::string& output) {
  if (reply.code != 354) return settle(reply, output);
  step_ = Step::Message;
  wire::append_dot_block(output, *consignment_.message);
  return Wish::Input;
}

Wish Transfer::message_answered(const smtp::Reply& reply, std::string& output) {
  return settle(verdict_of(reply), output);
}

// To anything but the message, 2yz takes nothing over.
Wish Transfer::settle(const smtp::Reply& reply, std::string& output) {
  Verdict verdict = verdict_of(reply);
  if (verdict.kind == Kind::Taken) verdict = {Kind::Later, {4, 5, 0}, text_of(reply)};
  return settle(verdict, output);
}

Wish Transfer::settle(const Verdict& verdict, std::string& output) {
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (open_[i]) handed_.verdicts[i] = verdict;
  }
  open_.assign(open_.size(), false);
  return quit(output);
}

Wish Transfer::quit(std::string& output) {
  ask(Step::Quit, "QUIT", output);
  return Wish::Leave;
}

void Transfer::lost(std::string_view why) {
  Verdict verdict{Kind::Later, {4, 4, 2}, std::string(why)};
  const Envelope& envelope = consignment_.envelope;
  if (step_ == Step::StartTls && terms_.tls != HopTls::Offered) verdict.status = kTlsFailed;
  if (step_ == Step::StartTls && envelope.require_tls && !envelope.sender.empty())  // RFC 8689 4.2.1
    verdict = {Kind::Never, {5, 7, 10}, std::string(why)};
  handed_.tls_failed = step_ == Step::StartTls;
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (open_[i]) handed_.verdicts[i] = verdict;
  }
}

std::chrono::seconds Transfer::patience() const {
  switch (step_) {
    case Step::Data:
      return std::chrono::minutes{2};
    case Step::Message:
      return std::chrono::minutes{10};
    case Step::Quit:
      return std::chrono::seconds{10};  // ours: all has been said
    default:
      return std::chrono::minutes{5};
  }
}

}  // namespace mailrig::server::smtpd
