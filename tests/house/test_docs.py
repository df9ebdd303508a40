"""The documents say what is so: generated pages are fresh, commands and paths exist, terms are explained."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from giaoban.core.figures.targets import Verdict
from giaoban.core.registry.codelists import OBS_STATUSES
from giaoban.core.review.analyses import RULES
from tests.house import map as map_page
from tests.house import rules as rule_pages
from tests.house.tree import PACKS, ROOT, modules, relative

PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
GIAOBAN = Path(sys.executable).with_name("giaoban")


def test_the_map_is_fresh():
    """docs/map.md is what `make docs` writes."""
    assert map_page.PAGE.read_text("utf-8") == map_page.render()


def test_the_rules_are_fresh():
    """docs/rules/ holds what `make docs` writes, and nothing else."""
    pages = rule_pages.pages()
    assert {page: page.read_text("utf-8") for page in rule_pages.FOLDER.glob("*.md")} == pages


def test_the_commands_of_the_readme_exist():
    """Every command and make target of the README is one that the program, or the Makefile, knows."""
    readme, makefile = (ROOT / "README.md").read_text("utf-8"), (ROOT / "Makefile").read_text("utf-8")
    known = subprocess.run([GIAOBAN, "--help"], capture_output=True, text=True, check=True).stdout
    asked = set(re.findall(r"bin/giaoban (\w+)", readme))
    assert {"init", "load", "review", "verify", "claims", "serve"} <= asked
    assert [name for name in asked if not re.search(rf"^  {name} ", known, re.MULTILINE)] == []
    targets = set(re.findall(r"make (run|test|check|docs|bench|setup)\b", readme))
    assert [name for name in targets if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_paths_in_documents_exist(page):
    """Every path that a document names is there."""
    text = page.read_text("utf-8")
    named = re.findall(r"`((?:src|docs|packs|tests|\.ci)/[\w./-]*)`", text)
    linked = [(page.parent / link).resolve() for link in re.findall(r"\]\(([\w./-]+)\)", text)]
    assert [path for path in (*(ROOT / name for name in named), *linked) if not path.exists()] == []


def test_works_under_a_licence_with_a_notice_are_named():
    """Every source that a pack has under the MIT licence stands in NOTICE.md, which holds the licence."""
    notice = (ROOT / "NOTICE.md").read_text("utf-8")
    sources = [
        one for path in PACKS.glob("*/pack.yaml") for one in yaml.safe_load(path.read_text())["sources"]
    ]
    noticed = [one["name"].split()[-2:] for one in sources if one["licence"].startswith("MIT")]
    assert noticed
    assert [words for words in noticed if " ".join(words) not in notice] == []
    assert "Permission is hereby granted, free of charge" in notice


def test_every_setting_of_the_environment_is_in_the_readme():
    """Every environment variable that the program reads is explained in the README, and no other."""
    asked = {
        name for path in modules() for name in re.findall(r"environ[^)]*?(GIAOBAN_\w+)", path.read_text())
    }
    assert asked == set(re.findall(r"`(GIAOBAN_\w+)`", (ROOT / "README.md").read_text("utf-8")))


def test_a_decision_fits_on_a_page():
    """A decision is numbered in order, says when, why and at what cost, and has at most 40 lines."""
    pages = sorted((ROOT / "docs/adr").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text("utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name
        assert all(f"**{word}" in text for word in ("Decided", "Why.", "Cost.")), page.name
        assert len(text.splitlines()) <= 40, page.name


def test_every_term_of_the_packs_has_a_row():
    """Every rule, grade, verdict, family of indicators and column of the packs stands in the glossary."""
    glossary = set(
        re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs/glossary.md").read_text("utf-8"), re.MULTILINE)
    )
    terms = {*RULES, *OBS_STATUSES, *Verdict.__args__}
    for path in PACKS.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            terms |= {re.sub(r"^(name|symbol)_\w\w$", r"\1_*", column) for column in rows.fieldnames or ()}
            if path.name == "indicators.csv":
                terms |= {row["indicator"].partition("_")[0] for row in rows}
    assert sorted(terms - glossary) == []


def test_every_page_text_is_translated():
    """Every text of the interface is translated in every catalogue."""
    catalogues = sorted((ROOT / "src/giaoban/web/locale").glob("*/LC_MESSAGES/django.po"))
    assert catalogues
    for path in catalogues:
        assert _untranslated(path) == [], relative(path)


def _untranslated(path: Path) -> list[str]:
    with path.open("rb") as file:
        catalogue = read_po(file)
    said = {message.id: message.string for message in catalogue if message.id}
    forms = {key: text if isinstance(text, tuple) else (text,) for key, text in said.items()}
    return [str(key) for key, texts in forms.items() if not all(texts)]
