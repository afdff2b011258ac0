// IMAP responses (RFC 9051 9 and RFC 3501 9) as a client reads them: the outer grammar, with all
// data in a tape. What a FETCH or LIST means is read from the tape by imap/fetch, imap/list, …
//   response-tagged / response-data / continue-req
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "harness/imap/tape.hpp"
#include "harness/wire/flaw.hpp"
#include "harness/wire/framer.hpp"

namespace mailrig::imap {

inline constexpr std::size_t kLineLimit = 1024 * 1024;           // ours: a line without literals
inline constexpr std::size_t kLiteralLimit = 64 * 1024 * 1024;   // ours: one literal
inline constexpr std::size_t kResponseLimit = 96 * 1024 * 1024;  // ours: a whole response
inline constexpr std::size_t kNestingLimit = 64;                 // ours: lists in lists

enum class ResponseKind : std::uint8_t { Tagged, Untagged, Continuation, Garbage };
enum class Status : std::uint8_t { None, Ok, No, Bad, Preauth, Bye };
[[nodiscard]] std::string_view name(Status status);  // "OK"; None: "none"
// In any case; None: it is no status.
[[nodiscard]] Status status_named(std::string_view word);

// One response. Views point into the unit; reuse keeps capacity.
struct Response {
  ResponseKind kind = ResponseKind::Garbage;
  std::string_view tag;                        // of Tagged
  Status status = Status::None;                // of Tagged and of untagged status responses
  bool has_code = false;                       // resp-text-code "[" … "]"
  std::string_view code;                       // its name, as sent ("COPYUID")
  std::uint32_t code_begin = 0, code_end = 0;  // its arguments: nodes [begin, end) of the tape
  std::string_view text;                       // human-readable text
  std::optional<std::uint64_t> number;         // of "* 3 EXISTS", "* 3 FETCH"
  std::string_view name;                       // "EXISTS", "FETCH", "LIST", … of data; as sent
  std::uint32_t data_begin = 0, data_end = 0;  // what follows the name: nodes of the tape
  Tape tape;
  std::string_view bytes;
  wire::Flaws flaws;
};

// Finds the end of one response, literals counted in.
class ResponseFramer {
 public:
  [[nodiscard]] wire::Frame feed(std::string_view buffered);
  void reset();

 private:
  std::size_t scanned_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t literal_end_ = 0;
};

struct ResponseOptions {
  bool utf8 = false;  // UTF8=ACCEPT or IMAP4rev2 was enabled: 8-bit octets are no flaw
  bool rev2 = false;  // IMAP4rev2: the text of a status may be empty (RFC 9051 9 resp-text)
};

// Never fails: what can't be read is a flaw, and the rest of it an Atom.
void parse_response(std::string_view unit, Response& response, ResponseOptions options = {});

}  // namespace mailrig::imap
