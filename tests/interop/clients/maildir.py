"""A Maildir as a mail reader uses it, and what two of them have to come to, each synchronised with the same account."""

import itertools

from client_case import IMAP, IMAPS, ClientCase, body_of, message, subject_of


class Maildir:
    """Messages by their subjects, flags as the letters of their files' names."""

    _numbers = itertools.count(1)

    def __init__(self, path):
        self.path = path

    def files(self):
        """Those of an image that is not there yet are none."""
        return sorted(each for kind in ("cur", "new") if (self.path / kind).is_dir() for each in (self.path / kind).iterdir())

    def file(self, subject):
        (found,) = [each for each in self.files() if subject_of(each.read_bytes()) == subject]
        return found

    def flags(self):
        """Subject -> its flags: "", "S", "FS"."""
        return {subject_of(each.read_bytes()): "".join(sorted(each.name.partition(":2,")[2])) for each in self.files()}

    def octets(self):
        """Subject -> the message's body, whatever the lines end in."""
        return {subject_of(each.read_bytes()): body_of(each.read_bytes()) for each in self.files()}

    def set_flags(self, subject, letters):
        found = self.file(subject)
        found.rename(self.path / "cur" / f"{found.name.partition(':')[0]}:2,{letters}")

    def remove(self, subject):
        self.file(subject).unlink()

    def append(self, message):
        """As a reader writes it: with LF, under a name that is new."""
        (self.path / "new" / f"{next(self._numbers)}.made.here").write_bytes(message.replace(b"\r\n", b"\n"))


class TwoDevices(ClientCase):
    """`device(name, way)` of a client: a Maildir of that device's INBOX, and a function that synchronises it."""

    def device(self, name, way):
        raise NotImplementedError

    def test_two_devices_end_equal(self):
        """A flag, a deletion and a new message on each side, of messages of its own: nobody is in another's way."""
        subjects = [f"message {n}" for n in range(1, 8)]
        self.deliver(*subjects)
        (phone, sync_phone), (laptop, sync_laptop) = self.device("phone", IMAP), self.device("laptop", IMAPS)
        for each, sync in ((phone, sync_phone), (laptop, sync_laptop)):
            sync()
            self.assertEqual(set(each.flags()), set(subjects))
        phone.set_flags("message 1", "S")
        phone.remove("message 2")
        phone.append(message("from the phone"))
        laptop.set_flags("message 3", "FS")
        laptop.remove("message 4")
        laptop.append(message("from the laptop"))
        self.store("message 5", "\\Answered")
        self.store("message 6", "\\Deleted")
        for sync in (sync_phone, sync_laptop, sync_phone):  # the laptop's changes reach the phone the second time
            sync()
        wanted = {"message 1": "S", "message 3": "FS", "message 5": "R", "message 7": "", "from the phone": "", "from the laptop": ""}
        self.assertEqual(phone.flags(), wanted)
        self.assertEqual(laptop.flags(), wanted)
        names = {"S": "\\Seen", "F": "\\Flagged", "R": "\\Answered"}
        self.assertEqual(self.flags(), {subject: {names[flag] for flag in flags} for subject, flags in wanted.items()})
        self.assertEqual(phone.octets(), dict.fromkeys(wanted, body_of(self.message)))
        self.assertEqual(phone.octets(), laptop.octets())
