#include "reference-server/session/smtp/local.hpp"

#include <algorithm>

#include "harness/smtp/path.hpp"
#include "reference-server/deviation/esmtp.hpp"

namespace mailrig::server::smtpd {
namespace {

bool hit(const World& world, const Deviation& deviation) {
  return world.deviations != nullptr && world.deviations->hit(deviation);
}

}  // namespace

bool put_into_inbox(const World& world, const Account& account, const Body& body) {
  const std::shared_ptr<Mailbox> inbox = world.store->open(account, "INBOX");
  return inbox != nullptr && inbox->append(body, {}, world.unix_time(), 0, nullptr) != 0;
}

const Account* account_of(const World& world, std::string_view address) {
  wire::Cursor cursor(address);
  smtp::Mailbox mailbox;
  if (smtp::take_mailbox(cursor, mailbox) || !cursor.at_end()) return nullptr;
  if (!world.accounts->local(mailbox.domain)) return nullptr;
  return world.accounts->resolve(mailbox.local_part, mailbox.domain);
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
  const std::string report = render_report({world.host, now, id}, said, outcomes, message);
  const Account* const account = account_of(world, envelope.sender);
  if (account == nullptr) return;
  const std::string path = hit(world, kDsnFromSender) ? "<" + envelope.sender + ">" : "<>";
  (void)put_into_inbox(world, *account,
                       std::make_shared<const std::string>("Return-Path: " + path + "\r\n" + report));
}

}  // namespace mailrig::server::smtpd
