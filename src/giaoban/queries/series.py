"""Series: what is known of one indicator of one unit over time, on the territory of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from giaoban.core.errors import Finding, Invalid, NotFound
from giaoban.core.figures.series import Entry, Teller, by_key
from giaoban.core.figures.vintages import overdue_of
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.releases import Due
from giaoban.core.registry.units import Unit, find, last_day
from giaoban.queries import figures, packs


@dataclass(frozen=True)
class Series:
    """One answer: which unit of which day, and its entries; `pack` names every unit in them.

    `overdue` gives, by unit and period, the release of a higher grade that a stale figure does not have yet.
    """

    pack: Pack
    unit: Unit
    indicator: Indicator
    basis: date
    as_of: str
    entries: tuple[Entry, ...]
    overdue: Mapping[tuple[str, str], Due]


def of_unit(
    unit: str,
    indicator: str,
    *,
    basis: date | None,
    as_of: date,
    recorded_by: datetime | None = None,
    is_partial_wanted: bool = False,
) -> Series:
    """Return the series of the unit that `unit` (a key, code or name) means on `basis`.

    Edges:   without a basis the unit stands on its own last day, if only one unit can be meant; with
             `recorded_by`, what was recorded later takes no part.
    Raises:  NotFound for an unknown unit or indicator; Invalid, with every candidate and its dates, where
             two units can be meant; Invalid where the indicator cannot be restated.
    """
    pack, one = meant(unit, indicator, basis)
    measured = pack.indicators[indicator]
    day = basis or last_day(one, as_of)
    known = figures.known(pack.pack_id, recorded_by)
    teller = Teller(by_key(known.observations), pack.lineage, as_of.isoformat())
    entries = teller.tell(one.unit_key, measured, day, is_partial_wanted=is_partial_wanted)
    overdue = _overdue(pack, measured, entries, as_of)
    return Series(pack, one, measured, day, as_of.isoformat(), entries, overdue)


def _overdue(
    pack: Pack, measured: Indicator, entries: Iterable[Entry], as_of: date
) -> dict[tuple[str, str], Due]:
    found = {}
    for entry in entries:
        for key, choice in entry.reported.items():
            due = pack.due(pack.units[key].level, measured.indicator, entry.period.text)
            if late := overdue_of(choice, due, as_of.isoformat()):
                found[key, entry.period.text] = late
    return found


def meant(text: str, indicator: str, basis: date | None) -> tuple[Pack, Unit]:
    """Return the unit that `text` (a key, code or name) means on `basis`, with the pack that measures it.

    Raises:  NotFound for an unknown unit or indicator; Invalid, with every candidate and its dates, where
             two units can be meant.
    """
    knowing = [pack for pack in packs.installed() if indicator in pack.indicators]
    if not knowing:
        raise NotFound(f"There is no indicator “{indicator}”", "Write an indicator of an installed pack.")
    candidates = [(pack, unit) for pack in knowing for unit in find(pack.units.values(), text, basis)]
    if not candidates:
        on = f" on {basis}" if basis else ""
        raise NotFound(f"There is no unit “{text}”{on}", "Write a unit_key, a code or a name of a pack.")
    if len(candidates) > 1:
        title = f"“{text}” can mean {len(candidates)} units"
        findings = tuple(_candidate(text, unit) for _, unit in candidates)
        raise Invalid(title, "Give the unit_key, or the day with --basis.", findings=findings)
    return candidates[0]


def _candidate(text: str, unit: Unit) -> Finding:
    named = f"{unit.full_name} ({unit.unit_key}, code {unit.code})"
    title = f"“{text}” can mean {named}, {unit.validity}"
    return Finding("ambiguous_unit", title, f"Write {unit.unit_key}, or a day on which only one is valid.")
