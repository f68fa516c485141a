"""Answers to what never reaches the program: short, plain, with the headers of every other answer."""

from waitress.task import ErrorTask
from waitress.utilities import Error


class LengthRequired(Error):
    """No browser sends a body without saying how long it is (RFC 9110, 15.5.12)."""

    code, reason = 411, "Length Required"


class StorageFull(Error):
    code, reason = 503, "Service Unavailable"


class TooManyAtOnce(Error):
    code, reason = 503, "Service Unavailable"


class Refusal(ErrorTask):
    """The answer, and the end of the line."""

    def execute(self) -> None:
        error = self.request.error
        self.status = f"{error.code} {error.reason}"
        body = f"{self.status}\n\n{error.body}\n".encode()
        self.response_headers += [("Content-Type", "text/plain; charset=utf-8"), *self.channel.server.headers]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
