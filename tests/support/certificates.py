"""Certificates of a test's own."""

import pathlib
import subprocess


def make(folder, name):
    """A self-signed certificate for `name` and its key, in one PEM file; its path."""
    key, cert, both = (pathlib.Path(folder) / f"{name}.{end}" for end in ("key", "crt", "pem"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key,
                    "-out", cert, "-subj", f"/CN={name}", "-days", "1"], check=True, capture_output=True)
    both.write_text(key.read_text() + cert.read_text())
    return both
