// Does the data of an untagged response follow the grammar of its kind? Adds flaws, changes nothing.
// Kinds that are not known here are let pass: an extension may bring any.
#pragma once

#include "harness/imap/response.hpp"

namespace mailrig::imap {

void check_shape(Response& response);

}  // namespace mailrig::imap
