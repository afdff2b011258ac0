// What the readers of SMTP's and POP3's talk share: replies come one by one, each to the oldest command.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "harness/compare/talk_events.hpp"
#include "harness/wire/buffer.hpp"

namespace mailrig::compare {

// `Reader` derives from it and has add_reply(), which looks at reply_ and begins with begin_reply().
template <typename Reader, typename Dialogue, typename Reply>
class ReplyReader : public TalkReader {
 public:
  explicit ReplyReader(const TalkOptions& options, Dialogue dialogue = Dialogue())
      : TalkReader(options), dialogue_(std::move(dialogue)) {}

  void opened() {
    buffer_.clear();
    dialogue_.reset();
    sent_.clear();
    open_ = true;
  }
  void sent(std::string_view bytes) {
    if (answered_) sent_.clear();
    answered_ = false;
    sent_ += bytes;
    dialogue_.sent(bytes);
  }
  void received(std::string_view bytes) {
    buffer_.append(bytes);
    std::size_t size = 0;
    for (auto next = dialogue_.next(buffer_.view(), reply_, size); next != Dialogue::Next::NeedMore;
         next = dialogue_.next(buffer_.view(), reply_, size)) {
      if (next == Dialogue::Next::Unit) static_cast<Reader&>(*this).add_reply();
      buffer_.consume(size);
    }
  }
  void secured() { buffer_.clear(); }
  void closed() {
    owe();
    open_ = false;
    add_close();
  }
  void over() {
    if (open_) owe();
  }
  Talk take() { return std::move(talk_); }

 protected:
  // The step that a reply to `verb` belongs to; empty: no command waits for one.
  Step& begin_reply(std::string_view verb) {
    Step& step = begin_step(!verb.empty() ? verb : greeted_ ? "unasked" : "greeting");
    greeted_ = true;
    answered_ = true;
    step.sent = sent_;
    return step;
  }

  Dialogue dialogue_;
  Reply reply_;

 private:
  // A command that was not answered.
  void owe() {
    if (dialogue_.outstanding() > 0) {
      begin_step(dialogue_.awaited()).sent = sent_;
    } else if (!dialogue_.greeted()) {
      begin_step("greeting");
    }
  }

  wire::Buffer buffer_;
  std::string sent_;
  bool answered_ = false, greeted_ = false, open_ = false;
};

}  // namespace mailrig::compare
