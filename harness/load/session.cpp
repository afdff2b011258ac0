#include "harness/load/session.hpp"

namespace mailrig::load {

namespace {

constexpr std::size_t kKeptError = 4096;    // octets of an error's kind
constexpr std::uint32_t kNestedBodies = 8;  // then the loop has its turn

std::string kind_of(const play::Judged& judged) {
  std::string kind;
  if (!judged.rule.empty()) {
    kind = judged.rule;
  } else if (!judged.wanted.empty() || !judged.got.empty()) {
    kind = "wanted " + judged.wanted + ", got " + judged.got;
  } else {
    kind = judged.why;
  }
  if (kind.size() > kKeptError) kind.resize(kKeptError);
  return kind;
}

}  // namespace

Session::Session(Owner& owner, net::Loop& loop, const Plan& plan, Book& book, std::uint32_t script,
                 std::size_t place, const Who& who)
    : owner_(owner),
      loop_(loop),
      plan_(plan),
      book_(book),
      script_(script),
      place_(place),
      random_(plan.seed ^ (who.session * 0x9E3779B97F4A7C15U)),
      player_(*plan.scripts[script].program, plan.scripts[script].given(who), plan.limits, *this),
      driver_(loop, plan.target, *plan.scripts[script].program, player_, *this) {}

Session::~Session() = default;

void Session::run(Time intended) {
  intended_ = intended;
  if (intended <= loop_.now() && ++nested_ <= kNestedBodies) {
    begin();
    return;
  }
  state_ = State::Waiting;
  if (!timer_) timer_ = loop_.timer();
  timer_->arm(intended, [this] {
    nested_ = 0;
    const Time now = loop_.now();
    book_.lag(now - intended_, now);
    begin();
  });
}

void Session::begin() {
  started_ = loop_.now();
  error_.clear();
  book_.started(intended_, started_);
  if (set_up_) {
    body();
    return;
  }
  state_ = State::SettingUp;
  driver_.play(scenario::Phase::Setup);
}

void Session::body() {
  state_ = State::Running;
  const Script& script = plan_.scripts[script_];
  if (script.message) {
    const std::size_t next = plan_.messages.size() == 1 ? 0 : choose(plan_.message_shares, random_.unit());
    if (next != message_) player_.set(*script.message, plan_.messages[next]);
    message_ = next;
  }
  driver_.play(scenario::Phase::Body);
}

void Session::finished() {
  settle();
  switch (state_) {
    case State::SettingUp:
      if (player_.failed()) {
        fail("set-up failed");
      } else {
        set_up_ = true;
        body();
      }
      break;
    case State::Running:
      body_over();
      break;
    case State::CleaningUp:
      over();
      break;
    default:
      break;
  }
}

void Session::body_over() {
  if (player_.failed()) {
    fail("failed");
    return;
  }
  book_.finished(script_, intended_, started_, loop_.now());
  const std::uint32_t repeat = plan_.scripts[script_].repeat;
  if (repeat != 0 && ++bodies_ >= repeat) {
    clean_up(false);
    return;
  }
  state_ = State::Ready;
  owner_.ready(*this);
}

void Session::fail(std::string_view fallback) {
  book_.failed(script_, intended_, loop_.now(), error_.empty() ? fallback : std::string_view(error_));
  clean_up(true);
}

void Session::clean_up(bool failed) {
  failed_ = failed;
  state_ = State::CleaningUp;
  if (player_.connection_lost()) {
    over();
  } else {
    driver_.play(scenario::Phase::Cleanup);
  }
}

void Session::end() {
  if (state_ == State::CleaningUp || state_ == State::Over) return;
  if (timer_) timer_->disarm();
  driver_.interrupt();
  if (state_ == State::New || (state_ == State::Waiting && !set_up_)) {
    over();
  } else {
    clean_up(false);
  }
}

void Session::over() {
  state_ = State::Over;
  driver_.abandon();
  owner_.over(*this, failed_);
}

void Session::abandon() {
  if (timer_) timer_->disarm();
  settle();
  driver_.abandon();
  state_ = State::Over;
}

void Session::settle() {
  const drive::Traffic& now = driver_.traffic();
  book_.traffic(now, settled_, loop_.now());
  settled_ = now;
}

void Session::judged(const play::Judged& judged) {
  if (judged.held || judged.clause.level != Level::Must || !error_.empty()) return;
  error_ = kind_of(judged);
}

void Session::answered(scenario::ClientIndex client, std::string_view verb, Time sent, Time now,
                       bool accepted) {
  nested_ = 0;
  book_.command(script_, client, verb, sent, now, accepted);
}

}  // namespace mailrig::load
