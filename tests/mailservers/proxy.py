"""Stands between a client and a server: passes bytes on, swallows them, or tells of them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Look = Callable[[bytes], bytes]
"""Sees bytes on their way and returns what is passed on."""


class Proxy:
    """Every connection is passed on to one port of this machine."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.silent = False
        """Swallow everything from now on, both ways, and keep the lines open."""
        self.connections = 0
        self.from_client: Look = lambda data: data
        self.from_server: Look = lambda data: data
        self._lines: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])

    def serve(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            server = socket.create_connection(("127.0.0.1", self.target))
            self._lines += [client, server]
            for source, sink, kind in ((client, server, "client"), (server, client, "server")):
                threading.Thread(target=self._pump, args=(source, sink, kind), daemon=True).start()

    def cut(self) -> None:
        """Break every connection."""
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._lines.clear()

    def close(self) -> None:
        """Break every connection and take no more."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _pump(self, source: socket.socket, sink: socket.socket, kind: str) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                look = self.from_client if kind == "client" else self.from_server
                if not self.silent and (rest := look(data)):
                    sink.sendall(rest)
        if not self.silent:
            with suppress(OSError):
                sink.shutdown(socket.SHUT_RDWR)


@contextmanager
def running_proxy(port: int) -> Iterator[Proxy]:
    """Pass connections on to a port of this machine until the block ends."""
    proxy = Proxy(port)
    thread = threading.Thread(target=proxy.serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join()
