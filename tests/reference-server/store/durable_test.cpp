// What a durable store keeps: all that was committed, nothing that was not.
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference-server/store/sqlite.hpp"
#include "tests/reference-server/store/stores.hpp"

namespace mailrig::server {
namespace {

using testing::ElementsAre;

const Account kAccount{"a", "pass", {"a@example.test"}};
const Account kOther{"b", "pass", {"b@example.test"}};

Body body(const std::string& text) {
  return std::make_shared<const std::string>(text);
}

// Everything that can be seen of a mailbox, in a line each.
std::vector<std::string> seen(Store& store, const Account& account, bool ids = true) {
  std::vector<std::string> lines;
  for (const MailboxInfo& info : store.list(account)) {
    std::string line = info.name + " " + info.special_use + (info.selectable ? "" : " level") +
                       (info.subscribed ? " subscribed" : "");
    lines.push_back(line);
    const auto mailbox = store.open(account, info.name);
    if (!mailbox) continue;
    line = std::to_string(mailbox->uid_validity()) + " " + std::to_string(mailbox->uid_next()) + " " +
           std::to_string(mailbox->highest_modseq()) + (ids ? " id " + std::to_string(mailbox->id()) : "");
    for (const std::string& word : mailbox->keywords()) line += " " + word;
    for (const auto& [key, value] : mailbox->notes()) line += " " + key + "=" + value;
    lines.push_back(line);
    std::vector<Uid> gone;
    EXPECT_TRUE(mailbox->expunged_since(0, gone));
    line = "gone";
    for (const Uid uid : gone) line += " " + std::to_string(uid);
    lines.push_back(line);
    for (const StoredMessage& message : mailbox->messages()) {
      line = std::to_string(message.uid) + " " + std::to_string(message.flags.system) + " " +
             std::to_string(message.modseq) + " " + std::to_string(message.internal_date) + " " +
             std::to_string(message.save_date) + " " + std::to_string(message.zone_minutes) + " " +
             (message.recent ? "recent " : "") + (message.body.ends_in_crlf() ? "crlf " : "") +
             (message.body.utf8_header() ? "utf8 " : "") +
             (ids ? "body " + std::to_string(message.body.id()) + " " : "") + *message.body.octets();
      for (const std::string& word : message.flags.keywords) line += " " + word;
      lines.push_back(line);
    }
  }
  for (const std::string& name : store.subscriptions(account)) lines.push_back("subscribed " + name);
  for (const auto& [key, value] : store.notes(account)) lines.push_back("note " + key + "=" + value);
  return lines;
}

// One change at random.
void change(Store& store, std::mt19937& random, int& made) {
  static const std::vector<std::string> kNames = {"INBOX", "x", "x/y", "z"};
  const auto pick = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  const std::string& name = kNames[pick(kNames.size())];
  const auto mailbox = store.open(kAccount, name);
  const auto uid = mailbox && !mailbox->messages().empty()
                       ? mailbox->messages()[pick(mailbox->messages().size())].uid
                       : Uid{0};
  switch (pick(11)) {
    case 0:
      static_cast<void>(store.create(kAccount, name, ""));
      break;
    case 1:
      static_cast<void>(store.remove(kAccount, name));
      break;
    case 2:
      static_cast<void>(store.rename(kAccount, name, kNames[pick(kNames.size())]));
      break;
    case 3:
      static_cast<void>(store.subscribe(kAccount, name, pick(2) == 0));
      break;
    case 4:
      if (uid != 0) mailbox->expunge(uid, nullptr);
      break;
    case 5:
      if (uid != 0) mailbox->set_flags(uid, {kSeen, {"k" + std::to_string(pick(5))}}, nullptr);
      break;
    case 6:
      if (uid != 0) mailbox->clear_recent(uid);
      break;
    case 7:
      if (uid != 0) {
        const StoredMessage copied = *mailbox->find(uid);
        store.open(kAccount, "INBOX")->append(copied.body, copied.flags, copied.internal_date, 0, nullptr);
      }
      break;
    case 8: {
      const auto value = pick(3) == 0 ? std::nullopt : std::optional("value " + std::to_string(pick(100)));
      store.note(kAccount, "k" + std::to_string(pick(3)), value);
      if (mailbox) mailbox->note("k" + std::to_string(pick(3)), value);
      break;
    }
    default:
      if (!mailbox) break;
      ++made;
      mailbox->append(body((made % 3 == 0 ? "Subject: \xC3\xBC\r\n\r\n" : "message ") + std::to_string(made) +
                           (made % 2 == 0 ? "\r\n" : "")),
                      {}, made, -60, nullptr);
  }
}

TEST(DurableStore, IsWhatItWasWhenOpenedAgain) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const Folder folder;
    std::mt19937 random(seed);
    int made = 0;
    std::vector<std::string> before;
    {
      const auto store = make_sqlite_store(folder.file("s"), 5);
      store->use_clock([&] { return 1000 + made; });
      for (int i = 0; i < 200; ++i) change(*store, random, made);
      before = seen(*store, kAccount);
      store->commit();
    }
    const auto again = make_sqlite_store(folder.file("s"), 1);
    EXPECT_EQ(seen(*again, kAccount), before) << "seed " << seed;
    EXPECT_FALSE(again->dirty());
  }
}

TEST(DurableStore, DoesAsTheInMemoryStoreDoes) {
  const Folder folder;
  const auto durable = make_sqlite_store(folder.file("s"), 5);
  const auto memory = make_memory_store(5);
  std::mt19937 one(3), other(3);
  int made_one = 0, made_other = 0;
  for (int i = 0; i < 500; ++i) {
    change(*durable, one, made_one);
    change(*memory, other, made_other);
    ASSERT_EQ(seen(*durable, kAccount, false), seen(*memory, kAccount, false)) << "change " << i;
  }
}

TEST(DurableStore, ACrashLosesWhatWasNotCommittedAndNothingElse) {
  const Folder folder;
  const auto store = make_sqlite_store(folder.file("s"), 1);
  const auto inbox = store->open(kAccount, "INBOX");
  inbox->append(body("kept"), {}, 1, 0, nullptr);
  EXPECT_TRUE(store->dirty());
  store->commit();
  EXPECT_FALSE(store->dirty());
  const auto before = seen(*store, kAccount);
  inbox->append(body("lost"), {}, 1, 0, nullptr);
  const auto after = make_sqlite_store(folder.crashed("s"), 1);
  EXPECT_EQ(seen(*after, kAccount), before);
}

TEST(DurableStore, KeepsOneMessageToManyOnce) {
  const Folder folder;
  const auto store = make_sqlite_store(folder.file("s"), 1);
  const Body shared = body(std::string(100'000, 'x'));
  store->open(kAccount, "INBOX")->append(shared, {}, 1, 0, nullptr);
  store->open(kOther, "INBOX")->append(shared, {}, 1, 0, nullptr);
  store->commit();
  EXPECT_EQ(store->open(kAccount, "INBOX")->find(1)->body.content()->id(),
            store->open(kOther, "INBOX")->find(1)->body.content()->id());
  store->open(kAccount, "INBOX")->expunge(1, nullptr);
  store->commit();
  EXPECT_EQ(store->open(kOther, "INBOX")->find(1)->body.octets()->size(), 100'000U);
}

TEST(DurableStore, ABodyThatSomeoneHoldsOutlivesItsMessage) {
  const Folder folder;
  const auto store = make_sqlite_store(folder.file("s"), 1);
  const auto inbox = store->open(kAccount, "INBOX");
  inbox->append(body("held"), {}, 1, 0, nullptr);
  const Body held = inbox->find(1)->body;
  inbox->expunge(1, nullptr);
  store->commit();
  EXPECT_EQ(*held.octets(), "held");
}

// Schema 1 had neither notes nor messages on their way.
TEST(DurableStore, AFileOfTheSchemaBeforeGoesOnWithWhatItHas) {
  const Folder folder;
  std::vector<std::string> before;
  {
    const auto store = make_sqlite_store(folder.file("s"), 5);
    store->open(kAccount, "INBOX")->append(body("kept"), {}, 1, 0, nullptr);
    before = seen(*store, kAccount);
    store->commit();
  }
  Database(folder.file("s"))
      .run("DROP TABLE account_note; DROP TABLE mailbox_note; DROP TABLE outgoing; PRAGMA user_version=1;");
  for (const bool fresh : {true, false}) {
    const auto store = make_sqlite_store(folder.file("s"), 1);
    EXPECT_EQ(seen(*store, kAccount), before);
    store->note(kAccount, "key", "value");
    if (fresh) before.push_back("note key=value");
    store->commit();
  }
}

TEST(DurableStore, AFileOfANewerSchemaIsRefusedInOneLine) {
  const Folder folder;
  const std::string file = folder.file("s");
  make_sqlite_store(file, 5)->commit();
  Database(file).run("PRAGMA user_version=3;");
  try {
    static_cast<void>(make_sqlite_store(file, 1));
    FAIL() << "it was opened";
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(std::string(error.what()), file + ": a mail store of schema 3, this mailrig knows 2");
  }
}

TEST(DurableStore, AFileThatCanNotBeIsTold) {
  const Folder folder;
  EXPECT_THROW(static_cast<void>(make_sqlite_store(folder.file("no/such/folder"), 1)), std::runtime_error);
}

}  // namespace
}  // namespace mailrig::server
