// RFC 7628 3.1:
//   kvsep       = %x01
//   kvpair      = key "=" value kvsep
//   client-resp = (gs2-header kvsep *kvpair kvsep) / kvsep
//   gs2-header  = "n,a=" authzid ","
// XOAUTH2: "user=" user kvsep "auth=Bearer " token kvsep kvsep
#include "harness/sasl/oauth.hpp"

#include <utility>

#include "harness/wire/ascii.hpp"

namespace mailrig::sasl {

namespace {

constexpr char kSeparator = '\x01';
// RFC 7628 3.2.2: what a server says of a token that is not right, before it fails.
constexpr std::string_view kRefusal = R"({"status":"invalid_token"})";

// RFC 5801 4, saslname: "," and "=" are written out.
std::string saslname(std::string_view user) {
  std::string name;
  for (const char c : user) {
    if (c == ',') {
      name += "=2C";
    } else if (c == '=') {
      name += "=3D";
    } else {
      name += c;
    }
  }
  return name;
}

std::string plain_name(std::string_view name) {
  std::string user;
  while (!name.empty()) {
    const bool comma = name.starts_with("=2C");
    const bool escaped = comma || name.starts_with("=3D");
    user += escaped ? (comma ? ',' : '=') : name.front();
    name.remove_prefix(escaped ? 3 : 1);
  }
  return user;
}

class OauthClient final : public Client {
 public:
  OauthClient(bool old, const Credentials& credentials)
      : refused_answer_(old ? std::string() : std::string(1, kSeparator)) {
    if (old) {
      message_ = "user=" + credentials.user;
    } else {
      message_ = "n,a=" + saslname(credentials.user) + ",";
      if (!credentials.host.empty()) (message_ += kSeparator) += "host=" + credentials.host;
    }
    ((message_ += kSeparator) += "auth=Bearer " + credentials.token) += kSeparator;
    message_ += kSeparator;
  }

  // A challenge behind the message says why it was refused (RFC 7628 3.2.3).
  Outcome step(std::string_view challenge) override {
    if (!std::exchange(said_, true)) return {Step::Continue, message_};
    if (challenge.size() > kMessageLimit || std::exchange(refused_, true))
      return {Step::Failed, {}, "it goes on behind the reason of its refusal"};
    return {Step::Done, refused_answer_};
  }
  [[nodiscard]] bool client_first() const override { return true; }

 private:
  std::string message_, refused_answer_;
  bool said_ = false, refused_ = false;
};

class OauthServer final : public Server {
 public:
  OauthServer(bool old, ServerSide side) : side_(std::move(side)), old_(old) {}

  Outcome step(std::string_view response) override {
    if (over_ || refused_) {
      over_ = true;
      return {};
    }
    if (right(response)) {
      over_ = true;
      user_ = said_;
      return {Step::Done, {}};
    }
    refused_ = true;
    return {Step::Continue, std::string(kRefusal)};
  }
  [[nodiscard]] bool client_first() const override { return true; }
  [[nodiscard]] std::string user() const override { return user_; }

 private:
  bool right(std::string_view response) {
    const std::string_view begin = old_ ? "user=" : "n,a=";
    if (!response.starts_with(begin) || response.size() > kMessageLimit) return false;
    const std::size_t end = std::min(response.find(kSeparator), response.size());
    std::string_view name = response.substr(begin.size(), end - begin.size());
    if (!old_ && !name.ends_with(',')) return false;
    if (!old_) name.remove_suffix(1);
    said_ = old_ ? std::string(name) : plain_name(name);
    if (!side_.password_of(said_)) return false;  // there is no such user
    const std::string auth = std::string(1, kSeparator) + "auth=Bearer ";
    const std::size_t at = response.find(auth);
    if (at == std::string_view::npos) return false;
    std::string_view token = response.substr(at + auth.size());
    token = token.substr(0, token.find(kSeparator));
    return side_.faults.secret_ignored || (!side_.token.empty() && token == side_.token);
  }

  ServerSide side_;
  std::string said_, user_;
  bool old_, over_ = false, refused_ = false;
};

}  // namespace

std::unique_ptr<Client> make_oauth_client(const std::string& mechanism, const Credentials& credentials) {
  return std::make_unique<OauthClient>(mechanism == "XOAUTH2", credentials);
}

std::unique_ptr<Server> make_oauth_server(const std::string& mechanism, ServerSide side) {
  return std::make_unique<OauthServer>(mechanism == "XOAUTH2", std::move(side));
}

}  // namespace mailrig::sasl
