"""The audit's chain: each event carries the hash of the one before it, so that no change goes unseen."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal, NoReturn

#: What the first event names as its previous one.
BEGINNING = "0" * 64

#: Keys sorted, no spaces, text as it is: the one way to write an event. docs/audit.md tells it to strangers.
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Head:
    """The last event of a chain when somebody wrote it down; `number` 0 where only the hash is known."""

    hash: str
    number: int = 0


@dataclass(frozen=True)
class Entry:
    """One event of the chain: who did what to which object, when; `at` is a moment in UTC as text."""

    number: int
    at: str
    actor: str
    verb: str
    object: str
    payload: Mapping[str, Any]
    previous: str
    hash: str = ""


@dataclass(frozen=True)
class Fault:
    """Where a chain does not hold: the number of the event, what happened there, and that in words."""

    number: int
    kind: Literal["changed", "removed", "inserted", "moved", "broken", "head"]
    title: str


def moment(at: datetime) -> str:
    """Return a moment as the chain writes it: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def text(payload: Mapping[str, Any]) -> str:
    """Return a payload as it stands in the canonical text of its event."""
    return _CANONICAL.encode(payload)


def plain(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload as every database gives it back.

    Raises:  TypeError for a binary fraction, which no two databases write alike: numbers go in as text.
    """
    return json.loads(_CANONICAL.encode(payload), parse_float=_refuse, parse_constant=_refuse)


def canonical(entry: Entry) -> bytes:
    """Return the bytes that an event's hash is the SHA-256 of: all but the hash itself.

    Edges:   half of a surrogate pair, which UTF-8 cannot write, stands as its JSON escape.
    """
    record = {name: value for name, value in vars(entry).items() if name != "hash"}
    return _CANONICAL.encode(record).encode("utf-8", "backslashreplace")


def hash_of(entry: Entry) -> str:
    """Return the SHA-256 of what the event says, whatever hash it carries."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def follow(
    head: Head, *, at: datetime, actor: str, verb: str, object: str, payload: Mapping[str, Any]
) -> Entry:
    """Return the event that follows `head`, with its number and its hash."""
    said = {"actor": actor, "verb": verb, "object": object, "payload": plain(payload)}
    entry = Entry(number=head.number + 1, at=moment(at), previous=head.hash, **said)
    return replace(entry, hash=hash_of(entry))


def line(entry: Entry) -> bytes:
    """Return the event as a line of an export: its canonical text, with its hash among the keys."""
    return _CANONICAL.encode(vars(entry)).encode("utf-8", "backslashreplace")


def verify(entries: Iterable[Entry], *, tip: Head | None = None, known: Iterable[Head] = ()) -> list[Fault]:
    """Return every place where the chain does not hold, in the order of their numbers.

    Shape:   `tip` is the head that the last event must be; `known` are heads that somebody wrote down, each
             the whole hash or its beginning, and must lie somewhere in the chain.
    Edges:   the end of a chain, and a chain rewritten from some event on, is only held by heads.
    """
    walk = _Walk(open=list(known))
    for entry in entries:
        walk.take(entry)
    return sorted([*walk.faults, *walk.missing(), *walk.against(tip)], key=lambda fault: fault.number)


@dataclass
class _Walk:
    """A walk along the chain: how far it came, which numbers it jumped over, which heads it has not met."""

    open: list[Head]
    number: int = 0
    hashes: frozenset[str] = frozenset({BEGINNING})
    gaps: list[range] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        """Hold one event against those before it."""
        true = hash_of(entry)
        # Where the hash itself was changed, what follows still names the true one: one fault, not two.
        hashes = frozenset({entry.hash, true})
        self.open = [head for head in self.open if not _is_met(head, hashes)]
        if true != entry.hash:
            self._changed(entry, hashes)
        elif entry.number <= self.number:
            self._late(entry)
        else:
            self._next(entry, hashes)

    def _changed(self, entry: Entry, hashes: frozenset[str]) -> None:
        is_in_place = entry.previous in self.hashes or entry.number <= self.number
        place = self.number + 1 if is_in_place else entry.number
        said = "" if place == entry.number else f" (it says that it is number {entry.number})"
        self._fault(place, "changed", f"Event {place}{said} was changed: its content does not give its hash")
        self._advance(place, hashes)

    def _late(self, entry: Entry) -> None:
        gap = next((gap for gap in self.gaps if entry.number in gap), None)
        if gap is None:
            self._fault(entry.number, "inserted", f"There are two events {entry.number}: one was inserted")
            return
        self.gaps.remove(gap)
        rest = (range(gap.start, entry.number), range(entry.number + 1, gap.stop))
        self.gaps += [part for part in rest if part]
        self._fault(entry.number, "moved", f"Event {entry.number} stands after event {self.number}")

    def _next(self, entry: Entry, hashes: frozenset[str]) -> None:
        if entry.number == self.number + 1 and entry.previous not in self.hashes:
            before = f"event {self.number} was exchanged" if self.number else "what stood before it is gone"
            title = f"Event {entry.number} does not follow from what stands before it: {before}"
            self._fault(entry.number, "broken", title)
        self._advance(entry.number, hashes)

    def _advance(self, number: int, hashes: frozenset[str]) -> None:
        if number > self.number + 1:
            self.gaps.append(range(self.number + 1, number))
        self.number, self.hashes = number, hashes

    def _fault(self, number: int, kind: Any, title: str) -> None:
        self.faults.append(Fault(number, kind, title))

    def missing(self) -> list[Fault]:
        """Return the events that the walk jumped over and never met."""
        return [_removed(gap) for gap in self.gaps]

    def against(self, tip: Head | None) -> list[Fault]:
        """Return how the end of the chain differs from `tip`, and which known heads were not met."""
        return [self._lost(head) for head in self.open] + (self._end(tip) if tip else [])

    def _lost(self, head: Head) -> Fault:
        named = f"{head.number}:{head.hash}" if head.number else head.hash
        how = "it ends before" if head.number > self.number else "it was rewritten"
        return Fault(head.number, "head", f"The chain does not hold the head {named}: {how}")

    def _end(self, tip: Head) -> list[Fault]:
        if self.number < tip.number:
            return [_removed(range(self.number + 1, tip.number + 1))]
        if self.number > tip.number:
            title = f"Event {tip.number + 1} stands after the head of the chain: it was inserted"
            return [Fault(tip.number + 1, "inserted", title)]
        if tip.hash not in self.hashes:
            title = f"Event {tip.number} is not the one that the head of the chain names: it was exchanged"
            return [Fault(tip.number, "broken", title)]
        return []


def _is_met(head: Head, hashes: Iterable[str]) -> bool:
    return any(one.startswith(head.hash) for one in hashes)


def _removed(gap: range) -> Fault:
    which = f"Event {gap.start} is" if len(gap) == 1 else f"Events {gap.start} to {gap.stop - 1} are"
    return Fault(gap.start, "removed", f"{which} missing")


def _refuse(number: str) -> NoReturn:
    raise TypeError(f"An event holds no binary fraction ({number}): write the number as text")
