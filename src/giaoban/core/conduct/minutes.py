"""Minutes: the versions of a text, what a save does to them, and how minutes are signed and opened again."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal, get_args

from giaoban.core.errors import Conflict, Invalid, NotAllowed

#: What is written down of each item of the agenda.
Part = Literal["attendance", "course", "opinions", "decisions"]
PARTS: tuple[Part, ...] = get_args(Part)
#: The steps that close minutes and open them again.
StepKind = Literal["signed", "confirmed", "reopened"]
STEPS: tuple[StepKind, ...] = get_args(StepKind)
#: No text of one item is longer.
LONGEST = 20_000
#: What neither a database nor a word processor holds: a mark stands in its place, so that it is seen.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Version:
    """One text as somebody left it. What is set aside was typed over an older version than the one standing.

    Number 0 is what stands before anybody has written.
    """

    number: int
    text: str
    by: str = ""
    at: datetime | None = None
    is_aside: bool = False


@dataclass(frozen=True)
class Kept:
    """What became of a save: the version that stands now, and the one that is to be added, if any."""

    outcome: Literal["saved", "unchanged", "conflict"]
    there: Version
    added: Version | None = None


@dataclass(frozen=True)
class Step:
    """One step: the clerk signed, the chair confirmed, or the chair opened them again, with a reason."""

    kind: StepKind
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Standing:
    """How minutes stand: which edition it is, and who has signed and confirmed it."""

    edition: int = 1
    signed: Step | None = None
    confirmed: Step | None = None

    @property
    def is_closed(self) -> bool:
        """Return whether nothing may be written: from the clerk's signature on."""
        return self.signed is not None


NOTHING = Version(0, "")


def tidy(text: str) -> str:
    """Return a text as it is kept: composed (NFC), with plain line ends, without outer white space."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("\ufffd", plain)).strip()


def standing(versions: Iterable[Version]) -> Version:
    """Return the version that stands: the last one that was not set aside."""
    return next((one for one in reversed(tuple(versions)) if not one.is_aside), NOTHING)


def keep(versions: Sequence[Version], text: str, *, base: int, by: str, at: datetime) -> Kept:
    """Return what becomes of a text that was typed over version `base`; no text ever goes missing.

    Edges:   what stands already changes nothing. What was typed over an older version is set aside, so that
             it is among the versions whatever its writer decides; the same text is set aside once.
    """
    there, number = standing(versions), len(versions) + 1
    if text == there.text:
        return Kept("unchanged", there)
    if base == there.number:
        saved = Version(number, text, by, at)
        return Kept("saved", saved, saved)
    is_known = any(one.text == text for one in versions)
    return Kept("conflict", there, None if is_known else Version(number, text, by, at, is_aside=True))


def combine(theirs: str, mine: str) -> str:
    """Return both texts in one: common lines once, and where they differ, theirs before mine."""
    one, other = theirs.split("\n"), mine.split("\n")
    lines: list[str] = []
    for kind, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        lines += one[start:end] if kind == "equal" else [*one[start:end], *other[begin:stop]]
    return "\n".join(lines)


def standing_of(steps: Iterable[Step]) -> Standing:
    """Return how minutes stand after their steps; each reopening begins an edition without signatures."""
    found = Standing()
    for step in steps:
        if step.kind == "signed":
            found = Standing(found.edition, signed=step)
        elif step.kind == "confirmed":
            found = Standing(found.edition, found.signed, step)
        else:
            found = Standing(found.edition + 1)
    return found


def require_open(stand: Standing) -> None:
    """Refuse to write in minutes that are signed.

    Raises:  Conflict, which says who may open them.
    """
    if stand.is_closed:
        raise Conflict("The minutes are signed and closed", "The chair can open them again, with a reason.")


def require_step(stand: Standing, kind: StepKind, by: str, reason: str = "") -> None:
    """Refuse a step that does not follow from how the minutes stand: the clerk signs, then the chair.

    Raises:  Conflict if it was taken already or comes too early; NotAllowed for a chair who signed as the
             clerk; Invalid for a reopening without a reason.
    """
    if kind == "signed":
        require_open(stand)
    elif stand.signed is None:
        raise Conflict("The clerk has not signed these minutes", "The clerk signs first, then the chair.")
    elif kind == "confirmed" and stand.confirmed:
        raise Conflict("The chair has signed these minutes already", "Nothing was changed.")
    elif kind == "confirmed" and stand.signed.by == by:
        raise NotAllowed("You signed these minutes as the clerk; another person signs as the chair.")
    elif kind == "reopened" and not reason.strip():
        raise Invalid("Opening the minutes again needs a reason", "Say why they are opened.")
