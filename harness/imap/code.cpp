#include "harness/imap/code.hpp"

#include "harness/imap/ascii.hpp"

namespace mailrig::imap {
namespace {

// The argument at `place`, none if there are not so many.
const Node* argument(const Response& response, int place) {
  std::uint32_t i = response.code_begin;
  while (place-- > 0 && i < response.code_end) i = response.tape.nodes[i].next;
  return i < response.code_end ? &response.tape.nodes[i] : nullptr;
}

bool set(const Node* node) {
  return node != nullptr && (node->kind == NodeKind::Number || node->kind == NodeKind::Atom);
}

}  // namespace

bool has_code(const Response& response, std::string_view code) {
  return response.has_code && same(response.code, code);
}

std::optional<std::uint64_t> code_number(const Response& response, std::string_view code) {
  if (!has_code(response, code)) return std::nullopt;
  const Node* node = argument(response, 0);
  if (node == nullptr || node->kind != NodeKind::Number) return std::nullopt;
  return node->number;
}

std::optional<CopyUid> copy_uid(const Response& response) {
  const auto validity = code_number(response, "COPYUID");
  const Node* source = argument(response, 1);
  const Node* target = argument(response, 2);
  if (!validity || !set(source) || !set(target) || argument(response, 3) != nullptr) return std::nullopt;
  return CopyUid{*validity, source->text, target->text};
}

std::optional<AppendUid> append_uid(const Response& response) {
  const auto validity = code_number(response, "APPENDUID");
  const Node* uids = argument(response, 1);
  if (!validity || !set(uids) || argument(response, 2) != nullptr) return std::nullopt;
  return AppendUid{*validity, uids->text};
}

}  // namespace mailrig::imap
