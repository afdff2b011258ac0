// IMAP commands as a server reads them (RFC 9051 9, RFC 3501 9): strictly. A command is framed with
// its literals, then parsed from the whole unit. What breaks the grammar is refused with BAD.
//   command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF
//
//   CommandFramer framer;
//   for (;;) switch (CommandFrame frame = framer.feed(input.view()); frame.step) {
//     NeedMore: return;   Skip: consume(frame.size)
//     Continue: send "+ go on\r\n" (nothing to consume; the unit grows)
//     Refused:  send "<tag or *> BAD reason", consume(frame.size), close if frame.close
//     Complete: parse_command(first frame.size octets, command), …, consume(frame.size)
//   }
// DONE and AUTHENTICATE's lines are not commands: frame them with wire::LineFramer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/acl.hpp"
#include "harness/imap/append_command.hpp"
#include "harness/imap/command_values.hpp"
#include "harness/imap/copy.hpp"
#include "harness/imap/fetch.hpp"
#include "harness/imap/id.hpp"
#include "harness/imap/list.hpp"
#include "harness/imap/login.hpp"
#include "harness/imap/mailbox_command.hpp"
#include "harness/imap/metadata.hpp"
#include "harness/imap/notify.hpp"
#include "harness/imap/quota.hpp"
#include "harness/imap/search.hpp"
#include "harness/imap/sequence_set.hpp"
#include "harness/imap/sort.hpp"
#include "harness/imap/status.hpp"
#include "harness/imap/store.hpp"
#include "harness/imap/url_auth.hpp"

namespace mailrig::imap {

inline constexpr std::size_t kTagLimit = 128;  // ours: octets of a tag

struct CommandLimits {
  std::size_t line = 64 * 1024;              // octets outside literals (RFC 7162 4 asks for 8192)
  std::size_t literal = 64 * 1024 * 1024;    // one literal; before login: set 8192 or so
  std::size_t unit = 65 * 1024 * 1024;       // the whole command
  std::size_t non_synchronizing = SIZE_MAX;  // {n+} up to this (LITERAL-: 4096, RFC 7888 5)
  std::size_t skip = 128 * 1024 * 1024;      // {n+} that is too large is read over up to this, then we close
};

enum class CommandStep : std::uint8_t { NeedMore, Skip, Continue, Refused, Complete };

struct CommandFrame {
  CommandStep step = CommandStep::NeedMore;
  std::size_t size = 0;       // Skip, Refused, Complete: octets to consume
  std::string_view tag;       // Refused: as far as it could be read, else empty; valid until the next feed()
  std::string_view reason;    // Refused: short text for BAD
  bool too_big = false;       // Refused: a literal was over the limit ([TOOBIG])
  bool plus_too_big = false;  // Refused: … over that of {n+} only (RFC 7888 5: BAD [TOOBIG])
  bool close = false;         // Refused: no way to go on; say BYE
  std::size_t literal = 0;    // Continue: octets that will follow
};

class CommandFramer {
 public:
  explicit CommandFramer(CommandLimits limits = {}) : limits_(limits) {}
  void set_limits(const CommandLimits& limits) { limits_ = limits; }  // as after login
  // `buffered`: every octet received and not yet consumed.
  [[nodiscard]] CommandFrame feed(std::string_view buffered);
  void reset();

 private:
  CommandFrame end_line(std::string_view buffered, std::size_t line_end);
  CommandFrame announce(std::string_view buffered, std::size_t line_end, std::uint64_t octets, bool plus);
  CommandFrame refuse(std::string_view buffered, std::size_t size, std::string_view reason);
  CommandFrame begin_skipping(std::string_view buffered, std::size_t size, std::string_view reason);
  CommandFrame skip(std::string_view buffered);
  CommandFrame end_skipping(std::size_t size);

  CommandLimits limits_;
  std::size_t scanned_ = 0;      // how far the buffer was looked at; beyond it: a literal is awaited
  std::size_t line_begin_ = 0;   // of the line being looked at
  std::size_t line_octets_ = 0;  // of this command's lines before that one
  bool skipping_ = false;        // until this command's end; then it is refused
  std::uint64_t skip_literal_ = 0;
  std::uint64_t skipped_ = 0;
  std::string_view reason_;
  bool too_big_ = false, plus_too_big_ = false;
  std::string tag_;  // of the refused command
};

enum class Verb : std::uint8_t {
  Unknown,  // `name` tells which; arguments were not read
  Append,
  Authenticate,
  CancelUpdate,
  Capability,
  Check,
  Close,
  Compress,
  Copy,
  Create,
  Delete,
  DeleteAcl,
  Enable,
  Examine,
  Expunge,
  Fetch,
  GetAcl,
  GenUrlAuth,
  GetMetadata,
  GetQuota,
  GetQuotaRoot,
  Id,
  Idle,
  List,
  ListRights,
  Login,
  Logout,
  Lsub,
  Move,
  MyRights,
  Namespace,
  Noop,
  Notify,
  Rename,
  Replace,
  ResetKey,
  Search,
  Select,
  SetAcl,
  SetMetadata,
  SetQuota,
  Sort,
  StartTls,
  Status,
  Store,
  Subscribe,
  Thread,
  Unselect,
  Unsubscribe,
  UrlFetch,
};
[[nodiscard]] std::string_view name(Verb verb);  // "FETCH"; "" for Unknown

// One command. Only the member that belongs to `verb` is filled. Views point into the unit or into
// `unescaped`; reuse keeps capacity.
struct Command {
  std::string_view tag;  // empty: could not be read (answer with "* BAD")
  Verb verb = Verb::Unknown;
  bool uid =
      false;  // UID FETCH, UID STORE, UID COPY, UID MOVE, UID SEARCH, UID SORT, UID THREAD, UID EXPUNGE
  std::string_view name;  // as sent, without UID

  AclCommand acl;        // DELETEACL, GETACL, LISTRIGHTS, MYRIGHTS, SETACL
  AppendCommand append;  // APPEND, REPLACE
  AuthenticateCommand authenticate;
  CopyCommand copy;                         // COPY, MOVE
  MailboxCommand mailbox;                   // CREATE, DELETE, EXAMINE, RENAME, SELECT, SUBSCRIBE, UNSUBSCRIBE
  std::vector<std::string_view> cancelled;  // CANCELUPDATE: tags
  std::string_view compress;                // the algorithm
  std::vector<std::string_view> enable;
  SequenceSet expunge;  // UID EXPUNGE
  FetchCommand fetch;   // FETCH; of NOTIFY: what MessageNew asks for, of SEARCH: what UPDATE does
  IdCommand id;
  ListCommand list;  // LIST, LSUB
  LoginCommand login;
  MetadataCommand metadata;  // GETMETADATA, SETMETADATA
  NotifyCommand notify;
  QuotaCommand quota;    // GETQUOTA, GETQUOTAROOT, SETQUOTA
  SearchCommand search;  // SEARCH, SORT, THREAD
  std::vector<SortCriterion> sort;
  StatusCommand status;
  StoreCommand store;
  UrlAuthCommand url_auth;  // GENURLAUTH, RESETKEY, URLFETCH
  std::string_view thread;  // its algorithm, as sent

  std::string unescaped;
};

// The reason of a refusal, for quoted strings whose octets above 127 are no UTF-8 (RFC 6855 3).
inline constexpr std::string_view kNotUtf8Reason = "quoted string that is not UTF-8";

struct Refusal {
  std::string_view reason;  // "sequence set expected": static storage
  std::size_t offset = 0;   // octets from the start of the unit
};

// `unit`: one framed command, CRLF counted in. Nothing: it is well formed. Otherwise the command is to be
// refused; its tag and verb are filled as far as they could be read.
struct CommandOptions {
  bool utf8 = false;  // UTF8=ACCEPT or IMAP4rev2 was enabled: quoted strings may hold UTF-8
};
[[nodiscard]] std::optional<Refusal> parse_command(std::string_view unit, Command& command,
                                                   CommandOptions options = {});

}  // namespace mailrig::imap
