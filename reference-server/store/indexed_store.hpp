// The store with its index in memory: what the in-memory and the SQLite store have in common, so that they
// can't differ in what they do.
#pragma once

#include <memory>

#include "reference-server/store/journal.hpp"

namespace mailrig::server {

// Without a journal: in memory only.
[[nodiscard]] std::unique_ptr<Store> make_indexed_store(std::unique_ptr<Journal> journal,
                                                        UidValidity first_validity);

}  // namespace mailrig::server
