#!/usr/bin/env python3
"""mailrig check from end to end: against the reference server, against nobody, against servers that misbehave.

usage: check_test.py MAILRIG [unittest arguments]
"""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import xml.etree.ElementTree

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 120
FEW = ["imap/noop", "imap/select", "smtp/noop", "pop3/noop", "together"]
SCENARIO = 'title = "t"\nclause = "rfc9051 1"\ncatches = ["x"]\n'


def mailrig(*words, environment=None):
    return subprocess.run([MAILRIG, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False,
                          env={**os.environ, **(environment or {})})


@contextlib.contextmanager
def listener(answer):
    """A server of one's own on a free port: `answer(connection)` in a thread for each that connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        def accept():
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=answer, args=(connection,), daemon=True).start()
        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def without(port, capability):
    """The server on `port` as if it did not offer `capability`: a relay that strikes the word from what the server says."""
    def relay(source, to, strike):
        with contextlib.suppress(OSError):
            while octets := source.recv(65536):
                to.sendall(octets.replace(b" " + capability.encode(), b"") if strike else octets)
        with contextlib.suppress(OSError):
            to.shutdown(socket.SHUT_WR)

    def answer(connection):
        server = socket.create_connection(("127.0.0.1", port))
        threading.Thread(target=relay, args=(connection, server, False), daemon=True).start()
        relay(server, connection, True)
    with listener(answer) as relayed:
        yield relayed


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="mailrig-check-")
        self.addCleanup(self.folder.cleanup)
        self.out = pathlib.Path(self.folder.name) / "out"

    def scenarios(self, **files):
        folder = pathlib.Path(self.folder.name) / "scenarios/imap"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.toml").write_text(text)
        return folder.parent

    def report(self):
        return json.loads((self.out / "report.json").read_text(encoding="utf-8"))

    def test_numbers_agree_and_no_secret_is_shown(self):
        with serve.running(MAILRIG, users=target.USERS) as ports:
            done = mailrig("check", *FEW, *target.flags(ports), "--out", self.out, "--keep-wire")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        report = self.report()
        suite = xml.etree.ElementTree.parse(self.out / "junit.xml").getroot()
        cases = list(suite.iter("testcase"))
        self.assertEqual(len(cases), len(report["scenarios"]))
        self.assertEqual({each["verdict"] for each in report["scenarios"]} - {"pass", "note", "skipped"}, set())
        for name in ("record.jsonl", "report.html", "report.json", "junit.xml"):
            text = (self.out / name).read_text(encoding="utf-8")
            self.assertNotIn('"pass\\"', text.replace('\\\\"', '"').replace('verdict":"pass"', ""), name)
            self.assertNotIn("PASS pass", text, name)
            self.assertNotIn("AHVzZXIxAHBhc3M", text, name)  # \0user1\0pass

    def test_a_failure_is_exit_1_and_says_how_to_repeat_it(self):
        with serve.running(MAILRIG, "--deviate", self.deviation("imap/noop"), users=target.USERS) as ports:
            done = mailrig("check", "imap/noop", *target.flags(ports), "--out", self.out)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        failed = [each for each in self.report()["scenarios"] if each["verdict"] in ("fail", "weak")]
        self.assertTrue(failed)
        self.assertIn(f"mailrig check {failed[0]['id']} ", failed[0]["again"])
        self.assertNotIn("--password", failed[0]["again"])

    @staticmethod
    def deviation(folder):
        import tomllib
        for path in sorted((TOP / "scenarios" / folder).glob("*.toml")):
            return tomllib.loads(path.read_text(encoding="utf-8"))["catches"][0]
        raise AssertionError(f"no scenario in {folder}")

    def test_leaves_nothing_behind(self):
        import imaplib
        with serve.running(MAILRIG, users=1) as ports:
            done = mailrig("check", *FEW, *target.flags(ports)[:-4], "--user", "user1", "--password", "pass")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("one account: scenarios run one after another", done.stdout)
            with imaplib.IMAP4("127.0.0.1", ports["imap"]) as imap:
                imap.login("user1", "pass")
                _, boxes = imap.list()
                self.assertEqual([box for box in boxes if b"mailrig-" in box], [])
                self.assertEqual(imap.select("INBOX")[1], [b"0"])

    def test_no_account_skips_what_logs_in(self):
        with serve.running(MAILRIG, users=1) as ports:
            done = mailrig("check", "imap/noop", "imap/capability", *target.flags(ports)[:-4], "--out", self.out)
        reasons = [each["reason"] for each in self.report()["scenarios"] if each["verdict"] == "skipped"]
        self.assertTrue(any("needs an account" in reason for reason in reasons), done.stdout)

    def test_unreachable_is_exit_3(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        done = mailrig("check", "--imap", f"127.0.0.1:{port}")
        self.assertEqual(done.returncode, 3)
        self.assertIn("unreachable", done.stderr)

    def test_wrong_use_is_exit_2(self):
        for words in ([], ["--nonsense"], ["--imap", "nowhere"], ["no/such", "--imap", "127.0.0.1:1"],
                      ["--imap", "127.0.0.1:1", "--tls", "ssl"], ["--imap", "127.0.0.1:1", "--timeout", "5"],
                      ["--imap", "127.0.0.1:1", "--target", "/nonexistent"], ["--imap", "127.0.0.1:1", "--tag", "no-such-tag"],
                      ["--imap", "127.0.0.1:1", "--user", "a"]):
            done = mailrig("check", *words, environment={"MAILRIG_PASSWORD": ""})
            self.assertEqual(done.returncode, 2, words)
            self.assertTrue(done.stderr or done.stdout, words)

    def test_all_mistakes_of_all_files_before_anything_is_sent(self):
        folder = self.scenarios(a=SCENARIO + "dialogue = '''\nC: NOOP\nS: OKAY\n'''\n", b='titel = "x"\n')
        asked = []
        with listener(lambda connection: asked.append(connection)) as port:
            done = mailrig("check", "--scenarios", folder, "--imap", f"127.0.0.1:{port}")
        self.assertEqual(done.returncode, 2)
        self.assertIn("a.toml:6:4: 'OKAY' is no status; did you mean 'OK'?", done.stderr)
        self.assertIn("b.toml:1:1: a scenario has no key 'titel'; did you mean 'title'?", done.stderr)
        self.assertEqual(asked, [])

    def test_password_from_the_environment(self):
        with serve.running(MAILRIG, users=1) as ports:
            done = mailrig("check", "imap/noop", "--imap", f"127.0.0.1:{ports['imap']}", "--user", "user1",
                           environment={"MAILRIG_PASSWORD": "pass"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_servers_that_misbehave_get_a_verdict_in_time(self):
        def closes(connection):
            connection.close()

        def stalls(connection):
            connection.recv(1)

        def floods(connection):
            with contextlib.suppress(OSError):
                connection.sendall(b"* OK hello\r\n")
                while True:
                    connection.sendall(b"* 1 EXISTS\r\n" * 5000)

        def garbage(connection):
            with contextlib.suppress(OSError):
                connection.sendall(bytes(range(256)) * 16 + b"\r\n")
                connection.recv(1)
        folder = self.scenarios(a=SCENARIO + 'start = { state = "greeted" }\ndialogue = \'\'\'\nC: NOOP\nS: OK\n\'\'\'\n')
        for answer in (closes, stalls, floods, garbage):
            with listener(answer) as port, self.subTest(answer.__name__):
                began = time.monotonic()
                done = mailrig("check", "--scenarios", folder, "--imap", f"127.0.0.1:{port}", "--timeout", "500ms", "--out", self.out)
                self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
                self.assertIn(self.report()["scenarios"][0]["verdict"], ("fail", "blocked"))
                self.assertLess(time.monotonic() - began, 60)

    def test_interrupt_is_exit_130_with_what_is_known(self):
        folder = self.scenarios(a=SCENARIO + 'start = { state = "authenticated" }\ndialogue = \'\'\'\npause 1min\nC: NOOP\nS: OK\n\'\'\'\n')
        with serve.running(MAILRIG, users=1) as ports:
            process = subprocess.Popen([MAILRIG, "check", "--scenarios", folder, "--imap", f"127.0.0.1:{ports['imap']}", "--user",
                                        "user1", "--password", "pass", "--out", self.out], stdout=subprocess.DEVNULL)
            record = self.out / "record.jsonl"
            while process.poll() is None and not record.exists():
                time.sleep(0.02)
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(20), 130)
        self.assertTrue(self.report()["interrupted"])

    def test_a_client_takes_the_door_that_its_scenario_asks_for(self):
        text = SCENARIO + "start = { state = \"greeted\", tls = \"%s\" }\ndialogue = '''\nC: CAPABILITY\nS: * CAPABILITY %s\nS: OK\n'''\n"
        folder = self.scenarios(clear=text % ("none", "STARTTLS ..."), under=text % ("implicit", "AUTH=PLAIN ..."))
        with serve.running(MAILRIG, "--no-plaintext-login", users=1) as ports:
            clear, under = (["--imap", f"127.0.0.1:{ports['imap']}"], ["--imaps", f"127.0.0.1:{ports['imaps']}"])
            for words, wanted in ((clear, ["pass", "skipped"]), (under, ["skipped", "pass"]), ([*clear, *under], ["pass", "pass"]),
                                  ([*clear, *under, "--tls", "implicit"], ["pass", "pass"]),
                                  (["--imap", under[1], "--tls", "implicit"], ["skipped", "pass"])):
                done = mailrig("check", "--scenarios", folder, *words, "--out", self.out)
                got = {each["id"]: each["verdict"] for each in self.report()["scenarios"]}
                self.assertEqual([got["imap/clear"], got["imap/under"]], wanted, done.stdout + done.stderr)

    def test_no_password_in_the_clear_to_another_host(self):
        heard = []

        def answers(connection):
            with contextlib.suppress(OSError):
                connection.sendall(b"* OK hello\r\n")
                while octets := connection.recv(4096):
                    heard.append(octets)
                    connection.sendall(octets.split()[0] + b" OK done\r\n")
        with listener(answers) as port:  # 0.0.0.0 is this machine, and is not a loopback address
            words = ["check", "imap/noop", "--imap", f"0.0.0.0:{port}", "--user", "user1", "--password", "geheimnis"]
            done = mailrig(*words)
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
            self.assertIn("the password would go in the clear", done.stderr)
            self.assertNotIn(b"geheimnis", b"".join(heard))
            self.assertNotIn("geheimnis", done.stdout + done.stderr)
            mailrig(*words, "--timeout", "500ms", "--i-may-send-passwords-in-the-clear")
            self.assertIn(b"geheimnis", b"".join(heard))

    def test_a_target_that_goes_away_is_exit_3(self):
        text = SCENARIO + "start = { state = \"%s\" }\ndialogue = '''\n%s\n'''\n"
        folder = self.scenarios(a=text % ("greeted", "C: NOOP\nS: OK"), b=text % ("greeted", "C: NOOP\nS: OK"))
        with socket.create_server(("127.0.0.1", 0)) as server:
            def once():
                for _ in range(2):  # the probe, and the first scenario
                    connection = server.accept()[0]
                    connection.sendall(b"* OK hello\r\n")
                    last.append(connection)
                    if len(last) == 1:
                        while octets := connection.recv(4096):
                            connection.sendall(octets.split()[0] + b" OK done\r\n")
                server.shutdown(socket.SHUT_RDWR)
                server.close()
                last[-1].close()
            last = []
            thread = threading.Thread(target=once, daemon=True)
            thread.start()
            done = mailrig("check", "--scenarios", folder, "--imap", f"127.0.0.1:{server.getsockname()[1]}", "--jobs", "1",
                           "--timeout", "1s")
            thread.join(10)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("the target is gone", done.stderr)

    def test_what_works_though_not_advertised_is_noted_and_counts_nowhere(self):
        with serve.running(MAILRIG, users=1) as ports, without(ports["imap"], "MOVE") as port:
            words = ["check", "imap/move", "imap/idle", "--imap", f"127.0.0.1:{port}", "--user", "user1", "--password", "pass", "--out", self.out]
            done = mailrig(*words)
            report = self.report()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            move = [each for each in report["scenarios"] if each["id"].startswith("imap/move/")]
            self.assertEqual({each["verdict"] for each in move}, {"skipped"})
            self.assertEqual(report["findings"]["violation"], 0)
            use = next(each for each in report["capability_use"] if each["name"] == "MOVE")
            self.assertEqual((use["advertised"], use["trials"], use["trials_passed"], use["works_unadvertised"]),
                             (False, len(move), len(move), True))
            self.assertIn(f"works, though not advertised: MOVE (imap), {len(move)} of {len(move)} trials", done.stdout)
            mailrig(*words, "--no-trials")
            self.assertEqual(self.report()["trials"], [])

    def test_what_does_not_work_is_no_finding_either(self):
        with serve.running(MAILRIG, "--deviate", "imap.move.expunge-before-copyuid", users=1) as ports, \
                without(ports["imap"], "MOVE") as port:
            done = mailrig("check", "imap/move", "--imap", f"127.0.0.1:{port}", "--user", "user1", "--password", "pass", "--out", self.out)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        use = next(each for each in self.report()["capability_use"] if each["name"] == "MOVE")
        self.assertGreater(use["trials"], use["trials_passed"])
        self.assertFalse(use["works_unadvertised"])
        self.assertNotIn("though not advertised", done.stdout)

    def test_list_says_what_would_run(self):
        done = mailrig("list", "--all", "--quiet")
        self.assertEqual(done.returncode, 0)
        self.assertGreater(len(done.stdout.splitlines()), 100)
        with serve.running(MAILRIG, users=1, services=["imap"]) as ports:
            done = mailrig("list", "smtp/noop", "imap/noop", "--imap", f"127.0.0.1:{ports['imap']}")
        self.assertEqual(done.returncode, 0)
        self.assertIn("skipped: the target has no smtp", done.stdout)


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=1, warnings="ignore")
