"""A mail server that takes connections and never says a word."""

import socket


class HangingServer:
    """Whoever connects waits: the kernel answers, nobody ever reads."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._socket.getsockname()[1])

    def __enter__(self) -> "HangingServer":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
