"""Replies: what the unit said of a signal, what a verifier concluded, and where that leaves it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["asked", "replied", "concluded"]
Outcome = Literal["accepted", "referred"]
Standing = Literal["waiting_for_reply", "replied", "no_reply_in_time", "accepted", "referred"]
OUTCOMES: tuple[Outcome, ...] = ("accepted", "referred")


@dataclass(frozen=True)
class Statement:
    """One thing done about one signal: the unit was asked, it replied, or a verifier concluded.

    `unit_key` is the unit that was asked or replied; `due_on` the day until which a reply is waited for.
    """

    kind: Kind
    signal_id: str
    by: str
    on: date
    unit_key: str = ""
    text: str = ""
    outcome: str = ""
    due_on: str = ""


def standing(statements: Iterable[Statement], today: date) -> Standing:
    """Return where a signal stands by the statements on it, in their order.

    Edges:   a signal that was never put to the unit waits for a reply, however old it is; a reply after a
             conclusion opens the signal again.
    """
    last = None
    due = ""
    for one in statements:
        due = one.due_on or due
        last = one if one.kind in ("replied", "concluded") else last
    if last is not None:
        return "replied" if last.kind == "replied" else _concluded(last)
    return "no_reply_in_time" if due and due < today.isoformat() else "waiting_for_reply"


def may_conclude(where: Standing) -> bool:
    """Return whether a verifier may conclude: the unit has replied, or had its time to."""
    return where != "waiting_for_reply"


def _concluded(last: Statement) -> Standing:
    return "accepted" if last.outcome == "accepted" else "referred"
