"""Proofs: what a figure rests on, so that a reader can follow it down to its sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.figures.observations import grade, latest_release_on, observation_of
from giaoban.core.figures.vintages import Step, Vintage, chain
from giaoban.core.review.series_figures import PER_CENT, POINTS
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.titles import analysis_name, subject, title
from giaoban.web.components.values import say, say_amount, say_date, say_result, say_status

_STEPS: Mapping[Step, Any] = {
    "first": gettext_lazy("first release"),
    "revision": gettext_lazy("revision"),
    "correction": gettext_lazy("correction"),
    "contradiction": gettext_lazy("contradiction"),
    "repetition": gettext_lazy("the same again"),
    "regression": gettext_lazy("another value, of a lower grade"),
}


@dataclass(frozen=True)
class Told:
    """One vintage in words; `moved` is by how much it differs from what was in force before it."""

    observation: Record
    released: str
    amount: str
    step: str
    moved: str
    grade: str
    state: str


@dataclass(frozen=True)
class Proof:
    """What a figure rests on: other figures, observations with their vintages, and results."""

    figures: list[tuple[Record, str, str, str]]
    observations: list[Told]
    results: list[tuple[Record, str, str]]


def proof(sheet: Sheet, figure: Record) -> Proof:
    """Return the direct inputs of a figure: figures in order, observations and results the latest first."""
    found = [sheet.records[i] for i in figure["inputs"] if i in sheet.records]
    known = {kind: [r for r in found if r["kind"] == kind] for kind in ("observations", "results")}
    return Proof(
        [_input(sheet, sheet.figures[i]) for i in figure["inputs"] if i in sheet.figures],
        _chained(sheet, figure, known["observations"]),
        [_result(sheet, figure, one) for one in _latest_first(known["results"])],
    )


def _latest_first(records: list[Record]) -> list[Record]:
    return sorted(records, key=lambda record: record["released"], reverse=True)


def _input(sheet: Sheet, figure: Record) -> tuple[Record, str, str, str]:
    unit = sheet.unit_name(figure["unit_key"]) if figure["unit_key"] else ""
    name = analysis_name(sheet, figure) if figure["rule"] != "observed" else ""
    return figure, unit, name or subject(sheet, figure) or title(sheet, figure), say(sheet, figure)


def _result(sheet: Sheet, figure: Record, result: Record) -> tuple[Record, str, str]:
    said = say_result(sheet, result["value"], figure["unit_measure"])
    return result, say_date(sheet, result["released"]), said


def _chained(sheet: Sheet, figure: Record, observations: list[Record]) -> list[Told]:
    """Return the vintages, the latest first, each with its step from what was in force before it."""
    ordered = sorted(observations, key=_place)
    steps = chain(observation_of(one) for one in ordered)
    told = [_told(sheet, figure, one, step) for one, step in zip(ordered, steps, strict=True)]
    return told[::-1]


def _place(observation: Record) -> tuple[str, int, str, str]:
    day, status = latest_release_on(observation["released"]), observation["obs_status"]
    return day, grade(status), observation["estimate"], observation["obs_id"]


def _told(sheet: Sheet, figure: Record, observation: Record, vintage: Vintage) -> Told:
    return Told(
        observation,
        say_date(sheet, observation["released"]),
        say_amount(sheet, observation["value"], None, observation["unit_measure"]),
        str(_STEPS[vintage.step]),
        _moved(sheet, vintage),
        say_status(sheet, observation["obs_status"], observation["estimate"]),
        _state(sheet, figure["working"], observation),
    )


def _moved(sheet: Sheet, vintage: Vintage) -> str:
    if not vintage.difference:
        return ""
    unit_measure = vintage.observation.unit_measure
    points = POINTS if unit_measure == PER_CENT else unit_measure
    sign = "+" if vintage.difference > 0 else ""
    return sign + say_amount(sheet, format(vintage.difference, "f"), None, points)


def missed_release(sheet: Sheet, figure: Record) -> dict[str, str]:
    """Return the release that a stale figure does not have yet, in words; empty where it is not stale."""
    for finding in sheet.factsheet["findings"]:
        if finding["code"] == "stale" and figure["figure_id"] in finding["figure_ids"]:
            release = finding["release"]
            grade_due = say_status(sheet, release["obs_status"], release["estimate"])
            due_on = say_date(sheet, release["due_on"])
            return {"grade": grade_due, "due_on": due_on, "instrument": release["instrument"]}
    return {}


def _state(sheet: Sheet, working: Mapping[str, Any], observation: Record) -> str:
    if working.get("chosen") == observation["obs_id"]:
        return _("in force")
    if working.get("contradicted"):
        return _("in contradiction")
    chosen = sheet.records[working["chosen"]]
    is_later = latest_release_on(observation["released"]) > latest_release_on(chosen["released"])
    return _("of a lower grade") if is_later else _("superseded")
