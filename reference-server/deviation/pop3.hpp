// The deviations of the POP3 server. Each is one broken rule, asked for at one seam of session/pop3.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server::pop3d {

inline constexpr Deviation kReplyStatusCase{
    "pop3.reply.status-case", {1939, "3"}, "+OK and -ERR are sent in lower case"};
inline constexpr Deviation kReplyBareLf{
    "pop3.reply.bare-lf", {1939, "3"}, "the first line of a response ends in a bare LF"};
inline constexpr Deviation kReplyTooLong{
    "pop3.reply.too-long", {2449, "4"}, "the first line of a response is longer than 512 octets"};
inline constexpr Deviation kReplyNoSpace{
    "pop3.reply.no-space", {2449, "3"}, "no space stands between the status and the text"};
inline constexpr Deviation kCommandCaseSensitive{
    "pop3.command.case-sensitive", {1939, "3"}, "keywords are taken in upper case only"};
inline constexpr Deviation kCommandUnknownOk{
    "pop3.command.unknown-ok", {1939, "3"}, "an unknown command is answered +OK"};
inline constexpr Deviation kCommandSyntaxOk{
    "pop3.command.syntax-ok", {1939, "3"}, "a command with a syntax error is answered +OK"};
inline constexpr Deviation kCommandLongRefused{
    "pop3.command.long-refused", {2449, "4"}, "commands of more than 47 octets are refused"};
inline constexpr Deviation kCommandBareLfTaken{
    "pop3.command.bare-lf-taken", {1939, "3"}, "a bare LF ends a command"};
inline constexpr Deviation kStateIgnored{
    "pop3.state.ignored", {1939, "3"}, "commands of the TRANSACTION state are answered +OK before login"};
inline constexpr Deviation kStateLoginTwice{
    "pop3.state.login-twice", {1939, "7"}, "USER and PASS are answered +OK in the TRANSACTION state"};
inline constexpr Deviation kPipeliningDropped{
    "pop3.pipelining.dropped", {2449, "6.6"}, "commands that came with the one before are thrown away"};
inline constexpr Deviation kCapaNoTerminator{
    "pop3.capa.no-terminator", {2449, "5"}, "the list of capabilities ends without its dot"};
inline constexpr Deviation kCapaForgets{
    "pop3.capa.forgets", {2449, "5"}, "SASL and USER are no longer announced after login"};
inline constexpr Deviation kCapaForgetsExtensions{
    "pop3.capa.forgets-extensions",
    {2449, "5"},
    "after login only commands are announced: no RESP-CODES, PIPELINING, UTF8 and so on"};
inline constexpr Deviation kCapaRefusedAfterLogin{
    "pop3.capa.refused-after-login", {2449, "5"}, "CAPA is refused in the TRANSACTION state"};
inline constexpr Deviation kCapaExpireShrinks{
    "pop3.capa.expire-shrinks", {2449, "6.7"}, "after login EXPIRE tells of less time than before it"};
inline constexpr Deviation kLoginDelayGrows{
    "pop3.login-delay.grows", {2449, "6.5"}, "after login LOGIN-DELAY tells of more time than before it"};
inline constexpr Deviation kLoginDelayIgnored{
    "pop3.login-delay.ignored", {2449, "6.5"}, "a login within the time of LOGIN-DELAY is taken"};
inline constexpr Deviation kApopAnyDigest{"pop3.apop.any-digest", {1939, "7"}, "every digest is taken"};
inline constexpr Deviation kApopSameTimestamp{
    "pop3.apop.same-timestamp", {1939, "7"}, "each greeting has the same timestamp"};
inline constexpr Deviation kUtf8AfterLogin{
    "pop3.utf8.after-login", {6856, "2"}, "UTF8 is taken in the TRANSACTION state"};
inline constexpr Deviation kUtf8AsIs{
    "pop3.utf8.as-is", {6856, "2.1"}, "a UTF-8 header is sent as it is to a client that never said UTF8"};
inline constexpr Deviation kUtf8Never{
    "pop3.utf8.never", {6856, "2.1"}, "a UTF-8 header is not sent as it is in UTF-8 mode either"};
inline constexpr Deviation kLangNoTag{
    "pop3.lang.no-tag", {6856, "3.2"}, "the answer to LANG does not begin with the language's tag"};
inline constexpr Deviation kLangUnknownOk{
    "pop3.lang.unknown-ok", {6856, "3.2"}, "LANG of a language that is not there is answered +OK"};
inline constexpr Deviation kLangListsNames{
    "pop3.lang.lists-names", {6856, "3.2"}, "LANG lists the languages' names without their tags"};
inline constexpr Deviation kPassAnyPassword{"pop3.pass.any-password", {1939, "7"}, "every password is taken"};
inline constexpr Deviation kPassWithoutUser{
    "pop3.pass.without-user", {1939, "7"}, "PASS without USER before it is answered +OK"};
inline constexpr Deviation kPassAgain{
    "pop3.pass.again", {1939, "7"}, "PASS is taken after a PASS that failed, without USER"};
inline constexpr Deviation kPassInUseNoCode{
    "pop3.pass.in-use-no-code", {2449, "8.1.2"}, "a maildrop in use is refused without [IN-USE]"};
inline constexpr Deviation kPassInUseFirst{
    "pop3.pass.in-use-first",
    {2449, "8.1.2"},
    "that a maildrop is in use is told before the password is looked at"};
inline constexpr Deviation kUserAuthCode{
    "pop3.user.auth-code", {3206, "5"}, "USER of a name that is not there is refused with [AUTH]"};
inline constexpr Deviation kPassNoAuthCode{
    "pop3.pass.no-auth-code", {3206, "6"}, "wrong credentials are refused without [AUTH]"};
inline constexpr Deviation kLockNone{
    "pop3.lock.none",
    {1939, "4"},
    "two sessions have a maildrop at once, and one loses what the other removes"};
inline constexpr Deviation kLockKept{
    "pop3.lock.kept", {1939, "6"}, "the maildrop stays locked after QUIT in a session that sent STAT"};
inline constexpr Deviation kAuthInitialResponseIgnored{
    "pop3.auth.initial-response-ignored",
    {5034, "4"},
    "a challenge is sent although the initial response is there"};
inline constexpr Deviation kAuthCancelOk{
    "pop3.auth.cancel-ok", {5034, "4"}, "a cancelled AUTH is answered +OK"};
inline constexpr Deviation kAuthCancelIgnored{
    "pop3.auth.cancel-ignored", {5034, "4"}, "an answer of * is taken for an answer, and more is asked"};
inline constexpr Deviation kAuthChallengeNoSpace{
    "pop3.auth.challenge-no-space", {5034, "4"}, "an empty challenge is a plus alone"};
inline constexpr Deviation kAuthChallengeText{
    "pop3.auth.challenge-text", {5034, "4"}, "an empty challenge has text for people"};
inline constexpr Deviation kAuthBadBase64Ignored{
    "pop3.auth.bad-base64-ignored",
    {5034, "4"},
    "pads that begin an answer, and octets outside base64, are skipped"};
inline constexpr Deviation kAuthUnknownOk{
    "pop3.auth.unknown-ok", {5034, "4"}, "AUTH with a mechanism that is not known is answered +OK"};
inline constexpr Deviation kAuthTwice{"pop3.auth.twice", {5034, "4"}, "AUTH is taken again after login"};
inline constexpr Deviation kStlsInjection{
    "pop3.stls.injection", {2595, "4"}, "commands sent in the clear behind STLS are answered under TLS"};
inline constexpr Deviation kStlsTwice{
    "pop3.stls.twice", {2595, "4"}, "STLS is answered +OK when TLS is active already"};
inline constexpr Deviation kStlsAnnouncedAlways{
    "pop3.stls.announced-always", {2595, "4"}, "STLS is announced under TLS and after login, too"};
inline constexpr Deviation kStlsAfterLogin{
    "pop3.stls.after-login", {2595, "4"}, "STLS is taken in the TRANSACTION state"};
inline constexpr Deviation kStatCountsDeleted{
    "pop3.stat.counts-deleted", {1939, "5"}, "STAT counts messages that are marked as deleted"};
inline constexpr Deviation kStatOctetsWrong{
    "pop3.stat.octets-wrong", {1939, "11"}, "STAT counts a line end as one octet"};
inline constexpr Deviation kStatMoreFollows{
    "pop3.stat.more-follows", {1939, "5"}, "words follow the octets in STAT's answer"};
inline constexpr Deviation kListOctetsWrong{
    "pop3.list.octets-wrong", {1939, "11"}, "LIST counts a line end as one octet"};
inline constexpr Deviation kListIgnoresArgument{
    "pop3.list.ignores-argument", {1939, "5"}, "LIST with a message number lists all"};
inline constexpr Deviation kListShowsDeleted{
    "pop3.list.shows-deleted", {1939, "5"}, "LIST shows messages that are marked as deleted"};
inline constexpr Deviation kListEmptyRefused{
    "pop3.list.empty-refused", {1939, "5"}, "LIST of an empty maildrop is answered -ERR"};
inline constexpr Deviation kListMoreFollows{
    "pop3.list.more-follows", {1939, "5"}, "words follow the size in LIST's listing"};
inline constexpr Deviation kListFromZero{"pop3.list.from-zero", {1939, "4"}, "LIST counts messages from 0"};
inline constexpr Deviation kRetrNotStuffed{
    "pop3.retr.not-stuffed", {1939, "3"}, "RETR sends lines that begin with a dot as they are"};
inline constexpr Deviation kRetrBareLf{
    "pop3.retr.bare-lf", {1939, "3"}, "RETR sends lines that end in a bare LF"};
inline constexpr Deviation kRetrDeleted{
    "pop3.retr.deleted", {1939, "5"}, "RETR sends a message that is marked as deleted"};
inline constexpr Deviation kRetrCut{"pop3.retr.cut", {1939, "5"}, "RETR loses the last line of the message"};
inline constexpr Deviation kRetrDeletes{
    "pop3.retr.deletes", {1939, "6"}, "QUIT removes what RETR has sent, marked or not"};
inline constexpr Deviation kDeleAtOnce{
    "pop3.dele.at-once", {1939, "5"}, "DELE removes the message before QUIT"};
inline constexpr Deviation kDeleWithoutQuit{
    "pop3.dele.without-quit", {1939, "6"}, "a connection that ends without QUIT removes what is marked"};
inline constexpr Deviation kDeleTwiceOk{
    "pop3.dele.twice-ok", {1939, "5"}, "DELE of a message that is marked already is answered +OK"};
inline constexpr Deviation kDeleMissingOk{
    "pop3.dele.missing-ok", {1939, "5"}, "DELE of a message that is not there is answered +OK"};
inline constexpr Deviation kDeleRenumbers{
    "pop3.dele.renumbers", {1939, "4"}, "DELE moves the messages behind it up by one number"};
inline constexpr Deviation kDeleForgotten{"pop3.dele.forgotten", {1939, "6"}, "QUIT removes nothing"};
inline constexpr Deviation kNoopRefused{"pop3.noop.refused", {1939, "5"}, "NOOP is answered -ERR"};
inline constexpr Deviation kRsetNothing{"pop3.rset.nothing", {1939, "5"}, "RSET leaves the marks"};
inline constexpr Deviation kRsetAtQuit{
    "pop3.rset.at-quit", {1939, "5"}, "QUIT removes what was marked before RSET, too"};
inline constexpr Deviation kQuitStays{"pop3.quit.stays", {1939, "6"}, "the connection stays open after QUIT"};
inline constexpr Deviation kTopIgnoresCount{
    "pop3.top.ignores-count", {1939, "7"}, "TOP sends the whole message"};
inline constexpr Deviation kTopCountsHeader{
    "pop3.top.counts-header", {1939, "7"}, "TOP counts the lines of the header, too"};
inline constexpr Deviation kTopNoBlankLine{
    "pop3.top.no-blank-line", {1939, "7"}, "TOP leaves out the line between header and body"};
inline constexpr Deviation kTopNotStuffed{
    "pop3.top.not-stuffed", {1939, "3"}, "TOP sends lines that begin with a dot as they are"};
inline constexpr Deviation kTopAnyMessage{
    "pop3.top.any-message",
    {1939, "7"},
    "TOP of a message that is marked or not there is answered by a block without lines"};
inline constexpr Deviation kTopCountOptional{
    "pop3.top.count-optional", {1939, "7"}, "TOP without a number of lines is taken"};
inline constexpr Deviation kUidlNoNumber{
    "pop3.uidl.no-number", {1939, "7"}, "UIDL with a message number answers without that number"};
inline constexpr Deviation kUidlIgnoresArgument{
    "pop3.uidl.ignores-argument", {1939, "7"}, "UIDL with a message number lists all"};
inline constexpr Deviation kUidlShowsDeleted{
    "pop3.uidl.shows-deleted", {1939, "7"}, "UIDL shows messages that are marked as deleted"};
inline constexpr Deviation kUidlChanges{
    "pop3.uidl.changes", {1939, "7"}, "unique-ids differ from session to session"};
inline constexpr Deviation kUidlReused{
    "pop3.uidl.reused", {1939, "7"}, "a unique-id is the message's place, and so comes again"};
inline constexpr Deviation kUidlSame{"pop3.uidl.same", {1939, "7"}, "all messages have the same unique-id"};
inline constexpr Deviation kUidlTooLong{
    "pop3.uidl.too-long", {1939, "7"}, "unique-ids have more than 70 octets"};
inline constexpr Deviation kUidlMoreFollows{
    "pop3.uidl.more-follows", {1939, "7"}, "a word follows the unique-id in UIDL's listing"};

}  // namespace mailrig::server::pop3d
