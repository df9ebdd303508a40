"""Budgets, names and documentation of the tree."""

import ast
import csv
import re
import unicodedata

import pytest

from tests.house.tree import CORE, PACKS, ROOT, SRC, functions, modules, relative

BANNED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "service",
    "services",
    "handler",
    "handlers",
    "processor",
    "processors",
    "base",
}
TEXT = {".py", ".html", ".js", ".css", ".sql", ".txt", ".json", ".yaml", ".po", ".svg"}
#: Words of one country that are no unit's name.
COUNTRY_WORDS = {
    "vietnam",
    "viet nam",
    "việt nam",
    "rwanda",
    "imihigo",
    "tỉnh ủy",
    "thành ủy",
    "ubnd",
    "hđnd",
    "nghị định",
    "nđ",
    "chỉ tiêu",
    "hoàng sa",
    "trường sa",
}


@pytest.mark.parametrize("path", modules(), ids=relative)
def test_a_module_stays_within_its_budget(path):
    """A module has at most 400 lines and a function at most 60."""
    assert len(path.read_text("utf-8").splitlines()) <= 400
    long = {name: node.end_lineno - node.lineno + 1 for name, node in functions(path)}
    assert {name: lines for name, lines in long.items() if lines > 60} == {}


def test_most_functions_are_short():
    """A function usually has at most ten lines without its docstring: three in four at least."""
    lengths = [_body_lines(node) for path in modules() for _, node in functions(path)]
    assert sum(length <= 10 for length in lengths) >= 0.75 * len(lengths)


def test_the_verifier_is_a_small_program():
    """The verifier has fewer than 300 lines, so that a stranger can read it in one sitting."""
    assert len((SRC / "verifier.py").read_text("utf-8").splitlines()) < 300


def test_no_room_or_module_has_an_empty_name():
    """No module or folder carries a name that says nothing of the field."""
    names = {part for path in modules() for part in (*path.relative_to(SRC).parts[:-1], path.stem)}
    assert names & BANNED == set()


@pytest.mark.parametrize("path", modules(CORE), ids=relative)
def test_public_core_is_documented(path):
    """Every public function, class and module of core says in one line what it gives."""
    tree = ast.parse(path.read_text("utf-8"))
    classes = [(node.name, node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    named = [(name, node) for name, node in (*functions(path), *classes) if not re.search(r"(^|\.)_", name)]
    first_lines = {
        "module": ast.get_docstring(tree),
        **{name: ast.get_docstring(node) for name, node in named},
    }
    poor = [name for name, text in first_lines.items() if not text or text.splitlines()[0][-1] not in ".:;?"]
    assert poor == []


def test_packs_hold_data_only():
    """A pack holds no program."""
    programs = [relative(path) for path in PACKS.rglob("*") if path.suffix in {".py", ".sh", ".js", ".sql"}]
    assert programs == []


@pytest.mark.parametrize(
    "path", sorted(p for p in PACKS.rglob("*") if p.suffix in {".yaml", ".csv"}), ids=relative
)
def test_pack_texts_are_composed(path):
    """Every text of a pack is UTF-8 in normal form C."""
    text = path.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)


def test_no_line_of_src_names_a_country_or_a_unit():
    """Countries and their units are data: no file of src names one (translations excepted)."""
    pattern = re.compile(
        r"(?<!\w)(" + "|".join(sorted(map(re.escape, _country_names()), key=len)) + r")(?!\w)"
    )
    named = []
    for path in sorted(p for p in SRC.rglob("*") if p.suffix in TEXT and "locale" not in p.parts):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            named += [f"{relative(path)}:{number} {word}" for word in pattern.findall(line.casefold())]
    assert named == []


def test_no_file_names_a_machine():
    """No file carries a path of somebody's machine."""
    paths = re.compile(r"(?<![\w.])/(work|home/\w+|root|Users)/")
    suffixes = {".py", ".md", ".yaml", ".csv", ".toml", ".sh", ".html", ""}
    files = [
        p
        for folder in ("src", "packs", "docs", "tests", ".ci")
        for p in (ROOT / folder).rglob("*")
        if p.is_file() and p.suffix in suffixes and p.name != "test_tree.py"
    ]
    assert [relative(p) for p in files if paths.search(p.read_text("utf-8"))] == []


def _country_names() -> set[str]:
    names = set(COUNTRY_WORDS)
    for path in PACKS.glob("*/units/units.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                names |= {row["name"].casefold(), row["full_name"].casefold()}
    plain = {_without_marks(name) for name in names if len(name.split()) > 1}
    return {name for name in names | plain if len(name) > 3 or name in COUNTRY_WORDS}


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return body[-1].end_lineno - body[0].lineno + 1
