"""The wording of every pack: complete for its outline, and asking only for what exists."""

import re
from collections.abc import Iterator

import pytest

from giaoban.core.writing.fields import FIELDS
from giaoban.core.writing.sentences import ASKED, LISTS
from tests.factories.statements import pack

LANGUAGES = [("vn", "vi"), ("vn", "en"), ("rw", "en")]
FORMS = {"absent", "none", "one", "other", "item", "between"}
VERDICTS = {"exceeded", "met", "not_met", "not_reported", "not_applicable", "undetermined"}


def _texts(part) -> Iterator[str]:
    if isinstance(part, dict):
        for inner in part.values():
            yield from _texts(inner)
    elif isinstance(part, str):
        yield part


def _statements(pack_id):
    for section in pack(pack_id).documents["report"]["sections"]:
        yield from (one for one in section.get("contents", ()) if "statement" in one)


@pytest.mark.parametrize(("pack_id", "language"), LANGUAGES)
def test_the_wording_has_what_the_outline_asks_and_nothing_else(pack_id, language):
    """Statements, tables and charts of the outline and of the wording are the same."""
    outline, wording = pack(pack_id).documents["report"], pack(pack_id).wording[language]
    assert {one["statement"] for one in _statements(pack_id)} == set(wording["statements"])
    assert set(outline["tables"]) == set(wording["tables"])
    assert set(outline["charts"]) == set(wording["charts"])


@pytest.mark.parametrize(("pack_id", "language"), LANGUAGES)
def test_every_column_has_a_title(pack_id, language):
    """A table of units or analyses has a title for each of its columns."""
    outline, wording = pack(pack_id).documents["report"], pack(pack_id).wording[language]
    untitled = [
        (name, column["key"])
        for name, spec in outline["tables"].items()
        for column in spec.get("columns", ())
        if column["key"] not in wording["tables"][name]["columns"]
    ]
    assert untitled == []


@pytest.mark.parametrize(("pack_id", "language"), LANGUAGES)
def test_a_template_asks_only_for_fields_that_exist(pack_id, language):
    """Every placeholder is well formed, of a role that the outline gives it, and of a known field."""
    wording, header = pack(pack_id).wording[language], {"period", "as_of", "conference_on"}
    wrong = []
    for name, of in _roles(pack_id).items():
        group, key = name
        for asked in re.findall(r"\{([^{}]*)\}", " ".join(_spoken(wording[group][key]))):
            match = ASKED.fullmatch(asked)
            role, field = (match["role"] or "main", match["field"]) if match else ("", "")
            known = header if role == "header" else {*FIELDS, *LISTS}
            if field[:1].lower() + field[1:] not in known or role not in {*of, "header"}:
                wrong.append((key, asked))
    assert wrong == []


def _spoken(part) -> list[str]:
    """Return the templates of one wording, without the plain titles of columns."""
    if isinstance(part, str):
        return [part]
    return list(_texts({name: inner for name, inner in part.items() if name != "columns"}))


def _roles(pack_id):
    outline = pack(pack_id).documents["report"]
    roles = {("statements", one["statement"]): one.get("of", {}) for one in _statements(pack_id)}
    roles |= {("tables", name): spec.get("of", {}) for name, spec in outline["tables"].items()}
    roles |= {("charts", name): spec.get("of", {}) for name, spec in outline["charts"].items()}
    return {name: {"main": of} if isinstance(of, str) else of for name, of in roles.items()}


@pytest.mark.parametrize(("pack_id", "language"), LANGUAGES)
def test_forms_are_known_and_cover_the_general_case(pack_id, language):
    """A statement has the form `other`, and no form that nothing would choose."""
    forms = {name: set(one) for name, one in pack(pack_id).wording[language]["statements"].items()}
    assert {name: keys - FORMS for name, keys in forms.items() if keys - FORMS} == {}
    assert [name for name, keys in forms.items() if "other" not in keys] == []


@pytest.mark.parametrize(("pack_id", "language"), LANGUAGES)
def test_every_code_of_a_round_has_a_word(pack_id, language):
    """Verdicts, bands, quantifiers and rules that a round can give are named."""
    wording = pack(pack_id).wording[language]
    assert set(wording["verdicts"]) == VERDICTS
    for review in pack(pack_id).rounds.values():
        assert {band["band"] for band in review.settings["bands"]} <= set(wording["bands"])
        assert {q["quantifier"] for q in review.settings["quantifiers"]} <= set(wording["quantifiers"])
        assert {analysis["rule"] for analysis in review.settings["analyses"]} <= set(wording["rules"])
