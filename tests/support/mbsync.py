"""What mbsync is to be told: an account on a server, and a Maildir that is to be the same."""

CONFIGURATION = """
IMAPAccount server
Host {host}
Port {port}
User user1
Pass pass
SSLType None
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
        self.file.write_text(CONFIGURATION.format(host=host, port=port, local=local), encoding="ascii")

    def sync(self, run):
        run("mbsync", "--config", self.file, "all")
        return [each for kind in ("cur", "new") for each in (self.inbox / kind).iterdir()]
