#include "harness/transcribe/imap_boxes.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "harness/wire/ascii.hpp"

namespace mailrig::transcribe {

namespace {

std::string of_box(const Box& box, std::string_view what, std::size_t number) {
  return box.first ? fmt::format("{}.{}", what, number) : fmt::format("{}.{}.{}", box.variable, what, number);
}

constexpr std::size_t kSetLimit = 100'000;  // members of one set

std::uint64_t end_of(const Box& box, std::string_view word, bool uid) {
  if (word == "*") return uid ? UINT32_MAX : box.messages.size();
  return std::min<std::uint64_t>(wire::to_number(word).value_or(0), UINT32_MAX);
}

void add_range(const Box& box, std::uint64_t low, std::uint64_t high, bool uid, std::vector<MailPtr>& found) {
  if (uid) {
    for (auto it = box.by_uid.lower_bound(static_cast<std::uint32_t>(low));
         it != box.by_uid.end() && it->first <= high && found.size() < kSetLimit; ++it)
      found.push_back(it->second);
    return;
  }
  high = std::min<std::uint64_t>(high, box.messages.size());
  for (std::uint64_t i = std::max<std::uint64_t>(low, 1); i <= high && found.size() < kSetLimit; ++i)
    found.push_back(box.messages[static_cast<std::size_t>(i) - 1]);
}

}  // namespace

std::vector<MailPtr> members_of(const Box& box, std::string_view set, bool uid) {
  std::vector<MailPtr> found;
  for (std::size_t at = 0; at < set.size();) {
    const std::size_t end = std::min(set.find(',', at), set.size());
    const std::string_view part = set.substr(at, end - at);
    at = end + 1;
    const std::size_t colon = part.find(':');
    const std::uint64_t first = end_of(box, part.substr(0, colon), uid);
    const std::uint64_t last =
        colon == std::string_view::npos ? first : end_of(box, part.substr(colon + 1), uid);
    add_range(box, std::min(first, last), std::max(first, last), uid, found);
  }
  return found;
}

Box& Boxes::box(std::string_view name) {
  std::shared_ptr<Box>& found = boxes_[std::string(name)];
  if (found == nullptr || !found->exists) {
    found = std::make_shared<Box>();
    found->first = of_start_.empty();
    found->variable = found->first ? "mailbox" : fmt::format("box{}", of_start_.size() + 1);
    found->name = "${" + found->variable + "}";
    of_start_.push_back(found);
    all_.push_back(found);
  }
  found->exists = true;
  return *found;
}

Box& Boxes::create(std::string_view name) {
  auto made = std::make_shared<Box>();
  made->name = fmt::format("${{mailbox}}-made{}", ++made_);
  made->exists = made->seen = true;
  draft_.makes.push_back(made->name);
  all_.push_back(made);
  boxes_[std::string(name)] = made;
  return *made;
}

Box& Boxes::absent(std::string_view name) {
  auto none = std::make_shared<Box>();
  none->name = fmt::format("${{mailbox}}-none{}", ++absent_);
  all_.push_back(none);
  boxes_[std::string(name)] = none;
  return *none;
}

void Boxes::rename(std::string_view from, std::string_view to) {
  const std::shared_ptr<Box> old = boxes_[std::string(from)];
  Box& made = create(to);
  if (old != nullptr) {
    made.messages = old->messages;
    made.seen = old->seen;
    made.by_uid = old->by_uid;
  }
  boxes_.erase(std::string(from));
}

void Boxes::remove(std::string_view name) {
  boxes_.erase(std::string(name));
}

void Boxes::count(Box& box, std::size_t count) {
  if (!box.seen) {
    const std::size_t here = count - std::min(count, box.added.size());
    for (std::size_t i = 1; i <= std::min(here, kMessagesKept); ++i) {
      auto mail = std::make_shared<Mail>();
      mail->start = i;
      mail->octets_expression = of_box(box, "message", i);
      if (box.first) mail->header_expression = of_box(box, "header", i);
      box.at_start.push_back(mail);
      box.messages.push_back(mail);
    }
    for (const MailPtr& mail : box.added) box.messages.push_back(mail);
    box.seen = true;
    box.vague = here > kMessagesKept;
    if (box.vague)
      draft_.remarks.push_back(
          fmt::format("A mailbox held {} messages; here are the first {}, and numbers are left open.", here,
                      kMessagesKept));
    return;
  }
  if (box.vague || count == box.messages.size()) return;
  std::erase_if(box.messages, [](const MailPtr& mail) { return mail->deleted; });
  if (count == box.messages.size()) return;
  box.vague = true;
  draft_.remarks.emplace_back(
      "Another client changed a mailbox meanwhile; its numbers are left open from there on.");
}

void Boxes::add(Box& box, const MailPtr& mail) {
  (box.seen ? box.messages : box.added).push_back(mail);
}

std::string Boxes::new_uid_name() {
  return fmt::format("new{}", ++uids_);
}

std::string Boxes::uid_pattern(const Box& box, Mail& mail) {
  if (box.vague) return "${_}";
  if (mail.start > 0 && !box.variable.empty()) return "${" + of_box(box, "uid", mail.start) + "}";
  if (!mail.uid_name.empty()) return "${" + mail.uid_name + "}";
  mail.uid_name = new_uid_name();
  return "${=" + mail.uid_name + "}";
}

std::string Boxes::uid(const Box& box, std::string_view word) const {
  const auto number = wire::to_number(word);
  if (!number || *number > UINT32_MAX) return std::string(word);
  const auto value = static_cast<std::uint32_t>(*number);
  const auto found = box.by_uid.find(value);
  if (found != box.by_uid.end()) {
    if (found->second->start > 0 && !box.variable.empty())
      return "${" + of_box(box, "uid", found->second->start) + "}";
    if (!found->second->uid_name.empty()) return "${" + found->second->uid_name + "}";
  }
  // A UID that no message was seen to have: just behind the last one that was, or far off.
  const std::size_t last = std::min(box.at_start.size(), kMessagesKept);
  if (value == 1 || last == 0 || box.by_uid.empty()) return std::string(word);
  const auto below = box.by_uid.lower_bound(value);
  const std::uint32_t known = box.by_uid.rbegin()->first;
  if (below == box.by_uid.end() && value - known < 1000)
    return "${" + of_box(box, "uid", last) + fmt::format("+{}}}", value - known);
  return std::string(word);
}

std::string Boxes::uid_set(const Box& box, std::string_view set) const {
  std::string made;
  std::size_t at = 0;
  while (at < set.size()) {
    const std::size_t end = std::min(set.find_first_of(":,", at), set.size());
    made += uid(box, set.substr(at, end - at));
    if (end < set.size()) made += set[end];
    at = end + 1;
  }
  return made;
}

std::vector<std::string> Boxes::start_words(const Box& box, const Secrets& secrets) {
  std::vector<std::string> words;
  for (const MailPtr& mail : box.at_start) {
    std::string word;
    if (!mail->octets.empty() && mail->octets.size() <= kKeptOctets) {
      word = draft_.keep(secrets.masked(mail->octets));
    } else {
      const std::uint64_t size =
          std::clamp<std::uint64_t>(mail->size == 0 ? 1024 : mail->size, 256, 64UL << 20);
      word = fmt::format("generated:{}:{}", mail->start, size);
    }
    if (mail->flags)
      for (const std::string& flag : *mail->flags) word += " " + flag;
    words.push_back(std::move(word));
  }
  return words;
}

void Boxes::finish(const Secrets& secrets) {
  for (const std::shared_ptr<Box>& box : of_start_) {
    if (box->first) {
      draft_.messages = start_words(*box, secrets);
    } else {
      draft_.mailboxes.emplace_back(box->variable, start_words(*box, secrets));
    }
  }
}

}  // namespace mailrig::transcribe
