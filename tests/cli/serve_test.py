#!/usr/bin/env python3
"""`mailrig serve` as its operator meets it: configuration, signals, log.

usage: serve_test.py MAILRIG
"""

import json
import pathlib
import re
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402

PATIENCE = 20


def run(mailrig, *options):
    return subprocess.run([mailrig, "serve", *map(str, options)], capture_output=True, text=True, timeout=60, check=False)


class Talk:
    """One connection, line by line."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.file = self.socket.makefile("rwb")

    def say(self, text):
        self.file.write(text.encode())
        self.file.flush()

    def line(self):
        return self.file.readline().decode()

    def until(self, start):
        heard = ""
        while True:
            line = self.line()
            heard += line
            if line.startswith(start) or not line:
                return heard


def check_configuration(mailrig, folder):
    file = folder / "server.toml"
    file.write_text('[limits]\nlines = 1\nmessage = "1MiB"\n[server]\nusers = 2\n[tls]\ncertificate = 1\n', encoding="ascii")
    wrong = run(mailrig, "--config", file, "--check-config")
    assert wrong.returncode == 2, wrong
    assert f"{file}:2:1: [limits] has no key 'lines'; did you mean 'line'?" in wrong.stderr, wrong.stderr
    assert f"{file}:7:15: 'certificate' must be a string" in wrong.stderr, wrong.stderr
    assert run(mailrig, "--config", file, "--pop3", "127.0.0.1:0").returncode == 2
    several = run(mailrig, "--deviate", "imap.idle.quiet", "--without", "MOVF", "--smtp", "nowhere", "--admin", "0.0.0.0:0", "--certificate",
                  folder / "none.pem", "--check-config")
    assert several.returncode == 2, several
    for each in ("no deviation is called 'imap.idle.quiet'", "no capability is called 'MOVF'", "--smtp nowhere: host:port is expected",
                 "--admin 0.0.0.0:0: others could reach it", "none.pem"):
        assert each in several.stderr, several.stderr
    file.write_text('[limits]\nmessage = "1MiB"\n[server]\nusers = 2\n', encoding="ascii")
    fine = run(mailrig, "--config", file, "--check-config")
    assert (fine.returncode, fine.stdout) == (0, f"{file}: fine\n"), fine
    printed = run(mailrig, "--config", file, "--users", 5, "--limit", "recipients=200", "--print-config").stdout
    assert "users = 5 " in printed and "message = 1048576 " in printed and "recipients = 200 " in printed, printed
    file.write_text(printed, encoding="utf-8")
    assert run(mailrig, "--config", file, "--check-config").returncode == 0
    missing = run(mailrig, "--config", folder / "none.toml", "--check-config")
    assert missing.returncode == 2 and "none.toml: cannot be read" in missing.stderr, missing


def check_docs(mailrig):
    """docs/SERVER.md shows every key with its default, as the server has it."""
    text = (TOP / "docs/SERVER.md").read_text(encoding="utf-8")
    shown = re.search(r"```toml server\n(.*?)```", text, re.DOTALL).group(1)
    assert shown == run(mailrig, "--print-config").stdout, "docs/SERVER.md: not what `mailrig serve --print-config` prints"


def check_stop(mailrig):
    """SIGTERM: what is half said is heard out, then everybody is told."""
    with serve.running(mailrig, services=["smtp", "imap", "pop3"], with_pid=True) as (ports, pid):
        smtp, pop3 = Talk(ports["smtp"]), Talk(ports["pop3"])
        smtp.say("EHLO a\r\nMAIL FROM:<a@example.test>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n")
        smtp.until("354 ")
        pop3.line()
        subprocess.run(["kill", "-TERM", str(pid)], check=True)
        assert pop3.line().startswith("-ERR [SYS/TEMP] "), "POP3"
        assert pop3.line() == ""
        smtp.say("Subject: x\r\n\r\n.\r\n")
        assert smtp.line().startswith("250 2.0.0 ")
        assert smtp.line().startswith("421 4.3.2 ")
        assert smtp.line() == ""


def check_stop_at_once(mailrig, folder):
    """A second signal ends it with clients in the midst of commands, on a store of files."""
    with serve.running(mailrig, "--store", folder / "store.db", services=["smtp", "imap", "pop3"], with_pid=True) as (ports, pid):
        smtp, imap, pop3 = Talk(ports["smtp"]), Talk(ports["imap"]), Talk(ports["pop3"])
        smtp.say("EHLO a\r\nMAIL FROM:<a@example.test>\r\nRCPT TO:<user1@example.test>\r\nDATA\r\n")
        smtp.until("354 ")
        pop3.say("USER user2\r\nPASS pass\r\nRE")
        pop3.until("+OK 0")
        imap.say("a LOGIN user1 pass\r\nb SELECT INBOX\r\nc APPEND INBOX {10}\r\n")
        imap.until("+ ")
        idle = Talk(ports["pop3"])
        idle.line()
        subprocess.run(["kill", "-TERM", str(pid)], check=True)
        idle.until("-ERR [SYS/TEMP] ")
        subprocess.run(["kill", "-TERM", str(pid)], check=True)
        for talk in (smtp, imap, pop3):
            talk.until("nothing more")


def certificate(port):
    return subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}"], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=PATIENCE, check=False).stdout.partition("BEGIN CERTIFICATE")[2].partition("END CERTIFICATE")[0]


def events(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def await_event(file, name, connection=None):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for event in events(file):
            if event["event"] == name and connection in (None, event.get("connection")):
                return event
        time.sleep(0.02)
    raise AssertionError(f"no event '{name}' in {events(file)}")


def check_reload_and_log(mailrig, folder):
    file = folder / "log.jsonl"
    with serve.running(mailrig, "--log", file, services=["imap", "imaps", "submission"], with_pid=True) as (ports, pid):
        before = certificate(ports["imaps"])
        assert before and before == certificate(ports["imaps"])
        file.rename(folder / "log.1")
        subprocess.run(["kill", "-HUP", str(pid)], check=True)
        await_event(file, "reloaded")
        assert certificate(ports["imaps"]) not in ("", before)
        imap = Talk(ports["imap"])
        imap.line()
        imap.say("a LOGIN user1 sesame\r\nb LOGIN user1 pass\r\nc LOGOUT\r\n")
        imap.until("c OK")
        assert imap.line() == ""
        login = await_event(file, "login")
        assert login["user"] == "user1", login
        closed = await_event(file, "closed", login["connection"])
        assert closed["octets_in"] > 0 and closed["how"], closed
        assert await_event(file, "login failed")["peer"].startswith("127.0.0.1:")
        assert await_event(file, "secured")["version"] == "TLSv1.3"
        text = file.read_text(encoding="utf-8")
        assert "sesame" not in text and "pass" not in text.replace("login failed", ""), text
    assert events(file)[-1]["event"] == "stopped"


def make_certificate(file):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost",
                    "-days", "2", "-keyout", f"{file}.key", "-out", f"{file}.crt"], check=True, capture_output=True, timeout=PATIENCE)
    file.write_bytes(pathlib.Path(f"{file}.key").read_bytes() + pathlib.Path(f"{file}.crt").read_bytes())


def check_certificate_file(mailrig, folder):
    """What can't be read leaves the old certificate in place; what can takes its place."""
    file, log = folder / "server.pem", folder / "certificate.jsonl"
    make_certificate(file)
    with serve.running(mailrig, "--certificate", file, "--log", log, services=["pop3s"], with_pid=True) as (ports, pid):
        first = certificate(ports["pop3s"])
        file.write_text("no certificate", encoding="ascii")
        subprocess.run(["kill", "-HUP", str(pid)], check=True)
        assert str(file) in await_event(log, "reload failed")["why"]
        assert certificate(ports["pop3s"]) == first != ""
        make_certificate(file)
        subprocess.run(["kill", "-HUP", str(pid)], check=True)
        await_event(log, "reloaded")
        assert certificate(ports["pop3s"]) not in ("", first)


def http(port, method, path, token=None):
    """Status and body."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method,
                                   headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def check_admin(mailrig, folder):
    """Health, figures, connections and changes over HTTP."""
    far = run(mailrig, "--admin", "0.0.0.0:0", "--check-config")
    assert far.returncode == 2 and "--admin-anywhere" in far.stderr, far
    assert run(mailrig, "--admin", "0.0.0.0:0", "--admin-anywhere", "--check-config").returncode == 0
    token = folder / "token"
    token.write_text("sesame\n", encoding="ascii")
    config = folder / "admin.toml"
    config.write_text(f'[admin]\naddress = "127.0.0.1:0"\ntoken-file = "{token}"\n', encoding="utf-8")
    with serve.running(mailrig, "--config", config, services=["imap"]) as ports:
        admin = ports["admin"]
        assert http(admin, "GET", "/health") == (200, '{"status":"ok","connections":0}\n')
        imap = Talk(ports["imap"])
        imap.line()
        (one,) = json.loads(http(admin, "GET", "/connections")[1])["connections"]
        assert one["service"] == "imap" and one["state"] == "not authenticated" and one["memory_octets"] > 500, one
        assert 'mailrig_connections{service="imap"} 1' in http(admin, "GET", "/metrics")[1]
        assert http(admin, "PUT", "/deviations/imap.logout.no-bye")[0] == 401
        assert http(admin, "PUT", "/deviations/imap.logout.no-bye", "guess")[0] == 401
        assert http(admin, "PUT", "/deviations/imap.logout.no-bye", "sesame")[0] == 204
        imap.say("a LOGOUT\r\n")
        assert imap.line().startswith("a OK"), "the deviation is not seen"
        assert http(admin, "DELETE", "/deviations", "sesame")[0] == 204
        assert http(admin, "PUT", "/pause", "sesame")[0] == 204
        assert http(admin, "GET", "/health")[0] == 503
        assert http(admin, "DELETE", "/pause", "sesame")[0] == 204


def check_next_hops(mailrig, folder):
    """What is wrong with them is said, and no secret; what waits for one is listed."""
    hops = folder / "hops.toml"
    hops.write_text('[[hop]]\naddress = "mx.example:25"\nuser = "rig"\npassword = "open sesame"\n', encoding="ascii")
    route = ["--relay", "partner.example=mx.example:25", "--relay-hops", hops]
    wrong = run(mailrig, *route, "--check-config")
    assert wrong.returncode == 2 and f'{hops}:3:8: a login at another machine needs tls = "required"' in wrong.stderr, wrong
    hops.write_text(hops.read_text(encoding="ascii") + 'tls = "required"\n', encoding="ascii")
    fine, printed = run(mailrig, *route, "--check-config"), run(mailrig, *route, "--print-config")
    assert fine.returncode == 0 and f'hops = "{hops}"' in printed.stdout, (fine, printed)
    assert not any("sesame" in done.stdout + done.stderr for done in (wrong, fine, printed))
    with socket.socket() as nobody:  # bound, and not listening
        nobody.bind(("127.0.0.1", 0))
        with serve.running(mailrig, "--relay", f"partner.example=127.0.0.1:{nobody.getsockname()[1]}", "--admin", "127.0.0.1:0",
                           "--admin-token", "sesame", services=["submission"]) as ports:
            with smtplib.SMTP("127.0.0.1", ports["submission"], timeout=PATIENCE) as smtp:
                smtp.login("user1", "pass")
                smtp.sendmail("user1@example.test", ["bob@partner.example"], b"Subject: x\r\n\r\nx\r\n")
            deadline = time.monotonic() + PATIENCE
            waiting = {"attempts": 0}
            while waiting["attempts"] == 0 and time.monotonic() < deadline:
                queue = json.loads(http(ports["admin"], "GET", "/queue")[1])
                (waiting,) = queue["messages"]
            assert queue["count"] == 1 and waiting["recipients"] == ["bob@partner.example"] and "refused" in waiting["last_reply"], queue
            assert http(ports["admin"], "PUT", "/queue/flush", "sesame")[0] == 204


def check_apop(mailrig):
    """A client that nobody here wrote logs in by APOP."""
    with serve.running(mailrig, "--apop", services=["pop3"]) as ports:
        for password, code in (("pass", 0), ("no", 67)):
            done = subprocess.run(["curl", "--silent", "--show-error", "--verbose", "--user", f"user1:{password}", "--login-options",
                                   "AUTH=+APOP", f"pop3://127.0.0.1:{ports['pop3']}/"], capture_output=True, text=True,
                                  timeout=PATIENCE, check=False)
            assert done.returncode == code and "> APOP user1 " in done.stderr, done


def main():
    mailrig = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="mailrig-serve-test-") as name:
        folder = pathlib.Path(name)
        check_configuration(mailrig, folder)
        check_docs(mailrig)
        check_stop(mailrig)
        check_stop_at_once(mailrig, folder)
        check_reload_and_log(mailrig, folder)
        check_certificate_file(mailrig, folder)
        check_admin(mailrig, folder)
        check_next_hops(mailrig, folder)
        check_apop(mailrig)
    print("ok")


if __name__ == "__main__":
    main()
