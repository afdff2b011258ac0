// One session: a player with its connections that plays a script's set-up once, its body again and
// again (or once, then its clean-up), and writes what happened into its thread's book.
#pragma once

#include <memory>
#include <string>

#include "harness/drive/driver.hpp"
#include "harness/load/book.hpp"
#include "harness/net/loop.hpp"
#include "harness/play/player.hpp"

namespace mailrig::load {

class Session final : drive::Shell, play::Observer {
 public:
  class Owner {
   public:
    virtual ~Owner() = default;
    // A body is over, the session may run() again (or end()).
    virtual void ready(Session& session) = 0;
    // It has ended; the owner may destroy it. `failed`: not because it was asked to.
    virtual void over(Session& session, bool failed) = 0;
  };

  // `place` and `script` are for the owner.
  Session(Owner& owner, net::Loop& loop, const Plan& plan, Book& book, std::uint32_t script,
          std::size_t place, const Who& who);
  ~Session() override;

  // One body, after the set-up if this is the first. Latency counts from `intended`, which may have
  // passed; if it is still to come, the session waits for it.
  void run(Time intended);
  // Cleans up and is over. A body under way is left where it is.
  void end();
  void abandon();  // at once, tells nobody
  void settle();   // brings the octets so far to the book
  [[nodiscard]] std::uint32_t script() const { return script_; }
  [[nodiscard]] std::size_t place() const { return place_; }
  [[nodiscard]] bool busy() const { return state_ == State::SettingUp || state_ == State::Running; }
  [[nodiscard]] Time intended() const { return intended_; }
  [[nodiscard]] std::uint32_t open_connections() const { return driver_.open_connections(); }

 private:
  enum class State : std::uint8_t { New, Waiting, SettingUp, Running, Ready, CleaningUp, Over };

  void finished() override;
  void judged(const play::Judged& judged) override;
  void answered(scenario::ClientIndex client, std::string_view verb, Time sent, Time now,
                bool accepted) override;
  void begin();
  void body();
  void body_over();
  void fail(std::string_view fallback);
  void clean_up(bool failed);
  void over();

  Owner& owner_;
  net::Loop& loop_;
  const Plan& plan_;
  Book& book_;
  std::uint32_t script_;
  std::size_t place_;
  Random random_;
  play::Player player_;
  drive::Driver driver_;
  std::unique_ptr<net::Timer> timer_;  // made when first needed
  drive::Traffic settled_;
  State state_ = State::New;
  bool set_up_ = false;
  bool failed_ = false;
  std::uint32_t bodies_ = 0;
  std::uint32_t nested_ = 0;  // bodies that ended without waiting for anything
  std::size_t message_ = SIZE_MAX;
  Time intended_{}, started_{};
  std::string error_;  // the first that was judged wrong in this body
};

}  // namespace mailrig::load
