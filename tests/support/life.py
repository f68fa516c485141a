"""One client lives through every verb in any order; tests add what must hold after each."""

from datetime import date, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from portal import clock as the_clock
from portal.authentication import sessions
from portal.authentication.audiences import CLIENT
from portal.clients import records
from portal.clients.records import Details
from portal.credentials import birth_date_check, forgotten_passwords, links, passwords, registration, renewals
from portal.errors import AccessTurnedOff, BirthDateNotConfirmed, BirthDateWrong, CredentialError, LinkDead
from portal.extensions import db
from portal.models import Link, event
from portal.models.link import LinkKind
from tests.conftest import Clock
from tests.support import calls, factories
from tests.support.factories import HERE
from tests.support.front_desk import BORN, NUMBERS, PICK, FrontDesk
from tests.support.model import ModelClient, ModelLink, ModelSession

WRONG = date(1990, 1, 1)
FIRST_PASSWORD, NONCE = "seven quiet lamps at noon", "nonce"
JUMPS = [
    timedelta(seconds=1),
    timedelta(seconds=59),
    timedelta(seconds=60),
    timedelta(minutes=29),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=47),
    timedelta(hours=48),
]


class Life(FrontDesk):
    """What the client does, what time does, and all that the front desk does."""

    clock: ClassVar[Clock]

    @initialize(start=st.sampled_from(["new", "invited", "invited often", "expired", "active", "reset sent"]))
    def begin(self, start: str) -> None:
        self.clock.move(days=1)  # what was sent in other lives counts no more for Dana and the practice
        self.number = next(NUMBERS)
        self.name = f"Life {self.number:06}"
        self.model = ModelClient(BORN[0])
        first = f"life{self.number}@example.com"
        self.client = records.add(Details("Any", self.name, None, BORN[0], None, None), first, factories.dana())
        self.model.addresses, self.model.default = [first], first
        if start != "new":
            self.invite()
        for _ in range(4 if start == "invited often" else 0):
            self.advance(JUMPS[2])
            self.invite()
            self.advance(JUMPS[2])
        if start == "expired":
            self.advance(JUMPS[-1])
        if start in ("active", "reset sent"):
            self.answer(0, True)
            self.register(0)
        if start == "reset sent":
            self.send_reset()

    @precondition(lambda self: self.model.may_ask(the_clock.now()))
    @rule()
    def ask_for_reset(self) -> None:
        now, model = the_clock.now(), self.model
        model.asked_at.append(now)
        address = model.default or "nobody@example.com"
        forgotten_passwords.ask(CLIENT, self.username, address, f"10.{self.number % 250}.0.{len(model.asked_at) % 250}")
        forgotten_passwords.answer_all()
        if model.access and model.default and model.wrong_so_far(LinkKind.PASSWORD_RESET) < 5:
            newest = db.session.scalars(
                select(Link).where(Link.client_id == self.client.id).order_by(Link.id.desc())
            ).first()
            self._sent(newest, LinkKind.PASSWORD_RESET, 1, now, by_staff=False)

    @precondition(lambda self: self.model.links)
    @rule(pick=PICK)
    def open(self, pick: int) -> None:
        link = self._pick(pick)
        self._do(
            None if link.is_live(the_clock.now()) else LinkDead,
            lambda: links.fetched(link.text, link.kind, calls.SOMEBODY),
        )

    @precondition(lambda self: self.model.links)
    @rule(pick=PICK, right=st.booleans())
    def answer(self, pick: int, right: bool) -> None:
        link, now = self._pick(pick), the_clock.now()
        expected: type[CredentialError] | None = None
        if not link.is_live(now):
            expected = LinkDead
        elif right:
            link.confirmed_at = now
        else:
            link.wrong += 1
            expected = BirthDateWrong if link.wrong < 5 else LinkDead
        born = self.model.birth_date if right else WRONG
        self._do(expected, lambda: birth_date_check.confirm_birth_date(link.text, link.kind, NONCE, born, event.SYSTEM))

    @precondition(lambda self: any(link.kind == LinkKind.INVITATION for link in self.model.links))
    @rule(pick=PICK, right=st.booleans())
    def ask_for_new_link(self, pick: int, right: bool) -> None:
        link, now = self._pick(pick, LinkKind.INVITATION), the_clock.now()
        expected: type[CredentialError] | None = None
        if not self.model.may_renew(link, now):
            expected = LinkDead
        elif not right:
            link.wrong += 1
            expected = BirthDateWrong if link.wrong < 5 else LinkDead
        born = self.model.birth_date if right else WRONG
        made = self._do(expected, lambda: renewals.ask(link.text, str(next(NUMBERS)), born, event.SYSTEM))
        self._sent(made, LinkKind.INVITATION, 48, now, by_staff=False)

    @precondition(lambda self: any(link.kind == LinkKind.INVITATION for link in self.model.links))
    @rule(pick=PICK)
    def register(self, pick: int) -> None:
        link, now, model = self._pick(pick, LinkKind.INVITATION), the_clock.now(), self.model
        is_same_again = link.used and bool(model.access) and model.password == FIRST_PASSWORD
        expected = None if is_same_again else self._cannot_spend(link)
        cookie = self._do(
            expected,
            lambda: registration.create_account(
                links.find(link.text, link.kind), NONCE, self.username, FIRST_PASSWORD, HERE
            ),
        )
        if cookie:
            model.sessions.append(ModelSession(cookie, now))
        if cookie and not is_same_again:
            link.used, model.access, model.password = True, True, FIRST_PASSWORD

    @precondition(lambda self: any(link.kind == LinkKind.PASSWORD_RESET for link in self.model.links))
    @rule(pick=PICK)
    def reset_by_link(self, pick: int) -> None:
        link, model = self._pick(pick, LinkKind.PASSWORD_RESET), self.model
        password, expected = f"{next(NUMBERS)} paper boats at dusk", self._cannot_spend(link)
        self._do(expected, lambda: passwords.reset(CLIENT, link.text, NONCE, password, HERE))
        if expected is None:
            link.used, model.password = True, password
            model.end_links()
            model.end_sessions()

    @precondition(lambda self: self.model.access is not None)
    @rule()
    def sign_in(self) -> None:
        expected = None if self.model.access else AccessTurnedOff
        cookie = self._do(expected, lambda: sessions.sign_in(CLIENT, self.username, self.model.password, HERE))
        if cookie:
            self.model.sessions.append(ModelSession(cookie, the_clock.now()))

    @rule(jump=st.sampled_from(JUMPS))
    def advance(self, jump: timedelta) -> None:
        self.clock.to(self.clock.now + jump)

    @property
    def username(self) -> str:
        return f"life.{self.number}"

    def _pick(self, pick: int, kind: LinkKind | None = None) -> ModelLink:
        """One of the latest links."""
        found = [link for link in self.model.links if kind in (None, link.kind)]
        return found[-1 - pick % len(found)]

    def _cannot_spend(self, link: ModelLink) -> type[CredentialError] | None:
        if not link.is_live(the_clock.now()):
            return LinkDead
        return None if link.is_confirmed(the_clock.now()) else BirthDateNotConfirmed


def live(kind: type[Life], clock: Clock, acts: int, lives: int = 200) -> None:
    """So many lives of so many acts each, the same ones in each run."""
    db.session.rollback()
    kind.clock = clock
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    runs = settings(
        max_examples=lives, stateful_step_count=acts, deadline=None, derandomize=True, suppress_health_check=checks,
        phases=[Phase.reuse, Phase.generate],  # a dozen acts are short enough to read; making them fewer takes minutes
    )  # fmt: skip
    run_state_machine_as_test(kind, settings=runs)
