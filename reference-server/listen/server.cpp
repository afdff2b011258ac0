#include "reference-server/listen/server.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include "reference-server/deviation/listen.hpp"

namespace mailrig::server {

Server::Server(net::Loop& loop, World& world, std::shared_ptr<net::TlsContext> tls)
    : loop_(loop), world_(world), tls_(std::move(tls)), stop_timer_(loop.timer()) {}

Server::~Server() = default;

net::Endpoint Server::listen(const Service& service, const net::Endpoint& endpoint) {
  if (service.protocol == Protocol::Lmtp && endpoint.port == kSmtpPort)
    throw std::runtime_error("LMTP must not be used on port 25 (RFC 2033 5)");
  listeners_.push_back(loop_.listen(endpoint, service.implicit_tls ? tls_ : nullptr,
                                    [this, &service](std::unique_ptr<net::Connection> connection) {
                                      accept(service, std::move(connection));
                                    }));
  return listeners_.back()->endpoint();
}

void Server::accept(const Service& service, std::unique_ptr<net::Connection> connection) {
  if (!pause_timer_ && broken(kListenPause)) {
    pause_timer_ = loop_.timer();
    pause_timer_->arm(loop_.now() + kPauseAfter, [] { pause(kPause); });
  }
  auto client = std::make_unique<Client>(*this, service, std::move(connection));
  Client* const key = client.get();
  clients_.emplace(key, std::move(client));
}

void Server::pause(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);
}

void Server::stop(std::function<void()> done) {
  if (stopped_) return;
  stopped_ = std::move(done);
  listeners_.clear();
  stop_timer_->arm(loop_.now() + kStopLimit, [this] { gone(); });
  for (const auto& [client, owned] : clients_) client->goodbye();
  if (clients_.empty()) loop_.post([this] { gone(); });
}

void Server::gone() {
  stop_timer_->disarm();
  if (stopped_) std::exchange(stopped_, nullptr)();
}

std::string& Server::output() {
  output_.clear();
  return output_;
}

void Server::trim_output() {
  if (output_.capacity() > kOutputKept) std::string().swap(output_);
}

void Server::wake(Client& client) {
  if (!client.wake_owed && !client.go_on_owed) call_later(client);
  client.wake_owed = true;
}

void Server::go_on(Client& client) {
  if (!client.wake_owed && !client.go_on_owed) call_later(client);
  client.go_on_owed = true;
}

void Server::call_later(Client& client) {
  if (later_.empty()) loop_.post([this] { run_later(); });
  later_.push_back(&client);
}

void Server::run_later() {
  now_.swap(later_);
  for (Client* const client : now_) {
    if (client == nullptr) continue;
    const bool wake = std::exchange(client->wake_owed, false);
    const bool go_on = std::exchange(client->go_on_owed, false);
    if (wake) client->wake();
    if (go_on) client->go_on();
  }
  now_.clear();
}

void Server::commit_later(Client& client) {
  if (holding_.empty()) loop_.post([this] { commit(); });
  holding_.push_back(&client);
}

void Server::commit() {
  world_.store->commit();
  for (std::size_t i = 0; i < holding_.size(); ++i) {
    if (holding_[i] != nullptr) holding_[i]->committed();
  }
  holding_.clear();
}

void Server::forget(Client& client) {
  std::replace(holding_.begin(), holding_.end(), &client, static_cast<Client*>(nullptr));
  std::replace(later_.begin(), later_.end(), &client, static_cast<Client*>(nullptr));
  std::replace(now_.begin(), now_.end(), &client, static_cast<Client*>(nullptr));
  clients_.erase(&client);
  if (clients_.empty() && stopped_) gone();
}

}  // namespace mailrig::server
