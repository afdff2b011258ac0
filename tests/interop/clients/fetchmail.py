"""fetchmail: from POP3 and IMAP to a delivery command."""

from client_case import HOST, IMAP, IMAP_STARTTLS, IMAPS, PASSWORD, POP3, POP3_STLS, POP3S, USER, run, server
from clients.fetching import Fetching

TLS = {"none": "sslproto ''", "starttls": "sslproto TLS1.2+ sslcertck", "implicit": "ssl sslcertck"}
OK, NOTHING_NEW = 0, 1  # its exit codes


class Fetchmail(Fetching):
    client = "fetchmail"
    ways = POP3, POP3_STLS, POP3S, IMAP, IMAP_STARTTLS, IMAPS

    def fetch(self, way, keep):
        protocol = "POP3 uidl" if way.service.startswith("pop3") else "IMAP"
        rc = self.write("fetchmailrc", f"poll {HOST} protocol {protocol} port {way.port} user {USER} password {PASSWORD} "
                        f"sslcertfile {server.certificate} sslcommonname localhost {TLS[way.tls]} {'keep' if keep else 'nokeep'} "
                        f"mda \"cat > $(mktemp {self.maildir()}/new/XXXXXX)\"\n")
        run("fetchmail", "--fetchmailrc", rc, "--pidfile", self.path / "pid", "--idfile", self.path / "ids", "--nosyslog",
            codes=(OK, NOTHING_NEW), env={**self.home, "FETCHMAILHOME": str(self.path)})
        return self.brought()
