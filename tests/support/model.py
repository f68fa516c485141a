"""What the agreement says of one client, in plain Python: the status and which links open. Knows no database."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from portal.clients.portal_status import Status
from portal.models.link import LinkKind

COOL_DOWN, ANSWER_HOLDS, IDLE = timedelta(seconds=60), timedelta(minutes=30), timedelta(minutes=30)
A_DAY, SENT_IN_A_DAY, RENEWED_IN_A_DAY = timedelta(hours=24), 5, 2


@dataclass
class ModelLink:
    text: str
    kind: LinkKind
    address: str
    by_staff: bool
    sent_at: datetime
    expires_at: datetime
    wrong: int = 0
    confirmed_at: datetime | None = None
    used: bool = False
    ended: bool = False

    @property
    def is_open(self) -> bool:
        return not self.used and not self.ended

    def is_live(self, now: datetime) -> bool:
        return self.is_open and self.wrong < 5 and now < self.expires_at

    def is_confirmed(self, now: datetime) -> bool:
        return self.confirmed_at is not None and now - self.confirmed_at < ANSWER_HOLDS


@dataclass
class ModelSession:
    cookie: str
    since: datetime
    ended: bool = False

    def is_live(self, now: datetime) -> bool:
        return not self.ended and now - self.since < IDLE


@dataclass
class ModelClient:
    birth_date: date
    addresses: list[str] = field(default_factory=list)
    default: str | None = None
    access: bool | None = None  # None: no account
    password: str = ""
    links: list[ModelLink] = field(default_factory=list)
    sessions: list[ModelSession] = field(default_factory=list)
    asked_at: list[datetime] = field(default_factory=list)

    def status(self, now: datetime) -> Status:
        if self.access is not None:
            return Status.ACTIVE if self.access else Status.DISABLED
        newest = next((link for link in reversed(self.links) if link.kind == LinkKind.INVITATION), None)
        if newest is None or not newest.is_open:
            return Status.NOT_SET_UP
        return Status.INVITED if now < newest.expires_at else Status.EXPIRED

    def is_second_click(self, kind: LinkKind, now: datetime) -> bool:
        sent = [link for link in self.links if link.kind == kind and link.by_staff and link.address == self.default]
        return bool(sent) and now - sent[-1].sent_at < COOL_DOWN and sent[-1].is_live(now)

    def is_sent_enough(self, kind: LinkKind, now: datetime) -> bool:
        """Five by staff within the last 24 hours."""
        return self._lately(kind, now, by_staff=True) >= SENT_IN_A_DAY

    def may_renew(self, link: ModelLink, now: datetime) -> bool:
        """Only the newest invitation, where nothing but its time has ended it."""
        has_run_out = link.is_open and link.wrong < 5 and now >= link.expires_at
        is_newest = link is [other for other in self.links if other.kind == LinkKind.INVITATION][-1]
        has_room = self._lately(LinkKind.INVITATION, now, by_staff=False) < RENEWED_IN_A_DAY
        return self.access is None and has_run_out and is_newest and has_room and self.default is not None

    def _lately(self, kind: LinkKind, now: datetime, by_staff: bool) -> int:
        sent = [link for link in self.links if link.kind == kind and link.by_staff == by_staff]
        return len([link for link in sent if now - link.sent_at < A_DAY])

    def may_ask(self, now: datetime) -> bool:
        """Fewer than three resets asked for in the last hour."""
        return len([moment for moment in self.asked_at if now - moment < timedelta(hours=1)]) < 3

    def wrong_so_far(self, kind: LinkKind) -> int:
        """With how many wrong dates of birth the next link begins that is asked for."""
        last = next((link for link in reversed(self.links) if link.kind == kind), None)
        return 0 if last is None or last.used else last.wrong

    def sent(self, link: ModelLink) -> None:
        if not link.by_staff:
            link.wrong = self.wrong_so_far(link.kind)
        self.end_links(link.kind)
        self.links.append(link)

    def end_links(self, *kinds: LinkKind) -> None:
        for link in self.links:
            if link.is_open and (not kinds or link.kind in kinds):
                link.ended = True

    def end_sessions(self) -> None:
        for session in self.sessions:
            session.ended = True
