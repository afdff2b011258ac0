// The parameters of MAIL and RCPT: tables of keywords, each with what takes its value.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "harness/smtp/command.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/session/smtp/verbs.hpp"

namespace mailrig::server::smtpd {

// Of MAIL, What is the Envelope; of RCPT, the Recipient.
template <typename What>
struct ParameterRule {
  std::string_view keyword;
  Cap cap;  // what offers it
  // Writes into `what`; an answer other than {} refuses the command.
  Answer (*take)(const Talk& talk, const smtp::Parameter& parameter, What& what);
  bool (*offered)(const Talk& talk) = nullptr;  // null: whenever `cap` is, but not after HELO
};

[[nodiscard]] std::span<const ParameterRule<Envelope>> mail_parameters();
[[nodiscard]] std::span<const ParameterRule<Recipient>> rcpt_parameters();

// RFC 5321 4.1.1.11: none that was not offered is taken, and none twice.
template <typename What>
[[nodiscard]] Answer take_parameters(const Talk& talk, std::span<const smtp::Parameter> parameters,
                                     std::span<const ParameterRule<What>> rules, Answer unknown, What& what) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto same = [&](const auto& other) { return wire::iequals(other.keyword, parameters[i].keyword); };
    const auto rule = std::find_if(rules.begin(), rules.end(), same);
    const bool known = talk.state.extended && rule != rules.end() && talk.offers(rule->cap) &&
                       (rule->offered == nullptr || rule->offered(talk));
    const Answer answer = known ? rule->take(talk, parameters[i], what) : unknown;
    if (answer.code != 0) return answer;
    if (std::any_of(parameters.begin(), parameters.begin() + static_cast<std::ptrdiff_t>(i), same))
      return {501, {5, 5, 4}, "parameter given twice"};
  }
  return {};
}

}  // namespace mailrig::server::smtpd
