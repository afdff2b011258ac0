#include <algorithm>

#include "harness/compare/message.hpp"
#include "harness/compare/talk_replies.hpp"
#include "harness/pop3/dialogue.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/dot.hpp"

namespace mailrig::compare {

namespace {

constexpr std::string_view kUniqueId = "unique-id";

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \r\n"), text.size());
    if (end > 0) all.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

using wire::upper;

class Pop3Reader : public ReplyReader<Pop3Reader, pop3::Dialogue, pop3::Reply> {
 public:
  using ReplyReader::ReplyReader;

  void add_reply() {
    const bool challenge = reply_.status == pop3::Status::Continue;
    Step& step = begin_reply(challenge && dialogue_.answered().empty() ? "AUTH" : dialogue_.answered());
    Unit& unit = begin_unit(step, reply_.bytes);
    unit.add("status", status());
    if (!reply_.code.empty()) unit.add("code", upper(reply_.code));
    add_flaws(unit, reply_.flaws);
    if (reply_.status != pop3::Status::Ok) return;
    if (step.verb == "greeting" && reply_.text.find('<') != std::string_view::npos)
      unit.add("APOP timestamp");
    if (step.verb == "STAT") add_drop_listing(unit);
    if (reply_.multi_line) return add_block(unit);
    const auto of = words(reply_.text);
    if (step.verb == "LIST" && of.size() >= 2)
      unit.add("size of " + std::string(of[0]), std::string(of[1]), Relation::Size);
    if (step.verb == "UIDL" && of.size() >= 2) add_uid(unit, of);
  }

 private:
  [[nodiscard]] std::string status() const {
    switch (reply_.status) {
      case pop3::Status::Ok:
        return "+OK";
      case pop3::Status::Err:
        return "-ERR";
      case pop3::Status::Continue:
        return "+";
      case pop3::Status::None:
        break;
    }
    return "none";
  }

  void add_drop_listing(Unit& unit) {
    const auto of = words(reply_.text);
    if (of.empty()) return;
    unit.add("messages", std::string(of[0]));
    if (of.size() > 1) unit.add("octets", std::string(of[1]), Relation::Size);
  }

  static void add_uid(Unit& unit, const std::vector<std::string_view>& of) {
    unit.add("unique-id of " + std::string(of[0]), std::string(of[1]), Relation::Value,
             std::string(kUniqueId));
  }

  void add_block(Unit& unit) {
    std::string block;
    wire::append_unstuffed(block, reply_.block);
    if (unit.verb == "RETR" || unit.verb == "TOP") {
      unit.add("message", neutral_message(block, options_.delivered, *options_.vocabulary));
      return;
    }
    for (std::string_view rest = block; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
      add_line(unit, words(rest.substr(0, end)));
      rest.remove_prefix(end);
    }
  }

  static void add_line(Unit& unit, const std::vector<std::string_view>& of) {
    if (of.empty()) return;
    if (unit.verb == "LIST") {
      unit.add("size of " + std::string(of[0]), of.size() > 1 ? std::string(of[1]) : "", Relation::Size);
    } else if (unit.verb == "UIDL" && of.size() > 1) {
      add_uid(unit, of);
    } else if (unit.verb == "CAPA") {
      add_capability(unit, of);
    } else {
      unit.add("line " + upper(of[0]));
    }
  }

  // Arguments of IMPLEMENTATION are free text, numbers the server's own setting (RFC 2449 6).
  static void add_capability(Unit& unit, const std::vector<std::string_view>& of) {
    const std::string name = "capability " + upper(of[0]);
    unit.add(name);
    if (upper(of[0]) == "IMPLEMENTATION") return;
    for (std::size_t i = 1; i < of.size(); ++i) {
      unit.add(name + " " + (wire::to_number(of[i]) ? std::string("n") : upper(of[i])));
    }
  }
};

}  // namespace

Talk read_pop3(WireSpan wire, const TalkOptions& options) {
  Pop3Reader reader(options);
  walk(wire, reader);
  return reader.take();
}

}  // namespace mailrig::compare
