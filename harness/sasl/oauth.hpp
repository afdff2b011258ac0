// OAUTHBEARER (RFC 7628) and XOAUTH2, which came before it. Private to this folder.
#pragma once

#include "harness/sasl/sasl.hpp"

namespace mailrig::sasl {

[[nodiscard]] std::unique_ptr<Client> make_oauth_client(const std::string& mechanism,
                                                        const Credentials& credentials);
[[nodiscard]] std::unique_ptr<Server> make_oauth_server(const std::string& mechanism, ServerSide side);

}  // namespace mailrig::sasl
