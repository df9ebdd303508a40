"""Tables: the figures behind the text, a row a unit, a band or an analysis; missing is never blank or 0."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from giaoban.core.writing.amounts import COUNTED, PER_CENT
from giaoban.core.writing.fields import say_field
from giaoban.core.writing.sentences import Scope, members_of, name_all
from giaoban.core.writing.statements import Fact, Figure, Sheet, find, has_value, take
from giaoban.core.writing.voice import Spans, Subject, Voice

#: Fields whose cells are numbers, so that a column of them sorts and aligns as numbers.
NUMBERS = COUNTED | {"value", "bare", "size", "share", "rank", "lowest", "highest", "count", "reported"}

Table = dict[str, Any]
Cell = dict[str, Any]


def tabulate(voice: Voice, table_id: str, spec: Mapping[str, Any]) -> Table | None:
    """Return a table of the outline; None where the round makes no such analysis or it has no rows."""
    wording = voice.wording["tables"][table_id]
    made = _KINDS[spec.get("kind", "units")](voice, spec, wording)
    if not made or not made["rows"]:
        return None
    scope = Scope(voice, take(voice.sheet, spec.get("of", {})))
    columns = [_column(column, wording) for column in made.pop("columns")]
    title, note = (_text(scope.fill(wording.get(name, ""))) for name in ("title", "note"))
    return {"title": title, "note": note, "columns": columns, **made}


def _text(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def _column(column: Mapping[str, Any], wording: Mapping[str, Any]) -> dict[str, str]:
    kind = "number" if column.get("field") in NUMBERS else "text"
    return {"key": column["key"], "title": wording["columns"][column["key"]], "kind": kind}


def _cell(voice: Voice, spans: Spans, figure: Figure | None = None) -> Cell:
    """Return a cell of the spans, bound to the first bound one; where there is nothing, why."""
    if not spans:
        missing = voice.wording["missing"][_absence(figure)]
        return {"text": missing, "value": None, "figure_id": figure["figure_id"] if figure else ""}
    bound = next((span for span in spans if span.figure_id), spans[0])
    return {"text": _text(spans), "value": bound.value, "figure_id": bound.figure_id}


def _absence(figure: Figure | None) -> str:
    """Return why a figure has no value: not applicable, contradicted, or simply not there."""
    working = figure["working"] if figure and figure["value"] is None else {}
    if working.get("contradicted"):
        return "contradicted"
    return "not_applicable" if working.get("obs_status") == "M" else "cell"


def _units(voice: Voice, spec: Mapping[str, Any], wording: Mapping[str, Any]) -> Table | None:
    """One row a unit that has a figure, in the order of `rows` (one analysis, or several by code)."""
    wanted = spec["rows"] if isinstance(spec["rows"], list) else [spec["rows"]]
    facts = [fact for one in wanted if (fact := find(voice.sheet, one))]
    if not facts:
        return None
    keys, under_review = _row_keys(voice.sheet, facts), voice.sheet.under_review
    columns = [column for column in spec["columns"] if _is_made(voice, column)]
    shown = [find(voice.sheet, column["of"]) if "of" in column else facts[0] for column in columns]
    cells = [
        [_unit_cell(voice, column, wording, fact, key) for column, fact in zip(columns, shown, strict=True)]
        for key in keys
    ]
    reported = sum(_has_row_value(facts, key) for key in keys)
    return {"columns": columns, "rows": cells, "reported": reported, "of": len(under_review)}


def _row_keys(sheet: Sheet, facts: list[Fact]) -> list[str]:
    """Return the units that the facts name: in the order of one fact, by code of several."""
    named = [key for fact in facts for key, _, _ in members_of(sheet, fact)]
    return named if len(facts) == 1 else [key for key in sheet.under_review if key in named]


def _has_row_value(facts: list[Fact], unit_key: str) -> bool:
    """Return whether any of the facts has a value for the unit."""
    own = (fact.of_unit(unit_key) for fact in facts)
    return any(figure is not None and has_value(figure) for figure in own)


def _is_made(voice: Voice, column: Mapping[str, Any]) -> bool:
    """Return whether the round makes the analyses that a column shows."""
    wanted = [*column.get("words", ()), *([column["of"]] if "of" in column else [])]
    return not wanted or any(find(voice.sheet, one) is not None for one in wanted)


def _unit_cell(
    voice: Voice, column: Mapping[str, Any], wording: Mapping[str, Any], fact: Fact, unit_key: str
) -> Cell:
    if "words" in column:
        return _membership(voice, column["words"], wording, unit_key)
    figure = fact.of_unit(unit_key)
    if column["field"] in ("name", "typed_name") and figure is None:
        return {"text": voice.name(unit_key), "value": None, "figure_id": ""}
    return _cell(voice, say_field(voice, column["field"], Subject(fact, figure, unit_key)), figure)


def _membership(voice: Voice, words: Mapping[str, str], wording: Mapping[str, Any], unit_key: str) -> Cell:
    """Return the word for the list that names the unit, or for none of them where the unit did report."""
    singles = [(fact.single, word) for name, word in words.items() if (fact := find(voice.sheet, name))]
    for figure, word in singles:
        if figure and unit_key in figure["value"]:
            return {"text": wording["words"][word], "value": None, "figure_id": figure["figure_id"]}
    compared = [f for f, _ in singles if f and f["working"].get("threshold") and f["working"]["reported"]]
    if compared and unit_key in voice.sheet.reporting(compared[0]):
        return {"text": wording["words"]["neither"], "value": None, "figure_id": compared[0]["figure_id"]}
    return _cell(voice, ())


def _bands(voice: Voice, spec: Mapping[str, Any], wording: Mapping[str, Any]) -> Table | None:
    """One row a band of the round, its bounds beside it."""
    fact = find(voice.sheet, spec["rows"])
    if fact is None or fact.single is None or not fact.is_reported:
        return None
    figure = fact.single
    columns = [{"key": key} for key in ("band", "bounds")]
    columns += [{"key": "count", "field": "count"}, {"key": "units"}]
    cells = [_band_row(voice, fact, band) for band in figure["value"]]
    working = figure["working"]
    return {"columns": columns, "rows": cells, "reported": working["reported"], "of": working["of"]}


def _band_row(voice: Voice, fact: Fact, band: Mapping[str, Any]) -> list[Cell]:
    figure = fact.single
    subject = Subject(fact, figure)
    count = len(band["unit_keys"])
    said = (
        subject.bind(voice.word("bands", band["band"]), "value"),
        subject.bind(say_bounds(voice, figure, band), "threshold"),
        subject.bind(voice.count(count), "count", str(count)),
        name_all(voice, fact, band["unit_keys"]),
    )
    return [_cell(voice, spans, figure) for spans in said]


def say_bounds(voice: Voice, figure: Figure, band: Mapping[str, Any]) -> str:
    """Return a half-open band's bounds in words; a share cannot lie above the whole."""
    is_share = figure["working"]["measure"] == "share"
    code = PER_CENT if is_share else figure["unit_measure"]
    said = {name: voice.measure(Decimal(band[name]), code) for name in ("from", "to") if band[name]}
    forms = voice.wording["bounds"]
    if "to" in said:
        return forms["below" if Decimal(band["from"]) == 0 else "between"].format(**said)
    return forms["whole" if is_share and Decimal(band["from"]) == 100 else "above"].format(**said)


def _analyses(voice: Voice, spec: Mapping[str, Any], wording: Mapping[str, Any]) -> Table | None:
    """One row an analysis, each about one thing: the country's figures of several periods, say."""
    facts = [fact for name in spec["rows"] if (fact := find(voice.sheet, name))]
    kept = [fact for fact in facts if fact.single]
    fields = [column["field"] for column in spec["columns"]]
    rows = [[_single_cell(voice, fact, field) for field in fields] for fact in kept]
    reported = sum(has_value(fact.single) for fact in kept)
    return {"columns": list(spec["columns"]), "rows": rows, "reported": reported, "of": len(spec["rows"])}


def _single_cell(voice: Voice, fact: Fact, field: str) -> Cell:
    return _cell(voice, say_field(voice, field, Subject(fact, fact.single)), fact.single)


def _coverage(voice: Voice, spec: Mapping[str, Any], wording: Mapping[str, Any]) -> Table | None:
    """One row an analysis over the units: how many have a value, and how many have none."""
    facts = [fact for name in spec["rows"] if (fact := find(voice.sheet, name))]
    columns = [{"key": key} for key in ("subject", "period")]
    columns += [{"key": "reported", "field": "reported"}, {"key": "silent", "field": "count"}]
    rows = [_coverage_row(voice, fact) for fact in facts]
    return {"columns": columns, "rows": rows, "reported": len(rows), "of": len(spec["rows"])}


def _coverage_row(voice: Voice, fact: Fact) -> list[Cell]:
    sheet = voice.sheet
    having = {figure["unit_key"] for figure in fact.figures if has_value(figure)}
    some = next(iter(fact.figures), None)
    subject = Subject(fact, some)
    named = voice.wording["analyses"].get(fact.analysis)
    indicator = _text(say_field(voice, "indicator", subject))
    period = _text(say_field(voice, "period", subject))
    of = len(sheet.under_review)
    missing = voice.wording["missing"]["cell"]
    named = named or indicator or fact.analysis
    return [
        {"text": named[:1].upper() + named[1:], "value": None, "figure_id": ""},
        {"text": period or missing, "value": None, "figure_id": ""},
        {"text": f"{len(having)}/{of}", "value": str(len(having)), "figure_id": ""},
        {"text": str(of - len(having)), "value": str(of - len(having)), "figure_id": ""},
    ]


_KINDS: Mapping[str, Callable[[Voice, Mapping[str, Any], Mapping[str, Any]], Table | None]] = {
    "units": _units,
    "bands": _bands,
    "analyses": _analyses,
    "coverage": _coverage,
}
