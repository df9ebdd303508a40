"""Confidence votes in words: a teller's fields with what differs in them, and what the chair reads."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from giaoban.core.conduct.ballots import TOTALS, Rules, consequences, percent
from giaoban.core.errors import Refusal

TOTAL_NAMES = {
    "issued": gettext_lazy("Ballots issued"),
    "returned": gettext_lazy("Ballots returned"),
    "valid": gettext_lazy("Valid ballots"),
    "invalid": gettext_lazy("Invalid ballots"),
}


def level_names(rules: Rules) -> list[str]:
    """Return the levels of confidence in the language of the page, or in the pack's own."""
    return [_named(one.names) for one in rules.levels]


def say_desk(desk: Any, form: Any, levels: list[str], refusal: Refusal | None) -> dict[str, Any]:
    """Return the fields of a teller's page, each with the other's number where the two differ."""
    differing = {(one.person, one.field): one.second for one in desk.differences}
    columns = [*levels, _("Invalid")]
    faulty = {one.where.column for one in refusal.findings} if refusal else set()
    people = []
    for number, (person, names) in enumerate(
        zip(desk.persons, form.rows(len(desk.persons), len(levels)), strict=True), 1
    ):
        fields = (*map(str, range(len(levels))), "invalid")
        cells = [
            _cell(form[name], f"{person.name}: {column}", differing.get((number, field)), column)
            for name, field, column in zip(names, fields, columns, strict=True)
        ]
        people.append((person, cells, str(number) in faulty))
    return {
        "columns": columns,
        "people": people,
        "totals": [
            _cell(form[name], str(TOTAL_NAMES[name]), differing.get((0, name)), str(TOTAL_NAMES[name]))
            for name in TOTALS
        ],
        "differing": [_difference(one, desk.persons, columns) for one in desk.differences],
    }


def say_outcome(outcome: Any, rules: Rules) -> dict[str, Any]:
    """Return what the chair reads: the totals, and each person with votes, shares and what they lead to."""
    count = outcome.count
    told = {"scans": outcome.scans, "levels": level_names(rules), "is_agreed": count is not None}
    if count is None:
        return told
    rows = []
    for person, tally in zip(outcome.persons, count.persons, strict=True):
        votes = [(one, _share(one, count.returned)) for one in tally.votes]
        leads_to = [_named(one.names) for one in consequences(tally, count.returned, rules)]
        rows.append((person, list(zip(told["levels"], votes, strict=True)), tally.invalid, leads_to))
    return {**told, "totals": [(TOTAL_NAMES[name], getattr(count, name)) for name in TOTALS], "rows": rows}


def _cell(field: Any, label: str, other: int | None, column: str) -> dict[str, Any]:
    attributes = {"aria-label": label}
    if field.errors or other is not None:
        attributes["aria-invalid"] = "true"
    return {
        "field": field.as_widget(attrs=attributes),
        "id": field.id_for_label,
        "column": column,
        "label": label,
        "errors": field.errors,
        "other": other,
    }


def _difference(one: Any, persons: Any, columns: list[str]) -> dict[str, Any]:
    if one.person == 0:
        where = str(TOTAL_NAMES[one.field])
    else:
        column = columns[-1] if one.field == "invalid" else columns[int(one.field)]
        where = f"{persons[one.person - 1].name}: {column}"
    return {"where": where, "own": one.first, "other": one.second}


def _share(votes: int, returned: int) -> str:
    share = percent(votes, returned)
    return "–" if share is None else f"{number_format(share, 2)}%"


def _named(names: Any) -> str:
    return names.get(get_language()) or next(iter(names.values()))
