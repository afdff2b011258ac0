// What clients do with the tree of mailboxes and with what is noted of them.
#include <algorithm>
#include <utility>

#include "harness/imap/search.hpp"
#include "tests/reference-server/stress/stress.hpp"

namespace mailrig::stress {
namespace {

constexpr std::size_t kMailboxes = 16;  // about so many at a time
constexpr std::ptrdiff_t kDeepest = 4;  // levels

bool is_below(std::string_view name, std::string_view top) {
  return name.size() > top.size() && name.starts_with(top) && name[top.size()] == '/';
}

}  // namespace

bool Stress::has_inferiors(const std::string& name) const {
  const auto mailbox = truth_.mailboxes.lower_bound(name + "/");
  const auto level = truth_.levels.lower_bound(name + "/");
  return (mailbox != truth_.mailboxes.end() && is_below(mailbox->first, name)) ||
         (level != truth_.levels.end() && is_below(*level, name));
}

// RFC 3501 6.3.3: the names above it are made with it.
void Stress::add_levels(const std::string& name) {
  for (std::size_t end = name.rfind('/'); end != std::string::npos && end > 0;
       end = name.rfind('/', end - 1)) {
    const std::string level = name.substr(0, end);
    if (!truth_.mailboxes.contains(level)) truth_.levels.insert(level);
  }
}

void Stress::create(Client& client) {
  if (truth_.mailboxes.size() > kMailboxes) return remove(client);
  const std::string name(kNames[below(std::size(kNames))]);
  const Answer answer = say(client, "CREATE " + name);
  must(answer, !truth_.mailboxes.contains(name));
  if (answer.ok()) {
    truth_.levels.erase(name);
    truth_.mailboxes[name] = std::make_shared<Mailbox>(Mailbox{.name = name});
    add_levels(name);
  }
  client.hear_all(answer, true);
}

// RFC 3501 6.3.4: above others its name stays, which is no mailbox then and can't be deleted again.
void Stress::remove(Client& client) {
  const std::string name = some_name();
  const Answer answer = say(client, "DELETE " + name);
  const auto target = truth_.mailboxes.find(name);
  const bool there = target != truth_.mailboxes.end(), above = has_inferiors(name);
  must(answer, there ? name != "INBOX" : truth_.levels.contains(name) && !above);
  if (answer.ok()) {
    truth_.levels.erase(name);
    if (there) target->second->deleted = true;
    if (there) truth_.mailboxes.erase(target);
    if (there && above) truth_.levels.insert(name);
  }
  client.hear_all(answer, true);
}

// RFC 3501 6.3.5: with all that is below it; sessions that have one of them selected go on.
void Stress::rename(Client& client) {
  const std::string from = chance(4) ? "INBOX" : some_name(), to(kNames[below(std::size(kNames))]);
  const auto exists = [this](const std::string& name) {
    return truth_.mailboxes.contains(name) || truth_.levels.contains(name);
  };
  std::vector<std::string> names;
  for (const auto& [name, mailbox] : truth_.mailboxes) {
    if (name == from || is_below(name, from)) names.push_back(name);
  }
  for (const std::string& name : truth_.levels) {
    if (name == from || is_below(name, from)) names.push_back(name);
  }
  const bool deep = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    const std::string made = to + name.substr(from.size());
    return std::count(made.begin(), made.end(), '/') >= kDeepest;
  });
  if (deep || (from == "INBOX" && truth_.mailboxes.size() > kMailboxes)) return;
  const Answer answer = say(client, fmt::format("RENAME {} {}", from, to));
  must(answer, exists(from) && !exists(to) && !is_below(to, from));
  if (answer.ok() && from == "INBOX") {
    rename_inbox(to);
  } else if (answer.ok()) {
    for (const std::string& name : names) rename_one(name, to + name.substr(from.size()));
    add_levels(to);
  }
  client.hear_all(answer, true);
}

void Stress::rename_one(const std::string& from, const std::string& to) {
  if (truth_.levels.erase(from) != 0) {
    truth_.levels.insert(to);
    return;
  }
  auto node = truth_.mailboxes.extract(from);
  node.mapped()->name = node.key() = to;
  truth_.mailboxes.insert(std::move(node));
}

// The messages go, with UIDs that only the server knows; INBOX stays and is empty. RFC 5464 4.1: what is
// noted of it is noted of both.
void Stress::rename_inbox(const std::string& to) {
  Mailbox& inbox = *truth_.mailboxes.at("INBOX");
  const auto made = std::make_shared<Mailbox>(Mailbox{.name = to, .entries = inbox.entries});
  const std::vector<Message> went = std::exchange(inbox.messages, {});
  Client reader(world_, kReader);
  must(say(reader, fmt::format("LOGIN {} pass", account_.user)), true);
  must(say(reader, "EXAMINE " + to), true);
  const Answer found = say(reader, "UID SEARCH ALL");
  must(found, true);
  std::vector<Uid> uids;
  for (const imap::Response& response : found.untagged) static_cast<void>(imap::read_search(response, uids));
  if (uids.size() != went.size()) differ("{} messages of INBOX, {} behind RENAME", went.size(), uids.size());
  for (std::size_t i = 0; i < uids.size(); ++i)
    made->add(uids[i], went[i].serial, went[i].flags, went[i].arrival);
  truth_.mailboxes[to] = made;
  add_levels(to);
  reader.selected(made, true);
  if (uids.empty()) return;
  const Answer texts = say(reader, "UID FETCH 1:* (FLAGS RFC822.SIZE BODY.PEEK[])");
  must(texts, true);
  reader.hear_all(texts, true);
}

// RFC 5464: what was set last is told, of a mailbox and of the server.
void Stress::metadata(Client& client) {
  static constexpr std::string_view kEntries[] = {"/private/comment", "/private/stress", "/private/stress/a",
                                                  "/shared/comment"};
  const bool server = chance(4);
  const std::string name = some_mailbox(true);
  const std::string_view entry = kEntries[below(std::size(kEntries) - (server ? 1 : 0))];
  const auto target = truth_.mailboxes.find(name);
  const bool there = server || target != truth_.mailboxes.end();
  std::map<std::string, std::string> none;
  auto& entries = server ? truth_.entries : there ? target->second->entries : none;
  const std::string place = server ? "\"\"" : name;
  if (chance(2)) {
    const std::string value = chance(3) ? "" : fmt::format("value {} with \"", below(1000));
    const Answer answer =
        say(client, fmt::format("SETMETADATA {} ({} {})", place, entry,
                                value.empty() ? "NIL" : fmt::format("{{{}+}}\r\n{}", value.size(), value)));
    must(answer, there);
    if (value.empty()) entries.erase(std::string(entry));
    if (!value.empty()) entries[std::string(entry)] = value;
    client.hear_all(answer, true);
  }
  const Answer answer =
      say(client,
          fmt::format("GETMETADATA (DEPTH infinity) {} (/private/stress /private/comment /shared/comment)",
                      place));
  must(answer, there);
  if (!there) return client.hear_all(answer, true);
  std::map<std::string, std::string> told;
  for (const imap::Response& response : answer.untagged) {
    if (response.name != "METADATA") {
      if (!client.hear(response, true)) differ("unasked: {}", response.bytes);
      continue;
    }
    const auto& nodes = response.tape.nodes;
    const std::uint32_t list = nodes[response.data_begin].next;
    for (std::uint32_t i = list + 1; i < nodes[list].next; i = nodes[nodes[i].next].next) {
      if (nodes[nodes[i].next].kind == imap::NodeKind::Nil) continue;
      told[std::string(nodes[i].text)] = std::string(nodes[nodes[i].next].text);
    }
  }
  if (told != entries) differ("{} entries, {} told: {}", entries.size(), told.size(), answer.octets);
}

}  // namespace mailrig::stress
