"""Shares of a panel: six decimals are kept exactly, and what is finer is refused, never rounded."""

from datetime import date

import pytest

from giaoban.core.errors import Invalid
from giaoban.core.figures.panels import months_of, spans
from giaoban.core.registry.changes import Change
from giaoban.core.registry.lineage import Lineage

DAY = date(2023, 7, 1)


def _spans(one: str, other: str) -> list[tuple]:
    changes = tuple(
        Change(f"c-{to}", "split", "old", to, DAY, share, "act", "source")
        for to, share in (("north", one), ("south", other))
    )
    book = {"north": 1, "old": 2, "south": 3}
    return list(spans(Lineage(changes), ["north", "south"], date(2023, 12, 31), months_of([2023]), book))


def test_six_decimals_are_kept():
    """0.333333 and the rest of it stand in the panel as they were said, also with zeros behind them."""
    shares = {row[2] for row in _spans("0.3333330", "0.666667") if row[0] == 2}
    assert {share.rstrip("0") for share in shares} == {"0.333333", "0.666667"}


def test_a_finer_share_is_refused_by_name():
    """A seventh decimal is not cut off: the error names both units and the share."""
    with pytest.raises(Invalid, match="share of old in north is 0.3333333"):
        _spans("0.3333333", "0.6666667")
