#include "harness/play/peer.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace mailrig::play {
namespace {

bool accepted(const smtp::Reply& reply) {
  return reply.code >= 200 && reply.code < 400;
}
bool accepted(const imap::Response& reply) {
  return reply.status == imap::Status::Ok;
}
bool accepted(const pop3::Reply& reply) {
  return reply.status == pop3::Status::Ok;
}

bool has_block(const smtp::Reply&) {
  return false;
}
bool has_block(const imap::Response&) {
  return false;
}
bool has_block(const pop3::Reply& reply) {
  return reply.multi_line;
}

void parse(std::string_view unit, bool, smtp::Reply& reply) {
  smtp::parse_reply(unit, reply);
}
void parse(std::string_view unit, bool, imap::Response& reply) {
  imap::parse_response(unit, reply);
}
void parse(std::string_view unit, bool block, pop3::Reply& reply) {
  pop3::parse_reply(unit, block, reply);
}

// The command is answered, and gets no further reply.
bool answered_whole(const smtp::Dialogue& dialogue) {
  return !dialogue.verb_answered().empty() && dialogue.replies_due() == 0;
}
template <typename Dialogue>
bool answered_whole(const Dialogue& dialogue) {
  return !dialogue.answered().empty();
}

std::size_t hash(std::string_view tag) {
  return std::hash<std::string_view>()(tag);
}
template <typename Dialogue>
std::size_t tag_hash(const Dialogue&, std::size_t) {
  return 0;
}
template <>
std::size_t tag_hash(const imap::Dialogue& dialogue, std::size_t index) {
  return hash(dialogue.commands()[index].tag);
}

const std::string_view* challenge(const smtp::Reply& reply) {
  return reply.code == 334 && !reply.lines.empty() ? &reply.lines.front() : nullptr;
}
const std::string_view* challenge(const imap::Response& reply) {
  return reply.kind == imap::ResponseKind::Continuation ? &reply.text : nullptr;
}
const std::string_view* challenge(const pop3::Reply& reply) {
  return reply.status == pop3::Status::Continue ? &reply.text : nullptr;
}

}  // namespace

std::string Peer::tag_text(std::uint64_t tag) {
  return "A" + std::to_string(tag);
}

Peer::Peer(ClientIndex index, scenario::Service service, const Limits& limits)
    : index_(index), limits_(&limits) {
  if (service == scenario::Service::Lmtp) side_.emplace<SmtpSide>(smtp::Dialogue::Kind::Lmtp);
  if (service == scenario::Service::Imap) side_.emplace<ImapSide>(limits);
  if (service == scenario::Service::Pop3) side_.emplace<Pop3Side>();
}

void Peer::reset() {
  in_.clear();
  waiting_.clear();
  queue_.clear();
  early_.clear();
  pending_.clear();
  out.clear();
  channel = {};
  queue_at_ = pending_at_ = skip_ = 0;
  dropped_early_ = awaits_compress_ = false;
  was_open_ = secure_ = ours_ = flooded_ = written = has_answer_ = false;
  std::visit(
      [](auto& side) {
        side.dialogue.reset();
        side.watcher.reset();
      },
      side_);
}

void Peer::connecting() {
  reset();
  state_ = State::Connecting;
}

void Peer::opened() {
  was_open_ = true;
  state_ = State::Open;
}

void Peer::securing() {
  state_ = State::Securing;
}

// What came in the clear behind the go-ahead is thrown away (RFC 3207 4.2).
void Peer::secured() {
  in_.clear();
  waiting_.clear();
  queue_.clear();
  queue_at_ = 0;
  state_ = State::Open;
  secure_ = true;
  std::visit([](auto& side) { side.watcher.secured(); }, side_);
}

std::string_view Peer::compressing() {
  awaits_compress_ = false;
  scratch_.assign(in_.view());
  in_.clear();
  return scratch_;
}

void Peer::ours_closes() {
  ours_ = true;
  std::visit([](auto& side) { side.watcher.ours_closes(); }, side_);
}

void Peer::closed(Ended ended, std::string_view detail, std::string_view alert, Judge& judge) {
  const bool was_open = state_ == State::Open;
  state_ = State::Closed;
  ended_ = ended;
  detail_.assign(detail);
  alert_.assign(alert);
  if (!was_open || ours_ || ended != Ended::Fin) return;
  judge.at(index_);
  auto* imap = std::get_if<ImapSide>(&side_);
  if (imap == nullptr) return;
  judge.speaks_rev2(imap->dialogue.rev2());
  imap->watcher.closed(judge);
}

bool Peer::ended_as(const scenario::CloseHow& how) const {
  if (state_ != State::Closed) return false;
  switch (how.kind) {
    case scenario::CloseKind::Any:
      return true;
    case scenario::CloseKind::Fin:
      return ended_ == Ended::Fin;
    case scenario::CloseKind::Reset:
      return ended_ == Ended::Reset;
    case scenario::CloseKind::Alert:
      break;
  }
  return how.alert.empty() ? ended_ == Ended::TlsAlert : alert_ == how.alert;
}

void Peer::sent(std::string_view bytes, std::string_view verb, Time now) {
  awaits_compress_ = false;  // whoever goes on without is answered in the clear
  std::visit(
      [&](auto& side) {
        const std::size_t before = side.dialogue.outstanding();
        side.dialogue.sent(bytes);
        const std::size_t after = side.dialogue.outstanding();
        for (std::size_t i = before; i < after; ++i)
          pending_.push_back({verb, now, tag_hash(side.dialogue, i)});
      },
      side_);
}

void Peer::received(std::string_view bytes, Time now, Bindings& bindings, Judge& judge) {
  if (flooded_ || state_ == State::Closed) return;
  if (awaits_compress_ && in_.size() + bytes.size() > limits_->received) return overflow(judge);
  in_.append(bytes);
  const Bindings::Looking looking(bindings, index_);
  std::visit(
      [&](auto& side) {
        while (!in_.empty() && !flooded_ && !awaits_compress_ && read_one(side, now, bindings, judge)) {
        }
      },
      side_);
}

template <typename Side>
bool Peer::read_one(Side& side, Time now, Bindings& bindings, Judge& judge) {
  using Next = typename decltype(side.dialogue)::Next;
  std::size_t size = 0;
  const Next next = side.dialogue.next(in_.view(), side.reply, size);
  if (next == Next::NeedMore) return false;
  judge.at(index_);
  if constexpr (std::is_same_v<Side, ImapSide>) judge.speaks_rev2(side.dialogue.rev2());
  if (next == Next::TooLong) {
    flooded_ = true;
    judge.flaws(side.reply.flaws, side.reply.bytes);
    const wire::Limit& limit = side.dialogue.passed();
    judge.overrun(
        "a response within our limits",
        fmt::format("the target sent a {} past the limit of {} octets that we read", limit.of, limit.octets));
    return false;
  }
  if (!side.reply.flaws.empty()) judge.flaws(side.reply.flaws, side.reply.bytes);
  const MessageNumbers::Moment moment = bindings.now(index_);
  side.watcher.reply(side.reply, side.dialogue, judge);
  if constexpr (std::is_same_v<Side, ImapSide>) {
    for (const Departure& departure : side.watcher.departures()) bindings.departed(index_, departure);
  }
  answered(side, now, judge);
  if constexpr (std::is_same_v<Side, ImapSide>)
    awaits_compress_ = side.dialogue.answered() == "COMPRESS" && accepted(side.reply);
  if (!owed_to_the_past(answered_whole(side.dialogue))) take_unit(side, moment, bindings, judge);
  in_.consume(size);
  if (flooded_) overflow(judge);
  return true;
}

void Peer::overflow(Judge& judge) {
  flooded_ = true;
  judge.overrun(
      "no more than was asked for",
      fmt::format(
          "the target sent more that nothing asked for than we keep: the limit is {} octets, {} replies",
          limits_->received, kQueuedUnits));
}

// The command that a tag belongs to, moved to the front.
bool Peer::find_pending(const imap::Response& response) {
  const std::size_t tag = hash(response.tag);
  const auto begin = pending_.begin() + static_cast<std::ptrdiff_t>(pending_at_);
  const auto found =
      std::find_if(begin, pending_.end(), [&](const Pending& pending) { return pending.tag == tag; });
  if (found == pending_.end()) return false;
  std::rotate(begin, found, found + 1);
  return true;
}

// SMTP knows only later which octets behind DATA or AUTH were commands: these have no name here.
void Peer::level_pending(std::size_t outstanding, Time now) {
  const std::size_t known = pending_.size() - pending_at_;
  if (known < outstanding) pending_.resize(pending_at_ + outstanding, Pending{{}, now, 0});
  if (known > outstanding) pending_.resize(pending_at_ + outstanding);
}

template <typename Side>
void Peer::answered(Side& side, Time now, Judge& judge) {
  if (!answered_whole(side.dialogue)) return;
  if constexpr (std::is_same_v<Side, ImapSide>) {
    if (!find_pending(side.reply)) return;
  } else {
    level_pending(side.dialogue.outstanding() + 1, now);
  }
  const Pending pending = pending_[pending_at_];
  if (++pending_at_ == pending_.size()) {
    pending_.clear();
    pending_at_ = 0;
  } else if (pending_at_ >= kPendingSlack) {
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(pending_at_));
    pending_at_ = 0;
  }
  if (!pending.verb.empty()) {
    judge.observer().answered(index_, pending.verb, pending.sent, now, accepted(side.reply));
  }
}

bool Peer::owed_to_the_past(bool answers) {
  if (skip_ == 0) return false;
  if (answers) --skip_;
  return true;
}

template <typename Side>
void Peer::take_unit(Side& side, MessageNumbers::Moment moment, Bindings& bindings, Judge& judge) {
  if (!side.group.over() && !has_unit()) {
    bindings.look_from(index_, moment);
    offer(side, bindings, judge);
  } else {
    keep(side.reply.bytes, moment, has_block(side.reply));
  }
}

void Peer::keep(std::string_view unit, MessageNumbers::Moment moment, bool multi_line) {
  if (queue_.size() == kQueuedUnits || waiting_.size() + unit.size() > limits_->received) {
    flooded_ = true;
    return;
  }
  waiting_.append(unit);
  queue_.push_back({unit.size(), moment, multi_line});
}

void Peer::parse_queued() {
  const Queued& unit = queue_[queue_at_];
  std::visit([&](auto& side) { parse(waiting_.view().substr(0, unit.size), unit.multi_line, side.reply); },
             side_);
}

void Peer::drop_queued() {
  waiting_.consume(queue_[queue_at_].size);
  if (++queue_at_ == queue_.size()) {
    queue_.clear();
    queue_at_ = 0;
  }
}

void Peer::offer(SmtpSide& side, Bindings& bindings, Judge& judge) {
  remember(side);
  side.group.offer(side.reply, bindings, judge);
}

void Peer::offer(Pop3Side& side, Bindings& bindings, Judge& judge) {
  remember(side);
  side.group.offer(side.reply, bindings, judge);
}

// The answer to another command than the group is about is kept for the group that wants it.
void Peer::offer(ImapSide& side, Bindings& bindings, Judge& judge) {
  if (side.reply.kind == imap::ResponseKind::Tagged && !side.group.ends_with(side.reply)) {
    if (early_.size() == kEarlyLimit) {
      early_.erase(early_.begin());
      dropped_early_ = true;
    }
    early_.push_back({std::string(side.reply.bytes), bindings.moment()});
    return;
  }
  remember(side);
  side.group.offer(side.reply, bindings, judge);
}

void Peer::begin_group(const scenario::Expect& expect, std::size_t from_last, Bindings& bindings,
                       Judge& judge) {
  forget_answer(expect);
  auto* imap = std::get_if<ImapSide>(&side_);
  if (imap == nullptr) {
    if (auto* smtp = std::get_if<SmtpSide>(&side_)) smtp->group.begin(expect);
    if (auto* pop3 = std::get_if<Pop3Side>(&side_)) pop3->group.begin(expect);
    return;
  }
  if (from_last >= kTagsKept && tags_sent_ > kTagsKept) {
    judge.fault("the answers to " + std::to_string(from_last + 1) + " commands",
                "no more than " + std::to_string(kTagsKept) + " may await their answers at once");
  }
  const std::size_t back = std::min({from_last + 1, tags_sent_, kTagsKept});
  std::string tag;
  if (back > 0) tag = tag_text(tags_[(tags_sent_ - back) % kTagsKept]);
  imap->group.begin(expect, tag, dropped_early_);
  for (std::size_t i = 0; i < early_.size() && !imap->group.over(); ++i) {
    imap::parse_response(early_[i].bytes, imap->reply);
    if (!imap->group.ends_with(imap->reply)) continue;
    const Early unit = std::move(early_[i]);
    early_.erase(early_.begin() + static_cast<std::ptrdiff_t>(i));
    return offer_early(*imap, unit, bindings, judge);
  }
}

// Untagged responses that are queued came before what is early only if they were queued before; the
// wire's order is lost here, so they are offered first.
void Peer::offer_early(ImapSide& side, const Early& early, Bindings& bindings, Judge& judge) {
  while (!side.group.over() && has_unit()) {
    parse_queued();
    if (side.reply.kind == imap::ResponseKind::Tagged) break;
    offer_queued(bindings, judge);
  }
  if (side.group.over()) return;
  imap::parse_response(early.bytes, side.reply);
  bindings.look_from(index_, early.moment);
  offer(side, bindings, judge);
}

void Peer::expect(const scenario::Expect& expect, std::size_t from_last, Bindings& bindings, Judge& judge) {
  const Bindings::Looking looking(bindings, index_);
  begin_group(expect, from_last, bindings, judge);
  while (!met() && has_unit()) {
    parse_queued();
    offer_queued(bindings, judge);
  }
}

// What was parsed, as of the moment when it came.
void Peer::offer_queued(Bindings& bindings, Judge& judge) {
  bindings.look_from(index_, queue_[queue_at_].moment);
  std::visit([&](auto& side) { offer(side, bindings, judge); }, side_);
  drop_queued();
}

bool Peer::met() const {
  return std::visit([](const auto& side) { return side.group.over(); }, side_);
}

void Peer::give_up(NoMore reason, std::string_view why, Bindings& bindings, Judge& judge) {
  const Bindings::Looking looking(bindings, index_);
  bindings.look_from(index_, bindings.now(index_));
  if (auto* smtp = std::get_if<SmtpSide>(&side_)) smtp->group.give_up(reason, why, judge);
  if (auto* pop3 = std::get_if<Pop3Side>(&side_)) pop3->group.give_up(reason, why, judge);
  if (auto* imap = std::get_if<ImapSide>(&side_)) imap->group.give_up(reason, why, bindings, judge);
}

void Peer::forget() {
  waiting_.clear();
  queue_.clear();
  early_.clear();
  queue_at_ = 0;
  out.clear();
  written = false;
  if (std::holds_alternative<ImapSide>(side_)) return;
  skip_ = std::visit([](const auto& side) { return side.dialogue.outstanding(); }, side_);
}

bool Peer::take_challenge(std::string& text) {
  if (!has_unit()) return false;
  parse_queued();
  const std::string_view* found =
      std::visit([](auto& side) -> const std::string_view* { return challenge(side.reply); }, side_);
  if (found == nullptr) return false;
  text.assign(*found);
  drop_queued();
  return true;
}

std::string_view Peer::unjudged() const {
  return has_unit() ? waiting_.view() : in_.view();
}

}  // namespace mailrig::play
