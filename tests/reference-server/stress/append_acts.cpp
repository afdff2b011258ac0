// How messages come in: APPEND of one and of several, CATENATE, REPLACE, and what a quota lets in.
#include <algorithm>

#include "harness/imap/code.hpp"
#include "tests/reference-server/stress/stress.hpp"

namespace mailrig::stress {

// RFC 3501 6.3.11, RFC 3502: all of them or none.
void Stress::append_new(Client& client, const std::string& name, std::size_t count, bool over) {
  std::string command = "APPEND " + name;
  std::vector<Message> made;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t serial = ++truth_.last_serial;
    const FlagSet flags = some_flags();
    const std::string text = text_of(serial);
    command += fmt::format(" {}{{{}+}}\r\n{}", flags != 0 ? flag_list(flags) + " " : "", text.size(), text);
    made.push_back({.serial = serial, .flags = flags, .arrival = kNow});
  }
  const bool cancelled = count > 1 && !over && chance(4);
  if (cancelled) command += " {0+}\r\n";  // RFC 3502 6.3.11
  const Answer answer = say(client, command);
  const bool there = truth_.mailboxes.contains(name);
  must(answer, there && !over && !cancelled);
  if (over && !imap::has_code(answer.tagged, "OVERQUOTA")) differ("no OVERQUOTA: {}", answer.octets);
  if (!there && !cancelled && !imap::has_code(answer.tagged, "TRYCREATE")) differ("no TRYCREATE");
  if (answer.ok()) appended(answer.tagged, *truth_.mailboxes.at(name), made);
  client.hear_all(answer, true);
}

void Stress::appended(const imap::Response& response, Mailbox& to, const std::vector<Message>& made) {
  const auto code = imap::append_uid(response);
  if (!code) differ("no APPENDUID: {}", response.bytes);
  if (to.uid_validity != 0 && code->uid_validity != to.uid_validity) differ("another UIDVALIDITY");
  const std::vector<Uid> uids = members_of(code->uids);
  if (uids.size() != made.size()) differ("{} messages, {}", made.size(), response.bytes);
  for (std::size_t i = 0; i < made.size(); ++i)
    to.add(uids[i], made[i].serial, made[i].flags, made[i].arrival);
}

void Stress::append(Client& client) {
  append_new(client, some_mailbox(true), 1, false);
}

void Stress::append_several(Client& client) {
  append_new(client, some_mailbox(true), 2 + below(3), false);
}

// RFC 4469 3: the copy of a message, made of its parts.
void Stress::catenate(Client& client) {
  const MailboxPtr from = truth_.mailboxes.at(some_mailbox(false));
  if (from->messages.empty()) return;
  const std::string name = some_mailbox(true);
  const Message source = from->messages[below(from->messages.size())];
  const std::string text = text_of(source.serial);
  const bool wrong = chance(6);
  const std::string url = fmt::format("/{}/;UID={}", from->name, wrong ? from->uid_next + 1000 : source.uid);
  const std::size_t cut = 1 + below(text.size() - 1);
  std::string parts;
  switch (below(3)) {
    case 0:
      parts = fmt::format("URL \"{0}/;SECTION=HEADER\" URL \"{0}/;SECTION=TEXT\"", url);
      break;
    case 1:
      parts = fmt::format("TEXT {{{}+}}\r\n{} URL \"{}/;PARTIAL={}\"", cut, text.substr(0, cut), url, cut);
      break;
    default:
      parts = fmt::format("URL \"{}/;PARTIAL=0.{}\" TEXT {{{}+}}\r\n{}", url, cut, text.size() - cut,
                          text.substr(cut));
      break;
  }
  const FlagSet flags = some_flags();
  const Answer answer = say(client, fmt::format("APPEND {} {} CATENATE ({})", name, flag_list(flags), parts));
  const bool there = truth_.mailboxes.contains(name);
  must(answer, there && !wrong);
  if (wrong && there && !imap::has_code(answer.tagged, "BADURL")) differ("no BADURL: {}", answer.octets);
  if (answer.ok()) {
    appended(answer.tagged, *truth_.mailboxes.at(name),
             {{.serial = source.serial, .flags = flags, .arrival = kNow}});
  }
  client.hear_all(answer, true);
}

// RFC 8508 3.4: the new one is there and the old one is gone, or nothing has happened.
void Stress::replace(Client& client) {
  if (client.uids.empty()) return;
  const bool uid = chance(2);
  const std::size_t at = below(client.uids.size());
  const Uid old = client.uids[at];
  const std::string name = some_mailbox(true), text = text_of(++truth_.last_serial);
  const FlagSet flags = some_flags();
  const Answer answer =
      say(client, fmt::format("{}REPLACE {} {} {} {{{}+}}\r\n{}", prefix(uid), uid ? old : at + 1, name,
                              flag_list(flags), text.size(), text));
  const auto target = truth_.mailboxes.find(name);
  const bool there = target != truth_.mailboxes.end();
  const bool gone = client.mailbox->find(old) == nullptr;
  must(answer, there && !gone && !client.read_only);
  if (!there && !gone && !client.read_only && !imap::has_code(answer.tagged, "TRYCREATE"))
    differ("no TRYCREATE");
  if (answer.ok()) {
    const auto code =
        std::find_if(answer.untagged.begin(), answer.untagged.end(),
                     [](const imap::Response& each) { return imap::has_code(each, "APPENDUID"); });
    if (code == answer.untagged.end()) differ("no APPENDUID: {}", answer.octets);
    appended(*code, *target->second, {{.serial = truth_.last_serial, .flags = flags, .arrival = kNow}});
    client.mailbox->remove(old);
  }
  client.hear_all(answer, true);
  if (const auto told = imap::code_number(answer.tagged, "HIGHESTMODSEQ")) client.synchronised = *told;
}

// RFC 9208: usage is what there is; a limit lets in what is within it, then it is taken away.
void Stress::quota(Client& client) {
  constexpr std::uint64_t kUnit = 1024, kPlenty = 1'000'000;
  std::uint64_t messages = 0, octets = 0;
  for (const auto& [name, mailbox] : truth_.mailboxes) {
    messages += mailbox->messages.size();
    for (const Message& each : mailbox->messages) octets += each.octets;
  }
  const std::size_t room = below(3), coming = 1 + below(3);
  const auto set = [&](const std::string& limits, const std::string& wanted) {
    const Answer answer = say(client, fmt::format("SETQUOTA \"\" ({})", limits));
    must(answer, true);
    if (answer.octets.find(fmt::format("* QUOTA \"\" ({})\r\n", wanted)) == std::string::npos)
      differ("the quota is ({}): {}", wanted, answer.octets);
    for (const imap::Response& each : answer.untagged) {
      if (each.name != "QUOTA" && !client.hear(each, true)) differ("unasked: {}", each.bytes);
    }
  };
  set(fmt::format("MESSAGE {} STORAGE {}", messages + room, kPlenty),
      fmt::format("STORAGE {} {} MESSAGE {} {}", (octets + kUnit - 1) / kUnit, kPlenty, messages,
                  messages + room));
  append_new(client, "INBOX", coming, coming > room);
  set("", "");
}

}  // namespace mailrig::stress
