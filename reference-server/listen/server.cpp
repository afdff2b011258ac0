#include "reference-server/listen/server.hpp"

#include <algorithm>
#include <bitset>
#include <stdexcept>
#include <thread>

#include "reference-server/deviation/listen.hpp"
#include "reference-server/deviation/tls.hpp"

namespace mailrig::server {

Server::Server(net::Loop& loop, World& world, net::TlsServerOptions tls)
    : loop_(loop),
      world_(world),
      tls_options_(std::move(tls)),
      tls_(net::TlsContext::server(tls_options_)),
      deadline_timer_(loop.timer()),
      stop_timer_(loop.timer()) {}

Server::~Server() = default;

net::Endpoint Server::listen(const Service& service, const net::Endpoint& endpoint) {
  if (service.protocol == Protocol::Lmtp && endpoint.port == kSmtpPort)
    throw std::runtime_error("LMTP must not be used on port 25 (RFC 2033 5)");
  listeners_.push_back(
      loop_.listen(endpoint, nullptr, [this, &service](std::unique_ptr<net::Connection> connection) {
        accept(service, std::move(connection));
      }));
  return listeners_.back()->endpoint();
}

std::shared_ptr<net::TlsContext> Server::tls() {
  if (world_.deviations == nullptr || !world_.deviations->any()) return tls_;
  net::TlsServerOptions options = tls_options_;
  const std::bitset<6> hit{(broken(kTlsOldVersionsTaken) ? 1U : 0U) |
                           (broken(kTlsVersion12Refused) ? 2U : 0U) |
                           (broken(kTlsVersion13Refused) ? 4U : 0U) | (broken(kTlsOtherName) ? 8U : 0U) |
                           (broken(kTlsExpired) ? 16U : 0U) | (broken(kTlsNoCloseNotify) ? 32U : 0U)};
  if (hit.none()) return tls_;
  std::shared_ptr<net::TlsContext>& context = deviating_[static_cast<unsigned>(hit.to_ulong())];
  if (context) return context;
  if (hit[0]) options.min_version = "1.0";
  if (hit[1]) options.min_version = "1.3";
  if (hit[2]) options.max_version = "1.2";
  if (hit[3]) options.host = "other.example";
  options.for_host_alone = hit[3];
  options.expired = hit[4];
  if (hit[3] || hit[4]) options.certificate_file.clear();
  options.without_notify = hit[5];
  context = net::TlsContext::server(options);
  return context;
}

void Server::accept(const Service& service, std::unique_ptr<net::Connection> connection) {
  if (!pause_timer_ && broken(kListenPause)) {
    pause_timer_ = loop_.timer();
    pause_timer_->arm(loop_.now() + kPauseAfter, [] { pause(kPause); });
  }
  auto client = std::make_unique<Client>(*this, service, ++last_id_, std::move(connection));
  Client* const key = client.get();
  if (full(key->address())) return refuse(*key);
  ++counters_.accepted[static_cast<std::size_t>(&service - kServices.data())];
  ++by_address_[key->address()];
  clients_.emplace(key, std::move(client));
  key->entered = kNever;
  watch(*key);
  log("connected", Field{"connection", key->id()}, Field{"service", service.name},
      Field{"peer", key->peer()});
}

bool Server::full(const std::string& address) const {
  const Limits& limits = world_.limits;
  if (limits.connections != 0 && clients_.size() >= limits.connections) return true;
  const auto found = by_address_.find(address);
  return limits.connections_per_address != 0 && found != by_address_.end() &&
         found->second >= limits.connections_per_address;
}

void Server::refuse(Client& client) {
  ++counters_.refused;
  log("refused", Field{"connection", client.id()}, Field{"service", client.service().name},
      Field{"peer", client.peer()}, Field{"why", "too many connections"});
  client.refuse();
}

// An entry stays where it is while a client's deadline moves later: tick() enters it again.
void Server::watch(Client& client) {
  const net::Time deadline = client.deadline();
  if (deadline >= client.entered && client.entered != kNever) return;
  deadlines_.remove(client.entered, &client);
  client.entered = deadline;
  deadlines_.add(deadline, &client);
  arm();
}

void Server::arm() {
  const net::Time next = deadlines_.next();
  if (next != kNever) deadline_timer_->arm(next, [this] { tick(loop_.now()); });
}

void Server::tick(net::Time now) {
  while (Client* const client = deadlines_.due(now)) {
    if (client->deadline() <= now) client->late();
    const net::Time deadline = client->deadline();
    client->entered = deadline > now ? deadline : now + kLookAgain;
    if (deadline == kNever) client->entered = kNever;
    deadlines_.add(client->entered, client);
  }
  arm();
}

void Server::set_paused(bool paused) {
  if (std::exchange(paused_, paused) == paused) return;
  log(paused ? "paused" : "resumed");
  for (const auto& [client, owned] : clients_) client->pause(paused);
}

std::string Server::reload_certificates() {
  std::string error;
  try {
    tls_ = net::TlsContext::server(tls_options_);
    deviating_.clear();
    ++counters_.reloads;
    log("reloaded");
  } catch (const std::runtime_error& failure) {
    error = failure.what();
    ++counters_.failed_reloads;
    log("reload failed", Field{"why", error});
  }
  return error;
}

std::vector<const Client*> Server::clients() const {
  std::vector<const Client*> all;
  for (const auto& [client, owned] : clients_) all.push_back(client);
  std::sort(all.begin(), all.end(), [](const Client* a, const Client* b) { return a->id() < b->id(); });
  return all;
}

void Server::secured(const Client& client) {
  ++counters_.handshakes;
  log("secured", Field{"connection", client.id()}, Field{"version", client.tls().version},
      Field{"cipher", client.tls().cipher});
}

void Server::logged_in(const Client& client, std::string_view user) {
  ++counters_.logins;
  log("login", Field{"connection", client.id()}, Field{"user", user});
}

void Server::login_failed(const Client& client) {
  ++counters_.failed_logins;
  log("login failed", Field{"connection", client.id()}, Field{"peer", client.peer()});
}

void Server::pause(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);
}

void Server::stop(std::function<void()> done) {
  if (stopped_) return;
  stopped_ = std::move(done);
  stopping_ = true;
  log("stopping", Field{"connections", clients_.size()});
  listeners_.clear();
  stop_timer_->arm(loop_.now() + world_.limits.stop_time, [this] { stop_all(); });
  for (const auto& [client, owned] : clients_) client->stop();
  if (clients_.empty()) loop_.post([this] { gone(); });
}

void Server::stop_all() {
  stop_timer_->arm(loop_.now() + kLeaveTime, [this] { gone(); });
  for (const auto& [client, owned] : clients_) client->stop_now();
}

void Server::gone() {
  stop_timer_->disarm();
  if (stopped_) log("stopped", Field{"connections", clients_.size()});
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

void Server::forget(Client& client, const net::Closing& closing) {
  std::replace(holding_.begin(), holding_.end(), &client, static_cast<Client*>(nullptr));
  std::replace(later_.begin(), later_.end(), &client, static_cast<Client*>(nullptr));
  std::replace(now_.begin(), now_.end(), &client, static_cast<Client*>(nullptr));
  deadlines_.remove(client.entered, &client);
  log("closed", Field{"connection", client.id()}, Field{"how", net::name(closing.ending)},
      Field{"octets_in", client.octets_in()}, Field{"octets_out", client.octets_out()});
  const auto address = by_address_.find(client.address());
  if (--address->second == 0) by_address_.erase(address);
  clients_.erase(&client);
  if (clients_.empty() && stopped_) gone();
}

}  // namespace mailrig::server
