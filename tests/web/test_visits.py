"""A first look: pages open."""

from tests.support import factories
from tests.support.visitor import Visitor


def test_every_staff_page_opens(staff_browser: Visitor) -> None:
    rosa, theo, milo = factories.rosa(), factories.theo(), factories.milo()
    pages = ["/staff/clients", "/staff/clients/new", "/staff/activity", "/staff/help", "/staff/mail", "/staff/profile",
             "/staff/profile/password", "/staff/practice", "/staff/checklist"]  # fmt: skip
    for person in (rosa, theo, milo):
        base = f"/staff/clients/{person.public_id}"
        pages += [base, f"{base}/edit", f"{base}/history", f"{base}/mail", f"{base}/menu", f"{base}/emails/new"]
    for page in pages:
        assert staff_browser.get(page).status_code == 200, page


def test_every_client_page_opens(client_browser: Visitor) -> None:
    for page in ("/home", "/account"):
        assert client_browser.get(page).status_code == 200, page


def test_every_public_page_opens(visitor: Visitor) -> None:
    for page in ("/sign-in", "/forgot-password", "/staff/sign-in", "/staff/forgot-password"):
        assert visitor.get(page).status_code == 200, page
