"""Flags that name the reference server as the target, for check and load alike."""

USERS = 8


def flags(ports, tls="none"):
    words = [word for name in ("smtp", "submission", "imap", "pop3") if name in ports
             for word in (f"--{name}", f"127.0.0.1:{ports[name]}")]
    return [*words, "--tls", tls, "--users", f"user{{1..{USERS}}}", "--password", "pass"]
