"""An IMAP server of a test's own, which does what the test says, dies when told so, and comes back."""

import contextlib
import socket
import threading


class Imap:
    """A server that obeys `act(server, connection, tag, command)`, dies when told so, and comes back on its port."""

    def __init__(self, act):
        self.act, self.port, self.lock, self.connections, self.heard = act, 0, threading.Lock(), [], []
        self.rise()

    def rise(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with self.lock:
                    self.connections.append(connection)
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError, IndexError):
            connection.sendall(b"* OK [CAPABILITY IMAP4rev1] hello\r\n")
            for line in connection.makefile("rb"):
                tag, command = line.split()[:2]
                with self.lock:
                    self.heard.append(command)
                self.act(self, connection, tag, command)

    def die(self):
        """As a process that is killed: nobody listens, every connection is cut."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with self.lock:
            connections, self.connections = self.connections, []
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def running(act):
    server = Imap(act)
    try:
        yield server
    finally:
        server.die()


def answers(connection, tag, command):
    if command == b"CAPABILITY":
        connection.sendall(b"* CAPABILITY IMAP4rev1\r\n")
    connection.sendall(tag + b" OK done\r\n")
