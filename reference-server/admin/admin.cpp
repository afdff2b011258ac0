#include "reference-server/admin/admin.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "harness/wire/ascii.hpp"
#include "reference-server/admin/metrics.hpp"
#include "reference-server/admin/views.hpp"

namespace mailrig::server {
namespace {

using net::HttpRequest;
using net::HttpResponse;

constexpr std::string_view kDeviations = "/deviations";
constexpr std::string_view kPausing = "/pause";
constexpr std::string_view kQueue = "/queue";
constexpr std::string_view kFlush = "/queue/flush";
constexpr std::string_view kCertificate = "/certificate";
constexpr std::string_view kAccounts = "/accounts/";
constexpr std::string_view kMailboxes = "/mailboxes";

constexpr std::string_view kHelp =
    "GET    /health                              is it there, does it answer\n"
    "GET    /metrics                             for Prometheus\n"
    "GET    /connections                         each one: protocol, state, TLS, octets of memory\n"
    "GET    /limits\n"
    "GET    /deviations                          those that are set\n"
    "PUT    /deviations/NAME                     or NAME:3, NAME:50%25\n"
    "DELETE /deviations/NAME                     or all of them: /deviations\n"
    "GET    /queue                               mail that waits: recipients, next attempt, latest reply\n"
    "PUT    /queue/flush                         what waits after an attempt is tried now\n"
    "PUT    /pause                               nobody is answered and nothing relayed, until …\n"
    "DELETE /pause\n"
    "PUT    /certificate                         certificate and key are read again\n"
    "DELETE /accounts/USER/mailboxes/NAME        its messages; or of all: /accounts/USER/mailboxes\n"
    "\n"
    "PUT and DELETE want 'Authorization: Bearer TOKEN'.\n";

HttpResponse problem(unsigned status, std::string_view what) {
  return {status, std::string(what) + "\n", "text/plain; charset=utf-8"};
}

HttpResponse done() {
  return {204, ""};
}

HttpResponse not_allowed(std::string allow) {
  HttpResponse response = problem(405, "not with this");
  response.allow = std::move(allow);
  return response;
}

constexpr std::array<std::string_view, 7> kReadable = {"/",       "/health",     "/metrics", "/connections",
                                                       "/limits", "/deviations", "/queue"};

bool readable(std::string_view path) {
  for (const std::string_view one : kReadable) {
    if (path == one) return true;
  }
  return false;
}

// How much differs does not show in how long it takes.
bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned differs = 0;
  for (std::size_t i = 0; i < a.size(); ++i) differs |= static_cast<unsigned char>(a[i] ^ b[i]);
  return differs == 0;
}

int hex_digit(char c) {
  if (wire::is_digit(c)) return c - '0';
  const char lower = wire::to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return {};
    const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

HttpResponse Admin::respond(const HttpRequest& request) {
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  if (request.method == "GET")
    return readable(path) ? look(path) : problem(404, "there is no such thing; GET / tells what there is");
  if (request.method != "PUT" && request.method != "DELETE") return not_allowed("GET, PUT, DELETE");
  if (token_.empty()) return problem(403, "nothing can be changed: the server was given no token");
  if (!authorized(request.authorization)) return problem(401, "the token is missing or wrong");
  return change(request, path);
}

bool Admin::authorized(std::string_view authorization) const {
  constexpr std::string_view kScheme = "Bearer ";
  if (authorization.size() < kScheme.size() ||
      !wire::iequals(authorization.substr(0, kScheme.size()), kScheme))
    return false;
  return same(authorization.substr(kScheme.size()), token_);
}

HttpResponse Admin::look(std::string_view path) {
  if (path == "/health") return health(server_);
  if (path == "/metrics") return {200, render_metrics(server_), "text/plain; version=0.0.4; charset=utf-8"};
  if (path == "/connections") return {200, render_connections(server_)};
  if (path == "/limits") return {200, render_limits(server_.world().limits)};
  if (path == kQueue) return {200, render_queue(server_.queue())};
  if (path == kDeviations) return {200, render_deviations(*server_.world().deviations)};
  return {200, std::string(kHelp), "text/plain; charset=utf-8"};
}

HttpResponse Admin::change(const HttpRequest& request, std::string_view path) {
  const bool put = request.method == "PUT";
  if (path == kPausing) return pause(put);
  if (path == kFlush && put) return flush();
  if (path == kCertificate && put) {
    const std::string error = server_.reload_certificates();
    return error.empty() ? done() : problem(409, error);
  }
  if (path.starts_with(kDeviations)) return deviations(put, path.substr(kDeviations.size()));
  if (path.starts_with(kAccounts) && !put) return empty_mailboxes(path.substr(kAccounts.size()));
  return readable(path) ? not_allowed("GET") : problem(404, "there is nothing to change there");
}

HttpResponse Admin::pause(bool paused) {
  server_.set_paused(paused);
  if (relay_ != nullptr) relay_->set_paused(paused);
  return done();
}

HttpResponse Admin::flush() {
  smtpd::Queue* const queue = server_.world().queue;
  if (queue == nullptr) return problem(404, "there is no queue");
  server_.log("queue flushed", Field{"messages", std::uint64_t{queue->flush()}});
  return done();
}

HttpResponse Admin::deviations(bool put, std::string_view spec) {
  Deviations& deviations = *server_.world().deviations;
  if (spec.empty() && !put) {
    deviations.clear();
    server_.log("deviations cleared");
    return done();
  }
  const std::string name = spec.starts_with('/') ? percent_decoded(spec.substr(1)) : std::string();
  if (name.empty()) return problem(400, "/deviations/NAME was meant");
  if (!put) {
    server_.log("deviation removed", Field{"name", std::string_view(name)});
    return deviations.remove(name) ? done() : problem(404, "'" + name + "' is not set");
  }
  const std::string error = deviations.add(name);
  if (!error.empty()) return problem(400, error);
  server_.log("deviation set", Field{"name", std::string_view(name)});
  return done();
}

// USER/mailboxes, USER/mailboxes/NAME
HttpResponse Admin::empty_mailboxes(std::string_view path) {
  const std::size_t slash = path.find('/');
  const std::string user = percent_decoded(path.substr(0, slash));
  const std::string_view rest = path.substr(std::min(slash, path.size()));
  World& world = server_.world();
  const Account* const account = world.accounts->find(user);
  if (account == nullptr || !rest.starts_with(kMailboxes)) return problem(404, "there is no such account");
  const std::string_view name = rest.substr(kMailboxes.size());
  std::vector<std::string> names;
  if (name.empty()) {
    for (const MailboxInfo& info : world.store->list(*account)) {
      if (info.selectable) names.push_back(info.name);
    }
  } else {
    names.push_back(percent_decoded(name.substr(1)));
    if (world.store->open(*account, names.front()) == nullptr)
      return problem(404, "there is no such mailbox");
  }
  for (const std::string& one : names) empty(*world.store->open(*account, one));
  if (world.store->dirty()) world.store->commit();
  server_.log("mailboxes emptied", Field{"user", std::string_view(account->user)},
              Field{"mailboxes", std::uint64_t{names.size()}});
  return done();
}

}  // namespace mailrig::server
