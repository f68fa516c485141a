"""The templates: all used, all there, and nothing in them that policy or escaping would have to forgive."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment, meta, nodes

from portal.mail.texts import SUBJECTS
from portal.web.assets import BUNDLES
from tests.house.code import PACKAGE, modules, templates

NAME = re.compile(r"[\w/]+\.(html|txt)")
FORBIDDEN = {
    "a filter that switches escaping off": re.compile(r"\|\s*safe\b|autoescape|Markup"),
    "script in an attribute": re.compile(r"""\s(hx-on|on[a-z]+)[:a-z-]*\s*=|["'\s=]j(ava)?s(cript)?:""", re.IGNORECASE),
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "something from elsewhere": re.compile(r"""(src|href)\s*=\s*["']?(https?:)?//""", re.IGNORECASE),
}
INLINE_STYLE = re.compile(r"<style|\sstyle\s*=", re.IGNORECASE)


def test_no_template_switches_escaping_off_or_carries_script() -> None:
    found = [
        f"{name}: {what}: {match[0]!r}"
        for name, text in templates().items()
        for what, pattern in FORBIDDEN.items()
        if (match := pattern.search(text))
    ]
    assert not found


# an answer that nobody has put into an order can hide a newer one
def test_only_one_template_says_what_is_asked_in_place_and_in_which_order() -> None:
    asked = re.compile(r"<(?!hx-partial)[^<]*\shx-(get|post|put|patch|delete|sync|trigger|swap|target)\s*=")
    assert [name for name, text in templates().items() if asked.search(text)] == []


@pytest.mark.parametrize("region", ["client-menu", "emails", "changes", "mail-health", "link-progress"])
def test_the_poll_and_the_presses_of_a_region_have_one_queue(app: Flask, region: str) -> None:
    press, poll = in_place(app).press(region, "/x"), in_place(app).poll(region, "/x", 3)
    pressed, polled = [re.findall(r'hx-sync="(#[a-z-]+):([a-z ]+)"', part)[0] for part in (press, poll)]
    assert pressed[0] == polled[0]
    assert (pressed[1], polled[1]) == ("queue all", "abort")


def test_the_regions_of_a_profile_that_change_one_another_have_one_queue(app: Flask) -> None:
    assert {in_place(app).queue(region) for region in ("client-menu", "emails", "changes")} == {"#client-menu"}
    also = {name for text in templates().values() for name in re.findall(r'<hx-partial hx-target="#([a-z-]+)"', text)}
    of_attention = {"activity-entry"}  # which the presses of Needs attention alone bring along
    of_profile = {"client-menu", "emails", "changes", "details", "beside-name"}
    assert also <= of_profile | of_attention, "in whose queue is it?"


# the status stands beside the name, too
def test_no_answer_brings_a_client_menu_without_what_repeats_it() -> None:
    bare = "{% include 'staff/clients/_client_menu.html' %}"
    beside = "{% include 'staff/clients/_beside_name.html' %}"
    assert [name for name, text in templates().items() if bare in text and beside not in text] == []


def in_place(app: Flask) -> Any:
    return app.jinja_env.get_template("staff/in_place.html").module


def test_no_page_carries_style() -> None:
    assert not [
        name for name, text in templates().items() if not name.startswith("email/") and INLINE_STYLE.search(text)
    ]


def test_no_value_stands_in_an_attribute_without_quotes() -> None:
    assert not [name for name, text in templates().items() if re.search(r"=\{\{", text)]


# Markup("...").format(value) escapes the value; Markup(value) would not
def test_no_module_marks_a_value_as_safe() -> None:
    assert not [
        f"{path}: {ast.unparse(call)}"
        for path, tree in modules()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith("Markup")
        and not (call.args and isinstance(call.args[0], ast.Constant))
    ]


def test_every_template_that_is_named_exists_and_every_one_that_exists_is_named() -> None:
    there = set(templates())
    texts = {node.value for _, tree in modules() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    named = {text for text in texts if isinstance(text, str) and NAME.fullmatch(text)}
    parts = ("subject.txt", "body.txt")
    named = (named - {*parts, "body.html"}) | {f"email/{kind}/{part}" for kind in SUBJECTS for part in parts}
    to_clients = (kind for kind in SUBJECTS if not kind.startswith("staff_"))
    named |= {f"email/neutral/{kind}/{part}" for kind in to_clients for part in parts} | {"email/body.html"}
    environment = Environment(extensions=["jinja2.ext.i18n"])
    for name, text in templates().items():
        for other in meta.find_referenced_templates(environment.parse(text)):
            assert other, f"{name} names a template by a value"
            named.add(f"email/{other}" if name.startswith("email/") else other)
    assert sorted(named - there) == []
    assert sorted(there - named) == []


# in words, breakable tells where a narrow line may break it; in an attribute that would be markup
def test_an_address_is_breakable_in_words_and_readable_in_attributes() -> None:
    found = []
    for name, text in templates().items():
        if name.startswith("staff/"):
            page = re.sub(r"{%.*?%}|{#.*?#}", "", text, flags=re.DOTALL)
            for shown in re.finditer(r"{{[^}]*(\|(readable|breakable)\b|mail_from\(\)(?!\.))[^}]*}}", page):
                is_in_a_tag = page.rfind("<", 0, shown.start()) > page.rfind(">", 0, shown.start())
                wanted = "readable" if is_in_a_tag else "breakable"
                found += [] if f"|{wanted}" in shown[0] else [f"{name}: {shown[0]}"]
    assert not found


def test_every_macro_is_used() -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"])
    texts = templates()
    for name, text in texts.items():
        for macro in environment.parse(text).find_all(nodes.Macro):
            uses = sum(len(re.findall(rf"\b{macro.name}\(", other)) for other in texts.values())
            assert uses > 1, f"{macro.name} in {name}"


def test_every_static_file_is_named_in_a_page() -> None:
    pages = " ".join(templates().values()) + (PACKAGE / "web" / "pages.py").read_text()
    joined = {Path(bundle).with_stem(part).as_posix() for bundle, parts in BUNDLES.items() for part in parts}
    for path in sorted((PACKAGE / "static").rglob("*")):
        if path.is_file() and path.suffix != ".LICENSE":
            address = path.relative_to(PACKAGE / "static").as_posix()
            assert address in pages or address in joined, address
