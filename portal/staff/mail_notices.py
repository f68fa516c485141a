"""What staff read of a mail with a link, right after they had it sent or withdrew its link."""

from datetime import datetime

from flask import url_for
from markupsafe import Markup

from portal import config
from portal.models import OutgoingMail
from portal.web.breakable import breakable
from portal.web.event_words import until

WITHDRAWN = "The invite was withdrawn. Its link no longer works."
RESET_WITHDRAWN = "The reset link was withdrawn. It no longer works."


def on_its_way(what: str, address: str, works_until: datetime) -> Markup:
    text = Markup("{} on its way to {}. It works until {}. {}")
    return text.format(what, breakable(address), until(works_until), not_there())


def not_there() -> Markup:
    text = Markup("Not there? Ask them to look in spam or trash for {}.")
    return text.format(breakable(config.current().mail_from))


def held(mail: OutgoingMail) -> Markup:
    text = Markup("All mail is held, so nothing was sent yet. The mail to {} waits until it is let go.")
    return text.format(breakable(mail.address))


def kept(where: str = "") -> Markup:
    text = Markup('No mail server is set, so nothing was sent. The mail is kept under <a href="{}">Mail</a>{}.')
    return text.format(url_for("staff.mail"), where)
