"""The five rules of docs/architecture.md, held over the syntax trees; and short files."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = ("handlers", "intents", "knowledge")
PACKAGES = ("bot", *CORE)
MAY_IMPORT = {
    "bot": {"bot", "handlers", "intents", "knowledge"},
    "handlers": {"handlers", "intents", "knowledge"},
    "intents": {"intents"},
    "knowledge": {"knowledge"},
}
# Sockets, files, clocks, environment, chance, logs: what the core may not touch.
IMPURE_MODULES = frozenset(
    [
        "asyncio",
        "concurrent",
        "ftplib",
        "getpass",
        "glob",
        "http",
        "httpx",
        "imaplib",
        "io",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "platform",
        "poplib",
        "random",
        "requests",
        "secrets",
        "select",
        "shelve",
        "shutil",
        "signal",
        "smtplib",
        "socket",
        "socketserver",
        "sqlite3",
        "ssl",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib",
        "uuid",
        "warnings",
    ]
)
# Bytes in memory are no file, and a thread's own lock is no thread.
PURE_PARTS = {("io", "BytesIO"), ("io", "StringIO")}
# Chance from a fixed seed is the same every time.
EXCUSED = {("intents/evaluate.py", "random")}
# The process that reads a mail is started with the environment of ours, which nobody looks into.
READ_THE_ENVIRONMENT = {"bot/settings.py", "bot/channels/email/safely.py"}
IMPURE_NAMES = frozenset({"breakpoint", "exec", "eval", "input", "open", "print"})
IMPURE_ATTRIBUTES = frozenset({"now", "utcnow", "today", "fromtimestamp"})
LAYERS = (
    [
        "model",
        "errors",
        "clock",
        "text",
        "jsonable",
        "references",
        "served",
        "resources",
        "data_folder",
        "findings",
        "setting_kinds",
        "embedding_files",
        "thresholds",
        "working_hours",
        "masking",
        "logs",
        "one_by_one",
    ],
    ["storage"],
    [
        "desk",
        "core",
        "house_rules",
        "recall",
        "outbox",
        "cases",
        "choices",
        "colleagues",
        "privacy",
        "retention",
        "ledger",
        "metrics",
        "jobs",
        "upkeep",
        "worker",
    ],
    ["channels", "staff", "http_frame", "http_limits"],
    [
        "__main__",
        "app",
        "assembly",
        "background",
        "source_watch",
        "cli",
        "commands",
        "doctor",
        "ear_doctor",
        "mail_doctor",
        "slack_doctor",
        "mail_room",
        "settings",
    ],
)
HOME_OF = {
    "numpy": ("intents/",),
    "rapidfuzz": ("intents/",),
    "jinja2": ("handlers/wording.py", "bot/app.py", "bot/channels/web/", "bot/staff/"),
}
MAX_LINES = 300

Imported = tuple[str, str]
"""(module, name imported from it or "")."""


def modules(*packages: str) -> list[Path]:
    found = [path for name in packages for path in sorted((ROOT / name).rglob("*.py"))]
    assert found
    return found


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports(path: Path) -> Iterator[Imported]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                here = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
                module = ".".join((*here, *filter(None, [module])))
            yield from ((module, alias.name) for alias in node.names)


def top(module: str) -> str:
    return module.partition(".")[0]


def layer(path: str) -> int | None:
    parts = Path(path).with_suffix("").parts
    return next((n for n, names in enumerate(LAYERS) if parts[1] in names), None)


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    forbidden = [
        f"{name_of(path)} imports {module}"
        for path in modules(package)
        for module, _ in imports(path)
        if top(module) in (*PACKAGES, "tests") and top(module) not in MAY_IMPORT[package]
    ]

    assert forbidden == []


def test_eligibility_imports_the_standard_library_alone() -> None:
    foreign = [
        f"{name_of(path)} imports {module}"
        for path in modules("knowledge/eligibility")
        for module, _ in imports(path)
        if top(module) not in sys.stdlib_module_names
        and not f"{module}.".startswith("knowledge.eligibility.")
    ]

    assert foreign == []


def test_the_core_imports_nothing_that_touches_the_world() -> None:
    impure = [
        f"{name_of(path)} imports {module}"
        for path in modules(*CORE)
        for module, name in imports(path)
        if top(module) in IMPURE_MODULES
        and (module, name) not in PURE_PARTS
        and (name_of(path), module) not in EXCUSED
    ]

    assert impure == []


def test_the_core_calls_no_clock_and_no_file() -> None:
    impure = []
    for path in modules(*CORE):
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            if isinstance(called, ast.Name) and called.id in IMPURE_NAMES:
                impure.append(f"{name_of(path)}:{node.lineno} calls {called.id}")
            if isinstance(called, ast.Attribute) and called.attr in IMPURE_ATTRIBUTES:
                impure.append(f"{name_of(path)}:{node.lineno} calls .{called.attr}()")

    assert impure == []


def test_every_module_of_the_rim_stands_in_a_layer() -> None:
    strays = [name_of(path) for path in modules("bot") if layer(name_of(path)) is None]

    assert [name for name in strays if name != "bot/__init__.py"] == []


def test_layers_of_the_rim_import_downwards() -> None:
    upward = []
    for path in modules("bot"):
        own = layer(name_of(path))
        for module, name in imports(path):
            parts = module.split(".")
            if parts[0] != "bot" or own is None:
                continue
            part = parts[1] if len(parts) > 1 else name
            other = layer(f"bot/{part}")
            if other is not None and other > own:
                upward.append(f"{name_of(path)} imports {module}")

    assert upward == []


def test_only_settings_read_the_environment() -> None:
    readers = [
        name_of(path)
        for path in modules("bot")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    ]

    assert set(readers) <= READ_THE_ENVIRONMENT


@pytest.mark.parametrize("library", HOME_OF)
def test_libraries_stay_at_home(library: str) -> None:
    elsewhere = [
        name_of(path)
        for path in modules(*PACKAGES)
        for module, _ in imports(path)
        if top(module) == library and not name_of(path).startswith(HOME_OF[library])
    ]

    assert elsewhere == []


def test_no_file_is_long() -> None:
    lengths = {name_of(p): len(p.read_text("utf-8").splitlines()) for p in modules(*PACKAGES)}

    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}
