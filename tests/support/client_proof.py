"""Proof that tests of real clients can fail: each turns red on a server that breaks a rule which its client relies on."""

import io
import pathlib
import tempfile
import types
import unittest

import serve
from client_case import server

program = types.SimpleNamespace(path="")  # mailrig; filled in by who runs the proof


class ClientProof(unittest.TestCase):
    """`red`: deviation of the reference server -> tests below tests/interop/clients that fail with it."""

    red = {}

    def test_turns_red(self):
        server.certificate = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="mailrig-clients-"))) / "certificate.pem"
        for deviation, names in self.red.items():
            with serve.running(program.path, "--write-certificate", server.certificate, "--deviate", deviation) as server.ports:
                for name in names:
                    with self.subTest(deviation=deviation, test=name):
                        self.assertFalse(self.passes(name))

    @staticmethod
    def passes(name):
        suite = unittest.defaultTestLoader.loadTestsFromName(f"clients.{name}")
        return unittest.TextTestRunner(stream=io.StringIO(), warnings="ignore").run(suite).wasSuccessful()
