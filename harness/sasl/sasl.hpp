// SASL exchanges (RFC 4422), for clients and servers of all three protocols: by GNU SASL, but for the two
// of OAuth, which it has not. Messages are raw octets: each protocol does its own base64 and its own
// empty-response notation.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::sasl {

// The TLS channel that an exchange is bound to (RFC 5056), as one side sees it.
struct ChannelBinding {
  std::string type;  // "tls-exporter" (RFC 9266), "tls-unique" (RFC 5929 3); empty: no TLS
  std::string data;  // raw octets
};

struct Credentials {
  std::string user;
  std::string password;
  std::string authorization;  // empty: same as user
  std::string token{};        // OAuth (RFC 6750)
  std::string service{};      // "smtp", "imap", "pop": DIGEST-MD5
  std::string host{};         // the server's name: DIGEST-MD5, OAUTHBEARER
  ChannelBinding binding{};   // …-PLUS
};

enum class Step : unsigned char { Continue, Done, Failed };

// Client: the message answers the challenge and is to be sent, empty or not, when Continue or Done.
// Server: the message is the next challenge when Continue; Done and Failed have none, for none of the
// three protocols can carry one with its last reply: a SCRAM server's signature goes out as one more
// challenge, which the client answers with an empty response.
struct Outcome {
  Step step = Step::Failed;
  std::string message;
  std::string reason{};  // client, Failed: what is wrong with the challenge
};

inline constexpr std::size_t kMessageLimit = 12288;        // octets of one message before base64; ours
inline constexpr std::size_t kIterationLimit = 1'000'000;  // a SCRAM client counts no further; ours

// One exchange, client's side. Without an initial response, the server's empty challenge is handed
// to step() like any other.
class Client {
 public:
  virtual ~Client() = default;
  [[nodiscard]] virtual Outcome step(std::string_view challenge) = 0;
  [[nodiscard]] virtual bool client_first() const = 0;  // PLAIN, SCRAM-*: may send an initial response
};

// One exchange, server's side. `user()` is the authenticated identity once Done. Without an initial
// response: when client_first() the protocol sends an empty challenge of its own, otherwise it asks
// step("") for the first one. An authorization identity is accepted when empty or equal to the user.
class Server {
 public:
  virtual ~Server() = default;
  [[nodiscard]] virtual Outcome step(std::string_view response) = 0;
  [[nodiscard]] virtual bool client_first() const = 0;
  // Where the server speaks first, an initial response is refused (RFC 4954 4, RFC 4959 3), but for two.
  // LOGIN's is the user name (MS-XLOGIN 2.2.2; Python's smtplib sends it so). DIGEST-MD5's goes on from an
  // earlier exchange; none is remembered here, so it gets a challenge like who said nothing (RFC 2831 2.2.2).
  [[nodiscard]] virtual bool takes_initial_response() const { return client_first(); }
  [[nodiscard]] virtual std::string user() const = 0;
};

// The password of a user, or nothing if there is no such user.
using PasswordOf = std::function<std::optional<std::string>(std::string_view user)>;

// Ways of a server to be wrong on purpose.
struct Faults {
  bool binding_refused = false;        // this channel's binding is taken for another's
  bool binding_ignored = false;        // another channel's binding is taken for this one's
  bool signature_wrong = false;        // SCRAM: the server's own proof is not right
  bool secret_ignored = false;         // any password or token of a user that there is
  bool external_unchecked = false;     // EXTERNAL without a certificate
  bool authorization_ignored = false;  // an authorization identity of somebody else is passed over
  bool empty_password_taken = false;   // of a user that there is
};

// What a server's side stands on.
struct ServerSide {
  std::string service;  // "smtp", "imap", "pop"
  std::string host;     // its own name
  PasswordOf password_of;
  std::string token{};                     // of every user, for OAuth; empty: none is right
  std::vector<ChannelBinding> bindings{};  // of this connection, each that the client may choose
  std::string certificate_user{};          // whom the client's certificate names; empty: none was shown
  Faults faults{};
};

// What there is to know of a mechanism without beginning an exchange.
struct Traits {
  bool client_first = false;
  bool one_message = false;  // the client's only one says all
  bool has_secret = false;   // a password or token that can be wrong
  bool has_user = false;
  bool has_token = false;      // the secret is a token
  bool has_host = false;       // the server's name is part of it
  bool shows_secret = false;   // to who listens: not without TLS
  bool binds_channel = false;  // …-PLUS
};
[[nodiscard]] Traits traits(std::string_view mechanism);

// nullptr: it can't be played; `why`: the mechanism is not known, it wants a TLS channel or a token. Names
// as registered ("PLAIN", "LOGIN", "SCRAM-SHA-256"), any case.
[[nodiscard]] std::unique_ptr<Client> make_client(std::string_view mechanism, const Credentials& credentials,
                                                  std::string& why);
// nullptr: mechanism not known, or it wants a TLS channel.
[[nodiscard]] std::unique_ptr<Server> make_server(std::string_view mechanism, ServerSide side);
[[nodiscard]] inline std::unique_ptr<Client> make_client(std::string_view mechanism,
                                                         const Credentials& credentials) {
  std::string why;
  return make_client(mechanism, credentials, why);
}
// All that are known, best first.
[[nodiscard]] const std::vector<std::string>& mechanisms();
// The name as mechanisms() spells it.
[[nodiscard]] std::optional<std::string> known_mechanism(std::string_view name);

// RFC 4648 4, strict: no line breaks, right padding.
[[nodiscard]] std::string base64(std::string_view octets);
[[nodiscard]] std::optional<std::string> unbase64(std::string_view text);

}  // namespace mailrig::sasl
