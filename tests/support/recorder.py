"""`mailrig record` as a child process, for tests in Python."""

import contextlib
import pathlib
import signal
import subprocess
import tempfile
import time

START_SECONDS = 30
END_SECONDS = 20


class Recorder:
    """A recorder that listens: `ports` by service, `said` what it printed, `end()` as a user ends it."""

    def __init__(self, process, said):
        self.process, self.file, self.ports = process, said, {}

    @property
    def said(self):
        return pathlib.Path(self.file).read_text(encoding="utf-8", errors="replace")

    def await_ports(self, count):
        deadline = time.monotonic() + START_SECONDS
        while len(self.ports) < count:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("mailrig record did not start:\n" + self.said)
            time.sleep(0.02)
            heard = [line.split() for line in self.said.splitlines() if line.startswith("listening ")]
            self.ports = {words[1]: int(words[2].rpartition(":")[2]) for words in heard}

    def wait(self):
        return self.process.wait(END_SECONDS)

    def end(self):
        self.process.send_signal(signal.SIGINT)
        return self.wait()


@contextlib.contextmanager
def running(mailrig, folder, places, *options, **popen):
    """In front of these: {"imap": "127.0.0.1:1143"}. Killed at the end, if it still runs."""
    with tempfile.NamedTemporaryFile(prefix="mailrig-record-") as said:
        process = subprocess.Popen([mailrig, "record", "--out", folder, *(word for name in places for word in (f"--{name}", places[name])),
                                    *map(str, options)], stdin=subprocess.DEVNULL, stdout=said, stderr=said, **popen)
        recorder = Recorder(process, said.name)
        try:
            recorder.await_ports(len(places))
            yield recorder
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
