#include "reference-server/session/imap/list_rows.hpp"

#include <algorithm>

#include "reference-server/deviation/rev2.hpp"
#include "reference-server/session/imap/access.hpp"
#include "reference-server/session/imap/list.hpp"
#include "reference-server/store/mailbox_name.hpp"

namespace mailrig::server::imapd {
namespace {

void add(std::string& attributes, std::string_view attribute) {
  if (!attributes.empty()) attributes += ' ';
  attributes += attribute;
}

// RFC 3501 6.3.8: a "%" at the end asks for levels, too.
bool any_asks_for_level(const std::vector<Pattern>& patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const Pattern& each) { return each.text.ends_with('%') && each.matches(name); });
}

bool by_name(const ListRow& row, std::string_view name) {
  return row.name < name;
}

}  // namespace

ListRows::ListRows(const Connection& connection, const imap::ListCommand& asked)
    : connection_(connection), asked_(asked) {
  for (MailboxInfo& info : connection.world.store->list(*connection.account)) {
    rows_.push_back(
        {std::move(info.name), info.selectable, info.subscribed, true, std::move(info.special_use)});
  }
  add_others();
  if (asked.select_subscribed && !connection.broken(kListSubscribedExistingOnly)) add_subscribed();
}

// RFC 2342 5, RFC 4314 4: a level above that may not be seen itself is as if it did not exist.
void ListRows::add_others() {
  const std::vector<std::string> names = others_mailboxes(connection_);
  if (names.empty()) return;
  const std::vector<std::string> subscribed = subscriptions_of(connection_);
  std::vector<ListRow> more;
  for (const std::string& name : names) {
    more.push_back({name, true, std::binary_search(subscribed.begin(), subscribed.end(), name), true, {}});
    for (auto level = parent_name(name); !level.empty(); level = parent_name(level))
      more.push_back({std::string(level), false, false, true, {}, true});
  }
  rows_.insert(rows_.end(), more.begin(), more.end());
  sort();
}

// RFC 5258 3.1: subscribed names need no mailbox; what is above them counts for RECURSIVEMATCH alone.
void ListRows::add_subscribed() {
  std::vector<ListRow> more;
  for (const std::string& name : subscriptions_of(connection_)) {
    if (find(name) != nullptr) continue;
    more.push_back({name, false, true, false, {}});
    for (auto level = parent_name(name); !level.empty(); level = parent_name(level)) {
      if (find(level) == nullptr) more.push_back({std::string(level), false, false, false, {}});
    }
  }
  if (more.empty()) return;
  rows_.insert(rows_.end(), more.begin(), more.end());
  sort();
}

// Of a name that is there twice, the mailbox stays, else what is subscribed.
void ListRows::sort() {
  const auto weight = [](const ListRow& row) { return (row.selectable ? 2 : 0) + (row.subscribed ? 1 : 0); };
  std::sort(rows_.begin(), rows_.end(), [&](const ListRow& a, const ListRow& b) {
    return a.name != b.name ? a.name < b.name : weight(a) > weight(b);
  });
  rows_.erase(std::unique(rows_.begin(), rows_.end(),
                          [](const ListRow& a, const ListRow& b) { return a.name == b.name; }),
              rows_.end());
}

const ListRow* ListRows::find(std::string_view name) const {
  const auto found = std::lower_bound(rows_.begin(), rows_.end(), name, by_name);
  return found != rows_.end() && found->name == name ? &*found : nullptr;
}

bool ListRows::selects(const ListRow& row) const {
  if (asked_.select_special_use && row.special_use.empty()) return false;
  if (asked_.select_subscribed) return row.subscribed || connection_.broken(kListSubscribedAll);
  return row.exists;
}

// RFC 5258 3: what an extended LIST would tell as \NonExistent is told where something selects it; and, as in
// example 11 of section 5, where "%" asks for levels above something.
bool ListRows::superfluous(const ListRow& row, const std::vector<Pattern>& patterns) const {
  if (row.selectable || !asked_.extended || asked_.select_subscribed) return false;
  const bool asked = any_asks_for_level(patterns, row.name) && has_children(row);
  return !asked && !connection_.broken(kListLevelUnselected);
}

// Names are in octet order, so one that is not a child can stand between a mailbox and its children ("a",
// "a-b", "a/c"); the children stand together.
std::size_t ListRows::first_below(std::string_view name) const {
  const std::string first = std::string(name) + '/';
  const auto found = std::lower_bound(rows_.begin(), rows_.end(), first, by_name);
  return static_cast<std::size_t>(found - rows_.begin());
}

bool ListRows::has_children(const ListRow& row) const {
  for (std::size_t i = first_below(row.name); i < rows_.size() && below(rows_[i].name, row.name); ++i) {
    if (rows_[i].exists) return true;
  }
  return false;
}

ListRows::Match ListRows::match(const ListRow& row, const std::vector<Pattern>& patterns) const {
  Match match;
  if (!(row.implied ? any_asks_for_level(patterns, row.name) : any_matches(patterns, row.name))) return match;
  match.itself = selects(row) && !superfluous(row, patterns);
  bool untold_child = false;
  const bool looks_below = asked_.select_recursive || connection_.broken(kListChildinfoUnasked);
  for (std::size_t i = first_below(row.name);
       looks_below && i < rows_.size() && below(rows_[i].name, row.name); ++i) {
    if (!selects(rows_[i])) continue;
    match.child = true;
    untold_child = untold_child || !any_matches(patterns, rows_[i].name);
  }
  match.told = match.itself || (asked_.select_recursive && untold_child);
  return match;
}

void ListRows::append_attributes(std::string& out, const ListRow& row) const {
  if (!row.selectable && (asked_.extended || !row.exists)) {
    if (!connection_.broken(kListNoNonexistent)) add(out, "\\NonExistent");
  } else if (!row.selectable && !connection_.broken(kListNoNoselect)) {
    add(out, "\\Noselect");
  }
  const bool children = connection_.offers(Cap::Children) || asked_.return_children;
  if (children && !connection_.broken(kListNoChildren))
    add(out, has_children(row) ? "\\HasChildren" : "\\HasNoChildren");
  if (connection_.broken(kListBothChildren))
    add(out, has_children(row) ? "\\HasNoChildren" : "\\HasChildren");
  if (connection_.broken(kListMarkedUnmarked)) add(out, "\\Marked \\Unmarked");
  const bool asks = asked_.select_subscribed || asked_.return_subscribed;
  if (row.subscribed && asks && !connection_.broken(kListNoSubscribed)) add(out, "\\Subscribed");
  if (!row.special_use.empty() && connection_.offers(Cap::SpecialUse) &&
      !connection_.broken(kListNoSpecialUse))
    add(out, row.special_use);
}

}  // namespace mailrig::server::imapd
