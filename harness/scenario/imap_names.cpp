#include "harness/scenario/imap_names.hpp"

#include <array>
#include <span>
#include <vector>

#include "harness/wire/ascii.hpp"
#include "harness/wire/nearest.hpp"

namespace mailrig::scenario {

namespace {

using Shape = DataShape;

// RFC 9051 7.2 to 7.4, RFC 3501 7.2 to 7.4 and the extensions that the RFC Editor has.
constexpr std::array<KnownName, 30> kData = {{
    {"ACL", Shape::Mailbox},            // RFC 4314
    {"CAPABILITY", Shape::Members},     //
    {"COMPARATOR", Shape::InOrder},     // RFC 5255
    {"CONVERTED", Shape::InOrder},      // RFC 5259
    {"ENABLED", Shape::Members},        // RFC 5161
    {"ESEARCH", Shape::Esearch},        // RFC 4466
    {"EXISTS", Shape::Nothing, true},   //
    {"EXPUNGE", Shape::Nothing, true},  //
    {"FETCH", Shape::Fetch, true},      //
    {"FLAGS", Shape::Flags},            //
    {"GENURLAUTH", Shape::InOrder},     // RFC 4467
    {"ID", Shape::InOrder},             // RFC 2971
    {"JMAPACCESS", Shape::InOrder},     // RFC 9698
    {"LANGUAGE", Shape::InOrder},       // RFC 5255
    {"LIST", Shape::List},              //
    {"LISTRIGHTS", Shape::Mailbox},     // RFC 4314
    {"LSUB", Shape::List},              //
    {"METADATA", Shape::Mailbox},       // RFC 5464
    {"MYRIGHTS", Shape::Mailbox},       // RFC 4314
    {"NAMESPACE", Shape::InOrder},      // RFC 2342
    {"QUOTA", Shape::InOrder},          // RFC 9208
    {"QUOTAROOT", Shape::Mailbox},      // RFC 9208
    {"RECENT", Shape::Nothing, true},   //
    {"SEARCH", Shape::Numbers},         //
    {"SORT", Shape::InOrder},           // RFC 5256
    {"STATUS", Shape::Status},          //
    {"THREAD", Shape::InOrder},         // RFC 5256
    {"UIDFETCH", Shape::Fetch, true},   // RFC 9586
    {"URLFETCH", Shape::InOrder},       // RFC 4467
    {"VANISHED", Shape::Vanished},      // RFC 7162
}};

constexpr std::array<KnownName, 59> kCodes = {{
    {"ALERT", Shape::Nothing},
    {"ALREADYEXISTS", Shape::Nothing},         // RFC 5530
    {"ANNOTATE", Shape::InOrder},              // RFC 5257
    {"ANNOTATIONS", Shape::InOrder},           // RFC 5257
    {"APPENDUID", Shape::AppendUid},           // RFC 4315
    {"AUTHENTICATIONFAILED", Shape::Nothing},  // RFC 5530
    {"AUTHORIZATIONFAILED", Shape::Nothing},
    {"BADCHARSET", Shape::InOrder},
    {"BADCOMPARATOR", Shape::InOrder},  // RFC 5255
    {"BADEVENT", Shape::Flags},         // RFC 5465: a set of names
    {"BADURL", Shape::InOrder},         // RFC 4469
    {"CANNOT", Shape::Nothing},         // RFC 5530
    {"CAPABILITY", Shape::Members},
    {"CLIENTBUG", Shape::Nothing},
    {"CLOSED", Shape::Nothing},             // RFC 7162
    {"COMPRESSIONACTIVE", Shape::Nothing},  // RFC 4978
    {"CONTACTADMIN", Shape::Nothing},
    {"COPYUID", Shape::CopyUid},  // RFC 4315
    {"CORRUPTION", Shape::Nothing},
    {"EXPIRED", Shape::Nothing},
    {"EXPUNGEISSUED", Shape::Nothing},
    {"HASCHILDREN", Shape::Nothing},
    {"HIGHESTMODSEQ", Shape::Number},  // RFC 7162
    {"INPROGRESS", Shape::InOrder},    // RFC 9585
    {"INUSE", Shape::Nothing},
    {"LIMIT", Shape::Nothing},
    {"MAILBOXID", Shape::InOrder},          // RFC 8474
    {"MAXCONVERTMESSAGES", Shape::Number},  // RFC 5259
    {"MAXCONVERTPARTS", Shape::Number},     // RFC 5259
    {"MESSAGELIMIT", Shape::InOrder},       // RFC 9738
    {"METADATA", Shape::InOrder},           // RFC 5464
    {"MODIFIED", Shape::UidSet},            // RFC 7162
    {"NEWNAME", Shape::InOrder},            // RFC 2060
    {"NOMODSEQ", Shape::Nothing},           // RFC 7162
    {"NONEXISTENT", Shape::Nothing},        // RFC 5530
    {"NOPERM", Shape::Nothing},             //
    {"NOTIFICATIONOVERFLOW", Shape::InOrder},
    {"NOTSAVED", Shape::Nothing},   // RFC 5182
    {"NOUPDATE", Shape::InOrder},   // RFC 5267
    {"OVERQUOTA", Shape::Nothing},  // RFC 5530
    {"PARSE", Shape::Nothing},
    {"PERMANENTFLAGS", Shape::Flags},
    {"PRIVACYREQUIRED", Shape::Nothing},
    {"READ-ONLY", Shape::Nothing},
    {"READ-WRITE", Shape::Nothing},
    {"REFERRAL", Shape::InOrder},  // RFC 2221, RFC 2193
    {"SERVERBUG", Shape::Nothing},
    {"TRYCREATE", Shape::Nothing},
    {"UIDNEXT", Shape::Number},
    {"UIDNOTSTICKY", Shape::Nothing},  // RFC 4315
    {"UIDVALIDITY", Shape::Number},
    {"UNAVAILABLE", Shape::Nothing},
    {"UNDEFINED-FILTER", Shape::InOrder},  // RFC 5466
    {"UNKNOWN-CTE", Shape::Nothing},       // RFC 3516
    {"UNSEEN", Shape::Number},
    {"TOOBIG", Shape::Nothing},       // RFC 4469
    {"UIDREQUIRED", Shape::Nothing},  // RFC 9586
    {"URLMECH", Shape::InOrder},      // RFC 4467
    {"USEATTR", Shape::Nothing},      // RFC 6154
}};

const KnownName* find(std::span<const KnownName> list, std::string_view name) {
  for (const KnownName& known : list) {
    if (wire::iequals(known.name, name)) return &known;
  }
  return nullptr;
}

std::string_view near(std::span<const KnownName> list, std::string_view name) {
  std::vector<std::string_view> names;
  for (const KnownName& known : list) names.push_back(known.name);
  return wire::nearest(name, names);
}

}  // namespace

const KnownName* known_data(std::string_view name) {
  return find(kData, name);
}

const KnownName* known_code(std::string_view name) {
  return find(kCodes, name);
}

std::string_view near_data(std::string_view name) {
  return near(kData, name);
}

std::string_view near_code(std::string_view name) {
  return near(kCodes, name);
}

}  // namespace mailrig::scenario
