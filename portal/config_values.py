"""What each setting may look like. Every function raises SettingError with the setting's name and one sentence."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.host_names import host_to_connect, is_loopback

PREFIX = "PORTAL_"
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
    greeted_as: str = "localhost"  # what this machine calls itself there


def netloc(bind: tuple[str, int]) -> str:
    host, port = bind
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def bind(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    try:  # an address, since the web server takes no names but the one that everybody types
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host.strip("[]"))
    except ValueError:
        address = None
    if address is None or not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise SettingError("BIND", f"{text!r} is not an address and port like 127.0.0.1:8000.")
    return str(address), int(port)


def public_url(text: str) -> str:
    match = re.fullmatch(r"(https?)://([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?/?", text.lower())
    if not match or not 0 < int(match[3] or 1) < 65536:
        raise SettingError("PUBLIC_URL", f"{text!r} is not an address like https://portal.example.com.")
    scheme, host, port = match.groups()
    is_usual = port is None or int(port) == (443 if scheme == "https" else 80)  # browsers leave it out
    return f"{scheme}://{host}" + ("" if is_usual else f":{int(port)}")


def without_usual_port(origin: str) -> str:
    """An origin, in lower case, without a port that is empty or its scheme's own."""
    return re.sub(r"^(https://.+):(443)?$|^(http://.+):(80)?$", r"\1\3", origin)


def database_url(text: str | None, data_dir: Path) -> str:
    if not text:
        return f"sqlite:///{data_dir / 'portal.sqlite3'}"
    path = text.removeprefix("sqlite:///")
    if path in ("", text, ":memory:") or "?" in path:
        raise SettingError("DATABASE_URL", "only sqlite:///<path of a file> is understood.")
    return f"sqlite:///{Path(path).absolute()}"


def secret(text: str | None) -> str | None:
    if text is not None and len(text) < 32:
        raise SettingError("SECRET_KEY", "needs at least 32 characters.")
    return text


def number(values: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = values.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
        raise SettingError(name, f"{text!r} is not a number from {low} to {high}.")
    return int(text)


def yes_or_no(values: Mapping[str, str], name: str) -> bool:
    answer = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    text = values.get(name, "no").lower()
    if text not in answer:
        raise SettingError(name, f"{text!r} is neither yes nor no.")
    return answer[text]


def networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part) for part in re.split(r"[,\s]+", text.strip()) if part)
    except ValueError as error:
        raise SettingError("TRUSTED_PROXIES", f"{error}.") from error


def mail_server(values: Mapping[str, str]) -> MailServer | None:
    typed = values.get("MAIL_SERVER")
    if not typed:
        for name in ("MAIL_PORT", "MAIL_USERNAME", "MAIL_PASSWORD", "MAIL_SECURITY"):
            if name in values:
                raise SettingError(name, "is set, but PORTAL_MAIL_SERVER is not.")
        return None
    try:
        host = host_to_connect(typed)
    except ValueError as error:
        why = f"{typed!r} is not a mail server's name; its port is a setting of its own."
        raise SettingError("MAIL_SERVER", why) from error
    security = values.get("MAIL_SECURITY", "starttls")
    if security not in ("starttls", "tls", "none"):
        raise SettingError("MAIL_SECURITY", f"{security!r} is none of starttls, tls, none.")
    if security == "none" and not is_loopback(host):
        raise SettingError("MAIL_SECURITY", "none is only for a mail server on this machine.")
    port = number(values, "MAIL_PORT", 465 if security == "tls" else 587, 1, 65535)
    return MailServer(host, port, security, *_credentials(values))


def _credentials(values: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Username and password. Error messages quote neither."""
    username, password = values.get("MAIL_USERNAME"), values.get("MAIL_PASSWORD")
    if username and not password:
        raise SettingError("MAIL_PASSWORD", "is missing, but PORTAL_MAIL_USERNAME is set.")
    if password and not username:
        raise SettingError("MAIL_USERNAME", "is missing, but PORTAL_MAIL_PASSWORD is set.")
    for name, text in (("MAIL_USERNAME", username or ""), ("MAIL_PASSWORD", password or "")):
        if "\0" in text:  # where AUTH PLAIN ends the one and begins the other (RFC 4616)
            raise SettingError(name, "has a NUL character in it, which no mail server takes.")
        if any("\ud800" <= letter <= "\udfff" for letter in text):  # bytes of the environment that are no UTF-8
            raise SettingError(name, "is not written in UTF-8.")
    return username, password


def mail_from(text: str | None, host: str) -> str:
    address = text or f"no-reply@{host}"
    if not re.fullmatch(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.:\[\]-]{1,253}", address):
        raise SettingError("MAIL_FROM", f"{address!r} is not a bare address like no-reply@example.com.")
    return address
