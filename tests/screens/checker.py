"""The Nu HTML checker over the HTML of many screens at once, since starting it takes the most time."""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.screens.looks import HERE
from tests.support import machine

WHY_NOT = machine.no_java() or machine.no_judges()
needs_checker = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
CHECKER = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
JAVA = ["java", "-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", CHECKER]
SHELL = '<!doctype html><html lang="en"><head><title>A fragment</title></head><body>\n{}</body></html>'
# htmx has no other place for what it is told; the checker knows the attributes of the standard only
MEANT = re.compile(r"Attribute “hx-[a-z]+(:inherited)?” not allowed on element “[a-z]+” at this point\.")
# a button that submits may be a switch: https://www.w3.org/TR/html-aria/#el-button; the checker wants type=button
SWITCH = "Bad value “submit” for attribute “type” on element “button”."


def write(folder: Path, name: str, texts: Iterable[tuple[bool, str]]) -> None:
    """What a screen called ``name`` has received; each text with whether it is a fragment."""
    for number, (is_fragment, html) in enumerate(texts):
        kind = f"fragment-{number}" if is_fragment else "page"
        (folder / f"{name}.{kind}.html").write_text(SHELL.format(html) if is_fragment else html, "utf-8")


def errors(folder: Path) -> list[str]:
    """A line for each error, with the screens that have it."""
    done = subprocess.run(
        [*JAVA, "--errors-only", "--format", "json", "--exit-zero-always", folder],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    where: dict[str, list[str]] = {}
    for message in json.loads(done.stderr)["messages"]:
        if not _is_meant(message):
            line = f"{message['message']} {' '.join(message.get('extract', '').split())}"
            where.setdefault(line, []).append(Path(message.get("url", "?")).name.removesuffix(".html"))
    return [f"{line}\n    in {', '.join(sorted(names)[:4])}, {len(names)} in all" for line, names in where.items()]


def _is_meant(message: dict[str, str]) -> bool:
    """What is right by the standard, though the checker knows it not."""
    if message["message"] == SWITCH:
        return '<button type="submit" role="switch" ' in message.get("extract", "")
    return MEANT.fullmatch(message["message"]) is not None
