"""Scripts of the site: small modules that say what they do, without texts of their own."""

import re
from pathlib import Path

import pytest

from giaoban import web

SCRIPTS = sorted((Path(web.__file__).parent / "static" / "web").glob("*.js"))
#: States of sending of which nothing is said.
UNSAID = {"idle", "sending", "misunderstood"}
TEMPLATES = sorted((Path(web.__file__).parent / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_a_small_module_with_a_heading(path):
    """At most 250 lines, a comment first; it evaluates no text, neither as a program nor as markup."""
    source = path.read_text("utf-8")
    assert source.startswith("/* ") and len(source.splitlines()) <= 250
    assert max(map(len, source.splitlines())) <= 110
    assert not re.search(
        r"\beval\b|new Function|innerHTML|outerHTML|document\.write|insertAdjacentHTML", source
    )
    assert not re.search(r"https?://", source)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_no_words_of_its_own(path):
    """What people read is rendered by the server, in their language: a script only names it."""
    source = path.read_text("utf-8")
    assert {letter for letter in source if ord(letter) > 127} <= set("…·–“”’")
    named = set(re.findall(r'\b(?:say|tell)\("([\w-]+)"', source)) - UNSAID
    pieces = set(re.findall(r'\bpiece\("([\w-]+)"', source))
    page = "".join(one.read_text("utf-8") for one in TEMPLATES)
    assert {name for name in named if f'data-word="{name}"' not in page} == set()
    assert {name for name in pieces if f'id="{name}"' not in page} == set()
