// One function per command: reads what follows the verb, up to but not including the CRLF. Each
// clears the member that it fills.
#pragma once

#include "harness/imap/command.hpp"
#include "harness/imap/command_reader.hpp"

namespace mailrig::imap {

bool read_acl(CommandReader& reader, Command& command);             // GETACL, MYRIGHTS
bool read_acl_identifier(CommandReader& reader, Command& command);  // DELETEACL, LISTRIGHTS
bool read_append(CommandReader& reader, Command& command);
bool read_authenticate(CommandReader& reader, Command& command);
bool read_cancel_update(CommandReader& reader, Command& command);
bool read_compress(CommandReader& reader, Command& command);
bool read_copy(CommandReader& reader, Command& command);
bool read_create(CommandReader& reader, Command& command);
bool read_enable(CommandReader& reader, Command& command);
bool read_expunge(CommandReader& reader, Command& command);
bool read_fetch(CommandReader& reader, Command& command);
bool read_gen_url_auth(CommandReader& reader, Command& command);
bool read_get_metadata(CommandReader& reader, Command& command);
bool read_id(CommandReader& reader, Command& command);
bool read_list(CommandReader& reader, Command& command);
bool read_login(CommandReader& reader, Command& command);
bool read_lsub(CommandReader& reader, Command& command);
bool read_mailbox(CommandReader& reader, Command& command);
bool read_nothing(CommandReader& reader, Command& command);
bool read_notify(CommandReader& reader, Command& command);
bool read_quota(CommandReader& reader, Command& command);
bool read_rename(CommandReader& reader, Command& command);
bool read_replace(CommandReader& reader, Command& command);
bool read_reset_key(CommandReader& reader, Command& command);
bool read_search(CommandReader& reader, Command& command);
bool read_set_acl(CommandReader& reader, Command& command);
bool read_set_metadata(CommandReader& reader, Command& command);
bool read_set_quota(CommandReader& reader, Command& command);
bool read_sort(CommandReader& reader, Command& command);
bool read_thread(CommandReader& reader, Command& command);
bool read_select(CommandReader& reader, Command& command);
bool read_status(CommandReader& reader, Command& command);
bool read_store(CommandReader& reader, Command& command);
bool read_url_fetch(CommandReader& reader, Command& command);

// "(" status-att *(SP status-att) ")"
bool read_status_items(CommandReader& reader, std::vector<StatusItem>& items);

// "(" fetch-att *(SP fetch-att) ")", of NOTIFY and SEARCH RETURN (UPDATE …) (RFC 5465 7, 8)
bool read_fetch_items(CommandReader& reader, FetchCommand& fetch);
void clear_fetch_items(FetchCommand& fetch);

bool read_metadata_entries(CommandReader& reader, std::vector<MetadataCommand::Entry>& entries);
bool read_partial_range(CommandReader& reader, PartialRange& range);

// Of SEARCH, SORT and THREAD.
void clear_search(SearchCommand& search);
bool read_search_return(CommandReader& reader, Command& command);  // [RETURN (…) SP]
bool read_search_keys(CommandReader& reader, SearchCommand& search);

}  // namespace mailrig::imap
