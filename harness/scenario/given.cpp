#include "harness/scenario/given.hpp"

#include "harness/sasl/sasl.hpp"
#include "harness/scenario/messages.hpp"
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
    if (name == "sender") return sender();
    if (name.starts_with("case.")) return std::string(name.substr(5));
    if (name.starts_with("corpus.")) return corpus_message(name.substr(7));
    for (const Mailbox& mailbox : scenario_.mailboxes) {
      if (name == mailbox.name) return given_.mailbox_prefix + "mailrig-" + given_.token + "-" + mailbox.name;
      if (name.starts_with(mailbox.name + "."))
        return part(mailbox.messages, name.substr(mailbox.name.size() + 1));
    }
    if (name.starts_with("message.") || name.starts_with("header.") || name.starts_with("top.")) {
      return part(scenario_.messages, name);
    }
    return account(name);
  }

 private:
  [[nodiscard]] std::string corpus_message(std::string_view name) const {
    const auto found = scenario_.library->corpus.find(name);
    return found == scenario_.library->corpus.end() ? std::string() : found->second;
  }
  // "message.1", "header.1", "top.1": all of it, header and empty line, those and one line more.
  [[nodiscard]] std::string part(const std::vector<StartMessage>& messages, std::string_view name) const {
    const std::size_t dot = std::min(name.find('.'), name.size());
    const auto index = wire::to_number(name.substr(std::min(dot + 1, name.size())));
    if (!index || *index == 0 || *index > messages.size()) return {};
    std::string octets = octets_of(messages[*index - 1], scenario_.library->corpus);
    const std::string_view what = name.substr(0, dot);
    if (what == "message") return octets;
    std::size_t end = octets.find("\r\n\r\n");
    if (end == std::string::npos) return octets;
    end += 4;
    if (what == "top") {
      const std::size_t line = octets.find('\n', end);
      end = line == std::string::npos ? octets.size() : line + 1;
    }
    octets.resize(end);
    return octets;
  }

  // Of this run's own, except where a server compares it with who logged in.
  [[nodiscard]] std::string sender() const {
    if (!given_.sender.empty()) return given_.sender;
    for (const ClientFacts& client : scenario_.clients) {
      if (client.service == Service::Submission) return account("address");
    }
    return "mailrig-" + given_.token + "@" + given_.domain;
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
    if (what == "bearer") return account.bearer;
    if (what == "local") return account.address.substr(0, account.address.rfind('@'));
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
