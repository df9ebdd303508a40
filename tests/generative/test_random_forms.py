"""Checks of random forms: what must not matter does not, and a slip in a quiet past is always seen."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from giaoban.core.figures.entries import Entry
from giaoban.core.figures.rounding import half_up
from giaoban.core.registry.periods import parse_period
from giaoban.core.review.rules.checking import check_form
from giaoban.core.review.rules.kinds import KINDS
from giaoban.core.review.rules.outliers import against_own_past, against_peers
from tests.factories.checked import ON, figure, form_of, rate, result, rule
from tests.spec.scoring import target

OWN, PEERS = rule("own_past"), rule("peers")
RULES = [
    *(rule(kind) for kind in KINDS),
    rule("sum_of_parts", whole="EXPORTS", parts=["IMPORTS"], compare="<=", priority="blocking"),
    rule("change", against="last_report", limit="1"),
]
_TEXTS = st.one_of(
    st.sampled_from(["", "x", "1.234", "5 %", "0", "-1", "100,00001"]),
    st.decimals(-1000, 1000, places=2).map(lambda number: str(number).replace(".", ",")),
)
_ENTRIES = st.builds(
    Entry,
    line_id=st.just(""),
    text=_TEXTS,
    explanation=st.sampled_from(["", "because"]),
    is_not_applicable=st.booleans(),
    verdict=st.sampled_from(["", "met", "exceeded", "not_met"]),
)
_LINES = (
    rate("GROWTH", last_year="7"),
    figure("EXPORTS", last_year="100", last_report=("2023-S1", "60"), is_required=True),
    figure("IMPORTS", last_year="200", last_report=("2023", "210")),
    figure("TRADE"),
    rate("EXPORTS_GROWTH"),
    result(on=target(indicator="GROWTH", target="8")),
    result(on=target(op="text", target=None, target_id="t2")),
)
FORM, _ = form_of(_LINES)
_IDS = [line.line_id for line in FORM.lines]


@st.composite
def filled(draw) -> dict[str, Entry]:
    """Draw what stands in some of the lines, in any order."""
    ids = draw(st.permutations(draw(st.lists(st.sampled_from(_IDS), unique=True))))
    return {line_id: Entry(**{**vars(draw(_ENTRIES)), "line_id": line_id}) for line_id in ids}


@given(filled(), st.permutations(RULES), st.randoms())
def test_order_and_strangers_change_nothing(entries, rules, chance):
    """Neither the order of entries and rules nor an entry of another form; and twice is as once."""
    told = check_form(FORM, entries, RULES, ON)
    shuffled = list(entries.items())
    chance.shuffle(shuffled)
    assert check_form(FORM, dict(shuffled), rules, ON) == told
    assert check_form(FORM, {**entries, "OTHER@2023": Entry("OTHER@2023", "1")}, RULES, ON) == told
    assert check_form(FORM, entries, [*RULES, *RULES], ON) == told


@given(filled())
def test_every_finding_stands_on_a_line_and_says_both_what_and_what_to_do(entries):
    """So that a page can jump to it; the numbers of its texts are all filled in."""
    for one in check_form(FORM, entries, RULES, ON):
        assert one.where.column in _IDS
        assert one.title and one.detail and "%(" not in one.title + one.detail


@given(filled(), st.sampled_from(_IDS))
def test_an_explanation_takes_no_finding_away_but_those_that_ask_for_it(entries, line_id):
    """What blocks is the same; what needed words on that line is a notice or gone; no other line moves."""
    entry = entries.get(line_id, Entry(line_id))
    silent = {**entries, line_id: Entry(**{**vars(entry), "explanation": ""})}
    told = {**entries, line_id: Entry(**{**vars(entry), "explanation": "because"})}
    before, after = (check_form(FORM, each, RULES, ON) for each in (silent, told))
    others = [one for one in before if one.where.column != line_id]
    assert [one for one in after if one.where.column != line_id] == others
    own = [one for one in after if one.where.column == line_id]
    assert not [one for one in own if one.severity == "explanation"]
    blocking = {one for one in before if one.where.column == line_id and one.severity == "error"}
    assert {one for one in own if one.severity == "error"} == {
        one for one in blocking if one.code != "no_reason"
    }


_CHANGES = st.lists(st.decimals("0.85", "1.2", places=3), min_size=4, max_size=12)
_STARTS = st.decimals(10, 1_000_000, places=1)


def _series(start: Decimal, changes: list[Decimal]) -> list[Decimal]:
    values = [start]
    for change in changes:
        values.append(half_up(values[-1] * change, 2))
    return values


def _past(values: list[Decimal]) -> dict[str, Decimal]:
    return {str(2023 - back): value for back, value in enumerate(reversed(values), start=1)}


@given(_STARTS, _CHANGES, st.decimals("0.85", "1.2", places=3), st.sampled_from([1, 2, 3, 6]), st.booleans())
def test_a_planted_slip_is_always_found(start, changes, honest, power, is_up):
    """Five or more quiet years, each within 15 to 20 %: a slip by a power of ten is seen, and from a thousand
    on it is named as one of the unit of measure, whatever the true value was."""
    values = _series(start, changes)
    slipped = (values[-1] * honest).scaleb(power if is_up else -power)
    signal = against_own_past(slipped, parse_period("2023"), _past(values), OWN, in_points=False)
    assert signal is not None
    assert signal.kind == ("unit_of_measure" if power >= 3 else "decimal_mark")
    assert signal.factor == (10**power if is_up else 1 / Decimal(10**power))


@given(
    _STARTS,
    _CHANGES,
    st.decimals("0.01", "100", places=2),
    st.decimals("0.001", "1000", places=3),
    st.randoms(),
)
def test_amounts_know_no_scale_and_no_order(start, changes, step, scale, chance):
    """In thousands or in millions, from first to last or shuffled, the same changes stand out."""
    values = _series(start, changes)
    value = values[-1] * step
    signal = against_own_past(value, parse_period("2023"), _past(values), OWN, in_points=False)
    scaled = list(_past([each * scale for each in values]).items())
    chance.shuffle(scaled)
    other = against_own_past(value * scale, parse_period("2023"), dict(scaled), OWN, in_points=False)
    assert (signal is None) == (other is None)
    if signal and other:
        assert (signal.kind, signal.factor, signal.change) == (other.kind, other.factor, other.change)


_RATES = st.lists(st.decimals(-50, 50, places=2), min_size=1, max_size=12)


@given(_RATES, st.decimals(-100, 100, places=2), st.decimals(-1000, 1000, places=2))
def test_rates_know_no_level(rates, value, shift):
    """Points more or less on every year leave every change as it is."""
    told = [
        against_own_past(one, parse_period("2023"), _past(past), OWN, in_points=True)
        for one, past in ((value, rates), (value + shift, [rate_ + shift for rate_ in rates]))
    ]
    assert (told[0] is None) == (told[1] is None)
    if all(told):
        assert told[0].change == told[1].change
    assert len(rates) > 4 or told == [None, None]


@given(
    st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.fractions(-50, 50), max_size=12),
    st.fractions(-9, 9),
)
def test_peers_know_no_order_and_no_level(measures, shift):
    """Who stands out among peers is the same in any order, and when all are moved alike."""
    told = against_peers(measures, PEERS, in_points=True)
    turned = dict(reversed(measures.items()))
    moved = {key: one + shift for key, one in measures.items()}
    assert against_peers(turned, PEERS, in_points=True) == told
    assert against_peers(moved, PEERS, in_points=True) == told
    assert len(told) * 2 <= len(measures)
