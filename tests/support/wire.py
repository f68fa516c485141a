"""A plain HTTP client as a browser would be without looking at pages: one connection each time, its own cookies."""

import re
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str | None


class Wire:
    """One browser at one server; ``post`` sends the form secret of the page that was last seen."""

    def __init__(self, port: int, host: str | None = None) -> None:
        """``host``: what is asked for behind a proxy; by default this port of this machine."""
        self.port, self.host = port, host or f"127.0.0.1:{port}"
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(fields | {"csrf_token": self.token}))

    def upload(self, path: str, fields: dict[str, str], files: dict[str, bytes]) -> Answer:
        """A form with files in it (RFC 7578)."""
        parts = [f'"{name}"\r\n\r\n{text}'.encode() for name, text in (fields | {"csrf_token": self.token}).items()]
        parts += [f'"{name}"; filename="photo"\r\n\r\n'.encode() + content for name, content in files.items()]
        start = b"--limit\r\nContent-Disposition: form-data; name="
        body = b"".join(start + part + b"\r\n" for part in parts) + b"--limit--\r\n"
        return self._ask("POST", path, body, "multipart/form-data; boundary=limit")

    def _ask(
        self, method: str, path: str, body: str | bytes | None, kind: str = "application/x-www-form-urlencoded"
    ) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Host": self.host, "Cookie": cookies}
        if body is not None:
            headers["Content-Type"] = kind
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        if found := re.search(r'name="csrf_token" value="([^"]+)"', text):
            self.token = found[1]
        return Answer(response.status, text, response.headers.get("Location"))
