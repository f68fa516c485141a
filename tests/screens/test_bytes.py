"""What an old phone on a slow network has to fetch; what each screen weighs is judged with it (looks.py)."""

from pathlib import Path

import portal
from portal.web.assets import Assets

MOST_STYLE, MOST_SCRIPT = 15_000, 4_000


def test_style_and_script_of_our_own_are_small_together() -> None:
    sizes: dict[str, list[int]] = {"css": [], "js": []}
    for path, asset in Assets(Path(portal.__file__).parent / "static", {}).by_path.items():
        folder = path.partition("/")[0]
        if folder in sizes:
            sizes[folder].append(len(asset.compressed or asset.content))
    assert 0 < sum(sizes["css"]) < MOST_STYLE
    assert 0 < sum(sizes["js"]) < MOST_SCRIPT
