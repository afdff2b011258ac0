// SASL exchanges (RFC 4422) by GNU SASL, for clients and servers of all three protocols. Messages
// are raw octets: each protocol does its own base64 and its own empty-response notation.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::sasl {

struct Credentials {
  std::string user;
  std::string password;
  std::string authorization;  // empty: same as user
};

enum class Step : unsigned char { Continue, Done, Failed };

// Client: the message answers the challenge and is to be sent, empty or not, when Continue or Done.
// Server: the message is the next challenge when Continue; Done and Failed have none, for none of the
// three protocols can carry one with its last reply: a SCRAM server's signature goes out as one more
// challenge, which the client answers with an empty response.
struct Outcome {
  Step step = Step::Failed;
  std::string message;
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
// step("") for the first one. An initial response is taken in either case (LOGIN: the user name).
// An authorization identity is accepted when empty or equal to the user.
class Server {
 public:
  virtual ~Server() = default;
  [[nodiscard]] virtual Outcome step(std::string_view response) = 0;
  [[nodiscard]] virtual bool client_first() const = 0;
  [[nodiscard]] virtual std::string user() const = 0;
};

// The password of a user, or nothing if there is no such user.
using PasswordOf = std::function<std::optional<std::string>(std::string_view user)>;

// nullptr: mechanism not known. Names as registered ("PLAIN", "LOGIN", "SCRAM-SHA-256"), any case.
[[nodiscard]] std::unique_ptr<Client> make_client(std::string_view mechanism, const Credentials& credentials);
[[nodiscard]] std::unique_ptr<Server> make_server(std::string_view mechanism, std::string_view service,
                                                  std::string_view host, PasswordOf password_of);
// What make_server knows, best first.
[[nodiscard]] const std::vector<std::string>& mechanisms();

// RFC 4648 4, strict: no line breaks, right padding.
[[nodiscard]] std::string base64(std::string_view octets);
[[nodiscard]] std::optional<std::string> unbase64(std::string_view text);

}  // namespace mailrig::sasl
