"""Control totals of a round: how the units together stand to the whole, and what was recorded of gaps."""

from datetime import date

from giaoban.core.review.reconciliation import Reconciliation, reconcile_round
from giaoban.queries import figures, packs
from giaoban.records.models import Event

EXPLAINED = "control.explained"


def of_round(round_id: str, as_of: date | None = None) -> tuple[Reconciliation, ...]:
    """Return the round's controls by what was known at `as_of`, the round's own day if none is given."""
    pack, review = packs.of_round(round_id)
    day = as_of.isoformat() if as_of else str(review.settings["as_of"])
    return reconcile_round(pack, review, figures.known(pack.pack_id).observations, day)


def explanation(round_id: str, one: Reconciliation) -> str:
    """Return why the gap stands, as last recorded for exactly these totals; empty where nobody did."""
    events = Event.objects.filter(verb=EXPLAINED, object=round_id).order_by("-number")
    payloads = events.values_list("payload", flat=True)
    return next((p["reason"] for p in payloads if totals(one).items() <= p.items()), "")


def totals(one: Reconciliation) -> dict[str, str]:
    """Return what an explanation is about: another gap needs another explanation."""
    return {"control": one.control, "published": str(one.published), "implied": str(one.implied)}
