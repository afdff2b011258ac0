"""All that one server says of all messages: message -> item -> value."""

import imap

MAILBOX = b"mime"
TOP = ["RFC822.SIZE", "ENVELOPE", "BODY", "BODYSTRUCTURE", "RFC822", "RFC822.HEADER", "RFC822.TEXT", "BODY[]", "BODY[HEADER]", "BODY[TEXT]",
       "BODY[HEADER.FIELDS (FROM TO SUBJECT)]", "BODY[HEADER.FIELDS (subject x-none)]", "BODY[HEADER.FIELDS.NOT (FROM RECEIVED)]",
       "BODY[]<0.10>", "BODY[]<5.1000000>", "BODY[TEXT]<0.10>", "BODY[TEXT]<5.1000000>", "BODY[HEADER]<5.20>", "BODY[]<2000000.1>",
       "BINARY[]", "BINARY.SIZE[]"]
PART = ["BODY[{}]", "BODY[{}.MIME]", "BODY[{}.HEADER]", "BODY[{}.TEXT]", "BODY[{}.HEADER.FIELDS (FROM Subject)]",
        "BODY[{}.HEADER.FIELDS.NOT (from)]", "BODY[{}]<0.10>", "BODY[{}]<5.1000000>", "BODY[{}.MIME]<5.20>", "BODY[{}.TEXT]<5.20>",
        "BINARY[{}]", "BINARY.SIZE[{}]", "BINARY[{}]<0.10>", "BINARY[{}]<5.1000000>"]
BEYOND = ["BODY[{}]", "BODY[{}.MIME]", "BINARY[{}]", "BINARY.SIZE[{}]"]


def asked(item):
    """As a command has it: without \\Seen being set."""
    return item.replace("BODY[", "BODY.PEEK[").replace("BINARY[", "BINARY.PEEK[").encode()


def told(item):
    """As a response has it: a partial without its length, names upper case as servers may (RFC 3501 6.4.5)."""
    head, less, partial = item.partition("<")
    return head.upper() + less + (partial.partition(".")[0] + ">" if less else "")


def numbers(body, prefix=""):
    """The part numbers of a body, outermost first: [(number, part), …]."""
    dot = f"{prefix}." if prefix else ""
    if "parts" not in body:
        return [(f"{dot}1", body), *within(body, f"{dot}1")]
    return [found for n, part in enumerate(body["parts"], 1) for found in ((f"{dot}{n}", part), *within(part, f"{dot}{n}"))]


def within(part, number):
    if "parts" in part:
        return numbers(part, number)
    return numbers(part["message"], number) if "message" in part else []


def next_to(number):
    """1.2 -> 1.3"""
    level, dot, last = number.rpartition(".")
    return f"{level}{dot}{int(last) + 1}"


def part_items(structure):
    """What to ask of each part, and of parts that are not there."""
    if not isinstance(structure, dict):
        return []
    found = numbers(structure)
    there = {number for number, _ in found}
    beyond = {f"{number}.1" for number in there} | {next_to(number) for number in there}
    few = sorted(beyond - there, key=lambda number: (len(number), number))[:6]
    return [form.format(number) for number, _ in found for form in PART] + [form.format(number) for number in few for form in BEYOND]


class Server:
    """One server with all the messages in a mailbox of its own."""

    def __init__(self, port, messages):
        self.connection = imap.Connection(port, b"LOGIN user1 pass")
        self.connection.must(b"CREATE " + MAILBOX)
        appends = [b"APPEND %s {%d+}\r\n%s" % (MAILBOX, len(text), text) for text in messages.values()]
        statuses = self.connection.run(appends)
        self.said = {name: {"APPEND": status} for name, status in zip(messages, statuses)}
        taken = [name for name in messages if self.said[name]["APPEND"] == "OK"]
        self.number = {name: n for n, name in enumerate(taken, 1)}
        self.connection.commands.append(b"EXAMINE " + MAILBOX)
        self.connection.must(*self.connection.commands[1:])

    def ask(self, items):
        """items: message -> what to fetch of it; one command for each, for a refusal concerns the whole command."""
        pairs = [(name, item) for name, wanted in items.items() if name in self.number for item in wanted]
        answers = self.connection.run([b"FETCH %d (%s)" % (self.number[name], asked(item)) for name, item in pairs])
        for (name, item), answer in zip(pairs, answers):
            value = self.connection.fetched.get((self.number[name], told(item)), "nothing")
            self.said[name][item] = value if answer == "OK" else answer
        self.connection.fetched.clear()

    def leave(self):
        self.connection.must(b"CLOSE", b"DELETE " + MAILBOX, b"LOGOUT")
        self.connection.close()


def look(ports, messages):
    """What the servers on these ports say: one message -> item -> value for each."""
    servers = [Server(port, messages) for port in ports]
    for server in servers:
        server.ask({name: TOP for name in messages})
    parts = {name: list(dict.fromkeys(item for server in servers for item in part_items(server.said[name].get("BODYSTRUCTURE"))))
             for name in messages}
    for server in servers:
        server.ask(parts)
        server.leave()
    return [server.said for server in servers]
