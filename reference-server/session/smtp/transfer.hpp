// The client side of handing one consignment to its next hop (RFC 5321 3.3, 4.2.5): octets in, octets out, no
// socket. One command at a time; what can't be expressed to a server that lacks an extension is a failure of
// the recipients, never a message that is less than it was.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "harness/smtp/ehlo.hpp"
#include "harness/wire/buffer.hpp"
#include "reference-server/session/smtp/queue.hpp"
#include "reference-server/session/smtp/transfer_login.hpp"

namespace mailrig::server::smtpd {

enum class Wish : std::uint8_t {
  Input,
  StartTls,  // write the output, begin TLS, then secured(); if that fails, lost()
  Leave,  // write the output, which ends with QUIT; result() says how it ended. Close follows with the answer
  Close,  // result() says how it ended
};

class Transfer {
 public:
  // `host`: our own name. `unix_time`: seconds. `terms` of implicit TLS: it is up when the first octet is
  // fed.
  Transfer(const Consignment& consignment, std::string host, std::function<std::int64_t()> unix_time,
           Terms terms = {});

  [[nodiscard]] Wish feed(std::string_view input, std::string& output);
  [[nodiscard]] Wish secured(std::string& output);
  // The connection is gone, or never came; `why` is one line. Recipients without an answer are tried again.
  void lost(std::string_view why);
  [[nodiscard]] const Handed& result() const { return handed_; }
  // How long the next reply may take (RFC 5321 4.5.3.2).
  [[nodiscard]] std::chrono::seconds patience() const;

 private:
  enum class Step : std::uint8_t {
    Greeting,
    Ehlo,
    Helo,
    StartTls,
    EhloAgain,
    Auth,
    AuthCancelled,
    Mail,
    Rcpt,
    Data,
    Message,
    Quit
  };

  Wish reply(smtp::Reply& reply, std::string& output);
  Wish greeted(const smtp::Reply& reply, std::string& output);
  Wish said_hello(smtp::Reply& reply, std::string& output);
  Wish log_in(std::string& output);
  Wish auth_answered(const smtp::Reply& reply, std::string& output);
  Wish mail_answered(const smtp::Reply& reply, std::string& output);
  Wish rcpt_answered(const smtp::Reply& reply, std::string& output);
  Wish data_answered(const smtp::Reply& reply, std::string& output);
  Wish message_answered(const smtp::Reply& reply, std::string& output);
  Wish ask(Step step, std::string_view line, std::string& output);
  Wish begin(std::string& output);
  Wish next_rcpt(std::string& output);
  Wish send_data(std::string& output);
  Wish quit(std::string& output);
  // The same for all recipients that are still open.
  Wish settle(const Verdict& verdict, std::string& output);
  Wish settle(const smtp::Reply& reply, std::string& output);

  [[nodiscard]] bool offers(std::string_view keyword) const {
    return keywords_.find(keyword) != keywords_.end();
  }
  [[nodiscard]] Verdict unmet() const;
  [[nodiscard]] Verdict missing() const;
  [[nodiscard]] std::string mail_line() const;
  [[nodiscard]] std::string rcpt_line(const Recipient& recipient) const;

  const Consignment consignment_;
  const Terms terms_;
  HopLogin login_;
  std::string host_;
  std::function<std::int64_t()> unix_time_;
  wire::Buffer buffer_;
  smtp::ReplyFramer framer_;
  Step step_ = Step::Greeting;
  std::map<std::string, std::string, std::less<>> keywords_;  // in capitals, with their parameters
  bool secure_ = false;
  std::size_t at_ = 0;      // the recipient that RCPT was sent for
  std::vector<bool> open_;  // without a verdict yet
  bool any_ok_ = false;     // RCPT was taken for one at least
  Handed handed_;
};

}  // namespace mailrig::server::smtpd
