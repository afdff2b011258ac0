#include "reference-server/listen/courier.hpp"

#include <utility>

namespace mailrig::server {

Courier::Courier(Relay& relay, const smtpd::Consignment& consignment)
    : relay_(relay),
      id_(consignment.id),
      tls_(relay.tls(consignment)),
      transfer_(consignment, relay.world().host, relay.world().unix_time, relay.terms(consignment.hop)),
      timer_(relay.loop().timer()) {
  net::ConnectOptions options;
  options.endpoint = {consignment.hop.host, consignment.hop.port};
  if (relay.terms(consignment.hop).tls == smtpd::HopTls::Implicit) options.tls = tls_;
  connection_ = relay.loop().connect(options, *this);
  wait();
}

void Courier::received(std::string_view bytes) {
  if (gone_) return;
  if (relay_.paused() && !finished_) return void(heard_ += bytes);  // read before it was paused
  std::string output;
  const smtpd::Wish wish = transfer_.feed(bytes, output);
  act(wish, output);
}

void Courier::secured() {
  if (finished_) return;
  if (relay_.paused()) return void(secured_owed_ = true);
  std::string output;
  const smtpd::Wish wish = transfer_.secured(output);
  act(wish, output);
}

void Courier::act(smtpd::Wish wish, const std::string& output) {
  if (!output.empty()) connection_->write(output);
  switch (wish) {
    case smtpd::Wish::Input:
      wait();
      break;
    case smtpd::Wish::StartTls:
      connection_->start_tls(tls_);
      wait();
      break;
    case smtpd::Wish::Leave:  // RFC 5321 4.1.1.10: the answer to QUIT is waited for
      wait();
      finish();
      break;
    case smtpd::Wish::Close:
      connection_->close();
      leave();
      break;
  }
}

void Courier::pause(bool paused) {
  if (finished_) return;
  connection_->pause_reading(paused);
  if (paused) return timer_->disarm();
  if (std::exchange(secured_owed_, false)) secured();
  if (finished_) return;
  if (std::string heard = std::exchange(heard_, {}); !heard.empty()) return received(heard);
  wait();
}

void Courier::wait() {
  if (relay_.paused()) return;
  timer_->arm(relay_.loop().now() + transfer_.patience(), [this] {
    transfer_.lost("the next hop did not answer in time");
    connection_->close();
    leave();
  });
}

void Courier::closed(const net::Closing& closing) {
  if (gone_) return;
  transfer_.lost("the connection ended (" + std::string(net::name(closing.ending)) + ")" +
                 (closing.detail.empty() ? "" : ": " + closing.detail));
  leave();
}

void Courier::finish() {
  if (!std::exchange(finished_, true)) relay_.ended(id_, transfer_.result());
}

void Courier::leave() {
  gone_ = true;
  timer_->disarm();
  finish();
  relay_.left();
}

}  // namespace mailrig::server
