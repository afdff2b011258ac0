#include "harness/sasl/exchange.hpp"

#include <stdexcept>

namespace mailrig::sasl {
namespace {

Gsasl* make_context() {
  Gsasl* context = nullptr;
  if (const int error = gsasl_init(&context); error != GSASL_OK) {
    throw std::runtime_error(std::string("GNU SASL: ") + gsasl_strerror(error));
  }
  return context;
}

}  // namespace

Exchange::Exchange(Side side, const std::string& mechanism, Gsasl_callback_function callback, void* hook)
    : context_(make_context()) {
  gsasl_callback_set(context_.get(), callback);
  gsasl_callback_hook_set(context_.get(), hook);
  Gsasl_session* session = nullptr;
  const int error = side == Side::Client ? gsasl_client_start(context_.get(), mechanism.c_str(), &session)
                                         : gsasl_server_start(context_.get(), mechanism.c_str(), &session);
  if (error != GSASL_OK) throw std::runtime_error(std::string("GNU SASL: ") + gsasl_strerror(error));
  session_.reset(session);
}

int Exchange::step(std::string_view input, std::string& output) {
  output.clear();
  char* made = nullptr;
  std::size_t size = 0;
  const std::string ended(input);  // GNU SASL's LOGIN reads up to a NUL, whatever the size says
  const int result = gsasl_step(session_.get(), ended.c_str(), ended.size(), &made, &size);
  if (made != nullptr) {
    if (result == GSASL_OK || result == GSASL_NEEDS_MORE) output.assign(made, size);
    gsasl_free(made);
  }
  return result;
}

void Exchange::set(Gsasl_property property, const std::string& value) {
  (void)gsasl_property_set_raw(session_.get(), property, value.data(), value.size());
}

std::string Exchange::get(Gsasl_property property) const {
  const char* const value = gsasl_property_fast(session_.get(), property);
  return value == nullptr ? std::string() : std::string(value);
}

void Exchange::bind(const ChannelBinding& binding) {
  set(binding.type == "tls-exporter" ? GSASL_CB_TLS_EXPORTER : GSASL_CB_TLS_UNIQUE, base64(binding.data));
}

std::string Exchange::error(int result) {
  const char* const text = gsasl_strerror(result);
  return text == nullptr ? "GNU SASL: error " + std::to_string(result) : std::string(text);
}

}  // namespace mailrig::sasl
