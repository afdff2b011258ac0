// The members of each event and their keys on disk: one list for writer and reader. `Archive` has
// operator()(key, member); `bytes` marks octets that are escaped.
#pragma once

#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

#include "harness/record/event.hpp"

namespace mailrig::record {

template <class String>
struct Bytes {
  String& text;
};
template <class String>
Bytes<String> bytes(String& text) {
  return {text};
}

template <class Archive, class E>
void common_load_fields(Archive& a, E& e) {
  a("started", e.started);
  a("finished", e.finished);
  a("failed", e.failed);
  a("commands", e.commands);
  a("bytes_sent", e.bytes_sent);
  a("bytes_received", e.bytes_received);
  a("late_starts", e.late_starts);
}

// E is T, const or not.
template <class E, class T>
concept Is = std::same_as<std::remove_const_t<E>, T>;
// Members of events that are objects themselves.
template <class E>
concept IsPart = Is<E, Reference> || Is<E, StageService> || Is<E, GivenAccount> || Is<E, NamedBytes>;

template <class Archive, Is<Reference> E>
void fields(Archive& a, E& e) {
  a("rfc", e.rfc);
  a("section", e.section);
  a("level", e.level);
}

template <class Archive, Is<RunStarted> E>
void fields(Archive& a, E& e) {
  a("tool_version", e.tool_version);
  a("command", e.command);
  a("kind", e.kind);
  a("started_at", e.started_at);
  a("seed", e.seed);
  a("target", e.target);
  a("capabilities", e.capabilities);
  a("remarks", e.remarks);
  a("repeat", e.repeat);
  a("retry", e.retry);
  a("baseline", e.baseline);
  a("column", e.column);
}

template <class Archive, Is<RunEnded> E>
void fields(Archive& a, E& e) {
  a("at", e.at);
  a("exit_code", e.exit_code);
  a("interrupted", e.interrupted);
  a("invalid", e.invalid);
  a("gone", e.gone);
  a("left", e.left);
}

template <class Archive, Is<ScenarioStarted> E>
void fields(Archive& a, E& e) {
  a("at", e.at);
  a("id", e.id);
  a("title", e.title);
  a("file", e.file);
  a("protocol", e.protocol);
  a("clauses", e.clauses);
  a("needs", e.needs);
  a("attempt", e.attempt);
}

template <class Archive, Is<StageService> E>
void fields(Archive& a, E& e) {
  a("name", e.name);
  a("tls", e.tls);
  a("starttls", e.starttls);
  a("clear", e.clear);
  a("implicit", e.implicit);
  a("capabilities", e.capabilities);
  a("otherwise", e.otherwise);
}

template <class Archive, Is<Stage> E>
void fields(Archive& a, E& e) {
  a("facts", e.facts);
  a("services", e.services);
  a("accounts", e.accounts);
  a("domain", e.domain);
  a("host", e.host);
  a("sender", e.sender);
  a("mailbox_prefix", e.mailbox_prefix);
  a("placeholders", e.placeholders);
  a("reply", e.reply);
  a("whole", e.whole);
  a("received", e.received);
  a("unsolicited", e.unsolicited);
}

template <class Archive, Is<GivenAccount> E>
void fields(Archive& a, E& e) {
  a("user", bytes(e.user));
  a("password", bytes(e.password));
  a("address", bytes(e.address));
  a("bearer", bytes(e.bearer));
}

template <class Archive, Is<NamedBytes> E>
void fields(Archive& a, E& e) {
  a("name", e.name);
  a("bytes", bytes(e.bytes));
}

template <class Archive, Is<Transcript> E>
void fields(Archive& a, E& e) {
  a("scenario", e.scenario);
  a("accounts", e.accounts);
  a("token", e.token);
  a("values", e.values);
  a("incomplete", e.incomplete);
  a("attempt", e.attempt);
}

template <class Archive, Is<Wire> E>
void fields(Archive& a, E& e) {
  a("at", e.at);
  a("scenario", e.scenario);
  a("client", e.client);
  a("direction", e.direction);
  a("bytes", bytes(e.bytes));
  a("attempt", e.attempt);
}

template <class Archive, Is<Judgement> E>
void fields(Archive& a, E& e) {
  a("at", e.at);
  a("scenario", e.scenario);
  a("client", e.client);
  a("source", e.source);
  a("held", e.held);
  a("rule", e.rule);
  a("clause", e.clause);
  a("finding", e.finding);
  a("file", e.file);
  a("line", e.line);
  a("column", e.column);
  a("wanted", e.wanted);
  a("got", e.got);
  a("why", e.why);
  a("mismatch", e.mismatch);
  a("attempt", e.attempt);
}

template <class Archive, Is<ScenarioEnded> E>
void fields(Archive& a, E& e) {
  a("at", e.at);
  a("id", e.id);
  a("verdict", e.verdict);
  a("reason", e.reason);
  a("again", e.again);
  a("took", e.took);
  a("attempt", e.attempt);
}

template <class Archive, Is<Standing> E>
void fields(Archive& a, E& e) {
  a("id", e.id);
  a("what", e.what);
  a("reason", e.reason);
  a("detail", e.detail);
  a("file", e.file);
  a("line", e.line);
  a("through", e.through);
}

template <class Archive, Is<TrialEnded> E>
void fields(Archive& a, E& e) {
  a("at", e.at);
  a("id", e.id);
  a("unmet", e.unmet);
  a("verdict", e.verdict);
  a("positive", e.positive);
  a("took", e.took);
}

template <class Archive, Is<PhaseStarted> E>
void fields(Archive& a, E& e) {
  a("at", e.at);
  a("phase", e.phase);
}

template <class Archive, Is<Tick> E>
void fields(Archive& a, E& e) {
  a("at", e.at);
  a("phase", e.phase);
  common_load_fields(a, e);
  a("open_connections", e.open_connections);
  a("p50", e.p50);
  a("p99", e.p99);
  a("worst", e.worst);
  a("generator_lag", e.generator_lag);
}

template <class Archive, Is<Series> E>
void fields(Archive& a, E& e) {
  a("name", e.name);
  a("of", e.of);
  a("corrected", e.corrected);
  a("uncorrected", e.uncorrected);
  a("failed", e.failed);
}

template <class Archive, Is<LoadEnded> E>
void fields(Archive& a, E& e) {
  a("at", e.at);
  a("profile", e.profile);
  a("arrivals", e.arrivals);
  a("wanted_per_second", e.wanted_per_second);
  a("achieved_per_second", e.achieved_per_second);
  a("measured", e.measured);
  common_load_fields(a, e);
  a("connections", e.connections);
  a("generator_lag_worst", e.generator_lag_worst);
  a("generator_cpu", e.generator_cpu);
  a("errors", e.errors);
  a("objectives_missed", e.objectives_missed);
}

// In the order of Event's alternatives.
inline constexpr std::array<std::string_view, 14> kEventNames{
    "run_started", "stage",          "scenario_started", "transcript",  "wire",
    "judgement",   "scenario_ended", "standing",         "trial_ended", "phase",
    "tick",        "series",         "load_ended",       "run_ended"};
static_assert(std::variant_size_v<Event> == kEventNames.size());

}  // namespace mailrig::record
