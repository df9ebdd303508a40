"""Numerals: a number as people type it, read only where it can be just one number."""

import re
from decimal import Decimal

from giaoban.core.errors import Finding, Invalid, Place
from giaoban.core.figures.faults import fault

#: What the store can hold exactly.
MOST_INTEGER_DIGITS, MOST_DECIMALS = 28, 10

_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?P<group>[.,])[0-9]{3}(?:(?P=group)[0-9]{3})*(?:(?!(?P=group))[.,][0-9]+)?"
)
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_DATE = re.compile(
    r"[0-9]{4}([-/.][0-9]{1,2}){2}|([0-9]{1,2}[-/.]){2}[0-9]{2,4}|[0-9]{1,2}[-/][0-9]{4}|[0-9]{4}[-/][0-9]{1,2}"
)


def parse_number(text: str) -> Decimal:
    """Return the number that `text` can only mean, with a comma or a dot before its decimals.

    Edges:   one separator followed by exactly three digits may be decimals or thousands: refused;
             "0.234", "1234.567", "1,234.5" and "1.234.567" are clear.
    Raises:  Invalid, with one finding that says what to write instead.
    """
    if found := _fault(text):
        raise Invalid(found.title, found.detail, findings=(found,))
    value = Decimal(_plain(text))
    if found := fault_of_size(value):
        raise Invalid(found.title, found.detail, findings=(found,))
    return value


def fault_of_size(value: Decimal) -> Finding | None:
    """Return why `value` cannot be kept exactly, or None if it can."""
    if not value.is_finite():
        return fault("not_a_number", Place(), text=str(value))
    _, digits, exponent = value.as_tuple()
    if -exponent > MOST_DECIMALS:
        return fault("too_exact", Place(), text=str(value), most=MOST_DECIMALS)
    if len(digits) + exponent > MOST_INTEGER_DIGITS:
        return fault("too_large", Place(), text=str(value), most=MOST_INTEGER_DIGITS)
    return None


def _fault(text: str) -> Finding | None:
    if _AMBIGUOUS.fullmatch(text):
        return _ambiguous(text)
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return None
    if "%" in text:
        return fault("percent_sign", Place(), text=text)
    if _DATE.fullmatch(text.strip()):
        return fault("date_for_number", Place(), text=text)
    if re.search(r"\s", text):
        return fault("space_in_number", Place(), text=text)
    return fault("not_a_number", Place(), text=text)


def _ambiguous(text: str) -> Finding:
    whole, decimals = re.split("[.,]", text)
    read = {
        "whole": f"{whole}{decimals}",
        "fraction": f"{whole}.{decimals}",
        "padded": f"{whole}.{decimals}0",
    }
    return fault("ambiguous_number", Place(), text=text, **read)


def _plain(text: str) -> str:
    if _GROUPED.fullmatch(text):
        marks = re.findall("[.,]", text)
        text = text.replace(marks[0], "") if len(marks) > 1 else text
    return text.replace(",", ".")
