#include "tests/reference-server/stress/stress.hpp"

#include <algorithm>
#include <utility>

#include "harness/imap/list.hpp"

namespace mailrig::stress {

bool holds(const std::vector<Uid>& uids, Uid uid) {
  return std::find(uids.begin(), uids.end(), uid) != uids.end();
}

std::uint32_t number_of(const Client& client, Uid uid) {
  const auto at = std::lower_bound(client.uids.begin(), client.uids.end(), uid);
  return static_cast<std::uint32_t>(at - client.uids.begin()) + 1;
}

bool any_gone(Client& client, const std::vector<Uid>& named) {
  return std::any_of(named.begin(), named.end(),
                     [&](Uid uid) { return client.mailbox->find(uid) == nullptr; });
}

std::string_view prefix(bool uid) {
  return uid ? "UID " : "";
}

std::pair<std::size_t, std::size_t> page_of(std::size_t count, std::uint64_t first, std::uint64_t last,
                                            bool from_end) {
  if (first > last) std::swap(first, last);
  const std::size_t begin = std::min<std::size_t>(first - 1, count), end = std::min<std::size_t>(last, count);
  return from_end ? std::pair(count - end, count - begin) : std::pair(begin, end);
}

const std::vector<Stress::Act> Stress::kActs = {
    {"NOOP", 10, true, &Stress::noop},
    {"CHECK", 2, true, &Stress::check},
    {"FETCH", 25, true, &Stress::fetch},
    {"FETCH CHANGEDSINCE", 2, true, &Stress::fetch_changed},
    {"STORE", 20, true, &Stress::store},
    {"STORE UNCHANGEDSINCE", 4, true, &Stress::store_unchanged},
    {"UID FETCH PARTIAL", 2, true, &Stress::fetch_page},
    {"SEARCH", 8, true, &Stress::search},
    {"SEARCH SAVE", 2, true, &Stress::search_save},
    {"SORT", 2, true, &Stress::sort},
    {"THREAD", 2, true, &Stress::thread},
    {"REPLACE", 2, true, &Stress::replace},
    {"EXPUNGE", 3, true, &Stress::expunge},
    {"UID EXPUNGE", 3, true, &Stress::uid_expunge},
    {"COPY", 4, true, &Stress::copy},
    {"MOVE", 4, true, &Stress::move},
    {"CLOSE", 2, true, &Stress::close},
    {"UNSELECT", 2, true, &Stress::unselect},
    {"IDLE", 4, true, &Stress::idle},
    {"thinning out", 4, true, &Stress::thin_out},
    {"SELECT, EXAMINE", 10, false, &Stress::select},
    {"APPEND", 10, false, &Stress::append},
    {"MULTIAPPEND", 2, false, &Stress::append_several},
    {"CATENATE", 2, false, &Stress::catenate},
    {"QUOTA", 1, false, &Stress::quota},
    {"METADATA", 2, false, &Stress::metadata},
    {"delivery", 4, false, &Stress::deliver},
    {"POP3", 1, false, &Stress::collect},
    {"STATUS", 4, false, &Stress::status},
    {"LIST", 2, false, &Stress::list},
    {"CREATE", 2, false, &Stress::create},
    {"DELETE", 1, false, &Stress::remove},
    {"RENAME", 1, false, &Stress::rename},
    {"SUBSCRIBE, LSUB", 1, false, &Stress::subscribe},
    {"ENABLE", 2, false, &Stress::enable},
    {"refused", 3, false, &Stress::nonsense},
    {"CAPABILITY, NAMESPACE, ID", 2, false, &Stress::small_talk},
    {"lost connection", 1, false, &Stress::lose},
    {"LOGOUT", 1, false, &Stress::log_out},
};

Stress::Stress(server::World& world, const server::Account& account, std::uint64_t seed, int sessions)
    : world_(world), account_(account), random_(seed) {
  truth_.mailboxes["INBOX"] = std::make_shared<Mailbox>(Mailbox{.name = "INBOX"});
  clients_.resize(static_cast<std::size_t>(sessions));
  for (int number = 0; number < sessions; ++number) connect(number);
  // What a new account comes with.
  const Answer answer = say(*clients_.front(), "LIST \"\" *");
  for (const imap::Response& response : answer.untagged) {
    imap::ListData data;
    if (!imap::read_list(response, data)) continue;
    const std::string name(data.name);
    if (!truth_.mailboxes.contains(name))
      truth_.mailboxes[name] = std::make_shared<Mailbox>(Mailbox{.name = name});
  }
}

void Stress::connect(int number) {
  auto& place = clients_[static_cast<std::size_t>(number)];
  std::optional<Kept> kept;
  if (place) {
    place->left();
    kept = std::move(place->kept);
  }
  place = std::make_unique<Client>(world_, number);
  place->kept = std::move(kept);
  must(say(*place, fmt::format("LOGIN {} pass", account_.user)), true);
  if (chance(3)) begin_condstore(*place, true);
  last_ = place.get();
}

void Stress::step() {
  Client& client = *clients_[below(clients_.size())];
  last_ = &client;
  if (client.idle) {
    client.end_idle();
    client.must_know_all();
  }
  static const unsigned kWeights = [] {
    unsigned sum = 0;
    for (const Act& act : kActs) sum += act.weight;
    return sum;
  }();
  std::uint64_t at = below(kWeights);
  const auto act = std::find_if(kActs.begin(), kActs.end(), [&](const Act& each) {
    if (at < each.weight) return true;
    at -= each.weight;
    return false;
  });
  if (act->needs_mailbox && (!client.mailbox || client.mailbox->deleted)) {
    if (!client.mailbox) return select(client);
    return unselect(client);
  }
  ++done_[act->name];
  (this->*act->function)(client);
  for (const auto& other : clients_) {
    last_ = other.get();
    other->overhear();
  }
}

Answer Stress::say(Client& client, std::string_view command) {
  last_ = &client;
  return client.say(command, random_);
}

void Stress::must(const Answer& answer, bool ok) {
  if (answer.tagged.kind != imap::ResponseKind::Tagged) differ("no answer: {}", answer.octets);
  if (answer.ok() != ok) differ("{} was wanted: {}", ok ? "OK" : "a refusal", answer.octets);
}

FlagSet Stress::some_flags() {
  const FlagSet all = (FlagSet{1} << kFlags) - 1;
  return static_cast<FlagSet>(random_() & random_()) & all;
}

std::string Stress::some_set(const Client& client, bool uid, std::vector<Uid>& named) {
  named.clear();
  const std::size_t size = client.uids.size();
  if (size == 0) return {};
  if (!client.saved.empty() && chance(4)) {  // RFC 5182 2.1: without those that were expunged
    for (const Uid each : client.saved) {
      if (client.knows(each)) named.push_back(each);
    }
    if (!named.empty()) return "$";
  }
  std::string set;
  const std::size_t ranges = 1 + below(3);
  for (std::size_t i = 0; i < ranges; ++i) {
    std::size_t first = below(size);
    std::size_t last = std::min(size - 1, first + (chance(3) ? below(6) : 0));
    if (chance(200)) first = 0, last = size - 1;
    for (std::size_t at = first; at <= last; ++at) named.push_back(client.uids[at]);
    const auto name = [&](std::size_t at) {
      if (at == size - 1 && chance(3)) return std::string("*");
      return fmt::format("{}", uid ? client.uids[at] : static_cast<Uid>(at + 1));
    };
    if (!set.empty()) set += ',';
    if (first == last) {
      set += name(first);
    } else {
      set += chance(6) ? name(last) + ':' + name(first) : name(first) + ':' + name(last);
    }
  }
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  return set;
}

void Stress::settle() {
  for (const auto& client : clients_) {
    last_ = client.get();
    if (client->idle) client->end_idle();
    if (client->mailbox && client->mailbox->deleted) {
      client->left();
      must(say(*client, "UNSELECT"), true);
    }
    if (client->mailbox) noop(*client);
  }
  for (const auto& client : clients_) {
    if (!client->mailbox || client->uids.empty()) continue;
    const Answer answer = say(*client, "UID FETCH 1:* (FLAGS MODSEQ RFC822.SIZE BODY.PEEK[])");
    must(answer, true);
    client->condstore = true;
    client->hear_all(answer, true);
    client->must_know_all();
    if (client->told.size() != client->uids.size()) differ("not all messages were answered");
  }
}

void Stress::close_all() {
  for (auto& client : clients_) client.reset();
  last_ = nullptr;
}

void Stress::reopened() {
  Client reader(world_, 99);
  last_ = &reader;
  must(say(reader, fmt::format("LOGIN {} pass", account_.user)), true);
  list(reader);
  for (const auto& [name, mailbox] : truth_.mailboxes) {
    must(say(reader, "SELECT " + name), true);
    reader.selected(mailbox, false);
    if (reader.uids.empty()) continue;
    const Answer answer = say(reader, "UID FETCH 1:* (UID FLAGS MODSEQ RFC822.SIZE BODY.PEEK[])");
    must(answer, true);
    reader.condstore = true;
    reader.hear_all(answer, true);
    if (reader.told.size() != mailbox->messages.size()) differ("{}: not all is there", name);
  }
  last_ = nullptr;
}

}  // namespace mailrig::stress
