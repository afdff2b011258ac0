#include "tests/reference-server/stress/client.hpp"

#include <algorithm>

#include "harness/imap/code.hpp"
#include "harness/imap/flags.hpp"
#include "harness/imap/sequence_set.hpp"
#include "harness/wire/ascii.hpp"

namespace mailrig::stress {
namespace {

constexpr std::size_t kSubjectOctets = 20;  // as Stress::fetch() asks for them
constexpr std::size_t kLogLimit = 16 * 1024;

std::optional<ModSeq> modseq_in(const imap::Response& response) {
  const auto item = imap::find_item(response, "MODSEQ");
  if (!item) return std::nullopt;
  const auto& nodes = response.tape.nodes;
  if (!response.tape.is_list(*item) || nodes[*item].next != *item + 2) differ("MODSEQ is no list of one");
  return nodes[*item + 1].number;
}

}  // namespace

std::vector<Uid> members_of(std::string_view set) {
  imap::SequenceSet ranges;
  std::vector<Uid> uids;
  if (!imap::parse_sequence_set(set, ranges) || !imap::members(ranges, 0, 1'000'000, uids)) {
    differ("'{}' is no set of UIDs", set);
  }
  return uids;
}

FlagSet flags_in(const imap::Tape& tape, std::uint32_t list) {
  std::vector<std::string_view> words;
  imap::read_flags(tape, list, words);
  FlagSet flags = 0;
  for (const std::string_view word : words) {
    if (wire::iequals(word, "\\Recent")) continue;
    const auto at = std::find_if(std::begin(kFlagNames), std::end(kFlagNames),
                                 [&](std::string_view name) { return wire::iequals(name, word); });
    if (at == std::end(kFlagNames)) differ("no one ever set the flag {}", word);
    flags |= FlagSet{1} << (at - std::begin(kFlagNames));
  }
  return flags;
}

std::string flag_list(FlagSet flags) {
  std::string list;
  for (std::size_t i = 0; i < kFlags; ++i) {
    if ((flags >> i & 1) == 0) continue;
    if (!list.empty()) list += ' ';
    list += kFlagNames[i];
  }
  return "(" + list + ")";
}

Client::Client(server::World& world, int its_number)
    : number(its_number), session_(server::make_imap_session(world, {"127.0.0.1:4711"})) {
  std::string greeting;
  session_->greet(greeting);
  session_->wake_up = [this] { woken_ = true; };
}

void Client::note(std::string_view who, std::string_view octets) {
  if (log_.size() > kLogLimit) log_.erase(0, log_.find('\n', kLogLimit / 2) + 1);
  while (!octets.empty()) {
    const std::size_t end = std::min(octets.find("\r\n"), octets.size());
    fmt::format_to(std::back_inserter(log_), "{} {}\n", who, octets.substr(0, end));
    octets.remove_prefix(std::min(end + 2, octets.size()));
  }
}

Answer Client::say(std::string_view command, Random& random) {
  tag_ = fmt::format("c{}t{}", number, ++last_tag_);
  const std::string line = fmt::format("{} {}\r\n", tag_, command);
  note("C:", line);
  std::string output;
  for (std::string_view rest = line; !rest.empty();) {
    // Mostly whole, sometimes cut.
    const std::size_t size = random() % 8 != 0 ? rest.size() : 1 + random() % rest.size();
    if (session_->feed(rest.substr(0, size), output) == server::Effect::Close) closed = true;
    rest.remove_prefix(size);
  }
  while (session_->pending()) static_cast<void>(session_->feed({}, output));
  note("S:", output);
  Answer answer;
  answer.octets = std::move(output);
  read(answer.octets, answer);
  return answer;
}

void Client::read(std::string_view output, Answer& answer) {
  answered.clear();
  imap::ResponseFramer framer;
  bool complete = false;
  while (!output.empty()) {
    const wire::Frame frame = framer.feed(output);
    if (frame.status != wire::FrameStatus::Complete) differ("half a response: {}", output);
    imap::Response& response = answer.untagged.emplace_back();
    imap::parse_response(output.substr(0, frame.size), response);
    framer.reset();
    output.remove_prefix(frame.size);
    if (!response.flaws.empty()) differ("malformed: {}", response.bytes);
    if (complete) differ("behind the tagged response: {}", response.bytes);
    if (response.kind == imap::ResponseKind::Tagged) {
      if (response.tag != tag_) differ("the tag is {}, not {}", response.tag, tag_);
      answer.tagged = std::move(response);
      answer.untagged.pop_back();
      complete = true;
    }
  }
}

void Client::begin_idle(Random& random) {
  const Answer answer = say("IDLE", random);
  if (answer.tagged.kind == imap::ResponseKind::Tagged) differ("IDLE is completed at once");
  idle = true;
  bool ready = false;
  for (const imap::Response& response : answer.untagged) {
    ready = ready || response.kind == imap::ResponseKind::Continuation;
    if (response.kind != imap::ResponseKind::Continuation && !hear(response, true)) {
      differ("in IDLE: {}", response.bytes);
    }
  }
  if (!ready) differ("no continuation for IDLE");
}

void Client::overhear() {
  if (!idle || !woken_) return;
  woken_ = false;
  Answer answer;
  static_cast<void>(session_->wake(answer.octets));
  note("S:", answer.octets);
  read(answer.octets, answer);
  hear_all(answer, true);
  must_know_all();
}

void Client::end_idle() {
  idle = false;
  note("C:", "DONE\r\n");
  Answer answer;
  static_cast<void>(session_->feed("DONE\r\n", answer.octets));
  note("S:", answer.octets);
  read(answer.octets, answer);
  if (!answer.ok()) differ("DONE: {}", answer.octets);
  hear_all(answer, true);
}

void Client::hear_all(const Answer& answer, bool expunge) {
  for (const imap::Response& response : answer.untagged) {
    if (!hear(response, expunge)) differ("unasked: {}", response.bytes);
  }
}

bool Client::hear(const imap::Response& response, bool expunge) {
  if (response.kind != imap::ResponseKind::Untagged) return false;
  if (response.status == imap::Status::Ok) {
    // RFC 7162 3.2: up to here, whatever MODSEQs were told.
    if (const auto highest = imap::code_number(response, "HIGHESTMODSEQ")) synchronised = *highest;
    return true;
  }
  const std::string_view name = response.name;
  if (name == "FLAGS" || name == "RECENT") return mailbox != nullptr;
  if (mailbox == nullptr) return false;
  if (name == "EXISTS") {
    heard_exists(response.number.value_or(0));
  } else if (name == "FETCH") {
    heard_fetch(response);
  } else if (name == "EXPUNGE" || name == "VANISHED") {
    if (!expunge) differ("RFC 3501 7.4.1: not while this command is in progress: {}", response.bytes);
    if ((name == "VANISHED") != qresync) differ("RFC 7162 3.2.10: {}", response.bytes);
    name == "EXPUNGE" ? heard_expunge(response.number.value_or(0)) : heard_vanished(response);
  } else {
    return false;
  }
  return true;
}

void Client::heard_exists(std::uint64_t exists) {
  if (exists < uids.size()) differ("EXISTS {} after {}", exists, uids.size());
  for (const Message& message : mailbox->messages) {
    if (message.uid > seen_up_to_) uids.push_back(message.uid);
  }
  if (!mailbox->messages.empty()) seen_up_to_ = std::max(seen_up_to_, mailbox->messages.back().uid);
  if (uids.size() != exists) differ("EXISTS {}, there are {}", exists, uids.size());
}

void Client::heard_expunge(std::uint64_t expunged) {
  if (expunged == 0 || expunged > uids.size()) differ("EXPUNGE {} of {} messages", expunged, uids.size());
  const auto at = uids.begin() + static_cast<std::ptrdiff_t>(expunged - 1);
  if (mailbox->find(*at) != nullptr)
    differ("EXPUNGE {}: that is UID {}, which is still there", expunged, *at);
  told.erase(*at);
  uids.erase(at);
}

void Client::heard_vanished(const imap::Response& response) {
  const auto& nodes = response.tape.nodes;
  const std::uint32_t last = response.data_begin;
  if (response.data_end - last != 1) differ("VANISHED: {}", response.bytes);
  for (const Uid uid : members_of(nodes[last].text)) {
    if (mailbox->find(uid) != nullptr) differ("VANISHED {}: it is still there", uid);
    const auto at = std::lower_bound(uids.begin(), uids.end(), uid);
    if (at == uids.end() || *at != uid) differ("VANISHED {}: it was not in view", uid);
    uids.erase(at);
    told.erase(uid);
  }
}

void Client::heard_fetch(const imap::Response& response) {
  imap::FetchData data;
  if (!imap::read_fetch(response, data)) differ("no FETCH response: {}", response.bytes);
  if (data.number == 0 || data.number > uids.size()) differ("FETCH of {}, of {}", data.number, uids.size());
  const Uid uid = uids[data.number - 1];
  if (data.uid && *data.uid != uid) differ("message {} is UID {}, told {}", data.number, uid, *data.uid);
  // RFC 7162 3.2.4, 3.1: of FETCHes that no FETCH asked for.
  if (!fetching && condstore && data.flags && !data.uid) differ("no UID in {}", response.bytes);
  if (!fetching && condstore && data.flags && !modseq_in(response)) differ("no MODSEQ in {}", response.bytes);
  Message* message = mailbox->find(uid);
  if (message == nullptr) return;  // another session has expunged it: what it last had
  answered.insert(uid);
  heard_items(response, data, *message);
}

void Client::heard_items(const imap::Response& response, const imap::FetchData& data, Message& message) {
  if (data.flags) {
    const FlagSet flags = flags_in(response.tape, *data.flags);
    if (flags != message.flags) {
      differ("UID {} has {}, told {}", message.uid, flag_list(message.flags), flag_list(flags));
    }
    told[message.uid] = flags;
  }
  const auto modseq = modseq_in(response);
  if (modseq) {
    mailbox->modseq_told(message, *modseq);
    synchronised = std::max(synchronised, *modseq);
  }
  if (data.size && *data.size != message.octets) differ("RFC822.SIZE {}", *data.size);
  check_texts(response, message);
}

void Client::check_texts(const imap::Response& response, const Message& message) {
  const auto check = [&](std::string_view item, const auto& text) {
    const auto found = imap::find_item(response, item);
    if (!found) return;
    if (response.tape.nodes[*found].text != text())
      differ("UID {}: {} is another one: {}", message.uid, item, response.bytes);
  };
  const auto whole = [&] { return text_of(message.serial); };
  const auto body = [&] { return body_of(message.serial); };
  check("BODY[]", whole);
  check("BINARY[]", whole);
  check("BODY[TEXT]", body);
  check("BINARY[1]", body);
  check("BINARY.SIZE[1]", [&] { return std::to_string(body().size()); });
  check("BODY[HEADER.FIELDS (SUBJECT)]<0>",
        [&] { return fmt::format("Subject: m{}x\r\n\r\n", message.serial).substr(0, kSubjectOctets); });
}

void Client::selected(MailboxPtr its, bool only_reads) {
  mailbox = std::move(its);
  read_only = only_reads;
  told.clear();
  saved.clear();
  uids.clear();
  for (const Message& message : mailbox->messages) uids.push_back(message.uid);
  seen_up_to_ = mailbox->uid_next - 1;
}

void Client::left() {
  if (mailbox && qresync && !mailbox->deleted) kept = Kept{mailbox, synchronised, told, uids};
  mailbox.reset();
  saved.clear();
  uids.clear();
  told.clear();
  synchronised = 0;
}

bool Client::knows(Uid uid) const {
  return std::binary_search(uids.begin(), uids.end(), uid);
}

void Client::must_know_all() const {
  if (!mailbox) return;
  if (uids.size() != mailbox->messages.size()) {
    differ("{} messages in view, {} in truth", uids.size(), mailbox->messages.size());
  }
  for (std::size_t i = 0; i < uids.size(); ++i) {
    const Message& message = mailbox->messages[i];
    if (uids[i] != message.uid) differ("message {} is UID {}, in view it is {}", i + 1, message.uid, uids[i]);
    const auto flags = told.find(message.uid);
    if (flags != told.end() && flags->second != message.flags) {
      differ("UID {} has {}, this session was last told {}", message.uid, flag_list(message.flags),
             flag_list(flags->second));
    }
  }
}

}  // namespace mailrig::stress
