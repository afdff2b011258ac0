// What clients do with the mailbox that they have selected.
#include <algorithm>

#include "harness/imap/code.hpp"
#include "tests/reference-server/stress/stress.hpp"

namespace mailrig::stress {
void Stress::noop(Client& client) {
  const Answer answer = say(client, "NOOP");
  must(answer, true);
  client.hear_all(answer, true);
  client.must_know_all();
}

void Stress::check(Client& client) {
  const Answer answer = say(client, "CHECK");
  must(answer, true);
  client.hear_all(answer, true);
}

void Stress::fetch(Client& client) {
  static constexpr std::string_view kItems[] = {"FLAGS",
                                                "(FLAGS)",
                                                "(UID FLAGS)",
                                                "FAST",
                                                "(UID RFC822.SIZE)",
                                                "ALL",
                                                "(FLAGS BODY.PEEK[])",
                                                "(UID FLAGS BODY[])",
                                                "(INTERNALDATE UID)",
                                                "BODYSTRUCTURE",
                                                "(UID ENVELOPE)",
                                                "BODY[TEXT]",
                                                "(FLAGS BODY[HEADER.FIELDS (SUBJECT)]<0.20>)",
                                                "FULL",
                                                "RFC822.SIZE",
                                                "(UID BINARY.PEEK[1] BINARY.SIZE[1])",
                                                "(BINARY[] FLAGS)"};
  const bool uid = chance(2);
  std::vector<Uid> named;
  const std::string set = some_set(client, uid, named);
  if (set.empty()) return;
  const std::string_view items = kItems[below(std::size(kItems))];
  const Answer answer = say(client, fmt::format("{}FETCH {} {}", prefix(uid), set, items));
  const bool gone = any_gone(client, named);
  must(answer, uid || !gone);
  const bool reads =
      items.find("BODY[") != std::string_view::npos || items.find("BINARY[") != std::string_view::npos;
  const bool sees = reads && !client.read_only;
  for (const Uid each : named) {
    Message* message = client.mailbox->find(each);
    if (sees && message != nullptr) client.mailbox->set_flags(*message, message->flags | kSeenFlag);
  }
  client.fetching = true;
  client.hear_all(answer, uid);
  client.fetching = false;
  for (const Uid each : named) {
    if (client.mailbox->find(each) != nullptr && !client.answered.contains(each)) {
      differ("UID {} was asked for and not answered", each);
    }
  }
}

// RFC 9394 3.3: a page of the messages that a set names.
void Stress::fetch_page(Client& client) {
  std::vector<Uid> named;
  const std::string set = some_set(client, true, named);
  if (set.empty()) return;
  const std::uint64_t first = 1 + below(4), last = 1 + below(4);
  const bool from_end = chance(2);
  const Answer answer = say(client, fmt::format("UID FETCH {} (RFC822.SIZE) (PARTIAL {}{}:{}{})", set,
                                                from_end ? "-" : "", first, from_end ? "-" : "", last));
  must(answer, true);
  const bool gone = any_gone(client, named);
  std::vector<Uid> told;
  for (const imap::Response& response : answer.untagged) {
    imap::FetchData data;
    const bool asked_for = imap::read_fetch(response, data) && data.uid && data.size;
    if (asked_for) told.push_back(*data.uid);
    if (!client.hear(response, true)) differ("unasked: {}", response.bytes);
  }
  if (gone) return;  // whether those count is the server's choice
  const auto [begin, end] = page_of(named.size(), first, last, from_end);
  const std::vector<Uid> page(named.begin() + static_cast<std::ptrdiff_t>(begin),
                              named.begin() + static_cast<std::ptrdiff_t>(end));
  if (told != page) differ("the page is {}, told {}", fmt::join(page, ","), fmt::join(told, ","));
}

void Stress::fetch_changed(Client& client) {
  if (client.mailbox->highest_told == 0) return;
  const ModSeq since = 1 + below(client.mailbox->highest_told + 1);
  const bool vanished = client.qresync && chance(2);
  const Answer answer = say(
      client, fmt::format("UID FETCH 1:* (FLAGS) (CHANGEDSINCE {}{})", since, vanished ? " VANISHED" : ""));
  must(answer, true);
  client.condstore = true;
  const std::vector<Uid> in_view = client.uids;  // what comes behind is told, not asked for
  for (const imap::Response& response : answer.untagged) {
    const bool earlier = response.name == "VANISHED" && response.tape.is_list(response.data_begin);
    if (!earlier && !client.hear(response, true)) differ("unasked: {}", response.bytes);
    if (!earlier) continue;
    if (!vanished) differ("not asked for: {}", response.bytes);
    const auto& nodes = response.tape.nodes;
    for (const Uid uid : members_of(nodes[nodes[response.data_begin].next].text)) {
      if (client.mailbox->find(uid) != nullptr) differ("VANISHED (EARLIER) {}: it is there", uid);
    }
  }
  for (const Message& message : client.mailbox->messages) {
    const bool changed = message.modseq > since || message.above >= since;
    if (changed && holds(in_view, message.uid) && !client.answered.contains(message.uid)) {
      differ("UID {} changed since {} and was not answered", message.uid, since);
    }
  }
}

void Stress::check_store(Client& client, std::string_view mode, FlagSet flags, bool uid,
                         ModSeq unchanged_since, bool has_unchanged_since) {
  std::vector<Uid> named;
  const std::string set = some_set(client, uid, named);
  if (set.empty()) return;
  const std::string modifier =
      has_unchanged_since ? fmt::format("(UNCHANGEDSINCE {}) ", unchanged_since) : "";
  const Answer answer =
      say(client, fmt::format("{}STORE {} {}{} {}", prefix(uid), set, modifier, mode, flag_list(flags)));
  if (client.read_only) {
    must(answer, false);
    client.hear_all(answer, uid);
    return;
  }
  if (has_unchanged_since) client.condstore = true;
  const bool silent = mode.ends_with(".SILENT");  // RFC 2180 4.2.1
  must(answer, uid || silent || !any_gone(client, named));
  std::vector<Uid> left;  // MODIFIED
  if (imap::has_code(answer.tagged, "MODIFIED")) {
    for (const Uid each : members_of(answer.tagged.tape.nodes[answer.tagged.code_begin].text)) {
      left.push_back(uid ? each : client.uids.at(each - 1));
    }
  }
  for (const Uid each : left) {
    const Message* message = client.mailbox->find(each);
    if (!holds(named, each)) differ("MODIFIED {} was not in the set", each);
    if (message != nullptr && message->modseq != 0 && message->modseq <= unchanged_since) {
      differ("MODIFIED {}: its MODSEQ is {}", each, message->modseq);
    }
  }
  for (const Uid each : named) {
    Message* message = client.mailbox->find(each);
    if (message == nullptr || holds(left, each)) continue;
    if (has_unchanged_since && (message->modseq > unchanged_since || message->above >= unchanged_since)) {
      differ("UID {} had changed since {}, and was stored", each, unchanged_since);
    }
    const FlagSet now = mode[0] == '+'   ? message->flags | flags
                        : mode[0] == '-' ? message->flags & ~flags
                                         : flags;
    client.mailbox->set_flags(*message, now);
    if (silent && client.told.contains(each)) client.told[each] = now;
  }
  client.hear_all(answer, uid);
  for (const Uid each : named) {
    const bool there = client.mailbox->find(each) != nullptr && !holds(left, each);
    if (!silent && there && !client.answered.contains(each)) differ("UID {}: stored, and not told", each);
  }
}

void Stress::store(Client& client) {
  static constexpr std::string_view kModes[] = {"FLAGS",        "+FLAGS",        "-FLAGS",
                                                "FLAGS.SILENT", "+FLAGS.SILENT", "-FLAGS.SILENT"};
  check_store(client, kModes[below(std::size(kModes))], some_flags(), chance(2), 0, false);
}

void Stress::store_unchanged(Client& client) {
  if (client.mailbox->highest_told == 0) return;
  check_store(client, chance(2) ? "+FLAGS" : "-FLAGS.SILENT", some_flags() | 1, chance(2),
              1 + below(client.mailbox->highest_told + 1), true);
}

void Stress::take_deleted(Mailbox& mailbox, const std::vector<Uid>* only) {
  std::erase_if(mailbox.messages, [&](const Message& message) {
    return (message.flags & kDeletedFlag) != 0 && (only == nullptr || holds(*only, message.uid));
  });
}

void Stress::expunge(Client& client) {
  const Answer answer = say(client, "EXPUNGE");
  must(answer, !client.read_only);
  if (!client.read_only) take_deleted(*client.mailbox, nullptr);
  client.hear_all(answer, true);
  if (const auto told = imap::code_number(answer.tagged, "HIGHESTMODSEQ")) client.synchronised = *told;
  client.must_know_all();
}

void Stress::uid_expunge(Client& client) {
  std::vector<Uid> named;
  const std::string set = some_set(client, true, named);
  if (set.empty()) return;
  const Answer answer = say(client, "UID EXPUNGE " + set);
  must(answer, !client.read_only);
  if (!client.read_only) take_deleted(*client.mailbox, &named);
  client.hear_all(answer, true);
  if (const auto told = imap::code_number(answer.tagged, "HIGHESTMODSEQ")) client.synchronised = *told;
  client.must_know_all();
}

void Stress::copied(Client& client, const imap::Response& response, const std::vector<Uid>& named, bool moved,
                    const MailboxPtr& to) {
  std::vector<Uid> there;
  for (const Uid uid : named) {
    if (client.mailbox->find(uid) != nullptr) there.push_back(uid);
  }
  const auto code = imap::copy_uid(response);
  if (!code) {
    if (!there.empty()) differ("no COPYUID for {} messages", there.size());
    return;
  }
  if (to->uid_validity != 0 && code->uid_validity != to->uid_validity) differ("another UIDVALIDITY");
  if (members_of(code->source) != there)
    differ("COPYUID {}, there are {}", code->source, fmt::join(there, ","));
  const std::vector<Uid> made = members_of(code->target);
  if (made.size() != there.size()) differ("COPYUID {} {}", code->source, code->target);
  for (std::size_t i = 0; i < made.size(); ++i) {
    const Message from = *client.mailbox->find(there[i]);
    to->add(made[i], from.serial, from.flags, from.arrival);
  }
  for (const Uid uid : there) {
    if (moved) client.mailbox->remove(uid);
  }
}

void Stress::copy(Client& client) {
  const bool uid = chance(2);
  std::vector<Uid> named;
  const std::string set = some_set(client, uid, named);
  const std::string to = some_mailbox(true);
  if (set.empty() || named.size() > 10) return;
  const Answer answer = say(client, fmt::format("{}COPY {} {}", prefix(uid), set, to));
  const auto target = truth_.mailboxes.find(to);
  const bool there = target != truth_.mailboxes.end();
  must(answer, there && (uid || !any_gone(client, named)));
  if (!there && !imap::has_code(answer.tagged, "TRYCREATE")) differ("no TRYCREATE");
  if (answer.ok()) copied(client, answer.tagged, named, false, target->second);
  client.hear_all(answer, true);
}

void Stress::move(Client& client) {
  const bool uid = chance(2);
  std::vector<Uid> named;
  const std::string set = some_set(client, uid, named);
  const std::string to = some_mailbox(true);
  if (set.empty() || named.size() > 10) return;
  const Answer answer = say(client, fmt::format("{}MOVE {} {}", prefix(uid), set, to));
  const auto target = truth_.mailboxes.find(to);
  const bool there = target != truth_.mailboxes.end();
  must(answer, !client.read_only && there && (uid || !any_gone(client, named)));
  if (answer.ok()) {
    const imap::Response none;
    const auto code =
        std::find_if(answer.untagged.begin(), answer.untagged.end(),
                     [](const imap::Response& each) { return imap::has_code(each, "COPYUID"); });
    copied(client, code == answer.untagged.end() ? none : *code, named, true, target->second);
  }
  client.hear_all(answer, true);
  if (const auto told = imap::code_number(answer.tagged, "HIGHESTMODSEQ")) client.synchronised = *told;
}

void Stress::close(Client& client) {
  if (!chance(4)) return;
  const MailboxPtr mailbox = client.mailbox;
  const bool expunges = !client.read_only;
  client.left();
  must(say(client, "CLOSE"), true);
  if (expunges) take_deleted(*mailbox, nullptr);
}

void Stress::unselect(Client& client) {
  if (!chance(4)) return;
  client.left();
  must(say(client, "UNSELECT"), true);
}

void Stress::idle(Client& client) {
  last_ = &client;
  client.begin_idle(random_);
}

// So that mailboxes neither empty nor grow without end.
void Stress::thin_out(Client& client) {
  const std::size_t size = client.mailbox->messages.size();
  if (client.read_only || size < 150 || client.uids.empty()) return;
  const Uid up_to = client.mailbox->messages[size / 2].uid;
  const Answer answer = say(client, fmt::format("UID STORE 1:{} +FLAGS.SILENT (\\Deleted)", up_to));
  must(answer, true);
  for (Message& message : client.mailbox->messages) {
    if (message.uid > up_to || !client.knows(message.uid)) continue;
    client.mailbox->set_flags(message, message.flags | kDeletedFlag);
    if (client.told.contains(message.uid)) client.told[message.uid] = message.flags;
  }
  client.hear_all(answer, true);
  expunge(client);
}

}  // namespace mailrig::stress
