#!/usr/bin/env python3
"""The tests of real clients can fail.

usage: clients_proof_test.py MAILRIG [unittest arguments]
"""

import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import client_proof  # noqa: E402


class Proof(client_proof.ClientProof):
    red = {
        "smtp.data.first-dot-kept": ["python.Smtplib.test_sends", "curl.Curl.test_sends"],
        "smtp.auth.any-password": ["python.Smtplib.test_is_refused_with_a_wrong_password",
                                   "msmtp.Msmtp.test_is_refused_with_a_wrong_password"],
        "smtp.auth.plain-refused": ["swaks.Swaks.test_sends", "msmtp.Msmtp.test_sends"],
        "imap.append.date-lost": ["python.Imaplib.test_appends"],
        "imap.append.flags-lost": ["mutt.Mutt.test_sends_and_keeps_a_copy_by_imap"],
        "imap.append.uid-wrong": ["mbsync.Mbsync.test_two_devices_end_equal",
                                  "offlineimap.Offlineimap.test_two_devices_end_equal"],
        "imap.copy.flags-lost": ["python.Imaplib.test_reads_sets_flags_copies_and_deletes"],
        "imap.store.add-replaces": ["curl.Curl.test_lists_reads_sets_flags_and_deletes_by_imap",
                                    "mutt.Mutt.test_reads_flags_files_and_deletes_by_imap"],
        "imap.fetch.peek-sets-seen": ["mbsync.Mbsync.test_finds_nothing_to_do_the_second_time"],
        "imap.expunge.everything": ["mbsync.Mbsync.test_two_devices_end_equal",
                                    "offlineimap.Offlineimap.test_two_devices_end_equal"],
        "imap.compress.zlib-header": ["mutt.Mutt.test_sends_and_keeps_a_copy_by_imap",
                                      "offlineimap.Offlineimap.test_syncs_both_ways_and_deletes"],
        "imap.qresync.highest-missing": ["neomutt.Neomutt.test_finds_what_is_new_gone_and_flagged_since"],
        "imap.sort.mailbox-order": ["perl.ImapClient.test_sorts_and_threads"],
        "imap.thread.flat": ["perl.ImapClient.test_sorts_and_threads"],
        "imap.idle.silent": ["perl.ImapClient.test_is_told_while_it_idles"],
        "imap.fetch.part-numbers-wrong": ["perl.ImapClient.test_reads_parts"],
        "imap.append.octet-lost": ["curl.Curl.test_appends_by_imap", "perl.ImapClient.test_moves_to_another_account"],
        "smtp.bdat.unstuffs": ["perl.NetSmtp.test_sends_in_chunks"],
        "smtp.dsn.parameters-refused": ["neomutt.Neomutt.test_asks_for_reports"],
        "smtp.dsn.no-envelope-id": ["perl.NetSmtp.test_asks_for_reports"],
        "smtp.rcpt.unknown-user-ok": ["perl.NetSmtp.test_sends_to_those_who_are_taken"],
        "pop3.stat.octets-wrong": ["python.Poplib.test_reads_and_deletes"],
        "pop3.retr.not-stuffed": ["mpop.Mpop.test_reads_and_deletes"],
        "pop3.retr.cut": ["curl.Curl.test_reads_and_deletes_by_pop3", "getmail.Getmail.test_reads_and_deletes",
                          "mutt.Mutt.test_reads_and_deletes_by_pop3"],
        "pop3.dele.forgotten": ["fetchmail.Fetchmail.test_reads_and_deletes"],
        "pop3.uidl.changes": ["python.Poplib.test_finds_the_same_uids_in_each_session",
                              "fetchmail.Fetchmail.test_leaves_on_the_server_and_knows_it_again",
                              "getmail.Getmail.test_leaves_on_the_server_and_knows_it_again",
                              "mpop.Mpop.test_leaves_on_the_server_and_knows_it_again"],
    }


if __name__ == "__main__":
    client_proof.program.path = sys.argv.pop(1)
    unittest.main(verbosity=2)
