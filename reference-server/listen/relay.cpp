#include "reference-server/listen/relay.hpp"

#include <algorithm>
#include <utility>

#include "reference-server/listen/courier.hpp"

namespace mailrig::server {

Relay::Relay(net::Loop& loop, World& world, smtpd::Queue& queue, const std::string& ca_file, HopTerms terms)
    : loop_(loop),
      world_(world),
      queue_(queue),
      ca_file_(ca_file),
      terms_(std::move(terms)),
      any_(net::TlsContext::client({})),
      timer_(loop.timer()),
      alive_(std::make_shared<bool>(true)) {
  if (!ca_file_.empty()) (void)checked("");  // so that what is wrong with it is said now
  queue_.changed = [this] { look_later(); };
  look_later();
}

Relay::~Relay() {
  queue_.changed = nullptr;
}

smtpd::Terms Relay::terms(const smtpd::Hop& hop) const {
  const auto found = terms_.find(net::to_string({hop.host, hop.port}));
  smtpd::Terms terms = found == terms_.end() ? smtpd::Terms{} : found->second;
  terms.in_the_clear_ok = net::is_loopback(hop.host);
  return terms;
}

std::shared_ptr<net::TlsContext> Relay::tls(const smtpd::Consignment& consignment) const {
  const smtpd::Terms terms = this->terms(consignment.hop);
  const bool demanded = terms.tls != smtpd::HopTls::Offered && terms.verify;
  const bool required = consignment.envelope.require_tls && !consignment.envelope.sender.empty();
  return demanded || required ? checked(consignment.hop.host) : any_;
}

void Relay::set_paused(bool paused) {
  if (std::exchange(paused_, paused) == paused) return;
  std::vector<Courier*> all;  // one that ends leaves couriers_, and lives on
  for (const auto& [id, courier] : couriers_) all.push_back(courier.get());
  for (Courier* const courier : all) courier->pause(paused);
  look_later();
}

std::shared_ptr<net::TlsContext> Relay::checked(const std::string& host) const {
  net::TlsClientOptions options;
  options.verify = true;
  options.server_name = host;
  options.ca_file = ca_file_;
  return net::TlsContext::client(options);
}

void Relay::look_later() {
  if (std::exchange(owed_, true)) return;
  loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired()) look();
  });
}

void Relay::look() {
  owed_ = false;
  std::erase_if(leaving_, [](const auto& courier) { return courier->gone(); });
  const std::size_t room = kCouriers - couriers_.size();
  for (const smtpd::Consignment& one : paused_ ? std::vector<smtpd::Consignment>{} : queue_.run(room))
    couriers_.emplace(one.id, std::make_unique<Courier>(*this, one));
  if (world_.store->dirty()) world_.store->commit();
  arm();
}

// The wall clock may be set: it is asked again each minute at the latest.
void Relay::arm() {
  const std::optional<std::int64_t> next = queue_.next();
  if (!next || paused_ || couriers_.size() == kCouriers) return timer_->disarm();
  const std::int64_t wait = std::clamp<std::int64_t>(*next - world_.unix_time(), 0, 60);
  timer_->arm(loop_.now() + std::chrono::seconds(wait), [this] { look_later(); });
}

void Relay::ended(std::int64_t id, const smtpd::Handed& handed) {
  const auto found = couriers_.find(id);
  if (found == couriers_.end()) return;
  leaving_.push_back(std::move(found->second));
  couriers_.erase(found);
  queue_.done(id, handed);
  look_later();
}

}  // namespace mailrig::server
