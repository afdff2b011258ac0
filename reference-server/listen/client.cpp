#include "reference-server/listen/client.hpp"

#include <algorithm>
#include <utility>

#include "reference-server/deviation/compress.hpp"
#include "reference-server/deviation/listen.hpp"
#include "reference-server/listen/server.hpp"

namespace mailrig::server {
namespace {

constexpr std::size_t kFloodOctets = 1024 * 1024;
constexpr std::string_view kGarbage{"\xFF\xFE\0garbage\x01\r\x80 \n\x7F\r\n", 17};

std::string without_port(std::string address) {
  address.resize(std::min(address.rfind(':'), address.size()));
  return address;
}

}  // namespace

Client::Client(Server& server, const Service& service, std::uint64_t id,
               std::unique_ptr<net::Connection> connection)
    : server_(server),
      service_(service),
      id_(id),
      connection_(std::move(connection)),
      address_(without_port(connection_->remote_address())),
      begun_(server_.loop().now()),
      last_activity_(begun_) {
  connection_->set_handler(*this);
  session_ = make_session(service, server.world(),
                          {connection_->remote_address(), service.implicit_tls, [this] { return channel(); },
                           connection_->local_address()});
  session_->wake_up = [this] { server_.wake(*this); };
  if (server_.paused()) connection_->pause_reading(true);
}

Client::~Client() = default;

void Client::connected() {
  greeting_owed_ = server_.paused();
  if (greeting_owed_ || fails_at_once()) return;
  if (service_.implicit_tls) {
    secure_now();
  } else {
    greet();
  }
}

void Client::secure_now() {
  securing_ = true;
  last_activity_ = server_.loop().now();
  connection_->start_tls(server_.tls());
  server_.watch(*this);
}

void Client::greet() {
  std::string& output = server_.output();
  session_->greet(output);
  answer(output, Effect::None);
}

Channel Client::channel() const {
  const net::TlsInfo& tls = connection_->tls();
  return {tls.channel_binding_unique, tls.channel_binding_exporter, tls.client_name, tls.cipher_suite};
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
  octets_in_ += bytes.size();
  server_.counters().octets_in += bytes.size();
  if (held_effect_ == Effect::Compress) return keep_early(bytes);
  if (ending_ || silent_ || securing_ || held_effect_ != Effect::None) return;
  last_activity_ = server_.loop().now();
  if (server_.broken(kListenDrop)) {
    end();
    return;
  }
  feed(bytes);
}

// It is part of the compressed stream: who compresses without waiting for the OK (RFC 4978 3) is understood.
void Client::keep_early(std::string_view bytes) {
  if (early_.size() + bytes.size() > server_.world().limits.line) return end();
  early_ += bytes;
}

void Client::feed(std::string_view bytes) {
  std::string& output = server_.output();
  const Effect effect = session_->feed(bytes, output);
  if (!logged_in_) look_at_logins();
  answer(output, effect);
}

// One line for each login and each failure.
void Client::look_at_logins() {
  const Facts facts = session_->facts();
  for (; failed_logins_ < facts.failed_logins; ++failed_logins_) server_.login_failed(*this);
  if (!logged_in_ && !facts.user.empty()) {
    logged_in_ = true;
    server_.logged_in(*this, facts.user);
  }
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
  if (effect == Effect::Compress && server_.broken(kCompressOkToo)) compress_now();
  if (!output.empty()) {
    spoil(output);
    write(output);
  }
  server_.trim_output();
  obey(effect);
}

void Client::write(std::string_view output) {
  octets_out_ += output.size();
  server_.counters().octets_out += output.size();
  if (compressed_ && server_.broken(kCompressNotFlushed)) return withhold(output);
  connection_->write(output);
}

void Client::withhold(std::string_view output) {
  withheld_ += output;
  connection_->write(std::string_view(withheld_).substr(0, withheld_.size() - 1));
  withheld_.erase(0, withheld_.size() - 1);
}

// RFC 4978 3: from the CRLF of the OK on.
void Client::compress_now() {
  if (compressed_) return;
  compressed_ = true;
  early_.insert(0, session_->take_rest());
  if (server_.broken(kCompressInTheClear)) return;
  connection_->compress(early_,
                        server_.broken(kCompressZlibHeader) ? net::DeflateForm::Zlib : net::DeflateForm::Raw);
  early_ = {};
}

void Client::obey(Effect effect) {
  switch (effect) {
    case Effect::None:
      hold_back();
      if (failed_logins_ >= server_.world().limits.failed_logins && !logged_in_) {
        leave(Farewell::FailedLogins);
      } else if (server_.stopping()) {
        stop();
      }
      break;
    case Effect::StartTls:
      secure_now();
      break;
    case Effect::Compress:
      compress_now();
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
  const bool full = connection_->unsent() > server_.world().limits.unsent;
  if (session_->pending() && connection_->unsent() == 0) server_.go_on(*this);
  if (!paused_ && (full || session_->pending())) {
    paused_ = true;
    connection_->pause_reading(true);
  } else if (paused_ && !full && !session_->pending()) {
    paused_ = false;
    if (!server_.paused()) connection_->pause_reading(false);
  }
}

void Client::drained() {
  if (ending_) return;
  if (std::exchange(wake_when_drained_, false)) server_.wake(*this);
  session_->pending() ? go_on() : hold_back();
  if (server_.stopping()) stop();
}

void Client::go_on() {
  if (!ending_ && session_->pending() && !server_.paused()) feed({});
}

void Client::secured() {
  securing_ = false;
  server_.secured(*this);
  if (service_.implicit_tls) {
    greet();
  } else {
    session_->secured();
    if (server_.stopping()) stop();
  }
}

void Client::wake() {
  if (ending_ || silent_) return;
  if (server_.paused()) {
    wake_after_pause_ = true;
    return;
  }
  // News waits where it is for a peer that does not read: there it is bounded.
  if (connection_->unsent() > server_.world().limits.unsent) {
    wake_when_drained_ = true;
    return;
  }
  std::string& output = server_.output();
  const Effect effect = session_->wake(output);
  answer(output, effect);
}

void Client::pause(bool paused) {
  connection_->pause_reading(paused || paused_);
  if (paused || ending_) return;
  if (std::exchange(greeting_owed_, false)) connected();
  if (session_->pending()) server_.go_on(*this);
  if (std::exchange(wake_after_pause_, false)) server_.wake(*this);
}

net::Time Client::deadline() const {
  if (ending_) return kNever;
  const Limits& limits = server_.world().limits;
  if (securing_) return last_activity_ + limits.handshake_time;
  const net::Time idle = last_activity_ + session_->idle_limit();
  if (logged_in_ || !session_->facts().login_expected) return idle;
  return std::min(idle, begun_ + limits.login_time);
}

void Client::late() {
  if (ending_) return;
  ++server_.counters().late;
  if (securing_ || silent_) return end();
  const bool no_login = !logged_in_ && session_->facts().login_expected;
  if (no_login && deadline() < last_activity_ + session_->idle_limit()) return leave(Farewell::NoLogin);
  std::string& output = server_.output();
  const Effect effect = session_->idle_timeout(output);
  answer(output, effect);
}

bool Client::between_commands() const {
  return !securing_ && !holding_ && !session_->pending() && connection_->unsent() == 0 &&
         session_->facts().between_commands;
}

void Client::stop() {
  if (silent_ || between_commands()) leave(Farewell::Stopping);
}

void Client::stop_now() {
  leave(Farewell::Stopping);
}

// In the clear: who would begin TLS finds the connection closed.
void Client::refuse() {
  securing_ = service_.implicit_tls;
  leave(Farewell::Full);
}

void Client::leave(Farewell why) {
  if (ending_) return;
  if (!securing_ && !silent_) write(farewell(service_.protocol, server_.world().host, why));
  end();
}

void Client::end() {
  ending_ = true;
  connection_->close();
}

std::size_t Client::octets() const {
  return sizeof(*this) + held_.capacity() + early_.capacity() + session_->facts().octets +
         connection_->octets();
}

void Client::closed(const net::Closing& closing) {
  ending_ = true;
  session_->lost();
  server_.forget(*this, closing);  // destroys this
}

}  // namespace mailrig::server
