#include "harness/play/match_imap.hpp"

#include "harness/play/match_nodes.hpp"

namespace mailrig::play {
namespace {

using imap::ResponseKind;
using imap::Status;
using scenario::ImapPattern;

std::string_view status_name(Status status) {
  switch (status) {
    case Status::None:
      return "none";
    case Status::Ok:
      return "OK";
    case Status::No:
      return "NO";
    case Status::Bad:
      return "BAD";
    case Status::Preauth:
      return "PREAUTH";
    case Status::Bye:
      return "BYE";
  }
  return "none";
}

bool match_status(const ImapPattern& pattern, const imap::Response& response, Match& match) {
  const std::string_view got = status_name(response.status);
  for (const std::string& wanted : pattern.statuses) {
    if (same_letters(wanted, got)) return true;
  }
  return match.no("the status is", got,
                  pattern.statuses.empty() ? std::string_view{} : pattern.statuses.front());
}

bool match_code(const ImapPattern& pattern, const imap::Response& response, Match& match) {
  if (!pattern.has_code || pattern.code.empty()) return true;
  if (!response.has_code) return match.no("there is no response code");
  if (!match_text(pattern.code.front(), response.code, match)) return false;
  const Order order = order_of_code(response.code);
  return match_nodes(std::span(pattern.code).subspan(1),
                     Nodes{response.tape, response.code_begin, response.code_end}, order, match);
}

bool match_data(const ImapPattern& pattern, const imap::Response& response, Match& match) {
  if (!same_letters(pattern.name, response.name))
    return match.no("the response is", response.name, pattern.name);
  if (pattern.number) {
    if (!response.number) return match.no("there is no number before", response.name);
    if (!match_text(*pattern.number, std::to_string(*response.number), match)) return false;
  }
  return match_nodes(pattern.data, Nodes{response.tape, response.data_begin, response.data_end},
                     order_of_data(response.name), match);
}

}  // namespace

bool resembles(const ImapPattern& pattern, const imap::Response& response) {
  switch (pattern.kind) {
    case ImapPattern::Kind::Tagged:
      return response.kind == ResponseKind::Tagged;
    case ImapPattern::Kind::Continuation:
      return response.kind == ResponseKind::Continuation;
    case ImapPattern::Kind::UntaggedStatus:
      return response.kind == ResponseKind::Untagged && response.status != Status::None;
    case ImapPattern::Kind::Data:
      return response.kind == ResponseKind::Untagged && response.status == Status::None &&
             same_letters(pattern.name, response.name);
  }
  return false;
}

bool match_imap(const ImapPattern& pattern, const imap::Response& response, std::string_view tag,
                Match& match) {
  if (!resembles(pattern, response)) return match.no("the response is of another kind");
  switch (pattern.kind) {
    case ImapPattern::Kind::Continuation:
      return true;
    case ImapPattern::Kind::Tagged: {
      const std::string_view wanted = pattern.tag.empty() ? tag : std::string_view(pattern.tag);
      if (response.tag != wanted) return match.no("the tag is", response.tag, wanted);
      return match_status(pattern, response, match) && match_code(pattern, response, match);
    }
    case ImapPattern::Kind::UntaggedStatus:
      return match_status(pattern, response, match) && match_code(pattern, response, match);
    case ImapPattern::Kind::Data:
      return match_data(pattern, response, match);
  }
  return false;
}

}  // namespace mailrig::play
