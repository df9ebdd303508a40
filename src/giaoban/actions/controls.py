"""Control totals: a gap outside its tolerance stops publication until an analyst records why it stands."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from giaoban.actions import events
from giaoban.core.errors import Finding, Invalid, NotFound
from giaoban.core.review.reconciliation import Reconciliation
from giaoban.queries import controls


def explain(
    *, round_id: str, control: str, reason: str, by: str, as_of: date | None = None
) -> Reconciliation:
    """Record why the gap of a control stands; it holds for these totals and no others.

    Raises:  NotFound if the round has no such control; Invalid if there is no gap to explain, or no reason.
    """
    found = {one.control: one for one in controls.of_round(round_id, as_of)}
    if control not in found:
        raise NotFound(f"The round has no control “{control}”", f"Controls: {', '.join(found) or 'none'}.")
    one = found[control]
    if one.state != "outside":
        raise Invalid(f"The control “{control}” has no gap to explain", f"It is {one.state}.")
    if not reason.strip():
        raise Invalid("There is no reason", "Say why the gap stands.")
    payload = {**controls.totals(one), "reason": reason.strip()}
    with transaction.atomic():
        events.note(verb=controls.EXPLAINED, by=by, object=round_id, at=timezone.now(), payload=payload)
    return one


def require_explained(round_id: str, reconciled: Iterable[Reconciliation]) -> None:
    """Refuse while a gap outside its tolerance has no recorded reason.

    Raises:  Invalid with one finding a gap.
    """
    open_ = [one for one in reconciled if one.state == "outside" and not controls.explanation(round_id, one)]
    if open_:
        findings = tuple(_finding(round_id, one) for one in open_)
        raise Invalid("Control totals do not hold", "Mend the figures, or record why.", findings=findings)


def _finding(round_id: str, one: Reconciliation) -> Finding:
    worst = sorted(one.attribution.items(), key=lambda item: (-abs(item[1]), item[0]))[:3]
    whose = ", ".join(f"{key} {part:+f}" for key, part in worst)
    return Finding(
        "control_total",
        f"{one.indicator} {one.period}: published {one.published}, the units imply {one.implied}, "
        f"a gap of {one.gap:+f} outside ±{one.tolerance} (most of it: {whose})",
        f"Mend the figures, or record why: giaoban controls {round_id} --explain {one.control} --reason TEXT",
    )
