#include "harness/scenario/names.hpp"

#include <algorithm>
#include <array>

#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

// Of account 1; "user.2" is the second account's.
constexpr std::array<std::string_view, 6> kOfAccount = {"user",  "password", "address",
                                                        "local", "plain",    "bearer"};
// Of each start message, "message.1": its octets, and what the set-up learns.
constexpr std::array<std::string_view, 3> kOfMessage = {"message", "header", "top"};
constexpr std::string_view kUid = "uid", kNumber = "number", kMaildrop = "maildrop", kCorpus = "corpus";
constexpr std::array<std::string_view, 3> kSecret = {"password", "plain", "bearer"};
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

std::span<const std::string_view> given_names() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> names(kOfAccount.begin(), kOfAccount.end());
    names.insert(names.end(), kOfRun.begin(), kOfRun.end());
    names.insert(names.end(), kOfMessage.begin(), kOfMessage.end());
    names.insert(names.end(), {kUid, kNumber, kMaildrop, kCorpus});
    return names;
  }();
  return all;
}

bool is_of_account(std::string_view name) {
  return is_of(name, kOfAccount);
}

const Argument* Scope::find(std::string_view name) const {
  const auto found = std::find_if(values.begin(), values.end(),
                                  [&](const Argument& argument) { return argument.name == name; });
  return found == values.end() ? nullptr : &*found;
}

std::string_view single_name(std::string_view value) {
  if (!value.starts_with("${") || value.find('}') + 1 != value.size()) return {};
  const std::string_view name = value.substr(2, value.size() - 3);
  if (name.find_first_of(":=<>!") != std::string_view::npos) return {};  // a function, or no value at all
  const bool computed = name.find_first_of("+-") != std::string_view::npos && !name.starts_with("corpus.");
  return computed ? std::string_view{} : name;
}

bool is_bindable(std::string_view name) {
  return is_variable_name(is_number_name(name) ? name.substr(1) : name);
}

// "#n" of a fragment with n=uid is "#uid".
std::string outermost_name(std::string_view name, const Scope* scope) {
  if (is_number_name(name)) return '#' + outermost_name(name.substr(1), scope);
  for (; scope != nullptr; scope = scope->outer.get()) {
    if (const Argument* given = scope->find(name)) name = given->value;
  }
  return std::string(name);
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
  if (is_of(what, kOfMessage)) return Kind::Given;
  if (what == kUid) return Kind::SetUp;
  return what == kNumber && messages == &scenario_.messages ? Kind::SetUp : Kind::Unknown;
}

Names::Kind Names::kind(std::string_view name) const {
  if (is_of(name, kOfAccount) || is_of(name, kOfRun)) return Kind::Given;
  if (name == kMaildrop && scenario_.has(Protocol::Pop3)) return Kind::SetUp;
  for (const Mailbox& mailbox : scenario_.mailboxes) {
    if (mailbox.name == name) return Kind::Given;
  }
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return Kind::Unknown;
  if (name.substr(0, dot) == kCorpus) {
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
  slot.secret = is_of(name.substr(0, name.find('.')), kSecret);
  slots_.push_back(std::move(slot));
  const auto index = static_cast<SlotIndex>(slots_.size() - 1);
  index_.emplace(std::string(name), index);
  return index;
}

// A message has a number on each connection, and each connection learns of an EXPUNGE in its own time.
bool Names::may_number(std::string_view name, const Location& where, Diagnostics& mistakes) const {
  if (!speaker_) return true;
  const std::string quoted = quote(name);
  if (!speaker_->imap) {
    mistakes.push_back({where, quoted + " follows EXPUNGE responses, and only an IMAP client gets those"});
    return false;
  }
  const auto found = index_.find(name);
  if (found == index_.end() || slots_[found->second].number_of == speaker_->client) return true;
  mistakes.push_back({where, quoted + " is a message number on another client's connection; " +
                                 std::string(speaker_->name) +
                                 "'s are its own: bind one there, by another name"});
  return false;
}

std::optional<SlotIndex> Names::use(std::string_view written, const Location& where, Diagnostics& mistakes) {
  const std::string numbered = is_number_name(written) ? outermost_name(written, scope_) : std::string();
  const std::string_view name = numbered.empty() ? written : std::string_view(numbered);
  if (!numbered.empty() && !may_number(name, where, mistakes)) return std::nullopt;
  if (const Argument* given = argument(name)) return use_argument(*given, where, mistakes);
  if (const auto hidden = hidden_.find(name); hidden != hidden_.end() && strict_) {
    mistakes.push_back({where, quote(name) + " " + hidden->second.why});
    return std::nullopt;
  }
  if (const auto found = index_.find(name); found != index_.end()) return found->second;
  const Kind known = kind(name);
  if (known == Kind::Unknown && strict_) {
    mistakes.push_back({where, unknown(name)});
    return std::nullopt;
  }
  return add(name, known != Kind::SetUp);
}

std::optional<SlotIndex> Names::use_argument(const Argument& argument, const Location& where,
                                             Diagnostics& mistakes) {
  const std::string_view inside = bound_.count(&argument) != 0 ? argument.value : single_name(argument.value);
  if (inside.empty()) {
    mistakes.push_back({where, "'" + argument.name + "' is '" + argument.value +
                                   "' here, and one '${value}' is needed; 'set' makes one of several"});
    return std::nullopt;
  }
  const Outside outside(*this);
  return use(inside, argument.at, mistakes);
}

std::optional<SlotIndex> Names::bind(std::string_view written, const Location& where, Diagnostics& mistakes) {
  const std::string numbered = is_number_name(written) ? outermost_name(written, scope_) : std::string();
  const std::string_view name = numbered.empty() ? written : std::string_view(numbered);
  if (no_binding_) {
    mistakes.push_back({where, "a condition binds nothing: compare with '${" + std::string(name) + "}'"});
    return std::nullopt;
  }
  if (const Argument* given = argument(name)) return bind_argument(*given, where, mistakes);
  if (const auto hidden = hidden_.find(name); hidden != hidden_.end() && strict_) {
    if (hidden->second.for_good) {
      mistakes.push_back({where, quote(name) + " " + hidden->second.why});
      return std::nullopt;
    }
    hidden_.erase(hidden);
  }
  if (constant(name) || (strict_ && kind(name) != Kind::Unknown)) {
    mistakes.push_back({where, quote(name) + " is given, it can't be bound; use another name"});
    return std::nullopt;
  }
  if (numbered.empty()) return define(name);
  if (!may_number(name, where, mistakes)) return std::nullopt;
  const SlotIndex slot = define(name);
  slots_[slot].number_of = speaker_ ? speaker_->client : 0;
  return slot;
}

// ${=new} with new=uid binds the includer's ${uid}, which ${new} is from then on.
std::optional<SlotIndex> Names::bind_argument(const Argument& argument, const Location& where,
                                              Diagnostics& mistakes) {
  if (!is_variable_name(argument.value)) {
    mistakes.push_back({where, "'" + argument.name + "' is bound here, so its value must be a name, not '" +
                                   argument.value + "'"});
    return std::nullopt;
  }
  const Outside outside(*this);
  const auto slot = bind(argument.value, argument.at, mistakes);
  if (slot) bound_.insert(&argument);
  return slot;
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
  return constant_in(name, scope_, turn_);
}

// A parameter is one if its value is plain text, or a constant of the includer.
std::optional<std::string> Names::constant_in(std::string_view name, const Scope* scope,
                                              std::uint32_t turn) const {
  if (const Argument* given = scope == nullptr ? nullptr : scope->find(name)) {
    if (bound_.count(given) != 0) return std::nullopt;
    const std::string_view inside = single_name(given->value);
    if (!inside.empty()) return constant_in(inside, scope->outer.get(), scope->outer_turn);
    return given->value.find("${") == std::string::npos ? std::optional(given->value) : std::nullopt;
  }
  if (name == "i" && turn != 0) return std::to_string(turn);
  const auto found = scenario_.constants.find(name);
  if (found == scenario_.constants.end()) return std::nullopt;
  return found->second;
}

std::optional<Names::Hidden> Names::hidden(const std::string& name) const {
  const auto found = hidden_.find(name);
  return found == hidden_.end() ? std::nullopt : std::optional(found->second);
}

const Argument* Names::argument(std::string_view name) const {
  return scope_ == nullptr ? nullptr : scope_->find(name);
}

Names::Outside::Outside(Names& names) : names_(names), scope_(names.scope_), turn_(names.turn_) {
  if (scope_ == nullptr) return;
  names.turn_ = scope_->outer_turn;
  names.scope_ = scope_->outer.get();
}

Names::Outside::~Outside() {
  names_.turn_ = turn_;
  names_.scope_ = scope_;
}

bool Names::used_prefix(std::string_view prefix) const {
  const auto found = index_.lower_bound(prefix);
  return found != index_.end() && found->first.starts_with(prefix);
}

}  // namespace mailrig::scenario
