"""Proofs: the source rows behind a figure, in one line each."""

from collections.abc import Iterator, Mapping
from typing import Any

_MOST = 6
_RECORDS = (
    ("observations", "obs_id"),
    ("targets", "target_version"),
    ("results", "result_id"),
    ("matters", "matter_id"),
)


def source_rows(factsheet: Mapping[str, Any], figure_id: str, unit_key: str = "") -> tuple[str, ...]:
    """Return the observations, targets, results and matters that a figure was computed from, a line each.

    Edges:   a figure over many units shows those of `unit_key` where one is asked for; of more than
             six rows the first six and how many more.
    """
    records = [*_records(factsheet, figure_id, set())]
    own = [record for record in records if unit_key and record.get("unit_key") == unit_key]
    names = {unit["unit_key"]: unit["name"] for unit in factsheet["units"]}
    lines = list(dict.fromkeys(_line(record, names) for record in own or records))
    more = len(lines) - _MOST
    return (*lines[:_MOST], f"… {more} more") if more > 0 else tuple(lines)


def _records(factsheet: Mapping[str, Any], record_id: str, seen: set[str]) -> Iterator[Mapping[str, Any]]:
    if record_id in seen:
        return
    seen.add(record_id)
    for name, key in _RECORDS:
        yield from (record for record in factsheet.get(name, ()) if record[key] == record_id)
    for figure in factsheet["figures"]:
        if figure["figure_id"] == record_id:
            for entry in figure["inputs"]:
                yield from _records(factsheet, entry, seen)


def _line(record: Mapping[str, Any], names: Mapping[str, str]) -> str:
    unit = names.get(record.get("unit_key", ""), record.get("target_id", ""))
    if "target_version" in record:
        return (
            f"{unit}: target {record['target_id']}, {record['text']}: {record['target']} ({record['source']})"
        )
    if "matter_id" in record:
        stood = record.get("state") or f"{record['result']}, not met"
        about = f"{unit}: {record['kind']}" if unit else record["kind"]
        return f"{about} {record['place']}, {stood} ({record['source']})"
    if "result_id" in record:
        return f"{unit}: result {record['value']}, released {record['released']} ({record['source']})"
    measured = f"{record['value']} {record['unit_measure']}" if record["value"] is not None else "no value"
    grade = f"{record['obs_status']}{record['estimate']}, released {record['released']}"
    return f"{unit}, {record['indicator']} {record['period']}: {measured}, {grade} ({record['source']})"
