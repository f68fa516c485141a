"""What the doctor says of nginx and Caddy in front, with the lines of docs/ and with one that is missing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal import config, create_app
from portal.config import Settings
from portal.config_values import networks
from portal.doctor import CHECKS, address
from portal.doctor.finding import Case, Finding
from tests.support.live import prepared
from tests.support.proxies import PROXIES, in_front_of, is_missing
from tests.support.server import Server
from tests.support.smtp import free_port

pytestmark = pytest.mark.slow
NAMES = ("public address", "proxy", "uploads")
NEEDED = [
    pytest.param(name, marks=pytest.mark.skipif(is_missing(name), reason=f"{name} is not installed (Debian: {name})"))
    for name in PROXIES
]
NGINX = pytest.mark.skipif(is_missing("nginx"), reason="nginx is not installed (Debian: nginx)")
CADDY = pytest.mark.skipif(is_missing("caddy"), reason="caddy is not installed (Debian: caddy)")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, int]]:
    """A portal, and the port of this machine that its public address names."""
    port = free_port()
    folder = tmp_path_factory.mktemp("front") / "live"
    public = {"PORTAL_PUBLIC_URL": f"http://127.0.0.1:{port}", "PORTAL_TRUSTED_PROXIES": "127.0.0.1"}
    with prepared(folder, lambda: None, **public) as (server, _):
        yield server, port


def settings_of(server: Server) -> Settings:
    return config.load({name: text for name, text in server.environment.items() if name.startswith("PORTAL_")})


def found(settings: Settings) -> list[Finding]:
    case = Case(settings, address.answer_of_portal(settings))
    assert case.is_running
    with create_app(settings).app_context():
        return [CHECKS[name](case) for name in NAMES]


@pytest.mark.parametrize("program", NEEDED)
def test_with_the_lines_of_the_documentation_all_is_well(
    portal: tuple[Server, int], program: str, tmp_path: Path
) -> None:
    server, own = portal
    with in_front_of(server.port, program, tmp_path / program, own):
        findings = found(settings_of(server))
    assert [finding.mark for finding in findings] == ["ok", "ok", "ok"], findings


@pytest.mark.parametrize(
    ("program", "without", "more", "wrong", "line", "said"),
    [
        pytest.param("nginx", "proxy_set_header Host", "", "public address", "proxy_set_header Host $http_host;", "",
                     marks=NGINX),
        pytest.param("nginx", "X-Forwarded-For", "", "proxy",
                     "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;",
                     "the web server at 127.0.0.1 lets visitors choose what address they have", marks=NGINX),
        pytest.param("nginx", "X-Forwarded-For", 'proxy_set_header X-Forwarded-For "";', "proxy",
                     "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;", "", marks=NGINX),
        pytest.param("nginx", "client_max_body_size", "", "uploads", "client_max_body_size 26m;", "",
                     marks=NGINX),
        pytest.param("caddy", "", "request_body {\n max_size 1MB\n }", "uploads", "max_size 26MB", "",
                     marks=CADDY),
    ],
)  # fmt: skip
def test_each_line_that_is_missing_is_named(
    portal: tuple[Server, int], tmp_path: Path,
    program: str, without: str, more: str, wrong: str, line: str, said: str,
) -> None:  # fmt: skip
    server, own = portal
    with in_front_of(server.port, program, tmp_path / program, own, without, more):
        findings = dict(zip(NAMES, found(settings_of(server))))
    assert line in findings[wrong].advice and said in findings[wrong].found, findings
    assert [name for name in NAMES if findings[name].is_wrong] == [wrong]


@NGINX
def test_a_web_server_that_no_setting_trusts_is_named(portal: tuple[Server, int], tmp_path: Path) -> None:
    server, own = portal
    untrusting = replace(settings_of(server), trusted_proxies=networks(""))
    with in_front_of(server.port, "nginx", tmp_path / "nginx", own):
        finding = found(untrusting)[1]
    assert finding.found.startswith("requests come over a web server at 127.0.0.1 that is not trusted")
    assert finding.advice == "Set PORTAL_TRUSTED_PROXIES=127.0.0.1 and start the portal again."
