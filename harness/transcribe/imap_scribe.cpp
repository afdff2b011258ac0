// IMAP (RFC 9051, RFC 3501). A command is written when its answer is whole, with what the answer taught of
// the mailbox: commands that were pipelined are played one after the other.
#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include <fmt/core.h>

#include "harness/imap/command.hpp"
#include "harness/imap/response.hpp"
#include "harness/transcribe/imap_boxes.hpp"
#include "harness/transcribe/imap_command.hpp"
#include "harness/transcribe/imap_fetch.hpp"
#include "harness/transcribe/imap_words.hpp"
#include "harness/transcribe/sasl_talk.hpp"
#include "harness/transcribe/secrets.hpp"
#include "harness/transcribe/transcribe.hpp"
#include "harness/wire/ascii.hpp"
#include "harness/wire/buffer.hpp"

namespace mailrig::transcribe {

namespace {

using imap::Response;
using imap::ResponseKind;
using imap::Status;

constexpr std::size_t kPatternsKept = 300;  // of one command; that others come, too, is allowed anyway

class ImapScribe {
 public:
  explicit ImapScribe(Draft& draft) : draft_(draft), boxes_(draft) {}

  void client(std::string_view bytes) {
    from_client_.append(bytes);
    while (!from_client_.empty() && (in_exchange() ? take_line() : take_command())) {
    }
  }

  void server(std::string_view bytes) {
    from_server_.append(bytes);
    for (;;) {
      const wire::Frame frame = response_framer_.feed(from_server_.view());
      if (frame.status == wire::FrameStatus::NeedMore) return;
      const std::string unit(from_server_.view().substr(0, frame.size));
      from_server_.consume(frame.size);
      take_response(unit);
    }
  }

  void secured() {
    draft_.say("tls");
    from_client_.clear();
    from_server_.clear();
    response_framer_.reset();
    command_framer_.reset();
  }

  void compressed() { draft_.say("compress"); }

  void over() {
    for (const Command& command : open_) {
      if (command.verb == "LOGOUT") draft_.say("C: LOGOUT");
      if (command.verb == "IDLE" && command.continued) {
        draft_.needs.insert("IDLE");
        draft_.say("C: IDLE");
        draft_.say("S: +");
      }
    }
    boxes_.finish(secrets_);
  }

 private:
  // A line of the client's is no command but part of the last one.
  [[nodiscard]] bool in_exchange() const {
    if (open_.empty()) return false;
    const Command& last = open_.back();
    return last.verb == "AUTHENTICATE" || (last.verb == "IDLE" && !last.done);
  }

  bool take_line() {
    const std::size_t end = from_client_.view().find('\n');
    if (end == std::string_view::npos) return false;
    std::string line(from_client_.view().substr(0, end));
    from_client_.consume(end + 1);
    if (line.ends_with('\r')) line.pop_back();
    Command& last = open_.back();
    if (last.verb == "IDLE") {
      last.done = true;
    } else {
      last.sasl.client(std::move(line));
    }
    return true;
  }

  bool take_command() {
    const imap::CommandFrame frame = command_framer_.feed(from_client_.view());
    switch (frame.step) {
      case imap::CommandStep::NeedMore:
        return false;
      case imap::CommandStep::Continue:
        return true;
      case imap::CommandStep::Skip:
      case imap::CommandStep::Refused:
      case imap::CommandStep::Complete:
        break;
    }
    const std::string unit(from_client_.view().substr(0, frame.size));
    from_client_.consume(frame.size);
    if (frame.step == imap::CommandStep::Skip) return true;
    open_.push_back(read_command(unit));
    Command& command = open_.back();
    if (command.verb == "LOGIN") secrets_.add(command.argument(1));
    if (command.verb == "AUTHENTICATE") {
      const std::string initial = command.argument(1);
      command.sasl = SaslTalk(command.argument(0) + (initial.empty() ? "" : " " + initial));
    }
    return true;
  }

  void take_response(const std::string& unit) {
    Response response;
    imap::parse_response(unit, response);
    if (!greeted_) {
      greeted_ = true;
      return draft_.say("S: * " + status_word(response));
    }
    if (response.kind == ResponseKind::Continuation) {
      if (!open_.empty()) open_.front().continued = true;
      return;
    }
    if (response.kind != ResponseKind::Tagged) {
      if (!open_.empty()) return open_.front().responses.push_back(unit);
      if (response.status == Status::Bye) return draft_.say("S: * BYE");
      (void)apply(response, {});
      return;
    }
    const auto found = std::find_if(open_.begin(), open_.end(),
                                    [&](const Command& each) { return each.tag == response.tag; });
    if (found == open_.end()) return;
    const Command command = std::move(*found);
    open_.erase(found);
    write(command, response);
  }

  void write(const Command& command, const Response& tagged) {
    const bool good = tagged.status == Status::Ok;
    if (command.verb == "AUTHENTICATE") return write_authenticate(command, tagged);
    touch(command, tagged);
    listed_ = false;
    std::vector<std::string> patterns;
    for (const std::string& unit : command.responses) {
      Response response;
      imap::parse_response(unit, response);
      const std::string pattern = apply(response, command);
      if (!pattern.empty() && good && patterns.size() < kPatternsKept) patterns.push_back(pattern);
    }
    several_expunged(patterns);
    const std::string line = line_of(command, good);
    draft_.say("C: " + line);
    if (command.continued && command.verb == "IDLE") draft_.say("S: +");
    if (command.done) draft_.say("C untagged: DONE");
    for (const std::string& pattern : patterns) draft_.say(pattern);
    draft_.say("S: " + status_word(tagged) + code_of(command, tagged));
    after(command, good);
  }

  void write_authenticate(const Command& command, const Response& tagged) {
    draft_.say(command.sasl.line(tagged.status == Status::Ok, "AUTH=", draft_, secrets_));
    draft_.say("S: " + status_word(tagged));
  }

  // What the command did to mailboxes, before its responses are read.
  void touch(const Command& command, const Response& tagged) {
    const bool good = tagged.status == Status::Ok;
    const std::string_view verb = base_verb(command);
    for (const std::size_t place : mailbox_places(command)) {
      const std::string name = mailbox_name(command.argument(place));
      if (verb == "CREATE" && good) {
        boxes_.create(name);
      } else if (verb == "RENAME" && place == 1) {
        if (!good) continue;
        renamed_ = box_name(command, 0);
        boxes_.rename(mailbox_name(command.argument(0)), name);
      } else if (good) {
        boxes_.box(name);
      } else if (!boxes_.knows(name)) {
        boxes_.absent(name);
      }
    }
    if (verb == "SELECT" || verb == "EXAMINE") {
      selected_ = good ? &boxes_.box(mailbox_name(command.argument(0))) : nullptr;
    }
    if (good && verb == "APPEND") append(command, tagged);
    if (good && (verb == "COPY" || verb == "MOVE")) copy(command, tagged);
    if (good && verb == "STORE") store(command);
  }

  void append(const Command& command, const Response& tagged) {
    Box& box = boxes_.box(mailbox_name(command.argument(0)));
    for (std::size_t i = command.first + 1; i < command.words.size(); ++i) {
      if (command.words[i].kind != Word::Kind::Literal) continue;
      auto mail = std::make_shared<Mail>();
      mail->octets_expression = "corpus." + draft_.keep(secrets_.masked(command.words[i].text));
      boxes_.add(box, mail);
      const auto uid = number_in_code(tagged, "APPENDUID", 1);
      if (!uid) continue;
      mail->uid_name = boxes_.new_uid_name();
      box.by_uid[*uid] = mail;
      appended_ = mail->uid_name;
    }
  }

  [[nodiscard]] std::vector<MailPtr> members(const Command& command) const {
    if (selected_ == nullptr || selected_->vague) return {};
    return members_of(*selected_, command.argument(0), command.uid);
  }

  void copy(const Command& command, const Response& tagged) {
    Box& target = boxes_.box(mailbox_name(command.argument(1)));
    const std::vector<MailPtr> from = members(command);
    for (const MailPtr& mail : from) {
      auto made = std::make_shared<Mail>(*mail);
      made->start = 0;
      made->uid_name.clear();
      boxes_.add(target, made);
      const auto uid = from.size() == 1 ? number_in_code(tagged, "COPYUID", 2) : std::nullopt;
      if (uid) target.by_uid[*uid] = made;
    }
    if (from.empty()) target.vague = true;
  }

  void store(const Command& command) {
    const std::string item = upper(command.argument(1));
    const bool all = !item.starts_with("-") && !item.starts_with("+");
    std::set<std::string> flags;
    for (std::size_t i = command.first + 2; i < command.words.size(); ++i)
      flags.insert(upper(command.words[i].text));
    const bool deleted = flags.contains("\\DELETED");
    if (all) flags.insert({"\\ANSWERED", "\\DELETED", "\\DRAFT", "\\FLAGGED", "\\SEEN"});
    for (const MailPtr& mail : members(command)) {
      if (all || deleted) mail->deleted = deleted && !item.starts_with("-");
      mail->touched.insert(flags.begin(), flags.end());
    }
  }

  // An untagged response: what it teaches; the pattern for it where it answers this command.
  std::string apply(const Response& response, const Command& command) {
    const std::string name = upper(response.name);
    const std::string_view verb = base_verb(command);
    if (response.status != Status::None) return apply_status(response, verb);
    if (name == "EXISTS") return exists(response, verb);
    if (name == "EXPUNGE") return expunge(response, verb);
    if (name == "FETCH") return fetch(response, command);
    if (name == "SEARCH" && verb == "SEARCH") return search(response, command);
    if (name == "STATUS" && verb == "STATUS") return status(response, command);
    if (name == "FLAGS" && (verb == "SELECT" || verb == "EXAMINE")) return "S: * FLAGS (...)";
    if (name == "CAPABILITY" && verb == "CAPABILITY") return "S: * CAPABILITY ...";
    if ((name == "LIST" || name == "LSUB") && name == verb) return list(response);
    if (name == "NAMESPACE" && verb == "NAMESPACE") return "S: * NAMESPACE ${_} ${_} ${_}";
    if (name == "ID" && verb == "ID") return "S: * ID ${_}";
    return {};
  }

  std::string apply_status(const Response& response, std::string_view verb) {
    if (response.status == Status::Bye) return verb == "LOGOUT" ? "S: * BYE" : "";
    if ((verb != "SELECT" && verb != "EXAMINE") || !response.has_code || selected_ == nullptr) return {};
    if (wire::iequals(response.code, "UIDNEXT")) return "S: * OK [UIDNEXT ${_}]";
    if (!wire::iequals(response.code, "UIDVALIDITY")) return {};
    const auto [found, fresh] =
        validities_.emplace(selected_->name, fmt::format("validity{}", validities_.size() + 1));
    return fmt::format("S: * OK [UIDVALIDITY ${{{}{}}}]", fresh ? "=" : "", found->second);
  }

  std::string exists(const Response& response, std::string_view verb) {
    if (selected_ == nullptr) return {};
    boxes_.count(*selected_, static_cast<std::size_t>(response.number.value_or(0)));
    if (verb != "SELECT" && verb != "EXAMINE") return {};
    return selected_->vague ? "S: * ${_} EXISTS" : fmt::format("S: * {} EXISTS", selected_->messages.size());
  }

  std::string expunge(const Response& response, std::string_view verb) {
    if (selected_ == nullptr) return {};
    const auto number = static_cast<std::size_t>(response.number.value_or(0));
    if (number == 0 || number > selected_->messages.size()) return "S: * ${_} EXPUNGE";
    const MailPtr mail = selected_->messages[number - 1];
    if (verb == "EXPUNGE" && !mail->deleted) {  // another session of the client's had marked it
      if (!mail->flags) mail->flags.emplace();
      mail->flags->emplace_back("\\Deleted");
    }
    selected_->messages.erase(selected_->messages.begin() + static_cast<std::ptrdiff_t>(number) - 1);
    if (verb != "EXPUNGE" && verb != "MOVE") {
      selected_->vague = selected_->vague || !mail->deleted;
      return {};
    }
    return selected_->vague ? "S: * ${_} EXPUNGE" : fmt::format("S: * {} EXPUNGE", number);
  }

  // From which end a server begins is its own choice: each number but a lone one is left open.
  static void several_expunged(std::vector<std::string>& patterns) {
    const auto is_one = [](const std::string& pattern) { return pattern.ends_with(" EXPUNGE"); };
    if (std::count_if(patterns.begin(), patterns.end(), is_one) < 2) return;
    std::replace_if(patterns.begin(), patterns.end(), is_one, "S: * ${_} EXPUNGE");
  }

  std::string fetch(const Response& response, const Command& command) {
    if (selected_ == nullptr) return {};
    const std::string_view verb = base_verb(command);
    FetchContext context;
    context.uid = command.uid;
    context.store = verb == "STORE";
    for (std::size_t i = command.first + 1; i < command.words.size(); ++i) {
      const Word& word = command.words[i];
      if (word.kind == Word::Kind::Close) continue;
      context.asked += word.kind == Word::Kind::Open ? "" : " " + upper(word.text);
    }
    learn_fetch(response, context, *selected_);
    if (verb != "FETCH" && verb != "STORE") return {};
    if (context.store && context.asked.find(".SILENT") != std::string::npos) return {};
    return fetch_pattern(response, context, *selected_, boxes_);
  }

  std::string search(const Response& response, const Command& command) {
    if (selected_ == nullptr) return {};
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t at = response.data_begin; at < response.data_end; at = response.tape.nodes[at].next)
      numbers.push_back(static_cast<std::uint32_t>(response.tape.nodes[at].number));
    std::sort(numbers.begin(), numbers.end());
    if (command.uid && numbers.size() == selected_->messages.size() && !selected_->vague)
      for (std::size_t i = 0; i < numbers.size(); ++i) selected_->by_uid[numbers[i]] = selected_->messages[i];
    if (!by_number_alone(command) || selected_->vague) return "S: * SEARCH ...";
    std::string text = "S: * SEARCH";
    for (const std::uint32_t number : numbers) {
      if (!command.uid) {
        text += fmt::format(" {}", number);
        continue;
      }
      const auto found = selected_->by_uid.find(number);
      if (found == selected_->by_uid.end()) return "S: * SEARCH ...";
      text += " " + boxes_.uid_pattern(*selected_, *found->second);
    }
    return text;
  }

  std::string status(const Response& response, const Command& command) {
    const auto& nodes = response.tape.nodes;
    const std::uint32_t list = response.data_begin < response.data_end ? nodes[response.data_begin].next : 0;
    if (list == 0 || list >= response.data_end || !response.tape.is_list(list)) return {};
    Box& box = boxes_.box(mailbox_name(command.argument(0)));
    std::string items;
    for (std::uint32_t at = list + 1; at < nodes[list].next;) {
      const std::uint32_t value = nodes[at].next;
      if (value >= nodes[list].next) break;
      if (!is_item_name(nodes[at].text)) return {};
      if (!items.empty()) items += ' ';
      items += std::string(nodes[at].text);
      if (wire::iequals(nodes[at].text, "MESSAGES")) {
        boxes_.count(box, static_cast<std::size_t>(nodes[value].number));
        items += box.vague ? " ${_}" : fmt::format(" {}", box.messages.size());
      } else {
        items += " ${_}";
      }
      at = nodes[value].next;
    }
    return fmt::format("S: * STATUS {} ({})", box.name, items);
  }

  // Which mailboxes there are is the account's; that there is an answer is the server's.
  std::string list(const Response& response) {
    return !std::exchange(listed_, true) ? fmt::format("S: * {} (...) ${{_}} ${{_}}", upper(response.name))
                                         : std::string();
  }

  std::string code_of(const Command& command, const Response& tagged) {
    const std::string appended = std::exchange(appended_, {});
    if (!appended.empty()) {
      draft_.needs.insert("UIDPLUS");
      return fmt::format(" [APPENDUID ${{_}} ${{={}}}]", appended);
    }
    const std::string_view verb = base_verb(command);
    if (verb == "COPY" && tagged.has_code && wire::iequals(tagged.code, "COPYUID")) {
      draft_.needs.insert("UIDPLUS");
      return " [COPYUID ${_} ${_} ${_}]";
    }
    if (tagged.status == Status::No && tagged.has_code && wire::iequals(tagged.code, "TRYCREATE"))
      return " [TRYCREATE]";
    return {};
  }

  void after(const Command& command, bool good) {
    if (!good) return;
    if (const std::string_view need = need_of(command); !need.empty()) draft_.needs.emplace(need);
    if (command.verb == "CLOSE" && selected_ != nullptr)
      std::erase_if(selected_->messages, [](const MailPtr& mail) { return mail->deleted; });
    if (command.verb == "CLOSE" || command.verb == "UNSELECT") selected_ = nullptr;
    if (command.verb == "DELETE") boxes_.remove(mailbox_name(command.argument(0)));
  }

  std::string line_of(const Command& command, bool good) {
    if (command.verb == "LOGIN")
      return good ? "LOGIN ${quoted:user} ${quoted:password}" : "LOGIN ${quoted:user} \"wrong-${token}\"";
    std::string line = command.verb.empty() ? "" : draft_.plain(command.verb);
    const std::vector<std::size_t> mailboxes = mailbox_places(command);
    bool tight = false;
    bool after_uid = false;
    for (std::size_t i = command.first; i < command.words.size(); ++i) {
      const Word& word = command.words[i];
      if (word.kind != Word::Kind::Close && !tight) line += ' ';
      tight = word.kind == Word::Kind::Open;
      const bool mailbox =
          std::find(mailboxes.begin(), mailboxes.end(), i - command.first) != mailboxes.end();
      const bool uids = (command.uid && i == command.first && base_verb(command) != "SEARCH") || after_uid;
      after_uid = base_verb(command) == "SEARCH" && wire::iequals(word.text, "UID");
      if (mailbox) {
        const std::string name = box_name(command, i - command.first);
        line += word.kind == Word::Kind::Atom ? name : "\"" + name + "\"";
      } else if (uids && selected_ != nullptr && is_number_set(word.text)) {
        line += boxes_.uid_set(*selected_, word.text);
      } else {
        line += text_of(word);
      }
    }
    return line;
  }

  std::string box_name(const Command& command, std::size_t place) {
    if (command.verb == "RENAME" && place == 0 && !renamed_.empty()) return std::exchange(renamed_, {});
    const std::string name = mailbox_name(command.argument(place));
    return boxes_.knows(name) ? boxes_.box_name(name) : boxes_.absent(name).name;
  }

  std::string text_of(const Word& word) {
    switch (word.kind) {
      case Word::Kind::Open:
        return "(";
      case Word::Kind::Close:
        return ")";
      case Word::Kind::Atom:
        return draft_.plain(secrets_.masked(word.text));
      case Word::Kind::Literal:
        return "${literal:corpus." + draft_.keep(secrets_.masked(word.text)) + "}";
      case Word::Kind::Quoted:
        break;
    }
    std::string text = "\"";
    for (const char c : secrets_.masked(word.text))
      text += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return draft_.plain(text + "\"");
  }

  Draft& draft_;
  Boxes boxes_;
  Secrets secrets_;
  wire::Buffer from_client_, from_server_;
  imap::CommandFramer command_framer_;
  imap::ResponseFramer response_framer_;
  std::deque<Command> open_;
  std::map<std::string, std::string> validities_;
  Box* selected_ = nullptr;
  std::string appended_, renamed_;
  bool listed_ = false, greeted_ = false;
};

}  // namespace

void transcribe_imap(const Session& session, Draft& draft) {
  draft.clause = "rfc3501 7";
  ImapScribe scribe(draft);
  hear(session, scribe);
  scribe.over();
}

}  // namespace mailrig::transcribe
