"""What a dead link tells: its fate, never its owner."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.credentials import portal_access
from portal.credentials.invitations import withdraw_invitation
from portal.models import Link
from portal.web.forms.birth_date import month_names
from tests.conftest import Clock
from tests.support import cast, factories
from tests.support.links import confirm, create_account, open_link
from tests.support.visitor import Visitor

Ending = Callable[[Flask, Clock], Link]


def _expired(app: Flask, clock: Clock) -> Link:
    link = factories.invite(factories.rosa_to_be())
    clock.move(hours=48)
    return link


def _used(app: Flask, clock: Clock) -> Link:
    link = factories.invite(factories.rosa_to_be())
    visitor = Visitor(app)
    confirm(visitor, link)
    assert create_account(visitor, link, cast.ROSA.username or "").status_code == 303
    return link


def _replaced(app: Flask, clock: Clock) -> Link:
    link = factories.invite(factories.rosa_to_be())
    clock.move(hours=1)
    assert link.client is not None
    factories.invite(link.client)
    return link


def _withdrawn(app: Flask, clock: Clock) -> Link:
    link = factories.invite(factories.rosa_to_be())
    assert link.client is not None
    withdraw_invitation(link.client, factories.dana())
    return link


def _turned_off(app: Flask, clock: Clock) -> Link:
    link = factories.send_reset(factories.rosa())
    assert link.client is not None
    portal_access.set_access(link.client, False, factories.dana())
    return link


FATES = [
    (_expired, "This link has expired."),
    (_used, "This link was already used."),
    (_replaced, "A newer link was sent today, 10:42 AM. Please use the newest mail."),
    (_withdrawn, "This link was withdrawn."),
    (_turned_off, "This link was withdrawn."),
]


# case 27
@pytest.mark.parametrize(("end", "sentence"), FATES)
def test_a_dead_link_tells_its_fate_and_the_phone_and_names_nobody(
    end: Ending, sentence: str, app: Flask, visitor: Visitor, clock: Clock
) -> None:
    page = open_link(visitor, end(app, clock))
    assert (page.status_code, sentence in page.text, cast.PHONE in page.text) == (410, True, True)
    assert (">Sign in</a></p>" in page.text) == (end is _used)
    assert ("Send me a new link" in page.text) == (end is _expired)
    read = page.text.replace(month_names(), "").casefold()  # for the paste script
    for private in ("rosa", "delgado", "rosie", "rosa.delgado@example.com", "1988", "march"):
        assert private not in read
