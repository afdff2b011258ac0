#include "harness/scenario/given.hpp"

#include "harness/sasl/sasl.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

class Values {
 public:
  Values(const Scenario& scenario, const Given& given) : scenario_(scenario), given_(given) {}

  [[nodiscard]] std::string of(std::string_view name) const {
    if (name == "domain") return given_.domain;
    if (name == "host") return given_.host;
    if (name == "token") return given_.token;
    if (name == "mailbox") return given_.mailbox_prefix + "mailrig-" + given_.token;
    if (name == "sender") return !given_.sender.empty() ? given_.sender : account("address");
    if (name.starts_with("case.")) return std::string(name.substr(5));
    if (name.starts_with("corpus.")) return message(name.substr(7));
    for (const Mailbox& mailbox : scenario_.mailboxes) {
      if (name == mailbox.name) return given_.mailbox_prefix + "mailrig-" + given_.token + "-" + mailbox.name;
      if (name.starts_with(mailbox.name + ".message.")) {
        return start_message(mailbox.messages, name.substr(mailbox.name.size() + 9));
      }
    }
    if (name.starts_with("message.")) return start_message(scenario_.messages, name.substr(8));
    return account(name);
  }

 private:
  [[nodiscard]] std::string message(std::string_view name) const {
    const auto found = scenario_.corpus->find(name);
    return found == scenario_.corpus->end() ? std::string() : found->second;
  }
  [[nodiscard]] std::string start_message(const std::vector<StartMessage>& messages,
                                          std::string_view number) const {
    const auto index = wire::to_number(number);
    return index && *index > 0 && *index <= messages.size() ? message(messages[*index - 1].name)
                                                            : std::string();
  }

  // "user", "user.2"
  [[nodiscard]] std::string account(std::string_view name) const {
    const std::size_t dot = std::min(name.find('.'), name.size());
    const auto number = dot == name.size() ? 1 : wire::to_number(name.substr(dot + 1)).value_or(0);
    if (number == 0 || number > given_.accounts.size()) return {};
    const GivenAccount& account = given_.accounts[number - 1];
    const std::string_view what = name.substr(0, dot);
    if (what == "user") return account.user;
    if (what == "password") return account.password;
    if (what == "address") return account.address;
    // RFC 4616 2
    if (what == "plain") return sasl::base64(std::string(1, '\0') + account.user + '\0' + account.password);
    return {};
  }

  const Scenario& scenario_;
  const Given& given_;
};

}  // namespace

std::vector<std::string> given_values(const Scenario& scenario, const Program& program, const Given& given) {
  std::vector<std::string> values;
  values.reserve(program.slots.size());
  const Values known(scenario, given);
  for (const Slot& slot : program.slots) values.push_back(slot.given ? known.of(slot.name) : std::string());
  return values;
}

}  // namespace mailrig::scenario
