// SASL exchanges (RFC 4422) by GNU SASL, for clients and servers of all three protocols. Messages
// are raw octets: each protocol does its own base64 and its own empty-response notation.
#pragma once

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

struct Outcome {
  Step step = Step::Failed;
  std::string message;  // to be sent to the other side, when Continue (Done: when not empty)
};

// One exchange, client's side.
class Client {
 public:
  virtual ~Client() = default;
  [[nodiscard]] virtual Outcome step(std::string_view challenge) = 0;
  [[nodiscard]] virtual bool client_first() const = 0;  // PLAIN, SCRAM-*: may send an initial response
};

// One exchange, server's side. `user()` is the authenticated identity once Done.
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
