"""What the shipped rules find in the real round of 2023: useful, and no flood."""

from collections import Counter

import pytest

from giaoban.core.errors import Finding
from giaoban.queries import checks
from tests.factories import reported


@pytest.fixture
def sent(db, workspace, tmp_path) -> int:
    """Let all 63 units have sent what the press told of 2023, over what was known before; return how much."""
    entries = reported.install(tmp_path)
    reported.send(entries)
    return sum(map(len, entries.values()))


def own(findings: list[Finding]) -> dict[str, int]:
    """Return how often each rule spoke, what is simply missing left aside."""
    counted = Counter(one.code for one in findings)
    return {code: n for code, n in counted.items() if code not in ("not_reported", "attachment_missing")}


def test_the_rules_point_at_what_is_odd_in_2023(sent):
    """Of 217 entries: 29 missed targets without words, 6 findings on figures, none of them blocking.

    - missed_unexplained 25, missed_in_words 4;
    - change_points 2: growth of Bắc Ninh (7.39, then -9.28) and of Khánh Hòa (20.7, then 10.55);
    - figures_disagree 2: growth of Bắc Ninh (-6.18 as a result, -9.28 as a figure), Khánh Hòa (10.35, 10.55);
    - growth_differs 1: exports of Bình Dương, -7.3 % told, but from 35.7 to 31.8 billion it is -10.9 %;
    - unlike_own_past 1: product per head of Bắc Ninh, -14.2 % after about 4.3 % a year.
    """
    found = {key: checks.of_sent(reported.ROUND, key, "en") for key in reported.units()}
    assert sent == 217
    assert own([one for each in found.values() for one in each]) == {
        "missed_unexplained": 25,
        "missed_in_words": 4,
        "change_points": 2,
        "figures_disagree": 2,
        "growth_differs": 1,
        "unlike_own_past_percent": 1,
    }
    assert max(len(own(each)) for each in found.values()) <= 5
    assert [
        key for key, each in found.items() if {"change_points", "figures_disagree"} <= set(own(each))
    ] == [
        "vn63-27",
        "vn63-56",
    ]


def test_four_figures_of_2023_are_unlike_their_peers(sent):
    """Growth of Bắc Ninh, Quảng Nam; product per head of Bắc Ninh, Bà Rịa - Vũng Tàu; no total is whole."""
    found = checks.of_round(reported.ROUND, "en")
    told = [(one.code, dict(one.values)["unit_key"]) for one in found]
    assert told == [
        ("unlike_peers_level", "vn63-27"),
        ("unlike_peers_level", "vn63-49"),
        ("unlike_peers_percent", "vn63-27"),
        ("unlike_peers_percent", "vn63-77"),
    ]
    assert {one.severity for one in found} == {"warning"}
