"""Members: the lines of a figure whose value is a list of units, bands or tallies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from giaoban.core.writing.tables import say_bounds
from giaoban.web.components.matters import states_of
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.titles import title
from giaoban.web.components.values import MISSING, say_share, say_tally
from giaoban.web.components.workings import say_measured


@dataclass(frozen=True)
class Member:
    """One line of a value that is a list: a unit, what it is measured by, and the figure behind it."""

    place: str
    unit_keys: tuple[str, ...]
    label: str
    text: str
    figure_id: str


def members(sheet: Sheet, figure: Record) -> list[Member]:
    """Return the lines of a value that lists units, bands or tallies; empty for any other value."""
    maker = _MEMBERS.get(figure["rule"])
    return maker(sheet, figure) if maker and figure["value"] is not None else []


def _ranked(sheet: Sheet, figure: Record) -> list[Member]:
    return [
        Member(
            str(one["rank"]),
            (one["unit_key"],),
            sheet.unit_name(one["unit_key"]),
            _measured(sheet, figure, one["measure"]),
            "",
        )
        for one in figure["value"]
    ]


def _banded(sheet: Sheet, figure: Record) -> list[Member]:
    return [
        Member(
            say_bounds(sheet.voice, figure, one),
            tuple(one["unit_keys"]),
            sheet.word("bands", one["band"]) or one["band"],
            str(len(one["unit_keys"])),
            "",
        )
        for one in figure["value"]
    ]


def _listed(sheet: Sheet, figure: Record) -> list[Member]:
    points = figure["working"].get("points", [])
    return [
        Member(
            str(place),
            (one["unit_key"],),
            sheet.unit_name(one["unit_key"]),
            _measured(sheet, figure, one["measure"]),
            one["figure_id"],
        )
        for place, one in enumerate(points, 1)
    ]


def _disagreeing(sheet: Sheet, figure: Record) -> list[Member]:
    return [
        Member("", (), title(sheet, sheet.figures[one["figure_id"]]), say_tally(one), one["figure_id"])
        for one in figure["value"]
    ]


def _counted(sheet: Sheet, figure: Record) -> list[Member]:
    return [Member("", (), label, str(count), "") for label, count in states_of(figure)]


def _measured(sheet: Sheet, figure: Record, measure: Any) -> str:
    name = figure["working"].get("measure", "")
    if name == "share":
        return say_share(sheet, measure)
    return say_measured(sheet, figure, measure) if measure is not None else MISSING


_MEMBERS: Mapping[str, Callable[[Sheet, Record], list[Member]]] = {
    "ranking": _ranked,
    "banding": _banded,
    "list": _listed,
    "disagreement": _disagreeing,
    "counted": _counted,
}
