"""How a mail server is named for connecting to it, and by which name this machine greets it."""

import ipaddress
import re

import idna

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
LOCAL_NAMES = ("localhost", "localhost.localdomain")
_LABEL = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_DOMAIN = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")  # RFC 5321, 4.1.2
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")


def is_loopback(host: str) -> bool:
    """Whether it is this machine, by its name or its address, in brackets or not."""
    address = address_of(host)
    return host.lower().removesuffix(".") in LOCAL_NAMES if address is None else address.is_loopback


def address_of(host: str) -> IPAddress | None:
    """The IP address that this is, also in brackets as in a URL (RFC 3986, 3.2.2); None for a name."""
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        return None


def host_to_connect(text: str) -> str:
    """As the name service, the socket and the certificate have it: without brackets or a last dot, a name in A-labels.

    Raises ValueError where it is neither a name nor an address.
    """
    address = address_of(text)
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id:
            raise ValueError(text)
        address = address.ipv4_mapped or address
    if address is not None:
        return str(address)
    name = text.removesuffix(".")
    name = name.lower() if name.isascii() else idna.encode(name, uts46=True).decode()  # IDNAError is a ValueError
    if not _HOST.fullmatch(name):
        raise ValueError(text)
    return name


def greeting(public_host: str, sender_domain: str) -> str:
    """What this machine calls itself in EHLO: a name that others know, else an address literal (RFC 5321, 4.1.1.1).

    The host of the public address where it is a full name, else the domain of the sender's address. What the machine
    calls itself is not asked: without a full name smtplib says [127.0.0.1], which some servers refuse.
    """
    names = [name.removesuffix(".") for name in (public_host, sender_domain)]
    full = [name for name in names if "." in name and address_of(name) is None and _DOMAIN.fullmatch(name)]
    address = next((found for name in names if (found := address_of(name)) and not found.is_loopback), None)
    if full:
        return full[0].lower()
    if address is not None:
        return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"
    return next((name for name in names if address_of(name) is None and _DOMAIN.fullmatch(name)), LOCAL_NAMES[0])
