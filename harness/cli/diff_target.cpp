#include "harness/cli/diff_target.hpp"

#include <filesystem>

#include "harness/conformance/target.hpp"
#include "harness/record/reader.hpp"
#include "harness/scenario/toml_text.hpp"

namespace mailrig::cli {

namespace {

constexpr std::string_view kRecordEnding = ".jsonl";

// The next word; quotes hold it together and are taken off.
std::string take_word(std::string_view& rest) {
  std::string word;
  bool quoted = false;
  std::size_t at = 0;
  for (; at < rest.size() && (quoted || rest[at] != ' '); ++at) {
    if (rest[at] == '"') {
      quoted = !quoted;
    } else {
      word += rest[at];
    }
  }
  rest.remove_prefix(at);
  return word;
}

std::string read_record(const std::string& flag, const std::string& path, DiffTarget& target) {
  record::Events read = record::read_file(path);
  for (const record::ReadError& error : read.errors)
    return path + ":" + std::to_string(error.line) + ":1: " + error.what + "\n";
  for (const record::Event& event : read.events) {
    if (!std::holds_alternative<record::Transcript>(event)) continue;
    target.events = std::move(read.events);
    return {};
  }
  return flag + ": " + path + " has no scenario's wire; it is kept by mailrig check --keep-wire\n";
}

}  // namespace

std::string without_secrets(std::string_view words) {
  std::string kept;
  while (!words.empty()) {
    if (words.front() == ' ') {
      words.remove_prefix(1);
      continue;
    }
    const std::string word = take_word(words);
    if (!word.starts_with("password=") && !word.starts_with("bearer="))
      kept += (kept.empty() ? "" : " ") + word;
  }
  return kept;
}

std::string words_as_toml(std::string_view words) {
  std::string toml;
  while (!words.empty()) {
    if (words.front() == ' ') {
      words.remove_prefix(1);
      continue;
    }
    const std::string word = take_word(words);
    const std::size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    const bool flag = value == "true" || value == "false";
    toml += scenario::toml_string(key) + " = " + (flag ? value : scenario::toml_string(value)) + "\n";
  }
  return toml;
}

std::string read_diff_target(const std::string& flag, const std::string& words, const TargetOptions& shared,
                             DiffTarget& target) {
  target.words = words;
  if (words.ends_with(kRecordEnding)) return read_record(flag, words, target);
  const bool in_words = words.find('=') != std::string::npos && !std::filesystem::exists(words);
  std::string content;
  if (in_words) {
    target.words = without_secrets(words);
    content = words_as_toml(words);
  } else if (!read_whole(words, content)) {
    return flag + ": " + words +
           " can't be read; meant is a target file, a record, or words such as \"imap=host:port\"\n";
  }
  return shared.resolve_one(in_words ? flag : words, content, target.spec);
}

}  // namespace mailrig::cli
