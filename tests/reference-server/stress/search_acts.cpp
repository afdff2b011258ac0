// What clients ask for by what messages are: SEARCH, SORT, THREAD, and what "$" stands for.
#include <algorithm>
#include <iterator>

#include "harness/imap/search.hpp"
#include "harness/imap/sequence_set.hpp"
#include "tests/reference-server/stress/stress.hpp"

namespace mailrig::stress {
namespace {

constexpr std::size_t kSystemFlags = 5;
constexpr std::uint64_t kLeastSize = 150, kSizes = 170;

// Of "5:3,7" as it stands: 5 4 3 7 (RFC 5267 3.1: ALL keeps the order).
std::vector<std::uint32_t> in_order(std::string_view set) {
  imap::SequenceSet ranges;
  if (!imap::parse_sequence_set(set, ranges)) differ("'{}' is no set", set);
  std::vector<std::uint32_t> all;
  for (const auto& range : ranges) {
    for (std::uint32_t each = range.first; each != range.last; each < range.last ? ++each : --each)
      all.push_back(each);
    all.push_back(range.last);
  }
  return all;
}

// What RETURN asks for, and the answer to it.
struct Returns {
  bool all = false, count = false, ends = false, save = false;
  bool page = false, from_end = false;
  std::uint64_t first = 1, last = 1;

  [[nodiscard]] bool silent() const { return !all && !count && !ends && !page; }
  [[nodiscard]] std::string range() const {
    return from_end ? fmt::format("-{}:-{}", first, last) : fmt::format("{}:{}", first, last);
  }
  [[nodiscard]] std::string text() const {
    std::string words;
    const auto add = [&](bool asked, std::string_view word) {
      if (asked) (words += words.empty() ? "" : " ") += word;
    };
    add(save, "SAVE");
    add(ends, "MIN MAX");
    add(all, "ALL");
    add(count, "COUNT");
    add(page, page ? "PARTIAL " + range() : "");
    return "RETURN (" + words + ") ";
  }
  // Which of the results "$" is to stand for (RFC 5182 2.4, RFC 9394 3.2).
  [[nodiscard]] std::vector<Uid> kept(const std::vector<const Message*>& found) const {
    std::vector<Uid> uids;
    const auto keep = [&](std::size_t begin, std::size_t end) {
      for (; begin < end; ++begin) uids.push_back(found[begin]->uid);
    };
    if (found.empty()) return uids;
    if (all || count || (!ends && !page)) {
      keep(0, found.size());
    } else if (page) {
      const auto [begin, end] = page_of(found.size(), first, last, from_end);
      keep(begin, end);
    }
    if (ends) {
      keep(0, 1);
      keep(found.size() - 1, found.size());
    }
    std::sort(uids.begin(), uids.end());
    uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
    return uids;
  }
};

void check_page(const imap::Response& response, const Returns& asked,
                const std::vector<std::uint32_t>& wanted) {
  const auto& nodes = response.tape.nodes;
  for (std::uint32_t i = response.data_begin; i < response.data_end; i = nodes[i].next) {
    if (nodes[i].text != "PARTIAL") continue;
    const std::uint32_t range = nodes[i].next + 1, set = nodes[range].next;
    if (nodes[range].text != asked.range()) differ("the page asked for was {}", asked.range());
    const auto [begin, end] = page_of(wanted.size(), asked.first, asked.last, asked.from_end);
    const bool none = nodes[set].kind == imap::NodeKind::Nil;
    const std::vector<std::uint32_t> told = none ? std::vector<std::uint32_t>{} : in_order(nodes[set].text);
    if (!std::equal(told.begin(), told.end(), wanted.begin() + static_cast<std::ptrdiff_t>(begin),
                    wanted.begin() + static_cast<std::ptrdiff_t>(end)))
      differ("the page is not of {}", fmt::join(wanted, ","));
    return;
  }
  differ("no PARTIAL in {}", response.bytes);
}

void check_extended(const imap::Response& response, const Returns& asked, bool uid,
                    const std::vector<std::uint32_t>& wanted) {
  imap::EsearchData data;
  static_cast<void>(imap::read_esearch(response, data));
  if (data.uid != uid) differ("RFC 4731 3.1: {}", response.bytes);
  const std::vector<std::uint32_t> all = data.all.empty() ? std::vector<std::uint32_t>{} : in_order(data.all);
  if (asked.all && all != wanted) differ("ALL {}, there are {}", data.all, fmt::join(wanted, ","));
  if (asked.count && data.count != wanted.size()) differ("COUNT: {}", response.bytes);
  if (asked.ends && !wanted.empty() && (data.min != wanted.front() || data.max != wanted.back()))
    differ("MIN and MAX of {}: {}", fmt::join(wanted, ","), response.bytes);
  if (asked.page) check_page(response, asked, wanted);
}

// A member of a thread as THREAD tells it; `parent` 0: none, or none that is there.
struct Member {
  std::uint32_t message, parent;
  std::size_t thread;
  [[nodiscard]] bool operator==(const Member&) const = default;
};

void read_members(const imap::Tape& tape, std::uint32_t begin, std::uint32_t end, std::uint32_t parent,
                  std::size_t thread, std::vector<Member>& members) {
  for (std::uint32_t i = begin; i < end; i = tape.nodes[i].next) {
    if (tape.is_list(i)) {
      read_members(tape, i + 1, tape.nodes[i].next, parent, thread, members);
      continue;
    }
    const auto message = static_cast<std::uint32_t>(tape.nodes[i].number);
    members.push_back({message, parent, thread});
    parent = message;
  }
}

std::vector<Member> members_of(const imap::Response& response) {
  std::vector<Member> members;
  std::size_t thread = 0;
  for (std::uint32_t i = response.data_begin; i < response.data_end; i = response.tape.nodes[i].next)
    read_members(response.tape, i, response.tape.nodes[i].next, 0, thread++, members);
  return members;
}

struct Asked {  // of a THREAD: the message and how it is told
  const Message* message;
  std::uint32_t told;
};

// RFC 5256 3, ORDEREDSUBJECT. All copies of a text have its subject and its sent date.
std::vector<Member> by_subject(std::vector<Asked> found) {
  std::stable_sort(found.begin(), found.end(), [](const Asked& a, const Asked& b) {
    return sent_of(a.message->serial) < sent_of(b.message->serial);
  });
  std::vector<Member> members;
  std::map<std::uint32_t, std::vector<std::uint32_t>> threads;  // by serial
  for (const Asked& each : found) threads[each.message->serial].push_back(each.told);
  std::size_t thread = 0;
  for (const Asked& each : found) {
    const std::vector<std::uint32_t>& copies = threads[each.message->serial];
    if (copies.front() != each.told) continue;
    for (const std::uint32_t copy : copies)
      members.push_back({copy, copy == each.told ? 0 : each.told, thread});
    ++thread;
  }
  return members;
}

// Which messages belong together: through their references, also to a message that is not there.
class Families {
 public:
  std::uint32_t of(std::uint32_t serial) {
    const auto [at, added] = heads_.try_emplace(serial, serial);
    if (added || at->second == serial) return serial;
    return at->second = of(at->second);
  }
  void join(std::uint32_t a, std::uint32_t b) { heads_[of(a)] = of(b); }

 private:
  std::map<std::uint32_t, std::uint32_t> heads_;
};

// RFC 5256 3, REFERENCES: one thread for each family, each message below the one that it names.
void check_references(const std::vector<Asked>& found, const std::vector<Member>& members) {
  Families families;
  std::map<std::uint32_t, const Message*> by_told;
  std::map<std::uint32_t, std::uint32_t> first_of;  // by serial: it has the Message-ID
  for (const Asked& each : found) {
    const std::uint32_t serial = each.message->serial;
    by_told[each.told] = each.message;
    first_of.emplace(serial, each.told);
    static_cast<void>(families.of(serial));
    if (parent_of(serial) != 0) families.join(serial, parent_of(serial));
  }
  std::map<std::uint32_t, std::size_t> thread_of;
  std::set<std::size_t> threads;
  std::map<std::uint32_t, std::uint32_t> sent_before;  // of the last child of each
  for (const Member& member : members) {
    const std::uint32_t serial = by_told.at(member.message)->serial;
    const auto [thread, added] = thread_of.emplace(families.of(serial), member.thread);
    if (thread->second != member.thread || (added && !threads.insert(member.thread).second))
      differ("message {} is in the wrong thread", member.message);
    const auto parent = first_of.find(parent_of(serial));
    if (parent != first_of.end() && parent->second != member.parent)
      differ("message {} is below {}, it names {}", member.message, member.parent, parent->second);
    if (member.parent == 0) continue;
    std::uint32_t& before = sent_before[member.parent];
    if (sent_of(serial) < before) differ("message {} was sent before the one before it", member.message);
    before = sent_of(serial);
  }
}

void check_threads(const std::vector<Asked>& found, const std::vector<Member>& members, bool by_references) {
  if (!by_references && members != by_subject(found)) differ("not threaded by subject");
  std::vector<std::uint32_t> told, there;
  for (const Member& each : members) told.push_back(each.message);
  for (const Asked& each : found) there.push_back(each.told);
  std::sort(told.begin(), told.end());
  if (told != there) differ("threads have {}, there are {}", fmt::join(told, ","), fmt::join(there, ","));
  if (by_references) check_references(found, members);
}

struct Criterion {
  std::string_view name;
  bool reverse;

  [[nodiscard]] int compare(const Message& a, const Message& b) const {
    const int order = name == "SUBJECT" ? subject(a).compare(subject(b))
                                        : (value(a) < value(b) ? -1 : static_cast<int>(value(a) > value(b)));
    return reverse ? -order : order;
  }

 private:
  static std::string subject(const Message& message) { return fmt::format("m{}x", message.serial); }
  [[nodiscard]] std::int64_t value(const Message& message) const {
    if (name == "ARRIVAL") return message.arrival;
    return name == "DATE" ? sent_of(message.serial) : message.octets;
  }
};
constexpr std::string_view kCriteria[] = {"ARRIVAL", "DATE", "SIZE", "SUBJECT"};

void check_sorted(const imap::Response& response, const std::vector<std::uint32_t>& wanted) {
  std::vector<std::uint32_t> told;
  for (std::uint32_t i = response.data_begin; i < response.data_end; i = response.tape.nodes[i].next)
    told.push_back(static_cast<std::uint32_t>(response.tape.nodes[i].number));
  if (told != wanted) differ("sorted {}, it is {}", fmt::join(told, " "), fmt::join(wanted, " "));
}

}  // namespace

Key Stress::some_key(const Client& client) {
  static constexpr std::string_view kKeys[kSystemFlags] = {"SEEN", "ANSWERED", "FLAGGED", "DELETED", "DRAFT"};
  const std::size_t flag = below(kFlags);
  const std::uint32_t serial = 1 + static_cast<std::uint32_t>(below(truth_.last_serial + 1));
  const std::uint64_t size = kLeastSize + below(kSizes);
  std::vector<Uid> named;
  const std::string set = some_set(client, true, named);
  if (set.empty()) return {};
  const auto flagged = [flag](const Message& message) { return (message.flags >> flag & 1) != 0; };
  const bool system = flag < kSystemFlags;
  switch (below(7)) {
    case 0:
      return {system ? std::string(kKeys[flag]) : fmt::format("KEYWORD {}", kFlagNames[flag]), flagged};
    case 1:
      return {system ? fmt::format("UN{}", kKeys[flag]) : fmt::format("UNKEYWORD {}", kFlagNames[flag]),
              std::not_fn(flagged)};
    case 2:
      return {fmt::format("SUBJECT m{}x", serial),
              [=](const Message& each) { return each.serial == serial; }};
    case 3:
      return {fmt::format("LARGER {}", size), [=](const Message& each) { return each.octets > size; }};
    case 4:
      return {"UID " + set, [named](const Message& each) { return holds(named, each.uid); }};
    case 5:
      return {fmt::format("NOT UID {}", set),
              [named](const Message& each) { return !holds(named, each.uid); }};
    default:
      return {fmt::format("OR SUBJECT m{}x SMALLER {}", serial, size),
              [=](const Message& each) { return each.serial == serial || each.octets < size; }};
  }
}

std::vector<const Message*> Stress::wanted(const Client& client, const Key& key) const {
  std::vector<const Message*> found;
  for (const Uid each : client.uids) {
    const Message* message = client.mailbox->find(each);
    if (message != nullptr && key.matches(*message)) found.push_back(message);
  }
  return found;
}

// RFC 3501 6.4.4, and RETURN with any of its options (RFC 4731 3.1, RFC 9394 3.1).
void Stress::search(Client& client) {
  const bool uid = chance(2), extended = chance(2);
  const Key key = some_key(client);
  if (key.text.empty()) return;
  Returns asked;
  asked.ends = chance(3);
  asked.count = chance(2);
  asked.page = chance(2);
  asked.all = !asked.page;
  asked.from_end = chance(2);
  asked.first = 1 + below(6);
  asked.last = 1 + below(6);
  const Answer answer =
      say(client, fmt::format("{}SEARCH {}{}", prefix(uid), extended ? asked.text() : "", key.text));
  must(answer, true);
  std::vector<std::uint32_t> numbers, found;
  for (const Message* each : wanted(client, key))
    numbers.push_back(uid ? each->uid : number_of(client, each->uid));
  bool answered = false;
  for (const imap::Response& response : answer.untagged) {
    if (!extended && imap::read_search(response, found)) {
      answered = true;
    } else if (extended && response.name == "ESEARCH") {
      answered = true;
      check_extended(response, asked, uid, numbers);
    } else if (!client.hear(response, uid)) {
      differ("unasked: {}", response.bytes);
    }
  }
  if (!answered) differ("no SEARCH response");
  std::sort(found.begin(), found.end());
  if (!extended && found != numbers)
    differ("found {}, there are {}", fmt::join(found, ","), fmt::join(numbers, ","));
}

// RFC 5182: what is kept as "$" is used by some_set().
void Stress::search_save(Client& client) {
  const Key key = some_key(client);
  if (key.text.empty()) return;
  Returns asked;
  asked.save = true;
  asked.count = chance(4);
  asked.ends = chance(3);
  asked.page = chance(3);
  asked.all = !asked.page && chance(4);
  asked.last = 1 + below(6);
  const Answer answer = say(client, fmt::format("UID SEARCH {}{}", asked.text(), key.text));
  must(answer, true);
  const std::vector<const Message*> found = wanted(client, key);
  std::vector<std::uint32_t> uids;
  for (const Message* each : found) uids.push_back(each->uid);
  client.saved = asked.kept(found);
  bool answered = false;
  for (const imap::Response& response : answer.untagged) {
    if (response.name == "ESEARCH") {
      answered = true;
      check_extended(response, asked, true, uids);
    } else if (!client.hear(response, true)) {
      differ("unasked: {}", response.bytes);
    }
  }
  if (answered == asked.silent()) differ("RFC 5182 2.1: SAVE alone is not answered: {}", answer.octets);
}

// RFC 5256 3, RETURN by RFC 5267 3.
void Stress::sort(Client& client) {
  const bool uid = chance(2), extended = chance(2), by_size_then = chance(4);
  const Criterion criterion{kCriteria[below(std::size(kCriteria))], chance(2)};
  const Key key = some_key(client);
  if (key.text.empty()) return;
  Returns asked;
  asked.ends = chance(2);
  asked.count = chance(2);
  asked.page = chance(2);
  asked.all = !asked.page;
  asked.last = 1 + below(6);
  const Answer answer =
      say(client, fmt::format("{}SORT {}({}{}{}) UTF-8 {}", prefix(uid), extended ? asked.text() : "",
                              criterion.reverse ? "REVERSE " : "", criterion.name,
                              by_size_then ? " SIZE" : "", key.text));
  must(answer, true);
  std::vector<const Message*> found = wanted(client, key);
  std::stable_sort(found.begin(), found.end(), [&](const Message* a, const Message* b) {
    const int order = criterion.compare(*a, *b);
    return order != 0 ? order < 0 : by_size_then && a->octets < b->octets;
  });
  std::vector<std::uint32_t> numbers;
  for (const Message* each : found) numbers.push_back(uid ? each->uid : number_of(client, each->uid));
  bool answered = false;
  for (const imap::Response& response : answer.untagged) {
    if (response.name == (extended ? "ESEARCH" : "SORT")) {
      answered = true;
      extended ? check_extended(response, asked, uid, numbers) : check_sorted(response, numbers);
    } else if (!client.hear(response, uid)) {
      differ("unasked: {}", response.bytes);
    }
  }
  if (!answered) differ("no answer to SORT");
}

void Stress::thread(Client& client) {
  const bool uid = chance(2), by_references = chance(2);
  const Key key = some_key(client);
  if (key.text.empty()) return;
  const Answer answer = say(client, fmt::format("{}THREAD {} UTF-8 {}", prefix(uid),
                                                by_references ? "REFERENCES" : "ORDEREDSUBJECT", key.text));
  must(answer, true);
  std::vector<Asked> found;
  for (const Message* each : wanted(client, key))
    found.push_back({each, uid ? each->uid : number_of(client, each->uid)});
  bool answered = false;
  for (const imap::Response& response : answer.untagged) {
    if (response.name == "THREAD") {
      answered = true;
      check_threads(found, members_of(response), by_references);
    } else if (!client.hear(response, uid)) {
      differ("unasked: {}", response.bytes);
    }
  }
  if (!answered) differ("no answer to THREAD");
}

}  // namespace mailrig::stress
