"""How long a line may say nothing, or say it slowly, and that this costs nobody else a thread."""

import socket
import time
from contextlib import ExitStack, suppress
from dataclasses import replace

import pytest

from portal.wire.lines import MOST_OF_ONE, Patience
from tests.support import loops
from tests.support.loops import Loop
from tests.support.server import wait_until
from tests.support.slow_lines import KINDS, Target, has_ended, held

GET = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
FORM = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4000\r\n\r\n"
SHORT = Patience(head=0.5, body=0.5, rate=2000, idle=1.0, answer=1.0)  # seconds; the loop looks once a second
ENDS = 6.0


def is_answered(loop: Loop) -> bool:
    with loop.call() as line:
        line.sendall(GET)
        return line.recv(65536).startswith(b"HTTP/1.1 200")


# test_processes.py tries it on a whole portal, with two hundred of each
def test_many_lines_of_each_kind_cost_nobody_an_answer_and_are_hung_up_on_in_time() -> None:
    with loops.running(replace(SHORT, rate=200_000)) as loop, ExitStack() as stack:
        lines = [stack.enter_context(held(kind, Target(loop.port, "h"), 20)) for kind in KINDS]
        assert is_answered(loop)
        for of_kind in lines:
            wait_until(lambda: all(map(has_ended, of_kind.sockets)), f"{of_kind.said[:40]!r} is hung up", ENDS)  # noqa: B023
        wait_until(lambda: not loop.server.active_channels, "they are forgotten", ENDS)


def test_lines_that_say_a_byte_now_and_then_are_hung_up_on_in_time() -> None:
    sayings = [GET[:-2] + b"X: " + b"y" * 200, FORM + b"x" * 200, b"\r\n" * 200]
    with loops.running(SHORT) as loop:
        lines = [(loop.call(), said) for said in sayings]
        for line, said in lines:
            line.sendall(said[:-199])
        left, began = lines, time.monotonic()
        for number in range(199):
            left = [(line, said) for line, said in left if not has_ended(line)]
            if not left or time.monotonic() - began > ENDS:
                break
            for line, said in left:
                with suppress(OSError):
                    line.sendall(said[number - 199 :][:1])
            time.sleep(0.05)  # how slowly they say it
        assert not left and not loop.seen
        for line, _ in lines:
            line.close()


def test_a_slow_body_may_take_long_while_it_keeps_its_rate() -> None:
    with loops.running(SHORT) as loop, loop.call() as line:
        line.sendall(FORM)
        for _ in range(8):  # twice the time that a body has without it, at twice the rate
            time.sleep(0.12)
            line.sendall(b"x" * 500)
        assert line.recv(65536).startswith(b"HTTP/1.1 200")
        assert len(loop.seen[0]["body"]) == 4000


def test_a_line_is_used_again() -> None:
    with loops.running() as loop, loop.call() as line:
        for _ in range(3):
            line.sendall(GET)
            said = b""
            while not said.endswith(b"\r\n\r\nxx"):
                said += line.recv(65536)
        assert len({environ["REMOTE_PORT"] for environ in loop.seen}) == 1


def test_whoever_does_not_read_the_answer_is_hung_up_on_in_time() -> None:
    with loops.running(SHORT) as loop:
        lines = [loop.call() for _ in range(3)]  # more than threads
        for line in lines:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(GET[:-2] + b"X-Answer: 40000000\r\n\r\n")
        wait_until(lambda: len(loop.seen) == 3, "all have asked", ENDS)
        wait_until(lambda: not loop.server.active_channels, "all are hung up on", ENDS)
        assert is_answered(loop)
        for line in lines:
            line.close()


def test_when_all_lines_are_taken_the_one_that_was_silent_for_longest_makes_room() -> None:
    with loops.running(most_lines=20) as loop, loop.call() as asking, held("silent", Target(loop.port, "h"), 20):
        asking.sendall(FORM)
        with held("half a header", Target(loop.port, "h"), 15), loop.call() as line:
            line.sendall(GET)
            assert line.recv(65536).startswith(b"HTTP/1.1 200")
            wait_until(lambda: len(loop.server.active_channels) <= 20, "no more are held")


def test_of_one_sender_a_few_large_bodies_are_on_the_way_and_of_others_none_less() -> None:
    with loops.running() as loop:
        upload = FORM[:-2] + b"X-Sender: %s\r\n\r\n"
        lines = [loop.call() for _ in range(MOST_OF_ONE + 2)]
        for line in lines[:-1]:
            line.sendall(upload % b"Ann")
        assert loops.everything(lines[-2]).startswith(b"HTTP/1.1 503")
        lines[-1].sendall(upload % b"Ben" + bytes(4000))
        assert lines[-1].recv(65536).startswith(b"HTTP/1.1 200")
        for line in lines[:-2]:
            line.sendall(bytes(4000))
            assert line.recv(65536).startswith(b"HTTP/1.1 200")
        for line in lines:
            line.close()


def test_a_visitor_who_cannot_be_let_in_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with loops.running() as loop:
        with monkeypatch.context() as broken:
            broken.setattr(loop.server, "fix_addr", lambda _: 1 / 0)
            loop.call().close()
            wait_until(lambda: "could not be let in" in caplog.text, "it is told")
        assert is_answered(loop)


def test_a_server_that_stops_lets_a_request_finish() -> None:
    with loops.running() as loop, held("silent", Target(loop.port, "h"), 3), loop.call() as line:
        loop.may_answer.clear()
        line.sendall(GET)
        wait_until(lambda: loop.seen, "it has asked")
        loop.server.stop()
        loop.may_answer.set()
        assert loops.everything(line).startswith(b"HTTP/1.1 200")


def test_a_server_with_silent_lines_stops_at_once() -> None:
    with loops.running() as loop, held("kept alive", Target(loop.port, "h"), 5):
        began = time.monotonic()
        loop.server.stop()
        loop.thread.join(10)
        assert time.monotonic() - began < 1.5
