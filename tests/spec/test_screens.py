"""Screens for gaming: exact chances, followed by hand; for verifiers with the unit's reply, never a score."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from giaoban.core.figures.targets import Target
from giaoban.core.review.screens.bias import Pair, estimate_bias, pairs
from giaoban.core.review.screens.cases import Case, cases
from giaoban.core.review.screens.discovery import false_discovery
from giaoban.core.review.screens.easy_targets import easy_against_peers, easy_against_trend
from giaoban.core.review.screens.heaping import heaping_by_indicator, heaping_by_unit
from giaoban.core.review.screens.late_edits import Recording, edits_of, late_edits
from giaoban.core.review.screens.looks import Look, signals
from giaoban.core.review.screens.replies import Statement, may_conclude, standing
from giaoban.core.review.screens.settings import Bias, EasyTargets, Heaping, LateEdits
from tests.factories.rounds import indicator, observation
from tests.spec.scoring import result, target

LEVEL = Fraction(1, 20)
HEAPING = Heaping(LEVEL, 8, 3, Fraction(2), Fraction(11, 20))
EASY = EasyTargets(LEVEL, 3, 4, Fraction(1, 4), 4)


def near(*margins: str, unit: str = "u1", indicator: str = "I", **rest) -> list[Case]:
    """Return one case a margin: targets of 100, published to a tenth, last year's value another."""
    fields = {"is_unchanged": False, **rest}
    return [
        Case(
            unit, indicator, "2023", f"{unit}-{n}", Decimal(100), Decimal("0.1"), margin=Decimal(m), **fields
        )
        for n, m in enumerate(margins)
    ]


def others() -> list[Case]:
    """Return fifty near results of other units, half of them above."""
    return near(*["1", "-1"] * 25, unit="u2")


def only(looks) -> Look:
    """Return the first look."""
    return next(iter(looks))


def test_ten_of_ten_just_above_target_are_too_many():
    """Near is within 2 % of the target. Ten near results, all above: 0.55 to the tenth, 0.0025; and half of
    50 near results of other units lie above, so that Fisher gives 0.0024. The larger one counts."""
    look = only(heaping_by_unit(near(*["0.5"] * 10) + others(), ["u1"], HEAPING))
    assert (look.observed, look.n, look.expected) == (10, 10, Fraction(11, 2))
    assert look.p == Fraction(11, 20) ** 10
    assert round(float(look.p), 4) == 0.0025


def test_a_result_two_per_cent_off_is_no_longer_near():
    """1.9 above and 2.0 below are near, 2.0 above and 2.1 below are not: twenty tenths on each side."""
    look = only(heaping_by_unit(near("1.9", "2.0", "-2.0", "-2.1"), ["u1"], HEAPING))
    assert [row["margin"] for row in look.evidence] == ["1.9", "-2.0"]


def test_equal_to_a_target_lies_above_unless_equal_is_not_enough():
    """100 against “at least 100” lies above; against “more than 100” it lies below."""
    sides = [
        only(heaping_by_unit(near("0", is_strict=is_strict), ["u1"], HEAPING)).evidence[0]["side"]
        for is_strict in (False, True)
    ]
    assert sides == ["above", "below"]


def test_a_result_that_repeats_last_year_says_nothing():
    """Full coverage kept at a target of full coverage is left out; an exact hit with no year before, too."""
    kept, unknown = near("0", is_unchanged=True), near("0", "0.1", is_unchanged=None)
    assert only(heaping_by_unit(kept, ["u1"], HEAPING)).n == 0
    look = only(heaping_by_unit(unknown, ["u1"], HEAPING))
    assert [row["margin"] for row in look.evidence] == ["0.1"]
    assert look.particulars["hits_left_out"] == "1"


def test_what_is_so_for_all_units_marks_none():
    """Eight of ten above where eight in ten of all others are, too: Fisher finds nothing in it."""
    crowd = near(*["1"] * 40, *["-1"] * 10, unit="u2")
    look = only(heaping_by_unit(near(*["1"] * 8, *["-1"] * 2) + crowd, ["u1"], HEAPING))
    assert look.p > Fraction(1, 2)


def test_an_indicator_is_held_against_its_own_results_further_away():
    """Twenty of twenty just above, and of twenty between 2 and 4 % off half: no slope explains that."""
    look = only(heaping_by_indicator(near(*["1"] * 20, *["3", "-3"] * 10), HEAPING))
    assert look.subject == "I"
    assert look.particulars == {"further_above": "10/20"}
    assert look.p < Fraction(1, 1000)


def test_too_few_data_are_never_called_ordinary():
    """Seven near results where eight are asked: no chance is given, and no verdict."""
    (signal,) = signals(heaping_by_unit(near(*["1"] * 7) + others(), ["u1"], HEAPING), LEVEL)
    assert (signal.look.p, signal.q, signal.state) == (None, None, "not_enough_data")


def test_many_looks_raise_the_bar():
    """Chances 0.01, 0.02, 0.03 and 0.5 in four looks: q is 0.04 three times, and 0.5; three signals."""
    chances = {"a": Fraction(1, 100), "b": Fraction(2, 100), "c": Fraction(3, 100), "d": Fraction(1, 2)}
    q = false_discovery(chances)
    assert [q[key] for key in "abcd"] == [Fraction(4, 100)] * 3 + [Fraction(1, 2)]


def test_one_small_chance_among_many_looks_is_no_signal():
    """0.01 alone is a signal at 5 %; as the best of 63 looks it has a q of 0.63."""
    assert false_discovery({"u00": Fraction(1, 100)})["u00"] == Fraction(1, 100)
    many = {f"u{n:02}": Fraction(1, 100) if n == 0 else Fraction(1) for n in range(63)}
    assert false_discovery(many)["u00"] == Fraction(63, 100)


def revised(unit: str, year: int, excess: str, code: str = "I") -> Pair:
    """Return an estimate that was `excess` points too good."""
    return Pair(unit, code, str(year), 7 + Decimal(excess), Decimal(7), Decimal(excess), is_rate=True)


def test_always_more_too_good_than_the_middle_of_all_units():
    """Five units, three years, four indicators; the first is always 1 point too good, of the others two lie
    above and two below a revision of 0. Its tally is 4 each year, which one unit in five has: 1/125."""
    years, codes = (2021, 2022, 2023), ("I", "J", "K", "L")
    rest = {"u2": ("0.1", "-0.1"), "u3": ("0", "0"), "u4": ("-0.2", "0.1"), "u5": ("-0.3", "-0.3")}
    held = [revised("u1", year, "1", code) for year in years for code in codes]
    held += [
        revised(unit, year, excess[n % 2], code)
        for unit, excess in rest.items()
        for year in years
        for n, code in enumerate(codes)
    ]
    look = only(estimate_bias(held, ["u1"], Bias(LEVEL, 10, 5, 3)))
    assert (look.observed, look.n, look.p) == (12, 12, Fraction(1, 125))
    assert look.particulars == {"years": "3", "mean_excess_pp": "1.00"}


def test_a_shock_that_revises_all_units_marks_none():
    """Every unit's estimate was 2 points too good: nobody lies above the middle."""
    held = [revised(f"u{n}", year, "2") for n in range(5) for year in range(2019, 2024)]
    look = only(estimate_bias(held, ["u1"], Bias(LEVEL, 5, 5, 3)))
    assert (look.observed, look.p) == (0, Fraction(1))


def test_a_pair_is_the_estimate_and_the_later_figure():
    """Growth told as 7.5 (E), later 6.0 (P) and 6.2 (A): 1.3 points too good; not so for poverty."""
    told = [("7.5", "E", "2024-01-10"), ("6.0", "P", "2024-09-29"), ("6.2", "A", "2025-09-29")]
    known = {
        ("u1", code, "2023"): [
            observation("u1", value, indicator=code, obs_status=status, released=released)
            for value, status, released in told
        ]
        for code in ("GROWTH", "POVERTY")
    }
    indicators = {
        "GROWTH": indicator("GROWTH"),
        "POVERTY": indicator("POVERTY", direction="lower", kind="ratio"),
    }
    excess = {pair.indicator: pair.excess for pair in pairs(known, indicators, "2025-12-31")}
    assert excess == {"GROWTH": Decimal("1.3"), "POVERTY": Decimal("-1.3")}
    assert pairs(known, indicators, "2024-06-30") == ()


def test_an_overlap_of_periods_is_counted_once():
    """Of a quarter and the year that holds it, the quarter is taken: no revision is counted twice."""
    known = {
        ("u1", "GROWTH", period): [
            observation("u1", "7", period=period, obs_status="E", released="2024-01-10"),
            observation("u1", "6", period=period, obs_status="A", released="2025-01-10"),
        ]
        for period in ("2023", "2023-Q1")
    }
    found = pairs(known, {"GROWTH": indicator("GROWTH")}, "2025-12-31")
    assert [pair.period for pair in found] == ["2023-Q1"]


def recorded(unit: str, day: int, *values: int, cell: str = "a", batch: str = "") -> list[Recording]:
    """Return recordings of one cell in January, one a day from `day` on."""
    return [
        Recording(
            unit, (unit, cell), Decimal(v), date(2024, 1, day + n), batch or f"{day + n}", is_higher=True
        )
        for n, v in enumerate(values)
    ]


def test_an_edit_is_late_from_five_days_before_the_deadline():
    """Deadline on the 15th, conference on the 17th: edits of the 10th to the 17th are late, no others."""
    days = {date(2024, 1, 15): date(2024, 1, 17)}
    history = [one for day in (9, 10, 17, 18) for one in recorded("u1", day - 1, 1, 2, cell=f"{day}")]
    assert [edit.is_late for edit in edits_of(history, days, 5)] == [False, True, True, False]


def test_upward_means_to_the_good_side():
    """A poverty rate that falls goes upward; the same value recorded again is no edit."""
    fall = [Recording("u1", ("p",), Decimal(v), date(2024, 1, 2), "x", is_higher=False) for v in (5, 5, 4)]
    (edit,) = edits_of(fall, {}, 5)
    assert edit.is_upward


def test_late_edits_stand_out_against_own_and_others():
    """Four of four late loads upward, none of four others: 1 in 70 by Fisher. Of four late loads of another
    unit two went upward: 15 in 70. The larger one counts."""
    days, history = {date(2024, 1, 25): date(2024, 1, 25)}, []
    for n in range(4):
        history += recorded("u1", 2, 1, 0, cell=f"early {n}", batch=f"e{n}")
        history += recorded("u1", 23, 1, 2, cell=f"late {n}", batch=f"l{n}")
        history += recorded("u2", 23, 1, 2 if n < 2 else 0, cell=f"late {n}", batch=f"o{n}")
    look = only(late_edits(edits_of(history, days, 5), ["u1"], LateEdits(LEVEL, 4, 5)))
    assert (look.observed, look.n, look.p) == (4, 4, Fraction(15, 70))
    assert look.particulars["late_loads_of_others_upward"] == "2/4"


def test_a_load_that_mends_many_cells_counts_once():
    """Ten cells changed by one load are one decision, not ten."""
    history = [one for n in range(10) for one in recorded("u1", 23, 1, 2, cell=f"{n}", batch="one file")]
    days = {date(2024, 1, 25): date(2024, 1, 25)}
    look = only(late_edits(edits_of(history, days, 5), ["u1"], LateEdits(LEVEL, 1, 5)))
    assert look.particulars["late_loads"] == "1"
    assert len(look.evidence) == 10


def asked(unit: str, required: str, code: str = "I", changes: tuple[str, ...] = ("1", "2", "3", "4")) -> Case:
    """Return a target that asks for so many points more than last year."""
    gained = tuple(map(Decimal, changes))
    fields = {"before": Decimal(0), "required": Decimal(required), "changes": gained}
    return Case(unit, code, "2023", f"{unit}-{code}", Decimal(required), Decimal("0.1"), **fields)


def test_less_than_in_every_one_of_four_years():
    """Each of three targets asks for half a point where the unit gained 1 to 4 a year: (1/5)³, 1 in 125."""
    held = [asked("u1", "0.5", code) for code in "ABC"]
    look = only(easy_against_trend(held, ["u1"], EASY))
    assert (look.observed, look.n, look.p) == (3, 3, Fraction(1, 125))


def test_as_much_as_in_the_poorest_year_is_not_easier():
    """A target at the smallest of the own changes is counted, and is not easy."""
    look = only(easy_against_trend([asked("u1", "1", code) for code in "ABC"], ["u1"], EASY))
    assert (look.observed, look.p) == (0, Fraction(1))


def test_among_the_easiest_quarter_of_the_peers():
    """Four units; one asks least of itself in each of three indicators: (1/4)³, 1 in 64."""
    held = [asked(f"u{n}", str(n), code) for n in range(1, 5) for code in "ABC"]
    look = only(easy_against_peers(held, ["u1"], EASY))
    assert (look.observed, look.n, look.p) == (3, 3, Fraction(1, 64))
    assert look.evidence[0]["median_of_units"] == "2.50"


def test_peers_that_all_ask_the_same_are_none_of_them_easy():
    """Ties at the edge are left out together: nobody is among the easiest where all are equal."""
    held = [asked(f"u{n}", "1", code) for n in range(1, 5) for code in "ABC"]
    assert only(easy_against_peers(held, ["u1"], EASY)).observed == 0


def test_a_case_is_built_from_target_result_and_years_before():
    """Growth of 8 asked, 8.1 reached; 7 the year before, as told when the target was set: 1 point asked."""
    goal: Target = target(target="8", indicator="GROWTH", valid_from="2023-01-01")
    told = {"2022": ("7.00", "7.30"), "2021": ("6.00",), "2020": ("7.50",)}
    known = {
        ("u1", "GROWTH", year): [
            observation("u1", value, period=year, obs_status="A", released=f"{int(year) + n}-12-30")
            for n, value in enumerate(values)
        ]
        for year, values in told.items()
    }
    (case,) = cases([goal], {"t1": [result("8.1")]}, known, {"GROWTH": indicator("GROWTH")}, "2024-01-17")
    assert (case.margin, case.step, case.is_unchanged) == (Decimal("0.10"), Decimal("0.01"), False)
    assert (case.before, case.required) == (Decimal("7.00"), Decimal("1.00"))
    assert case.changes == (Decimal("1.30"), Decimal("-1.50"))


def test_a_signal_waits_until_its_unit_was_asked_and_had_its_time():
    """Never asked: waiting, however old. Asked until the 20th: waiting on that day, and not on the 21st."""
    put = Statement("asked", "s", "verifier", date(2024, 1, 10), "u1", due_on="2024-01-20")
    assert standing([], date(2030, 1, 1)) == "waiting_for_reply"
    assert standing([put], date(2024, 1, 20)) == "waiting_for_reply"
    assert standing([put], date(2024, 1, 21)) == "no_reply_in_time"
    assert not may_conclude("waiting_for_reply") and may_conclude("no_reply_in_time")


def test_a_reply_after_the_conclusion_opens_the_signal_again():
    """Replied, accepted, replied again: the verifier has something new to read."""
    said = Statement("replied", "s", "unit", date(2024, 1, 12), "u1", "the survey came in")
    closed = Statement("concluded", "s", "verifier", date(2024, 1, 15), outcome="accepted")
    states = [standing(notes, date(2024, 2, 1)) for notes in ([said], [said, closed], [said, closed, said])]
    assert states == ["replied", "accepted", "replied"]


def test_other_counts_are_another_signal():
    """One more result just above gives the signal another id, so that an old reply no longer answers it."""
    ids = {
        signals(heaping_by_unit(near(*["1"] * n) + others(), ["u1"], HEAPING), LEVEL)[0].signal_id
        for n in (9, 10, 10)
    }
    assert len(ids) == 2
