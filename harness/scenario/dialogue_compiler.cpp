#include "harness/scenario/dialogue_compiler.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "harness/scenario/condition.hpp"
#include "harness/scenario/control_compiler.hpp"
#include "harness/scenario/pattern.hpp"
#include "harness/scenario/secure_steps.hpp"
#include "harness/scenario/template.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::scenario {

namespace {

// "MAIL", "UID FETCH": what a command is called in latency series.
std::string verb_of(std::string_view text) {
  std::string verb;
  for (int words = 0; words < 2; ++words) {
    const std::size_t end = std::min(text.find_first_of(" \r\n\\$"), text.size());
    const std::string_view word = text.substr(0, end);
    if (word.empty() || !std::all_of(word.begin(), word.end(), wire::is_alpha)) return verb;
    if (words == 1) verb += ' ';
    for (const char c : word) verb += wire::to_upper(c);
    if (verb != "UID") return verb;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return verb;
}

class Compiler final : public LineCompiler {
 public:
  Compiler(const DialogueContext& context, Names& names, Diagnostics& mistakes)
      : context_(context), names_(names), mistakes_(mistakes), secure_(context, names, mistakes) {}

  CompiledLines compile(const std::vector<Line>& lines) {
    compile_blocks(lines, context_, names_, *this, mistakes_);
    names_.leave_lines();
    return {std::move(steps_), secure_.findings()};
  }

 private:
  void complain(const Location& where, std::string message) {
    mistakes_.push_back({where, std::move(message)});
  }

  [[nodiscard]] ClientIndex client_of(const Line& line) const override {
    for (std::size_t i = 0; i < context_.clients.size(); ++i) {
      if (context_.clients[i].name == line.client) return static_cast<ClientIndex>(i);
    }
    return 0;
  }
  [[nodiscard]] Protocol protocol(const Line& line) const {
    return protocol_of(context_.clients[client_of(line)].service);
  }

  [[nodiscard]] std::vector<Step>& steps() override { return steps_; }

  void seal() override {
    close_group();
    last_expect_ = kNoExpect;
  }

  void push(const Line& line, Action action) override {
    Step step;
    step.client = client_of(line);
    step.action = std::move(action);
    step.where = line.where;
    step.phase = context_.phase;
    steps_.push_back(std::move(step));
  }

  [[nodiscard]] Rule rule_of(const Line& line) const {
    Rule rule = context_.rule;
    if (line.notes.rfc != 0) {
      rule.clause = Clause{line.notes.rfc, context_.sections.view(line.notes.section)};
      if (!line.notes.level) rule.level = Level::Must;
    }
    if (line.notes.level) rule.level = *line.notes.level;
    if (!line.notes.finding.empty()) rule.finding = line.notes.finding;
    return rule;
  }

  void add(const Line& line) override {
    names_.set_line(line);
    const Client& client = context_.clients[client_of(line)];
    const bool imap = protocol_of(client.service) == Protocol::Imap;
    names_.set_speaker(Names::Speaker{client_of(line), client.name, imap});
    if (line.verb == Verb::Expect) return expect(line);
    close_group();
    switch (line.verb) {
      case Verb::Send:
        return line.data ? send_data(line) : send(line);
      case Verb::Connect:
        return push(line, secure_.connect(line, client_of(line), rule_of(line)));
      case Verb::StartTls:
        return push(line, secure_.start_tls(line, client_of(line), rule_of(line)));
      case Verb::Close:
        return push(line, Close{});
      case Verb::Compress:
        if (!imap) complain(line.where, "'compress' is for IMAP (RFC 4978)");
        return push(line, Compress{});
      case Verb::HalfClose:
        return push(line, HalfClose{});
      case Verb::Reset:
        return push(line, Reset{});
      case Verb::Closed:
        return push(line, ExpectClosed{line.close, line.time, rule_of(line), line.source});
      case Verb::Silent:
        return push(line, ExpectSilence{line.time, rule_of(line), line.source});
      case Verb::Pause:
        return push(line, Pause{line.time});
      case Verb::ReadSlowly:
        return push(line, ReadSlowly{true, line.octets, line.time});
      case Verb::Read:
        return push(line, ReadSlowly{false, 0, {}});
      case Verb::Auth:
        return authenticate(line);
      case Verb::Deliver:
        return deliver(line);
      case Verb::Set:
        return set(line);
      case Verb::Open:
        return push(line, ExpectOpen{line.time, rule_of(line), line.source});
      case Verb::Check:
        return check(line);
      default:  // blocks
        return;
    }
  }

  void send(const Line& line) {
    const bool imap = protocol(line) == Protocol::Imap;
    if (line.untagged && !imap) complain(line.where, "'untagged' is for IMAP, where commands have tags");
    TemplateOptions options;
    options.escapes = line.raw;
    options.literals = imap && !line.raw;
    options.literal_plus = context_.literal_plus;
    std::vector<Template> parts = parse_segments(Text{line.text, line.text_at}, options, names_, mistakes_);
    if (!line.raw) append_text(parts.back(), "\r\n");
    const bool tagged = imap && !line.raw && !line.untagged;
    if (tagged) put_tag(parts.front(), line);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      Send action;
      if (parts[i].secret) secure_.shows_secret(client_of(line));
      action.bytes = std::move(parts[i]);
      action.tagged = tagged && i == 0;
      action.more = line.more && i + 1 == parts.size();
      if (i == 0) {
        action.cuts = line.cuts;
        action.cut_pause = line.time;
        action.verb = verb(line, imap);
      }
      push(line, std::move(action));
      if (i + 1 < parts.size()) await_continuation(line);
    }
  }

  // Of raw IMAP the word behind the tag.
  static std::string verb(const Line& line, bool imap) {
    std::string_view text = line.text;
    if (imap && line.raw) {
      const std::size_t space = text.find(' ');
      text.remove_prefix(space == std::string_view::npos ? 0 : space + 1);
    }
    return verb_of(text);
  }

  void put_tag(Template& first, const Line& line) {
    Piece tag;
    tag.kind = Piece::Kind::Slot;
    tag.slot = names_.use("tag", line.where, mistakes_).value_or(0);
    Piece space;
    space.text = " ";
    first.pieces.insert(first.pieces.begin(), {tag, space});
  }

  void await_continuation(const Line& line) {
    ImapPattern pattern;
    pattern.kind = ImapPattern::Kind::Continuation;
    Expectation expectation;
    expectation.any_of.emplace_back(std::move(pattern));
    expectation.rule = context_.rule;
    expectation.source = "+";
    expectation.where = line.where;
    Expect group;
    group.expectations.push_back(std::move(expectation));
    push(line, std::move(group));
  }

  void authenticate(const Line& line) {
    if (auto action = secure_.authenticate(line, client_of(line), rule_of(line)))
      push(line, std::move(*action));
  }

  // A single ${value} is stuffed while playing; plain text while compiling.
  void send_data(const Line& line) {
    if (protocol(line) != Protocol::Smtp) complain(line.where, "'C data:' is for SMTP");
    Template value = parse_template(Text{line.text, line.text_at}, true, names_, mistakes_);
    if (value.pieces.size() == 1 && value.pieces[0].kind == Piece::Kind::Slot) {
      value.pieces[0].kind = Piece::Kind::Stuffed;
    } else if (value.pieces.size() > 1 ||
               (!value.pieces.empty() && value.pieces[0].kind != Piece::Kind::Text)) {
      complain(line.text_at,
               "'C data:' takes one '${value}' or plain text; 'set' makes one value of several");
    } else {
      const std::string plain = value.pieces.empty() ? std::string() : value.pieces[0].text;
      value.pieces.assign(1, Piece{});
      value.pieces[0].text = stuffed(plain);
    }
    Send action;
    action.bytes = std::move(value);
    action.more = line.more;
    action.cuts = line.cuts;
    action.cut_pause = line.time;
    action.verb = "message";
    push(line, std::move(action));
  }

  // RFC 5321 4.5.2
  static std::string stuffed(std::string_view plain) {
    std::string block;
    bool line_start = true;
    for (const char c : plain) {
      if (line_start && c == '.') block += '.';
      block += c;
      line_start = c == '\n';
    }
    if (!line_start) block += "\r\n";
    return block + ".\r\n";
  }

  void deliver(const Line& line) {
    if (protocol(line) != Protocol::Smtp)
      return complain(line.where, "only an SMTP client can 'send … to …'");
    const auto step = [&](Verb what, std::string text, const Location& at) {
      Line one;
      one.verb = what;
      one.client = line.client;
      one.where = line.where;
      one.text = std::move(text);
      one.text_at = at;
      one.source = one.text;
      one.count = line.count;
      one.scope = line.scope;
      one.data = what == Verb::Send && one.text == line.text;
      add(one);
    };
    step(Verb::Send, "MAIL FROM:<${sender}>", line.where);
    step(Verb::Expect, "250", line.where);
    step(Verb::Send, "RCPT TO:<" + line.name + ">", line.name_at);
    step(Verb::Expect, "250|251", line.where);
    step(Verb::Send, "DATA", line.where);
    step(Verb::Expect, "354", line.where);
    step(Verb::Send, line.text, line.text_at);
    step(Verb::Expect, "250", line.where);
  }

  void set(const Line& line) {
    std::string_view text = line.text;
    Location at = line.text_at;
    const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
    if (quoted) {
      text = text.substr(1, text.size() - 2);
      ++at.column;
    }
    Set action;
    action.value = parse_template(Text{text, at}, quoted, names_, mistakes_);
    if (is_number_name(line.name) && !can_number(line, action.value)) return;
    const auto slot = names_.bind(line.name, line.name_at, mistakes_);
    if (!slot) return;
    action.slot = *slot;
    if (action.value.secret) names_.mark_secret(*slot);
    push(line, std::move(action));
  }

  [[nodiscard]] bool can_number(const Line& line, const Template& value) {
    const std::string name = "'" + line.name + "'";
    if (context_.clients.size() > 1 && line.client.empty()) {
      complain(line.where, "a message number is one connection's: begin the line with a client's name");
      return false;
    }
    const bool plain = value.pieces.size() == 1 && value.pieces[0].kind == Piece::Kind::Text;
    if (value.pieces.empty() || (plain && wire::to_number(value.pieces[0].text).value_or(0) == 0)) {
      complain(line.text_at, name + " is a message number: 1 or more");
      return false;
    }
    return true;
  }

  void check(const Line& line) {
    names_.set_speaker(std::nullopt);
    auto comparison = parse_comparison(Text{line.text, line.text_at}, names_, mistakes_);
    if (comparison) push(line, Check{std::move(*comparison), rule_of(line), line.source});
  }

  // ---- expectations

  void expect(const Line& line) {
    if (reply_ && reply_->client != line.client) drop_smtp_reply();
    if (protocol(line) == Protocol::Smtp && take_smtp_line(line)) return;
    if (line.alternative) return add_alternative(line);
    if (protocol(line) == Protocol::Pop3 && take_pop3_block_line(line)) return;
    const std::optional<SmtpReply> reply = std::exchange(reply_, std::nullopt);
    const ClientIndex client = client_of(line);
    if (!group_open_ || steps_.back().client != client) {
      close_group();
      push(line, Expect{});
      group_open_ = true;
    }
    Expectation expectation;
    expectation.any_of.push_back(pattern(line));
    expectation.absent = line.absent;
    expectation.ordered = line.notes.after;
    expectation.rule = rule_of(line);
    expectation.source = line.source;
    expectation.where = line.where;
    if (reply) end_smtp_reply(*reply, line, expectation);
    if (line.notes.after && group().expectations.empty()) {
      complain(line.where, "'after the line above': there is no line above in this group");
    }
    note_times(line);
    const bool ends = !line.absent && std::holds_alternative<ImapPattern>(expectation.any_of[0]) &&
                      std::get<ImapPattern>(expectation.any_of[0]).kind == ImapPattern::Kind::Tagged;
    group().expectations.push_back(std::move(expectation));
    last_expect_ = steps_.size() - 1;
    if (ends) close_group();
  }

  [[nodiscard]] Expect& group() { return std::get<Expect>(steps_.back().action); }

  void note_times(const Line& line) {
    group().within = std::max(group().within, line.notes.within);
    group().not_before = std::max(group().not_before, line.notes.not_before);
  }

  Pattern pattern(const Line& line) {
    const Text text{line.text, line.text_at};
    switch (protocol(line)) {
      case Protocol::Smtp:
        return parse_smtp_pattern(text, names_, mistakes_);
      case Protocol::Imap: {
        ImapPattern made = parse_imap_pattern(text, names_, mistakes_);
        made.or_esearch = context_.rev == Rev::Imap4rev2 && made.name == "SEARCH";
        return made;
      }
      case Protocol::Pop3:
        break;
    }
    if (!is_pop3_status(line.text)) {
      complain(line.text_at,
               "a response begins with '+OK', '-ERR' or '+'; a line of a block follows an 'S: +OK'");
    }
    return parse_pop3_pattern(text, names_, mistakes_);
  }

  void add_alternative(const Line& line) {
    const bool fits = last_expect_ + 1 == steps_.size() && steps_.back().client == client_of(line) &&
                      std::holds_alternative<Expect>(steps_.back().action) && !group().expectations.empty();
    if (!fits) return complain(line.where, "'or S:' follows the 'S:' line that it is an alternative of");
    if (in_block_) return complain(line.where, "the block above has no end yet: 'S: .'");
    group().expectations.back().any_of.push_back(pattern(line));
    group().expectations.back().source += " " + line.source;
  }

  struct SmtpReply {
    std::string codes;
    SmtpPattern pattern;
    std::string source;
    std::string client;
    Location where;
  };

  // True: a line "S: 250-…" of a reply of several; the one without the hyphen ends it.
  bool take_smtp_line(const Line& line) {
    const auto part = split_smtp_line(Text{line.text, line.text_at});
    if (!part) return false;
    if (line.absent || line.alternative)
      complain(line.where, "a reply of several lines can't be a 'not' or an 'or'");
    if (line.notes != Annotations{})
      complain(line.where, "an annotation stands behind the last line of a reply, the one without a hyphen");
    if (!reply_) reply_.emplace(SmtpReply{std::string(part->codes.text), {}, {}, line.client, line.where});
    if (reply_->codes != part->codes.text) complain_about_codes(*reply_, line);
    reply_->source += line.source + "\n";
    if (part->line.text == " any order" && reply_->pattern.lines.empty()) {
      reply_->pattern.in_any_order = true;
    } else {
      reply_->pattern.lines.push_back(parse_smtp_line(part->line, names_, mistakes_));
    }
    return true;
  }

  void complain_about_codes(const SmtpReply& reply, const Line& line) {
    complain(line.text_at,
             "a reply has one code in all its lines (RFC 5321 4.2.1); it began with '" + reply.codes + "-'");
  }

  void end_smtp_reply(const SmtpReply& reply, const Line& line, Expectation& expectation) {
    auto& pattern = std::get<SmtpPattern>(expectation.any_of[0]);
    LinePattern last;
    last.words = std::exchange(pattern.words, {});
    last.more = std::exchange(pattern.more, true);
    last.text = std::exchange(pattern.text, std::nullopt);
    last.where = line.text_at;
    pattern.lines = reply.pattern.lines;
    pattern.lines.push_back(std::move(last));
    pattern.in_any_order = reply.pattern.in_any_order;
    expectation.source = reply.source + expectation.source;
    if (line.text.substr(0, line.text.find_first_of(" :")) != reply.codes) complain_about_codes(reply, line);
    if (line.absent || line.alternative)
      complain(line.where, "a reply of several lines can't be a 'not' or an 'or'");
    if (pattern.in_any_order) check_any_order(pattern.lines, mistakes_);
  }

  // What follows is no line of the reply that was begun.
  void drop_smtp_reply() {
    complain(reply_->where,
             "the reply that begins here has no last line: 'S: " + reply_->codes + "' without a hyphen");
    reply_.reset();
  }

  // True: the line belongs to a block.
  bool take_pop3_block_line(const Line& line) {
    if (is_pop3_status(line.text)) {
      if (in_block_) complain(line.where, "the block above has no end: 'S: .' is missing");
      in_block_ = false;
      return false;
    }
    if (!group_open_ || steps_.back().client != client_of(line)) return false;
    auto& last = std::get<Pop3Pattern>(group().expectations.back().any_of.back());
    if (!in_block_ && ((last.has_block && !last.block_in_any_order) || last.status == "-ERR")) return false;
    last.has_block = true;
    group().expectations.back().source += "\n" + line.source;
    if (line.notes != Annotations{})
      complain(line.where, "an annotation stands behind the status of a response, not within its block");
    in_block_ = line.text != ".";
    if (!in_block_) check_pop3_block(last, mistakes_);
    if (in_block_) last.block.push_back(parse_pop3_line(Text{line.text, line.text_at}, names_, mistakes_));
    return true;
  }

  void close_group() {
    if (reply_) drop_smtp_reply();
    if (!group_open_) return;
    group_open_ = false;
    const Location& where = steps_.back().where;
    if (in_block_) complain(where, "the block of this reply has no end: 'S: .' is missing");
    in_block_ = false;
    const auto& expectations = group().expectations;
    if (std::all_of(expectations.begin(), expectations.end(),
                    [](const Expectation& e) { return e.absent; })) {
      complain(where,
               "a group of 'not' needs something that does come, such as 'S: OK'; else use 'silent 500ms'");
    }
  }

  const DialogueContext& context_;
  Names& names_;
  Diagnostics& mistakes_;
  std::vector<Step> steps_;
  SecureSteps secure_;
  static constexpr std::size_t kNoExpect = SIZE_MAX / 2;
  std::size_t last_expect_ = kNoExpect;
  bool group_open_ = false, in_block_ = false;
  std::optional<SmtpReply> reply_;  // of several lines, not yet at its last
};

}  // namespace

Sections::Sections(const Scenario& scenario) {
  std::vector<std::string> all;
  for (const ClauseText& clause : scenario.clauses) all.push_back(clause.section);
  for (const Line& line : scenario.lines) {
    if (line.notes.rfc != 0) all.push_back(line.notes.section);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  texts_ = std::make_shared<const std::vector<std::string>>(std::move(all));
}

std::string_view Sections::view(std::string_view section) const {
  const auto found = std::lower_bound(texts_->begin(), texts_->end(), section);
  return found != texts_->end() && *found == section ? std::string_view(*found) : std::string_view();
}

CompiledLines compile_lines(const std::vector<Line>& lines, const DialogueContext& context, Names& names,
                            Diagnostics& mistakes) {
  return Compiler(context, names, mistakes).compile(lines);
}

}  // namespace mailrig::scenario
