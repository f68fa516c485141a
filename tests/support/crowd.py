"""Many clients at once, written in bulk: for measuring, where the verbs would take minutes."""

from datetime import timedelta

from sqlalchemy import insert

from portal import clock, folding
from portal.credentials import links
from portal.database import writing
from portal.extensions import db
from portal.mail import outbox
from portal.models import Client, EmailAddress, Link, OutgoingMail, PortalAccount
from portal.models.link import LinkKind
from portal.options import resolve
from tests.support import cast


def fill(count: int) -> None:
    """``count`` clients; of each five: one active, one invited, one expired, one disabled, one not set up."""
    with writing():
        now = clock.now()
        numbers = range(1, count + 1)
        for model, rows in (
            (Client, [_client(n) | {"created_at": now} for n in numbers]),
            (EmailAddress, [_email(n) for n in numbers]),
            (PortalAccount, [_account(n) | {"registered_at": now} for n in numbers if n % 5 in (0, 3)]),
            (Link, [_link(n) for n in numbers if n % 5 != 4]),
            (OutgoingMail, [_mail(n) | {"created_at": now, "next_try_at": now} for n in numbers if n % 5 != 4]),
        ):
            db.session.execute(insert(model), rows)


def queue(count: int) -> list[str]:
    """An invitation waits for each of that many clients, put by the outbox itself; their addresses."""
    fill(count)
    with writing():
        addresses = [f"client{n}@example.com" for n in range(1, count + 1)]
        for n, address in enumerate(addresses, 1):
            link = links.make(LinkKind.INVITATION, resolve.link_lifetime(), None, client_id=n)
            outbox.put("invitation", address, link=link, client_id=n)
    return addresses


def _client(n: int) -> dict[str, object]:
    first, last = f"First{n % 977}", f"Last{n}"
    return {
        "id": n, "public_id": f"client-{n}", "first_name": first, "last_name": last,
        "sort_name": folding.sort_key(last, first), "birth_date": cast.ROSA.birth_date,
        "search": folding.search_text(first, last, None, None, [f"client{n}@example.com"], "US"),
    }  # fmt: skip


def _email(n: int) -> dict[str, object]:
    address = f"client{n}@example.com"
    return {"public_id": f"email-{n}", "client_id": n, "address": address, "address_key": address, "is_default": True}


def _account(n: int) -> dict[str, object]:
    return {
        "client_id": n, "username": f"user{n}", "username_key": f"user{n}", "password_hash": cast.PASSWORD_HASH,
        "disabled_at": clock.now() if n % 5 == 3 else None,
    }  # fmt: skip


def _link(n: int) -> dict[str, object]:
    now = clock.now()
    is_over = n % 5 == 2
    created = now - timedelta(hours=72 if is_over else 30)  # not today: the practice may still send
    return {
        "id": n, "selector": f"selector-{n}", "kind": "invitation", "client_id": n, "created_at": created,
        "expires_at": created + timedelta(hours=48), "used_at": now if n % 5 in (0, 3) else None,
    }  # fmt: skip


def _mail(n: int) -> dict[str, object]:
    return {
        "public_id": f"mail-{n}", "kind": "invitation", "client_id": n, "link_id": n, "state": "sent",
        "address": f"client{n}@example.com", "message_id": f"<{n}@example.com>",
    }  # fmt: skip
