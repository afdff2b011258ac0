#include "harness/compare/talk_replies.hpp"
#include "harness/smtp/dialogue.hpp"
#include "harness/smtp/ehlo.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::compare {

namespace {

using wire::upper;

std::string shown(const smtp::EnhancedCode& code) {
  return std::to_string(code.klass) + "." + std::to_string(code.subject) + "." + std::to_string(code.detail);
}

// What a server says of itself: SIZE 10240000, or until when (RFC 4865 4.1): 2026-12-26T18:10:16Z.
bool is_setting(std::string_view word) {
  const bool time = word.size() >= std::size("2026-12-26T18:10:16Z") - 1 && word[4] == '-' && word[10] == 'T';
  return time || wire::to_number(word).has_value();
}

class SmtpReader : public ReplyReader<SmtpReader, smtp::Dialogue, smtp::Reply> {
 public:
  SmtpReader(const TalkOptions& options, bool lmtp)
      : ReplyReader(options, smtp::Dialogue(lmtp ? smtp::Dialogue::Kind::Lmtp : smtp::Dialogue::Kind::Smtp)) {
  }

  void add_reply() {
    Step& step = begin_reply(dialogue_.verb_answered());
    Unit& unit = begin_unit(step, reply_.bytes);
    unit.add("code", std::to_string(reply_.code));
    if (reply_.enhanced) unit.add("enhanced code", shown(*reply_.enhanced));
    if ((step.verb == "EHLO" || step.verb == "LHLO") && reply_.code == 250) add_ehlo(unit);
    // Where EHLO lists what is offered HELO has one line (RFC 5321 4.1.1.1).
    if (step.verb == "HELO" && reply_.lines.size() > 1) unit.add("further lines");
    add_flaws(unit, reply_.flaws);
  }

 private:
  void add_ehlo(Unit& unit) {
    smtp::parse_ehlo(reply_, ehlo_);
    for (const smtp::Keyword& keyword : ehlo_.keywords) {
      const std::string name = "keyword " + upper(keyword.name);
      unit.add(name);
      std::string_view rest = keyword.parameters;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        const std::string_view word = rest.substr(0, end);
        if (!word.empty()) unit.add(name + " " + (is_setting(word) ? std::string("n") : upper(word)));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }

  smtp::Ehlo ehlo_;
};

}  // namespace

Talk read_smtp(WireSpan wire, const TalkOptions& options, bool lmtp) {
  SmtpReader reader(options, lmtp);
  walk(wire, reader);
  return reader.take();
}

}  // namespace mailrig::compare
