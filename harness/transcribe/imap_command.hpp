// One IMAP command of a client's, with what came of it until its tagged response.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/response.hpp"
#include "harness/transcribe/imap_words.hpp"
#include "harness/transcribe/sasl_talk.hpp"

namespace mailrig::transcribe {

struct Command {
  std::vector<Word> words;
  std::string tag, verb;
  std::size_t first = 0;  // of the words: its first argument
  bool uid = false;
  bool continued = false, done = false;  // IDLE
  SaslTalk sasl;                         // AUTHENTICATE
  std::vector<std::string> responses;    // as they came

  [[nodiscard]] std::string argument(std::size_t place) const {
    return first + place < words.size() ? words[first + place].text : std::string();
  }
};

// `unit`: one framed command.
[[nodiscard]] Command read_command(std::string_view unit);
// Without UID.
[[nodiscard]] std::string_view base_verb(const Command& command);
// Which arguments are mailboxes.
[[nodiscard]] std::vector<std::size_t> mailbox_places(const Command& command);
// What must be offered for it; empty: nothing.
[[nodiscard]] std::string_view need_of(const Command& command);
// A SEARCH by numbers: what is found by the messages' octets, dates or flags may be others on replay.
[[nodiscard]] bool by_number_alone(const Command& command);
// The number at `place` of the response code, from 0.
[[nodiscard]] std::optional<std::uint32_t> number_in_code(const imap::Response& response,
                                                          std::string_view code, std::uint32_t place);
// Its status; where that could not be read, OK.
[[nodiscard]] std::string status_word(const imap::Response& response);

}  // namespace mailrig::transcribe
