#include "reference-server/session/smtp/queue_text.hpp"

#include <boost/json.hpp>

namespace mailrig::server::smtpd {
namespace {

namespace json = boost::json;

json::value optional_int(const std::optional<int>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::value by_value(const std::optional<DeliverBy>& by) {
  if (!by) return nullptr;
  return {{"deadline", by->deadline}, {"returns", by->returns}, {"trace", by->trace}, {"told", by->told}};
}

json::object envelope_value(const Envelope& envelope) {
  return {{"reverse_path", envelope.reverse_path},
          {"sender", envelope.sender},
          {"ret", static_cast<int>(envelope.ret)},
          {"envid", envelope.envid ? json::value(*envelope.envid) : json::value(nullptr)},
          {"eight_bit", envelope.eight_bit},
          {"binary", envelope.binary},
          {"utf8", envelope.utf8},
          {"require_tls", envelope.require_tls},
          {"submitter", envelope.submitter},
          {"priority", optional_int(envelope.priority)},
          {"by", by_value(envelope.by)},
          {"hold_until", envelope.hold_until},
          {"hold_request", envelope.hold_request},
          {"arrival", envelope.arrival}};
}

json::value recipient_value(const Recipient& recipient) {
  return {{"user", recipient.account == nullptr ? "" : recipient.account->user},
          {"relayed", recipient.relayed},
          {"path", recipient.path},
          {"address", recipient.address},
          {"domain", recipient.domain},
          {"notify", recipient.notify},
          {"orcpt", recipient.orcpt}};
}

std::string text(const json::value& value, const char* name) {
  return json::value_to<std::string>(value.at(name));
}

std::int64_t integer(const json::value& value, const char* name) {
  return value.at(name).to_number<std::int64_t>();
}

Envelope read_envelope(const json::value& value) {
  Envelope envelope;
  envelope.reverse_path = text(value, "reverse_path");
  envelope.sender = text(value, "sender");
  envelope.ret = static_cast<Return>(integer(value, "ret"));
  if (!value.at("envid").is_null()) envelope.envid = text(value, "envid");
  envelope.eight_bit = value.at("eight_bit").as_bool();
  envelope.binary = value.at("binary").as_bool();
  envelope.utf8 = value.at("utf8").as_bool();
  envelope.require_tls = value.at("require_tls").as_bool();
  envelope.submitter = text(value, "submitter");
  if (!value.at("priority").is_null()) envelope.priority = static_cast<int>(integer(value, "priority"));
  if (const json::value& by = value.at("by"); !by.is_null())
    envelope.by = {integer(by, "deadline"), by.at("returns").as_bool(), by.at("trace").as_bool(),
                   by.at("told").as_bool()};
  envelope.hold_until = integer(value, "hold_until");
  envelope.hold_request = text(value, "hold_request");
  envelope.arrival = integer(value, "arrival");
  return envelope;
}

Recipient read_recipient(const json::value& value, const Accounts& accounts) {
  Recipient recipient;
  const std::string user = text(value, "user");
  recipient.account = user.empty() ? nullptr : accounts.find(user);
  recipient.relayed = value.at("relayed").as_bool();
  recipient.path = text(value, "path");
  recipient.address = text(value, "address");
  recipient.domain = text(value, "domain");
  recipient.notify = static_cast<std::uint8_t>(integer(value, "notify"));
  recipient.orcpt = text(value, "orcpt");
  return recipient;
}

}  // namespace

std::string render_consignment(const Consignment& consignment) {
  json::array recipients;
  for (const Recipient& recipient : consignment.recipients) recipients.push_back(recipient_value(recipient));
  return json::serialize(json::object{{"envelope", envelope_value(consignment.envelope)},
                                      {"recipients", std::move(recipients)},
                                      {"host", consignment.hop.host},
                                      {"port", consignment.hop.port},
                                      {"user", consignment.user},
                                      {"due", consignment.due},
                                      {"attempts", consignment.attempts},
                                      {"last_reply", consignment.last_reply}});
}

std::optional<Consignment> parse_consignment(std::string_view written, const Accounts& accounts) {
  try {
    json::parse_options as_it_is;
    as_it_is.allow_invalid_utf8 = true;  // whatever a next hop said, no message is lost for it
    const json::value value = json::parse({written.data(), written.size()}, {}, as_it_is);
    Consignment consignment;
    consignment.envelope = read_envelope(value.at("envelope"));
    for (const json::value& recipient : value.at("recipients").as_array())
      consignment.recipients.push_back(read_recipient(recipient, accounts));
    consignment.hop.host = text(value, "host");
    consignment.hop.port = static_cast<std::uint16_t>(integer(value, "port"));
    consignment.user = text(value, "user");
    consignment.due = integer(value, "due");
    consignment.attempts = static_cast<unsigned>(integer(value, "attempts"));
    consignment.last_reply = text(value, "last_reply");
    return consignment;
  } catch (const std::exception&) {  // no JSON, or other JSON
    return std::nullopt;
  }
}

}  // namespace mailrig::server::smtpd
