"""Whatever the front desk does to one client, in any order, and the model of the agreement beside it."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from portal import clock as the_clock
from portal.clients import email_addresses, records
from portal.clients.records import Details
from portal.credentials import passwords, portal_access
from portal.credentials.invitations import send_invitation, withdraw_invitation
from portal.errors import (
    AlreadyRegistered,
    AlreadySent,
    CredentialError,
    NoDefaultEmail,
    NoEmail,
    NotActive,
    NothingToWithdraw,
    QuotaReached,
)
from portal.models import Client, link_secret
from portal.models.link import LinkKind
from tests.support import factories
from tests.support.model import ModelClient, ModelLink

BORN = date(1988, 3, 14), date(1989, 4, 15)
NUMBERS = count(1)
PICK = st.integers(0, 3)


class FrontDesk(RuleBasedStateMachine):
    """Each rule does one act, predicts its refusal by name, and tells the model."""

    name: str
    model: ModelClient
    client: Client

    @rule()
    def invite(self) -> None:
        now = the_clock.now()
        expected: type[CredentialError] | None = self._cannot_send(LinkKind.INVITATION)
        if self.model.access is not None:
            expected = AlreadyRegistered
        link = self._do(expected, lambda: send_invitation(self.client, factories.dana()))
        self._sent(link, LinkKind.INVITATION, 48, now)

    @rule()
    def send_reset(self) -> None:
        now = the_clock.now()
        expected = self._cannot_send(LinkKind.PASSWORD_RESET) if self.model.access else NotActive
        link = self._do(expected, lambda: passwords.send_reset(self.client, factories.dana()))
        self._sent(link, LinkKind.PASSWORD_RESET, 48, now)

    @rule()
    def withdraw_invite(self) -> None:
        self._withdraw(LinkKind.INVITATION, withdraw_invitation)

    @rule()
    def withdraw_reset(self) -> None:
        self._withdraw(LinkKind.PASSWORD_RESET, passwords.withdraw_reset)

    @rule(enabled=st.booleans())
    def switch(self, enabled: bool) -> None:
        expected = NotActive if self.model.access is None else None
        self._do(expected, lambda: portal_access.set_access(self.client, enabled, factories.dana()))
        if expected is None:
            self.model.access = enabled
            if not enabled:
                self.model.end_links()
                self.model.end_sessions()

    @rule()
    def add_email(self) -> None:
        address, model = f"more{next(NUMBERS)}@example.com", self.model
        email_addresses.add(self.client, address, factories.dana())
        model.default = model.default if model.addresses else address
        model.addresses.append(address)

    @precondition(lambda self: self.model.addresses)
    @rule(pick=PICK, act=st.sampled_from(["text", "delete", "star"]))
    def change_email(self, pick: int, act: str) -> None:
        model, fresh_text = self.model, f"other{next(NUMBERS)}@example.com"
        address = model.addresses[pick % len(model.addresses)]
        row = next(email for email in self.client.emails if email.address == address)
        was_default = model.default == address
        if act == "text":
            email_addresses.change(row, fresh_text, factories.dana())
            model.addresses[model.addresses.index(address)] = fresh_text
            model.default = fresh_text if was_default else model.default
        elif act == "delete":
            email_addresses.delete(row, factories.dana())
            model.addresses.remove(address)
            model.default = None if was_default else model.default
        else:
            email_addresses.make_default(row, factories.dana())
            model.default = address
        if was_default != (act == "star"):
            model.end_links()

    @rule()
    def correct_birth_date(self) -> None:
        self.model.birth_date = BORN[1] if self.model.birth_date == BORN[0] else BORN[0]
        details = Details("Any", self.name, None, self.model.birth_date, None, None)
        records.change(self.client, details, factories.dana())
        for link in self.model.links:
            link.wrong = 0

    def _cannot_send(self, kind: LinkKind) -> type[CredentialError] | None:
        if not self.model.addresses:
            return NoEmail
        if self.model.default is None:
            return NoDefaultEmail
        if self.model.is_second_click(kind, the_clock.now()):
            return AlreadySent
        return QuotaReached if self.model.is_sent_enough(kind, the_clock.now()) else None

    def _sent(self, link: Any, kind: LinkKind, hours: int, now: datetime, by_staff: bool = True) -> None:
        if link is not None:
            assert self.model.default is not None
            made = ModelLink(
                link_secret.token(link), kind, self.model.default, by_staff, now, now + timedelta(hours=hours)
            )
            self.model.sent(made)

    def _withdraw(self, kind: LinkKind, verb: Any) -> None:
        is_there = any(link.kind == kind and link.is_open for link in self.model.links)
        self._do(None if is_there else NothingToWithdraw, lambda: verb(self.client, factories.dana()))
        self.model.end_links(kind)

    def _do(self, expected: type[CredentialError] | None, verb: Any) -> Any:
        """Run the verb, which must be refused with exactly this, or not at all."""
        if expected is None:
            return verb()
        with pytest.raises(CredentialError) as refused:
            verb()
        assert type(refused.value) is expected
        return None
