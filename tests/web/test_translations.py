"""Translations: every text of the site is in the Vietnamese catalogue, and the catalogue holds no other."""

import ast
import inspect
import io
import re
import string
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from giaoban import web
from giaoban.actions import (
    agendas,
    answers,
    assignments,
    attendance,
    ballots,
    calendars,
    cascades,
    clauses,
    clusters,
    conferences,
    contributions,
    convocations,
    deadlines,
    delegates,
    directive_lists,
    directive_reviews,
    directives,
    drafts,
    filters,
    inspections,
    listings,
    minutes,
    moments,
    notice_files,
    notices,
    papers,
    petition_clusters,
    petitions,
    polls,
    positions,
    reasons,
    rooms,
    speakers,
    stages,
    submissions,
    substitutes,
    task_extensions,
    task_reports,
    task_verdicts,
    tasks,
    tokens,
    turns,
    video,
)
from giaoban.core.conduct import ballots as counting
from giaoban.core.conduct import (
    convening,
    plans,
    policy,
    provisioning,
    refusals,
    register_lists,
    registering,
    resolutions,
    seating,
    workflow,
)
from giaoban.core.conduct import directives as symbols
from giaoban.core.conduct import minutes as minuting
from giaoban.core.conduct import petitions as petitioning
from giaoban.core.conduct import polls as polling
from giaoban.core.conduct import positions as written
from giaoban.core.figures import faults
from giaoban.core.writing import notices as notice_writing
from giaoban.queries import blockers, invitations
from giaoban.queries import directives as register

#: Modules whose refusals and findings pages show, one a line.
SPEAKING = (
    agendas,
    answers,
    assignments,
    attendance,
    ballots,
    blockers,
    calendars,
    cascades,
    clauses,
    clusters,
    conferences,
    contributions,
    convening,
    convocations,
    counting,
    deadlines,
    delegates,
    directive_lists,
    directive_reviews,
    directives,
    drafts,
    filters,
    inspections,
    listings,
    minutes,
    minuting,
    moments,
    notice_files,
    notice_writing,
    notices,
    papers,
    petition_clusters,
    petitioning,
    petitions,
    plans,
    polling,
    polls,
    positions,
    reasons,
    register,
    resolutions,
    rooms,
    seating,
    speakers,
    stages,
    submissions,
    substitutes,
    task_extensions,
    task_reports,
    task_verdicts,
    tasks,
    tokens,
    turns,
    video,
)
WEB = Path(web.__file__).parent
CATALOGUE = WEB / "locale" / "vi" / "LC_MESSAGES" / "django.po"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def texts() -> set[str]:
    """Return every text that the site and its mails ask a translation for, and the reasons of refusals."""
    found: set[str] = set(re.findall(r'Answer\(\w+, "([^"]+)"', inspect.getsource(policy)))
    found |= set(re.findall(r'NotFound\("([^"]+)"', inspect.getsource(invitations)))
    found |= {
        text for said in (refusals.REASONS, refusals.WARNINGS) for both in said.values() for text in both
    }
    found |= {"Your invitation to Giao Ban"}
    found |= set(policy._SECOND.values())
    # Why a line is locked is said by the workflow.
    found |= set(re.findall(r'Lock\("([^"]+)"', inspect.getsource(workflow)))
    found |= set(workflow._WAITING.values())
    for module in SPEAKING:
        found |= set(_sentences(module))
    found |= set(provisioning.HEADINGS.values())
    said = (faults.TEXTS, written.TEXTS, symbols.TEXTS, registering.TEXTS, register_lists.TEXTS)
    found |= {text for texts in said for both in texts.values() for text in both}
    for path in (*WEB.rglob("*.py"), *WEB.rglob("*.html"), *WEB.rglob("*.txt")):
        source = path.read_text(encoding="utf-8")
        python = source if path.suffix == ".py" else templatize(source, origin=str(path))
        for _, message, _, _ in extract("python", io.BytesIO(python.encode()), keywords=KEYWORDS):
            found.add(message if isinstance(message, str) else message[0])
    return found


def _sentences(module) -> Iterator[str]:
    """Yield what a module says to people: its texts of several words, but for the docstrings."""
    tree = ast.parse(inspect.getsource(module))
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]
    documented = {ast.get_docstring(node, clean=False) for node in nodes}
    said = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = (text for text in said if isinstance(text, str) and text not in documented)
    return (text for text in texts if re.match(r"[A-Z]\w* \w", text))


def entries() -> dict[str, str]:
    """Return the catalogue: English text → Vietnamese text."""
    catalogue = read_po(io.BytesIO(CATALOGUE.read_bytes()))
    first = {m.id if isinstance(m.id, str) else m.id[0]: m.string for m in catalogue if m.id}
    return {key: text if isinstance(text, str) else text[0] for key, text in first.items()}


def test_the_catalogue_holds_exactly_the_texts_of_the_site():
    """Nothing untranslated, nothing left over; each translation is there."""
    known = entries()
    assert texts() - set(known) == set()
    assert set(known) - texts() == set()
    assert [key for key, text in known.items() if not text.strip()] == []


def test_translations_keep_the_names_that_are_filled_in():
    """A placeholder that is lost or misspelt would lose a number."""
    for key, text in entries().items():
        names = set(re.findall(r"%\((\w+)\)s", text))
        assert names <= set(re.findall(r"%\((\w+)\)s", key)), key
        assert "%(" not in key or names or "name" in key, key


def test_translations_are_vietnamese():
    """A text left in English would stand out by having no mark and an English word in it."""
    english = {"the", "of", "and", "not", "this", "is"}
    for key, text in entries().items():
        words = {word.strip(string.punctuation).lower() for word in text.split()}
        assert not (words & english), key
