"""Reviews of directives: each document says when it is reviewed, in between and at its end."""

from datetime import date
from typing import Literal, get_args

#: An interim review looks at the way so far, a final one at the whole.
Kind = Literal["interim", "final"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Standing = Literal["overdue", "due", "held_late", "held"]


def standing(due_on: date, held_on: date | None, on: date) -> Standing:
    """Return where a review stands on a day.

    Edges:   one that is held on its day is in time; one that is held later than `on` is not held yet.
    """
    if held_on is None or held_on > on:
        return "overdue" if on > due_on else "due"
    return "held_late" if held_on > due_on else "held"
