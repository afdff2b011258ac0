"""A small IMAP client of our own that reads FETCH by the letter of RFC 3501 9: it shares nothing with mailrig's parser, so that it is
an independent judge. What is outside the grammar raises Ungrammatical; NIL is None, a string is bytes, and "" is b""."""

import re
import socket
import threading

WAIT_SECONDS = 60
WINDOW = 200  # commands under way
TOGETHER = 8  # as many does a server have in hand at once
CLOSED = "ends the connection"
ITEM = re.compile(rb"(?:BODY|BINARY|BINARY\.SIZE)\[[^\]]*\](?:<\d+>)?|[A-Z0-9.]+")
ADDRESSES = ("from", "sender", "reply-to", "to", "cc", "bcc")


class Ungrammatical(Exception):
    pass


class Reader:
    """Values of one response, literals within."""

    def __init__(self, octets):
        self.octets, self.at, self.name = octets, 0, ""

    def wrong(self, wanted):
        raise Ungrammatical(f"{wanted} wanted at {self.octets[self.at:self.at + 30]!r}")

    def next(self):
        return self.octets[self.at:self.at + 1]

    def take(self, text):
        if not self.octets.startswith(text, self.at):
            return False
        self.at += len(text)
        return True

    def expect(self, text):
        if not self.take(text):
            self.wrong(repr(text))

    def match(self, pattern, wanted):
        found = re.compile(pattern).match(self.octets, self.at)
        if not found:
            self.wrong(wanted)
        self.at = found.end()
        return found

    def number(self):
        return int(self.match(rb"\d+", "number")[0])

    def string(self):
        if self.next() in (b"{", b"~"):
            size = int(self.match(rb"~?\{(\d+)\}\r\n", "literal")[1])
            self.at += size
            return self.octets[self.at - size:self.at]
        quoted = self.match(rb'"((?:[\x01-\x09\x0b\x0c\x0e-\x21\x23-\x5b\x5d-\x7f]|\\["\\])*)"', "string")[1]
        return re.sub(rb"\\(.)", rb"\1", quoted)

    def nstring(self):
        return None if self.take(b"NIL") else self.string()

    def spaced(self, read):
        self.expect(b" ")
        return read()

    def some(self, read):
        """ "(" 1*value ")", separated as `read` wants it. """
        self.expect(b"(")
        values = [read()]
        while not self.take(b")"):
            values.append(self.spaced(read))
        return values

    def address(self):
        self.expect(b"(")
        four = [self.nstring(), *(self.spaced(self.nstring) for _ in range(3))]
        self.expect(b")")
        return four

    def addresses(self):
        """env-from and its like: "(" 1*address ")" / nil, without spaces between."""
        if self.take(b"NIL"):
            return None
        self.expect(b"(")
        found = [self.address()]
        while not self.take(b")"):
            found.append(self.address())
        return found

    def envelope(self):
        self.expect(b"(")
        found = {"date": self.nstring(), "subject": self.spaced(self.nstring)}
        found |= {name: self.spaced(self.addresses) for name in ADDRESSES}
        found |= {"in-reply-to": self.spaced(self.nstring), "message-id": self.spaced(self.nstring)}
        self.expect(b")")
        return found

    def parameters(self):
        """body-fld-param: "(" string SP string *(SP string SP string) ")" / nil."""
        return None if self.take(b"NIL") else self.some(lambda: (self.string(), self.spaced(self.string)))

    def disposition(self):
        if self.take(b"NIL"):
            return None
        self.expect(b"(")
        found = self.string(), self.spaced(self.parameters)
        self.expect(b")")
        return found

    def language(self):
        if self.next() == b"(":
            return self.some(self.string)
        one = self.nstring()
        return None if one is None else [one]

    def extension(self, part, first):
        """[SP first [SP disposition [SP language [SP location]]]], and not more: no later field is defined."""
        for name, read in ((*first, ("disposition", self.disposition), ("language", self.language), ("location", self.nstring))):
            if self.next() == b")":
                break
            part[name] = self.spaced(read)
        self.expect(b")")
        return part

    def body(self):
        self.expect(b"(")
        return self.multipart() if self.next() == b"(" else self.single()

    def multipart(self):
        part = {"type": b"multipart", "parts": []}
        while self.next() == b"(":
            part["parts"].append(self.body())
        part["subtype"] = self.spaced(self.string)
        return self.extension(part, [("parameters", self.parameters)])

    def single(self):
        part = {"type": self.string(), "subtype": self.spaced(self.string), "parameters": self.spaced(self.parameters),
                "id": self.spaced(self.nstring), "description": self.spaced(self.nstring), "encoding": self.spaced(self.string),
                "octets": self.spaced(self.number)}
        kind = part["type"].lower(), part["subtype"].lower()
        if kind == (b"message", b"rfc822"):
            part |= {"envelope": self.spaced(self.envelope), "message": self.spaced(self.body)}
        if kind[0] == b"text" or "message" in part:
            part["lines"] = self.spaced(self.number)
        return self.extension(part, [("md5", self.nstring)])

    def flags(self):
        return self.match(rb"\([^()\r\n]*\)", "flags")[0]

    def item(self):
        self.name = self.match(ITEM.pattern, "item")[0].decode("latin-1").upper()
        self.expect(b" ")
        reads = {"ENVELOPE": self.envelope, "BODY": self.body, "BODYSTRUCTURE": self.body, "FLAGS": self.flags, "UID": self.number,
                 "RFC822.SIZE": self.number, "MODSEQ": self.flags}
        read = self.number if self.name.startswith("BINARY.SIZE[") else reads.get(self.name, self.nstring)
        return self.name, read()

    def fetch(self):
        """msg-att: upper case name -> value. What is not of the grammar has an Ungrammatical for its value."""
        try:
            found = dict(self.some(self.item))
            self.expect(b"\r\n")
            if self.at != len(self.octets):
                self.wrong("the end")
            return found
        except Ungrammatical as wrong:
            return {self.name: wrong}


class Connection:
    """`commands` begin it, and begin it anew when the server has ended it."""

    def __init__(self, port, *commands):
        self.port, self.commands, self.made = port, list(commands), 0
        self.fetched = {}  # (message number, item) -> value
        self.open()

    def open(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port), WAIT_SECONDS)
        self.stream = self.socket.makefile("rb")
        self.unit()
        self.must(*self.commands)

    def close(self):
        self.stream.close()
        self.socket.close()

    def unit(self):
        """One response, with its literals."""
        octets = b""
        while True:
            line = self.stream.readline()
            if not line.endswith(b"\n"):
                raise ConnectionError(f"the server ended the connection behind {octets + line!r}"[:300])
            octets += line
            literal = re.search(rb"\{(\d+)\}\r\n\Z", line)
            if not literal:
                return octets
            octets += self.stream.read(int(literal[1]))

    def answer(self, tag):
        """The tagged answer; what is fetched before it goes to `fetched`, for a server may answer several commands at once."""
        while True:
            unit = self.unit()
            if unit.startswith(tag + b" "):
                return unit.split(b" ", 2)[1].decode("latin-1")
            response = re.match(rb"\* (\d+) FETCH ", unit)
            if response:
                for item, value in Reader(unit[response.end():]).fetch().items():
                    self.fetched[int(response[1]), item] = value

    def run(self, commands):
        """Sent many at once; OK, NO or BAD for each in order, or CLOSED for one that ends the connection: of those that were under
        way then, sent again one by one, it is the one that does so again."""
        answers, singly = [], 0
        while len(answers) < len(commands):
            batch = commands[len(answers):][:1 if singly else WINDOW]
            found = self.batch(batch)
            singly -= bool(singly)
            if found[-1] == CLOSED:
                self.close()
                self.open()
                if len(batch) > 1:
                    found.pop()
                    singly = TOGETHER
            answers += found
        return answers

    def batch(self, commands):
        tags = [b"t%d" % (self.made + n) for n in range(len(commands))]
        self.made += len(commands)
        octets = b"".join(tag + b" " + command + b"\r\n" for tag, command in zip(tags, commands))
        sender = threading.Thread(target=self.send, args=(octets,), daemon=True)
        sender.start()
        answers = []
        try:
            for tag in tags:
                answers.append(self.answer(tag))
        except ConnectionError:
            answers.append(CLOSED)
        sender.join()
        return answers

    def send(self, octets):
        try:
            self.socket.sendall(octets)
        except ConnectionError:
            pass  # the reader sees it, too

    def must(self, *commands):
        for command, answer in zip(commands, self.run(commands)):
            if answer != "OK":
                raise RuntimeError(f"{command[:60]!r}: {answer}")
