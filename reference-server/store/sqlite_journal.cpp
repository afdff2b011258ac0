// The journal in SQLite: WAL, one transaction from the first change to commit(), synchronous=FULL so that
// a commit is on disk. Texts are bound as blobs: names and keywords are octets to us.
#include <list>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "reference-server/store/indexed_store.hpp"
#include "reference-server/store/sqlite.hpp"

namespace mailrig::server {
namespace {

constexpr std::size_t kCacheOctets = std::size_t{64} * 1024 * 1024;  // ours: bodies kept in memory
constexpr std::int64_t kSchema = 2;                                  // 1 had no notes

constexpr const char* kPragmas =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA locking_mode=EXCLUSIVE;"
    "PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY;";
constexpr const char* kTables =
    "CREATE TABLE IF NOT EXISTS account(name BLOB PRIMARY KEY) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS mailbox(id INTEGER PRIMARY KEY AUTOINCREMENT, account BLOB NOT NULL,"
    "  name BLOB NOT NULL, selectable INTEGER NOT NULL, special_use BLOB NOT NULL,"
    "  uid_validity INTEGER NOT NULL, uid_next INTEGER NOT NULL, highest_modseq INTEGER NOT NULL,"
    "  forgotten_modseq INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX IF NOT EXISTS mailbox_by_account ON mailbox(account);"
    "CREATE TABLE IF NOT EXISTS subscription(account BLOB NOT NULL, name BLOB NOT NULL,"
    "  PRIMARY KEY(account, name)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS keyword(mailbox INTEGER NOT NULL, word BLOB NOT NULL,"
    "  PRIMARY KEY(mailbox, word)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS body(id INTEGER PRIMARY KEY AUTOINCREMENT, octets BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS message(mailbox INTEGER NOT NULL, uid INTEGER NOT NULL,"
    "  body INTEGER NOT NULL, size INTEGER NOT NULL, crlf INTEGER NOT NULL, system INTEGER NOT NULL, "
    "keywords BLOB NOT NULL,"
    "  internal_date INTEGER NOT NULL, zone_minutes INTEGER NOT NULL, save_date INTEGER NOT NULL,"
    "  modseq INTEGER NOT NULL, recent INTEGER NOT NULL, PRIMARY KEY(mailbox, uid)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS message_by_body ON message(body);"
    "CREATE TABLE IF NOT EXISTS expunged(mailbox INTEGER NOT NULL, modseq INTEGER NOT NULL,"
    "  uid INTEGER NOT NULL, PRIMARY KEY(mailbox, modseq)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS account_note(account BLOB NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,"
    "  PRIMARY KEY(account, key)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS mailbox_note(mailbox INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT "
    "NULL,"
    "  PRIMARY KEY(mailbox, key)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS validity(next INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS outgoing(id INTEGER PRIMARY KEY, text BLOB NOT NULL, octets BLOB NOT NULL);"
    "INSERT INTO validity SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM validity);"
    "PRAGMA user_version=2;";
// Bodies that a crash left without a message.
constexpr const char* kSweep =
    "DELETE FROM body WHERE NOT EXISTS (SELECT 1 FROM message WHERE message.body = body.id);";

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

std::vector<std::string> split(std::string_view all) {
  std::vector<std::string> words;
  while (!all.empty()) {
    const std::size_t end = std::min(all.find(' '), all.size());
    words.emplace_back(all.substr(0, end));
    all.remove_prefix(std::min(end + 1, all.size()));
  }
  return words;
}

// The bodies read or written last.
class Cache {
 public:
  [[nodiscard]] Octets find(BodyId id) {
    const auto found = places_.find(id);
    if (found == places_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->second;
  }
  void put(BodyId id, Octets octets) {
    if (octets->size() > kCacheOctets / 4) return;
    drop(id);
    size_ += octets->size();
    order_.emplace_front(id, std::move(octets));
    places_[id] = order_.begin();
    while (size_ > kCacheOctets) drop(order_.back().first);
  }
  void drop(BodyId id) {
    const auto found = places_.find(id);
    if (found == places_.end()) return;
    size_ -= found->second->second->size();
    order_.erase(found->second);
    places_.erase(found);
  }

 private:
  std::list<std::pair<BodyId, Octets>> order_;  // latest first
  std::unordered_map<BodyId, std::list<std::pair<BodyId, Octets>>::iterator> places_;
  std::size_t size_ = 0;
};

// The column `crlf` of a message: BodyFacts as bits.
constexpr std::int64_t kEndsInCrlf = 1, kUtf8Header = 2;

std::int64_t bits_of(BodyFacts facts) {
  return (facts.ends_in_crlf ? kEndsInCrlf : 0) | (facts.utf8_header ? kUtf8Header : 0);
}

BodyFacts facts_from(std::int64_t bits) {
  return {(bits & kEndsInCrlf) != 0, (bits & kUtf8Header) != 0};
}

struct Opened {
  explicit Opened(const std::string& file) : database(file) {
    database.run(kPragmas);
    const std::int64_t version = [&] {
      Statement statement(database, "PRAGMA user_version");
      return statement.bind().step() ? statement.integer(0) : 0;
    }();
    if (version < 0 || version > kSchema) {
      throw std::runtime_error(file + ": a mail store of schema " + std::to_string(version) +
                               ", this mailrig knows " + std::to_string(kSchema));
    }
    database.run(kTables);
    database.run(kSweep);
  }
  Database database;
};

class SqliteJournal final : public Journal, public BodySource {
 public:
  explicit SqliteJournal(const std::string& file) : opened_(file) {}
  SqliteJournal(const SqliteJournal&) = delete;
  SqliteJournal& operator=(const SqliteJournal&) = delete;
  ~SqliteJournal() override {
    try {
      commit();
    } catch (const std::exception&) {  // nobody is left to be told; nothing was acknowledged
    }
  }

  bool load(const std::string& account, std::vector<MailboxRow>& mailboxes,
            std::vector<std::string>& subscriptions) override;
  MailboxContents load(MailboxId mailbox) override;
  UidValidity next_validity(UidValidity least) override;
  MailboxId made(const std::string& account, const MailboxRow& mailbox) override;
  void changed(const MailboxRow& mailbox) override;
  void removed(MailboxId mailbox) override;
  void subscribed(const std::string& account, const std::string& name, bool on) override;
  Notes notes(const std::string& account) override;
  Users users_noted(const std::string& key) override;
  void noted(const std::string& account, const std::string& key,
             const std::optional<std::string>& value) override;
  void noted(MailboxId mailbox, const std::string& key, const std::optional<std::string>& value) override;
  void appended(const MailboxRow& mailbox, const StoredMessage& message) override;
  void changed(const MailboxRow& mailbox, const StoredMessage& message) override;
  void expunged(const MailboxRow& mailbox, Uid uid) override;
  void forgot(const MailboxRow& mailbox) override;
  void keyword(MailboxId mailbox, const std::string& word) override;
  void moved(const MailboxRow& from, const MailboxRow& to) override;
  std::vector<Outgoing> outgoing() override;
  void keep_outgoing(const Outgoing& outgoing) override;
  void change_outgoing(std::int64_t id, const std::string& text) override;
  void drop_outgoing(std::int64_t id) override;
  [[nodiscard]] bool dirty() const override { return dirty_; }
  void commit() override;

  Octets octets(BodyId id) override;
  void released(BodyId id) override;

 private:
  void begin();
  void keep_body(Content& content);
  void count(const MailboxRow& mailbox);
  void read_messages(MailboxId mailbox, MailboxContents& contents);
  std::shared_ptr<Content> content(BodyId id, std::size_t size, BodyFacts facts);

  Opened opened_;
  Database& db_ = opened_.database;
  bool dirty_ = false;
  Cache cache_;
  std::unordered_map<BodyId, std::weak_ptr<Content>> contents_;  // each body once, however many hold it

  Statement begin_{db_, "BEGIN"}, commit_{db_, "COMMIT"};
  Statement add_account_{db_, "INSERT OR IGNORE INTO account VALUES(?)"};
  Statement mailboxes_{db_,
                       "SELECT id, name, selectable, special_use, uid_validity, uid_next, highest_modseq, "
                       "forgotten_modseq FROM mailbox WHERE account = ?"};
  Statement subscriptions_{db_, "SELECT name FROM subscription WHERE account = ?"};
  Statement validity_{db_, "SELECT next FROM validity"}, set_validity_{db_, "UPDATE validity SET next = ?"};
  Statement make_{db_,
                  "INSERT INTO mailbox(account, name, selectable, special_use, uid_validity, uid_next, "
                  "highest_modseq) VALUES(?, ?, ?, ?, ?, ?, ?)"};
  Statement change_{db_, "UPDATE mailbox SET name = ?, selectable = ?, special_use = ? WHERE id = ?"};
  Statement count_{db_, "UPDATE mailbox SET uid_next = ?, highest_modseq = ? WHERE id = ?"};
  Statement subscribe_{db_, "INSERT OR IGNORE INTO subscription VALUES(?, ?)"};
  Statement unsubscribe_{db_, "DELETE FROM subscription WHERE account = ? AND name = ?"};
  Statement remove_mailbox_{db_, "DELETE FROM mailbox WHERE id = ?"};
  Statement remove_messages_{db_, "DELETE FROM message WHERE mailbox = ?"};
  Statement remove_keywords_{db_, "DELETE FROM keyword WHERE mailbox = ?"};
  Statement remove_expunged_{db_, "DELETE FROM expunged WHERE mailbox = ?"};
  Statement account_notes_{db_, "SELECT key, value FROM account_note WHERE account = ?"};
  Statement users_noted_{db_, "SELECT account FROM account_note WHERE key = ?"};
  Statement add_account_note_{db_, "INSERT OR REPLACE INTO account_note VALUES(?, ?, ?)"};
  Statement drop_account_note_{db_, "DELETE FROM account_note WHERE account = ? AND key = ?"};
  Statement notes_{db_, "SELECT key, value FROM mailbox_note WHERE mailbox = ?"};
  Statement add_note_{db_, "INSERT OR REPLACE INTO mailbox_note VALUES(?, ?, ?)"};
  Statement drop_note_{db_, "DELETE FROM mailbox_note WHERE mailbox = ? AND key = ?"};
  Statement remove_notes_{db_, "DELETE FROM mailbox_note WHERE mailbox = ?"};
  Statement add_body_{db_, "INSERT INTO body(octets) VALUES(?)"};
  Statement body_{db_, "SELECT octets FROM body WHERE id = ?"};
  Statement drop_body_{
      db_, "DELETE FROM body WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM message WHERE body = ?1)"};
  Statement add_message_{db_, "INSERT OR REPLACE INTO message VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  Statement change_message_{
      db_,
      "UPDATE message SET system = ?, keywords = ?, modseq = ?, recent = ? WHERE mailbox = ? AND uid = ?"};
  Statement drop_message_{db_, "DELETE FROM message WHERE mailbox = ? AND uid = ?"};
  Statement add_expunged_{db_, "INSERT INTO expunged VALUES(?, ?, ?)"};
  Statement forget_{db_, "DELETE FROM expunged WHERE mailbox = ? AND modseq <= ?"};
  Statement set_forgotten_{db_, "UPDATE mailbox SET forgotten_modseq = ? WHERE id = ?"};
  Statement add_keyword_{db_, "INSERT OR IGNORE INTO keyword VALUES(?, ?)"};
  Statement messages_{
      db_,
      "SELECT uid, body, size, crlf, system, keywords, internal_date, zone_minutes, save_date, "
      "modseq, recent FROM message WHERE mailbox = ? ORDER BY uid"};
  Statement keywords_{db_, "SELECT word FROM keyword WHERE mailbox = ?"};
  Statement expunged_{db_, "SELECT modseq, uid FROM expunged WHERE mailbox = ? ORDER BY modseq"};
  Statement move_expunged_{db_,
                           "INSERT INTO expunged SELECT ?1, ?2 + row_number() OVER (ORDER BY uid), uid "
                           "FROM message WHERE mailbox = ?1"};
  Statement move_messages_{db_, "UPDATE message SET mailbox = ? WHERE mailbox = ?"};
  Statement move_keywords_{db_,
                           "INSERT OR IGNORE INTO keyword SELECT ?, word FROM keyword WHERE mailbox = ?"};
  Statement outgoing_{db_, "SELECT id, text, octets FROM outgoing ORDER BY id"};
  Statement keep_outgoing_{db_, "INSERT INTO outgoing VALUES(?, ?, ?)"};
  Statement change_outgoing_{db_, "UPDATE outgoing SET text = ? WHERE id = ?"};
  Statement drop_outgoing_{db_, "DELETE FROM outgoing WHERE id = ?"};
  Statement size_{db_, "SELECT count(*) FROM message WHERE mailbox = ?"};
};

void SqliteJournal::begin() {
  if (std::exchange(dirty_, true)) return;
  begin_.bind().run();
}

void SqliteJournal::commit() {
  if (!dirty_) return;
  commit_.bind().run();
  dirty_ = false;
}

bool SqliteJournal::load(const std::string& account, std::vector<MailboxRow>& mailboxes,
                         std::vector<std::string>& subscriptions) {
  for (mailboxes_.bind(account); mailboxes_.step();) {
    MailboxRow row;
    row.id = mailboxes_.integer(0);
    row.name = mailboxes_.text(1);
    row.selectable = mailboxes_.integer(2) != 0;
    row.special_use = mailboxes_.text(3);
    row.uid_validity = static_cast<UidValidity>(mailboxes_.integer(4));
    row.uid_next = static_cast<Uid>(mailboxes_.integer(5));
    row.highest_modseq = static_cast<ModSeq>(mailboxes_.integer(6));
    row.forgotten_modseq = static_cast<ModSeq>(mailboxes_.integer(7));
    mailboxes.push_back(std::move(row));
  }
  for (subscriptions_.bind(account); subscriptions_.step();) {
    subscriptions.emplace_back(subscriptions_.text(0));
  }
  if (!mailboxes.empty()) return true;  // INBOX is never removed
  begin();
  add_account_.bind(account).run();
  return false;
}

MailboxContents SqliteJournal::load(MailboxId mailbox) {
  MailboxContents contents;
  read_messages(mailbox, contents);
  for (keywords_.bind(mailbox); keywords_.step();) contents.keywords.emplace_back(keywords_.text(0));
  for (expunged_.bind(mailbox); expunged_.step();) {
    contents.expunged.push_back(
        {static_cast<ModSeq>(expunged_.integer(0)), static_cast<Uid>(expunged_.integer(1))});
  }
  for (notes_.bind(mailbox); notes_.step();) contents.notes.emplace(notes_.text(0), notes_.text(1));
  return contents;
}

Notes SqliteJournal::notes(const std::string& account) {
  Notes notes;
  for (account_notes_.bind(account); account_notes_.step();)
    notes.emplace(account_notes_.text(0), account_notes_.text(1));
  return notes;
}

Users SqliteJournal::users_noted(const std::string& key) {
  Users users;
  for (users_noted_.bind(key); users_noted_.step();) users.emplace(users_noted_.text(0));
  return users;
}

void SqliteJournal::noted(const std::string& account, const std::string& key,
                          const std::optional<std::string>& value) {
  begin();
  if (value) {
    add_account_note_.bind(account, key, *value).run();
  } else {
    drop_account_note_.bind(account, key).run();
  }
}

void SqliteJournal::noted(MailboxId mailbox, const std::string& key,
                          const std::optional<std::string>& value) {
  begin();
  if (value) {
    add_note_.bind(mailbox, key, *value).run();
  } else {
    drop_note_.bind(mailbox, key).run();
  }
}

void SqliteJournal::read_messages(MailboxId mailbox, MailboxContents& contents) {
  if (size_.bind(mailbox).step()) contents.messages.reserve(static_cast<std::size_t>(size_.integer(0)));
  for (messages_.bind(mailbox); messages_.step();) {
    StoredMessage message;
    message.uid = static_cast<Uid>(messages_.integer(0));
    message.body = Body(content(messages_.integer(1), static_cast<std::size_t>(messages_.integer(2)),
                                facts_from(messages_.integer(3))));
    message.flags.system = static_cast<std::uint8_t>(messages_.integer(4));
    message.flags.keywords = split(messages_.text(5));
    message.internal_date = messages_.integer(6);
    message.zone_minutes = static_cast<std::int16_t>(messages_.integer(7));
    message.save_date = messages_.integer(8);
    message.modseq = static_cast<ModSeq>(messages_.integer(9));
    message.recent = messages_.integer(10) != 0;
    contents.messages.push_back(std::move(message));
  }
}

std::shared_ptr<Content> SqliteJournal::content(BodyId id, std::size_t size, BodyFacts facts) {
  std::weak_ptr<Content>& known = contents_[id];
  if (auto shared = known.lock()) return shared;
  auto made = std::make_shared<Content>(id, size, facts, *this);
  known = made;
  return made;
}

UidValidity SqliteJournal::next_validity(UidValidity least) {
  begin();
  std::int64_t next = validity_.bind().step() ? validity_.integer(0) : 1;
  next = std::max<std::int64_t>(next, least);
  set_validity_.bind(next + 1).run();
  return static_cast<UidValidity>(next);
}

MailboxId SqliteJournal::made(const std::string& account, const MailboxRow& mailbox) {
  begin();
  make_
      .bind(account, mailbox.name, mailbox.selectable, mailbox.special_use, mailbox.uid_validity,
            mailbox.uid_next, mailbox.highest_modseq)
      .run();
  return db_.last_row();
}

void SqliteJournal::changed(const MailboxRow& mailbox) {
  begin();
  change_.bind(mailbox.name, mailbox.selectable, mailbox.special_use, mailbox.id).run();
}

void SqliteJournal::removed(MailboxId mailbox) {
  begin();
  for (Statement* statement :
       {&remove_mailbox_, &remove_messages_, &remove_keywords_, &remove_expunged_, &remove_notes_}) {
    statement->bind(mailbox).run();
  }
}

void SqliteJournal::subscribed(const std::string& account, const std::string& name, bool on) {
  begin();
  (on ? subscribe_ : unsubscribe_).bind(account, name).run();
}

void SqliteJournal::keep_body(Content& content) {
  if (content.id() != 0) return;
  add_body_.bind(content.in_memory()).run();
  const BodyId id = db_.last_row();
  cache_.put(id, content.keep(id, *this));
}

void SqliteJournal::count(const MailboxRow& mailbox) {
  count_.bind(mailbox.uid_next, mailbox.highest_modseq, mailbox.id).run();
}

void SqliteJournal::appended(const MailboxRow& mailbox, const StoredMessage& message) {
  begin();
  keep_body(*message.body.content());
  contents_[message.body.content()->id()] = message.body.content();
  add_message_
      .bind(mailbox.id, message.uid, message.body.content()->id(),
            static_cast<std::int64_t>(message.body.size()), bits_of(message.body.content()->facts()),
            std::int64_t{message.flags.system}, joined(message.flags.keywords), message.internal_date,
            std::int64_t{message.zone_minutes}, message.save_date, message.modseq, message.recent)
      .run();
  count(mailbox);
}

void SqliteJournal::changed(const MailboxRow& mailbox, const StoredMessage& message) {
  begin();
  const std::string words = joined(message.flags.keywords);
  change_message_
      .bind(std::int64_t{message.flags.system}, words, message.modseq, message.recent, mailbox.id,
            message.uid)
      .run();
  count(mailbox);
}

void SqliteJournal::expunged(const MailboxRow& mailbox, Uid uid) {
  begin();
  drop_message_.bind(mailbox.id, uid).run();
  add_expunged_.bind(mailbox.id, mailbox.highest_modseq, uid).run();
  count(mailbox);
}

void SqliteJournal::forgot(const MailboxRow& mailbox) {
  begin();
  forget_.bind(mailbox.id, mailbox.forgotten_modseq).run();
  set_forgotten_.bind(mailbox.forgotten_modseq, mailbox.id).run();
}

void SqliteJournal::keyword(MailboxId mailbox, const std::string& word) {
  begin();
  add_keyword_.bind(mailbox, word).run();
}

// `from` has counted the messages that left it as expunged, the first of them one behind its MODSEQ before.
void SqliteJournal::moved(const MailboxRow& from, const MailboxRow& to) {
  begin();
  const std::int64_t left = size_.bind(from.id).step() ? size_.integer(0) : 0;
  const auto before = static_cast<std::int64_t>(from.highest_modseq) - left;
  move_expunged_.bind(from.id, before).run();
  move_messages_.bind(to.id, from.id).run();
  move_keywords_.bind(to.id, from.id).run();
  count(from);
  count(to);
}

std::vector<Outgoing> SqliteJournal::outgoing() {
  std::vector<Outgoing> all;
  for (outgoing_.bind(); outgoing_.step();) {
    all.push_back({outgoing_.integer(0), std::string(outgoing_.text(1)),
                   std::make_shared<const std::string>(outgoing_.text(2))});
  }
  return all;
}

void SqliteJournal::keep_outgoing(const Outgoing& outgoing) {
  begin();
  keep_outgoing_.bind(outgoing.id, outgoing.text, *outgoing.message).run();
}

void SqliteJournal::change_outgoing(std::int64_t id, const std::string& text) {
  begin();
  change_outgoing_.bind(text, id).run();
}

void SqliteJournal::drop_outgoing(std::int64_t id) {
  begin();
  drop_outgoing_.bind(id).run();
}

Octets SqliteJournal::octets(BodyId id) {
  if (Octets known = cache_.find(id)) return known;
  if (!body_.bind(id).step()) db_.fail("has lost a message");
  Octets read = std::make_shared<const std::string>(body_.text(0));
  body_.bind(id);  // lets go of the row
  cache_.put(id, read);
  return read;
}

void SqliteJournal::released(BodyId id) {
  contents_.erase(id);
  cache_.drop(id);
  begin();
  drop_body_.bind(id).run();
}

}  // namespace

std::unique_ptr<Store> make_sqlite_store(const std::string& file, UidValidity first_validity) {
  return make_indexed_store(std::make_unique<SqliteJournal>(file), first_validity);
}

}  // namespace mailrig::server
