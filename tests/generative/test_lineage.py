"""Random chains of mergers, splits and transfers: sums and shares are conserved, to any day and back."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.figures.restatement import Part, restate
from giaoban.core.registry.changes import Change
from giaoban.core.registry.lineage import Lineage
from tests.spec.test_restatement import GROWTH, RATE, SUM

START = date(2000, 1, 1)
STEPS = 5
KINDS = ("merger", "split", "transfer", "rename", "quiet")


def day(step: int) -> date:
    """Return a day after `step` rounds of changes."""
    return START + timedelta(days=365 * step)


@dataclass(frozen=True)
class History:
    """The units of every step, and the changes between them with every share said."""

    units: tuple[tuple[str, ...], ...]
    changes: tuple[Change, ...]

    @property
    def lineage(self) -> Lineage:
        """Return the lineage of it all."""
        return Lineage(self.changes)


@st.composite
def histories(draw, kinds=KINDS, digits=1):
    """Return a history: each step merges, splits in two or three, transfers, renames, or does nothing."""
    alive = [f"u{number}" for number in range(draw(st.integers(2, 6)))]
    units, changes = [tuple(alive)], []
    for step in range(1, STEPS + 1):
        kind = draw(st.sampled_from(kinds))
        first, second = draw(st.sampled_from(alive)), draw(st.sampled_from(alive))
        passages = []
        if kind == "merger" and first != second:
            passages = [(first, f"m{step}", Decimal(1)), (second, f"m{step}", Decimal(1))]
        elif kind == "split":
            shares = zip("stv", draw(cuts(digits)), strict=False)
            passages = [(first, f"{name}{step}", share) for name, share in shares]
        elif kind == "transfer" and first != second:
            passages = [(first, second, draw(cuts(digits))[0])]
        elif kind == "rename":
            passages = [(first, first, Decimal(1))]
        if kind in ("merger", "split"):
            alive = [u for u in alive if u not in {p for p, _, _ in passages}]
            alive += sorted({s for _, s, _ in passages})
        changes += [
            Change(f"{step}:{p}>{s}", kind, p, s, day(step), format(share, "f"), "decree", "invented")
            for p, s, share in passages
        ]
        units.append(tuple(alive))
    return History(tuple(units), tuple(changes))


@st.composite
def cuts(draw, digits):
    """Return two or three shares of so many digits that add up to 1."""
    whole = 10**digits
    first = draw(st.integers(1, whole - 2))
    second = draw(st.integers(1, whole - first))
    parts = (first, second, whole - first - second)
    return [Decimal(part) / whole for part in parts if part]


@st.composite
def blurred(draw):
    """Return a history, and its lineage as known by somebody who was not told some of its shares."""
    history = draw(histories())
    hidden = draw(st.sets(st.integers(0, len(history.changes))))
    known = [
        replace(change, share="") if place in hidden and change.kind in ("split", "transfer") else change
        for place, change in enumerate(history.changes)
    ]
    return history, Lineage(tuple(known))


steps = st.integers(0, STEPS)


@given(histories(), steps, steps)
def test_shares_are_conserved(history, one, other):
    """Looking ahead, each unit goes somewhere whole; looking back, every unit of the time is used up once."""
    early, late = sorted((one, other))
    for unit in history.units[early]:
        assert sum(history.lineage.trace(unit, day(early), day(late)).values()) == 1
    back = [history.lineage.trace(unit, day(late), day(early)) for unit in history.units[late]]
    for unit in history.units[early]:
        assert sum(shares.get(unit, 0) for shares in back) == 1


@given(histories(digits=12))
def test_shares_of_many_digits_are_kept_to_the_last(history):
    """Twelve digits multiplied five times are sixty: none is rounded away, and the sum is 1 exactly."""
    with localcontext() as context:
        context.prec = 100
        for unit in history.units[0]:
            assert sum(history.lineage.trace(unit, day(0), day(STEPS)).values()) == 1


@given(histories(), steps, steps)
def test_there_and_back_say_the_same(history, one, other):
    """The share of A in B is one number, whether one looks ahead from A or back from B."""
    early, late = sorted((one, other))
    for unit in history.units[early]:
        for heir, share in history.lineage.trace(unit, day(early), day(late)).items():
            assert history.lineage.trace(heir, day(late), day(early))[unit] == share


@given(histories(), steps, steps, steps)
def test_a_day_between_changes_nothing(history, one, other, third):
    """From the first day to the last in one step, or by way of a day between: the same units and shares."""
    early, middle, late = sorted((one, other, third))
    for start, end in ((early, late), (late, early)):
        for unit in history.units[start]:
            by_way = {}
            for half, part in history.lineage.trace(unit, day(start), day(middle)).items():
                for other_end, share in history.lineage.trace(half, day(middle), day(end)).items():
                    by_way[other_end] = by_way.get(other_end, 0) + part * share
            assert by_way == history.lineage.trace(unit, day(start), day(end))


@given(histories(kinds=("merger", "quiet", "rename")), steps, st.data())
def test_mergers_alone_can_be_told_back_exactly(history, step, data):
    """Every first unit is whole in one unit of the day, and all their parts together are the first units."""
    lineage = history.lineage
    values = {u: Decimal(data.draw(st.integers(-1000, 1000))) for u in history.units[0]}
    for unit in history.units[0]:
        ((heir, share),) = lineage.trace(unit, day(0), day(step)).items()
        assert (share, lineage.trace(heir, day(step), day(0))[unit]) == (1, 1)
    back = [lineage.trace(unit, day(step), day(0)) for unit in history.units[step]]
    assert sorted(key for parts in back for key in parts) == sorted(history.units[0])
    for parts in back:
        told = restate(SUM, [Part(key, share, values[key]) for key, share in parts.items()])
        assert told.value == sum(values[key] for key in parts)


@given(blurred(), steps, steps)
def test_what_is_known_in_spite_of_unknown_shares_is_right(known_in_part, one, other):
    """Who became what is told in full; a share is either the true one or said to be not known."""
    history, lineage = known_in_part
    for unit in history.units[one]:
        true = history.lineage.trace(unit, day(one), day(other))
        told = lineage.trace(unit, day(one), day(other))
        assert told.keys() == true.keys()
        assert {key: share for key, share in told.items() if share not in (None, true[key])} == {}
        for key, share in told.items():
            assert lineage.trace(key, day(other), day(one))[unit] == share
        if one <= other:
            # What all the others leave is known: never is just one share of a whole unknown.
            assert list(told.values()).count(None) != 1


@given(blurred(), steps, st.data())
def test_a_sum_over_unknown_shares_is_missing_and_every_other_is_right(known_in_part, step, data):
    """A total is told only where it is the true one; where it is not told, the units in doubt are named."""
    history, lineage = known_in_part
    values = {u: Decimal(data.draw(st.integers(-1000, 1000))) for u in history.units[0]}
    for unit in history.units[step]:
        told = restate(SUM, _parts(lineage, unit, step, values, {}))
        true = restate(SUM, _parts(history.lineage, unit, step, values, {}))
        unsaid = {key for key, share in lineage.trace(unit, day(step), day(0)).items() if share is None}
        assert set(told.unshared) == set(told.missing) == unsaid
        assert told.value == (None if unsaid else true.value)


@given(histories(), steps, st.data())
def test_sums_are_conserved_on_every_territory(history, step, data):
    """The units of any later day together have what the first units had together."""
    values = {u: Decimal(data.draw(st.integers(-1000, 1000))) for u in history.units[0]}
    lineage = history.lineage
    told = [restate(SUM, _parts(lineage, unit, step, values, {})).value for unit in history.units[step]]
    assert sum(told) == sum(values.values())


@given(histories(), steps, st.data())
def test_rates_and_growth_stay_within_their_parts_and_keep_the_whole(history, step, data):
    """A weighted figure lies between its parts', and weighted once more gives the country's."""
    values = {u: Decimal(data.draw(st.integers(-50, 50))) for u in history.units[0]}
    weights = {u: Decimal(data.draw(st.integers(1, 1000))) for u in history.units[0]}
    whole = sum(values[u] * weights[u] for u in values)
    total = Decimal(0)
    for unit in history.units[step]:
        parts = _parts(history.lineage, unit, step, values, weights)
        for kind in (GROWTH, RATE):
            told = restate(kind, parts).value
            assert min(p.value for p in parts) - Decimal("1e-20") <= told
            assert told <= max(p.value for p in parts) + Decimal("1e-20")
        total += told * sum(p.share * p.weight for p in parts)
    assert abs(total - whole) < Decimal("1e-15")


def _parts(lineage, unit, step, values, weights):
    shares = lineage.trace(unit, day(step), day(0))
    return [Part(key, share, values[key], weights.get(key)) for key, share in shares.items()]
