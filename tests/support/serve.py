"""The reference server as a child process, for tests in Python."""

import contextlib
import pathlib
import subprocess
import tempfile
import time

START_SECONDS = 30
SERVICES = ["smtp", "submission", "submissions", "smtps", "lmtp", "imap", "imaps", "pop3", "pop3s"]


@contextlib.contextmanager
def running(mailrig, *options, services=SERVICES, users=4, prefix=(), with_pid=False):
    """Starts `mailrig serve` on ports of its own choosing; yields {"smtp": port, …}; ends it by pid.

    `prefix` comes before the command (taskset …). With `with_pid`, yields the pair of ports and pid.
    """
    with tempfile.TemporaryDirectory(prefix="mailrig-serve-") as folder:
        ready = pathlib.Path(folder) / "ready"
        addresses = [word for service in services for word in (f"--{service}", "127.0.0.1:0")]
        with open(f"{folder}/out", "wb") as out:
            process = subprocess.Popen(
                [*prefix, mailrig, "serve", *(["--users", str(users), "--domain", "example.test"] if users else []), "--ready-file", ready,
                 *addresses, *options], stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        try:
            deadline = time.monotonic() + START_SECONDS
            while not ready.exists():
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("mailrig serve did not start:\n" + pathlib.Path(f"{folder}/out").read_text())
                time.sleep(0.02)
            lines = pathlib.Path(f"{folder}/out").read_text(encoding="utf-8").splitlines()
            heard = [line.split() for line in lines if line.startswith("listening ")]
            ports = {words[1]: int(words[2].rpartition(":")[2]) for words in heard}
            yield (ports, process.pid) if with_pid else ports
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            said = pathlib.Path(f"{folder}/out").read_text(encoding="utf-8", errors="replace")
            if process.returncode not in (0, -9, -15, 130) or "Sanitizer" in said:
                raise RuntimeError(f"mailrig serve ended with {process.returncode}:\n{said[-4000:]}")
