#include <algorithm>
#include <numeric>

#include "harness/mail/message_id.hpp"
#include "harness/wire/ascii.hpp"
#include "reference-server/deviation/sort.hpp"
#include "reference-server/session/imap/message_limit.hpp"
#include "reference-server/session/imap/search_found.hpp"
#include "reference-server/session/imap/sort_value.hpp"
#include "reference-server/session/imap/thread_references.hpp"
#include "reference-server/session/imap/verbs.hpp"

namespace mailrig::server::imapd {
namespace {

std::vector<std::string> ids_of(const Connection& connection, MessageView& view, std::string_view field) {
  const mail::Field* found = view.header().find(field);
  if (found == nullptr) return {};
  if (connection.broken(kThreadQuotedIds) && found->body.find('"') != std::string_view::npos)
    return {std::string(found->body)};
  return mail::message_ids(found->body);
}

void read_ids(const Connection& connection, MessageView& view, Threaded& read) {
  const std::vector<std::string> own = ids_of(connection, view, "Message-ID");
  if (!own.empty()) read.id = own.front();
  read.references = ids_of(connection, view, "References");
  if (!read.references.empty()) return;
  std::vector<std::string> parents = ids_of(connection, view, "In-Reply-To");
  if (!parents.empty()) read.references.push_back(std::move(parents.front()));
}

std::vector<Threaded> read_all(const Connection& connection, const imap::Command& command,
                               const std::vector<Hit>& found, bool ids) {
  std::vector<Threaded> all;
  all.reserve(found.size());
  for (const Hit& each : found) {
    MessageView view(each.message->body);
    Threaded& read = all.emplace_back();
    read.told = told(connection, command, each);
    read.sent = sent_date(connection, *each.message, view);
    SubjectValue subject = subject_value(connection, view);
    read.subject = std::move(subject.text);
    read.reply_or_forward = subject.reply_or_forward;
    if (ids) read_ids(connection, view, read);
  }
  return all;
}

// RFC 5256 3, ORDEREDSUBJECT: by base subject and sent date, then the threads by the date of their first.
Threads thread_by_subject(const std::vector<Threaded>& messages, bool grandchildren) {
  std::vector<std::int32_t> order(messages.size());
  std::iota(order.begin(), order.end(), 0);
  const auto of = [&](std::int32_t index) -> const Threaded& {
    return messages[static_cast<std::size_t>(index)];
  };
  const auto earlier = [&](std::int32_t a, std::int32_t b) {
    return of(a).sent != of(b).sent ? of(a).sent < of(b).sent : a < b;
  };
  std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    const int subjects = of(a).subject.compare(of(b).subject);
    return subjects != 0 ? subjects < 0 : earlier(a, b);
  });
  Threads threads;
  for (std::size_t i = 0; i < messages.size(); ++i) threads.add(static_cast<std::int32_t>(i));
  std::int32_t parent = -1;
  for (const std::int32_t each : order) {
    if (parent >= 0 && of(parent).subject == of(each).subject) {
      threads.adopt(parent, each);
      if (grandchildren) parent = each;
    } else {
      threads.roots.push_back(each);
      parent = each;
    }
  }
  std::sort(threads.roots.begin(), threads.roots.end(), earlier);
  return threads;
}

Threads flat(const std::vector<Threaded>& messages) {
  Threads threads;
  for (std::size_t i = 0; i < messages.size(); ++i)
    threads.roots.push_back(threads.add(static_cast<std::int32_t>(i)));
  return threads;
}

Threads threads_of(const Connection& connection, const std::vector<Threaded>& messages, bool by_references) {
  if (connection.broken(kThreadFlat)) return flat(messages);
  if (!by_references) return thread_by_subject(messages, connection.broken(kThreadGrandchildren));
  return thread_by_references(
      messages, {connection.broken(kThreadParentForgotten), connection.broken(kThreadSubjectIgnored)});
}

}  // namespace

// RFC 5256 3.
Completion thread(Connection& connection, const imap::Command& command, Replies& replies) {
  const bool by_references = wire::iequals(command.thread, "REFERENCES");
  if (!by_references && !wire::iequals(command.thread, "ORDEREDSUBJECT"))
    return bad("no such threading algorithm here");
  // RFC 9738 3.3: threads are of the whole mailbox.
  const std::size_t limit = message_limit(connection);
  if (limit != 0 && connection.selected->size() > limit) return beyond_limit(connection, limit, 0);
  std::vector<Hit> found;
  if (const auto refused = find_messages(connection, command, replies, found)) return *refused;
  const std::vector<Threaded> messages = read_all(connection, command, found, by_references);
  replies.begin();
  replies.out += "THREAD";
  if (!messages.empty()) {
    replies.out += ' ';
    threads_of(connection, messages, by_references).append(replies.out, messages);
  }
  replies.end();
  return found_and_told(command, "threaded");
}

}  // namespace mailrig::server::imapd
