// The names that a LIST is about: mailboxes, and, where subscribed names are asked for, those without one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reference-server/session/imap/connection.hpp"
#include "reference-server/session/imap/pattern.hpp"

namespace mailrig::server::imapd {

struct ListRow {
  std::string name;
  bool selectable = false, subscribed = false;
  bool exists = false;  // or is a level above something that does
  std::string special_use;
  bool implied = false;  // a level above another user's mailbox, told where "%" asks for levels only
};

class ListRows {
 public:
  // `asked` outlives it.
  ListRows(const Connection& connection, const imap::ListCommand& asked);

  // RFC 5258 3.3, 3.5.
  struct Match {
    bool told = false;    // a LIST response is sent
    bool itself = false;  // it meets the selection criteria
    bool child = false;   // something below it does
  };
  [[nodiscard]] Match match(const ListRow& row, const std::vector<Pattern>& patterns) const;
  void append_attributes(std::string& out, const ListRow& row) const;  // each behind a space but the first

  [[nodiscard]] const std::vector<ListRow>& all() const { return rows_; }  // by name
  [[nodiscard]] const ListRow* find(std::string_view name) const;

 private:
  void add_others();
  void add_subscribed();
  void sort();
  [[nodiscard]] bool selects(const ListRow& row) const;
  [[nodiscard]] bool superfluous(const ListRow& row, const std::vector<Pattern>& patterns) const;
  [[nodiscard]] std::size_t first_below(std::string_view name) const;
  [[nodiscard]] bool has_children(const ListRow& row) const;

  const Connection& connection_;
  const imap::ListCommand& asked_;
  std::vector<ListRow> rows_;
};

}  // namespace mailrig::server::imapd
