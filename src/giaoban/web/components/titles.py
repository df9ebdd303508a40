"""Titles of figures: what each is about, from its rule, indicator, unit and period."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.web.components.marks import mark
from giaoban.web.components.sheets import Record, Sheet
from giaoban.web.components.values import PER_CENT, say_amount, say_time

RULES = {
    "observed": gettext_lazy("Observed figure"),
    "attainment": gettext_lazy("Verdict on a target"),
    "tally": gettext_lazy("Targets met, as computed"),
    "reported_tally": gettext_lazy("Targets met, as reported"),
    "disagreement": gettext_lazy("Tallies that disagree"),
    "ranking": gettext_lazy("Ranking"),
    "banding": gettext_lazy("Bands"),
    "list": gettext_lazy("List"),
    "extreme": gettext_lazy("Highest or lowest"),
    "range": gettext_lazy("Range"),
    "sum": gettext_lazy("Sum"),
    "paired": gettext_lazy("Value with a counterpart"),
    "share": gettext_lazy("Share of the sum"),
    "change": gettext_lazy("Change"),
    "momentum": gettext_lazy("Momentum"),
    "quantifier": gettext_lazy("Quantifier"),
    "counted": gettext_lazy("What the last conference left, by state"),
    "aftermath": gettext_lazy("After a missed target"),
}

OPS = {
    ">=": "≥",
    "<=": "≤",
    "range": gettext_lazy("within the range"),
    "text": gettext_lazy("in words"),
}

MEASURES = {
    "share": gettext_lazy("share of targets met"),
    "missed": gettext_lazy("targets missed"),
    "met": gettext_lazy("targets met"),
    "total": gettext_lazy("targets"),
    "verdict": gettext_lazy("verdict"),
}


def rule_name(figure: Record) -> str:
    """Return what kind of figure it is; a rule without a name stands for itself."""
    return str(RULES.get(figure["rule"], figure["rule"]))


def subject(sheet: Sheet, figure: Record) -> str:
    """Return what is measured: the indicator, the target, or the measure that units are compared by."""
    if figure["target_id"]:
        return target_text(sheet, figure)
    code = figure["indicator"] or _indicator_below(sheet, figure)
    compared = _compared(sheet, figure)
    measure = figure["working"].get("measure", "")
    if measure in MEASURES:
        name = (
            f"{sheet.indicator_name(figure['indicator'])}, "
            if measure == "verdict" and figure["indicator"]
            else ""
        )
        return f"{name}{MEASURES[measure]}"
    name = sheet.indicator_name(code) if code else ""
    return f"{rule_name(compared)}, {name}" if compared else name


def title(sheet: Sheet, figure: Record) -> str:
    """Return the title of a figure's page: the pack's name for it, else what it is and its condition."""
    about = subject(sheet, figure)
    if figure["rule"] in ("observed", "attainment"):
        return about or rule_name(figure)
    if named := analysis_name(sheet, figure):
        return f"{named}: {about}" if figure["rule"] == "aftermath" else named
    limited = f"{about} {condition(sheet, figure)}".strip()
    return f"{rule_name(figure)}: {limited}" if limited else rule_name(figure)


def analysis_name(sheet: Sheet, figure: Record) -> str:
    """Return the pack's own name of the analysis that made a figure, or empty."""
    named = sheet.word("analyses", figure["analysis"])
    return named[:1].upper() + named[1:]


def condition(sheet: Sheet, figure: Record) -> str:
    """Return the condition that a list's members meet, or empty."""
    working = figure["working"]
    if figure["rule"] != "list":
        return str({"highest": _("(highest)"), "lowest": _("(lowest)")}.get(working.get("which", ""), ""))
    return f"{say_op(working['op'])} {_threshold(sheet, figure)}"


def say_op(op: str) -> str:
    """Return a comparison as a sign, or in words where it has none."""
    return str(OPS.get(op, op))


def where_and_when(sheet: Sheet, figure: Record) -> str:
    """Return the unit and the period that a figure is about, for a line under its title."""
    unit = sheet.unit_name(figure["unit_key"]) if figure["unit_key"] else _("all units under review")
    period = figure["period"] or sheet.header["period"]
    return f"{unit} · {say_time(sheet, period)}"


def target_text(sheet: Sheet, figure: Record) -> str:
    """Return the text of the target that a verdict is about."""
    target = sheet.records.get(figure["target_version"], {})
    return target.get("text") or sheet.indicator_name(figure["indicator"]) or figure["target_id"]


def _threshold(sheet: Sheet, figure: Record) -> str:
    working, other = figure["working"], figure["working"].get("threshold_figure", "")
    threshold = str(working["threshold"])
    if other in sheet.figures:
        source = sheet.figures[other]
        amount = say_amount(sheet, threshold, source["decimals"], source["unit_measure"])
        return f"{amount} ({sheet.unit_name(source['unit_key'])})"
    return _said(sheet, threshold, figure)


def _said(sheet: Sheet, threshold: str, figure: Record) -> str:
    known = mark(threshold)
    if known.shape:
        return str(known.word)
    if moved := sheet.word("movements", threshold):
        return moved
    is_number = threshold.lstrip("-").replace(".", "", 1).isdigit()
    measure = PER_CENT if figure["working"]["measure"] == "share" else figure["unit_measure"]
    return say_amount(sheet, threshold, None, measure) if is_number else threshold


def _compared(sheet: Sheet, figure: Record) -> Record | None:
    """Return the first of the derived figures that a figure about many units compares, if any."""
    if figure["unit_key"]:
        return None
    below = (sheet.figures[i] for i in figure["inputs"] if i in sheet.figures)
    return next((one for one in below if one["rule"] in ("change", "share", "momentum")), None)


def _indicator_below(sheet: Sheet, figure: Record, depth: int = 3) -> str:
    """Return the indicator of the first figure that this one rests on."""
    for figure_id in figure["inputs"]:
        below = sheet.figures.get(figure_id)
        if below is not None:
            return below["indicator"] or (_indicator_below(sheet, below, depth - 1) if depth else "")
    return ""
