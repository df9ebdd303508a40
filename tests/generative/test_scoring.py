"""What holds for every score: order, names and units of measure do not matter; the working recomputes it."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban import verifier
from giaoban.core.review.attainment import attain
from giaoban.core.review.factsheet import canonical
from giaoban.core.review.ranking import band_of, rank
from tests.factories.rounds import indicator, observation, pack, review, unit
from tests.spec.scoring import result, target

NUMBERS = st.decimals(min_value=-10_000, max_value=10_000, places=2, allow_nan=False)
OPS = st.sampled_from(
    [
        (">=", "higher"),
        (">", "higher"),
        ("<=", "lower"),
        ("<", "lower"),
        ("=", "higher"),
        ("range", "higher"),
        ("range", "lower"),
        ("range", "range"),
    ]
)
STATUSES = st.sampled_from("APEMO")
KEYS = ("east", "north", "south", "west")
LAND = pack([unit(key, str(i)) for i, key in enumerate(KEYS)], [indicator("GROWTH", decimals=1)])
ANALYSES = [
    {"analysis": "growth", "rule": "observed", "indicator": "GROWTH"},
    {"analysis": "before", "rule": "observed", "indicator": "GROWTH", "years_before": 1},
    {"analysis": "attainment", "rule": "attainment"},
    {"analysis": "tally", "rule": "tally", "of": "attainment"},
    {"analysis": "ranking", "rule": "ranking", "of": "growth", "order": "descending"},
    {"analysis": "banding", "rule": "banding", "of": "growth"},
    {
        "analysis": "positive",
        "rule": "list",
        "of": "growth",
        "op": ">",
        "threshold": "0",
        "order": "ascending",
    },
    {"analysis": "most", "rule": "quantifier", "of": "positive"},
    {"analysis": "best", "rule": "extreme", "of": "growth", "which": "highest"},
    {"analysis": "range", "rule": "range", "of": "growth"},
    {"analysis": "total", "rule": "sum", "of": "growth"},
    {"analysis": "share", "rule": "share", "of": "growth", "total": "total"},
    {"analysis": "moved", "rule": "change", "of": "growth", "before": "before"},
    {"analysis": "momentum", "rule": "momentum", "of": ["before", "growth"]},
    {
        "analysis": "missed",
        "rule": "list",
        "of": "tally",
        "measure": "missed",
        "op": ">=",
        "threshold": "1",
        "by": "share",
        "order": "descending",
    },
]


@st.composite
def targets(draw):
    """Return a target of any shape."""
    op, direction = draw(OPS)
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    return replace(target(op=op, direction=direction), target=low, target_to=high if op == "range" else None)


@st.composite
def rounds(draw):
    """Return observations, targets and results of any small round."""
    keys, days = st.sampled_from(KEYS), st.sampled_from(["2023", "2023-12", "2024-01-05", "2024-03-01"])
    observations = {
        (key, period, day): observation(
            key, None if status in "MO" else str(value), period=period, released=day, obs_status=status
        )
        for key, period, day, value, status in draw(
            st.lists(st.tuples(keys, st.sampled_from(["2022", "2023"]), days, NUMBERS, STATUSES), max_size=12)
        )
    }
    made = [
        replace(
            one,
            target_id=f"t{i}",
            unit_key=draw(keys),
            number=str(i),
            indicator=draw(st.sampled_from(["", "GROWTH"])),
        )
        for i, one in enumerate(draw(st.lists(targets(), max_size=5)))
    ]
    results = [
        result(
            str(draw(NUMBERS)),
            draw(days),
            target_id=one.target_id,
            source=source,
            obs_status=draw(st.sampled_from("APEMO")),
            verdict=draw(st.sampled_from(["", "met", "not_met"])),
            verdict_reason=draw(st.sampled_from(["", "why"])),
        )
        for one in made
        for source in draw(st.sampled_from([(), ("a",), ("a", "b")]))
    ]
    return list(observations.values()), made, results


@given(targets(), NUMBERS)
def test_a_score_is_scale_free(one, value):
    """Thousands instead of units change neither the verdict nor the percentage."""
    thousand = Decimal(1000)
    bigger = replace(one, target=one.target * thousand, target_to=one.target_to and one.target_to * thousand)
    small, large = attain(one, value, None), attain(bigger, value * thousand, None)
    assert (small.verdict, small.percent) == (large.verdict, large.percent)


@given(targets(), NUMBERS, NUMBERS)
def test_better_is_never_worse(one, first, second):
    """A result on the better side never has the worse verdict or the smaller difference."""
    if one.direction == "range":
        return
    low, high = sorted((first, second), reverse=one.direction == "lower")
    worse, better = attain(one, low, None), attain(one, high, None)
    order = ("not_met", "met", "exceeded")
    assert order.index(worse.verdict) <= order.index(better.verdict)
    assert worse.difference <= better.difference


@given(targets(), NUMBERS)
def test_the_working_explains_the_verdict(one, value):
    """The verdict follows from the difference alone: on the good side met, on the bad side not."""
    scored = attain(one, value, None)
    is_met = scored.difference > 0 or (scored.difference == 0 and one.op not in "<>")
    assert (scored.verdict in ("met", "exceeded")) == is_met


@given(st.dictionaries(st.text(min_size=1), NUMBERS, min_size=1))
def test_a_ranking_knows_no_names_and_no_order(measures):
    """Ranks do not depend on the names of the units nor on the order of the rows."""
    ranked = rank(measures, "descending")
    renamed = rank({f"{key}!": value for key, value in reversed(measures.items())}, "descending")
    assert {f"{key}!": place for key, place in ranked.items()} == renamed
    assert min(place for place, _ in ranked.values()) == 1


@given(st.lists(NUMBERS, min_size=1, max_size=5, unique=True), NUMBERS)
def test_every_measure_has_exactly_one_band(bounds, measure):
    """Bands from neighbouring bounds hold every measure above the lowest bound exactly once."""
    edges = [*map(str, sorted(bounds)), ""]
    bands = [{"band": low, "from": low, "to": high} for low, high in zip(edges, edges[1:], strict=False)]
    held = [band["band"] for band in bands if band_of(measure, [band])]
    assert len(held) == (measure >= min(bounds))


@settings(max_examples=60, deadline=None)
@given(rounds(), st.randoms(use_true_random=False))
def test_a_review_knows_no_order_of_rows(known, chance):
    """The same rows in another order give the same bytes; so does the same round reviewed again later."""
    sheet = canonical(review(LAND, ANALYSES, *known))
    for rows in known:
        chance.shuffle(rows)
    assert canonical(review(LAND, ANALYSES, *known)) == sheet


@settings(max_examples=60, deadline=None)
@given(rounds())
def test_an_old_snapshot_gives_identical_bytes(known):
    """What is learned after the day of the review changes nothing when that day is reviewed again."""
    observations, given_targets, results = known
    before = canonical(review(LAND, ANALYSES, observations, given_targets, results))
    later = [observation(key, "999", released="2024-06-01") for key in KEYS]
    news = [result("999", "2024-06-01", target_id=one.target_id) for one in given_targets]
    assert canonical(review(LAND, ANALYSES, observations + later, given_targets, results + news)) == before


@settings(max_examples=60, deadline=None)
@given(rounds())
def test_renaming_units_changes_no_figure(known):
    """Other names for the same keys give the same figures."""
    renamed = pack(
        [unit(key, str(i), name=f"New {key}") for i, key in enumerate(KEYS)], LAND.indicators.values()
    )
    assert review(renamed, ANALYSES, *known)["figures"] == review(LAND, ANALYSES, *known)["figures"]


@settings(max_examples=100, deadline=None)
@given(rounds())
def test_the_verifier_recomputes_every_review(tmp_path_factory, known):
    """A second, independent program comes to the same figures for any round."""
    path = tmp_path_factory.mktemp("sheet") / "factsheet.json"
    path.write_text(canonical(review(LAND, ANALYSES, *known)), "utf-8")
    assert verifier.check(path) == []
