"""Who may import whom, and the one clock."""

import ast

from tests.house.code import imported, modules, templates
from tests.house.imports import folder_of, imports, layer, libraries, reached

# From low to high: each imports only what is named before it.
ORDER = (
    "host_names", "config_values", "ownership", "config", "old_data", "data_folder",
    "i18n", "sentences", "regions", "folding", "clock", "text", "email_address", "extensions", "phone_numbers",
    "models", "contract", "errors", "backups", "schema", "database", "database_watch", "leases", "heartbeat",
    "limits", "dates", "options", "mail", "work_queue", "authentication", "credentials", "audit", "logs", "jobs",
    "worker", "images", "intake", "clients", "guide", "forwarded", "probe", "diagnosis", "practice",
    "web", "client", "staff", "tasks", "portal",
    "wire", "supervisor", "server", "doctor", "demo", "commands",
)  # fmt: skip
DOMAIN = ORDER[ORDER.index("models") : ORDER.index("web")]
WEB = ("flask", "flask_login", "flask_wtf", "werkzeug", "wtforms", "htmx")
PAGES = ("web", "client", "staff")
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


def test_nothing_imports_what_stands_above_it() -> None:
    place = {name: number for number, name in enumerate(ORDER)}
    assert not [
        f"{user} imports {used}"
        for user, found in imports().items()
        for used in sorted(found)
        if place[layer(user)] < place[layer(used)]
    ]


def test_each_package_has_its_place_in_the_order() -> None:
    assert sorted(ORDER) == sorted({layer(name) for name in imports()})


def test_the_domain_knows_nothing_of_requests_and_forms() -> None:
    assert not [line for name in imports() if layer(name) in DOMAIN for line in _of_the_web(name)]


def test_what_a_folder_tells_the_domain_knows_nothing_of_pages() -> None:
    folders = {f"portal.tasks.{folder_of(name)}" for name in imports() if folder_of(name)}
    for folder in folders:
        assert not [name for name in reached(folder) if layer(name) in PAGES]
        assert not [line for name in reached(folder) if folder_of(name) for line in _of_the_web(name)]


def test_the_folders_know_nothing_of_each_other_and_of_what_loads_them() -> None:
    assert not [
        f"{user} imports {used}"
        for user, found in imports().items()
        for used in sorted(found)
        if folder_of(user) and layer(used) == "tasks" and folder_of(user) != folder_of(used)
    ]


def test_the_staff_pages_and_the_client_pages_know_nothing_of_each_other() -> None:
    assert not [
        f"{user} imports {used}"
        for user, found in imports().items()
        for used in found
        if {layer(user), layer(used)} == {"staff", "client"}
    ]


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


def _of_the_web(name: str) -> list[str]:
    return [f"{name} imports {library}" for library in libraries()[name] if library in WEB]
