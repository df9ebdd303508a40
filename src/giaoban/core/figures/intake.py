"""Intake: rows of cells become observations, targets and results, or findings that say what to mend."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from giaoban.core.errors import Finding, Place
from giaoban.core.figures.cells import Row, RowReader, is_blank
from giaoban.core.figures.observations import Observation
from giaoban.core.figures.tables import Kind, Table, by_column, columns_of, mentioned_targets, read_table
from giaoban.core.figures.targets import Result, Target
from giaoban.core.figures.validation import Placed, check_duplicates, check_versions
from giaoban.core.registry.codelists import OBS_STATUSES
from giaoban.core.registry.indicators import Indicator
from giaoban.core.registry.packs import Pack
from giaoban.core.registry.periods import Period
from giaoban.core.registry.units import Unit

Record = Observation | Target | Result

_OPS = ("=", ">=", "<=", ">", "<", "range", "text")
_DIRECTIONS = ("higher", "lower", "range", "none")
_KINDS = ("target", "scenario")
_VERDICTS = ("exceeded", "met", "not_met", "not_applicable")
_AGAINST = {("lower", ">="), ("lower", ">"), ("higher", "<="), ("higher", "<")}
_WITHOUT_VALUE = ("M", "O")


@dataclass(frozen=True)
class _Known:
    """What a row may name: indicators, units with their intervals of validity, targets."""

    indicators: Mapping[str, Indicator]
    units: Mapping[str, list[Unit]]
    targets: Mapping[str, Target | None]


def _intervals(pack: Pack) -> dict[str, list[Unit]]:
    by_key: dict[str, list[Unit]] = defaultdict(list)
    for unit in pack.units.values():
        by_key[unit.unit_key].append(unit)
    return dict(by_key)


def read_rows(
    kind: Kind, rows: Iterable[Row], file: str, sheet: str, pack: Pack, known_targets: Mapping[str, Target]
) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """Return the records of the rows of one table and everything wrong with it.

    Shape:   one record per row without an error, in the order of the rows.
    Edges:   a table with an error still gives the records of its good rows; the caller stores none of them.
    """
    placed, findings = read_placed(kind, read_table(rows, file, sheet), pack, known_targets)
    findings += check_duplicates(placed) + check_versions(placed, known_targets.values())
    return tuple(one.record for one in placed), findings


def read_placed(
    kind: Kind, table: Table, pack: Pack, known_targets: Mapping[str, Target | None]
) -> tuple[tuple[Placed, ...], tuple[Finding, ...]]:
    """Return the records of one table, each with its place, and what is wrong within single rows."""
    if table.header is None or not table.rows:
        where = Place(table.file, table.sheet)
        return (), (Finding("empty_file", "The file holds no rows", "Fill in one row per value.", where),)
    mentioned = mentioned_targets(table) if kind == "targets" else ()
    known = _Known(pack.indicators, _intervals(pack), {**dict.fromkeys(mentioned), **known_targets})
    columns, found = columns_of(kind, table)
    missing = {finding.where.column for finding in found if finding.code == "missing_column"}
    placed: list[Placed] = []
    for row in table.rows:
        reader = RowReader(Place(table.file, table.sheet, row.number), by_column(columns, row))
        _report_cells_outside(columns, row, reader)
        record = _READERS[kind](reader, known)
        found += [finding for finding in reader.findings if finding.where.column not in missing]
        if not reader.has_errors:
            placed.append(Placed(record, reader.where))
    return tuple(placed), tuple(found)


def _report_cells_outside(columns: Mapping[int, str], row: Row, reader: RowReader) -> None:
    if any(index not in columns and not is_blank(cell) for index, cell in enumerate(row.cells)):
        reader.report(
            "cell_outside",
            "",
            "A cell stands outside the named columns",
            "Remove it, or check the row for a separator too many.",
        )


def _read_figure(reader: RowReader, known: _Known) -> Observation:
    period = reader.period("period")
    unit_key = _unit(reader, known, period)
    indicator = _indicator(reader, known, is_required=True)
    status = reader.choice("obs_status", tuple(OBS_STATUSES))
    return Observation(
        unit_key=unit_key,
        indicator=indicator,
        period=period.text if period else "",
        value=_observed_value(reader, status),
        unit_measure=_unit_measure(reader, known, indicator),
        obs_status=status,
        estimate=reader.choice("estimate", ("1", "2"), is_required=False),
        released=reader.day("released"),
        source=reader.text("source"),
        note=reader.text("note", is_required=False),
        revision_reason=reader.text("revision_reason", is_required=False),
    )


def _observed_value(reader: RowReader, status: str):
    value = reader.number("value", is_required=status not in _WITHOUT_VALUE)
    if value is not None and status in _WITHOUT_VALUE:
        reader.report(
            "value_with_status",
            "value",
            f"A value stands beside the status {status}",
            "Leave the value empty, or write A, P or E.",
        )
    return value


def _read_target(reader: RowReader, known: _Known) -> Target:
    period = reader.period("period")
    unit_key = _unit(reader, known, period)
    indicator = _indicator(reader, known, is_required=False)
    op, direction = reader.choice("op", _OPS), _direction(reader)
    low, high = _bounds(reader, op)
    _check_direction(reader, op, direction)
    return Target(
        target_id=reader.text("target_id"),
        unit_key=unit_key,
        period=period.text if period else "",
        number=reader.text("number", is_required=False),
        text=reader.text("text"),
        group=reader.text("group", is_required=False),
        indicator=indicator,
        op=op,
        target=low,
        target_to=high,
        unit_measure=_unit_measure(reader, known, indicator),
        direction=direction,
        counts=reader.flag("counts"),
        instrument=reader.text("instrument", is_required=False),
        valid_from=reader.day("valid_from"),
        source=reader.text("source"),
        weight=_weight(reader),
        signer=reader.text("signer", is_required=False),
        kind=reader.choice("kind", _KINDS, is_required=False) or "target",
        term_target=_reference(reader, known, "term_target"),
        cascaded_from=_reference(reader, known, "cascaded_from"),
    )


def _reference(reader: RowReader, known: _Known, column: str) -> str:
    target_id = reader.text(column, is_required=False)
    if target_id and target_id not in known.targets:
        title = f"There is no target “{target_id}”"
        reader.report("unknown_target", column, title, "Load that target first or together with this one.")
    return target_id


def _read_result(reader: RowReader, known: _Known) -> Result:
    target_id = reader.text("target_id")
    if target_id and target_id not in known.targets:
        reader.report(
            "unknown_target",
            "target_id",
            f"There is no target “{target_id}”",
            "Load the target first or together with its result.",
        )
    status = reader.choice("obs_status", tuple(OBS_STATUSES))
    verdict = reader.choice("verdict", _VERDICTS, is_required=False)
    return Result(
        target_id=target_id,
        value=_result_value(reader, known.targets.get(target_id), status, verdict),
        verdict=verdict,
        verdict_reason=reader.text("verdict_reason", is_required=False),
        obs_status=status,
        released=reader.day("released"),
        source=reader.text("source"),
    )


_READERS = {"figures": _read_figure, "targets": _read_target, "results": _read_result}


def _unit(reader: RowReader, known: _Known, period: Period | None) -> str:
    unit_key = reader.text("unit_key")
    intervals = known.units.get(unit_key, ())
    if unit_key and not intervals:
        title = f"There is no unit “{unit_key}”"
        reader.report("unknown_unit", "unit_key", title, "Write a unit_key of the pack.")
    elif intervals and period and not any(unit.is_valid_in(period) for unit in intervals):
        title = f"{intervals[0].name} ({unit_key}) does not exist in {period.text}"
        reader.report("unit_not_valid", "unit_key", title, f"It exists {_validity(intervals)}.")
    return unit_key


def _validity(intervals: Iterable[Unit]) -> str:
    return " and ".join(one.validity for one in intervals)


def _indicator(reader: RowReader, known: _Known, *, is_required: bool) -> str:
    indicator = reader.text("indicator", is_required=is_required)
    if indicator and indicator not in known.indicators:
        reader.report(
            "unknown_indicator",
            "indicator",
            f"There is no indicator “{indicator}”",
            "Write an indicator of the pack.",
        )
    return indicator


def _unit_measure(reader: RowReader, known: _Known, indicator: str) -> str:
    named = known.indicators.get(indicator)
    unit_measure = reader.text("unit_measure", is_required=named is not None)
    if named and unit_measure and unit_measure != named.unit_measure:
        title = f"{indicator} is not measured in “{unit_measure}”"
        reader.report(
            "wrong_unit_measure", "unit_measure", title, f"Write {named.unit_measure}, with its value."
        )
    return unit_measure


def _direction(reader: RowReader) -> str:
    if not is_blank(reader.cells.get("direction")):
        return reader.choice("direction", _DIRECTIONS)
    reader.report(
        "no_direction",
        "direction",
        "The target has no direction, so it cannot be scored",
        "Write higher, lower or range; or none on purpose.",
        "warning",
    )
    return "none"


def _bounds(reader: RowReader, op: str):
    low = reader.number("target", is_required=op not in ("", "text"))
    high = reader.number("target_to", is_required=op == "range")
    if op == "text" and low is not None:
        reader.report("target_with_text", "target", "A target in words has no number", "Leave target empty.")
    if op != "range" and high is not None:
        reader.report(
            "bound_without_range",
            "target_to",
            "Only a range has an upper bound",
            "Leave target_to empty, or write range as op.",
        )
    if op == "range" and None not in (low, high) and high < low:
        reader.report(
            "range_upside_down",
            "target_to",
            f"The range ends at {high}, below its start {low}",
            "Put the lower bound into target.",
        )
    return low, high


def _check_direction(reader: RowReader, op: str, direction: str) -> None:
    if (direction, op) in _AGAINST:
        reader.report(
            "op_against_direction",
            "op",
            f"“{op}” contradicts the direction {direction}",
            "Correct the one that is wrong.",
        )
    if direction == "range" and op not in ("range", ""):
        reader.report(
            "direction_without_range",
            "op",
            f"The direction is range but op is “{op}”",
            "Write range as op, with target and target_to.",
        )


def _weight(reader: RowReader) -> str:
    weight = reader.number("weight", is_required=False)
    if weight is not None and weight <= 0:
        reader.report(
            "bad_weight", "weight", f"The weight {weight} is not above zero", "Write a positive number."
        )
    return "" if weight is None else format(weight, "f")


def _result_value(reader: RowReader, target: Target | None, status: str, verdict: str) -> str:
    is_required = status not in _WITHOUT_VALUE and not verdict
    if target is None or target.op == "text":
        return reader.text("value", is_required=is_required)
    value = reader.number("value", is_required=is_required)
    return "" if value is None else format(value, "f")
