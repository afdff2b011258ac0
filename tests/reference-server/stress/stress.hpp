// Several clients of one account, doing at random whatever IMAP knows, each answer held against the truth.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/reference-server/stress/client.hpp"

namespace mailrig::stress {

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
  void store(Client&);
  void store_unchanged(Client&);
  void search(Client&);
  void expunge(Client&);
  void uid_expunge(Client&);
  void copy(Client&);
  void move(Client&);
  void close(Client&);
  void unselect(Client&);
  void idle(Client&);
  void thin_out(Client&);
  // mailbox_acts.cpp: on the account, and around
  void select(Client&);
  void append(Client&);
  void deliver(Client&);
  void collect(Client&);
  void status(Client&);
  void list(Client&);
  void create(Client&);
  void remove(Client&);
  void rename(Client&);
  void subscribe(Client&);
  void enable(Client&);
  void nonsense(Client&);
  void small_talk(Client&);
  void lose(Client&);
  void log_out(Client&);

  void connect(int number);
  [[nodiscard]] std::uint64_t below(std::uint64_t end) { return end == 0 ? 0 : random_() % end; }
  [[nodiscard]] bool chance(unsigned in) { return random_() % in == 0; }
  [[nodiscard]] FlagSet some_flags();
  // A set of messages in view, as numbers or UIDs, and which it names.
  [[nodiscard]] std::string some_set(const Client& client, bool uid, std::vector<Uid>& named);
  [[nodiscard]] std::string some_mailbox(bool may_be_absent);
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
