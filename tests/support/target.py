"""Flags that name the reference server as the target, for check and load alike."""

USERS = 8


def flags(ports, tls="none"):
    words = [word for name in ("smtp", "smtps", "submission", "submissions", "lmtp", "imap", "imaps", "pop3", "pop3s") if name in ports
             for word in (f"--{name}", f"127.0.0.1:{ports[name]}")]
    return [*words, "--tls", tls, "--users", f"user{{1..{USERS}}}", "--password", "pass"]
