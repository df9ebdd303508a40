"""Proofs: what a figure rests on, so that a reader can follow it down to its sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from giaoban.core.figures.observations import latest_release_on
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.titles import analysis_name, subject, title
from giaoban.web.components.values import say, say_amount, say_date, say_result, say_status


@dataclass(frozen=True)
class Proof:
    """What a figure rests on: other figures, observations with their vintages, and results."""

    figures: list[tuple[Record, str, str, str]]
    observations: list[tuple[Record, str, str, str, str]]
    results: list[tuple[Record, str, str]]


def proof(sheet: Sheet, figure: Record) -> Proof:
    """Return the direct inputs of a figure: figures in order, observations and results the latest first."""
    found = [sheet.records[i] for i in figure["inputs"] if i in sheet.records]
    known = {kind: [r for r in found if r["kind"] == kind] for kind in ("observations", "results")}
    return Proof(
        [_input(sheet, sheet.figures[i]) for i in figure["inputs"] if i in sheet.figures],
        [_vintage(sheet, figure, one) for one in _latest_first(known["observations"])],
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


def _vintage(sheet: Sheet, figure: Record, observation: Record) -> tuple[Record, str, str, str, str]:
    amount = say_amount(sheet, observation["value"], None, observation["unit_measure"])
    state = _state(sheet, figure["working"], observation)
    grade = say_status(sheet, observation["obs_status"], observation["estimate"])
    return observation, say_date(sheet, observation["released"]), amount, grade, state


def _state(sheet: Sheet, working: Mapping[str, Any], observation: Record) -> str:
    if working.get("chosen") == observation["obs_id"]:
        return _("in force")
    if working.get("contradicted"):
        return _("in contradiction")
    chosen = sheet.records[working["chosen"]]
    is_later = latest_release_on(observation["released"]) > latest_release_on(chosen["released"])
    return _("of a lower grade") if is_later else _("superseded")
