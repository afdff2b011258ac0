#!/usr/bin/env python3
"""Real clients send to, read from, synchronise with and delete on the reference server, in the clear and over TLS.

usage: clients_test.py MAILRIG [unittest arguments]
       clients_test.py --postfix-and-dovecot PACKAGES [unittest arguments]
       clients_test.py --write-docs

The second proves the tests themselves, on servers that no one here wrote; PACKAGES is the folder that servers.py unpacks them in.
The third writes the table of docs/INTEROP.md.
"""

import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import client_case  # noqa: E402
import docs  # noqa: E402
import serve  # noqa: E402
import servers  # noqa: E402
from clients import doveadm, postfix  # noqa: E402
from clients.curl import Curl  # noqa: E402
from clients.fetchmail import Fetchmail  # noqa: E402
from clients.getmail import Getmail  # noqa: E402
from clients.mbsync import Mbsync  # noqa: E402
from clients.mpop import Mpop  # noqa: E402
from clients.msmtp import Msmtp  # noqa: E402
from clients.mutt import Mutt  # noqa: E402
from clients.neomutt import Neomutt  # noqa: E402
from clients.offlineimap import Offlineimap  # noqa: E402
from clients.perl import ImapClient, NetSmtp  # noqa: E402
from clients.python import Imaplib, Poplib, Smtplib  # noqa: E402
from clients.swaks import Swaks  # noqa: E402

PAGE = HERE.parent.parent / "docs/INTEROP.md"
SOURCE = "tests/interop/clients"
SPELLED = {"imap": "IMAP", "pop3": "POP3", "lmtp": "LMTP", "uids": "UIDs"}


def rows():
    """A row a client, of what its tests are called and which ways they go."""
    for case in (Smtplib, Imaplib, Poplib, Curl, Swaks, Msmtp, Mbsync, Offlineimap, Fetchmail, Getmail, Mpop, Mutt, Neomutt, NetSmtp,
                 ImapClient, postfix.Postfix, doveadm.Doveadm):
        names = [name.removeprefix("test_").split("_") for name in unittest.defaultTestLoader.getTestCaseNames(case)]
        yield (case.client, case.package or case.client, ", ".join(map(str, case.ways)),
               "; ".join(" ".join(SPELLED.get(word, word) for word in words) for words in names))


def page(text):
    lines = ["| client | Debian's package | ways | what it does |", "|---|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows())]
    return docs.filled(text, SOURCE, "\n".join(lines))


class Documentation(unittest.TestCase):
    def test_tells_of_each_client(self):
        text = PAGE.read_text(encoding="utf-8")
        self.assertEqual(page(text), text, "docs/INTEROP.md is out of date: tests/interop/clients_test.py --write-docs")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="mailrig-clients-") as place:
        binary = sys.argv.pop(1)
        certificate = pathlib.Path(place) / "certificate.pem"
        if binary == "--write-docs":
            PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
            sys.exit()
        if binary == "--postfix-and-dovecot":
            context = servers.running(sys.argv.pop(1))
        else:
            context = serve.running(binary, "--write-certificate", certificate)
        with context as started:
            client_case.server.ports, state = started if isinstance(started, tuple) else (started, None)
            client_case.server.certificate = state / "cert.pem" if state else certificate
            unittest.main(verbosity=2)
