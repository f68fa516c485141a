"""Forms sent as bytes, since not everything that can be sent is text."""

from urllib.parse import urlencode

from werkzeug.test import TestResponse

from tests.support.visitor import Visitor, audience_of

Fields = dict[str, bytes]


def send(visitor: Visitor, address: str, fields: Fields, headers: dict[str, str] | None = None) -> TestResponse:
    """The answer is not looked at."""
    body = urlencode({"csrf_token": visitor.csrf_token(audience_of(address)).encode(), **fields})
    return visitor.http.post(
        address, data=body, content_type="application/x-www-form-urlencoded", headers=headers, base_url=visitor.base,
        environ_base={"REMOTE_ADDR": visitor.ip},
    )  # fmt: skip
