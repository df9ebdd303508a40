"""Any number, written with comma or dot, is read as itself or refused; never as another number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.errors import Invalid
from giaoban.core.figures.numerals import parse_number

NUMBERS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**12), 10**12), st.integers(0, 10)
)


@given(number=NUMBERS, point=st.sampled_from(".,"))
def test_a_plain_number_is_itself_or_ambiguous(number, point):
    """One separator: the number comes back, digit for digit, unless it could be thousands."""
    text = format(number, "f").replace(".", point)
    whole, _, decimals = text.lstrip("-").partition(point)
    if len(decimals) == 3 and len(whole) <= 3 and whole != "0":
        with pytest.raises(Invalid):
            parse_number(text)
    else:
        assert str(format(parse_number(text), "f")) == format(number, "f")


@given(
    number=NUMBERS.filter(lambda n: abs(n) >= 1000 and n != n.to_integral_value()),
    point=st.sampled_from(".,"),
)
def test_a_grouped_number_with_decimals_is_itself(number, point):
    """Both separators: thousands in groups, then decimals."""
    group = "," if point == "." else "."
    text = f"{number:,f}".replace(",", "G").replace(".", point).replace("G", group)
    assert parse_number(text) == number


@given(text=st.text(alphabet="0123456789.,+-% /eE", max_size=12))
def test_any_text_of_number_signs_is_read_or_refused(text):
    """Whatever is typed, there is a value or one finding that says what to do."""
    try:
        assert parse_number(text).is_finite()
    except Invalid as refusal:
        assert len(refusal.findings) == 1 and refusal.detail
