#include <algorithm>
#include <map>
#include <optional>

#include "harness/compare/imap_data.hpp"
#include "harness/compare/imap_unit.hpp"
#include "harness/compare/sent_words.hpp"
#include "harness/compare/talk_events.hpp"
#include "harness/imap/code.hpp"
#include "harness/imap/dialogue.hpp"
#include "harness/wire/buffer.hpp"

namespace mailrig::compare {

namespace {

constexpr std::string_view kUnasked = "unasked";

class ImapReader : public TalkReader {
 public:
  using TalkReader::TalkReader;

  void opened() {
    buffer_.clear();
    dialogue_.reset();
    open_.clear();
    greeted_ = false;
    selected_.clear();
    owner_ = options_.client.empty() ? "" : " of " + options_.client;
    numbers_.clear();
    connected_ = true;
  }

  void sent(std::string_view bytes) {
    const std::size_t before = dialogue_.outstanding();
    dialogue_.sent(bytes);
    const auto commands = dialogue_.commands();
    if (commands.size() <= before) {
      if (!open_.empty()) talk_.steps[open_.back().step].sent += bytes;
      return;
    }
    std::string_view rest = bytes;
    for (std::size_t i = before; i < commands.size(); ++i) {
      const std::size_t begins = begin_of(rest, commands[i].tag);
      const std::size_t ends = i + 1 < commands.size() ? begin_of(rest, commands[i + 1].tag) : rest.size();
      begin_step(commands[i].verb).sent = rest.substr(begins, ends - std::min(begins, ends));
      open_.push_back({commands[i].tag, talk_.steps.size() - 1, false});
      rest.remove_prefix(std::min(ends, rest.size()));
    }
  }

  void received(std::string_view bytes) {
    buffer_.append(bytes);
    std::size_t size = 0;
    for (auto next = dialogue_.next(buffer_.view(), response_, size); next != imap::Dialogue::Next::NeedMore;
         next = dialogue_.next(buffer_.view(), response_, size)) {
      if (next == imap::Dialogue::Next::Unit) take();
      buffer_.consume(size);
    }
  }
  void secured() { buffer_.clear(); }
  void closed() {
    connected_ = false;
    if (!greeted_) begin_step("greeting");
    add_close();
  }
  void over() {
    if (connected_ && !greeted_) begin_step("greeting");
  }
  Talk take_talk() {
    for (auto& [session, step] : unasked_) talk_.unasked.push_back(std::move(step));
    return std::move(talk_);
  }

 private:
  struct Open {
    std::string tag;
    std::size_t step;
    bool begun;  // its mailbox is the selected one from now on
  };

  // Where the line begins that has this tag.
  static std::size_t begin_of(std::string_view bytes, std::string_view tag) {
    const std::string line = "\n" + std::string(tag) + " ";
    if (bytes.starts_with(std::string_view(line).substr(1))) return 0;
    const std::size_t found = bytes.find(line);
    return found == std::string_view::npos ? 0 : found + 1;
  }

  void take() {
    using imap::ResponseKind;
    if (!greeted_) {
      greeted_ = true;
      add(begin_step("greeting"));
      return;
    }
    if (response_.kind == ResponseKind::Tagged) return take_tagged();
    if (open_.empty()) return take_unasked();
    Open& open = open_.front();
    Step& step = talk_.steps[open.step];
    if (response_.kind == ResponseKind::Untagged && !answers(step.verb, response_)) return take_unasked();
    begin(open);
    add(step);
  }

  // A SELECT leaves the old mailbox with the first that is said of the new one.
  void begin(Open& open) {
    if (open.begun) return;
    open.begun = true;
    const Step& step = talk_.steps[open.step];
    if (step.verb != "SELECT" && step.verb != "EXAMINE") return;
    selected_ = sent_word(step.sent, 2);
    numbers_.clear();
    ++session_;
  }

  void take_tagged() {
    const auto found =
        std::find_if(open_.begin(), open_.end(), [&](const Open& open) { return open.tag == response_.tag; });
    if (found == open_.end()) {
      add(begin_step(kUnasked));
      return;
    }
    begin(*found);
    Step& step = talk_.steps[found->step];
    add(step);
    if (step.verb == "CLOSE" || step.verb == "UNSELECT") selected_.clear();
    if (step.verb == "LOGIN" && response_.status == imap::Status::Ok && !options_.client.empty())
      owner_ = " of " + neutral(sent_word(step.sent, 2));
    open_.erase(found);
  }

  // Text alone is for people (RFC 3501 7.1).
  [[nodiscard]] bool says_nothing() const {
    const bool of_others = response_.has_code && imap::has_code(response_, "UNSEEN") && options_.delivered &&
                           options_.vocabulary->mailbox(selected_) == "INBOX";
    if (of_others && response_.kind == imap::ResponseKind::Untagged) return true;
    return response_.kind == imap::ResponseKind::Untagged && response_.status == imap::Status::Ok &&
           !response_.has_code && response_.flaws.empty();
  }

  void add(Step& step) {
    if (says_nothing() && step.verb != "greeting") return;
    Unit unit = read(step);
    step.body = step.body || body;
    // What a server says of one message at once or in several responses is the same.
    const bool fetch = unit.head.ends_with(" FETCH");
    const auto same = std::find_if(step.units.begin(), step.units.end(),
                                   [&](const Unit& other) { return fetch && other.head == unit.head; });
    if (same == step.units.end()) {
      step.units.push_back(std::move(unit));
    } else {
      merge(*same, std::move(unit));
    }
  }

  Unit read(const Step& step) {
    Unit unit;
    unit.verb = step.verb;
    unit.bytes = response_.bytes;
    unit.sent = step.sent;
    unit.body = body;
    ImapContext context;
    context.vocabulary = options_.vocabulary;
    context.delivered = options_.delivered;
    context.verb = step.verb;
    context.owner = owner_;
    context.selected = context.mailbox_of(selected_);
    context.target = context.mailbox_of(target_of(step));
    fill_unit(unit, response_, context, numbers_);
    return unit;
  }

  // The mailbox that a command puts messages into.
  [[nodiscard]] static std::string target_of(const Step& step) {
    const std::string_view verb = step.verb;
    std::size_t place = 0;
    if (verb == "APPEND") place = 2;
    if (verb == "COPY" || verb == "MOVE") place = 3;
    if (verb == "UID COPY" || verb == "UID MOVE") place = 4;
    return place == 0 ? "" : sent_word(step.sent, place);
  }

  static void merge(Unit& known, Unit more) {
    known.bytes += more.bytes;
    const auto says = [&](std::string_view path) {
      return std::any_of(more.leaves.begin(), more.leaves.end(),
                         [&](const Leaf& leaf) { return leaf.path == path; });
    };
    const bool flags_again = says("FLAGS");
    std::erase_if(known.leaves, [&](const Leaf& leaf) {
      return says(leaf.path) || (flags_again && leaf.path.starts_with("FLAGS "));
    });
    for (Leaf& leaf : more.leaves) known.leaves.push_back(std::move(leaf));
  }

  void take_unasked() {
    if (says_nothing()) return;
    Step& step = unasked_[session_];
    step.verb = kUnasked;
    Unit unit = read(step);
    if (unit.head == "* RECENT") return;
    step.body = step.body || body;
    unit.sent.clear();
    const auto same = std::find_if(step.units.begin(), step.units.end(),
                                   [&](const Unit& other) { return other.head == unit.head; });
    const bool again = same != step.units.end();
    if (again && unit.head.ends_with(" FETCH")) {
      merge(*same, std::move(unit));
    } else if (again && unit.head == "* EXISTS") {
      *same = std::move(unit);  // the last says how many there are
    } else {
      step.units.push_back(std::move(unit));
    }
  }

  imap::Dialogue dialogue_;
  imap::Response response_;
  wire::Buffer buffer_;
  std::vector<Open> open_;  // commands not answered, oldest first
  std::map<std::size_t, Step> unasked_;
  std::string selected_, owner_;
  MessageNumbers numbers_;
  std::size_t session_ = 0;
  bool greeted_ = false, connected_ = false;
};

}  // namespace

Talk read_imap(WireSpan wire, const TalkOptions& options) {
  ImapReader reader(options);
  walk(wire, reader);
  return reader.take_talk();
}

}  // namespace mailrig::compare
