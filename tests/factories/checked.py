"""Forms of a few lines, filled in and checked by one rule, in few words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from giaoban.core.errors import Finding
from giaoban.core.figures.entries import Entry
from giaoban.core.figures.forms import Form, Line, Past
from giaoban.core.figures.targets import Target
from giaoban.core.review.rules.checking import check_form
from giaoban.core.review.rules.kinds import read_rules
from tests.spec.scoring import target

ON = "2023-12-31"
#: What each kind needs at least, as a pack writes it.
KINDS: Mapping[str, Mapping[str, Any]] = {
    "required": {"priority": "blocking", "indicators": ["IMPORTS"], "given": "TRADE"},
    "range": {"indicators": ["GROWTH"], "low": "-10", "high": "15"},
    "change": {"indicators": ["EXPORTS"], "against": "last_year", "by": "percent", "limit": "50"},
    "cumulative": {"indicators": ["EXPORTS"]},
    "sum_of_parts": {"whole": "TRADE", "parts": ["EXPORTS", "IMPORTS"], "compare": "=", "tolerance": "0.2"},
    "relation": {"stated": "EXPORTS_GROWTH", "level": "EXPORTS", "implied": "growth", "tolerance": "1"},
    "agreement": {"tolerance": "0"},
    "explained": {"when": ["missed", "verdict_differs"]},
    "control_total": {"priority": "notice", "indicators": ["GROWTH"], "tolerance": "0.5"},
    "own_past": {
        "priority": "notice", "minimum": 4, "distance": "3.5", "least_percent": "5", "least_points": "1",
        "in_points": ["PCT"],
    },
    "peers": {
        "priority": "notice", "minimum": 5, "distance": "3.5", "least_percent": "5", "least_points": "1",
        "in_points": ["PCT"],
    },
}  # fmt: skip


def rule(kind: str, **changed: Any):
    """Return one rule of this kind, as read from a pack."""
    about = {
        "rule": kind,
        "kind": kind,
        "valid_from": "2020-01-01",
        "valid_to": "",
        "priority": "explanation",
    }
    return read_rules([{**about, **KINDS[kind], **changed}])[0]


def figure(
    indicator: str,
    text: str = "",
    *,
    last_year: str = "",
    last_report: tuple[str, str] = ("", ""),
    **more: Any,
) -> tuple[Line, Entry]:
    """Return a line that asks for an amount with one decimal, and what stands in it.

    `last_report` is a period and its value; `more` goes to the line, but for what an entry says.
    """
    said = {name: more.pop(name) for name in ("explanation", "is_not_applicable", "verdict") if name in more}
    period, reported = last_report
    line = Line(
        line_id=f"{indicator}@2023",
        kind="figure",
        section="general",
        text=indicator.replace("_", " ").capitalize(),
        period="2023",
        indicator=indicator,
        last_year=Past("2022", Decimal(last_year)) if last_year else None,
        last_report=Past(period, Decimal(reported)) if period else None,
        **{"is_required": False, "unit_measure": "BN", "decimals": 1, **more},
    )
    return line, Entry(line.line_id, text, **said)


def rate(indicator: str, text: str = "", **more: Any) -> tuple[Line, Entry]:
    """Return the same for a per cent with two decimals."""
    return figure(indicator, text, **{"unit_measure": "PCT", "decimals": 2, **more})


def result(text: str = "", on: Target | None = None, **more: Any) -> tuple[Line, Entry]:
    """Return a line that asks for the result of a target, and what stands in it."""
    on = on or target()
    said = {name: more.pop(name) for name in ("explanation", "is_not_applicable", "verdict") if name in more}
    line = Line(
        line_id=on.target_id,
        kind="result",
        section="targets",
        text="Own target",
        period="2023",
        indicator=on.indicator,
        target=on,
        **{
            "is_required": False,
            "unit_measure": on.unit_measure,
            "decimals": None if on.target is None else 2,
            **more,
        },
    )
    return line, Entry(line.line_id, text, **said)


def form_of(answered: Iterable[tuple[Line, Entry]]) -> tuple[Form, dict[str, Entry]]:
    """Return the form of these lines, and what stands in it."""
    answered = tuple(answered)
    entries = {line.line_id: entry for line, entry in answered}
    return Form("r", "north", {}, {}, tuple(line for line, _ in answered)), entries


def found(by: Any, *answered: tuple[Line, Entry]) -> tuple[Finding, ...]:
    """Return what the rule finds in a form of these lines."""
    form, entries = form_of(answered)
    return check_form(form, entries, [by], ON)


def codes(by: Any, *answered: tuple[Line, Entry]) -> list[str]:
    """Return the codes of what the rule finds."""
    return [finding.code for finding in found(by, *answered)]
