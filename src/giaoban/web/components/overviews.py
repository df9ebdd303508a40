"""Overviews: the units of a round in motion as a table, its states as bars, and who would be reminded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from giaoban.core.conduct.letters import Letter
from giaoban.core.conduct.progress import STATES, Progress
from giaoban.core.registry.units import Unit, fold
from giaoban.queries.overview import Overview
from giaoban.web.components.days import say_late as say_days_late
from giaoban.web.components.roles import say_role
from giaoban.web.components.states import say_state, say_task
from giaoban.web.components.tables import Asked, Cell, Column, Row, Table, arrange
from giaoban.web.components.values import MISSING


@dataclass(frozen=True)
class Bar:
    """One state: how many units are in it, and how long its bar is, in percent of the drawing's width."""

    state: str
    text: str
    count: int
    width: str


@dataclass(frozen=True)
class Group:
    """Units in one state, with whom they wait for; beside each unit since when, where that is told."""

    state: str
    role: str
    units: Sequence[tuple[str, datetime | None]]


@dataclass(frozen=True)
class Board:
    """The units of an overview as a table; whoever is late comes first unless something else is asked."""

    overview: Overview

    def table(self, asked: Asked, state: str) -> Table:
        """Return the table as asked, with the units in one state only where one is named."""
        settled = asked if asked.sort else Asked("late", "descending", asked.query)
        rows = [
            row for one, row in zip(self._pairs(), self.rows(), strict=True) if state in ("", one[1].state)
        ]
        return arrange(self.columns(), rows, settled)

    def columns(self) -> list[Column]:
        """Return the columns, each with what it becomes in a file."""
        return [
            Column("unit", _("Unit"), "unit", "ascending"),
            Column("state", _("State"), "text", "ascending", parts=[_("State")]),
            Column("late", _("Working days late"), "number", parts=[_("Working days late"), _("First sent")]),
            Column("waits", _("Waits for"), "text", "ascending", parts=[_("Waits for"), _("Who that is")]),
            Column("since", _("Since"), "day", "ascending", is_extra=True, parts=[_("Since")]),
            Column("far", _("Filled in"), "number", is_extra=True, parts=[_("Filled in"), _("Owed")]),
            Column("errors", _("Faulty lines"), "number", is_extra=True, parts=[_("Faulty lines")]),
        ]

    def rows(self) -> list[Row]:
        """Return one row a unit, in the order of the way that its report still has to go, then by name."""
        return [self._row(unit, one) for unit, one in self._pairs()]

    def bars(self) -> list[Bar]:
        """Return one bar a state that any unit is in; the longest fills the drawing."""
        totals = self.overview.totals
        most = max(totals.values(), default=1)
        return [
            Bar(state, say_state(state), count, f"{100 * count / most:.2f}")
            for state, count in totals.items()
        ]

    def late(self) -> list[Group]:
        """Return the units whose report is overdue, by state."""
        return self._groups(lambda one: one.days_late is not None and not one.is_sent)

    def at_the_centre(self) -> list[Group]:
        """Return the units whose report waits at the central office, by state, the longest wait first."""
        return self._groups(lambda one: bool(one.waits_for) and not one.is_owing, is_dated=True)

    def _groups(self, is_meant: Callable[[Progress], bool], is_dated: bool = False) -> list[Group]:
        found: dict[str, list[tuple[str, Progress]]] = {}
        for unit, one in self._pairs():
            if is_meant(one):
                found.setdefault(one.state, []).append((unit.name, one))
        return [_group(pairs, is_dated) for pairs in found.values()]

    def _pairs(self) -> list[tuple[Unit, Progress]]:
        pairs = zip(self.overview.units, self.overview.progress, strict=True)
        return sorted(pairs, key=lambda pair: (STATES.index(pair[1].state), fold(pair[0].name)))

    def _row(self, unit: Unit, one: Progress) -> Row:
        cells = {
            "unit": Cell(unit.name, fold(unit.name)),
            "state": Cell(say_state(one.state), STATES.index(one.state), raw=[say_state(one.state)]),
            "late": _late(one),
            "waits": self._waits(one),
            "since": _since(one.since),
            "far": _far(one),
            "errors": Cell(str(one.errors), one.errors, raw=[str(one.errors)]),
        }
        return Row(unit.unit_key, unit.name, unit.full_name, cells)

    def _waits(self, one: Progress) -> Cell:
        if not one.waits_for:
            return Cell(MISSING, None, reason=_("nobody: the figures are approved"))
        names = ", ".join(self.overview.waits_for(one)) or _("nobody holds this role")
        role = say_role(one.waits_for)
        return Cell(role, role, note=names, raw=[role, names])


def _group(pairs: Sequence[tuple[str, Progress]], is_dated: bool) -> Group:
    first = pairs[0][1]
    units = [(name, one.since if is_dated else None) for name, one in pairs]
    return Group(
        say_state(first.state), say_role(first.waits_for), sorted(units, key=_waits) if is_dated else units
    )


def _waits(unit: tuple[str, datetime | None]) -> tuple[bool, float]:
    since = unit[1]
    return (since is None, since.timestamp() if since else 0)


def say_late(one: Progress) -> str:
    """Return how late a report is; empty where it is in time."""
    return "" if one.days_late is None else say_days_late(one.days_late)


def tasks(letters: Sequence[Letter]) -> list[tuple[str, int]]:
    """Return what the letters ask for, each with how many people it asks."""
    asked = [{one.status for one in letter.matters if one.kind == "turn"} for letter in letters]
    found = {status: sum(status in each for each in asked) for status in STATES}
    return [(say_task(status), count) for status, count in found.items() if count]


def _late(one: Progress) -> Cell:
    sent = _since(one.sent_at).raw
    if one.days_late is None:
        reason = _("sent in time") if one.is_sent else _("not due yet")
        return Cell(MISSING, None, reason=reason, raw=["", *sent])
    text = str(one.days_late) if one.days_late else "< 1"
    note = _("sent by now") if one.is_sent else ""
    return Cell(text, (not one.is_sent, one.days_late), note=note, raw=[str(one.days_late), *sent])


def _since(at: datetime | None) -> Cell:
    if at is None:
        return Cell(MISSING, None, reason=_("nobody has begun"), raw=[""])
    local = timezone.localtime(at)
    return Cell(date_format(local, "d/m/Y"), local, raw=[local.isoformat(timespec="minutes")])


def _far(one: Progress) -> Cell:
    share = Fraction(one.filled, one.owed) if one.owed else Fraction(1)
    return Cell(f"{one.filled}/{one.owed}", share, raw=[str(one.filled), str(one.owed)])
