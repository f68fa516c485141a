"""A picture of each screen and state, on desktop and phone, in light and dark: `make screenshots`.

With words after it, only the screens whose names hold one of them: `python -m tools.screenshots menu sheet`.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.screens import places
from tests.screens.screens import SCREENS
from tests.screens.window import DESKTOP, PHONE, Window
from tests.support import browser as chromium

FOLDER = Path("screenshots")
SIZES = {"desktop": DESKTOP, "phone": PHONE}


def main(words: list[str]) -> None:
    screens = [screen for screen in SCREENS if not words or any(word in screen.name for word in words)]
    FOLDER.mkdir(exist_ok=True)
    failed = []
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        places.places(Path(folder)) as all_places,
    ):
        browser = chromium.launch(playwright)
        windows: dict[str, Window] = {}
        for number, screen in enumerate(screens, 1):
            print(f"\r\033[K{number} of {len(screens)}: {screen.name}", end="", flush=True)
            if screen.place not in windows:
                windows[screen.place] = Window(browser, all_places[screen.place])
            window = windows[screen.place]
            try:
                window.show(screen)
            except Exception as error:
                failed.append(f"{screen.name}: {str(error).splitlines()[0]}")
                continue
            for name, size in SIZES.items():
                if screen.phone and size != PHONE:
                    continue
                for scheme in ("light", "dark"):
                    window.colour(scheme)
                    path = FOLDER / f"{screen.name}.{name}-{scheme}.png"
                    path.write_bytes(window.picture(size, whole=not screen.phone))
        browser.close()
    print(f"\r\033[K{len(list(FOLDER.glob('*.png')))} pictures are in {FOLDER}/")
    if failed:
        sys.exit("These could not be opened:\n" + "\n".join(failed))


if __name__ == "__main__":
    main(sys.argv[1:])
