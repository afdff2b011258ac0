#include "harness/scenario/fixture_maildrop.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "harness/scenario/fixture.hpp"

namespace mailrig::scenario {

namespace {

// Before each look for mail that a queue has yet to bring: ten seconds in all.
constexpr std::array<int, 14> kPausesMilliseconds = {0,    50,   100,  200,  400,  800,  1000,
                                                     1000, 1000, 1000, 1000, 1000, 1000, 1000};
constexpr std::size_t kOthersBetween = 8;  // messages of others among which ours are looked for

constexpr std::string_view kOurs = "X-Mailrig:", kMark = "mailrig-${token}";

std::string lines_of(std::string_view client, std::string_view lines) {
  std::string text;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    text += fmt::format("{} {}\n", client, lines.substr(0, end));
    lines.remove_prefix(std::min(end, lines.size() - 1) + 1);
  }
  return text;
}

Service way_in(const FixtureFacts& facts) {
  for (const Service service : {Service::Smtp, Service::Lmtp}) {
    if (facts.of(service).there) return service;
  }
  return Service::Submission;
}

std::string name_of(Service service) {
  return std::string(kHelperPrefix) + std::string(name(service));
}

}  // namespace

MaildropFixture::MaildropFixture(const Scenario& scenario, const FixtureFacts& facts)
    : scenario_(scenario), facts_(facts), way_(way_in(facts)) {}

std::vector<Client> MaildropFixture::helpers() const {
  return {Client{std::string(kMaildropClient), Service::Pop3}, Client{name_of(way_), way_}};
}

std::string MaildropFixture::setup() const {
  return lines_of(kMaildropClient, "set inbox.put = 0") +
         look(lines_of(kMaildropClient, "C: STAT\nS: +OK ${=inbox.before} ${_}")) +
         lines_of(kMaildropClient, "set inbox.put = 1") + deliver() + await();
}

// A session. The server has let go of the maildrop when it closes (RFC 1939 6): that is waited for.
std::string MaildropFixture::look(const std::string& lines) const {
  const std::string client(kMaildropClient);
  ServiceFacts pop3 = facts_.of(Service::Pop3);
  pop3.utf8 = facts_.utf8;
  return write_start(client, Service::Pop3, 1, State::Transaction, pop3) + lines +
         lines_of(client, "C: QUIT\nS: +OK\nsilent 500ms\nclose");
}

std::string MaildropFixture::deliver() const {
  const std::string client = name_of(way_);
  const State state = way_ == Service::Submission ? State::Authenticated : State::Hello;
  std::string text = write_start(client, way_, 1, state, facts_.of(way_));
  for (std::size_t i = 1; i <= scenario_.messages.size(); ++i) {
    text += lines_of(client, fmt::format("set inbox.mail.{0} = \"{1} {2}\\r\\n${{message.{0}}}\"\n"
                                         "send ${{inbox.mail.{0}}} to ${{address}}",
                                         i, kOurs, kMark));
  }
  return text + lines_of(client, "C: QUIT\nS: 221\nclose");
}

// Goes on as soon as all is there; the last look says what came instead, and that it is ours.
std::string MaildropFixture::await() const {
  const std::string all = fmt::format("${{inbox.before+{}}}", scenario_.messages.size());
  std::string text = lines_of(kMaildropClient, "set inbox.now = ${inbox.before}");
  for (std::size_t turn = 0; turn < kPausesMilliseconds.size(); ++turn) {
    text += lines_of(kMaildropClient,
                     fmt::format("if ${{inbox.now}} < {}\npause {}ms", all, kPausesMilliseconds[turn]));
    text += look(lines_of(kMaildropClient, fmt::format("C: STAT\nS: +OK ${{=inbox.seen.{}}} ${{_}}", turn)));
    text += lines_of(kMaildropClient, fmt::format("set inbox.now = ${{inbox.seen.{}}}\nend", turn));
  }
  std::string last = fmt::format("C: STAT\nS: +OK {} ${{_}}", all);
  for (std::size_t i = 1; i <= scenario_.messages.size(); ++i)
    last += fmt::format("\n{}\nS: +OK any order\nS: {} {}\nS: .", head(i), kOurs, kMark);
  return text + look(lines_of(kMaildropClient, last));
}

// Asks for the header of the message so many behind those that were there before.
std::string MaildropFixture::head(std::size_t index) const {
  const std::string number = fmt::format("${{inbox.before+{}}}", index);
  return facts_.top ? "C: TOP " + number + " 0" : "C: RETR " + number;
}

std::string MaildropFixture::cleanup() const {
  std::string text = "C: STAT\nS: +OK ${=inbox.end} ${_}";
  for (std::size_t i = 1; i <= scenario_.messages.size() + kOthersBetween; ++i) text += remove_ours(i);
  return lines_of(kMaildropClient, "if ${inbox.put} > 0") + look(lines_of(kMaildropClient, text)) +
         lines_of(kMaildropClient, "end");
}

// What no such field binds becomes STAT's number, which is no mark.
std::string MaildropFixture::remove_ours(std::size_t index) const {
  return fmt::format(
      "\nif ${{inbox.end}} >= ${{inbox.before+{0}}}"
      "\n{1}\nS: +OK any order\nS: {2} ${{=inbox.mark.{0}}}\nS: .\nor S: any"
      "\nC: STAT\nS: +OK ${{=inbox.mark.{0}}} ${{_}}\nor S: +OK ${{_}} ${{_}}"
      "\nif ${{inbox.mark.{0}}} = {3}\nC: DELE ${{inbox.before+{0}}}\nS: any\nend"
      "\nend",
      index, head(index), kOurs, kMark);
}

}  // namespace mailrig::scenario
