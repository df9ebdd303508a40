"""The overview of a round: how far every unit is, in numbers, who is late, and for whom each waits."""

from django.http import HttpRequest
from pydantic import AwareDatetime

from giaoban.core.conduct.progress import Progress
from giaoban.queries import overview, rounds
from giaoban.queries.overview import Compared
from giaoban.web.api.calls import serves
from giaoban.web.api.schemas import Told


class UnitProgress(Told):
    """How far one unit is: only counts. `days_late` are working days past the deadline, null in time."""

    unit_key: str
    unit_name: str
    state: str
    waits_for: str
    filled: int
    owed: int
    errors: int
    since: AwareDatetime | None
    sent_at: AwareDatetime | None
    days_late: int | None

    @classmethod
    def of(cls, one: Progress, name: str) -> "UnitProgress":
        """Return how far a unit is."""
        counts = {"filled": one.filled, "owed": one.owed, "errors": one.errors, "days_late": one.days_late}
        when = {"since": one.since, "sent_at": one.sent_at}
        about = {"unit_key": one.unit_key, "unit_name": name, "state": one.state, "waits_for": one.waits_for}
        return cls(**about, **counts, **when)


class Comparison(Told):
    """How many units had begun and sent their report, now and as long before the last round's deadline."""

    round_id: str
    begun: int
    sent: int
    begun_then: int
    sent_then: int
    then_at: AwareDatetime

    @classmethod
    def of(cls, compared: Compared | None) -> "Comparison | None":
        """Return the comparison with the last round."""
        if compared is None:
            return None
        now, then = compared.now, compared.then
        counts = {"begun": now.begun, "sent": now.sent, "begun_then": then.begun, "sent_then": then.sent}
        return cls(round_id=compared.round_id, then_at=compared.then_at, **counts)


class Overview(Told):
    """A round at this moment: how many units are in each state, each unit, and the last round then."""

    at: AwareDatetime
    totals: dict[str, int]
    units: list[UnitProgress]
    compared: Comparison | None


@serves("overview.read", "round_id", tells=Overview, phase=rounds.stage)
def read_overview(request: HttpRequest, round_id: str) -> Overview:
    """Read how far every unit is, who is late, and where the last round stood then."""
    found = overview.of_round(round_id)
    names = {unit.unit_key: unit.full_name for unit in found.units}
    units = [UnitProgress.of(one, names[one.unit_key]) for one in found.progress]
    return Overview(at=found.at, totals=found.totals, units=units, compared=Comparison.of(found.compared))
