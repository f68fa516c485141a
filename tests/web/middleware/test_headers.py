"""The headers of every answer, whatever its status."""

from collections.abc import Callable
from unittest.mock import patch

import pytest
from werkzeug.test import TestResponse

from portal.credentials import passwords
from portal.errors import HashingBusy
from tests.support import addresses, cast, factories, routes
from tests.support.visitor import FRAGMENT, Visitor

EACH = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
HTTPS = {"PORTAL_PUBLIC_URL": "https://portal.test", "PORTAL_MAIL_SERVER": "127.0.0.1", "PORTAL_MAIL_SECURITY": "none"}


def _gone(visitor: Visitor) -> TestResponse:
    rosa = factories.rosa()
    link = factories.text_of(factories.send_reset(rosa))
    passwords.withdraw_reset(rosa, factories.dana())
    return visitor.get(f"/reset-password/{link}")


def _too_many(visitor: Visitor) -> TestResponse:
    for _ in range(30):
        visitor.head(f"/register/{addresses.UNKNOWN}.x")
    return visitor.get(f"/register/{addresses.UNKNOWN}.x")


def _fails_with(error: Exception) -> Callable[[Visitor], TestResponse]:
    def ask(visitor: Visitor) -> TestResponse:
        def view() -> str:
            raise error

        with patch.dict(visitor.http.application.view_functions, {"client.sign_in": view}):
            return visitor.get("/sign-in")

    return ask


ANSWERS: dict[str, tuple[int, Callable[[Visitor], TestResponse]]] = {
    "page": (200, lambda visitor: visitor.get("/sign-in")),
    "static": (200, lambda visitor: visitor.get(_style(visitor))),
    "guide as PDF": (200, lambda visitor: visitor.get("/guide.pdf")),
    "favicon": (200, lambda visitor: visitor.get("/favicon.ico")),
    "redirect": (303, lambda visitor: visitor.get("/home")),
    "without the form secret": (400, lambda visitor: visitor.post("/sign-in", token=None)),
    "another host": (400, lambda visitor: visitor.get("/", environ_overrides={"HTTP_HOST": "evil.test"})),
    "signed out": (401, lambda visitor: visitor.post("/sign-out")),
    "another origin": (403, lambda visitor: visitor.post("/sign-in", headers={"Origin": "null"})),
    "unknown page": (404, lambda visitor: visitor.get("/nowhere")),
    "unknown link": (404, lambda visitor: visitor.get("/register/x")),
    "another method": (405, lambda visitor: visitor.http.put("/sign-in", base_url=visitor.base)),
    "dead link": (410, _gone),
    "too large": (413, lambda visitor: visitor.post("/sign-in", {"username": "x" * (1024 * 1024 + 1)})),
    "too much": (431, lambda visitor: visitor.get("/sign-in", headers={"X-Long": "x" * 16_400})),
    "too long": (414, lambda visitor: visitor.get("/sign-in?next=" + "x" * 8200)),
    "form error": (422, lambda visitor: visitor.post("/sign-in", {"username": ""})),
    "too many tries": (429, _too_many),
    "our fault": (500, _fails_with(ZeroDivisionError())),
    "too busy": (503, _fails_with(HashingBusy())),
    "not well": (503, lambda visitor: visitor.get("/health")),
}


def _style(visitor: Visitor) -> str:
    assets = visitor.http.application.extensions["assets"]
    return f"/static/{assets.by_path['css/all.css'].address}"


# cases 97 and 89
@pytest.mark.parametrize("what", ANSWERS)
def test_every_answer_carries_each_header_once(visitor: Visitor, what: str) -> None:
    status, ask = ANSWERS[what]
    response = ask(visitor)
    assert response.status_code == status
    kept = "public, max-age=31536000, immutable" if what.startswith("static") else "no-store"
    wanted = {name: [value] for name, value in (EACH | {"Cache-Control": kept}).items()}
    assert {name: response.headers.getlist(name) for name in wanted} == wanted
    for name in ("X-Powered-By", "Strict-Transport-Security", "Access-Control-Allow-Origin"):
        assert name not in response.headers
    assert "Werkzeug" not in response.headers.get("Server", "") and "Python" not in response.headers.get("Server", "")


KEPT_BY_CONTENT = ("web.static_file", "web.logo", "client.guide_pdf")
MAIL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; sandbox"
OWN_POLICIES = {
    "staff.practice_mail": EACH["Content-Security-Policy"] + "; frame-src 'self'",  # frames a mail
    "staff.mail_sample": MAIL,  # as it really is
}


# case 89
def test_no_route_may_be_kept_and_a_page_that_also_comes_in_parts_varies(the: addresses.World) -> None:
    policies = {}
    rules = [rule for rule in routes.rules(the.app) if rule.endpoint not in KEPT_BY_CONTENT]
    browsers = {rule.endpoint: the.whoever_may(rule.endpoint) for rule in rules}
    # links are used before the forms of staff end them, and all else before somebody signs out
    for rule in sorted(rules, key=lambda rule: (rule.endpoint not in routes.PUBLIC, "sign_out" in rule.endpoint)):
        visitor, address = browsers[rule.endpoint], the.address(rule.endpoint)
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            ask = visitor.get if method == "GET" else visitor.post
            whole, part = ask(address), ask(address, headers=FRAGMENT)
            policies[rule.endpoint] = whole.headers.getlist("Content-Security-Policy")
            assert {response.headers["Cache-Control"] for response in (whole, part)} == {"no-store"}, rule
            if part.mimetype == "text/html" and part.data and not part.text.lstrip().startswith("<!doctype"):
                assert "HX-Request" in part.vary and "Cookie" in part.vary, rule
                assert "HX-Request" in whole.vary or whole.status_code == 303, rule
    usual = [EACH["Content-Security-Policy"]]
    own = {endpoint: policy for endpoint, policy in policies.items() if policy != usual}
    assert own == {endpoint: [policy] for endpoint, policy in OWN_POLICIES.items()}


def test_the_preview_keeps_its_frame_where_a_test_mail_was_refused_and_no_other_has_it(the: addresses.World) -> None:
    owner, tests = the.owner(), "/staff/practice/mail/invitation/tests"
    assert [owner.post(tests).status_code for _ in range(2)] == [303, 429]
    assert owner.post(tests).headers["Content-Security-Policy"] == OWN_POLICIES["staff.practice_mail"]
    nothing = owner.get("/staff/practice/mail/birthday"), the.anonymous().get("/staff/practice/mail/invitation")
    assert [answer.status_code for answer in nothing] == [404, 303]
    for answer in nothing:
        assert answer.headers.getlist("Content-Security-Policy") == [EACH["Content-Security-Policy"]]


@pytest.mark.parametrize("environment", [HTTPS])
def test_on_https_browsers_are_told_to_stay_there(visitor: Visitor, environment: dict[str, str]) -> None:
    visitor.base = "https://portal.test"
    for page in ("/sign-in", "/home", "/nowhere", "/favicon.ico", "/sign-out", "/health"):
        assert visitor.get(page).headers.getlist("Strict-Transport-Security") == ["max-age=31536000"]


def _cookies(response: TestResponse) -> dict[str, set[str]]:
    """The attributes of each cookie that is set, by name."""
    found: dict[str, set[str]] = {}
    for line in response.headers.getlist("Set-Cookie"):
        pair, *attributes = (part.strip() for part in line.split(";"))
        if not pair.endswith("="):  # an empty one is taken away
            found[pair.partition("=")[0]] = {text for text in attributes if not text.startswith("Expires=")}
    return found


def _all_cookies(visitor: Visitor) -> dict[str, set[str]]:
    """Every cookie that the portal gives out, from the answer that gives it."""
    link = factories.text_of(factories.send_reset(factories.rosa()))
    found: dict[str, set[str]] = {}
    for person, page in ((cast.DANA, "/staff/sign-in"), (cast.ROSA, "/sign-in")):
        found |= _cookies(visitor.get(page))
        visitor.tokens.clear()
        form = {"username": person.username, "password": cast.PASSWORD}
        found |= _cookies(visitor.post(page, form))
    found |= _cookies(visitor.post("/language", {"language": "es"}))
    return found | _cookies(visitor.get(f"/reset-password/{link}"))


FOR_LONG = "Max-Age=34560000"


# case 14
@pytest.mark.parametrize(("environment", "prefix"), [({}, ""), (HTTPS, "__Host-")])
def test_cookies_are_hidden_from_scripts_and_on_https_bound_to_this_host(
    visitor: Visitor, environment: dict[str, str], prefix: str
) -> None:
    base = {"HttpOnly", "Path=/", "SameSite=Lax"}
    if environment:
        visitor.base = "https://portal.test"
        base.add("Secure")
    ages = {"staff": set(), "client": set(), "session": set(), "link": {"Max-Age=3600"}, "language": {FOR_LONG},
            "device": {FOR_LONG}}  # fmt: skip
    assert _all_cookies(visitor) == {prefix + name: base | age for name, age in ages.items()}


@pytest.mark.parametrize(("environment", "wanted"), [(HTTPS, '"cache"'), ({}, None)])
def test_on_https_signing_out_clears_what_the_browser_kept(
    visitor: Visitor, environment: dict[str, str], wanted: str | None
) -> None:
    visitor.base = "https://portal.test" if environment else visitor.base
    account = factories.rosa().account
    assert account is not None
    name, domain = ("__Host-client", "portal.test") if environment else ("client", "127.0.0.1")
    visitor.http.set_cookie(name, factories.sign_in(account), domain=domain)
    response = visitor.post("/sign-out", headers={"Referer": visitor.base + "/"})
    assert (response.status_code, response.headers.get("Clear-Site-Data")) == (303, wanted)
    assert f"{name}=;" in response.headers["Set-Cookie"]
    assert visitor.get("/home").status_code == 303
