// A session's view of the mailbox it has selected: which UID each sequence number stands for, and
// what has happened that the client has not been told yet (RFC 3501 5.2, 7.4.1). A message that
// another session expunged keeps its number here until that is told.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "harness/imap/sequence_set.hpp"
#include "reference-server/session/imap/number_set.hpp"
#include "reference-server/session/imap/replies.hpp"
#include "reference-server/store/rights.hpp"
#include "reference-server/store/store.hpp"

namespace mailrig::server::imapd {

struct Numbered {
  std::uint32_t number;  // sequence number
  Uid uid;
};

// How news is told: what this client has asked for so far.
struct Telling {
  bool expunge = true;    // EXPUNGE responses may be sent now
  bool uid = false;       // FETCH carries UIDs
  bool modseq = false;    // … and MODSEQ (RFC 7162 3.1)
  bool vanished = false;  // VANISHED instead of EXPUNGE (3.2.10)
  bool uid_only = false;  // UIDFETCH instead of FETCH (RFC 9586 3.6)
  bool flags = true;      // flags that changed are told, and not passed over (RFC 5465)
};

enum class News : std::uint8_t { Appended, Expunged, Flags };

struct SearchContext;

class Selected final : public MailboxWatcher {
 public:
  enum class Recent : std::uint8_t { Told, Untold };  // Untold: IMAP4rev2 knows nothing of it
  // `news` is called when there is something to tell.
  Selected(World& world, std::shared_ptr<Mailbox> mailbox, bool read_only, Recent recent,
           std::function<void(News)> news);
  ~Selected() override;
  Selected(const Selected&) = delete;
  Selected& operator=(const Selected&) = delete;

  std::vector<std::unique_ptr<SearchContext>> contexts;  // RFC 5267
  const Account* owner = nullptr;                        // of the mailbox
  Rights rights_told;                                    // those to change flags, by PERMANENTFLAGS
  std::string url_key;  // the note of this user's key here (RFC 4467): that it went is told

  [[nodiscard]] Mailbox& mailbox() const { return *mailbox_; }
  [[nodiscard]] bool read_only() const { return read_only_; }
  [[nodiscard]] const std::vector<Uid>& uids() const { return uids_; }  // by sequence number - 1
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(uids_.size()); }
  [[nodiscard]] Uid last_uid() const { return uids_.empty() ? 0 : uids_.back(); }
  [[nodiscard]] std::uint32_t number_of(Uid uid) const;  // 0: not in view
  [[nodiscard]] bool recent(Uid uid) const;
  [[nodiscard]] std::size_t recent_count() const { return recent_.size(); }

  // The messages that a set of numbers or UIDs names, ascending. False: it names a number that no
  // message has (RFC 9051 9, seq-number; UIDs that do not exist are passed over).
  [[nodiscard]] bool resolve(imap::SequenceSpan set, bool uid, std::vector<Numbered>& out);

  // Writes what is to be told.
  void tell(Replies& replies, const Telling& how);
  // FLAGS, if the mailbox has a keyword that the client has not been told (RFC 3501 7.2.6).
  void tell_keywords(Replies& replies);
  void discard_news();
  void discard_flags() { changed_.clear(); }

  // RFC 5182: what "$" stands for, ascending.
  void save(std::vector<Uid> uids) { saved_ = std::move(uids); }
  [[nodiscard]] const std::vector<Uid>& saved() const { return saved_; }
  // Messages that came and are not told yet, ascending.
  [[nodiscard]] const std::vector<Uid>& untold() const { return appended_; }
  [[nodiscard]] bool knows_expunged() const { return !expunged_.empty(); }
  // With knows_expunged(): the highest MODSEQ that the client may take for known (RFC 7162 3.2).
  [[nodiscard]] ModSeq modseq_before_expunged() const { return expunged_from_ - 1; }

  void appended(const StoredMessage& message) override;
  void flags_changed(const StoredMessage& message) override;
  void expunged(Uid uid) override;
  void gone() override {}  // it lives on for us, RFC 2180 3.1
  void note_gone(const std::string& key) override;

  // As expunged(), by this session itself.
  void expunged_here(Uid uid);

 private:
  void tell_expunged(Replies& replies);
  void tell_vanished(Replies& replies);
  void tell_appended(Replies& replies);
  void tell_flags(Replies& replies, const Telling& how);
  void take_recent(const StoredMessage& message);
  void resolve_saved(std::vector<Numbered>& out) const;

  World& world_;
  std::shared_ptr<Mailbox> mailbox_;
  bool read_only_, tells_recent_;
  std::function<void(News)> news_;
  std::size_t keywords_told_;  // how many of the mailbox's keywords the client knows
  std::vector<Uid> uids_;      // ascending
  std::vector<Uid> recent_;    // ascending
  std::vector<Uid> appended_;  // ascending, not told
  std::vector<Uid> expunged_;  // not told
  ModSeq expunged_from_ = 0;   // the MODSEQ of the first of them
  std::vector<Uid> changed_;   // not told
  std::vector<Uid> saved_;     // ascending
  bool url_key_gone_ = false;
  NumberSet set_;  // of resolve(), reused
};

}  // namespace mailrig::server::imapd
