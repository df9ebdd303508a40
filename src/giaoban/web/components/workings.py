"""Workings: how a figure came about, as rows that a reader can follow."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.core.review.ranking import TIE_RULE
from giaoban.core.review.series_figures import PER_CENT, POINTS
from giaoban.web.components.marks import mark
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.titles import MEASURES, say_op
from giaoban.web.components.values import say_amount, say_date, say_share, say_status, say_time, say_units

_LABELS = {
    "as_of": gettext_lazy("What was known on"),
    "contradicted": gettext_lazy("Sources contradict each other"),
    "regressed": gettext_lazy("A later release of a lower grade says another value"),
    "obs_status": gettext_lazy("Grade"),
    "op": gettext_lazy("Comparison"),
    "target": gettext_lazy("Target"),
    "target_to": gettext_lazy("Target, upper bound"),
    "direction": gettext_lazy("Direction"),
    "result": gettext_lazy("Result"),
    "rounded_result": gettext_lazy("Result as rounded for comparing"),
    "precision": gettext_lazy("Decimals compared"),
    "difference": gettext_lazy("Difference"),
    "percent": gettext_lazy("In percent"),
    "computed": gettext_lazy("Verdict computed"),
    "confirmed": gettext_lazy("Verdict confirmed by a person"),
    "reason": gettext_lazy("Reason given"),
    "counts": gettext_lazy("Counted in the tally"),
    "number": gettext_lazy("Number in the unit’s list"),
    "unreasoned": gettext_lazy("Confirmed without a reason, so not followed"),
    "reported": gettext_lazy("Reported"),
    "previous": gettext_lazy("Verdict before"),
    "movement": gettext_lazy("Movement"),
    "measure": gettext_lazy("Measured by"),
    "order": gettext_lazy("Order"),
    "tie_rule": gettext_lazy("Ties"),
    "of": gettext_lazy("Units under review"),
    "count": gettext_lazy("How many"),
    "by": gettext_lazy("Ordered by"),
    "threshold": gettext_lazy("Threshold"),
    "which": gettext_lazy("Looked for"),
    "extreme": gettext_lazy("Value"),
    "lowest_units": gettext_lazy("Lowest"),
    "highest_units": gettext_lazy("Highest"),
    "part": gettext_lazy("Part"),
    "total": gettext_lazy("Total"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "matter": gettext_lazy("What it counts"),
    "from_period": gettext_lazy("Earlier period"),
    "to_period": gettext_lazy("Later period"),
    "periods": gettext_lazy("Periods"),
    "values": gettext_lazy("Values"),
    "share": gettext_lazy("Share"),
}

_WORDS = {
    "higher": gettext_lazy("higher is better"),
    "lower": gettext_lazy("lower is better"),
    "range": gettext_lazy("inside the range is better"),
    "none": gettext_lazy("none: not scored by computing"),
    "on_time": gettext_lazy("on time"),
    "late": gettext_lazy("late"),
    "fell_below": gettext_lazy("fell below the target"),
    "recovered": gettext_lazy("recovered"),
    "ascending": gettext_lazy("rising order"),
    "descending": gettext_lazy("falling order"),
    "code": gettext_lazy("code of the unit"),
    "task": gettext_lazy("tasks"),
    "petition": gettext_lazy("petitions"),
    "highest": gettext_lazy("highest"),
    "lowest": gettext_lazy("lowest"),
    TIE_RULE: gettext_lazy("equal measures share the best place, and the next place is skipped"),
}

_PLAIN = ("number", "precision", "count", "of", "reason")
_AMOUNTS = (
    "target",
    "target_to",
    "result",
    "rounded_result",
    "difference",
    "extreme",
    "threshold",
    "part",
    "total",
    "from",
    "to",
)
#: Shown elsewhere on the page: in the grade, as the mark of an input, in a table of its own, or as a link.
_ELSEWHERE = ("chosen", "points", "composite", "threshold_figure", "estimate")
#: Said only where they are so.
_DOUBTS = ("contradicted", "regressed", "unreasoned")


def working_rows(sheet: Sheet, figure: Record) -> list[tuple[str, str]]:
    """Return the working of a figure as (label, text), in the order of the labels; the empty is left out."""
    working = figure["working"]
    said = [key for key in working if key not in _ELSEWHERE and not _is_silent(key, working[key])]
    places = {key: place for place, key in enumerate(_LABELS)}
    ordered = sorted(said, key=lambda key: places.get(key, len(places)))
    return [(_label(figure, key), _text(sheet, figure, key, working[key])) for key in ordered]


def _is_silent(key: str, value: Any) -> bool:
    """Return whether there is nothing to say: no value, no doubt, or that the value itself is compared."""
    return value is None or value in ("", [], "value") or (key in _DOUBTS and not value)


def _label(figure: Record, key: str) -> str:
    if key == "reported" and figure["rule"] != "attainment":
        return _("Units that reported")
    return str(_LABELS.get(key, key))


def _text(sheet: Sheet, figure: Record, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key in _PLAIN or isinstance(value, int):
        return str(value)
    if key == "obs_status":
        return say_status(sheet, value, figure["working"].get("estimate", ""))
    if key == "values":
        return " → ".join(say_measured(sheet, figure, one, _measure(sheet, figure, key)) for one in value)
    if key in _AMOUNTS:
        return say_measured(sheet, figure, value, _measure(sheet, figure, key))
    return _SAYERS.get(key, _word)(sheet, value)


def say_measured(sheet: Sheet, figure: Record, value: Any, unit_measure: str | None = None) -> str:
    """Return a value of a working in its unit of measure; what is no number is said in words."""
    try:
        Decimal(value)
    except (InvalidOperation, TypeError):
        return _word(sheet, value)
    return say_amount(
        sheet, str(value), None, figure["unit_measure"] if unit_measure is None else unit_measure
    )


def _measure(sheet: Sheet, figure: Record, key: str) -> str:
    """Return the unit of measure of one value: a change's ends have their inputs', rates differ in points."""
    below = (sheet.figures[i]["unit_measure"] for i in figure["inputs"] if i in sheet.figures)
    if figure["working"].get("measure") == "share":
        return PER_CENT
    is_derived = figure["rule"] in ("change", "share", "momentum")
    own = next(below, figure["unit_measure"]) if is_derived else figure["unit_measure"]
    return POINTS if key == "difference" and own in (PER_CENT, "%") else own


def _word(sheet: Sheet, value: Any) -> str:
    text = str(value)
    known = mark(text)
    own = _WORDS.get(text) or MEASURES.get(text) or sheet.word("movements", text)
    return str(own or (known.word if known.shape else text))


_SAYERS: Mapping[str, Callable[[Sheet, Any], str]] = {
    "as_of": say_date,
    "from_period": say_time,
    "to_period": say_time,
    "periods": lambda sheet, value: " → ".join(say_time(sheet, period) for period in value),
    "lowest_units": say_units,
    "highest_units": say_units,
    "op": lambda _sheet, value: say_op(value),
    "percent": lambda sheet, value: say_amount(sheet, value, 2, PER_CENT),
    "share": lambda sheet, value: say_share(sheet, str(Decimal(value) * 100)),
}
