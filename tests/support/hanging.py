"""Mail servers that never say a word: one takes connections, the other not even that."""

import socket
from contextlib import ExitStack


class HangingServer:
    """Whoever connects waits: the kernel answers, nobody ever reads."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._socket.getsockname()[1])

    def __enter__(self) -> "HangingServer":
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


class DeafServer:
    """Connecting to any of its addresses goes on until the time is up: their queues are full."""

    def __init__(self, port: int, *addresses: str) -> None:
        self.port, self.addresses, self._open = port, addresses, ExitStack()

    def __enter__(self) -> "DeafServer":
        for address in self.addresses:
            self._open.enter_context(socket.create_server((address, self.port), backlog=0))
            for _ in range(4):
                waiting = self._open.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex((address, self.port))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
