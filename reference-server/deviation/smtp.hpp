// The deviations of the SMTP server. Each is one broken rule, asked for at one seam of session/smtp.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server::smtpd {

inline constexpr Deviation kGreetingNone{
    "smtp.greeting.none", {5321, "3.1"}, "the server waits for the client to speak first"};
inline constexpr Deviation kGreetingMissingDomain{
    "smtp.greeting.missing-domain", {5321, "4.2"}, "the greeting does not name the server"};
inline constexpr Deviation kReplyCodeChanges{
    "smtp.reply.code-changes", {5321, "4.2.1"}, "the last line of a multi-line reply has another code"};
inline constexpr Deviation kReplyBareLf{"smtp.reply.bare-lf", {5321, "2.3.8"}, "replies end in a bare LF"};
inline constexpr Deviation kReplyTooLong{
    "smtp.reply.too-long", {5321, "4.5.3.1.5"}, "reply lines have more than 512 octets"};
inline constexpr Deviation kEnhancedMissing{
    "smtp.enhanced.missing", {2034, "4"}, "replies have no enhanced codes"};
inline constexpr Deviation kEnhancedClassWrong{
    "smtp.enhanced.class-wrong", {2034, "4"}, "enhanced codes have another class than the reply"};
inline constexpr Deviation kCommandCaseSensitive{
    "smtp.command.case-sensitive", {5321, "2.4"}, "commands are taken in upper case only"};
inline constexpr Deviation kCommandUnknownOk{
    "smtp.command.unknown-ok", {5321, "4.2.4"}, "an unknown command is answered 250"};
inline constexpr Deviation kCommandUnknownCloses{
    "smtp.command.unknown-closes",
    {5321, "3.8"},
    "the connection is closed behind the reply to an unknown command"};
inline constexpr Deviation kCommandLineLimitShort{"smtp.command.line-limit-short",
                                                  {5321, "4.5.3.1.4"},
                                                  "command lines of more than 100 octets are refused"};
inline constexpr Deviation kCommandOverlongSplit{
    "smtp.command.overlong-split", {5321, "4.5.3.1.9"}, "an overlong line is taken as several commands"};
inline constexpr Deviation kCommandReadIsCommand{
    "smtp.command.read-is-command", {5321, "2.3.8"}, "what one read gives is taken as a whole command"};
inline constexpr Deviation kPipeliningWithholds{
    "smtp.pipelining.withholds", {2920, "3.2"}, "the last reply of a group waits for more input"};
inline constexpr Deviation kPipeliningDropsInput{
    "smtp.pipelining.drops-input", {2920, "3.2"}, "commands that came with the one before are thrown away"};
inline constexpr Deviation kEhloNoDomain{
    "smtp.ehlo.no-domain", {5321, "4.1.1.1"}, "the reply to EHLO does not name the server"};
inline constexpr Deviation kEhloArgumentOptional{
    "smtp.ehlo.argument-optional", {5321, "4.1.1.1"}, "EHLO without a domain is taken"};
inline constexpr Deviation kEhloKeepsTransaction{
    "smtp.ehlo.keeps-transaction", {5321, "4.1.4"}, "EHLO leaves the transaction as it is"};
inline constexpr Deviation kHeloListsExtensions{
    "smtp.helo.lists-extensions", {5321, "4.1.1.1"}, "HELO is answered with the list of extensions"};
inline constexpr Deviation kMailNeedsEhlo{
    "smtp.mail.needs-ehlo", {5321, "2.2.1"}, "MAIL is refused after HELO"};
inline constexpr Deviation kMailNestedOk{
    "smtp.mail.nested-ok", {5321, "4.1.4"}, "MAIL is taken within a transaction"};
inline constexpr Deviation kMailNullRefused{
    "smtp.mail.null-refused", {5321, "4.5.5"}, "the null reverse-path is refused"};
inline constexpr Deviation kMailQuotedRefused{
    "smtp.mail.quoted-refused", {5321, "4.1.2"}, "a quoted local part is refused"};
inline constexpr Deviation kMailSyntaxOk{
    "smtp.mail.syntax-ok", {5321, "4.1.1.2"}, "MAIL with a syntax error is answered 250"};
inline constexpr Deviation kMailUnknownParameterOk{
    "smtp.mail.unknown-parameter-ok", {5321, "4.1.1.11"}, "parameters that are not known are ignored"};
inline constexpr Deviation kBody8bitmimeRefused{
    "smtp.body.8bitmime-refused", {6152, "3"}, "BODY=8BITMIME is refused"};
inline constexpr Deviation kBodyUnknownOk{
    "smtp.body.unknown-ok", {6152, "3"}, "BODY with an unknown value is taken"};
inline constexpr Deviation kSizeDeclaredIgnored{
    "smtp.size.declared-ignored", {1870, "6.1"}, "a message announced as larger than the limit is taken"};
inline constexpr Deviation kSizeParameterRefused{
    "smtp.size.parameter-refused", {1870, "6.1"}, "SIZE is refused as unknown"};
inline constexpr Deviation kSizeSyntaxOk{
    "smtp.size.syntax-ok", {1870, "3"}, "SIZE with a value that is no number is taken"};
inline constexpr Deviation kRcptBeforeMailOk{
    "smtp.rcpt.before-mail-ok", {5321, "4.1.4"}, "RCPT is taken without a transaction"};
inline constexpr Deviation kRcptRelays{
    "smtp.rcpt.relays", {5321, "3.6.2"}, "recipients in other domains are taken"};
inline constexpr Deviation kRcptUnknownUserOk{
    "smtp.rcpt.unknown-user-ok", {5321, "3.3"}, "recipients that do not exist are taken"};
inline constexpr Deviation kRcptSyntaxOk{
    "smtp.rcpt.syntax-ok", {5321, "4.1.1.3"}, "RCPT with a syntax error is answered 250"};
inline constexpr Deviation kRcptLimitTen{
    "smtp.rcpt.limit-ten", {5321, "4.5.3.1.8"}, "the eleventh recipient is refused"};
inline constexpr Deviation kRcptDomainCase{
    "smtp.rcpt.domain-case", {5321, "2.4"}, "domains of recipients are compared with their case"};
inline constexpr Deviation kRcptPostmasterRefused{
    "smtp.rcpt.postmaster-refused", {5321, "4.5.1"}, "mail to postmaster is refused"};
inline constexpr Deviation kDataWithoutMailOk{
    "smtp.data.without-mail-ok", {5321, "4.1.4"}, "DATA is taken without a transaction"};
inline constexpr Deviation kDataWithoutRcptOk{
    "smtp.data.without-rcpt-ok", {5321, "4.1.1.4"}, "DATA is taken without a recipient"};
inline constexpr Deviation kDataNo354{"smtp.data.no-354", {5321, "4.1.1.4"}, "DATA is answered 250"};
inline constexpr Deviation kDataEndLfLf{"smtp.data.end-lf-lf", {5321, "4.1.1.4"}, "LF.LF ends the data"};
inline constexpr Deviation kDataEndLfCrlf{
    "smtp.data.end-lf-crlf", {5321, "4.1.1.4"}, "LF.CRLF ends the data"};
inline constexpr Deviation kDataEndCrlfLf{
    "smtp.data.end-crlf-lf", {5321, "4.1.1.4"}, "CRLF.LF ends the data"};
inline constexpr Deviation kDataEndCrCr{"smtp.data.end-cr-cr", {5321, "4.1.1.4"}, "CR.CR ends the data"};
inline constexpr Deviation kDataEndOnlyInOneRead{"smtp.data.end-only-in-one-read",
                                                 {5321, "4.1.1.4"},
                                                 "the end of data is seen only if one read holds all of it"};
inline constexpr Deviation kDataLineLimitShort{"smtp.data.line-limit-short",
                                               {5321, "4.5.3.1.6"},
                                               "a message with lines of more than 500 octets is refused"};
inline constexpr Deviation kDataFirstDotKept{
    "smtp.data.first-dot-kept", {5321, "4.5.2"}, "the first stuffed dot stays in the message"};
inline constexpr Deviation kDataBodyChanged{
    "smtp.data.body-changed", {5321, "4.5.2"}, "white space at the end of lines is taken out"};
inline constexpr Deviation kDataNoReceived{
    "smtp.data.no-received", {5321, "4.4"}, "no Received field is added"};
inline constexpr Deviation kDataNoReturnPath{
    "smtp.data.no-return-path", {5321, "4.4"}, "no Return-Path field is added"};
inline constexpr Deviation kDataReturnPathKept{
    "smtp.data.return-path-kept", {5321, "4.4"}, "a Return-Path that the client sent stays in the message"};
inline constexpr Deviation kDataLost{
    "smtp.data.lost", {5321, "4.2.5"}, "a message is answered 250 and thrown away"};
inline constexpr Deviation kDataCutIsDelivered{
    "smtp.data.cut-is-delivered",
    {5321, "4.1.1.10"},
    "what came of a message before the connection was lost is delivered"};
inline constexpr Deviation kDataKeepsTransaction{
    "smtp.data.keeps-transaction", {5321, "4.1.1.4"}, "the transaction goes on after the message"};
inline constexpr Deviation kDataClosesAfter{
    "smtp.data.closes-after", {5321, "4.1.1.10"}, "the connection is closed after a message"};
inline constexpr Deviation kRsetKeepsTransaction{
    "smtp.rset.keeps-transaction", {5321, "4.1.1.5"}, "RSET leaves the transaction as it is"};
inline constexpr Deviation kRsetRefusedBeforeHello{
    "smtp.rset.refused-before-hello", {5321, "4.1.4"}, "RSET is refused before EHLO"};
inline constexpr Deviation kNoopClearsTransaction{
    "smtp.noop.clears-transaction", {5321, "4.1.1.9"}, "NOOP clears the transaction"};
inline constexpr Deviation kNoopRefused{"smtp.noop.refused", {5321, "4.1.1.9"}, "NOOP is refused"};
inline constexpr Deviation kVrfyUnlistedCode{
    "smtp.vrfy.unlisted-code", {5321, "3.5.3"}, "VRFY is answered by a code that it may not have"};
inline constexpr Deviation kQuitStaysOpen{
    "smtp.quit.stays-open", {5321, "4.1.1.10"}, "the connection stays open after QUIT"};
inline constexpr Deviation kQuitResets{
    "smtp.quit.resets", {5321, "4.1.1.10"}, "the connection is reset behind the reply to QUIT"};
inline constexpr Deviation kStarttlsInjection{
    "smtp.starttls.injection",
    {3207, "4.2"},
    "commands sent in the clear behind STARTTLS are answered under TLS"};
inline constexpr Deviation kStarttlsKeepsState{
    "smtp.starttls.keeps-state",
    {3207, "4.2"},
    "what was known before TLS stays known, and STARTTLS is still offered"};
inline constexpr Deviation kStarttlsTwiceOk{
    "smtp.starttls.twice-ok", {3207, "4.2"}, "STARTTLS is answered 220 under TLS"};
inline constexpr Deviation kStarttlsArgumentOk{
    "smtp.starttls.argument-ok", {3207, "4"}, "STARTTLS with an argument is taken"};
inline constexpr Deviation kAuthPlainRefused{
    "smtp.auth.plain-refused", {4616, "2"}, "right credentials are refused when they come by PLAIN"};
inline constexpr Deviation kAuthAnyPassword{"smtp.auth.any-password", {4954, "6"}, "every password is taken"};
inline constexpr Deviation kAuthTwiceOk{"smtp.auth.twice-ok", {4954, "4"}, "AUTH is taken again after login"};
inline constexpr Deviation kAuthInTransactionOk{
    "smtp.auth.in-transaction-ok", {4954, "4"}, "AUTH is taken within a transaction"};
inline constexpr Deviation kAuthUnknownMechanismOk{
    "smtp.auth.unknown-mechanism-ok", {4954, "4"}, "a mechanism that is not known is answered 235"};
inline constexpr Deviation kAuthBadBase64Ok{
    "smtp.auth.bad-base64-ok", {4954, "4"}, "an answer that is not base64 is taken as right"};
inline constexpr Deviation kAuthCancelOk{
    "smtp.auth.cancel-ok", {4954, "4"}, "a cancelled AUTH is answered 250"};
inline constexpr Deviation kAuthCancelIgnored{
    "smtp.auth.cancel-ignored", {4954, "4"}, "an answer of * is taken for an answer, and more is asked"};
inline constexpr Deviation kAuthChallengeCode{
    "smtp.auth.challenge-code", {4954, "4"}, "challenges have another code than 334"};
inline constexpr Deviation kAuthChallengeText{
    "smtp.auth.challenge-text", {4954, "4"}, "an empty challenge has text for people"};
inline constexpr Deviation kAuthDropsEarly{
    "smtp.auth.drops-early", {4954, "9"}, "the connection is closed after one login that failed"};
inline constexpr Deviation kReceivedNoLogin{
    "smtp.data.received-no-login", {4954, "7"}, "Received does not say that the client has logged in"};
inline constexpr Deviation kSubmissionNoLoginNeeded{
    "smtp.submission.no-login-needed", {6409, "4.3"}, "the submission port takes mail without a login"};
inline constexpr Deviation kSubmissionEtrn{
    "smtp.submission.etrn", {6409, "7"}, "the submission port announces ETRN"};
inline constexpr Deviation kBdatRefused{"smtp.bdat.refused", {3030, "2"}, "BDAT is answered 502"};
inline constexpr Deviation kBdatEmptyLastRefused{
    "smtp.bdat.empty-last-refused", {3030, "2"}, "BDAT 0 LAST is refused"};
inline constexpr Deviation kBdatRefusedAtOnce{
    "smtp.bdat.refused-at-once", {3030, "2"}, "the octets of a refused chunk are taken for commands"};
inline constexpr Deviation kBdatReadIsChunk{
    "smtp.bdat.read-is-chunk", {3030, "2"}, "a chunk ends with the read that it came in"};
inline constexpr Deviation kBdatOneReply{
    "smtp.bdat.one-reply", {3030, "2"}, "only the last chunk is answered"};
inline constexpr Deviation kBdatUnstuffs{
    "smtp.bdat.unstuffs", {3030, "2"}, "dots that begin a line of a chunk are taken for stuffed"};
inline constexpr Deviation kBdatSizeGuessed{
    "smtp.bdat.size-guessed", {3030, "2"}, "a chunk's size that is no number is taken for 0"};
inline constexpr Deviation kBdatThenDataOk{"smtp.bdat.then-data-ok", {3030, "2"}, "DATA is taken after BDAT"};
inline constexpr Deviation kBodyBinarymimeRefused{
    "smtp.body.binarymime-refused", {3030, "3"}, "BODY=BINARYMIME is refused"};
inline constexpr Deviation kBodyBinarymimeDataOk{
    "smtp.body.binarymime-data-ok", {3030, "3"}, "DATA is taken after BODY=BINARYMIME"};

}  // namespace mailrig::server::smtpd
