"""getmail (getmail6): from POP3 and IMAP to a delivery command; into a Maildir it would not deliver as root."""

from client_case import HOST, IMAP, IMAPS, PASSWORD, POP3, POP3S, USER, run, server
from clients.fetching import Fetching

RETRIEVERS = {"pop3": "SimplePOP3Retriever", "pop3s": "SimplePOP3SSLRetriever", "imap": "SimpleIMAPRetriever",
              "imaps": "SimpleIMAPSSLRetriever"}


class Getmail(Fetching):
    client, package = "getmail", "getmail6"
    ways = POP3, POP3S, IMAP, IMAPS  # it knows neither STLS nor STARTTLS

    def fetch(self, way, keep):
        rc = self.write("getmailrc", f"""
[retriever]
type = {RETRIEVERS[way.service]}
server = {HOST}
port = {way.port}
username = {USER}
password = {PASSWORD}
{f"ca_certs = {server.certificate}" if way.tls == "implicit" else "timeout = 20"}

[destination]
type = MDA_external
path = /bin/sh
arguments = ("-c", "cat > $(mktemp {self.maildir()}/new/XXXXXX)")
allow_root_commands = true

[options]
read_all = false
delete = {"false" if keep else "true"}
delivered_to = false
received = false
""")
        run("getmail", "--getmaildir", self.path, "--rcfile", rc, env=self.home)
        return self.brought()
