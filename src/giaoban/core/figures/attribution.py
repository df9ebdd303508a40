"""Attribution: what a figure of a sentence says of which indicator, or why that cannot be told."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from giaoban.core.figures.phrases import Phrases
from giaoban.core.figures.prose import Item
from giaoban.core.figures.quantities import Number
from giaoban.core.figures.readings import Draft
from giaoban.core.figures.times import is_same, period_of

#: Why a figure is left alone: it tells a plan; its time or its base of comparison is another, or not clear;
#: its marks or its measure are not; nothing known is measured by it; a sentence gives it twice, differently;
#: the columns of its table are not known; words around it are not. Empty: it is not left alone.
Reason = Literal[
    "",
    "outlook",
    "period",
    "base",
    "number",
    "measure",
    "no_indicator",
    "repeated",
    "table",
    "unclear",
]
#: Verbs that leave a figure on its own: it is no value of the indicator.
_APART = {"aside", "from"}


@dataclass(frozen=True)
class Amount:
    """What a text says that an indicator's value is, in its unit of measure; None is no bound."""

    indicator: str
    value: Decimal
    low: Decimal | None
    high: Decimal | None
    step: Decimal


@dataclass(frozen=True)
class Told:
    """What a draft comes to: alternatives, each amounts that hold together; or the reason why it is none."""

    alternatives: tuple[tuple[Amount, ...], ...] = ()
    reason: Reason = ""


@dataclass(frozen=True)
class _Aspect:
    """Which side of an indicator a figure tells, and how: value = factor × number + offset."""

    name: str
    factor: int = 1
    offset: int = 0


def attribute(draft: Draft, phrases: Phrases) -> Told:
    """Return the amounts that a draft tells of an indicator, or the reason why it is left alone."""
    if reason := _fault(draft):
        return Told(reason=reason)
    if draft.item.kind == "tally":
        return _tallied(draft, phrases)
    (number,) = draft.item.numbers
    aspect = _aspect(draft, number, phrases)
    if isinstance(aspect, str):
        return Told(reason=aspect)
    named = draft.subject.indicators(aspect.name, draft.qualifiers) if draft.subject else ()
    amounts = (_amount(name, number, aspect, phrases) for name in named)
    known = tuple((amount,) for amount in amounts if amount is not None)
    return Told(known) if known else Told(reason="no_indicator")


def _fault(draft: Draft) -> Reason:
    """Return why the draft is left alone whatever it says of an indicator; empty where nothing is wrong."""
    if draft.is_planned:
        return "outlook"
    if draft.item.kind != "tally" and draft.subject is None:
        return "no_indicator"
    if not all(number.is_clear for number in draft.item.numbers):
        return "number"
    if draft.item.kind != "tally" and not draft.item.numbers[0].quantity:
        return "measure"
    if draft.has_tail:
        return "unclear"
    return "" if draft.period else "period"


# Tallies


def _tallied(draft: Draft, phrases: Phrases) -> Told:
    met, total = draft.item.numbers
    is_all = draft.item.sense == "exceeded" and met.value == total.value
    if draft.item.sense != "met" and not is_all:
        return Told(reason="no_indicator" if draft.item.sense else "unclear")
    pairs = (zip(names, (met, total), strict=True) for names in phrases.tallied)
    return Told(tuple(tuple(_counted(name, number) for name, number in pair) for pair in pairs))


def _counted(indicator: str, number: Number) -> Amount:
    return Amount(indicator, number.value, number.low, number.high, number.step)


# Aspects


def _aspect(draft: Draft, number: Number, phrases: Phrases) -> _Aspect | Reason:
    """Return the aspect that the words give the figure, or the reason why they give none."""
    if set(draft.verbs) & (_APART if not number.is_range else {"aside"}):
        return "unclear"
    is_said = bool(draft.verbs) or draft.is_first or bool(plan_of(draft)) or draft.item.sense == "named"
    if not is_said:
        return "unclear"
    if number.quantity == "percent":
        return _aspect_of_percent(draft, phrases)
    if number.quantity == "points":
        return _aspect_of_points(draft)
    if number.quantity == "times":
        return _aspect_of_times(draft)
    is_level = not {"rise", "fall", "exceed", "miss", "times", "negative"} & {*draft.verbs} and not draft.lead
    return _Aspect("level") if is_level else "unclear"


def _aspect_of_percent(draft: Draft, phrases: Phrases) -> _Aspect | Reason:
    verbs = {*draft.verbs}
    if plan := plan_of(draft):
        return "unclear" if draft.lead else _share(verbs, plan)
    if not is_against_before(draft):
        return "base"
    if verbs & {"exceed", "miss"}:
        return _share(verbs, "plan")
    if draft.lead:
        return _aspect_of_lead(draft.lead, verbs)
    if verbs & {"fall", "negative"}:
        return _Aspect("change", -1)
    if "rise" in verbs:
        return _Aspect("change")
    return _aspect_of_level(draft, verbs, phrases)


def _share(verbs: set[str], plan: str) -> _Aspect:
    above, below = bool(verbs & {"rise", "exceed"}), bool(verbs & {"fall", "miss"})
    return _Aspect(f"share:{plan}", -1 if below else 1, 100 if above or below else 0)


def _aspect_of_lead(lead: str, verbs: set[str]) -> _Aspect | Reason:
    """Return the aspect of “growth of X”; it may be negative, but that it fell itself is another matter."""
    if "fall" in verbs or (lead == "fall" and "rise" in verbs):
        return "unclear"
    return _Aspect("change", -1 if lead == "fall" or "negative" in verbs else 1)


def _aspect_of_level(draft: Draft, verbs: set[str], phrases: Phrases) -> _Aspect | Reason:
    """Return the level, or the change where a value equals so many per cent of the one before."""
    if draft.base is None:
        return _Aspect("level")
    return _Aspect("change", 1, -100) if "equal" in verbs or not _is_rate(draft, phrases) else "unclear"


def _is_rate(draft: Draft, phrases: Phrases) -> bool:
    """Return whether the indicator's own values are percentages: “reached 7 %” may then be one."""
    named = draft.subject.indicators("level", draft.qualifiers) if draft.subject else ()
    return any(
        name in phrases.measure_of and phrases.measure_of[name].quantity == "percent" for name in named
    )


def _aspect_of_points(draft: Draft) -> _Aspect | Reason:
    verbs = {*draft.verbs}
    if plan_of(draft) or not is_against_before(draft):
        return "base"
    if draft.lead:
        is_plain = draft.lead == "fall" and not verbs & {"rise", "fall", "negative"}
        return _Aspect("fall") if is_plain else "unclear"
    if verbs & {"rise", "fall"}:
        return _Aspect("fall", 1 if "fall" in verbs else -1)
    return "unclear" if verbs & {"exceed", "miss", "negative"} else _Aspect("level")


def _aspect_of_times(draft: Draft) -> _Aspect | Reason:
    verbs = {*draft.verbs}
    if draft.lead or not verbs or verbs - {"equal", "times", "reach"}:
        return "unclear"
    if plan := plan_of(draft):
        return _Aspect(f"share:{plan}", 100)
    return _Aspect("change", 100, -100) if is_against_before(draft) else "base"


# Bases


def plan_of(draft: Draft) -> str:
    """Return the plan that a figure is told against; empty where it is none."""
    if draft.base is not None and draft.base.sense is not None and draft.base.sense.kind == "plan":
        return draft.base.sense.sense
    return draft.plan


def is_against_before(draft: Draft) -> bool:
    """Return whether the comparison is with the same period of the year before, said or left out."""
    if draft.base is None:
        return True
    base: Item | None = draft.base.sense
    if base is None or draft.period is None:
        return False
    named = period_of(base.sense, base.slots, draft.period)
    return named is not None and is_same(named, draft.period.years_before(1))


# Amounts


def _amount(name: str, number: Number, aspect: _Aspect, phrases: Phrases) -> Amount | None:
    """Return the number as a value of the indicator; None where it is not measured in what is counted."""
    measure, said = phrases.measure_of.get(name), number.measure
    quantity = "percent" if number.quantity == "times" else number.quantity
    if measure is None or said is None or measure.quantity != quantity:
        return None
    factor = aspect.factor * said.scale / measure.scale
    number = number.magnitude if aspect.factor < 0 or aspect.name == "fall" else number
    ends = [None if end is None else end * factor + aspect.offset for end in (number.low, number.high)]
    low, high = reversed(ends) if factor < 0 else ends
    return Amount(name, number.value * factor + aspect.offset, low, high, number.step * abs(factor))
