"""Whatever a client may read is in the catalogue, in each language, and nothing stands beside it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment

from tests.house.code import PACKAGE, modules, templates
from tests.support.catalogue import FOLDER, OTHERS, catalogue, forms, messages

EXTRACT = ["--quiet", "extract", "-F", "pyproject.toml", "-k", "lazy", "--no-location"]  # as the Makefile does
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?[a-z][^>]*>")
TRANSLATED = {"_", "lazy", "ngettext", "pgettext"}
TO_CLIENTS = ("web/", "client/", "tasks/", "guide/", "credentials/passwords", "authentication/password")
OF_STAFF = (
    "web/forms/wanted.py",
    "web/step_words.py",
    "web/event_words.py",
    "web/mail_words.py",
    "web/forms/time_zones.py",
)
ATTRIBUTES = re.compile(r"{% block (body_class|form_attributes) %}[^{<]*{% endblock %}")
SAID_BY = {"ValidationError", "StopValidation", "ValueError", "PasswordRefused", "InputRequired", "refuse", "abort",
           "page", "GuidePart", "Section"}  # fmt: skip


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the sources say just now."""
    template = tmp_path_factory.mktemp("extracted") / "messages.pot"
    command = [Path(sys.executable).with_name("pybabel"), *EXTRACT, "-o", template, "portal"]
    subprocess.run(command, cwd=PACKAGE.parent, check=True)
    with template.open("rb") as file:
        return read_po(file)


def keys(found: Catalog) -> set[tuple[str | None, tuple[str, ...]]]:
    return {(message.context, forms(message.id)) for message in messages(found)}


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogue_holds_what_the_program_says_and_nothing_else(extracted: Catalog, language: str) -> None:
    assert keys(catalogue(language)) == keys(extracted)
    assert not catalogue(language).obsolete
    assert not [message.id for message in messages(catalogue(language)) if message.fuzzy]
    assert not [message.id for message in messages(catalogue(language)) if not all(forms(message.string))]


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_values_the_tags_and_the_ends_of_what_it_translates(language: str) -> None:
    wrong = []
    for message in messages(catalogue(language)):
        wanted = {tuple(sorted(PLACEHOLDER.findall(form))) for form in forms(message.id)}
        found = {tuple(sorted(PLACEHOLDER.findall(form))) for form in forms(message.string)}
        if found != wanted or any(form != form.strip() for form in forms(message.string)):
            wrong.append(message.id)
    assert not wrong


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_read_is_what_is_written(language: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    assert (FOLDER / language / "LC_MESSAGES" / "messages.mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("language", OTHERS)
def test_the_guide_names_buttons_as_they_are_named_on_the_pages(language: str) -> None:
    found, wrong, count = catalogue(language), [], 0
    for message in messages(found):
        for english, other in zip(forms(message.id), forms(message.string)):
            names = re.findall(r"\[([^\]]+)\]", english)
            labels = [found.get(name) for name in names]
            count += len(names)
            if re.findall(r"\[([^\]]+)\]", other) != [label and label.string for label in labels]:
                wrong.append(english)
    assert not wrong and count > 10


def of_clients() -> Iterator[tuple[str, str]]:
    for name, text in templates().items():
        is_theirs = name.startswith(("client/", "shared/", "tasks/", "email/")) or "/" not in name
        if is_theirs and not name.startswith("email/staff_"):
            yield name, ATTRIBUTES.sub("", text)


def test_no_template_says_a_word_beside_the_catalogue() -> None:
    assert not [f"{name}: {words}" for name, text in of_clients() for words in _beside(text)]


def _beside(template: str) -> Iterator[str]:
    """The letters of a template outside of tags and comments, in attributes that are read out, and in expressions."""
    shown, names, call = "", [], False
    environment = Environment(extensions=["jinja2.ext.i18n"])
    tokens = list(environment.lex(template))
    for number, (_, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            names.append(next(text for _, what, text in tokens[number:] if what == "name"))
        is_translated = names[-1:] in (["trans"], ["pluralize"])
        if kind == "data":
            shown += "\0" if is_translated else value
        elif kind == "name":
            call = value in TRANSLATED
        elif (kind, value) == ("operator", ")"):
            call = False
        elif kind == "string":
            if (
                not call
                and re.search(r"[A-Z]|\w \w", value[1:-1])
                and not re.fullmatch(r"[\w#/-]*[A-Z][\w-]*", value[1:-1])
            ):
                yield value
        elif kind in ("variable_begin", "block_begin"):
            shown += "\0"
            call = False
    shown = re.sub(r"<!--.*?-->|<style>.*?</style>", "", shown, flags=re.DOTALL)
    for tag in re.findall(r"<[^>]*>", shown):
        yield from re.findall(r"""\b(?:title|alt|placeholder|aria-label|data-copied)=["'][^"'\0]*[A-Za-z][^"']*""", tag)
    yield from re.findall(r"[^\W\d_][^\0]*", re.sub(r"<[^>]*>|&\w+;", "\0", shown))


def test_no_message_is_put_together_or_hidden_in_another_text() -> None:
    found = []
    for path, tree in modules():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) in TRANSLATED]
        inside = {id(node) for text in ast.walk(tree) if isinstance(text, ast.JoinedStr) for node in ast.walk(text)}
        for call in calls:
            if id(call) in inside or not isinstance(call.args[0], ast.Constant):
                found.append(f"{path}: {ast.unparse(call)}")
    assert not [line for line in found if not line.startswith("i18n.py")]


def test_what_a_client_may_be_told_goes_through_the_catalogue() -> None:
    found = [
        f"{path}: {ast.unparse(call)}"
        for path, tree in modules()
        if path.startswith(TO_CLIENTS) and not path.startswith(OF_STAFF)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call) in SAID_BY
        if any(_is_sentence(value) for value in [*call.args, *(keyword.value for keyword in call.keywords)])
    ]
    assert not found


def _is_sentence(value: ast.expr) -> bool:
    if isinstance(value, ast.JoinedStr):
        return True
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value


def _name(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]
