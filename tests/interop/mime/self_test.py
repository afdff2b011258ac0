#!/usr/bin/env python3
"""The judge of tests/interop/mime is proved able to fail: its reader refuses what is outside the grammar, and the reference server,
told to break a rule of FETCH, is found out by comparison with itself. Told nothing, it agrees with itself on all messages.

usage: self_test.py MAILRIG
"""

import contextlib
import io
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "support")]
import compare  # noqa: E402
import corpus  # noqa: E402
import difference  # noqa: E402
import imap  # noqa: E402
import judge  # noqa: E402
import serve  # noqa: E402

MAILRIG = sys.argv.pop()
BODY = b'("TEXT" "PLAIN" NIL NIL NIL "7BIT" 3 1)'
DEVIATIONS = ["imap.fetch.bodystructure-short", "imap.fetch.eight-bit-quoted", "imap.fetch.envelope-empty-list",
              "imap.fetch.envelope-no-default",
              "imap.fetch.header-fields-no-end", "imap.fetch.literal-lf", "imap.fetch.part-numbers-wrong", "imap.fetch.partial-ignored",
              "imap.fetch.size-off-by-one", "imap.binary.not-decoded", "imap.binary.size-wrong"]


def fetched(octets):
    return imap.Reader(b"(" + octets + b")\r\n").fetch()


class TheReader(unittest.TestCase):
    def test_reads_what_the_grammar_allows(self):
        self.assertEqual(fetched(b'BODY[1] "a\\"b" BODY[2] NIL BODY[3]<5> {2}\r\nxy BINARY[4] ~{1}\r\n\0 RFC822.SIZE 7'),
                         {"BODY[1]": b'a"b', "BODY[2]": None, "BODY[3]<5>": b"xy", "BINARY[4]": b"\0", "RFC822.SIZE": 7})
        two = fetched(b"BODY (" + BODY + BODY + b' "MIXED")')["BODY"]
        self.assertEqual([part["octets"] for part in two["parts"]], [3, 3])

    def test_refuses_what_it_does_not(self):
        for octets in (b"ENVELOPE (NIL NIL () NIL NIL NIL NIL NIL NIL NIL)", b"ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL)",
                       b'ENVELOPE (NIL NIL ((NIL NIL "a" "b") (NIL NIL "c" "d")) NIL NIL NIL NIL NIL NIL NIL)',
                       b'BODY[1] "gr\xc3\xbc"', b'BODY[1] "a"b"', b"BODY[1]  NIL", b'BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 3)',
                       b'BODY ("TEXT" "PLAIN" () NIL NIL "7BIT" 3 1)', b'BODY ("TEXT" "PLAIN" ("A") NIL NIL "7BIT" 3 1)',
                       b'BODY ("TEXT" "PLAIN" NIL NIL NIL NIL 3 1)', b"BODY (" + BODY + b" " + BODY + b' "MIXED")', b"BODY (" + BODY + b")",
                       b'BODY[1] "a\x80"', b"RFC822.SIZE x", b"BODY[1] NIL "):
            value = list(fetched(octets).values())[-1]
            self.assertIsInstance(value, imap.Ungrammatical, octets)


class TheComparison(unittest.TestCase):
    @staticmethod
    def lines(left, right):
        def said(parameters):
            return {"BODYSTRUCTURE": fetched(b'BODYSTRUCTURE ("TEXT" "PLAIN" ' + parameters + b' NIL NIL "7BIT" 3 1)')["BODYSTRUCTURE"],
                    "BODY[1]": b"abc", "BODY[1.MIME]": b"", "BINARY[1]": b"abc"}
        return list(difference.lines(said(left), said(right)))

    def test_ignores_order_and_case_of_attributes(self):
        self.assertEqual(self.lines(b'("A" "1" "CHARSET" "utf-8")', b'("charset" "UTF-8" "a" "1")'), [])

    def test_tells_values_apart(self):
        self.assertEqual(self.lines(b'("A" "x")', b'("A" "X")'), ['BODYSTRUCTURE 1 parameter a: "x" | "X"'])

    def test_tells_nil_from_empty(self):
        self.assertEqual(list(difference.lines({"BODY[2]": None}, {"BODY[2]": b""})), ['BODY[2]: NIL | ""'])

    def test_sees_a_part_that_is_told_of_and_not_there(self):
        said = {"BODYSTRUCTURE": fetched(b"BODYSTRUCTURE " + BODY)["BODYSTRUCTURE"], "BODY[1]": None, "BODY[1.MIME]": b"",
                "BINARY[1]": b"abc"}
        self.assertEqual(list(difference.lines(said, said)), ["BODYSTRUCTURE 1 octets is the size of BODY[1]: no | no"])

    def test_sees_a_slice_that_is_none(self):
        said = {"BODY[1]": b"abc", "BODY[1]<0.2>": b"bc"}
        self.assertEqual(list(difference.lines(said, said)), ["BODY[1]<0.2> is the slice of BODY[1]: no | no"])


class TheJudge(unittest.TestCase):
    ROW = {"name": "n", "messages": ["a/*", "b/x"], "pattern": "^BODY", "clause": "c", "reading": "r"}

    def test_is_silent_when_each_explains_and_is_explained(self):
        self.assertEqual(list(judge.judge([("a/1", "BODY: 1 | 2"), ("b/x", "BODY: 1 | 2")], [judge.Row(self.ROW)])), [])

    def test_speaks_of_what_is_not_explained(self):
        found = [("a/1", "BODY: 1 | 2"), ("b/x", "BODY: 1 | 2"), ("b/y", "BODY: 1 | 2"), ("a/1", "ENVELOPE: 1 | 2")]
        self.assertEqual(len(list(judge.judge(found, [judge.Row(self.ROW)]))), 2)

    def test_speaks_of_what_no_longer_explains(self):
        self.assertEqual(len(list(judge.judge([("a/1", "BODY: 1 | 2")], [judge.Row(self.ROW)]))), 1)
        self.assertEqual(len(list(judge.judge([], [judge.Row(self.ROW)]))), 3)


class TheReferenceServer(unittest.TestCase):
    @staticmethod
    def complaints(messages, *options):
        plain = ["--without", "UTF8=ACCEPT"]  # headers as they are, whatever is in them
        with serve.running(MAILRIG, *plain, services=["imap"]) as one, \
                serve.running(MAILRIG, *plain, *options, services=["imap"]) as other, \
                contextlib.redirect_stdout(io.StringIO()):
            return compare.compare(one["imap"], other["imap"], expected=[], messages=messages)

    def test_agrees_with_itself(self):
        self.assertEqual(self.complaints(corpus.messages()), [])

    def test_is_found_out_when_it_breaks_a_rule(self):
        few = {name: octets for name, octets in corpus.messages().items() if name.startswith(("corpus/", "transfer/base64"))}
        for name in DEVIATIONS:
            with self.subTest(name):
                self.assertNotEqual(self.complaints(few, "--deviate", name), [])


if __name__ == "__main__":
    unittest.main()
