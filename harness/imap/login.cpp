#include "harness/imap/login.hpp"

#include "harness/imap/ascii.hpp"
#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

// base64 = *(4base64-char) [base64-terminal] (RFC 9051 9); "=" alone is an empty response.
bool base64(std::string_view text) {
  if (text == "=") return true;
  if (text.empty() || text.size() % 4 != 0) return false;
  if (text.back() == '=') text.remove_suffix(1);
  if (text.back() == '=') text.remove_suffix(1);
  for (const char octet : text) {
    const char big = upper(octet);
    if (!((big >= 'A' && big <= 'Z') || is_digit(octet) || octet == '+' || octet == '/')) return false;
  }
  return true;
}

}  // namespace

// login = "LOGIN" SP userid SP password
bool read_login(CommandReader& reader, Command& command) {
  LoginCommand& login = command.login;
  login = {};
  return reader.sp() && reader.astring(login.user) && reader.sp() && reader.astring(login.password);
}

// authenticate = "AUTHENTICATE" SP auth-type [SP initial-resp]
bool read_authenticate(CommandReader& reader, Command& command) {
  AuthenticateCommand& authenticate = command.authenticate;
  authenticate = {};
  if (!reader.sp() || !reader.atom(authenticate.mechanism)) return false;
  if (reader.at_end()) return true;
  std::string_view response;
  if (!reader.sp() || !reader.atom(response)) return false;
  if (!base64(response)) return reader.fail("base64 expected");
  authenticate.initial_response = response;
  return true;
}

}  // namespace mailrig::imap
