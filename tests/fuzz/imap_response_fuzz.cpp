// Any octets are responses: framed the same whole or octet by octet, parsed into a sound tape.
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/imap/capability.hpp"
#include "harness/imap/code.hpp"
#include "harness/imap/dialogue.hpp"
#include "harness/imap/fetch.hpp"
#include "harness/imap/flags.hpp"
#include "harness/imap/list.hpp"
#include "harness/imap/search.hpp"
#include "harness/imap/status.hpp"

namespace {

using namespace mailrig::imap;

void require(bool holds) {
  if (!holds) std::abort();
}

// Siblings in [begin, end) end exactly there, and so do those of each list.
void check_tape(const Tape& tape, std::uint32_t begin, std::uint32_t end, std::size_t depth) {
  require(depth <= kNestingLimit);
  std::uint32_t i = begin;
  while (i < end) {
    require(tape.nodes[i].next > i && tape.nodes[i].next <= end);
    if (tape.is_list(i)) {
      check_tape(tape, i + 1, tape.nodes[i].next, depth + 1);
    } else {
      require(tape.nodes[i].next == i + 1);
    }
    i = tape.nodes[i].next;
  }
  require(i == end);
}

void check_node(const Node& node, std::string_view unit, const std::string& unescaped) {
  require(node.offset < unit.size());
  if (node.text.empty()) return;
  const std::less_equal<> before;
  const auto within = [&](std::string_view storage) {
    return before(storage.data(), node.text.data()) &&
           before(node.text.data() + node.text.size(), storage.data() + storage.size());
  };
  require(within(unit) || within(unescaped));
}

void read_all(const Response& response) {
  FetchData fetch;
  ListData list;
  EsearchData esearch;
  StatusData status;
  std::vector<std::uint32_t> numbers;
  std::vector<std::string_view> names;
  (void)read_fetch(response, fetch);
  (void)find_item(response, "BODY[]");
  (void)read_list(response, list);
  (void)read_search(response, numbers);
  (void)read_esearch(response, esearch);
  (void)read_status(response, status);
  (void)read_capabilities(response, names);
  (void)copy_uid(response);
  (void)append_uid(response);
  if (const auto flags = flags_of(response)) read_flags(response.tape, *flags, names);
}

std::vector<std::size_t> whole(std::string_view input) {
  ResponseFramer framer;
  std::vector<std::size_t> sizes;
  for (;;) {
    const auto frame = framer.feed(input);
    if (frame.status != mailrig::wire::FrameStatus::Complete) return sizes;
    require(frame.size > 0 && frame.size <= input.size());
    sizes.push_back(frame.size);
    input.remove_prefix(frame.size);
  }
}

std::vector<std::size_t> octet_by_octet(std::string_view input) {
  ResponseFramer framer;
  std::vector<std::size_t> sizes;
  std::size_t begin = 0;
  for (std::size_t end = 1; end <= input.size(); ++end) {
    const auto frame = framer.feed(input.substr(begin, end - begin));
    if (frame.status == mailrig::wire::FrameStatus::TooLong) return sizes;
    if (frame.status != mailrig::wire::FrameStatus::Complete) continue;
    sizes.push_back(frame.size);
    begin += frame.size;
    require(begin == end);
  }
  return sizes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  static Response response;
  require(whole(input) == octet_by_octet(input));

  Dialogue dialogue;
  dialogue.sent(input.substr(0, size / 2));
  std::string_view rest = input;
  std::size_t used = 0;
  while (dialogue.next(rest, response, used) == Dialogue::Next::Unit) {
    const Tape& tape = response.tape;
    for (const Node& node : tape.nodes) check_node(node, response.bytes, tape.unescaped);
    check_tape(tape, 0, static_cast<std::uint32_t>(tape.nodes.size()), 0);
    require(response.data_begin <= response.data_end && response.data_end <= tape.nodes.size());
    require(response.code_begin <= response.code_end && response.code_end <= tape.nodes.size());
    read_all(response);
    rest.remove_prefix(used);
  }
  parse_response(input, response);
  read_all(response);
  return 0;
}
