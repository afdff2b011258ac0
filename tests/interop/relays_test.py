#!/usr/bin/env python3
"""Servers that no one here wrote before and behind the reference server: Postfix relays to it and is relayed to, Dovecot reads from it.

usage: relays_test.py MAILRIG PACKAGES [unittest arguments]

PACKAGES is a folder for Debian's packages, which are unpacked there and run in namespaces (servers.py).
"""

import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import client_case  # noqa: E402
import client_proof  # noqa: E402
import serve  # noqa: E402
import servers  # noqa: E402
from clients.doveadm import Doveadm  # noqa: E402, F401
from clients.next_hop import NextHop  # noqa: E402, F401
from clients.postfix import Postfix  # noqa: E402, F401


class Proof(client_proof.ClientProof):
    """These tests can fail, too. It comes last: the server is another one then."""

    red = {"lmtp.data.second-lost": ["postfix.Postfix.test_hears_of_each_recipient_by_lmtp"],
           "smtp.data.body-changed": ["postfix.Postfix.test_relays"],
           "imap.store.add-replaces": ["doveadm.Doveadm.test_lists_reads_flags_files_and_deletes"],
           "imap.append.octet-lost": ["doveadm.Doveadm.test_lists_reads_flags_files_and_deletes"]}


if __name__ == "__main__":
    binary, packages = sys.argv.pop(1), sys.argv.pop(1)
    client_proof.program.path = binary
    client_case.server.packages = servers.fetch(pathlib.Path(packages)).resolve()
    with tempfile.TemporaryDirectory(prefix="mailrig-relays-") as place:
        client_case.server.certificate = pathlib.Path(place) / "certificate.pem"
        with serve.running(binary, "--write-certificate", client_case.server.certificate) as client_case.server.ports:
            unittest.main(verbosity=2)
