#include "reference-server/session/imap/not_offered.hpp"

#include <algorithm>

#include "harness/wire/ascii.hpp"

namespace mailrig::server::imapd {
namespace {

using imap::Verb;

constexpr std::string_view kNoCommand = "unknown command";
constexpr std::string_view kNoParameter = "unknown parameter";
constexpr std::string_view kNoItem = "unknown item";
constexpr std::string_view kNoKey = "unknown search key";
constexpr std::string_view kNoOption = "unknown option";

bool saved(imap::SequenceSpan set) {
  return !set.empty() && set.front().saved;
}

std::string_view of_verb(const Offer& offer, const imap::Command& command) {
  const auto unless = [&](Cap cap) { return offer.has(cap) ? std::string_view() : kNoCommand; };
  switch (command.verb) {
    case Verb::CancelUpdate:
      return unless(Cap::ContextSearch);
    case Verb::Compress:
      return unless(Cap::CompressDeflate);
    case Verb::GenUrlAuth:
    case Verb::ResetKey:
    case Verb::UrlFetch:
      return unless(Cap::UrlAuth);
    case Verb::Enable:
      return unless(Cap::Enable);
    case Verb::GetMetadata:
    case Verb::SetMetadata:
      return unless(Cap::Metadata);
    case Verb::GetQuota:
    case Verb::GetQuotaRoot:
      return unless(Cap::Quota);
    case Verb::SetQuota:
      return unless(Cap::QuotaSet);
    case Verb::DeleteAcl:
    case Verb::GetAcl:
    case Verb::ListRights:
    case Verb::MyRights:
    case Verb::SetAcl:
      return unless(Cap::Acl);
    case Verb::Id:
      return unless(Cap::Id);
    case Verb::Idle:
      return unless(Cap::Idle);
    case Verb::Move:
      return unless(Cap::Move);
    case Verb::Namespace:
      return unless(Cap::Namespace);
    case Verb::Notify:
      return unless(Cap::Notify);
    case Verb::Replace:
      return unless(Cap::Replace);
    case Verb::Sort:
      return unless(Cap::Sort);
    case Verb::StartTls:
      return unless(Cap::ImapStartTls);
    case Verb::Thread:
      return offer.has(Cap::ThreadReferences) ? std::string_view() : unless(Cap::ThreadOrderedSubject);
    case Verb::Unselect:
      return unless(Cap::Unselect);
    case Verb::Expunge:
      return command.uid ? unless(Cap::UidPlus) : std::string_view();
    default:
      return {};
  }
}

std::string_view of_mailbox(const Offer& offer, const imap::MailboxCommand& asked) {
  if (asked.condstore && !offer.has(Cap::Condstore)) return kNoParameter;
  if (asked.has_qresync && !offer.has(Cap::Qresync)) return kNoParameter;
  if (!asked.special_use.empty() && !offer.has(Cap::CreateSpecialUse)) return kNoParameter;
  return {};
}

std::string_view of_status(const Offer& offer, const std::vector<imap::StatusItem>& items) {
  for (const imap::StatusItem item : items) {
    const bool known = item == imap::StatusItem::Size            ? offer.has(Cap::StatusSize)
                       : item == imap::StatusItem::HighestModSeq ? offer.has(Cap::Condstore)
                       : item == imap::StatusItem::MailboxId     ? offer.has(Cap::ObjectId)
                       : item == imap::StatusItem::Deleted
                           ? offer.has(Cap::Imap4Rev2) || offer.has(Cap::QuotaMessage)
                       : item == imap::StatusItem::DeletedStorage ? offer.has(Cap::QuotaStorage)
                                                                  : true;
    if (!known) return kNoItem;
  }
  return {};
}

std::string_view of_list(const Offer& offer, const imap::ListCommand& asked) {
  if (asked.extended && !offer.has(Cap::ListExtended)) return kNoOption;
  if ((asked.select_special_use || asked.return_special_use) && !offer.has(Cap::SpecialUse)) return kNoOption;
  if (!asked.status.empty() && !offer.has(Cap::ListStatus)) return kNoOption;
  if (!asked.metadata.empty() && !offer.has(Cap::ListMetadata)) return kNoOption;
  if (asked.my_rights && !offer.has(Cap::ListMyRights)) return kNoOption;
  return of_status(offer, asked.status);
}

std::string_view of_fetch(const Offer& offer, const imap::FetchCommand& asked) {
  using Kind = imap::FetchItem::Kind;
  if (asked.changed_since && !offer.has(Cap::Condstore)) return kNoParameter;
  if (asked.vanished && !offer.has(Cap::Qresync)) return kNoParameter;
  if (asked.partial && !offer.has(Cap::Partial)) return kNoParameter;
  for (const imap::FetchItem& item : asked.items) {
    const bool binary = item.kind == Kind::Binary || item.kind == Kind::BinarySize;
    if (binary && !offer.has(Cap::Binary)) return kNoItem;
    const bool id = item.kind == Kind::EmailId || item.kind == Kind::ThreadId;
    if (id && !offer.has(Cap::ObjectId)) return kNoItem;
    if (item.kind == Kind::SaveDate && !offer.has(Cap::SaveDate)) return kNoItem;
    if (item.kind == Kind::Preview && !offer.has(Cap::Preview)) return kNoItem;
    if (item.kind == Kind::ModSeq && !offer.has(Cap::Condstore)) return kNoItem;
  }
  return {};
}

std::string_view of_keys(const Offer& offer, const imap::SearchCommand& asked) {
  using Kind = imap::SearchKey::Kind;
  for (const imap::SearchKey& key : asked.keys) {
    const bool age = key.kind == Kind::Older || key.kind == Kind::Younger;
    if (age && !offer.has(Cap::Within)) return kNoKey;
    if (key.kind == Kind::ModSeq && !offer.has(Cap::Condstore)) return kNoKey;
    const bool id = key.kind == Kind::EmailId || key.kind == Kind::ThreadId;
    if (id && !offer.has(Cap::ObjectId)) return kNoKey;
    const bool saved_at = key.kind >= Kind::SavedBefore && key.kind <= Kind::SaveDateSupported;
    if (saved_at && !offer.has(Cap::SaveDate)) return kNoKey;
    if (saved(asked.set_of(key)) && !offer.has(Cap::SearchRes)) return kNoKey;
  }
  return {};
}

std::string_view of_search(const Offer& offer, const imap::Command& command) {
  const imap::SearchCommand& asked = command.search;
  const Cap extended = command.verb == Verb::Sort ? Cap::Esort : Cap::Esearch;
  if (asked.extended && !offer.has(extended)) return kNoOption;
  if (asked.save && !offer.has(Cap::SearchRes)) return kNoOption;
  if (asked.partial && !offer.has(Cap::Partial)) return kNoOption;
  const Cap context = command.verb == Verb::Sort ? Cap::ContextSort : Cap::ContextSearch;
  if (asked.update && !offer.has(context)) return kNoOption;
  if (asked.update_fetches && !offer.has(Cap::Notify)) return kNoOption;
  return of_keys(offer, asked);
}

std::string_view of_sort(const Offer& offer, const imap::Command& command) {
  using Kind = imap::SortCriterion::Kind;
  const bool display = std::any_of(command.sort.begin(), command.sort.end(), [](const auto& each) {
    return each.kind == Kind::DisplayFrom || each.kind == Kind::DisplayTo;
  });
  if (display && !offer.has(Cap::SortDisplay)) return "unknown sort criterion";
  return of_search(offer, command);
}

std::string_view of_thread(const Offer& offer, const imap::Command& command) {
  const bool references = wire::iequals(command.thread, "REFERENCES");
  const Cap algorithm = references ? Cap::ThreadReferences : Cap::ThreadOrderedSubject;
  if (!offer.has(algorithm)) return "no such threading algorithm here";
  return of_search(offer, command);
}

// "$" in the set of a command that is no search.
bool uses_saved(const imap::Command& command) {
  switch (command.verb) {
    case Verb::Copy:
    case Verb::Move:
      return saved(command.copy.set);
    case Verb::Expunge:
      return saved(command.expunge);
    case Verb::Fetch:
      return saved(command.fetch.set);
    case Verb::Store:
      return saved(command.store.set);
    default:
      return false;
  }
}

std::string_view of_append(const Offer& offer, const imap::AppendCommand& asked) {
  if (asked.messages.size() > 1 && !offer.has(Cap::MultiAppend)) return "end of the command expected";
  const bool parts = std::any_of(asked.messages.begin(), asked.messages.end(),
                                 [](const imap::AppendMessage& each) { return !each.parts.empty(); });
  if (parts && !offer.has(Cap::Catenate)) return "literal expected";
  const bool utf8 =
      std::any_of(asked.messages.begin(), asked.messages.end(), [](const imap::AppendMessage& m) {
        return m.utf8 || std::any_of(m.parts.begin(), m.parts.end(),
                                     [](const imap::CatenatePart& part) { return part.utf8; });
      });
  if (utf8 && !offer.has(Cap::Utf8Accept)) return "literal expected";
  const bool binary = std::any_of(asked.messages.begin(), asked.messages.end(),
                                  [](const imap::AppendMessage& each) { return each.binary; });
  return binary && !offer.has(Cap::Binary) ? "literal expected" : std::string_view();
}

std::string_view of_arguments(const Offer& offer, const imap::Command& command) {
  const auto unless = [&](bool named, Cap cap) {
    return named && !offer.has(cap) ? kNoParameter : std::string_view();
  };
  switch (command.verb) {
    case Verb::Append:
    case Verb::Replace:
      return of_append(offer, command.append);
    case Verb::Authenticate:
      return unless(command.authenticate.initial_response.has_value(), Cap::SaslIr);
    case Verb::Create:
    case Verb::Examine:
    case Verb::Select:
      return of_mailbox(offer, command.mailbox);
    case Verb::Fetch:
      return of_fetch(offer, command.fetch);
    case Verb::List:
      return of_list(offer, command.list);
    case Verb::Search:
      return of_search(offer, command);
    case Verb::Sort:
      return of_sort(offer, command);
    case Verb::Status:
      return of_status(offer, command.status.items);
    case Verb::Store:
      return unless(command.store.unchanged_since.has_value(), Cap::Condstore);
    case Verb::Thread:
      return of_thread(offer, command);
    default:
      return {};
  }
}

}  // namespace

std::string_view not_offered(const Offer& offer, const imap::Command& command) {
  if (offer.whole()) return {};
  if (const std::string_view reason = of_verb(offer, command); !reason.empty()) return reason;
  if (!offer.has(Cap::SearchRes) && uses_saved(command)) return "sequence set expected";
  return of_arguments(offer, command);
}

}  // namespace mailrig::server::imapd
