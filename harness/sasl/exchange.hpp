// One exchange of GNU SASL, owned. Private to this folder.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <gsasl.h>

#include "harness/sasl/sasl.hpp"

namespace mailrig::sasl {

struct FreeContext {
  void operator()(Gsasl* context) const { gsasl_done(context); }
};
struct FreeSession {
  void operator()(Gsasl_session* session) const { gsasl_finish(session); }
};

enum class Side : unsigned char { Client, Server };

class Exchange {
 public:
  // `mechanism` is one of mechanisms(). Throws std::runtime_error if the library will not work at all.
  Exchange(Side side, const std::string& mechanism, Gsasl_callback_function callback, void* hook);

  // GSASL_OK, GSASL_NEEDS_MORE, or an error; `output` is replaced.
  [[nodiscard]] int step(std::string_view input, std::string& output);
  void set(Gsasl_property property, const std::string& value);
  [[nodiscard]] std::string get(Gsasl_property property) const;  // empty if there is none
  void bind(const ChannelBinding& binding);
  [[nodiscard]] static std::string error(int result);

 private:
  std::unique_ptr<Gsasl, FreeContext> context_;
  std::unique_ptr<Gsasl_session, FreeSession> session_;
};

}  // namespace mailrig::sasl
