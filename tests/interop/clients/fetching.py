"""What clients that fetch have in common: what they bring, and that they know again what they left on the server."""

from client_case import ClientCase, subject_of


class Fetching(ClientCase):
    """`fetch(way, keep)` of a client: the messages that one run of it brought."""

    def fetch(self, way, keep):
        raise NotImplementedError

    def maildir(self):
        """An empty Maildir; what a client put there is read by `brought`."""
        for kind in ("cur", "new", "tmp"):
            (self.path / "got" / kind).mkdir(parents=True, exist_ok=True)
        self.brought()
        return self.path / "got"

    def brought(self):
        found = []
        for each in sorted((self.path / "got/new").iterdir()):
            found.append(each.read_bytes())
            each.unlink()
        return found

    def test_reads_and_deletes(self):
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.deliver()
                (got,) = self.fetch(way, keep=False)
                self.assert_same(got)
                self.assert_gone()

    def test_leaves_on_the_server_and_knows_it_again(self):
        for way in self.ways:
            with self.subTest(way=str(way)):
                self.empty()
                self.deliver("one", "two")
                self.assertEqual(self.subjects(way), ["one", "two"])
                self.assertEqual(self.subjects(way), [])
                self.store("one", "\\Deleted")  # numbers move up, UIDs must not
                self.deliver("three")
                self.assertEqual(self.subjects(way), ["three"])
                self.assertEqual(self.subjects(way), [])
                self.assertEqual(set(self.flags()), {"two", "three"})

    def subjects(self, way):
        return sorted(map(subject_of, self.fetch(way, keep=True)))
