#include "reference-server/session/offer.hpp"

#include <algorithm>
#include <array>

#include "harness/wire/ascii.hpp"
#include "harness/wire/nearest.hpp"

namespace mailrig::server {
namespace {

// IMAP4rev2 stands on what RFC 9051 E takes into it.
constexpr std::string_view kOfRev2 =
    "NAMESPACE UNSELECT UIDPLUS ESEARCH SEARCHRES ENABLE IDLE SASL-IR LIST-EXTENDED LIST-STATUS MOVE "
    "LITERAL- "
    "BINARY SPECIAL-USE STATUS=SIZE CHILDREN";

constexpr std::array kTable{
    CapInfo{Cap::Imap4Rev2, "imap", "IMAP4rev2", kOfRev2},
    CapInfo{Cap::LiteralPlus, "imap", "LITERAL+", "LITERAL-"},
    CapInfo{Cap::LiteralMinus, "imap", "LITERAL-", ""},
    CapInfo{Cap::SaslIr, "imap", "SASL-IR", ""},
    CapInfo{Cap::Id, "imap", "ID", ""},
    CapInfo{Cap::Enable, "imap", "ENABLE", ""},
    CapInfo{Cap::Idle, "imap", "IDLE", ""},
    CapInfo{Cap::Namespace, "imap", "NAMESPACE", ""},
    CapInfo{Cap::Children, "imap", "CHILDREN", ""},
    CapInfo{Cap::SpecialUse, "imap", "SPECIAL-USE", "LIST-EXTENDED"},
    CapInfo{Cap::CreateSpecialUse, "imap", "CREATE-SPECIAL-USE", "SPECIAL-USE"},
    CapInfo{Cap::StatusSize, "imap", "STATUS=SIZE", ""},
    CapInfo{Cap::UidPlus, "imap", "UIDPLUS", ""},
    CapInfo{Cap::Unselect, "imap", "UNSELECT", ""},
    CapInfo{Cap::Move, "imap", "MOVE", ""},
    CapInfo{Cap::Esearch, "imap", "ESEARCH", ""},
    CapInfo{Cap::SearchRes, "imap", "SEARCHRES", "ESEARCH"},
    CapInfo{Cap::ListExtended, "imap", "LIST-EXTENDED", ""},
    CapInfo{Cap::ListStatus, "imap", "LIST-STATUS", "LIST-EXTENDED"},
    CapInfo{Cap::Binary, "imap", "BINARY", ""},
    CapInfo{Cap::Condstore, "imap", "CONDSTORE", ""},
    CapInfo{Cap::Qresync, "imap", "QRESYNC", "CONDSTORE ENABLE"},
    CapInfo{Cap::Sort, "imap", "SORT", ""},
    CapInfo{Cap::SortDisplay, "imap", "SORT=DISPLAY", "SORT"},
    CapInfo{Cap::Esort, "imap", "ESORT", "SORT"},
    CapInfo{Cap::ThreadOrderedSubject, "imap", "THREAD=ORDEREDSUBJECT", ""},
    CapInfo{Cap::ThreadReferences, "imap", "THREAD=REFERENCES", ""},
    CapInfo{Cap::I18nLevel1, "imap", "I18NLEVEL=1", ""},
    CapInfo{Cap::Within, "imap", "WITHIN", ""},
    CapInfo{Cap::MultiAppend, "imap", "MULTIAPPEND", ""},
    CapInfo{Cap::ObjectId, "imap", "OBJECTID", ""},
    CapInfo{Cap::SaveDate, "imap", "SAVEDATE", ""},
    CapInfo{Cap::Preview, "imap", "PREVIEW", ""},
    CapInfo{Cap::Replace, "imap", "REPLACE", ""},
    CapInfo{Cap::Partial, "imap", "PARTIAL", "ESEARCH"},
    CapInfo{Cap::Metadata, "imap", "METADATA", ""},
    CapInfo{Cap::ListMetadata, "imap", "LIST-METADATA", "LIST-EXTENDED METADATA"},
    CapInfo{Cap::Quota, "imap", "QUOTA", ""},
    CapInfo{Cap::QuotaSet, "imap", "QUOTASET", "QUOTA"},
    CapInfo{Cap::QuotaStorage, "imap", "QUOTA=RES-STORAGE", "QUOTA"},
    CapInfo{Cap::QuotaMessage, "imap", "QUOTA=RES-MESSAGE", "QUOTA"},
    CapInfo{Cap::UidOnly, "imap", "UIDONLY", "ENABLE"},
    CapInfo{Cap::Catenate, "imap", "CATENATE", ""},
    CapInfo{Cap::ContextSearch, "imap", "CONTEXT=SEARCH", "ESEARCH PARTIAL"},
    CapInfo{Cap::ContextSort, "imap", "CONTEXT=SORT", "ESORT CONTEXT=SEARCH"},
    CapInfo{Cap::CompressDeflate, "imap", "COMPRESS=DEFLATE", ""},
    CapInfo{Cap::InProgress, "imap", "INPROGRESS", ""},
    CapInfo{Cap::Acl, "imap", "ACL", ""},
    CapInfo{Cap::ListMyRights, "imap", "LIST-MYRIGHTS", "LIST-EXTENDED ACL"},
    CapInfo{Cap::Notify, "imap", "NOTIFY", ""},
    CapInfo{Cap::Utf8Accept, "imap", "UTF8=ACCEPT", "ENABLE"},
    CapInfo{Cap::UrlAuth, "imap", "URLAUTH", ""},
    CapInfo{Cap::ImapStartTls, "imap", "STARTTLS", ""},
    CapInfo{Cap::ImapAuth, "imap", "AUTH", ""},
    CapInfo{Cap::SmtpPipelining, "smtp", "PIPELINING", ""},
    CapInfo{Cap::SmtpSize, "smtp", "SIZE", ""},
    CapInfo{Cap::Smtp8BitMime, "smtp", "8BITMIME", ""},
    CapInfo{Cap::SmtpChunking, "smtp", "CHUNKING", ""},
    CapInfo{Cap::SmtpBinaryMime, "smtp", "BINARYMIME", "CHUNKING 8BITMIME"},
    CapInfo{Cap::SmtpDsn, "smtp", "DSN", ""},
    CapInfo{Cap::SmtpUtf8, "smtp", "SMTPUTF8", "8BITMIME"},  // RFC 6531 3.1
    CapInfo{Cap::SmtpLimits, "smtp", "LIMITS", ""},
    CapInfo{Cap::SmtpRequireTls, "smtp", "REQUIRETLS", ""},
    CapInfo{Cap::SmtpMtPriority, "smtp", "MT-PRIORITY", ""},
    CapInfo{Cap::SmtpDeliverBy, "smtp", "DELIVERBY", ""},
    CapInfo{Cap::SmtpFutureRelease, "smtp", "FUTURERELEASE", ""},
    CapInfo{Cap::SmtpEnhancedStatusCodes, "smtp", "ENHANCEDSTATUSCODES", ""},
    CapInfo{Cap::SmtpStartTls, "smtp", "STARTTLS", ""},
    CapInfo{Cap::SmtpAuth, "smtp", "AUTH", ""},
    CapInfo{Cap::PopCapa, "pop3", "CAPA", ""},
    CapInfo{Cap::PopTop, "pop3", "TOP", ""},
    CapInfo{Cap::PopUidl, "pop3", "UIDL", ""},
    CapInfo{Cap::PopRespCodes, "pop3", "RESP-CODES", "CAPA"},
    CapInfo{Cap::PopAuthRespCode, "pop3", "AUTH-RESP-CODE", "RESP-CODES"},
    CapInfo{Cap::PopPipelining, "pop3", "PIPELINING", "CAPA"},
    CapInfo{Cap::PopUser, "pop3", "USER", "", true},
    CapInfo{Cap::PopSasl, "pop3", "SASL", ""},
    CapInfo{Cap::PopApop, "pop3", "APOP", ""},
    CapInfo{Cap::PopStls, "pop3", "STLS", ""},
    CapInfo{Cap::PopExpire, "pop3", "EXPIRE", "CAPA"},
    CapInfo{Cap::PopLoginDelay, "pop3", "LOGIN-DELAY", "CAPA"},
    CapInfo{Cap::PopUtf8, "pop3", "UTF8", "CAPA"},
    CapInfo{Cap::PopLang, "pop3", "LANG", "CAPA"},
    CapInfo{Cap::PopImplementation, "pop3", "IMPLEMENTATION", "CAPA"},
};
static_assert(kTable.size() == kCapCount);

template <typename Call>
void each_word(std::string_view words, char separator, Call call) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(separator), words.size());
    call(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

// Those of `protocol` (empty: of each) that are called so. False: there are none.
bool set_named(std::string_view protocol, std::string_view name, std::bitset<kCapCount>& named) {
  const bool all = wire::iequals(name, "all");
  bool found = false;
  for (const CapInfo& each : kTable) {
    if (!protocol.empty() && !wire::iequals(protocol, each.protocol)) continue;
    if (all ? each.way_in : !wire::iequals(name, each.name)) continue;
    named.set(static_cast<std::size_t>(each.cap));
    found = true;
  }
  return found;
}

// "imap:MOVE"
bool name_one(std::string_view word, std::bitset<kCapCount>& named) {
  const std::size_t colon = word.find(':');
  const std::string_view protocol = colon == std::string_view::npos ? "" : word.substr(0, colon);
  return set_named(protocol, colon == std::string_view::npos ? word : word.substr(colon + 1), named);
}

std::string unknown(std::string_view word) {
  std::vector<std::string_view> names{"all"};
  for (const CapInfo& each : kTable) names.push_back(each.name);
  const std::size_t colon = word.find(':');
  const std::string_view name = colon == std::string_view::npos ? word : word.substr(colon + 1);
  std::string error = "no capability is called '" + std::string(word) + "'";
  const std::string_view meant = wire::nearest(name, names);
  if (!meant.empty() && !wire::iequals(meant, name)) error += "; did you mean '" + std::string(meant) + "'?";
  return error;
}

}  // namespace

std::span<const CapInfo> all_capabilities() {
  return kTable;
}

std::string Offer::name(std::string_view spec, std::bitset<kCapCount>& named) {
  std::string error;
  if (spec.empty()) error = unknown(spec);
  each_word(spec, ',', [&](std::string_view word) {
    if (error.empty() && !name_one(word, named)) error = unknown(word);
  });
  return error;
}

std::string Offer::drop(std::string_view spec) {
  std::string error = name(spec, gone_);
  drop_what_stands_on_it();
  return error;
}

std::string Offer::keep(std::string_view spec) {
  std::bitset<kCapCount> kept;
  std::string error = name(spec, kept);
  if (!error.empty()) return error;
  for (const CapInfo& each : kTable) {
    if (each.way_in) kept.set(static_cast<std::size_t>(each.cap));
  }
  for (std::bitset<kCapCount> before; before != kept;) {
    before = kept;
    for (const CapInfo& each : kTable) {
      if (!kept.test(static_cast<std::size_t>(each.cap))) continue;
      each_word(each.stands_on, ' ', [&](std::string_view other) { set_named(each.protocol, other, kept); });
    }
  }
  gone_ = ~kept;
  return {};
}

void Offer::drop_what_stands_on_it() {
  const auto gone = [this](std::string_view protocol, std::string_view name) {
    return std::any_of(kTable.begin(), kTable.end(), [&](const CapInfo& each) {
      return each.protocol == protocol && each.name == name && !has(each.cap);
    });
  };
  for (std::bitset<kCapCount> before; before != gone_;) {
    before = gone_;
    for (const CapInfo& each : kTable) {
      each_word(each.stands_on, ' ', [&](std::string_view name) {
        if (gone(each.protocol, name)) gone_.set(static_cast<std::size_t>(each.cap));
      });
    }
  }
}

std::vector<std::string> Offer::gone() const {
  std::vector<std::string> names;
  for (const CapInfo& each : kTable) {
    if (!has(each.cap)) names.push_back(std::string(each.protocol) + ':' + std::string(each.name));
  }
  return names;
}

}  // namespace mailrig::server
