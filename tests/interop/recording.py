"""Real clients talk through `mailrig record`; what was written passes lint, and passes when it is played."""

import contextlib
import imaplib
import json
import os
import pathlib
import poplib
import smtplib
import ssl
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import mbsync  # noqa: E402
import recorder  # noqa: E402

HOST = "127.0.0.1"
ADDRESS = "user1@example.test"
USERS = 8
LIMIT_SECONDS = 120
SERVICES = ["smtp", "submission", "submissions", "imap", "imaps", "pop3", "pop3s"]
MESSAGE = (b"From: sender@example.test\r\nTo: user1@example.test\r\nSubject: recorded #1 ${odd}\r\nMessage-ID: <one@example.test>\r\n"
           b"Date: Tue, 24 Nov 2026 10:00:00 +0000\r\n\r\n.\r\n..two\r\n" + b"x" * 200 + b"\r\n.end\r\n")


def run(*command, ok=True, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, timeout=LIMIT_SECONDS, stdin=subprocess.DEVNULL,
                          check=False, **options)
    if ok and done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout.decode(errors='replace')}\n"
                             f"{done.stderr.decode(errors='replace')}")
    return done.stdout.decode("utf-8", errors="replace")


@contextlib.contextmanager
def proxy(mailrig, ports, folder):
    """`mailrig record` in front of these ports; yields its own. Ended by SIGINT, as a user does."""
    places = {name: f"{HOST}:{ports[name]}" for name in SERVICES if name in ports}
    with recorder.running(mailrig, folder, places) as process:
        yield process.ports
        if (code := process.end()) != 0:
            raise AssertionError(f"mailrig record ended with {code}:\n{process.said}")


def no_check():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def put_mail(ports, count):
    """Straight to the server: what the clients find."""
    with imaplib.IMAP4(HOST, ports["imap"]) as imap:
        imap.login("user1", "pass")
        for _ in range(count):
            imap.append("INBOX", None, None, MESSAGE)


def empty(ports):
    with imaplib.IMAP4(HOST, ports["imap"]) as imap:
        imap.login("user1", "pass")
        imap.select()
        imap.uid("STORE", "1:*", "+FLAGS", "\\Deleted")
        imap.expunge()


def curl(through, path):
    (path / "message").write_bytes(MESSAGE)

    def go(*words):
        return run("curl", "--silent", "--show-error", "--max-time", "20", "--insecure", *words)

    base = f"imap://{HOST}:{through['imap']}"
    login = ("--user", "user1:pass")
    go(f"{base}/", *login)
    go(f"{base}/INBOX;MAILINDEX=1", *login, "--ssl-reqd")
    go(f"imaps://{HOST}:{through['imaps']}/INBOX;MAILINDEX=1;SECTION=HEADER.FIELDS%20(SUBJECT)", *login)
    go(f"{base}/INBOX", *login, "--request", "STORE 1 +FLAGS (\\Deleted)")
    go(f"{base}/INBOX", *login, "--request", "EXPUNGE")
    go(f"{base}/INBOX", *login, "--upload-file", path / "message")
    sent = ("--mail-from", "sender@example.test", "--mail-rcpt", ADDRESS, "--upload-file", path / "message")
    go(f"smtp://{HOST}:{through['smtp']}", *sent)
    go(f"smtp://{HOST}:{through['submission']}", *sent, *login, "--ssl-reqd")
    go(f"smtps://{HOST}:{through['submissions']}", *sent, *login)
    go(f"pop3://{HOST}:{through['pop3']}/", *login)
    go(f"pop3://{HOST}:{through['pop3']}/1", *login, "--ssl-reqd")
    go(f"pop3s://{HOST}:{through['pop3s']}/1", *login)
    return 12


def swaks(through, path):
    (path / "message").write_bytes(MESSAGE)
    ways = (("smtp", ()), ("smtp", ("--tls",)), ("smtp", ("--pipeline",)),
            ("submission", ("--tls", "--auth", "PLAIN", "-au", "user1", "-ap", "pass")),
            ("submission", ("--tls", "--auth", "LOGIN", "-au", "user1", "-ap", "pass")),
            ("submissions", ("--tls-on-connect", "--auth", "PLAIN", "-au", "user1", "-ap", "pass")))
    for port, more in ways:
        run("swaks", "--server", HOST, "--port", through[port], "--from", "sender@example.test", "--to", ADDRESS,
            "--data", f"@{path}/message", *more)
    return len(ways)


def sync(through, path):
    client = mbsync.Mbsync(path, HOST, through["imap"])
    client.sync(run)
    (client.inbox / "new/1.made.here").write_bytes(MESSAGE.replace(b"\r\n", b"\n"))
    client.sync(run)
    for each in client.sync(run):
        os.remove(each)
    client.sync(run)
    return 4


def python(through, _path):
    with imaplib.IMAP4(HOST, through["imap"]) as imap:
        imap.starttls(no_check())
        imap.login("user1", "pass")
        imap.status("INBOX", "(MESSAGES UIDNEXT)")
        imap.select()
        imap.fetch("1:*", "(UID FLAGS RFC822.SIZE ENVELOPE INTERNALDATE)")
        imap.uid("SEARCH", "ALL")
        imap.search(None, "SUBJECT", '"recorded"')
        imap.create("copies")
        imap.copy("1", "copies")
        imap.append("INBOX", "\\Flagged", imaplib.Time2Internaldate(1_700_000_000), MESSAGE)
        imap.noop()
        imap.fetch("2", "(UID FLAGS)")
        imap.store("1:2", "+FLAGS", "\\Deleted")
        imap.expunge()
        imap.select("copies")
        imap.fetch("1", "(RFC822)")
        imap.select("nowhere")
        imap.delete("copies")
    with smtplib.SMTP(HOST, through["submission"], timeout=LIMIT_SECONDS) as smtp:
        smtp.starttls(context=no_check())
        smtp.login("user1", "pass")
        smtp.sendmail(ADDRESS, [ADDRESS, "user2@example.test"], MESSAGE)
    with contextlib.suppress(smtplib.SMTPException), smtplib.SMTP(HOST, through["submission"], timeout=LIMIT_SECONDS) as smtp:
        smtp.starttls(context=no_check())
        smtp.login("user1", "not-the-pass")
    pop = poplib.POP3(HOST, through["pop3"], timeout=LIMIT_SECONDS)
    pop.stls(no_check())
    pop.user("user1")
    pop.pass_("pass")
    pop.stat()
    pop.list()
    pop.uidl()
    pop.top(1, 0)
    pop.retr(1)
    pop.dele(1)
    pop.quit()
    return 4


CLIENTS = {"curl": (curl, 1), "swaks": (swaks, 0), "mbsync": (sync, 1), "python": (python, 1)}


def record(mailrig, ports, client, folder):
    """Complaints about what was recorded of that client."""
    talk, messages = CLIENTS[client]
    empty(ports)
    put_mail(ports, messages + (1 if client == "curl" else 0))
    with tempfile.TemporaryDirectory(prefix="mailrig-recorded-") as place, proxy(mailrig, ports, folder) as through:
        wanted = talk(through, pathlib.Path(place))
        time_limit = time.monotonic() + 10
        while len(list(folder.glob("*/*.toml"))) < wanted and time.monotonic() < time_limit:
            time.sleep(0.05)
    files = list(folder.glob("*/*.toml"))
    if len(files) < wanted:
        yield f"{client}: {len(files)} scenarios of {wanted} connections"
    for file in folder.rglob("*.*"):
        if file.is_file() and any(secret in file.read_bytes() for secret in (b" pass", b"\"pass\"", b"cGFzcw", b"dXNlcjEAcGFzcw")):
            yield f"{file}: has the password"
    linted = subprocess.run([mailrig, "lint", "--strict", folder], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    if linted.returncode != 0:
        yield f"{client}: lint: exit {linted.returncode}\n{linted.stdout}{linted.stderr}"


def play(mailrig, flags, folder, out, server):
    """Complaints about the recorded scenarios played on that server: each of them passes."""
    done = subprocess.run([mailrig, "check", "--quiet", "--scenarios", folder, *flags, "--out", out], capture_output=True, text=True,
                          timeout=LIMIT_SECONDS, check=False)
    report = out / "report.json"
    if not report.exists():
        yield f"{folder.name} on {server}: exit {done.returncode}\n{done.stdout}{done.stderr}"
        return
    for each in json.loads(report.read_text(encoding="utf-8"))["scenarios"]:
        if each["verdict"] != "pass":
            yield f"{folder.name} on {server}: {each['id']}: {each['verdict']}: {json.dumps(each)[:600]}"
