"""Charts: facts become marks, each with its figure; the title says the finding."""

from collections.abc import Mapping
from typing import Any

from giaoban.core.writing.amounts import amount_of
from giaoban.core.writing.fields import say_field
from giaoban.core.writing.labels import band_of
from giaoban.core.writing.sentences import Scope
from giaoban.core.writing.statements import Fact, Figure, find, take
from giaoban.core.writing.voice import Spans, Subject, Voice

Chart = dict[str, Any]
Mark = dict[str, Any]
#: The order of a legend; bands come first, in the order of the marks.
_LEGEND = ("highlight", "positive", "negative", "not_reported", "archipelago")


def draw(voice: Voice, chart_id: str, spec: Mapping[str, Any]) -> Chart | None:
    """Return a chart of the outline as marks; None where the round has nothing to show in it."""
    fact = find(voice.sheet, spec["show"])
    if fact is None or not any(amount_of(figure) is not None for figure in fact.figures):
        return None
    marks = _tiles(voice, spec, fact) if spec["kind"] == "tiles" else _bars(voice, spec, fact)
    if not marks:
        return None
    wording, scope = voice.wording["charts"][chart_id], Scope(voice, take(voice.sheet, spec.get("of", {})))
    words = {name: _text(scope.fill(wording[name])) for name in ("title", "subtitle", "alt")}
    legend = [{"mark": mark, "text": _legend(voice, wording, mark)} for mark in _order(marks)]
    return {
        "kind": spec["kind"],
        **words,
        "marks": marks,
        "reference": _reference(voice, scope, spec, wording),
        "legend": legend,
    }


def _text(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def _bars(voice: Voice, spec: Mapping[str, Any], fact: Fact) -> list[Mark]:
    """One bar a unit that reported, the greatest first, ties by code."""
    shown = [figure for figure in fact.figures if amount_of(figure) is not None]
    ordered = sorted(shown, key=amount_of, reverse=True)
    return [_mark(voice, spec, fact, f["unit_key"], voice.name(f["unit_key"]), f) for f in ordered]


def _tiles(voice: Voice, spec: Mapping[str, Any], fact: Fact) -> list[Mark]:
    """One tile a unit, with or without a value, and one for each archipelago."""
    return [_tile(voice, spec, fact, tile) for tile in voice.sheet.tiles]


def _tile(voice: Voice, spec: Mapping[str, Any], fact: Fact, tile: Mapping[str, Any]) -> Mark:
    place = {"row": tile["row"], "column": tile["column"]}
    if tile["kind"] != "unit":
        empty = {"value": None, "text": "", "figure_id": "", "mark": tile["kind"]}
        return {"unit_key": tile["unit_key"], "label": tile["name"], **empty, **place}
    figure = fact.of_unit(tile["unit_key"])
    return {**_mark(voice, spec, fact, tile["unit_key"], tile["name"], figure), **place}


def _mark(
    voice: Voice, spec: Mapping[str, Any], fact: Fact, unit_key: str, label: str, figure: Figure | None
) -> Mark:
    amount = amount_of(figure) if figure else None
    said = say_field(voice, spec["field"], Subject(fact, figure, unit_key)) if amount is not None else ()
    return {
        "unit_key": unit_key,
        "label": label,
        "value": None if amount is None else format(amount, "f"),
        "text": _text(said) or voice.wording["missing"]["cell"],
        "figure_id": figure["figure_id"] if figure else "",
        "row": None,
        "column": None,
        "mark": _kind_of(voice, spec, unit_key, amount),
    }


def _kind_of(voice: Voice, spec: Mapping[str, Any], unit_key: str, amount: Any) -> str:
    """Return what a mark stands for: no value, the highlighted list, a band, or the sign."""
    if amount is None:
        return "not_reported"
    highlighted = find(voice.sheet, spec["highlight"]) if "highlight" in spec else None
    if highlighted and highlighted.single and unit_key in highlighted.single["value"]:
        return "highlight"
    banded = find(voice.sheet, spec["band"]) if "band" in spec else None
    if banded and banded.single:
        return band_of(banded.single, unit_key) or "positive"
    return "negative" if amount < 0 else "positive"


def _order(marks: list[Mark]) -> list[str]:
    """Return the kinds of marks that occur: as first seen, those without a value last."""
    seen = dict.fromkeys(mark["mark"] for mark in marks)
    return sorted(seen, key=lambda mark: _LEGEND.index(mark) + 1 if mark in _LEGEND else 0)


def _legend(voice: Voice, wording: Mapping[str, Any], mark: str) -> str:
    """Return the words for a mark: the chart's own, the common ones, or the band's."""
    own = wording.get("legend", {}).get(mark)
    return own or voice.wording["marks"].get(mark) or voice.word("bands", mark)


def _reference(
    voice: Voice, scope: Scope, spec: Mapping[str, Any], wording: Mapping[str, Any]
) -> dict[str, str] | None:
    """Return the line that the bars are read against, with its label."""
    fact = find(voice.sheet, spec["reference"]) if "reference" in spec else None
    figure = fact.single if fact else None
    amount = amount_of(figure) if figure else None
    if amount is None:
        return None
    label = _text(scope.fill(wording["reference"]))
    return {"value": format(amount, "f"), "label": label, "figure_id": figure["figure_id"]}
