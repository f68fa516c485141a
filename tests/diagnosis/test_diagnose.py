"""Why they can't get in: each cause by what was recorded, the most urgent first, and gone once it is set right."""

from collections.abc import Callable

import pytest

from portal.clients import records
from portal.clients.records import Details
from portal.credentials import portal_access
from portal.diagnosis import remedies
from portal.diagnosis.diagnose import Cause, Fix
from portal.intake.steps import skip_for_client
from portal.mail import outbox
from portal.models import Client
from tests.conftest import Clock
from tests.support import calls, factories
from tests.support.choices import choose
from tests.support.obstacles import cause_of, send_link, theo, why

pytestmark = pytest.mark.usefixtures("mail_server_is_set")
Bring = Callable[[Client], object]


def _correct_date(client: Client) -> None:
    records.change(client, Details("Theo", "Nakamura", None, calls.SWAPPED, None, None), factories.dana())


def _try_again(client: Client) -> None:
    remedies.try_again(client, factories.dana())
    mail = outbox.claim()
    assert mail is not None
    outbox.sent(mail, "250 OK")


CALLS: list[tuple[Bring, Cause, Fix, Bring]] = [
    (calls.delayed, Cause.STILL_WAITING, Fix.TRY_AGAIN, _try_again),
    (calls.kept, Cause.KEPT, Fix.SEND, send_link),
    (calls.refused, Cause.NOT_DELIVERED, Fix.CORRECT,
     lambda client: remedies.correct_and_send(client, "right@example.com", factories.dana())),
    (calls.default_email_changed, Cause.EMAIL_CHANGED, Fix.SEND, send_link),
    (calls.expired, Cause.EXPIRED, Fix.SEND, send_link),
    (calls.older_link_opened, Cause.OLDER_LINK, Fix.SEND, send_link),
    (calls.registered_already, Cause.REGISTERED_ALREADY, Fix.COPY_ADDRESS,
     lambda client: remedies.tell_sign_in_address(client, factories.dana())),
    (calls.wrong_birth_date, Cause.WRONG_BIRTH_DATE, Fix.EDIT_BIRTH_DATE, _correct_date),
    (calls.sign_in_waits, Cause.WAITS, Fix.UNLOCK, lambda client: remedies.unlock(client, factories.dana())),
    (calls.reset_in_vain, Cause.RESET_REFUSED, Fix.SEND, send_link),
    (calls.turned_off, Cause.TURNED_OFF, Fix.SWITCH,
     lambda client: portal_access.set_access(client, True, factories.dana())),
    (calls.stopped_in_the_middle, Cause.STEP_OPEN, Fix.SKIP,
     lambda client: skip_for_client(client, "details", "on paper", factories.dana())),
]  # fmt: skip


@pytest.mark.parametrize(("bring_about", "cause", "fix", "set_right"), CALLS)
def test_each_call_has_its_cause_and_its_fix_and_nothing_is_left_afterwards(
    bring_about: Bring, cause: Cause, fix: Fix, set_right: Bring, clock: Clock
) -> None:
    client = theo()
    bring_about(client)
    found = why(client)
    assert found is not None and (found.cause, found.fix) == (cause, fix)
    clock.move(seconds=30)
    set_right(client)
    assert why(client) is None


@pytest.mark.parametrize("make", [factories.theo, factories.rosa, factories.milo])
def test_where_all_is_well_there_is_none(make: Callable[[], Client]) -> None:
    assert why(make()) is None


def test_the_most_urgent_comes_first_and_the_next_when_that_is_gone() -> None:
    client = theo()
    calls.sign_in_waits(client)
    choose(client, step_details="required")
    portal_access.set_access(client, False, factories.dana())
    assert cause_of(client) is Cause.TURNED_OFF
    portal_access.set_access(client, True, factories.dana())
    assert cause_of(client) is Cause.WAITS
    remedies.unlock(client, factories.dana())
    assert cause_of(client) is Cause.STEP_OPEN


def test_an_optional_step_stands_in_nobodys_way() -> None:
    rosa = factories.rosa()
    choose(step_details="optional")
    assert cause_of(rosa) is None
    choose(step_details="required")
    assert cause_of(rosa) is Cause.STEP_OPEN
