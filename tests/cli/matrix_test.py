#!/usr/bin/env python3
"""Several columns from end to end: TLS modes of one server, several servers, and the matrix again from records.

usage: matrix_test.py MAILRIG [unittest arguments]
"""

import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import serve  # noqa: E402
import target  # noqa: E402

MAILRIG = ""
LIMIT_SECONDS = 120
FEW = ["imap/noop", "imap/capability", "smtp/noop", "pop3/noop", "together"]
MODES = ["none", "starttls", "implicit"]
ACCOUNTS = ["--users", "user{1..8}", "--password", "pass"]


def mailrig(*words):
    return subprocess.run([MAILRIG, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)


def addresses(ports, services=("smtp", "submission", "imap", "pop3", "smtps", "submissions", "imaps", "pop3s")):
    return [word for name in services if name in ports for word in (f"--{name}", f"127.0.0.1:{ports[name]}")]


def table(name, ports, services=("smtp", "submission", "imap", "pop3"), users=8, **more):
    lines = ["[[target]]", f'name = "{name}"', f'users = "user{{1..{users}}}"', 'password = "pass"']
    lines += [f'{key} = "127.0.0.1:{ports[key]}"' for key in services if key in ports]
    lines += [f'{key} = "{value}"' for key, value in more.items()]
    return "\n".join(lines) + "\n"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Matrix(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="mailrig-matrix-")
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.out = self.path / "out"

    def matrix(self, out=None):
        return json.loads(((out or self.out) / "matrix.json").read_text(encoding="utf-8"))

    def column(self, name):
        return json.loads((self.out / name / "report.json").read_text(encoding="utf-8"))

    def targets(self, *tables):
        path = self.path / "targets.toml"
        path.write_text("\n".join(tables), encoding="utf-8")
        return path

    def test_three_tls_modes_are_three_ordinary_runs(self):
        with serve.running(MAILRIG, users=8) as ports:
            done = mailrig("check", *FEW, "--axis", "tls=none,starttls,implicit", *addresses(ports), *ACCOUNTS, "--out", self.out)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        matrix = self.matrix()
        self.assertEqual([each["name"] for each in matrix["columns"]], MODES)
        self.assertEqual(matrix["counts"]["differ"], 0)
        self.assertGreaterEqual(matrix["counts"]["pass"], 10)
        for name, words in zip(MODES, ("in the clear", "STARTTLS", "implicit TLS")):
            report = self.column(name)
            self.assertTrue(all(words in each["value"] for each in report["target"] if each["name"] in ("smtp", "imap", "pop3")), report["target"])
            self.assertEqual(report["verdicts"], next(c for c in matrix["columns"] if c["name"] == name)["verdicts"])
            self.assertTrue((self.out / name / "record.jsonl").exists())
        self.assertEqual(len({self.column(name)["seed"] for name in MODES}), 3)
        cases = xml.etree.ElementTree.parse(self.out / "junit.xml").getroot().iter("testcase")
        self.assertEqual({each.get("classname").split(".")[1] for each in cases}, set(MODES))
        self.assertIn("0 differ", done.stdout)
        self.assertIn("matrix.html", done.stdout)

    def test_columns_share_one_account_and_leave_nothing_behind(self):
        import imaplib
        with serve.running(MAILRIG, users=1) as ports:
            done = mailrig("check", *FEW, "--axis", "tls=none,starttls,implicit", *addresses(ports), "--user", "user1",
                           "--password", "pass", "--out", self.out)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            with imaplib.IMAP4("127.0.0.1", ports["imap"]) as imap:
                imap.login("user1", "pass")
                self.assertEqual([box for box in imap.list()[1] if b"mailrig-" in box], [])
                self.assertEqual(imap.select("INBOX")[1], [b"0"])
        self.assertEqual(self.matrix()["counts"]["differ"], 0)

    def test_a_mode_that_is_not_offered_is_skipped_and_says_so(self):
        with serve.running(MAILRIG, users=8, services=["imap"]) as ports:
            words = ["check", "imap/noop", *addresses(ports), *ACCOUNTS, "--out", self.out]
            done = mailrig(*words, "--axis", "tls=none,implicit")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            column = self.matrix()["columns"][1]
            self.assertFalse(column["ran"])
            self.assertIn("no address is known where TLS begins at once (--imaps)", column["why_not"])
            self.assertIn("did not run: imap is left out", done.stdout)
            self.assertEqual(self.column("implicit")["verdicts"]["skipped"], self.column("implicit")["verdicts"]["total"])
            done = mailrig(*words, "--axis", "tls=implicit")
            self.assertEqual(done.returncode, 2, done.stdout + done.stderr)

    def test_a_server_without_plaintext_login_has_no_column_in_the_clear(self):
        with serve.running(MAILRIG, "--no-plaintext-login", users=8, services=["imap", "imaps"]) as ports:
            done = mailrig("check", "imap/noop", *addresses(ports), *ACCOUNTS, "--out", self.out, "--axis",
                           "tls=none,starttls,implicit")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        none, starttls, implicit = self.matrix()["columns"]
        self.assertIn("nobody may log in without TLS", none["why_not"])
        self.assertTrue(starttls["ran"] and implicit["ran"])

    def test_servers_that_differ(self):
        with serve.running(MAILRIG, users=8) as right, \
                serve.running(MAILRIG, "--deviate", "smtp.noop.refused", users=8) as wrong:
            file = self.targets(table("right", right), table("wrong", wrong))
            done = mailrig("check", "smtp/noop", "imap/noop", "--targets", file, "--out", self.out)
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            differ = [row for row in self.matrix()["rows"] if row["agreement"] == "differ"]
            self.assertTrue(all(row["id"].startswith("smtp/noop/") for row in differ), differ)
            row = differ[0]
            self.assertEqual([cell["verdict"] for cell in row["cells"]], ["pass", "fail"])
            self.assertEqual(row["cells"][0]["complaint"], "")
            self.assertIn(row["id"], done.stdout)
            again = row["cells"][1]["again"]
            self.assertIn(f"--targets {file} --column wrong", again)
            once_more = mailrig(*again.split()[1:])
            self.assertEqual(once_more.returncode, 1, once_more.stdout + once_more.stderr)

    def test_an_unreachable_server_says_so_and_the_others_go_on(self):
        with serve.running(MAILRIG, users=8) as ports:
            file = self.targets(table("there", ports), table("gone", {"imap": free_port()}))
            done = mailrig("check", "imap/noop", "--targets", file, "--out", self.out)
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        there, gone = self.matrix()["columns"]
        self.assertTrue(there["ran"])
        self.assertEqual(there["exit_code"], 0)
        self.assertIn("unreachable", gone["why_not"])
        self.assertIn("gone", done.stdout)

    def test_servers_times_modes(self):
        with serve.running(MAILRIG, users=4) as one, serve.running(MAILRIG, users=4) as two:
            file = self.targets(table("one", one, ("imap",), 4), table("two", two, ("imap",), 4))
            done = mailrig("check", "imap/noop", "--targets", file, "--axis", "tls=none,starttls", "--out", self.out)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual([each["name"] for each in self.matrix()["columns"]],
                             ["one-none", "one-starttls", "two-none", "two-starttls"])
            done = mailrig("check", "imap/noop", "--targets", file, "--axis", "tls=none,starttls", "--column", "two-starttls",
                           "--out", self.path / "one")
            self.assertEqual([each["name"] for each in self.matrix(self.path / "one")["columns"]], ["two-starttls"])

    def test_the_matrix_again_from_its_records(self):
        with serve.running(MAILRIG, users=8) as ports:
            mailrig("check", *FEW, "--axis", "tls=none,starttls", *addresses(ports), *ACCOUNTS, "--out", self.out)
        records = [self.out / name / "record.jsonl" for name in ("none", "starttls")]
        done = mailrig("report", "--matrix", *records, "--out", self.path / "again")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(self.matrix(self.path / "again"), self.matrix())
        for name in ("matrix.html", "junit.xml", "none/report.html", "starttls/report.json"):
            self.assertEqual((self.path / "again" / name).read_bytes(), (self.out / name).read_bytes(), name)

    def test_each_column_has_known_failures_of_its_own(self):
        known = self.path / "known"
        words = ["smtp/noop", "imap/noop", "--axis", "tls=none,starttls", "--baseline", known / "{column}.toml"]
        with serve.running(MAILRIG, users=8) as right, serve.running(MAILRIG, "--deviate", "smtp.noop.refused", users=8) as wrong:
            file = self.targets(table("right", right), table("wrong", wrong))
            done = mailrig("check", *words, "--targets", file, "--out", self.out)
            self.assertEqual(done.returncode, 2, done.stdout)  # nothing is a list that is not there
            self.assertIn(f"{known}/right-none.toml: can't be read", done.stderr)
            done = mailrig("check", *words, "--targets", file, "--out", self.out, "--update-baseline")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            lists = {name: (known / f"{name}.toml").read_text(encoding="utf-8")
                     for name in ("right-none", "right-starttls", "wrong-none", "wrong-starttls")}
            self.assertEqual(["[[known]]" in each for each in lists.values()], [False, False, True, True])
            done = mailrig("check", *words, "--targets", file, "--out", self.out)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual([each["baseline"] for each in self.matrix()["columns"]], [f"{known}/{name}.toml" for name in lists])
            # From the records, the same; of one column alone, too.
            again = self.path / "again"
            done = mailrig("baseline", "update", again / "{column}.toml", "--from", self.out)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual({each.stem: each.read_text(encoding="utf-8") for each in again.iterdir()}, lists)
            done = mailrig("baseline", "check", again / "{column}.toml", "--from", self.out / "wrong-none")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(done.stdout.count(" entries"), 1, done.stdout)
        with serve.running(MAILRIG, users=8) as right:
            # Fixed in one column: the list of that column is out of date, and the text says which.
            lines = (known / "wrong-none.toml").read_text(encoding="utf-8").splitlines()
            file = self.targets(table("right", right), table("wrong", right))
            done = mailrig("check", *words, "--targets", file, "--column", "right-none", "--column", "wrong-none", "--out", self.out)
            self.assertEqual(done.returncode, 5, done.stdout + done.stderr)
            self.assertIn(f"wrong-none: out of date  {known}/wrong-none.toml:{lines.index('[[known]]') + 1}: smtp/noop/", done.stdout)
            self.assertEqual([each["exit_code"] for each in self.matrix()["columns"]], [0, 5])

    def test_a_server_names_its_list_in_its_table(self):
        known = self.path / "wrong.toml"
        with serve.running(MAILRIG, users=8) as right, serve.running(MAILRIG, "--deviate", "smtp.noop.refused", users=8) as wrong:
            file = self.targets(table("right", right), table("wrong", wrong, baseline=known))
            done = mailrig("check", "smtp/noop", "--targets", file, "--out", self.out, "--update-baseline")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual([each["baseline"] for each in self.matrix()["columns"]], [None, str(known)])
            known.write_text(known.read_text(encoding="utf-8").replace('verdict = "fail"', 'verdict = "blocked"'), encoding="utf-8")
            done = mailrig("check", "smtp/noop", "--targets", file, "--out", self.out)
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)

    def test_mistakes_about_lists_show_before_anything_is_sent(self):
        file = self.targets(table("a", {"imap": free_port()}), table("b", {"imap": free_port()}, baseline="{column}.toml"))
        bad = self.path / "bad-none.toml"
        bad.write_text("[[known]]\n", encoding="utf-8")
        imap = ["--imap", f"127.0.0.1:{free_port()}"]
        columns = ["--axis", "tls=none,starttls"]
        for words, said in (
                ([*imap, *columns, "--baseline", "one.toml"], "'none' and 'starttls' would share the list one.toml; each column has its own"),
                ([*imap, *columns, "--baseline", self.path / "bad-{column}.toml"], f"{bad}:1:1: 'id' is missing"),
                ([*imap, *columns, "--update-baseline"], "--update-baseline: no list is named"),
                ([*imap, "--update-baseline"], "--update-baseline: no list is named"),
                ([*imap, "--baseline", "{column}.toml"], "{column} stands for a column's name, and there are none"),
                (["--targets", file, "--baseline", "b.toml"], "'a' and 'b' would share the list b.toml")):
            done = mailrig("check", "imap/noop", *words)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(said, done.stderr, words)

    def test_mistakes_are_exit_2_and_all_told(self):
        wrong = self.targets('[[target]]\nname = "a b"\nimap = "127.0.0.1:1"\n[[target]]\nimapp = "x"\n', "[targets]\n")
        unfit = self.path / "unfit.toml"
        unfit.write_text('[[target]]\nname = "a"\nimap = "127.0.0.1:1"\nusers = "/nonexistent.csv"\n'
                         '[[target]]\nname = "b"\nimap = "127.0.0.1:1"\nuser = "a{1..b}"\n[[target]]\nname = "c"\n', encoding="utf-8")
        for words, said in (
                (["--axis", "tsl=none", "--imap", "127.0.0.1:1"], ["'tsl=none' is no axis"]),
                (["--axis", "tls=none,starttsl", "--imap", "127.0.0.1:1"], ["'starttsl' is no TLS mode; did you mean 'starttls'?"]),
                (["--axis", "tls=none,none", "--imap", "127.0.0.1:1"], ["'none' is there twice"]),
                (["--axis", "tls=none", "--tls", "none", "--imap", "127.0.0.1:1"], ["exclude each other"]),
                (["--axis", "rev=imap4rev3", "--imap", "127.0.0.1:1"],
                 ["'imap4rev3' is no revision of IMAP; did you mean 'imap4rev1'?; meant is imap4rev1 or imap4rev2"]),
                (["--axis", "rev=imap4rev1", "--rev", "imap4rev1", "--imap", "127.0.0.1:1"], ["--axis rev=… and --rev exclude each other"]),
                (["--rev", "imap4", "--axis", "tls=none", "--imap", "127.0.0.1:1"], ["--rev: 'imap4' is no revision"]),
                (["--targets", "/nonexistent"], ["can't be read"]),
                (["--targets", wrong, "--imap", "127.0.0.1:1"], ["the file names the servers"]),
                (["--targets", wrong], ["targets.toml:2:8: 'a b' is no name for a column",
                                        "targets.toml:5:1: a target has no key 'imapp'; did you mean 'imap'?",
                                        "a target needs a name", "a file of targets has no key 'targets'"]),
                (["--targets", unfit], ["unfit.toml:4:9: /nonexistent.csv can't be read", "unfit.toml:8:8: 'a{1..b}' is no range",
                                        "unfit.toml:9:1: no service"]),
                (["--axis", "tls=none", "--column", "non", "--imap", "127.0.0.1:1"], ["did you mean 'none'?"]),
                (["--axis", "tls=none", "--format", "tap", "--imap", "127.0.0.1:1"], ["tap"])):
            done = mailrig("check", "imap/noop", *words)
            self.assertEqual(done.returncode, 2, words)
            for each in said:
                self.assertIn(each, done.stderr, words)

    def test_interrupt_ends_all_columns(self):
        scenarios = self.path / "scenarios/imap"
        scenarios.mkdir(parents=True)
        (scenarios / "a.toml").write_text('title = "t"\nclause = "rfc9051 1"\ncatches = ["x"]\nstart = { state = "authenticated" }\n'
                                          "dialogue = '''\npause 1min\nC: NOOP\nS: OK\n'''\n")
        with serve.running(MAILRIG, users=2) as ports:
            process = subprocess.Popen([MAILRIG, "check", "--scenarios", scenarios.parent, "--axis", "tls=none,starttls",
                                        *addresses(ports, ("imap",)), "--users", "user{1..2}", "--password", "pass",
                                        "--out", self.out], stdout=subprocess.DEVNULL)
            records = [self.out / name / "record.jsonl" for name in ("none", "starttls")]
            while process.poll() is None and not all(each.exists() for each in records):
                time.sleep(0.02)
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(20), 130)
        self.assertTrue(all(each["interrupted"] for each in self.matrix()["columns"]))


if __name__ == "__main__":
    MAILRIG = sys.argv.pop(1)
    unittest.main(verbosity=1, warnings="ignore")
