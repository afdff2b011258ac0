// Watchers of SMTP dialogues (RFC 5321 and the extensions that the EHLO reply names).
#pragma once

#include <string_view>

#include "harness/play/watcher.hpp"
#include "harness/smtp/dialogue.hpp"
#include "harness/smtp/reply.hpp"

namespace mailrig::play {

class SmtpWatcher {
 public:
  void reset();  // a new connection
  // STARTTLS took place: what EHLO offered and AUTH reached is void (RFC 3207 4.2).
  void secured();
  void ours_closes() {}
  void reply(const smtp::Reply& reply, const smtp::Dialogue& dialogue, Accuser& accuser);

 private:
  void greeting(const smtp::Reply& reply, Accuser& accuser);
  void fits_command(const smtp::Reply& reply, std::string_view verb, Accuser& accuser);
  void hello(const smtp::Reply& reply, std::string_view verb, Accuser& accuser);
  void offers(const smtp::Reply& reply, std::string_view line, Accuser& accuser);
  void auth(const smtp::Reply& reply, Accuser& accuser);
  void enhanced(const smtp::Reply& reply, Accuser& accuser);

  bool greeted_ = false;
  bool closing_ = false;   // 421 was said
  bool enhanced_ = false;  // ENHANCEDSTATUSCODES was offered
  bool authenticated_ = false;
  bool starttls_done_ = false;
};

}  // namespace mailrig::play
