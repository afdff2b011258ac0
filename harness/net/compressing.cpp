#include <boost/asio/post.hpp>

#include "harness/net/dialling.hpp"

namespace mailrig::net {

void Core::compress(std::string_view received, DeflateForm form) {
  if (state_ != State::Open || compression_ || waiting_close_) return;
  compression_ = std::make_unique<Compression>(form);
  if (received.empty()) return;
  compression_->kept.assign(received);
  compression_->waits = true;
  inflate_later();
}

// From the loop. What there is no time for now is kept.
void Core::inflate(std::string_view bytes) {
  Compression& layer = *compression_;
  if (layer.waits) {
    layer.kept.append(bytes);
    return;
  }
  layer.inflater.feed(bytes);
  inflate_some();
  if (!layer.waits) return;
  layer.kept.assign(layer.inflater.rest());
  if (!paused_) inflate_later();
}

// One turn's worth of what the inflater was fed.
void Core::inflate_some() {
  Compression& layer = *compression_;
  std::size_t given = 0;
  layer.waits = false;
  while (state_ == State::Open) {
    if (paused_ || given >= kInflateTurn) {
      layer.waits = !layer.inflater.rest().empty() || layer.inflater.owes();
      return;
    }
    switch (layer.inflater.step(loop_.inflated)) {
      case Inflater::Step::Idle:
        return;
      case Inflater::Step::Failed:
        end({Ending::DeflateFailed, layer.inflater.failure()});
        return;
      case Inflater::Step::Data:
        given += layer.inflater.data().size();
        if (handler_ != nullptr) handler_->received(layer.inflater.data());
        break;
    }
  }
}

void Core::inflate_later() {
  if (std::exchange(compression_->posted, true)) return;
  later([self = Ptr(this)] { self->inflate_on(); });
}

// What was kept, then reading.
void Core::inflate_on() {
  Compression& layer = *compression_;
  layer.posted = false;
  if (state_ != State::Open || paused_ || !layer.waits) return;
  const std::string bytes = std::exchange(layer.kept, {});
  layer.inflater.feed(bytes);
  inflate_some();
  if (!layer.waits) return go_on_reading();
  layer.kept.insert(0, layer.inflater.rest());
  if (!paused_) inflate_later();
}

}  // namespace mailrig::net
