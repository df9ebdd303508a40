"""Screens: a signal is put to its unit, the unit replies, a verifier concludes; every step stays."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.conduct.deadlines import due_on
from giaoban.core.errors import Conflict, Invalid, NotAllowed
from giaoban.core.registry.packs import Pack
from giaoban.core.review.screens.replies import OUTCOMES, Kind, may_conclude
from giaoban.core.review.screens.screening import settings_of
from giaoban.queries import packs, screens
from giaoban.queries.screens import Shown
from giaoban.records.models import InstalledPack


def ask(*, round_id: str, signal: str, by: str, as_of: date | None = None) -> str:
    """Put a signal to its unit and return the day until which it may reply: a working day.

    Raises:  NotFound if there is no such signal; Conflict if it was put to the unit already.
    """

    def payload(pack: Pack, shown: Shown) -> dict[str, str]:
        if any(one.kind == "asked" for one in shown.statements):
            raise Conflict("The unit was asked already", "Its time to reply runs from that day.")
        today = timezone.localdate()
        days = settings_of(pack, today.isoformat()).reply_days
        until = due_on(today + timedelta(days), pack.calendar).isoformat()
        return {"unit_key": _addressee(shown), "due_on": until}

    return _note("asked", round_id, signal, by, as_of, payload)["due_on"]


def reply(
    *, round_id: str, signal: str, unit: str = "", text: str, by: str, as_of: date | None = None
) -> None:
    """Record what a unit says of a signal; it holds for this signal and no other.

    Edges:   without `unit`, the unit that the signal is about.
    Raises:  NotFound if there is no such signal; Invalid without a text; NotAllowed for a unit that has no
             row in the signal.
    """

    def payload(pack: Pack, shown: Shown) -> dict[str, str]:
        unit_key = unit or _addressee(shown)
        if unit_key not in _concerned(shown):
            concerned = ", ".join(sorted(_concerned(shown)))
            raise NotAllowed(f"The signal is not about “{unit_key}”", f"Units that may reply: {concerned}.")
        return {"unit_key": unit_key, "text": _required(text, "The reply has no text")}

    _note("replied", round_id, signal, by, as_of, payload)


def conclude(
    *, round_id: str, signal: str, outcome: str, text: str, by: str, as_of: date | None = None
) -> None:
    """Record a verifier's conclusion: the explanation is accepted, or the matter is referred.

    Raises:  NotFound if there is no such signal; Invalid for another outcome or without a reason; NotAllowed
             while the unit has neither replied nor had its time to.
    """
    if outcome not in OUTCOMES:
        raise Invalid(f"“{outcome}” is no outcome", f"Outcomes: {', '.join(OUTCOMES)}.")

    def payload(pack: Pack, shown: Shown) -> dict[str, str]:
        if shown.standing is None or not may_conclude(shown.standing):
            detail = "Put the signal to the unit (--ask), and wait for its reply or the end of its time."
            raise NotAllowed("The unit has had no chance to reply", detail)
        return {"outcome": outcome, "text": _required(text, "The conclusion has no reason")}

    _note("concluded", round_id, signal, by, as_of, payload)


def _note(
    kind: Kind,
    round_id: str,
    signal: str,
    by: str,
    as_of: date | None,
    payload: Callable[[Pack, Shown], dict[str, str]],
) -> dict[str, str]:
    """Add the statement that `payload` makes of the signal as it stands, one at a time per pack."""
    pack, _ = packs.of_round(round_id)
    with transaction.atomic():
        InstalledPack.objects.select_for_update().get(pack_id=pack.pack_id)
        said = {"signal_id": signal, **payload(*screens.signal(round_id, signal, as_of))}
        events.note(verb=screens.VERBS[kind], by=by, object=round_id, at=timezone.now(), payload=said)
    return said


def _addressee(shown: Shown) -> str:
    """Return the unit that the signal is about; none where it is about an indicator."""
    subject = shown.signal.look.subject
    return subject if subject in _concerned(shown) else ""


def _concerned(shown: Shown) -> set[str]:
    return {row["unit_key"] for row in shown.signal.look.evidence}


def _required(text: str, fault: str) -> str:
    if not text.strip():
        raise Invalid(fault, "Write it after --text.")
    return text.strip()
