"""Numbers as a language writes them: decimal mark, thousands mark, sign, unit of measure."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


def say_number(value: Decimal, numbers: Mapping[str, str], decimals: int | None = None) -> str:
    """Return `value` in the marks of `numbers` (keys decimal, group, minus).

    Units:   at most `decimals` decimals, half up; digits that the source did not give are not added.
    """
    shown = value
    if decimals is not None and -value.as_tuple().exponent > decimals:
        shown = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = format(abs(shown), "f").partition(".")
    sign = numbers["minus"] if shown < 0 else ""
    grouped = f"{int(whole):,}".replace(",", numbers["group"])
    return sign + grouped + (numbers["decimal"] + fraction if fraction else "")


def say_measure(
    value: Decimal,
    code: str,
    wording: Mapping[str, Any],
    symbols: Mapping[str, str],
    decimals: int | None = None,
) -> str:
    """Return `value` with its unit of measure: the wording's own form, else the codelist's symbol."""
    number = say_number(value, wording["numbers"], decimals)
    form = wording["unit_measures"].get(code)
    if form is None:
        symbol = symbols.get(code, "")
        return f"{number} {symbol}" if symbol else number
    return plural(form, value).replace("{number}", number)


def plural(forms: str | Mapping[str, str], count: Decimal | int) -> str:
    """Return the form for `count`: `one` for 1 and -1, else `other`; a plain text serves for all."""
    if isinstance(forms, str):
        return forms
    return forms.get("one", forms["other"]) if abs(count) == 1 else forms["other"]


def join_words(texts: list[str], lists: Mapping[str, str]) -> str:
    """Return the texts joined as a list of the language: “A, B and C”."""
    if len(texts) < 2:
        return "".join(texts)
    return lists["comma"].join(texts[:-1]) + lists["last"] + texts[-1]
