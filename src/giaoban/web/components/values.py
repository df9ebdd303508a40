"""Values in words: what a figure says, in the reader's language and number style."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from giaoban.core.writing.numbers import join_words
from giaoban.core.writing.periods import say_day, say_period
from giaoban.web.components.marks import mark
from giaoban.web.components.sheets import Record, Sheet

MISSING = "–"
#: The unit of measure of shares, as the documents write it.
PER_CENT = "%"


def say(sheet: Sheet, figure: Record) -> str:
    """Return the value of a figure as text; a figure without a value is a dash."""
    if figure["value"] is None:
        return MISSING
    return _SAYERS.get(figure["rule"], say_scalar)(sheet, figure)


def say_scalar(sheet: Sheet, figure: Record) -> str:
    """Return the value of a figure that holds one number, with its unit of measure."""
    return say_amount(sheet, figure["value"], figure["decimals"], figure["unit_measure"])


def say_amount(sheet: Sheet, value: str | None, decimals: int | None, unit_measure: str) -> str:
    """Return a number with its unit of measure, or a dash."""
    if not value:
        return MISSING
    return sheet.voice.measure(Decimal(value), unit_measure, decimals)


def say_result(sheet: Sheet, value: str | None, unit_measure: str) -> str:
    """Return the result of a target: a number with its unit of measure, else the words it was given in."""
    try:
        return say_amount(sheet, value, None, unit_measure)
    except ArithmeticError:
        return str(value)


def say_share(sheet: Sheet, share: str | None) -> str:
    """Return a share in percent with one decimal."""
    return say_amount(sheet, share, 1, PER_CENT)


def say_time(sheet: Sheet, period: str) -> str:
    """Return a period in words."""
    return say_period(period, sheet.wording)


def say_date(sheet: Sheet, released: str) -> str:
    """Return a day, month or year as the language writes it."""
    return say_day(released, sheet.wording)


def say_frame_day(day: str, wording: Mapping[str, Any] | None) -> str:
    """Return a day as the page's language writes it; without wording of a pack in it, as the site does."""
    return say_day(day, wording or {"days": {"day": _("{year}-{month}-{day}")}})


def say_language(code: str) -> str:
    """Return the name of a language in itself, or its code if it has no known name.

    The list of names is not all in composed letters (NFC), and a search for what is shown must find it.
    """
    names = LANG_INFO.get(code, {})
    return unicodedata.normalize("NFC", str(names.get("name_local", code)))


def say_tally(tally: Mapping[str, Any]) -> str:
    """Return a tally as n/m."""
    return f"{tally['met']}/{tally['total']}"


def say_units(sheet: Sheet, unit_keys: Iterable[str]) -> str:
    """Return the names of the units in their order, or that there is none."""
    return join_words([sheet.unit_name(key) for key in unit_keys], sheet.wording["lists"]) or _("none")


def say_grade(sheet: Sheet, working: Mapping[str, Any]) -> str:
    """Return the grade of an observed figure where it is not final: an estimate or provisional."""
    status = working.get("obs_status", "")
    return say_status(sheet, status, working.get("estimate", "")) if status in ("E", "P") else ""


def say_status(sheet: Sheet, status: str, estimate: str = "") -> str:
    """Return a status code in the words of the documents, else in those of the pack's codelist."""
    known = sheet.word("statuses", f"{status}{estimate}") or sheet.word("statuses", status)
    return known or sheet.code_name("obs_status", status)


def why_missing(figure: Record | None) -> str:
    """Return why there is no value to show; without even a figure, nobody reported anything."""
    working = figure["working"] if figure else {}
    if working.get("contradicted"):
        return _("sources contradict each other")
    return _("not applicable") if working.get("obs_status") == "M" else _("not reported")


def _say_verdict(_sheet: Sheet, figure: Record) -> str:
    return str(mark(figure["value"]).word)


def _say_tally_with_share(sheet: Sheet, figure: Record) -> str:
    return f"{say_tally(figure['value'])} ({say_share(sheet, figure['value']['share'])})"


def _say_counted(sheet: Sheet, figure: Record) -> str:
    """Say what is done of what was due; where nothing was, how many there are."""
    return _say_tally_with_share(sheet, figure) if figure["value"]["total"] else str(figure["value"]["count"])


def _say_later(sheet: Sheet, figure: Record) -> str:
    """Say the later verdict, or the later figure where no target was set."""
    known = mark(figure["value"])
    return (
        str(known.word) if known.shape else say_amount(sheet, figure["value"], None, figure["unit_measure"])
    )


def _say_disagreement(_sheet: Sheet, figure: Record) -> str:
    return "; ".join(say_tally(one) for one in figure["value"])


def _say_count(_sheet: Sheet, figure: Record) -> str:
    count = len(figure["value"])
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": count}


def _say_bands(sheet: Sheet, figure: Record) -> str:
    parts = (
        f"{sheet.word('bands', one['band']) or one['band']}: {len(one['unit_keys'])}"
        for one in figure["value"]
    )
    return "; ".join(parts)


def _say_names(sheet: Sheet, figure: Record) -> str:
    return say_units(sheet, figure["value"])


def _say_range(sheet: Sheet, figure: Record) -> str:
    ends = (figure["value"][end] for end in ("lowest", "highest"))
    return " … ".join(say_amount(sheet, end, figure["decimals"], figure["unit_measure"]) for end in ends)


def _say_momentum(sheet: Sheet, figure: Record) -> str:
    return sheet.word("movements", figure["value"]) or figure["value"]


def _say_quantifier(sheet: Sheet, figure: Record) -> str:
    return sheet.word("quantifiers", figure["value"]) or figure["value"]


_SAYERS: dict[str, Callable[[Sheet, Record], str]] = {
    "attainment": _say_verdict,
    "tally": _say_tally_with_share,
    "reported_tally": _say_tally_with_share,
    "disagreement": _say_disagreement,
    "counted": _say_counted,
    "aftermath": _say_later,
    "ranking": _say_count,
    "banding": _say_bands,
    "list": _say_names,
    "extreme": _say_names,
    "range": _say_range,
    "momentum": _say_momentum,
    "quantifier": _say_quantifier,
}
