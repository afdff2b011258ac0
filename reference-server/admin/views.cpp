#include "reference-server/admin/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

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
