#include "harness/load/book.hpp"

#include <algorithm>

namespace mailrig::load {

namespace {

std::string_view protocol_name(scenario::Service service) {
  switch (scenario::protocol_of(service)) {
    case scenario::Protocol::Smtp:
      return "smtp ";
    case scenario::Protocol::Imap:
      return "imap ";
    case scenario::Protocol::Pop3:
      return "pop3 ";
  }
  return "";
}

}  // namespace

Book::Book(const Plan& plan, Time start)
    : plan_(plan),
      start_(start),
      from_(start + plan.phases.measured_from()),
      to_(start + plan.phases.measured_to()),
      known_(plan.scripts.size()) {
  totals.scenarios.resize(plan.scripts.size());
}

void Book::started(Time intended, Time now) {
  const bool late = now - intended > kLateStart;
  ++interval.counts.started;
  interval.counts.late_starts += late ? 1 : 0;
  if (!measured(intended)) return;
  ++totals.counts.started;
  totals.counts.late_starts += late ? 1 : 0;
}

void Book::lag(Nanoseconds late, Time now) {
  interval.lag = std::max(interval.lag, late);
  if (measured(now)) totals.lag.record(late);
}

std::size_t Book::series(std::uint32_t script, scenario::ClientIndex client, std::string_view verb) {
  std::vector<Known>& known = known_[script];
  for (const Known& one : known) {
    if (one.verb == verb.data() && one.client == client) return one.series;
  }
  const scenario::Service service = plan_.scripts[script].program->clients[client].service;
  const std::size_t made = totals.command(std::string(protocol_name(service)).append(verb));
  known.push_back({verb.data(), client, made});
  return made;
}

void Book::command(std::uint32_t script, scenario::ClientIndex client, std::string_view verb, Time sent,
                   Time now, bool accepted) {
  ++interval.counts.commands;
  if (!measured(now)) return;
  ++totals.counts.commands;
  CommandSeries& into = totals.commands[series(script, client, verb)];
  into.latency.record(now - sent);
  into.failed += accepted ? 0 : 1;
}

void Book::finished(std::uint32_t script, Time intended, Time started, Time now) {
  ++interval.counts.finished;
  interval.latency.record(now - intended);
  if (measured(now)) ++totals.counts.finished;
  if (!measured(intended)) return;
  totals.scenarios[script].corrected.record(now - intended);
  totals.scenarios[script].uncorrected.record(now - started);
}

void Book::failed(std::uint32_t script, Time intended, Time now, std::string_view kind) {
  ++interval.counts.failed;
  if (measured(now)) {
    ++totals.counts.failed;
    totals.error(kind);
  }
  if (measured(intended)) ++totals.scenarios[script].failed;
}

void Book::unfinished(std::uint32_t script, Time intended, Time now) {
  if (!measured(intended)) return;
  ++interval.counts.failed;
  ++totals.counts.failed;
  totals.error("not finished when the run ended");
  ++totals.scenarios[script].failed;
  totals.scenarios[script].corrected.record(now - intended);
}

void Book::traffic(const drive::Traffic& now, const drive::Traffic& before, Time at) {
  Counts moved;
  moved.bytes_sent = now.bytes_sent - before.bytes_sent;
  moved.bytes_received = now.bytes_received - before.bytes_received;
  moved.connections = now.connections - before.connections;
  interval.counts.add(moved);
  if (!measured(at)) moved.bytes_sent = moved.bytes_received = 0;
  totals.counts.add(moved);
}

}  // namespace mailrig::load
