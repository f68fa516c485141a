"""What counts as a request, and what is said to everything else (RFC 9112)."""

from collections.abc import Iterator

import pytest

from portal.wire.server import LONGEST_HEAD
from tests.support import loops
from tests.support.loops import ROOM, Loop
from tests.support.slow_lines import KINDS, PREFACE, Target

GET = b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
SMUGGLED = b"\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
BAD = {
    "length and coding": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked" + SMUGGLED,
    "coding and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4" + SMUGGLED,
    "two lengths": POST + b"Content-Length: 4\r\nContent-Length: 5" + SMUGGLED,
    "the same length twice": POST + b"Content-Length: 4\r\nContent-Length: 4" + SMUGGLED,
    "a list of lengths": POST + b"Content-Length: 4, 4" + SMUGGLED,
    "a length with a sign": POST + b"Content-Length: +4" + SMUGGLED,
    "a length below zero": POST + b"Content-Length: -4" + SMUGGLED,
    "a length of 5,000 digits": POST + b"Content-Length: " + b"9" * 5000 + SMUGGLED,
    "a length in Arabic digits": POST + "Content-Length: ٤".encode() + SMUGGLED,
    "a folded header": POST + b"Content-Length: 4\r\nX: a\r\n b" + SMUGGLED,
    "a folded length": POST + b"Content-Length:\r\n 4" + SMUGGLED,
    "a bare line feed": POST + b"X: a\nTransfer-Encoding: chunked" + SMUGGLED,
    "a bare carriage return": POST + b"X: a\rTransfer-Encoding: chunked" + SMUGGLED,
    "a blank before the colon": POST + b"Transfer-Encoding : chunked" + SMUGGLED,
    "no colon": POST + b"Transfer-Encoding" + SMUGGLED,
    "a NUL in a header": POST + b"X: a\x00b" + SMUGGLED,
    "coding in HTTP/1.0": b"POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked" + SMUGGLED,
    "HTTP/0.9": b"GET /\r\n\r\n",
    "HTTP/2": PREFACE,
    "HTTP/3": b"GET / HTTP/3.0\r\nHost: h\r\n\r\n",
    "TLS": KINDS["TLS"](Target(0, "")),
    "SSH": b"\x00\x00SSH-2.0",
    "a method in lower case": b"get / HTTP/1.1\r\nHost: h\r\n\r\n",
    "an address with a bracket": b"GET http://[ HTTP/1.1\r\nHost: h\r\n\r\n",
    "an address that is none": b"GET x HTTP/1.1\r\nHost: h\r\n\r\n",
    "a tunnel": b"CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n",
    "a control character in the address": b"GET /a\x0bb HTTP/1.1\r\nHost: h\r\n\r\n",
    "two blanks in the first line": b"GET  / HTTP/1.1\r\nHost: h\r\n\r\n",
}


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with loops.running() as running:
        yield running


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_plainly_a_request_is_refused_and_the_line_ends(loop: Loop, what: str) -> None:
    before = len(loop.seen)
    said = loop.asks(BAD[what])
    assert said.startswith(b"HTTP/1.") and said.split()[1] == b"400", said
    assert said.count(b"\r\nDate: ") == 1 and len(loop.seen) == before


@pytest.mark.parametrize(("head", "status"), [
    (POST + b"Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n", b"411"),
    (POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", b"411"),
    (POST + b"Transfer-Encoding: gzip\r\n\r\n", b"501"),
    (POST + b"Content-Length: 99999999999\r\n\r\n", b"413"),
    (POST + b"X: " + b"x" * LONGEST_HEAD + b"\r\n\r\n", b"431"),
    (b"GET /" + b"x" * LONGEST_HEAD, b"431"),
    (POST + b"X: y\r\n" * LONGEST_HEAD, b"431"),
])  # fmt: skip
def test_a_refusal_has_the_headers_of_every_answer_and_names_no_version(loop: Loop, head: bytes, status: bytes) -> None:
    before = len(loop.seen)
    answer, _, body = loop.asks(head).partition(b"\r\n\r\n")
    assert answer.split()[1] == status
    assert b"X-Of-Every-Answer: yes" in answer and b"Connection: close" in answer
    assert b"Server:" not in answer and b"waitress" not in answer + body and body.startswith(status)
    assert len(loop.seen) == before


def test_a_head_as_long_as_the_program_takes_reaches_it(loop: Loop) -> None:
    said = loop.asks(GET.replace(b"Connection", b"X: " + b"x" * (LONGEST_HEAD - 200) + b"\r\nConnection"))
    assert said.split()[1] == b"200" and b"\r\nServer:" not in said


def test_another_host_in_the_first_line_is_the_host(loop: Loop) -> None:
    paths = {b"http://evil.test/a": "/a", b"http://evil.test": "/", b"HTTP://evil.test:80/?q=http://h": "/"}
    for address, path in paths.items():
        loop.asks(GET.replace(b"GET /", b"GET " + address))
        assert loop.seen[-1]["HTTP_HOST"].partition(":")[0] == "evil.test" and loop.seen[-1]["PATH_INFO"] == path


def test_a_header_with_an_underscore_does_not_pass_for_another(loop: Loop) -> None:
    loop.asks(GET.replace(b"Connection", b"X_Forwarded_For: 192.0.2.1\r\nConnection"))
    assert "HTTP_X_FORWARDED_FOR" not in loop.seen[-1]


def test_blank_lines_before_a_request_are_passed_over(loop: Loop) -> None:
    assert loop.asks(b"\r\n\r\n\r\n" + GET).split()[1] == b"200"


def test_a_body_that_comes_in_pieces_is_whole_when_the_program_sees_it(loop: Loop) -> None:
    loop.asks(POST + b"Content-Length: 90000\r\n\r\n", b"a" * 30_000, b"b" * 60_000)
    assert loop.seen[-1]["body"] == b"a" * 30_000 + b"b" * 60_000


def test_a_body_for_which_there_is_no_room_is_read_to_its_end_and_not_kept(loop: Loop) -> None:
    said = loop.asks(POST + f"Content-Length: {ROOM + 1}\r\n\r\n".encode(), b"x" * (ROOM + 1))
    assert said.split()[1] == b"200"
    assert (loop.seen[-1]["body"], loop.seen[-1]["CONTENT_LENGTH"]) == (b"", str(ROOM + 1))


def test_whoever_asks_first_is_told_to_go_on(loop: Loop) -> None:
    with loop.call() as line:
        line.sendall(POST + b"Content-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        assert line.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b"abcd")
        assert loops.everything(line).split()[1] == b"200"
    assert loop.seen[-1]["body"] == b"abcd"


def test_whoever_asks_first_and_would_send_too_much_is_answered_at_once(loop: Loop) -> None:
    said = loop.asks(POST + f"Content-Length: {ROOM + 1}\r\nExpect: 100-continue\r\n\r\n".encode())
    assert said.startswith(b"HTTP/1.1 200") and said.count(b"HTTP/1.1") == 1


def test_the_answer_to_two_requests_in_one_breath_says_that_it_is_the_last(loop: Loop) -> None:
    before = len(loop.seen)
    said = loop.asks(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n" * 2)
    assert len(loop.seen) == before + 1
    assert said.count(b"HTTP/1.1 200") == 1 and b"\r\nConnection: close\r\n" in said
