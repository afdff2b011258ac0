"""mutt and neomutt: what their tests share. They send in batch, and read by keys that their configuration pushes."""

import os
import pty
import select
import subprocess
import time

from client_case import ADDRESS, LIMIT_SECONDS, NAME, PASSWORD, SENDER, USER, ClientCase, mailbox, run, server

BODY = ".\n..two\ngrüße\n" + "x" * 998 + "\n.end\n"


class MuttCase(ClientCase):
    client = ""  # the program's name, too
    own = ""  # what the configuration has for this one alone
    mechanisms = ""

    def configuration(self, *ways, more=""):
        """What is asked of the terminal is answered here, and mail in the clear has to be allowed."""
        tls = any(way.tls == "starttls" for way in ways)
        urls = {"imap" if way.service.startswith("imap") else "smtp": self.url(way) for way in ways}
        return self.write("muttrc", f"""
set ssl_starttls = {"yes" if tls else "no"}
set ssl_force_tls = {"no" if any(way.tls == "none" for way in ways) else "yes"}
set ssl_ca_certificates_file = {server.certificate}
set certificate_file = {self.path}/certificates
set imap_user = {USER}
set imap_pass = {PASSWORD}
set pop_user = {USER}
set pop_pass = {PASSWORD}
set smtp_pass = {PASSWORD}
set smtp_authenticators = "{self.mechanisms}"
set imap_authenticators = "{self.mechanisms}"
set from = {SENDER}
set hostname = client.example.test
set charset = utf-8
set send_charset = utf-8
set mbox_type = mbox
set quit = yes
set delete = yes
set pop_delete = yes
unset move
unset confirmappend
unset confirmcreate
unset wait_key
unset mark_old
unset record
unset header_cache
set smtp_url = {urls.get("smtp", "")}
set folder = {urls.get("imap", self.path)}
{self.own}
{more}
""")

    def send(self, *ways, more=""):
        configuration = self.configuration(*ways, more=more)
        run(self.client, "-n", "-F", configuration, "-s", self.subject, "--", ADDRESS, input=BODY.encode(), env=self.home)

    def in_terminal(self, url, keys, *ways, more=""):
        """One session at a terminal of its own: opens the mailbox, gets these keys, and must end by itself."""
        configuration = self.configuration(*ways, more=f'{more}\npush "{keys}"')
        ours, theirs = pty.openpty()
        process = subprocess.Popen([self.client, "-n", "-F", configuration, "-f", url], stdin=theirs, stdout=theirs, stderr=theirs,
                                   env={**self.home, "TERM": "xterm"}, start_new_session=True)
        os.close(theirs)
        shown = self.until_closed(ours, process)
        if process.returncode != 0:
            raise AssertionError(f"{self.client} exit {process.returncode}\n{shown.decode(errors='replace')}")

    @staticmethod
    def until_closed(terminal, process):
        shown, deadline = b"", time.monotonic() + LIMIT_SECONDS
        try:
            while time.monotonic() < deadline:
                if select.select([terminal], [], [], 0.1)[0]:
                    shown += os.read(terminal, 65536)
        except OSError:  # EIO: the other side is closed
            pass
        finally:
            os.close(terminal)
            if time.monotonic() >= deadline:
                process.kill()
            process.wait(LIMIT_SECONDS)
        return shown

    def url(self, way, name=""):
        scheme = way.service.replace("pop3", "pop").replace("submission", "smtp")
        return f"{scheme}://{f'{USER}@' if way.needs_login else ''}{NAME}:{way.port}/{name}"

    def delete(self, name):
        with mailbox() as imap:
            imap.delete(name)
