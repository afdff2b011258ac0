// Watchers of IMAP dialogues (RFC 3501, RFC 9051): message numbers, UIDs, what never changes of a
// message, and which responses may come when. Where several commands are in progress a response is
// taken to belong to whichever of them makes it lawful.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/dialogue.hpp"
#include "harness/imap/response.hpp"
#include "harness/play/message_numbers.hpp"
#include "harness/play/watched_messages.hpp"
#include "harness/play/watcher.hpp"

namespace mailrig::play {

inline constexpr std::size_t kWatchedMessages = 100'000;  // of a mailbox; beyond that UIDs go unwatched

class ImapWatcher {
 public:
  void reset();  // a new connection
  void secured() {}
  void ours_closes() {}
  void reply(const imap::Response& response, const imap::Dialogue& dialogue, Accuser& accuser);
  // What the last response says has left the mailbox.
  [[nodiscard]] std::span<const Departure> departures() const { return departures_; }
  void closed(Accuser& accuser);  // the server ended the connection, unasked, with FIN

 private:
  using Message = WatchedMessage;
  struct Context {
    const imap::Response& response;
    const imap::Dialogue& dialogue;
    Accuser& accuser;
    void accuse(const WatcherInfo& rule, std::string why) const {
      accuser.accuse(rule, response.bytes, std::move(why));
    }
  };

  void greeting(const Context& c);
  void tagged(const Context& c);
  void untagged_status(const Context& c);
  void data(const Context& c);
  void completed(const Context& c);
  void select_completed(const Context& c);
  void code(const Context& c);
  void copyuid(const Context& c);
  void progress(const Context& c);
  void exists(const Context& c);
  void expunge(const Context& c);
  void vanished(const Context& c);
  [[nodiscard]] bool vanish(std::uint32_t uid);
  void expunge_in_season(const Context& c);
  void fetch(const Context& c);
  void fetch_item(const Context& c, std::uint32_t name, std::uint32_t value, Message& message);
  void fetch_uid(const Context& c, std::uint64_t uid, Message& message);
  void fetch_sizes(const Context& c, const Message& message);
  void fetch_has_uid(const Context& c);
  void neighbours(const Context& c, std::uint64_t number);
  void search(const Context& c);
  void search_completed(const Context& c);
  void esearch(const Context& c);
  void list(const Context& c);
  void select_by_rev2(const Context& c) const;
  void data_by_rev2(const Context& c);
  void news_have_uid(const Context& c) const;
  void capability(const Context& c, std::uint32_t begin, std::uint32_t end);
  [[nodiscard]] bool selecting(const imap::Dialogue& dialogue) const;
  void forget_mailbox();

  WatchedMessages messages_;  // of the selected mailbox
  std::vector<Departure> departures_;
  std::uint64_t exists_ = 0;
  std::uint64_t uidnext_ = 0;   // from SELECT; 0: not told
  std::uint64_t new_from_ = 0;  // messages from this sequence number on came after SELECT
  bool selected_ = false;       // and numbers are to be trusted
  bool numbers_known_ = false;
  bool greeted_ = false, bye_ = false;
  // Since SELECT was sent.
  bool saw_flags_ = false, saw_exists_ = false, saw_uidnext_ = false, saw_permanentflags_ = false;
  bool saw_uidvalidity_ = false, saw_closed_ = false;
  std::string selected_name_, listed_name_;  // of LIST: the mailbox that is selected, that is being selected
  bool saw_search_ = false, saw_esearch_ = false;  // since a SEARCH was sent
  std::string progress_tag_;                       // of the last INPROGRESS, and how far it was
  std::uint64_t progress_ = 0;
  bool saw_enabled_ = false;  // … an ENABLE
};

}  // namespace mailrig::play
