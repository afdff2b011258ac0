#include "reference-server/listen/client.hpp"

#include <utility>

#include "reference-server/deviation/listen.hpp"
#include "reference-server/listen/server.hpp"

namespace mailrig::server {
namespace {

constexpr std::size_t kFloodOctets = 1024 * 1024;
constexpr std::string_view kGarbage{"\xFF\xFE\0garbage\x01\r\x80 \n\x7F\r\n", 17};

}  // namespace

Client::Client(Server& server, const Service& service, std::unique_ptr<net::Connection> connection)
    : server_(server),
      service_(service),
      connection_(std::move(connection)),
      idle_timer_(server.loop().timer()),
      last_activity_(server.loop().now()) {
  connection_->set_handler(*this);
  session_ = make_session(service, server.world(),
                          {connection_->remote_address(), service.implicit_tls, [this] { return channel(); },
                           connection_->local_address()});
  session_->wake_up = [this] { server_.wake(*this); };
  watch_idle();
}

Client::~Client() = default;

void Client::connected() {
  if (fails_at_once()) return;
  if (service_.implicit_tls) {
    securing_ = true;
    connection_->start_tls(server_.tls());
  } else {
    greet();
  }
}

void Client::greet() {
  std::string& output = server_.output();
  session_->greet(output);
  answer(output, Effect::None);
}

Channel Client::channel() const {
  const net::TlsInfo& tls = connection_->tls();
  return {tls.channel_binding_unique, tls.channel_binding_exporter, tls.client_name};
}

bool Client::fails_at_once() {
  if (server_.broken(kListenCloseAtOnce)) {
    end();
  } else if (server_.broken(kListenResetAtOnce)) {
    ending_ = true;
    connection_->reset();
  } else if (server_.broken(kListenStall)) {
    silent_ = true;
  }
  return ending_ || silent_;
}

void Client::received(std::string_view bytes) {
  if (ending_ || silent_ || securing_ || held_effect_ != Effect::None) return;
  last_activity_ = server_.loop().now();
  if (server_.broken(kListenDrop)) {
    end();
    return;
  }
  feed(bytes);
}

void Client::feed(std::string_view bytes) {
  std::string& output = server_.output();
  const Effect effect = session_->feed(bytes, output);
  answer(output, effect);
}

// Nothing is told that a crash could undo.
void Client::answer(std::string& output, Effect effect) {
  if (holding_ || (server_.world().store->dirty() && !server_.broken(kListenUncommitted))) {
    hold(output, effect);
  } else {
    say(output, effect);
  }
}

void Client::hold(std::string& output, Effect effect) {
  held_ += output;
  server_.trim_output();
  if (held_effect_ == Effect::None) held_effect_ = effect;
  if (!std::exchange(holding_, true)) server_.commit_later(*this);
}

void Client::committed() {
  holding_ = false;
  std::string output = std::exchange(held_, {});
  if (!ending_) say(output, std::exchange(held_effect_, Effect::None));
}

void Client::say(std::string& output, Effect effect) {
  if (!output.empty()) {
    spoil(output);
    connection_->write(output);
  }
  server_.trim_output();
  switch (effect) {
    case Effect::None:
      hold_back();
      break;
    case Effect::StartTls:
      securing_ = true;
      connection_->start_tls(server_.tls());
      break;
    case Effect::Close:
      end();
      break;
    case Effect::Reset:
      ending_ = true;
      connection_->reset();
      break;
  }
}

void Client::spoil(std::string& output) {
  if (server_.broken(kListenGarbage)) output = kGarbage;
  if (server_.broken(kListenFlood)) output.append(kFloodOctets, 'x');
}

// A peer that does not read is not read from, so that what is kept for it stays bounded.
void Client::hold_back() {
  const bool full = connection_->unsent() > kUnsentHigh;
  if (session_->pending() && connection_->unsent() == 0) server_.go_on(*this);
  if (!paused_ && (full || session_->pending())) {
    paused_ = true;
    connection_->pause_reading(true);
  } else if (paused_ && !full && !session_->pending()) {
    paused_ = false;
    connection_->pause_reading(false);
  }
}

void Client::drained() {
  if (ending_) return;
  session_->pending() ? go_on() : hold_back();
}

void Client::go_on() {
  if (!ending_ && session_->pending()) feed({});
}

void Client::secured() {
  securing_ = false;
  if (service_.implicit_tls) {
    greet();
  } else {
    session_->secured();
  }
}

void Client::wake() {
  if (ending_ || silent_) return;
  std::string& output = server_.output();
  const Effect effect = session_->wake(output);
  answer(output, effect);
}

// One timer a connection, armed again only when it rings.
void Client::watch_idle() {
  idle_timer_->arm(last_activity_ + session_->idle_limit(), [this] { idle(); });
}

void Client::idle() {
  if (ending_) return;
  if (server_.loop().now() - last_activity_ < session_->idle_limit()) {
    watch_idle();
    return;
  }
  std::string& output = server_.output();
  const Effect effect = session_->idle_timeout(output);
  answer(output, effect);
  if (!ending_) {
    last_activity_ = server_.loop().now();
    watch_idle();
  }
}

void Client::goodbye() {
  if (ending_) return;
  if (!securing_ && !silent_) connection_->write(server::goodbye(service_.protocol, server_.world().host));
  end();
}

void Client::end() {
  ending_ = true;
  idle_timer_->disarm();
  connection_->close();
}

void Client::closed(const net::Closing&) {
  ending_ = true;
  session_->lost();
  server_.forget(*this);  // destroys this
}

}  // namespace mailrig::server
