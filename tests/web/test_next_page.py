"""Where a sign-in leads: a page of the same audience on this portal, never elsewhere."""

from urllib.parse import parse_qs, quote, urljoin, urlsplit

import pytest
from flask import Flask

from portal.web.next_page import checked
from tests.support import cast
from tests.support.sessions import PLACES, credential
from tests.support.visitor import FRAGMENT, Visitor

HOMES = {"staff": "/staff/clients", "client": "/home"}
ELSEWHERE = [
    "//evil.test", "///evil.test", "////evil.test", "/\\evil.test", "\\/evil.test", "\\\\evil.test", "/%5cevil.test",
    "/%5Cevil.test", "/%09/evil.test", "/\t/evil.test", "\t//evil.test", "/home\t", "/\n/evil.test", "/home\n",
    "/home\r\nSet-Cookie: client=x", "/home%0d%0aX: y", " /home", "/home /", "http:evil.test", "http://evil.test/home",
    "https:///evil.test", "https:evil.test", "/a@evil.test//", "@evil.test", "javascript:alert(1)",
    "JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "blob:x", "https://portal.test@evil.test",
    "http://127.0.0.1:8000@evil.test/home", "http://127.0.0.1:8000/home", "127.0.0.1:8000/home", "/%2f%2fevil.test",
    "/%2F%2Fevil.test", "/%2fhome", "/home%2f..%2f..", "／／evil.test", "/／evil.test", "/home\u2028", "/\u202ehome",
    "/home" + "a" * 10_000, "/home?" + "a" * 510, "", " ", "/", "home", "?", "#", "/nowhere", "/home/", "/staff/",
    "/./home", "/../home", "/home/..", "/home;x", "/sign-out", "/staff/sign-out", "/account/sign-out-everywhere",
    "/staff/clients/x/access", "/health", "/static/x.css", "/favicon.ico", "/home\x00", "/[", "//[", "http://[",
    "/home\ud800",
]  # fmt: skip
FEW = ELSEWHERE[::7]
OTHER = {
    "staff": ["/home", "/account", "/sign-in"],
    "client": ["/staff", "/staff/clients", "/staff/practice", "/setup"],
}
OWN = {
    "staff": ["/staff/clients", "/staff/clients?q=ro&status=active", "/staff/clients/abc/history", "/staff/profile"],
    "client": ["/home", "/account", "/account?saved=1", "/home?x=//evil.test"],
}


# case 86
@pytest.mark.parametrize("realm", HOMES)
def test_an_address_elsewhere_leads_home(app: Flask, realm: str) -> None:
    with app.test_request_context():
        assert [address for address in (*ELSEWHERE, *OTHER[realm]) if checked(address, realm)] == []


@pytest.mark.parametrize("realm", HOMES)
def test_the_sign_in_page_never_sends_anybody_elsewhere(visitor: Visitor, realm: str) -> None:
    fields = {"username": credential(realm).username, "password": cast.PASSWORD}
    assert visitor.post(f"{PLACES[realm][2]}?next=//evil.test", fields).location == HOMES[realm]
    for address in (*FEW, *OTHER[realm]):
        given = quote(address, safe="", errors="surrogatepass")
        response = visitor.get(f"{PLACES[realm][2]}?next={given}")
        if response.status_code == 414:  # refused as a whole
            continue
        assert (address, response.status_code, response.location) == (address, 303, HOMES[realm])


@pytest.mark.parametrize("realm", HOMES)
def test_whoever_had_to_sign_in_comes_to_the_page_that_was_asked_for(visitor: Visitor, realm: str) -> None:
    page = {"staff": "/staff/clients?status=active", "client": "/account"}[realm]
    username = credential(realm).username
    sign_in = visitor.get(page).location
    assert visitor.get(sign_in).status_code == 200  # its form has no address of its own: it posts to this one
    assert visitor.post(sign_in, {"username": username, "password": cast.PASSWORD}).location == page
    for address in OWN[realm]:
        assert visitor.get(f"{PLACES[realm][2]}?next={quote(address, safe='')}").location == address


# case 87
@pytest.mark.parametrize("realm", HOMES)
def test_the_page_that_htmx_names_is_used_only_where_it_is_one_of_ours(visitor: Visitor, realm: str) -> None:
    for address in [text for text in (*FEW, *OTHER[realm]) if not set(text) & {"\r", "\n", "\ud800"}]:
        given = address.encode("utf-8").decode("latin-1")  # as a server hands headers over
        for current in (given, f"http://127.0.0.1:8000{given}"):
            response = visitor.get(PLACES[realm][0], headers=FRAGMENT | {"HX-Current-URL": current})
            assert (response.status_code, response.data) == (401, b"")
            target = urlsplit(response.headers["HX-Redirect"])
            assert (target.scheme, target.netloc, target.path) == ("", "", PLACES[realm][2])
            for page in parse_qs(target.query).get("next", []):
                assert urlsplit(urljoin("http://127.0.0.1:8000", page)).netloc == "127.0.0.1:8000"
                assert page.partition("?")[0] in (*HOMES.values(),), f"{current!r} became {page!r}"


@pytest.mark.parametrize("realm", HOMES)
def test_after_signing_in_again_an_htmx_click_returns_to_its_page(visitor: Visitor, realm: str) -> None:
    for page in OWN[realm]:
        headers = FRAGMENT | {"HX-Current-URL": f"http://127.0.0.1:8000{page}"}
        redirect = visitor.get(PLACES[realm][0], headers=headers).headers["HX-Redirect"]
        assert parse_qs(urlsplit(redirect).query)["next"] == [page]
