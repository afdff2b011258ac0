#include "reference-server/session/smtp/local.hpp"

#include <algorithm>

#include "harness/mail/idna.hpp"
#include "harness/smtp/path.hpp"
#include "reference-server/deviation/esmtp.hpp"
#include "reference-server/session/smtp/queue.hpp"

namespace mailrig::server::smtpd {
namespace {

bool hit(const World& world, const Deviation& deviation) {
  return world.deviations != nullptr && world.deviations->hit(deviation);
}

struct Place {
  std::string_view local_part;
  std::string domain;  // A-labels
};

std::optional<Place> place_of(std::string_view address) {
  wire::Cursor cursor(address);
  smtp::Mailbox mailbox;
  if (smtp::take_mailbox(cursor, mailbox) || !cursor.at_end()) return std::nullopt;
  auto domain = mail::domain_to_ascii(mailbox.domain);
  if (!domain) return std::nullopt;
  return Place{mailbox.local_part, std::move(*domain)};
}

void hand_on(const World& world, const Envelope& envelope, std::string report) {
  const std::optional<Place> place = place_of(envelope.sender);
  if (world.queue == nullptr || !place) return;
  Recipient recipient = report_recipient(envelope);
  recipient.domain = place->domain;
  recipient.relayed = true;
  const Hop* const hop = world.queue->hop_to(place->domain);
  if (hop == nullptr || hop->none() || world.queue->full()) return;
  world.queue->add(report_envelope(envelope, world.unix_time()), {recipient},
                   std::make_shared<const std::string>(std::move(report)), "");
}

}  // namespace

bool put_into_inbox(const World& world, const Account& account, const Body& body) {
  const std::shared_ptr<Mailbox> inbox = world.store->open(account, "INBOX");
  return inbox != nullptr && inbox->append(body, {}, world.unix_time(), 0, nullptr) != 0;
}

const Account* account_of(const World& world, std::string_view address) {
  const std::optional<Place> place = place_of(address);
  if (!place || !world.accounts->local(place->domain)) return nullptr;
  return world.accounts->resolve(place->local_part, place->domain);
}

void send_report(const World& world, const Envelope& envelope, std::vector<Outcome> outcomes,
                 std::string_view message, const std::string& id) {
  std::erase_if(outcomes, [&](const Outcome& outcome) {
    if (outcome.action == Action::Delivered && outcome.recipient->notify == 0 && !envelope.sender.empty() &&
        hit(world, kDsnToldUnasked))
      return false;
    return !is_wanted(envelope, outcome);
  });
  if (outcomes.empty() || hit(world, kDsnNotTold)) return;
  Envelope said = envelope;
  if (hit(world, kDsnNoEnvelopeId)) said.envid.reset();
  const std::int64_t now = world.unix_time();
  std::string report = render_report({world.host, now, id}, said, outcomes, message);
  const Account* const account = account_of(world, envelope.sender);
  if (account == nullptr) return hand_on(world, envelope, std::move(report));
  const std::string path = hit(world, kDsnFromSender) ? "<" + envelope.sender + ">" : "<>";
  (void)put_into_inbox(world, *account, Body("Return-Path: " + path + "\r\n" + report));
}

}  // namespace mailrig::server::smtpd
