// Several clients of one account, doing at random whatever IMAP knows, each answer held against the truth.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/reference-server/stress/client.hpp"

namespace mailrig::stress {

inline constexpr std::string_view kNames[] = {"work", "work/old", "travel", "bills", "lists", "lists/imap"};
inline constexpr std::int64_t kNow = 1'700'000'000;        // always, says the server's clock
inline constexpr std::int64_t kDelivered = 1'000'000'000;  // when SMTP's messages came
inline constexpr int kReader = 98;                         // number of a client that only looks

// A search key, and whether a message has what it asks for.
struct Key {
  std::string text;  // empty: there is nothing to ask about
  std::function<bool(const Message&)> matches;
};

[[nodiscard]] bool holds(const std::vector<Uid>& uids, Uid uid);
[[nodiscard]] std::uint32_t number_of(const Client& client, Uid uid);
[[nodiscard]] bool any_gone(Client& client, const std::vector<Uid>& named);
[[nodiscard]] std::string_view prefix(bool uid);  // "UID "
// RFC 9394 3.1: the places [begin, end) that first:last names of so many.
[[nodiscard]] std::pair<std::size_t, std::size_t> page_of(std::size_t count, std::uint64_t first,
                                                          std::uint64_t last, bool from_end);

class Stress {
 public:
  // `world` and its store outlive this. The account is the world's first, its mailboxes empty.
  Stress(server::World& world, const server::Account& account, std::uint64_t seed, int sessions);

  void step();  // one client does one thing
  // Everyone is told everything, and all agree: with each other and with the truth.
  void settle();
  void close_all();
  // The store again, as a server that has been restarted finds it.
  void reopened();

  [[nodiscard]] const std::map<std::string, std::uint64_t>& done() const { return done_; }
  // Who acted last; null: no one who is still there.
  [[nodiscard]] const Client* last() const { return last_; }

 private:
  struct Act {
    std::string name;
    unsigned weight;
    bool needs_mailbox;
    void (Stress::*function)(Client&);
  };
  static const std::vector<Act> kActs;

  // acts.cpp: on a selected mailbox
  void noop(Client&);
  void check(Client&);
  void fetch(Client&);
  void fetch_changed(Client&);
  void fetch_page(Client&);
  void store(Client&);
  void store_unchanged(Client&);
  void expunge(Client&);
  void uid_expunge(Client&);
  void copy(Client&);
  void move(Client&);
  void close(Client&);
  void unselect(Client&);
  void idle(Client&);
  void thin_out(Client&);
  // search_acts.cpp: by what messages are
  void search(Client&);
  void search_save(Client&);
  void sort(Client&);
  void thread(Client&);
  // append_acts.cpp: new messages
  void append(Client&);
  void append_several(Client&);
  void catenate(Client&);
  void replace(Client&);
  void quota(Client&);
  // mailbox_acts.cpp: on the account, and around
  void select(Client&);
  void deliver(Client&);
  void collect(Client&);
  void status(Client&);
  void list(Client&);
  void subscribe(Client&);
  void enable(Client&);
  void nonsense(Client&);
  void small_talk(Client&);
  void lose(Client&);
  void log_out(Client&);
  // tree_acts.cpp: on mailboxes and the names above them
  void create(Client&);
  void remove(Client&);
  void rename(Client&);
  void metadata(Client&);

  void connect(int number);
  void begin_condstore(Client& client, bool qresync);
  [[nodiscard]] std::uint64_t below(std::uint64_t end) { return end == 0 ? 0 : random_() % end; }
  [[nodiscard]] bool chance(unsigned in) { return random_() % in == 0; }
  [[nodiscard]] FlagSet some_flags();
  // A set of messages in view, as numbers or UIDs, and which it names.
  [[nodiscard]] std::string some_set(const Client& client, bool uid, std::vector<Uid>& named);
  [[nodiscard]] std::string some_mailbox(bool may_be_absent);
  [[nodiscard]] std::string some_name();
  [[nodiscard]] Key some_key(const Client& client);
  // Messages in view that are still there and have what the key asks for, in the mailbox's order.
  [[nodiscard]] std::vector<const Message*> wanted(const Client& client, const Key& key) const;
  // Appends new messages with text_of(); `over`: the quota refuses them.
  void append_new(Client& client, const std::string& name, std::size_t count, bool over);
  static void appended(const imap::Response& response, Mailbox& to, const std::vector<Message>& made);
  [[nodiscard]] bool has_inferiors(const std::string& name) const;
  void add_levels(const std::string& name);
  void rename_inbox(const std::string& to);
  void rename_one(const std::string& from, const std::string& to);
  [[nodiscard]] Answer say(Client& client, std::string_view command);
  void must(const Answer& answer, bool ok);
  void copied(Client& client, const imap::Response& response, const std::vector<Uid>& named, bool moved,
              const MailboxPtr& to);
  void resynchronised(Client& client, const Answer& answer, const Kept& before);
  void take_deleted(Mailbox& mailbox, const std::vector<Uid>* only);
  void check_store(Client& client, std::string_view mode, FlagSet flags, bool uid, ModSeq unchanged_since,
                   bool has_unchanged_since);

  server::World& world_;
  const server::Account& account_;
  Random random_;
  Truth truth_;
  std::vector<std::unique_ptr<Client>> clients_;
  const Client* last_ = nullptr;
  std::map<std::string, std::uint64_t> done_;
};

}  // namespace mailrig::stress
