"""Schemas of a pack's tables: what each column may hold, as pydantic models."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from giaoban.core.registry.changes import ChangeKind
from giaoban.core.registry.indicators import Direction

Text = Annotated[str, Field(min_length=1)]
Upper = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
#: One name per language.
Names = dict[str, Text]
#: An empty cell of a date column means "still", or "not set".
OptionalDate = Annotated[date | None, BeforeValidator(lambda cell: cell or None)]
#: An empty cell of a share means that nobody has said how much of the unit passed.
OptionalShare = Annotated[
    Annotated[Decimal, Field(gt=0, le=1)] | None, BeforeValidator(lambda cell: cell or None)
]


def _day_of_any_year(text: str) -> str:
    """Return `text` if it is a month and a day that every year has (29 February is none)."""
    if not re.fullmatch(r"\d\d-\d\d", text):
        raise ValueError("write MM-DD")
    date.fromisoformat(f"2023-{text}")
    return text


#: How a fact was learned: read in the text, read in the press, from memory, derived.
Confidence = Literal["READ", "READ2", "MEM", "DER"]


class Row(BaseModel):
    """One row of a table; a column that the schema does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitRow(Row):
    """units/units.csv: one unit in one interval of validity."""

    unit_key: Text
    code: Text
    name: Text
    full_name: Text
    unit_type: Text
    level: Literal["country", "region", "province", "district", "commune"]
    parent: str
    valid_from: date
    valid_to: OptionalDate
    source: Text


class ChangeRow(Row):
    """units/changes.csv: one predecessor's passage into one successor."""

    change_id: Text
    kind: ChangeKind
    predecessor: Text
    successor: Text
    effective_on: date
    share: OptionalShare
    instrument: Text
    source: Text


class MembershipRow(Row):
    """units/memberships.csv: a unit under a parent in a hierarchy other than the administrative one."""

    hierarchy: Text
    unit_key: Text
    parent: Text
    valid_from: date
    valid_to: OptionalDate
    instrument: str
    source: Text
    confidence: Confidence


class TileRow(Row):
    """units/tiles.csv: one square of a tile-grid map."""

    grid: Text
    tile_id: Text
    kind: Literal["unit", "archipelago"]
    unit_key: Text
    name: Text
    row: Annotated[int, Field(ge=0)]
    column: Annotated[int, Field(ge=0)]
    source: Text


class CodeRow(Row):
    """codelists/<codelist>.csv: one code with its names and its printed symbols."""

    codelist: Text
    code: Text
    name: Names
    symbol: dict[str, str]
    source: Text


class IndicatorRow(Row):
    """indicators/indicators.csv: one indicator."""

    indicator: Upper
    name: Names
    unit_measure: Text
    decimals: Annotated[int, Field(ge=0, le=9)]
    direction: Direction
    kind: Literal["additive", "ratio", "growth", "index", "count", "qualitative"]
    merge_rule: Literal["sum", "weighted", "none"]
    weight: str
    control_unit: str
    source: Text
    cumulation: Literal["", "sum", "mean", "last"] = ""


class HolidayRow(Row):
    """calendar/holidays.csv: a day off, or a working day where one would expect a day off."""

    date: date
    kind: Literal["off", "working"]
    name: Names
    source: Text


class ReleaseRow(Row):
    """calendar/releases.csv: the lawful day on which a grade of a figure comes out."""

    series: Text
    period: Literal["Q", "Q1", "Q2", "Q3", "Q4", "S1", "S2", "9M", "Y"]
    obs_status: Literal["A", "P", "E"]
    estimate: Literal["", "1", "2"]
    release_day: Annotated[str, AfterValidator(_day_of_any_year)]
    years_after: Annotated[int, Field(ge=0)]
    valid_from: date
    valid_to: OptionalDate
    instrument: Text
    source: Text
    confidence: Confidence


class SeriesRow(Row):
    """calendar/series.csv: which series of the release calendar an indicator belongs to, on one level."""

    series: Text
    indicator: Upper
    level: Literal["country", "region", "province", "district"]
    source: Text


class InstrumentRow(Row):
    """targets/instruments.csv: the legal act by which a unit set its targets of a year."""

    instrument: Text
    unit_key: Text
    year: Annotated[str, Field(pattern=r"^\d{4}$")]
    title: Text
    source: Text
