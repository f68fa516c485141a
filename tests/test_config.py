"""Settings: what is understood, and the one line that stops the start for what is not."""

from pathlib import Path

import pytest

from portal import config, host_names
from portal.config import Settings
from portal.config_values import SettingError

SERVER = {"MAIL_SERVER": "127.0.0.1"}
AWAY = {"MAIL_SERVER": "mail.example.com", "PUBLIC_URL": "https://portal.example.com"}
WRONG = [  # the setting that is named, the settings
    *(("BIND", {"BIND": text}) for text in
      ("", "8000", "127.0.0.1:", ":8000", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:80a", "a b:80",
       "http://127.0.0.1:8000", "127.0.0.1:8000\n")),
    *(("PUBLIC_URL", {"PUBLIC_URL": text}) for text in
      ("portal.example.com", "ftp://portal.example.com", "https://", "https://portal.example.com/portal",
       "https://portal.example.com?x=1", "https://portal.example.com#x", "https://sam:pw@portal.example.com",
       "https://portal.example.com:0", "https://portal.example.com:x", "https://a b.example.com",
       "https://pörtal.example.com", "https://[::1", "https://portal.example.com\n", "//portal.example.com",
       "https://portal.example.com\\@evil.test")),
    *(("WORKERS", {"WORKERS": text}) for text in ("", "0", "65", "1.5", " 1", "٣", "9" * 40)),
    *(("ALLOW_HTTP", {"ALLOW_HTTP": text}) for text in ("", "maybe", " yes")),
    *(("TRUSTED_PROXIES", {"TRUSTED_PROXIES": text}) for text in ("proxy", "10.0.0.1/8", "10.0.0.0/33", "*")),
    *(("DATABASE_URL", {"DATABASE_URL": text}) for text in
      ("postgresql://localhost/portal", "sqlite://", "sqlite:///:memory:", "portal.sqlite3",
       "sqlite:////tmp/x?mode=memory")),
    *(("SECRET_KEY", {"SECRET_KEY": text}) for text in ("", "hunter2", "x" * 31)),
    *(("MAIL_SERVER", {"MAIL_SERVER": text}) for text in
      ("mail server", "http://mail.example.com", "x" * 254, "[::1", "[mail.example.com]", "1::2::3", "[]", ".",
       "mail..example.com", "mail.example.com:25", "fe80::1%eth0", "-mail.example.com")),
    *(("MAIL_PORT", SERVER | {"MAIL_PORT": text}) for text in ("", "65536")),
    *(("MAIL_SECURITY", SERVER | {"MAIL_SECURITY": text}) for text in ("", "ssl", "STARTTLS")),
    ("MAIL_SECURITY", AWAY | {"MAIL_SECURITY": "none"}),
    ("MAIL_PASSWORD", SERVER | {"MAIL_USERNAME": "portal"}),
    ("MAIL_USERNAME", SERVER | {"MAIL_PASSWORD": "secret"}),
    *((f"MAIL_{name}", SERVER | {"MAIL_USERNAME": "portal", "MAIL_PASSWORD": "secret", f"MAIL_{name}": text})
      for name in ("USERNAME", "PASSWORD") for text in ("hunter2\0", "hunter2\udcfc")),
    *((name, {name: value}) for name, value in
      (("MAIL_PORT", "25"), ("MAIL_USERNAME", "x"), ("MAIL_PASSWORD", "hunter2"), ("MAIL_SECURITY", "tls"))),
    *(("MAIL_FROM", {"MAIL_FROM": text}) for text in
      ("no-reply", "@example.com", "Maple <no-reply@example.com>", "a@b, c@d", "a b@example.com",
       "no-reply@example.com\nBcc: x@evil.test")),
    *((name, {name: "x"}) for name in ("MAILSERVER", "bind", "")),
    *(("PUBLIC_URL", {"BIND": bind}) for bind in ("0.0.0.0:8000", "[::]:8000")),
    ("PUBLIC_URL", {"BIND": "192.0.2.10:8000", "PUBLIC_URL": "http://portal.example.com"}),
    ("PUBLIC_URL", {"BIND": "0.0.0.0:8000", "PUBLIC_URL": "http://localhost:8000"}),
    *(("PUBLIC_URL", {"PUBLIC_URL": f"http://{host}"}) for host in
      ("192.0.2.10:8000", "0.0.0.0:8000", "[2001:db8::1]", "localhost.example.com")),
    ("PUBLIC_URL", {"MAIL_SERVER": "mail.example.com"}),
    ("PUBLIC_URL", {"MAIL_SERVER": "192.0.2.25", "PUBLIC_URL": "https://localhost"}),
]  # fmt: skip


def load(folder: Path, **values: str) -> Settings:
    return config.load({"PORTAL_DATA_DIR": str(folder), **{f"PORTAL_{name}": text for name, text in values.items()}})


# cases 98 and 99
@pytest.mark.parametrize(("name", "values"), WRONG)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, name: str, values: dict[str, str]) -> None:
    with pytest.raises(SettingError) as raised:
        load(tmp_path, **values)
    assert raised.value.name == name
    line = str(raised.value)
    assert line.startswith(f"PORTAL_{name}: ") and len(line.splitlines()) == 1 and len(line) > len(name) + 20
    assert "hunter2" not in line, "a wrong secret is not repeated"


def test_no_secret_stands_in_the_description_of_the_settings(tmp_path: Path) -> None:
    values = SERVER | {"SECRET_KEY": "k3y" * 20, "MAIL_USERNAME": "u", "MAIL_PASSWORD": "hunter2"}
    assert not [secret for secret in ("hunter2", "k3y") if secret in repr(load(tmp_path, **values))]


# case 98
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"BIND": "0.0.0.0:8000", "ALLOW_HTTP": "yes"},
        {"BIND": "0.0.0.0:8000", "PUBLIC_URL": "https://portal.example.com"},
        {"PUBLIC_URL": "http://portal.example.com", "ALLOW_HTTP": "yes"},
        {"MAIL_SERVER": "mail.example.com", "PUBLIC_URL": "https://portal.example.com"},
    ],
)
def test_what_is_safe_starts(tmp_path: Path, values: dict[str, str]) -> None:
    load(tmp_path, **values)


@pytest.mark.parametrize(
    ("values", "origins"),
    [
        ({"PUBLIC_URL": "https://Portal.example.com/"}, {"https://portal.example.com"}),
        ({"PUBLIC_URL": "https://portal.example.com:8443"}, {"https://portal.example.com:8443"}),
        ({"BIND": "127.0.0.1:80"}, {"http://127.0.0.1", "http://localhost", "http://[::1]"}),
        ({"BIND": "[::1]:81"}, {"http://127.0.0.1:81", "http://localhost:81", "http://[::1]:81"}),
    ],
)
def test_the_portal_answers_as_browsers_write_its_address(
    tmp_path: Path, values: dict[str, str], origins: set[str]
) -> None:
    assert load(tmp_path, **values).origins == origins


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({}, ("no-reply@127.0.0.1", None)),
        ({"MAIL_SERVER": "127.0.0.1"}, ("no-reply@127.0.0.1", (587, "starttls"))),
        ({"MAIL_SERVER": "127.0.0.1", "MAIL_SECURITY": "tls"}, ("no-reply@127.0.0.1", (465, "tls"))),
        ({**AWAY, "MAIL_PORT": "2525"}, ("no-reply@portal.example.com", (2525, "starttls"))),
        ({**AWAY, "MAIL_FROM": "hello@maple.example"}, ("hello@maple.example", (587, "starttls"))),
    ],
)
def test_what_is_not_set_has_the_default_of_the_table(
    tmp_path: Path, values: dict[str, str], wanted: tuple[str, tuple[int, str] | None]
) -> None:
    settings = load(tmp_path, **values)
    server = settings.mail_server
    assert (settings.mail_from, server and (server.port, server.security)) == wanted
    assert (settings.bind, settings.workers, settings.trusted_proxies) == (("127.0.0.1", 8000), 1, ())


@pytest.mark.parametrize(
    ("typed", "host", "is_here"),
    [
        ("[::1]", "::1", True),
        ("::1", "::1", True),
        ("::ffff:127.0.0.1", "127.0.0.1", True),
        ("LOCALHOST.", "localhost", True),
        ("[2001:DB8::19]", "2001:db8::19", False),
        ("MAIL.BÜCHER.example.", "mail.xn--bcher-kva.example", False),
        ("mail_out", "mail_out", False),
    ],
)
def test_a_mail_server_is_known_however_its_name_is_written(
    tmp_path: Path, typed: str, host: str, is_here: bool
) -> None:
    server = load(tmp_path, **{**AWAY, "MAIL_SERVER": typed}).mail_server
    assert server is not None and (server.host, host_names.is_loopback(server.host)) == (host, is_here)
    if is_here:
        assert load(tmp_path, MAIL_SERVER=typed, MAIL_SECURITY="none").mail_server
    else:
        with pytest.raises(SettingError):
            load(tmp_path, **{**AWAY, "MAIL_SERVER": typed, "MAIL_SECURITY": "none"})


# RFC 5321, 4.1.1.1
@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"PUBLIC_URL": "https://portal.example.com"}, "portal.example.com"),
        ({"PUBLIC_URL": "http://localhost:8000", "MAIL_FROM": "a@maple.example"}, "maple.example"),
        ({"PUBLIC_URL": "https://portal"}, "portal"),
        ({"PUBLIC_URL": "https://192.0.2.7"}, "[192.0.2.7]"),
        ({"PUBLIC_URL": "https://[2001:db8::7]"}, "[IPv6:2001:db8::7]"),
        ({"MAIL_FROM": "a@127.0.0.1"}, "localhost"),
        ({"PUBLIC_URL": "http://localhost:8000", "MAIL_FROM": "a@[127.0.0.1]"}, "localhost"),
    ],
)
def test_the_mail_server_is_greeted_with_a_name_that_others_know(
    tmp_path: Path, values: dict[str, str], name: str
) -> None:
    server = load(tmp_path, MAIL_SERVER="127.0.0.1", **values).mail_server
    assert server is not None and server.greeted_as == name


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "portal.toml").write_text('workers = 3\nallow_http = true\nbind = "127.0.0.1:9000"\n')
    settings = load(tmp_path, WORKERS="2")
    assert (settings.workers, settings.allow_http, settings.bind) == (2, True, ("127.0.0.1", 9000))


@pytest.mark.parametrize(
    ("text", "name"),
    [("wrkers = 1", "WRKERS"), ("workers = [1]", "WORKERS"),
     ("[mail]\nserver = 'x'", "MAIL"), ("workers = 0", "WORKERS"), ("workers", "DATA_DIR"),
     ("workers = 1\nworkers = 2", "DATA_DIR")],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_named_too(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / "portal.toml").write_text(text)
    with pytest.raises(SettingError) as raised:
        load(tmp_path)
    assert raised.value.name == name and len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize("key", ["PORTAL_MAIL_SERVER", "portal_mail_server", "MAIL_SERVER", "Mail_Server"])
def test_a_key_that_is_written_as_in_the_environment_is_told_how_to_write_it(tmp_path: Path, key: str) -> None:
    (tmp_path / "portal.toml").write_text(f'{key} = "mail.example.com"')
    with pytest.raises(SettingError) as raised:
        load(tmp_path)
    assert str(raised.value) == f"PORTAL_MAIL_SERVER: is {key} in {tmp_path / 'portal.toml'}; write mail_server"


def test_a_database_beside_the_data_folder_stays_where_the_command_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(tmp_path, DATABASE_URL="sqlite:///own.db").database_url == f"sqlite:///{tmp_path / 'own.db'}"
