"""Late edits: reported values that were changed for the better shortly before the deadline."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from giaoban.core.figures.observations import Observation
from giaoban.core.figures.targets import Result, Target
from giaoban.core.registry.indicators import Indicator
from giaoban.core.review.confirmation import number
from giaoban.core.review.screens.looks import Look, Row
from giaoban.core.review.screens.settings import LateEdits
from giaoban.core.review.screens.tails import hypergeometric_tail


@dataclass(frozen=True)
class Recording:
    """One recording of one value: `key` says of what and from whom, `is_higher` which direction is good.

    `batch` names the load that brought it.
    """

    unit_key: str
    key: tuple[str, ...]
    value: Decimal
    day: date
    batch: str
    is_higher: bool


@dataclass(frozen=True)
class Edit:
    """One recorded value replaced by another of the same key and source."""

    unit_key: str
    key: tuple[str, ...]
    was: Decimal
    now: Decimal
    day: date
    batch: str
    is_upward: bool
    is_late: bool


def late_edits(edits: Iterable[Edit], units: Iterable[str], rule: LateEdits) -> Iterator[Look]:
    """Yield the look at each unit's edits, those of one load counted once: upward if most of them are.

    Null:       the unit's late edits go upward (to the good side) as often as its other edits do, or as
                often as other units' late edits do. Both must be unlikely before the unit stands out, so that
                neither a rush that all units share nor a unit that always corrects upward does.
    Statistic:  the number of the unit's late loads that go upward, by Fisher's exact test against each of
                the two; p is the larger one (an intersection–union test, exact at its level).
    Assumes:    loads go up or down independently; what one load changes together is counted once.
    Edges:      `n` is the smallest of the three groups: the unit's late loads, its others, others' late ones.
    Source:     Fisher, The Design of Experiments (1935); Berger, Technometrics 24 (1982), 295–300.
    """
    own = _loads(edits)
    late_up, late = (sum(getattr(one, name) for one in own.values()) for name in ("late_up", "late"))
    for unit_key in units:
        one = own.get(unit_key, _NONE)
        yield _look(unit_key, one, late_up - one.late_up, late - one.late, rule)


def recorded_figure(
    observation: Observation, indicator: Indicator | None, day: date, batch: str
) -> Recording | None:
    """Return the recording of a figure; None where it has no value, or its indicator no good direction."""
    value, direction = observation.value, indicator.direction if indicator else "none"
    if value is None or direction not in ("higher", "lower"):
        return None
    key = (*observation.key, observation.source)
    return Recording(observation.unit_key, key, value, day, batch, direction == "higher")


def recorded_result(result: Result, target: Target | None, day: date, batch: str) -> Recording | None:
    """Return the recording of a target's result; None where it is words, or the target has no direction."""
    value = number(result.value)
    if target is None or value is None or target.direction not in ("higher", "lower"):
        return None
    key = (target.unit_key, target.target_id, target.period, result.source)
    return Recording(target.unit_key, key, value, day, batch, target.direction == "higher")


def edits_of(recordings: Iterable[Recording], deadlines: Mapping[date, date], days: int) -> tuple[Edit, ...]:
    """Return every change of value, from recordings in their order.

    Shape:   `deadlines` gives to each round's deadline the day of its conference; an edit is late from `days`
             before a deadline until that conference.
    """
    last: dict[tuple[str, ...], Recording] = {}
    found = []
    for recording in recordings:
        earlier = last.get(recording.key)
        if earlier and earlier.value != recording.value:
            found.append(_edit(earlier, recording, _is_late(recording.day, deadlines, days)))
        last[recording.key] = recording
    return tuple(found)


def _is_late(day: date, deadlines: Mapping[date, date], days: int) -> bool:
    return any(due - timedelta(days) <= day <= max(due, until) for due, until in deadlines.items())


def _edit(earlier: Recording, recording: Recording, is_late: bool) -> Edit:
    is_upward = (recording.value > earlier.value) == recording.is_higher
    return Edit(
        recording.unit_key,
        recording.key,
        earlier.value,
        recording.value,
        recording.day,
        recording.batch,
        is_upward,
        is_late,
    )


@dataclass(frozen=True)
class _Loads:
    """One unit's loads that changed something: late and other ones, how many go upward, the late edits."""

    late_up: int
    late: int
    other_up: int
    others: int
    edits: tuple[Edit, ...]


_NONE = _Loads(0, 0, 0, 0, ())


def _loads(edits: Iterable[Edit]) -> dict[str, _Loads]:
    batches: dict[str, dict[tuple[str, bool], list[Edit]]] = defaultdict(lambda: defaultdict(list))
    for edit in edits:
        batches[edit.unit_key][edit.batch, edit.is_late].append(edit)
    return {unit_key: _counts(own) for unit_key, own in batches.items()}


def _counts(own: Mapping[tuple[str, bool], list[Edit]]) -> _Loads:
    late, others = ([held for (_, is_late), held in own.items() if is_late is side] for side in (True, False))
    ups = (sum(_is_upward(held) for held in loads) for loads in (late, others))
    late_up, other_up = ups
    return _Loads(late_up, len(late), other_up, len(others), tuple(e for held in late for e in held))


def _is_upward(held: Sequence[Edit]) -> bool:
    return 2 * sum(edit.is_upward for edit in held) > len(held)


def _look(unit_key: str, own: _Loads, peers_up: int, peers: int, rule: LateEdits) -> Look:
    up, total = own.late_up + own.other_up, own.late + own.others
    expected = Fraction(own.late * up, total) if total else Fraction(0)
    n = min(own.late, own.others, peers)
    p = None
    if n >= rule.minimum:
        against_own = hypergeometric_tail(own.late_up, own.late, up, total)
        against_peers = hypergeometric_tail(own.late_up, own.late, own.late_up + peers_up, own.late + peers)
        p = max(against_own, against_peers)
    said = {
        "late_loads": str(own.late),
        "other_loads_upward": f"{own.other_up}/{own.others}",
        "late_loads_of_others_upward": f"{peers_up}/{peers}",
    }
    rows = tuple(map(_row, own.edits))
    return Look("late_edits", unit_key, own.late_up, expected, n, rule.minimum, p, said, rows)


def _row(edit: Edit) -> Row:
    return {
        "unit_key": edit.unit_key,
        "about": " · ".join(part for part in edit.key if part),
        "was": format(edit.was, "f"),
        "now": format(edit.now, "f"),
        "recorded_on": edit.day.isoformat(),
        "side": "above" if edit.is_upward else "below",
    }
