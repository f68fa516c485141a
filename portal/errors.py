"""All refusals, by name; the views turn each into one sentence."""

from datetime import datetime, timedelta

from portal.contract.parts import Line
from portal.models.link import Link, LinkState
from portal.models.step_record import Answers


class CredentialError(Exception):
    """Base of all refusals; nothing was changed but counters and events."""


class LinkUnknown(CredentialError):
    """No link has this text, or its MAC is not ours."""


class LinkDead(CredentialError):
    """A genuine link that no longer works."""

    def __init__(self, link: Link) -> None:
        super().__init__("the link is dead")
        self.link = link


class CodeWrong(CredentialError):
    """No link that works was shown with this code within 15 minutes."""


class BirthDateNotConfirmed(CredentialError):
    """The date of birth has not been answered in this browser within 30 minutes."""


class BirthDateWrong(CredentialError):
    """The answer was counted. ``left`` more wrong ones lock the link."""

    def __init__(self, left: int) -> None:
        super().__init__("wrong date of birth")
        self.left = left


class UsernameTaken(CredentialError):
    """The username is taken."""


class PasswordRefused(CredentialError):
    """``str()`` says why, in one sentence for the person who chose it."""


class WrongCredentials(CredentialError):
    """Username and password do not match, or the name is unknown: not told apart."""


class SignedOut(CredentialError):
    """The session ended, or access was turned off, while the answer was made."""


class AccessTurnedOff(CredentialError):
    """The password was right, but portal access, or the staff account, is off."""


class TooManyAttempts(CredentialError):
    """Nothing was compared. ``until`` is when the next try is taken."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too many tries")
        self.until = until


class HashingBusy(CredentialError):
    """More passwords are being checked than this machine can; try again in 5 s."""


class NoEmail(CredentialError):
    """The client has no email address."""


class NoDefaultEmail(CredentialError):
    """The client has addresses, but none is the default."""


class AlreadyRegistered(CredentialError):
    """The person has an account: a reset is what to send."""


class NotActive(CredentialError):
    """The person has no account, or it is turned off."""


class AlreadySent(CredentialError):
    """The same mail went out less than 60 s ago. ``again_in`` is in whole seconds."""

    def __init__(self, sent_at: datetime, again_in: int) -> None:
        super().__init__("already sent")
        self.sent_at, self.again_in = sent_at, again_in


class QuotaReached(CredentialError):
    """All mails allowed within the ``window`` were sent; ``sentence`` says so. ``until``: when the next may go."""

    def __init__(self, sentence: str, window: timedelta, until: datetime) -> None:
        super().__init__(sentence)
        self.sentence, self.window, self.until = sentence, window, until


class EmailTaken(CredentialError):
    """The client has this address already, or another member of staff has it."""


class EmailGone(CredentialError):
    """The address was deleted in the meantime."""


class NothingToWithdraw(CredentialError):
    """There is no open link of this kind."""


class NothingWaits(CredentialError):
    """No mail of this client waits to be sent any more."""


class NothingToUnlock(CredentialError):
    """The client does not wait after wrong passwords, or only a reset opens the sign-in again."""


class NothingToSkip(CredentialError):
    """The step is not asked, is done, or is required and not the client's to skip."""


class NothingWaitsToBeAccepted(CredentialError):
    """None of these changes waits any more."""


class CannotBeAsked(CredentialError):
    """The client has no portal account that is turned on, or not the task where the answer is given."""


class ChangedMeanwhile(CredentialError):
    """The same lines were changed by another person since they were shown; ``now`` is what is there."""

    def __init__(self, lines: tuple[Line, ...] = (), now: Answers | None = None) -> None:
        super().__init__("changed meanwhile")
        self.lines, self.now = lines, now or {}


class NothingToShow(CredentialError):
    """No invitation of this client opens anything. ``state`` is that of the newest; None where there was none."""

    def __init__(self, state: LinkState | None) -> None:
        super().__init__("nothing to show")
        self.state = state


class NotAllowed(CredentialError):
    """The acting staff may not manage people of this role (any more): for them this person does not exist."""


class LastOwner(CredentialError):
    """Without this person no active owner would be left."""


class AlreadySetUp(CredentialError):
    """The practice is set up already."""
