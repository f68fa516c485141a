"""A client's profile: the page around the parts that each have an address of their own."""

from dataclasses import dataclass

from flask import abort, render_template

from portal.clients.portal_facts import facts_of
from portal.diagnosis.diagnose import obstacle_of
from portal.intake import pending_changes
from portal.models import Client
from portal.staff.clients.mail_under_way import mail_under_way
from portal.staff.clients.notices import ENDS_A_LINK, change_notice_named, is_good_news, notice_named, notice_sentence
from portal.staff.clients.why_sentences import why_sentence
from portal.web.forms.email_field import email_field
from portal.web.forms.fields import PortalForm


class EmailForm(PortalForm):
    email = email_field(needed="Enter an email address.")


@dataclass(frozen=True)
class EmailsInHand:
    """Which of the addresses is being worked on: its random id, "new" for one to come, None for none."""

    editing: str | None = None
    deleting: str | None = None
    form: EmailForm | None = None


def find_client(public_id: str) -> Client:
    """The client of an address, or 404."""
    client = Client.by_public_id(public_id)
    if client is None:
        abort(404)
    return client


def menu_values(
    client: Client,
    notice: str | None = None,
    problem: str | None = None,
    correction: PortalForm | None = None,
    focus: str | None = None,
) -> dict[str, object]:
    """``correction`` is the form for the address where that is open; ``focus`` goes to the "notice", or back to the
    "fix", the button in Why they can't get in."""
    facts, act = facts_of(client), notice_named(notice)
    why, portal = obstacle_of(facts), facts.portal
    return {
        "client": client,
        "portal": portal,
        "under_way": mail_under_way(portal),
        "steps": facts.steps,
        "changes": facts.changes,
        "all_seen": pending_changes.seen(facts.changes),
        "may_be_asked": lambda change: pending_changes.can_be_asked(client, change.step),
        "why": why,
        "why_said": why_sentence(why, portal) if why else None,
        "notice": act,
        "problem": problem,
        "said": problem or (notice_sentence(act, why, portal) if act else ""),
        "is_good": act is not None and not problem and is_good_news(act, why, portal),
        "takes_focus": focus == "notice" or act in ENDS_A_LINK,
        "correction": correction,
        "focus": focus,
    }


def render_profile(
    client: Client,
    notice: str | None = None,
    problem: str | None = None,
    in_hand: EmailsInHand | None = None,
    correction: PortalForm | None = None,
    change_problem: str | None = None,
) -> str:
    """``notice`` is of the client menu, or of the changes."""
    values = menu_values(client, notice, problem, correction) | {"is_page": True, "change_problem": change_problem}
    act = change_notice_named(notice)
    values["change_notice"] = act.sentence if act else ""
    return render_template("staff/clients/show.html", **values, in_hand=in_hand or EmailsInHand())
