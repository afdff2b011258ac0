#include "reference-server/store/sqlite.hpp"

#include <stdexcept>

#include <sqlite3.h>

namespace mailrig::server {

void Database::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

Database::Database(const std::string& file) : file_(file) {
  sqlite3* handle = nullptr;
  const int result = sqlite3_open_v2(
      file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (result != SQLITE_OK) fail("can't be opened");
}

void Database::run(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail("refuses");
}

std::int64_t Database::last_row() const {
  return sqlite3_last_insert_rowid(handle_.get());
}

std::int64_t Database::rows_changed() const {
  return sqlite3_changes64(handle_.get());
}

void Database::fail(std::string_view what) const {
  throw std::runtime_error(file_ + ": the mail store " + std::string(what) + ": " +
                           (handle_ ? sqlite3_errmsg(handle_.get()) : "out of memory"));
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement::Statement(Database& database, const char* sql) : database_(database) {
  sqlite3_stmt* statement = nullptr;
  const int result =
      sqlite3_prepare_v3(database.handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  if (result != SQLITE_OK) database.fail("refuses a statement");
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

bool Statement::step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_.fail("can't read or write");
  reset();
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const void* octets = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return octets == nullptr
             ? std::string_view()
             : std::string_view(static_cast<const char*>(octets), static_cast<std::size_t>(size));
}

void Statement::bind_one(int at, std::int64_t value) {
  if (sqlite3_bind_int64(statement_.get(), at, value) != SQLITE_OK) database_.fail("refuses a value");
}

void Statement::bind_one(int at, std::string_view value) {
  const char* octets = value.empty() ? "" : value.data();  // a null pointer would be NULL
  if (sqlite3_bind_blob64(statement_.get(), at, octets, value.size(), nullptr) != SQLITE_OK)
    database_.fail("refuses a value");
}

}  // namespace mailrig::server
