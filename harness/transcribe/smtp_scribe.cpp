// SMTP and LMTP (RFC 5321, RFC 2033): replies in order. What a reply says is kept by its code, a refusal by
// its class: which 5yz a server chooses is mostly its own affair (RFC 5321 4.2.1).
#include <algorithm>
#include <deque>

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

struct Pending {
  std::string verb;
  std::size_t line = 0;  // of the draft, to be written again once the reply is known
  std::string argument, parameters;
};

class SmtpScribe {
 public:
  SmtpScribe(const Session& session, Draft& draft)
      : draft_(draft), lmtp_(session.protocol == Protocol::Lmtp) {}

  void client(std::string_view bytes) {
    from_client_.append(bytes);
    while (take_client()) {
    }
  }

  void server(std::string_view bytes) {
    from_server_.append(bytes);
    for (;;) {
      const wire::Frame frame = reply_framer_.feed(from_server_.view());
      if (frame.status == wire::FrameStatus::NeedMore) return;
      const std::string line(from_server_.view().substr(0, frame.size));
      from_server_.consume(frame.size);
      if (line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, wire::is_digit)) continue;
      if (line[3] == '-') continue;
      take_reply(line.substr(0, 3), line.substr(std::min<std::size_t>(line.size(), 4)));
    }
  }

  void secured() {
    draft_.say("tls");
    from_client_.clear();
    from_server_.clear();
    line_framer_.reset();
    reply_framer_.reset();
    block_framer_.reset();
  }

  // An exchange that nothing came of can't be told.
  void over() {
    if (in_auth_) draft_.lines.resize(auth_line_);
  }

 private:
  bool take_client() {
    if (from_client_.empty()) return false;
    if (!data_ && !pending_.empty() && pending_.back().verb == "DATA") return false;  // command or message?
    if (chunk_ > 0) return take_chunk();
    const bool data = data_;
    const wire::Frame frame =
        data ? block_framer_.feed(from_client_.view()) : line_framer_.feed(from_client_.view());
    if (frame.status == wire::FrameStatus::NeedMore) return false;
    const std::string unit(from_client_.view().substr(0, frame.size));
    from_client_.consume(frame.size);
    if (data) {
      take_message(unit);
    } else {
      take_line(unit.substr(0, unit.find_last_not_of("\r\n") + 1));
    }
    return true;
  }

  // RFC 3030: BDAT's octets follow its line.
  bool take_chunk() {
    if (from_client_.size() < chunk_) return false;
    const std::string name = keep(from_client_.view().substr(0, chunk_));
    from_client_.consume(chunk_);
    chunk_ = 0;
    draft_.say(fmt::format("C more: BDAT ${{size:corpus.{}}}{}", name, last_ ? " LAST" : ""));
    draft_.say(fmt::format("C raw: ${{corpus.{}}}", name));
    return true;
  }

  // The block with its end, dot-stuffed (RFC 5321 4.5.2).
  void take_message(std::string_view block) {
    data_ = false;
    block_framer_.reset();
    std::string octets;
    wire::append_unstuffed(octets, block);
    draft_.say(fmt::format("C data: ${{corpus.{}}}", keep(octets)));
    const std::size_t replies = lmtp_ ? std::max<std::size_t>(accepted_in_transaction_, 1) : 1;
    for (std::size_t i = 0; i < replies; ++i) expect(".");
  }

  std::string keep(std::string_view octets) { return draft_.keep(secrets_.masked(octets)); }

  void expect(std::string verb, std::string argument = {}) {
    pending_.push_back(
        {std::move(verb), draft_.lines.empty() ? 0 : draft_.lines.size() - 1, std::move(argument), {}});
  }

  void take_line(const std::string& line) {
    if (in_auth_) return sasl_.client(line);
    const std::size_t space = std::min(line.find(' '), line.size());
    std::string verb = line.substr(0, space);
    std::transform(verb.begin(), verb.end(), verb.begin(), wire::to_upper);
    const std::string argument = line.substr(std::min(space + 1, line.size()));
    if (!pending_.empty()) draft_.needs.insert("PIPELINING");
    if (verb == "EHLO" || verb == "HELO" || verb == "LHLO") {
      draft_.say(fmt::format("C: {} client.example.test", verb));
      expect(verb);
    } else if (verb == "MAIL") {
      accepted_in_transaction_ = 0;
      begin_mail(argument);
    } else if (verb == "RCPT") {
      const std::string text = draft_.plain(secrets_.masked(line));
      const std::string parameters = parameters_of(argument);
      draft_.say("C: " + text);
      expect(verb, argument);
      pending_.back().parameters = parameters;
    } else if (verb == "BDAT") {
      begin_chunk(argument);
    } else if (verb == "AUTH") {
      begin_auth(argument);
    } else {
      const std::string text = draft_.plain(secrets_.masked(line));
      draft_.say("C: " + text);
      if (verb == "STARTTLS") draft_.needs.insert("STARTTLS");
      expect(verb);
    }
  }

  static std::string_view path_of(std::string_view argument) {
    const std::size_t open = argument.find('<');
    const std::size_t close = argument.find('>', std::min(open, argument.size()));
    if (close == std::string_view::npos) return {};
    return argument.substr(open + 1, close - open - 1);
  }

  // Parameters behind the path; those that name a person are left out.
  std::string parameters_of(std::string_view argument) {
    std::string kept;
    std::size_t at = argument.find('>');
    while (at != std::string_view::npos &&
           (at = argument.find_first_not_of(' ', at + 1)) != std::string_view::npos) {
      const std::size_t end = std::min(argument.find(' ', at), argument.size());
      const std::string_view parameter = argument.substr(at, end - at);
      at = end;
      if (wire::istarts_with(parameter, "AUTH=") || wire::istarts_with(parameter, "ENVID=") ||
          wire::istarts_with(parameter, "ORCPT="))
        continue;
      if (wire::istarts_with(parameter, "SIZE=")) draft_.needs.insert("SIZE");
      if (wire::istarts_with(parameter, "BODY=")) draft_.needs.insert("8BITMIME");
      if (wire::iequals(parameter, "SMTPUTF8")) draft_.needs.insert("SMTPUTF8");
      if (wire::istarts_with(parameter, "RET=") || wire::istarts_with(parameter, "NOTIFY="))
        draft_.needs.insert("DSN");
      kept += " " + draft_.plain(parameter);
    }
    return kept;
  }

  void begin_mail(const std::string& argument) {
    const std::string parameters = parameters_of(argument);
    const bool null = path_of(argument).empty() && argument.find("<>") != std::string::npos;
    draft_.say(fmt::format("C: MAIL FROM:<{}>{}", null ? "" : "${sender}", parameters));
    expect("MAIL");
  }

  void begin_chunk(std::string_view argument) {
    draft_.needs.insert("CHUNKING");
    const std::size_t space = std::min(argument.find(' '), argument.size());
    chunk_ = static_cast<std::size_t>(wire::to_number(argument.substr(0, space)).value_or(0));
    last_ = space < argument.size();
    if (chunk_ == 0) draft_.say(fmt::format("C: BDAT 0{}", last_ ? " LAST" : ""));
    if (chunk_ > kSessionLimit) chunk_ = 0;
    expect("BDAT");
  }

  void begin_auth(std::string_view argument) {
    sasl_ = SaslTalk(argument);
    in_auth_ = true;
    auth_line_ = draft_.lines.size();
    draft_.say("auth");  // written again with what becomes of it
    expect("AUTH");
  }

  void end_auth(const Pending& of, const std::string& code) {
    in_auth_ = false;
    draft_.lines[of.line] = sasl_.line(code[0] == '2', "AUTH ", draft_, secrets_);
    draft_.say(code[0] == '2' ? "S: 235" : "S: " + pattern("", code));
  }

  void take_reply(const std::string& code, std::string_view) {
    if (!greeted_) {
      greeted_ = true;
      return draft_.say("S: " + pattern("", code));
    }
    if (pending_.empty()) return draft_.say("S: " + pattern("", code));  // 421, said unasked
    if (pending_.front().verb == "AUTH") {
      if (code[0] == '3') return;
      const Pending done = pending_.front();
      pending_.pop_front();
      return end_auth(done, code);
    }
    const Pending done = pending_.front();
    pending_.pop_front();
    if (done.verb == "RCPT") name_recipient(done, code);
    if (done.verb == "DATA") data_ = code == "354";
    draft_.say("S: " + pattern(done.verb, code));
    while (take_client()) {
    }
  }

  // Who was taken is an account of the replay's; who was refused stays as it was said.
  void name_recipient(const Pending& of, const std::string& code) {
    if (code[0] != '2') return;
    ++accepted_in_transaction_;
    const std::string path(path_of(of.argument));
    auto found = std::find(recipients_.begin(), recipients_.end(), path);
    if (found == recipients_.end()) found = recipients_.insert(recipients_.end(), path);
    const auto place = static_cast<std::size_t>(found - recipients_.begin()) + 1;
    if (place > 1) draft_.needs.insert(fmt::format("accounts:{}", recipients_.size()));
    draft_.lines[of.line] = place == 1 ? "C: RCPT TO:<${address}>" + of.parameters
                                       : fmt::format("C: RCPT TO:<${{address.{}}}>{}", place, of.parameters);
  }

  static std::string pattern(std::string_view verb, const std::string& code) {
    if (code[0] < '2' || code[0] > '5' || code[1] > '5') return "xxx";
    if (code[0] == '4' || code[0] == '5') return std::string{code[0]} + "xx";
    if (verb == "RCPT") return "250|251";
    if (verb == "VRFY" || verb == "EXPN") return "250|251|252";
    if (verb == "HELP") return "211|214";
    return code;
  }

  Draft& draft_;
  Secrets secrets_;
  wire::Buffer from_client_, from_server_;
  wire::LineFramer line_framer_{kLineLimit}, reply_framer_{kLineLimit};
  wire::DotBlockFramer block_framer_{kSessionLimit};
  std::deque<Pending> pending_;
  std::vector<std::string> recipients_;
  SaslTalk sasl_;
  std::size_t auth_line_ = 0;
  std::size_t chunk_ = 0;  // octets of a BDAT that are awaited
  std::size_t accepted_in_transaction_ = 0;
  bool lmtp_, greeted_ = false, data_ = false, last_ = false, in_auth_ = false;
};

}  // namespace

void transcribe_smtp(const Session& session, Draft& draft) {
  draft.clause = "rfc5321 4.3.2";
  SmtpScribe scribe(session, draft);
  hear(session, scribe);
  scribe.over();
}

}  // namespace mailrig::transcribe
