#include <algorithm>

#include "harness/compare/message.hpp"
#include "harness/compare/talk_events.hpp"
#include "harness/pop3/dialogue.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/buffer.hpp"
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

class Pop3Reader : public TalkReader {
 public:
  using TalkReader::TalkReader;

  void opened() {
    buffer_.clear();
    dialogue_.reset();
    sent_.clear();
    open_ = true;
  }
  void sent(std::string_view bytes) {
    if (answered_) sent_.clear();
    answered_ = false;
    sent_ += bytes;
    dialogue_.sent(bytes);
  }
  void received(std::string_view bytes) {
    buffer_.append(bytes);
    std::size_t size = 0;
    for (auto next = dialogue_.next(buffer_.view(), reply_, size); next != pop3::Dialogue::Next::NeedMore;
         next = dialogue_.next(buffer_.view(), reply_, size)) {
      if (next == pop3::Dialogue::Next::Unit) add_reply();
      buffer_.consume(size);
    }
  }
  void secured() { buffer_.clear(); }
  void closed() {
    owe();
    open_ = false;
    add_close();
  }
  void over() {
    if (open_) owe();
  }
  Talk take() { return std::move(talk_); }

 private:
  void owe() {
    if (dialogue_.outstanding() > 0) {
      begin_step(dialogue_.awaited()).sent = sent_;
    } else if (!dialogue_.greeted()) {
      begin_step("greeting");
    }
  }

  void add_reply() {
    const std::string_view verb = dialogue_.answered();
    const std::string_view other = reply_.status == pop3::Status::Continue ? "AUTH"
                                   : greeted_                              ? "unasked"
                                                                           : "greeting";
    Step& step = begin_step(verb.empty() ? other : verb);
    greeted_ = true;
    answered_ = true;
    step.sent = sent_;
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

  pop3::Dialogue dialogue_;
  pop3::Reply reply_;
  wire::Buffer buffer_;
  std::string sent_;
  bool answered_ = false, greeted_ = false, open_ = false;
};

}  // namespace

Talk read_pop3(WireSpan wire, const TalkOptions& options) {
  Pop3Reader reader(options);
  walk(wire, reader);
  return reader.take();
}

}  // namespace mailrig::compare
