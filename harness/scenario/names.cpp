#include "harness/scenario/names.hpp"

#include <algorithm>
#include <array>

#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

// Of account 1; "user.2" is the second account's.
constexpr std::array<std::string_view, 5> kOfAccount = {"user", "password", "address", "local", "plain"};
constexpr std::array<std::string_view, 6> kOfRun = {"domain", "host", "mailbox", "token", "sender", "tag"};

bool is_of(std::string_view name, std::span<const std::string_view> list) {
  for (const std::string_view item : list) {
    if (item == name) return true;
  }
  return false;
}

}  // namespace

bool is_variable_name(std::string_view name) {
  if (name.empty() || !wire::is_alpha(name.front())) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return wire::is_alnum(c) || c == '_' || c == '.'; });
}

Names::Kind Names::message_kind(std::string_view name) const {
  const std::vector<StartMessage>* messages = &scenario_.messages;
  for (const Mailbox& mailbox : scenario_.mailboxes) {
    if (name.starts_with(mailbox.name + ".")) {
      messages = &mailbox.messages;
      name.remove_prefix(mailbox.name.size() + 1);
      break;
    }
  }
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return Kind::Unknown;
  const auto number = wire::to_number(name.substr(dot + 1));
  if (!number || *number == 0 || *number > messages->size()) return Kind::Unknown;
  const std::string_view what = name.substr(0, dot);
  if (what == "message" || what == "header" || what == "top") return Kind::Given;
  if (what == "uid") return Kind::SetUp;
  return what == "number" && messages == &scenario_.messages ? Kind::SetUp : Kind::Unknown;
}

Names::Kind Names::kind(std::string_view name) const {
  if (is_of(name, kOfAccount) || is_of(name, kOfRun)) return Kind::Given;
  if (name == "maildrop" && scenario_.has(Protocol::Pop3)) return Kind::SetUp;
  for (const Mailbox& mailbox : scenario_.mailboxes) {
    if (mailbox.name == name) return Kind::Given;
  }
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return Kind::Unknown;
  if (name.starts_with("corpus.")) {
    return scenario_.library->corpus.contains(name.substr(7)) ? Kind::Given : Kind::Unknown;
  }
  const auto number = wire::to_number(name.substr(dot + 1));
  if (is_of(name.substr(0, dot), kOfAccount) && number && *number > 0 && *number <= scenario_.accounts) {
    return Kind::Given;
  }
  return message_kind(name);
}

std::string Names::unknown(std::string_view name) const {
  std::vector<std::string> candidates;
  for (const std::string_view known : kOfAccount) candidates.emplace_back(known);
  for (const std::string_view known : kOfRun) candidates.emplace_back(known);
  for (const Slot& slot : slots_) candidates.push_back(slot.name);
  for (const Mailbox& mailbox : scenario_.mailboxes) candidates.push_back(mailbox.name);
  for (const auto& [known, value] : scenario_.constants) candidates.push_back(known);
  for (std::size_t i = 1; i <= scenario_.messages.size(); ++i) {
    candidates.push_back("message." + std::to_string(i));
    candidates.push_back("uid." + std::to_string(i));
  }
  if (name.starts_with("corpus.")) {
    candidates.clear();
    for (const auto& [known, bytes] : scenario_.library->corpus) candidates.push_back("corpus." + known);
  }
  return "there is no variable '" + std::string(name) + "' by now" + did_you_mean(nearest(name, candidates));
}

SlotIndex Names::add(std::string_view name, bool given) {
  Slot slot;
  slot.name = std::string(name);
  slot.given = given;
  slot.secret = name.starts_with("password") || name == "plain" || name.starts_with("plain.");
  slots_.push_back(std::move(slot));
  const auto index = static_cast<SlotIndex>(slots_.size() - 1);
  index_.emplace(std::string(name), index);
  return index;
}

std::optional<SlotIndex> Names::use(std::string_view name, const Location& where, Diagnostics& mistakes) {
  if (const auto found = index_.find(name); found != index_.end()) return found->second;
  const Kind known = kind(name);
  if (known == Kind::Unknown && strict_) {
    mistakes.push_back({where, unknown(name)});
    return std::nullopt;
  }
  return add(name, known != Kind::SetUp);
}

std::optional<SlotIndex> Names::bind(std::string_view name, const Location& where, Diagnostics& mistakes) {
  if (constant(name) || (strict_ && kind(name) != Kind::Unknown)) {
    mistakes.push_back({where, "'" + std::string(name) + "' is given, it can't be bound; use another name"});
    return std::nullopt;
  }
  return define(name);
}

SlotIndex Names::define(std::string_view name) {
  if (const auto found = index_.find(name); found != index_.end()) return found->second;
  return add(name, false);
}

SlotIndex Names::define_constant(std::string_view name) {
  const std::string slot = "case." + *constant(name);
  if (const auto found = index_.find(slot); found != index_.end()) return found->second;
  return add(slot, true);
}

std::optional<std::string> Names::constant(std::string_view name) const {
  if (name == "i" && turn_ != 0) return std::to_string(turn_);
  const auto found = scenario_.constants.find(name);
  if (found == scenario_.constants.end()) return std::nullopt;
  return found->second;
}

bool Names::used_prefix(std::string_view prefix) const {
  const auto found = index_.lower_bound(prefix);
  return found != index_.end() && found->first.starts_with(prefix);
}

}  // namespace mailrig::scenario
