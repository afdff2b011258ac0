// The outside of a core: destroying it closes and tells nobody.
#pragma once

#include "harness/net/core.hpp"

namespace mailrig::net {

class Handle final : public Connection {
 public:
  explicit Handle(Core::Ptr core) : core_(std::move(core)) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() override { core_->abandon(); }

  void write(std::string_view bytes) override { core_->write(bytes); }
  void start_tls(std::shared_ptr<TlsContext> context) override { core_->start_tls(std::move(context)); }
  void compress(std::string_view received, DeflateForm form) override { core_->compress(received, form); }
  void half_close() override { core_->half_close(); }
  void close() override { core_->close(); }
  void reset() override { core_->reset(); }
  void pause_reading(bool paused) override { core_->pause_reading(paused); }
  void read_some(std::size_t octets) override { core_->read_some(octets); }
  void set_handler(Handler& handler) override { core_->set_handler(&handler); }
  [[nodiscard]] std::size_t unsent() const override { return core_->unsent(); }
  [[nodiscard]] bool secure() const override { return core_->secure(); }
  [[nodiscard]] const TlsInfo& tls() const override { return core_->tls(); }
  [[nodiscard]] std::size_t octets() const override { return sizeof(*this) + core_->octets(); }
  [[nodiscard]] std::string local_address() const override { return core_->address(false); }
  [[nodiscard]] std::string remote_address() const override { return core_->address(true); }

 private:
  Core::Ptr core_;
};

}  // namespace mailrig::net
