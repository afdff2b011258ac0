#include "reference-server/session/smtp/replies.hpp"

#include "reference-server/deviation/smtp.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr std::size_t kTooLong = 600;  // octets that a reply line is made longer by

}  // namespace

void Replies::say(int code, std::string_view text) {
  const std::size_t begin = output_.size();
  smtp::append_reply(output_, code, text);
  deviate(begin);
}

void Replies::say(int code, const smtp::EnhancedCode& enhanced, std::string_view text) {
  if (!enhanced_ || hit(kEnhancedMissing)) return say(code, text);
  const std::size_t begin = output_.size();
  smtp::EnhancedCode sent = enhanced;
  if (hit(kEnhancedClassWrong)) sent.klass = sent.klass == 2 ? 5 : 2;
  smtp::append_reply(output_, code, sent, text);
  deviate(begin);
}

// The reply that begins at `begin` is the last in the output.
void Replies::deviate(std::size_t begin) {
  const std::size_t end = output_.size();
  const std::size_t before = output_.rfind('\n', end - 2);
  const bool multi_line = before != std::string::npos && before >= begin;
  if (multi_line && hit(kReplyCodeChanges)) {
    char& digit = output_[before + 3];
    digit = digit == '9' ? '0' : static_cast<char>(digit + 1);
  }
  if (hit(kReplyTooLong)) output_.insert(end - 2, kTooLong, 'x');
  if (hit(kReplyBareLf)) output_.erase(output_.size() - 2, 1);
}

}  // namespace mailrig::server::smtpd
