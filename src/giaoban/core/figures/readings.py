"""Readings: a sentence read from left to right, each figure with all that the words around it say of it.

A figure belongs to an indicator only if every word between the two is a known one: what is not understood is
not attributed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from giaoban.core.figures.phrases import Subject
from giaoban.core.figures.prose import Item
from giaoban.core.figures.tails import Tail
from giaoban.core.figures.times import is_within, period_of
from giaoban.core.registry.periods import Period


@dataclass(frozen=True)
class Context:
    """What a sentence stands in: the text's period, the one in force here (None: not known), any plan."""

    report: Period
    period: Period | None
    is_planned: bool = False


@dataclass(frozen=True)
class Draft:
    """A figure with what the words around it say: of which indicator, how, of when, and against what."""

    item: Item
    subject: Subject | None
    lead: str
    qualifiers: frozenset[str]
    verbs: tuple[str, ...]
    plan: str
    is_first: bool
    period: Period | None
    base: Item | None
    has_tail: bool
    is_planned: bool
    segment: int


@dataclass
class _State:
    """What holds at a place of the sentence; a bracket opens with a copy and closes with the one before."""

    subject: Subject | None = None
    lead: str = ""
    qualifiers: frozenset[str] = frozenset()
    verbs: tuple[str, ...] = ()
    plan: str = ""
    base: Item | None = None
    period: Period | None = None
    is_first: bool = True
    is_start: bool = True
    is_alone: bool = False
    is_one_of_several: bool = False
    is_planned: bool = False
    is_near_plan: bool = False
    has_unknown: bool = False


class Reading:
    """One reading of a sentence: its drafts, the periods it names, and whether it speaks of intentions."""

    def __init__(self, items: Sequence[Item], context: Context) -> None:
        self.items, self.context = items, context
        self.drafts: list[Draft] = []
        self.periods: list[Period | None] = []
        self.is_intent = False
        self._state, self._outer = _State(period=context.period), list[_State]()
        self._frame: Item | None = None
        self._segment = 0
        self._last_period: tuple[int, Period | None] | None = None
        self._taken: set[int] = set()
        for place, item in enumerate(items):
            if place not in self._taken:
                getattr(self, f"_on_{item.kind}", self._on_word)(place, item)

    # Words and marks

    def _on_neutral(self, place: int, item: Item) -> None:
        """Pass: it changes nothing."""

    def _on_word(self, place: int, item: Item) -> None:
        state = self._state
        state.subject, state.lead, state.verbs, state.plan = None, "", (), ""
        state.is_start, state.is_alone, state.has_unknown = False, False, True

    def _on_mark(self, place: int, item: Item) -> None:
        {"(": self._open, ")": self._close}.get(item.sense, self._pause)(item.sense)

    def _open(self, mark: str) -> None:
        self._outer.append(self._state)
        verbs = tuple(verb for verb in self._state.verbs if verb not in {"exceed", "miss"})
        self._state = replace(self._state, verbs=verbs, plan="", is_start=True, has_unknown=False)

    def _close(self, mark: str) -> None:
        if not self._outer:
            return
        inner, self._state = self._state, self._outer.pop()
        if inner.has_unknown and self._state.is_first:
            self._state.subject = None
        elif inner.subject is self._state.subject:
            self._state.qualifiers |= inner.qualifiers
        if not inner.is_first:
            self._state.is_first, self._state.verbs = False, ()

    def _pause(self, mark: str) -> None:
        state = self._state
        state.is_start, state.verbs, state.plan, state.base = True, (), "", None
        if mark in {";", ":", "\t"}:
            state.is_alone = state.is_one_of_several = False
        self._segment += mark == ";"

    def _on_join(self, place: int, item: Item) -> None:
        self._state.is_start = True

    def _on_break(self, place: int, item: Item) -> None:
        self._state = _State(period=self._state.period, is_planned=self._state.is_planned)

    # What is spoken of

    def _on_lead(self, place: int, item: Item) -> None:
        if self._state.is_start:
            self._state.lead = item.sense
        else:
            self._on_word(place, item)

    def _on_subject(self, place: int, item: Item) -> None:
        if not self._state.is_start:
            self._on_word(place, item)
        elif not self._is_alias(place):
            self._take_subject(place, item)

    def _take_subject(self, place: int, item: Item) -> None:
        """Take the subject, or none where it is one of several that the figures may be of."""
        state = self._state
        is_several = state.is_one_of_several or state.is_alone
        is_led = place > 0 and self.items[place - 1].kind == "lead"
        state.subject, state.lead = (None if is_several else item.sense), (state.lead if is_led else "")
        state.qualifiers, state.verbs, state.plan = frozenset(), (), ""
        state.is_first, state.is_start, state.is_near_plan = True, False, False
        state.is_alone, state.is_one_of_several = not is_several, is_several

    def _is_alias(self, place: int) -> bool:
        """Return whether this is a short name in brackets, right after the full one."""
        around = [self.items[i].sense for i in (place - 1, place + 1) if i < len(self.items)]
        return around == ["(", ")"] and place > 1 and self.items[place - 2].kind == "subject"

    def _on_qualifier(self, place: int, item: Item) -> None:
        self._state.qualifiers |= {item.sense}

    def _on_verb(self, place: int, item: Item) -> None:
        self._state.verbs += (item.sense,)
        self._state.is_start = self._state.is_alone = False

    # When, and against what

    def _on_period(self, place: int, item: Item) -> None:
        named = self.resolved(item)
        if self._last_period and self._is_listed(self._last_period[0], place):
            before = self._last_period[1]
            named = named if named and before and is_within(named, before) else None
        self._state.period, self._last_period = named, (place, named)
        self._note(named)

    def _is_listed(self, before: int, place: int) -> bool:
        """Return whether two periods stand in one list: nothing but commas and joining words between."""
        between = self.items[before + 1 : place]
        return all(one.kind in {"neutral", "join"} or one.sense == "," for one in between)

    def resolved(self, item: Item) -> Period | None:
        """Return the period that an item names, seen from the one in force."""
        return period_of(item.sense, item.slots, self._state.period or self.context.report)

    def _note(self, period: Period | None) -> None:
        if not self._outer:
            self.periods.append(period)

    def _on_reference(self, place: int, item: Item) -> None:
        """Hold a base named before its figure: for the sentence that it opens, else for its clause."""
        if self._state.is_start and self._state.subject is None and not self.drafts:
            self._frame = item
        else:
            self._state.base = item

    def _on_plan(self, place: int, item: Item) -> None:
        state = self._state
        if state.verbs and state.verbs[-1] in {"exceed", "miss"}:
            state.plan = item.sense
        elif state.is_start:
            state.is_planned = True
        else:
            state.is_near_plan = True
        state.is_start = False

    def _on_intent(self, place: int, item: Item) -> None:
        self.is_intent = True
        self._state.is_start = True

    # Figures

    def _on_tally(self, place: int, item: Item) -> None:
        self._on_number(place, item)

    def _on_number(self, place: int, item: Item) -> None:
        tail = Tail(self.items, place, self._state.verbs, self.resolved)
        self._taken |= tail.taken
        self.drafts.append(self._draft(item, tail))
        if tail.is_dated:
            self._note(tail.period)
        state = self._state
        state.verbs, state.plan, state.is_first, state.is_start = (), "", False, False
        state.is_alone = state.is_one_of_several = False

    def _draft(self, item: Item, tail: Tail) -> Draft:
        state = self._state
        return Draft(
            item=item,
            subject=state.subject,
            lead=state.lead,
            qualifiers=state.qualifiers | tail.qualifiers,
            verbs=state.verbs,
            plan=state.plan,
            is_first=state.is_first,
            period=tail.period if tail.is_dated else state.period,
            base=tail.base or state.base or self._frame,
            has_tail=tail.is_open,
            is_planned=self.context.is_planned or self.is_intent or state.is_planned or state.is_near_plan,
            segment=self._segment,
        )
