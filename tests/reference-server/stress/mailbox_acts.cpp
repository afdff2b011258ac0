// What clients do with mailboxes as wholes, and with their connections.
#include <algorithm>

#include "harness/imap/code.hpp"
#include "harness/imap/flags.hpp"
#include "harness/imap/list.hpp"
#include "harness/imap/status.hpp"
#include "reference-server/store/store.hpp"
#include "tests/reference-server/stress/stress.hpp"

namespace mailrig::stress {
// Mostly INBOX, so that sessions meet there.
std::string Stress::some_mailbox(bool may_be_absent) {
  if (!chance(3)) return "INBOX";
  if (may_be_absent && chance(3)) return std::string(kNames[below(std::size(kNames))]);
  return std::next(truth_.mailboxes.begin(), static_cast<std::ptrdiff_t>(below(truth_.mailboxes.size())))
      ->first;
}

// Any name, one that is only a level among them.
std::string Stress::some_name() {
  if (truth_.levels.empty() || !chance(4)) return some_mailbox(true);
  return *std::next(truth_.levels.begin(), static_cast<std::ptrdiff_t>(below(truth_.levels.size())));
}

void Stress::select(Client& client) {
  if (client.mailbox && !chance(6)) return;
  if (client.mailbox) client.left();
  const bool back = client.qresync && client.kept && !client.kept->mailbox->deleted && chance(2);
  const std::string name = back ? client.kept->mailbox->name : some_mailbox(true);
  const auto target = truth_.mailboxes.find(name);
  const bool read_only = chance(5);
  std::string parameter;
  std::optional<Kept> before;
  std::vector<Uid> asked;
  if (client.qresync && client.kept && target != truth_.mailboxes.end() &&
      client.kept->mailbox == target->second && client.kept->modseq != 0) {
    before = std::exchange(client.kept, std::nullopt);
    for (const auto& [uid, flags] : before->flags) asked.push_back(uid);
    const bool by_uid = chance(2) && !asked.empty();
    parameter = fmt::format(" (QRESYNC ({} {}", target->second->uid_validity, before->modseq);
    if (by_uid) parameter += fmt::format(" {}", fmt::join(asked, ","));
    if (by_uid && chance(2)) {
      const std::size_t at = below(before->uids.size());
      parameter += fmt::format(" ({} {})", at + 1, before->uids[at]);
    }
    parameter += "))";
  } else if (client.condstore || chance(8)) {
    parameter = " (CONDSTORE)";
  }
  const Answer answer =
      say(client, fmt::format("{} {}{}", read_only ? "EXAMINE" : "SELECT", name, parameter));
  must(answer, target != truth_.mailboxes.end());
  if (!answer.ok()) return;
  client.condstore = client.condstore || !parameter.empty();
  const MailboxPtr& mailbox = target->second;
  client.selected(mailbox, read_only);
  std::uint64_t exists = 0, highest = 0;
  for (const imap::Response& response : answer.untagged) {
    if (response.name == "EXISTS") exists = response.number.value_or(0);
    if (const auto next = imap::code_number(response, "UIDNEXT")) {
      if (*next < mailbox->uid_next) differ("UIDNEXT {} after {}", *next, mailbox->uid_next);
    }
    if (const auto validity = imap::code_number(response, "UIDVALIDITY")) {
      if (mailbox->uid_validity != 0 && mailbox->uid_validity != *validity) differ("another UIDVALIDITY");
      mailbox->uid_validity = *validity;
    }
    if (const auto told = imap::code_number(response, "HIGHESTMODSEQ")) {
      highest = *told;
      mailbox->highest_modseq_told(highest);
    }
  }
  if (exists != mailbox->messages.size()) differ("EXISTS {}, there are {}", exists, mailbox->messages.size());
  if (highest == 0) differ("no HIGHESTMODSEQ");
  if (before) resynchronised(client, answer, *before);
  client.synchronised = highest;
}

// RFC 7162 3.2.5: what the client knew, with what it was told now, is how things are.
void Stress::resynchronised(Client& client, const Answer& answer, const Kept& before) {
  std::map<Uid, FlagSet> known = before.flags;
  for (const imap::Response& response : answer.untagged) {
    if (response.name == "VANISHED") {
      const auto& nodes = response.tape.nodes;
      if (!response.tape.is_list(response.data_begin)) differ("VANISHED without EARLIER");
      for (const Uid uid : members_of(nodes[nodes[response.data_begin].next].text)) {
        if (client.mailbox->find(uid) != nullptr) differ("VANISHED (EARLIER) {}: it is there", uid);
        known.erase(uid);
      }
    } else if (response.name == "FETCH") {
      static_cast<void>(client.hear(response, false));
    }
  }
  for (const auto& [uid, flags] : known) {
    const Message* message = client.mailbox->find(uid);
    if (message == nullptr) differ("UID {} went while the client was away, and it was not told", uid);
    const auto told = client.told.find(uid);
    const FlagSet now = told != client.told.end() ? told->second : flags;
    if (now != message->flags) {
      differ("UID {} has {}, the client that was away since {} takes it for {}", uid,
             flag_list(message->flags), before.modseq, flag_list(now));
    }
    client.told[uid] = now;
  }
}

// As SMTP does it, behind the sessions' backs.
void Stress::deliver(Client&) {
  const auto mailbox = world_.store->open(account_, "INBOX");
  const std::uint32_t serial = ++truth_.last_serial;
  const Uid uid =
      mailbox->append(std::make_shared<const std::string>(text_of(serial)), {}, kDelivered, 0, nullptr);
  truth_.mailboxes["INBOX"]->add(uid, serial, 0, kDelivered);
}

// POP3: retrieves and deletes a few of the maildrop.
void Stress::collect(Client&) {
  if (!chance(4)) return;
  Mailbox& inbox = *truth_.mailboxes["INBOX"];
  const auto session = server::make_pop3_session(world_, {"127.0.0.1:4712"});
  std::string output;
  const auto talk = [&](std::string_view line, std::string_view wanted) {
    output.clear();
    static_cast<void>(session->feed(fmt::format("{}\r\n", line), output));
    while (session->pending()) static_cast<void>(session->feed({}, output));
    if (!output.starts_with(wanted)) differ("POP3 {}: {}", line, output);
  };
  session->greet(output);
  talk("USER " + account_.user, "+OK");
  talk("PASS pass", "+OK");
  talk("STAT", fmt::format("+OK {} ", inbox.messages.size()));
  std::vector<Uid> taken;
  for (int i = 0; i < 3 && !inbox.messages.empty(); ++i) {
    const std::size_t at = below(inbox.messages.size());
    const Uid uid = inbox.messages[at].uid;
    if (std::find(taken.begin(), taken.end(), uid) != taken.end()) continue;
    talk(fmt::format("RETR {}", at + 1), "+OK");
    if (output.find(text_of(inbox.messages[at].serial)) == std::string::npos)
      differ("RETR {}: {}", at + 1, output);
    talk(fmt::format("DELE {}", at + 1), "+OK");
    taken.push_back(uid);
  }
  const bool drops = chance(4);  // RFC 1939 6: then nothing is deleted
  if (drops) return;
  talk("QUIT", "+OK");
  for (const Uid uid : taken) inbox.remove(uid);
}

void Stress::status(Client& client) {
  const bool own = client.mailbox && !client.mailbox->deleted && chance(3);
  const std::string name = own ? client.mailbox->name : some_mailbox(true);
  const Answer answer =
      say(client,
          fmt::format("STATUS {} (MESSAGES UIDNEXT UIDVALIDITY UNSEEN HIGHESTMODSEQ DELETED SIZE)", name));
  const auto target = truth_.mailboxes.find(name);
  must(answer, target != truth_.mailboxes.end());
  bool told = false;
  for (const imap::Response& response : answer.untagged) {
    imap::StatusData data;
    if (!imap::read_status(response, data)) {
      if (!client.hear(response, true)) differ("unasked: {}", response.bytes);
      continue;
    }
    told = true;
    Mailbox& mailbox = *target->second;
    const auto unseen =
        std::count_if(mailbox.messages.begin(), mailbox.messages.end(),
                      [](const Message& message) { return (message.flags & kSeenFlag) == 0; });
    if (data.value(imap::StatusItem::Messages) != mailbox.messages.size())
      differ("MESSAGES: {}", response.bytes);
    if (data.value(imap::StatusItem::Unseen) != static_cast<std::uint64_t>(unseen))
      differ("UNSEEN: {}", response.bytes);
    std::uint64_t deleted = 0, size = 0;
    for (const Message& message : mailbox.messages) {
      deleted += (message.flags & kDeletedFlag) != 0 ? 1 : 0;
      size += message.octets;
    }
    if (data.value(imap::StatusItem::Deleted) != deleted) differ("DELETED: {}", response.bytes);
    if (data.value(imap::StatusItem::Size) != size) differ("SIZE: {}", response.bytes);
    if (data.value(imap::StatusItem::UidNext).value_or(0) < mailbox.uid_next)
      differ("UIDNEXT: {}", response.bytes);
    const std::uint64_t validity = data.value(imap::StatusItem::UidValidity).value_or(0);
    if (mailbox.uid_validity != 0 && validity != mailbox.uid_validity)
      differ("UIDVALIDITY: {}", response.bytes);
    mailbox.uid_validity = validity;
    mailbox.highest_modseq_told(data.value(imap::StatusItem::HighestModSeq).value_or(0));
    client.condstore = true;  // RFC 7162 3.1
  }
  if (answer.ok() && !told) differ("no STATUS response");
}

void Stress::list(Client& client) {
  const Answer answer = say(client, "LIST \"\" *");
  must(answer, true);
  std::vector<std::string> names, levels;
  for (const imap::Response& response : answer.untagged) {
    imap::ListData data;
    if (!imap::read_list(response, data)) {
      if (!client.hear(response, true)) differ("unasked: {}", response.bytes);
    } else {
      (imap::has_flag(response.tape, data.attributes, "\\Noselect") ? levels : names).emplace_back(data.name);
    }
  }
  std::sort(names.begin(), names.end());
  std::sort(levels.begin(), levels.end());
  std::vector<std::string> wanted;
  for (const auto& [name, mailbox] : truth_.mailboxes) wanted.push_back(name);
  const std::vector<std::string> above(truth_.levels.begin(), truth_.levels.end());
  if (levels != above) differ("levels {}, there are {}", fmt::join(levels, " "), fmt::join(above, " "));
  if (names != wanted) differ("listed {}, there are {}", fmt::join(names, " "), fmt::join(wanted, " "));
}

void Stress::subscribe(Client& client) {
  const std::string name = some_mailbox(false);
  const bool on = chance(2);
  const Answer answer = say(client, fmt::format("{} {}", on ? "SUBSCRIBE" : "UNSUBSCRIBE", name));
  client.hear_all(answer, true);
  const Answer listed = say(client, fmt::format("LSUB \"\" {}", name));
  must(listed, true);
  bool found = false;
  for (const imap::Response& response : listed.untagged) {
    imap::ListData data;
    const bool lists = imap::read_list(response, data);
    // RFC 3501 6.3.9: \Noselect is a level above what is subscribed to.
    found = found || (lists && !imap::has_flag(response.tape, data.attributes, "\\Noselect"));
    if (!lists && !client.hear(response, true)) differ("unasked: {}", response.bytes);
  }
  if (found != on) differ("{} {}, and LSUB says otherwise", on ? "subscribed to" : "unsubscribed from", name);
}

void Stress::enable(Client& client) {
  if (client.mailbox || !chance(3)) return;
  begin_condstore(client, chance(2));
}

void Stress::begin_condstore(Client& client, bool qresync) {
  must(say(client, qresync ? "ENABLE QRESYNC" : "ENABLE CONDSTORE"), true);
  client.condstore = true;
  client.qresync = client.qresync || qresync;
}

void Stress::nonsense(Client& client) {
  static constexpr std::string_view kLines[] = {"FETCH 0 FLAGS",
                                                "UID FETCH 1:x FLAGS",
                                                "STORE 1 +FLAGS",
                                                "SEARCH UNKNOWN",
                                                "XYZZY",
                                                "SELECT",
                                                "UID NOOP",
                                                "FETCH 999999 FLAGS",
                                                "STORE 1 +FLAGS (\\Recent)",
                                                "APPEND INBOX",
                                                "COPY 1",
                                                "FETCH 1 (FLAGS",
                                                "LIST",
                                                "CREATE"};
  const Answer answer = say(client, kLines[below(std::size(kLines))]);
  if (answer.tagged.status != imap::Status::Bad) differ("taken: {}", answer.octets);
  client.hear_all(answer, true);
}

void Stress::small_talk(Client& client) {
  static constexpr std::string_view kLines[] = {"CAPABILITY", "NAMESPACE", "ID NIL",
                                                "ID (\"name\" \"stress\")"};
  const Answer answer = say(client, kLines[below(std::size(kLines))]);
  must(answer, true);
  for (const imap::Response& response : answer.untagged) {
    const bool asked = response.name == "CAPABILITY" || response.name == "NAMESPACE" || response.name == "ID";
    if (!asked && !client.hear(response, true)) differ("unasked: {}", response.bytes);
  }
}

void Stress::lose(Client& client) {
  if (chance(8)) connect(client.number);
}

void Stress::log_out(Client& client) {
  if (!chance(8)) return;
  const Answer answer = say(client, "LOGOUT");
  must(answer, true);
  if (!client.closed) differ("LOGOUT left the connection open");
  connect(client.number);
}

}  // namespace mailrig::stress
