// One group of expectations (the S: lines between two sends) while it is being met. A group is
// offered units as they come and says when it is over; what held and what did not goes to a Bench.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/response.hpp"
#include "harness/play/match.hpp"
#include "harness/pop3/reply.hpp"
#include "harness/scenario/program.hpp"
#include "harness/smtp/reply.hpp"

namespace mailrig::play {

// What finding out which response is whose may cost: octets and values looked at, for each octet that the
// group was offered, and so many more. So a server can make it no slower than it sends.
inline constexpr std::uint64_t kWorkPerOctet = 64;
inline constexpr std::uint64_t kWorkAtLeast = 1'000'000;
inline constexpr std::size_t kNearestKept = 4096;  // octets of a response kept to explain a failure
inline constexpr std::size_t kEarlyLimit = 64;     // tagged responses kept for a later group

// Hears what became of each expectation.
class Bench {
 public:
  virtual ~Bench() = default;
  // `got` is raw octets, `why` one sentence; both empty when it held. False: the group ends here.
  virtual bool expected(const scenario::Expectation& expectation, bool held, std::string_view got,
                        std::string why) = 0;
  // What came was too much to find out what held: nobody is accused.
  virtual void undecided(std::string_view wanted, std::string why) = 0;
  // The scenario asks for what can't be known: our own mistake.
  virtual void fault(std::string_view wanted, std::string why) = 0;
};

// Why nothing more will come.
enum class NoMore : std::uint8_t { Deadline, Closed };

// Replies in order: SMTP, POP3.
class OrderedGroup {
 public:
  void begin(const scenario::Expect& expect);
  void offer(const smtp::Reply& reply, Bindings& bindings, Bench& bench);
  void offer(const pop3::Reply& reply, Bindings& bindings, Bench& bench);
  void give_up(NoMore reason, std::string_view why, Bench& bench);
  [[nodiscard]] bool over() const { return over_; }

 private:
  template <typename Reply>
  void take(const Reply& reply, Bindings& bindings, Bench& bench);
  template <typename Reply>
  [[nodiscard]] bool absent_hold(const Reply& reply, Bindings& bindings, Bench& bench);
  void skip_absent();
  void finish(Bench& bench);

  const scenario::Expect* expect_ = nullptr;
  std::size_t at_ = 0;
  bool any_wanted_ = false;
  bool over_ = true;
  std::string scratch_;
};

// Untagged responses in any order, each pattern taking one of its own.
class ImapGroup {
 public:
  // At most `limit` responses are kept for each expectation, `octets` in all.
  ImapGroup(std::size_t limit, std::size_t octets) : limit_(limit), octets_(octets) {}
  // `tag`: of the command that an `S: OK` of this group answers.
  // `missed`: answers that came before it were not kept, so what is missing may have come.
  void begin(const scenario::Expect& expect, std::string_view tag, bool missed = false);
  void offer(const imap::Response& response, Bindings& bindings, Bench& bench);
  void give_up(NoMore reason, std::string_view why, Bindings& bindings, Bench& bench);
  [[nodiscard]] bool over() const { return over_; }
  // The answer to the command that this group is about: nothing else can be waited for.
  [[nodiscard]] bool ends_with(const imap::Response& response) const;
  // Octets and values looked at since it began.
  [[nodiscard]] std::uint64_t work() const { return work_.steps; }

 private:
  struct Held {
    std::string bytes;
    imap::Response response;
    MessageNumbers::Moment moment = 0;  // when it came
  };
  struct State {  // of one expectation
    std::vector<std::uint32_t> candidates;
    std::string nearest;
    MessageNumbers::Moment nearest_moment = 0;
    std::size_t taken = 0;
    bool met = false, dropped = false;
    bool cut = false;  // more fits than is kept
  };

  [[nodiscard]] bool fits(const scenario::Expectation& expectation, const imap::Response& response,
                          Bindings& bindings, bool trial = false);
  [[nodiscard]] bool fits_held(std::size_t index, std::uint32_t candidate, Bindings& bindings);
  void note(const imap::Response& response, Bindings& bindings, bool& held);
  [[nodiscard]] bool room_for(const imap::Response& response, const State& state) const;
  [[nodiscard]] bool all_have_candidates() const;
  [[nodiscard]] bool assign(std::size_t index, Bindings& bindings);
  [[nodiscard]] bool assign_all(std::uint64_t budget, Bindings& bindings);
  [[nodiscard]] bool assign_early(Bindings& bindings);
  [[nodiscard]] std::uint64_t budget() const { return kWorkAtLeast + kWorkPerOctet * offered_octets_; }
  [[nodiscard]] bool settle(Bindings& bindings);
  [[nodiscard]] bool may_take(std::size_t index, std::uint32_t candidate) const;
  void judge(Bindings& bindings, Bench& bench, std::string_view why);
  [[nodiscard]] bool left_open(std::size_t index, Bindings& bindings, Bench& bench) const;
  [[nodiscard]] std::string_view too_much(std::size_t index) const;
  [[nodiscard]] bool judge_one(std::size_t index, Bindings& bindings, Bench& bench, std::string_view why);
  [[nodiscard]] bool judge_absent(std::size_t index, Bindings& bindings, Bench& bench);
  [[nodiscard]] std::string explain(std::size_t index, Bindings& bindings);

  std::size_t limit_, octets_;
  std::size_t held_octets_ = 0;
  const scenario::Expect* expect_ = nullptr;
  std::string tag_;
  std::vector<State> states_;
  std::vector<std::unique_ptr<Held>> held_;  // the first held_count_ are in use
  std::size_t held_count_ = 0;
  std::vector<bool> used_;
  std::size_t deepest_ = 0;
  std::uint64_t offered_octets_ = 0;
  Work work_;
  std::uint64_t work_limit_ = 0, early_work_ = 0;
  bool exhausted_ = false, missed_ = false;
  MessageNumbers::Moment now_ = 0;  // when the last response came
  bool over_ = true;
  std::string scratch_;
};

}  // namespace mailrig::play
