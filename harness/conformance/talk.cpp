#include "harness/conformance/talk.hpp"

namespace mailrig::conformance {

void Talk::begin(const net::Endpoint& endpoint, std::shared_ptr<net::TlsContext> tls) {
  net::ConnectOptions options;
  options.endpoint = endpoint;
  options.tls = std::move(tls);
  options.timeout = timeout_;
  connection_ = loop_.connect(options, *this);
}

bool Talk::wait_connected() {
  if (wait([this] { return connected_; })) return true;
  if (detail_.empty()) detail_ = "no answer in time";
  return false;
}

bool Talk::start_tls(std::shared_ptr<net::TlsContext> tls) {
  if (!open()) return false;
  secured_ = false;
  connection_->start_tls(std::move(tls));
  return wait([this] { return secured_; });
}

void Talk::received(std::string_view bytes) {
  answered_ = answered_ || asked_;
  answer_.append(bytes.substr(0, kTalkLimit - std::min(answer_.size(), kTalkLimit)));
  loop_.stop();
}

void Talk::closed(const net::Closing& closing) {
  closed_ = true;
  ending_ = closing.ending;
  detail_ = std::string(net::name(closing.ending));
  if (!closing.detail.empty()) detail_ += ": " + closing.detail;
  loop_.stop();
}

}  // namespace mailrig::conformance
