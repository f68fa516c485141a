"""Pages go out compressed to whoever can read that, at a length that tells nothing."""

import gzip

from tests.support.visitor import Visitor

GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_a_page_goes_out_compressed_to_a_browser_that_takes_gzip(visitor: Visitor) -> None:
    answer = visitor.http.get("/sign-in", base_url=visitor.base, headers=GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"<h1>Sign in</h1>" in gzip.decompress(answer.data)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_a_program_that_takes_no_gzip_gets_the_page_as_it_is(visitor: Visitor) -> None:
    answer = visitor.http.get("/sign-in", base_url=visitor.base, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers
    assert b"<h1>Sign in</h1>" in answer.data


def test_caches_are_told_that_the_answer_depends_on_what_the_browser_takes(visitor: Visitor) -> None:
    for headers in (GZIP, {}):
        assert "Accept-Encoding" in visitor.http.get("/sign-in", base_url=visitor.base, headers=headers).headers["Vary"]


def test_the_same_page_comes_in_many_lengths(visitor: Visitor) -> None:
    answers = (visitor.http.get("/setup", base_url=visitor.base, headers=GZIP) for _ in range(30))
    assert len({len(answer.data) for answer in answers}) > 5


def test_a_redirect_and_a_tiny_answer_stay_as_they_are(visitor: Visitor) -> None:
    assert "Content-Encoding" not in visitor.http.get("/home", base_url=visitor.base, headers=GZIP).headers
    assert "Content-Encoding" not in visitor.http.get("/health", base_url=visitor.base, headers=GZIP).headers
