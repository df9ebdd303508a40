"""A published review against a thousand later revisions: it replays as it was, and all drift is told."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from giaoban.core.review.analyses import assess
from giaoban.core.review.confirmation import judge
from giaoban.core.review.drift import drift
from giaoban.core.review.factsheet import canonical
from giaoban.core.writing.outline import write
from giaoban.files.packs import read_pack
from tests.factories.reviews import records
from tests.house.tree import PACKS

ROUND, PUBLISHED, LATER = "2023-annual", "2024-01-17", "2024-12-31"
VERDICTS = {"exceeded": "reached", "met": "reached", "not_met": "missed"}


@pytest.fixture(scope="module")
def history():
    """Return the pack, what was known at the conference, and a thousand random later revisions of it."""
    pack, chance = read_pack(PACKS / "vn"), Random(1701)  # noqa: S311
    known = records(pack, ROUND)
    day = lambda: f"2024-{chance.randint(2, 12):02d}-{chance.randint(1, 28):02d}"  # noqa: E731
    of_2023 = [one for one in known["figures"] if one.period == "2023" and one.value is not None]
    figures = [
        replace(
            one, value=one.value + Decimal(chance.randint(-500, 500)) / 100, released=day(), source=f"r{n}"
        )
        for n in range(800)
        for one in [chance.choice(of_2023)]
    ]
    numbered = [one for one in known["results"] if one.value]
    results = [
        replace(
            one,
            value=str(Decimal(one.value) + chance.randint(-3, 3)),
            verdict="",
            released=day(),
            source=f"r{n}",
        )
        for n in range(200)
        for one in [chance.choice(numbered)]
    ]
    return pack, known, figures, results


def assessed(history, as_of: str, *, is_revised: bool):
    """Return the review at a day, with or without the revisions in the books."""
    pack, known, figures, results = history
    more = (figures, results) if is_revised else ([], [])
    sheet = assess(
        pack,
        pack.round(ROUND),
        known["figures"] + more[0],
        known["targets"],
        known["results"] + more[1],
        as_of,
    )
    return {**sheet, "documents": write(sheet, pack)}


def test_a_published_review_replays_byte_for_byte(history):
    """With a thousand later revisions in the books, the day of the conference gives the same text."""
    published = assessed(history, PUBLISHED, is_revised=False)
    assert canonical(assessed(history, PUBLISHED, is_revised=True)) == canonical(published)


def test_the_flips_are_those_of_a_recomputation_by_hand(history):
    """Each target judged anew on both days, one by one, flips where the report says, and nowhere else."""
    pack, known, _, results = history
    published = assessed(history, PUBLISHED, is_revised=False)
    moved = drift(published, assessed(history, LATER, is_revised=True))
    told = {one.target_id for one in moved if one.is_flip}
    assert told == _flipped(pack, known, results)
    assert len(told) > 5


def _flipped(pack, known, results):
    flipped = set()
    for target in known["targets"]:
        measured = pack.indicators.get(target.indicator)
        own = [one for one in known["results"] + results if one.target_id == target.target_id]
        decimals = measured.decimals if measured else None
        verdicts = [judge(target, own, decimals, day, PUBLISHED).verdict for day in (PUBLISHED, LATER)]
        if {VERDICTS.get(verdict) for verdict in verdicts} == {"reached", "missed"}:
            flipped.add(target.target_id)
    return flipped


def test_every_moved_number_is_told_with_its_exact_difference(history):
    """Each observed figure that differs between the two days is in the report, and no other."""
    published, later = (assessed(history, day, is_revised=True) for day in (PUBLISHED, LATER))
    values = [
        {(f["analysis"], f["unit_key"]): f["value"] for f in sheet["figures"] if f["rule"] == "observed"}
        for sheet in (published, later)
    ]
    keys = values[0].keys() | values[1].keys()
    differing = {key for key in keys if values[0].get(key) != values[1].get(key)}
    moved = {(one.analysis, one.unit_key): one for one in drift(published, later)}
    observed = {
        f["analysis"] for sheet in (published, later) for f in sheet["figures"] if f["rule"] == "observed"
    }
    assert {key for key in moved if key[0] in observed} == differing
    for key in differing:
        before, after = (value.get(key) for value in values)
        if before is not None and after is not None:
            assert moved[key].difference == Decimal(after) - Decimal(before)


def test_the_sentences_that_rested_on_a_moved_list_are_named(history):
    """A list that changed brings the published sentence that printed it."""
    published = assessed(history, PUBLISHED, is_revised=False)
    moved = {
        one.analysis: one
        for one in drift(published, assessed(history, LATER, is_revised=True))
        if not one.unit_key
    }
    assert any("tăng trưởng hai con số" in text for text in moved["two_digit_growth"].statements)


def test_nothing_new_is_no_drift(history):
    """A review held against itself has nothing to tell."""
    published = assessed(history, PUBLISHED, is_revised=False)
    assert drift(published, assessed(history, PUBLISHED, is_revised=True)) == ()


def test_the_real_vintages_of_the_first_quarter_are_told():
    """The country's growth in the first quarter of 2023 was released as 3.32, then 3.28, then 3.41."""
    pack = read_pack(PACKS / "vn")
    known = records(pack, ROUND)
    days = ("2023-04-30", "2023-07-31", "2024-01-17")
    sheets = [
        {**sheet, "documents": write(sheet, pack)}
        for day in days
        for sheet in [assess(pack, pack.round(ROUND), *known.values(), day)]
    ]
    values = [
        next(f["value"] for f in sheet["figures"] if f["analysis"] == "national_q1") for sheet in sheets
    ]
    assert values == ["3.32", "3.28", "3.41"]
    moved = {one.analysis: one for one in drift(sheets[0], sheets[-1])}
    assert (moved["national_q1"].was, moved["national_q1"].now) == ("3.32", "3.41")
    assert moved["national_q1"].difference == Decimal("0.09")


def test_what_november_estimated_and_january_knew_is_told():
    """Between December 2023 and February: the provinces' estimates of November, and the quarters before.

    Bắc Ninh's first quarter is dated by its month, January 2024, and so was not yet known at the conference.
    """
    pack = read_pack(PACKS / "vn")
    known = records(pack, ROUND)
    early, later = (
        {**sheet, "documents": write(sheet, pack)}
        for day in ("2023-12-01", "2024-02-15")
        for sheet in [assess(pack, pack.round(ROUND), *known.values(), day)]
    )
    moved = {(one.analysis, one.unit_key): one for one in drift(early, later)}
    told = {
        ("growth", "vn63-01"): ("6.11", "6.27", "0.16"),
        ("growth", "vn63-27"): ("-6.18", "-9.28", "-3.10"),
        ("growth_q1", "vn63-27"): ("-11.85", "-11.38", "0.47"),
        ("growth", "vn63-74"): ("6", "5.97", "-0.03"),
        ("national_q1", "vn"): ("3.28", "3.41", "0.13"),
        ("national_q2", "vn"): ("4.05", "4.25", "0.20"),
        ("national_q3", "vn"): ("5.33", "5.47", "0.14"),
    }
    for key, (was, now, difference) in told.items():
        assert (moved[key].was, moved[key].now, moved[key].difference) == (was, now, Decimal(difference))
    (sentence,) = moved["growth", "vn63-27"].statements
    assert "Bắc Ninh (-6,18%)" in sentence
