"""Random chains of mergers, splits and transfers: sums and shares are conserved, to any day and back."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.figures.restatement import Part, restate
from giaoban.core.registry.changes import Change
from giaoban.core.registry.lineage import Lineage
from tests.spec.test_restatement import GROWTH, RATE, SUM

START = date(2000, 1, 1)
STEPS = 5


def day(step: int) -> date:
    """Return a day after `step` rounds of changes."""
    return START + timedelta(days=365 * step)


@st.composite
def histories(draw):
    """Return the units of every step and the changes between them: each step merges, splits or transfers."""
    alive = [f"u{number}" for number in range(draw(st.integers(2, 6)))]
    units, changes = [tuple(alive)], []
    for step in range(1, STEPS + 1):
        kind = draw(st.sampled_from(["merger", "split", "transfer", "quiet"]))
        share = Decimal(draw(st.integers(1, 9))) / 10
        first = draw(st.sampled_from(alive))
        second = draw(st.sampled_from(alive))
        passages = []
        if kind == "merger" and first != second:
            passages = [(first, f"m{step}", Decimal(1)), (second, f"m{step}", Decimal(1))]
        elif kind == "split":
            passages = [(first, f"s{step}", share), (first, f"t{step}", 1 - share)]
        elif kind == "transfer" and first != second:
            passages = [(first, second, share)]
        if kind != "transfer":
            alive = [u for u in alive if u not in {p for p, _, _ in passages}]
            alive += sorted({s for _, s, _ in passages})
        changes += [
            Change(f"{step}:{p}>{s}", kind, p, s, day(step), str(amount), "decree", "invented")
            for p, s, amount in passages
        ]
        units.append(tuple(alive))
    return units, Lineage(tuple(changes))


@given(histories(), st.integers(0, STEPS), st.integers(0, STEPS))
def test_shares_are_conserved(history, one, other):
    """Looking ahead, each unit goes somewhere whole; looking back, every unit of the time is used up once."""
    units, lineage = history
    early, late = sorted((one, other))
    for unit in units[early]:
        assert sum(lineage.trace(unit, day(early), day(late)).values()) == 1
    back = [lineage.trace(unit, day(late), day(early)) for unit in units[late]]
    for unit in units[early]:
        assert sum(shares.get(unit, 0) for shares in back) == 1


@given(histories(), st.integers(0, STEPS), st.integers(0, STEPS))
def test_there_and_back_say_the_same(history, one, other):
    """The share of A in B is one number, whether one looks ahead from A or back from B."""
    units, lineage = history
    early, late = sorted((one, other))
    for unit in units[early]:
        for heir, share in lineage.trace(unit, day(early), day(late)).items():
            assert lineage.trace(heir, day(late), day(early))[unit] == share


@given(histories(), st.integers(0, STEPS), st.data())
def test_sums_are_conserved_on_every_territory(history, step, data):
    """The units of any later day together have what the first units had together."""
    units, lineage = history
    values = {u: Decimal(data.draw(st.integers(-1000, 1000))) for u in units[0]}
    told = [restate(SUM, _parts(lineage, unit, step, values, {})).value for unit in units[step]]
    assert sum(told) == sum(values.values())


@given(histories(), st.integers(0, STEPS), st.data())
def test_rates_and_growth_stay_within_their_parts_and_keep_the_whole(history, step, data):
    """A weighted figure lies between its parts', and weighted once more gives the country's."""
    units, lineage = history
    values = {u: Decimal(data.draw(st.integers(-50, 50))) for u in units[0]}
    weights = {u: Decimal(data.draw(st.integers(1, 1000))) for u in units[0]}
    whole = sum(values[u] * weights[u] for u in values)
    total = Decimal(0)
    for unit in units[step]:
        parts = _parts(lineage, unit, step, values, weights)
        for kind in (GROWTH, RATE):
            told = restate(kind, parts).value
            assert min(p.value for p in parts) - Decimal("1e-20") <= told
            assert told <= max(p.value for p in parts) + Decimal("1e-20")
        total += told * sum(p.share * p.weight for p in parts)
    assert abs(total - whole) < Decimal("1e-15")


def _parts(lineage, unit, step, values, weights):
    shares = lineage.trace(unit, day(step), day(0))
    return [Part(key, share, values[key], weights.get(key)) for key, share in shares.items()]
