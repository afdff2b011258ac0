// Responses and commands: framed and parsed into values that are reused.
#include <string>

#include <benchmark/benchmark.h>

#include "harness/imap/command.hpp"
#include "harness/imap/dialogue.hpp"
#include "harness/imap/response.hpp"

namespace mailrig::imap {
namespace {

void respond(benchmark::State& state, const std::string& unit) {
  ResponseFramer framer;
  Response response;
  for (auto _ : state) {
    const wire::Frame frame = framer.feed(unit);
    parse_response(std::string_view(unit).substr(0, frame.size), response);
    benchmark::DoNotOptimize(response.tape.nodes.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(unit.size()));
}

void ImapResponseTagged(benchmark::State& state) {
  respond(state, "a0001 OK [READ-WRITE] SELECT completed\r\n");
}
BENCHMARK(ImapResponseTagged);

void ImapResponseFetchFlags(benchmark::State& state) {
  respond(state, "* 23 FETCH (UID 4242 FLAGS (\\Seen \\Answered $Forwarded) RFC822.SIZE 44827)\r\n");
}
BENCHMARK(ImapResponseFetchFlags);

void ImapResponseFetchStructure(benchmark::State& state) {
  respond(
      state,
      "* 12 FETCH (ENVELOPE (\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg\" ((\"Terry Gray\" "
      "NIL "
      "\"gray\" \"cac.washington.edu\")) ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((\"Terry "
      "Gray\" "
      "NIL \"gray\" \"cac.washington.edu\")) ((NIL NIL \"imap\" \"cac.washington.edu\")) NIL NIL NIL "
      "\"<B27397-0100000@cac.washington.edu>\") BODY (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL "
      "\"7BIT\" 3028 92))\r\n");
}
BENCHMARK(ImapResponseFetchStructure);

void ImapResponseFetchBody(benchmark::State& state) {
  const auto octets = static_cast<std::size_t>(state.range(0));
  respond(state, "* 1 FETCH (UID 1 BODY[] {" + std::to_string(octets) + "}\r\n" + std::string(octets, 'x') +
                     ")\r\n");
}
BENCHMARK(ImapResponseFetchBody)->Arg(1024)->Arg(65536);

void ImapDialogueCommand(benchmark::State& state) {
  Dialogue dialogue;
  Response response;
  std::size_t size = 0;
  for (auto _ : state) {
    dialogue.sent("a0001 UID FETCH 1:* (FLAGS UID)\r\n");
    benchmark::DoNotOptimize(dialogue.next("a0001 OK done\r\n", response, size));
  }
}
BENCHMARK(ImapDialogueCommand);

void command(benchmark::State& state, const std::string& unit) {
  CommandFramer framer;
  Command command;
  for (auto _ : state) {
    const CommandFrame frame = framer.feed(unit);
    benchmark::DoNotOptimize(parse_command(std::string_view(unit).substr(0, frame.size), command));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(unit.size()));
}

void ImapCommandNoop(benchmark::State& state) {
  command(state, "a0001 NOOP\r\n");
}
BENCHMARK(ImapCommandNoop);

void ImapCommandFetch(benchmark::State& state) {
  command(
      state,
      "a0001 UID FETCH 4827313:4828442 (FLAGS UID BODY.PEEK[HEADER.FIELDS (DATE FROM SUBJECT)]<0.2048>)\r\n");
}
BENCHMARK(ImapCommandFetch);

void ImapCommandSearch(benchmark::State& state) {
  command(state, "a0001 UID SEARCH FLAGGED SINCE 1-Feb-1994 NOT (FROM \"Smith\" OR SEEN LARGER 1000)\r\n");
}
BENCHMARK(ImapCommandSearch);

}  // namespace
}  // namespace mailrig::imap
