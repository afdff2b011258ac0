"""Postfix and Dovecot from Debian's packages as own processes on loopback ports.

Nothing is installed: the packages are fetched, unpacked into a folder, and laid over /usr and /etc in a
mount namespace of our own, where a process namespace of our own runs them. When the first process in it
ends, by its pid, all the others end too, and the machine's own mail set-up never sees any of it.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import string
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PACKAGES = ["postfix", "dovecot-core", "dovecot-imapd", "dovecot-pop3d", "dovecot-lmtpd",
            "libexttextcat-data", "libexttextcat-2.0-0", "liblua5.4-0", "libwrap0", "libsasl2-2", "libsasl2-modules", "libsasl2-modules-db"]
SERVICES = ["smtp", "submission", "submissions", "lmtp", "imap", "imaps", "pop3", "pop3s"]
USERS = 8
START_SECONDS = 60

# Runs in the namespaces, as their first process. $1: state folder, $2: unpacked packages, then what is to be run there.
INSIDE = r"""
set -e
state=$1; root=$2; shift 2
mount -t overlay overlay -o lowerdir=$root/usr:/usr /usr
mount -t overlay overlay -o lowerdir=$state/etc:$root/etc:/etc /etc
mount -t proc proc /proc
eval "$*"
"""
START = {"dovecot": "dovecot -F -c $state/dovecot.conf &", "postfix": "postfix -c $state/postfix start-fg &"}

IDS = {"postfix": 61001, "dovecot": 61002, "dovenull": 61003, "vmail": 61004, "postdrop": 61005}


def fetch(folder):
    """The packages, unpacked below `folder`/root; fetched once for each list of them."""
    root = folder / "root"
    complete = root / ".complete"
    if complete.exists() and complete.read_text(encoding="ascii").split() == PACKAGES:
        return root
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = ["apt-get", "download", "-qq", *PACKAGES]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode != 0:  # a bare machine has no package lists yet
        subprocess.run([*as_root(), "apt-get", "update", "-qq"], check=True)
        subprocess.run(command, cwd=folder, check=True, stderr=subprocess.DEVNULL)
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg", "-x", package, root], check=True)
    if (root / "lib").is_dir():  # /lib is /usr/lib on the machine
        shutil.copytree(root / "lib", root / "usr/lib", dirs_exist_ok=True, symlinks=True)
    complete.write_text(" ".join(PACKAGES), encoding="ascii")
    return root


def as_root():
    return [] if os.geteuid() == 0 else ["sudo"]


def free_ports(count):
    """Ports that are free now; held open together so that they differ."""
    with contextlib.ExitStack() as stack:
        ports = []
        for _ in range(count):
            held = stack.enter_context(socket.socket())
            held.bind(("127.0.0.1", 0))
            ports.append(held.getsockname()[1])
        return ports


@contextlib.contextmanager
def state_folder():
    """What the servers write: accounts of their own, folders that are theirs."""
    state = pathlib.Path(tempfile.mkdtemp(prefix="mailrig-interop-", dir="/tmp"))
    try:
        state.chmod(0o755)
        write_accounts(state)
        yield state
    finally:
        shutil.rmtree(state, ignore_errors=True)


def write_accounts(state):
    """Users and groups that Debian's packages would make, and the folders that are theirs."""
    (state / "etc").mkdir()
    for name in ("passwd", "group"):
        shutil.copy(f"/etc/{name}", state / "etc" / name)
    with open(state / "etc/passwd", "a", encoding="ascii") as passwd, \
            open(state / "etc/group", "a", encoding="ascii") as group:
        for name, number in IDS.items():
            passwd.write(f"{name}:x:{number}:{number}::/nonexistent:/usr/sbin/nologin\n")
            group.write(f"{name}:x:{number}:\n")
    for folder in ("postfix", "queue", "data", "home"):
        (state / folder).mkdir()
    os.chown(state / "data", IDS["postfix"], IDS["postfix"])
    os.chown(state / "home", IDS["vmail"], IDS["vmail"])


def write_configuration(state, ports):
    """Postfix and Dovecot as a mail server of USERS accounts."""
    with open(state / "users", "w", encoding="ascii") as users:
        users.writelines(f"user{n}:pass\n" for n in range(1, USERS + 1))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", state / "key.pem", "-out", state / "cert.pem"], check=True, capture_output=True)
    boxes = [f"user{n}" for n in range(1, USERS + 1)] + ["postmaster"]
    values = {"state": str(state), "mailboxes": ", ".join(f"{{ {b}@example.test = ok }}" for b in boxes), **ports}
    fill(state, values, {"dovecot.conf": "dovecot.conf", "main.cf": "postfix/main.cf", "master.cf": "postfix/master.cf"})


def fill(state, values, names):
    """Files of tests/interop/etc, with these values, into the state folder."""
    for source, target in names.items():
        text = (HERE / "etc" / source).read_text(encoding="ascii")
        (state / target).write_text(string.Template(text).substitute(values), encoding="ascii")


def wait_until_open(ports, process, state):
    """Until each port answers; raises with the servers' logs when one does not."""
    deadline = time.monotonic() + START_SECONDS
    for name, port in ports.items():
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None or time.monotonic() > deadline:
                logs = "".join(p.read_text(errors="replace")[-2000:] for p in state.glob("*.log"))
                raise RuntimeError(f"{name} did not come up on port {port}\n{logs}")
            time.sleep(0.05)


def inside(state, root, *words):
    """The command that runs these words, a shell's, in namespaces of its own where the packages are laid over the machine."""
    return [*as_root(), "unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child=SIGKILL",
            "bash", "-c", INSIDE, "inside", state, root, *words]


@contextlib.contextmanager
def started(state, root, which, ports, prefix=()):
    """While it lasts, `which` ("postfix dovecot") run on these ports. `prefix` comes before the command (taskset …)."""
    with open(state / "start.log", "wb") as log:
        process = subprocess.Popen([*prefix, *inside(state, root, *[START[name] for name in which.split()], "wait")],
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_until_open(ports, process, state)
        yield
    finally:
        process.send_signal(signal.SIGKILL)  # of unshare: its child is the namespace's first process
        process.wait()


@contextlib.contextmanager
def running(cache, which="postfix dovecot", prefix=()):
    """Yields {"smtp": port, …} and the state folder while the servers run."""
    root = fetch(pathlib.Path(cache)).resolve()
    names = [s for s in SERVICES if ("postfix" in which) == s.startswith(("smtp", "subm")) or which.count(" ")]
    all_ports = dict(zip(SERVICES, free_ports(len(SERVICES))))
    ports = {name: all_ports[name] for name in names}
    with state_folder() as state:
        write_configuration(state, all_ports)
        with started(state, root, which, ports, prefix):
            yield ports, state
