// Watchers of POP3 dialogues (RFC 1939): what STAT, LIST, UIDL and RETR say of a maildrop must fit
// together. A maildrop is locked: within a session nothing but DELE and RSET changes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/play/watcher.hpp"
#include "harness/pop3/dialogue.hpp"
#include "harness/pop3/reply.hpp"

namespace mailrig::play {

inline constexpr std::size_t kWatchedDrop = 100'000;  // messages of a maildrop that are followed

class Pop3Watcher {
 public:
  void reset();  // a new connection
  void secured() {}
  void ours_closes() {}
  void reply(const pop3::Reply& reply, const pop3::Dialogue& dialogue, Accuser& accuser);

 private:
  struct Message {
    std::uint64_t size = 0;  // + 1; 0: not told yet
    std::string uid;
    bool deleted = false;
  };
  struct Context {
    const pop3::Reply& reply;
    const pop3::Dialogue& dialogue;
    Accuser& accuser;
    void accuse(const WatcherInfo& rule, std::string_view got, std::string why) const {
      accuser.accuse(rule, got, std::move(why));
    }
  };

  void answer(const Context& c);
  void stat(const Context& c);
  void list(const Context& c);
  void list_line(const Context& c, std::string_view line, std::uint64_t& number, std::uint64_t& size);
  void list_all(const Context& c);
  void not_deleted(const Context& c, const Message& one, std::string_view line);
  void uidl(const Context& c);
  void uidl_line(const Context& c, std::string_view line);
  void uidl_unique(const Context& c);
  void retrieved(const Context& c);
  void totals(const Context& c, std::uint64_t count, std::uint64_t octets);
  void deleted_or_reset(std::string_view verb, std::uint64_t number);
  [[nodiscard]] Message* message(std::uint64_t number);

  std::vector<Message> messages_;  // by number less one
  bool told_totals_ = false;       // since the last DELE or RSET
  std::uint64_t count_ = 0, octets_ = 0;
  bool any_deleted_ = false;
  bool greeted_ = false;
};

}  // namespace mailrig::play
