#include "reference-server/session/imap/context.hpp"

#include <algorithm>
#include <iterator>
#include <memory>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/extension.hpp"
#include "reference-server/deviation/notify.hpp"
#include "reference-server/session/imap/fetch.hpp"
#include "reference-server/session/imap/notify.hpp"
#include "reference-server/session/imap/search_match.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

using Key = imap::SearchKey;

// Message numbers and "$" mean what they meant when the command came (RFC 5267 4.3).
void fix_numbers(Selected& selected, imap::SearchCommand& search) {
  std::vector<Numbered> messages;
  for (Key& key : search.keys) {
    const imap::SequenceSpan set = search.set_of(key);
    const bool saved = !set.empty() && set.front().saved;
    if (key.kind != Key::Kind::SequenceNumbers && !(key.kind == Key::Kind::Uid && saved)) continue;
    static_cast<void>(selected.resolve(set, false, messages));
    key.kind = Key::Kind::Uid;
    key.set_begin = static_cast<std::uint32_t>(search.ranges.size());
    for (const Numbered at : messages) search.ranges.push_back({at.uid, at.uid});
    key.set_end = static_cast<std::uint32_t>(search.ranges.size());
  }
}

std::vector<Uid> find_again(Connection& connection, const SearchContext& context) {
  std::vector<Uid> found;
  const Selected& selected = *connection.selected;
  SearchMatch match(connection, context.command.search);
  for (std::uint32_t number = 1; number <= selected.size(); ++number) {
    const Uid uid = selected.uids()[number - 1];
    const StoredMessage* message = selected.mailbox().find(uid);
    if (message != nullptr && match.matches(*message, number)) found.push_back(uid);
  }
  return found;
}

void tell_change(const Connection& connection, const SearchContext& context, std::string_view item,
                 std::vector<Uid> uids, Replies& replies) {
  if (uids.empty()) return;
  const bool uid = context.command.uid;
  if (!uid) {
    for (Uid& each : uids) each = connection.selected->number_of(each);
  }
  replies.begin();
  replies.out += "ESEARCH (TAG ";
  imap::append_quoted(replies.out, context.tag);
  replies.out += uid ? ") UID " : ") ";
  replies.out += item;
  replies.out += " (0 ";
  imap::append_numbers_as_set(replies.out, uids);
  replies.out += ')';
  replies.end();
}

std::vector<Uid> without(const std::vector<Uid>& all, const std::vector<Uid>& some) {
  std::vector<Uid> rest;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(rest));
  return rest;
}

}  // namespace

bool has_context(const Connection& connection, std::string_view tag) {
  const auto& contexts = connection.selected->contexts;
  return std::any_of(contexts.begin(), contexts.end(), [&](const auto& each) { return each->tag == tag; });
}

void keep_context(Connection& connection, const imap::Command& command, std::vector<Uid> found,
                  Replies& replies) {
  auto& contexts = connection.selected->contexts;
  if (command.verb != imap::Verb::Search || contexts.size() >= kContextLimit) {
    connection.code = "NOUPDATE ";
    imap::append_quoted(connection.code, command.tag);
    return replies.status("NO", connection.code, "no more updates");
  }
  auto context = std::make_unique<SearchContext>();
  context->tag = command.tag;
  context->unit = connection.unit;
  if (imap::parse_command(context->unit, context->command, connection.command_options())) return;
  fix_numbers(*connection.selected, context->command.search);
  context->found = std::move(found);
  context->modseq = connection.selected->mailbox().highest_modseq();
  contexts.push_back(std::move(context));
}

namespace {

// A deviation: told as number and UID before anybody knows of it.
void tell_early(Connection& connection, const std::vector<Uid>& fresh, Replies& replies) {
  std::uint32_t number = connection.selected->size();
  for (const Uid uid : fresh) {
    replies.begin();
    imap::append_number(replies.out, ++number);
    replies.out += " FETCH (UID ";
    imap::append_number(replies.out, uid);
    replies.out += ')';
    replies.end();
  }
}

// RFC 5465 7: what UPDATE wants fetched of new messages stands between EXISTS and ESEARCH.
void fetch_updates(Connection& connection, const std::vector<Uid>& came, Replies& replies) {
  for (const auto& context : connection.selected->contexts) {
    if (!context->command.search.update_fetches || connection.broken(kNotifyUpdateNoFetch)) continue;
    const std::vector<Uid> found = find_again(connection, *context);
    std::vector<Uid> fresh;
    std::set_intersection(came.begin(), came.end(), found.begin(), found.end(), std::back_inserter(fresh));
    static_cast<void>(fetch_new(connection, context->command.fetch, fresh, replies));
  }
}

// What MessageNew wants fetched; it comes behind ADDTO (RFC 5465 5.2).
void fetch_notified(Connection& connection, const std::vector<Uid>& fresh, Replies& replies) {
  if (!connection.notify) return;
  if (!fresh.empty() && !fetch_new(connection, connection.notify->fetch_items(), fresh, replies))
    connection.notify->overflow();
  connection.notify->told_selected();
}

void tell_all_news(Connection& connection, Replies& replies, const Telling& how) {
  Selected& selected = *connection.selected;
  const std::vector<Uid> fresh =
      connection.notify ? connection.notify->wants_fetched(selected) : std::vector<Uid>();
  const std::vector<Uid> came = selected.contexts.empty() ? std::vector<Uid>() : selected.untold();
  const bool early = !fresh.empty() && connection.broken(kNotifyFetchFirst);
  if (early) tell_early(connection, fresh, replies);
  const ModSeq modseq = selected.mailbox().highest_modseq();
  const bool removes = !connection.broken(kContextNoRemovefrom);
  for (const auto& context : selected.contexts) {
    if (context->modseq == modseq) continue;
    const std::vector<Uid> gone = without(context->found, find_again(connection, *context));
    if (removes) tell_change(connection, *context, "REMOVEFROM", gone, replies);
    context->found = without(context->found, gone);
  }
  selected.tell(replies, how);
  fetch_updates(connection, came, replies);
  const bool adds = !connection.broken(kContextNoAddto);
  for (const auto& context : selected.contexts) {
    if (context->modseq == modseq) continue;
    std::vector<Uid> found = find_again(connection, *context);
    if (adds) tell_change(connection, *context, "ADDTO", without(found, context->found), replies);
    context->found = std::move(found);
    context->modseq = modseq;
  }
  fetch_notified(connection, early ? std::vector<Uid>() : fresh, replies);
}

}  // namespace

// After NOTIFY it is for that to say whether and how (RFC 5465 3.1).
void tell_news(Connection& connection, Replies& replies, const Telling& how) {
  if (!connection.notify) return tell_all_news(connection, replies, how);
  Telling asked = how;
  asked.flags = connection.notify->tells_flags() || connection.broken(kNotifyFlagsUnasked);
  asked.uid = (how.uid || asked.flags) && !connection.broken(kNotifyFlagsNoUid);
  if (connection.notify->tells_selected()) {
    tell_all_news(connection, replies, asked);
  } else {
    connection.selected->discard_flags();
  }
}

// RFC 5267 4.3.5.
Completion cancel_update(Connection& connection, const imap::Command& command, Replies&) {
  for (const std::string_view tag : command.cancelled) {
    if (!has_context(connection, tag)) return bad("no search of that tag is kept");
  }
  for (const std::string_view tag : command.cancelled)
    std::erase_if(connection.selected->contexts, [&](const auto& each) { return each->tag == tag; });
  return ok("no further updates");
}

}  // namespace mailrig::server::imapd
