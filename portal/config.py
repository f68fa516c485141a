"""Settings: the only reader of the environment.

Each setting is a ``PORTAL_*`` environment variable, or the same key in lower
case without the prefix in ``portal.toml`` in the data folder; the environment
wins. A setting that cannot be understood stops the start with one line.
"""

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from portal import config_values as parse
from portal import ownership
from portal.config_values import PREFIX, MailServer, Network, SettingError
from portal.host_names import greeting, is_loopback

KNOWN = (
    "DATA_DIR", "DATABASE_URL", "BIND", "PUBLIC_URL", "SECRET_KEY", "WORKERS", "TRUSTED_PROXIES",
    "ALLOW_HTTP", "MAIL_SERVER", "MAIL_PORT", "MAIL_USERNAME", "MAIL_PASSWORD", "MAIL_SECURITY", "MAIL_FROM",
)  # fmt: skip
FILE = "portal.toml"
SETUP_CODE_HASH = "CLIENT_PORTAL_SETUP_CODE_SHA256"
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


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
    def file(self) -> Path:
        """The settings file in the data folder, which may be missing."""
        return self.data_dir / FILE

    @property
    def mail_mark(self) -> str | None:
        """Changes whenever mail goes another way; None without a mail server. The password does not count, since a
        hash of it must not be kept."""
        server = self.mail_server
        if server is None:
            return None
        way = (server.host, server.port, server.security, server.username, self.mail_from)
        return hashlib.sha256(repr(way).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def origins(self) -> frozenset[str]:
        """The values of ``Origin`` (scheme, host, port) under which this portal answers."""
        parts = urlsplit(self.public_url)
        port = f":{parts.port}" if parts.port else ""
        if not self.is_loopback:
            return frozenset({f"{parts.scheme}://{parts.netloc.lower()}"})
        return frozenset(f"{parts.scheme}://{name}{port}" for name in LOOPBACK_NAMES)

    def is_origin(self, origin: str) -> bool:
        """Whether this is one of ``origins``, also with the default port written out (RFC 9110, 4.2.3)."""
        return parse.without_usual_port(origin.lower()) in self.origins

    def is_host(self, host: str) -> bool:
        """Whether this is the host of one of ``origins``, as ``Host`` names it, by the scheme of the public address."""
        return self.is_origin(f"{urlsplit(self.public_url).scheme}://{host}")


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check all settings. Raises SettingError for the first wrong one."""
    environ = os.environ if environ is None else environ
    given = {key.removeprefix(PREFIX): value for key, value in environ.items() if key.startswith(PREFIX)}
    data_dir = Path(given.get("DATA_DIR") or "data").absolute()
    values = {**_read_file(data_dir / FILE), **given}
    for name in values:
        if name not in KNOWN:
            raise SettingError(name, "there is no such setting.")
    bind = parse.bind(values.get("BIND", "127.0.0.1:8000"))
    public_url = parse.public_url(values.get("PUBLIC_URL") or "http://" + parse.netloc(bind))
    public_host = urlsplit(public_url).hostname or "localhost"
    sender = parse.mail_from(values.get("MAIL_FROM"), public_host)
    server = parse.mail_server(values)
    if server:
        server = replace(server, greeted_as=greeting(public_host, sender.rpartition("@")[2]))
    settings = Settings(
        data_dir=data_dir,
        database_url=parse.database_url(values.get("DATABASE_URL"), data_dir),
        bind=bind,
        public_url=public_url,
        secret_key=parse.secret(values.get("SECRET_KEY")),
        workers=parse.number(values, "WORKERS", 1, 1, 64),
        trusted_proxies=parse.networks(values.get("TRUSTED_PROXIES", "")),
        allow_http=parse.yes_or_no(values, "ALLOW_HTTP"),
        mail_server=server,
        mail_from=sender,
        setup_code_hash=environ.get(SETUP_CODE_HASH),
    )
    _refuse_unsafe(settings)
    ownership.refuse_foreign_folder("DATA_DIR", data_dir)
    ownership.refuse_foreign_folder("DATABASE_URL", Path(settings.database_url.removeprefix("sqlite:///")))
    return settings


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
        name = key.upper().removeprefix(PREFIX)
        if key != name.lower():
            raise SettingError(name, f"is {key} in {path}; write {name.lower()}")
        if isinstance(value, dict | list):
            raise SettingError(name, f"in {path}: values are text or numbers.")
    return {key.upper(): str(value) for key, value in table.items()}


def _refuse_unsafe(settings: Settings) -> None:
    is_for_this_machine = settings.is_loopback and is_loopback(settings.bind[0])
    if not (settings.is_https or settings.allow_http or is_for_this_machine):
        why = "Set the address that visitors open, or PORTAL_ALLOW_HTTP=yes where nobody can listen in."
        raise SettingError("PUBLIC_URL", f"must start with https://, since others can reach it. {why}")
    server = settings.mail_server
    opens_nowhere_else = settings.is_loopback or urlsplit(settings.public_url).hostname in ("0.0.0.0", "::")
    if server and not is_loopback(server.host) and opens_nowhere_else:
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
