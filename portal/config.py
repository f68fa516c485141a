"""Settings: the only reader of the environment.

Each setting is a ``PORTAL_*`` environment variable, or the same key in lower
case without the prefix in ``portal.toml`` in the data folder; the environment
wins. Whatever cannot be understood stops the start with one line.
"""

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "PORTAL_"
KNOWN = (
    "DATA_DIR", "DATABASE_URL", "BIND", "PUBLIC_URL", "SECRET_KEY", "WORKERS", "TRUSTED_PROXIES",
    "ALLOW_HTTP", "MAIL_SERVER", "MAIL_PORT", "MAIL_USERNAME", "MAIL_PASSWORD", "MAIL_SECURITY", "MAIL_FROM",
)  # fmt: skip
SETUP_CODE_HASH = "CLIENT_PORTAL_SETUP_CODE_SHA256"
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingError(Exception):
    """A setting is wrong. ``name`` is its environment name, ``why`` one sentence."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{PREFIX}{name}: {why}")
        self.name, self.why = name, why


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    security: str  # starttls, tls or none
    username: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    database_url: str
    bind: tuple[str, int]
    public_url: str
    mail_from: str
    secret_key: str | None = field(default=None, repr=False)
    workers: int = 1
    trusted_proxies: tuple[Network, ...] = ()
    allow_http: bool = False
    mail_server: MailServer | None = None
    setup_code_hash: str | None = None

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        return is_loopback(urlsplit(self.public_url).hostname or "")

    @property
    def origins(self) -> frozenset[str]:
        """The values of ``Origin`` (scheme, host, port) under which this portal answers."""
        parts = urlsplit(self.public_url)
        port = f":{parts.port}" if parts.port else ""
        if not self.is_loopback:
            return frozenset({f"{parts.scheme}://{parts.netloc.lower()}"})
        return frozenset(f"{parts.scheme}://{name}{port}" for name in LOOPBACK_NAMES)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings. Raises SettingError for the first wrong one."""
    environ = os.environ if environ is None else environ
    given = {key.removeprefix(PREFIX): value for key, value in environ.items() if key.startswith(PREFIX)}
    data_dir = Path(given.get("DATA_DIR") or "data").absolute()
    values = {**_read_file(data_dir / "portal.toml"), **given}
    for name in values:
        if name not in KNOWN:
            raise SettingError(name, "there is no such setting.")
    bind = _bind(values.get("BIND", "127.0.0.1:8000"))
    public_url = _public_url(values.get("PUBLIC_URL") or "http://" + _netloc(bind))
    server = _mail_server(values)
    settings = Settings(
        data_dir=data_dir,
        database_url=_database_url(values.get("DATABASE_URL"), data_dir),
        bind=bind,
        public_url=public_url,
        secret_key=_secret(values.get("SECRET_KEY")),
        workers=_number(values, "WORKERS", 1, 1, 64),
        trusted_proxies=_networks(values.get("TRUSTED_PROXIES", "")),
        allow_http=_yes_or_no(values, "ALLOW_HTTP"),
        mail_server=server,
        mail_from=_mail_from(values.get("MAIL_FROM"), urlsplit(public_url).hostname or "localhost"),
        setup_code_hash=environ.get(SETUP_CODE_HASH),
    )
    _refuse_unsafe(settings)
    return settings


def is_loopback(host: str) -> bool:
    if host in ("localhost", "localhost.localdomain"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _read_file(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingError("DATA_DIR", f"{path} cannot be read: {error}") from error
    if "data_dir" in table:
        raise SettingError("DATA_DIR", f"{path} lies in the data folder and cannot name another; set it outside.")
    for key, value in table.items():
        if key != key.lower() or isinstance(value, dict | list):
            raise SettingError(key.upper(), f"in {path}: keys are in lower case, values are text or numbers.")
    return {key.upper(): str(value) for key, value in table.items()}


def _netloc(bind: tuple[str, int]) -> str:
    host, port = bind
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _bind(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    try:  # an address, since the web server takes no names but the one that everybody types
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host.strip("[]"))
    except ValueError:
        address = None
    if address is None or not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise SettingError("BIND", f"{text!r} is not an address and port like 127.0.0.1:8000.")
    return str(address), int(port)


def _public_url(text: str) -> str:
    match = re.fullmatch(r"(https?)://([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?/?", text.lower())
    if not match or not 0 < int(match[3] or 1) < 65536:
        raise SettingError("PUBLIC_URL", f"{text!r} is not an address like https://portal.example.com.")
    scheme, host, port = match.groups()
    is_usual = port is None or int(port) == (443 if scheme == "https" else 80)  # browsers leave it out
    return f"{scheme}://{host}" + ("" if is_usual else f":{int(port)}")


def _database_url(text: str | None, data_dir: Path) -> str:
    if not text:
        return f"sqlite:///{data_dir / 'portal.sqlite3'}"
    path = text.removeprefix("sqlite:///")
    if path in ("", text, ":memory:") or "?" in path:
        raise SettingError("DATABASE_URL", "only sqlite:///<path of a file> is understood.")
    return f"sqlite:///{Path(path).absolute()}"


def _secret(text: str | None) -> str | None:
    if text is not None and len(text) < 32:
        raise SettingError("SECRET_KEY", "needs at least 32 characters.")
    return text


def _number(values: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = values.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
        raise SettingError(name, f"{text!r} is not a number from {low} to {high}.")
    return int(text)


def _yes_or_no(values: Mapping[str, str], name: str) -> bool:
    answer = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    text = values.get(name, "no").lower()
    if text not in answer:
        raise SettingError(name, f"{text!r} is neither yes nor no.")
    return answer[text]


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part) for part in re.split(r"[,\s]+", text.strip()) if part)
    except ValueError as error:
        raise SettingError("TRUSTED_PROXIES", f"{error}.") from error


def _mail_server(values: Mapping[str, str]) -> MailServer | None:
    host = values.get("MAIL_SERVER")
    if not host:
        for name in ("MAIL_PORT", "MAIL_USERNAME", "MAIL_PASSWORD", "MAIL_SECURITY"):
            if name in values:
                raise SettingError(name, "is set, but PORTAL_MAIL_SERVER is not.")
        return None
    if not re.fullmatch(r"[\w.:\[\]-]{1,253}", host):
        raise SettingError("MAIL_SERVER", f"{host!r} is not the name of a mail server.")
    security = values.get("MAIL_SECURITY", "starttls")
    if security not in ("starttls", "tls", "none"):
        raise SettingError("MAIL_SECURITY", f"{security!r} is none of starttls, tls, none.")
    if security == "none" and not is_loopback(host):
        raise SettingError("MAIL_SECURITY", "none is only for a mail server on this machine.")
    port = _number(values, "MAIL_PORT", 465 if security == "tls" else 587, 1, 65535)
    username, password = values.get("MAIL_USERNAME"), values.get("MAIL_PASSWORD")
    if username and not password:
        raise SettingError("MAIL_PASSWORD", "is missing, but PORTAL_MAIL_USERNAME is set.")
    if password and not username:
        raise SettingError("MAIL_USERNAME", "is missing, but PORTAL_MAIL_PASSWORD is set.")
    return MailServer(host, port, security, username, password)


def _mail_from(text: str | None, host: str) -> str:
    address = text or f"no-reply@{host}"
    if not re.fullmatch(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.:\[\]-]{1,253}", address):
        raise SettingError("MAIL_FROM", f"{address!r} is not a bare address like no-reply@example.com.")
    return address


def _refuse_unsafe(settings: Settings) -> None:
    if not settings.is_https and not settings.allow_http and not is_loopback(settings.bind[0]):
        raise SettingError("PUBLIC_URL", "must start with https:// where PORTAL_BIND is public.")
    server = settings.mail_server
    if server and not is_loopback(server.host) and settings.is_loopback:
        raise SettingError("PUBLIC_URL", "is this machine, but mails would go out with it; set the public address.")


_current: Settings | None = None


def use(settings: Settings) -> None:
    """Make ``settings`` the ones of this process: one process serves one practice."""
    global _current
    _current = settings


def current() -> Settings:
    if _current is None:
        raise RuntimeError("config.use() has not been called.")
    return _current
