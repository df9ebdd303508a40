"""Every write leaves its event in the same transaction, and one place alone writes events."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import SRC, modules, relative

ACTIONS = SRC / "actions"
WRITER = ACTIONS / "events.py"
#: Calls on a table's rows that change them.
WRITES = {
    "aupdate", "bulk_create", "bulk_update", "create", "delete", "get_or_create", "raw", "save", "update",
    "update_or_create",
}  # fmt: skip
#: What notes an event, itself or with what it writes: a moment of a room, a step of a petition, a deadline.
NOTES = {"events.note", "moments.note", "turns.take", "deadlines.change"}
#: What is made from other rows, whose own events tell of it, and can be made anew from them.
DERIVED = {"SearchEntry"}
TABLES = (
    set(re.findall(r'"(\w+)"', (SRC / "records/models/__init__.py").read_text("utf-8").split("__all__")[1]))
    - DERIVED
)


class _Calls(ast.NodeVisitor):
    """What one function calls, each with whether it stands inside `transaction.atomic()`."""

    def __init__(self) -> None:
        self.is_inside, self.calls, self.writes, self.notes = False, [], [], []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before = self.is_inside
        decorators = map(ast.unparse, node.decorator_list)
        self.is_inside = before or any(one.startswith("transaction.atomic") for one in decorators)
        self.generic_visit(node)
        self.is_inside = before

    def visit_With(self, node: ast.With) -> None:
        before = self.is_inside
        opened = [ast.unparse(item.context_expr) for item in node.items]
        self.is_inside = before or "transaction.atomic()" in opened
        self.generic_visit(node)
        self.is_inside = before

    def visit_Call(self, node: ast.Call) -> None:
        said = ast.unparse(node.func)
        if said in NOTES:
            self.notes.append(self.is_inside)
        elif said.rpartition(".")[2] in WRITES and (set(re.findall(r"\w+", said)) & TABLES):
            self.writes.append(self.is_inside)
        elif isinstance(node.func, ast.Name):
            self.calls.append((node.func.id, self.is_inside))
        self.generic_visit(node)


def unaudited(source: str) -> list[str]:
    """Return what is wrong with a module of actions: writes without an event, or outside of a transaction."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = _Calls()
            found[node.name].visit(node)

    def reached(name: str, kind: str, seen: frozenset[str] = frozenset()) -> bool:
        own, seen = found[name], seen | {name}
        below = (called for called, _ in own.calls if called in found and called not in seen)
        return bool(getattr(own, kind)) or any(reached(called, kind, seen) for called in below)

    def is_held(name: str, seen: frozenset[str] = frozenset()) -> bool:
        """Return whether every call of a private function stands in a transaction."""
        if not name.startswith("_"):
            return False
        callers = [
            (caller, is_inside)
            for caller, own in found.items()
            for called, is_inside in own.calls
            if called == name and caller not in seen
        ]
        return bool(callers) and all(
            is_inside or is_held(caller, seen | {name}) for caller, is_inside in callers
        )

    silent = [
        f"{name} writes and notes no event"
        for name in found
        if not name.startswith("_") and reached(name, "writes") and not reached(name, "notes")
    ]
    loose = [
        f"{name} writes outside of a transaction"
        for name, own in found.items()
        if not all(own.writes + own.notes) and not is_held(name)
    ]
    return silent + loose


@pytest.mark.parametrize("path", [path for path in modules(ACTIONS) if path != WRITER], ids=relative)
def test_every_verb_that_writes_notes_an_event_in_its_transaction(path):
    """By reading each module of actions: its public verbs, and all that they call in it."""
    assert unaudited(path.read_text("utf-8")) == []


_HEAD = "def write():\n    with transaction.atomic():\n        "


@pytest.mark.parametrize(
    "source",
    [
        f"{_HEAD}Segment.objects.create()",
        f"{_HEAD}Segment.objects.filter(a=1).update(b=2)",
        f"{_HEAD}_row()\n\ndef _row():\n    Segment.objects.create()",
        "def write():\n    Segment.objects.create()\n    events.note()",
        f"{_HEAD}Segment.objects.create()\n    events.note()",
        "def write():\n    _row()\n\ndef other():\n    with transaction.atomic():\n        _row()\n\n"
        "def _row():\n    Segment.objects.create()\n    events.note()",
    ],
)
def test_a_write_without_its_event_is_seen(source):
    """No event, an event after the transaction, a private function also called outside of one."""
    assert unaudited(source)


def test_a_write_with_its_event_is_sound():
    """The event in the same transaction, also when both stand in a function that is called there."""
    assert not unaudited(f"{_HEAD}_row()\n\ndef _row():\n    Segment.objects.create()\n    events.note()")


def _mentions(path: Path) -> bool:
    """Return whether a module writes events, or touches the head of the chain."""
    text = path.read_text("utf-8")
    rows = rf"(?<!threading\.)\bEvent\(|\bEvent\.objects\.(?:\w+\([^)]*\)\.)*(?:{'|'.join(sorted(WRITES))})\("
    return bool(re.search(rows, text)) or "ChainHead" in text


def test_only_one_place_writes_events():
    """The chain has one writer; the tables define it, and the queries read its head."""
    allowed = {
        "actions/events.py",
        "queries/events.py",
        "records/models/events.py",
        "records/models/__init__.py",
    }
    found = {path.relative_to(SRC).as_posix() for path in modules() if _mentions(path)}
    assert found == allowed
    reader = (SRC / "queries/events.py").read_text("utf-8")
    assert re.findall(r"objects\.(\w+)\(", reader) and not WRITES & set(re.findall(r"\.(\w+)\(", reader))
