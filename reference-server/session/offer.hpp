// What a server offers: every capability that the sessions know, less what it was told to do without. What
// is not offered is neither announced nor served, so that a client or a suite meets a lesser server.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mailrig::server {

enum class Cap : std::uint8_t {
  // IMAP, as announced
  Imap4Rev2,
  LiteralPlus,
  LiteralMinus,
  SaslIr,
  Id,
  Enable,
  Idle,
  Namespace,
  Children,
  SpecialUse,
  CreateSpecialUse,
  StatusSize,
  UidPlus,
  Unselect,
  Move,
  Esearch,
  SearchRes,
  ListExtended,
  ListStatus,
  Binary,
  Condstore,
  Qresync,
  Sort,
  SortDisplay,
  Esort,
  ThreadOrderedSubject,
  ThreadReferences,
  I18nLevel1,
  Within,
  MultiAppend,
  ObjectId,
  SaveDate,
  Preview,
  Replace,
  Partial,
  Metadata,
  ListMetadata,
  Quota,
  QuotaSet,
  QuotaStorage,
  QuotaMessage,
  UidOnly,
  Catenate,
  ContextSearch,
  ContextSort,
  CompressDeflate,
  InProgress,
  Acl,
  ListMyRights,
  Notify,
  Utf8Accept,
  UrlAuth,
  ImapStartTls,
  ImapAuth,
  // SMTP and submission
  SmtpPipelining,
  SmtpSize,
  Smtp8BitMime,
  SmtpChunking,
  SmtpBinaryMime,
  SmtpDsn,
  SmtpUtf8,
  SmtpLimits,
  SmtpRequireTls,
  SmtpMtPriority,
  SmtpDeliverBy,
  SmtpFutureRelease,
  SmtpEnhancedStatusCodes,
  SmtpStartTls,
  SmtpAuth,
  // POP3
  PopCapa,
  PopTop,
  PopUidl,
  PopRespCodes,
  PopAuthRespCode,
  PopPipelining,
  PopUser,
  PopSasl,
  PopApop,
  PopStls,
  PopExpire,
  PopLoginDelay,
  PopUtf8,
  PopLang,
  PopImplementation,
};
inline constexpr std::size_t kCapCount = static_cast<std::size_t>(Cap::PopImplementation) + 1;

struct CapInfo {
  Cap cap;
  std::string_view protocol;   // "imap", "smtp", "pop3"
  std::string_view name;       // as announced: "MOVE"
  std::string_view stands_on;  // of the same protocol, parted by spaces: without one of them it is gone, too
  bool way_in = false;         // "all" spares it, and what is kept has it, too: there would be no way in
};
[[nodiscard]] std::span<const CapInfo> all_capabilities();

class Offer {
 public:
  // "MOVE" (of every protocol that has it), "imap:MOVE", "imap:all", "all"; several parted by commas. "all"
  // spares the way in. Returns an error line (did you mean …), empty if fine.
  [[nodiscard]] std::string drop(std::string_view spec);
  // As above, but it is all that is left, with what it stands on and the way in.
  [[nodiscard]] std::string keep(std::string_view spec);
  [[nodiscard]] bool has(Cap cap) const { return !gone_.test(static_cast<std::size_t>(cap)); }
  [[nodiscard]] bool whole() const { return gone_.none(); }
  [[nodiscard]] std::vector<std::string> gone() const;  // "imap:MOVE", in the order of the table

 private:
  // Puts into `named` what the words of `spec` name, of "all" all but the way in.
  static std::string name(std::string_view spec, std::bitset<kCapCount>& named);
  void drop_what_stands_on_it();
  std::bitset<kCapCount> gone_;
};

}  // namespace mailrig::server
