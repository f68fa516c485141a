"""Whenever a sign-in or a link is refused to its rightful client, the region names a cause: in any order of acts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from portal import clock as the_clock
from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.clients.portal_facts import facts_of
from portal.credentials import links
from portal.diagnosis import remedies
from portal.diagnosis.diagnose import Cause, obstacle_of
from portal.errors import AccessTurnedOff, BirthDateWrong, CredentialError, LinkDead, TooManyAttempts, WrongCredentials
from portal.extensions import db
from portal.models.link import LinkKind
from tests.conftest import Clock
from tests.support import calls, factories
from tests.support.life import Life, live
from tests.support.model import ModelLink

BY_CLIENTS = {"open", "answer", "ask_for_new_link", "register", "reset_by_link", "sign_in"}


class RefusedLife(Life):
    """After each refusal of the client's own acts there must be a cause."""

    named: ClassVar[set[Cause]] = set()
    last: ModelLink
    add_email = None  # refuses nobody anything

    @precondition(lambda self: self.model.access is not None)
    @rule(times=st.sampled_from([1, 6]))
    def mistype_password(self, times: int) -> None:
        for _ in range(times):
            with pytest.raises((WrongCredentials, TooManyAttempts)) as refused:
                sessions.sign_in(CLIENT, self.username, "a wrong guess of many words", factories.HERE)
            self.there_is_a_cause()
        facts = facts_of(self.client)
        if isinstance(refused.value, TooManyAttempts) or facts.sign_ins.until or facts.network_until:
            remedies.unlock(self.client, factories.dana())

    @precondition(lambda self: any(link.is_live(the_clock.now()) for link in self.model.links))
    @rule()
    def open_too_late(self) -> None:
        self.advance(timedelta(hours=48))
        self.open(0)

    @precondition(lambda self: self.model.access)
    @rule()
    def sign_in_while_access_is_off(self) -> None:
        self.switch(False)
        self.sign_in()

    def _do(self, expected: type[CredentialError] | None, verb: Any) -> Any:
        done = super()._do(expected, verb)
        act = verb.__qualname__.split(".")[1]
        if act in BY_CLIENTS and (expected in (AccessTurnedOff, BirthDateWrong) or self.is_dead(expected)):
            if expected is LinkDead and act != "open":  # as the page does that says so
                links.note_refused(links.find(self.last.text, self.last.kind), calls.SOMEBODY, by_a_person=True)
            self.there_is_a_cause()
        return done

    def is_dead(self, expected: type[CredentialError] | None) -> bool:
        """Not where somebody asks for a new link with one that works."""
        return expected is LinkDead and not self.last.is_live(the_clock.now())

    def _pick(self, pick: int, kind: LinkKind | None = None) -> ModelLink:
        self.last = super()._pick(pick, kind)
        return self.last

    def there_is_a_cause(self) -> None:
        db.session.rollback()
        found = obstacle_of(facts_of(self.client))
        assert found is not None, "refused, and nobody knows why"
        self.named.add(found.cause)


@pytest.mark.slow
def test_every_refusal_of_the_rightful_client_has_a_cause(app: Flask, clock: Clock) -> None:
    live(RefusedLife, clock, acts=14, lives=60)


LIVES: list[tuple[str, Callable[[RefusedLife], object], Cause]] = [
    ("active", lambda life: life.sign_in_while_access_is_off(), Cause.TURNED_OFF),
    ("active", lambda life: life.mistype_password(6), Cause.WAITS),
    ("active", lambda life: life.mistype_password(1), Cause.WRONG_PASSWORD),
    ("active", lambda life: life.open(0), Cause.REGISTERED_ALREADY),
    ("reset sent", lambda life: (life.withdraw_reset(), life.open(0)), Cause.ENDED_RESET),
    ("invited", lambda life: life.answer(0, False), Cause.WRONG_BIRTH_DATE),
    ("invited", lambda life: (life.withdraw_invite(), life.open(0)), Cause.ENDED_INVITE),
    ("invited", lambda life: (life.change_email(0, "text"), life.open(0)), Cause.EMAIL_CHANGED),
    ("invited often", lambda life: life.open(3), Cause.OLDER_LINK),
    ("expired", lambda life: life.open(0), Cause.EXPIRED),
]


def test_these_lives_come_to_the_causes_that_are_asked_for_after_each_refusal(app: Flask, clock: Clock) -> None:
    RefusedLife.clock = clock
    for start, refused, cause in LIVES:
        RefusedLife.named.clear()
        life = RefusedLife()
        life.begin(start)
        refused(life)
        assert cause in RefusedLife.named, (cause, RefusedLife.named)
