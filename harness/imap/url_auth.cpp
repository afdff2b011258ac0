#include "harness/imap/url_auth.hpp"

#include "harness/imap/command_verbs.hpp"

namespace mailrig::imap {
namespace {

bool read_mechanism(CommandReader& reader, std::string_view& mechanism) {
  mechanism = reader.word();
  return !mechanism.empty() || reader.fail("mechanism expected");
}

bool read_urls(CommandReader& reader, Command& command, bool mechanisms) {
  auto& urls = command.url_auth.urls;
  urls.clear();
  do {
    if (urls.size() == kUrlLimit) return reader.fail("too many URLs");
    auto& url = urls.emplace_back();
    if (!reader.sp() || !reader.astring(url.url)) return false;
    if (mechanisms && (!reader.sp() || !read_mechanism(reader, url.mechanism))) return false;
  } while (!reader.at_end());
  return true;
}

}  // namespace

bool read_gen_url_auth(CommandReader& reader, Command& command) {
  return read_urls(reader, command, true);
}

bool read_url_fetch(CommandReader& reader, Command& command) {
  return read_urls(reader, command, false);
}

bool read_reset_key(CommandReader& reader, Command& command) {
  auto& asked = command.url_auth;
  asked.mailbox.reset();
  asked.mechanisms.clear();
  if (reader.at_end()) return true;
  if (!reader.sp() || !reader.astring(asked.mailbox.emplace())) return false;
  while (reader.take(' ')) {
    if (asked.mechanisms.size() == kMechanismLimit) return reader.fail("too many mechanisms");
    if (!read_mechanism(reader, asked.mechanisms.emplace_back())) return false;
  }
  return true;
}

}  // namespace mailrig::imap
