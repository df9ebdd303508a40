"""Rounding as offices publish: half up, on decimals, never on binary fractions."""

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: Decimal, decimals: int) -> Decimal:
    """Return `value` rounded half away from zero to `decimals` places."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def decimals_of(value: Decimal) -> int:
    """Return how many decimal places `value` is written with."""
    return max(0, -int(value.as_tuple().exponent))


def percent_of(part: Decimal, whole: Decimal, decimals: int = 1) -> Decimal | None:
    """Return `part` as a percentage of `whole`, rounded half up; None where the whole is 0."""
    return half_up(part * 100 / whole, decimals) if whole else None


def as_text(value: Decimal | None) -> str | None:
    """Return `value` as plain digits, never in exponents; None stays None."""
    return None if value is None else format(value, "f")
