"""Who may import whom, and the one clock."""

import ast

from tests.house.code import imported, modules, templates

WEB = ("flask", "werkzeug", "jinja2", "wtforms", "htmx", "portal.web", "portal.staff",
       "portal.client")  # fmt: skip
CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns", "time.gmtime",
    "time.localtime", "time.ctime", "time.strftime", "func.now", "func.current_timestamp", "uuid.uuid1",
}  # fmt: skip

# called by a library, by their name
USED_FROM_OUTSIDE = (
    "process_bind_param",
    "process_result_value",
    "get_id",
    "process_formdata",
    "pre_validate",
    "to_python",
    "_load_user",
    "readline",
    "maintenance",
    "handle_error",
    "auth_cram_md5",
    ": format",
)


# fails with "from flask import g" anywhere in models/
def test_models_and_credentials_know_nothing_of_the_web() -> None:
    found = [
        f"{path} imports {name}"
        for path, tree in modules("models", "credentials")
        for name in sorted(imported(tree))
        if name.partition(".")[0].startswith("flask") or name.startswith(tuple(f"{web}." for web in WEB)) or name in WEB
    ]
    assert not found


def test_models_know_nothing_of_the_verbs() -> None:
    layers = ("portal.credentials", "portal.mail", "portal.commands.main", "portal.server")
    assert not [
        f"{path} imports {name}"
        for path, tree in modules("models")
        for name in imported(tree)
        if name.startswith(layers)
    ]


def test_the_staff_pages_and_the_client_pages_know_nothing_of_each_other() -> None:
    for here, there in (("staff", "portal.client"), ("client", "portal.staff")):
        assert not [
            f"{path} imports {name}"
            for path, tree in modules(here)
            for name in imported(tree)
            if name == there or name.startswith(f"{there}.")
        ]


# fails with a datetime.now(UTC) in any other file
def test_there_is_one_clock() -> None:
    found = []
    for path, tree in modules():
        if path == "clock.py":
            continue
        names = {f"{node.value.id}.{node.attr}" for node in ast.walk(tree)
                 if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)}  # fmt: skip
        names |= {f"{node.value.attr}.{node.attr}" for node in ast.walk(tree)
                  if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)}  # fmt: skip
        found += [f"{path} uses {name}" for name in sorted((names | imported(tree)) & CLOCKS)]
    assert not found


def test_only_config_reads_the_environment() -> None:
    found = []
    for path, tree in modules():
        written = {id(node.value) for node in ast.walk(tree)
                   if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)}  # fmt: skip
        found += [path for node in ast.walk(tree) if isinstance(node, ast.Attribute) and id(node) not in written
                  and ast.unparse(node) in ("os.environ", "os.getenv")]  # fmt: skip
    # the demo hands over an environment of its own
    assert set(found) <= {"config.py", "demo/__main__.py"}


# fails with an f-string in any execute() or text()
def test_no_statement_is_put_together_from_text() -> None:
    found = []
    for path, tree in modules():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
            name = ast.unparse(call.func).rpartition(".")[2]
            if name in ("text", "execute", "exec_driver_sql") and isinstance(call.args[0], ast.JoinedStr | ast.BinOp):
                found.append(f"{path}: {ast.unparse(call)}")
    # of constants only, or of the names that the database itself tells
    known = ("PRAGMA {pragma}", "BEGIN {how}", "{_OPEN} AND {", 'SELECT 1 FROM "{table}"')
    assert not [line for line in found if not any(words in line for words in known)]


def test_nothing_is_defined_that_nothing_uses() -> None:
    words: dict[str, int] = {}
    for _, tree in modules():
        for node in ast.walk(tree):
            for name in _names(node):
                words[name] = words.get(name, 0) + 1
    pages = " ".join(templates().values())
    unused = []
    for path, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("__"):
                continue
            if not node.decorator_list and node.name not in words and node.name not in pages:
                unused.append(f"{path}: {node.name}")
    assert not [line for line in unused if not line.endswith(USED_FROM_OUTSIDE)]


def _names(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return set(node.value.replace(":", " ").split())
    return set()
