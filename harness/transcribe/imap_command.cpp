#include "harness/transcribe/imap_command.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "harness/wire/ascii.hpp"

namespace mailrig::transcribe {

namespace {

// What a command needs to be offered (of IMAP4rev2 some are part).
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kNeeds = {{
    {"MOVE", "MOVE"},
    {"UID MOVE", "MOVE"},
    {"UID EXPUNGE", "UIDPLUS"},
    {"IDLE", "IDLE"},
    {"ID", "ID"},
    {"NAMESPACE", "NAMESPACE"},
    {"UNSELECT", "UNSELECT"},
    {"ENABLE", "ENABLE"},
    {"STARTTLS", "STARTTLS"},
    {"COMPRESS", "COMPRESS=DEFLATE"},
    {"SORT", "SORT"},
    {"UID SORT", "SORT"},
    {"GETQUOTA", "QUOTA"},
    {"GETQUOTAROOT", "QUOTA"},
}};

}  // namespace

Command read_command(std::string_view unit) {
  Command command;
  command.words = words_of(unit);
  if (!command.words.empty()) command.tag = command.words[0].text;
  if (command.words.size() > 1) command.verb = upper(command.words[1].text);
  command.first = 2;
  if (command.verb == "UID" && command.words.size() > 2) {
    command.uid = true;
    command.verb += " " + upper(command.words[2].text);
    command.first = 3;
  }
  return command;
}

std::string_view base_verb(const Command& command) {
  return command.uid ? std::string_view(command.verb).substr(4) : std::string_view(command.verb);
}

std::vector<std::size_t> mailbox_places(const Command& command) {
  static const std::set<std::string_view> kFirst = {"SELECT",    "EXAMINE",     "CREATE",
                                                    "DELETE",    "STATUS",      "APPEND",
                                                    "SUBSCRIBE", "UNSUBSCRIBE", "GETQUOTAROOT"};
  const std::string_view verb = base_verb(command);
  if (kFirst.contains(verb)) return {0};
  if (verb == "RENAME") return {0, 1};
  if (verb == "COPY" || verb == "MOVE") return {1};
  return {};
}

std::string_view need_of(const Command& command) {
  const auto* const found = std::find_if(kNeeds.begin(), kNeeds.end(),
                                         [&](const auto& each) { return each.first == command.verb; });
  return found == kNeeds.end() ? std::string_view() : found->second;
}

bool by_number_alone(const Command& command) {
  for (std::size_t i = command.first; i < command.words.size(); ++i) {
    const std::string word = upper(command.words[i].text);
    if (word != "ALL" && word != "UID" && word.find_first_not_of("0123456789:,*") != std::string::npos)
      return false;
  }
  return true;
}

std::optional<std::uint32_t> number_in_code(const imap::Response& response, std::string_view code,
                                            std::uint32_t place) {
  if (!response.has_code || !wire::iequals(response.code, code)) return std::nullopt;
  std::uint32_t at = response.code_begin;
  for (std::uint32_t i = 0; i < place && at < response.code_end; ++i) at = response.tape.nodes[at].next;
  if (at >= response.code_end || response.tape.nodes[at].kind != imap::NodeKind::Number) return std::nullopt;
  return static_cast<std::uint32_t>(response.tape.nodes[at].number);
}

std::string status_word(const imap::Response& response) {
  const imap::Status status = response.status;
  return std::string(name(status == imap::Status::None ? imap::Status::Ok : status));
}

}  // namespace mailrig::transcribe
