#include "harness/load/worker.hpp"

#include <algorithm>
#include <ctime>

namespace mailrig::load {

namespace {

Nanoseconds thread_cpu() {
  std::timespec spent{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return std::chrono::seconds(spent.tv_sec) + Nanoseconds(spent.tv_nsec);
}

}  // namespace

Worker::Worker(const Plan& plan, Share share, Time start, Reports reports)
    : plan_(plan),
      share_(share),
      start_(start),
      reports_(std::move(reports)),
      book_(plan, start),
      random_(plan.seed + 1 + share.index),
      schedule_(plan.arrivals, plan.phases.ramp, share, plan.seed + 1'000'003 + share.index),
      shares_(shares_of(plan.scripts)),
      idle_(plan.scripts.size()),
      backlog_(plan.scripts.size()),
      arrivals_(loop_.timer()),
      beats_(loop_.timer()),
      ticks_(loop_.timer()),
      phases_(loop_.timer()) {}

Worker::~Worker() = default;

void Worker::run() {
  next_beat_ = start_;
  places_.resize(part(plan_.arrivals.sessions, share_));
  if (closed()) {
    start_closed();
  } else {
    start_open();
  }
  beat();
  ticks_->arm(start_ + kTick, [this] { tick(); });
  phases_->arm(start_ + plan_.phases.measured_from(), [this] { phase_ends(); });
  loop_.run();
}

void Worker::stop_early() {
  loop_.post([this] {
    if (stage_ < Stage::CleaningUp) clean_up();
  });
}

// ---- arrivals

void Worker::start_closed() {
  const std::vector<std::uint32_t> scripts = deal(shares_, plan_.arrivals.sessions);
  for (std::uint32_t i = 0; i < places_.size(); ++i) {
    const std::uint32_t index = global_index(i, share_);
    fill(i, scripts[index], start_ + closed_start(index, plan_.arrivals.sessions, plan_.phases.ramp));
  }
}

void Worker::start_open() {
  for (std::size_t i = places_.size(); i-- > 0;) free_.push_back(i);
  next_arrival_ = start_ + schedule_.next();
  arrivals_->arm(next_arrival_, [this] { arrive(); });
}

// Everything that is due by now.
void Worker::arrive() {
  Time now = loop_.now();
  while (next_arrival_ <= now && stage_ < Stage::Draining) {
    book_.lag(now - next_arrival_, now);
    dispatch(static_cast<std::uint32_t>(choose(shares_, random_.unit())), next_arrival_);
    next_arrival_ = start_ + schedule_.next();
    now = loop_.now();
  }
  if (stage_ < Stage::Draining) arrivals_->arm(next_arrival_, [this] { arrive(); });
}

// To an idle session, a new one, a new one in the place of an idle one of another script, or it waits.
void Worker::dispatch(std::uint32_t script, Time intended) {
  if (!idle_[script].empty()) {
    const std::size_t place = idle_[script].back();
    idle_[script].pop_back();
    places_[place].session->run(intended);
  } else if (!free_.empty()) {
    const std::size_t place = free_.back();
    free_.pop_back();
    fill(place, script, intended);
  } else if (waiting_ < kBacklog) {
    backlog_[script].push_back(intended);
    ++waiting_;
    static_cast<void>(evict_idle());  // its end makes room
  } else {
    book_.started(intended, loop_.now());
    book_.failed(script, intended, loop_.now(), "no session free");
  }
}

bool Worker::evict_idle() {
  for (auto& idle : idle_) {
    if (idle.empty()) continue;
    const std::size_t place = idle.back();
    idle.pop_back();
    places_[place].session->end();
    return true;
  }
  return false;
}

void Worker::fill(std::size_t place, std::uint32_t script, Time intended) {
  Place& at = places_[place];
  at.script = script;
  Who who;
  who.seat = global_index(static_cast<std::uint32_t>(place), share_);
  who.session = sessions_made_++ * share_.count + share_.index;
  at.session = std::make_unique<Session>(*this, loop_, plan_, book_, script, place, who);
  at.session->run(intended);
}

bool Worker::take_backlog(std::uint32_t script, Time& intended) {
  if (backlog_[script].empty()) return false;
  intended = backlog_[script].front();
  backlog_[script].pop_front();
  --waiting_;
  return true;
}

// The one that waits longest, whatever its script.
bool Worker::any_backlog(std::uint32_t& script, Time& intended) {
  Time first = Time::max();
  for (std::uint32_t i = 0; i < backlog_.size(); ++i) {
    if (backlog_[i].empty() || backlog_[i].front() >= first) continue;
    first = backlog_[i].front();
    script = i;
  }
  return first != Time::max() && take_backlog(script, intended);
}

// ---- what sessions tell

void Worker::ready(Session& session) {
  if (stage_ == Stage::Draining && !any_busy()) clean_up();
  if (stage_ >= Stage::Draining) return;
  const std::uint32_t script = session.script();
  if (closed()) {
    session.run(loop_.now() + plan_.scripts[script].think.draw(random_));
    return;
  }
  Time intended{};
  if (take_backlog(script, intended)) {
    session.run(intended);
  } else if (waiting_ > 0) {
    session.end();
  } else {
    idle_[script].push_back(session.place());
  }
}

void Worker::over(Session& session, bool failed) {
  const std::size_t place = session.place();
  const std::uint32_t script = session.script();
  session.settle();
  places_[place].session.reset();
  if (stage_ >= Stage::Draining) {
    if (!any_busy() && stage_ == Stage::Draining) clean_up();
    return;
  }
  if (closed()) {
    const Nanoseconds pause = failed ? Nanoseconds(kBackOff) : plan_.scripts[script].think.draw(random_);
    fill(place, script, loop_.now() + pause);
    return;
  }
  std::uint32_t next = 0;
  Time intended{};
  if (any_backlog(next, intended)) {
    fill(place, next, intended);
  } else {
    free_.push_back(place);
  }
}

// ---- time

void Worker::beat() {
  const Time now = loop_.now();
  book_.lag(std::max(now - next_beat_, Nanoseconds{}), now);
  next_beat_ = now + kHeartbeat;
  if (stage_ < Stage::Draining) beats_->arm(next_beat_, [this] { beat(); });
}

void Worker::tick() {
  hand_over_interval();
  if (stage_ < Stage::Done)
    ticks_->arm(start_ + static_cast<std::int64_t>(ticked_ + 1) * kTick, [this] { tick(); });
}

void Worker::hand_over_interval() {
  for (const Place& place : places_) {
    if (!place.session) continue;
    place.session->settle();
    book_.interval.open_connections += place.session->open_connections();
  }
  Interval done;
  std::swap(done, book_.interval);
  reports_.interval(ticked_++, std::move(done));
}

void Worker::phase_ends() {
  if (stage_ == Stage::Before) {
    stage_ = Stage::Measured;
    cpu_from_ = thread_cpu();
    phases_->arm(start_ + plan_.phases.measured_to(), [this] { phase_ends(); });
  } else if (stage_ == Stage::Measured) {
    stage_ = Stage::After;
    book_.totals.cpu = thread_cpu() - cpu_from_;
    phases_->arm(start_ + plan_.phases.whole(), [this] { phase_ends(); });
  } else if (stage_ == Stage::After) {
    drain();
  }
}

bool Worker::any_busy() const {
  return std::any_of(places_.begin(), places_.end(),
                     [](const Place& place) { return place.session && place.session->busy(); });
}

void Worker::drain() {
  stage_ = Stage::Draining;
  arrivals_->disarm();
  phases_->arm(loop_.now() + kDrain, [this] { clean_up(); });
  for (const Place& place : places_) {
    if (place.session && !place.session->busy()) place.session->end();
  }
  if (!any_busy()) clean_up();
}

// Everything ends: what runs is unfinished, what waits would begin late and never did.
void Worker::clean_up() {
  if (stage_ == Stage::CleaningUp || stage_ == Stage::Done) return;
  if (stage_ == Stage::Measured) book_.totals.cpu = thread_cpu() - cpu_from_;
  stage_ = Stage::CleaningUp;
  arrivals_->disarm();
  const Time now = loop_.now();
  for (std::uint32_t script = 0; script < backlog_.size(); ++script) {
    for (const Time intended : backlog_[script]) {
      book_.started(intended, now);
      book_.unfinished(script, intended, now);
    }
    backlog_[script].clear();
  }
  for (const Place& place : places_) {
    if (!place.session) continue;
    if (place.session->busy()) book_.unfinished(place.session->script(), place.session->intended(), now);
  }
  for (const Place& place : places_) {
    if (place.session) place.session->end();
  }
  phases_->arm(now + kCleanUp, [this] { finish(); });
  beats_->arm(now, [this] { beat_out(); });
}

// Looks whether the last clean-up is done.
void Worker::beat_out() {
  const bool left = std::any_of(places_.begin(), places_.end(),
                                [](const Place& place) { return place.session != nullptr; });
  if (left) {
    beats_->arm(loop_.now() + kHeartbeat, [this] { beat_out(); });
  } else {
    finish();
  }
}

void Worker::finish() {
  if (stage_ == Stage::Done) return;
  stage_ = Stage::Done;
  for (Place& place : places_) {
    if (place.session) place.session->abandon();
    place.session.reset();
  }
  hand_over_interval();
  reports_.done(std::move(book_.totals));
  loop_.stop();
}

}  // namespace mailrig::load
