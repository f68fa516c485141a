"""One request as it comes in: what is not plainly HTTP/1.1 is refused (RFC 9112)."""

import re
from collections.abc import Hashable
from io import BytesIO
from typing import Any

from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.utilities import BadRequest, Error

from portal.wire.refusals import LengthRequired, StorageFull

_FOLDED = re.compile(rb"\r\n[ \t]")
_CODED = re.compile(rb"^transfer-encoding:", re.I | re.M)
_MEASURED = re.compile(rb"^content-length:", re.I | re.M)
_BEGIN = re.compile(rb"[\r\n]*([A-Z]|$)")  # anything else is another protocol, such as the greeting of TLS
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


class Unkept:
    """In place of waitress's receivers: a body that nobody will look at is read and forgotten, so that the answer
    can be that of any other page; a browser does not read one before it has sent everything."""

    completed, error = False, None

    def __init__(self, length: int) -> None:
        self.remain = length

    def received(self, data: bytes) -> int:
        taken = min(len(data), self.remain)
        self.remain -= taken
        self.completed = self.remain == 0
        return taken

    def getfile(self) -> BytesIO:
        return BytesIO()

    getbuf = getfile


class Request(HTTPRequestParser):
    """``began``: when its first byte came, in seconds since 1970. ``sender``: who sends much, None for all others."""

    sender: Hashable = None
    path = "/"  # of one whose first line cannot be read
    body_rcv: Any = None

    def __init__(self, adj: Adjustments, began: float) -> None:
        super().__init__(adj)
        self.began = began

    @property
    def has_head(self) -> bool:
        """Whether its body is what it still waits for."""
        return self.headers_finished and not self.completed

    def received(self, data: bytes) -> int:
        if not self.headers_finished and not _BEGIN.match(self.header_plus + data):
            return self.refuse(BadRequest("This is not HTTP/1.1."), data)
        try:
            return int(super().received(data))
        except OSError:  # a large body is kept in a file
            return self.refuse(StorageFull("The disk is full, nothing was saved."), data)

    def refuse(self, error: Error, data: bytes) -> int:
        self.error, self.completed = error, True
        return len(data)

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:  # an address with a bracket, a length of 5,000 digits
            raise ParsingError("The address or the length of the body cannot be read.") from error
        if self.version not in ("1.0", "1.1"):
            raise ParsingError("This is not HTTP/1.1.")
        if _FOLDED.search(header_plus):  # RFC 9112, 5.2
            raise ParsingError("A header goes over two lines.")
        self._check_address()
        self._check_length(header_plus)

    def _check_address(self) -> None:
        """The whole address of another host in the first line counts as its Host header (RFC 9112, 3.2.2)."""
        if self.proxy_netloc:
            self.headers["HOST"] = self.proxy_netloc
            self.path = self.path or "/"
        if not self.path.startswith("/") or _CONTROL.search(self.request_uri):
            raise ParsingError("The address cannot be read.")

    def _check_length(self, header_plus: bytes) -> None:
        """Two programs that read a request must agree about where it ends (RFC 9112, 11.2)."""
        if not _CODED.search(header_plus):
            return
        if _MEASURED.search(header_plus) or self.version == "1.0":
            raise ParsingError("It is not clear where this request ends.")
        self.body_rcv, self.chunked, self.expect_continue = None, False, False
        self.error = LengthRequired("Say with Content-Length how long the body is.")

    def keep_at_most(self, room: int) -> None:
        """Of a body that is longer nothing is kept. Who asks first whether to send it, need not."""
        if self.content_length <= room:
            return
        self.body_rcv = Unkept(self.content_length)
        if self.expect_continue:
            self.expect_continue, self.completed = False, True
            self.end_line()

    def end_line(self) -> None:
        """Its answer will be the last on this line."""
        self.headers["CONNECTION"] = "close"
        self.connection_close = True
