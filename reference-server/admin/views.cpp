#include "reference-server/admin/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "reference-server/listen/relay.hpp"

namespace mailrig::server {
namespace {

namespace json = boost::json;

json::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

json::object describe(const Client& client) {
  const Facts facts = client.facts();
  json::object one;
  one["id"] = client.id();
  one["service"] = view(client.service().name);
  one["peer"] = client.peer();
  one["state"] = view(facts.state);
  one["user"] = facts.user.empty() ? json::value(nullptr) : json::value(view(facts.user));
  one["tls"] = client.secure() ? json::value(view(client.tls().version)) : json::value(nullptr);
  one["memory_octets"] = client.octets();
  one["received_octets"] = client.octets_in();
  one["sent_octets"] = client.octets_out();
  return one;
}

json::object describe(const smtpd::Consignment& consignment) {
  json::array recipients;
  for (const smtpd::Recipient& recipient : consignment.recipients)
    recipients.push_back(json::string(recipient.address));
  const smtpd::Hop& hop = consignment.hop;
  json::object one;
  one["id"] = consignment.id;
  one["sender"] = consignment.envelope.sender;
  one["recipients"] = std::move(recipients);
  one["next_hop"] = hop.here() ? json::value(nullptr) : json::value(net::to_string({hop.host, hop.port}));
  one["octets"] = consignment.message->size();
  one["attempts"] = consignment.attempts;
  one["under_way"] = consignment.under_way;
  one["next_attempt"] = consignment.due;
  one["last_reply"] = consignment.last_reply;
  return one;
}

}  // namespace

net::HttpResponse health(const Server& server) {
  json::object object;
  const bool well = !server.stopping() && !server.paused();
  object["status"] = server.stopping() ? "stopping" : server.paused() ? "paused" : "ok";
  object["connections"] = server.connections();
  return {well ? 200U : 503U, json::serialize(object) + "\n"};
}

std::string render_connections(const Server& server) {
  json::array all;
  std::size_t octets = 0;
  for (const Client* client : server.clients()) {
    all.push_back(describe(*client));
    octets += client->octets();
  }
  json::object object;
  object["count"] = all.size();
  object["memory_octets"] = octets;
  object["connections"] = std::move(all);
  return json::serialize(object) + "\n";
}

std::string render_queue(const smtpd::Queue* queue) {
  json::array all;
  std::size_t shown = 0;
  if (queue != nullptr) {
    for (const auto& [id, one] : queue->consignments()) {
      if ((shown += one.recipients.size()) > kQueueShown && !all.empty()) break;
      all.push_back(describe(one));
    }
  }
  json::object object;
  object["count"] = queue == nullptr ? 0 : queue->size();
  object["octets"] = queue == nullptr ? 0 : queue->octets();
  object["messages"] = std::move(all);
  return json::serialize(object) + "\n";
}

std::string render_limits(const Limits& limits) {
  json::object object;
  for (const LimitInfo& info : limit_infos()) object[view(info.name)] = info.get(limits);
  return json::serialize(object) + "\n";
}

std::string render_deviations(const Deviations& deviations) {
  json::array all;
  for (const std::string& spec : deviations.specs()) all.push_back(json::string(spec));
  return json::serialize(all) + "\n";
}

void empty(Mailbox& mailbox) {
  std::vector<Uid> uids;
  for (const StoredMessage& message : mailbox.messages()) uids.push_back(message.uid);
  for (const Uid uid : uids) mailbox.expunge(uid, nullptr);
}

}  // namespace mailrig::server
