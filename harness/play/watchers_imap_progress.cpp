// INPROGRESS (RFC 9585 4): resp-text-code =/ "INPROGRESS" [SP "(" tag SP progress SP goal ")"], each of
// them NIL where it is not known.
#include <algorithm>

#include "harness/play/watcher_rules_imap.hpp"
#include "harness/play/watchers_imap.hpp"

namespace mailrig::play {

using namespace imap_rules;
using imap::NodeKind;

void ImapWatcher::progress(const Context& c) {
  if (c.response.kind == imap::ResponseKind::Tagged)
    return c.accuse(kProgressTagged, "the command is over: there is no progress to tell");
  const auto& nodes = c.response.tape.nodes;
  const std::uint32_t list = c.response.code_begin;
  if (list >= c.response.code_end || !c.response.tape.is_list(list)) return;
  if (c.response.tape.count(list + 1, nodes[list].next) != 3) return;
  const imap::Node& tag = nodes[list + 1];
  const imap::Node& done = nodes[tag.next];
  const imap::Node& goal = nodes[done.next];
  const bool counted = done.kind == NodeKind::Number;
  if (counted && goal.kind == NodeKind::Number && goal.number <= done.number) {
    c.accuse(kProgressGoal, std::to_string(done.number) + " of " + std::to_string(goal.number) + " are done");
  }
  if (!imap::is_string(tag.kind)) return;
  const auto commands = c.dialogue.commands();
  if (std::none_of(commands.begin(), commands.end(), [&](const auto& sent) { return sent.tag == tag.text; }))
    return c.accuse(kProgressTag,
                    "no command in progress has the tag " + std::string(tag.text.substr(0, 40)));
  if (!counted) return;
  if (progress_tag_ == tag.text && done.number < progress_) {
    c.accuse(kProgressBack,
             "it was " + std::to_string(progress_) + " and is " + std::to_string(done.number) + " now");
  }
  progress_tag_.assign(tag.text);
  progress_ = done.number;
}

}  // namespace mailrig::play
