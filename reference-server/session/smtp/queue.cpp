#include "reference-server/session/smtp/queue.hpp"

#include <algorithm>

#include "harness/mail/idna.hpp"
#include "reference-server/session/smtp/local.hpp"
#include "reference-server/session/smtp/queue_text.hpp"
#include "reference-server/session/smtp/trace.hpp"

namespace mailrig::server::smtpd {
namespace {

constexpr smtp::EnhancedCode kTimeExpired{5, 4, 7};

std::int64_t wait_after(const Patience& patience, unsigned attempts) {
  std::int64_t wait = patience.first;
  for (unsigned i = 1; i < attempts && wait < patience.longest; ++i) wait *= 2;
  return std::min(wait, patience.longest);
}

std::int64_t given_up_at(const Consignment& consignment, const Patience& patience) {
  return std::max(consignment.envelope.arrival, consignment.envelope.hold_until) + patience.give_up;
}

// RFC 3461 5.2.2 (b), RFC 2852 4.1.4: the next hop may not tell, so we do.
bool tells_relayed(const Envelope& envelope, const Recipient& recipient, const Handed& handed,
                   std::int64_t now) {
  if ((recipient.notify & kSuccess) != 0 && !handed.dsn) return true;
  if (!envelope.by) return false;
  return envelope.by->trace || (envelope.by->tells_in_time(now) && !handed.deliverby);
}

// Its account may be gone since the message was taken: a store outlives the accounts of one run.
Verdict put(const World& world, const Recipient& recipient, const Body& body) {
  if (recipient.account == nullptr) return {Verdict::Kind::Never, {5, 1, 1}};
  if (put_into_inbox(world, *recipient.account, body)) return {Verdict::Kind::Taken, {2, 0, 0}};
  return {Verdict::Kind::Later, {4, 3, 1}};
}

}  // namespace

Queue::Queue(const World& world, std::vector<Route> routes, Patience patience)
    : world_(world), routes_(std::move(routes)), patience_(patience) {}

void Queue::load() {
  for (const Outgoing& kept : world_.store->outgoing()) {
    std::optional<Consignment> read = parse_consignment(kept.text, *world_.accounts);
    if (!read) continue;
    read->id = kept.id;
    read->message = kept.message;
    // The ways may have changed.
    const Hop* const hop =
        read->hop.here() || read->recipients.empty() ? nullptr : hop_to(read->recipients.front().domain);
    if (hop != nullptr) read->hop = *hop;
    octets_ += kept.message->size();
    last_id_ = std::max(last_id_, kept.id);
    consignments_.emplace(kept.id, std::move(*read));
  }
}

const Hop* Queue::hop_to(std::string_view domain) const {
  const Hop* all = nullptr;
  for (const Route& route : routes_) {
    if (route.domain == domain) return &route.hop;
    if (route.domain.empty()) all = &route.hop;
  }
  return all;
}

void Queue::add(const Envelope& envelope, const std::vector<Recipient>& recipients, const Octets& message,
                const std::string& user) {
  std::vector<Consignment> made;
  for (const Recipient& recipient : recipients) {
    const Hop* const hop = recipient.relayed ? hop_to(recipient.domain) : nullptr;
    const Hop to = hop != nullptr ? *hop : Hop{};
    auto same = std::find_if(made.begin(), made.end(), [&](const Consignment& one) { return one.hop == to; });
    if (same == made.end()) {
      same = made.insert(made.end(), Consignment{});
      same->id = ++last_id_;
      same->envelope = envelope;
      same->hop = to;
      same->user = envelope.hold_until != 0 ? user : "";
      same->message = message;
      same->due = std::max(envelope.hold_until, world_.unix_time());
    }
    same->recipients.push_back(recipient);
  }
  for (Consignment& one : made) {
    keep(one, true);
    octets_ += message->size();
    consignments_.emplace(one.id, std::move(one));
  }
  if (changed) changed();
}

std::size_t Queue::held(std::string_view user) const {
  return static_cast<std::size_t>(
      std::count_if(consignments_.begin(), consignments_.end(),
                    [&](const auto& one) { return !one.second.user.empty() && one.second.user == user; }));
}

std::size_t Queue::flush() {
  const std::int64_t now = world_.unix_time();
  std::size_t flushed = 0;
  for (auto& [id, one] : consignments_) {
    if (one.under_way || one.attempts == 0) continue;
    one.due = std::min(one.due, now);
    ++flushed;
  }
  if (changed) changed();
  return flushed;
}

std::int64_t Queue::wakes_at(const Consignment& consignment) const {
  std::int64_t at = consignment.due;
  if (consignment.attempts > 0) at = std::min(at, given_up_at(consignment, patience_));
  const auto& by = consignment.envelope.by;
  return by && !by->told ? std::min(at, by->deadline) : at;
}

std::optional<std::int64_t> Queue::next() const {
  std::optional<std::int64_t> next;
  for (const auto& [id, one] : consignments_) {
    if (!one.under_way && (!next || wakes_at(one) < *next)) next = wakes_at(one);
  }
  return next;
}

std::vector<Consignment> Queue::run(std::size_t room) {
  const std::int64_t now = world_.unix_time();
  std::vector<Consignment*> due;
  for (auto& [id, one] : consignments_) {
    if (!one.under_way && wakes_at(one) <= now) due.push_back(&one);
  }
  std::stable_sort(due.begin(), due.end(), [](const Consignment* one, const Consignment* other) {
    return one->envelope.priority.value_or(0) > other->envelope.priority.value_or(0);
  });
  std::vector<Consignment> under_way;
  for (Consignment* const one : due) {
    if (expire(*one)) {
      drop(one->id);
    } else if (one->due <= now && one->hop.here()) {
      deliver(*one);
    } else if (one->due <= now && under_way.size() < room) {
      one->under_way = true;
      under_way.push_back(*one);
    }
  }
  return under_way;
}

// True: nothing more is done with it.
bool Queue::expire(Consignment& consignment) {
  const std::int64_t now = world_.unix_time();
  auto& by = consignment.envelope.by;
  if (by && by->returns && by->deadline <= now) return fail_all(consignment, kTimeExpired), true;
  if (consignment.attempts > 0 && given_up_at(consignment, patience_) <= now)
    return fail_all(consignment, kTimeExpired), true;
  if (by && !by->told && by->deadline <= now) {
    by->told = true;
    std::vector<Outcome> outcomes;
    for (const Recipient& recipient : consignment.recipients)
      outcomes.push_back({&recipient,
                          Action::Delayed,
                          {4, 4, 7},
                          consignment.hop.host,
                          consignment.last_reply,
                          given_up_at(consignment, patience_)});
    tell(consignment, std::move(outcomes));
    keep(consignment, false);
  }
  return false;
}

void Queue::fail_all(Consignment& consignment, const smtp::EnhancedCode& status) {
  std::vector<Outcome> outcomes;
  for (const Recipient& recipient : consignment.recipients) {
    outcomes.push_back({&recipient, Action::Failed, status, consignment.hop.host, consignment.last_reply});
  }
  tally_.returned += outcomes.size();
  tell(consignment, std::move(outcomes));
}

void Queue::deliver(Consignment& consignment) {
  Handed handed;
  handed.dsn = true;
  std::string message = return_path(consignment.envelope);
  const std::size_t received = message.size();
  message += *consignment.message;
  remove_fields(message, received, "Return-Path");
  const Body body(std::move(message));
  std::vector<Outcome> outcomes;
  for (const Recipient& recipient : consignment.recipients) {
    handed.verdicts.push_back(put(world_, recipient, body));
    const Verdict& verdict = handed.verdicts.back();
    const bool taken = verdict.kind == Verdict::Kind::Taken;
    if (taken) {
      ++tally_.delivered;
    } else {
      count(verdict.kind);
    }
    if (verdict.kind != Verdict::Kind::Later)
      outcomes.push_back({&recipient, taken ? Action::Delivered : Action::Failed, verdict.status});
  }
  tell(consignment, std::move(outcomes));
  settle(consignment, handed);
}

void Queue::done(std::int64_t id, const Handed& handed) {
  const auto found = consignments_.find(id);
  if (found == consignments_.end()) return;
  Consignment& consignment = found->second;
  consignment.under_way = false;
  consignment.in_the_clear = handed.tls_failed;
  std::vector<Outcome> outcomes;
  for (std::size_t i = 0; i < handed.verdicts.size(); ++i) {
    const Verdict& verdict = handed.verdicts[i];
    const Recipient& recipient = consignment.recipients[i];
    count(verdict.kind);
    if (verdict.kind == Verdict::Kind::Later) {
      consignment.last_reply = verdict.reply;
      continue;
    }
    if (verdict.kind == Verdict::Kind::Taken &&
        !tells_relayed(consignment.envelope, recipient, handed, world_.unix_time()))
      continue;
    const bool taken = verdict.kind == Verdict::Kind::Taken;
    outcomes.push_back({&recipient, taken ? Action::Relayed : Action::Failed, verdict.status,
                        consignment.hop.host, verdict.reply});
  }
  tell(consignment, std::move(outcomes));
  settle(consignment, handed);
  if (changed) changed();
}

void Queue::count(Verdict::Kind kind) {
  ++(kind == Verdict::Kind::Taken   ? tally_.relayed
     : kind == Verdict::Kind::Never ? tally_.returned
                                    : tally_.put_off);
}

// Those that are to be tried again stay.
void Queue::settle(Consignment& consignment, const Handed& handed) {
  std::size_t at = 0;
  std::erase_if(consignment.recipients,
                [&](const Recipient&) { return handed.verdicts[at++].kind != Verdict::Kind::Later; });
  if (consignment.recipients.empty()) return drop(consignment.id);
  ++consignment.attempts;
  consignment.due = world_.unix_time() + wait_after(patience_, consignment.attempts);
  keep(consignment, false);
}

void Queue::tell(const Consignment& consignment, std::vector<Outcome> outcomes) {
  const std::string id = std::to_string(world_.unix_time()) + "-q" + std::to_string(consignment.id) + "-" +
                         std::to_string(++reports_);
  send_report(world_, consignment.envelope, std::move(outcomes), *consignment.message, id);
}

void Queue::keep(const Consignment& consignment, bool fresh) {
  if (fresh) {
    world_.store->keep_outgoing({consignment.id, render_consignment(consignment), consignment.message});
  } else {
    world_.store->change_outgoing(consignment.id, render_consignment(consignment));
  }
}

void Queue::drop(std::int64_t id) {
  const auto found = consignments_.find(id);
  octets_ -= found->second.message->size();
  world_.store->drop_outgoing(id);
  consignments_.erase(found);
}

}  // namespace mailrig::server::smtpd
