"""Certificates for the receiver, from an authority that the program is told to trust, or not."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme


class Authority:
    """Its certificates are trusted in this test: the system's store is replaced by it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.authority = trustme.CA()
        file = folder / "authority.pem"
        self.authority.cert_pem.write_to_path(str(file))
        monkeypatch.setenv("SSL_CERT_FILE", str(file))  # read by OpenSSL for each new context

    def good(self, name: str = "127.0.0.1") -> ssl.SSLContext:
        return _context(self.authority.issue_cert(name))

    def until(self, moment: datetime) -> ssl.SSLContext:
        """Good, and no longer than that."""
        return _context(self.authority.issue_cert("127.0.0.1", not_after=moment))

    def for_another_host(self) -> ssl.SSLContext:
        return _context(self.authority.issue_cert("mail.elsewhere.example"))

    def expired(self) -> ssl.SSLContext:
        long_ago = datetime(2020, 1, 1, tzinfo=UTC)
        return _context(self.authority.issue_cert("127.0.0.1", not_before=long_ago, not_after=long_ago.replace(day=2)))

    def self_signed(self) -> ssl.SSLContext:
        """By an authority that nobody knows."""
        return _context(trustme.CA().issue_cert("127.0.0.1"))


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context
