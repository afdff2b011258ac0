#include "harness/conformance/replay.hpp"

#include <algorithm>
#include <map>

#include "harness/conformance/ruling.hpp"
#include "harness/conformance/sasl_log.hpp"
#include "harness/drive/notes.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/visible.hpp"

namespace mailrig::conformance {

namespace {

using play::Do;
using record::Direction;
using scenario::Phase;

constexpr std::size_t kShown = 120;            // octets of a line that is quoted
constexpr std::size_t kTimersAtOnce = 10'000;  // that pass between two events

std::string quoted(std::string_view bytes) {
  return "'" + wire::visible(bytes, kShown) + "'";
}

play::Time time_of(record::Elapsed at) {
  return play::Time{} + at;
}

bool is_ours(Direction direction) {
  return direction == Direction::Sent || direction == Direction::Did || direction == Direction::Sasl;
}

// Judgements are taken all at once, when it is clear that there are any.
struct Unheard final : record::Sink {
  void put(const record::Event&) override {}
};

class Again final : public play::Observer {
 public:
  Again(const scenario::Scenario& scenario, const scenario::Program& program, std::vector<std::string> given,
        const Take& take, const Then& then, bool clean_up)
      : program_(program),
        take_(take),
        options_(then.options),
        clean_up_(clean_up),
        ours_(program.clients.size()),
        alive_(program.clients.size(), false),
        ruling_(scenario, program, take.started.attempt, then.masker, unheard_),
        player_(program, std::move(given), then.options.limits, *this) {
    player_.set_sasl([this](play::ClientIndex client, std::string_view, const sasl::Credentials&,
                            std::string& why) { return recorded(ours_[client], why); });
  }

  bool run() {
    result_.started = ruling_.begin(take_.started.at);
    for (at_ = 0; at_ < take_.wire.size() && !finished_; ++at_) {
      if (!take(take_.wire[at_])) return false;
    }
    if (phase_ != Phase::Cleanup) return cannot("the record breaks off");
    for (const record::Judgement& judgement :
         take_.judgements) {  // what a look at the target brought to light
      const bool looked = judgement.rule == kTargetGone || judgement.rule == kTargetRestarted;
      if (looked) ruling_.carry_over(judgement);
    }
    result_.ended = ruling_.end(take_.ended->at, take_.ended->again);
    result_.judgements = ruling_.judgements();
    return true;
  }

  [[nodiscard]] const std::string& reason() const { return reason_; }
  [[nodiscard]] bool in_clean_up() const { return began_ && phase_ == Phase::Cleanup; }
  [[nodiscard]] JudgedAgain take_result() { return std::move(result_); }

  void judged(const play::Judged& judged) override { ruling_.judged(judged, now_); }
  void answered(play::ClientIndex, std::string_view, play::Time, play::Time, bool) override {}

 private:
  bool cannot(std::string reason) {
    if (reason_.empty()) reason_ = std::move(reason);
    return false;
  }

  bool take(const record::Wire& event) {
    switch (event.direction) {
      case Direction::Sent:
      case Direction::Did:
      case Direction::Sasl:
        return pass_ours(event);
      case Direction::Phase:
        return pass_phase(event);
      case Direction::Timer:
        return timer(event);
      case Direction::Overdue:
        overdue_ = true;
        return true;
      case Direction::Deadline:
        return deadline(event);
      case Direction::Mark:
        return true;
      default:
        return came(event);
    }
  }

  [[nodiscard]] std::optional<play::ClientIndex> client_of(const record::Wire& event) const {
    for (play::ClientIndex i = 0; i < program_.clients.size(); ++i) {
      if (program_.clients[i].name == event.client) return i;
    }
    return std::nullopt;
  }

  // ---- what came

  bool came(const record::Wire& event) {
    const auto client = client_of(event);
    if (!client) return cannot("the dialogue has no client '" + event.client + "' any more");
    if (!pass_time(event.at)) return false;
    if (over_ && phase_ != Phase::Cleanup) {
      astray_ = true;
      return true;
    }
    now_ = event.at;
    guarded([&] { tell(*client, event); });
    return pump();
  }

  // What throws is a mistake of ours, then as now; the target is cleaned up all the same.
  template <typename Work>
  void guarded(Work work) {
    try {
      work();
    } catch (const std::exception& mistake) {
      ruling_.broke(mistake, now_);
      finished_ = phase_ == Phase::Cleanup;
      over_ = in_vain_ = true;
    }
  }

  void tell(play::ClientIndex client, const record::Wire& event) {
    const play::Time now = time_of(event.at);
    switch (event.direction) {
      case Direction::Connected:
        return player_.connected(client, now);
      case Direction::Secured:
        return player_.secured(client, now);
      case Direction::Received:
        return player_.received(client, event.bytes, now);
      default:
        break;
    }
    const net::Closing closing = drive::closing_of(event.bytes);
    alive_[client] = false;
    player_.closed(client, drive::ended(closing.ending), closing.detail, now, closing.alert);
  }

  // ---- time

  // What today's dialogue waits for, and the record's did not, comes true on its way to `at`.
  bool pass_time(record::Elapsed at) {
    if (std::exchange(overdue_, false)) return true;
    for (std::size_t i = 0; i < kTimersAtOnce && waits_until(at); ++i) {
      now_ = until_;
      if (!pump()) return false;
    }
    return true;
  }
  [[nodiscard]] bool waits_until(record::Elapsed at) const {
    return began_ && !over_ && until_ != record::Elapsed::max() && until_ <= at;
  }

  bool timer(const record::Wire& event) {
    const std::uint64_t meant = wire::to_number(event.bytes).value_or(0);
    if (std::cmp_not_equal(until_.count(), meant)) return pass_time(event.at);
    now_ = event.at;
    return pump();
  }

  bool deadline(const record::Wire& event) {
    if (!pass_time(event.at)) return false;
    if (phase_ == Phase::Cleanup) finished_ = true;
    if (over_ || finished_) return true;
    ruling_.past_deadline(options_.deadline, event.at);
    over_ = in_vain_ = true;
    return true;
  }

  // ---- what we did

  // Today's dialogue has to have done it by then.
  bool pass_ours(const record::Wire& event) {
    const auto client = client_of(event);
    if (!client) return cannot("the dialogue has no client '" + event.client + "' any more");
    Ours& ours = ours_[*client];
    ++ours.passed;
    if (ours.done >= ours.passed) return true;
    if (over_) {
      astray_ = true;
      return true;
    }
    return cannot("the dialogue now waits where the record goes on with " + quoted(event.bytes));
  }

  bool pump() {
    until_ = record::Elapsed::max();
    while (!over_) {
      Do todo;
      guarded([&] { todo = player_.next(time_of(now_)); });
      if (in_vain_) return true;
      if (todo.what == Do::What::Wait) {
        if (todo.until != play::Time::max()) until_ = todo.until - play::Time{};
        return true;
      }
      if (todo.what == Do::What::Finished) {
        over_ = true;
      } else if (!carry_out(todo)) {
        return false;
      }
    }
    return true;
  }

  bool carry_out(const Do& todo) {
    if (todo.what == Do::What::Connect) {
      alive_[todo.client] = true;
      return true;
    }
    if (!alive_[todo.client]) return true;  // it has ended, and the player was told
    const bool write = todo.what == Do::What::Write;
    const std::string act = drive::act_of(todo);
    const std::string_view bytes = write ? todo.bytes : std::string_view(act);
    Ours& ours = ours_[todo.client];
    const record::Wire* then = ours.next();
    if (then != nullptr && then->direction == (write ? Direction::Sent : Direction::Did) &&
        then->bytes == bytes) {
      ++ours.done;
      return true;
    }
    return cannot(std::string("the dialogue now ") + (write ? "sends " : "does ") + quoted(bytes) +
                  " where the record has " + (then == nullptr ? "nothing more" : quoted(then->bytes)));
  }

  // ---- phases

  bool pass_phase(const record::Wire& event) {
    const auto next = phase_named(event.bytes);
    if (!next) return cannot("the record has a phase '" + event.bytes + "'");
    if (!pass_time(event.at)) return false;
    if (began_ && !end_phase(*next)) return false;
    if (gone_ && *next != Phase::Cleanup) return true;
    if (*next == Phase::Cleanup && (astray_ || !clean_up_)) {
      carry_over(event.at);
      phase_ = Phase::Cleanup;
      finished_ = true;
      return true;
    }
    begin(*next, event.at);
    return pump();
  }

  bool end_phase(Phase next) {
    if (gone_ || in_vain_) return true;
    if (!over_) return cannot("the dialogue now waits where the record ends");
    astray_ =
        astray_ || std::any_of(ours_.begin(), ours_.end(), [](const Ours& ours) { return ours.next(); });
    if (phase_ != Phase::Setup) return true;
    if (player_.failed()) {
      ruling_.could_not_be_set_up();
      gone_ = next == Phase::Body;
      astray_ = astray_ || gone_;
      return true;
    }
    return next == Phase::Body || cannot("its set-up now succeeds, and the record has no dialogue");
  }

  void begin(Phase phase, record::Elapsed at) {
    phase_ = phase;
    began_ = true;
    over_ = in_vain_ = false;
    now_ = at;
    for (Ours& ours : ours_) ours = Ours{};
    for (std::size_t i = at_ + 1; i < take_.wire.size() && take_.wire[i].direction != Direction::Phase; ++i) {
      const auto client = client_of(take_.wire[i]);
      if (client && is_ours(take_.wire[i].direction)) ours_[*client].all.push_back(&take_.wire[i]);
    }
    player_.begin(phase, time_of(at));
  }

  // What was judged of the clean-up then: it is another dialogue now.
  void carry_over(record::Elapsed from) {
    for (const record::Judgement& judgement : take_.judgements) {
      const bool looked = judgement.rule == kTargetGone || judgement.rule == kTargetRestarted;
      if (judgement.at > from && !looked) ruling_.carry_over(judgement);
    }
  }

  static std::optional<Phase> phase_named(std::string_view word) {
    for (const Phase phase : {Phase::Setup, Phase::Body, Phase::Cleanup}) {
      if (scenario::name(phase) == word) return phase;
    }
    return std::nullopt;
  }

  const scenario::Program& program_;
  const Take& take_;
  const PlayOptions& options_;
  bool clean_up_;  // is played again, too
  std::vector<Ours> ours_;
  std::vector<bool> alive_;  // connections
  JudgedAgain result_;
  Unheard unheard_;
  Ruling ruling_;
  play::Player player_;
  std::string reason_;
  std::size_t at_ = 0;  // in the record
  Phase phase_ = Phase::Setup;
  record::Elapsed now_{}, until_ = record::Elapsed::max();
  bool began_ = false, finished_ = false;
  bool over_ = false;     // the phase, as far as today's dialogue goes
  bool in_vain_ = false;  // the scenario's time was up
  bool astray_ = false;   // the record has more than today's dialogue wants
  bool gone_ = false;     // the set-up failed today, and did not then
  bool overdue_ = false;
};

std::vector<std::string> values_of(const scenario::Scenario& scenario, const scenario::Program& program,
                                   const record::Transcript& transcript, const Target& target) {
  scenario::Given given;
  for (const record::GivenAccount& account : transcript.accounts) {
    given.accounts.push_back({account.user, account.password, account.address, account.bearer});
  }
  given.domain = target.domain;
  given.host = target.host;
  given.sender = target.sender;
  given.mailbox_prefix = target.mailbox_prefix;
  given.token = transcript.token;
  std::vector<std::string> values = scenario::given_values(scenario, program, given);
  for (const record::NamedBytes& value : transcript.values) {
    if (const auto slot = program.find_slot(value.name)) values[*slot] = value.bytes;
  }
  return values;
}

}  // namespace

std::variant<JudgedAgain, CannotJudge> judge_again(const scenario::Scenario& scenario, const Take& take,
                                                   const Then& then) {
  if (!take.ended) return CannotJudge{"the run was cut off before it ended"};
  if (!take.transcript) return CannotJudge{"its talk was not kept (check --keep-wire)"};
  if (!take.transcript->incomplete.empty()) return CannotJudge{take.transcript->incomplete};
  const scenario::Program program =
      scenario::compile(scenario, then.target.facts, TargetOffer(scenario, then.target));
  const std::vector<std::string> given = values_of(scenario, program, *take.transcript, then.target);
  for (const bool clean_up : {true, false}) {
    Again again(scenario, program, given, take, then, clean_up);
    if (again.run()) return again.take_result();
    if (!clean_up || !again.in_clean_up()) return CannotJudge{again.reason()};
  }
  return CannotJudge{};
}

}  // namespace mailrig::conformance
