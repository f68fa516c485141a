"""What the practices of the places have and have chosen, beside their people."""

from datetime import timedelta
from pathlib import Path

from portal import clock
from portal.contract import tasks
from portal.database import writing
from portal.extensions import db
from portal.images.remaking import remake
from portal.mail import hold
from portal.models import Practice, Staff
from portal.practice import particulars, test_mails
from portal.practice.particulars import Particulars
from portal.staff.practice.particulars import LOGO
from tests.support import cast, factories, folders, photos, troubles
from tests.support.choices import choose

DIALOGUE = """< 220 mail.maple.example ESMTP
> EHLO portal.maple.example
< 250-mail.maple.example
< 250 AUTH PLAIN LOGIN
> AUTH PLAIN (not shown)
< 535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6"""


def write_folders(root: Path) -> None:
    """Their order is not that of the alphabet; the last two wait for a step."""
    folders.write(root, "forms", place=40, title="Intake form", label="Online forms",
                  summary="What we would like to know before your first visit.")  # fmt: skip
    for place, label in enumerate(("Messages", "Scheduling", "Telehealth"), 50):
        folders.write(root, label.lower(), place=place, label=label, summary="As it may be one day.",
                      needs=("details", "insurance"))  # fmt: skip
    folders.write(root, "receipts", place=90, label="Receipts and statements", summary="What you have paid.")


def switch_on() -> dict[str, str]:
    """Two steps are required, one is not."""
    choose(step_details="required", step_insurance="required", step_forms="optional",
           **dict.fromkeys((f"task_{name}" for name in tasks.tasks()), True))  # fmt: skip
    return {}


def dress() -> dict[str, str]:
    """The practice has an address, and a logo as heavy as one may be."""
    row = Practice.one()
    address = "1200 Maple Street, Suite 40\nSpringfield, IL 62701"
    logo = remake(photos.file(photos.logo(), "PNG"), LOGO)
    particulars.change(Particulars(row.name, row.phone, row.reply_to, row.time_zone, address), factories.dana(), logo)
    return {}


def hold_mail() -> dict[str, str]:
    """A wrong password, so a test mail that was not sent and an invite that waits; then the hold; and no provider."""
    dana, by = Staff.by_sign_in_name("dana.w"), factories.dana()
    assert dana is not None
    dana.sees_clients = False
    db.session.commit()
    with clock.at(clock.now() - timedelta(hours=2)):
        sample = test_mails.send(dana, "invitation", by)
        troubles.troubled(cast.EZRA)
        with writing():
            sample.state, sample.settled_at = "failed", clock.now()
            sample.trouble, sample.reason = troubles.WRONG_PASSWORD.name, troubles.WRONG_PASSWORD.sentence
            sample.dialogue = DIALOGUE
        hold.set_hold(True, by)
    return {"failed_test": sample.public_id}
