"""Standings in words: where a report stands, for whom it waits, why a line is locked, how a text came."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from giaoban.actions.drafts import Saved
from giaoban.core.conduct.workflow import Lock, Opening, Standing

_STATUSES = {
    "drafting": gettext_lazy("being filled in"),
    "completed": gettext_lazy("completed, waits for the leader"),
    "submitted": gettext_lazy("at the central office"),
    "returned": gettext_lazy("sent back for correction"),
    "accepted": gettext_lazy("accepted, waits for approval"),
    "approved": gettext_lazy("approved"),
    "reopened": gettext_lazy("reopened for correction"),
}
_WAYS = {
    "grid": gettext_lazy("typed in the form"),
    "workbook": gettext_lazy("by workbook"),
    "csv": gettext_lazy("by CSV file"),
    "api": gettext_lazy("by a program"),
    "reseal": gettext_lazy("restored when the time had run out"),
}


@dataclass(frozen=True)
class Reason:
    """Why a line stands as it does, in words: the reason, by whom, and until when (empty where not said)."""

    text: str
    by: str = ""
    until: str = ""


def say_status(status: str) -> str:
    """Return where a report stands."""
    return str(_STATUSES.get(status, status))


def say_taken(status: str) -> str:
    """Return what the step that led here has brought about."""
    if status == "completed":
        return _("The form is with your leader, who checks and submits it.")
    return (
        _("The figures are at the central office.")
        if status == "submitted"
        else _("The form is back on your desk.")
    )


def say_way(via: str) -> str:
    """Return by which way a text came."""
    return str(_WAYS.get(via, via))


def say_moment(at: datetime | None) -> str:
    """Return a moment as the site writes it, in the time of the installation."""
    return date_format(timezone.localtime(at), "H:i d/m/Y") if at else ""


def say_lock(lock: Lock) -> Reason:
    """Return why a line is locked."""
    return Reason(_(lock.reason), until=say_moment(lock.until))


def say_opening(opening: Opening, name: str) -> Reason:
    """Return why a line is open again; `name` is who opened it."""
    return Reason(opening.reason, name, say_moment(opening.expires_at))


def say_refusal(saved: Saved, name: str) -> str:
    """Return why what was typed in a line was not kept; `name` is who was faster."""
    if saved.lock:
        return _("This line is locked by now; what you typed is not stored. {reason}").format(
            reason=_(saved.lock.reason)
        )
    at = say_moment(saved.at)
    return _("{by} saved another answer here at {at}; yours is not stored yet.").format(by=name, at=at)


def steps(standing: Standing, allowed: frozenset[str]) -> tuple[str, ...]:
    """Return the steps that are offered from where the report stands, of those that are allowed."""
    offered = {
        "complete": standing.status in ("drafting", "returned", "reopened"),
        "recall": standing.status == "completed",
        "submit": standing.status == "completed",
    }
    return tuple(step for step, is_offered in offered.items() if is_offered and step in allowed)
