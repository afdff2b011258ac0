// MAIL (RFC 5321 4.1.1.2) with SIZE (RFC 1870), BODY (RFC 6152, RFC 3030) and AUTH (RFC 4954 5).
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/smtp.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {
namespace {

using smtp::Parameter;
using wire::iequals;

constexpr std::size_t kSizeDigits = 20;  // RFC 1870 4

Answer check_state(const Talk& talk) {
  const State& state = talk.state;
  if (state.client.empty()) return {503, {5, 5, 1}, "EHLO first"};
  if (!state.extended && talk.hit(kMailNeedsEhlo)) return {503, {5, 5, 1}, "EHLO first"};
  if (state.transaction.open && !talk.hit(kMailNestedOk)) return {503, {5, 5, 1}, "a transaction is open"};
  return {};
}

Answer check_path(const Talk& talk, const smtp::Path& path) {
  if (path.null() && talk.hit(kMailNullRefused)) return {550, {5, 1, 8}, "the null reverse-path is refused"};
  if (path.mailbox.quoted() && talk.hit(kMailQuotedRefused))
    return {501, {5, 1, 7}, "quoted local parts are refused"};
  return {};
}

Answer check_size(const Talk& talk, const Parameter& size) {
  if (talk.hit(kSizeParameterRefused)) return {555, {5, 5, 4}, "SIZE is not known"};
  const std::string_view digits = size.value.value_or("");
  const bool number = !digits.empty() && digits.size() <= kSizeDigits &&
                      digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!number) return talk.hit(kSizeSyntaxOk) ? Answer{} : Answer{501, {5, 5, 4}, "SIZE is a number"};
  const std::uint64_t octets = wire::to_number(digits).value_or(UINT64_MAX);
  if (octets > talk.world.limits.message && !talk.hit(kSizeDeclaredIgnored))
    return {552, {5, 3, 4}, "message too big"};
  return {};
}

Answer check_body(const Talk& talk, const Parameter& body) {
  const std::string_view value = body.value.value_or("");
  if (iequals(value, "8BITMIME") && talk.hit(kBody8bitmimeRefused)) return {555, {5, 5, 4}, "7BIT only"};
  if (iequals(value, "BINARYMIME"))
    return talk.hit(kBodyBinarymimeRefused) ? Answer{555, {5, 5, 4}, "no BINARYMIME"} : Answer{};
  if (iequals(value, "7BIT") || iequals(value, "8BITMIME") || talk.hit(kBodyUnknownOk)) return {};
  return {501, {5, 5, 4}, "BODY is 7BIT, 8BITMIME or BINARYMIME"};
}

Answer check_parameter(const Talk& talk, const Parameter& parameter) {
  if (talk.state.extended && iequals(parameter.keyword, "SIZE")) return check_size(talk, parameter);
  if (talk.state.extended && iequals(parameter.keyword, "BODY")) return check_body(talk, parameter);
  if (talk.state.extended && iequals(parameter.keyword, "AUTH"))
    return parameter.value ? Answer{} : Answer{501, {5, 5, 4}, "AUTH has a value"};
  if (talk.hit(kMailUnknownParameterOk)) return {};
  return {555, {5, 5, 4}, "parameter not known"};
}

Answer check_parameters(const Talk& talk, const smtp::Command& command) {
  const auto parameters = command.parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (const Answer answer = check_parameter(talk, parameters[i]); answer.code != 0) return answer;
    for (std::size_t k = 0; k < i; ++k) {
      if (iequals(parameters[k].keyword, parameters[i].keyword))
        return {501, {5, 5, 4}, "parameter given twice"};
    }
  }
  return {};
}

bool asks_binary(const smtp::Command& command) {
  for (const Parameter& parameter : command.parameters()) {
    if (iequals(parameter.keyword, "BODY")) return iequals(parameter.value.value_or(""), "BINARYMIME");
  }
  return false;
}

}  // namespace

void mail(Talk& talk, const smtp::Command& command) {
  Answer answer = check_state(talk);
  if (answer.code == 0) answer = check_path(talk, command.path);
  if (answer.code == 0) answer = check_parameters(talk, command);
  if (answer.code != 0) return talk.replies.say(answer.code, answer.enhanced, answer.text);
  talk.state.transaction.clear();
  talk.state.transaction.open = true;
  talk.state.transaction.reverse_path = command.path.written;
  talk.state.transaction.binary = asks_binary(command);
  talk.replies.say(250, {2, 1, 0}, "sender ok");
}

}  // namespace mailrig::server::smtpd
