"""Reading the portal in another language, in a real browser."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.dates import get_month_names
from playwright.sync_api import Browser, Page, expect

from portal.i18n import LANGUAGES
from portal.web.forms.birth_date import parse
from tests.journeys import steps
from tests.support import browser as chromium
from tests.support import cast, factories
from tests.support.catalogue import Say
from tests.support.dates import LEFT, NOT_WHOLE, WHOLE
from tests.support.links import address_of
from tests.support.live import prepared
from tests.support.server import Server

pytestmark = pytest.mark.browser
SPANISH = Say("es")
PASTE = """text => {
    const fields = ["month", "day", "year"].map(name => document.querySelector(`[name=${name}]`));
    fields.forEach(field => field.value = "");
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    const isLeft = document.querySelector("[data-date-parts] input").dispatchEvent(paste);
    return isLeft ? [text, "", ""] : fields.map(field => field.value);
}"""


Live = tuple[Server, str, str]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """With the addresses of Theo's link and of Nora's."""
    addresses: list[str] = []

    def fill() -> None:
        factories.rosa()
        factories.make_client(cast.INES, registered=True)
        for person in (cast.THEO, cast.NORA):
            addresses.append(address_of(factories.invite(factories.make_client(person))))

    with prepared(tmp_path_factory.mktemp("languages") / "data", fill) as (server, _):
        yield server, *addresses


def heading(page: Page, words: str, language: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_whoever_presses_the_name_of_a_language_reads_on_in_it(live: Live, browser: Browser) -> None:
    with chromium.person(browser, live[0].url, phone=True, javascript=False) as rosa:
        rosa.goto("/sign-in?next=/account")
        rosa.get_by_role("button", name="Español").click()
        heading(rosa, SPANISH("Sign in"), "es")
        rosa.get_by_label(SPANISH("Username")).fill("rosie.d")
        rosa.get_by_label(SPANISH("Password"), exact=True).fill(cast.PASSWORD)
        rosa.get_by_role("button", name=SPANISH("Sign in")).click()
        heading(rosa, SPANISH("Account"), "es")
        rosa.get_by_role("link", name=SPANISH("Home", "page")).click()
        heading(rosa, SPANISH("Home", "page"), "es")
        rosa.get_by_role("button", name="English").click()
        heading(rosa, "Home", "en")
        rosa.get_by_role("link", name="Client Portal Guide", exact=True).click()
        heading(rosa, "Client Portal Guide", "en")


def test_a_link_is_not_lost_when_the_language_is_changed(live: Live, browser: Browser) -> None:
    with chromium.person(browser, live[0].url, phone=True) as theo:
        theo.goto(live[1])
        theo.get_by_role("button", name="Español").click()
        steps.confirm_birth_date(theo, cast.THEO, SPANISH)
        heading(theo, SPANISH("Create your portal account"), "es")
        theo.get_by_role("button", name="English").click()
        steps.create_account(theo, "theo.n", cast.PASSWORD)
        heading(theo, "Home", "en")


def test_what_script_says_is_said_in_it_too(live: Live, browser: Browser) -> None:
    with chromium.person(browser, live[0].url, language="es", tolerant=True) as page:
        page.goto("/sign-in")
        page.get_by_label(SPANISH("Username")).fill("ines.b")
        page.get_by_label(SPANISH("Password"), exact=True).fill(cast.PASSWORD)
        page.get_by_role("button", name="Mostrar contraseña").click()
        page.get_by_role("button", name="Ocultar contraseña").click()
        page.context.set_offline(True)
        page.get_by_role("button", name=SPANISH("Sign in")).click()
        failure = page.get_by_role("alert")
        expect(failure).to_contain_text(
            SPANISH("This did not work: the server could not be reached. Nothing was changed.")
        )
        page.context.set_offline(False)
        failure.get_by_role("button", name=SPANISH("Try again")).click()
        heading(page, SPANISH("Home", "page"), "es")


def pasted(page: Page, text: str) -> tuple[str, str, str]:
    """What the fields hold afterwards; where the script leaves it to the browser, the text in the first."""
    month, day, year = page.evaluate(PASTE, text)
    return month, day, year


def test_a_pasted_date_is_the_same_with_the_script_and_without(live: Live, browser: Browser) -> None:
    months = {
        f"7. {name} 1990": date(1990, number, 7)
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }
    with chromium.person(browser, live[0].url, language="es") as page:
        page.goto(live[2])
        for text, meant in (WHOLE | months).items():
            fields = pasted(page, text)
            assert all(fields) or text in LEFT, f"{text!a} is not put into the fields"
            assert parse(*fields) == parse(text, "", "") == meant, ascii(text)
        for text in NOT_WHOLE:
            assert parse(*pasted(page, text)) is None, ascii(text)


def test_a_pasted_date_is_read_in_the_order_of_the_region(tmp_path: Path, browser: Browser) -> None:
    addresses: list[str] = []

    def fill() -> None:
        factories.move_practice("Europe/London")
        addresses.append(address_of(factories.invite(factories.make_client(cast.THEO))))

    with prepared(tmp_path / "data", fill) as (server, _), chromium.person(browser, server.url) as page:
        page.goto(addresses[0])
        page.evaluate(PASTE, "3/4/1988")
        shown = [field.input_value() for field in page.locator("[data-date-parts] input").all()]
        assert shown == ["3", "4", "1988"]
