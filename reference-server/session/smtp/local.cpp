#include "reference-server/session/smtp/local.hpp"

#include <algorithm>

#include "harness/mail/idna.hpp"
#include "harness/smtp/path.hpp"
#include "harness/wire/utf8.hpp"
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

// False: there is no way.
bool hand_on(const World& world, const Envelope& envelope, const std::string& report) {
  const std::optional<Place> place = place_of(envelope.sender);
  if (world.queue == nullptr || !place) return false;
  Recipient recipient = report_recipient(envelope);
  recipient.domain = place->domain;
  recipient.relayed = true;
  const Hop* const hop = world.queue->hop_to(place->domain);
  if (hop == nullptr || hop->none() || world.queue->full()) return false;
  world.queue->add(report_envelope(envelope, world.unix_time()), {recipient},
                   std::make_shared<const std::string>(report), "");
  return true;
}

bool send(const World& world, const Envelope& envelope, const Account* account, const std::string& report) {
  if (account == nullptr) return hand_on(world, envelope, report);
  const std::string path = hit(world, kDsnFromSender) ? "<" + envelope.sender + ">" : "<>";
  return put_into_inbox(world, *account, Body("Return-Path: " + path + "\r\n" + report));
}

// RFC 3461 5.2: of a failure that no sender can be told of. It goes straight into a mailbox, so that no
// report can come of it.
void tell_postmaster(const World& world, const Envelope& envelope, std::vector<Outcome> outcomes,
                     std::string_view message, const std::string& id) {
  std::erase_if(outcomes, [](const Outcome& outcome) { return outcome.action != Action::Failed; });
  const Account* const postmaster = world.accounts->resolve("postmaster", "");
  if (outcomes.empty() || postmaster == nullptr) return;
  const std::string to = "postmaster@" + world.host;
  const std::string report =
      render_report({world.host, world.unix_time(), id, to}, envelope, outcomes, message);
  (void)put_into_inbox(world, *postmaster, Body("Return-Path: <>\r\n" + report));
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
  if (envelope.sender.empty()) return tell_postmaster(world, envelope, std::move(outcomes), message, id);
  std::erase_if(outcomes, [&](const Outcome& outcome) {
    if (outcome.action == Action::Delivered && outcome.recipient->notify == 0 && hit(world, kDsnToldUnasked))
      return false;
    return !is_wanted(envelope, outcome);
  });
  if (outcomes.empty() || hit(world, kDsnNotTold)) return;
  Envelope said = envelope;
  if (hit(world, kDsnNoEnvelopeId)) said.envid.reset();
  const Account* const account = account_of(world, envelope.sender);
  Reporter reporter{world.host, world.unix_time(), id};
  // RFC 6533 4.5: a sender whose address is ASCII may be behind a server without SMTPUTF8.
  reporter.seven_bit = account == nullptr && wire::is_ascii(envelope.sender);
  const std::string report = render_report(reporter, said, outcomes, message);
  if (!send(world, envelope, account, report))
    tell_postmaster(world, envelope, std::move(outcomes), message, id);
}

}  // namespace mailrig::server::smtpd
