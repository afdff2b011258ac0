// SQLite, as the journal uses it: one connection, statements that are prepared once and bound by position.
// What fails throws std::runtime_error with one readable line that names the file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace mailrig::server {

class Database {
 public:
  explicit Database(const std::string& file);
  void run(const char* sql);
  [[nodiscard]] std::int64_t last_row() const;
  [[nodiscard]] std::int64_t rows_changed() const;
  [[noreturn]] void fail(std::string_view what) const;
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::string file_;
  std::unique_ptr<sqlite3, Close> handle_;
};

// for (statement.bind(a, b); statement.step();) … statement.integer(0) …
// statement.bind(a, b).run();
class Statement {
 public:
  Statement(Database& database, const char* sql);

  template <typename... Values>
  Statement& bind(const Values&... values) {
    reset();
    int at = 0;
    (bind_one(++at, values), ...);
    return *this;
  }
  [[nodiscard]] bool step();  // a row is there; after the last one the statement is reset
  void run();                 // to its end
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string_view text(int column) const;  // until the next step

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  void reset();
  void bind_one(int at, std::int64_t value);
  void bind_one(int at, int value) { bind_one(at, std::int64_t{value}); }
  void bind_one(int at, std::uint32_t value) { bind_one(at, std::int64_t{value}); }
  void bind_one(int at, std::uint64_t value) { bind_one(at, static_cast<std::int64_t>(value)); }
  void bind_one(int at, bool value) { bind_one(at, std::int64_t{value ? 1 : 0}); }
  // Not copied: it must live until the statement has run.
  void bind_one(int at, std::string_view value);
  void bind_one(int at, const std::string& value) { bind_one(at, std::string_view(value)); }

  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace mailrig::server
