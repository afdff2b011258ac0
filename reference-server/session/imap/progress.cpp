#include "reference-server/session/imap/progress.hpp"

#include <string>

#include "harness/imap/append.hpp"
#include "reference-server/deviation/messagelimit.hpp"

namespace mailrig::server::imapd {

Progress::Progress(const Connection& connection, std::string_view tag, std::size_t goal, Replies& replies)
    : connection_(connection),
      tag_(tag),
      goal_(goal),
      every_(connection.offers(Cap::InProgress) ? connection.world.limits.progress_messages : 0),
      replies_(replies) {}

void Progress::step() {
  ++done_;
  if (every_ != 0 && done_ % every_ == 0 && done_ < goal_) tell();
}

// A "]" in a tag would end the code: NIL, then.
void Progress::tell() {
  std::size_t done = done_;
  if (connection_.broken(kInprogressBackwards)) done = goal_ - done_;
  if (connection_.broken(kInprogressBeyondGoal)) done = goal_ + done_;
  std::string code = "INPROGRESS (";
  if (tag_.find(']') == std::string_view::npos) {
    ((code += '"') += tag_) += connection_.broken(kInprogressOtherTag) ? "X\"" : "\"";
  } else {
    code += "NIL";
  }
  code += ' ';
  imap::append_number(code, done);
  code += ' ';
  imap::append_number(code, goal_);
  code += ')';
  replies_.status("OK", code, "still at it");
}

}  // namespace mailrig::server::imapd
