"""The checkers give the same answer everywhere: standard library only, no clock, no network, no foreign files.

Read from the source, so that a line that no test happens to run counts too. Under Pyodide much of what is forbidden
here is missing or different.
"""

import ast
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "checkers"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "sphinxext" not in path.relative_to(PACKAGE).parts)

# The command line reads what it is told to; the rest reads nothing.
COMMAND_LINE = {"__main__.py"}
# What a module may use all the same, and why.
ALLOWED = {"checkers/wording.py": {"pathlib"}}  # in a checkout the catalogues lie beside the package, not in it

# In the standard library, and still not for a checker: the outside world, or what differs from run to run.
FORBIDDEN = {
    "asyncio", "concurrent", "ctypes", "ftplib", "getpass", "glob", "http", "imaplib", "locale", "multiprocessing",
    "os", "pathlib", "platform", "poplib", "random", "secrets", "shutil", "signal", "smtplib", "socket",
    "socketserver", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "tkinter", "urllib.request",
    "uuid", "webbrowser",
}  # fmt: skip
FORBIDDEN_CALLS = {"open", "input", "eval", "exec", "compile", "__import__", "print"}
CLOCK = {"now", "utcnow", "today", "fromtimestamp", "localtime", "astimezone"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """The full names of all modules that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_are_modules():
    assert {"checkers/report.py", "checkers/smtp/reply.py"} <= {name(path) for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_the_standard_library_only(path):
    outside = {
        module for module in imported(path) if module.split(".")[0] not in sys.stdlib_module_names | {"checkers"}
    }
    assert outside == set()


@pytest.mark.parametrize("path", [path for path in MODULES if path.name not in COMMAND_LINE], ids=name)
def test_touches_no_outside_world(path):
    modules = imported(path)
    outside = {module for module in FORBIDDEN if any(f"{found}.".startswith(f"{module}.") for found in modules)}
    assert outside <= ALLOWED.get(name(path), set())
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                assert node.func.id not in FORBIDDEN_CALLS, f"{path}:{node.lineno}"
            elif isinstance(node.func, ast.Attribute):
                # Neither str nor re has methods of these names; those of datetime ask for the time or its zone.
                assert node.func.attr not in CLOCK or _has_time_zone(node), f"{path}:{node.lineno}"


def _has_time_zone(call: ast.Call) -> bool:
    """``moment.astimezone(UTC)`` depends on nothing; without an argument it asks the machine."""
    return call.func.attr in ("astimezone", "fromtimestamp") and bool(
        call.args[1:] or call.keywords or call.func.attr == "astimezone" and call.args
    )


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_knows_nothing_of_sphinx(path):
    assert {module for module in imported(path) if module.startswith("checkers.sphinxext")} == set()


def test_the_shared_modules_know_no_checker():
    kinds = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name not in ("sphinxext", "__pycache__")}
    for path in PACKAGE.glob("*.py"):
        if path.name not in ("__init__.py", "__main__.py"):
            known = {module.split(".")[1] for module in imported(path) if module.count(".")}
            assert known & kinds == set(), f"{path.name} depends on {known & kinds}"
