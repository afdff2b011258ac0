// POP3 (RFC 1939): a reply to each command, in order. The maildrop's messages become the scenario's own, its
// numbers ${number.N}: on replay others may lie before them.
#include <algorithm>
#include <deque>
#include <map>

#include <fmt/core.h>

#include "harness/transcribe/sasl_talk.hpp"
#include "harness/transcribe/secrets.hpp"
#include "harness/transcribe/transcribe.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/buffer.hpp"
#include "harness/wire/dot.hpp"
#include "harness/wire/framer.hpp"

namespace mailrig::transcribe {

namespace {

constexpr std::size_t kLineLimit = 64 * 1024;
constexpr std::size_t kMessagesKept = 200;
constexpr std::size_t kKeptOctets = 64 * 1024;  // a larger message is generated

struct Mail {
  std::string octets;
  std::size_t size = 0;
};

struct Pending {
  std::string verb, argument;
  std::size_t line = 0;
};

using wire::upper;

class Pop3Scribe {
 public:
  explicit Pop3Scribe(Draft& draft) : draft_(draft) {}

  void client(std::string_view bytes) {
    from_client_.append(bytes);
    for (;;) {
      const wire::Frame frame = client_framer_.feed(from_client_.view());
      if (frame.status == wire::FrameStatus::NeedMore) return;
      std::string line(from_client_.view().substr(0, frame.size));
      from_client_.consume(frame.size);
      line.resize(line.find_last_not_of("\r\n") + 1);
      take_line(line);
    }
  }

  void server(std::string_view bytes) {
    from_server_.append(bytes);
    for (;;) {
      const bool block = in_block_;
      const wire::Frame frame =
          block ? block_framer_.feed(from_server_.view()) : line_framer_.feed(from_server_.view());
      if (frame.status == wire::FrameStatus::NeedMore) return;
      std::string unit(from_server_.view().substr(0, frame.size));
      from_server_.consume(frame.size);
      if (block) {
        take_block(unit);
      } else {
        unit.resize(unit.find_last_not_of("\r\n") + 1);
        take_status(unit);
      }
    }
  }

  void secured() {
    draft_.say("tls");
    from_client_.clear();
    from_server_.clear();
    client_framer_.reset();
    line_framer_.reset();
    block_framer_.reset();
  }

  void over() {
    for (const Pending& unanswered : pending_) out_of_reach(unanswered);
    if (in_auth_) draft_.lines.resize(auth_line_);  // what nothing came of can't be told
    for (std::size_t i = 1; i <= std::min(count_, kMessagesKept); ++i) {
      const Mail& mail = mails_[i];
      if (!mail.octets.empty() && mail.octets.size() <= kKeptOctets) {
        draft_.messages.push_back(draft_.keep(secrets_.masked(mail.octets)));
      } else {
        const std::size_t size = std::max<std::size_t>(std::max(mail.size, mail.octets.size()), 1024);
        draft_.messages.push_back(fmt::format("generated:{}:{}", i, std::min<std::size_t>(size, 64UL << 20)));
      }
    }
    if (count_ > kMessagesKept) {
      draft_.remarks.push_back(
          fmt::format("The maildrop held {} messages; here are the first {}.", count_, kMessagesKept));
    }
  }

 private:
  void take_line(const std::string& line) {
    if (in_auth_) return sasl_.client(line);
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string verb = upper(line.substr(0, space));
    const std::string argument = line.substr(std::min(space + 1, line.size()));
    if (verb == "AUTH" && !argument.empty()) return begin_auth(argument);
    if (verb == "PASS") secrets_.add(argument);
    const std::string text = command(verb, argument, line);
    draft_.say("C: " + text);
    pending_.push_back({verb, argument, draft_.lines.size() - 1});
    if (verb == "APOP") pending_.back().verb = "APOP";
  }

  std::string command(const std::string& verb, const std::string& argument, const std::string& line) {
    if (verb == "USER") return "USER ${user}";
    if (verb == "PASS") return "PASS ${password}";
    if (verb == "APOP") return apop();
    if (verb == "STLS") draft_.needs.insert("STLS");
    if (verb == "TOP" || verb == "UIDL") draft_.needs.insert(verb);
    if (takes_number(verb)) {
      const std::size_t space = std::min(argument.find(' '), argument.size());
      const auto number = wire::to_number(argument.substr(0, space));
      if (number && *number > 0 && *number <= kMessagesKept) {
        const std::string rest = draft_.plain(secrets_.masked(argument.substr(space)));
        return fmt::format("{} ${{number.{}}}{}", verb, *number, rest);
      }
    }
    return draft_.plain(secrets_.masked(line));
  }

  // A digest can't be said again: its challenge is another each time (RFC 1939 7).
  std::string apop() {
    draft_.remarks.emplace_back("The client logged in by APOP; here it is USER and PASS.");
    draft_.say("C: USER ${user}");
    draft_.say("S: +OK");
    return "PASS ${password}";
  }

  void begin_auth(const std::string& argument) {
    sasl_ = SaslTalk(argument);
    in_auth_ = true;
    auth_line_ = draft_.lines.size();
    draft_.say("auth");  // written again with what becomes of it
    pending_.push_back({"AUTH!", "", draft_.lines.size() - 1});
  }

  void end_auth(const Pending& of, bool good) {
    in_auth_ = false;
    draft_.lines[of.line] = sasl_.line(good, "SASL ", draft_, secrets_);
    draft_.say(good ? "S: +OK" : "S: -ERR");
  }

  // Of a message that was never seen.
  void out_of_reach(const Pending& of) {
    const std::size_t space = std::min(of.argument.find(' '), of.argument.size());
    const auto number = wire::to_number(std::string_view(of.argument).substr(0, space));
    if (takes_number(of.verb) && number && *number > count_)
      draft_.lines[of.line] = fmt::format("C: {} 999999{}", of.verb, of.verb == "TOP" ? " 0" : "");
  }

  static bool takes_number(std::string_view verb) {
    return verb == "RETR" || verb == "DELE" || verb == "LIST" || verb == "UIDL" || verb == "TOP";
  }

  static bool has_block(const Pending& command) {
    const std::string_view verb = command.verb;
    return verb == "RETR" || verb == "TOP" || verb == "CAPA" ||
           ((verb == "LIST" || verb == "UIDL" || verb == "AUTH") && command.argument.empty());
  }

  void take_status(const std::string& line) {
    const bool good = line.starts_with("+OK");
    if (pending_.empty()) return draft_.say(good ? "S: +OK" : "S: -ERR");
    if (pending_.front().verb == "AUTH!" && line.starts_with("+ ")) return;
    if (pending_.front().verb == "AUTH!" && line == "+") return;
    const Pending done = pending_.front();
    if (done.verb == "AUTH!") {
      pending_.pop_front();
      return end_auth(done, good);
    }
    if (good && has_block(done)) {
      in_block_ = true;
      return;
    }
    pending_.pop_front();
    if (!good) {
      if (done.verb == "PASS") {
        draft_.lines[done.line] = "C: PASS wrong-${token}";
      } else if (done.verb == "USER") {
        draft_.lines[done.line] = "C: USER nobody-${token}";
      }
      out_of_reach(done);
      return draft_.say("S: -ERR");
    }
    answer(done, line);
  }

  void answer(const Pending& of, const std::string& line) {
    const std::size_t number = number_of(of.argument);
    if (of.verb == "STAT") {
      learn_count(word(line, 1) + deleted_);
      draft_.say(deleted_ == 0 ? "S: +OK ${maildrop} ${_}"
                               : fmt::format("S: +OK ${{maildrop-{}}} ${{_}}", deleted_));
      return;
    }
    if (of.verb == "LIST" && number > 0) {
      mails_[number].size = word(line, 2);
      return draft_.say(fmt::format("S: +OK ${{number.{0}}} ${{size:message.{0}}}", number));
    }
    if (of.verb == "UIDL" && number > 0)
      return draft_.say(fmt::format("S: +OK ${{number.{0}}} ${{={1}}}", number, unique_id(number)));
    if (of.verb == "DELE") ++deleted_;
    if (of.verb == "RSET") deleted_ = 0;
    draft_.say("S: +OK");
  }

  void take_block(std::string_view block) {
    in_block_ = false;
    block_framer_.reset();
    const Pending done = pending_.front();
    pending_.pop_front();
    draft_.say("S: +OK");
    if (done.verb == "RETR") {
      message(done, block);
    } else if (done.verb == "TOP") {
      top(done);
    } else if (done.verb == "LIST" || done.verb == "UIDL") {
      listing(done.verb, block);
    } else {
      draft_.say("S: ...");
    }
    draft_.say("S: .");
  }

  void message(const Pending& of, std::string_view block) {
    const std::size_t number = number_of(of.argument);
    if (number == 0) return draft_.say("S: ...");
    std::string& octets = mails_[number].octets;
    octets.clear();
    wire::append_unstuffed(octets, block);
    draft_.say(fmt::format("S: message ${{message.{}}}", number));
  }

  void top(const Pending& of) {
    const std::size_t number = number_of(of.argument);
    const bool header = of.argument.ends_with(" 0");
    if (number == 0 || (!header && !of.argument.ends_with(" 1"))) return draft_.say("S: ...");
    draft_.say(fmt::format("S: message ${{{}.{}}}", header ? "header" : "top", number));
  }

  void listing(std::string_view verb, std::string_view block) {
    draft_.say("S: ...");
    std::size_t last = 0;
    for (std::size_t at = 0; at < block.size();) {
      const std::size_t end = std::min(block.find("\r\n", at), block.size());
      const std::string line = "+OK " + std::string(block.substr(at, end - at));
      at = end + 2;
      const std::size_t number = word(line, 1);
      if (number == 0 || number > kMessagesKept) continue;
      learn_count(number);
      if (last != 0 && number != last + 1) draft_.say("S: ...");
      last = number;
      if (verb == "LIST") {
        mails_[number].size = word(line, 2);
        draft_.say(fmt::format("S: ${{number.{0}}} ${{size:message.{0}}}", number));
      } else {
        draft_.say(fmt::format("S: ${{number.{}}} ${{={}}}", number, unique_id(number)));
      }
    }
  }

  static std::string unique_id(std::size_t number) { return fmt::format("unique{}", number); }

  std::size_t number_of(const std::string& argument) {
    const auto number = static_cast<std::size_t>(
        wire::to_number(argument.substr(0, std::min(argument.find(' '), argument.size()))).value_or(0));
    if (number == 0 || number > kMessagesKept) return 0;
    learn_count(number);
    return number;
  }
  void learn_count(std::size_t count) { count_ = std::max(count_, count); }

  static std::size_t word(const std::string& line, std::size_t place) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < place && at != std::string::npos; ++i)
      at = line.find(' ', at + (i > 0 ? 1 : 0));
    if (at == std::string::npos) return 0;
    const std::size_t end = std::min(line.find(' ', at + 1), line.size());
    return static_cast<std::size_t>(wire::to_number(line.substr(at + 1, end - at - 1)).value_or(0));
  }

  Draft& draft_;
  Secrets secrets_;
  wire::Buffer from_client_, from_server_;
  wire::LineFramer client_framer_{kLineLimit}, line_framer_{kLineLimit};
  wire::DotBlockFramer block_framer_{kSessionLimit};
  std::deque<Pending> pending_;
  std::map<std::size_t, Mail> mails_;
  SaslTalk sasl_;
  std::size_t count_ = 0, deleted_ = 0, auth_line_ = 0;
  bool in_block_ = false, in_auth_ = false;
};

}  // namespace

void transcribe_pop3(const Session& session, Draft& draft) {
  draft.clause = "rfc1939 3";
  Pop3Scribe scribe(draft);
  hear(session, scribe);
  scribe.over();
}

}  // namespace mailrig::transcribe
