"""What mbsync is to be told: an account on a server, and a Maildir that is to be the same."""


def configuration(local, host, port, more="SSLType None", user="user1", password="pass"):
    return f"""
IMAPAccount server
Host {host}
Port {port}
User {user}
Pass {password}
{more}
AuthMechs LOGIN

IMAPStore far
Account server

MaildirStore near
Path {local}/
Inbox {local}/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns INBOX
Create Both
Expunge Both
SyncState *
"""


class Mbsync:
    """`sync(run)` lets `run` play the command, and says which messages are near by then."""

    def __init__(self, folder, host, port):
        local = folder / "local"
        local.mkdir()
        self.inbox = local / "INBOX"
        self.file = folder / "mbsyncrc"
        self.file.write_text(configuration(local, host, port), encoding="ascii")

    def sync(self, run):
        run("mbsync", "--config", self.file, "all")
        return [each for kind in ("cur", "new") for each in (self.inbox / kind).iterdir()]
