"""Under which names the portal answers, whose word about the visitor's address counts, and what mails link to."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from portal import config
from portal.config import Settings
from portal.credentials import forgotten_passwords
from portal.extensions import db
from portal.forwarded import address_of
from portal.mail import envelope
from portal.models import OutgoingMail, ResetRequest
from tests.support import cast, factories
from tests.support.mails import html_of, link_in, text_of
from tests.support.visitor import Visitor

PROXIED = {"PORTAL_TRUSTED_PROXIES": "10.0.0.1, 10.1.0.0/16 fd00::/8"}
FORM = {"username": cast.ROSA.username, "email": cast.ROSA.email}
CLAIMS = [
    {"X-Forwarded-Host": "evil.test"}, {"Forwarded": "host=evil.test;proto=https"}, {"X-Host": "evil.test"},
    {"X-Forwarded-Server": "evil.test"}, {"X-Original-Host": "evil.test"}, {"X-Forwarded-Prefix": "/evil.test"},
    {"X-Original-URL": "https://evil.test/"}, {"X-Forwarded-Port": "666"},
]  # fmt: skip


OTHERS = ["evil.test", "127.0.0.1", "127.0.0.1:9999", "127.0.0.1:8000.evil.test", "", "[", "127.0.0.1:8000@evil.test",
          "127.0.0.2:8000", "127.0.0.1:8000, evil.test", "é:8000"]  # fmt: skip


# cases 95 and 96
def test_another_host_is_refused_on_pages_forms_and_files(app: Flask, visitor: Visitor) -> None:
    factories.rosa()
    token = visitor.csrf_token()
    style = app.extensions["assets"].by_path["css/all.css"].address
    pages = ("/", "/sign-in", "/health", f"/static/{style}", "/nowhere", "/setup?code=x")
    for host in OTHERS:
        address = {"environ_overrides": {"HTTP_HOST": host.encode().decode("latin-1")}}
        for page in pages if host == OTHERS[0] else pages[:2]:
            response = visitor.get(page, **address)
            assert (page, response.status_code, response.location) == (page, 400, None)
        assert visitor.post("/forgot-password", FORM, token=token, **address).status_code == 400
        assert db.session.query(ResetRequest).count() == 0


def test_on_this_machine_each_name_of_it_will_do(visitor: Visitor) -> None:
    for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000", "LOCALHOST:8000"):
        visitor.base = f"http://{host}"
        assert visitor.get("/sign-in").status_code == 200


# the port of the other scheme is another place (RFC 9110, 4.2.3)
PORTS = [("https://portal.test", "portal.test", 200), ("https://portal.test", "www.portal.test", 400),
     ("https://portal.test", "portal.test.evil.test", 400), ("https://portal.test", "portal.test.", 400),
     ("https://portal.test", "127.0.0.1:8000", 400), ("https://portal.test", "portal.test:443", 200),
     ("https://portal.test", "PORTAL.test:443", 200),
     ("https://portal.test", "portal.test:", 200), ("https://portal.test", "portal.test:80", 400),
     ("https://portal.test", "portal.test:4433", 400), ("https://portal.test", "portal.test:443:443", 400),
     ("https://portal.test:8443", "portal.test:8443", 200), ("https://portal.test:8443", "portal.test:443", 400),
     ("https://portal.test:8443", "portal.test", 400), ("https://[2001:db8::1]", "[2001:db8::1]:443", 200),
     ("http://portal.test", "portal.test:80", 200), ("http://portal.test", "portal.test:443", 400),
     ("http://127.0.0.1", "127.0.0.1:80", 200), ("http://127.0.0.1:8000", "127.0.0.1:80", 400)]  # fmt: skip


def test_the_usual_port_is_no_port(visitor: Visitor) -> None:
    for public, host, status in PORTS:
        config.use(replace(config.current(), public_url=public))
        answer = visitor.get("/sign-in", environ_overrides={"HTTP_HOST": host})
        assert answer.status_code == status


ORIGINS = [("https://portal.test", 422), ("https://portal.test:443", 422), ("https://portal.test:80", 403),
     ("https://portal.test:8443", 403), ("http://portal.test", 403), ("http://portal.test:443", 403)]  # fmt: skip


def test_an_origin_may_name_the_usual_port_too(visitor: Visitor) -> None:
    config.use(replace(config.current(), public_url="https://portal.test"))
    visitor.base = "https://portal.test:443"
    for origin, status in ORIGINS:
        headers = {"Origin": origin, "Referer": "https://portal.test/sign-in"}
        assert visitor.post("/sign-in", {"username": "", "password": ""}, headers=headers).status_code == status


# case 95
def test_no_header_changes_where_a_mail_or_a_page_leads_to(visitor: Visitor, settings: Settings) -> None:
    factories.rosa()
    claims = {name: value for claim in CLAIMS for name, value in claim.items()}
    assert visitor.post("/forgot-password", FORM, headers=claims).status_code == 200
    forgotten_passwords.answer_all()
    mail = envelope.compose(db.session.query(OutgoingMail).one())
    assert link_in(mail).startswith(f"{settings.public_url}/reset-password/")
    assert "evil" not in mail.as_string() + text_of(mail) + html_of(mail)
    for claim in CLAIMS:
        assert visitor.get("/home", headers=claim).location == "/sign-in?next=/home"
        assert "evil" not in visitor.get("/sign-in", headers=claim).text


HOPS = {
    "203.0.113.7:4711": "203.0.113.7", "[2001:db8::1]:4711": "2001:db8::1", '"[2001:db8::1]"': "2001:db8::1",
    "[2001:DB8:0:0::1]": "2001:db8::1", "::ffff:203.0.113.7": "203.0.113.7", "fe80::1%eth0": "fe80::1",
    "203.0.113.7:4711:1": "", "203.0.113.7:port": "", "203.0.113.999": "", "<script>": "", "\u00b2.\u0663.1.1": "",
}  # fmt: skip


def test_a_hop_is_an_address_with_or_without_its_port() -> None:
    assert {hop: address_of(hop) or "" for hop in HOPS} == HOPS


# case 65
@pytest.mark.parametrize(
    ("environment", "peer", "hops", "visitor_ip"),
    [
        ({}, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ({}, "127.0.0.1", "198.51.100.1", "127.0.0.1"),
        (PROXIED, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (PROXIED, "10.0.0.2", "198.51.100.1", "10.0.0.2"),
        (PROXIED, "10.0.0.1", "192.0.2.66,198.51.100.1 , 10.1.2.3", "198.51.100.1"),
        (PROXIED, "10.0.0.1", "10.0.0.1, 10.1.2.3", "10.0.0.1"),
        (PROXIED, "10.0.0.1", "", "10.0.0.1"),
        (PROXIED, "fd00::1", "192.0.2.66, 2001:db8::5", "2001:db8::5"),
        (PROXIED, "10.0.0.1", "198.51.100.1, 10.1.2.3:80", "198.51.100.1"),
        (PROXIED, "10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"),
        (PROXIED, "10.0.0.1", "198.51.100.1, _hidden, 10.1.2.3", "10.1.2.3"),
        (PROXIED, "10.0.0.1", "1" * 5000, "10.0.0.1"),
        (PROXIED, "10.0.0.1", "\x00", "10.0.0.1"),
    ],
)
def test_the_address_that_counts_is_the_rightmost_that_no_trusted_proxy_has(
    visitor: Visitor, environment: dict[str, str], peer: str, hops: str, visitor_ip: str
) -> None:
    claims = {"HTTP_X_FORWARDED_FOR": hops, "HTTP_X_REAL_IP": "192.0.2.66", "HTTP_FORWARDED": "for=192.0.2.66"}
    visitor.post("/forgot-password", FORM, environ_overrides=claims | {"REMOTE_ADDR": peer})
    assert db.session.query(ResetRequest.ip).scalar() == visitor_ip


@pytest.mark.parametrize("environment", [PROXIED])
def test_only_a_trusted_proxy_says_that_the_visitor_came_by_https(
    app: Flask, visitor: Visitor, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    inner = app.wsgi_app.application  # type: ignore[attr-defined]

    def look(environ: dict[str, str], start: object) -> Iterator[bytes]:
        seen.append(environ["wsgi.url_scheme"])
        return inner(environ, start)  # type: ignore[no-any-return]

    monkeypatch.setattr(app.wsgi_app, "application", look)
    for visitor.ip, said in (("10.0.0.1", "https"), ("203.0.113.9", "https"), ("10.0.0.1", "gopher")):
        visitor.get("/sign-in", headers={"X-Forwarded-Proto": said})
    assert seen == ["https", "http", "http"]
