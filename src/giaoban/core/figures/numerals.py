"""Numerals: a number as people type it, read only where it can be just one number."""

import re
from decimal import Decimal

from giaoban.core.errors import Finding, Invalid

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
    if fault := _fault(text):
        raise Invalid(fault.title, fault.detail, findings=(fault,))
    value = Decimal(_plain(text))
    if fault := fault_of_size(value):
        raise Invalid(fault.title, fault.detail, findings=(fault,))
    return value


def fault_of_size(value: Decimal) -> Finding | None:
    """Return why `value` cannot be kept exactly, or None if it can."""
    if not value.is_finite():
        return Finding("not_a_number", f"“{value}” is not a number", "Write digits.")
    _, digits, exponent = value.as_tuple()
    if -exponent > MOST_DECIMALS:
        return Finding(
            "too_exact", f"“{value}” has more than {MOST_DECIMALS} decimals", "Round it in the file."
        )
    if len(digits) + exponent > MOST_INTEGER_DIGITS:
        return Finding(
            "too_large", f"“{value}” has more than {MOST_INTEGER_DIGITS} digits", "Check the number."
        )
    return None


def _fault(text: str) -> Finding | None:
    if _AMBIGUOUS.fullmatch(text):
        return _ambiguous(text)
    if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text):
        return None
    if "%" in text:
        return Finding(
            "percent_sign",
            f"“{text}” carries a percent sign",
            "Write the number alone; the unit of measure has its own column.",
        )
    if _DATE.fullmatch(text.strip()):
        return Finding("date_for_number", f"“{text}” is a date, not a number", "Write the value.")
    if re.search(r"\s", text):
        return Finding("space_in_number", f"“{text}” carries a space", "Write the number without spaces.")
    return Finding(
        "not_a_number", f"“{text}” is not a number", "Write digits, with “,” or “.” before decimals."
    )


def _ambiguous(text: str) -> Finding:
    whole, decimals = re.split("[.,]", text)
    return Finding(
        "ambiguous_number",
        f"“{text}” could be {whole}{decimals} or {whole}.{decimals}",
        f"Write {whole}{decimals} if thousands are meant, {whole}.{decimals}0 if decimals are.",
    )


def _plain(text: str) -> str:
    if _GROUPED.fullmatch(text):
        marks = re.findall("[.,]", text)
        text = text.replace(marks[0], "") if len(marks) > 1 else text
    return text.replace(",", ".")
