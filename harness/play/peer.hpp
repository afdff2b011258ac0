// One client's side of a player: what was received and not yet judged, the protocol's dialogue, its
// watcher and the group that is being met. Units are read as soon as they are whole, so that
// latencies and watchers are right; those that no one expects yet are kept for the next group.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "harness/imap/dialogue.hpp"
#include "harness/play/group.hpp"
#include "harness/play/judge.hpp"
#include "harness/play/watchers_imap.hpp"
#include "harness/play/watchers_pop3.hpp"
#include "harness/play/watchers_smtp.hpp"
#include "harness/pop3/dialogue.hpp"
#include "harness/smtp/dialogue.hpp"
#include "harness/wire/buffer.hpp"

namespace mailrig::play {

inline constexpr std::size_t kQueuedUnits = 100'000;  // units that came and are not yet judged
inline constexpr std::size_t kPendingSlack = 1024;    // answered commands whose place is kept at most
inline constexpr std::size_t kTagsKept = 64;          // of the commands sent last

class Peer {
 public:
  enum class State : std::uint8_t { Closed, Connecting, Open, Securing };

  Peer(ClientIndex index, scenario::Service service, const Limits& limits);

  void connecting();
  void opened();
  void securing();
  void secured();
  void closed(Ended ended, std::string_view detail, std::string_view alert, Judge& judge);
  // What is received is inflated from now on. What came behind the server's OK, and is part of its stream
  // already; valid until the next call.
  [[nodiscard]] std::string_view compressing();
  void ours_closes();  // we ended it: the server may, too

  // Octets that go out now; `verb`: of the command they begin, or empty. `tag`: IMAP.
  void sent(std::string_view bytes, std::string_view verb, Time now);
  void tagged(std::uint64_t tag) { tags_[tags_sent_++ % kTagsKept] = tag; }
  [[nodiscard]] static std::string tag_text(std::uint64_t tag);
  void received(std::string_view bytes, Time now, Bindings& bindings, Judge& judge);

  // A group. `from_last`: it answers the command that many before the last one (IMAP).
  void expect(const scenario::Expect& expect, std::size_t from_last, Bindings& bindings, Judge& judge);
  [[nodiscard]] bool met() const;
  void give_up(NoMore reason, std::string_view why, Bindings& bindings, Judge& judge);
  void forget();  // drops what is queued and what is still owed: before cleaning up

  // For what asks about the last reply: it is kept from now on.
  void remember_replies() { remembers_ = true; }
  // The last reply that a group took, SMTP reply, POP3 status line, tagged response or "+", fits.
  [[nodiscard]] bool answered_so(const scenario::Pattern& pattern, Bindings& bindings);

  // For a SASL exchange: takes the oldest unit if it is a challenge; leaves any other where it is.
  [[nodiscard]] bool has_unit() const { return queue_at_ < queue_.size(); }
  [[nodiscard]] bool take_challenge(std::string& text);
  [[nodiscard]] std::string_view unjudged() const;  // octets that came and nobody asked for

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] Ended ended() const { return ended_; }
  [[nodiscard]] const std::string& detail() const { return detail_; }
  [[nodiscard]] bool has_ended() const { return was_open_ && state_ == State::Closed; }
  [[nodiscard]] bool ended_as(const scenario::CloseHow& how) const;
  [[nodiscard]] bool flooded() const { return flooded_; }
  [[nodiscard]] bool is_secure() const { return secure_; }

  sasl::ChannelBinding channel;
  std::string out;       // rendered and not yet written
  bool written = false;  // `out` was handed over: the next send begins anew

 private:
  struct SmtpSide {
    SmtpSide() = default;
    explicit SmtpSide(smtp::Dialogue::Kind kind) : dialogue(kind) {}
    smtp::Dialogue dialogue;
    smtp::Reply reply;
    SmtpWatcher watcher;
    OrderedGroup group;
  };
  struct ImapSide {
    explicit ImapSide(const Limits& limits) : group(limits.unsolicited, limits.received) {}
    imap::Dialogue dialogue;
    imap::Response reply;
    ImapWatcher watcher;
    ImapGroup group;
  };
  struct Pop3Side {
    pop3::Dialogue dialogue;
    pop3::Reply reply;
    Pop3Watcher watcher;
    OrderedGroup group;
  };
  struct Queued {
    std::size_t size = 0;
    MessageNumbers::Moment moment = 0;  // when it came
    bool multi_line = false;
  };
  struct Early {
    std::string bytes;
    MessageNumbers::Moment moment = 0;
  };
  struct Pending {  // a command on its way
    std::string_view verb;
    Time sent;
    std::size_t tag = 0;  // its hash
  };

  void reset();
  void overflow(Judge& judge);
  template <typename Side>
  bool read_one(Side& side, Time now, Bindings& bindings, Judge& judge);
  template <typename Side>
  void take_unit(Side& side, MessageNumbers::Moment moment, Bindings& bindings, Judge& judge);
  template <typename Side>
  void answered(Side& side, Time now, Judge& judge);
  [[nodiscard]] bool find_pending(const imap::Response& response);
  void level_pending(std::size_t outstanding, Time now);
  [[nodiscard]] bool owed_to_the_past(bool answers);
  void keep(std::string_view unit, MessageNumbers::Moment moment, bool multi_line);
  void parse_queued();
  void offer_queued(Bindings& bindings, Judge& judge);
  void drop_queued();
  void begin_group(const scenario::Expect& expect, std::size_t from_last, Bindings& bindings, Judge& judge);
  void offer_early(ImapSide& side, const Early& early, Bindings& bindings, Judge& judge);
  void remember(const SmtpSide& side) { keep_answer(side.reply.bytes); }
  void remember(const ImapSide& side);
  void remember(const Pop3Side& side);
  void keep_answer(std::string_view bytes);
  void forget_answer(const scenario::Expect& expect);
  void offer(SmtpSide& side, Bindings& bindings, Judge& judge);
  void offer(ImapSide& side, Bindings& bindings, Judge& judge);
  void offer(Pop3Side& side, Bindings& bindings, Judge& judge);

  ClientIndex index_;
  const Limits* limits_;
  std::variant<SmtpSide, ImapSide, Pop3Side> side_;
  wire::Buffer in_;            // not yet whole
  wire::Buffer waiting_;       // whole units that no group has taken
  std::vector<Queued> queue_;  // their sizes, from queue_at_ on
  std::vector<Early> early_;   // tagged responses that a later group wants
  std::size_t queue_at_ = 0;
  std::vector<Pending> pending_;
  std::size_t pending_at_ = 0;
  std::array<std::uint64_t, kTagsKept> tags_{};
  std::size_t tags_sent_ = 0;
  std::size_t skip_ = 0;  // replies to commands of a phase that is over
  State state_ = State::Closed;
  Ended ended_ = Ended::Local;
  std::string detail_, alert_;
  bool was_open_ = false, secure_ = false, ours_ = false, flooded_ = false;
  bool awaits_compress_ = false;  // COMPRESS was answered OK: what is behind it is no text
  bool dropped_early_ = false;    // some tagged responses were not kept
  bool remembers_ = false, has_answer_ = false;
  std::string answer_, scratch_;  // the last reply, if it is to be remembered
};

}  // namespace mailrig::play
