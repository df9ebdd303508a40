"""Doubles: figures of one sentence that speak of one thing, differently, or that share a base said last."""

from collections.abc import Iterable, Sequence

from giaoban.core.figures.attribution import Amount, Told, is_against_before, plan_of
from giaoban.core.figures.readings import Draft

_Pair = tuple[Draft, Told]
_Key = tuple[str, str]


def without_doubles(told: Iterable[_Pair]) -> tuple[_Pair, ...]:
    """Return what a sentence tells; a figure that it gives twice, differently, is left alone both times.

    Edges:   a base of comparison said last may hold for those before it: they are left alone as well.
    """
    pairs = _without_common_base(tuple(told))
    first: dict[_Key, Amount] = {}
    doubled = set()
    for key, amount in ((_key(*pair), pair[1].alternatives[0][0]) for pair in pairs if _key(*pair)):
        if _differ(first.setdefault(key, amount), amount):
            doubled.add(key)
    return tuple((d, Told(reason="repeated") if _key(d, one) in doubled else one) for d, one in pairs)


def _key(draft: Draft, told: Told) -> _Key | None:
    if not told.alternatives or draft.period is None:
        return None
    return told.alternatives[0][0].indicator, draft.period.text


def _differ(one: Amount, other: Amount) -> bool:
    room = max(one.step, other.step) / 2
    is_below = one.high is not None and other.low is not None and one.high + room < other.low
    is_above = one.low is not None and other.high is not None and other.high + room < one.low
    return is_below or is_above


def _without_common_base(told: Sequence[_Pair]) -> tuple[_Pair, ...]:
    """Return the pairs; a growth without a base is left alone before one with an odd base in its part."""
    odd = {draft.segment: place for place, (draft, _) in enumerate(told) if _has_odd_base(draft)}
    return tuple(
        (draft, Told(reason="base") if _may_share(draft, one) and place < odd.get(draft.segment, 0) else one)
        for place, (draft, one) in enumerate(told)
    )


def _has_odd_base(draft: Draft) -> bool:
    if draft.base is None or not _is_change(draft):
        return False
    return bool(plan_of(draft)) or not is_against_before(draft)


def _may_share(draft: Draft, told: Told) -> bool:
    return bool(told.alternatives) and draft.base is None and _is_change(draft)


def _is_change(draft: Draft) -> bool:
    return bool({"rise", "fall"} & {*draft.verbs})
